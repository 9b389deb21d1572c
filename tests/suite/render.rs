//! A scene in every target: what it holds, where it lies, and what is left out of view.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod pictures;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use egui::epaint::{ClippedPrimitive, Primitive};
use throughline::base::{Color, Icon, Pos2, Rect, Vec2, pos2, vec2};
use throughline::render::egui::{ScenePainter, Transform};
use throughline::render::{PageSize, RenderError, pdf, png, svg};
use throughline::scene::{Block, Face, Flow, Group, Picture, Role, Scene, Shape, Stroke, TextLine};

const INK: Color = Color::rgb(0x18, 0x21, 0x2c);
const MARK: Color = Color::rgb(0xbf, 0x35, 0x27);
const SURFACE: Color = Color::rgb(0xf1, 0xf5, 0xfb);
const CARD: Vec2 = vec2(182.0, 90.0);

fn text(x: f32, baseline: f32, text: &str, face: Face, size: f32, width: f32) -> Shape {
    Shape::Text(TextLine {
        baseline: pos2(x, baseline),
        text: text.into(),
        face,
        size,
        color: INK,
        width,
        runs_down: false,
        flow: Flow::default(),
    })
}

/// A card of six items with a block, as layout makes them.
fn card(title: &str) -> Arc<Picture> {
    let rect = Rect::from_min_size(Pos2::ZERO, CARD);
    let outline = Stroke::solid(1.0, Color::rgb(0xcf, 0xd6, 0xdf));
    let edge = Rect::from_min_size(Pos2::ZERO, vec2(4.0, CARD.y));
    Arc::new(Picture {
        bounds: rect.expand(1.0),
        items: vec![
            Shape::Rect { rect, radius: 7.0, fill: Some(SURFACE), stroke: Some(outline) },
            Shape::Rect { rect: edge, radius: 0.0, fill: Some(MARK), stroke: None },
            Shape::Icon { icon: Icon::Star, center: pos2(24.0, 20.0), size: 16.0, color: MARK },
            text(40.0, 24.0, title, Face::SemiBold, 12.5, 100.0),
            text(16.0, 48.0, "Retargeting", Face::Regular, 11.5, 62.0),
            text(16.0, 64.0, "CTR 3.1% ▲ & more", Face::Regular, 11.5, 98.0),
        ],
        block: Some(Block { rect, fill: SURFACE, mark: Some(MARK) }),
        name: format!("{title}, touchpoint"),
        role: Role::Decoration,
    })
}

fn map(columns: usize, rows: usize) -> Scene {
    let step = CARD + vec2(8.0, 8.0);
    let groups = (0..columns * rows).map(|at| {
        let place = vec2((at % columns) as f32, (at / columns) as f32) * step + vec2(16.0, 40.0);
        Group { origin: place.to_pos2(), picture: card(&format!("Card {at} <x>")) }
    });
    let size = vec2(columns as f32, rows as f32) * step + vec2(24.0, 48.0);
    let header = Picture {
        bounds: Rect::from_min_size(Pos2::ZERO, vec2(size.x, 32.0)),
        items: vec![text(16.0, 26.0, "Discover", Face::SemiBold, 24.0, 110.0)],
        block: None,
        name: String::new(),
        role: Role::Decoration,
    };
    let groups = std::iter::once(Group { origin: Pos2::ZERO, picture: Arc::new(header) }).chain(groups).collect();
    Scene { size, background: Some(Color::WHITE), groups, title: "Online shop & more".to_owned() }
}

/// One of each shape, with dashes, opacity and an outline that is not convex.
fn zoo() -> Scene {
    let dashed = Stroke { width: 2.0, color: INK, dash: Some((6.0, 3.0)) };
    let arrow = vec![pos2(10.0, 60.0), pos2(50.0, 60.0), pos2(50.0, 90.0), pos2(30.0, 70.0), pos2(10.0, 90.0)];
    let items = vec![
        Shape::Ellipse {
            center: pos2(100.0, 30.0),
            radius: vec2(20.0, 10.0),
            fill: Some(MARK.with_opacity(0.5)),
            stroke: None,
        },
        Shape::Ellipse { center: pos2(150.0, 30.0), radius: vec2(20.0, 20.0), fill: None, stroke: Some(dashed) },
        Shape::Path { points: arrow, is_closed: true, fill: Some(INK), stroke: None },
        Shape::Path {
            points: vec![pos2(70.0, 75.0), pos2(190.0, 75.25)],
            is_closed: false,
            fill: None,
            stroke: Some(dashed),
        },
        Shape::Rect {
            rect: Rect::from_min_max(pos2(10.0, 10.0), pos2(60.0, 50.0)),
            radius: 99.0,
            fill: None,
            stroke: Some(dashed),
        },
        Shape::Path { points: vec![], is_closed: true, fill: Some(INK), stroke: Some(dashed) },
        text(70.0, 95.0, "", Face::Regular, 10.0, 0.0),
        text(70.0, 95.0, "a\u{7}b \u{fffe}", Face::Regular, 10.0, 14.0),
    ];
    let bounds = Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0));
    let picture = Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration };
    let groups = vec![Group { origin: pos2(0.5, 0.0), picture: Arc::new(picture) }];
    Scene { size: vec2(200.0, 100.0), background: None, groups, title: String::new() }
}

// ---- SVG

/// The document with its fonts left out, which no one can read in a comparison.
pub fn without_fonts(svg: &str) -> String {
    let mut parts = svg.split("base64,");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out.push_str("base64,…");
        out.push_str(&part[part.find(')').unwrap()..]);
    }
    out
}

#[test]
fn svg_stays_as_it_was() {
    for (name, scene) in [("map", map(2, 1)), ("zoo", zoo())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/golden/render-{name}.svg"));
        let written = without_fonts(&svg::write(&scene));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &written).unwrap();
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(written == golden, "{name} differs from {}:\n{written}", path.display());
    }
}

#[test]
fn svg_holds_every_line_to_its_width_and_escapes_it() {
    let svg = svg::write(&map(3, 2));
    let lines: Vec<&str> = svg.lines().filter(|line| line.starts_with("<text ")).collect();
    assert_eq!(lines.len(), 1 + 6 * 3);
    assert!(lines.iter().all(|line| line.contains(" textLength=\"")));
    assert_eq!(lines.iter().filter(|line| line.contains("&lt;x&gt;")).count(), 6);
    assert!(svg.contains("<title>Online shop &amp; more</title>"));
    assert!(svg.contains("<title>Card 5 &lt;x&gt;, touchpoint</title>"));
    assert_eq!(svg.matches("<path id=\"star\"").count(), 1, "the icon is defined once");
    assert_eq!(svg.matches("xlink:href=\"#star\"").count(), 6);
}

#[test]
fn svg_embeds_only_the_faces_that_it_uses() {
    let count = |scene: &Scene| svg::write(scene).matches("@font-face").count();
    assert_eq!(count(&map(1, 1)), 2);
    assert_eq!(count(&zoo()), 1);
    assert_eq!(count(&Scene::default()), 0);
}

// ---- PNG

struct Pixels {
    info: (u32, u32),
    channels: usize,
    bytes: Vec<u8>,
}

impl Pixels {
    fn of(scene: &Scene, scale: f32) -> Self {
        let file = png::write(scene, scale, &AtomicBool::new(false)).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut bytes).unwrap();
        Self { info: (frame.width, frame.height), channels: frame.color_type.samples(), bytes }
    }

    fn at(&self, pos: Pos2) -> &[u8] {
        let at = (pos.y as usize * self.info.0 as usize + pos.x as usize) * self.channels;
        &self.bytes[at..at + self.channels]
    }
}

#[test]
fn png_paints_each_thing_in_its_place() {
    for scale in [1.0, 2.0] {
        let pixels = Pixels::of(&map(2, 12), scale);
        assert_eq!(pixels.info, ((404.0 * scale) as u32, (1224.0 * scale) as u32));
        let at = |x: f32, y: f32| pixels.at((vec2(x, y) * scale).to_pos2()).to_vec();
        assert_eq!(at(4.0, 60.0), [255, 255, 255]);
        // The last card of the second column: its mark, its surface, and dark letters in its title.
        let corner = vec2(16.0 + 190.0, 40.0 + 11.0 * 98.0);
        assert_eq!(at(corner.x + 2.0, corner.y + 50.0), [0xbf, 0x35, 0x27]);
        assert_eq!(at(corner.x + 150.0, corner.y + 50.0), [0xf1, 0xf5, 0xfb]);
        let darkest = |from: Vec2, size: Vec2| {
            let (from, size) = (from * scale, size * scale);
            (0..size.y as usize)
                .flat_map(|y| (0..size.x as usize).map(move |x| vec2(x as f32, y as f32)))
                .map(|step| pixels.at((from + step).to_pos2())[0])
                .min()
                .unwrap()
        };
        assert!(darkest(corner + vec2(40.0, 12.0), vec2(100.0, 14.0)) < 100, "a title");
        assert!(darkest(corner + vec2(141.5, 10.0), vec2(30.0, 20.0)) > 0xe0, "nothing past the title's width");
        assert!(darkest(corner + vec2(16.0, 12.0), vec2(16.0, 16.0)) < 0xe0, "the star");
    }
}

#[test]
fn png_keeps_transparency_where_there_is_no_background() {
    let pixels = Pixels::of(&zoo(), 2.0);
    assert_eq!(pixels.at(pos2(2.0, 2.0)), [0, 0, 0, 0]);
    let [r, _, _, a] = pixels.at(pos2(201.0, 60.0)) else { panic!("no alpha") };
    assert!(a.abs_diff(128) <= 1 && r.abs_diff(0xbf) <= 1, "half a red: {r} {a}");
    assert_eq!(pixels.at(pos2(61.0, 160.0))[3], 0, "the notch of the arrow");
    assert_eq!(pixels.at(pos2(31.0, 140.0))[3], 255, "the arrow");
}

#[test]
fn png_refuses_what_is_too_large_or_nothing() {
    let go = AtomicBool::new(false);
    let scene = map(2, 2);
    let large = png::write(&scene, 1000.0, &go);
    assert_eq!(large, Err(RenderError::TooLarge { width: 404_000, height: 244_000 }));
    assert_eq!(png::write(&Scene::default(), 1.0, &go), Err(RenderError::Empty));
    assert_eq!(png::write(&scene, 0.0, &go), Err(RenderError::BadScale { scale: 0.0 }));
    assert!(matches!(png::write(&scene, f32::NAN, &go), Err(RenderError::BadScale { .. })));
    assert_eq!(png::write(&scene, 1.0, &AtomicBool::new(true)), Err(RenderError::Canceled));
    let scale = png::scale_for_long_side(&scene, 808);
    assert_eq!(Pixels::of(&scene, scale).info.0, 808);
}

// ---- PDF

#[test]
fn pdf_has_one_page_with_text_that_can_be_copied() {
    for page in PageSize::ALL {
        let file = pdf::write(&map(3, 3), page).unwrap();
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-"));
        assert_eq!(text.matches("/Count 1/").count(), 1, "the tree of pages");
        assert_eq!(text.matches("/ToUnicode").count(), 2, "one for each face");
        assert!(text.contains("Online shop & more"));
    }
    assert_eq!(pdf::write(&Scene::default(), PageSize::A4), Err(RenderError::Empty));
    assert!(pdf::write(&zoo(), PageSize::Fit).is_ok());
}

#[test]
fn pdf_holds_the_outline_of_an_icon_once() {
    let icons = |count: usize| {
        let items = (0..count).map(|at| Shape::Icon {
            icon: Icon::Star,
            center: pos2(20.0 + 24.0 * at as f32, 20.0),
            size: 16.0,
            color: Color::BLACK,
        });
        let bounds = Rect::from_min_size(pos2(0.0, 0.0), vec2(40.0 + 24.0 * count as f32, 40.0));
        let picture =
            Picture { bounds, items: items.collect(), block: None, name: String::new(), role: Role::Decoration };
        let group = Group { origin: pos2(0.0, 0.0), picture: Arc::new(picture) };
        Scene { size: bounds.size(), groups: vec![group], ..Scene::default() }
    };
    let file = |count| String::from_utf8_lossy(&pdf::write(&icons(count), PageSize::Fit).unwrap()).into_owned();
    let (one, hundred) = (file(1), file(100));
    let drawings = |file: &str| file.matches("/Subtype/Form").count();
    assert!(drawings(&one) > 0);
    assert_eq!(drawings(&hundred), drawings(&one), "drawn once, however often it is shown");
    assert!(one.contains("/BBox[-50 -50 1050 1050]"), "room around it, so that viewers leave its edges whole");
}

// ---- the window

struct Window {
    context: egui::Context,
    painter: ScenePainter,
}

impl Window {
    const SCREEN: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1280.0, 800.0) };

    fn new() -> Self {
        let context = egui::Context::default();
        context.set_fonts(throughline::scene::text::font_definitions());
        let mut window = Self { context, painter: ScenePainter::new() };
        // Fonts take effect at the next pass.
        window.frame(|_, _| {});
        window
    }

    fn frame(&mut self, mut paint: impl FnMut(&mut ScenePainter, &egui::Painter)) -> Vec<egui::Shape> {
        let input = egui::RawInput { screen_rect: Some(Self::SCREEN), ..Default::default() };
        let painter = &mut self.painter;
        let mut output = self.context.run_ui(input, |ui| paint(painter, ui.painter()));
        output.textures_delta.clear();
        output.shapes.into_iter().map(|clipped| clipped.shape).collect()
    }

    fn paint(&mut self, scene: &Scene, revision: u64, scale: f32, offset: Vec2) -> Vec<egui::Shape> {
        let transform = Transform { scale, offset };
        self.frame(|painter, target| painter.paint(target, scene, revision, transform))
    }

    fn tessellate(&self, shapes: Vec<egui::Shape>) -> Vec<ClippedPrimitive> {
        let clip_rect = Self::SCREEN;
        let shapes = shapes.into_iter().map(|shape| egui::epaint::ClippedShape::new(clip_rect, shape)).collect();
        self.context.tessellate(shapes, 1.0)
    }
}

fn texts(shapes: &[egui::Shape]) -> Vec<&egui::epaint::TextShape> {
    shapes.iter().filter_map(|shape| if let egui::Shape::Text(text) = shape { Some(text) } else { None }).collect()
}

fn vertices(shapes: &[egui::Shape]) -> usize {
    let mesh = |shape: &egui::Shape| if let egui::Shape::Mesh(mesh) = shape { mesh.vertices.len() } else { 0 };
    shapes.iter().map(mesh).sum()
}

#[test]
fn the_window_paints_only_the_cards_in_view() {
    let mut window = Window::new();
    let scene = map(100, 100);
    let view = window.paint(&scene, 1, 1.0, vec2(-5000.0, -5000.0));
    let count = texts(&view).len();
    // 1280 × 800 points show at most 8 × 10 cards of four pieces of text and icons.
    assert!((100..=8 * 10 * 4).contains(&count), "{count} texts");
    assert!(view.len() < 800, "{} shapes", view.len());
    let beside = window.paint(&scene, 1, 1.0, vec2(5000.0, 0.0));
    assert!(texts(&beside).is_empty());
    let moved = window.paint(&scene, 1, 1.0, vec2(-5190.0, -5000.0));
    let titles = |shapes| texts(shapes).iter().map(|text| text.galley.text().to_owned()).collect::<Vec<_>>();
    assert_ne!(titles(&view), titles(&moved));
}

#[test]
fn a_new_revision_shows_the_new_scene() {
    let mut window = Window::new();
    for (revision, scale) in [(1, 1.0), (2, 0.2)] {
        let before = window.paint(&map(1, 1), revision * 10, scale, Vec2::ZERO);
        let after = window.paint(&map(4, 4), revision * 10 + 1, scale, Vec2::ZERO);
        assert!(texts(&after).len() > texts(&before).len() || vertices(&after) > vertices(&before));
    }
}

#[test]
fn text_stands_on_its_baseline_and_within_its_width() {
    let mut window = Window::new();
    for scale in [0.5, 0.77, 1.0, 1.5, 3.0] {
        let view = window.paint(&map(1, 1), (scale * 100.0) as u64, scale, vec2(7.0, 9.0));
        let found = texts(&view);
        let title = found.iter().find(|text| text.galley.text().starts_with("Card")).unwrap();
        let row = &title.galley.rows[0];
        let baseline = title.pos.y + row.pos.y + row.row.glyphs[0].pos.y;
        let wanted = (40.0 + 24.0) * scale + 9.0;
        assert!((baseline - wanted).abs() < 0.51, "{baseline} instead of {wanted} at {scale}");
        assert!(title.galley.rect.width() <= 100.0 * scale + 1.0);
        let star = found.iter().find(|text| text.galley.text() == Icon::Star.glyph().to_string()).unwrap();
        let center = star.pos + star.galley.mesh_bounds.center().to_vec2();
        let wanted = ((vec2(16.0 + 24.0, 40.0 + 20.0)) * scale + vec2(7.0, 9.0)).to_pos2();
        assert!(center.distance(wanted) < 1.5 * scale.max(1.0), "{center:?} instead of {wanted:?} at {scale}");
    }
}

#[test]
fn zooming_uses_few_font_sizes() {
    let mut window = Window::new();
    let scene = map(1, 1);
    let mut sizes = std::collections::BTreeSet::new();
    for step in 0..200 {
        let view = window.paint(&scene, 1, 1.0 + step as f32 * 0.001, Vec2::ZERO);
        for text in texts(&view) {
            sizes.insert((text.galley.job.sections[0].format.font_id.size * 1000.0) as u32);
        }
    }
    assert!(sizes.len() < 60, "{} sizes", sizes.len());
}

#[test]
fn from_afar_blocks_stand_for_cards() {
    let mut window = Window::new();
    let scene = map(40, 40);
    let far = window.paint(&scene, 1, 0.1, Vec2::ZERO);
    assert!(far.len() < 40, "{} shapes", far.len());
    assert!(vertices(&far) >= 1600 * 8, "a block and a mark for each card");
    assert!(texts(&far).is_empty());
    // Somewhat nearer the header can be read, the cards cannot.
    let nearer = window.paint(&scene, 1, 0.3, Vec2::ZERO);
    assert_eq!(texts(&nearer).iter().map(|text| text.galley.text()).collect::<Vec<_>>(), ["Discover"]);
    // The block lies where the card lies, after panning and a little zooming too.
    for (scale, offset) in [(0.15, vec2(0.0, 0.0)), (0.15, vec2(-15.0, 30.0)), (0.16, vec2(11.0, 5.0))] {
        let shapes = window.paint(&map(1, 1), 2, scale, offset);
        let primitives = window.tessellate(shapes);
        let mut bounds = Rect::NOTHING;
        for primitive in &primitives {
            if let Primitive::Mesh(mesh) = &primitive.primitive {
                for vertex in mesh.vertices.iter().filter(|vertex| vertex.color.r() == SURFACE.r) {
                    bounds.extend_with(vertex.pos);
                }
            }
        }
        let wanted = (vec2(16.0, 40.0) * scale + offset).to_pos2();
        assert!(bounds.min.distance(wanted) < 1.0, "{bounds:?} instead of {wanted:?}");
        assert!((bounds.width() - CARD.x * scale).abs() < 1.5);
    }
}

#[test]
fn a_small_map_keeps_its_letters_where_a_big_one_shows_bars() {
    let mut window = Window::new();
    let small = window.paint(&map(3, 3), 1, 0.35, Vec2::ZERO);
    assert!(texts(&small).len() > 9, "{} texts", texts(&small).len());
    let big = window.paint(&map(40, 40), 2, 0.35, Vec2::ZERO);
    assert!(texts(&big).len() < 9, "{} texts", texts(&big).len());
}

#[test]
fn a_dragged_group_is_painted_in_full_and_faint() {
    let mut window = Window::new();
    let group = Group { origin: pos2(100.0, 100.0), picture: card("Ghost") };
    let transform = Transform { scale: 0.2, offset: Vec2::ZERO };
    let shapes = window.frame(|painter, target| painter.paint_group(target, &group, transform, 0.5));
    let text = texts(&shapes);
    assert_eq!(text.len(), 4);
    assert!(text.iter().all(|text| (1..=128).contains(&text.fallback_color.a())));
}

#[test]
fn every_shape_can_be_painted_at_every_zoom() {
    let mut window = Window::new();
    for scale in [0.001, 0.1, 1.0, 12.0] {
        let shapes = window.paint(&zoo(), 1, scale, Vec2::ZERO);
        assert!(!window.tessellate(shapes).is_empty());
    }
    assert!(window.paint(&zoo(), 1, f32::NAN, Vec2::ZERO).is_empty());
}

#[test]
fn a_point_found_on_the_map_is_found_on_the_screen() {
    let transform = Transform { scale: 1.7, offset: vec2(-30.0, 12.0) };
    let pos = pos2(321.0, 45.0);
    assert!(transform.map_from_screen(transform.screen_from_map(pos)).distance(pos) < 1e-3);
}

#[test]
fn text_that_runs_down_does_so_in_every_target() {
    let line = TextLine {
        baseline: pos2(40.0, 10.0),
        text: "Consider".into(),
        face: Face::SemiBold,
        size: 14.0,
        color: INK,
        width: 60.0,
        runs_down: true,
        flow: Flow::default(),
    };
    let bounds = Rect::from_min_size(Pos2::ZERO, vec2(80.0, 80.0));
    let picture =
        Picture { bounds, items: vec![Shape::Text(line)], block: None, name: String::new(), role: Role::Decoration };
    let group = Group { origin: pos2(10.0, 5.0), picture: Arc::new(picture) };
    let scene =
        Scene { size: vec2(100.0, 100.0), background: Some(Color::WHITE), groups: vec![group], title: String::new() };
    // Its letters stand right of the baseline, from 15 to 75 points down.
    let letters = Rect::from_min_max(pos2(48.0, 13.0), pos2(64.0, 77.0));

    let pixels = Pixels::of(&scene, 2.0);
    let mut inked = Rect::NOTHING;
    for (x, y) in (0..200_u16).flat_map(|x| (0..200_u16).map(move |y| (f32::from(x), f32::from(y)))) {
        if pixels.at(pos2(x, y))[0] < 128 {
            inked.extend_with(pos2(x / 2.0, y / 2.0));
        }
    }
    assert!(letters.contains_rect(inked), "{inked:?}");
    assert!(inked.height() > 50.0 && inked.width() < 15.0, "{inked:?}");

    let window = Window::new().paint(&scene, 1, 1.0, Vec2::ZERO);
    let painted = texts(&window)[0];
    let seen = painted.visual_bounding_rect();
    assert!(letters.expand(4.0).contains_rect(seen) && seen.height() > 50.0, "{seen:?}");

    let drawing = svg::write(&scene);
    assert!(drawing.contains("rotate(90 40 10)"), "{drawing}");
    assert!(pdf::write(&scene, PageSize::Fit).is_ok_and(|file| file.starts_with(b"%PDF-")));
}
