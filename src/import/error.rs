//! Why a file could not be read at all. Problems in single rows are warnings, not errors.

/// Why nothing came of a file: what failed, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{file} is empty, so there is nothing to attach. Export it again.")]
    Empty { file: String },
    #[error("{file} is {what}, not a text table. {advice}")]
    NotText { file: String, what: &'static str, advice: &'static str },
    #[error("{file} has no table in it: no line under a header could be found. Export it as CSV with a header row.")]
    NoTable { file: String },
    #[error("{file} has {size_mib} MiB; files up to {limit_mib} MiB can be read. Export fewer days or columns.")]
    TooLarge { file: String, size_mib: u64, limit_mib: u64 },
    #[error("{file} has {columns} columns; up to {limit} can be read. Export fewer columns.")]
    TooManyColumns { file: String, columns: usize, limit: usize },
    #[error("{file} has more than {limit} rows. Export fewer days.")]
    TooManyRows { file: String, limit: usize },
    #[error("A cell is longer than {limit} characters; a closing quote is probably missing (line {line} of {file}).")]
    CellTooLong { file: String, line: u32, limit: usize },
    #[error("{file} could not be read: {reason}. Check that it is still there and not locked.")]
    CannotRead { file: String, reason: String },
    #[error("Reading {file} was cancelled.")]
    Cancelled { file: String },
}
