//! Many tests at once: some p are small by chance alone, so all of them are adjusted.

use std::cmp::Ordering;

/// The Benjamini–Hochberg adjustment, in the order given: calling all below 5% a difference, 5% of those called are
/// expected to be none. `None` where a p is not between 0 and 1. Source: Benjamini and Hochberg 1995.
pub fn benjamini_hochberg(p: &[f64]) -> Option<Vec<f64>> {
    let all = p.len() as f64;
    let mut least: f64 = 1.0;
    // From the largest p down: none is adjusted to more than a larger one.
    adjusted(
        p,
        |a, b| b.total_cmp(a),
        |place, p| {
            least = least.min(p * all / (all - place));
            least
        },
    )
}

/// Holm's adjustment, in the order given: the chance that any of those called a difference is none stays below 5%.
/// `None` where a p is not between 0 and 1. Source: Holm 1979.
pub fn holm(p: &[f64]) -> Option<Vec<f64>> {
    let all = p.len() as f64;
    let mut most: f64 = 0.0;
    adjusted(p, f64::total_cmp, |place, p| {
        most = most.max((p * (all - place)).min(1.0));
        most
    })
}

/// Adjusts each p, one after the other in that order, by its place from 0.
fn adjusted(
    p: &[f64],
    order: impl Fn(&f64, &f64) -> Ordering,
    mut adjust: impl FnMut(f64, f64) -> f64,
) -> Option<Vec<f64>> {
    if !p.iter().all(|p| (0.0..=1.0).contains(p)) {
        return None;
    }
    let mut sorted: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    sorted.sort_by(|a, b| order(&a.1, &b.1));
    let mut result = vec![0.0; p.len()];
    for (place, (at, p)) in sorted.into_iter().enumerate() {
        *result.get_mut(at)? = adjust(place as f64, p);
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_given_is_kept() {
        let adjusted = benjamini_hochberg(&[0.5, 0.01, 0.03]).unwrap();
        assert!(adjusted.iter().zip([0.5, 0.03, 0.045]).all(|(a, b)| (a - b).abs() < 1e-15), "{adjusted:?}");
        let adjusted = holm(&[0.5, 0.01, 0.03]).unwrap();
        assert!(adjusted.iter().zip([0.5, 0.03, 0.06]).all(|(a, b)| (a - b).abs() < 1e-15), "{adjusted:?}");
    }

    #[test]
    fn one_p_stays_as_it_is_and_nonsense_is_refused() {
        assert_eq!(benjamini_hochberg(&[0.04]), Some(vec![0.04]));
        assert_eq!(holm(&[]), Some(vec![]));
        assert_eq!(benjamini_hochberg(&[0.1, f64::NAN]), None);
        assert_eq!(holm(&[1.1]), None);
    }
}
