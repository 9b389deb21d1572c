//! Keys that the canvas answers itself: arrows move the focus, Enter edits, Home and End jump. Commands with a
//! shortcut are the action table's.

use std::collections::BTreeMap;

use egui::{Event, Key, Modifiers, Ui, vec2};

use super::cells;
use super::clicks::opening;
use super::{emotion, emotion_keys};
use crate::app::camera::Camera;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::Selection;
use crate::layout::{Heading, Map};
use crate::model::{Connector, ConnectorId, Item, JourneyId, LaneId, Project, StageId, Subject, TouchpointId};

/// Takes this frame's keys.
pub fn take_keys(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    pan(ui, workspace, requests);
    cells::take_text(ui, workspace, requests);
    let presses: Vec<(Key, Modifiers)> = ui.input(|input| input.events.iter().filter_map(plain_press).collect());
    if presses.is_empty() {
        return;
    }
    if emotion_keys::take_keys(&presses, workspace, requests) {
        return;
    }
    let mut selection = workspace.document.selection().clone();
    for (key, modifiers) in presses {
        if modifiers.is_none() && cells::take_key(workspace, selection.focus, key, requests) {
            return;
        }
        let project = workspace.document.project();
        if let Some(face) = emotion_keys::beside_header(workspace, selection.focus).filter(|_| key == Key::ArrowRight) {
            emotion::go_to(face, requests);
            return;
        }
        let next = match key {
            Key::ArrowLeft => moved_focus(project, &workspace.map, selection.focus, Heading::Left),
            Key::ArrowRight => moved_focus(project, &workspace.map, selection.focus, Heading::Right),
            Key::ArrowUp => moved_focus(project, &workspace.map, selection.focus, Heading::Up),
            Key::ArrowDown => moved_focus(project, &workspace.map, selection.focus, Heading::Down),
            Key::Home => workspace.map.items().next().map(|(item, _)| Subject::Item(item)),
            Key::End => {
                let sticky = workspace.map.stickies_in_order().last().map(|(id, _)| Subject::Sticky(id));
                sticky.or_else(|| workspace.map.items().last().map(|(item, _)| Subject::Item(item)))
            }
            Key::Enter => {
                if let Some(focus) = selection.focus {
                    requests.push(opening(project, focus));
                    requests.push(Request::RevealFocus);
                }
                None
            }
            _ => None,
        };
        let Some(next) = next else { continue };
        if modifiers.matches_exact(Modifiers::SHIFT) {
            selection.add(next);
        } else {
            selection = Selection::only(next);
        }
        requests.push(Request::Select(selection.clone()));
        requests.push(Request::RevealFocus);
    }
}

/// Ctrl and an arrow look that way.
fn pan(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    const STEP: f32 = 96.0;
    let ways = [
        (Key::ArrowLeft, vec2(STEP, 0.0)),
        (Key::ArrowRight, vec2(-STEP, 0.0)),
        (Key::ArrowUp, vec2(0.0, STEP)),
        (Key::ArrowDown, vec2(0.0, -STEP)),
    ];
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::COMMAND, key));
    let by = ways.into_iter().fold(egui::Vec2::ZERO, |by, (key, way)| by + way * pressed(key) as f32);
    if by != egui::Vec2::ZERO {
        let camera = workspace.camera;
        requests.push(Request::SetCamera(Camera { offset: camera.offset + by, ..camera }));
    }
}

/// A key pressed alone or with Shift; with others it belongs to the action table.
fn plain_press(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } if !(modifiers.alt || modifiers.command || modifiers.ctrl) => {
            Some((*key, *modifiers))
        }
        _ => None,
    }
}

/// The connector after the one that has the focus, or the first of the touchpoint that has it, or after that: in the order of where
/// they begin and end on the map, and around at the end.
pub fn next_connector(project: &Project, journey: JourneyId, focus: Option<Subject>) -> Option<ConnectorId> {
    let in_order = project.items_in_reading_order(journey);
    let ranks: BTreeMap<Item, usize> = in_order.into_iter().zip(0..).collect();
    let rank = |item: TouchpointId| ranks.get(&Item::Touchpoint(item)).copied();
    let mut connectors: Vec<_> = project
        .connectors
        .values()
        .filter_map(|connector| Some(((rank(connector.from)?, rank(connector.to)?), connector)))
        .collect();
    connectors.sort_unstable_by_key(|(ranks, connector)| (*ranks, connector.id));
    // Of what has none, those that begin further on.
    let after = |item: Item| connectors.iter().position(|((from, _), _)| Some(from) > ranks.get(&item));
    let at = match focus {
        Some(Subject::Connector(id)) => connectors.iter().position(|(_, other)| other.id == id).map(|at| at + 1),
        Some(Subject::Item(Item::Touchpoint(id))) => {
            let of = |fits: &dyn Fn(&Connector) -> bool| connectors.iter().position(|(_, other)| fits(other));
            of(&|other| other.from == id)
                .or_else(|| of(&|other| other.to == id))
                .or_else(|| after(Item::Touchpoint(id)))
        }
        Some(Subject::Item(card @ Item::Card(_))) => after(card),
        Some(Subject::Stage(_) | Subject::Lane(_) | Subject::Sticky(_)) | None => None,
    };
    let next = connectors.get(at.unwrap_or(0)).or_else(|| connectors.first());
    next.map(|(_, connector)| connector.id)
}

/// Where an arrow key takes the focus: from card to card, and beyond the first card of a row or column to its
/// header; along the headers and back from them. The stickies come after the cards. Without a focus, to the first
/// card.
pub fn moved_focus(project: &Project, map: &Map, focus: Option<Subject>, heading: Heading) -> Option<Subject> {
    let first =
        |fits: &dyn Fn(Item) -> bool| map.items().map(|(item, _)| item).find(|item| fits(*item)).map(Subject::Item);
    // Only what the map shows: neither hidden stages and lanes, nor what collapsed ones hold.
    let stages: Vec<StageId> = map.stages().map(|(id, _)| id).collect();
    let lanes: Vec<LaneId> = map.lanes().map(|(id, ..)| id).collect();
    match focus {
        None => {
            let any = |_: Item| true;
            first(&any).or_else(|| stages.first().map(|id| Subject::Stage(*id)))
        }
        Some(Subject::Item(item)) => {
            if let Some(next) = map.neighbor(item, heading) {
                return Some(Subject::Item(next));
            }
            let place = project.place_of(item)?;
            match heading {
                Heading::Up => Some(Subject::Stage(place.stage)),
                Heading::Left => Some(Subject::Lane(place.lane)),
                Heading::Right | Heading::Down => map.stickies_in_order().next().map(|(id, _)| Subject::Sticky(id)),
            }
        }
        Some(Subject::Stage(stage)) => {
            let at = stages.iter().position(|id| *id == stage)?;
            match heading {
                Heading::Left => stages.get(at.checked_sub(1)?).map(|id| Subject::Stage(*id)),
                Heading::Right => stages.get(at + 1).map(|id| Subject::Stage(*id)),
                Heading::Down => first(&|item| project.place_of(item).is_some_and(|place| place.stage == stage)),
                Heading::Up => None,
            }
        }
        Some(Subject::Lane(lane)) => {
            let at = lanes.iter().position(|id| *id == lane)?;
            match heading {
                Heading::Up => lanes.get(at.checked_sub(1)?).map(|id| Subject::Lane(*id)),
                Heading::Down => lanes.get(at + 1).map(|id| Subject::Lane(*id)),
                Heading::Right => first(&|item| project.place_of(item).is_some_and(|place| place.lane == lane)),
                Heading::Left => None,
            }
        }
        Some(Subject::Sticky(sticky)) => {
            let in_reading_order: Vec<_> = map.stickies_in_order().map(|(id, _)| id).collect();
            let at = in_reading_order.iter().position(|id| *id == sticky)?;
            let beside = match heading {
                Heading::Left | Heading::Up => at.checked_sub(1),
                Heading::Right | Heading::Down => Some(at + 1),
            };
            match beside {
                Some(beside) => in_reading_order.get(beside).map(|id| Subject::Sticky(*id)),
                None => map.items().last().map(|(item, _)| Subject::Item(item)),
            }
        }
        Some(Subject::Connector(connector)) => {
            let connector = project.connectors.get(&connector)?;
            Some(match heading {
                Heading::Left | Heading::Up => connector.from.into(),
                Heading::Right | Heading::Down => connector.to.into(),
            })
        }
    }
}
