//! The form of "How many visits are needed": what is typed, where it came from, and what follows. Draws nothing.

use crate::analysis::compare::{Aimed, Needed, Present, Unanswerable, Variation};
use crate::analysis::{Certainty, Numbers, Scope};
use crate::base::Period;
use crate::base::number::{Unit, format_full, format_grouped};
use crate::import::typed::parse_value;
use crate::model::MetricId;

/// The certainties that can be chosen: how often a change is found, and how often none is taken for one.
pub const POWERS: [f64; 3] = [0.8, 0.9, 0.95];
pub const ALPHAS: [f64; 3] = [0.1, 0.05, 0.01];

/// What is typed so far.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleSize {
    /// `None`: figures of one's own.
    pub metric: Option<MetricId>,
    /// Where the metric is taken, and what that is called.
    pub scope: Scope,
    pub place: String,
    pub period: Option<Period>,
    /// Why the data says nothing.
    pub refusal: Option<String>,
    pub variation: Variation,
    pub unit: Unit,
    pub value: String,
    pub deviation: String,
    /// Cases a day; not asked where days are counted.
    pub per_day: String,
    pub change: String,
    pub is_relative: bool,
    pub certainty: Certainty,
}

/// What the form says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub present: Present,
    pub needed: Needed,
}

impl SampleSize {
    /// The form for a metric in a scope, filled from the data.
    pub fn of_metric(
        numbers: &Numbers,
        metric: Option<MetricId>,
        (scope, place): (Scope, String),
        period: Option<Period>,
    ) -> Self {
        let form = Self {
            metric: None,
            scope,
            place,
            period,
            refusal: None,
            variation: Variation::Share,
            unit: Unit::Share,
            value: "5%".to_owned(),
            deviation: String::new(),
            per_day: String::new(),
            change: "10%".to_owned(),
            is_relative: true,
            certainty: Certainty::default(),
        };
        form.with_metric(numbers, metric)
    }

    /// The same for another metric, with what the data says of it.
    #[must_use]
    pub fn with_metric(mut self, numbers: &Numbers, metric: Option<MetricId>) -> Self {
        let Some(definition) = metric.and_then(|id| numbers.metric(id)) else {
            self.metric = None;
            self.refusal = None;
            return if self.value.is_empty() { self.with_own(Variation::Share) } else { self };
        };
        if self.unit != definition.unit && !self.is_relative {
            (self.is_relative, self.change) = (true, "10%".to_owned());
        }
        self.metric = metric;
        self.unit = definition.unit.clone();
        match Present::of(numbers, definition.id, &self.scope, self.period) {
            Ok(present) => {
                self.refusal = None;
                self.variation = present.variation;
                self.value = format_full(present.value, &self.unit);
                self.deviation =
                    present.variation.deviation().map(|it| format_full(it, &self.unit)).unwrap_or_default();
                self.per_day = present.per_day.map(|it| format_grouped(it, usize::from(it < 10.0))).unwrap_or_default();
            }
            Err(why) => {
                self.refusal = Some(why);
                (self.value, self.deviation, self.per_day) = Default::default();
            }
        }
        self
    }

    /// Figures of one's own: of a share, or of answers and their spread.
    #[must_use]
    pub fn with_own(mut self, variation: Variation) -> Self {
        (self.metric, self.refusal) = (None, None);
        let is_other = std::mem::discriminant(&self.variation) != std::mem::discriminant(&variation);
        if is_other || self.value.is_empty() {
            let (unit, value, deviation) = match variation {
                Variation::Share => (Unit::Share, "5%", ""),
                Variation::Answers { .. } | Variation::Days { .. } => (Unit::Points, "4.0", "1.0"),
            };
            (self.unit, self.value, self.deviation) = (unit, value.to_owned(), deviation.to_owned());
            self.per_day = String::new();
            (self.is_relative, self.change) = (true, "10%".to_owned());
        }
        self.variation = variation;
        self
    }

    /// What follows from what is typed.
    ///
    /// # Errors
    /// Which of it cannot be read or makes no sense: a whole sentence.
    pub fn answer(&self) -> Result<Answer, String> {
        if let Some(why) = &self.refusal {
            return Err(why.clone());
        }
        let read = |text: &str, unit: &Unit, what: &str| {
            parse_value(text, unit).ok_or_else(|| format!("{what} \u{201c}{}\u{201d} cannot be read.", text.trim()))
        };
        let value = read(&self.value, &self.unit, "The value now")?;
        let deviation = |what| read(&self.deviation, &self.unit, what);
        let variation = match self.variation {
            Variation::Share => Variation::Share,
            Variation::Answers { .. } => Variation::Answers { deviation: deviation("The deviation of answers")? },
            Variation::Days { .. } => Variation::Days { deviation: deviation("The deviation of days")? },
        };
        let per_day = match self.variation {
            Variation::Days { .. } => Some(1.0),
            Variation::Share | Variation::Answers { .. } if self.per_day.trim().is_empty() => None,
            Variation::Share | Variation::Answers { .. } => {
                Some(read(&self.per_day, &Unit::Count, "The traffic a day")?)
            }
        };
        let change = if self.is_relative {
            Aimed::Relative(read(&self.change, &Unit::Share, "The change")?)
        } else {
            Aimed::By(read(&self.change, &self.unit, "The change")?)
        };
        let present = Present { value, variation, per_day };
        let needed = present.needed(change, self.certainty).map_err(|error: Unanswerable| error.to_string())?;
        Ok(Answer { present, needed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> SampleSize {
        SampleSize::of_metric(&Numbers::default(), None, (Scope::default(), String::new()), None)
    }

    #[test]
    fn what_is_typed_is_answered_or_the_mistake_is_named() {
        let form = SampleSize { change: "20%".to_owned(), per_day: "400".to_owned(), ..own() };
        let needed = form.answer().unwrap().needed;
        assert_eq!((needed.per_side, needed.days_per_side), (8_143.0, Some(21.0)));
        let by_points = SampleSize { change: "1".to_owned(), is_relative: false, ..form.clone() };
        assert_eq!(by_points.answer().unwrap().needed.per_side, 8_143.0);
        for (form, words) in [
            (SampleSize { value: "many".to_owned(), ..form.clone() }, "The value now \u{201c}many\u{201d}"),
            (SampleSize { change: String::new(), ..form.clone() }, "The change"),
            (SampleSize { change: "0".to_owned(), ..form.clone() }, "change of nothing"),
            (SampleSize { change: "2000%".to_owned(), ..form.clone() }, "above 100%"),
            (SampleSize { per_day: "lots".to_owned(), ..form.clone() }, "The traffic a day"),
        ] {
            let why = form.answer().unwrap_err();
            assert!(why.contains(words), "{why}");
        }
        assert_eq!(SampleSize { per_day: String::new(), ..form }.answer().unwrap().needed.days_per_side, None);
    }

    #[test]
    fn answers_need_their_spread() {
        let form = own().with_own(Variation::Answers { deviation: 1.0 });
        let form = SampleSize { change: "0.5".to_owned(), is_relative: false, ..form };
        // Half a deviation: 64 a side.
        assert_eq!(form.answer().unwrap().needed.per_side, 64.0);
        let without = SampleSize { deviation: "0".to_owned(), ..form };
        assert!(without.answer().unwrap_err().contains("above 0"));
    }
}
