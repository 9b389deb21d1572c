//! Snapshots taken, restored and compared, in the background: packing, unpacking and comparing big maps takes longer
//! than a frame. What the jobs found is carried out here, between frames. No drawing here.

use std::sync::Arc;

use egui::Context;

use super::state::{Compared, Comparison, Part};
use crate::analysis::difference::{Difference, between, between_journeys, counterpart};
use crate::app::core::Core;
use crate::app::jobs::{JobKind, Outcome};
use crate::app::workspace::{BottomTab, Notice};
use crate::edit::{Edit, Selection};
use crate::file::{pack_watched, unpack};
use crate::model::{Project, Snapshot, SnapshotId};

/// What the jobs are called in the status bar.
const TAKING: &str = "Taking a snapshot";
const RESTORING: &str = "Restoring a snapshot";
const COMPARING: &str = "Comparing two states";

/// What a job about states of the project found.
pub struct StatesFound {
    /// The number of the document that it is for.
    document: u64,
    found: Found,
}

enum Found {
    /// A snapshot that is to be kept.
    Taken(Snapshot),
    Unpacked(Unpacked),
    Compared {
        of: Compared,
        now: Project,
        result: Result<(Difference, Arc<Project>), String>,
    },
}

/// What restoring a snapshot takes.
struct Unpacked {
    id: SnapshotId,
    /// The project that would be left.
    now: Project,
    /// What the snapshot holds, and what keeps the map as it is now; or why there is neither.
    result: Result<(Arc<Project>, Snapshot), String>,
}

impl Core {
    /// Keeps the map as it is now.
    pub(super) fn take_snapshot(&mut self, label: &str, ctx: &Context) {
        let (project, now) = (self.workspace.document.project().clone(), self.workspace.workshop.now);
        let (document, label) = (self.document_number, label.trim().to_owned());
        self.jobs.start(kind(TAKING), ctx, move |job| {
            let Some(packed) = pack_watched(&project, |_| false, &mut |share| job.report(share)) else {
                return Outcome::Cancelled { label: TAKING.to_owned() };
            };
            let snapshot = Snapshot { label, ..Snapshot::new(SnapshotId(0), &project, packed, now) };
            Outcome::States(Box::new(StatesFound { document, found: Found::Taken(snapshot) }))
        });
    }

    /// The map becomes what the snapshot holds; what it is now is kept as a snapshot of its own.
    pub(super) fn restore_snapshot(&mut self, id: SnapshotId, ctx: &Context) {
        let (project, taken) = (self.workspace.document.project().clone(), self.workspace.workshop.now);
        let Some(snapshot) = project.snapshot(id).map(Arc::clone) else { return };
        let document = self.document_number;
        self.jobs.start(kind(RESTORING), ctx, move |job| {
            let result = match unpack(&snapshot, &project) {
                Ok(from) => {
                    job.report(0.4);
                    // Figures whose touchpoints go go into the snapshot that keeps the present state.
                    let packed =
                        pack_watched(&project, |key| !from.touchpoints.contains_key(&key.touchpoint), &mut |share| {
                            job.report(0.4 + 0.6 * share)
                        });
                    let Some(packed) = packed else { return Outcome::Cancelled { label: RESTORING.to_owned() } };
                    let safety = Snapshot::new(SnapshotId(project.next_id), &project, packed, taken);
                    Ok((Arc::new(from), Snapshot { is_safety: true, ..safety }))
                }
                Err(error) => Err(error.to_string()),
            };
            let unpacked = Unpacked { id, now: project, result };
            Outcome::States(Box::new(StatesFound { document, found: Found::Unpacked(unpacked) }))
        });
    }

    /// A job about states has ended.
    pub(in crate::app) fn states_found(&mut self, found: StatesFound, ctx: &Context) {
        if found.document != self.document_number {
            return;
        }
        match found.found {
            Found::Taken(snapshot) => self.keep_snapshot(snapshot),
            Found::Unpacked(unpacked) => self.restore(unpacked, ctx),
            Found::Compared { of, now, result } => self.states_compared(of, now, result),
        }
    }

    /// A job was stopped, by the user or by a fault.
    pub(in crate::app) fn states_given_up(&mut self, label: &str) {
        if label == COMPARING {
            self.workshop.comparing = None;
            self.workspace.workshop.is_comparing = false;
        }
    }

    fn keep_snapshot(&mut self, mut snapshot: Snapshot) {
        let project = self.workspace.document.project();
        snapshot.id = SnapshotId(project.next_id);
        snapshot.pictures.retain(|hash| project.pictures.contains_key(hash));
        let name = snapshot.name();
        self.workspace.document.seal();
        if self.commit(&Edit::AddSnapshot { snapshot: Arc::new(snapshot) }, None) {
            self.workspace.document.seal();
            let revision = self.workspace.document.revision();
            self.notify(Notice::Undoable(format!("\"{name}\" was kept in the project."), revision));
        }
    }

    fn restore(&mut self, unpacked: Unpacked, ctx: &Context) {
        let project = self.workspace.document.project();
        if !unpacked.now.is_same_as(project) {
            // Somebody went on working: what would be kept is not what is there any more.
            self.restore_snapshot(unpacked.id, ctx);
            return;
        }
        let Some(name) = project.snapshot(unpacked.id).map(|snapshot| snapshot.name()) else { return };
        let (from, safety) = match unpacked.result {
            Ok(found) => found,
            Err(why) => {
                self.fail(format!("\"{name}\" can't be restored"), &why);
                return;
            }
        };
        let dropped = project.series.keys().filter(|key| !from.touchpoints.contains_key(&key.touchpoint)).count();
        let edit = Edit::Restore { label: name.clone(), from, safety: Arc::new(safety) };
        if self.commit(&edit, Some(Selection::default())) {
            self.workspace.document.seal();
            self.workspace.editing = None;
            let revision = self.workspace.document.revision();
            let figures = if dropped == 0 {
                String::new()
            } else {
                " Figures of touchpoints that are not on it went into the safety snapshot.".to_owned()
            };
            self.notify(Notice::Undoable(format!("\"{name}\" was restored.{figures}"), revision));
        }
    }

    /// Current and future state of the open journey beside each other, or no more.
    pub(in crate::app) fn toggle_states(&mut self, ctx: &Context) {
        if self.workspace.workshop.is_side_by_side {
            self.workspace.workshop.is_side_by_side = false;
            return;
        }
        let journey = self.workspace.journey;
        match counterpart(self.workspace.document.project(), journey) {
            Some((other, is_older)) => {
                let (before, after) = if is_older { (other, journey) } else { (journey, other) };
                self.compare_states(Some(Compared::Journeys { before, after }), ctx);
                self.workspace.workshop.is_side_by_side = true;
                self.workspace.settings.map_as_table = false;
            }
            None => {
                let text = "There is only one journey. Duplicate it as future state first: journey tab, right click.";
                self.notify(Notice::Warning(text.to_owned()));
            }
        }
    }

    pub(super) fn compare_states(&mut self, of: Option<Compared>, ctx: &Context) {
        let Some(of) = of else {
            let state = &mut self.workspace.workshop;
            (state.comparison, state.is_side_by_side, state.kind) = (None, false, None);
            state.is_comparing = false;
            self.workshop.comparing = None;
            let state = &mut self.workspace.workshop;
            state.comparison_error.clear();
            ctx.request_repaint();
            return;
        };
        self.workspace.workshop.kind = None;
        self.workspace.workshop.comparison = None;
        self.compute(of, ctx);
        self.workspace.workshop.part = Part::Changes;
        self.show_bottom(BottomTab::Workshop);
    }

    /// Compares anew if the project is another.
    pub(super) fn refresh_states(&mut self, ctx: &Context) {
        if self.workshop.comparing.is_some_and(|(document, _)| document == self.document_number) {
            return;
        }
        let project = self.workspace.document.project();
        let stale = self.workspace.workshop.comparison.as_ref().filter(|known| !known.project.is_same_as(project));
        if let Some(of) = stale.map(|known| known.of) {
            self.compute(of, ctx);
        }
    }

    /// Finds out what two states differ in. What is gone by now is compared no more.
    fn compute(&mut self, of: Compared, ctx: &Context) {
        let project = self.workspace.document.project().clone();
        let known = self.workspace.workshop.comparison.as_ref().filter(|known| known.of == of);
        // A snapshot stays as it is, however the project changes.
        let known = known.map(|known| Arc::clone(&known.older));
        self.workshop.comparing = Some((self.document_number, of));
        self.workspace.workshop.is_comparing = true;
        let document = self.document_number;
        // What is brought up to date while one works is not spoken of.
        let kind = if known.is_some() { JobKind { label: String::new(), can_cancel: false } } else { kind(COMPARING) };
        self.jobs.start(kind, ctx, move |_| {
            let result = compared(of, &project, known);
            Outcome::States(Box::new(StatesFound { document, found: Found::Compared { of, now: project, result } }))
        });
    }

    fn states_compared(&mut self, of: Compared, now: Project, result: Result<(Difference, Arc<Project>), String>) {
        if self.workshop.comparing != Some((self.document_number, of)) {
            // Something else is compared by now.
            return;
        }
        self.workshop.comparing = None;
        let state = &mut self.workspace.workshop;
        state.is_comparing = false;
        match result {
            Ok((difference, older)) => {
                state.comparison_error.clear();
                let difference = Arc::new(difference);
                state.comparison = Some(Comparison { of, difference, older, project: now });
            }
            Err(why) => {
                state.comparison_error = why;
                state.comparison = None;
                state.is_side_by_side = false;
            }
        }
    }
}

fn kind(label: &str) -> JobKind {
    JobKind { label: label.to_owned(), can_cancel: true }
}

/// What the two differ in, and the project that holds the older one, which is `older` if that is known.
fn compared(
    of: Compared,
    project: &Project,
    older: Option<Arc<Project>>,
) -> Result<(Difference, Arc<Project>), String> {
    match of {
        Compared::Journeys { before, after } => {
            let are_there = project.journeys.contains_key(&before) && project.journeys.contains_key(&after);
            are_there
                .then(|| (between_journeys(project, before, after), Arc::new(project.clone())))
                .ok_or_else(|| "One of the journeys is not in the project any more.".to_owned())
        }
        Compared::Snapshots { before, after } => {
            let unpacked = |id: SnapshotId| match project.snapshot(id) {
                Some(snapshot) => unpack(snapshot, project).map(Arc::new).map_err(|error| error.to_string()),
                None => Err("The snapshot is not in the project any more.".to_owned()),
            };
            let older = older.map_or_else(|| unpacked(before), Ok)?;
            let newer = after.map(unpacked).transpose()?;
            Ok((between(&older, newer.as_deref().unwrap_or(project)), older))
        }
    }
}
