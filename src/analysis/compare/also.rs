//! What else changed between two periods, as far as the project knows: it may have made the difference too.

use std::collections::{BTreeMap, BTreeSet};

use super::super::numbers::Numbers;
use super::Comparison;
use crate::base::Date;
use crate::base::date::format_date;
use crate::model::{ActionId, ActionState, MetricId, Project, SourceId};

/// A change that lies between the first day before and the last day after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlsoChanged {
    /// An action that customers began to notice.
    ActionStarted { action: ActionId, day: Date },
    /// A metric that comes from other files before than after.
    OtherFiles { metric: MetricId, before: Vec<SourceId>, after: Vec<SourceId> },
    /// A metric that comes from another kind of export: what is counted may not be the same.
    OtherExport { metric: MetricId, before: String, after: String },
}

impl AlsoChanged {
    /// A whole sentence.
    pub fn text(&self, project: &Project) -> String {
        let metric_name = |id| project.metrics.get(id).map_or("A metric", |metric| metric.name.as_str());
        match self {
            Self::ActionStarted { action, day } => {
                let title = project.actions.get(action).map_or("", |action| action.title.as_str());
                format!("\u{201c}{title}\u{201d} started on {}.", format_date(*day))
            }
            Self::OtherFiles { metric, before, after } => {
                let names = |ids: &[SourceId]| {
                    let names = ids.iter().filter_map(|id| project.sources.get(id)).map(|source| source.shown_name());
                    names.collect::<Vec<&str>>().join(", ")
                };
                format!("{} comes from {} before and from {} after.", metric_name(metric), names(before), names(after))
            }
            Self::OtherExport { metric, before, after } => format!(
                "{} comes from another kind of export ({before} before, {after} after): it may count something else.",
                metric_name(metric)
            ),
        }
    }
}

pub fn also_changed(project: &Project, numbers: &Numbers, comparison: &Comparison) -> Vec<AlsoChanged> {
    let mut changes = started(project, comparison);
    let mut files: BTreeMap<MetricId, [BTreeSet<SourceId>; 2]> = BTreeMap::new();
    for row in &comparison.rows {
        let [before, after] = files.entry(row.metric).or_default();
        before.extend(&row.outcome.before.figure.sources);
        after.extend(&row.outcome.after.figure.sources);
    }
    for metric in numbers.metrics() {
        let Some([before, after]) = files.remove(&metric) else { continue };
        if before.is_empty() || after.is_empty() || before == after {
            continue;
        }
        let formats = |sources: &BTreeSet<SourceId>| {
            let formats = sources.iter().filter_map(|id| project.sources.get(id)).map(|source| source.format.clone());
            formats.collect::<BTreeSet<String>>()
        };
        let (of_before, of_after) = (formats(&before), formats(&after));
        let words = |formats: BTreeSet<String>| formats.into_iter().collect::<Vec<String>>().join(", ");
        changes.push(if of_before == of_after {
            let (before, after) = (before.into_iter().collect(), after.into_iter().collect());
            AlsoChanged::OtherFiles { metric, before, after }
        } else {
            AlsoChanged::OtherExport { metric, before: words(of_before), after: words(of_after) }
        });
    }
    changes
}

/// The actions that started in these days, by day.
fn started(project: &Project, comparison: &Comparison) -> Vec<AlsoChanged> {
    let days = comparison.before.union(comparison.after);
    let is_real = |state: ActionState| match state {
        ActionState::Planned | ActionState::InProgress | ActionState::Done => true,
        ActionState::Idea | ActionState::Dropped => false,
    };
    let mut started: Vec<(Date, ActionId)> = project
        .actions
        .values()
        .filter(|action| is_real(action.state))
        .filter_map(|action| action.start.map(|day| (day, action.id)))
        .filter(|(day, _)| days.from < *day && *day <= days.to)
        .collect();
    started.sort_unstable();
    started.into_iter().map(|(day, action)| AlsoChanged::ActionStarted { action, day }).collect()
}
