//! The right panel: every field of what is selected, and of the journey. Fields that a selection of many shares
//! are edited for all of them at once.

mod actions_ui;
mod card_ui;
mod checks_ui;
mod connector_ui;
mod effect_ui;
mod emotion_ui;
mod headers_ui;
mod journey_ui;
mod kpi_form_ui;
mod kpi_ui;
mod lane_chart_ui;
mod links_ui;
mod measures_ui;
mod personas_ui;
mod rating_ui;
mod sticky_ui;
mod structure_ui;
mod swatches;
mod touchpoint_ui;
mod typed_ui;
mod who_ui;

pub use checks_ui::reveal_checks;
pub use kpi_form_ui::Draft as KpiDraft;
pub use kpi_ui::smart_tip_ui;
pub use lane_chart_ui::lane_chart_menu_ui;
pub use measures_ui::{spark_paint, tone_color};
pub use swatches::{persona_swatches, sticky_swatches, tint_swatches};
pub(super) use typed_ui::{lines_area, value_line};

use egui::{Margin, Role, ScrollArea, Stroke, TextEdit, Ui, WidgetInfo};

use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon};
use super::tab_row::tabs;
use super::widgets::{empty_state, field};
use super::workspace::{RightTab, Workspace};
use crate::base::Icon;
use crate::model::{ActionId, CardId, ConnectorId, Item, LaneId, StageId, StickyId, Subject, TouchpointId};

/// Draws the panel.
pub fn inspector_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let shown = Shown::of(workspace);
    ui.horizontal(|ui| {
        ui.add_space(theme.window.padding);
        let chosen = match workspace.right_tab {
            RightTab::Selection => 0,
            RightTab::Journey => 1,
        };
        match tabs(ui, theme, &[shown.tab_name(), "Journey"], chosen) {
            Some(0) => requests.push(Request::RightTab(RightTab::Selection)),
            Some(_) => requests.push(Request::RightTab(RightTab::Journey)),
            None => {}
        }
    });
    let rect = ui.max_rect();
    ui.expand_to_include_rect(rect);
    // What has no room is cut at the right edge, and does not push the panel over the map.
    let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(ui.available_rect_before_wrap()));
    ui.shrink_clip_rect(rect);
    ui.painter().hline(
        rect.x_range(),
        rect.top() + theme.window.tab_height,
        Stroke::new(1.0, color32(theme.color.line)),
    );
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(Margin::symmetric(14, 10)).show(ui, |ui| match workspace.right_tab {
            RightTab::Journey => journey_ui::journey_ui(ui, workspace, requests),
            RightTab::Selection => shown.ui(ui, workspace, requests),
        });
        reveal_focus(ui);
    });
}

/// What the selection amounts to.
enum Shown {
    Nothing,
    /// One that was chosen on the board or in the matrix.
    Action(ActionId),
    Touchpoints(Vec<TouchpointId>),
    Cards(Vec<CardId>),
    Stage(StageId),
    Lane(LaneId),
    /// Several stages, lanes, or both.
    Headers(Vec<Subject>),
    Connectors(Vec<ConnectorId>),
    Stickies(Vec<StickyId>),
    Mixed(usize),
}

impl Shown {
    fn of(workspace: &Workspace) -> Self {
        if let Some(action) = workspace.shown_action() {
            return Self::Action(action.id);
        }
        let subjects = &workspace.document.selection().subjects;
        let (mut touchpoints, mut cards, mut connectors, mut stages, mut lanes, mut stickies) =
            (vec![], vec![], vec![], vec![], vec![], vec![]);
        for subject in subjects {
            match subject {
                Subject::Item(Item::Touchpoint(id)) => touchpoints.push(*id),
                Subject::Item(Item::Card(id)) => cards.push(*id),
                Subject::Connector(id) => connectors.push(*id),
                Subject::Stage(id) => stages.push(*id),
                Subject::Lane(id) => lanes.push(*id),
                Subject::Sticky(id) => stickies.push(*id),
            }
        }
        let all = subjects.len();
        match (stages.as_slice(), lanes.as_slice()) {
            _ if all == 0 => Self::Nothing,
            _ if touchpoints.len() == all => Self::Touchpoints(touchpoints),
            _ if cards.len() == all => Self::Cards(cards),
            _ if stickies.len() == all => Self::Stickies(stickies),
            _ if connectors.len() == all => Self::Connectors(connectors),
            ([stage], []) if all == 1 => Self::Stage(*stage),
            ([], [lane]) if all == 1 => Self::Lane(*lane),
            (stages, lanes) if stages.len() + lanes.len() == all => Self::Headers(subjects.iter().copied().collect()),
            _ => Self::Mixed(all),
        }
    }

    fn tab_name(&self) -> &'static str {
        match self {
            Self::Nothing | Self::Mixed(_) => "Selection",
            Self::Action(_) => "Action",
            Self::Touchpoints(ids) if ids.len() > 1 => "Touchpoints",
            Self::Touchpoints(_) => "Touchpoint",
            Self::Cards(ids) if ids.len() > 1 => "Cards",
            Self::Cards(_) => "Card",
            Self::Stage(_) => "Stage",
            Self::Lane(_) => "Lane",
            Self::Headers(_) => "Headers",
            Self::Connectors(ids) if ids.len() > 1 => "Connectors",
            Self::Connectors(_) => "Connector",
            Self::Stickies(ids) if ids.len() > 1 => "Stickies",
            Self::Stickies(_) => "Sticky",
        }
    }

    fn ui(&self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        match self {
            Self::Nothing => empty_state(
                ui,
                &workspace.theme,
                Icon::MousePointer2,
                "Select a touchpoint, card, sticky, stage or connector to see and edit all about it.",
            ),
            Self::Action(id) => actions_ui::action_ui(ui, workspace, requests, *id),
            Self::Touchpoints(ids) => touchpoint_ui::touchpoint_ui(ui, workspace, requests, ids),
            Self::Cards(ids) => card_ui::cards_ui(ui, workspace, requests, ids),
            Self::Stage(id) => headers_ui::stage_ui(ui, workspace, requests, *id),
            Self::Lane(id) => headers_ui::lane_ui(ui, workspace, requests, *id),
            Self::Headers(headers) => headers_ui::headers_ui(ui, workspace, requests, headers),
            Self::Connectors(ids) => connector_ui::connectors_ui(ui, workspace, requests, ids),
            Self::Stickies(ids) => sticky_ui::stickies_ui(ui, workspace, requests, ids),
            Self::Mixed(count) => {
                empty_state(
                    ui,
                    &workspace.theme,
                    Icon::Layers,
                    &format!(
                        "{count} things of different kinds are selected. Move, copy or delete them together, or select one kind to edit it."
                    ),
                );
            }
        }
    }
}

/// The workshop in which what is selected was added, if it was in one.
pub(super) fn session_ui(ui: &mut Ui, workspace: &Workspace, session: Option<crate::model::SessionId>) {
    let workshop = &workspace.document.project().workshop;
    let Some(session) = session.and_then(|id| workshop.session(id)) else { return };
    field(ui, &workspace.theme, "From", |ui| {
        ui.label(icon(Icon::Flag, 13.0).color(color32(workspace.theme.color.accent)));
        let name = if session.name.trim().is_empty() { "a workshop" } else { session.name.trim() };
        ui.add(egui::Label::new(name).truncate()).on_hover_text("The workshop in which it was added");
    });
}

/// A line of text that reports every change while it is typed, and seals the undo entry when it is left.
pub(super) fn text_line(ui: &mut Ui, name: &str, value: &str, hint: &str, requests: &mut Requests) -> Option<String> {
    text_line_in(ui, name, value, hint, None, requests).1
}

/// The same in a color of its own, with the field's response.
pub(in crate::app) fn text_line_in(
    ui: &mut Ui,
    name: &str,
    value: &str,
    hint: &str,
    ink: Option<egui::Color32>,
    requests: &mut Requests,
) -> (egui::Response, Option<String>) {
    let mut text = value.to_owned();
    let field = TextEdit::singleline(&mut text).text_color_opt(ink);
    let response = text_field(ui, name, field, hint, requests);
    let changed = response.changed().then_some(text);
    (response, changed)
}

/// The same for several lines.
pub(in crate::app) fn text_area(
    ui: &mut Ui,
    name: &str,
    value: &str,
    hint: &str,
    requests: &mut Requests,
) -> Option<String> {
    let mut text = value.to_owned();
    let field = TextEdit::multiline(&mut text).desired_rows(3);
    text_field(ui, name, field, hint, requests).changed().then_some(text)
}

fn text_field(ui: &mut Ui, name: &str, field: TextEdit<'_>, hint: &str, requests: &mut Requests) -> egui::Response {
    let field =
        field.hint_text(hint.to_owned()).desired_width(f32::INFINITY).margin(Margin::symmetric(8, 6)).id_salt(name);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(super::shortcuts::document_field(), response.id));
    }
    if response.lost_focus() {
        requests.push(Request::Seal);
    }
    response
}

/// A choice of one from a list; "several" where the selection disagrees.
pub(super) fn choice<T: Copy + PartialEq, L: Into<String>>(
    ui: &mut Ui,
    name: &str,
    current: Option<T>,
    all: &[T],
    label: impl Fn(T) -> L,
) -> Option<T> {
    let mut chosen = None;
    let shown = current.map_or_else(|| "several".to_owned(), |current| label(current).into());
    let response = combo(ui, name, &shown).show_ui(ui, |ui| {
        for value in all {
            if ui.selectable_label(current == Some(*value), label(*value).into()).clicked() && current != Some(*value) {
                chosen = Some(*value);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    chosen
}

/// A closed list that fills the rest of its row.
pub(super) fn combo<'a>(ui: &Ui, name: &str, shown: &str) -> egui::ComboBox<'a> {
    egui::ComboBox::from_id_salt(name)
        .selected_text(shown.to_owned())
        .width(ui.available_width())
        .height(360.0)
        .truncate()
        .icon(super::widgets::combo_icon)
}

/// The value that all share, or `None` where they differ.
pub fn shared<T: PartialEq + Clone, R>(records: &[R], value: impl Fn(&R) -> T) -> Option<T> {
    let mut values = records.iter().map(value);
    let first = values.next()?;
    values.all(|other| other == first).then_some(first)
}
