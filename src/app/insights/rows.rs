//! What the list of insights shows: findings under headings, as they were asked for. Draws nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::audit::{Audit, Finding, Severity, rules};
use crate::base::fold::{fold, folded_words};
use crate::model::{Dismissal, StageId};

/// What findings are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Severity,
    Rule,
    Stage,
}

impl Grouping {
    pub const ALL: [Self; 3] = [Self::Severity, Self::Rule, Self::Stage];

    pub fn label(self) -> &'static str {
        match self {
            Self::Severity => "Severity",
            Self::Rule => "Rule",
            Self::Stage => "Stage",
        }
    }
}

/// One heading of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Severity(Severity),
    /// By its code.
    Rule(&'static str),
    /// `None` for what is of no one stage.
    Stage(Option<StageId>),
    Dismissed,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    pub filter: String,
    pub grouping: Grouping,
    pub left_out: BTreeSet<Severity>,
    pub shows_dismissed: bool,
    /// Only their headings are shown.
    pub closed: BTreeSet<Group>,
}

/// One row of the list.
#[derive(Clone, Debug)]
pub enum Row {
    /// With how many findings are under it, and whether they are shown.
    Heading(Group, usize, bool),
    Finding(Finding),
    Dismissed(Finding, Arc<Dismissal>),
}

impl Row {
    /// Whether it is the same heading, or is about the same.
    pub fn is_at(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Heading(a, ..), Self::Heading(b, ..)) => a == b,
            (Self::Finding(a), Self::Finding(b)) | (Self::Dismissed(a, _), Self::Dismissed(b, _)) => a.is_like(b),
            (Self::Heading(..) | Self::Finding(_) | Self::Dismissed(..), _) => false,
        }
    }
}

/// The rows of the list.
pub fn rows(audit: &Audit, choice: &Choice) -> Vec<Row> {
    let words = folded_words(&choice.filter);
    let is_asked = |finding: &&Finding| !choice.left_out.contains(&finding.severity) && has(audit, finding, &words);
    let asked = audit.open().iter().filter(is_asked);
    let mut groups: BTreeMap<(usize, Group), Vec<Row>> = BTreeMap::new();
    match choice.grouping {
        Grouping::Severity => {
            for finding in asked {
                let group = Group::Severity(finding.severity);
                groups.entry((0, group)).or_default().push(Row::Finding(*finding));
            }
        }
        Grouping::Rule => {
            let ranks: BTreeMap<&str, usize> = rules().enumerate().map(|(rank, rule)| (rule.code, rank)).collect();
            for finding in asked {
                let rank = ranks.get(finding.rule.code).copied().unwrap_or_default();
                let group = Group::Rule(finding.rule.code);
                groups.entry((rank, group)).or_default().push(Row::Finding(*finding));
            }
        }
        Grouping::Stage => {
            let project = audit.project();
            let journeys = project.journey_order.iter().filter_map(|id| project.journeys.get(id));
            let stages = journeys.flat_map(|journey| journey.stages.iter().copied());
            let ranks: BTreeMap<StageId, usize> = stages.enumerate().map(|(rank, stage)| (stage, rank + 1)).collect();
            for finding in asked {
                let stage = finding.about.stage(project);
                let rank = stage.and_then(|stage| ranks.get(&stage)).copied().unwrap_or_default();
                groups.entry((rank, Group::Stage(stage))).or_default().push(Row::Finding(*finding));
            }
        }
    }
    if choice.shows_dismissed {
        let dismissed = audit.dismissed().iter().filter(|(finding, _)| has(audit, finding, &words));
        let dismissed: Vec<Row> = dismissed.map(|(finding, why)| Row::Dismissed(*finding, Arc::clone(why))).collect();
        if !dismissed.is_empty() {
            groups.insert((usize::MAX, Group::Dismissed), dismissed);
        }
    }
    let mut rows = Vec::new();
    for ((_, group), mut findings) in groups {
        let is_open = !choice.closed.contains(&group);
        rows.push(Row::Heading(group, findings.len(), is_open));
        if is_open {
            rows.append(&mut findings);
        }
    }
    rows
}

/// Whether every word is in the rule's title, or in the name of what the finding is about, its stage or its journey.
fn has(audit: &Audit, finding: &Finding, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let project = audit.project();
    let stage = finding.about.stage(project).and_then(|id| project.stages.get(&id)).map_or("", |stage| &stage.name);
    let journey = finding.about.journey(project).and_then(|id| project.journeys.get(&id));
    let journey = journey.map_or("", |journey| &journey.name);
    let text = fold(&format!("{} {} {stage} {journey}", finding.rule.title, finding.about.name(project)));
    words.iter().all(|word| text.contains(word.as_str()))
}
