//! Settings: kept between runs, and never a reason not to start.

use std::fs;
use std::path::PathBuf;

use throughline::file::{Appearance, ExportMemory, Panel, RECENT_LIMIT, Renderer, Settings, Window};

fn unusual() -> Settings {
    Settings {
        appearance: Appearance::HighContrast,
        recent_files: vec![PathBuf::from("/maps/a \"b\".journey.ron"), PathBuf::from("c.journey.ron")],
        window: Window { size: [1000.5, 700.0], position: Some([-20.0, 40.0]), is_maximized: true },
        left_panel: Panel { is_visible: false, size: 300.0 },
        right_panel: Panel { is_visible: true, size: 280.0 },
        bottom_panel: Panel { is_visible: false, size: 200.0 },
        text_scale: 1.25,
        renderer: Renderer::Wgpu,
        last_folder: Some(PathBuf::from("/maps")),
        reduced_motion: true,
        shows_minimap: false,
        map_as_table: true,
        watch_folder: true,
        export_folder: Some(PathBuf::from("/out")),
        export: ExportMemory {
            form: "png".to_owned(),
            several: vec!["png".to_owned(), "pdf".to_owned()],
            holds_project: true,
            forms: [("png".to_owned(), [("scale".to_owned(), "3".to_owned())].into())].into(),
        },
        back_row: 6.0,
        talk_min: Some(20),
        notes_text: 24.0,
    }
}

#[test]
fn settings_come_back_as_they_were_saved() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("not/yet/there");
    assert_eq!(Settings::load_from(&folder), (Settings::default(), vec![]));
    for settings in [unusual(), Settings::default()] {
        settings.save_to(&folder).unwrap();
        assert_eq!(Settings::load_from(&folder), (settings, vec![]));
    }
}

#[test]
fn what_is_not_known_or_not_possible_falls_back_by_itself() {
    let usual = Settings::default();
    let cases: [(&str, Settings, &str); 7] = [
        ("Settings()", usual.clone(), ""),
        ("(theme: \"dark\", telepathy: (on: [true]))", Settings { appearance: Appearance::Dark, ..usual.clone() }, ""),
        (
            "(theme: \"purple\", reduced_motion: true)",
            Settings { reduced_motion: true, ..usual.clone() },
            "there is no theme \"purple\"",
        ),
        ("(renderer: \"vulkan\")", usual.clone(), "there is no renderer \"vulkan\""),
        ("(text_scale: 40)", usual.clone(), "text_scale is 40, but it goes from 0.8 to 2"),
        ("(text_scale: NaN)", usual.clone(), "text_scale"),
        ("(window: (size: Some((1.0, 900.0))))", usual.clone(), "the width of the window"),
    ];
    let home = tempfile::tempdir().unwrap();
    for (text, expected, warning) in cases {
        fs::write(home.path().join("settings.ron"), text).unwrap();
        let (settings, warnings) = Settings::load_from(home.path());
        assert_eq!(settings, expected, "{text}");
        assert_eq!(warnings.len(), usize::from(!warning.is_empty()), "{text}: {warnings:?}");
        assert!(warnings.iter().all(|given| given.message.contains(warning)), "{text}: {warnings:?}");
    }
}

#[test]
fn a_broken_settings_file_is_kept_aside() {
    for bytes in [&b"(theme: "[..], b"", b"\xff\xfe", b"[1, 2]"] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("settings.ron"), bytes).unwrap();
        let (settings, warnings) = Settings::load_from(home.path());
        assert_eq!(settings, Settings::default());
        assert!(warnings[0].message.contains("could not be read"), "{warnings:?}");
        assert_eq!(fs::read(home.path().join("settings.ron.broken")).unwrap(), bytes);
        unusual().save_to(home.path()).unwrap();
        assert_eq!(Settings::load_from(home.path()), (unusual(), vec![]));
    }
}

#[test]
fn recent_files_are_each_there_once_newest_first_and_few() {
    let mut settings = Settings::default();
    let path = |number: usize| PathBuf::from(format!("/maps/{number}.journey.ron"));
    for number in 0..20 {
        settings.remember_file(&path(number));
    }
    settings.remember_file(&path(15));
    settings.forget_file(&path(18));
    assert_eq!(settings.recent_files.len(), RECENT_LIMIT - 1);
    assert_eq!(settings.recent_files[..3], [path(15), path(19), path(17)]);
    assert_eq!(settings.last_folder, Some(PathBuf::from("/maps")));
}

#[test]
fn opengl_that_nobody_chose_gives_way_to_the_choice_by_what_the_machine_has() {
    let old = "Settings(theme: \"light\", text_scale: 1.0, renderer: \"glow\", reduced_motion: false";
    let cases = [
        // As versions wrote it for which OpenGL was the usual.
        (format!("{old})"), Renderer::Auto),
        (format!("{old}, minimap: true)"), Renderer::Auto),
        // As written since, or by hand.
        (format!("{old}, minimap: true, map_as_table: false)"), Renderer::Glow),
        ("(renderer: \"glow\")".to_owned(), Renderer::Glow),
        (format!("{old})").replace("glow", "wgpu"), Renderer::Wgpu),
        ("()".to_owned(), Renderer::Auto),
    ];
    let home = tempfile::tempdir().unwrap();
    for (text, expected) in cases {
        fs::write(home.path().join("settings.ron"), &text).unwrap();
        let (settings, warnings) = Settings::load_from(home.path());
        assert_eq!((settings.renderer, warnings), (expected, vec![]), "{text}");
    }
}
