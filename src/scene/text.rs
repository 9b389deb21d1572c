//! Text broken into lines, once, with the bundled fonts: every target draws these lines at these places.
//! Beside [`super::fallback`] the only place of `scene` that knows `epaint`. Nothing here knows where a line will lie.
//!
//! A word is shaped once per face, by `epaint` (so the window agrees by construction), and scaled to every size:
//! its advances are those of the unhinted font and grow with the size. Words are then put side by side with the
//! font's space between them, and with what the font kerns a letter against a space; a test compares whole sentences
//! with what `epaint` says of them.

use std::sync::Arc;

use epaint::text::{FontData, FontDefinitions, FontFamily, FontId, Fonts, LayoutJob, TextOptions};

use super::{Face, fallback, fonts};

/// Words and lines are looked up by the thousands in a map: nobody chooses them so that they collide.
type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// The bundled fonts for `epaint` and `egui`: a family per face, each falling back on the icons.
pub fn font_definitions() -> FontDefinitions {
    let mut definitions = FontDefinitions::empty();
    for face in Face::ALL {
        definitions.font_data.insert(face.name().to_owned(), FontData::from_static(face.bytes()).into());
    }
    definitions.font_data.insert(fonts::ICONS_NAME.to_owned(), FontData::from_static(fonts::ICONS).into());
    let stack = |face: Face| vec![face.name().to_owned(), fonts::ICONS_NAME.to_owned()];
    for face in Face::ALL {
        definitions.families.insert(FontFamily::Name(face.name().into()), stack(face));
    }
    definitions.families.insert(FontFamily::Proportional, stack(Face::Regular));
    definitions.families.insert(FontFamily::Monospace, stack(Face::Regular));
    definitions.families.insert(FontFamily::Name(fonts::ICONS_NAME.into()), vec![fonts::ICONS_NAME.to_owned()]);
    definitions
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    pub face: Face,
    /// Em size in points.
    pub size: f32,
}

impl TextStyle {
    pub const fn new(face: Face, size: f32) -> Self {
        Self { face, size }
    }
}

/// One line of text, without line ends and with single spaces between its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: Arc<str>,
    /// Advance width in points.
    pub width: f32,
    pub flow: Flow,
}

/// How a line came about: what those need who put the text together again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    pub start: LineStart,
    /// How wide the line was allowed to become, in points; infinite for text that was not to be broken.
    pub room: f32,
}

impl Default for Flow {
    /// A text of one line.
    fn default() -> Self {
        Self { start: LineStart::Text, room: f32::INFINITY }
    }
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStart {
    /// A text of its own.
    Text,
    /// A new paragraph of the same text.
    Paragraph,
    /// The next word: there was a space before it.
    Word,
    /// What was left of a word that was too long.
    Letter,
}

/// Measures and breaks text. Make one and keep it: what it has measured is remembered.
pub struct Typesetter {
    fonts: Fonts,
    /// What is known of each face, in the order of [`Face::ALL`].
    faces: [Words; 2],
    lines: Map<LineStyle, Generations>,
    entries: usize,
}

/// The key under which broken texts are kept: face, and the bits of size and width.
type LineStyle = (Face, u32, u32);

/// Shaped words of one face.
#[derive(Default)]
struct Words {
    shaped: Map<Box<str>, Arc<Word>>,
    /// What a character adds to the space before it, and to the space after it.
    kerned: Map<char, (f32, f32)>,
}

/// A word as shaped, for a size of 1.
struct Word {
    /// The advance of each `char`; zero for marks that belong to the one before.
    advances: Vec<f32>,
    width: f32,
}

/// Broken texts, in two halves: the older one is dropped when the newer is full.
#[derive(Default)]
struct Generations {
    new: Map<Box<str>, Arc<[Line]>>,
    old: Map<Box<str>, Arc<[Line]>>,
}

/// How many broken texts the newer half holds over all styles.
const MAX_LINES: usize = 50_000;
/// How many shaped words are kept of a face.
const MAX_WORDS: usize = 50_000;
/// The size at which words are shaped; small, since `epaint` also draws the glyphs.
const SHAPED_SIZE: f32 = 16.0;
/// From baseline to baseline, in ems: 16 points for a text of 12.
const LINE_HEIGHT: f32 = 4.0 / 3.0;
/// Rounding forgiven when a line is compared with the width that it may have, in points.
const TOLERANCE: f32 = 1e-3;

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    pub fn new() -> Self {
        Self {
            fonts: Fonts::new(TextOptions::default(), font_definitions())
                .with_font_providers(vec![fallback::provider()]),
            faces: Default::default(),
            lines: Map::default(),
            entries: 0,
        }
    }

    /// The text broken at its line ends and between words so that no line is wider than `max_width` points.
    /// A word that is wider is broken anywhere; only a single character may stand out.
    /// An empty text is one empty line.
    pub fn lines(&mut self, text: &str, style: TextStyle, max_width: f32) -> Arc<[Line]> {
        let key = (style.face, style.size.to_bits(), max_width.to_bits());
        let kept = self.lines.entry(key).or_default();
        if let Some(lines) = kept.new.get(text) {
            return Arc::clone(lines);
        }
        let lines = match kept.old.remove(text) {
            Some(lines) => lines,
            None => self.break_text(text, style, max_width).into(),
        };
        if self.entries >= MAX_LINES {
            self.entries = 0;
            self.lines.retain(|_, kept| {
                kept.old = std::mem::take(&mut kept.new);
                !kept.old.is_empty()
            });
        }
        self.entries += 1;
        self.lines.entry(key).or_default().new.insert(text.into(), Arc::clone(&lines));
        lines
    }

    /// The same, but at most `max_lines` (at least one); what is left out is shown as "…" at the end.
    pub fn first_lines(&mut self, text: &str, style: TextStyle, max_width: f32, max_lines: usize) -> Arc<[Line]> {
        let lines = self.lines(text, style, max_width);
        let max_lines = max_lines.max(1);
        if lines.len() <= max_lines && lines.iter().all(|line| line.width <= max_width + TOLERANCE) {
            return lines;
        }
        let mut kept: Vec<Line> = lines.iter().take(max_lines).cloned().collect();
        if let Some(last) = kept.last_mut() {
            *last = Line { flow: last.flow, ..self.shortened(&last.text, style, max_width) };
        }
        kept.into()
    }

    /// The text on one line, line ends taken for spaces, however wide it is.
    pub fn line(&mut self, text: &str, style: TextStyle) -> Line {
        if text.contains(is_line_end) {
            let joined = text.replace(is_line_end, " ");
            return self.line(&joined, style);
        }
        let lines = self.lines(text, style, f32::INFINITY);
        lines.first().cloned().unwrap_or_else(|| Line { text: "".into(), width: 0.0, flow: Flow::default() })
    }

    /// How wide the text is on one line, in points.
    pub fn width(&mut self, text: &str, style: TextStyle) -> f32 {
        self.line(text, style).width
    }

    /// From one baseline to the next, in whole points.
    pub fn line_height(&self, style: TextStyle) -> f32 {
        (style.size * LINE_HEIGHT).round()
    }

    /// From the middle of a capital letter down to the baseline, in points.
    pub fn middle_to_baseline(&self, style: TextStyle) -> f32 {
        // Inter's capitals are 0.727 em high.
        (style.size * 0.727 / 2.0 * 2.0).round() / 2.0
    }

    fn break_text(&mut self, text: &str, style: TextStyle, max_width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = LineStart::Text;
        for paragraph in text.split(is_line_end) {
            let mut line = String::new();
            let mut width = 0.0;
            for word_text in paragraph.split(is_space).filter(|word| !word.is_empty()) {
                let word = self.word(word_text, style.face);
                let word_width = word.width * style.size;
                if !line.is_empty() {
                    let joined = width + self.space_between(&line, word_text, style) + word_width;
                    if joined <= max_width + TOLERANCE {
                        line.push(' ');
                        line.push_str(word_text);
                        width = joined;
                        continue;
                    }
                }
                if !line.is_empty() {
                    let flow = Flow { start, room: max_width };
                    lines.push(Line { text: std::mem::take(&mut line).into(), width, flow });
                    start = LineStart::Word;
                }
                if word_width <= max_width + TOLERANCE {
                    line.push_str(word_text);
                    width = word_width;
                    continue;
                }
                let mut pieces = self.break_word(word_text, style, max_width);
                if let Some(last) = pieces.pop() {
                    for piece in pieces {
                        lines.push(Line { flow: Flow { start, room: max_width }, ..piece });
                        start = LineStart::Letter;
                    }
                    line.push_str(&last.text);
                    width = last.width;
                }
            }
            if line.is_empty() {
                width = 0.0;
            }
            lines.push(Line { text: line.into(), width, flow: Flow { start, room: max_width } });
            start = LineStart::Paragraph;
        }
        lines
    }

    /// A word in pieces that fit, each of at least one character.
    fn break_word(&mut self, word: &str, style: TextStyle, max_width: f32) -> Vec<Line> {
        let mut pieces = Vec::new();
        let mut rest = word;
        while !rest.is_empty() {
            let piece = self.longest_start(rest, style, max_width);
            rest = rest.get(piece.text.len()..).unwrap_or_default();
            pieces.push(piece);
        }
        pieces
    }

    /// As much of the text's start as fits, measured by itself; at least one character with its marks.
    fn longest_start(&mut self, text: &str, style: TextStyle, max_width: f32) -> Line {
        // A bounded start is enough, and keeps the time linear in the length of a hostile word.
        let narrowest_char = 0.125 * style.size;
        let enough = (max_width / narrowest_char).clamp(0.0, 1_000.0) as usize + 8;
        let text = text.char_indices().nth(enough).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let word = self.word(text, style.face);
        let whole = word.width * style.size;
        if whole <= max_width + TOLERANCE {
            return Line { text: text.into(), width: whole, flow: Flow::default() };
        }
        // Where a piece may end: before every character that advances.
        let mut ends = Vec::new();
        let mut width = 0.0;
        for ((at, _), advance) in text.char_indices().zip(&word.advances) {
            if at > 0 && *advance > 0.0 {
                ends.push(at);
                if width > max_width {
                    break;
                }
            }
            width += advance * style.size;
        }
        // Where it is cut, letters no longer kern: only its own measure tells whether the piece fits.
        while let Some(end) = ends.pop() {
            let piece = text.get(..end).unwrap_or(text);
            let width = self.word(piece, style.face).width * style.size;
            if width <= max_width + TOLERANCE || ends.is_empty() {
                return Line { text: piece.into(), width, flow: Flow::default() };
            }
        }
        Line { text: text.into(), width: whole, flow: Flow::default() }
    }

    /// The text with "…" in place of as many of its last characters as it takes to fit.
    fn shortened(&mut self, text: &str, style: TextStyle, max_width: f32) -> Line {
        let mut start = text.trim_end();
        loop {
            let candidate = self.line(&format!("{start}…"), style);
            let Some((last, _)) = start.char_indices().next_back() else { return candidate };
            if candidate.width <= max_width + TOLERANCE {
                return candidate;
            }
            // Far too wide: skip what cannot fit in any case, so that a long text is not tried letter by letter.
            let excess = candidate.width - max_width;
            let widest_char = 1.2 * style.size;
            let surely_too_many = (excess / widest_char).floor() as usize;
            let keep = start.chars().count().saturating_sub(surely_too_many.max(1));
            let end = start.char_indices().nth(keep).map_or(last, |(at, _)| at.min(last));
            start = start.get(..end).unwrap_or_default().trim_end();
        }
    }

    /// The space between what stands on the line and the next word, in points.
    fn space_between(&mut self, line: &str, word: &str, style: TextStyle) -> f32 {
        let space = self.word(" ", style.face).width;
        let (_, after) = line.chars().next_back().map_or((0.0, 0.0), |c| self.kerned(c, style.face));
        let (before, _) = word.chars().next().map_or((0.0, 0.0), |c| self.kerned(c, style.face));
        (space + after + before) * style.size
    }

    /// What the font kerns between a space and the character, and between the character and a space.
    fn kerned(&mut self, c: char, face: Face) -> (f32, f32) {
        let words = &mut self.faces[face as usize];
        if let Some(kerned) = words.kerned.get(&c) {
            return *kerned;
        }
        if words.kerned.len() >= MAX_WORDS {
            words.kerned.clear();
        }
        let fonts = &mut self.fonts;
        let alone = shape(fonts, &c.to_string(), face).width + shape(fonts, " ", face).width;
        let kerned =
            (shape(fonts, &format!(" {c}"), face).width - alone, shape(fonts, &format!("{c} "), face).width - alone);
        words.kerned.insert(c, kerned);
        kerned
    }

    fn word(&mut self, text: &str, face: Face) -> Arc<Word> {
        let words = &mut self.faces[face as usize];
        if let Some(word) = words.shaped.get(text) {
            return Arc::clone(word);
        }
        if words.shaped.len() >= MAX_WORDS {
            words.shaped.clear();
        }
        let word = Arc::new(shape(&mut self.fonts, text, face));
        words.shaped.insert(text.into(), Arc::clone(&word));
        word
    }
}

/// The advances of a text without line ends, as `epaint` shapes it, for a size of 1.
fn shape(fonts: &mut Fonts, text: &str, face: Face) -> Word {
    let style = TextStyle { face, size: SHAPED_SIZE };
    let job = LayoutJob::simple_singleline(text.to_owned(), font_id(style), epaint::Color32::BLACK);
    let galley = fonts.layout_uncached(1.0, job.into());
    let advances: Vec<f32> =
        galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.advance_width / SHAPED_SIZE)).collect();
    let width = advances.iter().sum();
    Word { advances, width }
}

fn font_id(style: TextStyle) -> FontId {
    FontId::new(style.size, FontFamily::Name(style.face.name().into()))
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Where lines may break. Spaces that forbid a break stay within their word.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: TextStyle = TextStyle::new(Face::SemiBold, 12.5);
    const BODY: TextStyle = TextStyle::new(Face::Regular, 12.0);

    const TEXTS: [&str; 12] = [
        "Retargeting ad",
        "Delivery cost shows only on the last page",
        "Account is asked for before payment",
        "VAT, Tax & AVATAR To We Yo P. A",
        "bounce 47% −3.1",
        "on time 91% ±0 from 3 x 4 to 10:30",
        "CTR 1.4% +0.2 (Search, paid)",
        "F A T Y L V \" ' Q & A - B / C",
        "Zażółć gęślą jaźń, naïve café, Ärger über Öl",
        "e\u{301}te\u{301} con\u{303}a",
        "€214 CLV £99.50 $1,000",
        "one-page checkout → two steps",
    ];

    fn epaint_width(text: &str, style: TextStyle) -> f32 {
        let mut fonts = Fonts::new(TextOptions::default(), font_definitions());
        let galley =
            fonts.with_pixels_per_point(8.0).layout_no_wrap(text.to_owned(), font_id(style), epaint::Color32::BLACK);
        galley.size().x
    }

    #[test]
    fn widths_agree_with_what_the_window_draws() {
        let mut typesetter = Typesetter::new();
        for text in TEXTS {
            for style in [TITLE, BODY, TextStyle::new(Face::Regular, 11.5), TextStyle::new(Face::SemiBold, 13.5)] {
                let (ours, theirs) = (typesetter.width(text, style), epaint_width(text, style));
                assert!((ours - theirs).abs() < 0.1, "{text:?} {style:?}: {ours} against {theirs}");
            }
        }
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_word_is_lost() {
        let mut typesetter = Typesetter::new();
        let long = "Donaudampfschifffahrtsgesellschaftskapitän AVAVAVAVAVAVAVAVAVAVAV e\u{301}e\u{301}e\u{301}e\u{301}";
        for text in TEXTS.into_iter().chain([long]) {
            for max_width in [30.0, 61.5, 138.0, 400.0] {
                let lines = typesetter.lines(text, TITLE, max_width);
                for line in lines.iter() {
                    assert!(line.width <= max_width + 0.01, "{line:?} in {max_width}");
                    assert!(epaint_width(&line.text, TITLE) <= max_width + 0.1, "{line:?} in {max_width}");
                }
                let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                let broken: String = lines.iter().map(|line| &*line.text).collect();
                assert_eq!(letters(&broken), letters(text));
            }
        }
    }

    #[test]
    fn lines_end_where_the_writer_ended_them() {
        let mut typesetter = Typesetter::new();
        let texts = |text: &str, typesetter: &mut Typesetter| -> Vec<String> {
            typesetter.lines(text, BODY, 500.0).iter().map(|line| line.text.to_string()).collect()
        };
        for (text, expected) in [
            ("", vec![""]),
            ("   ", vec![""]),
            ("one\ntwo", vec!["one", "two"]),
            ("one\n\ntwo", vec!["one", "", "two"]),
            ("  one   two ", vec!["one two"]),
        ] {
            assert_eq!(texts(text, &mut typesetter), expected, "{text:?}");
        }
    }

    #[test]
    fn a_broken_text_can_be_put_together_again() {
        let mut typesetter = Typesetter::new();
        for (text, whole) in [
            ("Delivery cost shows  only on the last page", "Delivery cost shows only on the last page"),
            ("one\n\ntwo Donaudampfschifffahrtsgesellschaft", "one\n\ntwo Donaudampfschifffahrtsgesellschaft"),
            ("AVAVAVAVAVAVAVAVAVAVAVAVAVAV", "AVAVAVAVAVAVAVAVAVAVAVAVAVAV"),
            ("", ""),
        ] {
            for max_width in [40.0, 90.0, f32::INFINITY] {
                let mut joined = String::new();
                for (rank, line) in typesetter.first_lines(text, TITLE, max_width, 99).iter().enumerate() {
                    assert_eq!(line.flow.start == LineStart::Text, rank == 0);
                    assert_eq!(line.flow.room, max_width);
                    match line.flow.start {
                        LineStart::Text | LineStart::Letter => {}
                        LineStart::Paragraph => joined.push('\n'),
                        LineStart::Word => joined.push(' '),
                    }
                    joined.push_str(&line.text);
                }
                assert_eq!(joined, whole, "in {max_width}");
            }
        }
        let cut = typesetter.first_lines("one two three four five", BODY, 40.0, 2);
        assert_eq!(cut[1].flow, Flow { start: LineStart::Word, room: 40.0 });
    }

    #[test]
    fn a_text_that_is_cut_says_so() {
        let mut typesetter = Typesetter::new();
        let lines = typesetter.first_lines("Delivery cost shows only on the last page", BODY, 80.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].text.ends_with('…') && lines[1].width <= 80.0, "{lines:?}");
        let whole = typesetter.first_lines("Basket", BODY, 80.0, 1);
        assert_eq!(&*whole[0].text, "Basket");
        let long = "word ".repeat(2_000);
        let cut = typesetter.first_lines(&long.replace(' ', ""), BODY, 80.0, 1);
        assert!(cut[0].text.ends_with('…') && cut[0].width <= 80.0, "{cut:?}");
    }
}
