//! A picture that is too large for one file, cut into tiles that lie edge to edge. Cuts scenes; writes nothing.

use std::path::{Path, PathBuf};

use super::{MAX_PIXELS, MAX_SIDE_PX, whole_size_px};
use crate::base::{Rect, vec2};
use crate::render::RenderError;
use crate::scene::{Group, Scene};

/// The longest side of a tile, in pixels: every viewer opens it, and the tiles of a map are few.
const TILE_SIDE_PX: u64 = 16_384;
/// The most tiles that a picture is cut into.
const MAX_TILES: u64 = 400;

/// How a picture is cut: into equal tiles, but for the last of each row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiles {
    pub rows: u32,
    pub columns: u32,
    /// Of the whole picture.
    whole_px: (u64, u64),
    /// Of a tile.
    tile_px: (u64, u64),
}

/// One tile, counted from 1 at the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    pub row: u32,
    pub column: u32,
}

impl Tile {
    /// Where the tile lies beside the place that the whole would have: "map.png" → "map-1-2.png".
    pub fn path(&self, whole: &Path) -> PathBuf {
        let part =
            |part: Option<&std::ffi::OsStr>| part.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
        let (stem, ending) = (part(whole.file_stem()), part(whole.extension()));
        let dot = if ending.is_empty() { "" } else { "." };
        whole.with_file_name(format!("{stem}-{}-{}{dot}{ending}", self.row, self.column))
    }
}

impl Tiles {
    /// How the scene is cut at that scale; `None` where it is written in one piece.
    ///
    /// # Errors
    /// [`RenderError::TooManyTiles`], and as [`super::write`].
    pub fn of(scene: &Scene, scale: f32) -> Result<Option<Self>, RenderError> {
        let (width, height) = whole_size_px(scene, scale)?;
        if width.max(height) <= MAX_SIDE_PX && width * height <= MAX_PIXELS {
            return Ok(None);
        }
        let (columns, rows) = (width.div_ceil(TILE_SIDE_PX), height.div_ceil(TILE_SIDE_PX));
        if columns.saturating_mul(rows) > MAX_TILES {
            return Err(RenderError::TooManyTiles { width, height, fitting: fitting_scale(scene, scale) });
        }
        let tile_px = (width.div_ceil(columns), height.div_ceil(rows));
        Ok(Some(Self { rows: rows as u32, columns: columns as u32, whole_px: (width, height), tile_px }))
    }

    pub fn count(&self) -> u32 {
        self.rows * self.columns
    }

    /// Row by row.
    pub fn all(&self) -> impl Iterator<Item = Tile> + use<> {
        let (rows, columns) = (self.rows, self.columns);
        (1..=rows).flat_map(move |row| (1..=columns).map(move |column| Tile { row, column }))
    }

    /// What of the scene is on that tile.
    pub fn scene(&self, scene: &Scene, scale: f32, tile: Tile) -> Scene {
        let at = |number: u32, side: u64| u64::from(number.saturating_sub(1)) * side;
        let (left, top) = (at(tile.column, self.tile_px.0), at(tile.row, self.tile_px.1));
        let (width, height) = (self.tile_px.0.min(self.whole_px.0 - left), self.tile_px.1.min(self.whole_px.1 - top));
        let corner = vec2(left as f32, top as f32) / scale;
        let size = vec2(width as f32, height as f32) / scale;
        let tile_rect = Rect::from_min_size(corner.to_pos2(), size);
        let seen = scene.groups.iter().filter(|group| group.bounds().intersects(tile_rect));
        let groups = seen.map(|group| Group { origin: group.origin - corner, ..group.clone() }).collect();
        Scene { size, groups, ..scene.clone() }
    }
}

/// The largest scale below that one, in tenths, at which the scene is not cut into too many tiles.
fn fitting_scale(scene: &Scene, scale: f32) -> Option<f32> {
    let is_fitting = |scale: &f32| {
        let tiles = |side: f32| (f64::from(side * scale) / TILE_SIDE_PX as f64).ceil().max(1.0);
        tiles(scene.size.x) * tiles(scene.size.y) <= MAX_TILES as f64
    };
    let tenths = (scale * 10.0).ceil().clamp(2.0, 160.0) as u16;
    (1..tenths).rev().map(|tenths| f32::from(tenths) / 10.0).find(is_fitting)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::super::{pixels, size_px};
    use super::*;
    use crate::base::{Color, Pos2};
    use crate::scene::{Picture, Role, Shape, Stroke};

    /// A wide scene with a frame and some boxes, a few of them across the cuts.
    fn wide(width: f32, height: f32) -> Scene {
        let boxes = (0_u8..40).map(|at| {
            let rect =
                Rect::from_min_size(Pos2::new(f32::from(at) * width / 40.0, 3.0), vec2(width / 50.0, height / 2.0));
            let fill = Some(Color { r: at * 6, g: 90, b: 200, a: 255 });
            Shape::Rect { rect, radius: 0.0, fill, stroke: None }
        });
        let whole = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
        let stroke = Some(Stroke::solid(2.0, Color { r: 0, g: 0, b: 0, a: 255 }));
        let frame = Shape::Rect { rect: whole.shrink(1.0), radius: 0.0, fill: None, stroke };
        let items = boxes.chain([frame]).collect();
        let picture = Picture { bounds: whole, items, block: None, name: String::new(), role: Role::default() };
        let groups = vec![Group { origin: Pos2::ZERO, picture: Arc::new(picture) }];
        Scene { size: vec2(width, height), groups, ..Scene::default() }
    }

    #[test]
    fn tiles_side_by_side_are_the_whole_picture() {
        let scene = wide(40_000.0, 8.0);
        assert!(matches!(size_px(&scene, 1.0), Err(RenderError::TooLarge { .. })));
        let tiles = Tiles::of(&scene, 1.0).unwrap().unwrap();
        assert_eq!((tiles.rows, tiles.columns), (1, 3));
        let never = AtomicBool::new(false);
        let parts: Vec<_> =
            tiles.all().map(|tile| pixels(&tiles.scene(&scene, 1.0, tile), 1.0, &never).unwrap()).collect();
        assert_eq!(parts.iter().map(|part| part.width).sum::<u32>(), 40_000);
        // The same in two halves that are small enough to be drawn at once.
        let row = |of: &super::super::Pixels, y: u32| {
            of.rgba.chunks_exact(of.width as usize * 4).nth(y as usize).unwrap().to_vec()
        };
        let joined: Vec<u8> = parts.iter().flat_map(|part| row(part, 5)).collect();
        let halves: Vec<u8> = [0.0, 20_000.0]
            .into_iter()
            .flat_map(|left| {
                let groups =
                    scene.groups.iter().map(|group| Group { origin: Pos2::new(-left, 0.0), ..group.clone() }).collect();
                let half = Scene { size: vec2(20_000.0, 8.0), groups, ..scene.clone() };
                row(&pixels(&half, 1.0, &never).unwrap(), 5)
            })
            .collect();
        assert!(joined == halves, "the tiles show something else than the whole");
    }

    #[test]
    fn what_fits_is_not_cut_and_what_never_fits_is_refused() {
        assert_eq!(Tiles::of(&wide(100.0, 100.0), 2.0).unwrap(), None);
        let refused = Tiles::of(&wide(4_000_000.0, 4_000_000.0), 2.0);
        let why = refused.unwrap_err().to_string();
        assert!(why.contains("8000000 × 8000000 pixels") && why.contains("Choose SVG or PDF"), "{why}");
        // What is named instead is possible, and nothing larger.
        let scene = wide(100_000.0, 50_000.0);
        let why = Tiles::of(&scene, 9.0).unwrap_err().to_string();
        assert!(why.contains("Choose a scale of at most 4.5, or SVG or PDF"), "{why}");
        assert!(Tiles::of(&scene, 4.5).is_ok() && Tiles::of(&scene, 4.6).is_err());
        assert!(matches!(Tiles::of(&wide(0.0, 10.0), 1.0), Err(RenderError::Empty)));
        assert!(matches!(Tiles::of(&wide(10.0, 10.0), f32::NAN), Err(RenderError::BadScale { .. })));
    }
}
