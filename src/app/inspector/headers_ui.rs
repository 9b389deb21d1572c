//! The fields of stages and lanes: what each says of itself, and how its map shows it.

use egui::{RichText, Slider, Ui};

use super::super::action::Action;
use super::super::request::Requests;
use super::super::style::color32;
use super::super::tints::tints_ui;
use super::super::widgets::{Emphasis, IconButton, action_tip, field, section};
use super::super::workspace::Workspace;
use super::lane_chart_ui::lane_chart_ui;
use super::{actions_ui, choice, kpi_ui, shared, text_area, text_line};
use crate::base::Icon;
use crate::edit::{Edit, HeaderChange, LaneChange, StageChange, change_headers, headers_counted};
use crate::model::{CARD_WIDTHS, LANE_HEIGHTS, LaneId, Phase, Project, StageId, Subject, Tint};

/// Draws the fields of one stage.
pub(super) fn stage_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, id: StageId) {
    let Some(stage) = workspace.document.project().stages.get(&id) else { return };
    let theme = &workspace.theme;
    ui.heading(if stage.name.is_empty() { "Stage" } else { &stage.name });
    ui.label(RichText::new(stage.phase.label()).color(color32(theme.color.muted)));
    ui.add_space(6.0);
    let change = |change: StageChange| Edit::ChangeStage { stage: id, change };
    field(ui, theme, "Name", |ui| {
        if let Some(name) = text_line(ui, "Stage name", &stage.name, "Name", requests) {
            requests.edit(change(StageChange::Name(name)));
        }
    });
    field(ui, theme, "Phase", |ui| {
        if let Some(phase) = choice(ui, "Phase", Some(stage.phase), &Phase::ALL, Phase::label) {
            requests.edit(change(StageChange::Phase(phase)));
        }
    });
    section(ui, theme, "Description", |_| {});
    if let Some(text) =
        text_area(ui, "Stage description", &stage.description, "What the customer wants to get done here", requests)
    {
        requests.edit(change(StageChange::Description(text)));
    }
    kpi_ui::kpi_ui(ui, workspace, requests, id.into());
    actions_ui::actions_of_ui(ui, workspace, requests, id.into());
    look_ui(ui, workspace, requests, &[Subject::Stage(id)]);
}

/// Draws the fields of one lane.
pub(super) fn lane_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, id: LaneId) {
    let Some(lane) = workspace.document.project().lanes.get(&id) else { return };
    let theme = &workspace.theme;
    ui.heading(if lane.name.is_empty() { "Lane" } else { &lane.name });
    ui.label(RichText::new(format!("holds {}", lane.kind.label().to_lowercase())).color(color32(theme.color.muted)));
    ui.add_space(6.0);
    field(ui, theme, "Name", |ui| {
        if let Some(name) = text_line(ui, "Lane name", &lane.name, "Name", requests) {
            requests.edit(Edit::ChangeLane { lane: id, change: LaneChange::Name(name) });
        }
    });
    lane_chart_ui(ui, workspace, requests, lane);
    look_ui(ui, workspace, requests, &[Subject::Lane(id)]);
}

/// Draws what several stages and lanes have in common.
pub(super) fn headers_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, headers: &[Subject]) {
    ui.heading(headers_counted(headers));
    look_ui(ui, workspace, requests, headers);
}

/// What the map shows of one stage or lane.
struct Look {
    tint: Option<Tint>,
    size: Option<u16>,
    is_collapsed: bool,
}

fn look_of(project: &Project, header: Subject) -> Option<Look> {
    match header {
        Subject::Stage(id) => project.stages.get(&id).map(|stage| Look {
            tint: stage.tint,
            size: stage.card_width,
            is_collapsed: stage.is_collapsed,
        }),
        Subject::Lane(id) => project.lanes.get(&id).map(|lane| Look {
            tint: lane.tint,
            size: lane.height,
            is_collapsed: lane.is_collapsed,
        }),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// Color, size, collapsed, hidden: for all of the headers at once.
fn look_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, headers: &[Subject]) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let looks: Vec<Look> = headers.iter().filter_map(|header| look_of(project, *header)).collect();
    let change = |requests: &mut Requests, change: HeaderChange| {
        let edit = change_headers(project, headers.iter().copied(), change);
        edit.into_iter().for_each(|edit| requests.edit(edit));
    };
    let are_stages = headers.iter().all(|header| matches!(header, Subject::Stage(_)));
    let are_lanes = headers.iter().all(|header| matches!(header, Subject::Lane(_)));

    section(ui, theme, "Color", |_| {});
    let usual = if are_stages { "Color of its phase" } else { "Usual color" };
    if let Some(tint) = tints_ui(ui, theme, usual, shared(&looks, |look| look.tint)) {
        change(requests, HeaderChange::Tint(tint));
    }
    section(ui, theme, "On the map", |_| {});
    if are_stages || are_lanes {
        let (name, limits, usual) = if are_stages {
            ("Card width", CARD_WIDTHS, theme.map.card_width)
        } else {
            ("Height", LANE_HEIGHTS, theme.map.lane_min_height)
        };
        let size = shared(&looks, |look| look.size);
        field(ui, theme, name, |ui| {
            if let Some(size) = size_ui(ui, workspace, requests, name, &limits, size.flatten(), usual) {
                change(requests, HeaderChange::Size(size));
            }
        });
    }
    let mut is_collapsed = looks.iter().all(|look| look.is_collapsed);
    let mixed = !is_collapsed && looks.iter().any(|look| look.is_collapsed);
    let collapsed = egui::Checkbox::new(&mut is_collapsed, "Collapsed to a strip").indeterminate(mixed);
    if ui.add(collapsed).on_hover_text(action_tip(ui, Action::FoldSelected)).changed() {
        change(requests, HeaderChange::Collapsed(is_collapsed));
    }
    ui.add_space(6.0);
    let hide = IconButton::new(Some(Icon::EyeOff), "Hide", "Hide on the map").emphasis(Emphasis::Outlined);
    if hide.tip(action_tip(ui, Action::HideSelected)).ui(ui, theme).clicked() {
        requests.run(Action::HideSelected);
    }
}

/// A slider, and a button for the usual size where the size is another. Returns the new size.
fn size_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    name: &str,
    limits: &std::ops::RangeInclusive<u16>,
    size: Option<u16>,
    usual: f32,
) -> Option<Option<u16>> {
    let mut value = size.unwrap_or(usual.round() as u16);
    let room = if size.is_some() { 128.0 } else { 96.0 };
    ui.spacing_mut().slider_width = (ui.available_width() - room).max(40.0);
    // The rail would otherwise have the color of the panel.
    ui.visuals_mut().widgets.inactive.bg_fill = color32(workspace.theme.color.outline);
    let slider = ui.add(Slider::new(&mut value, limits.clone()).suffix(" pt"));
    slider.widget_info(|| egui::WidgetInfo::slider(true, f64::from(value), name));
    if slider.drag_stopped() || slider.lost_focus() {
        requests.push(super::super::request::Request::Seal);
    }
    let is_reset = size.is_some()
        && IconButton::new(Some(Icon::RotateCcw), "", "Usual size")
            .tip(action_tip(ui, Action::FitSize))
            .ui(ui, &workspace.theme)
            .clicked();
    match (is_reset, slider.changed()) {
        (true, _) => Some(None),
        (false, true) => Some(Some(value)),
        (false, false) => None,
    }
}
