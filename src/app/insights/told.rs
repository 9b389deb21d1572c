//! The sentences of insights, made when they are first looked at and kept until the audit is another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Id, Ui};

use crate::analysis::audit::{About, Detail, Finding, Insight};
use crate::app::workspace::Workspace;

type Key = (&'static str, About, Detail);

/// What was told so far.
#[derive(Clone)]
pub struct Told {
    /// Of which audit.
    revision: u64,
    insights: Arc<Mutex<HashMap<Key, Arc<Insight>>>>,
}

impl Told {
    /// What is kept of the audit on show.
    pub fn of(ui: &Ui, workspace: &Workspace) -> Self {
        let id = Id::unique("told insights");
        let known: Option<Self> = ui.data(|data| data.get_temp(id));
        if let Some(known) = known.filter(|known| known.revision == workspace.audit_revision) {
            return known;
        }
        let told = Self { revision: workspace.audit_revision, insights: Arc::default() };
        ui.data_mut(|data| data.insert_temp(id, told.clone()));
        told
    }

    /// A finding in words.
    pub fn insight(&self, workspace: &Workspace, finding: &Finding) -> Arc<Insight> {
        let key = (finding.rule.code, finding.about, finding.detail);
        let mut insights = self.insights.lock().unwrap_or_else(PoisonError::into_inner);
        let told = insights.entry(key).or_insert_with(|| Arc::new(workspace.audit.insight(finding)));
        Arc::clone(told)
    }
}
