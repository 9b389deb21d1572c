//! Calendar dates, periods of whole days, and the grains that a series is drawn in. No clock, no zone.

use jiff::ToSpan;
pub use jiff::civil::{Date, DateTime, date};

/// A run of whole days, both ends included. INVARIANT: `from <= to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

impl Period {
    /// The days from one date to another, or `None` if they are the wrong way round.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// That one day.
    pub fn day(date: Date) -> Self {
        Self { from: date, to: date }
    }

    /// The calendar month that holds the date.
    pub fn month_of(date: Date) -> Self {
        Self { from: date.first_of_month(), to: date.last_of_month() }
    }

    /// Number of days, at least 1.
    pub fn days(self) -> i32 {
        days_between(self.from, self.to) + 1
    }

    pub fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The smallest period that holds both.
    pub fn union(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// The period of the same kind just before: the month before a whole month, else as many days.
    pub fn previous(self) -> Self {
        let whole_months = self.from == self.from.first_of_month() && self.to == self.to.last_of_month();
        let to = self.from.yesterday().unwrap_or(self.from);
        if whole_months {
            let months = months_between(self.from, self.to) + 1;
            let from = self.from.checked_sub(months.months()).unwrap_or(self.from);
            return Self { from, to: to.max(from) };
        }
        let from = self.from.checked_sub(self.days().days()).unwrap_or(self.from);
        Self { from, to: to.max(from) }
    }

    /// "1 – 30 Sep 2026", "Sep 2026" for a whole month, "4 Sep 2026" for a day.
    pub fn label(self) -> String {
        if self.from == self.to {
            return format_date(self.from);
        }
        if self == Self::month_of(self.from) {
            return self.from.strftime("%b %Y").to_string();
        }
        let start = if self.from.year() != self.to.year() {
            format_date(self.from)
        } else if self.from.month() != self.to.month() {
            self.from.strftime("%-d %b").to_string()
        } else {
            self.from.strftime("%-d").to_string()
        };
        format!("{start} – {}", format_date(self.to))
    }
}

/// How coarse a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    Day,
    /// Monday to Sunday.
    Week,
    Month,
}

impl Grain {
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
        }
    }

    /// The day, week or month that holds the date.
    pub fn period_of(self, date: Date) -> Period {
        match self {
            Self::Day => Period::day(date),
            Self::Week => {
                let back = i32::from(date.weekday().to_monday_zero_offset());
                let from = date.checked_sub(back.days()).unwrap_or(date);
                Period { from, to: from.checked_add(6.days()).unwrap_or(from) }
            }
            Self::Month => Period::month_of(date),
        }
    }
}

/// Days from one date to a later one; negative if it is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    // Dates of jiff lie within ±9999 years, so the number of days always fits.
    day_number(to) - day_number(from)
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i32 {
    // Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
    let (y, m, d) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date that many days after 1970-01-01, or `None` outside the calendar's range.
pub fn date_from_day_number(days: i32) -> Option<Date> {
    // Source: as above, civil_from_days. Far quicker than adding a span, and never out of range on the way.
    let days = days.checked_add(719_468)?;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 { months_from_march + 3 } else { months_from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// "4 Sep 2026".
pub fn format_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn months_between(from: Date, to: Date) -> i32 {
    (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_agree_with_the_calendar() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(2026, 9, 1)), 20_697);
        for days in (-200_000..200_000).step_by(977) {
            assert_eq!(date_from_day_number(days).map(day_number), Some(days));
        }
        for days in [i32::MIN, -4_400_000, 2_950_000, i32::MAX] {
            assert_eq!(date_from_day_number(days), None, "{days}");
        }
        for end in [Date::MIN, Date::MAX] {
            assert_eq!(date_from_day_number(day_number(end)), Some(end));
        }
    }

    #[test]
    fn the_period_before_a_month_is_the_month_before() {
        let september = Period::month_of(date(2026, 9, 4));
        assert_eq!(september.previous(), Period::month_of(date(2026, 8, 1)));
        let ten_days = Period::new(date(2026, 9, 11), date(2026, 9, 20)).unwrap();
        assert_eq!(ten_days.previous(), Period::new(date(2026, 9, 1), date(2026, 9, 10)).unwrap());
    }

    #[test]
    fn periods_read_as_people_write_them() {
        let label = |from, to| Period::new(from, to).unwrap().label();
        assert_eq!(label(date(2026, 9, 1), date(2026, 9, 30)), "Sep 2026");
        assert_eq!(label(date(2026, 9, 1), date(2026, 9, 29)), "1 – 29 Sep 2026");
        assert_eq!(label(date(2026, 8, 1), date(2026, 9, 30)), "1 Aug – 30 Sep 2026");
        assert_eq!(label(date(2026, 9, 4), date(2026, 9, 4)), "4 Sep 2026");
    }
}
