//! Each rule has maps that it finds something in, and maps that come close and are left in peace.

mod cases;
mod world;

use std::collections::BTreeSet;

use cases::cases;
use world::{AD, BASKET, BUY, CHECKOUT, World, basis, standings};

use super::*;
use crate::base::Period;
use crate::base::date::date;
use crate::edit::{Edit, StrategyChange, TouchpointChange, apply};
use crate::model::sample::full_sample;
use crate::model::{BrandPart, BusinessModel, Channel, CheckAnswer, Item, TouchpointId};

#[test]
fn in_a_clean_map_nothing_is_found() {
    let audit = World::clean().audit();
    let found: Vec<_> = audit.open().iter().map(|finding| audit.insight(finding).message).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_else() {
    let cases = cases();
    for (code, name, make, expected) in &cases {
        let mut world = World::clean();
        make(&mut world);
        assert_eq!(world.found(code), *expected, "{code}: {name}");
    }
    let triggered: BTreeSet<&str> = cases.iter().filter(|case| !case.3.is_empty()).map(|case| case.0).collect();
    let all: BTreeSet<&str> = rules().map(|rule| rule.code).collect();
    assert_eq!(triggered, all, "a map for each rule; the clean one triggers none");
    assert_eq!(all.len(), rules().count(), "each code once");
}

#[test]
fn every_insight_is_a_sentence_with_finite_figures() {
    for (code, name, make, _) in cases() {
        let mut world = World::clean();
        make(&mut world);
        let audit = world.audit();
        for finding in audit.open().iter().filter(|finding| finding.rule.code == code) {
            let insight = audit.insight(finding);
            assert!(insight.message.ends_with('.') && !insight.message.contains("NaN"), "{name}: {}", insight.message);
            assert!(
                insight.message.starts_with(|c: char| c.is_uppercase() || c == '"' || c.is_ascii_digit()),
                "{insight:?}"
            );
            assert!(insight.figures.iter().all(|fact| fact.value.is_finite() && !fact.text.is_empty()), "{insight:?}");
        }
    }
}

#[test]
fn the_loss_between_stages_comes_with_its_interval() {
    let mut world = World::clean();
    world.measure(CHECKOUT, 10.0);
    world.measure(BASKET, 10.0);
    let audit = world.audit();
    let finding = audit.open().iter().find(|finding| finding.rule.code == "biggest-drop-off").unwrap();
    let insight = audit.insight(finding);
    let expected = "From \"Discover\" to \"Buy\" sessions fall from 100 to 20: 80% are lost (95% interval 71.12% to 86.66%), as counted in file-1.csv alone.";
    assert_eq!(insight.message, expected);
    let figures: Vec<(&str, f64)> = insight.figures.iter().map(|fact| (fact.key, fact.value)).collect();
    assert_eq!(figures[..3], [("before", 100.0), ("after", 20.0), ("share", 0.8)]);
    assert_eq!(insight.key.detail, "sessions");
}

#[test]
fn fixes_take_what_the_neighbors_have() {
    let mut world = World::clean();
    world.change(BASKET, |basket| basket.owner.clear());
    world.change(AD, |ad| {
        ad.channel = Channel::Other;
        ad.kind = "newsletter".to_owned();
    });
    let fixes = |world: &World, code: &str| {
        let audit = world.audit();
        let own = audit.open().iter().filter(|finding| finding.rule.code == code);
        own.filter_map(|finding| audit.insight(finding).fix).collect::<Vec<_>>()
    };
    let owner = Fix::SetOwner { touchpoint: BASKET, owner: "Team".to_owned() };
    assert_eq!(fixes(&world, "touchpoint-without-owner"), [owner]);
    let channel = Fix::SetChannel { touchpoint: AD, channel: Channel::Email };
    assert_eq!(fixes(&world, "touchpoint-without-channel"), [channel]);
    world.touchpoint(20, BUY, 0, Channel::Website);
    world.change(TouchpointId(20), |other| other.owner = "Others".to_owned());
    assert_eq!(fixes(&world, "touchpoint-without-owner"), [], "two owners are no hint");
}

#[test]
fn what_was_dismissed_is_listed_apart_and_only_that() {
    let mut world = World::clean();
    world.answer(AD, BrandPart::Voice.check(), CheckAnswer::No);
    world.answer(AD, BrandPart::Offer.check(), CheckAnswer::No);
    let audit = world.audit();
    let voice = audit.open().iter().find(|finding| finding.detail == Detail::Brand(BrandPart::Voice)).unwrap();
    let key = audit.key(voice);
    let dismissal = Dismissal { key: key.clone(), reason: "It is a sketch".to_owned(), on: None };
    let project = apply(&world.fixture.project, &Edit::Dismiss { dismissal }).unwrap();
    let numbers = Numbers::new(&project);
    let standings = standings(&project, &numbers, world.today);
    let after = audit.renewed(&basis(&project, &numbers, &standings, world.today));
    assert_eq!(after.open().len(), audit.open().len() - 1);
    let reasons: Vec<_> =
        after.dismissed().iter().map(|(finding, why)| (finding.detail, why.reason.as_str())).collect();
    assert_eq!(reasons, [(Detail::Brand(BrandPart::Voice), "It is a sketch")]);
    let reopened = apply(&project, &Edit::Reopen { insight: key }).unwrap();
    let again = after.renewed(&basis(&reopened, &numbers, &standings, world.today));
    assert_eq!(again.open(), audit.open());
}

#[test]
fn an_audit_that_is_renewed_says_the_same_as_a_new_one() {
    let project = full_sample(120, 3);
    let today = date(2026, 11, 1);
    let first = *project.touchpoints.keys().next().unwrap();
    let last = *project.touchpoints.keys().next_back().unwrap();
    let card = *project.cards.keys().next().unwrap();
    let kpi = *project.kpis.keys().next().unwrap();
    let stage = *project.stages.keys().next().unwrap();
    let change = |id, change| Edit::ChangeTouchpoints { touchpoints: vec![id], change };
    let end = crate::model::Placement::end_of(&project, stage, project.touchpoints[&last].place.lane);
    let edits = [
        change(first, TouchpointChange::Title("Another".to_owned())),
        change(first, TouchpointChange::Owner(String::new())),
        change(last, TouchpointChange::MomentOfTruth(true)),
        Edit::MoveItems { items: vec![last.into()], placement: end },
        Edit::RemoveItems { items: vec![Item::Card(card)] },
        Edit::RemoveKpi { kpi },
        Edit::ChangeStrategy { change: StrategyChange::Business(Some(BusinessModel::InPerson)) },
        Edit::RemoveItems { items: vec![Item::Touchpoint(first)] },
        Edit::RemoveSource { source: *project.sources.keys().next().unwrap() },
        Edit::RemoveStage { stage },
    ];
    let numbers = Numbers::new(&project);
    let mut renewed = audit(&basis(&project, &numbers, &standings(&project, &numbers, today), today));
    let mut project = project;
    for edit in edits {
        project = apply(&project, &edit).unwrap();
        let numbers = Numbers::new(&project);
        let standings = standings(&project, &numbers, today);
        let basis = basis(&project, &numbers, &standings, today);
        renewed = renewed.renewed(&basis);
        let anew = audit(&basis);
        assert!(!anew.open().is_empty());
        assert_eq!(renewed.open(), anew.open(), "{}", edit.label(&project));
    }
    let numbers = Numbers::new(&project);
    let now = standings(&project, &numbers, today);
    let view = View { period: Some(Period::day(today)), compare_with: None };
    let then = Standings::of(&project, &numbers, &view, today);
    let other_view = Basis { view, standings: &then, ..basis(&project, &numbers, &now, today) };
    assert_eq!(renewed.renewed(&other_view).open(), audit(&other_view).open(), "of another period");
    let later = standings(&project, &numbers, date(2027, 6, 1));
    let other_day = basis(&project, &numbers, &later, date(2027, 6, 1));
    assert_eq!(renewed.renewed(&other_day).open(), audit(&other_day).open(), "on another day");
}
