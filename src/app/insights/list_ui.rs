//! The list of insights: its rows, and the keys that go through them.

use egui::{EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::rows::{Group, Row};
use super::told::Told;
use super::{Shown, color_of, icon_of, remedy};
use crate::analysis::audit::{Finding, Severity, rules};
use crate::app::focus::reveal_focus;
use crate::app::request::Requests;
use crate::app::shortcuts::claim_keys;
use crate::app::style::{color32, family, icon_font};
use crate::app::widgets::{empty_state, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::number::format_grouped;
use crate::model::Project;
use crate::scene::Face;

/// The height of a row, in points.
const ROW: f32 = 27.0;

/// The id of the list: with the focus there, keys go to it.
pub fn list_id() -> Id {
    Id::unique("list of insights")
}

impl Shown {
    pub(super) fn list_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        (rows, told): (&[Row], &Told),
        requests: &mut Requests,
    ) {
        if rows.is_empty() {
            let text = "No insight is left by the filter. Change it, or show other severities.";
            empty_state(ui, &workspace.theme, Icon::Search, text);
            return;
        }
        let id = list_id();
        let height = ui.available_height();
        let list = ui.interact(ui.available_rect_before_wrap(), id, Sense::focusable_noninteractive());
        list.widget_info(|| WidgetInfo::labeled(Role::Tree, true, "Insights"));
        if list.has_focus() {
            claim_keys(ui, id);
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            self.take_keys(ui, workspace, (rows, (height / ROW) as usize), requests);
        }
        let mut area = ScrollArea::vertical().id_salt("insights").auto_shrink(false);
        if std::mem::take(&mut self.is_reveal_due) {
            let scrolled_id = id.with("scrolled");
            let scrolled = ui.data(|data| data.get_temp::<f32>(scrolled_id)).unwrap_or_default();
            let top = self.at as f32 * ROW;
            if top < scrolled {
                area = area.vertical_scroll_offset(top);
            } else if top + ROW > scrolled + height {
                area = area.vertical_scroll_offset(top + ROW - height);
            }
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = area.show_rows(ui, ROW, rows.len(), |ui, range| {
            for at in range {
                if let Some(row) = rows.get(at) {
                    self.row_ui(ui, workspace, (at, row, told), requests);
                }
            }
            reveal_focus(ui);
        });
        let scrolled = shown.state.clamped_offset().y;
        ui.data_mut(|data| data.insert_temp(id.with("scrolled"), scrolled));
    }

    fn take_keys(&mut self, ui: &Ui, workspace: &Workspace, (rows, page): (&[Row], usize), requests: &mut Requests) {
        let take = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let last = rows.len().saturating_sub(1);
        let page = page.saturating_sub(1).max(1);
        let steps: [(Key, usize); 6] = [
            (Key::ArrowDown, (self.at + 1).min(last)),
            (Key::ArrowUp, self.at.saturating_sub(1)),
            (Key::PageDown, (self.at + page).min(last)),
            (Key::PageUp, self.at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        for (key, to) in steps {
            if take(key) {
                self.go_to_row(rows, to);
            }
        }
        match rows.get(self.at) {
            Some(Row::Heading(group, _, is_open)) => {
                let is_toggled = take(if *is_open { Key::ArrowLeft } else { Key::ArrowRight }) || take(Key::Enter);
                if is_toggled {
                    self.toggle_group(*group);
                }
            }
            Some(Row::Finding(finding) | Row::Dismissed(finding, _)) => {
                if take(Key::Enter) {
                    remedy::show(workspace, finding.about, requests);
                }
                if take(Key::ArrowLeft)
                    && let Some(heading) = rows.iter().take(self.at).rposition(|row| matches!(row, Row::Heading(..)))
                {
                    self.go_to_row(rows, heading);
                }
                if take(Key::Delete) || take(Key::Backspace) {
                    remedy::ask_why(workspace, finding, requests);
                }
            }
            None => {}
        }
    }

    fn go_to_row(&mut self, rows: &[Row], at: usize) {
        self.at = at;
        self.cursor = rows.get(at).cloned();
        self.is_reveal_due = true;
    }

    fn row_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        (at, row, told): (usize, &Row, &Told),
        requests: &mut Requests,
    ) {
        let theme = &workspace.theme;
        let c = &theme.color;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let id = list_id().with(("row", at));
        // It takes clicks but not the focus, which is the list's.
        let response = ui.interact(rect, id, Sense::CLICK | Sense::HOVER);
        let is_at = at == self.at;
        let name = match row {
            Row::Heading(group, count, _) => heading(workspace.audit.project(), *group, *count),
            Row::Finding(finding) | Row::Dismissed(finding, _) => {
                format!("{}: {}", finding.severity.label(), told.insight(workspace, finding).message)
            }
        };
        response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, is_at, &name));
        if is_at {
            ui.ctx().accesskit_node_builder(list_id(), |node| node.set_active_descendant(id.accesskit_id()));
        }
        let has_focus = ui.memory(|memory| memory.has_focus(list_id()));
        if is_at || response.hovered() {
            let fill = if is_at { c.accent_tint } else { c.hover };
            ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), theme.window.radius, color32(fill));
        }
        if is_at && has_focus {
            let ring = egui::Stroke::new(1.5, color32(c.accent));
            let inner = rect.shrink2(vec2(0.0, 1.0));
            ui.painter().rect_stroke(inner, theme.window.radius, ring, egui::StrokeKind::Inside);
        }
        match row {
            Row::Heading(_, _, is_open) => heading_ui(ui, workspace, rect, (&name, *is_open)),
            Row::Finding(finding) => finding_ui(ui, workspace, rect, (finding, told, false)),
            Row::Dismissed(finding, _) => finding_ui(ui, workspace, rect, (finding, told, true)),
        }
        if !response.clicked() {
            return;
        }
        self.at = at;
        self.cursor = Some(row.clone());
        ui.memory_mut(|memory| memory.request_focus(list_id()));
        match row {
            Row::Heading(group, ..) => self.toggle_group(*group),
            Row::Finding(finding) | Row::Dismissed(finding, _) => {
                if response.double_clicked() {
                    remedy::show(workspace, finding.about, requests);
                }
            }
        }
    }
}

/// "High · 3", "Touchpoints without an owner · 12".
fn heading(project: &Project, group: Group, count: usize) -> String {
    let name = match group {
        Group::Severity(severity) => match severity {
            Severity::High => "High severity".to_owned(),
            Severity::Medium => "Medium severity".to_owned(),
            Severity::Low => "Low severity".to_owned(),
        },
        Group::Rule(code) => rules().find(|rule| rule.code == code).map_or("", |rule| rule.title).to_owned(),
        Group::Stage(None) => "The project as a whole".to_owned(),
        Group::Stage(Some(id)) => stage_name(project, id),
        Group::Dismissed => "Dismissed".to_owned(),
    };
    format!("{name} · {}", format_grouped(count as f64, 0))
}

/// "Buy", and of which journey where there are several.
fn stage_name(project: &Project, id: crate::model::StageId) -> String {
    let Some(stage) = project.stages.get(&id) else { return String::new() };
    let name = if stage.name.trim().is_empty() { "Unnamed stage" } else { stage.name.as_str() };
    match project.journeys.get(&stage.journey).filter(|_| project.journeys.len() > 1) {
        Some(journey) => format!("{name}, {} ({})", journey.name, journey.state.label()),
        None => name.to_owned(),
    }
}

fn heading_ui(ui: &Ui, workspace: &Workspace, rect: Rect, (text, is_open): (&str, bool)) {
    let theme = &workspace.theme;
    let ink = color32(theme.color.muted);
    let mark = if is_open { Icon::ChevronDown } else { Icon::ChevronRight };
    let at = pos2(rect.left() + 12.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, mark.glyph(), icon_font(13.0), ink);
    let font = egui::FontId::new(theme.window.small_text, family(Face::SemiBold));
    text_in(ui, Rect::from_min_max(pos2(rect.left() + 24.0, rect.top()), rect.max), text, font, ink);
}

fn finding_ui(ui: &Ui, workspace: &Workspace, rect: Rect, (finding, told, is_quiet): (&Finding, &Told, bool)) {
    let theme = &workspace.theme;
    let insight = told.insight(workspace, finding);
    let ink = color32(if is_quiet { theme.color.muted } else { theme.color.ink });
    let mark = if is_quiet { ink } else { color32(color_of(theme, finding.severity)) };
    let at = pos2(rect.left() + 30.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon_of(finding.severity).glyph(), icon_font(14.0), mark);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let room = Rect::from_min_max(pos2(rect.left() + 44.0, rect.top()), pos2(rect.right() - 8.0, rect.bottom()));
    text_in(ui, room, &insight.message, font, ink);
}
