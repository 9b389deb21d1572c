//! Pictures in every target: their place, their size, and how often they are held.

use std::io::Cursor;
use std::sync::Arc;

use throughline::base::{Bitmap, Color, PictureFormat, PictureHash, Pos2, Rect, Vec2, pos2, vec2};
use throughline::render::{PageSize, pdf, svg};
use throughline::scene::{Group, Picture, Role, Scene, Shape};

use super::{MARK, Pixels, Window};

fn bitmap(format: PictureFormat, image: image::DynamicImage) -> Arc<Bitmap> {
    let mut bytes = Vec::new();
    match format {
        PictureFormat::Png => image.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png),
        PictureFormat::Jpeg => image.into_rgb8().write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg),
    }
    .unwrap();
    let reader = image::ImageReader::new(Cursor::new(&bytes)).with_guessed_format().unwrap();
    let (width, height) = reader.into_dimensions().unwrap();
    Arc::new(Bitmap { hash: PictureHash::of(&bytes), format, width, height, bytes: bytes.into() })
}

fn plain(format: PictureFormat, color: Color, width: u32, height: u32) -> Arc<Bitmap> {
    let pixel = image::Rgba([color.r, color.g, color.b, color.a]);
    bitmap(format, image::RgbaImage::from_pixel(width, height, pixel).into())
}

const GREEN: Color = Color::rgb(0x20, 0x90, 0x40);

/// A red PNG at 10–50 × 10–40, its corners round; the same again at 60–160 × 10–80; a green JPEG below; a broken one.
fn gallery() -> Scene {
    let red = plain(PictureFormat::Png, MARK, 400, 300);
    let broken =
        Bitmap { bytes: red.bytes[..red.bytes.len() / 2].into(), hash: PictureHash([1; 32]), ..(*red).clone() };
    let items = [
        (Rect::from_min_max(pos2(10.0, 10.0), pos2(50.0, 40.0)), 8.0, Arc::clone(&red)),
        (Rect::from_min_max(pos2(60.0, 10.0), pos2(160.0, 85.0)), 0.0, red),
        (Rect::from_min_max(pos2(10.0, 50.0), pos2(50.0, 80.0)), 0.0, plain(PictureFormat::Jpeg, GREEN, 40, 30)),
        (Rect::from_min_max(pos2(170.0, 10.0), pos2(190.0, 25.0)), 0.0, Arc::new(broken)),
    ];
    let items = items.into_iter().map(|(rect, radius, bitmap)| Shape::Image { rect, radius, bitmap }).collect();
    let bounds = Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0));
    let picture = Picture { bounds, items, block: None, name: "Receipt, evidence".to_owned(), role: Role::Decoration };
    let groups = vec![Group { origin: Pos2::ZERO, picture: Arc::new(picture) }];
    Scene { size: vec2(200.0, 100.0), background: Some(Color::WHITE), groups, title: String::new() }
}

/// What a picture of the gallery must show where, in any target that can be looked at as pixels.
fn check_gallery(target: &str, at: impl Fn(Pos2) -> [u8; 3]) {
    const GREY: [u8; 3] = [223, 223, 223];
    for (pos, wanted) in [
        (pos2(30.0, 25.0), [0xbf, 0x35, 0x27]),
        (pos2(11.0, 11.0), [255, 255, 255]),
        (pos2(11.0, 25.0), [0xbf, 0x35, 0x27]),
        (pos2(61.0, 11.0), [0xbf, 0x35, 0x27]),
        (pos2(158.0, 83.0), [0xbf, 0x35, 0x27]),
        (pos2(163.0, 50.0), [255, 255, 255]),
        (pos2(30.0, 65.0), [0x20, 0x90, 0x40]),
        (pos2(180.0, 17.0), GREY),
    ] {
        let found = at(pos);
        let is_near = found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) <= 4);
        assert!(is_near, "{target} shows {found:?} instead of {wanted:?} at {pos:?}");
    }
}

#[test]
fn png_shows_pictures_in_their_places() {
    for scale in [1.0, 3.0] {
        let pixels = Pixels::of(&gallery(), scale);
        check_gallery("PNG", |pos| pixels.at((pos.to_vec2() * scale).to_pos2()).try_into().unwrap());
    }
}

#[test]
fn svg_shows_pictures_in_their_places_and_holds_each_once() {
    let svg = svg::write(&gallery());
    assert_eq!(svg.matches("base64,").count(), 2, "a PNG and a JPEG; the broken one is left out");
    assert_eq!(svg.matches("<use ").count(), 3);
    assert!(svg.contains("<title>Receipt, evidence</title>"));
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
    let mut pixmap = resvg::tiny_skia::Pixmap::new(200, 100).unwrap();
    resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    check_gallery("SVG", |pos| {
        let pixel = pixmap.pixel(pos.x as u32, pos.y as u32).unwrap();
        [pixel.red(), pixel.green(), pixel.blue()]
    });
}

#[test]
fn pdf_embeds_each_picture_once_and_jpeg_as_it_is() {
    let scene = gallery();
    let file = pdf::write(&scene, PageSize::Fit).unwrap();
    let text = String::from_utf8_lossy(&file);
    assert_eq!(text.matches("/Subtype/Image").count(), 2);
    let Shape::Image { bitmap, .. } = &scene.groups[0].picture.items[2] else { panic!("no picture") };
    assert!(file.windows(bitmap.bytes.len()).any(|part| *part == *bitmap.bytes), "the JPEG's own bytes");
    let see_through = plain(PictureFormat::Png, MARK.with_opacity(0.5), 20, 20);
    let mut one = gallery();
    let item = Shape::Image { rect: one.groups[0].picture.bounds, radius: 0.0, bitmap: see_through };
    Arc::make_mut(&mut one.groups[0].picture).items = vec![item];
    let file = pdf::write(&one, PageSize::A4).unwrap();
    assert!(String::from_utf8_lossy(&file).contains("/SMask"), "a transparent picture stays so");
}

#[test]
fn png_reduces_a_fine_pattern_to_its_mean() {
    let checks = image::RgbImage::from_fn(1024, 1024, |x, y| image::Rgb([if (x + y) % 2 == 0 { 0 } else { 255 }; 3]));
    let mut scene = gallery();
    let bitmap = bitmap(PictureFormat::Png, checks.into());
    let rect = Rect::from_min_size(pos2(10.0, 10.0), vec2(70.0, 70.0));
    Arc::make_mut(&mut scene.groups[0].picture).items = vec![Shape::Image { rect, radius: 0.0, bitmap }];
    let pixels = Pixels::of(&scene, 1.0);
    let values: Vec<u8> = (15..75).map(|x| pixels.at(pos2(x as f32, 40.0))[0]).collect();
    assert!(values.iter().all(|value| value.abs_diff(128) < 8), "{values:?}");
}

/// The textures that rectangles are filled with, and where those lie.
fn textured(shapes: &[egui::Shape]) -> Vec<(egui::TextureId, Rect)> {
    let texture = |shape: &egui::Shape| match shape {
        egui::Shape::Rect(rect) => rect.brush.as_ref().map(|brush| (brush.fill_texture_id, rect.rect)),
        _ => None,
    };
    shapes.iter().filter_map(texture).collect()
}

impl Window {
    /// Paints until no picture is missing any more.
    fn paint_whole(&mut self, scene: &Scene, revision: u64, scale: f32, offset: Vec2) -> Vec<egui::Shape> {
        self.paint(scene, revision, scale, offset);
        self.paint(scene, revision, scale, offset)
    }

    fn texture_bytes(&self) -> usize {
        let manager = self.context.tex_manager();
        manager.read().allocated().filter(|(_, meta)| meta.name.len() == 64).map(|(_, meta)| meta.bytes_used()).sum()
    }
}

#[test]
fn the_window_uploads_a_picture_once_at_the_size_it_is_shown_in() {
    let mut window = Window::new();
    let scene = gallery();
    for (scale, offset) in [(1.0, Vec2::ZERO), (1.0, vec2(5.0, 5.0)), (0.9, Vec2::ZERO)] {
        let shapes = window.paint_whole(&scene, 1, scale, offset);
        let found = textured(&shapes);
        assert_eq!(found.len(), 3, "the broken one is a plain block");
        let wanted = Rect::from_min_size((vec2(10.0, 10.0) * scale + offset).to_pos2(), vec2(40.0, 30.0) * scale);
        assert!(found[0].1.min.distance(wanted.min) < 0.01 && (found[0].1.size() - wanted.size()).length() < 0.01);
    }
    // 200 × 150 pixels serve 100 × 75 points; with all smaller sizes that is a third more.
    let bytes = window.texture_bytes();
    assert!((200 * 150 * 4 / 4..200 * 150 * 4 * 3 / 2).contains(&bytes), "{bytes} bytes");
    let near = textured(&window.paint_whole(&scene, 1, 6.0, Vec2::ZERO));
    assert!(window.texture_bytes() > bytes * 2, "near by there is more to be seen");
    let before = window.texture_bytes();
    for _ in 0..20 {
        assert_eq!(textured(&window.paint(&scene, 1, 6.0, Vec2::ZERO)), near);
    }
    assert_eq!(window.texture_bytes(), before, "nothing is uploaded again");
}

#[test]
fn pictures_that_are_no_longer_shown_are_let_go_of() {
    let mut window = Window::new();
    window.paint_whole(&gallery(), 1, 1.0, Vec2::ZERO);
    assert!(window.texture_bytes() > 0);
    for _ in 0..700 {
        window.frame(|_, _| {});
    }
    assert_eq!(window.texture_bytes(), 0);
    assert_eq!(textured(&window.paint_whole(&gallery(), 1, 1.0, Vec2::ZERO)).len(), 3, "and come back");
}

#[test]
fn many_pictures_come_a_few_at_a_time() {
    let mut window = Window::new();
    let mut scene = gallery();
    let items = (0..12).map(|at| {
        let rect = Rect::from_min_size(pos2(at as f32 * 16.0, 10.0), vec2(12.0, 12.0));
        let bitmap = plain(PictureFormat::Png, Color::rgb(at * 10, 0, 0), 700, 700);
        Shape::Image { rect, radius: 0.0, bitmap }
    });
    Arc::make_mut(&mut scene.groups[0].picture).items = items.collect();
    let counts: Vec<usize> = (0..5).map(|_| textured(&window.paint(&scene, 1, 1.0, Vec2::ZERO)).len()).collect();
    assert!(counts[0] > 0 && counts[0] < 6, "{counts:?}");
    assert_eq!(counts[4], 12, "{counts:?}");
}

#[test]
fn from_afar_pictures_are_plain_blocks() {
    let mut window = Window::new();
    let shapes = window.paint(&gallery(), 1, 0.05, Vec2::ZERO);
    assert!(textured(&shapes).is_empty());
    assert!(!window.tessellate(shapes).is_empty());
}
