//! Where each table of a file begins and ends. What its header says is in `header`.

use std::collections::HashMap;
use std::ops::Range;

use super::Shape;
use super::cells::{Kind, Line, amount, cell, filled, is_filled, kind, line, one_line, title, usual_width, width};
use super::header::{self, Header, has_twins, is_title, looks_like_header};
use super::totals_label::is_totals_label;
use super::vertical::{self, Turned};
use super::{carry, cells};
use crate::import::dates::parse_period;
use crate::import::library::{named, normalize};

/// Of wider records only so many cells are looked at, and so many columns named: more than are read.
const MOST_COLUMNS: usize = 4_096;

/// The start of a table.
struct Block {
    /// The record of its first title, or of its header.
    start: usize,
    titles: Vec<String>,
    has_banner: bool,
    header: Header,
    first_row: usize,
    turned: Option<Turned>,
}

/// What stands between two tables.
#[derive(Default)]
struct Gap {
    start: usize,
    titles: Vec<String>,
    has_blank: bool,
    has_banner: bool,
    has_text: bool,
}

/// All tables among the records, in order and apart from each other. Empty only if no record says anything.
pub(in crate::import) fn find_shapes(records: &[Vec<String>]) -> Vec<Shape> {
    if records.iter().all(|record| record.len() <= MOST_COLUMNS) {
        return find_narrow(records);
    }
    let cut: Vec<Vec<String>> =
        records.iter().map(|record| record.iter().take(MOST_COLUMNS).cloned().collect()).collect();
    let mut shapes = find_narrow(&cut);
    for shape in &mut shapes {
        let whole = records.get(shape.header.clone()).unwrap_or(&[]).iter().map(|record| width(record)).max();
        let columns = shape.names.len().max(whole.unwrap_or(0));
        shape.names.resize(columns, String::new());
    }
    shapes
}

/// As [`find_shapes`], of records that are not absurdly wide.
fn find_narrow(records: &[Vec<String>]) -> Vec<Shape> {
    let mut blocks = Vec::new();
    let mut block = first_block(records);
    while let Some(known) = block {
        block = next_block(records, &known);
        blocks.push(known);
    }
    let ends: Vec<Option<usize>> = blocks.iter().skip(1).map(|next| Some(next.start)).chain([None]).collect();
    let mut shapes: Vec<Shape> = blocks.into_iter().zip(ends).map(|(block, end)| shape(records, block, end)).collect();
    name_and_date(&mut shapes);
    shapes
}

/// Several tables have a name each, and the period that only the first states.
fn name_and_date(shapes: &mut [Shape]) {
    let is_one = shapes.len() == 1;
    let stated: Vec<String> = shapes.first().map_or_else(Vec::new, |first| {
        first.titles.iter().filter(|title| parse_period(title).is_some()).cloned().collect()
    });
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (index, shape) in shapes.iter_mut().enumerate() {
        let mut titles = shape.titles.iter().filter_map(|title| block_name(title));
        let name = if index == 0 { titles.next() } else { titles.next_back() };
        shape.name = match name {
            Some(name) => name,
            None if is_one => String::new(),
            None => {
                shape.names.iter().find(|name| !name.is_empty()).map_or_else(|| "Table".into(), |name| one_line(name))
            }
        };
        let count = taken.entry(shape.name.to_lowercase()).or_insert(0);
        *count += 1;
        if *count > 1 {
            shape.name = format!("{} ({count})", shape.name);
        }
        if !shape.titles.iter().any(|title| parse_period(title).is_some()) {
            shape.titles.extend(stated.iter().cloned());
        }
    }
}

/// A title that names a table: not an account, a date, or the segment of all.
fn block_name(title: &str) -> Option<String> {
    const NOT_NAMES: &[&str] = &[
        "account",
        "property",
        "report suite",
        "start date",
        "end date",
        "date",
        "dates",
        "date range",
        "from",
        "to",
        "segments",
        "segment",
        "created",
        "generated",
        "konto",
        "compte",
        "cuenta",
        "conta",
        "zeitraum",
        "période",
        "period",
        "view",
        "timezone",
        "time zone",
        "currency",
        "all users",
        "alle nutzer",
        "tous les utilisateurs",
    ];
    let (head, rest) = title.split_once(':').map_or((title, ""), |(head, rest)| (head.trim(), rest.trim()));
    let lower = head.to_lowercase();
    if head.is_empty() || NOT_NAMES.contains(&lower.as_str()) || parse_period(title).is_some() {
        return None;
    }
    let is_label =
        !rest.is_empty() && matches!(lower.as_str(), "report" | "report name" | "bericht" | "rapport" | "title");
    Some(if is_label { rest.to_owned() } else { head.to_owned() })
}

/// Runs of lines without blank ones and comments.
fn next_segment(records: &[Vec<String>], from: usize) -> Option<Range<usize>> {
    let is_in = |record: &Vec<String>| matches!(line(record), Line::Text | Line::Cells);
    let start = from + records.get(from..)?.iter().position(is_in)?;
    let length = records.get(start..)?.iter().position(|record| !is_in(record));
    Some(start..length.map_or(records.len(), |length| start + length))
}

fn first_block(records: &[Vec<String>]) -> Option<Block> {
    if let Some(report) = vertical::find(records, 0) {
        let header = Header {
            rows: report.rows.start..report.rows.start,
            names: report.turned.names.clone(),
            why: "a key and its value on each line",
        };
        let start = report.rows.start;
        let turned = Some(report.turned);
        return Some(Block {
            start,
            titles: report.titles,
            has_banner: false,
            header,
            first_row: report.rows.end,
            turned,
        });
    }
    let mut from = 0;
    while let Some(segment) = next_segment(records, from) {
        from = segment.end;
        let width = usual_width(records.get(segment.clone())?);
        if width < 2 || is_preamble(records, &segment, width) {
            continue;
        }
        let Some(at) = segment.clone().find(|at| is_wide(records, *at, width)) else { continue };
        let header = if looks_like_header(records, at) {
            header::read(records, segment.start, at)
        } else {
            no_header(records, at, width)
        };
        return Some(first_of(records, header));
    }
    // One column, or nothing that is wide enough for a header.
    let at = next_segment(records, 0)?.start;
    let width = usual_width(records).max(1);
    let is_header = width == 1 && records.get(at).is_some_and(|record| cells::is_all_words(record));
    let first_cells = records.iter().position(|record| line(record) == Line::Cells);
    let header = match (is_header, first_cells) {
        (true, _) => header::read(records, at, at),
        (false, Some(at)) => no_header(records, at, width),
        (false, None) => no_header(records, at, width),
    };
    Some(first_of(records, header))
}

fn no_header(records: &[Vec<String>], at: usize, width: usize) -> Header {
    let cells = records.get(at).map_or(0, Vec::len).max(width).max(1);
    Header { rows: at..at, names: vec![String::new(); cells], why: "the first line holds figures already" }
}

/// The first table: all lines above its header are titles.
fn first_of(records: &[Vec<String>], header: Header) -> Block {
    let above = records.get(..header.rows.start).unwrap_or(&[]);
    let titles = above.iter().map(|record| title(record)).filter(|title| !title.is_empty()).collect();
    let has_banner = above.iter().any(|record| line(record) == Line::Banner);
    Block { start: 0, titles, has_banner, first_row: header.rows.end, header, turned: None }
}

/// Whether a line is as wide as the table, and so its header or first row.
fn is_wide(records: &[Vec<String>], at: usize, usual: usize) -> bool {
    let Some(record) = records.get(at) else { return false };
    let width = width(record);
    line(record) == Line::Cells
        && width * 10 >= usual * 6
        && filled(record) * 2 >= width
        && !is_title(record)
        && !is_sentence(records, at)
}

/// A sentence that was cut at its commas: spaces follow them, though not in the line below.
fn is_sentence(records: &[Vec<String>], at: usize) -> bool {
    let is_spaced = |record: &Vec<String>| record.len() > 1 && record.iter().skip(1).all(|cell| cell.starts_with(' '));
    let below = records.iter().skip(at + 1).find(|record| line(record) == Line::Cells);
    records.get(at).is_some_and(is_spaced) && below.is_some_and(|below| !is_spaced(below))
}

/// A few lines of labels and values above a wider table: "Account, Acme", "Period, Sep 2026".
fn is_preamble(records: &[Vec<String>], segment: &Range<usize>, usual: usize) -> bool {
    const LINES: usize = 12;
    let Some(lines) = records.get(segment.clone()).filter(|lines| lines.len() <= LINES) else { return false };
    // Words over figures are a table.
    let is_table = lines.len() >= 3
        && (1..usual).any(|column| {
            lines.first().is_some_and(|first| kind(cell(first, column)) == Kind::Word)
                && lines.iter().skip(1).all(|record| kind(cell(record, column)) == Kind::Number)
        });
    let mut from = segment.end;
    let wider = std::iter::from_fn(|| {
        let next = next_segment(records, from)?;
        from = next.end;
        Some(next)
    });
    let is_wider = |next: Range<usize>| {
        let width = usual_width(records.get(next.clone()).unwrap_or(&[]));
        width >= 3
            && width * 3 >= usual * 5
            && next.clone().filter(|at| is_wide(records, *at, width)).take(3).any(|at| is_strict(records, at))
    };
    !is_table && wider.take(3).any(is_wider)
}

/// A header beyond doubt: words over a row that holds figures or dates.
fn is_strict(records: &[Vec<String>], at: usize) -> bool {
    let Some(record) = records.get(at) else { return false };
    if filled(record) < 2 || !is_heading(records, at) {
        return false;
    }
    let header = header::read(records, at, at);
    let Some(next) = records.get(header.rows.end..).and_then(|rest| rest.iter().find(|record| filled(record) > 0))
    else {
        return false;
    };
    let columns = header.names.len();
    line(next) == Line::Cells
        && width(next) <= columns
        && width(next) * 2 >= columns
        && (header.rows.len() > 1 || !has_twins(record))
        && (0..columns).any(|column| {
            kind(cell(record, column)) == Kind::Word && matches!(kind(cell(next, column)), Kind::Number | Kind::Date)
        })
}

/// Words throughout, short, and no totals row.
fn is_heading(records: &[Vec<String>], at: usize) -> bool {
    const CHARS: usize = 300;
    let Some(record) = records.get(at) else { return false };
    let words = record.iter().filter(|cell| kind(cell) == Kind::Word).count();
    !is_totals_label(cell(record, 0))
        && record.iter().all(|cell| cell.len() <= CHARS)
        && (words * 10 >= filled(record) * 8 || looks_like_header(records, at) && words >= 1)
}

/// The table after one, if there is another.
fn next_block(records: &[Vec<String>], block: &Block) -> Option<Block> {
    let mut gap: Option<Gap> = None;
    let mut figures: Option<Vec<usize>> = None;
    for (at, record) in records.iter().enumerate().skip(block.first_row) {
        let is_row = line(record) == Line::Cells && !is_title(record);
        if is_row {
            let place = Place { block, gap: gap.as_ref(), at };
            if place.begins_table(records, &mut figures) {
                let header = header::read(records, at, at);
                let first_row = header.rows.end;
                let Gap { start, titles, has_banner, .. } = gap.unwrap_or_else(|| Gap { start: at, ..Gap::default() });
                let titles = titles.into_iter().filter(|title| !title.is_empty()).collect();
                return Some(Block { start, titles, has_banner, header, first_row, turned: None });
            }
            gap = None;
            continue;
        }
        let between = gap.get_or_insert_with(|| Gap { start: at, ..Gap::default() });
        match line(record) {
            Line::Blank => between.has_blank = true,
            Line::Banner => between.has_banner = true,
            Line::Text | Line::Cells => between.has_text = true,
        }
        between.titles.push(title(record));
    }
    None
}

/// A line among the rows of a table, and what stands above it.
struct Place<'a> {
    block: &'a Block,
    gap: Option<&'a Gap>,
    at: usize,
}

impl Place<'_> {
    /// Whether another table begins here.
    fn begins_table(&self, records: &[Vec<String>], figures: &mut Option<Vec<usize>>) -> bool {
        let Some(record) = records.get(self.at) else { return false };
        if self.gap.is_none()
            && (self.at == self.block.first_row || kind(cell(record, width(record) - 1)) != Kind::Word)
        {
            return false;
        }
        let has_banner = self.gap.is_some_and(|gap| gap.has_banner);
        let has_text = self.gap.is_some_and(|gap| gap.has_text);
        let head = records.get(self.block.header.rows.start).filter(|_| !self.block.header.rows.is_empty());
        if head.is_some_and(|head| is_same_line(head, record)) {
            // The same export of other days or of another table; else the header again.
            return self.gap.is_some_and(|gap| {
                let is_new = |title: &String| block_name(title).is_some() && !self.block.titles.contains(title);
                (has_text || has_banner) && gap.titles.iter().any(|title| parse_period(title).is_some())
                    || has_banner && gap.titles.iter().any(is_new)
            });
        }
        if has_banner && self.is_empty_table(records) {
            return true;
        }
        let columns = self.block.header.names.len();
        let is_other_width =
            self.gap.is_some() && width(record) != columns && width(record) != self.width_above(records);
        let is_apart = has_banner || is_other_width;
        if !is_apart {
            let figures = figures.get_or_insert_with(|| figure_columns(records, self.block.first_row..self.at));
            let broken: Vec<&usize> = figures.iter().filter(|column| is_filled(record, **column)).collect();
            let is_break = !broken.is_empty() && broken.iter().all(|column| kind(cell(record, **column)) == Kind::Word);
            let is_name = |column: &&usize| {
                let text = cell(record, **column);
                named(&normalize(text)).is_some()
                    || self.block.header.names.iter().any(|name| name.eq_ignore_ascii_case(text))
            };
            if !is_break || !(has_text || broken.iter().any(is_name)) {
                return false;
            }
        }
        is_strict(records, self.at)
    }

    /// The width that most rows above have.
    fn width_above(&self, records: &[Vec<String>]) -> usize {
        usual_width(records.get(self.block.first_row..self.at).unwrap_or(&[]))
    }

    /// A header between two comments, without rows.
    fn is_empty_table(&self, records: &[Vec<String>]) -> bool {
        let mut rest = records.iter().skip(self.at + 1).map(|record| line(record)).filter(|line| *line != Line::Blank);
        is_heading(records, self.at) && rest.next() == Some(Line::Banner) && rest.any(|line| line == Line::Cells)
    }
}

fn is_same_line(a: &[String], b: &[String]) -> bool {
    (0..a.len().max(b.len())).all(|column| cell(a, column) == cell(b, column))
}

/// Columns that hold figures in nearly all of the first rows.
fn figure_columns(records: &[Vec<String>], rows: Range<usize>) -> Vec<usize> {
    const ROWS: usize = 30;
    let rows: Vec<&Vec<String>> =
        records.get(rows).unwrap_or(&[]).iter().filter(|record| line(record) == Line::Cells).take(ROWS).collect();
    let columns = rows.iter().map(|row| width(row)).max().unwrap_or(0);
    (0..columns)
        .filter(|column| {
            let kinds: Vec<Kind> = rows.iter().map(|row| kind(cell(row, *column))).collect();
            let said = kinds.iter().filter(|kind| !matches!(kind, Kind::Blank | Kind::Unknown)).count();
            let numbers = kinds.iter().filter(|kind| **kind == Kind::Number).count();
            numbers > 0 && numbers * 10 >= said * 8
        })
        .collect()
}

fn shape(records: &[Vec<String>], block: Block, end_row: Option<usize>) -> Shape {
    let Block { titles, has_banner, header, first_row, turned, .. } = block;
    let rows = records.get(first_row..end_row.unwrap_or(records.len())).unwrap_or(&[]);
    let head: Vec<Vec<String>> = records.get(header.rows.clone()).unwrap_or(&[]).to_vec();
    let mut names = header.names;
    let mut totals = Vec::new();
    let mut carry = None;
    if turned.is_none() {
        // Columns that hold something though the header leaves their names blank.
        let written = head.iter().map(Vec::len).max().unwrap_or(0).min(usual_width(rows));
        if written > names.len() {
            names.resize(written, String::new());
        }
        if has_banner && let Some((label, row)) = adobe_totals(rows, &names, &titles) {
            totals.push(first_row + row);
            if let Some(name) = names.first_mut() {
                *name = label;
            }
        }
        carry = carry::find(rows, &names);
    }
    let status = head.first().and_then(|head| {
        let is_status = |cell: &String| matches!(cell.trim(), "Status" | "Response Type");
        let is_survey = head.iter().any(|cell| matches!(cell.trim(), "ResponseId" | "ResponseID" | "RecordedDate"));
        head.iter().position(is_status).filter(|_| is_survey)
    });
    Shape {
        name: String::new(),
        titles,
        has_banner,
        header: header.rows,
        why: header.why,
        names,
        first_row,
        end_row,
        carry,
        totals,
        turned,
        head,
        status,
    }
}

/// Adobe's first row under a blank heading holds the totals, and its label is the name of the column ("Page") or
/// "Segments". Returns that name and the row.
fn adobe_totals(rows: &[Vec<String>], names: &[String], titles: &[String]) -> Option<(String, usize)> {
    let is_unnamed = names.first().is_some_and(String::is_empty) && names.iter().skip(1).all(|name| !name.is_empty());
    let first = rows.iter().position(|record| line(record) == Line::Cells)?;
    let totals = rows.get(first)?;
    let others: Vec<&Vec<String>> = rows.iter().skip(first + 1).filter(|record| line(record) == Line::Cells).collect();
    let label = cell(totals, 0);
    if !is_unnamed || others.len() < 2 || kind(label) != Kind::Word {
        return None;
    }
    let figures: Vec<(usize, f64)> =
        (1..names.len()).filter_map(|column| Some((column, amount(cell(totals, column))?))).collect();
    let of_others = |column: usize| others.iter().filter_map(move |row| amount(cell(row, column)));
    let is_most = figures.iter().all(|(column, total)| of_others(*column).all(|value| value.abs() <= total.abs()));
    let is_sum = figures.iter().any(|(column, total)| {
        let sum: f64 = of_others(*column).sum();
        *total != 0.0 && (sum - total).abs() <= 1e-6 * total.abs()
    });
    let is_segments = label.eq_ignore_ascii_case("segments");
    let is_adobe = titles.iter().any(|title| title.to_lowercase().starts_with("report suite"));
    (!figures.is_empty() && is_most && (is_sum || is_segments || is_adobe))
        .then(|| (if is_segments { String::new() } else { label.to_owned() }, first))
}
