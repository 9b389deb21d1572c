//! The small parts that panels are made of: icon buttons, field rows, section headings. They draw and answer;
//! they know nothing of projects.

use egui::{Align, Color32, Layout, Response, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::action::Action;
use super::request::Requests;
use super::style::{color32, family, icon, icon_font, strong};
use super::workspace::Workspace;
use crate::base::Icon;
use crate::scene::{Face, Theme};

/// How a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// No outline until the pointer is over it.
    Quiet,
    Outlined,
    /// The one thing to do next.
    Primary,
}

/// A button with an icon, a text, or both.
pub struct IconButton<'a> {
    pub icon: Option<Icon>,
    pub text: &'a str,
    /// The accessible name; also the start of the tooltip.
    pub name: &'a str,
    pub tip: String,
    pub emphasis: Emphasis,
    pub is_on: bool,
    pub is_enabled: bool,
}

impl<'a> IconButton<'a> {
    /// A quiet button with text.
    pub fn new(icon: Option<Icon>, text: &'a str, name: &'a str) -> Self {
        Self { icon, text, name, tip: String::new(), emphasis: Emphasis::Quiet, is_on: false, is_enabled: true }
    }

    pub fn emphasis(mut self, emphasis: Emphasis) -> Self {
        self.emphasis = emphasis;
        self
    }

    pub fn tip(mut self, tip: impl Into<String>) -> Self {
        self.tip = tip.into();
        self
    }

    pub fn on(mut self, is_on: bool) -> Self {
        self.is_on = is_on;
        self
    }

    pub fn enabled(mut self, is_enabled: bool) -> Self {
        self.is_enabled = is_enabled;
        self
    }

    /// Draws it.
    pub fn ui(self, ui: &mut Ui, theme: &Theme) -> Response {
        const ICON_SIZE: f32 = 16.0;
        const GAP: f32 = 6.0;
        let c = &theme.color;
        let height = theme.window.control_height;
        let font = match self.emphasis {
            Emphasis::Primary => {
                egui::FontId::new(theme.window.body_text, super::style::family(crate::scene::Face::SemiBold))
            }
            Emphasis::Quiet | Emphasis::Outlined => egui::TextStyle::Body.resolve(ui.style()),
        };
        let galley = (!self.text.is_empty())
            .then(|| ui.painter().layout_no_wrap(self.text.to_owned(), font, Color32::PLACEHOLDER));
        let text_width = galley.as_ref().map_or(0.0, |galley| galley.size().x);
        let icon_width = if self.icon.is_some() { ICON_SIZE } else { 0.0 };
        let gap = if self.icon.is_some() && galley.is_some() { GAP } else { 0.0 };
        let padding = if galley.is_some() { 10.0 } else { (height - ICON_SIZE) / 2.0 };
        let sense = if self.is_enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) =
            ui.allocate_exact_size(vec2(icon_width + gap + text_width + 2.0 * padding, height), sense);
        let name = self.name;
        let (is_on, is_enabled) = (self.is_on, self.is_enabled);
        response.widget_info(|| WidgetInfo::selected(Role::Button, is_enabled, is_on, name));

        if ui.is_rect_visible(rect) {
            let hovered = response.hovered() && self.is_enabled;
            let pressed = response.is_pointer_button_down_on();
            let ink = if !self.is_enabled {
                c.disabled
            } else if self.emphasis == Emphasis::Primary {
                c.on_accent
            } else if self.is_on {
                c.accent
            } else {
                c.ink
            };
            let fill = match self.emphasis {
                Emphasis::Primary if !self.is_enabled => Some(c.background),
                Emphasis::Primary => Some(c.accent),
                Emphasis::Quiet | Emphasis::Outlined if self.is_on || pressed => Some(c.accent_tint),
                Emphasis::Quiet | Emphasis::Outlined if hovered => Some(c.hover),
                Emphasis::Outlined => Some(c.surface),
                Emphasis::Quiet => None,
            };
            let outline = match self.emphasis {
                Emphasis::Outlined => Stroke::new(1.0, color32(c.outline)),
                Emphasis::Quiet | Emphasis::Primary => Stroke::NONE,
            };
            let painter = ui.painter();
            let fill = fill.map_or(Color32::TRANSPARENT, color32);
            painter.rect(rect, theme.window.radius, fill, outline, egui::StrokeKind::Inside);
            if response.has_focus() {
                let focus = Stroke::new(2.0, color32(c.accent));
                painter.rect_stroke(rect.expand(2.0), theme.window.radius + 2.0, focus, egui::StrokeKind::Inside);
            }
            let ink = color32(ink);
            let mut left = rect.left() + padding;
            if let Some(icon) = self.icon {
                let center = egui::pos2(left + ICON_SIZE / 2.0, rect.center().y);
                painter.text(center, egui::Align2::CENTER_CENTER, icon.glyph(), icon_font(ICON_SIZE), ink);
                left += ICON_SIZE + gap;
            }
            if let Some(galley) = galley {
                let top = rect.center().y - galley.size().y / 2.0;
                painter.galley_with_override_text_color(egui::pos2(left, top), galley, ink);
            }
        }
        if self.tip.is_empty() { response } else { response.on_hover_text(self.tip) }
    }
}

/// The tooltip of a command: its sentence and its shortcut.
pub fn action_tip(ui: &Ui, action: Action) -> String {
    let info = action.info();
    match info.shortcut {
        Some(shortcut) => format!("{} ({})", info.tip, ui.ctx().format_shortcut(&shortcut)),
        None => info.tip.to_owned(),
    }
}

/// A button for a command of the table, with text as given (empty for the icon alone).
pub fn action_button(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    action: Action,
    text: &str,
    emphasis: Emphasis,
) -> Response {
    let info = action.info();
    let response = IconButton::new(info.icon.filter(|_| emphasis == Emphasis::Quiet), text, info.label)
        .emphasis(emphasis)
        .tip(action_tip(ui, action))
        .on(action.is_on(workspace).unwrap_or(false))
        .enabled(action.is_enabled(workspace))
        .ui(ui, &workspace.theme);
    if response.clicked() {
        requests.run(action);
    }
    response
}

/// A small heading over a group of fields, with room for something at its right end.
pub fn section(ui: &mut Ui, theme: &Theme, title: &str, at_right: impl FnOnce(&mut Ui)) {
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        ui.label(strong(title).size(theme.window.small_text).color(color32(theme.color.muted)));
        ui.with_layout(Layout::right_to_left(Align::Center), at_right);
    });
}

/// A field with its name at the left.
pub fn field<R>(ui: &mut Ui, theme: &Theme, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    const NAME_WIDTH: f32 = 88.0;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(NAME_WIDTH, theme.window.control_height), Sense::hover());
        let font = egui::TextStyle::Body.resolve(ui.style());
        ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, name, font, color32(theme.color.muted));
        add(ui)
    })
    .inner
}

/// Text in one line that ends in "…" where there is no room for all of it, at the middle of the left edge.
pub fn text_in(ui: &Ui, rect: egui::Rect, text: &str, font: egui::FontId, color: Color32) {
    let text = egui::WidgetText::from(egui::RichText::new(text).font(font));
    let mode = Some(egui::TextWrapMode::Truncate);
    let galley = text.into_galley(ui, mode, rect.width(), egui::FontSelection::Default);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(egui::pos2(rect.left(), top), galley, color);
}

/// The name at the top of a list's column. `sorted` says whether from the highest down, if the list is sorted by it.
pub fn column_head(ui: &Ui, theme: &Theme, rect: egui::Rect, name: &str, sorted: Option<bool>) {
    const ARROW: f32 = 14.0;
    let font = egui::FontId::new(theme.window.small_text, family(Face::SemiBold));
    let ink = color32(if sorted.is_some() { theme.color.ink } else { theme.color.muted });
    let room = sorted.map_or(rect, |_| rect.with_max_x(rect.right() - ARROW));
    let width = ui.painter().layout_no_wrap(name.to_owned(), font.clone(), ink).size().x.min(room.width());
    text_in(ui, room, name, font, ink);
    if let Some(is_descending) = sorted {
        let glyph = if is_descending { Icon::ChevronDown } else { Icon::ChevronUp }.glyph();
        let at = egui::pos2(rect.left() + width + ARROW / 2.0, rect.center().y);
        ui.painter().text(at, egui::Align2::CENTER_CENTER, glyph, icon_font(12.0), ink);
    }
}

/// The arrow of a closed list, from the icon family like every other picture.
pub fn combo_icon(ui: &Ui, rect: egui::Rect, visuals: &egui::style::WidgetVisuals, _is_open: bool) {
    let glyph = Icon::ChevronDown.glyph();
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, icon_font(13.0), visuals.fg_stroke.color);
}

/// A sentence where there is nothing to show yet: what to do first.
pub fn empty_state(ui: &mut Ui, theme: &Theme, picture: Icon, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(24.0);
        ui.label(icon(picture, 28.0).color(color32(theme.color.disabled)));
        ui.add_space(4.0);
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    });
}
