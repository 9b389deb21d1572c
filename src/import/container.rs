//! Files in files: gzip and zip. Everything is unpacked into a spool under limits, nothing is written by its name, and
//! what comes out is read as any other file. Spreadsheets, which are zips too, are told apart here and read elsewhere.

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::content::{Content, Member, Opened, Packing, read_store};
use super::spool::{Spool, Store, StoreReader};
use super::{ImportError, sheet};
use crate::base::Warning;

/// How many packed files may lie in each other: a .csv.gz in a .zip has two.
pub(super) const MAX_DEPTH: u8 = 2;
/// Files in a zip beyond which it is no export.
const MAX_MEMBERS: usize = 1_000;
/// What may come out of one file, all members together, in bytes.
const MAX_UNPACKED_BYTES: u64 = 20 << 30;
/// Beyond this size, what comes out may be at most [`MAX_RATIO`] times as large as what went in: exports shrink to a
/// fifth or a twentieth, bombs to a thousandth.
const RATIO_FREE_BYTES: u64 = 1 << 30;
const MAX_RATIO: u64 = 200;
const CHUNK_BYTES: usize = 1 << 18;

/// How much has come out of a file so far, in bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Unpacked(Rc<Cell<u64>>);

impl Unpacked {
    /// Counts `bytes` more, of which `from_here` in all came from `packed` bytes.
    pub(super) fn add(&self, file: &str, bytes: u64, from_here: u64, packed: u64) -> Result<(), ImportError> {
        let total = self.0.get().saturating_add(bytes);
        self.0.set(total);
        let too_much = |limit: String| Err(ImportError::TooMuchInside { file: file.to_owned(), limit });
        if total > MAX_UNPACKED_BYTES {
            return too_much(format!("{} GiB", MAX_UNPACKED_BYTES >> 30));
        }
        if from_here > RATIO_FREE_BYTES && from_here / MAX_RATIO > packed {
            return too_much(format!("{} GiB and {MAX_RATIO} times its size", RATIO_FREE_BYTES >> 30));
        }
        Ok(())
    }
}

pub(super) fn too_deep(file: &str) -> ImportError {
    ImportError::TooMuchInside { file: file.to_owned(), limit: format!("{MAX_DEPTH} packed files in each other") }
}

pub(super) fn read_gzip(opened: &Opened<'_>, store: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let inside = Member {
        packing: if member.packing == Packing::None { Packing::Gzip } else { member.packing },
        depth: member.depth + 1,
        file_name: strip_ending(&member.file_name, ".gz"),
        name: strip_ending(&member.name, ".gz"),
    };
    let mut unpacking = MultiGzDecoder::new(store.reader());
    let done = |reader: &MultiGzDecoder<StoreReader>| reader.get_ref().position() as f32 / store.len().max(1) as f32;
    let unpacked = unpack(opened, &mut unpacking, store.len(), done).map_err(|failure| match failure {
        Unpacking::Refused(error) => error,
        Unpacking::Broken(reason) => {
            let changed = store.check_unchanged().err();
            changed.unwrap_or_else(|| opened.broken("gzip file", reason, "Download or pack it again"))
        }
    })?;
    read_store(opened, &unpacked, &inside)
}

fn strip_ending(name: &str, ending: &str) -> String {
    let cut = name.len().saturating_sub(ending.len());
    match name.get(cut..) {
        Some(last) if last.eq_ignore_ascii_case(ending) => name.get(..cut).unwrap_or(name).to_owned(),
        Some(_) | None => name.to_owned(),
    }
}

enum Unpacking {
    Refused(ImportError),
    /// Why the packed bytes are broken.
    Broken(String),
}

fn unpack<R: Read>(
    opened: &Opened<'_>,
    from: &mut R,
    packed: u64,
    done: impl Fn(&R) -> f32,
) -> Result<Store, Unpacking> {
    let mut spool = Spool::new(&opened.memory);
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                spool.discard();
                let reason = match error.kind() {
                    std::io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
                    _ => error.to_string(),
                };
                return Err(Unpacking::Broken(reason));
            }
        };
        let keep = || -> Result<(), ImportError> {
            opened.unpacked.add(opened.file, read as u64, spool.len() + read as u64, packed)?;
            opened.go_on(0.3 * done(from))
        };
        keep().map_err(Unpacking::Refused)?;
        let written = std::io::Write::write_all(&mut spool, chunk.get(..read).unwrap_or(&[]));
        written.map_err(|error| Unpacking::Refused(opened.cannot_spool(&error)))?;
    }
    spool.finish().map_err(|error| Unpacking::Refused(opened.cannot_spool(&error)))
}

/// What a zip is, by the names in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Excel,
    OpenDocument,
    Files,
    /// A document that is no table: what it is, and what to do.
    Other(&'static str, &'static str),
}

fn look_inside(archive: &mut ZipArchive<StoreReader>) -> Inside {
    let has = |archive: &ZipArchive<StoreReader>, wanted: &str| {
        archive.file_names().flatten().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(wanted))
    };
    let starts = |archive: &ZipArchive<StoreReader>, wanted: &str| {
        archive.file_names().flatten().any(|name| name.starts_with(wanted))
    };
    const AS_XLSX: &str = "Save it as an Excel workbook (.xlsx) and attach that";
    const AS_TABLE: &str = "Copy its table into a spreadsheet and attach that";
    let mut mime = String::new();
    if let Ok(member) = archive.by_name("mimetype") {
        // A shorter reading only means another kind of file.
        let _ = member.take(100).read_to_string(&mut mime);
    }
    match () {
        () if mime.starts_with("application/vnd.oasis.opendocument.spreadsheet") => Inside::OpenDocument,
        () if mime.starts_with("application/") => Inside::Other("a document, not a spreadsheet", AS_TABLE),
        () if has(archive, "xl/workbook.xml") => Inside::Excel,
        () if has(archive, "xl/workbook.bin") => Inside::Other("a binary Excel workbook (.xlsb)", AS_XLSX),
        () if starts(archive, "word/") => Inside::Other("a Word document", AS_TABLE),
        () if starts(archive, "ppt/") => Inside::Other("a presentation", AS_TABLE),
        () if has(archive, "Index/Document.iwa") => Inside::Other("an Apple Numbers or Pages file", AS_XLSX),
        // A workbook may keep its parts anywhere.
        () if has(archive, "[Content_Types].xml") => Inside::Excel,
        () => Inside::Files,
    }
}

pub(super) fn is_spreadsheet(store: &Store) -> bool {
    let Ok(mut archive) = ZipArchive::new(store.reader()) else { return false };
    matches!(look_inside(&mut archive), Inside::Excel | Inside::OpenDocument)
}

pub(super) fn read_zip(opened: &Opened<'_>, store: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let mut archive = match ZipArchive::new(store.reader()) {
        Ok(archive) => archive,
        Err(error) => {
            let broken = || opened.broken("zip file or spreadsheet", error.to_string(), "Download or save it again");
            return Err(store.check_unchanged().err().unwrap_or_else(broken));
        }
    };
    match look_inside(&mut archive) {
        Inside::Excel => sheet::read_xlsx(opened, store, archive, member),
        Inside::OpenDocument => sheet::read_ods(opened, archive, member),
        Inside::Other(what, advice) => Err(ImportError::NotAFile { file: opened.file.to_owned(), what, advice }),
        Inside::Files => read_members(opened, store, archive, member),
    }
}

/// A member that is worth reading.
struct Packed {
    index: usize,
    name: String,
    packed: u64,
    is_encrypted: bool,
}

fn list(archive: &ZipArchive<StoreReader>) -> Vec<Packed> {
    let mut members: Vec<Packed> = Vec::new();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        let path = entry.name().map_or_else(|_| format!("file {}", index + 1), |name| name.into_owned());
        let is_hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
        let mut parts = path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
        if entry.is_dir() || entry.is_symlink() || entry.size() == 0 || parts.clone().any(is_hidden) {
            continue;
        }
        let name = parts.next_back().unwrap_or("file").to_owned();
        let twins = members.iter().filter(|other| other.name == name || other.name.starts_with(&format!("{name} (")));
        let name = match twins.count() {
            0 => name,
            count => format!("{name} ({})", count + 1),
        };
        members.push(Packed { index, name, packed: entry.compressed_size(), is_encrypted: entry.encrypted() });
    }
    members
}

fn read_members(
    opened: &Opened<'_>,
    store: &Store,
    mut archive: ZipArchive<StoreReader>,
    member: &Member,
) -> Result<Vec<Content>, ImportError> {
    let file = || opened.file.to_owned();
    if archive.len() > MAX_MEMBERS {
        let limit = format!("{MAX_MEMBERS} files");
        return Err(ImportError::TooMuchInside { file: file(), limit });
    }
    let members = list(&archive);
    if members.iter().any(|member| member.is_encrypted) && members.iter().all(|member| member.is_encrypted) {
        return Err(ImportError::Locked { file: file() });
    }
    let is_single = members.len() == 1;
    let count = members.len().max(1);
    let mut contents = Vec::new();
    let mut left_out: Vec<(String, ImportError)> = Vec::new();
    for (number, packed) in members.into_iter().enumerate() {
        let name = format!("{} in {}", packed.name, opened.file);
        let within = |done: f32| (opened.progress)((number as f32 + done) / count as f32);
        let inside = Opened { file: &name, progress: &within, ..opened.clone() };
        let member = Member {
            name: if is_single && member.name.is_empty() { String::new() } else { packed.name.clone() },
            packing: Packing::Zip,
            depth: member.depth + 1,
            file_name: packed.name.clone(),
        };
        let read = unpack_member(&inside, store, &mut archive, &packed)
            .and_then(|unpacked| read_store(&inside, &unpacked, &member));
        match read {
            Ok(read) => contents.extend(read),
            // These concern all that follows.
            Err(error) if error.is_final() => return Err(error),
            Err(error) => left_out.push((packed.name, error)),
        }
    }
    if contents.is_empty() {
        let nothing = ImportError::NothingInside {
            file: file(),
            what: "there is no file with data in the zip",
            advice: "Unpack it and look what it holds",
        };
        return Err(left_out.into_iter().next().map_or(nothing, |(_, error)| error));
    }
    if let Some(first) = contents.first_mut() {
        let warning = |(name, error): (String, ImportError)| Warning::at(format!("Left out: {error}"), name);
        first.warnings.extend(left_out.into_iter().map(warning));
    }
    Ok(contents)
}

fn unpack_member(
    opened: &Opened<'_>,
    store: &Store,
    archive: &mut ZipArchive<StoreReader>,
    packed: &Packed,
) -> Result<Store, ImportError> {
    if packed.is_encrypted {
        return Err(ImportError::Locked { file: opened.file.to_owned() });
    }
    let broken = |reason: String| {
        let changed = store.check_unchanged().err();
        changed.unwrap_or_else(|| opened.broken("file in a zip", reason, "Unpack it and attach what you need"))
    };
    let mut from = archive.by_index(packed.index).map_err(|error| match error {
        // Windows packs large files in a way of its own (Deflate64); others use bzip2 or LZMA.
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => ImportError::Unsupported {
            file: opened.file.to_owned(),
            what: "a way of packing other than Deflate",
            advice: "Unpack it and attach what you need",
        },
        other => broken(other.to_string()),
    })?;
    unpack(opened, &mut from, packed.packed, |_| 0.5).map_err(|failure| match failure {
        Unpacking::Refused(error) => error,
        Unpacking::Broken(reason) => broken(reason),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused_by_ratio_and_by_size() {
        let gib = 1 << 30;
        let outcome = |steps: &[(u64, u64, u64)]| {
            let unpacked = Unpacked::default();
            let mut steps =
                steps.iter().map(|(bytes, from_here, packed)| unpacked.add("a.zip", *bytes, *from_here, *packed));
            steps.find_map(Result::err).map(|error| error.to_string())
        };
        // A large file that was packed as files are packed; a small one that is all the same byte.
        assert_eq!(outcome(&[(4 * gib, 4 * gib, gib / 10)]), None);
        assert_eq!(outcome(&[(gib / 2, gib / 2, 1 << 19)]), None);
        let bomb = outcome(&[(2 * gib, 2 * gib, 2 << 20)]).unwrap();
        assert!(bomb.starts_with("a.zip unpacks to more than 1 GiB and 200 times its size"), "{bomb}");
        let many = outcome(&[(15 * gib, 15 * gib, gib), (15 * gib, 15 * gib, gib)]).unwrap();
        assert!(many.starts_with("a.zip unpacks to more than 20 GiB"), "{many}");
    }
}
