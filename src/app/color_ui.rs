//! A button of a color that opens three sliders, so that a color can be picked by keyboard too.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::ecolor::HsvaGamma;
use egui::{Button, Color32, PopupCloseBehavior, Slider, Ui, vec2};

use super::style::color32;
use crate::base::Color;

/// What the sliders say, kept because black has no hue and gray no saturation to go back to.
#[derive(Clone, Copy)]
struct Picked {
    /// The color that they stand for.
    color: Color,
    /// 0 to 360, 0 to 100, 0 to 100.
    hue: f32,
    saturation: f32,
    brightness: f32,
}

impl Picked {
    fn of(color: Color) -> Self {
        let gamma = HsvaGamma::from(color32(color));
        Self { color, hue: gamma.h * 360.0, saturation: gamma.s * 100.0, brightness: gamma.v * 100.0 }
    }

    fn color(&self) -> Color {
        let (h, s, v) = (self.hue / 360.0, self.saturation / 100.0, self.brightness / 100.0);
        let picked = Color32::from(HsvaGamma { h, s, v, a: 1.0 });
        Color::rgb(picked.r(), picked.g(), picked.b())
    }
}

/// Draws the button, named so. Returns another color as soon as a slider says so.
pub fn color_button(ui: &mut Ui, name: &str, color: Color) -> Option<Color> {
    let side = ui.spacing().interact_size.y;
    let button = Button::new("").fill(color32(color)).min_size(vec2(side, side));
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let id = ui.scope_id().with("picked");
    let (response, shown) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        let kept: Option<Picked> = ui.data(|data| data.get_temp(id));
        let mut picked = kept.filter(|kept| kept.color == color).unwrap_or_else(|| Picked::of(color));
        let mut is_changed = false;
        egui::Grid::new("sliders").num_columns(2).show(ui, |ui| {
            let mut row = |ui: &mut Ui, label: &str, value: &mut f32, most: f32, unit: &str| {
                let label = ui.label(label);
                let slider = Slider::new(value, 0.0..=most).step_by(1.0).suffix(unit);
                is_changed |= ui.add(slider).labelled_by(label.id).changed();
                ui.end_row();
            };
            row(ui, "Hue", &mut picked.hue, 360.0, "°");
            row(ui, "Saturation", &mut picked.saturation, 100.0, "%");
            row(ui, "Brightness", &mut picked.brightness, 100.0, "%");
        });
        if is_changed {
            picked.color = picked.color();
            ui.data_mut(|data| data.insert_temp(id, picked));
        }
        is_changed.then_some(picked.color).filter(|new| *new != color)
    });
    response.on_hover_text(name).accessible_name(name);
    shown.and_then(|shown| shown.inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_that_are_not_moved_change_no_color() {
        for hex in ["#000000", "#ffffff", "#3554d1", "#808080", "#a81311", "#010203"] {
            let color = Color::parse(hex).unwrap();
            assert_eq!(Picked::of(color).color(), color, "{hex}");
        }
    }
}
