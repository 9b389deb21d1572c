//! Earlier states that are kept in a project: packed as small as they go, unpacked as carefully as a file is opened,
//! and their records of format 1, both ways.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::convert::Problems;
use super::error::{OpenError, OpenReason};
use super::lines::{Record, push_quoted, text_of};
use super::read::read_completed;
use super::v1;
use crate::base::date::DateTime;
use crate::model::{Project, SeriesKey, Snapshot, SnapshotId};

/// What a snapshot may hold unpacked, in bytes.
const SIZE_LIMIT_BYTES: u64 = 256 << 20;

/// The project without pictures' bytes, snapshots, imported files and figures, as few bytes. Figures of the series that
/// the test names are packed with it, and then all imported files.
pub fn pack(project: &Project, keeps: impl Fn(&SeriesKey) -> bool) -> Arc<[u8]> {
    pack_watched(project, keeps, &mut |_| true).unwrap_or_default()
}

/// The same, saying the share that is done, 0 to 1, and asking whether to go on; `None` where not.
pub fn pack_watched(
    project: &Project,
    keeps: impl Fn(&SeriesKey) -> bool,
    goes_on: &mut dyn FnMut(f32) -> bool,
) -> Option<Arc<[u8]>> {
    /// How much is packed between two questions, in bytes.
    const CHUNK: usize = 128 << 10;
    let mut bare = project.clone();
    bare.pictures = Default::default();
    bare.snapshots = Default::default();
    bare.series = Arc::new(
        project.series.iter().filter(|(key, _)| keeps(key)).map(|(key, series)| (*key, Arc::clone(series))).collect(),
    );
    if bare.series.is_empty() {
        bare.sources = Default::default();
        let here = bare.clone();
        // What was set aside about a file goes with it.
        bare.dismissals = Arc::new(
            project
                .dismissals
                .iter()
                .filter(|(key, _)| key.record == 0 || here.has_record(key.record))
                .map(|(key, dismissal)| (key.clone(), Arc::clone(dismissal)))
                .collect(),
        );
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let text = text_of(&bare);
    for (at, chunk) in text.as_bytes().chunks(CHUNK).enumerate() {
        // Writing into memory cannot fail.
        let _ = encoder.write_all(chunk);
        if !goes_on((at * CHUNK + chunk.len()) as f32 / text.len().max(1) as f32) {
            return None;
        }
    }
    Some(encoder.finish().unwrap_or_default().into())
}

/// The project that a snapshot holds, with those pictures of `now` that it needs.
///
/// # Errors
/// If its bytes were changed or cut short, or hold no sound project.
pub fn unpack(snapshot: &Snapshot, now: &Project) -> Result<Project, OpenError> {
    let mut text = String::new();
    let read = ZlibDecoder::new(&*snapshot.packed).take(SIZE_LIMIT_BYTES + 1).read_to_string(&mut text);
    if let Err(error) = read {
        return Err(OpenReason::Unreadable(error).into());
    }
    if text.len() as u64 > SIZE_LIMIT_BYTES {
        return Err(OpenReason::TooLarge { size_bytes: text.len() as u64, limit_bytes: SIZE_LIMIT_BYTES }.into());
    }
    read_completed(&text, |project| {
        let needed: BTreeSet<_> = project.pictures_on_show().collect();
        let pictures = now.pictures.iter().filter(|(hash, _)| needed.contains(hash));
        project.pictures = Arc::new(pictures.map(|(hash, picture)| (*hash, Arc::clone(picture))).collect());
    })
}

pub fn snapshot(record: v1::Snapshot<'_>, problems: &mut Problems) -> Option<Snapshot> {
    let place = format!("snapshot {}", record.id);
    let Ok(taken) = record.taken.parse::<DateTime>() else {
        problems.add(format!("\"{}\" is not a time like \"2026-09-30T14:05:00\".", record.taken), place);
        return None;
    };
    let Ok(packed) = STANDARD.decode(record.data.as_bytes()) else {
        problems.add("Its data is not base64.", place);
        return None;
    };
    let mut pictures = BTreeSet::new();
    for text in &record.pictures {
        match text.parse() {
            Ok(hash) => drop(pictures.insert(hash)),
            Err(()) => problems.add(format!("\"{text}\" is not the hash of a picture."), place.as_str()),
        }
    }
    Some(Snapshot {
        id: SnapshotId(record.id),
        label: record.label,
        taken,
        is_safety: record.safety,
        journeys: record.journeys,
        touchpoints: record.touchpoints,
        cards: record.cards,
        pictures,
        packed: packed.into(),
    })
}

pub fn write_snapshot(record: &mut Record<'_>, snapshot: &Snapshot) {
    record.number("id", snapshot.id);
    record.text("label", &snapshot.label);
    record.quoted("taken", snapshot.taken);
    record.flag("safety", snapshot.is_safety);
    record.number("journeys", snapshot.journeys);
    record.number("touchpoints", snapshot.touchpoints);
    record.number("cards", snapshot.cards);
    record.list("pictures", snapshot.pictures.iter(), |text, hash| push_quoted(text, &hash.to_string()));
    record.quoted("data", STANDARD.encode(&snapshot.packed));
}
