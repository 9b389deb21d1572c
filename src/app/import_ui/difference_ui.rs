//! What attaching changes: how many rows are new, changed and gone, and each metric before and after.

use egui::{Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::super::import_state::ImportState;
use super::super::style::{color32, family};
use super::super::widgets::text_in;
use super::super::workspace::Workspace;
use super::{counted, heading};
use crate::base::number::format_full;
use crate::import::{Change, Difference};
use crate::scene::Face;

const ROW: f32 = 24.0;
/// The most rows that are in view at once.
const IN_VIEW: f32 = 10.0;

/// Draws it; nothing where there is no earlier file to compare with.
pub(super) fn difference_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    let Some(difference) = &state.plan.difference else { return };
    let theme = &workspace.theme;
    heading(ui, "What changes");
    let muted = |text: String| RichText::new(text).color(color32(theme.color.muted));
    ui.add(egui::Label::new(muted(summary(difference))).wrap());
    if difference.changes.is_empty() {
        ui.add_space(10.0);
        return;
    }
    let cells = [
        "Touchpoint".to_owned(),
        "Metric".to_owned(),
        difference.before_label.clone(),
        difference.after_label.clone(),
        "Figures".to_owned(),
    ];
    line_ui(ui, workspace, &cells, Some(Face::SemiBold));
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    let height = ROW * IN_VIEW.min(difference.changes.len() as f32);
    let area = ScrollArea::vertical().id_salt("changes").max_height(height).auto_shrink([false, true]);
    area.show_rows(ui, ROW, difference.changes.len(), |ui, range| {
        for change in difference.changes.get(range).unwrap_or_default() {
            line_ui(ui, workspace, &cells_of(change), None);
        }
    });
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(10.0);
}

/// "Against september.csv: 30 rows new, 2 changed."
fn summary(difference: &Difference) -> String {
    let against = match difference.against.as_slice() {
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} and {}", counted(rest.len(), "other file")),
        [] => String::new(),
    };
    if difference.is_of_other_days {
        return format!(
            "{} of other days than {against}; nothing there changes. The figures of both:",
            counted(difference.rows.new, "row")
        );
    }
    let held_back = difference.held_back.text().map(|text| format!(" {text}")).unwrap_or_default();
    format!("Against {against}: rows {}.{held_back}", difference.rows.text())
}

fn cells_of(change: &Change) -> [String; 5] {
    let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format_full(value, &change.unit));
    let title = if change.title.is_empty() { "Untitled" } else { &change.title };
    [
        title.to_owned(),
        change.metric_name.clone(),
        known(change.before),
        known(change.after),
        change.observations.text(),
    ]
}

/// A row of the table: words at the left, figures at the right of their columns.
fn line_ui(ui: &mut Ui, workspace: &Workspace, cells: &[String; 5], head: Option<Face>) {
    /// Where each column ends, as a share of the width.
    const ENDS: [f32; 5] = [0.26, 0.46, 0.61, 0.76, 1.0];
    const GAP: f32 = 8.0;
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let [title, metric, before, after, figures] = cells;
    let name = format!("{title}, {metric}: {before} → {after}, {figures}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let font = egui::FontId::new(theme.window.small_text + 0.5, family(head.unwrap_or(Face::Regular)));
    let mut left = 0.0;
    for (at, (cell, end)) in cells.iter().zip(ENDS).enumerate() {
        let [from, to] = [left, end].map(|share| rect.left() + rect.width() * share);
        left = end;
        let room = Rect::from_min_max(egui::pos2(from, rect.top()), egui::pos2(to - GAP, rect.bottom()));
        let is_quiet = head.is_some() || matches!(at, 2 | 4);
        let ink = color32(if is_quiet { theme.color.muted } else { theme.color.ink });
        if matches!(at, 2 | 3) {
            let galley = ui.painter().layout_no_wrap(cell.clone(), font.clone(), ink);
            let pos =
                egui::pos2((room.right() - galley.size().x).max(room.left()), rect.center().y - galley.size().y / 2.0);
            ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).galley(pos, galley, ink);
        } else {
            text_in(ui, room, cell, font.clone(), ink);
        }
    }
    let line = egui::Stroke::new(1.0, color32(theme.color.grid));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    response.on_hover_text(name);
}
