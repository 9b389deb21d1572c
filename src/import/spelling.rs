//! How names are spelled, so that two spellings of one name are equal: case, accents, umlauts, wide letters, spaces.
//! Knows no touchpoints.

use crate::base::fold::fold;

/// A name as it is compared. Both forms are folded, with single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    /// Without accents: "Bestätigung" is "bestatigung".
    pub plain: String,
    /// With umlauts written out, where there are any: "bestaetigung".
    pub written_out: Option<String>,
}

impl Spelled {
    pub fn of(name: &str) -> Self {
        Self { plain: plain(name), written_out: has_umlaut(name).then(|| plain(&write_out(name))) }
    }

    /// Both forms, or the one that there is.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        [Some(self.plain.as_str()), self.written_out.as_deref()].into_iter().flatten()
    }
}

/// Small letters without accents, wide letters as narrow ones, single spaces: "Ｃａｆé  Bar" is "cafe bar".
pub(super) fn plain(name: &str) -> String {
    if name.is_ascii() {
        return name.split_whitespace().map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ");
    }
    let narrow: String = name.chars().map(narrow).collect();
    narrow.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}

/// The letters, digits and signs of East Asian fonts that are as wide as an ideograph.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn has_umlaut(name: &str) -> bool {
    !name.is_ascii() && name.chars().any(|letter| matches!(letter, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü'))
}

fn write_out(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        match letter {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_name_share_a_form() {
        let cases = [
            ("Bestätigung", "BESTAETIGUNG", true),
            ("Bestätigung", "Bestatigung", true),
            ("Straße", "strasse", true),
            ("Café  Bar", "cafe\u{a0}bar", true),
            ("ＣＴＡ　ボタン", "cta ボタン", true),
            ("e\u{301}te\u{301}", "été", true),
            ("Blue", "Blu", false),
            ("Queue", "Que", false),
        ];
        for (a, b, expected) in cases {
            let (first, second) = (Spelled::of(a), Spelled::of(b));
            let is_shared = first.forms().any(|form| second.forms().any(|other| form == other));
            assert_eq!(is_shared, expected, "{a} ~ {b}");
        }
    }
}
