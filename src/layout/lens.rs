//! Lenses: what the color of a touchpoint's card speaks of, and the legend that explains it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Color;
use crate::model::{Channel, Evidence, Journey, JourneyId, Phase, Project, Stage, StageId, Tint, Touchpoint};
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
    Evidence,
    Owner,
}

impl Lens {
    pub const ALL: [Self; 5] = [Self::Plain, Self::Channel, Self::Phase, Self::Evidence, Self::Owner];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain => "none",
            Self::Channel => "channel",
            Self::Phase => "phase",
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
            Self::Evidence => "Evidence",
            Self::Owner => "Owner",
        }
    }
}

/// One color of a lens and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    pub label: String,
    pub color: Color,
}

/// What the colors on this journey's map mean, in a fixed order; only what occurs. Empty for [`Lens::Plain`].
pub fn legend(project: &Project, journey: JourneyId, lens: Lens, theme: &Theme) -> Vec<LegendEntry> {
    let Some(journey) = project.journeys.get(&journey) else { return Vec::new() };
    let colors = LensColors::new(project, journey, lens, theme);
    let entry = |label: &str, color: Color| LegendEntry { label: label.to_owned(), color };
    match colors {
        LensColors::Plain => Vec::new(),
        LensColors::Phase => {
            let occurs = |phase: &Phase| {
                journey.stages.iter().any(|id| project.stages.get(id).is_some_and(|stage| stage.phase == *phase))
            };
            let phases = Phase::ALL.into_iter().filter(occurs);
            phases.map(|phase| entry(phase.label(), phase_colors(theme, phase).strong)).collect()
        }
        LensColors::Channel(colors) => colors.iter().map(|(channel, color)| entry(channel.label(), *color)).collect(),
        LensColors::Evidence(colors) => {
            colors.iter().map(|(evidence, color)| entry(evidence.label(), *color)).collect()
        }
        LensColors::Owner { colors, nobody } => {
            let nobody = nobody.map(|color| entry("Nobody yet", color));
            colors.iter().map(|(owner, color)| entry(owner, *color)).chain(nobody).collect()
        }
    }
}

/// Which color a lens gives to what, for one journey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LensColors {
    Plain,
    Phase,
    Channel(BTreeMap<Channel, Color>),
    Evidence(BTreeMap<Evidence, Color>),
    Owner {
        colors: BTreeMap<String, Color>,
        /// For touchpoints without an owner, if there are any.
        nobody: Option<Color>,
    },
}

impl LensColors {
    pub(crate) fn new(project: &Project, journey: &Journey, lens: Lens, theme: &Theme) -> Self {
        let stages: BTreeSet<StageId> = journey.stages.iter().copied().collect();
        let on_map = project.touchpoints.values().filter(|touchpoint| stages.contains(&touchpoint.place.stage));
        let series = |rank: usize| {
            let colors = &theme.color.series;
            colors.get(rank % colors.len().max(1)).copied().unwrap_or(theme.color.accent)
        };
        match lens {
            Lens::Plain => Self::Plain,
            Lens::Phase => Self::Phase,
            Lens::Channel => {
                let mut colors: BTreeMap<Channel, Color> =
                    on_map.map(|touchpoint| (touchpoint.channel, theme.color.accent)).collect();
                colors.values_mut().enumerate().for_each(|(rank, color)| *color = series(rank));
                Self::Channel(colors)
            }
            Lens::Evidence => {
                let c = &theme.color;
                let color = |evidence: Evidence| match evidence {
                    Evidence::Observed => c.accent,
                    Evidence::Measured => c.good,
                    Evidence::Assumed => c.risk,
                    Evidence::Proposed => c.neutral,
                };
                Self::Evidence(on_map.map(|touchpoint| (touchpoint.evidence, color(touchpoint.evidence))).collect())
            }
            Lens::Owner => {
                let mut colors: BTreeMap<String, Color> = BTreeMap::new();
                let mut nobody = None;
                for touchpoint in on_map {
                    if touchpoint.owner.is_empty() {
                        nobody = Some(theme.color.neutral);
                    } else if !colors.contains_key(&touchpoint.owner) {
                        colors.insert(touchpoint.owner.clone(), theme.color.accent);
                    }
                }
                colors.values_mut().enumerate().for_each(|(rank, color)| *color = series(rank));
                Self::Owner { colors, nobody }
            }
        }
    }

    /// The color of a touchpoint's card, or `None` if the lens leaves it as it is.
    pub(crate) fn of(&self, touchpoint: &Touchpoint, phase: Phase, theme: &Theme) -> Option<Color> {
        match self {
            Self::Plain => None,
            Self::Phase => Some(phase_colors(theme, phase).strong),
            Self::Channel(colors) => colors.get(&touchpoint.channel).copied(),
            Self::Evidence(colors) => colors.get(&touchpoint.evidence).copied(),
            Self::Owner { colors, nobody } => colors.get(&touchpoint.owner).copied().or(*nobody),
        }
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
