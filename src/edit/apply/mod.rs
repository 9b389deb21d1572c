//! Makes the changed project. Every table that an edit does not touch stays shared with the project before, and so
//! does every record; an edit that changes nothing gives back the very same tables.

mod copies;
mod data;
mod fields;
mod goals;
mod items;
mod metrics;
mod people;
mod restore;
mod shots;
mod stickies;
mod structure;
mod whole;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::sync::Arc;

use super::{Edit, EditError};
use crate::model::Project;
use crate::model::project::Table;

/// The project with the edit made.
///
/// # Errors
/// If the edit names what is not there, takes ids that are in use, or would break an invariant of `model`.
pub fn apply(project: &Project, edit: &Edit) -> Result<Project, EditError> {
    let mut next = project.clone();
    make(&mut next, edit)?;
    workshop::mark_added(&mut next, project.next_id);
    if edit.removes() {
        shots::forget_gone(&mut next);
        goals::forget_gone(&mut next);
    }
    forget_unused_pictures(&mut next);
    if matches!(edit, Edit::Batch { .. }) {
        // Only a batch can change a table and change it back.
        reshare(&mut next, project);
    }
    Ok(next)
}

/// Shares again with `before` every table whose content is the same. Cheap: records that are shared are not compared.
pub(super) fn reshare(project: &mut Project, before: &Project) {
    share(&mut project.journeys, &before.journeys);
    if project.journey_order == before.journey_order {
        project.journey_order = Arc::clone(&before.journey_order);
    }
    share(&mut project.stages, &before.stages);
    share(&mut project.lanes, &before.lanes);
    share(&mut project.touchpoints, &before.touchpoints);
    share(&mut project.cards, &before.cards);
    share(&mut project.connectors, &before.connectors);
    share(&mut project.stickies, &before.stickies);
    share(&mut project.personas, &before.personas);
    share(&mut project.pictures, &before.pictures);
    share(&mut project.kpis, &before.kpis);
    share(&mut project.actions, &before.actions);
    share(&mut project.dismissals, &before.dismissals);
    if project.charts == before.charts {
        project.charts = Arc::clone(&before.charts);
    }
    if project.shots == before.shots {
        project.shots = Arc::clone(&before.shots);
    }
    if project.strategy == before.strategy {
        project.strategy = Arc::clone(&before.strategy);
    }
    if project.workshop == before.workshop {
        project.workshop = Arc::clone(&before.workshop);
    }
    if project.snapshots == before.snapshots {
        project.snapshots = Arc::clone(&before.snapshots);
    }
    share(&mut project.segments, &before.segments);
    share(&mut project.metrics, &before.metrics);
    share(&mut project.sources, &before.sources);
    share(&mut project.series, &before.series);
}

fn share<K: Ord, V: PartialEq>(table: &mut Table<K, V>, before: &Table<K, V>) {
    let is_same = !Arc::ptr_eq(table, before)
        && table.len() == before.len()
        && table.iter().zip(before.iter()).all(|((key, record), (key_before, record_before))| {
            key == key_before && (Arc::ptr_eq(record, record_before) || record == record_before)
        });
    if is_same {
        *table = Arc::clone(before);
    }
}

/// Makes the edit in place. After an error the project is of no use.
fn make(project: &mut Project, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::Batch { label: _, edits } => edits.iter().try_for_each(|edit| make(project, edit)),
        Edit::RenameProject { title } => {
            project.title.clone_from(title);
            Ok(())
        }
        Edit::AddJourney { journey, stages, lanes, at } => structure::add_journey(project, journey, stages, lanes, *at),
        Edit::RemoveJourney { journey } => structure::remove_journey(project, *journey),
        Edit::ChangeJourney { journey, change } => fields::change_journey(project, *journey, change),
        Edit::AddStage { stage, at } => structure::add_stage(project, stage, *at),
        Edit::RemoveStage { stage } => structure::remove_stage(project, *stage),
        Edit::MoveStage { stage, to } => structure::move_stage(project, *stage, *to),
        Edit::ChangeStage { stage, change } => fields::change_stage(project, *stage, change),
        Edit::AddLane { lane, at } => structure::add_lane(project, lane, *at),
        Edit::RemoveLane { lane } => structure::remove_lane(project, *lane),
        Edit::MoveLane { lane, to } => structure::move_lane(project, *lane, *to),
        Edit::ChangeLane { lane, change } => fields::change_lane(project, *lane, change),
        Edit::AddTouchpoint { touchpoint, placement } => items::add_touchpoint(project, touchpoint, placement),
        Edit::AddCard { card, placement } => items::add_card(project, card, placement),
        Edit::MoveItems { items, placement } => items::move_items(project, items, placement),
        Edit::RemoveItems { items } => items::remove_items(project, items),
        Edit::ChangeTouchpoints { touchpoints, change } => fields::change_touchpoints(project, touchpoints, change),
        Edit::ChangeCards { cards, change } => fields::change_cards(project, cards, change),
        Edit::AddConnector { connector } => fields::add_connector(project, connector),
        Edit::RemoveConnectors { connectors } => fields::remove_connectors(project, connectors),
        Edit::ChangeConnectors { connectors, change } => fields::change_connectors(project, connectors, change),
        Edit::MoveJourney { journey, to } => structure::move_journey(project, *journey, *to),
        Edit::CopyJourney { journey, name, state } => copies::copy_journey(project, *journey, name, *state),
        Edit::CopyStage { stage } => copies::copy_stage(project, *stage),
        Edit::CopyLane { lane } => copies::copy_lane(project, *lane),
        Edit::AddSticky { sticky } => stickies::add_sticky(project, sticky),
        Edit::RemoveStickies { stickies } => stickies::remove_stickies(project, stickies),
        Edit::ChangeStickies { stickies, change } => stickies::change_stickies(project, stickies, change),
        Edit::AddPersona { persona } => people::add_persona(project, persona),
        Edit::RemovePersona { persona } => people::remove_persona(project, *persona),
        Edit::ChangePersona { persona, change } => people::change_persona(project, *persona, change),
        Edit::AddSegment { segment } => people::add_segment(project, segment),
        Edit::RemoveSegment { segment } => people::remove_segment(project, *segment),
        Edit::ChangeSegment { segment, change } => people::change_segment(project, *segment, change),
        Edit::AddPicture { picture } => {
            if !project.pictures.contains_key(&picture.hash) {
                Arc::make_mut(&mut project.pictures).insert(picture.hash, Arc::clone(picture));
            }
            Ok(())
        }
        Edit::AddKpi { kpi } => goals::add_kpi(project, kpi),
        Edit::RemoveKpi { kpi } => goals::remove_kpi(project, *kpi),
        Edit::ChangeKpi { kpi, change } => goals::change_kpi(project, *kpi, change),
        Edit::AddAction { action } => goals::add_action(project, action),
        Edit::RemoveAction { action } => goals::remove_action(project, *action),
        Edit::ChangeAction { action, change } => goals::change_action(project, *action, change),
        Edit::AddChart { chart, at } => goals::add_chart(project, chart, *at),
        Edit::RemoveChart { chart } => goals::remove_chart(project, *chart),
        Edit::MoveChart { chart, to } => goals::move_chart(project, *chart, *to),
        Edit::ChangeChart { chart } => goals::change_chart(project, chart),
        Edit::AddShot { shot, at } => shots::add_shot(project, shot, *at),
        Edit::RemoveShot { shot } => shots::remove_shot(project, *shot),
        Edit::MoveShot { shot, to } => shots::move_shot(project, *shot, *to),
        Edit::ChangeShot { shot, change } => shots::change_shot(project, *shot, change),
        Edit::Dismiss { dismissal } => goals::dismiss(project, dismissal),
        Edit::Reopen { insight } => goals::reopen(project, insight),
        Edit::ChangeStrategy { change } => goals::change_strategy(project, change),
        Edit::Paste { fragment, placement } => items::paste(project, fragment, placement),
        Edit::PasteWhole { fragment, journey, stage_at, lane_at } => {
            whole::paste_whole(project, fragment, *journey, *stage_at, *lane_at)
        }
        Edit::Attach { attachment } => data::attach(project, attachment),
        Edit::RemoveSource { source } => data::remove_source(project, *source),
        Edit::ChangeSource { source, change } => data::change_source(project, *source, change),
        Edit::ChangeMetric { metric, change } => metrics::change_metric(project, *metric, change),
        Edit::ChangeWorkshop { change } => workshop::change(project, change),
        Edit::AddSnapshot { snapshot } => restore::add_snapshot(project, snapshot),
        Edit::RenameSnapshot { snapshot, label } => restore::rename_snapshot(project, *snapshot, label),
        Edit::RemoveSnapshot { snapshot } => restore::remove_snapshot(project, *snapshot),
        Edit::Restore { label: _, from, safety } => restore::restore(project, from, safety),
        Edit::AddMetric { metric } => metrics::add_metric(project, metric),
        Edit::RemoveMetric { metric } => metrics::remove_metric(project, *metric),
    }
}

/// Leaves out the pictures that nothing shows any more; undo has the project in which they are.
fn forget_unused_pictures(project: &mut Project) {
    if project.pictures.is_empty() {
        return;
    }
    let used: BTreeSet<_> = project.pictures_in_use().collect();
    remove_where(&mut project.pictures, |hash, _| !used.contains(hash));
}

/// The record of that id.
fn find<'a, K: Ord + Display, V>(table: &'a Table<K, V>, id: &K, what: &'static str) -> Result<&'a Arc<V>, EditError> {
    table.get(id).ok_or_else(|| EditError::Unknown { what, id: id.to_string() })
}

/// Changes one record, or leaves the table alone if that changes nothing.
fn change_record<K: Ord + Copy + Display, V: Clone + PartialEq>(
    table: &mut Table<K, V>,
    id: K,
    what: &'static str,
    change: impl FnOnce(&mut V),
) -> Result<(), EditError> {
    let record = find(table, &id, what)?;
    let mut changed = V::clone(record);
    change(&mut changed);
    if changed != **record {
        insert(table, id, changed);
    }
    Ok(())
}

fn insert<K: Ord + Clone, V>(table: &mut Table<K, V>, id: K, record: V) {
    Arc::make_mut(table).insert(id, Arc::new(record));
}

/// Takes out every record that the test names; a table without any stays shared.
fn remove_where<K: Ord + Clone, V>(table: &mut Table<K, V>, mut is_removed: impl FnMut(&K, &V) -> bool) {
    if table.iter().any(|(id, record)| is_removed(id, record)) {
        let kept: BTreeMap<K, Arc<V>> = table
            .iter()
            .filter(|(id, record)| !is_removed(id, record))
            .map(|(id, record)| (id.clone(), Arc::clone(record)))
            .collect();
        *table = Arc::new(kept);
    }
}

/// Takes an id for a new record and raises the counter above it.
fn claim(project: &mut Project, id: u64) -> Result<(), EditError> {
    if project.has_record(id) {
        return Err(EditError::IdInUse { id });
    }
    project.next_id = project.next_id.max(id.checked_add(1).ok_or(EditError::OutOfIds)?);
    Ok(())
}
