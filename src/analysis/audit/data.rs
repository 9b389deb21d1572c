//! What the figures themselves give away: data that has grown old, and the stage at which most are lost.

use super::index::JourneyFacts;
use super::insight::{About, Detail, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, counted};
use crate::analysis::interval::wilson;
use crate::base::Date;
use crate::base::date::{days_between, format_date};
use crate::base::number::{Unit, format_full, format_grouped};
use crate::model::{JourneyState, MetricId, StageId};

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
        why: "The widest gap between two stages is where a small repair keeps most customers. Of the counts that can be \
              added up, the one that is known in most stages is added over the touchpoints of each; who passes two \
              touchpoints of a stage is counted twice. Told of the largest loss of each journey that shows what is: high \
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
struct DropOff {
    metric: MetricId,
    from: (StageId, f64),
    to: (StageId, f64),
}

impl DropOff {
    fn share(&self) -> f64 {
        1.0 - self.to.1 / self.from.1
    }
}

/// The largest loss of a journey by the metric that is known in most of its stages; of several, the most telling one.
fn drop_off(context: &Context, journey: &JourneyFacts) -> Option<DropOff> {
    let stages = context.index.stages_of(journey);
    let known_in = |metric: MetricId| {
        let with_metric = context.numbers.touchpoints_with(metric);
        let is_known = |stage: &&super::index::StageFacts| {
            let all = context.index.touchpoints_of(stage).iter();
            all.filter(|facts| facts.is_measured).any(|facts| with_metric.binary_search(&facts.id).is_ok())
        };
        stages.iter().filter(is_known).count()
    };
    let metrics = context.numbers.metrics();
    let telling = |metric: &MetricId| metrics.iter().position(|other| other == metric).unwrap_or(usize::MAX);
    let metric = context
        .measured
        .count_metrics()
        .map(|metric| (known_in(metric), metric))
        .filter(|(count, _)| *count >= 2)
        .min_by_key(|(count, metric)| (std::cmp::Reverse(*count), telling(metric)))?
        .1;
    let counts = context.measured.counts(context.numbers, context.view.period, metric)?;
    let totals = stages.iter().filter_map(|stage| {
        let values = context.index.touchpoints_of(stage).iter().filter_map(|facts| counts.get(&facts.id));
        let (count, total) = values.fold((0, 0.0), |(count, total), value| (count + 1, total + value));
        (count > 0).then_some((stage.id, total))
    });
    let totals: Vec<(StageId, f64)> = totals.collect();
    let drops = totals.windows(2).filter_map(|pair| match pair {
        [from, to] if from.1 > to.1 && to.1 >= 0.0 => Some(DropOff { metric, from: *from, to: *to }),
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
    Told::new(format!(
        "From {} to {} {} fall from {} to {}: {} are lost{}.",
        context.stage(drop.from.0),
        context.stage(drop.to.0),
        metric.name.to_lowercase(),
        format_grouped(drop.from.1, 0),
        format_grouped(drop.to.1, 0),
        percent(drop.share()),
        sure.unwrap_or_default(),
    ))
    .facts(Fact::value("before", context.stage(drop.from.0), drop.from.1, &metric.unit))
    .facts(Fact::value("after", context.stage(drop.to.0), drop.to.1, &metric.unit))
    .facts(Fact::value("share", "Share lost", drop.share(), &Unit::Share))
    .facts(kept.and_then(|kept| Fact::value("low", "95% interval from", 1.0 - kept.high, &Unit::Share)))
    .facts(kept.and_then(|kept| Fact::value("high", "to", 1.0 - kept.low, &Unit::Share)))
}
