//! Format 1 of workshops and snapshots. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

/// A meeting in which people work on the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(borrow, default)]
    pub on: Option<Cow<'a, str>>,
}

/// A part of the agenda.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    pub minutes: u16,
    #[serde(default)]
    pub notes: String,
}

/// A note of the parking lot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parked {
    pub id: u64,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub done: bool,
}

/// A vote with dots.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll<'a> {
    pub id: u64,
    #[serde(default)]
    pub title: String,
    pub dots_each: u8,
    /// `dots_each` where left out.
    #[serde(default)]
    pub most_on_one: Option<u8>,
    pub voters: u16,
    /// `open` where left out, `closed` or `shown`.
    #[serde(borrow, default)]
    pub state: Option<Cow<'a, str>>,
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// For each person: ids of choices, each with its dots.
    #[serde(default)]
    pub ballots: Vec<Vec<(u64, u8)>>,
}

/// Of `touchpoint` and `card` exactly one is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    #[serde(default)]
    pub touchpoint: Option<u64>,
    #[serde(default)]
    pub card: Option<u64>,
    #[serde(default)]
    pub text: String,
}

/// An earlier state of the map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot<'a> {
    pub id: u64,
    #[serde(default)]
    pub label: String,
    /// Date and time of day, without a zone.
    #[serde(borrow)]
    pub taken: Cow<'a, str>,
    #[serde(default)]
    pub safety: bool,
    pub journeys: u32,
    pub touchpoints: u32,
    pub cards: u32,
    /// The hashes of the pictures that it needs.
    #[serde(borrow, default)]
    pub pictures: Vec<Cow<'a, str>>,
    /// A project file, as zlib in base64 (standard alphabet, padded).
    #[serde(borrow)]
    pub data: Cow<'a, str>,
}
