//! Imported data: sources with their series, metrics and segments.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::items::add_touchpoints;
use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{Attachment, EditError, Placement, SourceChange};
use crate::model::check::series_problem;
use crate::model::{Evidence, Project, Series, SeriesKey, SourceId, Touchpoint};

pub fn attach(project: &mut Project, attachment: &Attachment) -> Result<(), EditError> {
    let id = attachment.source.id;
    for replaced in &attachment.replaces {
        find(&project.sources, replaced, "source")?;
        let parts = project.sources.values().filter(|other| other.added_to.contains(replaced));
        for part in parts.map(|other| other.id).collect::<Vec<_>>() {
            change_record(&mut project.sources, part, "source", |part| {
                part.added_to.retain(|other| other != replaced && *other != id);
                part.added_to.push(id);
            })?;
        }
        remove_source(project, *replaced)?;
    }
    for other in &attachment.source.added_to {
        find(&project.sources, other, "source")?;
    }
    claim(project, attachment.source.id.0)?;
    insert(&mut project.sources, attachment.source.id, attachment.source.clone());
    let touchpoints: Vec<(&Touchpoint, Placement)> =
        attachment.touchpoints.iter().map(|(touchpoint, placement)| (touchpoint, *placement)).collect();
    add_touchpoints(project, &touchpoints)?;
    for (touchpoint, alias) in &attachment.aliases {
        change_record(&mut project.touchpoints, *touchpoint, "touchpoint", |touchpoint| {
            if !touchpoint.aliases.contains(alias) {
                touchpoint.aliases.push(alias.clone());
            }
        })?;
    }
    for touchpoint in &attachment.measured {
        change_record(&mut project.touchpoints, *touchpoint, "touchpoint", |touchpoint| {
            if touchpoint.evidence == Evidence::Assumed {
                touchpoint.evidence = Evidence::Measured;
            }
        })?;
    }
    for metric in &attachment.metrics {
        if project.metric_by_key(&metric.key).is_some() {
            return Err(EditError::MetricKeyInUse { key: metric.key.clone() });
        }
        claim(project, metric.id.0)?;
        insert(&mut project.metrics, metric.id, metric.clone());
    }
    for segment in &attachment.segments {
        if project.segments.values().any(|other| other.name == segment.name) {
            return Err(EditError::SegmentNameInUse { name: segment.name.clone() });
        }
        claim(project, segment.id.0)?;
        insert(&mut project.segments, segment.id, segment.clone());
    }
    add_series(project, attachment)
}

pub fn remove_source(project: &mut Project, id: SourceId) -> Result<(), EditError> {
    find(&project.sources, &id, "source")?;
    remove_where(&mut project.sources, |other, _| *other == id);
    remove_where(&mut project.series, |key, _| key.source == id);
    let parts = project.sources.values().filter(|other| other.added_to.contains(&id));
    for part in parts.map(|other| other.id).collect::<Vec<_>>() {
        change_record(&mut project.sources, part, "source", |part| part.added_to.retain(|other| *other != id))?;
    }
    Ok(())
}

pub fn change_source(project: &mut Project, id: SourceId, change: &SourceChange) -> Result<(), EditError> {
    change_record(&mut project.sources, id, "source", |source| match change {
        // A name that says no more than the file's is none.
        SourceChange::Name(name) if *name == source.file_name => source.name.clear(),
        SourceChange::Name(name) => source.name.clone_from(name),
    })
}

fn add_series(project: &mut Project, attachment: &Attachment) -> Result<(), EditError> {
    let mut added: BTreeMap<SeriesKey, Arc<Series>> = BTreeMap::new();
    for series in &attachment.series {
        let key = series.key;
        let metric = find(&project.metrics, &key.metric, "metric")?;
        let touchpoint = find(&project.touchpoints, &key.touchpoint, "touchpoint")?;
        if let Some(segment) = key.segment {
            find(&project.segments, &segment, "segment")?;
        }
        let bad = |why: String| {
            Err(EditError::BadSeries { metric: metric.name.clone(), touchpoint: touchpoint.title.clone(), why })
        };
        if key.source != attachment.source.id {
            return bad("they name another source than the one attached".to_owned());
        }
        if let Some(why) = series_problem(series, metric.class) {
            return bad(why);
        }
        if added.insert(key, Arc::new(series.clone())).is_some() {
            return bad("they are given twice".to_owned());
        }
    }
    if !added.is_empty() {
        Arc::make_mut(&mut project.series).append(&mut added);
    }
    Ok(())
}
