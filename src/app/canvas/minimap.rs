//! The small picture of the whole map in the corner of the canvas, with the part that is seen. The picture is made
//! once for each map, as a texture, so that a frame costs one rectangle.

use egui::{
    ColorImage, Context, CursorIcon, Id, Role, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, WidgetInfo,
};

use super::sight::Sight;
use crate::app::camera::Camera;
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::workspace::Workspace;
use crate::base::{Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::scene::{Scene, Shape};

/// The largest that the picture gets, in points.
const LARGEST: Vec2 = vec2(200.0, 130.0);
/// A map is not drawn lower or narrower than this, in points, however long it is.
const LEAST: f32 = 18.0;
/// Between the picture and the canvas's edges, in points.
const MARGIN: f32 = 12.0;
/// Between the picture and its frame, in points.
const PADDING: f32 = 5.0;
/// In a smaller canvas it would be in the way.
const SMALLEST_CANVAS: Vec2 = vec2(420.0, 260.0);

/// How strong the marks of cards are, of 255.
const MARK_OPACITY: u8 = 130;
/// The share of the canvas that it takes at most.
const LARGEST_SHARE: f32 = 0.24;

/// The picture, kept until the map is another.
#[derive(Default)]
pub struct Minimap {
    texture: Option<TextureHandle>,
    of: Option<(u64, [usize; 2])>,
    /// Where the pointer holds the view, from its middle, in map points.
    held: Option<Vec2>,
    /// The whole of it on screen; `None` while it hides.
    pub rect: Option<Rect>,
}

impl Minimap {
    /// Shows it, unless all of the map is in view anyway. `free` is the canvas without what headers cover.
    pub fn ui(&mut self, ui: &Ui, sight: &Sight, free: Rect, workspace: &Workspace, requests: &mut Requests) {
        self.rect = place(sight, free, workspace);
        let Some(frame) = self.rect else {
            self.held = None;
            return;
        };
        let picture = frame.shrink(PADDING);
        let response = ui.interact(frame, minimap_id(), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Minimap"));
        let map_size = workspace.map.size();
        let scale = picture.size() / map_size;
        let seen_in_map = sight.view_in_map();
        let on_picture = |pos: Pos2| picture.min + pos.to_vec2() * scale;
        let seen = Rect::from_min_max(on_picture(seen_in_map.min), on_picture(seen_in_map.max));

        self.paint(ui, frame, picture, seen, workspace);

        let pointer = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on());
        match pointer.map(|pos| ((pos - picture.min) / scale).to_pos2()) {
            Some(pos_in_map) => {
                let held = *self.held.get_or_insert_with(|| {
                    // Taken by the hand it stays under it; elsewhere its middle jumps there.
                    if seen_in_map.contains(pos_in_map) { pos_in_map - seen_in_map.center() } else { Vec2::ZERO }
                });
                let camera = centered(sight, pos_in_map - held);
                if camera != workspace.camera {
                    requests.push(Request::SetCamera(camera));
                }
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            }
            None => {
                self.held = None;
                if response.hovered() {
                    let is_over_view = response.hover_pos().is_some_and(|pos| seen.contains(pos));
                    let cursor = if is_over_view { CursorIcon::Grab } else { CursorIcon::PointingHand };
                    ui.ctx().set_cursor_icon(cursor);
                }
            }
        }
    }

    fn paint(&mut self, ui: &Ui, frame: Rect, picture: Rect, seen: Rect, workspace: &Workspace) {
        let c = &workspace.theme.color;
        let painter = ui.painter();
        painter.add(ui.visuals().popup_shadow.as_shape(frame, 8.0));
        let line = Stroke::new(1.0, color32(c.outline));
        painter.rect(frame, 8.0, color32(c.surface), line, StrokeKind::Inside);
        self.refresh(ui.ctx(), picture.size() * ui.pixels_per_point(), workspace);
        if let Some(texture) = &self.texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), picture, whole, egui::Color32::WHITE);
        }
        let view = seen.intersect(picture.expand(PADDING - 1.0));
        if view.is_positive() {
            let accent = color32(c.accent);
            let least = Rect::from_center_size(view.center(), view.size().max(vec2(4.0, 4.0)));
            painter.rect(least, 2.0, accent.gamma_multiply(0.12), Stroke::new(1.5, accent), StrokeKind::Middle);
        }
    }

    /// Draws the picture anew if the map is another. While a gesture lasts the map changes in each frame: the
    /// picture waits for its end.
    fn refresh(&mut self, ctx: &Context, size_px: Vec2, workspace: &Workspace) {
        let size = [size_px.x.round().max(1.0) as usize, size_px.y.round().max(1.0) as usize];
        let of = Some((workspace.map_revision, size));
        let is_waiting = workspace.preview.is_some() && self.texture.is_some();
        if self.of == of || is_waiting {
            return;
        }
        self.of = of;
        let image = drawn(&workspace.map.scene, size, workspace.theme.color.surface);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ctx.load_texture("minimap", image, TextureOptions::LINEAR)),
        }
    }
}

/// The id of the minimap.
fn minimap_id() -> Id {
    Id::unique("minimap")
}

/// Where it lies: at the lower right, as large as the map's proportions allow; `None` where it is of no use.
fn place(sight: &Sight, free: Rect, workspace: &Workspace) -> Option<Rect> {
    let map_size = workspace.map.size();
    let is_wanted = workspace.settings.shows_minimap
        && sight.canvas.width() >= SMALLEST_CANVAS.x
        && sight.canvas.height() >= SMALLEST_CANVAS.y
        && map_size.min_elem() > 0.0;
    let content = Rect::from_min_size(Pos2::ZERO, map_size).shrink(workspace.theme.map.margin);
    if !is_wanted || sight.view_in_map().contains_rect(content) {
        return None;
    }
    let largest = LARGEST.min(sight.canvas.size() * LARGEST_SHARE);
    let scale = (largest / map_size).min_elem();
    let size = (map_size * scale).max(Vec2::splat(LEAST)) + Vec2::splat(2.0 * PADDING);
    Some(Rect::from_min_size(free.max - size - Vec2::splat(MARGIN), size))
}

/// The camera at the same scale with that place in the middle.
fn centered(sight: &Sight, pos_in_map: Pos2) -> Camera {
    let offset = sight.canvas.size() / 2.0 - pos_in_map.to_vec2() * sight.camera.scale;
    Camera { offset, ..sight.camera }
}

/// The scene's blocks and grounds at that size, in pixels.
fn drawn(scene: &Scene, [width, height]: [usize; 2], ground: Color) -> ColorImage {
    let mut raster = Raster::new(width, height, scene.background.unwrap_or(ground));
    let scale = vec2(width as f32, height as f32) / scene.size.max(Vec2::splat(1.0));
    for group in &scene.groups {
        let origin = group.origin.to_vec2();
        let mut fill = |rect: Rect, color: Color| {
            let rect = rect.translate(origin);
            raster.fill((rect.min.to_vec2() * scale).to_pos2(), (rect.max.to_vec2() * scale).to_pos2(), color);
        };
        match &group.picture.block {
            Some(block) => {
                fill(block.rect, block.fill);
                // Cards are as pale as the ground: so small, their mark is what they are seen by.
                if let Some(mark) = block.mark {
                    fill(block.rect, Color { a: MARK_OPACITY, ..mark });
                }
            }
            None => {
                for shape in &group.picture.items {
                    match shape {
                        Shape::Rect { rect, fill: Some(color), .. } => fill(*rect, *color),
                        Shape::Rect { .. }
                        | Shape::Ellipse { .. }
                        | Shape::Path { .. }
                        | Shape::Text(_)
                        | Shape::Icon { .. }
                        | Shape::Image { .. } => {}
                    }
                }
            }
        }
    }
    raster.image()
}

/// Pixels, mixed by how much of each a rectangle covers.
struct Raster {
    width: usize,
    height: usize,
    /// Red, green and blue from 0 to 255.
    pixels: Vec<[f32; 3]>,
}

impl Raster {
    fn new(width: usize, height: usize, ground: Color) -> Self {
        let ground = [f32::from(ground.r), f32::from(ground.g), f32::from(ground.b)];
        Self { width, height, pixels: vec![ground; width * height] }
    }

    fn fill(&mut self, min: Pos2, max: Pos2, color: Color) {
        let opacity = f32::from(color.a) / 255.0;
        let rgb = [f32::from(color.r), f32::from(color.g), f32::from(color.b)];
        let columns = covered(min.x, max.x, self.width);
        let rows = covered(min.y, max.y, self.height);
        for row in rows.clone() {
            let down = share(row, min.y, max.y);
            for column in columns.clone() {
                let covers = opacity * down * share(column, min.x, max.x);
                if let Some(pixel) = self.pixels.get_mut(row * self.width + column) {
                    for (channel, color) in pixel.iter_mut().zip(rgb) {
                        *channel += (color - *channel) * covers;
                    }
                }
            }
        }
    }

    fn image(&self) -> ColorImage {
        let pixels = self.pixels.iter().map(|[r, g, b]| egui::Color32::from_rgb(*r as u8, *g as u8, *b as u8));
        ColorImage::new([self.width, self.height], pixels.collect())
    }
}

/// The pixels of a row that a stretch touches.
fn covered(from: f32, to: f32, count: usize) -> std::ops::Range<usize> {
    let end = (to.ceil().max(0.0) as usize).min(count);
    (from.floor().max(0.0) as usize).min(end)..end
}

/// How much of a pixel a stretch covers, 0 to 1.
fn share(pixel: usize, from: f32, to: f32) -> f32 {
    (to.min(pixel as f32 + 1.0) - from.max(pixel as f32)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_covers_pixels_by_its_share_of_them() {
        let mut raster = Raster::new(4, 2, Color { r: 0, g: 0, b: 0, a: 255 });
        raster.fill(pos2(0.5, 0.0), pos2(2.0, 1.0), Color { r: 200, g: 0, b: 0, a: 255 });
        let reds: Vec<u8> = raster.pixels.iter().map(|pixel| pixel[0] as u8).collect();
        assert_eq!(reds, [100, 200, 0, 0, 0, 0, 0, 0]);
        // What lies outside is no harm.
        raster.fill(pos2(-50.0, -3.0), pos2(-1.0, 90.0), Color { r: 9, g: 9, b: 9, a: 255 });
        raster.fill(pos2(7.0, 0.0), pos2(9.0, 9.0), Color { r: 9, g: 9, b: 9, a: 255 });
        assert_eq!(raster.pixels[3][1] as u8, 0);
    }
}
