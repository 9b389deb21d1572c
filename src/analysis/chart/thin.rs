//! Long lines as what can be seen of them: of the many points under one column of pixels, the first, the lowest, the
//! highest and the last. Intervals are widened to hold what was left out.

use super::data::{Measured, TimePoint};

/// The points in runs without gaps.
pub fn runs(points: &[TimePoint]) -> impl Iterator<Item = &[TimePoint]> {
    points.chunk_by(|_, next| next.follows)
}

/// So much of a line as can be told apart on that many columns between two days, at most four points to a column; all
/// of it if it is no longer than that. What lies beside the days is left out but for one point on either side.
pub fn thinned(points: &[TimePoint], from: f64, to: f64, columns: usize) -> Vec<TimePoint> {
    let start = points.partition_point(|point| point.at < from).saturating_sub(1);
    let end = (points.partition_point(|point| point.at <= to) + 1).min(points.len());
    let seen = points.get(start..end).unwrap_or_default();
    let columns = columns.max(1);
    if seen.len() <= 4 * columns || to <= from {
        return seen.to_vec();
    }
    let column = |point: &TimePoint| ((point.at - from) / (to - from) * columns as f64).floor() as i64;
    let mut kept = Vec::with_capacity(4 * columns);
    // A column ends where the line does.
    for group in seen.chunk_by(|point, next| next.follows && column(point) == column(next)) {
        thin(group, &mut kept);
    }
    kept
}

fn thin(group: &[TimePoint], kept: &mut Vec<TimePoint>) {
    if group.len() <= 4 {
        kept.extend_from_slice(group);
        return;
    }
    let value = |at: &usize| group.get(*at).map_or(0.0, |point| point.measured.value);
    let by_value = |a: &usize, b: &usize| value(a).total_cmp(&value(b));
    let lowest = (0..group.len()).min_by(by_value).unwrap_or_default();
    let highest = (0..group.len()).max_by(by_value).unwrap_or_default();
    let reach = |pick: fn(&Measured) -> Option<f64>, better: fn(f64, f64) -> f64| {
        group.iter().map(|point| pick(&point.measured)).reduce(|a, b| Some(better(a?, b?))).flatten()
    };
    let (low, high) = (reach(|it| it.low, f64::min), reach(|it| it.high, f64::max));
    let mut places = [0, lowest, highest, group.len() - 1];
    places.sort_unstable();
    let mut last = None;
    for place in places {
        if last != Some(place)
            && let Some(point) = group.get(place)
        {
            kept.push(TimePoint { measured: Measured { low, high, ..point.measured }, ..*point });
        }
        last = Some(place);
    }
}
