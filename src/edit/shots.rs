//! The edits that commands about shots ask for. What an edit does to the records is `apply`'s.

use super::Edit;
use crate::model::{Project, Shot, ShotId};

/// Adds shots one after the other from `at` on, with new ids in place of their own; and these ids. One undo entry.
pub fn add_shots(project: &Project, shots: Vec<Shot>, at: usize) -> (Edit, Vec<ShotId>) {
    let ids: Vec<ShotId> = (project.next_id..).map(ShotId).take(shots.len()).collect();
    let label = if shots.len() == 1 { "Add shot".to_owned() } else { format!("Add {} shots", shots.len()) };
    let added = shots.into_iter().zip(&ids).enumerate();
    let edits = added.map(|(nth, (shot, id))| Edit::AddShot { shot: Shot { id: *id, ..shot }, at: at + nth });
    (Edit::Batch { label, edits: edits.collect() }, ids)
}

/// Puts a copy behind the shot; and the copy's id. `None` if there is no such shot.
pub fn duplicate_shot(project: &Project, shot: ShotId) -> Option<(Edit, ShotId)> {
    let at = project.shots.iter().position(|known| known.id == shot)?;
    let id = ShotId(project.next_id);
    let copy = Shot { id, ..Shot::clone(project.shots.get(at)?) };
    let edits = vec![Edit::AddShot { shot: copy, at: at + 1 }];
    Some((Edit::Batch { label: "Duplicate shot".to_owned(), edits }, id))
}

/// Puts others in a shot's place; and their ids. `None` if there is no such shot, or nothing to put there.
pub fn split_shot(project: &Project, shot: ShotId, parts: Vec<Shot>) -> Option<(Edit, Vec<ShotId>)> {
    let at = project.shots.iter().position(|known| known.id == shot).filter(|_| !parts.is_empty())?;
    let (Edit::Batch { mut edits, .. }, ids) = add_shots(project, parts, at + 1) else { return None };
    edits.push(Edit::RemoveShot { shot });
    Some((Edit::Batch { label: "Split shot".to_owned(), edits }, ids))
}
