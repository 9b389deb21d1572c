//! How people are said to feel, against what the map says of it and what was measured.

use std::collections::BTreeSet;

use super::index::{Facts, lowest};
use super::insight::{About, Fact, Finding, Fix, Severity};
use super::rule::{Context, Found, Needs, Rule, Told, quoted};
use crate::analysis::MeasuredEmotions;
use crate::base::number::Unit;
use crate::model::{Emotion, LaneKind, PersonaId, Touchpoint, TouchpointId};

/// From here down, in tenths, a feeling asks for a reason.
const BAD: i8 = -10;
/// So far apart, in tenths, what is asserted and what is measured contradict each other.
const CONTRADICTION: u8 = 20;
/// On different sides of neutral already so far.
const CONTRADICTION_OF_SIGN: u8 = 10;

pub static RULES: [Rule; 2] = [
    Rule {
        code: "emotion-without-pain",
        title: "Bad feelings without a reason",
        why: "A curve that dips and says no more cannot be acted on. Told of touchpoints at which somebody feels −1 or \
              worse and whose step has neither a pain point nor an opportunity. High at moments of truth, medium where the \
              importance is 4 or 5, else low.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::CARDS),
        find: find_unexplained,
        tell: tell_unexplained,
    },
    Rule {
        code: "emotion-against-measurement",
        title: "Asserted feelings against measured ones",
        why: "What the team believes and what customers answered cannot both hold. The answers are brought to the scale \
              from −2 to +2; told when the two are at least two steps apart, or at least one and on different sides of \
              neutral.",
        needs: Needs::STRUCTURE.and(Needs::TOUCHPOINTS).and(Needs::FIGURES),
        find: find_contradictions,
        tell: tell_contradiction,
    },
];

fn find_unexplained(context: &Context, found: &mut Found) {
    let feels_bad = |facts: &&Facts| facts.lowest.is_some_and(|lowest| lowest.tenths() <= BAD);
    for facts in context.index.touchpoints().iter().filter(feels_bad) {
        let is_told = context
            .cards
            .step(facts.stage, facts.column)
            .any(|(kind, _)| matches!(kind, LaneKind::PainPoints | LaneKind::Opportunities));
        if !is_told {
            found.push(facts.severity, facts.id);
        }
    }
}

fn tell_unexplained(context: &Context, finding: &Finding) -> Told {
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let Some((persona, emotion)) = lowest(touchpoint) else { return Told::default() };
    Told::new(format!(
        "{} {} {emotion} at {}, and no pain point or opportunity in this step says why.",
        who(context, persona),
        if persona.is_some() { "feels" } else { "feel" },
        context.touchpoint(touchpoint.id)
    ))
    .facts(emotion_fact("emotion", "Asserted", f64::from(emotion.value()), emotion))
    .fix(Fix::AddCard { kind: LaneKind::PainPoints, place: touchpoint.place, text: String::new() })
}

fn touchpoint_of<'a>(context: &Context<'a>, finding: &Finding) -> Option<&'a Touchpoint> {
    let About::Touchpoint(id) = finding.about else { return None };
    context.project.touchpoints.get(&id).map(AsRef::as_ref)
}

fn who(context: &Context, persona: Option<PersonaId>) -> String {
    let Some(persona) = persona else { return "customers".to_owned() };
    context.project.personas.get(&persona).map_or_else(String::new, |it| quoted(&it.name, "an unnamed persona"))
}

fn emotion_fact(key: &'static str, label: &str, value: f64, emotion: Emotion) -> Option<Fact> {
    Fact::value(key, label, value, &Unit::Points).map(|fact| fact.told(emotion.to_string()))
}

/// Whether the two cannot both hold.
fn contradict(asserted: Emotion, measured: Emotion) -> bool {
    let (a, b) = (asserted.tenths(), measured.tenths());
    let apart = a.abs_diff(b);
    apart >= CONTRADICTION || apart >= CONTRADICTION_OF_SIGN && a.signum() * b.signum() < 0
}

/// Whose asserted emotion contradicts the measured one most.
fn worst(touchpoint: &Touchpoint, measured: Emotion) -> Option<(Option<PersonaId>, Emotion)> {
    let wrong = touchpoint.emotions.iter().filter(|(_, asserted)| contradict(**asserted, measured));
    let most = wrong.max_by_key(|(_, asserted)| asserted.tenths().abs_diff(measured.tenths()));
    most.map(|(persona, asserted)| (*persona, *asserted))
}

/// What was measured of the touchpoints of a journey.
fn measured_at<'a>(context: &Context<'a>, touchpoints: &[Facts]) -> Option<&'a MeasuredEmotions> {
    let ids: BTreeSet<TouchpointId> = touchpoints.iter().filter(|it| it.is_measured).map(|it| it.id).collect();
    context.measured.satisfaction(context.numbers, context.view.period, &ids)
}

fn find_contradictions(context: &Context, found: &mut Found) {
    for journey in context.index.journeys() {
        let all = context.index.touchpoints_in(journey);
        let Some(measured) = measured_at(context, all) else { continue };
        for facts in all.iter().filter(|facts| facts.is_measured && facts.lowest.is_some()) {
            let emotion = measured.values.get(&facts.id).map(|value| value.emotion());
            let touchpoint = context.project.touchpoints.get(&facts.id);
            if emotion.zip(touchpoint).and_then(|(emotion, touchpoint)| worst(touchpoint, emotion)).is_some() {
                // A contradiction is no small thing anywhere.
                found.push(facts.severity.min(Severity::Medium), facts.id);
            }
        }
    }
}

fn tell_contradiction(context: &Context, finding: &Finding) -> Told {
    let Some(touchpoint) = touchpoint_of(context, finding) else { return Told::default() };
    let journey = finding.about.journey(context.project).and_then(|id| context.index.journey(id));
    let all = journey.map(|journey| context.index.touchpoints_in(journey)).unwrap_or_default();
    let Some(measured) = measured_at(context, all) else { return Told::default() };
    let Some(value) = measured.values.get(&touchpoint.id) else { return Told::default() };
    let Some((persona, asserted)) = worst(touchpoint, value.emotion()) else { return Told::default() };
    let metric = context.numbers.metric(measured.metric);
    let figure = context.numbers.figure(measured.metric, touchpoint.id, context.view.period);
    let own = |key, label: &str, value: Option<f64>| {
        let metric = metric?;
        Some(Fact::value(key, label, value?, metric)?.of(metric.id, Some(touchpoint.id)))
    };
    let n = figure.n.or(figure.denominator);
    let counted = n.map(|n| format!(" (n {})", crate::base::number::format_grouped(n, 0))).unwrap_or_default();
    Told::new(format!(
        "{} {} said to feel {asserted} at {}, but {} of {}{counted} reads as {}.",
        who(context, persona),
        if persona.is_some() { "is" } else { "are" },
        context.touchpoint(touchpoint.id),
        measured.by.label(),
        value.text,
        value.emotion()
    ))
    .facts(emotion_fact("asserted", "Asserted", f64::from(asserted.value()), asserted))
    .facts(emotion_fact("measured", "Measured", f64::from(value.value), value.emotion()))
    .facts(own("value", measured.by.label(), figure.value))
    .facts(own("low", "95% interval from", figure.low))
    .facts(own("high", "to", figure.high))
    .facts(n.and_then(|n| Fact::value("n", "Answers", n, &Unit::Count)))
}
