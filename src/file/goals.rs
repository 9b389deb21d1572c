//! KPIs, actions, the dashboard, insights set aside and the strategy of format 1, both ways.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::convert::Problems;
use super::lines::{Record, push, push_quoted};
use super::v1;
use crate::base::{Color, Date, Grain, Period};
use crate::model::{
    Action, ActionId, ActionState, Aim, Baseline, Brand, BusinessModel, ChartId, ChartKind, Dismissal, InsightKey,
    JourneyId, Kpi, KpiId, MetricId, Money, PinnedChart, SegmentId, StageId, Strategy, TouchpointId, Weights,
};

/// The day that a text names.
fn day(text: Option<&Cow<'_, str>>, problems: &mut Problems, place: impl Fn() -> String) -> Option<Date> {
    let text = text?;
    let date = text.parse::<Date>().ok();
    if date.is_none() {
        problems.add(format!("\"{text}\" is not a date like \"2026-09-30\"."), place());
    }
    date
}

fn period(span: Option<&v1::Span<'_>>, problems: &mut Problems, place: impl Fn() -> String) -> Option<Period> {
    let span = span?;
    let from = day(Some(&span.from), problems, &place)?;
    let to = day(Some(&span.to), problems, &place)?;
    let period = Period::new(from, to);
    if period.is_none() {
        problems.add(format!("The days from {from} to {to} end before they begin."), place());
    }
    period
}

fn write_period(record: &mut Record<'_>, name: &str, period: Option<Period>) {
    if let Some(period) = period {
        record.number(name, format_args!("(from: \"{}\", to: \"{}\")", period.from, period.to));
    }
}

fn aims(touchpoints: Vec<u64>, stages: Vec<u64>, journeys: Vec<u64>) -> BTreeSet<Aim> {
    let touchpoints = touchpoints.into_iter().map(|id| Aim::Touchpoint(TouchpointId(id)));
    let stages = stages.into_iter().map(|id| Aim::Stage(StageId(id)));
    touchpoints.chain(stages).chain(journeys.into_iter().map(|id| Aim::Journey(JourneyId(id)))).collect()
}

fn write_aims(record: &mut Record<'_>, aims: &BTreeSet<Aim>) {
    let (mut touchpoints, mut stages, mut journeys) = (Vec::new(), Vec::new(), Vec::new());
    for aim in aims {
        match aim {
            Aim::Touchpoint(id) => touchpoints.push(id.0),
            Aim::Stage(id) => stages.push(id.0),
            Aim::Journey(id) => journeys.push(id.0),
        }
    }
    for (name, ids) in [("touchpoints", touchpoints), ("stages", stages), ("journeys", journeys)] {
        record.list(name, ids.iter(), push);
    }
}

pub fn kpi(record: v1::Kpi<'_>, problems: &mut Problems) -> Kpi {
    let place = || format!("KPI {}", record.id);
    let aim = match (record.touchpoint, record.stage, record.journey) {
        (Some(id), None, None) => Aim::Touchpoint(TouchpointId(id)),
        (None, Some(id), None) => Aim::Stage(StageId(id)),
        (None, None, Some(id)) => Aim::Journey(JourneyId(id)),
        (touchpoint, _, _) => {
            problems.add("It must name one touchpoint, one stage or one journey.", place());
            Aim::Touchpoint(TouchpointId(touchpoint.unwrap_or(0)))
        }
    };
    let days = period(record.baseline_period.as_ref(), problems, place);
    if record.baseline.is_some() && days.is_some() {
        problems.add("Its baseline is a figure or a period, not both.", place());
    }
    Kpi {
        id: KpiId(record.id),
        aim,
        metric: MetricId(record.metric),
        segment: record.segment.map(SegmentId),
        baseline: record.baseline.map(Baseline::Figure).or(days.map(Baseline::Period)),
        target: record.target,
        start: day(record.start.as_ref(), problems, place),
        due: day(record.due.as_ref(), problems, place),
        owner: record.owner,
        why: record.why,
    }
}

pub fn write_kpi(record: &mut Record<'_>, kpi: &Kpi) {
    record.number("id", kpi.id);
    match kpi.aim {
        Aim::Touchpoint(id) => record.number("touchpoint", id),
        Aim::Stage(id) => record.number("stage", id),
        Aim::Journey(id) => record.number("journey", id),
    }
    record.number("metric", kpi.metric);
    record.number_if_any("segment", kpi.segment);
    match kpi.baseline {
        Some(Baseline::Figure(figure)) => record.float("baseline", figure),
        Some(Baseline::Period(days)) => write_period(record, "baseline_period", Some(days)),
        None => {}
    }
    record.float("target", kpi.target);
    write_day(record, "start", kpi.start);
    write_day(record, "due", kpi.due);
    record.text("owner", &kpi.owner);
    record.text("why", &kpi.why);
}

fn write_day(record: &mut Record<'_>, name: &str, day: Option<Date>) {
    if let Some(day) = day {
        record.quoted(name, day);
    }
}

pub fn action(record: v1::Action<'_>, problems: &mut Problems) -> Action {
    let place = || format!("action {}", record.id);
    let state = record.state.map_or(ActionState::default(), |code| {
        let known = ActionState::from_code(&code);
        problems.code(known, ActionState::default(), &code, "a state of actions", ("action", record.id))
    });
    // What is out of range stays so, to be told with all else that is wrong.
    let rating = |rating: Option<u32>| rating.map(|rating| u8::try_from(rating).unwrap_or(u8::MAX));
    Action {
        id: ActionId(record.id),
        title: record.title,
        description: record.description,
        aims: aims(record.touchpoints, record.stages, record.journeys),
        metric: record.metric.map(MetricId),
        owner: record.owner,
        state,
        start: day(record.start.as_ref(), problems, place),
        end: day(record.end.as_ref(), problems, place),
        impact: rating(record.impact),
        effort: rating(record.effort),
    }
}

pub fn write_action(record: &mut Record<'_>, action: &Action) {
    record.number("id", action.id);
    record.text("title", &action.title);
    record.text("description", &action.description);
    write_aims(record, &action.aims);
    record.number_if_any("metric", action.metric);
    record.text("owner", &action.owner);
    record.text("state", if action.state == ActionState::default() { "" } else { action.state.code() });
    write_day(record, "start", action.start);
    write_day(record, "end", action.end);
    record.number_if_any("impact", action.impact);
    record.number_if_any("effort", action.effort);
}

pub fn chart(record: v1::Chart<'_>, problems: &mut Problems) -> PinnedChart {
    let place = || format!("chart {}", record.id);
    let here = ("chart", record.id);
    let kind = ChartKind::from_code(&record.kind);
    let kind = problems.code(kind, ChartKind::Time, &record.kind, "a kind of charts", here);
    let grain = record.grain.and_then(|code| match code.as_ref() {
        "day" => Some(Grain::Day),
        "week" => Some(Grain::Week),
        "month" => Some(Grain::Month),
        _ => problems.code(None, None, &code, "a step of time", here),
    });
    PinnedChart {
        id: ChartId(record.id),
        title: record.title,
        kind,
        metrics: record.metrics.into_iter().map(MetricId).collect(),
        aims: aims(record.touchpoints, record.stages, record.journeys),
        segments: record.segments.into_iter().map(SegmentId).collect(),
        period: period(record.period.as_ref(), problems, place),
        compare_with: period(record.compare_with.as_ref(), problems, place),
        grain,
        is_wide: record.wide,
    }
}

pub fn write_chart(record: &mut Record<'_>, chart: &PinnedChart) {
    record.number("id", chart.id);
    record.text("title", &chart.title);
    record.text("kind", chart.kind.code());
    record.list("metrics", chart.metrics.iter(), push);
    write_aims(record, &chart.aims);
    record.list("segments", chart.segments.iter(), push);
    write_period(record, "period", chart.period);
    write_period(record, "compare_with", chart.compare_with);
    record.text(
        "grain",
        match chart.grain {
            None => "",
            Some(Grain::Day) => "day",
            Some(Grain::Week) => "week",
            Some(Grain::Month) => "month",
        },
    );
    record.flag("wide", chart.is_wide);
}

pub fn dismissal(record: v1::Dismissal<'_>, problems: &mut Problems) -> Dismissal {
    let on = day(record.on.as_ref(), problems, || format!("dismissed insight \"{}\"", record.rule));
    let key = InsightKey { rule: record.rule, record: record.record, detail: record.detail };
    Dismissal { key, reason: record.reason, on }
}

pub fn write_dismissal(record: &mut Record<'_>, dismissal: &Dismissal) {
    record.text_even_if_empty("rule", &dismissal.key.rule);
    if dismissal.key.record != 0 {
        record.number("record", dismissal.key.record);
    }
    record.text("detail", &dismissal.key.detail);
    record.text("reason", &dismissal.reason);
    write_day(record, "on", dismissal.on);
}

pub fn strategy(record: v1::Strategy<'_>, problems: &mut Problems) -> Strategy {
    let place = || "strategy".to_owned();
    let business = record.business.and_then(|code| {
        let known = BusinessModel::from_code(&code);
        if known.is_none() {
            problems.add(format!("\"{code}\" is not a business model."), place());
        }
        known
    });
    let logo = record.logo.and_then(|text| {
        let hash = text.parse().ok();
        if hash.is_none() {
            problems.add(format!("\"{text}\" is not the hash of a picture."), place());
        }
        hash
    });
    let colors = record.colors.iter().filter_map(|text| {
        let color = Color::parse(text);
        if color.is_none() {
            problems.add(format!("\"{text}\" is not a color like \"#2457d6\"."), place());
        }
        color
    });
    let colors = colors.collect();
    let usual = Weights::default();
    // What is out of range stays so, to be told with all else that is wrong.
    let weight = |given: Option<u32>, usual: u8| given.map_or(usual, |it| u8::try_from(it).unwrap_or(u8::MAX));
    Strategy {
        business,
        brand: Brand {
            logo,
            colors,
            look: record.look,
            voice: record.voice,
            message: record.message,
            offer: record.offer,
        },
        weights: Weights {
            importance: weight(record.weight_of_importance, usual.importance),
            satisfaction: weight(record.weight_of_satisfaction, usual.satisfaction),
            volume: weight(record.weight_of_volume, usual.volume),
            kpi_gap: weight(record.weight_of_kpi_gap, usual.kpi_gap),
        },
        conversion_value: record.conversion_value.map(|amount| Money { amount, currency: record.currency }),
    }
}

pub fn write_strategy(record: &mut Record<'_>, strategy: &Strategy) {
    let Strategy { business, brand, weights, conversion_value } = strategy;
    record.text("business", business.map_or("", BusinessModel::code));
    if let Some(logo) = brand.logo {
        record.quoted("logo", logo);
    }
    record.list("colors", brand.colors.iter(), |text, color| push_quoted(text, &color.to_hex()));
    record.text("look", &brand.look);
    record.text("voice", &brand.voice);
    record.text("message", &brand.message);
    record.text("offer", &brand.offer);
    let usual = Weights::default();
    let weight = |given: u8, usual: u8| (given != usual).then_some(given);
    record.number_if_any("weight_of_importance", weight(weights.importance, usual.importance));
    record.number_if_any("weight_of_satisfaction", weight(weights.satisfaction, usual.satisfaction));
    record.number_if_any("weight_of_volume", weight(weights.volume, usual.volume));
    record.number_if_any("weight_of_kpi_gap", weight(weights.kpi_gap, usual.kpi_gap));
    if let Some(Money { amount, currency }) = conversion_value {
        record.float("conversion_value", *amount);
        record.text("currency", currency);
    }
}
