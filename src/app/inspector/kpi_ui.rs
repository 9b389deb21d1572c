//! What is aimed at here: each KPI of the touchpoint, stage or journey with its state, its figure against the target,
//! and what it lacks. Its fields are `kpi_form_ui`'s.

use egui::{Align, CornerRadius, Layout, RichText, Sense, Stroke, Ui, vec2};

use super::super::goals::bullet_ui;
use super::super::kept::kept;
use super::super::request::{Request, Requests};
use super::super::status_mark::paint_status;
use super::super::style::{color32, strong};
use super::super::widgets::{IconButton, section};
use super::super::workspace::{Dialog, Workspace};
use super::kpi_form_ui::{Draft, draft_ui, form_ui};
use crate::analysis::{Figure, Standing, kpi};
use crate::base::number::{format_change_full, format_full, format_short};
use crate::base::{Icon, date};
use crate::model::{Aim, Baseline, Kpi, KpiId, Metric, MetricId};

/// The metrics that a KPI of the aim may be about.
pub(super) struct Offered {
    aim: Aim,
    pub metrics: Vec<MetricId>,
}

/// Draws the section.
pub(super) fn kpi_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, aim: Aim) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let offered = kept(ui, workspace, ("KPI metrics", aim), || Offered {
        aim,
        metrics: workspace.numbers.metrics_at(&aim.touchpoints(project)),
    });
    let metrics = if offered.aim == aim { offered.metrics.as_slice() } else { &[] };
    let kpis: Vec<&Kpi> =
        workspace.kpis.of_aim(aim).iter().filter_map(|id| project.kpis.get(id)).map(AsRef::as_ref).collect();
    let is_there = |id: KpiId| kpis.iter().any(|kpi| kpi.id == id);
    let had_draft = Draft::of(ui.ctx());
    let is_own = |draft: &Draft| draft.aim == aim && draft.of.is_none_or(is_there);
    let mut draft = had_draft.clone().filter(is_own);
    section(ui, theme, "KPI", |ui| {
        let can_add = draft.is_none() && !metrics.is_empty();
        let add = IconButton::new(Some(Icon::Plus), "", "Add a KPI").enabled(can_add);
        let tip = format!("Set a target for a metric of this {}", aim.noun());
        if add.tip(tip).ui(ui, theme).clicked() && can_add {
            draft = Draft::new(aim, metrics, &kpis);
        }
    });
    if kpis.is_empty() && draft.is_none() {
        let text = match (metrics.is_empty(), aim) {
            (true, _) => "A KPI is a target for a metric. Attach a metric first.",
            (false, Aim::Touchpoint(_)) => "No target yet. Add one to see whether this touchpoint is on track.",
            (false, Aim::Stage(_)) => "No target yet. Add one for all touchpoints of this stage together.",
            (false, Aim::Journey(_)) => "No target yet. Add one for all touchpoints of this journey together.",
        };
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
    }
    for kpi in kpis {
        if let Some(metric) = project.metrics.get(&kpi.metric) {
            let asked = ui.push_id(kpi.id, |ui| card_ui(ui, workspace, requests, (kpi, metric), metrics)).inner;
            if let Some(metric) = asked {
                draft = Some(Draft::of_kpi(kpi, metric));
            }
            if let Some(open) = draft.take_if(|draft| draft.of == Some(kpi.id)) {
                draft = draft_ui(ui, workspace, requests, open, metrics);
            }
            ui.add_space(4.0);
        }
    }
    if let Some(open) = draft.take_if(|draft| draft.of.is_none()) {
        draft = draft_ui(ui, workspace, requests, open, metrics);
    }
    match draft {
        Some(draft) => draft.keep(ui.ctx()),
        None if had_draft.is_some_and(|draft| draft.aim == aim) => Draft::forget(ui.ctx()),
        None => {}
    }
}

/// One KPI in its frame. Returns the metric that it is to have once it has another target.
fn card_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (kpi, metric): (&Kpi, &Metric),
    metrics: &[MetricId],
) -> Option<MetricId> {
    let theme = &workspace.theme;
    let standing = workspace.kpis.get(kpi.id)?;
    let open_id = ui.scope_id().with("kpi form");
    let mut is_open = ui.data(|data| data.get_temp::<bool>(open_id)).unwrap_or(false);
    let frame = egui::Frame::NONE
        .stroke(Stroke::new(1.0, color32(theme.color.line)))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(egui::Margin::symmetric(12, 8));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            state_ui(ui, workspace, (kpi, metric), standing);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let name = format!("Edit the KPI {}", metric.name);
                let edit = IconButton::new(Some(Icon::Pencil), "", &name).tip("Edit this KPI").on(is_open);
                if edit.ui(ui, theme).clicked() {
                    is_open = !is_open;
                    ui.data_mut(|data| data.insert_temp(open_id, is_open));
                }
                if let Some(due) = kpi.due {
                    let left = kpi::time_left(due, workspace.today);
                    let text =
                        RichText::new(format!("by {}", date::format_date(due))).color(color32(theme.color.muted));
                    ui.add(egui::Label::new(text).truncate()).on_hover_text(format!("Due {left}"));
                }
            });
        });
        value_ui(ui, workspace, requests, (kpi, metric), standing);
        bullet_ui::bullet_ui(ui, workspace, kpi, metric, standing);
        for line in notes(workspace, kpi, metric, standing) {
            let text = RichText::new(line).size(theme.window.small_text).color(color32(theme.color.muted));
            ui.add(egui::Label::new(text).wrap());
        }
        smart_ui(ui, workspace, kpi);
        if is_open {
            ui.add_space(4.0);
            return form_ui(ui, workspace, requests, (kpi, metric), metrics);
        }
        None
    });
    shown.inner
}

/// The figure, which opens where it comes from, and what it should be.
fn value_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (kpi, metric): (&Kpi, &Metric),
    standing: &Standing,
) {
    let theme = &workspace.theme;
    ui.horizontal_wrapped(|ui| {
        let value = standing.figure.value.map_or_else(|| "–".to_owned(), |value| format_short(value, metric));
        let text = strong(value.as_str()).size(theme.window.heading_text + 2.0);
        let button = egui::Button::new(text).frame(false).min_size(vec2(0.0, 0.0));
        let response = ui.add(button).on_hover_text("Show where this figure comes from");
        let name = format!("{} {value}, where it comes from", metric.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.clicked() {
            requests.push(Request::Dialog(Some(Dialog::KpiFigure(kpi.id))));
        }
        let segment = kpi.segment.and_then(|id| workspace.document.project().segments.get(&id));
        let of = segment.map(|segment| format!(" of {}", segment.name)).unwrap_or_default();
        let target = format_full(kpi.target, metric);
        let text = format!("{}{of}, target {target}", lower_name(&metric.name));
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    });
}

/// The state by shape, color and word; why it is so and the rule in its tooltip.
fn state_ui(ui: &mut Ui, workspace: &Workspace, (kpi, metric): (&Kpi, &Metric), standing: &Standing) {
    const SIDE: f32 = 10.0;
    let theme = &workspace.theme;
    let inner = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(SIDE + 2.0, theme.window.control_height), Sense::hover());
        paint_status(ui, theme, rect.center(), SIDE, standing.state);
        ui.label(strong(standing.state.label()));
    });
    inner.response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.label(strong(standing.reason(kpi, metric)));
        ui.add_space(4.0);
        ui.label(RichText::new(kpi::RULE).color(color32(theme.color.muted)));
    });
}

/// What the KPI lacks; the sentences behind it in the tooltip.
fn smart_ui(ui: &mut Ui, workspace: &Workspace, kpi: &Kpi) {
    let theme = &workspace.theme;
    let missing = workspace.kpis.missing(kpi.id);
    let small = |text: String| RichText::new(text).size(theme.window.small_text);
    let text = if missing.is_empty() {
        small("SMART: nothing is missing".to_owned()).color(color32(theme.color.muted))
    } else {
        let names: Vec<String> = missing.iter().map(|missing| missing.criterion.label().to_lowercase()).collect();
        small(format!("Missing for SMART: {}", listed(&names))).color(color32(theme.color.risk))
    };
    ui.add(egui::Label::new(text).wrap()).on_hover_ui(|ui| smart_tip_ui(ui, workspace, kpi));
}

/// What a KPI lacks, sentence by sentence, and the rule.
pub fn smart_tip_ui(ui: &mut Ui, workspace: &Workspace, kpi: &Kpi) {
    ui.set_max_width(360.0);
    for missing in workspace.kpis.missing(kpi.id) {
        ui.label(strong(missing.criterion.label()));
        ui.label(&missing.what);
    }
    ui.add_space(4.0);
    ui.label(RichText::new(kpi::SMART_RULE).color(color32(workspace.theme.color.muted)));
}

/// "specific", "specific and relevant", "specific, relevant and time-bound".
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What is to be said beside the figure: how sure it is, the change, the way from the baseline, the owner, why.
fn notes(workspace: &Workspace, kpi: &Kpi, metric: &Metric, standing: &Standing) -> Vec<String> {
    let mut lines = Vec::new();
    let figure: &Figure = &standing.figure;
    let full = |value: f64| format_full(value, metric);
    if standing.is_certain == Some(false) {
        lines.push(standing.reason(kpi, metric));
    } else if let Some(at) = standing.expected.filter(|_| figure.value.is_some()) {
        lines.push(format!("On {} the line to the target is at {}", date::format_date(at.day), full(at.value)));
    }
    let own = kpi.touchpoint().filter(|_| kpi.segment.is_none());
    let chip = own.and_then(|touchpoint| workspace.numbers.chip(metric.id, touchpoint, &workspace.view));
    if let Some(chip) = chip.filter(|chip| !chip.change_text.is_empty())
        && let Some(before) = workspace.view.compare_with
    {
        let points = points_of(metric, &chip.change_text);
        lines.push(format!("{}{points} against {}", chip.change_text, before.label()));
    }
    if let (Some(baseline), Some(value)) = (standing.baseline, figure.value) {
        let change = format_change_full(value - baseline, value, metric);
        let points = points_of(metric, &change);
        let days = match kpi.baseline {
            Some(Baseline::Period(days)) => format!(" ({})", days.label()),
            Some(Baseline::Figure(_)) | None => String::new(),
        };
        lines.push(format!("{change}{points} since the baseline of {}{days}", full(baseline)));
    }
    if !kpi.owner.is_empty() {
        lines.push(format!("Owner: {}", kpi.owner));
    }
    if !kpi.why.trim().is_empty() {
        lines.push(format!("Why: {}", kpi.why.trim()));
    }
    lines.extend(figure.note.clone().filter(|_| figure.value.is_none()));
    lines
}

/// A change of a share that is not told in percent is in points of percent.
fn points_of(metric: &Metric, change: &str) -> &'static str {
    if metric.is_in_percent() && !change.ends_with('%') { " points" } else { "" }
}

/// "Conversion rate" → "conversion rate", but "CTR" as it is.
fn lower_name(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}
