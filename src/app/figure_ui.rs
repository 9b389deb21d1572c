//! Where one figure comes from: formula, parts, rows, files and period.

use egui::{Context, Grid, RichText, Ui};

use super::inspector::tone_color;
use super::modal_ui::{foot_row, framed_modal};
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
use super::widgets::{Emphasis, IconButton, section};
use super::workspace::{BottomTab, ChartChoice, Workspace};
use crate::analysis::{Figure, Scope, Trace, trace};
use crate::base::number::{format_full, format_grouped};
use crate::base::{Icon, Period};
use crate::edit::Selection;
use crate::model::{KpiId, Metric, MetricId, TouchpointId};

/// Whose figure the dialog is about.
struct Asked {
    /// What it is of: "Checkout", "Checkout, New customers".
    title: String,
    metric: MetricId,
    scope: Scope,
    period: Option<Period>,
    /// The touchpoint, where it is of all customers at a single one: that can be shown in the chart.
    charted: Option<TouchpointId>,
}

/// Draws the dialog.
pub fn figure_ui(
    ctx: &Context,
    workspace: &Workspace,
    figure: (MetricId, TouchpointId, Option<Period>),
    requests: &mut Requests,
) {
    let (metric, touchpoint, period) = figure;
    let touchpoints = &workspace.document.project().touchpoints;
    let title = touchpoints.get(&touchpoint).map(|touchpoint| touchpoint.title.clone()).unwrap_or_default();
    let asked = Asked { title, metric, scope: touchpoint.into(), period, charted: Some(touchpoint) };
    asked_ui(ctx, workspace, &asked, requests);
}

/// Draws the dialog for the figure that a KPI is judged by.
pub fn kpi_figure_ui(ctx: &Context, workspace: &Workspace, kpi: KpiId, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(kpi) = project.kpis.get(&kpi) else { return requests.push(Request::Dialog(None)) };
    let segment = kpi.segment.and_then(|id| project.segments.get(&id));
    let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
    let asked = Asked {
        title: format!("{}{of}", kpi.aim.name(project).unwrap_or_default()),
        metric: kpi.metric,
        scope: workspace.kpis.scope(kpi.id).cloned().unwrap_or_default(),
        period: workspace.view.period,
        charted: kpi.touchpoint().filter(|_| kpi.segment.is_none()),
    };
    asked_ui(ctx, workspace, &asked, requests);
}

fn asked_ui(ctx: &Context, workspace: &Workspace, asked: &Asked, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(definition) = workspace.numbers.metric(asked.metric) else {
        return requests.push(Request::Dialog(None));
    };
    let Some(trace) = trace(project, &workspace.numbers, asked.metric, asked.scope.clone(), asked.period) else {
        return requests.push(Request::Dialog(None));
    };
    let shown = framed_modal(ctx, workspace, "figure", 520.0, |ui| {
        let muted = color32(workspace.theme.color.muted);
        let days = period_text(trace.period.or(asked.period));
        ui.label(RichText::new(format!("{} · {days}", asked.title)).color(muted));
        ui.heading(&definition.name);
        ui.add_space(6.0);
        value_ui(ui, workspace, definition, &trace, compared(workspace, asked));
        section(ui, &workspace.theme, "How it is counted", |_| {});
        // The sums say the formula too.
        ui.add(egui::Label::new(&trace.worked).wrap());
        if let Some(note) = &trace.figure.note {
            ui.horizontal(|ui| {
                ui.label(icon(Icon::Info, 14.0).color(muted));
                ui.add(egui::Label::new(RichText::new(note).color(muted)).wrap());
            });
        }
        section(ui, &workspace.theme, "Where it comes from", |_| {});
        files_ui(ui, workspace, definition, &trace);
        foot_ui(ui, workspace, requests, asked, &trace);
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

fn period_text(period: Option<Period>) -> String {
    period.map_or_else(|| "all days".to_owned(), Period::label)
}

/// The period before and the figure of then, where the dialog is about the period on show and that is compared.
fn compared(workspace: &Workspace, asked: &Asked) -> Option<(Period, Figure)> {
    let before = workspace.view.compare_with.filter(|_| asked.period == workspace.view.period)?;
    Some((before, workspace.numbers.figure(asked.metric, asked.scope.clone(), Some(before))))
}

fn value_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, trace: &Trace, compared: Option<(Period, Figure)>) {
    let muted = color32(workspace.theme.color.muted);
    let change = compared
        .as_ref()
        .and_then(|(_, before)| workspace.numbers.change(metric.id, &workspace.view, before, &trace.figure));
    ui.horizontal(|ui| {
        ui.label(strong(&trace.text).size(26.0));
        if let (Some(change), Some((period, _))) = (&change, &compared) {
            ui.label(strong(&change.full_text).color(color32(tone_color(&workspace.theme, change.tone))));
            ui.label(RichText::new(format!("against {}", period.label())).color(muted));
        }
    });
    let now = period_text(workspace.view.period.filter(|_| compared.is_some()).or(trace.period));
    let lines = [(now, &trace.figure)];
    let before = compared.as_ref().map(|(period, figure)| (period.label(), figure));
    Grid::new("values").num_columns(4).spacing([18.0, 4.0]).show(ui, |ui| {
        for head in ["Period", "Value", "95% interval", "Counted over"] {
            ui.label(strong(head).small().color(muted));
        }
        ui.end_row();
        for (period, figure) in lines.into_iter().chain(before) {
            let known =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.unit));
            ui.label(RichText::new(period).color(muted));
            ui.label(known(figure.value));
            let interval = figure.interval();
            ui.label(interval.map_or_else(
                || "–".to_owned(),
                |interval| format!("{} to {}", known(Some(interval.low)), known(Some(interval.high))),
            ));
            let n = figure.n.or(figure.denominator);
            ui.label(n.map_or_else(|| "–".to_owned(), |n| format_grouped(n, 0)));
            ui.end_row();
        }
    });
}

fn files_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, trace: &Trace) {
    let muted = color32(workspace.theme.color.muted);
    if trace.files.is_empty() {
        ui.label(RichText::new("No file has rows for these days.").color(muted));
        return;
    }
    Grid::new("files").num_columns(4).spacing([18.0, 6.0]).show(ui, |ui| {
        for head in ["File", "Days", "Rows", "Value"] {
            ui.label(strong(head).small().color(muted));
        }
        ui.end_row();
        for file in &trace.files {
            ui.label(if file.file_name.is_empty() { "removed file" } else { &file.file_name });
            ui.label(RichText::new(period_text(file.period)).color(muted));
            let rows = format_grouped(file.rows as f64, 0);
            let first = file.first_row.map(|row| format!(", from line {row}")).unwrap_or_default();
            ui.label(RichText::new(format!("{rows}{first}")).color(muted));
            ui.label(file.value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.unit)));
            ui.end_row();
        }
    });
}

fn foot_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, asked: &Asked, trace: &Trace) {
    let theme = &workspace.theme;
    ui.add_space(16.0);
    foot_row(ui, |ui| {
        if IconButton::new(None, "Close", "Close").emphasis(Emphasis::Primary).ui(ui, theme).clicked() {
            requests.push(Request::Dialog(None));
        }
        if let Some(touchpoint) = asked.charted
            && IconButton::new(None, "Show in chart", "Show in chart")
                .emphasis(Emphasis::Outlined)
                .ui(ui, theme)
                .clicked()
        {
            requests.push(Request::Dialog(None));
            requests.push(Request::Select(Selection::only(touchpoint)));
            requests.push(Request::SetChart(ChartChoice { metric: Some(asked.metric), ..workspace.chart.clone() }));
            requests.push(Request::BottomTab(BottomTab::Charts));
        }
        if IconButton::new(Some(Icon::Copy), "Copy", "Copy the figure with its sources").ui(ui, theme).clicked() {
            requests.push(Request::CopyText(copied_text(trace)));
        }
    });
}

fn copied_text(trace: &Trace) -> String {
    let files: Vec<&str> = trace.files.iter().map(|file| file.file_name.as_str()).collect();
    format!("{} = {}\n{}\n{}", trace.text, trace.worked, period_text(trace.period), files.join(", "))
}
