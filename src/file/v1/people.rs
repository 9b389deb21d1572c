//! Format 1 of whom the map is for, and of pictures. FROZEN, see the folder.

use std::borrow::Cow;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona<'a> {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub quote: String,
    #[serde(default)]
    pub goals: Vec<String>,
    #[serde(default)]
    pub frustrations: Vec<String>,
    #[serde(borrow, default)]
    pub picture: Option<Cow<'a, str>>,
    #[serde(default)]
    pub segment: Option<u64>,
    #[serde(borrow)]
    pub tint: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub description: String,
}

/// The bytes of a picture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture<'a> {
    /// BLAKE3 of the bytes, in hexadecimal.
    #[serde(borrow)]
    pub hash: Cow<'a, str>,
    /// `png` or `jpeg`.
    #[serde(borrow)]
    pub format: Cow<'a, str>,
    pub width: u32,
    pub height: u32,
    /// Base64, standard alphabet, padded.
    #[serde(borrow)]
    pub data: Cow<'a, str>,
}
