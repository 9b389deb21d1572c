//! Themes: every color, spacing, radius, size and motion, read from `assets/theme/*.ron` and from nowhere else.

use serde::Deserialize;

use crate::base::Color;

/// The themes that ship.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeName {
    #[default]
    Light,
    Dark,
    HighContrast,
    Print,
}

impl ThemeName {
    pub const ALL: [Self; 4] = [Self::Light, Self::Dark, Self::HighContrast, Self::Print];

    /// The name in settings and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
            Self::Print => "print",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
            Self::Print => "Print",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::Light => include_str!("../../assets/theme/light.ron"),
            Self::Dark => include_str!("../../assets/theme/dark.ron"),
            Self::HighContrast => include_str!("../../assets/theme/high-contrast.ron"),
            Self::Print => include_str!("../../assets/theme/print.ron"),
        }
    }
}

/// One theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub is_dark: bool,
    pub color: Colors,
    pub map: MapSizes,
    pub window: WindowSizes,
    pub present: Presenting,
}

/// Colors by what they are for. Text colors reach 4.5:1 on the surfaces that they stand on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Behind panels and cards.
    pub background: Color,
    /// Panels, cards, the map.
    pub surface: Color,
    /// A surface under the pointer.
    pub hover: Color,
    /// Hairlines between areas.
    pub line: Color,
    /// Outlines of controls and cards.
    pub outline: Color,
    /// Faint lines within the map.
    pub grid: Color,
    pub ink: Color,
    pub muted: Color,
    /// Text and pictures of what cannot be used now.
    pub disabled: Color,
    pub accent: Color,
    /// Text on the accent color.
    pub on_accent: Color,
    /// A surface tinted with the accent: the chosen tool, the selected row.
    pub accent_tint: Color,
    pub good: Color,
    pub risk: Color,
    pub bad: Color,
    /// Status "no data", and changes that mean nothing.
    pub neutral: Color,
    /// A surface that asks a question or warns, and its outline.
    pub notice_tint: Color,
    pub notice_outline: Color,
    pub pre_purchase: PhaseColors,
    pub purchase: PhaseColors,
    pub post_purchase: PhaseColors,
    pub actions: CardColors,
    pub thoughts: CardColors,
    pub pain_points: CardColors,
    pub opportunities: CardColors,
    pub notes: CardColors,
    pub frontstage: CardColors,
    pub backstage: CardColors,
    pub support: CardColors,
    pub evidence: CardColors,
    /// Free notes, always six: yellow, orange, pink, purple, blue, green. The surfaces are pale; the marks tell them apart.
    pub stickies: Vec<CardColors>,
    /// The faces of the emotion lane, and its values as text.
    pub emotion_positive: Color,
    pub emotion_neutral: Color,
    pub emotion_negative: Color,
    /// The measured curve beside the asserted ones, which have the accent color or those of the personas' tints.
    pub measured: Color,
    pub connector: Color,
    pub connector_optional: Color,
    pub connector_return: Color,
    /// Behind dialogs.
    pub scrim: Color,
    pub shadow: Color,
    /// Lines and bars of charts, told apart by the color-blind too.
    pub series: Vec<Color>,
    /// A metric from low to high in five steps: even steps of lightness, so that no hue is needed to read it.
    pub heat: Vec<Color>,
    /// What a user may recolor stages and lanes with, always eight: blue, green, purple, teal, orange, red, pink, gray.
    pub tints: Vec<PhaseColors>,
}

/// A phase's band and the stage headers under it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseColors {
    /// The band, and text on the tint.
    pub strong: Color,
    /// Text on the band.
    pub on_strong: Color,
    pub tint: Color,
}

/// A card of a lane: its surface and the mark along its left edge.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardColors {
    pub surface: Color,
    pub mark: Color,
}

/// Sizes on the map, in points at 100%.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapSizes {
    /// Around the whole map.
    pub margin: f32,
    pub lane_header_width: f32,
    pub phase_band_height: f32,
    pub stage_header_height: f32,
    pub card_width: f32,
    pub card_radius: f32,
    /// Free notes are all this wide.
    pub sticky_width: f32,
    /// Between cards, and between a cell's edge and its cards.
    pub gap: f32,
    /// Between stages.
    pub stage_gap: f32,
    pub lane_min_height: f32,
    /// Text sizes: stage names, titles, texts, chips.
    pub stage_text: f32,
    pub title_text: f32,
    pub body_text: f32,
    pub small_text: f32,
    pub icon: f32,
    pub outline: f32,
    pub connector_width: f32,
}

/// Sizes of the window, in points.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowSizes {
    pub menu_height: f32,
    pub tool_height: f32,
    pub tab_height: f32,
    pub status_height: f32,
    pub row_height: f32,
    pub control_height: f32,
    pub radius: f32,
    pub dialog_radius: f32,
    pub padding: f32,
    pub heading_text: f32,
    pub body_text: f32,
    pub small_text: f32,
    /// Length of brief movements, in seconds; 0 for none.
    pub motion_s: f32,
}

/// How a map is presented.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presenting {
    pub laser: Color,
    /// What is drawn over the map.
    pub pen: Color,
    /// How far what lies around a shot is covered, 0 to 1.
    pub around: f32,
    /// How far all but the spotlight is covered, 0 to 1.
    pub shade: f32,
    /// The spotlight's radius as a share of the picture's height.
    pub spotlight: f32,
    /// In points.
    pub laser_width: f32,
    pub pen_width: f32,
    /// From one shot to the next, in seconds.
    pub camera_s: f32,
    /// Until a touchpoint that appears is there.
    pub reveal_s: f32,
    /// Between two touchpoints of a replay that goes by itself.
    pub replay_s: f32,
    /// How long a stroke stays, and how long it then takes to vanish.
    pub stroke_s: f32,
    pub fade_s: f32,
    /// Until a pointer that rests is hidden.
    pub idle_s: f32,
}

impl Theme {
    /// The theme of that name.
    ///
    /// # Panics
    /// Never in a build whose tests passed: the files are part of the program and a test reads them all.
    pub fn load(name: ThemeName) -> std::sync::Arc<Self> {
        use std::sync::{Arc, OnceLock};
        static LOADED: [OnceLock<Arc<Theme>>; 4] = [const { OnceLock::new() }; 4];
        let slot = &LOADED[name as usize];
        #[expect(clippy::expect_used, reason = "part of the program, and read by a test")]
        Arc::clone(slot.get_or_init(|| Arc::new(ron::from_str(name.source()).expect("a bundled theme is well-formed"))))
    }
}

#[cfg(test)]
mod tests;
