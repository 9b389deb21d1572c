//! The groups of a scene, written over those of the last one: a picture that is where it was costs no more than a
//! look at its address, where copying and dropping its pointer would fetch each from memory.

use std::sync::Arc;

use crate::base::Pos2;
use crate::scene::{Group, Picture};

/// Groups being written, in the order of painting.
#[derive(Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    len: usize,
}

impl Groups {
    /// Takes over the groups of a scene that nobody shows any more.
    pub(super) fn over(spare: Vec<Group>) -> Self {
        Self { groups: spare, len: 0 }
    }

    pub(super) fn reserve(&mut self, count: usize) {
        self.groups.reserve(count.saturating_sub(self.groups.len()));
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, origin: Pos2, picture: &Arc<Picture>) {
        match self.groups.get_mut(self.len) {
            Some(group) => {
                group.origin = origin;
                if !Arc::ptr_eq(&group.picture, picture) {
                    group.picture = Arc::clone(picture);
                }
            }
            None => self.groups.push(Group { origin, picture: Arc::clone(picture) }),
        }
        self.len += 1;
    }

    pub(super) fn finish(mut self) -> Vec<Group> {
        self.groups.truncate(self.len);
        self.groups
    }
}
