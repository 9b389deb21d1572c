//! Looking for records by their text and by what they lack. An index of a project is made once; asking it is quick
//! enough for every key that is typed. Which text a record has is `fields`' matter.

mod fields;
mod index;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use self::fields::{fields, is_there};
pub use self::index::Index;
use super::KpiState;
use crate::base::fold::folded_words;
use crate::model::{ActionId, Channel, JourneyId, PersonaId, SourceId, Subject};

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Found {
    Journey(JourneyId),
    Subject(Subject),
    Persona(PersonaId),
    Action(ActionId),
    Source(SourceId),
}

/// What is listed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Journey,
    Stage,
    Lane,
    Touchpoint,
    Card,
    Connector,
    Sticky,
    Persona,
    Action,
    Source,
}

impl Kind {
    /// The heading over several.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Journey => "Journeys",
            Self::Stage => "Stages",
            Self::Lane => "Lanes",
            Self::Touchpoint => "Touchpoints",
            Self::Card => "Cards",
            Self::Connector => "Connectors",
            Self::Sticky => "Stickies",
            Self::Persona => "Personas",
            Self::Action => "Actions",
            Self::Source => "Imported files",
        }
    }
}

/// What a touchpoint can be without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    Owner,
    /// Its channel is "other".
    Channel,
    Description,
    /// No file has figures for it.
    Metric,
    Kpi,
    Emotion,
    Importance,
    Satisfaction,
    /// It is only assumed.
    Evidence,
    /// Nothing leads to it or from it.
    Connector,
}

impl Missing {
    pub const ALL: [Self; 10] = [
        Self::Owner,
        Self::Channel,
        Self::Description,
        Self::Metric,
        Self::Kpi,
        Self::Emotion,
        Self::Importance,
        Self::Satisfaction,
        Self::Evidence,
        Self::Connector,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "No owner",
            Self::Channel => "No channel",
            Self::Description => "No description",
            Self::Metric => "No metric",
            Self::Kpi => "No KPI",
            Self::Emotion => "No emotion",
            Self::Importance => "No importance",
            Self::Satisfaction => "No satisfaction",
            Self::Evidence => "No evidence, only assumed",
            Self::Connector => "No connector",
        }
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Every word must occur, in any order; case and accents do not count.
    pub text: String,
    /// The name of a stage: alike ones of several journeys count.
    pub stage: Option<String>,
    pub channel: Option<Channel>,
    pub owner: Option<String>,
    /// How the worst of its KPIs stands.
    pub kpi: Option<KpiState>,
    /// What is lacking, each of them.
    pub missing: BTreeSet<Missing>,
}

impl Query {
    /// Whether anything is looked for at all.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && !self.has_filters()
    }

    pub fn has_filters(&self) -> bool {
        self.stage.is_some() || self.is_about_touchpoints()
    }

    fn is_about_touchpoints(&self) -> bool {
        self.channel.is_some() || self.owner.is_some() || self.kpi.is_some() || !self.missing.is_empty()
    }

    /// The words of the text as they are compared.
    pub fn words(&self) -> Vec<String> {
        folded_words(&self.text)
    }
}

/// One record of the index.
#[derive(Clone, Debug)]
pub struct Entry {
    pub found: Found,
    pub kind: Kind,
    /// The journey that it belongs to; `None` for what belongs to the whole project.
    pub journey: Option<JourneyId>,
    /// All its text, folded, a field a line.
    hay: String,
    /// The name of the stage that it is or lies in.
    stage: Option<Arc<str>>,
    /// Of touchpoints only.
    facts: Option<Facts>,
}

/// What touchpoints are filtered by.
#[derive(Clone, Debug)]
struct Facts {
    channel: Channel,
    owner: Arc<str>,
    kpi: Option<KpiState>,
    /// The bits of what it lacks.
    missing: u16,
}

impl Entry {
    fn matches(&self, query: &Query, words: &[String]) -> bool {
        let facts_fit = match &self.facts {
            None => !query.is_about_touchpoints(),
            Some(facts) => {
                query.channel.is_none_or(|channel| facts.channel == channel)
                    && query.owner.as_ref().is_none_or(|owner| *facts.owner == **owner)
                    && query.kpi.is_none_or(|state| facts.kpi == Some(state))
                    && query.missing.iter().all(|missing| facts.missing & missing.bit() != 0)
            }
        };
        facts_fit
            && query.stage.as_ref().is_none_or(|stage| self.stage.as_deref() == Some(stage))
            && words.iter().all(|word| self.hay.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests;
