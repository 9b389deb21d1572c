//! Parsers of arguments that are one of a few known words, or a date. Wrong words are answered with the known ones.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::base::Date;

/// A parser of the codes of `all`, in any case; the codes stand in the help and in the error.
pub fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    code: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|value| code(*value))).try_map(move |text| {
        let known = all.iter().copied().find(|value| code(*value).eq_ignore_ascii_case(&text));
        known.ok_or_else(|| format!("\"{text}\" is not known"))
    })
}

/// A day as "2026-09-30".
pub fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day is written like 2026-09-30".to_owned())
}
