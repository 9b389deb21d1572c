//! What a vote with dots came to. Nobody's ballot can be told from it.

use crate::model::{Item, Poll, Project};

/// What one card got.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteRow {
    pub item: Item,
    /// What the card says now, or said when the vote was begun if it is gone.
    pub text: String,
    pub dots: u32,
    /// How many people gave it any.
    pub people: u32,
    /// Of all dots given, 0 to 1; 0 where none was.
    pub share: f32,
    /// From 1; equal numbers of dots share a rank.
    pub rank: usize,
    /// The card is not in the project any more.
    pub is_gone: bool,
}

/// Every card of a vote, the most dots first; among equals in the order in which they were offered.
pub fn results(project: &Project, poll: &Poll) -> Vec<VoteRow> {
    let dots_of = |item: Item| -> u32 {
        poll.ballots.iter().filter_map(|ballot| ballot.get(&item)).copied().map(u32::from).sum()
    };
    let all: u32 = poll.ballots.iter().flat_map(|ballot| ballot.values().copied().map(u32::from)).sum();
    let mut rows: Vec<VoteRow> = poll
        .choices
        .iter()
        .map(|choice| {
            let now = project.text_of(choice.item);
            let dots = dots_of(choice.item);
            let people = poll.ballots.iter().filter(|ballot| ballot.contains_key(&choice.item)).count();
            VoteRow {
                item: choice.item,
                text: now.filter(|text| !text.trim().is_empty()).unwrap_or(&choice.text).to_owned(),
                dots,
                people: u32::try_from(people).unwrap_or(u32::MAX),
                share: if all == 0 { 0.0 } else { dots as f32 / all as f32 },
                rank: 0,
                is_gone: now.is_none(),
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.dots));
    let mut rank = 0;
    let mut last = None;
    for (at, row) in rows.iter_mut().enumerate() {
        if last != Some(row.dots) {
            rank = at + 1;
            last = Some(row.dots);
        }
        row.rank = rank;
    }
    rows
}

/// A result as rows for a spreadsheet, parted by tabs, under a row of headings.
pub fn as_rows(rows: &[VoteRow]) -> String {
    let mut text = String::from("Rank\tCard\tDots\tShare\tPeople\n");
    for row in rows {
        let card = one_cell(&row.text);
        text.push_str(&format!("{}\t{card}\t{}\t{:.3}\t{}\n", row.rank, row.dots, row.share, row.people));
    }
    text
}

/// A text as one cell: no line or column more, and no formula.
pub fn one_cell(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

/// How many people have given all or some of their dots.
pub fn voted(poll: &Poll) -> usize {
    poll.ballots.iter().filter(|ballot| !ballot.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CardId, Choice, PollId, PollState};

    #[test]
    fn dots_are_added_up_and_equals_share_a_rank() {
        let item = |id| Item::Card(CardId(id));
        let poll = Poll {
            id: PollId(1),
            title: String::new(),
            dots_each: 3,
            most_on_one: 3,
            voters: 5,
            state: PollState::Shown,
            choices: (1..=4).map(|id| Choice { item: item(id), text: format!("Card {id}") }).collect(),
            ballots: vec![[(item(2), 2), (item(3), 1)].into(), [(item(2), 1), (item(1), 1)].into(), [].into()],
        };
        let rows = results(&Project::default(), &poll);
        let told: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.dots, row.people, row.rank)).collect();
        assert_eq!(told, [("Card 2", 3, 2, 1), ("Card 1", 1, 1, 2), ("Card 3", 1, 1, 2), ("Card 4", 0, 0, 4)]);
        assert!((rows[0].share - 0.6).abs() < 1e-6 && rows[0].is_gone);
        assert_eq!(voted(&poll), 2);
        assert_eq!(as_rows(&rows).lines().nth(1), Some("1\tCard 2\t3\t0.600\t2"));
    }
}
