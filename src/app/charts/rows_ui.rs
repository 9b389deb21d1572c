//! A chart as a table: all its values, also those that the picture had no room for.

use std::sync::Arc;

use egui::{Align, Id, Layout, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

use super::super::style::{color32, strong};
use super::super::workspace::Workspace;
use crate::analysis::chart::{Body, ChartData, ChartTable};

/// Draws the table, only the rows in view.
pub(super) fn rows_ui(ui: &mut Ui, workspace: &Workspace, data: &Arc<ChartData>, id: Id) {
    let theme = &workspace.theme;
    if let Body::Empty(why) = &data.body {
        ui.label(RichText::new(why).color(color32(theme.color.muted)));
        return;
    }
    let table = kept_table(ui, data, id);
    ScrollArea::horizontal().id_salt(id.with("rows")).auto_shrink(false).show(ui, |ui| {
        let mut builder = TableBuilder::new(ui).id_salt(id.with("table")).striped(false).auto_shrink(false);
        for (_, is_number) in &table.columns {
            let least = if *is_number { 86.0 } else { 130.0 };
            builder = builder.column(Column::remainder().at_least(least).clip(true));
        }
        let layout = |is_number: bool| match is_number {
            true => Layout::right_to_left(Align::Center),
            false => Layout::left_to_right(Align::Center),
        };
        let with_head = builder.header(26.0, |mut head| {
            for (name, is_number) in &table.columns {
                head.col(|ui| {
                    ui.with_layout(layout(*is_number), |ui| {
                        ui.add(egui::Label::new(strong(name).small()).truncate());
                    });
                });
            }
        });
        with_head.body(|body| {
            body.rows(theme.window.row_height * 0.8, table.rows.len(), |mut line| {
                let Some(row) = table.rows.get(line.index()) else { return };
                for (cell, (_, is_number)) in row.iter().zip(&table.columns) {
                    line.col(|ui| {
                        ui.with_layout(layout(*is_number), |ui| {
                            let text = if cell.text.is_empty() { "–" } else { &cell.text };
                            ui.add(egui::Label::new(text).truncate());
                        });
                    });
                }
            });
        });
    });
}

/// The table of the chart shown there, made once.
fn kept_table(ui: &Ui, data: &Arc<ChartData>, id: Id) -> Arc<ChartTable> {
    type Kept = (Arc<ChartData>, Arc<ChartTable>);
    let id = id.with("kept table");
    let kept: Option<Kept> = ui.data(|memory| memory.get_temp(id));
    if let Some((_, table)) = kept.filter(|(of, _)| Arc::ptr_eq(of, data)) {
        return table;
    }
    let table = Arc::new(data.table());
    ui.data_mut(|memory| memory.insert_temp::<Kept>(id, (Arc::clone(data), Arc::clone(&table))));
    table
}
