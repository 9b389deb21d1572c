//! Chooses between the command line and the window; nothing else.

use std::process::ExitCode;
use std::time::Duration;

use throughline::app::{self, WindowOptions};
use throughline::cli::{self, FrameKind, Request, window};
use throughline::model::Project;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Err(code) => code,
        Ok(Request::Window { file, renderer }) => open_window(WindowOptions { file, renderer }),
        Ok(Request::Command(command)) => {
            let outcome = cli::run(&command, Some(&frames));
            match outcome.open.filter(|_| window::has_display()) {
                Some(file) => open_window(WindowOptions { file: Some(file), renderer: None }),
                None => outcome.code,
            }
        }
    }
}

fn open_window(options: WindowOptions) -> ExitCode {
    if !window::has_display() {
        return window::fail_without_window(window::NO_DISPLAY);
    }
    match app::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => window::fail_without_window(&why),
    }
}

fn frames(project: &Project, kind: FrameKind, runs: usize) -> Vec<Duration> {
    let kind = match kind {
        FrameKind::FitPan => app::profile::FrameKind::FitPan,
        FrameKind::ActualPan => app::profile::FrameKind::ActualPan,
        FrameKind::ActualDrag => app::profile::FrameKind::ActualDrag,
    };
    app::profile::frames(project, kind, runs)
}
