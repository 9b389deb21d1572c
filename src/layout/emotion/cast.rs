//! Who and what the emotion lanes of a journey speak of: whose curves there are, at which touchpoints, what was
//! measured there, and how that is said in the lane's header.

use std::sync::Arc;

use super::super::card::Pen;
use super::super::frame::{header_pad, lane_style, name_width};
use super::super::grid::{Grid, LaneRow};
use super::super::layouter::MapInput;
use super::draw::{self, LineStyle};
use super::geometry::Plot;
use super::told::{Known, Said, Told};
use crate::analysis::MeasuredEmotions;
use crate::base::{Color, Rect, pos2, vec2};
use crate::model::{Journey, LaneKind, PersonaId, Project, Tint, TouchpointId};
use crate::scene::text::Line;
use crate::scene::{Face, Picture, Shape, Stroke, TextStyle, Theme};

/// Length of a line's sample in the legend, and the space after it, in points.
const SAMPLE: f32 = 16.0;
const SAMPLE_GAP: f32 = 4.0;
/// The width that is left free for the scale at the header's right edge, in points.
const SCALE_WIDTH: f32 = 18.0;

/// Whose curve it is and how it is told apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Voice {
    /// `None` for everybody.
    pub persona: Option<PersonaId>,
    pub name: String,
    pub color: Color,
    pub line: LineStyle,
}

/// A touchpoint that has a place on the curve.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub touchpoint: TouchpointId,
    /// Another whenever the touchpoint's record is.
    pub version: u64,
    pub said: Said,
    /// Ranks in the grid.
    pub stage: u32,
    pub column: u32,
    /// Its rank among the touchpoints of its column, and how many these are.
    pub rank: u32,
    pub of: u32,
}

/// What was read and measured the last time, and for which touchpoints and figures.
#[derive(Default)]
pub(in crate::layout) struct LastMeasured {
    told: Told,
    of: Option<(u64, Vec<TouchpointId>)>,
    measured: Option<Arc<MeasuredEmotions>>,
}

/// Everything that emotion lanes show, still without extents.
pub(in crate::layout) struct Cast {
    pub(super) voices: Vec<Voice>,
    pub(super) seats: Arc<[Seat]>,
    pub(super) measured: Option<Arc<MeasuredEmotions>>,
    legend: Vec<Entry>,
}

/// A line of the legend.
struct Entry {
    color: Color,
    line: LineStyle,
    /// Beside the sample, then below it.
    first: Arc<[Line]>,
    more: Arc<[Line]>,
}

impl Entry {
    fn rows(&self) -> usize {
        self.first.len() + self.more.len()
    }
}

impl Cast {
    /// The cast of a journey; `None` without an emotion lane to show it.
    pub(in crate::layout) fn of(
        pen: &mut Pen<'_>,
        input: &MapInput<'_>,
        journey: &Journey,
        grid: &Grid,
        last: &mut LastMeasured,
    ) -> Option<Self> {
        if !grid.lanes.iter().any(|row| row.kind == LaneKind::Emotion) {
            return None;
        }
        let (seats, touchpoints) = seats(input.project, journey, grid, &mut last.told);
        let voices = voices(input.project, journey, &seats, input.theme);
        let measured = last.of(input, touchpoints);
        let legend = legend(pen, journey, &voices, measured.as_deref());
        Some(Self { voices, seats: seats.into(), measured, legend })
    }

    /// How high the header of an emotion lane of that name is.
    pub(in crate::layout) fn header_height(&self, pen: &mut Pen<'_>, name: &str) -> f32 {
        let rows: usize = self.legend.iter().map(Entry::rows).sum();
        let name = name_height(pen, name);
        2.0 * header_pad(pen.theme) + name + rows as f32 * pen.typesetter.line_height(legend_style(pen.theme))
    }

    /// Adds the legend and the scale to the header of an emotion lane.
    pub(in crate::layout) fn add_to_header(&self, pen: &mut Pen<'_>, row: &LaneRow, name: &str, header: &mut Picture) {
        let theme = pen.theme;
        let (pad, style) = (header_pad(theme), legend_style(theme));
        let Some(plot) = Plot::of(row, theme) else { return };
        let line_height = pen.typesetter.line_height(style);
        let mut y = pad + name_height(pen, name) + line_height / 2.0;
        for entry in &self.legend {
            let from = pos2(pad, y);
            draw::push_line(&mut header.items, &[from, from + vec2(SAMPLE, 0.0)], entry.line, entry.color);
            let left = pad + SAMPLE + SAMPLE_GAP;
            pen.column(&mut header.items, &entry.first, style, entry.color, pos2(left, y));
            pen.column(&mut header.items, &entry.more, style, entry.color, pos2(pad, y + line_height));
            y += line_height * entry.rows() as f32;
        }
        let taken: Vec<Rect> = header.items.iter().filter_map(covered).collect();
        for (value, label) in [(2.0, "+2"), (0.0, "0"), (-2.0, "−2")] {
            let line = pen.typesetter.line(label, style);
            let at = pos2(header.bounds.right() - line.width - pad / 2.0, plot.y(value) - row.y.from);
            let rect = Rect::from_min_max(at - vec2(2.0, 5.0), at + vec2(line.width, 5.0));
            if !taken.iter().any(|other| other.intersects(rect)) {
                pen.column(&mut header.items, &[line], style, theme.color.muted, at);
            }
        }
    }
}

/// How high the lane's name is, as its header has it.
fn name_height(pen: &mut Pen<'_>, name: &str) -> f32 {
    let style = lane_style(pen.theme);
    let width = name_width(pen.theme, pen.theme.map.lane_header_width);
    pen.typesetter.first_lines(name, style, width, crate::layout::card::MOST_LINES).len() as f32
        * pen.typesetter.line_height(style)
}

impl LastMeasured {
    fn of(&mut self, input: &MapInput<'_>, touchpoints: Vec<TouchpointId>) -> Option<Arc<MeasuredEmotions>> {
        let figures = input.figures?;
        let of = figures.revision().map(|revision| (revision, touchpoints.clone()));
        if of.is_none() || self.of != of {
            self.measured = figures.emotions(&touchpoints).map(Arc::new);
            self.of = of;
        }
        self.measured.clone()
    }
}

/// The touchpoints of the shown, open stages in reading order, whatever lane they lie in and whether that lane is
/// shown: the curve needs only their columns. Also their ids, in the order of ids.
fn seats(project: &Project, journey: &Journey, grid: &Grid, told: &mut Told) -> (Vec<Seat>, Vec<TouchpointId>) {
    let open = grid.stages.iter().enumerate().filter(|(_, stage)| {
        let record = project.stages.get(&stage.id);
        stage.columns > 0 && record.is_some_and(|record| !record.is_collapsed && !record.is_hidden)
    });
    let mut stages: Vec<_> = open.map(|(rank, stage)| (stage.id, rank)).collect();
    stages.sort_unstable();
    let known = told.of(&project.touchpoints);
    let place = |known: &Known| {
        let at = stages.binary_search_by_key(&known.place.stage, |(id, _)| *id).ok()?;
        let stage = grid.stages.get(stages.get(at)?.1)?;
        let lane = journey.lanes.iter().position(|id| *id == known.place.lane)?;
        let column = stage.first_column + (known.place.column as usize).min(stage.columns - 1);
        (!grid.is_closed(column)).then_some((column as u32, lane as u32, known.place.order))
    };
    let placed = (0_u32..)
        .zip(known)
        .filter_map(|(at, known)| place(known).map(|(column, lane, order)| (column, lane, order, at)));
    let mut placed: Vec<(u32, u32, u32, u32)> = placed.collect();
    let ids = placed.iter().filter_map(|(.., at)| known.get(*at as usize)).map(|known| known.id).collect();
    placed.sort_unstable();
    let seat = |&(column, .., at): &(u32, u32, u32, u32)| {
        let known = known.get(at as usize)?;
        let stage = *grid.stage_of_column.get(column as usize)?;
        let (touchpoint, version, said) = (known.id, known.version, known.said.clone());
        Some(Seat { touchpoint, version, said, stage, column, rank: 0, of: 1 })
    };
    let mut seats: Vec<Seat> = placed.iter().filter_map(seat).collect();
    for run in seats.chunk_by_mut(|a, b| a.column == b.column) {
        let of = run.len() as u32;
        for (seat, rank) in run.iter_mut().zip(0..) {
            (seat.rank, seat.of) = (rank, of);
        }
    }
    (seats, ids)
}

/// The journey's personas; everybody where there are none, or where something is said of everybody.
fn voices(project: &Project, journey: &Journey, seats: &[Seat], theme: &Theme) -> Vec<Voice> {
    let personas = journey.personas.iter().filter_map(|id| project.personas.get(id));
    let mut voices: Vec<Voice> = personas
        .zip(0..)
        .map(|(persona, rank)| Voice {
            persona: Some(persona.id),
            name: if persona.name.trim().is_empty() { "Unnamed".to_owned() } else { persona.name.clone() },
            color: tint_color(theme, persona.tint),
            line: LineStyle::of_rank(rank),
        })
        .collect();
    if voices.is_empty() || seats.iter().any(|seat| seat.said.get(None).is_some()) {
        let line = LineStyle::of_rank(voices.len());
        voices.push(Voice { persona: None, name: "Everybody".to_owned(), color: theme.color.accent, line });
    }
    voices
}

fn tint_color(theme: &Theme, tint: Tint) -> Color {
    let rank = Tint::ALL.iter().position(|other| *other == tint).unwrap_or(0);
    theme.color.tints.get(rank).map_or(theme.color.accent, |colors| colors.strong)
}

fn legend_style(theme: &Theme) -> TextStyle {
    TextStyle::new(Face::Regular, theme.map.small_text - 1.0)
}

fn legend(pen: &mut Pen<'_>, journey: &Journey, voices: &[Voice], measured: Option<&MeasuredEmotions>) -> Vec<Entry> {
    let (theme, style) = (pen.theme, legend_style(pen.theme));
    let width = theme.map.lane_header_width - 2.0 * header_pad(theme);
    let beside = width - SAMPLE - SAMPLE_GAP;
    let mut entries: Vec<Entry> = Vec::new();
    for voice in voices {
        let name = if journey.personas.is_empty() { "asserted" } else { voice.name.as_str() };
        let first = pen.typesetter.first_lines(name, style, beside, 2);
        entries.push(Entry { color: voice.color, line: voice.line, first, more: Arc::default() });
    }
    if let Some(measured) = measured {
        let scale = format!("by {}, {}", measured.by.label(), measured.scale);
        let first = pen.typesetter.first_lines("measured", style, beside, 1);
        let more = pen.typesetter.lines(&scale, style, width - SCALE_WIDTH + header_pad(theme));
        entries.push(Entry { color: theme.color.measured, line: LineStyle::Measured, first, more });
    }
    entries
}

/// What of the header is taken by text and samples of lines.
fn covered(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Text(line) => {
            Some(Rect::from_min_max(line.baseline - vec2(0.0, line.size), line.baseline + vec2(line.width, 0.0)))
        }
        Shape::Path { points, stroke: Some(Stroke { width, .. }), .. } => {
            Some(Rect::from_points(points).expand(*width))
        }
        Shape::Path { .. } | Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Icon { .. } | Shape::Image { .. } => {
            None
        }
    }
}
