//! Weeks, quarters, halves and years; and dates with 年, 月 and 日.

use jiff::civil::{ISOWeekDate, Weekday};

use super::{DateReading, clock, make, number, of_day, of_month, parse_single};
use crate::base::{Date, Grain, Period};

const WEEK: &[&str] = &["w", "wk", "week", "kw", "cw", "woche", "semaine", "semana", "settimana"];
const QUARTER: &[&str] = &["q", "quarter", "quartal", "trimestre", "trim", "kwartaal", "t"];
const HALF: &[&str] = &["h"];

/// "2026-W36", "Week 36, 2026", "KW 36/2026", "Q3 2026", "2026年9月1日", "Week of Sep 7, 2026".
pub(super) fn parse(text: &str) -> DateReading {
    if text.contains(['年', '년']) {
        return parse_east_asian(text);
    }
    if let Some(reading) = parse_week_of(text) {
        return reading;
    }
    let Some(tokens) = Tokens::read(text) else { return DateReading::No };
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(tokens.word));
    let found = match tokens.weekday {
        Some(day) if is(WEEK) => week(tokens.year, tokens.number).and_then(|week| {
            let ahead = i32::from(day) - 1;
            (0..7).contains(&ahead).then(|| date_after(week.from, ahead).map(Period::day))?
        }),
        Some(_) => None,
        None if is(WEEK) => week(tokens.year, tokens.number),
        None if is(QUARTER) => months(tokens.year, tokens.number, 3),
        None if is(HALF) => months(tokens.year, tokens.number, 6),
        None => None,
    };
    found.map_or(DateReading::No, DateReading::One)
}

/// What a bare number means under the header of a column.
pub(super) fn parse_under(header: &str, text: &str) -> DateReading {
    let lower = header.to_lowercase();
    let says = |words: &[&str]| {
        lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)) || words.contains(&lower.trim())
    };
    let is_year = says(&["year", "jahr", "année", "annee", "an", "año", "ano", "anno", "jaar", "年", "年度"]);
    let is_month = says(&["month", "monat", "mois", "mes", "mês", "mese", "maand", "yearmonth", "月", "年月"]);
    let is_week = says(&["week", "woche", "kalenderwoche", "kw", "semaine", "semana", "settimana", "yearweek", "週"]);
    let figure = |from: usize, to: usize| text.get(from..to).and_then(number);
    let found = match (text.len(), figure(0, 4)) {
        (4, Some(year)) if is_year => months(year, 1, 12),
        (6, Some(year)) if is_week => figure(4, 6).and_then(|at| week(year, at)),
        (6, Some(year)) if is_month || is_year => figure(4, 6).and_then(|at| months(year, at, 1)),
        (_, _) => None,
    };
    found.map_or(DateReading::No, DateReading::One)
}

/// One word, one year of four figures and one number; nothing else but marks between.
struct Tokens<'a> {
    word: &'a str,
    year: i16,
    number: i16,
    /// 1 to 7 in "2026-W36-1".
    weekday: Option<i16>,
}

impl<'a> Tokens<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (mut word, mut year, mut numbers) = (None, None, [None; 2]);
        let mut rest = text;
        while let Some(at) = rest.find(char::is_alphanumeric) {
            let (between, from) = rest.split_at_checked(at)?;
            let marks = [' ', '-', '/', ',', '.', '\''];
            if !between.chars().all(|c| marks.contains(&c)) {
                return None;
            }
            let is_figure = from.starts_with(|c: char| c.is_ascii_digit());
            let is_part = |c: char| if is_figure { c.is_ascii_digit() } else { c.is_alphabetic() };
            let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
            let (token, behind) = from.split_at_checked(end)?;
            rest = behind;
            match (is_figure, token.len()) {
                (true, 4) if year.is_none() => year = number(token),
                (true, 1 | 2) => *numbers.iter_mut().find(|slot| slot.is_none())? = number(token),
                // "3e trimestre", "3º trimestre"
                (false, _) if matches!(token, "e" | "er" | "º" | "st" | "nd" | "rd" | "th") => {}
                (false, _) if word.is_none() => word = Some(token),
                (_, _) => return None,
            }
        }
        let [Some(number), weekday] = numbers else { return None };
        Some(Self { word: word?, year: year?, number, weekday })
    }
}

fn week(year: i16, at: i16) -> Option<Period> {
    make(year, 1, 1)?;
    let from = ISOWeekDate::new(year, i8::try_from(at).ok()?, Weekday::Monday).ok()?.date();
    Some(Grain::Week.period_of(from))
}

/// The so manieth run of that many months: quarter 3 is July to September.
fn months(year: i16, at: i16, count: i16) -> Option<Period> {
    if !(1..=12 / count).contains(&at) {
        return None;
    }
    let from = make(year, (at - 1) * count + 1, 1)?;
    Period::new(from, make(year, at * count, 1)?.last_of_month())
}

fn date_after(date: Date, days: i32) -> Option<Date> {
    crate::base::date::date_from_day_number(crate::base::date::day_number(date) + days)
}

fn parse_week_of(text: &str) -> Option<DateReading> {
    let begins = |word: &&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    const WORDS: &[&str] = &["week of ", "week starting ", "week beginning ", "w/c ", "woche vom ", "semaine du "];
    let word = WORDS.iter().find(|word| begins(word))?;
    let reading = parse_single(text.get(word.len()..)?.trim());
    let from = reading.period(None).filter(|period| period.days() == 1)?.from;
    Some(Period::new(from, date_after(from, 6)?).map_or(DateReading::No, DateReading::One))
}

/// "2026年9月1日(火) 09:00", "2026年9月", "2026年", "令和8年9月1日", "2026년 9월 1일".
fn parse_east_asian(text: &str) -> DateReading {
    let Some((year, rest)) = text.split_once(['年', '년']) else { return DateReading::No };
    let year = match year.trim().strip_prefix("令和") {
        // Its first year is 2019.
        Some(of_era) => number(of_era.trim()).filter(|year| *year < 100).map(|year| 2018 + year),
        None => number(year.trim()).filter(|_| year.trim().len() == 4),
    };
    let (Some(year), rest) = (year, rest.trim()) else { return DateReading::No };
    if rest.is_empty() {
        return months(year, 1, 12).map_or(DateReading::No, DateReading::One);
    }
    let Some((month, rest)) = rest.split_once(['月', '월']) else { return DateReading::No };
    let (Some(month), rest) = (number(month.trim()), rest.trim()) else { return DateReading::No };
    if rest.is_empty() {
        return of_month(year, month);
    }
    let Some((day, rest)) = rest.split_once(['日', '일']) else { return DateReading::No };
    let rest = without_weekday(rest.trim());
    let is_time = clock::is_time(rest) || is_spoken_time(rest);
    of_day(number(day.trim()).filter(|_| is_time).and_then(|day| make(year, month, day)))
}

/// "(火) 09:00" → "09:00".
fn without_weekday(text: &str) -> &str {
    let in_brackets = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match in_brackets {
        Some((weekday, rest)) if weekday.chars().count() <= 3 => rest.trim(),
        Some(_) | None => text,
    }
}

/// "午前9時5分", "午後 9:05", "오전 9:05".
fn is_spoken_time(text: &str) -> bool {
    let is_known = |c: char| c.is_ascii_digit() || " :時分秒午前後上下오전후".contains(c);
    text.chars().count() <= 16 && text.chars().all(is_known)
}
