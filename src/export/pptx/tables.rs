//! Slides with tables: how KPIs stand, and what is to be done. What stands in them is the outline's.

use super::super::outline::{Outline, Side, TextTable};
use crate::analysis::KpiState;
use crate::base::Color;
use crate::layout::status_color;
use crate::render::pptx::{Column, Part, Row, Run, Slide, SlideKind, Table, content_frame};
use crate::scene::{Face, TextStyle, Typesetter};

/// Em size of a table's text, in points.
const SIZE: f32 = 11.0;
/// Between a cell's edges and its text, both sides together.
const PAD: f32 = 9.0;
/// Of a longer text a cell shows so many lines.
const MOST_LINES: usize = 3;
/// What the row of names takes.
const HEAD: f32 = 22.0;

/// How every KPI of the journey stands, the worst first.
pub(super) fn kpis(outline: &Outline<'_>, typesetter: &mut Typesetter) -> Vec<Slide> {
    const COLUMNS: [(&str, f32); 8] = [
        ("State", 92.0),
        ("Where", 176.0),
        ("Metric", 166.0),
        ("Value", 76.0),
        ("95% interval", 112.0),
        ("Target", 76.0),
        ("Due", 96.0),
        ("Owner", 94.0),
    ];
    let Some(mut table) = outline.tables().into_iter().find(|table| table.title == "KPIs") else { return Vec::new() };
    let rank_of = |row: &Vec<String>| row.first().and_then(|state| state_of(state));
    table.rows.sort_by_key(rank_of);
    let theme = &outline.material.theme;
    slides(outline, table, &COLUMNS, typesetter, |state| {
        let mark = match state_of(state) {
            Some(state) => Run::plain(format!("{} ", mark_of(state)), status_color(theme, state)),
            None => Run::plain("", theme.color.ink),
        };
        vec![mark, Run::strong(state, theme.color.ink)]
    })
}

/// The actions that work in the journey.
pub(super) fn actions(outline: &Outline<'_>, typesetter: &mut Typesetter) -> Vec<Slide> {
    const COLUMNS: [(&str, f32); 8] = [
        ("State", 84.0),
        ("Action", 248.0),
        ("Where", 180.0),
        ("Impact, 1–10", 74.0),
        ("Effort, 1–10", 74.0),
        ("Start", 70.0),
        ("End", 70.0),
        ("Owner", 88.0),
    ];
    let Some(table) = outline.tables().into_iter().find(|table| table.title == "Actions") else { return Vec::new() };
    let ink = outline.material.theme.color.ink;
    slides(outline, table, &COLUMNS, typesetter, |state| vec![Run::strong(state, ink)])
}

fn state_of(label: &str) -> Option<KpiState> {
    KpiState::ALL.into_iter().find(|state| state.label() == label)
}

/// The marks of the map as characters: told apart by shape as well as by color.
fn mark_of(state: KpiState) -> char {
    match state {
        KpiState::OffTrack => '■',
        KpiState::AtRisk => '▲',
        KpiState::NoData => '○',
        KpiState::OnTrack => '◆',
        KpiState::Reached => '●',
    }
}

/// The table with those of its columns, on as many slides as it takes. `first` makes the runs of the first column.
pub(super) fn slides(
    outline: &Outline<'_>,
    table: TextTable,
    columns: &[(&str, f32)],
    typesetter: &mut Typesetter,
    first: impl Fn(&str) -> Vec<Run>,
) -> Vec<Slide> {
    let color = &outline.material.theme.color;
    let (ink, line) = (color.ink, color.line);
    let at: Vec<(usize, Side, f32)> = columns
        .iter()
        .filter_map(|(name, width)| {
            let at = table.head.iter().position(|(known, _)| known == name)?;
            Some((at, table.head.get(at)?.1, *width))
        })
        .collect();
    let head: Vec<Column> = columns
        .iter()
        .zip(&at)
        .map(|((name, width), (_, side, _))| {
            let name = name.split(',').next().unwrap_or(name).to_owned();
            Column { name, width: *width, is_number: *side == Side::Right }
        })
        .collect();
    let frame = content_frame();
    let mut pages: Vec<Vec<Row>> = Vec::new();
    let mut used = f32::INFINITY;
    for cells in &table.rows {
        let row = row(cells, &at, typesetter, ink, &first);
        if used + row.height > frame.height() {
            pages.push(Vec::new());
            used = HEAD;
        }
        used += row.height;
        if let Some(page) = pages.last_mut() {
            page.push(row);
        }
    }
    let count = pages.len();
    let slide = |(rank, rows): (usize, Vec<Row>)| {
        let title =
            if count > 1 { format!("{} ({} of {count})", table.title, rank + 1) } else { table.title.to_owned() };
        let table = Table { name: title.clone(), frame, columns: head.clone(), rows, size: SIZE, ink, line };
        Slide { title, kind: SlideKind::Content, parts: vec![Part::Table(table)], notes: String::new() }
    };
    pages.into_iter().enumerate().map(slide).collect()
}

fn row(
    cells: &[String],
    at: &[(usize, Side, f32)],
    typesetter: &mut Typesetter,
    ink: Color,
    first: &impl Fn(&str) -> Vec<Run>,
) -> Row {
    let style = TextStyle::new(Face::Regular, SIZE);
    let mut lines = 1;
    let mut runs = Vec::with_capacity(at.len());
    for (rank, (at, _, width)) in at.iter().enumerate() {
        let text = cells.get(*at).map_or("", String::as_str).trim();
        // A line of the scene is as wide as its words; a reader's may be of another font.
        let shown = typesetter.first_lines(text, style, (width - PAD) * 0.95, MOST_LINES);
        lines = lines.max(shown.len());
        let text: Vec<&str> = shown.iter().map(|line| &*line.text).collect();
        let text = text.join(" ");
        runs.push(if rank == 0 { first(&text) } else { vec![Run::plain(text, ink)] });
    }
    Row { cells: runs, height: (lines as f32 * SIZE * 1.25 + 8.0).ceil() }
}
