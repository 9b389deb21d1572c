//! How a score came about: each part with what it rests on, the sum, the opportunity by segment, and what closing the
//! gap is worth. Figures open where they come from.

use egui::{Align, Layout, RichText, Sense, Ui, vec2};

use super::weights_ui::part_color;
use crate::analysis::priority::{Basis, Part, Ranked};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::workspace::{Dialog, Workspace};
use crate::model::MetricId;

const WIDTH: f32 = 380.0;

/// Draws all of it.
pub(super) fn sum_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &Ranked) {
    ui.with_layout(Layout::top_down(Align::Min), |ui| lines_ui(ui, workspace, requests, row));
}

fn lines_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &Ranked) {
    // It is no list of entries, and does not look like one.
    ui.reset_style();
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 3.0;
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let muted = |text: String| RichText::new(text).color(color32(theme.color.muted));
    let title = project.touchpoints.get(&row.touchpoint).map_or("", |touchpoint| touchpoint.title.as_str());
    let score = row.score.map_or_else(|| "no score".to_owned(), |score| format!("{score:.2}"));
    ui.label(strong(format!("{title}: {score}")));
    for part in &row.parts {
        part_ui(ui, workspace, requests, row, part);
    }
    wrapped(ui, RichText::new(row.sum()));
    if let Some(unknown) = row.not_counted() {
        wrapped(ui, muted(unknown));
    }
    ui.separator();
    match &row.opportunity {
        Some(opportunity) => {
            ui.label(strong(format!("Opportunity {:.1}", opportunity.score)));
            wrapped(ui, muted(format!("{}: importance + what satisfaction lacks, each of 10.", opportunity.sum())));
        }
        None => {
            ui.label(strong("Opportunity"));
            wrapped(ui, muted("Importance and satisfaction have to be known for it.".to_owned()));
        }
    }
    let segments = row.segments_said(project);
    for (said, (_, measured, _)) in segments.into_iter().zip(&row.by_segment) {
        ui.horizontal_top(|ui| {
            figure_link(ui, workspace, requests, (row, measured.metric), |ui| wrapped(ui, muted(said)));
        });
    }
    ui.separator();
    ui.label(strong("Value of closing the gap"));
    wrapped(ui, muted(row.worth.said(project)));
}

/// The part's color and name, what it adds, and what it rests on.
fn part_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &Ranked, part: &Part) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
        match part.share {
            Some(_) => ui.painter().rect_filled(rect, 2.0, part_color(theme, part.kind)),
            None => ui.painter().rect_stroke(
                rect,
                2.0,
                egui::Stroke::new(1.0, color32(theme.color.neutral)),
                egui::StrokeKind::Inside,
            ),
        };
        ui.label(part.kind.label());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = match part.share {
                Some(share) => format!("{share:.2} × {}", part.weight),
                None => "not known".to_owned(),
            };
            ui.label(RichText::new(text).color(color32(theme.color.ink)));
        });
    });
    let said = RichText::new(part.said(project)).size(theme.window.small_text).color(color32(theme.color.muted));
    let metric = match part.basis {
        Basis::Measured(measured) => Some(measured.metric),
        Basis::Counted { metric, .. } => Some(metric),
        Basis::Missed { reading, .. } => Some(reading.metric),
        Basis::Rated(_) | Basis::Felt { .. } | Basis::Unknown(_) => None,
    };
    ui.horizontal_top(|ui| {
        ui.add_space(18.0);
        match metric {
            Some(metric) => {
                figure_link(ui, workspace, requests, (row, metric), |ui| wrapped(ui, said));
            }
            None => wrapped(ui, said),
        }
    });
}

/// What `add` draws, and after it a link to where the figure comes from.
fn figure_link(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (row, metric): (&Ranked, MetricId),
    add: impl FnOnce(&mut Ui),
) {
    const LINK: f32 = 44.0;
    let width = ui.available_width();
    ui.vertical(|ui| {
        ui.set_width((width - LINK).max(60.0));
        add(ui);
    });
    let name = workspace.numbers.metric(metric).map_or("", |metric| metric.name.as_str());
    let text = RichText::new("Trace").size(workspace.theme.window.small_text);
    let link = ui.link(text);
    link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("Where {name} comes from")));
    if link.on_hover_text(format!("Show where {name} comes from")).clicked() {
        let (touchpoint, period) = (row.touchpoint, workspace.view.period);
        requests.push(Request::Dialog(Some(Dialog::Figure { metric, touchpoint, period })));
        ui.close();
    }
}

fn wrapped(ui: &mut Ui, text: RichText) {
    ui.add(egui::Label::new(text).wrap());
}
