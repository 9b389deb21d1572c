//! What a finding says: how much it matters, what it is about, its figures, and what can be done about it at once.

use super::rule::{Context, Rule};
use crate::base::display::InUnit;
use crate::base::number::{format_full, format_grouped};
use crate::model::{
    Aim, BrandPart, CardId, Channel, Evidence, InsightKey, Item, JourneyId, KpiId, LaneId, LaneKind, MetricId, Place,
    Project, StageId, Subject, TouchpointId,
};

/// How much a finding matters. In the order of concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    High,
    Medium,
    Low,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The project as a whole.
    Project,
    Journey(JourneyId),
    Stage(StageId),
    Touchpoint(TouchpointId),
    Card(CardId),
    Kpi(KpiId),
}

impl About {
    /// The id of the record; 0 for the project.
    pub fn record(self) -> u64 {
        match self {
            Self::Project => 0,
            Self::Journey(id) => id.0,
            Self::Stage(id) => id.0,
            Self::Touchpoint(id) => id.0,
            Self::Card(id) => id.0,
            Self::Kpi(id) => id.0,
        }
    }

    /// "touchpoint", "stage" …: the name on the command line.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Journey(_) => "journey",
            Self::Stage(_) => "stage",
            Self::Touchpoint(_) => "touchpoint",
            Self::Card(_) => "card",
            Self::Kpi(_) => "kpi",
        }
    }

    /// What people call it; a KPI by what it is of.
    pub fn name(self, project: &Project) -> &str {
        match self {
            Self::Project => &project.title,
            Self::Journey(id) => project.journeys.get(&id).map_or("", |journey| &journey.name),
            Self::Stage(id) => project.stages.get(&id).map_or("", |stage| &stage.name),
            Self::Touchpoint(id) => project.text_of(Item::Touchpoint(id)).unwrap_or_default(),
            Self::Card(id) => project.text_of(Item::Card(id)).unwrap_or_default(),
            Self::Kpi(id) => project.kpis.get(&id).and_then(|kpi| kpi.aim.name(project)).unwrap_or_default(),
        }
    }

    /// What an action or a KPI for it would be about; `None` for the project as a whole.
    pub fn aim(self, project: &Project) -> Option<Aim> {
        match self {
            Self::Project => None,
            Self::Journey(id) => Some(Aim::Journey(id)),
            Self::Stage(id) => Some(Aim::Stage(id)),
            Self::Touchpoint(id) => Some(Aim::Touchpoint(id)),
            Self::Card(id) => project.cards.get(&id).map(|card| Aim::Stage(card.place.stage)),
            Self::Kpi(id) => project.kpis.get(&id).map(|kpi| kpi.aim),
        }
    }

    /// What is selected on the map to show it; `None` for what is a whole map, or all of them.
    pub fn subject(self, project: &Project) -> Option<Subject> {
        match self {
            Self::Card(id) => Some(Subject::Item(Item::Card(id))),
            Self::Project | Self::Journey(_) | Self::Stage(_) | Self::Touchpoint(_) | Self::Kpi(_) => {
                match self.aim(project)? {
                    Aim::Touchpoint(id) => Some(Subject::Item(Item::Touchpoint(id))),
                    Aim::Stage(id) => Some(Subject::Stage(id)),
                    Aim::Journey(_) => None,
                }
            }
        }
    }

    /// The journey that it is part of; `None` for the project.
    pub fn journey(self, project: &Project) -> Option<JourneyId> {
        self.aim(project)?.journey(project)
    }

    /// The stage that it is part of; `None` for what is more than one.
    pub fn stage(self, project: &Project) -> Option<StageId> {
        match self.aim(project)? {
            Aim::Touchpoint(id) => project.touchpoints.get(&id).map(|it| it.place.stage),
            Aim::Stage(id) => Some(id),
            Aim::Journey(_) => None,
        }
    }
}

macro_rules! about {
    ($($variant:ident $id:ident;)*) => {
        $(impl From<$id> for About {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        })*
    };
}

about! {
    Journey JourneyId;
    Stage StageId;
    Touchpoint TouchpointId;
    Card CardId;
    Kpi KpiId;
}

/// What tells findings of one rule about one record apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    None,
    Channel(Channel),
    Metric(MetricId),
    Brand(BrandPart),
    /// The rank of the check in the catalogue.
    Practice(usize),
}

impl Detail {
    /// The text that is kept: the code of a channel, a metric or a check.
    pub(super) fn code(self, context: &Context) -> String {
        match self {
            Self::None => String::new(),
            Self::Channel(channel) => channel.code().to_owned(),
            Self::Metric(metric) => context.numbers.metric(metric).map(|it| it.key.clone()).unwrap_or_default(),
            Self::Brand(part) => part.check().to_owned(),
            Self::Practice(rank) => {
                context.catalogue.checks.get(rank).map(|check| check.code.clone()).unwrap_or_default()
            }
        }
    }
}

/// Something that a rule found. Its sentence is made by [`super::Audit::insight`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub about: About,
    pub detail: Detail,
}

impl Finding {
    /// Whether the other one is of the same rule and about the same, however much it matters.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.rule, self.about, self.detail) == (other.rule, other.about, other.detail)
    }
}

/// A finding in words and figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    pub key: InsightKey,
    pub rule: &'static Rule,
    pub severity: Severity,
    pub about: About,
    /// A whole sentence, with the figures that it rests on.
    pub message: String,
    pub figures: Vec<Fact>,
    /// What would settle it, or begin to.
    pub fix: Option<Fix>,
}

/// One figure behind a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The name on the command line: "days".
    pub key: &'static str,
    /// The name on screen: "Last measured".
    pub label: String,
    /// In the metric's unit, or a plain count. Finite.
    pub value: f64,
    /// "53 days"
    pub text: String,
    /// The metric and the touchpoint whose figure it is, to be opened.
    pub of: Option<(MetricId, TouchpointId)>,
}

impl Fact {
    /// A count of things.
    pub fn count(key: &'static str, label: impl Into<String>, count: usize) -> Self {
        let value = count as f64;
        Self { key, label: label.into(), value, text: format_grouped(value, 0), of: None }
    }

    /// A value in a unit; `None` for what is no number.
    pub fn value<'u>(
        key: &'static str,
        label: impl Into<String>,
        value: f64,
        of: impl Into<InUnit<'u>>,
    ) -> Option<Self> {
        let text = value.is_finite().then(|| format_full(value, of))?;
        Some(Self { key, label: label.into(), value, text, of: None })
    }

    pub fn told(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }

    pub fn of(self, metric: MetricId, touchpoint: Option<TouchpointId>) -> Self {
        Self { of: touchpoint.map(|touchpoint| (metric, touchpoint)), ..self }
    }
}

/// What can be done about a finding at once. The window makes an edit of it, or opens what is needed for more.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Because its neighbors have the same.
    SetOwner {
        touchpoint: TouchpointId,
        owner: String,
    },
    /// The usual one of its type.
    SetChannel {
        touchpoint: TouchpointId,
        channel: Channel,
    },
    /// Says of the touchpoint what its figures show.
    SetEvidence {
        touchpoint: TouchpointId,
        evidence: Evidence,
    },
    /// A new one in that step of the lane.
    AddTouchpoint {
        stage: StageId,
        lane: LaneId,
        column: u32,
        channel: Channel,
    },
    /// A card of that kind in the step of that place; its text, or empty for one that is to be typed.
    AddCard {
        kind: LaneKind,
        place: Place,
        text: String,
    },
    Connect {
        from: TouchpointId,
        to: TouchpointId,
    },
    /// To one of its journey that is to be chosen.
    ConnectTo(TouchpointId),
    /// The form of a KPI for it.
    AddKpi(TouchpointId),
    /// The form of a KPI that is there.
    CompleteKpi(KpiId),
    /// The checks of the touchpoint.
    Answer(TouchpointId),
    /// Brand sheet and business model.
    OpenStrategy,
    Import,
}

impl Fix {
    /// What the button says.
    pub fn label(&self) -> String {
        match self {
            Self::SetOwner { owner, .. } => format!("Set owner to {owner}"),
            Self::SetChannel { channel, .. } => format!("Set channel to {}", channel.label()),
            Self::SetEvidence { evidence, .. } => format!("Mark as {}", evidence.label().to_lowercase()),
            Self::AddTouchpoint { .. } => "Add touchpoint here".to_owned(),
            Self::AddCard { kind, .. } => format!("Add {}", kind.item_label()),
            Self::Connect { .. } => "Connect them".to_owned(),
            Self::ConnectTo(_) => "Connect to…".to_owned(),
            Self::AddKpi(_) => "Add KPI…".to_owned(),
            Self::CompleteKpi(_) => "Complete the KPI…".to_owned(),
            Self::Answer(_) => "Answer the checks…".to_owned(),
            Self::OpenStrategy => "Brand and business…".to_owned(),
            Self::Import => "Import…".to_owned(),
        }
    }
}
