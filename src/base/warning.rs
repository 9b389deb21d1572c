//! What went on in spite of a problem: a sentence for the user and where it happened.

/// One problem that did not stop the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A whole sentence: what is wrong, and what was done about it.
    pub message: String,
    /// Where: "row 14, column Clicks", "touchpoint 12"; empty where the message says it all.
    pub place: String,
    /// The lines of the file that it is about; none where it is about no line.
    pub lines: Lines,
}

/// Lines of a file: the first few, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    first: Vec<u32>,
    count: usize,
}

impl Lines {
    /// So many lines are named.
    pub const KEPT: usize = 5;

    /// Adds a line, counted from 1. Lines are added in the order of the file.
    pub fn add(&mut self, line: u32) {
        if self.first.len() < Self::KEPT {
            self.first.push(line);
        }
        self.count += 1;
    }

    /// The first of them, and how many there are in all.
    pub fn of(first: impl IntoIterator<Item = u32>, count: usize) -> Self {
        Self { first: first.into_iter().take(Self::KEPT).collect(), count }
    }

    /// Adds the lines of another part of the file.
    pub fn append(&mut self, other: &Self) {
        self.first.extend(&other.first);
        self.first.sort_unstable();
        self.first.truncate(Self::KEPT);
        self.count += other.count;
    }

    /// The first of them, at most [`Lines::KEPT`].
    pub fn first(&self) -> &[u32] {
        &self.first
    }

    /// How many there are in all.
    pub fn count(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl FromIterator<u32> for Lines {
    fn from_iter<T: IntoIterator<Item = u32>>(lines: T) -> Self {
        let mut all = Self::default();
        lines.into_iter().for_each(|line| all.add(line));
        all
    }
}

/// "line 4", "lines 4, 7 and 9", "lines 4, 7, 9, 12, 15 and 20 more".
impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = self.count.saturating_sub(self.first.len());
        write!(f, "{}", if self.count == 1 { "line" } else { "lines" })?;
        for (at, line) in self.first.iter().enumerate() {
            let before = match at {
                0 => " ",
                at if at + 1 == self.first.len() && more == 0 => " and ",
                _ => ", ",
            };
            write!(f, "{before}{line}")?;
        }
        if more > 0 { write!(f, " and {more} more") } else { Ok(()) }
    }
}

impl Warning {
    /// A warning about a known place.
    pub fn at(message: impl Into<String>, place: impl Into<String>) -> Self {
        Self { message: message.into(), place: place.into(), lines: Lines::default() }
    }

    /// A warning about the whole.
    pub fn new(message: impl Into<String>) -> Self {
        Self::at(message, "")
    }

    /// The same, about these lines of the file.
    #[must_use]
    pub fn on(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.place.is_empty(), self.lines.is_empty()) {
            (false, _) => write!(f, "{} ({})", self.message, self.place),
            (true, false) => write!(f, "{} ({})", self.message, self.lines),
            (true, true) => write!(f, "{}", self.message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Warning};

    #[test]
    fn lines_are_named_as_far_as_one_reads_them() {
        for (lines, text) in [
            (vec![4], "line 4"),
            (vec![4, 7], "lines 4 and 7"),
            (vec![4, 7, 9], "lines 4, 7 and 9"),
            (vec![1, 2, 3, 4, 5], "lines 1, 2, 3, 4 and 5"),
            (vec![1, 2, 3, 4, 5, 6, 7], "lines 1, 2, 3, 4, 5 and 2 more"),
        ] {
            let lines: Lines = lines.into_iter().collect();
            assert_eq!(lines.to_string(), text);
            assert_eq!(Warning::new("Odd.").on(lines).to_string(), format!("Odd. ({text})"));
        }
        let mut lines: Lines = [8, 9, 10].into_iter().collect();
        lines.append(&[1, 2, 3, 4].into_iter().collect());
        assert_eq!((lines.first(), lines.count()), (&[1, 2, 3, 4, 8][..], 7));
    }
}
