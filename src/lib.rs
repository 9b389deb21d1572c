//! Throughline: customer-journey maps whose every claim can be traced to a number, and every number to a file.

pub mod base;
pub mod edit;
pub mod import;
pub mod model;
pub mod scene;
