//! Whole stages and lanes on the clipboard: copied with all that lies in them, and where each part finds its own in the
//! journey that they are pasted into. Decides only; what is done to the records is `apply`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Edit, Fragment, headers_of};
use crate::model::{Item, JourneyId, Lane, LaneId, Metric, Place, Project, Stage, StageId, Sticky, StickyId, Subject};

/// Stages and lanes copied whole, with the rest of the map that they are from, so that another can find its own.
///
/// The places and spots of what a fragment with such holds are those of that map.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// All stages of the map, left to right, each with whether it is copied.
    pub stages: Vec<(Stage, bool)>,
    /// All lanes of the map, top to bottom, each with whether it is copied.
    pub lanes: Vec<(Lane, bool)>,
    /// What the charts of the lanes show.
    pub metrics: Vec<Arc<Metric>>,
}

impl Whole {
    /// What is copied: stages first, each in the order of the map.
    pub fn headers(&self) -> Vec<Subject> {
        let stages = self.stages.iter().filter(|(_, is_copied)| *is_copied).map(|(stage, _)| Subject::Stage(stage.id));
        let lanes = self.lanes.iter().filter(|(_, is_copied)| *is_copied).map(|(lane, _)| Subject::Lane(lane.id));
        stages.chain(lanes).collect()
    }

    /// The names of what is copied.
    pub fn names(&self) -> Vec<&str> {
        let stages = self.stages.iter().filter(|(_, is_copied)| *is_copied).map(|(stage, _)| stage.name.as_str());
        let lanes = self.lanes.iter().filter(|(_, is_copied)| *is_copied).map(|(lane, _)| lane.name.as_str());
        stages.chain(lanes).collect()
    }

    /// Where a place comes when the map is read.
    pub(super) fn rank(&self, place: Place) -> (usize, usize, u32, u32) {
        let stage = self.stages.iter().position(|(stage, _)| stage.id == place.stage).unwrap_or(usize::MAX);
        let lane = self.lanes.iter().position(|(lane, _)| lane.id == place.lane).unwrap_or(usize::MAX);
        (stage, lane, place.column, place.order)
    }
}

/// Copies the stages and lanes among some subjects, all of the journey of the first, with all that lies in them but
/// figures, which were measured at the original. `None` if there are none.
pub fn copy_whole(project: &Project, subjects: impl IntoIterator<Item = Subject>) -> Option<Fragment> {
    let headers: BTreeSet<Subject> = headers_of(project, subjects).into_iter().collect();
    let journey = match headers.first()? {
        Subject::Stage(id) => project.stages.get(id)?.journey,
        Subject::Lane(id) => project.lanes.get(id)?.journey,
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => return None,
    };
    let lists = project.journeys.get(&journey)?;
    let stages = lists.stages.iter().filter_map(|id| project.stages.get(id));
    let lanes = lists.lanes.iter().filter_map(|id| project.lanes.get(id));
    let whole = Whole {
        stages: stages.map(|stage| (Stage::clone(stage), headers.contains(&Subject::Stage(stage.id)))).collect(),
        lanes: lanes.clone().map(|lane| (Lane::clone(lane), headers.contains(&Subject::Lane(lane.id)))).collect(),
        metrics: lanes.filter_map(|lane| project.metrics.get(&lane.chart.metric?).cloned()).collect(),
    };
    let is_in =
        |place: Place| headers.contains(&Subject::Stage(place.stage)) || headers.contains(&Subject::Lane(place.lane));
    let items = project.items().filter(|(_, place)| is_in(*place)).map(|(item, _)| item).collect::<Vec<Item>>();
    let mut fragment = super::copy(project, &items);
    for touchpoint in &mut fragment.touchpoints {
        touchpoint.place = project.place_of(touchpoint.id.into())?;
    }
    for (card, _) in &mut fragment.cards {
        card.place = project.place_of(card.id.into())?;
    }
    let stickies = stickies_on(project, headers.iter().copied());
    let stickies = stickies.iter().filter_map(|id| project.stickies.get(id));
    fragment.stickies = stickies.map(|sticky| Sticky::clone(sticky)).collect();
    fragment.whole = Some(whole);
    Some(fragment)
}

/// Pastes stages and lanes that were copied whole into a journey: the stages after that stage, the lanes after that
/// lane, or at the end. With what it will make, and what found no place there and why; `None` if the fragment has none
/// or the journey is gone.
pub fn paste_whole(
    project: &Project,
    journey: JourneyId,
    fragment: &Arc<Fragment>,
    (after_stage, after_lane): (Option<StageId>, Option<LaneId>),
) -> Option<(Edit, Vec<Subject>, Option<String>)> {
    let whole = fragment.whole.as_ref()?;
    let lists = project.journeys.get(&journey)?;
    let after = |at: Option<usize>| at.map_or(usize::MAX, |at| at + 1);
    let edit = Edit::PasteWhole {
        fragment: Arc::clone(fragment),
        journey,
        stage_at: after(after_stage.and_then(|id| lists.stages.iter().position(|other| *other == id))),
        lane_at: after(after_lane.and_then(|id| lists.lanes.iter().position(|other| *other == id))),
    };
    let made = whole.headers().into_iter().zip(project.next_id..u64::MAX).map(|(header, id)| match header {
        Subject::Lane(_) => Subject::Lane(LaneId(id)),
        Subject::Stage(_) | Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => {
            Subject::Stage(StageId(id))
        }
    });
    Some((edit, made.collect(), Landing::new(project, journey, fragment, whole).left_out(fragment, whole)))
}

/// The stickies that lie on some stages and lanes.
pub fn stickies_on(project: &Project, headers: impl IntoIterator<Item = Subject>) -> Vec<StickyId> {
    let headers: BTreeSet<Subject> = headers.into_iter().collect();
    let is_on = |sticky: &Sticky| {
        sticky.spot.stage.is_some_and(|stage| headers.contains(&Subject::Stage(stage)))
            || sticky.spot.lane.is_some_and(|lane| headers.contains(&Subject::Lane(lane)))
    };
    project.stickies.values().filter(|sticky| is_on(sticky)).map(|sticky| sticky.id).collect()
}

/// Which stages and lanes of a journey take in what is pasted. What is not among them gets a new one if it is copied
/// whole, or if it is a lane that something lies in.
pub(super) struct Landing {
    pub stages: BTreeMap<StageId, StageId>,
    pub lanes: BTreeMap<LaneId, LaneId>,
    /// Lanes that are not copied whole, but that the journey lacks.
    pub missing_lanes: BTreeSet<LaneId>,
}

impl Landing {
    pub fn new(project: &Project, journey: JourneyId, fragment: &Fragment, whole: &Whole) -> Self {
        let (stages, lanes) = match project.journeys.get(&journey) {
            Some(lists) => (lists.stages.as_slice(), lists.lanes.as_slice()),
            None => (&[] as &[StageId], &[] as &[LaneId]),
        };
        let places = || fragment.places();
        let spots = || fragment.stickies.iter().map(|sticky| sticky.spot);
        let used: BTreeSet<StageId> =
            places().map(|place| place.stage).chain(spots().filter_map(|spot| spot.stage)).collect();
        let needed = |(_, (stage, is_copied)): &(usize, &(Stage, bool))| !is_copied && used.contains(&stage.id);
        let mut landing = Self { stages: BTreeMap::new(), lanes: BTreeMap::new(), missing_lanes: BTreeSet::new() };
        let mut taken: BTreeSet<StageId> = BTreeSet::new();
        // The very same stage before one of the same name, and that before the one in the same position.
        for how in [Likeness::Itself, Likeness::Name, Likeness::Position] {
            for (at, (stage, _)) in whole.stages.iter().enumerate().filter(needed) {
                if landing.stages.contains_key(&stage.id) {
                    continue;
                }
                let found = stages.iter().enumerate().find(|(target_at, id)| {
                    let name = project.stages.get(id).map(|target| target.name.as_str());
                    !taken.contains(id) && how.holds((at, stage.id, &stage.name), (*target_at, **id, name))
                });
                if let Some((_, id)) = found {
                    taken.insert(*id);
                    landing.stages.insert(stage.id, *id);
                }
            }
        }
        let is_copied = |id: StageId| whole.stages.iter().any(|(stage, is_copied)| *is_copied && stage.id == id);
        let lands = |id: StageId| is_copied(id) || landing.stages.contains_key(&id);
        let on_items = places().filter(|place| lands(place.stage)).map(|place| place.lane);
        let on_spots = spots().filter(|spot| spot.stage.is_none_or(lands)).filter_map(|spot| spot.lane);
        let used: BTreeSet<LaneId> = on_items.chain(on_spots).collect();
        let mut taken: BTreeSet<LaneId> = BTreeSet::new();
        for how in [Likeness::Itself, Likeness::Name] {
            let needed = whole.lanes.iter().filter(|(lane, is_copied)| !is_copied && used.contains(&lane.id));
            for (lane, _) in needed {
                if landing.lanes.contains_key(&lane.id) {
                    continue;
                }
                let found = lanes.iter().find(|id| {
                    let target = project.lanes.get(id).filter(|target| target.kind == lane.kind);
                    !taken.contains(id)
                        && target.is_some_and(|target| {
                            how.holds((0, lane.id, &lane.name), (0, target.id, Some(target.name.as_str())))
                        })
                });
                if let Some(id) = found {
                    taken.insert(*id);
                    landing.lanes.insert(lane.id, *id);
                }
            }
        }
        let missing = whole.lanes.iter().filter(|(lane, is_copied)| !is_copied && used.contains(&lane.id));
        let missing = missing.map(|(lane, _)| lane.id).filter(|id| !landing.lanes.contains_key(id));
        landing.missing_lanes = missing.collect();
        landing
    }

    /// What no stage of the journey takes in, as a sentence; `None` if everything found its place.
    fn left_out(&self, fragment: &Fragment, whole: &Whole) -> Option<String> {
        let lost = |stage: &&(Stage, bool)| !stage.1 && !self.stages.contains_key(&stage.0.id);
        let in_stage = |id: StageId| {
            let items = fragment.places().filter(|place| place.stage == id).count();
            items + fragment.stickies.iter().filter(|sticky| sticky.spot.stage == Some(id)).count()
        };
        let lost = whole.stages.iter().filter(lost).map(|(stage, _)| (stage, in_stage(stage.id)));
        let lost: Vec<(&Stage, usize)> = lost.filter(|(_, count)| *count > 0).collect();
        let count: usize = lost.iter().map(|(_, count)| count).sum();
        let names: Vec<String> = lost.iter().take(3).map(|(stage, _)| format!("\"{}\"", stage.name)).collect();
        let more = if lost.len() > names.len() { " and others" } else { "" };
        (count > 0).then(|| {
            let (cards, were) = if count == 1 { ("card", "was") } else { ("cards", "were") };
            format!(
                "{count} {cards} of {}{more} {were} left out: this map has no stage of that name or in that position. \
                 Copy the stage itself to bring its cards along.",
                names.join(", ")
            )
        })
    }
}

/// How a stage or lane of one map is known again in another.
#[derive(Clone, Copy)]
enum Likeness {
    Itself,
    Name,
    Position,
}

impl Likeness {
    fn holds<T: PartialEq>(self, (at, id, name): (usize, T, &str), target: (usize, T, Option<&str>)) -> bool {
        let has_name = target.2.is_some_and(|other| other.trim().to_lowercase() == name.trim().to_lowercase());
        match self {
            Self::Itself => id == target.1 && has_name,
            Self::Name => has_name,
            Self::Position => at == target.0,
        }
    }
}
