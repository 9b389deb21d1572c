//! Changes to single fields of records, and connectors. Nothing here moves an item.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{CardChange, ConnectorChange, EditError, JourneyChange, LaneChange, StageChange, TouchpointChange};
use crate::model::{
    CARD_WIDTHS, CardBody, CardId, Connector, ConnectorId, Item, JourneyId, LANE_HEIGHTS, LaneChart, LaneId, PersonaId,
    Project, SegmentId, StageId, Touchpoint, TouchpointId,
};

pub fn change_journey(project: &mut Project, id: JourneyId, change: &JourneyChange) -> Result<(), EditError> {
    if let JourneyChange::Personas(personas) = change {
        personas.iter().try_for_each(|persona| find(&project.personas, persona, "persona").map(drop))?;
    }
    change_record(&mut project.journeys, id, "journey", |journey| match change {
        JourneyChange::Name(name) => journey.name.clone_from(name),
        JourneyChange::Personas(personas) => {
            journey.personas.clear();
            for persona in personas {
                if !journey.personas.contains(persona) {
                    journey.personas.push(*persona);
                }
            }
        }
        JourneyChange::Scenario(scenario) => journey.scenario.clone_from(scenario),
        JourneyChange::State(state) => journey.state = *state,
    })
}

pub fn change_stage(project: &mut Project, id: StageId, change: &StageChange) -> Result<(), EditError> {
    if let StageChange::CardWidth(Some(width)) = change {
        check_size(*width, &CARD_WIDTHS)?;
    }
    change_record(&mut project.stages, id, "stage", |stage| match change {
        StageChange::Name(name) => stage.name.clone_from(name),
        StageChange::Description(description) => stage.description.clone_from(description),
        StageChange::Phase(phase) => stage.phase = *phase,
        StageChange::Tint(tint) => stage.tint = *tint,
        StageChange::CardWidth(width) => stage.card_width = *width,
        StageChange::Collapsed(is_collapsed) => stage.is_collapsed = *is_collapsed,
        StageChange::Hidden(is_hidden) => stage.is_hidden = *is_hidden,
    })
}

pub fn change_lane(project: &mut Project, id: LaneId, change: &LaneChange) -> Result<(), EditError> {
    match change {
        LaneChange::Height(Some(height)) => check_size(*height, &LANE_HEIGHTS)?,
        LaneChange::Chart(LaneChart { metric: Some(metric), .. }) => {
            find(&project.metrics, metric, "metric")?;
        }
        LaneChange::Name(_)
        | LaneChange::Tint(_)
        | LaneChange::Height(None)
        | LaneChange::Collapsed(_)
        | LaneChange::Hidden(_)
        | LaneChange::Grouping(_)
        | LaneChange::Chart(_) => {}
    }
    change_record(&mut project.lanes, id, "lane", |lane| match change {
        LaneChange::Name(name) => lane.name.clone_from(name),
        LaneChange::Tint(tint) => lane.tint = *tint,
        LaneChange::Height(height) => lane.height = *height,
        LaneChange::Collapsed(is_collapsed) => lane.is_collapsed = *is_collapsed,
        LaneChange::Hidden(is_hidden) => lane.is_hidden = *is_hidden,
        LaneChange::Grouping(grouping) => lane.grouping = *grouping,
        LaneChange::Chart(chart) => lane.chart = *chart,
    })
}

pub fn change_touchpoints(
    project: &mut Project,
    ids: &[TouchpointId],
    change: &TouchpointChange,
) -> Result<(), EditError> {
    check_touchpoint_change(project, change)?;
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
            TouchpointChange::ImportanceToOrganization(importance) => {
                touchpoint.importance_to_organization = *importance;
            }
            TouchpointChange::Satisfaction(satisfaction) => touchpoint.satisfaction = *satisfaction,
            TouchpointChange::Emotion { persona, emotion } => {
                match emotion {
                    Some(emotion) => touchpoint.emotions.insert(*persona, *emotion),
                    None => touchpoint.emotions.remove(persona),
                };
            }
            TouchpointChange::Personas(personas) => touchpoint.personas.clone_from(personas),
            TouchpointChange::Segments(segments) => touchpoint.segments.clone_from(segments),
            TouchpointChange::Links(links) => touchpoint.links.clone_from(links),
            TouchpointChange::Tags(tags) => touchpoint.tags.clone_from(tags),
            TouchpointChange::Check { code, answer: Some(answer) } => {
                touchpoint.checks.insert(code.clone(), *answer);
            }
            TouchpointChange::Check { code, answer: None } => {
                touchpoint.checks.remove(code);
            }
            TouchpointChange::Aliases(aliases) => touchpoint.aliases.clone_from(aliases),
        })?;
    }
    Ok(())
}

fn check_touchpoint_change(project: &Project, change: &TouchpointChange) -> Result<(), EditError> {
    match change {
        TouchpointChange::Importance(importance) | TouchpointChange::ImportanceToOrganization(importance) => {
            check_importance(*importance)
        }
        TouchpointChange::Satisfaction(satisfaction) => check_satisfaction(*satisfaction),
        TouchpointChange::Emotion { persona, emotion: _ } => check_personas(project, persona.iter()),
        TouchpointChange::Personas(personas) => check_personas(project, personas.iter()),
        TouchpointChange::Segments(segments) => check_segments(project, segments.iter()),
        TouchpointChange::Title(_)
        | TouchpointChange::Kind(_)
        | TouchpointChange::Channel(_)
        | TouchpointChange::Description(_)
        | TouchpointChange::Owner(_)
        | TouchpointChange::MomentOfTruth(_)
        | TouchpointChange::Evidence(_)
        | TouchpointChange::Links(_)
        | TouchpointChange::Tags(_)
        | TouchpointChange::Check { .. }
        | TouchpointChange::Aliases(_) => Ok(()),
    }
}

/// Everything that a new touchpoint may not be.
pub fn check_touchpoint(project: &Project, touchpoint: &Touchpoint) -> Result<(), EditError> {
    check_importance(touchpoint.importance)?;
    check_importance(touchpoint.importance_to_organization)?;
    check_satisfaction(touchpoint.satisfaction)?;
    check_personas(project, touchpoint.emotions.keys().flatten())?;
    check_personas(project, touchpoint.personas.iter())?;
    check_segments(project, touchpoint.segments.iter())
}

fn check_personas<'a>(project: &Project, mut ids: impl Iterator<Item = &'a PersonaId>) -> Result<(), EditError> {
    ids.try_for_each(|id| find(&project.personas, id, "persona").map(drop))
}

fn check_segments<'a>(project: &Project, mut ids: impl Iterator<Item = &'a SegmentId>) -> Result<(), EditError> {
    ids.try_for_each(|id| find(&project.segments, id, "segment").map(drop))
}

fn check_importance(importance: Option<u8>) -> Result<(), EditError> {
    match importance {
        None | Some(1..=5) => Ok(()),
        Some(value) => Err(EditError::ImportanceOutOfRange { value }),
    }
}

fn check_satisfaction(satisfaction: Option<u8>) -> Result<(), EditError> {
    match satisfaction {
        None | Some(1..=5) => Ok(()),
        Some(value) => Err(EditError::SatisfactionOutOfRange { value }),
    }
}

fn check_size(value: u16, range: &RangeInclusive<u16>) -> Result<(), EditError> {
    let (from, to) = (*range.start(), *range.end());
    if range.contains(&value) { Ok(()) } else { Err(EditError::SizeOutOfRange { value, from, to }) }
}

/// A card's picture is one that the project has.
pub fn check_body(project: &Project, body: &CardBody) -> Result<(), EditError> {
    match body {
        CardBody::Picture { hash } if !project.pictures.contains_key(hash) => Err(EditError::UnknownPicture),
        CardBody::Text | CardBody::Quote { .. } | CardBody::Picture { .. } | CardBody::Link { .. } => Ok(()),
    }
}

pub fn change_cards(project: &mut Project, ids: &[CardId], change: &CardChange) -> Result<(), EditError> {
    if let CardChange::Body(body) = change {
        check_body(project, body)?;
    }
    for id in ids {
        change_record(&mut project.cards, *id, "card", |card| match change {
            CardChange::Text(text) => card.text.clone_from(text),
            CardChange::Body(body) => card.body.clone_from(body),
            CardChange::Tint(tint) => card.tint = *tint,
        })?;
    }
    Ok(())
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
