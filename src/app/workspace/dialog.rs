//! The dialogs over the window, and what they hold.

use std::path::PathBuf;

use super::super::comparing::SampleSize;
use super::super::export_state::{ExportItem, ExportState};
use super::super::figure_ui::FigureOf;
use super::super::import_state::ImportState;
use super::super::sources::FileRows;
use crate::analysis::Method;
use crate::base::Period;
use crate::file::Recovered;
use crate::model::{CardId, InsightKey, KpiId, MetricId, PersonaId, SegmentId, SnapshotId, TouchpointId};

/// What waits until the question about unsaved changes is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    Quit,
    Close,
    Open(PathBuf),
    New(&'static str),
    OpenSample,
    Recover(Recovered),
}

/// Who is chosen in the dialog of personas and segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleChoice {
    Persona(PersonaId),
    Segment(SegmentId),
}

/// What is shown in the dialog of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsChoice {
    One(MetricId),
    /// One that is about to be made.
    New,
}

/// A dialog over the window; at most one is open.
#[derive(Clone, Debug)]
pub enum Dialog {
    Unsaved(Then),
    Import(Box<ImportState>),
    Export(Box<ExportState>),
    /// Some of the files that are to be exported are there already: how many.
    ExportOver {
        items: Vec<ExportItem>,
        existing: usize,
    },
    Palette {
        query: String,
        /// Which of the entries found is taken by Enter.
        chosen: usize,
    },
    /// Which touchpoint the one with the focus is to be connected to.
    Connect {
        from: TouchpointId,
        query: String,
        chosen: usize,
    },
    /// Where one figure comes from.
    Figure {
        metric: MetricId,
        touchpoint: TouchpointId,
        period: Option<Period>,
    },
    /// Where a figure of any scope comes from.
    FigureOf(Box<FigureOf>),
    /// Where the figure of a KPI comes from.
    KpiFigure(KpiId),
    /// What a crash or a loss of power left.
    Recover(Vec<Recovered>),
    /// Something failed: a headline, and the lines that explain it.
    Failure {
        title: String,
        lines: Vec<String>,
    },
    /// Whether to open an address outside.
    OpenLink(String),
    /// A link that is about to be added.
    NewLink {
        url: String,
        title: String,
    },
    /// A dropped picture holds a project: whether to open it.
    HeldProject(super::super::held_project::DroppedPictures),
    /// A card's picture at its largest.
    Picture(CardId),
    /// Personas and segments; `None` for the first there is.
    People(Option<PeopleChoice>),
    /// The metrics; `None` for the first there is.
    Metrics(Option<MetricsChoice>),
    /// How many visits it takes before a change can be seen.
    SampleSize(Box<SampleSize>),
    /// How every figure comes about.
    Method(Box<Method>),
    /// The brand sheet and the business model.
    Strategy,
    /// Why an insight is to be set aside.
    Dismiss {
        insight: InsightKey,
        /// What it is about, for the headline.
        title: String,
        /// As typed so far.
        reason: String,
    },
    /// The rows of an imported file.
    Rows(Box<FileRows>),
    /// What is to be parked, as typed so far.
    Park(String),
    /// What a new snapshot is to be called, as typed so far.
    TakeSnapshot(String),
    /// Whether to restore a snapshot.
    Restore(SnapshotId),
    Shortcuts,
    About,
}
