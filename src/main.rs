//! Chooses between the command line and the window; nothing else.

use std::process::ExitCode;

use throughline::app::profile::{FrameKind, frames};
use throughline::app::{self, WindowOptions};
use throughline::cli::{self, Request, window};

/// Maps are many small pieces that come and go: with the system's allocator layout takes half as long again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // What is no concern of the user is said only where RUST_LOG asks for it.
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    app::use_system_fonts();
    match cli::parse(std::env::args_os()) {
        Err(code) => code,
        Ok(Request::Window { file, renderer }) => open_window(WindowOptions { file, renderer }),
        Ok(Request::Command(command)) => {
            let outcome = cli::run(&command, Some(&|project, kind, runs| frames(project, frame_kind(kind), runs)));
            match outcome.open.filter(|_| window::has_display()) {
                Some(file) => open_window(WindowOptions { file: Some(file), renderer: None }),
                None => outcome.code,
            }
        }
    }
}

fn open_window(options: WindowOptions) -> ExitCode {
    if !window::has_display() {
        return window::fail_without_display(options.file.as_deref());
    }
    match app::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => window::fail_without_window(&why),
    }
}

fn frame_kind(kind: cli::FrameKind) -> FrameKind {
    match kind {
        cli::FrameKind::FitPan => FrameKind::FitPan,
        cli::FrameKind::ActualPan => FrameKind::ActualPan,
        cli::FrameKind::ActualDrag => FrameKind::ActualDrag,
        cli::FrameKind::Present => FrameKind::Present,
    }
}
