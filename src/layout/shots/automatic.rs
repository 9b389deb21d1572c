//! The shots that a map suggests by itself.

use std::collections::BTreeSet;

use crate::analysis::{KpiState, Standings};
use crate::model::{Aim, Item, JourneyId, Kpi, Lens, Project, Shot, ShotFrame, ShotId, ShotLook, TouchpointId};

/// What shots are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// The whole map, then each stage.
    Stages,
    Lanes,
    /// Each moment of truth with what stands under it in the other lanes.
    MomentsOfTruth,
    /// What the KPIs are of that are off track or at risk, the worst first.
    WorstKpis,
}

/// More KPIs at once would be a list, not a story.
const MOST_KPIS: usize = 6;

impl Automatic {
    pub const ALL: [Self; 4] = [Self::Stages, Self::Lanes, Self::MomentsOfTruth, Self::WorstKpis];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Stages => "By stage",
            Self::Lanes => "By lane",
            Self::MomentsOfTruth => "Moments of truth",
            Self::WorstKpis => "Worst KPIs",
        }
    }

    /// One sentence for the tooltip.
    pub fn tip(self) -> &'static str {
        match self {
            Self::Stages => "The whole map, then each stage, in as many shots as can be read from the back row",
            Self::Lanes => "Each lane, in as many shots as can be read from the back row",
            Self::MomentsOfTruth => "Each moment of truth with what stands under it",
            Self::WorstKpis => "What is off track or at risk, the worst first",
        }
    }

    /// What the journey lacks where it suggests no shots.
    pub fn lack(self) -> &'static str {
        match self {
            Self::Stages => "This map shows no stages.",
            Self::Lanes => "This map shows no lanes.",
            Self::MomentsOfTruth => "No touchpoint of this map is marked as a moment of truth.",
            Self::WorstKpis => "No KPI of this map is off track or at risk.",
        }
    }
}

/// Shots of a journey, their ids 0, 1, 2 …; none where there is nothing to make them from.
pub fn automatic(project: &Project, journey: JourneyId, from: Automatic, kpis: &Standings) -> Vec<Shot> {
    let Some(record) = project.journeys.get(&journey) else { return Vec::new() };
    let shot = |frame| Shot { is_around_dimmed: true, ..Shot::new(ShotId(0), journey, frame) };
    let mut shots: Vec<Shot> = match from {
        Automatic::Stages => {
            let is_shown = |id: &&_| project.stages.get(id).is_some_and(|stage| stage.is_open());
            let stages: Vec<Shot> =
                record.stages.iter().filter(is_shown).map(|id| shot(ShotFrame::stage(*id))).collect();
            let whole = (!stages.is_empty()).then(|| Shot::new(ShotId(0), journey, ShotFrame::Whole));
            whole.into_iter().chain(stages).collect()
        }
        Automatic::Lanes => {
            let is_shown = |id: &&_| project.lanes.get(id).is_some_and(|lane| lane.is_open());
            record.lanes.iter().filter(is_shown).map(|id| shot(ShotFrame::lane(*id))).collect()
        }
        Automatic::MomentsOfTruth => {
            let items = project.items_in_reading_order(journey);
            let touchpoints = items.into_iter().filter_map(Item::as_touchpoint);
            let decisive = |id: &TouchpointId| project.touchpoints.get(id).is_some_and(|it| it.is_moment_of_truth);
            touchpoints
                .filter(decisive)
                .filter(|id| is_seen(project, *id))
                .map(|id| {
                    let name = project.text_of(Item::Touchpoint(id)).unwrap_or_default().to_owned();
                    Shot { name, ..shot(step_of(project, id)) }
                })
                .collect()
        }
        Automatic::WorstKpis => worst(project, journey, kpis)
            .into_iter()
            .take(MOST_KPIS)
            .map(|kpi| {
                let frame = match kpi.aim {
                    Aim::Touchpoint(id) => step_of(project, id),
                    Aim::Stage(id) => ShotFrame::stage(id),
                    Aim::Journey(_) => ShotFrame::Whole,
                };
                let metric = project.metrics.get(&kpi.metric).map_or("", |metric| metric.name.as_str());
                let of = kpi.aim.name(project).unwrap_or_default();
                let look = ShotLook { lens: Lens::Kpi, ..ShotLook::default() };
                Shot { name: format!("{of}: {metric}"), notes: told(project, kpi, kpis), look, ..shot(frame) }
            })
            .collect(),
    };
    for (nth, shot) in (0..).zip(&mut shots) {
        shot.id = ShotId(nth);
    }
    shots
}

/// The KPIs of a journey that are off track or at risk, the worst first.
fn worst<'a>(project: &'a Project, journey: JourneyId, kpis: &Standings) -> Vec<&'a Kpi> {
    let is_of_it = |aim: Aim| match aim {
        Aim::Touchpoint(id) => project.journey_of(Item::Touchpoint(id)) == Some(journey) && is_seen(project, id),
        Aim::Stage(id) => project.stages.get(&id).is_some_and(|stage| stage.journey == journey && stage.is_open()),
        Aim::Journey(id) => id == journey,
    };
    let state = |kpi: &Kpi| kpis.get(kpi.id).map_or(KpiState::NoData, |standing| standing.state);
    let mut found: Vec<&Kpi> = project.kpis.values().map(AsRef::as_ref).filter(|kpi| is_of_it(kpi.aim)).collect();
    found.retain(|kpi| matches!(state(kpi), KpiState::OffTrack | KpiState::AtRisk));
    found.sort_by_key(|kpi| (state(kpi), kpi.id));
    found
}

/// How a KPI stands and why it is wanted, as notes for who presents it.
fn told(project: &Project, kpi: &Kpi, kpis: &Standings) -> String {
    let reason = project.metrics.get(&kpi.metric).zip(kpis.get(kpi.id));
    let reason = reason.map(|(metric, standing)| standing.reason(kpi, metric)).unwrap_or_default();
    [reason.as_str(), kpi.why.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Whether the map shows the touchpoint's stage and lane.
fn is_seen(project: &Project, touchpoint: TouchpointId) -> bool {
    project.place_of(Item::Touchpoint(touchpoint)).is_some_and(|place| {
        project.stages.get(&place.stage).is_some_and(|stage| stage.is_open())
            && project.lanes.get(&place.lane).is_some_and(|lane| lane.is_open())
    })
}

/// The touchpoint with the cards of its step.
fn step_of(project: &Project, touchpoint: TouchpointId) -> ShotFrame {
    let own = Item::Touchpoint(touchpoint);
    let Some(place) = project.place_of(own) else { return ShotFrame::Whole };
    let is_under = |item: Item, at: crate::model::Place| {
        item.as_touchpoint().is_none() && (at.stage, at.column) == (place.stage, place.column)
    };
    let under = project.items().filter(|(item, at)| is_under(*item, *at)).map(|(item, _)| item);
    ShotFrame::Items(under.chain([own]).collect::<BTreeSet<Item>>())
}
