//! What is looked for: the index of the project, the hits, and going from one to the next. No drawing here: the
//! panel is `find_ui`.

use std::sync::Arc;

use super::core::Core;
use super::journeys::Step;
use super::workspace::{Dialog, Finding, PeopleChoice, RightTab};
use crate::analysis::find::{Found, Index, Query};
use crate::edit::Selection;
use crate::model::{Item, PersonaId, Project, SourceId, Subject, TouchpointId};

/// What the hits were found in.
#[derive(Default)]
pub struct FoundIn {
    project: Option<Project>,
    /// Of the standings of the KPIs.
    kpis: u64,
    query: Query,
}

impl Core {
    /// Opens the panel, or takes the cursor back to its field.
    pub(super) fn ask_what_to_find(&mut self) {
        let finding = self.workspace.finding.get_or_insert_with(Finding::default);
        finding.asked += 1;
    }

    /// Looks for something else, or for nothing any more.
    pub(super) fn find(&mut self, query: Option<Query>) {
        match query {
            Some(query) => {
                let finding = self.workspace.finding.get_or_insert_with(Finding::default);
                finding.query = query;
                finding.at = None;
            }
            None => self.workspace.finding = None,
        }
    }

    /// Finds anew if the project or the query is another.
    pub(super) fn refresh_hits(&mut self) {
        let Some(finding) = &mut self.workspace.finding else {
            self.found_in = FoundIn::default();
            return;
        };
        let project = self.workspace.document.project();
        let is_same_project = self.found_in.project.as_ref().is_some_and(|of| of.is_same_as(project))
            && self.found_in.kpis == self.workspace.kpis.revision();
        if is_same_project && self.found_in.query == finding.query {
            return;
        }
        let was_at = finding.at.and_then(|at| found(finding, at));
        if !is_same_project {
            let kpis = self.workspace.kpis.worst_of_touchpoints();
            finding.index = Arc::new(Index::of(project, &kpis));
            self.found_in.project = Some(project.clone());
            self.found_in.kpis = self.workspace.kpis.revision();
        }
        finding.hits = Arc::new(finding.index.find(&finding.query));
        finding.at = was_at.and_then(|was| (0..finding.hits.len()).find(|at| found(finding, *at) == Some(was)));
        self.found_in.query = finding.query.clone();
    }

    /// Goes to the next hit or the one before; with no search yet, asks what to find.
    pub(super) fn step_hits(&mut self, step: Step) {
        self.refresh_hits();
        let Some(finding) = &self.workspace.finding else {
            self.ask_what_to_find();
            return;
        };
        let count = finding.hits.len();
        let next = match (finding.at, step) {
            (Some(at), step) => step.from(at, count),
            (None, Step::Next) => (count > 0).then_some(0),
            (None, Step::Previous) => count.checked_sub(1),
        };
        if let Some(next) = next {
            self.go_to_hit(next);
        }
    }

    /// Shows a hit.
    pub(super) fn go_to_hit(&mut self, rank: usize) {
        let Some(finding) = &mut self.workspace.finding else { return };
        let Some(hit) = found(finding, rank) else { return };
        finding.at = Some(rank);
        match hit {
            Found::Subject(subject) => self.go_to(subject),
            Found::Journey(journey) => {
                self.open_journey(journey);
                self.workspace.right_tab = RightTab::Journey;
            }
            Found::Persona(persona) => self.go_to_persona(persona),
            Found::Action(action) => self.go_to_action(action),
            Found::Source(source) => self.go_to_source(source),
        }
    }

    /// Shows a journey that is the persona's, and what is known of the persona.
    fn go_to_persona(&mut self, persona: PersonaId) {
        let project = self.workspace.document.project();
        let is_theirs = |id: &&_| project.journeys.get(id).is_some_and(|journey| journey.personas.contains(&persona));
        let is_open_theirs = is_theirs(&&self.workspace.journey);
        if let Some(journey) = project.journey_order.iter().find(is_theirs).copied().filter(|_| !is_open_theirs) {
            self.open_journey(journey);
        }
        self.workspace.right_tab = RightTab::Journey;
        self.workspace.dialog = Some(Dialog::People(Some(PeopleChoice::Persona(persona))));
    }

    /// Selects what a file measures, in the first journey of which it measures something.
    fn go_to_source(&mut self, source: SourceId) {
        let project = self.workspace.document.project();
        let measured = project.series.keys().filter(|key| key.source == source).map(|key| key.touchpoint);
        let mut measured: Vec<TouchpointId> = measured.collect();
        measured.sort_unstable();
        measured.dedup();
        let Some(first) = measured.first().copied() else { return };
        let journey = project.journey_of(Item::Touchpoint(first));
        measured.retain(|id| project.journey_of(Item::Touchpoint(*id)) == journey);
        let selection = Selection::of(measured.iter().copied());
        self.go_to(Subject::Item(Item::Touchpoint(first)));
        self.workspace.document.select(selection);
    }
}

/// The hit of that rank.
pub fn found(finding: &Finding, rank: usize) -> Option<Found> {
    finding.hits.get(rank).and_then(|at| finding.index.entry(*at)).map(|entry| entry.found)
}
