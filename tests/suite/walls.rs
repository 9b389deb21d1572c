//! The walls between the folders of `src`, held against what their files import. A new arrow fails here first:
//! then either the code is in the wrong folder, or the table in the crate documentation has to change with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which folders may use which; `base` is open to all.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let everything_but = |left_out: &[&str]| {
        let all = ["model", "edit", "file", "import", "analysis", "scene", "layout", "render", "export", "cli", "app"];
        all.into_iter().filter(|folder| !left_out.contains(folder)).collect::<Vec<_>>()
    };
    BTreeMap::from([
        ("base", vec![]),
        ("model", vec![]),
        ("edit", vec!["model"]),
        ("file", vec!["model"]),
        ("import", vec!["model", "edit"]),
        ("analysis", vec!["model"]),
        ("scene", vec![]),
        ("layout", vec!["model", "analysis", "scene"]),
        ("render", vec!["scene"]),
        ("export", vec!["model", "analysis", "layout", "scene", "render"]),
        ("cli", everything_but(&["app"])),
        ("app", everything_but(&["cli"])),
        ("main", vec!["cli", "app"]),
    ])
}

fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The code of a file: without comments and without its unit tests.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let lines = before_tests.lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// "layout" of `layout/grid.rs`, "export" of `export.rs`.
fn folder_of(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The folders that a file's code names: after `crate::` and `throughline::`, after as many `super::` as lead to the
/// root, and in `use` lists at any depth.
fn used_folders(path: &Path, code: &str) -> Vec<String> {
    let depth = path.components().count() - usize::from(path.ends_with("mod.rs"));
    let to_root = "super::".repeat(depth);
    let mut used = Vec::new();
    for start in ["crate::", "throughline::", to_root.as_str()] {
        for (at, _) in code.match_indices(start) {
            used.extend(first_names(&code[at + start.len()..]));
        }
    }
    used
}

/// "edit" of `edit::Edit`; "edit", "app" of `{edit::{Edit, build}, app}`.
fn first_names(rest: &str) -> Vec<String> {
    let name =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = vec![name(list)];
    let mut depth = 1;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(name(&list[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Whether a file holds nothing but the unit tests of the module beside it, or is in the folder of such a file: they may
/// set up what they like.
fn is_unit_tests(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "tests") || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn an_arrow_is_found_in_every_form() {
    let find = |path: &str, code: &str| used_folders(Path::new(path), code);
    assert_eq!(find("layout/map.rs", "use crate::{edit::{Edit, build}, app};"), ["edit", "app"]);
    assert_eq!(find("layout/map.rs", "super::super::app::run()"), ["app"]);
    assert_eq!(find("app/inspector/mod.rs", "use super::super::cli;"), ["cli"]);
    assert!(find("app/inspector/mod.rs", "use super::request::Request;").is_empty());
}

#[test]
fn folders_use_only_what_the_table_allows() {
    let table = allowed();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let folder = folder_of(&path);
        if folder == "lib" || is_unit_tests(&path) {
            continue;
        }
        let open =
            table.get(folder.as_str()).unwrap_or_else(|| panic!("{} is in no folder of the table", path.display()));
        for used in used_folders(&path, &code(&text)) {
            let is_folder = table.contains_key(used.as_str());
            if is_folder && used != folder && used != "base" && !open.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "arrows that the table does not have:\n{}", wrong.join("\n"));
}

/// A word that only some files may contain, and why.
struct Fence {
    words: &'static [&'static str],
    open_to: &'static [&'static str],
    why: &'static str,
}

const FENCES: [Fence; 6] = [
    Fence {
        words: &["serde", "ron::"],
        open_to: &["base/", "scene/theme.rs", "file/", "import/", "cli/", "export/json", "export/mermaid.rs"],
        why: "the model and the file change at different times",
    },
    Fence {
        words: &["egui::", "egui_", "eframe"],
        open_to: &["app/", "render/egui", "main.rs"],
        why: "everything else runs without a window",
    },
    Fence {
        words: &["epaint::"],
        open_to: &["scene/text.rs", "scene/fallback.rs", "render/egui", "app/"],
        why: "lines are broken in one place",
    },
    Fence {
        words: &["thread::spawn", "thread::Builder"],
        open_to: &["app/jobs.rs", "app/dialogs.rs"],
        why: "background work has one home",
    },
    Fence {
        words: &["std::fs", "{fs,", " fs,", "fs::File", "File::open"],
        open_to: &[
            "file/",
            "import/reader",
            "import/spool",
            "import/content/tests",
            "import/picture/file",
            "cli/",
            "app/jobs.rs",
            "app/profile.rs",
            "app/software/driver.rs",
        ],
        why: "files are read and written at the edge",
    },
    Fence { words: &["rfd::"], open_to: &["app/dialogs.rs"], why: "dialogs are behind a trait" },
];

#[test]
fn what_is_fenced_stays_behind_its_fence() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let name = path.to_string_lossy().replace('\\', "/");
        let code = code(&text);
        for fence in &FENCES {
            let is_open = fence.open_to.iter().any(|open| name.starts_with(open));
            for word in fence.words.iter().filter(|word| !is_open && code.contains(**word)) {
                wrong.push(format!("{name} uses {word}, but {}", fence.why));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
