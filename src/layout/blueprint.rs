//! The lines of a service blueprint: where the customer meets staff, what the customer sees, and what backstage work
//! rests on. They stand between lanes, where the kinds of lanes change.

use std::ops::Range;
use std::sync::Arc;

use super::card::Pen;
use super::frame::{header_pad, keep};
use super::grid::Grid;
use super::groups::Groups;
use crate::base::{Rect, pos2};
use crate::model::LaneKind;
use crate::scene::{Face, Picture, Role, Shape, Stroke, TextStyle, Theme};

/// A line of a service blueprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlueprintLine {
    /// Between what customers do and what is done in their sight.
    Interaction,
    /// Between what customers see and what they do not.
    Visibility,
    /// Between backstage work and what it rests on.
    InternalInteraction,
}

impl BlueprintLine {
    pub const ALL: [Self; 3] = [Self::Interaction, Self::Visibility, Self::InternalInteraction];

    pub fn label(self) -> &'static str {
        match self {
            Self::Interaction => "Line of interaction",
            Self::Visibility => "Line of visibility",
            Self::InternalInteraction => "Line of internal interaction",
        }
    }

    /// The layers on both sides.
    fn sides(self) -> (Layer, Layer) {
        match self {
            Self::Interaction => (Layer::Customer, Layer::Frontstage),
            Self::Visibility => (Layer::Frontstage, Layer::Backstage),
            Self::InternalInteraction => (Layer::Backstage, Layer::Support),
        }
    }
}

/// How near to the customer what a lane shows is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Customer,
    Frontstage,
    Backstage,
    Support,
}

/// The layer of a lane; `None` for lanes that speak of the journey rather than of who acts in it.
fn layer(kind: LaneKind) -> Option<Layer> {
    match kind {
        LaneKind::Touchpoints | LaneKind::Actions | LaneKind::Thoughts | LaneKind::Emotion => Some(Layer::Customer),
        LaneKind::Frontstage => Some(Layer::Frontstage),
        LaneKind::Backstage => Some(Layer::Backstage),
        LaneKind::Support => Some(Layer::Support),
        LaneKind::PainPoints
        | LaneKind::Opportunities
        | LaneKind::Metrics
        | LaneKind::Channels
        | LaneKind::Evidence
        | LaneKind::Notes => None,
    }
}

/// The lines of lanes of these kinds, each with the rank of the lane that it stands above, top to bottom.
///
/// Each line stands where its two sides meet first; where they never follow each other, where the later one begins;
/// and nowhere unless there are both.
pub(super) fn lines(kinds: &[LaneKind]) -> Vec<(usize, BlueprintLine)> {
    let layers: Vec<(usize, Layer)> =
        kinds.iter().enumerate().filter_map(|(rank, kind)| Some((rank, layer(*kind)?))).collect();
    let first = |wanted: Layer| layers.iter().find(|(_, layer)| *layer == wanted).map(|(rank, _)| *rank);
    let mut lines: Vec<(usize, BlueprintLine)> = BlueprintLine::ALL
        .into_iter()
        .filter_map(|line| {
            let (a, b) = line.sides();
            let meeting = layers.windows(2).find_map(|pair| match pair {
                [(_, above), (rank, below)] if (*above, *below) == (a, b) || (*above, *below) == (b, a) => Some(*rank),
                _ => None,
            });
            let later = first(a)?.max(first(b)?);
            Some((meeting.unwrap_or(later), line))
        })
        .collect();
    lines.sort_by_key(|(rank, _)| *rank);
    lines
}

/// How much room a line takes between two lanes beside their usual gap, in points.
pub(super) fn room(theme: &Theme) -> f32 {
    (theme.map.small_text * 4.0 / 3.0).round()
}

/// Draws the lines over the whole map, with room for their names at the left end.
pub(super) fn push(pen: &mut Pen<'_>, grid: &Grid, items: &mut Vec<Shape>) {
    let theme = pen.theme;
    let style = name_style(theme);
    let right = grid.stages.last().map_or(grid.lane_headers_x.to, |stage| stage.x.to);
    for (line, y) in &grid.blueprint {
        let width = 1.25 * theme.map.outline;
        let color = theme.color.muted;
        let stroke = match line {
            BlueprintLine::Interaction => Stroke { dash: Some((8.0, 4.0)), ..Stroke::solid(width, color) },
            BlueprintLine::Visibility => Stroke::solid(width, color),
            BlueprintLine::InternalInteraction => Stroke { dash: Some((2.0, 3.0)), ..Stroke::solid(width, color) },
        };
        let end = grid.lane_headers_x.from + header_pad(theme) + pen.typesetter.line(line.label(), style).width;
        let mut piece = |from: f32, to: f32| {
            if from < to {
                let points = vec![pos2(from, *y), pos2(to, *y)];
                items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
            }
        };
        piece(end + theme.map.gap, right);
    }
}

/// Names the lines, each at the left end of its line. Groups of their own, so that a window can keep them in view.
/// `kept` are the pictures of last time, and those of this time afterward. Returns the groups.
pub(super) fn push_names(
    pen: &mut Pen<'_>,
    grid: &Grid,
    kept: &mut Vec<Arc<Picture>>,
    groups: &mut Groups,
) -> Range<usize> {
    let first = groups.len();
    let theme = pen.theme;
    let style = name_style(theme);
    let half = pen.typesetter.line_height(style) / 2.0;
    let last = std::mem::take(kept);
    for (rank, (line, y)) in grid.blueprint.iter().enumerate() {
        let text = pen.typesetter.line(line.label(), style);
        let left = header_pad(theme);
        let bounds = Rect::from_min_max(pos2(0.0, -half), pos2(left + text.width + theme.map.gap, half));
        let mut items = Vec::new();
        pen.column(&mut items, &[text], style, theme.color.muted, pos2(left, 0.0));
        let picture =
            keep(last.get(rank), Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration });
        groups.push(pos2(grid.lane_headers_x.from, *y), &picture);
        kept.push(picture);
    }
    first..groups.len()
}

fn name_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::Regular, theme.map.small_text)
}

#[cfg(test)]
mod tests {
    use super::BlueprintLine::{Interaction, InternalInteraction, Visibility};
    use super::*;

    #[test]
    fn lines_stand_where_the_layers_meet() {
        use LaneKind::{Actions, Backstage, Emotion, Evidence, Frontstage, Notes, Support, Touchpoints};
        type Case = (&'static str, Vec<LaneKind>, Vec<(usize, BlueprintLine)>);
        let cases: Vec<Case> = vec![
            (
                "a whole blueprint",
                vec![Evidence, Actions, Touchpoints, Frontstage, Backstage, Support, Notes],
                vec![(3, Interaction), (4, Visibility), (5, InternalInteraction)],
            ),
            ("no service lanes", vec![Touchpoints, Emotion, Notes], vec![]),
            ("one side is missing", vec![Touchpoints, Backstage], vec![]),
            (
                "other lanes between",
                vec![Touchpoints, Evidence, Frontstage, Notes, Backstage],
                vec![(2, Interaction), (4, Visibility)],
            ),
            (
                "upside down",
                vec![Support, Backstage, Frontstage, Touchpoints],
                vec![(1, InternalInteraction), (2, Visibility), (3, Interaction)],
            ),
            (
                "the kinds change more than once",
                vec![Touchpoints, Frontstage, Actions, Frontstage, Backstage, Frontstage],
                vec![(1, Interaction), (4, Visibility)],
            ),
            (
                "two lines between the same lanes",
                vec![Touchpoints, Backstage, Frontstage],
                vec![(2, Interaction), (2, Visibility)],
            ),
        ];
        for (name, kinds, expected) in cases {
            assert_eq!(lines(&kinds), expected, "{name}");
        }
    }
}
