//! What is compared as tab-separated text for a spreadsheet: plain numbers, shares as fractions, unknown left blank.

use super::choices::{BySegment, Kind};
use crate::analysis::compare::{CompareRow, Comparison, Outcome, Side};
use crate::analysis::segments::SegmentRow;
use crate::model::{Project, SegmentId};

const OUTCOME: [&str; 7] = ["Change", "Relative change", "Low (95%)", "High (95%)", "Test", "p", "p adjusted"];

/// The rows of two periods.
pub fn periods(project: &Project, found: &Comparison, rows: &[&CompareRow]) -> String {
    let mut text = Lines::default();
    let sides = ["Before", "Before n", "After", "After n"];
    text.line(["Touchpoint", "Stage", "Metric", "Unit", "Segment"].iter().chain(&sides).chain(&OUTCOME).chain(&[
        "Verdict",
        "Why",
        "Days before",
        "Days after",
    ]));
    for row in rows {
        let touchpoint = project.touchpoints.get(&row.touchpoint);
        let stage = touchpoint.and_then(|it| project.stages.get(&it.place.stage));
        let metric = project.metrics.get(&row.metric);
        let mut cells = vec![
            touchpoint.map_or("", |it| it.title.as_str()).to_owned(),
            stage.map_or("", |it| it.name.as_str()).to_owned(),
            metric.map_or("", |it| it.name.as_str()).to_owned(),
            metric.map_or("", |it| it.unit.code()).to_owned(),
            row.segment.map(|id| segment_name(project, id)).unwrap_or_default(),
        ];
        cells.extend(side(&row.outcome.before));
        cells.extend(side(&row.outcome.after));
        cells.extend(outcome(&row.outcome));
        cells.extend([found.before, found.after].map(|period| period.label()));
        text.line(&cells);
    }
    text.0
}

/// The rows of segments: of all of the place, then stage by stage.
pub fn segments(project: &Project, found: &BySegment) -> String {
    let mut text = Lines::default();
    let head = ["Place", "Segment", "Value", "Low", "High", "n", "Held against", "Value of that", "n of that"];
    text.line(head.iter().chain(&OUTCOME).chain(&["Verdict", "Why"]));
    let mut rows = |place: &str, rows: &[SegmentRow]| {
        for row in rows {
            let own = &row.outcome.after;
            let mut cells = vec![place.to_owned(), segment_name(project, row.segment)];
            cells.extend([own.value, own.low, own.high, own.n].map(number));
            if row.is_reference {
                cells.extend(std::iter::repeat_n(String::new(), 3 + OUTCOME.len()));
                cells.extend(["Held against".to_owned(), String::new()]);
            } else {
                cells.push(against_name(project, found));
                cells.extend(side(&row.outcome.before));
                cells.extend(outcome(&row.outcome));
            }
            text.line(&cells);
        }
    };
    rows(&found.asked.place, &found.table.rows);
    for stage in &found.stages {
        rows(project.stages.get(&stage.stage).map_or("", |it| it.name.as_str()), &stage.rows);
    }
    text.0
}

/// What segments are held against, as a name.
pub fn against_name(project: &Project, found: &BySegment) -> String {
    match found.asked.spec.against {
        crate::analysis::segments::Against::Others => "The others".to_owned(),
        crate::analysis::segments::Against::Segment(id) => segment_name(project, id),
    }
}

/// The name of a segment.
pub fn segment_name(project: &Project, id: SegmentId) -> String {
    project.segments.get(&id).map_or_else(|| "A removed segment".to_owned(), |segment| segment.name.clone())
}

fn side(side: &Side) -> [String; 2] {
    [number(side.value), number(side.n)]
}

fn outcome(outcome: &Outcome) -> Vec<String> {
    let test = outcome.test.map(|test| test.code().to_owned()).unwrap_or_default();
    let mut cells: Vec<String> = [outcome.effect, outcome.relative, outcome.low, outcome.high].map(number).into();
    cells.push(test);
    cells.extend([outcome.p, outcome.p_adjusted].map(number));
    cells.push(Kind::of(&outcome.verdict).label().to_owned());
    cells.push(outcome.verdict.why().unwrap_or_default().to_owned());
    cells
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.0.push('\t');
            }
            self.0.extend(cell.as_ref().chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
        }
        self.0.push('\n');
    }
}
