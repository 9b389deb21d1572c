//! Files that break readers: each ends in a plan with warnings, or in one plain sentence; none in a panic or a hang.

use std::fmt::Write as _;
use std::io::{Seek, SeekFrom, Write};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use throughline::import::plan::Fate;
use throughline::import::{ImportError, Plan, guess, plan_table, read_file, read_table};

use super::{CREATE, assert_sound, bytes, project, run, says};

/// No file of a few megabytes takes that long, even in a build that is not optimized on a busy machine.
const HANG: Duration = Duration::from_secs(60);

fn planned(name: &str, bytes: &[u8]) -> Result<Plan, ImportError> {
    let begun = Instant::now();
    let project = project(&["Shop"]);
    let table = read_table(name, bytes)?;
    let made = plan_table(&table, &guess(&table, &project), &project, &CREATE)?;
    assert_sound(&made, &project);
    assert!(begun.elapsed() < HANG, "{name} took {:?}", begun.elapsed());
    Ok(made)
}

#[track_caller]
fn sentence(result: Result<Plan, ImportError>) -> String {
    let text = result.map(|plan| plan.rows_total).unwrap_err().to_string();
    assert!(text.ends_with('.') && text.len() < 200, "{text}");
    text
}

#[test]
fn a_million_columns_are_refused_with_the_limit() {
    let wide = vec!["a"; 1_000_000].join(",");
    let text = sentence(planned("wide.csv", format!("{wide}\n{wide}\n").as_bytes()));
    assert!(text.contains("columns") && text.contains("up to"), "{text}");
}

#[test]
fn an_endless_cell_is_refused_with_its_line() {
    let mut text = String::from("Touchpoint,Date,Clicks\nShop,2026-09-01,5\n\"");
    text.push_str(&"never closed ".repeat(400_000));
    let text = sentence(planned("cell.csv", text.as_bytes()));
    assert!(text.contains("closing quote") && text.contains("line 3"), "{text}");
}

#[test]
fn a_gigabyte_of_nothing_is_refused_without_reading_it_into_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(b"Touchpoint,Clicks\n").unwrap();
    // A hole: nothing is written to the disk.
    file.seek(SeekFrom::Start(1 << 31)).unwrap();
    if file.write_all(b"\n").is_err() {
        return;
    }
    let begun = Instant::now();
    let text = read_file(&path, &|_| true).map(|table| table.row_count()).unwrap_err().to_string();
    assert!(text.ends_with('.') && text.contains("huge.csv"), "{text}");
    assert!(begun.elapsed() < HANG);
}

#[test]
fn unequal_rows_are_read_as_far_as_they_go() {
    let made =
        planned("rows.csv", b"Touchpoint,Date,Clicks\nShop\nShop,2026-09-01,5,6,7,8\nShop,2026-09-02,5\n,,\n").unwrap();
    assert_eq!(made.rows, 1);
    assert!(made.left_out.iter().any(|row| row.line == 3 && row.why.contains("6 cells")), "{:?}", made.left_out);
}

#[test]
fn bytes_of_nothing_are_no_text() {
    let text =
        sentence(planned("nul.csv", b"Touchpoint,Clicks\nShop,\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\nShop,5\n"));
    assert!(text.contains("nul.csv"), "{text}");
}

#[test]
fn a_lying_ending_changes_nothing() {
    let csv = b"Touchpoint,Date,Clicks\nShop,2026-09-01,5\n";
    for name in ["sheet.xlsx", "table.parquet", "list.json", "picture.png", "none"] {
        assert_eq!(planned(name, csv).unwrap().observations, 1, "{name}");
    }
    for bytes in [&b"PK\x03\x04 not really a zip"[..], b"\x1f\x8b\x08 not really gzip", b"PAR1 not really"] {
        sentence(planned("figures.csv", bytes));
    }
}

#[test]
fn impossible_days_leave_their_rows_out_and_say_which() {
    let text = "Touchpoint,Date,Clicks\nShop,0000-01-01,1\nShop,99999-01-01,2\nShop,2026-02-30,4\nShop,2026-09-01,8\nShop,2026-09-02,16\nShop,2026-09-03,32\nShop,2026-09-04,64\nShop,2026-09-05,128\n";
    let made = planned("days.csv", text.as_bytes()).unwrap();
    assert_eq!((made.rows, made.left_out_count), (5, 3));
    assert_eq!(made.count(Fate::Dateless), 3);
    let told = made.warnings.iter().find(|warning| warning.message.contains("no readable date")).unwrap();
    assert_eq!(told.lines.first(), [2, 3, 4]);
}

#[test]
fn numbers_beyond_all_numbers_stay_unknown() {
    let mut text = String::from("Touchpoint,Date,Clicks,Sessions\n");
    writeln!(text, "Shop,2026-09-01,1e999,5\nShop,2026-09-02,{},5", "9".repeat(400)).unwrap();
    let near = format!("1{}", "0".repeat(63));
    writeln!(text, "Shop,2026-09-03,{near},5\nShop,2026-09-04,7,1.0e+308\nShop,2026-09-04,7,1.0e+308").unwrap();
    let made = planned("large.csv", text.as_bytes()).unwrap();
    assert!(says(&made, "not a number"), "{:?}", made.warnings);
    assert!(says(&made, "beyond what a number can hold"), "{:?}", made.warnings);
}

#[test]
fn headings_that_are_blank_or_the_same_are_told_apart() {
    let made = planned("heads.csv", b"Touchpoint,Date,Clicks,Clicks,,\nShop,2026-09-01,5,6,7,8\n").unwrap();
    let names: Vec<_> = made.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names.len(),
        made.columns.iter().map(|column| &column.name).collect::<std::collections::BTreeSet<_>>().len()
    );
    assert!(names.contains(&"Clicks (2)"), "{names:?}");
}

/// What may happen to a file on its way.
#[derive(Clone, Debug)]
enum Harm {
    Flip(usize, u8),
    Cut(usize),
    Double(usize),
    Swap(usize, usize),
    Remove(usize),
    /// Cells of all lines change places.
    Columns(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Harm::Flip(at, byte)),
        any::<usize>().prop_map(Harm::Cut),
        any::<usize>().prop_map(Harm::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Harm::Swap(a, b)),
        any::<usize>().prop_map(Harm::Remove),
        (0..12usize, 0..12usize).prop_map(|(a, b)| Harm::Columns(a, b)),
    ]
}

impl Harm {
    fn to(&self, content: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = content.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let count = lines.len().max(1);
        match *self {
            Self::Flip(at, byte) => {
                let length = content.len().max(1);
                if let Some(slot) = content.get_mut(at % length) {
                    *slot = byte;
                }
                return;
            }
            Self::Cut(at) => return content.truncate(at % (content.len() + 1)),
            Self::Double(at) => lines.insert(at % count, lines[at % count].clone()),
            Self::Swap(a, b) => lines.swap(a % count, b % count),
            Self::Remove(at) => drop(lines.remove(at % count)),
            Self::Columns(a, b) => {
                for line in &mut lines {
                    let mut cells: Vec<&[u8]> = line.split(|b| *b == b',').collect();
                    if a < cells.len() && b < cells.len() {
                        cells.swap(a, b);
                    }
                    *line = cells.join(&b',');
                }
            }
        }
        *content = lines.join(&b'\n');
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_harm_to_an_export_panics_hangs_or_attaches_what_is_no_number(
        which in any::<usize>(),
        harms in proptest::collection::vec(harm(), 1..6),
    ) {
        let mut names: Vec<_> = std::fs::read_dir(format!("{}/tests/fixtures/imports", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let mut content = bytes(&names[which % names.len()]);
        harms.iter().for_each(|harm| harm.to(&mut content));
        let begun = Instant::now();
        run(&content);
        prop_assert!(begun.elapsed() < HANG);
    }
}
