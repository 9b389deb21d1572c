//! The left panel: the library of touchpoint types, the outline, and the imported files; what is found while
//! somebody looks for something. Outline and search are drawn by their own modules.

use egui::{Key, RichText, Role, ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo};

use super::find_ui::find_ui;
use super::focus::reveal_focus;
use super::outline::Outline;
use super::placing::placement_after_focus;
use super::request::{Request, Requests};
use super::sources_ui::sources_ui;
use super::style::{color32, icon, icon_font, strong};
use super::tab_row::tabs;
use super::widgets::{empty_state, text_in};
use super::workspace::{LeftTab, Workspace};
use crate::base::Icon;
use crate::edit::{Selection, build};
use crate::model::{LaneKind, Phase, TouchpointType};
use crate::scene::theme::PhaseColors;

/// What is dragged from the library: the code of a touchpoint type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryDrag(pub String);

/// Draws the panel. `outline` is what the outline keeps between frames.
pub fn left_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, outline: &mut Outline) {
    const TABS: [(LeftTab, &str); 3] =
        [(LeftTab::Library, "Library"), (LeftTab::Outline, "Outline"), (LeftTab::Data, "Data")];
    let theme = &workspace.theme;
    if let Some(finding) = &workspace.finding {
        find_ui(ui, workspace, finding, requests);
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(theme.window.padding);
        let chosen = TABS.iter().position(|(tab, _)| *tab == workspace.left_tab).unwrap_or(0);
        let clicked = tabs(ui, theme, &TABS.map(|(_, name)| name), chosen);
        if let Some((tab, _)) = clicked.and_then(|index| TABS.get(index)) {
            requests.push(Request::LeftTab(*tab));
        }
    });
    let rect = ui.max_rect();
    ui.expand_to_include_rect(rect);
    let line_y = rect.top() + theme.window.tab_height;
    ui.painter().hline(rect.x_range(), line_y, Stroke::new(1.0, color32(theme.color.line)));
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| match workspace.left_tab {
        LeftTab::Library => library_ui(ui, workspace, requests),
        LeftTab::Outline => outline.ui(ui, workspace, requests),
        LeftTab::Data => sources_ui(ui, workspace, requests),
    });
}

fn library_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let query_id = ui.scope_id().with("library query");
    let mut query: String = ui.data_mut(|data| data.get_temp(query_id)).unwrap_or_default();
    let field = TextEdit::singleline(&mut query)
        .hint_text("Search touchpoints")
        .prefix(icon(Icon::Search, 14.0).color(color32(theme.color.muted)))
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 6));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search touchpoints"));
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let found: Vec<&TouchpointType> = workspace.catalogue.types.iter().filter(|kind| matches(kind, &query)).collect();
    if enter && let Some(first) = found.first() {
        place_at_focus(workspace, requests, first);
    }
    ui.data_mut(|data| data.insert_temp(query_id, query.clone()));

    if found.is_empty() {
        empty_state(ui, theme, Icon::Search, "No touchpoint of that name.");
        ui.vertical_centered(|ui| {
            ui.add_space(6.0);
            if ui.button(format!("Add \"{}\" as a new one", query.trim())).clicked() {
                place_named(workspace, requests, query.trim());
            }
        });
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for phase in Phase::ALL {
            let of_phase: Vec<_> = found.iter().filter(|kind| kind.phase == phase).collect();
            if of_phase.is_empty() {
                continue;
            }
            phase_heading(ui, workspace, phase);
            for kind in of_phase {
                library_row(ui, workspace, requests, kind);
            }
        }
        ui.add_space(12.0);
        reveal_focus(ui);
    });
}

fn matches(kind: &TouchpointType, query: &str) -> bool {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let hay = format!("{} {} {}", kind.name, kind.channel.label(), kind.keywords.join(" ")).to_lowercase();
    words.iter().all(|word| hay.contains(word.as_str()))
}

fn phase_heading(ui: &mut Ui, workspace: &Workspace, phase: Phase) {
    let theme = &workspace.theme;
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        let (dot, _) = ui.allocate_exact_size(egui::vec2(8.0, 8.0), Sense::hover());
        ui.painter().rect_filled(dot, 2.0, color32(phase_colors(workspace, phase).strong));
        ui.label(strong(phase.label()).size(theme.window.small_text).color(color32(theme.color.muted)));
    });
    ui.add_space(4.0);
}

/// The theme's colors of a phase.
pub fn phase_colors(workspace: &Workspace, phase: Phase) -> PhaseColors {
    let c = &workspace.theme.color;
    match phase {
        Phase::PrePurchase => c.pre_purchase,
        Phase::Purchase => c.purchase,
        Phase::PostPurchase => c.post_purchase,
    }
}

fn library_row(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, kind: &TouchpointType) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let size = egui::vec2(ui.available_width(), theme.window.row_height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let name = kind.name.as_str();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.dnd_set_drag_payload(LibraryDrag(kind.code.clone()));
    if ui.is_rect_visible(rect) {
        let is_lit = response.hovered() || response.has_focus();
        if is_lit {
            ui.painter().rect_filled(rect, theme.window.radius, color32(c.hover));
        }
        let ink = color32(c.ink);
        let middle = rect.center().y;
        ui.painter().text(
            egui::pos2(rect.left() + 16.0, middle),
            egui::Align2::CENTER_CENTER,
            kind.icon.glyph(),
            icon_font(16.0),
            ink,
        );
        let text_rect = egui::Rect::from_min_max(
            egui::pos2(rect.left() + 33.0, rect.top()),
            egui::pos2(rect.right() - 24.0, rect.bottom()),
        );
        let font = egui::TextStyle::Body.resolve(ui.style());
        text_in(ui, text_rect, name, font, ink);
        let grip = color32(if is_lit { c.muted } else { c.disabled });
        ui.painter().text(
            egui::pos2(rect.right() - 12.0, middle),
            egui::Align2::CENTER_CENTER,
            Icon::GripVertical.glyph(),
            icon_font(14.0),
            grip,
        );
    }
    let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    // A screen reader has one kind of click.
    let is_asked = ui.input(|input| input.has_accesskit_action_request(response.id, egui::accesskit::Action::Click));
    if response.double_clicked() || enter || is_asked {
        place_at_focus(workspace, requests, kind);
    }
    let ghost = ui.ctx().is_being_dragged(response.id);
    if ghost {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    response.on_hover_cursor(egui::CursorIcon::Grab).on_hover_ui(|ui| {
        ui.set_max_width(280.0);
        ui.label(strong(&kind.name));
        ui.label(&kind.description);
        ui.label(
            RichText::new(format!(
                "{}. Drag it onto the map; double-click or Enter places it at the focus.",
                kind.channel.label()
            ))
            .small()
            .weak(),
        );
    });
}

fn place_at_focus(workspace: &Workspace, requests: &mut Requests, kind: &TouchpointType) {
    let Some(placement) = placement_after_focus(workspace, Some(LaneKind::Touchpoints), Some(kind.phase)) else {
        return no_room(requests);
    };
    let (edit, touchpoint) = build::new_touchpoint(workspace.document.project(), kind, placement);
    requests.push(Request::EditSelecting(edit, Selection::only(touchpoint)));
    requests.push(Request::RevealFocus);
}

fn place_named(workspace: &Workspace, requests: &mut Requests, name: &str) {
    let Some(placement) = placement_after_focus(workspace, Some(LaneKind::Touchpoints), None) else {
        return no_room(requests);
    };
    let (edit, touchpoint) = build::new_untyped_touchpoint(workspace.document.project(), name, placement);
    requests.push(Request::EditSelecting(edit, Selection::only(touchpoint)));
    requests.push(Request::RevealFocus);
}

fn no_room(requests: &mut Requests) {
    let text = "This journey has no stage or no lane of touchpoints yet. Add one from the Insert menu first.";
    requests.push(Request::Notify(super::workspace::Notice::Warning(text.to_owned())));
}
