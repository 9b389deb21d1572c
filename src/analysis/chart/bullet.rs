//! KPIs against their targets.

use super::asked::{Asked, Made, range};
use super::data::{Body, Bullet, Measured, Whose};
use crate::analysis::{KpiState, name_within};
use crate::base::Period;
use crate::model::Kpi;

/// Beyond the outermost of what a bullet shows, as a share of its length.
const MARGIN: f64 = 0.12;

pub(super) fn bullets(asked: &Asked<'_>) -> Result<Made, String> {
    if asked.project.kpis.is_empty() {
        return Err(
            "There are no KPIs yet. Give a touchpoint, a stage or the journey a metric and a target.".to_owned()
        );
    }
    let is_asked = |kpi: &Kpi| {
        let metrics = &asked.chart.metrics;
        (metrics.is_empty() || metrics.contains(&kpi.metric)) && is_about(asked, kpi)
    };
    let view = crate::analysis::View { period: asked.period(), ..*asked.view };
    let mut bullets = Vec::new();
    for kpi in asked.project.kpis.values().filter(|kpi| is_asked(kpi)) {
        let Some(metric) = asked.numbers.metric(kpi.metric) else { continue };
        let standing = asked.numbers.kpi(asked.project, kpi, &view, asked.today);
        let measured = Measured::of(&standing.figure);
        let baseline = standing.baseline.filter(|baseline| baseline.is_finite());
        let expected = standing.expected.map(|expected| expected.value);
        let with_metric = asked.numbers.touchpoints_with(kpi.metric);
        let touchpoints = kpi.aim.touchpoints(asked.project).into_iter();
        let touchpoints = touchpoints.filter(|id| with_metric.binary_search(id).is_ok()).collect();
        let segment = kpi.segment.map(|_| format!(", {}", asked.segment_name(kpi.segment))).unwrap_or_default();
        let aim = kpi.aim.name(asked.project).unwrap_or_default();
        let reach = measured.iter().flat_map(Measured::reach).chain(baseline).chain(expected).chain([kpi.target, 0.0]);
        let (low, high) = range(reach).unwrap_or_default();
        let margin = MARGIN * (high - low).max(f64::MIN_POSITIVE);
        bullets.push(Bullet {
            name: format!("{aim} · {}{segment}", name_within(&metric.name)),
            unit: metric.shown(),
            measured,
            target: kpi.target,
            baseline,
            expected,
            state: standing.state,
            due: kpi.due,
            whose: Whose { metric: kpi.metric, touchpoints, segment: kpi.segment },
            period: view.period,
            range: (if low < 0.0 { low - margin } else { low }, if high > 0.0 { high + margin } else { high }),
        });
    }
    if bullets.is_empty() {
        return Err("No KPI is about what this chart is about. Choose other touchpoints or another metric.".to_owned());
    }
    bullets.sort_by_key(|bullet| bullet.state);
    let mut notes = Vec::new();
    let overdue = bullets
        .iter()
        .filter(|bullet| bullet.state != KpiState::Reached && bullet.due.is_some_and(|due| due < asked.today));
    match overdue.count() {
        0 => {}
        1 => notes.push("One is past its due date and not reached.".to_owned()),
        count => notes.push(format!("{count} are past their due dates and not reached.")),
    }
    let reached = bullets.iter().filter(|bullet| bullet.state == KpiState::Reached).count();
    let days = asked.period().map_or_else(|| "all days".to_owned(), Period::label);
    let subtitle = format!("{days} · {reached} of {} reached · each on a scale of its own", bullets.len());
    Ok(Made { title: "KPIs against targets".to_owned(), subtitle, body: Body::Bullets(bullets), notes })
}

/// Whether a KPI is about what the chart is about: the same, or a part of it.
fn is_about(asked: &Asked<'_>, kpi: &Kpi) -> bool {
    let aims = &asked.chart.aims;
    if aims.is_empty() || aims.contains(&kpi.aim) {
        return true;
    }
    let own = kpi.aim.touchpoints(asked.project);
    !own.is_empty()
        && aims.iter().any(|aim| {
            let asked_for = aim.touchpoints(asked.project);
            own.iter().all(|id| asked_for.contains(id))
        })
}
