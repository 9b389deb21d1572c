//! Text as it is compared when somebody looks for it: without case and without accents. Where the matches lie in the
//! text as it was written is found here too.

use std::ops::Range;

/// Letters with marks, by what is left without them.
const PLAIN: [(&str, &str); 31] = [
    ("a", "àáâãäåāăąǎǟạảấầẩẫậắằẳẵặ"),
    ("ae", "æǽ"),
    ("c", "çćĉċč"),
    ("d", "ďđð"),
    ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
    ("g", "ĝğġģǧ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįıǐỉị"),
    ("j", "ĵ"),
    ("k", "ķǩ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŉ"),
    ("o", "òóôõöøōŏőǒơọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųǔưụủứừửữự"),
    ("w", "ŵ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("z", "źżž"),
    ("α", "ά"),
    ("ε", "έ"),
    ("η", "ή"),
    ("ι", "ίϊΐ"),
    ("ο", "ό"),
    ("υ", "ύϋΰ"),
    ("ω", "ώ"),
    ("σ", "ς"),
];

/// The text in small letters without accents: "Café" is "cafe".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        fold_char(character, &mut folded);
    }
    folded
}

/// The words of what somebody looks for, folded.
pub fn folded_words(query: &str) -> Vec<String> {
    fold(query).split_whitespace().map(str::to_owned).collect()
}

/// Where the folded words occur in the text, as bytes of the text: in order, joined where they touch.
pub fn marks(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut folded = String::with_capacity(text.len());
    // For each byte of the folded text the character that it came from.
    let mut origin: Vec<Range<usize>> = Vec::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        fold_char(character, &mut folded);
        origin.resize(folded.len(), at..at + character.len_utf8());
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        for (at, hit) in folded.match_indices(word.as_str()) {
            if let (Some(first), Some(last)) = (origin.get(at), origin.get(at + hit.len() - 1)) {
                found.push(first.start..last.end);
            }
        }
    }
    found.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => joined.push(range),
        }
    }
    joined
}

fn fold_char(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    for small in character.to_lowercase() {
        // Accents that are characters of their own.
        if ('\u{300}'..='\u{36f}').contains(&small) {
            continue;
        }
        match plain(small) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(small),
        }
    }
}

/// What is left of a letter without its marks, or `None` if it has none.
fn plain(small: char) -> Option<&'static str> {
    // Neither has whatever is written beyond Latin and Greek.
    let may_have_marks = matches!(small, '\u{df}'..='\u{3ff}' | '\u{1ea0}'..='\u{1eff}');
    if !may_have_marks {
        return None;
    }
    PLAIN.iter().find(|(_, marked)| marked.contains(small)).map(|(letters, _)| *letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_count() {
        let cases = [
            ("Café CRÈME", "cafe creme"),
            ("Straße", "strasse"),
            ("ŁÓDŹ", "lodz"),
            ("e\u{301}te\u{301}", "ete"),
            ("Ærø", "aero"),
            ("Ελλάς", "ελλασ"),
            ("購入", "購入"),
            ("İstanbul", "istanbul"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn marks_lie_in_the_text_as_it_was_written() {
        let cases: [(&str, &str, &[&str]); 6] = [
            ("Crème brûlée", "brulee", &["brûlée"]),
            ("Checkout page", "page check", &["Check", "page"]),
            ("Straße", "ss", &["ß"]),
            ("aaaa", "aa", &["aaaa"]),
            ("nothing here", "zebra", &[]),
            ("🚀 Launch", "launch", &["Launch"]),
        ];
        for (text, query, expected) in cases {
            let found: Vec<&str> = marks(text, &folded_words(query)).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{query} in {text}");
        }
    }
}
