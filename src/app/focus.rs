//! For everyone who goes by keyboard: a ring around whatever has the focus, so that no widget can forget to show it,
//! and scrolling to where it is.

use egui::{Context, CornerRadius, Event, Id, Key, Stroke, StrokeKind, Ui};

use super::canvas::canvas_id;
use super::style::color32;
use super::workspace::Workspace;

/// Where it is kept that the focus is led by keys, and what was last scrolled to for that.
#[derive(Clone, Copy, Default)]
struct Led {
    is_by_keys: bool,
    revealed: Option<Id>,
}

/// Scrolls to what keys have brought the focus to. The last thing in each scroll area that holds controls.
pub fn reveal_focus(ui: &Ui) {
    const MARGIN: f32 = 6.0;
    let led: Led = ui.data(|data| data.get_temp(Id::unique("focus led")).unwrap_or_default());
    let focused = ui.memory(egui::Memory::focused).filter(|id| led.is_by_keys && led.revealed != Some(*id));
    let Some(response) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    if response.layer_id != ui.layer_id() || !ui.min_rect().expand(1.0).contains_rect(response.rect) {
        return;
    }
    if !ui.clip_rect().contains_rect(response.rect) {
        ui.scroll_to_rect(response.rect.expand(MARGIN), None);
    }
    ui.data_mut(|data| data.insert_temp(Id::unique("focus led"), Led { revealed: focused, ..led }));
}

/// Draws the ring, as the last thing of a frame.
#[derive(Default)]
pub struct FocusRing {
    /// Whether the focus was last moved by keys: who points at things knows where they are.
    is_led_by_keys: bool,
}

impl FocusRing {
    /// Draws the ring around what has the focus, if it was brought there by keys.
    pub fn ui(&mut self, ctx: &Context, workspace: &Workspace) {
        const WIDTH: f32 = 2.0;
        self.is_led_by_keys = ctx.input(|input| {
            input.raw.events.iter().fold(self.is_led_by_keys, |is_led, event| match event {
                Event::Key { key: Key::Tab | Key::F6, pressed: true, .. } => true,
                Event::PointerButton { pressed: true, .. } => false,
                _ => is_led,
            })
        });
        let focused = ctx.memory(egui::Memory::focused);
        ctx.data_mut(|data| {
            let led: &mut Led = data.get_temp_mut_or_default(Id::unique("focus led"));
            led.is_by_keys = self.is_led_by_keys;
            led.revealed = led.revealed.filter(|id| Some(*id) == focused);
        });
        // Fields of text show it by their outline, and hold the cursor besides.
        let focused = focused.filter(|_| self.is_led_by_keys && !ctx.text_edit_focused());
        let Some(response) = focused.and_then(|id| ctx.read_response(id)) else { return };
        let is_canvas = response.id == canvas_id();
        let is_on_map = workspace.document.selection().focus.is_some() || workspace.cell_at_hand().is_some();
        if is_canvas && is_on_map {
            return;
        }
        let painter = ctx.layer_painter(response.layer_id);
        let rect = if is_canvas { response.interact_rect } else { response.interact_rect.expand(WIDTH) };
        let stroke = Stroke::new(WIDTH, color32(workspace.theme.color.accent));
        let radius = CornerRadius::same(workspace.theme.window.radius as u8 + 2);
        painter.rect_stroke(rect, if is_canvas { CornerRadius::ZERO } else { radius }, stroke, StrokeKind::Inside);
    }
}
