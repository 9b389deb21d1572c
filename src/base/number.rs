//! Numbers as people read them: "41.2k", "3.1%", "1m 20s", "€12.50". English separators throughout.

/// What a number counts, as the file and the command line name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Count,
    /// A fraction of one; shown in percent.
    Share,
    Seconds,
    Minutes,
    /// Points of a scale: ratings, NPS.
    Points,
    /// A multiple, like ROAS.
    Times,
    /// An ISO 4217 code such as "EUR".
    Currency(String),
}

impl Unit {
    /// `count`, `share`, `s`, `min`, `points`, `x` or a currency code.
    pub fn code(&self) -> &str {
        match self {
            Self::Count => "count",
            Self::Share => "share",
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Points => "points",
            Self::Times => "x",
            Self::Currency(code) => code,
        }
    }

    /// The unit of that code. Three capital letters are a currency; anything else is `None`.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "count" => Self::Count,
            "share" => Self::Share,
            "s" => Self::Seconds,
            "min" => Self::Minutes,
            "points" => Self::Points,
            "x" => Self::Times,
            _ if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => Self::Currency(code.to_owned()),
            _ => return None,
        })
    }
}

/// A value with its unit, short enough for a card: "41.2k", "3.1%", "3.4 s", "€214".
pub fn format_short(value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Share => format!("{}%", trim(value * 100.0, if value.abs() < 0.0995 { 1 } else { 0 }, true)),
        Unit::Seconds => format_duration(value),
        Unit::Minutes => format_duration(value * 60.0),
        Unit::Points => trim(value, if value.abs() < 10.0 { 1 } else { 0 }, true),
        Unit::Times => format!("{}×", trim(value, 1, true)),
        Unit::Count => format_compact(value),
        Unit::Currency(code) => format!("{}{}{}", minus(value), currency_sign(code), format_compact(value.abs())),
    }
}

/// A value with its unit in full: "41,205", "3.14%", "1m 20s", "€12.50".
pub fn format_full(value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Share => format!("{}%", trim(value * 100.0, 2, false)),
        Unit::Seconds => format_duration(value),
        Unit::Minutes => format_duration(value * 60.0),
        Unit::Points => trim(value, 2, false),
        Unit::Times => format!("{}×", trim(value, 2, false)),
        Unit::Count => format_grouped(value, if value.fract() == 0.0 { 0 } else { 2 }),
        Unit::Currency(code) => format!("{}{}{}", minus(value), currency_sign(code), format_grouped(value.abs(), 2)),
    }
}

/// A change with its sign, in the metric's own terms: "+0.2" points of percent, "−3 s", "±0".
pub fn format_change(change: f64, unit: &Unit) -> String {
    let text = match unit {
        Unit::Share => trim(change.abs() * 100.0, 1, false),
        Unit::Points | Unit::Times => trim(change.abs(), 1, false),
        Unit::Count | Unit::Seconds | Unit::Minutes | Unit::Currency(_) => format_short(change.abs(), unit),
    };
    if !text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        return "±0".to_owned();
    }
    format!("{}{text}", if change < 0.0 { "−" } else { "+" })
}

/// A relative change: "+6%", "−0.4%", "±0".
pub fn format_relative_change(share: f64) -> String {
    let percent = share.abs() * 100.0;
    let text = trim(percent, if percent < 9.95 { 1 } else { 0 }, false);
    if !text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        return "±0".to_owned();
    }
    format!("{}{text}%", if share < 0.0 { "−" } else { "+" })
}

/// "1,234.50": grouped by thousands, that many decimals.
pub fn format_grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::with_capacity(text.len() + whole.len() / 3 + 1);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    let is_zero = !grouped.bytes().any(|b| matches!(b, b'1'..=b'9'));
    if value < 0.0 && !is_zero { format!("−{grouped}") } else { grouped }
}

/// "0.85 s", "3.4 s", "1m 20s", "2h 05m".
pub fn format_duration(seconds: f64) -> String {
    let size = seconds.abs();
    let text = if !size.is_finite() {
        return "–".to_owned();
    } else if size < 9.95 {
        format!("{} s", trim(size, 1, false))
    } else if size < 59.5 {
        format!("{size:.0} s")
    } else if size < 3_599.5 {
        let whole = size.round() as u64;
        format!("{}m {:02}s", whole / 60, whole % 60)
    } else {
        let minutes = (size / 60.0).round() as u64;
        format!("{}h {:02}m", minutes / 60, minutes % 60)
    };
    format!("{}{text}", minus(seconds))
}

/// The sign that stands before an amount: "€", "CA$", or the code and a space.
pub fn currency_sign(code: &str) -> String {
    match code {
        "EUR" => "€".into(),
        "USD" => "$".into(),
        "GBP" => "£".into(),
        "JPY" => "¥".into(),
        "INR" => "₹".into(),
        "CAD" => "CA$".into(),
        "XXX" => "¤".into(),
        "AUD" => "A$".into(),
        _ => format!("{code} "),
    }
}

fn format_compact(value: f64) -> String {
    let size = value.abs();
    if !size.is_finite() {
        return "–".to_owned();
    }
    for (limit, divisor, suffix) in
        [(999.5, 1.0, ""), (999_500.0, 1e3, "k"), (999_500_000.0, 1e6, "M"), (f64::INFINITY, 1e9, "bn")]
    {
        if size < limit {
            let scaled = value / divisor;
            let decimals = if suffix.is_empty() && value.fract() == 0.0 || scaled.abs() >= 99.95 { 0 } else { 1 };
            return format!("{}{suffix}", trim(scaled, decimals, suffix.is_empty()));
        }
    }
    "–".to_owned()
}

fn minus(value: f64) -> &'static str {
    if value < 0.0 { "−" } else { "" }
}

/// Fixed decimals; a trailing ".0" goes unless it is kept for its precision.
fn trim(value: f64, decimals: usize, keep_zero: bool) -> String {
    let text = format_grouped(value, decimals);
    if keep_zero || !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_a_card() {
        for (value, unit, expected) in [
            (41_205.0, Unit::Count, "41.2k"),
            (640.0, Unit::Count, "640"),
            (1_250_000.0, Unit::Count, "1.2M"),
            (0.031, Unit::Share, "3.1%"),
            (0.714, Unit::Share, "71%"),
            (3.4, Unit::Seconds, "3.4 s"),
            (80.0, Unit::Seconds, "1m 20s"),
            (214.0, Unit::Currency("EUR".into()), "€214"),
            (4.3, Unit::Points, "4.3"),
            (-12.0, Unit::Points, "−12"),
        ] {
            assert_eq!(format_short(value, &unit), expected);
        }
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(format_change(-0.002, &Unit::Share), "−0.2");
        assert_eq!(format_change(0.00001, &Unit::Share), "±0");
        assert_eq!(format_change(9.0, &Unit::Currency("EUR".into())), "+€9");
        assert_eq!(format_relative_change(0.061), "+6.1%");
    }

    #[test]
    fn full_numbers_are_grouped() {
        assert_eq!(format_grouped(11_774.0, 0), "11,774");
        assert_eq!(format_grouped(-1_035.94, 2), "−1,035.94");
        assert_eq!(format_full(97.0 / 11_774.0, &Unit::Share), "0.82%");
    }
}
