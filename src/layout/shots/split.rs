//! One shot taken apart by hand into several that show more closely what it shows.

use super::super::map::Map;
use super::divide::{in_parts, parts};
use super::frame_of;
use super::legible::Seen;
use crate::base::vec2;
use crate::model::{Shot, ShotFrame};

/// The shots that take this one's place: by stage, then what can be read of each, then card by card. Empty where it
/// shows one thing only. They keep its look, and the first its notes.
pub fn split(map: &Map, shot: &Shot, seen: Seen) -> Vec<Shot> {
    let frames = closer(map, &shot.frame, seen);
    if frames.len() < 2 { Vec::new() } else { in_parts(shot, frames) }
}

fn closer(map: &Map, frame: &ShotFrame, seen: Seen) -> Vec<ShotFrame> {
    match frame {
        ShotFrame::Whole => {
            let stages: Vec<ShotFrame> = map.stages().map(|(id, _)| ShotFrame::stage(id)).collect();
            if stages.len() > 1 { stages } else { parts(map, frame, seen) }
        }
        ShotFrame::Cells { stages, lanes, steps } => {
            let shown: Vec<_> = map.stages().map(|(id, _)| id).filter(|id| stages.contains(id)).collect();
            if shown.len() > 1 {
                let one = |id| ShotFrame::Cells { stages: [id].into(), lanes: lanes.clone(), steps: None };
                return shown.into_iter().map(one).collect();
            }
            let found = parts(map, frame, seen);
            if found.len() > 1 || lanes.len() == 1 {
                return found;
            }
            // It can be read already, or not any better: lane by lane then.
            let framed = map.lanes().map(|(id, ..)| id).filter(|id| lanes.is_empty() || lanes.contains(id));
            let one = |id| ShotFrame::Cells { stages: stages.clone(), lanes: [id].into(), steps: *steps };
            framed.map(one).collect()
        }
        ShotFrame::Items(items) => {
            let found = parts(map, frame, seen);
            if found.len() > 1 { found } else { items.iter().map(|item| ShotFrame::Items([*item].into())).collect() }
        }
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
