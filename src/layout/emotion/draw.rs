//! The picture of an emotion lane, one for each stage, so that what is out of view is skipped and what has not
//! changed is kept.

use std::sync::Arc;

use super::super::card::Pen;
use super::super::grid::{Grid, LaneRow, Span};
use super::super::groups::Groups;
use super::cast::{Cast, Voice};
use super::geometry::{self, Plot};
use super::{curve, face};
use crate::analysis::MeasuredEmotion;
use crate::analysis::emotion::disagree;
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{Emotion, LaneId, Project, TouchpointId};
use crate::scene::text::Line;
use crate::scene::{Face, Picture, Role, Shape, Stroke, TextStyle};

/// Beyond what was not said the curve is a guess, and as faint as this.
const FAINT: f32 = 0.4;
/// Opacity of what lies between a value and the curves behind it.
const HALO: f32 = 0.85;

/// How a curve is told apart without its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineStyle {
    Solid {
        is_bold: bool,
    },
    LongDashes {
        is_bold: bool,
    },
    Dots {
        is_bold: bool,
    },
    DashDot {
        is_bold: bool,
    },
    /// Short dashes: what was measured, whoever felt it.
    Measured,
}

impl LineStyle {
    /// The style of the persona of that rank; from the fifth on they are bold.
    pub fn of_rank(rank: usize) -> Self {
        let is_bold = rank >= 4;
        match rank % 4 {
            0 => Self::Solid { is_bold },
            1 => Self::LongDashes { is_bold },
            2 => Self::Dots { is_bold },
            _ => Self::DashDot { is_bold },
        }
    }
}

/// Adds a line in a style. Dashes and dots in turn are two lines, the second a little further on.
pub(super) fn push_line(items: &mut Vec<Shape>, points: &[Pos2], style: LineStyle, color: Color) {
    let path = |points: Vec<Pos2>, width: f32, dash: Option<(f32, f32)>| Shape::Path {
        points,
        is_closed: false,
        fill: None,
        stroke: Some(Stroke { width, color, dash }),
    };
    let width = |is_bold: bool| if is_bold { 3.2 } else { 2.2 };
    match style {
        LineStyle::Solid { is_bold } => items.push(path(points.to_vec(), width(is_bold), None)),
        LineStyle::LongDashes { is_bold } => items.push(path(points.to_vec(), width(is_bold), Some((10.0, 3.0)))),
        LineStyle::Dots { is_bold } => items.push(path(points.to_vec(), width(is_bold), Some((2.0, 2.5)))),
        LineStyle::DashDot { is_bold } => {
            items.push(path(points.to_vec(), width(is_bold), Some((7.0, 7.0))));
            let dots = shortened(points, 9.5);
            if dots.len() > 1 {
                items.push(path(dots, width(is_bold), Some((2.0, 12.0))));
            }
        }
        LineStyle::Measured => items.push(path(points.to_vec(), 1.7, Some((3.5, 3.0)))),
    }
}

/// The line without its first stretch of that length.
fn shortened(points: &[Pos2], mut length: f32) -> Vec<Pos2> {
    for (rank, leg) in points.windows(2).enumerate() {
        let [from, to] = leg else { continue };
        let leg = from.distance(*to);
        if leg > length {
            let start = *from + (*to - *from) * (length / leg);
            return std::iter::once(start).chain(points.iter().skip(rank + 1).copied()).collect();
        }
        length -= leg;
    }
    Vec::new()
}

/// The pictures of last time.
#[derive(Default)]
pub(in crate::layout) struct Drawn {
    voices: Vec<Voice>,
    /// In the order of lanes and stages.
    stages: Vec<(Stage, Arc<Picture>)>,
    /// Stages that are no longer needed, for their room.
    spare: Vec<Stage>,
}

impl Drawn {
    pub(in crate::layout) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Everything that a stage's picture is drawn from, around the stage's own corner.
#[derive(PartialEq)]
struct Stage {
    lane: LaneId,
    size: Vec2,
    /// Where +2, 0 and −2 lie.
    scale_y: [f32; 3],
    stretches: Vec<Stretch>,
    faces: Vec<FaceLook>,
    /// Each with its column.
    measured: Vec<(u32, Pos2)>,
}

/// A part of a curve.
#[derive(PartialEq)]
struct Stretch {
    /// Which voice, or `None` for what was measured.
    voice: Option<usize>,
    knots: Vec<Knot>,
}

#[derive(Clone, Copy, PartialEq)]
struct Knot {
    pos: Pos2,
    slope: f32,
    /// Whether touchpoints without a value lie between this and the next.
    skips: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct FaceLook {
    touchpoint: TouchpointId,
    /// Of the touchpoint's record.
    version: u64,
    voice: usize,
    emotion: Emotion,
    center: Pos2,
    radius: f32,
    /// Its column, for keeping texts apart, and the room in it.
    column: u32,
    room: f32,
    /// The height of what was measured there, and whether it disagrees.
    measured: Option<(f32, bool)>,
}

/// Draws the lane stage by stage.
pub(super) fn push(
    (pen, project): (&mut Pen<'_>, &Project),
    grid: &Grid,
    row: &LaneRow,
    plot: Plot,
    (cast, slots): (&Cast, &[Span]),
    drawn: &mut Drawn,
    groups: &mut Groups,
) {
    if drawn.voices != cast.voices {
        drawn.forget();
        drawn.voices.clone_from(&cast.voices);
    }
    let mut stages = empty_stages(grid, row, plot, &mut drawn.spare);
    let measured_at = measured_at(cast);
    let origins: Vec<Pos2> = grid.stages.iter().map(|stage| pos2(stage.x.from, row.y.from)).collect();
    let largest = geometry::face_radius(pen.theme);
    let voices = cast.voices.len();
    for (voice, record) in cast.voices.iter().enumerate() {
        let mut points = Vec::new();
        for (rank, ((seat, slot), measured)) in cast.seats.iter().zip(slots).zip(&measured_at).enumerate() {
            let Some(emotion) = seat.said.get(record.persona) else { continue };
            let (center, radius) = geometry::face(largest, *slot, (voice, voices), plot.y(emotion.value()));
            points.push((rank, seat.stage, center));
            if let (Some(stage), Some(origin)) = (stages.get_mut(seat.stage as usize), origins.get(seat.stage as usize))
            {
                stage.faces.push(FaceLook {
                    touchpoint: seat.touchpoint,
                    version: seat.version,
                    voice,
                    emotion,
                    center: center - origin.to_vec2(),
                    radius,
                    column: seat.column,
                    room: slot.to - slot.from,
                    measured: measured
                        .map(|measured| (plot.y(measured.value) - origin.y, disagree(emotion, measured.emotion()))),
                });
            }
        }
        add_stretches(&mut stages, &origins, Some(voice), &points);
    }
    if cast.measured.is_some() {
        let mut points = Vec::new();
        for (rank, ((seat, slot), measured)) in cast.seats.iter().zip(slots).zip(&measured_at).enumerate() {
            let Some(measured) = measured else { continue };
            let pos = pos2(slot.middle(), plot.y(measured.value));
            points.push((rank, seat.stage, pos));
            if let (Some(stage), Some(origin)) = (stages.get_mut(seat.stage as usize), origins.get(seat.stage as usize))
            {
                stage.measured.push((seat.column, pos - origin.to_vec2()));
            }
        }
        add_stretches(&mut stages, &origins, None, &points);
    }
    let old = std::mem::take(&mut drawn.stages);
    // Another lane's pictures are further on, and stay for it.
    let (mut old, others): (Vec<_>, Vec<_>) = old.into_iter().partition(|(stage, _)| stage.lane == row.id);
    drawn.stages = others;
    drawn.stages.retain(|(stage, _)| grid.lane_rank(stage.lane).is_some());
    old.reverse();
    for (stage, origin) in stages.into_iter().zip(origins) {
        // Stages mostly follow each other as before.
        let picture = match old.pop() {
            Some((before, picture)) => {
                let is_same = before == stage;
                drawn.spare.push(before);
                if is_same { picture } else { Arc::new(draw(pen, project, &stage, &cast.voices)) }
            }
            None => Arc::new(draw(pen, project, &stage, &cast.voices)),
        };
        groups.push(origin, &picture);
        drawn.stages.push((stage, picture));
    }
    drawn.spare.truncate(drawn.stages.len());
}

/// What was measured at each seat.
fn measured_at(cast: &Cast) -> Vec<Option<&MeasuredEmotion>> {
    let values = cast.measured.as_ref().map(|measured| &measured.values);
    cast.seats.iter().map(|seat| values.and_then(|values| values.get(&seat.touchpoint))).collect()
}

/// The stages with nothing but their scale, and the room of those that are not needed any more.
fn empty_stages(grid: &Grid, row: &LaneRow, plot: Plot, spare: &mut Vec<Stage>) -> Vec<Stage> {
    fn emptied<T>(mut list: Vec<T>) -> Vec<T> {
        list.clear();
        list
    }
    let mut spare = std::mem::take(spare).into_iter();
    let stage = |stage: &super::super::grid::StageColumns| {
        let (stretches, faces, measured) = match spare.next() {
            Some(spare) => (emptied(spare.stretches), emptied(spare.faces), emptied(spare.measured)),
            None => Default::default(),
        };
        let size = vec2(stage.x.to - stage.x.from, row.y.to - row.y.from);
        let scale_y = [2.0, 0.0, -2.0].map(|value| plot.y(value) - row.y.from);
        Stage { lane: row.id, size, scale_y, stretches, faces, measured }
    };
    grid.stages.iter().map(stage).collect()
}

/// Cuts a curve into the stages in which its points lie. Each part reaches to the first point of the next.
fn add_stretches(stages: &mut [Stage], origins: &[Pos2], voice: Option<usize>, points: &[(usize, u32, Pos2)]) {
    let places: Vec<Pos2> = points.iter().map(|(.., pos)| *pos).collect();
    let slopes = curve::slopes(&places);
    let knots: Vec<Knot> = points
        .iter()
        .enumerate()
        .zip(slopes)
        .map(|((at, (rank, _, pos)), slope)| {
            let skips = points.get(at + 1).is_some_and(|(next, ..)| *next > rank + 1);
            Knot { pos: *pos, slope, skips }
        })
        .collect();
    let mut from = 0;
    for run in points.chunk_by(|a, b| a.1 == b.1) {
        let to = from + run.len();
        let part = knots.get(from..(to + 1).min(knots.len())).unwrap_or_default();
        from = to;
        let Some(rank) = run.first().map(|(_, stage, _)| *stage as usize).filter(|_| part.len() > 1) else { continue };
        let (Some(stage), Some(origin)) = (stages.get_mut(rank), origins.get(rank)) else { continue };
        let knots = part.iter().map(|knot| Knot { pos: knot.pos - origin.to_vec2(), ..*knot }).collect();
        stage.stretches.push(Stretch { voice, knots });
    }
}

fn draw(pen: &mut Pen<'_>, project: &Project, stage: &Stage, voices: &[Voice]) -> Picture {
    let theme = pen.theme;
    let mut items = Vec::new();
    for (y, dash) in stage.scale_y.into_iter().zip([Some((2.0, 4.0)), None, Some((2.0, 4.0))]) {
        let stroke = Stroke { width: theme.map.outline, color: theme.color.line, dash };
        let points = vec![pos2(0.0, y), pos2(stage.size.x, y)];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    }
    let mut bounds = Rect::from_min_size(Pos2::ZERO, stage.size);
    for stretch in &stage.stretches {
        let voice = stretch.voice.and_then(|voice| voices.get(voice));
        let (style, color) =
            voice.map_or((LineStyle::Measured, theme.color.measured), |voice| (voice.line, voice.color));
        push_stretch(&mut items, &stretch.knots, style, color);
        bounds = stretch.knots.iter().fold(bounds, |bounds, knot| bounds.union(Rect::from_pos(knot.pos).expand(2.0)));
    }
    for (_, pos) in &stage.measured {
        face::push_diamond(&mut items, theme, *pos);
    }
    let mut texts = Texts::new(stage);
    for look in &stage.faces {
        if let Some((y, true)) = look.measured {
            let mark = face::push_mark(&mut items, theme, (look.center, look.radius), pos2(look.center.x, y));
            texts.taken.push((look.column, Rect::from_center_size(mark, Vec2::splat(2.0 * face::MARK_RADIUS))));
        }
        let color = voices.get(look.voice).map_or(theme.color.accent, |voice| voice.color);
        face::push_face(&mut items, theme, look.emotion, (look.center, look.radius), color);
    }
    for (rank, look) in stage.faces.iter().enumerate() {
        texts.push(pen, &mut items, rank, look);
    }
    Picture { bounds, items, block: None, name: name_of(project, stage, voices), role: Role::Figure }
}

/// One line after the other, fainter where nothing was said in between.
fn push_stretch(items: &mut Vec<Shape>, knots: &[Knot], style: LineStyle, color: Color) {
    let mut points: Vec<Pos2> = Vec::new();
    for pair in knots.windows(2) {
        let [from, to] = pair else { continue };
        if from.skips {
            flush(items, &mut points, style, color);
            let mut faint = vec![from.pos];
            curve::follow((from.pos, from.slope), (to.pos, to.slope), &mut faint);
            push_line(items, &faint, style, color.with_opacity(FAINT));
        } else {
            if points.is_empty() {
                points.push(from.pos);
            }
            curve::follow((from.pos, from.slope), (to.pos, to.slope), &mut points);
        }
    }
    flush(items, &mut points, style, color);
}

fn flush(items: &mut Vec<Shape>, points: &mut Vec<Pos2>, style: LineStyle, color: Color) {
    if points.len() > 1 {
        push_line(items, points, style, color);
    }
    points.clear();
}

/// The values beside the faces, where there is room for them.
struct Texts {
    height: f32,
    /// By column.
    taken: Vec<(u32, Rect)>,
}

impl Texts {
    fn new(stage: &Stage) -> Self {
        let faces = stage.faces.iter().map(|look| {
            let rect = Rect::from_center_size(look.center, Vec2::splat(2.0 * look.radius + 2.0));
            (look.column, rect)
        });
        let points =
            stage.measured.iter().map(|(column, pos)| (*column, Rect::from_center_size(*pos, Vec2::splat(8.0))));
        Self { height: stage.size.y, taken: faces.chain(points).collect() }
    }

    fn push(&mut self, pen: &mut Pen<'_>, items: &mut Vec<Shape>, rank: usize, look: &FaceLook) {
        let style = TextStyle::new(Face::SemiBold, pen.theme.map.small_text - 1.0);
        let line: Line = pen.typesetter.line(&look.emotion.to_string(), style);
        if line.width + 2.0 > look.room {
            return;
        }
        /// Between two values side by side, so that they are not read as one.
        const GAP: f32 = 3.0;
        let rect_at = |away: f32, aside: f32| {
            let middle = look.center + vec2(aside, away) * (look.radius + 2.0 + style.size * 0.5);
            Rect::from_center_size(middle, vec2(line.width, style.size))
        };
        // Away from what was measured, else from the middle.
        let is_above = look.measured.map_or(look.emotion.tenths() >= 0, |(y, _)| y > look.center.y);
        let first = if is_above { -1.0 } else { 1.0 };
        let is_free = |rect: &Rect| {
            let others =
                self.taken.iter().enumerate().filter(|(other, (column, _))| *other != rank && *column == look.column);
            rect.top() >= 1.0
                && rect.bottom() <= self.height - 1.0
                && !others.into_iter().any(|(_, (_, other))| other.intersects(rect.expand2(vec2(GAP, 0.0))))
        };
        let places = [(first, 0.0), (-first, 0.0), (first, 0.5), (first, -0.5), (-first, 0.5), (-first, -0.5)];
        let Some(rect) = places.into_iter().map(|(away, aside)| rect_at(away, aside)).find(is_free) else { return };
        let color = face::emotion_color(pen.theme, look.emotion);
        // Curves that run through it give way.
        let halo = Some(pen.theme.color.surface.with_opacity(HALO));
        items.push(Shape::Rect { rect: rect.expand2(vec2(1.0, 0.0)), radius: 3.0, fill: halo, stroke: None });
        pen.column(items, &[line], style, color, rect.left_center());
        self.taken.push((look.column, rect));
    }
}

/// What a reader hears of the picture: "Emotion. Kim: Basket +0.6, Checkout −1.4".
fn name_of(project: &Project, stage: &Stage, voices: &[Voice]) -> String {
    let mut name = String::new();
    let title = |id| project.touchpoints.get(&id).map_or("", |touchpoint| touchpoint.title.as_str());
    for (rank, voice) in voices.iter().enumerate() {
        let faces = stage.faces.iter().filter(|look| look.voice == rank);
        let said: Vec<String> = faces.map(|look| format!("{} {}", title(look.touchpoint), look.emotion)).collect();
        if !said.is_empty() {
            let start = if name.is_empty() { "Emotion. " } else { "; " };
            name.push_str(&format!("{start}{}: {}", voice.name, said.join(", ")));
        }
    }
    name
}
