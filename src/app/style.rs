//! The theme in egui's terms: text styles, spacing and visuals. Widgets take colors from here and from nowhere else.

use std::sync::{Arc, OnceLock};

use egui::epaint::text::{FallbackRequest, FontProvider};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, TextStyle, Visuals, vec2};
use egui_system_font_provider::SystemFontProvider;

use crate::base::{Color, Icon};
use crate::scene::{Face, Theme, fonts};

/// A theme's color as egui paints it.
pub fn color32(color: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(color.r, color.g, color.b, color.a)
}

/// The bundled typeface at that weight.
pub fn family(face: Face) -> FontFamily {
    FontFamily::Name(face.name().into())
}

/// The font of the icons.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(fonts::ICONS_NAME.into()))
}

/// Text of the heavier weight.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(family(Face::SemiBold))
}

/// An icon as text, in its own font.
pub fn icon(icon: Icon, size: f32) -> RichText {
    RichText::new(icon.glyph()).font(icon_font(size))
}

/// Lets all that is drawn from now on use the fonts of this computer for letters that the bundled ones lack. They are
/// listed when the first such letter is met.
pub fn use_system_fonts() {
    static FONTS: OnceLock<SystemFontProvider> = OnceLock::new();
    let find = |request: &FallbackRequest<'_>| FONTS.get_or_init(SystemFontProvider::new).font_for(request);
    crate::scene::fallback::use_fonts_of(Arc::new(find));
}

/// Gives a context the bundled fonts, and those that stand in where they lack a letter. Once, before the first frame.
pub fn install_fonts(ctx: &egui::Context) {
    ctx.set_fonts(crate::scene::text::font_definitions());
    ctx.add_font_provider(crate::scene::fallback::provider());
}

/// Makes a context look like the theme.
pub fn apply_theme(ctx: &egui::Context, theme: &Theme, reduced_motion: bool) {
    let style = style_of(theme, reduced_motion);
    ctx.set_theme(if theme.is_dark { egui::Theme::Dark } else { egui::Theme::Light });
    ctx.set_style_of(egui::Theme::Dark, Arc::clone(&style));
    ctx.set_style_of(egui::Theme::Light, style);
    // A notch of the wheel is 40 to 80 points, by the desktop: it zooms by 7 to 14%.
    ctx.options_mut(|options| options.input_options.scroll_zoom_speed = 1.0 / 600.0);
}

fn style_of(theme: &Theme, reduced_motion: bool) -> Arc<egui::Style> {
    let sizes = &theme.window;
    let mut style = egui::Style { visuals: visuals_of(theme), ..egui::Style::default() };
    style.text_styles = [
        (TextStyle::Heading, FontId::new(sizes.heading_text, family(Face::SemiBold))),
        (TextStyle::Body, FontId::new(sizes.body_text, family(Face::Regular))),
        (TextStyle::Button, FontId::new(sizes.body_text, family(Face::Regular))),
        (TextStyle::Small, FontId::new(sizes.small_text, family(Face::Regular))),
        (TextStyle::Monospace, FontId::new(sizes.body_text, family(Face::Regular))),
    ]
    .into();
    style.spacing.item_spacing = vec2(8.0, 6.0);
    style.spacing.button_padding = vec2(10.0, 6.0);
    style.spacing.interact_size = vec2(32.0, sizes.control_height);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.icon_width = 16.0;
    style.spacing.combo_width = 80.0;
    style.spacing.tooltip_width = 320.0;
    style.spacing.scroll = egui::style::ScrollStyle::floating();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    if reduced_motion {
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.visuals.text_cursor.blink = false;
    } else {
        style.animation_time = sizes.motion_s;
    }
    Arc::new(style)
}

fn visuals_of(theme: &Theme) -> Visuals {
    let c = &theme.color;
    let mut visuals = if theme.is_dark { Visuals::dark() } else { Visuals::light() };
    let radius = CornerRadius::same(theme.window.radius as u8);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(color32(c.muted));
    visuals.panel_fill = color32(c.surface);
    visuals.window_fill = color32(c.surface);
    visuals.window_stroke = Stroke::new(1.0, color32(c.line));
    visuals.window_corner_radius = CornerRadius::same(theme.window.dialog_radius as u8);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = color32(c.surface);
    visuals.text_edit_bg_color = Some(color32(c.surface));
    visuals.faint_bg_color = color32(c.background);
    visuals.code_bg_color = color32(c.background);
    visuals.hyperlink_color = color32(c.accent);
    visuals.warn_fg_color = color32(c.risk);
    visuals.error_fg_color = color32(c.bad);
    visuals.selection.bg_fill = color32(c.accent_tint);
    // Also the outline of the field that is typed into.
    visuals.selection.stroke = Stroke::new(2.0, color32(c.accent));
    visuals.striped = false;
    visuals.slider_trailing_fill = true;
    let shadow = egui::Shadow { offset: [0, 6], blur: 20, spread: 0, color: color32(c.shadow) };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = egui::Shadow { offset: [0, 16], blur: 48, spread: 0, color: color32(c.shadow) };

    let outline = Stroke::new(1.0, color32(c.outline));
    let text = |color: Color| Stroke::new(1.0, color32(color));
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.expansion = 0.0;
        widget.fg_stroke = text(c.ink);
        widget.bg_stroke = outline;
        widget.bg_fill = color32(c.surface);
        widget.weak_bg_fill = color32(c.surface);
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, color32(c.line));
    widgets.hovered.bg_fill = color32(c.hover);
    widgets.hovered.weak_bg_fill = color32(c.hover);
    widgets.active.bg_fill = color32(c.accent_tint);
    widgets.active.weak_bg_fill = color32(c.accent_tint);
    // Also what has the focus.
    widgets.active.bg_stroke = Stroke::new(2.0, color32(c.accent));
    widgets.open.bg_fill = color32(c.hover);
    widgets.open.weak_bg_fill = color32(c.hover);
    visuals
}
