//! Tables of text with aligned columns, for people at a terminal.

use std::fmt::Write;

/// To which side a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// A table under a line of headings.
#[derive(Clone, Debug)]
pub struct Columns {
    sides: Vec<Side>,
    /// The headings first.
    rows: Vec<Vec<String>>,
}

/// Between two columns.
const GAP: &str = "  ";

impl Columns {
    pub fn new(headings: &[(&str, Side)]) -> Self {
        Self {
            sides: headings.iter().map(|(_, side)| *side).collect(),
            rows: vec![headings.iter().map(|(heading, _)| (*heading).to_owned()).collect()],
        }
    }

    /// Adds a row: a cell for each heading.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.sides.len());
        self.rows.push(cells.into());
    }

    /// Whether there is nothing under the headings.
    pub fn is_empty(&self) -> bool {
        self.rows.len() <= 1
    }

    /// The lines, each after `indent`, without spaces at the end. A column with no text in any row is left out.
    pub fn lines(&self, indent: &str) -> Vec<String> {
        let width = |rows: &[Vec<String>], column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let body = self.rows.get(1..).unwrap_or_default();
        let shown: Vec<(usize, Side, usize)> = self
            .sides
            .iter()
            .enumerate()
            .filter(|(column, _)| width(body, *column) > 0)
            .map(|(column, side)| (column, *side, width(&self.rows, column)))
            .collect();
        self.rows
            .iter()
            .map(|row| {
                let mut line = indent.to_owned();
                for (place, (column, side, width)) in shown.iter().enumerate() {
                    let cell = row.get(*column).map_or("", String::as_str);
                    let gap = if place == 0 { "" } else { GAP };
                    // Writing to a string cannot fail.
                    let _ = match side {
                        Side::Left => write!(line, "{gap}{cell:<width$}"),
                        Side::Right => write!(line, "{gap}{cell:>width$}"),
                    };
                }
                line.truncate(line.trim_end().len());
                line
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_empty_ones_are_left_out() {
        let mut columns = Columns::new(&[("Name", Side::Left), ("Note", Side::Left), ("Value", Side::Right)]);
        columns.row(["Café".into(), String::new(), "1".into()]);
        columns.row(["Checkout".into(), String::new(), "11,774".into()]);
        assert_eq!(columns.lines("  "), ["  Name       Value", "  Café           1", "  Checkout  11,774"]);
    }
}
