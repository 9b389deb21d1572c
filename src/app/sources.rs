//! The imported files: what has become of them on disk, and what is done with them. What they look like in the panel
//! is `sources_ui`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::core::Core;
use super::dialogs::Purpose;
use super::import_state::counted;
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::watching::{Watched, may_be_data};
use super::workspace::{Dialog, Notice, Screen, Workspace};
use crate::base::Date;
use crate::base::date::format_date;
use crate::edit::Edit;
use crate::file::{self, OnDisk, Seen};
use crate::import::{ImportError, Recipe, Table, digest, find_recipe, read_file, read_file_offer};
use crate::model::project::Table as Records;
use crate::model::{MetricId, Project, SeriesKey, Source, SourceId, TouchpointId};

/// What has become of the imported files, as last looked at.
#[derive(Clone, Debug, Default)]
pub struct SourcesOnDisk {
    seen: BTreeMap<SourceId, Seen>,
    pub is_checking: bool,
    /// What was looked at last: the project's path, and the sources then.
    basis: Option<(PathBuf, Records<SourceId, Source>)>,
    /// Whether to look again, whatever was seen.
    is_due: bool,
    had_focus: bool,
}

/// What is wanted with an imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceWish {
    /// Reads its file again, in its place.
    ReadAgain,
    /// Asks for another file in its place.
    ReplaceWith,
    ShowRows,
    CopyPath,
    Remove,
}

/// The rows of an imported file.
#[derive(Clone, Debug)]
pub struct FileRows {
    /// What the file is called.
    pub name: String,
    /// What to know of the rows: "The file has changed since it was read."; else empty.
    pub note: String,
    pub table: Arc<Table>,
    /// Counted from 0.
    pub page: usize,
    /// The row that was asked for, within the table; shown and marked.
    pub row: Option<usize>,
    /// Grows whenever a row is asked for.
    pub asked: u64,
}

impl FileRows {
    /// How many rows a page has: few enough for a scroll bar to be exact.
    pub const PAGE: usize = 5_000;

    /// At least 1.
    pub fn pages(&self) -> usize {
        self.table.row_count().div_ceil(Self::PAGE).max(1)
    }

    /// The rows of the page.
    pub fn rows(&self) -> std::ops::Range<usize> {
        let first = self.page.saturating_mul(Self::PAGE).min(self.table.row_count());
        first..first.saturating_add(Self::PAGE).min(self.table.row_count())
    }

    /// Goes to another page.
    pub fn on_page(&self, page: usize) -> Self {
        Self { page: page.min(self.pages() - 1), row: None, ..self.clone() }
    }

    /// Goes to the row that is at that line of the file, or the next one after it.
    pub fn at_line(&self, line: u32) -> Self {
        let count = self.table.row_count();
        let (mut low, mut high) = (0, count);
        // Lines grow with the rows.
        while low < high {
            let middle = low + (high - low) / 2;
            if self.table.line(middle) < line {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let row = low.min(count.saturating_sub(1));
        Self { page: row / Self::PAGE, row: Some(row), asked: self.asked + 1, ..self.clone() }
    }
}

/// A file beside the project that is worth a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    pub path: PathBuf,
    pub text: String,
    /// The source whose file it is; `None` for a new one.
    pub source: Option<SourceId>,
}

/// What of a project rests on a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceUse {
    /// In order of their titles.
    pub touchpoints: Vec<TouchpointId>,
    pub metrics: Vec<MetricId>,
    pub observations: usize,
}

impl SourceUse {
    /// What rests on that source.
    pub fn of(project: &Project, source: SourceId) -> Self {
        let first = SeriesKey { source, metric: MetricId(0), touchpoint: TouchpointId(0), segment: None };
        let mut touchpoints = BTreeSet::new();
        let mut metrics = BTreeSet::new();
        let mut observations = 0;
        for (key, series) in project.series.range(first..).take_while(|(key, _)| key.source == source) {
            touchpoints.insert(key.touchpoint);
            metrics.insert(key.metric);
            observations += series.observations.len();
        }
        let title = |id: &TouchpointId| project.touchpoints.get(id).map(|it| it.title.to_lowercase());
        let mut touchpoints: Vec<TouchpointId> = touchpoints.into_iter().collect();
        touchpoints.sort_by_key(|id| (title(id), *id));
        Self { touchpoints, metrics: metrics.into_iter().collect(), observations }
    }

    /// "120 figures of 3 metrics at 4 touchpoints".
    pub fn text(&self) -> String {
        format!(
            "{} of {} at {}",
            counted(self.observations, "figure"),
            counted(self.metrics.len(), "metric"),
            counted(self.touchpoints.len(), "touchpoint")
        )
    }
}

impl SourcesOnDisk {
    /// What has become of a source's file; `None` until it was looked at.
    pub fn state(&self, source: SourceId) -> Option<OnDisk> {
        self.seen.get(&source).map(|seen| seen.state)
    }

    /// Where a source's file is, if it is there.
    pub fn path(&self, source: SourceId) -> Option<&Path> {
        let seen = self.seen.get(&source)?;
        match seen.state {
            OnDisk::Unchanged | OnDisk::Changed => seen.path.as_deref(),
            OnDisk::Missing | OnDisk::Elsewhere | OnDisk::Unreadable => None,
        }
    }
}

/// The day that sources remember as the one on which they were read.
pub fn today() -> Date {
    jiff::Zoned::now().date()
}

impl Core {
    /// Looks at the imported files when they may be others: after opening, saving elsewhere, importing, and when
    /// somebody comes back to the window. Listens to the watch.
    pub(super) fn keep_sources(&mut self, ctx: &egui::Context) {
        let has_focus = ctx.input(|input| input.focused);
        let workspace = &mut self.workspace;
        let came_back = has_focus && !std::mem::replace(&mut workspace.sources.had_focus, has_focus);
        let path = workspace.path.clone().filter(|_| workspace.screen == Screen::Map);
        self.keep_watch(path.as_deref(), ctx);
        let Some(path) = path else { return };
        let records = &self.workspace.document.project().sources;
        let state = &self.workspace.sources;
        let is_same = state.basis.as_ref().is_some_and(|(of_path, of)| {
            *of_path == path && (Arc::ptr_eq(of, records) || identities(of).eq(identities(records)))
        });
        if state.is_checking || (is_same && !came_back && !state.is_due) || (records.is_empty() && is_same) {
            return;
        }
        let records = Arc::clone(records);
        let state = &mut self.workspace.sources;
        state.is_checking = true;
        state.is_due = false;
        state.basis = Some((path.clone(), Arc::clone(&records)));
        let before = state.seen.clone();
        let document = self.document_number;
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |handle| {
            let look = |source: &Source| {
                file::look_at_source(&path, source, before.get(&source.id), &|| !handle.is_cancelled())
            };
            let seen = records.values().map(|source| (source.id, look(source))).collect();
            Outcome::SourcesSeen { document, seen }
        });
    }

    /// Looks at the imported files now.
    pub(super) fn check_sources(&mut self, ctx: &egui::Context) {
        if self.workspace.path.is_none() {
            let text = "Save the project first: imported files are looked for in its folder.";
            return self.notify(Notice::Warning(text.to_owned()));
        }
        self.workspace.sources.is_due = true;
        self.keep_sources(ctx);
    }

    pub(super) fn sources_seen(&mut self, document: u64, seen: BTreeMap<SourceId, Seen>) {
        if document == self.document_number {
            self.workspace.sources.is_checking = false;
            self.workspace.sources.seen = seen;
        }
    }

    pub(super) fn wish_about_source(&mut self, source: SourceId, wish: SourceWish, ctx: &egui::Context) {
        let path = self.workspace.sources.path(source).map(Path::to_owned);
        match (wish, path) {
            (SourceWish::ReadAgain, Some(path)) => self.read_data(path, Some(source), ctx),
            (SourceWish::ReadAgain | SourceWish::ReplaceWith, _) => {
                self.ask_for_file(Purpose::ReplaceSource(source), ctx);
            }
            (SourceWish::ShowRows, Some(path)) => self.read_rows(source, path, ctx),
            (SourceWish::CopyPath, Some(path)) => {
                ctx.copy_text(path.display().to_string());
                self.notify(Notice::Done(format!("Copied {}", path.display())));
            }
            (SourceWish::ShowRows | SourceWish::CopyPath, None) => {
                let text = "The file is not beside the project. Replace it with the file where that is now.";
                self.notify(Notice::Warning(text.to_owned()));
            }
            (SourceWish::Remove, _) => self.remove_source(source),
        }
    }

    fn remove_source(&mut self, source: SourceId) {
        let project = self.workspace.document.project();
        let Some(record) = project.sources.get(&source) else { return };
        let text = format!("{} removed, with {}", record.shown_name(), SourceUse::of(project, source).text());
        self.workspace.document.seal();
        if self.commit(&Edit::RemoveSource { source }, None) {
            self.notify(Notice::Undoable(text, self.workspace.document.revision()));
        }
    }

    /// A data file that somebody was told of is to be looked at.
    pub(super) fn review_file(&mut self, path: PathBuf, replaces: Option<SourceId>, ctx: &egui::Context) {
        if self.workspace.dialog.is_some() {
            let text = format!("Finish the open dialog first; then import {}.", file_name(&path));
            return self.notify(Notice::Warning(text));
        }
        let replaces = replaces.filter(|id| self.workspace.document.project().sources.contains_key(id));
        self.read_data(path, replaces, ctx);
    }

    // Rows.

    fn read_rows(&mut self, source: SourceId, path: PathBuf, ctx: &egui::Context) {
        let document = self.document_number;
        let record = self.workspace.document.project().sources.get(&source);
        let name = record.and_then(|source| Recipe::from_text(&source.recipe)?.table);
        let label = format!("Reading {}", file_name(&path));
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let go_on = |share: f32| handle.report(share);
            // Only all rows tell how many there are and where each is.
            let all = |table: Table| digest(&table, &Recipe::default().fitted(&table), &go_on).map(|_| table);
            let result = Box::new(read_file_offer(&path, name.as_deref(), &go_on).and_then(all));
            Outcome::RowsRead { document, source, result }
        });
    }

    pub(super) fn rows_read(&mut self, document: u64, source: SourceId, result: Result<Table, ImportError>) {
        let Some(record) = self.workspace.document.project().sources.get(&source) else { return };
        if document != self.document_number || self.workspace.screen != Screen::Map {
            return;
        }
        let name = record.shown_name().to_owned();
        match result {
            Ok(table) => {
                let note = match record.read_at {
                    _ if table.hash() == record.hash => String::new(),
                    Some(day) => {
                        format!(
                            "The file has changed since it was read on {}. These are its rows now.",
                            format_date(day)
                        )
                    }
                    None => "The file has changed since it was read. These are its rows now.".to_owned(),
                };
                let rows = FileRows { name, note, table: Arc::new(table), page: 0, row: None, asked: 0 };
                self.show_dialog(Dialog::Rows(Box::new(rows)));
            }
            Err(error) => self.fail(format!("{name} could not be read"), &error.to_string()),
        }
    }

    // Watching.

    /// Turns the watch on or off.
    pub(super) fn toggle_watching(&mut self, ctx: &egui::Context) {
        let watches = &mut self.workspace.settings.watch_folder;
        *watches = !*watches;
        if *watches && self.workspace.path.is_none() {
            let text = "The folder is watched once the project is saved in one.";
            self.notify(Notice::Warning(text.to_owned()));
        }
        self.keep_settings(ctx);
    }

    fn keep_watch(&mut self, path: Option<&Path>, ctx: &egui::Context) {
        let folders = match path {
            Some(path) if self.workspace.settings.watch_folder => watched_folders(path, &self.workspace),
            Some(_) | None => Vec::new(),
        };
        self.watch.watch(folders, ctx);
        for watched in self.watch.poll(ctx) {
            match watched {
                Watched::Written(written) if may_be_data(&written) => self.look_at_written(written, ctx),
                Watched::Written(_) => {}
                Watched::Failed(why) => {
                    self.notify(Notice::Warning(format!("The project's folder cannot be watched: {why}")));
                }
            }
        }
    }

    /// Finds out whether a file that was written is one to speak of.
    fn look_at_written(&mut self, written: PathBuf, ctx: &egui::Context) {
        let Some(project_path) = self.workspace.path.clone() else { return };
        // What is known of the files is out of date.
        self.workspace.sources.is_due = true;
        let project = self.workspace.document.project().clone();
        let document = self.document_number;
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| {
            let found = found_file(&project_path, written, &project);
            Outcome::FileFound { document, found }
        });
    }

    pub(super) fn file_found(&mut self, document: u64, found: Option<FoundFile>) {
        let Some(found) = found.filter(|_| document == self.document_number) else { return };
        self.notify(Notice::Found(found.text, found.path, found.source));
    }
}

/// What decides where a source's file is looked for and what it should hold.
fn identities(sources: &Records<SourceId, Source>) -> impl Iterator<Item = (SourceId, &str, Option<&str>)> {
    sources.values().map(|source| (source.id, source.hash.as_str(), source.relative_path.as_deref()))
}

/// The project's folder, and those below it that files were imported from.
fn watched_folders(project: &Path, workspace: &Workspace) -> Vec<PathBuf> {
    let folder = project.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let sources = workspace.document.project().sources.values();
    let of_sources =
        sources.filter_map(|source| Some(folder.join(source.relative_path.as_ref()?).parent()?.to_owned()));
    let folders: BTreeSet<PathBuf> = of_sources.chain([folder.to_owned()]).collect();
    folders.into_iter().collect()
}

/// What to say of a file that was written: that an imported file has changed, or that a new one has the columns of an
/// imported one. Of all others nothing: not every table beside a project is meant for it.
fn found_file(project_path: &Path, written: PathBuf, project: &Project) -> Option<FoundFile> {
    let hash = file::hash_of(&written, &|| true).ok().flatten()?;
    if project.sources.values().any(|source| source.hash == hash) {
        return None;
    }
    let name = file_name(&written);
    let is_its_file = |source: &&Arc<Source>| {
        let path = file::path_of_source(project_path, source);
        path.and_then(|path| path.canonicalize().ok()).is_some_and(|path| Some(path) == written.canonicalize().ok())
    };
    if let Some(source) = project.sources.values().rev().find(is_its_file) {
        let text = format!("{} has changed on disk.", source.shown_name());
        return Some(FoundFile { path: written, text, source: Some(source.id) });
    }
    let table = read_file(&written, &|_| true).ok()?;
    let (like, _) = find_recipe(project, &table)?;
    let like = project.sources.get(&like)?.shown_name();
    Some(FoundFile { text: format!("New file {name}, with the columns of {like}."), path: written, source: None })
}
