//! Dates with the month in words: "Sep 01, 2026 09:00 am", "1. September 2026", "1er sept. 2026", "Sep-26".

use super::{DateReading, clock, make, of_day, of_month};

/// Full and short names, in lower case: English, French, German, Spanish, Portuguese, Italian, Dutch; and the short
/// Scandinavian ones.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "januar", "jän", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen", "gennaio",
        "januari",
    ],
    &["feb", "february", "februar", "fev", "fév", "févr", "février", "febrero", "fevereiro", "febbraio", "februari"],
    &["mar", "march", "märz", "mär", "mrz", "mars", "marzo", "março", "maart", "mrt"],
    &["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
    &["may", "mai", "mayo", "maio", "mag", "maggio", "mei", "maj"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giu", "giugno"],
    &["jul", "july", "juli", "juil", "juillet", "julio", "julho", "lug", "luglio"],
    &["aug", "august", "août", "aout", "ago", "agosto", "augustus", "augusti"],
    &["sep", "sept", "september", "septembre", "septiembre", "setiembre", "set", "setembro", "sett", "settembre"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "out", "outubro", "ott", "ottobre"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &["dec", "december", "dez", "dezember", "déc", "décembre", "dic", "diciembre", "dezembro", "dicembre", "des"],
];

/// Weekdays, and the words between the parts of a date. Weekdays in full are told by their ends.
const FILLERS: &[&str] = &[
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "mié",
    "jue",
    "vie",
    "sáb",
    "sab",
    "dom",
    "seg",
    "ter",
    "qua",
    "qui",
    "sex",
    "gio",
    "ma",
    "wo",
    "vr",
    "za",
    "zo",
    "mittwoch",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "sabato",
    "domenica",
    "dimanche",
    "de",
    "del",
    "of",
    "the",
    "on",
    "le",
    "du",
    "den",
    "der",
    "dem",
    "vom",
    "am",
    "el",
    "il",
    "em",
    "op",
    "from",
];

/// The ends of the weekdays of most languages: Monday, Montag, maandag, lundi, lunedì.
const WEEKDAY_ENDS: &[&str] = &["day", "tag", "dag", "ndi", "rdi", "udi", "credi", "medi", "edì"];

pub(super) fn month_number(word: &str) -> Option<i16> {
    // All names begin with one of these letters, whatever follows it.
    let first = word.bytes().next()?.to_ascii_lowercase();
    if !(3..=12).contains(&word.len()) || !b"jfmasondegl".contains(&first) {
        return None;
    }
    let is_word = |known: &&str| {
        known.as_bytes().first() == Some(&first)
            && match word.is_ascii() {
                true => known.eq_ignore_ascii_case(word),
                false => word.chars().flat_map(char::to_lowercase).eq(known.chars()),
            }
    };
    let at = MONTHS.iter().position(|names| names.iter().any(is_word))?;
    i16::try_from(at + 1).ok()
}

pub(super) fn names_a_month(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| month_number(word).is_some())
}

/// The parts of a date, some of which may be said elsewhere: "1" of "1–30 Sep 2026".
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub year: Option<i16>,
    pub month: Option<i16>,
    pub day: Option<i16>,
}

pub(super) fn parse(text: &str) -> DateReading {
    let Some(parts) = parts(text) else { return DateReading::No };
    match (parts.year, parts.month, parts.day) {
        (Some(year), Some(month), Some(day)) => of_day(make(year, month, day)),
        (Some(year), Some(month), None) => of_month(year, month),
        (_, _, _) => DateReading::No,
    }
}

/// What a text with a month's name, or a bare day, says; `None` if any word of it is no part of a date.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let (head, tail) = text.split_at_checked(clock::start(text).unwrap_or(text.len()))?;
    let mut parts = read_head(head)?;
    let mut tail = tail.trim();
    // "Tue Sep 1 09:00:00 UTC 2026"
    if parts.year.is_none()
        && let Some((before, last)) = tail.rsplit_once(' ')
        && last.len() == 4
    {
        parts.year = super::number(last);
        tail = before;
    }
    clock::is_time(tail).then_some(parts)
}

fn read_head(head: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut is_day_before_month = false;
    let mut month_is_weekday = false;
    let mut rest = head;
    loop {
        let begins = rest.find(char::is_alphanumeric);
        let Some(at) = begins else { break };
        let (between, from_word) = rest.split_at_checked(at)?;
        // A letter after a figure belongs to it: "1st", "1er", "1º".
        let is_figure = from_word.starts_with(|c: char| c.is_ascii_digit());
        let end = from_word
            .find(|c: char| if is_figure { !c.is_ascii_digit() } else { !c.is_alphabetic() })
            .unwrap_or(from_word.len());
        let (word, behind) = from_word.split_at_checked(end)?;
        rest = behind;
        if is_figure {
            let number = super::number(word)?;
            match word.len() {
                4 if parts.year.is_none() => parts.year = Some(number),
                1 | 2
                    if parts.day.is_none()
                        && !between.ends_with(['\'', '’'])
                        && !is_year_after(between, word, parts, head) =>
                {
                    parts.day = Some(number);
                    is_day_before_month = parts.month.is_none();
                    rest = without_ordinal(rest);
                }
                // "1-Sep-26", "Sep 1, 26", "Sep '26", and a spreadsheet's "Sep-26".
                2 if parts.year.is_none() && parts.month.is_some() => {
                    let is_apart = between.contains([',', '\'', '’']) || is_day_before_month || parts.day.is_none();
                    parts.year = Some(2000 + number).filter(|_| is_apart);
                    parts.year?;
                }
                _ => return None,
            }
            continue;
        }
        match month_number(word) {
            Some(number) if parts.month.is_none() => {
                parts.month = Some(number);
                // "mar. 1 sept. 2026" begins with a Tuesday.
                month_is_weekday = word.eq_ignore_ascii_case("mar") && parts.day.is_none();
            }
            Some(number) if month_is_weekday => {
                (parts.month, month_is_weekday) = (Some(number), false);
                is_day_before_month = parts.day.is_some();
            }
            Some(_) => return None,
            None if is_filler(word) => {}
            // "2026-09-01T…" is no named date, and any other word makes it a text.
            None => return None,
        }
    }
    Some(parts)
}

/// "Sep-26" and nothing else: a month with its year.
fn is_year_after(between: &str, word: &str, parts: Parts, head: &str) -> bool {
    let is_month = |name: &str| month_number(name.trim()).is_some();
    between == "-"
        && word.len() == 2
        && parts.month.is_some()
        && head.split_once('-').is_some_and(|(name, year)| is_month(name) && year.trim() == word)
}

fn without_ordinal(rest: &str) -> &str {
    let word = rest.find(|c: char| !c.is_alphabetic()).and_then(|end| rest.get(..end)).unwrap_or(rest);
    match word {
        "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "e" => rest.get(word.len()..).unwrap_or(rest),
        _ => rest,
    }
}

fn is_filler(word: &str) -> bool {
    let word = word.to_lowercase();
    FILLERS.contains(&word.as_str())
        || matches!(word.as_str(), "at" | "à" | "um" | "às" | "alle" | "om" | "kl")
        || (word.chars().count() >= 5 && WEEKDAY_ENDS.iter().any(|end| word.ends_with(end)))
}
