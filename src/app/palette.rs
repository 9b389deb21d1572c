//! The command palette: every command and every card of the map, by a few letters of its name.

use egui::{Context, Key, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo};

use super::action::Action;
use super::modal_ui::framed_modal;
use super::request::{Request, Requests};
use super::shortcuts::open_field;
use super::style::{color32, icon_font};
use super::widgets::text_in;
use super::workspace::{Dialog, Workspace};
use crate::base::Icon;
use crate::edit::Selection;
use crate::model::{Item, Subject};

/// Something that the palette offers.
enum Entry {
    Command(Action),
    Item(Item),
}

/// Height of the list of entries, in points.
const LIST_HEIGHT: f32 = 384.0;
/// What is above and below the list, in points.
const AROUND_LIST: f32 = 152.0;
/// The most entries that are shown.
const SHOWN: usize = 40;

/// Draws the palette.
pub fn palette_ui(ctx: &Context, workspace: &Workspace, query: &str, chosen: usize, requests: &mut Requests) {
    let list_height = LIST_HEIGHT.min(ctx.content_rect().height() - AROUND_LIST);
    let shown = framed_modal(ctx, workspace, "palette", 560.0, |ui| {
        let take_key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (down, up, enter) = (take_key(Key::ArrowDown), take_key(Key::ArrowUp), take_key(Key::Enter));
        let mut text = query.to_owned();
        let field = TextEdit::singleline(&mut text)
            .hint_text("Find a card or run a command")
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(10, 9));
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find a card or run a command"));
        let has_changed = open_field(&response, &mut text) || response.changed();
        let entries = found(workspace, &text);
        let last = entries.len().saturating_sub(1);
        let at = if has_changed { 0 } else { chosen.min(last) };
        let chosen = match (down, up) {
            (true, _) => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            (false, true) => at.checked_sub(1).unwrap_or(last),
            (false, false) => at,
        };
        if has_changed || down || up {
            requests.push(Request::Dialog(Some(Dialog::Palette { query: text, chosen })));
        }
        ui.add_space(6.0);
        if entries.is_empty() {
            ui.label(RichText::new("Nothing of that name.").color(color32(workspace.theme.color.muted)));
        }
        let mut clicked = None;
        // Always as high, so that the list neither jumps nor is cut to what the last query left.
        ui.set_min_height(list_height + 50.0);
        ScrollArea::vertical().max_height(list_height).min_scrolled_height(list_height).auto_shrink(false).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (index, entry) in entries.iter().enumerate() {
                    if entry_ui(ui, workspace, entry, index == chosen) {
                        clicked = Some(index);
                    }
                }
            },
        );
        let taken = clicked.or(enter.then_some(chosen));
        if let Some(entry) = taken.and_then(|index| entries.get(index)) {
            take(entry, requests);
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

fn take(entry: &Entry, requests: &mut Requests) {
    requests.push(Request::Dialog(None));
    match entry {
        Entry::Command(action) => requests.run(*action),
        Entry::Item(item) => {
            requests.push(Request::Select(Selection::only(Subject::Item(*item))));
            requests.push(Request::RevealFocus);
        }
    }
}

/// The entries that fit the query, best first: names that start with it, then words that do, then the rest, at last
/// commands whose explanation has the words that the name lacks.
fn found(workspace: &Workspace, query: &str) -> Vec<Entry> {
    let query = query.trim().to_lowercase();
    let commands = Action::ALL
        .iter()
        .filter(|action| action.is_enabled(workspace) && !matches!(action, Action::Palette | Action::Find));
    let mut ranked: Vec<(u8, Entry)> =
        commands.filter_map(|action| Some((command_rank(*action, &query)?, Entry::Command(*action)))).collect();
    if !query.is_empty() {
        let project = workspace.document.project();
        let items =
            project.items().filter_map(|(item, _)| Some((rank(project.text_of(item)?, &query)?, Entry::Item(item))));
        ranked.extend(items.filter(|(_, entry)| match entry {
            Entry::Item(item) => project.journey_of(*item) == Some(workspace.journey),
            Entry::Command(_) => true,
        }));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(SHOWN).map(|(_, entry)| entry).collect()
}

/// Who looks for "add metrics lane" does not know that it is called "Lane: metrics".
fn command_rank(action: Action, query: &str) -> Option<u8> {
    let info = action.info();
    rank(info.label, query).or_else(|| {
        let words = format!("{} {}", info.label, info.tip).to_lowercase();
        let begins = |part: &str| words.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(part));
        query.split_whitespace().all(begins).then_some(3)
    })
}

fn rank(name: &str, query: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(query) {
        Some(0)
    } else if name.split_whitespace().any(|word| word.starts_with(query)) {
        Some(1)
    } else if query.split_whitespace().all(|word| name.contains(word)) {
        Some(2)
    } else {
        None
    }
}

fn entry_ui(ui: &mut Ui, workspace: &Workspace, entry: &Entry, is_chosen: bool) -> bool {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let (picture, name, at_right) = match entry {
        Entry::Command(action) => {
            let info = action.info();
            let shortcut = info.shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut));
            (
                info.icon.unwrap_or(Icon::Command),
                action.menu_label(workspace),
                shortcut.unwrap_or_else(|| info.menu.label().to_owned()),
            )
        }
        Entry::Item(item) => {
            let picture = match item {
                Item::Touchpoint(id) => {
                    project.touchpoints.get(id).map_or(Icon::CircleDot, |touchpoint| touchpoint.channel.icon())
                }
                Item::Card(_) => Icon::StickyNote,
            };
            let stage = project.place_of(*item).and_then(|place| project.stages.get(&place.stage));
            (
                picture,
                project.text_of(*item).unwrap_or_default().to_owned(),
                stage.map(|stage| stage.name.clone()).unwrap_or_default(),
            )
        }
    };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &name));
    if is_chosen {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        let fill = if is_chosen {
            Some(theme.color.accent_tint)
        } else if response.hovered() {
            Some(theme.color.hover)
        } else {
            None
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, theme.window.radius, color32(fill));
        }
        let ink = color32(theme.color.ink);
        let font = egui::TextStyle::Body.resolve(ui.style());
        let middle = rect.center().y;
        ui.painter().text(
            egui::pos2(rect.left() + 18.0, middle),
            egui::Align2::CENTER_CENTER,
            picture.glyph(),
            icon_font(15.0),
            ink,
        );
        let muted = color32(theme.color.muted);
        let right = ui.painter().text(
            egui::pos2(rect.right() - 10.0, middle),
            egui::Align2::RIGHT_CENTER,
            at_right,
            font.clone(),
            muted,
        );
        let room = egui::Rect::from_min_max(
            egui::pos2(rect.left() + 36.0, rect.top()),
            egui::pos2(right.left() - 12.0, rect.bottom()),
        );
        let name = name.lines().next().unwrap_or_default();
        text_in(ui, room, name, font, ink);
    }
    response.clicked()
}
