//! Asks why an insight is to be set aside.

use egui::{Context, Key, Margin, Role, TextEdit, WidgetInfo};

use crate::app::modal_ui::{foot, framed_modal, paragraph};
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::open_field;
use crate::app::sources::today;
use crate::app::widgets::{Emphasis, IconButton};
use crate::app::workspace::{Dialog, Workspace};
use crate::edit::Edit;
use crate::model::{Dismissal, InsightKey};

/// What is often said.
const REASONS: [&str; 4] = ["Known and accepted", "Planned already", "Does not apply here", "Measured elsewhere"];

/// Draws the dialog.
pub fn dismiss_ui(
    ctx: &Context,
    workspace: &Workspace,
    insight: &InsightKey,
    (title, reason): (&str, &str),
    requests: &mut Requests,
) {
    let theme = &workspace.theme;
    let mut typed = reason.to_owned();
    let shown = framed_modal(ctx, workspace, "dismiss insight", 440.0, |ui| {
        ui.heading("Set this insight aside");
        paragraph(ui, workspace, title);
        ui.add_space(8.0);
        let field = TextEdit::singleline(&mut typed)
            .hint_text("Why it need not be looked at again")
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(8, 6));
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Reason"));
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) && !is_entered {
            open_field(&response, &mut typed);
        }
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
            for offered in REASONS {
                let button = IconButton::new(None, offered, offered).emphasis(Emphasis::Outlined);
                if button.tip("Take this as the reason").on(typed == offered).ui(ui, theme).clicked() {
                    typed = offered.to_owned();
                }
            }
        });
        ui.add_space(4.0);
        paragraph(
            ui,
            workspace,
            "The reason is saved with the project. Dismissed insights can be listed and opened again.",
        );
        let pressed = foot(ui, workspace, "Dismiss", &["Cancel"]).or_else(|| is_entered.then_some(0));
        match pressed {
            Some(0) if typed.trim().is_empty() => response.request_focus(),
            Some(0) => {
                let reason = typed.trim().to_owned();
                let dismissal = Dismissal { key: insight.clone(), reason, on: Some(today()) };
                requests.push(Request::Dialog(None));
                requests.push(Request::Seal);
                requests.edit(Edit::Dismiss { dismissal });
                return;
            }
            Some(_) => {
                requests.push(Request::Dialog(None));
                return;
            }
            None => {}
        }
        if typed != reason {
            let (insight, title) = (insight.clone(), title.to_owned());
            requests.push(Request::Dialog(Some(Dialog::Dismiss { insight, title, reason: typed.clone() })));
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
