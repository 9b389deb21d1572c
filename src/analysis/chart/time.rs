//! A metric over time: lines with what happened along them, and small charts side by side.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::asked::{Asked, Made, Target, note, note_unknown, range, scope};
use super::data::{
    Annotation, AnnotationKind, Body, Line, Measured, MultiplesBody, TargetLine, TimeBody, TimePoint, Whose,
};
use crate::analysis::trend::{Course, trend};
use crate::analysis::{Point, name_within};
use crate::base::date::{day_number, days_between, format_date};
use crate::base::number::{format_grouped, format_short};
use crate::base::{Date, Period};
use crate::model::{ActionState, Kpi, Metric, MetricClass, SourceId, TouchpointId};

/// More lines cannot be told apart.
const MOST_LINES: usize = 6;
/// More small charts cannot be looked over.
const MOST_PANELS: usize = 24;
/// More points out of line than this are counted.
const MOST_ODDITIES: usize = 5;
/// More changes of files than this are one sentence.
const MOST_SOURCE_CHANGES: usize = 4;

/// A line with the points that it was made from.
struct Drawn {
    line: Line,
    points: Vec<Point>,
}

pub(super) fn time(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let mut notes = Vec::new();
    let targets = apart_where_refused(asked, metric, asked.targets(metric)?, &mut notes);
    let audiences = asked.audiences();
    let mut wanted = Vec::new();
    for target in &targets {
        for segment in &audiences {
            let name = match (targets.len() > 1, segment.is_some()) {
                (_, false) => target.name.clone(),
                (false, true) => asked.segment_name(*segment),
                (true, true) => format!("{}, {}", target.name, asked.segment_name(*segment)),
            };
            let touchpoints = Arc::clone(&target.touchpoints);
            wanted.push((name, Whose { metric: metric.id, touchpoints, segment: *segment }));
        }
    }
    if wanted.len() > MOST_LINES {
        notes.push(format!("{MOST_LINES} of {} lines are drawn: more cannot be told apart.", wanted.len()));
        wanted.truncate(MOST_LINES);
    }
    let drawn: Vec<Drawn> = wanted.into_iter().map(|(name, whose)| line(asked, name, whose, &mut notes)).collect();
    let points = || drawn.iter().flat_map(|drawn| &drawn.line.points);
    let days = points().map(|point| point.period).reduce(Period::union);
    let Some(days) = days else { return Err(nothing_measured(asked, metric)) };
    let days = asked.days().map_or(days, |asked| asked.union(days));
    asked.note_future(&mut notes, points().map(|point| point.period));
    let mut goals = Goals::default();
    for drawn in &drawn {
        goals.add(asked, metric, &drawn.line, days, drawn_alone(&targets, &audiences), &mut notes);
    }
    let mut annotations = goals.dues;
    annotations.extend(actions(asked, metric, drawn.iter().map(|drawn| &drawn.line), days));
    annotations.extend(source_changes(asked, &drawn, &mut notes));
    let mut course = Vec::new();
    if let [only] = drawn.as_slice() {
        let judged = judged(asked, metric, &only.line, &mut notes);
        annotations.extend(judged.oddities);
        course = judged.course;
    }
    annotations.sort_by(|a, b| (a.date, a.kind, &a.text).cmp(&(b.date, b.kind, &b.text)));
    annotations.dedup();
    let values = points().flat_map(|point| point.measured.reach()).chain(goals.targets.iter().map(|line| line.value));
    let along = course.iter().flatten().map(|(_, value)| *value);
    let range = range(values.chain(along)).unwrap_or_default();
    let (title, counted) = match drawn.as_slice() {
        [only] => {
            let n: Option<f64> = only.line.points.iter().map(|point| point.measured.n).sum();
            let n = n.filter(|n| n.is_finite()).map(|n| format!("n = {}", format_grouped(n, 0)));
            (format!("{} · {}", only.line.name, name_within(&metric.name)), n.unwrap_or_default())
        }
        _ => (metric.name.clone(), String::new()),
    };
    let has_interval = points().any(|point| point.measured.low.is_some());
    let interval = if has_interval { "95% interval" } else { "" };
    let subtitle = asked.subtitle(metric, Some(days), &[interval.to_owned(), counted]);
    let shaded = asked.view.period.filter(|shown| days.overlaps(*shown) && !shown.contains(days));
    let lines = drawn.into_iter().map(|drawn| drawn.line).collect();
    let body =
        TimeBody { unit: metric.shown(), lines, days, shaded, targets: goals.targets, course, annotations, range };
    Ok(Made { title, subtitle, body: Body::Time(body), notes })
}

pub(super) fn multiples(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let mut notes = Vec::new();
    let targets = asked.named(&asked.some_touchpoints(metric)?);
    let audiences = asked.audiences();
    let wanted = targets.iter().flat_map(|target| audiences.iter().map(move |segment| (target, *segment)));
    let (mut panels, mut unknown, mut seen) = (Vec::new(), 0, 0);
    // Of thousands only those that are drawn are counted.
    for (target, segment) in wanted {
        if panels.len() == MOST_PANELS {
            break;
        }
        seen += 1;
        let name = match segment {
            None => target.name.clone(),
            Some(_) => format!("{}, {}", target.name, asked.segment_name(segment)),
        };
        let touchpoints = Arc::clone(&target.touchpoints);
        let line = line(asked, name, Whose { metric: metric.id, touchpoints, segment }, &mut notes).line;
        if line.points.is_empty() {
            unknown += 1;
        } else {
            panels.push(line);
        }
    }
    let left = targets.len() * audiences.len() - seen;
    if left > 0 {
        notes.push(format!("The first {MOST_PANELS} are drawn, as the map is read; {left} more are left out."));
    }
    let points = || panels.iter().flat_map(|panel| &panel.points);
    let days = points().map(|point| point.period).reduce(Period::union);
    let Some(days) = days else { return Err(nothing_measured(asked, metric)) };
    let days = asked.days().map_or(days, |asked| asked.union(days));
    note_unknown(&mut notes, unknown, None);
    asked.note_future(&mut notes, points().map(|point| point.period));
    let range = range(points().flat_map(|point| point.measured.reach())).unwrap_or_default();
    let title = format!("{} by touchpoint", metric.name);
    let subtitle = asked.subtitle(metric, Some(days), &["all on the same scale".to_owned()]);
    let body = MultiplesBody { unit: metric.shown(), panels, days, range };
    Ok(Made { title, subtitle, body: Body::Multiples(body), notes })
}

fn nothing_measured(asked: &Asked<'_>, metric: &Metric) -> String {
    let days = asked.days().map_or_else(|| "any of the days".to_owned(), Period::label);
    format!("{} was not measured in {days}. Choose other days.", metric.name)
}

fn drawn_alone<T, U>(targets: &[T], audiences: &[U]) -> bool {
    targets.len() * audiences.len() == 1
}

/// Where a class cannot be put together over touchpoints, each has a line of its own.
fn apart_where_refused(
    asked: &Asked<'_>,
    metric: &Metric,
    targets: Vec<Target>,
    notes: &mut Vec<String>,
) -> Vec<Target> {
    match metric.class {
        MetricClass::Additive | MetricClass::Ratio | MetricClass::Mean | MetricClass::ShareDifference => {
            return targets;
        }
        MetricClass::Distinct | MetricClass::Snapshot | MetricClass::RateOnly | MetricClass::Derived => {}
    }
    let has_value = |touchpoints: &Arc<[TouchpointId]>| {
        let whose = Whose { metric: metric.id, touchpoints: Arc::clone(touchpoints), segment: None };
        let points = asked.numbers.series(metric.id, scope(&whose), asked.grain(), asked.days());
        points.iter().any(|point| point.figure.value.is_some())
    };
    let mut apart = Vec::new();
    for target in targets {
        let is_refused = target.touchpoints.len() > 1 && !has_value(&target.touchpoints);
        if is_refused && target.touchpoints.iter().any(|touchpoint| has_value(&Arc::from([*touchpoint]))) {
            let why =
                format!("{} cannot be put together over touchpoints, so each has a line of its own.", metric.name);
            note(notes, Some(&why));
            apart.extend(asked.named(&target.touchpoints));
        } else {
            apart.push(target);
        }
    }
    apart
}

fn line(asked: &Asked<'_>, name: String, whose: Whose, notes: &mut Vec<String>) -> Drawn {
    let points = asked.numbers.series(whose.metric, scope(&whose), asked.grain(), asked.days());
    let unknown = points.iter().filter(|point| Measured::of(&point.figure).is_none());
    let (mut count, mut why) = (0_usize, None);
    for point in unknown {
        count += 1;
        why = why.or(point.figure.note.as_deref());
    }
    if count > 0 {
        let said =
            if count == 1 { "one point has no value".to_owned() } else { format!("{count} points have no value") };
        notes.push(format!("{name}: {said}. {}", why.unwrap_or_default()).trim_end().to_owned());
    }
    let mut known: Vec<TimePoint> = Vec::with_capacity(points.len());
    for point in &points {
        let Some(measured) = Measured::of(&point.figure) else { continue };
        let follows = known.last().is_some_and(|last| {
            days_between(last.period.to, point.period.from) <= point.period.days().max(last.period.days())
        });
        known.push(TimePoint { period: point.period, at: middle(point.period), measured, follows });
    }
    Drawn { line: Line { name, whose, points: known }, points }
}

/// What a line does in the long run, and its points out of line.
#[derive(Default)]
struct Judged {
    course: Vec<[(f64, f64); 2]>,
    oddities: Vec<Annotation>,
}

/// Looks for trends and oddities. They are drawn where the chart has the points that were judged, and said anyway.
fn judged(asked: &Asked<'_>, metric: &Metric, line: &Line, notes: &mut Vec<String>) -> Judged {
    let Some(trend) = trend(asked.numbers, metric.id, &scope(&line.whose), asked.days()) else {
        return Judged::default();
    };
    let mut judged = Judged::default();
    let ends =
        trend.points.first().zip(trend.points.last()).map(|(first, last)| (middle(first.period), middle(last.period)));
    match &trend.course {
        Course::Unknown { reason } | Course::Level { reason } => note(notes, Some(reason)),
        Course::Slope(slope) => {
            note(notes, Some(&slope.reason));
            judged.course.extend(ends.map(|(first, last)| [(first, slope.from), (last, slope.to)]));
        }
        Course::Steps(steps) => {
            let mut from = ends.map_or(0.0, |(first, _)| first);
            for step in steps {
                note(notes, Some(&step.reason));
                let at = f64::from(day_number(step.at.from)) - 0.5;
                judged.course.push([(from, step.before), (at, step.before)]);
                from = at;
            }
            judged
                .course
                .extend(steps.last().zip(ends).map(|(step, (_, last))| [(from, step.after), (last, step.after)]));
        }
    }
    note(notes, trend.weekdays.as_ref().map(|weekdays| weekdays.reason.as_str()));
    if trend.oddities.len() > MOST_ODDITIES {
        notes.push(format!("{} points are out of line; {MOST_ODDITIES} are marked.", trend.oddities.len()));
    }
    judged.oddities.extend(trend.oddities.iter().take(MOST_ODDITIES).map(|odd| Annotation {
        date: odd.period.from,
        kind: AnnotationKind::Odd,
        text: odd.reason.trim_end_matches('.').to_owned(),
    }));
    let is_finite = |piece: &[(f64, f64); 2]| piece.iter().all(|(day, value)| day.is_finite() && value.is_finite());
    judged.course.retain(is_finite);
    if trend.grain != asked.grain() {
        judged.course.clear();
    }
    judged
}

/// The middle of a period, in days since 1970-01-01.
fn middle(period: Period) -> f64 {
    f64::from(day_number(period.from) + day_number(period.to)) / 2.0
}

/// Targets and due dates of the KPIs that a line is measured by.
#[derive(Default)]
struct Goals {
    targets: Vec<TargetLine>,
    dues: Vec<Annotation>,
}

impl Goals {
    fn add(
        &mut self,
        asked: &Asked<'_>,
        metric: &Metric,
        line: &Line,
        days: Period,
        is_alone: bool,
        notes: &mut Vec<String>,
    ) {
        let own: BTreeSet<TouchpointId> = line.whose.touchpoints.iter().copied().collect();
        let with_metric = asked.numbers.touchpoints_with(metric.id);
        let is_of_line = |kpi: &&Arc<Kpi>| {
            let aimed = || kpi.aim.touchpoints(asked.project).into_iter();
            kpi.metric == metric.id
                && kpi.segment == line.whose.segment
                && aimed().filter(|id| with_metric.binary_search(id).is_ok()).eq(own.iter().copied())
        };
        for kpi in asked.project.kpis.values().filter(is_of_line) {
            let target = format_short(kpi.target, metric);
            let name = if is_alone { String::new() } else { format!("{}, ", line.name) };
            self.targets.push(TargetLine { value: kpi.target, text: format!("{name}target {target}") });
            match kpi.due {
                Some(due) if days.from <= due && due <= days.to => {
                    let text = format!("{name}{target} by {}", format_date(due));
                    self.dues.push(Annotation { date: due, kind: AnnotationKind::Due, text });
                }
                Some(due) => {
                    let is_over = if due < asked.today { "was due" } else { "is due" };
                    note(notes, Some(&format!("{name}The target of {target} {is_over} {}.", format_date(due))));
                }
                None => {}
            }
        }
    }
}

/// Actions that start in these days and work on what the lines show.
fn actions<'a>(
    asked: &Asked<'_>,
    metric: &Metric,
    lines: impl Iterator<Item = &'a Line>,
    days: Period,
) -> Vec<Annotation> {
    let drawn: BTreeSet<TouchpointId> = lines.flat_map(|line| line.whose.touchpoints.iter().copied()).collect();
    let is_asked = |start: Date| days.from <= start && start <= days.to;
    let mut found = Vec::new();
    for action in asked.project.actions.values() {
        let Some(start) = action.start.filter(|start| is_asked(*start)) else { continue };
        let works_on = action.aims.is_empty()
            || action.aims.iter().flat_map(|aim| aim.touchpoints(asked.project)).any(|id| drawn.contains(&id));
        if works_on && action.state != ActionState::Dropped && action.metric.is_none_or(|moved| moved == metric.id) {
            let title = if action.title.trim().is_empty() { "Untitled action" } else { action.title.trim() };
            found.push(Annotation { date: start, kind: AnnotationKind::Action, text: title.to_owned() });
        }
    }
    found
}

/// Where a line's figures begin to come from other files.
fn source_changes(asked: &Asked<'_>, drawn: &[Drawn], notes: &mut Vec<String>) -> Vec<Annotation> {
    let mut found = Vec::new();
    for Drawn { points, .. } in drawn {
        let known = points.iter().filter(|point| !point.figure.sources.is_empty());
        let mut last: Option<&[SourceId]> = None;
        for point in known {
            let sources = point.figure.sources.as_slice();
            if last.is_some_and(|last| last != sources) {
                let names: Vec<&str> =
                    sources.iter().filter_map(|source| Some(asked.project.sources.get(source)?.shown_name())).collect();
                let text = format!("from {}", names.join(", "));
                found.push(Annotation { date: point.period.from, kind: AnnotationKind::Source, text });
            }
            last = Some(sources);
        }
    }
    found.sort_by(|a, b| (a.date, &a.text).cmp(&(b.date, &b.text)));
    found.dedup();
    if found.len() > MOST_SOURCE_CHANGES {
        notes.push(format!("The files that the figures come from change {} times within these days.", found.len()));
        found.clear();
    }
    found
}
