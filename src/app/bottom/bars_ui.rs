//! One metric across the touchpoints: now, and before. A click opens the figure.

use egui::{RichText, Role, ScrollArea, Sense, Ui, WidgetInfo};

use super::super::focus::reveal_focus;
use super::super::kept::kept;
use super::super::request::{Request, Requests};
use super::super::style::{color32, family, strong};
use super::super::widgets::text_in;
use super::super::workspace::{Dialog, Workspace};
use super::is_on_map;
use crate::analysis::{Figure, worked};
use crate::base::number::{format_full, format_short};
use crate::model::{Metric, MetricId, TouchpointId};
use crate::scene::Face;

/// Draws a bar for each touchpoint that has the metric, largest first, in a list that scrolls by itself.
pub(super) fn bars_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    let Some(definition) = workspace.numbers.metric(metric) else { return };
    heading_ui(ui, workspace, definition);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        list_ui(ui, workspace, requests, definition);
        reveal_focus(ui);
    });
}

/// The same as high as it gets, for what scrolls as a whole.
pub(super) fn unscrolled_bars_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: MetricId) {
    let Some(definition) = workspace.numbers.metric(metric) else { return };
    heading_ui(ui, workspace, definition);
    list_ui(ui, workspace, requests, definition);
}

fn heading_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(egui::Label::new(strong(format!("{} by touchpoint", metric.name))).truncate());
        ui.add(
            egui::Label::new(RichText::new(workspace.view.label()).small().color(color32(workspace.theme.color.muted)))
                .truncate(),
        );
    });
}

fn list_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: &Metric) {
    let bars = kept(ui, workspace, metric.id, || Bars::new(workspace, metric.id));
    ui.spacing_mut().item_spacing.y = 0.0;
    // Only what is in view, and so much beside it that the keyboard always has a next one to go to.
    const BESIDE: usize = 20;
    let (top, view) = (ui.cursor().top(), ui.clip_rect());
    let row_at = |y: f32| ((y - top) / BAR_HEIGHT).max(0.0) as usize;
    let first = row_at(view.top()).saturating_sub(BESIDE).min(bars.figures.len());
    let end = (row_at(view.bottom()) + BESIDE).clamp(first, bars.figures.len());
    ui.add_space(first as f32 * BAR_HEIGHT);
    for (touchpoint, now, before) in bars.figures.get(first..end).unwrap_or(&[]) {
        let bar = Bar { touchpoint: *touchpoint, now, before: before.as_ref(), largest: bars.largest };
        bar_ui(ui, workspace, requests, metric, &bar);
    }
    ui.add_space((bars.figures.len() - end) as f32 * BAR_HEIGHT);
}

const BAR_HEIGHT: f32 = 30.0;

struct Bars {
    /// Now and before, largest first.
    figures: Vec<(TouchpointId, Figure, Option<Figure>)>,
    /// How far the longest bar reaches.
    largest: f64,
}

impl Bars {
    fn new(workspace: &Workspace, metric: MetricId) -> Self {
        let mut figures = workspace.numbers.by_touchpoint(metric, &workspace.view);
        figures.retain(|(touchpoint, ..)| is_on_map(workspace, *touchpoint));
        let values =
            figures.iter().flat_map(|(_, now, before)| [now.value, before.as_ref().and_then(|figure| figure.value)]);
        let largest = values.flatten().map(f64::abs).fold(0.0, f64::max);
        Self { figures, largest }
    }
}

struct Bar<'a> {
    touchpoint: TouchpointId,
    now: &'a Figure,
    before: Option<&'a Figure>,
    largest: f64,
}

fn bar_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: &Metric, bar: &Bar<'_>) {
    const NAME_WIDTH: f32 = 108.0;
    const VALUE_WIDTH: f32 = 56.0;
    let theme = &workspace.theme;
    let c = &theme.color;
    let title = workspace
        .document
        .project()
        .touchpoints
        .get(&bar.touchpoint)
        .map_or("", |touchpoint| touchpoint.title.as_str());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), BAR_HEIGHT), Sense::click());
    let text = bar.now.value.map_or_else(|| "not known".to_owned(), |value| format_short(value, metric));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title} {text}")));
    let is_selected = workspace.charted_touchpoint() == Some(bar.touchpoint);
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() || is_selected {
            let fill = if is_selected { c.accent_tint } else { c.hover };
            ui.painter().rect_filled(rect.expand2(egui::vec2(6.0, 0.0)), theme.window.radius, color32(fill));
        }
        let regular = egui::FontId::new(theme.window.small_text + 0.5, family(Face::Regular));
        let name_rect = egui::Rect::from_min_max(rect.min, egui::pos2(rect.left() + NAME_WIDTH, rect.bottom()));
        text_in(ui, name_rect, title, regular.clone(), color32(c.ink));
        let room = (rect.width() - NAME_WIDTH - VALUE_WIDTH - 12.0).max(20.0);
        let left = rect.left() + NAME_WIDTH + 8.0;
        let length = |figure: &Figure| {
            figure.value.map(|value| room * (value.abs() / bar.largest.max(f64::MIN_POSITIVE)) as f32)
        };
        let mut end = left;
        if let Some(length) = length(bar.now) {
            let shape =
                egui::Rect::from_min_size(egui::pos2(left, rect.top() + 5.0), egui::vec2(length.max(1.0), 11.0));
            ui.painter().rect_filled(shape, 2.0, color32(c.accent));
            end = shape.right();
        }
        if let Some(length) = bar.before.and_then(length) {
            let shape =
                egui::Rect::from_min_size(egui::pos2(left, rect.top() + 17.0), egui::vec2(length.max(1.0), 7.0));
            ui.painter().rect_filled(shape, 2.0, color32(c.accent.with_opacity(0.32)));
        }
        ui.painter().text(
            egui::pos2(end + 6.0, rect.top() + 10.5),
            egui::Align2::LEFT_CENTER,
            &text,
            regular,
            color32(c.ink),
        );
    }
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.set_max_width(300.0);
        ui.label(strong(title));
        ui.label(worked(metric, bar.now));
        if let Some(before) = bar.before.and_then(|figure| figure.value) {
            ui.label(format!("Before: {}", format_full(before, metric)));
        }
        if let Some(note) = &bar.now.note {
            ui.label(note);
        }
    });
    if response.clicked() {
        let period = workspace.view.period;
        requests.push(Request::Dialog(Some(Dialog::Figure { metric: metric.id, touchpoint: bar.touchpoint, period })));
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::app::testing::window_on;
    use crate::file::Settings;
    use crate::model::sample::full_sample;

    #[test]
    fn of_many_bars_only_those_near_the_view_are_made() {
        let (mut harness, _recovery) =
            window_on(full_sample(6_000, 1), Settings::default(), egui::vec2(1_400.0, 900.0));
        harness.run_steps(8);
        let workspace = &harness.state().core.workspace;
        let metric = super::super::shown_metric(workspace).expect("a metric of the sample");
        let bars = Bars::new(workspace, metric).figures;
        let project = workspace.document.project();
        let titles: std::collections::BTreeSet<String> =
            bars.iter().filter_map(|(id, ..)| Some(format!("{} ", project.touchpoints.get(id)?.title))).collect();
        let is_bar = |label: &str| titles.iter().any(|title| label.starts_with(title.as_str()));
        let shown = harness.query_all_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| is_bar(&label.to_string()))
        });
        let shown = shown.count();
        assert!(bars.len() > 100 && shown > 3 && shown < 60, "{shown} of {}", bars.len());
    }
}
