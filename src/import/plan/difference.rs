//! What attaching changes: rows and figures that are new, changed, gone or the same, and each metric at each
//! touchpoint before and after. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::attach::roll_up;
use crate::base::Period;
use crate::base::display::Shown;
use crate::edit::Attachment;
use crate::model::{Amount, Metric, MetricId, Observation, Project, SegmentId, Series, Source, SourceId, TouchpointId};

/// What is other than before, once the file is attached.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What the sources are called that the file is compared with.
    pub against: Vec<String>,
    /// Whether the file has other days than these sources: then nothing of theirs changes, and "before" is theirs.
    pub is_of_other_days: bool,
    /// "Before", or the days before: "Sep 2026".
    pub before_label: String,
    /// "After", or the file's days: "Oct 2026".
    pub after_label: String,
    /// Rows as they are stored: those of one touchpoint, segment and period count as one.
    pub rows: Counts,
    /// Figures: each metric of a row by itself.
    pub observations: Counts,
    /// Figures of the file that are not attached, since an earlier file's stay.
    pub held_back: HeldBack,
    /// By touchpoint, then metric; without those where nothing changes.
    pub changes: Vec<Change>,
}

/// How many of something there are, by what happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub gone: usize,
    pub same: usize,
}

/// Figures that are not attached, since those of an earlier file stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    pub all: usize,
    /// Those of them that say something else of the same days than the earlier file.
    pub differing: usize,
}

impl HeldBack {
    /// "352 figures are not attached, since those of before stay; 12 of them are other than before."
    pub fn text(self) -> Option<String> {
        let number = |count: usize| crate::base::number::format_grouped(count as f64, 0);
        let all = match self.all {
            0 => return None,
            1 => "1 figure is not attached, since that of before stays".to_owned(),
            all => format!("{} figures are not attached, since those of before stay", number(all)),
        };
        Some(match self.differing {
            0 => format!("{all}."),
            1 => format!("{all}; 1 of them is other than before."),
            differing => format!("{all}; {} of them are other than before.", number(differing)),
        })
    }
}

/// One metric at one touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub touchpoint: TouchpointId,
    pub title: String,
    pub metric: MetricId,
    pub metric_name: String,
    pub unit: Shown,
    /// Over all days of the sources compared with; `None` where unknown, or where it cannot be added up.
    pub before: Option<f64>,
    /// The same once the file is attached.
    pub after: Option<f64>,
    pub observations: Counts,
}

/// What is compared.
pub(super) struct Compared<'a> {
    pub project: &'a Project,
    pub attachment: &'a Attachment,
    /// Sources whose place the file takes.
    pub replaced: &'a BTreeSet<SourceId>,
    /// Sources with figures of the same days that stay.
    pub beside: &'a BTreeSet<SourceId>,
    /// The latest source with the same columns.
    pub earlier: Option<SourceId>,
    pub held_back: HeldBack,
}

impl Counts {
    fn add(&mut self, before: Option<Amount>, after: Option<Amount>) {
        match (before, after) {
            (None, None) => {}
            (None, Some(_)) => self.new += 1,
            (Some(_), None) => self.gone += 1,
            (Some(before), Some(after)) if before == after => self.same += 1,
            (Some(_), Some(_)) => self.changed += 1,
        }
    }

    /// Whether anything is other than before.
    pub fn has_change(&self) -> bool {
        self.new + self.changed + self.gone > 0
    }

    /// "31 new, 2 changed, 1 gone, 28 the same".
    pub fn text(&self) -> String {
        let counted = [(self.new, "new"), (self.changed, "changed"), (self.gone, "gone"), (self.same, "the same")];
        let said = counted.into_iter().filter(|(count, _)| *count > 0);
        let said = said.map(|(count, what)| format!("{} {what}", crate::base::number::format_grouped(count as f64, 0)));
        let said: Vec<String> = said.collect();
        if said.is_empty() { "nothing new".to_owned() } else { said.join(", ") }
    }
}

type Slice = (TouchpointId, MetricId);
type Spot = (Option<SegmentId>, Period);
type Slices = BTreeMap<Slice, BTreeMap<Spot, Observation>>;

/// The difference; `None` where there is no earlier source to compare with.
pub(super) fn difference(compared: &Compared<'_>) -> Option<Difference> {
    let Compared { project, attachment, replaced, beside, earlier, held_back } = *compared;
    let is_of_other_days = replaced.is_empty() && beside.is_empty();
    let basis: BTreeSet<SourceId> =
        if is_of_other_days { earlier.into_iter().collect() } else { replaced.union(beside).copied().collect() };
    let sources: Vec<&Source> = basis.iter().filter_map(|id| project.sources.get(id)).map(|it| &**it).collect();
    if sources.is_empty() {
        return None;
    }
    let of = |ids: &BTreeSet<SourceId>| {
        slices(project.series.values().map(|series| &**series).filter(|series| ids.contains(&series.key.source)))
    };
    let (before, gone) = (of(&basis), of(replaced));
    let attached = slices(attachment.series.iter());
    let stay = of(beside);

    let mut rows: BTreeMap<(TouchpointId, Spot), Counts> = BTreeMap::new();
    let mut observations = Counts::default();
    let mut changes = Vec::new();
    let mut slices: BTreeSet<Slice> = attached.keys().chain(gone.keys()).copied().collect();
    if is_of_other_days {
        slices.extend(before.keys().copied());
    }
    let nothing = BTreeMap::new();
    for slice in slices {
        let (touchpoint, metric) = slice;
        let [was, is] = [&gone, &attached].map(|all| all.get(&slice).unwrap_or(&nothing));
        let mut counts = Counts::default();
        for spot in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
            let amounts = (was.get(spot).map(|it| it.amount), is.get(spot).map(|it| it.amount));
            counts.add(amounts.0, amounts.1);
            rows.entry((touchpoint, *spot)).or_default().add(amounts.0, amounts.1);
        }
        observations.join(counts);
        let Some(definition) = metric_of(project, attachment, metric) else { continue };
        let staying = stay.get(&slice).unwrap_or(&nothing);
        let value = |all: Vec<(&Spot, &Observation)>| value(definition, &all);
        if counts.has_change() || is_of_other_days {
            changes.push(Change {
                touchpoint,
                title: title_of(project, attachment, touchpoint),
                metric,
                metric_name: definition.name.clone(),
                unit: definition.shown(),
                before: value(before.get(&slice).unwrap_or(&nothing).iter().collect()),
                after: value(staying.iter().chain(is).collect()),
                observations: counts,
            });
        }
    }
    changes.sort_by(|a, b| (&a.title, a.touchpoint).cmp(&(&b.title, b.touchpoint)));
    let days = |period: Option<Period>, other: &str| period.map_or_else(|| other.to_owned(), Period::label);
    let days_before = sources.iter().filter_map(|source| source.period).reduce(Period::union);
    let (before_label, after_label) = match is_of_other_days {
        true => (days(days_before, "Before"), days(attachment.source.period, "This file")),
        false => ("Before".to_owned(), "After".to_owned()),
    };
    Some(Difference {
        against: sources.iter().map(|source| source.shown_name().to_owned()).collect(),
        is_of_other_days,
        before_label,
        after_label,
        rows: counted_rows(rows.into_values()),
        observations,
        held_back,
        changes,
    })
}

impl Counts {
    fn join(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.gone += other.gone;
        self.same += other.same;
    }
}

/// A row is new or gone if all its figures are, the same if all are, else changed.
fn counted_rows(rows: impl Iterator<Item = Counts>) -> Counts {
    let mut counts = Counts::default();
    for Counts { new, changed, gone, same } in rows {
        match (new, changed, gone, same) {
            (_, 0, 0, 0) => counts.new += 1,
            (0, 0, _, 0) => counts.gone += 1,
            (0, 0, 0, _) => counts.same += 1,
            (_, _, _, _) => counts.changed += 1,
        }
    }
    counts
}

/// Observations by what they are of. Of several sources, what the last imported one says.
fn slices<'a>(series: impl Iterator<Item = &'a Series>) -> Slices {
    let mut slices = Slices::new();
    for series in series {
        let slice = slices.entry((series.key.touchpoint, series.key.metric)).or_default();
        slice.extend(series.observations.iter().map(|it| ((series.key.segment, it.period), *it)));
    }
    slices
}

/// The figure for all customers: what is stored for all of them, else the sum over segments.
fn value(metric: &Metric, all: &[(&Spot, &Observation)]) -> Option<f64> {
    let has_whole = all.iter().any(|((segment, _), _)| segment.is_none());
    let counted = all.iter().filter(|((segment, _), _)| segment.is_none() || !has_whole);
    roll_up(metric.class, counted.map(|(_, observation)| *observation)).value
}

fn metric_of<'a>(project: &'a Project, attachment: &'a Attachment, id: MetricId) -> Option<&'a Metric> {
    let new = attachment.metrics.iter().find(|metric| metric.id == id);
    new.or_else(|| project.metrics.get(&id).map(|metric| &**metric))
}

fn title_of(project: &Project, attachment: &Attachment, id: TouchpointId) -> String {
    let new = attachment.touchpoints.iter().map(|(touchpoint, _)| touchpoint).find(|touchpoint| touchpoint.id == id);
    let known = new.or_else(|| project.touchpoints.get(&id).map(|touchpoint| &**touchpoint));
    known.map(|touchpoint| touchpoint.title.clone()).unwrap_or_default()
}
