//! Which days cards, charts and tables speak of, and which they are compared with.

use super::numbers::Numbers;
use crate::base::Period;
use crate::base::date::{date_from_day_number, day_number};
use crate::model::Project;

/// How many months the period menu offers.
const MONTHS_OFFERED: usize = 12;
/// The runs of days that the period menu offers.
const DAYS_OFFERED: [i32; 3] = [7, 28, 90];

/// The period on show and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// `None`: all days.
    pub period: Option<Period>,
    /// `None`: no comparison.
    pub compare_with: Option<Period>,
}

impl View {
    /// "Sep 2026 vs Aug", "3 – 30 Sep 2026", "All data".
    pub fn label(&self) -> String {
        let Some(period) = self.period else { return "All data".to_owned() };
        let Some(before) = self.compare_with else { return period.label() };
        let is_month = |period: Period| period == Period::month_of(period.from);
        if is_month(period) && is_month(before) && period.from.year() == before.from.year() {
            return format!("{} vs {}", period.label(), before.from.strftime("%b"));
        }
        format!("{} vs {}", period.label(), before.label())
    }
}

/// The view in which a project opens; see [`Numbers::default_view`].
pub fn default_view(project: &Project) -> View {
    Numbers::new(project).default_view()
}

impl Numbers {
    /// The last full calendar month with data against the month before it; without a full month, all days of which
    /// anything is known, compared with nothing; without data, `View::default()`.
    pub fn default_view(&self) -> View {
        let Some(span) = self.flow_span() else { return View::default() };
        let months = self.months().iter().rev();
        let full_month = months.map(|first| Period::month_of(*first)).find(|month| span.contains(*month));
        match full_month {
            Some(month) => self.against_the_period_before(month),
            None => View { period: Some(span), compare_with: None },
        }
    }

    fn against_the_period_before(&self, period: Period) -> View {
        let before = period.previous();
        let is_known = if period == Period::month_of(period.from) {
            self.months().contains(&before.from)
        } else {
            self.flow_span().is_some_and(|span| span.contains(before))
        };
        View { period: Some(period), compare_with: is_known.then_some(before) }
    }
}

/// What the period menu offers, each with its name: the months with data, the last one first; the last 7, 28 and
/// 90 days of the data; all of it.
pub fn periods(numbers: &Numbers) -> Vec<(String, View)> {
    let mut offered: Vec<(String, View)> = Vec::new();
    for first in numbers.months().iter().rev().take(MONTHS_OFFERED) {
        let month = Period::month_of(*first);
        offered.push((month.label(), numbers.against_the_period_before(month)));
    }
    let Some(span) = numbers.flow_span() else { return offered };
    for days in DAYS_OFFERED {
        // With figures by month only, a run of days that cuts through months would leave most of them out.
        let is_fine_enough = numbers.finest_days() * 4 <= days;
        let from = date_from_day_number(day_number(span.to).saturating_sub(days - 1));
        let period = from.and_then(|from| Period::new(from, span.to)).filter(|period| span.contains(*period));
        if let Some(period) = period.filter(|_| is_fine_enough) {
            offered.push((format!("Last {days} days of data"), numbers.against_the_period_before(period)));
        }
    }
    offered.push(("All data".to_owned(), View::default()));
    offered
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, period, value};
    use super::*;
    use crate::model::MetricClass;

    #[test]
    fn a_project_opens_on_its_last_full_month() {
        let (july, august, september) = (month(2026, 7), month(2026, 8), month(2026, 9));
        let days = |from, to| {
            let span = period(from, to);
            (0..span.days())
                .map(|n| (Period::day(date_from_day_number(day_number(span.from) + n).unwrap()), 1.0))
                .collect()
        };
        /// Name, what is stored, the period on show, the one before.
        type Case = (&'static str, Vec<(Period, f64)>, Option<Period>, Option<Period>);
        let cases: Vec<Case> = vec![
            ("two whole months", days((2026, 8, 1), (2026, 9, 30)), Some(september), Some(august)),
            ("the last month is not over", days((2026, 7, 1), (2026, 9, 29)), Some(august), Some(july)),
            ("nothing at all before the month", days((2026, 9, 1), (2026, 9, 30)), Some(september), None),
            ("less than a month", days((2026, 9, 4), (2026, 9, 20)), Some(period((2026, 9, 4), (2026, 9, 20))), None),
            ("by month only", vec![(august, 5.0), (september, 6.0)], Some(september), Some(august)),
            ("one month only", vec![(september, 6.0)], Some(september), None),
            ("nothing", vec![], None, None),
        ];
        for (name, observations, expected, before) in cases {
            let mut fixture = Fixture::new();
            let sessions = fixture.metric("sessions", MetricClass::Additive);
            fixture.series(1, sessions, 10, None, observations.into_iter().map(|(p, v)| value(p, v)).collect());
            let view = default_view(&fixture.project);
            assert_eq!((view.period, view.compare_with), (expected, before), "{name}");
        }
    }

    #[test]
    fn a_level_read_later_does_not_make_a_month_full() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let tickets = fixture.metric("open-tickets", MetricClass::Snapshot);
        let days = (1..=15).map(|n| value(day(2026, 9, n), 1.0));
        fixture.series(1, sessions, 10, None, std::iter::once(value(month(2026, 8), 30.0)).chain(days).collect());
        fixture.series(2, tickets, 10, None, vec![value(day(2026, 10, 2), 40.0)]);
        assert_eq!(default_view(&fixture.project).period, Some(month(2026, 8)));
    }

    #[test]
    fn the_menu_offers_what_the_data_can_answer() {
        let mut fixture = Fixture::new();
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        let daily = |from: i32, count: i32| {
            (from..from + count).map(|n| value(Period::day(date_from_day_number(n).unwrap()), 1.0)).collect()
        };
        let first = day_number(crate::base::date::date(2026, 8, 1));
        fixture.series(1, sessions, 10, None, daily(first, 61));
        let offered = periods(&fixture.numbers());
        let read: Vec<(&str, String)> = offered.iter().map(|(name, view)| (name.as_str(), view.label())).collect();
        assert_eq!(
            read,
            [
                ("Sep 2026", "Sep 2026 vs Aug".to_owned()),
                ("Aug 2026", "Aug 2026".to_owned()),
                ("Last 7 days of data", "24 – 30 Sep 2026 vs 17 – 23 Sep 2026".to_owned()),
                ("Last 28 days of data", "3 – 30 Sep 2026 vs 6 Aug – 2 Sep 2026".to_owned()),
                ("All data", "All data".to_owned()),
            ]
        );

        let mut by_month = Fixture::new();
        let users = by_month.metric("users", MetricClass::Distinct);
        by_month.series(1, users, 10, None, vec![value(month(2026, 8), 5.0), value(month(2026, 9), 6.0)]);
        let offered = periods(&by_month.numbers());
        let names: Vec<&str> = offered.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Sep 2026", "Aug 2026", "All data"]);
        assert!(periods(&Numbers::default()).is_empty());
    }
}
