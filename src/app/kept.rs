//! What panels make of the numbers, kept from frame to frame. Draws nothing.

use std::sync::Arc;

use egui::{Context, Ui};

use super::workspace::Workspace;
use crate::analysis::{Numbers, View};
use crate::model::JourneyId;

/// Made of these, so to be made anew when one of them is another.
#[derive(Clone, PartialEq)]
struct Basis<K> {
    revision: u64,
    journey: JourneyId,
    view: View,
    /// What else it depends on.
    key: K,
}

struct Kept<K, V> {
    /// Held, so that its address stays its own. The numbers of another document are others.
    numbers: Arc<Numbers>,
    basis: Basis<K>,
    value: Arc<V>,
}

// Derived, it would ask for values that can be cloned.
impl<K: Clone, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self { numbers: Arc::clone(&self.numbers), basis: self.basis.clone(), value: Arc::clone(&self.value) }
    }
}

/// What `make` made of the project, its numbers, the view, the open journey and `key`; made again only when one of
/// them is another. One value of each type is kept.
pub(super) fn kept<K, V>(ui: &Ui, workspace: &Workspace, key: K, make: impl FnOnce() -> V) -> Arc<V>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    kept_in(ui.ctx(), workspace, key, make)
}

/// The same before there is anything to draw on.
pub(super) fn kept_in<K, V>(ctx: &Context, workspace: &Workspace, key: K, make: impl FnOnce() -> V) -> Arc<V>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    // The memory tells types apart.
    let id = egui::Id::NULL.with("kept");
    let basis =
        Basis { revision: workspace.document.revision(), journey: workspace.journey, view: workspace.view, key };
    let last: Option<Kept<K, V>> = ctx.data(|data| data.get_temp(id));
    if let Some(last) = last.filter(|last| Arc::ptr_eq(&last.numbers, &workspace.numbers) && last.basis == basis) {
        return last.value;
    }
    let value = Arc::new(make());
    let now = Kept { numbers: Arc::clone(&workspace.numbers), basis, value: Arc::clone(&value) };
    ctx.data_mut(|data| data.insert_temp(id, now));
    value
}
