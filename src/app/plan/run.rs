//! What requests about actions do, and the ranking kept up to date. Draws nothing.

use std::sync::Arc;

use egui::Context;

use super::naming_id;
use crate::analysis::effect::Asked;
use crate::analysis::priority::{KpiReadings, Measures, rank};
use crate::analysis::{Numbers, View};
use crate::app::core::Core;
use crate::app::workspace::{BottomTab, RightTab, Screen};
use crate::edit::actions;
use crate::model::project::Table;
use crate::model::{
    ActionId, ActionState, Aim, Item, Journey, JourneyId, Kpi, KpiId, Strategy, Subject, Touchpoint, TouchpointId,
};

/// What the ranking was made of. The figures are by far the most of the work, so they are kept by themselves.
#[derive(Default)]
pub struct RankedFrom {
    figures: Option<Figures>,
    rows: Option<RowsFrom>,
}

struct Figures {
    numbers: Arc<Numbers>,
    view: View,
    kpis: Table<KpiId, Kpi>,
    /// Of the standings.
    revision: u64,
    measures: Measures,
    readings: KpiReadings,
    /// Grows with each counting.
    count: u64,
}

/// Held, so that their addresses stay their own.
struct RowsFrom {
    touchpoints: Table<TouchpointId, Touchpoint>,
    journeys: Table<JourneyId, Journey>,
    strategy: Arc<Strategy>,
    journey: JourneyId,
    count: u64,
}

/// What the effect of the shown action was made of: looked at again with each change of the project, and compared again
/// only where something of it is another.
#[derive(Default)]
pub struct EffectOf {
    /// The state of the document, by its number and revision.
    seen: Option<(u64, u64, ActionId)>,
    made: Option<(Arc<Numbers>, ActionId, Asked)>,
}

impl Core {
    /// Compares the days before and after the start of the action that the inspector shows.
    pub(in crate::app) fn refresh_effect(&mut self) {
        let workspace = &mut self.workspace;
        let Some(action) = workspace.shown_action().cloned() else {
            self.effect_of = EffectOf::default();
            return;
        };
        let numbers = &workspace.numbers;
        let is_of_numbers = self.effect_of.made.as_ref().is_none_or(|(of, ..)| Arc::ptr_eq(of, numbers));
        let seen = Some((self.document_number, workspace.document.revision(), action.id));
        if self.effect_of.seen == seen && is_of_numbers {
            return;
        }
        self.effect_of.seen = seen;
        let project = workspace.document.project();
        let asked = match Asked::of(project, numbers, &action) {
            Ok(asked) => asked,
            Err(why) => {
                self.effect_of.made = None;
                workspace.effect = Arc::new(Err(why));
                return;
            }
        };
        let made = self.effect_of.made.take().filter(|_| is_of_numbers);
        if made.as_ref().is_none_or(|(_, id, of)| *id != action.id || *of != asked) {
            workspace.effect = Arc::new(asked.effect(project, numbers, &action));
        }
        self.effect_of.made = Some((Arc::clone(&workspace.numbers), action.id, asked));
    }

    /// Ranks the touchpoints of the open journey anew if priorities are on show and anything they are made of is
    /// another.
    pub(in crate::app) fn refresh_ranking(&mut self) {
        let workspace = &mut self.workspace;
        let is_shown = workspace.screen == Screen::Map
            && workspace.bottom_tab == BottomTab::Priorities
            && workspace.settings.bottom_panel.is_visible;
        if !is_shown {
            return;
        }
        let project = workspace.document.project();
        let last = self.ranked_from.figures.take();
        let (numbers, view) = (&workspace.numbers, workspace.view);
        let counted = last.filter(|of| Arc::ptr_eq(&of.numbers, numbers) && of.view == view);
        let figures = match counted {
            Some(figures)
                if Arc::ptr_eq(&figures.kpis, &project.kpis) && figures.revision == workspace.kpis.revision() =>
            {
                figures
            }
            Some(figures) => Figures {
                kpis: Arc::clone(&project.kpis),
                revision: workspace.kpis.revision(),
                readings: KpiReadings::new(project, numbers, &workspace.kpis),
                count: figures.count + 1,
                ..figures
            },
            None => Figures {
                numbers: Arc::clone(numbers),
                view,
                kpis: Arc::clone(&project.kpis),
                measures: Measures::new(numbers, &view),
                revision: workspace.kpis.revision(),
                readings: KpiReadings::new(project, numbers, &workspace.kpis),
                // Other numbers: none of the rows stay.
                count: self.ranked_from.rows.as_ref().map_or(0, |rows| rows.count + 1),
            },
        };
        let is_current = self.ranked_from.rows.as_ref().is_some_and(|of| {
            of.count == figures.count
                && of.journey == workspace.journey
                && Arc::ptr_eq(&of.touchpoints, &project.touchpoints)
                && Arc::ptr_eq(&of.journeys, &project.journeys)
                && Arc::ptr_eq(&of.strategy, &project.strategy)
        });
        if !is_current {
            let rows = rank(project, workspace.journey, &figures.measures, &figures.readings);
            self.ranked_from.rows = Some(RowsFrom {
                touchpoints: Arc::clone(&project.touchpoints),
                journeys: Arc::clone(&project.journeys),
                strategy: Arc::clone(&project.strategy),
                journey: workspace.journey,
                count: figures.count,
            });
            workspace.ranking = Arc::new(rows);
        }
        self.ranked_from.figures = Some(figures);
    }

    /// Shows an action in the inspector, or what is selected again.
    pub(in crate::app) fn show_action(&mut self, action: Option<ActionId>) {
        if self.workspace.action != action {
            self.workspace.document.seal();
        }
        self.workspace.action = action;
        if action.is_some() {
            self.workspace.right_tab = RightTab::Selection;
        }
    }

    /// Adds an action that works there, shows it, and lets its title be typed.
    pub(in crate::app) fn add_action(&mut self, aims: Vec<Aim>, ctx: &Context) {
        let (edit, id) = actions::new_action(self.workspace.document.project(), "", aims, ActionState::Idea);
        self.workspace.document.seal();
        if self.commit(&edit, None) {
            // Not sealed: the title that is typed next belongs to the adding.
            self.workspace.action = Some(id);
            self.workspace.right_tab = RightTab::Selection;
            self.workspace.settings.right_panel.is_visible = true;
            ctx.data_mut(|data| data.insert_temp(naming_id(), id));
        }
    }

    /// The same for the touchpoints and stages that are selected.
    pub(in crate::app) fn add_action_for_selection(&mut self, ctx: &Context) {
        let subjects = self.workspace.document.selection().subjects.iter();
        let aims = subjects.filter_map(|subject| aim_of(*subject)).collect();
        self.add_action(aims, ctx);
    }

    /// Shows an action on the board.
    pub(in crate::app) fn go_to_action(&mut self, action: ActionId) {
        self.show_bottom(BottomTab::Actions);
        self.show_action(Some(action));
    }
}

/// What an action can work on, of what can be selected.
pub fn aim_of(subject: Subject) -> Option<Aim> {
    match subject {
        Subject::Item(Item::Touchpoint(id)) => Some(id.into()),
        Subject::Stage(id) => Some(id.into()),
        Subject::Item(Item::Card(_)) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}
