//! The bundled catalogue of touchpoint types, read from `assets/catalogue.ron`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::base::Icon;
use crate::model::{Catalogue, Channel, Phase, TouchpointType};

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
    let entries: Vec<Entry> = ron::from_str(text).map_err(|error| error.to_string())?;
    let types = entries.into_iter().map(touchpoint_type).collect::<Result<_, _>>()?;
    Ok(Catalogue { types })
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
    }

    #[test]
    fn an_entry_with_an_unknown_name_is_named() {
        let entry = |phase: &str, channel: &str, icon: &str| {
            format!(
                "[(code: \"x\", name: \"X\", phase: \"{phase}\", channel: \"{channel}\", icon: \"{icon}\", \
                 description: \"\", metrics: [], keywords: [])]"
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
    }
}
