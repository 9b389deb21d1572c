//! Breaks between channels: one that is dropped on the way, online and in person without a bridge, and a mix that does
//! not fit the business.

use std::collections::BTreeSet;

use super::index::{Facts, StageFacts};
use super::insight::{About, Detail, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told};
use super::structure::new_touchpoint;
use crate::base::number::Unit;
use crate::model::{BusinessModel, Channel, Ownership, StageId};

/// Of fewer touchpoints a share says nothing.
const LEAST_TOUCHPOINTS: usize = 5;
/// An online business has at most this share in person, one in person at least.
const ONE_SIDED: f64 = 1.0 / 3.0;
/// A mixed business has at least this share of either.
const MIXED: f64 = 1.0 / 5.0;

pub static RULES: [Rule; 4] = [
    Rule {
        code: "channel-gap",
        title: "Channels that drop out",
        why: "Who has used a channel expects to find it again at the next step. Told of a channel of one's own that is \
              used in the stages before and after, but not in the one between; paid and earned channels come and go.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: find_gaps,
        tell: tell_gap,
    },
    Rule {
        code: "channel-break",
        title: "Breaks between online and in person",
        why: "From the screen to the counter and back, customers carry their case themselves. Told of two stages that \
              follow each other, one with touchpoints in person only and one without any, with no connector between.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::CONNECTORS),
        find: find_breaks,
        tell: tell_break,
    },
    Rule {
        code: "channel-imbalance",
        title: "A mix of channels that does not fit the business",
        why: "A shop that lives online invests elsewhere than one that needs people to walk in first. Told when more than \
              a third of an online business is in person, less than a third of one in person, or less than a fifth of \
              either in a mixed one; from five touchpoints on, in journeys that show what is.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::STRATEGY),
        find: find_imbalance,
        tell: tell_imbalance,
    },
    Rule {
        code: "business-unknown",
        title: "The business model is not stated",
        why: "Whether online and in person are in balance can be said only of a known business.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::STRATEGY),
        find: find_unknown_business,
        tell: |_, _| {
            Told::new("Nobody has said whether this business meets its customers online or in person.")
                .fix(Fix::OpenStrategy)
        },
    },
];

/// The channels of a stage, without those that nobody has said.
fn channels(context: &Context, stage: &StageFacts) -> BTreeSet<Channel> {
    let all = context.index.touchpoints_of(stage).iter().map(|facts| facts.channel);
    all.filter(|channel| *channel != Channel::Other && channel.ownership() == Ownership::Owned).collect()
}

fn find_gaps(context: &Context, found: &mut Found) {
    for journey in context.index.journeys() {
        for run in context.index.stages_of(journey).windows(3) {
            let [before, between, after] = run else { continue };
            if context.index.touchpoints_of(between).is_empty() {
                continue;
            }
            let (before, here, after) =
                (channels(context, before), channels(context, between), channels(context, after));
            for channel in before.intersection(&after).filter(|channel| !here.contains(channel)) {
                found.push_detailed(Severity::Low, between.id, Detail::Channel(*channel));
            }
        }
    }
}

/// The stages before and after one in its journey.
fn neighbors<'a>(context: &Context<'a>, stage: StageId) -> Option<(Option<&'a StageFacts>, Option<&'a StageFacts>)> {
    let journey = context.index.journey(context.index.stage(stage)?.journey)?;
    let stages = context.index.stages_of(journey);
    let at = stages.iter().position(|other| other.id == stage)?;
    Some((at.checked_sub(1).and_then(|at| stages.get(at)), stages.get(at + 1)))
}

fn tell_gap(context: &Context, finding: &Finding) -> Told {
    let (About::Stage(stage), Detail::Channel(channel)) = (finding.about, finding.detail) else {
        return Told::default();
    };
    let Some((Some(before), Some(after))) = neighbors(context, stage) else { return Told::default() };
    let uses = |stage: &StageFacts| {
        context.index.touchpoints_of(stage).iter().filter(|facts| facts.channel == channel).count()
    };
    Told::new(format!(
        "{} is used in {} and in {}, but not in {} between them.",
        channel.label(),
        context.stage(before.id),
        context.stage(after.id),
        context.stage(stage)
    ))
    .fact(Fact::count("before", "Touchpoints in the stage before", uses(before)))
    .fact(Fact::count("between", "Touchpoints between", 0))
    .fact(Fact::count("after", "Touchpoints in the stage after", uses(after)))
    .fix(new_touchpoint(context, stage, 0, channel))
}

/// Whether all touchpoints are in person, or none is; `None` for a mix, or without any.
fn side(facts: &[Facts]) -> Option<bool> {
    let (first, rest) = facts.split_first()?;
    let is_in_person = first.channel.is_in_person();
    let is_one_sided = rest.iter().all(|other| other.channel.is_in_person() == is_in_person);
    (is_one_sided && facts.iter().all(|facts| facts.channel != Channel::Other)).then_some(is_in_person)
}

/// The last stage with touchpoints before that one.
fn filled_before<'a>(context: &Context<'a>, stage: &StageFacts) -> Option<&'a StageFacts> {
    let journey = context.index.journey(stage.journey)?;
    let stages = context.index.stages_of(journey).iter();
    let before = stages.take_while(|other| other.id != stage.id);
    before.filter(|other| !context.index.touchpoints_of(other).is_empty()).last()
}

fn find_breaks(context: &Context, found: &mut Found) {
    let between: BTreeSet<(StageId, StageId)> = context
        .project
        .connectors
        .values()
        .filter_map(|connector| {
            let stage = |id| context.project.touchpoints.get(&id).map(|touchpoint| touchpoint.place.stage);
            Some((stage(connector.from)?, stage(connector.to)?))
        })
        .collect();
    for stage in context.index.stages() {
        let Some(before) = filled_before(context, stage) else { continue };
        let sides = side(context.index.touchpoints_of(before)).zip(side(context.index.touchpoints_of(stage)));
        let is_bridged = between.contains(&(before.id, stage.id)) || between.contains(&(stage.id, before.id));
        if sides.is_some_and(|(a, b)| a != b) && !is_bridged {
            found.push(Severity::Medium, stage.id);
        }
    }
}

fn tell_break(context: &Context, finding: &Finding) -> Told {
    let About::Stage(id) = finding.about else { return Told::default() };
    let Some(stage) = context.index.stage(id) else { return Told::default() };
    let Some(before) = filled_before(context, stage) else { return Told::default() };
    let (from, to) = (context.index.touchpoints_of(before), context.index.touchpoints_of(stage));
    let place = |is_in_person| if is_in_person { "in person" } else { "online or remote" };
    let sides = side(from).zip(side(to)).map_or(("", ""), |(a, b)| (place(a), place(b)));
    let fix = from.last().zip(to.first()).map(|(from, to)| Fix::Connect { from: from.id, to: to.id });
    Told::new(format!(
        "{} is {} and {} is {}, and no connector leads from one to the other.",
        context.stage(before.id),
        sides.0,
        context.stage(id),
        sides.1
    ))
    .fact(Fact::count("before", "Touchpoints before", from.len()))
    .fact(Fact::count("after", "Touchpoints after", to.len()))
    .fix(fix)
}

/// How many touchpoints are in person, and how many there are, in journeys that show what is.
fn balance(context: &Context) -> (usize, usize) {
    let counted = context.index.touchpoints().iter().filter(|facts| facts.is_real && facts.channel != Channel::Other);
    counted.fold((0, 0), |(in_person, all), facts| (in_person + usize::from(facts.channel.is_in_person()), all + 1))
}

fn find_imbalance(context: &Context, found: &mut Found) {
    let Some(business) = context.project.strategy.business else { return };
    let (in_person, all) = balance(context);
    if all < LEAST_TOUCHPOINTS {
        return;
    }
    let share = in_person as f64 / all as f64;
    let fits = match business {
        BusinessModel::Online => share <= ONE_SIDED,
        BusinessModel::InPerson => share >= ONE_SIDED,
        BusinessModel::Mixed => (MIXED..=1.0 - MIXED).contains(&share),
    };
    if !fits {
        found.push(Severity::Medium, About::Project);
    }
}

fn tell_imbalance(context: &Context, _finding: &Finding) -> Told {
    let Some(business) = context.project.strategy.business else { return Told::default() };
    let (in_person, all) = balance(context);
    let kind = match business {
        BusinessModel::Online => "mostly online",
        BusinessModel::Mixed => "online and in person",
        BusinessModel::InPerson => "mostly in person",
    };
    Told::new(format!("{in_person} of {all} touchpoints are in person, but the business is {kind}."))
        .fact(Fact::count("in_person", "Touchpoints in person", in_person))
        .fact(Fact::count("touchpoints", "Touchpoints with a channel", all))
        .facts(Fact::value("share", "Share in person", in_person as f64 / all as f64, &Unit::Share))
        .fix(Fix::OpenStrategy)
}

fn find_unknown_business(context: &Context, found: &mut Found) {
    if context.project.strategy.business.is_none() && balance(context).1 >= LEAST_TOUCHPOINTS {
        found.push(Severity::Low, About::Project);
    }
}
