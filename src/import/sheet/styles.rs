//! Which cells of an XLSX workbook show percents and currencies: the formats of its styles, and the style of each cell,
//! streamed beside the cells. calamine tells dates and durations by them, but no more.

use std::io::Read;

use zip::ZipArchive;

use super::super::spool::StoreReader;
use super::markup::{Mark, Markup, Tag};
use super::number_format::{Shown, of_builtin, of_code};

/// A tag longer than this is no cell's.
const MAX_TAG: usize = 1 << 16;
/// The most formats that a workbook may have; Excel's own limit is 65,490.
const MAX_FORMATS: usize = 1 << 16;

/// The formats of a workbook, and the parts that hold its sheets.
#[derive(Default)]
pub(super) struct Styles {
    /// By the number of the style.
    shown: Vec<Option<Shown>>,
    /// Name of each sheet, and of its part.
    parts: Vec<(String, String)>,
}

impl Styles {
    /// A workbook that does not say it is as one without formats.
    pub(super) fn read(archive: &mut ZipArchive<StoreReader>) -> Self {
        Self::parse(archive).filter(|styles| styles.shown.iter().any(Option::is_some)).unwrap_or_default()
    }

    fn parse(archive: &mut ZipArchive<StoreReader>) -> Option<Self> {
        const WORKBOOK: &str = "workbook.xml";
        let workbook = names(archive).find(|name| name.to_lowercase().ends_with("xl/workbook.xml"))?;
        let folder = workbook.get(..workbook.len() - WORKBOOK.len())?.to_owned();
        let mut sheets = Vec::new();
        each_tag(archive, &workbook, |tag| {
            if let ("sheet", Some(name), Some(id)) = (tag.name.as_str(), tag.attribute("name"), tag.attribute("id")) {
                sheets.push((name.to_owned(), id.to_owned()));
            }
        })?;
        let (mut targets, mut styles) = (Vec::new(), format!("{folder}styles.xml"));
        each_tag(archive, &format!("{folder}_rels/workbook.xml.rels"), |tag| {
            let (id, target) = (tag.attribute("id"), tag.attribute("target"));
            if let ("relationship", Some(id), Some(target)) = (tag.name.as_str(), id, target) {
                let part = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                if tag.attribute("type").is_some_and(|kind| kind.ends_with("/styles")) {
                    styles.clone_from(&part);
                }
                targets.push((id.to_owned(), part));
            }
        })?;
        let (mut own, mut shown, mut is_of_cells) = (Vec::new(), Vec::new(), false);
        each_tag(archive, &styles, |tag| match tag.name.as_str() {
            "numfmt" if own.len() < MAX_FORMATS => {
                if let (Some(id), Some(code)) = (number(tag.attribute("numfmtid")), tag.attribute("formatcode")) {
                    own.push((id, of_code(code)));
                }
            }
            "cellxfs" => is_of_cells = true,
            "cellstyles" | "cellstylexfs" | "dxfs" => is_of_cells = false,
            "xf" if is_of_cells && shown.len() < MAX_FORMATS => {
                let id = number(tag.attribute("numfmtid")).unwrap_or(0);
                let known = own.iter().find(|(known, _)| *known == id).map(|(_, shown)| shown.clone());
                shown.push(known.unwrap_or_else(|| of_builtin(id)));
            }
            _ => {}
        })?;
        let part_of = |(name, id): (String, String)| {
            let part = targets.iter().find(|(known, _)| *known == id).map(|(_, part)| part.clone())?;
            Some((name, part))
        };
        Some(Self { shown, parts: sheets.into_iter().filter_map(part_of).collect() })
    }

    /// The part that holds a sheet; `None` where no cell of the workbook shows more than its number.
    pub(super) fn part_of(&self, sheet: &str) -> Option<&str> {
        self.parts.iter().find(|(name, _)| name == sheet).map(|(_, part)| part.as_str())
    }
}

fn number(text: Option<&str>) -> Option<u32> {
    text?.trim().parse().ok()
}

/// Shows every tag of a part, with its attributes; `None` if it cannot be read to its end.
fn each_tag(archive: &mut ZipArchive<StoreReader>, part: &str, mut each: impl FnMut(&Tag)) -> Option<()> {
    let name = name_in(archive, part)?;
    let mut markup = Markup::new(archive.by_name(&name).ok()?);
    while let Some(mark) = markup.next().ok()? {
        if let Mark::Open(tag) = mark {
            each(&tag);
        }
    }
    Some(())
}

/// A part's name as the file writes it: some programs disagree with themselves about capitals.
pub(super) fn name_in(archive: &ZipArchive<StoreReader>, part: &str) -> Option<String> {
    let part = part.replace('\\', "/");
    names(archive).find(|name| name.eq_ignore_ascii_case(&part))
}

fn names(archive: &ZipArchive<StoreReader>) -> impl Iterator<Item = String> {
    archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned()))
}

/// The cells of one sheet that show more than their numbers, in the order of the file.
pub(super) struct Marked<'a, R> {
    styles: &'a Styles,
    part: R,
    buffer: Vec<u8>,
    at: usize,
    is_done: bool,
    next: Option<((u32, u32), u32)>,
}

impl<'a, R: Read> Marked<'a, R> {
    pub(super) fn new(styles: &'a Styles, part: R) -> Self {
        Self { styles, part, buffer: Vec::new(), at: 0, is_done: false, next: None }
    }

    /// How the cell at a row and column is shown, both from 0; cells must be asked for in the order of the file.
    pub(super) fn shown(&mut self, place: (u32, u32)) -> Option<&'a Shown> {
        while self.next.is_none_or(|(next, _)| next < place) && !self.is_done {
            self.next = self.find();
        }
        let style = self.next.filter(|(next, _)| *next == place)?.1;
        self.styles.shown.get(style as usize)?.as_ref()
    }

    /// Place and style of the next cell whose style shows more.
    fn find(&mut self) -> Option<((u32, u32), u32)> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or(&[]);
            let Some(open) = memchr::memchr(b'<', rest) else {
                self.at = self.buffer.len();
                self.fill()?;
                continue;
            };
            let tag = rest.get(open + 1..).unwrap_or(&[]);
            let Some(end) = memchr::memchr(b'>', tag) else {
                if tag.len() > MAX_TAG {
                    self.at += open + 1;
                } else {
                    self.at += open;
                    self.fill()?;
                }
                continue;
            };
            let found = tag.get(..end).and_then(cell_of);
            self.at += open + 2 + end;
            if let Some((place, style)) = found
                && self.styles.shown.get(style as usize).is_some_and(Option::is_some)
            {
                return Some((place, style));
            }
        }
    }

    /// Reads more behind what is left; `None` at the end.
    fn fill(&mut self) -> Option<()> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let start = self.buffer.len();
        self.buffer.resize(start + (1 << 16), 0);
        // What cannot be read again was read before: then the numbers stay as they are.
        let read = self.part.read(self.buffer.get_mut(start..).unwrap_or(&mut [])).unwrap_or(0);
        self.buffer.truncate(start + read);
        self.is_done = read == 0;
        (read > 0).then_some(())
    }
}

/// Place and style of a tag such as `c r="B7" s="3"`; `None` for all other tags.
fn cell_of(tag: &[u8]) -> Option<((u32, u32), u32)> {
    let name_end = tag.iter().position(u8::is_ascii_whitespace)?;
    let (name, attributes) = tag.split_at(name_end);
    if name != b"c" && !name.ends_with(b":c") {
        return None;
    }
    let attributes = std::str::from_utf8(attributes).ok()?;
    let (mut place, mut style) = (None, 0);
    for attribute in attributes.split_ascii_whitespace() {
        let Some((name, value)) = attribute.split_once('=') else { continue };
        let value = value.trim_end_matches('/').trim_matches(['"', '\'']);
        match name {
            "r" => place = place_of(value),
            "s" => style = value.parse().ok()?,
            _ => {}
        }
    }
    Some((place?, style))
}

/// "B7" → (6, 1).
fn place_of(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        let value = letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a slow disk does.
    struct Slowly<'a>(&'a [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let size = self.1.min(into.len()).min(self.0.len());
            into[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    #[test]
    fn marked_cells_are_found_however_the_part_is_cut() {
        let part = b"<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"/></row>\
            <row r=\"2\"><x:c s='2' r='AA2'><v>0.5</v></x:c><c r=\"AB2\" s=\"9\"><v>1</v></c><cols r=\"AC2\" s=\"1\"/>\
            <c r=\"AD2\" s=\"1\"><v>1</v></c></row></sheetData>";
        let styles =
            Styles { shown: vec![None, Some(Shown::Percent), Some(Shown::Money("€".into()))], parts: Vec::new() };
        for size in [1, 7, 64, 4096] {
            let mut marked = Marked::new(&styles, Slowly(part, size));
            let places = [(0, 0), (0, 1), (1, 26), (1, 27), (1, 28), (1, 29), (7, 0), (8, 0)];
            let found: Vec<_> = places.map(|place| marked.shown(place).cloned()).into();
            let euro = Some(Shown::Money("€".into()));
            let wanted = [None, Some(Shown::Percent), euro, None, None, Some(Shown::Percent), None, None];
            assert_eq!(found, wanted, "{size} bytes at a time");
        }
    }
}
