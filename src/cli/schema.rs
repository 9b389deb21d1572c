//! `schema`: the form of exports to JSON, for whoever reads them with a program.

use clap::Args;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use crate::export::JSON_SCHEMA;

/// Print the JSON Schema (2020-12) of exports to .json
#[derive(Debug, Args)]
pub struct SchemaArguments {}

pub fn run(_arguments: &SchemaArguments, console: &mut Console) -> Result<Verdict, Failure> {
    console.line(JSON_SCHEMA.trim_end())?;
    Ok(Verdict::Done)
}
