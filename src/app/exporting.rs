//! Exports on their way out: the dialog opened as it was left, what it previews, where the files go, and writing them
//! in the background. Drawing is `export_ui`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::{ColorImage, Context, TextureOptions};

use super::core::Core;
use super::dialogs::Purpose;
use super::export_files::{Writing, beside, write_all};
use super::export_memory;
use super::export_state::{
    ExportChoice, ExportItem, ExportState, Exported, NotWritten, PagePicture, PreviewState, Written,
};
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::workspace::{Dialog, Notice};
use crate::base::number::format_grouped;
use crate::export::{ExportSpec, Preview, RecipeWords, Target, export, preview};
use crate::file::stage_bytes;
use crate::import::recipe_words;
use crate::model::Project;
use crate::render::png::{Pixels, pixels};

/// Projects with more touchpoints are not exported just to say how large the file would be.
const SIZED_TOUCHPOINTS: usize = 1_500;
/// And pictures with more pixels are not drawn for it.
const SIZED_PIXELS: f32 = 40e6;
/// How many drawn pages are kept.
const PAGES_KEPT: usize = 24;

/// What a finished preview job brings.
pub struct Previewed {
    pub of: ExportSpec,
    pub result: Result<Arc<Preview>, String>,
}

/// A page that was drawn for the preview.
pub struct PageDrawn {
    /// Of which preview.
    pub preview: Arc<Preview>,
    pub page: usize,
    pub room_px: [u32; 2],
    /// `None` for a page that has nothing to draw.
    pub pixels: Option<Pixels>,
}

impl Core {
    /// Opens the dialog, as it was left last.
    pub(super) fn open_export(&mut self, is_dashboard: bool, ctx: &Context) {
        let workspace = &self.workspace;
        let base = ExportSpec {
            target: Target::Pdf,
            journey: Some(workspace.journey),
            lens: workspace.lens,
            filter: workspace.filter.clone(),
            view: Some(workspace.view),
            today: Some(workspace.today),
            catalogue: Some(workspace.catalogue),
            recipe_words: Some(RecipeWords(recipe_words)),
            ..ExportSpec::default()
        };
        let fresh = ExportChoice::new(&base, is_dashboard);
        let choice = export_memory::recall(&workspace.settings.export, fresh, workspace.journey);
        let state = ExportState { choice, preview: PreviewState::default() };
        self.workspace.dialog = Some(Dialog::Export(Box::new(state)));
        self.preview_export(ctx);
    }

    /// Something was chosen.
    pub(super) fn choose_export(&mut self, choice: ExportChoice, ctx: &Context) {
        if let Some(Dialog::Export(state)) = &mut self.workspace.dialog {
            state.choice = choice;
            let wanted = PreviewState::key(&state.choice.spec());
            if state.preview.making.as_ref().is_some_and(|making| *making != wanted) {
                state.preview.give_up();
            }
            self.preview_export(ctx);
        }
    }

    /// Makes what the preview lacks, one thing at a time: the preview itself, then how large the file would be.
    fn preview_export(&mut self, ctx: &Context) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        if state.preview.making.is_some() || state.preview.sizing.is_some() {
            return;
        }
        let spec = state.choice.spec();
        let project = self.workspace.document.project().clone();
        let hidden = || JobKind { label: String::new(), can_cancel: false };
        let never = AtomicBool::new(false);
        if !state.preview.is_of(&spec) {
            let of = PreviewState::key(&spec);
            state.preview.making = Some(of.clone());
            state.preview.stop = Arc::default();
            let stop = Arc::clone(&state.preview.stop);
            self.jobs.start(hidden(), ctx, move |_| {
                let result = preview(&project, &of, &stop).map(Arc::new).map_err(|error| error.to_string());
                Outcome::Previewed(Box::new(Previewed { of, result }))
            });
        } else if state.preview.bytes(&spec).is_none()
            && state.preview.size.as_ref().is_none_or(|(of, _)| *of != spec)
            && is_cheap(&state.preview, &spec, &project)
        {
            state.preview.sizing = Some(spec.clone());
            self.jobs.start(hidden(), ctx, move |_| {
                let bytes = export(&project, &spec, &never).map_or(0, |bytes| bytes.len() as u64);
                Outcome::ExportSized(Box::new((spec, bytes)))
            });
        }
    }

    /// A preview was made; what was chosen meanwhile is previewed after it.
    pub(super) fn previewed(&mut self, made: Previewed, ctx: &Context) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        let preview = &mut state.preview;
        if preview.making.as_ref() != Some(&made.of) {
            return;
        }
        preview.making = None;
        if preview.stop.load(Ordering::Relaxed) {
            return self.preview_export(ctx);
        }
        let same_form = preview.of.as_ref().is_some_and(|of| of.target == made.of.target);
        preview.of = Some(made.of);
        preview.made = Some(made.result);
        preview.pictures.clear();
        preview.drawing = None;
        preview.page = if same_form { preview.page.min(preview.page_count().saturating_sub(1)) } else { 0 };
        self.preview_export(ctx);
    }

    /// A job broke down: what the preview waits for may never come.
    pub(super) fn forget_preview(&mut self) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        let preview = &mut state.preview;
        if let Some(of) = preview.making.take() {
            preview.of = Some(of);
            preview.made = Some(Err("It cannot be shown, by a fault in Throughline. Please report it.".to_owned()));
        }
        if let Some(of) = preview.sizing.take() {
            preview.size = Some((of, 0));
        }
        preview.drawing = None;
    }

    /// How large the file would be is known.
    pub(super) fn export_sized(&mut self, spec: ExportSpec, bytes: u64, ctx: &Context) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        if state.preview.sizing.take_if(|of| *of == spec).is_some() {
            state.preview.size = Some((spec, bytes));
            self.preview_export(ctx);
        }
    }

    /// Shows another page of the preview.
    pub(super) fn show_export_page(&mut self, page: usize) {
        if let Some(Dialog::Export(state)) = &mut self.workspace.dialog {
            state.preview.page = page.min(state.preview.page_count().saturating_sub(1));
        }
    }

    /// Draws a page of the preview so large that it just fits into the room.
    pub(super) fn draw_export_page(&mut self, page: usize, room_px: [u32; 2], ctx: &Context) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        let Some(Ok(made)) = &state.preview.made else { return };
        if state.preview.drawing.is_some() {
            return;
        }
        let shown = Arc::clone(made);
        state.preview.drawing = Some((page, room_px));
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| {
            let pixels = match &*shown {
                Preview::Pages(pages) => pages.get(page).and_then(|page| {
                    let scale = fitting_scale(page.scene.size, room_px);
                    pixels(&page.scene, scale, &AtomicBool::new(false)).ok()
                }),
                Preview::Text { .. } | Preview::Sheets { .. } => None,
            };
            Outcome::PageDrawn(Box::new(PageDrawn { preview: shown, page, room_px, pixels }))
        });
    }

    /// A page was drawn.
    pub(super) fn export_page_drawn(&mut self, drawn: PageDrawn, ctx: &Context) {
        let Some(Dialog::Export(state)) = &mut self.workspace.dialog else { return };
        let preview = &mut state.preview;
        if !matches!(&preview.made, Some(Ok(made)) if Arc::ptr_eq(made, &drawn.preview)) {
            return;
        }
        preview.drawing = None;
        let Some(pixels) = drawn.pixels else { return };
        let image = color_image(&pixels);
        let texture = ctx.load_texture("export preview", image, TextureOptions::LINEAR);
        if preview.pictures.len() >= PAGES_KEPT {
            preview.pictures.retain(|page, _| page.abs_diff(drawn.page) <= PAGES_KEPT / 4);
        }
        preview.pictures.insert(drawn.page, PagePicture { room_px: drawn.room_px, texture });
    }

    /// Asks where to. The dialog stays open until there is an answer.
    pub(super) fn ask_where_to_export(&mut self, ctx: &Context) {
        let Some(Dialog::Export(state)) = &self.workspace.dialog else { return };
        let (choice, project) = (&state.choice, self.workspace.document.project());
        if choice.file_count(project) == 0 {
            return;
        }
        let purpose = match (&choice.several, choice.journeys(project).first()) {
            (Some(_), _) => Purpose::ExportFolder(Box::new(choice.clone())),
            (None, Some(journey)) => Purpose::Export(Box::new(choice.item(PathBuf::new(), choice.target, *journey))),
            (None, None) => {
                self.notify(Notice::Warning(
                    "There is no journey to export yet. Add one from the Insert menu.".to_owned(),
                ));
                return;
            }
        };
        self.ask_for_file(purpose, ctx);
    }

    /// What the desktop suggests as the name of the one file.
    pub(super) fn suggested_export_name(&self, item: &ExportItem) -> String {
        let project = self.workspace.document.project();
        let is_dashboard = item.spec.dashboard == crate::export::Dashboard::Alone;
        let stem = ExportChoice::new(&item.spec, is_dashboard).file_stem(project, item.spec.journey);
        format!("{stem}.{}", item.spec.target.ending())
    }

    /// A file was chosen for the one form.
    pub(super) fn export_to(&mut self, item: ExportItem, path: PathBuf, ctx: &Context) {
        self.workspace.settings.export_folder = path.parent().map(Path::to_owned);
        let ending = format!(".{}", item.spec.target.ending());
        if let Some(path) = self.with_ending(path, &ending) {
            self.leave_export(ctx);
            self.write_exports(vec![ExportItem { path, ..item }], ctx);
        }
    }

    /// A folder was chosen for several. Files that are there already are asked about once.
    pub(super) fn export_into(&mut self, choice: &ExportChoice, folder: PathBuf, ctx: &Context) {
        let items = choice.items_in(&folder, self.workspace.document.project());
        self.workspace.settings.export_folder = Some(folder);
        self.leave_export(ctx);
        let existing = items.iter().filter(|item| item.path.exists()).count();
        if existing > 0 {
            self.show_dialog(Dialog::ExportOver { items, existing });
        } else {
            self.write_exports(items, ctx);
        }
    }

    /// What is to become of files that are there already: replaced, or kept beside the new ones.
    pub(super) fn export_over(&mut self, items: Vec<ExportItem>, replaces: bool, ctx: &Context) {
        let place = |item: ExportItem| {
            let path = if replaces { item.path } else { beside(&item.path) };
            ExportItem { path, ..item }
        };
        self.write_exports(items.into_iter().map(place).collect(), ctx);
    }

    /// Closes the dialog and remembers how it was left.
    fn leave_export(&mut self, ctx: &Context) {
        if let Some(Dialog::Export(state)) = &self.workspace.dialog {
            self.workspace.settings.export = export_memory::remember(&state.choice);
            self.close_dialog();
        }
        self.keep_settings(ctx);
    }

    fn write_exports(&mut self, items: Vec<ExportItem>, ctx: &Context) {
        let project = self.workspace.document.project().clone();
        let open_file = self.workspace.path.clone();
        let label = match items.as_slice() {
            [] => return,
            [only] => format!("Exporting {}", file_name(&only.path)),
            many => format!("Exporting {} files", many.len()),
        };
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let report = |share: f32| {
                handle.report(share);
            };
            let writing = Writing {
                stage: &stage_bytes,
                open_file: open_file.as_deref(),
                cancel: handle.cancel_flag(),
                report: &report,
            };
            Outcome::Exported(write_all(&project, items, &writing))
        });
    }

    /// The files were written, or could not be.
    pub(super) fn exported(&mut self, done: Vec<Exported>) {
        let mut written = Written::default();
        let mut failures = Vec::new();
        let mut canceled = 0;
        let count = done.len();
        for one in done {
            match one.result {
                Ok(files) => {
                    written.paths.extend(files.paths);
                    written.bytes += files.bytes;
                    let new = files.left_out.into_iter().filter(|sentence| !written.left_out.contains(sentence));
                    let new: Vec<String> = new.collect();
                    written.left_out.extend(new);
                }
                Err(NotWritten::Failed(why)) => failures.push((one.path, why)),
                Err(NotWritten::Canceled) => canceled += 1,
            }
        }
        let said = if written.paths.is_empty() { None } else { Some(said_of(&written)) };
        if !written.paths.is_empty() {
            self.workspace.exported = written.paths.clone();
            self.workspace.last_result = said.clone().unwrap_or_default().into();
        }
        if let ([(path, why)], 1) = (failures.as_slice(), count) {
            return self.fail(format!("{} was not written", file_name(path)), why);
        }
        if !failures.is_empty() {
            let mut lines: Vec<String> =
                failures.iter().map(|(path, why)| format!("{}: {why}", file_name(path))).collect();
            lines.extend(said);
            if canceled > 0 {
                lines.push(format!("{canceled} more were canceled."));
            }
            return self.fail(format!("{} of {count} files were not written", failures.len()), &lines.join("\n"));
        }
        match (canceled, said) {
            (0, None) => {}
            (0, Some(said)) => self.notify(Notice::Written(said, written.paths)),
            (_, None) => self.notify(Notice::Warning("Export canceled. Nothing was written.".to_owned())),
            (_, Some(said)) => {
                self.notify(Notice::Written(format!("Export canceled. Before that: {said}"), written.paths));
            }
        }
    }
}

/// "map.pdf written, 24 kB", "6 files written, 1,240 kB".
fn said_of(written: &Written) -> String {
    let size = size_text(written.bytes);
    let left_out: String =
        written.left_out.iter().map(|sentence| format!(". {}", sentence.trim_end_matches('.'))).collect();
    match written.paths.as_slice() {
        [only] => format!("{} written, {size}{left_out}", file_name(only)),
        [first, .., last] if is_tiled(first) => {
            let (count, first, last) = (written.paths.len(), file_name(first), file_name(last));
            format!("Too large for one picture, so {count} tiles were written: {first} to {last}, {size}")
        }
        many => format!("{} files written, {size}{left_out}", many.len()),
    }
}

fn is_tiled(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("-1-1"))
}

/// "24 kB", "1.2 MB".
pub(super) fn size_text(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    format!("{} MB", format_grouped(bytes as f64 / 1e6, 1))
}

/// Whether it costs little to export just to know the size.
fn is_cheap(preview: &PreviewState, spec: &ExportSpec, project: &Project) -> bool {
    let is_small = project.touchpoints.len() <= SIZED_TOUCHPOINTS;
    let pixels = preview.page_size().map_or(0.0, |size| size.x * size.y * spec.scale * spec.scale);
    is_small && preview.page_count() > 0 && (spec.target != Target::Png || pixels <= SIZED_PIXELS)
}

/// Pixels to the point at which a page of that size just fits into the room.
pub(super) fn fitting_scale(size: crate::base::Vec2, room_px: [u32; 2]) -> f32 {
    let [width, height] = room_px.map(|side| side as f32);
    (width / size.x.max(1.0)).min(height / size.y.max(1.0)).clamp(1e-3, 4.0)
}

/// Pixels as egui has them.
pub(super) fn color_image(pixels: &Pixels) -> ColorImage {
    ColorImage::from_rgba_unmultiplied([pixels.width as usize, pixels.height as usize], &pixels.rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_said_in_one_line() {
        let written = |names: &[&str], bytes| Written {
            paths: names.iter().map(PathBuf::from).collect(),
            bytes,
            ..Written::default()
        };
        assert_eq!(said_of(&written(&["x/map.pdf"], 23_400)), "map.pdf written, 24 kB");
        assert_eq!(said_of(&written(&["a.pdf", "a.svg"], 1_240_000)), "2 files written, 1.2 MB");
        let tiles = said_of(&written(&["m-1-1.png", "m-1-2.png"], 9_000_000));
        assert!(tiles.contains("2 tiles") && tiles.contains("m-1-1.png to m-1-2.png"), "{tiles}");
    }
}
