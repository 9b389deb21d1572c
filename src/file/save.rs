//! A project to the disk: checked, so that what is saved can be opened again, then replaced atomically.

use std::path::{Path, PathBuf};

use super::atomic::{Access, Replacement, replace};
use super::convert::Problems;
use super::error::{WriteError, WriteReason};
use super::lines;
use crate::model::Project;

/// A project that lies on the disk now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Size of the file.
    pub bytes: u64,
}

/// The text of a project file, in the present format.
///
/// # Errors
/// If the project contradicts itself, so that its file could not be opened.
pub fn write_text(project: &Project) -> Result<String, WriteError> {
    checked_text(project).map_err(|reason| reason.at(Path::new("project")))
}

/// Saves a project: checked, written beside the file, synced, read back and compared, then renamed over it.
/// With `keep_backup`, the file as it was before stays beside it under `backup_path`.
///
/// # Errors
/// If the project contradicts itself or the disk does not play along; then the old file is as it was.
pub fn save(path: &Path, project: &Project, keep_backup: bool) -> Result<Saved, WriteError> {
    let text = checked_text(project).map_err(|reason| reason.at(path))?;
    let backup = keep_backup.then(|| backup_path(path));
    replace(path, &Replacement { bytes: text.as_bytes(), backup, access: Access::Usual })?;
    Ok(Saved { bytes: text.len() as u64 })
}

/// An export never takes the place of the project that it is made of.
///
/// # Errors
/// If `path` is the file `project`, by whatever name or link.
pub fn refuse_project_file(path: &Path, project: &Path) -> Result<(), WriteError> {
    let is_same = match (path.canonicalize(), project.canonicalize()) {
        (Ok(path), Ok(project)) => path == project,
        // What is not there is nobody's file.
        (Ok(_) | Err(_), Ok(_) | Err(_)) => false,
    };
    if is_same { Err(WriteReason::OwnProject.at(path)) } else { Ok(()) }
}

/// Where the previous version of a project file is kept: `NAME.journey.ron.bak`.
pub fn backup_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    name.into()
}

fn checked_text(project: &Project) -> Result<String, WriteReason> {
    let mut problems = Problems::default();
    problems.add_contradictions(project);
    if let Some(problem) = problems.into_list().into_iter().next() {
        return Err(WriteReason::Contradiction(problem));
    }
    let text = lines::text_of(project);
    debug_assert!(super::read(&text).is_ok_and(|read| read == *project), "what is written must read back the same");
    Ok(text)
}
