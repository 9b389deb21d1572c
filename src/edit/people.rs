//! Edits of personas, segments and KPIs, and of who comes to touchpoints, made from what is chosen in forms. Each
//! function decides only; nothing is changed until the edit is committed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::label::counted;
use super::{Edit, JourneyChange, KpiChange, TouchpointChange};
use crate::model::{
    Aim, JourneyId, Kpi, KpiId, MetricId, Persona, PersonaId, Project, Segment, SegmentId, Tint, Touchpoint,
    TouchpointId,
};

/// A persona of whom nothing is known yet, in a color that no other has as long as there is one.
pub fn new_persona(project: &Project) -> (Edit, PersonaId) {
    let id = PersonaId(project.next_id);
    (Edit::AddPersona { persona: Persona::new(id, "", free_tint(project)) }, id)
}

/// The same for a journey that it joins as its last persona.
pub fn new_persona_of(project: &Project, journey: JourneyId) -> (Edit, PersonaId) {
    let (add, id) = new_persona(project);
    let Some(record) = project.journeys.get(&journey) else { return (add, id) };
    let mut personas = record.personas.clone();
    personas.push(id);
    let join = Edit::ChangeJourney { journey, change: JourneyChange::Personas(personas) };
    (Edit::Batch { label: "Add persona".to_owned(), edits: vec![add, join] }, id)
}

/// A persona like that one, named as a copy; how it feels at touchpoints is not copied. `None` if it is gone.
pub fn duplicate_persona(project: &Project, persona: PersonaId) -> Option<(Edit, PersonaId)> {
    let original = project.personas.get(&persona)?;
    let id = PersonaId(project.next_id);
    let name = if original.name.trim().is_empty() { String::new() } else { format!("{} (copy)", original.name) };
    let copy = Persona { id, name, tint: free_tint(project), ..Persona::clone(original) };
    Some((Edit::AddPersona { persona: copy }, id))
}

/// A segment with a name of its own: "New segment", "New segment 2" …
pub fn new_segment(project: &Project) -> (Edit, SegmentId) {
    let id = SegmentId(project.next_id);
    let name = free_segment_name(project, "New segment");
    (Edit::AddSegment { segment: Segment { id, name, description: String::new() } }, id)
}

/// A segment described like that one, without its figures, since these were measured of the original.
/// `None` if it is gone.
pub fn duplicate_segment(project: &Project, segment: SegmentId) -> Option<(Edit, SegmentId)> {
    let original = project.segments.get(&segment)?;
    let id = SegmentId(project.next_id);
    let name = free_segment_name(project, &format!("{} (copy)", original.name));
    Some((Edit::AddSegment { segment: Segment { id, name, description: original.description.clone() } }, id))
}

/// Puts a persona last among those of a journey, or takes it out. `None` if nothing would change.
pub fn set_in_journey(project: &Project, journey: JourneyId, persona: PersonaId, is_in: bool) -> Option<Edit> {
    let record = project.journeys.get(&journey)?;
    if record.personas.contains(&persona) == is_in {
        return None;
    }
    let mut personas = record.personas.clone();
    if is_in {
        personas.push(persona);
    } else {
        personas.retain(|other| *other != persona);
    }
    Some(Edit::ChangeJourney { journey, change: JourneyChange::Personas(personas) })
}

/// Moves a persona of a journey to another rank, 0 for the main one. `None` if nothing would change.
pub fn rank_in_journey(project: &Project, journey: JourneyId, persona: PersonaId, to: usize) -> Option<Edit> {
    let record = project.journeys.get(&journey)?;
    let from = record.personas.iter().position(|other| *other == persona)?;
    let to = to.min(record.personas.len().saturating_sub(1));
    let mut personas = record.personas.clone();
    personas.remove(from);
    personas.insert(to, persona);
    (from != to).then_some(Edit::ChangeJourney { journey, change: JourneyChange::Personas(personas) })
}

/// Says of each of the touchpoints whether that persona comes there. `None` if nothing would change.
pub fn set_persona(project: &Project, ids: &[TouchpointId], persona: PersonaId, comes: bool) -> Option<Edit> {
    changed_each(project, ids, |touchpoint| with(&touchpoint.personas, persona, comes).map(TouchpointChange::Personas))
}

/// Says of each of the touchpoints whether that segment comes there. `None` if nothing would change.
pub fn set_segment(project: &Project, ids: &[TouchpointId], segment: SegmentId, comes: bool) -> Option<Edit> {
    changed_each(project, ids, |touchpoint| with(&touchpoint.segments, segment, comes).map(TouchpointChange::Segments))
}

/// Gives each of the touchpoints a tag, after those that it has. `None` if all have it, or it is empty.
pub fn add_tag(project: &Project, ids: &[TouchpointId], tag: &str) -> Option<Edit> {
    let tag = tag.trim();
    changed_each(project, ids, |touchpoint| {
        let is_new = !tag.is_empty() && !touchpoint.tags.iter().any(|other| other == tag);
        is_new.then(|| TouchpointChange::Tags([touchpoint.tags.as_slice(), &[tag.to_owned()]].concat()))
    })
}

/// Takes a tag off each of the touchpoints. `None` if none has it.
pub fn remove_tag(project: &Project, ids: &[TouchpointId], tag: &str) -> Option<Edit> {
    changed_each(project, ids, |touchpoint| {
        let others: Vec<String> = touchpoint.tags.iter().filter(|other| *other != tag).cloned().collect();
        (others.len() != touchpoint.tags.len()).then_some(TouchpointChange::Tags(others))
    })
}

/// A KPI for a metric at a touchpoint, a stage or a journey.
pub fn new_kpi(project: &Project, aim: impl Into<Aim>, metric: MetricId, target: f64) -> (Edit, KpiId) {
    let id = KpiId(project.next_id);
    (Edit::AddKpi { kpi: Kpi::new(id, aim, metric, target) }, id)
}

/// Another metric for a KPI, with a target in its unit. Where it started was told in the old one: that is forgotten.
pub fn set_kpi_metric(kpi: KpiId, metric: MetricId, target: f64) -> Edit {
    let changes = [KpiChange::Metric(metric), KpiChange::Target(target), KpiChange::Baseline(None)];
    let edits = changes.into_iter().map(|change| Edit::ChangeKpi { kpi, change }).collect();
    Edit::Batch { label: "Change KPI".to_owned(), edits }
}

/// One undo entry for a change that differs from touchpoint to touchpoint.
fn changed_each(
    project: &Project,
    ids: &[TouchpointId],
    change: impl Fn(&Touchpoint) -> Option<TouchpointChange>,
) -> Option<Edit> {
    let records = ids.iter().filter_map(|id| project.touchpoints.get(id));
    let changes = records.filter_map(|record: &Arc<Touchpoint>| Some((record.id, change(record)?)));
    let mut edits: Vec<Edit> =
        changes.map(|(id, change)| Edit::ChangeTouchpoints { touchpoints: vec![id], change }).collect();
    if edits.len() < 2 {
        return edits.pop();
    }
    let touched = counted(edits.len(), "touchpoint");
    let verb = match edits.first() {
        Some(Edit::ChangeTouchpoints { change: TouchpointChange::Personas(_), .. }) => "Choose personas of",
        Some(Edit::ChangeTouchpoints { change: TouchpointChange::Segments(_), .. }) => "Choose segments of",
        Some(_) | None => "Tag",
    };
    Some(Edit::Batch { label: format!("{verb} {touched}"), edits })
}

/// The set with or without one member; `None` if that is what it is.
fn with<T: Ord + Copy>(set: &BTreeSet<T>, member: T, is_in: bool) -> Option<BTreeSet<T>> {
    let mut changed = set.clone();
    let is_changed = if is_in { changed.insert(member) } else { changed.remove(&member) };
    is_changed.then_some(changed)
}

fn free_tint(project: &Project) -> Tint {
    let uses = |tint: Tint| project.personas.values().filter(|persona| persona.tint == tint).count();
    Tint::ALL.into_iter().min_by_key(|tint| uses(*tint)).unwrap_or(Tint::Blue)
}

fn free_segment_name(project: &Project, name: &str) -> String {
    let is_free = |name: &str| project.segments.values().all(|segment| segment.name != name);
    if is_free(name) {
        return name.to_owned();
    }
    let mut numbered = (2_u64..).map(|number| format!("{name} {number}"));
    numbered.find(|name| is_free(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{Document, apply};
    use super::*;
    use crate::model::sample::big_sample;

    #[test]
    fn several_touchpoints_get_and_lose_a_tag_in_one_undo_entry_each() {
        let mut document = Document::new(big_sample(8, 1));
        let ids: Vec<TouchpointId> = document.project().touchpoints.keys().copied().take(3).collect();
        let tags = |document: &Document, id: &TouchpointId| document.project().touchpoints[id].tags.clone();
        let before: Vec<_> = ids.iter().map(|id| tags(&document, id)).collect();
        let first = ids[..1].to_vec();
        document.commit(&add_tag(document.project(), &first, " mobile ").unwrap()).unwrap();
        document.commit(&add_tag(document.project(), &ids, "mobile").unwrap()).unwrap();
        assert!(ids.iter().all(|id| tags(&document, id).iter().filter(|tag| *tag == "mobile").count() == 1));
        assert_eq!(add_tag(document.project(), &ids, "mobile"), None, "all have it");
        assert_eq!(add_tag(document.project(), &ids, " "), None, "a tag has a name");
        document.commit(&remove_tag(document.project(), &ids, "mobile").unwrap()).unwrap();
        assert_eq!(document.undo_label(), Some("Tag 3 touchpoints"));
        for _ in 0..3 {
            assert!(document.undo());
        }
        assert_eq!(ids.iter().map(|id| tags(&document, id)).collect::<Vec<_>>(), before);
    }

    #[test]
    fn personas_of_a_journey_join_leave_and_change_ranks() {
        let project = big_sample(8, 1);
        let journey = project.journey_order[0];
        let (edit, kim) = new_persona_of(&project, journey);
        let project = apply(&project, &edit).unwrap();
        let (edit, ana) = new_persona_of(&project, journey);
        let project = apply(&project, &edit).unwrap();
        let personas = |project: &Project| project.journeys[&journey].personas.clone();
        let count = personas(&project).len();
        assert_eq!(personas(&project)[count - 2..], [kim, ana]);
        assert_ne!(project.personas[&kim].tint, project.personas[&ana].tint, "each has a color of its own");
        let project = apply(&project, &rank_in_journey(&project, journey, ana, 0).unwrap()).unwrap();
        assert_eq!(personas(&project)[0], ana);
        assert_eq!(rank_in_journey(&project, journey, ana, 0), None);
        let project = apply(&project, &set_in_journey(&project, journey, kim, false).unwrap()).unwrap();
        assert!(!personas(&project).contains(&kim));
        assert_eq!(set_in_journey(&project, journey, kim, false), None);
    }

    #[test]
    fn segments_are_always_added_under_a_name_of_their_own() {
        let project = big_sample(8, 1);
        let (edit, first) = new_segment(&project);
        let project = apply(&project, &edit).unwrap();
        let (edit, second) = new_segment(&project);
        let project = apply(&project, &edit).unwrap();
        let (edit, copy) = duplicate_segment(&project, first).unwrap();
        let project = apply(&project, &edit).unwrap();
        let names = [first, second, copy].map(|id| project.segments[&id].name.clone());
        assert_eq!(names, ["New segment", "New segment 2", "New segment (copy)"]);
    }
}
