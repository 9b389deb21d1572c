//! Fonts for letters that the bundled typeface lacks: one for emoji, which is part of the program, and those of this
//! computer, each found when a letter first needs it and kept until the program ends. Every target asks here, so that
//! a letter is drawn with the same font everywhere. Nothing is drawn or measured here.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use epaint::text::{FallbackRequest, FontData, FontFamily, FontInsert, FontPriority, FontProvider, InsertFontFamily};
use epaint_default_fonts::NOTO_EMOJI_REGULAR;
use skrifa::{FontRef, MetadataProvider};

/// A font beside the bundled typeface, by the order in which it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fallback(usize);

/// A font file and what it is called.
struct Found {
    name: String,
    data: &'static FontData,
}

#[derive(Default)]
struct Known {
    fonts: Vec<Found>,
    by_letter: HashMap<char, Option<Fallback>>,
}

static KNOWN: RwLock<Option<Known>> = RwLock::new(None);
static SYSTEM: OnceLock<Arc<dyn FontProvider>> = OnceLock::new();

/// Looks for further letters among these fonts from now on: those of this computer, in the program. Without this there
/// is only the font for emoji, so that a test finds the same on every computer.
pub fn use_fonts_of(provider: Arc<dyn FontProvider>) {
    // A second one would be as good as the first.
    let _ = SYSTEM.set(provider);
}

impl Fallback {
    /// The font that draws a letter which the bundled typeface lacks; `None` if this computer has none that can.
    pub fn of(letter: char) -> Option<Self> {
        if letter.is_control() || letter.is_whitespace() || is_ignorable(letter) {
            return None;
        }
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.as_ref().and_then(|known| known.by_letter.get(&letter)) {
            return *known;
        }
        drop(known);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_with(Known::with_emoji);
        if let Some(known) = known.by_letter.get(&letter) {
            return *known;
        }
        let found = known.find(letter);
        known.by_letter.insert(letter, found);
        found
    }

    /// The file's bytes, and which of its fonts.
    pub fn file(self) -> Option<(&'static [u8], u32)> {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.as_ref()?.fonts.get(self.0)?;
        Some((found.data.bytes(), found.data.index))
    }

    fn insert(self, family: &FontFamily) -> Option<FontInsert> {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.as_ref()?.fonts.get(self.0)?;
        Some(FontInsert {
            name: found.name.clone(),
            data: found.data.clone(),
            families: vec![InsertFontFamily { family: family.clone(), priority: FontPriority::Lowest }],
        })
    }
}

/// The letters met so far that no font of this computer draws: boxes stand for them.
pub fn missing() -> Vec<char> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let by_letter = known.iter().flat_map(|known| &known.by_letter);
    let mut missing: Vec<char> = by_letter.filter(|(_, font)| font.is_none()).map(|(letter, _)| *letter).collect();
    missing.sort_unstable();
    missing
}

/// Joiners, marks of direction and selectors of variants. Source: Unicode 17, Default_Ignorable_Code_Point.
fn is_ignorable(letter: char) -> bool {
    matches!(u32::from(letter), 0xad | 0x34f | 0x61c | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xfe00..=0xfe0f | 0xfeff | 0xe0000..=0xe0fff)
}

/// The same fonts for `epaint`, which asks for a letter that no font of a family has.
pub fn provider() -> Arc<dyn FontProvider> {
    Arc::new(|request: &FallbackRequest<'_>| Fallback::of(request.cluster.chars().next()?)?.insert(request.family))
}

impl Known {
    fn with_emoji() -> Self {
        let mut known = Self::default();
        known.keep("Noto Emoji".to_owned(), FontData::from_static(NOTO_EMOJI_REGULAR));
        known
    }

    fn find(&mut self, letter: char) -> Option<Fallback> {
        if let Some(at) = self.fonts.iter().position(|font| font.draws(letter)) {
            return Some(Fallback(at));
        }
        let (cluster, family) = (letter.to_string(), FontFamily::Proportional);
        let insert = SYSTEM.get()?.font_for(&FallbackRequest { cluster: &cluster, family: &family })?;
        // Fonts of pictures alone have no outlines, and cannot be drawn on every target.
        let at = self.keep(insert.name, insert.data);
        self.fonts.get(at).is_some_and(|font| font.draws(letter)).then_some(Fallback(at))
    }

    fn keep(&mut self, name: String, data: FontData) -> usize {
        if let Some(at) = self.fonts.iter().position(|font| font.name == name) {
            return at;
        }
        // Kept until the program ends, as whoever draws keeps what it has read of the file; there are few of them.
        self.fonts.push(Found { name, data: Box::leak(Box::new(data)) });
        self.fonts.len() - 1
    }
}

impl Found {
    /// Whether the font has an outline of the letter.
    fn draws(&self, letter: char) -> bool {
        let Ok(font) = FontRef::from_index(self.data.bytes(), self.data.index) else { return false };
        font.charmap().map(letter).is_some_and(|glyph| font.outline_glyphs().get(glyph).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_drawn_by_the_first_font_that_has_it() {
        let emoji = Fallback::of('😀').expect("part of the program");
        assert_eq!(Fallback::of('👋'), Some(emoji));
        assert_eq!(emoji.file(), Some((NOTO_EMOJI_REGULAR, 0)));
        assert_eq!(Fallback::of('語'), None, "without the fonts of a computer");
        assert!(missing().contains(&'語') && !missing().contains(&'😀'));
        assert_eq!(Fallback::of('\u{200d}'), None, "never seen");
        assert!(!missing().contains(&'\u{200d}'));
    }
}
