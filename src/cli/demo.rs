//! `demo`: the whole main job on bundled data, without a window. The same map and pictures each time.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::intake::{self, Intake};
use super::project_file::{contents, count};
use crate::analysis::{Numbers, Tone, View};
use crate::base::Date;
use crate::base::date::date;
use crate::edit::{Document, Edit};
use crate::export::{ExportSpec, Target, export};
use crate::file::{self, Template, sample_exports, write_bytes_atomically};
use crate::import::{PlanOptions, read_table};
use crate::model::{Aim, Baseline, Item, Kpi, KpiId, Project};

/// Make a map, attach bundled exports, and write it as every kind of file
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The folder for everything that is written
    #[arg(default_value = "throughline-demo")]
    dir: PathBuf,
    /// Do not open the map in the window afterward
    #[arg(long)]
    no_open: bool,
}

/// What the map is made from, and what its files are called.
const NAME: &str = "online-shop";
/// The forms in which it is written.
const TARGETS_WRITTEN: [Target; 6] = [Target::Pdf, Target::Png, Target::Svg, Target::Pptx, Target::Xlsx, Target::Html];
/// Where the exports lie, in the project's folder.
const EXPORTS: &str = "exports";

/// Returns the project that is to be opened, if one is.
pub fn run(arguments: &DemoArguments, console: &mut Console) -> Result<Option<PathBuf>, Failure> {
    let folder = &arguments.dir;
    let path = folder.join(format!("{NAME}{}", file::ENDING));
    let exports = folder.join(EXPORTS);
    std::fs::create_dir_all(&exports)
        .map_err(|error| Failure::disk("The folder for the demo could not be made", &exports, &error))?;

    let mut document = Document::new(template()?);
    console.line(format!("New map from the template {NAME}: {}", contents(document.project())))?;

    console.line("")?;
    console.line(format!("Attached, from {}:", exports.display()))?;
    let mut files = Columns::new(&[
        ("File", Side::Left),
        ("Read as", Side::Left),
        ("Rows", Side::Right),
        ("Left out", Side::Right),
        ("Touchpoints", Side::Right),
        ("Observations", Side::Right),
        ("Metrics", Side::Left),
    ]);
    for (name, bytes) in sample_exports() {
        console.progress(format!("Attaching {name}"));
        write_bytes_atomically(&exports.join(name), bytes)?;
        let intake = take_in(&mut document, &path, &exports.join(name), bytes)?;
        files.row(file_row(&intake));
    }
    for line in files.lines("  ") {
        console.line(line)?;
    }

    set_targets(&mut document)?;
    let project = document.project();
    console.line("")?;
    print_figures(project, console)?;

    console.line("")?;
    let is_same =
        std::fs::read(&path).is_ok_and(|old| file::write_text(project).is_ok_and(|new| new.as_bytes() == old));
    let saved = file::save(&path, project, !is_same)?;
    print_written(&path, saved.bytes, console)?;
    for target in TARGETS_WRITTEN {
        let out = folder.join(format!("{NAME}.{}", target.ending()));
        console.progress(format!("Writing {}", out.display()));
        let spec = ExportSpec { target, catalogue: Some(file::catalogue()), ..ExportSpec::default() };
        let bytes = export(project, &spec, &AtomicBool::new(false))?;
        write_bytes_atomically(&out, &bytes)?;
        print_written(&out, bytes.len() as u64, console)?;
    }
    console.line("")?;
    console.line(format!("Open it with: throughline {}", path.display()))?;
    Ok((!arguments.no_open).then_some(path))
}

fn template() -> Result<Project, Failure> {
    let template = Template::find(NAME);
    template
        .map(Template::project)
        .ok_or_else(|| Failure::Content(format!("There is no template {NAME} in this build.")))
}

/// Attaches an export that lies at `at`.
fn take_in(document: &mut Document, project: &Path, at: &Path, bytes: &[u8]) -> Result<Intake, Failure> {
    let name = at.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut table = read_table(&name, bytes)?;
    table.relative_path = file::relative_path(project, at);
    let intake = intake::attach(document, &table, None, &PlanOptions::default(), &|_| true)?;
    if intake.is_attached {
        return Ok(intake);
    }
    Err(Failure::Content(format!("{name} could not be attached to the map: none of its figures fits a touchpoint.")))
}

/// What the shop wants to reach by the end of the year: touchpoint or stage, metric, baseline, target, owner, why.
const TARGETS: [(&str, &str, f64, f64, &str, &str); 8] = [
    ("Retargeting ad", "ctr", 0.012, 0.013, "Performance marketing", ""),
    ("Brand search", "ctr", 0.057, 0.06, "Performance marketing", "Who looks for us by name should not land elsewhere"),
    (
        "Product page",
        "bounce-rate-ga4",
        0.5,
        0.45,
        "E-commerce team",
        "Every second visitor leaves without a look around",
    ),
    (
        "Checkout",
        "key-events-per-session",
        0.033,
        0.036,
        "E-commerce team",
        "Three more orders of a thousand visits pay for the year",
    ),
    ("Delivery", "on-time-share", 0.92, 0.95, "Logistics", "Late parcels are half of all complaints"),
    ("Chat while buying", "csat", 0.85, 0.87, "Customer service", ""),
    ("Support", "csat", 0.83, 0.86, "Customer service", "Who was helped well orders again"),
    (
        "Buy",
        "key-events-per-session",
        0.038,
        0.041,
        "E-commerce team",
        "The stage as a whole must not lose what one page gains",
    ),
];

/// The days between which they are to be reached.
const TARGET_DAYS: (Date, Date) = (date(2026, 7, 1), date(2026, 12, 31));

/// Gives touchpoints and stages their KPIs, as far as their metrics were attached.
fn set_targets(document: &mut Document) -> Result<(), Failure> {
    for (name, key, baseline, target, owner, why) in TARGETS {
        let project = document.project();
        let touchpoint = project.touchpoints.values().find(|touchpoint| touchpoint.title == name);
        let stage = || project.stages.values().find(|stage| stage.name == name).map(|stage| Aim::Stage(stage.id));
        let aim = touchpoint.map(|touchpoint| Aim::Touchpoint(touchpoint.id)).or_else(stage);
        let (Some(aim), Some(metric)) = (aim, project.metric_by_key(key)) else { continue };
        let kpi = Kpi {
            baseline: Some(Baseline::Figure(baseline)),
            start: Some(TARGET_DAYS.0),
            due: Some(TARGET_DAYS.1),
            owner: owner.to_owned(),
            why: why.to_owned(),
            ..Kpi::new(KpiId(project.next_id), aim, metric.id, target)
        };
        let refused = |error: crate::edit::EditError| Failure::Content(format!("The KPI of {name}: {error}"));
        document.commit(&Edit::AddKpi { kpi }).map_err(refused)?;
    }
    Ok(())
}

fn file_row(intake: &Intake) -> [String; 7] {
    let plan = &intake.plan;
    let metrics: Vec<&str> = plan.metrics.iter().map(|metric| metric.metric.short_name.as_str()).collect();
    let number = |number: usize| crate::base::number::format_grouped(number as f64, 0);
    [
        plan.file_name.clone(),
        plan.format.clone(),
        number(plan.rows),
        number(plan.left_out_count),
        number(plan.touchpoints),
        number(plan.observations),
        metrics.join(", "),
    ]
}

fn print_figures(project: &Project, console: &mut Console) -> Result<(), Failure> {
    let numbers = Numbers::new(project);
    let view: View = numbers.default_view();
    console.line(format!("Figures, {}:", view.label()))?;
    let mut columns = Columns::new(&[
        ("Touchpoint", Side::Left),
        ("Metric", Side::Left),
        ("Value", Side::Right),
        ("Change", Side::Right),
        ("", Side::Left),
    ]);
    for item in project.journey_order.iter().flat_map(|journey| project.items_in_reading_order(*journey)) {
        let Item::Touchpoint(id) = item else { continue };
        for (index, chip) in numbers.chips(id, &view).into_iter().enumerate() {
            let title = if index == 0 { project.text_of(item).unwrap_or_default() } else { "" };
            let tone = match chip.tone {
                Tone::Good => "better",
                Tone::Bad => "worse",
                Tone::Neutral => "",
            };
            columns.row([title.to_owned(), chip.short_name, chip.text, chip.change_text, tone.to_owned()]);
        }
    }
    for line in columns.lines("  ") {
        console.line(line)?;
    }
    let measured = project.touchpoints.keys().filter(|id| !numbers.metrics_of(**id).is_empty()).count();
    console.line(format!(
        "  {} measured, {} without figures",
        count(measured, "touchpoint"),
        project.touchpoints.len() - measured
    ))
}

fn print_written(path: &Path, bytes: u64, console: &mut Console) -> Result<(), Failure> {
    console.line(format!("Wrote {} ({} kB)", path.display(), bytes.div_ceil(1_000)))
}
