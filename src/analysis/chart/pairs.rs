//! Two values for each touchpoint: of two metrics, or before and after.

use std::sync::Arc;

use super::asked::{Asked, Made, highest_first, note_shown, note_unknown, range};
use super::bars::MOST_ROWS;
use super::data::{Body, Measured, ScatterAxis, ScatterBody, ScatterPoint, SlopeBody, SlopeRow, Whose};
use crate::analysis::{Tone, change_between, name_within};
use crate::base::Period;
use crate::model::{Metric, TouchpointId};

pub(super) fn scatter(asked: &Asked<'_>) -> Result<Made, String> {
    let (across, up) = (asked.metric(0)?, asked.metric(1)?);
    if across.id == up.id {
        return Err(format!("Both metrics are {}. Choose two different ones.", across.name));
    }
    let segment = asked.audiences().first().copied().flatten();
    let with_up = asked.numbers.touchpoints_with(up.id);
    let both: Vec<TouchpointId> =
        asked.some_touchpoints(across)?.into_iter().filter(|id| with_up.binary_search(id).is_ok()).collect();
    if both.is_empty() {
        return Err(format!(
            "No touchpoint has both {} and {}. Choose two metrics that are measured at the same touchpoints.",
            across.name, up.name
        ));
    }
    let period = asked.period();
    let (mut points, mut unknown) = (Vec::new(), 0);
    for target in asked.named(&both) {
        let value = |metric: &Metric| {
            let touchpoints = Arc::clone(&target.touchpoints);
            Measured::of(&asked.figure(&Whose { metric: metric.id, touchpoints, segment }, period))
        };
        match (value(across), value(up), target.touchpoints.first()) {
            (Some(x), Some(y), Some(touchpoint)) => {
                points.push(ScatterPoint { name: target.name, touchpoint: *touchpoint, x, y });
            }
            _ => unknown += 1,
        }
    }
    if points.is_empty() {
        let days = period.map_or_else(|| "any of the days".to_owned(), Period::label);
        return Err(format!("No touchpoint has a value of both in {days}. Choose other days."));
    }
    let mut notes = Vec::new();
    note_unknown(&mut notes, unknown, None);
    let axis = |metric: &Metric, of: fn(&ScatterPoint) -> f64| ScatterAxis {
        metric: metric.id,
        name: metric.name.clone(),
        unit: metric.shown(),
        range: range(points.iter().map(of)).unwrap_or_default(),
    };
    let (x, y) = (axis(across, |point| point.x.value), axis(up, |point| point.y.value));
    let values: Vec<(f64, f64)> = points.iter().map(|point| (point.x.value, point.y.value)).collect();
    let rank_correlation = spearman(&values);
    let said = match rank_correlation {
        Some(rho) => format!("rank correlation ρ = {}, n = {}", two_decimals(rho), points.len()),
        None => format!("n = {}", points.len()),
    };
    match rank_correlation {
        None if points.len() < 3 => notes.push("No correlation: that takes three touchpoints at least.".to_owned()),
        None => notes.push("No correlation: all touchpoints have the same value.".to_owned()),
        Some(_) if points.len() < 10 => {
            notes.push(format!("With {} touchpoints a correlation says little.", points.len()));
        }
        Some(_) => {}
    }
    if rank_correlation.is_some() {
        notes.push("That two metrics go together does not say that one makes the other.".to_owned());
    }
    let title = format!("{} and {}", across.name, name_within(&up.name));
    let days = period.map_or_else(|| "all days".to_owned(), Period::label);
    let who = segment.map(|_| format!("{} · ", asked.segment_name(segment))).unwrap_or_default();
    let subtitle = format!("by touchpoint · {who}{days} · {said}");
    let body = ScatterBody { x, y, points, period, rank_correlation };
    Ok(Made { title, subtitle, body: Body::Scatter(body), notes })
}

/// "−0.62".
pub(super) fn two_decimals(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}

/// Spearman's ρ: Pearson's correlation of the ranks, equal values sharing the mean of theirs. `None` with fewer than
/// three pairs, or where one side is all equal. Source: Spearman 1904.
pub(super) fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let x = ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<f64>>());
    let y = ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<f64>>());
    let mean = (pairs.len() as f64 + 1.0) / 2.0;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(&y) {
        xy += (x - mean) * (y - mean);
        xx += (x - mean).powi(2);
        yy += (y - mean).powi(2);
    }
    let rho = xy / (xx * yy).sqrt();
    rho.is_finite().then(|| rho.clamp(-1.0, 1.0))
}

/// The rank of each value from 1; equal ones share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for run in order.chunk_by(|a, b| a.1 == b.1) {
        let shared = (2 * from + run.len() + 1) as f64 / 2.0;
        for (place, _) in run {
            if let Some(rank) = ranks.get_mut(*place) {
                *rank = shared;
            }
        }
        from += run.len();
    }
    ranks
}

pub(super) fn slope(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let (Some(after), Some(before)) = (asked.period(), asked.before()) else {
        return Err(
            "There is nothing to compare with. Choose a period that has one before it, in the tool bar.".to_owned()
        );
    };
    let mut notes = Vec::new();
    let (mut rows, mut unknown) = (Vec::new(), 0);
    for target in asked.named(&asked.some_touchpoints(metric)?) {
        for segment in asked.audiences() {
            let whose = Whose { metric: metric.id, touchpoints: Arc::clone(&target.touchpoints), segment };
            let value = |period| Measured::of(&asked.figure(&whose, Some(period)));
            let (Some(was), Some(is)) = (value(before), value(after)) else {
                unknown += 1;
                continue;
            };
            let change = change_between(metric, was.value, is.value);
            let name = match segment {
                None => target.name.clone(),
                Some(_) => format!("{}, {}", target.name, asked.segment_name(segment)),
            };
            rows.push(SlopeRow {
                name,
                before: was,
                after: is,
                tone: change.as_ref().map_or(Tone::Neutral, |change| change.tone),
                change: change.map(|change| change.text).unwrap_or_default(),
                whose,
            });
        }
    }
    if rows.is_empty() {
        return Err(format!(
            "No touchpoint has {} in both {} and {}. Choose other days.",
            metric.name,
            before.label(),
            after.label()
        ));
    }
    highest_first(&mut rows, |row| Some(row.after.value));
    let shown = rows.len().min(MOST_ROWS);
    note_shown(&mut notes, shown, rows.len());
    note_unknown(&mut notes, unknown, None);
    notes.push("What changed along with it is not shown here: this is no proof of cause.".to_owned());
    let values = rows.iter().take(shown).flat_map(|row| [row.before.value, row.after.value]);
    let range = range(values).unwrap_or_default();
    let title = format!("{} before and after", metric.name);
    let subtitle = asked.subtitle(metric, None, &[format!("{} to {}", before.label(), after.label())]);
    let subtitle = subtitle.replace(" · all days", "");
    let body = SlopeBody { unit: metric.shown(), before, after, rows, shown, range };
    Ok(Made { title, subtitle, body: Body::Slope(body), notes })
}
