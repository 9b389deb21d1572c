//! Which color a lens gives to what, for one journey.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::heat::Heat;
use super::readings::Readings;
use super::{Legend, LegendEntry, LegendKey, Lens, LensFilter, phase_colors, tint_colors};
use crate::base::Color;
use crate::base::number::format_short;
use crate::model::{Channel, Evidence, Journey, PersonaId, Phase, Project, StageId, Tint, Touchpoint};
use crate::scene::Theme;

/// How a lens shows one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::layout) struct Tinted {
    /// `None`: the card as it is.
    pub color: Option<Color>,
    /// What the color says, in a word or so; empty where the card says it anyway.
    pub tag: Arc<str>,
    /// Whether the filter leaves it out.
    pub is_dimmed: bool,
}

/// The colors of a lens.
pub(in crate::layout) struct LensColors<'a> {
    lens: Lens,
    project: &'a Project,
    readings: &'a Readings,
    filter: &'a LensFilter,
    heat: Heat,
    /// The rank of each of the journey's personas, the main one first.
    persona_ranks: BTreeMap<PersonaId, usize>,
    /// What is one of too many.
    rare: BTreeSet<LegendKey>,
    colors: BTreeMap<LegendKey, Color>,
    legend: Legend,
}

impl<'a> LensColors<'a> {
    pub fn new(
        project: &'a Project,
        journey: &Journey,
        (lens, filter): (Lens, &'a LensFilter),
        theme: &Theme,
        readings: &'a Readings,
    ) -> Self {
        let stages: BTreeSet<StageId> = journey.stages.iter().copied().collect();
        let on_map = || project.touchpoints.values().filter(|touchpoint| stages.contains(&touchpoint.place.stage));
        let measured = || on_map().take(if readings.values.is_empty() { 0 } else { usize::MAX });
        let values = measured().filter_map(|touchpoint| readings.values.get(&touchpoint.id));
        let mut colors = Self {
            lens,
            project,
            readings,
            filter,
            heat: Heat::new(values.copied()),
            persona_ranks: journey.personas.iter().copied().zip(0..).collect(),
            rare: BTreeSet::new(),
            colors: BTreeMap::new(),
            legend: Legend::default(),
        };
        if lens == Lens::Plain {
            return colors;
        }
        let phase = |touchpoint: &Touchpoint| project.stages.get(&touchpoint.place.stage).map(|stage| stage.phase);
        let mut counts: BTreeMap<LegendKey, usize> = BTreeMap::new();
        for touchpoint in on_map() {
            let keys = colors.keys(touchpoint, phase(touchpoint).unwrap_or(Phase::PrePurchase));
            colors.legend.total += 1;
            keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
        }
        colors.rare = rare(&counts, theme.color.series.len());
        let mut others = 0;
        for key in &colors.rare {
            others += counts.remove(key).unwrap_or(0);
        }
        if others > 0 {
            counts.insert(LegendKey::Other, others);
        }
        let mut entries: Vec<(LegendKey, usize)> = counts.into_iter().collect();
        entries.sort_by_key(|(key, _)| colors.place(key));
        for (rank, (key, count)) in entries.into_iter().enumerate() {
            let color = colors.color(&key, rank, theme);
            colors.colors.insert(key.clone(), color);
            let label = colors.label(&key);
            colors.legend.entries.push(LegendEntry { key, label, color, count });
        }
        colors.legend.name = colors.name();
        let is_left = |touchpoint: &&Arc<Touchpoint>| {
            let phase = phase(touchpoint).unwrap_or(Phase::PrePurchase);
            !colors.filter.takes(&colors.folded_keys(touchpoint, phase))
        };
        let (left, hidden) = on_map()
            .filter(is_left)
            .fold((0, 0), |(left, hidden), touchpoint| (left + 1, hidden + usize::from(filter.hides(touchpoint.id))));
        colors.legend.shown = colors.legend.total - left;
        colors.legend.hidden = hidden;
        colors
    }

    /// How a touchpoint of a stage of that phase is shown; `None` if there is no lens.
    pub fn of(&self, touchpoint: &Touchpoint, phase: Phase) -> Option<Tinted> {
        if self.lens == Lens::Plain {
            return None;
        }
        let keys = self.folded_keys(touchpoint, phase);
        let first = keys.first();
        // What has no KPI or no figure has no color either: its card stays as it is.
        let says_nothing = |key: &LegendKey| matches!(key, LegendKey::Kpi(None) | LegendKey::Heat(None));
        let color = first.filter(|key| !says_nothing(key)).and_then(|key| self.colors.get(key)).copied();
        let tag = self.tag(touchpoint, &keys).into();
        Some(Tinted { color, tag, is_dimmed: !self.filter.takes(&keys) })
    }

    /// What the colors mean.
    pub fn into_legend(self) -> Legend {
        self.legend
    }

    fn folded_keys(&self, touchpoint: &Touchpoint, phase: Phase) -> Vec<LegendKey> {
        let mut keys = self.keys(touchpoint, phase);
        keys.iter_mut().filter(|key| self.rare.contains(key)).for_each(|key| *key = LegendKey::Other);
        keys
    }

    /// What the lens sees in a touchpoint, the first giving its color.
    fn keys(&self, touchpoint: &Touchpoint, phase: Phase) -> Vec<LegendKey> {
        match self.lens {
            Lens::Plain => Vec::new(),
            Lens::Channel => vec![LegendKey::Channel(touchpoint.channel)],
            Lens::Phase => vec![LegendKey::Phase(phase)],
            Lens::Evidence => vec![LegendKey::Evidence(touchpoint.evidence)],
            Lens::Owner => {
                let owner = Some(touchpoint.owner.trim()).filter(|owner| !owner.is_empty());
                vec![LegendKey::Owner(owner.map(Arc::from))]
            }
            Lens::Kpi => vec![LegendKey::Kpi(self.readings.states.get(&touchpoint.id).copied())],
            Lens::Metric(_) => {
                let value = self.readings.values.get(&touchpoint.id);
                vec![LegendKey::Heat(value.map(|value| self.heat.step(*value)))]
            }
            Lens::Persona => {
                let mut keys: Vec<_> = touchpoint.personas.iter().map(|id| LegendKey::Persona(Some(*id))).collect();
                keys.sort_by_key(|key| self.place(key));
                or_everybody(keys, LegendKey::Persona(None))
            }
            Lens::Segment => {
                let keys = touchpoint.segments.iter().map(|id| LegendKey::Segment(Some(*id)));
                or_everybody(keys.collect(), LegendKey::Segment(None))
            }
        }
    }

    /// Where an entry stands in the legend: what says nothing comes last.
    fn place(&self, key: &LegendKey) -> (u8, usize, LegendKey) {
        let (group, rank) = match key {
            LegendKey::Persona(Some(id)) => (0, self.persona_ranks.get(id).copied().unwrap_or(usize::MAX)),
            LegendKey::Owner(None)
            | LegendKey::Kpi(None)
            | LegendKey::Heat(None)
            | LegendKey::Persona(None)
            | LegendKey::Segment(None) => (2, 0),
            LegendKey::Other => (1, 0),
            LegendKey::Channel(_)
            | LegendKey::Phase(_)
            | LegendKey::Evidence(_)
            | LegendKey::Owner(Some(_))
            | LegendKey::Kpi(Some(_))
            | LegendKey::Heat(Some(_))
            | LegendKey::Segment(Some(_)) => (0, 0),
        };
        (group, rank, key.clone())
    }

    /// The color of an entry; `rank` is its place in the legend.
    fn color(&self, key: &LegendKey, rank: usize, theme: &Theme) -> Color {
        let c = &theme.color;
        let series = || c.series.get(rank).copied().unwrap_or(c.accent);
        match key {
            LegendKey::Channel(_) | LegendKey::Owner(Some(_)) | LegendKey::Segment(Some(_)) => series(),
            LegendKey::Phase(phase) => phase_colors(theme, *phase).strong,
            LegendKey::Evidence(Evidence::Observed) => c.accent,
            LegendKey::Evidence(Evidence::Measured) => c.good,
            LegendKey::Evidence(Evidence::Assumed) => c.risk,
            LegendKey::Evidence(Evidence::Proposed) => c.neutral,
            LegendKey::Kpi(Some(state)) => super::super::status::status_color(theme, *state),
            LegendKey::Kpi(None) | LegendKey::Heat(None) => c.outline,
            LegendKey::Heat(Some(step)) => c.heat.get(usize::from(*step)).copied().unwrap_or(c.accent),
            LegendKey::Persona(Some(id)) => {
                let tint = self.project.personas.get(id).map_or(Tint::Gray, |persona| persona.tint);
                tint_colors(theme, tint).strong
            }
            LegendKey::Owner(None) | LegendKey::Persona(None) | LegendKey::Segment(None) | LegendKey::Other => {
                c.neutral
            }
        }
    }

    fn label(&self, key: &LegendKey) -> String {
        let or = |name: Option<&str>, otherwise: &str| {
            name.filter(|name| !name.trim().is_empty()).unwrap_or(otherwise).to_owned()
        };
        match key {
            LegendKey::Channel(channel) => channel.label().to_owned(),
            LegendKey::Phase(phase) => phase.label().to_owned(),
            LegendKey::Evidence(evidence) => evidence.label().to_owned(),
            LegendKey::Owner(Some(owner)) => owner.to_string(),
            LegendKey::Owner(None) => "Nobody yet".to_owned(),
            LegendKey::Kpi(Some(state)) => state.label().to_owned(),
            LegendKey::Kpi(None) => "No KPI".to_owned(),
            LegendKey::Heat(Some(step)) => {
                let (low, high) = self.heat.ends(*step).unwrap_or_default();
                let (low, high) = (self.value_text(low), self.value_text(high));
                if low == high { low } else { format!("{low} to {high}") }
            }
            LegendKey::Heat(None) => "No figures".to_owned(),
            LegendKey::Persona(Some(id)) => {
                or(self.project.personas.get(id).map(|persona| persona.name.as_str()), "Unnamed persona")
            }
            LegendKey::Persona(None) => "Everybody".to_owned(),
            LegendKey::Segment(Some(id)) => {
                or(self.project.segments.get(id).map(|segment| segment.name.as_str()), "Unnamed segment")
            }
            LegendKey::Segment(None) => "All customers".to_owned(),
            LegendKey::Other => match self.lens {
                Lens::Channel => "Other channels".to_owned(),
                Lens::Owner => "Other owners".to_owned(),
                Lens::Segment => "Other segments".to_owned(),
                Lens::Plain | Lens::Phase | Lens::Kpi | Lens::Metric(_) | Lens::Persona | Lens::Evidence => {
                    "Others".to_owned()
                }
            },
        }
    }

    fn tag(&self, touchpoint: &Touchpoint, keys: &[LegendKey]) -> String {
        match self.lens {
            Lens::Plain | Lens::Channel | Lens::Phase => String::new(),
            Lens::Evidence => touchpoint.evidence.label().to_owned(),
            Lens::Owner => initials(&touchpoint.owner),
            Lens::Kpi => self.readings.states.get(&touchpoint.id).map_or("", |state| state.label()).to_owned(),
            Lens::Metric(_) => {
                self.readings.values.get(&touchpoint.id).map(|value| self.value_text(*value)).unwrap_or_default()
            }
            Lens::Persona | Lens::Segment => {
                let names =
                    keys.iter().filter(|key| !matches!(key, LegendKey::Persona(None) | LegendKey::Segment(None)));
                let names: Vec<String> = names.map(|key| self.label(key)).collect();
                match names.as_slice() {
                    [only] => only.clone(),
                    several => several.iter().map(|name| initials(name)).collect::<Vec<_>>().join(", "),
                }
            }
        }
    }

    fn name(&self) -> String {
        let metric = self.readings.metric.and_then(|metric| self.project.metrics.get(&metric));
        metric.map_or_else(|| self.lens.label().to_owned(), |metric| metric.name.clone())
    }

    fn value_text(&self, value: f64) -> String {
        let metric = self.readings.metric.and_then(|metric| self.project.metrics.get(&metric));
        metric.map_or_else(|| value.to_string(), |metric| format_short(value, metric))
    }
}

/// The color of each channel of the journey, as the lens of channels gives it; those that share one are left out.
pub(in crate::layout) fn channel_colors(
    project: &Project,
    journey: &Journey,
    theme: &Theme,
) -> BTreeMap<Channel, Color> {
    let (filter, readings) = (LensFilter::default(), Readings::default());
    let colors = LensColors::new(project, journey, (Lens::Channel, &filter), theme, &readings).colors;
    colors
        .into_iter()
        .filter_map(|(key, color)| if let LegendKey::Channel(channel) = key { Some((channel, color)) } else { None })
        .collect()
}

/// The entries that have no color of their own, since there are more than colors: those of the fewest touchpoints.
fn rare(counts: &BTreeMap<LegendKey, usize>, colors: usize) -> BTreeSet<LegendKey> {
    let is_colored_by_rank = |key: &LegendKey| {
        matches!(key, LegendKey::Channel(_) | LegendKey::Owner(Some(_)) | LegendKey::Segment(Some(_)))
    };
    let mut ranked: Vec<_> = counts.iter().filter(|(key, _)| is_colored_by_rank(key)).collect();
    if ranked.len() <= colors {
        return BTreeSet::new();
    }
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    ranked.into_iter().skip(colors).map(|(key, _)| key.clone()).collect()
}

fn or_everybody(keys: Vec<LegendKey>, everybody: LegendKey) -> Vec<LegendKey> {
    if keys.is_empty() { vec![everybody] } else { keys }
}

/// "E-commerce team" → "ET"; empty for nobody.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(3).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests;
