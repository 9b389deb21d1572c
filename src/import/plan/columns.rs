//! How each column is read: its place by role, its decimal mark, its order of day and month.
//! What must be asked is in `questions`.

use super::questions::Doubt;
use super::slots::{Money, Slot};
use super::{PlanColumn, Reading};
use crate::base::Period;
use crate::import::answers::{Reply, Scale};
use crate::import::dates::{DateOrder, parse_date, parse_epoch_date, parse_serial_date};
use crate::import::library::{TemplateUnit, header_currency, normalize, template};
use crate::import::number::{DecimalMark, Number, Value, parse};
use crate::import::profile::{Profile, mark_of_file};
use crate::import::recipe::{Recipe, Role};
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
    /// That column holds amounts, each written with its currency.
    is_currency_in_cells: bool,
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
            is_currency_in_cells: false,
            quantities: Vec::new(),
            rates: Vec::new(),
            readers: Vec::new(),
            of_file: recipe.given_period().or(table.stated_period),
        };
        let money =
            || recipe.columns.iter().zip(profiles).enumerate().filter(|(_, (column, _))| column.role.is_money());
        if columns.currency.is_none() && !money().any(|(_, (column, _))| header_currency(&column.name).is_some()) {
            // Cells of several currencies say for themselves which one their row is in.
            columns.currency = money().find(|(_, (_, profile))| profile.currencies.len() > 1).map(|(index, _)| index);
            columns.is_currency_in_cells = columns.currency.is_some();
        }
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
                mark: recipe.answered_mark(&column.name).or_else(|| match Doubt::of(&column.role, profile, of_file) {
                    Some(Doubt::Decimals | Doubt::Thousands) => None,
                    Some(Doubt::Dates) | None => profile.mark(of_file),
                }),
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

    /// What a cell of the column of currencies says of them.
    pub fn currency_in<'a>(&self, text: &'a str) -> &'a str {
        if !self.is_currency_in_cells {
            return text;
        }
        let code = |mark| match parse(text, mark) {
            Value::Number(number) => number.currency,
            Value::Unknown | Value::Text => None,
        };
        code(DecimalMark::Point).or_else(|| code(DecimalMark::Comma)).unwrap_or("")
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
