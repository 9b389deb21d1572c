//! Where a file's tables are, and one of them: its columns, and where its rows begin. Rows are read by whoever needs
//! them; those of a small file are looked at here, those of a large one only in its head.

use std::path::Path;
use std::sync::{Mutex, OnceLock};

use super::ImportError;
use super::carried::carried;
use super::content::{Content, Form, Numbering, TextSource, contents, contents_of_bytes, settle};
use super::format::recognize;
use super::frame::{Frame, Outline, TooLong, line_number};
use super::profile::Profiler;
use super::scan::{RowIndex, Span, scan_part};
use super::shape::{Shape, find_shapes, is_banner_text, stated_period};
use super::table::{Body, Column, Offer, Table, Whole};
use crate::base::Warning;

/// Limits of the reader, beyond which a file is refused with a plain sentence.
pub const MAX_COLUMNS: usize = 2_000;
/// Of formats that are rewritten before they are read; plain text may have any number.
pub const MAX_ROWS: usize = 20_000_000;
pub const MAX_CELL_CHARS: usize = 100_000;
/// Of a text that is no longer, all rows are looked at to find its tables.
const SMALL_BYTES: u64 = 1 << 20;
/// Of a longer one, so much.
const HEAD_BYTES: usize = 1 << 18;
/// So many records are looked at to find them.
const SHAPE_RECORDS: usize = 5_000;

/// Called now and then with how much of the file is read, 0 to 1; `false` cancels.
pub type Progress<'a> = &'a dyn Fn(f32) -> bool;

/// Reads a file's bytes into a table of text.
pub fn read_table(file_name: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    read_table_with(file_name, bytes, &|_| true)
}

/// As [`read_table`], for large files: tells how far it is and can be cancelled.
pub fn read_table_with(file_name: &str, bytes: &[u8], progress: Progress<'_>) -> Result<Table, ImportError> {
    table_of(file_name, contents_of_bytes(file_name, bytes, progress)?, None, progress)
}

/// The table of that name in a file's bytes; the likeliest one without a name.
pub fn read_table_offer(file_name: &str, bytes: &[u8], offer: Option<&str>) -> Result<Table, ImportError> {
    table_of(file_name, contents_of_bytes(file_name, bytes, &|_| true)?, offer, &|_| true)
}

/// Reads a file from disk into a table of text. Of a large file only the head is read, and the rest by `digest`.
pub fn read_file(path: &Path, progress: Progress<'_>) -> Result<Table, ImportError> {
    read_file_offer(path, None, progress)
}

/// The table of that name in a file ([`Table::offers`]); the likeliest one without a name, or if there is none of it.
pub fn read_file_offer(path: &Path, offer: Option<&str>, progress: Progress<'_>) -> Result<Table, ImportError> {
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    table_of(&file, contents(path, progress)?, offer, progress)
}

/// A table that was found, and all that is needed to read it.
struct Found {
    content: usize,
    span: Span,
    head_end: u64,
    is_small: bool,
    shape: Shape,
    header_row: u32,
    /// From the first row on.
    rows: Span,
    /// Lines of totals rows that no label tells.
    totals: Vec<u64>,
    /// It stands on its side, but not all of it was looked at.
    is_too_long_to_turn: bool,
}

fn table_of(
    file: &str,
    contents: Vec<Content>,
    wanted: Option<&str>,
    progress: Progress<'_>,
) -> Result<Table, ImportError> {
    let mut found: Vec<Found> = Vec::new();
    for (index, content) in contents.iter().enumerate() {
        let failed = |error: std::io::Error| content.text.failed(file, &error);
        found.extend(tables_in(content, index).map_err(failed)?);
    }
    let is_alone = contents.len() == 1;
    let mut offers: Vec<Offer> = Vec::new();
    for table in &found {
        let content = contents.get(table.content).map_or("", |content| content.name.as_str());
        let name = match (is_alone, table.shape.name.as_str()) {
            (true, name) | (false, name) if content.is_empty() => name.to_owned(),
            (_, name) if found.iter().filter(|other| other.content == table.content).count() > 1 => {
                format!("{content}: {name}")
            }
            (_, _) => content.to_owned(),
        };
        let is_taken = |name: &str| offers.iter().any(|offer| offer.name == name);
        let name = match (2..).map(|number| format!("{name} ({number})")).find(|name| !is_taken(name)) {
            Some(other) if is_taken(&name) => other,
            Some(_) | None => name,
        };
        offers.push(Offer { name, columns: table.shape.names.len() });
    }
    let likeliest = || offers.iter().position(|offer| offer.columns >= 2).unwrap_or(0);
    let chosen = wanted.and_then(|name| offers.iter().position(|offer| offer.name == name)).unwrap_or_else(likeliest);
    let (Some(table), true) = (found.into_iter().nth(chosen), chosen < offers.len()) else {
        return Err(ImportError::NoTable { file: file.to_owned() });
    };
    let Some(content) = contents.into_iter().nth(table.content) else {
        return Err(ImportError::NoTable { file: file.to_owned() });
    };
    build(file, content, table, (offers, chosen), progress)
}

/// The tables of one text.
fn tables_in(content: &Content, index: usize) -> std::io::Result<Vec<Found>> {
    let text = &content.text;
    let is_small = text.len() <= SMALL_BYTES;
    let head = text.head(if is_small { SMALL_BYTES as usize } else { HEAD_BYTES })?;
    let terminator = if !head.contains(&b'\n') && head.contains(&b'\r') { b'\r' } else { b'\n' };
    let (told_delimiter, skipped) =
        if content.delimiter.is_some() { (content.delimiter, 0) } else { separator_line(&head) };
    let lines = Span {
        delimiter: b',',
        terminator,
        start: skipped as u64,
        first_line: u64::from(content.first_line) + u64::from(skipped > 0),
        end: text.len(),
        are_rows: content.numbering == Numbering::Rows,
    };
    let rest = head.get(skipped..).unwrap_or(&[]);
    let delimiter = told_delimiter.unwrap_or_else(|| sniff_delimiter(rest, lines));
    let span = Span { delimiter, ..lines };
    let head_end = head.len() as u64;
    let Records { records, places } = records_in(text, &span, head_end, is_small)?;
    let is_whole = is_small && records.len() < SHAPE_RECORDS;
    let shapes: Vec<Shape> = match content.header {
        Some(header) => Shape::known(header, &records).into_iter().collect(),
        None => {
            let turned = |shape: Shape| if is_whole { shape.turned(&records) } else { shape };
            find_shapes(&records).into_iter().map(turned).collect()
        }
    };
    let place_of = |record: usize| places.get(record).copied();
    let end = (span.end, span.first_line);
    Ok(shapes
        .into_iter()
        .map(|shape| {
            let (start, first_line) = place_of(shape.first_row).unwrap_or(end);
            let upto = shape.end_row.and_then(place_of).map_or(span.end, |(at, _)| at);
            let header = (!shape.header.is_empty()).then(|| place_of(shape.header.start)).flatten();
            let totals = shape.totals.iter().filter_map(|record| place_of(*record)).map(|(_, line)| line).collect();
            Found {
                content: index,
                span,
                head_end: head_end.min(upto),
                is_small: is_small || upto <= head_end,
                header_row: header.map_or(0, |(_, line)| line_number(line)),
                rows: Span { start, first_line, end: upto, ..span },
                totals,
                is_too_long_to_turn: !is_whole && content.header.is_none() && shape.is_across(),
                shape,
            }
        })
        .collect())
}

fn build(
    file: &str,
    mut content: Content,
    found: Found,
    (offers, offer): (Vec<Offer>, usize),
    progress: Progress<'_>,
) -> Result<Table, ImportError> {
    let Found {
        span, mut head_end, mut is_small, shape, header_row, mut rows, mut totals, is_too_long_to_turn, ..
    } = found;
    let source = content.text.clone();
    let failed = |error: std::io::Error| source.failed(file, &error);
    if shape.names.is_empty() {
        return Err(ImportError::NoTable { file: file.to_owned() });
    }
    if shape.names.len() > MAX_COLUMNS {
        let columns = shape.names.len();
        return Err(ImportError::TooManyColumns { file: file.to_owned(), columns, limit: MAX_COLUMNS });
    }
    // Nobody else reads the rest of the file.
    if content.is_presumed && (is_small || shape.turned.is_some() || shape.carry.is_some()) {
        let settled = settle(file, &source, progress)?;
        if rows.end == source.len() {
            rows.end = settled.text.len();
        }
        (content.text, content.encoding, content.hash) = (settled.text, settled.encoding, settled.hash);
        content.warnings.splice(0..0, settled.warnings);
        content.is_presumed = false;
    }
    let mut text = content.text.clone();
    if let Some(turned) = &shape.turned {
        let csv = turned.csv().into_bytes();
        let start = csv.iter().position(|byte| *byte == b'\n').map_or(csv.len(), |at| at + 1) as u64;
        (head_end, is_small) = (csv.len() as u64, true);
        rows = Span { delimiter: b',', terminator: b'\n', start, first_line: 2, end: head_end, are_rows: false };
        text = TextSource::memory(csv);
    } else if let Some(carry) = &shape.carry {
        let filled = carried(file, &text, &rows, carry, shape.names.len(), progress)?;
        totals.extend(filled.totals);
        (text, rows) = (filled.text, filled.rows);
        is_small = text.len() <= SMALL_BYTES;
        head_end = if is_small { text.len() } else { HEAD_BYTES as u64 };
    }
    totals.sort_unstable();
    let columns = unique_columns(&shape.names);
    let headers: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let (family, format) = recognize(&shape.titles, &headers, shape.has_banner);
    let mut noticed = content.warnings;
    if header_row == 0 && content.header.is_none() && shape.turned.is_none() {
        noticed.push(Warning::new("The file has no header, so its columns are only numbered."));
    }
    if columns.len() == 1 {
        let message = "The file has only one column; a map needs names and figures. Is the separator missing?";
        noticed.push(Warning::new(message));
    }
    if let Some(turned) = &shape.turned {
        noticed.extend(turned.notes.iter().map(Warning::new));
    } else if is_too_long_to_turn {
        noticed.push(Warning::new(format!(
            "Periods or segments stand beside each other here. Tables of more than {} MiB or {} rows are not turned: \
             write a row for each period instead.",
            SMALL_BYTES >> 20,
            crate::base::number::format_grouped(SHAPE_RECORDS as f64, 0)
        )));
    }
    if let Some(carry) = &shape.carry {
        noticed.push(Warning::new(carry.why.clone()));
    }
    noticed.extend(others(&offers, offer));
    let shape_is_turned = shape.turned.is_some();
    let (titles, stated_period) = (shape.titles.clone(), stated_period(&shape.titles));
    let frame = Frame::new(shape, totals);
    let seen = look(&text, &rows, &frame, is_small, head_end).map_err(failed)?;
    let (outline, profiler, head_rows) = seen.map_err(|TooLong { line }| too_long(file, line))?;
    let head = RowIndex::of_part(rows.start..head_end.max(rows.start), rows.first_line, head_rows);
    let whole = OnceLock::new();
    if is_small {
        let below = outline.below();
        let hash = content.hash.clone();
        whole.get_or_init(|| Whole { index: head.clone(), outline, below, hash });
    }
    let is_text = content.kind.form == Form::Text;
    Ok(Table {
        file_name: file.to_owned(),
        relative_path: None,
        size_bytes: content.size_bytes,
        family,
        format,
        form: content.kind.label(),
        encoding: content.encoding.to_owned(),
        delimiter: if is_text { char::from(span.delimiter) } else { ',' },
        header_row: if shape_is_turned { 1 } else { header_row },
        stated_period,
        titles,
        offers,
        offer,
        noticed,
        profiles: profiler.finish(!is_small),
        columns,
        body: Body {
            text,
            source,
            span: rows,
            frame,
            hash: (!content.is_presumed).then_some(content.hash),
            settled: OnceLock::new(),
            head,
            whole,
            pages: Mutex::default(),
        },
    })
}

/// Tells of the tables that are not read.
fn others(offers: &[Offer], chosen: usize) -> Option<Warning> {
    const NAMED: usize = 5;
    let name = &offers.get(chosen)?.name;
    let others = || offers.iter().enumerate().filter(|(index, _)| *index != chosen).map(|(_, offer)| &offer.name);
    let named: Vec<String> = others().take(NAMED).map(|name| format!("“{name}”")).collect();
    let more = if others().count() > NAMED { " and more" } else { "" };
    (!named.is_empty()).then(|| {
        let (count, named) = (offers.len(), named.join(", "));
        Warning::new(format!("The file has {count} tables; “{name}” is read. The others: {named}{more}."))
    })
}

/// What a record or cell without end is called.
pub(super) fn too_long(file: &str, line: u64) -> ImportError {
    ImportError::CellTooLong { file: file.to_owned(), line: line_number(line), limit: MAX_CELL_CHARS }
}

/// The records of a text as `shape` looks at them.
#[cfg(test)]
pub(super) fn records_of(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let end = text.len() as u64;
    let span = Span { delimiter, terminator: b'\n', start: 0, first_line: 1, end, are_rows: false };
    records_in(&TextSource::memory(text), &span, end, true).map(|found| found.records).unwrap_or_default()
}

/// The first records of a text, a blank line being one without cells; and for each its first byte and its line. Those
/// of a blank line are of the record after it.
#[derive(Default)]
struct Records {
    records: Vec<Vec<String>>,
    places: Vec<(u64, u64)>,
}

fn records_in(text: &TextSource, span: &Span, end: u64, is_small: bool) -> std::io::Result<Records> {
    let mut found = Records::default();
    let mut next_line = span.first_line;
    scan_part(text, span, span.start..end, span.first_line, |row| {
        // The head may cut its last record.
        if !is_small && row.bytes.end >= end && !found.records.is_empty() {
            return false;
        }
        let place = (row.bytes.start, row.line);
        while next_line < row.line && found.records.len() < SHAPE_RECORDS {
            found.records.push(Vec::new());
            found.places.push(place);
            next_line += 1;
        }
        next_line = row.line + row.lines;
        found.records.push((0..row.width()).map(|column| row.raw(column).to_owned()).collect());
        found.places.push(place);
        found.records.len() < SHAPE_RECORDS
    })?;
    Ok(found)
}

type Looked = Result<(Outline, Profiler, u64), TooLong>;

/// Looks at the rows of the head: which they are, and what their columns hold.
fn look(text: &TextSource, rows: &Span, frame: &Frame, is_small: bool, end: u64) -> std::io::Result<Looked> {
    let mut outline = Outline::default();
    let mut profiler = Profiler::new(frame.width());
    let mut count = 0;
    let mut too_long = None;
    scan_part(text, rows, rows.start..end, rows.first_line, |row| {
        // The head may cut its last record.
        if !is_small && row.bytes.end >= end {
            return false;
        }
        let below = outline.below();
        match outline.takes(frame, row, below) {
            Ok(true) => {
                count += 1;
                profiler.count(row);
            }
            Ok(false) => {}
            Err(error) => too_long = Some(error),
        }
        too_long.is_none()
    })?;
    Ok(too_long.map_or(Ok((outline, profiler, count)), Err))
}

/// Excel's "sep=;" line: the delimiter that it tells, and its length.
fn separator_line(head: &[u8]) -> (Option<u8>, usize) {
    let end = head.iter().position(|byte| *byte == b'\n').map_or(head.len(), |at| at + 1);
    let line = String::from_utf8_lossy(head.get(..end.min(64)).unwrap_or(&[]));
    let line = line.trim_end_matches(['\r', '\n']).trim_matches('"');
    match line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| line.as_bytes().get(4..)) {
        Some([delimiter]) if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n') => {
            (Some(*delimiter), end)
        }
        Some(_) | None => (None, 0),
    }
}

const DELIMITER_RECORDS: usize = 200;

/// The first records, banner lines and titles among them.
fn sample(head: &[u8], span: Span) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    // Memory can always be read.
    let _ = scan_part(head, &span, 0..head.len() as u64, 1, |row| {
        records.push((0..row.width()).map(|column| row.raw(column).to_owned()).collect());
        records.len() < DELIMITER_RECORDS
    });
    records
}

/// The most frequent number of cells, 2 or more, among the records; and how many have it.
fn usual_width(records: &[Vec<String>]) -> Option<(usize, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for record in records.iter().filter(|record| !is_banner_text(record.first().map_or("", String::as_str))) {
        *counts.entry(record.len()).or_insert(0usize) += 1;
    }
    counts.into_iter().filter(|(width, _)| *width >= 2).max_by_key(|(width, count)| (*count, *width))
}

/// The delimiter that cuts the most lines into the same number of cells.
fn sniff_delimiter(head: &[u8], lines: Span) -> u8 {
    let score = |delimiter: u8| {
        let records = sample(head, Span { delimiter, ..lines });
        let (width, count) = usual_width(&records)?;
        let lines = records.iter().filter(|record| !is_banner_text(record.first().map_or("", String::as_str))).count();
        Some(count as f64 / lines.max(1) as f64 + 0.02 * width.min(25) as f64)
    };
    let mut best = (b',', 0.0);
    for delimiter in *b",;\t|" {
        if let Some(score) = score(delimiter)
            && score > best.1
        {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Names without spaces around them, none blank, each once.
fn unique_columns(names: &[String]) -> Vec<Column> {
    let mut seen = std::collections::HashMap::new();
    let name_of = |(index, name): (usize, &String)| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { format!("Column {}", index + 1) } else { name };
        let count = seen.entry(name.to_lowercase()).or_insert(0usize);
        *count += 1;
        Column { name: if *count > 1 { format!("{name} ({count})") } else { name } }
    };
    names.iter().enumerate().map(name_of).collect()
}
