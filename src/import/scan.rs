//! Streams the records of a delimited text, however large, through a few threads. What comes out does not depend on
//! how many there are: chunks go to stripes in turn, and each stripe sees its chunks in order. What a record means is
//! not known here.
//!
//! * `cut`, `marks`: a text into records and cells. `index`: where the rows are.

use std::io;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};

use memchr::{memchr, memrchr};

mod cut;
mod index;
mod marks;

use cut::{Cutter, Piece, last_end, line_ends};
use index::Part;

pub(super) use cut::Row;
pub(super) use index::RowIndex;

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

impl Span {
    /// How many bytes it takes.
    pub fn len(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
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
    /// Some bytes are no UTF-8.
    NotUtf8,
    Cancelled,
    Stopped(E),
}

/// A part of the text that begins and ends with a record.
struct Chunk {
    bytes: Vec<u8>,
    offset: u64,
    line: u64,
    has_quotes: bool,
}

impl Chunk {
    fn piece<'a>(&self, text: &'a str) -> Piece<'a> {
        Piece { text, offset: self.offset, line: self.line, has_quotes: self.has_quotes }
    }
}

/// What a scan brings: an accumulator for each stripe, in order, and where the rows are.
pub(super) struct Scanned<A> {
    pub stripes: Vec<A>,
    pub index: RowIndex,
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
}

/// Why a worker gave up.
enum GivenUp<E> {
    NotUtf8,
    Stopped(E),
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
            let mut done = Done { stripes, parts: Vec::new() };
            let span = *span;
            threads.push(scope.spawn(move || -> Result<Done<A>, GivenUp<E>> {
                let mut cutter = Cutter::default();
                for (number, chunk) in receiver {
                    let slot = done.stripes.iter_mut().find(|(stripe, _)| *stripe == number % STRIPES);
                    let Some((_, accumulator)) = slot else { continue };
                    let text = std::str::from_utf8(&chunk.bytes).map_err(|_| GivenUp::NotUtf8)?;
                    let piece = chunk.piece(text);
                    let rows = cutter.rows(&piece, &span, |row| each(accumulator, row)).map_err(GivenUp::Stopped)?;
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
            let total = span.len().max(1);
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
        let mut given_up = None;
        for thread in threads {
            match thread.join() {
                Ok(Ok(done)) => {
                    all.extend(done.stripes);
                    parts.extend(done.parts);
                }
                Ok(Err(error)) => given_up = given_up.or(Some(error)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        match given_up {
            Some(GivenUp::NotUtf8) => return Err(ScanError::NotUtf8),
            Some(GivenUp::Stopped(error)) => return Err(ScanError::Stopped(error)),
            None => read?,
        }
        all.sort_by_key(|(stripe, _)| *stripe);
        let stripes = all.into_iter().map(|(_, accumulator)| accumulator).collect();
        Ok(Scanned { stripes, index: RowIndex::of_parts(parts) })
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
    // A part may end within a character.
    let text = String::from_utf8_lossy(&buffer);
    let piece = Piece { text: &text, offset: bytes.start, line, has_quotes };
    let shown = Cutter::default().rows(&piece, span, |row| if each(row) { Ok(true) } else { Err(()) });
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
        // A buffer that comes back full needs no clearing.
        let mut held = self.carry.len();
        bytes.resize(bytes.len().max(held), 0);
        if let Some(start) = bytes.get_mut(..held) {
            start.copy_from_slice(&self.carry);
        }
        self.carry.clear();
        let offset = self.at - held as u64;
        loop {
            let left = usize::try_from(self.span.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
            let wanted = left.min(size.max(1));
            bytes.resize(held + wanted, 0);
            let read = match bytes.get_mut(held..) {
                Some(room) => read_full(self.source, self.at, room).map_err(ScanError::Io)?,
                None => 0,
            };
            held += read;
            bytes.truncate(held);
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

#[cfg(test)]
mod tests;
