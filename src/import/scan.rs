//! Streams the records of a delimited text, however large, through a few threads. What comes out does not depend on
//! how many there are: chunks go to stripes in turn, and each stripe sees its chunks in order. What a record means is
//! not known here.

use std::io;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};

use memchr::{memchr, memchr_iter, memchr2, memrchr};

/// Bytes that can be read at any place, again and again.
pub(super) trait ReadAt: Sync {
    /// Fills as much of `into` as there is from `offset` on; 0 only at the end.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;
}

impl ReadAt for [u8] {
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|at| self.get(at..)).unwrap_or(&[]);
        let size = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..size), rest.get(..size)) {
            to.copy_from_slice(from);
        }
        Ok(size)
    }
}

impl ReadAt for super::spool::Store {
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        Self::read_at(self, offset, into)
    }
}

/// Where the records are and how they are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub delimiter: u8,
    /// `b'\n'`, which a `\r` may stand before; `b'\r'` in files of old programs.
    pub terminator: u8,
    /// The first byte of the first record, and its line counted from 1.
    pub start: u64,
    pub first_line: u64,
    /// The byte behind the last record.
    pub end: u64,
    /// Lines count records and blank lines, as in a sheet: a line end within quotes is part of a cell.
    pub are_rows: bool,
}

/// Chunks are about this long. The same on every computer, as it decides in which order figures are added.
pub(super) const CHUNK_BYTES: usize = 1 << 20;
/// Accumulators of a scan. The same on every computer, for the same reason.
pub(super) const STRIPES: usize = 4;
/// A record longer than this is a quote that is never closed, or no table.
pub(super) const MAX_RECORD_BYTES: usize = 16 << 20;

/// Why a scan ended early. `E` is what the one who looks at the rows says.
#[derive(Debug)]
pub(super) enum ScanError<E> {
    Io(io::Error),
    /// The record that begins in this line is longer than [`MAX_RECORD_BYTES`].
    RecordTooLong {
        line: u64,
    },
    Cancelled,
    Stopped(E),
}

/// One record.
pub(super) struct Row<'a> {
    /// Line of the text in which it begins, counted from 1.
    pub line: u64,
    /// The bytes of the text that it takes, its end of line among them.
    pub bytes: std::ops::Range<u64>,
    /// How many lines it takes.
    pub lines: u64,
    text: &'a str,
    bounds: &'a [(u32, u32)],
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.bounds.len()
    }

    /// The cell as it stands; empty for a cell that is not there.
    #[inline]
    pub fn raw(&self, column: usize) -> &'a str {
        let Some(&(from, to)) = self.bounds.get(column) else { return "" };
        self.text.get(from as usize..to as usize).unwrap_or("")
    }

    /// The cell without spaces around it.
    #[inline]
    pub fn cell(&self, column: usize) -> &'a str {
        let raw = self.raw(column);
        let bytes = raw.as_bytes();
        match (bytes.first(), bytes.last()) {
            // Most cells have none.
            (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => raw,
            (None, _) | (_, None) => raw,
            (Some(_), Some(_)) => raw.trim(),
        }
    }

    /// The whole number of bytes in its cells.
    pub fn len(&self) -> usize {
        match (self.bounds.first(), self.bounds.last()) {
            (Some((from, _)), Some((_, to))) => to.saturating_sub(*from) as usize,
            (_, _) => 0,
        }
    }

    pub fn cells(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        (0..self.width()).map(|column| self.cell(column))
    }
}

/// A part of the text that begins and ends with a record.
struct Chunk {
    bytes: Vec<u8>,
    offset: u64,
    line: u64,
    has_quotes: bool,
}

/// Where the rows of a text are, coarsely: for reading any page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowIndex {
    parts: Vec<Part>,
    /// Number of records that count as rows.
    pub rows: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    offset: u64,
    len: u64,
    line: u64,
    rows_before: u64,
}

impl RowIndex {
    /// One part of the text with so many rows.
    pub fn of_part(bytes: std::ops::Range<u64>, line: u64, rows: u64) -> Self {
        let part = Part { offset: bytes.start, len: bytes.end.saturating_sub(bytes.start), line, rows_before: 0 };
        Self { parts: vec![part], rows }
    }

    /// The part of the text that holds a row, counted from 0: its bytes, its line, and how many rows come before it.
    pub fn part_of(&self, row: u64) -> Option<(std::ops::Range<u64>, u64, u64)> {
        if row >= self.rows {
            return None;
        }
        let after = self.parts.partition_point(|part| part.rows_before <= row);
        let part = self.parts.get(after.checked_sub(1)?)?;
        Some((part.offset..part.offset + part.len, part.line, part.rows_before))
    }
}

/// What a scan brings: an accumulator for each stripe, in order, and where the rows are.
pub(super) struct Scanned<A> {
    pub stripes: Vec<A>,
    pub index: RowIndex,
    /// Some bytes were no UTF-8 and became U+FFFD.
    pub has_errors: bool,
}

/// How a scan is run; [`Default`] but in tests.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    pub chunk_bytes: usize,
    /// Threads that look at rows, beside the one that reads.
    pub workers: usize,
}

impl Default for Manner {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { chunk_bytes: CHUNK_BYTES, workers: cores.clamp(1, STRIPES) }
    }
}

/// What a worker has done.
struct Done<A> {
    stripes: Vec<(usize, A)>,
    parts: Vec<Part>,
    has_errors: bool,
}

/// Shows every record that is not blank to `each`, with the accumulator of its stripe; `each` says whether it counts as
/// a row. `on_bytes` sees all bytes of the span in order; `progress` is told the share that is read and ends the scan
/// by `false`.
///
/// # Errors
/// See [`ScanError`]; an error of `each` ends the scan.
pub(super) fn scan<A: Send, E: Send>(
    source: &(impl ReadAt + ?Sized),
    span: &Span,
    manner: Manner,
    progress: &dyn Fn(f32) -> bool,
    on_bytes: &mut dyn FnMut(&[u8]),
    make: impl Fn() -> A,
    each: impl Fn(&mut A, &Row<'_>) -> Result<bool, E> + Sync,
) -> Result<Scanned<A>, ScanError<E>> {
    let workers = manner.workers.clamp(1, STRIPES);
    let each = &each;
    std::thread::scope(|scope| {
        let mut senders: Vec<SyncSender<(usize, Chunk)>> = Vec::new();
        let mut threads = Vec::new();
        let (recycle, recycled) = std::sync::mpsc::channel::<Vec<u8>>();
        for worker in 0..workers {
            let (sender, receiver) = sync_channel::<(usize, Chunk)>(2);
            senders.push(sender);
            let recycle = recycle.clone();
            let stripes = (worker..STRIPES).step_by(workers).map(|stripe| (stripe, make())).collect();
            let mut done = Done { stripes, parts: Vec::new(), has_errors: false };
            let span = *span;
            threads.push(scope.spawn(move || -> Result<Done<A>, E> {
                let mut scratch = Scratch::default();
                for (number, mut chunk) in receiver {
                    let slot = done.stripes.iter_mut().find(|(stripe, _)| *stripe == number % STRIPES);
                    let Some((_, accumulator)) = slot else { continue };
                    let rows = scratch.rows(&mut chunk, &span, &mut done.has_errors, |row| each(accumulator, row))?;
                    let len = chunk.bytes.len() as u64;
                    done.parts.push(Part { offset: chunk.offset, len, line: chunk.line, rows_before: rows });
                    // Nobody waits for a buffer: a scan that is over has no use for it.
                    let _ = recycle.send(chunk.bytes);
                }
                Ok(done)
            }));
        }
        drop(recycle);
        let mut splitter = Splitter { source, span: *span, at: span.start, line: span.first_line, carry: Vec::new() };
        let mut number = 0;
        let read = loop {
            let total = span.end.saturating_sub(span.start).max(1);
            if !progress(splitter.at.saturating_sub(span.start) as f32 / total as f32) {
                break Err(ScanError::Cancelled);
            }
            let buffer = recycled.try_recv().unwrap_or_default();
            match splitter.next(buffer, manner.chunk_bytes) {
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
                Ok(Some(chunk)) => {
                    on_bytes(&chunk.bytes);
                    let Some(sender) = senders.get((number % STRIPES) % workers) else { break Ok(()) };
                    // A worker that is gone has an error to tell.
                    if send(sender, (number, chunk)).is_err() {
                        break Ok(());
                    }
                    number += 1;
                }
            }
        };
        drop(senders);
        let mut all: Vec<(usize, A)> = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        let mut has_errors = false;
        let mut stopped = None;
        for thread in threads {
            match thread.join() {
                Ok(Ok(done)) => {
                    all.extend(done.stripes);
                    parts.extend(done.parts);
                    has_errors |= done.has_errors;
                }
                Ok(Err(error)) => stopped = stopped.or(Some(error)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        if let Some(error) = stopped {
            return Err(ScanError::Stopped(error));
        }
        read?;
        all.sort_by_key(|(stripe, _)| *stripe);
        parts.sort_by_key(|part| part.offset);
        let mut rows = 0;
        for part in &mut parts {
            rows += std::mem::replace(&mut part.rows_before, rows);
        }
        let stripes = all.into_iter().map(|(_, accumulator)| accumulator).collect();
        Ok(Scanned { stripes, index: RowIndex { parts, rows }, has_errors })
    })
}

/// Sends as soon as there is room.
fn send<T>(sender: &SyncSender<T>, value: T) -> Result<(), ()> {
    match sender.try_send(value) {
        Ok(()) => Ok(()),
        Err(TrySendError::Full(value)) => sender.send(value).map_err(|_| ()),
        Err(TrySendError::Disconnected(_)) => Err(()),
    }
}

/// Shows the records of one part of a text, such as one that [`RowIndex::part_of`] names, until `each` says `false`.
///
/// # Errors
/// If the part cannot be read.
pub(super) fn scan_part(
    source: &(impl ReadAt + ?Sized),
    span: &Span,
    bytes: std::ops::Range<u64>,
    line: u64,
    mut each: impl FnMut(&Row<'_>) -> bool,
) -> io::Result<()> {
    let mut buffer = vec![0; usize::try_from(bytes.end.saturating_sub(bytes.start)).unwrap_or(0)];
    let read = read_full(source, bytes.start, &mut buffer)?;
    buffer.truncate(read);
    let has_quotes = memchr(b'"', &buffer).is_some();
    let mut chunk = Chunk { bytes: buffer, offset: bytes.start, line, has_quotes };
    let shown = Scratch::default().rows(&mut chunk, span, &mut false, |row| if each(row) { Ok(true) } else { Err(()) });
    // To stop early is no error.
    let (Ok(_) | Err(())) = shown;
    Ok(())
}

/// Fills `into` as far as there are bytes from `offset` on.
pub(super) fn read_full(source: &(impl ReadAt + ?Sized), offset: u64, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read_at(offset + filled as u64, rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Cuts the text into chunks that end where a record ends.
struct Splitter<'a, S: ?Sized> {
    source: &'a S,
    span: Span,
    /// The next byte to read; those in `carry` are read already.
    at: u64,
    /// Line of the first byte of `carry`, or of `at` if it is empty.
    line: u64,
    carry: Vec<u8>,
}

impl<S: ReadAt + ?Sized> Splitter<'_, S> {
    fn next<E>(&mut self, mut bytes: Vec<u8>, size: usize) -> Result<Option<Chunk>, ScanError<E>> {
        bytes.clear();
        bytes.append(&mut self.carry);
        let offset = self.at - bytes.len() as u64;
        loop {
            let held = bytes.len();
            let left = usize::try_from(self.span.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
            let wanted = left.min(size.max(1));
            bytes.resize(held + wanted, 0);
            let read = match bytes.get_mut(held..) {
                Some(room) => read_full(self.source, self.at, room).map_err(ScanError::Io)?,
                None => 0,
            };
            bytes.truncate(held + read);
            self.at += read as u64;
            let is_last = read < wanted || self.at >= self.span.end;
            if bytes.is_empty() {
                return Ok(None);
            }
            let has_quotes = memchr(b'"', &bytes).is_some();
            let end = match is_last {
                true => Some(bytes.len()),
                false if has_quotes => last_end(&bytes, &self.span),
                false => memrchr(self.span.terminator, &bytes).map(|at| at + 1),
            };
            if let Some(end) = end {
                self.carry.extend_from_slice(bytes.get(end..).unwrap_or(&[]));
                bytes.truncate(end);
                let line = self.line;
                self.line += line_ends(&bytes, &self.span, has_quotes);
                return Ok(Some(Chunk { bytes, offset, line, has_quotes }));
            }
            if bytes.len() > MAX_RECORD_BYTES {
                return Err(ScanError::RecordTooLong { line: self.line });
            }
        }
    }
}

/// How many lines end in whole records.
fn line_ends(bytes: &[u8], span: &Span, has_quotes: bool) -> u64 {
    if !(span.are_rows && has_quotes) {
        return memchr_iter(span.terminator, bytes).count() as u64;
    }
    let (mut at, mut ends) = (0, 0);
    while let Some((next, is_record)) = field_end(bytes, at, span) {
        at = next;
        ends += u64::from(is_record);
    }
    ends
}

/// Where the last whole record ends.
fn last_end(bytes: &[u8], span: &Span) -> Option<usize> {
    let (mut at, mut end) = (0, None);
    while let Some((next, is_record)) = field_end(bytes, at, span) {
        at = next;
        if is_record {
            end = Some(next);
        }
    }
    end
}

/// Where the field that begins at `at` ends: the place behind its delimiter or terminator, and whether the record
/// ends with it. `None` if the bytes end first.
fn field_end(bytes: &[u8], at: usize, span: &Span) -> Option<(usize, bool)> {
    let mut from = at;
    if bytes.get(at) == Some(&b'"') {
        from = closing_quote(bytes, at + 1)? + 1;
    }
    let found = from + memchr2(span.delimiter, span.terminator, bytes.get(from..)?)?;
    Some((found + 1, bytes.get(found) == Some(&span.terminator)))
}

/// The quote that closes a cell whose text begins at `at`; doubled ones stand for themselves.
fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let quote = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

/// What one thread needs to cut records into cells.
#[derive(Default)]
struct Scratch {
    bounds: Vec<(u32, u32)>,
    /// The cells of a record with quotes, without them.
    plain: String,
}

impl Scratch {
    /// Shows each record of the chunk that is not blank; returns how many count as rows.
    fn rows<E>(
        &mut self,
        chunk: &mut Chunk,
        span: &Span,
        has_errors: &mut bool,
        mut each: impl FnMut(&Row<'_>) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let repaired;
        let text = match std::str::from_utf8(&chunk.bytes) {
            Ok(text) => text,
            Err(_) => {
                *has_errors = true;
                repaired = String::from_utf8_lossy(&chunk.bytes).into_owned();
                &repaired
            }
        };
        let bytes = text.as_bytes();
        let (mut at, mut line, mut rows) = (0, chunk.line, 0);
        while at < bytes.len() {
            let start = at;
            let is_quoted = chunk.has_quotes && self.cut_quoted(text, &mut at, span);
            if !is_quoted {
                at = start;
                self.cut_plain(bytes, &mut at, span);
            }
            let lines = if is_quoted && !span.are_rows {
                memchr_iter(span.terminator, bytes.get(start..at).unwrap_or(&[])).count() as u64
            } else {
                1
            };
            let is_blank = self.bounds.len() == 1 && self.bounds.first().is_some_and(|(from, to)| from == to);
            if !is_blank {
                let text = if is_quoted { self.plain.as_str() } else { text };
                let place = chunk.offset + start as u64..chunk.offset + at as u64;
                rows += u64::from(each(&Row { line, bytes: place, lines, text, bounds: &self.bounds })?);
            }
            line += lines;
        }
        Ok(rows)
    }

    /// Cuts a record in which no cell begins with a quote.
    #[inline]
    fn cut_plain(&mut self, bytes: &[u8], at: &mut usize, span: &Span) {
        self.bounds.clear();
        let rest = bytes.get(*at..).unwrap_or(&[]);
        let mut from = *at;
        for found in memchr::memchr2_iter(span.delimiter, span.terminator, rest) {
            let place = *at + found;
            if bytes.get(place) == Some(&span.terminator) {
                self.bounds.push(bound(from, without_return(bytes, from, place)));
                *at = place + 1;
                return;
            }
            self.bounds.push(bound(from, place));
            from = place + 1;
        }
        self.bounds.push(bound(from, without_return(bytes, from, bytes.len())));
        *at = bytes.len();
    }

    /// Cuts a record with quotes into `plain`; `false` if no cell of it begins with one.
    fn cut_quoted(&mut self, text: &str, at: &mut usize, span: &Span) -> bool {
        let bytes = text.as_bytes();
        self.bounds.clear();
        self.plain.clear();
        let mut is_quoted = false;
        loop {
            let start = self.plain.len();
            let mut from = *at;
            if bytes.get(from) == Some(&b'"') {
                is_quoted = true;
                from += 1;
                loop {
                    // A quote that is never closed ends with the text.
                    let quote =
                        memchr(b'"', bytes.get(from..).unwrap_or(&[])).map_or(bytes.len(), |found| from + found);
                    self.plain.push_str(text.get(from..quote).unwrap_or(""));
                    from = (quote + 1).min(bytes.len());
                    if bytes.get(from) != Some(&b'"') {
                        break;
                    }
                    self.plain.push('"');
                    from += 1;
                }
            }
            let found = memchr2(span.delimiter, span.terminator, bytes.get(from..).unwrap_or(&[]));
            let place = found.map_or(bytes.len(), |found| from + found);
            let is_end = bytes.get(place).is_none_or(|byte| *byte == span.terminator);
            let to = if is_end { without_return(bytes, from, place) } else { place };
            self.plain.push_str(text.get(from..to).unwrap_or(""));
            self.bounds.push(bound(start, self.plain.len()));
            *at = (place + 1).min(bytes.len());
            if is_end {
                return is_quoted;
            }
        }
    }
}

fn bound(from: usize, to: usize) -> (u32, u32) {
    // Chunks and records are far below 4 GiB.
    (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX))
}

/// The end of a record's last cell, without the `\r` of a Windows line.
fn without_return(bytes: &[u8], from: usize, to: usize) -> usize {
    let is_return = to > from && bytes.get(to - 1) == Some(&b'\r');
    if is_return { to - 1 } else { to }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cells = (u64, Vec<String>);

    fn span_of(text: &[u8], delimiter: u8) -> Span {
        Span { delimiter, terminator: b'\n', start: 0, first_line: 1, end: text.len() as u64, are_rows: false }
    }

    fn all(text: &[u8], delimiter: u8, manner: Manner) -> Vec<Cells> {
        let each = |rows: &mut Vec<Cells>, row: &Row<'_>| -> Result<bool, ()> {
            rows.push((row.line, (0..row.width()).map(|column| row.raw(column).to_owned()).collect()));
            Ok(true)
        };
        let mut seen = Vec::new();
        let span = span_of(text, delimiter);
        let scanned = scan(text, &span, manner, &|_| true, &mut |b| seen.extend_from_slice(b), Vec::new, each).unwrap();
        assert_eq!(seen, text);
        let mut rows: Vec<Cells> = scanned.stripes.into_iter().flatten().collect();
        rows.sort();
        assert_eq!(scanned.index.rows, rows.len() as u64);
        for (at, row) in rows.iter().enumerate() {
            let (bytes, line, before) = scanned.index.part_of(at as u64).unwrap();
            let mut found = None;
            let mut number = before;
            scan_part(text, &span, bytes, line, |seen| {
                if number == at as u64 {
                    found = Some((seen.line, seen.cells().map(str::to_owned).collect::<Vec<_>>()));
                }
                number += 1;
                found.is_none()
            })
            .unwrap();
            let trimmed = (row.0, row.1.iter().map(|cell| cell.trim().to_owned()).collect());
            assert_eq!(found, Some(trimmed));
        }
        assert_eq!(scanned.index.part_of(rows.len() as u64), None);
        rows
    }

    /// What the `csv` crate makes of the text.
    fn expected(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    const TEXTS: &[&str] = &[
        "",
        "a,b\n1,2\n",
        "a,b\r\n1,2\r\n\r\n3,4",
        "a,\"b, \"\"c\"\"\nd\",e\n\"\",x,\n,,\n",
        "5\" pipe,7\n\"q\"tail,1\n",
        "one\n\n\ntwo\n",
        "ä,ö\n\"ü\nß\",é\n",
        "open,\"never closed\n1,2\n",
    ];

    #[test]
    fn chunks_and_threads_change_nothing() {
        for text in TEXTS {
            let whole = all(text.as_bytes(), b',', Manner { chunk_bytes: 1 << 20, workers: 1 });
            let cells: Vec<Vec<String>> = whole.iter().map(|(_, cells)| cells.clone()).collect();
            assert_eq!(cells, expected(text.as_bytes(), b','), "{text:?}");
            for chunk_bytes in 1..40 {
                for workers in [1, 2, 3, 4] {
                    let manner = Manner { chunk_bytes, workers };
                    assert_eq!(all(text.as_bytes(), b',', manner), whole, "{text:?} in {chunk_bytes}");
                }
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_text() {
        let rows = all(b"h\n\n\"a\nb\"\nc\n", b',', Manner::default());
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_record_without_end_is_refused_and_a_scan_can_be_stopped() {
        let mut text = b"a,b\n\"".to_vec();
        text.resize(MAX_RECORD_BYTES + (4 << 20), b'x');
        let span = span_of(&text, b',');
        let nothing = |(): &mut (), _: &Row<'_>| -> Result<bool, ()> { Ok(true) };
        let result = scan(text.as_slice(), &span, Manner::default(), &|_| true, &mut |_| {}, || (), nothing);
        assert!(matches!(result.err(), Some(ScanError::RecordTooLong { line: 2 })));
        let result = scan(b"a\nb\n".as_slice(), &span, Manner::default(), &|_| false, &mut |_| {}, || (), nothing);
        assert!(matches!(result.err(), Some(ScanError::Cancelled)));
        let stop = |(): &mut (), row: &Row<'_>| if row.line > 1 { Err(row.line) } else { Ok(true) };
        let span = span_of(b"a\nb\nc\n", b',');
        let result = scan(b"a\nb\nc\n".as_slice(), &span, Manner::default(), &|_| true, &mut |_| {}, || (), stop);
        assert!(matches!(result.err(), Some(ScanError::Stopped(2))));
    }
}
