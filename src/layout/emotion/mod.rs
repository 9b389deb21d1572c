//! The emotion lane: curves through what personas feel at touchpoints, with a face at each, the measured curve
//! beside them, and marks where the two disagree. [`Map`] answers where each face is, and what a height means.
//!
//! `told` reads the records, `cast` says whose curves there are, `geometry` where values lie, `curve` how points are joined, `draw` and `face`
//! what it looks like.

mod cast;
mod curve;
mod draw;
mod face;
mod geometry;
mod told;

use std::sync::Arc;

use self::cast::Seat;
pub(super) use self::cast::{Cast, LastMeasured};
pub(super) use self::draw::Drawn;
pub use self::face::face_shapes;
use self::geometry::Plot;
use super::card::Pen;
use super::grid::{Grid, Span, rect_of};
use super::groups::Groups;
use super::layouter::MapInput;
use super::map::Map;
use crate::analysis::{MeasuredEmotions, emotion};
use crate::base::{Pos2, Rect, Vec2};
use crate::model::{Emotion, LaneId, PersonaId, TouchpointId};
use crate::scene::Theme;

/// A place for a face: on an emotion lane, at a touchpoint, of a persona or, without one, of everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceKey {
    pub lane: LaneId,
    pub touchpoint: TouchpointId,
    pub persona: Option<PersonaId>,
}

/// A face, or the place where one could be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FaceSpot {
    pub key: FaceKey,
    /// `None` where nobody has said.
    pub emotion: Option<Emotion>,
    /// What was measured at the touchpoint, on the same scale.
    pub measured: Option<Emotion>,
    /// In the map; without an emotion, at the height of 0.
    pub center: Pos2,
    pub radius: f32,
    /// From left to right what belongs to the touchpoint, and the whole height of the lane.
    pub slot: Rect,
}

impl FaceSpot {
    /// The square around the face.
    pub fn rect(&self) -> Rect {
        Rect::from_center_size(self.center, Vec2::splat(2.0 * self.radius))
    }

    /// Whether what is asserted and what is measured disagree.
    pub fn disagrees(&self) -> bool {
        let both = self.emotion.zip(self.measured);
        both.is_some_and(|(asserted, measured)| emotion::disagree(asserted, measured))
    }
}

/// What the curves are, for pointer and keyboard.
#[derive(Clone, Debug, Default)]
pub(super) struct Curves {
    lanes: Vec<(LaneId, Span, Plot)>,
    voices: Arc<[(Option<PersonaId>, String)]>,
    seats: Arc<[Seat]>,
    /// The slot of each seat.
    slots: Arc<[Span]>,
    measured: Option<Arc<MeasuredEmotions>>,
    /// Of the largest face.
    radius: f32,
}

/// How high the lane is at least, without its header.
pub(super) fn height(theme: &Theme) -> f32 {
    theme.map.lane_min_height * 1.6
}

/// Draws the emotion lane of that rank, and says where its faces are.
pub(super) fn push(
    pen: &mut Pen<'_>,
    input: &MapInput<'_>,
    grid: &Grid,
    lane_rank: usize,
    (cast, drawn): (&Cast, &mut Drawn),
    groups: &mut Groups,
    curves: &mut Curves,
) {
    let Some(row) = grid.lanes.get(lane_rank) else { return };
    let is_collapsed = input.project.lanes.get(&row.id).is_none_or(|lane| lane.is_collapsed);
    let Some(plot) = Plot::of(row, input.theme).filter(|_| !is_collapsed) else { return };
    if curves.lanes.is_empty() {
        curves.slots = cast.seats.iter().map(|seat| geometry::slot(grid, seat)).collect();
        curves.seats = Arc::clone(&cast.seats);
        curves.voices = cast.voices.iter().map(|voice| (voice.persona, voice.name.clone())).collect();
        curves.measured.clone_from(&cast.measured);
        curves.radius = geometry::face_radius(input.theme);
    }
    curves.lanes.push((row.id, row.y, plot));
    draw::push((pen, input.project), grid, row, plot, (cast, &curves.slots), drawn, groups);
}

impl Curves {
    fn lane(&self, id: LaneId) -> Option<&(LaneId, Span, Plot)> {
        self.lanes.iter().find(|(lane, ..)| *lane == id)
    }

    fn seat_of(&self, touchpoint: TouchpointId) -> Option<usize> {
        self.seats.iter().position(|seat| seat.touchpoint == touchpoint)
    }

    fn spot(&self, &(lane, y, plot): &(LaneId, Span, Plot), seat: usize, voice: usize) -> Option<FaceSpot> {
        let (seat, slot) = (self.seats.get(seat)?, *self.slots.get(seat)?);
        let persona = self.voices.get(voice)?.0;
        let emotion = seat.said.get(persona);
        let value = emotion.map_or(0.0, Emotion::value);
        let (center, radius) = geometry::face(self.radius, slot, (voice, self.voices.len()), plot.y(value));
        let measured = self.measured.as_ref().and_then(|measured| measured.values.get(&seat.touchpoint));
        Some(FaceSpot {
            key: FaceKey { lane, touchpoint: seat.touchpoint, persona },
            emotion,
            measured: measured.map(crate::analysis::MeasuredEmotion::emotion),
            center,
            radius,
            slot: rect_of(slot, y),
        })
    }

    fn voice_of(&self, persona: Option<PersonaId>) -> Option<usize> {
        self.voices.iter().position(|(other, _)| *other == persona)
    }

    /// The seats whose slots meet a stretch: they lie from left to right.
    fn seats_in(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        let first = self.slots.partition_point(|slot| slot.to < from);
        first..first.max(self.slots.partition_point(|slot| slot.from <= to))
    }
}

impl Map {
    /// The emotion lanes, top to bottom.
    pub fn emotion_lanes(&self) -> impl Iterator<Item = LaneId> + '_ {
        self.bands.emotion.lanes.iter().map(|(lane, ..)| *lane)
    }

    /// Whose curves there are, in the order of the legend: persona and name; `None` for everybody.
    pub fn voices(&self) -> &[(Option<PersonaId>, String)] {
        &self.bands.emotion.voices
    }

    /// What the measured curve shows.
    pub fn measured_emotions(&self) -> Option<&MeasuredEmotions> {
        self.bands.emotion.measured.as_deref()
    }

    /// A face, or where it would be; `None` for what the map does not show.
    pub fn face(&self, key: FaceKey) -> Option<FaceSpot> {
        let curves = &self.bands.emotion;
        curves.spot(curves.lane(key.lane)?, curves.seat_of(key.touchpoint)?, curves.voice_of(key.persona)?)
    }

    /// The topmost face there.
    pub fn face_at(&self, pos_in_map: Pos2) -> Option<FaceSpot> {
        const REACH: f32 = 2.0;
        let is_at = |face: &FaceSpot| face.emotion.is_some() && face.center.distance(pos_in_map) <= face.radius + REACH;
        let nearby = Rect::from_center_size(pos_in_map, Vec2::splat(1.0));
        let by_distance = |face: &FaceSpot| face.center.distance(pos_in_map);
        self.faces_in(nearby).into_iter().filter(is_at).min_by(|a, b| by_distance(a).total_cmp(&by_distance(b)))
    }

    /// The place for a persona's face at the touchpoint under a position in an emotion lane.
    pub fn face_place_at(&self, pos_in_map: Pos2, persona: Option<PersonaId>) -> Option<FaceSpot> {
        let curves = &self.bands.emotion;
        let lane = curves.lanes.iter().find(|(_, y, _)| y.contains(pos_in_map.y))?;
        let seat = curves.seats_in(pos_in_map.x, pos_in_map.x).next()?;
        curves.spot(lane, seat, curves.voice_of(persona)?)
    }

    /// Every place for a face that a rectangle touches, with a face or without, from left to right.
    pub fn faces_in(&self, rect: Rect) -> Vec<FaceSpot> {
        let curves = &self.bands.emotion;
        // Faces of several voices stand a little aside of their slot at most.
        let reach = 2.0 * curves.radius;
        let seats = curves.seats_in(rect.left() - reach, rect.right() + reach);
        let lanes = curves.lanes.iter().filter(|(_, y, _)| y.from <= rect.bottom() && rect.top() <= y.to);
        lanes
            .flat_map(|lane| {
                let voices = 0..curves.voices.len();
                seats
                    .clone()
                    .flat_map(move |seat| voices.clone().filter_map(move |voice| curves.spot(lane, seat, voice)))
            })
            .collect()
    }

    /// What a height means in an emotion lane.
    pub fn emotion_at(&self, lane: LaneId, y_in_map: f32) -> Option<Emotion> {
        self.bands.emotion.lane(lane).map(|(.., plot)| plot.emotion(y_in_map))
    }

    /// The height of an emotion in a lane.
    pub fn emotion_y(&self, lane: LaneId, emotion: Emotion) -> Option<f32> {
        self.bands.emotion.lane(lane).map(|(.., plot)| plot.y(emotion.value()))
    }

    /// The last place of a persona's curve in a lane.
    pub fn last_face(&self, lane: LaneId, persona: Option<PersonaId>) -> Option<FaceSpot> {
        let curves = &self.bands.emotion;
        curves.spot(curves.lane(lane)?, curves.seats.len().checked_sub(1)?, curves.voice_of(persona)?)
    }

    /// The first place for a persona's face in a lane, or for the first persona's if there is no such curve.
    pub fn first_face(&self, lane: LaneId, persona: Option<PersonaId>) -> Option<FaceSpot> {
        let curves = &self.bands.emotion;
        curves.spot(curves.lane(lane)?, 0, curves.voice_of(persona).unwrap_or(0))
    }

    /// The place so many touchpoints to the right (or left) of a face, on the curve so many below (or above) it in
    /// the legend; `None` beyond the ends.
    pub fn face_beside(&self, key: FaceKey, touchpoints: isize, voices: isize) -> Option<FaceSpot> {
        let curves = &self.bands.emotion;
        let seat = curves.seat_of(key.touchpoint)?.checked_add_signed(touchpoints)?;
        let voice = curves.voice_of(key.persona)?.checked_add_signed(voices)?;
        curves.spot(curves.lane(key.lane)?, seat, voice)
    }
}

#[cfg(test)]
mod tests;
