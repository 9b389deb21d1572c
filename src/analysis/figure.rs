//! One figure, and how observations roll up into it by metric class (DESIGN §6).
//! Which observations belong together is decided in `choice`, not here.

use super::formula::format_amount;
use super::interval::{self, Interval};
use crate::base::number::Unit;
use crate::base::{Date, Period};
use crate::model::{Amount, Metric, MetricClass, Observation, SourceId};

/// A value with all that it was computed from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// In the metric's unit; `None` where nothing is known or the value is not defined: `note` says why.
    pub value: Option<f64>,
    /// What stands above the line: Σ numerators, Σx, promoters less detractors. `None` where the class has none.
    pub numerator: Option<f64>,
    /// What stands below the line: Σ denominators, answers, Σ weights. `None` where the class has none.
    pub denominator: Option<f64>,
    /// How many cases the value rests on (sessions, answers); `None` where that is not known.
    pub n: Option<f64>,
    /// The lower end of the 95% interval, where the class and the counts allow one.
    pub low: Option<f64>,
    /// The upper end of the 95% interval.
    pub high: Option<f64>,
    /// From the first to the last day of the observations that were counted; `None` without any.
    pub period: Option<Period>,
    /// The files that were counted, each once, in order.
    pub sources: Vec<SourceId>,
    /// How many rows of these files were counted.
    pub rows: u64,
    /// Whether it rests on so few cases that it is a hint at most: fewer than [`FEW_CASES`], or a share of which fewer
    /// than [`FEW_EVENTS`] did, or did not. Never of a value whose cases are not known.
    pub is_small: bool,
    /// Why there is no value, what was left out, or that a mean is unweighted. Whole sentences.
    pub note: Option<String>,
}

/// Fewer cases than this make a figure a hint at most. The usual rule of thumb for means and shares.
pub const FEW_CASES: f64 = 30.0;
/// A share of which fewer than this did, or did not, is a hint at most. Source: Cochran 1954.
pub const FEW_EVENTS: f64 = 5.0;
/// The mark of such a figure.
pub const FEW_CASES_MARK: &str = "Few cases";

impl Figure {
    /// Why the figure is marked as of few cases: "Few cases: 3 of 12. Take it as a hint."
    pub fn few_cases(&self) -> Option<String> {
        let n = self.n.filter(|_| self.is_small)?;
        let cases = match self.numerator {
            Some(events) if events < FEW_EVENTS && n >= FEW_CASES => {
                format!("{} of {}", format_amount(events), format_amount(n))
            }
            Some(_) | None => format_amount(n),
        };
        Some(format!("{FEW_CASES_MARK}: {cases}. Take it as a hint."))
    }

    /// A figure without a value, and why.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self { note: Some(why.into()), ..Self::default() }
    }

    /// The interval, where there is one.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { low: self.low?, high: self.high? })
    }

    /// Adds a sentence to the note.
    pub(super) fn add_note(&mut self, sentence: &str) {
        match &mut self.note {
            Some(note) => {
                note.push(' ');
                note.push_str(sentence);
            }
            None => self.note = Some(sentence.to_owned()),
        }
    }
}

/// The figure of observations that all belong together: none overlaps another of the same slice.
/// Amounts that do not fit the metric's class are skipped.
pub fn roll_up<'a>(metric: &Metric, observations: impl Iterator<Item = (SourceId, &'a Observation)>) -> Figure {
    let mut tally = Tally::default();
    for (source, observation) in observations {
        tally.add(metric.class, source, observation);
    }
    tally.figure(metric)
}

/// The sums from which the value of any class follows.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    observations: u64,
    rows: u64,
    period: Option<Period>,
    sources: Vec<SourceId>,
    /// Σ values, numerators, answers times score, promoters less detractors, or plain rates.
    above: f64,
    /// Σ denominators, answers or weights.
    below: f64,
    /// Σx², as far as it is known of every observation.
    squares: f64,
    promoters: f64,
    detractors: f64,
    /// Σ rate × weight.
    weighted: f64,
    /// Something is missing that the full precision needs: Σx², a weight, or whole counts.
    is_incomplete: bool,
    /// Some count is below zero.
    has_negative: bool,
    /// When the value of a snapshot was taken, and from which file.
    taken: Option<(Date, SourceId)>,
}

impl Tally {
    pub(super) fn add(&mut self, class: MetricClass, source: SourceId, observation: &Observation) {
        if !fits(class, observation.amount) {
            return;
        }
        if class == MetricClass::Snapshot {
            let taken = Some((observation.period.to, source));
            if taken < self.taken {
                return;
            }
            *self = Self { taken, ..Self::default() };
        }
        self.observations += 1;
        self.rows += u64::from(observation.rows);
        self.period = Some(self.period.map_or(observation.period, |period| period.union(observation.period)));
        if let Err(at) = self.sources.binary_search(&source) {
            self.sources.insert(at, source);
        }
        match observation.amount {
            Amount::Value(value) => {
                self.above += value;
                self.has_negative |= value < 0.0;
            }
            Amount::Ratio { numerator, denominator } => {
                self.has_negative |= numerator < 0.0 || denominator < 0.0;
                self.above += numerator;
                self.below += denominator;
                self.is_incomplete |= numerator.fract() != 0.0 || denominator.fract() != 0.0;
            }
            Amount::Mean { sum, sum_of_squares, count } => {
                self.has_negative |= count < 0.0;
                self.above += sum;
                self.below += count;
                self.squares += sum_of_squares.unwrap_or(0.0);
                self.is_incomplete |= sum_of_squares.is_none();
            }
            Amount::Shares { promoters, detractors, count } => {
                self.has_negative |= promoters < 0.0 || detractors < 0.0 || count < 0.0;
                self.above += promoters - detractors;
                self.below += count;
                self.promoters += promoters;
                self.detractors += detractors;
            }
            Amount::Rate { rate, weight } => {
                self.above += rate;
                self.below += weight.unwrap_or(0.0);
                self.weighted += weight.map_or(0.0, |weight| rate * weight);
                self.is_incomplete |= weight.is_none();
            }
        }
    }

    /// The value alone, for where no interval or note is wanted.
    pub(super) fn value(&self, class: MetricClass) -> Option<f64> {
        if self.observations == 0 {
            return None;
        }
        let value = match class {
            MetricClass::Additive | MetricClass::Snapshot => self.above,
            MetricClass::Ratio | MetricClass::Mean => self.per_below(self.above)?,
            MetricClass::ShareDifference => 100.0 * self.per_below(self.above)?,
            MetricClass::Distinct => (self.observations == 1).then_some(self.above)?,
            MetricClass::RateOnly if self.is_weighted() => self.weighted / self.below,
            MetricClass::RateOnly => self.above / self.observations as f64,
            // Worked out from the figures of other metrics, never from observations.
            MetricClass::Derived => return None,
        };
        value.is_finite().then_some(value)
    }

    pub(super) fn figure(self, metric: &Metric) -> Figure {
        let value = self.value(metric.class);
        let interval = value.and_then(|_| self.interval(metric));
        let has_line = match metric.class {
            MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference => self.observations > 0,
            MetricClass::Additive
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::RateOnly
            | MetricClass::Derived => false,
        };
        let below = if has_line || metric.class == MetricClass::RateOnly && self.is_weighted() {
            Some(self.below)
        } else {
            None
        };
        // A multiple stands over money, not over cases.
        let n = below.filter(|_| metric.unit != Unit::Times);
        Figure {
            value,
            numerator: has_line.then_some(self.above),
            denominator: below,
            n,
            is_small: value.is_some() && n.is_some_and(|n| is_of_few(metric, self.above, n)),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            note: self.note(metric, value, interval),
            period: self.period,
            sources: self.sources,
            rows: self.rows,
        }
    }

    fn per_below(&self, above: f64) -> Option<f64> {
        (self.below != 0.0).then(|| above / self.below)
    }

    fn is_weighted(&self) -> bool {
        !self.is_incomplete && self.below > 0.0
    }

    fn interval(&self, metric: &Metric) -> Option<Interval> {
        match metric.class {
            MetricClass::Ratio if metric.unit == Unit::Share && !self.is_incomplete => {
                interval::wilson(self.above, self.below)
            }
            MetricClass::Mean if !self.is_incomplete => interval::student(self.above, self.squares, self.below),
            MetricClass::ShareDifference => interval::net_promoter(self.promoters, self.detractors, self.below),
            MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::Additive
            | MetricClass::Distinct
            | MetricClass::Snapshot
            | MetricClass::RateOnly
            | MetricClass::Derived => None,
        }
    }

    fn note(&self, metric: &Metric, value: Option<f64>, interval: Option<Interval>) -> Option<String> {
        if self.observations == 0 {
            return Some("No data.".to_owned());
        }
        let mut sentences: Vec<String> = self.note_of_class(metric).into_iter().collect();
        if value.is_none() && sentences.is_empty() {
            sentences.push("The sum is too large to be calculated.".to_owned());
        }
        sentences.extend(self.doubts(metric, interval).map(str::to_owned));
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// What is odd about numbers that were counted as they stand.
    fn doubts(&self, metric: &Metric, interval: Option<Interval>) -> impl Iterator<Item = &'static str> {
        let counts = match metric.class {
            MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => metric.unit == Unit::Count,
            MetricClass::Ratio => !matches!(metric.unit, Unit::Currency(_) | Unit::Times),
            MetricClass::Mean | MetricClass::ShareDifference => true,
            MetricClass::RateOnly | MetricClass::Derived => false,
        };
        let is_share = metric.class == MetricClass::Ratio && metric.unit == Unit::Share;
        let is_over_one = is_share && self.below > 0.0 && self.above > self.below;
        let is_alone = metric.class == MetricClass::Mean && self.below == 1.0;
        let is_flat = metric.class == MetricClass::Mean && interval.is_some_and(|ends| ends.low == ends.high);
        [
            (counts && self.has_negative, "The file has counts below zero; they are counted as they stand."),
            (
                is_over_one,
                "More was counted above the line than below it, so it is no share of the whole and has no interval.",
            ),
            (is_alone, "One answer alone has no interval."),
            (is_flat, "All answers are the same, so the interval has no width; others may still differ."),
        ]
        .into_iter()
        .filter_map(|(is_so, sentence)| is_so.then_some(sentence))
    }

    fn note_of_class(&self, metric: &Metric) -> Option<String> {
        match metric.class {
            MetricClass::Ratio if self.below == 0.0 => {
                let below = if metric.denominator.is_empty() { "denominator" } else { &metric.denominator };
                Some(format!("The sum of {below} is 0, so the ratio is undefined, not infinite."))
            }
            MetricClass::Mean | MetricClass::ShareDifference if self.below == 0.0 => {
                Some("Nobody answered, so there is no value.".to_owned())
            }
            MetricClass::Distinct if self.observations > 1 => Some(format!(
                "{} of {} periods cannot be added up: the same may be counted in each. Choose one stored period.",
                metric.name, self.observations
            )),
            MetricClass::RateOnly if self.observations > 1 && !self.is_weighted() => Some(format!(
                "Unweighted mean of {} rates: the file does not say how many cases each rests on.",
                self.observations
            )),
            MetricClass::Ratio
            | MetricClass::Mean
            | MetricClass::ShareDifference
            | MetricClass::Distinct
            | MetricClass::RateOnly
            | MetricClass::Additive
            | MetricClass::Snapshot
            | MetricClass::Derived => None,
        }
    }
}

/// Whether a figure of the class, so much over so many, rests on few cases.
pub(super) fn is_of_few(metric: &Metric, above: f64, n: f64) -> bool {
    let is_share = metric.unit == Unit::Share && matches!(metric.class, MetricClass::Ratio | MetricClass::Derived);
    let has_few_events = is_share && (above < FEW_EVENTS || n - above < FEW_EVENTS) && above <= n;
    n < FEW_CASES || has_few_events
}

/// Whether an amount is what the class stores.
fn fits(class: MetricClass, amount: Amount) -> bool {
    match class {
        MetricClass::Additive | MetricClass::Distinct | MetricClass::Snapshot => matches!(amount, Amount::Value(_)),
        MetricClass::Ratio => matches!(amount, Amount::Ratio { .. }),
        MetricClass::Mean => matches!(amount, Amount::Mean { .. }),
        MetricClass::ShareDifference => matches!(amount, Amount::Shares { .. }),
        MetricClass::RateOnly => matches!(amount, Amount::Rate { .. }),
        MetricClass::Derived => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{day, metric, month, observation, ratio, value};
    use super::*;

    fn rolled(class: MetricClass, unit: Unit, observations: &[Observation]) -> Figure {
        let mut metric = metric(1, "m", class);
        metric.unit = unit;
        roll_up(&metric, observations.iter().map(|observation| (SourceId(1), observation)))
    }

    fn on(days: i8, amount: Amount) -> Observation {
        observation(day(2026, 9, days), amount)
    }

    #[test]
    fn each_class_rolls_up_in_its_own_way() {
        use MetricClass::{Additive, Distinct, Mean, RateOnly, Ratio, ShareDifference, Snapshot};
        let mean = |sum, count| Amount::Mean { sum, sum_of_squares: None, count };
        let shares = |promoters, detractors, count| Amount::Shares { promoters, detractors, count };
        let rate = |rate, weight| Amount::Rate { rate, weight };
        /// Class, amounts, value, n, words of the note.
        type Case = (MetricClass, Vec<Amount>, Option<f64>, Option<f64>, &'static str);
        let cases: Vec<Case> = vec![
            (Additive, vec![Amount::Value(2.5), Amount::Value(4.0)], Some(6.5), None, ""),
            // Two months of 1,500 engaged at 0.60 and 600 at 0.50: never 0.55.
            (
                Ratio,
                vec![
                    Amount::Ratio { numerator: 1500.0, denominator: 2500.0 },
                    Amount::Ratio { numerator: 600.0, denominator: 1200.0 },
                ],
                Some(2100.0 / 3700.0),
                Some(3700.0),
                "",
            ),
            (
                Ratio,
                vec![Amount::Ratio { numerator: 5.0, denominator: 0.0 }],
                None,
                Some(0.0),
                "undefined, not infinite",
            ),
            (Mean, vec![mean(10.0, 2.0), mean(3.0, 1.0)], Some(13.0 / 3.0), Some(3.0), ""),
            (Mean, vec![mean(0.0, 0.0)], None, Some(0.0), "Nobody answered"),
            (ShareDifference, vec![shares(50.0, 10.0, 60.0), shares(5.0, 10.0, 40.0)], Some(35.0), Some(100.0), ""),
            (Distinct, vec![Amount::Value(40.0)], Some(40.0), None, ""),
            (Distinct, vec![Amount::Value(40.0), Amount::Value(41.0)], None, None, "cannot be added up"),
            (Snapshot, vec![Amount::Value(40.0), Amount::Value(41.0)], Some(41.0), None, ""),
            (RateOnly, vec![rate(0.1, Some(30.0)), rate(0.5, Some(10.0))], Some(0.2), Some(40.0), ""),
            (RateOnly, vec![rate(0.1, Some(30.0)), rate(0.5, None)], Some(0.3), None, "Unweighted mean of 2 rates"),
            (RateOnly, vec![rate(0.031, None)], Some(0.031), None, ""),
            (Additive, vec![], None, None, "No data"),
        ];
        for (class, amounts, expected, n, note) in cases {
            let observations: Vec<Observation> = (1..).zip(&amounts).map(|(n, amount)| on(n, *amount)).collect();
            let figure = rolled(class, Unit::Points, &observations);
            let is_right = match (figure.value, expected) {
                (Some(value), Some(expected)) => (value - expected).abs() < 1e-12,
                (value, expected) => value == expected,
            };
            assert!(is_right, "{class:?} {amounts:?}: {figure:?}");
            assert_eq!(figure.n, n, "{class:?} {amounts:?}");
            match note {
                "" => assert_eq!(figure.note, None, "{class:?}"),
                words => assert!(figure.note.is_some_and(|note| note.contains(words)), "{class:?} {amounts:?}"),
            }
        }
    }

    #[test]
    fn only_counted_shares_have_a_wilson_interval() {
        let counts = [ratio(day(2026, 9, 1), 80.0, 200.0), ratio(day(2026, 9, 2), 1.0, 63.0)];
        let figure = rolled(MetricClass::Ratio, Unit::Share, &counts);
        let interval = figure.interval().unwrap();
        assert!((interval.low - 0.2553).abs() < 5e-5 && (interval.high - 0.3662).abs() < 5e-5);
        // Halves that add up to a whole are still no counts.
        let halves = [ratio(day(2026, 9, 1), 40.5, 100.0), ratio(day(2026, 9, 2), 40.5, 163.0)];
        assert_eq!(rolled(MetricClass::Ratio, Unit::Share, &halves).interval(), None);
        assert_eq!(rolled(MetricClass::Ratio, Unit::Times, &counts).interval(), None);
        let more_than_all = [ratio(day(2026, 9, 1), 12.0, 10.0)];
        assert_eq!(rolled(MetricClass::Ratio, Unit::Share, &more_than_all).value, Some(1.2));
        assert_eq!(rolled(MetricClass::Ratio, Unit::Share, &more_than_all).interval(), None);
    }

    #[test]
    fn the_spread_of_a_mean_is_that_of_all_answers_together() {
        // 1, 2, 3 on one day and 9, 10 on another: mean 5, variance 70 / 4; t(4 degrees) = 2.776445.
        let mean = |sum, squares, count| Amount::Mean { sum, sum_of_squares: squares, count };
        let days = [on(1, mean(6.0, Some(14.0), 3.0)), on(2, mean(19.0, Some(181.0), 2.0))];
        let half = 2.776_445_105_197_793 * (17.5_f64 / 5.0).sqrt();
        let interval = rolled(MetricClass::Mean, Unit::Points, &days).interval().unwrap();
        assert!((interval.low - (5.0 - half)).abs() < 1e-9 && (interval.high - (5.0 + half)).abs() < 1e-9);
        let unknown = [on(1, mean(6.0, Some(14.0), 3.0)), on(2, mean(19.0, None, 2.0))];
        let figure = rolled(MetricClass::Mean, Unit::Points, &unknown);
        assert_eq!((figure.value, figure.interval()), (Some(5.0), None));
    }

    #[test]
    fn a_figure_knows_its_rows_files_and_days() {
        let counted = [
            (SourceId(7), Observation { rows: 3, ..value(month(2026, 9), 1.0) }),
            (SourceId(2), Observation { rows: 2, ..value(day(2026, 8, 4), 1.0) }),
            (SourceId(7), value(day(2026, 10, 1), 1.0)),
        ];
        let metric = metric(1, "orders", MetricClass::Additive);
        let figure = roll_up(&metric, counted.iter().map(|(source, observation)| (*source, observation)));
        assert_eq!((figure.rows, figure.sources), (6, vec![SourceId(2), SourceId(7)]));
        assert_eq!(figure.period.unwrap().label(), "4 Aug – 1 Oct 2026");
    }
}
