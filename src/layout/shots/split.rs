//! One shot taken apart into several that show more closely what it shows.

use std::collections::BTreeSet;

use super::super::map::Map;
use super::frame_of;
use crate::base::{Rect, vec2};
use crate::model::{Item, LaneId, Shot, ShotFrame, StageId};

/// The shots that take this one's place, closer by about that factor at least where the map allows it: by stage, then by
/// lanes, then by step, then card by card. Empty where it shows one thing only. They keep its look, and the first its
/// notes.
pub fn split(map: &Map, shot: &Shot, closer: f32) -> Vec<Shot> {
    let frames = parts(map, &shot.frame, closer);
    if frames.len() < 2 {
        return Vec::new();
    }
    let part = |(at, frame)| Shot {
        name: String::new(),
        notes: if at == 0 { shot.notes.clone() } else { String::new() },
        frame,
        is_around_dimmed: true,
        ..shot.clone()
    };
    frames.into_iter().enumerate().map(part).collect()
}

fn parts(map: &Map, frame: &ShotFrame, closer: f32) -> Vec<ShotFrame> {
    match frame {
        ShotFrame::Whole => {
            let stages: Vec<ShotFrame> = map.stages().map(|(id, _)| ShotFrame::stage(id)).collect();
            if stages.len() > 1 { stages } else { by_lanes(map, &BTreeSet::new(), &all_lanes(map), closer) }
        }
        ShotFrame::Cells { stages, lanes } => {
            let shown: Vec<StageId> = map.stages().map(|(id, _)| id).collect();
            let shown: Vec<StageId> = shown.into_iter().filter(|id| stages.is_empty() || stages.contains(id)).collect();
            if shown.len() > 1 {
                let one = |id| ShotFrame::Cells { stages: BTreeSet::from([id]), lanes: lanes.clone() };
                return shown.into_iter().map(one).collect();
            }
            let all = all_lanes(map);
            let of_it: Vec<_> = all.into_iter().filter(|(id, _)| lanes.is_empty() || lanes.contains(id)).collect();
            if of_it.len() > 1 { by_lanes(map, stages, &of_it, closer) } else { by_step(map, frame) }
        }
        ShotFrame::Items(items) => items.iter().map(|item| ShotFrame::Items(BTreeSet::from([*item]))).collect(),
        ShotFrame::Region { .. } => {
            let whole = frame_of(map, frame);
            let halves = if whole.width() >= whole.height() {
                [vec2(0.0, 0.0), vec2(whole.width() / 2.0, 0.0)]
                    .map(|by| (by, vec2(whole.width() / 2.0, whole.height())))
            } else {
                [vec2(0.0, 0.0), vec2(0.0, whole.height() / 2.0)]
                    .map(|by| (by, vec2(whole.width(), whole.height() / 2.0)))
            };
            halves.map(|(by, size)| ShotFrame::Region { corner: map.anchor(whole.min + by), size }).into()
        }
    }
}

fn all_lanes(map: &Map) -> Vec<(LaneId, Rect)> {
    map.lanes().map(|(id, _, rect)| (id, rect)).collect()
}

/// Runs of lanes, each about as high as the whole height by that factor, and of one lane at least.
fn by_lanes(map: &Map, stages: &BTreeSet<StageId>, lanes: &[(LaneId, Rect)], closer: f32) -> Vec<ShotFrame> {
    let height: f32 = lanes.iter().map(|(_, rect)| rect.height()).sum();
    let most = height / closer.clamp(1.5, lanes.len().max(2) as f32);
    let mut runs: Vec<(BTreeSet<LaneId>, f32)> = Vec::new();
    for (lane, rect) in lanes {
        match runs.last_mut() {
            Some((run, filled)) if *filled + rect.height() <= most + map.gap() => {
                run.insert(*lane);
                *filled += rect.height();
            }
            Some(_) | None => runs.push((BTreeSet::from([*lane]), rect.height())),
        }
    }
    runs.into_iter().map(|(lanes, _)| ShotFrame::Cells { stages: stages.clone(), lanes }).collect()
}

/// The cards of a frame by the columns that they stand in.
fn by_step(map: &Map, frame: &ShotFrame) -> Vec<ShotFrame> {
    let mut steps: Vec<(f32, BTreeSet<Item>)> = Vec::new();
    let within = frame_of(map, frame);
    for item in map.items_in(within) {
        let Some(rect) = map.rect_of(item) else { continue };
        match steps.iter_mut().find(|(left, _)| (*left - rect.left()).abs() < 1.0) {
            Some((_, step)) => {
                step.insert(item);
            }
            None => steps.push((rect.left(), BTreeSet::from([item]))),
        }
    }
    steps.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    match steps.as_slice() {
        [(_, only)] => only.iter().map(|item| ShotFrame::Items(BTreeSet::from([*item]))).collect(),
        _ => steps.into_iter().map(|(_, step)| ShotFrame::Items(step)).collect(),
    }
}
