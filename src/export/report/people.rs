//! Whom the journey is for.

use super::super::Material;
use super::{fact, named};
use crate::layout::report::{Block, Fact, Person};
use crate::model::Journey;

pub(super) fn personas(material: &Material<'_>, journey: &Journey) -> Vec<Block> {
    let project = material.project;
    let mut blocks = Vec::new();
    for persona in journey.personas.iter().filter_map(|id| project.personas.get(id)) {
        let name = named(&persona.name, "Unnamed persona");
        blocks.push(Block::Section { text: name.clone(), is_listed: false });
        let picture = persona.picture.and_then(|hash| project.pictures.get(&hash)).cloned();
        let quote = persona.quote.trim();
        let person = Person {
            picture,
            alt: format!("Picture of {name}"),
            text: persona.role.trim().to_owned(),
            quote: if quote.is_empty() { String::new() } else { format!("“{quote}”") },
        };
        if person.picture.is_some() || !person.text.is_empty() || !person.quote.is_empty() {
            blocks.push(Block::Person(person));
        }
        let listed = |label: &str, entries: &[String]| {
            let entries: Vec<&str> = entries.iter().map(|entry| entry.trim()).filter(|it| !it.is_empty()).collect();
            (!entries.is_empty()).then(|| fact(label, entries.join("\n")))
        };
        let both = [listed("Wants", &persona.goals), listed("Is held back by", &persona.frustrations)];
        let known: Vec<Fact> = both.into_iter().flatten().collect();
        if !known.is_empty() {
            blocks.push(Block::Facts(known));
        }
        if let Some(segment) = persona.segment.and_then(|id| project.segments.get(&id)) {
            blocks.push(Block::Note(format!("In the data: the segment {}.", named(&segment.name, "without a name"))));
        }
    }
    blocks
}
