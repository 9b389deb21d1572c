//! The import dialog: what the columns are, which names are which touchpoints, what comes of it. It shows a plan
//! and asks for another recipe; nothing is attached before the plan is accepted.

mod chooser_ui;
mod columns_ui;
mod difference_ui;
mod names_ui;
mod names_view;
mod outcome_ui;
mod overlap_ui;
mod questions_ui;
mod roles_ui;
mod rows_ui;
mod rules_ui;

use egui::{Align, Context, Id, Key, Layout, Modal, Popup, RichText, ScrollArea, Stroke, Ui};

use super::focus::reveal_focus;
use super::import_state::{ImportState, counted, plural};
use super::request::{Request, Requests};
use super::style::{color32, strong};
use super::widgets::{Emphasis, IconButton, combo_icon};
use super::workspace::{JobStatus, Notice, Workspace};
use crate::import::plan::Fate;
use crate::import::{Plan, PlanOptions, Recipe};

/// In a dialog narrower than this, in points, everything is in one column.
const NARROW: f32 = 760.0;
/// Room for the scroll bar beside what is scrolled.
const SCROLL_BAR: f32 = 12.0;

/// Draws the dialog.
pub fn import_ui(ctx: &Context, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let theme = &workspace.theme;
    let screen = ctx.content_rect();
    let size = egui::vec2((screen.width() - 48.0).min(1_280.0), (screen.height() - 48.0).min(860.0));
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.surface))
        .corner_radius(theme.window.dialog_radius)
        .shadow(ctx.global_style().visuals.window_shadow);
    let shown =
        Modal::new(Id::unique("import")).backdrop_color(color32(theme.color.scrim)).frame(frame).show(ctx, |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            let rect = egui::Rect::from_min_size(ui.min_rect().min, size);
            let head = egui::Rect::from_min_size(rect.min, egui::vec2(size.x, 62.0));
            let foot = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 58.0), rect.max);
            let middle = egui::Rect::from_min_max(head.left_bottom(), foot.right_top());
            let side_width = (size.x * 0.3).clamp(300.0, 380.0);
            // With large text there is no room for two columns: what is at the side comes after the rest.
            let is_narrow = size.x < NARROW;
            let side_width = if is_narrow { 0.0 } else { side_width };
            let left = egui::Rect::from_min_max(middle.min, egui::pos2(middle.right() - side_width, middle.bottom()));
            let right = egui::Rect::from_min_max(left.right_top(), middle.max);
            let line = Stroke::new(1.0, color32(theme.color.line));
            ui.painter().rect_filled(right, 0.0, color32(theme.color.background.with_opacity(0.5)));
            ui.painter().hline(rect.x_range(), head.bottom(), line);
            ui.painter().hline(rect.x_range(), foot.top(), line);
            if !is_narrow {
                ui.painter().vline(left.right(), middle.y_range(), line);
            }
            let inside = |rect: egui::Rect, margin: egui::Vec2| egui::UiBuilder::new().max_rect(rect.shrink2(margin));
            ui.scope_builder(inside(head, egui::vec2(20.0, 0.0)), |ui| head_ui(ui, workspace, state, requests));
            ui.scope_builder(inside(left, egui::vec2(20.0, 10.0)), |ui| {
                ScrollArea::vertical().id_salt("left").auto_shrink(false).show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - SCROLL_BAR);
                    questions_ui::questions_ui(ui, workspace, state, requests);
                    difference_ui::difference_ui(ui, workspace, state);
                    columns_ui::columns_ui(ui, workspace, state, requests);
                    outcome_ui::totals_ui(ui, workspace, state);
                    outcome_ui::metrics_ui(ui, workspace, state);
                    if is_narrow {
                        ui.add_space(10.0);
                        side_ui(ui, workspace, state, requests);
                    }
                    reveal_focus(ui);
                });
            });
            if !is_narrow {
                ui.scope_builder(inside(right, egui::vec2(18.0, 10.0)), |ui| {
                    ScrollArea::vertical().id_salt("right").auto_shrink(false).show(ui, |ui| {
                        ui.set_max_width(ui.available_width() - SCROLL_BAR);
                        side_ui(ui, workspace, state, requests);
                        reveal_focus(ui);
                    });
                });
            }
            ui.scope_builder(inside(foot, egui::vec2(20.0, 0.0)), |ui| foot_ui(ui, workspace, state, requests));
        });
    // A click beside the dialog does not throw an import away, and Esc only one in which nothing was chosen.
    let is_alone = shown.is_top_modal && !shown.any_popup_open;
    if is_alone && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        requests.push(if state.is_touched {
            let text = "Your choices in this import would be lost. Press Cancel if that is what you want.";
            Request::Notify(Notice::Warning(text.to_owned()))
        } else {
            Request::Dialog(None)
        });
    }
}

/// Which names are which touchpoints, and what would be attached.
fn side_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    overlap_ui::overlap_ui(ui, workspace, state, requests);
    names_ui::names_ui(ui, workspace, state, requests);
    outcome_ui::counts_ui(ui, workspace, state);
    outcome_ui::warnings_ui(ui, workspace, state);
}

/// What is missing, if no row has a day.
fn dateless_text(plan: &Plan) -> Option<&'static str> {
    let is_dateless = plan.matched.is_empty() && plan.unmatched.is_empty() && plan.count(Fate::Dateless) > 0;
    is_dateless.then_some(match plan.is_in_question() {
        true => "Nothing yet: answer the question at the top first.",
        false => "Nothing yet: no row has a day. Choose which column is the date.",
    })
}

/// Asks for the plan of another recipe.
fn replan(requests: &mut Requests, recipe: Recipe, options: &PlanOptions) {
    requests.push(Request::ImportPlan(recipe, *options));
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let plan = &state.plan;
    ui.horizontal_centered(|ui| {
        ui.label(strong("Attach metrics").size(workspace.theme.window.heading_text));
        ui.add_space(6.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let other = IconButton::new(None, "Other file…", "Other file")
                .emphasis(Emphasis::Outlined)
                .tip("Choose another file instead");
            if other.ui(ui, &workspace.theme).clicked() {
                requests.push(Request::ImportOtherFile);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                offers_ui(ui, state, requests);
                let mut said = vec![plan.file_name.clone(), plan.format.clone(), state.table.form_label()];
                said.extend(plan.period.map(|period| period.label()));
                let said = RichText::new(said.join(" · ")).color(color32(workspace.theme.color.muted));
                ui.add(egui::Label::new(said).truncate());
            });
        });
    });
}

/// The tables of a file that has several.
fn offers_ui(ui: &mut Ui, state: &ImportState, requests: &mut Requests) {
    /// Names of tables are cut behind so much.
    const WIDTH: f32 = 220.0;
    let offers = &state.table.offers;
    let Some(chosen) = offers.get(state.table.offer).filter(|_| offers.len() > 1) else { return };
    let label = |name: &str| if name.is_empty() { "The whole file".to_owned() } else { name.to_owned() };
    let combo = egui::ComboBox::from_id_salt("tables of the file")
        .icon(combo_icon)
        .width(WIDTH.min(ui.available_width() / 2.0))
        .truncate()
        .selected_text(format!("Table: {}", label(&chosen.name)));
    let shown = combo.show_ui(ui, |ui| {
        for (index, offer) in offers.iter().enumerate() {
            let text = format!("{}, {}", label(&offer.name), counted(offer.columns, "column"));
            if ui.selectable_label(index == state.table.offer, text).clicked() && index != state.table.offer {
                requests.push(Request::ImportTable(offer.name.clone()));
            }
        }
    });
    let name = "Table of the file";
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    shown.response.on_hover_text("The file has several tables: choose the one to attach");
}

fn foot_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let theme = &workspace.theme;
    let plan = &state.plan;
    ui.horizontal_centered(|ui| {
        let said = match (&plan.attachment, plan.is_in_question()) {
            _ if !state.is_planned() => "Adding up…",
            (None, _) if plan.difference.as_ref().is_some_and(|it| it.held_back.all > 0) => {
                "All of its figures are there already, and stay as they are."
            }
            (None, _) if dateless_text(plan).is_some() => dateless_text(plan).unwrap_or_default(),
            (None, _) if plan.name_column.is_empty() => {
                "Nothing to attach yet: choose at the right where the figures go."
            }
            (None, _) => "Nothing to attach yet: match a name to a touchpoint, or make new ones.",
            (Some(_), true) => "A question is still open; what it is about is left out until it is answered.",
            (Some(_), false) => "Nothing changes until you attach. One step of undo.",
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = match plan.observations {
                0 => "Attach".to_owned(),
                some => format!("Attach {}", counted(some, "observation")),
            };
            let attach = IconButton::new(None, &text, "Attach")
                .emphasis(Emphasis::Primary)
                .enabled(plan.attachment.is_some() && state.is_planned());
            if attach.ui(ui, theme).clicked() {
                requests.push(Request::ImportAttach);
            }
            if IconButton::new(None, "Cancel", "Cancel").emphasis(Emphasis::Outlined).ui(ui, theme).clicked() {
                requests.push(Request::Dialog(None));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                // The dialog hides the status bar, where jobs are shown else.
                if let Some(job) = workspace.jobs.first() {
                    return job_ui(ui, workspace, requests, job);
                }
                ui.add(egui::Label::new(RichText::new(said).color(color32(theme.color.muted))).truncate());
            });
        });
    });
}

/// Work that goes on behind the dialog: another file that is read, a plan that is made.
fn job_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, job: &JobStatus) {
    let theme = &workspace.theme;
    if let Some(share) = job.progress {
        ui.add(egui::ProgressBar::new(share).desired_width(90.0).desired_height(6.0));
    }
    if job.can_cancel && IconButton::new(None, "Stop", "Stop").emphasis(Emphasis::Outlined).ui(ui, theme).clicked() {
        requests.push(Request::CancelJob(job.id));
    }
    let label = RichText::new(&job.label).color(color32(theme.color.muted));
    ui.add(egui::Label::new(label).truncate());
}

/// Gives the keyboard back to the button whose menu was closed by a key, so that Tab goes on from there. `was_shown`
/// says whether the menu was drawn in this frame.
fn return_focus(ui: &Ui, button: &egui::Response, was_shown: bool) {
    let by_key = || ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Escape));
    if was_shown && !Popup::is_id_open(ui.ctx(), Popup::default_response_id(button)) && by_key() {
        button.request_focus();
    }
}

/// A heading within the dialog.
fn heading(ui: &mut Ui, text: &str) {
    ui.label(strong(text).size(12.5));
    ui.add_space(2.0);
}
