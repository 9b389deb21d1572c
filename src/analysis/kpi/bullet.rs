//! A KPI as a bullet chart: where its figure, interval, baseline, target and line lie on one bar. Draws nothing.

use super::Standing;
use crate::model::Kpi;

/// Places on a bar, 0 at its left end and 1 at its right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bullet {
    /// Where zero is: from there the figure's bar is drawn.
    pub zero: f32,
    pub value: f32,
    /// The ends of the 95% interval.
    pub interval: Option<(f32, f32)>,
    pub target: f32,
    pub baseline: Option<f32>,
    /// Where the line from baseline to target is.
    pub expected: Option<f32>,
}

/// From zero to a little beyond all that is on the bar, or, where some of it is negative, from a little below. An
/// interval that reaches far beyond is cut at the bar's ends, so that it does not squeeze the rest. `None` without a
/// figure.
pub fn bullet(kpi: &Kpi, standing: &Standing) -> Option<Bullet> {
    const MARGIN: f64 = 0.15;
    /// So many times the room of the rest, an interval may take.
    const INTERVAL_ROOM: f64 = 1.0;
    let value = standing.figure.value.filter(|value| value.is_finite())?;
    let marks = [Some(value), Some(kpi.target), standing.baseline, standing.expected.map(|at| at.value)];
    let ends = |range: (f64, f64), mark: f64| (range.0.min(mark), range.1.max(mark));
    let (low, high) = marks.into_iter().flatten().filter(|mark| mark.is_finite()).fold((0.0, 0.0), ends);
    let span = high - low;
    let interval = standing.figure.interval().filter(|it| it.low.is_finite() && it.high.is_finite());
    let (low, high) = interval.map_or((low, high), |interval| {
        (
            low.min(interval.low.max(low - INTERVAL_ROOM * span)),
            high.max(interval.high.min(high + INTERVAL_ROOM * span)),
        )
    });
    let span = high - low;
    // All is zero.
    if span.is_nan() || span <= 0.0 || span.is_infinite() {
        let none = Bullet { zero: 0.0, value: 0.0, interval: None, target: 0.0, baseline: None, expected: None };
        return Some(none);
    }
    let from = if low < 0.0 { low - MARGIN * span } else { 0.0 };
    let to = if high > 0.0 { high + MARGIN * span } else { 0.0 };
    let share = |at: f64| (((at - from) / (to - from)).clamp(0.0, 1.0)) as f32;
    Some(Bullet {
        zero: share(0.0),
        value: share(value),
        interval: interval.map(|interval| (share(interval.low), share(interval.high))),
        target: share(kpi.target),
        baseline: standing.baseline.map(share),
        expected: standing.expected.map(|at| share(at.value)),
    })
}
