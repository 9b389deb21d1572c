//! What one row brings to a metric, and what several rows come to.

use super::slots::{Above, Making};

/// What rows of one touchpoint, segment and period come to. What `a`, `b` and `c` are is told by the making: above
/// and below the line; promoters, detractors and answers; weighted rates, weights and rates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sum {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    /// A rate without a weight is among them.
    pub is_unweighted: bool,
    pub rows: u32,
    /// Line of the first of these rows.
    pub first_row: u32,
}

impl Sum {
    /// What one row brings.
    fn of(a: f64, b: f64) -> Self {
        Self { a, b, rows: 1, ..Self::default() }
    }

    pub fn add(&mut self, other: &Self) {
        self.a += other.a;
        self.b += other.b;
        self.c += other.c;
        self.is_unweighted |= other.is_unweighted;
        self.first_row = match (self.rows, other.rows) {
            (0, _) => other.first_row,
            (_, 0) => self.first_row,
            (_, _) => self.first_row.min(other.first_row),
        };
        self.rows = self.rows.saturating_add(other.rows);
    }
}

/// A row as metrics are made from it.
pub(super) trait Cells {
    /// The number that a column states; `None` if it is unknown, unreadable, or no column of figures.
    fn number(&self, column: usize) -> Option<f64>;
    /// The text of a column without spaces around it.
    fn text(&self, column: usize) -> &str;
}

/// What one row brings to a metric; `None` if a part of it is not known.
pub(super) fn make(making: Making, row: &impl Cells) -> Option<Sum> {
    let get = |column: usize| row.number(column);
    let above = |above: Above| match above {
        Above::One(column) => get(column),
        Above::Less(from, less) => Some(get(from)? - get(less)?),
    };
    Some(match making {
        Making::Value(column) => Sum::of(get(column)?, 0.0),
        Making::Quotient { above: part, below } => {
            let below = get(below).filter(|below| *below != 0.0)?;
            Sum::of(above(part)? / below, 0.0)
        }
        Making::Ratio { above: part, below } => Sum::of(above(part)?, get(below)?),
        Making::AboveFromRate { rate, below } => {
            let below = get(below)?;
            // Nothing below the line: the stated rate says nothing, and nothing is above it either.
            let above = if below == 0.0 { 0.0 } else { get(rate)? * below };
            Sum::of(above, below)
        }
        Making::BelowFromRate { above: part, rate } => {
            let (above, rate) = (above(part)?, get(rate)?);
            if rate == 0.0 {
                return None;
            }
            Sum::of(above, above / rate)
        }
        Making::RateOnly { rate, weight } => {
            let rate = get(rate)?;
            match weight.and_then(get) {
                Some(weight) => Sum { c: rate, ..Sum::of(rate * weight, weight) },
                None => Sum { c: rate, is_unweighted: true, ..Sum::of(0.0, 0.0) },
            }
        }
        Making::Mean { average, count } => {
            let count = get(count)?;
            let sum_of = if count == 0.0 { 0.0 } else { get(average)? * count };
            Sum::of(sum_of, count)
        }
        Making::Shares { promoters, detractors, passives, count } => {
            let (promoters, detractors) = (get(promoters)?, get(detractors)?);
            let count = match count.and_then(get) {
                Some(count) => count,
                None => promoters + detractors + get(passives?)?,
            };
            Sum { c: count, ..Sum::of(promoters, detractors) }
        }
    })
}
