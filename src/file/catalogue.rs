//! The bundled catalogue of touchpoint types and of what is asked of them, read from `assets/catalogue.ron`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::base::Icon;
use crate::model::{Catalogue, Channel, Phase, PracticeCheck, TouchpointType};

/// The touchpoint types that the library offers.
///
/// # Panics
/// Never in a build whose tests passed: the file is part of the program and a test reads it.
pub fn catalogue() -> &'static Catalogue {
    static LOADED: OnceLock<Catalogue> = OnceLock::new();
    #[expect(clippy::expect_used, reason = "part of the program, and read by a test")]
    LOADED.get_or_init(|| parse(include_str!("../../assets/catalogue.ron")).expect("the catalogue is well-formed"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    types: Vec<Entry>,
    checks: Vec<CheckEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckEntry {
    code: String,
    channels: Vec<String>,
    #[serde(default)]
    kinds: Vec<String>,
    question: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name: String,
    phase: String,
    channel: String,
    icon: String,
    description: String,
    metrics: Vec<String>,
    keywords: Vec<String>,
}

fn parse(text: &str) -> Result<Catalogue, String> {
    let content: Content = ron::from_str(text).map_err(|error| error.to_string())?;
    let types: Vec<_> = content.types.into_iter().map(touchpoint_type).collect::<Result<_, _>>()?;
    let checks = content.checks.into_iter().map(|entry| practice_check(entry, &types)).collect::<Result<_, _>>()?;
    Ok(Catalogue { types, checks })
}

fn practice_check(entry: CheckEntry, types: &[TouchpointType]) -> Result<PracticeCheck, String> {
    let unknown = |what: &str, name: &str| format!("{}: there is no {what} \"{name}\"", entry.code);
    let channel = |code: &String| Channel::from_code(code).ok_or_else(|| unknown("channel", code));
    if let Some(kind) = entry.kinds.iter().find(|kind| types.iter().all(|known| known.code != **kind)) {
        return Err(unknown("type", kind));
    }
    Ok(PracticeCheck {
        channels: entry.channels.iter().map(channel).collect::<Result<_, _>>()?,
        code: entry.code,
        kinds: entry.kinds,
        question: entry.question,
    })
}

fn touchpoint_type(entry: Entry) -> Result<TouchpointType, String> {
    let unknown = |what: &str, name: &str| format!("{}: there is no {what} \"{name}\"", entry.code);
    let icon = Icon::ALL.iter().copied().find(|icon| icon.name() == entry.icon);
    Ok(TouchpointType {
        phase: Phase::from_code(&entry.phase).ok_or_else(|| unknown("phase", &entry.phase))?,
        channel: Channel::from_code(&entry.channel).ok_or_else(|| unknown("channel", &entry.channel))?,
        icon: icon.ok_or_else(|| unknown("icon", &entry.icon))?,
        code: entry.code,
        name: entry.name,
        description: entry.description,
        metrics: entry.metrics,
        keywords: entry.keywords,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::BrandPart;

    #[test]
    fn the_catalogue_can_be_read_and_names_each_type_once() {
        let catalogue = parse(include_str!("../../assets/catalogue.ron")).unwrap();
        assert!(!catalogue.types.is_empty());
        let mut codes = BTreeSet::new();
        for kind in &catalogue.types {
            assert!(codes.insert(&kind.code), "{} is there twice", kind.code);
            for text in [&kind.code, &kind.name, &kind.description] {
                assert!(!text.trim().is_empty(), "{kind:?}");
            }
        }
        let brand = BrandPart::ALL.map(|part| part.check().to_owned());
        let mut codes = BTreeSet::from(brand);
        for check in &catalogue.checks {
            assert!(codes.insert(check.code.clone()), "{} is there twice", check.code);
            assert!(check.question.ends_with('?') && !check.channels.is_empty(), "{check:?}");
        }
    }

    #[test]
    fn an_entry_with_an_unknown_name_is_named() {
        let entry = |phase: &str, channel: &str, icon: &str| {
            format!(
                "(types: [(code: \"x\", name: \"X\", phase: \"{phase}\", channel: \"{channel}\", icon: \"{icon}\", \
                 description: \"\", metrics: [], keywords: [])], checks: [])"
            )
        };
        assert!(parse(&entry("purchase", "store", "search")).is_ok());
        for (text, expected) in [
            (entry("never", "store", "search"), "x: there is no phase \"never\""),
            (entry("purchase", "pigeon", "search"), "x: there is no channel \"pigeon\""),
            (entry("purchase", "store", "unicorn"), "x: there is no icon \"unicorn\""),
        ] {
            assert_eq!(parse(&text), Err(expected.to_owned()));
        }
        let check = "(types: [], checks: [(code: \"c\", channels: [], kinds: [\"unicorn\"], question: \"Is it?\")])";
        assert_eq!(parse(check), Err("c: there is no type \"unicorn\"".to_owned()));
    }
}
