//! Imported data: sources with their series, metrics and segments.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::items::add_touchpoints;
use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{Attachment, EditError, Placement};
use crate::model::check::series_problem;
use crate::model::{Evidence, Project, Series, SeriesKey, SourceId, Touchpoint};

pub fn attach(project: &mut Project, attachment: &Attachment) -> Result<(), EditError> {
    if let Some(replaced) = attachment.replaces {
        remove_source(project, replaced)?;
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
    Ok(())
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
