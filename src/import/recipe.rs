//! How a file is read: what each column is, which name is which touchpoint, and the answers to what was asked.
//! Kept with the source as text, so that next month's file is read the same way.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::answers::Scale;
use super::dates::{DateOrder, parse_date};
use super::library::{TemplateUnit, metric_library, normalize, template};
use super::number::DecimalMark;
use super::rule::NameRule;
use super::table::Table;
use crate::base::Period;
use crate::model::TouchpointId;

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

/// What a column is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    #[default]
    Ignore,
    /// Names that become touchpoints.
    Touchpoint,
    Date,
    PeriodStart,
    PeriodEnd,
    Segment,
    /// Currency codes of the row's amounts.
    Currency,
    /// Amounts that are a metric, a part of metrics, or both: a key of the library, or one's own.
    Quantity(String),
    /// A rate that the file states: a key of the library, or one's own.
    Rate(String),
    /// What respondents answered: the key of the metric that comes of it, and the scale.
    Answer(String, Scale),
    /// Numbers of orders, tickets, sessions: each counts once. The key of the quantity that is counted.
    Id(String),
    /// Customers or visitors: counted, never kept.
    Customer,
    /// Types of events, which become touchpoints; each row is one event.
    Event,
    /// What stands above the line of a rate of one's own.
    Numerator,
    /// What stands below it.
    Denominator,
    /// How much a stated rate counts where nothing else says so.
    Weight,
}

/// Roles of one kind, for a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleGroup {
    /// "Amounts"; empty for the first.
    pub title: &'static str,
    /// Of files with one row for each answer, order, ticket or event.
    pub is_of_single_things: bool,
    pub roles: Vec<Role>,
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

impl Role {
    /// A quantity that the library does not know, named after its column.
    pub fn own_quantity(column: &str) -> Self {
        Self::Quantity(own_key(column))
    }

    /// A rate that the library does not know, named after its column.
    pub fn own_rate(column: &str) -> Self {
        Self::Rate(own_key(column))
    }

    /// A choice of several that respondents ticked, named after its column.
    pub fn chosen(column: &str) -> Self {
        Self::Answer(format!("chosen-{}", own_key(column)), Scale::Chosen)
    }

    /// Every role that a column of that name can be given, in groups.
    pub fn choices(column: &str) -> Vec<RoleGroup> {
        use Scale::{Degrees, GoodBad, OneToFive, OneToSeven, OneToTen, WonLost, ZeroToTen};
        let answers = |key: &str, scales: &[Scale]| -> Vec<Self> {
            scales.iter().map(|scale| Self::Answer(key.to_owned(), *scale)).collect()
        };
        let mut asked = answers("csat", &[OneToFive, OneToSeven, OneToTen, ZeroToTen, Degrees, GoodBad]);
        asked.extend(answers("nps", &[ZeroToTen]));
        asked.extend(answers("ces", &[OneToFive, OneToSeven, OneToTen]));
        asked.extend(answers("ces-effort", &[OneToFive, OneToSeven, OneToTen]));
        asked.extend(answers("mean-rating", &[OneToFive, OneToSeven, OneToTen, ZeroToTen, Degrees]));
        asked.push(Self::chosen(column));
        asked.extend(answers("win-rate", &[WonLost]));
        let known = |is_quantity: bool| metric_library().iter().filter(move |known| known.is_quantity() == is_quantity);
        let mut amounts = vec![Self::own_quantity(column), Self::Numerator, Self::Denominator];
        amounts.extend(known(true).map(|known| Self::Quantity(known.key.to_owned())));
        let mut rates = vec![Self::own_rate(column), Self::Weight];
        rates.extend(known(false).map(|known| Self::Rate(known.key.to_owned())));
        let ids = ["orders", "tickets", "deals", "event-sessions"].map(|key| Self::Id(key.to_owned()));
        let group = |title, roles| RoleGroup { title, is_of_single_things: false, roles };
        let singles = |title, roles| RoleGroup { title, is_of_single_things: true, roles };
        vec![
            group(
                "",
                vec![
                    Self::Ignore,
                    Self::Touchpoint,
                    Self::Date,
                    Self::PeriodStart,
                    Self::PeriodEnd,
                    Self::Segment,
                    Self::Currency,
                ],
            ),
            singles("One row each", [&[Self::Event, Self::Customer][..], &ids].concat()),
            singles("Answers", asked),
            group("Amounts", amounts),
            group("Rates as stated", rates),
        ]
    }

    /// The role's name in a menu: "Impressions", "Date", "Not needed".
    pub fn label(&self) -> String {
        let name = |key: &str| template(key).map_or_else(|| key.replace('-', " "), |known| known.name.to_owned());
        match self {
            Self::Ignore => "Not needed".into(),
            Self::Touchpoint => "Touchpoint".into(),
            Self::Date => "Date".into(),
            Self::PeriodStart => "First day".into(),
            Self::PeriodEnd => "Last day".into(),
            Self::Segment => "Segment".into(),
            Self::Currency => "Currency".into(),
            Self::Quantity(key) | Self::Rate(key) => name(key),
            Self::Answer(_, Scale::Chosen) => "Share who chose it".into(),
            Self::Answer(key, scale) => format!("{}, answers {}", name(key), scale.label()),
            Self::Id(key) => format!("{}, by number", name(key)),
            Self::Customer => "Customer".into(),
            Self::Event => "Event".into(),
            Self::Numerator => "Numerator".into(),
            Self::Denominator => "Denominator".into(),
            Self::Weight => "Weight of the rates".into(),
        }
    }

    /// What the role means, in a few words; empty where its name says all.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Answer(_, Scale::Chosen) => "of all who chose anything",
            Self::Answer(key, _) if key == "csat" || key == "win-rate" => "share of the upper two, of good, of won",
            Self::Answer(key, _) if key == "nps" => "promoters 9 and 10 less detractors 0 to 6",
            Self::Answer(..) => "mean of the points",
            Self::Id(_) => "each number counts once",
            Self::Customer => "counted, never kept",
            Self::Event => "names that become touchpoints; each row is one",
            Self::Numerator => "above the line of a rate of your own",
            Self::Denominator => "below the line of a rate of your own",
            Self::Weight => "how much a stated rate counts",
            Self::Rate(key) if template(key).is_none() => "as it is stated",
            Self::Ignore
            | Self::Touchpoint
            | Self::Date
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Segment
            | Self::Currency
            | Self::Quantity(_)
            | Self::Rate(_) => "",
        }
    }

    /// Stable text for `--json`: "touchpoint", "quantity:clicks", "rate:ctr".
    pub fn code(&self) -> String {
        match self {
            Self::Ignore => "ignore".into(),
            Self::Touchpoint => "touchpoint".into(),
            Self::Date => "date".into(),
            Self::PeriodStart => "period-start".into(),
            Self::PeriodEnd => "period-end".into(),
            Self::Segment => "segment".into(),
            Self::Currency => "currency".into(),
            Self::Quantity(key) => format!("quantity:{key}"),
            Self::Rate(key) => format!("rate:{key}"),
            Self::Answer(key, scale) => format!("answer:{key}:{}", scale.code()),
            Self::Id(key) => format!("id:{key}"),
            Self::Customer => "customer".into(),
            Self::Event => "event".into(),
            Self::Numerator => "numerator".into(),
            Self::Denominator => "denominator".into(),
            Self::Weight => "weight".into(),
        }
    }

    /// Whether the column's cells are read as numbers.
    pub fn is_number(&self) -> bool {
        match self {
            Self::Quantity(_) | Self::Rate(_) | Self::Numerator | Self::Denominator | Self::Weight => true,
            Self::Ignore
            | Self::Touchpoint
            | Self::Date
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Segment
            | Self::Currency
            | Self::Answer(..)
            | Self::Id(_)
            | Self::Customer
            | Self::Event => false,
        }
    }

    pub(super) fn is_money(&self) -> bool {
        match self {
            Self::Quantity(key) | Self::Rate(key) => {
                template(key).is_some_and(|known| known.unit == TemplateUnit::Money)
            }
            Self::Ignore
            | Self::Touchpoint
            | Self::Date
            | Self::PeriodStart
            | Self::PeriodEnd
            | Self::Segment
            | Self::Currency
            | Self::Answer(..)
            | Self::Id(_)
            | Self::Customer
            | Self::Event
            | Self::Numerator
            | Self::Denominator
            | Self::Weight => false,
        }
    }
}

/// "Video plays (3 s)" → "video-plays-3-s"; never empty.
pub(super) fn own_key(column: &str) -> String {
    let key = normalize(column).replace(' ', "-");
    if key.is_empty() { "quantity".into() } else { key }
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
