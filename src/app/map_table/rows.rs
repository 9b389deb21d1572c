//! The rows: which records have one, in which order, and where each stands among its like. Draws nothing.

use std::collections::BTreeMap;

use super::column::Column;
use crate::app::workspace::Workspace;
use crate::model::{Item, LaneId, Place, Project, StageId, Subject};

/// The rows that the filter leaves; found again only when project or filter is another.
pub struct Rows {
    pub list: Vec<Subject>,
    at: BTreeMap<Subject, usize>,
    /// Where a card stands among those of its stage and lane: from 1, and how many there are.
    ranks: BTreeMap<Item, (usize, usize)>,
}

impl Rows {
    /// The cards of the open journey in reading order and then its stickies, those that the filter's words are found in.
    pub fn of(workspace: &Workspace, filter: &str) -> Self {
        let project = workspace.document.project();
        let items = project.items_in_reading_order(workspace.journey);
        let ranks = ranks_of(project, &items);
        let stickies = project.stickies.values().filter(|sticky| sticky.journey == workspace.journey);
        let stickies = stickies.map(|sticky| Subject::Sticky(sticky.id));
        let mut list: Vec<Subject> = items.into_iter().map(Subject::Item).chain(stickies).collect();
        let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if !words.is_empty() {
            let searched =
                [Column::Stage, Column::Lane, Column::Title, Column::Channel, Column::Owner, Column::Evidence];
            list.retain(|row| {
                let text: Vec<String> = searched.iter().map(|column| column.text(workspace, *row)).collect();
                let text = text.join("\n").to_lowercase();
                words.iter().all(|word| text.contains(word.as_str()))
            });
        }
        let at = list.iter().copied().zip(0..).collect();
        Self { list, at, ranks }
    }

    /// Which row a record has, from 0; `None` if it has none.
    pub fn position(&self, row: Subject) -> Option<usize> {
        self.at.get(&row).copied()
    }

    /// "2 of 5": where a card stands among those of its stage and lane. Nothing for a sticky.
    pub fn rank(&self, row: Subject) -> Option<(usize, usize)> {
        match row {
            Subject::Item(item) => self.ranks.get(&item).copied(),
            Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
        }
    }
}

/// Whether such a record has a row.
pub fn is_row(subject: Subject) -> bool {
    match subject {
        Subject::Item(_) | Subject::Sticky(_) => true,
        Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => false,
    }
}

/// The stage and the lane that a row names.
pub fn headers_of(project: &Project, row: Subject) -> (Option<StageId>, Option<LaneId>) {
    match row {
        Subject::Item(item) => {
            let place = project.place_of(item);
            (place.map(|Place { stage, .. }| stage), place.map(|Place { lane, .. }| lane))
        }
        Subject::Sticky(id) => project.stickies.get(&id).map_or((None, None), |it| (it.spot.stage, it.spot.lane)),
        Subject::Stage(id) => (Some(id), None),
        Subject::Lane(id) => (None, Some(id)),
        Subject::Connector(_) => (None, None),
    }
}

/// The text of a card or sticky.
pub fn text_of(project: &Project, row: Subject) -> Option<&str> {
    match row {
        Subject::Item(item) => project.text_of(item),
        Subject::Sticky(id) => project.stickies.get(&id).map(|sticky| sticky.text.as_str()),
        Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => None,
    }
}

fn ranks_of(project: &Project, items: &[Item]) -> BTreeMap<Item, (usize, usize)> {
    let cell = |item: &Item| project.place_of(*item).map(|place| (place.stage, place.lane));
    let mut ranks = BTreeMap::new();
    // In reading order the cards of a cell come one after the other.
    for of_cell in items.chunk_by(|a, b| cell(a) == cell(b)) {
        ranks.extend(of_cell.iter().zip(1..).map(|(item, rank)| (*item, (rank, of_cell.len()))));
    }
    ranks
}
