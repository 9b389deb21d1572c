//! One brand in every channel, and the good practice of each: what was answered with no, and what nobody has answered.

use std::collections::BTreeSet;

use super::index::Facts;
use super::insight::{About, Detail, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, counted};
use crate::model::{BrandPart, Channel, CheckAnswer, Touchpoint};

pub static RULES: [Rule; 5] = [
    Rule {
        code: "brand-sheet-incomplete",
        title: "The brand sheet has gaps",
        why: "Whether look, voice, message and offer are the same everywhere can be checked only against a sheet that \
              says what they are. Medium while nothing is said, else low.",
        needs: Needs::STRATEGY.and(Needs::TOUCHPOINTS),
        find: find_brand_gaps,
        tell: tell_brand_gaps,
    },
    Rule {
        code: "brand-check-failed",
        title: "Off the brand",
        why: "Customers who meet a different look, voice, message or offer wonder whether it is the same company. Told of \
              every brand check that was answered with no. High at moments of truth, else medium.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: find_off_brand,
        tell: tell_off_brand,
    },
    Rule {
        code: "brand-check-open",
        title: "Not checked against the brand",
        why: "What decides much should keep to the brand sheet for certain. Told of moments of truth and of touchpoints \
              whose importance is 4 or 5, of the parts that the brand sheet has.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::STRATEGY),
        find: find_brand_unanswered,
        tell: tell_brand_unanswered,
    },
    Rule {
        code: "practice-check-failed",
        title: "Against good practice",
        why: "What is known to work in the channel is not done here. Told of every practice check that was answered with \
              no. High at moments of truth, medium where the importance is 4 or 5, else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: find_bad_practice,
        tell: tell_bad_practice,
    },
    Rule {
        code: "practice-check-open",
        title: "Practice not checked",
        why: "Each channel has a few things that are known to work. Told of moments of truth and of touchpoints whose \
              importance is 4 or 5.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: find_practice_unanswered,
        tell: tell_practice_unanswered,
    },
];

fn find_brand_gaps(context: &Context, found: &mut Found) {
    if context.project.touchpoints.is_empty() {
        return;
    }
    match context.project.strategy.brand.lacks().count() {
        0 => {}
        all if all == BrandPart::ALL.len() => found.push(Severity::Medium, About::Project),
        _ => found.push(Severity::Low, About::Project),
    }
}

fn tell_brand_gaps(context: &Context, _finding: &Finding) -> Told {
    let lacks: Vec<&str> = context.project.strategy.brand.lacks().map(BrandPart::label).collect();
    let message = if lacks.len() == BrandPart::ALL.len() {
        "The brand sheet is empty, so no touchpoint can be checked against it.".to_owned()
    } else {
        format!("The brand sheet says nothing of: {}.", lacks.join(", ").to_lowercase())
    };
    Told::new(message).fact(Fact::count("missing", "Parts missing", lacks.len())).fix(Fix::OpenStrategy)
}

fn answered<'a>(context: &Context<'a>, facts: &Facts) -> Option<&'a Touchpoint> {
    let touchpoint = context.project.touchpoints.get(&facts.id).map(AsRef::as_ref);
    touchpoint.filter(|_| facts.has_answers)
}

fn touchpoint_of<'a>(context: &Context<'a>, finding: &Finding) -> Option<&'a Touchpoint> {
    let About::Touchpoint(id) = finding.about else { return None };
    context.project.touchpoints.get(&id).map(AsRef::as_ref)
}

fn find_off_brand(context: &Context, found: &mut Found) {
    for facts in context.index.touchpoints() {
        let Some(touchpoint) = answered(context, facts) else { continue };
        for part in BrandPart::ALL {
            if touchpoint.checks.get(part.check()) == Some(&CheckAnswer::No) {
                found.push_detailed(facts.severity.min(Severity::Medium), facts.id, Detail::Brand(part));
            }
        }
    }
}

fn tell_off_brand(context: &Context, finding: &Finding) -> Told {
    let Detail::Brand(part) = finding.detail else { return Told::default() };
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let answers = |wanted: CheckAnswer| {
        let all = context.project.touchpoints.values();
        all.filter(move |it| it.checks.get(part.check()) == Some(&wanted))
    };
    let (kept, broken) = (answers(CheckAnswer::Yes).count(), answers(CheckAnswer::No).count());
    let channels: BTreeSet<Channel> = answers(CheckAnswer::No).map(|touchpoint| touchpoint.channel).collect();
    let what = match part {
        BrandPart::Look => "does not have the brand's look",
        BrandPart::Voice => "does not speak in the brand's voice",
        BrandPart::Message => "does not say the brand's message",
        BrandPart::Offer => "does not make the same offer as elsewhere",
    };
    Told::new(format!(
        "{} {what}; {kept} of {} do, and {broken} in {} do not.",
        context.touchpoint(touchpoint.id),
        counted(kept + broken, "checked touchpoint"),
        counted(channels.len(), "channel"),
    ))
    .fact(Fact::count("kept", "Touchpoints that keep to it", kept))
    .fact(Fact::count("broken", "Touchpoints that do not", broken))
    .fact(Fact::count("channels", "Channels with a break", channels.len()))
    .fix(Fix::Answer(touchpoint.id))
}

/// The parts of the brand sheet that were not checked.
fn unanswered(context: &Context, touchpoint: &Touchpoint) -> Vec<BrandPart> {
    let brand = &context.project.strategy.brand;
    BrandPart::ALL.into_iter().filter(|it| brand.has(*it) && !touchpoint.checks.contains_key(it.check())).collect()
}

fn find_brand_unanswered(context: &Context, found: &mut Found) {
    if context.project.strategy.brand.lacks().count() == BrandPart::ALL.len() {
        return;
    }
    for facts in context.index.touchpoints().iter().filter(|facts| facts.is_important() && facts.is_real) {
        let touchpoint = context.project.touchpoints.get(&facts.id);
        if touchpoint.is_some_and(|touchpoint| !unanswered(context, touchpoint).is_empty()) {
            found.push(Severity::Low, facts.id);
        }
    }
}

fn tell_brand_unanswered(context: &Context, finding: &Finding) -> Told {
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let open = unanswered(context, touchpoint);
    let names: Vec<String> = open.iter().map(|part| part.label().to_lowercase()).collect();
    Told::new(format!(
        "{} was not checked against the brand sheet: {}.",
        context.touchpoint(touchpoint.id),
        names.join(", ")
    ))
    .fact(Fact::count("open", "Checks not answered", open.len()))
    .fix(Fix::Answer(touchpoint.id))
}

fn find_bad_practice(context: &Context, found: &mut Found) {
    for facts in context.index.touchpoints() {
        let Some(touchpoint) = answered(context, facts) else { continue };
        for (rank, check) in context.catalogue.checks.iter().enumerate() {
            if touchpoint.checks.get(&check.code) == Some(&CheckAnswer::No) && check.applies_to(touchpoint) {
                found.push_detailed(facts.severity, facts.id, Detail::Practice(rank));
            }
        }
    }
}

fn tell_bad_practice(context: &Context, finding: &Finding) -> Told {
    let Detail::Practice(rank) = finding.detail else { return Told::default() };
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let question = context.catalogue.checks.get(rank).map_or("", |check| check.question.as_str());
    let (answered, all) = answers(context, touchpoint);
    Told::new(format!("{}: \"{question}\" was answered with no.", context.touchpoint(touchpoint.id)))
        .fact(Fact::count("answered", "Checks answered", answered))
        .fact(Fact::count("checks", "Checks of its channel", all))
        .fix(Fix::Answer(touchpoint.id))
}

/// How many practice checks of a touchpoint are answered, and how many there are.
fn answers(context: &Context, touchpoint: &Touchpoint) -> (usize, usize) {
    let checks = context.catalogue.checks_of(touchpoint);
    checks.fold((0, 0), |(answered, all), check| {
        (answered + usize::from(touchpoint.checks.contains_key(&check.code)), all + 1)
    })
}

fn find_practice_unanswered(context: &Context, found: &mut Found) {
    for facts in context.index.touchpoints().iter().filter(|facts| facts.is_important() && facts.is_real) {
        let Some(touchpoint) = context.project.touchpoints.get(&facts.id) else { continue };
        let (answered, all) = answers(context, touchpoint);
        if answered < all {
            found.push(Severity::Low, facts.id);
        }
    }
}

fn tell_practice_unanswered(context: &Context, finding: &Finding) -> Told {
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let (answered, all) = answers(context, touchpoint);
    let label = if touchpoint.channel == Channel::Other { "its type" } else { touchpoint.channel.label() };
    Told::new(format!(
        "{} of {} for {label} {} not answered at {}.",
        all - answered,
        counted(all, "practice check"),
        if all - answered == 1 { "is" } else { "are" },
        context.touchpoint(touchpoint.id)
    ))
    .fact(Fact::count("answered", "Checks answered", answered))
    .fact(Fact::count("checks", "Checks of its channel", all))
    .fix(Fix::Answer(touchpoint.id))
}
