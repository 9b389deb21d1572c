//! KPIs that are missed, and KPIs that cannot be held to account.

use super::insight::{About, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, quoted};
use crate::analysis::KpiState;
use crate::base::date::format_date;
use crate::base::number::{Unit, format_full, format_grouped};
use crate::model::{Direction, Kpi};

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
        why: "Specific, measurable, achievable, relevant, time-bound: what lacks one of these cannot be held to account. \
              Told of KPIs without a baseline, a due date, an owner or a reason, of targets that do not improve on the \
              baseline, and of due dates before the start. Medium from two gaps on, else low.",
        needs: Needs::KPIS.and(Needs::FIGURES).and(Needs::PLACES).and(Needs::STRUCTURE),
        find: find_vague,
        tell: tell_vague,
    },
];

fn find_missed(context: &Context, found: &mut Found) {
    for kpi in context.project.kpis.values() {
        match context.measured.kpi(kpi.id) {
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
    let (figure, state) = (&standing.figure, standing.state);
    let text = |value: f64| format_full(value, &metric.unit);
    let n = figure.n.or(figure.denominator);
    let mut sureness = Vec::new();
    if let Some(interval) = figure.interval() {
        sureness.push(format!("95% interval {} to {}", text(interval.low), text(interval.high)));
    }
    sureness.extend(n.map(|n| format!("n {}", format_grouped(n, 0))));
    let sureness = if sureness.is_empty() { String::new() } else { format!(" ({})", sureness.join(", ")) };
    let due = kpi.due.map(|due| format!(" by {}", format_date(due))).unwrap_or_default();
    let own = |key, label: &str, value: Option<f64>| {
        Some(Fact::value(key, label, value?, &metric.unit)?.of(metric.id, kpi.touchpoint()))
    };
    Told::new(format!(
        "{} of {} is {}{sureness}: {} against the target of {}{due}.",
        metric.name,
        name_of(context, kpi),
        figure.value.map_or_else(|| "not known".to_owned(), text),
        state.label().to_lowercase(),
        text(kpi.target),
    ))
    .facts(own("value", &metric.name, figure.value))
    .facts(own("low", "95% interval from", figure.low))
    .facts(own("high", "to", figure.high))
    .facts(n.and_then(|n| Fact::value("n", "Counted over", n, &Unit::Count)))
    .facts(Fact::value("target", "Target", kpi.target, &metric.unit))
    .facts(
        context
            .numbers
            .baseline(context.project, kpi)
            .and_then(|baseline| Fact::value("baseline", "Baseline", baseline, &metric.unit)),
    )
}

fn kpi_of<'a>(context: &Context<'a>, finding: &Finding) -> Option<&'a Kpi> {
    let About::Kpi(id) = finding.about else { return None };
    context.project.kpis.get(&id).map(AsRef::as_ref)
}

fn name_of(context: &Context, kpi: &Kpi) -> String {
    quoted(kpi.aim.name(context.project).unwrap_or_default(), &format!("an unnamed {}", kpi.aim.noun()))
}

/// What keeps a KPI from being SMART, as ends of "it has …".
fn gaps(context: &Context, kpi: &Kpi) -> Vec<&'static str> {
    let mut gaps = Vec::new();
    match (context.numbers.baseline(context.project, kpi), context.numbers.metric(kpi.metric)) {
        (Some(baseline), Some(metric)) => {
            let improves = match metric.direction {
                Direction::HigherIsBetter => kpi.target > baseline,
                Direction::LowerIsBetter => kpi.target < baseline,
            };
            if !improves {
                gaps.push("a target that does not improve on the baseline");
            }
        }
        (None, _) if kpi.baseline.is_some() => gaps.push("a baseline without data"),
        (_, _) => gaps.push("no baseline"),
    }
    match (kpi.start, kpi.due) {
        (_, None) => gaps.push("no due date"),
        (Some(start), Some(due)) if due <= start => gaps.push("a due date before its start"),
        (_, Some(_)) => {}
    }
    if kpi.owner.trim().is_empty() {
        gaps.push("no owner");
    }
    if kpi.why.trim().is_empty() {
        gaps.push("no reason");
    }
    gaps
}

fn find_vague(context: &Context, found: &mut Found) {
    for kpi in context.project.kpis.values() {
        match gaps(context, kpi).len() {
            0 => {}
            1 => found.push(Severity::Low, kpi.id),
            _ => found.push(Severity::Medium, kpi.id),
        }
    }
}

fn tell_vague(context: &Context, finding: &Finding) -> Told {
    let Some(kpi) = kpi_of(context, finding) else { return Told::default() };
    let gaps = gaps(context, kpi);
    let metric = context.numbers.metric(kpi.metric).map_or("a metric", |metric| metric.name.as_str());
    let list = match gaps.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing missing".to_owned(),
    };
    Told::new(format!("The KPI {metric} of {} has {list}.", name_of(context, kpi)))
        .fact(Fact::count("gaps", "Gaps", gaps.len()))
        .fix(Fix::CompleteKpi(kpi.id))
}
