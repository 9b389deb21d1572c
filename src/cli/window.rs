//! What the command line knows of the window: whether there can be one, and what to do without. Opens none.

use std::path::Path;
use std::process::ExitCode;

use super::console::Console;
use super::failure::Failure;

/// The variables that name a display where windows come from X11 or Wayland.
const DISPLAY_VARIABLES: [&str; 3] = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];

/// Whether a window can be expected to open.
pub fn has_display() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    DISPLAY_VARIABLES.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Says that no window could be opened, why, and what works without one.
pub fn fail_without_window(why: &str) -> ExitCode {
    // Layers below put their names and source lines in front of the reason.
    let why = why.rsplit(": ").next().unwrap_or(why);
    let why = if why.is_empty() { String::new() } else { format!(" ({})", why.trim_end_matches('.')) };
    Console::standard().fail(&Failure::Disk(format!(
        "No window could be opened here{why}; without one these commands work: demo, new, templates, import, export, \
         check, stats, kpis, method, sample, profile. More with: throughline --help"
    )))
}

/// The same where there is no display. What is wrong with the file to open is said first: it would be without one too.
pub fn fail_without_display(file: Option<&Path>) -> ExitCode {
    match file.map(crate::file::open) {
        Some(Err(error)) => Console::standard().fail(&error.into()),
        Some(Ok(_)) | None => fail_without_window("there is no display"),
    }
}

/// Whether a word is rather a command than a file: one plain word that names no file.
pub(super) fn is_mistyped_command(file: &Path) -> bool {
    let is_word = file.to_str().is_some_and(|text| text.chars().all(|c| c.is_ascii_alphabetic() || c == '-'));
    is_word && file.symlink_metadata().is_err()
}
