//! The window. `core` holds the state and thinks between frames; the `…_ui` modules draw it and push requests.
//! egui lives here and in `render::egui`, and nowhere else.

pub mod action;
mod bottom;
pub mod camera;
mod canvas;
pub mod core;
pub mod dialogs;
mod figure_ui;
mod focus;
mod follow;
