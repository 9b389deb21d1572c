//! How long work is told to stop, and tells how far it is. Starts nothing and waits for nothing.

use std::sync::atomic::{AtomicBool, Ordering};

/// What long work looks at as it goes.
#[derive(Clone, Copy)]
pub struct Pace<'a> {
    cancel: &'a AtomicBool,
    report: Option<&'a dyn Fn(f32)>,
    /// Where this part of the work begins and ends, in the whole.
    from: f32,
    to: f32,
}

/// The work was told to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canceled;

impl<'a> Pace<'a> {
    /// `report` is told how far the work is, 0 to 1, now and then.
    pub fn new(cancel: &'a AtomicBool, report: &'a dyn Fn(f32)) -> Self {
        Self { cancel, report: Some(report), from: 0.0, to: 1.0 }
    }

    /// The flag that says to stop, for work that tells nothing.
    pub fn cancel(&self) -> &'a AtomicBool {
        self.cancel
    }

    /// A part of the work, from one share of it to another.
    #[must_use]
    pub fn part(&self, from: f32, to: f32) -> Self {
        let at = |share: f32| self.from + share * (self.to - self.from);
        Self { from: at(from), to: at(to), ..*self }
    }

    /// Says that so much is done, 0 to 1.
    ///
    /// # Errors
    /// [`Canceled`] if it is to stop here.
    pub fn at(&self, share: f32) -> Result<(), Canceled> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Canceled);
        }
        if let Some(report) = self.report {
            report(self.from + share.clamp(0.0, 1.0) * (self.to - self.from));
        }
        Ok(())
    }

    /// The same for one of many steps, which are as long as each other.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn step(&self, done: usize, of: usize) -> Result<(), Canceled> {
        self.at(done as f32 / of.max(1) as f32)
    }
}

impl<'a> From<&'a AtomicBool> for Pace<'a> {
    fn from(cancel: &'a AtomicBool) -> Self {
        Self { cancel, report: None, from: 0.0, to: 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn parts_of_parts_are_told_as_shares_of_the_whole() {
        let (cancel, told) = (AtomicBool::new(false), RefCell::new(Vec::new()));
        let report = |share: f32| told.borrow_mut().push((share * 1_000.0).round());
        let whole = Pace::new(&cancel, &report);
        let part = whole.part(0.5, 1.0).part(0.0, 0.5);
        for (done, of) in [(0, 2), (1, 2), (2, 2), (0, 0)] {
            part.step(done, of).unwrap();
        }
        assert_eq!(*told.borrow(), [500.0, 625.0, 750.0, 500.0]);
        cancel.store(true, Ordering::Relaxed);
        assert_eq!(part.at(0.9), Err(Canceled));
        assert_eq!(told.borrow().len(), 4, "who stops is told nothing more");
    }
}
