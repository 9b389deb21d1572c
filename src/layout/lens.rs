//! Lenses: what the color of a touchpoint's card speaks of, the legend that explains it, and the filter that looks at
//! some of its entries only. Which color goes to what is `colors`'.

mod colors;
pub(super) mod heat;
mod readings;

use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) use colors::{LensColors, Tinted, channel_colors};
pub(super) use readings::Readings;

use crate::analysis::KpiState;
use crate::base::Color;
use crate::model::{Channel, Evidence, MetricId, PersonaId, Phase, SegmentId, Stage, Tint, TouchpointId};
use crate::scene::Theme;
use crate::scene::theme::PhaseColors;

/// What the color of a card speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lens {
    /// Nothing: cards as they are.
    #[default]
    Plain,
    Channel,
    Phase,
    /// How the touchpoint's KPIs stand, the worst of them.
    Kpi,
    /// The figure of one metric, from low to high; `None`: of the one that most touchpoints have.
    Metric(Option<MetricId>),
    /// Who comes there.
    Persona,
    Segment,
    Evidence,
    Owner,
}

impl Lens {
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Channel,
        Self::Phase,
        Self::Kpi,
        Self::Metric(None),
        Self::Persona,
        Self::Segment,
        Self::Evidence,
        Self::Owner,
    ];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain => "none",
            Self::Channel => "channel",
            Self::Phase => "phase",
            Self::Kpi => "kpi",
            Self::Metric(_) => "metric",
            Self::Persona => "persona",
            Self::Segment => "segment",
            Self::Evidence => "evidence",
            Self::Owner => "owner",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "None",
            Self::Channel => "Channel",
            Self::Phase => "Phase",
            Self::Kpi => "KPI state",
            Self::Metric(_) => "Metric",
            Self::Persona => "Persona",
            Self::Segment => "Segment",
            Self::Evidence => "Evidence",
            Self::Owner => "Owner",
        }
    }
}

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

/// What an entry of a legend stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegendKey {
    Channel(Channel),
    Phase(Phase),
    Evidence(Evidence),
    /// `None`: nobody answers for it yet.
    Owner(Option<Arc<str>>),
    /// `None`: it has no KPI.
    Kpi(Option<KpiState>),
    /// A fifth of the touchpoints by their figures, 0 for the lowest; `None`: no figures.
    Heat(Option<u8>),
    /// `None`: everybody.
    Persona(Option<PersonaId>),
    /// `None`: all customers.
    Segment(Option<SegmentId>),
    /// Those that are too many to have a color each.
    Other,
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

/// What becomes of the touchpoints that a filter does not look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// They are pale.
    #[default]
    Dimmed,
    /// They are not on the map, nor are the connectors to them.
    Hidden,
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
