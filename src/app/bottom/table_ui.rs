//! The figures as a table that can be sorted by any column; a click on a row opens the figure.

use egui::{Align, Layout, RichText, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::kept::kept;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, strong};
use super::super::widgets::empty_state;
use super::super::workspace::{Dialog, Workspace};
use crate::analysis::{By, Filter, TableRow, change_between, table};
use crate::base::Icon;
use crate::base::number::{format_full, format_grouped};

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Touchpoint,
    Stage,
    Metric,
    Value,
    Before,
    Change,
    Count,
}

const COLUMNS: [(Key, &str, bool); 7] = [
    (Key::Touchpoint, "Touchpoint", false),
    (Key::Stage, "Stage", false),
    (Key::Metric, "Metric", false),
    (Key::Value, "Value", true),
    (Key::Before, "Before", true),
    (Key::Change, "Change", true),
    (Key::Count, "Counted over", true),
];

/// A row with what it is compared with.
struct Row {
    now: TableRow,
    before: Option<f64>,
    change: Option<crate::analysis::Change>,
}

/// Draws the table.
pub(super) fn table_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let order_id = ui.scope_id().with("order");
    let (key, is_descending): (Key, bool) = ui.data(|data| data.get_temp(order_id)).unwrap_or((Key::Touchpoint, false));
    let rows = kept(ui, workspace, (key, is_descending), || {
        let mut rows = rows_of(workspace);
        sort(&mut rows, key, is_descending);
        rows
    });
    if rows.is_empty() {
        empty_state(
            ui,
            &workspace.theme,
            Icon::Table,
            "Nothing was measured in this period. Choose another one in the tool bar.",
        );
        return;
    }
    let mut next_order = None;
    let row_height = workspace.theme.window.row_height - 4.0;
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(16, 4)).show(ui, |ui| {
        let mut builder = TableBuilder::new(ui)
            .striped(false)
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center));
        builder = builder
            .column(Column::remainder().at_least(140.0).clip(true))
            .column(Column::remainder().at_least(90.0).clip(true));
        builder = builder.column(Column::remainder().at_least(150.0).clip(true));
        for _ in 3..COLUMNS.len() {
            builder = builder.column(Column::exact(104.0));
        }
        let with_head = builder.header(28.0, |mut head| {
            for (column, name, is_number) in COLUMNS {
                head.col(|ui| {
                    let mark =
                        (column == key).then_some(if is_descending { Icon::ChevronDown } else { Icon::ChevronUp });
                    if head_ui(ui, workspace, name, is_number, mark) {
                        next_order = Some((column, if column == key { !is_descending } else { is_number }));
                    }
                });
            }
        });
        with_head.body(|body| {
            body.rows(row_height, rows.len(), |mut line| {
                let Some(row) = rows.get(line.index()) else { return };
                line.set_selected(row.now.touchpoint.is_some() && row.now.touchpoint == workspace.charted_touchpoint());
                for (column, _, is_number) in COLUMNS {
                    line.col(|ui| cell_ui(ui, workspace, row, column, is_number));
                }
                if line.response().clicked()
                    && let Some(touchpoint) = row.now.touchpoint
                {
                    let period = workspace.view.period;
                    requests.push(Request::Dialog(Some(Dialog::Figure { metric: row.now.metric, touchpoint, period })));
                }
            });
        });
    });
    if let Some(order) = next_order {
        ui.data_mut(|data| data.insert_temp(order_id, order));
    }
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, name: &str, is_number: bool, mark: Option<Icon>) -> bool {
    let layout = if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.with_layout(layout, |ui| {
        let text = strong(name).size(workspace.theme.window.small_text + 0.5);
        let button = match mark {
            Some(mark) => egui::Button::new((text, icon(mark, 12.0))),
            None => egui::Button::new(text),
        };
        ui.add(button.frame(false)).on_hover_text(format!("Sort by {}", name.to_lowercase())).clicked()
    })
    .inner
}

fn cell_ui(ui: &mut Ui, workspace: &Workspace, row: &Row, column: Key, is_number: bool) {
    let layout = if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let (text, color) = cell_text(workspace, row, column);
    let text = color.map_or_else(|| RichText::new(&text), |color| RichText::new(&text).color(color32(color)));
    ui.with_layout(layout, |ui| ui.add(egui::Label::new(text).truncate()));
}

fn cell_text(workspace: &Workspace, row: &Row, column: Key) -> (String, Option<crate::base::Color>) {
    let muted = Some(workspace.theme.color.muted);
    let value = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, &row.now.unit));
    match column {
        Key::Touchpoint => (row.now.touchpoint_title.clone().unwrap_or_default(), None),
        Key::Stage => (row.now.stage_name.clone().unwrap_or_default(), muted),
        Key::Metric => {
            let segment = row.now.segment.as_ref().map(|segment| format!(", {segment}")).unwrap_or_default();
            (format!("{}{segment}", row.now.metric_name), None)
        }
        Key::Value => (value(row.now.figure.value), None),
        Key::Before => (value(row.before), muted),
        Key::Change => match &row.change {
            Some(change) => {
                (change.text.clone(), Some(super::super::inspector::tone_color(&workspace.theme, change.tone)))
            }
            None => (String::new(), muted),
        },
        Key::Count => {
            let n = row.now.figure.n.or(row.now.figure.denominator);
            (n.map_or_else(|| "–".to_owned(), |n| format_grouped(n, 0)), muted)
        }
    }
}

fn rows_of(workspace: &Workspace) -> Vec<Row> {
    let project = workspace.document.project();
    let numbers = &workspace.numbers;
    let period = workspace.view.period;
    let filter = Filter { metric: None, from: period.map(|p| p.from), to: period.map(|p| p.to) };
    let rows = table(project, numbers, By::Touchpoint, &filter);
    rows.into_iter().filter(|row| row.journey == Some(workspace.journey)).map(|now| compared(workspace, now)).collect()
}

fn compared(workspace: &Workspace, now: TableRow) -> Row {
    let metric = workspace.numbers.metric(now.metric);
    // Segments are compared in the statistics; here only the figure of all customers has a before.
    let is_whole = now.segment.is_none();
    let before = workspace
        .view
        .compare_with
        .filter(|_| is_whole)
        .zip(now.touchpoint)
        .and_then(|(before, touchpoint)| workspace.numbers.figure(now.metric, touchpoint, Some(before)).value);
    let change = metric
        .zip(before)
        .zip(now.figure.value)
        .and_then(|((metric, before), value)| change_between(metric, before, value));
    Row { now, before, change }
}

fn sort(rows: &mut [Row], key: Key, is_descending: bool) {
    let number = |value: Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
    match key {
        Key::Touchpoint => {}
        Key::Stage => rows.sort_by(|a, b| a.now.stage_name.cmp(&b.now.stage_name)),
        Key::Metric => rows.sort_by(|a, b| a.now.metric_name.cmp(&b.now.metric_name)),
        Key::Value => rows.sort_by(|a, b| number(a.now.figure.value).total_cmp(&number(b.now.figure.value))),
        Key::Before => rows.sort_by(|a, b| number(a.before).total_cmp(&number(b.before))),
        Key::Change => {
            let change = |row: &Row| number(row.change.as_ref().map(|change| change.amount));
            rows.sort_by(|a, b| change(a).total_cmp(&change(b)));
        }
        Key::Count => rows.sort_by(|a, b| number(a.now.figure.n).total_cmp(&number(b.now.figure.n))),
    }
    if is_descending {
        rows.reverse();
    }
}
