//! File dialogs of the desktop, behind a trait so that tests can answer them. Never blocks a frame.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a file is wanted for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    OpenProject,
    /// Save the document of that number; `then` goes on after it.
    SaveProject {
        document: u64,
        then: Option<super::workspace::Then>,
    },
    ImportData,
    /// Data in the place of an imported file.
    ReplaceSource(crate::model::SourceId),
    Picture(super::evidence::PictureFor),
    /// One form; its path is what is asked for.
    Export(Box<super::export_state::ExportItem>),
    /// A folder for several.
    ExportFolder(Box<super::export_state::ExportChoice>),
}

/// A question for one file or folder.
#[derive(Clone, Debug, PartialEq)]
pub struct FileQuestion {
    pub purpose: Purpose,
    pub title: String,
    pub directory: Option<PathBuf>,
    /// The suggested name when saving.
    pub file_name: Option<String>,
    /// Name and endings of the files that fit; no endings for a folder.
    pub filter: (String, Vec<String>),
}

/// The answer: the file, or `None` if the person thought better of it.
pub type FileAnswer = (Purpose, Option<PathBuf>);

/// Asks for files.
pub trait Dialogs {
    /// Opens the question; the answer comes with a later `poll`.
    fn ask(&mut self, question: FileQuestion, ctx: &egui::Context);

    /// The answers since the last call.
    fn poll(&mut self) -> Vec<FileAnswer>;
}

/// The desktop's own dialogs.
pub struct DesktopDialogs {
    sender: Sender<FileAnswer>,
    receiver: Receiver<FileAnswer>,
}

impl Default for DesktopDialogs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver }
    }
}

impl Dialogs for DesktopDialogs {
    fn ask(&mut self, question: FileQuestion, ctx: &egui::Context) {
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let mut dialog = rfd::AsyncFileDialog::new().set_title(&question.title);
        if !question.filter.1.is_empty() {
            dialog = dialog.add_filter(&question.filter.0, &question.filter.1);
        }
        if let Some(directory) = &question.directory {
            dialog = dialog.set_directory(directory);
        }
        if let Some(name) = &question.file_name {
            dialog = dialog.set_file_name(name);
        }
        std::thread::spawn(move || {
            let file = match question.purpose {
                Purpose::SaveProject { .. } | Purpose::Export(_) => pollster::block_on(dialog.save_file()),
                Purpose::ExportFolder(_) => pollster::block_on(dialog.pick_folder()),
                Purpose::OpenProject | Purpose::ImportData | Purpose::ReplaceSource(_) | Purpose::Picture(_) => {
                    dialog = dialog.add_filter("All files", &["*"]);
                    pollster::block_on(dialog.pick_file())
                }
            };
            // The window may be gone by now; then nobody waits for the answer.
            let _ = sender.send((question.purpose, file.map(|file| file.path().to_owned())));
            ctx.request_repaint();
        });
    }

    fn poll(&mut self) -> Vec<FileAnswer> {
        self.receiver.try_iter().collect()
    }
}
