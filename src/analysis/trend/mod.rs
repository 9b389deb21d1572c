//! Trends and oddities of a metric over time, each with its reason in words, for a chart to draw: rising, falling or
//! changing its level; weekdays; days out of line. The statistics are in `stat`, the sentences in `words`.

mod words;

use super::figure::Figure;
use super::numbers::{Numbers, Scope};
use super::series::Point;
use super::stat::anomaly::{Odd, ShareChart, odd_days, share_chart};
use super::stat::changepoint::level_changes;
use super::stat::line::{MOST_VALUES, lag_one, least_squares, mann_kendall, theil_sen};
use super::stat::season::weekday_pattern;
use super::stat::share::Counted;
use super::stat::{DAYS_OF_WEEK, Dated, median};
use crate::base::date::day_number;
use crate::base::number::Unit;
use crate::base::{Grain, Period};
use crate::model::{Metric, MetricClass, MetricId};

/// The fewest days for which weekdays and oddities are judged, and the fewest points for a slope.
pub const LEAST_DAYS: usize = 21;
pub const LEAST_POINTS: usize = 8;

/// A p below this is no chance.
const SIGNIFICANT: f64 = 0.05;

/// Weekdays are shown from this on; lower than for trends, since there are seven of them to differ by chance.
const SIGNIFICANT_WEEKDAYS: f64 = 0.01;

/// What a metric does over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What a point is: a day where the days are stored, else a week or a month.
    pub grain: Grain,
    /// The points that were judged, in order of time.
    pub points: Vec<TrendPoint>,
    pub course: Course,
    pub weekdays: Option<Weekdays>,
    /// In order of time.
    pub oddities: Vec<Oddity>,
    /// What could not be judged and why. Whole sentences.
    pub notes: Vec<String>,
}

/// A point of the series.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    pub period: Period,
    pub value: f64,
    /// The ends of its 95% interval, where it has one.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The limits of the control chart for its number of cases, where there is one.
    pub limits: Option<(f64, f64)>,
}

/// The long run.
#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// Too few points to say.
    Unknown {
        reason: String,
    },
    /// No rise, fall or change of level that could be told from chance.
    Level {
        reason: String,
    },
    Slope(Slope),
    /// Levels that change tell it better than a slope; in order of time.
    Steps(Vec<Step>),
}

/// A steady rise or fall.
#[derive(Clone, Debug, PartialEq)]
pub struct Slope {
    /// The metric's unit a day, and its 95% interval.
    pub per_day: f64,
    pub low: f64,
    pub high: f64,
    /// Kendall's τ-b, −1 to 1, and the p that allows for points being like their neighbors.
    pub tau: f64,
    pub p: f64,
    /// The line's values at the first and the last point, weekdays taken out.
    pub from: f64,
    pub to: f64,
    pub reason: String,
}

/// A change of level.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The first point of the new level.
    pub at: Period,
    /// The means of the points on either side, up to the next change, weekdays taken out.
    pub before: f64,
    pub after: f64,
    pub reason: String,
}

/// What weekdays do.
#[derive(Clone, Debug, PartialEq)]
pub struct Weekdays {
    /// How far each weekday is off the mean of all, from Monday on, in the metric's unit; `None` where it is not known.
    pub offsets: [Option<f64>; DAYS_OF_WEEK],
    pub p: f64,
    pub reason: String,
}

/// A point that is out of line.
#[derive(Clone, Debug, PartialEq)]
pub struct Oddity {
    pub period: Period,
    pub value: f64,
    /// What was expected.
    pub expected: f64,
    pub reason: String,
}

/// The trend of a metric in a scope. `None` where nothing is known.
pub fn trend(numbers: &Numbers, metric: MetricId, scope: &Scope, period: Option<Period>) -> Option<Trend> {
    let definition = numbers.metric(metric)?;
    let (grain, points) = points(numbers, metric, scope, period)?;
    let series = Series::new(definition, grain, points);
    Some(series.trend())
}

/// The points to judge: days where there are enough of them, else weeks, else months.
fn points(numbers: &Numbers, metric: MetricId, scope: &Scope, period: Option<Period>) -> Option<(Grain, Vec<Point>)> {
    let of_grain = |grain: Grain| {
        let mut points = numbers.series(metric, scope.clone(), grain, period);
        // A month among days is no day; a week that is cut by the asked days is no week.
        points.retain(|point| point.figure.value.is_some() && point.period == grain.period_of(point.period.from));
        points
    };
    let found = Grain::ALL.map(|grain| (grain, of_grain(grain)));
    let fits = |points: &[Point]| (LEAST_POINTS..=MOST_VALUES).contains(&points.len());
    let enough = found.iter().position(|(_, points)| fits(points));
    // Where nothing is enough, whatever has most points.
    let most = || (0..found.len()).rev().max_by_key(|at| found.get(*at).map_or(0, |(_, points)| points.len()));
    let at = enough.or_else(most)?;
    found.into_iter().nth(at).filter(|(_, points)| !points.is_empty())
}

struct Series<'m> {
    metric: &'m Metric,
    grain: Grain,
    figures: Vec<Figure>,
    periods: Vec<Period>,
    values: Vec<Dated>,
}

impl<'m> Series<'m> {
    fn new(metric: &'m Metric, grain: Grain, points: Vec<Point>) -> Self {
        let values = points
            .iter()
            .filter_map(|point| Some(Dated { day: day_number(point.period.from), value: point.figure.value? }))
            .collect();
        let (periods, figures) = points.into_iter().map(|point| (point.period, point.figure)).unzip();
        Self { metric, grain, figures, periods, values }
    }

    fn trend(self) -> Trend {
        let mut notes = Vec::new();
        let is_daily = self.grain == Grain::Day;
        let has_weekdays = is_daily && self.values.len() >= LEAST_DAYS;
        if !has_weekdays {
            notes.push(words::no_weekdays(self.grain, self.values.len()));
        }
        let weekdays = if has_weekdays { self.weekdays() } else { None };
        let level = self.without(weekdays.as_ref());
        let course = self.course(&level);
        let chart = self.control_chart(&course, weekdays.as_ref());
        let oddities = match &chart {
            Some(chart) => self.out_of_limits(chart),
            None if has_weekdays => self.odd_days(&course),
            None => Vec::new(),
        };
        let limits = |at: usize| chart.as_ref()?.points.get(at).map(|point| (point.low, point.high));
        let points = self.periods.iter().zip(&self.values).zip(&self.figures).enumerate();
        let points = points.map(|(at, ((period, dated), figure))| TrendPoint {
            period: *period,
            value: dated.value,
            low: figure.low,
            high: figure.high,
            limits: limits(at),
        });
        Trend { grain: self.grain, points: points.collect(), course, weekdays, oddities, notes }
    }

    /// The weekday pattern around the slope, if it is more than chance.
    fn weekdays(&self) -> Option<Weekdays> {
        let slope = theil_sen(&self.values)?.slope;
        let start = self.values.first()?.day;
        let flat = |dated: &Dated| Dated { value: dated.value - slope * f64::from(dated.day - start), ..*dated };
        let season = weekday_pattern(&self.values.iter().map(flat).collect::<Vec<Dated>>())?;
        if season.tested.p >= SIGNIFICANT_WEEKDAYS {
            return None;
        }
        let mut offsets = season.offsets;
        // Days are numbered from a Thursday on, and a week is shown from Monday on.
        offsets.rotate_left(4);
        let reason = words::weekdays(self.metric, &offsets, season.tested.p);
        Some(Weekdays { offsets, p: season.tested.p, reason })
    }

    /// The values with what weekdays do taken out.
    fn without(&self, weekdays: Option<&Weekdays>) -> Vec<Dated> {
        let offset = |dated: &Dated| {
            let from_monday = (dated.day + 3).rem_euclid(DAYS_OF_WEEK as i32) as usize;
            weekdays.and_then(|weekdays| weekdays.offsets.get(from_monday).copied().flatten()).unwrap_or(0.0)
        };
        self.values.iter().map(|dated| Dated { value: dated.value - offset(dated), ..*dated }).collect()
    }

    fn course(&self, level: &[Dated]) -> Course {
        let too_few = || Course::Unknown { reason: words::too_few(self.grain, level.len()) };
        if level.len() < LEAST_POINTS {
            return too_few();
        }
        let steps = self.steps(level);
        if !steps.is_empty() {
            return Course::Steps(steps);
        }
        let Some(line) = theil_sen(level) else { return too_few() };
        let Some(kendall) = mann_kendall(level) else {
            return Course::Level { reason: words::all_equal(self.grain, level.len()) };
        };
        let at = |dated: &Dated| line.intercept + line.slope * f64::from(dated.day);
        let off: Vec<f64> = level.iter().map(|dated| dated.value - at(dated)).collect();
        let p = kendall.p_if_alike(lag_one(&off).unwrap_or(0.0));
        if p >= SIGNIFICANT || line.slope == 0.0 {
            return Course::Level { reason: words::no_trend(self.grain, level.len(), p) };
        }
        let (from, to) = (level.first().map_or(0.0, at), level.last().map_or(0.0, at));
        let mut slope = Slope {
            per_day: line.slope,
            low: line.interval.low,
            high: line.interval.high,
            tau: kendall.tau,
            p,
            from,
            to,
            reason: String::new(),
        };
        slope.reason = words::slope(self.metric, self.grain, level.len(), &slope);
        Course::Slope(slope)
    }

    /// Changes of level, if they tell the course better than a straight line: by n·ln(Σ squares / n) + ln n for each
    /// number that has to be told (Schwarz 1978), two for a line, a level and a day for each change and one level.
    fn steps(&self, level: &[Dated]) -> Vec<Step> {
        let values: Vec<f64> = level.iter().map(|dated| dated.value).collect();
        let changes = level_changes(&values).unwrap_or_default();
        let Some(first) = changes.first() else { return Vec::new() };
        let levels = level_of_each(values.len(), first.before, changes.iter().map(|change| (change.at, change.after)));
        let count = values.len() as f64;
        let squares = |fit: &mut dyn Iterator<Item = f64>| {
            values.iter().zip(fit).map(|(value, fit)| (value - fit).powi(2)).sum::<f64>()
        };
        let cost = |squares: f64, told: f64| count * (squares / count).max(f64::MIN_POSITIVE).ln() + told * count.ln();
        let of_steps = cost(squares(&mut levels.iter().copied()), 2.0 * changes.len() as f64 + 1.0);
        let of_line = least_squares(level).map_or(f64::INFINITY, |line| {
            let mut fit = level.iter().map(|dated| line.intercept + line.slope * f64::from(dated.day));
            cost(squares(&mut fit), 2.0)
        });
        if of_line <= of_steps {
            return Vec::new();
        }
        changes
            .iter()
            .filter_map(|change| {
                let at = *self.periods.get(change.at)?;
                let reason = words::step(self.metric, at, change.before, change.after);
                Some(Step { at, before: change.before, after: change.after, reason })
            })
            .collect()
    }

    /// The control chart of a share that keeps its level and knows no weekdays.
    fn control_chart(&self, course: &Course, weekdays: Option<&Weekdays>) -> Option<ShareChart> {
        let is_level = match course {
            Course::Level { .. } | Course::Unknown { .. } => true,
            Course::Slope(_) | Course::Steps(_) => false,
        };
        if !is_level || weekdays.is_some() {
            return None;
        }
        share_chart(&self.counted()?)
    }

    /// The points as counted shares, if all are.
    fn counted(&self) -> Option<Vec<Counted>> {
        let is_share = self.metric.class == MetricClass::Ratio && self.metric.unit == Unit::Share;
        let share = |figure: &Figure| Counted::new(figure.numerator?, figure.denominator?);
        if is_share { self.figures.iter().map(share).collect() } else { None }
    }

    fn out_of_limits(&self, chart: &ShareChart) -> Vec<Oddity> {
        let points = chart.points.iter().zip(&self.periods).zip(&self.values).zip(&self.figures);
        let out = points.filter(|(((point, _), _), _)| point.is_out);
        out.map(|(((point, period), dated), figure)| Oddity {
            period: *period,
            value: dated.value,
            expected: chart.center,
            reason: words::out_of_limits(self.metric, dated.value, figure.denominator, point, chart.widened),
        })
        .collect()
    }

    fn odd_days(&self, course: &Course) -> Vec<Oddity> {
        // What is left when levels are taken out; a slope is taken out by the search itself.
        let levels = match course {
            Course::Steps(steps) => {
                let place = |step: &Step| self.periods.iter().position(|period| *period == step.at);
                let starts = steps.iter().filter_map(|step| Some((place(step)?, step.after)));
                level_of_each(self.values.len(), steps.first().map_or(0.0, |step| step.before), starts)
            }
            Course::Unknown { .. } | Course::Level { .. } | Course::Slope(_) => vec![0.0; self.values.len()],
        };
        let flat: Vec<Dated> = self
            .values
            .iter()
            .zip(&levels)
            .map(|(dated, level)| Dated { value: dated.value - level, ..*dated })
            .collect();
        let odd = odd_days(&flat, self.least_deviation()).unwrap_or_default();
        let oddity = |odd: &Odd| {
            let (period, dated) = (*self.periods.get(odd.at)?, self.values.get(odd.at)?);
            let expected = odd.expected + levels.get(odd.at)?;
            let reason = words::odd_day(self.metric, period, dated.value, expected, odd.score);
            Some(Oddity { period, value: dated.value, expected, reason })
        };
        odd.iter().filter_map(oddity).collect()
    }

    /// How much chance alone moves a point: the square root of a count, the error of a share.
    fn least_deviation(&self) -> f64 {
        let values: Vec<f64> = self.values.iter().map(|dated| dated.value).collect();
        let middle = median(&values).unwrap_or(0.0);
        let of_share = || {
            let cases: Vec<f64> = self.counted()?.iter().map(|share| share.cases()).collect();
            Some((middle * (1.0 - middle) / median(&cases)?).sqrt())
        };
        match (self.metric.class, &self.metric.unit) {
            (MetricClass::Additive, Unit::Count) => middle.max(1.0).sqrt(),
            (MetricClass::Ratio, Unit::Share) => of_share().unwrap_or(0.0),
            _ => 0.0,
        }
    }
}

/// The level of each of so many values: from the start, and from each place on.
fn level_of_each(count: usize, start: f64, changes: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut levels = vec![start; count];
    for (at, level) in changes {
        levels.iter_mut().skip(at).for_each(|value| *value = level);
    }
    levels
}

#[cfg(test)]
mod tests;
