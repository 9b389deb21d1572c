//! What a screen reader and a test find on the canvas: a node for each card and header in view, by name. The nodes
//! only say what is there; the gestures stay the canvas's own.

use std::collections::BTreeMap;

use egui::accesskit::{Action, Role};
use egui::{Id, Sense, Ui, WidgetInfo};

use super::add_item;
use super::bands_ui;
use super::cells::empty_cells;
use super::emotion_nodes;
use super::headers::Stuck;
use super::menu_key::ask_for_menu;
use super::sight::Sight;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::{HeaderChange, Placement, Selection, change_headers};
use crate::layout::{CONNECTOR_REACH, link_host};
use crate::model::{CardBody, Connector, Item, Project, Subject};

/// With more cards than this in view they cannot be read, and get no nodes.
const MOST_NODES: usize = 300;

/// Where each item stands among those of its cell's stage and lane, counted once for each map.
#[derive(Default)]
pub struct Ranks {
    revision: u64,
    /// From 1, and how many there are.
    by_item: BTreeMap<Item, (usize, usize)>,
}

impl Ranks {
    fn refresh(&mut self, workspace: &Workspace) {
        if self.revision == workspace.map_revision && !self.by_item.is_empty() {
            return;
        }
        self.revision = workspace.map_revision;
        self.by_item.clear();
        let project = workspace.shown_project();
        let mut totals = BTreeMap::new();
        for item in project.items_in_reading_order(workspace.journey) {
            let Some(place) = project.place_of(item) else { continue };
            let total = totals.entry((place.stage, place.lane)).or_insert(0_usize);
            *total += 1;
            self.by_item.insert(item, (*total, 0));
        }
        for (item, (_, of)) in &mut self.by_item {
            if let Some(place) = project.place_of(*item) {
                *of = totals.get(&(place.stage, place.lane)).copied().unwrap_or(0);
            }
        }
    }
}

/// The id of the node of a subject.
pub fn node_id(subject: Subject) -> Id {
    Id::unique(("on the map", subject))
}

/// Adds nodes for what is in view.
pub struct Nodes<'a> {
    pub ui: &'a Ui,
    pub sight: &'a Sight,
    pub stuck: &'a Stuck,
    pub workspace: &'a Workspace,
}

impl Nodes<'_> {
    /// Whether a screen reader, or a test, wants nodes at all.
    pub fn are_asked_for(&self, canvas: Id) -> bool {
        self.ui.ctx().accesskit_node_builder(canvas, |_| ()).is_some()
    }

    /// Adds a node for each header and card in view, and says which of them the keyboard is on.
    pub fn add(&self, canvas: Id, ranks: &mut Ranks, visible: &[Item], requests: &mut Requests) {
        let project = self.workspace.shown_project();
        let focus = self.workspace.document.selection().focus;
        let mut has_focus = false;
        if let Some(journey) = self.workspace.open_journey() {
            let stages = journey.stages.iter().map(|id| Subject::Stage(*id));
            let lanes = journey.lanes.iter().map(|id| Subject::Lane(*id));
            for subject in stages.chain(lanes) {
                let is_added = self.add_node(subject, &|| header_name(project, subject), requests);
                has_focus |= is_added && focus == Some(subject);
            }
        }
        if visible.len() <= MOST_NODES {
            ranks.refresh(self.workspace);
            for item in visible {
                let subject = Subject::Item(*item);
                let name = || item_name(project, *item, ranks.by_item.get(item).copied());
                let is_added = self.add_node(subject, &name, requests);
                has_focus |= is_added && focus == Some(subject);
            }
        }
        self.add_spots(requests);
        let stickies = self.workspace.map.stickies_in(self.sight.view_in_map());
        for subject in stickies.into_iter().take(MOST_NODES).map(Subject::Sticky) {
            let is_added = self.add_node(subject, &|| header_name(project, subject), requests);
            has_focus |= is_added && focus == Some(subject);
        }
        let cell = self.add_cells(requests);
        if let Some(cell) = cell {
            self.ui.ctx().accesskit_node_builder(canvas, |node| node.set_active_descendant(cell.accesskit_id()));
        }
        let connectors = self.workspace.map.connectors_in(self.sight.view_in_map());
        for id in connectors.into_iter().take(MOST_NODES) {
            let Some(connector) = project.connectors.get(&id) else { continue };
            let subject = Subject::Connector(id);
            let is_added = self.add_node(subject, &|| connector_name(project, connector), requests);
            has_focus |= is_added && focus == Some(subject);
        }
        let face = emotion_nodes::add(self.ui, self.sight, self.stuck, self.workspace, requests);
        if let Some(face) = face {
            self.ui.ctx().accesskit_node_builder(canvas, |node| node.set_active_descendant(face.accesskit_id()));
        } else if let Some(focus) = focus.filter(|_| has_focus) {
            self.ui
                .ctx()
                .accesskit_node_builder(canvas, |node| node.set_active_descendant(node_id(focus).accesskit_id()));
        }
    }

    /// Adds nodes for the charts and uses of channels in view.
    fn add_spots(&self, requests: &mut Requests) {
        let free = self.stuck.free(self.sight.canvas);
        let spots = self.workspace.map.band_spots().iter().enumerate();
        let in_view = spots.map(|(at, spot)| (at, spot, self.sight.rect_from_map(spot.rect).intersect(free)));
        let in_view = in_view.filter(|(_, _, rect)| rect.width() > 1.0 && rect.height() > 1.0);
        for (at, spot, rect) in in_view.take(MOST_NODES) {
            let id = Id::unique(("in a lane of the map", at));
            let response = self.ui.interact(rect, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, bands_ui::name(self.workspace, spot)));
            self.ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
            if self.ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
                bands_ui::click(self.workspace, spot, false, requests);
            }
        }
    }

    /// Whether a stage or lane is collapsed; `None` for everything else.
    fn is_folded(&self, subject: Subject) -> Option<bool> {
        let project = self.workspace.shown_project();
        match subject {
            Subject::Stage(id) => project.stages.get(&id).map(|stage| stage.is_collapsed),
            Subject::Lane(id) => project.lanes.get(&id).map(|lane| lane.is_collapsed),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        }
    }

    /// Adds one node, unless it is out of view. Returns whether it was added.
    fn add_node(&self, subject: Subject, name: &dyn Fn() -> String, requests: &mut Requests) -> bool {
        let Some(rect) = self.workspace.map.rect_of(subject) else { return false };
        // A straight connector is a line, and has no area of its own.
        let reach = if matches!(subject, Subject::Connector(_)) { CONNECTOR_REACH } else { 0.0 };
        let rect = self.stuck.seen(subject, self.sight.rect_from_map(rect.expand(reach)));
        let rect = rect.intersect(self.sight.canvas);
        if rect.width() <= 1.0 || rect.height() <= 1.0 {
            return false;
        }
        let id = node_id(subject);
        // It only senses hovering, so that clicks and drags stay the canvas's.
        let response = self.ui.interact(rect, id, Sense::hover());
        let is_selected = self.workspace.document.selection().contains(subject);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name()));
        let is_folded = self.is_folded(subject);
        self.ui.ctx().accesskit_node_builder(id, |node| {
            node.add_action(Action::Click);
            node.add_action(Action::Focus);
            node.add_action(Action::ShowContextMenu);
            if let Some(description) = description(self.workspace, subject) {
                node.set_description(description);
            }
            if let Some(is_folded) = is_folded {
                node.set_expanded(!is_folded);
                node.add_action(if is_folded { Action::Expand } else { Action::Collapse });
            }
        });
        for (action, is_collapsed) in [(Action::Collapse, true), (Action::Expand, false)] {
            if self.ui.input(|input| input.has_accesskit_action_request(id, action)) {
                let change = HeaderChange::Collapsed(is_collapsed);
                let edit = change_headers(self.workspace.document.project(), [subject], change);
                edit.into_iter().for_each(|edit| requests.edit(edit));
            }
        }
        let is_asked = |action| self.ui.input(|input| input.has_accesskit_action_request(id, action));
        if is_asked(Action::ShowContextMenu) {
            requests.push(Request::Select(Selection::only(subject)));
            ask_for_menu(self.ui, subject);
        }
        if is_asked(Action::Click) || is_asked(Action::Focus) {
            requests.push(Request::Select(Selection::only(subject)));
            requests.push(Request::RevealFocus);
        }
        true
    }

    /// Adds a node for each empty cell in view. Returns that of the one that the keyboard is on.
    fn add_cells(&self, requests: &mut Requests) -> Option<Id> {
        let project = self.workspace.shown_project();
        let at_hand = self.workspace.cell_at_hand();
        let free = self.stuck.free(self.sight.canvas);
        let seen = empty_cells(self.workspace)
            .map(|(stage, lane, rect)| (stage, lane, self.sight.rect_from_map(rect).intersect(free)))
            .filter(|(.., rect)| rect.width() > 1.0 && rect.height() > 1.0);
        let mut focused = None;
        for (stage, lane, rect) in seen.take(MOST_NODES) {
            let id = Id::unique(("empty cell on the map", stage, lane));
            let is_at_hand = at_hand == Some((stage, lane));
            let name = |name: Option<&String>| name.map_or("Untitled", String::as_str).to_owned();
            let stage_name = name(project.stages.get(&stage).map(|stage| &stage.name));
            let lane_name = name(project.lanes.get(&lane).map(|lane| &lane.name));
            let response = self.ui.interact(rect, id, Sense::empty());
            response.widget_info(|| {
                let name = format!("Empty cell, {stage_name}, {lane_name}");
                WidgetInfo::selected(Role::ListBoxOption, true, is_at_hand, name)
            });
            self.ui.ctx().accesskit_node_builder(id, |node| {
                node.add_action(Action::Click);
                node.add_action(Action::Focus);
                node.set_description("Click to add a card");
            });
            let is_asked = |action| self.ui.input(|input| input.has_accesskit_action_request(id, action));
            if is_asked(Action::Click) {
                add_item(self.workspace, Placement::end_of(self.workspace.document.project(), stage, lane), requests);
            } else if is_asked(Action::Focus) {
                requests.push(Request::FocusCell(stage, lane));
            }
            focused = focused.or(is_at_hand.then_some(id));
        }
        focused
    }
}

/// What is seen of a card beside its title: channel, marks and figures.
fn description(workspace: &Workspace, subject: Subject) -> Option<String> {
    let Subject::Item(Item::Touchpoint(id)) = subject else { return None };
    let touchpoint = workspace.shown_project().touchpoints.get(&id)?;
    let mut parts = vec![touchpoint.channel.label().to_owned()];
    if touchpoint.is_moment_of_truth {
        parts.push("moment of truth".to_owned());
    }
    for chip in workspace.numbers.chips(id, &workspace.view) {
        let change = if chip.change_text.is_empty() { String::new() } else { format!(", {}", chip.change_text) };
        parts.push(format!("{} {}{change}", chip.short_name, chip.text));
    }
    Some(parts.join("; "))
}

/// "Checkout, touchpoint, Buy, 2 of 3".
fn item_name(project: &Project, item: Item, rank: Option<(usize, usize)>) -> String {
    let text = project.text_of(item).filter(|text| !text.is_empty()).unwrap_or("Untitled");
    let mut name = text.to_owned();
    if let Item::Card(id) = item
        && let Some(card) = project.cards.get(&id)
    {
        match &card.body {
            CardBody::Text => {}
            CardBody::Picture { .. } => name.push_str(", picture"),
            CardBody::Quote { by } if by.is_empty() => name.push_str(", quote"),
            CardBody::Quote { by } => name.push_str(&format!(", quote by {by}")),
            CardBody::Link { url } => name.push_str(&format!(", link to {}", link_host(url))),
        }
    }
    if let Some(place) = project.place_of(item) {
        if let Some(lane) = project.lanes.get(&place.lane) {
            name.push_str(", ");
            name.push_str(lane.kind.item_label());
        }
        if let Some(stage) = project.stages.get(&place.stage) {
            name.push_str(", ");
            name.push_str(&stage.name);
        }
    }
    if let Some((rank, of)) = rank {
        name.push_str(&format!(", {rank} of {of}"));
    }
    name
}

/// "Flow from Basket to Checkout, "pays"".
fn connector_name(project: &Project, connector: &Connector) -> String {
    let title = |id| project.text_of(Item::Touchpoint(id)).filter(|text| !text.is_empty()).unwrap_or("Untitled");
    let name = format!("{} from {} to {}", connector.kind.label(), title(connector.from), title(connector.to));
    if connector.label.is_empty() { name } else { format!("{name}, \"{}\"", connector.label) }
}

/// "Buy, stage"; "Pain points, lane"; "Sticky: Ask Anna, yellow".
fn header_name(project: &Project, subject: Subject) -> String {
    let (name, what) = match subject {
        Subject::Stage(id) => (project.stages.get(&id).map(|stage| stage.name.as_str()), "stage"),
        Subject::Lane(id) => (project.lanes.get(&id).map(|lane| lane.name.as_str()), "lane"),
        Subject::Connector(id) => (project.connectors.get(&id).map(|connector| connector.label.as_str()), "connector"),
        Subject::Sticky(id) => {
            let Some(sticky) = project.stickies.get(&id) else { return String::new() };
            let text = if sticky.text.is_empty() { "empty" } else { &sticky.text };
            return format!("Sticky: {text}, {}", sticky.color.label().to_lowercase());
        }
        Subject::Item(item) => (project.text_of(item), "card"),
    };
    let name = name.filter(|name| !name.is_empty()).unwrap_or("Untitled");
    format!("{name}, {what}")
}
