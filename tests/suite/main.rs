//! The one integration test binary; a module for each part of the program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod charts;
mod cli;
mod compare;
mod content;
mod definitions;
mod edit;
mod every_lane;
mod evidence;
mod exports;
mod file;
mod golden;
mod import;
mod layout;
mod matching;
mod office;
mod office_schema;
mod page_exports;
mod pdf;
mod picture;
mod render;
mod statistics;
mod text_exports;
mod walls;
mod window;
mod workshop;
