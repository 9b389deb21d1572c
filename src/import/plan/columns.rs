//! How each column is read: its place by role, its decimal mark, its order of day and month; and what must be asked.

use super::slots::{Money, Slot};
use super::{PlanColumn, PossibleReading, Question, Reading};
use crate::base::Period;
use crate::base::date::format_date;
use crate::import::answers::{Reply, Scale};
use crate::import::dates::{DateOrder, DateReading, parse_date, parse_epoch_date, parse_serial_date};
use crate::import::library::{TemplateUnit, normalize, template};
use crate::import::number::{DecimalMark, Number, Value, parse};
use crate::import::profile::{Profile, mark_of_file};
use crate::import::recipe::{Answer, Recipe, Role};
use crate::import::table::Table;

/// The columns by role, and how each is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    pub touchpoint: Option<usize>,
    pub date: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub segment: Option<usize>,
    pub currency: Option<usize>,
    /// Keys of quantities with their columns.
    pub quantities: Vec<(String, usize)>,
    pub rates: Vec<(String, usize)>,
    /// Keys of metrics with the scale and the column of the answers that they come of.
    pub answers: Vec<(String, Scale, usize)>,
    /// The key of what is counted, and the column of its numbers.
    pub id: Option<(String, usize)>,
    pub customer: Option<usize>,
    /// Names are types of events, and each row is one.
    pub is_event_log: bool,
    pub numerator: Option<usize>,
    pub denominator: Option<usize>,
    pub weight: Option<usize>,
    readers: Vec<Reader>,
    /// The days of every row, where no column has them.
    of_file: Option<Period>,
}

/// How one column is read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reader {
    is_number: bool,
    is_date: bool,
    /// `None` while it is in question: then separators make a cell unknown.
    mark: Option<DecimalMark>,
    order: Option<DateOrder>,
    /// What a bare number is multiplied by: 0.01 for rates written in percent without its sign.
    bare_factor: f64,
    /// What a duration in seconds is multiplied by to be in the metric's unit.
    duration_factor: f64,
    scale: Option<Scale>,
}

impl Columns {
    /// The columns of a recipe that is fitted to the table, read as the profiles say.
    pub fn new(table: &Table, recipe: &Recipe, profiles: &[Profile]) -> Self {
        let of = |role: &Role| recipe.columns.iter().position(|column| column.role == *role);
        let mut columns = Self {
            touchpoint: of(&Role::Touchpoint).or(of(&Role::Event)),
            answers: Vec::new(),
            id: None,
            customer: of(&Role::Customer),
            is_event_log: of(&Role::Touchpoint).is_none() && of(&Role::Event).is_some(),
            numerator: of(&Role::Numerator),
            denominator: of(&Role::Denominator),
            weight: of(&Role::Weight),
            date: of(&Role::Date),
            start: of(&Role::PeriodStart),
            end: of(&Role::PeriodEnd),
            segment: of(&Role::Segment),
            currency: of(&Role::Currency),
            quantities: Vec::new(),
            rates: Vec::new(),
            readers: Vec::new(),
            of_file: recipe.given_period().or(table.stated_period),
        };
        let of_file = mark_of_file(profiles, table.delimiter);
        for (index, (column, profile)) in recipe.columns.iter().zip(profiles).enumerate() {
            let (mut bare_factor, duration_factor) = unit_factors(column);
            let mut scale = None;
            match &column.role {
                // A second column of the same role, which only a hand-written recipe can have, is not read.
                Role::Quantity(key) if columns.quantity(key).is_none() => columns.quantities.push((key.clone(), index)),
                Role::Rate(key) if columns.rate(key).is_none() => {
                    columns.rates.push((key.clone(), index));
                    let is_share = template(key).is_some_and(|known| known.unit == TemplateUnit::Share);
                    if is_share && profile.percents == 0 && profile.largest_bare > 1.0 {
                        bare_factor = 0.01;
                    }
                }
                Role::Answer(key, known) => {
                    scale = Some(*known);
                    columns.answers.push((key.clone(), *known, index));
                }
                Role::Id(key) if columns.id.is_none() => columns.id = Some((key.clone(), index)),
                Role::Id(_)
                | Role::Customer
                | Role::Event
                | Role::Numerator
                | Role::Denominator
                | Role::Weight
                | Role::Quantity(_)
                | Role::Rate(_)
                | Role::Ignore
                | Role::Touchpoint
                | Role::Date
                | Role::PeriodStart
                | Role::PeriodEnd
                | Role::Segment
                | Role::Currency => {}
            }
            columns.readers.push(Reader {
                is_number: column.role.is_number(),
                is_date: matches!(column.role, Role::Date | Role::PeriodStart | Role::PeriodEnd),
                mark: recipe.answered_mark(&column.name).or_else(|| profile.mark(of_file)),
                order: recipe.answered_order(&column.name).or_else(|| profile.date_order()),
                bare_factor,
                duration_factor,
                scale,
            });
        }
        columns
    }

    pub fn quantity(&self, key: &str) -> Option<usize> {
        self.quantities.iter().find(|(known, _)| known == key).map(|(_, column)| *column)
    }

    pub fn rate(&self, key: &str) -> Option<usize> {
        self.rates.iter().find(|(known, _)| known == key).map(|(_, column)| *column)
    }

    /// The columns whose cells are figures.
    pub fn number_columns(&self) -> impl Iterator<Item = usize> + '_ {
        let further = [self.numerator, self.denominator, self.weight];
        let known = self.quantities.iter().chain(&self.rates).map(|(_, column)| *column);
        known.chain(further.into_iter().flatten())
    }

    pub fn name_of(&self, table: &Table, column: Option<usize>) -> String {
        column.and_then(|column| table.columns.get(column)).map_or_else(String::new, |column| column.name.clone())
    }

    /// A cell as a number; while its column is in question, only cells without separators are known.
    pub fn value<'a>(&self, text: &'a str, column: usize) -> Value<'a> {
        let Some(reader) = self.readers.get(column) else { return Value::Unknown };
        let value = match reader.mark {
            Some(mark) => parse(text, mark),
            None => match (parse(text, DecimalMark::Point), parse(text, DecimalMark::Comma)) {
                (point, comma) if point == comma => point,
                (Value::Text, Value::Number(_)) | (Value::Number(_), _) => Value::Unknown,
                (point, _) => point,
            },
        };
        match value {
            Value::Number(number) if number.is_duration && reader.duration_factor != 1.0 => {
                Value::Number(Number { value: number.value * reader.duration_factor, ..number })
            }
            Value::Number(number) if !number.is_percent && !number.is_duration && reader.bare_factor != 1.0 => {
                Value::Number(Number { value: number.value * reader.bare_factor, ..number })
            }
            Value::Number(_) | Value::Unknown | Value::Text => value,
        }
    }

    /// The days that a cell of dates states.
    pub fn period(&self, text: &str, column: usize) -> Option<Period> {
        let order = self.readers.get(column).and_then(|reader| reader.order);
        let counted = || parse_serial_date(text).or_else(|| parse_epoch_date(text).map(Period::day));
        parse_date(text).period(order).or_else(counted)
    }

    /// Whether a column says which days a row is of.
    pub fn has_days(&self) -> bool {
        self.date.is_some() || self.start.is_some()
    }

    /// The days of a row.
    pub fn days<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Option<Period> {
        if let Some(column) = self.date {
            return self.period(cell(column), column);
        }
        let Some(start) = self.start else { return self.of_file };
        let first = self.period(cell(start), start)?;
        match self.end.filter(|end| !cell(*end).is_empty()) {
            Some(end) => Period::new(first.from, self.period(cell(end), end)?.to),
            None => Some(first),
        }
    }

    /// The columns in which a totals row says that it is one.
    pub fn labels(&self) -> Vec<usize> {
        let mut labels: Vec<usize> =
            [Some(0), self.touchpoint, self.date, self.segment].into_iter().flatten().collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    /// The column's decimal mark, once it is known.
    pub fn mark(&self, column: usize) -> Option<DecimalMark> {
        self.readers.get(column).and_then(|reader| reader.mark)
    }

    /// What bare numbers of the column are multiplied by.
    pub fn bare_factor(&self, column: usize) -> f64 {
        self.readers.get(column).map_or(1.0, |reader| reader.bare_factor)
    }

    /// What becomes of a cell, for the preview.
    pub fn reading(&self, text: &str, column: usize) -> Reading {
        let Some(reader) = self.readers.get(column) else { return Reading::Read };
        if reader.is_number {
            return match self.value(text, column) {
                Value::Number(_) => Reading::Read,
                Value::Unknown => Reading::NotReported,
                Value::Text => Reading::Unreadable,
            };
        }
        if let Some(scale) = reader.scale {
            return match scale.read(text) {
                Reply::Score(_) => Reading::Read,
                Reply::Missing => Reading::NotReported,
                Reply::Unreadable => Reading::Unreadable,
            };
        }
        let is_unread_date = reader.is_date && !text.is_empty() && self.period(text, column).is_none();
        if is_unread_date { Reading::Unreadable } else { Reading::Read }
    }

    /// The columns as the dialog shows them.
    pub fn described(&self, recipe: &Recipe, profiles: &[Profile], money: &Money, slots: &[Slot]) -> Vec<PlanColumn> {
        let describe = |(index, column): (usize, &crate::import::ColumnRecipe)| {
            let is_only_checked = slots.iter().any(|slot| slot.checked_rate == Some(index));
            let label = match (&column.role, money.label()) {
                (Role::Rate(_), _) if is_only_checked => Role::Ignore.label(),
                (role, Some(currency)) if role.is_money() => format!("{}, {currency}", role.label()),
                (role, _) => role.label(),
            };
            PlanColumn {
                name: column.name.clone(),
                role: column.role.clone(),
                label,
                why: column.why.clone(),
                is_number: column.role.is_number() || profiles.get(index).is_some_and(|p| p.is_numeric()),
            }
        };
        recipe.columns.iter().enumerate().map(describe).collect()
    }

    /// What must be asked, answered or not.
    pub fn questions(&self, table: &Table, recipe: &Recipe, profiles: &[Profile], money: &Money) -> Vec<Question> {
        let mut questions = Vec::new();
        let of_file = mark_of_file(profiles, table.delimiter);
        for (column, profile) in recipe.columns.iter().zip(profiles) {
            if column.role.is_number() && profile.mark(of_file).is_none() {
                questions.extend(profile.doubtful_number.as_deref().map(|text| {
                    let count = profile.lone_commas;
                    number_question(&column.name, text, count, recipe)
                }));
            }
            let is_date = matches!(column.role, Role::Date | Role::PeriodStart | Role::PeriodEnd);
            if is_date && profile.date_order().is_none() {
                questions.extend(
                    profile
                        .doubtful_date
                        .as_deref()
                        .and_then(|text| date_question(&column.name, text, profile.either_order, recipe)),
                );
            }
        }
        questions.extend(money.question(recipe));
        // Neither a column nor the file says which days are meant.
        if !self.has_days() && table.stated_period.is_none() {
            questions.push(period_question(table, recipe));
        }
        questions
    }
}

/// What bare numbers and durations are multiplied by so that they come in the metric's unit: "(in hrs)" for a metric
/// in minutes is 60. Without a unit in the header, bare numbers are in the metric's unit already.
fn unit_factors(column: &crate::import::ColumnRecipe) -> (f64, f64) {
    let (Role::Quantity(key) | Role::Rate(key)) = &column.role else { return (1.0, 1.0) };
    let seconds_of_unit = match template(key).map(|known| known.unit) {
        Some(TemplateUnit::Minutes) => 60.0,
        Some(TemplateUnit::Seconds) => 1.0,
        Some(
            TemplateUnit::Count
            | TemplateUnit::Share
            | TemplateUnit::Points
            | TemplateUnit::Times
            | TemplateUnit::Money,
        )
        | None => return (1.0, 1.0),
    };
    let header = normalize(&column.name);
    let seconds_of_header = header.split(' ').find_map(|word| {
        Some(match word {
            "seconds" | "second" | "secs" | "sec" | "sekunden" | "secondes" | "segundos" | "secondi" | "seconden" => {
                1.0
            }
            "minutes" | "minute" | "mins" | "min" | "minuten" | "minutos" | "minuti" | "minuut" => 60.0,
            "hours" | "hour" | "hrs" | "hr" | "bhrs" | "stunden" | "heures" | "horas" | "ore" | "uren" | "uur" => {
                3_600.0
            }
            "days" | "tage" | "jours" | "días" | "giorni" | "dias" | "dagen" => 86_400.0,
            "ms" | "milliseconds" => 0.001,
            _ => return None,
        })
    });
    // "Within business hours" names no unit.
    let is_told = !header.ends_with("business hours") || header.contains("minutes");
    let bare = seconds_of_header.filter(|_| is_told).map_or(1.0, |seconds| seconds / seconds_of_unit);
    (bare, 1.0 / seconds_of_unit)
}

fn rows_of(count: usize) -> String {
    if count == 1 { "1 row".into() } else { format!("{count} rows") }
}

fn chosen(readings: &[PossibleReading], answer: Option<&Answer>) -> Option<usize> {
    let answer = answer?;
    readings.iter().position(|reading| reading.answer == *answer)
}

fn number_question(column: &str, text: &str, count: usize, recipe: &Recipe) -> Question {
    let reading = |label: String, answer| PossibleReading { label, answer };
    let readings = vec![
        reading(format!("{} (decimal comma)", text.replace(',', ".")), Answer::DecimalComma),
        reading("Not a number (decimal point)".to_owned(), Answer::DecimalPoint),
        reading("Leave out".into(), Answer::LeaveOut),
    ];
    Question {
        column: column.to_owned(),
        text: format!(
            "“{text}” in {} of {column} may have a decimal comma; nothing else in the column says so.",
            rows_of(count)
        ),
        chosen: chosen(&readings, recipe.answer_of(column)),
        readings,
        takes_code: false,
    }
}

fn date_question(column: &str, text: &str, count: usize, recipe: &Recipe) -> Option<Question> {
    let DateReading::Either { day_first, month_first } = parse_date(text) else { return None };
    let reading = |label: String, answer| PossibleReading { label, answer };
    let readings = vec![
        reading(format_date(day_first), Answer::DayFirst),
        reading(format_date(month_first), Answer::MonthFirst),
        reading("Leave out".into(), Answer::LeaveOut),
    ];
    Some(Question {
        column: column.to_owned(),
        text: format!("“{text}” in {} of {column} can be read two ways. Every other row fits both.", rows_of(count)),
        chosen: chosen(&readings, recipe.answer_of(column)),
        readings,
        takes_code: false,
    })
}

fn period_question(table: &Table, recipe: &Recipe) -> Question {
    let named = month_in_name(&table.file_name).map(|period| PossibleReading {
        label: period.label(),
        answer: Answer::Period(period.from.to_string(), period.to.to_string()),
    });
    let readings: Vec<_> = named.into_iter().collect();
    let given = recipe.period.clone().map(|(from, to)| Answer::Period(from, to));
    let is_given = recipe.given_period().is_some();
    Question {
        column: String::new(),
        text: "The file does not say which days it covers. Which are they?".into(),
        chosen: chosen(&readings, given.as_ref()).or(is_given.then_some(0)),
        readings,
        takes_code: false,
    }
}

/// "report-2026-09.csv" → September 2026.
fn month_in_name(name: &str) -> Option<Period> {
    let bytes = name.as_bytes();
    (0..bytes.len().saturating_sub(6)).find_map(|at| {
        let part = name.get(at..at + 7)?;
        let is_cut = bytes.get(at + 7).is_none_or(|b| !b.is_ascii_digit());
        let period = (is_cut && part.as_bytes().get(4) == Some(&b'-')).then(|| parse_date(part).period(None))??;
        Some(period)
    })
}
