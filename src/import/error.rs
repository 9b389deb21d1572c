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
    #[error("{file} is {what}, not a data file. {advice}.")]
    NotAFile { file: String, what: &'static str, advice: &'static str },
    #[error("{file} could not be read: {reason}. {advice}.")]
    CannotRead { file: String, reason: String, advice: &'static str },
    #[error("{file} changed while it was being read, so nothing was taken from it. Read it again when it is saved.")]
    Changed { file: String },
    #[error("{file} was moved or deleted while it was being read. Put it back, or choose it where it is now.")]
    Gone { file: String },
    #[error("{file} is protected by a password. Save a copy without one and attach that.")]
    Locked { file: String },
    #[error("{file} unpacks to more than {limit}, which can't be read. Unpack it and attach the part you need.")]
    TooMuchInside { file: String, limit: String },
    #[error("{file} is not a sound {what}: {reason}. {advice}.")]
    Broken { file: String, what: &'static str, reason: String, advice: &'static str },
    #[error("{file} uses {what}, which can't be read here. {advice}.")]
    Unsupported { file: String, what: &'static str, advice: &'static str },
    #[error("{file} has {what}; up to {limit} can be read. {advice}.")]
    OverLimit { file: String, what: String, limit: String, advice: &'static str },
    #[error("{file} holds nothing to attach: {what}. {advice}.")]
    NothingInside { file: String, what: &'static str, advice: &'static str },
    #[error(
        "{file} has more than {limit} different {what}, too many for a map. Choose another column, or export it with \
         fewer of them."
    )]
    TooMany { file: String, what: &'static str, limit: usize },
    #[error("Reading {file} was cancelled.")]
    Cancelled { file: String },
}

impl ImportError {
    /// Whether reading on in the same file makes no sense: it is gone, was given up, or is a bomb.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::TooLarge { .. }
            | Self::CannotRead { .. }
            | Self::Cancelled { .. }
            | Self::Changed { .. }
            | Self::Gone { .. }
            | Self::TooMuchInside { .. } => true,
            Self::Empty { .. }
            | Self::NotText { .. }
            | Self::NoTable { .. }
            | Self::TooManyColumns { .. }
            | Self::TooManyRows { .. }
            | Self::TooMany { .. }
            | Self::CellTooLong { .. }
            | Self::NotAFile { .. }
            | Self::Locked { .. }
            | Self::Broken { .. }
            | Self::Unsupported { .. }
            | Self::OverLimit { .. }
            | Self::NothingInside { .. } => false,
        }
    }

    /// What the disk said, and what to do about it.
    pub(super) fn cannot_read(file: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (reason, advice) = match error.kind() {
            ErrorKind::NotFound => {
                ("there is no such file".to_owned(), "Look where it was saved to, or export it again")
            }
            ErrorKind::PermissionDenied => {
                ("you may not read it".to_owned(), "Change its permissions, or copy it to a folder of yours")
            }
            _ => (error.to_string(), "Check that it is still there and not locked"),
        };
        Self::CannotRead { file: file.to_owned(), reason, advice }
    }
}
