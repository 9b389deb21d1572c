//! KPIs that are missed, and KPIs that cannot be held to account.

use super::insight::{About, Fact, Finding, Fix, Severity};
use super::measured::unanswered_for;
use super::rule::{Context, Found, Needs, Rule, Told, quoted};
use crate::analysis::KpiState;
use crate::analysis::kpi::smart;
use crate::base::number::Unit;
use crate::model::Kpi;

pub static RULES: [Rule; 2] = [
    Rule {
        code: "kpi-off-target",
        title: "KPIs off target",
        why: "Somebody has promised this figure. High where the KPI is off track, medium where it is at risk.",
        needs: Needs::KPIS.and(Needs::FIGURES).and(Needs::TODAY).and(Needs::PLACES).and(Needs::STRUCTURE),
        find: find_missed,
        tell: tell_missed,
    },
    Rule {
        code: "kpi-not-smart",
        title: "KPIs that are not SMART",
        why: "Specific, measurable, achievable, relevant, time-bound: what lacks one of these cannot be held to account, \
              nor can what nobody answers for or what says no baseline. What each asks for is said at the KPI. Medium \
              from two gaps on, else low.",
        needs: Needs::KPIS.and(Needs::FIGURES).and(Needs::TODAY).and(Needs::TOUCHPOINTS).and(Needs::STRUCTURE),
        find: find_vague,
        tell: tell_vague,
    },
];

fn find_missed(context: &Context, found: &mut Found) {
    for kpi in context.project.kpis.values() {
        match context.measured.kpi(kpi.id).map(|held| held.state) {
            Some(KpiState::OffTrack) => found.push(Severity::High, kpi.id),
            Some(KpiState::AtRisk) => found.push(Severity::Medium, kpi.id),
            Some(KpiState::NoData | KpiState::OnTrack | KpiState::Reached) | None => {}
        }
    }
}

fn tell_missed(context: &Context, finding: &Finding) -> Told {
    let Some(kpi) = kpi_of(context, finding) else { return Told::default() };
    let Some(metric) = context.numbers.metric(kpi.metric) else { return Told::default() };
    let standing = context.numbers.kpi(context.project, kpi, &context.view, context.today);
    let figure = &standing.figure;
    let n = figure.n.or(figure.denominator);
    let own = |key, label: &str, value: Option<f64>| {
        Some(Fact::value(key, label, value?, metric)?.of(metric.id, kpi.touchpoint()))
    };
    Told::new(format!(
        "{} of {} is {}: {}",
        metric.name,
        name_of(context, kpi),
        standing.state.label().to_lowercase(),
        standing.reason(kpi, metric),
    ))
    .facts(own("value", &metric.name, figure.value))
    .facts(own("low", "95% interval from", figure.low))
    .facts(own("high", "to", figure.high))
    .facts(n.and_then(|n| Fact::value("n", "Counted over", n, &Unit::Count)))
    .facts(Fact::value("target", "Target", kpi.target, metric))
    .facts(standing.baseline.and_then(|baseline| Fact::value("baseline", "Baseline", baseline, metric)))
    .facts(standing.expected.and_then(|at| Fact::value("expected", "Expected by now", at.value, metric)))
}

fn kpi_of<'a>(context: &Context<'a>, finding: &Finding) -> Option<&'a Kpi> {
    let About::Kpi(id) = finding.about else { return None };
    context.project.kpis.get(&id).map(AsRef::as_ref)
}

fn name_of(context: &Context, kpi: &Kpi) -> String {
    quoted(kpi.aim.name(context.project).unwrap_or_default(), &format!("an unnamed {}", kpi.aim.noun()))
}

fn find_vague(context: &Context, found: &mut Found) {
    for kpi in context.project.kpis.values() {
        match context.measured.kpi(kpi.id).map_or(0, |held| held.gaps) {
            0 => {}
            1 => found.push(Severity::Low, kpi.id),
            _ => found.push(Severity::Medium, kpi.id),
        }
    }
}

fn tell_vague(context: &Context, finding: &Finding) -> Told {
    let Some(kpi) = kpi_of(context, finding) else { return Told::default() };
    let metric = context.numbers.metric(kpi.metric).map_or("a metric", |metric| metric.name.as_str());
    let missing = smart(context.project, context.numbers, kpi, context.today);
    let criteria: Vec<String> = missing.iter().map(|missing| missing.criterion.label().to_lowercase()).collect();
    let unanswered = unanswered_for(kpi);
    let gaps: Vec<&str> =
        missing.iter().map(|missing| missing.what.as_str()).chain(unanswered.iter().copied()).collect();
    let what = if criteria.is_empty() {
        "can't be held to account".to_owned()
    } else {
        format!("is not {}", criteria.join(", not "))
    };
    let name = name_of(context, kpi);
    Told::new(format!("The KPI {metric} of {name} {what}. {}", gaps.join(" ")))
        .fact(Fact::count("gaps", "Gaps", gaps.len()))
        .fix(Fix::CompleteKpi(kpi.id))
}
