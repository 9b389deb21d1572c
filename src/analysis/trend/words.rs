//! The reasons of trends and oddities, in whole sentences that name figure, test and number of points.

use super::super::change::is_told_relatively;
use super::super::stat::DAYS_OF_WEEK;
use super::super::stat::anomaly::Charted;
use super::Slope;
use crate::base::number::{format_change_full, format_full, format_grouped, format_p, format_relative_change};
use crate::base::{Grain, Period};
use crate::model::Metric;

const WEEKDAYS: [&str; DAYS_OF_WEEK] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// "60 days".
fn points(grain: Grain, count: usize) -> String {
    let noun = match grain {
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
    };
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// In what a slope is told: a week of days, else the grain itself; with how many days that is.
fn pace(grain: Grain) -> (f64, &'static str) {
    match grain {
        Grain::Day | Grain::Week => (7.0, "a week"),
        Grain::Month => (365.25 / 12.0, "a month"),
    }
}

pub fn no_weekdays(grain: Grain, count: usize) -> String {
    match grain {
        Grain::Day => format!(
            "{} are too few to judge weekdays and single days: {} are needed.",
            points(grain, count),
            super::LEAST_DAYS
        ),
        Grain::Week | Grain::Month => {
            "The days are not known, so weekdays and single days cannot be judged.".to_owned()
        }
    }
}

pub fn too_few(grain: Grain, count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb} too few to judge a trend: {} are needed.", points(grain, count), super::LEAST_POINTS)
}

pub fn all_equal(grain: Grain, count: usize) -> String {
    format!("The same value on all {}.", points(grain, count))
}

pub fn no_trend(grain: Grain, count: usize, p: f64) -> String {
    let points = points(grain, count);
    format!("No rise or fall that could be told from chance over {points} (Mann–Kendall, {}).", format_p(p))
}

/// "Rises by 9 a week (95%: 6 to 12), p < 0.001: Theil–Sen slope and Mann–Kendall over 60 days, …"
pub fn slope(metric: &Metric, grain: Grain, count: usize, slope: &Slope) -> String {
    let (days, pace) = pace(grain);
    let verb = if slope.per_day > 0.0 { "Rises" } else { "Falls" };
    let change = |per_day: f64| format_change_full(per_day * days, slope.to, metric);
    format!(
        "{verb} by {} {pace} (95%: {} to {}), {}: Theil–Sen slope and Mann–Kendall over {}, allowing for neighbors \
         being alike.",
        change(slope.per_day),
        change(slope.low),
        change(slope.high),
        format_p(slope.p),
        points(grain, count)
    )
}

/// "From 12 Sep 2026 on the level is 130 instead of 100 (+30%): …"
pub fn step(metric: &Metric, at: Period, before: f64, after: f64) -> String {
    let day = Period::day(at.from).label();
    let change = if is_told_relatively(metric) && before != 0.0 {
        format_relative_change((after - before) / before.abs())
    } else {
        format_change_full(after - before, after, metric)
    };
    format!(
        "From {day} on the level is {} instead of {} ({change}): telling it as a change of level fits better than as \
         one level or a slope (PELT, penalty 3·ln n).",
        format_full(after, metric),
        format_full(before, metric)
    )
}

/// "Weekdays differ (Kruskal–Wallis, p < 0.001): highest on Tuesdays (+12), lowest on Saturdays (−30)."
pub fn weekdays(metric: &Metric, offsets: &[Option<f64>; DAYS_OF_WEEK], p: f64) -> String {
    let known = || offsets.iter().zip(WEEKDAYS).filter_map(|(offset, name)| Some(((*offset)?, name)));
    let told = |found: Option<(f64, &str)>| {
        found.map_or_else(String::new, |(offset, name)| {
            format!("{name}s ({})", format_change_full(offset, offset, metric))
        })
    };
    let highest = told(known().max_by(|a, b| a.0.total_cmp(&b.0)));
    let lowest = told(known().min_by(|a, b| a.0.total_cmp(&b.0)));
    format!("Weekdays differ (Kruskal–Wallis, {}): highest on {highest}, lowest on {lowest}.", format_p(p))
}

/// "191 where 131 was expected from the other Wednesdays and the trend: 11.2 robust deviations above."
pub fn odd_day(metric: &Metric, period: Period, value: f64, expected: f64, score: f64) -> String {
    let from_monday = usize::try_from(period.from.weekday().to_monday_zero_offset()).unwrap_or(0);
    let weekday = WEEKDAYS.get(from_monday).copied().unwrap_or_default();
    let side = if score > 0.0 { "above" } else { "below" };
    format!(
        "{} where {} was expected from the other {weekday}s and the trend: {} robust deviations {side}.",
        format_full(value, metric),
        format_full(expected, metric),
        format_grouped(score.abs(), 1)
    )
}

/// "3.1% of 1,200 sessions is outside 2.0% – 2.9%, the limits for so many: p-chart at three standard errors, …"
pub fn out_of_limits(metric: &Metric, value: f64, cases: Option<f64>, point: &Charted, widened: f64) -> String {
    let of_cases = cases.map_or_else(String::new, |cases| {
        let noun = if metric.denominator.is_empty() { "cases" } else { &metric.denominator };
        format!(" of {} {noun}", format_grouped(cases, 0))
    });
    let wider = if widened > 1.0 {
        format!(", widened {} times since neighbors differ more than chance", format_grouped(widened, 1))
    } else {
        String::new()
    };
    format!(
        "{}{of_cases} is outside {} – {}, the limits for so many: p-chart at three standard errors{wider}.",
        format_full(value, metric),
        format_full(point.low, metric),
        format_full(point.high, metric)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_point_is_said_in_the_singular() {
        assert!(too_few(Grain::Month, 1).starts_with("1 month is too few"));
        assert!(too_few(Grain::Day, 3).starts_with("3 days are too few"));
    }
}
