//! Messages that go away by themselves, at the lower right.

use std::time::Duration;

use super::workspace::Notice;

/// The messages on show.
#[derive(Default)]
pub struct Notices {
    waiting: Vec<Notice>,
    toasts: Option<egui_notify::Toasts>,
    /// What was said, newest last, for tests and for people who looked away.
    pub log: Vec<Notice>,
}

impl Notices {
    pub fn push(&mut self, notice: Notice) {
        const KEPT: usize = 50;
        self.log.push(notice.clone());
        if self.log.len() > KEPT {
            self.log.remove(0);
        }
        self.waiting.push(notice);
    }

    /// Draws them. Failures stay longer, so that they can be read to the end.
    pub fn ui(&mut self, ctx: &egui::Context) {
        let toasts = self
            .toasts
            .get_or_insert_with(|| egui_notify::Toasts::default().with_anchor(egui_notify::Anchor::BottomRight).with_margin(egui::vec2(16.0, 40.0)));
        for notice in self.waiting.drain(..) {
            match notice {
                Notice::Done(text) => toasts.success(text).duration(Some(Duration::from_secs(4))).show_progress_bar(false),
                Notice::Warning(text) => toasts.warning(text).duration(Some(Duration::from_secs(8))).show_progress_bar(false),
                Notice::Failed(text) => toasts.error(text).duration(Some(Duration::from_secs(12))).show_progress_bar(false),
            };
        }
        toasts.show(ctx);
    }
}
