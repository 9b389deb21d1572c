//! What the workshop paints over a map: the dots of whoever votes, the result as heat, and marks of what is not as it
//! was. Changes nothing and reads no input.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align2, FontId, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::results_ui::heat;
use super::state::Part;
use super::vote_ui::shown_poll;
use crate::analysis::difference::{ChangeKind, Difference};
use crate::analysis::votes::results;
use crate::app::style::{color32, family, icon_font};
use crate::app::workspace::{Tool, Workspace};
use crate::base::{Color, Icon};
use crate::layout::Map;
use crate::model::{Item, Poll, PollState, Subject};
use crate::scene::Face;

/// Below this scale marks are no more than a color.
const SMALLEST_SCALE: f32 = 0.22;

/// The picture of a kind of change: seen without telling colors apart.
pub fn kind_icon(kind: ChangeKind) -> Icon {
    match kind {
        ChangeKind::Added => Icon::Plus,
        ChangeKind::Removed => Icon::Minus,
        ChangeKind::Changed => Icon::Pencil,
        ChangeKind::Moved => Icon::ArrowLeftRight,
    }
}

pub fn kind_color(workspace: &Workspace, kind: ChangeKind) -> Color {
    let c = &workspace.theme.color;
    match kind {
        ChangeKind::Added => c.good,
        ChangeKind::Removed => c.bad,
        ChangeKind::Changed => c.risk,
        ChangeKind::Moved => c.accent,
    }
}

/// A map on screen.
pub struct Seen<'a> {
    pub painter: &'a Painter,
    pub map: &'a Map,
    pub scale: f32,
    /// From a place on the map to the screen.
    pub on_screen: &'a dyn Fn(Rect) -> Rect,
}

/// Paints what there is to mark on the open map.
pub fn paint(workspace: &Workspace, seen: &Seen<'_>) {
    let poll = workspace.document.project().workshop.open_poll();
    match poll.filter(|_| workspace.tool == Tool::Vote || super::is_on_show(workspace, Part::Vote)) {
        Some(poll) => paint_ballot(workspace, seen, poll),
        None => {
            let shown = shown_poll(workspace).filter(|poll| poll.state == PollState::Shown);
            if let Some(poll) = shown.filter(|_| super::is_on_show(workspace, Part::Vote)) {
                paint_heat(workspace, seen, poll);
            }
        }
    }
    let state = &workspace.workshop;
    let is_compared = state.is_side_by_side || super::is_on_show(workspace, Part::Changes);
    if let Some(comparison) = state.comparison.as_ref().filter(|_| is_compared) {
        let is_older = match comparison.of {
            super::Compared::Journeys { before, .. } => workspace.journey == before,
            super::Compared::Snapshots { .. } => false,
        };
        paint_changes(workspace, seen, &comparison.difference, is_older);
    }
}

/// Marks the changes of one of the two states.
pub fn paint_changes(workspace: &Workspace, seen: &Seen<'_>, difference: &Arc<Difference>, is_older: bool) {
    let radius = workspace.theme.map.card_radius * seen.scale;
    let chosen = workspace.workshop.kind;
    for change in difference.changes.iter().filter(|change| chosen.is_none_or(|kind| kind == change.kind)) {
        let subject = if is_older { change.before } else { change.after };
        let Some(rect) = subject.and_then(|subject| seen.map.rect_of(subject)) else { continue };
        let rect = (seen.on_screen)(rect);
        if !rect.intersects(seen.painter.clip_rect()) {
            continue;
        }
        let color = color32(kind_color(workspace, change.kind));
        if matches!(subject, Some(Subject::Connector(_))) {
            badge(workspace, seen, rect.center(), change.kind);
            continue;
        }
        let width = (2.5 * seen.scale).clamp(1.5, 3.0);
        seen.painter.rect(rect, radius, color.gamma_multiply(0.10), Stroke::new(width, color), StrokeKind::Inside);
        badge(workspace, seen, rect.right_top(), change.kind);
    }
}

/// A pill with the picture and the word of a kind; where the map is too small for words, a disk with the picture.
fn badge(workspace: &Workspace, seen: &Seen<'_>, corner: egui::Pos2, kind: ChangeKind) {
    /// From this scale on the word can be read.
    const WORDS_SCALE: f32 = 0.6;
    if seen.scale < SMALLEST_SCALE {
        return;
    }
    let color = kind_color(workspace, kind);
    let radius = (11.0 * seen.scale).clamp(6.0, 13.0);
    let (fill, outline) = (color32(color), Stroke::new(1.5, color32(workspace.theme.color.surface)));
    let ink = color32(text_on(workspace, color));
    let center = corner + vec2(-radius * 0.6, radius * 0.6);
    let glyph = kind_icon(kind).glyph();
    if seen.scale < WORDS_SCALE {
        seen.painter.circle(center, radius, fill, outline);
        seen.painter.text(center, Align2::CENTER_CENTER, glyph, icon_font(radius * 1.25), ink);
        return;
    }
    let font = FontId::new((12.0 * seen.scale).clamp(9.0, 15.0), family(Face::SemiBold));
    let galley = seen.painter.layout_no_wrap(kind.label().to_owned(), font, ink);
    let size = vec2(galley.size().x + radius * 2.8, radius * 1.8);
    // On the edge, so that it covers no word of the card.
    let pill = Rect::from_min_size(pos2(center.x + radius - size.x, corner.y - size.y * 0.6), size);
    seen.painter.rect(pill, size.y / 2.0, fill, outline, StrokeKind::Outside);
    let at = pos2(pill.left() + radius * 1.1, pill.center().y);
    seen.painter.text(at, Align2::CENTER_CENTER, glyph, icon_font(radius * 1.15), ink);
    seen.painter.galley(pos2(pill.left() + radius * 2.0, pill.center().y - galley.size().y / 2.0), galley, ink);
}

/// Ink or surface, whichever is read better on that color.
fn text_on(workspace: &Workspace, color: Color) -> Color {
    let c = &workspace.theme.color;
    if c.surface.contrast(color) >= c.ink.contrast(color) { c.surface } else { c.ink }
}

/// The cards that can be voted on, and the dots of whoever votes now; what everybody else gave stays hidden.
fn paint_ballot(workspace: &Workspace, seen: &Seen<'_>, poll: &Poll) {
    let c = &workspace.theme.color;
    let accent = color32(c.accent);
    let radius = workspace.theme.map.card_radius * seen.scale;
    let is_voting = workspace.tool == Tool::Vote;
    let offered: BTreeMap<Item, u8> =
        poll.choices.iter().map(|choice| (choice.item, poll.own_dots(choice.item))).collect();
    if is_voting {
        // What is not asked about steps back.
        for (item, rect) in seen.map.items() {
            let rect = (seen.on_screen)(rect);
            if !offered.contains_key(&item) && rect.intersects(seen.painter.clip_rect()) {
                seen.painter.rect_filled(rect, radius, color32(c.surface).gamma_multiply(0.62));
            }
        }
    }
    for (item, dots) in offered {
        let Some(rect) = seen.map.rect_of(item).map(|rect| (seen.on_screen)(rect)) else { continue };
        if !rect.intersects(seen.painter.clip_rect()) {
            continue;
        }
        if is_voting || dots > 0 {
            let width = if dots > 0 { 2.5 } else { 1.25 };
            seen.painter.rect_stroke(rect, radius, Stroke::new(width, accent), StrokeKind::Inside);
        }
        paint_dots(workspace, seen, rect, dots);
    }
}

/// A row of dots along the lower edge of a card; a number where there is no room for them.
fn paint_dots(workspace: &Workspace, seen: &Seen<'_>, card: Rect, dots: u8) {
    if dots == 0 {
        return;
    }
    let c = &workspace.theme.color;
    let radius = (7.0 * seen.scale).clamp(3.5, 11.0);
    let step = radius * 2.4;
    let room = card.width() - radius * 2.0;
    let outline = Stroke::new((radius * 0.25).max(1.0), color32(c.surface));
    let y = card.bottom() - radius * 0.4;
    if f32::from(dots) * step <= room {
        for at in 0..dots {
            let center = pos2(card.left() + radius * 1.8 + step * f32::from(at), y);
            seen.painter.circle(center, radius, color32(c.accent), outline);
        }
    } else {
        count(workspace, seen, pos2(card.left() + radius * 2.4, y), u32::from(dots), c.accent);
    }
}

/// A pill with a number.
fn count(workspace: &Workspace, seen: &Seen<'_>, center: egui::Pos2, number: u32, color: Color) {
    let size = (15.0 * seen.scale).clamp(9.0, 20.0);
    let ink = color32(text_on(workspace, color));
    let font = FontId::new(size, family(Face::SemiBold));
    let galley = seen.painter.layout_no_wrap(number.to_string(), font, ink);
    let pill = Rect::from_center_size(center, vec2((galley.size().x + size).max(size * 1.7), size * 1.6));
    let outline = Stroke::new(1.5, color32(workspace.theme.color.surface));
    seen.painter.rect(pill, pill.height() / 2.0, color32(color), outline, StrokeKind::Outside);
    seen.painter.galley(Align2::CENTER_CENTER.align_size_within_rect(galley.size(), pill).min, galley, ink);
}

/// The result: the more dots the further along the scale, and the number beside it.
fn paint_heat(workspace: &Workspace, seen: &Seen<'_>, poll: &Poll) {
    let rows = results(workspace.document.project(), poll);
    let most = rows.iter().map(|row| row.dots).max().unwrap_or(0);
    let radius = workspace.theme.map.card_radius * seen.scale;
    for row in rows.iter().filter(|row| row.dots > 0) {
        let Some(rect) = seen.map.rect_of(row.item).map(|rect| (seen.on_screen)(rect)) else { continue };
        if !rect.intersects(seen.painter.clip_rect()) {
            continue;
        }
        let share = row.dots as f32 / most.max(1) as f32;
        let color = heat(workspace, share);
        let tint = color32(color).gamma_multiply(0.08 + 0.12 * share);
        let width = ((1.5 + 3.0 * share) * seen.scale).clamp(1.5, 5.0);
        seen.painter.rect(rect, radius, tint, Stroke::new(width, color32(color)), StrokeKind::Inside);
        let at = rect.right_top() + vec2(-12.0 * seen.scale, 2.0 * seen.scale);
        count(workspace, seen, at, row.dots, color);
    }
}
