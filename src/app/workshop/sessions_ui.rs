//! The sessions in which people worked on the map, and what each of them added.

use egui::{Align, Layout, RichText, Ui};

use super::state::WorkshopWish;
use super::wish;
use crate::analysis::find::Query;
use crate::app::action::Action;
use crate::app::inspector::text_line_in;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon};
use crate::app::widgets::{Emphasis, IconButton, action_button, empty_state};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::date::format_date;
use crate::edit::{Edit, WorkshopChange};
use crate::model::{Item, Project, Session, SessionId, Subject};

/// Draws the part.
pub fn sessions_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let sessions = &workspace.document.project().workshop.sessions;
    if sessions.is_empty() {
        let text = "Start a workshop: what is added while it runs gets a small flag, and is listed here.";
        empty_state(ui, theme, Icon::Flag, text);
        ui.add_space(8.0);
        ui.vertical_centered(|ui| {
            action_button(ui, workspace, requests, Action::StartWorkshop, "Start workshop", Emphasis::Primary);
        });
        return;
    }
    for (number, session) in (1..).zip(sessions.iter().rev()) {
        row_ui(ui, workspace, requests, (number, session));
    }
}

/// "3 touchpoints, 12 cards, 1 sticky"; "nothing added yet" of none.
fn added_text(project: &Project, session: SessionId) -> String {
    let (mut touchpoints, mut cards, mut stickies) = (0, 0, 0);
    for subject in project.added_in(session) {
        match subject {
            Subject::Item(Item::Touchpoint(_)) => touchpoints += 1,
            Subject::Item(Item::Card(_)) => cards += 1,
            Subject::Sticky(_) => stickies += 1,
            Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => {}
        }
    }
    let counted =
        [(touchpoints, "touchpoint", "touchpoints"), (cards, "card", "cards"), (stickies, "sticky", "stickies")];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() { "nothing added".to_owned() } else { parts.join(", ") }
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (number, session): (usize, &Session)) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let is_running = project.workshop.running == Some(session.id);
    let change = |change| Edit::ChangeWorkshop { change };
    ui.push_id(("session", session.id), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let color = if is_running { theme.color.good } else { theme.color.accent };
            ui.label(icon(if is_running { Icon::CircleDot } else { Icon::Flag }, 14.0).color(color32(color)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let name = format!("Forget session {number}");
                let forget = IconButton::new(Some(Icon::Trash2), "", &name);
                if forget.tip("Forget this session: what was added stays, without its flag").ui(ui, theme).clicked() {
                    requests.push(Request::Seal);
                    requests.edit(change(WorkshopChange::RemoveSession(session.id)));
                    requests.push(Request::Seal);
                }
                if is_running {
                    ui.label(RichText::new("running").color(color32(theme.color.muted)));
                } else {
                    let name = format!("Go on with session {number}");
                    let again = IconButton::new(None, "Go on", &name).emphasis(Emphasis::Outlined);
                    if again.tip("Let it run again: what is added now counts to it").ui(ui, theme).clicked() {
                        requests.push(Request::Seal);
                        requests.edit(change(WorkshopChange::Resume(session.id)));
                        requests.push(Request::Seal);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = format!("Name of session {number}");
                    let (_, renamed) = text_line_in(ui, &name, &session.name, "Unnamed workshop", None, requests);
                    if let Some(name) = renamed {
                        requests.edit(change(WorkshopChange::RenameSession { session: session.id, name }));
                    }
                });
            });
        });
        added_ui(ui, workspace, requests, (number, session));
        ui.add_space(6.0);
    });
}

/// What a session added, and the ways there.
fn added_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (number, session): (usize, &Session)) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let any = project.added_in(session.id).next().is_some();
    ui.horizontal(|ui| {
        ui.add_space(20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let name = format!("List what session {number} added");
            let list = IconButton::new(None, "List", &name).enabled(any);
            if list.tip("List it at the left, each with a jump").ui(ui, theme).clicked() && any {
                requests.push(Request::Find(Some(Query { text: session.name.clone(), ..Query::default() })));
            }
            let name = format!("Select what session {number} added");
            let show = IconButton::new(None, "Show on the map", &name).enabled(any);
            if show.tip("Select all of it on the map").ui(ui, theme).clicked() && any {
                wish(requests, WorkshopWish::ShowSession(session.id));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let day = session.on.map(|on| format!("{} · ", format_date(on))).unwrap_or_default();
                let text = format!("{day}{}", added_text(project, session.id));
                let text = RichText::new(text).small().color(color32(theme.color.muted));
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}
