//! PNG and JPEG without what does not belong to the picture: places and times, names, comments, thumbnails, second
//! pictures, videos. The picture itself is copied as it is. Nothing is decoded.

/// Chunks of PNG that say how the picture looks; all others are left out.
const PNG_CHUNKS: [&[u8; 4]; 12] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"pHYs"];
const PNG_SIGNATURE: usize = 8;
/// Of a chunk: length, type and checksum.
const PNG_CHUNK_FRAME: usize = 12;

/// The PNG with nothing but its picture, or `None` if its chunks do not fit together.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..PNG_SIGNATURE)?.to_vec();
    let mut rest = bytes.get(PNG_SIGNATURE..)?;
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk::<4>()?) as usize;
        let kind = rest.get(4..8)?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(PNG_CHUNK_FRAME)?)?;
        if PNG_CHUNKS.iter().any(|known| *known == kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
}

mod marker {
    pub const START: u8 = 0xd8;
    pub const END: u8 = 0xd9;
    pub const SCAN: u8 = 0xda;
    pub const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
    pub const APPS: std::ops::RangeInclusive<u8> = 0xe0..=0xef;
    pub const COMMENT: u8 = 0xfe;
}

/// The JPEG with nothing but its picture, or `None` if it ends before its end mark.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        // Between segments only filling may lie.
        let at = rest.windows(2).position(|pair| matches!(pair, [0xff, kind] if !matches!(kind, 0 | 0xff)))?;
        rest = rest.get(at..)?;
        let kind = *rest.get(1)?;
        let length = match kind {
            marker::START | marker::END => 2,
            _ if marker::RESTARTS.contains(&kind) => 2,
            _ => 2 + usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?])),
        };
        let (segment, after) = rest.split_at_checked(length)?;
        if is_of_the_picture(kind, segment) {
            out.extend_from_slice(segment);
        }
        rest = after;
        if kind == marker::END {
            return Some(out);
        }
        if kind == marker::SCAN {
            let (data, after) = rest.split_at_checked(scan_length(rest)?)?;
            out.extend_from_slice(data);
            rest = after;
        }
    }
}

/// How many bytes of entropy-coded data come before the next segment.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(2)
        .position(|pair| matches!(pair, [0xff, kind] if !matches!(kind, 0 | 0xff) && !marker::RESTARTS.contains(kind)))
}

fn is_of_the_picture(kind: u8, segment: &[u8]) -> bool {
    let starts_with = |name: &[u8]| segment.get(4..).is_some_and(|content| content.starts_with(name));
    match kind {
        0xe0 => starts_with(b"JFIF\0"),
        0xe2 => starts_with(b"ICC_PROFILE\0"),
        0xee => starts_with(b"Adobe"),
        marker::COMMENT => false,
        _ => !marker::APPS.contains(&kind),
    }
}

/// True for a WebP whose picture lost detail when it was written, as most photographs do.
pub(super) fn is_lossy_webp(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        if let b"VP8 " | b"VP8L" | b"ANMF" = head.first_chunk::<4>().unwrap_or(&[0; 4]) {
            return head.starts_with(b"VP8 ");
        }
        let length = head.last_chunk::<4>().map_or(0, |length| u32::from_le_bytes(*length) as usize);
        rest = after.get(length.saturating_add(length % 2)..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_of_a_webp_is_read_from_its_chunks() {
        let webp = |chunks: &[(&[u8; 4], &[u8])]| {
            let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
            for (kind, content) in chunks {
                bytes.extend_from_slice(*kind);
                bytes.extend((content.len() as u32).to_le_bytes());
                bytes.extend_from_slice(content);
                bytes.resize(bytes.len() + content.len() % 2, 0);
            }
            bytes
        };
        for (chunks, is_lossy) in [
            (webp(&[(b"VP8 ", b"1")]), true),
            (webp(&[(b"VP8L", b"1")]), false),
            (webp(&[(b"VP8X", b"12345"), (b"ALPH", b"1"), (b"VP8 ", b"1")]), true),
            (webp(&[(b"VP8X", b"1234567890"), (b"ICCP", b"123")]), false),
            (b"RIFF\0\0\0\0WEBPVP8X\xff\xff\xff\xff".to_vec(), false),
            (b"RIFF".to_vec(), false),
        ] {
            assert_eq!(is_lossy_webp(&chunks), is_lossy, "{:?}", String::from_utf8_lossy(&chunks));
        }
    }
}
