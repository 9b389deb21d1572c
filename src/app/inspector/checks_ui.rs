//! What is asked of a touchpoint: good practice of its channel, and whether it keeps to the brand. Each is answered with
//! yes, no or "does not apply", or left open.

use std::sync::Arc;

use egui::{Align, Color32, CornerRadius, Id, Label, Layout, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::action::Action;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon_font};
use super::super::widgets::section;
use super::super::workspace::Workspace;
use super::shared;
use crate::base::Icon;
use crate::edit::{Edit, TouchpointChange};
use crate::model::{BrandPart, Catalogue, CheckAnswer, Touchpoint, TouchpointId};

/// One thing that is asked.
struct Question<'a> {
    code: &'a str,
    text: &'a str,
    /// What the brand sheet says of it, or empty.
    sheet: &'a str,
}

/// Scrolls to the checks when the touchpoint is shown next.
pub fn reveal_checks(ui: &Ui, touchpoint: TouchpointId) {
    ui.data_mut(|data| data.insert_temp(reveal_id(), touchpoint));
}

fn reveal_id() -> Id {
    Id::unique("checks to reveal")
}

/// Draws the section, for one touchpoint or for several of which the same is asked.
pub(super) fn checks_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let theme = &workspace.theme;
    let Some(practice) = practice_of(workspace.catalogue, records) else { return };
    let brand = brand_questions(workspace);
    let all = || practice.iter().chain(&brand);
    let is_answered = |question: &&Question| records.iter().all(|it| it.checks.contains_key(question.code));
    let progress = format!("{} of {}", all().filter(is_answered).count(), practice.len() + brand.len());
    let top = ui.cursor().top();
    section(ui, theme, "Checks", |ui| {
        let text = RichText::new(progress).size(theme.window.small_text).color(color32(theme.color.muted));
        ui.label(text).on_hover_text("Checks that are answered");
    });
    let mut ask = |ui: &mut Ui, question: &Question| {
        let given = shared(records, |record| record.checks.get(question.code).copied());
        if let Some(answer) = question_ui(ui, workspace, question, given) {
            let change = TouchpointChange::Check { code: question.code.to_owned(), answer };
            requests.push(Request::Seal);
            requests.edit(Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change });
        }
    };
    practice.iter().for_each(|question| ask(ui, question));
    ui.add_space(4.0);
    brand.iter().for_each(|question| ask(ui, question));
    if workspace.document.project().strategy.brand.lacks().next().is_some() {
        let text = RichText::new("Complete the brand sheet…").color(color32(theme.color.accent));
        let open = ui.add(egui::Button::new(text).frame(false));
        if open.on_hover_text("Say what every channel should keep to").clicked() {
            requests.run(Action::Strategy);
        }
    }
    if let [only] = ids
        && ui.data(|data| data.get_temp::<TouchpointId>(reveal_id())) == Some(*only)
    {
        ui.data_mut(|data| data.remove::<TouchpointId>(reveal_id()));
        let rect = egui::Rect::from_min_max(egui::pos2(ui.min_rect().left(), top), ui.min_rect().max);
        ui.scroll_to_rect(rect, Some(Align::Center));
    }
}

/// What practice asks of the touchpoints, if it asks the same of all.
fn practice_of<'a>(catalogue: &'a Catalogue, records: &[&Arc<Touchpoint>]) -> Option<Vec<Question<'a>>> {
    let asked = |record: &Touchpoint| -> Vec<&'a str> {
        let checks = catalogue.checks.iter().filter(|check| check.applies_to(record));
        checks.map(|check| check.code.as_str()).collect()
    };
    let codes = shared(records, |record| asked(record))?;
    let checks = catalogue.checks.iter().filter(|check| codes.contains(&check.code.as_str()));
    Some(checks.map(|check| Question { code: &check.code, text: &check.question, sheet: "" }).collect())
}

fn brand_questions(workspace: &Workspace) -> Vec<Question<'_>> {
    let brand = &workspace.document.project().strategy.brand;
    let question = |part: BrandPart| {
        let sheet = match part {
            BrandPart::Look => brand.look.as_str(),
            BrandPart::Voice => brand.voice.as_str(),
            BrandPart::Message => brand.message.as_str(),
            BrandPart::Offer => brand.offer.as_str(),
        };
        Question { code: part.check(), text: part.question(), sheet }
    };
    BrandPart::ALL.into_iter().map(question).collect()
}

/// A question with its three answers. `given` is `None` where the touchpoints disagree. Returns the new answer; a click
/// on the one that is given takes it back.
fn question_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    question: &Question,
    given: Option<Option<CheckAnswer>>,
) -> Option<Option<CheckAnswer>> {
    const SIDE: f32 = 24.0;
    const GAP: f32 = 3.0;
    let mut answer = None;
    let theme = &workspace.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let width = (ui.available_width() - 3.0 * (SIDE + GAP) - 6.0).max(60.0);
        ui.allocate_ui_with_layout(vec2(width, SIDE), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(width);
            let is_open = given == Some(None);
            let ink = color32(if is_open { theme.color.ink } else { theme.color.muted });
            let label = ui.add(Label::new(RichText::new(question.text).color(ink)).wrap());
            if !question.sheet.trim().is_empty() {
                label.on_hover_text(format!("The brand sheet says: {}", question.sheet.trim()));
            }
        });
        ui.add_space(3.0);
        for offered in CheckAnswer::ALL {
            let is_given = given.flatten() == Some(offered);
            let (rect, response) = ui.allocate_exact_size(vec2(SIDE, SIDE), Sense::click());
            let name = format!("{} {}", question.text, offered.label());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_given, &name));
            let color = match offered {
                CheckAnswer::Yes => theme.color.good,
                CheckAnswer::No => theme.color.bad,
                CheckAnswer::DoesNotApply => theme.color.muted,
            };
            let (fill, ink) = if is_given {
                (color32(color), color32(theme.color.surface))
            } else if response.hovered() || response.has_focus() {
                (color32(theme.color.hover), color32(theme.color.ink))
            } else {
                (Color32::TRANSPARENT, color32(theme.color.muted))
            };
            let outline = if is_given { color } else { theme.color.outline };
            let corner = CornerRadius::same(theme.window.radius as u8);
            let stroke = Stroke::new(1.0, color32(outline));
            ui.painter().rect(rect, corner, fill, stroke, egui::StrokeKind::Inside);
            let glyph = icon_of(offered).glyph();
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, icon_font(13.0), ink);
            if response.on_hover_text(offered.label()).clicked() {
                answer = Some((!is_given).then_some(offered));
            }
        }
    });
    answer
}

fn icon_of(answer: CheckAnswer) -> Icon {
    match answer {
        CheckAnswer::Yes => Icon::Check,
        CheckAnswer::No => Icon::X,
        CheckAnswer::DoesNotApply => Icon::Minus,
    }
}
