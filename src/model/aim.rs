//! What a KPI, an action or a chart is about: a touchpoint, a stage or a whole journey.

use super::{Item, JourneyId, Project, StageId, TouchpointId};

/// A part of the project that goals are set for and actions work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aim {
    Touchpoint(TouchpointId),
    /// All touchpoints of a stage together.
    Stage(StageId),
    /// All touchpoints of a journey together.
    Journey(JourneyId),
}

impl Aim {
    /// The touchpoint, where it is a single one.
    pub fn touchpoint(self) -> Option<TouchpointId> {
        match self {
            Self::Touchpoint(id) => Some(id),
            Self::Stage(_) | Self::Journey(_) => None,
        }
    }

    /// "touchpoint", "stage", "journey".
    pub fn noun(self) -> &'static str {
        match self {
            Self::Touchpoint(_) => "touchpoint",
            Self::Stage(_) => "stage",
            Self::Journey(_) => "journey",
        }
    }

    /// What people call it; `None` if it is gone.
    pub fn name(self, project: &Project) -> Option<&str> {
        match self {
            Self::Touchpoint(id) => project.touchpoints.get(&id).map(|touchpoint| touchpoint.title.as_str()),
            Self::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
            Self::Journey(id) => project.journeys.get(&id).map(|journey| journey.name.as_str()),
        }
    }

    pub fn is_in(self, project: &Project) -> bool {
        self.name(project).is_some()
    }

    /// The journey that it is, or is part of.
    pub fn journey(self, project: &Project) -> Option<JourneyId> {
        match self {
            Self::Touchpoint(id) => project.journey_of(Item::Touchpoint(id)),
            Self::Stage(id) => project.stages.get(&id).map(|stage| stage.journey),
            Self::Journey(id) => project.journeys.contains_key(&id).then_some(id),
        }
    }

    /// The touchpoints that it stands for, in the order of ids. Looks at every touchpoint unless it is one.
    pub fn touchpoints(self, project: &Project) -> Vec<TouchpointId> {
        let all = || project.touchpoints.values();
        match self {
            Self::Touchpoint(id) => project.touchpoints.get(&id).map(|it| it.id).into_iter().collect(),
            Self::Stage(stage) => all().filter(|it| it.place.stage == stage).map(|it| it.id).collect(),
            Self::Journey(journey) => {
                let Some(journey) = project.journeys.get(&journey) else { return Vec::new() };
                all().filter(|it| journey.stages.contains(&it.place.stage)).map(|it| it.id).collect()
            }
        }
    }
}

impl From<TouchpointId> for Aim {
    fn from(id: TouchpointId) -> Self {
        Self::Touchpoint(id)
    }
}

impl From<StageId> for Aim {
    fn from(id: StageId) -> Self {
        Self::Stage(id)
    }
}

impl From<JourneyId> for Aim {
    fn from(id: JourneyId) -> Self {
        Self::Journey(id)
    }
}
