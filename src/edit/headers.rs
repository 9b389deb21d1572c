//! What is done to several stages and lanes at once, as one edit. What each edit does to the records is `apply`'s.

use super::{Edit, LaneChange, StageChange, apply};
use crate::model::{CARD_WIDTHS, Item, JourneyId, LANE_HEIGHTS, LaneId, Project, StageId, Subject, Tint};

/// A field that stages and lanes have in common, and its new content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HeaderChange {
    Tint(Option<Tint>),
    Collapsed(bool),
    Hidden(bool),
    /// The width of a stage's cards, or the least height of a lane, in points at 100%; held to what these may be.
    /// `None` for what the content needs.
    Size(Option<u16>),
}

impl HeaderChange {
    fn verb(self) -> &'static str {
        match self {
            Self::Tint(_) => "Color",
            Self::Collapsed(true) => "Collapse",
            Self::Collapsed(false) => "Expand",
            Self::Hidden(true) => "Hide",
            Self::Hidden(false) => "Show",
            Self::Size(_) => "Resize",
        }
    }
}

/// The stages and lanes among some subjects that the project has, stages first.
pub fn headers_of(project: &Project, subjects: impl IntoIterator<Item = Subject>) -> Vec<Subject> {
    let mut headers: Vec<Subject> = subjects
        .into_iter()
        .filter(|subject| match subject {
            Subject::Stage(id) => project.stages.contains_key(id),
            Subject::Lane(id) => project.lanes.contains_key(id),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => false,
        })
        .collect();
    headers.sort_unstable();
    headers.dedup();
    headers
}

/// The same change of all the stages and lanes among some subjects; `None` if there are none.
pub fn change_headers(
    project: &Project,
    subjects: impl IntoIterator<Item = Subject>,
    change: HeaderChange,
) -> Option<Edit> {
    let headers = headers_of(project, subjects);
    let edits = headers.iter().filter_map(|header| change_of(*header, change)).collect();
    in_one(&headers, change.verb(), edits)
}

/// Gives each of some stages and lanes a size of its own; see [`HeaderChange::Size`].
pub fn resize_headers(project: &Project, sizes: &[(Subject, Option<u16>)]) -> Option<Edit> {
    let headers = headers_of(project, sizes.iter().map(|(subject, _)| *subject));
    let edits = sizes
        .iter()
        .filter(|(subject, _)| headers.contains(subject))
        .filter_map(|(subject, size)| change_of(*subject, HeaderChange::Size(*size)))
        .collect();
    in_one(&headers, "Resize", edits)
}

/// Copies the stages and lanes among some subjects, with what lies in them, each beside its original; with the copies
/// that it will make. `None` if there are none.
pub fn copy_headers(project: &Project, subjects: impl IntoIterator<Item = Subject>) -> Option<(Edit, Vec<Subject>)> {
    let headers = headers_of(project, subjects);
    let mut copied = project.clone();
    let (mut edits, mut copies) = (Vec::new(), Vec::new());
    for header in &headers {
        let id = copied.next_id;
        let (edit, copy) = match header {
            Subject::Stage(stage) => (Edit::CopyStage { stage: *stage }, Subject::Stage(StageId(id))),
            Subject::Lane(lane) => (Edit::CopyLane { lane: *lane }, Subject::Lane(LaneId(id))),
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => continue,
        };
        copied = apply(&copied, &edit).ok()?;
        edits.push(edit);
        copies.push(copy);
    }
    Some((in_one(&headers, "Duplicate", edits)?, copies))
}

/// Shows the stages and lanes that a subject lies in, and opens them, or shows the stage or lane that it is; `None` if
/// nothing keeps it from being seen.
pub fn open_for(project: &Project, subject: Subject) -> Option<Edit> {
    let around =
        |item: Item| project.place_of(item).map(|place| [Subject::Stage(place.stage), Subject::Lane(place.lane)]);
    let headers: Vec<Subject> = match subject {
        Subject::Item(item) => around(item).into_iter().flatten().collect(),
        Subject::Connector(id) => {
            let ends = project.connectors.get(&id).map(|connector| [connector.from, connector.to]);
            ends.into_iter().flatten().filter_map(|end| around(end.into())).flatten().collect()
        }
        Subject::Stage(_) | Subject::Lane(_) => vec![subject],
        Subject::Sticky(_) => Vec::new(),
    };
    let is_within = !headers.contains(&subject);
    let headers = headers_of(project, headers);
    let mut edits = Vec::new();
    for header in &headers {
        let (is_hidden, is_collapsed) = match header {
            Subject::Stage(id) => project.stages.get(id).map(|stage| (stage.is_hidden, stage.is_collapsed))?,
            Subject::Lane(id) => project.lanes.get(id).map(|lane| (lane.is_hidden, lane.is_collapsed))?,
            Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => (false, false),
        };
        edits.extend(is_hidden.then(|| change_of(*header, HeaderChange::Hidden(false))).flatten());
        let opens = is_collapsed && is_within;
        edits.extend(opens.then(|| change_of(*header, HeaderChange::Collapsed(false))).flatten());
    }
    if edits.len() < 2 {
        return edits.pop();
    }
    Some(Edit::Batch { label: "Show stages and lanes".to_owned(), edits })
}

/// The hidden stages and lanes of a journey, in their order, stages first.
pub fn hidden_headers(project: &Project, journey: JourneyId) -> Vec<Subject> {
    let Some(journey) = project.journeys.get(&journey) else { return Vec::new() };
    let stages = journey.stages.iter().filter(|id| project.stages.get(id).is_some_and(|stage| stage.is_hidden));
    let lanes = journey.lanes.iter().filter(|id| project.lanes.get(id).is_some_and(|lane| lane.is_hidden));
    stages.map(|id| Subject::Stage(*id)).chain(lanes.map(|id| Subject::Lane(*id))).collect()
}

/// "2 stages", "stage", "1 stage and 2 lanes": what some headers are called together.
pub fn headers_counted(headers: &[Subject]) -> String {
    let stages = headers.iter().filter(|header| matches!(header, Subject::Stage(_))).count();
    let lanes = headers.len() - stages;
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    match (stages, lanes) {
        (_, 0) => counted(stages, "stage"),
        (0, _) => counted(lanes, "lane"),
        (_, _) => format!("{} and {}", counted(stages, "stage"), counted(lanes, "lane")),
    }
}

fn change_of(header: Subject, change: HeaderChange) -> Option<Edit> {
    match header {
        Subject::Stage(stage) => {
            let change = match change {
                HeaderChange::Tint(tint) => StageChange::Tint(tint),
                HeaderChange::Collapsed(is_collapsed) => StageChange::Collapsed(is_collapsed),
                HeaderChange::Hidden(is_hidden) => StageChange::Hidden(is_hidden),
                HeaderChange::Size(size) => {
                    StageChange::CardWidth(size.map(|size| size.clamp(*CARD_WIDTHS.start(), *CARD_WIDTHS.end())))
                }
            };
            Some(Edit::ChangeStage { stage, change })
        }
        Subject::Lane(lane) => {
            let change = match change {
                HeaderChange::Tint(tint) => LaneChange::Tint(tint),
                HeaderChange::Collapsed(is_collapsed) => LaneChange::Collapsed(is_collapsed),
                HeaderChange::Hidden(is_hidden) => LaneChange::Hidden(is_hidden),
                HeaderChange::Size(size) => {
                    LaneChange::Height(size.map(|size| size.clamp(*LANE_HEIGHTS.start(), *LANE_HEIGHTS.end())))
                }
            };
            Some(Edit::ChangeLane { lane, change })
        }
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// One edit stands for itself, several become one undo entry.
fn in_one(headers: &[Subject], verb: &str, mut edits: Vec<Edit>) -> Option<Edit> {
    if edits.len() < 2 {
        return edits.pop();
    }
    Some(Edit::Batch { label: format!("{verb} {}", headers_counted(headers)), edits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::problems;
    use crate::model::sample::big_sample;
    use crate::model::{JourneyState, Place};

    fn sample() -> (Project, Vec<StageId>, Vec<LaneId>) {
        let project = big_sample(60, 3);
        let journey = project.first_journey().expect("a journey");
        let (stages, lanes) = (journey.stages.clone(), journey.lanes.clone());
        (project, stages, lanes)
    }

    fn places(project: &Project, is_in: impl Fn(Place) -> bool) -> Vec<(u32, u32, String)> {
        let text = |item: Item| project.text_of(item).unwrap_or_default().to_owned();
        let mut places: Vec<_> = project
            .items()
            .filter(|(_, place)| is_in(*place))
            .map(|(item, place)| (place.column, place.order, text(item)))
            .collect();
        places.sort();
        places
    }

    #[test]
    fn copies_of_stages_and_lanes_have_the_columns_of_their_originals() {
        let (project, stages, lanes) = sample();
        let cases = [
            vec![Subject::Stage(stages[1])],
            vec![Subject::Lane(lanes[0])],
            vec![Subject::Stage(stages[0]), Subject::Stage(stages[2]), Subject::Lane(lanes[1])],
        ];
        for headers in cases {
            let (edit, copies) = copy_headers(&project, headers.iter().copied()).expect("something to copy");
            let after = apply(&project, &edit).expect("an edit that can be made");
            assert_eq!(problems(&after), [], "{headers:?}");
            assert_eq!(headers_of(&after, copies.iter().copied()), copies, "{headers:?}");
            if let ([Subject::Stage(original)], [Subject::Stage(copy)]) = (headers.as_slice(), copies.as_slice()) {
                let [of_original, of_copy] = [original, copy].map(|id| places(&after, |place| place.stage == *id));
                assert!(!of_copy.is_empty() && of_original == of_copy);
            }
        }
    }

    #[test]
    fn a_copied_journey_keeps_what_is_hidden_and_how_wide_it_is() {
        let (project, stages, lanes) = sample();
        let hidden = [Subject::Stage(stages[1]), Subject::Lane(lanes[1])];
        let hide = change_headers(&project, hidden, HeaderChange::Hidden(true)).expect("an edit");
        let widen =
            change_headers(&project, [Subject::Stage(stages[0])], HeaderChange::Size(Some(9_999))).expect("one");
        let project = apply(&apply(&project, &hide).expect("hidden"), &widen).expect("wider");
        let journey = project.journey_order[0];
        let name = "Copy".to_owned();
        let copy = Edit::CopyJourney { journey, name, state: JourneyState::Future };
        let after = apply(&project, &copy).expect("a copy");
        assert_eq!(problems(&after), []);
        let copied = &after.journeys[&after.journey_order[1]];
        assert_eq!(
            hidden_headers(&after, copied.id),
            [Subject::Stage(copied.stages[1]), Subject::Lane(copied.lanes[1])]
        );
        assert_eq!(after.stages[&copied.stages[0]].card_width, Some(*CARD_WIDTHS.end()), "held to what it may be");
    }

    #[test]
    fn whatever_keeps_a_card_from_being_seen_is_opened_for_it() {
        let (project, stages, lanes) = sample();
        let in_cell = |place: Place| (place.stage, place.lane) == (stages[0], lanes[0]);
        let item = project.items().find(|(_, place)| in_cell(*place)).map(|(item, _)| item).expect("a card there");
        assert_eq!(open_for(&project, item.into()), None, "it is seen already");
        let hide = change_headers(&project, [Subject::Stage(stages[0])], HeaderChange::Hidden(true)).expect("an edit");
        let fold = change_headers(&project, [Subject::Lane(lanes[0])], HeaderChange::Collapsed(true)).expect("an edit");
        let project = apply(&apply(&project, &hide).expect("hidden"), &fold).expect("collapsed");
        assert_eq!(open_for(&project, Subject::Lane(lanes[0])), None, "the header itself is seen");
        let open = open_for(&project, item.into()).expect("something to open");
        let project = apply(&project, &open).expect("opened");
        assert!(project.stages[&stages[0]].is_open() && project.lanes[&lanes[0]].is_open());
    }

    #[test]
    fn several_changes_are_one_entry_with_a_name() {
        let (project, stages, lanes) = sample();
        let [stage, other, lane] = [Subject::Stage(stages[0]), Subject::Stage(stages[1]), Subject::Lane(lanes[0])];
        let hide = HeaderChange::Hidden(true);
        let cases = [
            (vec![stage], hide, "Hide stage"),
            (vec![stage, other], hide, "Hide 2 stages"),
            (vec![stage, other, lane], HeaderChange::Collapsed(true), "Collapse 2 stages and 1 lane"),
            (vec![lane, lane], HeaderChange::Tint(Some(Tint::Pink)), "Color lane"),
        ];
        for (headers, change, expected) in cases {
            let edit = change_headers(&project, headers, change).expect("an edit");
            assert_eq!(edit.label(&project), expected);
        }
        assert_eq!(change_headers(&project, [], hide), None);
    }
}
