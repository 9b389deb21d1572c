//! The tab "Compare": two periods touchpoint by touchpoint, or segments side by side, each difference tested and told
//! with its interval; and how many visits it takes before a difference can be seen. Counting is `analysis::compare`'s
//! and `analysis::segments`'s; it runs in the background (`run`). What is chosen lives in `choices`, which rows are
//! listed in `rows`, and none of them draw.

mod bar_ui;
mod choices;
mod curve_ui;
mod days_ui;
mod detail_ui;
mod opportunity_ui;
mod periods_ui;
mod row_ui;
mod rows;
mod run;
mod sample_size;
mod sample_size_ui;
mod segments_ui;
#[cfg(test)]
mod tests;
pub mod told;
mod tsv;

pub use choices::{Choices, Comparing, Kind};
pub use run::{ComparingOf, Found};
pub use sample_size::SampleSize;
pub use sample_size_ui::sample_size_ui;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Margin, PopupCloseBehavior, ProgressBar, RichText, ScrollArea, Ui, vec2};

use self::choices::{Mode, Progress};
use super::action::Action;
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon};
use super::widgets::{Emphasis, IconButton, action_button, empty_state};
use super::workspace::Workspace;
use crate::base::Icon;

/// Left and right of everything, in points.
const MARGIN: i8 = 16;

/// In a panel narrower than this, in points, what stands beside the rows is opened by a button instead.
const WIDE: f32 = 880.0;

/// Draws the tab.
pub fn comparing_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let was = &workspace.comparing.choices;
    let mut choices = was.clone();
    egui::Frame::NONE.inner_margin(Margin::symmetric(MARGIN, 4)).show(ui, |ui| match was.mode {
        Mode::Periods => periods_ui::periods_ui(ui, workspace, requests, &mut choices),
        Mode::Segments => segments_ui::segments_ui(ui, workspace, requests, &mut choices),
    });
    if choices != *was {
        requests.push(Request::SetComparing(Box::new(choices)));
    }
}

/// What can be done with what is compared, for the end of the row of tabs.
pub fn ends_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    action_button(ui, workspace, requests, Action::CopyComparison, "", Emphasis::Quiet);
    action_button(ui, workspace, requests, Action::SampleSize, "", Emphasis::Quiet);
}

/// The row of choices: which of the two, and what `add` adds.
fn tools_ui(ui: &mut Ui, workspace: &Workspace, choices: &mut Choices, add: impl FnOnce(&mut Ui, &mut Choices)) {
    let is_wide = ui.available_width() >= WIDE;
    let modes = |ui: &mut Ui, choices: &mut Choices| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for mode in Mode::ALL {
            let button = IconButton::new(None, mode.label(), mode.label())
                .emphasis(Emphasis::Outlined)
                .on(choices.mode == mode)
                .tip(match mode {
                    Mode::Periods => "Every figure before and after",
                    Mode::Segments => "One metric by segment",
                });
            if button.ui(ui, &workspace.theme).clicked() {
                choices.mode = mode;
            }
        }
        ui.add_space(4.0);
    };
    if is_wide {
        ui.horizontal(|ui| {
            modes(ui, choices);
            add(ui, choices);
        });
        return;
    }
    ui.scope(|ui| {
        ui.style_mut().always_scroll_the_only_direction = true;
        ScrollArea::horizontal().id_salt("comparison choices").auto_shrink([false, true]).show(ui, |ui| {
            ui.horizontal(|ui| {
                modes(ui, choices);
                add(ui, choices);
            });
            reveal_focus(ui);
        });
    });
}

/// A button that opens choices. `is_list`: a click on an entry closes it.
fn menu_ui(ui: &mut Ui, label: &str, (name, tip): (&str, &str), is_list: bool, add: impl FnOnce(&mut Ui)) {
    /// Longer names end in "…".
    const WIDEST: usize = 34;
    let shown: String = if label.chars().count() > WIDEST {
        label.chars().take(WIDEST - 1).chain(['…']).collect()
    } else {
        label.to_owned()
    };
    let button = Button::new((shown, icon(Icon::ChevronDown, 12.0))).frame_when_inactive(false);
    let close = if is_list { PopupCloseBehavior::CloseOnClick } else { PopupCloseBehavior::CloseOnClickOutside };
    let (response, _) = MenuButton::from_button(button).config(MenuConfig::new().close_behavior(close)).ui(ui, |ui| {
        ui.set_min_width(190.0);
        let rows = ScrollArea::vertical().max_height(360.0);
        rows.show(ui, |ui| {
            add(ui);
            reveal_focus(ui);
        });
    });
    response.on_hover_text(tip).accessible_name(format!("{name}: {label}"));
}

/// A choice of one of a list. Returns what was taken.
fn one_of<T>(
    ui: &mut Ui,
    label: &str,
    words: (&str, &str),
    offered: impl Iterator<Item = (String, bool, T)>,
) -> Option<T> {
    let mut taken = None;
    menu_ui(ui, label, words, true, |ui| {
        for (text, is_on, value) in offered {
            if ui.selectable_label(is_on, text).clicked() {
                taken = Some(value);
                ui.close();
            }
        }
    });
    taken
}

/// How far the comparison is, while it is under way, with a way to stop it; that it was stopped, with a way to start
/// again. Returns whether anything was said.
fn progress_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, progress: &Progress) -> bool {
    let theme = &workspace.theme;
    let muted = |text: &str| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    match progress {
        Progress::Done | Progress::Refused(_) => false,
        Progress::Working => {
            let Some(job) = workspace.jobs.iter().rev().find(|job| job.label == run::LABEL) else { return false };
            let stop = IconButton::new(Some(Icon::X), "", "Stop comparing").tip("Stop comparing");
            if stop.ui(ui, theme).clicked() {
                requests.push(Request::CancelJob(job.id));
            }
            let bar = ProgressBar::new(job.progress.unwrap_or_default()).desired_width(72.0).desired_height(6.0);
            ui.add(bar).accessible_name("Progress of the comparison");
            ui.label(muted("Comparing…"));
            true
        }
        Progress::Stopped => {
            let again = IconButton::new(Some(Icon::RefreshCw), "Compare again", "Compare again");
            if again.emphasis(Emphasis::Outlined).ui(ui, theme).clicked() {
                requests.push(Request::CompareAgain);
            }
            ui.label(muted("Stopped. These are not the figures asked for."));
            true
        }
    }
}

/// Pales what is no longer what was asked for, the longer it takes.
fn pale_while(ui: &mut Ui, progress: &Progress) {
    const SLOWLY_S: f32 = 0.6;
    let is_stale = match progress {
        Progress::Working | Progress::Stopped => true,
        Progress::Done | Progress::Refused(_) => false,
    };
    let share = ui.ctx().animate_bool_with_time(ui.scope_id().with("stale"), is_stale, SLOWLY_S);
    ui.set_opacity(1.0 - 0.5 * share);
}

/// What to say where nothing was found: why, or that it is under way.
fn nothing_ui(ui: &mut Ui, workspace: &Workspace, progress: &Progress) {
    let text = match progress {
        Progress::Refused(why) => why.as_str(),
        Progress::Working => "Comparing…",
        Progress::Stopped => "Nothing was compared yet.",
        Progress::Done => "Nothing was measured on these days. Choose other days, metrics or segments.",
    };
    empty_state(ui, &workspace.theme, Icon::ArrowLeftRight, text);
}

/// A rectangle of that height over all of the width, for what is painted by hand.
fn strip(ui: &mut Ui, height: f32) -> egui::Rect {
    let size = vec2(ui.available_width(), height);
    ui.allocate_exact_size(size, egui::Sense::hover()).0
}
