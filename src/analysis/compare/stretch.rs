//! Two stretches of days in a row, the last that the data wholly holds: what most people want to compare.

use jiff::ToSpan;

use super::super::numbers::Numbers;
use crate::base::Period;
use crate::base::date::{Date, date_from_day_number, day_number};

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stretch {
    Week,
    FourWeeks,
    Month,
    Quarter,
    Year,
}

impl Stretch {
    pub const ALL: [Self; 5] = [Self::Week, Self::FourWeeks, Self::Month, Self::Quarter, Self::Year];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Week => "Last 7 days against the 7 before",
            Self::FourWeeks => "Last 28 days against the 28 before",
            Self::Month => "Last month against the month before",
            Self::Quarter => "Last quarter against the quarter before",
            Self::Year => "Last year against the year before",
        }
    }

    /// As in "far enough for two quarters".
    pub fn words(self) -> &'static str {
        match self {
            Self::Week => "two weeks",
            Self::FourWeeks => "twice 28 days",
            Self::Month => "two whole months",
            Self::Quarter => "two whole quarters",
            Self::Year => "two whole years",
        }
    }

    /// The last one that lies wholly within the data and the one before it; `None` where nothing is known of that one.
    pub fn last(self, numbers: &Numbers) -> Option<(Period, Period)> {
        let known = numbers.flow_span()?;
        let (before, after) = match self {
            Self::Week => run_of(7, known)?,
            Self::FourWeeks => run_of(28, known)?,
            Self::Month => calendar(1, known)?,
            Self::Quarter => calendar(3, known)?,
            Self::Year => calendar(12, known)?,
        };
        (known.contains(after) && known.overlaps(before)).then_some((before, after))
    }
}

/// The last days of the data.
fn run_of(days: i32, known: Period) -> Option<(Period, Period)> {
    let from = date_from_day_number(day_number(known.to) - days + 1)?;
    let after = Period::new(from, known.to)?;
    let first = date_from_day_number(day_number(from) - days)?;
    Some((Period::new(first, from.yesterday().ok()?)?, after))
}

/// The last so many months that begin where the calendar begins them.
fn calendar(months: i8, known: Period) -> Option<(Period, Period)> {
    let begin = |date: Date| Date::new(date.year(), date.month() - (date.month() - 1) % months, 1).ok();
    let back = |from: Date| from.checked_sub(i32::from(months).months()).ok();
    let mut from = begin(known.to)?;
    let last_of = |from: Date| from.checked_add(i32::from(months).months()).ok()?.yesterday().ok();
    if last_of(from)? > known.to {
        from = back(from)?;
    }
    let before = back(from)?;
    Some((Period::new(before, from.yesterday().ok()?)?, Period::new(from, last_of(from)?)?))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{Fixture, period, value};
    use super::*;
    use crate::model::MetricClass;

    #[test]
    fn the_last_whole_stretch_stands_against_the_one_before() {
        let mut fixture = Fixture::new();
        let orders = fixture.metric("orders", MetricClass::Additive);
        let span = period((2025, 11, 10), (2026, 10, 4));
        let days = (day_number(span.from)..=day_number(span.to)).filter_map(date_from_day_number);
        fixture.series(1, orders, 10, None, days.map(|day| value(Period::day(day), 1.0)).collect());
        let numbers = fixture.numbers();
        let read = |stretch: Stretch| stretch.last(&numbers).map(|(before, after)| (before.label(), after.label()));
        let expected = |before: &str, after: &str| Some((before.to_owned(), after.to_owned()));
        assert_eq!(read(Stretch::Week), expected("21 – 27 Sep 2026", "28 Sep – 4 Oct 2026"));
        assert_eq!(read(Stretch::FourWeeks), expected("10 Aug – 6 Sep 2026", "7 Sep – 4 Oct 2026"));
        assert_eq!(read(Stretch::Month), expected("Aug 2026", "Sep 2026"));
        assert_eq!(read(Stretch::Quarter), expected("1 Apr – 30 Jun 2026", "1 Jul – 30 Sep 2026"));
        assert_eq!(read(Stretch::Year), None, "no whole year is known");
        assert_eq!(Stretch::Month.last(&Numbers::default()), None);
    }
}
