//! Saving, and the recovery file: everything that puts the open project on disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::core::Core;
use super::dialogs::Purpose;
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::workspace::{Notice, Screen, Then};
use crate::file::{self, Recovered, RecoveryFolder, RecoveryKey, WriteError};
use crate::model::Project;

/// How long closing waits for a recovery file that is being written.
const PATIENCE: Duration = Duration::from_secs(2);

/// The recovery file of the open document. One write at a time, so that an older one never lands last.
pub struct Recovery {
    pub(super) folder: Arc<RecoveryFolder>,
    /// How long after a change the file is written.
    pub delay: Duration,
    /// When the file is to be written.
    due: Option<Instant>,
    /// The state, document and revision, that was seen or written last.
    seen: (u64, u64),
    is_writing: bool,
    /// Files to be removed once the write under way has ended.
    unwanted: Vec<OwnedKey>,
    /// The file that is there now.
    kept: Option<OwnedKey>,
    /// What the open document was recovered from, until it is kept elsewhere.
    pub(super) adopted: Option<Recovered>,
    /// What is being read at the moment, to be shown: a second click asks for nothing more.
    pub(super) opening: Option<Recovered>,
}

/// A [`RecoveryKey`] that can wait.
#[derive(Clone, Debug, PartialEq)]
enum OwnedKey {
    Saved(PathBuf),
    Unsaved(u64),
}

impl OwnedKey {
    fn key(&self) -> RecoveryKey<'_> {
        match self {
            Self::Saved(path) => RecoveryKey::Saved(path),
            Self::Unsaved(number) => RecoveryKey::Unsaved(*number),
        }
    }
}

impl Recovery {
    pub fn new(folder: RecoveryFolder) -> Self {
        Self {
            folder: Arc::new(folder),
            delay: Duration::from_secs(3),
            due: None,
            seen: (0, 0),
            is_writing: false,
            unwanted: Vec::new(),
            kept: None,
            adopted: None,
            opening: None,
        }
    }

    /// Removes a file now, or after the write under way, which might be of that file.
    fn remove(&mut self, key: OwnedKey) {
        if self.is_writing {
            self.unwanted.push(key);
        } else {
            // A file that cannot be removed is offered once too often, which loses nothing.
            let _ = self.folder.remove(key.key());
        }
    }
}

/// A save that is under way, and the one that was asked for meanwhile.
#[derive(Debug, Default)]
pub struct Saves {
    is_running: bool,
    next: Option<(PathBuf, Option<Then>)>,
}

impl Core {
    // Saving.

    /// Saves to the project's file, or asks for one.
    pub(super) fn save(&mut self, then: Option<Then>, ctx: &egui::Context) {
        match self.workspace.path.clone() {
            Some(path) => self.save_to(path, then, ctx),
            None => self.ask_for_file(Purpose::SaveProject { document: self.document_number, then }, ctx),
        }
    }

    /// Whether a save is under way.
    pub(super) fn is_saving(&self) -> bool {
        self.saves.is_running
    }

    /// Saves in the background, one save at a time: of those asked for meanwhile the last one is made.
    pub(super) fn save_to(&mut self, path: PathBuf, then: Option<Then>, ctx: &egui::Context) {
        self.workspace.document.seal();
        if self.saves.is_running {
            self.saves.next = Some((path, then));
            return;
        }
        self.saves.is_running = true;
        let document = self.document_number;
        let snapshot = self.workspace.document.project().clone();
        let label = format!("Saving {}", file_name(&path));
        self.jobs.start(JobKind { label, can_cancel: false }, ctx, move |_| {
            let result = file::save(&path, &snapshot, true).map(|_| ());
            Outcome::Saved(Box::new(Saved { path, document, snapshot, result, then }))
        });
    }

    /// A save has ended. It speaks of the document that it was made of, which may not be the open one any more.
    pub(super) fn saved(&mut self, save: Saved, ctx: &egui::Context) {
        self.saves.is_running = false;
        let is_open = save.document == self.document_number;
        match save.result {
            Err(error) => {
                self.saves.next = None;
                self.quit_after_save = false;
                self.fail(format!("{} could not be saved", file_name(&save.path)), &error.to_string());
                return;
            }
            Ok(()) if is_open => {
                self.forget_recovery();
                self.workspace.document.mark_saved(&save.snapshot);
                self.workspace.save_state = format!("Saved {}", clock());
                self.workspace.settings.remember_file(&save.path);
                self.workspace.path = Some(save.path);
                self.keep_settings(ctx);
                // What was changed since the snapshot needs a recovery file anew.
                self.recovery.seen = (0, 0);
            }
            Ok(()) => self.notify(Notice::Done(format!("{} is saved.", file_name(&save.path)))),
        }
        if let Some((path, then)) = self.saves.next.take() {
            if is_open {
                self.save_to(path, then, ctx);
            }
            return;
        }
        // What was changed while the file was written is asked about again.
        let then = if std::mem::take(&mut self.quit_after_save) { Some(Then::Quit) } else { save.then };
        if let Some(then) = then.filter(|_| is_open || self.workspace.screen == Screen::Start) {
            self.leave(then, ctx);
        }
    }

    /// A job broke down: whatever it was, nothing waits for it.
    pub(super) fn forget_dead_jobs(&mut self) {
        self.saves = Saves::default();
        self.recovery.is_writing = false;
        self.recovery.opening = None;
        self.quit_after_save = false;
        self.workspace.sources.is_checking = false;
        self.forget_preview();
    }

    // Recovery.

    /// The open document and how often it has changed: two equal ones are the same state.
    pub(super) fn document_state(&self) -> (u64, u64) {
        (self.document_number, self.workspace.document.revision())
    }

    /// Writes the recovery file a few seconds after each change, and takes it away once nothing is unsaved.
    pub(super) fn keep_recovery(&mut self, ctx: &egui::Context) {
        if self.workspace.screen != Screen::Map || !self.workspace.document.is_changed() {
            self.recovery.due = None;
            if self.recovery.kept.is_some() {
                self.forget_recovery();
            }
            return;
        }
        let now = Instant::now();
        let state = self.document_state();
        if state != self.recovery.seen {
            self.recovery.seen = state;
            self.recovery.due = Some(now + self.recovery.delay);
        }
        let Some(due) = self.recovery.due else { return };
        if now < due {
            ctx.request_repaint_after(due - now);
        } else if !self.recovery.is_writing {
            self.recovery.due = None;
            self.write_recovery(ctx);
        }
    }

    fn write_recovery(&mut self, ctx: &egui::Context) {
        let key = self.recovery_key();
        self.recovery.unwanted.retain(|unwanted| *unwanted != key);
        self.recovery.kept = Some(key.clone());
        self.recovery.is_writing = true;
        let folder = Arc::clone(&self.recovery.folder);
        let project: Project = self.workspace.document.project().clone();
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| Outcome::RecoveryWritten {
            result: folder.write(key.key(), &project, jiff::Timestamp::now()),
        });
    }

    /// A recovery file was written, or could not be.
    pub(super) fn recovery_written(&mut self, result: Result<(), WriteError>) {
        self.recovery.is_writing = false;
        for key in std::mem::take(&mut self.recovery.unwanted) {
            self.recovery.remove(key);
        }
        match result {
            Ok(()) => self.discard_adopted(),
            Err(error) => {
                self.notify(Notice::Warning(format!("Unsaved work could not be kept for recovery. {error}")));
            }
        }
    }

    /// Takes the recovery file of the open document away: it is saved, or its changes are not wanted.
    pub(super) fn forget_recovery(&mut self) {
        self.recovery.due = None;
        if let Some(key) = self.recovery.kept.take() {
            self.recovery.remove(key);
        }
        self.discard_adopted();
    }

    fn discard_adopted(&mut self) {
        if let Some(recovered) = self.recovery.adopted.take()
            && let Err(error) = self.recovery.folder.discard(&recovered)
        {
            tracing::warn!(%error, "a recovery file could not be removed");
        }
    }

    fn recovery_key(&self) -> OwnedKey {
        self.workspace.path.clone().map_or(OwnedKey::Unsaved(self.document_number), OwnedKey::Saved)
    }

    /// As the window closes: waits a moment for a recovery file that is being written, so that one that is not
    /// wanted can be taken away.
    pub(super) fn finish_recovery(&mut self) {
        let start = Instant::now();
        while self.recovery.is_writing && start.elapsed() < PATIENCE {
            for outcome in self.jobs.poll() {
                if let Outcome::RecoveryWritten { result } = outcome {
                    self.recovery_written(result);
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        if self.workspace.screen != Screen::Map || !self.workspace.document.is_changed() || self.is_quitting {
            self.forget_recovery();
        }
    }
}

/// What a finished save brings.
pub struct Saved {
    pub path: PathBuf,
    /// The number of the document that was saved.
    pub document: u64,
    pub snapshot: Project,
    pub result: Result<(), WriteError>,
    pub then: Option<Then>,
}

/// The time of day, "14:32".
fn clock() -> String {
    jiff::Zoned::now().strftime("%H:%M").to_string()
}
