//! Saving: what lies on the disk afterwards, and what is said when it did not work.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use throughline::file::{backup_path, open, save, write_bytes_atomically, write_text};
use throughline::model::sample::big_sample;
use throughline::model::{Project, TouchpointId};

use super::generate::full;

fn titled(title: &str) -> Project {
    Project { title: title.to_owned(), ..full() }
}

#[test]
fn saving_keeps_the_version_before_as_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.journey.ron");
    let saved = save(&path, &titled("one"), true).unwrap();
    assert_eq!(saved.bytes, fs::metadata(&path).unwrap().len());
    assert!(!backup_path(&path).exists(), "there was nothing to keep");
    save(&path, &titled("two"), true).unwrap();
    save(&path, &titled("three"), true).unwrap();
    assert_eq!(open(&path).unwrap().project, titled("three"));
    assert_eq!(open(&folder.path().join("shop.journey.ron.bak")).unwrap().project, titled("two"));
    save(&path, &titled("four"), false).unwrap();
    assert_eq!(open(&backup_path(&path)).unwrap().project, titled("two"), "no backup was asked for");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left in the folder");
}

#[test]
fn places_that_cannot_be_written_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "x").unwrap();
    fs::create_dir(at("folder.journey.ron")).unwrap();
    let read_only = at("fixed.journey.ron");
    fs::write(&read_only, "old").unwrap();
    let mut permissions = fs::metadata(&read_only).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&read_only, permissions).unwrap();
    let mut cases = vec![
        (at("none/a.journey.ron"), "the folder does not exist. Create it"),
        (at("file/a.journey.ron"), "part of this path is a file, not a folder"),
        (at("folder.journey.ron"), "there is a folder of this name. Choose another name"),
        (read_only.clone(), "marked read-only. Save under another name"),
        (at(&"n".repeat(300)), "this name is not possible here"),
        (at("nul\0inside.journey.ron"), "this name is not possible here"),
    ];
    if cfg!(unix) {
        cases.push((Path::new("/dev/full").to_owned(), "not an ordinary file"));
    }
    for (path, expected) in cases {
        let message = save(&path, &full(), true).unwrap_err().to_string();
        assert!(message.starts_with("Not saved") && message.contains(expected), "{message}");
        assert!(message.contains(path.to_str().unwrap()), "{message}");
        let bytes_message = write_bytes_atomically(&path, b"new").unwrap_err().to_string();
        assert!(bytes_message.contains(expected), "{bytes_message}");
    }
    assert_eq!(fs::read_to_string(&read_only).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left in the folder");
}

#[test]
fn a_project_that_could_not_be_opened_again_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.journey.ron");
    save(&path, &full(), true).unwrap();
    let mut broken = full();
    Arc::make_mut(&mut broken.touchpoints).remove(&TouchpointId(12));
    let message = save(&path, &broken, true).unwrap_err().to_string();
    assert!(message.contains("could not be opened again") && message.contains("Undo the last change"), "{message}");
    assert!(write_text(&broken).is_err());
    assert_eq!(open(&path).unwrap().project, full());
}

#[test]
fn bytes_are_written_whole_and_replace_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.svg");
    for bytes in [&b"a long first text"[..], b"short", b""] {
        write_bytes_atomically(&path, bytes).unwrap();
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_big_sample_opens_as_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.journey.ron");
    let sample = big_sample(400, 7);
    save(&path, &sample, true).unwrap();
    assert_eq!(open(&path).unwrap().project, sample);
}
