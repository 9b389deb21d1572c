//! Slides with the charts of the dashboard: as charts that can be edited where PowerPoint has the kind, else as shapes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Material, dashboard, spreadsheet};
use super::Charts;
use crate::analysis::chart::{Body, ChartData, Measured};
use crate::base::date::{date_from_day_number, day_number};
use crate::base::{Date, Pos2, Rect, pos2};
use crate::layout::chart::{ChartFrame, chart_picture, series_color};
use crate::render::pptx::{
    Chart, ChartForm, Paragraph, Part, Run, SLIDE, SLIDE_MARGIN, Series, Slide, SlideKind, TextBox, content_frame,
};
use crate::scene::{Group, Scene, Theme, Typesetter};

/// A slide for each chart.
pub(super) fn slides(material: &Material<'_>, form: Charts, typesetter: &mut Typesetter) -> Vec<Slide> {
    let (_, charts) = dashboard(material);
    charts.iter().map(|(_, data)| slide(data, form, &material.theme, typesetter)).collect()
}

fn slide(data: &ChartData, form: Charts, theme: &Theme, typesetter: &mut Typesetter) -> Slide {
    let mut parts = Vec::new();
    let mut frame = content_frame();
    let text = |name: &str, frame: Rect, text: &str| {
        let runs = vec![Run::plain(text, theme.color.muted)];
        Part::Text(TextBox { name: name.to_owned(), frame, paragraphs: vec![Paragraph { runs, size: 12.0 }] })
    };
    let across = SLIDE_MARGIN..=SLIDE.x - SLIDE_MARGIN;
    frame.min.y += 8.0;
    let above = Rect::from_min_max(pos2(SLIDE_MARGIN, 66.0), pos2(SLIDE.x - SLIDE_MARGIN, 84.0));
    parts.push(text("What is shown", above, &data.subtitle));
    if !data.notes.is_empty() {
        frame.max.y -= 34.0;
        let below = Rect::from_x_y_ranges(across, frame.bottom() + 6.0..=frame.bottom() + 38.0);
        parts.push(text("Notes on the chart", below, &data.notes.join(" ")));
    }
    let drawn = match native(data, theme).filter(|_| form == Charts::Native) {
        Some(chart) => Part::Chart { chart, frame },
        None => {
            let drawn = chart_picture(data, theme, typesetter, frame.size(), ChartFrame::Bare);
            let group = Group { origin: Pos2::ZERO, picture: Arc::new(drawn.picture) };
            let scene = Scene { size: frame.size(), background: None, groups: vec![group], title: data.title.clone() };
            Part::Scene { scene, frame }
        }
    };
    parts.insert(1, drawn);
    let notes = std::iter::once(&data.subtitle).chain(&data.notes).map(String::as_str).collect::<Vec<_>>().join("\n");
    Slide { title: data.title.clone(), kind: SlideKind::Content, parts, notes }
}

/// The chart as PowerPoint draws one; `None` for kinds that it has not.
fn native(data: &ChartData, theme: &Theme) -> Option<Chart> {
    let color = |rank: usize, count: usize| series_color(theme, rank, count);
    let value = |measured: &Option<Measured>| measured.map(|measured| measured.value);
    let (form, format, series) = match &data.body {
        Body::Time(body) => {
            let days: BTreeSet<i32> =
                body.lines.iter().flat_map(|line| &line.points).map(|point| middle(point.at)).collect();
            let rank: BTreeMap<i32, usize> = days.iter().enumerate().map(|(rank, day)| (*day, rank)).collect();
            let count = body.lines.len();
            let mut series = Vec::new();
            for (at, line) in body.lines.iter().enumerate() {
                let mut values = vec![None; days.len()];
                for point in &line.points {
                    if let Some(slot) = rank.get(&middle(point.at)).and_then(|at| values.get_mut(*at)) {
                        *slot = Some(point.measured.value);
                    }
                }
                series.push(Series { name: line.name.clone(), color: color(at, count), values, is_reference: false });
            }
            for target in &body.targets {
                let values = vec![Some(target.value); days.len()];
                let color = theme.color.muted;
                series.push(Series { name: target.text.clone(), color, values, is_reference: true });
            }
            let days: Vec<Date> = days.into_iter().filter_map(date_from_day_number).collect();
            (ChartForm::Days(days), spreadsheet::number_format(&body.unit.unit), series)
        }
        Body::Bars(body) => {
            let rows = body.rows.get(..body.shown).unwrap_or(&body.rows);
            let names = rows.iter().map(|row| row.name.clone()).collect();
            let count = body.series.len();
            let series = body.series.iter().enumerate().map(|(rank, name)| Series {
                name: name.clone(),
                // What was before is pale beside what is now.
                color: match body.is_compared && rank > 0 {
                    true => theme.color.accent.with_opacity(0.35).over(theme.color.surface),
                    false => color(rank, if body.is_compared { 1 } else { count }),
                },
                values: rows.iter().map(|row| row.bars.get(rank).and_then(value)).collect(),
                is_reference: false,
            });
            (ChartForm::Bars(names), spreadsheet::number_format(&body.unit.unit), series.collect())
        }
        Body::Stacked(body) => {
            let rows = body.rows.get(..body.shown).unwrap_or(&body.rows);
            let count = body.segments.len();
            let series = body.segments.iter().enumerate().map(|(rank, name)| Series {
                name: name.clone(),
                color: color(rank, count),
                values: rows.iter().map(|row| row.parts.get(rank).copied().flatten()).collect(),
                is_reference: false,
            });
            let names = rows.iter().map(|row| row.name.clone()).collect();
            (ChartForm::Stacked(names), spreadsheet::number_format(&body.unit.unit), series.collect())
        }
        Body::Funnel(body) => {
            let names = body.steps.iter().map(|step| step.name.clone()).collect();
            let values = body.steps.iter().map(|step| Some(step.value)).collect();
            let series = Series { name: data.title.clone(), color: theme.color.accent, values, is_reference: false };
            (ChartForm::Bars(names), spreadsheet::number_format(&body.unit.unit), vec![series])
        }
        Body::Scatter(body) => {
            let points = &body.points;
            let form = ChartForm::Points {
                x_name: body.x.name.clone(),
                y_name: body.y.name.clone(),
                x_format: spreadsheet::number_format(&body.x.unit.unit),
                x: points.iter().map(|point| point.x.value).collect(),
                names: points.iter().map(|point| point.name.clone()).collect(),
            };
            let values = points.iter().map(|point| Some(point.y.value)).collect();
            let series = Series { name: body.y.name.clone(), color: theme.color.accent, values, is_reference: false };
            (form, spreadsheet::number_format(&body.y.unit.unit), vec![series])
        }
        Body::Slope(body) => {
            let rows = body.rows.get(..body.shown).unwrap_or(&body.rows);
            let series = rows.iter().enumerate().map(|(rank, row)| Series {
                name: row.name.clone(),
                color: color(rank, rows.len()),
                values: vec![Some(row.before.value), Some(row.after.value)],
                is_reference: false,
            });
            let names = vec![body.before.label(), body.after.label()];
            (ChartForm::Lines(names), spreadsheet::number_format(&body.unit.unit), series.collect())
        }
        // Each KPI has an axis of its own; boxes, heat maps and small multiples are drawn.
        Body::Empty(_) | Body::Bullets(_) | Body::Boxes(_) | Body::Heat(_) | Body::Multiples(_) => return None,
    };
    let told = format!("{}. {}", data.title, data.subtitle);
    Some(Chart { name: data.title.clone(), told, form, format, series })
}

/// The day in which a point's middle lies.
fn middle(at: f64) -> i32 {
    let first = day_number(Date::MIN);
    let last = day_number(Date::MAX);
    (at.floor() as i32).clamp(first, last)
}
