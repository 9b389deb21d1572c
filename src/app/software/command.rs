//! What is painted in a tile, and how two of it are told apart. Paints nothing.

use egui::TextureId;

use super::area::Area;
use super::raster::{Corner, Picture};

/// Something to paint.
#[derive(Clone, Debug)]
pub enum Paint {
    /// The whole area in one color.
    Fill(u32),
    Picture(Picture),
    Triangle([Corner; 3]),
    /// A triangle that shows a part of a picture.
    PictureTriangle([Corner; 3]),
}

/// One thing to paint, and where.
#[derive(Clone, Debug)]
pub struct Command {
    /// Nothing is painted outside.
    pub area: Area,
    pub texture: TextureId,
    pub paint: Paint,
}

impl Command {
    /// Differs wherever something else would be seen.
    pub fn hash(&self) -> u64 {
        let Area { left, top, right, bottom } = self.area;
        let pair = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
        let mut hash = mixed(pair(left as u32, top as u32), pair(right as u32, bottom as u32));
        let mut words = |a: u32, b: u32| hash = mixed(hash, pair(a, b));
        match &self.paint {
            Paint::Fill(color) => return mixed(hash, u64::from(*color)),
            Paint::Picture(Picture { edges: [left, top, right, bottom], texels: [u0, v0, u1, v1], tint }) => {
                words(left.to_bits(), top.to_bits());
                words(right.to_bits(), bottom.to_bits());
                words(u0.to_bits(), v0.to_bits());
                words(u1.to_bits(), v1.to_bits());
                words(*tint, 2);
            }
            Paint::Triangle(corners) => {
                for corner in corners {
                    words(corner.x.to_bits(), corner.y.to_bits());
                    words(corner.color, 0);
                }
            }
            Paint::PictureTriangle(corners) => {
                for corner in corners {
                    words(corner.x.to_bits(), corner.y.to_bits());
                    words(corner.uv[0].to_bits(), corner.uv[1].to_bits());
                    words(corner.color, 1);
                }
            }
        }
        match self.texture {
            TextureId::Managed(0) => hash,
            TextureId::Managed(number) => mixed(hash, number << 1),
            TextureId::User(number) => mixed(hash, number << 1 | 1),
        }
    }
}

/// One more value in a hash; the order counts.
#[inline]
pub fn mixed(hash: u64, value: u64) -> u64 {
    let product = u128::from(hash.rotate_left(5) ^ value ^ 0x9e37_79b9_7f4a_7c15) * 0xa076_1d64_78bd_642f;
    (product >> 64) as u64 ^ product as u64
}
