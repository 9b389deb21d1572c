//! The rows of an imported file, page by page.

use egui::{Align, Context, Layout, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};
use egui_extras::{Column, TableBuilder};

use crate::app::modal_ui::{foot_row, framed_modal};
use crate::app::request::{Request, Requests};
use crate::app::sources::FileRows;
use crate::app::style::{color32, icon, strong};
use crate::app::widgets::{Emphasis, IconButton};
use crate::app::workspace::{Dialog, Workspace};
use crate::base::Icon;
use crate::base::number::format_grouped;

const WIDTH: f32 = 1_100.0;
const ROW: f32 = 24.0;
/// The most columns that are shown.
const COLUMNS: usize = 200;

/// Draws the dialog.
pub fn rows_ui(ctx: &Context, workspace: &Workspace, rows: &FileRows, requests: &mut Requests) {
    let theme = &workspace.theme;
    let muted = |text: String| RichText::new(text).color(color32(theme.color.muted));
    let mut next: Option<FileRows> = None;
    let mut is_closed = false;
    let shown = framed_modal(ctx, workspace, "rows", WIDTH, |ui| {
        ui.horizontal(|ui| {
            ui.heading(&rows.name);
            let count = format_grouped(rows.table.row_count() as f64, 0);
            ui.label(muted(format!("{count} rows · {} columns", rows.table.columns.len())));
        });
        if !rows.note.is_empty() {
            ui.horizontal(|ui| {
                ui.label(icon(Icon::Info, 14.0).color(color32(theme.color.risk)));
                ui.add(egui::Label::new(RichText::new(&rows.note).color(color32(theme.color.risk))).wrap());
            });
        }
        if rows.table.columns.len() > COLUMNS {
            ui.label(muted(format!("The first {COLUMNS} columns are shown.")));
        }
        ui.add_space(6.0);
        let height = (ctx.content_rect().height() - 260.0).clamp(120.0, 620.0);
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            table_ui(ui, workspace, rows);
        });
        ui.add_space(10.0);
        foot_row(ui, |ui| {
            if IconButton::new(None, "Close", "Close").emphasis(Emphasis::Primary).ui(ui, theme).clicked() {
                is_closed = true;
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| next = pager_ui(ui, workspace, rows));
        });
    });
    if is_closed || shown.should_close() {
        requests.push(Request::Dialog(None));
    } else if let Some(next) = next {
        requests.push(Request::Dialog(Some(Dialog::Rows(Box::new(next)))));
    }
}

fn pager_ui(ui: &mut Ui, workspace: &Workspace, rows: &FileRows) -> Option<FileRows> {
    let theme = &workspace.theme;
    let mut next = None;
    let last = rows.pages() - 1;
    let page = rows.page;
    if last > 0 {
        let mut step = |ui: &mut Ui, picture: Icon, name: &str, to: Option<usize>| {
            let button = IconButton::new(Some(picture), "", name).tip(name).enabled(to.is_some());
            if button.ui(ui, theme).clicked()
                && let Some(to) = to
            {
                next = Some(rows.on_page(to));
            }
        };
        step(ui, Icon::ChevronLeft, "Previous page", page.checked_sub(1));
        step(ui, Icon::ChevronRight, "Next page", (page < last).then_some(page + 1));
        let of = rows.rows();
        let [first, end] = [of.start + 1, of.end].map(|row| format_grouped(row as f64, 0));
        ui.label(format!("Rows {first} to {end}, page {} of {}", page + 1, last + 1));
        ui.add_space(10.0);
    }
    let id = ui.scope_id().with("line to go to");
    let mut line: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.label("Go to line");
    let response = ui.add(TextEdit::singleline(&mut line).desired_width(80.0).char_limit(10));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Go to line"));
    if response.changed() {
        line.retain(|digit| digit.is_ascii_digit());
    }
    if response.lost_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Enter))
        && let Ok(line) = line.parse()
    {
        next = Some(rows.at_line(line));
    }
    ui.data_mut(|data| data.insert_temp(id, line));
    next
}

fn table_ui(ui: &mut Ui, workspace: &Workspace, rows: &FileRows) {
    let theme = &workspace.theme;
    let table = &rows.table;
    let width = table.columns.len().min(COLUMNS);
    let shown = rows.rows();
    // A row is brought into view once, not held there.
    let jumped = ui.scope_id().with("row gone to");
    let is_jump_due = rows.asked > 0 && ui.data(|data| data.get_temp::<u64>(jumped)) != Some(rows.asked);
    ui.data_mut(|data| data.insert_temp(jumped, rows.asked));
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        let mut builder = TableBuilder::new(ui)
            .id_salt(("rows of a file", rows.page))
            .striped(true)
            .resizable(true)
            .min_scrolled_height(0.0)
            .auto_shrink(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(64.0).at_least(40.0).clip(true));
        for column in table.columns.iter().take(width) {
            let letters = column.name.chars().count().clamp(8, 24) as f32;
            builder = builder.column(Column::initial(letters * 7.5 + 16.0).at_least(40.0).clip(true));
        }
        let in_page = rows.row.and_then(|row| row.checked_sub(shown.start));
        if let Some(row) = in_page.filter(|_| is_jump_due) {
            builder = builder.scroll_to_row(row, Some(Align::Center));
        }
        let head = |ui: &mut Ui, text: &str| {
            ui.add(egui::Label::new(strong(text).size(theme.window.small_text + 0.5)).truncate());
        };
        let with_head = builder.header(26.0, |mut line| {
            line.col(|ui| head(ui, "Line"));
            for column in table.columns.iter().take(width) {
                line.col(|ui| head(ui, &column.name));
            }
        });
        with_head.body(|body| {
            body.rows(ROW, shown.len(), |mut line| {
                let row = shown.start + line.index();
                line.set_selected(rows.row == Some(row));
                line.col(|ui| {
                    let text = format_grouped(f64::from(table.line(row)), 0);
                    ui.label(RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted)));
                });
                for column in 0..width {
                    line.col(|ui| {
                        ui.add(egui::Label::new(table.cell(row, column)).truncate());
                    });
                }
            });
        });
    });
}
