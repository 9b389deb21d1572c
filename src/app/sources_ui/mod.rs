//! The imported files in the left panel: a row for each, and beneath the chosen one what rests on it and what can be
//! done with it. Only what is in view is drawn.

mod detail_ui;
mod rows_ui;

use egui::{Align, Color32, Key, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::action::Action;
use super::focus::reveal_focus;
use super::import_state::counted;
use super::request::{Request, Requests};
use super::style::{color32, family, icon, icon_font};
use super::widgets::{Emphasis, action_button, empty_state, text_in};
use super::workspace::Workspace;
use crate::base::Icon;
use crate::base::fold::fold;
use crate::file::OnDisk;
use crate::model::{Source, SourceId};
use crate::scene::Face;

pub use rows_ui::rows_ui;

/// Height of a file's row, in points.
const ROW: f32 = 50.0;

/// Of more files, there is a field to filter them.
const MANY: usize = 12;

/// Draws the list.
pub fn sources_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let sources = &workspace.document.project().sources;
    if sources.is_empty() {
        let text = "No numbers yet. Import a file that another tool exported, or drop it on the map.";
        empty_state(ui, theme, Icon::Database, text);
        ui.vertical_centered(|ui| {
            ui.add_space(8.0);
            action_button(ui, workspace, requests, Action::Import, "Import…", Emphasis::Outlined);
        });
        return;
    }
    ui.horizontal(|ui| {
        let text = counted(sources.len(), "imported file");
        ui.label(RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            action_button(ui, workspace, requests, Action::Import, "Import…", Emphasis::Outlined);
            action_button(ui, workspace, requests, Action::CheckSources, "", Emphasis::Quiet);
        });
    });
    let mut watches = workspace.settings.watch_folder;
    let response = ui.checkbox(&mut watches, "Watch the folder");
    if response.on_hover_text(Action::WatchFolder.info().tip).changed() {
        requests.run(Action::WatchFolder);
    }
    ui.add_space(4.0);
    list_ui(ui, workspace, requests);
}

/// What the list keeps between frames.
#[derive(Clone, Default)]
struct List {
    /// What is typed to find files.
    filter: String,
    chosen: Option<SourceId>,
    /// Height of what is beneath the chosen row, as drawn last.
    detail_height: f32,
}

fn list_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let all = &workspace.document.project().sources;
    let id = ui.scope_id().with("imported files");
    let mut list: List = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if all.len() > MANY {
        filter_ui(ui, workspace, &mut list.filter);
    } else {
        list.filter.clear();
    }
    let words = fold(list.filter.trim());
    let is_found =
        |source: &&Source| words.is_empty() || words.split(' ').all(|word| said_of(workspace, source).contains(word));
    let sources: Vec<&Source> = all.values().rev().map(|source| &**source).filter(is_found).collect();
    if sources.is_empty() {
        let text = RichText::new("No file is like that. Clear the filter to see all.")
            .color(color32(workspace.theme.color.muted));
        ui.add(egui::Label::new(text).wrap());
    }
    let chosen = sources.iter().position(|source| Some(source.id) == list.chosen);
    let detail_height = if chosen.is_some() { list.detail_height } else { 0.0 };
    // Where a row begins, from the top of the list.
    let top_of =
        |at: usize| at as f32 * ROW + if chosen.is_some_and(|chosen| chosen < at) { detail_height } else { 0.0 };
    let height = top_of(sources.len());
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        ui.set_height(height);
        let origin = ui.max_rect().min;
        let width = ui.max_rect().width() - 6.0;
        let before = ((viewport.top() - detail_height) / ROW).floor().max(0.0) as usize;
        for (at, source) in sources.iter().enumerate().skip(before) {
            let top = top_of(at);
            if top > viewport.bottom() {
                break;
            }
            let rect = Rect::from_min_size(origin + vec2(0.0, top), vec2(width, ROW));
            let is_chosen = chosen == Some(at);
            match row_ui(ui, workspace, source, rect, is_chosen) {
                Wish::None => {}
                Wish::Toggle => list.chosen = if is_chosen { None } else { Some(source.id) },
                Wish::Up => move_focus(ui, &sources, at.checked_sub(1), origin + vec2(0.0, top - ROW)),
                Wish::Down => {
                    let below = origin + vec2(0.0, top_of(at + 1));
                    move_focus(ui, &sources, Some(at + 1), below);
                }
                Wish::Remove => {
                    requests.push(Request::Source(source.id, super::sources::SourceWish::Remove));
                }
            }
            if is_chosen {
                let room = Rect::from_min_size(origin + vec2(0.0, top + ROW), vec2(width, f32::INFINITY));
                let drawn = ui.scope_builder(UiBuilder::new().max_rect(room).id_salt(source.id), |ui| {
                    detail_ui::detail_ui(ui, workspace, source, requests);
                });
                list.detail_height = drawn.response.rect.height() + 8.0;
                if list.detail_height != detail_height {
                    ui.ctx().request_repaint();
                }
            }
        }
        reveal_focus(ui);
    });
    ui.data_mut(|data| data.insert_temp(id, list));
}

/// A field that finds files by name, tool, days, or what has become of them.
fn filter_ui(ui: &mut Ui, workspace: &Workspace, filter: &mut String) {
    let field = egui::TextEdit::singleline(filter)
        .hint_text("Filter files")
        .prefix(icon(Icon::Search, 13.0).color(color32(workspace.theme.color.muted)))
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 5));
    let response = ui.add(field).on_hover_text("By name, tool, day or state: “sep 2026”, “missing”");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter files"));
    ui.add_space(2.0);
}

/// All that a file is found by, folded.
fn said_of(workspace: &Workspace, source: &Source) -> String {
    let days = source.period.map(|period| period.label()).unwrap_or_default();
    let (_, _, state) = state_of(workspace, source.id);
    fold(&format!("{} {} {days} {state}", source.shown_name(), source.format))
}

/// What somebody wants of a row.
enum Wish {
    None,
    Toggle,
    Up,
    Down,
    Remove,
}

fn row_id(source: SourceId) -> egui::Id {
    egui::Id::unique(("imported file", source))
}

/// Gives the keyboard to a neighbor, which may not have been in view.
fn move_focus(ui: &Ui, sources: &[&Source], to: Option<usize>, pos: egui::Pos2) {
    if let Some(source) = to.and_then(|to| sources.get(to)) {
        ui.memory_mut(|memory| memory.request_focus(row_id(source.id)));
        ui.scroll_to_rect(Rect::from_min_size(pos, vec2(1.0, ROW)), None);
    }
}

fn row_ui(ui: &Ui, workspace: &Workspace, source: &Source, rect: Rect, is_chosen: bool) -> Wish {
    let theme = &workspace.theme;
    let c = &theme.color;
    let id = row_id(source.id);
    let response = ui.interact(rect, id, Sense::click());
    let (mark, ink, state) = state_of(workspace, source.id);
    let period = source.period.map_or_else(|| "no dates".to_owned(), |period| period.label());
    let said = format!("{period} · {}", counted(source.rows as usize, "row"));
    let name = source.shown_name();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, format!("{name}, {said}, {state}")));
    let painter = ui.painter();
    let face = rect.shrink2(vec2(0.0, 1.0));
    if is_chosen {
        painter.rect_filled(face, theme.window.radius, color32(c.accent_tint));
    } else if response.hovered() {
        painter.rect_filled(face, theme.window.radius, color32(c.hover));
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, color32(c.accent));
        painter.rect_stroke(face, theme.window.radius, ring, egui::StrokeKind::Inside);
    }
    let glyph = |x: f32, y: f32, picture: Icon, size: f32, ink: Color32| {
        painter.text(egui::pos2(x, y), egui::Align2::CENTER_CENTER, picture.glyph(), icon_font(size), ink);
    };
    let (first, second) = (rect.top() + 17.0, rect.top() + 34.0);
    glyph(rect.left() + 16.0, first, Icon::FileSpreadsheet, 16.0, color32(c.muted));
    let right = rect.right() - 8.0;
    if let Some(mark) = mark {
        glyph(right - 8.0, first, mark, 15.0, ink);
    }
    let line =
        |y: f32, right: f32| Rect::from_min_max(egui::pos2(rect.left() + 32.0, y - 9.0), egui::pos2(right, y + 9.0));
    let semi = egui::FontId::new(theme.window.body_text, family(Face::SemiBold));
    text_in(ui, line(first, right - 22.0), name, semi, color32(c.ink));
    let small = egui::FontId::new(theme.window.small_text, family(Face::Regular));
    text_in(ui, line(second, right), &said, small, color32(c.muted));
    let focused = response.has_focus();
    let keys = |key| focused && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let wish = if response.clicked() {
        // Enter and Space click too.
        Wish::Toggle
    } else if keys(Key::ArrowUp) {
        Wish::Up
    } else if keys(Key::ArrowDown) {
        Wish::Down
    } else if keys(Key::Delete) {
        Wish::Remove
    } else {
        Wish::None
    };
    if focused {
        // The arrows go from file to file, not to whatever control is nearest.
        let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    response.on_hover_text(format!("{name}\n{}\n{said}\n{state}", source.format));
    wish
}

/// The mark of what has become of a source's file, its color, and the same in words.
fn state_of(workspace: &Workspace, source: SourceId) -> (Option<Icon>, Color32, &'static str) {
    let c = &workspace.theme.color;
    match workspace.sources.state(source) {
        None if workspace.path.is_none() => (None, color32(c.muted), "project not saved yet"),
        None => (None, color32(c.muted), "not looked at yet"),
        Some(OnDisk::Unchanged) => (Some(Icon::Check), color32(c.good), "unchanged"),
        Some(OnDisk::Changed) => (Some(Icon::RefreshCw), color32(c.risk), "changed on disk"),
        Some(OnDisk::Missing) => (Some(Icon::CircleAlert), color32(c.bad), "missing"),
        Some(OnDisk::Unreadable) => (Some(Icon::CircleAlert), color32(c.bad), "cannot be read"),
        Some(OnDisk::Elsewhere) => (None, color32(c.muted), "not beside the project"),
    }
}
