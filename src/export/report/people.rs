//! Whom the journey is for.

use super::super::Material;
use super::named;
use crate::layout::report::Block;
use crate::model::Journey;

pub(super) fn personas(material: &Material<'_>, journey: &Journey) -> Vec<Block> {
    let project = material.project;
    let mut blocks = Vec::new();
    for persona in journey.personas.iter().filter_map(|id| project.personas.get(id)) {
        let name = named(&persona.name, "Unnamed persona");
        blocks.push(Block::Section { text: name.clone(), is_listed: false });
        if let Some(bitmap) = persona.picture.and_then(|hash| project.pictures.get(&hash)) {
            blocks.push(Block::Portrait { bitmap: bitmap.clone(), alt: format!("Picture of {name}") });
        }
        if !persona.role.trim().is_empty() {
            blocks.push(Block::Text(persona.role.trim().to_owned()));
        }
        if !persona.quote.trim().is_empty() {
            blocks.push(Block::Quote(format!("“{}”", persona.quote.trim())));
        }
        let listed = |title: &str, entries: &[String]| {
            let entries: Vec<String> =
                entries.iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect();
            if entries.is_empty() {
                Vec::new()
            } else {
                vec![Block::Subsection(title.to_owned()), Block::List(entries)]
            }
        };
        blocks.extend(listed("Wants", &persona.goals));
        blocks.extend(listed("Is held back by", &persona.frustrations));
        if let Some(segment) = persona.segment.and_then(|id| project.segments.get(&id)) {
            blocks.push(Block::Note(format!("In the data: the segment {}.", named(&segment.name, "without a name"))));
        }
    }
    blocks
}
