//! What is known of an export: by which headers it is recognized, and what its columns are. Headers are normalized;
//! alternatives are the names in other languages or versions. What is not listed is guessed like any other column.
//! The exports themselves are in `marketing` and `customers`.

use super::Family;
use crate::import::answers::Scale;

/// What a known column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::import) enum Is {
    Touchpoint,
    Date,
    /// A date that the tool writes with the month first.
    MonthFirstDate,
    Start,
    End,
    Currency,
    Quantity(&'static str),
    Rate(&'static str),
    Answer(&'static str, Scale),
    Id(&'static str),
    Customer,
    Event,
    /// Not needed, or not needed unless somebody asks for it.
    Not,
}

/// A column of a known export: its headers, what it is, and why (empty: "known column").
pub(in crate::import) struct Known {
    pub headers: &'static [&'static str],
    pub is: Is,
    pub why: &'static str,
}

/// A known export.
pub(in crate::import) struct Export {
    pub family: Family,
    /// What people call it.
    pub name: &'static str,
    /// Every one of these columns must be there, under one of its names.
    pub signature: &'static [&'static [&'static str]],
    pub columns: &'static [Known],
    /// What all rows go to, where the export names no touchpoints.
    pub whole: Option<&'static str>,
}

/// A known column; without a reason its header is the reason.
pub(super) const fn col(headers: &'static [&'static str], is: Is, why: &'static str) -> Known {
    Known { headers, is, why }
}

impl Export {
    /// Whether a table with these normalized headers is this export.
    pub fn fits(&self, headers: &[String]) -> bool {
        let has = |names: &&[&str]| headers.iter().any(|header| names.contains(&header.as_str()));
        self.signature.iter().all(has)
    }

    /// What the column of that normalized header is, if the export says so.
    pub fn column(&self, header: &str) -> Option<&'static Known> {
        self.columns.iter().find(|known| known.headers.contains(&header))
    }
}
