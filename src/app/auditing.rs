//! Keeps the audit of the open project up to date. Draws nothing.

use std::sync::Arc;

use super::core::Core;
use super::workspace::Screen;
use crate::analysis::audit::{Audit, Basis, audit};
use crate::analysis::kpi::Standings;
use crate::analysis::{Numbers, View};
use crate::base::Date;
use crate::file;
use crate::model::Project;

/// The audit of a project without KPIs.
pub fn first_audit(project: &Project, numbers: &Numbers, view: View, today: Date) -> Audit {
    let standings = &Standings::default();
    audit(&Basis { project, numbers, view, standings, catalogue: file::catalogue(), today })
}

impl Core {
    /// Audits anew if the project, its figures, the view or the day is another. While nobody can see the count of
    /// findings, what was found last is left as it is.
    pub(super) fn refresh_audit(&mut self) {
        let workspace = &self.workspace;
        if workspace.screen != Screen::Map || !workspace.settings.bottom_panel.is_visible {
            return;
        }
        let basis = Basis {
            project: workspace.document.project(),
            numbers: &workspace.numbers,
            view: workspace.view,
            standings: &workspace.kpis,
            catalogue: file::catalogue(),
            today: workspace.today,
        };
        if workspace.audit.is_of(&basis) {
            return;
        }
        let audit = workspace.audit.renewed(&basis);
        self.workspace.audit = Arc::new(audit);
        self.workspace.audit_revision += 1;
    }
}
