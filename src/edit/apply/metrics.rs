//! Metric definitions: own ones by formula, and what of the imported ones can be changed.
//! Imported metrics come with their files: that is `data`'s.

use super::{change_record, claim, find, insert, remove_where};
use crate::base::display::Display;
use crate::edit::{EditError, MetricChange};
use crate::model::{Formula, Metric, MetricClass, MetricId, Project, metric_users};

pub fn add_metric(project: &mut Project, metric: &Metric) -> Result<(), EditError> {
    if metric.class != MetricClass::Derived {
        return Err(EditError::NotAnOwnMetric);
    }
    if project.metric_by_key(&metric.key).is_some() {
        return Err(EditError::MetricKeyInUse { key: metric.key.clone() });
    }
    let formula = Formula::new(&metric.formula, &project.metrics, Some(metric.id)).map_err(EditError::BadFormula)?;
    formula.check_unit(&metric.unit).map_err(EditError::BadFormula)?;
    claim(project, metric.id.0)?;
    let metric = Metric { formula: formula.source(&project.metrics), ..metric.clone() };
    insert(&mut project.metrics, metric.id, metric);
    Ok(())
}

pub fn remove_metric(project: &mut Project, id: MetricId) -> Result<(), EditError> {
    let metric = find(&project.metrics, &id, "metric")?;
    let users = metric_users(project, id);
    if !users.is_empty() {
        return Err(EditError::MetricInUse { metric: metric.name.clone(), users: users.join(", ") });
    }
    remove_where(&mut project.metrics, |other, _| *other == id);
    Ok(())
}

pub fn change_metric(project: &mut Project, id: MetricId, change: &MetricChange) -> Result<(), EditError> {
    match change {
        MetricChange::Formula { formula, unit } => {
            if find(&project.metrics, &id, "metric")?.class != MetricClass::Derived {
                return Err(EditError::NotAnOwnMetric);
            }
            let read = Formula::new(formula, &project.metrics, Some(id)).map_err(EditError::BadFormula)?;
            read.check_unit(unit).map_err(EditError::BadFormula)?;
            let source = read.source(&project.metrics);
            change_record(&mut project.metrics, id, "metric", |metric| {
                metric.formula.clone_from(&source);
                metric.unit.clone_from(unit);
                if !metric.display.fits(unit) {
                    metric.display = Display::Usual;
                }
            })?;
            check_others(project)
        }
        MetricChange::Direction(direction) => {
            change_record(&mut project.metrics, id, "metric", |metric| metric.direction = *direction)
        }
        MetricChange::Display(display) => {
            let metric = find(&project.metrics, &id, "metric")?;
            if !display.fits(&metric.unit) {
                return Err(EditError::DisplayOfOtherUnit { metric: metric.name.clone() });
            }
            change_record(&mut project.metrics, id, "metric", |metric| metric.display = *display)
        }
        MetricChange::Name(name) => {
            change_record(&mut project.metrics, id, "metric", |metric| metric.name.clone_from(name))
        }
        MetricChange::ShortName(name) => {
            change_record(&mut project.metrics, id, "metric", |metric| metric.short_name.clone_from(name))
        }
    }
}

/// A formula that names this one may not do so with another unit.
fn check_others(project: &Project) -> Result<(), EditError> {
    for other in project.metrics.values() {
        if let Some(Err(why)) = Formula::of(other, &project.metrics) {
            return Err(EditError::BreaksFormula { metric: other.name.clone(), why });
        }
    }
    Ok(())
}
