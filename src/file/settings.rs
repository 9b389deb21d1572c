//! What the program remembers between runs, in `settings.ron`. Loading never fails: what cannot be read falls back
//! to its default, and a file that is no settings file is kept aside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic::{Access, Replacement, replace};
use super::error::{WriteError, WriteReason};
use crate::base::Warning;

/// How many recent files are remembered.
pub const RECENT_LIMIT: usize = 12;

/// Set to a folder, it takes the place of the user's own for settings and recovery files: for tests and trials.
const FOLDER_VARIABLE: &str = "THROUGHLINE_CONFIG_DIR";
const FILE_NAME: &str = "settings.ron";
const SIZE_LIMIT_BYTES: u64 = 1 << 20;

/// The text sizes of the window that are offered, against the usual.
pub const TEXT_SCALES: [f32; 8] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];

/// What the program remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub appearance: Appearance,
    /// Project files, last opened first; at most `RECENT_LIMIT`.
    pub recent_files: Vec<PathBuf>,
    pub window: Window,
    pub left_panel: Panel,
    pub right_panel: Panel,
    pub bottom_panel: Panel,
    /// Size of all text in the window against the usual: 0.8 to 2.
    pub text_scale: f32,
    pub renderer: Renderer,
    /// Where the last file was opened or saved.
    pub last_folder: Option<PathBuf>,
    /// Whether things appear in place instead of moving there.
    pub reduced_motion: bool,
    /// Whether the map's corner shows a small picture of all of it.
    pub shows_minimap: bool,
    /// Whether the map is shown as a table.
    pub map_as_table: bool,
    /// Whether new and changed data files beside the project are noticed.
    pub watch_folder: bool,
    /// The seat farthest from the screen, in picture heights: 1 to 20. Text of shots must be read from there.
    pub back_row: f32,
    /// The length of a talk in minutes, 1 to 600; `None` to count up only.
    pub talk_min: Option<u32>,
    /// The size of a presenter's notes in points, 12 to 48.
    pub notes_text: f32,
    /// Where the last export went.
    pub export_folder: Option<PathBuf>,
    pub export: ExportMemory,
}

/// How exports were made last, in codes that the export dialog understands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportMemory {
    /// The form that was shown last, by its file ending; empty for none.
    pub form: String,
    /// The forms that were written at once, by their endings; empty for one at a time.
    pub several: Vec<String>,
    /// Whether pictures hold the project.
    pub holds_project: bool,
    /// Form → option → value.
    pub forms: BTreeMap<String, BTreeMap<String, String>>,
}

/// The window's geometry in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Width and height; at least 320 × 240.
    pub size: [f32; 2],
    /// Top left corner on the desktop; `None` lets the system choose.
    pub position: Option<[f32; 2]>,
    pub is_maximized: bool,
}

/// A panel at an edge of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    pub is_visible: bool,
    /// Width of a panel at the side, height of one below, in points: 80 to 2000.
    pub size: f32,
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$attribute])* $variant),* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the settings file and on the command line.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

choice! {
    /// Which theme the window has. Its codes are those of the themes.
    Appearance { #[default] Light = "light", Dark = "dark", HighContrast = "high-contrast" }
}

choice! {
    /// What draws the window.
    Renderer {
        /// OpenGL, which starts faster and holds less memory than wgpu, or wgpu where there is none; with the
        /// processor's own painter where there is no graphics card.
        #[default] Auto = "auto",
        /// OpenGL, whatever draws behind it.
        Glow = "glow",
        /// Vulkan, Direct3D or Metal, whatever draws behind it.
        Wgpu = "wgpu",
        /// The processor; OpenGL or wgpu shows the picture.
        Software = "software",
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            appearance: Appearance::default(),
            recent_files: Vec::new(),
            window: Window { size: [1440.0, 900.0], position: None, is_maximized: false },
            left_panel: Panel { is_visible: true, size: 264.0 },
            right_panel: Panel { is_visible: true, size: 320.0 },
            bottom_panel: Panel { is_visible: true, size: 248.0 },
            text_scale: 1.0,
            renderer: Renderer::default(),
            last_folder: None,
            reduced_motion: false,
            shows_minimap: true,
            map_as_table: false,
            watch_folder: false,
            export_folder: None,
            export: ExportMemory::default(),
            back_row: 4.0,
            talk_min: None,
            notes_text: 18.0,
        }
    }
}

impl Settings {
    /// The user's settings, or defaults, and what had to be left out.
    pub fn load() -> (Self, Vec<Warning>) {
        folder().map_or_else(|| (Self::default(), Vec::new()), |folder| Self::load_from(&folder))
    }

    /// The settings of that folder.
    pub fn load_from(folder: &Path) -> (Self, Vec<Warning>) {
        let path = folder.join(FILE_NAME);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), Vec::new()),
            Ok(metadata) if metadata.len() > SIZE_LIMIT_BYTES => return set_aside(&path, "it is far too large"),
            Ok(_) | Err(_) => {}
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).unwrap_or_else(|why| set_aside(&path, &why)),
            Err(error) => set_aside(&path, &error.to_string()),
        }
    }

    /// Keeps the settings for the next run.
    pub fn save(&self) -> Result<(), WriteError> {
        let folder = folder().ok_or_else(|| WriteReason::NoFolder.at(Path::new(FILE_NAME)))?;
        self.save_to(&folder)
    }

    /// Keeps the settings in that folder, which is created if need be.
    pub fn save_to(&self, folder: &Path) -> Result<(), WriteError> {
        let path = folder.join(FILE_NAME);
        std::fs::create_dir_all(folder).map_err(|error| WriteReason::from(error).at(&path))?;
        let pretty = ron::ser::PrettyConfig::new().compact_arrays(true);
        let text = ron::ser::to_string_pretty(&Form::from(self), pretty)
            .map_err(|error| WriteReason::Io(std::io::Error::other(error)).at(&path))?;
        replace(&path, &Replacement { bytes: text.as_bytes(), backup: None, access: Access::Private })
    }

    /// The next larger or smaller text size that is offered, if there is one.
    pub fn next_text_scale(&self, is_larger: bool) -> Option<f32> {
        let mut scales = TEXT_SCALES.into_iter();
        if is_larger {
            scales.find(|scale| *scale > self.text_scale)
        } else {
            scales.rfind(|scale| *scale < self.text_scale)
        }
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember_file(&mut self, path: &Path) {
        self.forget_file(path);
        self.recent_files.insert(0, path.to_owned());
        self.recent_files.truncate(RECENT_LIMIT);
        self.last_folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned);
    }

    /// Takes a file off the recent ones, as when it is gone.
    pub fn forget_file(&mut self, path: &Path) {
        self.recent_files.retain(|other| other != path);
    }

    /// Settings from text, with a warning for each value that is not possible; `Err` if it is no settings file.
    fn parse(text: &str) -> Result<(Self, Vec<Warning>), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let form: Form = ron::from_str(text).map_err(|error| error.to_string())?;
        Ok(form.into_settings())
    }
}

/// The folder of the user's settings.
fn folder() -> Option<PathBuf> {
    folder_from_environment().or_else(|| {
        directories::ProjectDirs::from("", "", "Throughline").map(|folders| folders.config_dir().to_owned())
    })
}

/// The folder that the environment names in place of the user's own.
pub fn folder_from_environment() -> Option<PathBuf> {
    std::env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Defaults, with the file out of the way but not lost.
fn set_aside(path: &Path, why: &str) -> (Settings, Vec<Warning>) {
    let aside = path.with_extension("ron.broken");
    let message = match std::fs::rename(path, &aside) {
        Ok(()) => format!("The settings could not be read ({why}), so all are at their defaults. The file is kept."),
        Err(_) => format!("The settings could not be read ({why}), so all are at their defaults."),
    };
    (Settings::default(), vec![Warning::at(message, aside.display().to_string())])
}

/// The settings as the file has them. Fields that are not known are passed over, missing ones get their default.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Settings", default)]
struct Form {
    theme: String,
    recent_files: Vec<String>,
    window: WindowForm,
    left_panel: PanelForm,
    right_panel: PanelForm,
    bottom_panel: PanelForm,
    text_scale: f32,
    renderer: String,
    last_folder: Option<String>,
    /// Left out only in files that somebody wrote by hand, as are other fields.
    #[serde(default, with = "given")]
    reduced_motion: Option<bool>,
    minimap: bool,
    /// Left out by versions that wrote "glow" where nobody had chosen anything.
    #[serde(default, with = "given")]
    map_as_table: Option<bool>,
    watch_folder: bool,
    export_folder: Option<String>,
    export: ExportMemory,
    back_row: f32,
    talk_min: Option<u32>,
    notes_text: f32,
}

/// A switch of which it counts whether the file has it at all.
mod given {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(switch: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(switch.unwrap_or_default())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
        bool::deserialize(deserializer).map(Some)
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WindowForm {
    size: Option<(f32, f32)>,
    position: Option<(f32, f32)>,
    maximized: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct PanelForm {
    visible: Option<bool>,
    size: Option<f32>,
}

impl Default for Form {
    fn default() -> Self {
        Self::from(&Settings::default())
    }
}

impl From<&Settings> for Form {
    fn from(settings: &Settings) -> Self {
        let panel = |panel: Panel| PanelForm { visible: Some(panel.is_visible), size: Some(panel.size) };
        // A path that is not text cannot be kept in a text file; nothing else depends on it.
        let text = |path: &PathBuf| path.to_str().map(str::to_owned);
        let Window { size: [width, height], position, is_maximized } = settings.window;
        Self {
            theme: settings.appearance.code().to_owned(),
            recent_files: settings.recent_files.iter().filter_map(text).collect(),
            window: WindowForm {
                size: Some((width, height)),
                position: position.map(|[x, y]| (x, y)),
                maximized: is_maximized,
            },
            left_panel: panel(settings.left_panel),
            right_panel: panel(settings.right_panel),
            bottom_panel: panel(settings.bottom_panel),
            text_scale: settings.text_scale,
            renderer: settings.renderer.code().to_owned(),
            last_folder: settings.last_folder.as_ref().and_then(text),
            reduced_motion: Some(settings.reduced_motion),
            minimap: settings.shows_minimap,
            map_as_table: Some(settings.map_as_table),
            watch_folder: settings.watch_folder,
            export_folder: settings.export_folder.as_ref().and_then(text),
            export: settings.export.clone(),
            back_row: settings.back_row,
            talk_min: settings.talk_min,
            notes_text: settings.notes_text,
        }
    }
}

impl Form {
    fn into_settings(self) -> (Settings, Vec<Warning>) {
        let usual = Settings::default();
        let mut warnings = Vec::new();
        let mut within = |value: f32, from: f32, to: f32, default: f32, name: &str| {
            if (from..=to).contains(&value) {
                return value;
            }
            let message = format!("Settings: {name} is {value}, but it goes from {from} to {to}. {default} is used.");
            warnings.push(Warning::new(message));
            default
        };
        let mut panel = |form: PanelForm, default: Panel, name: &str| Panel {
            is_visible: form.visible.unwrap_or(default.is_visible),
            size: form.size.map_or(default.size, |size| within(size, 80.0, 2000.0, default.size, name)),
        };
        let left_panel = panel(self.left_panel, usual.left_panel, "the size of the left panel");
        let right_panel = panel(self.right_panel, usual.right_panel, "the size of the right panel");
        let bottom_panel = panel(self.bottom_panel, usual.bottom_panel, "the size of the bottom panel");
        let [width, height] = usual.window.size;
        let size = self.window.size.map_or(usual.window.size, |(w, h)| {
            [
                within(w, 320.0, 32_000.0, width, "the width of the window"),
                within(h, 240.0, 32_000.0, height, "the height of the window"),
            ]
        });
        let text_scale = within(self.text_scale, 0.8, 2.0, usual.text_scale, "text_scale");
        let back_row = within(self.back_row, 1.0, 20.0, usual.back_row, "back_row");
        let notes_text = within(self.notes_text, 12.0, 48.0, usual.notes_text, "notes_text");
        let mut unknown = |name: &str, code: &str, default: &str| {
            warnings.push(Warning::new(format!("Settings: there is no {name} \"{code}\". \"{default}\" is used.")));
        };
        let appearance = Appearance::from_code(&self.theme).unwrap_or_else(|| {
            unknown("theme", &self.theme, usual.appearance.code());
            usual.appearance
        });
        let renderer = Renderer::from_code(&self.renderer).unwrap_or_else(|| {
            unknown("renderer", &self.renderer, usual.renderer.code());
            usual.renderer
        });
        let is_of_no_choice =
            renderer == Renderer::Glow && self.reduced_motion.is_some() && self.map_as_table.is_none();
        let renderer = if is_of_no_choice { usual.renderer } else { renderer };
        let position = self.window.position.filter(|(x, y)| x.is_finite() && y.is_finite()).map(|(x, y)| [x, y]);
        let settings = Settings {
            appearance,
            recent_files: self.recent_files.into_iter().take(RECENT_LIMIT).map(PathBuf::from).collect(),
            window: Window { size, position, is_maximized: self.window.maximized },
            left_panel,
            right_panel,
            bottom_panel,
            text_scale,
            renderer,
            last_folder: self.last_folder.map(PathBuf::from),
            reduced_motion: self.reduced_motion.unwrap_or(usual.reduced_motion),
            shows_minimap: self.minimap,
            map_as_table: self.map_as_table.unwrap_or(usual.map_as_table),
            watch_folder: self.watch_folder,
            export_folder: self.export_folder.map(PathBuf::from),
            export: self.export,
            back_row,
            talk_min: self.talk_min.filter(|minutes| (1..=600).contains(minutes)),
            notes_text,
        };
        (settings, warnings)
    }
}
