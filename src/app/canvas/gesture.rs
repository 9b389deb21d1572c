//! Gestures of the pointer: what was grabbed, and what letting go would do. Each outcome is computed from the state
//! in which the gesture began and from where the pointer is now, never step by step. Pure: no input, no drawing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::camera::Camera;
use crate::base::{Pos2, Rect, Vec2};
use crate::edit::{
    ConnectorChange, Edit, HeaderChange, Placement, Selection, TouchpointChange, build, change_headers, stickies,
};
use crate::layout::{Extent, FaceSpot, GroupValue, ItemClass, Map};
use crate::model::{
    CARD_WIDTHS, ConnectorId, Emotion, Item, LANE_HEIGHTS, LaneId, Project, Spot, StageId, StickyId, Subject,
    Touchpoint, TouchpointId, TouchpointType,
};

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

/// An end of a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectorEnd {
    From,
    To,
}

/// What the pointer is doing.
#[derive(Clone, Default)]
pub enum Gesture {
    #[default]
    Idle,
    /// The map is held and moved under the pointer.
    Panning {
        camera: Camera,
        press_in_screen: Pos2,
    },
    /// A rectangle is drawn around what shall be selected, in addition to `base`.
    Marquee {
        start: Start,
        base: Selection,
    },
    /// Items are moved, or copied. `grabbed` is the one under the pointer.
    MovingItems {
        start: Start,
        grabbed: Item,
        items: Vec<Item>,
    },
    /// A face is moved up and down its lane.
    MovingFace {
        start: Start,
        face: FaceSpot,
    },
    /// Stickies are moved, or copied. `grabbed` is the one under the pointer.
    MovingStickies {
        start: Start,
        grabbed: StickyId,
        stickies: Vec<StickyId>,
    },
    MovingStage {
        start: Start,
        stage: StageId,
    },
    MovingLane {
        start: Start,
        lane: LaneId,
    },
    /// The edge of a header is dragged: a stage's cards become wider, or a lane taller, and so do the others with it.
    Resizing {
        start: Start,
        grabbed: Subject,
        resized: Vec<Subject>,
        extent: Extent,
    },
    /// A connector is drawn from a touchpoint.
    Connecting {
        start: Start,
        from: TouchpointId,
    },
    /// An end of a connector is led to another touchpoint.
    Reconnecting {
        start: Start,
        connector: ConnectorId,
        end: ConnectorEnd,
    },
    /// A type of touchpoint comes from the library.
    Dropping {
        start: Start,
        kind: &'static TouchpointType,
    },
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
    /// The last is the group that they become part of, by its rank in a lane with groups.
    Items(Placement, MoveMode, Option<usize>),
    /// So far from where they lie, in whole points.
    Stickies(Vec2, MoveMode),
    /// Before the stage of that index.
    Stage(usize),
    /// Above the lane of that index.
    Lane(usize),
    /// To that touchpoint.
    Touchpoint(TouchpointId),
    /// So large, in points at 100%.
    Size(u16),
    /// To that height.
    Emotion(Emotion),
}

impl Slot {
    /// The touchpoint that a connector would lead to or from.
    pub fn touchpoint(self) -> Option<TouchpointId> {
        match self {
            Self::Touchpoint(id) => Some(id),
            Self::Items(..)
            | Self::Stage(_)
            | Self::Lane(_)
            | Self::Size(_)
            | Self::Emotion(_)
            | Self::Stickies(..) => None,
        }
    }
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
            | Self::MovingFace { start, .. }
            | Self::MovingStickies { start, .. }
            | Self::MovingStage { start, .. }
            | Self::MovingLane { start, .. }
            | Self::Resizing { start, .. }
            | Self::Connecting { start, .. }
            | Self::Reconnecting { start, .. }
            | Self::Dropping { start, .. } => Some(start),
        }
    }

    /// What is dragged, if it is one card or one sticky.
    pub fn grabbed_alone(&self) -> Option<Subject> {
        match self {
            Self::MovingItems { grabbed, items, .. } => (items.len() == 1).then_some(Subject::Item(*grabbed)),
            Self::MovingStickies { grabbed, stickies, .. } => {
                (stickies.len() == 1).then_some(Subject::Sticky(*grabbed))
            }
            Self::Idle
            | Self::Panning { .. }
            | Self::MovingFace { .. }
            | Self::Resizing { .. }
            | Self::Marquee { .. }
            | Self::MovingStage { .. }
            | Self::MovingLane { .. }
            | Self::Connecting { .. }
            | Self::Reconnecting { .. }
            | Self::Dropping { .. } => None,
        }
    }

    /// What is dragged from its place, and where in the map its upper left corner is carried; of very many only the
    /// first. `None` while no card or sticky is dragged.
    pub fn carried(&self, pointer_in_map: Pos2) -> Option<BTreeMap<Subject, Pos2>> {
        const MOST_CARRIED: usize = 100;
        let (start, subjects): (_, Vec<Subject>) = match self {
            Self::MovingItems { start, items, .. } => {
                (start, items.iter().take(MOST_CARRIED).map(|item| Subject::Item(*item)).collect())
            }
            Self::MovingStickies { start, stickies, .. } => {
                (start, stickies.iter().take(MOST_CARRIED).map(|id| Subject::Sticky(*id)).collect())
            }
            Self::Idle
            | Self::Panning { .. }
            | Self::Marquee { .. }
            | Self::MovingFace { .. }
            | Self::MovingStage { .. }
            | Self::MovingLane { .. }
            | Self::Resizing { .. }
            | Self::Connecting { .. }
            | Self::Reconnecting { .. }
            | Self::Dropping { .. } => return None,
        };
        let by = pointer_in_map - start.press_in_map;
        Some(subjects.into_iter().filter_map(|it| Some((it, start.map.rect_of(it)?.min + by))).collect())
    }

    /// Whether the view runs when the pointer comes near an edge.
    pub fn runs_at_edges(&self) -> bool {
        self.start().is_some() && !matches!(self, Self::MovingFace { .. })
    }

    /// Where the pointer would put what is dragged, or `None` where nothing would happen.
    pub fn slot(&self, pointer_in_map: Pos2, mode: MoveMode) -> Option<Slot> {
        match self {
            Self::Idle | Self::Panning { .. } | Self::Marquee { .. } => None,
            Self::MovingItems { start, grabbed, .. } => {
                let placement = start.map.drop_at(pointer_in_map, ItemClass::of(*grabbed))?;
                let group = match (mode, ItemClass::of(*grabbed)) {
                    (MoveMode::Move, ItemClass::Touchpoint) => start.map.group_at(placement.lane, pointer_in_map.y),
                    (MoveMode::Copy, _) | (_, ItemClass::Card) => None,
                };
                Some(Slot::Items(placement, mode, group))
            }
            Self::MovingFace { start, face } => {
                // It keeps under the pointer what was under it when it was grabbed.
                let y = face.center.y + pointer_in_map.y - start.press_in_map.y;
                start.map.emotion_at(face.key.lane, y).map(Slot::Emotion)
            }
            Self::Dropping { start, .. } => {
                let placement = start.map.drop_in_fitting_lane(pointer_in_map, ItemClass::Touchpoint)?;
                Some(Slot::Items(placement, MoveMode::Move, None))
            }
            Self::MovingStickies { start, .. } => {
                Some(Slot::Stickies((pointer_in_map - start.press_in_map).round(), mode))
            }
            Self::MovingStage { start, .. } => start.map.stage_drop(pointer_in_map.x).map(Slot::Stage),
            Self::MovingLane { start, .. } => start.map.lane_drop(pointer_in_map.y).map(Slot::Lane),
            Self::Resizing { start, grabbed, extent, .. } => {
                let by = pointer_in_map - start.press_in_map;
                let (by, sizes) = match grabbed {
                    Subject::Stage(_) => (by.x / extent.parts.max(1) as f32, CARD_WIDTHS),
                    Subject::Lane(_) => (by.y, LANE_HEIGHTS),
                    Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => return None,
                };
                let size = (extent.size + by).round().clamp(f32::from(*sizes.start()), f32::from(*sizes.end()));
                Some(Slot::Size(size as u16))
            }
            Self::Connecting { start, from } => match start.map.item_at(pointer_in_map)? {
                Item::Touchpoint(to) if to != *from => Some(Slot::Touchpoint(to)),
                Item::Touchpoint(_) | Item::Card(_) => None,
            },
            Self::Reconnecting { start, connector, end } => {
                let Item::Touchpoint(there) = start.map.item_at(pointer_in_map)? else { return None };
                let (from, to) = reconnected(&start.project, *connector, *end, there)?;
                // Where it leads already nothing would happen.
                let record = start.project.connectors.get(connector)?;
                (from != to && (from, to) != (record.from, record.to)).then_some(Slot::Touchpoint(there))
            }
        }
    }

    /// What letting go there would do.
    pub fn outcome(&self, slot: Slot) -> Option<Outcome> {
        match (self, slot) {
            (Self::MovingItems { start, items, grabbed }, Slot::Items(placement, MoveMode::Move, group)) => {
                let edit = moved(start, items, placement, group);
                let select = Selection { focus: Some(Subject::Item(*grabbed)), ..Selection::of(items.iter().copied()) };
                Some(Outcome { edit, select, landing: items.clone() })
            }
            (Self::MovingItems { start, items, .. }, Slot::Items(placement, MoveMode::Copy, _)) => {
                let (edit, copies) = build::copy_items_to(&start.project, items, placement);
                Some(Outcome { edit, select: Selection::of(copies.iter().copied()), landing: copies })
            }
            (Self::Dropping { start, kind }, Slot::Items(placement, ..)) => {
                let (edit, id) = build::new_touchpoint(&start.project, kind, placement);
                let item = Item::Touchpoint(id);
                Some(Outcome { edit, select: Selection::only(item), landing: vec![item] })
            }
            (Self::MovingStickies { start, grabbed, stickies }, Slot::Stickies(by, mode)) => {
                let spots = stickies.iter().filter_map(|id| Some((*id, start.map.spot_moved(*id, by)?)));
                let spots: Vec<(StickyId, Spot)> = spots.collect();
                let (edit, select) = match mode {
                    MoveMode::Move => {
                        let moved = Selection::of(stickies.iter().map(|id| Subject::Sticky(*id)));
                        let focus = Some(Subject::Sticky(*grabbed));
                        (stickies::move_stickies(spots), Selection { focus, ..moved })
                    }
                    MoveMode::Copy => {
                        let (edit, copies) = stickies::copy_stickies_to(&start.project, &spots);
                        (edit, Selection::of(copies.into_iter().map(Subject::Sticky)))
                    }
                };
                Some(Outcome { edit, select, landing: Vec::new() })
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
            (Self::Resizing { start, grabbed, resized, .. }, Slot::Size(size)) => {
                let edit = change_headers(&start.project, resized.iter().copied(), HeaderChange::Size(Some(size)))?;
                let select = Selection { focus: Some(*grabbed), ..Selection::of(resized.iter().copied()) };
                Some(Outcome { edit, select, landing: Vec::new() })
            }
            (Self::Connecting { start, from }, Slot::Touchpoint(to)) => {
                let (edit, id) = build::connect(&start.project, *from, to);
                Some(Outcome { edit, select: Selection::only(Subject::Connector(id)), landing: Vec::new() })
            }
            (Self::MovingFace { face, .. }, Slot::Emotion(emotion)) => Some(Outcome {
                edit: super::emotion::change(face.key, Some(emotion)),
                select: Selection::only(face.key.touchpoint),
                landing: Vec::new(),
            }),
            (Self::Reconnecting { start, connector, end }, Slot::Touchpoint(there)) => {
                let (from, to) = reconnected(&start.project, *connector, *end, there)?;
                let change = ConnectorChange::Ends { from, to };
                let edit = Edit::ChangeConnectors { connectors: vec![*connector], change };
                Some(Outcome { edit, select: Selection::only(Subject::Connector(*connector)), landing: Vec::new() })
            }
            (
                _,
                Slot::Items(..)
                | Slot::Stage(_)
                | Slot::Lane(_)
                | Slot::Touchpoint(_)
                | Slot::Size(_)
                | Slot::Emotion(_)
                | Slot::Stickies(..),
            ) => None,
        }
    }

    /// Where the map opens to take in what is dragged, in the map of the gesture's start.
    pub fn mark(&self, slot: Slot) -> Option<Rect> {
        let map = &self.start()?.map;
        match slot {
            Slot::Items(placement, _, group) => map.insertion_mark_in_group(&placement, group),
            Slot::Stage(to) => map.stage_mark(to),
            Slot::Lane(to) => map.lane_mark(to),
            Slot::Touchpoint(_) | Slot::Size(_) | Slot::Emotion(_) | Slot::Stickies(..) => None,
        }
    }
}

/// The move, and what makes the items part of the group where they are let go: its channel, owner or persona. Only what
/// comes for several personas stays with all of them.
fn moved(start: &Start, items: &[Item], placement: Placement, group: Option<usize>) -> Edit {
    let project = &start.project;
    let edit = Edit::MoveItems { items: items.to_vec(), placement };
    let Some(value) = group.and_then(|group| start.map.group_value(placement.lane, group)) else { return edit };
    let touchpoints = items.iter().filter_map(|item| match item {
        Item::Touchpoint(id) => project.touchpoints.get(id),
        Item::Card(_) => None,
    });
    let joins = |touchpoint: &Touchpoint| match value {
        GroupValue::Channel(channel) => touchpoint.channel != *channel,
        GroupValue::Owner(owner) => touchpoint.owner.trim() != owner,
        GroupValue::Persona(persona) => {
            touchpoint.personas.len() < 2 && touchpoint.personas.first() != persona.as_ref()
        }
    };
    let change = match value {
        GroupValue::Channel(channel) => TouchpointChange::Channel(*channel),
        GroupValue::Owner(owner) => TouchpointChange::Owner(owner.clone()),
        GroupValue::Persona(persona) => TouchpointChange::Personas(persona.iter().copied().collect()),
    };
    let joining: Vec<TouchpointId> = touchpoints.filter(|touchpoint| joins(touchpoint)).map(|t| t.id).collect();
    if joining.is_empty() {
        return edit;
    }
    let change = Edit::ChangeTouchpoints { touchpoints: joining, change };
    Edit::Batch { label: "Move to another group".to_owned(), edits: vec![edit, change] }
}

/// The touchpoints that a connector links once one of its ends leads there.
fn reconnected(
    project: &Project,
    connector: ConnectorId,
    end: ConnectorEnd,
    there: TouchpointId,
) -> Option<(TouchpointId, TouchpointId)> {
    let record = project.connectors.get(&connector)?;
    Some(match end {
        ConnectorEnd::From => (there, record.to),
        ConnectorEnd::To => (record.from, there),
    })
}

/// What a marquee selects: what it touches, in addition to what was selected before.
pub fn marquee_selection(map: &Map, base: &Selection, rect_in_map: Rect) -> Selection {
    let mut selection = base.clone();
    let touched = map.items_in(rect_in_map);
    if let Some(first) = touched.first() {
        selection.focus = Some(Subject::Item(*first));
    }
    selection.subjects.extend(touched.into_iter().map(Subject::Item));
    for sticky in map.stickies_in(rect_in_map) {
        selection.add(Subject::Sticky(sticky));
    }
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

/// What is resized when the edge of a header is grabbed: all selected headers of its kind if it is one of them.
pub fn resized_headers(selection: &Selection, grabbed: Subject) -> Vec<Subject> {
    if !selection.contains(grabbed) {
        return vec![grabbed];
    }
    let is_like = |subject: &&Subject| std::mem::discriminant(*subject) == std::mem::discriminant(&grabbed);
    selection.subjects.iter().filter(is_like).copied().collect()
}

/// What is dragged when a sticky is grabbed: all that are selected if it is one of them.
pub fn grabbed_stickies(selection: &Selection, grabbed: StickyId) -> Vec<StickyId> {
    if selection.contains(Subject::Sticky(grabbed)) { selection.stickies() } else { vec![grabbed] }
}

/// What is dragged when an item is grabbed: the whole selection if the item is part of it.
pub fn grabbed_items(selection: &Selection, grabbed: Item) -> Vec<Item> {
    if selection.contains(Subject::Item(grabbed)) { selection.items() } else { vec![grabbed] }
}

#[cfg(test)]
mod tests;
