//! Finds the table in a file's text: delimiter, title lines, header, rows, and what stands under the table.

use std::path::Path;

use super::content::{Content, contents, contents_of_bytes};
use super::format::{recognize, stated_period};
use super::number::{DecimalMark, Value, parse};
use super::profile::profiles;
use super::table::{Cells, Column, LeftOut, Table};
use super::{ImportError, dates};
use crate::base::Warning;

/// Limits of the reader, beyond which a file is refused with a plain sentence.
pub const MAX_BYTES: u64 = 1 << 30;
pub const MAX_COLUMNS: usize = 2_000;
pub const MAX_ROWS: usize = 20_000_000;
pub const MAX_CELL_CHARS: usize = 100_000;

/// Called now and then with how much of the file is read, 0 to 1; `false` cancels.
pub type Progress<'a> = &'a dyn Fn(f32) -> bool;

/// Reads a file's bytes into a table of text.
pub fn read_table(file_name: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    read_table_with(file_name, bytes, &|_| true)
}

/// Reads a file from disk into a table of text.
pub fn read_file(path: &Path, progress: Progress<'_>) -> Result<Table, ImportError> {
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    table_of(&file, contents(path, progress)?, progress)
}

/// As [`read_table`], for large files: tells how far it is and can be cancelled.
pub fn read_table_with(file_name: &str, bytes: &[u8], progress: Progress<'_>) -> Result<Table, ImportError> {
    table_of(file_name, contents_of_bytes(file_name, bytes, progress)?, progress)
}

/// The table in the first of a file's contents.
fn table_of(file_name: &str, contents: Vec<Content>, progress: Progress<'_>) -> Result<Table, ImportError> {
    let Some(content) = contents.into_iter().next() else {
        return Err(ImportError::NoTable { file: file_name.to_owned() });
    };
    check_size(file_name, content.text.len())?;
    let size = usize::try_from(content.text.len()).unwrap_or(usize::MAX);
    let text = content.text.head(size).map_err(|error| ImportError::cannot_read(file_name, &error))?;
    let text = String::from_utf8_lossy(&text);
    let (told_delimiter, skipped_lines, text) = skip_separator_line(&text);
    let delimiter = told_delimiter.or(content.delimiter).unwrap_or_else(|| sniff_delimiter(text));
    let sample = sample(text, delimiter);
    let header = find_header(&sample);

    let skipped_lines = skipped_lines + content.first_line.saturating_sub(1);
    let mut rows = Rows::new(file_name, text, delimiter, skipped_lines, progress);
    let mut titles = Vec::new();
    let mut has_banner = false;
    let mut header_row = 0;
    let mut names: Vec<String> = Vec::new();
    match header {
        Header::At(index) => {
            for _ in 0..index {
                let Some(_) = rows.advance()? else { break };
                has_banner |= rows.first().starts_with('#');
                let title = rows.record.iter().collect::<Vec<_>>().join(&delimiter.to_string());
                let title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '-' | '=' | ',' | ';'));
                if !title.is_empty() {
                    titles.push(title.to_owned());
                }
            }
            if rows.advance()?.is_some() {
                header_row = rows.line;
                names = rows.record.iter().map(str::to_owned).collect();
            }
        }
        Header::Missing { width } => names = vec![String::new(); width],
    }
    // A header with a delimiter at its end has no further column.
    while header_row > 0 && names.len() > 1 && names.last().is_some_and(|name| name.trim().is_empty()) {
        names.pop();
    }
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
    let (family, mut format) = recognize(&titles, &headers, has_banner);
    let kind = content.kind.label();
    if !kind.is_empty() {
        format = format!("{format} ({kind})");
    }
    let mut table = Table {
        file_name: file_name.to_owned(),
        relative_path: None,
        size_bytes: content.size_bytes,
        hash: content.hash,
        family,
        format,
        encoding: content.encoding.to_owned(),
        delimiter: char::from(delimiter),
        header_row,
        stated_period: stated_period(&titles),
        titles,
        left_out: Vec::new(),
        left_out_count: 0,
        warnings: content.warnings,
        cells: Cells { width: columns.len(), ..Cells::default() },
        columns,
        profiles: Vec::new(),
    };
    let short_rows = rows.read_into(&mut table, &names)?;
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

    fn first(&self) -> &str {
        self.record.get(0).unwrap_or("")
    }

    /// Reads all that is left into the table. Returns how many rows were shorter than the header.
    fn read_into(&mut self, table: &mut Table, header: &[String]) -> Result<usize, ImportError> {
        let width = table.columns.len();
        let mut short_rows = 0;
        let mut is_below = false;
        while self.advance()?.is_some() {
            let filled = self.record.iter().filter(|cell| !cell.trim().is_empty()).count();
            if filled == 0 {
                continue;
            }
            let beyond = self.record.iter().skip(width).any(|cell| !cell.trim().is_empty());
            let why = if is_banner(self.first()) {
                is_below = !table.cells.lines.is_empty();
                "banner line".to_owned()
            } else if is_below {
                "belongs to another table below".to_owned()
            } else if self.record.len() == 1 && width >= 3 {
                "text under the table".to_owned()
            } else if beyond {
                format!("has {} cells where the header has {width}", self.record.len())
            } else if self.record.iter().take(width).eq(header.iter().take(width).map(String::as_str)) {
                "the header again".to_owned()
            } else {
                short_rows += usize::from(self.record.len() < width);
                if table.cells.lines.len() >= MAX_ROWS {
                    return Err(ImportError::TooManyRows { file: self.file.to_owned(), limit: MAX_ROWS });
                }
                table.cells.push(self.line, self.record.iter());
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

fn csv_reader(text: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// "# ----", "#", "#====": a comment of the exporting tool. "#1041" is data.
fn is_banner(first_cell: &str) -> bool {
    let Some(rest) = first_cell.trim_start().strip_prefix('#') else { return false };
    rest.is_empty() || rest.starts_with([' ', '-', '=', '#'])
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

const SAMPLE_RECORDS: usize = 200;

/// The first records, banner lines and titles among them.
fn sample(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut end = text.len().min(1 << 20);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text);
    let mut records = Vec::new();
    for record in csv_reader(head.as_bytes(), delimiter).records().take(SAMPLE_RECORDS) {
        let Ok(record) = record else { break };
        records.push(record.iter().map(str::to_owned).collect());
    }
    records
}

/// The most frequent number of cells, 2 or more, among the records; and how many have it.
fn usual_width(records: &[Vec<String>]) -> Option<(usize, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for record in records.iter().filter(|record| !is_banner(record.first().map_or("", String::as_str))) {
        *counts.entry(record.len()).or_insert(0usize) += 1;
    }
    counts.into_iter().filter(|(width, _)| *width >= 2).max_by_key(|(width, count)| (*count, *width))
}

/// The delimiter that cuts the most lines into the same number of cells.
fn sniff_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let records = sample(text, delimiter);
        let (width, count) = usual_width(&records)?;
        let lines = records.iter().filter(|record| !is_banner(record.first().map_or("", String::as_str))).count();
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

enum Header {
    /// The index of the header among the records.
    At(usize),
    /// The first record is data already.
    Missing { width: usize },
}

/// The first record that is as wide as the table and mostly words.
fn find_header(sample: &[Vec<String>]) -> Header {
    let width = usual_width(sample).map_or(1, |(width, _)| width);
    let is_title = |record: &Vec<String>| {
        is_banner(record.first().map_or("", String::as_str)) || record.len() * 10 < width * 6 || {
            let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
            filled * 2 < record.len() || filled == 0
        }
    };
    let Some(index) = sample.iter().position(|record| !is_title(record)) else { return Header::Missing { width } };
    let Some(record) = sample.get(index) else { return Header::Missing { width } };
    let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
    let words = record.iter().filter(|cell| is_word(cell)).count();
    if words * 10 >= filled * 6 { Header::At(index) } else { Header::Missing { width: record.len().max(width) } }
}

fn is_word(cell: &str) -> bool {
    !cell.trim().is_empty()
        && parse(cell, DecimalMark::Point) == Value::Text
        && parse(cell, DecimalMark::Comma) == Value::Text
        && dates::parse_date(cell) == dates::DateReading::No
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
