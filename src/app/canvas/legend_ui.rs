//! What the colors of the lens mean, along the lower edge of the map. Each entry is a switch: those that are on are
//! looked at, the cards of the others are dimmed or left out.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontId, Galley, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use egui::{pos2, vec2};

use super::super::request::{Request, Requests};
use super::super::status_mark::paint_status;
use super::super::style::{color32, family, icon_font};
use super::super::workspace::Workspace;
use crate::base::{Icon, Vec2};
use crate::layout::{LegendEntry, LegendKey, LensFilter, Rest};
use crate::scene::Face;

const ROW: f32 = 24.0;
const SWATCH: f32 = 10.0;
const PADDING: f32 = 8.0;
const INSET: f32 = 6.0;
const MARGIN: f32 = 12.0;

/// What stands in the legend.
enum Part<'a> {
    Name,
    Entry(&'a LegendEntry),
    /// Whether the others are on the map.
    HideRest,
    /// How much is left, and the way back to all.
    Filtered,
}

/// Draws the legend into the lower left corner of what the headers leave free; nothing without a lens. Returns what it
/// covers.
pub fn legend_ui(ui: &mut Ui, free: Rect, workspace: &Workspace, requests: &mut Requests) -> Option<Rect> {
    let legend = workspace.map.legend();
    if legend.entries.is_empty() {
        return None;
    }
    let is_filtered = workspace.filter.is_on();
    let mut parts = vec![(Part::Name, text_of(ui, workspace, &legend.name, Face::SemiBold))];
    for entry in &legend.entries {
        let face = if workspace.filter.shown.contains(&entry.key) { Face::SemiBold } else { Face::Regular };
        parts.push((Part::Entry(entry), text_of(ui, workspace, &format!("{}  {}", entry.label, entry.count), face)));
    }
    if is_filtered {
        parts.push((Part::HideRest, text_of(ui, workspace, "Hide the rest", Face::Regular)));
        let hidden = if legend.hidden > 0 { format!(" ({} hidden)", legend.hidden) } else { String::new() };
        let text = format!("Filtered: {} of {}{hidden}", legend.shown, legend.total);
        parts.push((Part::Filtered, text_of(ui, workspace, &text, Face::Regular)));
    }
    let room = (free.width() - 2.0 * (MARGIN + PADDING)).max(1.0);
    let (mut at, mut widest) = (Vec2::ZERO, 0.0_f32);
    let mut placed = Vec::with_capacity(parts.len());
    for (part, galley) in parts {
        let extra = match part {
            Part::Name => 0.0,
            Part::Entry(_) => SWATCH + 6.0,
            Part::HideRest | Part::Filtered => 20.0,
        };
        let width = galley.size().x + extra + 2.0 * INSET;
        if at.x > 0.0 && at.x + width > room {
            at = vec2(0.0, at.y + ROW);
        }
        placed.push((part, galley, Rect::from_min_size(at.to_pos2(), vec2(width, ROW))));
        widest = widest.max(at.x + width);
        at.x += width + 2.0;
    }
    let size = vec2(widest + 2.0 * PADDING, at.y + ROW + 2.0 * 4.0);
    let panel = Rect::from_min_size(pos2(free.min.x + MARGIN, free.max.y - size.y - MARGIN), size);
    let theme = &workspace.theme;
    // What lies beneath is not clicked through it.
    ui.interact(panel, Id::unique("legend"), Sense::click_and_drag());
    let line = Stroke::new(1.0, color32(theme.color.line));
    ui.painter().rect(panel, CornerRadius::same(8), color32(theme.color.surface), line, StrokeKind::Inside);
    for (rank, (part, galley, rect)) in placed.into_iter().enumerate() {
        let rect = rect.translate(panel.min.to_vec2() + vec2(PADDING, 4.0));
        match part {
            Part::Name => {
                let top = rect.center().y - galley.size().y / 2.0;
                let ink = color32(theme.color.ink);
                ui.painter().galley_with_override_text_color(pos2(rect.min.x + INSET, top), galley, ink);
            }
            Part::Entry(entry) => entry_ui(ui, workspace, requests, (entry, rank), galley, rect),
            Part::HideRest => hide_rest_ui(ui, workspace, requests, galley, rect),
            Part::Filtered => filtered_ui(ui, workspace, requests, galley, rect),
        }
    }
    Some(panel)
}

fn text_of(ui: &Ui, workspace: &Workspace, text: &str, face: Face) -> Arc<Galley> {
    let font = FontId::new(workspace.theme.window.small_text, family(face));
    let mut job =
        egui::text::LayoutJob::single_section(text.to_owned(), egui::TextFormat::simple(font, Color32::PLACEHOLDER));
    job.wrap = egui::text::TextWrapping::truncate_at_width(220.0);
    ui.painter().layout_job(job)
}

fn entry_ui(
    ui: &Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (entry, rank): (&LegendEntry, usize),
    galley: Arc<Galley>,
    rect: Rect,
) {
    let theme = &workspace.theme;
    let filter = &workspace.filter;
    let is_on = filter.shown.contains(&entry.key);
    let response = ui.interact(rect, Id::unique(("legend entry", rank)), Sense::click());
    let count = format!("{} touchpoint{}", entry.count, if entry.count == 1 { "" } else { "s" });
    response.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, true, is_on, format!("Show only {}, {count}", entry.label))
    });
    let painter = ui.painter();
    let radius = CornerRadius::same(theme.window.radius as u8);
    if is_on {
        painter.rect_filled(rect, radius, color32(theme.color.accent_tint));
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, radius, color32(theme.color.hover));
    }
    let is_dim = filter.is_on() && !is_on;
    let center = pos2(rect.min.x + INSET + SWATCH / 2.0, rect.center().y);
    match entry.key {
        LegendKey::Kpi(Some(state)) => paint_status(ui, theme, center, SWATCH, state),
        LegendKey::Kpi(None)
        | LegendKey::Channel(_)
        | LegendKey::Phase(_)
        | LegendKey::Evidence(_)
        | LegendKey::Owner(_)
        | LegendKey::Heat(_)
        | LegendKey::Persona(_)
        | LegendKey::Segment(_)
        | LegendKey::Other => {
            let swatch = Rect::from_center_size(center, vec2(SWATCH, SWATCH));
            painter.rect_filled(swatch, CornerRadius::same(2), color32(entry.color));
        }
    }
    let top_left = pos2(center.x + SWATCH / 2.0 + 6.0, rect.center().y - galley.size().y / 2.0);
    let ink = if is_dim { theme.color.muted } else { theme.color.ink };
    painter.galley_with_override_text_color(top_left, galley, color32(ink));
    let tip = if is_on {
        format!("{count}. Click to look at it no longer.")
    } else {
        let rest = if filter.rest == Rest::Hidden { "hide" } else { "dim" };
        format!("{count}. Click to look at these and {rest} the others.")
    };
    if response.on_hover_text(tip).clicked() {
        let mut changed = filter.clone();
        changed.toggle(&entry.key);
        requests.push(Request::SetFilter(changed));
    }
}

/// The switch between dimming and leaving out.
fn hide_rest_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests, galley: Arc<Galley>, rect: Rect) {
    let theme = &workspace.theme;
    let is_on = workspace.filter.rest == Rest::Hidden;
    let response = ui.interact(rect, Id::unique("legend rest"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, "Hide the rest"));
    let painter = ui.painter();
    let chip = rect.shrink2(vec2(0.0, 2.0));
    let near = response.hovered() || response.has_focus();
    let fill = if is_on { theme.color.accent_tint } else { theme.color.surface };
    let fill = if near { theme.color.hover } else { fill };
    let line = Stroke::new(1.0, color32(if is_on { theme.color.accent } else { theme.color.outline }));
    painter.rect(chip, CornerRadius::same(10), color32(fill), line, StrokeKind::Inside);
    let ink = color32(theme.color.ink);
    let middle = rect.center().y;
    let mark = if is_on { Icon::EyeOff } else { Icon::Eye };
    let at = pos2(rect.min.x + INSET + 6.0, middle);
    painter.text(at, egui::Align2::CENTER_CENTER, mark.glyph(), icon_font(12.0), ink);
    let top_left = pos2(rect.min.x + INSET + 17.0, middle - galley.size().y / 2.0);
    painter.galley_with_override_text_color(top_left, galley, ink);
    let tip = if is_on {
        "Click to show the others again, dimmed."
    } else {
        "Click to leave the others and the connectors to them out of the map."
    };
    if response.on_hover_text(tip).clicked() {
        let rest = if is_on { Rest::Dimmed } else { Rest::Hidden };
        requests.push(Request::SetFilter(LensFilter { rest, ..workspace.filter.clone() }));
    }
}

fn filtered_ui(ui: &Ui, workspace: &Workspace, requests: &mut Requests, galley: Arc<Galley>, rect: Rect) {
    let theme = &workspace.theme;
    let response = ui.interact(rect, Id::unique("legend filter"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Clear the filter"));
    let painter = ui.painter();
    let chip = rect.shrink2(vec2(0.0, 2.0));
    let near = response.hovered() || response.has_focus();
    let fill = if near { theme.color.hover } else { theme.color.notice_tint };
    let line = Stroke::new(1.0, color32(theme.color.notice_outline));
    painter.rect(chip, CornerRadius::same(10), color32(fill), line, StrokeKind::Inside);
    let ink = color32(theme.color.ink);
    let middle = rect.center().y;
    let cross = pos2(rect.max.x - INSET - 6.0, middle);
    painter.text(cross, egui::Align2::CENTER_CENTER, Icon::X.glyph(), icon_font(12.0), ink);
    let top = middle - galley.size().y / 2.0;
    painter.galley_with_override_text_color(pos2(rect.min.x + INSET, top), galley, ink);
    if response.on_hover_text("Show everything again").clicked() {
        requests.push(Request::SetFilter(LensFilter::default()));
    }
}
