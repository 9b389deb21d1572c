//! `new`: a project from a template.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{check_name, contents};
use crate::file::{self, Template, templates};

/// Make a new project
#[derive(Debug, Args)]
pub struct NewArguments {
    /// Where to write it: NAME.journey.ron
    file: PathBuf,
    /// What to start from; see the templates with: throughline templates
    #[arg(
        long,
        value_name = "NAME",
        default_value = "blank",
        value_parser = PossibleValuesParser::new(templates().iter().map(|template| template.code)),
        hide_possible_values = true
    )]
    template: String,
}

pub fn run(arguments: &NewArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let path = &arguments.file;
    check_name(path)?;
    if path.symlink_metadata().is_ok() {
        return Err(Failure::Disk(format!(
            "There is already a file of this name, and it was left alone. Choose another name. ({})",
            path.display()
        )));
    }
    let Some(template) = Template::find(&arguments.template) else {
        return Err(Failure::Usage(format!(
            "There is no template \"{}\". See the templates with: throughline templates",
            arguments.template
        )));
    };
    let project = template.project();
    file::save(path, &project, false)?;
    console.line(format!("Made {} from the template {}: {}.", path.display(), template.code, contents(&project)))?;
    Ok(Verdict::Done)
}
