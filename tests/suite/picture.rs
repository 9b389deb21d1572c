//! Foreign pictures of every kind, whole, broken and hostile.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use throughline::base::bitmap::MAX_SIDE;
use throughline::base::{PictureFormat, PictureHash};
use throughline::import::picture::{MAX_FILE_BYTES, PictureError, ReadPicture, read_picture};

const RED: [u8; 3] = [200, 30, 40];
const BLUE: [u8; 3] = [20, 60, 180];

/// Red on the left, blue on the right.
fn halves(width: u32, height: u32) -> DynamicImage {
    let row: Vec<u8> = (0..width).flat_map(|x| if x < width / 2 { RED } else { BLUE }).collect();
    RgbImage::from_raw(width, height, row.repeat(height as usize)).unwrap().into()
}

fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// What was kept, decoded again.
fn shown(picture: &ReadPicture) -> RgbaImage {
    let format = match picture.bitmap.format {
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Jpeg => ImageFormat::Jpeg,
    };
    let image = image::load_from_memory_with_format(&picture.bitmap.bytes, format).unwrap().into_rgba8();
    assert_eq!(image.dimensions(), (picture.bitmap.width, picture.bitmap.height));
    assert_eq!(picture.bitmap.hash, PictureHash::of(&picture.bitmap.bytes));
    assert!(image.width().max(image.height()) <= MAX_SIDE);
    image
}

#[track_caller]
fn assert_color(image: &RgbaImage, (x, y): (u32, u32), wanted: [u8; 3]) {
    let found = image.get_pixel(x, y).0;
    let is_near = found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) <= 6);
    assert!(is_near, "{found:?} instead of {wanted:?} at {x}, {y}");
}

fn failure(bytes: &[u8]) -> String {
    let message = read_picture(bytes).unwrap_err().to_string();
    assert!(message.ends_with('.') && message.len() < 200, "{message}");
    message
}

#[test]
fn a_small_png_or_jpeg_keeps_its_very_bytes() {
    for (format, kept) in [(ImageFormat::Png, PictureFormat::Png), (ImageFormat::Jpeg, PictureFormat::Jpeg)] {
        let bytes = encode(&halves(64, 48), format);
        let picture = read_picture(&bytes).unwrap();
        assert_eq!((picture.bitmap.format, &*picture.bitmap.bytes), (kept, &*bytes));
        assert_eq!((picture.original_size, picture.was_scaled_down), ((64, 48), false));
        assert_eq!(read_picture(&bytes).unwrap(), picture, "the same picture twice is the same");
        let image = shown(&picture);
        assert_color(&image, (10, 24), RED);
        assert_color(&image, (54, 24), BLUE);
    }
}

#[test]
fn webp_becomes_what_every_target_can_show() {
    let opaque = read_picture(&encode(&halves(60, 40), ImageFormat::WebP)).unwrap();
    assert_eq!(opaque.bitmap.format, PictureFormat::Png, "nothing was lost, so nothing is");
    assert_color(&shown(&opaque), (10, 10), RED);
    let clear = RgbaImage::from_pixel(30, 20, Rgba([200, 30, 40, 100]));
    let clear = read_picture(&encode(&clear.into(), ImageFormat::WebP)).unwrap();
    assert_eq!(shown(&clear).get_pixel(3, 3).0, [200, 30, 40, 100]);
}

#[test]
fn what_is_too_large_is_scaled_down_in_proportion_and_said_so() {
    for (size, format, kept) in [
        ((4096, 1024), ImageFormat::Jpeg, PictureFormat::Jpeg),
        ((1000, 3000), ImageFormat::Png, PictureFormat::Png),
        ((20_000, 2_000), ImageFormat::Png, PictureFormat::Png),
        ((9_000, 1), ImageFormat::Png, PictureFormat::Png),
    ] {
        let picture = read_picture(&encode(&halves(size.0, size.1), format)).unwrap();
        assert_eq!((picture.original_size, picture.was_scaled_down), (size, true));
        assert_eq!(picture.bitmap.format, kept);
        let (width, height) = (picture.bitmap.width, picture.bitmap.height);
        assert_eq!(width.max(height), MAX_SIDE);
        let wanted = f64::from(size.1) / f64::from(size.0);
        assert!((f64::from(height) - f64::from(width) * wanted).abs() <= 1.0, "{width} × {height} of {size:?}");
        let image = shown(&picture);
        assert_color(&image, (width / 4, height / 2), RED);
        assert_color(&image, (width * 3 / 4, height / 2), BLUE);
    }
}

#[test]
fn a_transparent_picture_stays_so_without_fringes() {
    // What cannot be seen is black; a shadow of it at the edge of the red would give it away.
    let image = RgbaImage::from_fn(4000, 400, |x, _| Rgba(if x < 2001 { [200, 30, 40, 255] } else { [0; 4] }));
    let picture = read_picture(&encode(&image.into(), ImageFormat::Png)).unwrap();
    assert_eq!(picture.bitmap.format, PictureFormat::Png);
    for pixel in shown(&picture).pixels().filter(|pixel| pixel.0[3] > 8) {
        assert!(pixel.0[0].abs_diff(200) < 20 && pixel.0[1] < 60, "{pixel:?}");
    }
}

/// The JPEG with metadata behind its first mark: that orientation, and where it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 48.2082 N 16.3738 E");
    let mut bytes = jpeg[..2].to_vec();
    for (kind, content) in [(0xe1, &exif[..]), (0xfe, b"Anna's phone")] {
        bytes.extend([0xff, kind]);
        bytes.extend((content.len() as u16 + 2).to_be_bytes());
        bytes.extend_from_slice(content);
    }
    bytes.extend_from_slice(&jpeg[2..]);
    bytes.extend_from_slice(b"a video behind the picture");
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photo_is_turned_as_it_was_held() {
    let plain = encode(&halves(64, 32), ImageFormat::Jpeg);
    // Where red is then: at the given pixel of a picture of the given size.
    for (orientation, size, red) in [
        (1, (64, 32), (8, 16)),
        (2, (64, 32), (56, 16)),
        (3, (64, 32), (56, 16)),
        (6, (32, 64), (16, 8)),
        (8, (32, 64), (16, 56)),
    ] {
        let picture = read_picture(&with_exif(&plain, orientation)).unwrap();
        assert_eq!(picture.original_size, size, "orientation {orientation}");
        let image = shown(&picture);
        assert_eq!(image.dimensions(), size);
        assert_color(&image, red, RED);
    }
    let large = read_picture(&with_exif(&encode(&halves(4000, 1000), ImageFormat::Jpeg), 6)).unwrap();
    assert_eq!((large.original_size, large.was_scaled_down), ((1000, 4000), true));
    assert_color(&shown(&large), (256, 100), RED);
}

#[test]
fn a_map_does_not_tell_where_a_photo_was_taken() {
    let plain = encode(&halves(64, 32), ImageFormat::Jpeg);
    for orientation in [1, 6] {
        let kept = read_picture(&with_exif(&plain, orientation)).unwrap().bitmap.bytes;
        for part in [&b"GPS"[..], b"Anna", b"video", b"Exif"] {
            assert!(!contains(&kept, part), "{} at orientation {orientation}", String::from_utf8_lossy(part));
        }
    }
    let kept = read_picture(&with_exif(&plain, 1)).unwrap();
    assert_eq!(*kept.bitmap.bytes, *plain, "nothing else was changed");
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 1, 1);
    encoder.add_text_chunk("Author".to_owned(), "Anna".to_owned()).unwrap();
    encoder.write_header().unwrap().write_image_data(&[7]).unwrap();
    assert!(contains(&png, b"Anna"));
    let kept = read_picture(&png).unwrap();
    assert!(!contains(&kept.bitmap.bytes, b"Anna"));
    assert_eq!(shown(&kept).get_pixel(0, 0).0, [7, 7, 7, 255]);
}

#[test]
fn what_is_no_picture_is_named() {
    for (bytes, said) in [
        (&b""[..], "is empty"),
        (b"GIF89a\x01\0\x01\0", "a GIF picture, which cannot be shown. Save it as PNG, JPEG, WebP or SVG."),
        (b"BM\x3a\0\0\0", "a BMP picture"),
        (b"\0\0\0\x18ftypheic\0\0", "a HEIC picture"),
        (b"\0\0\0\x18ftypmp42\0\0", "a video"),
        (b"%PDF-1.7", "a PDF document"),
        (b"Stage;Score\nBuy;4", "no picture"),
        (b"<html><body></body></html>", "no picture"),
    ] {
        let message = failure(bytes);
        assert!(message.contains(said), "{message}");
    }
    let large = vec![0; MAX_FILE_BYTES + 1];
    assert_eq!(failure(&large), "The file has 51 MiB; pictures up to 50 MiB can be read. Save a smaller copy.");
}

#[test]
fn what_is_cut_off_is_refused() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let noise = RgbImage::from_fn(40, 30, |x, y| Rgb([(x * 37 + y * 91) as u8, (x * y * 13) as u8, (y * 7) as u8]));
        let whole = encode(&noise.into(), format);
        for length in (16..whole.len() * 9 / 10).step_by(40) {
            let message = failure(&whole[..length]);
            assert!(message.contains("cannot be decoded"), "{format:?} cut to {length}: {message}");
        }
    }
}

#[test]
fn a_bomb_is_refused_by_what_its_header_claims() {
    let mut bytes = Vec::new();
    let encoder = png::Encoder::new(&mut bytes, 60_000, 60_000);
    encoder.write_header().unwrap().write_chunk(png::chunk::IDAT, &[0x78, 1]).unwrap();
    let message = failure(&bytes);
    assert_eq!(
        message,
        "The picture has 60000 × 60000 pixels; up to 64 million pixels can be read. Save a smaller copy."
    );
}

// ---- SVG

fn svg(body: &str) -> Result<ReadPicture, PictureError> {
    let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";
    read_picture(format!("{head} width='100' height='50'>{body}</svg>").as_bytes())
}

#[test]
fn svg_is_drawn_sharp_with_the_bundled_font() {
    let picture =
        svg("<rect width='50' height='50' fill='#c81e28'/><text x='55' y='30' font-size='20'>Hi</text>").unwrap();
    assert_eq!((picture.original_size, picture.was_scaled_down), ((100, 50), false));
    assert_eq!((picture.bitmap.format, picture.bitmap.width, picture.bitmap.height), (PictureFormat::Png, 512, 256));
    let image = shown(&picture);
    assert_color(&image, (100, 100), RED);
    assert_eq!(image.get_pixel(500, 250).0[3], 0, "no ground where none was drawn");
    assert!(image.enumerate_pixels().any(|(x, _, pixel)| x > 270 && pixel.0 == [0, 0, 0, 255]), "letters");
    let text = "\u{feff}<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>";
    assert_eq!(read_picture(text.as_bytes()).unwrap().original_size, (9, 9));
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_picture(&wide).unwrap().original_size, (9, 9));
}

#[test]
fn svg_of_any_size_fits() {
    for (width, height, size) in [
        ("3000", "1500", (2048, 1024)),
        ("1000000000", "1", (2048, 1)),
        ("1e30", "1e30", (2048, 2048)),
        ("0.001", "0.001", (512, 512)),
        ("1500", "300", (2048, 410)),
    ] {
        let text = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'/>");
        let picture = read_picture(text.as_bytes()).unwrap();
        assert_eq!((picture.bitmap.width, picture.bitmap.height), size, "{width} × {height}");
        assert_eq!(picture.was_scaled_down, width.parse::<f64>().unwrap() > 2048.0);
    }
    let text = "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='-4'/>";
    assert!(failure(text.as_bytes()).contains("SVG"));
}

#[test]
fn svg_reaches_for_nothing_outside() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.png");
    std::fs::write(&file, encode(&halves(10, 10), ImageFormat::Png)).unwrap();
    let outside =
        [file.display().to_string(), format!("file://{}", file.display()), "https://example.org/a.png".into()];
    for href in outside {
        let picture = svg(&format!("<image width='100' height='50' xlink:href='{href}'/>")).unwrap();
        assert!(shown(&picture).pixels().all(|pixel| pixel.0[3] == 0), "{href}");
    }
    let picture = svg(&format!(
        "<script>alert(1)</script><style>@import url(file:///etc/passwd);</style><use xlink:href='{0}#a'/>\
         <rect width='9' height='9' fill='url({0}#b)' onclick='x()'/>",
        file.display()
    ));
    assert!(picture.is_ok());
}

#[test]
fn svg_shows_pictures_that_it_holds() {
    use base64::Engine as _;
    let inner = base64::engine::general_purpose::STANDARD.encode(encode(&halves(10, 10), ImageFormat::Png));
    let body = format!(
        "<image width='100' height='50' preserveAspectRatio='none' xlink:href='data:image/png;base64,{inner}'/>"
    );
    let image = shown(&svg(&body).unwrap());
    assert_color(&image, (50, 100), RED);
    assert_color(&image, (450, 100), BLUE);
}

#[test]
fn hostile_svg_is_refused_soon() {
    let start = std::time::Instant::now();
    let mut laughs = "<!DOCTYPE svg [<!ENTITY l0 'ha'>".to_owned();
    let mut uses = "<g id='u0'><rect width='1' height='1'/></g>".to_owned();
    for at in 1..=12 {
        laughs += &format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(10));
        uses += &format!("<g id='u{at}'>{}</g>", format!("<use xlink:href='#u{}'/>", at - 1).repeat(10));
    }
    laughs += "]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&l12;</text></svg>";
    assert!(failure(laughs.as_bytes()).contains("SVG"));
    let filtered =
        |filter: &str| format!("<filter id='f'>{filter}</filter><rect width='100' height='50' filter='url(#f)'/>");
    for body in [
        uses,
        "<g>".repeat(5_000) + &"</g>".repeat(5_000),
        "<rect width='100' height='50' opacity='.5'/>".repeat(200_000),
        filtered("<feMorphology radius='40'/>"),
        filtered("<feTurbulence baseFrequency='.1' numOctaves='4000000000'/>"),
        "<path d='M0 0L1e9 1e9' stroke='red' stroke-dasharray='1e-5'/>".to_owned(),
    ] {
        assert_eq!(svg(&body).unwrap_err(), PictureError::TooComplex, "{}", &body[..80]);
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn deep_svg_is_drawn() {
    let body = "<g opacity='.999'>".repeat(300) + "<rect width='9' height='9'/>" + &"</g>".repeat(300);
    assert!(svg(&body).is_ok() || svg(&body) == Err(PictureError::TooComplex));
    assert!(svg(&("<g>".repeat(900) + "<rect width='9' height='9'/>" + &"</g>".repeat(900))).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_the_reader_down(kind in 0..5_usize, mut bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 5] =
            [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff", b"RIFF\x40\0\0\0WEBPVP8 ", b"<svg width='9' height='9'>"];
        bytes.splice(0..0, starts[kind].iter().copied());
        let _ = read_picture(&bytes);
    }

    #[test]
    fn no_flaw_brings_the_reader_down(kind in 0..3_usize, flaws in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP][kind];
        let mut bytes = encode(&halves(23, 17), format);
        for (at, value) in flaws {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(picture) = read_picture(&bytes) {
            shown(&picture);
        }
    }
}
