//! The result of a vote as a list: the most dots first, each with its bar, its share and what can be made of it.

use egui::{Align, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::state::WorkshopWish;
use super::vote_ui::state_buttons_ui;
use super::wish;
use crate::analysis::votes::{VoteRow, as_rows, results, voted};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, strong};
use crate::app::widgets::{IconButton, text_in};
use crate::app::workspace::{Notice, Workspace};
use crate::base::{Color, Icon};
use crate::model::{Poll, Subject};

/// The color of that share of the most dots, 0 to 1.
pub fn heat(workspace: &Workspace, share: f32) -> Color {
    let steps = &workspace.theme.color.heat;
    let last = steps.len().saturating_sub(1);
    let at = (share.clamp(0.0, 1.0) * last as f32).round() as usize;
    steps.get(at).copied().unwrap_or(workspace.theme.color.accent)
}

/// Draws what the dots came to.
pub fn results_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, poll: &Poll) {
    let project = workspace.document.project();
    let order_id = ui.scope_id().with("in order of the map");
    let mut is_in_order: bool = ui.data(|data| data.get_temp(order_id)).unwrap_or(false);
    let mut rows = results(project, poll);
    let most = rows.iter().map(|row| row.dots).max().unwrap_or(0);
    let all: u32 = rows.iter().map(|row| row.dots).sum();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        let people = voted(poll);
        let text =
            format!("{all} {} of {people} {}", plural(all, "dot"), if people == 1 { "person" } else { "people" });
        ui.label(strong(text));
        state_buttons_ui(ui, workspace, requests, poll);
        let copy = IconButton::new(Some(Icon::Copy), "", "Copy the result");
        if copy.tip("Copy the result as rows for a spreadsheet").ui(ui, &workspace.theme).clicked() {
            requests.push(Request::CopyText(as_rows(&rows)));
            requests.push(Request::Notify(Notice::Done("The result was copied.".to_owned())));
        }
        ui.checkbox(&mut is_in_order, "In the order of the map");
    });
    ui.data_mut(|data| data.insert_temp(order_id, is_in_order));
    if is_in_order {
        let rank = |row: &VoteRow| poll.choices.iter().position(|choice| choice.item == row.item);
        rows.sort_by_key(rank);
    }
    let gone = rows.iter().filter(|row| row.is_gone).count();
    if gone > 0 {
        let text =
            format!("{gone} {} deleted since. The dots stay here.", if gone == 1 { "card was" } else { "cards were" });
        ui.label(RichText::new(text).small().color(color32(workspace.theme.color.muted)));
    }
    ui.add_space(2.0);
    for row in &rows {
        let is_tied = row.dots > 0 && rows.iter().filter(|other| other.rank == row.rank).count() > 1;
        ui.push_id(row.item, |ui| row_ui(ui, workspace, requests, row, (most, is_tied)));
    }
}

fn plural(count: u32, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &VoteRow, (most, is_tied): (u32, bool)) {
    /// In less room, in points, the text of the card comes before what can be read elsewhere.
    const NARROW: f32 = 520.0;
    let is_narrow = ui.available_width() < NARROW;
    let bar_width = if is_narrow { 56.0 } else { 110.0 };
    let theme = &workspace.theme;
    let c = &theme.color;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        // Nobody has a rank without a dot; who shares one reads so.
        let rank = match (row.dots, is_tied) {
            (0, _) => "–".to_owned(),
            (_, true) => format!("={}.", row.rank),
            (_, false) => format!("{}.", row.rank),
        };
        let rank = ui.add_sized([28.0, 20.0], egui::Label::new(RichText::new(rank).color(color32(c.muted))));
        if is_tied {
            rank.on_hover_text("As many dots as another card");
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let name = format!("Make an action of {}", row.text);
            let make = IconButton::new(Some(Icon::Rocket), "", &name).enabled(!row.is_gone);
            if make.tip("Make an action of it").ui(ui, theme).clicked() && !row.is_gone {
                wish(requests, WorkshopWish::ActionOf(row.item));
            }
            let people = format!("{} {}", row.people, if row.people == 1 { "person" } else { "people" });
            let counts = format!("{people}, {:.0}% of all dots", row.share * 100.0);
            let people = RichText::new(people).small().color(color32(c.muted));
            if !is_narrow {
                ui.add_sized([62.0, 20.0], egui::Label::new(people));
                let share = RichText::new(format!("{:.0}%", row.share * 100.0)).color(color32(c.muted));
                ui.add_sized([40.0, 20.0], egui::Label::new(share));
            }
            ui.add_sized([26.0, 20.0], egui::Label::new(strong(row.dots.to_string())));
            let (rect, _) = ui.allocate_exact_size(vec2(bar_width, 20.0), Sense::hover());
            let track = Rect::from_center_size(rect.center(), vec2(bar_width, 8.0));
            ui.painter().rect_filled(track, 4.0, color32(c.line));
            if most > 0 && row.dots > 0 {
                let share = row.dots as f32 / most as f32;
                let bar = Rect::from_min_max(track.min, pos2(track.left() + bar_width * share, track.bottom()));
                ui.painter().rect_filled(bar, 4.0, color32(heat(workspace, share)));
            }
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), theme.window.control_height), Sense::click());
            response.widget_info(|| {
                let tied = if is_tied { ", tied" } else { "" };
                let name = format!("{}, rank {}, {} {}{tied}", row.text, row.rank, row.dots, plural(row.dots, "dot"));
                WidgetInfo::labeled(Role::Button, true, name)
            });
            let text = if row.is_gone { format!("{} (deleted)", row.text) } else { row.text.clone() };
            let ink = color32(if row.is_gone { c.muted } else { c.ink });
            text_in(ui, rect, &text, egui::TextStyle::Body.resolve(ui.style()), ink);
            if response.on_hover_text(format!("{text}: {counts}. Show it on the map")).clicked() && !row.is_gone {
                requests.push(Request::GoTo(Subject::Item(row.item)));
            }
        });
    });
}
