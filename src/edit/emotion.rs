//! Edits of how somebody feels at several touchpoints at once.

use super::{Edit, TouchpointChange};
use crate::model::{PersonaId, Project, TouchpointId};

/// Lets everybody, or that persona, feel so many tenths better at each of the touchpoints, from what is said of each;
/// what was not said counts as 0. `None` without touchpoints.
pub fn moved(
    project: &Project,
    touchpoints: &[TouchpointId],
    persona: Option<PersonaId>,
    by_tenths: i8,
) -> Option<Edit> {
    let change = |id: &TouchpointId| {
        let record = project.touchpoints.get(id)?;
        let emotion = record.emotions.get(&persona).copied().unwrap_or_default().moved_by(by_tenths);
        let change = TouchpointChange::Emotion { persona, emotion: Some(emotion) };
        Some(Edit::ChangeTouchpoints { touchpoints: vec![*id], change })
    };
    let mut edits: Vec<Edit> = touchpoints.iter().filter_map(change).collect();
    match edits.len() {
        // One alone merges with the next.
        0 | 1 => edits.pop(),
        count => Some(Edit::Batch { label: format!("Change emotion at {count} touchpoints"), edits }),
    }
}

/// Forgets how everybody, or that persona, feels at the touchpoints.
pub fn cleared(touchpoints: Vec<TouchpointId>, persona: Option<PersonaId>) -> Edit {
    Edit::ChangeTouchpoints { touchpoints, change: TouchpointChange::Emotion { persona, emotion: None } }
}
