//! One metric: its names and good direction, which can be changed, and how it is counted and used.

use egui::{RichText, Ui};

use super::super::inspector::{choice, text_line};
use super::super::modal_ui::foot_row;
use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{IconButton, field, section};
use super::super::workspace::Workspace;
use super::own_ui;
use crate::analysis::definition;
use crate::base::Icon;
use crate::base::display::Display;
use crate::edit::{Edit, MetricChange};
use crate::model::formula::words_of_unit;
use crate::model::{Direction, Metric, MetricClass, metric_users};

/// Draws it.
pub(super) fn form_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: &Metric) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let change = |change: MetricChange| Edit::ChangeMetric { metric: metric.id, change };
    let users = metric_users(project, metric.id);
    foot_row(ui, |ui| {
        let tip = if users.is_empty() {
            "Delete this metric; undo brings it back".to_owned()
        } else {
            format!("It cannot be deleted: in use by {}", users.join(", "))
        };
        let delete = IconButton::new(Some(Icon::Trash2), "Delete", "Delete this metric").tip(tip);
        if delete.enabled(users.is_empty()).ui(ui, theme).clicked() {
            requests.push(Request::Seal);
            requests.edit(Edit::RemoveMetric { metric: metric.id });
        }
    });
    field(ui, theme, "Name", |ui| {
        if let Some(name) = text_line(ui, "Metric name", &metric.name, &metric.key, requests) {
            requests.edit(change(MetricChange::Name(name)));
        }
    });
    field(ui, theme, "Short name", |ui| {
        if let Some(name) = text_line(ui, "Short name of the metric", &metric.short_name, "On cards", requests) {
            requests.edit(change(MetricChange::ShortName(name)));
        }
    });
    field(ui, theme, "Better", |ui| {
        if let Some(direction) = direction_ui(ui, metric.direction) {
            requests.edit(change(MetricChange::Direction(direction)));
        }
    });
    let displays = Display::choices(&metric.unit);
    if displays.len() > 1 {
        field(ui, theme, "Shown as", |ui| {
            let label = |display: Display| display.label(&metric.unit);
            if let Some(display) = choice(ui, "How values are shown", Some(metric.display), displays, label) {
                requests.edit(change(MetricChange::Display(display)));
            }
        });
    }
    if metric.class == MetricClass::Derived {
        own_ui::formula_ui(ui, workspace, requests, metric);
    } else {
        section(ui, theme, "How it is counted", |_| {});
        ui.add(egui::Label::new(definition(metric)).wrap());
    }
    section(ui, theme, "How it adds up", |_| {});
    ui.add(egui::Label::new(metric.class.rule()).wrap());
    section(ui, theme, "Known as", |_| {});
    let muted = |text: String| RichText::new(text).color(color32(theme.color.muted));
    ui.add(egui::Label::new(muted(format!("{} · {}", metric.key, words_of_unit(&metric.unit)))).wrap());
    section(ui, theme, "Used by", |_| {});
    if users.is_empty() {
        ui.add(egui::Label::new(muted("Nothing.".to_owned())).wrap());
    }
    for user in users {
        ui.add(egui::Label::new(muted(user)).wrap());
    }
}

/// Which way is good; what was chosen instead.
pub(super) fn direction_ui(ui: &mut Ui, direction: Direction) -> Option<Direction> {
    let all = [Direction::HigherIsBetter, Direction::LowerIsBetter];
    choice(ui, "Which way is better", Some(direction), &all, |direction| match direction {
        Direction::HigherIsBetter => "Higher is better",
        Direction::LowerIsBetter => "Lower is better",
    })
}
