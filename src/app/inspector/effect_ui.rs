//! What became of the figures since an action started: each before and after, whether the difference can be told from
//! chance, and what else changed then.

use egui::{RichText, Ui};

use super::super::request::{Request, Requests};
use super::super::style::{color32, strong};
use super::super::widgets::section;
use super::super::workspace::{Dialog, Workspace};
use super::measures_ui::tone_color;
use crate::analysis::Tone;
use crate::analysis::compare::{CompareRow, Side, Verdict};
use crate::analysis::effect::Effect;
use crate::base::number::{Unit, format_change_full, format_full, format_grouped, format_relative_change};
use crate::base::{Icon, Period};
use crate::model::{Metric, MetricClass};

/// Draws the section.
pub(super) fn effect_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    section(ui, theme, "Before and after", |_| {});
    match &*workspace.effect {
        Ok(effect) => known_ui(ui, workspace, requests, effect),
        Err(why) => wrapped(ui, RichText::new(why).color(color32(theme.color.muted))),
    }
}

fn known_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, effect: &Effect) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let muted = |text: String| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    let comparison = &effect.comparison;
    let days = format!("{} against {}", comparison.after.label(), comparison.before.label());
    wrapped(ui, RichText::new(days).color(color32(theme.color.muted)));
    for row in &comparison.rows {
        let Some(metric) = project.metrics.get(&row.metric) else { continue };
        ui.push_id((row.touchpoint, row.metric), |ui| row_ui(ui, workspace, requests, (row, comparison.after), metric));
    }
    if effect.left_out > 0 {
        wrapped(ui, muted(format!("{} more figures are measured where it works.", effect.left_out)));
    }
    ui.add_space(4.0);
    if !comparison.also_changed.is_empty() {
        wrapped(ui, strong("What else changed then").size(theme.window.small_text));
        for changed in &comparison.also_changed {
            wrapped(ui, muted(changed.text(project)));
        }
    }
    for note in &comparison.notes {
        wrapped(ui, muted(note.clone()));
    }
}

/// One figure; `days` are those from the start on.
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (row, days): (&CompareRow, Period),
    metric: &Metric,
) {
    let theme = &workspace.theme;
    let outcome = &row.outcome;
    let title = workspace.document.project().touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let small = |text: String| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    let frame = egui::Frame::NONE
        .stroke(egui::Stroke::new(1.0, color32(theme.color.line)))
        .corner_radius(egui::CornerRadius::same(8))
        .inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add(egui::Label::new(strong(format!("{title} · {}", metric.name))).truncate());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(
                super::super::style::icon(verdict_icon(&outcome.verdict), 14.0).color(verdict_color(workspace, row)),
            );
            ui.label(strong(sentence(outcome.verdict.label())).color(verdict_color(workspace, row)));
            let (before, after) = (value_text(metric, &outcome.before), value_text(metric, &outcome.after));
            ui.label(format!("{before} → {after}{}", per_day(metric)));
        });
        for line in told(metric, row) {
            wrapped(ui, small(line));
        }
        let link = ui.link(RichText::new("Trace").size(theme.window.small_text));
        let name = format!("Where {} after the start comes from", metric.name);
        link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
        if link.on_hover_text(name.clone()).clicked() {
            let figure = Dialog::Figure {
                metric: row.metric,
                touchpoint: row.touchpoint,
                period: outcome.after.period.or(Some(days)),
            };
            requests.push(Request::Dialog(Some(figure)));
        }
    });
}

/// Effect, interval, p and n, the test, and what to know about the figures.
fn told(metric: &Metric, row: &CompareRow) -> Vec<String> {
    let outcome = &row.outcome;
    let unit = &metric.unit;
    let size = outcome.after.value.or(outcome.before.value).unwrap_or_default();
    let change = |value: f64| format_change_full(value, size, unit);
    let points = if *unit == Unit::Share { " points" } else { "" };
    let mut lines = Vec::new();
    if let Some(effect) = outcome.effect {
        let relative = outcome.relative.map(|it| format!(" ({})", format_relative_change(it))).unwrap_or_default();
        let ends = outcome.low.zip(outcome.high);
        let ends = ends.map(|(low, high)| format!(", 95% interval {} to {}", change(low), change(high)));
        lines.push(format!("{}{points}{relative}{}", change(effect), ends.unwrap_or_default()));
    }
    let n = |side: &Side| side.n.map_or_else(|| "unknown".to_owned(), |n| format_grouped(n, 0));
    let cases = if is_count(metric) { "days" } else { "n" };
    let mut counted = format!("{cases} = {} before, {} after", n(&outcome.before), n(&outcome.after));
    if let Some(p) = outcome.p {
        counted = format!("{}{counted}", p_text(p, outcome.p_adjusted));
    }
    lines.push(counted);
    lines.extend(outcome.verdict.why().map(str::to_owned));
    lines.extend(outcome.test.map(|test| test.label()));
    if let Some(detectable) = outcome.detectable.filter(|_| outcome.verdict == Verdict::Undecided) {
        lines.push(format!(
            "With as much data, a change of {}{points} would be found four times in five.",
            change(detectable).trim_start_matches('+')
        ));
    }
    lines.extend(outcome.note.clone());
    lines
}

/// "p = 0.031, 0.062 adjusted; ", "p < 0.001; ".
fn p_text(p: f64, adjusted: Option<f64>) -> String {
    let text = |p: f64| if p < 0.001 { "< 0.001".to_owned() } else { format!("= {p:.3}") };
    let differs = adjusted.filter(|adjusted| text(*adjusted) != text(p));
    let adjusted = differs.map(|adjusted| format!(" (adjusted {})", text(adjusted))).unwrap_or_default();
    format!("p {}{adjusted}; ", text(p))
}

fn is_count(metric: &Metric) -> bool {
    metric.class == MetricClass::Additive
}

/// Counts are compared per day.
fn per_day(metric: &Metric) -> &'static str {
    if is_count(metric) { " per day" } else { "" }
}

fn value_text(metric: &Metric, side: &Side) -> String {
    side.value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.unit))
}

fn verdict_icon(verdict: &Verdict) -> Icon {
    match verdict {
        Verdict::Better => Icon::TrendingUp,
        Verdict::Worse => Icon::TrendingDown,
        Verdict::Undecided => Icon::Minus,
        Verdict::NotEnoughData { .. } | Verdict::NotComparable { .. } => Icon::CircleHelp,
    }
}

fn verdict_color(workspace: &Workspace, row: &CompareRow) -> egui::Color32 {
    match row.tone() {
        Tone::Neutral => color32(workspace.theme.color.ink),
        tone @ (Tone::Good | Tone::Bad) => color32(tone_color(&workspace.theme, tone)),
    }
}

/// With a capital letter.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn wrapped(ui: &mut Ui, text: RichText) {
    ui.add(egui::Label::new(text).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_is_told_with_its_adjustment_where_that_differs() {
        assert_eq!(p_text(0.0312, Some(0.0624)), "p = 0.031 (adjusted = 0.062); ");
        assert_eq!(p_text(0.0312, Some(0.0312)), "p = 0.031; ");
        assert_eq!(p_text(1e-9, None), "p < 0.001; ");
    }
}
