//! Gestures of the pointer: what was grabbed, and what letting go would do. Each outcome is computed from the state
//! in which the gesture began and from where the pointer is now, never step by step. Pure: no input, no drawing.

use std::sync::Arc;

use crate::app::camera::Camera;
use crate::base::{Pos2, Rect};
use crate::edit::{Edit, Placement, Selection, build};
use crate::layout::{ItemClass, Map};
use crate::model::{Item, LaneId, Project, StageId, Subject, TouchpointId, TouchpointType};

/// The state in which a gesture began. The map is the one of that moment: the preview of the gesture lays the
/// shown map out anew, and asking that one where to drop would let the answer swing.
#[derive(Clone)]
pub struct Start {
    pub project: Project,
    pub map: Arc<Map>,
    /// The document's revision; when it is another, the gesture has lost its ground.
    pub revision: u64,
    pub press_in_map: Pos2,
}

/// What the pointer is doing.
#[derive(Clone, Default)]
pub enum Gesture {
    #[default]
    Idle,
    /// The map is held and moved under the pointer.
    Panning { camera: Camera, press_in_screen: Pos2 },
    /// A rectangle is drawn around what shall be selected, in addition to `base`.
    Marquee { start: Start, base: Selection },
    /// Items are moved, or copied. `grabbed` is the one under the pointer.
    MovingItems { start: Start, grabbed: Item, items: Vec<Item> },
    MovingStage { start: Start, stage: StageId },
    MovingLane { start: Start, lane: LaneId },
    /// A connector is drawn from a touchpoint.
    Connecting { start: Start, from: TouchpointId },
    /// A type of touchpoint comes from the library.
    Dropping { start: Start, kind: &'static TouchpointType },
}

/// Whether dragged items leave their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveMode {
    Move,
    Copy,
}

/// Where letting go would put what is dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slot {
    Items(Placement, MoveMode),
    /// Before the stage of that index.
    Stage(usize),
    /// Above the lane of that index.
    Lane(usize),
    /// To that touchpoint.
    Touchpoint(TouchpointId),
}

/// What letting go would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub edit: Edit,
    /// What is selected then.
    pub select: Selection,
    /// The items whose landing place a preview shows; empty where there is none.
    pub landing: Vec<Item>,
}

impl Gesture {
    pub fn is_idle(&self) -> bool {
        matches!(self, Self::Idle)
    }

    /// The state in which the gesture began, for those that have one.
    pub fn start(&self) -> Option<&Start> {
        match self {
            Self::Idle | Self::Panning { .. } => None,
            Self::Marquee { start, .. }
            | Self::MovingItems { start, .. }
            | Self::MovingStage { start, .. }
            | Self::MovingLane { start, .. }
            | Self::Connecting { start, .. }
            | Self::Dropping { start, .. } => Some(start),
        }
    }

    /// Whether the view runs when the pointer comes near an edge.
    pub fn runs_at_edges(&self) -> bool {
        self.start().is_some()
    }

    /// Where the pointer would put what is dragged, or `None` where nothing would happen.
    pub fn slot(&self, pointer_in_map: Pos2, mode: MoveMode) -> Option<Slot> {
        match self {
            Self::Idle | Self::Panning { .. } | Self::Marquee { .. } => None,
            Self::MovingItems { start, grabbed, .. } => {
                let placement = start.map.drop_at(pointer_in_map, ItemClass::of(*grabbed))?;
                Some(Slot::Items(placement, mode))
            }
            Self::Dropping { start, .. } => {
                let placement = start.map.drop_at(pointer_in_map, ItemClass::Touchpoint)?;
                Some(Slot::Items(placement, MoveMode::Move))
            }
            Self::MovingStage { start, .. } => start.map.stage_drop(pointer_in_map.x).map(Slot::Stage),
            Self::MovingLane { start, .. } => start.map.lane_drop(pointer_in_map.y).map(Slot::Lane),
            Self::Connecting { start, from } => match start.map.item_at(pointer_in_map)? {
                Item::Touchpoint(to) if to != *from => Some(Slot::Touchpoint(to)),
                Item::Touchpoint(_) | Item::Card(_) => None,
            },
        }
    }

    /// What letting go there would do.
    pub fn outcome(&self, slot: Slot) -> Option<Outcome> {
        match (self, slot) {
            (Self::MovingItems { items, grabbed, .. }, Slot::Items(placement, MoveMode::Move)) => {
                let edit = Edit::MoveItems { items: items.clone(), placement };
                let select = Selection { focus: Some(Subject::Item(*grabbed)), ..Selection::of(items.iter().copied()) };
                Some(Outcome { edit, select, landing: items.clone() })
            }
            (Self::MovingItems { start, items, .. }, Slot::Items(placement, MoveMode::Copy)) => {
                let (edit, copies) = build::copy_items_to(&start.project, items, placement);
                Some(Outcome { edit, select: Selection::of(copies.iter().copied()), landing: copies })
            }
            (Self::Dropping { start, kind }, Slot::Items(placement, _)) => {
                let (edit, id) = build::new_touchpoint(&start.project, kind, placement);
                let item = Item::Touchpoint(id);
                Some(Outcome { edit, select: Selection::only(item), landing: vec![item] })
            }
            (Self::MovingStage { stage, .. }, Slot::Stage(to)) => Some(Outcome {
                edit: Edit::MoveStage { stage: *stage, to },
                select: Selection::only(Subject::Stage(*stage)),
                landing: Vec::new(),
            }),
            (Self::MovingLane { lane, .. }, Slot::Lane(to)) => Some(Outcome {
                edit: Edit::MoveLane { lane: *lane, to },
                select: Selection::only(Subject::Lane(*lane)),
                landing: Vec::new(),
            }),
            (Self::Connecting { start, from }, Slot::Touchpoint(to)) => {
                let (edit, id) = build::connect(&start.project, *from, to);
                Some(Outcome { edit, select: Selection::only(Subject::Connector(id)), landing: Vec::new() })
            }
            (_, Slot::Items(..) | Slot::Stage(_) | Slot::Lane(_) | Slot::Touchpoint(_)) => None,
        }
    }

    /// Where the map opens to take in what is dragged, in the map of the gesture's start.
    pub fn mark(&self, slot: Slot) -> Option<Rect> {
        let map = &self.start()?.map;
        match slot {
            Slot::Items(placement, _) => map.insertion_mark(&placement),
            Slot::Stage(to) => map.stage_mark(to),
            Slot::Lane(to) => map.lane_mark(to),
            Slot::Touchpoint(_) => None,
        }
    }
}

/// What a marquee selects: what it touches, in addition to what was selected before.
pub fn marquee_selection(map: &Map, base: &Selection, rect_in_map: Rect) -> Selection {
    let mut selection = base.clone();
    let touched = map.items_in(rect_in_map);
    if let Some(first) = touched.first() {
        selection.focus = Some(Subject::Item(*first));
    }
    selection.subjects.extend(touched.into_iter().map(Subject::Item));
    selection
}

/// What a click makes of the selection.
pub fn clicked_selection(before: &Selection, subject: Option<Subject>, extends: bool) -> Selection {
    match subject {
        Some(subject) if extends => {
            let mut selection = before.clone();
            selection.toggle(subject);
            selection
        }
        Some(subject) => Selection::only(subject),
        None if extends => before.clone(),
        None => Selection::default(),
    }
}

/// What is dragged when an item is grabbed: the whole selection if the item is part of it.
pub fn grabbed_items(selection: &Selection, grabbed: Item) -> Vec<Item> {
    if selection.contains(Subject::Item(grabbed)) { selection.items() } else { vec![grabbed] }
}
