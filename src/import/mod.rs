//! What comes from outside: other tools' exports to observations (bytes → text table → recipe → plan →
//! `edit::Attachment`), and foreign pictures to those that a project keeps.
//!
//! * `content`: any file (`decode`, `container`, `sheet`, `json`, `parquet`) to delimited UTF-8 text, held by `spool`.
//! * `shape`, `reader`, `format`: where the tables of a text are, and a [`Table`] of it, with what was left out and why.
//! * `scan`, `frame`: a table's records, streamed from memory or disk however many there are.
//! * `number`, `dates`, `profile`: what a cell says; blank and "--" are unknown, never zero.
//! * `library`: every metric that is known, how it adds up, and under which headers exports name it.
//! * `answers`: what respondents' answers say on their scales.
//! * `guess`, `recipe`: what each column is; what the user changed; kept with the source for next month.
//! * `matching` (by `spelling`, `page`, `likeness`, `rule`), `newcomer` (by `kinds`): names in the file to touchpoints
//!   of the map, or to new ones.
//! * `picture`: PNG, JPEG, WebP and SVG to a picture that every target can show.
//! * `plan`: what would be attached. Pure: nothing here changes a project, and nothing draws.

pub mod answers;
mod carried;
mod container;
mod content;
pub mod dates;
mod decode;
mod delimited;
mod error;
mod format;
mod frame;
pub mod guess;
mod json;
mod kinds;
pub mod library;
mod library_table;
mod likeness;
pub mod matching;
mod newcomer;
pub mod number;
mod page;
mod parquet;
pub mod picture;
pub mod plan;
mod profile;
mod reader;
pub mod recipe;
mod recipe_words;
pub mod rule;
mod scan;
mod shape;
mod sheet;
mod spelling;
mod spool;
mod table;
pub mod typed;

pub use answers::Scale;
pub use error::ImportError;
pub use format::Family;
pub use guess::{find_recipe, guess};
pub use library::{MetricTemplate, metric_library};
pub use matching::{How, Matched};
pub use plan::{Change, Counts, Difference, Digest, Extent, Overlap, Plan, PlanOptions, digest, plan, plan_table};
pub use reader::{Progress, read_file, read_file_offer, read_table, read_table_offer, read_table_with};
pub use recipe::{
    Answer, ColumnRecipe, NameMatch, NewTouchpoint, OverlapChoice, Recipe, Role, RoleGroup, Span, Target,
};
pub use recipe_words::recipe_words;
pub use rule::{NameRule, RuleKind};
pub use table::{Column, LeftOut, Offer, Table};
