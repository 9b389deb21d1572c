//! Reads a table of a file's text: delimiter, title lines, header, rows. Where it is, is found in `shape`.

use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use super::ImportError;
use super::decode::decode;
use super::format::recognize;
use super::profile::profiles;
use super::shape::{Carrier, NoRow, Shape, find_shapes, is_banner_text, sample_records, stated_period};
use super::table::{Cells, Column, LeftOut, Table};
use crate::base::Warning;

/// Limits of the reader, beyond which a file is refused with a plain sentence.
pub const MAX_BYTES: u64 = 1 << 30;
pub const MAX_COLUMNS: usize = 2_000;
pub const MAX_ROWS: usize = 20_000_000;
pub const MAX_CELL_CHARS: usize = 100_000;
/// How much is read before asking whether to go on.
const CHUNK_BYTES: u64 = 1 << 22;

/// Called now and then with how much of the file is read, 0 to 1; `false` cancels.
pub type Progress<'a> = &'a dyn Fn(f32) -> bool;

/// Reads a file's bytes into a table of text.
pub fn read_table(file_name: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    read_table_with(file_name, bytes, &|_| true)
}

/// Reads a file from disk into a table of text.
pub fn read_file(path: &Path, progress: Progress<'_>) -> Result<Table, ImportError> {
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let name = file.clone();
    let failed = |error: std::io::Error| ImportError::cannot_read(&name, &error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    // Devices and pipes may never end.
    if metadata.is_dir() {
        return Err(ImportError::NotAFile { file, what: "a folder", advice: "Choose the files in it one by one" });
    }
    if !metadata.is_file() {
        return Err(ImportError::NotAFile {
            file,
            what: "not an ordinary file",
            advice: "Save the data to a file first",
        });
    }
    check_size(&file, metadata.len())?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let mut source = std::fs::File::open(path).map_err(failed)?;
    loop {
        let read = source.by_ref().take(CHUNK_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        if read == 0 {
            break;
        }
        if !progress(0.0) {
            return Err(ImportError::Cancelled { file });
        }
        // A file may grow while it is read.
        check_size(&file, bytes.len() as u64)?;
    }
    read_table_with(&file, &bytes, progress)
}

/// As [`read_table`], for large files: tells how far it is and can be cancelled.
pub fn read_table_with(file_name: &str, bytes: &[u8], progress: Progress<'_>) -> Result<Table, ImportError> {
    check_size(file_name, bytes.len() as u64)?;
    let decoded = decode(file_name, bytes)?;
    let (told_delimiter, skipped_lines, text) = skip_separator_line(&decoded.text);
    let mut delimiter = told_delimiter.unwrap_or_else(|| sniff_delimiter(text));
    let records = sample_records(text, delimiter, SHAPE_RECORDS, SAMPLE_BYTES);
    let shapes = find_shapes(&records);
    let Some(shape) = shapes.first() else { return Err(ImportError::NoTable { file: file_name.to_owned() }) };
    let turned = shape.turned.as_ref().map(|turned| turned.csv());
    if turned.is_some() {
        delimiter = b',';
    }
    // Blank lines are no records here.
    let count = |index: usize| records.iter().take(index).filter(|record| !record.is_empty()).count();
    let (header, first_row, end_row) = match turned {
        Some(_) => (0..1, 1, None),
        None => {
            let Range { start, end } = shape.header;
            (count(start)..count(end), count(shape.first_row), shape.end_row.map(count))
        }
    };

    let mut rows = Rows::new(file_name, turned.as_deref().unwrap_or(text), delimiter, skipped_lines, progress);
    let mut header_row = 0;
    for index in 0..first_row {
        let Some(()) = rows.advance()? else { break };
        if index == header.start && !header.is_empty() {
            header_row = rows.line;
        }
    }
    let names = shape.names.clone();
    let titles = shape.titles.clone();
    let has_banner = shape.has_banner;
    if names.is_empty() {
        return Err(ImportError::NoTable { file: file_name.to_owned() });
    }
    if names.len() > MAX_COLUMNS {
        return Err(ImportError::TooManyColumns {
            file: file_name.to_owned(),
            columns: names.len(),
            limit: MAX_COLUMNS,
        });
    }
    let columns = unique_columns(&names);
    let headers: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let (family, format) = recognize(&titles, &headers, has_banner);
    let mut table = Table {
        file_name: file_name.to_owned(),
        relative_path: None,
        size_bytes: bytes.len() as u64,
        hash: blake3::hash(bytes).to_hex().to_string(),
        family,
        format,
        encoding: decoded.encoding.to_owned(),
        delimiter: char::from(delimiter),
        header_row,
        stated_period: stated_period(&titles),
        titles,
        left_out: Vec::new(),
        left_out_count: 0,
        warnings: Vec::new(),
        cells: Cells { width: columns.len(), ..Cells::default() },
        columns,
        profiles: Vec::new(),
    };
    let totals: Vec<usize> = shape.totals.iter().map(|index| count(*index)).collect();
    let part = Part { shape, first_row, end_row, totals: &totals };
    let short_rows = rows.read_into(&mut table, &part)?;
    note_others(&mut table, &shapes);
    if decoded.has_errors {
        table.warnings.push(Warning::new(format!(
            "Some characters mean nothing in {}; they show as “\u{fffd}”.",
            decoded.encoding
        )));
    }
    note_shape(&mut table, header_row, short_rows);
    table.profiles = profiles(&table);
    Ok(table)
}

fn check_size(file: &str, bytes: u64) -> Result<(), ImportError> {
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(ImportError::TooLarge { file: file.to_owned(), size_mib: bytes.div_ceil(1 << 20), limit_mib: MAX_BYTES >> 20 })
}

fn note_shape(table: &mut Table, header_row: u32, short_rows: usize) {
    let mut note = |message: String| table.warnings.push(Warning::new(message));
    if header_row == 0 {
        note("The file has no header, so its columns are only numbered.".into());
    }
    if table.columns.len() == 1 {
        note("The file has only one column; a map needs names and figures. Is the separator missing?".into());
    }
    if short_rows > 0 {
        let rows = if short_rows == 1 { "1 row has".to_owned() } else { format!("{short_rows} rows have") };
        note(format!("{rows} fewer cells than the header; the missing ones are unknown."));
    }
    if table.cells.lines.is_empty() {
        table.warnings.push(Warning::new("There are no rows under the header."));
    }
}

/// Tells of the tables that are not read.
fn note_others(table: &mut Table, shapes: &[Shape]) {
    if let [first, others @ ..] = shapes
        && !others.is_empty()
    {
        let names: Vec<String> = others.iter().take(5).map(|other| format!("“{}”", other.name)).collect();
        let more = if others.len() > names.len() { " and more" } else { "" };
        table.warnings.push(Warning::new(format!(
            "The file has {} tables; “{}” is read. The others: {}{more}.",
            shapes.len(),
            first.name,
            names.join(", ")
        )));
    }
    if let Some(carry) = shapes.first().and_then(|shape| shape.carry.as_ref()) {
        table.warnings.push(Warning::new(carry.why.clone()));
    }
}

/// Streams the records of a text with their lines.
struct Rows<'a> {
    file: &'a str,
    text: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
    /// Line of the record in the file, counted from 1.
    line: u32,
    counted_to: usize,
    read: usize,
    progress: Progress<'a>,
}

impl<'a> Rows<'a> {
    fn new(file: &'a str, text: &'a str, delimiter: u8, skipped_lines: u32, progress: Progress<'a>) -> Self {
        let text = text.as_bytes();
        let record = csv::StringRecord::new();
        let line = 1 + skipped_lines;
        Self { file, text, reader: csv_reader(text, delimiter), record, line, counted_to: 0, read: 0, progress }
    }

    /// Reads the next record; blank lines are passed over.
    fn advance(&mut self) -> Result<Option<()>, ImportError> {
        if self.read.is_multiple_of(4096) {
            let done = self.reader.position().byte() as f32 / self.text.len().max(1) as f32;
            if !(self.progress)(done) {
                return Err(ImportError::Cancelled { file: self.file.to_owned() });
            }
        }
        self.read += 1;
        // The text is valid UTF-8 and in memory, and rows may differ in length: nothing else can go wrong.
        let is_more = self.reader.read_record(&mut self.record).map_err(|error| ImportError::CannotRead {
            file: self.file.to_owned(),
            reason: error.to_string(),
            advice: "Export it again",
        })?;
        if !is_more {
            return Ok(None);
        }
        self.count_lines();
        if self.record.iter().any(|cell| cell.len() > MAX_CELL_CHARS && cell.chars().count() > MAX_CELL_CHARS) {
            return Err(ImportError::CellTooLong {
                file: self.file.to_owned(),
                line: self.line,
                limit: MAX_CELL_CHARS,
            });
        }
        Ok(Some(()))
    }

    /// The reader's own line may be that of blank lines before the record.
    fn count_lines(&mut self) {
        let Some(position) = self.record.position() else { return };
        let mut start = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.text.len());
        while self.text.get(start).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            start += 1;
        }
        let passed = self.text.get(self.counted_to..start).unwrap_or(&[]);
        let lines = passed.iter().filter(|b| **b == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted_to = start;
    }

    /// Reads the rows of a table. Returns how many were shorter than the header.
    fn read_into(&mut self, table: &mut Table, part: &Part<'_>) -> Result<usize, ImportError> {
        let width = table.columns.len();
        let mut short_rows = 0;
        let mut is_below = false;
        let mut carrier = part.shape.carry.as_ref().map(Carrier::new);
        let mut index = part.first_row;
        while self.advance()?.is_some() {
            let no_row = part.shape.no_row(self.record.len(), self.record.iter());
            // After a comment only the same header goes on with this table.
            is_below |= no_row == Some(NoRow::Banner) && !table.cells.lines.is_empty();
            is_below &= no_row != Some(NoRow::HeaderAgain);
            is_below |= part.end_row.is_some_and(|end| index >= end);
            let mut is_totals = part.totals.contains(&index);
            if let (Some(carrier), None, false) = (&mut carrier, &no_row, is_below) {
                carrier.advance(|column| self.record.get(column).unwrap_or(""));
                is_totals |= carrier.is_total();
            }
            index += 1;
            let why = match no_row {
                Some(NoRow::Blank) => continue,
                Some(NoRow::Banner) => NoRow::Banner.why(),
                Some(_) | None if is_below => Some("belongs to another table below".to_owned()),
                Some(other) => other.why(),
                None if is_totals => Some("totals row".to_owned()),
                None => None,
            };
            let Some(why) = why else {
                short_rows += usize::from(self.record.len() < width);
                if table.cells.lines.len() >= MAX_ROWS {
                    return Err(ImportError::TooManyRows { file: self.file.to_owned(), limit: MAX_ROWS });
                }
                let record = &self.record;
                match &carrier {
                    Some(carrier) => {
                        let own = |column| record.get(column).unwrap_or("");
                        let cells = (0..width).map(|column| carrier.taken(column).unwrap_or_else(|| own(column)));
                        table.cells.push(self.line, cells);
                    }
                    None => table.cells.push(self.line, record.iter()),
                }
                continue;
            };
            table.left_out_count += 1;
            if table.left_out.len() < Table::LEFT_OUT_SHOWN {
                let cells = self.record.iter().take(MAX_COLUMNS).map(str::to_owned).collect();
                table.left_out.push(LeftOut { line: self.line, why, cells });
            }
        }
        Ok(short_rows)
    }
}

/// Which records of the text are the table's, counted without blank lines.
struct Part<'a> {
    shape: &'a Shape,
    first_row: usize,
    end_row: Option<usize>,
    totals: &'a [usize],
}

fn csv_reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// Excel's "sep=;" line: the delimiter, the lines passed over, and the text after it.
fn skip_separator_line(text: &str) -> (Option<u8>, u32, &str) {
    let end = text.find('\n').map_or(text.len(), |at| at + 1);
    let (line, rest) = text.split_at(end);
    let line = line.trim_end_matches(['\r', '\n']).trim_matches('"');
    match line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| line.as_bytes().get(4..)) {
        Some([delimiter]) if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n') => {
            (Some(*delimiter), 1, rest)
        }
        Some(_) | None => (None, 0, text),
    }
}

/// How much is looked at to find the delimiter, and the tables.
const SAMPLE_BYTES: usize = 1 << 20;
const DELIMITER_RECORDS: usize = 200;
const SHAPE_RECORDS: usize = 5_000;

/// The most frequent number of cells, 2 or more, among the records; and how many have it.
fn usual_width(records: &[Vec<String>]) -> Option<(usize, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for record in records.iter().filter(|record| is_line(record)) {
        *counts.entry(record.len()).or_insert(0usize) += 1;
    }
    counts.into_iter().filter(|(width, _)| *width >= 2).max_by_key(|(width, count)| (*count, *width))
}

/// The delimiter that cuts the most lines into the same number of cells.
fn sniff_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let records = sample_records(text, delimiter, DELIMITER_RECORDS, SAMPLE_BYTES);
        let (width, count) = usual_width(&records)?;
        let lines = records.iter().filter(|record| is_line(record)).count();
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

/// Neither blank nor a comment of the exporting tool.
fn is_line(record: &[String]) -> bool {
    record.first().is_some_and(|first| !is_banner_text(first))
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
