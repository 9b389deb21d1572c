//! What the command "KPI…" does: opens the form of a new KPI where the selection is. Draws nothing.

use egui::Context;

use crate::app::core::Core;
use crate::app::inspector::KpiDraft;
use crate::app::workspace::{Notice, RightTab, Workspace};
use crate::model::{Aim, Item, Kpi, Subject};

impl Core {
    /// Opens the form in the inspector, or says why nothing can be aimed at there.
    pub(in crate::app) fn start_kpi(&mut self, ctx: &Context) {
        let aim = aim_at_hand(&self.workspace);
        let project = self.workspace.document.project();
        let metrics = self.workspace.numbers.metrics_at(&aim.touchpoints(project));
        let own = self.workspace.kpis.of_aim(aim).iter().filter_map(|id| project.kpis.get(id));
        let own: Vec<&Kpi> = own.map(AsRef::as_ref).collect();
        let Some(draft) = KpiDraft::new(aim, &metrics, &own) else {
            let name = aim.name(project).filter(|name| !name.trim().is_empty()).unwrap_or("Untitled");
            let text = format!("Nothing is measured at {name} yet, so no target can be set. Import a file first.");
            self.notify(Notice::Warning(text));
            return;
        };
        draft.keep(ctx);
        self.workspace.right_tab = match aim {
            Aim::Touchpoint(_) | Aim::Stage(_) => RightTab::Selection,
            Aim::Journey(_) => RightTab::Journey,
        };
        self.workspace.settings.right_panel.is_visible = true;
    }
}

/// The touchpoint or stage that is selected alone, else the open journey.
fn aim_at_hand(workspace: &Workspace) -> Aim {
    let subjects = &workspace.document.selection().subjects;
    let only = subjects.iter().next().filter(|_| subjects.len() == 1);
    match only {
        Some(Subject::Item(Item::Touchpoint(id))) => Aim::Touchpoint(*id),
        Some(Subject::Stage(id)) => Aim::Stage(*id),
        Some(Subject::Item(Item::Card(_)) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_)) | None => {
            Aim::Journey(workspace.journey)
        }
    }
}
