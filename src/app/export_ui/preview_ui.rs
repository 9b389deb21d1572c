//! What the chosen form will hold: its pages as pictures, its sheets as tables, the beginning of its text.

use egui::emath::GuiRounding as _;
use egui::{Align, Color32, Layout, RichText, ScrollArea, Ui, WidgetInfo};

use super::super::export_state::ExportState;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, icon_font};
use super::super::widgets::{Emphasis, IconButton};
use super::super::workspace::Workspace;
use super::table_ui::table_ui;
use crate::base::Icon;
use crate::export::{Preview, PreviewPage, Sheet, Target};

/// Below the page: which it is, and the buttons to turn it.
const PAGER_HEIGHT: f32 = 40.0;

/// Draws the preview into all the room there is.
pub fn preview_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, requests: &mut Requests) {
    let is_current = state.preview.is_of(&state.choice.spec());
    match &state.preview.made {
        Some(Err(why)) if is_current => sentence_ui(ui, workspace, Icon::CircleAlert, why),
        // Before the first one, and while another form is made, nothing that would be wrong is shown.
        _ if !is_same_form(state) => sentence_ui(ui, workspace, Icon::LoaderCircle, "Making the preview…"),
        Some(Ok(preview)) => match &**preview {
            Preview::Pages(pages) => pages_ui(ui, workspace, state, pages, requests),
            Preview::Text { lines, line_count, .. } => text_ui(ui, workspace, lines, *line_count),
            Preview::Sheets { sheets, .. } => sheets_ui(ui, workspace, state, sheets, requests),
        },
        Some(Err(_)) | None => sentence_ui(ui, workspace, Icon::LoaderCircle, "Making the preview…"),
    }
}

/// Whether what was made is of the form that is shown, though perhaps with other options.
fn is_same_form(state: &ExportState) -> bool {
    state.preview.of.as_ref().is_some_and(|of| of.target == state.choice.target)
}

fn sentence_ui(ui: &mut Ui, workspace: &Workspace, picture: Icon, text: &str) {
    let muted = color32(workspace.theme.color.muted);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.4).max(0.0));
        ui.label(icon(picture, 24.0).color(muted));
        ui.add_space(4.0);
        ui.add(egui::Label::new(RichText::new(text).color(muted)).wrap());
    });
}

fn pages_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, pages: &[PreviewPage], requests: &mut Requests) {
    let preview = &state.preview;
    let Some(page) = pages.get(preview.page) else {
        return sentence_ui(ui, workspace, Icon::FileText, "There is nothing on it.");
    };
    let theme = &workspace.theme;
    let has_pager = pages.len() > 1;
    let whole = ui.available_rect_before_wrap();
    let pager_height = if has_pager { PAGER_HEIGHT } else { 0.0 };
    let room = egui::Rect::from_min_max(whole.min, egui::pos2(whole.right(), whole.bottom() - pager_height));
    let size = page.scene.size;
    // Small charts are not blown up beyond what they are.
    let scale = (room.width() / size.x.max(1.0)).min(room.height() / size.y.max(1.0)).min(1.5);
    let place = egui::Rect::from_center_size(room.center(), size * scale);
    let place = place.round_to_pixels(ui.ctx().pixels_per_point());
    let response = ui.allocate_rect(place, egui::Sense::hover());
    let noun = if state.choice.target == Target::Pptx { "Slide" } else { "Page" };
    let name = match pages.len() {
        1 => "Preview".to_owned(),
        many => format!("Preview, {} {} of {many}", noun.to_lowercase(), preview.page + 1),
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &name));
    ui.painter().add(ui.visuals().popup_shadow.as_shape(place, 0.0));
    ui.painter().rect_filled(place, 0.0, page.scene.background.map_or(Color32::WHITE, color32));
    let pixels_per_point = ui.ctx().pixels_per_point();
    let side = |side: f32| (side * pixels_per_point).round().clamp(1.0, 4_096.0) as u32;
    let room_px = [side(place.width()), side(place.height())];
    match preview.pictures.get(&preview.page) {
        Some(picture) => {
            let uv = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            ui.painter().image(picture.texture.id(), place, uv, Color32::WHITE);
            if picture.room_px != room_px {
                requests.push(Request::DrawExportPage { page: preview.page, room_px });
            }
        }
        None => {
            let muted = color32(theme.color.muted);
            ui.painter().text(
                place.center(),
                egui::Align2::CENTER_CENTER,
                Icon::LoaderCircle.glyph(),
                icon_font(24.0),
                muted,
            );
            requests.push(Request::DrawExportPage { page: preview.page, room_px });
        }
    }
    let outline = egui::Stroke::new(1.0, color32(theme.color.line));
    ui.painter().rect_stroke(place, 0.0, outline, egui::StrokeKind::Outside);
    if has_pager {
        let rect = egui::Rect::from_min_max(egui::pos2(whole.left(), room.bottom()), whole.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            pager_ui(ui, workspace, (preview.page, pages.len()), noun, requests);
        });
    }
}

/// "‹ Page 2 of 9 ›".
fn pager_ui(ui: &mut Ui, workspace: &Workspace, (page, count): (usize, usize), noun: &str, requests: &mut Requests) {
    const BUTTONS: f32 = 190.0;
    let theme = &workspace.theme;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(((ui.available_width() - BUTTONS) / 2.0).max(0.0));
        let before = IconButton::new(Some(Icon::ChevronLeft), "", "Page before").tip("The page before (Page Up)");
        if before.emphasis(Emphasis::Outlined).enabled(page > 0).ui(ui, theme).clicked() {
            requests.push(Request::ShowExportPage(page.saturating_sub(1)));
        }
        let said = RichText::new(format!("{noun} {} of {count}", page + 1)).color(color32(theme.color.muted));
        ui.add_sized([102.0, theme.window.control_height], egui::Label::new(said));
        let next = IconButton::new(Some(Icon::ChevronRight), "", "Next page").tip("The next page (Page Down)");
        if next.emphasis(Emphasis::Outlined).enabled(page + 1 < count).ui(ui, theme).clicked() {
            requests.push(Request::ShowExportPage(page + 1));
        }
    });
}

fn text_ui(ui: &mut Ui, workspace: &Workspace, lines: &[String], line_count: usize) {
    let theme = &workspace.theme;
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .stroke(egui::Stroke::new(1.0, color32(theme.color.line)))
        .corner_radius(theme.window.radius)
        .inner_margin(14);
    frame.show(ui, |ui| {
        let row_height = ui.text_style_height(&egui::TextStyle::Body);
        let rest = line_count.saturating_sub(lines.len());
        let rows = lines.len() + usize::from(rest > 0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let area = ScrollArea::both().id_salt("text").auto_shrink(false);
        area.show_rows(ui, row_height, rows, |ui, range| {
            for at in range {
                let text = match lines.get(at) {
                    Some(line) => RichText::new(line).color(color32(theme.color.ink)),
                    None => RichText::new(format!("and {rest} more lines")).color(color32(theme.color.muted)),
                };
                ui.add(egui::Label::new(text).extend());
            }
        });
    });
}

fn sheets_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, sheets: &[Sheet], requests: &mut Requests) {
    let Some(sheet) = sheets.get(state.preview.page) else {
        return sentence_ui(ui, workspace, Icon::FileSpreadsheet, "There is nothing in it.");
    };
    if sheets.len() > 1 {
        let area = ScrollArea::horizontal().id_salt("sheets").auto_shrink([false, true]);
        area.show(ui, |ui| {
            ui.horizontal(|ui| {
                for (at, sheet) in sheets.iter().enumerate() {
                    let tip = format!("{} rows, {} columns", sheet.size.0, sheet.size.1);
                    let button = IconButton::new(None, &sheet.name, &sheet.name).tip(tip).on(at == state.preview.page);
                    if button.ui(ui, &workspace.theme).clicked() {
                        requests.push(Request::ShowExportPage(at));
                    }
                }
            });
        });
        ui.add_space(4.0);
    }
    if sheet.rows.is_empty() {
        return sentence_ui(ui, workspace, Icon::ChartColumn, "This sheet has no rows of its own.");
    }
    table_ui(ui, workspace, sheet);
}
