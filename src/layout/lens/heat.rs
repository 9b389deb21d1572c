//! Figures from low to high in fifths: which touchpoint is in which, and between which values each one lies.
//!
//! Fifths go by rank, not by size: one campaign with a hundred times the clicks of all others would leave these in a
//! single color. Equal figures are always of one color.

/// How many colors a theme has from low to high.
pub(in crate::layout) const STEPS: usize = 5;

/// The steps of these values, each from 0 for the lowest to 4.
pub(in crate::layout) struct Heat {
    /// From low to high.
    sorted: Vec<f64>,
    /// Each once.
    distinct: Vec<f64>,
}

impl Heat {
    pub fn new(values: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut distinct = sorted.clone();
        distinct.dedup();
        Self { sorted, distinct }
    }

    /// The step of one of the values.
    pub fn step(&self, value: f64) -> u8 {
        let last = STEPS - 1;
        let step = match self.distinct.len() {
            0 | 1 => last / 2,
            // So few are as far from each other as they can be.
            few @ 2..=STEPS => self.distinct.partition_point(|other| *other < value) * last / (few - 1),
            _ => self.sorted.partition_point(|other| *other < value) * STEPS / self.sorted.len().max(1),
        };
        step.min(last) as u8
    }

    /// The lowest and the highest value of a step; `None` if it has none.
    pub fn ends(&self, step: u8) -> Option<(f64, f64)> {
        let mut of_step = self.distinct.iter().copied().filter(|value| self.step(*value) == step);
        let low = of_step.next()?;
        Some((low, of_step.next_back().unwrap_or(low)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_figures_are_at_one_end_and_high_ones_at_the_other() {
        /// The values, and the step of each.
        type Case = (Vec<f64>, Vec<u8>);
        let cases: Vec<Case> = vec![
            (vec![7.0], vec![2]),
            (vec![7.0, 7.0], vec![2, 2]),
            (vec![1.0, 9.0], vec![0, 4]),
            (vec![9.0, 1.0, 5.0], vec![4, 0, 2]),
            (vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![0, 1, 2, 3, 4]),
            (vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9_000.0], vec![0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
            (vec![0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0], vec![0, 0, 0, 0, 0, 2, 3, 3, 4, 4]),
        ];
        for (values, expected) in cases {
            let heat = Heat::new(values.iter().copied());
            let steps: Vec<u8> = values.iter().map(|value| heat.step(*value)).collect();
            assert_eq!(steps, expected, "{values:?}");
        }
    }

    #[test]
    fn the_ends_of_the_steps_hold_every_figure() {
        let values: Vec<f64> = (0..23).map(|n| f64::from(n * n % 37)).collect();
        let heat = Heat::new(values.iter().copied().chain([f64::NAN]));
        let ends: Vec<(f64, f64)> = (0..STEPS as u8).filter_map(|step| heat.ends(step)).collect();
        assert_eq!(ends.first().map(|(low, _)| *low), Some(0.0));
        assert!(ends.windows(2).all(|pair| pair[0].1 < pair[1].0), "steps overlap: {ends:?}");
        for value in values {
            let (low, high) = heat.ends(heat.step(value)).unwrap();
            assert!((low..=high).contains(&value), "{value} is not from {low} to {high}");
        }
        assert_eq!(Heat::new(std::iter::empty()).ends(2), None);
    }
}
