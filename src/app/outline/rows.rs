//! The rows of the outline: the project as a tree, laid out in a list. Pure: no drawing, no state.

use std::collections::BTreeSet;

use crate::base::fold::fold;
use crate::model::{Item, Journey, JourneyId, LaneId, Project, StageId, StickyId, Subject};

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Journey(JourneyId),
    Stage(StageId),
    /// What lies in that lane of that stage.
    Lane(StageId, LaneId),
    Item(Item),
    Sticky(StickyId),
}

impl Node {
    /// What is selected with the row; journeys are opened instead.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Journey(_) => None,
            Self::Stage(stage) => Some(Subject::Stage(stage)),
            Self::Lane(_, lane) => Some(Subject::Lane(lane)),
            Self::Item(item) => Some(Subject::Item(item)),
            Self::Sticky(sticky) => Some(Subject::Sticky(sticky)),
        }
    }

    /// The name, title or text of what it stands for.
    pub fn text(self, project: &Project) -> &str {
        let text = match self {
            Self::Journey(id) => project.journeys.get(&id).map(|journey| journey.name.as_str()),
            Self::Stage(id) => project.stages.get(&id).map(|stage| stage.name.as_str()),
            Self::Lane(_, id) => project.lanes.get(&id).map(|lane| lane.name.as_str()),
            Self::Item(item) => project.text_of(item),
            Self::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.text.as_str()),
        };
        text.unwrap_or_default()
    }

    /// The nodes that it lies in, the journey first.
    pub fn ancestors(self, project: &Project) -> Vec<Self> {
        let of_stage = |stage: StageId| project.stages.get(&stage).map(|stage| Self::Journey(stage.journey));
        match self {
            Self::Journey(_) => Vec::new(),
            Self::Stage(stage) => of_stage(stage).into_iter().collect(),
            Self::Lane(stage, _) => of_stage(stage).into_iter().chain([Self::Stage(stage)]).collect(),
            Self::Item(item) => project.place_of(item).map_or_else(Vec::new, |place| {
                let within = [Self::Stage(place.stage), Self::Lane(place.stage, place.lane)];
                of_stage(place.stage).into_iter().chain(within).collect()
            }),
            Self::Sticky(id) => {
                project.stickies.get(&id).map(|sticky| Self::Journey(sticky.journey)).into_iter().collect()
            }
        }
    }
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub node: Node,
    /// 0 for journeys, 1 for their stages and stickies, 3 for items.
    pub depth: u8,
    /// Whether anything lies in it.
    pub is_parent: bool,
    /// Whether what lies in it has rows.
    pub is_open: bool,
}

/// The rows of a project, without what lies in closed nodes; with folded words only those rows whose text has all of
/// them, and what they lie in.
pub fn rows(project: &Project, closed: &BTreeSet<Node>, words: &[String]) -> Vec<Row> {
    let mut list = List { project, closed, words, rows: Vec::new() };
    for journey in project.journey_order.iter().filter_map(|id| project.journeys.get(id)) {
        list.journey(journey);
    }
    list.rows
}

/// The index after the last row that lies in the row at an index.
pub fn end_of(rows: &[Row], at: usize) -> usize {
    let Some(row) = rows.get(at) else { return at };
    let within = rows.iter().skip(at + 1).take_while(|other| other.depth > row.depth).count();
    at + 1 + within
}

struct List<'a> {
    project: &'a Project,
    closed: &'a BTreeSet<Node>,
    words: &'a [String],
    rows: Vec<Row>,
}

impl List<'_> {
    fn journey(&mut self, journey: &Journey) {
        let mut items = self.project.items_in_reading_order(journey.id).into_iter().peekable();
        let node = Node::Journey(journey.id);
        let stickies = self.project.stickies.values().filter(|sticky| sticky.journey == journey.id);
        let mut stickies = stickies.map(|sticky| sticky.id).peekable();
        let at = self.open(node, 0, !journey.stages.is_empty() || stickies.peek().is_some());
        for stage in &journey.stages {
            let node = Node::Stage(*stage);
            let is_here = |project: &Project, item: &Item| project.place_of(*item).is_some_and(|it| it.stage == *stage);
            let has_items = items.peek().is_some_and(|item| is_here(self.project, item));
            let stage_at = self.open(node, 1, has_items);
            let (mut lane, mut lane_at) = (None, None);
            while let Some(item) = items.next_if(|item| is_here(self.project, item)) {
                let Some(place) = self.project.place_of(item) else { continue };
                if lane != Some(place.lane) {
                    self.close(lane_at.take());
                    lane = Some(place.lane);
                    lane_at = Some(self.open(Node::Lane(*stage, place.lane), 2, true));
                }
                let item_at = self.open(Node::Item(item), 3, false);
                self.close(Some(item_at));
            }
            self.close(lane_at);
            self.close(Some(stage_at));
        }
        for sticky in stickies {
            let at = self.open(Node::Sticky(sticky), 1, false);
            self.close(Some(at));
        }
        self.close(Some(at));
    }

    /// Adds a row. What is added until it is closed lies in it.
    fn open(&mut self, node: Node, depth: u8, is_parent: bool) -> usize {
        let is_open = is_parent && (!self.words.is_empty() || !self.closed.contains(&node));
        self.rows.push(Row { node, depth, is_parent, is_open });
        self.rows.len() - 1
    }

    /// Takes out again what is not to be seen.
    fn close(&mut self, at: Option<usize>) {
        let Some(row) = at.and_then(|at| self.rows.get(at).copied()) else { return };
        let first = at.unwrap_or_default() + 1;
        if !self.words.is_empty() {
            if self.rows.len() == first && !self.matches(row.node) {
                self.rows.truncate(first - 1);
            }
        } else if !row.is_open {
            self.rows.truncate(first);
        }
    }

    fn matches(&self, node: Node) -> bool {
        let text = fold(node.text(self.project));
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::fold::folded_words;
    use crate::model::sample::big_sample;
    use crate::model::{Spot, Sticky, StickyColor};

    #[test]
    fn every_item_has_its_row_under_its_stage_and_lane() {
        let project = big_sample(40, 1);
        let rows = rows(&project, &BTreeSet::new(), &[]);
        let items: Vec<Item> =
            rows.iter().filter_map(|row| if let Node::Item(item) = row.node { Some(item) } else { None }).collect();
        assert_eq!(items, project.items_in_reading_order(project.journey_order[0]));
        for (at, row) in rows.iter().enumerate() {
            for ancestor in row.node.ancestors(&project) {
                assert!(rows[..at].iter().any(|other| other.node == ancestor), "{:?} under {ancestor:?}", row.node);
            }
        }
    }

    #[test]
    fn closed_nodes_hide_what_lies_in_them_unless_it_is_looked_for() {
        let project = big_sample(40, 1);
        let all = rows(&project, &BTreeSet::new(), &[]);
        let stage = all[1].node;
        let closed = BTreeSet::from([stage]);
        let fewer = rows(&project, &closed, &[]);
        assert_eq!(fewer.len(), all.len() - (end_of(&all, 1) - 2));
        let Node::Item(item) = all[3].node else { panic!("no item in the first stage") };
        let text = project.text_of(item).expect("a text").to_owned();
        let found = rows(&project, &closed, &folded_words(&text));
        assert!(found.iter().any(|row| row.node == Node::Item(item)), "{text}");
        assert!(found.iter().all(|row| !matches!(row.node, Node::Item(_)) || row.node.text(&project).contains(&text)));
        assert!(rows(&project, &closed, &folded_words("no such words")).is_empty());
    }

    #[test]
    fn stickies_have_rows_under_their_journey() {
        let mut project = big_sample(14, 1);
        let journey = project.journey_order[0];
        let id = StickyId(project.next_id);
        let spot = Spot { stage: None, lane: None, at: Default::default() };
        let (text, color) = ("Ask Kim".into(), StickyColor::default());
        let sticky = Sticky { id, journey, spot, text, color, session: None };
        Arc::make_mut(&mut project.stickies).insert(id, Arc::new(sticky));
        let all = rows(&project, &BTreeSet::new(), &[]);
        let at = all.iter().position(|row| row.node == Node::Sticky(id)).expect("a row");
        assert_eq!((all[at].depth, at + 1), (1, all.len()), "below the stages");
        assert_eq!(all[at].node.ancestors(&project), [Node::Journey(journey)]);
        let found = rows(&project, &BTreeSet::new(), &folded_words("kim"));
        assert!(found.iter().any(|row| row.node == Node::Sticky(id)));
        let closed = BTreeSet::from([Node::Journey(journey)]);
        assert_eq!(rows(&project, &closed, &[]).len(), 1);
    }
}
