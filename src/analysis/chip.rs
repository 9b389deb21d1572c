//! A metric at a touchpoint as cards and the inspector show it: name, value, change and sparkline.

use std::ops::Range;

use super::change::{Change, Tone, change_between, is_told_relatively};
use super::choice::Chosen;
use super::figure::{Figure, Tally};
use super::numbers::{Numbers, Scope};
use super::view::View;
use crate::base::date::{date_from_day_number, day_number};
use crate::base::number::{Unit, format_short};
use crate::base::{Grain, Period};
use crate::model::{Metric, MetricClass, MetricId, TouchpointId};

/// How many metrics a card shows.
const CHIPS: usize = 3;
/// A sparkline has at most so many points.
const SPARK_POINTS: i32 = 12;
/// A sparkline reaches back so many days from the end of the view, or over the whole view if that is longer.
const SPARK_DAYS: i32 = 84;
/// Totals are compared only if the files speak of about the same part of both periods.
const COVERAGE_TOLERANCE: f64 = 0.1;

/// What says most about a touchpoint, first; of what is not named here, by key.
const TELLING: &[&str] = &[
    "conversion-rate-per-session",
    "key-events-per-session",
    "conversion-rate-per-click",
    "conversion-rate",
    "basket-abandonment",
    "ctr",
    "open-rate",
    "click-rate",
    "csat",
    "nps",
    "mean-rating",
    "ces",
    "bounce-rate-ga4",
    "bounce-rate-single-page",
    "bounce-rate",
    "on-time-share",
    "repeat-purchase-rate",
    "churn",
    "drop-off",
    "engagement-rate",
    "click-to-open-rate",
    "unsubscribe-rate",
    "roas",
    "aov",
    "clv",
    "clv-simple",
    "cpa",
    "cpc",
    "first-response-time",
    "resolution-time",
    "average-time-on-site",
    "average-engagement-time",
    "orders",
    "conversions",
    "revenue",
    "sessions",
    "users",
    "clicks",
    "impressions",
];

/// One metric at one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    pub metric: MetricId,
    /// "CTR", "conv."
    pub short_name: String,
    pub figure: Figure,
    /// The value: "1.4%"; "1.4%*" of few cases; "–" where it is not known.
    pub text: String,
    /// As in [`super::Change::amount`]; `None` where there is nothing to compare with.
    pub change: Option<f64>,
    /// "+0.2", "+6%", "±0"; empty where there is nothing to compare with.
    pub change_text: String,
    pub tone: Tone,
    /// The metric over equal steps of time up to the end of the view, oldest first; `None` where it is not known.
    pub spark: Vec<Option<f64>>,
}

/// A value as cards show it. The star marks a figure of few cases, as people mark them in print.
pub(super) fn short_text(metric: &Metric, figure: &Figure) -> String {
    let mark = if figure.is_small { "*" } else { "" };
    figure.value.map_or_else(|| "–".to_owned(), |value| format!("{}{mark}", format_short(value, metric)))
}

/// The place of a metric among others: rates and scores, then averages, then totals.
pub(super) fn telling_order(metric: &Metric) -> (u8, usize, String) {
    let rank = match metric.class {
        MetricClass::Ratio | MetricClass::RateOnly if metric.unit == Unit::Share => 0,
        MetricClass::Mean | MetricClass::ShareDifference => 0,
        MetricClass::Derived if metric.unit == Unit::Share || metric.unit == Unit::Points => 0,
        MetricClass::Ratio | MetricClass::RateOnly | MetricClass::Derived => 1,
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => {
            if metric.unit == Unit::Share || metric.unit == Unit::Points { 0 } else { 2 }
        }
    };
    let place = TELLING.iter().position(|key| *key == metric.key).unwrap_or(TELLING.len());
    (rank, place, metric.key.clone())
}

impl Numbers {
    /// The up to three most telling metrics with a value in the view.
    pub fn chips(&self, touchpoint: TouchpointId, view: &View) -> Vec<Chip> {
        self.readings_while_known(touchpoint, view).filter(|chip| chip.figure.value.is_some()).take(CHIPS).collect()
    }

    /// Every metric of a touchpoint, most telling first, with or without a value in the view.
    pub fn readings(&self, touchpoint: TouchpointId, view: &View) -> Vec<Chip> {
        self.readings_while_known(touchpoint, view).collect()
    }

    fn readings_while_known(&self, touchpoint: TouchpointId, view: &View) -> impl Iterator<Item = Chip> {
        self.metrics_of(touchpoint).into_iter().filter_map(move |metric| self.chip(metric, touchpoint, view))
    }

    /// One metric at one touchpoint; `None` if the metric is not defined.
    pub fn chip(&self, metric: MetricId, touchpoint: TouchpointId, view: &View) -> Option<Chip> {
        let metric = self.metric(metric)?;
        let figure = self.figure(metric.id, touchpoint, view.period);
        let before = view.compare_with.map(|period| self.figure(metric.id, touchpoint, Some(period)));
        let change = before.and_then(|before| self.change(metric.id, view, &before, &figure));
        Some(Chip {
            metric: metric.id,
            short_name: metric.short_name.clone(),
            text: short_text(metric, &figure),
            change: change.as_ref().map(|change| change.amount),
            tone: change.as_ref().map_or(Tone::Neutral, |change| change.tone),
            change_text: change.map(|change| change.text).unwrap_or_default(),
            spark: self.spark_of(metric, &Scope::from(touchpoint), view),
            figure,
        })
    }

    /// The change between the figures of both periods of a view; `None` where there is nothing to compare, or where
    /// totals speak of different parts of their periods.
    pub fn change(&self, metric: MetricId, view: &View, before: &Figure, now: &Figure) -> Option<Change> {
        let metric = self.metric(metric)?;
        let is_comparable = !is_told_relatively(metric) || self.cover_alike(view, now, before);
        change_between(metric, before.value?, now.value?).filter(|_| is_comparable)
    }

    /// Whether the files of both figures speak of about the same part of both periods: half a month's orders are
    /// not a fall against the month before. A level has no part of a period, so its file always speaks of all.
    fn cover_alike(&self, view: &View, now: &Figure, before: &Figure) -> bool {
        let (Some(period), Some(compare_with)) = (view.period, view.compare_with) else { return true };
        let difference = self.coverage(now, period) - self.coverage(before, compare_with);
        difference.abs() <= COVERAGE_TOLERANCE
    }

    /// A metric over equal steps of time up to the end of the view, as the sparklines of cards show it, oldest first;
    /// `None` where it is not known. Empty without data and for a metric that is not defined.
    pub fn spark(&self, metric: MetricId, scope: impl Into<Scope>, view: &View) -> Vec<Option<f64>> {
        self.metric(metric).map(|metric| self.spark_of(metric, &scope.into(), view)).unwrap_or_default()
    }

    fn spark_of(&self, metric: &Metric, scope: &Scope, view: &View) -> Vec<Option<f64>> {
        let is_level = matches!(metric.class, MetricClass::Distinct | MetricClass::Snapshot);
        // Levels of several touchpoints do not make one line.
        if is_level && scope.is_of_several() {
            return Vec::new();
        }
        let Some(window) = self.spark_window(view) else { return Vec::new() };
        if metric.class == MetricClass::Derived {
            return self.spark_of_formula(metric, scope, window);
        }
        let candidates = self.candidates(metric, scope, Some(window));
        let chosen = candidates.choose();
        let is_daily = chosen.kept.iter().all(|candidate| candidate.period().from == candidate.period().to);
        if is_daily && !is_level {
            spark_of_days(metric, &chosen, window)
        } else {
            // What is stored by week or month has one point for each, from further back.
            let until =
                Period { from: self.span().map_or(window.from, |span| span.from.min(window.from)), to: window.to };
            let candidates = self.candidates(metric, scope, Some(until));
            spark_of_stored(metric, &candidates.choose())
        }
    }

    /// The weeks or, of a longer time, the months on which every metric of the formula is known.
    fn spark_of_formula(&self, metric: &Metric, scope: &Scope, window: Period) -> Vec<Option<f64>> {
        let grain = if window.days() <= SPARK_POINTS {
            Grain::Day
        } else if window.days() <= SPARK_DAYS {
            Grain::Week
        } else {
            Grain::Month
        };
        let points = self.series(metric.id, scope.clone(), grain, Some(window));
        let skipped = points.len().saturating_sub(SPARK_POINTS.unsigned_abs() as usize);
        points.into_iter().skip(skipped).map(|point| point.figure.value).collect()
    }

    fn spark_window(&self, view: &View) -> Option<Period> {
        let span = self.span()?;
        let to = view.period.map_or(span.to, |period| period.to.min(span.to));
        let back = date_from_day_number(day_number(to).saturating_sub(SPARK_DAYS - 1))?;
        let from = view.period.map_or(span.from, |period| period.from.min(back)).max(span.from);
        Period::new(from, to)
    }
}

/// Equal runs of days that end with the window; days at its start that fill no run are left out.
fn spark_of_days(metric: &Metric, chosen: &Chosen<'_, '_>, window: Period) -> Vec<Option<f64>> {
    let days_each = (window.days() + SPARK_POINTS - 1) / SPARK_POINTS;
    let points = (window.days() / days_each).max(1);
    let last_day = day_number(window.to);
    let mut tallies = vec![Tally::default(); usize::try_from(points).unwrap_or(0)];
    for candidate in chosen.kept.iter() {
        let steps_back = (last_day - day_number(candidate.period().to)) / days_each;
        if let Some(tally) = usize::try_from(points - 1 - steps_back).ok().and_then(|at| tallies.get_mut(at)) {
            tally.add(metric.class, candidate.source, candidate.observation);
        }
    }
    tallies.iter().map(|tally| tally.value(metric.class)).collect()
}

/// One point for each of the last stored periods, with a gap where one of their length is missing.
fn spark_of_stored(metric: &Metric, chosen: &Chosen<'_, '_>) -> Vec<Option<f64>> {
    let mut stored: Vec<_> = chosen.kept.iter().collect();
    stored.sort_by_key(|candidate| candidate.period());
    let mut points: Vec<Option<f64>> = Vec::new();
    let mut previous: Option<Period> = None;
    // Segments of one period share its point.
    for run in stored.chunk_by(|a, b| a.period() == b.period()) {
        let Some(period) = run.first().map(|candidate| candidate.period()) else { continue };
        if let Some(previous) = previous {
            let missing_days = day_number(period.from) - day_number(previous.to) - 1;
            // Months are of unlike length: the nearest number of steps.
            let step = previous.days().max(period.days());
            points.extend(gap((missing_days + step / 2) / step).map(|_| None));
        }
        let mut tally = Tally::default();
        for candidate in run {
            tally.add(metric.class, candidate.source, candidate.observation);
        }
        points.push(tally.value(metric.class));
        previous = Some(period);
    }
    let surplus = points.len().saturating_sub(SPARK_POINTS as usize);
    points.split_off(surplus)
}

/// More than a sparkline holds would be cut away anyhow.
fn gap(steps: i32) -> Range<i32> {
    0..steps.clamp(0, SPARK_POINTS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, ratio, value};
    use super::*;
    use crate::model::{Direction, Observation};

    const SHOP: TouchpointId = TouchpointId(10);

    fn september() -> View {
        View { period: Some(month(2026, 9)), compare_with: Some(month(2026, 8)) }
    }

    /// A figure for each day of August and September.
    fn daily(mut amount: impl FnMut(i32) -> (f64, f64)) -> Vec<Observation> {
        let first = day_number(month(2026, 8).from);
        (0..61)
            .map(|n| {
                let (numerator, denominator) = amount(n);
                ratio(Period::day(date_from_day_number(first + n).unwrap()), numerator, denominator)
            })
            .collect()
    }

    #[test]
    fn a_card_shows_rates_before_averages_before_totals() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let revenue = fixture.metric("revenue", MetricClass::Additive);
        let aov = fixture.metric("aov", MetricClass::Ratio);
        let bounce = fixture.metric("bounce-rate", MetricClass::Ratio);
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        fixture.change(aov, |metric| metric.unit = Unit::Currency("EUR".into()));
        for id in [sessions, revenue] {
            fixture.series(1, id, 10, None, vec![value(month(2026, 9), 1000.0)]);
        }
        for id in [aov, bounce, ctr] {
            fixture.series(1, id, 10, None, vec![ratio(month(2026, 9), 50.0, 1000.0)]);
        }
        let numbers = fixture.numbers();
        assert_eq!(numbers.metrics_of(SHOP), [ctr, bounce, aov, revenue, sessions]);
        let shown: Vec<MetricId> = numbers.chips(SHOP, &september()).iter().map(|chip| chip.metric).collect();
        assert_eq!(shown, [ctr, bounce, aov]);
        assert_eq!(numbers.readings(SHOP, &september()).len(), 5);
        assert!(numbers.chips(TouchpointId(99), &september()).is_empty());
    }

    #[test]
    fn what_is_unknown_in_the_view_gives_its_chip_to_the_next() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, ctr, 10, None, vec![ratio(month(2026, 7), 1.0, 10.0)]);
        fixture.series(1, sessions, 10, None, vec![value(month(2026, 9), 5.0)]);
        let numbers = fixture.numbers();
        let chips = numbers.chips(SHOP, &september());
        assert_eq!(chips.iter().map(|chip| chip.metric).collect::<Vec<_>>(), [sessions]);
        let readings = numbers.readings(SHOP, &september());
        assert_eq!((readings[0].text.as_str(), readings[0].change), ("–", None));
    }

    #[test]
    fn a_chip_reads_as_on_the_card() {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        // 1.2% in August, 1.4% in September.
        fixture.series(1, ctr, 10, None, daily(|n| (if n < 31 { 12.0 } else { 14.0 }, 1000.0)));
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        assert_eq!((chip.text.as_str(), chip.change_text.as_str(), chip.tone), ("1.4%", "+0.2", Tone::Good));
        assert_eq!(chip.figure.n, Some(30_000.0));
        assert!(chip.figure.low.unwrap() < 0.014 && chip.figure.high.unwrap() > 0.014);
        // 61 days in steps of 6: ten of them, the last five in September.
        assert_eq!(chip.spark.len(), 10);
        assert_eq!(chip.spark[0], Some(0.012));
        assert_eq!(chip.spark[9], Some(0.014));
    }

    #[test]
    fn lower_is_better_where_the_metric_says_so() {
        let mut fixture = Fixture::new();
        let bounce = fixture.metric("bounce-rate", MetricClass::Ratio);
        fixture.change(bounce, |metric| metric.direction = Direction::LowerIsBetter);
        fixture.series(1, bounce, 10, None, daily(|n| (if n < 31 { 501.0 } else { 470.0 }, 1000.0)));
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        assert_eq!((chip.text.as_str(), chip.change_text.as_str(), chip.tone), ("47%", "−3.1", Tone::Good));
    }

    #[test]
    fn totals_of_half_a_month_are_not_compared_with_a_whole_one() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let first = day_number(month(2026, 8).from);
        let days =
            |count| (0..count).map(|n| value(Period::day(date_from_day_number(first + n).unwrap()), 10.0)).collect();
        fixture.series(1, sessions, 10, None, days(46));
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        assert_eq!((chip.text.as_str(), chip.change, chip.change_text.as_str()), ("150", None, ""));

        // The file goes on, this touchpoint does not: then the fall is real.
        fixture.series(1, sessions, 11, None, days(61));
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        assert_eq!((chip.change_text.as_str(), chip.tone), ("−52%", Tone::Bad));
    }

    #[test]
    fn sparklines_leave_gaps_where_nothing_is_known() {
        let mut fixture = Fixture::new();
        let users = fixture.metric("users", MetricClass::Distinct);
        let months = [(1, 5.0), (2, 6.0), (5, 7.0), (9, 8.0), (10, 99.0)];
        fixture.series(1, users, 10, None, months.iter().map(|(m, v)| value(month(2026, *m), *v)).collect());
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        let (some, none) = (Some, None);
        assert_eq!(chip.spark, [some(5.0), some(6.0), none, none, some(7.0), none, none, none, some(8.0)]);

        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        fixture.series(1, sessions, 10, None, [1, 2, 10].map(|n| value(day(2026, 9, n), 1.0)).into());
        let chip = fixture.numbers().chips(SHOP, &september()).remove(0);
        let mut expected = vec![None; 10];
        (expected[0], expected[1], expected[9]) = (Some(1.0), Some(1.0), Some(1.0));
        assert_eq!(chip.spark, expected);
    }
}
