//! The second walk: the rows of the tables that were found, each into a text of its own.

use std::io::Write as _;

use super::super::ImportError;
use super::super::content::Opened;
use super::super::delimited::write_row;
use super::super::spool::{Spool, Store};
use super::found::FoundTable;
use super::token::MAX_TEXT_BYTES;
use super::walk::{Leaf, Sink};

struct Output<'a> {
    table: &'a FoundTable,
    spool: Spool,
    row: Vec<String>,
}

pub(super) struct Written<'a> {
    opened: &'a Opened<'a>,
    size: u64,
    outputs: Vec<Output<'a>>,
    /// Arrays in the order in which the walk meets them: their paths.
    arrays: Vec<String>,
    line: Vec<u8>,
    rows: u64,
}

impl<'a> Written<'a> {
    pub(super) fn new(opened: &'a Opened<'_>, size: u64, tables: &'a [FoundTable]) -> Self {
        let output = |table: &'a FoundTable| {
            let row = vec![String::new(); table.columns.len()];
            Output { table, spool: Spool::new(&opened.memory), row }
        };
        let outputs = tables.iter().map(output).collect();
        Self { opened, size: size.max(1), outputs, arrays: Vec::new(), line: Vec::new(), rows: 0 }
    }

    /// The texts, in the order of the tables.
    pub(super) fn finish(mut self) -> Result<Vec<Store>, ImportError> {
        let mut texts = Vec::new();
        for output in &mut self.outputs {
            // Tables without rows to be read have theirs at hand.
            if output.spool.len() == 0 {
                write_header(self.opened, output)?;
            }
        }
        for mut output in self.outputs {
            for row in &output.table.rows {
                self.line.clear();
                write_row(row.iter().map(String::as_str), &mut self.line);
                output.spool.write_all(&self.line).map_err(|error| self.opened.cannot_spool(&error))?;
            }
            texts.push(output.spool.finish().map_err(|error| self.opened.cannot_spool(&error))?);
        }
        Ok(texts)
    }
}

fn write_header(opened: &Opened<'_>, output: &mut Output<'_>) -> Result<(), ImportError> {
    if output.table.names.is_empty() {
        return Ok(());
    }
    let mut line = Vec::new();
    write_row(output.table.names.iter().map(String::as_str), &mut line);
    output.spool.write_all(&line).map_err(|error| opened.cannot_spool(&error))
}

impl Sink for Written<'_> {
    type Error = ImportError;

    fn table(&mut self, path: &str) -> usize {
        let known = self.arrays.iter().position(|known| known == path);
        let index = known.unwrap_or_else(|| {
            self.arrays.push(path.to_owned());
            self.arrays.len() - 1
        });
        self.outputs.iter().position(|output| output.table.index == Some(index)).unwrap_or(usize::MAX)
    }

    fn leaf(&mut self, table: usize, leaf: Leaf<'_>) -> Result<(), ImportError> {
        let Some(output) = self.outputs.get_mut(table) else { return Ok(()) };
        let Some(cell) = output.table.columns.get(leaf.path).and_then(|column| output.row.get_mut(*column)) else {
            return Ok(());
        };
        if !leaf.is_in_array {
            cell.clear();
        }
        if leaf.text.is_empty() {
            return Ok(());
        }
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        cell.push_str(leaf.text);
        if cell.len() > MAX_TEXT_BYTES {
            return Err(ImportError::OverLimit {
                file: self.opened.file.to_owned(),
                what: format!("a list of more than {} MiB in record {}", MAX_TEXT_BYTES >> 20, self.rows + 1),
                limit: format!("{} MiB", MAX_TEXT_BYTES >> 20),
                advice: "Export fewer fields, or as CSV",
            });
        }
        Ok(())
    }

    fn row(&mut self, table: usize, _is_bare: bool, position: u64) -> Result<(), ImportError> {
        self.rows += 1;
        if self.rows.is_multiple_of(4096) {
            self.opened.go_on(0.7 + 0.3 * position as f32 / self.size as f32)?;
        }
        let opened = self.opened;
        let Some(output) = self.outputs.get_mut(table) else { return Ok(()) };
        if output.spool.len() == 0 {
            write_header(opened, output)?;
        }
        self.line.clear();
        write_row(output.row.iter().map(String::as_str), &mut self.line);
        output.row.iter_mut().for_each(String::clear);
        output.spool.write_all(&self.line).map_err(|error| opened.cannot_spool(&error))
    }

    fn pair(&mut self, _path: &[String], _text: &str) -> Result<(), ImportError> {
        Ok(())
    }
}
