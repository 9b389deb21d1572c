//! Swatches: a row of the colors that a user may give to things, by name.

use egui::{Color32, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::style::{color32, icon_font};
use crate::base::Icon;
use crate::model::Tint;
use crate::scene::Theme;

/// Draws the swatches, first the one of no color of its own, called `usual`. `chosen` is `None` where a selection
/// disagrees. Returns what was clicked, if it is another.
pub fn tints_ui(ui: &mut Ui, theme: &Theme, usual: &'static str, chosen: Option<Option<Tint>>) -> Option<Option<Tint>> {
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
        let all = std::iter::once(None).chain(Tint::ALL.into_iter().map(Some));
        for tint in all {
            let name = tint.map_or(usual, Tint::label);
            if tint_ui(ui, theme, name, tint, chosen == Some(tint)) && chosen != Some(tint) {
                clicked = Some(tint);
            }
        }
    });
    clicked
}

/// A round swatch, to be drawn beside a name.
pub fn paint_tint(ui: &Ui, theme: &Theme, center: egui::Pos2, radius: f32, tint: Option<Tint>) {
    let painter = ui.painter();
    let rank = tint.and_then(|tint| Tint::ALL.iter().position(|other| *other == tint));
    match rank.and_then(|rank| theme.color.tints.get(rank)) {
        Some(colors) => {
            painter.circle(center, radius, color32(colors.tint), Stroke::new(1.0, color32(colors.strong)));
            painter.circle_filled(center, radius * 0.62, color32(colors.strong));
        }
        None => {
            let glyph = Icon::CircleSlash.glyph();
            let font = icon_font(radius * 2.0);
            painter.text(center, egui::Align2::CENTER_CENTER, glyph, font, color32(theme.color.muted));
        }
    }
}

fn tint_ui(ui: &mut Ui, theme: &Theme, name: &str, tint: Option<Tint>, is_chosen: bool) -> bool {
    const SIDE: f32 = 24.0;
    const RADIUS: f32 = 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name));
    let ring = if is_chosen {
        Stroke::new(2.0, color32(theme.color.accent))
    } else if response.hovered() || response.has_focus() {
        Stroke::new(1.0, color32(theme.color.outline))
    } else {
        Stroke::NONE
    };
    ui.painter().circle(rect.center(), SIDE / 2.0 - 1.0, Color32::TRANSPARENT, ring);
    paint_tint(ui, theme, rect.center(), RADIUS, tint);
    response.on_hover_text(name).clicked()
}
