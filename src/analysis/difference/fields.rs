//! What two versions of one record say otherwise, field by field, in the words of the window.

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::pairs::Pairs;
use super::{Change, ChangeKind, FieldChange};
use crate::base::date::format_date;
use crate::model::{
    Aim, CardBody, CheckAnswer, Item, LaneId, LaneKind, PersonaId, Project, SegmentId, StageId, Subject, Touchpoint,
};

/// The fields that differ so far.
#[derive(Default)]
pub struct FieldList(pub Vec<FieldChange>);

/// Whether fields count that only tell versions of one record apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MoreFields {
    None,
    /// The names under which imported files know it, which a copy does not have.
    Aliases,
}

impl FieldList {
    /// Adds the field if it differs.
    fn add<T: PartialEq>(&mut self, name: &'static str, from: T, to: T, words: impl Fn(&T) -> String) {
        if from != to {
            self.0.push(FieldChange { name, from: words(&from), to: words(&to) });
        }
    }

    fn text(&mut self, name: &'static str, from: &str, to: &str) {
        self.add(name, from, to, |text| (*text).to_owned());
    }

    /// Its place in its row is another.
    pub fn position(&mut self) {
        self.0.push(FieldChange { name: "Order", from: String::new(), to: "another place in its row".to_owned() });
    }
}

/// What a subject is called; "Untitled" where it has no name.
pub fn name(project: &Project, subject: Subject) -> String {
    let text = match subject {
        Subject::Item(item) => project.text_of(item),
        Subject::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
        Subject::Lane(id) => project.lanes.get(&id).map(|lane| lane.name.as_str()),
        Subject::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.text.as_str()),
        Subject::Connector(id) => {
            let Some(connector) = project.connectors.get(&id) else { return String::new() };
            let title = |id| project.text_of(Item::Touchpoint(id)).unwrap_or_default();
            return format!("{} → {}", title(connector.from), title(connector.to));
        }
    };
    let text = text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "Untitled".to_owned() } else { text }
}

/// What kind of thing a subject is.
pub fn noun(project: &Project, subject: Subject) -> &'static str {
    match subject {
        Subject::Item(item) => {
            let lane = project.place_of(item).and_then(|place| project.lanes.get(&place.lane));
            lane.map_or("card", |lane| lane.kind.item_label())
        }
        Subject::Stage(_) => "stage",
        Subject::Lane(_) => "lane",
        Subject::Connector(_) => "connector",
        Subject::Sticky(_) => "sticky",
    }
}

/// Adds the fields but the place that differ between two versions of a record.
pub fn fields(list: &mut FieldList, before: (&Project, Subject), after: (&Project, Subject), more: MoreFields) {
    match (before.1, after.1) {
        (Subject::Item(Item::Touchpoint(old)), Subject::Item(Item::Touchpoint(new))) => {
            if let (Some(old), Some(new)) = (before.0.touchpoints.get(&old), after.0.touchpoints.get(&new))
                && !std::sync::Arc::ptr_eq(old, new)
            {
                touchpoint(list, (before.0, old), (after.0, new), more);
            }
        }
        (Subject::Item(Item::Card(old)), Subject::Item(Item::Card(new))) => {
            let (Some(old), Some(new)) = (before.0.cards.get(&old), after.0.cards.get(&new)) else { return };
            list.text("Text", &old.text, &new.text);
            list.add("Content", &old.body, &new.body, |body| body_words(body));
            list.add("Color", old.tint, new.tint, |tint| tint.map_or("", |tint| tint.label()).to_owned());
        }
        (Subject::Stage(old), Subject::Stage(new)) => {
            let (Some(old), Some(new)) = (before.0.stages.get(&old), after.0.stages.get(&new)) else { return };
            list.text("Name", &old.name, &new.name);
            list.text("Description", &old.description, &new.description);
            list.add("Phase", old.phase, new.phase, |phase| phase.label().to_owned());
            list.add("Hidden", old.is_hidden, new.is_hidden, |is| yes_or_no(*is));
        }
        (Subject::Lane(old), Subject::Lane(new)) => {
            let (Some(old), Some(new)) = (before.0.lanes.get(&old), after.0.lanes.get(&new)) else { return };
            list.text("Name", &old.name, &new.name);
            list.add("Kind", old.kind, new.kind, |kind: &LaneKind| kind.label().to_owned());
            list.add("Hidden", old.is_hidden, new.is_hidden, |is| yes_or_no(*is));
        }
        (Subject::Connector(old), Subject::Connector(new)) => {
            let (Some(old), Some(new)) = (before.0.connectors.get(&old), after.0.connectors.get(&new)) else { return };
            list.text("Label", &old.label, &new.label);
            list.add("Kind", old.kind, new.kind, |kind| kind.label().to_owned());
        }
        (Subject::Sticky(old), Subject::Sticky(new)) => {
            let (Some(old), Some(new)) = (before.0.stickies.get(&old), after.0.stickies.get(&new)) else { return };
            list.text("Text", &old.text, &new.text);
            list.add("Color", old.color, new.color, |color| color.label().to_owned());
        }
        (_, _) => {}
    }
}

/// Adds what its place was and is, where it lies in another stage or lane, or joins others.
pub fn places(list: &mut FieldList, before: (&Project, Subject), after: (&Project, Subject), pairs: &Pairs) {
    let was = |subject: Subject| pairs.before(subject);
    let stage_name = |project: &Project, id: StageId| name(project, Subject::Stage(id));
    let lane_name = |project: &Project, id: LaneId| name(project, Subject::Lane(id));
    match (before.1, after.1) {
        (Subject::Item(old), Subject::Item(new)) => {
            let (Some(old), Some(new)) = (before.0.place_of(old), after.0.place_of(new)) else { return };
            if was(Subject::Stage(new.stage)) != Some(Subject::Stage(old.stage)) {
                let (from, to) = (stage_name(before.0, old.stage), stage_name(after.0, new.stage));
                list.0.push(FieldChange { name: "Stage", from, to });
            }
            if was(Subject::Lane(new.lane)) != Some(Subject::Lane(old.lane)) {
                let (from, to) = (lane_name(before.0, old.lane), lane_name(after.0, new.lane));
                list.0.push(FieldChange { name: "Lane", from, to });
            }
        }
        (Subject::Connector(old), Subject::Connector(new)) => {
            let (Some(one), Some(other)) = (before.0.connectors.get(&old), after.0.connectors.get(&new)) else {
                return;
            };
            let same = was(other.from.into()) == Some(one.from.into()) && was(other.to.into()) == Some(one.to.into());
            if !same {
                let (from, to) = (name(before.0, before.1), name(after.0, after.1));
                list.0.push(FieldChange { name: "Ends", from, to });
            }
        }
        (Subject::Sticky(old), Subject::Sticky(new)) => {
            let (Some(old), Some(new)) = (before.0.stickies.get(&old), after.0.stickies.get(&new)) else { return };
            let stage = |stage: Option<StageId>| stage.map(Subject::Stage);
            let is_near = (old.spot.at - new.spot.at).length() < 1.0;
            if stage(new.spot.stage).and_then(was) != stage(old.spot.stage) || !is_near {
                list.position();
            }
        }
        (_, _) => {}
    }
}

fn touchpoint(list: &mut FieldList, before: (&Project, &Touchpoint), after: (&Project, &Touchpoint), more: MoreFields) {
    let ((older, old), (newer, new)) = (before, after);
    list.text("Title", &old.title, &new.title);
    list.add("Channel", old.channel, new.channel, |channel| channel.label().to_owned());
    list.text("Type", &old.kind, &new.kind);
    list.text("Description", &old.description, &new.description);
    list.text("Owner", &old.owner, &new.owner);
    list.add("Moment of truth", old.is_moment_of_truth, new.is_moment_of_truth, |is| yes_or_no(*is));
    list.add("Evidence", old.evidence, new.evidence, |evidence| evidence.label().to_owned());
    let rating = |rating: &Option<u8>| rating.map(|rating| rating.to_string()).unwrap_or_default();
    list.add("Importance", old.importance, new.importance, rating);
    let organization = (old.importance_to_organization, new.importance_to_organization);
    list.add("Importance to us", organization.0, organization.1, rating);
    list.add("Satisfaction", old.satisfaction, new.satisfaction, rating);
    if old.emotions != new.emotions {
        let felt = |project: &Project, touchpoint: &Touchpoint| {
            let one = |(persona, emotion): (&Option<PersonaId>, _)| match persona_name(project, *persona) {
                name if name.is_empty() => format!("{emotion}"),
                name => format!("{name} {emotion}"),
            };
            touchpoint.emotions.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        list.0.push(FieldChange { name: "Emotion", from: felt(older, old), to: felt(newer, new) });
    }
    if old.personas != new.personas {
        let names = |project: &Project, ids: &BTreeSet<PersonaId>| {
            ids.iter().map(|id| persona_name(project, Some(*id))).collect::<Vec<_>>().join(", ")
        };
        list.0.push(FieldChange {
            name: "Personas",
            from: names(older, &old.personas),
            to: names(newer, &new.personas),
        });
    }
    if old.segments != new.segments {
        let names = |project: &Project, ids: &BTreeSet<SegmentId>| {
            let name = |id| project.segments.get(id).map_or("", |segment| segment.name.as_str());
            ids.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        list.0.push(FieldChange {
            name: "Segments",
            from: names(older, &old.segments),
            to: names(newer, &new.segments),
        });
    }
    let urls = |touchpoint: &Touchpoint| touchpoint.links.iter().map(|link| link.url.clone()).collect::<Vec<_>>();
    list.add("Links", urls(old), urls(new), |urls| urls.join(", "));
    list.add("Tags", &old.tags, &new.tags, |tags| tags.join(", "));
    list.add("Checks", &old.checks, &new.checks, |checks| {
        let met = checks.values().filter(|answer| **answer == CheckAnswer::Yes).count();
        format!("{met} of {} met", checks.len())
    });
    if more == MoreFields::Aliases {
        list.add("Names in files", &old.aliases, &new.aliases, |names| names.join(", "));
    }
}

fn persona_name(project: &Project, persona: Option<PersonaId>) -> String {
    persona.and_then(|id| project.personas.get(&id)).map(|persona| persona.name.clone()).unwrap_or_default()
}

fn body_words(body: &CardBody) -> String {
    match body {
        CardBody::Text => "text".to_owned(),
        CardBody::Quote { by } if by.is_empty() => "quote".to_owned(),
        CardBody::Quote { by } => format!("quote of {by}"),
        CardBody::Picture { .. } => "picture".to_owned(),
        CardBody::Link { url } => format!("link to {url}"),
    }
}

fn yes_or_no(is: bool) -> String {
    if is { "yes".to_owned() } else { "no".to_owned() }
}

/// What differs between two states of a project beside its maps: journeys, personas, KPIs, actions, the brand.
pub fn project_changes(before: &Project, after: &Project) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut list = FieldList::default();
    list.text("Title", &before.title, &after.title);
    list.add("Brand and business", &*before.strategy, &*after.strategy, |_| "as set then".to_owned());
    if !list.0.is_empty() {
        changes.push(off_map("project", after.title.clone(), ChangeKind::Changed, list.0));
    }
    records(
        &mut changes,
        "journey",
        &before.journeys,
        &after.journeys,
        |it| it.name.clone(),
        |list, old, new| {
            list.text("Name", &old.name, &new.name);
            list.text("Scenario", &old.scenario, &new.scenario);
            list.add("State", old.state, new.state, |state| state.label().to_owned());
            list.add("Personas", old.personas.len(), new.personas.len(), ToString::to_string);
        },
    );
    records(
        &mut changes,
        "persona",
        &before.personas,
        &after.personas,
        |it| it.name.clone(),
        |list, old, new| {
            list.text("Name", &old.name, &new.name);
            list.text("Role", &old.role, &new.role);
            list.text("Quote", &old.quote, &new.quote);
            list.add("Goals", &old.goals, &new.goals, |goals| goals.join(", "));
            list.add("Frustrations", &old.frustrations, &new.frustrations, |it| it.join(", "));
        },
    );
    let metric = |project: &Project, id| project.metrics.get(&id).map_or("KPI", |metric| &metric.name).to_owned();
    let here = if after.kpis.is_empty() { before } else { after };
    let aim = |aim: Aim| aim.name(after).or_else(|| aim.name(before)).unwrap_or_default().to_owned();
    let kpi_name = |kpi: &crate::model::Kpi| format!("{} of {}", metric(here, kpi.metric), aim(kpi.aim));
    records(&mut changes, "KPI", &before.kpis, &after.kpis, kpi_name, |list, old, new| {
        list.add("Target", old.target, new.target, ToString::to_string);
        list.text("Owner", &old.owner, &new.owner);
        list.add("Due", old.due, new.due, |due| due.map(format_date).unwrap_or_default());
        list.text("Reason", &old.why, &new.why);
    });
    records(
        &mut changes,
        "action",
        &before.actions,
        &after.actions,
        |it| it.title.clone(),
        |list, old, new| {
            list.text("Title", &old.title, &new.title);
            list.text("Description", &old.description, &new.description);
            list.add("State", old.state, new.state, |state| state.label().to_owned());
            list.text("Owner", &old.owner, &new.owner);
            list.add("Start", old.start, new.start, |day| day.map(format_date).unwrap_or_default());
            list.add("End", old.end, new.end, |day| day.map(format_date).unwrap_or_default());
            let rating = |rating: &Option<u8>| rating.map(|rating| rating.to_string()).unwrap_or_default();
            list.add("Impact", old.impact, new.impact, rating);
            list.add("Effort", old.effort, new.effort, rating);
        },
    );
    changes
}

fn records<K: Ord + Debug, V: PartialEq>(
    changes: &mut Vec<Change>,
    noun: &'static str,
    before: &std::collections::BTreeMap<K, std::sync::Arc<V>>,
    after: &std::collections::BTreeMap<K, std::sync::Arc<V>>,
    name: impl Fn(&V) -> String,
    fields: impl Fn(&mut FieldList, &V, &V),
) {
    for (id, new) in after {
        match before.get(id) {
            None => changes.push(off_map(noun, name(new), ChangeKind::Added, Vec::new())),
            Some(old) if old != new => {
                let mut list = FieldList::default();
                fields(&mut list, old, new);
                if !list.0.is_empty() {
                    changes.push(off_map(noun, name(new), ChangeKind::Changed, list.0));
                }
            }
            Some(_) => {}
        }
    }
    for old in before.iter().filter(|(id, _)| !after.contains_key(id)).map(|(_, old)| old) {
        changes.push(off_map(noun, name(old), ChangeKind::Removed, Vec::new()));
    }
}

fn off_map(noun: &'static str, name: String, kind: ChangeKind, fields: Vec<FieldChange>) -> Change {
    let name = if name.trim().is_empty() { "Untitled".to_owned() } else { name };
    Change { kind, noun, name, place: String::new(), before: None, after: None, fields }
}
