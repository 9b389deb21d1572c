//! How the time and memory of an import grow with the rows of its file: daily metrics by touchpoint and campaign, from
//! the disk to series by touchpoint and day. Rows to measure may be given: `cargo bench --bench import -- 20000000`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use throughline::base::stopwatch::Stopwatch;
use throughline::import::{PlanOptions, digest, guess, plan, read_file};
use throughline::model::sample::big_sample;

const RUNS: usize = 5;
const NAMES: usize = 20;
const CAMPAIGNS: usize = 100;

/// Twenty touchpoints with a hundred campaigns each, day after day.
fn write(path: &Path, rows: usize) {
    let mut file = BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(file, "Day,Touchpoint,Campaign,Impressions,Clicks,Cost,Conversions").unwrap();
    let first = throughline::base::date::day_number(throughline::base::date::date(2000, 1, 1));
    for row in 0..rows {
        let (campaign, name) = (row % CAMPAIGNS, row / CAMPAIGNS % NAMES);
        let day = first + i32::try_from(row / CAMPAIGNS / NAMES).unwrap();
        let day = throughline::base::date::date_from_day_number(day).unwrap();
        // Neither sorted nor alike.
        let impressions = row * 7_919 % 19_950 + 50;
        let clicks = row * 104_729 % (impressions / 10 + 1);
        let (cost, conversions) = (clicks as f64 * 0.37, clicks as f64 * 0.03);
        writeln!(
            file,
            "{day},Touchpoint {name},Spring sale {campaign:03},{impressions},{clicks},{cost:.2},{conversions:.2}"
        )
        .unwrap();
    }
    file.flush().unwrap();
}

/// The most memory that the process has held so far, in MiB, where the system tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? / 1_024)
}

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![20_000, 200_000, 2_000_000] } else { given };
    let project = big_sample(100, 1);
    let options = PlanOptions { create_touchpoints: true, ..PlanOptions::default() };
    let folder = tempfile::tempdir().unwrap();
    for rows in sizes {
        let path = folder.path().join("daily.csv");
        write(&path, rows);
        let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
        let mut observations = 0;
        for _ in 0..RUNS {
            let (start, cpu) = (Instant::now(), Stopwatch::start());
            let table = read_file(&path, &|_| true).unwrap();
            let recipe = guess(&table, &project);
            let digest = digest(&table, &recipe, &|_| true).unwrap();
            observations = plan(&table, &digest, &recipe, &project, &options).observations;
            best = best.min(start.elapsed().as_secs_f64());
            least = least.min(cpu.elapsed().as_secs_f64());
        }
        let size = std::fs::metadata(&path).unwrap().len() >> 20;
        let peak = peak().map_or_else(|| "?".to_owned(), |mib| mib.to_string());
        println!(
            "{rows:>10} rows, {size:>5} MiB: {:>8.1} ms, {:>8.1} ms of processor time, {observations} observations, \
             peak {peak} MiB",
            best * 1e3,
            least * 1e3
        );
    }
}
