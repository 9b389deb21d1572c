//! The menu that chooses a touchpoint for names of a file, or for a rule: a search field above what may be made, what
//! is likely, and all touchpoints of the journey. It says what was picked and changes nothing.

use egui::{Key, RichText, TextEdit, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::style::{color32, icon, strong};
use super::super::workspace::Workspace;
use super::{SCROLL_BAR, counted};
use crate::base::Icon;
use crate::base::fold::fold;
use crate::import::NewTouchpoint;
use crate::import::plan::{Offer, proposals};
use crate::import::recipe::Target;
use crate::model::{Item, StageId, TouchpointId};

const WIDTH: f32 = 340.0;
const ROW_HEIGHT: f32 = 24.0;
const LIST_HEIGHT: f32 = 260.0;

/// What a touchpoint is chosen for, and what is chosen now.
#[derive(Default)]
pub(super) struct Choice<'a> {
    /// The names; none for a rule.
    pub names: Vec<&'a str>,
    pub touchpoint: Option<TouchpointId>,
    /// Whether the user decided before, so that it can be taken back.
    pub is_decided: bool,
}

/// What was picked.
pub(super) enum Picked {
    Target(Target),
    /// The decision is taken back: the name is matched anew.
    PutBack,
}

/// What is typed and chosen in the menu that is open.
#[derive(Clone, Default)]
struct Search {
    query: String,
    has_had_focus: bool,
    /// Where a new touchpoint goes, if the user says so.
    stage: Option<StageId>,
}

fn search_id() -> egui::Id {
    egui::Id::unique("search for a touchpoint")
}

/// Clears the search when a menu opens.
pub(super) fn begin(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(search_id(), Search::default()));
}

/// Draws the menu; it closes itself when something is picked.
pub(super) fn chooser_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    choice: &Choice<'_>,
) -> Option<Picked> {
    ui.set_width(WIDTH);
    // Rows of just that height: the list draws only those in view.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = ROW_HEIGHT;
    ui.spacing_mut().button_padding.y = 2.0;
    let mut search: Search = ui.data(|data| data.get_temp(search_id())).unwrap_or_default();
    if choice.names.len() > 1 {
        ui.label(strong(counted(choice.names.len(), "name")).small());
        ui.add_space(4.0);
    }
    let field = TextEdit::singleline(&mut search.query)
        .hint_text("Find a touchpoint, or name a new one")
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
    ui.add_space(4.0);
    let query = search.query.trim().to_owned();
    let found = found(workspace, &fold(&query));
    let mut picked = None;
    if query.is_empty() {
        picked = picked.or(outright_ui(ui, workspace, choice));
        picked = picked.or(new_ui(ui, workspace, state, choice, &mut search));
        picked = picked.or(suggestion_ui(ui, workspace, state, choice));
        ui.separator();
    } else if found.iter().all(|(_, title, _)| fold(title) != fold(&query)) {
        let made = named(workspace, state, &query);
        if new_row_ui(ui, workspace, &made, search.stage) || (enter && found.is_empty()) {
            picked = Some(Picked::Target(Target::NewAs(made.touchpoint.clone())));
        }
        stages_ui(ui, workspace, &mut search, made.stage);
        ui.separator();
    }
    if found.is_empty() && query.is_empty() {
        ui.label(RichText::new("The map has no touchpoint yet.").color(color32(workspace.theme.color.muted)));
    }
    if enter && let Some((id, ..)) = found.first() {
        picked = Some(Picked::Target(Target::Touchpoint(id.0)));
    }
    // As high as its rows from the first frame on: a menu keeps the height that it opens with.
    let height = LIST_HEIGHT.min(ROW_HEIGHT * found.len() as f32);
    let scroll = egui::ScrollArea::vertical().max_height(LIST_HEIGHT).min_scrolled_height(height);
    scroll.show_rows(ui, ROW_HEIGHT, found.len(), |ui, shown| {
        ui.set_max_width(ui.available_width() - SCROLL_BAR);
        for (id, title, stage) in found.get(shown).unwrap_or_default() {
            if row_ui(ui, workspace, choice.touchpoint == Some(*id), title, stage) {
                picked = Some(Picked::Target(Target::Touchpoint(id.0)));
            }
        }
    });
    // The stage that the user chose goes with whatever is made.
    if let (Some(Picked::Target(Target::NewAs(made))), Some(stage)) = (&mut picked, search.stage) {
        made.stage = Some(stage.0);
    }
    ui.data_mut(|data| data.insert_temp(search_id(), search));
    if picked.is_some() {
        ui.close();
    }
    picked
}

/// What needs no touchpoint of the map: leaving out, taking a decision back.
fn outright_ui(ui: &mut Ui, workspace: &Workspace, choice: &Choice<'_>) -> Option<Picked> {
    let mut picked = None;
    if row_ui(ui, workspace, false, "Leave out", "rows are not attached") {
        picked = Some(Picked::Target(Target::LeaveOut));
    }
    if choice.is_decided && row_ui(ui, workspace, false, "Put back", "matched anew") {
        picked = Some(Picked::PutBack);
    }
    picked
}

/// What may be made of the names, and in which stage.
fn new_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    choice: &Choice<'_>,
    search: &mut Search,
) -> Option<Picked> {
    let mut picked = None;
    let is_one = choice.names.len() == 1;
    let offers = choice.names.first().map_or_else(Vec::new, |name| {
        let project = workspace.document.project();
        proposals(name, state.table.family, project, &state.options, &state.recipe)
    });
    ui.separator();
    if !is_one {
        let each = if choice.names.is_empty() { "for each name of the rule" } else { "for each name" };
        if row_ui(ui, workspace, false, "New touchpoints", each) {
            picked = Some(Picked::Target(Target::New));
        }
    }
    // Of many names only the type is offered for all: their own names differ.
    let shown =
        if is_one { offers.len() } else { offers.iter().take(1).filter(|o| !o.touchpoint.kind.is_empty()).count() };
    for offer in offers.iter().take(shown) {
        if new_row_ui(ui, workspace, offer, search.stage) {
            picked = Some(Picked::Target(Target::NewAs(offer.touchpoint.clone())));
        }
    }
    if let Some(offer) = offers.first().filter(|_| shown > 0) {
        stages_ui(ui, workspace, search, offer.stage);
    }
    picked
}

/// A new touchpoint of what is typed.
fn named(workspace: &Workspace, state: &ImportState, query: &str) -> Offer {
    let project = workspace.document.project();
    let offers = proposals(query, state.table.family, project, &state.options, &state.recipe);
    let first = offers.into_iter().next();
    let kind = first.as_ref().map_or_else(String::new, |offer| offer.touchpoint.kind.clone());
    let touchpoint = NewTouchpoint { title: query.to_owned(), kind, stage: None };
    match first {
        Some(offer) => Offer { touchpoint, ..offer },
        None => Offer { touchpoint, stage: StageId(0), channel: crate::model::Channel::Other },
    }
}

/// "New: Display or video ad" with the stage that it goes to.
fn new_row_ui(ui: &mut Ui, workspace: &Workspace, offer: &Offer, stage: Option<StageId>) -> bool {
    let stages = &workspace.document.project().stages;
    let stage = stages.get(&stage.unwrap_or(offer.stage)).map_or("", |stage| stage.name.as_str());
    row_ui(ui, workspace, false, &format!("New: {}", offer.touchpoint.title), stage)
}

/// The stages of the journey, of which one is where a new touchpoint goes.
fn stages_ui(ui: &mut Ui, workspace: &Workspace, search: &mut Search, proposed: StageId) {
    let project = workspace.document.project();
    let Some(journey) = project.journeys.get(&workspace.journey) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 2.0);
        ui.label(RichText::new("in").small().color(color32(workspace.theme.color.muted)));
        for id in &journey.stages {
            let Some(stage) = project.stages.get(id) else { continue };
            let is_on = search.stage.unwrap_or(proposed) == *id;
            let button = egui::Button::selectable(is_on, RichText::new(&stage.name).small());
            let response = ui.add(button).on_hover_text(format!("Put new touchpoints in {}", stage.name));
            let name = format!("New ones go to {}", stage.name);
            response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, is_on, &name));
            if response.clicked() {
                search.stage = Some(*id);
            }
        }
    });
}

/// The touchpoint that the name is most like, with how much.
fn suggestion_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, choice: &Choice<'_>) -> Option<Picked> {
    let [name] = choice.names.as_slice() else { return None };
    let unmatched = state.plan.unmatched.iter().find(|unmatched| unmatched.name == *name)?;
    let (id, title, score) = unmatched.suggestion.as_ref()?;
    ui.separator();
    ui.label(strong("Most like it").small());
    row_ui(ui, workspace, false, title, &format!("{score:.2}")).then_some(Picked::Target(Target::Touchpoint(id.0)))
}

/// The journey's touchpoints whose title or stage has the folded query in it, with both, in reading order.
fn found<'a>(workspace: &'a Workspace, query: &str) -> Vec<(TouchpointId, &'a str, &'a str)> {
    let project = workspace.document.project();
    let has = |text: &str| query.is_empty() || fold(text).contains(query);
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
