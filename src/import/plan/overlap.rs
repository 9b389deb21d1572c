//! Which earlier sources the file says again, in whole or in part, and what becomes of the days that both have. Which
//! of the figures that are attached then counts is decided in `analysis`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::difference::{Compared, HeldBack, difference};
use super::{Plan, PlanOptions};
use crate::base::Period;
use crate::edit::Attachment;
use crate::import::recipe::{OverlapChoice, Recipe};
use crate::import::table::Table;
use crate::model::{Amount, Metric, MetricId, Project, SegmentId, SeriesKey, Source, SourceId, TouchpointId};

/// An earlier source with figures of the same metrics, touchpoints and days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub source: SourceId,
    /// What the source is called.
    pub file_name: String,
    pub extent: Extent,
    /// The days that both speak of.
    pub days: Option<Period>,
    /// What becomes of it. INVARIANT: not `Add` where that is refused.
    pub choice: OverlapChoice,
    /// Why the figures of both cannot be added up at all.
    pub add_refusal: Option<String>,
    /// Metrics of both that have no figure where others are added up: people counted once, and levels.
    pub not_added: Vec<String>,
}

/// How much of an earlier source the file says again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Some of its figures: taking its place would lose the others.
    Part,
    /// A file of the same kind with all its days, touchpoints and metrics: nothing is lost if it takes its place.
    Whole,
    /// The same bytes.
    SameFile,
}

impl Overlap {
    /// What becomes of the days that both have, in whole sentences.
    pub fn text(&self) -> String {
        let name = &self.file_name;
        let days = self.days.map(|days| format!(" of {}", days.label())).unwrap_or_default();
        match (self.choice, self.extent) {
            (OverlapChoice::Replace, Extent::SameFile) => {
                format!("This file is already attached, as {name}. It takes that one's place.")
            }
            (OverlapChoice::Replace, Extent::Whole) => {
                format!("{name} has figures{days} already. This file covers all of these days and takes its place.")
            }
            (OverlapChoice::Replace, Extent::Part) => {
                format!("Takes the place of {name}. Figures that only {name} has are removed with it.")
            }
            (OverlapChoice::Keep, _) => {
                format!("{name} has figures{days} already. They stay as they are; only the rest is added.")
            }
            (OverlapChoice::Add, _) => {
                let mut text = format!("Figures{days} are added to those of {name}: parts of one whole.");
                if !self.not_added.is_empty() {
                    let names = self.not_added.join(", ");
                    text.push_str(&format!(" {names} cannot be added up and will have no figure there."));
                }
                text
            }
        }
    }
}

impl Plan {
    /// The earlier source that this file says again, if there is one: the one that it says the most of.
    pub fn overlap(&self) -> Option<&Overlap> {
        self.overlaps.iter().max_by_key(|overlap| (overlap.extent, overlap.source))
    }
}

/// What both a source and the file have.
#[derive(Default)]
struct Shared {
    metrics: BTreeSet<MetricId>,
    days: Option<Period>,
}

/// Every overlap, by source, with what the recipe or the options choose for it, else what loses nothing.
pub(super) fn overlaps(
    table: &Table,
    project: &Project,
    recipe: &Recipe,
    options: &PlanOptions,
    attachment: Option<&Attachment>,
) -> Vec<Overlap> {
    type Slice = (MetricId, TouchpointId);
    let mut mine: BTreeMap<Slice, Vec<Period>> = BTreeMap::new();
    for series in attachment.iter().flat_map(|attachment| &attachment.series) {
        let periods = mine.entry((series.key.metric, series.key.touchpoint)).or_default();
        periods.extend(series.observations.iter().map(|observation| observation.period));
    }
    let mine: BTreeMap<Slice, Days> = mine.into_iter().map(|(slice, periods)| (slice, Days::of(periods))).collect();
    let mut shared: BTreeMap<SourceId, Shared> = BTreeMap::new();
    let mut more: BTreeSet<SourceId> = BTreeSet::new();
    for series in project.series.values() {
        let source = series.key.source;
        let Some(days) = mine.get(&(series.key.metric, series.key.touchpoint)) else {
            more.insert(source);
            continue;
        };
        let both = series.observations.iter().map(|it| it.period).filter(|period| days.overlap(*period));
        if let Some(span) = both.reduce(Period::union) {
            let found = shared.entry(source).or_default();
            found.metrics.insert(series.key.metric);
            found.days = Some(found.days.map_or(span, |days| days.union(span)));
        }
    }
    let days = attachment.and_then(|attachment| attachment.source.period);
    let extent_of = |source: &Source| {
        let is_same_kind = source.file_name == table.file_name
            || Recipe::from_text(&source.recipe).is_some_and(|recipe| recipe.fits(table));
        let is_within = days.zip(source.period).is_some_and(|(days, earlier)| days.contains(earlier));
        match () {
            () if source.hash == table.hash() => Some(Extent::SameFile),
            () if !shared.contains_key(&source.id) => None,
            () if is_same_kind && is_within && !more.contains(&source.id) => Some(Extent::Whole),
            () => Some(Extent::Part),
        }
    };
    let nothing = Shared::default();
    let metrics: BTreeMap<MetricId, &Metric> = project.metrics.iter().map(|(id, metric)| (*id, &**metric)).collect();
    let overlap = |source: &Source| {
        let extent = extent_of(source)?;
        let both = shared.get(&source.id).unwrap_or(&nothing);
        let (not_added, added): (Vec<&Metric>, Vec<&Metric>) = both
            .metrics
            .iter()
            .filter_map(|id| metrics.get(id).copied())
            .partition(|metric| !metric.class.is_made_of_parts());
        let not_added: Vec<String> = not_added.into_iter().map(|metric| metric.name.clone()).collect();
        let add_refusal = match () {
            () if extent == Extent::SameFile => Some("It is the same file: its figures would count twice.".to_owned()),
            () if added.is_empty() => Some(format!(
                "{} cannot be added up over files: the same may be counted in each.",
                if not_added.is_empty() { "What both have".to_owned() } else { not_added.join(", ") }
            )),
            () => None,
        };
        let usual = if extent > Extent::Part { OverlapChoice::Replace } else { OverlapChoice::Keep };
        let remembered = recipe.overlap.filter(|_| extent == Extent::Part || !is_itself(source, table));
        let choice = match options.overlap.or(remembered) {
            _ if options.replaces == Some(source.id) => OverlapChoice::Replace,
            Some(OverlapChoice::Add) if add_refusal.is_some() => usual,
            Some(chosen) => chosen,
            None => usual,
        };
        Some(Overlap {
            source: source.id,
            file_name: source.shown_name().to_owned(),
            extent,
            days: both.days,
            choice,
            add_refusal,
            not_added,
        })
    };
    let mut overlaps: Vec<Overlap> = project.sources.values().filter_map(|source| overlap(source)).collect();
    if options.overlap != Some(OverlapChoice::Replace) {
        spare_parts(&mut overlaps, table, project, options);
    }
    overlaps
}

/// Whether the file is the source's own, come again.
fn is_itself(source: &Source, table: &Table) -> bool {
    source.hash == table.hash() || source.file_name == table.file_name
}

/// A file that comes again as one part of a whole leaves the other parts beside it.
fn spare_parts(overlaps: &mut [Overlap], table: &Table, project: &Project, options: &PlanOptions) {
    let is_itself = |id: SourceId| project.sources.get(&id).is_some_and(|source| is_itself(source, table));
    let closest = overlaps
        .iter()
        .filter(|overlap| overlap.choice == OverlapChoice::Replace && is_itself(overlap.source))
        .max_by_key(|it| (it.extent, it.source))
        .map(|overlap| overlap.source);
    let Some(replaced) = options.replaces.or(closest).and_then(|id| project.sources.get(&id)) else { return };
    for overlap in overlaps.iter_mut().filter(|overlap| overlap.source != replaced.id) {
        let is_part = replaced.added_to.contains(&overlap.source)
            || project.sources.get(&overlap.source).is_some_and(|other| other.added_to.contains(&replaced.id));
        if is_part {
            overlap.choice = OverlapChoice::Add;
        }
    }
}

/// Lets the plan's attachment do what is chosen for each overlap, and says what is other than before.
pub(super) fn settle(plan: &mut Plan, project: &Project, options: &PlanOptions) {
    let Some(mut attachment) = plan.attachment.take() else { return };
    attachment.source.read_at = options.read_at;
    let of = |choice: OverlapChoice| -> BTreeSet<SourceId> {
        plan.overlaps.iter().filter(|overlap| overlap.choice == choice).map(|overlap| overlap.source).collect()
    };
    let mut replaced = of(OverlapChoice::Replace);
    replaced.extend(options.replaces.filter(|id| project.sources.contains_key(id)));
    let (kept, mut added) = (of(OverlapChoice::Keep), of(OverlapChoice::Add));
    for source in replaced.iter().filter_map(|id| project.sources.get(id)) {
        added.extend(source.added_to.iter().copied());
        if !source.name.is_empty() {
            attachment.source.name.clone_from(&source.name);
        }
    }
    attachment.source.added_to = added.difference(&replaced).copied().collect();
    attachment.replaces = replaced.iter().copied().collect();
    if let (Some(choice), Some(recipe)) = (options.overlap, Recipe::from_text(&attachment.source.recipe)) {
        attachment.source.recipe = Recipe { overlap: Some(choice), ..recipe }.to_text();
    }
    let held_back = hold_back(&mut attachment, project, &kept);
    if held_back.all > 0 {
        plan.recount(&attachment);
    }
    plan.difference = difference(&Compared {
        project,
        attachment: &attachment,
        replaced: &replaced,
        beside: &kept.union(&added).copied().filter(|id| !replaced.contains(id)).collect(),
        earlier: plan.earlier,
        held_back,
    });
    plan.attachment = (!attachment.series.is_empty()).then_some(attachment);
}

impl Plan {
    fn recount(&mut self, attachment: &Attachment) {
        self.observations = attachment.series.iter().map(|series| series.observations.len()).sum();
        self.period = attachment.source.period.or(self.period);
        let touchpoints: BTreeSet<TouchpointId> = attachment.series.iter().map(|it| it.key.touchpoint).collect();
        self.touchpoints = touchpoints.len();
        for made in &mut self.metrics {
            let of_metric = attachment.series.iter().filter(|series| series.key.metric == made.metric.id);
            made.observations = of_metric.map(|series| series.observations.len()).sum();
        }
    }
}

/// Takes out what the kept sources have figures of already. Returns how many observations that were.
fn hold_back(attachment: &mut Attachment, project: &Project, kept: &BTreeSet<SourceId>) -> HeldBack {
    let mut held_back = HeldBack::default();
    if kept.is_empty() {
        return held_back;
    }
    let mut taken: BTreeMap<(MetricId, TouchpointId), Vec<Period>> = BTreeMap::new();
    let mut amounts: HashMap<Figure, Amount> = HashMap::new();
    for series in project.series.values().filter(|series| kept.contains(&series.key.source)) {
        amounts.extend(series.observations.iter().map(|it| (figure_of(series.key, it.period), it.amount)));
        let periods = taken.entry((series.key.metric, series.key.touchpoint)).or_default();
        periods.extend(series.observations.iter().map(|observation| observation.period));
    }
    let taken: BTreeMap<_, Days> = taken.into_iter().map(|(slice, periods)| (slice, Days::of(periods))).collect();
    // Rows by what they became: how many, and whether any figure of theirs stays.
    let mut rows: BTreeMap<(TouchpointId, Option<SegmentId>, Period), (u32, bool)> = BTreeMap::new();
    for series in &mut attachment.series {
        let key = series.key;
        let days = taken.get(&(key.metric, key.touchpoint));
        series.observations.retain(|observation| {
            let stays = !days.is_some_and(|days| days.overlap(observation.period));
            let row = rows.entry((key.touchpoint, key.segment, observation.period)).or_default();
            *row = (row.0.max(observation.rows), row.1 || stays);
            if !stays {
                let before = amounts.get(&figure_of(key, observation.period));
                held_back.all += 1;
                held_back.differing += usize::from(before.is_some_and(|before| *before != observation.amount));
            }
            stays
        });
    }
    attachment.series.retain(|series| !series.observations.is_empty());
    let lost: u32 = rows.values().filter(|(_, stays)| !stays).map(|(rows, _)| *rows).fold(0, u32::saturating_add);
    let source = &mut attachment.source;
    let lost = lost.min(source.rows);
    source.rows -= lost;
    source.rows_left_out = source.rows_left_out.saturating_add(lost);
    let periods = attachment.series.iter().flat_map(|series| &series.observations).map(|it| it.period);
    source.period = periods.reduce(Period::union);
    let metrics: BTreeSet<MetricId> = attachment.series.iter().map(|series| series.key.metric).collect();
    attachment.metrics.retain(|metric| metrics.contains(&metric.id));
    let segments: BTreeSet<SegmentId> = attachment.series.iter().filter_map(|series| series.key.segment).collect();
    attachment.segments.retain(|segment| segments.contains(&segment.id));
    held_back
}

/// What a figure is of, whichever source says it.
type Figure = (MetricId, TouchpointId, Option<SegmentId>, Period);

fn figure_of(key: SeriesKey, period: Period) -> Figure {
    (key.metric, key.touchpoint, key.segment, period)
}

/// Days as sorted runs that do not overlap.
struct Days(Vec<Period>);

impl Days {
    fn of(mut periods: Vec<Period>) -> Self {
        periods.sort_unstable();
        let mut runs: Vec<Period> = Vec::new();
        for period in periods {
            match runs.last_mut() {
                Some(run) if period.from <= run.to => run.to = run.to.max(period.to),
                Some(_) | None => runs.push(period),
            }
        }
        Self(runs)
    }

    fn overlap(&self, period: Period) -> bool {
        let at = self.0.partition_point(|run| run.to < period.from);
        self.0.get(at).is_some_and(|run| run.overlaps(period))
    }
}
