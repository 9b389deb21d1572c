//! Project files, recovery files and settings, as a user meets them on the disk.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests, with helpers outside of test functions")]

pub mod generate;
mod opening;
mod recovery;
mod saving;
mod settings;
