//! The watch over the folders of data files, behind a trait so that tests can play it. The system's own is in `jobs`.

use std::path::{Path, PathBuf};

/// What a watch has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched {
    /// This file was written, and left alone since.
    Written(PathBuf),
    /// The folder cannot be watched, and why.
    Failed(String),
}

/// Says which files in some folders were written.
pub trait FolderWatch {
    /// Watches these folders, not what is below them, and no others.
    fn watch(&mut self, folders: Vec<PathBuf>, ctx: &egui::Context);

    /// What happened since the last call.
    fn poll(&mut self, ctx: &egui::Context) -> Vec<Watched>;
}

/// Sees nothing: for measurements, and for windows that nobody told how to watch.
pub struct NoWatch;

impl FolderWatch for NoWatch {
    fn watch(&mut self, _folders: Vec<PathBuf>, _ctx: &egui::Context) {}

    fn poll(&mut self, _ctx: &egui::Context) -> Vec<Watched> {
        Vec::new()
    }
}

/// Whether a file of that name may be an export: nothing hidden, half-written, or our own.
pub fn may_be_data(path: &Path) -> bool {
    const ENDINGS: [&str; 14] =
        ["csv", "tsv", "tab", "txt", "xlsx", "xls", "ods", "json", "ndjson", "jsonl", "parquet", "gz", "zip", "xes"];
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    !name.starts_with(['.', '~']) && ENDINGS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_an_export_is_looked_at() {
        for (name, expected) in [
            ("/a/ads.csv", true),
            ("/a/Ads.XLSX", true),
            ("/a/orders.csv.gz", true),
            ("/a/shop.journey.ron", false),
            ("/a/shop.journey.ron.bak", false),
            ("/a/.ads.csv.swp", false),
            ("/a/.hidden.csv", false),
            ("/a/~$ads.xlsx", false),
            ("/a/ads.csv.part", false),
            ("/a/map.png", false),
            ("/a/csv", false),
        ] {
            assert_eq!(may_be_data(Path::new(name)), expected, "{name}");
        }
    }
}
