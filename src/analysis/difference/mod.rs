//! What tells two states of a map apart: an earlier project and the present one, or two journeys of one project, such as
//! what is and what is wanted. Pure: marks on the map and lists are the window's.
//!
//! Records of one project keep their ids, so an earlier state is matched by them. Two journeys are matched by what one
//! was copied from, where that is known; else by titles and places, which is said.

mod fields;
mod order;
mod pairs;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::fields::{FieldList, MoreFields};
use self::order::out_of_order;
use self::pairs::Pairs;
use crate::analysis::votes::one_cell;
use crate::model::{Item, JourneyId, Project, StageId, Subject};

/// Everything that tells two states apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    pub how: Matching,
    /// In the order of the map: first what the newer state has, then what it has no more.
    pub changes: Vec<Change>,
    /// What both have: in the newer state, and in the older.
    both: BTreeMap<Subject, Subject>,
}

/// How it is known what is the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// They are the same records.
    #[default]
    Records,
    /// One journey was copied from the other, or both from a third.
    Copies,
    /// By titles and places: what was renamed counts as another.
    Titles,
}

/// One thing that is not the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub kind: ChangeKind,
    /// "touchpoint", "pain point", "stage".
    pub noun: &'static str,
    /// What it is called in the newer state, or was.
    pub name: String,
    /// The stage in which it lies or lay, or empty.
    pub place: String,
    /// It in the older state, where that has it on its map.
    pub before: Option<Subject>,
    /// It in the newer state, where that has it on its map.
    pub after: Option<Subject>,
    /// What became of which field; empty for what was added or removed.
    pub fields: Vec<FieldChange>,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
    /// Nothing but its place is another.
    Moved,
}

impl ChangeKind {
    pub const ALL: [Self; 4] = [Self::Added, Self::Removed, Self::Changed, Self::Moved];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
            Self::Moved => "Moved",
        }
    }
}

/// A field with what it was and what it is, in words; empty where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    pub name: &'static str,
    pub from: String,
    pub to: String,
}

impl FieldChange {
    /// "Title: Pay → Pay later".
    pub fn text(&self) -> String {
        match (self.from.as_str(), self.to.as_str()) {
            ("", to) => format!("{}: {to}", self.name),
            (from, "") => format!("{}: {from} → nothing", self.name),
            (from, to) => format!("{}: {from} → {to}", self.name),
        }
    }
}

impl Difference {
    /// Every change as rows for a spreadsheet, a field in each, parted by tabs, under a row of headings.
    pub fn rows(&self) -> String {
        let mut rows = String::from("Change\tWhat\tName\tStage\tField\tFrom\tTo\n");
        for change in &self.changes {
            let head = [change.kind.label(), change.noun, &change.name, &change.place].map(one_cell).join("\t");
            let none = FieldChange { name: "", from: String::new(), to: String::new() };
            let fields = if change.fields.is_empty() { std::slice::from_ref(&none) } else { &change.fields[..] };
            for field in fields {
                let field = [field.name, &field.from, &field.to].map(one_cell).join("\t");
                rows.push_str(&format!("{head}\t{field}\n"));
            }
        }
        rows
    }

    /// What something of the newer state was in the older one.
    pub fn older(&self, newer: Subject) -> Option<Subject> {
        self.both.get(&newer).copied()
    }

    /// What something of the older state is in the newer one.
    pub fn newer(&self, older: Subject) -> Option<Subject> {
        self.both.iter().find_map(|(newer, it)| (*it == older).then_some(*newer))
    }

    /// How many changes of that kind there are.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

/// A state of some journeys.
#[derive(Clone, Copy)]
struct Side<'a> {
    project: &'a Project,
    journeys: &'a [JourneyId],
}

/// What became of a project since an earlier state of it.
pub fn between(before: &Project, after: &Project) -> Difference {
    let older = Side { project: before, journeys: &before.journey_order };
    let newer = Side { project: after, journeys: &after.journey_order };
    let mut changes = fields::project_changes(before, after);
    let (on_map, both) = map_changes(older, newer, &Pairs::same(), MoreFields::Aliases);
    changes.extend(on_map);
    changes.sort_by_key(|change| change.kind == ChangeKind::Removed);
    Difference { how: Matching::Records, changes, both }
}

/// What tells a journey from another of the same project.
pub fn between_journeys(project: &Project, before: JourneyId, after: JourneyId) -> Difference {
    let (older, newer) = ([before], [after]);
    let older = Side { project, journeys: &older };
    let newer = Side { project, journeys: &newer };
    let (how, pairs) = Pairs::of_journeys(project, before, after);
    let (mut changes, both) = map_changes(older, newer, &pairs, MoreFields::None);
    changes.sort_by_key(|change| change.kind == ChangeKind::Removed);
    Difference { how, changes, both }
}

/// The journey that one is best compared with, and whether it is the older state of the two: what it was copied from,
/// what was copied from it, one of the other state, any other.
pub fn counterpart(project: &Project, journey: JourneyId) -> Option<(JourneyId, bool)> {
    let record = project.journeys.get(&journey)?;
    let others =
        || project.journey_order.iter().filter_map(|id| project.journeys.get(id)).filter(|it| it.id != journey);
    let original = record.origin.as_ref().map(|origin| origin.journey).filter(|id| project.journeys.contains_key(id));
    let copy = || others().find(|other| other.origin.as_ref().is_some_and(|origin| origin.journey == journey));
    let of_other_state = || others().find(|other| other.state != record.state);
    if let Some(original) = original {
        return Some((original, true));
    }
    let other = copy().or_else(of_other_state).or_else(|| others().next())?;
    let is_older = record.state == crate::model::JourneyState::Future && other.state != record.state;
    Some((other.id, is_older))
}

/// The changes on the maps, and what both have of them: in the newer state, and in the older.
fn map_changes(
    older: Side<'_>,
    newer: Side<'_>,
    pairs: &Pairs,
    more: MoreFields,
) -> (Vec<Change>, BTreeMap<Subject, Subject>) {
    let (in_older, in_newer) = (subjects(older), subjects(newer));
    let known: BTreeSet<Subject> = in_older.iter().copied().collect();
    let mut changes = Vec::new();
    let mut matched = BTreeSet::new();
    let mut both = Vec::new();
    for subject in &in_newer {
        let original = pairs.before(*subject).filter(|original| known.contains(original));
        match original {
            Some(original) => {
                matched.insert(original);
                both.push((original, *subject));
            }
            None => changes.push(bare(newer.project, *subject, ChangeKind::Added)),
        }
    }
    let moved = out_of_order(older, newer, &both);
    for (original, subject) in both.iter().copied() {
        let mut list = FieldList::default();
        let mut place = FieldList::default();
        fields::fields(&mut list, (older.project, original), (newer.project, subject), more);
        fields::places(&mut place, (older.project, original), (newer.project, subject), pairs);
        if place.0.is_empty() && moved.contains(&subject) {
            place.position();
        }
        let kind = if list.0.is_empty() { ChangeKind::Moved } else { ChangeKind::Changed };
        list.0.append(&mut place.0);
        if !list.0.is_empty() {
            let before = Some(original);
            changes.push(Change { kind, before, fields: list.0, ..bare(newer.project, subject, ChangeKind::Changed) });
        }
    }
    let ranks: BTreeMap<Subject, usize> = in_newer.iter().copied().zip(0..).collect();
    changes.sort_by_key(|change| change.after.and_then(|after| ranks.get(&after).copied()));
    let gone = in_older.into_iter().filter(|subject| !matched.contains(subject));
    changes.extend(gone.map(|subject| bare(older.project, subject, ChangeKind::Removed)));
    (changes, both.into_iter().map(|(original, subject)| (subject, original)).collect())
}

/// A subject that is new or gone, without fields.
fn bare(project: &Project, subject: Subject, kind: ChangeKind) -> Change {
    let name = fields::name(project, subject);
    let place = stage_of(project, subject).and_then(|stage| project.stages.get(&stage));
    let is_gone = kind == ChangeKind::Removed;
    Change {
        kind,
        noun: fields::noun(project, subject),
        name,
        place: place.map(|stage| stage.name.clone()).unwrap_or_default(),
        before: is_gone.then_some(subject),
        after: (!is_gone).then_some(subject),
        fields: Vec::new(),
    }
}

fn stage_of(project: &Project, subject: Subject) -> Option<StageId> {
    match subject {
        Subject::Item(item) => project.place_of(item).map(|place| place.stage),
        Subject::Connector(id) => {
            let from = project.connectors.get(&id)?.from;
            project.place_of(Item::Touchpoint(from)).map(|place| place.stage)
        }
        Subject::Sticky(id) => project.stickies.get(&id)?.spot.stage,
        Subject::Stage(_) | Subject::Lane(_) => None,
    }
}

/// What lies on the maps, in reading order: stages, lanes, cards, connectors, stickies.
fn subjects(side: Side<'_>) -> Vec<Subject> {
    let Side { project, journeys } = side;
    let mut found = Vec::new();
    for journey in journeys.iter().filter_map(|id| project.journeys.get(id)) {
        found.extend(journey.stages.iter().map(|id| Subject::Stage(*id)));
        found.extend(journey.lanes.iter().map(|id| Subject::Lane(*id)));
        found.extend(project.items_in_reading_order(journey.id).into_iter().map(Subject::Item));
        let is_here = |from| project.journey_of(Item::Touchpoint(from)) == Some(journey.id);
        let connectors = project.connectors.values().filter(|connector| is_here(connector.from));
        found.extend(connectors.map(|connector| Subject::Connector(connector.id)));
        let stickies = project.stickies.values().filter(|sticky| sticky.journey == journey.id);
        found.extend(stickies.map(|sticky| Subject::Sticky(sticky.id)));
    }
    found
}
