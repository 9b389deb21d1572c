//! What a lane draws from its touchpoints, in the inspector and in the lane's menu: the charts of a metrics lane, the
//! groups of a touchpoints lane, and the channels of a channels lane.

use std::collections::{BTreeMap, BTreeSet};

use egui::{RichText, Role, Ui, WidgetInfo};

use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{field, section};
use super::super::workspace::Workspace;
use super::{choice, combo};
use crate::edit::{Edit, LaneChange, Selection};
use crate::model::{
    Channel, ChartForm, ChartScope, Grouping, Item, Lane, LaneChart, LaneKind, MetricId, StageId, Touchpoint,
};

const MOST_TELLING: &str = "Most telling";

/// Draws the fields that a lane has for its kind.
pub(super) fn lane_chart_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, lane: &Lane) {
    let theme = &workspace.theme;
    let change = |change: LaneChange| Edit::ChangeLane { lane: lane.id, change };
    match lane.kind {
        LaneKind::Touchpoints => field(ui, theme, "Group rows by", |ui| {
            let all: Vec<Option<Grouping>> = std::iter::once(None).chain(Grouping::ALL.map(Some)).collect();
            if let Some(grouping) = choice(ui, "Group rows by", Some(lane.grouping), &all, grouping_label) {
                requests.edit(change(LaneChange::Grouping(grouping)));
            }
        }),
        LaneKind::Metrics => {
            let chart = lane.chart;
            field(ui, theme, "Chart", |ui| {
                if let Some(form) = choice(ui, "Chart form", Some(chart.form), &ChartForm::ALL, ChartForm::label) {
                    requests.edit(change(LaneChange::Chart(LaneChart { form, ..chart })));
                }
            });
            field(ui, theme, "One chart", |ui| {
                if let Some(scope) = choice(ui, "Chart scope", Some(chart.scope), &ChartScope::ALL, ChartScope::label) {
                    requests.edit(change(LaneChange::Chart(LaneChart { scope, ..chart })));
                }
            });
            field(ui, theme, "Metric", |ui| {
                let name = |id: MetricId| workspace.numbers.metric(id).map_or("", |metric| metric.name.as_str());
                let response = combo(ui, "Chart metric", chart.metric.map_or(MOST_TELLING, name)).show_ui(ui, |ui| {
                    if let Some(metric) = metrics_ui(ui, workspace, chart.metric) {
                        requests.edit(change(LaneChange::Chart(LaneChart { metric, ..chart })));
                    }
                });
                response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Chart metric"));
            });
        }
        LaneKind::Channels => channels_ui(ui, workspace, requests),
        LaneKind::Actions
        | LaneKind::Thoughts
        | LaneKind::Emotion
        | LaneKind::PainPoints
        | LaneKind::Opportunities
        | LaneKind::Evidence
        | LaneKind::Frontstage
        | LaneKind::Backstage
        | LaneKind::Support
        | LaneKind::Notes => {}
    }
}

/// The same choices as entries of the lane's menu.
pub fn lane_chart_menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, lane: &Lane) {
    let mut chosen = None;
    match lane.kind {
        LaneKind::Touchpoints => {
            ui.menu_button("Group rows by", |ui| {
                for grouping in std::iter::once(None).chain(Grouping::ALL.map(Some)) {
                    if ui.radio(lane.grouping == grouping, grouping_label(grouping)).clicked() {
                        chosen = Some(LaneChange::Grouping(grouping));
                    }
                }
            });
            ui.separator();
        }
        LaneKind::Metrics => {
            let chart = lane.chart;
            ui.menu_button("Chart", |ui| {
                for form in ChartForm::ALL {
                    if ui.radio(chart.form == form, form.label()).clicked() {
                        chosen = Some(LaneChange::Chart(LaneChart { form, ..chart }));
                    }
                }
                ui.separator();
                for scope in ChartScope::ALL {
                    if ui.radio(chart.scope == scope, scope.label()).clicked() {
                        chosen = Some(LaneChange::Chart(LaneChart { scope, ..chart }));
                    }
                }
            });
            ui.menu_button("Metric", |ui| {
                egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                    if let Some(metric) = metrics_ui(ui, workspace, chart.metric) {
                        chosen = Some(LaneChange::Chart(LaneChart { metric, ..chart }));
                    }
                });
            });
            ui.separator();
        }
        LaneKind::Actions
        | LaneKind::Thoughts
        | LaneKind::Emotion
        | LaneKind::PainPoints
        | LaneKind::Opportunities
        | LaneKind::Channels
        | LaneKind::Evidence
        | LaneKind::Frontstage
        | LaneKind::Backstage
        | LaneKind::Support
        | LaneKind::Notes => {}
    }
    if let Some(change) = chosen {
        requests.edit(Edit::ChangeLane { lane: lane.id, change });
        ui.close();
    }
}

fn grouping_label(grouping: Option<Grouping>) -> &'static str {
    grouping.map_or("Nothing", Grouping::label)
}

/// A row for each metric with figures. Returns what was chosen.
fn metrics_ui(ui: &mut Ui, workspace: &Workspace, current: Option<MetricId>) -> Option<Option<MetricId>> {
    let mut chosen = None;
    if ui.selectable_label(current.is_none(), MOST_TELLING).clicked() {
        chosen = Some(None);
    }
    for id in workspace.numbers.metrics() {
        let name = workspace.numbers.metric(id).map_or("", |metric| metric.name.as_str());
        if ui.selectable_label(current == Some(id), name).clicked() {
            chosen = Some(Some(id));
        }
    }
    chosen.filter(|chosen| *chosen != current)
}

/// The channels of the journey with what happens on each: a click selects its touchpoints.
fn channels_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let Some(journey) = workspace.open_journey() else { return };
    let mut by_channel: BTreeMap<Channel, Vec<&Touchpoint>> = BTreeMap::new();
    for item in project.items_in_reading_order(journey.id) {
        if let Item::Touchpoint(id) = item
            && let Some(touchpoint) = project.touchpoints.get(&id)
        {
            by_channel.entry(touchpoint.channel).or_default().push(touchpoint);
        }
    }
    section(ui, theme, "Channels", |_| {});
    if by_channel.is_empty() {
        ui.label(RichText::new("No touchpoints yet.").color(color32(theme.color.muted)));
    }
    for (channel, touchpoints) in &by_channel {
        let count = touchpoints.len();
        let counted = if count == 1 { "1 touchpoint".to_owned() } else { format!("{count} touchpoints") };
        let missing = missing_stages(&journey.stages, touchpoints);
        let names: Vec<&str> =
            missing.iter().filter_map(|id| project.stages.get(id)).map(|stage| stage.name.as_str()).collect();
        ui.horizontal_wrapped(|ui| {
            let response = ui.link(format!("{}: {counted}", channel.label())).on_hover_text("Select its touchpoints");
            if response.clicked() {
                let items = touchpoints.iter().map(|touchpoint| Item::Touchpoint(touchpoint.id));
                requests.push(Request::Select(Selection::of(items)));
            }
            if !names.is_empty() {
                let text = format!("drops out in {}", names.join(", "));
                ui.label(RichText::new(text).color(color32(theme.color.risk)));
            }
        });
    }
}

/// The stages between the first and the last use in which there is none.
fn missing_stages(stages: &[StageId], touchpoints: &[&Touchpoint]) -> Vec<StageId> {
    let used: BTreeSet<StageId> = touchpoints.iter().map(|touchpoint| touchpoint.place.stage).collect();
    let is_used = |stage: &&StageId| used.contains(*stage);
    let first = stages.iter().position(|stage| is_used(&stage)).unwrap_or(0);
    let last = stages.iter().rposition(|stage| is_used(&stage)).unwrap_or(0);
    let between = stages.get(first..=last).unwrap_or_default();
    between.iter().filter(|stage| !is_used(stage)).copied().collect()
}
