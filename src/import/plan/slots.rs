//! Which metrics come of the columns, and in which currency. One slot is one metric in the making.

use super::columns::Columns;
use super::making::{Above, Counted, Making};
use super::single::singles;
use super::{PossibleReading, Question, Standing, Typed};
use crate::base::number::Unit;
use crate::import::answers::Scale;
use crate::import::library::{MetricTemplate, Part, TemplateUnit, header_currency, metric_library, template};
use crate::import::number::currency_code;
use crate::import::profile::Profile;
use crate::import::recipe::{Answer, Recipe, Role, Span, own_key};
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
            typed: Typed::Currency,
            standing: if recipe.currency.is_some() { Standing::Answered } else { Standing::Open },
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
    /// The days over which it is counted, where it does not add up over days.
    pub span: Span,
}

/// Every metric that comes of the columns: quantities first, then what they make together.
pub(super) fn slots(
    table: &Table,
    profiles: &[Profile],
    recipe: &Recipe,
    columns: &Columns,
    money: &Money,
) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (key, column) in &columns.quantities {
        match template(key) {
            Some(template) if template.class == MetricClass::Mean => {
                push(&mut slots, template, template.class, Making::Sample(*column), money, None);
            }
            Some(template) => push(&mut slots, template, template.class, Making::Value(*column), money, None),
            None => slots.push(own(table, profiles, key, *column)),
        }
    }
    for (key, column) in columns.rates.iter().filter(|(key, _)| template(key).is_none()) {
        slots.push(own_rate(table, profiles, (key, *column), columns.weight));
    }
    slots.extend(own_ratio(table, profiles, columns));
    singles(&mut slots, table, recipe, columns, money);
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
        Part::Itself | Part::Quantile(..) | Part::Unknown => None,
        Part::Quantity(key) => columns.quantity(key).map(Above::One),
        Part::Less(from, less) => {
            columns.quantity(from).zip(columns.quantity(less)).map(|(from, less)| Above::Less(from, less))
        }
    };
    let below = columns.quantity(template.denominator);
    let weight = below.or(columns.weight);
    let only = |rate| (MetricClass::RateOnly, Making::RateOnly { rate, weight }, None);
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
        MetricClass::Distinct if matches!(template.numerator, Part::Quantile(..)) => {
            rate.map(|rate| (MetricClass::Distinct, Making::Value(rate), None))
        }
        MetricClass::Distinct => match (above, below, rate) {
            (_, _, Some(rate)) => Some((MetricClass::Distinct, Making::Value(rate), None)),
            (Some(above), Some(below), None) => Some((MetricClass::Distinct, Making::Quotient { above, below }, None)),
            (_, _, None) => None,
        },
        MetricClass::RateOnly => rate.map(only),
        MetricClass::Derived => None,
        MetricClass::Additive | MetricClass::Snapshot => {
            rate.map(|column| (template.class, Making::Value(column), None))
        }
    }
}

/// A slot for the metric, or one per currency for money.
pub(super) fn push(
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
    let is_distinct = !making.is_counted()
        && (class == MetricClass::Distinct
            || class == MetricClass::Snapshot
            || self::template(template.denominator).is_some_and(|below| below.class == MetricClass::Distinct));
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
            span: Span::Row,
        });
    }
}

/// A quantity that the library does not know, counted as it stands.
fn own(table: &Table, profiles: &[Profile], key: &str, column: usize) -> Slot {
    let profile = profiles.get(column);
    let is_duration = profile.is_some_and(|profile| profile.durations * 2 > profile.filled);
    let code = profile.and_then(|profile| profile.currencies.first().filter(|_| profile.currencies.len() == 1));
    let name = column_name(table, column, key);
    let words = name.to_lowercase();
    Slot {
        unit: match code {
            Some(code) => Unit::Currency(code.clone()),
            None if is_duration => Unit::Seconds,
            None => Unit::Count,
        },
        made_of: format!("Σ {words}"),
        numerator: words,
        ..own_slot(key, name, MetricClass::Additive, Making::Value(column))
    }
}

/// A rate that the library does not know, as it is stated.
fn own_rate(table: &Table, profiles: &[Profile], of: (&str, usize), weight: Option<usize>) -> Slot {
    let (key, column) = of;
    let profile = profiles.get(column);
    let is_share = profile.is_some_and(|profile| profile.percents > 0);
    let is_duration = profile.is_some_and(|profile| profile.durations * 2 > profile.filled);
    let name = column_name(table, column, key);
    let made_of = match weight {
        Some(weight) => format!("rates weighted by {}", column_name(table, weight, "weight").to_lowercase()),
        None => "mean of the stated rates, unweighted".into(),
    };
    Slot {
        unit: match () {
            () if is_share => Unit::Share,
            () if is_duration => Unit::Seconds,
            () => Unit::Points,
        },
        made_of,
        numerator: name.to_lowercase(),
        ..own_slot(key, name, MetricClass::RateOnly, Making::RateOnly { rate: column, weight })
    }
}

/// A rate of one's own, from the columns above and below its line.
fn own_ratio(table: &Table, profiles: &[Profile], columns: &Columns) -> Option<Slot> {
    let (above, below) = (columns.numerator?, columns.denominator?);
    let (numerator, denominator) = (column_name(table, above, "above"), column_name(table, below, "below"));
    let key = format!("{}-per-{}", own_key(&numerator), own_key(&denominator));
    let (above_words, below_words) = (numerator.to_lowercase(), denominator.to_lowercase());
    let making = Making::Ratio { above: Above::One(above), below };
    // A part of a whole is a share; else so many times.
    let highest = |column: usize| profiles.get(column).map_or(0.0, |profile| profile.largest_bare);
    let unit = if highest(above) <= highest(below) { Unit::Share } else { Unit::Times };
    Some(Slot {
        unit,
        made_of: format!("Σ {above_words} ÷ Σ {below_words}"),
        numerator: above_words,
        denominator: below_words,
        ..own_slot(&key, format!("{numerator} per {denominator}"), MetricClass::Ratio, making)
    })
}

pub(super) fn column_name(table: &Table, column: usize, otherwise: &str) -> String {
    table.columns.get(column).map_or_else(|| otherwise.to_owned(), |column| column.name.clone())
}

/// A metric that the library does not know: more of it is better, as far as anybody knows.
pub(super) fn own_slot(key: &str, name: String, class: MetricClass, making: Making) -> Slot {
    Slot {
        key: key.to_owned(),
        short_name: name.chars().take(12).collect(),
        name,
        class,
        unit: Unit::Count,
        direction: Direction::HigherIsBetter,
        numerator: String::new(),
        denominator: String::new(),
        made_of: String::new(),
        making,
        currency: None,
        checked_rate: None,
        is_distinct: false,
        span: Span::Row,
    }
}

/// "Σ clicks ÷ Σ impressions".
fn made_of(template: &MetricTemplate, class: MetricClass, making: Making) -> String {
    let (above, below) = (template.numerator_words(), template.denominator_words());
    let bracketed = |words: &str| if words.contains('−') { format!("({words})") } else { words.to_owned() };
    match (class, making) {
        (_, Making::Answer { scale, .. }) => answers_made_of(class, scale),
        (_, Making::Sample(_)) => format!("Σ {} ÷ Σ rows", template.words),
        (_, Making::Counted(counted)) => counted_made_of(template, counted),
        (_, Making::Quantile { .. }) => format!("{}, worked out from the rows", template.formula()),
        (_, Making::ValueIf { .. }) => format!("Σ {} of what was won", template.words),
        (MetricClass::Additive, _) => format!("Σ {}", template.words),
        (MetricClass::Distinct, _) => format!("{}, per period only", template.words),
        (MetricClass::Snapshot, _) => format!("{}, last value", template.words),
        (MetricClass::Derived, _) => template.words.to_owned(),
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

fn answers_made_of(class: MetricClass, scale: Scale) -> String {
    match (class, scale) {
        (MetricClass::Ratio, Scale::GoodBad) => "Σ good ÷ Σ (good + bad)".into(),
        (MetricClass::Ratio, Scale::WonLost) => "Σ won ÷ Σ (won + lost)".into(),
        (MetricClass::Ratio, scale) => {
            let (_, highest) = scale.ends();
            format!("Σ answers {} or {highest} ÷ Σ answers", highest - 1.0)
        }
        (MetricClass::ShareDifference, _) => "100 × (Σ answers 9 or 10 − Σ answers 0 to 6) ÷ Σ answers".into(),
        (_, scale) => format!("Σ points ÷ Σ answers, {}", scale.label()),
    }
}

fn counted_made_of(template: &MetricTemplate, counted: Counted) -> String {
    match counted {
        Counted::Orders => format!("{}, each counted once", template.words),
        Counted::Customers => format!("different {}, counted from the rows", template.words),
        Counted::ReturningShare => "customers with two orders or more ÷ customers".into(),
        Counted::PerOrder(_) => "Σ revenue ÷ orders".into(),
        Counted::PerCustomer(_) => "Σ revenue ÷ customers".into(),
        Counted::Lifetime { margin, yearly_churn, .. } => {
            format!("revenue a year ÷ customers × {margin} margin ÷ {yearly_churn} yearly churn")
        }
    }
}
