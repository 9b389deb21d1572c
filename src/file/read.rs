//! Text of a project file → project. Every way in which the text can be wrong becomes one clear reason.

use ron::Options;
use ron::error::{Error, SpannedError};
use ron::extensions::Extensions;
use serde::de::IgnoredAny;

use super::convert::{self, Problems};
use super::error::{OpenError, OpenReason};
use super::{VERSION, head, v1};
use crate::model::Project;

/// Text beyond this is not read a second time to find out what else it may be.
const CLASSIFY_LIMIT_BYTES: usize = 16 << 20;

/// The project that a text describes, or why there is none: a syntax error with its line and column, or every
/// contradiction between the records at once.
pub fn read(text: &str) -> Result<Project, OpenError> {
    read_completed(text, |_| {})
}

/// Like [`read`]; before anything is checked, the project gets what its text left out.
pub fn read_completed(text: &str, complete: impl FnOnce(&mut Project)) -> Result<Project, OpenError> {
    // Some editors put a byte order mark before UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(OpenReason::Empty.into());
    }
    let version = head::version(text);
    if let Some(version) = version.filter(|version| *version > u64::from(VERSION)) {
        return Err(OpenReason::Newer { version }.into());
    }
    let file = match options().from_str::<v1::Project<'_>>(text) {
        Ok(file) => file,
        Err(error) if version.is_some() => return Err(syntax_reason(text, error).into()),
        Err(error) => return Err(foreign_reason(text, error).into()),
    };
    if file.version > VERSION {
        return Err(OpenReason::Newer { version: file.version.into() }.into());
    }
    if file.version != VERSION {
        return Err(OpenReason::NotAProject { detail: format!("there is no format {}", file.version) }.into());
    }

    let mut problems = Problems::default();
    let mut project = convert::project(file, &mut problems);
    complete(&mut project);
    problems.add_contradictions(&project);
    match problems.into_list() {
        problems if problems.is_empty() => Ok(project),
        problems => Err(OpenReason::Problems(problems).into()),
    }
}

fn options() -> Options {
    // Optional fields are written bare: `importance: 4`.
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Why a text that begins like a project does not go on like one.
fn syntax_reason(text: &str, error: SpannedError) -> OpenReason {
    let (line, column) = (error.span.end.line, error.span.end.col);
    let end = end_of(text.trim_end());
    // Quotes that are never closed are reported where they open; a whole file ends with a bracket all the same.
    let is_cut_in_quotes = error.code == Error::ExpectedStringEnd && !text.trim_end().ends_with(')');
    if (line, column) >= end || is_cut_in_quotes {
        return OpenReason::CutShort { line: end.0, column: end.1 };
    }
    match error.code {
        Error::ExceededRecursionLimit => OpenReason::TooDeep { line, column },
        Error::NoSuchStructField { found, .. } => OpenReason::UnknownField { line, column, field: found },
        code => OpenReason::Syntax { line, column, detail: detail(&code) },
    }
}

/// What a text is that does not begin like a project.
fn foreign_reason(text: &str, error: SpannedError) -> OpenReason {
    let (line, column) = (error.span.end.line, error.span.end.col);
    if text.len() > CLASSIFY_LIMIT_BYTES {
        return OpenReason::NotRon { line, column, detail: detail(&error.code) };
    }
    match options().from_str::<IgnoredAny>(text) {
        Ok(_) => OpenReason::NotAProject { detail: detail(&error.code) },
        Err(SpannedError { code: Error::ExceededRecursionLimit, span }) => {
            OpenReason::TooDeep { line: span.end.line, column: span.end.col }
        }
        Err(other) => {
            OpenReason::NotRon { line: other.span.end.line, column: other.span.end.col, detail: detail(&other.code) }
        }
    }
}

/// The line and column just after a text.
fn end_of(text: &str) -> (usize, usize) {
    let line = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let last_line = text.rsplit('\n').next().unwrap_or(text);
    (line, last_line.chars().count() + 1)
}

/// What the parser says, as a part of a sentence.
fn detail(code: &Error) -> String {
    match code {
        Error::MissingStructField { field, .. } => format!("the field \"{field}\" is missing"),
        Error::DuplicateStructField { field, .. } => format!("the field \"{field}\" is there twice"),
        Error::ExpectedComma => "a comma or a closing bracket is missing".to_owned(),
        Error::ExpectedMapColon => "a colon is missing".to_owned(),
        Error::ExpectedStringEnd => "a text in quotes is not closed".to_owned(),
        Error::TrailingCharacters => "something follows after the end of the project".to_owned(),
        other => {
            let message = other.to_string();
            let mut chars = message.chars();
            chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
        }
    }
}
