//! Where shots lie on a map, what a view becomes, what can be read from afar, and how shots are made and split.

use throughline::analysis::{Numbers, Standings};
use throughline::base::date::date;
use throughline::base::{Pos2, Rect, pos2, vec2};
use throughline::layout::shots::{
    Automatic, Seen, automatic, cut, frame_of, frame_of_view, framing, needed_share, readable, smallest_text, split,
};
use throughline::layout::{Layouter, Lens, Map, MapInput};
use throughline::model::sample::full_sample;
use throughline::model::{
    Channel, Holds, Item, JourneyId, LaneId, LaneKind, Phase, Place, Project, Shot, ShotFrame, ShotId, Spot, StageId,
};
use throughline::scene::Theme;
use throughline::scene::theme::ThemeName;

use super::{Builder, JOURNEY};

fn map_of(project: &Project, journey: JourneyId) -> Map {
    let theme = Theme::load(ThemeName::Light);
    Layouter::new().map(&MapInput { project, journey, theme: &theme, figures: None, lens: Lens::Plain })
}

/// A wide screen, from the last row of a meeting room.
const SEEN: Seen = Seen { aspect: 16.0 / 9.0, needed: 0.018_617 };

fn sample() -> (Project, JourneyId, Map) {
    let project = full_sample(60, 3);
    let journey = project.journey_order[0];
    let map = map_of(&project, journey);
    (project, journey, map)
}

#[test]
fn a_frame_holds_what_it_shows_and_stays_on_the_map() {
    let (project, _, map) = sample();
    let whole = Rect::from_min_size(Pos2::ZERO, map.size());
    assert_eq!(frame_of(&map, &ShotFrame::Whole), whole);
    for (stage, rect) in map.stages() {
        let frame = frame_of(&map, &ShotFrame::stage(stage));
        assert!(
            frame.contains_rect(rect)
                && frame.contains_rect(map.rect_of(throughline::model::Subject::Stage(stage)).unwrap())
        );
        assert!(whole.contains_rect(frame));
        for (other, rect) in map.stages().filter(|(other, _)| *other != stage) {
            assert!(!frame.contains(rect.center()), "{stage} shows {other}");
        }
    }
    for (lane, _, rect) in map.lanes() {
        let frame = frame_of(&map, &ShotFrame::lane(lane));
        assert!(frame.contains_rect(rect) && frame.left() == 0.0 && whole.contains_rect(frame));
    }
    for (item, rect) in map.items() {
        let frame = frame_of(&map, &ShotFrame::Items([item].into()));
        assert!(frame.contains_rect(rect) && whole.contains_rect(frame));
    }
    // What is gone, hidden, or far outside.
    assert_eq!(frame_of(&map, &ShotFrame::stage(StageId(project.next_id))), whole);
    let far = Spot { stage: None, lane: None, at: pos2(1e9, -1e9) };
    let frame = frame_of(&map, &ShotFrame::Region { corner: far, size: vec2(300.0, 1e9) });
    assert!(whole.contains_rect(frame) && (frame.width() - 300.0).abs() < 0.1, "{frame:?}");
    let empty = frame_of(&Map::default(), &ShotFrame::Whole);
    assert_eq!(empty.size(), vec2(0.0, 0.0));
}

#[test]
fn a_view_becomes_what_it_shows() {
    let (_, _, map) = sample();
    let whole = Rect::from_min_size(Pos2::ZERO, map.size());
    assert_eq!(frame_of_view(&map, whole.expand(300.0)), ShotFrame::Whole);
    let (stage, rect) = map.stages().nth(1).unwrap();
    let view = Rect::from_x_y_ranges(rect.x_range(), whole.y_range()).expand2(vec2(3.0, 40.0));
    assert_eq!(frame_of_view(&map, view), ShotFrame::stage(stage));
    let (lane, _, rect) = map.lanes().next().unwrap();
    let view = Rect::from_x_y_ranges(whole.x_range(), rect.y_range()).expand2(vec2(40.0, 3.0));
    assert_eq!(frame_of_view(&map, view), ShotFrame::lane(lane));
    // A part that nothing stands for comes back as the very same part.
    let view = Rect::from_min_size(pos2(333.0, 222.0), vec2(411.0, 230.0));
    let frame = frame_of_view(&map, view);
    assert!(matches!(frame, ShotFrame::Region { .. }));
    let back = frame_of(&map, &frame);
    assert!((back.min - view.min).length() < 0.01 && (back.size() - view.size()).length() < 0.01, "{back:?}");
}

#[test]
fn a_region_goes_along_with_the_stage_that_it_lies_in() {
    let stages = [("Discover", Phase::PrePurchase), ("Buy", Phase::Purchase)];
    let lanes = [("Touchpoints", LaneKind::Touchpoints)];
    let mut builder = Builder::new(&stages, &lanes);
    let place = |stage, column| Place { stage: StageId(stage), lane: LaneId(100), column, order: 0 };
    builder.touchpoint("Ad", Channel::Ads, place(10, 0));
    builder.touchpoint("Basket", Channel::Website, place(11, 0));
    let map = map_of(&builder.project, JOURNEY);
    let buy = map.stages().nth(1).unwrap().1;
    let frame = frame_of_view(&map, Rect::from_min_size(buy.min + vec2(30.0, 10.0), vec2(60.0, 30.0)));
    let before = frame_of(&map, &frame);
    builder.touchpoint("Another ad", Channel::Ads, place(10, 1));
    let wider = map_of(&builder.project, JOURNEY);
    let by = wider.stages().nth(1).unwrap().1.left() - buy.left();
    assert!(by > 100.0);
    let after = frame_of(&wider, &frame);
    assert!((after.left() - before.left() - by).abs() < 0.5, "{before:?} {after:?}");
}

#[test]
fn every_way_of_making_shots_gives_sound_ones() {
    let project = full_sample(400, 3);
    let journey = project.journey_order[0];
    let numbers = Numbers::new(&project);
    // All KPIs of the sample are due by the end of 2026.
    let kpis = Standings::of(&project, &numbers, &numbers.default_view(), date(2027, 6, 1));
    for from in Automatic::ALL {
        let shots = automatic(&project, journey, from, &kpis);
        assert!(!shots.is_empty(), "{}", from.label());
        let (edit, _) = throughline::edit::shots::add_shots(&project, shots.clone(), 0);
        let added = throughline::edit::apply(&project, &edit).unwrap();
        assert_eq!(throughline::model::check::problems(&added), Vec::new());
        assert!(shots.iter().all(|shot| !shot.shown_name(&project).is_empty()));
        assert!(automatic(&Project::default(), journey, from, &kpis).is_empty());
    }
    let stages = automatic(&project, journey, Automatic::Stages, &kpis);
    assert_eq!(stages.len(), project.journeys[&journey].stages.len() + 1);
    assert_eq!(stages[0].frame, ShotFrame::Whole);
    let worst = automatic(&project, journey, Automatic::WorstKpis, &kpis);
    assert!(worst.iter().all(|shot| shot.look.lens == Lens::Kpi && !shot.notes.is_empty()));
}

#[test]
fn shots_that_the_map_suggests_can_be_read_from_the_back_row() {
    for touchpoints in [12, 60, 400] {
        let project = full_sample(touchpoints, 3);
        let journey = project.journey_order[0];
        let numbers = Numbers::new(&project);
        let kpis = Standings::of(&project, &numbers, &numbers.default_view(), date(2027, 6, 1));
        let map = map_of(&project, journey);
        for from in Automatic::ALL {
            let suggested = automatic(&project, journey, from, &kpis);
            let shots = readable(&map, suggested.clone(), SEEN);
            assert!(shots.len() >= suggested.len(), "{}", from.label());
            // A lane that is drawn as one thing cannot be taken apart.
            let is_one_drawing = |shot: &Shot| {
                let is_drawn = |id: &LaneId| project.lanes[id].kind.holds() == Holds::Nothing;
                matches!(&shot.frame, ShotFrame::Cells { lanes, .. } if lanes.len() == 1 && lanes.iter().all(is_drawn))
            };
            let divided = shots.iter().filter(|shot| shot.frame != ShotFrame::Whole && !is_one_drawing(shot));
            for shot in divided {
                let Some(text) = smallest_text(&map, &shot.frame, SEEN.aspect) else { continue };
                let name = shot.shown_name(&project);
                assert!(SEEN.is_enough(text.share_of_height), "{name}: {} {}", text.text, text.share_of_height);
            }
            // Nothing of the map is lost.
            if matches!(from, Automatic::Stages | Automatic::Lanes) {
                let frames: Vec<Rect> = shots.iter().map(|shot| frame_of(&map, &shot.frame)).collect();
                let is_whole = |shot: &&Shot| shot.frame == ShotFrame::Whole;
                let skipped = shots.iter().filter(is_whole).count();
                for (item, rect) in map.items() {
                    let is_shown = frames[skipped..].iter().any(|frame| frame.contains_rect(rect));
                    assert!(is_shown, "{}: {item:?} is in no shot", from.label());
                }
            }
            let (edit, _) = throughline::edit::shots::add_shots(&project, shots, 0);
            let added = throughline::edit::apply(&project, &edit).unwrap();
            assert_eq!(throughline::model::check::problems(&added), Vec::new());
        }
    }
}

#[test]
fn a_part_of_the_map_keeps_the_names_of_its_lanes_and_stages() {
    let (_, _, map) = sample();
    let (stage, stage_rect) = map.stages().nth(2).unwrap();
    let (lane, _, lane_rect) = map.lanes().nth(2).unwrap();
    let frame = ShotFrame::Cells { stages: [stage].into(), lanes: [lane].into(), steps: None };
    let framing = framing(&map, &frame);
    assert!(framing.frame.contains(stage_rect.intersect(lane_rect).center()));
    assert!(framing.whole.left() < framing.frame.left() && framing.whole.top() < framing.frame.top());
    let heads = framing.heads(&map);
    let mut told: Vec<&str> =
        heads.iter().map(|group| group.picture.name.as_str()).filter(|it| !it.is_empty()).collect();
    told.sort_unstable();
    assert_eq!(told.len(), 2, "one lane and one stage: {told:?}");
    assert!(heads.iter().all(|group| framing.whole.expand(1.0).contains_rect(group.bounds())));
    // The map's own are in view: none beside it.
    let whole = throughline::layout::shots::framing(&map, &ShotFrame::Whole);
    assert!(whole.heads(&map).is_empty() && whole.whole == whole.frame);
    let own = throughline::layout::shots::framing(&map, &ShotFrame::lane(lane));
    assert_eq!(own.whole.left(), own.frame.left());
}

#[test]
fn steps_of_a_stage_are_framed_and_what_it_has_not_is_left_out() {
    let (project, _, map) = sample();
    let (stage, rect) = map.stages().max_by(|a, b| a.1.width().total_cmp(&b.1.width())).unwrap();
    let steps = |from, to| ShotFrame::Cells { stages: [stage].into(), lanes: [].into(), steps: Some((from, to)) };
    let first = frame_of(&map, &steps(0, 0));
    assert!(first.width() < rect.width() && first.left() < rect.left() + 10.0);
    let all = frame_of(&map, &steps(0, u32::MAX));
    assert!((all.width() - rect.width()).abs() < 40.0);
    assert_eq!(frame_of(&map, &steps(400, 900)), frame_of(&map, &ShotFrame::stage(stage)), "none of them is there");
    let shot = Shot::new(ShotId(0), project.journey_order[0], steps(0, 2));
    assert!(shot.shown_name(&project).ends_with(", steps 1–3"), "{}", shot.shown_name(&project));
}

#[test]
fn small_text_is_found_and_splitting_makes_it_larger() {
    let (project, journey, map) = sample();
    let aspect = 16.0 / 9.0;
    let share = |frame: &ShotFrame| smallest_text(&map, frame, aspect).unwrap().share_of_height;
    let whole = smallest_text(&map, &ShotFrame::Whole, aspect).unwrap();
    assert!(whole.share_of_height < needed_share(4.0) && whole.farthest_seat() < 4.0);
    // Four picture heights away, 16 minutes of arc are 1.86% of the picture's height.
    assert!((needed_share(4.0) - 0.018_617).abs() < 1e-5);
    let mut shot = Shot::new(ShotId(0), journey, ShotFrame::Whole);
    shot.notes = "Said at the start".to_owned();
    for _ in 0..4 {
        let parts = split(&map, &shot, SEEN);
        if parts.is_empty() {
            break;
        }
        assert_eq!(parts[0].notes, "Said at the start");
        let before = share(&shot.frame);
        let larger = parts.iter().filter(|part| share(&part.frame) >= before - 1e-6).count();
        assert_eq!(larger, parts.len());
        shot = parts.into_iter().next().unwrap();
    }
    let one = map.items().next().unwrap().0;
    assert!(share(&ShotFrame::Items([one].into())) > needed_share(4.0), "a single card can be read");
    let alone = Shot::new(ShotId(0), journey, ShotFrame::Items([one].into()));
    assert!(split(&map, &alone, SEEN).is_empty());
    assert!(project.text_of(one).is_some());
}

#[test]
fn a_part_of_a_scene_holds_what_reaches_into_it() {
    let (_, _, map) = sample();
    let (item, rect) = map.items().nth(3).unwrap();
    let part = cut(&map.scene, rect.expand(4.0));
    assert_eq!(part.size, rect.expand(4.0).size());
    assert!(part.groups.len() < map.scene.groups.len() / 4);
    let group = &map.scene.groups[map.group_of(item).unwrap()];
    let moved = part.groups.iter().find(|other| std::sync::Arc::ptr_eq(&other.picture, &group.picture)).unwrap();
    assert_eq!(moved.origin, pos2(4.0, 4.0));
    assert!(matches!(item, Item::Touchpoint(_) | Item::Card(_)));
}
