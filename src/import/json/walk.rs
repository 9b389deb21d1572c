//! Walks through JSON once and says which tables, rows and values it meets. Arrays that lie in no record are tables;
//! what lies in a record is one of its values, named by its path. What becomes of them is the [`Sink`]'s matter.

use std::io::Read;

use super::token::{JsonError, Token, Tokens};

/// Arrays whose elements are told apart by their place, as in the answers of Google's Analytics Data API.
const BY_PLACE: [&str; 2] = ["dimensionValues", "metricValues"];

/// Why a walk ended early: the text is wrong, or the sink wants no more.
#[derive(Debug)]
pub(super) enum Stop<E> {
    Json(JsonError),
    Sink(E),
}

impl<E> From<JsonError> for Stop<E> {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}

/// A value that is no object and no array.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<'a> {
    /// "a.b"; empty for an element that is a bare value.
    pub path: &'a str,
    pub text: &'a str,
    /// It lies in an array of its record, so that there may be several.
    pub is_in_array: bool,
}

pub(super) trait Sink {
    type Error;
    /// An array outside records, named by its path.
    fn table(&mut self, path: &str) -> usize;
    fn leaf(&mut self, table: usize, leaf: Leaf<'_>) -> Result<(), Self::Error>;
    /// An element ends. `is_bare`: it was neither an object nor an array.
    fn row(&mut self, table: usize, is_bare: bool, position: u64) -> Result<(), Self::Error>;
    /// A value outside all arrays.
    fn pair(&mut self, path: &[String], text: &str) -> Result<(), Self::Error>;
}

pub(super) struct Walk<'a, R, S> {
    tokens: Tokens<R>,
    sink: &'a mut S,
    /// The path within a record.
    path: String,
}

impl<'a, R: Read, S: Sink> Walk<'a, R, S> {
    pub(super) fn new(reader: R, sink: &'a mut S) -> Self {
        Self { tokens: Tokens::new(reader), sink, path: String::new() }
    }

    /// Values that follow each other, each an element of one table.
    pub(super) fn lines(mut self) -> Result<(), Stop<S::Error>> {
        let table = self.sink.table("");
        while let Some(token) = self.tokens.next()? {
            self.element(table, token)?;
        }
        Ok(())
    }

    /// A single value.
    pub(super) fn document(mut self) -> Result<(), Stop<S::Error>> {
        if let Some(token) = self.tokens.next()? {
            self.outside(&mut Vec::new(), token)?;
        }
        // Anything behind it is met as an error or passed over as blank.
        match self.tokens.next()? {
            None => Ok(()),
            Some(_) => {
                let why = "more text follows behind its end".to_owned();
                Err(Stop::Json(JsonError::Wrong { line: self.tokens.line(), column: 1, why }))
            }
        }
    }

    fn next(&mut self) -> Result<Token, Stop<S::Error>> {
        // Within a value there is always more, or an error.
        self.tokens.next()?.ok_or_else(|| Stop::Json(self.tokens.cut()))
    }

    fn outside(&mut self, path: &mut Vec<String>, token: Token) -> Result<(), Stop<S::Error>> {
        match token {
            Token::ArrayStart => {
                let table = self.sink.table(&path.join("."));
                loop {
                    match self.next()? {
                        Token::ArrayEnd => return Ok(()),
                        token => self.element(table, token)?,
                    }
                }
            }
            Token::ObjectStart => loop {
                match self.next()? {
                    Token::Key => {
                        path.push(self.tokens.text().to_owned());
                        let token = self.next()?;
                        self.outside(path, token)?;
                        path.pop();
                    }
                    _ => return Ok(()),
                }
            },
            token => {
                let text = if token == Token::Null { "" } else { self.tokens.text() };
                self.sink.pair(path, text).map_err(Stop::Sink)
            }
        }
    }

    fn element(&mut self, table: usize, token: Token) -> Result<(), Stop<S::Error>> {
        self.path.clear();
        let mut is_bare = false;
        match token {
            Token::ArrayStart => {
                let mut place = 0usize;
                loop {
                    let token = self.next()?;
                    if token == Token::ArrayEnd {
                        break;
                    }
                    place += 1;
                    self.path.clear();
                    self.path.push_str(&place.to_string());
                    self.inside(table, token, false)?;
                }
            }
            token => {
                is_bare = token != Token::ObjectStart;
                self.inside(table, token, false)?;
            }
        }
        self.sink.row(table, is_bare, self.tokens.position()).map_err(Stop::Sink)
    }

    fn inside(&mut self, table: usize, token: Token, is_in_array: bool) -> Result<(), Stop<S::Error>> {
        let len = self.path.len();
        match token {
            Token::ObjectStart => {
                while self.next()? == Token::Key {
                    if len > 0 {
                        self.path.push('.');
                    }
                    self.path.push_str(self.tokens.text());
                    let token = self.next()?;
                    self.inside(table, token, is_in_array)?;
                    self.path.truncate(len);
                }
                Ok(())
            }
            Token::ArrayStart => {
                let is_by_place = BY_PLACE.contains(&self.path.as_str());
                for place in 0.. {
                    let token = self.next()?;
                    if token == Token::ArrayEnd {
                        if place == 0 {
                            let leaf = Leaf { path: &self.path, text: "", is_in_array: true };
                            self.sink.leaf(table, leaf).map_err(Stop::Sink)?;
                        }
                        break;
                    }
                    if is_by_place {
                        self.path.push_str(&format!(".{place}"));
                    }
                    self.inside(table, token, is_in_array || !is_by_place)?;
                    self.path.truncate(len);
                }
                Ok(())
            }
            token => {
                let text = if token == Token::Null { "" } else { self.tokens.text() };
                self.sink.leaf(table, Leaf { path: &self.path, text, is_in_array }).map_err(Stop::Sink)
            }
        }
    }
}
