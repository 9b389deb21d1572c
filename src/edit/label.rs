//! What the undo menu calls an edit: "Move Checkout", "Rename stage", "Delete 3 touchpoints".

use super::{
    ActionChange, CardChange, ConnectorChange, Edit, JourneyChange, KpiChange, LaneChange, MetricChange, PersonaChange,
    SegmentChange, ShotChange, SourceChange, StageChange, StickyChange, StrategyChange, TouchpointChange,
    WorkshopChange, headers_counted,
};
use crate::model::{Item, LaneKind, PollState, Project, Subject};

/// Longer names are not put into a label.
const LONGEST_NAME: usize = 24;

impl Edit {
    /// What the edit does, in plain words, for menus. `project` is the state before the edit.
    pub fn label(&self, project: &Project) -> String {
        match self {
            Self::Batch { label, .. } => label.clone(),
            Self::RenameProject { .. } => "Rename project".to_owned(),
            Self::AddJourney { .. } => "Add journey".to_owned(),
            Self::RemoveJourney { journey } => {
                let name = project.journeys.get(journey).map(|found| found.name.as_str());
                format!("Delete {}", name_or(name, "journey"))
            }
            Self::ChangeJourney { change, .. } => match change {
                JourneyChange::Name(_) => "Rename journey".to_owned(),
                JourneyChange::Personas(_) => "Choose personas".to_owned(),
                JourneyChange::Scenario(_) => "Change scenario".to_owned(),
                JourneyChange::State(state) => format!("Mark journey as {}", state.label()),
            },
            Self::MoveJourney { journey, .. } => {
                format!("Move {}", name_or(project.journeys.get(journey).map(|found| found.name.as_str()), "journey"))
            }
            Self::CopyJourney { journey, .. } => {
                let name = project.journeys.get(journey).map(|found| found.name.as_str());
                format!("Duplicate {}", name_or(name, "journey"))
            }
            Self::CopyStage { stage } => {
                format!("Duplicate {}", name_or(project.stages.get(stage).map(|found| found.name.as_str()), "stage"))
            }
            Self::CopyLane { lane } => {
                format!("Duplicate {}", name_or(project.lanes.get(lane).map(|found| found.name.as_str()), "lane"))
            }
            Self::AddStage { .. } => "Add stage".to_owned(),
            Self::RemoveStage { stage } => {
                format!("Delete {}", name_or(project.stages.get(stage).map(|found| found.name.as_str()), "stage"))
            }
            Self::MoveStage { stage, .. } => {
                format!("Move {}", name_or(project.stages.get(stage).map(|found| found.name.as_str()), "stage"))
            }
            Self::ChangeStage { change, .. } => match change {
                StageChange::Name(_) => "Rename stage".to_owned(),
                StageChange::Description(_) => "Describe stage".to_owned(),
                StageChange::Phase(_) => "Change phase".to_owned(),
                StageChange::Tint(_) => "Color stage".to_owned(),
                StageChange::CardWidth(_) => "Resize stage".to_owned(),
                StageChange::Collapsed(true) => "Collapse stage".to_owned(),
                StageChange::Collapsed(false) => "Expand stage".to_owned(),
                StageChange::Hidden(true) => "Hide stage".to_owned(),
                StageChange::Hidden(false) => "Show stage".to_owned(),
            },
            Self::AddLane { .. } => "Add lane".to_owned(),
            Self::RemoveLane { lane } => {
                format!("Delete {}", name_or(project.lanes.get(lane).map(|found| found.name.as_str()), "lane"))
            }
            Self::MoveLane { lane, .. } => {
                format!("Move {}", name_or(project.lanes.get(lane).map(|found| found.name.as_str()), "lane"))
            }
            Self::ChangeLane { change, .. } => match change {
                LaneChange::Name(_) => "Rename lane".to_owned(),
                LaneChange::Tint(_) => "Color lane".to_owned(),
                LaneChange::Height(_) => "Resize lane".to_owned(),
                LaneChange::Collapsed(true) => "Collapse lane".to_owned(),
                LaneChange::Collapsed(false) => "Expand lane".to_owned(),
                LaneChange::Hidden(true) => "Hide lane".to_owned(),
                LaneChange::Hidden(false) => "Show lane".to_owned(),
                LaneChange::Grouping(Some(grouping)) => format!("Group by {}", grouping.label().to_lowercase()),
                LaneChange::Grouping(None) => "Ungroup lane".to_owned(),
                LaneChange::Chart(_) => "Change charts".to_owned(),
            },
            Self::AddTouchpoint { .. } => "Add touchpoint".to_owned(),
            Self::AddCard { placement, .. } => {
                let kind = project.lanes.get(&placement.lane).map(|lane| lane.kind);
                format!("Add {}", kind.map_or("card", LaneKind::item_label))
            }
            Self::MoveItems { items, .. } => format!("Move {}", items_named(project, items)),
            Self::RemoveItems { items } => format!("Delete {}", items_named(project, items)),
            Self::ChangeTouchpoints { touchpoints, change } => {
                let items: Vec<Item> = touchpoints.iter().copied().map(Item::Touchpoint).collect();
                touchpoint_change(change, &items_named(project, &items), items.len())
            }
            Self::ChangeCards { cards, change } => {
                let items: Vec<Item> = cards.iter().copied().map(Item::Card).collect();
                let verb = match change {
                    CardChange::Text(_) | CardChange::Body(_) => "Edit",
                    CardChange::Tint(_) => "Color",
                };
                format!("{verb} {}", items_counted(project, &items))
            }
            Self::AddSticky { .. } => "Add sticky".to_owned(),
            Self::RemoveStickies { stickies } => format!("Delete {}", stickies_counted(stickies.len())),
            Self::ChangeStickies { stickies, change } => {
                let verb = match change {
                    StickyChange::Text(_) => "Edit",
                    StickyChange::Color(_) => "Color",
                    StickyChange::Spot(_) => "Move",
                };
                format!("{verb} {}", stickies_counted(stickies.len()))
            }
            Self::AddPersona { .. } => "Add persona".to_owned(),
            Self::RemovePersona { persona } => {
                let name = project.personas.get(persona).map(|found| found.name.as_str());
                format!("Delete {}", name_or(name, "persona"))
            }
            Self::ChangePersona { change, .. } => match change {
                PersonaChange::Name(_) => "Rename persona".to_owned(),
                PersonaChange::Picture(_) => "Change picture of persona".to_owned(),
                PersonaChange::Tint(_) => "Color persona".to_owned(),
                PersonaChange::Role(_)
                | PersonaChange::Quote(_)
                | PersonaChange::Goals(_)
                | PersonaChange::Frustrations(_)
                | PersonaChange::Segment(_) => "Edit persona".to_owned(),
            },
            Self::AddSegment { .. } => "Add segment".to_owned(),
            Self::RemoveSegment { segment } => {
                let name = project.segments.get(segment).map(|found| found.name.as_str());
                format!("Delete {}", name_or(name, "segment"))
            }
            Self::ChangeSegment { change, .. } => match change {
                SegmentChange::Name(_) => "Rename segment".to_owned(),
                SegmentChange::Description(_) => "Describe segment".to_owned(),
            },
            Self::AddPicture { .. } => "Add picture".to_owned(),
            Self::AddKpi { .. } => "Add KPI".to_owned(),
            Self::RemoveKpi { .. } => "Delete KPI".to_owned(),
            Self::ChangeKpi { change, .. } => match change {
                KpiChange::Metric(_) => "Change metric of KPI".to_owned(),
                KpiChange::Baseline(_) => "Change baseline".to_owned(),
                KpiChange::Target(_) => "Change target".to_owned(),
                KpiChange::Due(_) => "Change due date".to_owned(),
                KpiChange::Owner(_) => "Change owner of KPI".to_owned(),
                KpiChange::Aim(_) => "Change what KPI is about".to_owned(),
                KpiChange::Segment(_) => "Change segment of KPI".to_owned(),
                KpiChange::Start(_) => "Change start date".to_owned(),
                KpiChange::Why(_) => "Change reason of KPI".to_owned(),
            },
            Self::AddAction { .. } => "Add action".to_owned(),
            Self::RemoveAction { action } => {
                let title = project.actions.get(action).map(|found| found.title.as_str());
                format!("Delete {}", name_or(title, "action"))
            }
            Self::ChangeAction { action, change } => {
                let title = name_or(project.actions.get(action).map(|found| found.title.as_str()), "action");
                match change {
                    ActionChange::Title(_) => "Rename action".to_owned(),
                    ActionChange::Description(_) => format!("Describe {title}"),
                    ActionChange::Aims(_) => format!("Change where {title} works"),
                    ActionChange::Metric(_) => format!("Change metric of {title}"),
                    ActionChange::Owner(_) => format!("Change owner of {title}"),
                    ActionChange::State(state) => format!("Mark {title} as {}", state.label().to_lowercase()),
                    ActionChange::Start(_) => format!("Change start of {title}"),
                    ActionChange::End(_) => format!("Change end of {title}"),
                    ActionChange::Rating { .. } => format!("Rate {title}"),
                }
            }
            Self::AddChart { .. } => "Pin chart".to_owned(),
            Self::RemoveChart { .. } => "Unpin chart".to_owned(),
            Self::MoveChart { .. } => "Move chart".to_owned(),
            Self::ChangeChart { .. } => "Change chart".to_owned(),
            Self::AddShot { .. } => "Add shot".to_owned(),
            Self::RemoveShot { shot } => {
                let name = project.shot(*shot).map(|found| found.shown_name(project));
                format!("Delete {}", name_or(name.as_deref(), "shot"))
            }
            Self::MoveShot { .. } => "Move shot".to_owned(),
            Self::ChangeShot { change, .. } => match change {
                ShotChange::Name(_) => "Rename shot".to_owned(),
                ShotChange::Notes(_) => "Edit notes of shot".to_owned(),
                ShotChange::View { .. } => "Update view of shot".to_owned(),
                ShotChange::AroundDimmed(true) => "Dim around shot".to_owned(),
                ShotChange::AroundDimmed(false) => "Undim around shot".to_owned(),
                ShotChange::StepByStep(true) => "Show shot step by step".to_owned(),
                ShotChange::StepByStep(false) => "Show shot at once".to_owned(),
            },
            Self::Dismiss { .. } => "Dismiss insight".to_owned(),
            Self::Reopen { .. } => "Show insight again".to_owned(),
            Self::ChangeStrategy { change } => match change {
                StrategyChange::Business(_) => "Change business model".to_owned(),
                StrategyChange::Logo(_) => "Change logo".to_owned(),
                StrategyChange::Colors(_) => "Change brand colors".to_owned(),
                StrategyChange::Look(_)
                | StrategyChange::Voice(_)
                | StrategyChange::Message(_)
                | StrategyChange::Offer(_) => "Edit brand sheet".to_owned(),
                StrategyChange::Weights(_) => "Change weights".to_owned(),
                StrategyChange::ConversionValue(_) => "Change value of a conversion".to_owned(),
            },
            Self::ChangeWorkshop { change } => workshop_change(project, change),
            Self::AddSnapshot { .. } => "Take snapshot".to_owned(),
            Self::RenameSnapshot { .. } => "Rename snapshot".to_owned(),
            Self::RemoveSnapshot { .. } => "Delete snapshot".to_owned(),
            Self::Restore { label, .. } => format!("Restore {}", name_or(Some(label), "snapshot")),
            Self::AddConnector { .. } => "Add connector".to_owned(),
            Self::RemoveConnectors { connectors } => format!("Delete {}", counted(connectors.len(), "connector")),
            Self::ChangeConnectors { connectors, change } => match change {
                ConnectorChange::Label(_) => format!("Label {}", counted(connectors.len(), "connector")),
                ConnectorChange::Kind(_) => format!("Change {}", counted(connectors.len(), "connector")),
                ConnectorChange::Ends { .. } => format!("Reconnect {}", counted(connectors.len(), "connector")),
            },
            Self::Paste { fragment, .. } => {
                let (touchpoints, cards) = (fragment.touchpoints.len(), fragment.cards.len());
                let what = match (touchpoints, cards) {
                    (_, 0) => counted(touchpoints, "touchpoint"),
                    (0, _) => counted(cards, "card"),
                    (_, _) => counted(touchpoints + cards, "item"),
                };
                format!("Paste {what}")
            }
            Self::PasteWhole { fragment, .. } => {
                let copied = fragment.whole.as_ref().map(|whole| (whole.names(), whole.headers()));
                let (names, headers) = copied.unwrap_or_default();
                match (names.as_slice(), headers.as_slice()) {
                    ([name], [Subject::Stage(_)]) => format!("Paste {}", name_or(Some(name), "stage")),
                    ([name], [_]) => format!("Paste {}", name_or(Some(name), "lane")),
                    (_, headers) => format!("Paste {}", headers_counted(headers)),
                }
            }
            Self::Attach { attachment } => {
                let verb = if !attachment.replaces.is_empty() { "Update" } else { "Attach" };
                format!("{verb} {}", attachment.source.shown_name())
            }
            Self::RemoveSource { source } => {
                // A file is known by its name, however long.
                format!("Remove {}", project.sources.get(source).map_or("source", |found| found.shown_name()))
            }
            Self::ChangeSource { change: SourceChange::Name(_), .. } => "Rename imported file".to_owned(),
            Self::ChangeMetric { change, .. } => match change {
                MetricChange::Direction(_) => "Change which way is good".to_owned(),
                MetricChange::Name(_) | MetricChange::ShortName(_) => "Rename metric".to_owned(),
                MetricChange::Display(_) => "Change how values are shown".to_owned(),
                MetricChange::Formula { .. } => "Change formula".to_owned(),
            },
            Self::AddMetric { metric } => format!("Add metric {}", metric.name),
            Self::RemoveMetric { metric } => {
                format!("Remove metric {}", project.metrics.get(metric).map_or("", |metric| metric.name.as_str()))
            }
        }
    }
}

fn touchpoint_change(change: &TouchpointChange, name: &str, count: usize) -> String {
    match change {
        TouchpointChange::Title(_) => format!("Rename {}", counted(count, "touchpoint")),
        TouchpointChange::Kind(_) => format!("Change type of {name}"),
        TouchpointChange::Channel(channel) => format!("Set channel to {}", channel.label()),
        TouchpointChange::Description(_) => format!("Describe {name}"),
        TouchpointChange::Owner(_) => format!("Change owner of {name}"),
        TouchpointChange::MomentOfTruth(true) => format!("Mark {name} as moment of truth"),
        TouchpointChange::MomentOfTruth(false) => format!("Unmark {name} as moment of truth"),
        TouchpointChange::Evidence(evidence) => format!("Mark {name} as {}", evidence.label().to_lowercase()),
        TouchpointChange::Importance(_) => format!("Change importance of {name}"),
        TouchpointChange::ImportanceToOrganization(_) => format!("Change importance of {name}"),
        TouchpointChange::Satisfaction(_) => format!("Change satisfaction with {name}"),
        TouchpointChange::Emotion { emotion: Some(emotion), .. } => format!("Set emotion at {name} to {emotion}"),
        TouchpointChange::Emotion { emotion: None, .. } => format!("Clear emotion at {name}"),
        TouchpointChange::Personas(_) => format!("Choose personas of {name}"),
        TouchpointChange::Segments(_) => format!("Choose segments of {name}"),
        TouchpointChange::Links(_) => format!("Change links of {name}"),
        TouchpointChange::Tags(_) => format!("Tag {name}"),
        TouchpointChange::Check { answer: Some(_), .. } => format!("Answer check of {name}"),
        TouchpointChange::Check { answer: None, .. } => format!("Clear check of {name}"),
        TouchpointChange::Aliases(_) => format!("Change names of {name} in files"),
    }
}

/// "Checkout" for one item of a short name, else "pain point" or "3 touchpoints".
fn items_named(project: &Project, items: &[Item]) -> String {
    if let [Item::Touchpoint(id)] = items {
        return name_or(project.touchpoints.get(id).map(|touchpoint| touchpoint.title.as_str()), "touchpoint");
    }
    items_counted(project, items)
}

/// "touchpoint", "3 touchpoints", "2 pain points"; "5 items" where they are of several kinds.
pub(super) fn items_counted(project: &Project, items: &[Item]) -> String {
    let mut nouns = items.iter().map(|item| {
        let lane = project.place_of(*item).and_then(|place| project.lanes.get(&place.lane));
        lane.map_or("item", |lane| lane.kind.item_label())
    });
    let Some(noun) = nouns.next() else { return "nothing".to_owned() };
    counted(items.len(), if nouns.all(|other| other == noun) { noun } else { "item" })
}

fn workshop_change(project: &Project, change: &WorkshopChange) -> String {
    let label = match change {
        WorkshopChange::Vote { poll, .. } => {
            let voter = project.workshop.poll(*poll).map_or(1, |poll| poll.ballots.len().max(1));
            // Whoever sits at the computer next shall not read where they went.
            return format!("Dots of person {voter}");
        }
        WorkshopChange::Start(_) => "Start workshop",
        WorkshopChange::Resume(_) => "Go on with workshop",
        WorkshopChange::End => "End workshop",
        WorkshopChange::RenameSession { .. } => "Rename workshop",
        WorkshopChange::RemoveSession(_) => "Forget workshop",
        WorkshopChange::AddActivity { .. } => "Add activity",
        WorkshopChange::ChangeActivity(_) => "Change activity",
        WorkshopChange::MoveActivity { .. } => "Move activity",
        WorkshopChange::RemoveActivity(_) => "Delete activity",
        WorkshopChange::Park(_) => "Park note",
        WorkshopChange::ChangeParked(_) => "Change parked note",
        WorkshopChange::RemoveParked(_) => "Delete parked note",
        WorkshopChange::AddPoll(_) => "Start vote",
        WorkshopChange::RenamePoll { .. } => "Rename vote",
        WorkshopChange::SetPollState { state: PollState::Open, .. } => "Reopen vote",
        WorkshopChange::SetPollState { state: PollState::Closed, .. } => "Close vote",
        WorkshopChange::SetPollState { state: PollState::Shown, .. } => "Show votes",
        WorkshopChange::SetVoters { .. } => "Change number of voters",
        WorkshopChange::RemovePoll(_) => "Delete vote",
        WorkshopChange::NextVoter(_) => "Go on to next voter",
    };
    label.to_owned()
}

/// "touchpoint" for one, "3 touchpoints" for several.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return noun.to_owned();
    }
    if let Some(rest) = noun.strip_prefix("piece of ") {
        return format!("{count} pieces of {rest}");
    }
    if noun.ends_with("process") {
        return format!("{count} {noun}es");
    }
    match noun.strip_suffix('y') {
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}

fn stickies_counted(count: usize) -> String {
    if count == 1 { "sticky".to_owned() } else { format!("{count} stickies") }
}

/// The name if it is short enough for a menu, else what the thing is.
fn name_or(name: Option<&str>, what: &str) -> String {
    let is_short = |name: &&str| !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME;
    name.map(str::trim).filter(is_short).unwrap_or(what).to_owned()
}
