//! What a touchpoint lacks by itself: an owner, a channel, a metric, a KPI, an honest word on what it rests on.

use std::collections::HashMap;
use std::hash::Hash;

use super::index::{Facts, LikelyOwners};
use super::insight::{About, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told};
use crate::model::{Channel, Evidence, Touchpoint, TouchpointId};

pub static RULES: [Rule; 7] = [
    Rule {
        code: "touchpoint-without-owner",
        title: "Touchpoints without an owner",
        why: "What nobody answers for, nobody improves. High at moments of truth, medium where the importance is 4 or 5, \
              else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: |context, found| each(context, found, |facts| !facts.has_owner),
        tell: tell_ownerless,
    },
    Rule {
        code: "touchpoint-without-channel",
        title: "Touchpoints without a channel",
        why: "Without a channel nobody can tell where the touchpoint happens, whether the way there is broken, and which \
              practice to check it against. High at moments of truth, medium where the importance is 4 or 5, else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS),
        find: |context, found| each(context, found, |facts| facts.channel == Channel::Other),
        tell: tell_channelless,
    },
    Rule {
        code: "moment-of-truth-unmeasured",
        title: "Moments of truth unmeasured",
        why: "Here the whole journey is judged; without a figure the judgment stays a guess. Told of journeys that show \
              what is, and not of what is only proposed.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: |context, found| {
            each(context, found, |facts| facts.is_real && facts.is_moment_of_truth && !facts.is_measured);
        },
        tell: |context, finding| {
            tell_unmeasured(context, finding, "is a moment of truth, but nothing is measured there")
        },
    },
    Rule {
        code: "touchpoint-without-metric",
        title: "Touchpoints without a metric",
        why: "What is not measured cannot be compared before and after. Told of journeys that show what is, and not of \
              what is only proposed; moments of truth have a rule of their own. Medium where the importance is 4 or 5, \
              else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: |context, found| {
            each(context, found, |facts| facts.is_real && !facts.is_moment_of_truth && !facts.is_measured);
        },
        tell: |context, finding| tell_unmeasured(context, finding, "has no metric"),
    },
    Rule {
        code: "touchpoint-without-kpi",
        title: "Touchpoints without a KPI",
        why: "A figure without a target cannot be off track. Told of touchpoints that are measured, in journeys that show \
              what is. High at moments of truth, medium where the importance is 4 or 5, else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES).and(Needs::KPIS),
        find: |context, found| {
            let lacks = |facts: &Facts| facts.is_real && facts.is_measured && !context.measured.has_kpi(facts.id);
            each(context, found, lacks);
        },
        tell: tell_aimless,
    },
    Rule {
        code: "evidence-unfounded",
        title: "Said to be measured, but without figures",
        why: "Who reads \"measured\" relies on a file that is not there. Import it, or say what the claim rests on.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: |context, found| {
            let is_unfounded = |facts: &&Facts| facts.evidence == Evidence::Measured && !facts.is_measured;
            let all = context.index.touchpoints().iter().filter(is_unfounded);
            all.for_each(|facts| found.push(Severity::Medium, facts.id));
        },
        tell: tell_unfounded,
    },
    Rule {
        code: "evidence-outdated",
        title: "Said to be assumed, but measured",
        why: "There are figures now, so the claim rests on more than it says.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: |context, found| {
            let is_outdated = |facts: &&Facts| facts.evidence == Evidence::Assumed && facts.is_measured;
            let all = context.index.touchpoints().iter().filter(is_outdated);
            all.for_each(|facts| found.push(Severity::Low, facts.id));
        },
        tell: tell_outdated,
    },
];

/// Finds the touchpoints of which that holds, each as severe as it is important.
fn each(context: &Context, found: &mut Found, lacks: impl Fn(&Facts) -> bool) {
    for facts in context.index.touchpoints().iter().filter(|facts| lacks(facts)) {
        found.push(facts.severity, facts.id);
    }
}

fn of<'a>(context: &Context<'a>, finding: &Finding) -> Option<(TouchpointId, &'a Touchpoint)> {
    let About::Touchpoint(id) = finding.about else { return None };
    context.project.touchpoints.get(&id).map(|touchpoint| (id, touchpoint.as_ref()))
}

/// What makes it important, as a fact.
fn importance(touchpoint: &Touchpoint) -> Option<Fact> {
    let rated = touchpoint.importance.max(touchpoint.importance_to_organization)?;
    let fact = Fact::count("importance", "Importance", usize::from(rated));
    Some(fact.told(format!("{rated} of 5")))
}

fn tell_ownerless(context: &Context, finding: &Finding) -> Told {
    let Some((id, touchpoint)) = of(context, finding) else { return Told::default() };
    let owner = likely_owner(context, touchpoint);
    Told::new(format!("{} has no owner.", context.touchpoint(id)))
        .facts(importance(touchpoint))
        .fix(owner.map(|owner| Fix::SetOwner { touchpoint: id, owner }))
}

/// The one owner of all touchpoints of the same channel in the journey, else of all in the same stage.
fn likely_owner(context: &Context, touchpoint: &Touchpoint) -> Option<String> {
    let stage = context.index.stage(touchpoint.place.stage)?;
    let likely = context.index.likely_owners(|| likely_owners(context));
    let of_channel = likely.of_channels.get(&(stage.journey, touchpoint.channel));
    of_channel.and_then(Option::clone).or_else(|| likely.of_stages.get(&stage.id).and_then(Option::clone))
}

/// One pass over all touchpoints, as each of those without an owner asks.
fn likely_owners(context: &Context) -> LikelyOwners {
    let mut likely = LikelyOwners::default();
    for stage in context.index.stages() {
        for facts in context.index.touchpoints_of(stage).iter().filter(|facts| facts.has_owner) {
            let Some(touchpoint) = context.project.touchpoints.get(&facts.id) else { continue };
            let owner = touchpoint.owner.trim();
            agree(&mut likely.of_stages, stage.id, owner);
            if facts.channel != Channel::Other {
                agree(&mut likely.of_channels, (stage.journey, facts.channel), owner);
            }
        }
    }
    likely
}

/// Keeps the owner while all of a key have the same.
fn agree<K: Eq + Hash>(owners: &mut HashMap<K, Option<String>>, key: K, owner: &str) {
    let kept = owners.entry(key).or_insert_with(|| Some(owner.to_owned()));
    if kept.as_deref() != Some(owner) {
        *kept = None;
    }
}

fn tell_channelless(context: &Context, finding: &Finding) -> Told {
    let Some((id, touchpoint)) = of(context, finding) else { return Told::default() };
    let usual = context.catalogue.find(&touchpoint.kind).map(|kind| kind.channel);
    Told::new(format!("{} has no channel.", context.touchpoint(id)))
        .facts(importance(touchpoint))
        .fix(usual.filter(|it| *it != Channel::Other).map(|channel| Fix::SetChannel { touchpoint: id, channel }))
}

fn tell_unmeasured(context: &Context, finding: &Finding, what: &str) -> Told {
    let Some((id, touchpoint)) = of(context, finding) else { return Told::default() };
    let kind = context.catalogue.find(&touchpoint.kind);
    let names = kind.into_iter().flat_map(|kind| kind.metrics.iter().take(3)).map(|key| key.replace('-', " "));
    let usual: Vec<String> = names.collect();
    let usual = if usual.is_empty() {
        String::new()
    } else {
        format!(" Its kind is usually measured by {}.", usual.join(", "))
    };
    Told::new(format!("{} {what}.{usual}", context.touchpoint(id)))
        .fact(Fact::count("metrics", "Metrics", 0))
        .facts(importance(touchpoint))
        .fix(Fix::Import)
}

fn tell_aimless(context: &Context, finding: &Finding) -> Told {
    let Some((id, touchpoint)) = of(context, finding) else { return Told::default() };
    let metrics = context.numbers.metrics_of(id);
    let first = metrics.first().and_then(|metric| context.numbers.metric(*metric));
    let figure = first.map(|metric| (metric, context.numbers.figure(metric.id, id, context.view.period)));
    let value = figure.as_ref().and_then(|(metric, figure)| {
        let fact = Fact::value("value", metric.name.as_str(), figure.value?, *metric)?;
        Some(fact.of(metric.id, Some(id)))
    });
    let measured = match metrics.as_slice() {
        [_] => "one metric".to_owned(),
        all => format!("{} metrics", all.len()),
    };
    Told::new(format!("{} has {measured} but no KPI.", context.touchpoint(id)))
        .fact(Fact::count("metrics", "Metrics", metrics.len()))
        .facts(value)
        .facts(importance(touchpoint))
        .fix(Fix::AddKpi(id))
}

fn tell_unfounded(context: &Context, finding: &Finding) -> Told {
    let Some((id, _)) = of(context, finding) else { return Told::default() };
    Told::new(format!("{} is said to be measured, but no file has a figure of it.", context.touchpoint(id)))
        .fact(Fact::count("metrics", "Metrics", 0))
        .fix(Fix::SetEvidence { touchpoint: id, evidence: Evidence::Assumed })
}

fn tell_outdated(context: &Context, finding: &Finding) -> Told {
    let Some((id, _)) = of(context, finding) else { return Told::default() };
    let metrics = context.numbers.metrics_of(id).len();
    let figures = if metrics == 1 { "one metric".to_owned() } else { format!("{metrics} metrics") };
    Told::new(format!("{} is said to be assumed, but has {figures}.", context.touchpoint(id)))
        .fact(Fact::count("metrics", "Metrics", metrics))
        .fix(Fix::SetEvidence { touchpoint: id, evidence: Evidence::Measured })
}
