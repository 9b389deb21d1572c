//! Emotion lanes on whole maps: how many curves there are, where faces lie, what is marked, and what is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::analysis::{MeasuredEmotion, emotion::Satisfaction};
use crate::base::pos2;
use crate::edit::{Edit, LaneChange, TouchpointChange, apply, build};
use crate::layout::{CardFigures, ChipText, Layouter, Lens, MapInput};
use crate::model::sample::big_sample;
use crate::model::{JourneyId, LaneKind, MetricId, Persona, Project, Tint};
use crate::scene::theme::ThemeName;
use crate::scene::{Picture, Shape};

/// A map of a few touchpoints with an emotion lane.
struct World {
    project: Project,
    journey: JourneyId,
    lane: LaneId,
    layouter: Layouter,
    measured: Measured,
}

/// What was measured, for tests.
#[derive(Default)]
struct Measured(BTreeMap<TouchpointId, f32>);

impl CardFigures for Measured {
    fn revision(&self) -> Option<u64> {
        None
    }

    fn stamp(&self, _touchpoint: TouchpointId) -> u64 {
        0
    }

    fn chips(&self, _touchpoint: TouchpointId) -> Vec<ChipText> {
        Vec::new()
    }

    fn emotions(&self, touchpoints: &[TouchpointId]) -> Option<MeasuredEmotions> {
        let values = self.0.iter().filter(|(id, _)| touchpoints.contains(id));
        let measured = |value: f32| MeasuredEmotion { value, text: String::new() };
        Some(MeasuredEmotions {
            metric: MetricId(1),
            by: Satisfaction::Csat,
            scale: "0–100% as −2 to +2",
            values: values.map(|(id, value)| (*id, measured(*value))).collect(),
        })
    }
}

impl World {
    fn new() -> Self {
        let project = big_sample(14, 1);
        let journey = project.journey_order[0];
        let (edit, lane) = build::new_lane(&project, journey, 1, LaneKind::Emotion);
        let project = apply(&project, &edit).expect("a lane");
        Self { project, journey, lane, layouter: Layouter::new(), measured: Measured::default() }
    }

    fn touchpoints(&self) -> Vec<TouchpointId> {
        let items = self.project.items_in_reading_order(self.journey);
        items
            .into_iter()
            .filter_map(|item| if let crate::model::Item::Touchpoint(id) = item { Some(id) } else { None })
            .collect()
    }

    fn say(&mut self, touchpoint: TouchpointId, persona: Option<PersonaId>, tenths: i8) {
        let change = TouchpointChange::Emotion { persona, emotion: Emotion::from_tenths(tenths) };
        self.edit(&Edit::ChangeTouchpoints { touchpoints: vec![touchpoint], change });
    }

    fn edit(&mut self, edit: &Edit) {
        self.project = apply(&self.project, edit).expect("an edit that can be made");
    }

    /// The journey's personas become so many new ones.
    fn set_personas(&mut self, count: u64) -> Vec<PersonaId> {
        let ids: Vec<PersonaId> = (0..count).map(|n| PersonaId(self.project.next_id + n)).collect();
        for (id, tint) in ids.iter().zip(Tint::ALL) {
            self.edit(&Edit::AddPersona { persona: Persona::new(*id, format!("Persona {}", id.0), tint) });
        }
        let change = crate::edit::JourneyChange::Personas(ids.clone());
        self.edit(&Edit::ChangeJourney { journey: self.journey, change });
        ids
    }

    fn map(&mut self) -> Map {
        self.layouter.map(&MapInput {
            project: &self.project,
            journey: self.journey,
            theme: &Theme::load(ThemeName::Light),
            figures: Some(&self.measured),
            lens: Lens::Plain,
        })
    }

    fn key(&self, touchpoint: TouchpointId, persona: Option<PersonaId>) -> FaceKey {
        FaceKey { lane: self.lane, touchpoint, persona }
    }
}

/// The pictures of the lane: those whose names speak of emotion.
fn pictures(map: &Map) -> Vec<Arc<Picture>> {
    let groups = map.scene.groups.iter().map(|group| &group.picture);
    groups.filter(|picture| picture.name.starts_with("Emotion. ")).cloned().collect()
}

#[test]
fn faces_lie_in_reading_order_at_the_height_of_their_value() {
    let mut world = World::new();
    world.set_personas(0);
    let ids = world.touchpoints();
    for (rank, id) in ids.iter().enumerate() {
        world.say(*id, None, 20 - (rank as i8 % 5) * 10);
    }
    let map = world.map();
    let faces: Vec<FaceSpot> = ids.iter().map(|id| map.face(world.key(*id, None)).expect("a face")).collect();
    for pair in faces.windows(2) {
        assert!(pair[0].center.x < pair[1].center.x, "{pair:?}");
    }
    for face in &faces {
        let emotion = face.emotion.expect("said");
        assert_eq!(map.emotion_at(world.lane, face.center.y), Some(emotion));
        assert_eq!(map.face_at(face.center).map(|face| face.key), Some(face.key));
        let card = map.rect_of(face.key.touchpoint).expect("a card");
        assert!(card.x_range().contains(face.center.x), "a face stands under its card");
        assert!(face.slot.contains_rect(face.rect()), "and within its lane: {face:?}");
    }
    assert_eq!(map.emotion_at(world.lane, -1_000.0), Some(Emotion::HIGHEST));
}

#[test]
fn every_persona_has_a_curve_of_its_own() {
    let mut world = World::new();
    let personas = world.set_personas(3);
    let ids = world.touchpoints();
    world.say(ids[0], Some(personas[0]), 5);
    world.say(ids[0], Some(personas[1]), 5);
    world.say(ids[2], Some(personas[1]), -5);
    let map = world.map();
    let voices: Vec<_> = map.voices().iter().map(|(persona, _)| *persona).collect();
    assert_eq!(voices, personas.iter().copied().map(Some).collect::<Vec<_>>());
    let center = |persona: PersonaId| map.face(world.key(ids[0], Some(persona))).expect("a face").center;
    assert!(center(personas[0]).distance(center(personas[1])) > 10.0, "equal values can both be grabbed");
    assert_eq!(map.face(world.key(ids[1], Some(personas[0]))).expect("a place").emotion, None);
    assert_eq!(map.face(world.key(ids[0], None)), None, "nothing is said of everybody");

    let looks: std::collections::BTreeSet<String> =
        (0..8).map(|rank| format!("{:?}", draw::LineStyle::of_rank(rank))).collect();
    assert_eq!(looks.len(), 8, "told apart without color");

    world.say(ids[3], None, 0);
    assert_eq!(world.map().voices().last().map(|(persona, _)| *persona), Some(None));
}

#[test]
fn places_where_what_was_measured_disagrees_are_marked() {
    let mut world = World::new();
    world.set_personas(0);
    let ids = world.touchpoints();
    world.say(ids[0], None, -14);
    world.say(ids[1], None, 6);
    world.measured.0 = [(ids[0], 0.3), (ids[1], 0.2), (ids[2], 1.0)].into();
    let map = world.map();
    let face = |id| map.face(world.key(id, None)).expect("a place");
    assert!(face(ids[0]).disagrees());
    assert!(!face(ids[1]).disagrees());
    assert!(!face(ids[2]).disagrees(), "nothing is asserted there");
    assert_eq!(face(ids[2]).measured, Emotion::from_tenths(10));
    let risk = Theme::load(ThemeName::Light).color.risk;
    let marks = pictures(&map)
        .into_iter()
        .flat_map(|picture| picture.items.clone())
        .filter(|item| matches!(item, Shape::Ellipse { stroke: Some(stroke), .. } if stroke.color == risk));
    assert_eq!(marks.count(), 1);
}

#[test]
fn values_of_two_personas_are_not_read_as_one() {
    let mut world = World::new();
    let personas = world.set_personas(2);
    for (id, tenths) in world.touchpoints().into_iter().zip([-12, -20, 3, 20, -1].into_iter().cycle()) {
        world.say(id, Some(personas[0]), tenths);
        world.say(id, Some(personas[1]), (tenths - 2).max(-20));
    }
    let mut count = 0;
    for picture in pictures(&world.map()) {
        let texts = picture.items.iter().filter_map(|item| match item {
            Shape::Text(line) => {
                let corner = line.baseline - crate::base::vec2(0.0, line.size * 0.7);
                Some(Rect::from_min_max(corner, line.baseline + crate::base::vec2(line.width, 0.0)))
            }
            Shape::Path { .. }
            | Shape::Ellipse { .. }
            | Shape::Rect { .. }
            | Shape::Image { .. }
            | Shape::Icon { .. } => None,
        });
        let texts: Vec<Rect> = texts.collect();
        count += texts.len();
        for (rank, one) in texts.iter().enumerate() {
            let meets = |other: &&Rect| one.expand2(crate::base::vec2(2.0, 0.0)).intersects(**other);
            assert!(texts.iter().skip(rank + 1).find(meets).is_none(), "{texts:?}");
        }
    }
    assert!(count >= 14, "most values are told: {count}");
}

#[test]
fn only_the_stage_that_changed_is_drawn_anew() {
    let mut world = World::new();
    world.set_personas(0);
    let ids = world.touchpoints();
    ids.iter().for_each(|id| world.say(*id, None, 5));
    let before = pictures(&world.map());
    world.say(ids[0], None, 6);
    let after = pictures(&world.map());
    let kept = before.iter().filter(|picture| after.iter().any(|other| Arc::ptr_eq(picture, other))).count();
    assert!(before.len() >= 3 && kept + 2 >= before.len() && kept < before.len(), "{kept} of {}", before.len());
    assert_eq!(pictures(&world.map()).len(), after.len());
}

#[test]
fn every_part_of_a_picture_lies_within_its_bounds() {
    let mut world = World::new();
    let personas = world.set_personas(5);
    let ids = world.touchpoints();
    for (rank, id) in ids.iter().enumerate() {
        for (nth, persona) in personas.iter().enumerate() {
            if (rank + nth) % 3 != 0 {
                world.say(*id, Some(*persona), ((rank * 7 + nth * 11) % 41) as i8 - 20);
            }
        }
        world.measured.0.insert(*id, (rank % 5) as f32 - 2.0);
    }
    let map = world.map();
    let row = map.lanes().find(|(id, ..)| *id == world.lane).expect("the lane").2;
    for picture in pictures(&map) {
        for item in &picture.items {
            let covered = match item {
                Shape::Path { points, .. } => Rect::from_points(points),
                Shape::Ellipse { center, radius, .. } => Rect::from_center_size(*center, *radius * 2.0),
                Shape::Text(line) => Rect::from_min_max(
                    line.baseline - crate::base::vec2(0.0, line.size * 0.7),
                    line.baseline + crate::base::vec2(line.width, 0.0),
                ),
                Shape::Rect { rect, .. } | Shape::Image { rect, .. } => *rect,
                Shape::Icon { center, .. } => Rect::from_pos(*center),
            };
            assert!(picture.bounds.expand(1.0).contains_rect(covered), "{item:?} beyond {:?}", picture.bounds);
            assert!(covered.top() >= 0.0 && covered.bottom() <= row.height(), "{item:?} leaves the lane");
        }
    }
}

#[test]
fn empty_folded_and_hidden_parts_are_no_trouble() {
    let mut world = World::new();
    assert_eq!(world.map().emotion_lanes().collect::<Vec<_>>(), [world.lane]);
    world.edit(&Edit::ChangeLane { lane: world.lane, change: LaneChange::Collapsed(true) });
    let ids = world.touchpoints();
    world.say(ids[0], None, 5);
    assert_eq!(world.map().face(world.key(ids[0], None)), None);
    world.edit(&Edit::ChangeLane { lane: world.lane, change: LaneChange::Collapsed(false) });
    let stage = world.project.touchpoints[&ids[0]].place.stage;
    let change = crate::edit::StageChange::Collapsed(true);
    world.edit(&Edit::ChangeStage { stage, change });
    let map = world.map();
    assert_eq!(map.face(world.key(ids[0], None)), None, "a folded stage has no faces");
    assert_eq!(map.face_at(pos2(f32::NAN, 3.0)), None);
    let everything: Vec<crate::model::Subject> =
        world.project.items_in_reading_order(world.journey).into_iter().map(Into::into).collect();
    world.edit(&build::remove_subjects(&world.project, &everything));
    assert!(world.map().first_face(world.lane, None).is_none());
}
