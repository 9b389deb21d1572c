//! Which touchpoint another leads to, chosen by a few letters: connecting without a pointer.

use egui::{Context, Key, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit, WidgetInfo};

use super::focus::reveal_focus;
use super::modal_ui::framed_modal;
use super::request::{Request, Requests};
use super::shortcuts::open_field;
use super::style::color32;
use super::widgets::text_in;
use super::workspace::{Dialog, Editing, Workspace};
use crate::edit::{Selection, build};
use crate::model::{Item, Subject, TouchpointId};

/// The most touchpoints that are shown.
const SHOWN: usize = 60;

/// Draws the chooser: from which touchpoint, what was typed, and which of those found Enter takes.
pub fn connect_ui(
    ctx: &Context,
    workspace: &Workspace,
    (from, query, chosen): (TouchpointId, &str, usize),
    requests: &mut Requests,
) {
    const HEIGHT: f32 = 300.0;
    const ROW: f32 = 30.0;
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let title = |id: TouchpointId| match project.text_of(Item::Touchpoint(id)) {
        None | Some("") => "Untitled",
        Some(title) => title,
    };
    let shown = framed_modal(ctx, workspace, "connect", 460.0, |ui| {
        let take_key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (down, up, enter) = (take_key(Key::ArrowDown), take_key(Key::ArrowUp), take_key(Key::Enter));
        let start: String = title(from).chars().take(60).collect();
        ui.heading(format!("Connect {start} to…"));
        ui.add_space(6.0);
        let mut text = query.to_owned();
        let field = TextEdit::singleline(&mut text).hint_text("Name of a touchpoint").desired_width(f32::INFINITY);
        let response = ui.add(field.margin(egui::Margin::symmetric(10, 9)));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of a touchpoint"));
        let has_changed = open_field(&response, &mut text) || response.changed();
        let found = found(workspace, from, &text);
        let last = found.len().saturating_sub(1);
        let at = if has_changed { 0 } else { chosen.min(last) };
        let chosen = match (down, up) {
            (true, _) => (at + 1).min(last),
            (false, true) => at.saturating_sub(1),
            (false, false) => at,
        };
        if has_changed || down || up {
            requests.push(Request::Dialog(Some(Dialog::Connect { from, query: text, chosen })));
        }
        ui.add_space(6.0);
        if found.is_empty() {
            let none = "There is no other touchpoint of that name.";
            ui.label(RichText::new(none).color(color32(theme.color.muted)));
        }
        let mut taken = enter.then_some(chosen);
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, id) in found.iter().enumerate() {
                let size = egui::vec2(ui.available_width(), ROW);
                let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK | Sense::HOVER);
                let stage =
                    project.touchpoints.get(id).and_then(|touchpoint| project.stages.get(&touchpoint.place.stage));
                let name = format!("{}, {}", title(*id), stage.map_or("", |stage| stage.name.as_str()));
                let is_chosen = index == chosen;
                response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &name));
                if is_chosen {
                    response.scroll_to_me(None);
                }
                if is_chosen || response.hovered() {
                    let fill = if is_chosen { theme.color.accent_tint } else { theme.color.hover };
                    ui.painter().rect_filled(rect, theme.window.radius, color32(fill));
                }
                let font = egui::TextStyle::Body.resolve(ui.style());
                text_in(ui, rect.shrink2(egui::vec2(10.0, 0.0)), &name, font, color32(theme.color.ink));
                if response.clicked() {
                    taken = Some(index);
                }
            }
            reveal_focus(ui);
        });
        if let Some(to) = taken.and_then(|index| found.get(index)) {
            let (edit, connector) = build::connect(project, from, *to);
            requests.push(Request::Dialog(None));
            requests.push(Request::EditSelecting(edit, Selection::only(Subject::Connector(connector))));
            // Typing now labels it, in the same undo entry.
            requests.push(Request::StartEditing(Some(Editing::Connector(connector))));
            requests.push(Request::RevealFocus);
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

/// The touchpoints of the journey that it could lead to, in reading order, with all of the words in their titles.
fn found(workspace: &Workspace, from: TouchpointId, query: &str) -> Vec<TouchpointId> {
    let project = workspace.document.project();
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let is_joined = |to: TouchpointId| project.connectors.values().any(|it| (it.from, it.to) == (from, to));
    let touchpoints = project.items_in_reading_order(workspace.journey).into_iter().filter_map(|item| match item {
        Item::Touchpoint(id) => Some(id),
        Item::Card(_) => None,
    });
    let fits = |id: &TouchpointId| {
        let title = project.text_of(Item::Touchpoint(*id)).unwrap_or_default().to_lowercase();
        words.iter().all(|word| title.contains(word.as_str()))
    };
    touchpoints.filter(|id| *id != from && fits(id) && !is_joined(*id)).take(SHOWN).collect()
}
