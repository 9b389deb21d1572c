//! Pain points of what is that the map of what is wanted leaves as they are.

use std::collections::BTreeSet;

use super::index::ByName;
use super::insight::{About, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, quoted};
use crate::base::fold::fold;
use crate::model::{Card, CardId, Item, JourneyState, LaneKind, StageId, Touchpoint, TouchpointId};

pub static RULES: [Rule; 1] = [Rule {
    code: "pain-unanswered",
    title: "Pains that the future state leaves",
    why: "A future state that keeps a pain point as it is promises nothing to those who suffer from it. Touchpoints of the \
          two maps are paired by title or by a name in imported files. Told of a pain point whose touchpoint is there \
          again with the same pain point in its step, of the same channel and type, and without an opportunity that the \
          current map does not have. As severe as the touchpoint is important, and at least medium.",
    needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::CARDS),
    find: find_unanswered,
    tell: tell_unanswered,
}];

/// The touchpoints of all journeys that show what is wanted, by their names.
fn wanted<'a>(context: &Context<'a>) -> &'a ByName {
    let future = || context.index.stages().iter().filter(|stage| stage.state == JourneyState::Future);
    context.index.wanted(|| {
        let mut wanted = ByName::new();
        for facts in future().flat_map(|stage| context.index.touchpoints_of(stage)) {
            let Some(touchpoint) = context.project.touchpoints.get(&facts.id) else { continue };
            for name in names(touchpoint) {
                wanted.entry(name).or_default().push(facts.id);
            }
        }
        wanted
    })
}

fn names(touchpoint: &Touchpoint) -> BTreeSet<String> {
    let all = touchpoint.aliases.iter().chain([&touchpoint.title]);
    all.map(|name| fold(name.trim())).filter(|name| !name.is_empty()).collect()
}

/// What the cards of a kind say in a step.
fn texts(context: &Context, stage: StageId, column: u32, kind: LaneKind) -> BTreeSet<String> {
    let cards = context.cards.step(stage, column).filter(|(of, _)| *of == kind);
    cards.filter_map(|(_, card)| context.project.text_of(Item::Card(card))).map(|text| fold(text.trim())).collect()
}

/// The touchpoint of the future state at which a pain point is left as it is; `None` if it is answered, or there is no
/// future state of its touchpoints.
fn left_at(context: &Context, wanted: &ByName, card: &Card) -> Option<TouchpointId> {
    let (stage, column) = (card.place.stage, card.place.column);
    let pain = fold(card.text.trim());
    let ideas = texts(context, stage, column, LaneKind::Opportunities);
    let mut left = None;
    for facts in context.index.step(stage, column) {
        let now = context.project.touchpoints.get(&facts.id)?;
        let paired: BTreeSet<TouchpointId> =
            names(now).iter().filter_map(|name| wanted.get(name)).flatten().copied().collect();
        for then in paired.iter().filter_map(|id| context.project.touchpoints.get(id)) {
            let place = then.place;
            let is_kept = texts(context, place.stage, place.column, LaneKind::PainPoints).contains(&pain);
            let is_changed = (then.channel, &then.kind) != (now.channel, &now.kind);
            let has_idea = !texts(context, place.stage, place.column, LaneKind::Opportunities).is_subset(&ideas);
            if !is_kept || is_changed || has_idea {
                return None;
            }
            left = left.or(Some(then.id));
        }
    }
    left
}

/// The pain points of journeys that show what is.
fn pains<'a>(context: &Context<'a>) -> impl Iterator<Item = CardId> + 'a {
    let (index, cards) = (context.index, context.cards);
    let pains = cards.all().filter(|(_, _, kind, _)| *kind == LaneKind::PainPoints);
    pains.filter(|(stage, ..)| index.stage(*stage).is_some_and(|it| it.state == JourneyState::Current)).map(|it| it.3)
}

fn find_unanswered(context: &Context, found: &mut Found) {
    let wanted = wanted(context);
    if wanted.is_empty() {
        return;
    }
    for id in pains(context) {
        let Some(card) = context.project.cards.get(&id) else { continue };
        if left_at(context, wanted, card).is_some() {
            let here = context.index.step(card.place.stage, card.place.column).iter().map(|facts| facts.severity);
            found.push(here.min().unwrap_or(Severity::Low).min(Severity::Medium), id);
        }
    }
}

fn tell_unanswered(context: &Context, finding: &Finding) -> Told {
    let About::Card(id) = finding.about else { return Told::default() };
    let Some(card) = context.project.cards.get(&id) else { return Told::default() };
    let wanted = wanted(context);
    let Some(then) = left_at(context, wanted, card).and_then(|id| context.project.touchpoints.get(&id)) else {
        return Told::default();
    };
    let journey = context.project.journey_of(Item::Touchpoint(then.id));
    let journey = journey.and_then(|id| context.project.journeys.get(&id)).map_or("", |journey| &journey.name);
    let text = format!("Answer to: {}", card.text.trim());
    let ideas = texts(context, then.place.stage, then.place.column, LaneKind::Opportunities).len();
    Told::new(format!(
        "The pain point {} is still at {} in the future state {}, and nothing there answers it.",
        quoted(&card.text, "without text"),
        context.touchpoint(then.id),
        quoted(journey, "without a name"),
    ))
    .fact(Fact::count("opportunities", "Opportunities there, as now", ideas))
    .fix(Fix::AddCard { kind: LaneKind::Opportunities, place: then.place, text })
}
