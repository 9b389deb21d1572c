//! Whole stages and lanes: duplicated, and pasted into other journeys and other projects.

use std::sync::Arc;

use throughline::base::pos2;
use throughline::edit::stickies::new_sticky;
use throughline::edit::{Edit, Fragment, LaneChange, StageChange, apply, copy_whole, paste_whole, text_of};
use throughline::model::check::problems;
use throughline::model::{Item, JourneyId, LaneId, LaneKind, Project, Spot, StageId, StickyColor, Subject};

use super::world::World;

/// The project with a sticky on that stage and lane.
fn with_sticky(world: &World, stage: StageId, lane: LaneId) -> Project {
    let spot = Spot { stage: Some(stage), lane: Some(lane), at: pos2(12.0, 8.0) };
    let (edit, _) = new_sticky(&world.project, world.journey, spot, StickyColor::Pink);
    apply(&world.project, &edit).unwrap()
}

fn whole(project: &Project, subject: Subject) -> Arc<Fragment> {
    Arc::new(copy_whole(project, [subject]).unwrap())
}

/// Pastes into the end of a journey: the project after it, what was made, and what is said to be left out.
fn pasted(project: &Project, journey: JourneyId, fragment: &Arc<Fragment>) -> (Project, Vec<Subject>, Option<String>) {
    let (edit, made, left_out) = paste_whole(project, journey, fragment, (None, None)).unwrap();
    let after = apply(project, &edit).unwrap();
    assert_eq!(problems(&after), Vec::new());
    (after, made, left_out)
}

/// "A in Touchpoints" for each item of a stage, in reading order.
fn content(project: &Project, journey: JourneyId, stage: StageId) -> Vec<String> {
    let of_stage = |item: &Item| project.place_of(*item).is_some_and(|place| place.stage == stage);
    let items = project.items_in_reading_order(journey).into_iter().filter(of_stage);
    let shown = items.map(|item| {
        let lane = project.place_of(item).map(|place| project.lanes[&place.lane].name.clone());
        format!("{} in {}", project.text_of(item).unwrap(), lane.unwrap())
    });
    shown.collect()
}

#[test]
fn a_duplicated_stage_or_lane_takes_its_stickies_along() {
    let world = World::parse("Ax / B");
    let lane = world.lane('A');
    let project = with_sticky(&world, world.stages[0], lane);
    let cases = [Edit::CopyStage { stage: world.stages[0] }, Edit::CopyLane { lane }];
    for edit in cases {
        let after = apply(&project, &edit).unwrap();
        assert_eq!(problems(&after), Vec::new());
        let spots: Vec<Spot> = after.stickies.values().map(|sticky| sticky.spot).collect();
        let [original, copy] = spots[..] else { panic!("{edit:?}: {spots:?}") };
        assert_eq!(copy.at, original.at);
        assert_ne!((copy.stage, copy.lane), (original.stage, original.lane), "on the copy, not on the original");
    }
    for edit in [Edit::CopyStage { stage: world.stages[1] }, Edit::CopyLane { lane: world.lane('x') }] {
        assert_eq!(apply(&project, &edit).unwrap().stickies.len(), 1, "it lies on neither");
    }
}

#[test]
fn a_stage_goes_to_another_journey_with_its_cards_connectors_and_stickies() {
    let world = World::parse("AB | Cx1 / D").with_second_journey();
    let project = world.connect(&world.connect(&world.project, 'A', 'C'), 'A', 'D');
    let project = with_sticky(&world.with_project(project), world.stages[0], world.lane('x'));
    let fragment = whole(&project, Subject::Stage(world.stages[0]));
    assert_eq!(text_of(&fragment), "Stage 1\nA\nB\nC\nx\n1\n");
    // The other journey has lanes of these kinds but for the notes.
    let notes = |project: &Project| {
        let of_second = |lane: &LaneId| project.lanes[lane].kind == LaneKind::Notes;
        project.journeys[&world.second].lanes.iter().copied().find(of_second)
    };
    let project = notes(&project).map_or(project.clone(), |lane| apply(&project, &Edit::RemoveLane { lane }).unwrap());
    let lanes = project.journeys[&world.second].lanes.len();

    let (after, made, left_out) = pasted(&project, world.second, &fragment);
    let [Subject::Stage(stage)] = made[..] else { panic!("{made:?}") };
    assert_eq!(after.journeys[&world.second].stages.last(), Some(&stage));
    assert_eq!(after.stages[&stage].name, "Stage 1");
    let wanted = ["A in Touchpoints", "B in Touchpoints", "C in Touchpoints", "x in Pain points", "1 in Notes"];
    assert_eq!(content(&after, world.second, stage), wanted);
    let columns = after.items().filter(|(_, place)| place.stage == stage).map(|(_, place)| place.column);
    assert_eq!(columns.max(), Some(1), "the steps stay");
    assert_eq!(after.journeys[&world.second].lanes.len(), lanes + 1, "only the missing lane is made");
    assert!(notes(&after).is_some());
    assert_eq!(after.connectors.len(), project.connectors.len() + 1, "the one within the stage");
    let sticky = after.stickies.values().next_back().unwrap();
    assert_eq!((sticky.journey, sticky.spot.stage, sticky.spot.at), (world.second, Some(stage), pos2(12.0, 8.0)));
    assert_eq!(left_out, None);
    assert_eq!(world.show(&after), world.show(&project), "the original stays as it is");
    let (edit, ..) = paste_whole(&project, world.second, &fragment, (None, None)).unwrap();
    assert_eq!(edit.label(&project), "Paste Stage 1");
}

#[test]
fn a_stage_goes_into_an_empty_project_and_beside_itself() {
    let from = World::parse("A | x / B");
    let fragment = whole(&from.project, Subject::Stage(from.stages[0]));
    let blank =
        apply(&Project::default(), &throughline::edit::build::new_journey_blank(&Project::default(), "Blank").0)
            .unwrap();
    let journey = blank.journey_order[0];
    let lanes: Vec<LaneId> = blank.journeys[&journey].lanes.clone();
    let bare = lanes.into_iter().fold(blank, |project, lane| apply(&project, &Edit::RemoveLane { lane }).unwrap());
    let (after, made, _) = pasted(&bare, journey, &fragment);
    let [Subject::Stage(stage)] = made[..] else { panic!("{made:?}") };
    assert_eq!(content(&after, journey, stage), ["A in Touchpoints", "x in Pain points"]);

    let (edit, made, _) = paste_whole(&from.project, from.journey, &fragment, (Some(from.stages[0]), None)).unwrap();
    let after = apply(&from.project, &edit).unwrap();
    assert_eq!(from.show(&after), "A | x / A | x / B");
    let Subject::Stage(stage) = made[0] else { panic!("{made:?}") };
    assert_eq!(after.stages[&stage].name, "Stage 1 (copy)", "two of one name could not be told apart");
    let (again, made, _) = pasted(&after, from.journey, &fragment);
    let Subject::Stage(stage) = made[0] else { panic!("{made:?}") };
    assert_eq!(again.stages[&stage].name, "Stage 1 (copy 2)");
}

#[test]
fn the_cards_of_a_lane_find_stages_by_name_then_by_position_and_the_rest_is_said() {
    let world = World::parse("A / x | BC / D / E").with_second_journey();
    let rename = |stage: StageId, name: &str| Edit::ChangeStage { stage, change: StageChange::Name(name.to_owned()) };
    let target = world.with_second_journey().project.journeys[&world.second].stages.clone();
    let project = apply(&world.project, &rename(target[2], " stage 1")).unwrap();
    let fragment = whole(&project, Subject::Lane(world.lane('A')));
    let (after, made, left_out) = pasted(&project, world.second, &fragment);
    let [Subject::Lane(lane)] = made[..] else { panic!("{made:?}") };
    assert_eq!(after.lanes[&lane].name, "Touchpoints (copy)");
    assert_eq!(content(&after, world.second, target[2]), ["A in Touchpoints (copy)"], "by name");
    let beside = ["B in Touchpoints (copy)", "C in Touchpoints (copy)"];
    assert_eq!(content(&after, world.second, target[1]), beside, "by position");
    // Stage 3 would be where Stage 1 went, and there is no fourth.
    let left_out = left_out.unwrap();
    assert!(left_out.starts_with("2 cards of \"Stage 3\", \"Stage 4\" were left out"), "{left_out}");
}

#[test]
fn a_chart_of_a_metric_that_the_other_project_lacks_is_not_pasted_with_its_lane() {
    let world = World::parse("A");
    let measured = super::data::measured(&world, &world.project);
    let metric = *measured.metrics.keys().next().unwrap();
    let (edit, lane) = throughline::edit::build::new_lane(&measured, world.journey, 0, LaneKind::Metrics);
    let project = apply(&measured, &edit).unwrap();
    let chart = throughline::model::LaneChart { metric: Some(metric), ..Default::default() };
    let project = apply(&project, &Edit::ChangeLane { lane, change: LaneChange::Chart(chart) }).unwrap();
    let fragment = whole(&project, Subject::Lane(lane));
    let chart_in = |project: &Project, made: &[Subject]| {
        let Subject::Lane(lane) = made[0] else { panic!("{made:?}") };
        project.lanes[&lane].chart.metric
    };
    let (same, made, _) = pasted(&project, world.journey, &fragment);
    assert_eq!(chart_in(&same, &made), Some(metric));
    let other = World::parse("B");
    let (after, made, _) = pasted(&other.project, other.journey, &fragment);
    assert_eq!(chart_in(&after, &made), None);
}
