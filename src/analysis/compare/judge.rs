//! Which test fits a metric's class and what is stored of it, and what it says. The tests themselves are in `stat`.

use super::super::figure::Figure;
use super::super::stat::bootstrap::{Draws, Ends, difference_interval, ratio_interval};
use super::super::stat::cluster::{Pair, paired_difference, ratio_of};
use super::super::stat::exact::fisher;
use super::super::stat::interval::Interval;
use super::super::stat::means::{Sample, welch};
use super::super::stat::permutation::{DEALS, block_permutation};
use super::super::stat::poisson::{self, Events};
use super::super::stat::promoters::{self, Answers};
use super::super::stat::share::Counted;
use super::super::stat::two_shares::{least_expected, newcombe, z_test};
use super::super::stat::{Tested, dispersion, two_sided};
use super::daily::{are_alike, block_of, without_weekdays};
use super::side::Measured;
use super::{LEAST_DAYS, SIGNIFICANT};
use crate::base::Period;
use crate::base::number::{Unit, format_grouped};
use crate::model::{Direction, Metric, MetricClass};

/// Cells that expect fewer cases than this call for an exact test. Source: Cochran 1954.
const SMALL_CELL: f64 = 5.0;

/// From half the width of a 95% interval to the smallest difference that would be found 80% of the times:
/// (1.96 + 0.84) / 1.96. Source: Bloom 1995.
const HALF_WIDTH_TO_DETECTABLE: f64 = 1.429_405;

/// A metric on one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// In the metric's unit; of a count, per day. `None` where nothing is known.
    pub value: Option<f64>,
    /// The ends of the 95% interval.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Cases or answers; of a count, days.
    pub n: Option<f64>,
    /// From the first to the last day that was counted.
    pub period: Option<Period>,
    /// How many days something is known of.
    pub days: i32,
    /// What the value was computed from; of a count, its total.
    pub figure: Figure,
}

/// What two sides were tested with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    TwoProportions,
    Fisher,
    Welch,
    NetPromoter,
    PoissonExact,
    PoissonScore,
    /// With so many neighboring days in a block.
    BlockPermutation {
        block: usize,
    },
    /// Two segments on the same days.
    PairedDays,
}

impl Test {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::TwoProportions => "two-proportion-z",
            Self::Fisher => "fisher-exact",
            Self::Welch => "welch-t",
            Self::NetPromoter => "nps-z",
            Self::PoissonExact => "poisson-e-test",
            Self::PoissonScore => "poisson-score",
            Self::BlockPermutation { .. } => "block-permutation",
            Self::PairedDays => "paired-days-delta",
        }
    }

    /// The name where there is little room.
    pub fn short_label(self) -> &'static str {
        match self {
            Self::TwoProportions => "Two proportions",
            Self::Fisher => "Fisher's exact",
            Self::Welch => "Welch's t",
            Self::NetPromoter => "NPS errors",
            Self::PoissonExact => "Poisson, exact",
            Self::PoissonScore => "Poisson, score",
            Self::BlockPermutation { .. } => "Days dealt out",
            Self::PairedDays => "Same days",
        }
    }

    /// What it does, and how its interval is found.
    pub fn label(self) -> String {
        match self {
            Self::TwoProportions => "Two proportions (z, pooled); interval by Newcombe".to_owned(),
            Self::Fisher => "Fisher's exact test, since cells are small; interval by Newcombe".to_owned(),
            Self::Welch => "Welch's t test and interval".to_owned(),
            Self::NetPromoter => "Standard errors of both scores (z)".to_owned(),
            Self::PoissonExact => "Poisson counts per day (E-test); interval from the exact ones of both".to_owned(),
            Self::PoissonScore => {
                "Poisson counts per day (score test); interval from the exact ones of both".to_owned()
            }
            Self::BlockPermutation { block: 1 } => {
                "Days dealt out at random (permutation, fixed seed); interval by bootstrap of days".to_owned()
            }
            Self::BlockPermutation { block } => format!(
                "Days dealt out in blocks of {block}, since neighbors are alike (block permutation, fixed seed); \
                 interval by block bootstrap"
            ),
            Self::PairedDays => "Difference on the same days (delta method, allowing for like neighbors)".to_owned(),
        }
    }
}

/// What can be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Better,
    Worse,
    /// The difference cannot be told from chance.
    Undecided,
    NotEnoughData {
        why: String,
    },
    /// The class or what is stored of it allows no test.
    NotComparable {
        why: String,
    },
}

impl Verdict {
    /// The words on screen and in JSON.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Undecided => "cannot be told apart",
            Self::NotEnoughData { .. } => "not enough data",
            Self::NotComparable { .. } => "not comparable",
        }
    }

    /// Why there is no test; a whole sentence.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::NotEnoughData { why } | Self::NotComparable { why } => Some(why),
            Self::Better | Self::Worse | Self::Undecided => None,
        }
    }
}

/// A metric on two sides, and whether they differ. Everything is after less before.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub before: Side,
    pub after: Side,
    /// In the metric's unit (a share: as a fraction); of a count, per day.
    pub effect: Option<f64>,
    /// As a fraction of the value before; `None` where that is 0.
    pub relative: Option<f64>,
    /// The ends of the 95% interval of the effect.
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub test: Option<Test>,
    pub p: Option<f64>,
    /// Adjusted for all that was tested together; `p` itself for a single one.
    pub p_adjusted: Option<f64>,
    /// The smallest effect that would be found four times in five with as much data.
    pub detectable: Option<f64>,
    pub verdict: Verdict,
    /// What to know about the figures. Whole sentences.
    pub note: Option<String>,
    direction: Direction,
}

impl Outcome {
    /// Takes the p that is adjusted for others, and the verdict that follows.
    pub(super) fn take_adjusted(&mut self, p: f64) {
        self.p_adjusted = Some(p);
        let is_better = self.effect.and_then(|effect| self.direction.is_improvement(effect));
        self.verdict = match is_better.filter(|_| p < SIGNIFICANT) {
            Some(true) => Verdict::Better,
            Some(false) => Verdict::Worse,
            None => Verdict::Undecided,
        };
    }
}

/// How to judge.
#[derive(Clone, Copy, Debug)]
pub struct Mode {
    /// The fewest cases or answers on each side.
    pub min_n: f64,
    pub design: Design,
}

/// What the sides are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Other days; what weekdays do may be taken out of them.
    BeforeAfter { without_weekdays: bool },
    /// A segment, as the later side, and what it is held against on the same days.
    SideBySide(Opposite),
}

/// What a segment is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opposite {
    /// The other segments together.
    Others,
    /// A chosen one.
    One,
}

impl Design {
    /// What the sides are called after a number of cases.
    fn sides(self) -> [&'static str; 2] {
        match self {
            Self::BeforeAfter { .. } => ["before", "after"],
            Self::SideBySide(Opposite::Others) => ["of the others", "of this segment"],
            Self::SideBySide(Opposite::One) => ["of the one it is held against", "of this segment"],
        }
    }
}

/// What a test found.
struct Found {
    test: Test,
    tested: Tested,
    interval: Option<Interval>,
    /// Of both sides, where they differ from those of the figures.
    sides: Option<[Option<Interval>; 2]>,
}

/// Both sides and the difference, tested as the class allows.
pub fn judge(metric: &Metric, before: &Measured, after: &Measured, mode: Mode) -> Outcome {
    let is_known = before.figure.value.is_some() && after.figure.value.is_some();
    let found = if is_known { test_of(metric, before, after, mode) } else { Err(unknown_side(before, after, mode)) };
    let found = match found {
        Ok(found) => found,
        Err(verdict) => return refused(metric, before, after, verdict),
    };
    let mut outcome = refused(metric, before, after, Verdict::Undecided);
    outcome.test = Some(found.test);
    outcome.p = Some(found.tested.p);
    outcome.low = found.interval.map(|ends| ends.low);
    outcome.high = found.interval.map(|ends| ends.high);
    outcome.detectable = found.interval.map(|ends| HALF_WIDTH_TO_DETECTABLE * (ends.high - ends.low) / 2.0);
    if let Some([of_before, of_after]) = found.sides {
        for (side, interval) in [(&mut outcome.before, of_before), (&mut outcome.after, of_after)] {
            side.low = interval.map(|ends| ends.low);
            side.high = interval.map(|ends| ends.high);
        }
    }
    outcome.take_adjusted(found.tested.p);
    outcome
}

/// Both sides and the plain difference, without a test.
pub fn refused(metric: &Metric, before: &Measured, after: &Measured, verdict: Verdict) -> Outcome {
    let (before, after) = (side(metric, before), side(metric, after));
    let effect = after.value.zip(before.value).map(|(after, before)| after - before);
    let relative = effect.zip(before.value).map(|(effect, before)| effect / before.abs());
    let mut notes: Vec<&str> = Vec::new();
    for note in [&before.figure.note, &after.figure.note].into_iter().flatten() {
        if !notes.contains(&note.as_str()) {
            notes.push(note);
        }
    }
    Outcome {
        effect: effect.filter(|effect| effect.is_finite()),
        relative: relative.filter(|relative| relative.is_finite()),
        low: None,
        high: None,
        test: None,
        p: None,
        p_adjusted: None,
        detectable: None,
        verdict,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        direction: metric.direction,
        before,
        after,
    }
}

fn side(metric: &Metric, measured: &Measured) -> Side {
    let figure = measured.figure.clone();
    let is_per_day = metric.class == MetricClass::Additive;
    let days = f64::from(measured.known_days);
    let (value, n) = if is_per_day {
        (figure.value.filter(|_| days > 0.0).map(|total| total / days), (days > 0.0).then_some(days))
    } else {
        (figure.value, figure.n)
    };
    Side { value, low: figure.low, high: figure.high, n, period: figure.period, days: measured.known_days, figure }
}

fn unknown_side(before: &Measured, after: &Measured, mode: Mode) -> Verdict {
    let [first, second] = mode.design.sides();
    let (which, figure) = if before.figure.value.is_none() { (first, &before.figure) } else { (second, &after.figure) };
    let why = figure.note.as_deref().unwrap_or("Nothing is known.");
    Verdict::NotEnoughData { why: format!("There is no value {which}: {why}") }
}

fn test_of(metric: &Metric, before: &Measured, after: &Measured, mode: Mode) -> Result<Found, Verdict> {
    let not_comparable = |why: &str| Err(Verdict::NotComparable { why: why.to_owned() });
    match metric.class {
        MetricClass::Ratio => match counted(metric, before).zip(counted(metric, after)) {
            Some((first, second)) => shares(before, after, first, second, mode),
            None => by_days(before, after, mode),
        },
        MetricClass::Mean => means(before, after, mode),
        MetricClass::ShareDifference => scores(before, after, mode),
        MetricClass::Additive if matches!(mode.design, Design::SideBySide(_)) => {
            not_comparable("Segments are parts of the whole amount: that one is larger needs no test.")
        }
        MetricClass::Additive => counts(metric, before, after, mode),
        MetricClass::RateOnly if before.is_daily() && after.is_daily() => by_days(before, after, mode),
        MetricClass::RateOnly => {
            not_comparable("Only rates are known, not how many cases each rests on, so chance cannot be judged.")
        }
        MetricClass::Derived => match counted(metric, before).zip(counted(metric, after)) {
            Some((first, second)) => shares(before, after, first, second, mode),
            None => not_comparable(
                "It is a formula of several figures: how much it varies by chance is not known. Compare its parts.",
            ),
        },
        MetricClass::Distinct => not_comparable(
            "The same people may be counted on both sides and on several days, so the counts are not independent.",
        ),
        MetricClass::Snapshot => {
            not_comparable("This is a level on one day of each side: there is nothing that shows how much it varies.")
        }
    }
}

/// A share counted in whole cases.
fn counted(metric: &Metric, measured: &Measured) -> Option<Counted> {
    let figure = &measured.figure;
    let is_share = metric.unit == Unit::Share && measured.is_whole;
    is_share.then(|| Counted::new(figure.numerator?, figure.denominator?)).flatten()
}

fn shares(before: &Measured, after: &Measured, first: Counted, second: Counted, mode: Mode) -> Result<Found, Verdict> {
    enough([first.cases(), second.cases()], "cases", mode)?;
    if do_days_differ(before, after, mode) {
        return by_days(before, after, mode);
    }
    let interval = newcombe(second, first);
    if least_expected(first, second) < SMALL_CELL {
        let p = fisher(first, second).map_or(1.0, |fisher| fisher.p);
        let tested = Tested { statistic: second.share() - first.share(), p };
        return Ok(Found { test: Test::Fisher, tested, interval, sides: None });
    }
    let tested = z_test(second, first).ok_or_else(nothing_varies)?;
    Ok(Found { test: Test::TwoProportions, tested, interval, sides: None })
}

/// Whether the days of a share differ more than cases alone would, or are like their neighbors.
fn do_days_differ(before: &Measured, after: &Measured, mode: Mode) -> bool {
    let of_days = |measured: &Measured| -> Vec<Counted> {
        measured.pairs().into_iter().filter_map(|(hits, cases)| Counted::new(hits, cases)).collect()
    };
    let (first, second) = (of_days(before), of_days(after));
    if first.len().min(second.len()) < 2 {
        return false;
    }
    let (of_before, of_after) = days_of(before, after, mode);
    dispersion::of_shares(&[&first, &second]).is_some_and(|tested| tested.p < SIGNIFICANT)
        || are_alike(&of_before, &of_after)
}

fn means(before: &Measured, after: &Measured, mode: Mode) -> Result<Found, Verdict> {
    let answers = |measured: &Measured| measured.figure.n.unwrap_or(0.0);
    enough([before, after].map(answers), "answers", mode)?;
    let sample =
        |measured: &Measured| measured.spread.and_then(|(sum, squares, count)| Sample::from_sums(sum, squares, count));
    let Some((first, second)) = sample(before).zip(sample(after)) else { return by_days(before, after, mode) };
    let found = welch(second, first).ok_or_else(nothing_varies)?;
    Ok(Found { test: Test::Welch, tested: found.tested, interval: Some(found.interval), sides: None })
}

fn scores(before: &Measured, after: &Measured, mode: Mode) -> Result<Found, Verdict> {
    let of = |measured: &Measured| {
        let (promoters, detractors, count) = measured.answers;
        Answers::new(promoters, detractors, count).ok_or_else(|| Verdict::NotComparable {
            why: "There are more promoters and detractors than answers. Check the file's columns.".to_owned(),
        })
    };
    let (first, second) = (of(before)?, of(after)?);
    enough([before.answers.2, after.answers.2], "answers", mode)?;
    let (tested, interval) = promoters::difference(second, first).ok_or_else(nothing_varies)?;
    Ok(Found { test: Test::NetPromoter, tested, interval: Some(interval), sides: None })
}

fn counts(metric: &Metric, before: &Measured, after: &Measured, mode: Mode) -> Result<Found, Verdict> {
    let (first, second) = (before.pairs(), after.pairs());
    let is_counted = metric.unit == Unit::Count && before.is_whole && after.is_whole;
    let values = |days: &[Pair]| days.iter().map(|(count, _)| *count).collect::<Vec<f64>>();
    let (of_first, of_second) = (values(&first), values(&second));
    let is_poisson = is_counted
        && first.len().min(second.len()) >= LEAST_DAYS
        && dispersion::of_counts(&[&of_first, &of_second]).is_some_and(|tested| tested.p >= SIGNIFICANT)
        && !are_alike(&first, &second);
    if !is_poisson {
        return by_days(before, after, mode);
    }
    let events = |days: &[f64]| Events::new(days.iter().sum(), days.len() as f64);
    let (Some(first), Some(second)) = (events(&of_first), events(&of_second)) else { return Err(nothing_varies()) };
    let exact = poisson::e_test(second, first).map(|tested| (Test::PoissonExact, tested));
    let score = || poisson::score_test(second, first).map(|tested| (Test::PoissonScore, tested));
    let (test, tested) = exact.or_else(score).ok_or_else(nothing_varies)?;
    let interval = poisson::difference(second, first);
    Ok(Found { test, tested, interval, sides: Some([first.exact(), second.exact()]) })
}

/// With days as the cases.
fn by_days(before: &Measured, after: &Measured, mode: Mode) -> Result<Found, Verdict> {
    if !before.is_daily() || !after.is_daily() {
        return Err(Verdict::NotEnoughData {
            why: "The figures are stored for more than a day each, so how much days vary is not known.".to_owned(),
        });
    }
    let (first, second) = days_of(before, after, mode);
    if first.len().min(second.len()) < LEAST_DAYS {
        let [of_first, of_second] = mode.design.sides();
        let (first, second) = (first.len(), second.len());
        return Err(Verdict::NotEnoughData {
            why: format!(
                "{first} days {of_first} and {second} {of_second} are known; days vary, and {LEAST_DAYS} are needed on \
                 each side."
            ),
        });
    }
    match mode.design {
        Design::BeforeAfter { .. } => dealt_out(before, after, &first, &second),
        Design::SideBySide(_) => paired(&first, &second),
    }
}

/// Days before against days after.
fn dealt_out(before: &Measured, after: &Measured, first: &[Pair], second: &[Pair]) -> Result<Found, Verdict> {
    let block = block_of(first, second);
    let draws = Draws::in_blocks_of(block);
    let dealt = block_permutation(first, second, Draws { resamples: DEALS, ..draws });
    let tested = dealt.ok_or_else(|| Verdict::NotEnoughData {
        why: format!("Days are so much like their neighbors (blocks of {block}) that too few are independent."),
    })?;
    // Taking weekdays out leaves each side's ratio as it is, but for rounding.
    let seen = ratio_of(&after.pairs()).zip(ratio_of(&before.pairs())).map(|(after, before)| after - before);
    Ok(Found {
        test: Test::BlockPermutation { block },
        tested: Tested { statistic: seen.unwrap_or(tested.statistic), ..tested },
        interval: difference_interval(first, second, draws),
        sides: Some([first, second].map(|days| ratio_interval(days, draws, Ends::Percentile))),
    })
}

/// The same days of a segment and of the others.
fn paired(others: &[Pair], segment: &[Pair]) -> Result<Found, Verdict> {
    let block = block_of(others, segment);
    let difference = paired_difference(segment, others, block - 1).ok_or_else(nothing_varies)?;
    let z = difference.ratio / difference.error;
    let draws = Draws::in_blocks_of(block);
    Ok(Found {
        test: Test::PairedDays,
        tested: Tested { statistic: z, p: two_sided(z) },
        interval: difference.interval(),
        sides: Some([others, segment].map(|days| ratio_interval(days, draws, Ends::Percentile))),
    })
}

fn days_of(before: &Measured, after: &Measured, mode: Mode) -> (Vec<Pair>, Vec<Pair>) {
    match mode.design {
        Design::BeforeAfter { without_weekdays: true } => without_weekdays(before, after),
        Design::BeforeAfter { without_weekdays: false } => (before.pairs(), after.pairs()),
        Design::SideBySide(_) => before.pairs_in_common(after),
    }
}

/// Refuses fewer cases on either side than asked.
fn enough(cases: [f64; 2], noun: &str, mode: Mode) -> Result<(), Verdict> {
    let [first, second] = cases;
    if first.min(second) >= mode.min_n {
        return Ok(());
    }
    let [first, second, least] = [first, second, mode.min_n].map(|count| format_grouped(count, 0));
    let [of_first, of_second] = mode.design.sides();
    Err(Verdict::NotEnoughData {
        why: format!("{first} {noun} {of_first} and {second} {of_second}; {least} are needed on each side."),
    })
}

fn nothing_varies() -> Verdict {
    Verdict::NotEnoughData {
        why: "All are the same on both sides, so there is nothing that shows how much they vary.".to_owned(),
    }
}
