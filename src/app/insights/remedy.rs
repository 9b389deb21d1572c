//! What the buttons of an insight ask for: to show its place, to fix it, to make an action of it, to set it aside.
//! Decides only; draws nothing.

use crate::analysis::audit::{About, Finding, Fix, Insight};
use crate::app::action::Action as Command;
use crate::app::request::{Request, Requests};
use crate::app::workspace::{Dialog, Editing, Notice, RightTab, Workspace};
use crate::edit::{Edit, Selection, TouchpointChange, build};
use crate::model::{
    Action, ActionId, Aim, Card, CardId, Item, Lane, LaneId, LaneKind, Place, Placement, Project, StageId, Subject,
    Touchpoint, TouchpointId,
};

/// Shows on the map what a finding is about, in its journey, selected and in view.
pub fn show(workspace: &Workspace, about: About, requests: &mut Requests) {
    let project = workspace.document.project();
    if let Some(subject) = about.subject(project) {
        requests.push(Request::GoTo(subject));
        return;
    }
    match about.journey(project) {
        Some(journey) => {
            requests.push(Request::OpenJourney(journey));
            requests.push(Request::Select(Selection::default()));
            requests.push(Request::RightTab(RightTab::Journey));
        }
        None => requests.run(Command::ZoomFit),
    }
}

/// Asks why a finding is to be set aside; for one that was, with the reason so far.
pub fn ask_why(workspace: &Workspace, finding: &Finding, requests: &mut Requests) {
    let project = workspace.document.project();
    let insight = workspace.audit.key(finding);
    let reason = project.dismissals.get(&insight).map(|known| known.reason.clone()).unwrap_or_default();
    let name = finding.about.name(project);
    let title = if name.is_empty() { finding.rule.title.to_owned() } else { format!("{}: {name}", finding.rule.title) };
    requests.push(Request::Dialog(Some(Dialog::Dismiss { insight, title, reason })));
}

/// Makes an action of an insight: what is found is what is to be done about it.
pub fn add_action(workspace: &Workspace, insight: &Insight, requests: &mut Requests) {
    let project = workspace.document.project();
    let name = insight.about.name(project);
    let title = if name.is_empty() { insight.rule.title.to_owned() } else { format!("{}: {name}", insight.rule.title) };
    let mut action = Action::new(ActionId(project.next_id), title);
    action.description.clone_from(&insight.message);
    action.aims.extend(insight.about.aim(project));
    if let About::Kpi(id) = insight.about
        && let Some(kpi) = project.kpis.get(&id)
    {
        action.metric = Some(kpi.metric);
        action.owner.clone_from(&kpi.owner);
    }
    let text = format!("\"{}\" was added to the actions.", action.title);
    requests.push(Request::Seal);
    requests.edit(Edit::AddAction { action });
    requests.push(Request::Notify(Notice::Done(text)));
}

/// Does what a fix says, or opens what is needed for it.
pub fn fix(workspace: &Workspace, fix: &Fix, requests: &mut Requests) {
    let project = workspace.document.project();
    let change = |touchpoint: TouchpointId, change: TouchpointChange| Edit::ChangeTouchpoints {
        touchpoints: vec![touchpoint],
        change,
    };
    requests.push(Request::Seal);
    match fix {
        Fix::SetOwner { touchpoint, owner } => {
            requests.edit(change(*touchpoint, TouchpointChange::Owner(owner.clone())));
        }
        Fix::SetChannel { touchpoint, channel } => {
            requests.edit(change(*touchpoint, TouchpointChange::Channel(*channel)));
        }
        Fix::SetEvidence { touchpoint, evidence } => {
            requests.edit(change(*touchpoint, TouchpointChange::Evidence(*evidence)));
        }
        Fix::AddTouchpoint { stage, lane, column, channel } => {
            let id = TouchpointId(project.next_id);
            let place = below(project, Place { stage: *stage, lane: *lane, column: *column, order: 0 });
            let touchpoint = Touchpoint::new(id, "", *channel, place);
            let edit = Edit::AddTouchpoint { touchpoint, placement: Placement::at(place) };
            add(project, (edit, id.into(), *stage), true, requests);
        }
        Fix::AddCard { kind, place, text } => {
            if let Some((edit, card)) = new_card(project, *kind, *place, text) {
                add(project, (edit, card.into(), place.stage), text.is_empty(), requests);
            }
        }
        Fix::Connect { from, to } => {
            let (edit, connector) = build::connect(project, *from, *to);
            if let Some(journey) = project.journey_of((*from).into()) {
                requests.push(Request::OpenJourney(journey));
            }
            requests.push(Request::EditSelecting(edit, Selection::only(Subject::Connector(connector))));
            requests.push(Request::RevealFocus);
        }
        Fix::ConnectTo(touchpoint) => {
            requests.push(Request::GoTo(Subject::Item((*touchpoint).into())));
            let dialog = Dialog::Connect { from: *touchpoint, query: String::new(), chosen: 0 };
            requests.push(Request::Dialog(Some(dialog)));
        }
        Fix::AddKpi(touchpoint) | Fix::Answer(touchpoint) => {
            requests.push(Request::GoTo(Subject::Item((*touchpoint).into())));
            show_inspector(workspace, requests);
        }
        Fix::CompleteKpi(kpi) => {
            show(workspace, About::Kpi(*kpi), requests);
            show_inspector(workspace, requests);
        }
        Fix::OpenStrategy => requests.run(Command::Strategy),
        Fix::Import => requests.run(Command::Import),
    }
}

fn show_inspector(workspace: &Workspace, requests: &mut Requests) {
    if !workspace.settings.right_panel.is_visible {
        requests.run(Command::ToggleRight);
    }
}

/// The place below what is in that cell's column already.
fn below(project: &Project, place: Place) -> Place {
    let here = |other: &Place| (other.stage, other.lane, other.column) == (place.stage, place.lane, place.column);
    let order = project.items().filter(|(_, other)| here(other)).map(|(_, other)| other.order + 1).max();
    Place { order: order.unwrap_or(0), ..place }
}

/// A card in the first lane of that kind of the place's journey, which is made if there is none, below what is in the
/// step. `None` if the stage is gone.
fn new_card(project: &Project, kind: LaneKind, place: Place, text: &str) -> Option<(Edit, CardId)> {
    let journey = project.stages.get(&place.stage)?.journey;
    let is_of_kind = |lane: &LaneId| project.lanes.get(lane).is_some_and(|lane| lane.kind == kind);
    let known = project.journeys.get(&journey)?.lanes.iter().copied().find(is_of_kind);
    if let Some(lane) = known {
        let place = below(project, Place { lane, ..place });
        let card = Card::new(CardId(project.next_id), place, text);
        return Some((Edit::AddCard { card, placement: Placement::at(place) }, CardId(project.next_id)));
    }
    let lane = LaneId(project.next_id);
    let id = CardId(project.next_id + 1);
    let place = Place { lane, order: 0, ..place };
    let add_lane = Edit::AddLane { lane: Lane::new(lane, journey, kind.label(), kind), at: usize::MAX };
    let add_card = Edit::AddCard { card: Card::new(id, place, text), placement: Placement::at(place) };
    let label = format!("Add {}", kind.item_label());
    Some((Edit::Batch { label, edits: vec![add_lane, add_card] }, id))
}

/// Adds an item to a stage, in whose journey it is then selected and in view; open for typing if it is to be named.
fn add(project: &Project, (edit, item, stage): (Edit, Item, StageId), is_to_be_named: bool, requests: &mut Requests) {
    if let Some(journey) = Aim::Stage(stage).journey(project) {
        requests.push(Request::OpenJourney(journey));
    }
    requests.push(Request::EditSelecting(edit, Selection::only(item)));
    requests.push(Request::RevealFocus);
    if is_to_be_named {
        requests.push(Request::StartEditing(Some(Editing::Item(item))));
    }
}
