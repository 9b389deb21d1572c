//! The text of a file: in memory, or on the disk where it lies. What it means is not known here.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::ImportError;
use super::scan::ReadAt;

/// Bytes that can be read at any place, by several threads. Cloning is cheap.
#[derive(Clone, Debug)]
pub(super) enum TextSource {
    Memory(Arc<[u8]>),
    File(Arc<DiskFile>),
}

/// An open file, and what it was when it was opened.
#[derive(Debug)]
pub(super) struct DiskFile {
    file: File,
    path: PathBuf,
    name: String,
    len: u64,
    modified: Option<SystemTime>,
}

impl TextSource {
    pub fn memory(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self::Memory(bytes.into())
    }

    /// Opens an ordinary file.
    pub fn open(path: &Path, name: &str) -> Result<Self, ImportError> {
        let failed = |error: io::Error| ImportError::cannot_read(name, &error);
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        Ok(Self::File(Arc::new(DiskFile {
            file,
            path: path.to_owned(),
            name: name.to_owned(),
            len: metadata.len(),
            modified: metadata.modified().ok(),
        })))
    }

    pub fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(file) => file.len,
        }
    }

    pub fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => ReadAt::read_at(&**bytes, offset, into),
            Self::File(file) => read_file_at(&file.file, offset, into),
        }
    }

    /// The first bytes, at most so many.
    pub fn head(&self, size: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; size.min(usize::try_from(self.len()).unwrap_or(size))];
        let read = super::scan::read_full(self, 0, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    }

    /// An error if the file is gone or is another one than when it was opened.
    pub fn check_unchanged(&self) -> Result<(), ImportError> {
        let Self::File(open) = self else { return Ok(()) };
        let is_same = |now: &Metadata| now.len() == open.len && now.modified().ok() == open.modified;
        match std::fs::metadata(&open.path) {
            Ok(now) if is_same(&now) => Ok(()),
            Ok(_) => Err(ImportError::Changed { file: open.name.clone() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ImportError::Gone { file: open.name.clone() }),
            Err(error) => Err(ImportError::cannot_read(&open.name, &error)),
        }
    }
}

impl ReadAt for TextSource {
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.read_at(offset, into)
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, offset: u64, into: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

#[cfg(windows)]
fn read_file_at(file: &File, offset: u64, into: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}
