//! Lenses by name: what the color of a touchpoint's card can speak of, and which of it is looked at. A shot keeps one.
//! Which color goes to what is `layout`'s.

use std::sync::Arc;

use super::{Channel, Evidence, KpiState, MetricId, PersonaId, Phase, SegmentId};

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

    /// The name in files and on the command line.
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

    /// The lens of that name; the one of metrics without a metric chosen.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lens| lens.code() == code)
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

/// What an entry of a lens's legend stands for.
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

impl LegendKey {
    /// The name in files: "channel:website", "kpi:off-track", "owner" for nobody's.
    pub fn code(&self) -> String {
        let (kind, value) = match self {
            Self::Channel(channel) => ("channel", Some(channel.code().to_owned())),
            Self::Phase(phase) => ("phase", Some(phase.code().to_owned())),
            Self::Evidence(evidence) => ("evidence", Some(evidence.code().to_owned())),
            Self::Owner(owner) => ("owner", owner.as_ref().map(|owner| owner.as_ref().to_owned())),
            Self::Kpi(state) => ("kpi", state.map(|state| state.code().to_owned())),
            Self::Heat(fifth) => ("heat", fifth.map(|fifth| fifth.to_string())),
            Self::Persona(persona) => ("persona", persona.map(|persona| persona.to_string())),
            Self::Segment(segment) => ("segment", segment.map(|segment| segment.to_string())),
            Self::Other => ("other", None),
        };
        value.map_or_else(|| kind.to_owned(), |value| format!("{kind}:{value}"))
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, value) = code.split_once(':').map_or((code, None), |(kind, value)| (kind, Some(value)));
        Some(match (kind, value) {
            ("channel", Some(value)) => Self::Channel(Channel::from_code(value)?),
            ("phase", Some(value)) => Self::Phase(Phase::from_code(value)?),
            ("evidence", Some(value)) => Self::Evidence(Evidence::from_code(value)?),
            ("owner", owner) => Self::Owner(owner.map(Arc::from)),
            ("kpi", None) => Self::Kpi(None),
            ("kpi", Some(value)) => Self::Kpi(Some(KpiState::from_code(value)?)),
            ("heat", None) => Self::Heat(None),
            ("heat", Some(value)) => Self::Heat(Some(value.parse().ok().filter(|fifth| *fifth < 5)?)),
            ("persona", None) => Self::Persona(None),
            ("persona", Some(value)) => Self::Persona(Some(PersonaId(value.parse().ok()?))),
            ("segment", None) => Self::Segment(None),
            ("segment", Some(value)) => Self::Segment(Some(SegmentId(value.parse().ok()?))),
            ("other", None) => Self::Other,
            (_, _) => return None,
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_a_legend_is_found_by_its_name() {
        let keys = [
            LegendKey::Channel(Channel::Website),
            LegendKey::Phase(Phase::PostPurchase),
            LegendKey::Evidence(Evidence::Assumed),
            LegendKey::Owner(None),
            LegendKey::Owner(Some(Arc::from("Shop: team"))),
            LegendKey::Kpi(None),
            LegendKey::Kpi(Some(KpiState::AtRisk)),
            LegendKey::Heat(None),
            LegendKey::Heat(Some(4)),
            LegendKey::Persona(None),
            LegendKey::Persona(Some(PersonaId(7))),
            LegendKey::Segment(None),
            LegendKey::Segment(Some(SegmentId(8))),
            LegendKey::Other,
        ];
        for key in keys {
            assert_eq!(LegendKey::from_code(&key.code()), Some(key.clone()), "{}", key.code());
        }
        for wrong in ["", "channel", "channel:", "heat:5", "persona:x", "other:1", "phase:never"] {
            assert_eq!(LegendKey::from_code(wrong), None, "{wrong}");
        }
    }
}
