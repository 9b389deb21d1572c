//! The curve of each segment over the stages of the journey. A filled mark differs from what it is held against; each is
//! a control that tells its figure and opens where it comes from.

use egui::{Align2, FontId, Id, Rect, RichText, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::Kind;
use super::bar_ui::Extent;
use super::choices::BySegment;
use super::segments_ui::{figure, mark_of};
use super::told::{Sides, told, value_text};
use super::tsv::segment_name;
use crate::analysis::segments::{SegmentRow, StageSegments};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, strong};
use crate::app::widgets::{empty_state, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::number::format_tick;
use crate::model::{Metric, SegmentId};
use crate::scene::Face;

/// Room at the left for the scale, below for the stages, in points.
const LEFT: f32 = 52.0;
const BELOW: f32 = 22.0;

/// Draws it.
pub fn curve_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, found: &BySegment) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let Some(metric) = project.metrics.get(&found.asked.spec.metric) else { return };
    let sides = found.stages.iter().flat_map(|stage| &stage.rows).map(|row| &row.outcome.after);
    let extent = Extent::of(sides.flat_map(|side| [side.value, side.low, side.high]).flatten());
    let Some(extent) = extent else {
        let text = "No stage of this journey has this metric by segment on these days.";
        empty_state(ui, theme, Icon::ChartLine, text);
        return;
    };
    let segments = segments_in(&found.stages);
    key_ui(ui, workspace, &segments);
    let room = ui.available_rect_before_wrap();
    let (rect, _) = ui.allocate_exact_size(vec2(room.width(), room.height().max(120.0)), Sense::hover());
    let plot = Rect::from_min_max(rect.min + vec2(LEFT, 10.0), rect.max - vec2(12.0, BELOW));
    scale_ui(ui, workspace, (metric, plot), extent);
    let step = plot.width() / found.stages.len() as f32;
    let x = |at: usize| plot.left() + step * (at as f32 + 0.5);
    let y = |value: f64| plot.bottom() - extent.share(value) * plot.height();
    let small = FontId::new(theme.window.small_text, family(Face::Regular));
    for (at, stage) in found.stages.iter().enumerate() {
        let name = project.stages.get(&stage.stage).map_or("", |it| it.name.as_str());
        let width = ui.painter().layout_no_wrap(name.to_owned(), small.clone(), egui::Color32::GRAY).size().x;
        let width = width.min(step - 6.0);
        let place = Rect::from_center_size(pos2(x(at), plot.bottom() + BELOW / 2.0 + 2.0), vec2(width + 1.0, BELOW));
        text_in(ui, place, name, small.clone(), color32(theme.color.muted));
    }
    // Marks of the same stage stand side by side, so that none hides another.
    let spread = (step / (segments.len() as f32 + 1.0)).min(9.0);
    let shift = |rank: usize| (rank as f32 - (segments.len() as f32 - 1.0) / 2.0) * spread;
    for (rank, segment) in segments.iter().enumerate() {
        let mark = mark_of(workspace, *segment);
        let values = found.stages.iter().map(|stage| row_of(stage, *segment)?.outcome.after.value);
        let points: Vec<Option<egui::Pos2>> =
            values.enumerate().map(|(at, value)| Some(pos2(x(at) + shift(rank), y(value?)))).collect();
        // Where a stage is not known, the line is broken.
        for run in points.split(Option::is_none) {
            let run: Vec<egui::Pos2> = run.iter().copied().flatten().collect();
            if run.len() > 1 {
                ui.painter().add(Shape::line(run, Stroke::new(2.0, mark.ink)));
            }
        }
        for (stage, point) in found.stages.iter().zip(points) {
            if let (Some(row), Some(point)) = (row_of(stage, *segment), point) {
                let ends = row.outcome.after.low.zip(row.outcome.after.high).map(|(low, high)| (y(low), y(high)));
                point_ui(ui, workspace, requests, (found, stage, row), (metric, point, ends));
            }
        }
    }
}

/// The segments that any stage has, in the order of ids.
fn segments_in(stages: &[StageSegments]) -> Vec<SegmentId> {
    let all = stages.iter().flat_map(|stage| &stage.rows).map(|row| row.segment);
    let all: std::collections::BTreeSet<SegmentId> = all.collect();
    all.into_iter().collect()
}

fn row_of(stage: &StageSegments, segment: SegmentId) -> Option<&SegmentRow> {
    stage.rows.iter().find(|row| row.segment == segment)
}

fn key_ui(ui: &mut Ui, workspace: &Workspace, segments: &[SegmentId]) {
    let theme = &workspace.theme;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        for segment in segments {
            let (rect, _) = ui.allocate_exact_size(vec2(11.0, 14.0), Sense::hover());
            mark_of(workspace, *segment).paint(ui.painter(), rect.center(), 4.5);
            let name = segment_name(workspace.document.project(), *segment);
            ui.label(RichText::new(name).size(theme.window.small_text));
            ui.add_space(6.0);
        }
        let text = RichText::new("Filled: differs").size(theme.window.small_text).color(color32(theme.color.muted));
        ui.label(text).on_hover_text(
            "A filled mark differs from what it is held against, adjusted for all marks; a hollow one cannot be told \
             apart, or was not tested. Whiskers are 95% intervals.",
        );
    });
}

/// A few lines across with their values.
fn scale_ui(ui: &Ui, workspace: &Workspace, (metric, plot): (&Metric, Rect), extent: Extent) {
    let theme = &workspace.theme;
    let step = tick_step(extent, (plot.height() / 36.0).clamp(2.0, 6.0));
    let font = FontId::new(theme.window.small_text, family(Face::Regular));
    let mut value = (extent.from / step).ceil() * step;
    while value <= extent.to {
        let y = plot.bottom() - extent.share(value) * plot.height();
        ui.painter().hline(plot.x_range(), y, Stroke::new(1.0, color32(theme.color.grid)));
        let text = format_tick(value, step, metric);
        ui.painter().text(
            pos2(plot.left() - 8.0, y),
            Align2::RIGHT_CENTER,
            text,
            font.clone(),
            color32(theme.color.muted),
        );
        value += step;
    }
}

/// 1, 2 or 5 times a power of ten, so that about so many fit.
fn tick_step(extent: Extent, count: f32) -> f64 {
    let raw = (extent.to - extent.from) / f64::from(count);
    let power = 10_f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power);
    steps.into_iter().find(|step| *step >= raw).unwrap_or(10.0 * power).max(f64::MIN_POSITIVE)
}

fn point_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (found, stage, row): (&BySegment, &StageSegments, &SegmentRow),
    (metric, point, ends): (&Metric, egui::Pos2, Option<(f32, f32)>),
) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let mark = mark_of(workspace, row.segment);
    let kind = Kind::of(&row.outcome.verdict);
    let differs = matches!(kind, Kind::Better | Kind::Worse);
    if let Some((low, high)) = ends {
        ui.painter().vline(point.x, high..=low, Stroke::new(1.5, mark.ink.gamma_multiply(0.55)));
    }
    let area = Rect::from_center_size(point, vec2(14.0, 14.0));
    let response = ui.interact(area, Id::unique(("segment at stage", row.segment, stage.stage)), Sense::click());
    mark.paint(ui.painter(), point, 5.0);
    if !differs {
        // Hollow: lines and whiskers do not show through.
        mark.in_ink(color32(theme.color.surface)).paint(ui.painter(), point, 3.2);
    }
    if response.hovered() || response.has_focus() {
        ui.painter().circle_stroke(point, 8.0, Stroke::new(1.5, mark.ink));
    }
    let name = segment_name(project, row.segment);
    let place = project.stages.get(&stage.stage).map_or("", |it| it.name.as_str());
    let value = value_text(metric, &row.outcome.after);
    let verdict = if row.is_reference { "held against".to_owned() } else { kind.label().to_lowercase() };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{place}, {name}: {value}, {verdict}")));
    if response.clicked() {
        requests.push(Request::Dialog(Some(figure(place, found, (row.segment, &name), &stage.scope))));
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.label(strong(format!("{place}, {name}: {value}")));
        if !row.is_reference {
            for line in told(metric, &row.outcome, Sides::Segments) {
                ui.label(line);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_never_without_end() {
        let step = |from, to| tick_step(Extent { from, to }, 4.0);
        assert!((step(0.0, 1.0) - 0.5).abs() < 1e-12);
        assert!((step(0.02, 0.06) - 0.01).abs() < 1e-12);
        assert!(step(5.0, 5.0 + 1e-12) > 0.0);
    }
}
