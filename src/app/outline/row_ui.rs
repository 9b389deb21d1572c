//! One row of the outline: drawn, clicked, renamed in its place.

use egui::accesskit::Role as NodeRole;
use egui::{Align2, FontId, Id, Key, Margin, Rect, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::rows::{Node, Row};
use super::{INDENT, Outline, ROW, text_edit, tree_id};
use crate::app::canvas::{MenuTarget, menu_ui};
use crate::app::find_ui::{highlighted, item_icon};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, icon_font};
use crate::app::tabs;
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::fold::folded_words;
use crate::edit::Selection;
use crate::model::Project;
use crate::scene::Face;

impl Outline {
    pub(super) fn row_ui(&mut self, ui: &mut Ui, at: usize, workspace: &Workspace, requests: &mut Requests) {
        let Some(row) = self.rows.get(at).copied() else { return };
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
        let left = rect.left() + f32::from(row.depth) * INDENT;
        if self.renaming.as_ref().is_some_and(|(node, _)| *node == row.node) {
            let field = Rect::from_min_max(pos2(left + 32.0, rect.top()), rect.max);
            self.field_ui(ui, field, workspace, requests);
            return;
        }
        let id = Id::unique(("outline row", row.node));
        // The tree has the focus for all of its rows.
        let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
        let project = workspace.document.project();
        let is_selected = is_selected(workspace, row.node);
        let name = name_of(project, row.node);
        response.widget_info(|| WidgetInfo::selected(NodeRole::TreeItem, true, is_selected, &name));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_level(usize::from(row.depth) + 1);
            if row.is_parent {
                node.set_expanded(row.is_open);
            }
        });
        let is_at = self.cursor == Some(row.node) && ui.memory(|memory| memory.has_focus(tree_id()));
        if is_at {
            ui.ctx().accesskit_node_builder(tree_id(), |node| node.set_active_descendant(id.accesskit_id()));
        }
        self.paint(ui, row, rect, left, (is_selected, is_at, response.hovered()), workspace);

        let chevron = Rect::from_min_max(rect.min, pos2(left + 16.0, rect.bottom()));
        let pointer = response.interact_pointer_pos();
        let is_on_chevron = row.is_parent && pointer.is_some_and(|pos| chevron.contains(pos));
        if response.clicked() {
            ui.memory_mut(|memory| memory.request_focus(tree_id()));
            let modifiers = ui.input(|input| input.modifiers);
            if is_on_chevron {
                self.toggle(row.node);
            } else if modifiers.shift || modifiers.command {
                self.extend_to(at, modifiers.shift, workspace, requests);
            } else {
                self.go_to(row.node, requests);
            }
        }
        if response.double_clicked() && !is_on_chevron {
            self.rename(row.node, workspace, requests);
        }
        if response.drag_started() {
            self.dragged = self.grab(row.node, workspace.document.selection());
        }
        if response.secondary_clicked() {
            ui.memory_mut(|memory| memory.request_focus(tree_id()));
            let is_kept = row.node.subject().is_some_and(|it| workspace.document.selection().contains(it));
            if !is_kept {
                self.go_to(row.node, requests);
            }
        }
        response.context_menu(|ui| self.menu_ui(ui, row.node, workspace, requests));
    }

    fn menu_ui(&mut self, ui: &mut Ui, node: Node, workspace: &Workspace, requests: &mut Requests) {
        match node {
            Node::Journey(id) => {
                if let Some(journey) = workspace.document.project().journeys.get(&id) {
                    let name = journey.name.clone();
                    tabs::menu_ui(ui, workspace, journey, requests, || self.renaming = Some((node, name)));
                }
            }
            Node::Stage(stage) => menu_ui(ui, MenuTarget::Stage(stage), workspace, requests),
            Node::Lane(_, lane) => menu_ui(ui, MenuTarget::Lane(lane), workspace, requests),
            Node::Item(item) => menu_ui(ui, MenuTarget::Item(item), workspace, requests),
            Node::Sticky(sticky) => menu_ui(ui, MenuTarget::Sticky(sticky), workspace, requests),
        }
    }

    fn paint(
        &self,
        ui: &Ui,
        row: Row,
        rect: Rect,
        left: f32,
        (is_selected, is_at, is_hovered): (bool, bool, bool),
        workspace: &Workspace,
    ) {
        let theme = &workspace.theme;
        let c = &theme.color;
        let project = workspace.document.project();
        let painter = ui.painter();
        if is_selected || is_hovered {
            let fill = if is_selected { c.accent_tint } else { c.hover };
            painter.rect_filled(rect, theme.window.radius, color32(fill));
        }
        if is_at {
            let stroke = egui::Stroke::new(1.0, color32(c.accent));
            painter.rect_stroke(rect, theme.window.radius, stroke, egui::StrokeKind::Inside);
        }
        let middle = rect.center().y;
        if row.is_parent {
            let glyph = if row.is_open { Icon::ChevronDown } else { Icon::ChevronRight };
            let at = pos2(left + 9.0, middle);
            painter.text(at, Align2::CENTER_CENTER, glyph.glyph(), icon_font(12.0), color32(c.muted));
        }
        let is_faint = matches!(row.node, Node::Lane(..)) || is_hidden(project, row.node);
        let ink = color32(if is_faint { c.muted } else { c.ink });
        let (picture, tint) = picture_of(workspace, row.node);
        let at = pos2(left + 24.0, middle);
        painter.text(at, Align2::CENTER_CENTER, picture.glyph(), icon_font(13.5), tint.unwrap_or(ink));
        let mut right = rect.right() - 6.0;
        if let Node::Journey(id) = row.node
            && let Some(journey) = project.journeys.get(&id)
        {
            let font = FontId::new(theme.window.small_text, family(Face::Regular));
            let label = journey.state.label();
            right = painter.text(pos2(right, middle), Align2::RIGHT_CENTER, label, font, color32(c.muted)).left() - 6.0;
        } else if is_hidden(project, row.node) {
            let glyph = Icon::EyeOff.glyph();
            painter.text(pos2(right - 6.0, middle), Align2::CENTER_CENTER, glyph, icon_font(12.0), color32(c.muted));
            right -= 18.0;
        }
        let text = row.node.text(project).lines().next().unwrap_or_default().trim();
        let shown = if text.is_empty() { "Untitled" } else { text };
        let words = folded_words(&self.filter);
        let size = if matches!(row.node, Node::Lane(..)) { theme.window.small_text } else { theme.window.body_text };
        let mut job = highlighted(shown, &words, size, ink, workspace);
        if matches!(row.node, Node::Journey(_) | Node::Stage(_)) {
            for section in &mut job.sections {
                section.format.font_id.family = family(Face::SemiBold);
            }
        }
        let from = left + 35.0;
        job.wrap = egui::text::TextWrapping::truncate_at_width((right - from).max(1.0));
        let galley = painter.layout_job(job);
        painter.galley(pos2(from, middle - galley.size().y / 2.0), galley, ink);
    }

    /// The field in place of a row's text.
    fn field_ui(&mut self, ui: &mut Ui, rect: Rect, workspace: &Workspace, requests: &mut Requests) {
        let Some((node, mut text)) = self.renaming.take() else { return };
        let id = Id::unique(("outline text", node));
        let is_new = ui.ctx().read_response(id).is_none();
        let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
        let field = TextEdit::singleline(&mut text)
            .id(id)
            .desired_width(rect.width())
            .min_size(rect.size())
            .margin(Margin::symmetric(3, 3));
        let output = field.show(&mut child);
        let response = output.response.response.accessible_name("Text of the row");
        if is_new {
            response.request_focus();
            let mut state = output.state;
            state.cursor.set_char_range(Some(egui::text::CCursorRange::select_all_str(&text)));
            state.store(ui.ctx(), id);
        }
        let is_reverted = tabs::is_escaped(ui);
        if !response.lost_focus() {
            self.renaming = Some((node, text));
            return;
        }
        let is_ended_by_key = is_reverted || ui.input(|input| input.key_pressed(Key::Enter));
        if !is_reverted && node.text(workspace.document.project()) != text {
            requests.edit(text_edit(node, text));
            requests.push(Request::Seal);
        }
        if is_ended_by_key {
            ui.memory_mut(|memory| memory.request_focus(tree_id()));
        }
    }
}

fn is_selected(workspace: &Workspace, node: Node) -> bool {
    let selection: &Selection = workspace.document.selection();
    match node.subject() {
        Some(subject) => selection.contains(subject),
        None => node == Node::Journey(workspace.journey) && selection.is_empty(),
    }
}

/// "Checkout, touchpoint"; "Buy, stage".
fn name_of(project: &Project, node: Node) -> String {
    let text = node.text(project);
    let text = if text.trim().is_empty() { "Untitled" } else { text };
    let what = match node {
        Node::Journey(_) => "journey",
        Node::Stage(_) => "stage",
        Node::Lane(..) => "lane",
        Node::Item(item) => {
            let lane = project.place_of(item).and_then(|place| project.lanes.get(&place.lane));
            lane.map_or("item", |lane| lane.kind.item_label())
        }
        Node::Sticky(_) => "sticky",
    };
    format!("{text}, {what}")
}

fn is_hidden(project: &Project, node: Node) -> bool {
    match node {
        Node::Journey(_) | Node::Item(_) | Node::Sticky(_) => false,
        Node::Stage(id) => project.stages.get(&id).is_some_and(|stage| stage.is_hidden),
        Node::Lane(_, id) => project.lanes.get(&id).is_some_and(|lane| lane.is_hidden),
    }
}

/// The picture of a row; stages have the color of their phase.
fn picture_of(workspace: &Workspace, node: Node) -> (Icon, Option<egui::Color32>) {
    let project = workspace.document.project();
    match node {
        Node::Journey(_) => (Icon::Map, None),
        Node::Stage(id) => {
            let phase = project.stages.get(&id).map(|stage| stage.phase);
            let tint = phase.map(|phase| color32(crate::app::left::phase_colors(workspace, phase).strong));
            (Icon::Columns3, tint)
        }
        Node::Lane(..) => (Icon::Rows3, None),
        Node::Item(item) => (item_icon(project, item), None),
        Node::Sticky(_) => (Icon::StickyNote, None),
    }
}
