//! Names for files that every system takes. Looks at no disk.

/// The most characters, and bytes, of a name without its ending: room for a number, an ending, and a long folder.
const CHARACTERS: usize = 100;
const BYTES: usize = 180;

/// What Windows keeps for devices, in any case and before any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A name for a file, without an ending, as near to the text as every system allows: no characters that one of them
/// reserves, no name of a device, not too long, never empty.
pub fn legal_name(text: &str) -> String {
    let is_fine = |character| !is_reserved(character) && !is_invisible(character);
    let allowed = text.chars().map(|character| if is_fine(character) { character } else { ' ' });
    let words: String = allowed.collect();
    let mut name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = name.char_indices().nth(CHARACTERS) {
        name.truncate(at);
    }
    while name.len() > BYTES {
        name.pop();
    }
    // A leading dot hides a file, and Windows drops dots and spaces at the end.
    let name = name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    if name.is_empty() {
        return "journey".to_owned();
    }
    if is_device(name) { format!("{name}_") } else { name.to_owned() }
}

/// Whether Windows takes a name as that of a file. Of one that it does not, it may take part as the name of a device, or
/// of a stream within another file.
pub(super) fn is_possible_on_windows(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(is_reserved) && !name.ends_with(['.', ' ']) && !is_device(name)
}

fn is_reserved(character: char) -> bool {
    matches!(character, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') || character.is_control()
}

/// Marks of writing direction and of joining, and the byte order mark: a name with them cannot be typed.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let is_numbered = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|number| {
            let mut characters = number.chars();
            characters.next().is_some_and(|digit| matches!(digit, '0'..='9' | '¹' | '²' | '³'))
                && characters.next().is_none()
        })
    });
    is_numbered || DEVICES.contains(&stem.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_on_every_system() {
        for (text, name) in [
            ("A first purchase", "A first purchase"),
            ("Order / return: \"why?\"", "Order return why"),
            ("  a\tb\nc\u{0}d  ", "a b c d"),
            ("购买旅程", "购买旅程"),
            ("...hidden...", "hidden"),
            ("CON", "CON_"),
            ("com1.old", "com1.old_"),
            ("Lpt³", "Lpt³_"),
            ("console", "console"),
            ("com10", "com10"),
            ("", "journey"),
            ("///", "journey"),
            ("..", "journey"),
            ("a\u{202e}fdp.exe", "a fdp.exe"),
        ] {
            assert_eq!(legal_name(text), name, "{text:?}");
        }
    }

    #[test]
    fn what_windows_takes_for_something_else_is_no_name() {
        for name in ["con", "CON.pdf", "nul.tar.gz", "map.png:notes", "a?.pdf", "map.", "map ", "", "a\tb", "COM1.svg"]
        {
            assert!(!is_possible_on_windows(name), "{name:?}");
        }
        for name in ["map.pdf", "Console.pdf", "a b (2).svg", "購買.png", ".hidden"] {
            assert!(is_possible_on_windows(name), "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(legal_name(&"x".repeat(400)).len(), CHARACTERS);
        let emoji = legal_name(&"🙂".repeat(90));
        assert!(emoji.len() <= BYTES && emoji.chars().all(|character| character == '🙂'), "{emoji}");
    }
}
