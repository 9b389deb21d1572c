//! Paths of data files as a project keeps them: from its own folder, never absolute.

use std::path::Path;

/// The path of a data file from the project's folder, with forward slashes, if it lies in or below that folder.
pub fn relative_path(project: &Path, data: &Path) -> Option<String> {
    let folder = match project.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let (folder, data) = (folder.canonicalize().ok()?, data.canonicalize().ok()?);
    let relative = data.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_only_from_the_projects_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(at("map/exports")).unwrap();
        for file in ["map/exports/ads.csv", "map/mail.csv", "other.csv"] {
            std::fs::write(at(file), "x").unwrap();
        }
        let project = at("map/shop.journey.ron");
        for (data, expected) in [
            ("map/exports/ads.csv", Some("exports/ads.csv")),
            ("map/exports/../mail.csv", Some("mail.csv")),
            ("other.csv", None),
            ("gone.csv", None),
        ] {
            assert_eq!(relative_path(&project, &at(data)).as_deref(), expected, "{data}");
        }
    }
}
