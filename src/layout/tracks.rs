//! Moves legs that would lie on each other in one gutter, or in the space between two lanes, apart as far as there is
//! room, so that each can be followed and pointed at.

use super::grid::Grid;
use super::route::{Columns, Route};

/// Legs that meet in a corner only need no tracks of their own.
const TOUCH: f32 = 1.0;
/// More than this no gap has room for.
const MOST: usize = 40;
/// How far apart tracks are where there is room.
const APART: f32 = 5.0;
/// The same where each has a row of its own, wide enough for a label.
const ROWS_APART: f32 = 18.0;

/// One leg in a gap.
struct Leg {
    route: u32,
    is_last: bool,
    /// Gutters by rank; spaces between lanes by their height, as bits.
    gap: u32,
    from: f32,
    to: f32,
    /// Smaller ones take the tracks farther left, or higher up, so that fewer ways cross.
    rank: f32,
}

/// Gives every leg a track.
pub(crate) fn separate(grid: &Grid, routes: &mut [(Columns, Route)]) {
    separate_across(grid, routes);
    separate_upright(grid, routes);
}

fn separate_across(grid: &Grid, routes: &mut [(Columns, Route)]) {
    let mut legs = Vec::new();
    for (at, (_, route)) in (0_u32..).zip(routes.iter()) {
        let Some(across) = route.across.filter(|across| across.is_between_lanes) else { continue };
        let (from, to) = (route.first_x.min(across.last_x), route.first_x.max(across.last_x));
        // The way from below stays below, and the longer way outside.
        let is_below = route.start.y.min(route.end.y) > across.y;
        let rank = if is_below { -(to - from) } else { to - from };
        legs.push(Leg { route: at, is_last: false, gap: across.y.to_bits(), from, to, rank });
    }
    let mut moved: Vec<(u32, f32)> = Vec::new();
    in_runs(&mut legs, |run| {
        let Some(y) = run.first().map(|leg| f32::from_bits(leg.gap)) else { return };
        let room = grid.space_at(y).map_or(0.0, |space| space.to - space.from - 0.75 * grid.gap);
        let apart = if grid.has_rows_at(y) { ROWS_APART } else { APART };
        place(run, (room, apart), |leg, by| moved.push((leg.route, by)));
    });
    for (at, by) in moved {
        if let Some(across) = routes.get_mut(at as usize).and_then(|(_, route)| route.across.as_mut()) {
            across.y += by;
        }
    }
}

fn separate_upright(grid: &Grid, routes: &mut [(Columns, Route)]) {
    let mut legs = Vec::new();
    for (at, (columns, route)) in (0_u32..).zip(routes.iter()) {
        let (first_to, last_from) = route.headings();
        let first = (columns.first_gutter(), false, route.start.y, first_to);
        let last = route.across.map(|_| (columns.last_gutter(), true, last_from, route.end.y));
        for (gutter, is_last, from, to) in std::iter::once(first).chain(last) {
            if (from - to).abs() < TOUCH {
                continue;
            }
            let goes_down = if columns.is_forward() { to > from } else { from > to };
            let rank = if goes_down { -(from + to) } else { from + to };
            legs.push(Leg { route: at, is_last, gap: gutter as u32, from: from.min(to), to: from.max(to), rank });
        }
    }
    let mut moved: Vec<(u32, bool, f32)> = Vec::new();
    in_runs(&mut legs, |run| {
        let Some(gutter) = run.first().and_then(|leg| grid.gutters.get(leg.gap as usize)) else { return };
        let room = gutter.to - gutter.from - 1.25 * grid.gap;
        place(run, (room, APART), |leg, by| moved.push((leg.route, leg.is_last, by)));
    });
    for (at, is_last, by) in moved {
        let Some((_, route)) = routes.get_mut(at as usize) else { continue };
        match (&mut route.across, is_last) {
            (Some(across), true) => across.last_x += by,
            (Some(_) | None, _) => route.first_x += by,
        }
    }
}

/// Visits the runs of legs that hang together by overlapping in one gap.
fn in_runs(legs: &mut [Leg], mut visit: impl FnMut(&mut [Leg])) {
    legs.sort_unstable_by(|a, b| a.gap.cmp(&b.gap).then(a.from.total_cmp(&b.from)).then(a.route.cmp(&b.route)));
    let mut rest = legs;
    while let Some(first) = rest.first() {
        let (gap, mut to) = (first.gap, first.to);
        let mut len = 1;
        while let Some(next) = rest.get(len).filter(|next| next.gap == gap && next.from < to - TOUCH) {
            to = to.max(next.to);
            len += 1;
        }
        let (run, after) = rest.split_at_mut(len);
        if (2..=MOST).contains(&len) {
            visit(run);
        }
        rest = after;
    }
}

/// Gives legs of one gap tracks, so that those that overlap have different ones, and says by how far each moves: the
/// tracks share the room, but lie no farther apart than that.
fn place(run: &mut [Leg], (room, apart): (f32, f32), mut moved: impl FnMut(&Leg, f32)) {
    run.sort_unstable_by(|a, b| a.rank.total_cmp(&b.rank).then(a.route.cmp(&b.route)));
    let mut tracks: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut track_of = Vec::with_capacity(run.len());
    for leg in run.iter() {
        let is_free =
            |taken: &Vec<(f32, f32)>| taken.iter().all(|(from, to)| leg.from >= to - TOUCH || leg.to <= from + TOUCH);
        let track = tracks.iter().position(is_free).unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks.get_mut(track).into_iter().for_each(|taken| taken.push((leg.from, leg.to)));
        track_of.push(track);
    }
    let last = tracks.len().saturating_sub(1).max(1) as f32;
    let apart = (room / last).clamp(0.0, apart);
    for (leg, track) in run.iter().zip(track_of) {
        moved(leg, (track as f32 - last / 2.0) * apart);
    }
}
