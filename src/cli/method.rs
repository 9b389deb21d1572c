//! `method`: how the figures of a project come about, as a page to hand on.

use std::path::PathBuf;

use clap::Args;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use super::project_file::open;
use crate::analysis::{Numbers, method};
use crate::file::write_bytes_atomically;
use crate::import::recipe_words;

/// Print how the figures of a project are counted, and which files they come from
#[derive(Debug, Args)]
pub struct MethodArguments {
    /// The project
    file: PathBuf,
    /// Write the page there, as Markdown, instead of printing it
    #[arg(short, long, value_name = "OUT.md")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &MethodArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let project = open(&arguments.file, console)?;
    let page = method(&project, &Numbers::new(&project), |source| recipe_words(&source.recipe)).markdown();
    match &arguments.output {
        Some(output) => {
            write_bytes_atomically(output, page.as_bytes())?;
            console.note(format!("Wrote {}", output.display()));
        }
        None => console.line(page.trim_end())?,
    }
    Ok(Verdict::Done)
}
