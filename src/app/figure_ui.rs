//! Where one figure comes from: formula, parts, rows, files and period.

use egui::{Context, Grid, RichText, Ui};

use super::inspector::tone_color;
use super::kept::kept_in;
use super::modal_ui::{foot_row, framed_modal};
use super::request::{Request, Requests};
use super::sources::SourceWish;
use super::style::{color32, icon, strong};
use super::widgets::{Emphasis, IconButton, section};
use super::workspace::{BottomTab, ChartChoice, Workspace};
use crate::analysis::{Figure, Scope, Trace, TracedFile, interval_by_days, trace};
use crate::base::date::format_date;
use crate::base::number::{format_full, format_grouped};
use crate::base::{Icon, Period};
use crate::edit::Selection;
use crate::import::recipe_words;
use crate::model::{KpiId, Metric, MetricClass, MetricId, TouchpointId};

/// Whose figure the dialog is about.
#[derive(Clone, Debug)]
pub struct FigureOf {
    /// What it is of: "Checkout", "Checkout, New customers".
    pub title: String,
    pub metric: MetricId,
    pub scope: Scope,
    pub period: Option<Period>,
    /// The touchpoint, where it is of all customers at a single one: that can be shown in the chart.
    pub charted: Option<TouchpointId>,
    /// What else to know about it where it was asked for; a whole sentence.
    pub remark: Option<String>,
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
    let charted = Some(touchpoint);
    let asked = FigureOf { title, metric, scope: touchpoint.into(), period, charted, remark: None };
    asked_ui(ctx, workspace, &asked, requests);
}

/// Draws the dialog for the figure that a KPI is judged by.
pub fn kpi_figure_ui(ctx: &Context, workspace: &Workspace, kpi: KpiId, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(kpi) = project.kpis.get(&kpi) else { return requests.push(Request::Dialog(None)) };
    let segment = kpi.segment.and_then(|id| project.segments.get(&id));
    let of = segment.map(|segment| format!(", {}", segment.name)).unwrap_or_default();
    let asked = FigureOf {
        title: format!("{}{of}", kpi.aim.name(project).unwrap_or_default()),
        metric: kpi.metric,
        scope: workspace.kpis.scope(kpi.id).cloned().unwrap_or_default(),
        period: workspace.view.period,
        charted: kpi.touchpoint().filter(|_| kpi.segment.is_none()),
        remark: None,
    };
    asked_ui(ctx, workspace, &asked, requests);
}

/// Draws the dialog for a figure of any scope.
pub fn asked_ui(ctx: &Context, workspace: &Workspace, asked: &FigureOf, requests: &mut Requests) {
    let project = workspace.document.project();
    let Some(definition) = workspace.numbers.metric(asked.metric) else {
        return requests.push(Request::Dialog(None));
    };
    let traced = kept_in(ctx, workspace, (asked.metric, asked.scope.clone(), asked.period), || {
        trace(project, &workspace.numbers, asked.metric, asked.scope.clone(), asked.period)
    });
    let Some(trace) = traced.as_ref() else {
        return requests.push(Request::Dialog(None));
    };
    let shown = framed_modal(ctx, workspace, "figure", 620.0, |ui| {
        let muted = color32(workspace.theme.color.muted);
        let days = period_text(trace.period.or(asked.period));
        ui.label(RichText::new(format!("{} · {days}", asked.title)).color(muted));
        ui.heading(&definition.name);
        ui.add_space(6.0);
        value_ui(ui, workspace, definition, trace, compared(workspace, asked));
        section(ui, &workspace.theme, "How it is counted", |_| {});
        // The sums say the formula too.
        ui.add(egui::Label::new(&trace.worked).wrap());
        parts_ui(ui, workspace, definition, trace);
        let by_days = by_days_text(ui, workspace, definition, asked);
        for sentence in trace.figure.note.iter().chain(&trace.remarks).chain(&by_days).chain(&asked.remark) {
            ui.horizontal_top(|ui| {
                ui.label(icon(Icon::Info, 14.0).color(muted));
                ui.add(egui::Label::new(RichText::new(sentence).color(muted)).wrap());
            });
        }
        section(ui, &workspace.theme, "Where it comes from", |_| {});
        files_ui(ui, workspace, definition, trace, requests);
        foot_ui(ui, workspace, requests, asked, trace);
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

fn period_text(period: Option<Period>) -> String {
    period.map_or_else(|| "all days".to_owned(), Period::label)
}

/// The period before and the figure of then, where the dialog is about the period on show and that is compared.
fn compared(workspace: &Workspace, asked: &FigureOf) -> Option<(Period, Figure)> {
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
            let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, metric));
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

/// Of an own metric: the figures that its formula names.
fn parts_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, trace: &Trace) {
    if metric.class != MetricClass::Derived || trace.parts.is_empty() {
        return;
    }
    let muted = color32(workspace.theme.color.muted);
    Grid::new("parts").num_columns(2).spacing([18.0, 4.0]).show(ui, |ui| {
        for part in &trace.parts {
            ui.label(RichText::new(&part.label).color(muted));
            ui.label(&part.text);
            ui.end_row();
        }
    });
}

/// The interval of a ratio that allows for days that differ. Worked out once for a figure, and kept while the dialog
/// shows it.
fn by_days_text(ui: &Ui, workspace: &Workspace, metric: &Metric, asked: &FigureOf) -> Option<String> {
    let stamps = asked.scope.touchpoints().iter().map(|touchpoint| workspace.numbers.stamp(*touchpoint));
    let key = (asked.metric, asked.scope.clone(), asked.period, stamps.collect::<Vec<u64>>());
    let kept_at = egui::Id::unique("interval by days");
    type Kept = ((MetricId, Scope, Option<Period>, Vec<u64>), Option<String>);
    if let Some((of, text)) = ui.data(|data| data.get_temp::<Kept>(kept_at))
        && of == key
    {
        return text;
    }
    let found = interval_by_days(&workspace.numbers, asked.metric, asked.scope.clone(), asked.period);
    let text = found.map(|(interval, days)| {
        format!(
            "Allowing for days that differ: {} to {} (95%; {days} days, drawn again in blocks 2,000 times from a fixed \
             seed).",
            format_full(interval.low, metric),
            format_full(interval.high, metric)
        )
    });
    ui.data_mut(|data| data.insert_temp(kept_at, (key, text.clone())));
    text
}

/// How a file was read, and how it is known again.
fn file_tip(workspace: &Workspace, file: &TracedFile) -> String {
    let mut lines = Vec::new();
    if let Some(source) = workspace.document.project().sources.get(&file.source) {
        lines.push(source.format.clone());
        lines.push(recipe_words(&source.recipe).join(" "));
    }
    lines.extend(file.read_at.map(|day| format!("Read on {}", format_date(day))));
    if !file.hash.is_empty() {
        lines.push(format!("BLAKE3 {}", file.hash));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn files_ui(ui: &mut Ui, workspace: &Workspace, metric: &Metric, trace: &Trace, requests: &mut Requests) {
    let muted = color32(workspace.theme.color.muted);
    if trace.files.is_empty() {
        ui.label(RichText::new("No file has rows for these days.").color(muted));
        return;
    }
    let has_values = trace.files.iter().any(|file| file.value.is_some());
    Grid::new("files").num_columns(6).spacing([18.0, 6.0]).show(ui, |ui| {
        for head in ["File", "Days", "Rows", "BLAKE3", if has_values { "Value" } else { "" }, ""] {
            ui.label(strong(head).small().color(muted));
        }
        ui.end_row();
        for file in &trace.files {
            let name = if file.file_name.is_empty() { "removed file" } else { &file.file_name };
            ui.label(name).on_hover_ui(|ui| {
                ui.set_max_width(420.0);
                ui.label(file_tip(workspace, file));
            });
            ui.label(RichText::new(period_text(file.period)).color(muted));
            let rows = format_grouped(file.rows as f64, 0);
            let first = file.first_row.map(|row| format!(", from line {row}")).unwrap_or_default();
            ui.label(RichText::new(format!("{rows}{first}")).color(muted));
            let start: String = file.hash.chars().take(8).collect();
            ui.label(RichText::new(if start.is_empty() { "–".to_owned() } else { start }).color(muted))
                .on_hover_text(format!("BLAKE3 of the file: {}", file.hash));
            let value = |value: f64| format_full(value, metric);
            ui.label(file.value.map_or_else(|| if has_values { "–" } else { "" }.to_owned(), value));
            let is_there = workspace.sources.path(file.source).is_some();
            let label = format!("Rows of {name}");
            let rows = IconButton::new(None, "Rows…", &label)
                .tip(if is_there { "Show the rows of the file" } else { "The file is not beside the project" })
                .enabled(is_there);
            if rows.ui(ui, &workspace.theme).clicked() {
                requests.push(Request::Source(file.source, SourceWish::ShowRows));
            }
            ui.end_row();
        }
    });
    // How a file was read stands beneath, in full for one and by hovering for more.
    if let [only] = trace.files.as_slice()
        && let Some(source) = workspace.document.project().sources.get(&only.source)
    {
        let recipe = recipe_words(&source.recipe).join(" ");
        if !recipe.is_empty() {
            let text = RichText::new(format!("How it was read: {recipe}")).small().color(muted);
            ui.add(egui::Label::new(text).wrap());
        }
    }
}

fn foot_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, asked: &FigureOf, trace: &Trace) {
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
    let known = |file: &TracedFile| match file.hash.is_empty() {
        true => file.file_name.clone(),
        false => format!("{} (BLAKE3 {})", file.file_name, file.hash),
    };
    let files: Vec<String> = trace.files.iter().map(known).collect();
    let files = files.join(", ");
    format!("{} = {}\n{}\n{files}", trace.text, trace.worked, period_text(trace.period))
}
