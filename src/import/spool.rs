//! Bytes that can be read anywhere and more than once: a file on disk used in place, memory, or a temporary file that
//! grew out of memory. What the bytes mean is not known here.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::ImportError;

/// What all spools of one file may hold in memory together; beyond it they go to temporary files.
const MEMORY_BYTES: u64 = 32 << 20;
const BUFFER_BYTES: usize = 1 << 16;

/// Bytes to be read at any place, by several readers. Cloning is cheap.
#[derive(Clone, Debug)]
pub(super) struct Store {
    place: Place,
    /// The part of the place that counts.
    start: u64,
    len: u64,
}

#[derive(Clone, Debug)]
enum Place {
    Memory(Arc<[u8]>),
    /// The file that was asked for.
    File(Arc<DiskFile>),
    /// What was unpacked or converted; the file is gone when the last clone is.
    Spool(Arc<File>),
}

/// An open file, and what it was when it was opened.
#[derive(Debug)]
struct DiskFile {
    file: File,
    path: PathBuf,
    name: String,
    len: u64,
    modified: Option<SystemTime>,
}

impl Store {
    pub(super) fn memory(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let len = bytes.len() as u64;
        Self { place: Place::Memory(bytes), start: 0, len }
    }

    /// Opens an ordinary file; folders, devices and pipes are refused.
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, ImportError> {
        let failed = |error: io::Error| ImportError::cannot_read(name, &error);
        let refused = |what, advice| ImportError::NotAFile { file: name.to_owned(), what, advice };
        let metadata = std::fs::metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            return Err(refused("a folder", "Choose the files in it one by one"));
        }
        // Devices and pipes may never end.
        if !metadata.is_file() {
            return Err(refused("not an ordinary file", "Save the data to a file first"));
        }
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let (len, modified) = stamp(&metadata);
        let disk = DiskFile { file, path: path.to_owned(), name: name.to_owned(), len, modified };
        Ok(Self { place: Place::File(Arc::new(disk)), start: 0, len })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The same bytes without the first ones.
    pub(super) fn without_first(&self, count: u64) -> Self {
        let count = count.min(self.len);
        Self { place: self.place.clone(), start: self.start + count, len: self.len - count }
    }

    /// Reads at an offset; fewer bytes than asked for only at the end.
    pub(super) fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let wanted = self.len.saturating_sub(offset).min(into.len() as u64) as usize;
        let Some(into) = into.get_mut(..wanted) else { return Ok(0) };
        let offset = self.start + offset;
        match &self.place {
            Place::Memory(bytes) => {
                let at = usize::try_from(offset).unwrap_or(usize::MAX);
                let Some(part) = bytes.get(at..at.saturating_add(wanted)) else { return Ok(0) };
                into.copy_from_slice(part);
            }
            Place::File(disk) => read_exact_at(&disk.file, offset, into)?,
            Place::Spool(file) => read_exact_at(file, offset, into)?,
        }
        Ok(wanted)
    }

    /// The first bytes, at most so many.
    pub(super) fn head(&self, count: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; count.min(usize::try_from(self.len).unwrap_or(usize::MAX))];
        let read = self.read_at(0, &mut head)?;
        head.truncate(read);
        Ok(head)
    }

    /// BLAKE3 of all bytes, in hexadecimal.
    pub(super) fn hash(&self) -> io::Result<String> {
        self.hash_while(|| true)
    }

    /// As [`Store::hash`], of the first bytes only if `goes_on` says `false` on the way.
    pub(super) fn hash_while(&self, goes_on: impl Fn() -> bool) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; usize::try_from(self.len).unwrap_or(usize::MAX).clamp(1, 16 * BUFFER_BYTES)];
        let mut offset = 0;
        while goes_on() {
            let read = self.read_at(offset, &mut chunk)?;
            if read == 0 {
                break;
            }
            hasher.update(chunk.get(..read).unwrap_or(&[]));
            offset += read as u64;
        }
        Ok(hasher.finalize().to_hex().to_string())
    }

    /// Whether the bytes lie where those of the other do: nothing was rewritten.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        let is_same_place = match (&self.place, &other.place) {
            (Place::Memory(one), Place::Memory(other)) => Arc::ptr_eq(one, other),
            (Place::File(one), Place::File(other)) => Arc::ptr_eq(one, other),
            (Place::Spool(one), Place::Spool(other)) => Arc::ptr_eq(one, other),
            (Place::Memory(_) | Place::File(_) | Place::Spool(_), _) => false,
        };
        is_same_place && (self.start, self.len) == (other.start, other.len)
    }

    pub(super) fn reader(&self) -> StoreReader {
        StoreReader { store: self.clone(), position: 0, buffer: Vec::new(), buffer_start: 0 }
    }

    /// Whether the file on disk is still the one that was opened: its length and its time of change.
    pub(super) fn check_unchanged(&self) -> Result<(), ImportError> {
        let Place::File(disk) = &self.place else { return Ok(()) };
        let file = || disk.name.clone();
        match std::fs::metadata(&disk.path) {
            Ok(metadata) if stamp(&metadata) == (disk.len, disk.modified) => Ok(()),
            Ok(_) => Err(ImportError::Changed { file: file() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(ImportError::Gone { file: file() }),
            Err(error) => Err(ImportError::cannot_read(&disk.name, &error)),
        }
    }

    /// What a failed reading means: a file that changed or vanished says so, anything else is the disk's word.
    pub(super) fn failed(&self, name: &str, error: &io::Error) -> ImportError {
        self.check_unchanged().err().unwrap_or_else(|| ImportError::cannot_read(name, error))
    }

    /// An own handle of a file with these bytes, written to a temporary one where they are in memory.
    pub(super) fn to_file(&self) -> io::Result<File> {
        match &self.place {
            Place::File(disk) if self.start == 0 => disk.file.try_clone(),
            Place::Spool(file) if self.start == 0 => file.try_clone(),
            Place::File(_) | Place::Spool(_) | Place::Memory(_) => {
                let mut file = tempfile::tempfile()?;
                io::copy(&mut self.reader(), &mut file)?;
                Ok(file)
            }
        }
    }
}

fn stamp(metadata: &Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}

#[cfg(unix)]
fn read_exact_at(file: &File, offset: u64, into: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, offset: u64, into: &mut [u8]) -> io::Result<()> {
    let mut done = 0;
    while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match std::os::windows::fs::FileExt::seek_read(file, rest, offset + done as u64) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A reader of its own over a [`Store`], with a small buffer for readers that hop about.
pub(super) struct StoreReader {
    store: Store,
    position: u64,
    buffer: Vec<u8>,
    buffer_start: u64,
}

impl StoreReader {
    pub(super) fn position(&self) -> u64 {
        self.position
    }
}

impl Read for StoreReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let in_buffer = |position: u64, start: u64| usize::try_from(position.checked_sub(start)?).ok();
        let buffered = in_buffer(self.position, self.buffer_start).and_then(|at| self.buffer.get(at..)).unwrap_or(&[]);
        if buffered.is_empty() && into.len() < BUFFER_BYTES {
            self.buffer.resize(BUFFER_BYTES, 0);
            let read = self.store.read_at(self.position, &mut self.buffer)?;
            self.buffer.truncate(read);
            self.buffer_start = self.position;
        } else if buffered.is_empty() {
            let read = self.store.read_at(self.position, into)?;
            self.position += read as u64;
            return Ok(read);
        }
        let at = in_buffer(self.position, self.buffer_start).unwrap_or(usize::MAX);
        let buffered = self.buffer.get(at..).unwrap_or(&[]);
        let count = buffered.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), buffered.get(..count)) {
            to.copy_from_slice(from);
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for StoreReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.store.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

/// What the spools of one file may still hold in memory, together.
#[derive(Clone, Debug)]
pub(super) struct SpoolMemory(Arc<AtomicU64>);

impl Default for SpoolMemory {
    fn default() -> Self {
        Self::of(MEMORY_BYTES)
    }
}

impl SpoolMemory {
    pub(super) fn of(bytes: u64) -> Self {
        Self(Arc::new(AtomicU64::new(bytes)))
    }

    fn take(&self, bytes: u64) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }

    fn give_back(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Takes bytes in order, in memory while they are few.
pub(super) struct Spool {
    memory: SpoolMemory,
    bytes: Vec<u8>,
    file: Option<File>,
    len: u64,
}

impl Spool {
    pub(super) fn new(memory: &SpoolMemory) -> Self {
        Self { memory: memory.clone(), bytes: Vec::new(), file: None, len: 0 }
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The bytes written, to be read.
    pub(super) fn finish(mut self) -> io::Result<Store> {
        let len = self.len;
        let Some(mut file) = self.file.take() else { return Ok(Store::memory(std::mem::take(&mut self.bytes))) };
        file.write_all(&self.bytes)?;
        file.flush()?;
        Ok(Store { place: Place::Spool(Arc::new(file)), start: 0, len })
    }

    /// Forgets the bytes, so that their memory can be used by others.
    pub(super) fn discard(self) {
        if self.file.is_none() {
            self.memory.give_back(self.bytes.len() as u64);
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && !self.memory.take(bytes.len() as u64) {
            self.memory.give_back(self.bytes.len() as u64);
            self.file = Some(tempfile::tempfile()?);
        }
        self.bytes.extend_from_slice(bytes);
        self.len += bytes.len() as u64;
        if let Some(file) = &mut self.file
            && self.bytes.len() >= 16 * BUFFER_BYTES
        {
            file.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
