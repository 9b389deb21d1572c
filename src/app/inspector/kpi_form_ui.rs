//! The fields of a KPI, and the form of one that is not there yet.

use egui::{Context, Id, Key, RichText, Ui, WidgetInfo};

use super::super::kept::kept;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon};
use super::super::widgets::{Emphasis, IconButton, field};
use super::super::workspace::Workspace;
use super::typed_ui::{MENU_WIDTH, owner_line, value_line};
use super::{combo, text_area, text_line_in};
use crate::analysis::{Scope, periods};
use crate::base::number::format_full;
use crate::base::{Date, Icon, Period, date};
use crate::edit::{Edit, KpiChange, people};
use crate::import::typed::{parse_day, parse_first_day, parse_value};
use crate::model::{Aim, Baseline, Kpi, KpiId, Metric, MetricId, SegmentId};

/// A KPI that is being made, or asked for another target: a metric of another unit cannot keep the one it had.
#[derive(Clone, Debug)]
pub struct Draft {
    pub aim: Aim,
    /// The KPI that is to change; `None` for a new one.
    pub of: Option<KpiId>,
    metric: MetricId,
    target: String,
    is_fresh: bool,
}

impl Draft {
    /// One for the first of the metrics that has no KPI yet, else for the first. `None` without any.
    pub fn new(aim: Aim, metrics: &[MetricId], kpis: &[&Kpi]) -> Option<Self> {
        let free = metrics.iter().find(|metric| kpis.iter().all(|kpi| kpi.metric != **metric));
        let metric = *free.or(metrics.first())?;
        Some(Self { aim, of: None, metric, target: String::new(), is_fresh: true })
    }

    /// One that gives a KPI another metric, and the target in its unit.
    pub fn of_kpi(kpi: &Kpi, metric: MetricId) -> Self {
        Self { aim: kpi.aim, of: Some(kpi.id), metric, target: String::new(), is_fresh: true }
    }

    /// The one that is open; there is one at most in the window.
    pub fn of(ctx: &Context) -> Option<Self> {
        ctx.data(|data| data.get_temp(Self::id()))
    }

    pub fn keep(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Self::id(), self));
    }

    pub fn forget(ctx: &Context) {
        ctx.data_mut(|data| data.remove::<Self>(Self::id()));
    }

    fn id() -> Id {
        Id::unique("KPI draft")
    }
}

/// Returns the metric that was chosen if it is of another unit, so that the target says nothing of it.
pub(super) fn form_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (kpi, metric): (&Kpi, &Metric),
    metrics: &[MetricId],
) -> Option<MetricId> {
    let mut asked = None;
    let theme = &workspace.theme;
    let change = |change: KpiChange| Edit::ChangeKpi { kpi: kpi.id, change };
    field(ui, theme, "Metric", |ui| {
        if let Some(chosen) = metric_choice(ui, workspace, metrics, metric.id, &metric.name) {
            if workspace.numbers.metric(chosen).is_some_and(|chosen| chosen.unit == metric.unit) {
                requests.edit(change(KpiChange::Metric(chosen)));
            } else {
                asked = Some(chosen);
            }
        }
    });
    field(ui, theme, "Of whom", |ui| {
        if let Some(segment) = segment_choice(ui, workspace, kpi.segment) {
            requests.edit(change(KpiChange::Segment(segment)));
        }
    });
    field(ui, theme, "Baseline", |ui| {
        if let Some(baseline) = baseline_ui(ui, workspace, requests, kpi, metric) {
            requests.edit(change(KpiChange::Baseline(baseline)));
        }
    });
    field(ui, theme, "Target", |ui| {
        let shown = format_full(kpi.target, metric);
        let value = (&kpi.target, shown.as_str(), "");
        let target = value_line(ui, workspace, requests, "Target", value, |text| parse_value(text, metric));
        if let Some(target) = target {
            requests.edit(change(KpiChange::Target(target)));
        }
    });
    field(ui, theme, "Start", |ui| {
        if let Some(start) =
            day_ui(ui, workspace, requests, ("Start", &kpi.start), "such as 1 Jan 2026", parse_first_day)
        {
            requests.edit(change(KpiChange::Start(start)));
        }
    });
    field(ui, theme, "Due", |ui| {
        if let Some(due) = day_ui(ui, workspace, requests, ("Due date", &kpi.due), "such as 31 Dec 2026", parse_day) {
            requests.edit(change(KpiChange::Due(due)));
        }
    });
    field(ui, theme, "Owner", |ui| {
        let shown = (kpi.owner.as_str(), "Team or person");
        if let Some(owner) = owner_line(ui, workspace, requests, "Owner of the KPI", shown) {
            requests.edit(change(KpiChange::Owner(owner)));
        }
    });
    field(ui, theme, "Why", |ui| {
        if let Some(why) = text_area(ui, "Why this KPI", &kpi.why, "What it is good for", requests) {
            requests.edit(change(KpiChange::Why(why)));
        }
    });
    let delete = IconButton::new(Some(Icon::Trash2), "Delete KPI", "Delete KPI").emphasis(Emphasis::Outlined);
    if delete.tip("Delete this KPI; undo brings it back").ui(ui, theme).clicked() {
        requests.push(Request::Seal);
        requests.edit(Edit::RemoveKpi { kpi: kpi.id });
    }
    asked
}

/// A line for a day, or nothing. `of` is its name and what it is now.
fn day_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    of: (&str, &Option<Date>),
    hint: &str,
    parse: impl Fn(&str) -> Option<Date>,
) -> Option<Option<Date>> {
    let (name, day) = of;
    let shown = day.map(date::format_date).unwrap_or_default();
    let read = |text: &str| if text.trim().is_empty() { Some(None) } else { parse(text).map(Some) };
    value_line(ui, workspace, requests, name, (day, shown.as_str(), hint), read)
}

/// A line for a figure, and a menu of the periods whose figure it may be. Returns the new baseline.
fn baseline_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    kpi: &Kpi,
    metric: &Metric,
) -> Option<Option<Baseline>> {
    let shown = match kpi.baseline {
        Some(Baseline::Figure(figure)) => format_full(figure, metric),
        Some(Baseline::Period(days)) => days.label(),
        None => String::new(),
    };
    let read = |text: &str| {
        if text.trim().is_empty() { Some(None) } else { parse_value(text, metric).map(|it| Some(Baseline::Figure(it))) }
    };
    let mut typed = None;
    let room = (ui.available_width() - MENU_WIDTH).max(40.0);
    let size = egui::vec2(room, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        let value = (&kpi.baseline, shown.as_str(), "Where it started");
        typed = value_line(ui, workspace, requests, "Baseline", value, read);
    });
    let chosen = period_menu(ui, workspace, kpi, metric);
    if chosen.is_some() {
        requests.push(Request::Seal);
    }
    chosen.map(|days| Some(Baseline::Period(days))).or(typed)
}

/// A button with the periods of the data and the figure of each. Returns the one that was chosen.
fn period_menu(ui: &mut Ui, workspace: &Workspace, kpi: &Kpi, metric: &Metric) -> Option<Period> {
    const NAME: &str = "Baseline: choose a period of the data";
    let mut chosen = None;
    let gap = ui.spacing().item_spacing.x;
    let button = egui::Button::new(icon(Icon::Calendar, 14.0)).min_size(egui::vec2(MENU_WIDTH - gap, 30.0));
    // With the padding of other buttons it would be wider, and stand out of the column.
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding.x, 4.0);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        let scope = workspace.kpis.scope(kpi.id).cloned().unwrap_or_default();
        let offered = periods(&workspace.numbers);
        let days = offered.into_iter().filter_map(|(name, view)| Some((name, view.period?)));
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            let mut is_any = false;
            for (name, days) in days {
                let figure = workspace.numbers.figure(metric.id, scope.clone(), Some(days));
                let Some(value) = figure.value else { continue };
                is_any = true;
                let is_current = kpi.baseline == Some(Baseline::Period(days));
                let text = format!("{name}: {}", format_full(value, metric));
                if ui.selectable_label(is_current, text).clicked() {
                    chosen = Some(days);
                    ui.close();
                }
            }
            if !is_any {
                ui.label(RichText::new("Nothing was measured yet").weak());
            }
        });
    });
    ui.spacing_mut().button_padding.x = padding;
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, NAME));
    response.on_hover_text("Let the baseline be what the metric was in a period of the data");
    chosen
}

/// The form of a KPI that is not there yet, or not as it is to be. Returns the draft as it is now, or `None` once it is
/// added, changed or dropped.
pub(super) fn draft_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    mut draft: Draft,
    metrics: &[MetricId],
) -> Option<Draft> {
    let theme = &workspace.theme;
    let metric = workspace.numbers.metric(draft.metric)?;
    field(ui, theme, "Metric", |ui| {
        if let Some(chosen) = metric_choice(ui, workspace, metrics, draft.metric, &metric.name) {
            if workspace.numbers.metric(chosen).is_none_or(|chosen| chosen.unit != metric.unit) {
                draft.target.clear();
                draft.is_fresh = true;
            }
            draft.metric = chosen;
        }
    });
    let hint = now_hint(ui, workspace, &draft, metric);
    let mut is_entered = false;
    field(ui, theme, "Target", |ui| {
        let (response, text) = text_line_in(ui, "New target", &draft.target, &hint, None, requests);
        if std::mem::take(&mut draft.is_fresh) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if let Some(text) = text {
            draft.target = text;
        }
        is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    });
    let target = parse_value(&draft.target, metric);
    let mut is_open = true;
    ui.horizontal(|ui| {
        let label = if draft.of.is_some() { "Change KPI" } else { "Add KPI" };
        let add = IconButton::new(None, label, label).emphasis(Emphasis::Primary).enabled(target.is_some());
        let is_added = add.tip("Keep this target").ui(ui, theme).clicked() || is_entered;
        if let Some(target) = target.filter(|_| is_added) {
            let project = workspace.document.project();
            let edit = match draft.of {
                Some(kpi) => people::set_kpi_metric(kpi, draft.metric, target),
                None => people::new_kpi(project, draft.aim, draft.metric, target).0,
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

/// What a metric is now, where a KPI is being made.
struct Now(Option<f64>);

/// The same as a hint in the empty field.
fn now_hint(ui: &Ui, workspace: &Workspace, draft: &Draft, metric: &Metric) -> String {
    let now = kept(ui, workspace, (draft.aim, metric.id), || {
        let touchpoints = draft.aim.touchpoints(workspace.document.project());
        Now(workspace.numbers.figure(metric.id, Scope::of(touchpoints), workspace.view.period).value)
    });
    let known = |value| format!("now {}", format_full(value, metric));
    now.0.map_or_else(|| "Where it should be".to_owned(), known)
}

/// A choice among the metrics known there. Returns another than `current`.
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

/// All customers, or a segment. Returns another than `current`.
fn segment_choice(ui: &mut Ui, workspace: &Workspace, current: Option<SegmentId>) -> Option<Option<SegmentId>> {
    const EVERYONE: &str = "All customers";
    let segments = &workspace.document.project().segments;
    let mut chosen = None;
    let shown = current.and_then(|id| segments.get(&id)).map_or(EVERYONE, |segment| segment.name.as_str());
    let response = combo(ui, "KPI segment", shown).show_ui(ui, |ui| {
        let all = segments.values().map(|segment| (Some(segment.id), segment.name.as_str()));
        for (id, name) in std::iter::once((None, EVERYONE)).chain(all) {
            if ui.selectable_label(id == current, name).clicked() && id != current {
                chosen = Some(id);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, "Whom the KPI is about"));
    chosen
}
