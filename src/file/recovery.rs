//! Unsaved work, kept in a folder of its own while a document is open and offered again after a crash.
//!
//! Each running program is a session with a lock file, which the system unlocks however the program ends. Recovery
//! files carry the session's name: those of a session that is still locked belong to a window that is open.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::atomic::{Access, Replacement, replace};
use super::error::{WriteError, WriteReason};
use super::lines;
use crate::model::Project;

const HEADER: &str = "// Throughline recovery ";
/// A path and a title, escaped, are far shorter.
const HEADER_LIMIT_BYTES: u64 = 1 << 16;
const LOCK_ENDING: &str = ".lock";
const FILE_ENDING: &str = ".recovery.journey.ron";

/// The folder that recovery files lie in. One per program run; it can be shared between threads.
#[derive(Debug)]
pub struct RecoveryFolder {
    folder: PathBuf,
    session: Mutex<Option<Session>>,
}

/// Which open document a recovery file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryKey<'a> {
    /// The document of that file.
    Saved(&'a Path),
    /// A document that was never saved; the number is unique among those of this run.
    Unsaved(u64),
}

/// What a crash left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The project file that the work belongs to; `None` if it was never saved.
    pub project_path: Option<PathBuf>,
    /// The project's title, or empty.
    pub title: String,
    /// When the recovery file was written.
    pub saved_at: Timestamp,
    /// The recovery file itself; `open` opens it.
    pub file: PathBuf,
}

/// A run of the program that has written recovery files. The lock ends with it.
#[derive(Debug)]
struct Session {
    token: String,
    lock_path: PathBuf,
    _lock: File,
}

/// What the first line of a recovery file says.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Header {
    path: Option<String>,
    title: String,
    saved_at: String,
}

impl Default for RecoveryFolder {
    /// The folder for this user, or one in the folder for temporary files where the user has no home.
    fn default() -> Self {
        let folder = match super::settings::folder_from_environment() {
            Some(folder) => folder.join("recovery"),
            None => directories::ProjectDirs::from("", "", "Throughline").map_or_else(
                || std::env::temp_dir().join("throughline-recovery"),
                |folders| folders.data_local_dir().join("recovery"),
            ),
        };
        Self::at(folder)
    }
}

impl RecoveryFolder {
    /// That folder. It is created when the first file is written.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), session: Mutex::new(None) }
    }

    /// Keeps a document's present state, in place of an earlier one. Takes as long as a save: for a background job.
    pub fn write(&self, key: RecoveryKey<'_>, project: &Project, now: Timestamp) -> Result<(), WriteError> {
        let token = self.token().map_err(|error| WriteReason::from(error).at(&self.folder))?;
        let file = self.file(key, &token);
        let path = match key {
            RecoveryKey::Saved(path) => absolute(path).to_str().map(str::to_owned),
            RecoveryKey::Unsaved(_) => None,
        };
        let header = Header { path, title: project.title.clone(), saved_at: now.to_string() };
        let header = ron::to_string(&header).map_err(|error| WriteReason::Io(io::Error::other(error)).at(&file))?;
        // Not checked like a saved project: work that contradicts itself is still worth more than none.
        let text = format!("{HEADER}{header}\n{}", lines::text_of(project));
        replace(&file, &Replacement { bytes: text.as_bytes(), backup: None, access: Access::Private })
    }

    /// Takes away a document's recovery file, after a save or when it is closed.
    pub fn remove(&self, key: RecoveryKey<'_>) -> Result<(), WriteError> {
        let token = self.session().as_ref().map(|session| session.token.clone());
        match token {
            Some(token) => remove_file(&self.file(key, &token)),
            None => Ok(()),
        }
    }

    /// What programs that did not end well have left, newest first. Nothing of this run, nor of another window that
    /// is still open.
    pub fn find(&self) -> Vec<Recovered> {
        let own = self.session().as_ref().map(|session| session.token.clone());
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut found: Vec<Recovered> = entries
            .filter_map(|entry| {
                let file = entry.ok()?.path();
                let token = token_of(&file)?;
                if own.as_deref() == Some(token) || is_alive(&self.folder, token) { None } else { recovered(&file) }
            })
            .collect();
        found.sort_by(|a, b| b.saved_at.cmp(&a.saved_at).then_with(|| a.file.cmp(&b.file)));
        found
    }

    /// Deletes what a crash left, once it was opened and saved or is not wanted.
    pub fn discard(&self, recovered: &Recovered) -> Result<(), WriteError> {
        remove_file(&recovered.file)?;
        if let Some(token) = token_of(&recovered.file)
            && !has_files(&self.folder, token)
            && !is_alive(&self.folder, token)
        {
            remove_file(&lock_path(&self.folder, token))?;
        }
        Ok(())
    }

    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of this run, made and locked when first needed.
    fn token(&self) -> io::Result<String> {
        let mut session = self.session();
        if let Some(session) = &*session {
            return Ok(session.token.clone());
        }
        fs::create_dir_all(&self.folder)?;
        let lock =
            tempfile::Builder::new().prefix("run").suffix(LOCK_ENDING).rand_bytes(12).tempfile_in(&self.folder)?;
        let (file, lock_path) = lock.keep().map_err(|error| error.error)?;
        // A disk without locks only means that a second window may be offered the first one's work.
        if let Err(error) = file.lock() {
            tracing::warn!(%error, "recovery files cannot be locked");
        }
        let token =
            lock_path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(LOCK_ENDING));
        let token = token.ok_or(io::ErrorKind::InvalidFilename)?.to_owned();
        *session = Some(Session { token: token.clone(), lock_path, _lock: file });
        Ok(token)
    }

    fn file(&self, key: RecoveryKey<'_>, token: &str) -> PathBuf {
        let document = match key {
            RecoveryKey::Saved(path) => {
                let hash = blake3::hash(absolute(path).as_os_str().as_encoded_bytes());
                hash.to_hex().chars().take(16).collect()
            }
            RecoveryKey::Unsaved(number) => format!("unsaved{number}"),
        };
        self.folder.join(format!("{document}-{token}{FILE_ENDING}"))
    }
}

impl Drop for RecoveryFolder {
    /// A run that leaves no recovery file leaves nothing at all.
    fn drop(&mut self) {
        let session = self.session().take();
        if let Some(session) = session
            && !has_files(&self.folder, &session.token)
            && let Err(error) = fs::remove_file(&session.lock_path)
        {
            tracing::warn!(%error, "the lock of the recovery files could not be removed");
        }
    }
}

/// The same file by whichever path it was opened.
fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// The session that a recovery file is of; `None` for any other file.
fn token_of(file: &Path) -> Option<&str> {
    let (_, token) = file.file_name()?.to_str()?.strip_suffix(FILE_ENDING)?.rsplit_once('-')?;
    // Files under way have names of their own, which begin with a dot.
    (!file.file_name()?.as_encoded_bytes().starts_with(b".")).then_some(token)
}

fn lock_path(folder: &Path, token: &str) -> PathBuf {
    folder.join(format!("{token}{LOCK_ENDING}"))
}

/// Whether the program that wrote under that name still runs.
fn is_alive(folder: &Path, token: &str) -> bool {
    let Ok(lock) = File::open(lock_path(folder, token)) else { return false };
    // Where locks are not supported, the work is rather offered once too often than never.
    matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock))
}

fn has_files(folder: &Path, token: &str) -> bool {
    fs::read_dir(folder)
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| token_of(&entry.path()) == Some(token))))
}

/// A recovery file's header. One that cannot be read is no reason to hide the work.
fn recovered(file: &Path) -> Option<Recovered> {
    let mut line = String::new();
    let _ = BufReader::new(File::open(file).ok()?.take(HEADER_LIMIT_BYTES)).read_line(&mut line);
    let header: Header =
        line.strip_prefix(HEADER).and_then(|header| read_header(header.trim_end())).unwrap_or_default();
    let saved_at = header.saved_at.parse().ok().or_else(|| {
        let modified = fs::metadata(file).and_then(|metadata| metadata.modified()).ok()?;
        Timestamp::try_from(modified).ok()
    });
    Some(Recovered {
        project_path: header.path.map(PathBuf::from),
        title: header.title,
        saved_at: saved_at.unwrap_or(Timestamp::UNIX_EPOCH),
        file: file.to_owned(),
    })
}

fn read_header(text: &str) -> Option<Header> {
    ron::from_str(text).ok()
}

fn remove_file(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteReason::from(error).at(path)),
        Ok(()) | Err(_) => Ok(()),
    }
}
