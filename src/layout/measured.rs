//! The chips of cards, as `analysis` counts them.

use super::figures::{CardFigures, ChipText, Tone};
use crate::analysis::{self, Numbers, View};
use crate::model::TouchpointId;

/// The figures of a project in a view.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredCards<'a> {
    pub numbers: &'a Numbers,
    pub view: &'a View,
    /// Differs whenever `numbers` or `view` do, for one layouter.
    pub revision: u64,
}

impl CardFigures for MeasuredCards<'_> {
    fn revision(&self) -> Option<u64> {
        Some(self.revision)
    }

    fn stamp(&self, touchpoint: TouchpointId) -> u64 {
        // Two views of the same numbers give other chips: the days are part of the stamp.
        let days = [self.view.period, self.view.compare_with];
        days.into_iter().flatten().fold(self.numbers.stamp(touchpoint), |stamp, period| {
            let days =
                crate::base::date::day_number(period.from).rotate_left(16) ^ crate::base::date::day_number(period.to);
            stamp.rotate_left(7).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(days.cast_unsigned())
        })
    }

    fn chips(&self, touchpoint: TouchpointId) -> Vec<ChipText> {
        let chips = self.numbers.chips(touchpoint, self.view);
        chips
            .into_iter()
            .map(|chip| ChipText {
                name: chip.short_name,
                value: chip.text,
                change: chip.change_text,
                tone: match chip.tone {
                    analysis::Tone::Good => Tone::Good,
                    analysis::Tone::Bad => Tone::Bad,
                    analysis::Tone::Neutral => Tone::Neutral,
                },
                spark: chip.spark,
            })
            .collect()
    }

    fn emotions(&self, touchpoints: &[TouchpointId]) -> Option<analysis::MeasuredEmotions> {
        analysis::measured_emotions(self.numbers, touchpoints, self.view.period)
    }
}
