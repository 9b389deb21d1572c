//! A picture from disk. What is in its bytes is `picture`'s.

use std::io::Read as _;
use std::path::Path;

use super::{MAX_FILE_BYTES, ReadPicture, read_picture};

/// Reads a picture's file, which is left as it is.
///
/// # Errors
/// In a sentence that says why and what to do, without the file's name.
pub fn read_picture_file(path: &Path) -> Result<ReadPicture, String> {
    let failed = |error: std::io::Error| format!("The file cannot be read ({error}).");
    // Devices and pipes may never end.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err("This is no file. Choose the picture itself.".to_owned());
    }
    let mut bytes = Vec::new();
    // One byte more than is allowed is enough to be refused.
    let source = std::fs::File::open(path).map_err(failed)?;
    source.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    read_picture(&bytes).map_err(|error| error.to_string())
}
