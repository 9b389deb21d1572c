//! Pictures as a project keeps them: bytes that every target can show, known by their hash.
//! How foreign pictures are read and made small enough is `import`'s.

use std::fmt::{Debug, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

/// BLAKE3 of a picture's bytes: equal pictures are kept once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureHash(pub [u8; 32]);

impl PictureHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl Display for PictureHash {
    /// In hexadecimal.
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Debug for PictureHash {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        Display::fmt(self, f)
    }
}

impl FromStr for PictureHash {
    type Err = ();

    /// # Errors
    /// If the text is not 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        blake3::Hash::from_hex(text).map(|hash| Self(*hash.as_bytes())).map_err(|_| ())
    }
}

/// How a kept picture is encoded. Other formats become one of these when they are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Png,
    Jpeg,
}

impl PictureFormat {
    pub const ALL: [Self; 2] = [Self::Png, Self::Jpeg];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// As in a `data:` URL.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// A picture that can be shown: it was decoded once, and its sides are within [`MAX_SIDE`].
#[derive(Clone, PartialEq)]
pub struct Bitmap {
    /// INVARIANT: the hash of `bytes`.
    pub hash: PictureHash,
    pub format: PictureFormat,
    /// In pixels, at least 1.
    pub width: u32,
    /// In pixels, at least 1.
    pub height: u32,
    pub bytes: Arc<[u8]>,
}

impl Debug for Bitmap {
    /// Without the bytes.
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bitmap({} {}x{} {})", self.format.code(), self.width, self.height, self.hash)
    }
}

/// The longest side of a kept picture, in pixels.
pub const MAX_SIDE: u32 = 2_048;
