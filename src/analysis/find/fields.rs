//! The text of each record, field by field, as a person would name the fields.

use super::Found;
use crate::model::{Card, CardBody, Connector, Item, Persona, Project, SessionId, Subject, Touchpoint};

/// The record's texts with the names of their fields, its own name or text first, even if that is empty; nothing
/// where the record is gone.
pub fn fields(project: &Project, found: Found) -> Vec<(&'static str, &str)> {
    match found {
        Found::Journey(id) => project.journeys.get(&id).map_or_else(Vec::new, |journey| {
            with_rest(("Name", &journey.name), [("Scenario", journey.scenario.as_str())])
        }),
        Found::Subject(Subject::Item(Item::Touchpoint(id))) => {
            project.touchpoints.get(&id).map_or_else(Vec::new, |touchpoint| of_touchpoint(project, touchpoint))
        }
        Found::Subject(Subject::Item(Item::Card(id))) => {
            project.cards.get(&id).map_or_else(Vec::new, |card| of_card(project, card))
        }
        Found::Subject(Subject::Stage(id)) => project.stages.get(&id).map_or_else(Vec::new, |stage| {
            with_rest(("Name", &stage.name), [("Description", stage.description.as_str())])
        }),
        Found::Subject(Subject::Lane(id)) => {
            project.lanes.get(&id).map_or_else(Vec::new, |lane| vec![("Name", lane.name.as_str())])
        }
        Found::Subject(Subject::Connector(id)) => {
            project.connectors.get(&id).map_or_else(Vec::new, |connector| of_connector(connector))
        }
        Found::Subject(Subject::Sticky(id)) => project
            .stickies
            .get(&id)
            .map_or_else(Vec::new, |sticky| with_rest(("Text", &sticky.text), session(project, sticky.session))),
        Found::Persona(id) => project.personas.get(&id).map_or_else(Vec::new, |persona| of_persona(persona)),
        Found::Action(id) => project.actions.get(&id).map_or_else(Vec::new, |action| {
            with_rest(
                ("Title", &action.title),
                [("Description", action.description.as_str()), ("Owner", action.owner.as_str())],
            )
        }),
        Found::Source(id) => {
            project.sources.get(&id).map_or_else(Vec::new, |source| vec![("File", source.file_name.as_str())])
        }
    }
}

/// Whether the project still has the record.
pub fn is_there(project: &Project, found: Found) -> bool {
    !fields(project, found).is_empty()
}

fn of_touchpoint<'a>(project: &'a Project, touchpoint: &'a Touchpoint) -> Vec<(&'static str, &'a str)> {
    let links = touchpoint.links.iter().flat_map(|link| [("Link", link.title.as_str()), ("Link", link.url.as_str())]);
    // Asking each touchpoint for its KPIs would look through all of them each time.
    let has_kpis = !project.kpis.is_empty();
    let kpi_owners =
        has_kpis.then(|| project.kpis_of(touchpoint.id).map(|kpi| ("KPI owner", kpi.owner.as_str()))).into_iter();
    let rest = [
        ("Description", touchpoint.description.as_str()),
        ("Channel", touchpoint.channel.label()),
        ("Owner", touchpoint.owner.as_str()),
    ];
    let rest = rest.into_iter().chain(touchpoint.tags.iter().map(|tag| ("Tag", tag.as_str())));
    let rest = rest.chain(touchpoint.aliases.iter().map(|alias| ("Name in files", alias.as_str())));
    with_rest(
        ("Title", &touchpoint.title),
        rest.chain(links).chain(kpi_owners.flatten()).chain(session(project, touchpoint.session)),
    )
}

/// The workshop in which it was added, by name.
fn session(project: &Project, session: Option<SessionId>) -> Option<(&'static str, &str)> {
    session.and_then(|id| project.workshop.session(id)).map(|session| ("Workshop", session.name.as_str()))
}

fn of_card<'a>(project: &'a Project, card: &'a Card) -> Vec<(&'static str, &'a str)> {
    let rest = match &card.body {
        CardBody::Text | CardBody::Picture { .. } => None,
        CardBody::Quote { by } => Some(("Said by", by.as_str())),
        CardBody::Link { url } => Some(("Link", url.as_str())),
    };
    with_rest(("Text", &card.text), rest.into_iter().chain(session(project, card.session)))
}

fn of_connector(connector: &Connector) -> Vec<(&'static str, &str)> {
    vec![("Label", connector.label.as_str())]
}

fn of_persona(persona: &Persona) -> Vec<(&'static str, &str)> {
    let goals = persona.goals.iter().map(|goal| ("Goal", goal.as_str()));
    let frustrations = persona.frustrations.iter().map(|frustration| ("Frustration", frustration.as_str()));
    let rest = [("Role", persona.role.as_str()), ("Quote", persona.quote.as_str())];
    with_rest(("Name", &persona.name), rest.into_iter().chain(goals).chain(frustrations))
}

fn with_rest<'a>(
    first: (&'static str, &'a str),
    rest: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![first];
    fields.extend(rest.into_iter().filter(|(_, text)| !text.is_empty()));
    fields
}
