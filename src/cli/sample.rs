//! `sample`: a big, deterministic project for trying and measuring.

use std::path::PathBuf;

use clap::Args;

use super::Verdict;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{check_name, contents};
use crate::file;
use crate::model::sample::{full_sample, with_observations};

/// Write a big project for trying and measuring; the same numbers give the same file
#[derive(Debug, Args)]
pub struct SampleArguments {
    /// Where to write it: NAME.journey.ron. An earlier file stays as NAME.journey.ron.bak
    out: PathBuf,
    /// How many touchpoints
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    touchpoints: u32,
    /// How many figures in all, about: daily ones at every touchpoint, as far back as it takes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=20_000_000))]
    observations: Option<u32>,
    /// Which of the many projects of that size
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

pub fn run(arguments: &SampleArguments, console: &mut Console) -> Result<Verdict, Failure> {
    check_name(&arguments.out)?;
    console.progress("Making the sample");
    let project = full_sample(arguments.touchpoints as usize, arguments.seed);
    let project = match arguments.observations {
        Some(count) => with_observations(project, count as usize, arguments.seed),
        None => project,
    };
    let saved = file::save(&arguments.out, &project, true)?;
    console.line(format!(
        "Wrote {} ({} kB): {}.",
        arguments.out.display(),
        saved.bytes.div_ceil(1_000),
        contents(&project)
    ))?;
    Ok(Verdict::Done)
}
