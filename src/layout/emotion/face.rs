//! A face, the mark of a disagreement, and the point of what was measured, as shapes.

use crate::base::{Color, Pos2, pos2, vec2};
use crate::model::Emotion;
use crate::scene::{Shape, Stroke, Theme};

/// How a face looks, from awful to delighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Awful,
    Unhappy,
    Neutral,
    Happy,
    Delighted,
}

impl Mood {
    /// The mood of the nearest whole step.
    fn of(emotion: Emotion) -> Self {
        match emotion.tenths() {
            i8::MIN..=-15 => Self::Awful,
            -14..=-5 => Self::Unhappy,
            -4..=4 => Self::Neutral,
            5..=14 => Self::Happy,
            15..=i8::MAX => Self::Delighted,
        }
    }

    /// How far the middle of the mouth hangs below its corners, in units of the face.
    fn smile(self) -> f32 {
        match self {
            Self::Awful => -3.4,
            Self::Unhappy => -2.0,
            Self::Neutral => 0.0,
            Self::Happy => 2.2,
            Self::Delighted => 4.4,
        }
    }
}

/// The color of an emotion: of its face's features and of its value as text.
pub(super) fn emotion_color(theme: &Theme, emotion: Emotion) -> Color {
    match Mood::of(emotion) {
        Mood::Awful | Mood::Unhappy => theme.color.emotion_negative,
        Mood::Neutral => theme.color.emotion_neutral,
        Mood::Happy | Mood::Delighted => theme.color.emotion_positive,
    }
}

/// A face of that radius, outlined in its curve's color.
pub(super) fn push_face(
    items: &mut Vec<Shape>,
    theme: &Theme,
    emotion: Emotion,
    (center, radius): (Pos2, f32),
    outline: Color,
) {
    // Drawn in tenths of the radius.
    let unit = radius / 10.0;
    let at = |x: f32, y: f32| center + vec2(x, y) * unit;
    let (mood, color) = (Mood::of(emotion), emotion_color(theme, emotion));
    let width = theme.map.connector_width;
    let outline = Stroke::solid(width * unit.max(0.6) * 1.15, outline);
    items.push(Shape::Ellipse {
        center,
        radius: vec2(radius, radius),
        fill: Some(theme.color.surface),
        stroke: Some(outline),
    });
    for side in [-1.0, 1.0] {
        let eye = vec2(1.3, if mood == Mood::Delighted { 1.6 } else { 1.3 }) * unit;
        items.push(Shape::Ellipse { center: at(3.2 * side, -2.4), radius: eye, fill: Some(color), stroke: None });
    }
    let line = Stroke::solid(width * unit, color);
    if mood == Mood::Awful {
        for side in [-1.0, 1.0] {
            // Brows that fall outward.
            let points = vec![at(1.6 * side, -6.0), at(5.0 * side, -4.6)];
            items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(line) });
        }
    }
    let depth = mood.smile();
    let corners_y = match mood {
        Mood::Delighted => 1.6,
        Mood::Happy | Mood::Neutral => 2.8,
        Mood::Unhappy => 4.6,
        Mood::Awful => 5.8,
    };
    let half = if mood == Mood::Delighted { 4.8 } else { 4.0 };
    let mouth = |share: f32| at(half * share, corners_y + depth * (1.0 - share * share));
    let steps: &[f32] = if mood == Mood::Neutral { &[-1.0, 1.0] } else { &[-1.0, -0.7, -0.35, 0.0, 0.35, 0.7, 1.0] };
    let points: Vec<Pos2> = steps.iter().map(|share| mouth(*share)).collect();
    // The widest smile is an open one.
    let is_open = mood == Mood::Delighted;
    items.push(Shape::Path { points, is_closed: is_open, fill: is_open.then_some(color), stroke: Some(line) });
}

/// A face around the origin, for showing one outside a map.
pub fn face_shapes(theme: &Theme, emotion: Emotion, radius: f32) -> Vec<Shape> {
    let mut items = Vec::new();
    push_face(&mut items, theme, emotion, (Pos2::ZERO, radius), emotion_color(theme, emotion));
    items
}

/// The point of a measured value: a small diamond.
pub(super) fn push_diamond(items: &mut Vec<Shape>, theme: &Theme, center: Pos2) {
    const SIZE: f32 = 3.6;
    let points = [vec2(0.0, -SIZE), vec2(SIZE, 0.0), vec2(0.0, SIZE), vec2(-SIZE, 0.0)].map(|by| center + by).to_vec();
    let stroke = Some(Stroke::solid(theme.map.connector_width, theme.color.measured));
    items.push(Shape::Path { points, is_closed: true, fill: Some(theme.color.surface), stroke });
}

/// Radius of the mark of a disagreement, in points.
pub(super) const MARK_RADIUS: f32 = 5.5;

/// "≠" in a circle between a face and the measured point, and a line that links them.
pub(super) fn push_mark(items: &mut Vec<Shape>, theme: &Theme, (face, radius): (Pos2, f32), measured: Pos2) -> Pos2 {
    let toward = (measured.y - face.y).signum();
    let edge = pos2(face.x, face.y + toward * radius);
    let color = theme.color.risk;
    let thin = Stroke { width: theme.map.outline, color, dash: Some((2.0, 2.0)) };
    let link = vec![edge, pos2(face.x, measured.y)];
    items.push(Shape::Path { points: link, is_closed: false, fill: None, stroke: Some(thin) });
    let room = (measured.y - edge.y).abs();
    let center = pos2(face.x, edge.y + toward * (room / 2.0).max(MARK_RADIUS + 1.0));
    items.push(Shape::Ellipse {
        center,
        radius: vec2(MARK_RADIUS, MARK_RADIUS),
        fill: Some(theme.color.surface),
        stroke: Some(Stroke::solid(theme.map.outline * 1.2, color)),
    });
    let line = Stroke::solid(theme.map.outline * 1.2, color);
    for [from, to] in
        [[vec2(-2.8, -1.2), vec2(2.8, -1.2)], [vec2(-2.8, 1.4), vec2(2.8, 1.4)], [vec2(1.5, -3.3), vec2(-1.5, 3.5)]]
    {
        let points = vec![center + from, center + to];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(line) });
    }
    center
}
