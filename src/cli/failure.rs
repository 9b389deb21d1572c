//! Why a command failed, and the exit code that follows from it.

use std::io;
use std::path::Path;

use crate::edit::EditError;
use crate::export::ExportError;
use crate::file::{OpenError, WriteError};
use crate::import::ImportError;
use crate::render::RenderError;

/// Exit code: problems found in the content.
pub const CONTENT: u8 = 1;
/// Exit code: wrong use. clap's own.
pub const USAGE: u8 = 2;
/// Exit code: could not read or write.
pub const DISK: u8 = 3;

/// Why a command failed: a sentence that says what, why, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Content(String),
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Disk(String),
    /// Whoever read the output wants no more of it, as `head` does: no failure to speak of.
    #[error("The output was closed.")]
    Closed,
}

impl Failure {
    /// A failure of the disk at that path.
    pub fn disk(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::Disk(format!("{what}: {error}. Check the path and its permissions. ({})", path.display()))
    }

    /// A failure of the same kind that says something else.
    pub fn with_text(&self, text: String) -> Self {
        match self {
            Self::Content(_) => Self::Content(text),
            Self::Usage(_) => Self::Usage(text),
            Self::Disk(_) => Self::Disk(text),
            Self::Closed => Self::Closed,
        }
    }

    pub fn code(&self) -> u8 {
        match self {
            Self::Content(_) => CONTENT,
            Self::Usage(_) => USAGE,
            Self::Disk(_) => DISK,
            Self::Closed => 0,
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Disk(error.to_string())
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Disk(error.to_string())
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        Self::Content(error.to_string())
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let message = error.to_string();
        match error {
            ImportError::Empty { .. }
            | ImportError::NotText { .. }
            | ImportError::NoTable { .. }
            | ImportError::TooManyColumns { .. }
            | ImportError::TooMany { .. }
            | ImportError::TooManyRows { .. }
            | ImportError::CellTooLong { .. }
            | ImportError::Locked { .. }
            | ImportError::TooMuchInside { .. }
            | ImportError::Broken { .. }
            | ImportError::Unsupported { .. }
            | ImportError::OverLimit { .. }
            | ImportError::NothingInside { .. } => Self::Content(message),
            ImportError::TooLarge { .. }
            | ImportError::NotAFile { .. }
            | ImportError::CannotRead { .. }
            | ImportError::Changed { .. }
            | ImportError::Gone { .. }
            | ImportError::Cancelled { .. } => Self::Disk(message),
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        let message = error.to_string();
        match error {
            RenderError::BadScale { .. } | RenderError::TooLarge { .. } | RenderError::TooManyTiles { .. } => {
                Self::Usage(message)
            }
            RenderError::Empty => Self::Content(message),
            RenderError::Canceled | RenderError::Encoding { .. } => Self::Disk(message),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::NoJourney | ExportError::EmptyDashboard => Self::Content(error.to_string()),
            ExportError::UnknownEnding { .. }
            | ExportError::NoDashboardForm { .. }
            | ExportError::TooManyTiles { .. } => Self::Usage(error.to_string()),
            ExportError::Text(_) => Self::Disk(error.to_string()),
            ExportError::Render(error) => error.into(),
        }
    }
}
