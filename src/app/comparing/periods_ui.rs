//! Two periods: the choices, the summary by verdict, the list, and beside it what the chosen row says in full.

use egui::{Align, Align2, Button, DragValue, Id, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke};
use egui::{TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::choices::{Choices, Column, Kind, PeriodsChoice, Progress};
use super::days_ui::days_ui;
use super::detail_ui::detail_ui;
use super::row_ui::{Columns, ROW, cell, row_ui};
use super::rows::{Rows, order_after, rows};
use super::told::{color_of, icon_of};
use super::{WIDE, menu_ui, nothing_ui, one_of, pale_while, progress_ui, tools_ui};
use crate::analysis::compare::{Comparison, LEAST_CASES, Matching};
use crate::app::bottom::journey_metrics;
use crate::app::focus::reveal_focus;
use crate::app::kept::kept;
use crate::app::request::Requests;
use crate::app::style::{color32, icon};
use crate::app::widgets::{IconButton, column_head};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::number::format_grouped;

/// How wide what stands beside the list is, in points.
const BESIDE: f32 = 272.0;

/// Draws it.
pub fn periods_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, choices: &mut Choices) {
    tools_ui(ui, workspace, choices, |ui, choices| choices_ui(ui, workspace, &mut choices.periods));
    let shown = &workspace.comparing.periods;
    let Some(found) = shown.found.as_ref().filter(|found| !found.rows.is_empty()) else {
        ui.horizontal(|ui| progress_ui(ui, workspace, requests, &shown.progress));
        nothing_ui(ui, workspace, &shown.progress);
        return;
    };
    let choice = &mut choices.periods;
    let key = (shown.revision, choice.kind, choice.text.clone(), choice.order);
    let list = kept(ui, workspace, key, || rows(workspace, found, choice));
    summary_ui(ui, workspace, requests, (found, &list, &shown.progress), choice);
    let room = ui.available_rect_before_wrap();
    let (left, right) = if room.width() >= WIDE {
        let split = room.right() - BESIDE;
        let left = Rect::from_min_max(room.min, pos2(split - 16.0, room.bottom()));
        (left, Some(Rect::from_min_max(pos2(split, room.top()), room.max)))
    } else {
        (room, None)
    };
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        pale_while(ui, &shown.progress);
        if list.shown.is_empty() {
            none_ui(ui, workspace, choice);
            return;
        }
        let columns = Columns::of(left.width());
        heads_ui(ui, workspace, &columns, choice);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("compared").auto_shrink(false).show_rows(
            ui,
            ROW,
            list.shown.len(),
            |ui, range| {
                for row in list.shown.get(range).unwrap_or_default() {
                    row_ui(ui, workspace, requests, (found, row, &columns), choice);
                }
                reveal_focus(ui);
            },
        );
    });
    if let Some(right) = right {
        ui.painter().vline(right.left() - 8.0, right.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
        ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
            ScrollArea::vertical().id_salt("told in full").auto_shrink(false).show(ui, |ui| {
                detail_ui(ui, workspace, requests, found, choice.row);
                reveal_focus(ui);
            });
        });
    }
}

fn choices_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut PeriodsChoice) {
    let project = workspace.document.project();
    days_ui(ui, workspace, choice);
    let tip = "Which days count: all of them, as many of each weekday on both sides, or those of the same weeks a year \
        earlier";
    let offered = Matching::ALL.into_iter().map(|it| (it.label().to_owned(), choice.matching == it, it));
    if let Some(matching) = one_of(ui, choice.matching.label(), ("Matching", tip), offered) {
        choice.matching = matching;
    }
    let metric_name = |id| project.metrics.get(&id).map(|metric| metric.name.clone());
    let shown = choice.metric.and_then(metric_name).unwrap_or_else(|| "All metrics".to_owned());
    let metrics = journey_metrics(workspace).into_iter();
    let offered = metrics.filter_map(|id| Some((metric_name(id)?, choice.metric == Some(id), Some(id))));
    let all = std::iter::once(("All metrics".to_owned(), choice.metric.is_none(), None));
    if let Some(metric) = one_of(ui, &shown, ("Metric", "Which metrics are compared"), all.chain(offered)) {
        choice.metric = metric;
    }
    if !project.segments.is_empty() {
        let name = |id| project.segments.get(&id).map(|segment| segment.name.clone());
        let shown = choice.segment.and_then(name).unwrap_or_else(|| "All customers".to_owned());
        let offered = project.segments.values().map(|it| (it.name.clone(), choice.segment == Some(it.id), Some(it.id)));
        let all = std::iter::once(("All customers".to_owned(), choice.segment.is_none(), None));
        if let Some(segment) = one_of(ui, &shown, ("Segment", "Of whom"), all.chain(offered)) {
            choice.segment = segment;
        }
    }
    least_ui(ui, workspace, choice);
}

fn least_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut PeriodsChoice) {
    let label = format!("n ≥ {}", format_grouped(choice.min_n, 0));
    let tip = "The fewest cases or answers on each side: with fewer nothing is tested";
    menu_ui(ui, &label, ("Fewest cases", tip), false, |ui| {
        ui.set_max_width(260.0);
        ui.horizontal(|ui| {
            ui.label("Fewest on each side");
            let field = DragValue::new(&mut choice.min_n).range(1.0..=1e9).max_decimals(0).speed(1.0);
            ui.add(field).accessible_name("Fewest cases on each side");
        });
        let text = "With fewer than 30, even a doubling from 20% to 40% would be missed more often than found.";
        let text = RichText::new(text).size(workspace.theme.window.small_text);
        ui.add(egui::Label::new(text.color(color32(workspace.theme.color.muted))).wrap());
        if choice.min_n != LEAST_CASES && ui.button("As usual: 30").clicked() {
            choice.min_n = LEAST_CASES;
        }
    });
}

/// How many of each verdict, which are filters too; the words to look for; and how far it is.
fn summary_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (found, list, progress): (&Comparison, &Rows, &Progress),
    choice: &mut PeriodsChoice,
) {
    let theme = &workspace.theme;
    let is_wide = ui.available_width() >= WIDE;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding = vec2(7.0, 3.0);
        for kind in Kind::ALL {
            let count = list.counts.get(&kind).copied().unwrap_or_default();
            let is_on = choice.kind == Some(kind);
            if count == 0 && !is_on {
                continue;
            }
            let ink = color32(color_of(theme, kind));
            let count = format_grouped(count as f64, 0);
            let words = if is_wide || is_on { format!("{} {count}", kind.label()) } else { count.clone() };
            let words = RichText::new(words).size(theme.window.small_text);
            let button = Button::new((icon(icon_of(kind), 13.0).color(ink), words)).selected(is_on);
            let tip =
                if is_on { "Show all again".to_owned() } else { format!("Show only: {}", kind.label().to_lowercase()) };
            let response = ui.add(button.frame_when_inactive(is_on));
            let name = format!("{}: {count}", kind.label());
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, &name));
            if response.on_hover_text(tip).clicked() {
                choice.kind = if is_on { None } else { Some(kind) };
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !is_wide {
                menu_ui(
                    ui,
                    "Details",
                    ("Details", "The chosen row in full, and what else changed then"),
                    false,
                    |ui| {
                        ui.reset_style();
                        ui.set_width(320.0);
                        ui.with_layout(Layout::top_down(Align::Min), |ui| {
                            detail_ui(ui, workspace, requests, found, choice.row);
                        });
                    },
                );
            }
            // Verdicts come and go before it while one types: it keeps its name, and so the keyboard.
            let field = TextEdit::singleline(&mut choice.text)
                .id(Id::unique("find a compared row"))
                .hint_text("Find a row")
                .desired_width(if is_wide { 150.0 } else { 96.0 })
                .align(Align2::LEFT_CENTER)
                .margin(egui::Margin::symmetric(8, 3));
            ui.add(field).accessible_name("Find a row");
            if !progress_ui(ui, workspace, requests, progress) {
                let (shown, total) = (list.shown.len(), list.total);
                let text = if shown == total { format!("{total} rows") } else { format!("{shown} of {total} rows") };
                let text = RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
                ui.add(egui::Label::new(text).truncate());
            }
        });
    });
}

fn none_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut PeriodsChoice) {
    ui.vertical_centered(|ui| {
        ui.add_space(12.0);
        ui.label(RichText::new("No row fits these filters.").color(color32(workspace.theme.color.muted)));
        if IconButton::new(Some(Icon::X), "Show all", "Show all rows").ui(ui, &workspace.theme).clicked() {
            (choice.kind, choice.text) = (None, String::new());
        }
    });
}

fn heads_ui(ui: &mut Ui, workspace: &Workspace, columns: &Columns, choice: &mut PeriodsChoice) {
    let line = super::strip(ui, 24.0);
    let verdict = if columns.has_words { "Verdict" } else { "" };
    for (place, column, name) in [
        (Some(columns.verdict), Some(Column::Verdict), verdict),
        (Some(columns.name), Some(Column::Place), "Touchpoint and metric"),
        (Some(columns.before), Some(Column::Before), "Before"),
        (Some(columns.after), Some(Column::After), "After"),
        (Some(columns.change), Some(Column::Change), "Change"),
        (Some(columns.bar), None, "95% interval"),
        (columns.test, Some(Column::P), "Test"),
    ] {
        let Some(place) = place else { continue };
        let rect = cell(line, place);
        match column {
            Some(column) => head_ui(ui, workspace, rect, (column, name), choice),
            None => column_head(ui, &workspace.theme, rect, name, None),
        }
    }
    ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(1.0, color32(workspace.theme.color.line)));
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, rect: Rect, (column, name): (Column, &str), choice: &mut PeriodsChoice) {
    let sorted = choice.order.filter(|(by, _)| *by == column).map(|(_, is_descending)| is_descending);
    let response = ui.interact(rect, Id::unique(("comparison column", name)), Sense::click());
    let next = order_after(choice.order, column);
    let tip = match (next, column) {
        (None, _) => "Back to the order of the map",
        (Some(_), Column::Verdict) => "Sort by verdict",
        (Some(_), Column::Place) => "Sort by touchpoint",
        (Some(_), Column::Before) => "Sort by the value before",
        (Some(_), Column::After) => "Sort by the value after",
        (Some(_), Column::Change) => "Sort by change relative to the value before, so that euros and percent compare",
        (Some(_), Column::P) => "Sort by adjusted p, the surest first",
    };
    let spoken = if name.is_empty() { "Verdict" } else { name };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, sorted.is_some(), format!("{spoken}: {tip}")));
    column_head(ui, &workspace.theme, rect, name, sorted);
    if response.on_hover_text(tip).clicked() {
        choice.order = next;
    }
}
