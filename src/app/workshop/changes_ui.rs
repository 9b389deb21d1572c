//! What two states differ in, as a list: what was added, removed, changed and moved, each with a jump.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::marks::{kind_color, kind_icon};
use super::state::{Compared, Comparison, WorkshopWish};
use super::wish;
use crate::analysis::difference::{Change, ChangeKind, FieldChange, Matching};
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, icon_font, strong};
use crate::app::widgets::{Emphasis, IconButton, action_button, combo_icon, empty_state, text_in};
use crate::app::workspace::{Notice, Workspace};
use crate::base::Icon;
use crate::model::{JourneyId, SnapshotId};
use crate::scene::Face;

/// Rows that are laid out at most; more can be narrowed down by kind.
const MOST_ROWS: usize = 400;
/// In less room, in points, the line of choices is shorter.
const NARROW: f32 = 480.0;

/// Draws the part.
pub fn changes_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let state = &workspace.workshop;
    choice_ui(ui, workspace, requests);
    if !state.comparison_error.is_empty() {
        ui.add_space(6.0);
        let text = format!("These can't be compared. {}", state.comparison_error);
        ui.label(RichText::new(text).color(color32(theme.color.bad)));
        return;
    }
    let Some(comparison) = &state.comparison else {
        if state.is_comparing {
            ui.add_space(6.0);
            ui.label(RichText::new("Comparing…").color(color32(theme.color.muted)));
            return;
        }
        let text = "Choose a snapshot to see what changed since, or compare current and future state.";
        empty_state(ui, theme, Icon::ArrowLeftRight, text);
        return;
    };
    kinds_ui(ui, workspace, requests, comparison);
    let changes = &comparison.difference.changes;
    if changes.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new("Nothing differs.").color(color32(theme.color.muted)));
        return;
    }
    let shown = changes.iter().filter(|change| state.kind.is_none_or(|kind| kind == change.kind));
    for (at, change) in shown.clone().take(MOST_ROWS).enumerate() {
        ui.push_id(at, |ui| row_ui(ui, workspace, requests, comparison, change));
    }
    if let Some(more) = shown.count().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        let text = format!("and {more} more. Narrow them down by kind above.");
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    }
}

/// Which two states are compared.
fn choice_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let of = workspace.workshop.comparison.as_ref().map(|comparison| comparison.of);
    let snapshot = |id: SnapshotId| project.snapshot(id).map(|snapshot| snapshot.name()).unwrap_or_default();
    let journey = |id: JourneyId| {
        let record = project.journeys.get(&id);
        record.map(|journey| format!("{} ({})", journey.name, journey.state.label())).unwrap_or_default()
    };
    let (before, after) = match of {
        None => ("Compare…".to_owned(), None),
        Some(Compared::Snapshots { before, after }) => {
            (snapshot(before), Some(after.map_or_else(|| "Now".to_owned(), snapshot)))
        }
        Some(Compared::Journeys { before, after }) => (journey(before), Some(journey(after))),
    };
    let is_narrow = ui.available_width() < NARROW;
    let (first_width, second_width) = if is_narrow { (150.0, 100.0) } else { (190.0, 150.0) };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        egui::ComboBox::from_id_salt("before")
            .selected_text(before)
            .width(first_width)
            .icon(combo_icon)
            .show_ui(ui, |ui| {
                for known in project.snapshots.iter().rev() {
                    if ui.selectable_label(false, known.name()).clicked() {
                        let of = Compared::Snapshots { before: known.id, after: None };
                        wish(requests, WorkshopWish::Compare(Some(of)));
                    }
                }
                for id in project.journey_order.iter().filter(|id| **id != workspace.journey) {
                    if ui.selectable_label(false, journey(*id)).clicked() {
                        let of = Compared::Journeys { before: *id, after: workspace.journey };
                        wish(requests, WorkshopWish::Compare(Some(of)));
                    }
                }
                if project.snapshots.is_empty() && project.journey_order.len() < 2 {
                    ui.label(RichText::new("No snapshot and no other journey yet").weak());
                }
            })
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Older state"));
        if let Some(after) = after {
            ui.label("→");
            match of {
                Some(Compared::Snapshots { before, .. }) => {
                    egui::ComboBox::from_id_salt("after")
                        .selected_text(after)
                        .width(second_width)
                        .icon(combo_icon)
                        .show_ui(ui, |ui| {
                            let others = project.snapshots.iter().rev().filter(|known| known.id != before);
                            let others = others.map(|known| (Some(known.id), known.name()));
                            for (after, name) in std::iter::once((None, "Now".to_owned())).chain(others) {
                                if ui.selectable_label(false, name).clicked() {
                                    let of = Compared::Snapshots { before, after };
                                    wish(requests, WorkshopWish::Compare(Some(of)));
                                }
                            }
                        })
                        .response
                        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Newer state"));
                }
                Some(Compared::Journeys { before, after: newer }) => {
                    ui.label(strong(after));
                    let swap = IconButton::new(Some(Icon::ArrowLeftRight), "", "Swap the two");
                    if swap.tip("Compare the other way round").ui(ui, theme).clicked() {
                        let of = Compared::Journeys { before: newer, after: before };
                        wish(requests, WorkshopWish::Compare(Some(of)));
                    }
                }
                None => {}
            }
            let is_on = workspace.workshop.is_side_by_side;
            let text = if is_narrow { "" } else { "Both maps" };
            let both = IconButton::new(Some(Icon::Columns3), text, "Both maps").on(is_on);
            if both.tip("Show both maps, moved and zoomed together").ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::SideBySide(!is_on));
            }
            let close = IconButton::new(Some(Icon::X), "", "Stop comparing");
            if close.tip("Compare no more, and take the marks off the map").ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::Compare(None));
            }
        } else {
            let states = Action::CompareStates;
            action_button(ui, workspace, requests, states, "Current and future", Emphasis::Outlined);
        }
    });
    ui.add_space(2.0);
}

/// How many there are of each kind, to be narrowed down by.
fn kinds_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, comparison: &Comparison) {
    let theme = &workspace.theme;
    let chosen = workspace.workshop.kind;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for kind in ChangeKind::ALL {
            let count = comparison.difference.count(kind);
            if count == 0 {
                continue;
            }
            let text = format!("{} {count}", kind.label());
            let button = IconButton::new(Some(kind_icon(kind)), &text, &text).on(chosen == Some(kind));
            if button.tip("Only these").ui(ui, theme).clicked() {
                wish(requests, WorkshopWish::ShowKind((chosen != Some(kind)).then_some(kind)));
            }
        }
        let any = !comparison.difference.changes.is_empty();
        let copy = IconButton::new(Some(Icon::Copy), "Copy list", "Copy list").enabled(any);
        if copy
            .tip("Copy every change as rows for a spreadsheet: what, where, which field, from, to")
            .ui(ui, theme)
            .clicked()
            && any
        {
            requests.push(Request::CopyText(comparison.difference.rows()));
            requests.push(Request::Notify(Notice::Done("The changes were copied.".to_owned())));
        }
        if comparison.difference.how == Matching::Titles {
            let text = "Matched by titles and places: what was renamed counts as another.";
            ui.label(RichText::new(text).small().color(color32(theme.color.muted)));
        }
    });
    ui.add_space(2.0);
}

/// Shape and word, what and where it is, and from what to what: in one line, or in two where one has no room.
fn row_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, comparison: &Comparison, change: &Change) {
    /// From this width on, in points, one line holds all.
    const WIDE: f32 = 620.0;
    let theme = &workspace.theme;
    let c = &theme.color;
    let goal = change.after.or(match comparison.of {
        Compared::Journeys { .. } => change.before,
        Compared::Snapshots { .. } => None,
    });
    let fields: Vec<String> = change.fields.iter().map(FieldChange::text).collect();
    let what =
        if change.place.is_empty() { change.noun.to_owned() } else { format!("{}, {}", change.noun, change.place) };
    let is_wide = ui.available_width() >= WIDE;
    let height = if is_wide { 26.0 } else { 40.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = format!("{}: {}, {what}", change.kind.label(), change.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, goal.is_some(), &name));
    if response.hovered() && goal.is_some() {
        ui.painter().rect_filled(rect, theme.window.radius, color32(c.hover));
    }
    let color = color32(kind_color(workspace, change.kind));
    let body = egui::TextStyle::Body.resolve(ui.style());
    let small = egui::FontId::new(theme.window.small_text, family(Face::Regular));
    let word = egui::FontId::new(theme.window.small_text, family(Face::SemiBold));
    let inside = rect.shrink2(vec2(6.0, 0.0));
    let first_line = if is_wide { inside } else { inside.with_max_y(inside.top() + 22.0) };
    let center = egui::pos2(inside.left() + 8.0, first_line.center().y);
    ui.painter().text(center, egui::Align2::CENTER_CENTER, kind_icon(change.kind).glyph(), icon_font(14.0), color);
    let part = |from: f32, width: f32, text: &str, font: &egui::FontId, ink| {
        let rect = first_line.with_min_x(first_line.left() + from);
        text_in(ui, rect.with_max_x(rect.left() + width - 6.0), text, font.clone(), color32(ink));
    };
    const WORD: f32 = 62.0;
    let left = 24.0;
    part(left, WORD, change.kind.label(), &word, c.ink);
    let room = inside.width() - left - WORD;
    let from_to = fields.join(" · ");
    if is_wide {
        part(left + WORD, room * 0.32, &change.name, &body, c.ink);
        part(left + WORD + room * 0.32, room * 0.22, &what, &small, c.muted);
        part(left + WORD + room * 0.54, room * 0.46, &from_to, &small, c.ink);
    } else {
        part(left + WORD, room, &change.name, &body, c.ink);
        let rest = if from_to.is_empty() { what.clone() } else { format!("{what} · {from_to}") };
        let below =
            egui::Rect::from_min_max(egui::pos2(inside.left() + left + WORD, first_line.bottom() - 2.0), inside.max);
        text_in(ui, below, &rest, small, color32(c.muted));
    }
    let tip = if fields.is_empty() { name.clone() } else { format!("{name}\n{}", fields.join("\n")) };
    let tip = if goal.is_some() { format!("{tip}\nClick to show it on the map") } else { tip };
    if response.on_hover_text(tip).clicked()
        && let Some(goal) = goal
    {
        requests.push(Request::GoTo(goal));
    }
}
