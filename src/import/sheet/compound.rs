//! Compound files, the file systems in which old Office documents lie: the names in them, one stream out of them, and a
//! sound new one around a stream. Chains that go in circles or leave the file are errors. No spreadsheets here.
//!
//! Source: Microsoft, [MS-CFB].

/// Sector numbers from here on mean something else than a sector.
const FIRST_SPECIAL: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT_SECTOR: u32 = 0xFFFF_FFFD;
/// Streams shorter than this lie in the mini stream.
const MINI_CUTOFF: u64 = 4096;
const MINI_SECTOR: usize = 64;

const CUT: &str = "a part of it is missing";
const CIRCLE: &str = "its parts go in circles";

pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    entries: Vec<Entry>,
    mini: Vec<u8>,
    mini_fat: Vec<u32>,
}

struct Entry {
    name: String,
    start: u32,
    len: u64,
}

impl<'a> Compound<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            Some(_) | None => return Err("its first bytes are not those of an Office file"),
        };
        let head = |at| u32_at(bytes, at).ok_or(CUT);
        let (directory, mini_fat, mut next_table) = (head(48)?, head(60)?, head(68)?);
        let sectors = bytes.len() / sector + 1;
        let mut tables: Vec<u32> =
            bytes.get(76..512).ok_or(CUT)?.chunks_exact(4).filter_map(|at| u32_at(at, 0)).collect();
        let mut compound =
            Self { bytes, sector, fat: Vec::new(), entries: Vec::new(), mini: Vec::new(), mini_fat: Vec::new() };
        let mut visited = 0;
        while next_table < FIRST_SPECIAL {
            visited += 1;
            if visited > sectors {
                return Err(CIRCLE);
            }
            let mut more: Vec<u32> = numbers(compound.sector(next_table)?).collect();
            next_table = more.pop().ok_or(CUT)?;
            tables.append(&mut more);
        }
        for table in tables.into_iter().filter(|id| *id < FIRST_SPECIAL) {
            if compound.fat.len() > 2 * sectors + sector {
                return Err(CIRCLE);
            }
            let more: Vec<u32> = numbers(compound.sector(table)?).collect();
            compound.fat.extend(more);
        }
        let directory = compound.chain(directory, u64::MAX)?;
        let is_large = sector == 4096;
        compound.entries = directory.chunks_exact(128).filter_map(|entry| Entry::parse(entry, is_large)).collect();
        let root = compound.entries.first().ok_or(CUT)?;
        if mini_fat < FIRST_SPECIAL {
            compound.mini = compound.chain(root.start, root.len)?;
            compound.mini_fat = numbers(&compound.chain(mini_fat, u64::MAX)?).collect();
        }
        Ok(compound)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, &'static str> {
        let entry = self.entries.iter().find(|entry| entry.name == name).ok_or(CUT)?;
        if entry.len >= MINI_CUTOFF {
            return self.chain(entry.start, entry.len);
        }
        let mut stream = Vec::new();
        let mut id = entry.start;
        while id < FIRST_SPECIAL && (stream.len() as u64) < entry.len {
            let at = id as usize * MINI_SECTOR;
            stream.extend_from_slice(self.mini.get(at..at + MINI_SECTOR).ok_or(CUT)?);
            id = *self.mini_fat.get(id as usize).ok_or(CUT)?;
        }
        stream.truncate(usize::try_from(entry.len).unwrap_or(usize::MAX));
        Ok(stream)
    }

    fn sector(&self, id: u32) -> Result<&'a [u8], &'static str> {
        let start = (id as usize + 1) * self.sector;
        let end = (start + self.sector).min(self.bytes.len());
        // The last sector of some files is cut short.
        self.bytes.get(start..end).filter(|sector| !sector.is_empty()).ok_or(CUT)
    }

    fn chain(&self, start: u32, len: u64) -> Result<Vec<u8>, &'static str> {
        let mut chain = Vec::new();
        let mut id = start;
        while id < FIRST_SPECIAL && (chain.len() as u64) < len {
            if chain.len() > self.bytes.len() {
                return Err(CIRCLE);
            }
            chain.extend_from_slice(self.sector(id)?);
            id = *self.fat.get(id as usize).ok_or(CUT)?;
        }
        chain.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(chain)
    }
}

impl Entry {
    fn parse(bytes: &[u8], is_large: bool) -> Option<Self> {
        let units: Vec<u16> =
            bytes.get(..64)?.chunks_exact(2).filter_map(|at| u16_at(at, 0)).take_while(|unit| *unit != 0).collect();
        let (start, low) = (u32_at(bytes, 116)?, u32_at(bytes, 120)?);
        let high = if is_large { u32_at(bytes, 124)? } else { 0 };
        let len = u64::from(high) << 32 | u64::from(low);
        Some(Self { name: String::from_utf16_lossy(&units), start, len })
    }
}

/// A compound file with nothing but this stream, as "Workbook".
pub(super) fn wrap(stream: &[u8]) -> Vec<u8> {
    // Large sectors, so that the header has room for every table that 400 MiB need.
    const SECTOR: usize = 4096;
    // A short stream would lie in the mini stream; zeros behind a workbook mean nothing.
    let len = stream.len().max(MINI_CUTOFF as usize);
    let data = len.div_ceil(SECTOR);
    let per_table = SECTOR / 4;
    // One sector for the directory; the tables list themselves too.
    let tables = (1 + data + (data + 1) / (per_table - 1) + 1).div_ceil(per_table);
    let mut file = Vec::with_capacity((2 + data + tables) * SECTOR);
    file.extend_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    file.resize(24, 0);
    for unit in [0x3E_u16, 4, 0xFFFE, 12, 6] {
        file.extend_from_slice(&unit.to_le_bytes());
    }
    file.resize(40, 0);
    // Sectors of the directory and of tables, first sector of the directory.
    for number in [1, tables as u32, 0] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.resize(56, 0);
    // The mini stream's limit, table and its length; the further tables and their number: none.
    for number in [MINI_CUTOFF as u32, END_OF_CHAIN, 0, END_OF_CHAIN, 0] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    for index in 0..109 {
        let id = if index < tables { (1 + data + index) as u32 } else { FREE };
        file.extend_from_slice(&id.to_le_bytes());
    }
    file.resize(SECTOR, 0);
    entry(&mut file, "Root Entry", 5, (1, 0, 0));
    entry(&mut file, "Workbook", 2, (FREE, 1, len as u64));
    file.resize(2 * SECTOR, 0);
    file.extend_from_slice(stream);
    file.resize((2 + data) * SECTOR, 0);
    let last = |index: usize| index == 0 || index == data;
    for index in 0..tables * per_table {
        let next = match index {
            index if last(index) => END_OF_CHAIN,
            index if index < data => index as u32 + 1,
            index if index <= data + tables => FAT_SECTOR,
            _ => FREE,
        };
        file.extend_from_slice(&next.to_le_bytes());
    }
    file
}

/// A directory entry: kind 5 is the root, 2 a stream; then its child, its first sector and its length.
fn entry(file: &mut Vec<u8>, name: &str, kind: u8, (child, start, len): (u32, u32, u64)) {
    let begin = file.len();
    for unit in name.encode_utf16() {
        file.extend_from_slice(&unit.to_le_bytes());
    }
    file.resize(begin + 64, 0);
    file.extend_from_slice(&((name.len() as u16 + 1) * 2).to_le_bytes());
    file.extend_from_slice(&[kind, 1]);
    for number in [FREE, FREE, child] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.resize(begin + 116, 0);
    file.extend_from_slice(&start.to_le_bytes());
    file.extend_from_slice(&len.to_le_bytes());
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|at| u32_at(at, 0))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_back_out_of_what_was_wrapped_around_it() {
        for len in [0, 1, 4095, 4096, 4097, 1 << 20, 5 << 20] {
            let stream: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let file = wrap(&stream);
            let compound = Compound::parse(&file).unwrap();
            let found = compound.stream("Workbook").unwrap();
            assert_eq!(found.get(..len), Some(stream.as_slice()), "{len}");
            assert!(found.iter().skip(len).all(|byte| *byte == 0));
        }
    }

    #[test]
    fn chains_in_circles_are_told() {
        let mut file = wrap(&vec![7; 3 * 4096]);
        // The table lies behind the header, the directory and three sectors of data; its first entry is the directory's.
        let table = 5 * 4096;
        file[table..table + 4].copy_from_slice(&0_u32.to_le_bytes());
        assert_eq!(Compound::parse(&file).err(), Some(CIRCLE));
    }
}
