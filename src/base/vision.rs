//! How colors look to those who lack one kind of cone, and how far apart two colors look: for checking themes.

use super::Color;

/// Eyes that a color is looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vision {
    Usual,
    /// Without the cones for red.
    Protanopia,
    /// Without the cones for green.
    Deuteranopia,
    /// Without the cones for blue.
    Tritanopia,
}

impl Vision {
    pub const ALL: [Self; 4] = [Self::Usual, Self::Protanopia, Self::Deuteranopia, Self::Tritanopia];

    /// The color as these eyes see it, in linear light from 0 to 1. Source: Machado, Oliveira and Fernandes 2009,
    /// "A Physiologically-based Model for Simulation of Color Vision Deficiency", table 1, severity 1.0.
    pub fn sees(self, color: Color) -> [f64; 3] {
        let [r, g, b] = color.linear();
        self.matrix().map(|[from_r, from_g, from_b]| (from_r * r + from_g * g + from_b * b).clamp(0.0, 1.0))
    }

    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Usual => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protanopia => {
                [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
            }
            Self::Deuteranopia => {
                [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
            }
            Self::Tritanopia => {
                [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
            }
        }
    }
}

/// How far apart two colors of linear light look: 0 to 1 from black to white; about 0.02 is just noticed side by side.
/// The length between them in OKLab. Source: Ottosson 2020, "A perceptual color space for image processing".
pub fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (oklab(one), oklab(other));
    one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
    let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
    let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
    [
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_and_white_are_one_apart_to_all_eyes() {
        for vision in Vision::ALL {
            let apart = distance(vision.sees(Color::BLACK), vision.sees(Color::WHITE));
            assert!((apart - 1.0).abs() < 1e-3, "{vision:?}: {apart}");
        }
    }

    #[test]
    fn red_and_green_of_one_lightness_look_alike_without_red_or_green_cones() {
        let (red, green) = (Color::rgb(0xbf, 0x5b, 0x2b), Color::rgb(0x7b, 0x7d, 0x1f));
        let apart = |vision: Vision| distance(vision.sees(red), vision.sees(green));
        assert!(apart(Vision::Usual) > 0.12 && apart(Vision::Tritanopia) > 0.08);
        assert!(apart(Vision::Deuteranopia) < 0.06, "{}", apart(Vision::Deuteranopia));
        assert!(apart(Vision::Protanopia) < apart(Vision::Usual) / 1.5, "{}", apart(Vision::Protanopia));
    }
}
