//! Which metrics come of the columns, and in which currency. One slot is one metric in the making.

use super::columns::Columns;
use super::{PossibleReading, Question};
use crate::base::number::Unit;
use crate::import::library::{MetricTemplate, Part, TemplateUnit, header_currency, metric_library, template};
use crate::import::number::currency_code;
use crate::import::profile::Profile;
use crate::import::recipe::{Answer, Recipe, Role};
use crate::import::table::Table;
use crate::model::{Direction, MetricClass, Project};

/// The currencies of the file's amounts.
pub(super) struct Money {
    /// ISO codes; row by row where there is a currency column. Empty: none is known.
    pub codes: Vec<String>,
    pub column: Option<usize>,
    has_amounts: bool,
    /// Neither the file nor the project names one.
    is_asked: bool,
    /// Taken from the project's other amounts.
    pub is_assumed: bool,
    /// The currencies of the project's other amounts.
    of_project: Vec<String>,
}

impl Money {
    /// `seen` are the texts of the column of currencies, in the order of their rows.
    pub fn of(recipe: &Recipe, profiles: &[Profile], seen: &[String], project: &Project, columns: &Columns) -> Self {
        let is_money = |role: &Role| role.is_money();
        let has_amounts = recipe.columns.iter().any(|column| is_money(&column.role));
        let mut codes: Vec<String> = Vec::new();
        for code in seen.iter().filter_map(|text| currency_code(text)) {
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
        let mut column = columns.currency.filter(|_| !codes.is_empty());
        if codes.is_empty() {
            let amounts = || recipe.columns.iter().zip(profiles).filter(|(column, _)| is_money(&column.role));
            let in_header =
                amounts().find_map(|(column, _)| header_currency(&column.name)).map(|(_, code)| code.to_owned());
            let in_cells = || amounts().find_map(|(_, profile)| profile.currencies.first().cloned());
            codes.extend(in_header.or_else(in_cells));
            column = None;
        }
        let is_named = !codes.is_empty();
        let mut is_assumed = false;
        let of_project = project_currencies(project);
        if !is_named {
            let only = of_project.first().filter(|_| of_project.len() == 1);
            is_assumed = recipe.currency.is_none() && only.is_some();
            codes.extend(recipe.currency.clone().or_else(|| only.cloned()));
        }
        Self { is_asked: has_amounts && !is_named && !is_assumed, codes, column, has_amounts, is_assumed, of_project }
    }

    /// The currency shown with the roles of amounts: "CAD", "CAD and USD".
    pub fn label(&self) -> Option<String> {
        (!self.codes.is_empty()).then(|| self.codes.join(" and "))
    }

    pub fn has_amounts(&self) -> bool {
        self.has_amounts
    }

    /// One currency, whichever it is: with it, there is one slot for each metric.
    pub fn any() -> Self {
        Self {
            codes: vec!["XXX".to_owned()],
            column: None,
            has_amounts: true,
            is_asked: false,
            is_assumed: false,
            of_project: Vec::new(),
        }
    }

    /// Index in `codes` of the currency of a row that says this in the column of currencies.
    pub fn index_of(&self, text: &str) -> usize {
        if self.column.is_none() {
            return 0;
        }
        let code = currency_code(text);
        self.codes.iter().position(|known| code.is_some_and(|code| code == known)).unwrap_or(0)
    }

    pub fn question(&self, recipe: &Recipe) -> Option<Question> {
        if !self.is_asked {
            return None;
        }
        let common = ["EUR", "USD", "GBP", "CHF", "CAD", "AUD"].into_iter();
        let mut codes: Vec<&str> = Vec::new();
        for code in self.of_project.iter().map(String::as_str).chain(common).chain(recipe.currency.as_deref()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let chosen = recipe.currency.as_deref().and_then(|code| codes.iter().position(|known| *known == code));
        let readings = codes
            .into_iter()
            .map(|code| PossibleReading { label: code.to_owned(), answer: Answer::Currency(code.to_owned()) })
            .collect();
        let text = "The file does not say which currency its amounts are in. Which is it?".to_owned();
        Some(Question {
            column: String::new(),
            columns: Vec::new(),
            text,
            readings,
            chosen,
            samples: Vec::new(),
            takes_code: true,
        })
    }
}

/// The currencies of the project's metrics, each once.
pub(super) fn project_currencies(project: &Project) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for metric in project.metrics.values() {
        match &metric.unit {
            Unit::Currency(code) if code != "XXX" && !codes.contains(code) => codes.push(code.clone()),
            Unit::Currency(_)
            | Unit::Count
            | Unit::Share
            | Unit::Seconds
            | Unit::Minutes
            | Unit::Points
            | Unit::Times => {}
        }
    }
    codes
}

/// The column or columns of what stands above the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    One(usize),
    Less(usize, usize),
}

/// How the amounts of a metric are made from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Making {
    /// The cell is the amount.
    Value(usize),
    /// Two parts of which the quotient alone is kept (distinct rates).
    Quotient {
        above: Above,
        below: usize,
    },
    Ratio {
        above: Above,
        below: usize,
    },
    /// The rate times what is below the line gives what is above.
    AboveFromRate {
        rate: usize,
        below: usize,
    },
    /// What is above the line through the rate gives what is below.
    BelowFromRate {
        above: Above,
        rate: usize,
    },
    RateOnly {
        rate: usize,
        weight: Option<usize>,
    },
    Mean {
        average: usize,
        count: usize,
    },
    Shares {
        promoters: usize,
        detractors: usize,
        passives: Option<usize>,
        count: Option<usize>,
    },
}

impl Making {
    /// Whether the sums of its columns over several rows make the same of them as the rows one by one, if each of them
    /// has all the columns.
    pub fn is_linear(self) -> bool {
        match self {
            Self::Value(_) | Self::Ratio { .. } => true,
            Self::Quotient { .. }
            | Self::AboveFromRate { .. }
            | Self::BelowFromRate { .. }
            | Self::RateOnly { .. }
            | Self::Mean { .. }
            | Self::Shares { .. } => false,
        }
    }
}

/// A metric in the making.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub key: String,
    pub name: String,
    pub short_name: String,
    pub class: MetricClass,
    pub unit: Unit,
    pub direction: Direction,
    pub numerator: String,
    pub denominator: String,
    pub made_of: String,
    pub making: Making,
    /// Index of its currency; `None` for what is no money.
    pub currency: Option<usize>,
    /// The column that states the rate which is computed here.
    pub checked_rate: Option<usize>,
    /// Several rows of one touchpoint and period cannot be added up: people would count twice.
    pub is_distinct: bool,
}

/// Every metric that comes of the columns: quantities first, then what they make together.
pub(super) fn slots(table: &Table, profiles: &[Profile], columns: &Columns, money: &Money) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (key, column) in &columns.quantities {
        match template(key) {
            Some(template) => push(&mut slots, template, template.class, Making::Value(*column), money, None),
            None => slots.push(own(table, profiles, key, *column)),
        }
    }
    for template in metric_library().iter().filter(|template| !template.is_quantity()) {
        let rate = columns.rate(template.key);
        if let Some((class, making, checked)) = making(template, columns, rate) {
            push(&mut slots, template, class, making, money, checked);
        }
    }
    slots
}

fn making(
    template: &MetricTemplate,
    columns: &Columns,
    rate: Option<usize>,
) -> Option<(MetricClass, Making, Option<usize>)> {
    let above = match template.numerator {
        Part::Itself | Part::Unknown => None,
        Part::Quantity(key) => columns.quantity(key).map(Above::One),
        Part::Less(from, less) => {
            columns.quantity(from).zip(columns.quantity(less)).map(|(from, less)| Above::Less(from, less))
        }
    };
    let below = columns.quantity(template.denominator);
    let only = |rate| (MetricClass::RateOnly, Making::RateOnly { rate, weight: below }, None);
    match template.class {
        MetricClass::Ratio => match (above, below, rate) {
            (Some(above), Some(below), rate) => Some((MetricClass::Ratio, Making::Ratio { above, below }, rate)),
            (None, Some(below), Some(rate)) => Some((MetricClass::Ratio, Making::AboveFromRate { rate, below }, None)),
            (Some(above), None, Some(rate)) => Some((MetricClass::Ratio, Making::BelowFromRate { above, rate }, None)),
            (None, None, Some(rate)) => Some(only(rate)),
            (_, _, None) => None,
        },
        MetricClass::Mean => match (rate?, below) {
            (average, Some(count)) => Some((MetricClass::Mean, Making::Mean { average, count }, None)),
            (rate, None) => Some(only(rate)),
        },
        MetricClass::ShareDifference => {
            let passives = columns.quantity("passives");
            match (above, rate) {
                (Some(Above::Less(promoters, detractors)), rate) if below.is_some() || passives.is_some() => {
                    let making = Making::Shares { promoters, detractors, passives, count: below };
                    Some((MetricClass::ShareDifference, making, rate))
                }
                (_, Some(rate)) => Some(only(rate)),
                (_, None) => None,
            }
        }
        MetricClass::Distinct => match (above, below, rate) {
            (_, _, Some(rate)) => Some((MetricClass::Distinct, Making::Value(rate), None)),
            (Some(above), Some(below), None) => Some((MetricClass::Distinct, Making::Quotient { above, below }, None)),
            (_, _, None) => None,
        },
        MetricClass::RateOnly => rate.map(only),
        MetricClass::Additive | MetricClass::Snapshot => {
            rate.map(|column| (template.class, Making::Value(column), None))
        }
    }
}

/// A slot for the metric, or one per currency for money.
fn push(
    slots: &mut Vec<Slot>,
    template: &MetricTemplate,
    class: MetricClass,
    making: Making,
    money: &Money,
    checked_rate: Option<usize>,
) {
    let currencies: Vec<Option<usize>> = match template.unit {
        // Amounts whose currency is not known yet are left out.
        TemplateUnit::Money => (0..money.codes.len()).map(Some).collect(),
        TemplateUnit::Count
        | TemplateUnit::Share
        | TemplateUnit::Seconds
        | TemplateUnit::Minutes
        | TemplateUnit::Points
        | TemplateUnit::Times => vec![None],
    };
    let is_reduced = class == MetricClass::RateOnly && template.class != MetricClass::RateOnly;
    let is_distinct = class == MetricClass::Distinct
        || class == MetricClass::Snapshot
        || self::template(template.denominator).is_some_and(|below| below.class == MetricClass::Distinct);
    for currency in currencies {
        let code = currency.and_then(|index| money.codes.get(index)).map(String::as_str);
        let mut key = template.key.to_owned();
        if is_reduced {
            key.push_str("-rate-only");
        }
        if let Some(code) = code {
            key.push('-');
            key.push_str(&code.to_lowercase());
        }
        slots.push(Slot {
            key,
            name: template.name.to_owned(),
            short_name: template.short_name.to_owned(),
            class,
            unit: template.unit.unit(code),
            direction: template.direction,
            numerator: template.numerator_words(),
            denominator: template.denominator_words().to_owned(),
            made_of: made_of(template, class, making),
            making,
            currency,
            checked_rate,
            is_distinct,
        });
    }
}

/// A quantity that the library does not know, counted as it stands.
fn own(table: &Table, profiles: &[Profile], key: &str, column: usize) -> Slot {
    let name = table.columns.get(column).map_or_else(|| key.to_owned(), |column| column.name.clone());
    let is_duration = profiles.get(column).is_some_and(|profile| profile.durations * 2 > profile.filled);
    let words = name.to_lowercase();
    Slot {
        key: key.to_owned(),
        short_name: name.chars().take(12).collect(),
        class: MetricClass::Additive,
        unit: if is_duration { Unit::Seconds } else { Unit::Count },
        direction: Direction::HigherIsBetter,
        made_of: format!("Σ {words}"),
        numerator: words,
        denominator: String::new(),
        name,
        making: Making::Value(column),
        currency: None,
        checked_rate: None,
        is_distinct: false,
    }
}

/// "Σ clicks ÷ Σ impressions".
fn made_of(template: &MetricTemplate, class: MetricClass, making: Making) -> String {
    let (above, below) = (template.numerator_words(), template.denominator_words());
    let bracketed = |words: &str| if words.contains('−') { format!("({words})") } else { words.to_owned() };
    match (class, making) {
        (MetricClass::Additive, _) => format!("Σ {}", template.words),
        (MetricClass::Distinct, _) => format!("{}, per period only", template.words),
        (MetricClass::Snapshot, _) => format!("{}, last value", template.words),
        (MetricClass::RateOnly, Making::RateOnly { weight: Some(_), .. }) => format!("rates weighted by {below}"),
        (MetricClass::RateOnly, _) => "mean of the stated rates, unweighted".into(),
        (MetricClass::Mean, _) => format!("Σ (average × {below}) ÷ Σ {below}"),
        (MetricClass::ShareDifference, _) => "100 × (Σ promoters − Σ detractors) ÷ Σ answers".into(),
        (MetricClass::Ratio, Making::AboveFromRate { .. }) => {
            format!("Σ (stated value × {below}) ÷ Σ {below}")
        }
        (MetricClass::Ratio, Making::BelowFromRate { .. }) => {
            format!("Σ {0} ÷ Σ ({0} ÷ stated rate)", bracketed(&above))
        }
        (MetricClass::Ratio, _) => format!("Σ {} ÷ Σ {below}", bracketed(&above)),
    }
}
