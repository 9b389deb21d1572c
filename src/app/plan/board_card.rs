//! One card of the board: drawn, chosen, dragged, and typed into in its place.

use egui::{
    Align2, FontId, Painter, Rect, Role, Sense, Stroke, StrokeKind, TextWrapMode, Ui, WidgetInfo, WidgetText, pos2,
    vec2,
};

use super::board_ui::{Carried, Typing, board_id, carried_id, start_typing, title_field, typing_id};
use super::{dates_text, title_of, where_text};
use crate::app::avatar::initials;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family};
use crate::app::workspace::Workspace;
use crate::edit::actions;
use crate::model::Action;
use crate::scene::Face;

/// The height of a card, in points: two lines of title, and one of what else is known.
pub(super) const CARD: f32 = 62.0;

/// Draws one, and answers pointer and typing.
pub(super) fn card_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, action: &Action) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), CARD));
    let typing = ui.data(|data| data.get_temp::<Typing>(typing_id()));
    if let Some(typing) = typing.filter(|typing| typing.of == Some(action.id)) {
        let field = rect.with_max_y(rect.top() + 30.0);
        if let Some(title) = title_field(ui, workspace, field, typing, "Title of the action")
            && let Some(edit) = actions::rename(workspace.document.project(), action.id, &title)
        {
            requests.push(Request::Seal);
            requests.edit(edit);
            requests.push(Request::Seal);
        }
        return;
    }
    let id = board_id().with(("card", action.id));
    // The board has the focus for all of its cards.
    let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    let is_shown = workspace.action == Some(action.id);
    response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_shown, said(workspace, action)));
    let has_keys = ui.memory(|memory| memory.has_focus(board_id()));
    if is_shown && has_keys {
        ui.ctx().accesskit_node_builder(board_id(), |node| node.set_active_descendant(id.accesskit_id()));
    }
    let is_carried = ui.data(|data| data.get_temp::<Carried>(carried_id())).is_some_and(|it| it.action == action.id);
    if is_carried {
        let c = &workspace.theme.color;
        ui.painter().rect_stroke(rect, 7.0, Stroke::new(1.0, color32(c.outline)), StrokeKind::Inside);
    } else {
        paint_card(ui, ui.painter(), workspace, action, rect, (is_shown, response.hovered()));
    }
    if response.clicked() {
        ui.memory_mut(|memory| memory.request_focus(board_id()));
        requests.push(Request::ShowAction(Some(action.id)));
    }
    if response.double_clicked() {
        start_typing(ui, Some(action.id), action.state, action.title.clone());
    }
    if response.drag_started_by(egui::PointerButton::Primary)
        && let Some(pointer) = ui.input(|input| input.pointer.press_origin())
    {
        let carried = Carried { action: action.id, grip: pointer - rect.min };
        ui.data_mut(|data| data.insert_temp(carried_id(), carried));
    }
    if !is_carried {
        response.on_hover_ui(|ui| {
            ui.set_max_width(280.0);
            ui.label(crate::app::style::strong(title_of(action)));
            for line in facts(workspace, action).into_iter().filter(|line| !line.is_empty()) {
                ui.label(egui::RichText::new(line).color(color32(workspace.theme.color.muted)));
            }
        });
    }
}

/// Paints one: its title, where it works, the metric, the dates, and whose it is.
pub(super) fn paint_card(
    ui: &Ui,
    painter: &Painter,
    workspace: &Workspace,
    action: &Action,
    rect: Rect,
    (is_shown, is_hovered): (bool, bool),
) {
    const PADDING: f32 = 8.0;
    const AVATAR: f32 = 17.0;
    let theme = &workspace.theme;
    let c = &theme.color;
    let outline = if is_shown { Stroke::new(2.0, color32(c.accent)) } else { Stroke::new(1.0, color32(c.outline)) };
    let fill = if is_hovered { c.hover } else { c.surface };
    painter.rect(rect, 7.0, color32(fill), outline, StrokeKind::Inside);
    let font = FontId::new(theme.window.body_text, family(Face::Regular));
    let is_untitled = action.title.trim().is_empty();
    let ink = color32(if is_untitled { c.muted } else { c.ink });
    let mut job = egui::text::LayoutJob::simple(title_of(action).to_owned(), font, ink, rect.width() - 2.0 * PADDING);
    job.wrap.max_rows = 2;
    let galley = painter.layout_job(job);
    painter.galley(rect.min + vec2(PADDING, 6.0), galley, ink);
    let foot = Rect::from_min_max(
        pos2(rect.left() + PADDING, rect.bottom() - AVATAR - 5.0),
        pos2(rect.right() - PADDING, rect.bottom() - 5.0),
    );
    let mut right = foot.right();
    if !action.owner.trim().is_empty() {
        let center = pos2(right - AVATAR / 2.0, foot.center().y);
        painter.circle(center, AVATAR / 2.0, color32(c.background), Stroke::new(1.0, color32(c.outline)));
        let font = FontId::new(9.0, family(Face::SemiBold));
        painter.text(center, Align2::CENTER_CENTER, initials(&action.owner), font, color32(c.ink));
        right -= AVATAR + 6.0;
    }
    let metric = action.metric.and_then(|id| workspace.document.project().metrics.get(&id));
    let facts = [
        Some(where_text(workspace.document.project(), action)),
        Some(dates_text(action)),
        metric.map(|metric| metric.short_name.clone()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let font = FontId::new(theme.window.small_text, family(Face::Regular));
    let text = WidgetText::from(egui::RichText::new(facts.join(" · ")).font(font));
    let galley = text.into_galley(ui, Some(TextWrapMode::Truncate), right - foot.left(), egui::FontSelection::Default);
    let top = foot.center().y - galley.size().y / 2.0;
    painter.galley(pos2(foot.left(), top), galley, color32(c.muted));
}

/// "Rework the checkout, in progress, Checkout, E-commerce team, Sep 2026".
fn said(workspace: &Workspace, action: &Action) -> String {
    let facts = facts(workspace, action).into_iter().filter(|fact| !fact.is_empty());
    let parts: Vec<String> = std::iter::once(title_of(action).to_owned()).chain(facts).collect();
    parts.join(", ")
}

fn facts(workspace: &Workspace, action: &Action) -> Vec<String> {
    let project = workspace.document.project();
    let metric = action.metric.and_then(|id| project.metrics.get(&id)).map(|metric| metric.name.clone());
    vec![
        action.state.label().to_owned(),
        where_text(project, action),
        metric.unwrap_or_default(),
        action.owner.clone(),
        dates_text(action),
    ]
}
