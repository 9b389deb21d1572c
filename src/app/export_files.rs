//! The files of an export, written one after the other: each whole or not at all, none over what nobody was asked about.
//! Where they go was decided before; runs in a job.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::export_state::{ExportItem, Exported, NotWritten, Written, free_name};
use crate::base::Pace;
use crate::export::{ExportError, ExportSpec, Part, export_parts};
use crate::file::{self, Staged, WriteError};
use crate::model::Project;
use crate::render::RenderError;

/// Puts the bytes of a file on the disk, but not yet in their place.
pub type StageFile<'a> = dyn Fn(&Path, &[u8]) -> Result<Staged, WriteError> + 'a;

/// What writing goes by besides what is written.
pub struct Writing<'a> {
    pub stage: &'a StageFile<'a>,
    /// The file of the open project, which no export takes the place of.
    pub open_file: Option<&'a Path>,
    pub cancel: &'a AtomicBool,
    /// Told how far it is, 0 to 1.
    pub report: &'a dyn Fn(f32),
}

/// Writes one after the other, each whole or not at all; after cancel those that are left are not begun.
pub fn write_all(project: &Project, items: Vec<ExportItem>, writing: &Writing<'_>) -> Vec<Exported> {
    let count = items.len() as f32;
    let is_canceled = || writing.cancel.load(Ordering::Relaxed);
    let mut text: Option<Result<Arc<str>, String>> = None;
    let one = |(item, done): (ExportItem, u16)| {
        let ExportItem { path, mut spec, holds_project } = item;
        let before = f32::from(done) / count;
        (writing.report)(before);
        if is_canceled() {
            return Exported { path, result: Err(NotWritten::Canceled) };
        }
        if holds_project {
            let made = text.get_or_insert_with(|| match file::write_text(project) {
                Ok(text) => Ok(text.into()),
                Err(error) => Err(error.to_string()),
            });
            match made {
                Ok(text) => spec.embedded = Some(Arc::clone(text)),
                Err(why) => return Exported { path, result: Err(NotWritten::Failed(why.clone())) },
            }
        }
        let report = |share: f32| (writing.report)(before + share / count);
        let result = write_one(project, &spec, &path, &Writing { report: &report, ..*writing });
        Exported { path, result }
    };
    items.into_iter().zip(0_u16..).map(one).collect()
}

/// Every tile is on the disk before the first is put in its place: what fails midway leaves nothing.
fn write_one(project: &Project, spec: &ExportSpec, path: &Path, writing: &Writing<'_>) -> Result<Written, NotWritten> {
    if let Some(open_file) = writing.open_file {
        file::refuse_project_file(path, open_file).map_err(|error| NotWritten::Failed(error.to_string()))?;
    }
    let mut written = Written::default();
    let mut staged = Vec::new();
    let mut stem = path.to_owned();
    export_parts(project, spec, Pace::new(writing.cancel, writing.report), |Part { tile, bytes, left_out }| {
        let place = match tile {
            None => path.to_owned(),
            Some((tile, tiles)) => {
                if staged.is_empty() {
                    // Nobody was asked about the tiles, so none may be replaced.
                    let is_taken = |stem: &Path| tiles.all().any(|tile| tile.path(stem).exists());
                    if is_taken(&stem) {
                        stem = beside_where(path, |stem| is_taken(stem));
                    }
                }
                tile.path(&stem)
            }
        };
        if writing.cancel.load(Ordering::Relaxed) {
            return Err(NotWritten::Canceled);
        }
        staged.push((writing.stage)(&place, &bytes).map_err(|error| NotWritten::Failed(error.to_string()))?);
        written.bytes += bytes.len() as u64;
        written.paths.push(place);
        written.left_out.extend(left_out);
        Ok(())
    })?;
    if writing.cancel.load(Ordering::Relaxed) {
        return Err(NotWritten::Canceled);
    }
    let in_place = Cell::new(0_usize);
    for file in staged {
        file.put().map_err(|error| {
            NotWritten::Failed(match in_place.get() {
                0 => error.to_string(),
                some => format!("{error} {some} of its tiles are there."),
            })
        })?;
        in_place.set(in_place.get() + 1);
    }
    Ok(written)
}

impl From<ExportError> for NotWritten {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Render(RenderError::Canceled) => Self::Canceled,
            other => Self::Failed(other.to_string()),
        }
    }
}

/// The first of "map (2).png", "map (3).png" … that is not there yet.
pub fn beside(path: &Path) -> PathBuf {
    if path.exists() { beside_where(path, Path::exists) } else { path.to_owned() }
}

fn beside_where(path: &Path, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
    with_stem(path, |stem| free_name(stem, |name| name == stem || is_taken(&with_stem(path, |_| name.to_owned()))))
}

fn with_stem(path: &Path, change: impl FnOnce(&str) -> String) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{}{ending}", change(&stem)))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::export::Target;
    use crate::file::{WriteReason, stage_bytes};
    use crate::model::sample::big_sample;
    use crate::render::png::Tile;

    fn item(path: PathBuf, target: Target, scale: f32) -> ExportItem {
        let spec = ExportSpec { target, scale, ..ExportSpec::default() };
        ExportItem { path, spec, holds_project: false }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A disk that is full as soon as a file of that ending is to be written for the nth time.
    fn full_at(ending: &'static str, nth: u32) -> impl Fn(&Path, &[u8]) -> Result<Staged, WriteError> {
        let seen = Cell::new(0);
        move |path, bytes| {
            let counts = path.extension().is_some_and(|it| it == ending);
            seen.set(seen.get() + u32::from(counts));
            if counts && seen.get() >= nth {
                return Err(WriteError { reason: WriteReason::DiskFull, path: path.to_owned() });
            }
            stage_bytes(path, bytes)
        }
    }

    fn failure(exported: &Exported) -> &str {
        match &exported.result {
            Err(NotWritten::Failed(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_full_disk_is_said_of_the_file_that_did_not_fit_and_the_others_are_written() {
        let project = big_sample(10, 1);
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.png"), "old").unwrap();
        let shares = RefCell::new(Vec::new());
        let report = |share: f32| shares.borrow_mut().push(share);
        let (stage, cancel) = (full_at("png", 1), AtomicBool::new(false));
        let writing = Writing { stage: &stage, open_file: None, cancel: &cancel, report: &report };
        let items = vec![item(at("a.png"), Target::Png, 0.5), item(at("a.md"), Target::Markdown, 1.0)];
        let done = write_all(&project, items, &writing);
        assert!(failure(&done[0]).contains("the disk is full. Free some space"), "{done:?}");
        assert_eq!(done[1].result.as_ref().unwrap().paths, [at("a.md")]);
        assert_eq!(names(folder.path()), ["a.md", "a.png"]);
        assert_eq!(std::fs::read_to_string(at("a.png")).unwrap(), "old");
        let shares = shares.into_inner();
        assert!(shares.is_sorted() && shares.contains(&0.0) && shares.contains(&0.5), "{shares:?}");
    }

    #[test]
    fn what_is_canceled_half_way_is_not_written() {
        let project = big_sample(60, 1);
        for target in [Target::Pdf, Target::Html] {
            let cancel = AtomicBool::new(false);
            let stage = |_: &Path, _: &[u8]| panic!("{target:?} was written");
            let report = |share: f32| {
                cancel.fetch_or(share > 0.25, Ordering::Relaxed);
            };
            let writing = Writing { stage: &stage, open_file: None, cancel: &cancel, report: &report };
            let done = write_all(&project, vec![item(PathBuf::from("a"), target, 1.0)], &writing);
            assert_eq!(done[0].result, Err(NotWritten::Canceled), "{target:?}");
        }
    }

    #[test]
    fn after_cancel_no_file_is_begun() {
        let project = big_sample(10, 1);
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let cancel = AtomicBool::new(false);
        // Cancel is asked for while the second is written.
        let stage = |path: &Path, bytes: &[u8]| {
            cancel.store(path.ends_with("a.md"), Ordering::Relaxed);
            stage_bytes(path, bytes)
        };
        let items = [("a.svg", Target::Svg), ("a.md", Target::Markdown), ("a.csv", Target::Csv)]
            .map(|(name, target)| item(at(name), target, 1.0));
        let writing = Writing { stage: &stage, open_file: None, cancel: &cancel, report: &|_| () };
        let done = write_all(&project, items.into(), &writing);
        let is_canceled: Vec<bool> = done.iter().map(|one| one.result == Err(NotWritten::Canceled)).collect();
        assert_eq!(is_canceled, [false, true, true]);
        assert_eq!(names(folder.path()), ["a.svg"]);
    }

    #[test]
    fn tiles_are_there_all_of_them_or_none() {
        let project = big_sample(400, 1);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        std::fs::write(folder.path().join("map-1-1.png"), "mine").unwrap();
        let (stage, cancel) = (full_at("png", 3), AtomicBool::new(false));
        let writing = Writing { stage: &stage, open_file: None, cancel: &cancel, report: &|_| () };
        let done = write_all(&project, vec![item(path, Target::Png, 14.0)], &writing);
        assert!(failure(&done[0]).contains("the disk is full"), "{done:?}");
        assert_eq!(names(folder.path()), ["map-1-1.png"]);
        assert_eq!(std::fs::read_to_string(folder.path().join("map-1-1.png")).unwrap(), "mine");
    }

    #[test]
    fn the_open_project_is_never_exported_over() {
        let project = big_sample(10, 1);
        let folder = tempfile::tempdir().unwrap();
        let open_file = folder.path().join("shop.journey.ron");
        std::fs::write(&open_file, "the project").unwrap();
        let mut paths = vec![open_file.clone(), folder.path().join("./shop.journey.ron")];
        #[cfg(unix)]
        {
            let link = folder.path().join("map.svg");
            std::os::unix::fs::symlink(&open_file, &link).unwrap();
            paths.push(link);
        }
        let cancel = AtomicBool::new(false);
        let writing = Writing { stage: &stage_bytes, open_file: Some(&open_file), cancel: &cancel, report: &|_| () };
        for path in paths {
            let done = write_all(&project, vec![item(path, Target::Svg, 1.0)], &writing);
            assert!(failure(&done[0]).contains("the file of the project itself. Choose another name"), "{done:?}");
        }
        assert_eq!(std::fs::read_to_string(&open_file).unwrap(), "the project");
    }

    #[test]
    fn tiles_never_replace_a_file_that_nobody_was_asked_about() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.png");
        std::fs::write(folder.path().join("map-1-2.png"), "mine").unwrap();
        let is_taken = |stem: &Path| (1..=2).any(|column| Tile { row: 1, column }.path(stem).exists());
        let stem = beside_where(&path, is_taken);
        assert_eq!(stem, folder.path().join("map (2).png"));
        assert_eq!(Tile { row: 1, column: 2 }.path(&stem), folder.path().join("map (2)-1-2.png"));
        assert_eq!(beside(&folder.path().join("map-1-2.png")), folder.path().join("map-1-2 (2).png"));
        assert_eq!(beside(&path), path);
    }
}
