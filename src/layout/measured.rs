//! The chips of cards, as `analysis` counts them.

use super::figures::{CardFigures, ChartAsked, ChartFigures, ChartPoint, ChipText, Tone};
use crate::analysis::{self, KpiState, Numbers, Standings, View};
use crate::base::date::day_number;
use crate::model::{Kpi, MetricId, TouchpointId};

/// The figures of a project in a view.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredCards<'a> {
    pub numbers: &'a Numbers,
    pub view: &'a View,
    /// How the KPIs stand in that view.
    pub kpis: &'a Standings,
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
            let days = day_number(period.from).rotate_left(16) ^ day_number(period.to);
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
                tone: tone(chip.tone),
                spark: chip.spark,
            })
            .collect()
    }

    fn kpi_revision(&self) -> u64 {
        self.kpis.revision()
    }

    fn kpi_state(&self, kpi: &Kpi) -> KpiState {
        self.kpis.get(kpi.id).map_or(KpiState::NoData, |standing| standing.state)
    }

    fn metrics(&self) -> Vec<MetricId> {
        self.numbers.metrics()
    }

    fn touchpoints_with(&self, metric: MetricId) -> &[TouchpointId] {
        self.numbers.touchpoints_with(metric)
    }

    fn values(&self, metric: MetricId) -> Vec<(TouchpointId, f64)> {
        let known = self.touchpoints_with(metric).iter();
        known.filter_map(|id| Some((*id, self.numbers.figure(metric, *id, self.view.period).value?))).collect()
    }

    fn emotions(&self, touchpoints: &[TouchpointId]) -> Option<analysis::MeasuredEmotions> {
        analysis::measured_emotions(self.numbers, touchpoints, self.view.period)
    }

    fn chart(&self, asked: &ChartAsked<'_>) -> Option<ChartFigures> {
        let metric = asked.metric.or_else(|| self.numbers.telling_metric(asked.touchpoints, self.view))?;
        let rolled = self.numbers.rolled(metric, asked.touchpoints, self.view, asked.most_points)?;
        let days = rolled.days?;
        let share = |day: i32| (day - day_number(days.from)) as f32 / days.days() as f32;
        let point = |point: &analysis::Point| {
            Some(ChartPoint {
                from: share(day_number(point.period.from)).max(0.0),
                to: share(day_number(point.period.to) + 1).min(1.0),
                value: point.figure.value?,
                is_before: self.view.period.is_some_and(|period| point.period.to < period.from),
            })
        };
        Some(ChartFigures {
            metric,
            points: rolled.points.iter().filter_map(point).collect(),
            name: rolled.short_name,
            value: rolled.text,
            change: rolled.change_text,
            tone: tone(rolled.tone),
            is_refused: rolled.is_refused,
        })
    }
}

fn tone(tone: analysis::Tone) -> Tone {
    match tone {
        analysis::Tone::Good => Tone::Good,
        analysis::Tone::Bad => Tone::Bad,
        analysis::Tone::Neutral => Tone::Neutral,
    }
}
