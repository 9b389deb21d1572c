//! What a mark of a chart says, which comes next by keyboard, and what opens from it. Written only when asked for:
//! a chart of a hundred thousand points holds no texts of them.

use super::data::{Body, BoxRow, Bullet, ChartData, FunnelStep, Line, Measured, Whose};
use crate::base::Period;
use crate::base::date::format_date;
use crate::base::display::{InUnit, Shown};
use crate::base::number::{Unit, format_full, format_grouped};

/// One thing of a chart that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// "Checkout", "4 Sep 2026".
    pub name: String,
    /// "3.1%"
    pub value: String,
    /// "95% interval 3% to 3.2%", "n = 41,205".
    pub details: Vec<String>,
    /// Whose figure opens from it; `None` where it is of no single one.
    pub whose: Option<Whose>,
    pub period: Option<Period>,
}

impl Mark {
    /// All of it in one sentence.
    pub fn said(&self) -> String {
        let mut said = format!("{}: {}", self.name, self.value);
        for detail in &self.details {
            said.push_str(", ");
            said.push_str(detail);
        }
        said
    }
}

/// A key that goes from mark to mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
}

impl ChartData {
    /// How many marks there are to go through.
    pub fn mark_count(&self) -> usize {
        match &self.body {
            Body::Empty(_) => 0,
            Body::Time(body) => body.lines.iter().map(|line| line.points.len()).sum(),
            Body::Bars(body) => body.shown * body.series.len(),
            Body::Stacked(body) => body.shown * body.segments.len(),
            Body::Funnel(body) => body.steps.len(),
            Body::Bullets(bullets) => bullets.len(),
            Body::Boxes(body) => body.shown,
            Body::Scatter(body) => body.points.len(),
            Body::Heat(body) => body.cells.len(),
            Body::Slope(body) => body.shown,
            Body::Multiples(body) => body.panels.iter().map(|panel| panel.points.len()).sum(),
        }
    }

    /// The mark of that rank, in reading order: line by line, row by row.
    pub fn mark(&self, rank: usize) -> Option<Mark> {
        match &self.body {
            Body::Empty(_) => None,
            Body::Time(body) => of_lines(&body.lines, &body.unit, rank),
            Body::Multiples(body) => of_lines(&body.panels, &body.unit, rank),
            Body::Bars(body) => {
                let (row, column) = (rank / body.series.len().max(1), rank % body.series.len().max(1));
                let row = body.rows.get(row).filter(|_| rank < self.mark_count())?;
                let name = match body.series.as_slice() {
                    [_] => row.name.clone(),
                    series => format!("{}, {}", row.name, series.get(column)?),
                };
                let mark = measured_mark(name, row.bars.get(column).copied()?, &body.unit);
                Some(Mark {
                    whose: row.whose.get(column).cloned(),
                    period: body.periods.get(column).copied().flatten(),
                    ..mark
                })
            }
            Body::Stacked(body) => {
                let (row, column) = (rank / body.segments.len().max(1), rank % body.segments.len().max(1));
                let row = body.rows.get(row).filter(|_| rank < self.mark_count())?;
                let part = row.parts.get(column).copied()?;
                let name = format!("{}, {}", row.name, body.segments.get(column)?);
                let share = part.filter(|_| row.total > 0.0).map(|part| {
                    format!("{} of {}", format_full(part / row.total, &Unit::Share), format_full(row.total, &body.unit))
                });
                Some(Mark {
                    details: share.into_iter().collect(),
                    whose: row.whose.get(column).cloned(),
                    period: body.period,
                    ..measured_mark(name, part.map(Measured::plain), &body.unit)
                })
            }
            Body::Funnel(body) => {
                let step = body.steps.get(rank)?;
                let first = body.steps.first()?.value;
                Some(Mark {
                    name: step.name.clone(),
                    value: format_full(step.value, &body.unit),
                    details: step_details(step, first, rank),
                    whose: Some(step.whose.clone()),
                    period: body.period,
                })
            }
            Body::Bullets(bullets) => bullets.get(rank).map(bullet_mark),
            Body::Boxes(body) => body.rows.get(rank).filter(|_| rank < body.shown).map(|row| Mark {
                name: row.name.clone(),
                value: format!("median {}", format_full(median(row), &body.unit)),
                details: box_details(row, &body.unit),
                whose: Some(row.whose.clone()),
                period: body.period,
            }),
            Body::Scatter(body) => body.points.get(rank).map(|point| {
                let of = |axis: &super::ScatterAxis, measured: &Measured| {
                    format!("{} {}", axis.name, format_full(measured.value, &axis.unit))
                };
                let mut details = vec![of(&body.y, &point.y)];
                details.extend(
                    measured_details(&point.x, &body.x.unit).into_iter().map(|it| format!("{} {it}", body.x.name)),
                );
                details.extend(
                    measured_details(&point.y, &body.y.unit).into_iter().map(|it| format!("{} {it}", body.y.name)),
                );
                let touchpoints = std::sync::Arc::from([point.touchpoint]);
                Mark {
                    name: point.name.clone(),
                    value: of(&body.x, &point.x),
                    details,
                    whose: Some(Whose { metric: body.y.metric, touchpoints, segment: None }),
                    period: body.period,
                }
            }),
            Body::Heat(body) => {
                let columns = body.stages.len().max(1);
                let name = format!("{}, {}", body.stages.get(rank % columns)?, body.channels.get(rank / columns)?);
                let Some(cell) = body.cells.get(rank)? else {
                    let value = "no touchpoint has it".to_owned();
                    return Some(Mark { name, value, details: Vec::new(), whose: None, period: body.period });
                };
                let mark = measured_mark(name, cell.measured, &body.unit);
                Some(Mark { whose: Some(cell.whose.clone()), period: body.period, ..mark })
            }
            Body::Slope(body) => body.rows.get(rank).filter(|_| rank < body.shown).map(|row| {
                let full = |measured: &Measured| format_full(measured.value, &body.unit);
                let change = (!row.change.is_empty()).then(|| row.change.clone());
                let mut details: Vec<String> = change.into_iter().collect();
                details.extend(measured_details(&row.after, &body.unit));
                Mark {
                    name: row.name.clone(),
                    value: format!("{} to {}", full(&row.before), full(&row.after)),
                    details,
                    whose: Some(row.whose.clone()),
                    period: Some(body.after),
                }
            }),
        }
    }

    /// The mark that a key leads to from another, or from none; `None` where there are no marks.
    pub fn step(&self, from: Option<usize>, step: Step) -> Option<usize> {
        let last = self.mark_count().checked_sub(1)?;
        let Some(from) = from.filter(|from| *from <= last) else {
            return Some(if matches!(step, Step::Last | Step::Left | Step::Up) { last } else { 0 });
        };
        let across = match &self.body {
            Body::Time(body) => return Some(step_in_lines(&body.lines, from, step, last)),
            Body::Multiples(body) => return Some(step_in_lines(&body.panels, from, step, last)),
            Body::Heat(body) => body.stages.len().max(1),
            Body::Bars(body) => body.series.len().max(1),
            Body::Stacked(body) => body.segments.len().max(1),
            Body::Empty(_)
            | Body::Funnel(_)
            | Body::Bullets(_)
            | Body::Boxes(_)
            | Body::Scatter(_)
            | Body::Slope(_) => 1,
        };
        Some(match step {
            Step::First => 0,
            Step::Last => last,
            Step::Left => from.saturating_sub(1),
            Step::Right => (from + 1).min(last),
            Step::Up => from.checked_sub(across).unwrap_or(from),
            Step::Down if from + across <= last => from + across,
            Step::Down => from,
        })
    }
}

/// The line of a rank among the points of all lines, and the rank within it.
fn in_lines(lines: &[Line], rank: usize) -> Option<(usize, usize)> {
    let mut rest = rank;
    for (at, line) in lines.iter().enumerate() {
        match rest.checked_sub(line.points.len()) {
            Some(beyond) => rest = beyond,
            None => return Some((at, rest)),
        }
    }
    None
}

/// Left and right go along a line; up and down to the nearest day of another.
fn step_in_lines(lines: &[Line], from: usize, step: Step, last: usize) -> usize {
    let Some((at, within)) = in_lines(lines, from) else { return from };
    let start = from - within;
    let line = |at: usize| lines.get(at).filter(|line| !line.points.is_empty());
    let other = match step {
        Step::First => return 0,
        Step::Last => return last,
        Step::Left => return from - usize::from(within > 0),
        Step::Right => return from + usize::from(line(at).is_some_and(|line| within + 1 < line.points.len())),
        Step::Up => (0..at).rev().find(|at| line(*at).is_some()),
        Step::Down => (at + 1..lines.len()).find(|at| line(*at).is_some()),
    };
    let here = line(at).and_then(|line| line.points.get(within)).map(|point| point.at);
    let (Some(other), Some(here)) = (other, here) else { return from };
    let Some(points) = line(other).map(|line| &line.points) else { return from };
    let after = points.partition_point(|point| point.at < here);
    let near = |place: usize| points.get(place).map_or(f64::INFINITY, |point| (point.at - here).abs());
    let place = if after > 0 && near(after - 1) <= near(after) { after - 1 } else { after };
    let place = place.min(points.len() - 1);
    if other < at {
        start - lines.iter().take(at).skip(other).map(|line| line.points.len()).sum::<usize>() + place
    } else {
        start + lines.iter().take(other).skip(at).map(|line| line.points.len()).sum::<usize>() + place
    }
    .min(last)
}

fn of_lines(lines: &[Line], unit: &Shown, rank: usize) -> Option<Mark> {
    let (at, within) = in_lines(lines, rank)?;
    let line = lines.get(at)?;
    let point = line.points.get(within)?;
    let days = point.period.label();
    let name = if lines.len() > 1 { format!("{}, {days}", line.name) } else { days };
    let mark = measured_mark(name, Some(point.measured), unit);
    Some(Mark { whose: Some(line.whose.clone()), period: Some(point.period), ..mark })
}

fn measured_mark(name: String, measured: Option<Measured>, unit: &Shown) -> Mark {
    Mark {
        name,
        value: measured.map_or_else(|| "not known".to_owned(), |measured| format_full(measured.value, unit)),
        details: measured.map(|measured| measured_details(&measured, unit)).unwrap_or_default(),
        whose: None,
        period: None,
    }
}

/// Interval and cases, where there are any.
fn measured_details<'u>(measured: &Measured, of: impl Into<InUnit<'u>>) -> Vec<String> {
    let of = of.into();
    let interval = measured
        .low
        .zip(measured.high)
        .map(|(low, high)| format!("95% interval {} to {}", format_full(low, of), format_full(high, of)));
    let n = measured.n.map(|n| format!("n = {}", format_grouped(n, 0)));
    interval.into_iter().chain(n).collect()
}

fn step_details(step: &FunnelStep, first: f64, rank: usize) -> Vec<String> {
    let mut details = Vec::new();
    if rank > 0 && first > 0.0 {
        details.push(format!("{} of the first stage", format_full(step.value / first, &Unit::Share)));
    }
    if let Some(lost) = &step.lost {
        details.push(format!("{} fewer than in the stage before", format_full(lost.value, &Unit::Share)));
        details.extend(measured_details(lost, &Unit::Share));
    }
    if step.grows {
        details.push("more than in the stage before: people come in here".to_owned());
    }
    details
}

fn bullet_mark(bullet: &Bullet) -> Mark {
    let mut details =
        vec![bullet.state.label().to_lowercase(), format!("target {}", format_full(bullet.target, &bullet.unit))];
    details.extend(bullet.baseline.map(|baseline| format!("baseline {}", format_full(baseline, &bullet.unit))));
    details.extend(bullet.expected.map(|expected| format!("expected by now {}", format_full(expected, &bullet.unit))));
    details.extend(bullet.due.map(|due| format!("due {}", format_date(due))));
    let mut mark = measured_mark(bullet.name.clone(), bullet.measured, &bullet.unit);
    details.append(&mut mark.details);
    Mark { details, whose: Some(bullet.whose.clone()), period: bullet.period, ..mark }
}

fn median(row: &BoxRow) -> f64 {
    let [_, _, median, ..] = row.five;
    median
}

fn box_details(row: &BoxRow, unit: &Shown) -> Vec<String> {
    let [least, lower, _, upper, greatest] = row.five.map(|value| format_full(value, unit));
    vec![
        format!("half of the values from {lower} to {upper}"),
        format!("all from {least} to {greatest}"),
        format!("n = {}", format_grouped(row.count as f64, 0)),
    ]
}
