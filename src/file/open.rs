//! A project from the disk. Nothing is ever written here.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::embedded;
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
    /// Whether the file is a picture with the project inside: then it is never saved to.
    pub is_picture: bool,
}

/// Opens a project file, or a picture that was exported with the project inside.
///
/// # Errors
/// If the file cannot be read, is no project, is from a newer version, has a syntax error (with line and column),
/// or contradicts itself (with every contradiction).
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let at = |reason: OpenReason| OpenError::from(reason).at(path);
    let (bytes, is_read_only) = read_bytes(path).map_err(at)?;
    let is_picture = embedded::is_picture(&bytes);
    let text = if is_picture { embedded::text_in_picture(&bytes) } else { text_of(bytes) };
    let project = read(&text.map_err(at)?).map_err(|error| error.at(path))?;
    let mut warnings = Vec::new();
    if is_picture {
        warnings.push(Warning::new("This is a copy of the project in the picture. Save it to keep your changes."));
    } else if path.extension().is_some_and(|ending| ending == "bak") {
        warnings.push(Warning::new("This is a backup copy. Save it under another name to go on with it."));
    } else if is_read_only {
        warnings.push(Warning::new("This file is marked read-only. Changes must be saved under another name."));
    }
    Ok(Opened { project, warnings, is_picture })
}

/// Whether a file is a picture with a project inside. `false` for what cannot be read: whoever opens it is told why.
pub fn holds_project(path: &Path) -> bool {
    read_bytes(path).is_ok_and(|(bytes, _)| embedded::is_picture(&bytes) && embedded::holds_project(&bytes))
}

/// The bytes of a file and whether the file is marked read-only.
fn read_bytes(path: &Path) -> Result<(Vec<u8>, bool), OpenReason> {
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
    Ok((bytes, metadata.permissions().readonly()))
}

fn text_of(bytes: Vec<u8>) -> Result<String, OpenReason> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        OpenReason::NotText { line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })
}

fn reason_of(error: std::io::Error) -> OpenReason {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => OpenReason::Missing,
        ErrorKind::PermissionDenied => OpenReason::Forbidden,
        ErrorKind::IsADirectory => OpenReason::Folder,
        _ => OpenReason::Unreadable(error),
    }
}
