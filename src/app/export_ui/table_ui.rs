//! The first rows of a sheet as a table that can be scrolled; only the cells in view are drawn.

use egui::{ScrollArea, Ui};

use super::super::style::{color32, family};
use super::super::widgets::text_in;
use super::super::workspace::Workspace;
use crate::export::Sheet;
use crate::scene::Face;

const ROW_HEIGHT: f32 = 26.0;
/// A column is as wide as its texts, within these.
const WIDTHS: (f32, f32) = (56.0, 240.0);
/// About how wide a letter is, in ems.
const LETTER_EM: f32 = 0.56;

/// Draws the table.
pub fn table_ui(ui: &mut Ui, workspace: &Workspace, sheet: &Sheet) {
    let theme = &workspace.theme;
    let widths = widths_of(sheet, theme.window.small_text);
    let total: f32 = widths.iter().sum();
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .stroke(egui::Stroke::new(1.0, color32(theme.color.line)))
        .corner_radius(theme.window.radius);
    frame.show(ui, |ui| {
        let rest = sheet.size.0.saturating_sub(sheet.rows.len());
        let rows = sheet.rows.len() + usize::from(rest > 0);
        let area = ScrollArea::both().id_salt(("table", &sheet.name)).auto_shrink(false);
        area.show_viewport(ui, |ui, viewport| {
            ui.set_min_size(egui::vec2(total, rows as f32 * ROW_HEIGHT));
            let origin = ui.min_rect().min;
            let line = egui::Stroke::new(1.0, color32(theme.color.line));
            let first = (viewport.top() / ROW_HEIGHT).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW_HEIGHT).ceil().max(0.0) as usize).min(rows);
            for at in first..last {
                let top = origin.y + at as f32 * ROW_HEIGHT;
                let whole = egui::Rect::from_min_size(egui::pos2(origin.x, top), egui::vec2(total, ROW_HEIGHT));
                let Some(row) = sheet.rows.get(at) else {
                    let font = egui::TextStyle::Small.resolve(ui.style());
                    let text = format!("and {rest} more rows");
                    text_in(ui, whole.shrink2(egui::vec2(10.0, 0.0)), &text, font, color32(theme.color.muted));
                    continue;
                };
                let face = if at == 0 { Face::SemiBold } else { Face::Regular };
                let font = egui::FontId::new(theme.window.small_text, family(face));
                let mut left = origin.x;
                for (cell, width) in row.iter().zip(&widths) {
                    let place = egui::Rect::from_min_size(egui::pos2(left, top), egui::vec2(*width, ROW_HEIGHT));
                    if !cell.is_empty() && ui.is_rect_visible(place) {
                        let inside = place.shrink2(egui::vec2(10.0, 0.0));
                        text_in(ui, inside, cell, font.clone(), color32(theme.color.ink));
                    }
                    left += width;
                }
                ui.painter().hline(
                    egui::Rangef::new(origin.x, ui.max_rect().right().max(whole.right())),
                    whole.bottom(),
                    line,
                );
            }
        });
    });
}

fn widths_of(sheet: &Sheet, text_size: f32) -> Vec<f32> {
    const LOOKED_AT: usize = 40;
    let columns = sheet.rows.iter().take(LOOKED_AT).map(Vec::len).max().unwrap_or(0);
    let longest = |column: usize| {
        let cells = sheet.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let width = |column| (longest(column) as f32 * text_size * LETTER_EM + 22.0).clamp(WIDTHS.0, WIDTHS.1);
    (0..columns).map(width).collect()
}
