//! Finds the table in a file's text: delimiter, title lines, header, and where its rows begin. Rows are read by whoever
//! needs them; those of a small file are looked at here, those of a large one only in its head.

use std::io::Read as _;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use super::decode::decode;
use super::format::{recognize, stated_period};
use super::frame::{Frame, Outline, TooLong, is_banner, line_number};
use super::number::{DecimalMark, Value, parse};
use super::profile::Profiler;
use super::scan::{RowIndex, Span, scan_part};
use super::table::{Body, Column, Table, Whole};
use super::text::TextSource;
use super::{ImportError, dates};
use crate::base::Warning;

/// Limits of the reader, beyond which a file is refused with a plain sentence. UTF-8 on disk may be of any size.
pub const MAX_BYTES: u64 = 1 << 30;
pub const MAX_COLUMNS: usize = 2_000;
pub const MAX_CELL_CHARS: usize = 100_000;
/// Files up to this size are read into memory; larger ones are read where they are.
const IN_MEMORY_BYTES: u64 = 8 << 20;
/// So much of a text is looked at to find its table; of a smaller text, all rows.
const HEAD_BYTES: usize = 1 << 20;
/// How much is read before asking whether to go on.
const CHUNK_BYTES: usize = 1 << 22;

/// Called now and then with how much of the file is read, 0 to 1; `false` cancels.
pub type Progress<'a> = &'a dyn Fn(f32) -> bool;

/// Reads a file's bytes into a table of text.
pub fn read_table(file_name: &str, bytes: &[u8]) -> Result<Table, ImportError> {
    read_table_with(file_name, bytes, &|_| true)
}

/// Reads a file from disk into a table of text. Of a large file only the head is read, and the rest by `digest`.
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
    if metadata.len() > IN_MEMORY_BYTES
        && let Some(table) = read_in_place(path, &file, progress)?
    {
        return Ok(table);
    }
    check_size(&file, metadata.len())?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let mut source = std::fs::File::open(path).map_err(failed)?;
    loop {
        let read = source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut bytes).map_err(failed)?;
        if read == 0 {
            break;
        }
        go_on(&file, progress, 0.0)?;
        // A file may grow while it is read.
        check_size(&file, bytes.len() as u64)?;
    }
    read_table_with(&file, &bytes, progress)
}

/// As [`read_table`], for large files: tells how far it is and can be cancelled.
pub fn read_table_with(file_name: &str, bytes: &[u8], progress: Progress<'_>) -> Result<Table, ImportError> {
    check_size(file_name, bytes.len() as u64)?;
    go_on(file_name, progress, 0.0)?;
    let decoded = decode(file_name, bytes)?;
    let mut noticed = Vec::new();
    if decoded.has_errors {
        noticed.push(Warning::new(format!(
            "Some characters mean nothing in {}; they show as “\u{fffd}”.",
            decoded.encoding
        )));
    }
    let hash = blake3::hash(bytes).to_hex().to_string();
    let content = Content {
        file: file_name,
        size_bytes: bytes.len() as u64,
        encoding: decoded.encoding,
        hash: Some(hash),
        text: TextSource::memory(decoded.text.as_bytes()),
        start: 0,
        noticed,
    };
    find_table(content)
}

/// The table of a large file of UTF-8; `None` for one that is something else.
fn read_in_place(path: &Path, file: &str, progress: Progress<'_>) -> Result<Option<Table>, ImportError> {
    let failed = |error: std::io::Error| ImportError::cannot_read(file, &error);
    let text = TextSource::open(path, file)?;
    let mark = b"\xEF\xBB\xBF";
    let head = text.head(HEAD_BYTES).map_err(failed)?;
    let start = if head.starts_with(mark) { mark.len() } else { 0 };
    // What is no text is told by its head, in the words of the decoder.
    if decode(file, &head)?.encoding != "UTF-8" && !is_cut_utf8(&head) {
        return Ok(None);
    }
    let mut offset = 0;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        go_on(file, progress, 0.0)?;
        let read = super::scan::read_full(&text, offset, &mut chunk).map_err(failed)?;
        let bytes = chunk.get(..read).unwrap_or(&[]);
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => read,
            // A character that the chunk cuts is read again with the next one.
            Err(error) if error.error_len().is_none() && read == chunk.len() => error.valid_up_to(),
            Err(_) => return Ok(None),
        };
        if valid == 0 {
            break;
        }
        offset += valid as u64;
    }
    text.check_unchanged()?;
    let size_bytes = text.len();
    let noticed = Vec::new();
    find_table(Content { file, size_bytes, encoding: "UTF-8", hash: None, text, start: start as u64, noticed })
        .map(Some)
}

/// Whether the bytes are UTF-8 but for a character that their end cuts.
fn is_cut_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn go_on(file: &str, progress: Progress<'_>, done: f32) -> Result<(), ImportError> {
    if progress(done) { Ok(()) } else { Err(ImportError::Cancelled { file: file.to_owned() }) }
}

fn check_size(file: &str, bytes: u64) -> Result<(), ImportError> {
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(ImportError::TooLarge { file: file.to_owned(), size_mib: bytes.div_ceil(1 << 20), limit_mib: MAX_BYTES >> 20 })
}

/// A text in which a table is looked for.
struct Content<'a> {
    file: &'a str,
    size_bytes: u64,
    encoding: &'static str,
    /// The file's hash, if it is known.
    hash: Option<String>,
    text: TextSource,
    /// Where the text begins, behind a byte-order mark.
    start: u64,
    noticed: Vec<Warning>,
}

fn find_table(content: Content<'_>) -> Result<Table, ImportError> {
    let Content { file, size_bytes, encoding, hash, text, start, mut noticed } = content;
    let failed = |error: std::io::Error| ImportError::cannot_read(file, &error);
    let start_at = usize::try_from(start).unwrap_or(0);
    let head = text.head(HEAD_BYTES + start_at).map_err(failed)?;
    let is_small = head.len() as u64 >= text.len();
    let head = head.get(start_at..).unwrap_or(&[]);
    let terminator = if !head.contains(&b'\n') && head.contains(&b'\r') { b'\r' } else { b'\n' };
    let (told_delimiter, skipped) = separator_line(head);
    let lines = Span {
        delimiter: b',',
        terminator,
        start: start + skipped as u64,
        first_line: 1 + u64::from(skipped > 0),
        end: text.len(),
    };
    let head = head.get(skipped..).unwrap_or(&[]);
    let delimiter = told_delimiter.unwrap_or_else(|| sniff_delimiter(head, lines));
    let span = Span { delimiter, ..lines };
    let sample = sample(head, span);
    let header = find_header(&sample);
    let Top { titles, has_banner, header_row, mut names, rows } =
        top(&text, &span, head.len(), &header).map_err(failed)?;
    // A header with a delimiter at its end has no further column.
    while header_row > 0 && names.len() > 1 && names.last().is_some_and(|name| name.trim().is_empty()) {
        names.pop();
    }
    if names.is_empty() {
        return Err(ImportError::NoTable { file: file.to_owned() });
    }
    if names.len() > MAX_COLUMNS {
        return Err(ImportError::TooManyColumns { file: file.to_owned(), columns: names.len(), limit: MAX_COLUMNS });
    }
    let columns = unique_columns(&names);
    let headers: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let (family, format) = recognize(&titles, &headers, has_banner);
    if header_row == 0 {
        noticed.push(Warning::new("The file has no header, so its columns are only numbered."));
    }
    if columns.len() == 1 {
        let message = "The file has only one column; a map needs names and figures. Is the separator missing?";
        noticed.push(Warning::new(message));
    }
    let frame = Frame::new(names);
    let end = lines.start + head.len() as u64;
    let seen = look(&text, &rows, &frame, is_small, end).map_err(failed)?;
    let (outline, profiler, head_rows) = seen.map_err(|TooLong { line }| too_long(file, line))?;
    let head = RowIndex::of_part(rows.start..end, rows.first_line, head_rows);
    let whole = OnceLock::new();
    if let (true, Some(hash)) = (is_small, &hash) {
        let below = outline.below();
        whole.get_or_init(|| Whole { index: head.clone(), outline, below, hash: hash.clone() });
    }
    Ok(Table {
        file_name: file.to_owned(),
        relative_path: None,
        size_bytes,
        family,
        format,
        encoding: encoding.to_owned(),
        delimiter: char::from(delimiter),
        header_row,
        stated_period: stated_period(&titles),
        titles,
        noticed,
        profiles: profiler.finish(!is_small),
        columns,
        body: Body { text, span: rows, frame, hash, head, whole, pages: Mutex::default() },
    })
}

/// What a record or cell without end is called.
pub(super) fn too_long(file: &str, line: u64) -> ImportError {
    ImportError::CellTooLong { file: file.to_owned(), line: line_number(line), limit: MAX_CELL_CHARS }
}

/// What stands above the rows.
struct Top {
    titles: Vec<String>,
    has_banner: bool,
    header_row: u32,
    names: Vec<String>,
    /// From the first row on.
    rows: Span,
}

/// Reads titles and header.
fn top(text: &TextSource, span: &Span, head: usize, header: &Header) -> std::io::Result<Top> {
    let mut top = Top { titles: Vec::new(), has_banner: false, header_row: 0, names: Vec::new(), rows: *span };
    let at = match header {
        Header::At(at) => *at,
        Header::Missing { width } => {
            top.names = vec![String::new(); *width];
            return Ok(top);
        }
    };
    let mut index = 0;
    let bytes = span.start..span.start + head as u64;
    scan_part(text, span, bytes, span.first_line, |row| {
        if index == at {
            top.header_row = line_number(row.line);
            top.names = (0..row.width()).map(|column| row.raw(column).to_owned()).collect();
            top.rows.start = row.bytes.end;
            top.rows.first_line = row.line + row.lines;
            return false;
        }
        top.has_banner |= row.raw(0).starts_with('#');
        let cells: Vec<&str> = (0..row.width()).map(|column| row.raw(column)).collect();
        let title = cells.join(&char::from(span.delimiter).to_string());
        let title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '-' | '=' | ',' | ';'));
        if !title.is_empty() {
            top.titles.push(title.to_owned());
        }
        index += 1;
        true
    })?;
    Ok(top)
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

const SAMPLE_RECORDS: usize = 200;

/// The first records, banner lines and titles among them.
fn sample(head: &[u8], span: Span) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    // Memory can always be read.
    let _ = scan_part(head, &span, 0..head.len() as u64, 1, |row| {
        records.push((0..row.width()).map(|column| row.raw(column).to_owned()).collect());
        records.len() < SAMPLE_RECORDS
    });
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
fn sniff_delimiter(head: &[u8], lines: Span) -> u8 {
    let score = |delimiter: u8| {
        let records = sample(head, Span { delimiter, ..lines });
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
