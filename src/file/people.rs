//! Personas, stickies and pictures of format 1, both ways. What else there is, is `convert`'s and `lines`'.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::convert::Problems;
use super::lines::{Record, push_float, push_quoted};
use super::v1;
use crate::base::bitmap::MAX_SIDE;
use crate::base::{Bitmap, PictureFormat, PictureHash, pos2};
use crate::model::{
    Card, CardBody, CheckAnswer, Emotion, JourneyId, LaneId, Link, Persona, PersonaId, Project, SegmentId, SessionId,
    Spot, StageId, Sticky, StickyColor, StickyId, Tint, Touchpoint,
};

/// The hash that a text names.
fn hash(text: &str, problems: &mut Problems, place: &str) -> Option<PictureHash> {
    let hash = text.parse().ok();
    if hash.is_none() {
        problems.add(format!("\"{text}\" is not the hash of a picture."), place);
    }
    hash
}

/// The tint of that name.
pub fn tint(code: &str, problems: &mut Problems, record: (&str, u64)) -> Tint {
    problems.code(Tint::from_code(code), Tint::Gray, code, "a color", record)
}

pub fn card_body(record: &v1::Card<'_>, problems: &mut Problems) -> CardBody {
    let place = format!("card {}", record.id);
    match (&record.quote_by, record.picture.as_deref(), &record.url) {
        (None, None, None) => CardBody::Text,
        (Some(by), None, None) => CardBody::Quote { by: by.clone() },
        (None, Some(text), None) => {
            hash(text, problems, &place).map_or(CardBody::Text, |hash| CardBody::Picture { hash })
        }
        (None, None, Some(url)) => CardBody::Link { url: url.clone() },
        (_, _, _) => {
            problems.add("Of a quote, a picture and a link it can be only one.", place);
            CardBody::Text
        }
    }
}

pub fn write_card_body(record: &mut Record<'_>, card: &Card) {
    match &card.body {
        CardBody::Text => {}
        CardBody::Quote { by } => record.text_even_if_empty("quote_by", by),
        CardBody::Picture { hash } => record.quoted("picture", hash),
        CardBody::Link { url } => record.text_even_if_empty("url", url),
    }
}

pub fn emotions(
    list: Vec<v1::Emotion>,
    problems: &mut Problems,
    touchpoint: u64,
) -> std::collections::BTreeMap<Option<PersonaId>, Emotion> {
    let mut emotions = std::collections::BTreeMap::new();
    for one in list {
        let emotion = Emotion::nearest(one.value).filter(|_| (-2.0..=2.0).contains(&one.value));
        let place = format!("touchpoint {touchpoint}");
        let Some(emotion) = emotion else {
            problems.add(format!("Its emotion is {}, but it goes from -2 to 2.", one.value), place);
            continue;
        };
        if emotions.insert(one.persona.map(PersonaId), emotion).is_some() {
            problems.add("It has two emotions of one persona.", place);
        }
    }
    emotions
}

pub fn checks(
    answers: std::collections::BTreeMap<String, String>,
    problems: &mut Problems,
    touchpoint: u64,
) -> std::collections::BTreeMap<String, CheckAnswer> {
    let answer = |code: &str, problems: &mut Problems| {
        let known = CheckAnswer::from_code(code);
        problems.code(known, CheckAnswer::DoesNotApply, code, "an answer to a check", ("touchpoint", touchpoint))
    };
    answers.into_iter().map(|(check, code)| (check, answer(&code, problems))).collect()
}

pub fn write_checks(record: &mut Record<'_>, touchpoint: &Touchpoint) {
    record.map("checks", touchpoint.checks.iter().map(|(check, answer)| (check.as_str(), answer.code())));
}

pub fn links(list: Vec<v1::Link>) -> Vec<Link> {
    list.into_iter().map(|link| Link { title: link.title, url: link.url }).collect()
}

/// What of a touchpoint is about people: how they feel, who comes here, and what they may read.
pub fn write_touchpoint_people(record: &mut Record<'_>, touchpoint: &Touchpoint) {
    record.list("emotions", touchpoint.emotions.iter(), |text, (persona, emotion)| {
        text.push('(');
        if let Some(persona) = persona {
            super::lines::push(text, format_args!("persona: {persona}, "));
        }
        text.push_str("value: ");
        push_float(text, f64::from(emotion.tenths()) / 10.0);
        text.push(')');
    });
    record.list("personas", touchpoint.personas.iter(), super::lines::push);
    record.list("segments", touchpoint.segments.iter(), super::lines::push);
    record.list("links", touchpoint.links.iter(), |text, link| {
        text.push('(');
        if !link.title.is_empty() {
            text.push_str("title: ");
            push_quoted(text, &link.title);
            text.push_str(", ");
        }
        text.push_str("url: ");
        push_quoted(text, &link.url);
        text.push(')');
    });
}

pub fn sticky(record: v1::Sticky<'_>, problems: &mut Problems) -> Sticky {
    Sticky {
        id: StickyId(record.id),
        journey: JourneyId(record.journey),
        spot: Spot { stage: record.stage.map(StageId), lane: record.lane.map(LaneId), at: pos2(record.x, record.y) },
        text: record.text,
        color: problems.code(
            StickyColor::from_code(&record.color),
            StickyColor::default(),
            &record.color,
            "a color of stickies",
            ("sticky", record.id),
        ),
        session: record.session.map(SessionId),
    }
}

pub fn write_sticky(record: &mut Record<'_>, sticky: &Sticky) {
    record.number("id", sticky.id);
    record.number("journey", sticky.journey);
    record.number_if_any("stage", sticky.spot.stage);
    record.number_if_any("lane", sticky.spot.lane);
    record.number("x", sticky.spot.at.x);
    record.number("y", sticky.spot.at.y);
    record.text("text", &sticky.text);
    record.text("color", sticky.color.code());
    record.number_if_any("session", sticky.session);
}

pub fn persona(record: v1::Persona<'_>, problems: &mut Problems) -> Persona {
    let place = format!("persona {}", record.id);
    Persona {
        id: PersonaId(record.id),
        name: record.name,
        role: record.role,
        quote: record.quote,
        goals: record.goals,
        frustrations: record.frustrations,
        picture: record.picture.as_deref().and_then(|text| hash(text, problems, &place)),
        segment: record.segment.map(SegmentId),
        tint: tint(&record.tint, problems, ("persona", record.id)),
    }
}

pub fn write_persona(record: &mut Record<'_>, persona: &Persona) {
    record.number("id", persona.id);
    record.text("name", &persona.name);
    record.text("role", &persona.role);
    record.text("quote", &persona.quote);
    record.list("goals", persona.goals.iter(), |text, goal| push_quoted(text, goal));
    record.list("frustrations", persona.frustrations.iter(), |text, one| push_quoted(text, one));
    if let Some(hash) = persona.picture {
        record.quoted("picture", hash);
    }
    record.number_if_any("segment", persona.segment);
    record.text("tint", persona.tint.code());
}

/// Gives journeys of earlier files, which name their persona in words, a record of it: one for equal words.
pub fn personas_in_words(project: &mut Project, words: Vec<(JourneyId, String)>) {
    let mut by_words: std::collections::BTreeMap<String, PersonaId> = std::collections::BTreeMap::new();
    for (journey, words) in words {
        let Some(mut record) = project.journeys.get(&journey).map(|journey| (**journey).clone()) else { continue };
        if words.trim().is_empty() || !record.personas.is_empty() {
            continue;
        }
        let id = *by_words.entry(words).or_insert_with_key(|words| {
            let id = PersonaId(project.next_id);
            project.next_id = project.next_id.saturating_add(1);
            let (name, role) = words.split_once(',').unwrap_or((words, ""));
            let mut persona = Persona::new(id, name.trim(), Tint::Blue);
            persona.role = role.trim().to_owned();
            Arc::make_mut(&mut project.personas).insert(id, Arc::new(persona));
            id
        });
        record.personas.push(id);
        Arc::make_mut(&mut project.journeys).insert(journey, Arc::new(record));
    }
}

/// A picture whose bytes are what its hash says. Whether they can be shown is seen when they are.
pub fn picture(record: v1::Picture<'_>, problems: &mut Problems) -> Option<Bitmap> {
    let place = format!("picture {}", record.hash);
    let hash = hash(&record.hash, problems, &place)?;
    let format = PictureFormat::from_code(&record.format);
    let Ok(bytes) = STANDARD.decode(record.data.as_bytes()) else {
        problems.add("Its data is not base64.", place);
        return None;
    };
    if PictureHash::of(&bytes) != hash {
        problems.add("Its data is not what its hash says: it was changed or cut short.", place);
        return None;
    }
    let Some(format) = format else {
        problems.add(format!("\"{}\" is not a format of pictures.", record.format), place);
        return None;
    };
    let sides = 1..=MAX_SIDE;
    if !sides.contains(&record.width) || !sides.contains(&record.height) {
        problems.add(format!("Its sides are not within 1 to {MAX_SIDE} pixels."), place);
        return None;
    }
    Some(Bitmap { hash, format, width: record.width, height: record.height, bytes: bytes.into() })
}

pub fn write_picture(record: &mut Record<'_>, picture: &Bitmap) {
    record.quoted("hash", picture.hash);
    record.text("format", picture.format.code());
    record.number("width", picture.width);
    record.number("height", picture.height);
    record.quoted("data", STANDARD.encode(&picture.bytes));
}
