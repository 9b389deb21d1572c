//! How a file is read: what each column is, which name is which touchpoint, and the answers to what was asked.
//! Kept with the source as text, so that next month's file is read the same way.

mod role;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::dates::{DateOrder, parse_date};
use super::number::DecimalMark;
use super::rule::NameRule;
use super::table::Table;
use crate::base::Period;
use crate::model::TouchpointId;
pub(in crate::import) use role::own_key;
pub use role::{Role, RoleGroup};

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipe {
    pub format: String,
    /// Which of a file's tables it reads, by the name that is offered; `None` for the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    pub columns: Vec<ColumnRecipe>,
    /// What the user decided about names; all other names are matched anew each time.
    pub matches: Vec<NameMatch>,
    /// What is done with all names of a kind, the first rule first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<NameRule>,
    /// Answers to questions about single columns.
    pub answers: Vec<ColumnAnswer>,
    /// The currency of amounts for which the file names none.
    pub currency: Option<String>,
    /// The days of a file that names none: first and last, ISO 8601. Not taken over to another file.
    pub period: Option<(String, String)>,
    /// Gross margin as a fraction of revenue, for the simple customer lifetime value; no file says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<String>,
    /// The share of customers lost in a year; its inverse is how many years a customer stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yearly_churn: Option<String>,
    /// Over which days people and quantiles are counted, if not over those that fit what the rows are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_over: Option<Span>,
    /// What was chosen for days that an earlier file covers too; `None` for what loses nothing. Not for a file that
    /// comes again itself: that takes its own place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlap: Option<OverlapChoice>,
}

/// The days over which each customer counts once, and of which a median is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Span {
    /// The days that the row states.
    Row,
    /// Calendar months, as far as the file reaches.
    Month,
    /// All days of the file.
    File,
}

/// What becomes of days that an earlier file covers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OverlapChoice {
    /// The earlier file goes, with all its figures.
    Replace,
    /// The earlier file's figures stay as they are; only what it does not have is added.
    Keep,
    /// Both are parts of one whole and are added up.
    Add,
}

impl OverlapChoice {
    pub const ALL: [Self; 3] = [Self::Replace, Self::Keep, Self::Add];

    /// The choice on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Keep => "keep",
            Self::Add => "add",
        }
    }
}

/// What one column is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnRecipe {
    /// The column's name in the header.
    pub name: String,
    pub role: Role,
    /// What the guess rests on: "known column", "30 dates, year first".
    #[serde(skip)]
    pub why: String,
}

/// What the user decided about a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameMatch {
    pub name: String,
    pub target: Target,
}

/// Where the figures of a name go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// The touchpoint of that id; as if nothing were decided once it is gone.
    Touchpoint(u64),
    /// A new touchpoint, one for each name.
    New,
    /// A new touchpoint as the user wants it, the same for all names that are sent to one of that title.
    NewAs(NewTouchpoint),
    LeaveOut,
}

/// A touchpoint that the user wants to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewTouchpoint {
    pub title: String,
    /// Its type in the catalogue; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The stage that it goes to; without one, or once that is gone, the one that suits its type or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<u64>,
}

/// An answer about one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnAnswer {
    pub column: String,
    pub answer: Answer,
}

/// An answer to a question of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    DayFirst,
    MonthFirst,
    DecimalComma,
    DecimalPoint,
    /// What can be read two ways stays unknown.
    LeaveOut,
    /// ISO 4217 code of the file's amounts.
    Currency(String),
    /// The file's first and last day, ISO 8601.
    Period(String, String),
    /// Gross margin, a fraction such as "0.4"; empty to take it back.
    Margin(String),
    /// Share of customers lost in a year, a fraction such as "0.25"; empty to take it back.
    YearlyChurn(String),
    CountedOver(Span),
    /// Rows that are in the file twice count twice.
    KeepAll,
    /// Rows that are in the file twice count once.
    CountOnce,
}

/// Recipes larger than this are not ours.
const MAX_TEXT: usize = 8 << 20;

impl Recipe {
    /// The recipe as RON on one line.
    pub fn to_text(&self) -> String {
        // Structs of strings and lists always have a text form.
        ron::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Recipe::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.len() > MAX_TEXT {
            return None;
        }
        ron::from_str(text).ok()
    }

    /// The recipe in the order of the table's columns, found by name; unknown columns are ignored.
    pub fn fitted(&self, table: &Table) -> Self {
        let find = |name: &str| self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
        let columns = table
            .columns
            .iter()
            .map(|column| match find(&column.name) {
                Some(known) => ColumnRecipe { name: column.name.clone(), ..known.clone() },
                None => ColumnRecipe { name: column.name.clone(), role: Role::Ignore, why: "not in the recipe".into() },
            })
            .collect();
        Self { columns, ..self.clone() }
    }

    /// Whether the recipe was made for a table with these columns, in any order.
    pub fn fits(&self, table: &Table) -> bool {
        self.columns.len() == table.columns.len()
            && table
                .columns
                .iter()
                .all(|column| self.columns.iter().any(|known| known.name.eq_ignore_ascii_case(&column.name)))
    }

    /// Gives a column a role. Touchpoint, date and the like can have one column each: another gives way. Questions
    /// of one kind can be many; either events or other names become touchpoints.
    pub fn set_role(&mut self, column: usize, role: Role) {
        let is_name = |role: &Role| matches!(role, Role::Touchpoint | Role::Event);
        let gives_way = |other: &Role| match &role {
            Role::Ignore | Role::Answer(..) => false,
            Role::Id(_) => matches!(other, Role::Id(_)),
            role => other == role || (is_name(other) && is_name(role)),
        };
        for other in self.columns.iter_mut().filter(|other| gives_way(&other.role)) {
            other.role = Role::Ignore;
            other.why = "another column took its role".into();
        }
        if let Some(column) = self.columns.get_mut(column) {
            column.role = role;
            column.why = "chosen by you".into();
        }
    }

    /// Decides about a name; `None` takes the decision back.
    pub fn set_match(&mut self, name: &str, target: Option<Target>) {
        self.matches.retain(|known| known.name != name);
        if let Some(target) = target {
            self.matches.push(NameMatch { name: name.to_owned(), target });
        }
    }

    /// Decides about many names at once; `None` takes the decisions back.
    pub fn set_matches(&mut self, names: &[&str], target: Option<&Target>) {
        let decided: HashSet<&str> = names.iter().copied().collect();
        self.matches.retain(|known| !decided.contains(known.name.as_str()));
        if let Some(target) = target {
            let new = names.iter().map(|name| NameMatch { name: (*name).to_owned(), target: target.clone() });
            self.matches.extend(new);
        }
    }

    /// The decision about a name, if there is one.
    pub fn target_of(&self, name: &str) -> Option<&Target> {
        self.matches.iter().find(|known| known.name == name).map(|known| &known.target)
    }

    /// Answers a question of the plan; `column` is empty for those about the whole file.
    pub fn answer(&mut self, column: &str, answer: Answer) {
        match answer {
            Answer::Currency(code) => self.currency = Some(code),
            Answer::Period(from, to) => self.period = Some((from, to)),
            Answer::Margin(margin) => self.margin = Some(margin).filter(|margin| !margin.is_empty()),
            Answer::YearlyChurn(churn) => self.yearly_churn = Some(churn).filter(|churn| !churn.is_empty()),
            Answer::CountedOver(span) => self.counted_over = Some(span),
            Answer::DayFirst
            | Answer::MonthFirst
            | Answer::DecimalComma
            | Answer::DecimalPoint
            | Answer::LeaveOut
            | Answer::KeepAll
            | Answer::CountOnce => {
                self.answers.retain(|known| known.column != column);
                self.answers.push(ColumnAnswer { column: column.to_owned(), answer });
            }
        }
    }

    /// The answer about a column, if there is one.
    pub fn answer_of(&self, column: &str) -> Option<&Answer> {
        self.answers.iter().find(|known| known.column == column).map(|known| &known.answer)
    }

    /// The days that the user gave for the whole file.
    pub fn given_period(&self) -> Option<Period> {
        let (from, to) = self.period.as_ref()?;
        Period::new(parse_date(from).period(None)?.from, parse_date(to).period(None)?.to)
    }

    /// Margin and yearly churn, if both are given and can be: above 0, at most 1.
    pub(super) fn lifetime_inputs(&self) -> Option<(f64, f64)> {
        let share = |text: &Option<String>| {
            let value: f64 = text.as_ref()?.trim().parse().ok()?;
            (value > 0.0 && value <= 1.0).then_some(value)
        };
        Some((share(&self.margin)?, share(&self.yearly_churn)?))
    }

    /// Keeps the choice of a touchpoint for a name.
    pub fn choose(&mut self, name: &str, touchpoint: TouchpointId) {
        self.set_match(name, Some(Target::Touchpoint(touchpoint.0)));
    }

    pub(super) fn answered_order(&self, column: &str) -> Option<DateOrder> {
        match self.answer_of(column)? {
            Answer::DayFirst => Some(DateOrder::DayFirst),
            Answer::MonthFirst => Some(DateOrder::MonthFirst),
            Answer::DecimalComma
            | Answer::DecimalPoint
            | Answer::LeaveOut
            | Answer::Currency(_)
            | Answer::Period(..)
            | Answer::Margin(_)
            | Answer::YearlyChurn(_)
            | Answer::CountedOver(_)
            | Answer::KeepAll
            | Answer::CountOnce => None,
        }
    }

    pub(super) fn answered_mark(&self, column: &str) -> Option<DecimalMark> {
        match self.answer_of(column)? {
            Answer::DecimalComma => Some(DecimalMark::Comma),
            Answer::DecimalPoint => Some(DecimalMark::Point),
            Answer::DayFirst
            | Answer::MonthFirst
            | Answer::LeaveOut
            | Answer::Currency(_)
            | Answer::Period(..)
            | Answer::Margin(_)
            | Answer::YearlyChurn(_)
            | Answer::CountedOver(_)
            | Answer::KeepAll
            | Answer::CountOnce => None,
        }
    }
}
