//! A project from the disk. Nothing is ever written here.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::{OpenError, OpenReason};
use super::read::read;
use crate::base::Warning;
use crate::model::Project;

/// The largest file that is opened.
const SIZE_LIMIT_BYTES: u64 = 512 << 20;

/// An opened project.
#[derive(Debug)]
pub struct Opened {
    pub project: Project,
    /// What the user should know before going on: that the file is a backup, or read-only.
    pub warnings: Vec<Warning>,
}

/// Opens a project file.
///
/// # Errors
/// If the file cannot be read, is no project, is from a newer version, has a syntax error (with line and column),
/// or contradicts itself (with every contradiction).
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let (text, is_read_only) = read_text(path).map_err(|reason| OpenError::from(reason).at(path))?;
    let project = read(&text).map_err(|error| error.at(path))?;
    let mut warnings = Vec::new();
    if path.extension().is_some_and(|ending| ending == "bak") {
        warnings.push(Warning::new("This is a backup copy. Save it under another name to go on with it."));
    } else if is_read_only {
        warnings.push(Warning::new("This file is marked read-only. Changes must be saved under another name."));
    }
    Ok(Opened { project, warnings })
}

/// The text of a file and whether the file is marked read-only.
fn read_text(path: &Path) -> Result<(String, bool), OpenReason> {
    let metadata = std::fs::metadata(path).map_err(reason_of)?;
    if metadata.is_dir() {
        return Err(OpenReason::Folder);
    }
    if !metadata.is_file() {
        return Err(OpenReason::Special);
    }
    if metadata.len() > SIZE_LIMIT_BYTES {
        return Err(OpenReason::TooLarge { size_bytes: metadata.len(), limit_bytes: SIZE_LIMIT_BYTES });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // The file may grow while it is read, so the limit holds here and not only for the size stated before.
    File::open(path).and_then(|file| file.take(SIZE_LIMIT_BYTES + 1).read_to_end(&mut bytes)).map_err(reason_of)?;
    if bytes.len() as u64 > SIZE_LIMIT_BYTES {
        return Err(OpenReason::TooLarge { size_bytes: metadata.len(), limit_bytes: SIZE_LIMIT_BYTES });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        OpenReason::NotText { line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })?;
    Ok((text, metadata.permissions().readonly()))
}

fn reason_of(error: std::io::Error) -> OpenReason {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OpenReason::Missing,
        ErrorKind::PermissionDenied => OpenReason::Forbidden,
        ErrorKind::IsADirectory => OpenReason::Folder,
        _ => OpenReason::Unreadable(error),
    }
}
