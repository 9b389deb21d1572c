//! Bytes to UTF-8 text of any size: byte-order marks, encodings, NUL bytes, and files that are no text at all. UTF-8 is
//! used where it lies; everything else is rewritten. A large text is first taken for what its head is, as its rows are
//! read anyway, which tells; [`settle`] then looks at all of it. No tables here.

use std::io::Write as _;

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ImportError;
use super::content::Opened;
use super::spool::{Spool, Store};
use crate::base::Warning;

const CHUNK_BYTES: usize = 1 << 20;
/// How much is looked at to tell an encoding, and to tell text from other files.
const WINDOW_BYTES: u64 = 4 << 20;
const HEAD_BYTES: usize = 1 << 16;
/// A text with more broken characters than this is not UTF-8, and need not be read on to see that.
const MANY: u64 = 1000;

/// Of a text that is longer, so much may be looked at alone.
pub(super) const PRESUMED_FROM: usize = 1 << 20;

/// A file's text and the encoding that it was in.
#[derive(Debug)]
pub(super) struct Decoded {
    /// UTF-8 without a mark and without NUL bytes.
    pub text: Store,
    pub encoding: &'static str,
    pub warnings: Vec<Warning>,
    /// Only its head was looked at: what comes after it may be neither.
    pub is_presumed: bool,
}

/// How much of a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    All,
    /// The head, if it is longer than [`PRESUMED_FROM`].
    Head,
}

const SAVE_AS_CSV: &str = "Open it in the program it belongs to and save it as CSV.";
const EXPORT_CSV: &str = "Export the figures as CSV.";
const UNPACK: &str = "Unpack it first.";

/// First bytes of files that are often taken for tables.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "a PDF", EXPORT_CSV),
    (b"\x89PNG", "a picture", EXPORT_CSV),
    (b"\xFF\xD8\xFF", "a picture", EXPORT_CSV),
    (b"GIF8", "a picture", EXPORT_CSV),
    (b"II*\0", "a picture", EXPORT_CSV),
    (b"MM\0*", "a picture", EXPORT_CSV),
    (b"RIFF", "a picture or a recording", EXPORT_CSV),
    (b"7z\xBC\xAF", "a compressed file (.7z)", UNPACK),
    (b"Rar!\x1A\x07", "a compressed file (.rar)", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a compressed file (.zst)", UNPACK),
    (b"BZh", "a compressed file (.bz2)", UNPACK),
    (b"\xFD7zXZ\0", "a compressed file (.xz)", UNPACK),
    (b"SQLite format 3\0", "a database (SQLite)", "Export its table as CSV."),
    (b"$FL2", "an SPSS file", "Save it as CSV in SPSS or its free twin PSPP."),
    (b"ARROW1", "an Arrow file", "Save it as Parquet or CSV."),
    (b"FEA1", "a Feather file", "Save it as Parquet or CSV."),
    (b"Obj\x01", "an Avro file", "Save it as Parquet or CSV."),
    (b"ORC", "an ORC file", "Save it as Parquet or CSV."),
    (b"{\\rtf", "a text document (RTF)", EXPORT_CSV),
    (b"\0\0\xFE\xFF", "text in UTF-32", "Save it as UTF-8."),
    (b"\xFF\xFE\0\0", "text in UTF-32", "Save it as UTF-8."),
];

/// The text of a file. A byte-order mark decides; then valid UTF-8; then the likeliest encoding.
pub(super) fn decode(opened: &Opened<'_>, store: &Store, look: Look) -> Result<Decoded, ImportError> {
    let file = || opened.file.to_owned();
    let failed = |error: std::io::Error| store.failed(opened.file, &error);
    if store.len() == 0 {
        return Err(ImportError::Empty { file: file() });
    }
    let head = store.head(HEAD_BYTES).map_err(failed)?;
    let told = |(signature, what, _): &&(&[u8], &str, &str)| {
        // "ORC" and "RIFF" may also begin a header of words.
        head.starts_with(signature) && (*what != "an ORC file" || looks_binary(&String::from_utf8_lossy(&head)))
    };
    if let Some((_, what, advice)) = SIGNATURES.iter().find(told) {
        return Err(ImportError::NotText { file: file(), what, advice });
    }
    let (encoding, mark) = match Encoding::for_bom(&head) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (unmarked_utf16(&head), 0),
    };
    let body = store.without_first(mark as u64);
    let probe = encoding.unwrap_or(UTF_8);
    let (text, _) = probe.decode_without_bom_handling(head.get(mark..).unwrap_or(&[]));
    // A byte that is no UTF-8 says nothing yet where the encoding is still to be found.
    if looks_binary(&text) && (encoding.is_some() || has_many_controls(&head)) {
        return Err(ImportError::NotText { file: file(), what: "a binary file", advice: SAVE_AS_CSV });
    }
    let decoded = match encoding {
        Some(encoding) if encoding != UTF_8 => transcode(opened, &body, encoding)?,
        None if look == Look::Head && is_presumed(&body).map_err(failed)? => {
            Decoded { is_presumed: true, ..Decoded::as_it_is(body) }
        }
        Some(_) | None => by_census(opened, body, encoding.is_some())?,
    };
    let head = decoded.text.head(HEAD_BYTES).map_err(failed)?;
    let text = String::from_utf8_lossy(&head);
    if looks_binary(&text) {
        return Err(ImportError::NotText { file: file(), what: "a binary file", advice: SAVE_AS_CSV });
    }
    if text.trim().is_empty() && decoded.text.len() <= HEAD_BYTES as u64 {
        return Err(ImportError::Empty { file: file() });
    }
    Ok(decoded)
}

impl Decoded {
    fn as_it_is(text: Store) -> Self {
        Self { text, encoding: "UTF-8", warnings: Vec::new(), is_presumed: false }
    }
}

/// Whether the head of a large text is sound UTF-8, so that the rest may be taken for it.
fn is_presumed(text: &Store) -> std::io::Result<bool> {
    if text.len() <= PRESUMED_FROM as u64 {
        return Ok(false);
    }
    let head = text.head(PRESUMED_FROM)?;
    let mut census = Census::default();
    census.count(&head, 0, false);
    Ok(census.broken == 0 && census.nuls == 0 && !has_only_returns(&head))
}

/// What a text is of which only the head was looked at: itself, or rewritten. The head stays what it was taken for.
pub(super) fn settle(opened: &Opened<'_>, text: &Store) -> Result<Decoded, ImportError> {
    let head = text.head(PRESUMED_FROM).map_err(|error| text.failed(opened.file, &error))?;
    by_census(opened, text.clone(), !head.is_ascii())
}

/// A text without a mark of another encoding, after a look at every byte.
fn by_census(opened: &Opened<'_>, body: Store, is_told_utf8: bool) -> Result<Decoded, ImportError> {
    let failed = |error: std::io::Error| body.failed(opened.file, &error);
    let head = body.head(HEAD_BYTES).map_err(failed)?;
    let census = census(opened, &body)?;
    match () {
        () if census.broken == 0 && census.nuls == 0 && !has_only_returns(&head) => Ok(Decoded::as_it_is(body)),
        () if is_told_utf8 || census.is_utf8() => transcode(opened, &body, UTF_8),
        () => transcode(opened, &body, guess_encoding(&body, census.first_broken).map_err(failed)?),
    }
}

/// What a look at every byte says about a text that may be UTF-8.
#[derive(Debug, Default)]
struct Census {
    /// Sequences that are no UTF-8, and where the first one is.
    broken: u64,
    first_broken: u64,
    /// Characters of more than one byte.
    long: u64,
    nuls: u64,
}

impl Census {
    /// Far more characters are whole than broken: a damaged or cut text is still UTF-8.
    fn is_utf8(&self) -> bool {
        self.long >= self.broken * 4
    }
}

fn census(opened: &Opened<'_>, store: &Store) -> Result<Census, ImportError> {
    let mut census = Census::default();
    let mut chunk = vec![0; usize::try_from(store.len()).unwrap_or(usize::MAX).clamp(4, CHUNK_BYTES)];
    let mut offset = 0;
    while offset < store.len() {
        let read = store.read_at(offset, &mut chunk).map_err(|error| store.failed(opened.file, &error))?;
        let is_last = offset + read as u64 >= store.len();
        let bytes = chunk.get(..read).unwrap_or(&[]);
        let used = census.count(bytes, offset, is_last);
        offset += used.max(1) as u64;
        opened.go_on(0.4 * offset as f32 / store.len().max(1) as f32)?;
        if census.broken > MANY && !census.is_utf8() {
            break;
        }
    }
    Ok(census)
}

impl Census {
    /// Counts a piece; returns how much of it was used, as a character may go on in the next piece.
    fn count(&mut self, bytes: &[u8], offset: u64, is_last: bool) -> usize {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (valid, broken) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0),
                Err(error) => (error.valid_up_to(), error.error_len().unwrap_or(if is_last { rest.len() } else { 0 })),
            };
            let text = rest.get(..valid).unwrap_or(&[]);
            self.nuls += memchr::memchr_iter(0, text).count() as u64;
            if !text.is_ascii() {
                self.long += text.iter().filter(|byte| **byte >= 0xC0).count() as u64;
            }
            at += valid;
            if broken > 0 {
                if self.broken == 0 {
                    self.first_broken = offset + at as u64;
                }
                self.broken += 1;
                at += broken;
            } else if at < bytes.len() {
                break;
            }
        }
        at
    }
}

/// The likeliest encoding, from the bytes around the first that is no ASCII.
fn guess_encoding(store: &Store, first_broken: u64) -> std::io::Result<&'static Encoding> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let start = if first_broken < WINDOW_BYTES / 2 { 0 } else { first_broken - WINDOW_BYTES / 4 };
    let window = store.without_first(start).head(WINDOW_BYTES as usize)?;
    detector.feed(&window, start + window.len() as u64 >= store.len());
    Ok(detector.guess(None, chardetng::Utf8Detection::Deny))
}

/// Rewrites a text in UTF-8, without NUL bytes; says where characters were lost.
fn transcode(opened: &Opened<'_>, store: &Store, encoding: &'static Encoding) -> Result<Decoded, ImportError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut chunk = vec![0; usize::try_from(store.len()).unwrap_or(usize::MAX).clamp(1, CHUNK_BYTES)];
    // Every piece fits: encoding_rs says how long a piece may become.
    let mut out = vec![0; decoder.max_utf8_buffer_length(chunk.len()).unwrap_or(4 * CHUNK_BYTES)];
    let mut spool = Spool::new(&opened.memory);
    let (mut lost, mut nuls) = (Places::default(), Places::default());
    let (mut offset, mut line) = (0, 1u32);
    let mut is_old_mac = None;
    while offset < store.len() {
        let read = store.read_at(offset, &mut chunk).map_err(|error| store.failed(opened.file, &error))?;
        offset += read as u64;
        let is_last = offset >= store.len() || read == 0;
        let mut rest = chunk.get(..read).unwrap_or(&[]);
        loop {
            let (result, used, written, has_errors) = decoder.decode_to_utf8(rest, &mut out, is_last);
            let text = out.get_mut(..written).unwrap_or(&mut []);
            // Excel for the old Mac ended lines with nothing but a return.
            if *is_old_mac.get_or_insert_with(|| has_only_returns(text)) {
                text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
            }
            let text = &*text;
            if has_errors {
                memchr::memmem::find_iter(text, "\u{fffd}").for_each(|at| lost.note(text, at, line));
            }
            let mut from = 0;
            for at in memchr::memchr_iter(0, text) {
                nuls.note(text, at, line);
                spool.write_all(text.get(from..at).unwrap_or(&[])).map_err(|error| opened.cannot_spool(&error))?;
                from = at + 1;
            }
            spool.write_all(text.get(from..).unwrap_or(&[])).map_err(|error| opened.cannot_spool(&error))?;
            line = line.saturating_add(memchr::memchr_iter(b'\n', text).count() as u32);
            rest = rest.get(used..).unwrap_or(&[]);
            match result {
                CoderResult::InputEmpty => break,
                CoderResult::OutputFull => {}
            }
        }
        opened.go_on(0.4 * offset as f32 / store.len().max(1) as f32)?;
    }
    let label = label(encoding);
    let mut warnings = Vec::new();
    if lost.count > 0 {
        let message = format!("Some characters mean nothing in {label}; they show as “\u{fffd}”.");
        warnings.push(Warning::at(message, lost.lines()));
    }
    if nuls.count > 0 {
        warnings.push(Warning::at("NUL bytes, which are no text, were left out.", nuls.lines()));
    }
    let text = spool.finish().map_err(|error| opened.cannot_spool(&error))?;
    Ok(Decoded { text, encoding: label, warnings, is_presumed: false })
}

/// Where something was seen: how often, and on which lines first.
#[derive(Debug, Default)]
struct Places {
    count: u64,
    lines: Vec<u32>,
}

impl Places {
    fn note(&mut self, text: &[u8], at: usize, line: u32) {
        self.count += 1;
        if self.lines.len() < 5 {
            let before = memchr::memchr_iter(b'\n', text.get(..at).unwrap_or(&[])).count() as u32;
            let line = line.saturating_add(before);
            if self.lines.last() != Some(&line) {
                self.lines.push(line);
            }
        }
    }

    /// "line 7", "lines 7, 9, 12 and more".
    fn lines(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        let more = if lines.len() == 5 { " and more" } else { "" };
        format!("line{} {}{more}", if lines.len() == 1 { "" } else { "s" }, lines.join(", "))
    }
}

fn label(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_16LE || encoding == UTF_16BE { "UTF-16" } else { encoding.name() }
}

/// Lines end with a return alone.
fn has_only_returns(text: &[u8]) -> bool {
    memchr::memchr(b'\r', text).is_some() && memchr::memchr(b'\n', text).is_none()
}

/// UTF-16 without a mark shows in zero bytes at every other place.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros_at = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let most = head.len() / 2 * 6 / 10;
    match () {
        () if most > 0 && odd > most && even == 0 => Some(UTF_16LE),
        () if most > 0 && even > most && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

fn has_many_controls(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\r' | b'\n' | 0xC)).count();
    odd * 50 > bytes.len()
}

/// More than one character in fifty is none that text has.
fn looks_binary(text: &str) -> bool {
    let (mut seen, mut odd) = (0usize, 0usize);
    for c in text.chars().take(HEAD_BYTES) {
        seen += 1;
        if (c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{c}')) || c == '\u{fffd}' {
            odd += 1;
        }
    }
    odd * 50 > seen
}
