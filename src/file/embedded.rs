//! The project inside a picture that was exported with it: found and unpacked, within limits. Reads no file by itself
//! and writes none.

use std::io::Read;

use base64::Engine as _;
use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::error::OpenReason;
use crate::base::embedded::{PNG_KEYWORD, SVG_ID};

/// The most text that is unpacked.
const TEXT_LIMIT_BYTES: u64 = 256 << 20;

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether bytes are a PNG or an SVG, going by how they begin.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG_SIGNATURE) || is_svg(bytes)
}

/// Whether a picture holds a project, or did before it was damaged.
pub fn holds_project(bytes: &[u8]) -> bool {
    packed(bytes).is_ok()
}

/// The text of the project in a picture.
///
/// # Errors
/// If there is none, or it is damaged or far too large.
pub fn text_in_picture(bytes: &[u8]) -> Result<String, OpenReason> {
    let limited = match packed(bytes)? {
        Packed::Plain(text) => text.to_vec(),
        Packed::Deflated(deflated) => unpacked(deflated)?,
        Packed::Base64(text) => {
            let letters: Vec<u8> = text.iter().copied().filter(|letter| !letter.is_ascii_whitespace()).collect();
            let deflated =
                base64::engine::general_purpose::STANDARD.decode(letters).map_err(|_| OpenReason::Garbled)?;
            unpacked(&deflated)?
        }
    };
    String::from_utf8(limited).map_err(|_| OpenReason::Garbled)
}

/// A project's text as it lies in a picture.
enum Packed<'a> {
    Plain(&'a [u8]),
    Deflated(&'a [u8]),
    /// Deflated, as letters.
    Base64(&'a [u8]),
}

fn packed(bytes: &[u8]) -> Result<Packed<'_>, OpenReason> {
    match bytes.strip_prefix(PNG_SIGNATURE) {
        Some(chunks) => in_png(chunks),
        None => in_svg(bytes),
    }
}

/// Looks through the chunks of a PNG (PNG, third edition, 5.3 and 11.3.3).
fn in_png(mut rest: &[u8]) -> Result<Packed<'_>, OpenReason> {
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let content = after.get(..length);
        if kind == *b"iTXt" && after.starts_with(PNG_KEYWORD.as_bytes()) {
            return content.and_then(international_text).ok_or(OpenReason::Garbled);
        }
        // The text stands before the pixels.
        if kind == *b"IDAT" || kind == *b"IEND" {
            break;
        }
        // Behind the content comes its checksum.
        let Some(next) = content.and_then(|_| after.get(length + 4..)) else { break };
        rest = next;
    }
    Err(OpenReason::PictureAlone)
}

/// Keyword, 0, compression flag, compression method, language, 0, translated keyword, 0, text.
fn international_text(content: &[u8]) -> Option<Packed<'_>> {
    let after = content.strip_prefix(PNG_KEYWORD.as_bytes())?.strip_prefix(b"\0")?;
    let (flags, after) = after.split_first_chunk::<2>()?;
    let after = after.get(memchr::memchr(0, after)? + 1..)?;
    let text = after.get(memchr::memchr(0, after)? + 1..)?;
    match flags {
        [0, _] => Some(Packed::Plain(text)),
        [1, 0] => Some(Packed::Deflated(text)),
        _ => None,
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    start.starts_with(b"<") && memmem::find(start, b"<svg").is_some()
}

fn in_svg(bytes: &[u8]) -> Result<Packed<'_>, OpenReason> {
    let mark = format!("<metadata id=\"{SVG_ID}\">");
    let at = memmem::find(bytes, mark.as_bytes()).ok_or(OpenReason::PictureAlone)?;
    let content = bytes.get(at + mark.len()..).unwrap_or_default();
    let end = memchr::memchr(b'<', content).ok_or(OpenReason::Garbled)?;
    content.get(..end).map(Packed::Base64).ok_or(OpenReason::Garbled)
}

fn unpacked(deflated: &[u8]) -> Result<Vec<u8>, OpenReason> {
    unpacked_within(deflated, TEXT_LIMIT_BYTES)
}

fn unpacked_within(deflated: &[u8], limit_bytes: u64) -> Result<Vec<u8>, OpenReason> {
    let mut text = Vec::new();
    let mut limited = ZlibDecoder::new(deflated).take(limit_bytes + 1);
    limited.read_to_end(&mut text).map_err(|_| OpenReason::Garbled)?;
    if text.len() as u64 > limit_bytes {
        return Err(OpenReason::PackedTooLarge { limit_bytes });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32).to_be_bytes()[..], kind, content, b"crc!"].concat()
    }

    fn png_with(text: &[u8], flag: u8) -> Vec<u8> {
        let content = [PNG_KEYWORD.as_bytes(), &[0, flag, 0, 0, 0], text].concat();
        [PNG_SIGNATURE, &chunk(b"IHDR", &[0; 13]), &chunk(b"iTXt", &content), &chunk(b"IDAT", b"x")].concat()
    }

    fn svg_with(content: &str) -> Vec<u8> {
        format!("<svg xmlns=\"…\">\n<metadata id=\"{SVG_ID}\">{content}</metadata></svg>").into_bytes()
    }

    #[test]
    fn the_text_is_found_in_every_form() {
        let letters = base64::engine::general_purpose::STANDARD.encode(deflated("Ä b".as_bytes()));
        for picture in [
            png_with("Ä b".as_bytes(), 0),
            png_with(&deflated("Ä b".as_bytes()), 1),
            svg_with(&letters),
            svg_with(&format!("\n  {letters}\n")),
        ] {
            assert!(is_picture(&picture) && holds_project(&picture));
            assert_eq!(text_in_picture(&picture).unwrap(), "Ä b");
        }
    }

    #[test]
    fn every_cut_and_damage_is_refused_with_a_sentence() {
        let whole = png_with(&deflated(&[b'a'; 4_000]), 1);
        for cut in 0..whole.len() - 20 {
            assert!(text_in_picture(&whole[..cut]).is_err(), "cut at {cut}");
        }
        for (picture, said) in [
            (png_with(b"no zlib", 1), "damaged"),
            (png_with(&[0xff, 0xfe], 0), "damaged"),
            (png_with(b"", 7), "damaged"),
            (svg_with("not base64!"), "damaged"),
            (svg_with("AAAA"), "damaged"),
            (b"<svg></svg>".to_vec(), "holds no project"),
            ([PNG_SIGNATURE, &chunk(b"IDAT", b"x")].concat(), "holds no project"),
            ([PNG_SIGNATURE, &[0xff; 40]].concat(), "holds no project"),
        ] {
            let error = text_in_picture(&picture).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn what_unpacks_to_far_too_much_is_refused() {
        let bomb = deflated(&vec![0; 3_000_000]);
        assert!(bomb.len() < 20_000);
        let error = unpacked_within(&bomb, 1 << 20).unwrap_err().to_string();
        assert!(error.contains("more than 1 MB"), "{error}");
        assert_eq!(unpacked_within(&bomb, 3_000_000).unwrap().len(), 3_000_000);
    }

    #[test]
    fn other_files_are_no_pictures() {
        for other in [&b"Project(version: 1)"[..], b"<html><p>svg</p></html>", b"", b"\x89PN", b"// Throughline <svg"] {
            assert!(!is_picture(other));
        }
    }
}
