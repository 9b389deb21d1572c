//! Records of format 1 into records of the model. Finds what would be lost on the way: ids given twice, unknown
//! codes, dates that are none. What stays wrong in the model itself is found by `model::check`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::v1;
use super::{goals, people, series, shots, snapshot, workshop};
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::base::{Bitmap, Date, Period, PictureHash, Warning};
use crate::model::check;
use crate::model::project::Table;
use crate::model::{
    Card, CardId, Channel, ChartForm, ChartScope, Connector, ConnectorId, ConnectorKind, Direction, Dismissal,
    Evidence, Grouping, InsightKey, Journey, JourneyId, JourneyState, Lane, LaneChart, LaneId, LaneKind, Metric,
    MetricClass, MetricId, Origin, PersonaId, Phase, Place, Project, Segment, SegmentId, SessionId, Source, SourceId,
    Stage, StageId, Touchpoint, TouchpointId,
};

/// The most records of one kind; far above what a screen can show, and low enough to fit in memory.
const RECORD_LIMIT: usize = 1_000_000;

/// What was found wrong so far.
#[derive(Default)]
pub struct Problems(Vec<Warning>);

impl Problems {
    pub fn add(&mut self, message: impl Into<String>, place: impl Into<String>) {
        self.0.push(Warning::at(message, place));
    }

    /// Adds every invariant of the model that does not hold.
    pub fn add_contradictions(&mut self, project: &Project) {
        let found = check::problems(project);
        self.0.extend(found.into_iter().map(|problem| Warning::at(problem.message, problem.place)));
    }

    pub fn into_list(self) -> Vec<Warning> {
        self.0
    }

    /// The meaning of a code, or the fallback and a problem.
    pub fn code<T>(&mut self, known: Option<T>, fallback: T, code: &str, what: &str, record: (&str, u64)) -> T {
        known.unwrap_or_else(|| {
            self.add(format!("\"{code}\" is not {what}."), format!("{} {}", record.0, record.1));
            fallback
        })
    }
}

/// The project that the file describes. With problems, it may lack what they are about.
pub fn project(mut file: v1::Project<'_>, problems: &mut Problems) -> Project {
    let in_words = |journey: &mut v1::Journey<'_>| (JourneyId(journey.id), std::mem::take(&mut journey.persona));
    let personas_in_words = file.journeys.iter_mut().map(in_words).collect();
    let mut project = records(file, problems);
    people::personas_in_words(&mut project, personas_in_words);
    project
}

fn records(file: v1::Project<'_>, problems: &mut Problems) -> Project {
    Project {
        title: file.title,
        next_id: file.next_id,
        journeys: table("journey", file.journeys, problems, |record, problems| {
            let journey = journey(record, problems);
            (journey.id, journey)
        }),
        journey_order: Arc::new(ids(file.journey_order, JourneyId)),
        stages: table("stage", file.stages, problems, |record, problems| {
            let stage = stage(record, problems);
            (stage.id, stage)
        }),
        lanes: table("lane", file.lanes, problems, |record, problems| {
            let lane = lane(record, problems);
            (lane.id, lane)
        }),
        touchpoints: table("touchpoint", file.touchpoints, problems, |record, problems| {
            let touchpoint = touchpoint(record, problems);
            (touchpoint.id, touchpoint)
        }),
        cards: table("card", file.cards, problems, |record, problems| {
            let card = card(record, problems);
            (card.id, card)
        }),
        connectors: table("connector", file.connectors, problems, |record, problems| {
            let connector = connector(record, problems);
            (connector.id, connector)
        }),
        stickies: table("sticky", file.stickies, problems, |record, problems| {
            let sticky = people::sticky(record, problems);
            (sticky.id, sticky)
        }),
        personas: table("persona", file.personas, problems, |record, problems| {
            let persona = people::persona(record, problems);
            (persona.id, persona)
        }),
        pictures: pictures(file.pictures, problems),
        kpis: table("KPI", file.kpis, problems, |record, problems| {
            let kpi = goals::kpi(record, problems);
            (kpi.id, kpi)
        }),
        actions: table("action", file.actions, problems, |record, problems| {
            let action = goals::action(record, problems);
            (action.id, action)
        }),
        charts: Arc::new(file.charts.into_iter().map(|record| Arc::new(goals::chart(record, problems))).collect()),
        shots: Arc::new(file.shots.into_iter().map(|record| Arc::new(shots::shot(record, problems))).collect()),
        dismissals: dismissals(file.dismissals, problems),
        strategy: Arc::new(file.strategy.map(|record| goals::strategy(record, problems)).unwrap_or_default()),
        workshop: Arc::new(workshop::workshop(
            workshop::Tables {
                sessions: file.sessions,
                running: file.running_session,
                agenda: file.agenda,
                parked: file.parked,
                polls: file.polls,
            },
            problems,
        )),
        snapshots: Arc::new(
            file.snapshots
                .into_iter()
                .filter_map(|record| snapshot::snapshot(record, problems))
                .map(Arc::new)
                .collect(),
        ),
        segments: table("segment", file.segments, problems, |record, _| {
            let segment = Segment { id: SegmentId(record.id), name: record.name, description: record.description };
            (segment.id, segment)
        }),
        metrics: table("metric", file.metrics, problems, |record, problems| {
            let metric = metric(record, problems);
            (metric.id, metric)
        }),
        sources: table("source", file.sources, problems, |record, problems| {
            let source = source(record, problems);
            (source.id, source)
        }),
        series: series_table(file.series, problems),
    }
}

fn table<R, K: Ord + Copy + std::fmt::Display, V>(
    kind: &str,
    records: Vec<R>,
    problems: &mut Problems,
    mut convert: impl FnMut(R, &mut Problems) -> (K, V),
) -> Table<K, V> {
    if exceeds_limit(records.len(), kind, problems) {
        return Table::default();
    }
    let mut rows: Vec<(K, Arc<V>)> = records
        .into_iter()
        .map(|record| {
            let (key, value) = convert(record, problems);
            (key, Arc::new(value))
        })
        .collect();
    rows.sort_by_key(|(key, _)| *key);
    for pair in rows.windows(2) {
        if let [(first, _), (second, _)] = pair
            && first == second
        {
            problems.add(format!("Two records have the id {first}."), format!("{kind} {first}"));
        }
    }
    Arc::new(rows.into_iter().collect())
}

fn series_table(
    records: Vec<v1::Series<'_>>,
    problems: &mut Problems,
) -> Table<crate::model::SeriesKey, crate::model::Series> {
    if exceeds_limit(records.len(), "series", problems) {
        return Table::default();
    }
    let mut table = BTreeMap::new();
    for record in records {
        let Some(series) = series::read(record, problems) else { continue };
        let key = series.key;
        if table.insert(key, Arc::new(series)).is_some() {
            problems.add("The series is there twice.", series::place(&key));
        }
    }
    Arc::new(table)
}

fn dismissals(records: Vec<v1::Dismissal<'_>>, problems: &mut Problems) -> Table<InsightKey, Dismissal> {
    if exceeds_limit(records.len(), "dismissed insight", problems) {
        return Table::default();
    }
    let dismissals = records.into_iter().map(|record| goals::dismissal(record, problems));
    Arc::new(dismissals.map(|dismissal| (dismissal.key.clone(), Arc::new(dismissal))).collect())
}

fn pictures(records: Vec<v1::Picture<'_>>, problems: &mut Problems) -> Table<PictureHash, Bitmap> {
    if exceeds_limit(records.len(), "picture", problems) {
        return Table::default();
    }
    let pictures = records.into_iter().filter_map(|record| people::picture(record, problems));
    Arc::new(pictures.map(|picture| (picture.hash, Arc::new(picture))).collect())
}

fn exceeds_limit(count: usize, kind: &str, problems: &mut Problems) -> bool {
    if count > RECORD_LIMIT {
        problems.add(format!("{count} records of one kind are more than can be opened ({RECORD_LIMIT})."), kind);
    }
    count > RECORD_LIMIT
}

fn ids<T>(numbers: Vec<u64>, id: impl Fn(u64) -> T) -> Vec<T> {
    numbers.into_iter().map(id).collect()
}

fn place(stage: u64, lane: u64, column: u32, order: u32) -> Place {
    Place { stage: StageId(stage), lane: LaneId(lane), column, order }
}

fn journey(record: v1::Journey<'_>, problems: &mut Problems) -> Journey {
    let state = match record.state.as_deref() {
        None | Some("current") => JourneyState::Current,
        Some("future") => JourneyState::Future,
        Some(code) => problems.code(
            None,
            JourneyState::Current,
            code,
            "a state: it is \"current\" or \"future\"",
            ("journey", record.id),
        ),
    };
    Journey {
        id: JourneyId(record.id),
        name: record.name,
        personas: ids(record.personas, PersonaId),
        scenario: record.scenario,
        state,
        stages: ids(record.stages, StageId),
        lanes: ids(record.lanes, LaneId),
        origin: record
            .origin
            .map(|origin| Arc::new(Origin { journey: JourneyId(origin), pairs: record.copied.into_iter().collect() })),
    }
}

fn stage(record: v1::Stage<'_>, problems: &mut Problems) -> Stage {
    let phase = Phase::from_code(&record.phase);
    let phase = problems.code(phase, Phase::PrePurchase, &record.phase, "a phase", ("stage", record.id));
    let tint = record.tint.map(|code| people::tint(&code, problems, ("stage", record.id)));
    Stage {
        id: StageId(record.id),
        journey: JourneyId(record.journey),
        name: record.name,
        description: record.description,
        phase,
        tint,
        card_width: record.card_width,
        is_collapsed: record.collapsed,
        is_hidden: record.hidden,
    }
}

fn lane(record: v1::Lane<'_>, problems: &mut Problems) -> Lane {
    let kind = LaneKind::from_code(&record.kind);
    let kind = problems.code(kind, LaneKind::Notes, &record.kind, "a kind of lane", ("lane", record.id));
    let here = ("lane", record.id);
    let tint = record.tint.map(|code| people::tint(&code, problems, here));
    let grouping = record.grouping.map(|code| {
        problems.code(Grouping::from_code(&code), Grouping::Channel, &code, "what a lane can be grouped by", here)
    });
    let form = record.chart_form.map_or(ChartForm::default(), |code| {
        problems.code(ChartForm::from_code(&code), ChartForm::default(), &code, "a form of charts", here)
    });
    let scope = record.chart_scope.map_or(ChartScope::default(), |code| {
        problems.code(ChartScope::from_code(&code), ChartScope::default(), &code, "what charts can be about", here)
    });
    Lane {
        id: LaneId(record.id),
        journey: JourneyId(record.journey),
        name: record.name,
        kind,
        tint,
        height: record.height,
        is_collapsed: record.collapsed,
        is_hidden: record.hidden,
        grouping,
        chart: LaneChart { form, scope, metric: record.chart_metric.map(MetricId) },
    }
}

fn card(record: v1::Card<'_>, problems: &mut Problems) -> Card {
    let body = people::card_body(&record, problems);
    let tint = record.tint.map(|code| people::tint(&code, problems, ("card", record.id)));
    let place = place(record.stage, record.lane, record.column, record.order);
    Card { id: CardId(record.id), place, text: record.text, body, tint, session: record.session.map(SessionId) }
}

fn touchpoint(record: v1::Touchpoint<'_>, problems: &mut Problems) -> Touchpoint {
    let here = ("touchpoint", record.id);
    let channel = Channel::from_code(&record.channel);
    let channel = problems.code(channel, Channel::Other, &record.channel, "a channel", here);
    let evidence = record.evidence.map_or(Evidence::Assumed, |code| {
        problems.code(Evidence::from_code(&code), Evidence::Assumed, &code, "a kind of evidence", here)
    });
    let mut rating = |what: &str, number: Option<u32>| {
        number.map(|number| match u8::try_from(number) {
            Ok(rating @ 1..=5) => rating,
            Ok(_) | Err(_) => {
                let message = format!("Its {what} is {number}, but it goes from 1 to 5.");
                problems.add(message, format!("touchpoint {}", here.1));
                1
            }
        })
    };
    let importance = rating("importance", record.importance);
    let importance_to_organization = rating("importance to the organization", record.importance_to_organization);
    let satisfaction = rating("satisfaction", record.satisfaction);
    Touchpoint {
        id: TouchpointId(record.id),
        place: place(record.stage, record.lane, record.column, record.order),
        title: record.title,
        kind: record.kind,
        channel,
        description: record.description,
        owner: record.owner,
        is_moment_of_truth: record.moment_of_truth,
        evidence,
        importance,
        importance_to_organization,
        satisfaction,
        emotions: people::emotions(record.emotions, problems, record.id),
        personas: record.personas.into_iter().map(PersonaId).collect(),
        segments: record.segments.into_iter().map(SegmentId).collect(),
        links: people::links(record.links),
        tags: record.tags,
        checks: people::checks(record.checks, problems, record.id),
        aliases: record.aliases,
        session: record.session.map(SessionId),
    }
}

fn connector(record: v1::Connector<'_>, problems: &mut Problems) -> Connector {
    let kind = match record.kind.as_deref() {
        None | Some("flow") => ConnectorKind::Flow,
        Some("optional") => ConnectorKind::Optional,
        Some("return") => ConnectorKind::Return,
        Some(code) => problems.code(None, ConnectorKind::Flow, code, "a kind of connector", ("connector", record.id)),
    };
    Connector {
        id: ConnectorId(record.id),
        from: TouchpointId(record.from),
        to: TouchpointId(record.to),
        label: record.label,
        kind,
    }
}

fn metric(record: v1::Metric<'_>, problems: &mut Problems) -> Metric {
    let here = ("metric", record.id);
    let class = MetricClass::from_code(&record.class);
    let class = problems.code(class, MetricClass::Additive, &record.class, "a class of metrics", here);
    let unit = Unit::from_code(&record.unit);
    let unit = problems.code(unit, Unit::Count, &record.unit, "a unit", here);
    let direction = match record.better.as_ref() {
        "higher" => Direction::HigherIsBetter,
        "lower" => Direction::LowerIsBetter,
        code => {
            let what = "a direction: what is better is \"higher\" or \"lower\"";
            problems.code(None, Direction::HigherIsBetter, code, what, here)
        }
    };
    let code = record.display.as_deref().unwrap_or_default();
    let display = problems.code(Display::from_code(code), Display::Usual, code, "a way of showing values", here);
    Metric {
        id: MetricId(record.id),
        key: record.key,
        name: record.name,
        short_name: record.short_name,
        class,
        unit,
        display,
        direction,
        numerator: record.numerator,
        denominator: record.denominator,
        formula: record.formula,
    }
}

fn source(record: v1::Source<'_>, problems: &mut Problems) -> Source {
    let period = period(record.from.as_ref(), record.to.as_ref(), record.id, problems);
    let read_at = record.read_at.as_ref().and_then(|text| day(text, record.id, problems));
    Source {
        id: SourceId(record.id),
        name: record.name,
        file_name: record.file_name,
        relative_path: record.relative_path,
        size_bytes: record.size_bytes,
        hash: record.hash,
        format: record.format,
        recipe: record.recipe,
        rows: record.rows,
        rows_left_out: record.rows_left_out,
        period,
        read_at,
        added_to: record.added_to.into_iter().map(SourceId).collect(),
    }
}

fn day(text: &str, source: u64, problems: &mut Problems) -> Option<Date> {
    let date = text.parse::<Date>().ok();
    if date.is_none() {
        problems.add(format!("\"{text}\" is not a date like \"2026-09-30\"."), format!("source {source}"));
    }
    date
}

fn period(
    from: Option<&Cow<'_, str>>,
    to: Option<&Cow<'_, str>>,
    source: u64,
    problems: &mut Problems,
) -> Option<Period> {
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) => {
            let (from, to) = (day(from, source, problems)?, day(to, source, problems)?);
            let period = Period::new(from, to);
            if period.is_none() {
                problems.add(format!("It ends on {to}, before it begins on {from}."), format!("source {source}"));
            }
            period
        }
        (Some(_), None) | (None, Some(_)) => {
            problems.add("Of its first and last day only one is given.", format!("source {source}"));
            None
        }
    }
}
