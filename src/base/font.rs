//! The bundled text fonts, as bytes. How they are used is `scene`'s.

/// Inter Regular, TrueType.
pub static INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");

/// Inter SemiBold, TrueType.
pub static INTER_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.ttf");
