//! The same chart as a table: what is read where no picture serves, and what is copied as data.

use super::data::{Body, ChartData, Line, Measured};
use super::pairs::two_decimals;
use crate::base::Period;
use crate::base::display::{InUnit, Shown};
use crate::base::number::{Unit, format_full, format_grouped};

/// Rows and columns of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartTable {
    /// Each with whether it holds numbers.
    pub columns: Vec<(String, bool)>,
    /// INVARIANT: as many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// As people read it: "3.14%". Empty for what is not known.
    pub text: String,
    /// In the metric's unit, unrounded: 0.0314. INVARIANT: finite.
    pub number: Option<f64>,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: None }
    }

    fn value<'u>(value: Option<f64>, of: impl Into<InUnit<'u>>) -> Self {
        let value = value.filter(|value| value.is_finite());
        Self { text: value.map_or_else(String::new, |value| format_full(value, of)), number: value }
    }

    fn count(count: Option<f64>) -> Self {
        let count = count.filter(|count| count.is_finite());
        Self { text: count.map_or_else(String::new, |count| format_grouped(count, 0)), number: count }
    }

    fn period(period: Option<Period>) -> Self {
        Self::text(period.map_or_else(String::new, Period::label))
    }
}

impl ChartTable {
    fn new(columns: &[(&str, bool)]) -> Self {
        Self {
            columns: columns.iter().map(|(name, is_number)| ((*name).to_owned(), *is_number)).collect(),
            rows: Vec::new(),
        }
    }

    /// As tab-separated text with a line of names: numbers unrounded and with a decimal point, as spreadsheets take them.
    pub fn as_tsv(&self) -> String {
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let mut tsv: String = self.columns.iter().map(|(name, _)| plain(name)).collect::<Vec<_>>().join("\t");
        for row in &self.rows {
            tsv.push('\n');
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    tsv.push('\t');
                }
                match cell.number {
                    Some(number) => tsv.push_str(&number.to_string()),
                    None => tsv.push_str(&plain(&cell.text)),
                }
            }
        }
        tsv.push('\n');
        tsv
    }
}

fn measured_cells<'u>(measured: Option<Measured>, of: impl Into<InUnit<'u>>) -> [Cell; 4] {
    let of = of.into();
    let part = |part: fn(&Measured) -> Option<f64>| measured.as_ref().and_then(part);
    [
        Cell::value(measured.map(|measured| measured.value), of),
        Cell::value(part(|measured| measured.low), of),
        Cell::value(part(|measured| measured.high), of),
        Cell::count(part(|measured| measured.n)),
    ]
}

const MEASURED: [(&str, bool); 4] = [("Value", true), ("Low (95%)", true), ("High (95%)", true), ("n", true)];

impl ChartData {
    /// All that the chart shows, and what it had no room for.
    pub fn table(&self) -> ChartTable {
        match &self.body {
            Body::Empty(_) => ChartTable::default(),
            Body::Time(body) => line_rows(&body.lines, &body.unit),
            Body::Multiples(body) => line_rows(&body.panels, &body.unit),
            Body::Bars(body) => {
                let second = if body.is_compared { "Period" } else { "Segment" };
                let [value, low, high, n] = MEASURED;
                let mut table = ChartTable::new(&[("Touchpoint", false), (second, false), value, low, high, n]);
                for row in &body.rows {
                    for (series, measured) in body.series.iter().zip(&row.bars) {
                        let mut cells = vec![Cell::text(&row.name), Cell::text(series)];
                        cells.extend(measured_cells(*measured, &body.unit));
                        table.rows.push(cells);
                    }
                }
                table
            }
            Body::Stacked(body) => {
                let columns =
                    [("Touchpoint", false), ("Segment", false), ("Value", true), ("Share", true), ("Days", false)];
                let mut table = ChartTable::new(&columns);
                for row in &body.rows {
                    for (segment, part) in body.segments.iter().zip(&row.parts) {
                        let share = part.filter(|_| row.total > 0.0).map(|part| part / row.total);
                        table.rows.push(vec![
                            Cell::text(&row.name),
                            Cell::text(segment),
                            Cell::value(*part, &body.unit),
                            Cell::value(share, &Unit::Share),
                            Cell::period(body.period),
                        ]);
                    }
                }
                table
            }
            Body::Funnel(body) => {
                let columns = [
                    ("Stage", false),
                    ("Count", true),
                    ("Drop-off", true),
                    ("Low (95%)", true),
                    ("High (95%)", true),
                    ("Of the first", true),
                ];
                let mut table = ChartTable::new(&columns);
                let first = body.steps.first().map(|step| step.value).filter(|first| *first > 0.0);
                for step in &body.steps {
                    let [lost, low, high, _] = measured_cells(step.lost, &Unit::Share);
                    let share = first.map(|first| step.value / first);
                    table.rows.push(vec![
                        Cell::text(&step.name),
                        Cell::value(Some(step.value), &body.unit),
                        lost,
                        low,
                        high,
                        Cell::value(share, &Unit::Share),
                    ]);
                }
                table
            }
            Body::Bullets(bullets) => {
                let [value, low, high, n] = MEASURED;
                let columns = [
                    ("KPI", false),
                    ("State", false),
                    value,
                    low,
                    high,
                    n,
                    ("Target", true),
                    ("Baseline", true),
                    ("Expected", true),
                    ("Due", false),
                ];
                let mut table = ChartTable::new(&columns);
                for bullet in bullets {
                    let mut cells = vec![Cell::text(&bullet.name), Cell::text(bullet.state.label())];
                    cells.extend(measured_cells(bullet.measured, &bullet.unit));
                    cells.push(Cell::value(Some(bullet.target), &bullet.unit));
                    cells.push(Cell::value(bullet.baseline, &bullet.unit));
                    cells.push(Cell::value(bullet.expected, &bullet.unit));
                    cells.push(Cell::text(bullet.due.map(|due| due.to_string()).unwrap_or_default()));
                    table.rows.push(cells);
                }
                table
            }
            Body::Boxes(body) => {
                let columns = [
                    ("Touchpoint", false),
                    ("Least", true),
                    ("Lower quartile", true),
                    ("Median", true),
                    ("Upper quartile", true),
                    ("Greatest", true),
                    ("n", true),
                ];
                let mut table = ChartTable::new(&columns);
                for row in &body.rows {
                    let mut cells = vec![Cell::text(&row.name)];
                    cells.extend(row.five.map(|value| Cell::value(Some(value), &body.unit)));
                    cells.push(Cell::count(Some(row.count as f64)));
                    table.rows.push(cells);
                }
                table
            }
            Body::Scatter(body) => {
                let columns = [
                    ("Touchpoint", false),
                    (body.x.name.as_str(), true),
                    ("Low (95%)", true),
                    ("High (95%)", true),
                    ("n", true),
                    (body.y.name.as_str(), true),
                    ("Low (95%)", true),
                    ("High (95%)", true),
                    ("n", true),
                ];
                let mut table = ChartTable::new(&columns);
                for point in &body.points {
                    let mut cells = vec![Cell::text(&point.name)];
                    cells.extend(measured_cells(Some(point.x), &body.x.unit));
                    cells.extend(measured_cells(Some(point.y), &body.y.unit));
                    table.rows.push(cells);
                }
                if let Some(rho) = body.rank_correlation {
                    let mut cells = vec![Cell::default(); columns.len()];
                    if let [name, value, ..] = cells.as_mut_slice() {
                        *name = Cell::text("Rank correlation ρ");
                        *value = Cell { text: two_decimals(rho), number: Some(rho) };
                    }
                    table.rows.push(cells);
                }
                table
            }
            Body::Heat(body) => {
                let [value, low, high, n] = MEASURED;
                let mut table = ChartTable::new(&[("Stage", false), ("Channel", false), value, low, high, n]);
                let columns = body.stages.len().max(1);
                for (rank, cell) in body.cells.iter().enumerate() {
                    let (Some(cell), Some(stage), Some(channel)) =
                        (cell, body.stages.get(rank % columns), body.channels.get(rank / columns))
                    else {
                        continue;
                    };
                    let mut cells = vec![Cell::text(stage), Cell::text(channel)];
                    cells.extend(measured_cells(cell.measured, &body.unit));
                    table.rows.push(cells);
                }
                table
            }
            Body::Slope(body) => {
                let (before, after) = (body.before.label(), body.after.label());
                let columns = [
                    ("Touchpoint", false),
                    (before.as_str(), true),
                    ("Low (95%)", true),
                    ("High (95%)", true),
                    ("n", true),
                    (after.as_str(), true),
                    ("Low (95%)", true),
                    ("High (95%)", true),
                    ("n", true),
                    ("Change", false),
                ];
                let mut table = ChartTable::new(&columns);
                for row in &body.rows {
                    let mut cells = vec![Cell::text(&row.name)];
                    cells.extend(measured_cells(Some(row.before), &body.unit));
                    cells.extend(measured_cells(Some(row.after), &body.unit));
                    cells.push(Cell::text(&row.change));
                    table.rows.push(cells);
                }
                table
            }
        }
    }
}

fn line_rows(lines: &[Line], unit: &Shown) -> ChartTable {
    let [value, low, high, n] = MEASURED;
    let mut table = ChartTable::new(&[("Line", false), ("From", false), ("To", false), value, low, high, n]);
    for line in lines {
        for point in &line.points {
            let mut cells = vec![
                Cell::text(&line.name),
                Cell::text(point.period.from.to_string()),
                Cell::text(point.period.to.to_string()),
            ];
            cells.extend(measured_cells(Some(point.measured), unit));
            table.rows.push(cells);
        }
    }
    table
}
