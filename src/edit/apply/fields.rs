//! Changes to single fields of records, and connectors. Nothing here moves an item.

use std::collections::BTreeSet;

use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{
    CardChange, ConnectorChange, EditError, JourneyChange, LaneChange, MetricChange, StageChange, TouchpointChange,
};
use crate::model::{CardId, Connector, ConnectorId, Item, JourneyId, LaneId, MetricId, Project, StageId, TouchpointId};

pub fn change_journey(project: &mut Project, id: JourneyId, change: &JourneyChange) -> Result<(), EditError> {
    change_record(&mut project.journeys, id, "journey", |journey| match change {
        JourneyChange::Name(name) => journey.name.clone_from(name),
        JourneyChange::Persona(persona) => journey.persona.clone_from(persona),
        JourneyChange::Scenario(scenario) => journey.scenario.clone_from(scenario),
        JourneyChange::State(state) => journey.state = *state,
    })
}

pub fn change_stage(project: &mut Project, id: StageId, change: &StageChange) -> Result<(), EditError> {
    change_record(&mut project.stages, id, "stage", |stage| match change {
        StageChange::Name(name) => stage.name.clone_from(name),
        StageChange::Description(description) => stage.description.clone_from(description),
        StageChange::Phase(phase) => stage.phase = *phase,
    })
}

pub fn change_lane(project: &mut Project, id: LaneId, change: &LaneChange) -> Result<(), EditError> {
    change_record(&mut project.lanes, id, "lane", |lane| match change {
        LaneChange::Name(name) => lane.name.clone_from(name),
    })
}

pub fn change_touchpoints(
    project: &mut Project,
    ids: &[TouchpointId],
    change: &TouchpointChange,
) -> Result<(), EditError> {
    if let TouchpointChange::Importance(importance) = change {
        check_importance(*importance)?;
    }
    for id in ids {
        change_record(&mut project.touchpoints, *id, "touchpoint", |touchpoint| match change {
            TouchpointChange::Title(title) => touchpoint.title.clone_from(title),
            TouchpointChange::Kind(kind) => touchpoint.kind.clone_from(kind),
            TouchpointChange::Channel(channel) => touchpoint.channel = *channel,
            TouchpointChange::Description(description) => touchpoint.description.clone_from(description),
            TouchpointChange::Owner(owner) => touchpoint.owner.clone_from(owner),
            TouchpointChange::MomentOfTruth(is_moment) => touchpoint.is_moment_of_truth = *is_moment,
            TouchpointChange::Evidence(evidence) => touchpoint.evidence = *evidence,
            TouchpointChange::Importance(importance) => touchpoint.importance = *importance,
            TouchpointChange::Tags(tags) => touchpoint.tags.clone_from(tags),
            TouchpointChange::Aliases(aliases) => touchpoint.aliases.clone_from(aliases),
        })?;
    }
    Ok(())
}

pub fn check_importance(importance: Option<u8>) -> Result<(), EditError> {
    match importance {
        None | Some(1..=5) => Ok(()),
        Some(value) => Err(EditError::ImportanceOutOfRange { value }),
    }
}

pub fn change_cards(project: &mut Project, ids: &[CardId], change: &CardChange) -> Result<(), EditError> {
    for id in ids {
        change_record(&mut project.cards, *id, "card", |card| match change {
            CardChange::Text(text) => card.text.clone_from(text),
        })?;
    }
    Ok(())
}

pub fn change_metric(project: &mut Project, id: MetricId, change: &MetricChange) -> Result<(), EditError> {
    change_record(&mut project.metrics, id, "metric", |metric| match change {
        MetricChange::Direction(direction) => metric.direction = *direction,
        MetricChange::Name(name) => metric.name.clone_from(name),
        MetricChange::ShortName(name) => metric.short_name.clone_from(name),
    })
}

pub fn add_connector(project: &mut Project, connector: &Connector) -> Result<(), EditError> {
    check_ends(project, connector.from, connector.to, None)?;
    claim(project, connector.id.0)?;
    insert(&mut project.connectors, connector.id, connector.clone());
    Ok(())
}

pub fn remove_connectors(project: &mut Project, ids: &[ConnectorId]) -> Result<(), EditError> {
    for id in ids {
        find(&project.connectors, id, "connector")?;
    }
    let ids: BTreeSet<ConnectorId> = ids.iter().copied().collect();
    remove_where(&mut project.connectors, |id, _| ids.contains(id));
    Ok(())
}

pub fn change_connectors(
    project: &mut Project,
    ids: &[ConnectorId],
    change: &ConnectorChange,
) -> Result<(), EditError> {
    for id in ids {
        if let ConnectorChange::Ends { from, to } = change {
            find(&project.connectors, id, "connector")?;
            check_ends(project, *from, *to, Some(*id))?;
        }
        change_record(&mut project.connectors, *id, "connector", |connector| match change {
            ConnectorChange::Label(label) => connector.label.clone_from(label),
            ConnectorChange::Kind(kind) => connector.kind = *kind,
            ConnectorChange::Ends { from, to } => (connector.from, connector.to) = (*from, *to),
        })?;
    }
    Ok(())
}

/// Whether a connector (or that one, changed) may lead from one touchpoint to the other.
fn check_ends(
    project: &Project,
    from: TouchpointId,
    to: TouchpointId,
    changed: Option<ConnectorId>,
) -> Result<(), EditError> {
    let title = |id: TouchpointId| find(&project.touchpoints, &id, "touchpoint").map(|found| found.title.clone());
    let (from_title, to_title) = (title(from)?, title(to)?);
    if from == to {
        return Err(EditError::ConnectorToItself { title: from_title });
    }
    if project.journey_of(Item::Touchpoint(from)) != project.journey_of(Item::Touchpoint(to)) {
        return Err(EditError::ConnectorAcrossJourneys { from: from_title, to: to_title });
    }
    let is_taken =
        project.connectors.values().any(|other| (other.from, other.to) == (from, to) && Some(other.id) != changed);
    if is_taken {
        return Err(EditError::ConnectorExists { from: from_title, to: to_title });
    }
    Ok(())
}
