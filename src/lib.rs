//! Throughline: customer-journey maps whose every claim can be traced to a number, and every number to a file.
//!
//! This page is the map of the code. The library is the whole program; `main.rs` only chooses between the command
//! line and the window.
//!
//! | module | what is in it |
//! |---|---|
//! | [`base`] | geometry, color, dates, numbers, icons, warnings: knows no journey |
//! | [`model`] | what a project is: plain records and their invariants. No serde, no pixels, no files |
//! | [`edit`] | the only code that makes a changed project: edits, the document, its history, the clipboard |
//! | [`file`](mod@file) | the project file, recovery, settings, and what is bundled |
//! | [`import`] | bytes of other tools → table → recipe → plan → edit |
//! | [`analysis`] | project → numbers: roll-ups, chips, series, tables, traces, statistics, comparison, trends. Pure |
//! | [`scene`] | a finished picture, its fonts and themes. Knows no journey |
//! | [`layout`] | project and numbers → scene, and the way back from a position to an item or a slot |
//! | [`render`] | scene → SVG, PNG, PDF; and into the window |
//! | [`export`] | one entry for every target |
//! | [`cli`] | arguments and commands; no window |
//! | [`app`] | the window: what it knows, what it does between frames, and what it draws |
//!
//! Who may use whom, left by right (`base` by all); a test holds the sources to it:
//!
//! ```text
//! model → edit, file, analysis, layout          edit → import
//! analysis, scene → layout                      scene → render
//! model, analysis, layout, scene, render → export
//! everything but app → cli                      everything but cli → app
//! ```
//!
//! Four ways through the house:
//!
//! * **Drag.** The canvas turns the pointer into a point on the map and a gesture; [`layout::Map::drop_at`] gives a
//!   [`model::Placement`]; the gesture makes an [`edit::Edit`] from the state in which it began; its preview is
//!   [`edit::apply`]; letting go commits the same edit as one undo entry.
//! * **Import.** A job reads bytes into an [`import::Table`]; [`import::guess`] makes a recipe; [`import::plan`] says
//!   what would be attached, again and again as the recipe is changed; accepting it is one edit.
//! * **Save.** A snapshot becomes text in the form of version 1, is written beside the old file, synced, read back,
//!   compared, and renamed over it.
//! * **Export.** [`export::export`] lays out and writes; the bytes go to disk as atomically as a project does.
//!
//! Where a page of the design and the code differ: placements live in `model`, so that `layout` can answer with one
//! without knowing edits; geometry is `emath`'s, so that scene and window share their types.

pub mod analysis;
pub mod app;
pub mod base;
pub mod cli;
pub mod edit;
pub mod export;
pub mod file;
pub mod import;
pub mod layout;
pub mod model;
pub mod render;
pub mod scene;
