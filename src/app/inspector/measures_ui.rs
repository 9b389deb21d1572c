//! What is measured at a touchpoint: a row per metric with value, change and sparkline; a click opens the figure.

use egui::{Role, Sense, Ui, WidgetInfo};

use super::super::action::Action;
use super::super::request::{Request, Requests};
use super::super::style::{color32, family};
use super::super::widgets::{section, text_in};
use super::super::workspace::{ChartChoice, Dialog, Workspace};
use crate::analysis::{Chip, Tone};
use crate::base::Color;
use crate::model::TouchpointId;
use crate::scene::{Face, Theme};

/// Draws the rows.
pub(super) fn measures_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, touchpoint: TouchpointId) {
    let theme = &workspace.theme;
    section(ui, theme, "Metrics", |ui| {
        let attach = egui::Button::new(egui::RichText::new("Attach…").color(color32(theme.color.accent))).frame(false);
        if ui.add(attach).on_hover_text(Action::Import.info().tip).clicked() {
            requests.run(Action::Import);
        }
    });
    let readings = workspace.numbers.readings(touchpoint, &workspace.view);
    if readings.is_empty() {
        let text = "Nothing is measured here yet. Import a file whose names match this touchpoint.";
        ui.label(egui::RichText::new(text).color(color32(theme.color.muted)));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for reading in &readings {
        reading_ui(ui, workspace, requests, touchpoint, reading);
    }
}

fn reading_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, touchpoint: TouchpointId, reading: &Chip) {
    let theme = &workspace.theme;
    let name =
        workspace.numbers.metric(reading.metric).map_or(reading.short_name.as_str(), |metric| metric.name.as_str());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {}", reading.text)));
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(
                rect.expand2(egui::vec2(6.0, 0.0)),
                theme.window.radius,
                color32(theme.color.hover),
            );
        }
        reading_paint(ui, theme, rect, name, reading);
    }
    let formula =
        workspace.numbers.metric(reading.metric).map(|metric| crate::analysis::worked(metric, &reading.figure));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(300.0);
        ui.label(super::super::style::strong(name));
        if let Some(formula) = formula {
            ui.label(formula);
        }
        if let Some(few) = reading.figure.few_cases() {
            ui.label(format!("* {few}"));
        }
        if let Some(note) = &reading.figure.note {
            ui.label(note);
        }
        ui.label(egui::RichText::new("Click to see rows, file and period, and to chart it.").small().weak());
    });
    if response.clicked() {
        requests.push(Request::SetChart(ChartChoice { metric: Some(reading.metric), ..workspace.chart.clone() }));
        let period = workspace.view.period;
        requests.push(Request::Dialog(Some(Dialog::Figure { metric: reading.metric, touchpoint, period })));
    }
}

fn reading_paint(ui: &Ui, theme: &Theme, rect: egui::Rect, name: &str, reading: &Chip) {
    const SPARK_WIDTH: f32 = 48.0;
    const CHANGE_WIDTH: f32 = 44.0;
    const VALUE_WIDTH: f32 = 54.0;
    let painter = ui.painter();
    let regular = egui::FontId::new(theme.window.body_text, family(Face::Regular));
    let heavy = egui::FontId::new(theme.window.body_text, family(Face::SemiBold));
    let middle = rect.center().y;
    let spark = egui::Rect::from_min_max(
        egui::pos2(rect.right() - SPARK_WIDTH, rect.top() + 6.0),
        egui::pos2(rect.right(), rect.bottom() - 6.0),
    );
    let change_left = spark.left() - CHANGE_WIDTH - 6.0;
    let value_left = change_left - VALUE_WIDTH - 2.0;
    let name_rect = egui::Rect::from_min_max(rect.min, egui::pos2(value_left - 6.0, rect.bottom()));
    text_in(ui, name_rect, name, regular.clone(), color32(theme.color.ink));
    painter.text(
        egui::pos2(value_left, middle),
        egui::Align2::LEFT_CENTER,
        &reading.text,
        heavy,
        color32(theme.color.ink),
    );
    let color = tone_color(theme, reading.tone);
    painter.text(
        egui::pos2(change_left, middle),
        egui::Align2::LEFT_CENTER,
        &reading.change_text,
        regular,
        color32(color),
    );
    spark_paint(painter, spark, &reading.spark, color);
}

/// The color of a change: good, bad, or of no meaning.
pub fn tone_color(theme: &Theme, tone: Tone) -> Color {
    match tone {
        Tone::Good => theme.color.good,
        Tone::Bad => theme.color.bad,
        Tone::Neutral => theme.color.neutral,
    }
}

/// A small line through the values; unknown ones leave a gap.
pub fn spark_paint(painter: &egui::Painter, rect: egui::Rect, values: &[Option<f64>], color: Color) {
    let known = || values.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    if values.len() < 2 || !low.is_finite() {
        return;
    }
    let span = if high > low { high - low } else { 1.0 };
    let mut run = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                let x = rect.left() + rect.width() * index as f32 / (values.len() - 1) as f32;
                let share = if high > low { ((value - low) / span) as f32 } else { 0.5 };
                run.push(egui::pos2(x, rect.bottom() - rect.height() * share));
            }
            None => run_paint(painter, &mut run, color),
        }
    }
    run_paint(painter, &mut run, color);
}

fn run_paint(painter: &egui::Painter, run: &mut Vec<egui::Pos2>, color: Color) {
    let points = std::mem::take(run);
    if points.len() > 1 {
        painter.line(points, egui::Stroke::new(1.5, color32(color)));
    } else if let [only] = points.as_slice() {
        painter.circle_filled(*only, 1.5, color32(color));
    }
}
