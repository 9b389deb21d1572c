//! What the file leaves open: each question with its readings, and what they make of rows of the file.

use egui::{RichText, Stroke, Ui};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, strong};
use super::super::widgets::{Emphasis, IconButton};
use super::super::workspace::Workspace;
use super::replan;
use super::rows_ui::line_link;
use crate::import::plan::{Question, Sample};
use crate::import::recipe::Answer;

/// Room that rows beside their readings need; with less, they are under each other.
const WIDE: f32 = 620.0;
/// Rows of samples are closer than controls.
const LINE_HEIGHT: f32 = 20.0;
/// Texts of cells are cut behind so many characters.
const CELL_CHARS: usize = 28;

/// Draws all questions, those still open first.
pub(super) fn questions_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let c = &workspace.theme.color;
    let questions = &state.plan.questions;
    let open = questions.iter().filter(|question| question.chosen.is_none()).count();
    let mut number = 0;
    // The order stays as it is when one is answered: nothing jumps under the pointer.
    for (at, question) in questions.iter().enumerate() {
        let lead = match (question.chosen, open) {
            (Some(_), _) if is_by_itself(state, question) => "If you like.".to_owned(),
            (Some(_), _) => "Answered.".to_owned(),
            (None, 1) => "One question.".to_owned(),
            (None, open) => {
                number += 1;
                format!("Question {number} of {open}.")
            }
        };
        let (fill, outline) =
            if question.chosen.is_none() { (c.notice_tint, c.notice_outline) } else { (c.surface, c.outline) };
        let frame = egui::Frame::NONE
            .fill(color32(fill))
            .stroke(Stroke::new(1.0, color32(outline)))
            .corner_radius(8.0)
            .inner_margin(egui::Margin::symmetric(12, 10));
        ui.push_id(("question", at), |ui| {
            frame.show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    ui.label(strong(&lead));
                    ui.label(&question.text);
                });
                question_ui(ui, workspace, state, requests, question);
            });
        });
        ui.add_space(6.0);
    }
    if !questions.is_empty() {
        ui.add_space(4.0);
    }
}

/// Whether the reading that is chosen is nobody's choice.
fn is_by_itself(state: &ImportState, question: &Question) -> bool {
    let chosen = question.chosen.and_then(|at| question.readings.get(at));
    chosen.is_some_and(|reading| reading.answer == Answer::KeepAll) && state.recipe.answer_of("").is_none()
}

fn question_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests, question: &Question) {
    if question.readings.is_empty() {
        ui.horizontal_wrapped(|ui| period_ui(ui, state, requests, question));
        return;
    }
    if question.samples.is_empty() || ui.available_width() < WIDE {
        ui.horizontal_wrapped(|ui| {
            for index in 0..question.readings.len() {
                reading_ui(ui, workspace, state, requests, question, index);
            }
            if question.takes_code {
                code_ui(ui, state, requests, question);
            }
        });
        ui.spacing_mut().interact_size.y = LINE_HEIGHT;
        for sample in &question.samples {
            ui.horizontal_wrapped(|ui| {
                row_ui(ui, workspace, state, sample);
                for (index, reading) in sample.readings.iter().enumerate() {
                    made_ui(ui, workspace, question, index, reading);
                }
            });
        }
        return;
    }
    ui.spacing_mut().interact_size.y = LINE_HEIGHT;
    // Each reading stands under its button.
    egui::Grid::new("readings").num_columns(3 + question.readings.len()).spacing(egui::vec2(14.0, 4.0)).show(
        ui,
        |ui| {
            ui.label("");
            ui.label("");
            ui.label(RichText::new("In the file").small().color(color32(workspace.theme.color.muted)));
            for index in 0..question.readings.len() {
                reading_ui(ui, workspace, state, requests, question, index);
            }
            ui.end_row();
            for sample in &question.samples {
                row_ui(ui, workspace, state, sample);
                for (index, reading) in sample.readings.iter().enumerate() {
                    made_ui(ui, workspace, question, index, reading);
                }
                ui.end_row();
            }
        },
    );
}

/// A row of the file: its line, what it is about, the cell as it stands.
fn row_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, sample: &Sample) {
    line_link(ui, state, sample.line);
    let cut = |text: &str| match text.char_indices().nth(CELL_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    };
    ui.label(RichText::new(cut(&sample.name)).color(color32(workspace.theme.color.muted)));
    ui.label(cut(&sample.text));
}

/// What a reading makes of a row.
fn made_ui(ui: &mut Ui, workspace: &Workspace, question: &Question, index: usize, reading: &str) {
    let c = &workspace.theme.color;
    let is_chosen = question.chosen == Some(index);
    let color = if is_chosen { c.accent } else { c.ink };
    let text = if is_chosen { strong(reading) } else { RichText::new(reading) };
    ui.label(text.color(color32(color)));
}

fn reading_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    question: &Question,
    index: usize,
) {
    let Some(reading) = question.readings.get(index) else { return };
    let is_chosen = question.chosen == Some(index);
    let button = IconButton::new(None, &reading.label, &reading.label).emphasis(Emphasis::Outlined).on(is_chosen);
    if button.ui(ui, &workspace.theme).clicked() {
        answer(state, requests, question, &reading.answer);
    }
}

fn answer(state: &ImportState, requests: &mut Requests, question: &Question, answer: &Answer) {
    let mut recipe = state.recipe.clone();
    question.answer(&mut recipe, answer);
    replan(requests, recipe, &state.options);
}

/// A currency that is not among those offered, by its three letters.
fn code_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, question: &Question) {
    let id = ui.scope_id().with("typed currency");
    let mut code: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.label("Other:");
    let field = egui::TextEdit::singleline(&mut code).desired_width(52.0).hint_text("SEK").char_limit(3);
    let response = ui.add(field).on_hover_text("The currency's code of three letters, such as SEK or JPY");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Other currency"));
    if response.changed() {
        code.retain(|letter| letter.is_ascii_alphabetic());
        code.make_ascii_uppercase();
        if code.len() == 3 {
            answer(state, requests, question, &Answer::Currency(code.clone()));
        }
        ui.data_mut(|data| data.insert_temp(id, code));
    }
}

/// First and last day of a file that names none.
fn period_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, question: &Question) {
    let id = ui.scope_id().with("typed period");
    let known = state.recipe.period.clone().unwrap_or_default();
    let (mut from, mut to): (String, String) = ui.data(|data| data.get_temp(id)).unwrap_or(known);
    let field = |ui: &mut Ui, text: &mut String, name: &str| {
        let response = ui.add(egui::TextEdit::singleline(text).desired_width(110.0).hint_text("2026-09-01"));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
        response.changed()
    };
    ui.label("from");
    let changed = field(ui, &mut from, "First day");
    ui.label("to");
    let changed = field(ui, &mut to, "Last day") || changed;
    if changed {
        ui.data_mut(|data| data.insert_temp(id, (from.clone(), to.clone())));
        answer(state, requests, question, &Answer::Period(from, to));
    }
}
