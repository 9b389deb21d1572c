//! Where the bubbles of the matrix lie and how they look. Knows no pointer and no keys.

use std::collections::BTreeMap;

use egui::{Align2, Color32, FontId, Pos2, Rect, Stroke, Ui, Vec2, pos2, vec2};

use super::{state_icon, title_of};
use crate::analysis::priority::matrix::{HIGHEST, LITTLE, LOWEST, Quadrant, nearest, rating, spread};
use crate::app::style::{color32, family, icon_font};
use crate::model::{Action, ActionId, ActionState};
use crate::scene::{Face, Theme};

/// Half the width of a bubble, in points.
pub(super) const RADIUS: f32 = 10.0;

/// Between the edge of the plot and its outermost bubbles, in points.
const MARGIN: f32 = 18.0;

/// The plane of effort (to the right) and impact (upward).
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    pub rect: Rect,
}

impl Plane {
    fn inner(&self) -> Rect {
        self.rect.shrink2(vec2(MARGIN, MARGIN.min(self.rect.height() / 4.0)))
    }

    /// Where such a rating lies.
    pub fn pos(&self, impact: u8, effort: u8) -> Pos2 {
        let inner = self.inner();
        let share = |rating: f32| (rating - f32::from(LOWEST)) / f32::from(HIGHEST - LOWEST);
        let (x, y) = (share(f32::from(effort)), share(f32::from(impact)));
        pos2(inner.left() + x * inner.width(), inner.bottom() - y * inner.height())
    }

    /// The rating nearest to a place, as (impact, effort).
    pub fn rating_at(&self, at: Pos2) -> (u8, u8) {
        let inner = self.inner();
        let steps = f32::from(HIGHEST - LOWEST);
        let effort = f32::from(LOWEST) + (at.x - inner.left()) / inner.width().max(1.0) * steps;
        let impact = f32::from(LOWEST) + (inner.bottom() - at.y) / inner.height().max(1.0) * steps;
        (nearest(impact), nearest(effort))
    }

    /// Where little becomes much.
    fn middle(&self) -> Pos2 {
        self.pos(LITTLE, LITTLE).lerp(self.pos(LITTLE + 1, LITTLE + 1), 0.5)
    }

    fn quadrant(&self, quadrant: Quadrant) -> Rect {
        let (middle, rect) = (self.middle(), self.rect);
        let corner = match quadrant {
            Quadrant::QuickWin => rect.left_top(),
            Quadrant::BigBet => rect.right_top(),
            Quadrant::FillIn => rect.left_bottom(),
            Quadrant::ThinkTwice => rect.right_bottom(),
        };
        Rect::from_two_pos(middle, corner)
    }

    /// Draws the quadrants with their names, and the axes.
    pub fn paint(&self, ui: &Ui, theme: &Theme) {
        const INSET: Vec2 = vec2(7.0, 4.0);
        let c = &theme.color;
        let painter = ui.painter();
        painter.rect_filled(self.rect, theme.window.radius, color32(c.background));
        painter.rect_filled(self.quadrant(Quadrant::QuickWin), theme.window.radius, color32(c.accent_tint));
        let middle = self.middle();
        let line = Stroke::new(1.0, color32(c.outline));
        painter.vline(middle.x, self.rect.y_range(), line);
        painter.hline(self.rect.x_range(), middle.y, line);
        painter.rect_stroke(self.rect, theme.window.radius, line, egui::StrokeKind::Inside);
        let font = FontId::new(theme.window.small_text, family(Face::SemiBold));
        for (quadrant, anchor) in [
            (Quadrant::QuickWin, Align2::LEFT_TOP),
            (Quadrant::BigBet, Align2::RIGHT_TOP),
            (Quadrant::FillIn, Align2::LEFT_BOTTOM),
            (Quadrant::ThinkTwice, Align2::RIGHT_BOTTOM),
        ] {
            let room = self.quadrant(quadrant).shrink2(INSET);
            painter.text(anchor.pos_in_rect(&room), anchor, quadrant.label(), font.clone(), color32(c.muted));
        }
        let font = FontId::new(theme.window.small_text, family(Face::Regular));
        let below = pos2(self.rect.center().x, self.rect.bottom() + 3.0);
        painter.text(below, Align2::CENTER_TOP, "Effort →", font.clone(), color32(c.muted));
        let galley = painter.layout_no_wrap("Impact →".to_owned(), font, color32(c.muted));
        let at = pos2(self.rect.left() - 3.0 - galley.size().y, self.rect.center().y + galley.size().x / 2.0);
        let text = egui::epaint::TextShape::new(at, galley, color32(c.muted));
        painter.add(text.with_angle(-std::f32::consts::FRAC_PI_2));
    }
}

/// A rated action in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bubble<'a> {
    pub action: &'a Action,
    pub impact: u8,
    pub effort: u8,
    pub center: Pos2,
}

/// The rated actions in their places, those rated alike spread; in the order in which the keyboard goes through them:
/// from the quickest wins on. What was dropped is decided on, and not here.
pub(super) fn bubbles<'a>(actions: impl Iterator<Item = &'a Action>, plane: &Plane) -> Vec<Bubble<'a>> {
    let mut cells: BTreeMap<(i16, u8), Vec<&Action>> = BTreeMap::new();
    for action in actions.filter(|action| action.state != ActionState::Dropped) {
        if let Some((impact, effort)) = rating(action) {
            cells.entry((-i16::from(impact), effort)).or_default().push(action);
        }
    }
    let mut found = Vec::new();
    for ((minus_impact, effort), actions) in cells {
        let impact = (-minus_impact) as u8;
        let center = plane.pos(impact, effort);
        for (index, action) in actions.iter().enumerate() {
            let (right, down) = spread(index, actions.len());
            let center = center + vec2(right, down) * RADIUS * 2.0;
            let room = plane.rect.shrink(RADIUS + 1.0);
            let center = if room.is_positive() { room.clamp(center) } else { center };
            found.push(Bubble { action, impact, effort, center });
        }
    }
    found
}

/// How a bubble stands out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    pub is_shown: bool,
    pub is_hovered: bool,
    pub is_faint: bool,
}

/// Draws one: its state by fill and picture.
pub(super) fn paint_bubble(ui: &Ui, theme: &Theme, center: Pos2, state: ActionState, standing: Standing) {
    let c = &theme.color;
    let painter = ui.painter();
    let (fill, ink, outline) = match state {
        ActionState::Idea => (c.surface, c.accent, c.accent),
        ActionState::Planned => (c.accent_tint, c.accent, c.accent),
        ActionState::InProgress => (c.accent, c.on_accent, c.accent),
        ActionState::Done => (c.good, c.on_accent, c.good),
        ActionState::Dropped => (c.surface, c.muted, c.outline),
    };
    let faded = |color: Color32| if standing.is_faint { color.gamma_multiply(0.45) } else { color };
    let radius = if standing.is_hovered { RADIUS + 1.5 } else { RADIUS };
    if standing.is_shown {
        painter.circle_stroke(center, radius + 3.0, Stroke::new(2.0, color32(c.accent)));
    }
    painter.circle(center, radius, faded(color32(fill)), Stroke::new(1.5, faded(color32(outline))));
    let glyph = state_icon(state).glyph();
    painter.text(center, Align2::CENTER_CENTER, glyph, icon_font(11.0), faded(color32(ink)));
}

/// Writes the titles beside their bubbles, as far as there is room that nothing else takes.
pub(super) fn paint_titles(ui: &Ui, theme: &Theme, plane: &Plane, bubbles: &[Bubble<'_>], shown: Option<ActionId>) {
    const WIDEST: f32 = 132.0;
    const GAP: f32 = 4.0;
    let font = FontId::new(theme.window.small_text, family(Face::Regular));
    let mut taken: Vec<Rect> =
        bubbles.iter().map(|it| Rect::from_center_size(it.center, Vec2::splat(RADIUS * 2.0))).collect();
    taken.extend(Quadrant::ALL.map(|quadrant| name_room(ui, theme, plane, quadrant)));
    // The one that is looked at first: its name shall not give way to others.
    let mut order: Vec<&Bubble<'_>> = bubbles.iter().collect();
    order.sort_by_key(|bubble| Some(bubble.action.id) != shown);
    for bubble in order {
        let text = egui::RichText::new(title_of(bubble.action)).font(font.clone());
        let mode = Some(egui::TextWrapMode::Truncate);
        let galley = egui::WidgetText::from(text).into_galley(ui, mode, WIDEST, egui::FontSelection::Default);
        let size = galley.size();
        let beside = RADIUS + GAP;
        let center = bubble.center;
        let places = [
            pos2(center.x + beside, center.y - size.y / 2.0),
            pos2(center.x - beside - size.x, center.y - size.y / 2.0),
            pos2(center.x - size.x / 2.0, center.y - beside - size.y + 2.0),
            pos2(center.x - size.x / 2.0, center.y + beside - 2.0),
        ];
        let rooms = places.map(|place| Rect::from_min_size(place, size));
        let is_free = |room: &&Rect| {
            plane.rect.shrink(3.0).contains_rect(**room) && !taken.iter().any(|other| other.intersects(**room))
        };
        let Some(room) = rooms.iter().find(is_free).copied() else { continue };
        taken.push(room);
        ui.painter().galley(room.min, galley, color32(theme.color.ink));
    }
}

/// Where the name of a quadrant stands.
fn name_room(ui: &Ui, theme: &Theme, plane: &Plane, quadrant: Quadrant) -> Rect {
    let font = FontId::new(theme.window.small_text, family(Face::SemiBold));
    let size = ui.painter().layout_no_wrap(quadrant.label().to_owned(), font, Color32::PLACEHOLDER).size();
    let anchor = match quadrant {
        Quadrant::QuickWin => Align2::LEFT_TOP,
        Quadrant::BigBet => Align2::RIGHT_TOP,
        Quadrant::FillIn => Align2::LEFT_BOTTOM,
        Quadrant::ThinkTwice => Align2::RIGHT_BOTTOM,
    };
    anchor.align_size_within_rect(size, plane.quadrant(quadrant).shrink2(vec2(7.0, 4.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rating_is_found_again_where_it_is_drawn() {
        let plane = Plane { rect: Rect::from_min_size(pos2(40.0, 20.0), vec2(320.0, 150.0)) };
        for impact in LOWEST..=HIGHEST {
            for effort in LOWEST..=HIGHEST {
                assert_eq!(plane.rating_at(plane.pos(impact, effort)), (impact, effort));
            }
        }
        assert_eq!(plane.rating_at(pos2(-100.0, -100.0)), (HIGHEST, LOWEST), "beyond the edge is the end of the scale");
        let middle = plane.middle();
        assert!(plane.pos(10, 1).x < middle.x && plane.pos(10, 1).y < middle.y);
        assert!(plane.quadrant(Quadrant::BigBet).contains(plane.pos(6, 6)));
        assert!(plane.quadrant(Quadrant::FillIn).contains(plane.pos(5, 5)));
    }
}
