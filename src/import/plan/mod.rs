//! What a recipe makes of a table, before anything is attached. Pure: run again on each change of a role.
//!
//! First a [`Digest`]: `columns` knows how each column is read, `slots` which metrics come of it, `making` what a row
//! brings to them, `gather` adds rows up as they stream by (`plain` reads their numbers, `days` their dates), `gathered`
//! is what they come to, `people` and `quantiles` hold what does not add up, `digest` runs the pass. Then the plan,
//! which needs no row:
//! `names` finds each name's touchpoint, `rows` counts which rows count, `sums` and `tally` put together
//! what goes to one touchpoint,
//! `totals` checks what the file states, `attach` makes the records, `overlap` finds what was attached before and
//! settles what becomes of it, `difference` compares with it, `questions` asks what the file leaves open, `duplicates`
//! finds rows that come twice, `checks` what makes one doubt the figures, `notes` says what to know.

mod asked;
mod attach;
mod checks;
mod columns;
mod days;
mod dictionary;
mod difference;
mod digest;
mod duplicates;
mod gather;
mod gathered;
mod making;
mod names;
mod notes;
mod overlap;
mod people;
mod plain;
mod quantiles;
mod questions;
mod rows;
mod single;
mod slots;
mod sums;
mod tally;
mod totals;

use super::ImportError;
use super::matching::{Matched, Unmatched};
use super::recipe::{Answer, OverlapChoice, Recipe, Role};
use super::table::{LeftOut, Table};
use crate::base::number::{Unit, format_full};
use crate::base::{Date, Lines, Period, Warning};
use crate::edit::Attachment;
use crate::model::{Catalogue, JourneyId, Metric, Project, SourceId};

pub use difference::{Change, Counts, Difference, HeldBack};
pub use digest::{Digest, digest};
pub use names::{Offer, proposals};
pub use overlap::{Extent, Overlap};
pub use questions::Sample;
pub use rows::Fate;

/// What the user decided apart from the recipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanOptions {
    /// Makes a touchpoint of every name that none of the map is like.
    pub create_touchpoints: bool,
    /// Names are matched with this journey's touchpoints, and new ones go there; `None` for all and the first.
    pub journey: Option<JourneyId>,
    /// The earlier source that this file takes the place of, whatever days it has.
    pub replaces: Option<SourceId>,
    /// What becomes of days that earlier files have too; `None` for what the recipe says, else what loses nothing.
    pub overlap: Option<OverlapChoice>,
    /// The day of the import, as the source is to remember it: later days are doubted. Without it, none is.
    pub read_at: Option<Date>,
    /// From this likeness on, 0 to 1, a match is taken unasked.
    pub accept_score: f64,
    /// The types of touchpoint that new ones are made of, and that names are other words for.
    pub catalogue: Option<&'static Catalogue>,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            create_touchpoints: false,
            journey: None,
            replaces: None,
            overlap: None,
            read_at: None,
            accept_score: 0.8,
            catalogue: None,
        }
    }
}

/// What would be attached, and all that the dialog shows of it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub file_name: String,
    /// "Google Ads, campaign report".
    pub format: String,
    pub encoding: String,
    pub delimiter: char,
    /// "UTF-16, tabs", "Excel": what holds the file's text.
    pub form_label: String,
    pub header_row: u32,
    /// The days that the observations cover; without any, those that the file states.
    pub period: Option<Period>,
    pub columns: Vec<PlanColumn>,
    /// The header of the names, for "Campaign → touchpoint"; empty without one.
    pub name_column: String,
    /// Rows that become observations.
    pub rows: usize,
    /// All lines under the header that are not blank.
    pub rows_total: usize,
    /// Rows that do not count, at most [`Plan::LEFT_OUT_SHOWN`], by line.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: usize,
    /// Observations that would be attached.
    pub observations: usize,
    /// Touchpoints that would get figures, and how many of them are new.
    pub touchpoints: usize,
    pub new_touchpoints: usize,
    pub metrics: Vec<PlanMetric>,
    pub matched: Vec<Matched>,
    pub unmatched: Vec<Unmatched>,
    pub totals: Vec<TotalCheck>,
    /// Stated rates compared with those computed, column by column.
    pub rate_checks: Vec<RateCheck>,
    pub questions: Vec<Question>,
    /// Good to know, the weightiest first.
    pub warnings: Vec<Warning>,
    /// The source that the recipe comes from, if a file with these columns was attached before.
    pub earlier: Option<SourceId>,
    /// Earlier sources with figures of the same metrics, touchpoints and days, replaced or not.
    pub overlaps: Vec<Overlap>,
    /// What is other than before; `None` where there is nothing to compare with.
    pub difference: Option<Difference>,
    /// What attaching adds; `None` if there is nothing to attach.
    pub attachment: Option<Attachment>,
    fates: rows::Fates,
}

/// A column with its role.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanColumn {
    pub name: String,
    pub role: Role,
    /// "Impressions", "Cost, CAD"; "Not needed" also for a rate that is computed from its parts.
    pub label: String,
    /// "30 dates, year first", "known column".
    pub why: String,
    /// Cells are figures: shown to the right.
    pub is_number: bool,
}

/// A row as the dialog previews it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewRow {
    /// Line in the file, counted from 1.
    pub line: u32,
    /// "totals row" …; `None` for a row that counts.
    pub left_out: Option<&'static str>,
    pub cells: Vec<PreviewCell>,
}

/// A cell as the dialog previews it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewCell {
    pub text: String,
    pub reading: Reading,
}

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Read, or text.
    Read,
    /// A figure that the file does not report: unknown, not zero.
    NotReported,
    /// Should be a figure or a date and cannot be read as one.
    Unreadable,
}

/// A metric that comes of the file, for "What comes of it".
#[derive(Clone, Debug, PartialEq)]
pub struct PlanMetric {
    pub metric: Metric,
    /// Not in the project yet.
    pub is_new: bool,
    /// "Σ clicks ÷ Σ impressions".
    pub made_of: String,
    /// Over all of the file; `None` where it cannot be added up or divided.
    pub value: Option<f64>,
    /// Σ above and below the line, for ratios and means.
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub observations: usize,
    /// Why there is no value, or what weakens it; else empty.
    pub note: String,
    /// The same metric in the latest source before.
    pub before: Option<Before>,
}

/// A metric as it was attached before.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub source: SourceId,
    /// The days of that source: "Aug 2026".
    pub label: String,
    pub value: Option<f64>,
}

/// A total that the file states, compared with the sum of its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalCheck {
    pub column: String,
    /// The day that the total is of: "1 Aug 2026"; empty for all rows.
    pub scope: String,
    /// The quotient of two sums, not a sum.
    pub is_rate: bool,
    /// Line of the totals row.
    pub line: u32,
    pub stated: f64,
    pub summed: f64,
    pub unit: Unit,
    /// Within what rounding explains.
    pub agrees: bool,
    /// Why they may differ; else empty.
    pub note: String,
}

impl TotalCheck {
    /// What differs, in a whole sentence.
    pub fn text(&self) -> String {
        let of = if self.scope.is_empty() { String::new() } else { format!(" of {}", self.scope) };
        let (stated, summed) = (format_full(self.stated, &self.unit), format_full(self.summed, &self.unit));
        let column = &self.column;
        match self.note.is_empty() {
            true => format!("{column}{of}: the file states {stated} in all, its rows come to {summed}."),
            false => format!("{column}{of}: {stated} stated, {summed} over the rows. {}", self.note),
        }
    }
}

/// A column of stated rates compared row by row with the rates computed from their parts.
#[derive(Clone, Debug, PartialEq)]
pub struct RateCheck {
    pub column: String,
    /// "clicks ÷ impressions".
    pub formula: String,
    pub agrees: usize,
    pub differs: usize,
    /// Line of the first row that differs; 0 if none does.
    pub first_differing_line: u32,
}

/// What the file leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The column that it is about, the first of several; empty for the whole file.
    pub column: String,
    /// All columns that it is about: the same doubt is asked about once. Empty for the whole file.
    pub columns: Vec<String>,
    /// A whole sentence.
    pub text: String,
    /// Pass one to [`Question::answer`]. Empty where the answer can only be typed in.
    pub readings: Vec<PossibleReading>,
    /// Index of the reading that the recipe has chosen.
    pub chosen: Option<usize>,
    /// Rows of the file that it is about, and what each reading makes of them.
    pub samples: Vec<Sample>,
    /// What may be typed in instead.
    pub typed: Typed,
    pub standing: Standing,
}

/// An answer that is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Nothing,
    /// A currency's code.
    Currency,
    /// The file's first and last day.
    Days,
    /// Gross margin and yearly churn.
    Lifetime,
}

/// Whether a question waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What it is about is unknown until it is answered.
    Open,
    /// Nothing waits for an answer: the reading that is chosen suits most files.
    Optional,
    /// Somebody answered.
    Answered,
}

/// One way to read what is in question.
#[derive(Clone, Debug, PartialEq)]
pub struct PossibleReading {
    /// "3 April 2026", "12.34".
    pub label: String,
    pub answer: Answer,
}

impl Plan {
    pub const LEFT_OUT_SHOWN: usize = 500;

    /// A row of the table as the dialog shows it, left out or not. `row` counts from 0.
    pub fn preview_row(&self, table: &Table, row: usize) -> PreviewRow {
        let (line, texts) = (table.line(row), table.row(row));
        let left_out = self.fates.of(line, &texts).why();
        let cell = |(column, text): (usize, String)| PreviewCell { reading: self.fates.reading(&text, column), text };
        PreviewRow { line, left_out, cells: texts.into_iter().enumerate().map(cell).collect() }
    }

    /// How many rows of the table have that fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.count(fate)
    }

    /// The rows of that fate, as far as they are listed.
    pub(super) fn lines_of(&self, fate: Fate) -> Lines {
        let rows = self.left_out.iter().filter(|row| fate.why() == Some(row.why.as_str()));
        Lines::of(rows.map(|row| row.line), self.count(fate))
    }

    /// Whether a question is still open.
    pub fn is_in_question(&self) -> bool {
        self.questions.iter().any(|question| question.standing == Standing::Open)
    }
}

/// What the recipe makes of the table in this project, read on the spot: for small tables.
///
/// # Errors
/// As [`digest()`].
pub fn plan_table(
    table: &Table,
    recipe: &Recipe,
    project: &Project,
    options: &PlanOptions,
) -> Result<Plan, ImportError> {
    let digest = digest(table, recipe, &|_| true)?;
    Ok(plan(table, &digest, recipe, project, options))
}

/// What the recipe makes of the table in this project. `digest` is one that [fits](Digest::fits) the recipe.
pub fn plan(table: &Table, digest: &Digest, recipe: &Recipe, project: &Project, options: &PlanOptions) -> Plan {
    let recipe = recipe.fitted(table);
    let (columns, profiles) = (&digest.columns, &digest.profiles);
    let money = slots::Money::of(&recipe, profiles, &digest.currencies, project, columns);
    let slots = slots::slots(table, profiles, &recipe, columns, &money);
    let (totals, totals_lines) = totals::check(table, digest, &money);
    let input =
        names::NamesInput { file_name: &table.file_name, family: table.family, project, options, recipe: &recipe };
    let names = names::match_names(&input, &digest.names, &digest.rows_by_name());
    let fates = rows::Fates::new(digest, &names, totals_lines);
    let sums = sums::add_up(digest, &money, &slots, &names);
    let earlier = super::find_recipe(project, table).map(|(source, _)| source);
    let made = attach::records(&attach::Input {
        table,
        recipe: &recipe,
        project,
        options,
        money: &money,
        slots: &slots,
        digest,
        fates: &fates,
        names: &names,
        sums: &sums,
        earlier,
    });

    let mut left_out: Vec<LeftOut> = table.left_out().to_vec();
    let left_rows = fates.left_out();
    let room = Plan::LEFT_OUT_SHOWN.saturating_sub(left_out.len());
    left_out.extend(fates.left_out_rows(table, digest, room));
    left_out.sort_by_key(|row| row.line);

    let mut plan = Plan {
        file_name: table.file_name.clone(),
        format: table.format.clone(),
        encoding: table.encoding().to_owned(),
        delimiter: table.delimiter,
        form_label: table.form_label(),
        header_row: table.header_row,
        period: made.period.or(table.stated_period),
        columns: columns.described(&recipe, profiles, &money, &slots),
        name_column: columns.name_of(table, columns.touchpoint),
        rows: table.row_count().saturating_sub(left_rows),
        rows_total: table.row_count() + table.left_out_count(),
        left_out,
        left_out_count: left_rows + table.left_out_count(),
        observations: made.observations,
        touchpoints: made.touchpoints,
        new_touchpoints: made.new_touchpoints,
        metrics: made.metrics,
        matched: names.matched.clone(),
        unmatched: names.unmatched.clone(),
        totals,
        rate_checks: sums.rate_checks(table, &slots),
        questions: questions::questions(table, &recipe, digest, &money, &slots),
        warnings: Vec::new(),
        earlier,
        overlaps: overlap::overlaps(table, project, &recipe, options, made.attachment.as_ref()),
        difference: None,
        attachment: made.attachment,
        fates,
    };
    overlap::settle(&mut plan, project, options);
    let input =
        notes::Input { table, recipe: &recipe, project, options, digest, sums: &sums, money: &money, slots: &slots };
    plan.warnings = notes::notes(&input, &plan);
    if names.has_no_ground && options.create_touchpoints && !names.unmatched.is_empty() {
        plan.warnings.insert(
            0,
            Warning::new("No touchpoint can be made: the map has no stage or no lane of touchpoints. Add one first."),
        );
    }
    plan
}
