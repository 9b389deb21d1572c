//! The face of a persona: its picture, or its initials on its color.

use egui::{Align2, FontId, Rect, Response, Sense, Ui, vec2};

use super::style::{color32, family};
use super::workspace::Workspace;
use crate::model::{Persona, Tint};
use crate::render::egui::paint_portrait;
use crate::scene::theme::PhaseColors;
use crate::scene::{Face, Theme};

/// Draws the face into a square of that side, in points.
pub fn avatar_ui(ui: &mut Ui, workspace: &Workspace, persona: &Persona, side: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_avatar(ui, workspace, persona, rect);
    }
    response
}

/// Paints the face into a square.
pub fn paint_avatar(ui: &Ui, workspace: &Workspace, persona: &Persona, rect: Rect) {
    let theme = &workspace.theme;
    let radius = rect.width() / 2.0;
    let colors = tint_colors(theme, persona.tint);
    let picture = persona.picture.and_then(|hash| workspace.document.project().pictures.get(&hash));
    match picture {
        Some(bitmap) => {
            paint_portrait(ui.painter(), bitmap, rect, radius);
            let ring = egui::Stroke::new((rect.width() / 24.0).max(1.0), color32(colors.strong));
            ui.painter().circle_stroke(rect.center(), radius - ring.width / 2.0, ring);
        }
        None => {
            ui.painter().circle_filled(rect.center(), radius, color32(colors.strong));
            let font = FontId::new(rect.width() * 0.4, family(Face::SemiBold));
            let ink = color32(colors.on_strong);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, initials(&persona.name), font, ink);
        }
    }
}

/// "Kim Larsson" → "KL", "Elena and Tom" → "ET"; "?" without a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let ends = [words.next(), words.next_back()];
    let letters: String =
        ends.into_iter().flatten().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

fn tint_colors(theme: &Theme, tint: Tint) -> PhaseColors {
    let rank = Tint::ALL.iter().position(|other| *other == tint).unwrap_or(0);
    theme.color.tints.get(rank).copied().unwrap_or(theme.color.pre_purchase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Kim", "K"),
            ("Elena and Tom", "ET"),
            ("ana maría de la cruz", "AC"),
            ("  ", "?"),
            ("ß", "SS"),
            ("李 明", "李明"),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }
}
