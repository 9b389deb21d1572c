//! A row of tabs. Where not all have room, the last are in a menu at its end; the chosen one always stands in the row.

use std::sync::Arc;

use egui::containers::menu::MenuButton;
use egui::{Color32, Galley, Role, Sense, Ui, WidgetInfo, vec2};

use super::style::{color32, family, icon};
use crate::base::Icon;
use crate::scene::{Face, Theme};

/// Between two tabs, in points.
const GAP: f32 = 16.0;

/// What the button of the menu needs, in points.
const MORE_WIDTH: f32 = 64.0;

/// A row of tabs with a line under the chosen one. Returns the index that was clicked.
pub fn tabs(ui: &mut Ui, theme: &Theme, names: &[&str], chosen: usize) -> Option<usize> {
    tabs_within(ui, theme, names, chosen, f32::INFINITY)
}

/// A row of tabs that is at most `room` points wide.
pub fn tabs_within(ui: &mut Ui, theme: &Theme, names: &[&str], chosen: usize, room: f32) -> Option<usize> {
    let galley = |ui: &Ui, index: usize, name: &str| {
        let face = if index == chosen { Face::SemiBold } else { Face::Regular };
        let font = egui::FontId::new(theme.window.body_text, family(face));
        ui.painter().layout_no_wrap(name.to_owned(), font, Color32::PLACEHOLDER)
    };
    let galleys: Vec<Arc<Galley>> = names.iter().enumerate().map(|(index, name)| galley(ui, index, name)).collect();
    let widths: Vec<f32> = galleys.iter().map(|galley| galley.size().x).collect();
    let shown = fitting(&widths, chosen, room);
    ui.spacing_mut().item_spacing.x = GAP;
    let mut clicked = None;
    for (index, (name, galley)) in names.iter().zip(galleys).enumerate() {
        if shown.contains(&index) && tab_ui(ui, theme, name, galley, index == chosen) {
            clicked = Some(index);
        }
    }
    if shown.len() < names.len() {
        let text = egui::RichText::new("More").color(color32(theme.color.muted)).size(theme.window.body_text);
        let button = egui::Button::new((text, icon(Icon::ChevronDown, 12.0))).frame(false);
        let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
            for (index, name) in names.iter().enumerate().filter(|(index, _)| !shown.contains(index)) {
                if ui.button(*name).clicked() {
                    clicked = Some(index);
                }
            }
        });
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "More tabs"));
        response.on_hover_text("More tabs");
    }
    clicked
}

/// The tabs that stand in the row: as many as fit in their order, and the chosen one instead of the last of them.
fn fitting(widths: &[f32], chosen: usize, room: f32) -> Vec<usize> {
    let row = |shown: &[usize]| -> f32 { shown.iter().filter_map(|index| widths.get(*index)).map(|w| w + GAP).sum() };
    let mut shown: Vec<usize> = (0..widths.len()).collect();
    if row(&shown) <= room {
        return shown;
    }
    while shown.len() > 1 && row(&shown) + MORE_WIDTH > room {
        let last_other = shown.iter().rposition(|index| *index != chosen).unwrap_or_default();
        shown.remove(last_other);
    }
    shown
}

fn tab_ui(ui: &mut Ui, theme: &Theme, name: &str, galley: Arc<Galley>, is_chosen: bool) -> bool {
    let c = &theme.color;
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, theme.window.tab_height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, name));
    let ink = if is_chosen || response.hovered() { c.ink } else { c.muted };
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley_with_override_text_color(egui::pos2(rect.left(), top), galley, color32(ink));
    if is_chosen || response.has_focus() {
        let line = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 2.0), rect.right_bottom());
        ui.painter().rect_filled(line, 0.0, color32(if is_chosen { c.accent } else { c.outline }));
    }
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_tab_stands_in_the_row_however_narrow() {
        let widths = [40.0; 6];
        assert_eq!(fitting(&widths, 0, 400.0), [0, 1, 2, 3, 4, 5], "all have room");
        assert_eq!(fitting(&widths, 0, 300.0), [0, 1, 2, 3]);
        assert_eq!(fitting(&widths, 5, 300.0), [0, 1, 2, 5]);
        assert_eq!(fitting(&widths, 5, 10.0), [5]);
        assert!(fitting(&[], 0, 10.0).is_empty());
    }
}
