//! A difference in words, and the shape and color of its verdict: the same in the tab, in the inspector and for who
//! listens. Draws nothing.

use super::choices::Kind;
use crate::analysis::Tone;
use crate::analysis::compare::{Outcome, Side, Verdict};
use crate::app::inspector::tone_color;
use crate::base::number::{format_change_full, format_full, format_grouped, format_p, format_relative_change};
use crate::base::{Color, Icon};
use crate::model::{Metric, MetricClass};
use crate::scene::Theme;

/// The shape of a verdict.
pub fn icon_of(kind: Kind) -> Icon {
    match kind {
        Kind::Better => Icon::CircleCheck,
        Kind::Worse => Icon::TriangleAlert,
        Kind::Undecided => Icon::Minus,
        Kind::NotEnoughData => Icon::CircleHelp,
        Kind::NotComparable => Icon::CircleSlash,
    }
}

/// The color of a verdict.
pub fn color_of(theme: &Theme, kind: Kind) -> Color {
    match kind {
        Kind::Better => tone_color(theme, Tone::Good),
        Kind::Worse => tone_color(theme, Tone::Bad),
        Kind::Undecided | Kind::NotEnoughData | Kind::NotComparable => theme.color.muted,
    }
}

/// The sides are periods, or a segment and what it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    BeforeAndAfter,
    Segments,
}

/// Effect, interval, p and n, the test, and what to know about the figures: a line each.
pub fn told(metric: &Metric, outcome: &Outcome, sides: Sides) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(effect) = effect_text(metric, outcome) {
        let relative = outcome.relative.map(|it| format!(" ({})", format_relative_change(it))).unwrap_or_default();
        let ends = interval_text(metric, outcome).map(|ends| format!(", 95% interval {ends}")).unwrap_or_default();
        lines.push(format!("{effect}{}{relative}{ends}", points(metric)));
    }
    let n = |side: &Side| side.n.map_or_else(|| "unknown".to_owned(), |n| format_grouped(n, 0));
    let cases = if is_count(metric) { "days" } else { "n" };
    let (before, after) = (n(&outcome.before), n(&outcome.after));
    let mut counted = match sides {
        Sides::BeforeAndAfter => format!("{cases} = {before} before, {after} after"),
        Sides::Segments => format!("{cases} = {after}, against {before}"),
    };
    if let Some(p) = outcome.p {
        counted = format!("{}{counted}", p_text(p, outcome.p_adjusted));
    }
    lines.push(counted);
    lines.extend(outcome.verdict.why().map(str::to_owned));
    lines.extend(outcome.test.map(|test| test.label()));
    if let Some(detectable) = outcome.detectable.filter(|_| outcome.verdict == Verdict::Undecided) {
        lines.push(format!(
            "With as much data, a change of {}{} would be found four times in five.",
            change(metric, outcome, detectable).trim_start_matches('+'),
            points(metric)
        ));
    }
    lines.extend(outcome.note.clone());
    lines
}

/// "+0.4", "−€1.85", "+12 a day"; `None` where a side is not known.
pub fn effect_text(metric: &Metric, outcome: &Outcome) -> Option<String> {
    outcome.effect.map(|effect| change(metric, outcome, effect))
}

/// "+0.2 to +0.8".
pub fn interval_text(metric: &Metric, outcome: &Outcome) -> Option<String> {
    let (low, high) = outcome.low.zip(outcome.high)?;
    Some(format!("{} to {}", change(metric, outcome, low), change(metric, outcome, high)))
}

fn change(metric: &Metric, outcome: &Outcome, by: f64) -> String {
    let size = outcome.after.value.or(outcome.before.value).unwrap_or_default();
    // Counts are compared per day: what is less than a tenth says nothing beside hundreds.
    let by = if is_count(metric) && size.abs() >= 100.0 { by.round() } else { by };
    format_change_full(by, size, metric)
}

/// The unit of a change of shares, with a space.
pub fn points(metric: &Metric) -> &'static str {
    if metric.is_in_percent() { " points" } else { "" }
}

/// "p = 0.031 (adjusted 0.062); ", "p < 0.001; ".
fn p_text(p: f64, adjusted: Option<f64>) -> String {
    let text = format_p(p);
    let differs = adjusted.map(format_p).filter(|adjusted| *adjusted != text);
    let adjusted = differs.map(|it| format!(" (adjusted {})", it.trim_start_matches("p = ").trim_start_matches("p ")));
    format!("{text}{}; ", adjusted.unwrap_or_default())
}

/// Whether it is compared per day.
pub fn is_count(metric: &Metric) -> bool {
    metric.class == MetricClass::Additive
}

/// Counts are compared per day.
pub fn per_day(metric: &Metric) -> &'static str {
    if is_count(metric) { " per day" } else { "" }
}

/// A side's value; of a count per day.
pub fn value_text(metric: &Metric, side: &Side) -> String {
    let Some(value) = side.value else { return "–".to_owned() };
    let value = if is_count(metric) && value.abs() >= 100.0 { value.round() } else { value };
    format_full(value, metric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_is_told_with_its_adjustment_where_that_differs() {
        assert_eq!(p_text(0.0312, Some(0.0624)), "p = 0.031 (adjusted 0.062); ");
        assert_eq!(p_text(0.0312, Some(0.0312)), "p = 0.031; ");
        assert_eq!(p_text(0.00031, Some(0.0624)), "p < 0.001 (adjusted 0.062); ");
        assert_eq!(p_text(1e-9, None), "p < 0.001; ");
    }
}
