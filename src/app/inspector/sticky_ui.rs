//! A sticky, or several: text and color.

use egui::{RichText, Ui};

use super::super::request::Requests;
use super::super::style::color32;
use super::super::widgets::field;
use super::super::workspace::Workspace;
use super::{shared, sticky_swatches, text_area};
use crate::edit::{Edit, StickyChange};
use crate::model::StickyId;

/// Draws the fields.
pub(super) fn stickies_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, ids: &[StickyId]) {
    let project = workspace.document.project();
    let stickies: Vec<_> = ids.iter().filter_map(|id| project.stickies.get(id)).collect();
    let theme = &workspace.theme;
    let muted = |text: String| RichText::new(text).color(color32(theme.color.muted));
    match stickies.as_slice() {
        [] => return,
        [only] => {
            ui.heading("Sticky note");
            let stage = only.spot.stage.and_then(|stage| project.stages.get(&stage)).map(|stage| &stage.name);
            let lane = only.spot.lane.and_then(|lane| project.lanes.get(&lane)).map(|lane| &lane.name);
            ui.label(muted(match (stage, lane) {
                (Some(stage), Some(lane)) => format!("on \"{stage}\", \"{lane}\""),
                (Some(one), None) | (None, Some(one)) => format!("on \"{one}\""),
                (None, None) => "on the edge of the map".to_owned(),
            }));
        }
        many => {
            ui.heading(format!("{} stickies", many.len()));
        }
    }
    ui.add_space(6.0);
    let text = shared(&stickies, |sticky| sticky.text.clone());
    let hint = if text.is_none() { "Several texts; typing replaces them all" } else { "What it says" };
    if let Some(text) = text_area(ui, "Text of the note", text.as_deref().unwrap_or(""), hint, requests) {
        requests.edit(Edit::ChangeStickies { stickies: ids.to_vec(), change: StickyChange::Text(text) });
    }
    ui.add_space(6.0);
    field(ui, theme, "Color", |ui| {
        if let Some(color) = sticky_swatches(ui, theme, shared(&stickies, |sticky| sticky.color)) {
            requests.edit(Edit::ChangeStickies { stickies: ids.to_vec(), change: StickyChange::Color(color) });
        }
    });
    super::session_ui(ui, workspace, shared(&stickies, |sticky| sticky.session).flatten());
}
