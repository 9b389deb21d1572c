//! The menu that chooses a touchpoint for a name: a search field above all touchpoints of the journey.

use egui::{Key, RichText, TextEdit, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon, strong};
use super::super::workspace::Workspace;
use super::{SCROLL_BAR, replan};
use crate::base::Icon;
use crate::import::recipe::Target;
use crate::model::{Item, TouchpointId};

const WIDTH: f32 = 320.0;
const ROW_HEIGHT: f32 = 24.0;
const LIST_HEIGHT: f32 = 300.0;

/// The name that a touchpoint is chosen for, and what is chosen now.
pub(super) struct Choice<'a> {
    pub name: &'a str,
    pub touchpoint: Option<TouchpointId>,
    pub is_new: bool,
}

/// What is typed in the search field of the menu that is open.
#[derive(Clone, Default)]
struct Search {
    query: String,
    has_had_focus: bool,
}

fn search_id() -> egui::Id {
    egui::Id::unique("search for a touchpoint")
}

/// Clears the search when a menu opens.
pub(super) fn begin(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(search_id(), Search::default()));
}

/// Draws the menu.
pub(super) fn chooser_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    choice: &Choice<'_>,
) {
    ui.set_width(WIDTH);
    // Rows of just that height: the list draws only those in view.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = ROW_HEIGHT;
    ui.spacing_mut().button_padding.y = 2.0;
    let mut search: Search = ui.data(|data| data.get_temp(search_id())).unwrap_or_default();
    let field = TextEdit::singleline(&mut search.query)
        .hint_text("Find a touchpoint")
        .prefix(icon(Icon::Search, 14.0).color(color32(workspace.theme.color.muted)))
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 5));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Find a touchpoint"));
    if !search.has_had_focus {
        response.request_focus();
        search.has_had_focus = true;
    }
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let query = search.query.trim().to_lowercase();
    ui.data_mut(|data| data.insert_temp(search_id(), search));
    ui.add_space(4.0);

    let mut chosen = None;
    if query.is_empty() {
        if row_ui(ui, workspace, choice.is_new, "New touchpoint", "") {
            chosen = Some(Target::New);
        }
        if row_ui(ui, workspace, false, "Leave out", "") {
            chosen = Some(Target::LeaveOut);
        }
        ui.separator();
        let suggestion = state
            .plan
            .unmatched
            .iter()
            .find(|unmatched| unmatched.name == choice.name)
            .and_then(|unmatched| unmatched.suggestion.as_ref());
        if let Some((id, title, score)) = suggestion {
            ui.label(strong("Most like it").small());
            if row_ui(ui, workspace, false, title, &format!("{score:.2}")) {
                chosen = Some(Target::Touchpoint(id.0));
            }
            ui.separator();
        }
    }
    let found = found(workspace, &query);
    if found.is_empty() {
        ui.label(RichText::new("No touchpoint of that name.").color(color32(workspace.theme.color.muted)));
    }
    if enter && let Some((id, ..)) = found.first() {
        chosen = Some(Target::Touchpoint(id.0));
    }
    egui::ScrollArea::vertical().max_height(LIST_HEIGHT).show_rows(ui, ROW_HEIGHT, found.len(), |ui, shown| {
        ui.set_max_width(ui.available_width() - SCROLL_BAR);
        for (id, title, stage) in found.get(shown).unwrap_or_default() {
            if row_ui(ui, workspace, choice.touchpoint == Some(*id), title, stage) {
                chosen = Some(Target::Touchpoint(id.0));
            }
        }
    });
    if let Some(target) = chosen {
        let mut recipe = state.recipe.clone();
        recipe.set_match(choice.name, Some(target));
        replan(requests, recipe, &state.options);
        ui.close();
    }
}

/// The journey's touchpoints whose title or stage has the query in it, with both, in reading order.
fn found<'a>(workspace: &'a Workspace, query: &str) -> Vec<(TouchpointId, &'a str, &'a str)> {
    let project = workspace.document.project();
    let has = |text: &str| query.is_empty() || text.to_lowercase().contains(query);
    let touchpoint = |item| {
        let Item::Touchpoint(id) = item else { return None };
        let touchpoint = project.touchpoints.get(&id)?;
        let stage = project.stages.get(&touchpoint.place.stage).map_or("", |stage| stage.name.as_str());
        (has(&touchpoint.title) || has(stage)).then_some((id, touchpoint.title.as_str(), stage))
    };
    project.items_in_reading_order(workspace.journey).into_iter().filter_map(touchpoint).collect()
}

/// One line to choose: a title, and what tells it from others.
fn row_ui(ui: &mut Ui, workspace: &Workspace, is_on: bool, title: &str, beside: &str) -> bool {
    let beside = RichText::new(beside).size(workspace.theme.window.small_text);
    let row = egui::Button::selectable(is_on, title)
        .right_text(beside.color(color32(workspace.theme.color.muted)))
        .min_size(egui::vec2(ui.available_width(), ROW_HEIGHT))
        .truncate();
    ui.add(row).clicked()
}
