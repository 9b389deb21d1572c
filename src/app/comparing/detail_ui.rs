//! What stands beside the list of two periods: the chosen row in words, what else changed then, and what to bear in
//! mind.

use egui::{Label, RichText, Ui};

use super::Kind;
use super::row_ui::{Which, figure, scope_of};
use super::told::{Sides, color_of, icon_of, per_day, told, value_text};
use crate::analysis::compare::Comparison;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon, strong};
use crate::app::workspace::Workspace;
use crate::model::{MetricId, TouchpointId};

/// Draws it.
pub fn detail_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    found: &Comparison,
    chosen: Option<(TouchpointId, MetricId)>,
) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let small = |text: &str| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    ui.spacing_mut().item_spacing.y = 3.0;
    let row = chosen.and_then(|chosen| found.rows.iter().find(|row| (row.touchpoint, row.metric) == chosen));
    if let Some(row) = row
        && let Some(metric) = project.metrics.get(&row.metric)
    {
        let kind = Kind::of(&row.outcome.verdict);
        let ink = color32(color_of(theme, kind));
        let title = project.touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
        wrapped(ui, strong(format!("{title} · {}", metric.name)));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(icon(icon_of(kind), 14.0).color(ink));
            ui.label(strong(kind.label()).color(ink));
        });
        let (before, after) = (value_text(metric, &row.outcome.before), value_text(metric, &row.outcome.after));
        wrapped(ui, RichText::new(format!("{before} → {after}{}", per_day(metric))));
        for line in told(metric, &row.outcome, Sides::BeforeAndAfter) {
            wrapped(ui, small(&line));
        }
        for (which, name) in
            [(Which::Before, "Where the value before comes from"), (Which::After, "Where the value after comes from")]
        {
            if ui.link(RichText::new(name).size(theme.window.small_text)).clicked() {
                requests.push(Request::Dialog(Some(figure(workspace, found, row, which))));
            }
        }
        match kind {
            Kind::NotEnoughData | Kind::Undecided => {
                let link = ui.link(RichText::new("How many visits are needed…").size(theme.window.small_text));
                if link.clicked() {
                    requests.push(Request::AskSampleSize(row.metric, scope_of(row)));
                }
            }
            Kind::Better | Kind::Worse | Kind::NotComparable => {}
        }
        ui.separator();
    }
    wrapped(ui, strong("What else changed then").size(theme.window.small_text));
    if found.also_changed.is_empty() {
        wrapped(ui, small("Nothing that the project knows of."));
    }
    for changed in &found.also_changed {
        wrapped(ui, small(&changed.text(project)));
    }
    ui.add_space(6.0);
    wrapped(ui, strong("To be read with it").size(theme.window.small_text));
    wrapped(ui, small(&format!("{} against {}.", found.after.label(), found.before.label())));
    for note in &found.notes {
        wrapped(ui, small(note));
    }
}

fn wrapped(ui: &mut Ui, text: RichText) {
    ui.add(Label::new(text).wrap());
}
