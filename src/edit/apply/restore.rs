//! Snapshots kept, renamed and removed, and the map made what one of them holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{claim, insert, remove_where, workshop};
use crate::edit::EditError;
use crate::model::{
    Kpi, Lane, LaneChart, MetricId, Persona, PinnedChart, Project, Segment, SegmentId, Series, SeriesKey, Snapshot,
    SnapshotId, Touchpoint, check,
};

pub fn add_snapshot(project: &mut Project, snapshot: &Arc<Snapshot>) -> Result<(), EditError> {
    claim(project, snapshot.id.0)?;
    Arc::make_mut(&mut project.snapshots).push(Arc::clone(snapshot));
    Ok(())
}

pub fn rename_snapshot(project: &mut Project, id: SnapshotId, label: &str) -> Result<(), EditError> {
    let at = place_of(project, id)?;
    if project.snapshots.get(at).is_some_and(|known| known.label != label)
        && let Some(known) = Arc::make_mut(&mut project.snapshots).get_mut(at)
    {
        *known = Arc::new(Snapshot { label: label.to_owned(), ..Snapshot::clone(known) });
    }
    Ok(())
}

pub fn remove_snapshot(project: &mut Project, id: SnapshotId) -> Result<(), EditError> {
    let at = place_of(project, id)?;
    Arc::make_mut(&mut project.snapshots).remove(at);
    Ok(())
}

fn place_of(project: &Project, id: SnapshotId) -> Result<usize, EditError> {
    let at = project.snapshots.iter().position(|known| known.id == id);
    at.ok_or_else(|| EditError::Unknown { what: "snapshot", id: id.to_string() })
}

pub fn restore(project: &mut Project, from: &Project, safety: &Arc<Snapshot>) -> Result<(), EditError> {
    add_snapshot(project, safety)?;
    let now = project.clone();
    *project = Project {
        next_id: now.next_id.max(from.next_id),
        pictures: now.pictures.clone(),
        workshop: now.workshop.clone(),
        snapshots: now.snapshots.clone(),
        segments: now.segments.clone(),
        metrics: now.metrics.clone(),
        sources: now.sources.clone(),
        series: now.series.clone(),
        ..from.clone()
    };
    for (hash, picture) in from.pictures.iter() {
        if !project.pictures.contains_key(hash) {
            Arc::make_mut(&mut project.pictures).insert(*hash, Arc::clone(picture));
        }
    }
    let others = Others::taken_into(project, from);
    others.rename(project);
    keep_fitting_series(project, from, &others);
    let here = project.clone();
    remove_where(&mut project.dismissals, |key, _| key.record != 0 && !here.has_record(key.record));
    workshop::forget_sessions(project);
    match check::problems(project).first() {
        Some(problem) => Err(EditError::BadSnapshot { why: problem.to_string() }),
        None => Ok(()),
    }
}

/// Metrics and segments that the project has under another id than the snapshot.
#[derive(Default)]
struct Others {
    metrics: BTreeMap<MetricId, MetricId>,
    segments: BTreeMap<SegmentId, SegmentId>,
}

impl Others {
    /// Takes what the project has no more of metrics and segments out of the snapshot.
    fn taken_into(project: &mut Project, from: &Project) -> Self {
        let mut others = Self::default();
        for (id, metric) in from.metrics.iter().filter(|(id, _)| !project.metrics.contains_key(id)).collect::<Vec<_>>()
        {
            match project.metric_by_key(&metric.key).map(|same| same.id) {
                Some(same) => drop(others.metrics.insert(*id, same)),
                None => drop(Arc::make_mut(&mut project.metrics).insert(*id, Arc::clone(metric))),
            }
        }
        for (id, segment) in from.segments.iter() {
            if project.segments.contains_key(id) {
                continue;
            }
            let same = project.segments.values().find(|same| same.name == segment.name).map(|same| same.id);
            match same {
                Some(same) => drop(others.segments.insert(*id, same)),
                None => insert(&mut project.segments, *id, Segment::clone(segment)),
            }
        }
        others
    }

    fn metric(&self, id: MetricId) -> MetricId {
        self.metrics.get(&id).copied().unwrap_or(id)
    }

    fn segment(&self, id: SegmentId) -> SegmentId {
        self.segments.get(&id).copied().unwrap_or(id)
    }

    /// Lets the restored records speak of them by their ids of now.
    fn rename(&self, project: &mut Project) {
        if self.metrics.is_empty() && self.segments.is_empty() {
            return;
        }
        let segments = |ids: &BTreeSet<SegmentId>| ids.iter().map(|id| self.segment(*id)).collect();
        for kpi in project.kpis.values().map(Arc::clone).collect::<Vec<_>>() {
            let segment = kpi.segment.map(|id| self.segment(id));
            insert(&mut project.kpis, kpi.id, Kpi { metric: self.metric(kpi.metric), segment, ..Kpi::clone(&kpi) });
        }
        for action in project.actions.values().map(Arc::clone).collect::<Vec<_>>() {
            let mut record = (*action).clone();
            record.metric = record.metric.map(|id| self.metric(id));
            insert(&mut project.actions, record.id, record);
        }
        for lane in project.lanes.values().map(Arc::clone).collect::<Vec<_>>() {
            let metric = lane.chart.metric.map(|id| self.metric(id));
            let chart = LaneChart { metric, ..lane.chart };
            insert(&mut project.lanes, lane.id, Lane { chart, ..Lane::clone(&lane) });
        }
        for touchpoint in project.touchpoints.values().map(Arc::clone).collect::<Vec<_>>() {
            let segments = segments(&touchpoint.segments);
            insert(&mut project.touchpoints, touchpoint.id, Touchpoint { segments, ..Touchpoint::clone(&touchpoint) });
        }
        for persona in project.personas.values().map(Arc::clone).collect::<Vec<_>>() {
            let segment = persona.segment.map(|id| self.segment(id));
            insert(&mut project.personas, persona.id, Persona { segment, ..Persona::clone(&persona) });
        }
        let renamed = |chart: &PinnedChart| PinnedChart {
            metrics: chart.metrics.iter().map(|id| self.metric(*id)).collect(),
            segments: segments(&chart.segments),
            ..chart.clone()
        };
        project.charts = Arc::new(project.charts.iter().map(|chart| Arc::new(renamed(chart))).collect());
    }
}

/// Figures stay where their touchpoint is; the snapshot's own come back where there are none.
fn keep_fitting_series(project: &mut Project, from: &Project, others: &Others) {
    let here = project.clone();
    remove_where(&mut project.series, |key, _| !here.touchpoints.contains_key(&key.touchpoint));
    for (key, series) in from.series.iter() {
        let own =
            SeriesKey { metric: others.metric(key.metric), segment: key.segment.map(|id| others.segment(id)), ..*key };
        let is_wanted = here.touchpoints.contains_key(&own.touchpoint) && !project.series.contains_key(&own);
        if is_wanted {
            if let Some(source) = from.sources.get(&own.source).filter(|_| !project.sources.contains_key(&own.source)) {
                let mut source = (**source).clone();
                source.added_to.retain(|other| project.sources.contains_key(other));
                insert(&mut project.sources, source.id, source);
            }
            insert(&mut project.series, own, Series { key: own, ..Series::clone(series) });
        }
    }
}
