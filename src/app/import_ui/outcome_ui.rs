//! What comes of the plan: totals that agree or not, metrics, counts, what to know.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::import_state::ImportState;
use super::super::style::{color32, icon, strong};
use super::super::workspace::Workspace;
use super::columns_ui::hairline;
use super::rows_ui::line_link;
use super::{dateless_text, heading, plural};
use crate::base::Icon;
use crate::base::number::{format_full, format_grouped};
use crate::base::{Lines, Warning};
use crate::import::Plan;
use crate::import::plan::{Overlap, PlanMetric, TotalCheck};

/// Whether the totals that the file states agree with the sums of its rows.
pub(super) fn totals_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    let totals = &state.plan.totals;
    if totals.is_empty() {
        return;
    }
    ui.add_space(4.0);
    let c = &workspace.theme.color;
    if let Some(text) = agreeing_text(totals) {
        ui.horizontal(|ui| {
            ui.label(icon(Icon::Check, 14.0).color(color32(c.good)));
            ui.add(egui::Label::new(RichText::new(text).color(color32(c.good))).wrap());
        });
    }
    for check in totals.iter().filter(|check| !check.agrees) {
        ui.horizontal_wrapped(|ui| {
            let color = if check.note.is_empty() { c.risk } else { c.muted };
            ui.label(icon(Icon::Info, 14.0).color(color32(color)));
            ui.add(egui::Label::new(RichText::new(check.text()).color(color32(color))).wrap());
            line_link(ui, state, check.line);
        });
    }
}

/// "Stated totals agree with the sums of clicks and cost; stated rates too: ctr."
fn agreeing_text(totals: &[TotalCheck]) -> Option<String> {
    let agreeing = |is_rate: bool| {
        let mut names: Vec<String> = Vec::new();
        for check in totals.iter().filter(|check| check.agrees && check.is_rate == is_rate) {
            if !names.contains(&check.column) {
                names.push(check.column.clone());
            }
        }
        listed(&names)
    };
    let text = match (agreeing(false).as_str(), agreeing(true).as_str()) {
        ("", "") => return None,
        (sums, "") => format!("Stated totals agree with the sums of {sums}"),
        ("", rates) => format!("The rates stated for all rows agree with those computed: {rates}"),
        (sums, rates) => {
            format!("Stated totals agree with the sums of {sums}; stated rates agree with those computed: {rates}")
        }
    };
    // "Impr." ends the sentence by itself.
    Some(if text.ends_with('.') { text } else { text + "." })
}

/// "clicks, cost and conversions".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The metrics, over all of the file, beside what was attached before.
pub(super) fn metrics_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    ui.add_space(12.0);
    let muted = color32(workspace.theme.color.muted);
    if !state.plan.metrics.is_empty() {
        heading(ui, "What comes of it");
        return metrics_table(ui, workspace, &state.plan, false);
    }
    if let Some(outlook) = &state.outlook {
        heading(ui, "What would come of it");
        let where_to = if state.plan.name_column.is_empty() { "the figures are" } else { "each name is" };
        let text =
            format!("Over all rows. Nothing is attached until you choose at the right which touchpoint {where_to}.");
        ui.add(egui::Label::new(RichText::new(text).color(muted)).wrap());
        return metrics_table(ui, workspace, outlook, true);
    }
    heading(ui, "What comes of it");
    let text = dateless_text(&state.plan).unwrap_or("No metric yet. Say above which columns are amounts or rates.");
    ui.add(egui::Label::new(RichText::new(text).color(muted)).wrap());
}

/// The metrics of a plan; muted where they only would be.
fn metrics_table(ui: &mut Ui, workspace: &Workspace, plan: &Plan, is_muted: bool) {
    let ink = if is_muted { workspace.theme.color.muted } else { workspace.theme.color.ink };
    let now = plan.period.map_or_else(|| "Value".to_owned(), |period| period.label());
    let before = plan
        .metrics
        .iter()
        .find_map(|metric| metric.before.as_ref())
        .map(|before| format!("{}, attached before", before.label));
    let row_height = 27.0;
    // As wide as its head, so that the days before can be read.
    let width_of = |text: &str| {
        let font = egui::FontId::new(
            egui::TextStyle::Body.resolve(ui.style()).size,
            super::super::style::family(crate::scene::Face::SemiBold),
        );
        let width = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE).size().x;
        (width + 16.0).ceil().clamp(110.0, 280.0)
    };
    let (now_width, before_width) = (width_of(&now), before.as_deref().map(width_of));
    let spacing = ui.spacing().item_spacing;
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let mut builder =
        TableBuilder::new(ui).id_salt("outcome").vscroll(false).cell_layout(Layout::left_to_right(Align::Center));
    builder = builder.column(Column::remainder()).column(Column::remainder());
    for width in std::iter::once(now_width).chain(before_width) {
        builder = builder.column(Column::exact(width));
    }
    let with_head = builder.header(26.0, |mut head| {
        for text in ["Metric", "Made of"] {
            head.col(|ui| {
                hairline(ui, workspace);
                ui.label(strong(text));
            });
        }
        for text in std::iter::once(&now).chain(&before) {
            head.col(|ui| {
                hairline(ui, workspace);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add(egui::Label::new(strong(text)).truncate());
                });
            });
        }
    });
    with_head.body(|body| {
        body.rows(row_height, plan.metrics.len(), |mut line| {
            let Some(metric) = plan.metrics.get(line.index()) else { return };
            line.col(|ui| {
                hairline(ui, workspace);
                ui.add(egui::Label::new(RichText::new(&metric.metric.name).color(color32(ink))).truncate());
            });
            line.col(|ui| {
                hairline(ui, workspace);
                made_of_ui(ui, workspace, metric);
            });
            let number = |ui: &mut Ui, value: Option<f64>, color: crate::base::Color| {
                hairline(ui, workspace);
                let text = RichText::new(value_text(metric, value)).color(color32(color));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(text));
            };
            let c = &workspace.theme.color;
            line.col(|ui| number(ui, metric.value, ink));
            if before.is_some() {
                line.col(|ui| number(ui, metric.before.as_ref().and_then(|before| before.value), c.muted));
            }
        });
    });
    ui.spacing_mut().item_spacing = spacing;
}

fn made_of_ui(ui: &mut Ui, workspace: &Workspace, metric: &PlanMetric) {
    let muted = color32(workspace.theme.color.muted);
    let text =
        if metric.note.is_empty() { metric.made_of.clone() } else { format!("{} · {}", metric.made_of, metric.note) };
    ui.add(egui::Label::new(RichText::new(&text).color(muted)).truncate()).on_hover_text(&text);
}

fn value_text(metric: &PlanMetric, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format_full(value, &metric.metric))
}

/// The four numbers of what would be attached.
pub(super) fn counts_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    let plan = &state.plan;
    heading(ui, "Will be attached");
    let number = |n: usize| format_grouped(n as f64, 0);
    let touchpoints = plural(plan.touchpoints, "touchpoint");
    let new = match plan.new_touchpoints {
        0 => touchpoints,
        new => format!("{touchpoints}, {new} new"),
    };
    let cells = [
        (number(plan.rows), format!("{} of {}", plural(plan.rows, "row"), number(state.table.row_count()))),
        (number(plan.touchpoints), new),
        (number(plan.metrics.len()), plural(plan.metrics.len(), "metric")),
        (number(plan.observations), plural(plan.observations, "observation")),
    ];
    for pair in cells.chunks(2) {
        ui.columns(2, |columns| {
            for (column, (count, what)) in columns.iter_mut().zip(pair) {
                column.spacing_mut().item_spacing.y = 0.0;
                column.label(strong(count).size(18.0));
                column.label(RichText::new(what).color(color32(workspace.theme.color.muted)));
            }
        });
        ui.add_space(4.0);
    }
    ui.add_space(10.0);
}

/// The lines that a warning is about, to go to them.
fn lines_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, lines: &Lines) {
    for line in lines.first() {
        line_link(ui, state, *line);
    }
    let more = lines.count() - lines.first().len();
    if more > 0 {
        let text = format!("and {} more", format_grouped(more as f64, 0));
        ui.label(RichText::new(text).small().color(color32(workspace.theme.color.muted)));
    }
}

/// Good to know.
pub(super) fn warnings_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    let plan = &state.plan;
    // What is asked at the top, or said under the table, is not said again.
    let mut said: Vec<String> = plan.totals.iter().filter(|check| !check.agrees).map(TotalCheck::text).collect();
    said.extend(plan.overlap().map(Overlap::text));
    let shown: Vec<&Warning> = plan.warnings.iter().filter(|warning| !said.contains(&warning.message)).collect();
    if shown.is_empty() {
        return;
    }
    heading(ui, "Good to know");
    for warning in shown {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(RichText::new("•").color(color32(workspace.theme.color.muted)));
            ui.vertical(|ui| {
                let text = match warning.place.is_empty() || !warning.lines.is_empty() {
                    true => warning.message.clone(),
                    false => warning.to_string(),
                };
                // The lines follow the sentence, as words of it.
                ui.spacing_mut().interact_size.y = 0.0;
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(6.0, 2.0);
                    ui.label(text);
                    lines_ui(ui, workspace, state, &warning.lines);
                });
            });
        });
    }
}
