//! Arithmetic on single pixels: red, green, blue and opacity of eight bits each, red in the lowest, colors already
//! multiplied by the opacity. No shapes.

use egui::Color32;

/// Every other channel of a pixel.
const EVEN: u32 = 0x00ff_00ff;
pub const BLACK: u32 = 0xff00_0000;
pub const WHITE: u32 = 0xffff_ffff;

pub fn from_color(color: Color32) -> u32 {
    u32::from_le_bytes(color.to_array())
}

pub fn to_color(pixel: u32) -> Color32 {
    let [r, g, b, a] = pixel.to_le_bytes();
    Color32::from_rgba_premultiplied(r, g, b, a)
}

pub fn opacity(pixel: u32) -> u32 {
    pixel >> 24
}

/// All channels times `by` / 255, rounded.
#[inline]
pub fn scale(pixel: u32, by: u32) -> u32 {
    // x / 255, rounded, is (y + y / 256) / 256 with y = x + 128, for every product of two bytes.
    let even = (pixel & EVEN) * by + 0x0080_0080;
    let odd = ((pixel >> 8) & EVEN) * by + 0x0080_0080;
    let even = (even + ((even >> 8) & EVEN)) >> 8;
    let odd = odd + ((odd >> 8) & EVEN);
    (even & EVEN) | (odd & !EVEN)
}

/// Each channel of one times that of the other, rounded.
pub fn tint(pixel: u32, by: u32) -> u32 {
    let (a, b) = (pixel.to_le_bytes(), by.to_le_bytes());
    let product = |at: usize| {
        let y = u32::from(a[at]) * u32::from(b[at]) + 128;
        ((y + (y >> 8)) >> 8) as u8
    };
    u32::from_le_bytes([product(0), product(1), product(2), product(3)])
}

/// `source` laid over `below`. Channels stop at 255, as those of light that is added to light do.
#[inline]
pub fn over(source: u32, below: u32) -> u32 {
    let below = scale(below, 255 - opacity(source));
    let even = (source & EVEN) + (below & EVEN);
    let odd = ((source >> 8) & EVEN) + ((below >> 8) & EVEN);
    let full = |lanes: u32| (lanes | (((lanes >> 8) & 0x0001_0001) * 0xff)) & EVEN;
    full(even) | (full(odd) << 8)
}

/// Between two pixels, at `at` of 256.
pub fn mix(from: u32, to: u32, at: u32) -> u32 {
    let lanes = |from: u32, to: u32| ((from * (256 - at) + to * at) >> 8) & EVEN;
    lanes(from & EVEN, to & EVEN) | (lanes((from >> 8) & EVEN, (to >> 8) & EVEN) << 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_rounded_as_exactly_as_divided_ones() {
        for value in 0..=255_u32 {
            for by in 0..=255_u32 {
                let exact = (value * by * 2 + 255) / 510;
                let pixel = value * 0x0101_0101;
                assert_eq!(scale(pixel, by), exact * 0x0101_0101, "{value} × {by}");
                assert_eq!(tint(pixel, by * 0x0101_0101), exact * 0x0101_0101, "{value} × {by}");
            }
        }
    }

    #[test]
    fn laying_over_keeps_what_is_opaque_shows_what_is_below_and_never_runs_over() {
        let rgba = |r, g, b, a| u32::from_le_bytes([r, g, b, a]);
        for (source, below, expected) in [
            (rgba(10, 20, 30, 255), WHITE, rgba(10, 20, 30, 255)),
            (0, rgba(1, 2, 3, 255), rgba(1, 2, 3, 255)),
            (rgba(128, 0, 0, 128), WHITE, rgba(255, 127, 127, 255)),
            (rgba(0, 0, 0, 64), rgba(200, 100, 0, 255), rgba(150, 75, 0, 255)),
            // Light added to light.
            (rgba(200, 200, 200, 0), rgba(100, 10, 250, 255), rgba(255, 210, 255, 255)),
        ] {
            assert_eq!(over(source, below), expected, "{source:08x} over {below:08x}");
        }
    }

    #[test]
    fn mixing_goes_from_one_to_the_other() {
        assert_eq!(mix(BLACK, WHITE, 0), BLACK);
        assert_eq!(mix(BLACK, WHITE, 256), WHITE);
        assert_eq!(mix(BLACK, WHITE, 128), u32::from_le_bytes([127, 127, 127, 255]));
    }
}
