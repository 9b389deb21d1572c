//! Throughline: customer-journey maps whose every claim can be traced to a number, and every number to a file.

pub mod analysis;
pub mod app;
pub mod base;
pub mod edit;
pub mod export;
pub mod file;
pub mod import;
pub mod layout;
pub mod model;
pub mod render;
pub mod scene;
