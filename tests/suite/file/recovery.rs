//! Unsaved work: offered after a crash, and only then.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use throughline::file::{RecoveryFolder, RecoveryKey, open};
use throughline::model::Project;

use super::generate::full;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn titled(title: &str) -> Project {
    Project { title: title.to_owned(), ..full() }
}

/// A run that writes and then ends without removing anything.
fn crash(folder: &Path, documents: &[(RecoveryKey<'_>, &str, i64)]) {
    let run = RecoveryFolder::at(folder);
    for (key, title, second) in documents {
        run.write(*key, &titled(title), at(*second)).unwrap();
    }
}

#[test]
fn work_that_a_crash_left_is_offered_newest_first_and_opens() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("not/yet/there");
    let path = home.path().join("shop \"a\"\n.journey.ron");
    crash(&folder, &[(RecoveryKey::Saved(&path), "saved", 1), (RecoveryKey::Unsaved(1), "new one", 2)]);
    crash(&folder, &[(RecoveryKey::Saved(&path), "saved, later", 3)]);

    let run = RecoveryFolder::at(&folder);
    let found = run.find();
    let told: Vec<_> =
        found.iter().map(|one| (one.title.as_str(), one.project_path.as_deref(), one.saved_at)).collect();
    assert_eq!(
        told,
        [
            ("saved, later", Some(path.as_path()), at(3)),
            ("new one", None, at(2)),
            ("saved", Some(path.as_path()), at(1)),
        ]
    );
    assert_eq!(open(&found[1].file).unwrap().project, titled("new one"));

    for one in &found {
        run.discard(one).unwrap();
        run.discard(one).unwrap();
    }
    assert_eq!(run.find(), []);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn a_window_that_is_still_open_keeps_its_work_to_itself() {
    let home = tempfile::tempdir().unwrap();
    let first = RecoveryFolder::at(home.path());
    let second = RecoveryFolder::at(home.path());
    first.write(RecoveryKey::Unsaved(1), &titled("first"), at(1)).unwrap();
    assert_eq!(first.find(), []);
    assert_eq!(second.find(), []);
    // Both may hold the same document without taking it from each other.
    let path = home.path().join("a.journey.ron");
    first.write(RecoveryKey::Saved(&path), &titled("mine"), at(2)).unwrap();
    second.write(RecoveryKey::Saved(&path), &titled("yours"), at(3)).unwrap();
    drop(first);
    let titles: Vec<String> = second.find().into_iter().map(|one| one.title).collect();
    assert_eq!(titles, ["mine", "first"]);
}

#[test]
fn after_a_save_or_a_clean_close_nothing_is_offered_or_left() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.journey.ron");
    let folder = home.path().join("recovery");
    let run = RecoveryFolder::at(&folder);
    run.remove(RecoveryKey::Saved(&path)).unwrap();
    run.write(RecoveryKey::Saved(&path), &full(), at(1)).unwrap();
    run.write(RecoveryKey::Saved(&path), &full(), at(2)).unwrap();
    run.write(RecoveryKey::Unsaved(7), &full(), at(3)).unwrap();
    run.remove(RecoveryKey::Saved(&path)).unwrap();
    run.remove(RecoveryKey::Unsaved(7)).unwrap();
    drop(run);
    assert_eq!(RecoveryFolder::at(&folder).find(), []);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_write_that_was_interrupted_or_damaged_hides_nothing() {
    let home = tempfile::tempdir().unwrap();
    crash(home.path(), &[(RecoveryKey::Unsaved(1), "good", 1)]);
    let good = RecoveryFolder::at(home.path()).find().remove(0);
    let name = good.file.file_name().unwrap().to_str().unwrap();
    // What a kill in the middle of the next write leaves.
    fs::write(home.path().join(format!(".{name}.AbC123.tmp")), "// Throughline reco").unwrap();
    fs::write(home.path().join("notes.txt"), "not ours").unwrap();
    assert_eq!(RecoveryFolder::at(home.path()).find(), std::slice::from_ref(&good));
    // Even without its first line the work can be opened.
    let text = fs::read_to_string(&good.file).unwrap();
    fs::write(&good.file, text.split_once('\n').unwrap().1).unwrap();
    let found = RecoveryFolder::at(home.path()).find();
    assert_eq!(found.len(), 1);
    assert_eq!(open(&found[0].file).unwrap().project, titled("good"));
}

#[test]
fn work_that_contradicts_itself_is_kept_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let broken = Project { next_id: 1, ..full() };
    let run = RecoveryFolder::at(home.path());
    run.write(RecoveryKey::Unsaved(1), &broken, at(1)).unwrap();
    drop(run);
    assert_eq!(RecoveryFolder::at(home.path()).find().len(), 1);
}
