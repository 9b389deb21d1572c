//! Tables whose months, days or segments stand beside each other, as in board reports and Adobe's workspaces. They are
//! turned into a row for each month or segment, with a column for each metric.

use super::carry::{Carrier, CarryRows};
use super::cells::{Kind, Line, amount, cell, filled, is_filled, kind, line, one_line};
use super::totals_label::is_totals_label;
use super::vertical::{Turned, is_key_word};
use super::{Shape, is_footer};
use crate::base::Period;
use crate::import::dates::{parse_date_under, parse_period};
use crate::import::library::{header_currency, named, normalize};

/// More columns of periods, metrics in rows, and cells of the turned table are not made.
const MOST_ACROSS: usize = 800;
const MOST_METRICS: usize = 300;
const MOST_CELLS: usize = 2_000_000;
/// Names of columns that are told.
const NAMED: usize = 4;

/// What a column of figures is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Across {
    column: usize,
    of: Of,
    /// Blank where one line of the header says all: then the rows say it, or nobody.
    metric: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Of {
    Days(Period),
    /// Blank for all visitors, customers or the like.
    Segment(String),
}

/// A turned table in the making.
struct Turning<'a> {
    shape: &'a Shape,
    across: Vec<Across>,
    /// Columns of words before them.
    keys: Vec<usize>,
    /// The one of the keys that names metrics.
    metric: Option<usize>,
}

/// A row of the table as it stands.
struct Source<'a> {
    record: &'a [String],
    /// What the keys say, carried down where that is how the table is written.
    keys: Vec<String>,
    section: String,
}

/// Whether periods or segments stand beside each other in the header.
pub(super) fn is_across(shape: &Shape) -> bool {
    !across(shape).is_empty()
}

/// The table turned, if it stands that way; `records` are all of the file.
pub(super) fn turn(shape: &Shape, records: &[Vec<String>]) -> Option<Turned> {
    let across = across(shape);
    let first = across.first()?.column;
    if across.len() > MOST_ACROSS || shape.header.is_empty() {
        return None;
    }
    let rows = records.get(shape.first_row..shape.end_row.unwrap_or(records.len()))?;
    let cells = || rows.iter().filter(|row| line(row) == Line::Cells);
    let figures = |column: usize| {
        let said = cells().filter(|row| is_filled(row, column));
        let count = said.clone().filter(|row| matches!(kind(cell(row, column)), Kind::Number | Kind::Unknown)).count();
        (count, said.count())
    };
    let are_figures = across.iter().fold((0, 0), |(count, said), across| {
        let (more, of) = figures(across.column);
        (count + more, said + of)
    });
    if are_figures.0 == 0 || are_figures.0 * 10 < are_figures.1 * 8 {
        return None;
    }
    // Figures before the first period would be counted again with every period.
    let keys: Vec<usize> = (0..first).filter(|column| figures(*column).0 * 2 < figures(*column).1).collect();
    if keys.is_empty() {
        return None;
    }
    let has_metrics = across.iter().any(|across| !across.metric.is_empty());
    let metric = (!has_metrics).then(|| keys.iter().copied().find(|key| names_metrics(shape, rows, *key))).flatten();
    Turning { shape, across, keys, metric }.turn(rows)
}

/// Whether the rows of a column name metrics.
fn names_metrics(shape: &Shape, rows: &[Vec<String>], column: usize) -> bool {
    let mut texts: Vec<&str> = rows
        .iter()
        .filter(|row| line(row) == Line::Cells)
        .map(|row| cell(row, column))
        .filter(|text| !text.is_empty() && !is_totals_label(text))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let known = texts.iter().filter(|text| is_metric(text)).count();
    let is_headed = shape.names.get(column).is_some_and(|name| is_key_word(name));
    known * 2 >= texts.len().max(1) || is_headed && known > 0
}

fn is_metric(text: &str) -> bool {
    let bare = header_currency(text).map_or_else(|| normalize(text), |(name, _)| normalize(name));
    named(&bare).is_some() || named(&normalize(text)).is_some()
}

/// The columns of figures by what they are of; empty where the table does not stand that way.
fn across(shape: &Shape) -> Vec<Across> {
    let by_days = by_days(shape);
    if by_days.is_empty() { by_segments(shape) } else { by_days }
}

/// "Sep 2026", "2026: Sep", "Sep 2026: Clicks", "Clicks: Sep 2026"; "Sep" under a title with a year.
fn by_days(shape: &Shape) -> Vec<Across> {
    let find = |year: Option<&str>| -> Vec<Across> {
        let of = |(column, name): (usize, &String)| {
            let (period, metric) = days_of(name, year)?;
            Some(Across { column, of: Of::Days(period), metric })
        };
        shape.names.iter().enumerate().filter_map(of).collect()
    };
    let mut found = find(None);
    if found.is_empty() {
        found = year_of(shape).map(|year| find(Some(&year))).filter(|found| found.len() >= 3).unwrap_or_default();
    }
    let is_single =
        |one: &Across| found.iter().filter(|other| (&other.of, &other.metric) == (&one.of, &one.metric)).count() == 1;
    let has_same_form = found.iter().all(|one| one.metric.is_empty()) || found.iter().all(|one| !one.metric.is_empty());
    let is_alone = found.len() == 1 && shape.names.len() > 3;
    if is_alone || !has_same_form || !found.iter().all(is_single) { Vec::new() } else { found }
}

/// The period that a column's name states, and what else it says.
fn days_of(name: &str, year: Option<&str>) -> Option<(Period, String)> {
    let whole = |text: &str| -> Option<Period> {
        if text.contains(':') || text.len() > 40 {
            return None;
        }
        let under_year = || parse_date_under("year", text).period(None);
        match year {
            Some(year) => parse_period(&format!("{text} {year}")),
            None => parse_period(text).or_else(under_year),
        }
    };
    if let Some(period) = whole(name) {
        return Some((period, String::new()));
    }
    let (upper, lower) = name.split_once(": ")?;
    let together = || parse_period(&format!("{lower} {upper}")).map(|period| (period, String::new()));
    let in_upper = || whole(upper).map(|period| (period, lower.to_owned()));
    let in_lower = || whole(lower).map(|period| (period, upper.to_owned()));
    together().or_else(in_upper).or_else(in_lower)
}

/// The only year that the titles and the corner of the table speak of.
fn year_of(shape: &Shape) -> Option<String> {
    let texts = shape.titles.iter().chain(shape.names.first());
    let mut years: Vec<&str> = texts
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
        .filter(|word| word.len() == 4 && word.parse().is_ok_and(|year: u16| (1990..=2100).contains(&year)))
        .collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
}

/// "All visits: Orders", "Mobile: Orders": groups of columns with the same metrics in each.
fn by_segments(shape: &Shape) -> Vec<Across> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut found = Vec::new();
    for (column, name) in shape.names.iter().enumerate() {
        let Some((group, metric)) = name.rsplit_once(": ") else { continue };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, metrics)) => metrics.push(metric),
            None => groups.push((group, vec![metric])),
        }
        let of = Of::Segment(if is_everyone(group) { String::new() } else { one_line(group) });
        found.push(Across { column, of, metric: metric.to_owned() });
    }
    let Some((_, first)) = groups.first() else { return Vec::new() };
    let is_same = groups.len() >= 2 && groups.iter().all(|(_, metrics)| metrics == first);
    let is_once = |metric: &&str| first.iter().filter(|other| *other == metric).count() == 1;
    let are_known = first.iter().any(|metric| is_metric(metric)) && first.iter().all(is_once);
    let is_one_whole = groups.iter().filter(|(group, _)| is_everyone(group)).count() <= 1;
    if is_same && are_known && is_one_whole { found } else { Vec::new() }
}

/// "All visits", "Alle Nutzer", "Total".
fn is_everyone(group: &str) -> bool {
    const ALL: &[&str] = &["all ", "alle ", "tous ", "toutes ", "todos ", "todas ", "tutti ", "tutte ", "すべて"];
    let lower = group.to_lowercase();
    is_totals_label(group) || lower == "all" || ALL.iter().any(|all| lower.starts_with(all))
}

impl Turning<'_> {
    fn turn(&self, rows: &[Vec<String>]) -> Option<Turned> {
        let (sources, totals) = self.sources(rows);
        let has_sections = sources.iter().any(|source| !source.section.is_empty());
        let mut metrics: Vec<String> = Vec::new();
        let mut add = |name: String| {
            if !metrics.contains(&name) {
                metrics.push(name);
            }
        };
        match self.metric {
            Some(_) => sources.iter().for_each(|source| add(self.metric_of(source))),
            None => self.across.iter().for_each(|across| add(self.name_of(across))),
        }
        let labels: Vec<usize> = (0..self.keys.len()).filter(|at| self.keys.get(*at).copied() != self.metric).collect();
        let mut of: Vec<Of> = Vec::new();
        for across in &self.across {
            if !of.contains(&across.of) {
                of.push(across.of.clone());
            }
        }
        let width = labels.len() + usize::from(has_sections) + 1 + metrics.len();
        if sources.is_empty() || metrics.len() > MOST_METRICS || sources.len() * of.len() * width > MOST_CELLS {
            return None;
        }
        let is_by_days = matches!(of.first(), Some(Of::Days(_)));
        let mut names: Vec<String> = Vec::new();
        if has_sections {
            names.push(if self.metric.is_some() { "Touchpoint" } else { "Group" }.to_owned());
        }
        let name =
            |at: &usize| self.keys.get(*at).and_then(|key| self.shape.names.get(*key)).cloned().unwrap_or_default();
        names.extend(labels.iter().map(name));
        names.push(if is_by_days { "Date" } else { "Segment" }.to_owned());
        names.extend(metrics.iter().cloned());

        // A row for each thing that the labels name and each period; rows of its metrics meet in it.
        let mut turned: Vec<Vec<String>> = Vec::new();
        let mut things: Vec<(Vec<String>, Vec<String>, usize)> = Vec::new();
        for source in &sources {
            let mut thing: Vec<String> = Vec::new();
            if has_sections {
                thing.push(source.section.clone());
            }
            thing.extend(labels.iter().filter_map(|at| source.keys.get(*at)).cloned());
            let metric = self.metric.map(|_| self.metric_of(source));
            // The same metric again is another row.
            let known = metric.as_ref().and_then(|metric| {
                things.iter_mut().rev().find(|(known, said, _)| *known == thing && !said.contains(metric))
            });
            let start = match known {
                Some((_, said, start)) => {
                    said.extend(metric.clone());
                    *start
                }
                None => {
                    let start = turned.len();
                    for of in &of {
                        let mut row = thing.clone();
                        row.push(match of {
                            Of::Days(period) => days_text(*period),
                            Of::Segment(segment) => segment.clone(),
                        });
                        row.resize(width, String::new());
                        turned.push(row);
                    }
                    things.push((thing, metric.clone().into_iter().collect(), start));
                    start
                }
            };
            for across in &self.across {
                let name = metric.clone().unwrap_or_else(|| self.name_of(across));
                let at = of.iter().position(|known| *known == across.of).map(|at| start + at);
                let column = metrics.iter().position(|known| *known == name).map(|at| width - metrics.len() + at);
                let place = at.zip(column).and_then(|(at, column)| turned.get_mut(at)?.get_mut(column));
                if let Some(place) = place {
                    cell(source.record, across.column).clone_into(place);
                }
            }
        }
        turned.retain(|row| row.iter().rev().take(metrics.len()).any(|cell| !cell.is_empty()));
        let why = self.why(is_by_days, of.len(), (sources.len(), turned.len()));
        let mut notes = vec![why];
        notes.extend(self.totals_note(&sources, &totals));
        Some(Turned { names, rows: turned, notes })
    }

    /// The rows that say something, and those that state totals.
    fn sources<'r>(&self, rows: &'r [Vec<String>]) -> (Vec<Source<'r>>, Vec<Source<'r>>) {
        let (mut sources, mut totals) = (Vec::new(), Vec::new());
        let carry = self.shape.carry.as_ref().filter(|carry| matches!(carry.rows, CarryRows::Blank { .. }));
        let mut carrier = carry.map(Carrier::new);
        let mut section = String::new();
        for (at, record) in rows.iter().enumerate() {
            let first = self.keys.first().map_or("", |key| cell(record, *key));
            match line(record) {
                Line::Blank | Line::Banner => continue,
                Line::Text if first.is_empty() || is_footer(first) => continue,
                // A heading over the rows that follow.
                Line::Text => {
                    section = if is_totals_label(first) { String::new() } else { one_line(first) };
                    continue;
                }
                Line::Cells => {}
            }
            let is_again = self.shape.names.iter().enumerate().all(|(column, name)| cell(record, column) == name);
            if is_again || filled(record) == 0 {
                continue;
            }
            let mut keys: Vec<String> = Vec::new();
            if let Some(carrier) = &mut carrier {
                carrier.advance(|column| cell(record, column));
            }
            for key in &self.keys {
                let taken = carrier.as_ref().and_then(|carrier| carrier.taken(*key));
                keys.push(one_line(taken.unwrap_or_else(|| cell(record, *key))));
            }
            let is_sum = carrier.as_ref().is_some_and(Carrier::is_total);
            let is_known_total = self.shape.totals.contains(&(self.shape.first_row + at));
            let is_total = is_sum || is_known_total || keys.iter().any(|key| is_totals_label(key));
            let source = Source { record, keys, section: section.clone() };
            if !is_total {
                sources.push(source);
            } else if !is_sum {
                totals.push(source);
            }
        }
        (sources, totals)
    }

    fn metric_of(&self, source: &Source<'_>) -> String {
        let at = self.metric.and_then(|metric| self.keys.iter().position(|key| *key == metric));
        let name = at.and_then(|at| source.keys.get(at)).map_or("", String::as_str);
        if name.is_empty() { "Value".to_owned() } else { name.to_owned() }
    }

    /// What a column of figures is called: its metric, or the one that a title names ("Clicks by month").
    fn name_of(&self, across: &Across) -> String {
        if !across.metric.is_empty() {
            return across.metric.clone();
        }
        let words = [" by ", " per ", " nach ", " pro ", " par ", " por ", " für ", " for ", " – ", " - "];
        let of_title = |title: &String| {
            let start = words.iter().filter_map(|word| title.find(word)).min().and_then(|at| title.get(..at));
            [Some(title.as_str()), start].into_iter().flatten().find(|text| is_metric(text)).map(one_line)
        };
        self.shape.titles.iter().find_map(of_title).unwrap_or_else(|| "Value".to_owned())
    }

    fn why(&self, is_by_days: bool, of: usize, (from, to): (usize, usize)) -> String {
        let what = match (is_by_days, self.metric) {
            (true, Some(_)) => "The periods stand beside each other, and the metrics below each other",
            (true, None) => "The periods stand beside each other",
            (false, _) => "The segments stand beside each other",
        };
        let last = self.across.last().map_or(0, |across| across.column);
        let is_used =
            |column: usize| self.keys.contains(&column) || self.across.iter().any(|across| across.column == column);
        let left: Vec<String> = self
            .shape
            .names
            .iter()
            .enumerate()
            .filter(|(column, name)| !(is_used(*column) || name.is_empty() && *column > last))
            .map(|(_, name)| format!("“{}”", if name.is_empty() { "a column without a name" } else { name }))
            .collect();
        let more = if left.len() > NAMED { " and more" } else { "" };
        let left_out = match left.len() {
            0 => String::new(),
            _ => format!(" Left out: {}{more}.", left.get(..NAMED).unwrap_or(&left).join(", ")),
        };
        let kind = if is_by_days { "period" } else { "segment" };
        format!(
            "{what}: the table was turned, {from} {} with {of} {kind}{} into {to} with one each. Lines are those of the \
             turned table.{left_out}",
            if from == 1 { "row" } else { "rows" },
            if of == 1 { "" } else { "s" },
        )
    }

    /// Whether the totals that the table states are the sums of its rows, which no row of the turned table says.
    fn totals_note(&self, sources: &[Source<'_>], totals: &[Source<'_>]) -> Option<String> {
        let mut wrong: Vec<String> = Vec::new();
        let (mut checked, mut count) = (0, 0);
        for total in totals {
            let metric = self.metric.map(|_| self.metric_of(total)).filter(|name| !is_totals_label(name));
            let rows =
                || sources.iter().filter(|row| metric.as_ref().is_none_or(|metric| self.metric_of(row) == *metric));
            for across in &self.across {
                let Some(stated) = amount(cell(total.record, across.column)) else { continue };
                let sum: f64 = rows().filter_map(|row| amount(cell(row.record, across.column))).sum();
                checked += 1;
                if (sum - stated).abs() > 1e-6 * stated.abs().max(1.0) {
                    count += 1;
                    let name = self.shape.names.get(across.column).map_or("", String::as_str);
                    wrong.push(format!("{name} states {stated}, its rows come to {sum}"));
                }
            }
        }
        match (checked, count) {
            (0, _) if totals.is_empty() => None,
            (_, 0) if checked > 0 => {
                Some("The totals that the table states agree with its rows; they are left out.".to_owned())
            }
            (_, 0) => Some("The totals that the table states are left out.".to_owned()),
            (_, count) => {
                let more = if count > NAMED { format!("; and {} more", count - NAMED) } else { String::new() };
                wrong.truncate(NAMED);
                Some(format!("The totals that the table states are left out. {}{more}.", wrong.join("; ")))
            }
        }
    }
}

/// As a column of dates would have it: "2026-09" for a month, "2026-07-01 - 2026-09-30" for what has no name.
fn days_text(period: Period) -> String {
    match period {
        period if period.from == period.to => period.from.to_string(),
        period if period == Period::month_of(period.from) => period.from.strftime("%Y-%m").to_string(),
        period => format!("{} - {}", period.from, period.to),
    }
}
