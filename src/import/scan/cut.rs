//! A text into records, and records into cells, as RFC 4180 has it and its offenders have it. No files, no threads.

use memchr::{memchr, memchr_iter, memchr2};

use super::Span;
use super::marks::Marks;

/// One record.
pub(in crate::import) struct Row<'a> {
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
    #[inline]
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

    /// The first byte of the cell as it stands; 0 for an empty one.
    #[inline]
    pub fn first_byte(&self, column: usize) -> u8 {
        let Some(&(from, to)) = self.bounds.get(column) else { return 0 };
        self.text.as_bytes().get(from as usize).copied().filter(|_| from < to).unwrap_or(0)
    }

    /// Eight bytes from where the cell as it stands begins, the first one lowest, and how long the cell is. What
    /// comes after the cell is among them. `None` near the end of the text.
    #[inline]
    pub fn eight(&self, column: usize) -> Option<(u64, usize)> {
        let &(from, to) = self.bounds.get(column)?;
        let eight = self.text.as_bytes().get(from as usize..)?.first_chunk::<8>()?;
        Some((u64::from_le_bytes(*eight), to.saturating_sub(from) as usize))
    }

    /// The whole number of bytes in its cells.
    #[inline]
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

/// A text that begins and ends with a record, and where in the whole text it lies.
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub offset: u64,
    pub line: u64,
    pub has_quotes: bool,
}

/// What one thread needs to cut records into cells.
#[derive(Default)]
pub(super) struct Cutter {
    bounds: Vec<(u32, u32)>,
    /// The cells of a record with quotes that cannot be used where they lie.
    plain: String,
}

/// How a record was cut.
struct Cut {
    /// Behind its end of line.
    end: usize,
    lines: u64,
    /// Its cells are in `Cutter::plain`.
    is_copied: bool,
}

impl Cutter {
    /// Shows each record that is not blank; returns how many count as rows.
    pub fn rows<E>(
        &mut self,
        piece: &Piece<'_>,
        span: &Span,
        mut each: impl FnMut(&Row<'_>) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let bytes = piece.text.as_bytes();
        let mut marks = Marks::new(bytes, span.delimiter, span.terminator, piece.has_quotes);
        let (mut at, mut line, mut rows) = (0, piece.line, 0);
        while at < bytes.len() {
            let cut = if piece.has_quotes {
                self.cut_quoted(piece.text, at, &mut marks, span)
            } else {
                self.cut_plain(bytes, at, &mut marks, span)
            };
            let is_blank = self.bounds.len() == 1 && self.bounds.first().is_some_and(|(from, to)| from == to);
            if !is_blank {
                let text = if cut.is_copied { self.plain.as_str() } else { piece.text };
                let place = piece.offset + at as u64..piece.offset + cut.end as u64;
                let row = Row { line, bytes: place, lines: cut.lines, text, bounds: &self.bounds };
                rows += u64::from(each(&row)?);
            }
            (at, line) = (cut.end, line + cut.lines);
        }
        Ok(rows)
    }

    /// Cuts the record at `at` in a text without quotes.
    #[inline]
    fn cut_plain(&mut self, bytes: &[u8], at: usize, marks: &mut Marks<'_>, span: &Span) -> Cut {
        self.bounds.clear();
        let mut from = at;
        while let Some(place) = marks.next() {
            if bytes.get(place) == Some(&span.terminator) {
                self.bounds.push(bound(from, without_return(bytes, from, place)));
                return Cut { end: place + 1, lines: 1, is_copied: false };
            }
            self.bounds.push(bound(from, place));
            from = place + 1;
        }
        self.bounds.push(bound(from, without_return(bytes, from, bytes.len())));
        Cut { end: bytes.len(), lines: 1, is_copied: false }
    }

    /// Cuts the record at `at` in a text with quotes. Cells are used where they lie as far as nothing but the quotes
    /// around them is to be taken away.
    fn cut_quoted(&mut self, text: &str, at: usize, marks: &mut Marks<'_>, span: &Span) -> Cut {
        let bytes = text.as_bytes();
        self.bounds.clear();
        let (mut from, mut lines) = (at, 1);
        loop {
            let mut cell = None;
            if bytes.get(from) == Some(&b'"') {
                let Some(quote) = closing_quote(bytes, from + 1) else { break };
                let inside = bytes.get(from + 1..quote).unwrap_or(&[]);
                let behind = quote + 1;
                let is_end = |at: usize| bytes.get(at).is_none_or(|byte| *byte == span.terminator);
                let has_tail = match bytes.get(behind) {
                    Some(byte) if *byte == span.delimiter || is_end(behind) => false,
                    Some(b'\r') => !is_end(behind + 1),
                    Some(_) => true,
                    None => false,
                };
                // A doubled quote stands for one, and what comes behind the closing one belongs to the cell too.
                if has_tail || memchr(b'"', inside).is_some() {
                    break;
                }
                if !span.are_rows {
                    lines += memchr_iter(span.terminator, inside).count() as u64;
                }
                cell = Some(bound(from + 1, quote));
                marks.go_to(behind);
            }
            let place = loop {
                match marks.next() {
                    // A quote within a cell is one.
                    Some(place) if bytes.get(place) == Some(&b'"') => {}
                    other => break other.unwrap_or(bytes.len()),
                }
            };
            if bytes.get(place).is_none_or(|byte| *byte == span.terminator) {
                self.bounds.push(cell.unwrap_or_else(|| bound(from, without_return(bytes, from, place))));
                return Cut { end: (place + 1).min(bytes.len()), lines, is_copied: false };
            }
            self.bounds.push(cell.unwrap_or_else(|| bound(from, place)));
            from = place + 1;
        }
        let cut = self.copy_quoted(text, at, span);
        marks.go_to(cut.end);
        cut
    }

    /// Cuts the record at `at` into `plain`.
    fn copy_quoted(&mut self, text: &str, mut at: usize, span: &Span) -> Cut {
        let (bytes, start) = (text.as_bytes(), at);
        self.bounds.clear();
        self.plain.clear();
        loop {
            let cell = self.plain.len();
            let mut from = at;
            if bytes.get(from) == Some(&b'"') {
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
            self.bounds.push(bound(cell, self.plain.len()));
            at = (place + 1).min(bytes.len());
            if is_end {
                break;
            }
        }
        let lines = match span.are_rows {
            true => 1,
            false => memchr_iter(span.terminator, bytes.get(start..at).unwrap_or(&[])).count() as u64,
        };
        Cut { end: at, lines, is_copied: true }
    }
}

/// How many lines end in whole records.
pub(super) fn line_ends(bytes: &[u8], span: &Span, has_quotes: bool) -> u64 {
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
pub(super) fn last_end(bytes: &[u8], span: &Span) -> Option<usize> {
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

fn bound(from: usize, to: usize) -> (u32, u32) {
    // Chunks and records are far below 4 GiB.
    (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX))
}

/// The end of a record's last cell, without the `\r` of a Windows line.
#[inline]
fn without_return(bytes: &[u8], from: usize, to: usize) -> usize {
    let is_return = to > from && bytes.get(to - 1) == Some(&b'\r');
    if is_return { to - 1 } else { to }
}
