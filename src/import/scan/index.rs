//! Where the rows of a text are, coarsely: for reading any page of it.

/// Parts of a text, each with its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct RowIndex {
    parts: Vec<Part>,
    /// Number of records that count as rows.
    pub rows: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub offset: u64,
    pub len: u64,
    pub line: u64,
    /// Of a part that is not in an index yet, the rows that it has.
    pub rows_before: u64,
}

impl RowIndex {
    /// One part of the text with so many rows.
    pub fn of_part(bytes: std::ops::Range<u64>, line: u64, rows: u64) -> Self {
        let part = Part { offset: bytes.start, len: bytes.end.saturating_sub(bytes.start), line, rows_before: 0 };
        Self { parts: vec![part], rows }
    }

    /// All parts of a text, in any order.
    pub(super) fn of_parts(mut parts: Vec<Part>) -> Self {
        parts.sort_by_key(|part| part.offset);
        let mut rows = 0;
        for part in &mut parts {
            rows += std::mem::replace(&mut part.rows_before, rows);
        }
        Self { parts, rows }
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
