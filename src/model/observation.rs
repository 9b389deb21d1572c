//! What was measured: imported sources, segments, and series of observations.

use super::{MetricId, SegmentId, SourceId, TouchpointId};
use crate::base::{Date, Period};

/// One imported file with the recipe that read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub id: SourceId,
    /// What people call it; empty for its file's name.
    pub name: String,
    /// The file's name without its folder.
    pub file_name: String,
    /// The path from the project's folder, with forward slashes, if the file lies in or below it; never absolute.
    pub relative_path: Option<String>,
    pub size_bytes: u64,
    /// BLAKE3 of the file's bytes, in hexadecimal.
    pub hash: String,
    /// What kind of export it was taken for: "Google Ads, campaign report".
    pub format: String,
    /// The recipe as `import::recipe` writes it; opaque here.
    pub recipe: String,
    /// Rows that were read into observations.
    pub rows: u32,
    /// Rows that were left out.
    pub rows_left_out: u32,
    /// The days that the observations cover; `None` without observations.
    pub period: Option<Period>,
    /// The day on which the file was last read; `None` where that was not kept.
    pub read_at: Option<Date>,
    /// Sources that are other parts of the same whole: where their days and this one's overlap, both count and are
    /// added up, instead of the one imported last. INVARIANT: in the project, each once, never itself.
    pub added_to: Vec<SourceId>,
}

impl Source {
    /// What it is called on screen: the given name, else its file's.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.file_name } else { &self.name }
    }
}

/// A named slice of the data: "Mobile", "New customers".
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    pub id: SegmentId,
    /// INVARIANT: unique within a project.
    pub name: String,
    pub description: String,
}

/// What a series is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    pub source: SourceId,
    pub metric: MetricId,
    pub touchpoint: TouchpointId,
    /// `None` for all customers.
    pub segment: Option<SegmentId>,
}

/// The observations of one metric at one touchpoint from one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub key: SeriesKey,
    /// INVARIANT: not empty; in the order of `Period` (by first day, then last); each period once;
    /// every amount fits the metric's class.
    pub observations: Vec<Observation>,
}

/// One measured figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    pub period: Period,
    pub amount: Amount,
    /// How many rows of the source were added up in it, at least 1.
    pub rows: u32,
    /// The first of these rows, counted from 1 as lines of the file's table; 0 if not known.
    pub first_row: u32,
}

/// What is stored of a figure, so that it can be rolled up without error. All numbers are finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Additive, distinct and snapshot metrics.
    Value(f64),
    /// Ratio metrics. The denominator may be zero: then the ratio is not defined.
    Ratio { numerator: f64, denominator: f64 },
    /// Mean metrics: Σx, Σx² where known, and n.
    Mean { sum: f64, sum_of_squares: Option<f64>, count: f64 },
    /// Share differences (NPS).
    Shares { promoters: f64, detractors: f64, count: f64 },
    /// A rate of which only the rate is known, with a weight where the file has one.
    Rate { rate: f64, weight: Option<f64> },
}
