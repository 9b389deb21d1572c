//! What a column is for, by its codes and in words.

use serde::{Deserialize, Serialize};

use super::super::answers::Scale;
use super::super::library::{TemplateUnit, metric_library, normalize, template};

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

    pub(in crate::import) fn is_money(&self) -> bool {
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
pub(in crate::import) fn own_key(column: &str) -> String {
    let key = normalize(column).replace(' ', "-");
    if key.is_empty() { "quantity".into() } else { key }
}
