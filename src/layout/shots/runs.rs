//! Things in a row put together in runs, each of which can be read when it fills a picture. Pure arithmetic.

use std::ops::Range;

/// One thing of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thing {
    /// How long it is, in points of the map.
    pub length: f32,
    /// The smallest text in it, in points; infinite without text.
    pub text: f32,
    /// Whether a run should rather begin here than within.
    pub is_start: bool,
}

/// As few runs as can be, and all about as long. `room` is how long a run may be for each point of its smallest text,
/// `beside` what stands beside every run. A thing that is too long alone is a run of its own.
pub fn runs(things: &[Thing], beside: f32, room: f32) -> Vec<Range<usize>> {
    let most = greedy(things, beside, room);
    let (mut low, mut high) = (0.0_f32, 1.0_f32);
    // The tightest room that makes no more runs, so that none is left with a small rest.
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if greedy(things, beside, room * middle).len() > most.len() {
            low = middle;
        } else {
            high = middle;
        }
    }
    let runs = greedy(things, beside, room * high);
    let is_start = |at: usize| things.get(at).is_some_and(|thing| thing.is_start);
    let has_starts = (1..things.len()).any(is_start);
    let breaks_within = runs.iter().skip(1).any(|run| !is_start(run.start));
    if !has_starts || !breaks_within {
        return runs;
    }
    let whole = at_starts(things, beside, room);
    if whole.len() <= runs.len() { whole } else { runs }
}

fn greedy(things: &[Thing], beside: f32, room: f32) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let (mut length, mut text) = (beside, f32::INFINITY);
    for (at, thing) in things.iter().enumerate() {
        let (longer, smaller) = (length + thing.length, text.min(thing.text));
        match runs.last_mut() {
            Some(run) if longer <= room * smaller => {
                run.end = at + 1;
                (length, text) = (longer, smaller);
            }
            Some(_) | None => {
                runs.push(at..at + 1);
                (length, text) = (beside + thing.length, thing.text);
            }
        }
    }
    runs
}

/// The same, but broken only where things begin, unless what lies between two of them is too long itself.
fn at_starts(things: &[Thing], beside: f32, room: f32) -> Vec<Range<usize>> {
    let mut units: Vec<Range<usize>> = Vec::new();
    for (at, thing) in things.iter().enumerate() {
        match units.last_mut() {
            Some(unit) if !thing.is_start => unit.end = at + 1,
            Some(_) | None => units.push(at..at + 1),
        }
    }
    let measured = |range: &Range<usize>| {
        let own = things.get(range.clone()).unwrap_or_default();
        let text = own.iter().map(|thing| thing.text).fold(f32::INFINITY, f32::min);
        Thing { length: own.iter().map(|thing| thing.length).sum(), text, is_start: true }
    };
    let as_things: Vec<Thing> = units.iter().map(measured).collect();
    let joined = greedy(&as_things, beside, room);
    let joined = joined.into_iter().filter_map(|run| {
        let (first, last) = (units.get(run.start)?, units.get(run.end.checked_sub(1)?)?);
        Some(first.start..last.end)
    });
    joined
        .flat_map(|run| {
            let Thing { length, text, .. } = measured(&run);
            let own = things.get(run.clone()).unwrap_or_default();
            let is_whole = beside + length <= room * text;
            let within = if is_whole { Vec::new() } else { greedy(own, beside, room) };
            let within = within.into_iter().map(|part| run.start + part.start..run.start + part.end);
            let parts: Vec<Range<usize>> =
                if is_whole { std::iter::once(run.clone()).collect() } else { within.collect() };
            parts
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(length: f32, is_start: bool) -> Thing {
        Thing { length, text: 10.0, is_start }
    }

    #[test]
    fn runs_are_few_even_and_break_where_something_begins() {
        let row = |lengths: &[f32]| lengths.iter().map(|length| thing(*length, false)).collect::<Vec<_>>();
        let cases: [(&[f32], &[Range<usize>]); 4] = [
            (&[], &[]),
            (&[40.0, 40.0, 40.0, 10.0], &[0..2, 2..4]),
            (&[30.0, 30.0, 30.0, 30.0], &[0..2, 2..4]),
            (&[500.0, 10.0], &[0..1, 1..2]),
        ];
        for (lengths, expected) in cases {
            assert_eq!(runs(&row(lengths), 0.0, 10.0), expected, "{lengths:?}");
        }
        assert_eq!(runs(&row(&[45.0, 45.0]), 0.0, 10.0).len(), 1);
        assert_eq!(runs(&row(&[45.0, 45.0]), 20.0, 10.0), [0..1, 1..2], "what stands beside takes its room");
        let mut small = row(&[40.0, 40.0]);
        small[1].text = 5.0;
        assert_eq!(runs(&small, 0.0, 10.0), [0..1, 1..2], "small text needs to be nearer");
        let stages = [thing(40.0, true), thing(30.0, false), thing(40.0, true), thing(20.0, false)];
        assert_eq!(runs(&stages, 0.0, 10.0), [0..2, 2..4]);
    }
}
