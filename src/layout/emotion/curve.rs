//! Smooth curves through points that never swing beyond them. Pure arithmetic.
//!
//! Piecewise cubic Hermite interpolation with the slopes of Fritsch and Butland ("A method for constructing local
//! monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5, 1984), which keep the condition of Fritsch
//! and Carlson (1980): between two points the curve is monotone, so it stays between their heights.

use crate::base::{Pos2, pos2};

/// How far apart the curve is followed, in points.
const STEP: f32 = 8.0;
/// The least and the most steps between two points that differ in height.
const FEWEST_STEPS: f32 = 4.0;
const MOST_STEPS: f32 = 32.0;

/// The slope of the curve at each point. `points` run from left to right; of two above each other the curve
/// has no slope there.
pub fn slopes(points: &[Pos2]) -> Vec<f32> {
    let secants: Vec<(f32, f32)> = points
        .windows(2)
        .map(|pair| match pair {
            [a, b] if b.x > a.x => (b.x - a.x, (b.y - a.y) / (b.x - a.x)),
            _ => (0.0, 0.0),
        })
        .collect();
    let at = |rank: usize| secants.get(rank).copied();
    let slope = |rank: usize| match (rank.checked_sub(1).and_then(at), at(rank)) {
        (None, None) => 0.0,
        (None, Some(first)) => end_slope(first, at(1)),
        (Some(last), None) => end_slope(last, rank.checked_sub(2).and_then(at)),
        (Some(before), Some(after)) => inner_slope(before, after),
    };
    (0..points.len()).map(slope).collect()
}

/// The weighted harmonic mean of the secants beside a point; level at peaks and valleys.
fn inner_slope((width_a, a): (f32, f32), (width_b, b): (f32, f32)) -> f32 {
    if a * b <= 0.0 {
        return 0.0;
    }
    let (weight_a, weight_b) = (2.0 * width_b + width_a, width_b + 2.0 * width_a);
    (weight_a + weight_b) / (weight_a / a + weight_b / b)
}

/// The slope at an end: of the parabola through three points, as far as that keeps the curve monotone.
fn end_slope((width, secant): (f32, f32), next: Option<(f32, f32)>) -> f32 {
    let Some((next_width, next_secant)) = next.filter(|next| next.0 > 0.0) else { return secant };
    if width <= 0.0 {
        return 0.0;
    }
    let slope = ((2.0 * width + next_width) * secant - width * next_secant) / (width + next_width);
    if slope * secant <= 0.0 {
        0.0
    } else if secant * next_secant < 0.0 && slope.abs() > 3.0 * secant.abs() {
        3.0 * secant
    } else {
        slope
    }
}

/// Follows the curve from one point to the next: what comes after `from`, `to` included.
pub fn follow((from, slope_from): (Pos2, f32), (to, slope_to): (Pos2, f32), out: &mut Vec<Pos2>) {
    let width = to.x - from.x;
    if from.y != to.y && width > 0.0 {
        let steps = (width / STEP).ceil().clamp(FEWEST_STEPS, MOST_STEPS);
        let (low, high) = (from.y.min(to.y), from.y.max(to.y));
        for step in 1..steps as usize {
            let t = step as f32 / steps;
            let (t2, t3) = (t * t, t * t * t);
            let y = (2.0 * t3 - 3.0 * t2 + 1.0) * from.y
                + (t3 - 2.0 * t2 + t) * width * slope_from
                + (3.0 * t2 - 2.0 * t3) * to.y
                + (t3 - t2) * width * slope_to;
            out.push(pos2(from.x + t * width, y.clamp(low, high)));
        }
    }
    out.push(to);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn followed(points: &[Pos2]) -> Vec<Vec<Pos2>> {
        let slopes = slopes(points);
        let knots: Vec<(Pos2, f32)> = points.iter().copied().zip(slopes).collect();
        let run = |pair: &[(Pos2, f32)]| {
            let mut out = vec![pair[0].0];
            follow(pair[0], pair[1], &mut out);
            out
        };
        knots.windows(2).map(run).collect()
    }

    proptest! {
        #[test]
        fn the_curve_stays_between_its_neighbors_and_runs_one_way(
            steps in prop::collection::vec((1.0_f32..400.0, -20_i8..=20), 1..12)
        ) {
            let mut x = 0.0;
            let points: Vec<Pos2> = steps.iter().map(|(width, tenths)| {
                x += width;
                pos2(x, f32::from(*tenths) * 2.4)
            }).collect();
            let knots: Vec<(Pos2, f32)> = points.iter().copied().zip(slopes(&points)).collect();
            for (pair, run) in knots.windows(2).zip(followed(&points)) {
                let rises = pair[1].0.y - pair[0].0.y;
                prop_assert_eq!(run.last().copied(), Some(pair[1].0));
                for leg in run.windows(2) {
                    prop_assert!(leg[1].x > leg[0].x);
                    prop_assert!((leg[1].y - leg[0].y) * rises >= -1e-2, "{:?} {:?}", pair, leg);
                }
                // Fritsch and Carlson: slopes within three times the secant cannot overshoot.
                let secant = rises / (pair[1].0.x - pair[0].0.x);
                for (_, slope) in pair {
                    prop_assert!(slope * secant >= 0.0 && slope.abs() <= 3.0 * secant.abs() + 1e-4);
                }
            }
        }
    }

    #[test]
    fn few_points_are_no_trouble() {
        assert!(slopes(&[]).is_empty());
        assert_eq!(slopes(&[pos2(3.0, 4.0)]), [0.0]);
        assert_eq!(slopes(&[pos2(0.0, 0.0), pos2(2.0, 4.0)]), [2.0, 2.0]);
        assert_eq!(slopes(&[pos2(0.0, 0.0), pos2(0.0, 4.0)]), [0.0, 0.0]);
        assert_eq!(followed(&[pos2(0.0, 1.0), pos2(9.0, 1.0)]), [[pos2(0.0, 1.0), pos2(9.0, 1.0)]]);
    }
}
