//! Tags and text of XML and HTML, one after the other, from a text of any size. Nothing is ever expanded or fetched:
//! only the named characters of HTML and numbers are resolved, so that there are no XML bombs. No spreadsheets here.

use std::io::{self, Read};

use super::super::spool::{Store, StoreReader};

/// The longest text or tag, in bytes.
const MAX_PIECE: usize = 4 << 20;
/// The most attributes a tag may have; further ones are passed over.
const MAX_ATTRIBUTES: usize = 64;
/// Elements whose text is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// What comes next. Names are in small letters, without their prefix.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    Open(Tag),
    Close(String),
    Text(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// `<name/>`: nothing is in it, and no closing tag follows.
    pub is_empty: bool,
}

impl Tag {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A count such as a span: at least 1, at most `most`.
    pub(super) fn count(&self, name: &str, most: u32) -> u32 {
        self.attribute(name)
            .and_then(|text| text.trim().parse::<u64>().ok())
            .map_or(1, |count| count.clamp(1, u64::from(most)) as u32)
    }
}

/// Why nothing more can be read.
#[derive(Debug)]
pub(super) enum MarkupError {
    Io(io::Error),
    /// A text or a tag has no end within the limit.
    TooLong,
    /// A tag is not closed before the text ends.
    Cut,
}

impl From<io::Error> for MarkupError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

pub(super) struct Markup<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    is_done: bool,
    /// The silent element that is open.
    silent: Option<&'static str>,
    /// Elements have text as in any XML, also those that are silent on a page.
    is_all_read: bool,
}

impl Markup<StoreReader> {
    pub(super) fn of(store: &Store) -> Self {
        Self::new(store.reader())
    }
}

impl<R: Read> Markup<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, is_done: false, silent: None, is_all_read: false }
    }

    /// Takes scripts and styles for elements like all others: this is no page.
    pub(super) fn read_all_elements(&mut self) {
        self.is_all_read = true;
    }

    /// Where the text comes from.
    pub(super) fn source(&self) -> &R {
        &self.reader
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or(&[])
    }

    /// Reads more; false at the end.
    fn fill(&mut self) -> Result<bool, MarkupError> {
        if self.is_done {
            return Ok(false);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        if self.buffer.len() > MAX_PIECE {
            return Err(MarkupError::TooLong);
        }
        let start = self.buffer.len();
        self.buffer.resize(start + (1 << 16), 0);
        let read = loop {
            match self.reader.read(self.buffer.get_mut(start..).unwrap_or(&mut [])) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.buffer.truncate(start + read);
        self.is_done = read == 0;
        Ok(!self.is_done)
    }

    /// Place of a text behind the present one, reading on until it is found; `None` if it never comes.
    fn find(&mut self, wanted: &[u8]) -> Result<Option<usize>, MarkupError> {
        let mut from = 0;
        loop {
            let rest = self.rest();
            if let Some(found) = rest.get(from..).and_then(|rest| memchr::memmem::find(rest, wanted)) {
                return Ok(Some(from + found));
            }
            from = (rest.len() + 1).saturating_sub(wanted.len());
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Passes over everything up to and with a text.
    fn skip_past(&mut self, wanted: &[u8]) -> Result<(), MarkupError> {
        loop {
            if let Some(found) = memchr::memmem::find(self.rest(), wanted) {
                self.at += found + wanted.len();
                return Ok(());
            }
            self.at += self.rest().len().saturating_sub(wanted.len() - 1);
            if !self.fill()? {
                self.at = self.buffer.len();
                return Ok(());
            }
        }
    }

    /// The next tag or text; `None` at the end. Comments and instructions are passed over.
    pub(super) fn next(&mut self) -> Result<Option<Mark>, MarkupError> {
        if let Some(name) = self.silent.take() {
            self.skip_silent(name)?;
            return Ok(Some(Mark::Close(name.to_owned())));
        }
        loop {
            while self.rest().len() < 9 && self.fill()? {}
            let rest = self.rest();
            match () {
                () if rest.is_empty() => return Ok(None),
                () if rest.starts_with(b"<!--") => self.skip_past(b"-->")?,
                () if rest.starts_with(b"<![CDATA[") => {
                    self.at += 9;
                    let end = self.find(b"]]>")?.ok_or(MarkupError::Cut)?;
                    let text = String::from_utf8_lossy(self.rest().get(..end).unwrap_or(&[])).into_owned();
                    self.at += end + 3;
                    return Ok(Some(Mark::Text(text)));
                }
                () if rest.starts_with(b"<?") || rest.starts_with(b"<!") => self.skip_past(b">")?,
                () if rest.starts_with(b"<") && is_tag(rest) => {
                    return self.tag().map(Some);
                }
                () => {
                    // A lone "<" is text.
                    let end = match self.find_in_text()? {
                        Some(end) => end,
                        None => self.rest().len(),
                    };
                    let raw = String::from_utf8_lossy(self.rest().get(..end).unwrap_or(&[])).into_owned();
                    self.at += end;
                    return Ok(Some(Mark::Text(resolve(&raw))));
                }
            }
        }
    }

    /// The next "<" behind the first byte.
    fn find_in_text(&mut self) -> Result<Option<usize>, MarkupError> {
        let mut from = 1;
        loop {
            if let Some(found) = self.rest().get(from..).and_then(|rest| memchr::memchr(b'<', rest)) {
                return Ok(Some(from + found));
            }
            from = self.rest().len().max(1);
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Passes over a script or style, whatever is in it, up to its end.
    fn skip_silent(&mut self, name: &str) -> Result<(), MarkupError> {
        loop {
            self.skip_past(b"</")?;
            while self.rest().len() < name.len() && self.fill()? {}
            let is_end = self.rest().get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
            if is_end || self.rest().is_empty() {
                return self.skip_past(b">");
            }
        }
    }

    fn tag(&mut self) -> Result<Mark, MarkupError> {
        let end = self.tag_end()?;
        let raw = String::from_utf8_lossy(self.rest().get(1..end).unwrap_or(&[])).into_owned();
        self.at += end + 1;
        if let Some(name) = raw.strip_prefix('/') {
            return Ok(Mark::Close(local_name(name.trim())));
        }
        let tag = parse_tag(&raw);
        // OpenDocument's "style:style" is another thing.
        let has_prefix = !raw.get(..tag.name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&tag.name))
            || raw.get(tag.name.len()..).is_some_and(|rest| rest.starts_with(':'));
        let is_silent = !self.is_all_read && !tag.is_empty && !has_prefix;
        self.silent = SILENT.into_iter().find(|silent| *silent == tag.name && is_silent);
        Ok(Mark::Open(tag))
    }

    /// The ">" that ends a tag: one within quotes does not.
    fn tag_end(&mut self) -> Result<usize, MarkupError> {
        let (mut at, mut quote) = (1, None);
        loop {
            while let Some(byte) = self.rest().get(at) {
                match (quote, byte) {
                    (None, b'>') => return Ok(at),
                    (None, b'"' | b'\'') => quote = Some(*byte),
                    (Some(open), byte) if open == *byte => quote = None,
                    _ => {}
                }
                at += 1;
            }
            if !self.fill()? {
                return Err(MarkupError::Cut);
            }
        }
    }
}

fn is_tag(rest: &[u8]) -> bool {
    rest.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'_'))
}

fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}

fn parse_tag(raw: &str) -> Tag {
    let (raw, is_empty) = raw.strip_suffix('/').map_or((raw, false), |raw| (raw, true));
    let split = raw.find(char::is_whitespace).unwrap_or(raw.len());
    let (name, mut rest) = raw.split_at(split);
    let mut attributes = Vec::new();
    while attributes.len() < MAX_ATTRIBUTES {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() && after.is_empty() {
            break;
        }
        let after_name = after.trim_start();
        let Some(value) = after_name.strip_prefix('=') else {
            attributes.push((local_name(name), String::new()));
            rest = after_name;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value.get(1..).and_then(|value| value.split_once(quote)).unwrap_or((value, ""))
            }
            Some(_) | None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        attributes.push((local_name(name), resolve(value)));
        rest = after;
    }
    Tag { name: local_name(name), attributes, is_empty }
}

/// Characters written by name or number; what is not known stays as it is.
pub(super) fn resolve(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let name = from.get(1..).and_then(|from| from.get(..from.bytes().take(12).position(|byte| byte == b';')?));
        match name.and_then(|name| Some((name, named(name)?))) {
            Some((name, c)) => {
                text.push(c);
                rest = from.get(name.len() + 2..).unwrap_or("");
            }
            None => {
                text.push('&');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    text.push_str(rest);
    text
}

fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    const NAMED: [(&str, char); 32] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("euro", '€'),
        ("pound", '£'),
        ("yen", '¥'),
        ("cent", '¢'),
        ("copy", '©'),
        ("reg", '®'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("middot", '·'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("ecirc", 'ê'),
        ("agrave", 'à'),
        ("aacute", 'á'),
        ("oacute", 'ó'),
        ("ntilde", 'ñ'),
        ("ccedil", 'ç'),
        ("atilde", 'ã'),
    ];
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<String> {
        let mut markup = Markup::new(text.as_bytes());
        let mut marks = Vec::new();
        while let Some(mark) = markup.next().unwrap() {
            marks.push(match mark {
                Mark::Open(tag) => format!("+{} {:?}{}", tag.name, tag.attributes, if tag.is_empty { "/" } else { "" }),
                Mark::Close(name) => format!("-{name}"),
                Mark::Text(text) => text,
            });
        }
        marks
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        let cases: &[(&str, &[&str])] = &[
            ("<a><b c='1' ss:D=\"x>y\"/>t</a>", &["+a []", r#"+b [("c", "1"), ("d", "x>y")]/"#, "t", "-a"]),
            (
                "<TD colspan=2 nowrap>A &amp; B&nbsp;&#8364;&bogus;</TD>",
                &[r#"+td [("colspan", "2"), ("nowrap", "")]"#, "A & B\u{a0}€&bogus;", "-td"],
            ),
            ("<?xml version='1.0'?><!-- <x> --><y><![CDATA[<z>&amp;]]></y>", &["+y []", "<z>&amp;", "-y"]),
            ("1 < 2<p>", &["1 ", "< 2", "+p []"]),
            ("<script>if (a<b) x('<td>')</script>t", &["+script []", "-script", "t"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(marks(text), *wanted, "{text}");
        }
    }

    #[test]
    fn entities_of_a_document_are_never_expanded() {
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>"#;
        let text = marks(bomb).concat();
        assert!(text.contains("&b;") && text.len() < 100, "{text}");
    }
}
