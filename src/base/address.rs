//! Addresses that cards and touchpoints link to: which of them may be opened, and whose they are. Opens nothing.

/// An address that may be opened: a page of the web, or somebody's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// All of it, without spaces around it.
    pub text: &'a str,
    /// Where it leads, for those who cannot read the rest: "shop.example", or a mail address.
    pub host: &'a str,
    pub is_mail: bool,
}

/// Why an address is not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("There is no address yet.")]
    Empty,
    #[error("\"{0}\" is no whole address: it should begin with https://")]
    NoScheme(String),
    #[error("Addresses of \"{0}:\" are not opened, only pages of the web (https, http) and mail (mailto).")]
    Scheme(String),
    #[error("\"{0}\" names no site.")]
    NoHost(String),
    #[error("The address has spaces or signs in it that no address can have.")]
    Characters,
}

impl<'a> Address<'a> {
    /// Reads an address of http, https or mailto.
    ///
    /// # Errors
    /// For every other scheme, and for what is no address: one sentence that says so.
    pub fn parse(text: &'a str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"`{}|\\^".contains(c)) {
            return Err(AddressError::Characters);
        }
        let (scheme, rest) = text.split_once(':').ok_or_else(|| AddressError::NoScheme(text.to_owned()))?;
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        // "shop.example:8080" has a colon, but no scheme.
        if scheme.contains('.')
            || !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            || !scheme.chars().all(is_scheme)
        {
            return Err(AddressError::NoScheme(text.to_owned()));
        }
        let is_mail = scheme.eq_ignore_ascii_case("mailto");
        let host = if is_mail {
            let to = rest.split('?').next().unwrap_or_default();
            Some(to).filter(|to| to.split_once('@').is_some_and(|(who, host)| !who.is_empty() && !host.is_empty()))
        } else if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") {
            rest.strip_prefix("//").map(host_of).filter(|host| !host.is_empty())
        } else {
            return Err(AddressError::Scheme(scheme.to_lowercase()));
        };
        let host = host.ok_or_else(|| AddressError::NoHost(text.to_owned()))?;
        Ok(Self { text, host, is_mail })
    }

    /// Whether a text is nothing but an address of a web page, as it is copied from a browser.
    pub fn is_web_page(text: &str) -> bool {
        Address::parse(text).is_ok_and(|address| !address.is_mail)
    }
}

/// The site of what follows "https://". What stands before an "@" is a name to sign in with, and often a trick.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_mail_may_be_opened_and_say_where_they_lead() {
        for (text, host) in [
            ("https://shop.example/checkout?step=2", "shop.example"),
            (" http://localhost:8080 ", "localhost:8080"),
            ("HTTPS://Shop.Example", "Shop.Example"),
            ("https://bank.example@evil.example/login", "evil.example"),
            ("mailto:anna@shop.example?subject=Hello", "anna@shop.example"),
        ] {
            assert_eq!(Address::parse(text).map(|address| address.host), Ok(host), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        let scheme = |name: &str| AddressError::Scheme(name.to_owned());
        for (text, why) in [
            ("", AddressError::Empty),
            ("file:///etc/passwd", scheme("file")),
            ("JavaScript:alert(1)", scheme("javascript")),
            ("smb://server/share", scheme("smb")),
            ("shop.example/basket", AddressError::NoScheme("shop.example/basket".to_owned())),
            ("shop.example:8080", AddressError::NoScheme("shop.example:8080".to_owned())),
            ("https://", AddressError::NoHost("https://".to_owned())),
            ("https:shop", AddressError::NoHost("https:shop".to_owned())),
            ("mailto:anna", AddressError::NoHost("mailto:anna".to_owned())),
            ("https://shop.example/a b", AddressError::Characters),
            ("https://shop.example/\u{7}", AddressError::Characters),
        ] {
            assert_eq!(Address::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn only_a_text_that_is_nothing_but_a_page_is_taken_for_one() {
        assert!(Address::is_web_page("https://shop.example/\n"));
        for text in ["See https://shop.example", "https://a.example https://b.example", "mailto:a@b.example", "Basket"]
        {
            assert!(!Address::is_web_page(text), "{text}");
        }
    }
}
