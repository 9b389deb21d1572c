//! `export`: a journey, the dashboard, or both, in every form there is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::choice::one_of;
use super::console::Console;
use super::failure::Failure;
use super::project_file::{count, open};
use super::{Verdict, today};
use crate::base::{Date, Language};
use crate::export::{
    Dashboard, ExportSpec, MermaidDiagram, Page, Paging, Part, PdfKind, RecipeWords, ReportSection, Target,
    export_parts,
};
use crate::file::{self, legal_name, refuse_project_file, stage_bytes};
use crate::import::recipe_words;
use crate::layout::Lens;
use crate::model::{JourneyId, Project};
use crate::scene::theme::ThemeName;

/// Write a journey as pictures, documents, slides, tables or text
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The project, or a picture with a project inside
    file: PathBuf,
    /// Where to write it; the ending says as what: .pdf .png .svg .pptx .xlsx .html .md .csv .mmd .drawio .json. May be
    /// given several times. What is there already is replaced
    #[arg(short, long, value_name = "OUT", required_unless_present = "all")]
    output: Vec<PathBuf>,
    /// Write every form into this folder, named after the journey
    #[arg(long, value_name = "DIR")]
    all: Option<PathBuf>,
    /// Replace no file: what is there already is left alone and counts as a failure
    #[arg(long)]
    keep: bool,
    /// Which journey; the first one without this
    #[arg(long, value_name = "NAME")]
    journey: Option<String>,
    /// The colors of .pdf, .png, .svg, .pptx and .html [default: light]
    #[arg(long, value_parser = one_of(&ThemeName::ALL, ThemeName::code), ignore_case = true)]
    theme: Option<ThemeName>,
    /// What the colors of cards speak of [default: none]
    #[arg(long, value_parser = one_of(&Lens::ALL, Lens::code), ignore_case = true)]
    lens: Option<Lens>,
    /// The paper of a .pdf; fit is as large as the map
    #[arg(long, value_parser = one_of(&Page::ALL, Page::code), ignore_case = true)]
    page: Option<Page>,
    /// Put the map on as many pages of a .pdf as it takes, to be joined on a wall
    #[arg(long, conflicts_with_all = ["dashboard", "report"])]
    tiles: bool,
    /// For --tiles: the size on paper against that on screen, 0.25 to 4 [default: 1]
    #[arg(long, value_name = "N", value_parser = parse_tile_scale, requires = "tiles")]
    tile_scale: Option<f32>,
    /// Write a .pdf to hand on: cover, map by stage, KPIs, insights, actions, method
    #[arg(long, conflicts_with = "dashboard")]
    report: bool,
    /// For --report: parts to leave out
    #[arg(long, value_name = "PART", value_delimiter = ',', requires = "report",
        value_parser = one_of(&ReportSection::ALL, ReportSection::code), ignore_case = true)]
    without: Vec<ReportSection>,
    /// The pixels per point of a .png [default: 2]
    #[arg(long, value_name = "N", value_parser = parse_scale)]
    scale: Option<f32>,
    /// Put the project into a .png or .svg, so that the picture opens as the project again
    #[arg(long)]
    embed: bool,
    /// Which diagram a .mmd holds [default: flowchart]
    #[arg(long, value_parser = one_of(&MermaidDiagram::ALL, MermaidDiagram::code), ignore_case = true)]
    diagram: Option<MermaidDiagram>,
    /// Write the dashboard's charts instead of a journey; as .pdf, .png or .svg
    #[arg(long, conflicts_with_all = ["journey", "lens"])]
    dashboard: bool,
    /// Put the dashboard after the journey; for .pdf and .html
    #[arg(long, conflicts_with_all = ["dashboard", "report"])]
    with_dashboard: bool,
    /// What people wrote the project in, so that it is read aloud rightly: "de", "pt-BR"; for .pdf and .html
    /// [default: en]
    #[arg(long, value_name = "TAG", value_parser = parse_language)]
    language: Option<Language>,
    /// The day that counts as today, for charts and reports of what is due [default: this computer's date]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

pub fn run(arguments: &ExportArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let given = arguments.output.iter().map(|path| Ok((path.clone(), Target::from_path(path)?)));
    let mut files = given.collect::<Result<Vec<_>, Failure>>()?;
    let mut seen = BTreeSet::new();
    if let Some((twice, _)) = files.iter().find(|(path, _)| !seen.insert(path)) {
        return Err(Failure::Usage(format!("{} is named twice. Name each file once.", twice.display())));
    }
    let targets = match arguments.all {
        Some(_) => Target::ALL.to_vec(),
        None => files.iter().map(|(_, target)| *target).collect(),
    };
    note_what_does_not_count(arguments, &targets, console);
    let project = open(&arguments.file, console)?;
    let journey = arguments.journey.as_deref().map(|name| find_journey(&project, name)).transpose()?;
    if let Some(folder) = &arguments.all {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::disk("The folder for the exports could not be made", folder, &error))?;
        let name = name_of(&project, journey, arguments.dashboard);
        let fits = |target: &Target| !arguments.dashboard || matches!(target, Target::Pdf | Target::Png | Target::Svg);
        let all = Target::ALL.into_iter().filter(fits);
        files.extend(all.map(|target| (folder.join(format!("{name}.{}", target.ending())), target)));
    }
    let holds_project = |target: Target| arguments.embed && matches!(target, Target::Png | Target::Svg);
    let text: Option<Arc<str>> = match files.iter().any(|(_, target)| holds_project(*target)) {
        true => Some(file::write_text(&project)?.into()),
        false => None,
    };
    let (count, mut failures) = (files.len(), Vec::new());
    for (path, target) in &files {
        let embedded = text.clone().filter(|_| holds_project(*target));
        let spec = ExportSpec { embedded, ..spec_of(arguments, *target, journey) };
        match write(&project, &spec, path, arguments, console) {
            Ok(()) => {}
            // There is nothing else to be written that could be.
            Err(failure) if count == 1 || matches!(failure, Failure::Closed) => return Err(failure),
            Err(failure) => {
                console.note(format!("{}: {failure}", path.display()));
                failures.push(failure);
            }
        }
    }
    let Some(first) = failures.first() else { return Ok(Verdict::Done) };
    Err(first.with_text(format!("{} of {count} files were not written.", failures.len())))
}

fn spec_of(arguments: &ExportArguments, target: Target, journey: Option<JourneyId>) -> ExportSpec {
    let dashboard = match (arguments.dashboard, arguments.with_dashboard && target.can_hold_dashboard()) {
        (true, _) => Dashboard::Alone,
        (false, true) => Dashboard::After,
        (false, false) => Dashboard::LeftOut,
    };
    let usual = ExportSpec::default();
    ExportSpec {
        target,
        journey,
        theme: arguments.theme.unwrap_or(usual.theme),
        lens: arguments.lens.unwrap_or(usual.lens),
        // Tiles are of a paper; without one named it is what everybody has.
        page: arguments.page.unwrap_or(if arguments.tiles { Page::A4 } else { usual.page }),
        paging: if arguments.tiles { Paging::Tiles } else { usual.paging },
        tile_scale: arguments.tile_scale.unwrap_or(usual.tile_scale),
        pdf: if arguments.report { PdfKind::Report } else { usual.pdf },
        report_without: arguments.without.clone(),
        scale: arguments.scale.unwrap_or(usual.scale),
        mermaid: arguments.diagram.unwrap_or(usual.mermaid),
        language: arguments.language.unwrap_or(usual.language),
        today: Some(arguments.today.unwrap_or_else(today)),
        catalogue: Some(file::catalogue()),
        recipe_words: Some(RecipeWords(recipe_words)),
        dashboard,
        ..usual
    }
}

/// Says which flags have nothing to do with what is written.
fn note_what_does_not_count(arguments: &ExportArguments, targets: &[Target], console: &mut Console) {
    use Target::{Html, Mermaid, Pdf, Png, Pptx, Svg};
    let flags: [(&str, bool, &[Target]); 10] = [
        ("--theme", arguments.theme.is_some(), &[Pdf, Png, Svg, Pptx, Html]),
        ("--lens", arguments.lens.is_some(), &[Pdf, Png, Svg, Pptx, Html]),
        ("--page", arguments.page.is_some(), &[Pdf]),
        ("--tiles", arguments.tiles, &[Pdf]),
        ("--report", arguments.report, &[Pdf]),
        ("--scale", arguments.scale.is_some(), &[Png]),
        ("--embed", arguments.embed, &[Png, Svg]),
        ("--diagram", arguments.diagram.is_some(), &[Mermaid]),
        ("--with-dashboard", arguments.with_dashboard, &[Pdf, Html]),
        ("--language", arguments.language.is_some(), &[Pdf, Html]),
    ];
    for (flag, is_given, counts_for) in flags {
        if !is_given || targets.iter().any(|target| counts_for.contains(target)) {
            continue;
        }
        let endings: Vec<String> = counts_for.iter().map(|target| format!(".{}", target.ending())).collect();
        let hint = if flag == "--with-dashboard" { " Use --dashboard for the charts alone." } else { "" };
        console.note(format!("{flag} counts for {} only, so it was left aside.{hint}", endings.join(", ")));
    }
}

/// Writes one file, or the tiles of a picture that is too large for one: all of them, or none.
fn write(
    project: &Project,
    spec: &ExportSpec,
    path: &Path,
    arguments: &ExportArguments,
    console: &mut Console,
) -> Result<(), Failure> {
    console.progress(format!("Writing {}", path.display()));
    refuse_project_file(path, &arguments.file)?;
    let refuse_taken = |place: &Path| {
        if arguments.keep && place.symlink_metadata().is_ok() {
            return Err(Failure::Disk(format!(
                "Not saved: a file of this name is there already, and --keep leaves it alone. ({})",
                place.display()
            )));
        }
        Ok(())
    };
    let mut staged = Vec::new();
    let mut written: Vec<PathBuf> = Vec::new();
    let mut bytes_in_all = 0;
    let mut notes = Vec::new();
    export_parts(project, spec, &AtomicBool::new(false), |Part { tile, bytes, left_out }| {
        let place = match tile {
            None => path.to_owned(),
            Some((tile, tiles)) => {
                let place = tile.path(path);
                console.progress(format!("Writing {} of {}", place.display(), count(tiles.count() as usize, "tile")));
                place
            }
        };
        refuse_taken(&place)?;
        staged.push(stage_bytes(&place, &bytes)?);
        bytes_in_all += bytes.len();
        written.push(place);
        notes.extend(left_out);
        Ok::<(), Failure>(())
    })?;
    for file in staged {
        file.put()?;
    }
    for note in notes {
        console.note(format!("{}: {note}", path.display()));
    }
    let kilobytes = bytes_in_all.div_ceil(1_000);
    match written.as_slice() {
        [first, .., last] => {
            console.note(format!("{} is too large for one picture, so it was written in tiles.", path.display()));
            let tiles = count(written.len(), "tile");
            console.line(format!("Wrote {tiles}, {} to {} ({kilobytes} kB).", first.display(), last.display()))
        }
        _ => console.line(format!("Wrote {} ({kilobytes} kB).", path.display())),
    }
}

/// What files are called where no name is given.
fn name_of(project: &Project, journey: Option<JourneyId>, is_dashboard: bool) -> String {
    if is_dashboard {
        return legal_name(&format!("{} dashboard", project.title));
    }
    let journey = journey.or_else(|| project.journey_order.first().copied());
    let name = journey.and_then(|id| project.journeys.get(&id)).map(|journey| journey.name.trim());
    legal_name(name.filter(|name| !name.is_empty()).unwrap_or(&project.title))
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

fn parse_language(text: &str) -> Result<Language, String> {
    Language::parse(text).ok_or_else(|| "a language is a tag such as de, pt-BR or zh-Hant".to_owned())
}

fn parse_tile_scale(text: &str) -> Result<f32, String> {
    let scale = text.parse::<f32>().ok().filter(|scale| (0.25..=4.0).contains(scale));
    scale.ok_or_else(|| "the size of tiles is a number from 0.25 to 4".to_owned())
}
