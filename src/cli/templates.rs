//! `templates`: what a new project can start from.

use clap::Args;

use super::Verdict;
use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use crate::file::templates;

/// List the templates
#[derive(Debug, Args)]
pub struct TemplatesArguments {}

pub fn run(TemplatesArguments {}: &TemplatesArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let mut columns = Columns::new(&[("Name", Side::Left), ("Title", Side::Left), ("What is in it", Side::Left)]);
    for template in templates() {
        columns.row([template.code.to_owned(), template.title.to_owned(), template.description.to_owned()]);
    }
    for line in columns.lines("") {
        console.line(line)?;
    }
    Ok(Verdict::Done)
}
