//! What the figures themselves give away: data that has grown old, and the stage at which most are lost.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::index::{JourneyFacts, StageFacts};
use super::insight::{About, Detail, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, counted};
use crate::analysis::interval::wilson;
use crate::base::Date;
use crate::base::date::{days_between, format_date};
use crate::base::number::{Unit, format_full, format_grouped};
use crate::model::{JourneyState, MetricId, SourceId, StageId};

/// A month's file comes some days after its month, and the next one a month later.
const STALE_DAYS: i32 = 45;
/// So far behind the newest data of the project a touchpoint was left out.
const BEHIND_DAYS: i32 = 31;
/// From this share on a loss is severe, or not slight.
const SEVERE_LOSS: f64 = 0.8;
const SLIGHT_LOSS: f64 = 0.5;

pub static RULES: [Rule; 3] = [
    Rule {
        code: "data-stale",
        title: "Figures that have grown old",
        why: "Decisions are made on what was. Told when the newest figure of the project is more than 45 days older than \
              today; high from twice as many on.",
        needs: Needs::FIGURES.and(Needs::TODAY),
        find: find_stale_project,
        tell: tell_stale_project,
    },
    Rule {
        code: "touchpoint-data-stale",
        title: "Touchpoints that were left behind",
        why: "The files of other touchpoints were brought up to date, of this one they were not. Told when its last figure \
              is more than 31 days older than the newest of the project. As severe as the touchpoint is important.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: find_stale_touchpoints,
        tell: tell_stale_touchpoint,
    },
    Rule {
        code: "biggest-drop-off",
        title: "Where most are lost",
        why: "The widest gap between two stages is where a small repair keeps most customers. Of the counts that one \
              report has of several stages, the one that knows most stages, and of these the largest, is added over the \
              touchpoints of each; who passes two touchpoints of a stage is counted twice. Told of the largest loss of each journey that shows what is: high \
              from 80% on, medium from 50% on, else low.",
        needs: Needs::STRUCTURE.and(Needs::PLACES).and(Needs::FIGURES),
        find: find_drop_off,
        tell: tell_drop_off,
    },
];

fn find_stale_project(context: &Context, found: &mut Found) {
    let Some(days) = context.numbers.span().map(|span| days_between(span.to, context.today)) else { return };
    if days > STALE_DAYS {
        found.push(if days > 2 * STALE_DAYS { Severity::High } else { Severity::Medium }, About::Project);
    }
}

fn days_fact(key: &'static str, label: &str, days: i32) -> Fact {
    let days = usize::try_from(days).unwrap_or(0);
    Fact::count(key, label, days).told(counted(days, "day"))
}

fn tell_stale_project(context: &Context, _finding: &Finding) -> Told {
    let Some(last) = context.numbers.span().map(|span| span.to) else { return Told::default() };
    let days = days_between(last, context.today);
    Told::new(format!("The newest figures are of {}, {} ago.", format_date(last), days_fact("days", "", days).text))
        .fact(days_fact("days", "Days without a figure", days))
        .fix(Fix::Import)
}

fn behind(context: &Context, last: Option<Date>) -> Option<i32> {
    Some(days_between(last?, context.numbers.span()?.to))
}

fn find_stale_touchpoints(context: &Context, found: &mut Found) {
    for facts in context.index.touchpoints().iter().filter(|facts| facts.is_measured) {
        if behind(context, context.numbers.last_day(facts.id)).is_some_and(|days| days > BEHIND_DAYS) {
            found.push(facts.severity, facts.id);
        }
    }
}

fn tell_stale_touchpoint(context: &Context, finding: &Finding) -> Told {
    let About::Touchpoint(id) = finding.about else { return Told::default() };
    let last = context.numbers.last_day(id);
    let (Some(day), Some(days)) = (last, behind(context, last)) else { return Told::default() };
    Told::new(format!(
        "The last figure of {} is of {}, {} before the newest of the project.",
        context.touchpoint(id),
        format_date(day),
        days_fact("days", "", days).text
    ))
    .fact(days_fact("days", "Days behind", days))
    .fix(Fix::Import)
}

/// A count by stage, and the largest share that is lost from one to the next that has it.
#[derive(Clone, Copy)]
struct DropOff {
    metric: MetricId,
    /// One of the files that it was counted by.
    source: SourceId,
    from: (StageId, f64),
    to: (StageId, f64),
}

impl DropOff {
    fn share(&self) -> f64 {
        1.0 - self.to.1 / self.from.1
    }
}

/// What one report has counted in each stage that it knows.
struct Funnel {
    metric: MetricId,
    source: SourceId,
    totals: Vec<(StageId, f64)>,
}

impl Funnel {
    /// The more stages the better; among as many, the larger counts.
    fn rank(&self) -> (usize, f64) {
        (self.totals.len(), self.totals.iter().map(|(_, total)| total).copied().fold(0.0, f64::max))
    }
}

/// In how many stages of a journey a metric is known at all.
fn known_in(context: &Context, stages: &[StageFacts], metric: MetricId) -> usize {
    let with_metric = context.numbers.touchpoints_with(metric);
    let is_known = |stage: &&StageFacts| {
        let all = context.index.touchpoints_of(stage).iter();
        all.filter(|facts| facts.is_measured).any(|facts| with_metric.binary_search(&facts.id).is_ok())
    };
    stages.iter().filter(is_known).count()
}

/// The widest funnel of a metric: of the reports that have counted it, the one that knows it in most stages.
fn funnel(context: &Context, stages: &[StageFacts], metric: MetricId) -> Option<Funnel> {
    let counts = context.measured.counts(context, metric)?;
    let mut by_report: BTreeMap<&str, Funnel> = BTreeMap::new();
    for stage in stages {
        for count in context.index.touchpoints_of(stage).iter().filter_map(|facts| counts.get(&facts.id)) {
            let new = || Funnel { metric, source: count.source, totals: Vec::new() };
            let totals = &mut by_report.entry(&count.report).or_insert_with(new).totals;
            match totals.last_mut() {
                Some((last, total)) if *last == stage.id => *total += count.value,
                Some(_) | None => totals.push((stage.id, count.value)),
            }
        }
    }
    widest(by_report.into_values())
}

fn widest(funnels: impl Iterator<Item = Funnel>) -> Option<Funnel> {
    funnels.max_by(|a, b| {
        let ((stages, count), (other_stages, other_count)) = (a.rank(), b.rank());
        stages.cmp(&other_stages).then(count.total_cmp(&other_count))
    })
}

/// The largest loss of a journey, by the widest funnel that there is.
fn drop_off(context: &Context, journey: &JourneyFacts) -> Option<DropOff> {
    let stages = context.index.stages_of(journey);
    let mut metrics: Vec<(usize, MetricId)> =
        context.measured.count_metrics().map(|metric| (known_in(context, stages, metric), metric)).collect();
    metrics.retain(|(count, _)| *count >= 2);
    metrics.sort_by_key(|(count, metric)| (Reverse(*count), *metric));
    let mut best: Option<Funnel> = None;
    for (most, metric) in metrics {
        // What follows is known in no more stages.
        if best.as_ref().is_some_and(|best| best.totals.len() > most) {
            break;
        }
        best = widest(best.into_iter().chain(funnel(context, stages, metric)));
    }
    let Funnel { metric, source, totals } = best?;
    let drops = totals.windows(2).filter_map(|pair| match pair {
        [from, to] if from.1 > to.1 && to.1 >= 0.0 => Some(DropOff { metric, source, from: *from, to: *to }),
        _ => None,
    });
    drops.max_by(|a, b| a.share().total_cmp(&b.share()))
}

fn find_drop_off(context: &Context, found: &mut Found) {
    for journey in context.index.journeys().iter().filter(|journey| journey.state == JourneyState::Current) {
        let Some(drop) = drop_off(context, journey) else { continue };
        let severity = match drop.share() {
            share if share >= SEVERE_LOSS => Severity::High,
            share if share >= SLIGHT_LOSS => Severity::Medium,
            _ => Severity::Low,
        };
        found.push_detailed(severity, drop.to.0, Detail::Metric(drop.metric));
    }
}

fn tell_drop_off(context: &Context, finding: &Finding) -> Told {
    let journey = finding.about.journey(context.project).and_then(|id| context.index.journey(id));
    let Some(drop) = journey.and_then(|journey| drop_off(context, journey)) else { return Told::default() };
    let Some(metric) = context.numbers.metric(drop.metric) else { return Told::default() };
    let kept = wilson(drop.to.1, drop.from.1);
    let percent = |share: f64| format_full(share, &Unit::Share);
    let sure = kept.map(|kept| format!(" (95% interval {} to {})", percent(1.0 - kept.high), percent(1.0 - kept.low)));
    let source = context.project.sources.get(&drop.source).map(|source| source.shown_name());
    let by = source.map(|name| format!(", as counted in {name} alone")).unwrap_or_default();
    Told::new(format!(
        "From {} to {} {} fall from {} to {}: {} are lost{}{by}.",
        context.stage(drop.from.0),
        context.stage(drop.to.0),
        metric.name.to_lowercase(),
        format_grouped(drop.from.1, 0),
        format_grouped(drop.to.1, 0),
        percent(drop.share()),
        sure.unwrap_or_default(),
    ))
    .facts(Fact::value("before", context.stage(drop.from.0), drop.from.1, metric))
    .facts(Fact::value("after", context.stage(drop.to.0), drop.to.1, metric))
    .facts(Fact::value("share", "Share lost", drop.share(), &Unit::Share))
    .facts(kept.and_then(|kept| Fact::value("low", "95% interval from", 1.0 - kept.high, &Unit::Share)))
    .facts(kept.and_then(|kept| Fact::value("high", "to", 1.0 - kept.low, &Unit::Share)))
}
