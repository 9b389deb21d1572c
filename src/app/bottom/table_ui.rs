//! The figures as a table that can be sorted by any column; a click on a row opens the figure.

use std::cmp::Ordering;

use egui::{Align, Layout, RichText, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::kept::kept;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, strong};
use super::super::widgets::empty_state;
use super::super::workspace::{Dialog, Workspace};
use super::filter_metric;
use crate::analysis::{By, Change, Filter, TableRow, table};
use crate::base::Icon;
use crate::base::number::{format_full, format_grouped};

/// A column by which rows can be sorted.
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

/// The column that the rows are sorted by, and whether from the highest down; `None`: as on the map.
type Order = Option<(Key, bool)>;

/// A row with what it is compared with.
struct Row {
    now: TableRow,
    before: Option<f64>,
    change: Option<Change>,
}

impl Row {
    fn count(&self) -> Option<f64> {
        self.now.figure.n.or(self.now.figure.denominator)
    }

    /// The change as a fraction of the value before: the same for euros, seconds and percent.
    fn relative_change(&self) -> Option<f64> {
        let change = self.change.as_ref()?;
        let before = self.before?;
        match (change.is_relative, change.amount == 0.0, before == 0.0) {
            (true, ..) => Some(change.amount),
            (false, true, _) => Some(0.0),
            (false, false, false) => Some(change.amount / before.abs()),
            (false, false, true) => None,
        }
    }
}

/// Draws the table.
pub(super) fn table_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let order_id = ui.scope_id().with("order");
    let order: Order = ui.data(|data| data.get_temp(order_id)).unwrap_or_default();
    let rows = kept(ui, workspace, (order, filter_metric(workspace)), || {
        let mut rows = rows_of(workspace);
        sort(&mut rows, order);
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
            .min_scrolled_height(0.0)
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center));
        // Together no wider than the panel is in a small window.
        for least in [104.0, 70.0, 110.0] {
            builder = builder.column(Column::remainder().at_least(least).clip(true));
        }
        for width in [78.0, 78.0, 78.0, 92.0] {
            builder = builder.column(Column::exact(width));
        }
        let with_head = builder.header(28.0, |mut head| {
            for (column, name, is_number) in COLUMNS {
                head.col(|ui| {
                    let own = order.filter(|(key, _)| *key == column).map(|(_, is_descending)| is_descending);
                    if head_ui(ui, workspace, (column, name), is_number, own) {
                        next_order = Some(order_after(own, column, is_number));
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

/// What a click on a column's name sorts by: numbers from the highest down and names from A; then the other way
/// round; then as on the map again.
fn order_after(own: Option<bool>, column: Key, is_number: bool) -> Order {
    match own {
        None => Some((column, is_number)),
        Some(is_descending) if is_descending == is_number => Some((column, !is_number)),
        Some(_) => None,
    }
}

/// A column's name; `own` says whether it is sorted from the highest down, if it is what the rows are sorted by.
fn head_ui(ui: &mut Ui, workspace: &Workspace, column: (Key, &str), is_number: bool, own: Option<bool>) -> bool {
    let layout = if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let (key, name) = column;
    ui.with_layout(layout, |ui| {
        let text = strong(name).size(workspace.theme.window.small_text + 0.5);
        let button = match own {
            Some(is_descending) => {
                let mark = if is_descending { Icon::ChevronDown } else { Icon::ChevronUp };
                egui::Button::new((text, icon(mark, 12.0)))
            }
            None => egui::Button::new(text),
        };
        let tip = match order_after(own, key, is_number) {
            None => "Back to the order of the map".to_owned(),
            Some(_) if key == Key::Change => {
                "Sort by change relative to the value before, so that euros, seconds and percent compare".to_owned()
            }
            Some(_) => format!("Sort by {}", name.to_lowercase()),
        };
        ui.add(button.frame(false)).on_hover_text(tip).clicked()
    })
    .inner
}

fn cell_ui(ui: &mut Ui, workspace: &Workspace, row: &Row, column: Key, is_number: bool) {
    let layout = if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let (text, color) = cell_text(workspace, row, column);
    let text = color.map_or_else(|| RichText::new(&text), |color| RichText::new(&text).color(color32(color)));
    let response = ui.with_layout(layout, |ui| ui.add(egui::Label::new(text).truncate())).inner;
    if let Some(few) = row.now.figure.few_cases().filter(|_| column == Key::Value) {
        response.on_hover_text(few);
    }
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
        // Of few cases: as on the cards.
        Key::Value if row.now.figure.is_small => (format!("{}*", value(row.now.figure.value)), None),
        Key::Value => (value(row.now.figure.value), None),
        Key::Before => (value(row.before), muted),
        Key::Change => match &row.change {
            Some(change) => {
                (change.full_text.clone(), Some(super::super::inspector::tone_color(&workspace.theme, change.tone)))
            }
            None => (String::new(), muted),
        },
        Key::Count => (row.count().map_or_else(|| "–".to_owned(), |n| format_grouped(n, 0)), muted),
    }
}

fn rows_of(workspace: &Workspace) -> Vec<Row> {
    let project = workspace.document.project();
    let numbers = &workspace.numbers;
    let period = workspace.view.period;
    let filter = Filter { metric: filter_metric(workspace), from: period.map(|p| p.from), to: period.map(|p| p.to) };
    let rows = table(project, numbers, By::Touchpoint, &filter);
    rows.into_iter().filter(|row| row.journey == Some(workspace.journey)).map(|now| compared(workspace, now)).collect()
}

fn compared(workspace: &Workspace, now: TableRow) -> Row {
    // Segments are compared in the statistics; here only the figure of all customers has a before.
    let is_whole = now.segment.is_none();
    let before = workspace
        .view
        .compare_with
        .filter(|_| is_whole)
        .zip(now.touchpoint)
        .map(|(before, touchpoint)| workspace.numbers.figure(now.metric, touchpoint, Some(before)));
    let change =
        before.as_ref().and_then(|before| workspace.numbers.change(now.metric, &workspace.view, before, &now.figure));
    Row { before: before.and_then(|before| before.value), change, now }
}

/// Sorts rows that come in the order of the map. What is not known comes last in either direction, and what is
/// alike stays as on the map.
fn sort(rows: &mut Vec<Row>, order: Order) {
    let Some((key, is_descending)) = order else { return };
    let text = |text: &str| (!text.is_empty()).then(|| text.to_lowercase());
    let number = |a: &f64, b: &f64| a.total_cmp(b);
    match key {
        Key::Touchpoint => {
            let title = |row: &Row| row.now.touchpoint_title.as_deref().and_then(text);
            sort_by(rows, is_descending, title, String::cmp);
        }
        Key::Stage => sort_by(rows, is_descending, |row| row.now.stage_name.as_deref().and_then(text), String::cmp),
        Key::Metric => sort_by(rows, is_descending, |row| text(&row.now.metric_name), String::cmp),
        Key::Value => sort_by(rows, is_descending, |row| row.now.figure.value, number),
        Key::Before => sort_by(rows, is_descending, |row| row.before, number),
        Key::Change => sort_by(rows, is_descending, Row::relative_change, number),
        Key::Count => sort_by(rows, is_descending, Row::count, number),
    }
}

fn sort_by<K>(
    rows: &mut Vec<Row>,
    is_descending: bool,
    key: impl Fn(&Row) -> Option<K>,
    compare: impl Fn(&K, &K) -> Ordering,
) {
    let mut keyed: Vec<(Option<K>, Row)> = rows.drain(..).map(|row| (key(&row), row)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if is_descending => compare(b, a),
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    rows.extend(keyed.into_iter().map(|(_, row)| row));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Figure, change_between};
    use crate::base::display::Display;
    use crate::base::number::Unit;
    use crate::model::{Direction, Metric, MetricClass, MetricId};

    fn row(title: &str, unit: Unit, before: Option<f64>, now: Option<f64>) -> Row {
        let metric = Metric {
            id: MetricId(1),
            key: "m".into(),
            name: "m".into(),
            short_name: "m".into(),
            class: MetricClass::Ratio,
            unit: unit.clone(),
            direction: Direction::HigherIsBetter,
            numerator: String::new(),
            denominator: String::new(),
            display: Display::Usual,
            formula: String::new(),
        };
        let row = TableRow {
            touchpoint: None,
            touchpoint_title: Some(title.to_owned()),
            journey: None,
            journey_name: None,
            stage: None,
            stage_name: None,
            phase: None,
            channel: None,
            metric: metric.id,
            metric_key: metric.key.clone(),
            metric_name: metric.name.clone(),
            class: metric.class,
            unit: unit.into(),
            segment: None,
            scope: crate::analysis::Scope::default(),
            figure: Figure { value: now, ..Figure::default() },
            files: Vec::new(),
        };
        let change = before.zip(now).and_then(|(before, now)| change_between(&metric, before, now));
        Row { now: row, before, change }
    }

    #[test]
    fn rows_sort_across_units_with_the_unknown_last() {
        let rows = || {
            vec![
                row("support", Unit::Seconds, Some(36.0), Some(36.6)),
                row("Checkout", Unit::Share, Some(0.02), Some(0.04)),
                row("", Unit::Points, Some(4.0), None),
                row("Basket", Unit::Currency("EUR".into()), Some(100.0), Some(98.9)),
                row("Ad", Unit::Share, None, Some(0.5)),
            ]
        };
        let sorted = |order: Order| {
            let mut rows = rows();
            sort(&mut rows, order);
            rows.iter().map(|row| row.now.touchpoint_title.clone().unwrap_or_default()).collect::<Vec<_>>()
        };
        for (order, expected) in [
            (None, ["support", "Checkout", "", "Basket", "Ad"]),
            (Some((Key::Touchpoint, false)), ["Ad", "Basket", "Checkout", "support", ""]),
            (Some((Key::Touchpoint, true)), ["support", "Checkout", "Basket", "Ad", ""]),
            (Some((Key::Change, true)), ["Checkout", "support", "Basket", "", "Ad"]),
            (Some((Key::Change, false)), ["Basket", "support", "Checkout", "", "Ad"]),
            (Some((Key::Value, true)), ["Basket", "support", "Ad", "Checkout", ""]),
            (Some((Key::Value, false)), ["Checkout", "Ad", "support", "Basket", ""]),
        ] {
            assert_eq!(sorted(order), expected, "{order:?}");
        }
    }

    #[test]
    fn a_third_click_brings_the_order_of_the_map_back() {
        for (column, is_number) in [(Key::Touchpoint, false), (Key::Change, true)] {
            let first = order_after(None, column, is_number);
            assert_eq!(first, Some((column, is_number)));
            let second = order_after(first.map(|order| order.1), column, is_number);
            assert_eq!(second, Some((column, !is_number)));
            assert_eq!(order_after(second.map(|order| order.1), column, is_number), None);
        }
    }
}
