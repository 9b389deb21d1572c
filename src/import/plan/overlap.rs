//! Which earlier sources the file says again, in whole or in part. Which figure then counts is decided in `analysis`.

use std::collections::{BTreeMap, BTreeSet};

use super::Plan;
use crate::base::Period;
use crate::edit::Attachment;
use crate::import::recipe::Recipe;
use crate::import::table::Table;
use crate::model::{MetricId, Project, Source, SourceId, TouchpointId};

/// An earlier source with figures of the same metrics, touchpoints and days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub source: SourceId,
    /// The source's file name.
    pub file_name: String,
    pub extent: Extent,
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
    /// What it means if both are kept.
    pub fn text(&self) -> String {
        let name = &self.file_name;
        match self.extent {
            Extent::SameFile => {
                format!("This file is already attached, as {name}. Its days are counted once, however often it is.")
            }
            Extent::Whole | Extent::Part => {
                format!("Days that {name} covers too are counted once; the file attached later counts.")
            }
        }
    }
}

impl Plan {
    /// The earlier source that this file says again, if there is one: the one that it says the most of.
    pub fn overlap(&self) -> Option<&Overlap> {
        self.overlaps.iter().max_by_key(|overlap| (overlap.extent, overlap.source))
    }

    /// The earlier source whose place the file can take without loss.
    pub fn replaceable(&self) -> Option<SourceId> {
        self.overlap().filter(|overlap| overlap.extent > Extent::Part).map(|overlap| overlap.source)
    }
}

/// Every overlap, by source.
pub(super) fn overlaps(table: &Table, project: &Project, attachment: Option<&Attachment>) -> Vec<Overlap> {
    type Slice = (MetricId, TouchpointId);
    let mut mine: BTreeMap<Slice, BTreeSet<Period>> = BTreeMap::new();
    for series in attachment.iter().flat_map(|attachment| &attachment.series) {
        let periods = mine.entry((series.key.metric, series.key.touchpoint)).or_default();
        periods.extend(series.observations.iter().map(|observation| observation.period));
    }
    let mut shared: BTreeSet<SourceId> = BTreeSet::new();
    let mut more: BTreeSet<SourceId> = BTreeSet::new();
    for series in project.series.values() {
        let source = series.key.source;
        let Some(periods) = mine.get(&(series.key.metric, series.key.touchpoint)) else {
            more.insert(source);
            continue;
        };
        let span = series.observations.iter().map(|observation| observation.period).reduce(Period::union);
        if span.is_some_and(|span| periods.iter().any(|period| period.overlaps(span))) {
            shared.insert(source);
        }
    }
    let days = attachment.and_then(|attachment| attachment.source.period);
    let extent_of = |source: &Source| {
        let is_same_kind = source.file_name == table.file_name
            || Recipe::from_text(&source.recipe).is_some_and(|recipe| recipe.fits(table));
        let is_within = days.zip(source.period).is_some_and(|(days, earlier)| days.contains(earlier));
        match () {
            () if source.hash == table.hash() => Some(Extent::SameFile),
            () if !shared.contains(&source.id) => None,
            () if is_same_kind && is_within && !more.contains(&source.id) => Some(Extent::Whole),
            () => Some(Extent::Part),
        }
    };
    let overlap = |source: &Source| {
        let extent = extent_of(source)?;
        Some(Overlap { source: source.id, file_name: source.file_name.clone(), extent })
    };
    project.sources.values().filter_map(|source| overlap(source)).collect()
}
