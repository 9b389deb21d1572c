//! The list of what a cell may become, open below it. Arrows and letters choose, Enter takes.

use egui::{
    Align2, Area, Event, Frame, Id, Key, Modifiers, Order, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};

use super::column::{Choices, Column};
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::widgets::text_in;
use crate::app::workspace::Workspace;
use crate::edit::Edit;
use crate::model::Item;

/// The open list.
#[derive(Clone, Debug)]
pub struct List {
    choices: Choices,
    chosen: usize,
    /// The press that opened it is not one beside it.
    is_opened: bool,
}

impl List {
    /// The list of a cell; `None` where there is nothing to choose from.
    pub fn of(column: Column, item: Item, workspace: &Workspace) -> Option<Self> {
        let choices = column.choices(workspace, item);
        let chosen = choices.current;
        (!choices.entries.is_empty()).then_some(Self { choices, chosen, is_opened: false })
    }

    /// Draws it below its cell. Returns whether it was closed.
    pub fn ui(&mut self, ui: &Ui, cell: Rect, workspace: &Workspace, requests: &mut Requests) -> bool {
        const ROW: f32 = 28.0;
        const HIGHEST: f32 = 9.0 * ROW;
        let has_moved = if self.is_opened { self.take_moves(ui) } else { true };
        let (is_entered, is_escaped) = ui.input_mut(|input| {
            let is_entered = self.is_opened && input.consume_key(Modifiers::NONE, Key::Enter);
            (is_entered, input.consume_key(Modifiers::NONE, Key::Escape))
        });
        let theme = &workspace.theme;
        let mut clicked = None;
        let area = Area::new(Id::unique("list of the map's table")).order(Order::Foreground);
        let shown = area.fixed_pos(cell.left_bottom() + vec2(0.0, 2.0)).constrain(true).show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(4).show(ui, |ui| {
                ui.set_width(cell.width().max(150.0));
                ScrollArea::vertical().max_height(HIGHEST).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (at, (label, _)) in self.choices.entries.iter().enumerate() {
                        let (rect, response) =
                            ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK | Sense::HOVER);
                        let is_chosen = at == self.chosen;
                        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, label));
                        if is_chosen || response.hovered() {
                            let fill = if is_chosen { theme.color.accent_tint } else { theme.color.hover };
                            ui.painter().rect_filled(rect, theme.window.radius, color32(fill));
                        }
                        if is_chosen && has_moved {
                            response.scroll_to_me(None);
                        }
                        if at == self.choices.current {
                            let mark = egui::pos2(rect.right() - 12.0, rect.center().y);
                            let (check, font) = (crate::base::Icon::Check.glyph(), crate::app::style::icon_font(14.0));
                            ui.painter().text(mark, Align2::CENTER_CENTER, check, font, color32(theme.color.accent));
                        }
                        let font = egui::TextStyle::Body.resolve(ui.style());
                        let room = rect.shrink2(vec2(8.0, 0.0)).with_max_x(rect.right() - 24.0);
                        text_in(ui, room, label, font, color32(theme.color.ink));
                        if response.clicked() {
                            clicked = Some(at);
                        }
                    }
                });
            });
        });
        let is_pressed_beside = self.is_opened
            && ui.input(|input| {
                input.pointer.any_pressed()
                    && input.pointer.interact_pos().is_some_and(|pos| !shown.response.rect.contains(pos))
            });
        self.is_opened = true;
        let taken = clicked.or(is_entered.then_some(self.chosen));
        if let Some((_, edit)) = taken.and_then(|at| self.choices.entries.get(at)) {
            take(edit, taken == Some(self.choices.current), requests);
        }
        taken.is_some() || is_escaped || is_pressed_beside
    }

    /// Arrows, Home and End, and the first letter of an entry.
    fn take_moves(&mut self, ui: &Ui) -> bool {
        let before = self.chosen;
        let last = self.choices.entries.len().saturating_sub(1);
        ui.input_mut(|input| {
            for (key, to) in [
                (Key::ArrowDown, (self.chosen + 1).min(last)),
                (Key::ArrowUp, self.chosen.saturating_sub(1)),
                (Key::Home, 0),
                (Key::End, last),
            ] {
                if input.consume_key(Modifiers::NONE, key) {
                    self.chosen = to;
                }
            }
            let typed = input.events.iter().rev().find_map(|event| match event {
                Event::Text(text) => Some(text.to_lowercase()),
                _ => None,
            });
            if let Some(typed) = typed {
                let count = self.choices.entries.len();
                let after = (1..=count).map(|step| (self.chosen + step) % count.max(1));
                let fits = |at: &usize| {
                    self.choices.entries.get(*at).is_some_and(|(label, _)| label.to_lowercase().starts_with(&typed))
                };
                self.chosen = after.into_iter().find(fits).unwrap_or(self.chosen);
            }
        });
        self.chosen != before
    }
}

fn take(edit: &Edit, is_as_before: bool, requests: &mut Requests) {
    if !is_as_before {
        requests.edit(edit.clone());
        requests.push(Request::Seal);
    }
}
