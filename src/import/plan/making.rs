//! How one row becomes a part of a metric. Pure: knows cells by column, neither the table nor the sums.

use crate::import::answers::{Reply, Scale};

/// The column or columns of what stands above the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    One(usize),
    Less(usize, usize),
}

/// How the amounts of a metric are made from a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Making {
    /// The cell is the amount.
    Value(usize),
    /// The cell is the amount where the answer beside it is yes: the value of an opportunity that was won.
    ValueIf {
        value: usize,
        answer: usize,
        scale: Scale,
    },
    /// Two parts of which the quotient alone is kept (distinct rates).
    Quotient {
        above: Above,
        below: usize,
    },
    Ratio {
        above: Above,
        below: usize,
    },
    /// The rate times what is below the line gives what is above.
    AboveFromRate {
        rate: usize,
        below: usize,
    },
    /// What is above the line through the rate gives what is below.
    BelowFromRate {
        above: Above,
        rate: usize,
    },
    RateOnly {
        rate: usize,
        weight: Option<usize>,
    },
    Mean {
        average: usize,
        count: usize,
    },
    /// One measured value a row, such as the minutes that a ticket took.
    Sample(usize),
    Shares {
        promoters: usize,
        detractors: usize,
        passives: Option<usize>,
        count: Option<usize>,
    },
    /// One answer a row.
    Answer {
        column: usize,
        scale: Scale,
        asked: Asked,
    },
    /// Whether the choice was made, of all who made any of the choices from the first to the last column.
    Chosen {
        column: usize,
        first: usize,
        last: usize,
    },
    /// Each row is one event.
    Rows,
    /// Different customers or orders, counted apart from the sums.
    Counted(Counted),
    /// What so many percent of the rows do not exceed, worked out apart from the sums.
    Quantile {
        column: usize,
        percent: u8,
    },
}

/// What is counted of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Whether it is one of the upper two of the scale, or good.
    Top,
    /// Whether it is a promoter's (9 or 10) or a detractor's (0 to 6).
    Shares,
    /// Its points.
    Points,
}

/// What is counted once however many rows name it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Counted {
    Orders,
    Customers,
    /// Customers with two orders or more, of all.
    ReturningShare,
    /// The sum of the column over the orders.
    PerOrder(usize),
    /// The sum of the column over the customers.
    PerCustomer(usize),
    /// The sum of the column over the customers, brought to a year, times margin over churn.
    Lifetime {
        revenue: usize,
        margin: f64,
        yearly_churn: f64,
    },
}

impl Making {
    /// Whether the sums of its columns over several rows make the same of them as the rows one by one, if each of them
    /// has all the columns.
    pub fn is_linear(self) -> bool {
        match self {
            Self::Value(_) | Self::Ratio { .. } | Self::Counted(_) | Self::Quantile { .. } => true,
            Self::ValueIf { .. }
            | Self::Quotient { .. }
            | Self::AboveFromRate { .. }
            | Self::BelowFromRate { .. }
            | Self::RateOnly { .. }
            | Self::Mean { .. }
            | Self::Sample(_)
            | Self::Shares { .. }
            | Self::Answer { .. }
            | Self::Chosen { .. }
            | Self::Rows => false,
        }
    }

    /// Whether the amount comes from a count of its own, not from the sums alone.
    pub fn is_counted(self) -> bool {
        match self {
            Self::Counted(_) | Self::Quantile { .. } => true,
            Self::Value(_)
            | Self::ValueIf { .. }
            | Self::Quotient { .. }
            | Self::Ratio { .. }
            | Self::AboveFromRate { .. }
            | Self::BelowFromRate { .. }
            | Self::RateOnly { .. }
            | Self::Mean { .. }
            | Self::Sample(_)
            | Self::Shares { .. }
            | Self::Answer { .. }
            | Self::Chosen { .. }
            | Self::Rows => false,
        }
    }
}

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
    let sum = Sum::of;
    let above = |above: Above| match above {
        Above::One(column) => get(column),
        Above::Less(from, less) => Some(get(from)? - get(less)?),
    };
    Some(match making {
        Making::Value(column) => sum(get(column)?, 0.0),
        Making::ValueIf { value, answer, scale } => {
            let Reply::Score(score) = scale.read(row.text(answer)) else { return None };
            // What was lost brought nothing, which is known.
            if scale.is_top(score) { sum(get(value)?, 0.0) } else { sum(0.0, 0.0) }
        }
        Making::Quotient { above: part, below } => {
            let below = get(below).filter(|below| *below != 0.0)?;
            sum(above(part)? / below, 0.0)
        }
        Making::Ratio { above: part, below } => sum(above(part)?, get(below)?),
        Making::AboveFromRate { rate, below } => {
            let below = get(below)?;
            // Nothing below the line: the stated rate says nothing, and nothing is above it either.
            let above = if below == 0.0 { 0.0 } else { get(rate)? * below };
            sum(above, below)
        }
        Making::BelowFromRate { above: part, rate } => {
            let (above, rate) = (above(part)?, get(rate)?);
            if rate == 0.0 {
                return None;
            }
            sum(above, above / rate)
        }
        Making::RateOnly { rate, weight } => {
            let rate = get(rate)?;
            match weight.and_then(get) {
                Some(weight) => Sum { c: rate, ..sum(rate * weight, weight) },
                None => Sum { c: rate, is_unweighted: true, ..sum(0.0, 0.0) },
            }
        }
        Making::Mean { average, count } => {
            let count = get(count)?;
            let sum_of = if count == 0.0 { 0.0 } else { get(average)? * count };
            sum(sum_of, count)
        }
        Making::Sample(column) => sample(get(column)?),
        Making::Shares { promoters, detractors, passives, count } => {
            let (promoters, detractors) = (get(promoters)?, get(detractors)?);
            let count = match count.and_then(get) {
                Some(count) => count,
                None => promoters + detractors + get(passives?)?,
            };
            Sum { c: count, ..sum(promoters, detractors) }
        }
        Making::Answer { column, scale, asked } => {
            let Reply::Score(score) = scale.read(row.text(column)) else { return None };
            answer(asked, scale, score)
        }
        Making::Chosen { column, first, last } => {
            let is_made = |column: usize| matches!(Scale::Chosen.read(row.text(column)), Reply::Score(_));
            if !(first..=last).any(is_made) {
                return None;
            }
            sum(if is_made(column) { 1.0 } else { 0.0 }, 1.0)
        }
        Making::Rows => sum(1.0, 0.0),
        Making::Counted(Counted::Orders | Counted::Customers | Counted::ReturningShare) => sum(0.0, 0.0),
        Making::Counted(Counted::PerOrder(column) | Counted::PerCustomer(column)) => sum(get(column)?, 0.0),
        Making::Counted(Counted::Lifetime { revenue, .. }) => sum(get(revenue)?, 0.0),
        Making::Quantile { column, .. } => sum(get(column)?, 0.0),
    })
}

/// Σx, n and Σx² of one value.
fn sample(value: f64) -> Sum {
    Sum { c: value * value, ..Sum::of(value, 1.0) }
}

fn answer(asked: Asked, scale: Scale, score: f64) -> Sum {
    let one_if = |is: bool| if is { 1.0 } else { 0.0 };
    match asked {
        Asked::Top => Sum::of(one_if(scale.is_top(score)), 1.0),
        Asked::Shares => Sum { c: 1.0, ..Sum::of(one_if(score >= 9.0), one_if(score <= 6.0)) },
        Asked::Points => sample(score),
    }
}
