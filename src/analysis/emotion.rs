//! How satisfied people said they were, brought to the scale of emotions (−2 to +2), so that what is measured can be
//! laid beside what is asserted, and where the two disagree.

use std::collections::BTreeMap;

use super::numbers::Numbers;
use crate::base::Period;
use crate::base::number::{Unit, format_short};
use crate::model::{Direction, Emotion, Metric, MetricClass, MetricId, TouchpointId};

/// A kind of question that measures how people felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Satisfaction {
    /// The share of satisfied answers, 0 to 1.
    Csat,
    /// −100 to 100.
    Nps,
    /// Stars or marks, 1 to 5.
    Rating,
    /// "… made it easy", 1 to 7; where lower is better "how much effort", 1 to 5 (Dixon, Freeman and Toman 2010).
    Ces,
}

impl Satisfaction {
    /// What a metric measures, if that is satisfaction.
    pub fn of(metric: &Metric) -> Option<Self> {
        let is_rate = metric.class == MetricClass::RateOnly;
        match metric.key.as_str() {
            "csat" if metric.unit == Unit::Share => Some(Self::Csat),
            "nps" if is_rate || metric.class == MetricClass::ShareDifference => Some(Self::Nps),
            "mean-rating" | "rating" if is_rate || metric.class == MetricClass::Mean => Some(Self::Rating),
            "ces" if is_rate || metric.class == MetricClass::Mean => Some(Self::Ces),
            _ => None,
        }
    }

    /// As in "measured by CSAT".
    pub fn label(self) -> &'static str {
        match self {
            Self::Csat => "CSAT",
            Self::Nps => "NPS",
            Self::Rating => "rating",
            Self::Ces => "CES",
        }
    }

    /// The worst and the best answer.
    fn ends(self, direction: Direction) -> (f64, f64) {
        let (low, high) = match (self, direction) {
            (Self::Csat, _) => (0.0, 1.0),
            (Self::Nps, _) => (-100.0, 100.0),
            (Self::Rating, _) | (Self::Ces, Direction::LowerIsBetter) => (1.0, 5.0),
            (Self::Ces, Direction::HigherIsBetter) => (1.0, 7.0),
        };
        match direction {
            Direction::HigherIsBetter => (low, high),
            Direction::LowerIsBetter => (high, low),
        }
    }

    /// The value on the scale of emotions: −2 + 4 (value − worst) ÷ (best − worst). `None` for what lies beyond the
    /// ends: then the question had another scale.
    pub fn emotion(self, value: f64, direction: Direction) -> Option<f64> {
        const ROUNDING: f64 = 1e-9;
        let (worst, best) = self.ends(direction);
        let share = (value - worst) / (best - worst);
        (-ROUNDING..=1.0 + ROUNDING).contains(&share).then(|| 4.0 * share.clamp(0.0, 1.0) - 2.0)
    }

    /// How values lie on the scale of emotions: "0–100% as −2 to +2".
    pub fn scale(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Csat, Direction::HigherIsBetter) => "0–100% as −2 to +2",
            (Self::Csat, Direction::LowerIsBetter) => "100–0% as −2 to +2",
            (Self::Nps, Direction::HigherIsBetter) => "−100 to 100 as −2 to +2",
            (Self::Nps, Direction::LowerIsBetter) => "100 to −100 as −2 to +2",
            (Self::Rating, Direction::HigherIsBetter) => "1–5 as −2 to +2",
            (Self::Ces, Direction::HigherIsBetter) => "1–7 as −2 to +2",
            (Self::Rating | Self::Ces, Direction::LowerIsBetter) => "5–1 as −2 to +2",
        }
    }
}

/// What was measured at a touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredEmotion {
    /// −2 to +2.
    pub value: f32,
    /// The figure itself: "84%".
    pub text: String,
}

impl MeasuredEmotion {
    /// The same in tenths, as it is shown and compared.
    pub fn emotion(&self) -> Emotion {
        Emotion::nearest(f64::from(self.value)).unwrap_or_default()
    }
}

/// What one metric says of how people felt at the touchpoints of a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredEmotions {
    pub metric: MetricId,
    pub by: Satisfaction,
    /// How the values were brought to −2 to +2.
    pub scale: &'static str,
    /// Blank is unknown: touchpoints without a value are not here.
    pub values: BTreeMap<TouchpointId, MeasuredEmotion>,
}

/// What the satisfaction metric that most of the touchpoints have says of them in a period, or over all days. One
/// metric for all, so that points can be compared; of two that are known at as many, the first as in
/// [`Satisfaction`]. `None` if nothing is known. `touchpoints` are in the order of ids.
pub fn measured_emotions(
    numbers: &Numbers,
    touchpoints: &[TouchpointId],
    period: Option<Period>,
) -> Option<MeasuredEmotions> {
    let offered = offered(numbers, period, |id| touchpoints.binary_search(&id).is_ok());
    most_known(&offered, |measured| measured.values.len()).cloned()
}

/// What each satisfaction metric says of the touchpoints that are asked for.
pub(super) fn offered(
    numbers: &Numbers,
    period: Option<Period>,
    is_asked: impl Fn(TouchpointId) -> bool,
) -> Vec<MeasuredEmotions> {
    let mut offered: Vec<MeasuredEmotions> = Vec::new();
    for metric in numbers.metrics().into_iter().filter_map(|id| numbers.metric(id)) {
        let Some(by) = Satisfaction::of(metric) else { continue };
        let known = numbers.touchpoints_with(metric.id).iter();
        let values = known.filter(|id| is_asked(**id)).filter_map(|id| {
            let value = numbers.figure(metric.id, *id, period).value?;
            let emotion = by.emotion(value, metric.direction)?;
            Some((*id, MeasuredEmotion { value: emotion as f32, text: format_short(value, metric) }))
        });
        let values: BTreeMap<TouchpointId, MeasuredEmotion> = values.collect();
        offered.push(MeasuredEmotions { metric: metric.id, by, scale: by.scale(metric.direction), values });
    }
    offered
}

/// The one that is known at most touchpoints; of two that are known at as many, the first as in [`Satisfaction`].
pub(super) fn most_known(
    offered: &[MeasuredEmotions],
    known: impl Fn(&MeasuredEmotions) -> usize,
) -> Option<&MeasuredEmotions> {
    let counted = offered.iter().map(|measured| (known(measured), measured)).filter(|(count, _)| *count > 0);
    counted.min_by_key(|(count, measured)| (std::cmp::Reverse(*count), measured.by)).map(|(_, measured)| measured)
}

/// Whether what is asserted and what is measured disagree: at least one whole step of the five from awful to
/// delighted lies between them. Both in tenths, as they are shown.
pub fn disagree(asserted: Emotion, measured: Emotion) -> bool {
    asserted.tenths().abs_diff(measured.tenths()) >= 10
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, month, observation, ratio};
    use super::*;
    use crate::model::Amount;

    #[test]
    fn every_scale_runs_from_minus_two_to_plus_two() {
        use Direction::{HigherIsBetter as Higher, LowerIsBetter as Lower};
        let cases = [
            (Satisfaction::Csat, Higher, 0.0, Some(-2.0)),
            (Satisfaction::Csat, Higher, 0.84, Some(1.36)),
            (Satisfaction::Csat, Higher, 1.0, Some(2.0)),
            (Satisfaction::Csat, Higher, 84.0, None),
            (Satisfaction::Nps, Higher, -100.0, Some(-2.0)),
            (Satisfaction::Nps, Higher, 35.0, Some(0.7)),
            (Satisfaction::Rating, Higher, 4.3, Some(1.3)),
            (Satisfaction::Rating, Higher, 8.6, None),
            (Satisfaction::Rating, Lower, 1.0, Some(2.0)),
            (Satisfaction::Ces, Higher, 7.0, Some(2.0)),
            (Satisfaction::Ces, Higher, 4.0, Some(0.0)),
            (Satisfaction::Ces, Lower, 1.0, Some(2.0)),
            (Satisfaction::Ces, Lower, 5.0, Some(-2.0)),
            (Satisfaction::Csat, Higher, f64::NAN, None),
        ];
        for (by, direction, value, expected) in cases {
            let emotion = by.emotion(value, direction);
            let is_right = match (emotion, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            assert!(is_right, "{by:?} {direction:?} {value}: {emotion:?}");
        }
    }

    #[test]
    fn a_whole_step_apart_is_a_disagreement() {
        let tenths = |tenths| Emotion::from_tenths(tenths).unwrap();
        for (asserted, measured, expected) in
            [(-14, -4, true), (-14, -5, false), (5, -5, true), (20, 9, true), (0, 0, false), (20, 11, false)]
        {
            assert_eq!(disagree(tenths(asserted), tenths(measured)), expected, "{asserted} {measured}");
        }
    }

    #[test]
    fn the_metric_that_most_touchpoints_have_measures_them_all() {
        let mut fixture = Fixture::new();
        let september = month(2026, 9);
        let csat = fixture.metric("csat", MetricClass::Ratio);
        let nps = fixture.metric("nps", MetricClass::ShareDifference);
        let clicks = fixture.metric("ctr", MetricClass::Ratio);
        let shares = |promoters| Amount::Shares { promoters, detractors: 0.0, count: 100.0 };
        fixture.series(1, csat, 10, None, vec![ratio(september, 75.0, 100.0)]);
        for touchpoint in [10, 11, 12] {
            fixture.series(1, clicks, touchpoint, None, vec![ratio(september, 5.0, 100.0)]);
        }
        let all = [10, 11, 12].map(TouchpointId);
        let measured = |fixture: &Fixture, period| measured_emotions(&fixture.numbers(), &all, period);
        let only_csat = measured(&fixture, Some(september)).unwrap();
        assert_eq!((only_csat.by, only_csat.values.len()), (Satisfaction::Csat, 1));
        assert_eq!(only_csat.values[&TouchpointId(10)].text, "75%");
        assert!((only_csat.values[&TouchpointId(10)].value - 1.0).abs() < 1e-6);

        fixture.series(1, nps, 11, None, vec![observation(september, shares(50.0))]);
        assert_eq!(measured(&fixture, Some(september)).unwrap().by, Satisfaction::Csat, "a tie");
        fixture.series(1, nps, 12, None, vec![observation(september, shares(0.0))]);
        let by_nps = measured(&fixture, Some(september)).unwrap();
        assert_eq!(by_nps.by, Satisfaction::Nps);
        let tenths: Vec<i8> = by_nps.values.values().map(|measured| measured.emotion().tenths()).collect();
        assert_eq!(tenths, [10, 0], "blank is unknown, zero is not");
        assert_eq!(measured(&fixture, Some(month(2026, 8))), None);
        assert_eq!(measured_emotions(&fixture.numbers(), &[], None), None);
    }
}
