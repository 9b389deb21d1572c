//! Figures in rows by touchpoint, stage, channel, segment or whole journey: what the table panel and `stats` print.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::figure::Figure;
use super::numbers::{Audience, Numbers, Scope};
use crate::base::display::Shown;
use crate::base::{Date, Period};
use crate::model::{
    Channel, Item, JourneyId, Metric, MetricClass, MetricId, Phase, Project, SegmentId, StageId, TouchpointId,
};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    Touchpoint,
    Stage,
    Channel,
    /// Every stored segment over all touchpoints, and all customers: the segments' sum where the class can be added up.
    Segment,
    /// All touchpoints of a journey together.
    Journey,
}

impl By {
    pub const ALL: [Self; 5] = [Self::Touchpoint, Self::Stage, Self::Channel, Self::Segment, Self::Journey];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Touchpoint => "touchpoint",
            Self::Stage => "stage",
            Self::Channel => "channel",
            Self::Segment => "segment",
            Self::Journey => "journey",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// Which figures are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `None`: every metric.
    pub metric: Option<MetricId>,
    /// The first day; `None`: from the first day of the data.
    pub from: Option<Date>,
    /// The last day; `None`: to the last day of the data. Before `from`, nothing lies between: no rows.
    pub to: Option<Date>,
}

impl Filter {
    /// The wanted days; `None` for all, and where none lie between.
    pub fn period(&self, numbers: &Numbers) -> Option<Period> {
        match (self.from, self.to, numbers.span()) {
            (None, None, _) | (_, _, None) => None,
            (from, to, Some(span)) => Period::new(from.unwrap_or(span.from), to.unwrap_or(span.to)),
        }
    }
}

/// One figure and what it is about. What a row is not about is `None`: a stage's row has no touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    pub touchpoint: Option<TouchpointId>,
    /// The touchpoint's title.
    pub touchpoint_title: Option<String>,
    pub journey: Option<JourneyId>,
    /// The journey's name.
    pub journey_name: Option<String>,
    pub stage: Option<StageId>,
    /// The stage's name.
    pub stage_name: Option<String>,
    pub phase: Option<Phase>,
    pub channel: Option<Channel>,
    pub metric: MetricId,
    /// The metric's stable name: "ctr".
    pub metric_key: String,
    /// The metric's name on screen.
    pub metric_name: String,
    pub class: MetricClass,
    /// The unit and how values in it are shown.
    pub unit: Shown,
    /// The segment's name; `None` for all customers.
    pub segment: Option<String>,
    pub figure: Figure,
    /// Where and of whom the figure is, as [`super::trace`] takes it.
    pub scope: Scope,
    /// The names of the files behind the figure.
    pub files: Vec<String>,
}

/// The rows of everything stored for the wanted days, in reading order of the map, most telling metric first.
/// What is stored only for longer times has a row without a value, and a note.
pub fn table(project: &Project, numbers: &Numbers, by: By, filter: &Filter) -> Vec<TableRow> {
    let period = filter.period(numbers);
    if period.is_none() && (filter.from, filter.to) != (None, None) {
        return Vec::new();
    }
    let mut table = Rows { project, numbers, filter, period, rows: Vec::new() };
    match by {
        By::Touchpoint => table.by_touchpoint(),
        By::Stage => table.by_stage(),
        By::Channel => table.by_channel(),
        By::Segment => table.by_segment(),
        By::Journey => table.by_journey(),
    }
    table.rows
}

/// The metric that a person means: by key, name or short name, whatever the case.
pub fn find_metric<'p>(project: &'p Project, words: &str) -> Option<&'p Arc<Metric>> {
    let words = words.trim().to_lowercase();
    let find = |name: fn(&Metric) -> &str| project.metrics.values().find(|metric| name(metric).to_lowercase() == words);
    find(|metric| &metric.key).or_else(|| find(|metric| &metric.name)).or_else(|| find(|metric| &metric.short_name))
}

/// What the figures of a row have in common, besides the metric.
#[derive(Clone, Copy, Default)]
struct Subject {
    touchpoint: Option<TouchpointId>,
    stage: Option<StageId>,
    channel: Option<Channel>,
    segment: Option<SegmentId>,
    journey: Option<JourneyId>,
}

struct Rows<'a> {
    project: &'a Project,
    numbers: &'a Numbers,
    filter: &'a Filter,
    period: Option<Period>,
    rows: Vec<TableRow>,
}

impl Rows<'_> {
    fn by_touchpoint(&mut self) {
        let project = self.project;
        for item in project.journey_order.iter().flat_map(|journey| project.items_in_reading_order(*journey)) {
            let Item::Touchpoint(id) = item else { continue };
            let Some(touchpoint) = project.touchpoints.get(&id) else { continue };
            let (stage, channel) = (Some(touchpoint.place.stage), Some(touchpoint.channel));
            let subject = Subject { touchpoint: Some(id), stage, channel, ..Subject::default() };
            for metric in self.numbers.metrics_of(id) {
                self.add(subject, metric, &Scope::from(id));
            }
        }
    }

    fn by_stage(&mut self) {
        let project = self.project;
        let mut of_stage: BTreeMap<StageId, BTreeSet<TouchpointId>> = BTreeMap::new();
        for touchpoint in project.touchpoints.values() {
            of_stage.entry(touchpoint.place.stage).or_default().insert(touchpoint.id);
        }
        let journeys = project.journey_order.iter().filter_map(|journey| project.journeys.get(journey));
        for stage in journeys.flat_map(|journey| &journey.stages) {
            let Some(touchpoints) = of_stage.get(stage) else { continue };
            self.add_group(Subject { stage: Some(*stage), ..Subject::default() }, touchpoints);
        }
    }

    fn by_channel(&mut self) {
        let mut of_channel: BTreeMap<Channel, BTreeSet<TouchpointId>> = BTreeMap::new();
        for touchpoint in self.project.touchpoints.values() {
            of_channel.entry(touchpoint.channel).or_default().insert(touchpoint.id);
        }
        for (channel, touchpoints) in &of_channel {
            self.add_group(Subject { channel: Some(*channel), ..Subject::default() }, touchpoints);
        }
    }

    fn by_segment(&mut self) {
        let numbers = self.numbers;
        for metric in numbers.metrics() {
            let everywhere = numbers.everywhere(metric);
            self.add(Subject::default(), metric, &everywhere);
            for segment in numbers.segments_of(metric) {
                let subject = Subject { segment: Some(segment), ..Subject::default() };
                self.add(subject, metric, &everywhere.clone().for_audience(Audience::Segment(segment)));
            }
        }
    }

    fn by_journey(&mut self) {
        let project = self.project;
        let mut of_journey: BTreeMap<JourneyId, BTreeSet<TouchpointId>> = BTreeMap::new();
        for touchpoint in project.touchpoints.values() {
            if let Some(stage) = project.stages.get(&touchpoint.place.stage) {
                of_journey.entry(stage.journey).or_default().insert(touchpoint.id);
            }
        }
        for journey in project.journey_order.iter() {
            let Some(touchpoints) = of_journey.get(journey) else { continue };
            self.add_group(Subject { journey: Some(*journey), ..Subject::default() }, touchpoints);
        }
    }

    fn add_group(&mut self, subject: Subject, touchpoints: &BTreeSet<TouchpointId>) {
        let mut measured: BTreeMap<MetricId, Vec<TouchpointId>> = BTreeMap::new();
        for touchpoint in touchpoints {
            for metric in self.numbers.metrics_of(*touchpoint) {
                measured.entry(metric).or_default().push(*touchpoint);
            }
        }
        for metric in self.numbers.metrics() {
            // A formula may go from one touchpoint to another.
            let reached = self.numbers.reached_by(metric);
            if !reached.is_empty() {
                let reached: Vec<TouchpointId> = reached.intersection(touchpoints).copied().collect();
                self.add(subject, metric, &Scope::of(reached));
            } else if let Some(touchpoints) = measured.remove(&metric) {
                self.add(subject, metric, &Scope::of(touchpoints));
            }
        }
    }

    fn add(&mut self, subject: Subject, metric: MetricId, scope: &Scope) {
        let Some(metric) = self.numbers.metric(metric) else { return };
        if self.filter.metric.is_some_and(|wanted| wanted != metric.id) {
            return;
        }
        if !self.numbers.has_any(metric, scope, self.period) {
            return;
        }
        let figure = self.numbers.figure(metric.id, scope.clone(), self.period);
        let project = self.project;
        let stage = subject.stage.and_then(|id| project.stages.get(&id));
        let journey = stage.map(|stage| stage.journey).or(subject.journey);
        let journey = journey.and_then(|journey| project.journeys.get(&journey));
        let touchpoint = subject.touchpoint.and_then(|id| project.touchpoints.get(&id));
        let segment = subject.segment.and_then(|id| project.segments.get(&id));
        self.rows.push(TableRow {
            touchpoint: subject.touchpoint,
            touchpoint_title: touchpoint.map(|touchpoint| touchpoint.title.clone()),
            journey: journey.map(|journey| journey.id),
            journey_name: journey.map(|journey| journey.name.clone()),
            stage: subject.stage,
            stage_name: stage.map(|stage| stage.name.clone()),
            phase: stage.map(|stage| stage.phase),
            channel: subject.channel,
            metric: metric.id,
            metric_key: metric.key.clone(),
            metric_name: metric.name.clone(),
            class: metric.class,
            unit: metric.shown(),
            segment: segment.map(|segment| segment.name.clone()),
            files: file_names(project, &figure),
            scope: scope.clone(),
            figure,
        });
    }
}

/// The files behind a figure, by name.
fn file_names(project: &Project, figure: &Figure) -> Vec<String> {
    figure
        .sources
        .iter()
        .filter_map(|id| project.sources.get(id))
        .map(|source| source.shown_name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Fixture, day, month, ratio, value};
    use super::*;
    use crate::base::date::date;

    /// Touchpoint 10 in Discover; 12 and 11, in this order, in Buy. Clicks of September, users, and sessions by segment.
    fn fixture() -> (Fixture, [MetricId; 3]) {
        let mut fixture = Fixture::new();
        let ctr = fixture.metric("ctr", MetricClass::Ratio);
        let users = fixture.metric("users", MetricClass::Distinct);
        let sessions = fixture.metric("sessions", MetricClass::Additive);
        for (touchpoint, clicks, impressions) in [(10, 14.0, 1000.0), (11, 900.0, 1500.0), (12, 300.0, 600.0)] {
            fixture.series(1, ctr, touchpoint, None, vec![ratio(month(2026, 9), clicks, impressions)]);
            fixture.series(2, users, touchpoint, None, vec![value(month(2026, 9), 5.0)]);
        }
        fixture.series(1, sessions, 11, Some(50), vec![value(day(2026, 9, 1), 10.0)]);
        fixture.series(1, sessions, 11, Some(51), vec![value(day(2026, 9, 1), 20.0)]);
        fixture.series(1, sessions, 12, None, vec![value(day(2026, 9, 2), 7.0)]);
        (fixture, [ctr, users, sessions])
    }

    fn read(fixture: &Fixture, by: By, filter: Filter) -> Vec<String> {
        table(&fixture.project, &fixture.numbers(), by, &filter)
            .iter()
            .map(|row| {
                let about = [
                    row.touchpoint_title.as_deref(),
                    row.stage_name.as_deref(),
                    row.phase.map(Phase::code),
                    row.channel.map(Channel::code),
                    row.segment.as_deref(),
                ];
                let about: Vec<&str> = about.into_iter().flatten().collect();
                let value = row.figure.value.map_or("null".to_owned(), |value| format!("{value:.4}"));
                format!("{}: {} = {value} {:?}", about.join(", "), row.metric_key, row.files)
            })
            .collect()
    }

    #[test]
    fn rows_by_touchpoint_follow_the_map() {
        let (fixture, _) = fixture();
        assert_eq!(
            read(&fixture, By::Touchpoint, Filter::default()),
            [
                r#"Ad, Discover, pre-purchase, ads: ctr = 0.0140 ["file-1.csv"]"#,
                r#"Ad, Discover, pre-purchase, ads: users = 5.0000 ["file-2.csv"]"#,
                r#"Basket, Buy, purchase, website: ctr = 0.5000 ["file-1.csv"]"#,
                r#"Basket, Buy, purchase, website: sessions = 7.0000 ["file-1.csv"]"#,
                r#"Basket, Buy, purchase, website: users = 5.0000 ["file-2.csv"]"#,
                r#"Checkout, Buy, purchase, website: ctr = 0.6000 ["file-1.csv"]"#,
                r#"Checkout, Buy, purchase, website: sessions = 30.0000 ["file-1.csv"]"#,
                r#"Checkout, Buy, purchase, website: users = 5.0000 ["file-2.csv"]"#,
            ]
        );
    }

    #[test]
    fn stages_and_channels_add_up_by_class() {
        let (fixture, [ctr, ..]) = fixture();
        let stages = read(&fixture, By::Stage, Filter::default());
        // Ratios by their sums: (300 + 900) / (600 + 1500), never the mean of 0.5 and 0.6. Users not at all.
        assert_eq!(
            stages,
            [
                r#"Discover, pre-purchase: ctr = 0.0140 ["file-1.csv"]"#,
                r#"Discover, pre-purchase: users = 5.0000 ["file-2.csv"]"#,
                r#"Buy, purchase: ctr = 0.5714 ["file-1.csv"]"#,
                r#"Buy, purchase: sessions = 37.0000 ["file-1.csv"]"#,
                r#"Buy, purchase: users = null []"#,
            ]
        );
        let only_ctr = Filter { metric: Some(ctr), ..Filter::default() };
        assert_eq!(
            read(&fixture, By::Channel, only_ctr),
            [r#"website: ctr = 0.5714 ["file-1.csv"]"#, r#"ads: ctr = 0.0140 ["file-1.csv"]"#]
        );
    }

    #[test]
    fn a_journey_adds_up_what_can_be_added_up_and_says_what_cannot() {
        let (fixture, _) = fixture();
        assert_eq!(
            read(&fixture, By::Journey, Filter::default()),
            [r#": ctr = 0.3916 ["file-1.csv"]"#, r#": sessions = 37.0000 ["file-1.csv"]"#, r#": users = null []"#]
        );
        let rows = table(&fixture.project, &fixture.numbers(), By::Journey, &Filter::default());
        assert_eq!(rows[0].journey_name.as_deref(), Some("Shop"));
        assert!(rows[2].figure.note.as_deref().unwrap().contains("the same may be counted at each"));
    }

    #[test]
    fn segments_are_listed_with_their_sum() {
        let (fixture, [_, _, sessions]) = fixture();
        let filter = Filter { metric: Some(sessions), ..Filter::default() };
        assert_eq!(
            read(&fixture, By::Segment, filter),
            [
                r#": sessions = 37.0000 ["file-1.csv"]"#,
                r#"Segment 50: sessions = 10.0000 ["file-1.csv"]"#,
                r#"Segment 51: sessions = 20.0000 ["file-1.csv"]"#,
            ]
        );
    }

    #[test]
    fn days_choose_rows_and_longer_figures_say_why_they_have_no_value() {
        let (fixture, [ctr, _, sessions]) = fixture();
        let numbers = fixture.numbers();
        let from_second = Filter { from: Some(date(2026, 9, 2)), ..Filter::default() };
        let rows = table(&fixture.project, &numbers, By::Touchpoint, &Filter { metric: Some(sessions), ..from_second });
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].figure.period, Some(day(2026, 9, 2)));
        let rows = table(&fixture.project, &numbers, By::Touchpoint, &Filter { metric: Some(ctr), ..from_second });
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].figure.value, None);
        assert!(rows[0].figure.note.as_deref().unwrap().contains("Sep 2026"));
        let backwards = Filter { from: Some(date(2026, 9, 2)), to: Some(date(2026, 9, 1)), metric: None };
        assert!(table(&fixture.project, &numbers, By::Touchpoint, &backwards).is_empty());
        assert!(table(&Project::default(), &Numbers::default(), By::Stage, &from_second).is_empty());
    }

    #[test]
    fn metrics_are_found_by_any_of_their_names() {
        let (mut fixture, [ctr, ..]) = fixture();
        fixture.change(ctr, |metric| metric.name = "Click-through rate".to_owned());
        for words in ["ctr", "CTR", " click-through RATE "] {
            assert_eq!(find_metric(&fixture.project, words).map(|metric| metric.id), Some(ctr), "{words}");
        }
        assert_eq!(find_metric(&fixture.project, "churn"), None);
    }
}
