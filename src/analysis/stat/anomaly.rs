//! Days that are out of line: against the other days of the same weekday, or, for shares of changing numbers of cases,
//! on a control chart.

use super::line::theil_sen;
use super::season::by_weekday;
use super::share::Counted;
use super::{Dated, median, robust_deviation};

/// A day this many robust deviations from what was expected is out of line. Source: Iglewicz and Hoaglin 1993.
pub const ODD_FROM: f64 = 3.5;

/// Shewhart's three standard errors.
const LIMITS_AT: f64 = 3.0;

/// A weekday with fewer values is not judged: there would be no two others to hold a day against.
const FEWEST_OF_WEEKDAY: usize = 3;

/// The fewest shares for a chart with limits of its own.
const FEWEST_OF_CHART: usize = 10;

/// The median of absolute differences of two independent standard normal values: √2·Φ⁻¹(3/4).
const MEDIAN_MOVING_RANGE: f64 = 0.953_872_552_417_612;

/// A day that is out of line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odd {
    /// Its place among the values.
    pub at: usize,
    /// What the other days of its weekday and the trend led to expect.
    pub expected: f64,
    /// How far off it is, in robust deviations; above 0, higher than expected.
    pub score: f64,
}

/// Days that are out of line. A day is held against the median of the *other* days of its weekday, once the Theil–Sen
/// slope is taken out; its distance is measured in 1.4826 × the median of all such distances, or `least_deviation` if
/// that is more (for counts, the square root of their level: less than chance itself nobody should call steady).
/// `None` with fewer than three values of any weekday, or too many (see `theil_sen`).
pub fn odd_days(values: &[Dated], least_deviation: f64) -> Option<Vec<Odd>> {
    let slope = theil_sen(values)?.slope;
    let start = values.first()?.day;
    let trend = |dated: &Dated| slope * (f64::from(dated.day) - f64::from(start));
    let level: Vec<Dated> = values.iter().map(|dated| Dated { value: dated.value - trend(dated), ..*dated }).collect();
    let of_weekday = by_weekday(&level);
    let expected: Vec<Option<f64>> = level
        .iter()
        .map(|dated| {
            let same = of_weekday.get(dated.weekday()).filter(|same| same.len() >= FEWEST_OF_WEEKDAY)?;
            let mut others = same.clone();
            others.swap_remove(others.iter().position(|value| *value == dated.value)?);
            median(&others)
        })
        .collect();
    let off = |(dated, expected): (&Dated, &Option<f64>)| expected.map(|expected| dated.value - expected);
    let distances: Vec<f64> = level.iter().zip(&expected).filter_map(off).collect();
    let deviation = robust_deviation(&distances)?.max(least_deviation);
    let judged = level.iter().zip(&expected).zip(values).enumerate();
    let odd = judged.filter_map(|(at, ((dated, expected), stored))| {
        let expected = (*expected)?;
        let score = (dated.value - expected) / deviation;
        let is_odd = score.is_finite() && score.abs() > ODD_FROM;
        is_odd.then_some(Odd { at, expected: expected + trend(stored), score })
    });
    Some(odd.collect())
}

/// A share on a control chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charted {
    /// The limits for its number of cases, within 0 and 1.
    pub low: f64,
    pub high: f64,
    pub is_out: bool,
}

/// A control chart of shares.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    /// Σ hits / Σ cases.
    pub center: f64,
    /// How much wider than binomial the limits are: 1, or more where neighboring shares differ more than chance.
    pub widened: f64,
    pub points: Vec<Charted>,
}

/// A p-chart with limits for each number of cases: p̄ ± 3·w·√(p̄(1 − p̄) / n). Many cases a day make binomial limits so
/// narrow that every day would be out; so they are widened by how much neighbors differ (w, from the median moving
/// range of z, at least 1). `None` with fewer than ten shares, or where all or none are hits.
/// Source: Shewhart 1931; Laney 2002 (p′-chart).
pub fn share_chart(shares: &[Counted]) -> Option<ShareChart> {
    if shares.len() < FEWEST_OF_CHART {
        return None;
    }
    let (hits, cases) = shares.iter().fold((0.0, 0.0), |(a, b), share| (a + share.hits(), b + share.cases()));
    let center = hits / cases;
    if hits == 0.0 || hits == cases {
        return None;
    }
    let error = |share: &Counted| (center * (1.0 - center) / share.cases()).sqrt();
    let scores: Vec<f64> = shares.iter().map(|share| (share.share() - center) / error(share)).collect();
    let ranges: Vec<f64> = scores.iter().zip(scores.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let widened = (median(&ranges)? / MEDIAN_MOVING_RANGE).max(1.0);
    let points = shares.iter().map(|share| {
        let half = LIMITS_AT * widened * error(share);
        let is_out = (share.share() - center).abs() > half;
        Charted { low: (center - half).max(0.0), high: (center + half).min(1.0), is_out }
    });
    Some(ShareChart { center, widened, points: points.collect() })
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn counted(hits: f64, cases: f64) -> Counted {
        Counted::new(hits, cases).unwrap()
    }

    fn steady(days: i32) -> Vec<Dated> {
        let mut random = Random::new(5);
        let value =
            |day: i32, noise: usize| 100.0 + f64::from(day) + if day % 7 >= 5 { -60.0 } else { 0.0 } + noise as f64;
        (0..days).map(|day| Dated { day, value: value(day, random.below(9)) }).collect()
    }

    #[test]
    fn a_quiet_monday_is_out_of_line_though_sundays_are_quieter() {
        let mut values = steady(63);
        assert_eq!(odd_days(&values, 0.0), Some(vec![]));
        values[28].value = 80.0;
        let odd = odd_days(&values, 0.0).unwrap();
        assert_eq!(odd.iter().map(|odd| odd.at).collect::<Vec<_>>(), [28]);
        assert!(odd[0].score < -ODD_FROM && (odd[0].expected - 132.0).abs() < 5.0, "{odd:?}");
    }

    #[test]
    fn perfectly_even_days_do_not_make_a_hair_an_alarm() {
        let mut values: Vec<Dated> = (0..35).map(|day| Dated { day, value: 100.0 }).collect();
        values[20].value = 104.0;
        // Nothing varies but this day: without a least deviation there is no measure of how odd it is.
        assert_eq!(odd_days(&values, 0.0), Some(vec![]));
        assert_eq!(odd_days(&values, 10.0), Some(vec![]));
        values[20].value = 160.0;
        assert_eq!(odd_days(&values, 10.0).unwrap().len(), 1);
        assert_eq!(odd_days(&values[..2], 1.0), None);
        assert_eq!(odd_days(&steady(14), 1.0), None);
    }

    #[test]
    fn limits_are_narrow_for_many_cases_and_wide_for_few() {
        let mut shares: Vec<Counted> = (0..20).map(|day| counted(95.0 + f64::from(day % 11), 1000.0)).collect();
        shares.push(counted(2.0, 10.0));
        shares.push(counted(200.0, 1000.0));
        let chart = share_chart(&shares).unwrap();
        let out: Vec<usize> = (0..).zip(&chart.points).filter(|(_, point)| point.is_out).map(|(at, _)| at).collect();
        assert_eq!(out, [21], "{chart:?}");
        assert!(chart.points[20].high > 0.35 && chart.points[0].high < 0.14 && chart.points[20].low == 0.0);
    }

    #[test]
    fn shares_that_vary_more_than_chance_widen_the_limits() {
        // A million cases a day: binomial limits are ±0.0009, the days differ by 0.02.
        let mut random = Random::new(11);
        let shares: Vec<Counted> = (0..60).map(|_| counted(90_000.0 + random.below(20_000) as f64, 1e6)).collect();
        let chart = share_chart(&shares).unwrap();
        assert!(chart.widened > 5.0 && chart.points.iter().all(|point| !point.is_out), "{}", chart.widened);
    }

    #[test]
    fn shares_without_variation_have_no_chart() {
        assert_eq!(share_chart(&[counted(0.0, 10.0); 20]), None);
        assert_eq!(share_chart(&[counted(10.0, 10.0); 20]), None);
        assert_eq!(share_chart(&[counted(1.0, 10.0); 9]), None);
    }
}
