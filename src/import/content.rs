//! Any file to delimited UTF-8 text: what it holds is told by its bytes, never by its name. What the text means, and
//! where its header and rows are, is not decided here.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::decode::Look;
use super::reader::Progress;
use super::spool::{SpoolMemory, Store};
use super::{ImportError, container, decode, json, parquet, sheet};
use crate::base::Warning;

pub(super) use super::spool::Store as TextSource;

/// One table's worth of text: a text file, a sheet, a member of a zip, an array in a JSON file.
#[derive(Clone, Debug)]
pub(super) struct Content {
    /// Sheet, member of a zip or path in a JSON file; empty for a plain file.
    pub name: String,
    pub kind: ContentKind,
    /// "UTF-8", "UTF-16", "windows-1252"; empty where it has no meaning.
    pub encoding: &'static str,
    /// The text, in UTF-8 without a mark.
    pub text: TextSource,
    /// Known where the text was written here: commas, and quotes as in RFC 4180.
    pub delimiter: Option<u8>,
    /// Index of the header among the records, where it is known.
    pub header: Option<usize>,
    /// What the first line of the text is called in messages, counted from 1: the row of a sheet, else 1.
    pub first_line: u32,
    pub numbering: Numbering,
    /// Size of the file itself, in bytes.
    pub size_bytes: u64,
    /// BLAKE3 of the file itself, in hexadecimal; empty while the text is only presumed.
    pub hash: String,
    pub warnings: Vec<Warning>,
    /// The file is a large text of which only the head was looked at. Whoever reads its rows sees whether the rest is
    /// UTF-8 without NUL bytes too, and hashes it; if it is not, [`settle`] tells what it is.
    pub is_presumed: bool,
}

/// What a presumed text is, now that all of it was looked at. Its head is what it was.
#[derive(Debug)]
pub(super) struct Settled {
    pub text: TextSource,
    pub encoding: &'static str,
    /// BLAKE3 of the file itself, in hexadecimal.
    pub hash: String,
    pub warnings: Vec<Warning>,
}

/// Looks at all of a text of which only the head was.
pub(super) fn settle(file: &str, presumed: &TextSource, progress: Progress<'_>) -> Result<Settled, ImportError> {
    let opened = Opened::new(file, presumed.len(), progress);
    let (decoded, hash) = with_hash(&opened, presumed, || decode::settle(&opened, presumed), |_| true)?;
    Ok(Settled { text: decoded.text, encoding: decoded.encoding, hash, warnings: decoded.warnings })
}

/// What `first_line` goes on counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Lines, also those within quotes.
    Lines,
    /// Rows of a sheet: line ends outside quotes, blank lines among them.
    Rows,
}

/// What the file is, and what it was packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentKind {
    pub form: Form,
    pub packing: Packing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// XLSX and XLSM.
    Excel,
    /// XLS.
    OldExcel,
    /// "XML Spreadsheet 2003".
    ExcelXml,
    OpenDocument,
    /// A table of a web page, which many tools call ".xls".
    WebPage,
    Json,
    JsonLines,
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zip,
}

impl ContentKind {
    /// "Excel", "JSON in a zip": how people would call it; empty for plain text.
    pub(super) fn label(self) -> String {
        let form = match self.form {
            Form::Text => "",
            Form::Excel => "Excel",
            Form::OldExcel => "old Excel",
            Form::ExcelXml => "Excel XML",
            Form::OpenDocument => "OpenDocument",
            Form::WebPage => "web page",
            Form::Json => "JSON",
            Form::JsonLines => "JSON lines",
            Form::Parquet => "Parquet",
        };
        match (self.packing, form) {
            (Packing::None, form) => form.to_owned(),
            (Packing::Gzip, "") => "gzip".to_owned(),
            (Packing::Gzip, form) => format!("{form}, gzip"),
            (Packing::Zip, "") => "zip".to_owned(),
            (Packing::Zip, form) => format!("{form} in a zip"),
        }
    }
}

/// What every reader of a file shares.
#[derive(Clone)]
pub(super) struct Opened<'a> {
    /// The file's name without its folder; within a zip, the member and the zip.
    pub file: &'a str,
    pub size_bytes: u64,
    pub memory: SpoolMemory,
    pub progress: Progress<'a>,
    pub unpacked: container::Unpacked,
}

impl<'a> Opened<'a> {
    fn new(file: &'a str, size_bytes: u64, progress: Progress<'a>) -> Self {
        let (memory, unpacked) = (SpoolMemory::default(), container::Unpacked::default());
        Self { file, size_bytes, memory, progress, unpacked }
    }

    /// Tells how far the reading is, 0 to 1; an error if it was canceled.
    pub(super) fn go_on(&self, done: f32) -> Result<(), ImportError> {
        if (self.progress)(done) { Ok(()) } else { Err(ImportError::Cancelled { file: self.file.to_owned() }) }
    }

    /// What is wrong with the file as a whole.
    pub(super) fn broken(&self, what: &'static str, reason: impl Into<String>, advice: &'static str) -> ImportError {
        ImportError::Broken { file: self.file.to_owned(), what, reason: reason.into(), advice }
    }

    /// A failure of the disk while text is spooled.
    pub(super) fn cannot_spool(&self, error: &io::Error) -> ImportError {
        ImportError::CannotRead {
            file: self.file.to_owned(),
            reason: format!("its text could not be kept in a temporary file ({error})"),
            advice: "Make room on the disk",
        }
    }

    /// Content written here: commas, known header.
    pub(super) fn content(&self, member: &Member, part: &str, form: Form, text: Store) -> Content {
        Content {
            name: member.name_of(part),
            kind: ContentKind { form, packing: member.packing },
            encoding: "",
            text,
            delimiter: Some(b','),
            header: None,
            first_line: 1,
            numbering: Numbering::Lines,
            size_bytes: self.size_bytes,
            hash: String::new(),
            warnings: Vec::new(),
            is_presumed: false,
        }
    }
}

/// Where in the file the bytes come from that are read now.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Name in the zip without its folders; empty for the file itself.
    pub name: String,
    pub packing: Packing,
    /// How many gzip or zip files are around it.
    pub depth: u8,
    /// The name that tells the ending, for hints only.
    pub file_name: String,
}

impl Member {
    /// The member's name with that of its sheet or table.
    fn name_of(&self, part: &str) -> String {
        match (self.name.as_str(), part) {
            ("", part) => part.to_owned(),
            (name, "") => name.to_owned(),
            (name, part) => format!("{name}: {part}"),
        }
    }

    pub(super) fn has_ending(&self, endings: &[&str]) -> bool {
        let name = self.file_name.to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    }
}

/// Everything in a file that may be a table. Never empty.
pub(super) fn contents(path: &Path, progress: Progress<'_>) -> Result<Vec<Content>, ImportError> {
    let file = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let store = Store::open(path, &file)?;
    contents_of(&file, &store, progress)
}

/// As [`contents`], of a file that is in memory already.
pub(super) fn contents_of_bytes(file: &str, bytes: &[u8], progress: Progress<'_>) -> Result<Vec<Content>, ImportError> {
    contents_of(file, &Store::memory(bytes), progress)
}

fn contents_of(file: &str, store: &Store, progress: Progress<'_>) -> Result<Vec<Content>, ImportError> {
    if store.len() == 0 {
        return Err(ImportError::Empty { file: file.to_owned() });
    }
    let opened = Opened::new(file, store.len(), progress);
    let member = Member { name: String::new(), packing: Packing::None, depth: 0, file_name: file.to_owned() };
    let is_needed = |contents: &Vec<Content>| !contents.iter().all(|content| content.is_presumed);
    let (mut contents, hash) = with_hash(&opened, store, || read_store(&opened, store, &member), is_needed)?;
    for content in &mut contents {
        content.hash.clone_from(&hash);
    }
    Ok(contents)
}

/// What is read from a file, and the file's hash; empty if what was read does not need it.
fn with_hash<T>(
    opened: &Opened<'_>,
    store: &Store,
    read: impl FnOnce() -> Result<T, ImportError>,
    is_needed: impl Fn(&T) -> bool,
) -> Result<(T, String), ImportError> {
    let is_given_up = AtomicBool::new(false);
    // The hash needs every byte, but nothing waits for it: it is made beside the reading.
    let (found, hash) = std::thread::scope(|scope| {
        let hashing = scope.spawn(|| store.hash_while(|| !is_given_up.load(Ordering::Relaxed)));
        let found = read();
        if !found.as_ref().is_ok_and(&is_needed) {
            is_given_up.store(true, Ordering::Relaxed);
        }
        (found, hashing.join())
    });
    let found = found.map_err(|error| store.check_unchanged().err().unwrap_or(error))?;
    let hash = match hash {
        Ok(Ok(hash)) => hash,
        Ok(Err(error)) => return Err(store.failed(opened.file, &error)),
        Err(_) => return Err(opened.broken("file", "it could not be hashed", "Copy it and try again")),
    };
    store.check_unchanged()?;
    let hash = if is_needed(&found) { hash } else { String::new() };
    Ok((found, hash))
}

/// Reads bytes as what they are.
pub(super) fn read_store(opened: &Opened<'_>, store: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let head = store.head(8192).map_err(|error| store.failed(opened.file, &error))?;
    let is_packed = head.starts_with(b"\x1F\x8B") || head.starts_with(b"PK\x03\x04");
    if is_packed && member.depth >= container::MAX_DEPTH && !container::is_spreadsheet(store) {
        return Err(container::too_deep(opened.file));
    }
    match () {
        () if head.starts_with(b"\x1F\x8B") => container::read_gzip(opened, store, member),
        () if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => {
            container::read_zip(opened, store, member)
        }
        () if head.starts_with(b"\xD0\xCF\x11\xE0") => sheet::read_xls(opened, store, member),
        () if head.starts_with(b"PAR1") => parquet::read_parquet(opened, store, member),
        () => read_text(opened, store, member),
    }
}

fn read_text(opened: &Opened<'_>, store: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let failed = |error: io::Error| store.failed(opened.file, &error);
    let head = String::from_utf8_lossy(&store.head(4096).map_err(failed)?).into_owned();
    // Markup and JSON are read at once, and so is what was unpacked.
    let is_plain =
        member.depth == 0 && !head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['<', '{', '[']);
    let decoded = decode::decode(opened, store, if is_plain { Look::Head } else { Look::All })?;
    let head = decoded.text.head(4096).map_err(failed)?;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let head = head.trim_start();
    let mut contents = if head.starts_with('<') {
        sheet::read_markup(opened, &decoded.text, member, head)?
    } else if head.starts_with(['{', '[']) && json::is_json(&decoded.text, member) {
        json::read_json(opened, &decoded.text, member)?
    } else {
        let mut content = opened.content(member, "", Form::Text, decoded.text);
        content.delimiter = None;
        content.is_presumed = decoded.is_presumed;
        vec![content]
    };
    for content in &mut contents {
        content.encoding = decoded.encoding;
    }
    if let Some(first) = contents.first_mut() {
        first.warnings.splice(0..0, decoded.warnings);
    }
    Ok(contents)
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
