//! The figures that rules ask for, counted once and kept as long as nothing that they are made of is another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::Basis;
use super::rule::{Context, Needs};
use crate::analysis::emotion::{most_known, offered};
use crate::analysis::kpi::Standings;
use crate::analysis::{KpiState, MeasuredEmotions, Numbers};
use crate::base::Period;
use crate::base::number::Unit;
use crate::model::{Kpi, KpiId, MetricClass, MetricId, Source, SourceId, TouchpointId};

/// What a count is at each touchpoint where it has a value.
pub type Counts = BTreeMap<TouchpointId, Count>;

/// How many there were at a touchpoint, and by whose count.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    pub value: f64,
    /// The report that counted: two exports of one report are read by the same recipe. Another report may mean
    /// something else by the same name.
    pub report: Arc<str>,
    /// One of the files.
    pub source: SourceId,
}

/// What a KPI is held to, and by how much it falls short of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub state: KpiState,
    /// How many things are missing for it to be SMART and answered for.
    pub gaps: usize,
}

impl Held {
    fn of(kpi: &Kpi, standings: &Standings) -> Option<Self> {
        let gaps = standings.missing(kpi.id).len() + unanswered_for(kpi).len();
        Some(Self { state: standings.get(kpi.id)?.state, gaps })
    }
}

/// What nobody has said of a KPI, beyond what makes it SMART.
pub fn unanswered_for(kpi: &Kpi) -> Vec<&'static str> {
    let gaps = [
        (kpi.baseline.is_none(), "It has no baseline, so no way from where it started."),
        (kpi.owner.trim().is_empty(), "It has no owner, so nobody answers for it."),
    ];
    gaps.into_iter().filter_map(|(is_missing, what)| is_missing.then_some(what)).collect()
}

/// The figures of one period.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// What each satisfaction metric says of all touchpoints.
    satisfaction: Arc<OnceLock<Vec<MeasuredEmotions>>>,
    /// Of each metric that counts something: counted when asked for.
    counts: BTreeMap<MetricId, Arc<OnceLock<Counts>>>,
    kpis: Arc<BTreeMap<KpiId, Held>>,
    /// The touchpoints that have a KPI of their own.
    aimed_at: Arc<BTreeSet<TouchpointId>>,
}

impl Measured {
    /// `last` are the figures as they were counted before, if these are still the project's, and what has changed
    /// since.
    pub fn of(basis: &Basis, last: Option<(&Self, Needs)>) -> Self {
        let mut measured = match last {
            Some((last, _)) => last.clone(),
            None => Self { counts: count_metrics(basis.numbers), ..Self::default() },
        };
        let of_kpis = Needs::KPIS | Needs::TOUCHPOINTS | Needs::STRUCTURE | Needs::TODAY;
        if last.is_none_or(|(_, changed)| changed.any(of_kpis)) {
            let kpis = basis.project.kpis.values();
            measured.kpis = Arc::new(kpis.filter_map(|kpi| Some((kpi.id, Held::of(kpi, basis.standings)?))).collect());
            measured.aimed_at = Arc::new(basis.project.kpis.values().filter_map(|kpi| kpi.touchpoint()).collect());
        }
        measured
    }

    /// How a KPI stands, and how much it lacks.
    pub fn kpi(&self, kpi: KpiId) -> Option<Held> {
        self.kpis.get(&kpi).copied()
    }

    pub fn has_kpi(&self, touchpoint: TouchpointId) -> bool {
        self.aimed_at.contains(&touchpoint)
    }

    /// What the satisfaction metric that most of these touchpoints have says of all.
    pub fn satisfaction(
        &self,
        numbers: &Numbers,
        period: Option<Period>,
        touchpoints: &BTreeSet<TouchpointId>,
    ) -> Option<&MeasuredEmotions> {
        let offered = self.satisfaction.get_or_init(|| offered(numbers, period, |_| true));
        most_known(offered, |measured| measured.values.keys().filter(|id| touchpoints.contains(id)).count())
    }

    /// The metrics that count something and can be added up.
    pub fn count_metrics(&self) -> impl Iterator<Item = MetricId> + '_ {
        self.counts.keys().copied()
    }

    /// What such a metric is at each touchpoint where one report alone has counted it.
    pub fn counts(&self, context: &Context, metric: MetricId) -> Option<&Counts> {
        let known = self.counts.get(&metric)?;
        Some(known.get_or_init(|| {
            let sources = context.project.sources.values();
            let reports: BTreeMap<SourceId, Arc<str>> = sources.map(|source| (source.id, report(source))).collect();
            let count = |id: &TouchpointId| {
                let figure = context.numbers.figure(metric, *id, context.view.period);
                let source = *figure.sources.first()?;
                let report = reports.get(&source)?;
                let is_one_report = figure.sources.iter().all(|other| reports.get(other) == Some(report));
                let value = figure.value.filter(|_| is_one_report)?;
                Some((*id, Count { value, report: Arc::clone(report), source }))
            };
            context.numbers.touchpoints_with(metric).iter().filter_map(count).collect()
        }))
    }
}

/// What tells the reports apart that files are exports of: the recipe; of a file without one only itself.
fn report(source: &Source) -> Arc<str> {
    if source.recipe.is_empty() { format!("file {}", source.id).into() } else { source.recipe.as_str().into() }
}

fn count_metrics(numbers: &Numbers) -> BTreeMap<MetricId, Arc<OnceLock<Counts>>> {
    let is_count = |metric: &MetricId| {
        let metric = numbers.metric(*metric);
        metric.is_some_and(|metric| metric.class == MetricClass::Additive && metric.unit == Unit::Count)
    };
    numbers.metrics().into_iter().filter(is_count).map(|metric| (metric, Arc::default())).collect()
}
