//! What a page's address says about it: paths and whole addresses without what changes from visit to visit, and the
//! "source / medium" of web analytics. Knows no touchpoints.

/// The languages that sites commonly have a folder for, by their codes. "my" is not among them: /my/account.
const LANGUAGES: &[&str] = &[
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "id", "it", "ja", "ko",
    "lt", "lv", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
];
/// What a path ends with that is the folder itself.
const INDEX: &[&str] = &["index", "default"];
const ENDINGS: &[&str] = &["html", "htm", "xhtml", "php", "asp", "aspx", "jsp", "do", "cgi"];
/// Endings of hosts that are written without "https://".
const DOMAINS: &[&str] = &[
    "com", "org", "net", "shop", "io", "app", "de", "at", "ch", "fr", "es", "it", "nl", "pt", "eu", "co", "uk", "jp",
    "us", "ca", "au", "test", "example",
];

/// The segments that name the page, decoded, without language, ids and file endings; empty for a front page.
/// `None` if the name is no address.
pub(super) fn segments(name: &str) -> Option<Vec<String>> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let path = path(name)?;
    let path = path.split(['?', '#', ';']).next().unwrap_or(path);
    let mut segments: Vec<String> = path.split('/').map(decoded).filter(|segment| !segment.is_empty()).collect();
    let languages = match segments.as_slice() {
        [first, second, ..] if is_short(first) && is_language(second) => 2,
        [first, ..] if is_language(first) => 1,
        _ => 0,
    };
    segments.drain(..languages);
    if let Some(last) = segments.last_mut()
        && let Some((stem, ending)) = last.rsplit_once('.')
        && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    {
        *last = stem.to_owned();
    }
    if segments.last().is_some_and(|last| INDEX.contains(&last.to_lowercase().as_str())) {
        segments.pop();
    }
    let named: Vec<String> = segments.iter().filter(|segment| !is_id(segment)).map(|text| without_id(text)).collect();
    Some(named)
}

/// What comes after the host.
fn path(name: &str) -> Option<&str> {
    if let Some((scheme, rest)) = name.split_once("://") {
        let is_scheme = !scheme.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric());
        return is_scheme.then(|| after_host(rest));
    }
    if let Some(rest) = name.strip_prefix("//") {
        return Some(after_host(rest));
    }
    if name.starts_with('/') {
        return Some(name);
    }
    let host = name.split(['/', '?', '#']).next().unwrap_or(name);
    let (stem, ending) = host.rsplit_once('.')?;
    let is_host = !stem.is_empty() && (stem.starts_with("www.") || DOMAINS.contains(&ending.to_lowercase().as_str()));
    (is_host && name.contains('/') || stem.starts_with("www.")).then(|| after_host(name))
}

fn after_host(rest: &str) -> &str {
    rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or("")
}

/// "en", "en-us", "pt_BR", "zh-hans".
fn is_language(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let (language, region) = match lower.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (lower.as_str(), None),
    };
    let is_region = |region: &str| matches!(region.len(), 2..=4) && region.chars().all(|c| c.is_ascii_alphanumeric());
    LANGUAGES.contains(&language) && region.is_none_or(is_region)
}

/// A country, or "intl", before a language.
fn is_short(segment: &str) -> bool {
    segment.eq_ignore_ascii_case("intl") || (segment.len() == 2 && segment.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Numbers, hashes and the like that tell one visit, order or product from another.
fn is_id(segment: &str) -> bool {
    let digits = segment.chars().filter(char::is_ascii_digit).count();
    let letters = segment.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_hex = segment.len() >= 8 && segment.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    (digits > 0 && letters == 0) || (is_hex && digits >= 2) || (digits >= 4 && letters <= 2) || segment.starts_with('{')
}

/// "red-shoe-12345" → "red-shoe".
fn without_id(segment: &str) -> String {
    match segment.rsplit_once(['-', '_']) {
        Some((stem, last)) if last.len() >= 4 && last.chars().all(|c| c.is_ascii_digit()) => stem.to_owned(),
        Some(_) | None => segment.to_owned(),
    }
}

/// Without the escapes of addresses: "%C3%BC" is "ü". What is no text stays as it was.
fn decoded(segment: &str) -> String {
    if !segment.contains('%') {
        return segment.to_owned();
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let mut ahead = rest.clone();
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

/// What people call the way that a "source / medium" names: "google / cpc" is "paid search". `None` for other names.
pub(super) fn source_medium(name: &str) -> Option<&'static str> {
    const SEARCH: &[&str] = &["google", "bing", "yahoo", "duckduckgo", "ecosia", "baidu", "yandex", "naver"];
    const SOCIAL: &[&str] = &[
        "facebook",
        "instagram",
        "linkedin",
        "tiktok",
        "twitter",
        "pinterest",
        "youtube",
        "snapchat",
        "meta",
        "fb",
        "ig",
    ];
    let lower = name.trim().to_lowercase();
    let (source, medium) = lower.split_once(" / ").or_else(|| lower.split_once('/'))?;
    let (source, medium) = (source.trim(), medium.trim());
    if source.is_empty() || medium.contains('/') || source.contains("://") {
        return None;
    }
    let has = |names: &[&str]| source.split(|c: char| !c.is_alphanumeric()).any(|word| names.contains(&word));
    Some(match medium {
        "cpc" | "ppc" | "paid" | "paidsearch" | "paid-search" | "sem" if has(SEARCH) => "paid search",
        "cpc" | "ppc" | "paid" | "paidsocial" | "paid-social" | "paid_social" if has(SOCIAL) => "paid social",
        "cpc" | "ppc" | "paidsearch" | "paid-search" | "sem" => "paid search",
        "paidsocial" | "paid-social" | "paid_social" => "paid social",
        "organic" if has(SOCIAL) => "social media",
        "organic" => "organic search",
        "social" | "sm" | "social-network" | "social-media" => "social media",
        "display" | "cpm" | "banner" | "cpv" => "display ad",
        "email" | "e-mail" | "mail" | "newsletter" => "email",
        "affiliate" | "affiliates" => "affiliate",
        "referral" => "referral",
        "(none)" if source == "(direct)" => "direct",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_what_names_the_page() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("/", Some(&[])),
            ("/en/", Some(&[])),
            ("/index.html", Some(&[])),
            ("https://shop.example", Some(&[])),
            ("/checkout/", Some(&["checkout"])),
            ("/checkout?step=2&sid=9a", Some(&["checkout"])),
            ("/de-de/checkout/index.php", Some(&["checkout"])),
            ("/us/en/checkout", Some(&["checkout"])),
            ("/pt_BR/checkout#pay", Some(&["checkout"])),
            ("/my/account", Some(&["my", "account"])),
            ("/order/100234/confirmation", Some(&["order", "confirmation"])),
            ("/p/6f1d2c3b-0a1b-4c2d-9e8f-001122334455", Some(&["p"])),
            ("/product/red-shoe-12345.html", Some(&["product", "red-shoe"])),
            ("/product/iphone-15", Some(&["product", "iphone-15"])),
            ("/%C3%BCber-uns", Some(&["über-uns"])),
            ("/50%off/x%zz", Some(&["50%off", "x%zz"])),
            ("https://www.shop.example/fr/panier?id=3", Some(&["panier"])),
            ("www.shop.example", Some(&[])),
            ("shop.example/basket", Some(&["basket"])),
            ("//cdn.example/a", Some(&["a"])),
            ("google/cpc", None),
            ("A/B test", None),
            ("v2.5/beta", None),
            ("Checkout", None),
            ("", None),
        ];
        for (name, expected) in cases {
            let found = segments(name);
            let found: Option<Vec<&str>> = found.as_ref().map(|all| all.iter().map(String::as_str).collect());
            assert_eq!(found.as_deref(), *expected, "{name}");
        }
    }

    #[test]
    fn source_and_medium_are_read_as_what_people_call_them() {
        for (name, expected) in [
            ("google / cpc", Some("paid search")),
            ("google/cpc", Some("paid search")),
            ("facebook.com / cpc", Some("paid social")),
            ("bing / organic", Some("organic search")),
            ("m.facebook.com / referral", Some("referral")),
            ("Mailchimp / Email", Some("email")),
            ("(direct) / (none)", Some("direct")),
            ("/checkout", None),
            ("https://a / b", None),
            ("A/B", None),
        ] {
            assert_eq!(source_medium(name), expected, "{name}");
        }
    }
}
