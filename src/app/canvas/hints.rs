//! What the canvas says and offers beside the map: a hint where nothing is yet, a button in the free slot under the
//! pointer.

use egui::{
    Align2, CornerRadius, CursorIcon, DragAndDrop, FontId, Id, LayerId, Order, Painter, Rect, Response, Role, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::sight::Sight;
use crate::app::action::Action;
use crate::app::left::LibraryDrag;
use crate::app::request::Requests;
use crate::app::style::{color32, family, icon_font};
use crate::app::widgets::{Emphasis, IconButton};
use crate::app::workspace::Workspace;
use crate::base::{Icon, Pos2};
use crate::layout::{Hit, MOST_LINES};
use crate::model::{Holds, Item, LaneId, LaneKind, StageId, Subject, TouchpointId};
use crate::scene::Face;

/// Says what to do first, where a project has no map, or a map has no stage, no lane, or nothing in them.
pub fn empty_ui(ui: &mut Ui, free: Rect, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let journey = workspace.open_journey();
    let (hint, button) = if journey.is_none() {
        let text = "This project has no journey yet. A journey is one map: how somebody gets from a wish to a result.";
        (text, Some((Action::AddJourney, "New journey")))
    } else if journey.is_some_and(|journey| journey.stages.is_empty()) {
        (
            "This map has no stages yet. A stage is a column: Discover, Buy, Use.",
            Some((Action::AddStage, "Add a stage")),
        )
    } else if journey.is_some_and(|journey| journey.lanes.is_empty()) {
        let text = "This map has no lanes yet. A lane is a row: touchpoints, thoughts, pain points.";
        (text, Some((Action::AddTouchpointsLane, "Add a lane of touchpoints")))
    } else if workspace.map.stages().next().is_none() || workspace.map.lanes().next().is_none() {
        let text = "All stages or all lanes of this map are hidden.";
        (text, Some((Action::ShowHidden, "Show all that is hidden")))
    } else if workspace.map.items().next().is_none() && !has_items(workspace) {
        if workspace.cell_at_hand().is_some() {
            // Who is on a cell is told there.
            return;
        }
        ("Drag a touchpoint from the library, or click a cell and type", None)
    } else {
        return;
    };
    let font = FontId::new(theme.window.body_text, family(Face::Regular));
    let galley = ui.painter().layout(
        hint.to_owned(),
        font,
        color32(theme.color.muted),
        (free.width() - 48.0).clamp(80.0, 420.0),
    );
    let size = galley.size() + vec2(32.0, 20.0);
    let pill = Rect::from_center_size(free.center(), size);
    ui.painter().rect(
        pill,
        CornerRadius::same(8),
        color32(theme.color.surface),
        Stroke::new(1.0, color32(theme.color.line)),
        StrokeKind::Inside,
    );
    ui.painter().galley(pill.min + vec2(16.0, 10.0), galley, color32(theme.color.muted));
    let response = ui.interact(pill, Id::unique("hint on the map"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, hint));
    if let Some((action, text)) = button {
        let place =
            Rect::from_center_size(pos2(pill.center().x, pill.max.y + 28.0), vec2(220.0, theme.window.control_height));
        let mut child =
            ui.new_child(egui::UiBuilder::new().max_rect(place).layout(egui::Layout::top_down(egui::Align::Center)));
        if IconButton::new(Some(Icon::CirclePlus), text, text)
            .emphasis(Emphasis::Primary)
            .ui(&mut child, theme)
            .clicked()
        {
            requests.run(action);
        }
    }
}

/// Whether the open journey has any card, shown or not.
fn has_items(workspace: &Workspace) -> bool {
    let project = workspace.document.project();
    let is_here = |stage: StageId| project.stages.get(&stage).is_some_and(|stage| stage.journey == workspace.journey);
    project.items().any(|(_, place)| is_here(place.stage))
}

/// The free slot of the cell under the pointer, and what is added there.
pub fn free_slot(workspace: &Workspace, pos_in_map: Pos2) -> Option<(StageId, LaneId, Rect)> {
    let map = &workspace.map;
    let (stage, lane, is_over_card) = match map.hit(pos_in_map)? {
        Hit::Cell { stage, lane } => (stage, lane, false),
        Hit::Item(item) => workspace.document.project().place_of(item).map(|place| (place.stage, place.lane, true))?,
        Hit::Sticky(_)
        | Hit::Handle(_)
        | Hit::Connector(_)
        | Hit::StageHeader(_)
        | Hit::PhaseBand { .. }
        | Hit::LaneHeader(_) => {
            return None;
        }
    };
    let kind = workspace.document.project().lanes.get(&lane)?.kind;
    if kind.holds() == Holds::Nothing {
        return None;
    }
    let slot = map.add_slot(stage, lane)?;
    if is_over_card && !slot.x_range().contains(pos_in_map.x) {
        return None;
    }
    let row = map.lanes().find(|(id, ..)| *id == lane)?.2;
    if slot.max.y <= row.max.y {
        return Some((stage, lane, slot));
    }
    // Without room below the last card, a small button hangs on the lane's edge, and only while the pointer is near.
    let small = Rect::from_center_size(slot.center_top(), vec2(slot.height() * 0.75, slot.height() * 0.75));
    small.expand(slot.height()).contains(pos_in_map).then_some((stage, lane, small))
}

/// The button in the free slot. Returns whether it was clicked.
pub fn add_button_ui(ui: &Ui, slot: (StageId, LaneId, Rect), sight: &Sight, workspace: &Workspace) -> bool {
    const SMALLEST_SCALE: f32 = 0.45;
    if sight.camera.scale < SMALLEST_SCALE {
        return false;
    }
    let (stage, lane, rect_in_map) = slot;
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let kind = project.lanes.get(&lane).map_or(LaneKind::Notes, |lane| lane.kind);
    let stage = project.stages.get(&stage).map_or("", |stage| stage.name.as_str());
    let name = format!("Add {} to {stage}", kind.item_label());
    let rect = sight.rect_from_map(rect_in_map);
    let response = ui.interact(rect, Id::unique("add to cell"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let is_hovered = response.hovered();
    let ink = color32(if is_hovered { theme.color.accent } else { theme.color.muted });
    let painter = ui.painter();
    let fill = color32(if is_hovered { theme.color.accent_tint } else { theme.color.surface });
    let stroke = Stroke::new(1.0, ink.gamma_multiply(0.6));
    if rect.width() > 2.0 * rect.height() {
        painter.rect_filled(rect, theme.map.card_radius * sight.camera.scale, fill);
        dashed_rect(painter, rect, stroke);
    } else {
        painter.circle(rect.center(), rect.height() / 2.0, fill, stroke);
    }
    let size = (14.0 * sight.camera.scale).clamp(9.0, 20.0);
    painter.text(rect.center(), Align2::CENTER_CENTER, Icon::Plus.glyph(), icon_font(size), ink);
    response.on_hover_text(name).clicked()
}

/// Says what a click on a row of figures does.
pub fn chip_tip_ui(response: Response, (touchpoint, row): (TouchpointId, usize), workspace: &Workspace) -> Response {
    let chips = workspace.numbers.chips(touchpoint, &workspace.view);
    let Some(chip) = chips.get(row) else { return response };
    let name = workspace.numbers.metric(chip.metric).map_or(chip.short_name.as_str(), |metric| metric.name.as_str());
    let text = format!("{name} {}. Click to see where it comes from.", chip.text);
    response.on_hover_text_at_pointer(text)
}

/// The whole text of a card or sticky that shows only its first lines, as much of it as a tooltip can hold.
pub fn cut_text(ui: &Ui, subject: Subject, workspace: &Workspace) -> Option<String> {
    /// Shorter texts fit on every card.
    const SHORTEST: usize = 60;
    const MOST_SHOWN: usize = 1_500;
    let project = workspace.shown_project();
    let map = &workspace.map;
    let sizes = &workspace.theme.map;
    let (text, rect, font) = match subject {
        Subject::Item(item) => {
            let (face, size) = match item {
                Item::Touchpoint(_) => (Face::SemiBold, sizes.title_text),
                Item::Card(_) => (Face::Regular, sizes.body_text),
            };
            (project.text_of(item)?, map.title_rect(item)?, FontId::new(size, family(face)))
        }
        Subject::Sticky(id) => {
            let font = FontId::new(sizes.body_text, family(Face::Regular));
            (project.stickies.get(&id)?.text.as_str(), map.sticky_text_rect(id)?, font)
        }
        Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => return None,
    };
    if text.len() < SHORTEST && text.lines().count() <= MOST_LINES {
        return None;
    }
    let start: String = text.chars().take(MOST_SHOWN).collect();
    let galley = ui.painter().layout(start.clone(), font, egui::Color32::PLACEHOLDER, rect.width());
    let is_cut = galley.rows.len() > MOST_LINES;
    is_cut.then(|| if start.len() < text.len() { format!("{start}…") } else { start })
}

/// What is dragged from the library, under the pointer wherever that is. `is_taken` says whether the map would take it.
pub fn library_ghost_ui(ui: &Ui, canvas: Rect, is_taken: bool, workspace: &Workspace) {
    const SIZE: egui::Vec2 = vec2(190.0, 34.0);
    const ICON: f32 = 16.0;
    let Some(dragged) = DragAndDrop::payload::<LibraryDrag>(ui.ctx()) else { return };
    let Some(kind) = workspace.catalogue.find(&dragged.0) else { return };
    let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
    let is_over_map = canvas.contains(pointer);
    if !is_over_map {
        // The library itself is where the drag begins: only beyond the map is a drop refused.
        let is_begun = pointer.x < canvas.min.x;
        ui.ctx().set_cursor_icon(if is_begun { CursorIcon::Grabbing } else { CursorIcon::NotAllowed });
    }
    let theme = &workspace.theme;
    let mut painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("library ghost")));
    painter.set_opacity(if is_taken || !is_over_map { 0.95 } else { 0.55 });
    let rect = Rect::from_min_size(pointer + vec2(12.0, 8.0), SIZE);
    let radius = CornerRadius::same(theme.map.card_radius as u8);
    painter.add(ui.visuals().popup_shadow.as_shape(rect, radius));
    let edge = color32(if is_taken { theme.color.accent } else { theme.color.outline });
    painter.rect(rect, radius, color32(theme.color.surface), Stroke::new(1.0, edge), StrokeKind::Inside);
    let middle = rect.center().y;
    let icon_center = pos2(rect.min.x + 18.0, middle);
    let ink = color32(theme.color.ink);
    painter.text(icon_center, Align2::CENTER_CENTER, kind.icon.glyph(), icon_font(ICON), color32(theme.color.accent));
    let mut job = egui::text::LayoutJob::single_section(
        kind.name.clone(),
        egui::TextFormat::simple(FontId::new(theme.window.body_text, family(Face::SemiBold)), ink),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(SIZE.x - 42.0);
    let galley = painter.layout_job(job);
    painter.galley(pos2(rect.min.x + 33.0, middle - galley.size().y / 2.0), galley, ink);
}

/// An outline of dashes.
pub fn dashed_rect(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(egui::Shape::dashed_line(&corners, stroke, 4.0, 3.0));
}
