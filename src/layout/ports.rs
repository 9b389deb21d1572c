//! Where ways begin and end on the edges of cards. Several at one edge get places of their own, in an order in which
//! they need not cross, so that each can be told from the others and pointed at.

use super::grid::{Grid, Span};
use super::route::{self, Columns, Route, Side};

/// How far apart ways stand at an edge that is long enough, in points.
pub(crate) const PORTS_APART: f32 = 10.0;

/// An end of a way at a card's edge.
struct Port {
    /// The card's rank in reading order.
    card: u32,
    side: Side,
    /// Where the way comes from or goes to: higher ones stand higher on the edge.
    heading: f32,
    /// Ways forward stand above ways back.
    is_forward: bool,
    link: u32,
    is_start: bool,
    wanted: f32,
    /// A straight way gives way to none.
    weight: f32,
}

/// A way between two cards, by their ranks, before it is moved aside.
pub(crate) struct Planned {
    pub from: usize,
    pub to: usize,
    pub columns: Columns,
    pub route: Route,
}

/// The heights at which each way leaves and arrives.
pub(crate) fn heights(grid: &Grid, planned: &[Planned]) -> Vec<(f32, f32)> {
    let mut heights: Vec<(f32, f32)> = planned.iter().map(|plan| (plan.route.start.y, plan.route.end.y)).collect();
    // Only edges that several ways share need any thought.
    let mut counts = vec![[0_u8; 2]; grid.items.len()];
    for plan in planned {
        for (card, side) in edges(plan) {
            if let Some(count) = counts.get_mut(card).and_then(|counts| counts.get_mut(side as usize)) {
                *count = count.saturating_add(1);
            }
        }
    }
    let is_shared =
        |card: usize, side: Side| counts.get(card).and_then(|counts| counts.get(side as usize)).is_some_and(|n| *n > 1);
    let mut ports = Vec::new();
    for (link, plan) in (0_u32..).zip(planned) {
        let (leaves_for, comes_from) = plan.route.headings();
        let is_forward = plan.columns.is_forward();
        let weight = if plan.route.is_straight() { 200.0 } else { 1.0 };
        let [(from, start_side), (to, end_side)] = edges(plan);
        let ends = [(from, start_side, leaves_for, plan.route.start.y), (to, end_side, comes_from, plan.route.end.y)];
        for (rank, (card, side, heading, wanted)) in ends.into_iter().enumerate() {
            if is_shared(card, side) {
                let card = card as u32;
                ports.push(Port { card, side, heading, is_forward, link, is_start: rank == 0, wanted, weight });
            }
        }
    }
    ports.sort_unstable_by(|a, b| {
        (a.card, a.side)
            .cmp(&(b.card, b.side))
            .then(a.heading.total_cmp(&b.heading))
            .then(b.is_forward.cmp(&a.is_forward))
            .then((a.link, b.is_start).cmp(&(b.link, a.is_start)))
    });
    for run in ports.chunk_by(|a, b| (a.card, a.side) == (b.card, b.side)) {
        let Some(placed) = run.first().and_then(|port| grid.items.get(port.card as usize)) else { continue };
        let wanted: Vec<(f32, f32)> = run.iter().map(|port| (port.wanted, port.weight)).collect();
        for (port, y) in run.iter().zip(spread(&wanted, route::port_span(placed.rect), PORTS_APART)) {
            if let Some((start, end)) = heights.get_mut(port.link as usize) {
                *(if port.is_start { start } else { end }) = y;
            }
        }
    }
    for ((start, end), plan) in heights.iter_mut().zip(planned) {
        // A step too small to be seen as one is none.
        const STEP: f32 = 2.0;
        if plan.columns.from != plan.columns.to && (*start - *end).abs() < STEP {
            *end = *start;
        }
    }
    heights
}

fn edges(plan: &Planned) -> [(usize, Side); 2] {
    let (start, end) = plan.columns.sides();
    [(plan.from, start), (plan.to, end)]
}

/// Places in the order given, at least `apart` from each other as far as the span has room, and as near to where each
/// wants to be as its weight can say: the weighted least squares of isotonic regression, by pooling neighbors.
fn spread(wanted: &[(f32, f32)], span: Span, apart: f32) -> Vec<f32> {
    let gaps = wanted.len().saturating_sub(1).max(1) as f32;
    let room = (span.to - span.from).max(0.0);
    let apart = apart.min(room / gaps);
    // Mean, weight and count of each pool, of what is wanted less what the order alone asks for.
    let mut pools: Vec<(f32, f32, usize)> = Vec::with_capacity(wanted.len());
    for (rank, (place, weight)) in wanted.iter().enumerate() {
        let mut pool = (place - rank as f32 * apart, *weight, 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2 + pool.2);
        }
        pools.push(pool);
    }
    let highest = (span.to - apart * wanted.len().saturating_sub(1) as f32).max(span.from);
    let bases = pools.into_iter().flat_map(|(mean, _, count)| std::iter::repeat_n(mean, count));
    bases.enumerate().map(|(rank, base)| base.clamp(span.from, highest) + rank as f32 * apart).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_at_an_edge_are_apart_and_near_to_where_they_are_wanted() {
        let span = Span { from: 0.0, to: 60.0 };
        type Case<'a> = (&'a str, &'a [(f32, f32)], &'a [f32]);
        let cases: [Case<'_>; 6] = [
            ("one", &[(30.0, 1.0)], &[30.0]),
            ("far apart already", &[(10.0, 1.0), (50.0, 1.0)], &[10.0, 50.0]),
            ("both in the middle", &[(30.0, 1.0), (30.0, 1.0)], &[25.0, 35.0]),
            ("beyond the edge", &[(-20.0, 1.0), (-10.0, 1.0)], &[0.0, 10.0]),
            ("at the other end", &[(70.0, 1.0), (70.0, 1.0)], &[50.0, 60.0]),
            ("more than there is room for", &[(30.0, 1.0); 13], &[0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0]),
        ];
        for (name, wanted, expected) in cases {
            let places = spread(wanted, span, 10.0);
            for (place, expected) in places.iter().zip(expected) {
                assert!((place - expected).abs() < 0.01, "{name}: {places:?}");
            }
        }
    }

    #[test]
    fn a_straight_way_stays_where_it_is() {
        let places = spread(&[(30.0, 200.0), (30.0, 1.0)], Span { from: 0.0, to: 60.0 }, 10.0);
        assert!((places[0] - 30.0).abs() < 0.1, "{places:?}");
    }
}
