//! Background jobs: long work on threads of its own, with progress and cancel. The only place that starts threads
//! for opening, reading, saving and exporting.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::evidence::{PictureFor, TakenPicture};
use super::import_state::{ImportState, Planned};
use super::saving::Saved;
use super::workspace::JobStatus;
use crate::file::{OpenError, Opened, WriteError};
use crate::import::{ImportError, Table};

/// What a finished job brings.
pub enum Outcome {
    Opened {
        path: PathBuf,
        /// The state of the document over which it was asked for.
        over: (u64, u64),
        result: Result<Opened, OpenError>,
    },
    Recovered {
        recovered: crate::file::Recovered,
        result: Result<Opened, OpenError>,
    },
    Saved(Box<Saved>),
    /// A data file was read and is ready for the import dialog.
    Read {
        path: PathBuf,
        /// The number of the document that it is for.
        document: u64,
        result: Result<Box<ImportState>, ImportError>,
    },
    /// The plan of the recipe that the import dialog has, or had, for the table.
    Planned {
        table: Arc<Table>,
        result: Result<Planned, ImportError>,
    },
    /// Pictures were read, for the document of that number.
    PicturesRead {
        target: PictureFor,
        document: u64,
        pictures: Vec<TakenPicture>,
    },
    Exported {
        path: PathBuf,
        result: Result<usize, String>,
    },
    RecoveryWritten {
        result: Result<(), WriteError>,
    },
    SettingsKept {
        result: Result<(), WriteError>,
    },
    /// The job ended because it was asked to.
    Cancelled {
        label: String,
    },
    /// The job broke down: a fault of the program, not of the file.
    Died {
        label: String,
    },
}

/// What a job sees of the outside: whether it should stop, and where to report how far it is.
#[derive(Clone)]
pub struct JobHandle {
    cancelled: Arc<AtomicBool>,
    /// Thousandths; `u32::MAX` while not known.
    progress: Arc<AtomicU32>,
    ctx: egui::Context,
}

impl JobHandle {
    /// The flag that asks the job to stop.
    pub fn cancel_flag(&self) -> &AtomicBool {
        &self.cancelled
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Reports progress, 0 to 1. Returns whether to go on.
    pub fn report(&self, share: f32) -> bool {
        let thousandths = (share.clamp(0.0, 1.0) * 1_000.0) as u32;
        if self.progress.swap(thousandths, Ordering::Relaxed) != thousandths {
            self.ctx.request_repaint();
        }
        !self.is_cancelled()
    }
}

struct Running {
    id: u64,
    label: String,
    handle: JobHandle,
    is_shown: bool,
    can_cancel: bool,
}

/// The jobs under way.
pub struct Jobs {
    next_id: u64,
    running: Vec<Running>,
    sender: Sender<(u64, Outcome)>,
    receiver: Receiver<(u64, Outcome)>,
}

/// How a job appears to the user.
pub struct JobKind {
    /// "Opening online-shop.journey.ron"; empty for work that is not shown.
    pub label: String,
    pub can_cancel: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { next_id: 1, running: Vec::new(), sender, receiver }
    }
}

impl Jobs {
    /// Starts a job on a thread of its own.
    pub fn start(
        &mut self,
        kind: JobKind,
        ctx: &egui::Context,
        work: impl FnOnce(&JobHandle) -> Outcome + Send + 'static,
    ) {
        let id = self.next_id;
        self.next_id += 1;
        let handle =
            JobHandle { cancelled: Arc::default(), progress: Arc::new(AtomicU32::new(u32::MAX)), ctx: ctx.clone() };
        self.running.push(Running {
            id,
            is_shown: !kind.label.is_empty(),
            label: kind.label.clone(),
            handle: handle.clone(),
            can_cancel: kind.can_cancel,
        });
        let (sender, label) = (self.sender.clone(), kind.label);
        std::thread::spawn(move || {
            // A panic in a job must not leave the window waiting for it.
            let work = std::panic::AssertUnwindSafe(|| work(&handle));
            let outcome = std::panic::catch_unwind(work).unwrap_or_else(|_| Outcome::Died { label: label.clone() });
            // Nobody listens after the window is gone.
            let _ = sender.send((id, outcome));
            handle.ctx.request_repaint();
        });
    }

    /// What has finished since the last call. A job that was cancelled brings only word of that.
    pub fn poll(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Ok((id, outcome)) = self.receiver.try_recv() {
            let Some(at) = self.running.iter().position(|job| job.id == id) else { continue };
            let job = self.running.remove(at);
            outcomes.push(if job.handle.is_cancelled() { Outcome::Cancelled { label: job.label } } else { outcome });
        }
        outcomes
    }

    /// Asks a job to stop.
    pub fn cancel(&mut self, id: u64) {
        if let Some(job) = self.running.iter().find(|job| job.id == id && job.can_cancel) {
            job.handle.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Whether anything is under way, shown or not.
    pub fn is_busy(&self) -> bool {
        !self.running.is_empty()
    }

    /// Whether anything is under way that the user sees.
    pub fn is_showing(&self) -> bool {
        self.running.iter().any(|job| job.is_shown)
    }

    /// The jobs as the status bar shows them.
    pub fn statuses(&self) -> Vec<JobStatus> {
        let shown = self.running.iter().filter(|job| job.is_shown);
        shown
            .map(|job| {
                let thousandths = job.handle.progress.load(Ordering::Relaxed);
                JobStatus {
                    id: job.id,
                    label: job.label.clone(),
                    progress: (thousandths <= 1_000).then_some(thousandths as f32 / 1_000.0),
                    can_cancel: job.can_cancel,
                }
            })
            .collect()
    }
}
