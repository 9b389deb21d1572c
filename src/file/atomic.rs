//! Replaces a file so that at every moment its path holds either all of the old bytes or all of the new.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::error::{WriteError, WriteReason};
use super::name::is_possible_on_windows;

/// What a replaced file is to become.
pub struct Replacement<'a> {
    pub bytes: &'a [u8],
    /// Where the file as it was before is to be kept.
    pub backup: Option<PathBuf>,
    pub access: Access,
}

/// Who may read a newly created file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever the system lets by default.
    Usual,
    /// Only the user.
    Private,
}

/// The steps of a replacement, in their order; a test stops before each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    CreateTemporary,
    Write,
    Sync,
    ReadBack,
    KeepBackup,
    Replace,
    SyncFolder,
}

/// Writes bytes to a file, which then holds all of them; on an error, and if the computer stops at any moment, the
/// file is as it was before. For everything that needs no backup.
pub fn write_bytes_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    stage_bytes(path, bytes)?.put()
}

/// The bytes on the disk, whole and read back, but not in their place yet: what belongs together is staged one by one
/// and then put in place, so that nothing is changed unless all of it could be written.
///
/// # Errors
/// If the disk does not play along, or nothing can be put in that place.
pub fn stage_bytes(path: &Path, bytes: &[u8]) -> Result<Staged, WriteError> {
    let replacement = Replacement { bytes, backup: None, access: Access::Usual };
    stage(path, &replacement, &mut |_| Ok(())).map_err(|reason| reason.at(path))
}

/// Writes a file as `write_bytes_atomically` does, and keeps a backup where one is asked for.
pub fn replace(path: &Path, replacement: &Replacement<'_>) -> Result<(), WriteError> {
    replace_watched(path, replacement, &mut |_| Ok(()))
}

/// `before` is called before each step; its error stands for one of the disk.
fn replace_watched(
    path: &Path,
    replacement: &Replacement<'_>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<(), WriteError> {
    let staged = stage(path, replacement, before).map_err(|reason| reason.at(path))?;
    put(staged, replacement.backup.as_deref(), before).map_err(|reason| reason.at(path))
}

/// New bytes beside the file whose place they are to take. Dropped, nothing is left of them.
#[derive(Debug)]
pub struct Staged {
    /// As it was asked for.
    path: PathBuf,
    /// What is replaced: where a link leads to.
    target: PathBuf,
    folder: PathBuf,
    temporary: TempPath,
    replaces: bool,
}

impl Staged {
    /// Puts the bytes in their place.
    ///
    /// # Errors
    /// If what is there cannot be replaced; then it is as it was.
    pub fn put(self) -> Result<(), WriteError> {
        let path = self.path.clone();
        put(self, None, &mut |_| Ok(())).map_err(|reason| reason.at(&path))
    }
}

fn stage(
    path: &Path,
    replacement: &Replacement<'_>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<Staged, WriteReason> {
    // A link stays a link: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = target.file_name().ok_or(WriteReason::BadName)?;
    if cfg!(windows) && !is_possible_on_windows(&name.to_string_lossy()) {
        return Err(WriteReason::BadName);
    }
    let old = match fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => return Err(WriteReason::Folder),
        Ok(metadata) if !metadata.is_file() => return Err(WriteReason::Special),
        Ok(metadata) if metadata.permissions().readonly() => return Err(WriteReason::ReadOnly),
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let folder = folder_of(&target);

    before(Step::CreateTemporary)?;
    let mut temporary = create_temporary(&folder, name, replacement.access)?;
    if let Some(old) = &old {
        // Keeps who may read the file. Some disks know no permissions: then there is nothing to keep.
        let _ = temporary.as_file().set_permissions(old.permissions());
    }

    before(Step::Write)?;
    temporary.write_all(replacement.bytes)?;
    before(Step::Sync)?;
    temporary.as_file().sync_all()?;
    let (file, temporary) = temporary.into_parts();
    drop(file);
    before(Step::ReadBack)?;
    if !holds(&temporary, replacement.bytes)? {
        return Err(WriteReason::NotReadBack);
    }
    Ok(Staged { path: path.to_owned(), folder, temporary, replaces: old.is_some(), target })
}

fn put(
    staged: Staged,
    backup: Option<&Path>,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<(), WriteReason> {
    let Staged { target, folder, temporary, replaces, path: _ } = staged;
    if let (Some(backup), true) = (backup, replaces) {
        before(Step::KeepBackup)?;
        keep_backup(&target, backup, &folder)?;
    }
    let replaced = before(Step::Replace).and_then(|()| temporary.persist(&target).map_err(|error| error.error));
    replaced.map_err(|error| WriteReason::of_replacing(error, replaces, cfg!(windows)))?;
    // From here on the new file is in place: a failure only means that it may not outlive a power cut.
    if before(Step::SyncFolder).and_then(|()| sync_folder(&folder)).is_err() {
        tracing::warn!(folder = %folder.display(), "the folder could not be synced");
    }
    Ok(())
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

fn create_temporary(folder: &Path, name: &OsStr, access: Access) -> io::Result<NamedTempFile> {
    // Only the beginning of the name: with what is added to it, the longest that a disk takes would be too long.
    const SHOWN: usize = 30;
    let prefix: String = name.to_string_lossy().chars().take(SHOWN).collect();
    let prefix = format!(".{prefix}.");
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    if access == Access::Usual {
        use std::os::unix::fs::PermissionsExt;
        // The system takes away what its default (umask) forbids; without this the file would be the user's only.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = access;
    builder.tempfile_in(folder)
}

/// Whether the file on the disk has exactly these bytes.
fn holds(path: &TempPath, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut rest = bytes;
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(rest.is_empty());
        }
        match buffer.get(..count).and_then(|read| rest.strip_prefix(read)) {
            Some(after) => rest = after,
            None => return Ok(false),
        }
    }
}

/// Puts the file as it is under the backup's name, without a moment in which either is missing.
fn keep_backup(target: &Path, backup: &Path, folder: &Path) -> io::Result<()> {
    // A second name for the same bytes costs nothing; disks without links get a copy. It is made under a name of its
    // own and then renamed, since a link cannot replace the earlier backup.
    let link = Builder::new().prefix(".backup.").suffix(".tmp").make_in(folder, |path| fs::hard_link(target, path));
    let spare = match link {
        Ok(link) => link.into_temp_path(),
        Err(_) => {
            let copy = Builder::new().prefix(".backup.").suffix(".tmp").tempfile_in(folder)?;
            io::copy(&mut File::open(target)?, &mut copy.as_file())?;
            copy.as_file().sync_all()?;
            copy.into_temp_path()
        }
    };
    spare.persist(backup).map_err(|error| error.error)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems cannot sync a folder, and their renames are journaled.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 7] = [
        Step::CreateTemporary,
        Step::Write,
        Step::Sync,
        Step::ReadBack,
        Step::KeepBackup,
        Step::Replace,
        Step::SyncFolder,
    ];

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn with_backup<'a>(bytes: &'a [u8], path: &Path) -> Replacement<'a> {
        Replacement { bytes, backup: Some(path.with_extension("bak")), access: Access::Usual }
    }

    #[test]
    fn at_every_step_the_path_holds_the_old_or_the_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "oldest").unwrap();
        replace(&path, &with_backup(b"old", &path)).unwrap();
        let mut seen = Vec::new();
        replace_watched(&path, &with_backup(b"new", &path), &mut |step| {
            let expected = if step == Step::SyncFolder { "new" } else { "old" };
            assert_eq!(fs::read_to_string(&path).unwrap(), expected, "before {step:?}");
            let backup = fs::read_to_string(path.with_extension("bak")).unwrap();
            assert!(backup == "oldest" || backup == "old", "before {step:?}: {backup}");
            seen.push(step);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, STEPS);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_to_string(path.with_extension("bak")).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.bak", "a.ron"]);
    }

    #[test]
    fn a_failure_at_any_step_leaves_the_old_file_and_nothing_else() {
        for failing in STEPS.into_iter().filter(|step| *step != Step::SyncFolder) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.ron");
            fs::write(&path, "old").unwrap();
            let error = replace_watched(&path, &with_backup(b"new", &path), &mut |step| {
                if step == failing { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
            })
            .unwrap_err();
            assert!(error.to_string().contains("the disk is full. Free some space"), "{failing:?}: {error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "old", "{failing:?}");
            let left: Vec<String> = names(folder.path()).into_iter().filter(|name| name != "a.bak").collect();
            assert_eq!(left, ["a.ron"], "{failing:?}");
        }
    }

    #[test]
    fn bytes_that_the_disk_changed_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "old").unwrap();
        for damaged in ["", "ne", "nex", "newer"] {
            let error = replace_watched(&path, &with_backup(b"new", &path), &mut |step| {
                if step == Step::ReadBack {
                    let temporary = names(folder.path()).into_iter().find(|name| name.ends_with(".tmp")).unwrap();
                    fs::write(folder.path().join(temporary), damaged)?;
                }
                Ok(())
            })
            .unwrap_err();
            assert!(matches!(error.reason, WriteReason::NotReadBack), "{damaged:?}: {error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        }
    }

    #[test]
    fn what_is_staged_changes_nothing_until_it_is_put_in_place_and_leaves_nothing_if_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a.png", "b.png"].map(|name| folder.path().join(name));
        fs::write(&a, "old").unwrap();
        let both = [stage_bytes(&a, b"new a").unwrap(), stage_bytes(&b, b"new b").unwrap()];
        assert_eq!(fs::read_to_string(&a).unwrap(), "old");
        assert!(!b.exists());
        drop(both);
        assert_eq!(names(folder.path()), ["a.png"]);
        for staged in [stage_bytes(&a, b"new a").unwrap(), stage_bytes(&b, b"new b").unwrap()] {
            staged.put().unwrap();
        }
        assert_eq!(names(folder.path()), ["a.png", "b.png"]);
        assert_eq!(fs::read_to_string(&a).unwrap(), "new a");
    }

    #[test]
    fn the_longest_name_that_the_disk_takes_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("{}ü.pdf", "x".repeat(200));
        write_bytes_atomically(&folder.path().join(&name), b"new").unwrap();
        let longest = format!("{}.pdf", "y".repeat(251));
        write_bytes_atomically(&folder.path().join(&longest), b"new").unwrap();
        assert_eq!(names(folder.path()), [name, longest]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay_as_they_are() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_bytes_atomically(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
