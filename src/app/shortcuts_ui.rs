//! Every shortcut on one page: those of the action table by menu, and the keys that map, table and fields answer
//! themselves.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};

use super::action::{Action, Menu};
use super::focus::reveal_focus;
use super::modal_ui::foot;
use super::request::{Request, Requests};
use super::style::{color32, strong};
use super::workspace::Workspace;

/// Keys, or what the pointer does, that no menu shows: what it is for, and how.
type Rows = &'static [(&'static str, &'static str)];

const CAPTURE: Rows = &[
    ("Begin a card in an empty cell", "Type, or Enter"),
    ("Next card", "Enter"),
    ("Next cell, cell before", "Tab, Shift+Tab"),
    ("New line in a card", "Shift+Enter"),
    ("A card for each line", "Paste a list"),
    ("Keep and stop", "Esc, Ctrl+Enter"),
];

const MAP: Rows = &[
    ("Go to card, cell or header", "Arrows"),
    ("First and last", "Home, End"),
    ("Select on the way", "Shift+arrows"),
    ("Move what is selected", "Alt+arrows"),
    ("Edit a text, show a picture", "Enter, double-click"),
    ("Menu of what has the focus", "Shift+F10, Menu key"),
    ("Look elsewhere", "Ctrl+arrows"),
    ("Leave the map", "F6"),
    ("Let go, select nothing", "Esc"),
];

const FACES: Rows = &[
    ("Better or worse", "↑ ↓, Shift+↑ ↓, or drag"),
    ("Awful to delighted", "1 to 5"),
    ("Next face, next curve", "← →, Page Up and Down"),
    ("Add a face", "Click in the lane"),
];

const POINTER: Rows = &[
    ("Scroll", "Wheel, Shift+wheel"),
    ("Zoom at the pointer", "Ctrl+wheel, pinch"),
    ("Pan", "Space+drag, middle button"),
    ("Select several", "Shift+click, drag a frame"),
    ("Copy while dragging", "Alt+drag"),
    ("Resize a stage or lane", "Drag its header's edge"),
    ("Usual size again", "Double-click that edge"),
];

const TABLE: Rows = &[
    ("Go from cell to cell", "Arrows, Page Up and Down"),
    ("First and last row", "Home, End"),
    ("Select several rows", "Shift+↑ ↓"),
    ("Edit or choose", "Enter"),
    ("Rename a stage or lane", "F2 on its cell"),
    ("New row below", "Ctrl+Enter"),
    ("Move the row", "Alt+arrows"),
    ("Menu of the row", "Shift+F10, Menu key"),
];

const ACTIONS: Rows = &[
    ("Go from card to card", "Arrows"),
    ("Move a card to the next state", "Alt+← →, or drag"),
    ("Edit the title", "Enter, double-click"),
    ("New card in the column", "Insert"),
    ("Rate a bubble of the matrix", "Arrows, or drag"),
    ("Delete the action", "Delete"),
];

const VOTE: Rows = &[
    ("Give a dot to the card with the focus", "Space, click"),
    ("So many dots, none", "1 to 9, 0"),
    ("Stop voting on the map", "Esc"),
];

const BIG_TIMER: Rows =
    &[("Hold, go on", "Space"), ("One minute more", "+"), ("Next activity", "N"), ("Back to the map", "Esc")];

const LIBRARY: Rows =
    &[("Go through the touchpoints", "Tab, Shift+Tab"), ("Add one at the focus", "Enter, double-click")];

/// Draws the page.
pub fn shortcuts_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    /// What the heading, the foot and the margins around them need.
    const REST: f32 = 240.0;
    /// Narrower than this, two columns have no room for their words.
    const TWO_COLUMNS: f32 = 620.0;
    ui.heading("Keyboard shortcuts");
    ui.add_space(8.0);
    let height = (ui.ctx().content_rect().height() - REST).max(160.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        // The bar has a place of its own.
        let frame = egui::Frame::NONE.inner_margin(egui::Margin { right: 16, ..egui::Margin::ZERO });
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(32.0, 2.0);
            ui.spacing_mut().interact_size.y = 22.0;
            if ui.available_width() < TWO_COLUMNS {
                first_half_ui(ui, workspace);
                second_half_ui(ui, workspace);
                return;
            }
            ui.columns(2, |columns| {
                if let [first, second] = columns {
                    first_half_ui(first, workspace);
                    second_half_ui(second, workspace);
                }
            });
        });
        reveal_focus(ui);
    });
    if foot(ui, workspace, "Close", &[]).is_some() {
        requests.push(Request::Dialog(None));
    }
}

fn first_half_ui(ui: &mut Ui, workspace: &Workspace) {
    for (title, rows) in [
        ("Typing cards", CAPTURE),
        ("On the map", MAP),
        ("On an emotion lane", FACES),
        ("With the pointer", POINTER),
        ("In the map as a table", TABLE),
        ("On the board and the matrix", ACTIONS),
        ("While voting", VOTE),
        ("On the big timer", BIG_TIMER),
        ("In the library", LIBRARY),
    ] {
        rows_ui(ui, workspace, title, rows.iter().copied());
    }
}

fn second_half_ui(ui: &mut Ui, workspace: &Workspace) {
    for menu in Menu::ALL {
        let of_menu = Action::ALL.iter().map(|action| action.info()).filter(|info| info.menu == menu);
        let with_keys = of_menu.filter_map(|info| {
            let keys = ui.ctx().format_shortcut(&info.shortcut?);
            Some((info.label.trim_end_matches('…'), keys))
        });
        let rows: Vec<(&str, String)> = with_keys.collect();
        if !rows.is_empty() {
            rows_ui(ui, workspace, menu.label(), rows.iter().map(|(what, how)| (*what, how.as_str())));
        }
    }
}

fn rows_ui<'a>(ui: &mut Ui, workspace: &Workspace, title: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let muted = color32(workspace.theme.color.muted);
    ui.label(strong(title).color(muted));
    for (what, how) in rows {
        let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.label(RichText::new(how).color(muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(Label::new(what).truncate()));
        });
    }
    ui.add_space(12.0);
}
