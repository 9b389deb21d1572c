//! Text that begins with a tag: the tables of a web page (which many tools save as ".xls"), "XML Spreadsheet 2003", and
//! everything else with tags, which is refused.

use std::collections::HashMap;

use super::super::ImportError;
use super::super::content::{Content, Form, Member, Opened};
use super::super::spool::{Store, StoreReader};
use super::cell::{bool_text, iso_moment_text};
use super::grid::{Filled, Grid, Region, Written};
use super::markup::{Mark, Markup, Tag};
use super::number_format::{Shown, of_code, of_text, write};
use super::ods::markup_failed;
use super::{MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROWS, Sheets};

/// What the styles of a workbook add to numbers, by their names.
type Formats = HashMap<String, Shown>;

/// Tables of one page that are looked at.
const MAX_TABLES: usize = 200;

/// Reads a text that begins with "<"; `head` is its beginning in small letters.
pub(in super::super) fn read_markup(
    opened: &Opened<'_>,
    text: &Store,
    member: &Member,
    head: &str,
) -> Result<Vec<Content>, ImportError> {
    let refused = |what, advice| Err(ImportError::NotText { file: opened.file.to_owned(), what, advice });
    match () {
        () if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("<?xml") => {
            Reader::new(opened, text).workbook(member)
        }
        () if ["<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<div", "<style"]
            .iter()
            .any(|tag| head.starts_with(tag))
            || head.contains("<html")
            || head.contains("<table") =>
        {
            Reader::new(opened, text).page(member)
        }
        () if head.starts_with("<svg") || head.contains("<svg") => refused("a picture", "Export the figures as CSV."),
        () => refused("an XML file", "Export the same data as CSV, Excel or JSON."),
    }
}

struct Reader<'a> {
    opened: &'a Opened<'a>,
    markup: Markup<StoreReader>,
    size: u64,
    seen: u64,
}

impl<'a> Reader<'a> {
    fn new(opened: &'a Opened<'_>, text: &Store) -> Self {
        Self { opened, markup: Markup::of(text), size: text.len().max(1), seen: 0 }
    }

    fn next(&mut self) -> Result<Option<Mark>, ImportError> {
        self.seen += 1;
        if self.seen.is_multiple_of(1 << 14) {
            self.opened.go_on(0.4 + 0.4 * self.markup.source().position() as f32 / self.size as f32)?;
        }
        self.markup.next().map_err(|error| markup_failed(self.opened, error))
    }

    /// Every table of a web page; where tables lie in each other, the innermost are the data.
    fn page(&mut self, member: &Member) -> Result<Vec<Content>, ImportError> {
        let mut sheets = Sheets::new(self.opened, member, Form::WebPage);
        let mut tables = 0;
        while let Some(mark) = self.next()? {
            if matches!(&mark, Mark::Open(tag) if tag.name == "table" && !tag.is_empty) && tables < MAX_TABLES {
                for table in self.table()? {
                    tables += 1;
                    sheets.add(&format!("Table {tables}"), false, table.finish())?;
                }
            }
        }
        if tables == 0 {
            return Err(ImportError::NotText {
                file: self.opened.file.to_owned(),
                what: "a web page without a table",
                advice: "Perhaps signing in was needed: export the file again.",
            });
        }
        let mut contents = sheets.finish()?;
        if let [single] = contents.as_mut_slice() {
            single.name.clone_from(&member.name);
        }
        Ok(contents)
    }

    /// The table that was just opened, and those within it.
    fn table(&mut self) -> Result<Vec<Grid<'a>>, ImportError> {
        let mut done = Vec::new();
        let mut open = vec![Table::new(self.opened)];
        while let Some(mark) = self.next()? {
            let Some(table) = open.last_mut() else { break };
            match mark {
                Mark::Open(tag) if tag.name == "table" && !tag.is_empty => {
                    if open.len() < 32 {
                        // What lies around another table is layout.
                        if let Some(table) = open.last_mut() {
                            table.is_layout = true;
                        }
                        open.push(Table::new(self.opened));
                    }
                }
                Mark::Open(tag) => table.open(&tag)?,
                Mark::Close(name) if name == "table" => {
                    if let Some(mut table) = open.pop() {
                        table.end_row()?;
                        if !table.is_layout {
                            done.push(table.grid);
                        }
                    }
                    if open.is_empty() {
                        break;
                    }
                }
                Mark::Close(name) => match name.as_str() {
                    "td" | "th" => table.end_cell()?,
                    "tr" => table.end_row()?,
                    _ => {}
                },
                Mark::Text(text) => table.text(&text),
            }
        }
        for mut table in open {
            table.end_row()?;
            if !table.is_layout {
                done.push(table.grid);
            }
        }
        Ok(done)
    }

    /// The sheets of "XML Spreadsheet 2003". Source: Microsoft, "XML Spreadsheet Reference".
    fn workbook(&mut self, member: &Member) -> Result<Vec<Content>, ImportError> {
        let mut sheets = Sheets::new(self.opened, member, Form::ExcelXml);
        self.markup.read_all_elements();
        let (mut style, mut formats) = (String::new(), Formats::new());
        while let Some(mark) = self.next()? {
            let Mark::Open(tag) = mark else { continue };
            match tag.name.as_str() {
                "style" => tag.attribute("id").unwrap_or("").clone_into(&mut style),
                "numberformat" => {
                    if let Some(shown) = tag.attribute("format").and_then(of_code) {
                        formats.insert(style.clone(), shown);
                    }
                }
                "worksheet" if !tag.is_empty => {
                    let name = tag.attribute("name").unwrap_or("Sheet").to_owned();
                    let sheet = self.worksheet(&formats);
                    sheets.add(&name, false, sheet)?;
                }
                _ => {}
            }
        }
        sheets.finish()
    }

    fn worksheet(&mut self, formats: &Formats) -> Result<Option<Written>, ImportError> {
        let mut grid = Grid::new(self.opened, Vec::new());
        let (mut row, mut next_row, mut column, mut next_column) = (0u32, 0u32, 0u32, 0u32);
        let mut cells: Vec<Filled> = Vec::new();
        // The type of the value that is read, and its text so far.
        let mut data: Option<(String, String)> = None;
        let (mut has_formula, mut shown) = (false, None);
        while let Some(mark) = self.next()? {
            match mark {
                Mark::Open(tag) => match tag.name.as_str() {
                    "row" => {
                        row = index(&tag, MAX_ROWS).unwrap_or(next_row);
                        next_row = row.saturating_add(1);
                        next_column = 0;
                    }
                    "cell" => {
                        column = index(&tag, MAX_COLUMNS).unwrap_or(next_column);
                        let wide = tag.attribute("mergeacross").and_then(|text| text.parse().ok()).unwrap_or(0u32);
                        let high = tag.attribute("mergedown").and_then(|text| text.parse().ok()).unwrap_or(0u32);
                        let (wide, high) = (wide.min(MAX_COLUMNS), high.min(MAX_ROWS));
                        if (wide, high) != (0, 0) {
                            let (rows, columns) =
                                ((row, row.saturating_add(high)), (column, column.saturating_add(wide)));
                            grid.merge(Region { rows, columns });
                        }
                        has_formula = tag.attribute("formula").is_some();
                        shown = tag.attribute("styleid").and_then(|style| formats.get(style));
                        if has_formula && tag.is_empty {
                            grid.note_no_value(row, column);
                        }
                        next_column = column.saturating_add(1).saturating_add(wide);
                    }
                    "data" if !tag.is_empty => {
                        data = Some((tag.attribute("type").unwrap_or("").to_owned(), String::new()));
                    }
                    _ => {}
                },
                Mark::Text(text) => {
                    if let Some((_, value)) = data.as_mut().filter(|(_, value)| value.len() <= MAX_CELL_BYTES) {
                        value.push_str(&text);
                    }
                }
                Mark::Close(name) => match name.as_str() {
                    "data" => {
                        if let Some((kind, text)) = data.take() {
                            if has_formula && text.is_empty() && kind != "String" {
                                grid.note_no_value(row, column);
                            }
                            cells.push(typed(column, &kind, text, shown));
                        }
                    }
                    "row" => {
                        grid.row(row, &mut cells)?;
                        cells.clear();
                    }
                    "worksheet" => break,
                    _ => {}
                },
            }
        }
        grid.finish()
    }
}

fn index(tag: &Tag, most: u32) -> Option<u32> {
    tag.attribute("index")?.parse::<u32>().ok()?.checked_sub(1).map(|index| index.min(most))
}

fn typed(column: u32, kind: &str, text: String, shown: Option<&Shown>) -> Filled {
    let is_number = kind == "Number";
    let text = match kind {
        "Number" => shown.map_or_else(|| text.clone(), |shown| write(&text, shown)),
        "DateTime" => iso_moment_text(text.strip_suffix(".000").unwrap_or(&text)),
        "Boolean" => bool_text(text == "1").to_owned(),
        _ => text,
    };
    Filled { column, text, is_number }
}

/// A table of a web page that is read.
struct Table<'a> {
    grid: Grid<'a>,
    row: u32,
    column: u32,
    cells: Vec<Filled>,
    /// The text of the cell that is open.
    cell: Option<String>,
    /// Columns that cells of rows above reach down into, and to which row.
    reached: Vec<(u32, u32)>,
    is_layout: bool,
    opened: &'a Opened<'a>,
}

impl<'a> Table<'a> {
    fn new(opened: &'a Opened<'_>) -> Self {
        let grid = Grid::new(opened, Vec::new());
        let (cells, reached) = (Vec::new(), Vec::new());
        Self { grid, row: 0, column: 0, cells, cell: None, reached, is_layout: false, opened }
    }

    fn open(&mut self, tag: &Tag) -> Result<(), ImportError> {
        match tag.name.as_str() {
            "tr" => self.end_row(),
            "td" | "th" => {
                self.end_cell()?;
                self.skip_reached();
                let (wide, high) = (tag.count("colspan", 1_000), tag.count("rowspan", 65_536));
                let last = (self.column + wide - 1, self.row.saturating_add(high - 1));
                if (wide, high) != (1, 1) {
                    self.grid.merge(Region { rows: (self.row, last.1), columns: (self.column, last.0) });
                }
                // Excel's pages say the exact number beside the one that is shown.
                let exact = tag.attribute("num").filter(|number| !number.is_empty());
                let (column, text) = (self.column, exact.unwrap_or("").to_owned());
                self.cells.push(Filled { column, text, is_number: exact.is_some() });
                self.cell = Some(String::new());
                if high > 1 && self.reached.len() < 10_000 {
                    self.reached.extend((self.column..=last.0).map(|column| (column, last.1)));
                }
                self.column = last.0 + 1;
                Ok(())
            }
            "br" | "p" | "div" | "li" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.trim().is_empty()) {
                    cell.push('\n');
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn skip_reached(&mut self) {
        while self.reached.iter().any(|(column, last)| *column == self.column && *last >= self.row) {
            self.column += 1;
        }
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = self.cell.as_mut().filter(|cell| cell.len() <= MAX_CELL_BYTES) else { return };
        // Line breaks of the source are spaces on the page.
        cell.push_str(&text.replace(['\r', '\n', '\t'], " "));
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        let Some(shown) = self.cell.take() else { return Ok(()) };
        let lines =
            shown.lines().map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
        let shown = lines.collect::<Vec<_>>().join("\n");
        if let Some(cell) = self.cells.last_mut().filter(|cell| cell.text.is_empty()) {
            cell.text = shown.trim().to_owned();
            cell.is_number = cell.text.starts_with(|c: char| c.is_ascii_digit());
        } else if let (Some(cell), Some(shown)) = (self.cells.last_mut(), of_text(&shown)) {
            cell.text = write(&cell.text, &shown);
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        self.end_cell()?;
        if self.column == 0 {
            return Ok(());
        }
        if !self.is_layout {
            self.grid.row(self.row, &mut self.cells)?;
        }
        self.cells.clear();
        self.row = self.row.saturating_add(1);
        self.column = 0;
        let row = self.row;
        self.reached.retain(|(_, last)| *last >= row);
        self.opened.go_on(0.5)
    }
}
