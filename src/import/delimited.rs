//! Cells to delimited text as RFC 4180 has it, with commas and "\n", and numbers to their shortest exact form. What the
//! cells mean is not known here.

/// Writes one cell, in quotes where it needs them.
pub(super) fn write_cell(text: &str, into: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        into.extend_from_slice(text.as_bytes());
        return;
    }
    into.push(b'"');
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            into.extend_from_slice(b"\"\"");
        }
        into.extend_from_slice(part.as_bytes());
    }
    into.push(b'"');
}

/// Writes a whole row with its line end. A row of one blank cell is written in quotes, as it would be a blank line.
pub(super) fn write_row<'a>(cells: impl Iterator<Item = &'a str>, into: &mut Vec<u8>) {
    let start = into.len();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            into.push(b',');
        }
        write_cell(cell, into);
    }
    if into.len() == start {
        into.extend_from_slice(b"\"\"");
    }
    into.push(b'\n');
}

/// The shortest text that reads as the same number; with an exponent only where there would be a row of zeros.
pub(super) fn number_text(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-7..1e21).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}
