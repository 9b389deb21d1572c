//! A metric by touchpoint: bars side by side, and bars made of segments.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::asked::{Asked, Made, highest_first, note, note_shown, note_unknown, range};
use super::data::{BarRow, BarsBody, Body, Measured, StackedBody, StackedRow, Whose};
use crate::base::number::format_full;
use crate::base::{Grain, Period};
use crate::model::{Metric, MetricClass, SegmentId};

/// More bars cannot be looked over.
pub(super) const MOST_ROWS: usize = 30;
/// More segments cannot be told apart.
const MOST_SEGMENTS: usize = 7;

pub(super) fn bars(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    let touchpoints = asked.some_touchpoints(metric)?;
    let audiences = asked.audiences();
    let is_segmented = audiences.iter().any(Option::is_some);
    let mut columns: Vec<(String, Option<SegmentId>, Option<Period>)> = Vec::new();
    for segment in audiences.iter().take(MOST_SEGMENTS) {
        let name = match segment {
            Some(_) => asked.segment_name(*segment),
            None => asked.period().map_or_else(|| "All days".to_owned(), Period::label),
        };
        columns.push((name, *segment, asked.period()));
    }
    let before = asked.before().filter(|_| !is_segmented);
    if let Some(before) = before {
        columns.push((before.label(), None, Some(before)));
    }
    let mut notes = Vec::new();
    if audiences.len() > MOST_SEGMENTS {
        notes.push(format!("{MOST_SEGMENTS} of {} segments are drawn: more cannot be told apart.", audiences.len()));
    }
    let (mut rows, mut unknown, mut why) = (Vec::new(), 0, None);
    for target in asked.named(&touchpoints) {
        let of = |segment| Whose { metric: metric.id, touchpoints: Arc::clone(&target.touchpoints), segment };
        let whose: Vec<Whose> = columns.iter().map(|(_, segment, _)| of(*segment)).collect();
        let figures = whose.iter().zip(&columns).map(|(whose, (.., period))| asked.figure(whose, *period));
        let figures: Vec<_> = figures.collect();
        let bars: Vec<Option<Measured>> = figures.iter().map(Measured::of).collect();
        if bars.iter().all(Option::is_none) {
            unknown += 1;
            why = why.or_else(|| figures.first().and_then(|figure| figure.note.clone()));
        } else {
            rows.push(BarRow { name: target.name, bars, whose });
        }
    }
    if rows.is_empty() {
        return Err(nothing_known(asked, metric, why.as_deref()));
    }
    highest_first(&mut rows, |row| row.bars.first().copied().flatten().map(|bar| bar.value));
    let shown = rows.len().min(MOST_ROWS);
    note_shown(&mut notes, shown, rows.len());
    note_unknown(&mut notes, unknown, why.as_deref().filter(|why| *why != "No data."));
    let reach = rows.iter().take(shown).flat_map(|row| row.bars.iter().flatten().flat_map(Measured::reach));
    let range = range(reach.chain([0.0])).unwrap_or_default();
    let has_interval = rows.iter().any(|row| row.bars.iter().flatten().any(|bar| bar.low.is_some()));
    let compared = before.map(|before| format!("against {}", before.label())).unwrap_or_default();
    let interval = if has_interval { "95% interval" } else { "" };
    let title = format!("{} by touchpoint", metric.name);
    let subtitle = asked.subtitle(metric, asked.period(), &[compared, interval.to_owned()]);
    let periods = columns.iter().map(|(.., period)| *period).collect();
    let series = columns.into_iter().map(|(name, ..)| name).collect();
    let unit = metric.shown();
    let is_compared = !is_segmented;
    let body = BarsBody { metric: metric.id, unit, series, is_compared, rows, shown, periods, range };
    Ok(Made { title, subtitle, body: Body::Bars(body), notes })
}

/// Why no touchpoint has a value.
pub(super) fn nothing_known(asked: &Asked<'_>, metric: &Metric, why: Option<&str>) -> String {
    let days = asked.period().map_or_else(|| "any of the days".to_owned(), Period::label);
    match why.filter(|why| *why != "No data.") {
        Some(why) => format!("{} has no value in {days}. {why}", metric.name),
        None => format!("{} was not measured in {days}. Choose other days.", metric.name),
    }
}

pub(super) fn stacked(asked: &Asked<'_>) -> Result<Made, String> {
    let metric = asked.metric(0)?;
    if metric.class != MetricClass::Additive {
        return Err(format!(
            "{} cannot be stacked: only totals add up to a whole, and this is {}. Choose bars, or a metric that is \
             counted or summed.",
            metric.name,
            kind_of(metric.class)
        ));
    }
    let touchpoints = asked.some_touchpoints(metric)?;
    let mut notes = Vec::new();
    let known = asked.numbers.segments_of(metric.id);
    let chosen: BTreeSet<SegmentId> = asked.chart.segments.intersection(&known).copied().collect();
    let mut segments: Vec<SegmentId> =
        if asked.chart.segments.is_empty() { known } else { chosen }.into_iter().collect();
    if segments.is_empty() {
        return Err(format!(
            "{} is not known by segment, so there is nothing to stack. Import a file that has a column of segments.",
            metric.name
        ));
    }
    if segments.len() > MOST_SEGMENTS {
        notes.push(format!(
            "{MOST_SEGMENTS} of {} segments are drawn by themselves; the others are under \"Not in these segments\".",
            segments.len()
        ));
        segments.truncate(MOST_SEGMENTS);
    }
    let period = asked.period();
    let (mut rows, mut has_rest, mut overlaps) = (Vec::new(), false, None);
    let (mut unknown, mut negative) = (0, 0);
    for target in asked.named(&touchpoints) {
        let of = |segment| Whose { metric: metric.id, touchpoints: Arc::clone(&target.touchpoints), segment };
        let mut whose: Vec<Whose> = segments.iter().map(|segment| of(Some(*segment))).collect();
        let value = |whose: &Whose| Measured::of(&asked.figure(whose, period)).map(|measured| measured.value);
        let mut parts: Vec<Option<f64>> = whose.iter().map(value).collect();
        let whole = value(&of(None));
        if parts.iter().all(Option::is_none) && whole.is_none() {
            unknown += 1;
            continue;
        }
        if parts.iter().flatten().chain(&whole).any(|part| *part < 0.0) {
            negative += 1;
            continue;
        }
        let sum: f64 = parts.iter().flatten().sum();
        let whole = whole.unwrap_or(sum);
        let rounding = 1e-9 * whole.abs().max(sum);
        if sum > whole + rounding {
            overlaps = overlaps.or_else(|| Some((target.name.clone(), sum, whole)));
        }
        let rest = (whole - sum > rounding).then_some(whole - sum);
        has_rest |= rest.is_some();
        parts.push(rest);
        whose.push(of(None));
        rows.push(StackedRow { name: target.name, parts, whose, total: whole.max(sum) });
    }
    if rows.is_empty() {
        return Err(match negative {
            0 => nothing_known(asked, metric, None),
            _ => format!("{} is below zero, and such bars cannot be stacked. Choose bars.", metric.name),
        });
    }
    let mut names: Vec<String> = segments.iter().map(|segment| asked.segment_name(Some(*segment))).collect();
    if has_rest {
        names.push("Not in these segments".to_owned());
    } else {
        for row in &mut rows {
            row.parts.pop();
            row.whose.pop();
        }
    }
    highest_first(&mut rows, |row| Some(row.total));
    let shown = rows.len().min(MOST_ROWS);
    note_shown(&mut notes, shown, rows.len());
    note_unknown(&mut notes, unknown, None);
    if negative > 0 {
        notes.push(format!("{negative} with amounts below zero are left out: they cannot be stacked."));
    }
    if let Some((name, sum, whole)) = overlaps {
        let (sum, whole) = (format_full(sum, metric), format_full(whole, metric));
        note(
            &mut notes,
            Some(&format!(
                "The segments overlap: at {name} they add up to {sum}, while all customers are {whole}. The bars are \
                 longer than the whole."
            )),
        );
    }
    let most = rows.iter().map(|row| row.total).fold(0.0, f64::max);
    let title = format!("{} by touchpoint and segment", metric.name);
    let subtitle = asked.subtitle(metric, period, &[]);
    let body = StackedBody { unit: metric.shown(), segments: names, rows, shown, period, most };
    Ok(Made { title, subtitle, body: Body::Stacked(body), notes })
}

/// What figures of a class are, as in "this is a rate".
pub(super) fn kind_of(class: MetricClass) -> &'static str {
    match class {
        MetricClass::Additive => "a total",
        MetricClass::Ratio | MetricClass::RateOnly => "a rate",
        MetricClass::Mean => "an average",
        MetricClass::ShareDifference => "a difference of shares",
        MetricClass::Distinct => "a count of which each period stands for itself",
        MetricClass::Snapshot => "a level at a date",
        MetricClass::Derived => "worked out by a formula",
    }
}

/// "day", "week", "month".
pub(super) fn noun(grain: Grain, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{}{plural}", grain.label().to_lowercase())
}
