//! The tabs of the panels, and what the charts tab shows.

use std::collections::BTreeSet;

use crate::base::{Grain, Period};
use crate::model::{ChartKind, MetricId, SegmentId};

/// Tabs of the left panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftTab {
    Library,
    Outline,
    Data,
}

/// Tabs of the bottom panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BottomTab {
    Charts,
    Table,
    Compare,
    Dashboard,
    Insights,
    Kpis,
    Priorities,
    Actions,
    Workshop,
    Shots,
}

impl BottomTab {
    /// In their order.
    pub const ALL: [Self; 10] = [
        Self::Charts,
        Self::Table,
        Self::Compare,
        Self::Dashboard,
        Self::Insights,
        Self::Kpis,
        Self::Priorities,
        Self::Actions,
        Self::Workshop,
        Self::Shots,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Charts => "Charts",
            Self::Table => "Table",
            Self::Compare => "Compare",
            Self::Dashboard => "Dashboard",
            Self::Insights => "Insights",
            Self::Kpis => "KPIs",
            Self::Priorities => "Priorities",
            Self::Actions => "Actions",
            Self::Workshop => "Workshop",
            Self::Shots => "Shots",
        }
    }
}

/// Tabs of the right panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RightTab {
    Selection,
    Journey,
}

/// What charts and table show.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartChoice {
    /// `None`: the most telling metric of what is selected.
    pub metric: Option<MetricId>,
    pub grain: Grain,
    /// `None`: the days of the period and of the one it is compared with.
    pub period: Option<Period>,
    /// `None`: a line over time, and bars by touchpoint beside it.
    pub kind: Option<ChartKind>,
    /// The second of two metrics; `None` for the one that goes best with the first.
    pub second: Option<MetricId>,
    pub about: ChartAbout,
    /// Side by side; empty for all customers together.
    pub segments: BTreeSet<SegmentId>,
    /// Whether its values are shown as rows instead.
    pub as_table: bool,
}

impl Default for ChartChoice {
    fn default() -> Self {
        Self {
            metric: None,
            grain: Grain::Day,
            period: None,
            kind: None,
            second: None,
            about: ChartAbout::default(),
            segments: BTreeSet::new(),
            as_table: false,
        }
    }
}

/// What a chart of the charts tab is about. Where nothing is selected, or too little to compare, the whole journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartAbout {
    /// Every touchpoint of the journey.
    All,
    /// What is selected on the map.
    #[default]
    Selection,
    /// The stages of what is selected.
    Stage,
}

impl ChartAbout {
    pub const ALL: [Self; 3] = [Self::All, Self::Selection, Self::Stage];

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Whole journey",
            Self::Selection => "Selection",
            Self::Stage => "Stage",
        }
    }

    /// One sentence for the tooltip.
    pub fn tip(self) -> &'static str {
        match self {
            Self::All => "Every touchpoint of the journey",
            Self::Selection => {
                "What is selected on the map; the whole journey while nothing is, or too little to compare"
            }
            Self::Stage => "The stages of what is selected; the whole journey while nothing is",
        }
    }
}
