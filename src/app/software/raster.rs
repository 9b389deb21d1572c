//! Fills the pixels of rectangles and triangles. A pixel belongs to what covers its middle, so that neighbors share
//! no pixel and leave none out. Knows no meshes and no tiles.

use super::area::{Area, first_pixel};
use super::pixel;
use super::texture::Texture;

/// A corner of a triangle, in pixels; `uv` in texels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Corner {
    pub x: f32,
    pub y: f32,
    pub color: u32,
    pub uv: [f32; 2],
}

/// A rectangle that shows a part of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// Left, top, right and bottom edge, in pixels.
    pub edges: [f32; 4],
    /// What is shown at those edges, in texels.
    pub texels: [f32; 4],
    pub tint: u32,
}

/// What is painted on.
#[derive(Debug, Default)]
pub struct Surface {
    pub width: usize,
    pub height: usize,
    pixels: Vec<u32>,
}

impl Surface {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![pixel::BLACK; width * height] }
    }

    pub fn area(&self) -> Area {
        Area { left: 0, top: 0, right: self.width as i32, bottom: self.height as i32 }
    }

    /// The pixels of a row from `left` to before `right`.
    pub fn row(&self, y: i32, left: i32, right: i32) -> &[u32] {
        let start = y as usize * self.width;
        self.pixels.get(start + left as usize..start + right as usize).unwrap_or_default()
    }

    fn row_mut(&mut self, y: i32, left: i32, right: i32) -> &mut [u32] {
        let start = y as usize * self.width;
        self.pixels.get_mut(start + left as usize..start + right as usize).unwrap_or_default()
    }

    /// One color, within the surface.
    pub fn fill(&mut self, area: Area, color: u32) {
        for y in area.top..area.bottom {
            cover(self.row_mut(y, area.left, area.right), color);
        }
    }

    /// Whether an area within the surface has that color and no other.
    pub fn is_all(&self, area: Area, color: u32) -> bool {
        (area.top..area.bottom).all(|y| self.row(y, area.left, area.right).iter().all(|pixel| *pixel == color))
    }

    /// A part of a picture, within `clip`, which is within the surface.
    pub fn picture(&mut self, clip: Area, picture: &Picture, texture: &Texture) {
        let [x0, y0, x1, y1] = picture.edges;
        let [u0, v0, u1, v1] = picture.texels;
        let edges =
            Area { left: first_pixel(x0), top: first_pixel(y0), right: first_pixel(x1), bottom: first_pixel(y1) };
        let area = edges.intersect(clip);
        if area.is_empty() {
            return;
        }
        let (across, down) = ((u1 - u0) / (x1 - x0), (v1 - v0) / (y1 - y0));
        let u = u0 + (area.left as f32 + 0.5 - x0) * across;
        let v = v0 + (area.top as f32 + 0.5 - y0) * down;
        // Letters are laid down texel on pixel.
        let is_exact = |step: f32, at: f32| (step - 1.0).abs() < 0.002 && (at - at.floor() - 0.5).abs() < 0.05;
        if is_exact(across, u) && is_exact(down, v) && u >= 0.0 && v >= 0.0 {
            for y in area.top..area.bottom {
                let texels = texture.row_from(u as usize, v as usize + (y - area.top) as usize);
                for (below, texel) in self.row_mut(y, area.left, area.right).iter_mut().zip(texels) {
                    if *texel != 0 {
                        lay(below, tinted(*texel, picture.tint));
                    }
                }
            }
            return;
        }
        for y in area.top..area.bottom {
            let v = v + (y - area.top) as f32 * down;
            for (x, below) in self.row_mut(y, area.left, area.right).iter_mut().enumerate() {
                lay(below, tinted(texture.sample(u + x as f32 * across, v), picture.tint));
            }
        }
    }

    /// A triangle of one color or of a gradient between its corners, within `clip`, which is within the surface.
    pub fn triangle(&mut self, clip: Area, corners: &[Corner; 3]) {
        let [a, b, c] = corners;
        if a.color == b.color && b.color == c.color {
            let color = a.color;
            self.spans(clip, corners, |row, _, _| cover(row, color));
            return;
        }
        let channels = |corner: &Corner| corner.color.to_le_bytes().map(f32::from);
        let Some(gradient) = Gradient::new(corners, corners.each_ref().map(channels)) else { return };
        self.spans(clip, corners, |row, x, y| {
            let mut at = gradient.at(x, y);
            for below in row {
                lay(below, u32::from_le_bytes(at.map(|channel| (channel + 0.5) as u8)));
                for (at, step) in at.iter_mut().zip(gradient.across) {
                    *at += step;
                }
            }
        });
    }

    /// A triangle that shows a part of a picture.
    pub fn picture_triangle(&mut self, clip: Area, corners: &[Corner; 3], texture: &Texture) {
        let values = corners.each_ref().map(|corner| {
            let [r, g, b, a] = corner.color.to_le_bytes().map(f32::from);
            [r, g, b, a, corner.uv[0], corner.uv[1]]
        });
        let Some(gradient) = Gradient::new(corners, values) else { return };
        self.spans(clip, corners, |row, x, y| {
            let mut at = gradient.at(x, y);
            for below in row {
                let [r, g, b, a, u, v] = at;
                let color = u32::from_le_bytes([r, g, b, a].map(|channel| (channel + 0.5) as u8));
                lay(below, tinted(texture.sample(u, v), color));
                for (at, step) in at.iter_mut().zip(gradient.across) {
                    *at += step;
                }
            }
        });
    }

    /// Calls `paint` with the pixels of each row of a triangle, the column of the first, and the row.
    fn spans(&mut self, clip: Area, corners: &[Corner; 3], mut paint: impl FnMut(&mut [u32], i32, i32)) {
        let [mut top, mut middle, mut bottom] = corners.each_ref().map(|corner| (corner.x, corner.y));
        if top.1 > middle.1 {
            (top, middle) = (middle, top);
        }
        if middle.1 > bottom.1 {
            (middle, bottom) = (bottom, middle);
        }
        if top.1 > middle.1 {
            (top, middle) = (middle, top);
        }
        // An edge is always followed from its upper end: both triangles that share it get the same pixels.
        let slope = |from: (f32, f32), to: (f32, f32)| (to.0 - from.0) / (to.1 - from.1);
        let (long, upper, lower) = (slope(top, bottom), slope(top, middle), slope(middle, bottom));
        let turn = first_pixel(middle.1);
        for y in first_pixel(top.1).max(clip.top)..first_pixel(bottom.1).min(clip.bottom) {
            let at = y as f32 + 0.5;
            let one = top.0 + (at - top.1) * long;
            let other = if y < turn { top.0 + (at - top.1) * upper } else { middle.0 + (at - middle.1) * lower };
            let left = first_pixel(one.min(other)).max(clip.left);
            let right = first_pixel(one.max(other)).min(clip.right);
            if left < right {
                paint(self.row_mut(y, left, right), left, y);
            }
        }
    }
}

/// Values that change evenly over a triangle.
struct Gradient<const N: usize> {
    start: [f32; N],
    x: f32,
    y: f32,
    /// From one pixel to the next on its right, and below.
    across: [f32; N],
    down: [f32; N],
}

impl<const N: usize> Gradient<N> {
    /// `None` for a triangle without area.
    fn new([a, b, c]: &[Corner; 3], [at_a, at_b, at_c]: [[f32; N]; 3]) -> Option<Self> {
        let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
        let area = bx * cy - cx * by;
        if area.abs() < 1e-6 {
            return None;
        }
        let (mut across, mut down) = ([0.0; N], [0.0; N]);
        for ((across, down), ((a, b), c)) in across.iter_mut().zip(&mut down).zip(at_a.iter().zip(at_b).zip(at_c)) {
            let (b, c) = (b - a, c - a);
            *across = (b * cy - c * by) / area;
            *down = (c * bx - b * cx) / area;
        }
        Some(Self { start: at_a, x: a.x, y: a.y, across, down })
    }

    /// The values in the middle of a pixel.
    fn at(&self, x: i32, y: i32) -> [f32; N] {
        let (right, down) = (x as f32 + 0.5 - self.x, y as f32 + 0.5 - self.y);
        let mut at = self.start;
        for (at, (across, below)) in at.iter_mut().zip(self.across.iter().zip(&self.down)) {
            *at += across * right + below * down;
        }
        at
    }
}

fn cover(row: &mut [u32], color: u32) {
    if pixel::opacity(color) == 255 {
        row.fill(color);
    } else {
        for below in row {
            *below = pixel::over(color, *below);
        }
    }
}

#[inline]
fn lay(below: &mut u32, color: u32) {
    *below = if pixel::opacity(color) == 255 { color } else { pixel::over(color, *below) };
}

/// A texel in a color; those of letters are white of some opacity, which is quicker.
#[inline]
fn tinted(texel: u32, color: u32) -> u32 {
    let opacity = pixel::opacity(texel);
    if texel == opacity * 0x0101_0101 { pixel::scale(color, opacity) } else { pixel::tint(texel, color) }
}
