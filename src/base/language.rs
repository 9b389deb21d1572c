//! The language that texts are written in, as documents, pages and slides name it. Translates nothing: what the program
//! says itself is English.

use std::fmt;

/// The longest tag that is kept: "zho-Hant-419".
const LENGTH: usize = 12;

/// A language by its tag (BCP 47): language, script and region, as "de", "pt-BR", "zh-Hant".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; LENGTH]);

impl Language {
    pub const ENGLISH: Self = Self(*b"en\0\0\0\0\0\0\0\0\0\0");

    /// Those that are offered to choose from, with their English names, in the order of these.
    pub const OFFERED: [(&'static str, &'static str); 38] = [
        ("ar", "Arabic"),
        ("bg", "Bulgarian"),
        ("ca", "Catalan"),
        ("zh-Hans", "Chinese, simplified"),
        ("zh-Hant", "Chinese, traditional"),
        ("hr", "Croatian"),
        ("cs", "Czech"),
        ("da", "Danish"),
        ("nl", "Dutch"),
        ("en", "English"),
        ("et", "Estonian"),
        ("fi", "Finnish"),
        ("fr", "French"),
        ("de", "German"),
        ("el", "Greek"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hu", "Hungarian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ko", "Korean"),
        ("lv", "Latvian"),
        ("lt", "Lithuanian"),
        ("nb", "Norwegian"),
        ("fa", "Persian"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sl", "Slovenian"),
        ("es", "Spanish"),
        ("sv", "Swedish"),
        ("th", "Thai"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("vi", "Vietnamese"),
    ];

    /// Reads a tag in any case, with hyphens or underscores: "pt_br" is "pt-BR". `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['-', '_']);
        let is_of = |part: &str, letters: &[usize]| {
            letters.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        };
        let language = parts.next().filter(|part| is_of(part, &[2, 3]))?;
        let mut tag = language.to_ascii_lowercase();
        let mut part = parts.next();
        if let Some(script) = part.filter(|part| is_of(part, &[4])) {
            let script = script.to_ascii_lowercase();
            let (first, rest) = script.split_at(1);
            tag.push_str(&format!("-{}{rest}", first.to_ascii_uppercase()));
            part = parts.next();
        }
        if let Some(region) = part {
            let is_number = region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit());
            if !is_number && !is_of(region, &[2]) {
                return None;
            }
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        if parts.next().is_some() {
            return None;
        }
        let mut bytes = [0; LENGTH];
        bytes.get_mut(..tag.len())?.copy_from_slice(tag.as_bytes());
        Some(Self(bytes))
    }

    /// "de", "pt-BR"
    pub fn tag(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(LENGTH);
        self.0.get(..length).and_then(|tag| std::str::from_utf8(tag).ok()).unwrap_or("en")
    }

    /// The English name, "German"; the tag of a language that is not offered.
    pub fn name(&self) -> &str {
        Self::OFFERED.iter().find(|(tag, _)| *tag == self.tag()).map_or(self.tag(), |(_, name)| name)
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_case_and_written_in_the_usual_one() {
        for (text, tag) in [
            ("de", Some("de")),
            ("DE", Some("de")),
            (" pt_br ", Some("pt-BR")),
            ("zh-hANT-tw", Some("zh-Hant-TW")),
            ("zho-Hant-419", Some("zho-Hant-419")),
            ("es-419", Some("es-419")),
            ("", None),
            ("d", None),
            ("german", None),
            ("de-", None),
            ("de-AT-1996", None),
            ("de\"><script>", None),
            ("日本", None),
        ] {
            assert_eq!(Language::parse(text).as_ref().map(Language::tag), tag, "{text}");
        }
    }

    #[test]
    fn every_language_on_offer_is_one() {
        for (tag, name) in Language::OFFERED {
            let language = Language::parse(tag).unwrap();
            assert_eq!((language.tag(), language.name()), (tag, name));
        }
        assert!(Language::OFFERED.is_sorted_by_key(|(_, name)| name));
        assert_eq!(Language::default().name(), "English");
        assert_eq!(Language::parse("ga").unwrap().name(), "ga");
    }
}
