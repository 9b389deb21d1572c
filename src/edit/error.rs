//! Why an edit was refused. A refused edit changes nothing.

use thiserror::Error;

use crate::model::FormulaError;

/// Why an edit was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    #[error("There is no {what} {id} in this project: it may have been removed. Nothing was changed.")]
    Unknown { what: &'static str, id: String },
    #[error("Id {id} already names another record. Nothing was changed; take new ids from the project's counter.")]
    IdInUse { id: u64 },
    #[error("This project has no ids left, so nothing can be added to it. Copy its content into a new project.")]
    OutOfIds,
    #[error("A touchpoint can't lie in the lane \"{lane}\", which holds cards. Put it into a touchpoints lane.")]
    TouchpointInCardLane { lane: String },
    #[error("A card can't lie in the lane \"{lane}\", which holds touchpoints. Put it into another lane.")]
    CardInTouchpointLane { lane: String },
    #[error(
        "The lane \"{lane}\" and the stage \"{stage}\" belong to different journeys. Choose a cell of one journey."
    )]
    CellAcrossJourneys { stage: String, lane: String },
    #[error("The journey \"{journey}\" has no lane for a {what}. Add such a lane first.")]
    NoLane { what: &'static str, journey: String },
    #[error("A connector can't lead from \"{title}\" to itself. Choose another touchpoint.")]
    ConnectorToItself { title: String },
    #[error("\"{from}\" and \"{to}\" are in different journeys, so no connector can join them.")]
    ConnectorAcrossJourneys { from: String, to: String },
    #[error("A connector from \"{from}\" to \"{to}\" is there already. Change that one instead.")]
    ConnectorExists { from: String, to: String },
    #[error("An importance of {value} is out of range. Choose 1 to 5, or none.")]
    ImportanceOutOfRange { value: u8 },
    #[error("A satisfaction of {value} is out of range. Choose 1 to 5, or none.")]
    SatisfactionOutOfRange { value: u8 },
    #[error("A size of {value} points is out of range. Choose {from} to {to}.")]
    SizeOutOfRange { value: u16, from: u16, to: u16 },
    #[error("The lane \"{lane}\" is drawn from the touchpoints, so nothing can be put into it. Choose another lane.")]
    LaneHoldsNothing { lane: String },
    #[error("That place is not a finite number. Nothing was changed.")]
    BadSpot,
    #[error("The stage or lane under the sticky is on another map. Put it somewhere else.")]
    SpotOnOtherMap,
    #[error("A KPI needs a number as its target and, if any, as its baseline.")]
    BadKpi,
    #[error("Impact and effort go from 1 to 10.")]
    BadActionRating,
    #[error("Weights go from 0 to 10.")]
    BadWeight,
    #[error("The value of a conversion must be a number that is not negative.")]
    BadMoney,
    #[error("A shot must show something: stages, lanes, cards, or a part of the map that has a size.")]
    BadShot,
    #[error("A shot can show only what is on its own map. Choose stages and lanes of one journey.")]
    ShotAcrossJourneys,
    #[error("Say why the insight is set aside.")]
    NoReason,
    #[error("An activity lasts 1 to 480 minutes.")]
    BadActivity,
    #[error("The vote can't be so. {why}")]
    BadPoll { why: &'static str },
    #[error("This vote is closed. Reopen it to change dots.")]
    PollClosed,
    #[error("Everybody has voted. Raise the number of voters, or close the vote.")]
    NoMoreVoters,
    #[error("All dots are given. Take one back first.")]
    NoDotsLeft,
    #[error("There can't be more than {most} dots of one person on one card.")]
    TooManyDots { most: u8 },
    #[error("This card is not part of the vote.")]
    NotAChoice,
    #[error("The snapshot can't be restored: {why}")]
    BadSnapshot { why: String },
    #[error("The picture to be shown is not in the project. Add it again.")]
    UnknownPicture,
    #[error("The formula can't be used. {0}")]
    BadFormula(FormulaError),
    #[error("The formula of \"{metric}\" would no longer work: {why}")]
    BreaksFormula { metric: String, why: FormulaError },
    #[error(
        "Only a metric with a formula of its own can be added by hand or be given another formula; others come with a file."
    )]
    NotAnOwnMetric,
    #[error("Values of \"{metric}\" can't be shown so: it is of another unit. Choose one of the ways offered.")]
    DisplayOfOtherUnit { metric: String },
    #[error("\"{metric}\" is in use by {users}. Take it out there first.")]
    MetricInUse { metric: String, users: String },
    #[error("The project already has a metric \"{key}\". Use that one instead of adding it again.")]
    MetricKeyInUse { key: String },
    #[error("The project already has a segment \"{name}\". Use that one instead of adding it again.")]
    SegmentNameInUse { name: String },
    #[error(
        "The figures for \"{metric}\" at \"{touchpoint}\" can't be attached: {why}. Check the file they came from."
    )]
    BadSeries { metric: String, touchpoint: String, why: String },
}
