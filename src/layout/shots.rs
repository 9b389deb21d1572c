//! Where shots lie on a map, what of them can be read from afar, the shots that a map suggests by itself, and how one is
//! split. Pure: what is presented where is `app`'s, slides and pages are `export`'s.

mod automatic;
mod divide;
mod framing;
mod legible;
mod runs;
mod split;

pub use automatic::{Automatic, automatic};
pub use divide::readable;
pub use framing::{Framing, framing, head_room};
pub use legible::{CAPITAL, Seen, SmallestText, least_text, needed_share, smallest_text};
pub use split::split;

use super::lens::LensFilter;
use super::map::Map;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::model::{ShotFrame, ShotLook, Spot, StageId};
use crate::scene::Scene;

/// Nothing smaller is framed, in points: a mere dot would fill the screen.
const LEAST_SIDE: f32 = 24.0;

impl ShotLook {
    /// The filter of the look, for [`super::Layouter::filtered_map`].
    pub fn filter(&self) -> LensFilter {
        LensFilter { shown: self.shown.clone(), rest: self.rest, ..LensFilter::default() }
    }
}

/// What of the map a shot shows, in map points: always within the map and with a size, except on an empty map. What of
/// the frame is hidden or gone is left out; if nothing is left, it is the whole map.
pub fn frame_of(map: &Map, frame: &ShotFrame) -> Rect {
    let whole = Rect::from_min_size(Pos2::ZERO, map.size());
    let found = match frame {
        ShotFrame::Whole => None,
        ShotFrame::Cells { stages, lanes, steps } => {
            let across = map.stages().filter(|(id, _)| stages.contains(id));
            let across = across.map(|(id, rect)| steps.and_then(|steps| map.steps_of(id, steps)).unwrap_or(rect));
            let across = across.reduce(Rect::union);
            let down = map.lanes().filter(|(id, ..)| lanes.contains(id)).map(|(.., rect)| rect).reduce(Rect::union);
            let gap = map.gap();
            match (across, down) {
                (None, None) => None,
                // A stage with its header and the band over it; a lane with its header.
                (Some(stages), None) => Some(Rect::from_min_max(
                    pos2(stages.left() - gap, 0.0),
                    pos2(stages.right() + gap, stages.bottom() + gap),
                )),
                (None, Some(lanes)) => Some(Rect::from_min_max(
                    pos2(0.0, lanes.top() - gap),
                    pos2(lanes.right() + gap, lanes.bottom() + gap),
                )),
                (Some(stages), Some(lanes)) => {
                    Some(Rect::from_x_y_ranges(stages.x_range(), lanes.y_range()).expand(gap))
                }
            }
        }
        ShotFrame::Items(items) => {
            let all = items.iter().filter_map(|item| map.rect_of(*item)).reduce(Rect::union);
            all.map(|all| all.expand(2.0 * map.gap()))
        }
        ShotFrame::Region { corner, size } => {
            let corner = map.corner_of(*corner);
            let size = size.min(whole.size()).max(Vec2::splat(LEAST_SIDE));
            let most = (whole.max - size).max(Pos2::ZERO);
            let corner = pos2(corner.x.clamp(0.0, most.x), corner.y.clamp(0.0, most.y));
            corner.is_finite().then(|| Rect::from_min_size(corner, size))
        }
    };
    let framed = found.map(|rect| rect.intersect(whole)).filter(Rect::is_positive).unwrap_or(whole);
    let center = framed.center();
    let size = framed.size().max(Vec2::splat(LEAST_SIDE)).min(whole.size());
    Rect::from_center_size(center, size)
}

/// Whether anything is left of what a frame shows: it may be hidden, collapsed away or gone.
pub fn is_there(map: &Map, frame: &ShotFrame) -> bool {
    match frame {
        ShotFrame::Whole | ShotFrame::Region { .. } => true,
        ShotFrame::Cells { stages, lanes, .. } => {
            let has_stage = stages.is_empty() || map.stages().any(|(id, _)| stages.contains(&id));
            let has_lane = lanes.is_empty() || map.lanes().any(|(id, ..)| lanes.contains(&id));
            has_stage && has_lane
        }
        ShotFrame::Items(items) => items.iter().any(|item| map.rect_of(*item).is_some()),
    }
}

/// The frame that shows that part of the map as it is in view: the whole map if nothing is out of view, stages or lanes
/// if the view ends about where they do, else a region.
pub fn frame_of_view(map: &Map, view: Rect) -> ShotFrame {
    /// How far the view's edge may be from where a stage or a lane ends, as a share of the view.
    const SLACK: f32 = 0.04;
    let content = map.content();
    let seen = view.intersect(Rect::from_min_size(Pos2::ZERO, map.size()));
    if !seen.is_positive() || view.contains_rect(content) {
        return ShotFrame::Whole;
    }
    let slack = vec2(view.width(), view.height()) * SLACK;
    let near = |a: f32, b: f32, slack: f32| (a - b).abs() <= slack;
    let stages: Vec<_> = map.stages().filter(|(_, rect)| seen.x_range().contains(rect.center().x)).collect();
    let lanes: Vec<_> = map.lanes().filter(|(.., rect)| seen.y_range().contains(rect.center().y)).collect();
    let is_whole_height = view.top() <= content.top() + slack.y && content.bottom() - slack.y <= view.bottom();
    let is_whole_width = view.left() <= content.left() + slack.x && content.right() - slack.x <= view.right();
    let fits_stages = match (stages.first(), stages.last()) {
        (Some((_, first)), Some((_, last))) => {
            near(seen.left(), first.left(), slack.x) && near(seen.right(), last.right(), slack.x)
        }
        (_, _) => false,
    };
    let fits_lanes = match (lanes.first(), lanes.last()) {
        (Some((.., first)), Some((.., last))) => {
            near(seen.top(), first.top(), slack.y) && near(seen.bottom(), last.bottom(), slack.y)
        }
        (_, _) => false,
    };
    let stages = stages.into_iter().map(|(id, _)| id).collect();
    let lanes = lanes.into_iter().map(|(id, ..)| id).collect();
    match (is_whole_width, is_whole_height) {
        (false, true) if fits_stages => ShotFrame::Cells { stages, lanes: Default::default(), steps: None },
        (true, false) if fits_lanes => ShotFrame::Cells { stages: Default::default(), lanes, steps: None },
        (false, false) if fits_stages && fits_lanes => ShotFrame::Cells { stages, lanes, steps: None },
        (_, _) => ShotFrame::Region { corner: map.anchor(seen.min), size: seen.size() },
    }
}

/// That part of a scene as a scene of its own: its upper left corner is where the part's is. What crosses the edge is
/// there as a whole, for targets cut at their own edges.
pub fn cut(scene: &Scene, part: Rect) -> Scene {
    let reaches_in = |group: &&crate::scene::Group| group.bounds().intersects(part);
    let groups = scene.groups.iter().filter(reaches_in).cloned().map(|mut group| {
        group.origin -= part.min.to_vec2();
        group
    });
    Scene { size: part.size(), background: scene.background, groups: groups.collect(), title: scene.title.clone() }
}

impl Map {
    /// The corner that a spot names; one of a stage or lane that is not shown counts from the map's own edge.
    fn corner_of(&self, spot: Spot) -> Pos2 {
        let stage = spot.stage.and_then(|id| self.stages().find(|(stage, _)| *stage == id));
        let lane = spot.lane.and_then(|id| self.lanes().find(|(lane, ..)| *lane == id));
        spot.at + vec2(stage.map_or(0.0, |(_, rect)| rect.left()), lane.map_or(0.0, |(.., rect)| rect.top()))
    }

    /// The spot that names a corner: counted from the last stage that begins left of it and the last lane that begins
    /// above it.
    fn anchor(&self, corner: Pos2) -> Spot {
        let stage = self.stages().take_while(|(_, rect)| rect.left() <= corner.x).last();
        let lane = self.lanes().take_while(|(.., rect)| rect.top() <= corner.y).last();
        let from = vec2(stage.map_or(0.0, |(_, rect)| rect.left()), lane.map_or(0.0, |(.., rect)| rect.top()));
        Spot { stage: stage.map(|(id, _)| id), lane: lane.map(|(id, ..)| id), at: corner - from }
    }

    /// What these steps of a stage cover, from its first lane to its last; `None` where it has none of them.
    fn steps_of(&self, stage: StageId, (from, to): (u32, u32)) -> Option<Rect> {
        let stage = self.grid.stages.get(self.grid.stage_rank(stage)?)?;
        let last = (to as usize).min(stage.columns.checked_sub(1)?);
        let of = |column: usize| self.grid.columns.get(stage.first_column + column);
        let (from, to) = (of(from as usize).filter(|_| from as usize <= last)?, of(last)?);
        let y = self.grid.lanes_y();
        Some(Rect::from_min_max(pos2(from.from, y.from), pos2(to.to, y.to)))
    }

    /// The map without its margins.
    fn content(&self) -> Rect {
        let whole = Rect::from_min_size(Pos2::ZERO, self.size());
        let inside = whole.shrink(self.map_sizes.map_or(0.0, |sizes| sizes.margin));
        if inside.is_positive() { inside } else { whole }
    }

    /// Between cards.
    fn gap(&self) -> f32 {
        self.grid.gap
    }
}
