//! A table whose rows leave blank what the row above says, with that filled in. Which columns those are is `shape`'s.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use super::ImportError;
use super::content::TextSource;
use super::delimited::write_row;
use super::reader::{Progress, too_long};
use super::scan::{Manner, Row, ScanError, Span, scan};
use super::shape::{Carrier, Carry};
use super::spool::{Spool, SpoolMemory};

/// The same rows on the same lines, each with all that it says.
pub(super) struct Filled {
    pub text: TextSource,
    pub rows: Span,
    /// Lines of rows that are totals of the group above them.
    pub totals: Vec<u64>,
}

struct Writing<'a> {
    carrier: Carrier<'a>,
    spool: Spool,
    row: Vec<u8>,
    /// The line that is written next.
    line: u64,
    totals: Vec<u64>,
}

impl Writing<'_> {
    fn write(&mut self, row: &Row<'_>, width: usize) -> std::io::Result<()> {
        // A row stays on its line, so that messages name the line of the file.
        self.row.clear();
        self.row.resize(usize::try_from(row.line.saturating_sub(self.line)).unwrap_or(0), b'\n');
        self.line = row.line + row.lines;
        let is_short = row.width() == 1;
        if !is_short {
            self.carrier.advance(|column| row.raw(column));
            if self.carrier.is_total() {
                self.totals.push(row.line);
            }
        }
        let cell = |column: usize| {
            let taken = if is_short { None } else { self.carrier.taken(column) };
            taken.unwrap_or_else(|| row.raw(column))
        };
        write_row((0..row.width().max(if is_short { 1 } else { width })).map(cell), &mut self.row);
        self.spool.write_all(&self.row)
    }
}

/// Fills in what rows take from above. Reads the rows once, in order.
///
/// # Errors
/// If the text cannot be read, is cancelled, or has a record without end.
pub(super) fn carried(
    file: &str,
    text: &TextSource,
    rows: &Span,
    carry: &Carry,
    width: usize,
    progress: Progress<'_>,
) -> Result<Filled, ImportError> {
    let writing = Mutex::new(Writing {
        carrier: Carrier::new(carry),
        spool: Spool::new(&SpoolMemory::default()),
        row: Vec::new(),
        line: rows.first_line,
        totals: Vec::new(),
    });
    // One worker sees the rows in order.
    let manner = Manner { workers: 1, ..Manner::default() };
    let each = |(): &mut (), row: &Row<'_>| {
        writing.lock().unwrap_or_else(PoisonError::into_inner).write(row, width).map(|()| true)
    };
    let scanned = scan(text, rows, manner, progress, &mut |_| {}, || (), each);
    scanned.map_err(|error| match error {
        ScanError::Io(error) => text.failed(file, &error),
        ScanError::Stopped(error) => ImportError::CannotRead {
            file: file.to_owned(),
            reason: format!("its text could not be kept in a temporary file ({error})"),
            advice: "Make room on the disk",
        },
        ScanError::RecordTooLong { line } => too_long(file, line),
        // It was UTF-8 when it was opened.
        ScanError::NotUtf8 => ImportError::Changed { file: file.to_owned() },
        ScanError::Cancelled => ImportError::Cancelled { file: file.to_owned() },
    })?;
    let Writing { spool, totals, .. } = writing.into_inner().unwrap_or_else(PoisonError::into_inner);
    let text = spool.finish().map_err(|error| ImportError::cannot_read(file, &error))?;
    let rows = Span { delimiter: b',', terminator: b'\n', start: 0, end: text.len(), ..*rows };
    Ok(Filled { text, rows, totals })
}
