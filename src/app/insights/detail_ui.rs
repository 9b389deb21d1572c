//! One insight: its sentence, its figures, why it matters, and what can be done.

use egui::{Button, Grid, Label, RichText, Ui};

use super::told::Told;
use super::{button, buttons_ui, color_of, icon_of, remedy};
use crate::analysis::audit::{Fact, Finding, Fix};
use crate::app::inspector::reveal_checks;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon, strong};
use crate::app::widgets::Emphasis;
use crate::app::workspace::{Dialog, Workspace};
use crate::base::date::format_date;
use crate::edit::Edit;
use crate::model::Dismissal;

/// Draws it.
pub fn detail_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (finding, dismissal, told): (Finding, Option<&Dismissal>, &Told),
    requests: &mut Requests,
) {
    let theme = &workspace.theme;
    let muted = color32(theme.color.muted);
    let insight = told.insight(workspace, &finding);
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(icon(icon_of(finding.severity), 15.0).color(color32(color_of(theme, finding.severity))));
        ui.label(strong(finding.severity.label()).color(muted));
        ui.label(strong(finding.rule.title));
    });
    ui.add(Label::new(&insight.message).wrap().selectable(true));
    if let Some(dismissal) = dismissal {
        let on = dismissal.on.map(|day| format!(" on {}", format_date(day))).unwrap_or_default();
        let text = format!("Set aside{on}: {}", dismissal.reason);
        ui.add(Label::new(RichText::new(text).color(color32(theme.color.ink)).italics()).wrap());
    }
    buttons_ui(ui, |ui| {
        if dismissal.is_none()
            && let Some(fix) = &insight.fix
            && button(ui, theme, &fix.label(), fix_tip(fix), Emphasis::Primary)
        {
            if let Fix::Answer(touchpoint) = fix {
                reveal_checks(ui, *touchpoint);
            }
            remedy::fix(workspace, fix, requests);
        }
        let tip = "Select it on the map and bring it into view (Enter)";
        if button(ui, theme, "Show on map", tip, Emphasis::Outlined) {
            remedy::show(workspace, finding.about, requests);
        }
        if dismissal.is_some() {
            if button(ui, theme, "Open again", "List it with the others again", Emphasis::Outlined) {
                requests.push(Request::Seal);
                requests.edit(Edit::Reopen { insight: insight.key.clone() });
            }
            if button(ui, theme, "Change the reason…", "Say better why it is set aside", Emphasis::Outlined) {
                remedy::ask_why(workspace, &finding, requests);
            }
            return;
        }
        let tip = "Keep it among the actions, to be planned and followed";
        if button(ui, theme, "Add action", tip, Emphasis::Outlined) {
            remedy::add_action(workspace, &insight, requests);
        }
        let tip = "Set it aside with a reason, which is saved with the project (Delete)";
        if button(ui, theme, "Dismiss…", tip, Emphasis::Outlined) {
            remedy::ask_why(workspace, &finding, requests);
        }
    });
    figures_ui(ui, workspace, &insight.figures, requests);
    ui.label(strong("Why it matters").size(theme.window.small_text).color(muted));
    ui.add(Label::new(RichText::new(finding.rule.why).color(muted)).wrap());
}

fn fix_tip(fix: &Fix) -> &'static str {
    match fix {
        Fix::SetOwner { .. } => "The touchpoints beside it have this owner; undo takes it back",
        Fix::SetChannel { .. } => "The usual channel of its type; undo takes it back",
        Fix::SetEvidence { .. } => "Say what the claim rests on; undo takes it back",
        Fix::AddTouchpoint { .. } => "Add a touchpoint there and name it; undo takes it back",
        Fix::AddCard { .. } => "Add a card in this step; undo takes it back",
        Fix::Connect { .. } => "Draw a connector from the last touchpoint to the next; undo takes it back",
        Fix::ConnectTo(_) => "Choose the touchpoint that it leads to",
        Fix::AddKpi(_) => "Select the touchpoint; its KPIs are in the inspector",
        Fix::CompleteKpi(_) => "Select what the KPI is of; its form is in the inspector",
        Fix::Answer(_) => "Select the touchpoint; its checks are in the inspector",
        Fix::OpenStrategy => "Describe the brand and the kind of business",
        Fix::Import => "Attach metrics from a file that another tool exported",
    }
}

/// The figures behind it; one that was measured can be opened.
fn figures_ui(ui: &mut Ui, workspace: &Workspace, figures: &[Fact], requests: &mut Requests) {
    if figures.is_empty() {
        return;
    }
    let muted = color32(workspace.theme.color.muted);
    Grid::new("figures of the insight").num_columns(2).spacing([14.0, 3.0]).show(ui, |ui| {
        for fact in figures {
            ui.label(RichText::new(&fact.label).color(muted));
            match fact.of {
                Some((metric, touchpoint)) => {
                    let ink = color32(workspace.theme.color.accent);
                    let opener = ui.add(Button::new(RichText::new(&fact.text).color(ink)).frame(false));
                    if opener.on_hover_text("Show formula, rows, files and days").clicked() {
                        let period = workspace.view.period;
                        requests.push(Request::Dialog(Some(Dialog::Figure { metric, touchpoint, period })));
                    }
                }
                None => {
                    ui.label(&fact.text);
                }
            }
            ui.end_row();
        }
    });
}
