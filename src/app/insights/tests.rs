//! What the buttons of insights do to the project, in the whole window without a display.

use std::collections::BTreeSet;

use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::remedy;
use crate::analysis::audit::{Finding, Fix};
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::testing::window_on;
use crate::app::window::App;
use crate::app::workspace::{BottomTab, Workspace};
use crate::edit::{Edit, TouchpointChange, apply, build};
use crate::file::Settings;
use crate::model::check::problems;
use crate::model::sample::full_sample;
use crate::model::{Channel, Evidence, LaneKind, Phase, Project};

fn run(harness: &mut Harness<'static, App>, requests: Requests) {
    let mut requests = requests;
    for request in requests.take() {
        harness.state_mut().core.requests.push(request);
    }
    harness.run_steps(4);
}

fn workspace<'a>(harness: &'a Harness<'static, App>) -> &'a Workspace {
    &harness.state().core.workspace
}

/// A project that lacks whatever one edit can add.
fn gaps() -> Project {
    let mut project = full_sample(30, 7);
    let journey = project.journey_order[0];
    let touchpoints: Vec<_> = project.touchpoints.keys().copied().collect();
    let change = |id, change| Edit::ChangeTouchpoints { touchpoints: vec![id], change };
    let mut edits: Vec<Edit> = project.journeys[&journey]
        .lanes
        .iter()
        .filter(|lane| matches!(project.lanes[lane].kind, LaneKind::PainPoints | LaneKind::Opportunities))
        .map(|lane| Edit::RemoveLane { lane: *lane })
        .collect();
    // One owner in all, so that who has none can have it too.
    let all = touchpoints.clone();
    edits.push(Edit::ChangeTouchpoints { touchpoints: all, change: TouchpointChange::Owner("Team".to_owned()) });
    edits.push(change(touchpoints[0], TouchpointChange::Owner(String::new())));
    edits.push(change(touchpoints[1], TouchpointChange::Kind("newsletter".to_owned())));
    edits.push(change(touchpoints[1], TouchpointChange::Channel(Channel::Other)));
    edits.push(change(touchpoints[2], TouchpointChange::Evidence(Evidence::Measured)));
    let measured = project.series.keys().next().unwrap().touchpoint;
    edits.push(change(measured, TouchpointChange::Evidence(Evidence::Assumed)));
    for edit in edits {
        project = apply(&project, &edit).unwrap();
    }
    let (add, _) = build::new_stage(&project, journey, usize::MAX, "Afterward", Phase::PostPurchase);
    apply(&project, &add).unwrap()
}

/// Whether one edit settles the finding.
fn settles(fix: &Fix) -> bool {
    match fix {
        Fix::SetOwner { .. }
        | Fix::SetChannel { .. }
        | Fix::SetEvidence { .. }
        | Fix::AddTouchpoint { .. }
        | Fix::AddCard { .. }
        | Fix::Connect { .. } => true,
        Fix::ConnectTo(_) | Fix::AddKpi(_) | Fix::CompleteKpi(_) | Fix::Answer(_) | Fix::OpenStrategy | Fix::Import => {
            false
        }
    }
}

#[test]
fn one_click_settles_a_finding_and_one_undo_brings_it_back() {
    let settings = Settings { reduced_motion: true, ..Settings::default() };
    let (mut harness, _recovery) = window_on(gaps(), settings, vec2(1_400.0, 900.0));
    harness.run_steps(4);
    harness.state_mut().core.requests.push(Request::BottomTab(BottomTab::Insights));
    harness.run_steps(4);
    let before = workspace(&harness).document.project().clone();
    let findings: Vec<Finding> = workspace(&harness).audit.open().to_vec();
    let mut settled = BTreeSet::new();
    for finding in findings {
        let fix = workspace(&harness).audit.insight(&finding).fix;
        let Some(fix) = fix.filter(settles) else { continue };
        if !settled.insert(finding.rule.code) {
            continue;
        }
        let mut requests = Requests::default();
        remedy::fix(workspace(&harness), &fix, &mut requests);
        run(&mut harness, requests);
        let after = workspace(&harness).document.project();
        assert_eq!(problems(after), [], "{fix:?}");
        let is_there = |finding: &Finding| workspace(&harness).audit.open().iter().any(|it| it.is_like(finding));
        assert!(!is_there(&finding), "{fix:?} left {finding:?}");
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(4);
        let is_there = |finding: &Finding| workspace(&harness).audit.open().iter().any(|it| it.is_like(finding));
        assert!(*workspace(&harness).document.project() == before, "{fix:?} is not undone in one step");
        assert!(is_there(&finding), "{finding:?} did not come back");
    }
    let expected = [
        "emotion-without-pain",
        "evidence-outdated",
        "evidence-unfounded",
        "stage-without-touchpoints",
        "touchpoint-without-channel",
        "touchpoint-without-owner",
    ];
    assert!(expected.iter().all(|code| settled.contains(code)), "{settled:?}");
}

#[test]
fn an_action_made_of_an_insight_is_about_the_same() {
    let settings = Settings { reduced_motion: true, ..Settings::default() };
    let (mut harness, _recovery) = window_on(gaps(), settings, vec2(1_400.0, 900.0));
    harness.run_steps(4);
    let finding = *workspace(&harness).audit.open().first().unwrap();
    let insight = workspace(&harness).audit.insight(&finding);
    let mut requests = Requests::default();
    remedy::add_action(workspace(&harness), &insight, &mut requests);
    run(&mut harness, requests);
    let project = workspace(&harness).document.project();
    let action = project.actions.values().next().unwrap();
    assert_eq!(action.description, insight.message);
    assert_eq!(action.aims.iter().copied().next(), insight.about.aim(project));
    assert_eq!(problems(project), []);
}

#[test]
fn what_was_found_is_true_as_soon_as_the_panel_is_shown_again() {
    let settings = Settings { reduced_motion: true, ..Settings::default() };
    let (mut harness, _recovery) = window_on(gaps(), settings, vec2(1_400.0, 900.0));
    harness.run_steps(4);
    let before = workspace(&harness).audit.open().len();
    let toggle = || {
        let mut requests = Requests::default();
        requests.run(Action::ToggleBottom);
        requests
    };
    run(&mut harness, toggle());
    assert!(harness.query_by_label_contains("Insights").is_none(), "no count is on screen");
    let unowned = workspace(&harness).document.project().touchpoints.keys().nth(3).copied().unwrap();
    let change = TouchpointChange::Owner(String::new());
    let mut requests = Requests::default();
    requests.edit(Edit::ChangeTouchpoints { touchpoints: vec![unowned], change });
    run(&mut harness, requests);
    run(&mut harness, toggle());
    let after = workspace(&harness).audit.open().len();
    assert_ne!(after, before, "the touchpoint without an owner is not found");
    assert!(harness.query_by_label(&format!("Insights {after}")).is_some());
}
