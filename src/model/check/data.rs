//! The invariants of metrics, imported files and figures.

use std::collections::BTreeSet;

use super::{Found, check_known, sentence};
use crate::model::{Amount, Formula, MetricClass, Observation, Project, Series, SourceId};

pub(super) fn check_data(project: &Project, found: &mut Found) {
    let mut keys = BTreeSet::new();
    for metric in project.metrics.values() {
        if !keys.insert(metric.key.as_str()) {
            found.add(format!("Another metric has the key \"{}\" too.", metric.key), format!("metric {}", metric.id));
        }
        if !metric.display.fits(&metric.unit) {
            let message = format!("Values in its unit can't be shown as \"{}\".", metric.display.code());
            found.add(message, format!("metric {}", metric.id));
        }
        match Formula::of(metric, &project.metrics) {
            Some(Err(why)) => found.add(format!("Its formula can't be used. {why}"), format!("metric {}", metric.id)),
            None if !metric.formula.is_empty() => found.add(
                format!("It has a formula, but is of the class \"{}\".", metric.class.code()),
                format!("metric {}", metric.id),
            ),
            Some(Ok(_)) | None => {}
        }
    }
    let mut names = BTreeSet::new();
    for segment in project.segments.values() {
        if !names.insert(segment.name.as_str()) {
            let message = format!("Another segment is called \"{}\" too.", segment.name);
            found.add(message, format!("segment {}", segment.id));
        }
    }
    for source in project.sources.values() {
        let place = || format!("source {}", source.id);
        if source.file_name.contains('/') {
            found.add("Its file name holds a folder.", place());
        }
        if source.relative_path.as_deref().is_some_and(leads_out) {
            found.add("Its path leads out of the project's folder.", place());
        }
        let is_known = |other: &SourceId| *other != source.id && project.sources.contains_key(other);
        if source.added_to.iter().any(|other| !is_known(other)) {
            found.add("It is added to a source that is not in the project.", place());
        }
        let each_once: BTreeSet<&SourceId> = source.added_to.iter().collect();
        if each_once.len() < source.added_to.len() {
            found.add("It is added to the same source twice.", place());
        }
        if source.period.is_some_and(|period| period.from > period.to) {
            found.add("Its period ends before it begins.", place());
        }
    }
}

/// Whether a path is absolute, on any system, or climbs up.
fn leads_out(path: &str) -> bool {
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with(['/', '\\']) || has_drive || path.split(['/', '\\']).any(|part| part == "..")
}

pub(super) fn check_series(project: &Project, found: &mut Found) {
    for (key, series) in project.series.iter() {
        let place = || {
            let segment = key.segment.map(|segment| format!(", segment {segment}")).unwrap_or_default();
            format!("series of source {}, metric {}, touchpoint {}{segment}", key.source, key.metric, key.touchpoint)
        };
        if series.key != *key {
            found.add("It is filed under another key than its own.", place());
        }
        check_known(&project.sources, &key.source, "source", place, found);
        check_known(&project.touchpoints, &key.touchpoint, "touchpoint", place, found);
        if let Some(segment) = &key.segment {
            check_known(&project.segments, segment, "segment", place, found);
        }
        check_known(&project.metrics, &key.metric, "metric", place, found);
        if let Some(why) = project.metrics.get(&key.metric).and_then(|metric| series_problem(series, metric.class)) {
            found.add(sentence(&why), place());
        }
    }
}

/// Why a series can't hold the figures of a metric of that class, or `None` if it can.
pub fn series_problem(series: &Series, class: MetricClass) -> Option<String> {
    if series.observations.is_empty() {
        return Some("there are no observations in the series".to_owned());
    }
    let mut last: Option<&Observation> = None;
    for observation in &series.observations {
        let period = observation.period;
        if period.from > period.to {
            return Some(format!("the period from {} to {} ends before it begins", period.from, period.to));
        }
        let at = || period.label();
        if last.is_some_and(|last| last.period >= period) {
            return Some(format!("the observation of {} is out of order or there twice", at()));
        }
        if observation.rows == 0 {
            return Some(format!("the observation of {} rests on no row", at()));
        }
        if !fits(&observation.amount, class) {
            return Some(format!("the figure of {} does not fit a metric of the class \"{}\"", at(), class.code()));
        }
        if !is_finite(&observation.amount) {
            return Some(format!("the figure of {} is not a finite number", at()));
        }
        last = Some(observation);
    }
    None
}

fn fits(amount: &Amount, class: MetricClass) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => matches!(amount, Amount::Value(_)),
        MetricClass::Ratio => matches!(amount, Amount::Ratio { .. }),
        MetricClass::Mean => matches!(amount, Amount::Mean { .. }),
        MetricClass::ShareDifference => matches!(amount, Amount::Shares { .. }),
        MetricClass::RateOnly => matches!(amount, Amount::Rate { .. }),
        // It is worked out anew each time.
        MetricClass::Derived => false,
    }
}

fn is_finite(amount: &Amount) -> bool {
    match *amount {
        Amount::Value(value) => value.is_finite(),
        Amount::Ratio { numerator, denominator } => numerator.is_finite() && denominator.is_finite(),
        Amount::Mean { sum, sum_of_squares, count } => {
            sum.is_finite() && sum_of_squares.is_none_or(f64::is_finite) && count.is_finite()
        }
        Amount::Shares { promoters, detractors, count } => {
            promoters.is_finite() && detractors.is_finite() && count.is_finite()
        }
        Amount::Rate { rate, weight } => rate.is_finite() && weight.is_none_or(f64::is_finite),
    }
}
