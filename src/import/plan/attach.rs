//! The records that attaching adds: source, metrics, segments and series. Which name goes where is in `names`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::dictionary::NONE;
use super::digest::Digest;
use super::making::Making;
use super::names::{Names, kept_recipe};
use super::rows::{Fate, Fates};
use super::slots::{Money, Slot};
use super::sums::{Sums, amount};
use super::tally;
use super::{Before, PlanMetric, PlanOptions};
use crate::base::Period;
use crate::base::display::Display;
use crate::base::number::Unit;
use crate::edit::Attachment;
use crate::import::matching::{How, Matched};
use crate::import::recipe::Recipe;
use crate::import::spelling::plain;
use crate::import::table::Table;
use crate::model::{
    Amount, Evidence, Metric, MetricClass, MetricId, Observation, Project, Segment, SegmentId, Series, SeriesKey,
    Source, SourceId, TouchpointId,
};

/// What the records are made from.
pub(super) struct Input<'a> {
    pub table: &'a Table,
    pub recipe: &'a Recipe,
    pub project: &'a Project,
    pub options: &'a PlanOptions,
    pub money: &'a Money,
    pub slots: &'a [Slot],
    pub digest: &'a Digest,
    pub fates: &'a Fates,
    pub names: &'a Names,
    pub sums: &'a Sums<'a>,
    /// The latest source with these columns.
    pub earlier: Option<SourceId>,
}

/// The records, and the counts that the dialog shows.
pub(super) struct Made {
    pub attachment: Option<Attachment>,
    pub metrics: Vec<PlanMetric>,
    pub observations: usize,
    pub touchpoints: usize,
    pub new_touchpoints: usize,
    pub period: Option<Period>,
}

/// Makes the records. Ids are taken from the project's counter: source, touchpoints, segments, metrics.
pub(super) fn records(input: &Input<'_>) -> Made {
    let source_id = SourceId(input.project.next_id);
    let mut next_id = input.project.next_id + 1 + input.names.new.len() as u64;
    let (segment_ids, segments) = make_segments(input, &mut next_id);
    let mut series: Vec<Series> = Vec::new();
    let mut metrics: Vec<PlanMetric> = Vec::new();
    let mut used_keys: BTreeSet<String> = BTreeSet::new();
    // Groups in the order of series and days, so that each series comes out sorted.
    let mut order: Vec<usize> = (0..input.sums.groups.len()).collect();
    order.sort_by_key(|at| {
        let group = input.sums.groups.get(*at);
        // Periods are in the order of their days.
        group.map(|group| (group.target, group.segment, group.period))
    });
    for (at, slot) in input.slots.iter().enumerate() {
        let counted = slot.making.is_counted().then(|| tally::figures(input.digest, input.sums, slot));
        let sums = if counted.is_some() { Vec::new() } else { input.sums.of(slot) };
        let mut by_key: BTreeMap<(TouchpointId, Option<SegmentId>), Vec<Observation>> = BTreeMap::new();
        for group_index in &order {
            let Some(group) = input.sums.groups.get(*group_index) else { continue };
            let Some((amount, rows, first_row)) = sums.get(*group_index).and_then(|sum| amount(sum, slot)) else {
                continue;
            };
            let (Some(touchpoint), Some(period)) =
                (input.names.targets.get(group.target as usize), input.digest.periods.get(group.period as usize))
            else {
                continue;
            };
            let segment = segment_ids.get(group.segment as usize).copied().filter(|_| group.segment != NONE);
            let observation = Observation { period: *period, amount, rows, first_row };
            by_key.entry((*touchpoint, segment)).or_default().push(observation);
        }
        for figure in counted.into_iter().flatten() {
            let Some(touchpoint) = input.names.targets.get(figure.target as usize) else { continue };
            let segment = segment_ids.get(figure.segment as usize).copied().filter(|_| figure.segment != NONE);
            by_key.entry((*touchpoint, segment)).or_default().push(figure.observation);
        }
        if by_key.is_empty() {
            continue;
        }
        let (metric, is_new) = make_metric(input, slot, &mut next_id, &mut used_keys);
        let observations: usize = by_key.values().map(Vec::len).sum();
        let keyed = by_key.iter().map(|((touchpoint, segment), observations)| (*touchpoint, *segment, observations));
        let total = roll_up(slot.class, of_all_customers(keyed).into_iter().flatten());
        metrics.push(PlanMetric {
            before: before(input, &metric),
            made_of: slot.made_of.clone(),
            is_new,
            value: total.value,
            numerator: total.numerator,
            denominator: total.denominator,
            observations,
            note: note(input, at, slot, observations),
            metric,
        });
        let Some(made) = metrics.last() else { continue };
        series.extend(by_key.into_iter().map(|((touchpoint, segment), observations)| Series {
            key: SeriesKey { source: source_id, metric: made.metric.id, touchpoint, segment },
            observations,
        }));
    }
    finish(input, source_id, segments, metrics, series)
}

fn finish(
    input: &Input<'_>,
    source_id: SourceId,
    segments: Vec<Segment>,
    metrics: Vec<PlanMetric>,
    series: Vec<Series>,
) -> Made {
    let Input { table, recipe, names, fates, .. } = *input;
    let period = series
        .iter()
        .flat_map(|series| &series.observations)
        .map(|observation| observation.period)
        .reduce(Period::union);
    let measured: BTreeSet<TouchpointId> = series.iter().map(|series| series.key.touchpoint).collect();
    let observations = series.iter().map(|series| series.observations.len()).sum();
    let touchpoints: Vec<_> = names.new.iter().filter(|(new, _)| measured.contains(&new.id)).cloned().collect();
    let new_touchpoints = touchpoints.len();
    let kept = fates.count(Fate::Kept);
    let left_out = fates.left_out() + table.left_out_count();
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let attachment = (observations > 0).then(|| Attachment {
        source: Source {
            id: source_id,
            name: String::new(),
            file_name: table.file_name.clone(),
            relative_path: table.relative_path.clone(),
            size_bytes: table.size_bytes,
            hash: table.hash().to_owned(),
            format: table.format.clone(),
            recipe: kept_recipe(recipe, &names.matched, &touchpoints).to_text(),
            rows: count(kept),
            rows_left_out: count(left_out),
            period,
            read_at: None,
            added_to: Vec::new(),
        },
        replaces: Vec::new(),
        touchpoints,
        aliases: aliases(input),
        measured: first_measured(input.project, &measured),
        metrics: metrics.iter().filter(|made| made.is_new).map(|made| made.metric.clone()).collect(),
        segments,
        series,
    });
    Made { attachment, metrics, observations, touchpoints: measured.len(), new_touchpoints, period }
}

/// Those of the touchpoints that are assumed and have no figures yet. Whoever calls one assumed although it has
/// figures means it.
fn first_measured(project: &Project, touchpoints: &BTreeSet<TouchpointId>) -> Vec<TouchpointId> {
    let known: BTreeSet<TouchpointId> = project.series.keys().map(|key| key.touchpoint).collect();
    let is_assumed = |id: &TouchpointId| {
        project.touchpoints.get(id).is_some_and(|touchpoint| touchpoint.evidence == Evidence::Assumed)
    };
    touchpoints.difference(&known).copied().filter(is_assumed).collect()
}

/// Names that touchpoints are to answer to from now on: those accepted by likeness or chosen by the user.
fn aliases(input: &Input<'_>) -> Vec<(TouchpointId, String)> {
    let is_known = |matched: &Matched| {
        input.project.touchpoints.get(&matched.touchpoint).is_some_and(|touchpoint| {
            let name = plain(&matched.name);
            plain(&touchpoint.title) == name || touchpoint.aliases.iter().any(|alias| plain(alias) == name)
        })
    };
    input
        .names
        .matched
        .iter()
        .filter(|matched| {
            matches!(matched.how, How::Fuzzy | How::You) && !matched.name.is_empty() && !is_known(matched)
        })
        .map(|matched| (matched.touchpoint, matched.name.clone()))
        .collect()
}

/// The segments of the file: those of the project by name, else new ones.
fn make_segments(input: &Input<'_>, next_id: &mut u64) -> (Vec<SegmentId>, Vec<Segment>) {
    let mut by_name: HashMap<String, SegmentId> =
        input.project.segments.values().map(|segment| (plain(&segment.name), segment.id)).collect();
    let mut new = Vec::new();
    let ids = input
        .sums
        .segments
        .iter()
        .map(|name| {
            *by_name.entry(plain(name)).or_insert_with(|| {
                let id = SegmentId(*next_id);
                *next_id += 1;
                new.push(Segment { id, name: name.clone(), description: String::new() });
                id
            })
        })
        .collect();
    (ids, new)
}

/// The project's metric of that key, or a new one.
fn make_metric(input: &Input<'_>, slot: &Slot, next_id: &mut u64, used_keys: &mut BTreeSet<String>) -> (Metric, bool) {
    let fits = |metric: &Metric| metric.class == slot.class && metric.unit == slot.unit;
    let mut key = slot.key.clone();
    // A key that the project uses for something else gets a number.
    for number in 2.. {
        match input.project.metric_by_key(&key) {
            Some(metric) if fits(metric) && !used_keys.contains(&key) => {
                used_keys.insert(key);
                return (Metric::clone(metric), false);
            }
            None if !used_keys.contains(&key) => break,
            Some(_) | None => key = format!("{}-{number}", slot.key),
        }
    }
    used_keys.insert(key.clone());
    let is_name_taken = input.project.metrics.values().any(|metric| metric.name == slot.name)
        || (slot.currency.is_some() && input.money.codes.len() > 1);
    let name = match &slot.unit {
        Unit::Currency(code) if is_name_taken => format!("{}, {code}", slot.name),
        Unit::Currency(_) | Unit::Count | Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => {
            slot.name.clone()
        }
    };
    let id = MetricId(*next_id);
    *next_id += 1;
    let metric = Metric {
        id,
        key,
        name,
        short_name: slot.short_name.clone(),
        class: slot.class,
        unit: slot.unit.clone(),
        direction: slot.direction,
        numerator: slot.numerator.clone(),
        denominator: slot.denominator.clone(),
        display: Display::Usual,
        formula: String::new(),
    };
    (metric, true)
}

fn note(input: &Input<'_>, at: usize, slot: &Slot, observations: usize) -> String {
    let clashes = input.sums.clashes.get(at).copied().unwrap_or(0);
    match slot.class {
        MetricClass::Distinct if observations > 1 && matches!(slot.making, Making::Quantile { .. }) => {
            "worked out from the rows of each month; not added up".into()
        }
        MetricClass::Distinct if observations > 1 => "people counted once per period; not added up".into(),
        MetricClass::RateOnly => slot.made_of.clone(),
        MetricClass::Ratio if slot.is_distinct && clashes == 0 => "adds up people of separate touchpoints".into(),
        MetricClass::Distinct
        | MetricClass::Additive
        | MetricClass::Ratio
        | MetricClass::Mean
        | MetricClass::ShareDifference
        | MetricClass::Snapshot
        | MetricClass::Derived => String::new(),
    }
}

/// A figure and what it is made of.
#[derive(Default)]
pub(super) struct Total {
    pub value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
}

/// The figure of all observations together, as the class allows.
pub(super) fn roll_up<'a>(class: MetricClass, observations: impl Iterator<Item = &'a Observation>) -> Total {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    let (mut count, mut is_weighted) = (0usize, true);
    let mut last: Option<(Period, f64)> = None;
    for observation in observations {
        count += 1;
        match observation.amount {
            Amount::Value(value) => {
                a += value;
                last = match last {
                    Some((period, sum)) if period.to == observation.period.to => Some((period, sum + value)),
                    Some((period, sum)) if period.to > observation.period.to => Some((period, sum)),
                    Some(_) | None => Some((observation.period, value)),
                };
            }
            Amount::Ratio { numerator, denominator } => (a, b) = (a + numerator, b + denominator),
            Amount::Mean { sum, count, .. } => (a, b) = (a + sum, b + count),
            Amount::Shares { promoters, detractors, count } => {
                (a, b, c) = (a + promoters, b + detractors, c + count);
            }
            Amount::Rate { rate, weight } => {
                is_weighted &= weight.is_some();
                (a, b, c) = (a + rate * weight.unwrap_or(0.0), b + weight.unwrap_or(0.0), c + rate);
            }
        }
    }
    let over = |a: f64, b: f64| (b != 0.0).then(|| a / b);
    let total = match class {
        MetricClass::Additive => Total { value: (count > 0).then_some(a), ..Total::default() },
        MetricClass::Ratio | MetricClass::Mean => Total { value: over(a, b), numerator: Some(a), denominator: Some(b) },
        MetricClass::ShareDifference => {
            Total { value: over(100.0 * (a - b), c), numerator: Some(a - b), denominator: Some(c) }
        }
        MetricClass::Distinct => Total { value: (count == 1).then_some(a), ..Total::default() },
        MetricClass::Snapshot => Total { value: last.map(|(_, value)| value), ..Total::default() },
        MetricClass::RateOnly if is_weighted && b != 0.0 => Total { value: over(a, b), ..Total::default() },
        MetricClass::RateOnly => Total { value: over(c, count as f64), ..Total::default() },
        MetricClass::Derived => Total::default(),
    };
    // Sums of what each can still be held may be beyond all numbers.
    Total {
        value: total.value.filter(|value| value.is_finite()),
        numerator: total.numerator.filter(|sum| sum.is_finite()),
        denominator: total.denominator.filter(|sum| sum.is_finite()),
    }
}

/// At each touchpoint what is said of all customers, else all that is said of segments.
fn of_all_customers<'a>(
    keyed: impl Iterator<Item = (TouchpointId, Option<SegmentId>, &'a Vec<Observation>)>,
) -> Vec<&'a Vec<Observation>> {
    let keyed: Vec<_> = keyed.collect();
    let whole: BTreeSet<TouchpointId> =
        keyed.iter().filter(|(_, segment, _)| segment.is_none()).map(|(touchpoint, ..)| *touchpoint).collect();
    let counts = |touchpoint, segment: Option<SegmentId>| segment.is_none() || !whole.contains(&touchpoint);
    keyed
        .into_iter()
        .filter(|(at, segment, _)| counts(*at, *segment))
        .map(|(_, _, observations)| observations)
        .collect()
}

/// The same metric in the project's latest source before: of files with these columns, if there is any such.
fn before(input: &Input<'_>, metric: &Metric) -> Option<Before> {
    let project = input.project;
    let same_kind = input.options.replaces.or(input.earlier);
    let of_metric = || project.series.values().filter(|series| series.key.metric == metric.id);
    let sources: BTreeSet<SourceId> = of_metric().map(|series| series.key.source).collect();
    let source = sources
        .iter()
        .filter(|id| same_kind.is_none_or(|known| known == **id))
        .filter_map(|id| project.sources.get(id))
        .max_by_key(|source| (source.period.map(|period| period.to), source.id))?;
    let of_source = of_metric().filter(|series| series.key.source == source.id);
    let keyed = of_source.map(|series| (series.key.touchpoint, series.key.segment, &series.observations));
    let observations = of_all_customers(keyed).into_iter().flatten();
    Some(Before {
        source: source.id,
        label: source.period.map_or_else(|| source.file_name.clone(), Period::label),
        value: roll_up(metric.class, observations).value,
    })
}
