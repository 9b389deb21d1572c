//! The catalogue of touchpoint types that the library offers. Its content is `assets/catalogue.ron`.

use super::{Channel, Phase};
use crate::base::Icon;

/// Every touchpoint type on offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    pub types: Vec<TouchpointType>,
}

/// One type of touchpoint, from which touchpoints are made.
#[derive(Clone, Debug, PartialEq)]
pub struct TouchpointType {
    /// Stable name, kept in `Touchpoint::kind`: "search-paid".
    pub code: String,
    /// The name in the library and the title of a new touchpoint.
    pub name: String,
    pub phase: Phase,
    pub channel: Channel,
    pub icon: Icon,
    /// One sentence: what it is.
    pub description: String,
    /// Keys of the metrics that usually measure it.
    pub metrics: Vec<String>,
    /// Other words under which people search for it.
    pub keywords: Vec<String>,
}

impl Catalogue {
    pub fn of_phase(&self, phase: Phase) -> impl Iterator<Item = &TouchpointType> {
        self.types.iter().filter(move |kind| kind.phase == phase)
    }

    pub fn find(&self, code: &str) -> Option<&TouchpointType> {
        self.types.iter().find(|kind| kind.code == code)
    }
}
