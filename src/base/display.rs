//! How values of a unit are shown: shares in percent, per mille or as a ratio, times in seconds up to days, money with
//! its sign or its code. What is stored never depends on it; the texts themselves are `number`'s.

use super::number::{Unit, currency_sign};

/// How values of a metric are shown and typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Display {
    /// As is usual for the unit: shares in percent, times as it fits ("1m 20s"), money with its sign.
    #[default]
    Usual,
    PerMille,
    Ratio,
    Seconds,
    Minutes,
    Hours,
    Days,
    /// Money with its code: "EUR 12.50".
    CurrencyCode,
}

impl Display {
    pub const ALL: [Self; 8] = [
        Self::Usual,
        Self::PerMille,
        Self::Ratio,
        Self::Seconds,
        Self::Minutes,
        Self::Hours,
        Self::Days,
        Self::CurrencyCode,
    ];

    /// How values of that unit can be shown, the usual way first.
    pub fn choices(unit: &Unit) -> &'static [Self] {
        match unit {
            Unit::Share => &[Self::Usual, Self::PerMille, Self::Ratio],
            Unit::Seconds | Unit::Minutes => &[Self::Usual, Self::Seconds, Self::Minutes, Self::Hours, Self::Days],
            Unit::Currency(_) => &[Self::Usual, Self::CurrencyCode],
            Unit::Count | Unit::Points | Unit::Times => &[Self::Usual],
        }
    }

    /// Whether values of that unit can be shown so.
    pub fn fits(self, unit: &Unit) -> bool {
        Self::choices(unit).contains(&self)
    }

    /// The name in files; empty for the usual one.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::PerMille => "per-mille",
            Self::Ratio => "ratio",
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Days => "d",
            Self::CurrencyCode => "code",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|display| display.code() == code)
    }

    /// The name on screen, for values of that unit.
    pub fn label(self, unit: &Unit) -> String {
        match (self, unit) {
            (Self::Usual, Unit::Share) => "Percent (3.1%)".to_owned(),
            (Self::Usual, Unit::Seconds | Unit::Minutes) => "As it fits (1m 20s)".to_owned(),
            (Self::Usual, Unit::Currency(code)) => format!("Sign ({}12.50)", currency_sign(code)),
            (Self::Usual, Unit::Count | Unit::Points | Unit::Times) => "As it is".to_owned(),
            (Self::PerMille, _) => "Per mille (31‰)".to_owned(),
            (Self::Ratio, _) => "Ratio (0.031)".to_owned(),
            (Self::Seconds, _) => "Seconds".to_owned(),
            (Self::Minutes, _) => "Minutes".to_owned(),
            (Self::Hours, _) => "Hours".to_owned(),
            (Self::Days, _) => "Days".to_owned(),
            (Self::CurrencyCode, Unit::Currency(code)) => format!("Code ({code} 12.50)"),
            (Self::CurrencyCode, _) => "Code".to_owned(),
        }
    }

    /// What a value of that unit is multiplied by, and what follows it; `None` where it is shown as usual, or with
    /// another sign only.
    pub(super) fn scale(self, unit: &Unit) -> Option<Scale> {
        let seconds = |divisor: f64, suffix| {
            let factor = match unit {
                Unit::Seconds => 1.0,
                Unit::Minutes => 60.0,
                Unit::Count | Unit::Share | Unit::Points | Unit::Times | Unit::Currency(_) => return None,
            };
            Some(Scale { factor: factor / divisor, suffix })
        };
        let share = |factor, suffix| (*unit == Unit::Share).then_some(Scale { factor, suffix });
        match self {
            Self::Usual | Self::CurrencyCode => None,
            Self::PerMille => share(1_000.0, "‰"),
            Self::Ratio => share(1.0, ""),
            Self::Seconds => seconds(1.0, " s"),
            Self::Minutes => seconds(60.0, " min"),
            Self::Hours => seconds(3_600.0, " h"),
            Self::Days => seconds(86_400.0, " d"),
        }
    }
}

/// A fixed multiple of the unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub factor: f64,
    /// With its space, where it has one.
    pub suffix: &'static str,
}

/// A unit and how its values are shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shown {
    pub unit: Unit,
    pub display: Display,
}

impl From<Unit> for Shown {
    fn from(unit: Unit) -> Self {
        Self { unit, display: Display::Usual }
    }
}

/// The same while it is looked at: what every text of a value is made for. A unit alone is shown as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InUnit<'a> {
    pub unit: &'a Unit,
    pub display: Display,
}

impl InUnit<'_> {
    /// What values are multiplied by to be shown, where they are not shown as usual.
    pub fn scale(self) -> Option<Scale> {
        self.display.scale(self.unit)
    }

    /// The sign of that currency, or its code.
    pub(super) fn money_sign(self, code: &str) -> String {
        match self.display {
            Display::CurrencyCode => format!("{code} "),
            Display::Usual
            | Display::PerMille
            | Display::Ratio
            | Display::Seconds
            | Display::Minutes
            | Display::Hours
            | Display::Days => currency_sign(code),
        }
    }
}

impl<'a> From<&'a Unit> for InUnit<'a> {
    fn from(unit: &'a Unit) -> Self {
        Self { unit, display: Display::Usual }
    }
}

impl<'a> From<&'a Shown> for InUnit<'a> {
    fn from(shown: &'a Shown) -> Self {
        Self { unit: &shown.unit, display: shown.display }
    }
}
