//! The insights tab of the bottom panel: what the audit found, grouped and filtered, with figures, a jump to the place,
//! a fix and a way to set it aside. `rows` says what is listed, `remedy` what a button asks for, both without drawing.
//! What is found is `analysis::audit`'s.

mod detail_ui;
mod dismiss_ui;
mod list_ui;
mod remedy;
mod rows;
#[cfg(test)]
mod tests;
mod told;

pub use dismiss_ui::dismiss_ui;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Id, Layout, Margin, Rect, Role, ScrollArea, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2};

use self::rows::{Choice, Group, Grouping, Row, rows};
use self::told::Told;
use super::focus::reveal_focus;
use super::kept::kept;
use super::request::Requests;
use super::style::{color32, icon};
use super::widgets::{Emphasis, IconButton, empty_state};
use super::workspace::Workspace;
use crate::analysis::audit::{Finding, Severity, rules};
use crate::base::number::format_grouped;
use crate::base::{Color, Icon};
use crate::scene::Theme;

/// In a panel narrower than this, in points, the details stand below the list.
const NARROW: f32 = 640.0;

/// What the tab keeps between frames.
#[derive(Clone, Debug, Default)]
struct Shown {
    choice: Choice,
    /// The row that the keys are at.
    cursor: Option<Row>,
    /// Its rank, to go on from where a row has gone.
    at: usize,
    /// Scrolls to that row, once.
    is_reveal_due: bool,
}

/// Draws the tab.
pub fn insights_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let id = Id::unique("insights");
    let mut shown: Shown = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let audit = &workspace.audit;
    if audit.open().is_empty() && audit.dismissed().is_empty() {
        nothing_ui(ui, workspace);
        return;
    }
    let key = (shown.choice.clone(), workspace.audit_revision);
    let rows = kept(ui, workspace, key, || rows(audit, &shown.choice));
    shown.follow(&rows);
    let told = Told::of(ui, workspace);
    let room = ui.available_rect_before_wrap();
    let (list, detail) = split(room);
    if room.width() >= NARROW {
        let line = Stroke::new(1.0, color32(workspace.theme.color.line));
        ui.painter().vline(detail.left(), room.y_range(), line);
    }
    let inside = |rect: Rect, margin: egui::Vec2| egui::UiBuilder::new().max_rect(rect.shrink2(margin));
    ui.scope_builder(inside(list, vec2(8.0, 0.0)), |ui| {
        ui.shrink_clip_rect(list);
        tools_ui(ui, workspace, &mut shown);
        shown.list_ui(ui, workspace, (&rows, &told), requests);
    });
    ui.scope_builder(inside(detail, vec2(16.0, 8.0)), |ui| {
        ui.shrink_clip_rect(detail);
        ScrollArea::vertical().id_salt("insight").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 8.0);
            match shown.finding() {
                Some((finding, dismissal)) => {
                    detail_ui::detail_ui(ui, workspace, (finding, dismissal.as_deref(), &told), requests);
                }
                None => {
                    let text = "Choose an insight to see its figures, why it matters and what can be done.";
                    ui.add(
                        egui::Label::new(egui::RichText::new(text).color(color32(workspace.theme.color.muted))).wrap(),
                    );
                }
            }
            reveal_focus(ui);
        });
    });
    ui.data_mut(|data| data.insert_temp(id, shown));
}

/// The list at the left and the details at the right, or one above the other.
fn split(room: Rect) -> (Rect, Rect) {
    if room.width() < NARROW {
        let y = room.top() + room.height() * 0.5;
        return (
            Rect::from_min_max(room.min, pos2(room.right(), y)),
            Rect::from_min_max(pos2(room.left(), y), room.max),
        );
    }
    let x = room.left() + (room.width() * 0.6).min(room.width() - 300.0);
    (Rect::from_min_max(room.min, pos2(x, room.bottom())), Rect::from_min_max(pos2(x, room.top()), room.max))
}

/// Where nothing is found: what was looked for.
fn nothing_ui(ui: &mut Ui, workspace: &Workspace) {
    let what: Vec<String> = rules().map(|rule| lower_first(rule.title)).collect();
    ScrollArea::vertical().id_salt("nothing found").auto_shrink(false).show(ui, |ui| {
        egui::Frame::NONE.inner_margin(Margin::symmetric(24, 0)).show(ui, |ui| {
            let text = format!("Nothing found. Looked for: {}.", what.join("; "));
            empty_state(ui, &workspace.theme, Icon::CircleCheck, &text);
        });
        reveal_focus(ui);
    });
}

fn lower_first(text: &str) -> String {
    let is_short_form = text.chars().take(2).all(char::is_uppercase);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !is_short_form => first.to_lowercase().chain(letters).collect(),
        Some(_) | None => text.to_owned(),
    }
}

/// Filter, severities, grouping, and what was set aside.
fn tools_ui(ui: &mut Ui, workspace: &Workspace, shown: &mut Shown) {
    /// What stands beside the filter, in points.
    const BESIDE: f32 = 390.0;
    let theme = &workspace.theme;
    let audit = &workspace.audit;
    let width = (ui.available_width() - BESIDE).clamp(70.0, 170.0);
    egui::Frame::NONE.inner_margin(Margin { left: 4, right: 0, top: 6, bottom: 4 }).show(ui, |ui| {
        ui.style_mut().always_scroll_the_only_direction = true;
        ScrollArea::horizontal().id_salt("insight tools").auto_shrink([false, true]).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                filter_ui(ui, workspace, width, shown);
                for severity in Severity::ALL {
                    let label = severity.label();
                    let count = format_grouped(audit.count(severity) as f64, 0);
                    let name = format!("{label} {count}");
                    let is_on = !shown.choice.left_out.contains(&severity);
                    let button = IconButton::new(Some(icon_of(severity)), &count, &name).on(is_on);
                    let verb = if is_on { "Hide" } else { "Show" };
                    let tip = format!("{verb} insights of {} severity", label.to_lowercase());
                    if button.tip(tip).ui(ui, theme).clicked() {
                        toggle(&mut shown.choice.left_out, severity);
                    }
                }
                let dismissed = audit.dismissed().len();
                if dismissed > 0 {
                    let is_on = shown.choice.shows_dismissed;
                    let count = format_grouped(dismissed as f64, 0);
                    let name = format!("Dismissed {count}");
                    let button = IconButton::new(Some(if is_on { Icon::Eye } else { Icon::EyeOff }), &count, &name);
                    let tip = "Dismissed: list what was set aside, with the reasons";
                    if button.on(is_on).tip(tip).ui(ui, theme).clicked() {
                        shown.choice.shows_dismissed = !is_on;
                    }
                }
                grouping_ui(ui, shown);
            });
            reveal_focus(ui);
        });
    });
}

fn filter_ui(ui: &mut Ui, workspace: &Workspace, width: f32, shown: &mut Shown) {
    let id = Id::unique("filter of the insights");
    let field = TextEdit::singleline(&mut shown.choice.filter)
        .id(id)
        .hint_text("Filter")
        .prefix(icon(Icon::Filter, 13.0).color(color32(workspace.theme.color.muted)))
        .desired_width(width)
        .margin(Margin::symmetric(8, 6));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter the insights"));
    if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::ArrowDown))
        || response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
    {
        ui.memory_mut(|memory| memory.request_focus(list_ui::list_id()));
    }
    if response.lost_focus() && super::tabs::is_escaped(ui) {
        shown.choice.filter.clear();
    }
    response.on_hover_text("Only insights with these words in their rule, their touchpoint, card or stage");
}

fn grouping_ui(ui: &mut Ui, shown: &mut Shown) {
    let text = (format!("By {}", shown.choice.grouping.label().to_lowercase()), icon(Icon::ChevronDown, 12.0));
    let button = egui::Button::new(text).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(140.0);
        for grouping in Grouping::ALL {
            if ui.selectable_label(shown.choice.grouping == grouping, grouping.label()).clicked() {
                shown.choice.grouping = grouping;
                ui.close();
            }
        }
    });
    response.on_hover_text("What the insights are put together by");
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

impl Shown {
    /// Keeps the cursor on its row, or where that was.
    fn follow(&mut self, rows: &[Row]) {
        let is_finding = |row: &&Row| !matches!(row, Row::Heading(..));
        match self.cursor.as_ref().and_then(|cursor| rows.iter().position(|row| row.is_at(cursor))) {
            Some(at) => self.at = at,
            None if self.cursor.is_none() => {
                self.at = rows.iter().position(|row| is_finding(&row)).unwrap_or_default();
                self.cursor = rows.get(self.at).cloned();
            }
            None => {
                self.at = self.at.min(rows.len().saturating_sub(1));
                self.cursor = rows.get(self.at).cloned();
            }
        }
        if let (Some(cursor), Some(row)) = (&mut self.cursor, rows.get(self.at)) {
            cursor.clone_from(row);
        }
    }

    /// What the details are of.
    fn finding(&self) -> Option<(Finding, Option<Arc<crate::model::Dismissal>>)> {
        match self.cursor.as_ref()? {
            Row::Heading(..) => None,
            Row::Finding(finding) => Some((*finding, None)),
            Row::Dismissed(finding, dismissal) => Some((*finding, Some(Arc::clone(dismissal)))),
        }
    }

    fn toggle_group(&mut self, group: Group) {
        toggle(&mut self.choice.closed, group);
    }
}

/// The shape that says how much a finding matters.
fn icon_of(severity: Severity) -> Icon {
    match severity {
        Severity::High => Icon::TriangleAlert,
        Severity::Medium => Icon::CircleAlert,
        Severity::Low => Icon::Info,
    }
}

fn color_of(theme: &Theme, severity: Severity) -> Color {
    match severity {
        Severity::High => theme.color.bad,
        Severity::Medium => theme.color.risk,
        Severity::Low => theme.color.neutral,
    }
}

/// A row of buttons that goes on in the next line where there is no room.
fn buttons_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        add(ui);
    });
}

/// A button of the details.
fn button(ui: &mut Ui, theme: &Theme, text: &str, tip: &str, emphasis: Emphasis) -> bool {
    IconButton::new(None, text, text).emphasis(emphasis).tip(tip).ui(ui, theme).clicked()
}
