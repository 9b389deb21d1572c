//! What to work on first, and the work itself: the tabs "Priorities" (actions by impact and effort beside the ranking
//! of touchpoints) and "Actions" (the board) of the bottom panel. Counting is `analysis::priority`'s.

mod board_card;
mod board_keys;
mod board_ui;
mod bubbles;
mod matrix_ui;
mod ranking_ui;
mod run;
mod sum_ui;
#[cfg(test)]
mod tests;
mod weights_ui;
mod whose;

pub use board_ui::board_ui;
pub use run::{EffectOf, RankedFrom, aim_of};

use egui::{Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::request::Requests;
use super::style::color32;
use super::tab_row::tabs;
use super::workspace::Workspace;
use crate::base::Icon;
use crate::base::date::format_date;
use crate::model::{Action, ActionId, ActionState, Aim, Project};

/// In a panel narrower than this, in points, matrix and ranking take turns.
const NARROW: f32 = 640.0;

/// Draws the tab of priorities.
pub fn priorities_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let rect = ui.available_rect_before_wrap();
    let inside = |rect: Rect| UiBuilder::new().max_rect(rect.shrink2(vec2(16.0, 6.0)));
    if rect.width() < NARROW {
        let chosen_id = ui.scope_id().with("matrix or ranking");
        let chosen = ui.data(|data| data.get_temp::<usize>(chosen_id)).unwrap_or_default();
        ui.scope_builder(inside(rect), |ui| {
            let clicked = ui.horizontal(|ui| tabs(ui, &workspace.theme, &["Matrix", "Ranking"], chosen)).inner;
            if let Some(clicked) = clicked {
                ui.data_mut(|data| data.insert_temp(chosen_id, clicked));
            }
            if chosen == 0 {
                matrix_ui::matrix_ui(ui, workspace, requests);
            } else {
                ranking_ui::ranking_ui(ui, workspace, requests);
            }
        });
        return;
    }
    let split = rect.left() + (rect.width() * 0.38).clamp(250.0, 560.0);
    ui.painter().vline(split, rect.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
    let left = Rect::from_min_max(rect.min, pos2(split, rect.bottom()));
    let right = Rect::from_min_max(pos2(split, rect.top()), rect.max);
    ui.scope_builder(inside(left), |ui| matrix_ui::matrix_ui(ui, workspace, requests));
    ui.scope_builder(inside(right), |ui| ranking_ui::ranking_ui(ui, workspace, requests));
}

/// The picture of a state, on the board and in bubbles.
pub fn state_icon(state: ActionState) -> Icon {
    match state {
        ActionState::Idea => Icon::Lightbulb,
        ActionState::Planned => Icon::Calendar,
        ActionState::InProgress => Icon::Play,
        ActionState::Done => Icon::Check,
        ActionState::Dropped => Icon::X,
    }
}

/// The title, or that there is none.
pub fn title_of(action: &Action) -> &str {
    if action.title.trim().is_empty() { "Untitled action" } else { &action.title }
}

/// "Checkout", "Checkout and 2 more", "Whole project".
pub fn where_text(project: &Project, action: &Action) -> String {
    let mut names = action.aims.iter().filter_map(|aim| aim.name(project));
    match (names.next(), names.count()) {
        (None, _) => "Whole project".to_owned(),
        (Some(first), 0) => first.to_owned(),
        (Some(first), more) => format!("{first} and {more} more"),
    }
}

/// "from 1 Sep 2026", "1 Sep 2026 – 30 Oct 2026", "until 30 Oct 2026"; empty without dates.
pub fn dates_text(action: &Action) -> String {
    match (action.start, action.end) {
        (Some(start), Some(end)) => crate::base::Period::new(start, end)
            .map_or_else(|| format!("{} – {}", format_date(start), format_date(end)), crate::base::Period::label),
        (Some(start), None) => format!("from {}", format_date(start)),
        (None, Some(end)) => format!("until {}", format_date(end)),
        (None, None) => String::new(),
    }
}

/// The actions that aim at exactly this, by id.
pub fn actions_at(project: &Project, aim: Aim) -> impl Iterator<Item = &Action> {
    project.actions.values().map(AsRef::as_ref).filter(move |action| action.aims.contains(&aim))
}

/// Where the wish is kept that the title of an action just added takes the keyboard.
fn naming_id() -> egui::Id {
    egui::Id::unique("title of a new action")
}

/// Whether the title of this action is to take the keyboard; asked once.
pub fn is_to_be_named(ui: &Ui, action: ActionId) -> bool {
    let is_it = ui.data(|data| data.get_temp::<ActionId>(naming_id())) == Some(action);
    if is_it {
        ui.data_mut(|data| data.remove::<ActionId>(naming_id()));
    }
    is_it
}
