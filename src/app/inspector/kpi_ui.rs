//! What is aimed at here: each KPI of the touchpoint with its state, its figure against the target, and a form.

use egui::{Align, CornerRadius, Key, Layout, RichText, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::request::{Request, Requests};
use super::super::status_mark::paint_status;
use super::super::style::{color32, strong};
use super::super::widgets::{Emphasis, IconButton, field, section};
use super::super::workspace::Workspace;
use super::typed_ui::{owner_line, value_line};
use super::{combo, text_line_in};
use crate::analysis::{Figure, KpiState, kpi};
use crate::base::number::{Unit, format_change_full, format_full, format_short};
use crate::base::{Icon, date};
use crate::edit::{Edit, KpiChange, people};
use crate::import::typed::{parse_day, parse_value};
use crate::layout::status_color;
use crate::model::{Baseline, Kpi, KpiId, Metric, MetricId, TouchpointId};

/// A KPI that is being made, or asked for another target: a metric of another unit cannot keep the one it had.
#[derive(Clone, Debug)]
struct Draft {
    touchpoint: TouchpointId,
    /// The KPI that is to change; `None` for a new one.
    of: Option<KpiId>,
    metric: MetricId,
    target: String,
    is_fresh: bool,
}

/// Draws the section.
pub(super) fn kpi_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, touchpoint: TouchpointId) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let metrics = workspace.numbers.metrics_of(touchpoint);
    let draft_id = ui.scope_id().with("kpi draft");
    let draft: Option<Draft> = ui.data(|data| data.get_temp(draft_id));
    let had_draft = draft.is_some();
    let kpis: Vec<&Kpi> = project.kpis_of(touchpoint).map(AsRef::as_ref).collect();
    let is_there = |id: KpiId| kpis.iter().any(|kpi| kpi.id == id);
    let mut draft = draft.filter(|draft| draft.touchpoint == touchpoint && draft.of.is_none_or(is_there));
    section(ui, theme, "KPI", |ui| {
        let free = metrics.iter().find(|metric| kpis.iter().all(|kpi| kpi.metric != **metric));
        let metric = free.or(metrics.first()).copied();
        let can_add = draft.is_none() && metric.is_some();
        let add = IconButton::new(Some(Icon::Plus), "", "Add a KPI").enabled(can_add);
        let clicked = add.tip("Set a target for a metric of this touchpoint").ui(ui, theme).clicked();
        if let Some(metric) = metric.filter(|_| clicked && can_add) {
            draft = Some(Draft { touchpoint, of: None, metric, target: String::new(), is_fresh: true });
        }
    });
    if kpis.is_empty() && draft.is_none() {
        let text = if metrics.is_empty() {
            "A KPI is a target for a metric. Attach a metric first."
        } else {
            "No target yet. Add one to see whether this touchpoint is on track."
        };
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).wrap());
    }
    for kpi in kpis {
        if let Some(metric) = project.metrics.get(&kpi.metric) {
            let asked = ui.push_id(kpi.id, |ui| card_ui(ui, workspace, requests, kpi, metric)).inner;
            if let Some(metric) = asked {
                draft = Some(Draft { touchpoint, of: Some(kpi.id), metric, target: String::new(), is_fresh: true });
            }
            if let Some(open) = draft.take_if(|draft| draft.of == Some(kpi.id)) {
                draft = draft_ui(ui, workspace, requests, open, &metrics);
            }
            ui.add_space(4.0);
        }
    }
    if let Some(open) = draft.take_if(|draft| draft.of.is_none()) {
        draft = draft_ui(ui, workspace, requests, open, &metrics);
    }
    match draft {
        Some(draft) => {
            ui.data_mut(|data| data.insert_temp(draft_id, draft));
        }
        None if had_draft => ui.data_mut(|data| data.remove::<Draft>(draft_id)),
        None => {}
    }
}

/// One KPI in its frame. Returns the metric that it is to have once it has another target.
fn card_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    kpi: &Kpi,
    metric: &Metric,
) -> Option<MetricId> {
    let theme = &workspace.theme;
    let (figure, state) = workspace.numbers.kpi(workspace.document.project(), kpi, &workspace.view);
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
            state_ui(ui, workspace, state);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let name = format!("Edit the KPI {}", metric.name);
                let edit = IconButton::new(Some(Icon::Pencil), "", &name).tip("Edit this KPI").on(is_open);
                if edit.ui(ui, theme).clicked() {
                    is_open = !is_open;
                    ui.data_mut(|data| data.insert_temp(open_id, is_open));
                }
                if let Some(due) = kpi.due {
                    let text = RichText::new(format!("by {}", date::format_date(due)));
                    ui.add(egui::Label::new(text.color(color32(theme.color.muted))).truncate());
                }
            });
        });
        ui.horizontal_wrapped(|ui| {
            let value = figure.value.map_or_else(|| "–".to_owned(), |value| format_short(value, &metric.unit));
            ui.label(strong(value).size(theme.window.heading_text + 2.0));
            let text = format!("{}, target {}", lower_name(&metric.name), format_full(kpi.target, &metric.unit));
            ui.label(RichText::new(text).color(color32(theme.color.muted)));
        });
        bar_ui(ui, workspace, kpi.target, &figure, state);
        for line in notes(workspace, kpi, metric, &figure) {
            let text = RichText::new(line).size(theme.window.small_text).color(color32(theme.color.muted));
            ui.add(egui::Label::new(text).wrap());
        }
        if is_open {
            ui.add_space(4.0);
            return form_ui(ui, workspace, requests, kpi, metric);
        }
        None
    });
    shown.inner
}

/// The state by shape, color and word; the rule in its tooltip.
fn state_ui(ui: &mut Ui, workspace: &Workspace, state: KpiState) {
    const SIDE: f32 = 10.0;
    let theme = &workspace.theme;
    let inner = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(SIDE + 2.0, theme.window.control_height), Sense::hover());
        paint_status(ui, theme, rect.center(), SIDE, state);
        ui.label(strong(state.label()));
    });
    inner.response.on_hover_text(kpi::RULE);
}

/// The figure as a bar, the target as a mark across it.
fn bar_ui(ui: &mut Ui, workspace: &Workspace, target: f64, figure: &Figure, state: KpiState) {
    const HEIGHT: f32 = 7.0;
    const MARK: f32 = 14.0;
    let theme = &workspace.theme;
    let Some((at, mark)) = kpi::bar(target, figure) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), MARK + 2.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, "Figure against target"));
    let track = egui::Rect::from_center_size(rect.center(), vec2(rect.width(), HEIGHT));
    let corner = CornerRadius::same((HEIGHT / 2.0) as u8);
    ui.painter().rect_filled(track, corner, color32(theme.color.grid));
    let filled = egui::Rect::from_min_size(track.min, vec2(track.width() * at, HEIGHT));
    ui.painter().rect_filled(filled, corner, color32(status_color(theme, state)));
    let x = track.left() + track.width() * mark;
    let line = egui::Rect::from_center_size(egui::pos2(x, track.center().y), vec2(2.0, MARK));
    ui.painter().rect_filled(line, CornerRadius::ZERO, color32(theme.color.ink));
}

/// What is to be said beside the figure: the change, the way from the baseline, the owner, why nothing is known.
fn notes(workspace: &Workspace, kpi: &Kpi, metric: &Metric, figure: &Figure) -> Vec<String> {
    let mut lines = Vec::new();
    let chip = kpi.touchpoint().and_then(|touchpoint| workspace.numbers.chip(metric.id, touchpoint, &workspace.view));
    if let Some(chip) = chip.filter(|chip| !chip.change_text.is_empty())
        && let Some(before) = workspace.view.compare_with
    {
        let points = points_of(&metric.unit, &chip.change_text);
        lines.push(format!("{}{points} against {}", chip.change_text, before.label()));
    }
    if let (Some(baseline), Some(value)) = (workspace.numbers.baseline(workspace.document.project(), kpi), figure.value)
    {
        let change = format_change_full(value - baseline, value, &metric.unit);
        let points = points_of(&metric.unit, &change);
        lines.push(format!("{change}{points} since the baseline of {}", format_full(baseline, &metric.unit)));
    }
    if !kpi.owner.is_empty() {
        lines.push(format!("Owner: {}", kpi.owner));
    }
    lines.extend(figure.note.clone().filter(|_| figure.value.is_none()));
    lines
}

/// A change of a share that is not told in percent is in points of percent.
fn points_of(unit: &Unit, change: &str) -> &'static str {
    if *unit == Unit::Share && !change.ends_with('%') { " points" } else { "" }
}

/// Returns the metric that was chosen if it is of another unit, so that the target says nothing of it.
fn form_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    kpi: &Kpi,
    metric: &Metric,
) -> Option<MetricId> {
    let mut asked = None;
    let theme = &workspace.theme;
    let change = |change: KpiChange| Edit::ChangeKpi { kpi: kpi.id, change };
    let unit = &metric.unit;
    let metrics = kpi.touchpoint().map(|touchpoint| workspace.numbers.metrics_of(touchpoint)).unwrap_or_default();
    field(ui, theme, "Metric", |ui| {
        if let Some(metric) = metric_choice(ui, workspace, &metrics, metric.id, &metric.name) {
            if workspace.numbers.metric(metric).is_some_and(|metric| metric.unit == *unit) {
                requests.edit(change(KpiChange::Metric(metric)));
            } else {
                asked = Some(metric);
            }
        }
    });
    field(ui, theme, "Target", |ui| {
        let shown = format_full(kpi.target, unit);
        let value = (&kpi.target, shown.as_str(), "");
        let target = value_line(ui, workspace, requests, "Target", value, |text| parse_value(text, unit));
        if let Some(target) = target {
            requests.edit(change(KpiChange::Target(target)));
        }
    });
    field(ui, theme, "Baseline", |ui| {
        let shown = match kpi.baseline {
            Some(Baseline::Figure(figure)) => format_full(figure, unit),
            Some(Baseline::Period(days)) => days.label(),
            None => String::new(),
        };
        let value = (&kpi.baseline, shown.as_str(), "Where it started");
        let read = |text: &str| {
            if text.trim().is_empty() {
                Some(None)
            } else {
                parse_value(text, unit).map(|it| Some(Baseline::Figure(it)))
            }
        };
        if let Some(baseline) = value_line(ui, workspace, requests, "Baseline", value, read) {
            requests.edit(change(KpiChange::Baseline(baseline)));
        }
    });
    field(ui, theme, "Due", |ui| {
        let shown = kpi.due.map(date::format_date).unwrap_or_default();
        let value = (&kpi.due, shown.as_str(), "31 Dec 2026");
        let read = |text: &str| if text.trim().is_empty() { Some(None) } else { parse_day(text).map(Some) };
        if let Some(due) = value_line(ui, workspace, requests, "Due date", value, read) {
            requests.edit(change(KpiChange::Due(due)));
        }
    });
    field(ui, theme, "Owner", |ui| {
        let shown = (kpi.owner.as_str(), "Team or person");
        if let Some(owner) = owner_line(ui, workspace, requests, "Owner of the KPI", shown) {
            requests.edit(change(KpiChange::Owner(owner)));
        }
    });
    let delete = IconButton::new(Some(Icon::Trash2), "Delete KPI", "Delete KPI").emphasis(Emphasis::Outlined);
    if delete.tip("Delete this KPI; undo brings it back").ui(ui, theme).clicked() {
        requests.push(Request::Seal);
        requests.edit(Edit::RemoveKpi { kpi: kpi.id });
    }
    asked
}

/// The form of a KPI that is not there yet, or not as it is to be. Returns the draft as it is now, or `None` once it is
/// added, changed or dropped.
fn draft_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    mut draft: Draft,
    metrics: &[MetricId],
) -> Option<Draft> {
    let theme = &workspace.theme;
    let metric = workspace.numbers.metric(draft.metric)?;
    let unit = &metric.unit;
    field(ui, theme, "Metric", |ui| {
        if let Some(chosen) = metric_choice(ui, workspace, metrics, draft.metric, &metric.name) {
            if workspace.numbers.metric(chosen).is_none_or(|chosen| chosen.unit != *unit) {
                draft.target.clear();
                draft.is_fresh = true;
            }
            draft.metric = chosen;
        }
    });
    let now = workspace.numbers.figure(draft.metric, draft.touchpoint, workspace.view.period);
    let hint = now.value.map_or_else(|| "Where it should be".to_owned(), |v| format!("now {}", format_full(v, unit)));
    let mut is_entered = false;
    field(ui, theme, "Target", |ui| {
        let (response, text) = text_line_in(ui, "New target", &draft.target, &hint, None, requests);
        if std::mem::take(&mut draft.is_fresh) {
            response.request_focus();
        }
        if let Some(text) = text {
            draft.target = text;
        }
        is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    });
    let target = parse_value(&draft.target, unit);
    let mut is_open = true;
    ui.horizontal(|ui| {
        let label = if draft.of.is_some() { "Change KPI" } else { "Add KPI" };
        let add = IconButton::new(None, label, label).emphasis(Emphasis::Primary).enabled(target.is_some());
        let is_added = add.tip("Keep this target").ui(ui, theme).clicked() || is_entered;
        if let Some(target) = target.filter(|_| is_added) {
            let project = workspace.document.project();
            let edit = match draft.of {
                Some(kpi) => people::set_kpi_metric(kpi, draft.metric, target),
                None => people::new_kpi(project, draft.touchpoint, draft.metric, target).0,
            };
            requests.push(Request::Seal);
            requests.edit(edit);
            is_open = false;
        }
        let cancel = IconButton::new(None, "Cancel", "Cancel the KPI").emphasis(Emphasis::Outlined);
        is_open &= !cancel.tip("Forget this target").ui(ui, theme).clicked();
    });
    if !draft.target.is_empty() && target.is_none() {
        let text = RichText::new("Type a number in the unit of the metric.").color(color32(theme.color.bad));
        ui.label(text.size(theme.window.small_text));
    }
    is_open.then_some(draft)
}

/// A choice among the metrics that the touchpoint has. Returns another than `current`.
fn metric_choice(
    ui: &mut Ui,
    workspace: &Workspace,
    metrics: &[MetricId],
    current: MetricId,
    shown: &str,
) -> Option<MetricId> {
    let mut chosen = None;
    let response = combo(ui, "KPI metric", shown).show_ui(ui, |ui| {
        for id in metrics {
            let name = workspace.numbers.metric(*id).map_or("", |metric| metric.name.as_str());
            if ui.selectable_label(*id == current, name).clicked() && *id != current {
                chosen = Some(*id);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, "Metric of the KPI"));
    chosen
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
