//! Format 1 of metrics, imported files and their figures. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric<'a> {
    pub id: u64,
    pub key: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(borrow)]
    pub class: Cow<'a, str>,
    #[serde(borrow)]
    pub unit: Cow<'a, str>,
    /// How values are shown; as usual where left out. `per-mille` or `ratio` of a share; `s`, `min`, `h` or `d` of a
    /// time; `code` of money.
    #[serde(borrow, default)]
    pub display: Option<Cow<'a, str>>,
    /// `higher` or `lower`.
    #[serde(borrow)]
    pub better: Cow<'a, str>,
    #[serde(default)]
    pub numerator: String,
    #[serde(default)]
    pub denominator: String,
    /// Only of the class `derived`.
    #[serde(default)]
    pub formula: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub file_name: String,
    #[serde(default)]
    pub relative_path: Option<String>,
    #[serde(default)]
    pub size_bytes: u64,
    #[serde(default)]
    pub hash: String,
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub recipe: String,
    #[serde(default)]
    pub rows: u32,
    #[serde(default)]
    pub rows_left_out: u32,
    /// First and last day covered: both or neither.
    #[serde(borrow, default)]
    pub from: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub to: Option<Cow<'a, str>>,
    /// The day on which the file was last read.
    #[serde(borrow, default)]
    pub read_at: Option<Cow<'a, str>>,
    /// Other parts of the same whole.
    #[serde(default)]
    pub added_to: Vec<u64>,
}

/// Observations as columns of equal length. Which amount columns there are decides the kind of amount.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series<'a> {
    pub source: u64,
    pub metric: u64,
    pub touchpoint: u64,
    #[serde(default)]
    pub segment: Option<u64>,
    /// The day from which `starts` count.
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// First day of each period, in days after `from`.
    pub starts: Vec<i32>,
    /// Days of each period; left out where all are 1.
    #[serde(default)]
    pub lengths: Option<Vec<i32>>,
    #[serde(default)]
    pub values: Option<Vec<f64>>,
    #[serde(default)]
    pub numerators: Option<Vec<f64>>,
    #[serde(default)]
    pub denominators: Option<Vec<f64>>,
    #[serde(default)]
    pub sums: Option<Vec<f64>>,
    #[serde(default)]
    pub squares: Option<Vec<Option<f64>>>,
    #[serde(default)]
    pub promoters: Option<Vec<f64>>,
    #[serde(default)]
    pub detractors: Option<Vec<f64>>,
    #[serde(default)]
    pub counts: Option<Vec<f64>>,
    #[serde(default)]
    pub rates: Option<Vec<f64>>,
    #[serde(default)]
    pub weights: Option<Vec<Option<f64>>>,
    /// Rows of the source in each observation; left out where all are 1.
    #[serde(default)]
    pub rows: Option<Vec<u32>>,
    /// First row of the source in each observation, 0 if unknown; left out where none is known.
    #[serde(default)]
    pub first_rows: Option<Vec<u32>>,
}
