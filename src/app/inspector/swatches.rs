//! Rows of colors to choose from, each with its name: the tints of cards, the papers of stickies.

use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::super::style::{color32, icon_font};
use crate::base::{Color, Icon};
use crate::layout::sticky_colors;
use crate::model::{StickyColor, Tint};
use crate::scene::Theme;

/// One color on offer.
struct Swatch<T> {
    value: T,
    name: &'static str,
    fill: Color,
    edge: Color,
}

/// The papers of stickies. Returns the one that was chosen.
pub fn sticky_swatches(ui: &mut Ui, theme: &Theme, current: Option<StickyColor>) -> Option<StickyColor> {
    let swatches = StickyColor::ALL.map(|color| {
        let colors = sticky_colors(theme, color);
        Swatch { value: color, name: color.label(), fill: colors.surface, edge: colors.mark }
    });
    row(ui, theme, &swatches, current)
}

/// The tints of cards, stages and lanes, after the usual look. Returns what was chosen: `Some(None)` for the usual.
pub fn tint_swatches(ui: &mut Ui, theme: &Theme, usual: Color, current: Option<Option<Tint>>) -> Option<Option<Tint>> {
    let first = Swatch { value: None, name: "As its lane", fill: theme.color.surface, edge: usual };
    let tints = Tint::ALL.into_iter().zip(&theme.color.tints);
    let tints = tints.map(|(tint, colors)| Swatch {
        value: Some(tint),
        name: tint.label(),
        fill: colors.tint,
        edge: colors.strong,
    });
    row(ui, theme, &std::iter::once(first).chain(tints).collect::<Vec<_>>(), current)
}

/// The tints of personas. Returns the one that was chosen.
pub fn persona_swatches(ui: &mut Ui, theme: &Theme, current: Tint) -> Option<Tint> {
    let tints = Tint::ALL.into_iter().zip(&theme.color.tints);
    let swatches =
        tints.map(|(tint, colors)| Swatch { value: tint, name: tint.label(), fill: colors.tint, edge: colors.strong });
    row(ui, theme, &swatches.collect::<Vec<_>>(), Some(current))
}

fn row<T: Copy + PartialEq>(ui: &mut Ui, theme: &Theme, swatches: &[Swatch<T>], current: Option<T>) -> Option<T> {
    const SIDE: f32 = 20.0;
    let mut chosen = None;
    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
    ui.horizontal_wrapped(|ui| {
        for swatch in swatches {
            let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
            let is_current = current == Some(swatch.value);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_current, swatch.name));
            let is_near = response.hovered() || response.has_focus();
            let width = if is_current || is_near { 2.0 } else { 1.0 };
            let edge = Stroke::new(width, color32(if is_near { theme.color.accent } else { swatch.edge }));
            let radius = CornerRadius::same(4);
            ui.painter().rect(rect.shrink(1.0), radius, color32(swatch.fill), edge, StrokeKind::Inside);
            if is_current {
                let ink = color32(theme.color.ink);
                let (center, middle) = (rect.center(), egui::Align2::CENTER_CENTER);
                ui.painter().text(center, middle, Icon::Check.glyph(), icon_font(12.0), ink);
            }
            if response.on_hover_text(swatch.name).clicked() && !is_current {
                chosen = Some(swatch.value);
            }
        }
    });
    chosen
}
