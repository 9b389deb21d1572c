//! Values with what they count, and what operators do to both. No text is read here.

use std::str::FromStr;

use crate::base::number::Unit;

/// A value in a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Always finite; `None` where it is not defined: something unknown went in, or it was divided by zero.
    pub value: Option<f64>,
    /// What it counts, or why that makes no sense: a whole sentence.
    pub kind: Result<Kind, String>,
}

/// What a value counts, as far as adding and dividing care.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A number that was typed: it takes on the kind of what it is added to.
    #[default]
    Number,
    /// A share or a multiple: a quotient of two like things.
    Plain,
    /// Things that are counted.
    Count,
    /// Seconds.
    Time,
    /// Points of a scale.
    Points,
    /// An amount of that currency.
    Money(String),
}

impl Kind {
    /// What values of that unit count.
    pub fn of(unit: &Unit) -> Self {
        match unit {
            Unit::Count => Self::Count,
            Unit::Share | Unit::Times => Self::Plain,
            Unit::Seconds | Unit::Minutes => Self::Time,
            Unit::Points => Self::Points,
            Unit::Currency(code) => Self::Money(code.clone()),
        }
    }

    /// The units in which such a value may be given, the usual one first. A quotient can be told as a count ("orders a
    /// visit") or as points ("per hundred") too.
    pub fn units(&self) -> Vec<Unit> {
        match self {
            Self::Number | Self::Plain => vec![Unit::Share, Unit::Times, Unit::Count, Unit::Points],
            Self::Count => vec![Unit::Count],
            Self::Time => vec![Unit::Seconds, Unit::Minutes],
            Self::Points => vec![Unit::Points],
            Self::Money(code) => vec![Unit::Currency(code.clone())],
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Number => "a number".to_owned(),
            Self::Plain => "a share".to_owned(),
            Self::Count => "a count".to_owned(),
            Self::Time => "a time".to_owned(),
            Self::Points => "points".to_owned(),
            Self::Money(code) if code == "XXX" => "an amount of unknown currency".to_owned(),
            Self::Money(code) => format!("an amount of {code}"),
        }
    }
}

impl Default for Quantity {
    fn default() -> Self {
        Self { value: None, kind: Ok(Kind::Number) }
    }
}

/// As the crate that calculates asks for it; formulas give it no numbers to read.
impl FromStr for Quantity {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::of(text.parse()?, Kind::Number))
    }
}

impl Quantity {
    /// A known value; one that is not finite is not defined.
    pub fn of(value: f64, kind: Kind) -> Self {
        Self { value: Some(value).filter(|value| value.is_finite()), kind: Ok(kind) }
    }

    /// A value in a unit.
    pub fn in_unit(value: f64, unit: &Unit) -> Self {
        let scale = if *unit == Unit::Minutes { 60.0 } else { 1.0 };
        Self::of(value * scale, Kind::of(unit))
    }

    /// What is not known, of a unit.
    pub fn unknown(unit: &Unit) -> Self {
        Self { value: None, kind: Ok(Kind::of(unit)) }
    }

    /// The value as that unit tells it.
    pub fn value_in(&self, unit: &Unit) -> Option<f64> {
        self.value.map(|value| if *unit == Unit::Minutes { value / 60.0 } else { value })
    }

    pub(super) fn plus(self, other: Self) -> Self {
        self.with(other, like, |a, b| a + b)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.with(other, like, |a, b| a - b)
    }

    pub(super) fn least(self, other: Self) -> Self {
        self.with(other, like, f64::min)
    }

    pub(super) fn most(self, other: Self) -> Self {
        self.with(other, like, f64::max)
    }

    pub(super) fn times(self, other: Self) -> Self {
        self.with(other, product, |a, b| a * b)
    }

    pub(super) fn per(self, other: Self) -> Self {
        self.with(other, quotient, |a, b| a / b)
    }

    pub(super) fn negated(self) -> Self {
        Self { value: self.value.map(|value| -value), ..self }
    }

    pub(super) fn size(self) -> Self {
        Self { value: self.value.map(f64::abs), ..self }
    }

    fn with(self, other: Self, kind: fn(Kind, Kind) -> Result<Kind, String>, value: fn(f64, f64) -> f64) -> Self {
        let both = self.value.zip(other.value).map(|(a, b)| value(a, b));
        Self {
            value: both.filter(|value| value.is_finite()),
            kind: self.kind.and_then(|a| other.kind.and_then(|b| kind(a, b))),
        }
    }
}

/// What a sum, a difference, or the larger of two counts.
fn like(a: Kind, b: Kind) -> Result<Kind, String> {
    match (a, b) {
        (Kind::Number, kind) | (kind, Kind::Number) => Ok(kind),
        (a, b) if a == b => Ok(a),
        (Kind::Money(a), Kind::Money(b)) => Err(currencies(&a, &b)),
        (a, b) => {
            Err(format!("{} and {} cannot be added or compared: they count different things.", upper(&a), b.words()))
        }
    }
}

fn product(a: Kind, b: Kind) -> Result<Kind, String> {
    match (a, b) {
        (Kind::Number, kind) | (kind, Kind::Number) => Ok(kind),
        (Kind::Plain | Kind::Count, kind) | (kind, Kind::Plain | Kind::Count) => Ok(kind),
        (a, b) => Err(format!("{} times {} means nothing.", upper(&a), b.words())),
    }
}

fn quotient(a: Kind, b: Kind) -> Result<Kind, String> {
    match (a, b) {
        (Kind::Number, Kind::Plain) => Ok(Kind::Plain),
        (kind, Kind::Number | Kind::Plain) => Ok(kind),
        (Kind::Money(a), Kind::Money(b)) if a != b => Err(currencies(&a, &b)),
        (a, b) if a == b => Ok(Kind::Plain),
        (Kind::Number | Kind::Plain, Kind::Count) => Ok(Kind::Plain),
        (kind, Kind::Count) => Ok(kind),
        (a, b) => Err(format!("{} divided by {} means nothing here.", upper(&a), b.words())),
    }
}

fn currencies(a: &str, b: &str) -> String {
    format!("{a} and {b} are different currencies: they can be neither added nor compared without a rate.")
}

fn upper(kind: &Kind) -> String {
    let words = kind.words();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::super::Expression;
    use super::*;

    /// What the formula counts where these names have these units.
    fn kind(text: &str) -> Result<Kind, String> {
        let expression = Expression::parse(text).unwrap();
        let unit = |name: &str| match name {
            "orders" | "sessions" | "years" => Unit::Count,
            "margin" | "churn" => Unit::Share,
            "time" => Unit::Seconds,
            "wait" => Unit::Minutes,
            "nps" => Unit::Points,
            "usd" => Unit::Currency("USD".into()),
            _ => Unit::Currency("EUR".into()),
        };
        expression.evaluate(|at| Quantity::unknown(&unit(&expression.names()[at]))).kind
    }

    #[test]
    fn units_follow_from_what_is_divided_and_added() {
        let euro = || Kind::Money("EUR".to_owned());
        for (text, expected) in [
            ("orders / sessions", Kind::Plain),
            ("revenue / orders", euro()),
            ("(revenue - cost) / cost", Kind::Plain),
            ("aov * years * orders * margin", euro()),
            ("max(revenue - cost, 0)", euro()),
            ("1 / churn", Kind::Plain),
            ("1 - churn", Kind::Plain),
            ("orders + 1", Kind::Count),
            ("time / sessions", Kind::Time),
            ("wait + time", Kind::Time),
            ("nps * margin", Kind::Points),
            ("100 * orders / sessions", Kind::Plain),
            ("abs(-cost)", euro()),
        ] {
            assert_eq!(kind(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_put_together_is_refused_with_the_reason() {
        for (text, words) in [
            ("revenue + usd", "EUR and USD are different currencies"),
            ("revenue / usd", "different currencies"),
            ("margin + orders", "A share and a count cannot be added"),
            ("revenue * cost", "An amount of EUR times an amount of EUR"),
            ("orders / revenue", "A count divided by an amount of EUR"),
            ("max(nps, orders)", "Points and a count"),
            ("1 / (revenue + usd)", "different currencies"),
        ] {
            let why = kind(text).unwrap_err();
            assert!(why.contains(words), "{text}: {why}");
        }
    }

    #[test]
    fn minutes_and_seconds_are_one_time() {
        let sum = Quantity::in_unit(2.0, &Unit::Minutes).plus(Quantity::in_unit(30.0, &Unit::Seconds));
        assert_eq!((sum.value_in(&Unit::Minutes), sum.value_in(&Unit::Seconds)), (Some(2.5), Some(150.0)));
    }
}
