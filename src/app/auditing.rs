//! Keeps the audit of the open project up to date. Draws nothing.

use std::sync::Arc;

use super::core::Core;
use super::sources::today;
use super::workspace::Screen;
use crate::analysis::audit::{Audit, Basis, audit};
use crate::analysis::{Numbers, View};
use crate::base::Date;
use crate::file;
use crate::model::Project;

fn basis<'a>(project: &'a Project, numbers: &'a Numbers, view: View, today: Date) -> Basis<'a> {
    Basis { project, numbers, view, catalogue: file::catalogue(), today }
}

/// The audit of a project as of today.
pub fn audit_of(project: &Project, numbers: &Numbers, view: View) -> Audit {
    audit(&basis(project, numbers, view, today()))
}

impl Core {
    /// Audits anew if the project, its figures, the view or the day is another. While nobody can see the count of
    /// findings, what was found last is left as it is.
    pub(super) fn refresh_audit(&mut self) {
        let workspace = &self.workspace;
        if workspace.screen != Screen::Map || !workspace.settings.bottom_panel.is_visible {
            return;
        }
        let basis = basis(workspace.document.project(), &workspace.numbers, workspace.view, today());
        if workspace.audit.is_of(&basis) {
            return;
        }
        let audit = workspace.audit.renewed(&basis);
        self.workspace.audit = Arc::new(audit);
        self.workspace.audit_revision += 1;
    }
}
