//! What can go wrong on the way from and to the disk, in sentences that say what failed, why, and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::Warning;

/// How many problems of one file are spelled out.
const PROBLEMS_SHOWN: usize = 20;

/// Why a project could not be opened. The file itself is never changed by opening it.
#[derive(Debug)]
pub struct OpenError {
    pub reason: OpenReason,
    /// The file, or `None` where the text came from elsewhere.
    pub path: Option<PathBuf>,
}

impl OpenError {
    /// The same error, about the text of that file.
    pub(super) fn at(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }
}

impl From<OpenReason> for OpenError {
    fn from(reason: OpenReason) -> Self {
        Self { reason, path: None }
    }
}

impl std::error::Error for OpenError {}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A list of problems is long, so the place leads it; everywhere else the place comes last.
        match (&self.path, &self.reason) {
            (Some(path), OpenReason::Problems(_)) => write!(f, "{}: {}", path.display(), self.reason),
            (Some(path), reason) => write!(f, "{reason} ({})", path.display()),
            (None, reason) => write!(f, "{reason}"),
        }
    }
}

/// What is wrong with a file that was to be opened. Lines and columns count from 1.
#[derive(Debug, thiserror::Error)]
pub enum OpenReason {
    #[error("There is no such file. It may have been moved or renamed: look for it with Open.")]
    Missing,
    #[error("This is a folder, not a file. Choose a file whose name ends in .journey.ron.")]
    Folder,
    #[error("This is not an ordinary file. Choose a file whose name ends in .journey.ron.")]
    Special,
    #[error("You are not allowed to read this file. Ask its owner for permission, or copy it to a folder of your own.")]
    Forbidden,
    #[error("The file could not be read: {0}. Check that its disk is connected, then try again.")]
    Unreadable(io::Error),
    #[error("The file has {} MB, and {} MB is the most that can be opened. Is it a project?", size_bytes >> 20, limit_bytes >> 20)]
    TooLarge { size_bytes: u64, limit_bytes: u64 },
    #[error("The file is empty. If a backup lies beside it (its name ends in .bak), open that.")]
    Empty,
    #[error(
        "This is not a text file in UTF-8: line {line} holds other bytes. If an editor saved it in another encoding, save it again as UTF-8."
    )]
    NotText { line: usize },
    #[error(
        "This project was written by a newer version of Throughline (format {version}; this one reads format 1). Install the newer version to open it."
    )]
    Newer { version: u64 },
    #[error("This is RON, but not a Throughline project: {detail}. Choose a file whose name ends in .journey.ron.")]
    NotAProject { detail: String },
    #[error(
        "This is not a Throughline project: line {line}, column {column}: {detail}. To attach a data file, open a project and import it."
    )]
    NotRon { line: usize, column: usize, detail: String },
    #[error(
        "The project breaks off at line {line}, column {column}: the end of the file is missing. Open the backup beside it (its name ends in .bak), or a copy."
    )]
    CutShort { line: usize, column: usize },
    #[error(
        "Line {line}, column {column}: {detail}. Correct that line in a text editor, or open the backup beside it (its name ends in .bak)."
    )]
    Syntax { line: usize, column: usize, detail: String },
    #[error(
        "Line {line}, column {column}: there is no field \"{field}\" here. Is the file from a newer version of Throughline? Otherwise correct the name in a text editor."
    )]
    UnknownField { line: usize, column: usize, field: String },
    #[error(
        "Line {line}, column {column}: brackets are nested too deep. A Throughline project is flat: this is another kind of file, or it was damaged."
    )]
    TooDeep { line: usize, column: usize },
    #[error(
        "This is a picture that holds no project. Only pictures exported with \"Project inside\" open as one. To show it on a map, open that and drop the picture there."
    )]
    PictureAlone,
    #[error(
        "The project in this picture is damaged: mail and chat programs often rewrite pictures on the way. Ask for the original file."
    )]
    Garbled,
    #[error(
        "The project in this picture unpacks to more than {} MB, which is the most that is opened. Ask for the project file itself.", limit_bytes >> 20
    )]
    PackedTooLarge { limit_bytes: u64 },
    #[error("{}", list(.0))]
    Problems(Vec<Warning>),
}

fn list(problems: &[Warning]) -> String {
    let mut text = match problems {
        [_] => "The project contradicts itself in one place. Correct it in a text editor, or open the backup \
                beside it (its name ends in .bak):"
            .to_owned(),
        _ => format!(
            "The project contradicts itself in {} places. Correct them in a text editor, or open the backup \
             beside it (its name ends in .bak):",
            problems.len()
        ),
    };
    for problem in problems.iter().take(PROBLEMS_SHOWN) {
        text.push_str("\n- ");
        text.push_str(&problem.to_string());
    }
    if problems.len() > PROBLEMS_SHOWN {
        text.push_str(&format!("\nand {} more", problems.len() - PROBLEMS_SHOWN));
    }
    text
}

/// Why a file could not be written. What was there before is still there, whole.
#[derive(Debug, thiserror::Error)]
#[error("{reason} ({})", path.display())]
pub struct WriteError {
    pub reason: WriteReason,
    /// The file that was to be written.
    pub path: PathBuf,
}

/// What is in the way of writing a file.
#[derive(Debug, thiserror::Error)]
pub enum WriteReason {
    #[error("Not saved: there is a folder of this name. Choose another name.")]
    Folder,
    #[error("Not saved: this is not an ordinary file. Choose another name.")]
    Special,
    #[error("Not saved: the file is marked read-only. Save under another name, or take the mark away.")]
    ReadOnly,
    #[error("Not saved: the folder does not exist. Create it, or choose another folder.")]
    NoFolder,
    #[error("Not saved: part of this path is a file, not a folder. Choose another folder.")]
    NotAFolder,
    #[error("Not saved: you are not allowed to write in this folder. Save to another folder, or ask its owner.")]
    Forbidden,
    #[error("Not saved: another program holds the file open. Close it there, or save under another name.")]
    InUse,
    #[error("Not saved: this is the file of the project itself. Choose another name.")]
    OwnProject,
    #[error("Not saved: the file would be larger than this disk takes. Save to another disk, or make it smaller.")]
    TooLarge,
    #[error("Not saved: the disk is full. Free some space, or save to another disk.")]
    DiskFull,
    #[error("Not saved: the disk can only be read. Save to another disk.")]
    ReadOnlyDisk,
    #[error(
        "Not saved: this name is not possible here. Choose a shorter one without special characters, which is not the name of a device such as CON."
    )]
    BadName,
    #[error(
        "Not saved: what was written could not be read back unchanged, so the disk may be failing. Save to another disk."
    )]
    NotReadBack,
    #[error("Not saved: {0}. Try again, or save to another folder.")]
    Io(io::Error),
    #[error("Not saved, because the project could not be opened again: {0}. Undo the last change and save again.")]
    Contradiction(Warning),
}

impl WriteReason {
    /// That reason, about that file.
    pub(super) fn at(self, path: &Path) -> WriteError {
        WriteError { reason: self, path: path.to_owned() }
    }

    /// Why a file could not be put in its place. Windows denies access to what another program holds open, as if it
    /// were forbidden: where a file could be written beside it, it is not.
    pub(super) fn of_replacing(error: io::Error, replaces: bool, on_windows: bool) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied if replaces && on_windows => Self::InUse,
            _ => Self::of(error, on_windows),
        }
    }

    fn of(error: io::Error, on_windows: bool) -> Self {
        use io::ErrorKind;
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION and ERROR_USER_MAPPED_FILE, which have no kind.
        const HELD_OPEN: [i32; 3] = [32, 33, 1224];
        if on_windows && error.raw_os_error().is_some_and(|code| HELD_OPEN.contains(&code)) {
            return Self::InUse;
        }
        match error.kind() {
            ErrorKind::NotFound => Self::NoFolder,
            ErrorKind::NotADirectory => Self::NotAFolder,
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => Self::InUse,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            ErrorKind::FileTooLarge => Self::TooLarge,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            ErrorKind::InvalidFilename | ErrorKind::InvalidInput => Self::BadName,
            ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

impl From<io::Error> for WriteReason {
    fn from(error: io::Error) -> Self {
        Self::of(error, cfg!(windows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_open_elsewhere_is_told_from_a_folder_that_is_forbidden() {
        let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
        for (error, replaces, on_windows, expected) in [
            (io::Error::from_raw_os_error(32), true, true, "another program holds the file open"),
            (io::Error::from_raw_os_error(33), false, true, "another program holds the file open"),
            (denied(), true, true, "another program holds the file open"),
            (denied(), false, true, "you are not allowed"),
            (denied(), true, false, "you are not allowed"),
            (io::ErrorKind::ResourceBusy.into(), true, false, "another program holds the file open"),
            (io::ErrorKind::FileTooLarge.into(), false, false, "larger than this disk takes"),
        ] {
            let said = WriteReason::of_replacing(error, replaces, on_windows).to_string();
            assert!(said.contains(expected), "{expected}: {said}");
        }
    }
}
