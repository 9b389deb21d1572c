//! The command line: what the arguments mean, and every command. No window: `main` opens that.
//!
//! Each command has a file of its own with its flags (clap reads names, help and parsers from that one place) and its
//! `run`. Commands speak through a [`Console`](console::Console) and fail with a [`Failure`](failure::Failure), which
//! knows the exit code: 0 done, 1 problems found in the content, 2 wrong use, 3 could not read or write.

mod check;
mod choice;
mod columns;
mod compare;
mod console;
mod demo;
mod export;
mod failure;
mod import;
mod import_report;
mod intake;
mod kpis;
mod method;
mod new;
mod profile;
mod project_file;
mod rule;
mod sample;
mod schema;
mod stats;
mod templates;
pub mod window;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::base::Date;
use crate::file::Renderer;
use choice::one_of;
use console::Console;
use failure::Failure;
pub use profile::{FrameKind, FrameProfiler};

/// Customer-journey maps whose every claim can be traced to a number, and every number to a file.
#[derive(Debug, Parser)]
#[command(
    name = "throughline",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done, 1 problems found in the content, 2 wrong use, 3 could not read or write."
)]
struct Arguments {
    /// The project to open in the window; the start page without it
    file: Option<PathBuf>,
    /// How to draw the window, if the usual way does not work here
    #[arg(long, value_name = "NAME", value_parser = one_of(Renderer::ALL, Renderer::code), ignore_case = true)]
    renderer: Option<Renderer>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// A command that needs no window.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::DemoArguments),
    New(new::NewArguments),
    Templates(templates::TemplatesArguments),
    Import(import::ImportArguments),
    Export(export::ExportArguments),
    Check(check::CheckArguments),
    Stats(stats::StatsArguments),
    Method(method::MethodArguments),
    Compare(compare::CompareArguments),
    Kpis(kpis::KpisArguments),
    Sample(sample::SampleArguments),
    Schema(schema::SchemaArguments),
    Profile(profile::ProfileArguments),
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Request {
    /// The window, with this project or the start page.
    Window {
        file: Option<PathBuf>,
        renderer: Option<Renderer>,
    },
    Command(Command),
}

/// How a command ended.
#[derive(Debug)]
pub struct Outcome {
    pub code: ExitCode,
    /// A project to open in the window now, if there is a display.
    pub open: Option<PathBuf>,
}

/// What a command found, if nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Done,
    /// The content has problems; they have been printed.
    Problems,
}

/// What the arguments of the program, its own name first, ask for.
///
/// # Errors
/// The exit code, once help, version or what was wrong with the arguments has been printed.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, ExitCode> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to tell if not even this can be printed.
            let _ = error.print();
            return Err(if error.use_stderr() { ExitCode::from(failure::USAGE) } else { ExitCode::SUCCESS });
        }
    };
    match (arguments.command, arguments.file) {
        (Some(command), _) => Ok(Request::Command(command)),
        (None, Some(file)) if window::is_mistyped_command(&file) => {
            let name = file.display();
            let failure = Failure::Usage(format!(
                "There is no command \"{name}\", and no file of that name. See the commands with: throughline --help"
            ));
            Err(Console::standard().fail(&failure))
        }
        (None, file) => Ok(Request::Window { file, renderer: arguments.renderer }),
    }
}

/// Runs a command. Frames are drawn by whoever has a window's code: without a profiler, `profile` leaves them out.
pub fn run(command: &Command, frames: Option<&FrameProfiler>) -> Outcome {
    let console = &mut Console::standard();
    let mut open = None;
    let result = match command {
        Command::Demo(arguments) => demo::run(arguments, console).map(|project| {
            open = project;
            Verdict::Done
        }),
        Command::New(arguments) => new::run(arguments, console),
        Command::Templates(arguments) => templates::run(arguments, console),
        Command::Import(arguments) => import::run(arguments, console),
        Command::Export(arguments) => export::run(arguments, console),
        Command::Check(arguments) => check::run(arguments, console),
        Command::Stats(arguments) => stats::run(arguments, console),
        Command::Method(arguments) => method::run(arguments, console),
        Command::Compare(arguments) => compare::run(arguments, console),
        Command::Kpis(arguments) => kpis::run(arguments, console),
        Command::Sample(arguments) => sample::run(arguments, console),
        Command::Schema(arguments) => schema::run(arguments, console),
        Command::Profile(arguments) => profile::run(arguments, frames, console),
    };
    let result = result.and_then(|verdict| console.finish().map(|()| verdict));
    let code = match result {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Problems) => ExitCode::from(failure::CONTENT),
        Err(failure) => console.fail(&failure),
    };
    Outcome { code, open }
}

/// The day by the system's clock.
fn today() -> Date {
    jiff::Zoned::now().date()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_defined() {
        Arguments::command().debug_assert();
    }
}
