//! Parquet to delimited text: records are streamed group by group, dates and times become ISO 8601, nested fields are
//! named by their path, lists are joined.

use std::collections::HashMap;
use std::io::Write as _;

use ::parquet::basic::{Compression, ConvertedType, LogicalType, TimeUnit};
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::Type;

use super::ImportError;
use super::content::{Content, Form, Member, Numbering, Opened};
use super::delimited::{number_text, write_row};
use super::reader::{MAX_COLUMNS, MAX_ROWS};
use super::spool::{Spool, Store};
use crate::base::Warning;
use crate::base::date::date_from_day_number;

const DAY_MS: i64 = 86_400_000;
/// How deep groups may lie in each other.
const MAX_DEPTH: usize = 32;
/// The longest text of a cell, in bytes.
const MAX_CELL_BYTES: usize = 1 << 20;

pub(super) fn read_parquet(opened: &Opened<'_>, store: &Store, member: &Member) -> Result<Vec<Content>, ImportError> {
    let broken = |reason: String| opened.broken("Parquet file", reason, "Write or download it again");
    let read = std::panic::AssertUnwindSafe(|| write_text(opened, store));
    let written = std::panic::catch_unwind(read);
    let written = written.unwrap_or_else(|_| Err(broken("its parts contradict each other".to_owned())));
    let (text, has_lists) = written.map_err(|error| store.check_unchanged().err().unwrap_or(error))?;
    let mut content = opened.content(member, "", Form::Parquet, text);
    content.header = Some(0);
    // The header was made here, so that the first record has number 1.
    content.first_line = 0;
    content.numbering = Numbering::Rows;
    if has_lists {
        content.warnings.push(Warning::new("Lists within a record are joined with “; ” into one cell."));
    }
    Ok(vec![content])
}

/// The text, and whether a cell joins a list.
fn write_text(opened: &Opened<'_>, store: &Store) -> Result<(Store, bool), ImportError> {
    let broken = |error: ParquetError| {
        let advice = "Write or download it again";
        opened.broken("Parquet file", error.to_string().trim_start_matches("Parquet error: "), advice)
    };
    let file = store.to_file().map_err(|error| store.failed(opened.file, &error))?;
    let reader = SerializedFileReader::new(file).map_err(broken)?;
    let metadata = reader.metadata();
    check_packing(
        opened,
        metadata.row_groups().iter().flat_map(|group| group.columns()).map(|part| part.compression()),
    )?;
    let rows = metadata.file_metadata().num_rows();
    if rows < 0 || rows as u64 > MAX_ROWS as u64 {
        return Err(ImportError::TooManyRows { file: opened.file.to_owned(), limit: MAX_ROWS });
    }
    let mut columns = Columns::default();
    for field in metadata.file_metadata().schema_descr().root_schema().get_fields() {
        columns.collect(field, field.name().to_owned(), false, 0);
    }
    if columns.names.len() > MAX_COLUMNS {
        let (file, columns) = (opened.file.to_owned(), columns.names.len());
        return Err(ImportError::TooManyColumns { file, columns, limit: MAX_COLUMNS });
    }
    let cannot_spool = |error: std::io::Error| opened.cannot_spool(&error);
    let mut spool = Spool::new(&opened.memory);
    let mut line = Vec::new();
    write_row(columns.names.iter().map(String::as_str), &mut line);
    let mut cells = vec![String::new(); columns.names.len()];
    for (number, row) in reader.get_row_iter(None).map_err(broken)?.enumerate() {
        cells.iter_mut().for_each(String::clear);
        columns.flatten(&row.map_err(broken)?, &mut String::new(), false, &mut cells);
        if cells.iter().any(|cell| cell.len() > MAX_CELL_BYTES) {
            return Err(ImportError::OverLimit {
                file: opened.file.to_owned(),
                what: format!("a text of more than {} MiB in row {}", MAX_CELL_BYTES >> 20, number + 1),
                limit: format!("{} MiB", MAX_CELL_BYTES >> 20),
                advice: "Leave that column out",
            });
        }
        write_row(cells.iter().map(String::as_str), &mut line);
        opened.unpacked.add(opened.file, line.len() as u64, spool.len() + line.len() as u64, store.len())?;
        spool.write_all(&line).map_err(cannot_spool)?;
        line.clear();
        if number.is_multiple_of(4096) {
            opened.go_on(number as f32 / rows.max(1) as f32)?;
        }
    }
    spool.write_all(&line).map_err(cannot_spool)?;
    Ok((spool.finish().map_err(cannot_spool)?, columns.has_lists))
}

/// Names the packing that is not known here.
fn check_packing(opened: &Opened<'_>, mut packings: impl Iterator<Item = Compression>) -> Result<(), ImportError> {
    let unknown = packings.find_map(|packing| match packing {
        Compression::BROTLI(_) => Some("packing by Brotli"),
        Compression::LZO => Some("packing by LZO"),
        Compression::UNCOMPRESSED
        | Compression::SNAPPY
        | Compression::GZIP(_)
        | Compression::LZ4
        | Compression::ZSTD(_)
        | Compression::LZ4_RAW => None,
    });
    unknown.map_or(Ok(()), |what| {
        let advice = "Write it again with Snappy, Zstandard, LZ4 or gzip";
        Err(ImportError::Unsupported { file: opened.file.to_owned(), what, advice })
    })
}

/// What a whole number in a column stands for, where the record does not say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Meaning {
    #[default]
    Plain,
    /// Billionths of a second since 1970, or since midnight.
    Nanos,
    NanosOfDay,
}

#[derive(Default)]
struct Columns {
    names: Vec<String>,
    /// Place and meaning of each path.
    by_path: HashMap<String, (usize, Meaning, bool)>,
    has_lists: bool,
}

impl Columns {
    /// Adds the columns of a field of the schema; lists have one column for each field of their elements.
    fn collect(&mut self, field: &Type, path: String, is_in_list: bool, depth: usize) {
        if depth > MAX_DEPTH || self.names.len() > MAX_COLUMNS {
            return;
        }
        let kind = field.get_basic_info().converted_type();
        let is_map = matches!(kind, ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
        if field.is_primitive() || is_map {
            let (meaning, is_utc) = match field.get_basic_info().logical_type_ref() {
                Some(LogicalType::Timestamp(time)) => {
                    let meaning = if time.unit == TimeUnit::NANOS { Meaning::Nanos } else { Meaning::Plain };
                    (meaning, time.is_adjusted_to_u_t_c)
                }
                Some(LogicalType::Time(time)) if time.unit == TimeUnit::NANOS => (Meaning::NanosOfDay, false),
                Some(_) | None => (Meaning::Plain, false),
            };
            self.has_lists |= is_in_list || is_map;
            if !self.by_path.contains_key(&path) {
                self.by_path.insert(path.clone(), (self.names.len(), meaning, is_utc));
                self.names.push(path);
            }
            return;
        }
        let fields = field.get_fields();
        match fields {
            // A list is a group around a repeated group around its element; old writers leave out the middle.
            [repeated] if kind == ConvertedType::LIST => match repeated.is_group().then(|| repeated.get_fields()) {
                Some([element]) => self.collect(element, path, true, depth + 1),
                Some(_) | None => self.collect(repeated, path, true, depth + 1),
            },
            fields => {
                for field in fields {
                    self.collect(field, format!("{path}.{}", field.name()), is_in_list, depth + 1);
                }
            }
        }
    }

    fn flatten(&self, row: &Row, path: &mut String, is_in_list: bool, cells: &mut [String]) {
        let len = path.len();
        for (name, field) in row.get_column_iter() {
            if len > 0 {
                path.push('.');
            }
            path.push_str(name);
            self.put(field, path, is_in_list, cells);
            path.truncate(len);
        }
    }

    fn put(&self, field: &Field, path: &mut String, is_in_list: bool, cells: &mut [String]) {
        match field {
            Field::Group(row) => return self.flatten(row, path, is_in_list, cells),
            Field::ListInternal(list) => {
                return list.elements().iter().for_each(|element| self.put(element, path, true, cells));
            }
            _ => {}
        }
        let Some((column, meaning, is_utc)) = self.by_path.get(path.as_str()) else { return };
        let Some(cell) = cells.get_mut(*column) else { return };
        let text = field_text(field, *meaning, *is_utc);
        if !text.is_empty() && is_in_list && !cell.is_empty() {
            cell.push_str("; ");
        }
        cell.push_str(&text);
    }
}

fn field_text(field: &Field, meaning: Meaning, is_utc: bool) -> String {
    let zone = if is_utc { "Z" } else { "" };
    match field {
        Field::Null => String::new(),
        Field::Bool(value) => value.to_string(),
        Field::Byte(value) => value.to_string(),
        Field::Short(value) => value.to_string(),
        Field::Int(value) => value.to_string(),
        Field::Long(value) => match meaning {
            Meaning::Plain => value.to_string(),
            Meaning::Nanos => moment_text(value.div_euclid(1_000), 6, zone),
            Meaning::NanosOfDay => clock_text(value.div_euclid(1_000), 6),
        },
        Field::UByte(value) => value.to_string(),
        Field::UShort(value) => value.to_string(),
        Field::UInt(value) => value.to_string(),
        Field::ULong(value) => value.to_string(),
        Field::Float16(value) => finite_text(f64::from(f32::from(*value)), || value.to_string()),
        // The shortest text of the short number; as a long one it would have false digits.
        Field::Float(value) => finite_text(f64::from(*value), || value.to_string()),
        Field::Double(value) => finite_text(*value, || number_text(*value)),
        Field::Decimal(_) => field.to_string(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or_else(|_| hex(bytes.data()), str::to_owned),
        Field::Date(days) => date_from_day_number(*days).map_or_else(|| days.to_string(), |date| date.to_string()),
        Field::TimeMillis(ms) => clock_text(i64::from(*ms), 3),
        Field::TimeMicros(us) => clock_text(*us, 6),
        Field::TimestampMillis(ms) => moment_text(*ms, 3, zone),
        Field::TimestampMicros(us) => moment_text(*us, 6, zone),
        Field::MapInternal(map) => {
            let entry = |(key, value): &(Field, Field)| {
                let text = |field| field_text(field, Meaning::Plain, false);
                format!("{}: {}", text(key), text(value))
            };
            map.entries().iter().map(entry).collect::<Vec<_>>().join("; ")
        }
        // Met only within maps.
        Field::Group(_) | Field::ListInternal(_) => field.to_string(),
    }
}

fn finite_text(value: f64, text: impl Fn() -> String) -> String {
    if value.is_finite() { text() } else { String::new() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(64).map(|byte| format!("{byte:02x}")).collect()
}

/// A moment in parts of a second since 1970, `digits` of them behind the point.
fn moment_text(parts: i64, digits: u32, zone: &str) -> String {
    let day = DAY_MS * 10_i64.pow(digits.saturating_sub(3));
    let date = i32::try_from(parts.div_euclid(day)).ok().and_then(date_from_day_number);
    let Some(date) = date else { return parts.to_string() };
    format!("{date} {}{zone}", clock_text(parts.rem_euclid(day), digits))
}

fn clock_text(parts: i64, digits: u32) -> String {
    let second = 10_i64.pow(digits);
    let (seconds, rest) = (parts.div_euclid(second), parts.rem_euclid(second));
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 {
        return clock;
    }
    let fraction = format!("{rest:0width$}", width = digits as usize);
    format!("{clock}.{}", fraction.trim_end_matches('0'))
}
