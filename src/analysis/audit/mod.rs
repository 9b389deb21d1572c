//! The gap audit: what a project lacks or contradicts, each finding with the figures behind it. Pure: the same project,
//! view and day give the same findings. What becomes of a finding (a jump, a fix, a reason to set it aside) is the
//! window's.
//!
//! A rule is a row of its family's table: a code, why it matters, what it needs to know, a function that finds and one
//! that tells. Finding is cheap and done for everything; telling makes sentences and is done for what is looked at. A
//! rule is asked again only when something that it needs is another.

mod channels;
mod consistency;
mod data;
mod feelings;
mod future;
mod goals;
mod index;
mod insight;
mod measured;
mod ownership;
mod rule;
mod structure;
#[cfg(test)]
mod tests;

pub use insight::{About, Detail, Fact, Finding, Fix, Insight, Severity};
pub use rule::{Rule, rules};

use std::collections::BTreeMap;
use std::sync::Arc;

use self::index::{CardIndex, Index};
use self::measured::Measured;
use self::rule::{Context, Found, Needs};
use super::kpi::Standings;
use super::numbers::Numbers;
use super::view::View;
use crate::base::Date;
use crate::model::{Catalogue, Dismissal, InsightKey, Project};

/// What is audited, as of which day.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    pub project: &'a Project,
    /// The project's.
    pub numbers: &'a Numbers,
    /// The days that figures speak of.
    pub view: View,
    /// How the project's KPIs stand in the view on that day.
    pub standings: &'a Standings,
    pub catalogue: &'static Catalogue,
    /// What ages are counted from.
    pub today: Date,
}

/// All findings about a project, and what they were found from.
#[derive(Clone, Debug)]
pub struct Audit {
    project: Project,
    numbers: Numbers,
    view: View,
    catalogue: &'static Catalogue,
    today: Date,
    index: Arc<Index>,
    cards: Arc<CardIndex>,
    measured: Measured,
    /// In the order of [`rules`].
    by_rule: Vec<Arc<Vec<Finding>>>,
    open: Vec<Finding>,
    dismissed: Vec<(Finding, Arc<Dismissal>)>,
}

/// Asks every rule.
pub fn audit(basis: &Basis) -> Audit {
    let index = Index::of(basis.project, basis.numbers);
    let cards = CardIndex::of(basis.project);
    let measured = Measured::of(basis, None);
    Audit::assembled(basis, Arc::new(index), Arc::new(cards), measured, |_| None)
}

impl Audit {
    /// The same for another state: asks only the rules that need something that has changed.
    pub fn renewed(&self, basis: &Basis) -> Self {
        let mut changed = self.changes(basis);
        let index = if changed.any(Needs::STRUCTURE | Needs::TOUCHPOINTS | Needs::FIGURES) {
            Arc::new(Index::of(basis.project, basis.numbers))
        } else {
            Arc::clone(&self.index)
        };
        if index.places != self.index.places {
            changed = changed | Needs::PLACES;
        }
        let cards = if changed.any(Needs::STRUCTURE | Needs::CARDS) {
            Arc::new(CardIndex::of(basis.project))
        } else {
            Arc::clone(&self.cards)
        };
        let last = (!changed.any(Needs::FIGURES)).then_some((&self.measured, changed));
        let measured = Measured::of(basis, last);
        Self::assembled(basis, index, cards, measured, |rank| {
            let rule = rules().nth(rank)?;
            self.by_rule.get(rank).filter(|_| !changed.any(rule.needs)).map(Arc::clone)
        })
    }

    /// Whether this is the audit of just that.
    pub fn is_of(&self, basis: &Basis) -> bool {
        self.project.is_same_as(basis.project) && self.view == basis.view && self.today == basis.today
    }

    fn changes(&self, basis: &Basis) -> Needs {
        let (a, b) = (&self.project, basis.project);
        let structure = Arc::ptr_eq(&a.journeys, &b.journeys)
            && Arc::ptr_eq(&a.journey_order, &b.journey_order)
            && Arc::ptr_eq(&a.stages, &b.stages)
            && Arc::ptr_eq(&a.lanes, &b.lanes);
        let figures = Arc::ptr_eq(&a.series, &b.series)
            && Arc::ptr_eq(&a.metrics, &b.metrics)
            && Arc::ptr_eq(&a.sources, &b.sources)
            && self.view == basis.view;
        [
            (structure, Needs::STRUCTURE),
            (Arc::ptr_eq(&a.touchpoints, &b.touchpoints), Needs::TOUCHPOINTS),
            (Arc::ptr_eq(&a.cards, &b.cards), Needs::CARDS),
            (Arc::ptr_eq(&a.connectors, &b.connectors), Needs::CONNECTORS),
            (Arc::ptr_eq(&a.kpis, &b.kpis), Needs::KPIS),
            (Arc::ptr_eq(&a.strategy, &b.strategy), Needs::STRATEGY),
            (figures, Needs::FIGURES),
            (self.today == basis.today, Needs::TODAY),
        ]
        .into_iter()
        .filter(|(is_same, _)| !is_same)
        .fold(Needs::NOTHING, |all, (_, needs)| all | needs)
    }

    fn assembled(
        basis: &Basis,
        index: Arc<Index>,
        cards: Arc<CardIndex>,
        measured: Measured,
        known: impl Fn(usize) -> Option<Arc<Vec<Finding>>>,
    ) -> Self {
        let mut audit = Self {
            project: basis.project.clone(),
            numbers: basis.numbers.clone(),
            view: basis.view,
            catalogue: basis.catalogue,
            today: basis.today,
            index,
            cards,
            measured,
            by_rule: Vec::new(),
            open: Vec::new(),
            dismissed: Vec::new(),
        };
        let context = audit.context();
        let found = rules().enumerate().map(|(rank, rule)| {
            known(rank).unwrap_or_else(|| {
                let mut found = Found::new(rule);
                (rule.find)(&context, &mut found);
                Arc::new(found.into_findings())
            })
        });
        audit.by_rule = found.collect();
        audit.sort_out();
        audit
    }

    /// Puts aside what was dismissed; the rest by severity, and within that by rule and as on the map.
    fn sort_out(&mut self) {
        let dismissals = &self.project.dismissals;
        let mut about: BTreeMap<(&str, u64), Vec<&Arc<Dismissal>>> = BTreeMap::new();
        for dismissal in dismissals.values() {
            about.entry((&dismissal.key.rule, dismissal.key.record)).or_default().push(dismissal);
        }
        let context = self.context();
        let mut dismissed = Vec::new();
        let mut by_severity: [Vec<Finding>; 3] = Default::default();
        for finding in self.by_rule.iter().flat_map(|found| found.iter()) {
            let reasons = about.get(&(finding.rule.code, finding.about.record()));
            let detail = reasons.map(|_| finding.detail.code(&context));
            let reason = reasons.zip(detail).and_then(|(all, detail)| all.iter().find(|it| it.key.detail == detail));
            if let Some(reason) = reason {
                dismissed.push((*finding, Arc::clone(reason)));
                continue;
            }
            let [high, medium, low] = &mut by_severity;
            match finding.severity {
                Severity::High => high.push(*finding),
                Severity::Medium => medium.push(*finding),
                Severity::Low => low.push(*finding),
            }
        }
        self.open = by_severity.concat();
        self.dismissed = dismissed;
    }

    fn context(&self) -> Context<'_> {
        Context {
            project: &self.project,
            numbers: &self.numbers,
            view: self.view,
            catalogue: self.catalogue,
            today: self.today,
            index: &self.index,
            cards: &self.cards,
            measured: &self.measured,
        }
    }

    /// What is found and not set aside: the most severe first, then in the order of the rules, then as on the map.
    pub fn open(&self) -> &[Finding] {
        &self.open
    }

    /// What is found and was set aside.
    pub fn dismissed(&self) -> &[(Finding, Arc<Dismissal>)] {
        &self.dismissed
    }

    /// How many of the open findings are of that severity.
    pub fn count(&self, severity: Severity) -> usize {
        let after = self.open.partition_point(|finding| finding.severity <= severity);
        after - self.open.partition_point(|finding| finding.severity < severity)
    }

    /// The name of a finding, by which it is set aside and known again.
    pub fn key(&self, finding: &Finding) -> InsightKey {
        InsightKey {
            rule: finding.rule.code.to_owned(),
            record: finding.about.record(),
            detail: finding.detail.code(&self.context()),
        }
    }

    /// A finding in words and figures, with what can be done about it.
    pub fn insight(&self, finding: &Finding) -> Insight {
        let told = (finding.rule.tell)(&self.context(), finding);
        Insight {
            key: self.key(finding),
            rule: finding.rule,
            severity: finding.severity,
            about: finding.about,
            message: told.message,
            figures: told.figures,
            fix: told.fix,
        }
    }

    /// The project that was audited.
    pub fn project(&self) -> &Project {
        &self.project
    }
}
