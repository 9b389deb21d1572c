//! `import`: data files into a project, by the same way as the window's.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Verdict;
use super::choice::one_of;
use super::console::Console;
use super::failure::Failure;
use super::import_report::{self, Report};
use super::intake;
use super::project_file::open_to_change;
use super::rule::parse_rule;
use crate::edit::Document;
use crate::file;
use crate::import::{NameRule, OverlapChoice, PlanOptions, Progress, Recipe, Table, guess, read_file_offer};
use crate::model::Project;

/// Attach the figures of exported data files to the touchpoints of a project
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The project; saved in place, with the earlier version beside it as FILE.bak
    file: PathBuf,
    /// The data files: exports of other tools as CSV or other delimited text
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// How to read them: a recipe as it is kept with a source. Without it, the columns are guessed
    #[arg(long, value_name = "R")]
    recipe: Option<PathBuf>,
    /// Send names to a touchpoint: KIND:TEXT=>TOUCHPOINT, such as "contains:/blog=>Blog"; kept for the next file
    ///
    /// KIND is contains, starts-with, ends-with, is or pattern (a regular expression). TOUCHPOINT is a title of the
    /// project, new (one for each name), new:TITLE, or leave-out. Of several rules, the first that fits a name counts,
    /// and those given go before those of the recipe.
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,
    /// Which table of the file: a sheet, a member of a zip, or one of several below each other. `--dry-run` names them
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Say what would be attached, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the outcome as JSON: an object for one data file, a list for several
    #[arg(long)]
    json: bool,
    /// What becomes of days that an earlier file covers too: replace (the earlier file goes), keep (its figures stay,
    /// only the rest is added), add (both are parts of one whole). Without it, an earlier file goes if nothing is
    /// lost, else it stays
    #[arg(long, value_name = "O", value_parser = one_of(&OverlapChoice::ALL, OverlapChoice::code), ignore_case = true)]
    overlap: Option<OverlapChoice>,
    /// Make a touchpoint of every name that none of the map is like
    #[arg(long)]
    create_touchpoints: bool,
}

pub fn run(arguments: &ImportArguments, console: &mut Console) -> Result<Verdict, Failure> {
    let mut document = Document::new(open_to_change(&arguments.file, console)?);
    let recipe = arguments.recipe.as_deref().map(read_recipe).transpose()?;
    let rules: Vec<NameRule> =
        arguments.rules.iter().map(|rule| parse_rule(rule, document.project())).collect::<Result<_, _>>()?;
    let wanted = arguments.table.as_deref().or_else(|| recipe.as_ref()?.table.as_deref());
    // All files are read before any is attached, so that one that cannot be read leaves the project as it was.
    let tables = arguments
        .data
        .iter()
        .map(|path| read(path, wanted, &arguments.file, console))
        .collect::<Result<Vec<Table>, Failure>>()?;
    let options = PlanOptions {
        create_touchpoints: arguments.create_touchpoints,
        catalogue: Some(file::catalogue()),
        overlap: arguments.overlap,
        read_at: Some(jiff::Zoned::now().date()),
        ..PlanOptions::default()
    };
    let mut intakes = Vec::with_capacity(tables.len());
    for table in &tables {
        let recipe = with_rules(recipe.as_ref(), &rules, table, document.project());
        let label = format!("Attaching {}", table.file_name);
        let attach = |progress: Progress<'_>| intake::attach(&mut document, table, recipe.as_ref(), &options, progress);
        intakes.push(console.progress_of(&label, attach)?);
    }
    let is_saved = !arguments.dry_run && intakes.iter().any(|intake| intake.is_attached);
    if is_saved {
        console.progress(format!("Saving {}", arguments.file.display()));
        file::save(&arguments.file, document.project(), true)?;
    }
    let reports: Vec<Report<'_>> =
        tables.iter().zip(&intakes).map(|(table, intake)| Report::new(table, intake)).collect();
    match (arguments.json, reports.as_slice()) {
        (true, [report]) => console.json(report)?,
        (true, reports) => console.json(&reports)?,
        (false, _) => {
            for intake in &intakes {
                import_report::print(intake, arguments.dry_run, console)?;
            }
        }
    }
    if !arguments.json {
        console.line(match (is_saved, arguments.dry_run) {
            (true, _) => format!("Saved {}.", arguments.file.display()),
            (false, true) => format!("This was a dry run: {} was not changed.", arguments.file.display()),
            (false, false) => format!("Nothing was attached: {} was not changed.", arguments.file.display()),
        })?;
    }
    let empty: Vec<&str> =
        intakes.iter().filter(|intake| !intake.is_attached).map(|intake| intake.plan.file_name.as_str()).collect();
    if empty.is_empty() {
        return Ok(Verdict::Done);
    }
    let is_known = |intake: &intake::Intake| intake.plan.difference.as_ref().is_some_and(|it| it.held_back.all > 0);
    if intakes.iter().filter(|intake| !intake.is_attached).all(is_known) {
        console.note(format!("All figures of {} are in the project already and stay as they are.", empty.join(", ")));
        return Ok(Verdict::Done);
    }
    let has_unmatched = intakes.iter().any(|intake| !intake.is_attached && !intake.plan.unmatched.is_empty());
    let advice = if has_unmatched && !arguments.create_touchpoints {
        "None of its names is like a touchpoint of the map: make touchpoints of them with --create-touchpoints, or \
         match them in the window."
    } else {
        "Look at the columns and questions above; give the columns their roles in the window or with --recipe."
    };
    console.note(format!("No figures could be attached from {}. {advice}", empty.join(", ")));
    Ok(Verdict::Problems)
}

/// The given recipe, or else the guessed one, with these rules before its own.
fn with_rules(recipe: Option<&Recipe>, rules: &[NameRule], table: &Table, project: &Project) -> Option<Recipe> {
    if rules.is_empty() {
        return recipe.cloned();
    }
    let mut recipe = recipe.cloned().unwrap_or_else(|| guess(table, project));
    recipe.rules.retain(|known| !rules.contains(known));
    recipe.rules.splice(..0, rules.iter().cloned());
    Some(recipe)
}

fn read(path: &Path, wanted: Option<&str>, project: &Path, console: &mut Console) -> Result<Table, Failure> {
    let label = format!("Reading {}", path.display());
    let mut table = console.progress_of(&label, |progress| read_file_offer(path, wanted, progress))?;
    let is_other = |name: &str| table.offers.get(table.offer).is_none_or(|offer| offer.name != name);
    if let Some(name) = wanted.filter(|name| is_other(name)) {
        let names: Vec<String> = table.offers.iter().map(|offer| format!("“{}”", offer.name)).collect();
        let known = if names.len() > 1 { format!("It has {}.", names.join(", ")) } else { "It has one only.".into() };
        return Err(Failure::Usage(format!("{} has no table called “{name}”. {known}", table.file_name)));
    }
    table.relative_path = file::relative_path(project, path);
    Ok(table)
}

fn read_recipe(path: &Path) -> Result<Recipe, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::disk("The recipe could not be read", path, &error))?;
    Recipe::from_text(&text).ok_or_else(|| {
        Failure::Disk(format!(
            "This is no recipe as the program keeps it with a source. Copy one from a project, or leave --recipe away \
             to have the columns guessed. ({})",
            path.display()
        ))
    })
}
