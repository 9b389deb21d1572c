//! Holes in the map itself: stages without touchpoints, cards beside no touchpoint, touchpoints off every way.

use std::collections::BTreeSet;

use super::insight::{About, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, counted, quoted};
use crate::model::{Channel, Holds, JourneyId, LaneId, LaneKind, StageId, TouchpointId};

pub static RULES: [Rule; 3] = [
    Rule {
        code: "stage-without-touchpoints",
        title: "Stages without touchpoints",
        why: "Customers go through every stage, so something meets them there, or nothing does and they are left alone. \
              Until a touchpoint says which, the stage cannot be measured or improved.",
        needs: Needs::STRUCTURE.and(Needs::PLACES).and(Needs::CARDS),
        find: find_empty_stages,
        tell: tell_empty_stage,
    },
    Rule {
        code: "orphan-card",
        title: "Cards beside no touchpoint",
        why: "What customers do, think and suffer happens at a touchpoint. A card in a step without one cannot be traced \
              to a figure or an owner. Looked at: actions, thoughts, pain points, opportunities and frontstage.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::CARDS),
        find: find_orphans,
        tell: tell_orphan,
    },
    Rule {
        code: "touchpoint-unconnected",
        title: "Touchpoints off every way",
        why: "Where a map shows ways, a touchpoint without one is a place that nobody is seen to reach or to leave. Told \
              only of journeys in which at least half of the touchpoints are connected.",
        needs: Needs::STRUCTURE.and(Needs::PLACES).and(Needs::CONNECTORS),
        find: find_unconnected,
        tell: tell_unconnected,
    },
];

fn find_empty_stages(context: &Context, found: &mut Found) {
    for stage in context.index.stages() {
        if context.index.touchpoints_of(stage).is_empty() {
            // What is said of a stage without saying where it happens is worse than nothing at all yet.
            let has_cards = context.cards.stage(stage.id).next().is_some();
            found.push(if has_cards { Severity::High } else { Severity::Medium }, stage.id);
        }
    }
}

fn tell_empty_stage(context: &Context, finding: &Finding) -> Told {
    let About::Stage(stage) = finding.about else { return Told::default() };
    let cards = context.cards.stage(stage).count();
    let name = context.stage(stage);
    let message = if cards == 0 {
        format!("The stage {name} has no touchpoint.")
    } else {
        format!("The stage {name} has {} but no touchpoint.", counted(cards, "card"))
    };
    Told::new(message)
        .fact(Fact::count("touchpoints", "Touchpoints", 0))
        .fact(Fact::count("cards", "Cards", cards))
        .fix(new_touchpoint(context, stage, 0, Channel::Other))
}

/// A new touchpoint in the first lane that takes it.
pub fn new_touchpoint(context: &Context, stage: StageId, column: u32, channel: Channel) -> Option<Fix> {
    let journey = context.project.stages.get(&stage)?.journey;
    let lane = first_lane(context, journey)?;
    Some(Fix::AddTouchpoint { stage, lane, column, channel })
}

fn first_lane(context: &Context, journey: JourneyId) -> Option<LaneId> {
    let takes = |lane: &LaneId| context.project.lanes.get(lane).is_some_and(|it| it.kind.holds() == Holds::Touchpoints);
    context.project.journeys.get(&journey)?.lanes.iter().copied().find(takes)
}

/// How much it matters that such a card lies beside no touchpoint; `None` for cards that need none.
fn need_of(kind: LaneKind) -> Option<Severity> {
    match kind {
        LaneKind::PainPoints | LaneKind::Opportunities => Some(Severity::Medium),
        LaneKind::Actions | LaneKind::Thoughts | LaneKind::Frontstage => Some(Severity::Low),
        LaneKind::Touchpoints
        | LaneKind::Emotion
        | LaneKind::Metrics
        | LaneKind::Channels
        | LaneKind::Evidence
        | LaneKind::Backstage
        | LaneKind::Support
        | LaneKind::Notes => None,
    }
}

fn find_orphans(context: &Context, found: &mut Found) {
    let mut last: Option<((StageId, u32), bool)> = None;
    for (stage, column, kind, card) in context.cards.all() {
        let Some(severity) = need_of(kind) else { continue };
        let is_orphan = match last {
            Some((step, is_orphan)) if step == (stage, column) => is_orphan,
            Some(_) | None => {
                // A stage without any touchpoint is told as such.
                let has_stage =
                    context.index.stage(stage).is_some_and(|it| !context.index.touchpoints_of(it).is_empty());
                has_stage && context.index.step(stage, column).is_empty()
            }
        };
        last = Some(((stage, column), is_orphan));
        if is_orphan {
            found.push(severity, card);
        }
    }
}

fn tell_orphan(context: &Context, finding: &Finding) -> Told {
    let About::Card(id) = finding.about else { return Told::default() };
    let Some(card) = context.project.cards.get(&id) else { return Told::default() };
    let kind = context.project.lanes.get(&card.place.lane).map_or("card", |lane| lane.kind.item_label());
    let text = quoted(&card.text, "without text");
    let stage = context.stage(card.place.stage);
    let step = card.place.column as usize + 1;
    Told::new(format!("The {kind} {text} is in step {step} of {stage}, where there is no touchpoint."))
        .fact(Fact::count("step", "Step", step))
        .fix(new_touchpoint(context, card.place.stage, card.place.column, Channel::Other))
}

fn connected(context: &Context) -> BTreeSet<TouchpointId> {
    context.project.connectors.values().flat_map(|connector| [connector.from, connector.to]).collect()
}

fn find_unconnected(context: &Context, found: &mut Found) {
    if context.project.connectors.is_empty() {
        return;
    }
    let connected = connected(context);
    for journey in context.index.journeys() {
        let all = context.index.touchpoints_in(journey);
        let count = all.iter().filter(|facts| connected.contains(&facts.id)).count();
        if count > 0 && count * 2 >= all.len() {
            for facts in all.iter().filter(|facts| !connected.contains(&facts.id)) {
                found.push(Severity::Low, facts.id);
            }
        }
    }
}

fn tell_unconnected(context: &Context, finding: &Finding) -> Told {
    let About::Touchpoint(id) = finding.about else { return Told::default() };
    let journey = finding.about.journey(context.project).and_then(|id| context.index.journey(id));
    let all = journey.map(|journey| context.index.touchpoints_in(journey)).unwrap_or_default();
    let connected = connected(context);
    let count = all.iter().filter(|facts| connected.contains(&facts.id)).count();
    let name = context.touchpoint(id);
    Told::new(format!("No connector leads to {name} or from it; {count} of {} touchpoints have one.", all.len()))
        .fact(Fact::count("connected", "Touchpoints with a connector", count))
        .fact(Fact::count("touchpoints", "Touchpoints of the journey", all.len()))
        .fix(Fix::ConnectTo(id))
}
