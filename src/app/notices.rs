//! Messages that go away by themselves, at the lower right. (egui-notify draws its marks with characters that the
//! bundled fonts do not have, so these few lines are our own.)

use std::time::Duration;

use egui::{Align2, Area, Context, Id, Order, Stroke};

use super::action::Action;
use super::outside::Outside;
use super::request::{Request, Requests};
use super::style::{color32, icon};
use super::widgets::{Emphasis, IconButton, action_tip};
use super::workspace::{Notice, Workspace};
use crate::base::Icon;

/// How many are on show at once; the oldest give way.
const SHOWN: usize = 4;

/// The messages on show.
#[derive(Default)]
pub struct Notices {
    shown: Vec<Shown>,
    next_id: u64,
    /// What was said, newest last, for tests and for people who looked away.
    pub log: Vec<Notice>,
}

struct Shown {
    id: u64,
    notice: Notice,
    /// When it goes, in the context's time; set as it is first drawn.
    until_s: Option<f64>,
}

impl Notices {
    pub fn push(&mut self, notice: Notice) {
        const KEPT: usize = 50;
        self.log.push(notice.clone());
        if self.log.len() > KEPT {
            self.log.remove(0);
        }
        self.next_id += 1;
        self.shown.push(Shown { id: self.next_id, notice, until_s: None });
        if self.shown.len() > SHOWN {
            self.shown.remove(0);
        }
    }

    /// Draws them. Failures stay longer, so that they can be read to the end; the pointer holds them all.
    pub fn ui(&mut self, ctx: &Context, workspace: &Workspace, requests: &mut Requests) {
        self.shown.retain(|shown| shown.notice.is_true(workspace));
        if self.shown.is_empty() {
            return;
        }
        let now_s = ctx.input(|input| input.time);
        let mut bottom = ctx.content_rect().bottom() - workspace.theme.window.status_height - 12.0;
        // The buttons of dialogs are at the lower right: there a message must not cover them.
        let content = ctx.content_rect();
        let (pivot, x) = match workspace.dialog {
            Some(_) => (Align2::LEFT_BOTTOM, content.left() + 16.0),
            None => (Align2::RIGHT_BOTTOM, content.right() - 16.0),
        };
        let mut closed = None;
        let mut is_held = false;
        for shown in self.shown.iter_mut().rev() {
            let area = Area::new(Id::unique(("notice", shown.id)))
                .order(Order::Foreground)
                .pivot(pivot)
                .fixed_pos(egui::pos2(x, bottom));
            let response = area.show(ctx, |ui| notice_ui(ui, workspace, requests, &shown.notice));
            if response.inner {
                closed = Some(shown.id);
            }
            is_held |= response.response.contains_pointer();
            bottom = response.response.rect.top() - 8.0;
            shown.until_s.get_or_insert(now_s + seconds(&shown.notice));
        }
        if is_held {
            for shown in &mut self.shown {
                shown.until_s = shown.until_s.map(|until_s| until_s.max(now_s + 1.0));
            }
        }
        self.shown.retain(|shown| Some(shown.id) != closed && shown.until_s.is_none_or(|until_s| until_s > now_s));
        let next = self.shown.iter().filter_map(|shown| shown.until_s).fold(f64::INFINITY, f64::min);
        if next.is_finite() {
            ctx.request_repaint_after(Duration::from_secs_f64((next - now_s).clamp(0.05, 60.0)));
        }
    }
}

impl Notice {
    /// Whether what it says was done has not been undone.
    fn is_true(&self, workspace: &Workspace) -> bool {
        match self {
            Notice::Undoable(_, revision) => workspace.document.stands(*revision),
            Notice::Done(_) | Notice::Written(..) | Notice::Warning(_) | Notice::Failed(_) | Notice::Found(..) => true,
        }
    }
}

fn seconds(notice: &Notice) -> f64 {
    match notice {
        Notice::Done(_) => 5.0,
        Notice::Undoable(..) | Notice::Warning(_) => 9.0,
        Notice::Found(..) => 60.0,
        Notice::Failed(_) | Notice::Written(..) => 14.0,
    }
}

/// One message. Returns whether it was closed.
fn notice_ui(ui: &mut egui::Ui, workspace: &Workspace, requests: &mut Requests, notice: &Notice) -> bool {
    let theme = &workspace.theme;
    let c = &theme.color;
    let (picture, color, text) = match notice {
        Notice::Done(text) | Notice::Undoable(text, _) | Notice::Written(text, _) => (Icon::CircleCheck, c.good, text),
        Notice::Warning(text) => (Icon::TriangleAlert, c.risk, text),
        Notice::Failed(text) => (Icon::CircleAlert, c.bad, text),
        Notice::Found(text, _, _) => (Icon::FileSpreadsheet, c.accent, text),
    };
    let frame = egui::Frame::NONE
        .fill(color32(c.surface))
        .stroke(Stroke::new(1.0, color32(c.line)))
        .corner_radius(8.0)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(egui::Margin { left: 14, right: 6, top: 6, bottom: 6 });
    frame
        .show(ui, |ui| {
            ui.set_max_width(420.0);
            let is_left = ui
                .horizontal(|ui| {
                    ui.label(icon(picture, 16.0).color(color32(color)));
                    ui.add(egui::Label::new(text).wrap_mode(egui::TextWrapMode::Wrap));
                    let is_undone = undo_ui(ui, workspace, requests, notice);
                    let is_reviewed = review_ui(ui, workspace, requests, notice);
                    IconButton::new(Some(Icon::X), "", "Dismiss").ui(ui, theme).clicked() || is_undone || is_reviewed
                })
                .inner;
            files_ui(ui, workspace, requests, notice);
            is_left
        })
        .inner
}

/// The buttons that lead to what was written: the file, if it is one, and its place.
fn files_ui(ui: &mut egui::Ui, workspace: &Workspace, requests: &mut Requests, notice: &Notice) {
    let Notice::Written(_, paths) = notice else { return };
    let Some(first) = paths.first() else { return };
    const BELOW_TEXT: f32 = 24.0;
    ui.horizontal(|ui| {
        ui.add_space(BELOW_TEXT);
        let mut button = |icon, name, tip: String, what| {
            let button = IconButton::new(Some(icon), name, name).emphasis(Emphasis::Outlined).tip(tip);
            if button.ui(ui, &workspace.theme).clicked() {
                requests.push(Request::OpenOutside(first.clone(), what));
            }
        };
        if paths.len() == 1 {
            let tip = "Open it in the program that it belongs to".to_owned();
            button(Icon::ExternalLink, "Open", tip, Outside::Open);
        }
        let place = first.parent().unwrap_or(first).display();
        button(Icon::FolderOpen, "Show in folder", format!("Show where it is: {place}"), Outside::ShowInFolder);
    });
    ui.add_space(4.0);
}

/// The button that shows what a found file would change.
fn review_ui(ui: &mut egui::Ui, workspace: &Workspace, requests: &mut Requests, notice: &Notice) -> bool {
    let Notice::Found(_, path, source) = notice else { return false };
    let button = IconButton::new(None, "Review…", "Review").emphasis(Emphasis::Outlined);
    let is_clicked =
        button.tip("Show what it would change; nothing is imported yet").ui(ui, &workspace.theme).clicked();
    if is_clicked {
        requests.push(Request::ReviewFile(path.clone(), *source));
    }
    is_clicked
}

/// The button that takes back what the message is about, as long as that is what undo would take back.
fn undo_ui(ui: &mut egui::Ui, workspace: &Workspace, requests: &mut Requests, notice: &Notice) -> bool {
    let Notice::Undoable(_, revision) = notice else { return false };
    if *revision != workspace.document.revision() {
        return false;
    }
    let button = IconButton::new(Some(Icon::Undo2), "Undo", "Undo").tip(action_tip(ui, Action::Undo));
    let is_clicked = button.ui(ui, &workspace.theme).clicked();
    if is_clicked {
        requests.run(Action::Undo);
    }
    is_clicked
}
