//! Background jobs: long work on threads of its own, with progress and cancel. The only place that starts threads
//! for opening, reading, saving and exporting.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use notify::Watcher as _;

use super::comparing;
use super::evidence::{PictureFor, TakenPicture};
use super::export_state::Exported;
use super::exporting::{PageDrawn, Previewed};
use super::held_project::DroppedPictures;
use super::import_state::{ImportState, Planned};
use super::outside::TakenOutside;
use super::present::{Pictured, StayAwake};
use super::saving::Saved;
use super::sources::FoundFile;
use super::watching::{FolderWatch, Watched};
use super::workshop::StatesFound;
use super::workspace::JobStatus;
use crate::export::ExportSpec;
use crate::file::{OpenError, Opened, Seen, WriteError};
use crate::import::{ImportError, Table};
use crate::model::SourceId;
use crate::render::png::Pixels;

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
    /// Which of the pictures that were dropped hold a project.
    PicturesSeen(DroppedPictures),
    /// What became of the imported files of the document of that number.
    SourcesSeen {
        document: u64,
        seen: BTreeMap<SourceId, Seen>,
    },
    /// An imported file was read for its rows to be shown.
    RowsRead {
        document: u64,
        source: SourceId,
        result: Box<Result<Table, ImportError>>,
    },
    /// A file that was written beside the project was looked at; `None` if it is nothing to speak of.
    FileFound {
        document: u64,
        found: Option<FoundFile>,
    },
    /// Periods or segments were compared, for what was asked under that number; `None` where something else was asked
    /// meanwhile.
    Compared {
        ticket: u64,
        found: Option<Box<comparing::Found>>,
    },
    /// A snapshot was made or read, or two states were compared.
    States(Box<StatesFound>),
    /// What an export will hold.
    Previewed(Box<Previewed>),
    PageDrawn(Box<PageDrawn>),
    /// How many bytes a file would have.
    ExportSized(Box<(ExportSpec, u64)>),
    /// What is to be copied as a picture: its pixels, and what it is called; or why there are none.
    PictureDrawn(Result<(Pixels, &'static str), String>),
    /// Files were exported, or could not be, or were not begun any more.
    Exported(Vec<Exported>),
    /// A file was to be opened outside of the window.
    TakenOutside(TakenOutside),
    /// Small pictures of shots were made.
    ShotsPictured(Pictured),
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

    /// What has finished since the last call. A job that was cancelled brings only word of that, but an export says
    /// what it has written until then.
    pub fn poll(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Ok((id, outcome)) = self.receiver.try_recv() {
            let Some(at) = self.running.iter().position(|job| job.id == id) else { continue };
            let job = self.running.remove(at);
            let is_told = matches!(outcome, Outcome::Exported(_));
            let is_cancelled = job.handle.is_cancelled() && !is_told;
            outcomes.push(if is_cancelled { Outcome::Cancelled { label: job.label } } else { outcome });
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

/// The watch of the system, on a thread of its own.
#[derive(Default)]
pub struct DesktopWatch {
    folders: Vec<PathBuf>,
    /// Ends the thread, and with it the watch, as it is dropped.
    stop: Option<Sender<()>>,
    events: Option<Receiver<Watched>>,
    /// When each file was written last.
    written: BTreeMap<PathBuf, Instant>,
}

/// A file that was not written for so long is taken to be whole.
const QUIET: Duration = Duration::from_millis(1_200);

impl FolderWatch for DesktopWatch {
    fn watch(&mut self, folders: Vec<PathBuf>, ctx: &egui::Context) {
        if folders == self.folders {
            return;
        }
        (self.stop, self.events, self.folders) = (None, None, folders.clone());
        self.written.clear();
        if folders.is_empty() {
            return;
        }
        let (sender, events) = channel();
        let (stop, stopped) = channel::<()>();
        let ctx = ctx.clone();
        // Folders on a network may take long to answer.
        std::thread::spawn(move || {
            let told = sender.clone();
            let handler = move |event: notify::Result<notify::Event>| {
                let Ok(event) = event else { return };
                if event.kind.is_create() || event.kind.is_modify() {
                    for path in event.paths {
                        // Nobody listens once another folder is watched.
                        let _ = told.send(Watched::Written(path));
                    }
                    ctx.request_repaint_after(QUIET + Duration::from_millis(50));
                }
            };
            let mut watcher = match notify::recommended_watcher(handler) {
                Ok(watcher) => watcher,
                Err(error) => {
                    let _ = sender.send(Watched::Failed(error.to_string()));
                    return;
                }
            };
            for folder in &folders {
                if let Err(error) = watcher.watch(folder, notify::RecursiveMode::NonRecursive) {
                    let _ = sender.send(Watched::Failed(error.to_string()));
                }
            }
            // Until the other end is dropped.
            let _ = stopped.recv();
        });
        (self.stop, self.events) = (Some(stop), Some(events));
    }

    fn poll(&mut self, ctx: &egui::Context) -> Vec<Watched> {
        let mut watched = Vec::new();
        for event in self.events.iter().flat_map(Receiver::try_iter) {
            match event {
                Watched::Written(path) => {
                    self.written.insert(path, Instant::now());
                }
                failed @ Watched::Failed(_) => watched.push(failed),
            }
        }
        let is_quiet = |written: &Instant| written.elapsed() >= QUIET;
        let quiet: Vec<PathBuf> =
            self.written.iter().filter(|(_, written)| is_quiet(written)).map(|(path, _)| path.clone()).collect();
        for path in quiet {
            self.written.remove(&path);
            watched.push(Watched::Written(path));
        }
        if !self.written.is_empty() {
            ctx.request_repaint_after(QUIET);
        }
        watched
    }
}

/// The desktop's own way of keeping the screen on. Asking for it may take a while, and some systems tie it to the thread
/// that asked: a thread holds it as long as it is wanted.
#[derive(Default)]
pub struct DesktopAwake {
    /// Dropped to let go.
    holding: Option<Sender<()>>,
    failures: Option<Receiver<String>>,
}

impl StayAwake for DesktopAwake {
    fn hold(&mut self, ctx: &egui::Context) {
        let (holding, wanted) = channel::<()>();
        let (failed, failures) = channel();
        (self.holding, self.failures) = (Some(holding), Some(failures));
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let asked = keepawake::Builder::default()
                .display(true)
                .idle(true)
                .reason("Presenting a map")
                .app_name("Throughline")
                .create();
            match asked {
                Ok(_awake) => {
                    // Nothing is ever sent: it ends when nobody holds on any more.
                    let _ = wanted.recv();
                }
                Err(why) => {
                    let _ = failed.send(why.to_string());
                    ctx.request_repaint();
                }
            }
        });
    }

    fn release(&mut self) {
        (self.holding, self.failures) = (None, None);
    }

    fn failure(&mut self) -> Option<String> {
        self.failures.as_ref()?.try_recv().ok()
    }
}
