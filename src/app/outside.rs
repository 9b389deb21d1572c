//! What is opened outside of the window: a file in the program that it belongs to, and its place in the file manager.
//! Behind a trait, so that tests need no desktop. Addresses are `link_ui`'s.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Context;

use super::core::Core;
use super::jobs::{JobKind, Outcome};
use super::update::file_name;
use super::workspace::Notice;

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Opened in the program that it belongs to.
    Open,
    /// Shown in its folder, selected where the file manager can do that.
    ShowInFolder,
}

/// The programs of the desktop.
pub trait Desktop: Send + Sync {
    /// Does it, or says that no program could. May take a while.
    fn take(&self, path: &Path, what: Outside) -> Result<(), NoProgram>;
}

/// Nothing on this desktop could do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoProgram;

/// For tests and measurements, which have no desktop.
pub struct NoDesktop;

impl Desktop for NoDesktop {
    fn take(&self, _path: &Path, _what: Outside) -> Result<(), NoProgram> {
        Err(NoProgram)
    }
}

/// The desktop's own programs, started as somebody would at a prompt.
pub struct OwnDesktop;

impl Desktop for OwnDesktop {
    fn take(&self, path: &Path, what: Outside) -> Result<(), NoProgram> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let does = commands(&path, what, System::this()).into_iter().any(|command| runs(&command));
        if does { Ok(()) } else { Err(NoProgram) }
    }
}

/// Which kind of desktop it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Windows,
    Mac,
    /// Linux and its likes.
    Free,
}

impl System {
    fn this() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::Mac
        } else {
            Self::Free
        }
    }
}

/// The commands that do it, each for where the one before does not.
fn commands(path: &Path, what: Outside, system: System) -> Vec<Vec<OsString>> {
    let with = |words: &[&str], last: &Path| -> Vec<OsString> {
        words.iter().map(OsString::from).chain([last.as_os_str().to_owned()]).collect()
    };
    match (system, what) {
        (System::Windows, Outside::Open) => vec![with(&["explorer"], path)],
        (System::Windows, Outside::ShowInFolder) => vec![with(&["explorer", "/select,"], path)],
        (System::Mac, Outside::Open) => vec![with(&["open"], path)],
        (System::Mac, Outside::ShowInFolder) => vec![with(&["open", "-R"], path)],
        (System::Free, Outside::Open) => vec![with(&["xdg-open"], path), with(&["gio", "open"], path)],
        (System::Free, Outside::ShowInFolder) => {
            let folder = path.parent().unwrap_or(path);
            // The interface that file managers share; it selects the file. Without one the folder is opened.
            let select = [
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.FileManager1",
                "/org/freedesktop/FileManager1",
                "org.freedesktop.FileManager1.ShowItems",
                &format!("array:string:{}", file_address(path)),
                "string:",
            ];
            vec![
                select.iter().map(OsString::from).collect(),
                with(&["xdg-open"], folder),
                with(&["gio", "open"], folder),
            ]
        }
    }
}

/// "file:///home/kim/A%20map.pdf". What is no letter or digit is encoded, so also the comma, which would begin another
/// address in a list.
fn file_address(path: &Path) -> String {
    let mut address = "file://".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                address.push(char::from(*byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

/// Whether the command is there and does not fail at once. Some stay until the program that they started ends.
fn runs(command: &[OsString]) -> bool {
    const PATIENCE: Duration = Duration::from_secs(3);
    let Some((program, arguments)) = command.split_first() else { return false };
    let quiet = || Stdio::null();
    let started = Command::new(program).args(arguments).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    let Ok(mut child) = started else { return false };
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        match child.try_wait() {
            // Explorer does what it is asked and fails all the same.
            Ok(Some(status)) => return status.success() || cfg!(windows),
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Err(_) => return false,
        }
    }
    true
}

/// A file was to be opened outside.
pub struct TakenOutside {
    pub path: PathBuf,
    pub what: Outside,
    /// The sentence that says why not.
    pub result: Result<(), String>,
}

impl Core {
    /// Opens a file outside of the window, or shows where it is.
    pub(super) fn open_outside(&mut self, path: PathBuf, what: Outside, ctx: &Context) {
        let desktop = Arc::clone(&self.desktop);
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| {
            let result = if path.exists() {
                desktop.take(&path, what).map_err(|NoProgram| no_program(&path, what))
            } else {
                Err(format!("{} is no longer there: it was moved or deleted. ({})", file_name(&path), path.display()))
            };
            Outcome::TakenOutside(TakenOutside { path, what, result })
        });
    }

    /// The same with what was exported last; of several the first.
    pub(super) fn open_exported(&mut self, what: Outside, ctx: &Context) {
        if let Some(path) = self.workspace.exported.first().cloned() {
            self.open_outside(path, what, ctx);
        }
    }

    /// It was opened, or could not be.
    pub(super) fn taken_outside(&mut self, taken: TakenOutside) {
        match taken.result {
            Ok(()) => {
                let said = match taken.what {
                    Outside::Open => format!("Opened {}", file_name(&taken.path)),
                    Outside::ShowInFolder => format!("Showed {} in its folder", file_name(&taken.path)),
                };
                self.workspace.last_result = said.into();
            }
            Err(why) => self.notify(Notice::Failed(why)),
        }
    }
}

fn no_program(path: &Path, what: Outside) -> String {
    match what {
        Outside::Open => format!(
            "{} could not be opened: this computer names no program for such files. Open it from a program of your \
             choice. ({})",
            file_name(path),
            path.display()
        ),
        Outside::ShowInFolder => format!(
            "The folder could not be shown: no file manager was found. Look for the file there yourself. ({})",
            path.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, what: Outside, system: System) -> Vec<String> {
        let words = |command: Vec<OsString>| {
            command.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        commands(Path::new(path), what, system).into_iter().map(words).collect()
    }

    #[test]
    fn every_desktop_is_asked_in_its_own_way() {
        assert_eq!(said("/a/b c.pdf", Outside::Open, System::Free)[0], "xdg-open /a/b c.pdf");
        assert_eq!(said("/a/b c.pdf", Outside::Open, System::Mac), ["open /a/b c.pdf"]);
        assert_eq!(said("/a/b.pdf", Outside::ShowInFolder, System::Mac), ["open -R /a/b.pdf"]);
        assert_eq!(said("/a/b.pdf", Outside::ShowInFolder, System::Windows), ["explorer /select, /a/b.pdf"]);
        let free = said("/a/b, c ü.pdf", Outside::ShowInFolder, System::Free);
        assert!(free[0].contains(" array:string:file:///a/b%2C%20c%20%C3%BC.pdf "), "{free:?}");
        assert_eq!(free[1], "xdg-open /a", "without a file manager that selects, the folder is opened");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_is_missing_or_fails_is_noticed() {
        let command = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert!(runs(&command(&["true"])));
        assert!(!runs(&command(&["false"])));
        assert!(!runs(&command(&["no-such-program-here"])));
    }
}
