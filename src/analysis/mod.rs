//! From a project to its numbers: figures by metric class, their intervals, chips on cards, series by
//! day, week and month, comparison, tables, and the way back from a figure to the rows of its files.
//! Everything here is pure: the same project gives the same numbers. No clock, no files, no pixels.
//!
//! The rules that every figure follows:
//!
//! * The metric's class decides how observations add up (`figure`). Blank is unknown, never zero.
//! * An observation counts in a period only if it lies wholly within it; none is ever split (`choice`).
//! * Where two files cover the same days, the one imported last counts (`choice`).
//! * "All customers" is the series without a segment if there is one, else the sum of the segments,
//!   as far as the class can be added up (`numbers`).
//! * An own metric applies its formula to the rolled-up figures of the metrics that it names (`derived`).
//! * Whatever was left out, refused or only approximated is said in `Figure::note`.

pub mod audit;
pub mod change;
pub mod chart;
pub mod chip;
mod choice;
mod churn;
pub mod compare;
pub mod derived;
pub mod difference;
pub mod effect;
pub mod emotion;
mod entry;
pub mod figure;
pub mod find;
pub mod formula;
pub mod kpi;
pub mod method;
pub mod numbers;
pub mod priority;
pub mod rolled;
mod scope;
pub mod segments;
pub mod series;
mod stamp;
pub mod stat;
pub mod table;
#[cfg(test)]
mod testing;
pub mod trace;
pub mod trend;
pub mod view;
pub mod votes;

pub use change::{Change, Tone, change_between, is_told_relatively};
pub use chip::Chip;
pub use derived::WorkedExample;
pub use emotion::{MeasuredEmotion, MeasuredEmotions, measured_emotions};
pub use figure::{FEW_CASES_MARK, Figure, roll_up};
pub use formula::{definition, name_within, worked};
pub use kpi::{KpiState, Standing, Standings};
pub use method::{Method, MethodPart, method};
pub use numbers::{Audience, Numbers, Scope};
pub use rolled::Rolled;
pub use series::Point;
pub use stat::interval::{self, Interval};
pub use stat::power::Certainty;
pub use table::{By, Filter, TableRow, table};
pub use trace::{Part, Trace, TracedFile, interval_by_days, trace};
pub use view::{View, default_view, periods};
