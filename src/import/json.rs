//! JSON and NDJSON to delimited text: read once to find tables and columns, and once more to write the rows, so that a
//! column which first appears in the last record has its place and nothing large is held in memory.

mod found;
mod token;
mod walk;
mod written;

use super::ImportError;
use super::content::{Content, Form, Member, Numbering, Opened};
use super::reader::MAX_COLUMNS;
use super::spool::Store;
use crate::base::Warning;
use found::{Found, FoundTable};
use token::{JsonError, MAX_DEPTH, MAX_TEXT_BYTES, Tokens};
use walk::{Stop, Walk};
use written::Written;

/// Tokens that are looked at to tell JSON from a text that begins with a bracket.
const PROBED_TOKENS: usize = 50;
/// A line of NDJSON is not longer than this, in bytes.
const LONGEST_LINE: u64 = 16 << 20;
const ENDINGS: [&str; 4] = [".json", ".jsonl", ".ndjson", ".geojson"];

/// Whether a text that begins with a bracket is meant to be JSON.
pub(super) fn is_json(text: &Store, member: &Member) -> bool {
    if member.has_ending(&ENDINGS) {
        return true;
    }
    let mut tokens = Tokens::new(text.reader());
    for seen in 0..PROBED_TOKENS {
        match tokens.next() {
            Ok(Some(_)) => {}
            Ok(None) => break,
            // A word in brackets is the title of a text; what goes on well is JSON with a fault.
            Err(JsonError::Wrong { .. }) => return seen >= 5,
            Err(_) => break,
        }
    }
    true
}

pub(super) fn read_json(opened: &Opened<'_>, text: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let is_lines = is_lines(text);
    let mut found = Found::new(opened, text.len());
    let walk = Walk::new(text.reader(), &mut found);
    let outcome = if is_lines { walk.lines() } else { walk.document() };
    let mut cut_line = None;
    match outcome {
        Ok(()) => {}
        Err(Stop::Sink(error)) => return Err(error),
        // The file is still being written, or its end was lost: all whole lines are sound.
        Err(Stop::Json(JsonError::Cut { line, .. })) if is_lines && found.has_rows() => cut_line = Some(line),
        Err(Stop::Json(error)) => return Err(failed(opened, text, error)),
    }
    let tables = found.finish();
    if tables.is_empty() {
        return Err(ImportError::NothingInside {
            file: opened.file.to_owned(),
            what: "there is no list of records and no value in the JSON",
            advice: "Export it again, or as CSV",
        });
    }
    if let Some(table) = tables.iter().find(|table| table.columns.len() > MAX_COLUMNS) {
        let (file, columns) = (opened.file.to_owned(), table.columns.len());
        return Err(ImportError::TooManyColumns { file, columns, limit: MAX_COLUMNS });
    }
    let mut written = Written::new(opened, text.len(), &tables);
    if tables.iter().any(|table| table.is_streamed()) {
        let walk = Walk::new(text.reader(), &mut written);
        match if is_lines { walk.lines() } else { walk.document() } {
            Ok(()) => {}
            Err(Stop::Sink(error)) => return Err(error),
            Err(Stop::Json(JsonError::Cut { .. })) if cut_line.is_some() => {}
            Err(Stop::Json(error)) => return Err(failed(opened, text, error)),
        }
    }
    let form = if is_lines { Form::JsonLines } else { Form::Json };
    let texts = written.finish()?;
    let mut contents = Vec::new();
    for (table, text) in tables.iter().zip(texts) {
        let mut content = opened.content(member, &table.path, form, text);
        if !table.names.is_empty() {
            // The header was made here, so that the first record has number 1.
            content.header = Some(0);
            content.first_line = 0;
        }
        content.numbering = Numbering::Rows;
        content.warnings = notes(table, cut_line);
        contents.push(content);
    }
    Ok(contents)
}

fn notes(table: &FoundTable, cut_line: Option<u64>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(line) = cut_line {
        warnings.push(Warning::at("The last line is only half written and was left out.", format!("line {line}")));
    }
    if table.has_lists {
        warnings.push(Warning::new("Lists within a record are joined with “; ” into one cell."));
    }
    warnings
}

/// Whether a second value follows the first.
fn is_lines(text: &Store) -> bool {
    let mut tokens = Tokens::new(text.reader());
    let mut depth = 0usize;
    loop {
        match tokens.next() {
            Ok(Some(token::Token::ObjectStart | token::Token::ArrayStart)) => depth += 1,
            Ok(Some(token::Token::ObjectEnd | token::Token::ArrayEnd)) => depth = depth.saturating_sub(1),
            Ok(Some(_)) => {}
            Ok(None) | Err(_) => return false,
        }
        if depth == 0 {
            return matches!(tokens.next(), Ok(Some(_)) | Err(JsonError::Cut { .. }));
        }
        if tokens.position() > LONGEST_LINE {
            return false;
        }
    }
}

fn failed(opened: &Opened<'_>, text: &Store, error: JsonError) -> ImportError {
    const ADVICE: &str = "Export it again, or mend it in a text editor";
    let over = |what: String, limit: String| ImportError::OverLimit {
        file: opened.file.to_owned(),
        what,
        limit,
        advice: "Export fewer fields, or as CSV",
    };
    match error {
        JsonError::Io(error) => text.failed(opened.file, &error),
        JsonError::Cut { line, column } => {
            opened.broken("JSON file", format!("it ends too early, at line {line}, column {column}"), ADVICE)
        }
        JsonError::Wrong { line, column, why } => {
            opened.broken("JSON file", format!("{why} at line {line}, column {column}"), ADVICE)
        }
        JsonError::TooDeep { line } => {
            over(format!("more than {MAX_DEPTH} brackets in each other at line {line}"), format!("{MAX_DEPTH}"))
        }
        JsonError::TooLong { line } => {
            let limit = MAX_TEXT_BYTES >> 20;
            over(format!("a text of more than {limit} MiB at line {line}"), format!("{limit} MiB"))
        }
    }
}
