//! Everything that Throughline keeps on disk in its own forms: the project (`*.journey.ron`), what a crash left
//! (`recovery`), settings, and the bundled catalogue and templates. Data files of others are `import`'s.
//!
//! A project goes out as `model → lines → atomic`, and comes in as `open → read → v1 → convert → model::check`.
//! `v1` is frozen: a later format gets structs of its own beside it, and old files open for ever.

mod atomic;
mod catalogue;
mod convert;
mod embedded;
mod error;
mod goals;
mod head;
mod lines;
mod name;
mod on_disk;
mod open;
mod people;
mod read;
mod recovery;
mod relative;
mod sample;
mod save;
mod series;
mod settings;
mod shots;
mod snapshot;
mod template;
mod v1;
mod workshop;

pub use atomic::{Staged, stage_bytes, write_bytes_atomically};
pub use catalogue::catalogue;
pub use error::{OpenError, OpenReason, WriteError, WriteReason};
pub use name::legal_name;
pub use on_disk::{OnDisk, Seen, hash_of, look_at_source, path_of_source};
pub use open::{Opened, holds_project, open};
pub use read::read;
pub use recovery::{Recovered, RecoveryFolder, RecoveryKey};
pub use relative::relative_path;
pub use sample::{sample, sample_exports};
pub use save::{Saved, backup_path, refuse_project_file, save, write_text};
pub use settings::{Appearance, ExportMemory, Panel, RECENT_LIMIT, Renderer, Settings, TEXT_SCALES, Window};
pub use snapshot::{pack, pack_watched, unpack};
pub use template::{Template, templates};

/// How the name of a project file ends.
pub const ENDING: &str = ".journey.ron";

/// The version of the form that is written.
const VERSION: u32 = 1;
