//! What can be chosen about a PDF. Makes nothing.

/// What a PDF holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PdfKind {
    /// The map, on one page or in tiles.
    #[default]
    Map,
    /// A document to hand on: cover, map by stage, personas, KPIs, insights, actions, method.
    Report,
}

impl PdfKind {
    pub const ALL: [Self; 2] = [Self::Map, Self::Report];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Report => "report",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Map => "Map",
            Self::Report => "Report",
        }
    }
}

/// How a map comes onto paper that is smaller than it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paging {
    /// Scaled down until it fits on one page.
    #[default]
    OnePage,
    /// At a scale that can be read, on as many pages as it takes, to be put together on a wall.
    Tiles,
}

impl Paging {
    pub const ALL: [Self; 2] = [Self::OnePage, Self::Tiles];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnePage => "one-page",
            Self::Tiles => "tiles",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paging| paging.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnePage => "On one page",
            Self::Tiles => "In tiles",
        }
    }
}

/// A part of a report that can be left out. In the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportSection {
    /// The whole map on one page.
    Overview,
    /// The map stage by stage, with what is known of each touchpoint.
    Stages,
    /// The views that are presented.
    Shots,
    Personas,
    Kpis,
    Insights,
    Actions,
    /// The charts of the dashboard.
    Charts,
    /// How figures are counted, and from which files.
    Method,
}

impl ReportSection {
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Stages,
        Self::Shots,
        Self::Personas,
        Self::Kpis,
        Self::Insights,
        Self::Actions,
        Self::Charts,
        Self::Method,
    ];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Stages => "stages",
            Self::Shots => "shots",
            Self::Personas => "personas",
            Self::Kpis => "kpis",
            Self::Insights => "insights",
            Self::Actions => "actions",
            Self::Charts => "charts",
            Self::Method => "method",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// The name on screen, and the section's heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "The map",
            Self::Stages => "Stage by stage",
            Self::Shots => "Shot by shot",
            Self::Personas => "Personas",
            Self::Kpis => "KPIs",
            Self::Insights => "Insights",
            Self::Actions => "Actions",
            Self::Charts => "Charts",
            Self::Method => "Method",
        }
    }
}
