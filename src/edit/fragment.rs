//! The clipboard's content: items detached from any project, and their form as plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Whole;
use crate::base::Bitmap;
use crate::model::{
    Card, CardId, Channel, Connector, Item, LaneId, LaneKind, Persona, PersonaId, Place, Project, Segment, SegmentId,
    StageId, Sticky, Touchpoint, TouchpointId,
};

/// Copied items and the connectors between them, detached from any project.
///
/// Ids tell the items apart and say what the connectors join, nothing more. Of a place only two things count:
/// `column`, the step of the item, counted from the first step that was copied from; and `order`, its rank from the
/// top within the step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    pub touchpoints: Vec<Touchpoint>,
    /// Each with the kind of the lane that it came from.
    pub cards: Vec<(Card, LaneKind)>,
    pub connectors: Vec<Connector>,
    /// Their spots count from the edge of the map that they were copied from.
    pub stickies: Vec<Sticky>,
    /// What the cards show.
    pub pictures: Vec<Arc<Bitmap>>,
    /// Whom and what the touchpoints speak of, so that another project can find its own by name.
    pub personas: Vec<Arc<Persona>>,
    pub segments: Vec<Arc<Segment>>,
    /// The stages and lanes that were copied with all they hold; then places and spots are those of their map.
    pub whole: Option<Whole>,
}

impl Fragment {
    /// The touchpoint as that project may have it: personas and segments that it does not know are left out.
    pub(super) fn at_home_in(&self, project: &Project, touchpoint: &Touchpoint) -> Touchpoint {
        let persona_at_home = |id: PersonaId| {
            let name = &self.personas.iter().find(|persona| persona.id == id)?.name;
            let has_name = |persona: &&Arc<Persona>| persona.name == *name;
            let same = project.personas.get(&id).filter(has_name);
            same.or_else(|| project.personas.values().find(has_name)).map(|persona| persona.id)
        };
        let segment_at_home = |id: SegmentId| {
            let name = &self.segments.iter().find(|segment| segment.id == id)?.name;
            project.segments.values().find(|segment| segment.name == *name).map(|segment| segment.id)
        };
        let emotions = touchpoint.emotions.iter().filter_map(|(persona, emotion)| match persona {
            None => Some((None, *emotion)),
            Some(id) => persona_at_home(*id).map(|id| (Some(id), *emotion)),
        });
        Touchpoint {
            emotions: emotions.collect(),
            personas: touchpoint.personas.iter().filter_map(|id| persona_at_home(*id)).collect(),
            segments: touchpoint.segments.iter().filter_map(|id| segment_at_home(*id)).collect(),
            ..touchpoint.clone()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.touchpoints.is_empty() && self.cards.is_empty() && self.stickies.is_empty() && self.whole.is_none()
    }

    /// The places of touchpoints and cards.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        let touchpoints = self.touchpoints.iter().map(|touchpoint| touchpoint.place);
        touchpoints.chain(self.cards.iter().map(|(card, _)| card.place))
    }
}

/// Copies items in reading order, with the connectors that join two of them. Items that are gone are left out.
/// Figures are not copied: they were measured at the original.
pub fn copy(project: &Project, items: &[Item]) -> Fragment {
    let wanted: BTreeSet<Item> = items.iter().copied().collect();
    let mut found: Vec<Item> = Vec::with_capacity(wanted.len());
    for journey in project.journey_order.iter() {
        found.extend(project.items_in_reading_order(*journey).into_iter().filter(|item| wanted.contains(item)));
    }
    let step_of = steps(project, &found);
    let mut rank_in_step: BTreeMap<u32, u32> = BTreeMap::new();
    let mut fragment = Fragment::default();
    for item in &found {
        let Some(place) = project.place_of(*item) else { continue };
        let column = step_of.get(&(place.stage, place.column)).copied().unwrap_or(0);
        let rank = rank_in_step.entry(column).or_insert(0);
        let place = Place { column, order: *rank, ..place };
        *rank += 1;
        match item {
            Item::Touchpoint(id) => {
                let touchpoint = project.touchpoints.get(id).map(Arc::as_ref);
                fragment.touchpoints.extend(touchpoint.map(|touchpoint| Touchpoint { place, ..touchpoint.clone() }));
            }
            Item::Card(id) => {
                let kind = project.lanes.get(&place.lane).map_or(LaneKind::Notes, |lane| lane.kind);
                let card = project.cards.get(id).map(Arc::as_ref);
                fragment.cards.extend(card.map(|card| (Card { place, ..card.clone() }, kind)));
            }
        }
    }
    let has = |id: TouchpointId| wanted.contains(&Item::Touchpoint(id));
    let joining = project.connectors.values().filter(|connector| has(connector.from) && has(connector.to));
    fragment.connectors = joining.map(|connector| Connector::clone(connector)).collect();
    let pictures: BTreeSet<_> = fragment.cards.iter().filter_map(|(card, _)| card.picture()).collect();
    fragment.pictures = pictures.iter().filter_map(|hash| project.pictures.get(hash).cloned()).collect();
    let touchpoints = fragment.touchpoints.iter();
    let personas: BTreeSet<PersonaId> = touchpoints
        .clone()
        .flat_map(|touchpoint| touchpoint.emotions.keys().flatten().chain(&touchpoint.personas).copied())
        .collect();
    fragment.personas = personas.iter().filter_map(|id| project.personas.get(id).cloned()).collect();
    let segments: BTreeSet<SegmentId> =
        touchpoints.flat_map(|touchpoint| touchpoint.segments.iter().copied()).collect();
    fragment.segments = segments.iter().filter_map(|id| project.segments.get(id).cloned()).collect();
    fragment
}

/// One touchpoint or card per line that says something, in one step. Marks of a list ("- ", "• ") are left out.
pub fn fragment_from_text(text: &str, kind: LaneKind) -> Fragment {
    let mut fragment = Fragment::default();
    let lines = lines_of(text);
    for ((line, order), id) in lines.zip(0_u32..).zip(0_u64..) {
        let place = Place { stage: StageId(0), lane: LaneId(0), column: 0, order };
        if kind == LaneKind::Touchpoints {
            fragment.touchpoints.push(Touchpoint::new(TouchpointId(id), line, Channel::Other, place));
        } else {
            fragment.cards.push((Card::new(CardId(id), place, line), kind));
        }
    }
    fragment
}

/// The lines of a text that say something, without marks of a list ("- ", "• ").
pub fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(without_list_mark).filter(|line| !line.is_empty())
}

/// The items as plain text, one a line, in reading order, and the stickies after them; before them the names of stages
/// and lanes that were copied whole.
pub fn text_of(fragment: &Fragment) -> String {
    let touchpoints = fragment.touchpoints.iter().map(|touchpoint| (touchpoint.place, touchpoint.title.as_str()));
    let cards = fragment.cards.iter().map(|(card, _)| (card.place, card.text.as_str()));
    let mut lines: Vec<(Place, &str)> = touchpoints.chain(cards).collect();
    match &fragment.whole {
        Some(whole) => lines.sort_by_key(|(place, _)| whole.rank(*place)),
        None => lines.sort_by_key(|(place, _)| (place.column, place.order)),
    }
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let names = fragment.whole.iter().flat_map(Whole::names);
    let items = names.chain(lines.into_iter().map(|(_, text)| text));
    let all = items.chain(fragment.stickies.iter().map(|sticky| sticky.text.as_str()));
    all.map(one_line).collect::<Vec<_>>().join("\n")
}

/// The steps that the items lie in, counted from 0 in the order of the map.
fn steps(project: &Project, items: &[Item]) -> BTreeMap<(StageId, u32), u32> {
    let mut in_order: Vec<(Option<usize>, Option<usize>, StageId, u32)> = Vec::with_capacity(items.len());
    for place in items.iter().filter_map(|item| project.place_of(*item)) {
        let journey = project.stages.get(&place.stage).map(|stage| stage.journey);
        let tab = project.journey_order.iter().position(|id| Some(*id) == journey);
        let stages = journey.and_then(|id| project.journeys.get(&id)).map(|journey| &journey.stages);
        let stage = stages.and_then(|stages| stages.iter().position(|id| *id == place.stage));
        in_order.push((tab, stage, place.stage, place.column));
    }
    in_order.sort_unstable();
    in_order.dedup();
    in_order.into_iter().map(|(_, _, stage, column)| (stage, column)).zip(0..).collect()
}

fn without_list_mark(line: &str) -> &str {
    let line = line.trim();
    ["- ", "* ", "• ", "– "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start()
}
