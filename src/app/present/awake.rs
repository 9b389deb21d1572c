//! Whether the screen may turn off. Behind a trait, so that tests need no desktop; the desktop's own is in `jobs`.

/// Keeps the screen on.
pub trait StayAwake {
    /// From now on. Whether it can be done may be known only later: see [`Self::failure`].
    fn hold(&mut self, ctx: &egui::Context);

    /// No longer.
    fn release(&mut self);

    /// Why the screen may turn off all the same, once.
    fn failure(&mut self) -> Option<String>;
}

/// For tests and measurements, which have no screen.
pub struct DoesNotSleep;

impl StayAwake for DoesNotSleep {
    fn hold(&mut self, _ctx: &egui::Context) {}

    fn release(&mut self) {}

    fn failure(&mut self) -> Option<String> {
        None
    }
}
