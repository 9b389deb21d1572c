//! Whether weekdays differ, and by how much.

use super::ranks::kruskal_wallis;
use super::{DAYS_OF_WEEK, Dated, Tested, in_order, median};

/// A weekday with fewer values has no pattern that could be told from chance.
const FEWEST_OF_WEEKDAY: usize = 2;

/// The pattern of a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Season {
    /// The median of each weekday (day number modulo 7) less the mean of these medians; `None` where there are too
    /// few values.
    pub offsets: [Option<f64>; DAYS_OF_WEEK],
    /// Kruskal–Wallis over the weekdays.
    pub tested: Tested,
}

/// The weekday pattern of daily values; take a trend out of them first. `None` with fewer than two weekdays that have
/// two values, where all values are the same, where they are too large to be subtracted, or days not in order.
pub fn weekday_pattern(values: &[Dated]) -> Option<Season> {
    if !in_order(values) {
        return None;
    }
    let of_weekday = by_weekday(values);
    let groups: Vec<&[f64]> =
        of_weekday.iter().filter(|values| values.len() >= FEWEST_OF_WEEKDAY).map(Vec::as_slice).collect();
    let tested = kruskal_wallis(&groups)?;
    let medians =
        of_weekday.each_ref().map(|values| if values.len() >= FEWEST_OF_WEEKDAY { median(values) } else { None });
    let known: Vec<f64> = medians.iter().flatten().copied().collect();
    let middle = super::mean(&known)?;
    let offsets = medians.map(|median| median.map(|median| median - middle));
    // Values at the end of what can be counted have no difference that can.
    offsets.iter().flatten().all(|offset| offset.is_finite()).then_some(Season { offsets, tested })
}

/// The values of each weekday, in order.
pub(super) fn by_weekday(values: &[Dated]) -> [Vec<f64>; DAYS_OF_WEEK] {
    let mut of_weekday: [Vec<f64>; DAYS_OF_WEEK] = Default::default();
    for dated in values {
        if let Some(values) = of_weekday.get_mut(dated.weekday()) {
            values.push(dated.value);
        }
    }
    of_weekday
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_weekends_are_found() {
        let value = |day: i32| if day % 7 >= 5 { 40.0 } else { 100.0 } + f64::from(day * 7919 % 11);
        let values: Vec<Dated> = (0..42).map(|day| Dated { day, value: value(day) }).collect();
        let season = weekday_pattern(&values).unwrap();
        assert!(season.tested.p < 0.001, "{season:?}");
        let offsets: Vec<f64> = season.offsets.iter().flatten().copied().collect();
        assert!(offsets[..5].iter().all(|offset| *offset > 10.0) && offsets[5..].iter().all(|offset| *offset < -35.0));
        assert!(offsets.iter().sum::<f64>().abs() < 1e-9);
    }

    #[test]
    fn a_week_or_equal_values_show_no_pattern() {
        let week: Vec<Dated> = (0..7).map(|day| Dated { day, value: f64::from(day) }).collect();
        assert_eq!(weekday_pattern(&week), None);
        let same: Vec<Dated> = (0..28).map(|day| Dated { day, value: 3.0 }).collect();
        assert_eq!(weekday_pattern(&same), None);
        // A difference that no number can hold.
        let value = |day: i32| if day % 7 == 0 { f64::MIN } else { f64::MAX };
        let huge: Vec<Dated> = (0..28).map(|day| Dated { day, value: value(day) }).collect();
        assert_eq!(weekday_pattern(&huge), None);
        // Mondays only.
        let mondays: Vec<Dated> = (0..9).map(|week| Dated { day: week * 7, value: f64::from(week) }).collect();
        assert_eq!(weekday_pattern(&mondays), None);
    }
}
