//! The window. `core` holds the state and thinks between frames; the `…_ui` modules draw it and push requests.
//! egui lives here and in `render::egui`, and nowhere else.

pub mod action;
mod bottom;
pub mod camera;
mod canvas;
pub mod capture;
pub mod core;
pub mod dialogs;
mod figure_ui;
mod focus;
mod follow;
pub mod import_state;
mod import_ui;
mod importing;
mod inspector;
mod jobs;
mod kept;
mod leaving;
pub mod left;
mod map_table;
mod modal_ui;
mod notices;
mod palette;
mod placing;
pub mod profile;
pub mod request;
mod run;
pub mod saving;
mod shortcuts;
mod software;
mod start;
mod style;
mod top;
mod update;
mod widgets;
mod window;
pub mod workspace;

pub use window::{App, WindowOptions, run};
