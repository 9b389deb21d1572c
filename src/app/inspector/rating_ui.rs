//! Five dots: how much something matters, or how satisfied customers are.

use egui::{Color32, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::style::color32;
use super::super::workspace::Workspace;

/// What the dots rate.
pub(super) struct Rating {
    /// "Importance": each dot is called "Importance 4 of 5".
    pub name: &'static str,
    /// What stands beside the dots: "to the customer".
    pub said: &'static str,
    /// The end of each dot's tooltip: "of 5 to the customer".
    pub tip: &'static str,
}

/// Draws the dots; a click on the one that is chosen clears it. `shared` is `None` where the selection disagrees.
/// Returns the new rating.
pub(super) fn rating_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    rating: &Rating,
    shared: Option<Option<u8>>,
) -> Option<Option<u8>> {
    let current = shared.flatten();
    let theme = &workspace.theme;
    let mut answer = None;
    ui.spacing_mut().item_spacing.x = 2.0;
    for level in 1..=5_u8 {
        let (rect, response) = ui.allocate_exact_size(vec2(16.0, 22.0), Sense::click());
        let is_lit = current.is_some_and(|current| level <= current);
        response.widget_info(|| {
            let name = format!("{} {level} of 5", rating.name);
            WidgetInfo::selected(Role::RadioButton, true, current == Some(level), name)
        });
        let (fill, outline) = if is_lit {
            (color32(theme.color.ink), theme.color.ink)
        } else {
            (Color32::TRANSPARENT, theme.color.neutral)
        };
        let radius = if response.hovered() || response.has_focus() { 6.0 } else { 5.0 };
        ui.painter().circle(rect.center(), radius, fill, Stroke::new(1.2, color32(outline)));
        if response.on_hover_text(format!("{level} {}", rating.tip)).clicked() {
            answer = Some((current != Some(level)).then_some(level));
        }
    }
    ui.add_space(6.0);
    let text = match shared {
        None => "several",
        Some(None) if rating.said.is_empty() => "not said",
        Some(_) => rating.said,
    };
    ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).truncate());
    answer
}
