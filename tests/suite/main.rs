//! The one integration test binary; a module for each part of the program.

mod content;
mod edit;
mod file;
mod render;
