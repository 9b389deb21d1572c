//! What a screen reader and a test find on the canvas: a node for each card and header in view, by name. The nodes
//! only say what is there; the gestures stay the canvas's own.

use std::collections::BTreeMap;

use egui::accesskit::{Action, Role};
use egui::{Id, Rect, Sense, Ui, WidgetInfo};

use super::add_item;
use super::bands_ui;
use super::cells::empty_cells;
use super::emotion_nodes;
use super::headers::Stuck;
use super::menu_key::ask_for_menu;
use super::sight::Sight;
use crate::analysis::KpiState;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::{HeaderChange, Placement, Selection, change_headers};
use crate::layout::{CONNECTOR_REACH, link_host};
use crate::model::{CardBody, Connector, Item, LaneId, Project, StageId, Subject};

/// The most of each kind that get nodes; more are on screen only where none of them can be read.
pub const MOST_NODES: usize = 2_000;

/// Where each item and header stands, counted once for each map.
#[derive(Default)]
pub struct Ranks {
    revision: u64,
    /// Among those of its stage and lane: from 1, and how many there are.
    by_item: BTreeMap<Item, (usize, usize)>,
    /// Among the stages or lanes that the map shows: from 1, and how many there are.
    by_header: BTreeMap<Subject, (usize, usize)>,
}

/// Where a card or an empty cell comes when the map is read: stage, lane, column and order.
type ReadAt = (usize, usize, u32, u32);

impl Ranks {
    fn refresh(&mut self, workspace: &Workspace) {
        if self.revision == workspace.map_revision && !self.by_header.is_empty() {
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
        let stages: Vec<Subject> = workspace.map.stages().map(|(id, _)| Subject::Stage(id)).collect();
        let lanes: Vec<Subject> = workspace.map.lanes().map(|(id, ..)| Subject::Lane(id)).collect();
        let ranked = |headers: Vec<Subject>| {
            let of = headers.len();
            headers.into_iter().zip(1..).map(move |(header, rank)| (header, (rank, of)))
        };
        self.by_header = ranked(stages).chain(ranked(lanes)).collect();
    }

    fn cell(&self, stage: StageId, lane: LaneId) -> (usize, usize) {
        let rank = |header| self.by_header.get(&header).map_or(0, |(rank, _)| *rank);
        (rank(Subject::Stage(stage)), rank(Subject::Lane(lane)))
    }
}

/// The id of the node of a subject.
pub fn node_id(subject: Subject) -> Id {
    Id::unique(("on the map", subject))
}

/// Adds nodes for what is in view, below that of `ui`.
pub struct Nodes<'a> {
    pub ui: &'a Ui,
    pub sight: &'a Sight,
    pub stuck: &'a Stuck,
    pub workspace: &'a Workspace,
}

impl Nodes<'_> {
    /// Adds a node for each header and card in view, and says which of them the keyboard is on.
    pub fn add(&self, canvas: Id, ranks: &mut Ranks, visible: &[Item], requests: &mut Requests) {
        let project = self.workspace.shown_project();
        let focus = self.workspace.document.selection().focus;
        let mut has_focus = false;
        ranks.refresh(self.workspace);
        let map = &self.workspace.map;
        let stages = map.stages().map(|(id, _)| Subject::Stage(id));
        let lanes = map.lanes().map(|(id, ..)| Subject::Lane(id));
        for subject in stages.chain(lanes) {
            let rank = ranks.by_header.get(&subject).copied();
            let name = || {
                let name = header_name(project, subject, rank);
                match kpi_of_stage(self.workspace, subject) {
                    Some(state) => format!("{name}, KPI: {}", state.label().to_lowercase()),
                    None => name,
                }
            };
            let is_added = self.add_node(subject, &name, requests);
            has_focus |= is_added && focus == Some(subject);
        }
        let mut cell_at_hand = None;
        for (_, seen) in self.in_reading_order(ranks, visible) {
            match seen {
                Seen::Item(item) => {
                    let subject = Subject::Item(item);
                    let name = || item_name(project, item, ranks.by_item.get(&item).copied());
                    let is_added = self.add_node(subject, &name, requests);
                    has_focus |= is_added && focus == Some(subject);
                }
                Seen::Cell(stage, lane, rect) => {
                    cell_at_hand = self.add_cell(stage, lane, rect, requests).or(cell_at_hand);
                }
            }
        }
        if let Some(cell) = cell_at_hand {
            self.ui.ctx().accesskit_node_builder(canvas, |node| node.set_active_descendant(cell.accesskit_id()));
        }
        self.add_spots(requests);
        let stickies = map.stickies_in(self.sight.view_in_map());
        for subject in stickies.into_iter().take(MOST_NODES).map(Subject::Sticky) {
            let is_added = self.add_node(subject, &|| header_name(project, subject, None), requests);
            has_focus |= is_added && focus == Some(subject);
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

    /// The cards and empty cells in view, as the journey is read: stage by stage, and in each lane by lane.
    fn in_reading_order(&self, ranks: &Ranks, visible: &[Item]) -> Vec<(ReadAt, Seen)> {
        let project = self.workspace.shown_project();
        let items = visible.iter().filter_map(|item| {
            let place = project.place_of(*item)?;
            let (stage, lane) = ranks.cell(place.stage, place.lane);
            Some(((stage, lane, place.column, place.order), Seen::Item(*item)))
        });
        let free = self.stuck.free(self.sight.canvas);
        let cells = empty_cells(self.workspace)
            .map(|(stage, lane, rect)| (stage, lane, self.sight.rect_from_map(rect).intersect(free)))
            .filter(|(.., rect)| rect.width() > 1.0 && rect.height() > 1.0)
            .take(MOST_NODES);
        let cells = cells.map(|(stage, lane, rect)| {
            let at = ranks.cell(stage, lane);
            ((at.0, at.1, 0, 0), Seen::Cell(stage, lane, rect))
        });
        let mut seen: Vec<_> = items.chain(cells).collect();
        seen.sort_by_key(|(at, _)| *at);
        // Of too many the first, as they are read, and the one that the keyboard is on.
        let focus = self.workspace.document.selection().focus;
        let rest = seen.split_off(seen.len().min(MOST_NODES));
        seen.extend(
            rest.into_iter().find(|(_, seen)| matches!(seen, Seen::Item(item) if focus == Some((*item).into()))),
        );
        seen
    }

    /// Adds the node of an empty cell. Returns it if the keyboard is there.
    fn add_cell(&self, stage: StageId, lane: LaneId, rect: Rect, requests: &mut Requests) -> Option<Id> {
        let project = self.workspace.shown_project();
        let id = Id::unique(("empty cell on the map", stage, lane));
        let is_at_hand = self.workspace.cell_at_hand() == Some((stage, lane));
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
        is_at_hand.then_some(id)
    }
}

/// What is read one after the other.
enum Seen {
    Item(Item),
    /// An empty cell, and where it is on the screen.
    Cell(StageId, LaneId, Rect),
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

/// "Checkout, touchpoint, in Buy, 2 of 3".
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
            name.push_str(", in ");
            name.push_str(if stage.name.is_empty() { "Untitled" } else { &stage.name });
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

/// "Buy, stage, purchase, 3 of 5"; "Pain points, lane, 4 of 7"; "Sticky: Ask Anna, yellow".
/// How the worst of a stage's own KPIs stands.
fn kpi_of_stage(workspace: &Workspace, subject: Subject) -> Option<KpiState> {
    match subject {
        Subject::Stage(id) => workspace.kpis.worst(id.into()),
        Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) | Subject::Item(_) => None,
    }
}

fn header_name(project: &Project, subject: Subject, rank: Option<(usize, usize)>) -> String {
    let (name, what) = match subject {
        Subject::Stage(id) => {
            let stage = project.stages.get(&id);
            let phase = stage.map(|stage| stage.phase.label().to_lowercase()).unwrap_or_default();
            (stage.map(|stage| stage.name.as_str()), format!("stage, {phase}"))
        }
        Subject::Lane(id) => (project.lanes.get(&id).map(|lane| lane.name.as_str()), "lane".to_owned()),
        Subject::Connector(id) => {
            (project.connectors.get(&id).map(|connector| connector.label.as_str()), "connector".to_owned())
        }
        Subject::Sticky(id) => {
            let Some(sticky) = project.stickies.get(&id) else { return String::new() };
            let text = if sticky.text.is_empty() { "empty" } else { &sticky.text };
            return format!("Sticky: {text}, {}", sticky.color.label().to_lowercase());
        }
        Subject::Item(item) => (project.text_of(item), "card".to_owned()),
    };
    let name = name.filter(|name| !name.is_empty()).unwrap_or("Untitled");
    let rank = rank.map(|(rank, of)| format!(", {rank} of {of}")).unwrap_or_default();
    format!("{name}, {what}{rank}")
}
