//! Which tiles of the window have to be painted again, and what is seen in each. What an opaque rectangle hides, and
//! tiles that look as they did, are not painted. No arithmetic on pixels.

use egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use egui::{Rect, TextureId};

use super::area::{Area, first_pixel, merged};
use super::command::{Command, Paint, mixed};
use super::pixel;
use super::raster::{Corner, Picture, Surface};
use super::texture::{Texture, Textures};

/// Side of a tile in pixels.
const SIDE: i32 = 64;
/// Cells in a row and in a column of a tile.
const CELLS: i32 = 8;
const CELL_SIDE: i32 = SIDE / CELLS;

#[derive(Clone, Debug, Default)]
struct Tile {
    commands: Vec<u32>,
    /// Of what is seen in the tile now, and of what was painted in it.
    hash: u64,
    painted: Option<u64>,
    /// A bit for each of its cells, row by row, that shows more than the background.
    shown: u64,
}

/// What a window shows where nothing is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The background already: it was cleared to that.
    Cleared,
    /// Something else, so that the background is part of the picture.
    Painted,
}

/// The window, divided.
#[derive(Debug, Default)]
pub struct Tiles {
    surface: Surface,
    columns: i32,
    tiles: Vec<Tile>,
    commands: Vec<Command>,
    background: u32,
}

impl Tiles {
    /// Nothing painted yet, over a background of that color.
    pub fn new(width: usize, height: usize, background: u32) -> Self {
        let count = |size: usize| size.div_ceil(SIDE as usize);
        Self {
            surface: Surface::new(width, height),
            columns: count(width) as i32,
            tiles: vec![Tile::default(); count(width) * count(height)],
            commands: Vec::new(),
            background,
        }
    }

    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    pub fn background(&self) -> u32 {
        self.background
    }

    /// Where more than the background is seen, to a few pixels: between words and lines there is much that is not.
    pub fn shown(&self) -> Vec<Area> {
        let mut shown = Vec::new();
        for (row, tiles) in self.tiles.chunks(self.columns.max(1) as usize).enumerate() {
            for cell_row in 0..CELLS {
                for (column, tile) in tiles.iter().enumerate().filter(|(_, tile)| tile.shown != 0) {
                    let (left, top) = (column as i32 * SIDE, row as i32 * SIDE);
                    let cells = (0..CELLS).filter(|cell| tile.shown & bit(cell_row, *cell) != 0);
                    shown.extend(cells.map(|cell| cell_area(left, top, cell_row, cell)));
                }
            }
        }
        merged(shown.into_iter().map(|area| area.intersect(self.surface.area())))
    }

    /// Forgets what was painted, because a picture changed.
    pub fn forget(&mut self) {
        for tile in &mut self.tiles {
            tile.painted = None;
        }
    }

    /// Paints what changed; returns the areas that did, without those that show only the background now where the
    /// window shows that by itself.
    pub fn paint(
        &mut self,
        primitives: &[ClippedPrimitive],
        pixels_per_point: f32,
        textures: &Textures,
        ground: Ground,
    ) -> Vec<Area> {
        self.commands.clear();
        for tile in &mut self.tiles {
            tile.commands.clear();
            tile.hash = 0;
        }
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let clip = area_of(*clip_rect, pixels_per_point).intersect(self.surface.area());
            if let Some(texture) = textures.get(mesh.texture_id).filter(|_| !clip.is_empty()) {
                self.sort_mesh(mesh, clip, pixels_per_point, texture);
            }
        }
        let changed: Vec<usize> = (0..self.tiles.len()).filter(|at| self.paint_tile(*at, textures)).collect();
        let is_bare = |at: &usize| ground == Ground::Cleared && self.tiles.get(*at).is_none_or(|tile| tile.shown == 0);
        merged(changed.into_iter().filter(|at| !is_bare(at)).map(|at| self.tile_area(at)))
    }

    /// Puts the triangles of a mesh into the tiles where they are seen; two that make a rectangle as one.
    fn sort_mesh(&mut self, mesh: &Mesh, clip: Area, pixels_per_point: f32, texture: &Texture) {
        let size = [texture.width as f32, texture.height as f32];
        let corner = |vertex: &Vertex| Corner {
            x: vertex.pos.x * pixels_per_point,
            y: vertex.pos.y * pixels_per_point,
            color: pixel::from_color(vertex.color),
            uv: [vertex.uv.x * size[0], vertex.uv.y * size[1]],
        };
        let at = |index: &u32| mesh.vertices.get(*index as usize);
        let mut rest = mesh.indices.as_slice();
        while let [a, b, c, after @ ..] = rest {
            rest = after;
            let (Some(a), Some(b), Some(c)) = (at(a), at(b), at(c)) else { return };
            if let [d, e, f, after @ ..] = rest
                && let (Some(d), Some(e), Some(f)) = (at(d), at(e), at(f))
                && let Some([near, far]) = rectangle(&[a, b, c, d, e, f])
            {
                rest = after;
                self.sort_rectangle(corner(near), corner(far), clip, mesh.texture_id, texture);
            } else {
                self.sort_triangle([corner(a), corner(b), corner(c)], clip, mesh.texture_id, texture);
            }
        }
    }

    fn sort_rectangle(&mut self, near: Corner, far: Corner, clip: Area, id: TextureId, texture: &Texture) {
        let [left, top, right, bottom] = [near.x, near.y, far.x, far.y];
        let area = Area {
            left: first_pixel(left),
            top: first_pixel(top),
            right: first_pixel(right),
            bottom: first_pixel(bottom),
        };
        let area = area.intersect(clip);
        let paint = if near.uv == far.uv {
            Paint::Fill(in_one_color(near, texture))
        } else {
            let texels = [near.uv[0], near.uv[1], far.uv[0], far.uv[1]];
            Paint::Picture(Picture { edges: [left, top, right, bottom], texels, tint: near.color })
        };
        self.sort(Command { area, texture: id, paint });
    }

    fn sort_triangle(&mut self, mut corners: [Corner; 3], clip: Area, id: TextureId, texture: &Texture) {
        let [a, b, c] = corners;
        let area = Area {
            left: first_pixel(a.x.min(b.x).min(c.x)),
            top: first_pixel(a.y.min(b.y).min(c.y)),
            right: first_pixel(a.x.max(b.x).max(c.x)),
            bottom: first_pixel(a.y.max(b.y).max(c.y)),
        };
        let area = area.intersect(clip);
        let paint = if a.uv == b.uv && b.uv == c.uv {
            for corner in &mut corners {
                corner.color = in_one_color(*corner, texture);
            }
            Paint::Triangle(corners)
        } else {
            Paint::PictureTriangle(corners)
        };
        self.sort(Command { area, texture: id, paint });
    }

    fn sort(&mut self, command: Command) {
        let area = command.area;
        if area.is_empty() || matches!(command.paint, Paint::Fill(0)) {
            return;
        }
        let number = self.commands.len() as u32;
        let hash = command.hash();
        let hides = matches!(command.paint, Paint::Fill(color) if pixel::opacity(color) == 255);
        let is_background = matches!(command.paint, Paint::Fill(color) if color == self.background);
        for row in area.top / SIDE..=(area.bottom - 1) / SIDE {
            for column in area.left / SIDE..=(area.right - 1) / SIDE {
                let at = (row * self.columns + column) as usize;
                let is_hidden = hides && area.contains(self.tile_area(at));
                let Some(tile) = self.tiles.get_mut(at) else { continue };
                if is_hidden {
                    tile.commands.clear();
                    tile.hash = 0;
                }
                if is_hidden && is_background {
                    continue;
                }
                tile.commands.push(number);
                tile.hash = mixed(tile.hash, hash);
            }
        }
        self.commands.push(command);
    }

    fn tile_area(&self, at: usize) -> Area {
        let (left, top) = (at as i32 % self.columns * SIDE, at as i32 / self.columns * SIDE);
        Area { left, top, right: left + SIDE, bottom: top + SIDE }.intersect(self.surface.area())
    }

    /// Paints a tile if anything in it changed, and whether it did.
    fn paint_tile(&mut self, at: usize, textures: &Textures) -> bool {
        let area = self.tile_area(at);
        let Some(tile) = self.tiles.get_mut(at) else { return false };
        if tile.painted == Some(tile.hash) {
            return false;
        }
        tile.painted = Some(tile.hash);
        let surface = &mut self.surface;
        surface.fill(area, self.background);
        for command in tile.commands.iter().filter_map(|number| self.commands.get(*number as usize)) {
            let clip = command.area.intersect(area);
            let Some(texture) = textures.get(command.texture) else { continue };
            match &command.paint {
                Paint::Fill(color) => surface.fill(clip, *color),
                Paint::Picture(picture) => surface.picture(clip, picture, texture),
                Paint::Triangle(corners) => surface.triangle(clip, corners),
                Paint::PictureTriangle(corners) => surface.picture_triangle(clip, corners, texture),
            }
        }
        tile.shown = 0;
        for (row, cell) in (0..CELLS).flat_map(|row| (0..CELLS).map(move |cell| (row, cell))) {
            let cell_area = cell_area(area.left, area.top, row, cell).intersect(area);
            if !cell_area.is_empty() && !surface.is_all(cell_area, self.background) {
                tile.shown |= bit(row, cell);
            }
        }
        true
    }
}

/// The pixels inside a clip rectangle, as the graphics card would cut them.
fn area_of(rect: Rect, pixels_per_point: f32) -> Area {
    let pixel = |at: f32| (at * pixels_per_point).round() as i32;
    Area { left: pixel(rect.min.x), top: pixel(rect.min.y), right: pixel(rect.max.x), bottom: pixel(rect.max.y) }
}

/// The color of a mesh where it shows a single texel, mostly the white one that is there for this.
fn in_one_color(corner: Corner, texture: &Texture) -> u32 {
    match texture.texel(corner.uv[0] as i32, corner.uv[1] as i32) {
        pixel::WHITE => corner.color,
        texel => pixel::tint(texel, corner.color),
    }
}

/// The top left and bottom right corner, if two triangles make an upright rectangle of one color.
fn rectangle<'a>(vertices: &[&'a Vertex; 6]) -> Option<[&'a Vertex; 2]> {
    let [first, ..] = *vertices;
    let (mut near, mut far) = (first, first);
    for vertex in vertices {
        if vertex.color != first.color {
            return None;
        }
        let reach = |vertex: &Vertex| vertex.pos.x + vertex.pos.y;
        near = if reach(vertex) < reach(near) { vertex } else { near };
        far = if reach(vertex) > reach(far) { vertex } else { far };
    }
    // A bit for each of the four corners that a triangle has; each has to lack one, opposite to the other's.
    let mut corners = [0_u8; 2];
    for (corners, triangle) in corners.iter_mut().zip(vertices.chunks_exact(3)) {
        for vertex in triangle {
            let (is_right, is_low) = (vertex.pos.x == far.pos.x, vertex.pos.y == far.pos.y);
            let expected = |is_far: bool, near: f32, far: f32| if is_far { far } else { near };
            let is_corner = (is_right || vertex.pos.x == near.pos.x)
                && (is_low || vertex.pos.y == near.pos.y)
                && vertex.uv.x == expected(is_right, near.uv.x, far.uv.x)
                && vertex.uv.y == expected(is_low, near.uv.y, far.uv.y);
            if !is_corner {
                return None;
            }
            *corners |= 1 << (u8::from(is_right) + 2 * u8::from(is_low));
        }
    }
    matches!(corners, [0b0111, 0b1110] | [0b1110, 0b0111] | [0b1011, 0b1101] | [0b1101, 0b1011]).then_some([near, far])
}

fn bit(row: i32, cell: i32) -> u64 {
    1 << (row * CELLS + cell)
}

/// The area of a cell of the tile at `left` and `top`.
fn cell_area(left: i32, top: i32, row: i32, cell: i32) -> Area {
    let (left, top) = (left + cell * CELL_SIDE, top + row * CELL_SIDE);
    Area { left, top, right: left + CELL_SIDE, bottom: top + CELL_SIDE }
}

#[cfg(test)]
mod tests {
    use egui::epaint::ImageDelta;
    use egui::epaint::textures::TexturesDelta;
    use egui::{Color32, ColorImage, TextureOptions, pos2};

    use super::*;

    const WHOLE: Rect = Rect::EVERYTHING;
    const RED: Color32 = Color32::from_rgb(200, 0, 0);

    fn white() -> Textures {
        let mut textures = Textures::default();
        let mut delta = TexturesDelta::default();
        let image = ColorImage::filled([4, 4], Color32::WHITE);
        delta.push(TextureId::default(), ImageDelta::full(image, TextureOptions::LINEAR));
        textures.set(&mut delta);
        textures
    }

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    fn filled(clip_rect: Rect, areas: &[(Rect, Color32)]) -> ClippedPrimitive {
        let mut mesh = Mesh::default();
        for (area, color) in areas {
            mesh.add_colored_rect(*area, *color);
        }
        ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }
    }

    /// How many pixels of a surface have that color.
    fn count(tiles: &Tiles, color: Color32) -> usize {
        let area = tiles.surface().area();
        let rows = (area.top..area.bottom).map(|y| tiles.surface().row(y, area.left, area.right));
        rows.flatten().filter(|pixel| **pixel == pixel::from_color(color)).count()
    }

    #[test]
    fn a_rectangle_covers_the_pixels_whose_middle_it_covers_within_its_clip() {
        for (area, clip, pixels_per_point, expected) in [
            (rect(10.0, 10.0, 90.0, 70.0), WHOLE, 1.0, 80 * 60),
            (rect(10.4, 10.4, 12.6, 11.6), WHOLE, 1.0, 3 * 2),
            (rect(10.0, 10.0, 90.0, 70.0), rect(0.0, 0.0, 20.0, 12.0), 1.0, 10 * 2),
            (rect(10.0, 10.0, 20.0, 20.0), WHOLE, 1.5, 15 * 15),
            (rect(-1e9, -1e9, 1e9, 1e9), WHOLE, 1.0, 150 * 100),
            (rect(-50.0, -50.0, -10.0, -10.0), WHOLE, 1.0, 0),
            (Rect::NAN, WHOLE, 1.0, 0),
        ] {
            let mut tiles = Tiles::new(150, 100, pixel::BLACK);
            tiles.paint(&[filled(clip, &[(area, RED)])], pixels_per_point, &white(), Ground::Cleared);
            assert_eq!(count(&tiles, RED), expected, "{area:?} in {clip:?}");
        }
    }

    #[test]
    fn triangles_side_by_side_leave_no_pixel_out_and_share_none() {
        // Half-transparent: a pixel painted twice would be darker.
        let color = Color32::from_black_alpha(100);
        let mut mesh = Mesh::default();
        let around: Vec<_> = (0..24)
            .map(|at| egui::Vec2::angled(at as f32 * std::f32::consts::TAU / 24.0) * 300.0 + egui::vec2(71.3, 48.7))
            .collect();
        mesh.colored_vertex(pos2(71.3, 48.7), color);
        for point in &around {
            mesh.colored_vertex(point.to_pos2(), color);
        }
        for at in 0..24 {
            mesh.add_triangle(0, 1 + at, 1 + (at + 1) % 24);
        }
        let below = filled(WHOLE, &[(rect(0.0, 0.0, 150.0, 100.0), Color32::WHITE)]);
        let fan = ClippedPrimitive { clip_rect: WHOLE, primitive: Primitive::Mesh(mesh) };
        let mut tiles = Tiles::new(150, 100, pixel::BLACK);
        tiles.paint(&[below, fan], 1.0, &white(), Ground::Cleared);
        assert_eq!(count(&tiles, Color32::from_gray(155)), 150 * 100);
    }

    #[test]
    fn a_gradient_goes_from_corner_to_corner() {
        let mut mesh = Mesh::default();
        let (left, right) = (Color32::BLACK, Color32::WHITE);
        for (x, y, color) in [(0.0, 0.0, left), (256.0, 0.0, right), (0.0, 8.0, left), (256.0, 8.0, right)] {
            mesh.colored_vertex(pos2(x, y), color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(2, 1, 3);
        let mut tiles = Tiles::new(256, 8, pixel::BLACK);
        tiles.paint(
            &[ClippedPrimitive { clip_rect: WHOLE, primitive: Primitive::Mesh(mesh) }],
            1.0,
            &white(),
            Ground::Cleared,
        );
        for y in 0..8 {
            for (x, pixel) in tiles.surface().row(y, 0, 256).iter().enumerate() {
                assert!(pixel.to_le_bytes()[0].abs_diff(x as u8) <= 1, "{x}, {y}: {pixel:08x}");
            }
        }
    }

    #[test]
    fn only_tiles_that_look_different_are_painted_again() {
        let mut tiles = Tiles::new(640, 640, pixel::BLACK);
        let window = (rect(0.0, 0.0, 640.0, 640.0), Color32::WHITE);
        let card = |x: f32| (rect(x, 70.0, x + 20.0, 90.0), RED);
        let mut paint =
            |areas: &[(Rect, Color32)]| tiles.paint(&[filled(WHOLE, areas)], 1.0, &white(), Ground::Cleared);
        let tile = |column: i32, row: i32, columns: i32| Area {
            left: column * SIDE,
            top: row * SIDE,
            right: (column + columns) * SIDE,
            bottom: (row + 1) * SIDE,
        };
        assert_eq!(paint(&[window, card(70.0)]), [Area { left: 0, top: 0, right: 640, bottom: 640 }]);
        assert_eq!(paint(&[window, card(70.0)]), []);
        assert_eq!(paint(&[window, card(80.0)]), [tile(1, 1, 1)]);
        assert_eq!(paint(&[window, card(150.0)]), [tile(1, 1, 2)]);
        // What happens behind an opaque panel is not seen.
        let panel = (rect(128.0, 64.0, 192.0, 128.0), Color32::BLUE);
        assert_eq!(paint(&[window, card(150.0), panel]), [tile(2, 1, 1)]);
        assert_eq!(paint(&[window, card(160.0), panel]), []);
        tiles.forget();
        assert_eq!(tiles.paint(&[filled(WHOLE, &[window])], 1.0, &white(), Ground::Cleared).len(), 1);
    }

    #[test]
    fn where_only_the_background_is_seen_nothing_is_shown() {
        let mut tiles = Tiles::new(640, 640, pixel::WHITE);
        let window = (rect(0.0, 0.0, 640.0, 640.0), Color32::WHITE);
        let card = (rect(70.0, 70.0, 90.0, 90.0), RED);
        let tile = Area { left: SIDE, top: SIDE, right: 2 * SIDE, bottom: 2 * SIDE };
        let seen = Area { left: 64, top: 64, right: 96, bottom: 96 };
        for (areas, changed, shown) in [
            (&[window][..], vec![], vec![]),
            (&[window, card], vec![tile], vec![seen]),
            (&[window, card], vec![], vec![seen]),
            (&[card], vec![], vec![seen]),
            (&[], vec![], vec![]),
        ] {
            assert_eq!(tiles.paint(&[filled(WHOLE, areas)], 1.0, &white(), Ground::Cleared), changed, "{areas:?}");
            assert_eq!(tiles.shown(), shown, "{areas:?}");
        }
    }

    #[test]
    fn tinted_pictures_are_shown_texel_on_pixel_and_at_other_sizes() {
        let mut textures = white();
        let mut delta = TexturesDelta::default();
        let image = ColorImage::new([2, 1], vec![Color32::WHITE, Color32::from_rgba_premultiplied(100, 100, 100, 100)]);
        delta.push(TextureId::User(3), ImageDelta::full(image, TextureOptions::NEAREST));
        textures.set(&mut delta);
        for (width, tint, expected) in [
            (2.0, Color32::WHITE, [255, 100, 0, 0]),
            (4.0, Color32::WHITE, [255, 255, 100, 100]),
            (2.0, Color32::from_gray(51), [51, 20, 0, 0]),
        ] {
            let mut mesh = Mesh::with_texture(TextureId::User(3));
            mesh.add_rect_with_uv(rect(0.0, 0.0, width, 1.0), rect(0.0, 0.0, 1.0, 1.0), tint);
            let mut tiles = Tiles::new(4, 1, pixel::BLACK);
            tiles.paint(
                &[ClippedPrimitive { clip_rect: WHOLE, primitive: Primitive::Mesh(mesh) }],
                1.0,
                &textures,
                Ground::Cleared,
            );
            let seen: Vec<u8> = tiles.surface().row(0, 0, 4).iter().map(|pixel| pixel.to_le_bytes()[0]).collect();
            assert_eq!(seen, expected, "{width} wide in {tint:?}");
        }
    }
}
