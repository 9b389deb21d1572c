//! The outline: the whole project as a tree in the left panel, in which things are selected, renamed and put in
//! another order. `rows` says what is listed, `landing` what a drag does, both pure; here it is drawn.

mod landing;
mod row_ui;
mod rows;

use std::collections::BTreeSet;

use egui::{
    CursorIcon, EventFilter, Id, Key, Margin, Modifiers, Rect, Role, ScrollArea, Stroke, TextEdit, Ui, WidgetInfo, pos2,
};

use self::landing::{Dragged, Half, landing, moved};
use self::rows::{Node, Row, rows};
use super::action::Action;
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::shortcuts::claim_keys;
use super::style::{color32, icon};
use super::tabs::is_escaped;
use super::widgets::{IconButton, empty_state};
use super::workspace::{RightTab, Workspace};
use crate::base::Icon;
use crate::base::fold::folded_words;
use crate::edit::build::Toward;
use crate::edit::{Edit, Selection};
use crate::model::{Item, Project, Subject};

/// The height of a row, in points.
const ROW: f32 = 25.0;
/// How much further in each level is, in points.
const INDENT: f32 = 14.0;

/// What the outline keeps between frames.
#[derive(Default)]
pub struct Outline {
    rows: Vec<Row>,
    /// What the rows were made of.
    of: Option<(Project, String)>,
    closed: BTreeSet<Node>,
    filter: String,
    /// The row that the keys are at.
    cursor: Option<Node>,
    /// The row whose text is typed, and the text so far.
    renaming: Option<(Node, String)>,
    dragged: Option<Dragged>,
    /// What had the focus when the outline last looked.
    seen: Option<Subject>,
    /// How far the list was scrolled, and how much of it is seen.
    scrolled: f32,
    seen_height: f32,
    /// Where the list is to be scrolled.
    scroll_to: Option<f32>,
}

impl Outline {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
        let project = workspace.document.project();
        self.filter_ui(ui, workspace);
        self.seen_height = ui.available_height();
        self.follow(workspace);
        self.refresh(project);
        if self.rows.is_empty() {
            let text = if self.filter.trim().is_empty() { "Nothing is here yet." } else { "Nothing of that name." };
            empty_state(ui, &workspace.theme, Icon::ListTree, text);
            return;
        }
        let id = tree_id();
        let area = ui.available_rect_before_wrap();
        let tree = ui.interact(area, id, egui::Sense::focusable_noninteractive());
        tree.widget_info(|| WidgetInfo::labeled(Role::Tree, true, "Outline"));
        if tree.has_focus() && self.renaming.is_none() {
            claim_keys(ui, id);
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            self.take_keys(ui, workspace, requests);
            self.refresh(project);
        }
        let mut list = ScrollArea::vertical().id_salt("outline").auto_shrink(false);
        if let Some(offset) = self.scroll_to.take() {
            list = list.vertical_scroll_offset(offset);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let count = self.rows.len();
        let shown = list.show_rows(ui, ROW, count, |ui, range| {
            for at in range {
                self.row_ui(ui, at, workspace, requests);
            }
            reveal_focus(ui);
        });
        self.scrolled = shown.state.clamped_offset().y;
        self.drag_ui(ui, shown.inner_rect, workspace, requests);
    }

    fn filter_ui(&mut self, ui: &mut Ui, workspace: &Workspace) {
        let theme = &workspace.theme;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let width = (ui.available_width() - 2.0 * theme.window.control_height - 6.0).max(60.0);
            let field = TextEdit::singleline(&mut self.filter)
                .hint_text("Filter")
                .prefix(icon(Icon::Filter, 13.0).color(color32(theme.color.muted)))
                .desired_width(width - 18.0)
                .margin(Margin::symmetric(8, 6));
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter the outline"));
            if response.lost_focus() && is_escaped(ui) {
                self.filter.clear();
            }
            let project = workspace.document.project();
            if IconButton::new(Some(Icon::ChevronsUpDown), "", "Expand all")
                .tip("Show every row")
                .ui(ui, theme)
                .clicked()
            {
                self.closed.clear();
                self.of = None;
            }
            let tip = "Show only journeys and stages";
            if IconButton::new(Some(Icon::ChevronsDownUp), "", "Collapse all").tip(tip).ui(ui, theme).clicked() {
                self.closed.extend(project.stages.keys().map(|id| Node::Stage(*id)));
                self.of = None;
            }
        });
        ui.add_space(4.0);
    }

    /// Makes the rows anew if the project or the filter is another.
    fn refresh(&mut self, project: &Project) {
        let is_current = self.of.as_ref().is_some_and(|(of, filter)| of.is_same_as(project) && *filter == self.filter);
        if !is_current {
            self.rows = rows(project, &self.closed, &folded_words(&self.filter));
            self.of = Some((project.clone(), self.filter.clone()));
        }
    }

    /// Goes where the selection went elsewhere.
    fn follow(&mut self, workspace: &Workspace) {
        let focus = workspace.document.selection().focus;
        if focus == self.seen {
            return;
        }
        self.seen = focus;
        let node = match focus {
            Some(Subject::Item(item)) => Node::Item(item),
            Some(Subject::Stage(stage)) => Node::Stage(stage),
            Some(Subject::Sticky(sticky)) => Node::Sticky(sticky),
            Some(Subject::Lane(_) | Subject::Connector(_)) | None => return,
        };
        if self.cursor == Some(node) {
            return;
        }
        self.cursor = Some(node);
        for ancestor in node.ancestors(workspace.document.project()) {
            if self.closed.remove(&ancestor) {
                self.of = None;
            }
        }
        self.refresh(workspace.document.project());
        self.reveal();
    }

    /// Scrolls to the row that the keys are at, if it is out of view.
    fn reveal(&mut self) {
        let Some(at) = self.rows.iter().position(|row| Some(row.node) == self.cursor) else { return };
        let top = at as f32 * ROW;
        let bottom = top + ROW;
        if top < self.scrolled {
            self.scroll_to = Some(top);
        } else if bottom > self.scrolled + self.seen_height {
            // With the next one in sight.
            self.scroll_to = Some((bottom + ROW - self.seen_height).max(0.0));
        }
    }

    fn toggle(&mut self, node: Node) {
        if !self.closed.remove(&node) {
            self.closed.insert(node);
        }
        self.of = None;
    }

    /// Selects what a row stands for and shows it on the map.
    fn go_to(&mut self, node: Node, requests: &mut Requests) {
        self.cursor = Some(node);
        match (node, node.subject()) {
            (_, Some(subject)) => {
                self.seen = Some(subject);
                requests.push(Request::GoTo(subject));
            }
            (Node::Journey(journey), _) => {
                requests.push(Request::OpenJourney(journey));
                requests.push(Request::RightTab(RightTab::Journey));
            }
            (Node::Stage(_) | Node::Lane(..) | Node::Item(_) | Node::Sticky(_), None) => {}
        }
    }

    /// Selects an item too, or the items from the one that the keys are at to it.
    fn extend_to(&mut self, at: usize, is_range: bool, workspace: &Workspace, requests: &mut Requests) {
        let Some(node) = self.rows.get(at).map(|row| row.node) else { return };
        let Node::Item(item) = node else { return self.go_to(node, requests) };
        let project = workspace.document.project();
        if project.journey_of(item) != Some(workspace.journey) {
            return self.go_to(node, requests);
        }
        let mut selection = workspace.document.selection().clone();
        let from = self.rows.iter().position(|row| Some(row.node) == self.cursor);
        match from.filter(|_| is_range) {
            Some(from) => {
                let range = self.rows.get(from.min(at)..=from.max(at)).unwrap_or_default();
                selection.subjects.extend(range.iter().filter_map(|row| match row.node {
                    Node::Item(item) => Some(Subject::Item(item)),
                    Node::Journey(_) | Node::Stage(_) | Node::Lane(..) | Node::Sticky(_) => None,
                }));
                selection.focus = Some(Subject::Item(item));
            }
            None => selection.toggle(Subject::Item(item)),
        }
        self.cursor = Some(node);
        self.seen = selection.focus;
        requests.push(Request::Select(selection));
    }

    fn rename(&mut self, node: Node, workspace: &Workspace, requests: &mut Requests) {
        let text = node.text(workspace.document.project());
        match node.subject() {
            // One line has no room for several: those are edited on the map.
            Some(subject) if text.contains('\n') => {
                requests.push(Request::GoTo(subject));
                requests.push(Request::StartEditing(Some(subject.into())));
            }
            Some(_) | None => self.renaming = Some((node, text.to_owned())),
        }
    }

    fn take_keys(&mut self, ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
        let take = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let at = self.rows.iter().position(|row| Some(row.node) == self.cursor);
        let last = self.rows.len().saturating_sub(1);
        let mut next = None;
        for (key, toward) in [(Key::ArrowUp, Toward::Up), (Key::ArrowDown, Toward::Down)] {
            if take(Modifiers::ALT, key)
                && let Some(edit) = self.cursor.and_then(|node| moved(workspace.document.project(), node, toward))
            {
                requests.edit(edit);
                requests.push(Request::RevealFocus);
            }
        }
        if take(Modifiers::NONE, Key::ArrowDown) {
            next = Some(at.map_or(0, |at| (at + 1).min(last)));
        }
        if take(Modifiers::NONE, Key::ArrowUp) {
            next = Some(at.map_or(0, |at| at.saturating_sub(1)));
        }
        if take(Modifiers::NONE, Key::Home) {
            next = Some(0);
        }
        if take(Modifiers::NONE, Key::End) {
            next = Some(last);
        }
        if let Some(row) = at.and_then(|at| self.rows.get(at)).copied() {
            if take(Modifiers::NONE, Key::ArrowRight) {
                if row.is_parent && !row.is_open {
                    self.toggle(row.node);
                } else if row.is_parent {
                    next = at.map(|at| (at + 1).min(last));
                }
            }
            if take(Modifiers::NONE, Key::ArrowLeft) {
                if row.is_open {
                    self.toggle(row.node);
                } else {
                    let parent = row.node.ancestors(workspace.document.project()).pop();
                    next = self.rows.iter().position(|other| Some(other.node) == parent);
                }
            }
            if take(Modifiers::NONE, Key::F2) || take(Modifiers::NONE, Key::Enter) {
                self.rename(row.node, workspace, requests);
            }
            if take(Modifiers::NONE, Key::Delete) || take(Modifiers::NONE, Key::Backspace) {
                self.delete(row.node, workspace, requests);
            }
        }
        if let Some(node) = next.and_then(|next| self.rows.get(next)).map(|row| row.node) {
            self.go_to(node, requests);
            self.reveal();
        }
    }

    fn delete(&self, node: Node, workspace: &Workspace, requests: &mut Requests) {
        match node {
            Node::Journey(journey) => requests.push(Request::DeleteJourney(journey)),
            Node::Stage(_) | Node::Lane(..) | Node::Item(_) | Node::Sticky(_) => {
                let is_selected = node.subject().is_some_and(|it| workspace.document.selection().contains(it));
                if is_selected {
                    requests.run(Action::Delete);
                }
            }
        }
    }

    /// What is dragged with a row.
    fn grab(&self, node: Node, selection: &Selection) -> Option<Dragged> {
        match node {
            Node::Journey(journey) => Some(Dragged::Journey(journey)),
            Node::Stage(stage) => Some(Dragged::Stage(stage)),
            Node::Lane(..) | Node::Sticky(_) => None,
            Node::Item(item) if selection.contains(Subject::Item(item)) => Some(Dragged::Items(selection.items())),
            Node::Item(item) => Some(Dragged::Items(vec![item])),
        }
    }

    /// While rows are dragged: where they would go, and their move when they are let go.
    fn drag_ui(&mut self, ui: &Ui, list: Rect, workspace: &Workspace, requests: &mut Requests) {
        const EDGE: f32 = 28.0;
        let Some(dragged) = &self.dragged else { return };
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        if ui.input(|input| input.key_down(Key::Escape)) {
            self.dragged = None;
            ui.ctx().stop_dragging();
            return;
        }
        let is_over = list.expand2(egui::vec2(40.0, 0.0)).contains(pointer);
        let at = ((pointer.y - list.top() + self.scrolled) / ROW).max(0.0);
        let half = if at.fract() < 0.5 { Half::Upper } else { Half::Lower };
        let over = (at as usize).min(self.rows.len().saturating_sub(1));
        let half = if at as usize > over { Half::Lower } else { half };
        let landing =
            if is_over { landing(workspace.document.project(), &self.rows, dragged, over, half) } else { None };
        ui.ctx().set_cursor_icon(if landing.is_some() { CursorIcon::Grabbing } else { CursorIcon::NoDrop });
        if let Some(landing) = &landing {
            let y = list.top() + landing.line as f32 * ROW - self.scrolled;
            let x = list.left() + f32::from(landing.depth) * INDENT + 4.0;
            let accent = color32(workspace.theme.color.accent);
            let painter = ui.painter_at(list.expand(3.0));
            painter.hline(x..=list.right() - 2.0, y, Stroke::new(2.0, accent));
            painter.circle(pos2(x, y), 3.0, color32(workspace.theme.color.surface), Stroke::new(2.0, accent));
        }
        let most = (self.rows.len() as f32 * ROW - list.height()).max(0.0);
        let by = if pointer.y < list.top() + EDGE {
            -7.0
        } else if pointer.y > list.bottom() - EDGE {
            7.0
        } else {
            0.0
        };
        let scrolled = (self.scrolled + by).clamp(0.0, most);
        if is_over && scrolled != self.scrolled {
            self.scroll_to = Some(scrolled);
            ui.ctx().request_repaint();
        }
        if ui.input(|input| input.pointer.any_released() || !input.pointer.any_down()) {
            if let Some(landing) = landing {
                requests.edit(landing.edit);
                match dragged {
                    Dragged::Items(items) => {
                        if let [item] = items.as_slice() {
                            requests.push(Request::GoTo(Subject::Item(*item)));
                        }
                    }
                    Dragged::Stage(_) | Dragged::Journey(_) => requests.push(Request::RevealFocus),
                }
            }
            self.dragged = None;
        }
    }
}

/// The id of the tree: with the focus there, keys go to the outline.
fn tree_id() -> Id {
    Id::unique("outline")
}

/// The edit that gives a row another text.
fn text_edit(node: Node, text: String) -> Edit {
    use crate::edit::{CardChange, JourneyChange, LaneChange, StageChange, StickyChange, TouchpointChange};
    match node {
        Node::Journey(journey) => Edit::ChangeJourney { journey, change: JourneyChange::Name(text) },
        Node::Stage(stage) => Edit::ChangeStage { stage, change: StageChange::Name(text) },
        Node::Lane(_, lane) => Edit::ChangeLane { lane, change: LaneChange::Name(text) },
        Node::Item(Item::Touchpoint(id)) => {
            Edit::ChangeTouchpoints { touchpoints: vec![id], change: TouchpointChange::Title(text) }
        }
        Node::Item(Item::Card(id)) => Edit::ChangeCards { cards: vec![id], change: CardChange::Text(text) },
        Node::Sticky(sticky) => Edit::ChangeStickies { stickies: vec![sticky], change: StickyChange::Text(text) },
    }
}
