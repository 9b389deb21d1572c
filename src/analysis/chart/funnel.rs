//! A count by stage, and which share is lost from each stage to the next.

use std::sync::Arc;

use super::asked::{Asked, Made, range};
use super::bars::{kind_of, nothing_known};
use super::data::{Body, FunnelBody, FunnelStep, Measured, Whose};
use crate::analysis::interval::wilson;
use crate::base::number::Unit;
use crate::model::{JourneyId, MetricClass, StageId, TouchpointId};

pub(super) fn funnel(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let is_count = matches!(metric.class, MetricClass::Additive | MetricClass::Distinct) && metric.unit == Unit::Count;
    if !is_count {
        return Err(format!(
            "A funnel needs a count, such as visits or orders, and {} is {}. Choose another metric.",
            metric.name,
            if metric.class == MetricClass::Additive { "an amount" } else { kind_of(metric.class) }
        ));
    }
    let touchpoints = asked.some_touchpoints(metric)?;
    let mut notes = Vec::new();
    let journeys: Vec<JourneyId> = {
        let mut found = Vec::new();
        for journey in touchpoints.iter().filter_map(|id| asked.journey_of(*id)) {
            if !found.contains(&journey) {
                found.push(journey);
            }
        }
        found
    };
    let Some(journey) = journeys.first().and_then(|id| asked.project.journeys.get(id)) else {
        return Err(nothing_known(asked, metric, None));
    };
    if journeys.len() > 1 {
        notes.push(format!("A funnel is of one journey: this is \"{}\".", journey.name));
    }
    let segment = match asked.audiences().as_slice() {
        [only] => *only,
        [first, ..] => {
            notes.push(format!("A funnel is of one segment: this is {}.", asked.segment_name(*first)));
            *first
        }
        [] => None,
    };
    let mut steps: Vec<FunnelStep> = Vec::new();
    let (mut without, mut is_added_up) = (Vec::new(), false);
    for stage in &journey.stages {
        let Some(record) = asked.project.stages.get(stage) else { continue };
        let own = of_stage(asked, &touchpoints, *stage);
        let count = own.len();
        let whose = Whose { metric: metric.id, touchpoints: own, segment };
        let measured = Measured::of(&asked.figure(&whose, asked.period())).filter(|measured| measured.value >= 0.0);
        let Some(measured) = measured.filter(|_| count > 0) else {
            without.push(record.name.as_str());
            continue;
        };
        is_added_up |= count > 1;
        let value = measured.value;
        let before = steps.last().map(|step| step.value);
        let grows = before.is_some_and(|before| value > before);
        let lost = before.filter(|before| *before > 0.0 && !grows).map(|before| lost(before, value));
        steps.push(FunnelStep { name: record.name.clone(), phase: record.phase, value, whose, lost, grows });
    }
    if steps.is_empty() || range(steps.iter().map(|step| step.value)).is_none_or(|(_, high)| high <= 0.0) {
        return Err(nothing_known(asked, metric, None));
    }
    notes.insert(
        0,
        "An open funnel: each stage is counted by itself and nobody is followed from one to the next, so people can \
         come in and leave at any stage."
            .to_owned(),
    );
    if steps.len() == 1 {
        notes.push(format!("Only one stage has {}, so nothing is lost between stages yet.", metric.name));
    }
    if !without.is_empty() {
        notes.push(format!("Without {} and left out: {}.", metric.name, without.join(", ")));
    }
    if is_added_up {
        notes.push("Touchpoints of a stage are added up: who used two of them is counted twice.".to_owned());
    }
    let who = segment.map(|_| asked.segment_name(segment)).unwrap_or_default();
    let title = format!("{} by stage", metric.name);
    let subtitle = asked.subtitle(metric, asked.period(), &[who, "drop-off with 95% interval".to_owned()]);
    let body = FunnelBody { unit: metric.shown(), steps, period: asked.period() };
    Ok(Made { title, subtitle, body: Body::Funnel(body), notes })
}

/// 1 − reached next ÷ reached, with the interval of that share turned round.
fn lost(before: f64, now: f64) -> Measured {
    let kept = wilson(now, before);
    Measured {
        value: 1.0 - now / before,
        low: kept.map(|kept| 1.0 - kept.high),
        high: kept.map(|kept| 1.0 - kept.low),
        n: Some(before),
    }
}

fn of_stage(asked: &Asked<'_>, touchpoints: &[TouchpointId], stage: StageId) -> Arc<[TouchpointId]> {
    touchpoints.iter().copied().filter(|id| asked.stage_of(*id) == Some(stage)).collect()
}
