//! The dialog of personas and segments: both lists at the left, the form of the chosen one at the right.

mod persona_ui;
mod segment_ui;

use egui::{Align, Context, CornerRadius, Layout, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::avatar::paint_avatar;
use super::focus::reveal_focus;
use super::modal_ui::framed_modal;
use super::request::{Request, Requests};
use super::style::{color32, family, icon_font};
use super::widgets::{Emphasis, IconButton, empty_state, section, text_in};
use super::workspace::{Dialog, PeopleChoice, Workspace};
use crate::base::Icon;
use crate::edit::people;
use crate::scene::Face;

const WIDTH: f32 = 800.0;
const LIST_WIDTH: f32 = 220.0;
const HEIGHT: f32 = 520.0;

/// Draws the dialog.
pub fn people_ui(ctx: &Context, workspace: &Workspace, chosen: Option<PeopleChoice>, requests: &mut Requests) {
    let chosen = existing(workspace, chosen);
    let shown = framed_modal(ctx, workspace, "people", WIDTH, |ui| {
        ui.heading("Personas and segments");
        ui.add_space(6.0);
        // As high for a short form as for a long one: nothing jumps from one persona to the next.
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 190.0).max(160.0);
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(LIST_WIDTH, height), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(vec2(LIST_WIDTH, height));
                let area = ScrollArea::vertical().id_salt("people").max_height(height).auto_shrink(false);
                area.show(ui, |ui| {
                    lists_ui(ui, workspace, chosen, requests);
                    reveal_focus(ui);
                });
            });
            let line_x = ui.cursor().left();
            let top = ui.cursor().top();
            let line = Stroke::new(1.0, color32(workspace.theme.color.line));
            ui.painter().vline(line_x, top..=top + height, line);
            ui.add_space(10.0);
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(size);
                let area = ScrollArea::vertical().id_salt("person").max_height(height).auto_shrink(false);
                area.show(ui, |ui| {
                    // Beside the bar that scrolls.
                    ui.set_max_width(ui.available_width() - 10.0);
                    form_ui(ui, workspace, chosen, requests);
                    reveal_focus(ui);
                });
            });
        });
        super::modal_ui::editing_foot(ui, workspace, requests, None, None);
    });
    if shown.should_close() {
        requests.push(Request::Seal);
        requests.push(Request::Dialog(None));
    }
}

/// What is chosen if it is there still, else the first persona, else the first segment.
fn existing(workspace: &Workspace, chosen: Option<PeopleChoice>) -> Option<PeopleChoice> {
    let project = workspace.document.project();
    let is_there = |choice: &PeopleChoice| match choice {
        PeopleChoice::Persona(id) => project.personas.contains_key(id),
        PeopleChoice::Segment(id) => project.segments.contains_key(id),
    };
    let first_persona = || project.personas.keys().next().copied().map(PeopleChoice::Persona);
    let first_segment = || project.segments.keys().next().copied().map(PeopleChoice::Segment);
    chosen.filter(is_there).or_else(first_persona).or_else(first_segment)
}

fn choose(requests: &mut Requests, choice: PeopleChoice) {
    requests.push(Request::Seal);
    requests.push(Request::Dialog(Some(Dialog::People(Some(choice)))));
}

/// Where the wish is kept that the name of what was just added takes the keyboard.
fn naming_id() -> egui::Id {
    egui::Id::unique("name of new person")
}

/// Whether this one was just added; asked once.
fn is_just_added(ui: &Ui, choice: PeopleChoice) -> bool {
    let is_it = ui.data(|data| data.get_temp::<PeopleChoice>(naming_id())) == Some(choice);
    if is_it {
        ui.data_mut(|data| data.remove::<PeopleChoice>(naming_id()));
    }
    is_it
}

fn added(ui: &Ui, requests: &mut Requests, choice: PeopleChoice) {
    ui.data_mut(|data| data.insert_temp(naming_id(), choice));
    // The name that is typed next belongs to the adding: no seal between the two.
    requests.push(Request::Dialog(Some(Dialog::People(Some(choice)))));
}

fn add_persona(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    let (edit, id) = people::new_persona(workspace.document.project());
    requests.push(Request::Seal);
    requests.edit(edit);
    added(ui, requests, PeopleChoice::Persona(id));
}

fn add_segment(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    let (edit, id) = people::new_segment(workspace.document.project());
    requests.push(Request::Seal);
    requests.edit(edit);
    added(ui, requests, PeopleChoice::Segment(id));
}

fn lists_ui(ui: &mut Ui, workspace: &Workspace, chosen: Option<PeopleChoice>, requests: &mut Requests) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    ui.set_max_width(LIST_WIDTH - 12.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    section(ui, theme, "Personas", |ui| {
        let add = IconButton::new(Some(Icon::Plus), "", "Add a persona").tip("Describe a kind of customer as a person");
        if add.ui(ui, theme).clicked() {
            add_persona(ui, workspace, requests);
        }
    });
    if project.personas.is_empty() {
        hint_ui(ui, workspace, "None yet. A persona is a kind of customer, described as one person.");
    }
    for persona in project.personas.values() {
        let choice = PeopleChoice::Persona(persona.id);
        let name = if persona.name.trim().is_empty() { "Unnamed persona" } else { persona.name.as_str() };
        let row = Row { name, below: &persona.role, is_chosen: chosen == Some(choice) };
        if row.ui(ui, workspace, |ui, rect| paint_avatar(ui, workspace, persona, rect)) {
            choose(requests, choice);
        }
    }
    ui.add_space(8.0);
    section(ui, theme, "Segments", |ui| {
        let add = IconButton::new(Some(Icon::Plus), "", "Add a segment").tip("Name a slice of the customers");
        if add.ui(ui, theme).clicked() {
            add_segment(ui, workspace, requests);
        }
    });
    if project.segments.is_empty() {
        hint_ui(ui, workspace, "None yet. A segment is a slice of the data; importing a file adds its own.");
    }
    for segment in project.segments.values() {
        let choice = PeopleChoice::Segment(segment.id);
        let row = Row { name: &segment.name, below: &segment.description, is_chosen: chosen == Some(choice) };
        let ink = color32(theme.color.muted);
        let clicked = row.ui(ui, workspace, |ui, rect| {
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, Icon::Users.glyph(), icon_font(16.0), ink);
        });
        if clicked {
            choose(requests, choice);
        }
    }
}

fn hint_ui(ui: &mut Ui, workspace: &Workspace, text: &str) {
    let text = RichText::new(text).size(workspace.theme.window.small_text);
    ui.add(egui::Label::new(text.color(color32(workspace.theme.color.muted))).wrap());
}

/// A row of a list.
struct Row<'a> {
    name: &'a str,
    /// Smaller, below the name; empty for none.
    below: &'a str,
    is_chosen: bool,
}

impl Row<'_> {
    /// Draws it with something in the square at its left. Returns whether it was clicked.
    fn ui(&self, ui: &mut Ui, workspace: &Workspace, paint: impl FnOnce(&Ui, egui::Rect)) -> bool {
        const HEIGHT: f32 = 42.0;
        const SQUARE: f32 = 28.0;
        let theme = &workspace.theme;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
        let (name, is_chosen) = (self.name, self.is_chosen);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name));
        if ui.is_rect_visible(rect) {
            let radius = CornerRadius::same(theme.window.radius as u8);
            if is_chosen {
                ui.painter().rect_filled(rect, radius, color32(theme.color.accent_tint));
            } else if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, radius, color32(theme.color.hover));
            }
            let square = egui::Rect::from_center_size(
                egui::pos2(rect.left() + 8.0 + SQUARE / 2.0, rect.center().y),
                vec2(SQUARE, SQUARE),
            );
            paint(ui, square);
            let left = square.right() + 8.0;
            let line = |from: f32, to: f32| {
                egui::Rect::from_min_max(
                    egui::pos2(left, rect.top() + from),
                    egui::pos2(rect.right() - 6.0, rect.top() + to),
                )
            };
            let face = if is_chosen { Face::SemiBold } else { Face::Regular };
            let name_font = egui::FontId::new(theme.window.body_text, family(face));
            let below_font = egui::FontId::new(theme.window.small_text, family(Face::Regular));
            let below = self.below.lines().next().unwrap_or("").trim();
            let name_line = if below.is_empty() { line(0.0, HEIGHT) } else { line(4.0, 22.0) };
            text_in(ui, name_line, name, name_font, color32(theme.color.ink));
            if !below.is_empty() {
                text_in(ui, line(21.0, 38.0), below, below_font, color32(theme.color.muted));
            }
        }
        response.clicked()
    }
}

fn form_ui(ui: &mut Ui, workspace: &Workspace, chosen: Option<PeopleChoice>, requests: &mut Requests) {
    let project = workspace.document.project();
    match chosen {
        Some(PeopleChoice::Persona(id)) => {
            if let Some(persona) = project.personas.get(&id) {
                ui.push_id(id, |ui| persona_ui::persona_ui(ui, workspace, requests, persona));
            }
        }
        Some(PeopleChoice::Segment(id)) => {
            if let Some(segment) = project.segments.get(&id) {
                ui.push_id(id, |ui| segment_ui::segment_ui(ui, workspace, requests, segment));
            }
        }
        None => {
            ui.add_space(60.0);
            let text = "Say whom your journeys are for: a persona with a face, goals and frustrations makes a map easier \
                        to argue about.";
            empty_state(ui, &workspace.theme, Icon::Users, text);
            ui.add_space(10.0);
            ui.vertical_centered(|ui| {
                let add = IconButton::new(None, "Add the first persona", "Add the first persona");
                if add.emphasis(Emphasis::Primary).ui(ui, &workspace.theme).clicked() {
                    add_persona(ui, workspace, requests);
                }
            });
        }
    }
}

/// The heading of a form with the buttons that copy and delete what it is about. Returns which was pressed.
fn title_ui(ui: &mut Ui, workspace: &Workspace, what: &str, delete_tip: &str) -> Option<TitleButton> {
    let theme = &workspace.theme;
    let mut pressed = None;
    super::modal_ui::foot_row(ui, |ui| {
        let name = format!("Delete this {what}");
        let delete = IconButton::new(Some(Icon::Trash2), "Delete", &name).tip(delete_tip);
        if delete.ui(ui, theme).clicked() {
            pressed = Some(TitleButton::Delete);
        }
        let name = format!("Duplicate this {what}");
        let copy = IconButton::new(Some(Icon::CopyPlus), "Duplicate", &name).tip(format!("Add a copy of this {what}"));
        if copy.ui(ui, theme).clicked() {
            pressed = Some(TitleButton::Duplicate);
        }
    });
    pressed
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TitleButton {
    Duplicate,
    Delete,
}

#[cfg(test)]
mod tests;
