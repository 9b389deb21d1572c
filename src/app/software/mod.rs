//! Draws the window with the processor where there is no graphics card. OpenGL or wgpu then shows one picture as large
//! as the window instead of doing the work of a graphics card in software, triangle by triangle, and only what
//! changed since the last frame is drawn again.
//!
//! It sits between egui and whatever shows the window: it takes the frame's shapes, paints them (`tiles.rs` decides
//! which, `raster.rs` does it), and hands on the picture. Whether it is worth it is `driver.rs`'s to say. Knows nothing
//! of what the window shows.

mod area;
mod command;
pub mod driver;
mod pixel;
mod raster;
mod texture;
mod tiles;

use egui::epaint::ImageDelta;
use egui::{
    Color32, ColorImage, Context, FullOutput, Mesh, Plugin, Rect, Shape, TextureId, TextureOptions, Ui, Vec2,
    ViewportId, Visuals, epaint, vec2,
};

use self::area::Area;
use self::texture::Textures;
use self::tiles::{Ground, Tiles};

/// The picture of the first window; those of others count down from it. No other texture of the program is numbered by
/// the user of egui.
const WINDOW: u64 = u64::MAX;

/// Paints each frame. To be added before the first.
#[derive(Debug, Default)]
pub struct SoftwarePainter {
    textures: Textures,
    /// In the order in which windows were first painted: a window that opens again has its place.
    windows: Vec<(ViewportId, Tiles)>,
    /// The window whose frame is about to be handed over, and its size in points. Known only while it is drawn: when
    /// its shapes come, egui has gone back to the window that it was drawn from.
    drawn: Option<(ViewportId, Vec2)>,
}

impl Plugin for SoftwarePainter {
    fn debug_name(&self) -> &'static str {
        "software painter"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let size = ui.input(|input| input.viewport_rect().size());
        self.drawn = Some((ui.ctx().viewport_id(), size));
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let Some((viewport, size)) = self.drawn else { return };
        let size = size * output.pixels_per_point;
        let [width, height] = [size.x, size.y].map(|side| side.round().max(1.0) as usize);
        let background = pixel::from_color(background(&ctx.global_style().visuals));
        let known = self.windows.iter().position(|(window, _)| *window == viewport);
        let at = known.unwrap_or_else(|| {
            self.windows.push((viewport, Tiles::default()));
            self.windows.len() - 1
        });
        let window = TextureId::User(WINDOW - at as u64);
        if self.textures.set(&mut output.textures_delta) {
            self.windows.iter_mut().for_each(|(_, tiles)| tiles.forget());
        }
        let Some((_, tiles)) = self.windows.get_mut(at) else { return };
        let surface = tiles.surface();
        let is_new = (width, height, background) != (surface.width, surface.height, tiles.background());
        if is_new {
            *tiles = Tiles::new(width, height, background);
        }
        let shapes = std::mem::take(&mut output.shapes);
        let primitives = ctx.tessellate(shapes, output.pixels_per_point);
        // Only the first window is cleared to its background.
        let ground = if viewport == ViewportId::ROOT { Ground::Cleared } else { Ground::Painted };
        let changed = tiles.paint(&primitives, output.pixels_per_point, &self.textures, ground);
        self.textures.free(&mut output.textures_delta);
        let whole = tiles.surface().area();
        let mut hand_on = |change| output.textures_delta.push(window, change);
        if is_new {
            hand_on(ImageDelta::full(picture(tiles, whole), TextureOptions::NEAREST));
        } else {
            for area in changed {
                let at = [area.left as usize, area.top as usize];
                hand_on(ImageDelta::partial(at, picture(tiles, area), TextureOptions::NEAREST));
            }
        }
        // The window may have been cleared to another color before this frame chose one.
        let shown = if is_new || ground == Ground::Painted { vec![whole] } else { tiles.shown() };
        let mut mesh = Mesh::with_texture(window);
        for area in shown {
            let per_pixel = vec2(1.0 / output.pixels_per_point, 1.0 / output.pixels_per_point);
            let per_width = vec2(1.0 / width as f32, 1.0 / height as f32);
            mesh.add_rect_with_uv(scaled(area, per_pixel), scaled(area, per_width), Color32::WHITE);
        }
        output.shapes.push(epaint::ClippedShape::new(Rect::EVERYTHING, Shape::mesh(mesh)));
    }
}

/// The color that the window is cleared to before each frame, so that nothing has to be painted where it is seen.
pub fn background(visuals: &Visuals) -> Color32 {
    visuals.panel_fill.to_opaque()
}

fn scaled(area: Area, by: Vec2) -> Rect {
    let corner = |x: i32, y: i32| (vec2(x as f32, y as f32) * by).to_pos2();
    Rect::from_min_max(corner(area.left, area.top), corner(area.right, area.bottom))
}

/// That part of a window's picture.
fn picture(tiles: &Tiles, area: Area) -> ColorImage {
    let size = [(area.right - area.left) as usize, (area.bottom - area.top) as usize];
    let mut pixels = Vec::with_capacity(size[0] * size[1]);
    for y in area.top..area.bottom {
        let row = tiles.surface().row(y, area.left, area.right);
        pixels.extend(row.iter().map(|pixel| pixel::to_color(*pixel)));
    }
    ColorImage::new(size, pixels)
}

#[cfg(test)]
mod tests {
    use egui::{CentralPanel, ImageData, RawInput, TexturesDelta, pos2};

    use super::*;

    const RED: Color32 = Color32::from_rgb(200, 0, 0);

    /// What shows the window, with nothing but what it is handed.
    #[derive(Default)]
    struct Screen {
        pixels: Vec<Color32>,
        width: usize,
        /// Pixels that came with the last frame.
        received: usize,
    }

    impl Screen {
        fn take(&mut self, delta: &mut TexturesDelta) {
            self.received = 0;
            for (id, changes) in delta.set.drain() {
                assert_eq!(id, TextureId::User(WINDOW), "letters and pictures stay here");
                for change in changes {
                    let ImageData::Color(image) = &change.image;
                    self.received += image.pixels.len();
                    let Some([left, top]) = change.pos else {
                        (self.pixels, self.width) = (image.pixels.clone(), image.size[0]);
                        continue;
                    };
                    for (y, row) in image.pixels.chunks_exact(image.size[0]).enumerate() {
                        let start = (top + y) * self.width + left;
                        self.pixels[start..start + row.len()].copy_from_slice(row);
                    }
                }
            }
        }

        /// How many pixels of the window have that color, given what is painted over its background.
        fn count(&self, color: Color32, shown: &Mesh, pixels_per_point: f32) -> usize {
            let mut count = 0;
            for corners in shown.vertices.chunks_exact(4) {
                let [left, top, right, bottom] =
                    [corners[0].pos.x, corners[0].pos.y, corners[3].pos.x, corners[3].pos.y]
                        .map(|at| (at * pixels_per_point).round() as usize);
                for y in top..bottom {
                    let row = &self.pixels[y * self.width + left..y * self.width + right];
                    count += row.iter().filter(|pixel| **pixel == color).count();
                }
            }
            count
        }
    }

    /// A window that is drawn in the middle of the first one's frame, and cleared to black.
    #[test]
    fn a_second_window_has_a_picture_of_its_own_that_covers_all_of_it() {
        /// The picture, what of the window it covers, and how many pixels came.
        type Shown = (TextureId, Rect, usize);
        fn shown(ctx: &Context, mut output: FullOutput) -> Vec<Shown> {
            let mut screen = 0;
            for (_, changes) in output.textures_delta.set.drain() {
                screen += changes.iter().map(|change| change.image.width() * change.image.height()).sum::<usize>();
            }
            output.textures_delta.clear();
            let meshes = ctx.tessellate(output.shapes, output.pixels_per_point);
            let shown = meshes.into_iter().filter_map(|shown| match shown.primitive {
                epaint::Primitive::Mesh(mesh) => Some((mesh.texture_id, mesh.calc_bounds(), screen)),
                epaint::Primitive::Callback(_) => None,
            });
            shown.collect()
        }
        thread_local! {
            static SECOND: std::cell::RefCell<Vec<Shown>> = const { std::cell::RefCell::new(Vec::new()) };
        }
        let ctx = Context::default();
        ctx.add_plugin(SoftwarePainter::default());
        ctx.set_embed_viewports(false);
        let second = Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 200.0));
        let mut received = Vec::new();
        Context::set_immediate_viewport_renderer(move |ctx, mut viewport| {
            let viewports = [(ViewportId::ROOT, Default::default()), (viewport.ids.this, Default::default())];
            let input = RawInput {
                viewport_id: viewport.ids.this,
                viewports: viewports.into_iter().collect(),
                screen_rect: Some(second),
                ..RawInput::default()
            };
            let output = ctx.run_ui(input, |ui| (viewport.viewport_ui_cb)(ui));
            SECOND.with_borrow_mut(|known| *known = shown(ctx, output));
        });
        for said in ["Notes", "Notes", "Notes", "", ""] {
            let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
            let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
            let output = ctx.run_ui(input, |ui| {
                ui.label("The room");
                let builder = egui::ViewportBuilder::default();
                ui.ctx().show_viewport_immediate(ViewportId::from_hash_of("second"), builder, |ui, _| {
                    ui.label(said);
                });
            });
            let first = shown(&ctx, output);
            assert_eq!(first.len(), 1);
            SECOND.with_borrow(|known| {
                let [(texture, covered, _)] = known[..] else { panic!("{known:?}") };
                assert!(texture != first[0].0 && covered == second, "{texture:?} {covered:?}");
                received.push(known[0].2);
            });
        }
        assert!(received[2] == 0 && received[3] > 0, "what is gone must not stay: {received:?}");
    }

    #[test]
    fn a_frame_becomes_one_picture_of_which_only_changes_are_handed_on() {
        let ctx = Context::default();
        ctx.add_plugin(SoftwarePainter::default());
        let mut screen = Screen::default();
        let mut frame = |size: egui::Vec2, pixels_per_point: f32, text: &str, card_x: f32| {
            ctx.set_pixels_per_point(pixels_per_point);
            let input =
                RawInput { screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)), ..RawInput::default() };
            let mut output = ctx.run_ui(input, |ui| {
                CentralPanel::no_frame().show(ui, |ui| {
                    ui.label(text);
                    let card = Rect::from_min_size(pos2(card_x, 100.0), vec2(20.0, 10.0));
                    ui.painter().rect_filled(card, 0.0, RED);
                });
            });
            screen.take(&mut output.textures_delta);
            let pixels_per_point = output.pixels_per_point;
            let shown = ctx.tessellate(output.shapes, pixels_per_point);
            let [epaint::ClippedPrimitive { primitive: epaint::Primitive::Mesh(mesh), .. }] = &shown[..] else {
                panic!("{} meshes instead of one", shown.len());
            };
            (screen.received, screen.pixels.len(), screen.count(RED, mesh, pixels_per_point))
        };
        let size = vec2(400.0, 300.0);
        for _ in 0..3 {
            frame(size, 1.0, "Checkout", 10.0);
        }
        assert_eq!(frame(size, 1.0, "Checkout", 10.0), (0, 120_000, 200), "nothing changed");
        let (received, _, red) = frame(size, 1.0, "Checkout", 200.0);
        assert_eq!(red, 200, "the card is in one place only");
        assert!((1..20_000).contains(&received), "{received} pixels for a small change");
        let (received, ..) = frame(size, 1.0, "Checking out", 200.0);
        assert!((1..20_000).contains(&received), "{received} pixels for new letters");
        let larger = vec2(500.0, 320.0);
        assert_eq!(frame(larger, 1.0, "Checkout", 200.0), (160_000, 160_000, 200), "another size");
        for _ in 0..3 {
            frame(size, 2.0, "Checkout", 200.0);
        }
        assert_eq!(frame(size, 2.0, "Checkout", 200.0), (0, 480_000, 800), "twice as many pixels");
    }
}
