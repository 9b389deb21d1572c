//! Which type of the catalogue a name of a file speaks of: "/cart" is a basket, "YT – Gutter guard" a video ad.

use std::collections::HashMap;

use super::likeness::{Words, forms};
use crate::model::{Catalogue, Channel, Phase, TouchpointType};

/// A type of the catalogue that a name is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The type's stable name: "display-ad".
    pub code: String,
    /// What touchpoints of the type are called.
    pub title: String,
    pub channel: Channel,
    pub phase: Phase,
    /// The whole name means the type; else a word in it does.
    pub is_whole: bool,
    /// The name says no more than the type's name does: "Checkout" of "Checkout and payment".
    pub is_part_of_title: bool,
}

/// The catalogue's types by the words that speak of them.
pub(super) struct Kinds<'a> {
    catalogue: &'a Catalogue,
    entries: Vec<Entry<'a>>,
    /// Entries by the first of their sorted words.
    by_word: HashMap<String, Vec<usize>>,
}

struct Entry<'a> {
    kind: &'a TouchpointType,
    words: Words,
    /// What it is worth if the name says just that, 0 to 1.
    weight: f64,
    /// Such a word within a longer name says nothing.
    is_common: bool,
}

/// Other words of the catalogue that are in many a name without speaking of the type.
const COMMON: &[&str] = &[
    "website",
    "campaign",
    "service",
    "group",
    "item",
    "offer",
    "link",
    "button",
    "card",
    "print",
    "shop",
    "phone",
    "account",
    "google",
    "demo",
    "trial",
    "story",
    "feed",
    "position",
    "points",
    "club",
    "member",
    "film",
    "stand",
    "advice",
    "premium",
    "talk",
    "lead",
    "audio",
    "ai",
    "guide",
    "radio",
    "partner",
    "test report",
    "assistant",
];

impl<'a> Kinds<'a> {
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut kinds = Self { catalogue, entries: Vec::new(), by_word: HashMap::new() };
        for kind in &catalogue.types {
            kinds.add(kind, &kind.name, 1.0);
            kinds.add(kind, &kind.code, 0.99);
            for keyword in &kind.keywords {
                kinds.add(kind, keyword, 0.95);
            }
        }
        kinds
    }

    fn add(&mut self, kind: &'a TouchpointType, text: &str, weight: f64) {
        for words in Words::all_of(text) {
            if let Some(first) = words.sorted.first() {
                self.by_word.entry(first.clone()).or_default().push(self.entries.len());
                self.entries.push(Entry { kind, words, weight, is_common: COMMON.contains(&text) });
            }
        }
    }

    /// The type of that code.
    pub fn find(&self, code: &str) -> Option<Likely> {
        self.catalogue.find(code).map(|kind| likely(kind, true, false))
    }

    /// The type that the name speaks of, among those of the channels; of any channel if none are given.
    pub fn likely(&self, name: &str, channels: &[Channel]) -> Option<Likely> {
        let forms = forms(name);
        let mut best: Option<(&Entry<'_>, f64, bool)> = None;
        for (words, worth) in &forms {
            for entry in words.sorted.iter().filter_map(|word| self.by_word.get(word)).flatten() {
                let Some(entry) = self.entries.get(*entry) else { continue };
                if !channels.is_empty() && !channels.contains(&entry.kind.channel) {
                    continue;
                }
                let is_same = words.sorted == entry.words.sorted;
                let score = match () {
                    () if is_same => entry.weight * worth,
                    // The longer the word that it has in it, the surer.
                    () if !entry.is_common && entry.words.are_in(words) => {
                        (0.5 + 0.01 * entry.words.whole.len().min(20) as f64) * worth
                    }
                    () => continue,
                };
                // The section of a site says what kind of page it is, not which one.
                let is_whole = is_same && *worth > 0.88;
                match &mut best {
                    Some((known, top, whole)) if (*top - score).abs() < 0.005 && known.kind.code != entry.kind.code => {
                        // Two types at once: the first of the catalogue, but not its name.
                        *whole = false;
                    }
                    Some((_, top, _)) if score <= *top => {}
                    Some(_) | None => best = Some((entry, score, is_whole)),
                }
            }
        }
        let (entry, _, is_whole) = best?;
        let title = Words::all_of(&entry.kind.name);
        let is_part = forms.iter().any(|(words, worth)| *worth > 0.88 && title.iter().any(|title| words.are_in(title)));
        Some(likely(entry.kind, is_whole, is_part))
    }
}

fn likely(kind: &TouchpointType, is_whole: bool, is_part_of_title: bool) -> Likely {
    Likely {
        code: kind.code.clone(),
        title: kind.name.clone(),
        channel: kind.channel,
        phase: kind.phase,
        is_whole,
        is_part_of_title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_the_type_that_it_speaks_of() {
        type Case<'a> = (&'a str, &'a [Channel], Option<(&'a str, bool)>);
        const ADS: &[Channel] = &[Channel::Ads, Channel::PaidSearch];
        const PAGES: &[Channel] = &[Channel::Website, Channel::Content, Channel::Payment];
        let kinds = Kinds::of(crate::file::catalogue());
        let cases: &[Case<'_>] = &[
            ("YT - Gutter guard", ADS, Some(("display-ad", false))),
            ("Remarketing DE Q3", ADS, Some(("retargeting-ad", false))),
            ("Brand - Search", ADS, Some(("search-paid", true))),
            ("Brand - Search DE", ADS, Some(("search-paid", false))),
            ("Spring Roofs & Gutters", ADS, None),
            ("/cart", PAGES, Some(("basket", true))),
            ("/de/warenkorb", PAGES, Some(("basket", true))),
            ("/fr/panier?id=3", PAGES, Some(("basket", true))),
            ("/de/kasse", PAGES, Some(("checkout", true))),
            ("/checkout", PAGES, Some(("checkout", true))),
            ("/", PAGES, Some(("home-page", true))),
            ("/blog/how-to-fix-gutters", PAGES, Some(("article", false))),
            ("Newsletter", &[], Some(("newsletter", true))),
            ("Website", &[], None),
            ("zzz", &[], None),
        ];
        for (name, channels, expected) in cases {
            let found = kinds.likely(name, channels);
            let found = found.as_ref().map(|found| (found.code.as_str(), found.is_whole));
            if *name == "Website" {
                // Many types are websites: none of them is meant.
                assert!(found.is_none_or(|(_, is_whole)| !is_whole), "{found:?}");
            } else {
                assert_eq!(found, *expected, "{name}");
            }
        }
        assert!(kinds.likely("/checkout", PAGES).unwrap().is_part_of_title);
    }
}
