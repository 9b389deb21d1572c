//! A ring around whatever has the focus, for everyone who goes by keyboard: no widget can forget to show it.

use egui::{Context, CornerRadius, Event, Key, Stroke, StrokeKind};

use super::canvas::canvas_id;
use super::style::color32;
use super::workspace::Workspace;

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
            input.events.iter().fold(self.is_led_by_keys, |is_led, event| match event {
                Event::Key { key: Key::Tab | Key::F6, pressed: true, .. } => true,
                Event::PointerButton { pressed: true, .. } => false,
                _ => is_led,
            })
        });
        // Fields of text show it by their outline, and hold the cursor besides.
        let focused = ctx.memory(egui::Memory::focused).filter(|_| self.is_led_by_keys && !ctx.text_edit_focused());
        let Some(response) = focused.and_then(|id| ctx.read_response(id)) else { return };
        let is_canvas = response.id == canvas_id();
        if is_canvas && workspace.document.selection().focus.is_some() {
            return;
        }
        let painter = ctx.layer_painter(response.layer_id);
        let rect = if is_canvas { response.interact_rect } else { response.interact_rect.expand(WIDTH) };
        let stroke = Stroke::new(WIDTH, color32(workspace.theme.color.accent));
        let radius = CornerRadius::same(workspace.theme.window.radius as u8 + 2);
        painter.rect_stroke(rect, if is_canvas { CornerRadius::ZERO } else { radius }, stroke, StrokeKind::Inside);
    }
}
