//! Numbers as people read them: "41.2k", "3.1%", "1m 20s", "€12.50". English separators throughout.
//! Every text of a value is made here, in the unit and the way of showing it that [`InUnit`] says.

use super::display::{InUnit, Scale};

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
pub fn format_short<'a>(value: f64, of: impl Into<InUnit<'a>>) -> String {
    let of = of.into();
    if let Some(scale) = of.scale() {
        return scaled(value, scale, places(value * scale.factor));
    }
    match of.unit {
        Unit::Share => format!("{}%", trim(value * 100.0, if value.abs() < 0.0995 { 1 } else { 0 }, true)),
        Unit::Seconds => format_duration(value),
        Unit::Minutes => format_duration(value * 60.0),
        Unit::Points => trim(value, if value.abs() < 10.0 { 1 } else { 0 }, true),
        Unit::Times => format!("{}×", trim(value, 1, true)),
        Unit::Count => format_compact(value),
        Unit::Currency(code) => {
            let size = value.abs();
            let amount = if size < 999.5 { format_money(size, money_decimals(size)) } else { format_compact(size) };
            format!("{}{}{amount}", minus(value), of.money_sign(code))
        }
    }
}

/// A mark of an axis: with the decimals that its step needs, so that neighbors never read alike.
pub fn format_tick<'a>(value: f64, step: f64, of: impl Into<InUnit<'a>>) -> String {
    let of = of.into();
    // What is zero but for the rounding of its step.
    let value = if value.abs() < step.abs() * 1e-6 { 0.0 } else { value };
    let plain = |scale: f64| format_grouped(value * scale, decimals_of(step * scale));
    if let Some(scale) = of.scale() {
        return format!("{}{}", plain(scale.factor), scale.suffix);
    }
    match of.unit {
        Unit::Share => format!("{}%", plain(100.0)),
        Unit::Points => plain(1.0),
        Unit::Times => format!("{}×", plain(1.0)),
        Unit::Seconds => tick_duration(value, step),
        Unit::Minutes => tick_duration(value * 60.0, step * 60.0),
        Unit::Count => tick_compact(value, step),
        Unit::Currency(code) => format!("{}{}{}", minus(value), of.money_sign(code), tick_compact(value.abs(), step)),
    }
}

/// A value with its unit in full: "41,205", "3.14%", "1m 20s", "€12.50".
pub fn format_full<'a>(value: f64, of: impl Into<InUnit<'a>>) -> String {
    let of = of.into();
    if let Some(scale) = of.scale() {
        return scaled(value, scale, places(value * scale.factor) + 1);
    }
    match of.unit {
        Unit::Share => format!("{}%", trim(value * 100.0, 2, false)),
        Unit::Seconds => format_duration(value),
        Unit::Minutes => format_duration(value * 60.0),
        Unit::Points => trim(value, 2, false),
        Unit::Times => format!("{}×", trim(value, 2, false)),
        Unit::Count => format_grouped(value, if value.fract() == 0.0 { 0 } else { 2 }),
        Unit::Currency(code) => format!("{}{}{}", minus(value), of.money_sign(code), format_grouped(value.abs(), 2)),
    }
}

/// A change to that value with its sign, in the metric's own terms: "+0.2" points of percent, "−3 s", "±0".
/// Money and time are told no finer than the value itself is shown.
pub fn format_change<'a>(change: f64, value: f64, of: impl Into<InUnit<'a>>) -> String {
    let of = of.into();
    let size = change.abs();
    if let Some(scale) = of.scale() {
        return scaled_change(change, scale, places(value * scale.factor));
    }
    let text = match of.unit {
        Unit::Share => trim(size * 100.0, 1, false),
        Unit::Points | Unit::Times => trim(size, 1, false),
        Unit::Count => format_short(size, of),
        Unit::Seconds => format_duration(as_coarse_as(size, value)),
        Unit::Minutes => format_duration(as_coarse_as(size * 60.0, value * 60.0)),
        Unit::Currency(code) if size < 999.5 => {
            let decimals = money_decimals(value.abs().max(size));
            format!("{}{}", of.money_sign(code), format_money(size, decimals))
        }
        Unit::Currency(_) => format_short(size, of),
    };
    signed(change, &text)
}

/// The same beside values in full: "+0.04" points of percent, "−€1.85", "+0.6 s".
pub fn format_change_full<'a>(change: f64, value: f64, of: impl Into<InUnit<'a>>) -> String {
    let of = of.into();
    let size = change.abs();
    if let Some(scale) = of.scale() {
        return scaled_change(change, scale, places(value * scale.factor) + 1);
    }
    let text = match of.unit {
        Unit::Share => trim(size * 100.0, 2, false),
        Unit::Points | Unit::Times => trim(size, 2, false),
        Unit::Count | Unit::Currency(_) => format_full(size, of),
        Unit::Seconds | Unit::Minutes => return format_change(change, value, of),
    };
    signed(change, &text)
}

/// A value in a fixed multiple of its unit.
fn scaled(value: f64, scale: Scale, decimals: usize) -> String {
    format!("{}{}", trim(value * scale.factor, decimals, false), scale.suffix)
}

/// A change in a fixed multiple of the unit.
fn scaled_change(change: f64, scale: Scale, decimals: usize) -> String {
    signed(change, &scaled(change.abs(), scale, decimals))
}

/// How many decimals make two digits of a number below one, and one decimal of what is below a hundred.
fn places(value: f64) -> usize {
    let size = value.abs();
    if size >= 99.95 || size == 0.0 || !size.is_finite() {
        0
    } else if size >= 0.995 {
        1
    } else {
        (1.0 - size.log10().floor()).clamp(1.0, 6.0) as usize
    }
}

/// A change's size as text, with its sign.
fn signed(change: f64, text: &str) -> String {
    if !text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        return "±0".to_owned();
    }
    format!("{}{text}", if change < 0.0 { "−" } else { "+" })
}

/// A relative change: "+6%", "−0.4%", "±0".
pub fn format_relative_change(share: f64) -> String {
    let percent = share.abs() * 100.0;
    signed(share, &format!("{}%", trim(percent, if percent < 9.95 { 1 } else { 0 }, false)))
}

/// A probability of a test: "p = 0.034", "p < 0.001".
pub fn format_p(p: f64) -> String {
    match p {
        p if p < 0.001 => "p < 0.001".to_owned(),
        p if p < 0.1 => format!("p = {p:.3}"),
        p => format!("p = {p:.2}"),
    }
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

/// "3.4 s", "36.2 s", "1m 20s", "2h 05m".
pub fn format_duration(seconds: f64) -> String {
    let size = seconds.abs();
    let text = if !size.is_finite() {
        return "–".to_owned();
    } else if size < 59.95 {
        format!("{} s", trim(size, 1, false))
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

/// Cents where they say something.
fn money_decimals(size: f64) -> usize {
    if size < 0.01 && size > 0.0 {
        4
    } else if size < 9.995 {
        2
    } else if size < 99.95 {
        1
    } else {
        0
    }
}

/// With these decimals; none if all of them are zero.
fn format_money(size: f64, decimals: usize) -> String {
    let text = format_grouped(size, decimals);
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        Some(_) | None => text,
    }
}

/// A change in seconds, rounded to whole ones where the value is shown in whole ones.
fn as_coarse_as(change: f64, value: f64) -> f64 {
    if value.abs() < 59.95 { change } else { change.round() }
}

/// How many decimals it takes to write a step, at most six.
fn decimals_of(step: f64) -> usize {
    let is_whole = |decimals: &usize| {
        let scaled = step.abs() * 10_f64.powi(*decimals as i32);
        (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0) && scaled.round() >= 1.0
    };
    (0..6).find(is_whole).unwrap_or(6)
}

fn tick_duration(seconds: f64, step: f64) -> String {
    let decimals = decimals_of(step);
    if decimals > 0 && seconds.is_finite() {
        return format!("{} s", format_grouped(seconds, decimals));
    }
    format_duration(seconds)
}

fn tick_compact(value: f64, step: f64) -> String {
    let size = value.abs();
    let (divisor, suffix) = [(1e9, "bn"), (1e6, "M"), (1e3, "k")]
        .into_iter()
        .find(|(divisor, _)| size >= *divisor)
        // Fine steps on a high level are clearer in full: 1,235, not 1.235k.
        .filter(|(divisor, _)| decimals_of(step / divisor) <= 2)
        .unwrap_or((1.0, ""));
    format!("{}{suffix}", format_grouped(value / divisor, decimals_of(step / divisor)))
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
        let euro = Unit::Currency("EUR".into());
        for (change, value, unit, expected) in [
            (-0.002, 0.03, &Unit::Share, "−0.2"),
            (0.00001, 0.03, &Unit::Share, "±0"),
            (9.0, 214.0, &euro, "+€9"),
            (9.3, 214.3, &euro, "+€9"),
            (-0.3, 214.0, &euro, "±0"),
            (0.02, 0.42, &euro, "+€0.02"),
            (-1.1, 12.4, &euro, "−€1.1"),
            (0.6, 36.4, &Unit::Seconds, "+0.6 s"),
            (0.6, 80.0, &Unit::Seconds, "+1 s"),
            (-0.05, 2.0, &Unit::Minutes, "−3 s"),
        ] {
            assert_eq!(format_change(change, value, unit), expected, "{change} to {value}");
        }
        assert_eq!(format_relative_change(0.061), "+6.1%");
        assert_eq!(format_relative_change(-0.0001), "±0");
        assert_eq!(format_change_full(0.0004, 0.0011, &Unit::Share), "+0.04");
        assert_eq!(format_change_full(-1.85, 19.12, &euro), "−€1.85");
        assert_eq!(format_change_full(0.6, 80.0, &Unit::Seconds), "+1 s");
    }

    #[test]
    fn money_keeps_its_cents_and_short_times_their_tenths() {
        let euro = Unit::Currency("EUR".into());
        for (value, unit, expected) in [
            (0.42, &euro, "€0.42"),
            (0.4, &euro, "€0.40"),
            (0.0031, &euro, "€0.0031"),
            (0.0, &euro, "€0"),
            (9.0, &euro, "€9"),
            (9.999, &euro, "€10"),
            (12.04, &euro, "€12"),
            (12.5, &euro, "€12.5"),
            (-214.3, &euro, "−€214"),
            (1_250.0, &euro, "€1.2k"),
            (36.0, &Unit::Seconds, "36 s"),
            (36.44, &Unit::Seconds, "36.4 s"),
            (59.96, &Unit::Seconds, "1m 00s"),
        ] {
            assert_eq!(format_short(value, unit), expected, "{value}");
        }
    }

    #[test]
    fn neighboring_marks_of_an_axis_never_read_alike() {
        let euro = || Unit::Currency("EUR".into());
        for (first, step, unit, expected) in [
            (0.775, 0.025, Unit::Share, ["77.5%", "80.0%", "82.5%"]),
            (0.0, 0.01, Unit::Share, ["0%", "1%", "2%"]),
            (0.031, 0.0005, Unit::Share, ["3.10%", "3.15%", "3.20%"]),
            (-0.1, 0.1, Unit::Share, ["−10%", "0%", "10%"]),
            (40_000.0, 500.0, Unit::Count, ["40.0k", "40.5k", "41.0k"]),
            (1_234.0, 1.0, Unit::Count, ["1,234", "1,235", "1,236"]),
            (500.0, 500.0, Unit::Count, ["500", "1.0k", "1.5k"]),
            (0.4, 0.05, euro(), ["€0.40", "€0.45", "€0.50"]),
            (-20.0, 20.0, euro(), ["−€20", "€0", "€20"]),
            (4.0, 0.25, Unit::Points, ["4.00", "4.25", "4.50"]),
            (35.0, 2.5, Unit::Seconds, ["35.0 s", "37.5 s", "40.0 s"]),
            (60.0, 30.0, Unit::Seconds, ["1m 00s", "1m 30s", "2m 00s"]),
            (1.0, 0.5, Unit::Minutes, ["1m 00s", "1m 30s", "2m 00s"]),
        ] {
            let ticks = [0.0, 1.0, 2.0].map(|index| format_tick(first + index * step, step, &unit));
            assert_eq!(ticks, expected, "{first} by {step}");
        }
    }

    #[test]
    fn values_are_shown_in_the_display_that_was_chosen() {
        use super::super::display::{Display, Shown};
        let euro = || Unit::Currency("EUR".into());
        for (value, unit, display, short, full, tick, change) in [
            (0.0314, Unit::Share, Display::PerMille, "31.4‰", "31.4‰", "31.40‰", "+2‰"),
            (0.0314, Unit::Share, Display::Ratio, "0.031", "0.0314", "0.03140", "+0.002"),
            (0.5, Unit::Share, Display::Ratio, "0.5", "0.5", "0.500", "+0.03"),
            (5_400.0, Unit::Seconds, Display::Hours, "1.5 h", "1.5 h", "1.50000 h", "+0.1 h"),
            (90.0, Unit::Minutes, Display::Hours, "1.5 h", "1.5 h", "1.50000 h", "+0.1 h"),
            (90.0, Unit::Minutes, Display::Seconds, "5,400 s", "5,400 s", "5,400 s", "+338 s"),
            (200_000.0, Unit::Seconds, Display::Days, "2.3 d", "2.31 d", "2.314815 d", "+0.1 d"),
            (80.0, Unit::Seconds, Display::Minutes, "1.3 min", "1.33 min", "1.333333 min", "+0.1 min"),
            (12.5, euro(), Display::CurrencyCode, "EUR 12.5", "EUR 12.50", "EUR 12.50", "+EUR 0.8"),
        ] {
            let of = Shown { unit, display };
            let step = value / 1_000.0;
            assert_eq!(format_short(value, &of), short);
            assert_eq!(format_full(value, &of), full);
            assert_eq!(format_change(value / 16.0, value, &of), change, "{full}");
            // A mark says at least what its step tells apart.
            assert!(format_tick(value, step, &of).starts_with(&tick[..4]), "{}", format_tick(value, step, &of));
            assert_eq!(format_change(0.0, value, &of), "±0");
            assert!(display.fits(&of.unit) && Display::from_code(display.code()) == Some(display));
        }
        assert!(!Display::Hours.fits(&Unit::Share) && !Display::Ratio.fits(&Unit::Count));
        let shown = Shown { unit: Unit::Count, display: Display::Hours };
        assert_eq!(format_full(5.0, &shown), "5", "what does not fit is shown as usual");
        assert_eq!(format_short(0.0, &Shown { unit: Unit::Share, display: Display::PerMille }), "0‰");
    }

    #[test]
    fn full_numbers_are_grouped() {
        assert_eq!(format_grouped(11_774.0, 0), "11,774");
        assert_eq!(format_grouped(-1_035.94, 2), "−1,035.94");
        assert_eq!(format_full(97.0 / 11_774.0, &Unit::Share), "0.82%");
    }
}
