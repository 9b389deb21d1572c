//! Cards with something to show: where they go when nobody said where, and the one edit that brings them with their
//! pictures. Decides only.

use std::sync::Arc;

use super::build;
use super::label::counted;
use super::{CardChange, Edit, PersonaChange, Placement, StrategyChange};
use crate::base::Bitmap;
use crate::model::{Card, CardBody, CardId, Holds, JourneyId, LaneId, LaneKind, PersonaId, Place, Project, StageId};

/// What a new card shows and says.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvidence {
    /// A picture's caption, the words of a quote, a link's title.
    pub text: String,
    pub shown: Shown,
}

/// What a new card shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    Picture(Arc<Bitmap>),
    Quote { by: String },
    Link { url: String },
}

impl Shown {
    fn body(&self) -> CardBody {
        match self {
            Self::Picture(bitmap) => CardBody::Picture { hash: bitmap.hash },
            Self::Quote { by } => CardBody::Quote { by: by.clone() },
            Self::Link { url } => CardBody::Link { url: url.clone() },
        }
    }

    fn noun(&self) -> &'static str {
        match self {
            Self::Picture(_) => "picture",
            Self::Quote { .. } => "quote",
            Self::Link { .. } => "link",
        }
    }
}

/// Where new cards go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// There, if that lane takes cards; else as `Stage` has it.
    At(Placement),
    /// Into the first evidence lane of the stage's journey, which is made below all others if there is none.
    Stage(StageId),
}

/// Adds cards below each other, in one undo entry; with the cards that it will make. `None` if the slot's stage is
/// gone or nothing is to be added.
pub fn add_evidence(project: &Project, slot: Slot, new: &[NewEvidence]) -> Option<(Edit, Vec<CardId>)> {
    let first = new.first()?;
    let fits = |lane: LaneId| project.lanes.get(&lane).is_some_and(|lane| lane.kind.holds() == Holds::Cards);
    let (placement, mut edits, mut next_id) = match slot {
        Slot::At(placement) if fits(placement.lane) && project.stages.contains_key(&placement.stage) => {
            (placement, Vec::new(), project.next_id)
        }
        Slot::At(Placement { stage, .. }) | Slot::Stage(stage) => {
            let journey = project.stages.get(&stage)?.journey;
            match evidence_lane(project, journey) {
                Some(lane) => (Placement::end_of(project, stage, lane), Vec::new(), project.next_id),
                None => {
                    let (edit, lane) = build::new_lane(project, journey, usize::MAX, LaneKind::Evidence);
                    let placement = Placement { stage, lane, column: 0, order: 0, is_new_column: false };
                    (placement, vec![edit], project.next_id + 1)
                }
            }
        }
    };
    let mut cards = Vec::with_capacity(new.len());
    for (evidence, nth) in new.iter().zip(0..) {
        if let Shown::Picture(bitmap) = &evidence.shown {
            edits.push(Edit::AddPicture { picture: Arc::clone(bitmap) });
        }
        // The first may open a step of its own; the others lie below it there.
        let is_new_column = placement.is_new_column && nth == 0;
        let placement = Placement { order: placement.order.saturating_add(nth), is_new_column, ..placement };
        let Placement { stage, lane, column, order, .. } = placement;
        let id = CardId(next_id);
        next_id += 1;
        let place = Place { stage, lane, column, order };
        let card = Card { body: evidence.shown.body(), ..Card::new(id, place, evidence.text.as_str()) };
        edits.push(Edit::AddCard { card, placement });
        cards.push(id);
    }
    let noun = first.shown.noun();
    let is_one_kind = new.iter().all(|other| other.shown.noun() == noun);
    let label = format!("Add {}", counted(new.len(), if is_one_kind { noun } else { "card" }));
    Some((Edit::Batch { label, edits }, cards))
}

/// Lets a card show that picture instead of what it shows now.
pub fn show_picture(card: CardId, bitmap: &Arc<Bitmap>) -> Edit {
    let change = CardChange::Body(CardBody::Picture { hash: bitmap.hash });
    with_picture(bitmap, Edit::ChangeCards { cards: vec![card], change })
}

/// Gives a persona that face.
pub fn portray(persona: PersonaId, bitmap: &Arc<Bitmap>) -> Edit {
    with_picture(bitmap, Edit::ChangePersona { persona, change: PersonaChange::Picture(Some(bitmap.hash)) })
}

/// Makes it the logo of the brand sheet.
pub fn brand(bitmap: &Arc<Bitmap>) -> Edit {
    with_picture(bitmap, Edit::ChangeStrategy { change: StrategyChange::Logo(Some(bitmap.hash)) })
}

fn with_picture(bitmap: &Arc<Bitmap>, change: Edit) -> Edit {
    let edits = vec![Edit::AddPicture { picture: Arc::clone(bitmap) }, change];
    Edit::Batch { label: "Change picture".to_owned(), edits }
}

fn evidence_lane(project: &Project, journey: JourneyId) -> Option<LaneId> {
    let is_evidence = |lane: &LaneId| project.lanes.get(lane).is_some_and(|lane| lane.kind == LaneKind::Evidence);
    project.journeys.get(&journey)?.lanes.iter().copied().find(is_evidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{PictureFormat, PictureHash};
    use crate::edit::apply;
    use crate::model::sample::big_sample;

    fn bitmap(of: &[u8]) -> Arc<Bitmap> {
        let hash = PictureHash::of(of);
        Arc::new(Bitmap { hash, format: PictureFormat::Png, width: 4, height: 3, bytes: of.into() })
    }

    fn picture(of: &[u8]) -> NewEvidence {
        NewEvidence { text: "Basket".to_owned(), shown: Shown::Picture(bitmap(of)) }
    }

    #[test]
    fn pictures_make_the_evidence_lane_that_is_missing_and_are_kept_once() {
        let mut project = big_sample(8, 1);
        let journey = project.journey_order[0];
        for lane in project.journeys[&journey].lanes.clone() {
            if project.lanes[&lane].kind == LaneKind::Evidence {
                project = apply(&project, &Edit::RemoveLane { lane }).unwrap();
            }
        }
        let stage = project.journeys[&journey].stages[1];
        let new = [picture(b"a"), picture(b"b"), picture(b"a")];
        let (edit, cards) = add_evidence(&project, Slot::Stage(stage), &new).unwrap();
        let after = apply(&project, &edit).unwrap();
        assert_eq!(edit.label(&project), "Add 3 pictures");
        assert_eq!(after.pictures.len(), project.pictures.len() + 2);
        let lane = after.lanes[after.journeys[&journey].lanes.last().unwrap()].clone();
        assert_eq!(lane.kind, LaneKind::Evidence);
        let places: Vec<Place> = cards.iter().map(|card| after.cards[card].place).collect();
        assert!(
            places
                .iter()
                .zip(0..)
                .all(|(place, order)| (place.lane, place.stage, place.order) == (lane.id, stage, order))
        );
        assert_eq!(crate::model::check::problems(&after), []);
    }

    #[test]
    fn a_lane_of_cards_takes_what_is_dropped_on_it_and_one_of_touchpoints_passes_it_on() {
        let project = big_sample(8, 1);
        let journey = &project.journeys[&project.journey_order[0]];
        let (stage, kind_of) = (journey.stages[0], |lane: &LaneId| project.lanes[lane].kind);
        let lane_after = |lane: LaneId| {
            let slot = Slot::At(Placement::end_of(&project, stage, lane));
            let (edit, cards) = add_evidence(&project, slot, &[picture(b"a")]).unwrap();
            let after = apply(&project, &edit).unwrap();
            after.lanes[&after.cards[&cards[0]].place.lane].kind
        };
        let cards = *journey.lanes.iter().find(|lane| kind_of(lane).holds() == Holds::Cards).unwrap();
        assert_eq!(lane_after(cards), kind_of(&cards));
        let touchpoints = *journey.lanes.iter().find(|lane| kind_of(lane) == LaneKind::Touchpoints).unwrap();
        assert_eq!(lane_after(touchpoints), LaneKind::Evidence);
    }

    #[test]
    fn another_picture_of_a_card_lets_the_first_one_go() {
        let project = big_sample(8, 1);
        let stage = project.journeys[&project.journey_order[0]].stages[0];
        let (edit, cards) = add_evidence(&project, Slot::Stage(stage), &[picture(b"a")]).unwrap();
        let project = apply(&project, &edit).unwrap();
        let after = apply(&project, &show_picture(cards[0], &bitmap(b"b"))).unwrap();
        assert_eq!(after.pictures.keys().collect::<Vec<_>>(), [&PictureHash::of(b"b")]);
        assert_eq!(after.cards[&cards[0]].picture(), Some(PictureHash::of(b"b")));
    }
}
