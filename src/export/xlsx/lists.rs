//! KPIs, insights, actions, files, and how figures come about.

use rust_xlsxwriter::{Format, FormatAlign, Url, XlsxError};

use super::super::outline::Outline;
use super::cell::{Cell, fitting};
use super::sheet::{Book, columns, lines_of, set_lines};
use crate::analysis::{Standing, method};
use crate::base::number::Unit;
use crate::model::{Direction, Kpi};

/// What share of the way to its target a KPI has gone: from its baseline, else from nothing.
fn progress(kpi: &Kpi, standing: &Standing, direction: Direction) -> Option<f64> {
    let value = standing.figure.value?;
    let share = match (standing.baseline, direction) {
        (Some(from), _) if (kpi.target - from).abs() > f64::EPSILON => (value - from) / (kpi.target - from),
        (_, Direction::HigherIsBetter) if kpi.target != 0.0 => value / kpi.target,
        (_, Direction::LowerIsBetter) if value != 0.0 => kpi.target / value,
        (..) => return None,
    };
    share.is_finite().then_some(share)
}

/// Returns how many rows there are, and in which column the share of the way stands.
pub(super) fn kpis(book: &mut Book, outline: &Outline<'_>) -> Result<(usize, u16), XlsxError> {
    const PROGRESS: u16 = 10;
    let columns = columns(&[
        ("KPI", 36.0),
        ("State", 12.0),
        ("Where", 26.0),
        ("Metric", 22.0),
        ("Segment", 14.0),
        ("Value", 12.0),
        ("Low (95%)", 12.0),
        ("High (95%)", 12.0),
        ("Baseline", 12.0),
        ("Target", 12.0),
        ("Of the way", 12.0),
        ("n", 11.0),
        ("Start", 12.0),
        ("Due", 12.0),
        ("Owner", 18.0),
        ("Why it matters", 36.0),
        ("Why it stands so", 48.0),
        ("Id", 8.0),
    ]);
    let material = outline.material;
    let mut rows = Vec::new();
    for kpi in outline.kpis() {
        let Some(metric) = material.project.metrics.get(&kpi.metric) else { continue };
        let Some(standing) = material.standings.get(kpi.id) else { continue };
        let figure = &standing.figure;
        let place = outline.aim_in_words(kpi.aim);
        let segment = kpi.segment.and_then(|id| material.project.segments.get(&id)).map_or("", |it| it.name.as_str());
        let share = progress(kpi, standing, metric.direction);
        rows.push(vec![
            Cell::text(format!("{place}: {}", metric.name)),
            Cell::text(standing.state.label()),
            Cell::text(place),
            Cell::text(metric.name.as_str()),
            Cell::text(segment),
            Cell::value(figure.value, &metric.unit),
            Cell::value(figure.low, &metric.unit),
            Cell::value(figure.high, &metric.unit),
            Cell::value(standing.baseline, &metric.unit),
            Cell::value(Some(kpi.target), &metric.unit),
            share.map_or(Cell::Empty, Cell::Percent),
            Cell::number(figure.n),
            Cell::day(kpi.start),
            Cell::day(kpi.due),
            Cell::text(kpi.owner.as_str()),
            Cell::text(kpi.why.as_str()),
            Cell::text(standing.reason(kpi, metric)),
            Cell::Id(kpi.id.0),
        ]);
    }
    let count = rows.len();
    book.table("KPIs", &columns, rows, "No KPI has been set yet.")?;
    Ok((count, PROGRESS))
}

pub(super) fn insights(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[("Finding", 70.0), ("Severity", 12.0), ("Where", 28.0), ("Kind", 14.0), ("Rule", 34.0)]);
    let project = outline.material.project;
    let rows = outline.findings().filter_map(|finding| {
        let told = outline.material.audit()?.insight(finding);
        Some(vec![
            Cell::text(told.message),
            Cell::text(finding.severity.label()),
            Cell::text(finding.about.name(project)),
            Cell::text(finding.about.kind()),
            Cell::text(finding.rule.title),
        ])
    });
    book.table("Insights", &columns, rows.collect(), "Nothing was found that asks for attention.")
}

pub(super) fn actions(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("Action", 36.0),
        ("State", 12.0),
        ("Where", 28.0),
        ("Metric", 20.0),
        ("Impact, 1–10", 10.0),
        ("Effort, 1–10", 10.0),
        ("Start", 12.0),
        ("End", 12.0),
        ("Owner", 18.0),
        ("Description", 48.0),
        ("Id", 8.0),
    ]);
    let rows = outline.actions().map(|action| {
        let places: Vec<String> = action.aims.iter().map(|aim| outline.aim_in_words(*aim)).collect();
        let metric = action.metric.and_then(|id| outline.material.project.metrics.get(&id));
        let rating = |rating: Option<u8>| Cell::number(rating.map(f64::from));
        vec![
            Cell::text(action.title.as_str()),
            Cell::text(action.state.label()),
            Cell::text(if places.is_empty() { "the whole project".to_owned() } else { places.join(", ") }),
            Cell::text(metric.map_or("", |metric| metric.name.as_str())),
            rating(action.impact),
            rating(action.effort),
            Cell::day(action.start),
            Cell::day(action.end),
            Cell::text(action.owner.as_str()),
            Cell::text(action.description.as_str()),
            Cell::Id(action.id.0),
        ]
    });
    book.table("Actions", &columns, rows.collect(), "No action has been decided yet.")
}

pub(super) fn sources(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let columns = columns(&[
        ("File", 34.0),
        ("Format", 22.0),
        ("From", 12.0),
        ("To", 12.0),
        ("Rows read", 12.0),
        ("Rows left out", 13.0),
        ("Bytes", 12.0),
        ("Read on", 12.0),
        ("BLAKE3 of the file", 68.0),
    ]);
    let sources = &outline.material.project.sources;
    let rows = outline.sources().into_iter().filter_map(|id| sources.get(&id)).map(|source| {
        vec![
            Cell::text(source.shown_name()),
            Cell::text(source.format.as_str()),
            Cell::day(source.period.map(|period| period.from)),
            Cell::day(source.period.map(|period| period.to)),
            Cell::Number(f64::from(source.rows)),
            Cell::Number(f64::from(source.rows_left_out)),
            Cell::Number(source.size_bytes as f64),
            Cell::day(source.read_at),
            Cell::text(source.hash.as_str()),
        ]
    });
    book.table("Sources", &columns, rows.collect(), "No file has been imported yet.")
}

/// What the sheets hold, what had no room, and how figures are counted.
pub(super) fn method_sheet(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    /// How wide the column of sentences is, in letters.
    const WORDS: f64 = 110.0;
    let material = outline.material;
    let page = method(material.project, &material.numbers, |_| Vec::new());
    let contents = book.contents.clone();
    let left_out = book.left_out.clone();
    let sheet = book.sheet("Method")?;
    sheet.set_column_width(0, 30.0)?.set_column_width(1, WORDS)?;
    let top = Format::new().set_align(FormatAlign::Top);
    let wrapped = top.clone().set_text_wrap();
    let heading = |size: f64| Format::new().set_bold().set_font_size(size);
    sheet.write_string_with_format(0, 0, fitting(page.title.clone()).0, &heading(16.0))?;
    let mut row = 2;
    sheet.write_string_with_format(row, 0, "Sheets", &heading(13.0))?;
    for (name, said) in contents {
        row += 1;
        sheet.write_url(row, 0, Url::new(format!("internal:'{name}'!A1")).set_text(name))?;
        sheet.write_string_with_format(row, 1, said, &wrapped)?;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Figures of", &top)?;
    sheet.write_string_with_format(row, 1, material.view.label(), &wrapped)?;
    let is_duration = |metric: &crate::model::Metric| matches!(metric.unit, Unit::Seconds | Unit::Minutes);
    if material.project.metrics.values().any(|metric| is_duration(metric)) {
        row += 1;
        sheet.write_string_with_format(row, 0, "Durations", &top)?;
        let words = "Numbers of seconds or minutes, as the column Unit says, so that they can be added up. Divided by 86,400 or \
                     1,440 they are times as spreadsheets count them.";
        sheet.write_string_with_format(row, 1, words, &wrapped)?;
        set_lines(sheet, row, lines_of(words, WORDS))?;
    }
    if !left_out.is_empty() {
        row += 2;
        sheet.write_string_with_format(row, 0, "What had no room", &heading(13.0))?;
        for sentence in left_out {
            row += 1;
            sheet.write_string_with_format(row, 1, sentence, &wrapped)?;
        }
    }
    for part in &page.parts {
        row += 2;
        let size = if part.level <= 2 { 13.0 } else { 11.0 };
        sheet.write_string_with_format(row, 0, fitting(part.title.clone()).0, &heading(size))?;
        for text in &part.text {
            row += 1;
            sheet.write_string_with_format(row, 1, fitting(text.clone()).0, &wrapped)?;
            set_lines(sheet, row, lines_of(text, WORDS))?;
        }
        for (name, words) in &part.facts {
            row += 1;
            sheet.write_string_with_format(row, 0, *name, &top)?;
            sheet.write_string_with_format(row, 1, fitting(words.clone()).0, &wrapped)?;
            set_lines(sheet, row, lines_of(words, WORDS))?;
        }
    }
    Ok(())
}
