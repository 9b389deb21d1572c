//! What the file leaves open, asked once each with both readings shown on rows of the file.

use super::digest::Digest;
use super::slots::{Money, Slot};
use super::{PossibleReading, Question, Standing, Typed, asked};
use crate::base::Period;
use crate::base::date::format_date;
use crate::base::number::format_grouped;
use crate::import::dates::{DateOrder, DateReading, parse_date};
use crate::import::number::{DecimalMark, MarkEvidence, Value, mark_evidence, parse};
use crate::import::profile::{Profile, mark_of_file};
use crate::import::recipe::{Answer, Recipe, Role};
use crate::import::table::Table;

/// A cell that is in question, and what each reading makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Line in the file, counted from 1.
    pub line: u32,
    /// What the row is about: its name; empty without one.
    pub name: String,
    /// As in the file.
    pub text: String,
    /// One for each of [`Question::readings`], in that order.
    pub readings: Vec<String>,
}

impl Sample {
    /// So many rows are shown with a question.
    pub const SHOWN: usize = 3;
    /// So many rows are looked through for them.
    const LOOKED_AT: usize = 20_000;
}

impl Question {
    /// Answers it in a recipe, for all columns that it is about.
    pub fn answer(&self, recipe: &mut Recipe, answer: &Answer) {
        if self.columns.is_empty() {
            recipe.answer(&self.column, answer.clone());
        }
        for column in &self.columns {
            recipe.answer(column, answer.clone());
        }
    }
}

/// What must be asked, answered or not.
pub(super) fn questions(
    table: &Table,
    recipe: &Recipe,
    digest: &Digest,
    money: &Money,
    slots: &[Slot],
) -> Vec<Question> {
    let mut questions = Vec::new();
    let of_file = mark_of_file(&digest.profiles, table.delimiter);
    for doubt in [Doubt::Dates, Doubt::Decimals, Doubt::Thousands] {
        // Columns with the same doubt are asked about together, unless they were answered apart.
        let mut groups: Vec<(Option<&Answer>, Vec<usize>)> = Vec::new();
        for (at, (column, profile)) in recipe.columns.iter().zip(&digest.profiles).enumerate() {
            if Doubt::of(&column.role, profile, of_file) != Some(doubt) {
                continue;
            }
            let answer = recipe.answer_of(&column.name);
            match groups.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, columns)) => columns.push(at),
                None => groups.push((answer, vec![at])),
            }
        }
        questions.extend(
            groups
                .into_iter()
                .filter_map(|(answer, columns)| doubt.ask(table, recipe, &digest.profiles, (answer, &columns))),
        );
    }
    questions.extend(money.question(recipe));
    // Neither a column nor the file says which days are meant.
    if !digest.columns.has_days() && table.stated_period.is_none() {
        questions.push(period_question(table, recipe));
    }
    questions.extend(digest.duplicates.question(table, recipe));
    questions.extend(asked::lifetime(recipe, slots));
    questions.extend(asked::counted_over(recipe, digest, slots));
    questions
}

/// What the columns read without proof, as sentences.
pub(super) fn assumptions(table: &Table, recipe: &Recipe, digest: &Digest) -> Vec<String> {
    let of_file = mark_of_file(&digest.profiles, table.delimiter);
    let is_assumed = |role: &Role, profile: &Profile| {
        role.is_number()
            && of_file.is_none()
            && profile.proven_mark().is_none()
            && profile.three_after_comma > 0
            && Doubt::of(role, profile, of_file).is_none()
    };
    let mut names: Vec<&str> = Vec::new();
    let mut example = None;
    for (at, (column, profile)) in recipe.columns.iter().zip(&digest.profiles).enumerate() {
        if is_assumed(&column.role, profile) && recipe.answered_mark(&column.name).is_none() {
            names.push(&column.name);
            example = example.or_else(|| {
                first_cells(table, at, |text| mark_evidence(text) != MarkEvidence::Silent).pop().map(|row| (row, at))
            });
        }
    }
    let Some((row, column)) = example else { return Vec::new() };
    let text = table.cell(row, column);
    let Value::Number(value) = digest.columns.value(&text, column) else { return Vec::new() };
    vec![format!(
        "“{text}” in {} was read as {}: the comma stands between thousands. Nothing in the file proves it.",
        listed(&names),
        format_grouped(value.value, 0)
    )]
}

/// Why a column cannot be read without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// "03/04/2026"
    Dates,
    /// "12,34"
    Decimals,
    /// "1.234", and nothing else in the file that tells.
    Thousands,
}

impl Doubt {
    pub fn of(role: &Role, profile: &Profile, of_file: Option<DecimalMark>) -> Option<Self> {
        let is_date = matches!(role, Role::Date | Role::PeriodStart | Role::PeriodEnd);
        match () {
            () if is_date && profile.either_order > 0 && profile.date_order().is_none() => Some(Self::Dates),
            () if !role.is_number() => None,
            () if profile.mark(of_file).is_none() => Some(Self::Decimals),
            () if of_file.is_none()
                && profile.proven_mark().is_none()
                && profile.three_after_point > 0
                && profile.three_after_comma == 0 =>
            {
                Some(Self::Thousands)
            }
            () => None,
        }
    }

    fn is_doubtful(self, text: &str) -> bool {
        match self {
            Self::Dates => matches!(parse_date(text), DateReading::Either { .. }),
            Self::Decimals => mark_evidence(text) == MarkEvidence::LoneComma,
            Self::Thousands => mark_evidence(text) == MarkEvidence::ThreeAfterPoint,
        }
    }

    fn count(self, profile: &Profile) -> usize {
        match self {
            Self::Dates => profile.either_order,
            Self::Decimals => profile.lone_commas,
            Self::Thousands => profile.three_after_point,
        }
    }

    fn answers(self) -> [Answer; 3] {
        match self {
            Self::Dates => [Answer::DayFirst, Answer::MonthFirst, Answer::LeaveOut],
            Self::Decimals | Self::Thousands => [Answer::DecimalComma, Answer::DecimalPoint, Answer::LeaveOut],
        }
    }

    fn ask(
        self,
        table: &Table,
        recipe: &Recipe,
        profiles: &[Profile],
        (answer, columns): (Option<&Answer>, &[usize]),
    ) -> Option<Question> {
        let names: Vec<&str> =
            columns.iter().filter_map(|at| recipe.columns.get(*at)).map(|column| column.name.as_str()).collect();
        let count = columns.iter().filter_map(|at| profiles.get(*at)).map(|profile| self.count(profile)).sum();
        let profile = profiles.get(*columns.first()?)?;
        let cells: Vec<(usize, usize)> = columns
            .iter()
            .flat_map(|column| {
                first_cells(table, *column, |text| self.is_doubtful(text)).into_iter().map(|row| (row, *column))
            })
            .take(Sample::SHOWN)
            .collect();
        let known = match self {
            Self::Dates => profile.doubtful_date.clone(),
            Self::Decimals => profile.doubtful_number.clone(),
            Self::Thousands => None,
        };
        let text = known.or_else(|| cells.first().map(|(row, column)| table.cell(*row, *column)))?;
        let answers = self.answers();
        let readings: Vec<PossibleReading> = answers
            .iter()
            .map(|answer| PossibleReading { label: label(&text, answer), answer: answer.clone() })
            .collect();
        let samples = cells.iter().map(|(row, column)| {
            let text = table.cell(*row, *column);
            Sample {
                line: table.line(*row),
                name: row_name(table, recipe, *row),
                readings: answers.iter().map(|answer| reading(&text, answer)).collect(),
                text,
            }
        });
        let of = format!("“{text}” in {} of {}", counted(count), listed(&names));
        let question = match self {
            Self::Dates if profile.day_first + profile.month_first > 0 => {
                format!("{of} can be read two ways; other rows begin with the day, and others with the month.")
            }
            Self::Dates => format!("{of} can be read two ways. Every other row fits both."),
            Self::Decimals => format!("{of} may have a decimal comma; nothing else in the column says so."),
            Self::Thousands => format!("{of} may have three decimals or a point between thousands."),
        };
        Some(Question {
            column: names.first().map_or_else(String::new, |name| (*name).to_owned()),
            columns: names.into_iter().map(str::to_owned).collect(),
            text: question,
            chosen: answer.and_then(|answer| readings.iter().position(|reading| reading.answer == *answer)),
            standing: if answer.is_some() { Standing::Answered } else { Standing::Open },
            readings,
            samples: samples.collect(),
            typed: Typed::Nothing,
        })
    }
}

/// "3 April 2026", "12.34 (decimal comma)".
fn label(text: &str, answer: &Answer) -> String {
    match answer {
        Answer::DecimalComma if !matches!(parse(text, DecimalMark::Comma), Value::Number(_)) => {
            "Not a number (decimal comma)".to_owned()
        }
        Answer::DecimalPoint if !matches!(parse(text, DecimalMark::Point), Value::Number(_)) => {
            "Not a number (decimal point)".to_owned()
        }
        Answer::DecimalComma => format!("{} (decimal comma)", reading(text, answer)),
        Answer::DecimalPoint => format!("{} (decimal point)", reading(text, answer)),
        Answer::LeaveOut => "Leave out".to_owned(),
        Answer::DayFirst
        | Answer::MonthFirst
        | Answer::Currency(_)
        | Answer::Period(..)
        | Answer::KeepAll
        | Answer::CountOnce
        | Answer::Margin(_)
        | Answer::YearlyChurn(_)
        | Answer::CountedOver(_) => reading(text, answer),
    }
}

/// What an answer makes of a cell, as words.
fn reading(text: &str, answer: &Answer) -> String {
    let date =
        |order| parse_date(text).period(Some(order)).map_or_else(|| "no date".to_owned(), |day| format_date(day.from));
    let number = |mark| match parse(text, mark) {
        Value::Number(number) => plain_number(number.value * if number.is_percent { 100.0 } else { 1.0 }),
        Value::Unknown | Value::Text => "not a number".to_owned(),
    };
    match answer {
        Answer::DayFirst => date(DateOrder::DayFirst),
        Answer::MonthFirst => date(DateOrder::MonthFirst),
        Answer::DecimalComma => number(DecimalMark::Comma),
        Answer::DecimalPoint => number(DecimalMark::Point),
        Answer::LeaveOut => "unknown".to_owned(),
        Answer::Currency(_)
        | Answer::Period(..)
        | Answer::KeepAll
        | Answer::CountOnce
        | Answer::Margin(_)
        | Answer::YearlyChurn(_)
        | Answer::CountedOver(_) => String::new(),
    }
}

/// "12.34", "1,234": all digits that were written, thousands apart.
fn plain_number(value: f64) -> String {
    let decimals = (0..6).find(|decimals| {
        let factor = 10f64.powi(*decimals);
        ((value * factor).round() / factor - value).abs() <= value.abs() * 1e-12
    });
    format_grouped(value, usize::try_from(decimals.unwrap_or(6)).unwrap_or(6))
}

/// The first rows in which a cell of the column is of that kind.
fn first_cells(table: &Table, column: usize, is_wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    let rows = 0..table.row_count().min(Sample::LOOKED_AT);
    rows.filter(|row| is_wanted(&table.cell(*row, column))).take(Sample::SHOWN).collect()
}

/// What a row is about, for people to find it again.
pub(super) fn row_name(table: &Table, recipe: &Recipe, row: usize) -> String {
    let column = recipe.columns.iter().position(|column| column.role == Role::Touchpoint);
    column.map_or_else(String::new, |column| table.cell(row, column))
}

fn counted(rows: usize) -> String {
    if rows == 1 { "1 row".into() } else { format!("{} rows", format_grouped(rows as f64, 0)) }
}

/// "Start and End".
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn period_question(table: &Table, recipe: &Recipe) -> Question {
    let named = month_in_name(&table.file_name).map(|period| PossibleReading {
        label: period.label(),
        answer: Answer::Period(period.from.to_string(), period.to.to_string()),
    });
    let readings: Vec<_> = named.into_iter().collect();
    let given = recipe.period.clone().map(|(from, to)| Answer::Period(from, to));
    Question {
        column: String::new(),
        columns: Vec::new(),
        text: "The file does not say which days it covers. Which are they?".into(),
        chosen: given.and_then(|given| readings.iter().position(|reading| reading.answer == given)),
        readings,
        samples: Vec::new(),
        typed: Typed::Days,
        standing: if recipe.given_period().is_some() { Standing::Answered } else { Standing::Open },
    }
}

/// "report-2026-09.csv" → September 2026.
fn month_in_name(name: &str) -> Option<Period> {
    let bytes = name.as_bytes();
    (0..bytes.len().saturating_sub(6)).find_map(|at| {
        let part = name.get(at..at + 7)?;
        let is_cut = bytes.get(at + 7).is_none_or(|b| !b.is_ascii_digit());
        let period = (is_cut && part.as_bytes().get(4) == Some(&b'-')).then(|| parse_date(part).period(None))??;
        Some(period)
    })
}
