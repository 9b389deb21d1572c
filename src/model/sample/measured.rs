//! More figures for a sample: daily ones at every touchpoint, until there are about as many as were asked for.

use std::sync::Arc;

use super::{LAST_DAY, Random};
use crate::base::Period;
use crate::base::date::date_from_day_number;
use crate::model::{Amount, MetricClass, MetricId, Observation, Project, Series, SeriesKey, TouchpointId};

/// The days end with those of the sample, and go back as far as it takes.
const MOST_DAYS: usize = 3_660;

/// The project with about that many observations in all: each touchpoint gets a count and a ratio that the sample has,
/// day by day up to the sample's last day, where it has none yet. A sample without any figures stays as it is.
pub fn with_observations(mut project: Project, observations: usize, seed: u64) -> Project {
    let known: usize = project.series.values().map(|series| series.observations.len()).sum();
    let of_class = |class| project.metrics.values().find(|metric| metric.class == class).map(|metric| metric.id);
    let (count, share) = (of_class(MetricClass::Additive), of_class(MetricClass::Ratio));
    let (Some(count), Some(share), Some(source)) = (count, share, project.sources.keys().next_back().copied()) else {
        return project;
    };
    let places: Vec<TouchpointId> = project.touchpoints.keys().copied().collect();
    let missing = observations.saturating_sub(known);
    let days = missing.div_ceil((2 * places.len()).max(1)).min(MOST_DAYS);
    if days == 0 {
        return project;
    }
    let mut random = Random(seed ^ 0x6d65_6173);
    let series = Arc::make_mut(&mut project.series);
    for touchpoint in places {
        let [counts, shares] = figures(&mut random, days as i32);
        let mut add = |metric: MetricId, observations| {
            let key = SeriesKey { source, metric, touchpoint, segment: None };
            series.entry(key).or_insert_with(|| Arc::new(Series { key, observations }));
        };
        add(count, counts);
        add(share, shares);
    }
    project
}

/// A level with a week and some noise, and a share of it.
fn figures(random: &mut Random, days: i32) -> [Vec<Observation>; 2] {
    let (level, rate) = (50.0 + random.unit() * 2_000.0, 0.02 + random.unit() * 0.2);
    let mut both = [Vec::new(), Vec::new()];
    for index in 0..days {
        let Some(period) = date_from_day_number(LAST_DAY + 1 - days + index).map(Period::day) else { continue };
        let weekend = if index % 7 >= 5 { 0.7 } else { 1.0 };
        let count = (level * weekend * (0.85 + random.unit() * 0.3)).round().max(1.0);
        let numerator = (count * rate * (0.8 + random.unit() * 0.4)).round().min(count);
        let amounts = [Amount::Value(count), Amount::Ratio { numerator, denominator: count }];
        for (observations, amount) in both.iter_mut().zip(amounts) {
            observations.push(Observation { period, amount, rows: 1, first_row: 0 });
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::problems;
    use crate::model::sample::full_sample;

    #[test]
    fn a_sample_gets_as_many_figures_as_are_asked_for() {
        let count = |project: &Project| project.series.values().map(|it| it.observations.len()).sum::<usize>();
        let small = full_sample(200, 1);
        let large = with_observations(small.clone(), 40_000, 1);
        assert_eq!(problems(&large), []);
        assert!((35_000..45_000).contains(&count(&large)), "{}", count(&large));
        assert!(small.series.keys().all(|key| large.series.contains_key(key)));
        assert_eq!(with_observations(small.clone(), 40_000, 1), large, "always the same");
        assert!(with_observations(small.clone(), 10, 1).is_same_as(&small), "it has more already");
    }
}
