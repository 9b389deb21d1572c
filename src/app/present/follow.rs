//! Where the camera goes during a replay: to the touchpoint that has come, where the shot shows it too small to be read
//! or not at all. Pure arithmetic.

use super::ephemera::fitting;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::shots::CAPITAL;
use crate::render::egui::Transform;

/// What a step of a replay shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The touchpoint's card, in map points.
    pub card: Rect,
    /// The same with what comes along.
    pub step: Rect,
    /// The same with the curves and figures of its column.
    pub column: Rect,
    /// Its smallest text, in points.
    pub text: f32,
}

/// A part of the map on a screen of whatever size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// In the map.
    pub center: Pos2,
    /// How much of the map the screen is high, in points.
    pub height: f32,
}

impl View {
    /// What a transform shows on a screen.
    pub fn of(transform: Transform, screen: Rect) -> Self {
        let height = screen.height() / transform.scale.max(1e-6);
        Self { center: transform.map_from_screen(screen.center()), height }
    }

    /// The transform that shows it on a screen.
    pub fn transform(self, screen: Rect) -> Transform {
        let scale = screen.height() / self.height.max(1e-3);
        Transform { scale, offset: screen.center().to_vec2() - self.center.to_vec2() * scale }
    }

    /// What it covers of the map.
    fn rect(self, aspect: f32) -> Rect {
        Rect::from_center_size(self.center, vec2(self.height * aspect, self.height))
    }
}

/// The screen that a replay is followed on.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    pub aspect: f32,
    /// How high capital letters must be to be read, as a share of the screen's height.
    pub needed: f32,
    /// What the names at the screen's edges take of the map, in points.
    pub names: Vec2,
    /// What the shot shows, in map points.
    pub whole: Rect,
}

/// Where to look at a step, from where it was looked at the step before; `None` where the shot's own view shows it well.
pub fn view_of(spot: &Spot, last: Option<View>, stand: &Stand) -> Option<View> {
    /// How near to the screen's edge a card may be, as a share of the screen.
    const EDGE: f32 = 0.03;
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(stand.aspect, 1.0));
    let own = View::of(fitting(stand.whole, screen), screen);
    let readable = spot.text * CAPITAL / stand.needed.max(1e-6);
    // A hundredth less cannot be told.
    if own.height <= readable * 1.01 && own.rect(stand.aspect).contains_rect(spot.card) {
        return None;
    }
    let height = readable.min(own.height);
    let free_of = |view: View| {
        let rect = view.rect(stand.aspect);
        Rect::from_min_max(rect.min + stand.names, rect.max).shrink(EDGE * height)
    };
    let size = free_of(View { center: Pos2::ZERO, height }).size();
    let fits = |rect: &Rect| rect.width() <= size.x && rect.height() <= size.y;
    let shown = [spot.column, spot.step].into_iter().find(|rect| fits(rect)).unwrap_or(spot.card);
    if let Some(last) = last.filter(|last| (last.height - height).abs() < 0.5)
        && free_of(last).contains_rect(shown)
    {
        return Some(last);
    }
    let shift = free_of(View { center: Pos2::ZERO, height }).center().to_vec2();
    let mut center = shown.center() - shift;
    if !fits(&shown) {
        // Its beginning rather than its middle.
        center.y = shown.top() - shift.y + size.y / 2.0;
    }
    // Not farther out of the shot than need be.
    let view = vec2(height * stand.aspect, height);
    let clamped = |at: f32, low: f32, high: f32, view: f32| {
        if high - low <= view { (low + high) / 2.0 } else { at.clamp(low + view / 2.0, high - view / 2.0) }
    };
    let within = stand.whole.expand(EDGE * height);
    let center = pos2(
        clamped(center.x, within.left(), within.right(), view.x),
        clamped(center.y, within.top(), within.bottom(), view.y),
    );
    Some(View { center, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(left: f32, top: f32) -> Spot {
        let card = Rect::from_min_size(pos2(left, top), vec2(180.0, 80.0));
        Spot { card, step: card, column: card, text: 12.0 }
    }

    fn stand(whole: Rect) -> Stand {
        Stand { aspect: 16.0 / 9.0, needed: 0.0186, names: vec2(128.0, 40.0), whole }
    }

    #[test]
    fn the_camera_goes_to_what_is_too_small_and_stays_where_it_is_seen() {
        let small = Rect::from_min_size(Pos2::ZERO, vec2(700.0, 400.0));
        assert_eq!(view_of(&spot(50.0, 50.0), None, &stand(small)), None, "the shot shows it well");
        let wide = stand(Rect::from_min_size(Pos2::ZERO, vec2(9_000.0, 1_200.0)));
        let first = view_of(&spot(300.0, 100.0), None, &wide).expect("too small to be read");
        let seen = first.rect(wide.aspect);
        assert!(seen.contains_rect(spot(300.0, 100.0).card) && 12.0 * CAPITAL / first.height >= 0.0186, "{seen:?}");
        let beside = view_of(&spot(500.0, 100.0), Some(first), &wide).expect("a view");
        assert_eq!(beside, first, "what can be seen needs no way");
        let far = view_of(&spot(4_000.0, 900.0), Some(beside), &wide).expect("a view");
        assert!(far.rect(wide.aspect).contains_rect(spot(4_000.0, 900.0).card) && far != first);
        let last = view_of(&spot(8_800.0, 1_100.0), Some(far), &wide).expect("a view");
        assert!(last.rect(wide.aspect).right() < 9_060.0, "not past the end of the map");
        let mut tall = spot(4_000.0, 0.0);
        tall.card.max.y = 3_000.0;
        let view = view_of(&tall, None, &wide).expect("a view").rect(wide.aspect);
        assert!(view.top() < 1.0 && view.bottom() > 200.0, "a long card is seen from its top: {view:?}");
        let start = view_of(&spot(140.0, 80.0), None, &wide).expect("a view").rect(wide.aspect);
        assert!(start.left() > -20.0 && start.top() > -20.0, "the map's own corner is the screen's: {start:?}");
    }
}
