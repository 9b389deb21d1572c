//! What a chart asks for, resolved against the project: metrics, days, and whose figures. Counts nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::data::{Body, Whose};
use crate::analysis::{Audience, Figure, Numbers, Scope, View, definition};
use crate::base::number::format_grouped;
use crate::base::{Date, Grain, Period};
use crate::model::{
    Aim, ChartKind, Item, JourneyId, Metric, MetricId, PinnedChart, Project, SegmentId, StageId, TouchpointId,
};

/// The question.
pub(super) struct Asked<'a> {
    pub project: &'a Project,
    pub numbers: &'a Numbers,
    pub view: &'a View,
    pub chart: &'a PinnedChart,
    pub today: Date,
    /// The touchpoints that the chart is about; `None` for all.
    wanted: Option<BTreeSet<TouchpointId>>,
}

/// The answer but for the kind.
pub(super) struct Made {
    pub title: String,
    pub subtitle: String,
    pub body: Body,
    pub notes: Vec<String>,
}

/// Some touchpoints that are one line or one row.
pub(super) struct Target {
    pub name: String,
    pub touchpoints: Arc<[TouchpointId]>,
}

impl<'a> Asked<'a> {
    pub fn new(
        project: &'a Project,
        numbers: &'a Numbers,
        view: &'a View,
        chart: &'a PinnedChart,
        today: Date,
    ) -> Self {
        let wanted = (!chart.aims.is_empty())
            .then(|| chart.aims.iter().flat_map(|aim| aim.touchpoints(project)).collect::<BTreeSet<_>>());
        Self { project, numbers, view, chart, today, wanted }
    }

    /// A chart of which there is nothing to draw.
    pub fn empty(&self, why: String) -> Made {
        let names: Vec<&str> =
            self.chart.metrics.iter().filter_map(|metric| Some(self.numbers.metric(*metric)?.name.as_str())).collect();
        let title = match (self.chart.kind, names.as_slice()) {
            (ChartKind::Bullet, _) | (_, []) => self.chart.kind.label().to_owned(),
            (kind, names) => format!("{} · {}", kind.label(), names.join(", ")),
        };
        let subtitle = self.period().map_or_else(|| "All days".to_owned(), Period::label);
        Made { title, subtitle, body: Body::Empty(why), notes: Vec::new() }
    }

    /// The metric of that rank.
    pub fn metric(&self, rank: usize) -> Result<&'a Arc<Metric>, String> {
        let Some(id) = self.chart.metrics.get(rank) else {
            return Err(match rank {
                0 => "No metric is chosen. Choose one that touchpoints have.".to_owned(),
                _ => "A second metric is needed to compare two. Choose one.".to_owned(),
            });
        };
        self.numbers
            .metric(*id)
            .ok_or_else(|| "The metric of this chart is no longer defined. Choose another.".to_owned())
    }

    /// The days that figures are of; `None` for all.
    pub fn period(&self) -> Option<Period> {
        self.chart.period.or(self.view.period)
    }

    /// The days that they are compared with; never days that they are of themselves.
    pub fn before(&self) -> Option<Period> {
        let now = self.period()?;
        self.chart.compare_with.or(self.view.compare_with).filter(|before| !before.overlaps(now))
    }

    /// The days that a line is drawn over; `None` for all.
    pub fn days(&self) -> Option<Period> {
        self.chart.period.or(match (self.view.period, self.chart.compare_with.or(self.view.compare_with)) {
            (Some(period), Some(before)) => Some(period.union(before)),
            (period, _) => period,
        })
    }

    /// As asked, else so fine that there are some hundred points to a line.
    pub fn grain(&self) -> Grain {
        const MOST_POINTS: i32 = 190;
        let days = self.days().or(self.numbers.span()).map_or(1, Period::days);
        self.chart.grain.unwrap_or(match days {
            ..=MOST_POINTS => Grain::Day,
            days if days / 7 <= MOST_POINTS => Grain::Week,
            _ => Grain::Month,
        })
    }

    /// Whom the chart tells apart: segments, or all customers together.
    pub fn audiences(&self) -> Vec<Option<SegmentId>> {
        let known = self.chart.segments.iter().filter(|segment| self.project.segments.contains_key(segment));
        let mut segments: Vec<Option<SegmentId>> = known.map(|segment| Some(*segment)).collect();
        if segments.is_empty() {
            segments.push(None);
        }
        segments
    }

    pub fn segment_name(&self, segment: Option<SegmentId>) -> String {
        let named = segment.and_then(|id| self.project.segments.get(&id)).map(|segment| segment.name.clone());
        named.unwrap_or_else(|| "All customers".to_owned())
    }

    pub fn figure(&self, whose: &Whose, period: Option<Period>) -> Figure {
        self.numbers.figure(whose.metric, scope(whose), period)
    }

    /// The touchpoints that the chart is about and that have the metric, as the journeys are read.
    pub fn touchpoints(&self, metric: MetricId) -> Vec<TouchpointId> {
        let with_metric = self.numbers.touchpoints_with(metric);
        let is_asked = |id: &TouchpointId| {
            with_metric.binary_search(id).is_ok() && self.wanted.as_ref().is_none_or(|wanted| wanted.contains(id))
        };
        let journeys = self.project.journey_order.iter();
        let items = journeys.flat_map(|journey| self.project.items_in_reading_order(*journey));
        items.filter_map(Item::as_touchpoint).filter(is_asked).collect()
    }

    /// The same, or what to do where there are none.
    pub fn some_touchpoints(&self, metric: &Metric) -> Result<Vec<TouchpointId>, String> {
        let found = self.touchpoints(metric.id);
        if !found.is_empty() {
            return Ok(found);
        }
        Err(if self.wanted.is_some() {
            format!(
                "Nothing that this chart is about has {}. Choose another metric, or other touchpoints.",
                metric.name
            )
        } else {
            format!("No touchpoint has {} any more. Import a file with it, or choose another metric.", metric.name)
        })
    }

    /// The touchpoints, each with a name of its own: the stage tells two of the same title apart.
    pub fn named(&self, touchpoints: &[TouchpointId]) -> Vec<Target> {
        let title = |id: &TouchpointId| {
            let title = self.project.touchpoints.get(id).map_or("", |touchpoint| touchpoint.title.trim());
            if title.is_empty() { "Untitled" } else { title }
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for id in touchpoints {
            *counts.entry(title(id)).or_default() += 1;
        }
        let name = |id: &TouchpointId| {
            let title = title(id);
            let stage = self.stage_of(*id).and_then(|stage| self.project.stages.get(&stage));
            match stage.filter(|_| counts.get(title).is_some_and(|count| *count > 1)) {
                Some(stage) => format!("{title} ({})", stage.name),
                None => title.to_owned(),
            }
        };
        touchpoints.iter().map(|id| Target { name: name(id), touchpoints: Arc::from([*id]) }).collect()
    }

    /// What has a line of its own: each of what the chart is about, or everything together.
    pub fn targets(&self, metric: &Metric) -> Result<Vec<Target>, String> {
        let all = self.some_touchpoints(metric)?;
        if self.chart.aims.is_empty() {
            return Ok(match all.len() {
                1 => self.named(&all),
                count => vec![Target { name: format!("{count} touchpoints"), touchpoints: all.into() }],
            });
        }
        // Touchpoints in the order of the map, then stages and journeys.
        let is_single = |id: &TouchpointId| self.chart.aims.contains(&Aim::Touchpoint(*id));
        let single: Vec<TouchpointId> = all.iter().copied().filter(is_single).collect();
        let mut targets = self.named(&single);
        for aim in self.chart.aims.iter().filter(|aim| aim.touchpoint().is_none()) {
            let of_aim: BTreeSet<TouchpointId> = aim.touchpoints(self.project).into_iter().collect();
            let touchpoints: Arc<[TouchpointId]> = all.iter().copied().filter(|id| of_aim.contains(id)).collect();
            if !touchpoints.is_empty() {
                targets.push(Target { name: aim.name(self.project).unwrap_or_default().to_owned(), touchpoints });
            }
        }
        Ok(targets)
    }

    pub fn stage_of(&self, touchpoint: TouchpointId) -> Option<StageId> {
        self.project.touchpoints.get(&touchpoint).map(|touchpoint| touchpoint.place.stage)
    }

    pub fn journey_of(&self, touchpoint: TouchpointId) -> Option<JourneyId> {
        self.project.journey_of(Item::Touchpoint(touchpoint))
    }

    /// "orders ÷ sessions · Sep 2026 · n = 41,205".
    pub fn subtitle(&self, metric: &Metric, period: Option<Period>, more: &[String]) -> String {
        let mut parts = vec![definition(metric), period.map_or_else(|| "all days".to_owned(), Period::label)];
        parts.extend(more.iter().filter(|part| !part.is_empty()).cloned());
        parts.join(" · ")
    }

    /// Says how many of the days counted lie ahead, which no file can know.
    pub fn note_future(&self, notes: &mut Vec<String>, days: impl Iterator<Item = Period>) {
        let count = days.filter(|days| days.from > self.today).count();
        if count > 0 {
            let lie = if count == 1 { "point lies" } else { "points lie" };
            notes.push(format!(
                "{} {lie} after today: a forecast, or a date that was misread. Look at the file's dates.",
                format_grouped(count as f64, 0)
            ));
        }
    }
}

/// Where the figure is taken.
pub(super) fn scope(whose: &Whose) -> Scope {
    let audience = whose.segment.map_or(Audience::Everyone, Audience::Segment);
    Scope::of(whose.touchpoints.iter().copied()).for_audience(audience)
}

/// Adds each sentence once.
pub(super) fn note(notes: &mut Vec<String>, sentence: Option<&str>) {
    if let Some(sentence) = sentence.filter(|sentence| !notes.iter().any(|known| known == sentence)) {
        notes.push(sentence.to_owned());
    }
}

/// Says that only the first of so many are drawn.
pub(super) fn note_shown(notes: &mut Vec<String>, shown: usize, all: usize) {
    if shown < all {
        notes.push(format!("{shown} of {all} are drawn; the table has all of them."));
    }
}

/// Says how many touchpoints have no value in these days.
pub(super) fn note_unknown(notes: &mut Vec<String>, count: usize, why: Option<&str>) {
    if count > 0 {
        let (touchpoints, have) = if count == 1 { ("touchpoint", "has") } else { ("touchpoints", "have") };
        let why = why.map(|why| format!(" {why}")).unwrap_or_default();
        notes.push(format!(
            "{count} {touchpoints} {have} no value in these days and {} left out.{why}",
            if count == 1 { "is" } else { "are" }
        ));
    }
}

/// From the lowest to the highest of what is given; `None` without any.
pub(super) fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    (low <= high).then_some((low, high))
}

/// Highest first, the unknown last.
pub(super) fn highest_first<T>(rows: &mut [T], value: impl Fn(&T) -> Option<f64>) {
    rows.sort_by(|a, b| match (value(a), value(b)) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
}
