//! What the file has to do with earlier ones: read the same way, and what becomes of the days that both have.

use egui::{RichText, Stroke, Ui};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon};
use super::super::workspace::Workspace;
use super::replan;
use crate::base::Icon;
use crate::import::plan::Overlap;
use crate::import::{Extent, OverlapChoice, PlanOptions};
use crate::model::SourceId;

/// Draws it; nothing for a file that has nothing to do with any other.
pub(super) fn overlap_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    same_way_ui(ui, workspace, state);
    let Some(overlap) = state.plan.overlap() else { return earlier_ui(ui, workspace, state, requests) };
    let c = &workspace.theme.color;
    let frame = egui::Frame::NONE
        .fill(color32(c.notice_tint))
        .stroke(Stroke::new(1.0, color32(c.notice_outline)))
        .corner_radius(8.0)
        .inner_margin(egui::Margin::symmetric(12, 10));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.add(egui::Label::new(overlap.text()).wrap());
        let others = state.plan.overlaps.len() - 1;
        if others > 0 {
            let files = if others == 1 { "1 other file has".to_owned() } else { format!("{others} other files have") };
            let text = RichText::new(format!("{files} some of these days too.")).color(color32(c.muted));
            ui.add(egui::Label::new(text).wrap());
        }
        ui.add_space(2.0);
        for choice in OverlapChoice::ALL {
            choice_ui(ui, state, requests, overlap, choice);
        }
    });
    ui.add_space(8.0);
}

fn choice_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, overlap: &Overlap, choice: OverlapChoice) {
    let name = &overlap.file_name;
    let (text, tip, refusal) = match choice {
        OverlapChoice::Replace => {
            let tip = match overlap.extent {
                Extent::Part => "The earlier file goes, with figures that this one does not have",
                Extent::Whole | Extent::SameFile => "The earlier file goes; this one has all of its figures",
            };
            (format!("Replace {name}"), tip, None)
        }
        OverlapChoice::Keep => {
            let tip = "Figures of the earlier file stay as they are; only what it does not have is added";
            (format!("Keep what {name} has"), tip, None)
        }
        OverlapChoice::Add => {
            let tip = "Both files are parts of one whole, such as two accounts: their figures are added up";
            (format!("Add to {name}"), tip, overlap.add_refusal.as_deref())
        }
    };
    let is_chosen = overlap.choice == choice;
    let radio = egui::RadioButton::new(is_chosen, text);
    let response = ui.add_enabled(refusal.is_none(), radio);
    let response = response.on_hover_text(tip).on_disabled_hover_text(refusal.unwrap_or_default());
    if response.clicked() && !is_chosen {
        let replaces = state.options.replaces.filter(|_| choice == OverlapChoice::Replace);
        replan(requests, state.recipe.clone(), &PlanOptions { replaces, overlap: Some(choice), ..state.options });
    }
}

/// "Same columns as google-ads-september.csv: read the same way."
fn same_way_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState) {
    let sources = &workspace.document.project().sources;
    let Some(source) = state.plan.earlier.and_then(|id| sources.get(&id)) else { return };
    let c = &workspace.theme.color;
    ui.horizontal(|ui| {
        ui.label(icon(Icon::Check, 14.0).color(color32(c.good)));
        let text = format!("Same columns as {}: read the same way.", source.shown_name());
        ui.add(egui::Label::new(RichText::new(text).color(color32(c.good))).wrap());
    });
    ui.add_space(6.0);
}

/// A file of other days may take the place of last month's too.
fn earlier_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let sources = &workspace.document.project().sources;
    let earlier: Option<SourceId> = state.options.replaces.or(state.plan.earlier);
    let Some(source) = earlier.and_then(|id| sources.get(&id)) else { return };
    let mut replaces = state.options.replaces == Some(source.id);
    let label = format!("Replace {}", source.shown_name());
    let tip = "The earlier file goes, with its figures; without it, both are kept";
    if ui.checkbox(&mut replaces, label).on_hover_text(tip).changed() {
        let replaces = replaces.then_some(source.id);
        replan(requests, state.recipe.clone(), &PlanOptions { replaces, ..state.options });
    }
    ui.add_space(8.0);
}
