//! The catalogue of touchpoint types that the library offers, and of what is asked of touchpoints by channel. Its
//! content is `assets/catalogue.ron`.

use super::{Channel, Phase, Touchpoint};
use crate::base::Icon;

/// Every touchpoint type on offer, and every practice check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    pub types: Vec<TouchpointType>,
    pub checks: Vec<PracticeCheck>,
}

/// What good practice asks of a touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct PracticeCheck {
    /// Stable name under which answers are kept: "website-mobile".
    pub code: String,
    /// The channels of which it is asked.
    pub channels: Vec<Channel>,
    /// Codes of touchpoint types of which it is asked too, whatever their channel.
    pub kinds: Vec<String>,
    /// "Does it work on a phone?"
    pub question: String,
}

impl PracticeCheck {
    pub fn applies_to(&self, touchpoint: &Touchpoint) -> bool {
        self.channels.contains(&touchpoint.channel) || self.kinds.contains(&touchpoint.kind)
    }
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

    /// What is asked of a touchpoint by its channel and type.
    pub fn checks_of<'a>(&'a self, touchpoint: &'a Touchpoint) -> impl Iterator<Item = &'a PracticeCheck> {
        self.checks.iter().filter(move |check| check.applies_to(touchpoint))
    }

    pub fn find(&self, code: &str) -> Option<&TouchpointType> {
        self.types.iter().find(|kind| kind.code == code)
    }
}
