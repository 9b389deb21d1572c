//! What became of the figures since an action started: each before and after, whether the difference can be told from
//! chance, and what else changed then.

use egui::{RichText, Ui};

use super::super::comparing::Kind;
use super::super::comparing::told::{Sides, color_of, icon_of, per_day, told, value_text};
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, strong};
use super::super::widgets::section;
use super::super::workspace::{Dialog, Workspace};
use crate::analysis::compare::CompareRow;
use crate::analysis::effect::Effect;
use crate::base::Period;
use crate::model::Metric;

/// Draws the section.
pub(super) fn effect_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    section(ui, theme, "Before and after", |_| {});
    match &*workspace.effect {
        Ok(effect) => known_ui(ui, workspace, requests, effect),
        Err(why) => wrapped(ui, RichText::new(why).color(color32(theme.color.muted))),
    }
}

fn known_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, effect: &Effect) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let muted = |text: String| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    let comparison = &effect.comparison;
    let days = format!("{} against {}", comparison.after.label(), comparison.before.label());
    wrapped(ui, RichText::new(days).color(color32(theme.color.muted)));
    for row in &comparison.rows {
        let Some(metric) = project.metrics.get(&row.metric) else { continue };
        ui.push_id((row.touchpoint, row.metric), |ui| row_ui(ui, workspace, requests, (row, comparison.after), metric));
    }
    if effect.left_out > 0 {
        wrapped(ui, muted(format!("{} more figures are measured where it works.", effect.left_out)));
    }
    ui.add_space(4.0);
    if !comparison.also_changed.is_empty() {
        wrapped(ui, strong("What else changed then").size(theme.window.small_text));
        for changed in &comparison.also_changed {
            wrapped(ui, muted(changed.text(project)));
        }
    }
    for note in &comparison.notes {
        wrapped(ui, muted(note.clone()));
    }
}

/// One figure; `days` are those from the start on.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (row, days): (&CompareRow, Period),
    metric: &Metric,
) {
    let theme = &workspace.theme;
    let outcome = &row.outcome;
    let title = workspace.document.project().touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let small = |text: String| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    let frame = egui::Frame::NONE
        .stroke(egui::Stroke::new(1.0, color32(theme.color.line)))
        .corner_radius(egui::CornerRadius::same(8))
        .inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add(egui::Label::new(strong(format!("{title} · {}", metric.name))).truncate());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let kind = Kind::of(&outcome.verdict);
            let ink = color32(color_of(theme, kind));
            ui.label(icon(icon_of(kind), 14.0).color(ink));
            ui.label(strong(kind.label()).color(ink));
            let (before, after) = (value_text(metric, &outcome.before), value_text(metric, &outcome.after));
            ui.label(format!("{before} → {after}{}", per_day(metric)));
        });
        for line in told(metric, outcome, Sides::BeforeAndAfter) {
            wrapped(ui, small(line));
        }
        let link = ui.link(RichText::new("Trace").size(theme.window.small_text));
        let name = format!("Where {} after the start comes from", metric.name);
        link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
        if link.on_hover_text(name.clone()).clicked() {
            let figure = Dialog::Figure {
                metric: row.metric,
                touchpoint: row.touchpoint,
                period: outcome.after.period.or(Some(days)),
            };
            requests.push(Request::Dialog(Some(figure)));
        }
    });
}

fn wrapped(ui: &mut Ui, text: RichText) {
    ui.add(egui::Label::new(text).wrap());
}
