//! How all KPIs of a project stand, judged again only where something that they depend on is another: what an edit
//! changed costs what it changed, not what the project holds.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::super::{Audience, Numbers, Scope, View};
use super::smart::{Missing, is_named, smart_over};
use super::{KpiState, Standing};
use crate::base::Date;
use crate::model::project::Table;
use crate::model::{Aim, Journey, JourneyId, Kpi, KpiId, Project, StageId, Touchpoint, TouchpointId};

/// How every KPI of a project stands in a view.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    basis: Option<Basis>,
    known: BTreeMap<KpiId, Known>,
    by_aim: BTreeMap<Aim, Vec<KpiId>>,
    revision: u64,
}

/// What the standings were judged from. Tables are held, so that their addresses stay their own.
#[derive(Clone, Debug)]
struct Basis {
    kpis: Table<KpiId, Kpi>,
    touchpoints: Table<TouchpointId, Touchpoint>,
    journeys: Table<JourneyId, Journey>,
    stages: Table<StageId, crate::model::Stage>,
    numbers: Numbers,
    view: View,
    today: Date,
}

impl Basis {
    fn of(project: &Project, numbers: &Numbers, view: &View, today: Date) -> Self {
        Self {
            kpis: Arc::clone(&project.kpis),
            touchpoints: Arc::clone(&project.touchpoints),
            journeys: Arc::clone(&project.journeys),
            stages: Arc::clone(&project.stages),
            numbers: numbers.clone(),
            view: *view,
            today,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.kpis, &other.kpis)
            && Arc::ptr_eq(&self.touchpoints, &other.touchpoints)
            && Arc::ptr_eq(&self.journeys, &other.journeys)
            && Arc::ptr_eq(&self.stages, &other.stages)
            && self.has_same_numbers(other)
            && self.view == other.view
    }

    /// Whether figures and days are the same, so that only what a KPI says and is of can differ.
    fn has_same_numbers(&self, other: &Self) -> bool {
        self.numbers.are_same_as(&other.numbers) && self.today == other.today
    }
}

#[derive(Clone, Debug)]
struct Known {
    kpi: Arc<Kpi>,
    scope: Scope,
    is_named: bool,
    standing: Standing,
    /// What it lacks to be SMART: looked for as soon as somebody asks, since it takes all months to tell.
    missing: OnceLock<Vec<Missing>>,
}

impl Standings {
    /// Judges all KPIs.
    pub fn of(project: &Project, numbers: &Numbers, view: &View, today: Date) -> Self {
        let mut standings = Self::default();
        standings.refresh(project, numbers, view, today);
        standings
    }

    /// Judges all KPIs as on the last day of which anything is known: for where there is no clock.
    pub fn by_data(project: &Project, numbers: &Numbers, view: &View) -> Self {
        // Without any data there is nothing to judge, on whatever day.
        let today = numbers.span().map_or(Date::ZERO, |span| span.to);
        Self::of(project, numbers, view, today)
    }

    /// Judges again what may stand otherwise now.
    pub fn refresh(&mut self, project: &Project, numbers: &Numbers, view: &View, today: Date) {
        let basis = Basis::of(project, numbers, view, today);
        if self.basis.as_ref().is_some_and(|of| of.is_same(&basis)) {
            return;
        }
        let before = self.basis.take();
        let are_figures_same = before.as_ref().is_some_and(|of| of.has_same_numbers(&basis));
        let is_view_same = before.as_ref().is_some_and(|of| of.view == *view);
        let members = Members::of(project);
        let mut old = std::mem::take(&mut self.known);
        let mut is_changed = false;
        for (id, kpi) in project.kpis.iter() {
            let scope = members.scope(project, kpi);
            let is_named = is_named(project, kpi);
            let known = old.remove(id);
            let kept = known.as_ref().filter(|known| {
                are_figures_same && Arc::ptr_eq(&known.kpi, kpi) && known.scope == scope && known.is_named == is_named
            });
            let missing = kept.map(|known| known.missing.clone()).unwrap_or_default();
            let standing = match kept.filter(|_| is_view_same) {
                Some(known) => known.standing.clone(),
                None => {
                    is_changed = true;
                    numbers.kpi_over(kpi, &scope, view.period, today)
                }
            };
            self.known.insert(*id, Known { kpi: Arc::clone(kpi), scope, is_named, standing, missing });
        }
        if is_changed || !old.is_empty() {
            self.revision += 1;
            self.by_aim.clear();
            for kpi in project.kpis.values() {
                self.by_aim.entry(kpi.aim).or_default().push(kpi.id);
            }
        }
        self.basis = Some(basis);
    }

    /// Grows whenever a KPI was judged again or is gone.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The day that they were judged on; `None` before anything was.
    pub fn today(&self) -> Option<Date> {
        self.basis.as_ref().map(|basis| basis.today)
    }

    /// How that KPI stands.
    pub fn get(&self, kpi: KpiId) -> Option<&Standing> {
        self.known.get(&kpi).map(|known| &known.standing)
    }

    /// Where and of whom its figure is taken.
    pub fn scope(&self, kpi: KpiId) -> Option<&Scope> {
        self.known.get(&kpi).map(|known| &known.scope)
    }

    /// What it lacks to be SMART.
    pub fn missing(&self, kpi: KpiId) -> &[Missing] {
        let (Some(known), Some(basis)) = (self.known.get(&kpi), &self.basis) else { return &[] };
        let Known { kpi, scope, is_named, .. } = known;
        known.missing.get_or_init(|| smart_over(&basis.numbers, kpi, scope, *is_named, basis.today))
    }

    /// The KPIs of that touchpoint, stage or journey itself, in the order of ids.
    pub fn of_aim(&self, aim: Aim) -> &[KpiId] {
        self.by_aim.get(&aim).map_or(&[], Vec::as_slice)
    }

    /// How the worst KPI of that touchpoint, stage or journey itself stands; `None` without any.
    pub fn worst(&self, aim: Aim) -> Option<KpiState> {
        self.of_aim(aim).iter().filter_map(|id| self.get(*id)).map(|standing| standing.state).min()
    }

    /// How the worst KPI of each touchpoint stands; those without any are not there.
    pub fn worst_of_touchpoints(&self) -> BTreeMap<TouchpointId, KpiState> {
        self.by_aim.keys().filter_map(|aim| Some((aim.touchpoint()?, self.worst(*aim)?))).collect()
    }
}

/// The touchpoints of each stage, found once for all KPIs of stages and journeys.
struct Members {
    by_stage: BTreeMap<StageId, Vec<TouchpointId>>,
}

impl Members {
    fn of(project: &Project) -> Self {
        let mut by_stage: BTreeMap<StageId, Vec<TouchpointId>> = BTreeMap::new();
        if project.kpis.values().any(|kpi| kpi.touchpoint().is_none()) {
            for touchpoint in project.touchpoints.values() {
                by_stage.entry(touchpoint.place.stage).or_default().push(touchpoint.id);
            }
        }
        Self { by_stage }
    }

    fn scope(&self, project: &Project, kpi: &Kpi) -> Scope {
        let of = |stage: &StageId| self.by_stage.get(stage).map_or(&[][..], Vec::as_slice).iter().copied();
        let scope = match kpi.aim {
            Aim::Touchpoint(id) => Scope::of(project.touchpoints.get(&id).map(|it| it.id)),
            Aim::Stage(stage) => Scope::of(of(&stage)),
            Aim::Journey(journey) => {
                let stages = project.journeys.get(&journey).map_or(&[][..], |journey| journey.stages.as_slice());
                Scope::of(stages.iter().flat_map(of))
            }
        };
        scope.for_audience(kpi.segment.map_or(Audience::Everyone, Audience::Segment))
    }
}
