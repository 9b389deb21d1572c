//! How a text travels inside a picture: the marks by which it is found again. Who writes it and who reads it need to
//! agree on nothing else.

/// The keyword of the compressed `iTXt` chunk of a PNG that holds the text.
pub const PNG_KEYWORD: &str = "throughline-project";

/// The id of the `metadata` element of an SVG whose content is the text: in UTF-8, deflated with a zlib head, in
/// base64.
pub const SVG_ID: &str = "throughline-project";
