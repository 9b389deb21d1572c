//! `profile`: what opening, laying out, drawing, saving and exporting a project cost on this computer.
//! The frames of the window are measured by a function that comes from outside: no window here.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::Verdict;
use super::columns::{Columns, Side};
use super::console::Console;
use super::failure::Failure;
use super::project_file::{count, open};
use crate::analysis::audit::{Basis, audit};
use crate::analysis::effect::Asked;
use crate::analysis::priority::{KpiReadings, Measures, rank};
use crate::analysis::{Numbers, Standings};
use crate::base::number::format_grouped;
use crate::base::{Date, Stopwatch};
use crate::edit::{Edit, TouchpointChange, apply};
use crate::export::{ExportSpec, Target, export};
use crate::file;
use crate::layout::{Layouter, Lens, MapInput, MeasuredCards};
use crate::model::{Action, ActionId, Aim, JourneyId, Project};
use crate::render::{PageSize, pdf, png, svg};
use crate::scene::theme::ThemeName;
use crate::scene::{Scene, Theme};

/// Measure what a project costs on this computer
///
/// All times are milliseconds of processor time, of all threads together, so that other programs and a slow disk do
/// not count. Where the system does not tell it (Windows), they are time on the clock.
#[derive(Debug, Args)]
pub struct ProfileArguments {
    /// The project
    file: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What the window is doing in the frames that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// The whole map is shown and panned.
    FitPan,
    /// The map is shown at 100% and panned.
    ActualPan,
    /// A card is dragged over the map at 100%.
    ActualDrag,
    /// The map is presented, and the camera goes from shot to shot.
    Present,
}

/// Measures that many frames of a window that shows the project: logic, layout where needed, painting, tessellation.
pub type FrameProfiler = dyn Fn(&Project, FrameKind, usize) -> Vec<Duration>;

/// Frames are short, so many are measured.
const FRAMES: usize = 120;
/// Steps are measured so often, within [`STEP_BUDGET`].
const RUNS: usize = 25;
/// Even slow steps are measured so often.
const RUNS_AT_LEAST: usize = 3;
/// Past this time no further run of a step begins.
const STEP_BUDGET: Duration = Duration::from_secs(4);
/// The long side of the PNG that is measured, in pixels.
const PNG_SIDE_PX: u32 = 8_000;

#[derive(Serialize)]
struct Report {
    touchpoints: usize,
    /// Processor, number of cores, system.
    machine: String,
    /// The most memory that this process held at once; `null` where the system does not say.
    peak_rss_mb: Option<f64>,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    name: &'static str,
    /// `null` if there was no run.
    median_ms: Option<f64>,
    p95_ms: Option<f64>,
    runs: usize,
    /// Size of what was read or written; `null` for steps without a file.
    bytes: Option<u64>,
}

pub fn run(
    arguments: &ProfileArguments,
    frames: Option<&FrameProfiler>,
    console: &mut Console,
) -> Result<Verdict, Failure> {
    let project = open(&arguments.file, console)?;
    let journey = *project
        .journey_order
        .first()
        .ok_or_else(|| Failure::Content("The project has no journey to measure. Add one first.".to_owned()))?;
    let mut steps = Vec::new();

    console.progress("Measuring open");
    let size = std::fs::metadata(&arguments.file).ok().map(|metadata| metadata.len());
    steps.push(measure("open", || Ok(file::open(&arguments.file).map(|_| size)?))?);

    console.progress("Measuring layout");
    let numbers = Numbers::new(&project);
    steps.push(measure("layout", || {
        lay_out(&project, journey, &numbers);
        Ok(None)
    })?);

    console.progress("Measuring figures");
    steps.extend(figures(&project, journey, &numbers)?);

    let kinds = [
        ("frame_fit_pan", FrameKind::FitPan),
        ("frame_100_pan", FrameKind::ActualPan),
        ("frame_100_drag", FrameKind::ActualDrag),
        ("frame_present", FrameKind::Present),
    ];
    for (name, kind) in kinds {
        console.progress(format!("Measuring {name}"));
        let times = frames.map(|frames| frames(&project, kind, FRAMES)).unwrap_or_default();
        steps.push(Step::new(name, times, None));
    }

    console.progress("Measuring save");
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::disk("There is no room to measure saving", &std::env::temp_dir(), &error))?;
    let copy = folder.path().join("profile.journey.ron");
    steps.push(measure("save", || Ok(Some(file::save(&copy, &project, false)?.bytes)))?);

    let scene = lay_out(&project, journey, &numbers);
    console.progress("Measuring export_svg");
    steps.push(measure("export_svg", || Ok(Some(svg::write(&scene).len() as u64)))?);
    console.progress("Measuring export_png");
    let scale = png::scale_for_long_side(&scene, PNG_SIDE_PX);
    let never = AtomicBool::new(false);
    steps.push(measure("export_png", || Ok(Some(png::write(&scene, scale, &never)?.len() as u64)))?);
    console.progress("Measuring export_pdf");
    steps.push(measure("export_pdf", || Ok(Some(pdf::write(&scene, PageSize::Fit)?.len() as u64)))?);

    // These are more than the map: what it takes to count is in them.
    let others = [("export_pptx", Target::Pptx), ("export_xlsx", Target::Xlsx), ("export_html", Target::Html)];
    for (name, target) in others {
        console.progress(format!("Measuring {name}"));
        let spec = ExportSpec { target, catalogue: Some(file::catalogue()), ..ExportSpec::default() };
        steps.push(measure(name, || Ok(Some(export(&project, &spec, &never)?.len() as u64)))?);
    }

    let report =
        Report { touchpoints: project.touchpoints.len(), machine: machine(), peak_rss_mb: peak_rss_mb(), steps };
    if arguments.json {
        console.json(&report)?;
    } else {
        print(&report, console)?;
    }
    Ok(Verdict::Done)
}

/// What is worked out of the numbers: from nothing, and after an edit of one touchpoint.
fn figures(project: &Project, journey: JourneyId, numbers: &Numbers) -> Result<Vec<Step>, Failure> {
    let view = numbers.default_view();
    let today = numbers.span().map_or(Date::ZERO, |span| span.to);
    let standings = Standings::of(project, numbers, &view, today);
    let basis = |project| Basis { project, numbers, view, standings: &standings, catalogue: file::catalogue(), today };
    let whole = audit(&basis(project));
    let touchpoints = project.touchpoints.keys().copied().take(1).collect();
    let change = TouchpointChange::Owner("Nobody in particular".to_owned());
    let edited = apply(project, &Edit::ChangeTouchpoints { touchpoints, change }).unwrap_or_else(|_| project.clone());
    let action = Action {
        start: Some(view.period.map_or(today, |period| period.from)),
        aims: [Aim::Journey(journey)].into(),
        ..Action::new(ActionId(project.next_id), "")
    };
    let step = |name, run: &mut dyn FnMut()| {
        measure(name, || {
            run();
            Ok(None)
        })
    };
    let readings = || KpiReadings::new(project, numbers, &standings);
    let (measures, known) = (Measures::new(numbers, &view), readings());
    Ok(vec![
        step("numbers", &mut || drop(Numbers::new(project)))?,
        step("kpis", &mut || drop(Standings::of(project, numbers, &view, today)))?,
        step("audit", &mut || drop(audit(&basis(project))))?,
        step("audit_edit", &mut || drop(whole.renewed(&basis(&edited))))?,
        step("ranking", &mut || drop(rank(project, journey, &Measures::new(numbers, &view), &readings())))?,
        step("ranking_edit", &mut || drop(rank(&edited, journey, &measures, &known)))?,
        step("effect", &mut || {
            drop(Asked::of(project, numbers, &action).and_then(|asked| asked.effect(project, numbers, &action)));
        })?,
    ])
}

/// The picture of a journey from nothing: every text is measured anew.
fn lay_out(project: &Project, journey: JourneyId, numbers: &Numbers) -> Scene {
    let theme = Theme::load(ThemeName::Light);
    let view = numbers.default_view();
    let kpis = Standings::by_data(project, numbers, &view);
    let figures = MeasuredCards { numbers, view: &view, kpis: &kpis, revision: 0 };
    let input = MapInput { project, journey, theme: &theme, figures: Some(&figures), lens: Lens::Plain };
    Layouter::new().map(&input).scene
}

/// Runs a step a number of times. It returns the bytes that it read or wrote.
fn measure(name: &'static str, mut step: impl FnMut() -> Result<Option<u64>, Failure>) -> Result<Step, Failure> {
    let begin = Instant::now();
    let mut times = Vec::with_capacity(RUNS);
    let mut bytes = None;
    while times.len() < RUNS && (times.len() < RUNS_AT_LEAST || begin.elapsed() < STEP_BUDGET) {
        let start = Stopwatch::start();
        bytes = step()?;
        times.push(start.elapsed());
    }
    Ok(Step::new(name, times, bytes))
}

impl Step {
    fn new(name: &'static str, mut times: Vec<Duration>, bytes: Option<u64>) -> Self {
        times.sort_unstable();
        let at = |share| quantile(&times, share).map(|time| (time.as_secs_f64() * 1e6).round() / 1e3);
        Self { name, median_ms: at(0.5), p95_ms: at(0.95), runs: times.len(), bytes }
    }
}

/// The time that this share of the runs does not exceed, of times in order. Source: nearest rank.
fn quantile(sorted: &[Duration], share: f64) -> Option<Duration> {
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied()
}

fn print(report: &Report, console: &mut Console) -> Result<(), Failure> {
    let memory = report.peak_rss_mb.map(|mb| format!(", at most {mb:.0} MB of memory")).unwrap_or_default();
    console.line(format!("{} on {}{memory}", count(report.touchpoints, "touchpoint"), report.machine))?;
    console.line("")?;
    let mut columns = Columns::new(&[
        ("Step", Side::Left),
        ("Median, ms", Side::Right),
        ("95%, ms", Side::Right),
        ("Runs", Side::Right),
        ("Bytes", Side::Right),
    ]);
    let time = |ms: Option<f64>| ms.map_or_else(|| "–".to_owned(), |ms| format!("{ms:.2}"));
    for step in &report.steps {
        let bytes = step.bytes.map(|bytes| format_grouped(bytes as f64, 0)).unwrap_or_default();
        columns.row([step.name.to_owned(), time(step.median_ms), time(step.p95_ms), step.runs.to_string(), bytes]);
    }
    for line in columns.lines("") {
        console.line(line)?;
    }
    Ok(())
}

/// "AMD EPYC 7B13, 2 cores, linux 6.1.0": as far as the system says.
fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| field(&text, "model name").map(str::to_owned))
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let system = format!("{} {}", std::env::consts::OS, release.trim());
    format!("{processor}, {}, {}", count(cores, "core"), system.trim_end())
}

fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kibibytes: f64 = field(&status, "VmHWM")?.split_whitespace().next()?.parse().ok()?;
    Some((kibibytes * 1.024 / 100.0).round() / 10.0)
}

/// The value of the first line "NAME: value".
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        for (times, share, expected) in
            [(&times[..], 0.5, Some(10)), (&times, 0.95, Some(19)), (&times[..1], 0.95, Some(1)), (&[], 0.5, None)]
        {
            assert_eq!(quantile(times, share), expected.map(Duration::from_millis), "{share}");
        }
    }

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text = "VmPeak:\t  10 kB\nVmHWM:\t  2048 kB\n";
        assert_eq!(field(text, "VmHWM"), Some("2048 kB"));
        assert_eq!(field(text, "Vm"), None);
    }
}
