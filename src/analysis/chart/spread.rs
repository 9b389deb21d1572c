//! How a metric is spread over days, weeks or months: five numbers for each touchpoint.

use super::asked::{Asked, Made, highest_first, note_shown, note_unknown, range, scope};
use super::bars::{MOST_ROWS, nothing_known, noun};
use super::data::{Body, BoxRow, BoxesBody, Whose};
use crate::analysis::stat::quantile_of_sorted;
use crate::base::Grain;

pub(super) fn boxes(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let grain = asked.chart.grain.unwrap_or(Grain::Day);
    let mut notes = Vec::new();
    let (mut rows, mut unknown, mut longer, mut lone) = (Vec::new(), 0, 0_usize, 0);
    for target in asked.named(&asked.some_touchpoints(metric)?) {
        for segment in asked.audiences() {
            let touchpoints = std::sync::Arc::clone(&target.touchpoints);
            let whose = Whose { metric: metric.id, touchpoints, segment };
            let points = asked.numbers.series(metric.id, scope(&whose), grain, asked.period());
            let mut values: Vec<f64> = Vec::with_capacity(points.len());
            for point in &points {
                if grain.period_of(point.period.from).contains(point.period) {
                    values.extend(point.figure.value.filter(|value| value.is_finite()));
                } else {
                    longer += 1;
                }
            }
            values.sort_unstable_by(f64::total_cmp);
            let Some(five) = five_numbers(&values) else {
                unknown += 1;
                continue;
            };
            lone += usize::from(values.len() == 1);
            let name = match segment {
                None => target.name.clone(),
                Some(_) => format!("{}, {}", target.name, asked.segment_name(segment)),
            };
            rows.push(BoxRow { name, whose, five, count: values.len() });
        }
    }
    if longer > 0 {
        let units = noun(grain, 1);
        notes.push(format!("{longer} figures are of more than a {units} and are left out. Choose a coarser grain."));
    }
    if rows.is_empty() {
        return Err(match notes.pop() {
            Some(longer) => longer,
            None => nothing_known(asked, metric, None),
        });
    }
    if lone > 0 {
        notes.push(format!("{lone} with a single {} have no spread: their box is a line.", noun(grain, 1)));
    }
    highest_first(&mut rows, |row| row.five.get(2).copied());
    let shown = rows.len().min(MOST_ROWS);
    note_shown(&mut notes, shown, rows.len());
    note_unknown(&mut notes, unknown, None);
    let range = range(rows.iter().take(shown).flat_map(|row| row.five)).unwrap_or_default();
    let title = format!("{} over {}", metric.name, noun(grain, 2));
    let what = format!("one value a {}: least, quartiles, median, greatest", noun(grain, 1));
    let subtitle = asked.subtitle(metric, asked.period(), &[what]);
    let body = BoxesBody { unit: metric.shown(), rows, shown, period: asked.period(), range };
    Ok(Made { title, subtitle, body: Body::Boxes(body), notes })
}

/// Least, quartiles and greatest of values in order; quartiles lie between neighbors (Hyndman and Fan 1996, type 7).
/// `None` without any.
pub(super) fn five_numbers(sorted: &[f64]) -> Option<[f64; 5]> {
    let at = |share: f64| quantile_of_sorted(sorted, share).filter(|value| value.is_finite());
    Some([at(0.0)?, at(0.25)?, at(0.5)?, at(0.75)?, at(1.0)?])
}
