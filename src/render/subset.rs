//! A bundled font cut down to the letters that a picture uses, for embedding where a browser reads it.
//!
//! Glyphs keep their numbers, so that kerning and ligatures stay as they are: only outlines that nothing
//! can reach are emptied.

use std::collections::BTreeSet;

use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::types::Tag;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::font;
use crate::scene::Face;

/// The substitutions that browsers make unasked.
const DEFAULT_FEATURES: [&[u8; 4]; 8] = [b"ccmp", b"locl", b"rlig", b"rclt", b"liga", b"clig", b"calt", b"rvrn"];

/// The face's font file with the outlines of these letters only; the whole file should it not be possible.
pub(super) fn subset(face: Face, letters: &BTreeSet<char>) -> Vec<u8> {
    cut(font::tables(face), letters).unwrap_or_else(|| face.bytes().to_vec())
}

fn cut(font: &FontRef<'_>, letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let kept = reachable(font, letters)?;
    let (glyf_table, old_loca) = (font.table_data(Tag::new(b"glyf"))?, font.loca(None).ok()?);
    let mut glyf = Vec::new();
    let mut loca = Vec::new();
    for id in 0..font.maxp().ok()?.num_glyphs() {
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        if kept.contains(GlyphId::new(id.into())) {
            let (start, end) = (old_loca.get_raw(id.into())?, old_loca.get_raw(usize::from(id) + 1)?);
            glyf.extend(glyf_table.as_bytes().get(start as usize..end as usize)?);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
    }
    loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
    let mut tables = Vec::new();
    for record in font.table_directory().table_records() {
        let mut data = match &record.tag().to_be_bytes() {
            b"glyf" => std::mem::take(&mut glyf),
            b"loca" => std::mem::take(&mut loca),
            _ => font.table_data(record.tag())?.as_bytes().to_vec(),
        };
        if record.tag() == Tag::new(b"head") {
            // Offsets are long now, and the sum over the file is none that a browser checks.
            data.get_mut(8..12)?.fill(0);
            data.get_mut(50..52)?.copy_from_slice(&[0, 1]);
        }
        tables.push((record.tag(), data));
    }
    Some(assemble(tables))
}

/// The glyphs of the letters, of what substitution makes of them, and of their parts.
fn reachable(font: &FontRef<'_>, letters: &BTreeSet<char>) -> Option<IntSet<GlyphId>> {
    let map = font.charmap();
    let mut kept: IntSet<GlyphId> = letters.iter().filter_map(|letter| map.map(*letter)).collect();
    kept.insert(GlyphId::NOTDEF);
    if let Ok(gsub) = font.gsub() {
        let features = gsub.feature_list().ok()?;
        let mut lookups = IntSet::empty();
        for record in features.feature_records() {
            if DEFAULT_FEATURES.contains(&&record.feature_tag().to_be_bytes()) {
                let feature = record.feature(features.offset_data()).ok()?;
                lookups.extend(feature.lookup_list_indices().iter().map(|index| index.get()));
            }
        }
        gsub.closure_glyphs(&lookups, &mut kept).ok()?;
    }
    let (glyf, loca) = (font.glyf().ok()?, font.loca(None).ok()?);
    let mut open: Vec<GlyphId> = kept.iter().collect();
    while let Some(id) = open.pop() {
        if let Some(Glyph::Composite(whole)) = loca.get_glyf(id, &glyf).ok()? {
            for part in whole.components().map(|component| GlyphId::from(component.glyph)) {
                if kept.insert(part) {
                    open.push(part);
                }
            }
        }
    }
    Some(kept)
}

/// The tables, in the order given (by tag), as a font file.
fn assemble(tables: Vec<(Tag, Vec<u8>)>) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let selector = count.max(1).ilog2() as u16;
    let range = (1 << selector) * 16;
    let mut file = vec![0, 1, 0, 0];
    for field in [count, range, selector, count * 16 - range] {
        file.extend(field.to_be_bytes());
    }
    let mut offset = 12 + tables.len() * 16;
    let mut body = Vec::new();
    for (tag, data) in &tables {
        file.extend(tag.to_be_bytes());
        for field in [checksum(data), offset as u32, data.len() as u32] {
            file.extend(field.to_be_bytes());
        }
        body.extend(data);
        body.resize(body.len().next_multiple_of(4), 0);
        offset += data.len().next_multiple_of(4);
    }
    file.extend(body);
    file
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0u32, |sum, chunk| {
        let word = chunk.iter().enumerate().fold(0u32, |word, (at, byte)| word | u32::from(*byte) << (24 - 8 * at));
        sum.wrapping_add(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subset_keeps_its_letters_and_drops_the_rest() {
        let whole = font::tables(Face::Regular);
        let bytes = subset(Face::Regular, &"née To".chars().collect());
        assert!(bytes.len() < Face::Regular.bytes().len() * 2 / 3, "{} bytes", bytes.len());
        let font = FontRef::new(&bytes).unwrap();
        let size = |font: &FontRef<'_>, letter: char| {
            let id = font.charmap().map(letter).unwrap();
            let (loca, glyf) = (font.loca(None).unwrap(), font.glyf().unwrap());
            loca.get_glyf(id, &glyf).unwrap().map(|glyph| (glyph.x_min(), glyph.y_max()))
        };
        for letter in "néeTo".chars() {
            assert_eq!(size(&font, letter), size(whole, letter), "{letter}");
            assert!(size(&font, letter).is_some());
        }
        assert_eq!(size(&font, 'Q'), None);
    }
}
