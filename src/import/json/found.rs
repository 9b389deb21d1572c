//! The first walk: which tables a JSON file has, and which columns they have. Rows are counted, not kept.

use std::collections::HashMap;

use super::super::ImportError;
use super::super::content::Opened;
use super::super::reader::MAX_COLUMNS;
use super::walk::{Leaf, Sink};

/// Arrays that are told apart; further ones are passed over.
const MAX_TABLES: usize = 200;
/// Values outside arrays, and elements of bare arrays, that are kept.
const MAX_KEPT: usize = 100_000;
/// Names under which the columns of rows without names stand, beside the rows.
const HEADER_KEYS: [&str; 6] = ["headers", "columns", "columnHeaders", "header", "fields", "column_names"];

/// A table that will be written.
#[derive(Debug)]
pub(super) struct FoundTable {
    pub path: String,
    /// Column of each path of a leaf.
    pub columns: HashMap<String, usize>,
    pub names: Vec<String>,
    /// Rows that are known already; empty where they are to be read in the second walk.
    pub rows: Vec<Vec<String>>,
    /// Where the second walk meets it; `None` for one that was put together here.
    pub index: Option<usize>,
    pub has_lists: bool,
}

impl FoundTable {
    pub(super) fn is_streamed(&self) -> bool {
        self.index.is_some()
    }
}

#[derive(Default)]
struct Array {
    path: String,
    columns: HashMap<String, usize>,
    paths: Vec<String>,
    rows: u64,
    /// All its elements are bare values so far; those that are kept.
    is_bare: bool,
    kept: Vec<String>,
    /// The "name" of each element that is a record, as in the headers of Google's answers.
    labels: Vec<String>,
    has_lists: bool,
}

pub(super) struct Found<'a> {
    opened: &'a Opened<'a>,
    size: u64,
    arrays: Vec<Array>,
    pairs: Vec<(Vec<String>, String)>,
    rows: u64,
}

impl<'a> Found<'a> {
    pub(super) fn new(opened: &'a Opened<'_>, size: u64) -> Self {
        Self { opened, size: size.max(1), arrays: Vec::new(), pairs: Vec::new(), rows: 0 }
    }

    pub(super) fn has_rows(&self) -> bool {
        self.rows > 0
    }

    /// The tables; a file without lists of records is a table of columns, of records by name, or of one row.
    pub(super) fn finish(self) -> Vec<FoundTable> {
        let Self { arrays, pairs, .. } = self;
        let has_headers: Vec<bool> = arrays.iter().map(|array| is_header(&array.path)).collect();
        let is_table = |index: usize, array: &Array| {
            array.rows > 0 && !array.is_bare && !has_headers.get(index).copied().unwrap_or(false)
        };
        let tables = arrays.iter().enumerate().filter(|(index, array)| is_table(*index, array));
        let tables: Vec<FoundTable> = tables.map(|(index, array)| streamed(index, array, &arrays)).collect();
        if !tables.is_empty() {
            return tables;
        }
        if let [array] = arrays.as_slice()
            && array.rows > 0
            && pairs.is_empty()
        {
            return vec![streamed(0, array, &arrays)];
        }
        by_columns(&arrays).or_else(|| by_name(&pairs)).or_else(|| one_row(&pairs, &arrays)).into_iter().collect()
    }
}

impl Sink for Found<'_> {
    type Error = ImportError;

    fn table(&mut self, path: &str) -> usize {
        // The same array may come again where objects have a name twice.
        if let Some(known) = self.arrays.iter().position(|array| array.path == path) {
            return known;
        }
        if self.arrays.len() < MAX_TABLES {
            self.arrays.push(Array { path: path.to_owned(), is_bare: true, ..Array::default() });
            return self.arrays.len() - 1;
        }
        MAX_TABLES
    }

    fn leaf(&mut self, table: usize, leaf: Leaf<'_>) -> Result<(), ImportError> {
        let Some(array) = self.arrays.get_mut(table) else { return Ok(()) };
        array.has_lists |= leaf.is_in_array && !leaf.text.is_empty();
        if leaf.path == "name" && array.labels.len() < MAX_COLUMNS {
            array.labels.push(leaf.text.to_owned());
        }
        if leaf.path.is_empty() && array.is_bare && array.kept.len() < MAX_KEPT {
            array.kept.push(leaf.text.to_owned());
        }
        // One more than can be read is enough to refuse the file.
        if !array.columns.contains_key(leaf.path) && array.paths.len() <= MAX_COLUMNS {
            array.columns.insert(leaf.path.to_owned(), array.paths.len());
            array.paths.push(leaf.path.to_owned());
        }
        Ok(())
    }

    fn row(&mut self, table: usize, is_bare: bool, position: u64) -> Result<(), ImportError> {
        self.rows += 1;
        if let Some(array) = self.arrays.get_mut(table) {
            array.rows += 1;
            array.is_bare &= is_bare;
        }
        if self.rows.is_multiple_of(4096) {
            self.opened.go_on(0.4 + 0.3 * position as f32 / self.size as f32)?;
        }
        Ok(())
    }

    fn pair(&mut self, path: &[String], text: &str) -> Result<(), ImportError> {
        if self.pairs.len() < MAX_KEPT {
            self.pairs.push((path.to_vec(), text.to_owned()));
        }
        Ok(())
    }
}

fn last_key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

fn is_header(path: &str) -> bool {
    HEADER_KEYS.contains(&last_key(path)) || matches!(last_key(path), "dimensionHeaders" | "metricHeaders")
}

fn streamed(index: usize, array: &Array, arrays: &[Array]) -> FoundTable {
    let beside = |key: &str| {
        let found =
            arrays.iter().find(|other| last_key(&other.path) == key && parent(&other.path) == parent(&array.path));
        found.map(|other| if other.kept.is_empty() { other.labels.as_slice() } else { other.kept.as_slice() })
    };
    let headers = HEADER_KEYS.iter().find_map(|key| beside(key));
    let is_by_place = array.paths.iter().all(|path| path.bytes().all(|byte| byte.is_ascii_digit()));
    let name = |path: &String| {
        let known = if is_by_place {
            let place = path.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
            place.and_then(|place| headers?.get(place))
        } else {
            // The Analytics Data API: names of dimensions and metrics stand apart from their values.
            let place = |start: &str| path.strip_prefix(start)?.strip_suffix(".value")?.parse::<usize>().ok();
            let dimension = place("dimensionValues.").and_then(|place| beside("dimensionHeaders")?.get(place));
            dimension.or_else(|| place("metricValues.").and_then(|place| beside("metricHeaders")?.get(place)))
        };
        match (known, path.as_str()) {
            (Some(known), _) => known.clone(),
            (None, "") => "value".to_owned(),
            (None, place) if is_by_place => format!("Column {place}"),
            (None, path) => path.to_owned(),
        }
    };
    // Rows without names and without a header beside them have it in their first row.
    let names = if is_by_place && headers.is_none() && array.paths.iter().all(|path| !path.is_empty()) {
        Vec::new()
    } else {
        array.paths.iter().map(name).collect()
    };
    FoundTable {
        path: array.path.clone(),
        columns: array.columns.clone(),
        names,
        rows: Vec::new(),
        index: Some(index),
        has_lists: array.has_lists,
    }
}

fn put_together(names: Vec<String>, rows: Vec<Vec<String>>) -> FoundTable {
    let columns = names.iter().enumerate().map(|(index, name)| (name.clone(), index)).collect();
    FoundTable { path: String::new(), columns, names, rows, index: None, has_lists: false }
}

/// Several lists of the same length are the columns of a table.
fn by_columns(arrays: &[Array]) -> Option<FoundTable> {
    let length = arrays.first()?.kept.len();
    let is_even =
        arrays.iter().all(|array| array.is_bare && array.rows as usize == length && array.kept.len() == length);
    if arrays.len() < 2 || length < 2 || !is_even {
        return None;
    }
    let names = arrays.iter().map(|array| array.path.clone()).collect();
    let row = |index: usize| arrays.iter().map(|array| array.kept.get(index).cloned().unwrap_or_default()).collect();
    Some(put_together(names, (0..length).map(row).collect()))
}

/// Objects under names, all with the same fields, are records: `{"2026-09-01": {"views": 3}, …}`.
fn by_name(pairs: &[(Vec<String>, String)]) -> Option<FoundTable> {
    let mut names = vec!["name".to_owned()];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (path, text) in pairs {
        let (key, field) = path.split_first().filter(|(_, field)| !field.is_empty())?;
        if rows.last().and_then(|row| row.first()) != Some(key) {
            rows.push(vec![key.clone()]);
        }
        let row = rows.last_mut()?;
        let field = field.join(".");
        row.push(text.clone());
        match names.get(row.len() - 1) {
            Some(known) if *known == field => {}
            None if names.len() < row.len() => names.push(field),
            Some(_) | None => return None,
        }
    }
    let is_even = rows.iter().all(|row| row.len() == names.len());
    (rows.len() >= 3 && is_even).then(|| put_together(names, rows))
}

/// A single object: its names are the header, its values the only row.
fn one_row(pairs: &[(Vec<String>, String)], arrays: &[Array]) -> Option<FoundTable> {
    let lists = arrays.iter().filter(|array| array.rows > 0).map(|array| (array.path.clone(), array.kept.join("; ")));
    let values = pairs.iter().map(|(path, text)| (path.join("."), text.clone()));
    let (names, row): (Vec<String>, Vec<String>) = values.chain(lists).unzip();
    let has_value = row.iter().any(|text| !text.is_empty());
    has_value.then(|| put_together(names, vec![row]))
}
