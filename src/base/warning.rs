//! What went on in spite of a problem: a sentence for the user and where it happened.

/// One problem that did not stop the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A whole sentence: what is wrong, and what was done about it.
    pub message: String,
    /// Where: "row 14, column Clicks", "touchpoint 12"; empty where the message says it all.
    pub place: String,
}

impl Warning {
    /// A warning about a known place.
    pub fn at(message: impl Into<String>, place: impl Into<String>) -> Self {
        Self { message: message.into(), place: place.into() }
    }

    /// A warning about the whole.
    pub fn new(message: impl Into<String>) -> Self {
        Self::at(message, "")
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}", self.message)
        } else {
            write!(f, "{} ({})", self.message, self.place)
        }
    }
}
