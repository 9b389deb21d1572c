//! Questions for files: what each is for, where it begins to look, and the name that it suggests.

use super::core::Core;
use super::dialogs::{FileQuestion, Purpose};

impl Core {
    /// Asks the desktop for a file.
    pub(super) fn ask_for_file(&mut self, purpose: Purpose, ctx: &egui::Context) {
        if std::mem::replace(&mut self.is_asking, true) {
            return;
        }
        let directory = self.workspace.path.as_ref().and_then(|path| path.parent().map(ToOwned::to_owned));
        let directory = match &purpose {
            Purpose::Export(_) | Purpose::ExportFolder(_) => {
                self.workspace.settings.export_folder.clone().or(directory)
            }
            Purpose::OpenProject
            | Purpose::SaveProject { .. }
            | Purpose::ImportData
            | Purpose::ReplaceSource(_)
            | Purpose::Picture(_) => directory,
        };
        // One that is gone since is no place to begin.
        let directory = directory.filter(|directory| directory.is_dir());
        let directory = directory.or_else(|| self.workspace.settings.last_folder.clone());
        let project_filter = || ("Throughline project".to_owned(), vec!["ron".to_owned()]);
        let (title, file_name, filter) = match &purpose {
            Purpose::OpenProject => {
                let endings = ["ron", "png", "svg"].map(str::to_owned).to_vec();
                ("Open a project".to_owned(), None, ("Throughline project, or picture with one".to_owned(), endings))
            }
            Purpose::SaveProject { .. } => {
                ("Save the project".to_owned(), Some(self.suggested_file_name()), project_filter())
            }
            Purpose::ImportData | Purpose::ReplaceSource(_) => {
                let endings = ["csv", "tsv", "txt"].map(str::to_owned).to_vec();
                ("Attach metrics from a file".to_owned(), None, ("Exported tables".to_owned(), endings))
            }
            Purpose::Picture(_) => {
                let endings = ["png", "jpg", "jpeg", "webp", "svg"].map(str::to_owned).to_vec();
                ("Choose a picture".to_owned(), None, ("Pictures".to_owned(), endings))
            }
            Purpose::Export(item) => {
                let (target, name) = (item.spec.target, self.suggested_export_name(item));
                let title = format!("Export as {}", target.label());
                (title, Some(name), (target.label().to_owned(), vec![target.ending().to_owned()]))
            }
            Purpose::ExportFolder(_) => ("Export into a folder".to_owned(), None, (String::new(), Vec::new())),
        };
        self.dialogs.ask(FileQuestion { purpose, title, directory, file_name, filter }, ctx);
    }

    fn suggested_file_name(&self) -> String {
        if let Some(name) = self.workspace.path.as_ref().and_then(|path| path.file_name()) {
            return name.to_string_lossy().into_owned();
        }
        let title = self.workspace.document_name().to_lowercase();
        let name: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        format!("{}.journey.ron", name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"))
    }
}
