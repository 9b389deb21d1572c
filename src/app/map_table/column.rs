//! The columns: what stands in a cell, and what it can become. Draws nothing.

use super::rows::{headers_of, text_of};
use crate::app::workspace::Workspace;
use crate::edit::{Edit, Placement, TouchpointChange};
use crate::model::{
    Channel, Emotion, Evidence, Item, Journey, PersonaId, Place, Project, StageId, Subject, Touchpoint, TouchpointId,
};

/// A column, in the order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    Stage,
    Step,
    Lane,
    /// Where it stands among the cards of its stage and lane.
    Position,
    #[default]
    Title,
    Channel,
    Owner,
    Evidence,
    Importance,
    Satisfaction,
    Emotion,
    Metrics,
}

/// How a cell is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    Text,
    Choice,
    /// It cannot be edited here, or there is nothing of the kind.
    None,
}

/// What a cell may become, and which of it it is now.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub entries: Vec<(String, Edit)>,
    pub current: usize,
}

impl Column {
    pub const ALL: [Self; 12] = [
        Self::Stage,
        Self::Step,
        Self::Lane,
        Self::Position,
        Self::Title,
        Self::Channel,
        Self::Owner,
        Self::Evidence,
        Self::Importance,
        Self::Satisfaction,
        Self::Emotion,
        Self::Metrics,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Stage => "Stage",
            Self::Step => "Step",
            Self::Lane => "Lane",
            Self::Position => "Position",
            Self::Title => "Title",
            Self::Channel => "Channel",
            Self::Owner => "Owner",
            Self::Evidence => "Evidence",
            Self::Importance => "Importance",
            Self::Satisfaction => "Satisfaction",
            Self::Emotion => "Emotion",
            Self::Metrics => "Metrics",
        }
    }

    /// Whether it says where a row stands rather than what it says.
    pub fn is_quiet(self) -> bool {
        match self {
            Self::Stage | Self::Step | Self::Lane | Self::Position | Self::Metrics => true,
            Self::Title
            | Self::Channel
            | Self::Owner
            | Self::Evidence
            | Self::Importance
            | Self::Satisfaction
            | Self::Emotion => false,
        }
    }

    /// How wide it is before it is resized, in points.
    pub fn width(self) -> f32 {
        match self {
            Self::Step => 44.0,
            Self::Title => 220.0,
            Self::Metrics => 260.0,
            Self::Importance | Self::Satisfaction => 86.0,
            Self::Emotion | Self::Position => 72.0,
            Self::Evidence => 90.0,
            Self::Stage | Self::Lane | Self::Channel | Self::Owner => 116.0,
        }
    }

    /// What stands in the cell; empty where there is nothing of the kind. The rows know the position.
    pub fn text(self, workspace: &Workspace, row: Subject) -> String {
        let project = workspace.document.project();
        let (stage, lane) = headers_of(project, row);
        match self {
            Self::Stage => {
                stage.and_then(|stage| project.stages.get(&stage)).map(|it| it.name.clone()).unwrap_or_default()
            }
            Self::Lane => {
                let name = lane.and_then(|lane| project.lanes.get(&lane)).map(|it| it.name.as_str());
                match (row, name) {
                    (Subject::Sticky(_), Some(name)) => format!("Sticky, {name}"),
                    (Subject::Sticky(_), None) => "Sticky".to_owned(),
                    (_, name) => name.unwrap_or_default().to_owned(),
                }
            }
            Self::Title => text_of(project, row).unwrap_or_default().to_owned(),
            Self::Step => match row {
                Subject::Item(item) => project.place_of(item).map(|it| (it.column + 1).to_string()).unwrap_or_default(),
                Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => String::new(),
            },
            Self::Channel
            | Self::Owner
            | Self::Evidence
            | Self::Importance
            | Self::Satisfaction
            | Self::Emotion
            | Self::Metrics => touchpoint_of(project, row)
                .map(|touchpoint| self.of_touchpoint(workspace, touchpoint))
                .unwrap_or_default(),
            Self::Position => String::new(),
        }
    }

    fn of_touchpoint(self, workspace: &Workspace, touchpoint: &Touchpoint) -> String {
        let rating = |rating: Option<u8>| rating.map(|rating| rating.to_string()).unwrap_or_default();
        match self {
            Self::Channel => touchpoint.channel.label().to_owned(),
            Self::Owner => touchpoint.owner.clone(),
            Self::Evidence => touchpoint.evidence.label().to_owned(),
            Self::Importance => rating(touchpoint.importance),
            Self::Satisfaction => rating(touchpoint.satisfaction),
            Self::Emotion => {
                let emotion = touchpoint.emotions.get(&main_persona(workspace));
                emotion.map(Emotion::to_string).unwrap_or_default()
            }
            Self::Metrics => {
                let chips = workspace.numbers.chips(touchpoint.id, &workspace.view);
                let texts = chips.iter().map(|chip| {
                    let change =
                        if chip.change_text.is_empty() { String::new() } else { format!(" {}", chip.change_text) };
                    format!("{} {}{change}", chip.short_name, chip.text)
                });
                texts.collect::<Vec<_>>().join(" · ")
            }
            Self::Stage | Self::Step | Self::Lane | Self::Position | Self::Title => String::new(),
        }
    }

    /// How the cell is edited.
    pub fn editor(self, row: Subject) -> Editor {
        let is_touchpoint = matches!(row, Subject::Item(Item::Touchpoint(_)));
        match self {
            Self::Title => Editor::Text,
            Self::Owner if is_touchpoint => Editor::Text,
            Self::Stage | Self::Step | Self::Lane if matches!(row, Subject::Item(_)) => Editor::Choice,
            Self::Channel | Self::Evidence | Self::Importance | Self::Satisfaction | Self::Emotion if is_touchpoint => {
                Editor::Choice
            }
            Self::Stage
            | Self::Step
            | Self::Lane
            | Self::Position
            | Self::Channel
            | Self::Owner
            | Self::Evidence
            | Self::Importance
            | Self::Satisfaction
            | Self::Emotion
            | Self::Metrics => Editor::None,
        }
    }

    /// What the cell may become.
    pub fn choices(self, workspace: &Workspace, item: Item) -> Choices {
        let project = workspace.document.project();
        let (Some(place), Some(journey)) = (project.place_of(item), workspace.open_journey()) else {
            return Choices::default();
        };
        let moved = |placement| Edit::MoveItems { items: vec![item], placement };
        match self {
            Self::Stage => stages(project, journey, item, place),
            Self::Step => {
                let steps = column_count(project, place.stage);
                // One more opens a step of its own.
                let entries = (0..=steps).map(|column| {
                    let placement = Placement { column, order: u32::MAX, ..Placement::at(place) };
                    let label = if column < steps { (column + 1).to_string() } else { format!("{}, new", column + 1) };
                    (label, moved(placement))
                });
                Choices { entries: entries.collect(), current: place.column as usize }
            }
            Self::Lane => {
                let takes =
                    |lane: &&crate::model::LaneId| project.lanes.get(lane).is_some_and(|lane| item.fits(lane.kind));
                let lanes: Vec<_> = journey.lanes.iter().filter(takes).copied().collect();
                let entries = lanes.iter().map(|lane| {
                    let name = project.lanes.get(lane).map(|lane| lane.name.clone()).unwrap_or_default();
                    let placement = Placement { lane: *lane, order: u32::MAX, ..Placement::at(place) };
                    (name, moved(placement))
                });
                Choices {
                    entries: entries.collect(),
                    current: lanes.iter().position(|lane| *lane == place.lane).unwrap_or(0),
                }
            }
            Self::Channel | Self::Evidence | Self::Importance | Self::Satisfaction | Self::Emotion => {
                touchpoint_of(project, item.into())
                    .map(|touchpoint| self.of_record(workspace, touchpoint))
                    .unwrap_or_default()
            }
            Self::Position | Self::Title | Self::Owner | Self::Metrics => Choices::default(),
        }
    }

    /// What a field of a touchpoint may become.
    fn of_record(self, workspace: &Workspace, touchpoint: &Touchpoint) -> Choices {
        let change = |change| Edit::ChangeTouchpoints { touchpoints: vec![touchpoint.id], change };
        let rated = |now: Option<u8>, of: fn(Option<u8>) -> TouchpointChange| {
            let entries = [None, Some(1), Some(2), Some(3), Some(4), Some(5)].map(|rating| {
                (rating.map_or_else(|| "Not said".to_owned(), |rating| rating.to_string()), change(of(rating)))
            });
            Choices { entries: entries.into(), current: now.map_or(0, usize::from) }
        };
        match self {
            Self::Channel => {
                let entries = Channel::ALL
                    .iter()
                    .map(|channel| (channel.label().to_owned(), change(TouchpointChange::Channel(*channel))));
                let current = Channel::ALL.iter().position(|channel| *channel == touchpoint.channel);
                Choices { entries: entries.collect(), current: current.unwrap_or(0) }
            }
            Self::Evidence => {
                let entries = Evidence::ALL
                    .map(|evidence| (evidence.label().to_owned(), change(TouchpointChange::Evidence(evidence))));
                let current = Evidence::ALL.iter().position(|evidence| *evidence == touchpoint.evidence);
                Choices { entries: entries.into(), current: current.unwrap_or(0) }
            }
            Self::Importance => rated(touchpoint.importance, TouchpointChange::Importance),
            Self::Satisfaction => rated(touchpoint.satisfaction, TouchpointChange::Satisfaction),
            Self::Emotion => {
                let persona = main_persona(workspace);
                let now = touchpoint.emotions.get(&persona).copied();
                // From the best down, by halves; what lies between is kept as it is until another is chosen.
                let steps: Vec<Option<Emotion>> =
                    std::iter::once(None).chain((-4..=4).rev().map(|half| Emotion::from_tenths(half * 5))).collect();
                let entries = steps.iter().map(|emotion| {
                    let label = emotion.map_or_else(|| "Not said".to_owned(), |emotion| emotion.to_string());
                    (label, change(TouchpointChange::Emotion { persona, emotion: *emotion }))
                });
                let apart = |step: &Option<Emotion>| match (step, now) {
                    (Some(step), Some(now)) => step.tenths().abs_diff(now.tenths()),
                    (None, None) => 0,
                    (Some(_), None) | (None, Some(_)) => u8::MAX,
                };
                let current = (0..steps.len()).min_by_key(|at| steps.get(*at).map(apart)).unwrap_or(0);
                Choices { entries: entries.collect(), current }
            }
            Self::Stage | Self::Step | Self::Lane | Self::Position | Self::Title | Self::Owner | Self::Metrics => {
                Choices::default()
            }
        }
    }
}

fn stages(project: &Project, journey: &Journey, item: Item, place: Place) -> Choices {
    let entries = journey.stages.iter().map(|stage| {
        let name = project.stages.get(stage).map(|stage| stage.name.clone()).unwrap_or_default();
        let placement = Placement::end_of(project, *stage, place.lane);
        (name, Edit::MoveItems { items: vec![item], placement })
    });
    let current = journey.stages.iter().position(|stage| *stage == place.stage).unwrap_or(0);
    Choices { entries: entries.collect(), current }
}

/// Whose feelings the table shows: the journey's first persona's, else everybody's.
fn main_persona(workspace: &Workspace) -> Option<PersonaId> {
    workspace.open_journey().and_then(|journey| journey.personas.first().copied())
}

fn touchpoint_of(project: &Project, row: Subject) -> Option<&Touchpoint> {
    match row {
        Subject::Item(Item::Touchpoint(id)) => project.touchpoints.get(&id).map(AsRef::as_ref),
        Subject::Item(Item::Card(_))
        | Subject::Stage(_)
        | Subject::Lane(_)
        | Subject::Connector(_)
        | Subject::Sticky(_) => None,
    }
}

/// The edit that gives a touchpoint that owner.
pub fn owner_edit(touchpoint: TouchpointId, owner: String) -> Edit {
    Edit::ChangeTouchpoints { touchpoints: vec![touchpoint], change: TouchpointChange::Owner(owner) }
}

fn column_count(project: &Project, stage: StageId) -> u32 {
    let columns = project.items().filter(|(_, place)| place.stage == stage).map(|(_, place)| place.column + 1);
    columns.max().unwrap_or(0)
}
