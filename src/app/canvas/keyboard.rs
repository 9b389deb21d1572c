//! Keys that the canvas answers itself: arrows move the focus, Enter edits, Home and End jump. Commands with a
//! shortcut are the action table's.

use std::collections::BTreeMap;

use egui::{Event, Key, Modifiers, Ui};

use super::cells;
use crate::app::request::{Request, Requests};
use crate::app::workspace::Workspace;
use crate::edit::Selection;
use crate::layout::{Heading, Map};
use crate::model::{Connector, ConnectorId, Item, JourneyId, Project, Subject, TouchpointId};

/// Takes this frame's keys.
pub fn take_keys(ui: &Ui, workspace: &Workspace, requests: &mut Requests) {
    cells::take_text(ui, workspace, requests);
    let presses: Vec<(Key, Modifiers)> = ui.input(|input| input.events.iter().filter_map(plain_press).collect());
    if presses.is_empty() {
        return;
    }
    let mut selection = workspace.document.selection().clone();
    for (key, modifiers) in presses {
        if modifiers.is_none() && cells::take_key(workspace, selection.focus, key, requests) {
            return;
        }
        let project = workspace.document.project();
        let next = match key {
            Key::ArrowLeft => moved_focus(project, &workspace.map, workspace.journey, selection.focus, Heading::Left),
            Key::ArrowRight => moved_focus(project, &workspace.map, workspace.journey, selection.focus, Heading::Right),
            Key::ArrowUp => moved_focus(project, &workspace.map, workspace.journey, selection.focus, Heading::Up),
            Key::ArrowDown => moved_focus(project, &workspace.map, workspace.journey, selection.focus, Heading::Down),
            Key::Home => project.items_in_reading_order(workspace.journey).first().map(|item| Subject::Item(*item)),
            Key::End => project.items_in_reading_order(workspace.journey).last().map(|item| Subject::Item(*item)),
            Key::Enter => {
                if let Some(focus) = selection.focus {
                    requests.push(Request::StartEditing(Some(focus.into())));
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

/// A key pressed alone or with Shift; with others it belongs to the action table.
fn plain_press(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } if !(modifiers.alt || modifiers.command || modifiers.ctrl) => {
            Some((*key, *modifiers))
        }
        _ => None,
    }
}

/// The connector after the one that has the focus, or the first of the touchpoint that has it: in the order of where
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
    let at = match focus {
        Some(Subject::Connector(id)) => connectors.iter().position(|(_, other)| other.id == id).map(|at| at + 1),
        Some(Subject::Item(Item::Touchpoint(id))) => {
            let of = |fits: &dyn Fn(&Connector) -> bool| connectors.iter().position(|(_, other)| fits(other));
            Some(of(&|other| other.from == id).or_else(|| of(&|other| other.to == id))?)
        }
        Some(Subject::Item(Item::Card(_)) | Subject::Stage(_) | Subject::Lane(_) | Subject::Sticky(_)) | None => None,
    };
    let next = connectors.get(at.unwrap_or(0)).or_else(|| connectors.first());
    next.map(|(_, connector)| connector.id)
}

/// Where an arrow key takes the focus: from card to card, and beyond the first card of a row or column to its
/// header; along the headers and back from them. Without a focus, to the first card.
pub fn moved_focus(
    project: &Project,
    map: &Map,
    journey: JourneyId,
    focus: Option<Subject>,
    heading: Heading,
) -> Option<Subject> {
    let record = project.journeys.get(&journey)?;
    let in_order = || project.items_in_reading_order(journey);
    let first = |fits: &dyn Fn(Item) -> bool| in_order().into_iter().find(|item| fits(*item)).map(Subject::Item);
    match focus {
        None => {
            let any = |_: Item| true;
            first(&any).or_else(|| record.stages.first().map(|id| Subject::Stage(*id)))
        }
        Some(Subject::Item(item)) => {
            if let Some(next) = map.neighbor(item, heading) {
                return Some(Subject::Item(next));
            }
            let place = project.place_of(item)?;
            match heading {
                Heading::Up => Some(Subject::Stage(place.stage)),
                Heading::Left => Some(Subject::Lane(place.lane)),
                Heading::Right | Heading::Down => None,
            }
        }
        Some(Subject::Stage(stage)) => {
            let at = record.stages.iter().position(|id| *id == stage)?;
            match heading {
                Heading::Left => record.stages.get(at.checked_sub(1)?).map(|id| Subject::Stage(*id)),
                Heading::Right => record.stages.get(at + 1).map(|id| Subject::Stage(*id)),
                Heading::Down => first(&|item| project.place_of(item).is_some_and(|place| place.stage == stage)),
                Heading::Up => None,
            }
        }
        Some(Subject::Lane(lane)) => {
            let at = record.lanes.iter().position(|id| *id == lane)?;
            match heading {
                Heading::Up => record.lanes.get(at.checked_sub(1)?).map(|id| Subject::Lane(*id)),
                Heading::Down => record.lanes.get(at + 1).map(|id| Subject::Lane(*id)),
                Heading::Right => first(&|item| project.place_of(item).is_some_and(|place| place.lane == lane)),
                Heading::Left => None,
            }
        }
        Some(Subject::Sticky(_)) => {
            let any = |_: Item| true;
            first(&any)
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
