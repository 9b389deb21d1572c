//! Shots: bookmarked views of a map, in the order in which they are presented. Where a frame lies is `layout`'s.

use std::collections::BTreeSet;

use super::{Item, JourneyId, LaneId, LegendKey, Lens, Project, Rest, ShotId, Spot, StageId};
use crate::base::Vec2;

/// A view of a map to be shown to a room, with what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shot {
    pub id: ShotId,
    /// INVARIANT: in the project.
    pub journey: JourneyId,
    /// Empty for the one that its frame makes; see [`Shot::shown_name`].
    pub name: String,
    /// What the presenter says; only they see it.
    pub notes: String,
    pub frame: ShotFrame,
    pub look: ShotLook,
    /// Whether what lies around the frame is pale.
    pub is_around_dimmed: bool,
    /// Whether the touchpoints of its frame appear one by one.
    pub is_step_by_step: bool,
}

/// What of the map a shot shows. All but the region follow what they show wherever it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ShotFrame {
    #[default]
    Whole,
    /// Where these stages and these lanes cross; no stages for all of them, no lanes for all of them with the stages'
    /// headers. INVARIANT: not both empty, all of the shot's journey.
    Cells {
        stages: BTreeSet<StageId>,
        lanes: BTreeSet<LaneId>,
        /// Of a single stage only its steps from the first to the last of these, both included; what of them the stage
        /// does not have is left out. INVARIANT: only with one stage, the first not behind the last.
        steps: Option<(u32, u32)>,
    },
    /// What holds all of these. INVARIANT: not empty, all in the project.
    Items(BTreeSet<Item>),
    /// A part of the map that nothing on it stands for.
    Region {
        /// Upper left corner, counted from a stage and a lane, so that it goes along with them.
        /// INVARIANT: these are of the shot's journey.
        corner: Spot,
        /// In points at 100%. INVARIANT: finite, positive.
        size: Vec2,
    },
}

impl ShotFrame {
    /// One stage, from its header to its last lane.
    pub fn stage(stage: StageId) -> Self {
        Self::Cells { stages: BTreeSet::from([stage]), lanes: BTreeSet::new(), steps: None }
    }

    /// One lane, with its header.
    pub fn lane(lane: LaneId) -> Self {
        Self::Cells { stages: BTreeSet::new(), lanes: BTreeSet::from([lane]), steps: None }
    }
}

/// How a shot colors the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShotLook {
    /// INVARIANT: the metric is in the project.
    pub lens: Lens,
    /// What of the lens is looked at; empty for all. INVARIANT: personas and segments are in the project.
    pub shown: BTreeSet<LegendKey>,
    /// What becomes of the others.
    pub rest: Rest,
}

impl Shot {
    /// A shot that shows all touchpoints at once, and nothing pale.
    pub fn new(id: ShotId, journey: JourneyId, frame: ShotFrame) -> Self {
        Self {
            id,
            journey,
            name: String::new(),
            notes: String::new(),
            frame,
            look: ShotLook::default(),
            is_around_dimmed: false,
            is_step_by_step: false,
        }
    }

    /// Its name, else what it shows: "Buy", "Buy, steps 1–3: Touchpoints and 2 more", "Whole map".
    pub fn shown_name(&self, project: &Project) -> String {
        if !self.name.trim().is_empty() {
            return self.name.clone();
        }
        let name = match &self.frame {
            ShotFrame::Whole => None,
            ShotFrame::Cells { stages, lanes, steps } => {
                // In the order of the map, not of the ids.
                let journey = project.journeys.get(&self.journey);
                let order = journey.map_or(&[][..], |journey| &journey.stages);
                let stage = |id: &StageId| project.stages.get(id).map(|stage| stage.name.clone());
                let stages = listed(order.iter().filter(|id| stages.contains(id)), stage);
                let order = journey.map_or(&[][..], |journey| &journey.lanes);
                let lane = |id: &LaneId| project.lanes.get(id).map(|lane| lane.name.clone());
                let lanes = listed(order.iter().filter(|id| lanes.contains(id)), lane);
                let stages = stages.map(|stages| match steps {
                    Some((from, to)) if from == to => format!("{stages}, step {}", from.saturating_add(1)),
                    Some((from, to)) => {
                        format!("{stages}, steps {}–{}", from.saturating_add(1), to.saturating_add(1))
                    }
                    None => stages,
                });
                match (stages, lanes) {
                    (Some(stages), Some(lanes)) => Some(format!("{stages}: {lanes}")),
                    (stages, lanes) => stages.or(lanes),
                }
            }
            ShotFrame::Items(items) => listed(items.iter(), |item| project.text_of(*item).map(str::to_owned)),
            ShotFrame::Region { .. } => Some("Part of the map".to_owned()),
        };
        name.unwrap_or_else(|| "Whole map".to_owned())
    }
}

/// "Buy", "Buy and 2 more"; `None` where nothing has a name.
fn listed<'a, T: 'a>(all: impl Iterator<Item = &'a T> + Clone, name: impl Fn(&T) -> Option<String>) -> Option<String> {
    let count = all.clone().count();
    let first = all.clone().find_map(|one| name(one).filter(|name| !name.trim().is_empty()))?;
    Some(if count == 1 { first } else { format!("{first} and {} more", count - 1) })
}
