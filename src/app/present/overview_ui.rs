//! All shots as small pictures, to jump to one of them.

use egui::{Align2, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo};

use super::pictures::{ASPECT, picture_ui, say_in_view};
use super::{Presentation, Step};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family};
use crate::app::widgets::text_in;
use crate::app::workspace::Workspace;
use crate::base::{Rect, pos2, vec2};
use crate::scene::Face;

/// How many pictures stand in a row.
pub(super) fn columns(count: usize) -> usize {
    (1..=8).find(|columns| columns * columns >= count).unwrap_or(8)
}

/// Draws the overview over the whole screen.
pub(super) fn overview_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    presentation: &Presentation,
    chosen: usize,
    requests: &mut Requests,
) {
    const GAP: f32 = 20.0;
    const CAPTION: f32 = 26.0;
    let theme = &workspace.theme;
    let c = &theme.color;
    let screen = ui.max_rect();
    // Clicks beside the pictures must not reach the shot.
    ui.interact(screen, ui.scope_id().with("behind the overview"), Sense::click_and_drag());
    ui.painter().rect_filled(screen, 0.0, color32(c.background));
    let count = presentation.shots.len();
    let columns = columns(count);
    let inside = screen.shrink(GAP * 1.5);
    let width = (inside.width() - GAP * (columns - 1) as f32) / columns as f32;
    let rows = count.div_ceil(columns);
    // A single row, or a few shots, must not be larger than the screen.
    let width = width.min((inside.height() - CAPTION) * ASPECT).min(inside.width() * 0.6);
    let height = width / ASPECT + CAPTION;
    let total = rows as f32 * (height + GAP) - GAP;
    let left = inside.center().x - (columns as f32 * (width + GAP) - GAP) / 2.0;
    ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
        ScrollArea::vertical().id_salt("overview").auto_shrink(false).show(ui, |ui| {
            let top = ui.cursor().top() + ((inside.height() - total) / 2.0).max(0.0);
            ui.set_min_height(total);
            let rect_of = |at: usize| {
                let (row, column) = (at / columns, at % columns);
                let corner = pos2(left + column as f32 * (width + GAP), top + row as f32 * (height + GAP));
                Rect::from_min_size(corner, vec2(width, height))
            };
            // Only when another is chosen: the wheel may go elsewhere.
            let last = ui.scope_id().with("chosen in the overview");
            if ui.data(|data| data.get_temp::<usize>(last)) != Some(chosen) {
                ui.data_mut(|data| data.insert_temp(last, chosen));
                ui.scroll_to_rect(rect_of(chosen).expand(GAP), None);
            }
            // Of a thousand shots only those in view cost anything.
            let clip = ui.clip_rect();
            let row_at = |y: f32| ((y - top) / (height + GAP)).floor().max(0.0) as usize;
            let (first, end) = (row_at(clip.top()) * columns, (row_at(clip.bottom()) + 1).min(rows) * columns);
            let mut in_view = Vec::new();
            for (at, shot) in presentation.shots.iter().enumerate().take(end).skip(first) {
                in_view.push(shot.id);
                let rect = rect_of(at);
                let corner = rect.min;
                let picture = Rect::from_min_size(corner, vec2(width, width / ASPECT));
                let response = ui.interact(rect, ui.scope_id().with(("overview", at)), Sense::click());
                let name = shot.shown_name(workspace.document.project());
                let label = format!("{} {name}", at + 1);
                let is_chosen = at == chosen;
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &label));
                if response.clicked() {
                    requests.push(Request::Present(Step::GoTo(at)));
                }
                picture_ui(ui, workspace, shot.id, picture);
                let edge =
                    if is_chosen { Stroke::new(4.0, color32(c.accent)) } else { Stroke::new(1.0, color32(c.outline)) };
                ui.painter().rect_stroke(picture, theme.window.radius, edge, StrokeKind::Outside);
                let font = egui::FontId::new(
                    theme.window.body_text,
                    family(if is_chosen { Face::SemiBold } else { Face::Regular }),
                );
                let line = Rect::from_min_max(pos2(rect.left(), picture.bottom() + 4.0), rect.max);
                text_in(ui, line, &label, font.clone(), color32(c.ink));
                if at == presentation.at {
                    let here = pos2(rect.right(), line.center().y);
                    ui.painter().text(here, Align2::RIGHT_CENTER, "on screen", font, color32(c.accent));
                }
            }
            say_in_view(workspace, requests, in_view);
        });
    });
}
