//! What the file leaves open: each question with its readings, and what they make of rows of the file.

use egui::{RichText, Stroke, Ui};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, strong};
use super::super::widgets::{Emphasis, IconButton};
use super::super::workspace::Workspace;
use super::replan;
use super::rows_ui::line_link;
use crate::import::plan::{Question, Sample, Standing, Typed};
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
    let open = questions.iter().filter(|question| question.standing == Standing::Open).count();
    let mut number = 0;
    // The order stays as it is when one is answered: nothing jumps under the pointer.
    for (at, question) in questions.iter().enumerate() {
        let (lead, fill, outline) = match question.standing {
            Standing::Optional => ("If you like.".to_owned(), c.surface, c.outline),
            Standing::Answered => ("Answered.".to_owned(), c.surface, c.outline),
            Standing::Open if open == 1 => ("One question.".to_owned(), c.notice_tint, c.notice_outline),
            Standing::Open => {
                number += 1;
                (format!("Question {number} of {open}."), c.notice_tint, c.notice_outline)
            }
        };
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

fn question_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests, question: &Question) {
    if question.samples.is_empty() || ui.available_width() < WIDE {
        ui.horizontal_wrapped(|ui| {
            for index in 0..question.readings.len() {
                reading_ui(ui, workspace, state, requests, question, index);
            }
            typed_ui(ui, state, requests, question);
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

/// What may be typed in instead of choosing a reading.
fn typed_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, question: &Question) {
    match question.typed {
        Typed::Nothing => {}
        Typed::Currency => currency_ui(ui, state, requests, question),
        Typed::Days => days_ui(ui, state, requests, question),
        Typed::Lifetime => {
            let shares = [
                ("Gross margin", "What is left of revenue after the cost of goods, such as 40", &state.recipe.margin),
                (
                    "Lost in a year",
                    "The share of customers who do not come back in a year, such as 25",
                    &state.recipe.yearly_churn,
                ),
            ];
            for (index, (name, hint, known)) in shares.into_iter().enumerate() {
                let wrap: fn(String) -> Answer = if index == 0 { Answer::Margin } else { Answer::YearlyChurn };
                if let Some(share) = share_ui(ui, name, hint, known.as_deref()) {
                    answer(state, requests, question, &wrap(share));
                }
            }
        }
    }
}

/// A field for what is typed in; the new text where it was changed. While it is typed in, the text is the field's own;
/// else it is what the recipe says.
fn field_ui(ui: &mut Ui, name: &str, (example, hint): (&str, &str), width: f32, known: &str) -> Option<String> {
    let id = ui.scope_id().with(("typed", name));
    let is_typing = ui.memory(|memory| memory.has_focus(id));
    let typed = ui.data(|data| data.get_temp::<String>(id)).filter(|_| is_typing);
    let mut text = typed.unwrap_or_else(|| known.to_owned());
    let response = ui.add(egui::TextEdit::singleline(&mut text).id(id).desired_width(width).hint_text(example));
    let has_changed = response.changed();
    response.on_hover_text(hint).widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
    ui.data_mut(|data| data.insert_temp(id, text.clone()));
    has_changed.then_some(text)
}

/// A currency that is not among those offered, by its three letters.
fn currency_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, question: &Question) {
    let hint = ("SEK", "The currency's code of three letters, such as SEK or JPY");
    ui.label("Other:");
    let Some(code) = field_ui(ui, "Other currency", hint, 52.0, "") else { return };
    let code = code.trim().to_ascii_uppercase();
    if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        answer(state, requests, question, &Answer::Currency(code));
    }
}

/// First and last day of a file that names none.
fn days_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests, question: &Question) {
    let (mut from, mut to) = state.recipe.period.clone().unwrap_or_default();
    ui.label(if question.readings.is_empty() { "From" } else { "Other days: from" });
    let first = field_ui(ui, "First day", ("2026-09-01", "Year, month and day of the first row"), 110.0, &from);
    ui.label("to");
    let last = field_ui(ui, "Last day", ("2026-09-30", "Year, month and day of the last row"), 110.0, &to);
    if first.is_some() || last.is_some() {
        from = first.unwrap_or(from);
        to = last.unwrap_or(to);
        answer(state, requests, question, &Answer::Period(from, to));
    } else if !(from.is_empty() || to.is_empty()) && state.recipe.given_period().is_none() {
        ui.label("These are no two days, the first before the last.");
    }
}

/// A share in percent; its fraction as text where it was changed, empty for what is none.
fn share_ui(ui: &mut Ui, name: &str, hint: &str, known: Option<&str>) -> Option<String> {
    // Rounded, so that 0.07 is 7 and not 7.000000000000001.
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    let share = known.and_then(|text| text.parse::<f64>().ok()).map(|share| rounded(share * 100.0).to_string());
    ui.label(name);
    let typed = field_ui(ui, name, ("", hint), 44.0, &share.unwrap_or_default());
    ui.label("%");
    let percent = typed?.trim().trim_end_matches('%').trim_end().replace(',', ".").parse::<f64>().ok();
    let share = percent.filter(|percent| *percent > 0.0 && *percent <= 100.0).map(|percent| rounded(percent / 100.0));
    Some(share.filter(|share| *share > 0.0).map_or_else(String::new, |share| share.to_string()))
}
