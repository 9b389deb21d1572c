//! Bytes to text: byte-order marks, encodings, and files that are no text at all.

use std::borrow::Cow;

use super::ImportError;

/// A file's text and the encoding that it was in.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
    /// Some bytes meant nothing in that encoding and became U+FFFD.
    pub has_errors: bool,
}

const SAVE_AS_CSV: &str = "Open it in the program it belongs to and save it as CSV.";

/// First bytes of files that are often taken for tables.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "a spreadsheet (Excel or OpenDocument) or another zip file",
        "Save its sheet as CSV and attach that.",
    ),
    (b"PK\x05\x06", "an empty zip file", SAVE_AS_CSV),
    (b"\xD0\xCF\x11\xE0", "an old Excel file (.xls)", "Save its sheet as CSV and attach that."),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"%PDF", "a PDF", "Export the figures as CSV."),
    (b"\x89PNG", "a picture", "Export the figures as CSV."),
    (b"\xFF\xD8\xFF", "a picture", "Export the figures as CSV."),
    (b"GIF8", "a picture", "Export the figures as CSV."),
    (b"\x1F\x8B", "a compressed file (.gz)", "Unpack it first."),
    (b"7z\xBC\xAF", "a compressed file (.7z)", "Unpack it first."),
];

/// The text of a file. A byte-order mark decides; then valid UTF-8; then the likeliest encoding.
pub(super) fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Decoded<'a>, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty { file: file.to_owned() });
    }
    if let Some((_, what, advice)) = SIGNATURES.iter().find(|(signature, ..)| bytes.starts_with(signature)) {
        return Err(ImportError::NotText { file: file.to_owned(), what, advice });
    }
    let decoded = to_text(bytes);
    if looks_binary(&decoded.text) {
        return Err(ImportError::NotText { file: file.to_owned(), what: "a binary file", advice: SAVE_AS_CSV });
    }
    if decoded.text.trim().is_empty() {
        return Err(ImportError::Empty { file: file.to_owned() });
    }
    Ok(decoded)
}

fn to_text(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[]));
        return Decoded { text, encoding: label(encoding), has_errors };
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        return Decoded { text, encoding: label(encoding), has_errors };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", has_errors: false };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // The first megabytes tell as much as the whole.
    let head = bytes.get(..4 << 20).unwrap_or(bytes);
    detector.feed(head, head.len() == bytes.len());
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: label(encoding), has_errors }
}

fn label(encoding: &'static encoding_rs::Encoding) -> &'static str {
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE { "UTF-16" } else { encoding.name() }
}

/// UTF-16 without a mark shows in zero bytes at every other place.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros_at = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let most = head.len() / 2 * 6 / 10;
    match () {
        () if most > 0 && odd > most && even == 0 => Some(encoding_rs::UTF_16LE),
        () if most > 0 && even > most && odd == 0 => Some(encoding_rs::UTF_16BE),
        () => None,
    }
}

fn looks_binary(text: &str) -> bool {
    let (mut seen, mut odd) = (0usize, 0usize);
    for c in text.chars().take(65_536) {
        seen += 1;
        if c == '\0' {
            return true;
        }
        if (c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{c}')) || c == '\u{fffd}' {
            odd += 1;
        }
    }
    odd * 50 > seen
}
