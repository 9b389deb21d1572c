//! JSON as a stream of tokens, from a text of any size: numbers stay as they were written, errors know line and column.
//! Values may follow each other, as in NDJSON. What the values mean is not known here.

use std::io::{self, Read};

/// How deep objects and arrays may lie in each other.
pub(super) const MAX_DEPTH: usize = 64;
/// The longest text or number, in bytes.
pub(super) const MAX_TEXT_BYTES: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    ObjectStart,
    ObjectEnd,
    ArrayStart,
    ArrayEnd,
    /// The text is in [`Tokens::text`], as for the next three.
    Key,
    Text,
    Number,
    Bool,
    Null,
}

/// Why there are no more tokens.
#[derive(Debug)]
pub(super) enum JsonError {
    Io(io::Error),
    /// The text ends within a value.
    Cut {
        line: u64,
        column: u64,
    },
    TooDeep {
        line: u64,
    },
    TooLong {
        line: u64,
    },
    Wrong {
        line: u64,
        column: u64,
        why: String,
    },
}

impl From<io::Error> for JsonError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Object,
    Array,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// A value; within an array just opened, also its end.
    Value {
        or_end: bool,
    },
    /// A key, or the object's end.
    Key {
        or_end: bool,
    },
    Colon,
    /// A comma or an end; between values that follow each other, anything.
    Next,
}

pub(super) struct Tokens<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    /// Bytes before the buffer.
    passed: u64,
    line: u64,
    line_start: u64,
    stack: Vec<Frame>,
    expected: Expected,
    text: Vec<u8>,
}

impl<R: Read> Tokens<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            at: 0,
            passed: 0,
            line: 1,
            line_start: 0,
            stack: Vec::new(),
            expected: Expected::Value { or_end: false },
            text: Vec::new(),
        }
    }

    /// The text of the last key, text, number or truth value.
    pub(super) fn text(&self) -> &str {
        // Whoever hands the text in has checked it; what is not whole is as good as blank.
        std::str::from_utf8(&self.text).unwrap_or("\u{fffd}")
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.passed + self.at as u64
    }

    /// The line that was reached, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    fn wrong(&self, why: impl Into<String>) -> JsonError {
        JsonError::Wrong { line: self.line, column: self.column(), why: why.into() }
    }

    fn column(&self) -> u64 {
        self.position().saturating_sub(self.line_start) + 1
    }

    pub(super) fn cut(&self) -> JsonError {
        JsonError::Cut { line: self.line, column: self.column() }
    }

    fn peek(&mut self) -> Result<Option<u8>, JsonError> {
        if let Some(byte) = self.buffer.get(self.at) {
            return Ok(Some(*byte));
        }
        self.passed += self.buffer.len() as u64;
        self.at = 0;
        self.buffer.resize(1 << 16, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffer.truncate(read);
        Ok(self.buffer.first().copied())
    }

    fn skip_blanks(&mut self) -> Result<Option<u8>, JsonError> {
        while let Some(byte) = self.peek()? {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.position();
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                other => return Ok(Some(other)),
            }
        }
        Ok(None)
    }

    /// The next token; `None` where the text ends behind a whole value.
    pub(super) fn next(&mut self) -> Result<Option<Token>, JsonError> {
        loop {
            let Some(byte) = self.skip_blanks()? else {
                return if self.stack.is_empty() { Ok(None) } else { Err(self.cut()) };
            };
            match (self.expected, byte) {
                (Expected::Next, b',') if !self.stack.is_empty() => {
                    self.at += 1;
                    self.expected = match self.stack.last() {
                        Some(Frame::Object) => Expected::Key { or_end: false },
                        Some(Frame::Array) | None => Expected::Value { or_end: false },
                    };
                }
                (Expected::Next, _) if self.stack.is_empty() => self.expected = Expected::Value { or_end: false },
                (Expected::Next | Expected::Key { or_end: true }, b'}') => return self.close(Frame::Object).map(Some),
                (Expected::Next | Expected::Value { or_end: true }, b']') => return self.close(Frame::Array).map(Some),
                (Expected::Key { .. }, b'"') => {
                    self.string()?;
                    self.expected = Expected::Colon;
                    return Ok(Some(Token::Key));
                }
                (Expected::Colon, b':') => {
                    self.at += 1;
                    self.expected = Expected::Value { or_end: false };
                }
                (Expected::Value { .. }, byte) => return self.value(byte).map(Some),
                (Expected::Next, _) => return Err(self.wrong("a comma is missing")),
                (Expected::Key { .. }, _) => return Err(self.wrong("a name in quotes is missing")),
                (Expected::Colon, _) => return Err(self.wrong("a colon is missing")),
            }
        }
    }

    fn close(&mut self, frame: Frame) -> Result<Token, JsonError> {
        if self.stack.last() != Some(&frame) {
            return Err(self.wrong("a bracket closes what was not opened"));
        }
        self.stack.pop();
        self.at += 1;
        self.expected = Expected::Next;
        Ok(if frame == Frame::Object { Token::ObjectEnd } else { Token::ArrayEnd })
    }

    fn value(&mut self, byte: u8) -> Result<Token, JsonError> {
        let open = match byte {
            b'{' => Some((Frame::Object, Expected::Key { or_end: true }, Token::ObjectStart)),
            b'[' => Some((Frame::Array, Expected::Value { or_end: true }, Token::ArrayStart)),
            _ => None,
        };
        if let Some((frame, expected, token)) = open {
            if self.stack.len() >= MAX_DEPTH {
                return Err(JsonError::TooDeep { line: self.line });
            }
            self.at += 1;
            self.stack.push(frame);
            self.expected = expected;
            return Ok(token);
        }
        self.expected = Expected::Next;
        if byte == b'"' {
            self.string()?;
            return Ok(Token::Text);
        }
        self.text.clear();
        while let Some(byte) = self.peek()? {
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')) {
                break;
            }
            self.text.push(byte);
            self.at += 1;
            if self.text.len() > MAX_TEXT_BYTES {
                return Err(JsonError::TooLong { line: self.line });
            }
        }
        let is_at_end = self.peek()?.is_none();
        match self.text.as_slice() {
            b"true" | b"false" => Ok(Token::Bool),
            // Python writes the last three, which are no JSON and mean that there is no number.
            b"null" | b"NaN" | b"Infinity" | b"-Infinity" => Ok(Token::Null),
            text if is_number(text) => Ok(Token::Number),
            [] => Err(self.wrong(format!("{:?} can't be here", char::from(byte)))),
            text if is_at_end && is_begun(text) => Err(self.cut()),
            text => {
                Err(self.wrong(format!("“{}” is no value", String::from_utf8_lossy(text.get(..40).unwrap_or(text)))))
            }
        }
    }

    fn string(&mut self) -> Result<(), JsonError> {
        self.text.clear();
        self.at += 1;
        loop {
            if self.peek()?.is_none() {
                return Err(self.cut());
            }
            let rest = self.buffer.get(self.at..).unwrap_or(&[]);
            let end = memchr::memchr3(b'"', b'\\', b'\n', rest);
            self.text.extend_from_slice(rest.get(..end.unwrap_or(rest.len())).unwrap_or(&[]));
            self.at += end.unwrap_or(rest.len());
            if self.text.len() > MAX_TEXT_BYTES {
                return Err(JsonError::TooLong { line: self.line });
            }
            if end.is_none() {
                continue;
            }
            match self.peek()? {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) | None => return Err(self.wrong("a closing quote is missing")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        let Some(byte) = self.peek()? else { return Err(self.cut()) };
        self.at += 1;
        let c = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => self.unicode()?,
            _ => return Err(self.wrong("a backslash stands before a letter that it can't")),
        };
        self.text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    /// The four digits behind `\u`, and those of the second half of a pair.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return Ok(char::from_u32(first).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
        }
        if self.peek()? != Some(b'\\') {
            return Ok('\u{fffd}');
        }
        self.at += 1;
        if self.peek()? != Some(b'u') {
            return Err(self.wrong("half a character stands alone"));
        }
        self.at += 1;
        let second = self.four_digits()?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400);
        Ok(low.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low)).unwrap_or('\u{fffd}'))
    }

    fn four_digits(&mut self) -> Result<u32, JsonError> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(byte) = self.peek()? else { return Err(self.cut()) };
            let digit = char::from(byte).to_digit(16).ok_or_else(|| self.wrong("\\u wants four digits"))?;
            value = value * 16 + digit;
            self.at += 1;
        }
        Ok(value)
    }
}

/// Whether more text could make a value of it.
fn is_begun(text: &[u8]) -> bool {
    let is_number = text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let words = [b"true".as_slice(), b"false", b"null", b"NaN", b"Infinity", b"-Infinity"];
    is_number || words.iter().any(|word| word.starts_with(text))
}

fn is_number(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && std::str::from_utf8(text).is_ok_and(|text| text.parse::<f64>().is_ok())
}
