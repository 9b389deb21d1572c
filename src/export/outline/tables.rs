//! What is said of a journey in tables: KPIs, insights, actions, definitions of metrics, and the files behind them.

use super::Outline;
use crate::analysis::audit::Finding;
use crate::analysis::{definition, kpi};
use crate::base::number::{format_full, format_grouped};
use crate::model::{Action, Aim, Direction, JourneyId, Kpi, Metric, MetricId, SourceId, Touchpoint};

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Side {
    Left,
    Right,
}

/// A table in words, with at least one row.
pub(in crate::export) struct TextTable {
    pub title: &'static str,
    pub head: Vec<(&'static str, Side)>,
    pub rows: Vec<Vec<String>>,
}

use Side::{Left, Right};

impl<'a> Outline<'a> {
    /// All tables that have something to say.
    pub fn tables(&self) -> Vec<TextTable> {
        let tables =
            [self.kpi_table(), self.insight_table(), self.action_table(), self.metric_table(), self.source_table()];
        tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }

    /// The KPIs of the journey, its stages and touchpoints, in the order of ids.
    pub fn kpis(&self) -> impl Iterator<Item = &'a Kpi> + use<'a> {
        let project = self.material.project;
        let journey = Some(self.journey.id);
        let is_here = move |kpi: &&Kpi| kpi.aim.journey(project) == journey;
        project.kpis.values().map(|kpi| &**kpi).filter(is_here)
    }

    /// The actions for the project as a whole, and those that work in the journey, in the order of ids.
    pub fn actions(&self) -> impl Iterator<Item = &'a Action> + use<'a> {
        let project = self.material.project;
        let journey = Some(self.journey.id);
        let is_here = move |aim: &Aim| aim.journey(project) == journey;
        let all = project.actions.values().map(|action| &**action);
        all.filter(move |action| action.aims.is_empty() || action.aims.iter().any(&is_here))
    }

    /// What the audit found in the journey and in the project as a whole, and nobody set aside; the most severe first.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let (material, this) = (self.material, self.journey.id);
        let open = material.audit().map_or(&[][..], |audit| audit.open()).iter();
        open.filter(move |finding| is_in(finding.about.journey(material.project), this))
    }

    fn kpi_table(&self) -> TextTable {
        let material = self.material;
        let row = |kpi: &Kpi| {
            let metric = material.project.metrics.get(&kpi.metric)?;
            let standing = material.standings.get(kpi.id)?;
            let full = |value: f64| format_full(value, metric);
            let figure = &standing.figure;
            let segment = kpi.segment.and_then(|id| material.project.segments.get(&id));
            let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
            Some(vec![
                standing.state.label().to_owned(),
                self.aim_in_words(kpi.aim),
                format!("{}{of}", metric.name),
                figure.value.map_or_else(|| "–".to_owned(), full),
                figure.interval().map(|ends| format!("{} – {}", full(ends.low), full(ends.high))).unwrap_or_default(),
                figure.n.map(|n| format_grouped(n, 0)).unwrap_or_default(),
                standing.baseline.map(full).unwrap_or_default(),
                full(kpi.target),
                kpi.due.map(|due| format!("{due}, {}", kpi::time_left(due, material.today))).unwrap_or_default(),
                kpi.owner.clone(),
                standing.reason(kpi, metric),
            ])
        };
        TextTable {
            title: "KPIs",
            head: vec![
                ("State", Left),
                ("Where", Left),
                ("Metric", Left),
                ("Value", Right),
                ("95% interval", Right),
                ("n", Right),
                ("Baseline", Right),
                ("Target", Right),
                ("Due", Left),
                ("Owner", Left),
                ("Why it stands so", Left),
            ],
            rows: self.kpis().filter_map(row).collect(),
        }
    }

    fn insight_table(&self) -> TextTable {
        let row = |finding: &Finding| {
            let told = self.material.audit()?.insight(finding);
            let about = finding.about;
            let name = about.name(self.material.project).to_owned();
            let name = if name.trim().is_empty() { about.kind().to_owned() } else { name };
            Some(vec![finding.severity.label().to_owned(), name, finding.rule.title.to_owned(), told.message])
        };
        TextTable {
            title: "Insights",
            head: vec![("Severity", Left), ("Where", Left), ("What", Left), ("Finding", Left)],
            rows: self.findings().filter_map(row).collect(),
        }
    }

    fn action_table(&self) -> TextTable {
        let row = |action: &Action| {
            let places: Vec<String> = action.aims.iter().map(|aim| self.aim_in_words(*aim)).collect();
            let metric = action.metric.and_then(|id| self.material.project.metrics.get(&id));
            let rating = |rating: Option<u8>| rating.map(|rating| rating.to_string()).unwrap_or_default();
            let day = |day: Option<crate::base::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            vec![
                action.state.label().to_owned(),
                action.title.clone(),
                if places.is_empty() { "the whole project".to_owned() } else { places.join(", ") },
                metric.map(|metric| metric.name.clone()).unwrap_or_default(),
                rating(action.impact),
                rating(action.effort),
                day(action.start),
                day(action.end),
                action.owner.clone(),
                action.description.clone(),
            ]
        };
        TextTable {
            title: "Actions",
            head: vec![
                ("State", Left),
                ("Action", Left),
                ("Where", Left),
                ("Metric", Left),
                ("Impact, 1–10", Right),
                ("Effort, 1–10", Right),
                ("Start", Left),
                ("End", Left),
                ("Owner", Left),
                ("Description", Left),
            ],
            rows: self.actions().map(row).collect(),
        }
    }

    fn metric_table(&self) -> TextTable {
        let material = self.material;
        let row = |metric: &Metric| {
            let good = match metric.direction {
                Direction::HigherIsBetter => "higher",
                Direction::LowerIsBetter => "lower",
            };
            vec![
                metric.name.clone(),
                definition(metric),
                metric.unit.code().to_owned(),
                good.to_owned(),
                metric.class.rule().to_owned(),
            ]
        };
        let known = self.metrics().into_iter().filter_map(|id| material.project.metrics.get(&id));
        TextTable {
            title: "How figures are counted",
            head: vec![("Metric", Left), ("Formula", Left), ("Unit", Left), ("Better", Left), ("Adds up", Left)],
            rows: known.map(|metric| row(metric)).collect(),
        }
    }

    fn source_table(&self) -> TextTable {
        let sources = &self.material.project.sources;
        let rows = self.sources().into_iter().filter_map(|id| sources.get(&id)).map(|source| {
            vec![
                source.shown_name().to_owned(),
                source.format.clone(),
                source.period.map(|period| period.label()).unwrap_or_default(),
                format_grouped(f64::from(source.rows), 0),
                source.read_at.map(|day| day.to_string()).unwrap_or_default(),
                source.hash.clone(),
            ]
        });
        TextTable {
            title: "Sources",
            head: vec![
                ("File", Left),
                ("Format", Left),
                ("Days", Left),
                ("Rows", Right),
                ("Read on", Left),
                ("BLAKE3 of the file", Left),
            ],
            rows: rows.collect(),
        }
    }

    /// The metrics that are known at touchpoints of the journey, the most telling first.
    pub fn metrics(&self) -> Vec<MetricId> {
        let mut touchpoints: Vec<_> = self.touchpoints().map(|touchpoint: &Touchpoint| touchpoint.id).collect();
        touchpoints.sort_unstable();
        self.material.numbers.metrics_at(&touchpoints)
    }

    /// The files that anything at touchpoints of the journey was read from, in the order of ids.
    pub fn sources(&self) -> std::collections::BTreeSet<SourceId> {
        let touchpoints: std::collections::BTreeSet<_> = self.touchpoints().map(|touchpoint| touchpoint.id).collect();
        let series = self.material.project.series.keys();
        series.filter(|key| touchpoints.contains(&key.touchpoint)).map(|key| key.source).collect()
    }

    /// "Checkout", "Buy (stage)".
    pub fn aim_in_words(&self, aim: Aim) -> String {
        let name = aim.name(self.material.project).unwrap_or_default();
        match aim {
            Aim::Touchpoint(_) => name.to_owned(),
            Aim::Stage(_) | Aim::Journey(_) => format!("{name} ({})", aim.noun()),
        }
    }
}

/// Whether something of that journey, or of the project as a whole, is of this one.
fn is_in(journey: Option<JourneyId>, this: JourneyId) -> bool {
    journey.is_none_or(|journey| journey == this)
}
