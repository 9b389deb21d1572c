//! Fonts as glyphs: shaping with kerning, and outlines. Draws nothing.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use harfrust::{Direction, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_segmentation::UnicodeSegmentation;

use super::{direction, outline};
use crate::base::{Icon, Vec2};
use crate::scene::fonts::ICONS;
use crate::scene::{Face, Fallback, TextLine};

/// A line that is off by less than this stays as it is.
const NEGLIGIBLE_PT: f32 = 0.1;
/// So many runs are remembered at a time: labels come back again and again, while most titles of a large map never
/// do, and would take far more memory than the map itself.
const MAX_RUNS: usize = 4_096;

/// One of the font files, opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FontFile {
    Text(Face),
    /// For letters that the bundled typeface lacks.
    Other(Fallback),
    Icons,
}

impl FontFile {
    /// The font that stands in for the bundled typeface, if it is one.
    pub fn fallback(self) -> Option<Fallback> {
        match self {
            Self::Other(fallback) => Some(fallback),
            Self::Text(_) | Self::Icons => None,
        }
    }
}

/// A glyph within a line of text. Lengths in ems.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ShapedGlyph {
    pub file: FontFile,
    pub id: GlyphId,
    pub advance: f32,
    pub x_offset: f32,
    /// Upward.
    pub y_offset: f32,
    /// The bytes of the text that the glyph's cluster stands for.
    pub bytes: Range<usize>,
}

/// Text turned into glyphs, kerned, and what it measures.
#[derive(Debug, PartialEq)]
pub(super) struct Run {
    pub glyphs: Vec<ShapedGlyph>,
    /// Sum of the advances, in ems.
    pub width: f32,
}

struct Opened {
    font: FontRef<'static>,
    outlines: OutlineGlyphCollection<'static>,
    shaper: ShaperData,
    units_per_em: f32,
}

impl Opened {
    fn new(bytes: &'static [u8]) -> Self {
        #[expect(clippy::expect_used, reason = "part of the program, and read by a test")]
        let font = FontRef::new(bytes).expect("a bundled font is well-formed");
        Self::of(font)
    }

    fn of(font: FontRef<'static>) -> Self {
        let units_per_em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em.max(1));
        Self { outlines: font.outline_glyphs(), shaper: ShaperData::new(&font), units_per_em, font }
    }
}

fn opened(file: FontFile) -> &'static Opened {
    static REGULAR: OnceLock<Opened> = OnceLock::new();
    static SEMI_BOLD: OnceLock<Opened> = OnceLock::new();
    static ICON_FONT: OnceLock<Opened> = OnceLock::new();
    match file {
        FontFile::Text(face @ Face::Regular) => REGULAR.get_or_init(|| Opened::new(face.bytes())),
        FontFile::Text(face @ Face::SemiBold) => SEMI_BOLD.get_or_init(|| Opened::new(face.bytes())),
        FontFile::Icons => ICON_FONT.get_or_init(|| Opened::new(ICONS)),
        FontFile::Other(fallback) => other(fallback).unwrap_or_else(|| opened(FontFile::Text(Face::Regular))),
    }
}

/// A font that stands in, opened when it is first needed and kept until the program ends, as its file is.
fn other(fallback: Fallback) -> Option<&'static Opened> {
    static OTHERS: RwLock<Option<HashMap<Fallback, Option<&'static Opened>>>> = RwLock::new(None);
    let kept = OTHERS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(opened) = kept.as_ref().and_then(|kept| kept.get(&fallback)) {
        return *opened;
    }
    drop(kept);
    let font = fallback.file().and_then(|(bytes, index)| FontRef::from_index(bytes, index).ok());
    let opened = font.map(|font| &*Box::leak(Box::new(Opened::of(font))));
    let mut kept = OTHERS.write().unwrap_or_else(PoisonError::into_inner);
    *kept.get_or_insert_default().entry(fallback).or_insert(opened)
}

/// The font that draws a letter, or the face with its box.
fn file_of(letter: char, face: Face) -> FontFile {
    if tables(face).charmap().map(letter).is_some() {
        return FontFile::Text(face);
    }
    Fallback::of(letter).filter(|it| other(*it).is_some()).map_or(FontFile::Text(face), FontFile::Other)
}

/// The text in pieces that one font draws, in one direction, from left to right. Letters stay with the marks that belong
/// to them.
fn pieces(text: &str, face: Face) -> Vec<(Range<usize>, FontFile)> {
    if text.is_ascii() {
        return vec![(0..text.len(), FontFile::Text(face))];
    }
    let mut pieces: Vec<(Range<usize>, FontFile)> = Vec::new();
    for way in direction::pieces(text) {
        let (from, words) = (pieces.len(), text.get(way.clone()).unwrap_or_default());
        for (at, cluster) in words.grapheme_indices(true) {
            let Some(first) = cluster.chars().next() else { continue };
            let (file, start) = (file_of(first, face), way.start + at);
            match pieces.get_mut(from..).and_then(<[_]>::last_mut) {
                Some((range, last)) if *last == file => range.end = start + cluster.len(),
                _ => pieces.push((start..start + cluster.len(), file)),
            }
        }
        if words.starts_with(direction::runs_left) {
            pieces[from..].reverse();
        }
    }
    pieces
}

/// The font's tables.
pub(super) fn tables(face: Face) -> &'static FontRef<'static> {
    &opened(FontFile::Text(face)).font
}

/// Draws a glyph's outline, one em being 1 long, y upward, the baseline's left end at the origin.
/// Draws nothing for a glyph that the font does not hold.
pub(super) fn draw(file: FontFile, glyph: GlyphId, pen: &mut impl OutlinePen) {
    let opened = opened(file);
    if let Some(outline) = opened.outlines.get(glyph) {
        // In font units: at a size, the library rounds to its 64ths, which are far too coarse for a whole em.
        let scale = 1.0 / opened.units_per_em;
        let mut pen = outline::Placed { pen, scale_x: scale, scale_y: scale, offset: Vec2::ZERO };
        // An outline that cannot be drawn is left blank, as it would be by any viewer of the font.
        let _ = outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen);
    }
}

/// The glyph of an icon. Its square is the em: from the baseline one em up, from the origin one em right.
pub(super) fn icon_glyph(icon: Icon) -> GlyphId {
    opened(FontFile::Icons).font.charmap().map(icon.glyph()).unwrap_or(GlyphId::NOTDEF)
}

/// Shapes text, remembering what it shaped.
#[derive(Default)]
pub(super) struct Shaper {
    runs: HashMap<(Face, Arc<str>), Arc<Run>>,
    buffer: Option<UnicodeBuffer>,
}

impl Shaper {
    /// The glyphs of a line's text. Control characters have none.
    pub fn run(&mut self, line: &TextLine) -> Arc<Run> {
        let key = (line.face, Arc::clone(&line.text));
        if let Some(run) = self.runs.get(&key) {
            return Arc::clone(run);
        }
        let mut glyphs = Vec::new();
        for (range, file) in pieces(&line.text, line.face) {
            self.shape(&line.text, range, file, &mut glyphs);
        }
        close_clusters(&mut glyphs, &line.text);
        let run = Arc::new(Run { width: glyphs.iter().map(|glyph| glyph.advance).sum(), glyphs });
        if self.runs.len() >= MAX_RUNS {
            self.runs.clear();
        }
        self.runs.insert(key, Arc::clone(&run));
        run
    }

    /// Adds the glyphs of a piece of the text, from left to right.
    fn shape(&mut self, text: &str, range: Range<usize>, file: FontFile, glyphs: &mut Vec<ShapedGlyph>) {
        let opened = opened(file);
        let mut buffer = self.buffer.take().unwrap_or_default();
        let piece = text.get(range.clone()).unwrap_or_default();
        for (at, letter) in piece.char_indices().filter(|(_, letter)| !letter.is_control()) {
            buffer.add(letter, u32::try_from(range.start + at).unwrap_or(u32::MAX));
        }
        buffer.guess_segment_properties();
        // Boxes stand where the letters do; what has letters of its own runs as its script does.
        if !matches!(file, FontFile::Other(_)) {
            buffer.set_direction(Direction::LeftToRight);
        }
        let shaped = opened.shaper.shaper(&opened.font).build().shape(buffer, ShapeOptions::new());
        glyphs.extend(shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, pos)| ShapedGlyph {
            file,
            id: GlyphId::new(info.glyph_id),
            advance: pos.x_advance as f32 / opened.units_per_em,
            x_offset: pos.x_offset as f32 / opened.units_per_em,
            y_offset: pos.y_offset as f32 / opened.units_per_em,
            bytes: info.cluster as usize..info.cluster as usize,
        }));
        self.buffer = Some(shaped.clear());
    }
}

/// Lets each cluster end where the next one in the text starts.
fn close_clusters(glyphs: &mut [ShapedGlyph], text: &str) {
    let mut starts: Vec<usize> = glyphs.iter().map(|glyph| glyph.bytes.start).collect();
    starts.sort_unstable();
    starts.dedup();
    for glyph in glyphs {
        let next = starts.partition_point(|&start| start <= glyph.bytes.start);
        glyph.bytes.end = starts.get(next).copied().unwrap_or(text.len());
    }
}

impl Run {
    /// What to add to every advance, in ems, so that the run takes the line's measured width: nearly nothing
    /// where the fonts agree, and never so much that letters run over the card.
    pub fn letter_spacing(&self, line: &TextLine) -> f32 {
        let wanted = line.width / line.size;
        if self.glyphs.is_empty() || !wanted.is_finite() || wanted <= 0.0 {
            return 0.0;
        }
        let missing = wanted - self.width;
        // Rounding in measuring is no reason to take letters apart, nor to spell out every place in a file.
        if missing.abs() * line.size < NEGLIGIBLE_PT { 0.0 } else { missing / self.glyphs.len() as f32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Color, pos2};
    use crate::scene::{Flow, TextStyle, Typesetter};

    fn line(text: &str, width: f32) -> TextLine {
        let (face, size, color) = (Face::Regular, 10.0, Color::BLACK);
        TextLine {
            baseline: pos2(0.0, 0.0),
            text: text.into(),
            face,
            size,
            color,
            width,
            runs_down: false,
            flow: Flow::default(),
        }
    }

    #[test]
    fn text_is_kerned_and_held_to_its_width() {
        let mut shaper = Shaper::default();
        let (pair, apart) = (shaper.run(&line("To", 0.0)), shaper.run(&line("T", 0.0)).width);
        assert!(pair.width < apart + shaper.run(&line("o", 0.0)).width, "To is not kerned");
        for width in [5.0, 30.0] {
            let wanted = line("Retargeting", width);
            let run = shaper.run(&wanted);
            let spacing = run.letter_spacing(&wanted);
            let total: f32 = run.glyphs.iter().map(|glyph| (glyph.advance + spacing) * wanted.size).sum();
            assert!((total - width).abs() < 0.01, "{total} instead of {width}");
        }
    }

    #[test]
    fn a_map_of_many_titles_does_not_fill_the_memory() {
        let mut shaper = Shaper::default();
        let first = shaper.run(&line("Card 0", 0.0));
        for card in 0..2 * MAX_RUNS {
            shaper.run(&line(&format!("Card {card}"), 0.0));
            assert!(shaper.runs.len() <= MAX_RUNS);
        }
        assert_eq!(shaper.run(&line("Card 0", 0.0)), first, "forgotten, and shaped again");
    }

    #[test]
    fn a_word_from_right_to_left_does_not_turn_its_line_around() {
        let mut shaper = Shaper::default();
        for (text, latin) in [("مرحبا then English", "then English"), ("then עברית 👋", "then"), ("日本語 👩‍👩‍👧‍👦 x", "x")]
        {
            let run = shaper.run(&line(text, 0.0));
            let at = text.find(latin).unwrap();
            let starts = run.glyphs.iter().map(|glyph| glyph.bytes.start);
            let seen: Vec<usize> = starts.filter(|start| (at..at + latin.len()).contains(start)).collect();
            assert_eq!(seen, (at..at + latin.len()).collect::<Vec<_>>(), "{text}");
            assert!(run.glyphs.iter().any(|glyph| glyph.bytes.end == text.len()), "{text}");
        }
        let run = shaper.run(&line("שלום עולם", 0.0));
        assert!(run.glyphs[0].bytes.start > run.glyphs.last().unwrap().bytes.start, "the first word is on the right");
    }

    #[test]
    fn a_letter_that_the_fonts_lack_is_seen_as_a_box() {
        #[derive(Default)]
        struct Lines(usize);
        impl OutlinePen for Lines {
            fn move_to(&mut self, _: f32, _: f32) {}
            fn line_to(&mut self, _: f32, _: f32) {
                self.0 += 1;
            }
            fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
            fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
            fn close(&mut self) {}
        }
        for face in Face::ALL {
            let mut lines = Lines::default();
            let run = Shaper::default().run(&TextLine { face, ..line("語", 0.0) });
            draw(FontFile::Text(face), run.glyphs[0].id, &mut lines);
            assert!(lines.0 >= 6 && run.width > 0.5, "{face:?}: {} lines, {} wide", lines.0, run.width);
        }
    }

    #[test]
    fn a_letter_that_the_typeface_lacks_comes_from_another_font_and_is_as_wide_as_measured() {
        let text = "Chat 😀 now 👋";
        let measured = Typesetter::new().line(text, TextStyle::new(Face::SemiBold, 10.0));
        let line = TextLine { face: Face::SemiBold, ..line(text, measured.width) };
        let run = Shaper::default().run(&line);
        let others: Vec<&ShapedGlyph> = run.glyphs.iter().filter(|glyph| glyph.file.fallback().is_some()).collect();
        assert_eq!(others.len(), 2, "{:?}", run.glyphs);
        assert!(others.iter().all(|glyph| glyph.id != GlyphId::NOTDEF && glyph.advance > 0.5));
        assert!(run.letter_spacing(&line).abs() < 0.01, "{} instead of {}", run.width * 10.0, measured.width);
    }

    #[test]
    fn clusters_cover_the_text() {
        let mut shaper = Shaper::default();
        let run = shaper.run(&line("né\u{7}e → é", 0.0));
        let ends: Vec<_> = run.glyphs.iter().map(|glyph| glyph.bytes.end).collect();
        assert_eq!(ends.last(), Some(&"né\u{7}e → é".len()));
        assert!(run.glyphs.windows(2).all(|two| two[0].bytes.end == two[1].bytes.start));
    }

    #[test]
    fn outlines_keep_their_details() {
        // The cap height of Inter is 1490 of 2048 units; rounded to 64ths of the em it would be off.
        #[derive(Default)]
        struct Top(f32);
        impl OutlinePen for Top {
            fn move_to(&mut self, _: f32, y: f32) {
                self.0 = self.0.max(y);
            }
            fn line_to(&mut self, _: f32, y: f32) {
                self.0 = self.0.max(y);
            }
            fn quad_to(&mut self, _: f32, _: f32, _: f32, y: f32) {
                self.0 = self.0.max(y);
            }
            fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, y: f32) {
                self.0 = self.0.max(y);
            }
            fn close(&mut self) {}
        }
        let mut top = Top::default();
        let glyph = tables(Face::Regular).charmap().map('H').unwrap();
        draw(FontFile::Text(Face::Regular), glyph, &mut top);
        assert!((top.0 - 1490.0 / 2048.0).abs() < 1e-4, "{}", top.0 * 2048.0);
    }

    #[test]
    fn every_icon_has_a_glyph() {
        for icon in Icon::ALL {
            assert_ne!(icon_glyph(*icon), GlyphId::NOTDEF, "{}", icon.name());
        }
    }
}
