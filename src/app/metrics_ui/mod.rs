//! The dialog of metrics: the list at the left; at the right how the chosen one is counted, what of it can be changed,
//! and the form of a metric of one's own.

mod form_ui;
mod own_ui;

use egui::{Align, Context, CornerRadius, Layout, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::action::Action;
use super::focus::reveal_focus;
use super::modal_ui::{editing_foot, framed_modal};
use super::request::{Request, Requests};
use super::style::{color32, family, icon_font};
use super::widgets::{IconButton, section, text_in};
use super::workspace::{Dialog, MetricsChoice, Workspace};
use crate::base::Icon;
use crate::model::{Metric, MetricClass};
use crate::scene::Face;

const WIDTH: f32 = 860.0;
const LIST_WIDTH: f32 = 270.0;
const HEIGHT: f32 = 540.0;
/// Height of a metric's row, in points.
const ROW: f32 = 42.0;

/// Draws the dialog.
pub fn metrics_ui(ctx: &Context, workspace: &Workspace, chosen: Option<MetricsChoice>, requests: &mut Requests) {
    let listed = listed(workspace);
    let chosen = existing(workspace, chosen, &listed);
    let shown = framed_modal(ctx, workspace, "metrics", WIDTH, |ui| {
        ui.heading("Metrics");
        ui.add_space(6.0);
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 190.0).max(160.0);
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(LIST_WIDTH, height), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(vec2(LIST_WIDTH, height));
                list_ui(ui, workspace, &listed, chosen, requests);
            });
            let line_x = ui.cursor().left();
            let top = ui.cursor().top();
            let line = Stroke::new(1.0, color32(workspace.theme.color.line));
            ui.painter().vline(line_x, top..=top + height, line);
            ui.add_space(10.0);
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(size);
                let area = ScrollArea::vertical().id_salt("metric").max_height(height).auto_shrink(false);
                area.show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - 10.0);
                    match chosen {
                        MetricsChoice::New => own_ui::new_ui(ui, workspace, requests),
                        MetricsChoice::One(id) => {
                            if let Some(metric) = workspace.document.project().metrics.get(&id) {
                                ui.push_id(id, |ui| form_ui::form_ui(ui, workspace, requests, metric));
                            }
                        }
                    }
                    reveal_focus(ui);
                });
            });
        });
        editing_foot(ui, workspace, requests, Some((Action::Method, "Method…")), None);
    });
    if shown.should_close() {
        requests.push(Request::Seal);
        requests.push(Request::Dialog(None));
    }
}

/// Own metrics first, then those that are known, most telling first, then what no file brings any more.
fn listed(workspace: &Workspace) -> Vec<&Metric> {
    let project = workspace.document.project();
    let known = workspace.numbers.metrics();
    let is_own = |metric: &&Metric| metric.class == MetricClass::Derived;
    let all = || project.metrics.values().map(|metric| &**metric);
    let imported = known.iter().filter_map(|id| project.metrics.get(id)).map(|metric| &**metric).filter(|m| !is_own(m));
    let others = all().filter(|metric| !is_own(metric) && !known.contains(&metric.id));
    all().filter(is_own).chain(imported).chain(others).collect()
}

/// What is chosen if it is there still, else the first metric, else a new one.
fn existing(workspace: &Workspace, chosen: Option<MetricsChoice>, listed: &[&Metric]) -> MetricsChoice {
    let is_there = |choice: &MetricsChoice| match choice {
        MetricsChoice::One(id) => workspace.document.project().metrics.contains_key(id),
        MetricsChoice::New => true,
    };
    let first = || listed.first().map(|metric| MetricsChoice::One(metric.id));
    chosen.filter(is_there).or_else(first).unwrap_or(MetricsChoice::New)
}

fn choose(requests: &mut Requests, choice: MetricsChoice) {
    requests.push(Request::Seal);
    requests.push(Request::Dialog(Some(Dialog::Metrics(Some(choice)))));
}

fn list_ui(ui: &mut Ui, workspace: &Workspace, listed: &[&Metric], chosen: MetricsChoice, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.set_max_width(LIST_WIDTH - 12.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let count = if listed.len() == 1 { "1 metric".to_owned() } else { format!("{} metrics", listed.len()) };
    section(ui, theme, &count, |ui| {
        let add = IconButton::new(Some(Icon::Plus), "New", "New metric by formula")
            .on(chosen == MetricsChoice::New)
            .tip("Make a metric of your own from others: orders / sessions");
        if add.ui(ui, theme).clicked() {
            choose(requests, MetricsChoice::New);
        }
    });
    if listed.is_empty() {
        let text = "None yet. Metrics come with the files that you import.";
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
        return;
    }
    let height = ui.available_height();
    let area = ScrollArea::vertical().id_salt("all metrics").max_height(height).auto_shrink(false);
    area.show_rows(ui, ROW, listed.len(), |ui, range| {
        for metric in listed.get(range).unwrap_or(&[]) {
            row_ui(ui, workspace, metric, chosen == MetricsChoice::One(metric.id), requests);
        }
        reveal_focus(ui);
    });
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, is_chosen: bool, requests: &mut Requests) {
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &metric.name));
    if ui.is_rect_visible(rect) {
        let radius = CornerRadius::same(theme.window.radius as u8);
        if is_chosen {
            ui.painter().rect_filled(rect, radius, color32(theme.color.accent_tint));
        } else if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, radius, color32(theme.color.hover));
        }
        let line = |from: f32, to: f32| {
            egui::Rect::from_min_max(
                egui::pos2(rect.left() + 10.0, rect.top() + from),
                egui::pos2(rect.right() - 26.0, rect.top() + to),
            )
        };
        let face = if is_chosen { Face::SemiBold } else { Face::Regular };
        let name_font = egui::FontId::new(theme.window.body_text, family(face));
        let below_font = egui::FontId::new(theme.window.small_text, family(Face::Regular));
        let places = workspace.numbers.touchpoints_with(metric.id).len();
        let places = match places {
            0 => "not measured".to_owned(),
            1 => "1 touchpoint".to_owned(),
            count => format!("{count} touchpoints"),
        };
        let name = if metric.name.trim().is_empty() { metric.key.as_str() } else { metric.name.as_str() };
        text_in(ui, line(4.0, 22.0), name, name_font, color32(theme.color.ink));
        let below = format!("{} · {places}", metric.class.label());
        text_in(ui, line(21.0, 38.0), &below, below_font, color32(theme.color.muted));
        if metric.class == MetricClass::Derived {
            let at = egui::pos2(rect.right() - 14.0, rect.center().y);
            let ink = color32(theme.color.muted);
            ui.painter().text(at, egui::Align2::CENTER_CENTER, Icon::Sigma.glyph(), icon_font(14.0), ink);
        }
    }
    if response.clicked() {
        choose(requests, MetricsChoice::One(metric.id));
    }
}

#[cfg(test)]
mod tests;
