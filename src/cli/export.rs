//! `export`: a journey, the dashboard, or both, as SVG, PNG or PDF.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::choice::one_of;
use super::console::Console;
use super::failure::Failure;
use super::project_file::open;
use super::{Verdict, today};
use crate::base::Date;
use crate::export::{Dashboard, ExportSpec, Page, Target, export};
use crate::file::{catalogue, write_bytes_atomically};
use crate::layout::Lens;
use crate::model::{JourneyId, Project};
use crate::scene::theme::ThemeName;

/// Write a journey as a picture or a page
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The project
    file: PathBuf,
    /// Where to write it; the ending says as what: .svg, .png or .pdf
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Which journey; the first one without this
    #[arg(long, value_name = "NAME")]
    journey: Option<String>,
    /// The colors
    #[arg(long, default_value = "light", value_parser = one_of(&ThemeName::ALL, ThemeName::code), ignore_case = true)]
    theme: ThemeName,
    /// What the colors of cards speak of
    #[arg(long, default_value = "none", value_parser = one_of(&Lens::ALL, Lens::code), ignore_case = true)]
    lens: Lens,
    /// The paper of a PDF; fit is as large as the map
    #[arg(long, value_parser = one_of(&Page::ALL, Page::code), ignore_case = true)]
    page: Option<Page>,
    /// The pixels per point of a PNG [default: 2]
    #[arg(long, value_name = "N", value_parser = parse_scale)]
    scale: Option<f32>,
    /// Write the dashboard's charts instead of a journey
    #[arg(long, conflicts_with_all = ["journey", "lens"])]
    dashboard: bool,
    /// Put the dashboard on the pages after the journey; for .pdf only
    #[arg(long, conflicts_with = "dashboard")]
    with_dashboard: bool,
    /// The day that counts as today, for charts of what is due [default: this computer's date]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

pub fn run(arguments: &ExportArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let target = Target::from_path(&arguments.output)?;
    if arguments.page.is_some() && target != Target::Pdf {
        console.note("--page counts for .pdf only, so it was left aside.");
    }
    if arguments.scale.is_some() && target != Target::Png {
        console.note("--scale counts for .png only, so it was left aside.");
    }
    if arguments.with_dashboard && target != Target::Pdf {
        console
            .note("--with-dashboard counts for .pdf only, so it was left aside. Use --dashboard for the charts alone.");
    }
    let project = open(&arguments.file, console)?;
    let dashboard = match (arguments.dashboard, arguments.with_dashboard) {
        (true, _) => Dashboard::Alone,
        (false, true) => Dashboard::After,
        (false, false) => Dashboard::LeftOut,
    };
    let usual = ExportSpec::default();
    let spec = ExportSpec {
        target,
        journey: arguments.journey.as_deref().map(|name| find_journey(&project, name)).transpose()?,
        theme: arguments.theme,
        lens: arguments.lens,
        page: arguments.page.unwrap_or(usual.page),
        scale: arguments.scale.unwrap_or(usual.scale),
        today: Some(arguments.today.unwrap_or_else(today)),
        dashboard,
        catalogue: Some(catalogue()),
        ..usual
    };
    console.progress(format!("Writing {}", arguments.output.display()));
    let bytes = export(&project, &spec, &AtomicBool::new(false))?;
    write_bytes_atomically(&arguments.output, &bytes)?;
    console.line(format!("Wrote {} ({} kB).", arguments.output.display(), bytes.len().div_ceil(1_000)))?;
    Ok(Verdict::Done)
}

/// The journey of that name, in any case.
fn find_journey(project: &Project, name: &str) -> Result<JourneyId, Failure> {
    let journeys = || project.journey_order.iter().filter_map(|id| project.journeys.get(id));
    let wanted = name.trim().to_lowercase();
    if let Some(journey) = journeys().find(|journey| journey.name.to_lowercase() == wanted) {
        return Ok(journey.id);
    }
    let known: Vec<String> = journeys().map(|journey| format!("\"{}\"", journey.name)).collect();
    Err(Failure::Usage(if known.is_empty() {
        format!("There is no journey \"{name}\": the project has none at all.")
    } else {
        format!("There is no journey \"{name}\". The project has {}.", known.join(", "))
    }))
}

fn parse_scale(text: &str) -> Result<f32, String> {
    let scale = text.parse::<f32>().ok().filter(|scale| (0.1..=16.0).contains(scale));
    scale.ok_or_else(|| "a scale is a number from 0.1 to 16".to_owned())
}
