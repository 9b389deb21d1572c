//! The fields of what is wanted and shown: KPIs, actions, shots and the strategy, and what they become.

use std::collections::BTreeSet;

use crate::base::{Color, Date, PictureHash};
use crate::model::{
    ActionState, Aim, Baseline, BusinessModel, JourneyId, MetricId, Money, SegmentId, ShotFrame, ShotLook, Weights,
};

/// A KPI's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum KpiChange {
    Aim(Aim),
    Metric(MetricId),
    Segment(Option<SegmentId>),
    /// Finite, in the metric's unit.
    Baseline(Option<Baseline>),
    /// Finite, in the metric's unit.
    Target(f64),
    Start(Option<Date>),
    Due(Option<Date>),
    Owner(String),
    Why(String),
}

/// An action's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ActionChange {
    Title(String),
    Description(String),
    Aims(BTreeSet<Aim>),
    Metric(Option<MetricId>),
    Owner(String),
    State(ActionState),
    Start(Option<Date>),
    End(Option<Date>),
    /// 1 to 10 each, or `None`.
    Rating {
        impact: Option<u8>,
        effort: Option<u8>,
    },
}

/// A shot's field and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum ShotChange {
    Name(String),
    Notes(String),
    View { journey: JourneyId, frame: ShotFrame, look: ShotLook },
    AroundDimmed(bool),
    StepByStep(bool),
}

/// A part of the strategy and its new content.
#[derive(Clone, Debug, PartialEq)]
pub enum StrategyChange {
    Business(Option<BusinessModel>),
    Logo(Option<PictureHash>),
    Colors(Vec<Color>),
    Look(String),
    Voice(String),
    Message(String),
    Offer(String),
    /// 0 to [`Weights::MOST`] each.
    Weights(Weights),
    /// Finite and not negative.
    ConversionValue(Option<Money>),
}
