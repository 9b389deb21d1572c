//! What has become of the files that a project's sources were read from. Reads them; changes nothing.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::model::Source;

/// What has become of a source's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// The same bytes as were read.
    Unchanged,
    Changed,
    /// It lay in the project's folder and is there no more.
    Missing,
    /// It never lay in the project's folder, so nobody knows.
    Elsewhere,
    /// It is there but cannot be read.
    Unreadable,
}

/// A source's file as it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub state: OnDisk,
    /// Where it is; `None` if it never lay in the project's folder.
    pub path: Option<PathBuf>,
    size_bytes: u64,
    modified: Option<SystemTime>,
    /// Of the bytes that it was compared with.
    hash: String,
}

/// Where the source's file should be: at its path from the project's folder, else under its name in that folder if
/// such a file is there.
pub fn path_of_source(project: &Path, source: &Source) -> Option<PathBuf> {
    let folder = project.parent()?;
    match &source.relative_path {
        Some(relative) => Some(folder.join(relative)),
        None if source.file_name.is_empty() => None,
        None => Some(folder.join(&source.file_name)).filter(|path| path.is_file()),
    }
}

/// Looks at a source's file: its size first, then its bytes, unless nothing was written since `before`.
/// Stops early, with what was known `before`, once `go_on` says no.
pub fn look_at_source(project: &Path, source: &Source, before: Option<&Seen>, go_on: &dyn Fn() -> bool) -> Seen {
    let path = path_of_source(project, source);
    let seen = |state, size_bytes, modified| Seen {
        state,
        path: path.clone(),
        size_bytes,
        modified,
        hash: source.hash.clone(),
    };
    let Some(found) = &path else { return seen(OnDisk::Elsewhere, 0, None) };
    let metadata = match fs::metadata(found) {
        Ok(metadata) if metadata.is_file() => metadata,
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return seen(OnDisk::Unreadable, 0, None),
        Ok(_) | Err(_) => return seen(OnDisk::Missing, 0, None),
    };
    let (size_bytes, modified) = (metadata.len(), metadata.modified().ok());
    if size_bytes != source.size_bytes {
        return seen(OnDisk::Changed, size_bytes, modified);
    }
    let is_known = |before: &&Seen| {
        before.path == path
            && before.hash == source.hash
            && before.size_bytes == size_bytes
            && modified.is_some()
            && before.modified == modified
    };
    if let Some(before) = before.filter(is_known) {
        return before.clone();
    }
    match hash_of(found, go_on) {
        Ok(Some(hash)) if hash == source.hash => seen(OnDisk::Unchanged, size_bytes, modified),
        Ok(Some(_)) => seen(OnDisk::Changed, size_bytes, modified),
        Ok(None) => before.cloned().unwrap_or_else(|| seen(OnDisk::Unreadable, 0, None)),
        Err(_) => seen(OnDisk::Unreadable, size_bytes, None),
    }
}

/// BLAKE3 of a file's bytes, in hexadecimal, as sources keep it; `None` once `go_on` says no.
///
/// # Errors
/// If the file cannot be read.
pub fn hash_of(path: &Path, go_on: &dyn Fn() -> bool) -> std::io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        if !go_on() {
            return Ok(None);
        }
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(Some(hasher.finalize().to_hex().to_string()));
        }
        hasher.update(buffer.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Source, SourceId};

    fn source(file_name: &str, relative_path: Option<&str>, bytes: &[u8]) -> Source {
        Source {
            id: SourceId(1),
            name: String::new(),
            file_name: file_name.to_owned(),
            relative_path: relative_path.map(str::to_owned),
            size_bytes: bytes.len() as u64,
            hash: blake3::hash(bytes).to_hex().to_string(),
            format: String::new(),
            recipe: String::new(),
            rows: 0,
            rows_left_out: 0,
            period: None,
            read_at: None,
            added_to: Vec::new(),
        }
    }

    #[test]
    fn a_file_is_unchanged_changed_missing_or_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("shop.journey.ron");
        fs::create_dir(folder.path().join("exports")).unwrap();
        fs::write(folder.path().join("exports/ads.csv"), "a,b\n1,2\n").unwrap();
        fs::write(folder.path().join("mail.csv"), "a,b\n1,2\n").unwrap();
        for (what, source, expected) in [
            ("the same bytes", source("ads.csv", Some("exports/ads.csv"), b"a,b\n1,2\n"), OnDisk::Unchanged),
            ("as many others", source("ads.csv", Some("exports/ads.csv"), b"a,b\n1,3\n"), OnDisk::Changed),
            ("more", source("ads.csv", Some("exports/ads.csv"), b"a,b\n1,2\n3,4\n"), OnDisk::Changed),
            ("gone", source("ads.csv", Some("ads.csv"), b"a,b\n1,2\n"), OnDisk::Missing),
            ("a folder in its place", source("exports", Some("exports"), b""), OnDisk::Missing),
            ("never beside the project", source("other.csv", None, b""), OnDisk::Elsewhere),
            ("put beside the project since", source("mail.csv", None, b"a,b\n1,2\n"), OnDisk::Unchanged),
            ("without a file", source("", None, b""), OnDisk::Elsewhere),
        ] {
            let seen = look_at_source(&project, &source, None, &|| true);
            assert_eq!(seen.state, expected, "{what}");
            assert_eq!(look_at_source(&project, &source, Some(&seen), &|| true), seen, "{what}, again");
        }
    }

    #[test]
    fn what_was_written_since_is_seen_and_what_was_not_is_not_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (project, file) = (folder.path().join("shop.journey.ron"), folder.path().join("ads.csv"));
        fs::write(&file, "a,b\n1,2\n").unwrap();
        let source = source("ads.csv", Some("ads.csv"), b"a,b\n1,2\n");
        let seen = look_at_source(&project, &source, None, &|| true);
        let nothing_read = || panic!("it was read again");
        assert_eq!(look_at_source(&project, &source, Some(&seen), &nothing_read).state, OnDisk::Unchanged);
        fs::write(&file, "a,b\n9,9\n").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
        assert_eq!(look_at_source(&project, &source, Some(&seen), &|| true).state, OnDisk::Changed);
    }
}
