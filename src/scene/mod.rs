//! A finished picture: positioned items with fixed text lines, in points, y downward. Knows no journey.
//!
//! A scene is a list of groups; a group is a shared, immutable [`Picture`] and where it lies. Layout keeps
//! pictures from one scene to the next, so that moving a card costs no more than its new position, and
//! targets may cache by the picture's pointer. Groups are painted in order, items within a picture in order.

pub mod cut;
pub mod document;
pub mod fallback;
mod flat;
pub mod fonts;
pub mod paper;
pub mod role;
pub mod text;
pub mod theme;

use std::sync::Arc;

use crate::base::{Bitmap, Color, Icon, Pos2, Rect, Vec2};

pub use document::Document;
pub use fallback::Fallback;
pub use fonts::Face;
pub use paper::PageSize;
pub use role::{Key, Role};
pub use text::{Flow, LineStart, TextStyle, Typesetter};
pub use theme::Theme;

/// A finished picture of a whole map, chart or page.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Everything lies between (0, 0) and this, in points.
    pub size: Vec2,
    pub background: Option<Color>,
    /// In the order of painting.
    pub groups: Vec<Group>,
    /// The document's title, for targets that keep one.
    pub title: String,
}

/// A picture and where it lies in the scene.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where the picture's own origin lies in the scene.
    pub origin: Pos2,
    pub picture: Arc<Picture>,
}

impl Group {
    /// What the group covers, in the scene.
    pub fn bounds(&self) -> Rect {
        self.picture.bounds.translate(self.origin.to_vec2())
    }
}

/// Items around an origin of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Holds every item, strokes included; targets leave out what lies outside their view.
    pub bounds: Rect,
    pub items: Vec<Shape>,
    /// What stands for the whole picture where it is too small to be read, or `None` to paint its items
    /// at every size.
    pub block: Option<Block>,
    /// What the picture is, for tags and titles: "Checkout, touchpoint". Empty for mere decoration.
    pub name: String,
    /// What the picture is in the whole, for targets that keep objects apart.
    pub role: Role,
}

/// A plain rectangle that stands for a picture at a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    pub rect: Rect,
    pub fill: Color,
    /// A narrow mark along the left edge, of the picture's most telling color.
    pub mark: Option<Color>,
}

impl Block {
    /// The block on paper: its ground and the mark along it.
    pub fn shapes(&self) -> Vec<Shape> {
        const MARK_SHARE: f32 = 0.06;
        let rect = |rect, fill| Shape::Rect { rect, radius: 0.0, fill: Some(fill), stroke: None };
        let mut shapes = vec![rect(self.rect, self.fill)];
        if let Some(mark) = self.mark {
            let size = Vec2::new(self.rect.width() * MARK_SHARE, self.rect.height());
            shapes.push(rect(Rect::from_min_size(self.rect.min, size), mark));
        }
        shapes
    }
}

/// One thing to paint. Coordinates are relative to the group's origin.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect {
        rect: Rect,
        radius: f32,
        fill: Option<Color>,
        stroke: Option<Stroke>,
    },
    Ellipse {
        center: Pos2,
        radius: Vec2,
        fill: Option<Color>,
        stroke: Option<Stroke>,
    },
    /// Straight lines through the points, filled if a fill is given and closed if asked.
    Path {
        points: Vec<Pos2>,
        is_closed: bool,
        fill: Option<Color>,
        stroke: Option<Stroke>,
    },
    /// One line of text, broken beforehand: no target wraps, shortens or moves it.
    Text(TextLine),
    Icon {
        icon: Icon,
        center: Pos2,
        /** Width and height of its square, in points. */
        size: f32,
        color: Color,
    },
    /// A picture that fills `rect`, which should have its proportions, with corners rounded by `radius`. What
    /// cannot be decoded is a plain block.
    Image {
        rect: Rect,
        radius: f32,
        bitmap: Arc<Bitmap>,
    },
}

/// The outline of a shape, centered on its edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub width: f32,
    pub color: Color,
    /// Lengths of dash and gap, in points; `None` for a solid line.
    pub dash: Option<(f32, f32)>,
}

impl Stroke {
    pub const fn solid(width: f32, color: Color) -> Self {
        Self { width, color, dash: None }
    }
}

/// One line of text at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// The left end of the baseline.
    pub baseline: Pos2,
    pub text: Arc<str>,
    pub face: Face,
    /// Em size in points.
    pub size: f32,
    pub color: Color,
    /// Advance width in points as measured, so that every target can hold the line to it.
    pub width: f32,
    /// Turned a quarter clockwise around the baseline's start: it runs down, and its letters' tops are at the right.
    pub runs_down: bool,
    /// How it follows the line before, for targets whose text can be edited or read aloud.
    pub flow: Flow,
}

impl TextLine {
    /// What the line may cover, with room for letters that reach out of their line.
    pub fn reach(&self) -> Rect {
        let (above, below) = (self.size * 1.5, self.size);
        let (start, along) = (self.baseline, self.width + self.size);
        if self.runs_down {
            Rect::from_min_max(start - Vec2::new(below, self.size), start + Vec2::new(above, along))
        } else {
            Rect::from_min_max(start - Vec2::new(self.size, above), start + Vec2::new(along, below))
        }
    }
}
