//! The slides of a presentation as they will look, for those who show scenes. What stands on them is `pptx`'s, what they
//! are written as `render::pptx`'s: the places and sizes of both are the same.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::super::{ExportError, Material};
use super::{Charts, deck};
use crate::base::{Color, Pos2, Rect, pos2, vec2};
use crate::render::pptx::{
    self, COVER_TEXT, COVER_TITLE, Deck, Look, Paragraph, Part, SLIDE, Slide, SlideKind, TABLE_HEAD, TABLE_PAD, TITLE,
    Table, TextBox, title_size,
};
use crate::scene::document::{Page, View};
use crate::scene::{Face, Group, Picture, Scene, Shape, Stroke, TextLine, TextStyle, Typesetter};

/// Every slide of the presentation, at its size.
///
/// # Errors
/// As [`super::write`].
pub fn preview(material: &Material<'_>, cancel: &AtomicBool) -> Result<Vec<Scene>, ExportError> {
    let (deck, _) = deck(material, Charts::Drawn, cancel)?;
    let mut typesetter = Typesetter::new();
    let Deck { slides, look, .. } = deck;
    let drawn = |(rank, slide): (usize, Slide)| Drawn { typesetter: &mut typesetter, look: &look }.slide(rank, slide);
    Ok(slides.into_iter().enumerate().map(drawn).collect())
}

struct Drawn<'a> {
    typesetter: &'a mut Typesetter,
    look: &'a Look,
}

impl Drawn<'_> {
    fn slide(&mut self, rank: usize, slide: Slide) -> Scene {
        let mut views = Vec::new();
        let mut items = Vec::new();
        let size = title_size(&slide.title, &slide.kind);
        let title = [Paragraph { runs: vec![pptx::Run::strong(slide.title.trim(), self.look.ink)], size }];
        match &slide.kind {
            SlideKind::Cover { lines } => {
                let height = self.paragraphs(&title, COVER_TITLE, &mut Vec::new());
                let top = COVER_TITLE.bottom() - height.min(COVER_TITLE.height());
                self.paragraphs(&title, Rect { min: pos2(COVER_TITLE.left(), top), ..COVER_TITLE }, &mut items);
                self.paragraphs(lines, COVER_TEXT, &mut items);
            }
            SlideKind::Content => {
                let height = self.paragraphs(&title, TITLE, &mut Vec::new());
                let top = TITLE.center().y - height.min(TITLE.height()) / 2.0;
                self.paragraphs(&title, Rect { min: pos2(TITLE.left(), top), ..TITLE }, &mut items);
            }
        }
        for part in slide.parts {
            match part {
                Part::Scene { scene, frame } => {
                    let (scale, offset) = pptx::placed_in(&scene, frame);
                    views.push(View { scene: Arc::new(scene), scale, offset, clip: None, is_distant: false });
                }
                Part::Text(TextBox { frame, paragraphs, .. }) => {
                    self.paragraphs(&paragraphs, frame, &mut items);
                }
                Part::Table(table) => self.table(&table, &mut items),
                // Drawn instead, by those who have what it shows.
                Part::Chart { .. } => {}
            }
        }
        let number = (rank + 1).to_string();
        let style = TextStyle::new(Face::Regular, 10.0);
        let width = self.typesetter.width(&number, style);
        self.text(&number, style, self.look.muted, pos2(TITLE.right() - width, 525.0), &mut items);
        let picture = Picture {
            bounds: Rect::from_min_size(Pos2::ZERO, SLIDE),
            items,
            block: None,
            name: slide.title.clone(),
            role: crate::scene::Role::Title,
        };
        let group = Group { origin: Pos2::ZERO, picture: Arc::new(picture) };
        views.push(View::whole(Arc::new(Scene {
            size: SLIDE,
            background: None,
            groups: vec![group],
            title: slide.title.clone(),
        })));
        Page { size: SLIDE, background: Some(self.look.background), views }.flattened(&slide.title)
    }

    fn text(&mut self, text: &str, style: TextStyle, color: Color, baseline: Pos2, items: &mut Vec<Shape>) {
        let line = self.typesetter.line(text, style);
        items.push(Shape::Text(TextLine {
            baseline,
            text: line.text,
            face: style.face,
            size: style.size,
            color,
            width: line.width,
            runs_down: false,
            flow: line.flow,
        }));
    }

    /// Paragraphs below each other from the top of the frame, broken at its right edge. Returns how high they are.
    fn paragraphs(&mut self, paragraphs: &[Paragraph], frame: Rect, items: &mut Vec<Shape>) -> f32 {
        let mut top = frame.top();
        for (rank, paragraph) in paragraphs.iter().enumerate() {
            if rank > 0 {
                top += paragraph.size * 0.3;
            }
            top += self.flow(&paragraph.runs, paragraph.size, Rect { min: pos2(frame.left(), top), ..frame }, items);
        }
        top - frame.top()
    }

    /// Runs one after the other, word by word. Returns how high they are.
    fn flow(&mut self, runs: &[pptx::Run], size: f32, frame: Rect, items: &mut Vec<Shape>) -> f32 {
        let regular = TextStyle::new(Face::Regular, size);
        let height = self.typesetter.line_height(regular);
        let down = height / 2.0 + self.typesetter.middle_to_baseline(regular);
        let (mut x, mut y) = (frame.left(), frame.top());
        for run in runs {
            let style = TextStyle { face: if run.is_strong { Face::SemiBold } else { Face::Regular }, ..regular };
            let space = self.typesetter.width("a a", style) - self.typesetter.width("aa", style);
            for (rank, line) in run.text.split('\n').enumerate() {
                if rank > 0 {
                    (x, y) = (frame.left(), y + height);
                }
                for word in line.split_inclusive(' ') {
                    let bare = word.trim_end_matches(' ');
                    let width = self.typesetter.width(bare, style);
                    if x + width > frame.right() && x > frame.left() {
                        (x, y) = (frame.left(), y + height);
                    }
                    if width > frame.width() {
                        for piece in self.typesetter.lines(bare, style, frame.width()).iter() {
                            self.text(&piece.text, style, run.color, pos2(x, y + down), items);
                            y += height;
                        }
                        continue;
                    }
                    if !bare.is_empty() {
                        self.text(bare, style, run.color, pos2(x, y + down), items);
                    }
                    x += width + space * (word.len() - bare.len()) as f32;
                }
            }
        }
        y + height - frame.top()
    }

    fn table(&mut self, table: &Table, items: &mut Vec<Shape>) {
        let width: f32 = table.columns.iter().map(|column| column.width).sum();
        let left = table.frame.left();
        let mut top = table.frame.top();
        let names: Vec<Vec<pptx::Run>> =
            table.columns.iter().map(|column| vec![pptx::Run::strong(column.name.as_str(), table.ink)]).collect();
        let head = (&names, TABLE_HEAD, Stroke::solid(1.5, table.ink));
        let rows = table.rows.iter().map(|row| (&row.cells, row.height, Stroke::solid(0.75, table.line)));
        for (cells, height, stroke) in std::iter::once(head).chain(rows) {
            let mut x = left;
            for (column, runs) in table.columns.iter().zip(cells) {
                let room = vec2(column.width - 2.0 * TABLE_PAD, height);
                let mut frame = Rect::from_min_size(pos2(x + TABLE_PAD, top + TABLE_PAD * 0.75), room);
                if column.is_number {
                    let face = |run: &pptx::Run| if run.is_strong { Face::SemiBold } else { Face::Regular };
                    let width =
                        |run: &pptx::Run| self.typesetter.width(&run.text, TextStyle::new(face(run), table.size));
                    let words: f32 = runs.iter().map(width).sum();
                    frame.min.x = (frame.right() - words).max(frame.left());
                    frame.max.x += 1.0;
                }
                self.flow(runs, table.size, frame, items);
                x += column.width;
            }
            top += height;
            let points = vec![pos2(left, top), pos2(left + width, top)];
            items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
        }
    }
}
