//! The formula of a metric of one's own: typed, checked at each letter, and worked out at a touchpoint before it is
//! taken. Nothing changes in the project until then.

use egui::{Id, RichText, Role, TextEdit, Ui, WidgetInfo};

use super::super::inspector::combo;
use super::super::modal_ui::foot_row;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, strong};
use super::super::widgets::{Emphasis, IconButton, field, section};
use super::super::workspace::{Dialog, MetricsChoice, Workspace};
use super::form_ui::direction_ui;
use crate::analysis::WorkedExample;
use crate::base::Icon;
use crate::base::number::Unit;
use crate::edit::own_metric::{OwnMetric, new_own_metric};
use crate::edit::{Edit, MetricChange};
use crate::import::library::template;
use crate::model::formula::words_of_unit;
use crate::model::{Direction, Formula, FormulaError, Metric, MetricId};

/// What is typed and not yet taken.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    name: String,
    formula: String,
    /// `None`: the usual one of what the formula gives.
    unit: Option<Unit>,
    direction: Direction,
}

impl Draft {
    fn new() -> Self {
        Self { name: String::new(), formula: String::new(), unit: None, direction: Direction::HigherIsBetter }
    }

    fn of(metric: &Metric) -> Self {
        Self {
            formula: metric.formula.clone(),
            unit: Some(metric.unit.clone()),
            direction: metric.direction,
            ..Self::new()
        }
    }
}

/// A formula that can be taken, in that unit.
struct Checked {
    formula: Formula,
    unit: Unit,
}

/// Draws the form of a metric that is about to be made.
pub(super) fn new_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let id = Id::unique("draft of a new metric");
    let kept: Option<Draft> = ui.data(|data| data.get_temp(id));
    let is_fresh = kept.is_none();
    let mut draft = kept.unwrap_or_else(Draft::new);
    ui.label(strong("New metric by formula").size(theme.window.body_text + 2.0));
    let about = "Calculated from other metrics wherever these are known: first each is rolled up, then the formula is \
                 applied.";
    ui.add(egui::Label::new(RichText::new(about).color(color32(theme.color.muted))).wrap());
    ui.add_space(6.0);
    field(ui, theme, "Name", |ui| {
        let name = line_ui(ui, "Name of the new metric", &mut draft.name, "such as Profit per order");
        if is_fresh {
            name.request_focus();
        }
    });
    let checked = formula_fields_ui(ui, workspace, &mut draft, None);
    field(ui, theme, "Better", |ui| {
        if let Some(direction) = direction_ui(ui, draft.direction) {
            draft.direction = direction;
        }
    });
    verdict_ui(ui, workspace, &draft, &checked);
    ui.add_space(10.0);
    let is_named = !draft.name.trim().is_empty();
    let mut is_added = false;
    foot_row(ui, |ui| {
        let tip = match (&checked, is_named) {
            (Ok(_), true) => "Add it to the project (can be undone)",
            (Ok(_), false) => "Give it a name first",
            (Err(_), _) => "The formula cannot be used yet",
        };
        let add = IconButton::new(None, "Add metric", "Add metric").emphasis(Emphasis::Primary).tip(tip);
        let is_pressed = add.enabled(is_named && checked.is_ok()).ui(ui, theme).clicked();
        if let (true, Ok(checked)) = (is_pressed, &checked) {
            let own = OwnMetric {
                name: draft.name.trim().to_owned(),
                formula: draft.formula.clone(),
                unit: checked.unit.clone(),
                direction: draft.direction,
            };
            let (edit, metric) = new_own_metric(workspace.document.project(), own, |key| template(key).is_some());
            requests.push(Request::Seal);
            requests.edit(edit);
            requests.push(Request::Dialog(Some(Dialog::Metrics(Some(MetricsChoice::One(metric))))));
            is_added = true;
        }
    });
    if is_added {
        ui.data_mut(|data| data.remove::<Draft>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, draft));
    }
}

/// Draws the formula of a metric that is there, and the button that takes a changed one.
pub(super) fn formula_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, metric: &Metric) {
    let theme = &workspace.theme;
    // What is typed belongs to the formula as it is: after undo it starts again.
    let id = Id::unique("draft of a formula").with((metric.id, &metric.formula, metric.unit.code()));
    let mut draft: Draft = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| Draft::of(metric));
    let checked = formula_fields_ui(ui, workspace, &mut draft, Some(metric.id));
    verdict_ui(ui, workspace, &draft, &checked);
    let is_changed =
        draft.formula.trim() != metric.formula || checked.as_ref().is_ok_and(|checked| checked.unit != metric.unit);
    if is_changed {
        foot_row(ui, |ui| {
            let take = IconButton::new(None, "Change formula", "Change formula")
                .emphasis(Emphasis::Primary)
                .tip("Every figure of this metric is worked out anew (can be undone)");
            let is_pressed = take.enabled(checked.is_ok()).ui(ui, theme).clicked();
            if let (true, Ok(checked)) = (is_pressed, &checked) {
                let change = MetricChange::Formula { formula: draft.formula.clone(), unit: checked.unit.clone() };
                requests.push(Request::Seal);
                requests.edit(Edit::ChangeMetric { metric: metric.id, change });
            }
            if IconButton::new(None, "Discard", "Discard the changed formula").ui(ui, theme).clicked() {
                draft = Draft::of(metric);
            }
        });
    }
    ui.data_mut(|data| data.insert_temp(id, draft));
}

/// The field of the formula, the list of metrics to put in, and the unit.
fn formula_fields_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    draft: &mut Draft,
    own: Option<MetricId>,
) -> Result<Checked, FormulaError> {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    field(ui, theme, "Formula", |ui| {
        line_ui(ui, "Formula", &mut draft.formula, "such as (revenue - cost) / orders");
    });
    field(ui, theme, "", |ui| {
        let response = combo(ui, "Put a metric in", "Put a metric in…").show_ui(ui, |ui| {
            for metric in project.metrics.values().filter(|metric| Some(metric.id) != own) {
                let words = format!("{} ({})", metric.name, metric.key);
                if ui.selectable_label(false, words).clicked() {
                    let gap = if draft.formula.is_empty() || draft.formula.ends_with([' ', '(']) { "" } else { " " };
                    draft.formula.push_str(&format!("{gap}{}", in_formula(&metric.key)));
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Put a metric in"));
    });
    let formula = Formula::new(&draft.formula, &project.metrics, own)?;
    let units = formula.units();
    let chosen = draft.unit.clone().filter(|unit| units.contains(unit));
    let unit = chosen.or_else(|| units.first().cloned()).unwrap_or(Unit::Count);
    if units.len() > 1 {
        field(ui, theme, "Unit", |ui| {
            let response = combo(ui, "Unit", words_of_unit(&unit)).show_ui(ui, |ui| {
                for other in &units {
                    if ui.selectable_label(unit == *other, words_of_unit(other)).clicked() {
                        draft.unit = Some(other.clone());
                    }
                }
            });
            response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Unit"));
        });
    }
    Ok(Checked { formula, unit })
}

/// What is wrong with the formula, or what it gives at a touchpoint.
fn verdict_ui(ui: &mut Ui, workspace: &Workspace, draft: &Draft, checked: &Result<Checked, FormulaError>) {
    let theme = &workspace.theme;
    let muted = color32(theme.color.muted);
    section(ui, theme, "What it gives", |_| {});
    match checked {
        Err(_) if draft.formula.trim().is_empty() => {
            let help = "Names of metrics, numbers, + − × ÷, brackets, min(a, b), max(a, b) and abs(a). \
                        For example: orders / sessions.";
            ui.add(egui::Label::new(RichText::new(help).color(muted)).wrap());
        }
        Err(why) => {
            ui.horizontal_top(|ui| {
                ui.label(icon(Icon::Info, 14.0).color(color32(theme.color.bad)));
                ui.add(egui::Label::new(RichText::new(why.to_string()).color(color32(theme.color.bad))).wrap());
            });
        }
        Ok(checked) => {
            let example = workspace.numbers.worked_example(&checked.formula, &checked.unit, workspace.view.period);
            let Some(WorkedExample { touchpoint, text, worked, note }) = example else {
                let text = "The formula is sound, but its metrics are not measured together anywhere in these days.";
                ui.add(egui::Label::new(RichText::new(text).color(muted)).wrap());
                return;
            };
            let project = workspace.document.project();
            let title = touchpoint.and_then(|id| project.touchpoints.get(&id)).map(|found| found.title.as_str());
            let place = title.unwrap_or("All touchpoints together");
            ui.label(strong(&text).size(20.0));
            ui.add(egui::Label::new(worked).wrap());
            let days = workspace.view.period.map_or_else(|| "all days".to_owned(), |period| period.label());
            ui.add(egui::Label::new(RichText::new(format!("{place} · {days}")).color(muted)).wrap());
            if let Some(note) = note {
                ui.add(egui::Label::new(RichText::new(note).color(muted)).wrap());
            }
        }
    }
}

fn line_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str) -> egui::Response {
    let field =
        TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY).margin(egui::Margin::symmetric(8, 4));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    response
}

/// A key as a formula has it.
fn in_formula(key: &str) -> String {
    let is_plain = key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && key.starts_with(|c: char| c.is_alphabetic());
    if is_plain { key.to_owned() } else { format!("\"{key}\"") }
}
