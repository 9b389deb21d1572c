//! Lenses: what the color of a touchpoint's card speaks of, the legend that explains it, and the filter that looks at
//! some of its entries only. Which color goes to what is `colors`'.

mod colors;
pub(super) mod heat;
mod readings;

use std::collections::BTreeSet;

pub(super) use colors::{LensColors, Tinted, channel_colors};
pub(super) use readings::Readings;

use crate::base::Color;
pub use crate::model::{LegendKey, Lens, Rest};
use crate::model::{Phase, Stage, Tint, TouchpointId};
use crate::scene::Theme;
use crate::scene::theme::PhaseColors;

/// One color of a lens and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    pub key: LegendKey,
    pub label: String,
    pub color: Color,
    /// How many touchpoints of the journey it stands for. One for several personas counts for each.
    pub count: usize,
}

/// What the colors of a map mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legend {
    /// What the lens looks at: "Channel", or the metric's name.
    pub name: String,
    /// In a fixed order, only what occurs; empty for [`Lens::Plain`].
    pub entries: Vec<LegendEntry>,
    /// How many touchpoints the filter leaves as they are.
    pub shown: usize,
    /// How many it leaves out of the map.
    pub hidden: usize,
    /// How many the journey has.
    pub total: usize,
}

/// Which entries of a legend are looked at; the cards of others are dimmed, or left out. Empty: all are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LensFilter {
    pub shown: BTreeSet<LegendKey>,
    /// What becomes of the others.
    pub rest: Rest,
    /// Touchpoints that are only dimmed where others are left out: somebody went to them since.
    pub kept: BTreeSet<TouchpointId>,
}

impl LensFilter {
    /// Looks at that entry too, or no longer.
    pub fn toggle(&mut self, key: &LegendKey) {
        if !self.shown.remove(key) {
            self.shown.insert(key.clone());
        }
    }

    /// Whether it sets anything apart at all.
    pub fn is_on(&self) -> bool {
        !self.shown.is_empty()
    }

    /// Whether a touchpoint that it does not look at is left out of the map.
    pub(in crate::layout) fn hides(&self, touchpoint: TouchpointId) -> bool {
        self.rest == Rest::Hidden && !self.kept.contains(&touchpoint)
    }

    /// Whether a touchpoint of those entries is looked at. Where everybody comes, each persona and segment does.
    fn takes(&self, keys: &[LegendKey]) -> bool {
        let is_everybodys = keys.iter().any(|key| match key {
            LegendKey::Persona(None) | LegendKey::Segment(None) => true,
            LegendKey::Channel(_)
            | LegendKey::Phase(_)
            | LegendKey::Evidence(_)
            | LegendKey::Owner(_)
            | LegendKey::Kpi(_)
            | LegendKey::Heat(_)
            | LegendKey::Persona(Some(_))
            | LegendKey::Segment(Some(_))
            | LegendKey::Other => false,
        });
        !self.is_on() || is_everybodys || keys.iter().any(|key| self.shown.contains(key))
    }
}

/// The theme's colors of a tint.
pub(crate) fn tint_colors(theme: &Theme, tint: Tint) -> PhaseColors {
    let rank = Tint::ALL.iter().position(|other| *other == tint).unwrap_or(0);
    theme.color.tints.get(rank).copied().unwrap_or(theme.color.pre_purchase)
}

/// The theme's colors of a stage: its own tint, else its phase's.
pub(crate) fn stage_colors(theme: &Theme, stage: &Stage) -> PhaseColors {
    stage.tint.map_or_else(|| phase_colors(theme, stage.phase), |tint| tint_colors(theme, tint))
}

/// The theme's colors of a phase.
pub(crate) fn phase_colors(theme: &Theme, phase: Phase) -> PhaseColors {
    match phase {
        Phase::PrePurchase => theme.color.pre_purchase,
        Phase::Purchase => theme.color.purchase,
        Phase::PostPurchase => theme.color.post_purchase,
    }
}
