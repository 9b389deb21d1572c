//! The comparison kept up to date in the background, and what its commands do. Draws nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::Context;

use super::choices::{Asked, AskedSegments, BySegment, Choices, Mode, Place, Progress, Shown, asked, place};
use super::{SampleSize, rows, tsv};
use crate::analysis::compare::{Comparison, also_changed, compare_watched};
use crate::analysis::segments::{opportunities, segments, segments_by_stage};
use crate::analysis::{Audience, Numbers, Scope, View};
use crate::app::bottom::shown_metric;
use crate::app::core::Core;
use crate::app::jobs::{JobHandle, JobKind, Outcome};
use crate::app::workspace::{BottomTab, Dialog, Notice, Screen, Workspace};
use crate::edit::Selection;
use crate::model::project::Table;
use crate::model::{
    Action, ActionId, Journey, JourneyId, MetricId, Project, Source, SourceId, Stage, StageId, Touchpoint, TouchpointId,
};

/// What the job is called in the status bar.
pub const LABEL: &str = "Comparing";

/// What a job found.
#[derive(Debug)]
pub enum Found {
    Periods(Comparison),
    Segments(Box<BySegment>),
}

/// What was asked last, and of what.
#[derive(Default)]
pub struct ComparingOf {
    /// Looked at again only when something of this is another.
    seen: Option<Seen>,
    /// Of two periods and of segments: going from one to the other and back compares nothing again.
    periods: Option<Made>,
    segments: Option<Made>,
    /// What the job under way is about.
    running: Option<Mode>,
    /// What else changed was looked up in these.
    also: Option<(Table<ActionId, Action>, Table<SourceId, Source>)>,
    /// Tells jobs apart: only what the last one brings is taken.
    ticket: u64,
    /// Ends the job under way without a word.
    is_superseded: Arc<AtomicBool>,
}

impl ComparingOf {
    fn made(&mut self, mode: Mode) -> &mut Option<Made> {
        match mode {
            Mode::Periods => &mut self.periods,
            Mode::Segments => &mut self.segments,
        }
    }
}

#[derive(PartialEq)]
struct Seen {
    /// The state of the document, by its number and revision.
    document: (u64, u64),
    journey: JourneyId,
    view: View,
    choices: Choices,
    /// Where that decides.
    selection: Option<Selection>,
}

/// Held, so that their addresses stay their own.
struct Made {
    asked: Asked,
    numbers: Arc<Numbers>,
    touchpoints: Table<TouchpointId, Touchpoint>,
    journeys: Table<JourneyId, Journey>,
    stages: Table<StageId, Stage>,
}

impl Made {
    fn is_of(&self, asked: &Asked, project: &Project, numbers: &Arc<Numbers>) -> bool {
        // Which touchpoints are compared is asked for; what segments lack also depends on how important those are.
        let is_same_map = match asked {
            Asked::Periods(_) => true,
            Asked::Segments(_) => {
                Arc::ptr_eq(&self.touchpoints, &project.touchpoints)
                    && Arc::ptr_eq(&self.journeys, &project.journeys)
                    && Arc::ptr_eq(&self.stages, &project.stages)
            }
        };
        is_same_map && self.asked == *asked && Arc::ptr_eq(&self.numbers, numbers)
    }
}

impl Core {
    /// Compares anew, in the background, if the tab is on show and anything it is made of is another.
    pub(in crate::app) fn refresh_comparison(&mut self, ctx: &Context) {
        let workspace = &self.workspace;
        let is_shown = workspace.screen == Screen::Map
            && workspace.bottom_tab == BottomTab::Compare
            && workspace.settings.bottom_panel.is_visible;
        if !is_shown {
            return;
        }
        let choices = &workspace.comparing.choices;
        let is_selection_asked = choices.mode == Mode::Segments && choices.segments.place == Place::Selection;
        let seen = Seen {
            document: (self.document_number, workspace.document.revision()),
            journey: workspace.journey,
            view: workspace.view,
            choices: choices.clone(),
            selection: is_selection_asked.then(|| workspace.document.selection().clone()),
        };
        let mode = choices.mode;
        let made = self.comparing_of.made(mode).as_ref();
        let is_of_numbers = made.is_none_or(|made| Arc::ptr_eq(&made.numbers, &workspace.numbers));
        if is_of_numbers && self.comparing_of.seen.as_ref() == Some(&seen) {
            return;
        }
        self.comparing_of.seen = Some(seen);
        match asked(workspace) {
            Ok(asked) => self.compare(mode, asked, ctx),
            Err(why) => {
                self.supersede();
                *self.comparing_of.made(mode) = None;
                let comparing = &mut self.workspace.comparing;
                match mode {
                    Mode::Periods => refuse(&mut comparing.periods, why),
                    Mode::Segments => refuse(&mut comparing.segments, why),
                }
            }
        }
    }

    fn compare(&mut self, mode: Mode, asked: Asked, ctx: &Context) {
        let workspace = &mut self.workspace;
        let project = workspace.document.project();
        let made = self.comparing_of.made(mode).as_ref();
        if made.is_some_and(|made| made.is_of(&asked, project, &workspace.numbers)) {
            self.refresh_also_changed();
            return;
        }
        let made = Made {
            asked: asked.clone(),
            numbers: Arc::clone(&workspace.numbers),
            touchpoints: Arc::clone(&project.touchpoints),
            journeys: Arc::clone(&project.journeys),
            stages: Arc::clone(&project.stages),
        };
        let also = (Arc::clone(&project.actions), Arc::clone(&project.sources));
        let (project, numbers) = (project.clone(), Arc::clone(&workspace.numbers));
        match mode {
            Mode::Periods => {
                self.comparing_of.also = Some(also);
                workspace.comparing.periods.progress = Progress::Working;
            }
            Mode::Segments => workspace.comparing.segments.progress = Progress::Working,
        }
        self.supersede();
        *self.comparing_of.made(mode) = Some(made);
        self.comparing_of.running = Some(mode);
        let (ticket, is_superseded) = (self.comparing_of.ticket, Arc::clone(&self.comparing_of.is_superseded));
        let kind = JobKind { label: LABEL.to_owned(), can_cancel: true };
        self.jobs.start(kind, ctx, move |job| {
            let found = find(&project, &numbers, asked, job, &is_superseded);
            Outcome::Compared { ticket, found: found.map(Box::new) }
        });
    }

    /// Nothing of what is under way is wanted any more.
    fn supersede(&mut self) {
        if let Some(mode) = self.comparing_of.running.take() {
            *self.comparing_of.made(mode) = None;
        }
        self.comparing_of.is_superseded.store(true, Ordering::Relaxed);
        self.comparing_of.is_superseded = Arc::default();
        self.comparing_of.ticket += 1;
    }

    /// What else changed may be another where the figures are the same.
    fn refresh_also_changed(&mut self) {
        let workspace = &mut self.workspace;
        let project = workspace.document.project();
        let is_same = self.comparing_of.also.as_ref().is_some_and(|(actions, sources)| {
            Arc::ptr_eq(actions, &project.actions) && Arc::ptr_eq(sources, &project.sources)
        });
        if is_same {
            return;
        }
        self.comparing_of.also = Some((Arc::clone(&project.actions), Arc::clone(&project.sources)));
        let shown = &mut workspace.comparing.periods;
        if let Some(found) = &shown.found {
            let also_changed = also_changed(project, &workspace.numbers, found);
            shown.found = Some(Arc::new(Comparison { also_changed, ..Comparison::clone(found) }));
        }
    }

    /// A job has ended.
    pub(in crate::app) fn compared(&mut self, ticket: u64, found: Option<Found>) {
        let Some(found) = found.filter(|_| ticket == self.comparing_of.ticket) else { return };
        self.comparing_of.running = None;
        let comparing = &mut self.workspace.comparing;
        match found {
            Found::Periods(found) => take(&mut comparing.periods, found),
            Found::Segments(found) => take(&mut comparing.segments, *found),
        }
    }

    /// The job of that name was stopped, by the user or by a fault.
    pub(in crate::app) fn comparison_given_up(&mut self, label: &str) {
        // One that was started meanwhile will say so itself when it ends.
        if label == LABEL {
            self.comparing_of.running = None;
            let comparing = &mut self.workspace.comparing;
            stop(&mut comparing.periods);
            stop(&mut comparing.segments);
        }
    }

    /// Compares again what was stopped.
    pub(in crate::app) fn compare_again(&mut self) {
        self.comparing_of.seen = None;
        *self.comparing_of.made(self.workspace.comparing.choices.mode) = None;
    }

    /// Forgets what was found and chosen in another project.
    pub(in crate::app) fn forget_comparison(&mut self) {
        self.supersede();
        let ticket = self.comparing_of.ticket;
        self.comparing_of = ComparingOf { ticket, ..ComparingOf::default() };
        self.workspace.comparing = super::Comparing::default();
    }

    /// Opens the dialog that says how many visits are needed; without a metric, of the one on show.
    pub(in crate::app) fn ask_sample_size(&mut self, metric: Option<MetricId>, scope: Option<Scope>) {
        let workspace = &mut self.workspace;
        let metric = metric.or_else(|| shown_metric(workspace));
        let project = workspace.document.project();
        let (scope, place) = match scope {
            Some(scope) => {
                let first = scope.touchpoints().first().and_then(|id| project.touchpoints.get(id));
                let segment = match scope.audience() {
                    Audience::Everyone => None,
                    Audience::Segment(id) => project.segments.get(&id),
                };
                let segment = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
                let place = format!("{}{segment}", first.map_or("", |it| it.title.as_str()));
                (scope, place)
            }
            None => {
                let (touchpoints, place) = place(workspace, Place::Selection);
                (Scope::of(touchpoints), place)
            }
        };
        let form = SampleSize::of_metric(&workspace.numbers, metric, (scope, place), workspace.view.period);
        workspace.dialog = Some(Dialog::SampleSize(Box::new(form)));
    }

    /// What is shown, as tab-separated text.
    pub(in crate::app) fn copy_comparison(&mut self, ctx: &Context) {
        let Some(text) = text_to_copy(&self.workspace) else {
            self.notify(Notice::Warning("There is nothing to copy. Choose days or segments with figures.".to_owned()));
            return;
        };
        let count = text.lines().count().saturating_sub(1);
        ctx.copy_text(text);
        self.notify(Notice::Done(format!("Copied {count} {}", if count == 1 { "row" } else { "rows" })));
    }
}

/// What is shown as rows for a spreadsheet; `None` where nothing is.
fn text_to_copy(workspace: &Workspace) -> Option<String> {
    let comparing = &workspace.comparing;
    let project = workspace.document.project();
    match comparing.choices.mode {
        Mode::Periods => {
            let found = comparing.periods.found.as_ref()?;
            let rows = rows::rows(workspace, found, &comparing.choices.periods);
            let shown: Vec<_> = rows.shown.iter().filter_map(|row| found.rows.get(row.at)).collect();
            (!shown.is_empty()).then(|| tsv::periods(project, found, &shown))
        }
        Mode::Segments => {
            let found = comparing.segments.found.as_ref()?;
            (!found.table.rows.is_empty() || !found.stages.is_empty()).then(|| tsv::segments(project, found))
        }
    }
}

fn refuse<T>(shown: &mut Shown<T>, why: String) {
    *shown = Shown { found: None, progress: Progress::Refused(why), revision: shown.revision + 1 };
}

fn take<T>(shown: &mut Shown<T>, found: T) {
    *shown = Shown { found: Some(Arc::new(found)), progress: Progress::Done, revision: shown.revision + 1 };
}

fn stop<T>(shown: &mut Shown<T>) {
    if shown.progress == Progress::Working {
        shown.progress = Progress::Stopped;
    }
}

/// The work of the job; `None` where it was told to stop.
fn find(
    project: &Project,
    numbers: &Numbers,
    asked: Asked,
    job: &JobHandle,
    is_superseded: &AtomicBool,
) -> Option<Found> {
    let go_on = |share: f32| job.report(share) && !is_superseded.load(Ordering::Relaxed);
    match asked {
        Asked::Periods(spec) => compare_watched(project, numbers, &spec, &go_on).map(Found::Periods),
        Asked::Segments(asked) => {
            by_segment(project, numbers, asked, go_on).map(|found| Found::Segments(Box::new(found)))
        }
    }
}

fn by_segment(
    project: &Project,
    numbers: &Numbers,
    asked: AskedSegments,
    go_on: impl Fn(f32) -> bool,
) -> Option<BySegment> {
    let spec = &asked.spec;
    let everyone = numbers.figure(spec.metric, asked.scope.clone(), spec.period);
    let table = segments(numbers, &asked.scope, spec);
    go_on(0.3).then_some(())?;
    let stages = segments_by_stage(project, numbers, asked.journey, spec);
    go_on(0.6).then_some(())?;
    let opportunities = opportunities(project, numbers, asked.journey, spec.period);
    Some(BySegment { everyone, table, stages, opportunities, asked })
}
