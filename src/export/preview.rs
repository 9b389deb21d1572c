//! What an export will hold, before it is written: the same pages, text and sheets, in a form that can be shown small.

use std::io::Cursor;
use std::sync::atomic::AtomicBool;

use calamine::{Data, Reader, Xlsx};

use super::parts::picture;
use super::{Dashboard, ExportError, ExportSpec, Target, export, pdf_document, slides};
use crate::model::Project;
use crate::scene::Scene;

/// How many lines of a text are shown.
const LINES: usize = 400;
/// And how many characters of each.
const LINE_CHARACTERS: usize = 240;
/// How many rows and columns of a sheet are shown.
const ROWS: usize = 200;
const COLUMNS: usize = 24;

/// What an export will hold.
#[derive(Clone, Debug)]
pub enum Preview {
    /// Pages, slides, or one picture.
    Pages(Vec<Page>),
    Text {
        /// The first lines, each cut where it is very long.
        lines: Vec<String>,
        /// How many lines there are in all.
        line_count: usize,
        bytes: usize,
    },
    Sheets {
        sheets: Vec<Sheet>,
        bytes: usize,
    },
}

/// A page, a slide or a picture.
#[derive(Clone, Debug)]
pub struct Page {
    pub scene: Scene,
}

/// One table of a workbook, or of a file of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// How many rows and columns there are in all.
    pub size: (usize, usize),
    /// The first of them, as text.
    pub rows: Vec<Vec<String>>,
}

/// What the export will hold.
///
/// # Errors
/// As [`export`].
pub fn preview(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Preview, ExportError> {
    let pages = |scenes: Vec<Scene>| Preview::Pages(scenes.into_iter().map(|scene| Page { scene }).collect());
    Ok(match spec.target {
        Target::Html if spec.dashboard == Dashboard::After && !project.charts.is_empty() => {
            let charts = ExportSpec { dashboard: Dashboard::Alone, ..spec.clone() };
            pages(vec![picture(project, spec)?, picture(project, &charts)?])
        }
        Target::Svg | Target::Png | Target::Html => pages(vec![picture(project, spec)?]),
        Target::Pptx => pages(slides(project, spec, cancel)?),
        Target::Pdf => {
            let document = pdf_document(project, spec, cancel)?;
            pages(document.pages.iter().map(|page| page.flattened(&document.title)).collect())
        }
        Target::Xlsx => {
            let bytes = export(project, spec, cancel)?;
            Preview::Sheets { sheets: sheets_of(&bytes), bytes: bytes.len() }
        }
        Target::Csv => {
            let bytes = export(project, spec, cancel)?;
            Preview::Sheets { sheets: vec![rows_of(&bytes)], bytes: bytes.len() }
        }
        Target::Markdown | Target::Mermaid | Target::DrawIo | Target::Json => text_of(&export(project, spec, cancel)?),
    })
}

fn text_of(bytes: &[u8]) -> Preview {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().take(LINES).map(|line| cut(line, LINE_CHARACTERS)).collect();
    Preview::Text { lines, line_count: text.lines().count(), bytes: bytes.len() }
}

/// The text up to so many characters.
fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The sheets of a workbook as a reader of workbooks finds them.
fn sheets_of(bytes: &[u8]) -> Vec<Sheet> {
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes)) else { return Vec::new() };
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| match book.worksheet_range(&name) {
            Ok(range) => {
                let cells = |row: &[Data]| row.iter().take(COLUMNS).map(cell_text).collect();
                Sheet { name, size: range.get_size(), rows: range.rows().take(ROWS).map(cells).collect() }
            }
            // A sheet of charts has no cells.
            Err(_) => Sheet { name, size: (0, 0), rows: Vec::new() },
        })
        .collect()
}

fn cell_text(cell: &Data) -> String {
    cut(&cell.to_string().replace('\n', " "), LINE_CHARACTERS)
}

fn rows_of(bytes: &[u8]) -> Sheet {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let (mut rows, mut row_count, mut column_count) = (Vec::new(), 0, 0);
    for record in reader.records().map_while(Result::ok) {
        if row_count < ROWS {
            let cell = |cell: &str| cut(&cell.replace('\n', " "), LINE_CHARACTERS);
            rows.push(record.iter().take(COLUMNS).map(cell).collect());
        }
        row_count += 1;
        column_count = column_count.max(record.len());
    }
    Sheet { name: "Rows".to_owned(), size: (row_count, column_count), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::big_sample;
    use crate::scene::Shape;

    #[test]
    fn the_preview_of_a_picture_is_the_picture() {
        let project = big_sample(40, 1);
        let never = AtomicBool::new(false);
        for target in [Target::Svg, Target::Png, Target::Pdf] {
            let spec = ExportSpec { target, ..ExportSpec::default() };
            let Preview::Pages(pages) = preview(&project, &spec, &never).unwrap() else { panic!("no pages") };
            let items = pages.iter().flat_map(|page| &page.scene.groups).flat_map(|group| &group.picture.items);
            let texts: String = items
                .filter_map(|item| match item {
                    Shape::Text(line) => Some(line.text.to_string()),
                    _ => None,
                })
                .collect();
            let first = project.touchpoints.values().next().unwrap();
            let word = first.title.split(' ').next().unwrap();
            assert!(texts.contains(word), "{} is not on the {target:?}", first.title);
        }
    }

    #[test]
    fn the_preview_of_a_page_shows_the_dashboard_that_is_in_it() {
        use crate::model::{ChartId, ChartKind, PinnedChart};
        let mut project = big_sample(20, 1);
        let metric = *project.metrics.keys().next().unwrap();
        let chart = PinnedChart::new(ChartId(project.next_id), ChartKind::Bars, vec![metric]);
        std::sync::Arc::make_mut(&mut project.charts).push(std::sync::Arc::new(chart));
        let count = |dashboard| {
            let spec = ExportSpec { target: Target::Html, dashboard, ..ExportSpec::default() };
            match preview(&project, &spec, &AtomicBool::new(false)).unwrap() {
                Preview::Pages(pages) => pages.len(),
                Preview::Text { .. } | Preview::Sheets { .. } => 0,
            }
        };
        assert_eq!((count(Dashboard::LeftOut), count(Dashboard::After)), (1, 2));
    }

    #[test]
    fn the_beginning_of_a_text_is_shown_and_its_whole_length_said() {
        let text = format!("{}\n{}", "short\n".repeat(500), "x".repeat(10_000));
        let Preview::Text { lines, line_count, bytes } = text_of(text.as_bytes()) else { panic!("no text") };
        assert_eq!((lines.len(), line_count, bytes), (LINES, 502, text.len()));
        assert_eq!(cut("äöü", 2), "äö…");
        assert_eq!(cut("äöü", 3), "äöü");
    }

    #[test]
    fn rows_are_shown_as_a_table() {
        let sheet = rows_of("\u{feff}a,b\n1,\"x\ny\"\n".as_bytes());
        assert_eq!(sheet.size, (2, 2));
        assert_eq!(sheet.rows, [["a", "b"], ["1", "x y"]]);
    }
}
