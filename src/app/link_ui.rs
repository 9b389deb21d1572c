//! Links are opened only after asking: the question, and what its answers do. Which addresses may be opened at all is
//! `base::address`'s.

use egui::{Context, OpenUrl, RichText, ScrollArea};

use super::core::Core;
use super::modal_ui::{foot, framed_modal, paragraph};
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
use super::widgets::field;
use super::workspace::{Dialog, Notice, Workspace};
use crate::base::Icon;
use crate::base::address::Address;

impl Core {
    /// Asks before an address is opened, or says why it is not.
    pub(super) fn ask_to_open(&mut self, url: &str) {
        match Address::parse(url) {
            Ok(address) => self.show_dialog(Dialog::OpenLink(address.text.to_owned())),
            Err(error) => self.notify(Notice::Warning(error.to_string())),
        }
    }

    /// The question was answered with yes.
    pub(super) fn open_asked_link(&mut self, ctx: &Context) {
        if let Some(Dialog::OpenLink(url)) = &self.workspace.dialog {
            ctx.open_url(OpenUrl::new_tab(url));
            self.close_dialog();
        }
    }
}

/// Draws the question.
pub fn open_link_ui(ctx: &Context, workspace: &Workspace, url: &str, requests: &mut Requests) {
    let Ok(address) = Address::parse(url) else {
        requests.push(Request::Dialog(None));
        return;
    };
    let shown = framed_modal(ctx, workspace, "open link", 480.0, |ui| {
        let theme = &workspace.theme;
        ui.horizontal(|ui| {
            ui.label(icon(Icon::ExternalLink, 18.0).color(color32(theme.color.muted)));
            ui.heading(if address.is_mail {
                format!("Write to {}?", address.host)
            } else {
                format!("Open {} in the browser?", address.host)
            });
        });
        ui.add_space(8.0);
        let frame = egui::Frame::NONE.fill(color32(theme.color.background)).corner_radius(theme.window.radius);
        frame.inner_margin(10).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            // All of it: what an address hides, it hides where it is cut off.
            ScrollArea::vertical().max_height(140.0).show(ui, |ui| {
                let text = strong(address.text).font(egui::TextStyle::Body.resolve(ui.style()));
                ui.add(egui::Label::new(text).wrap_mode(egui::TextWrapMode::Wrap).selectable(true));
            });
        });
        ui.add_space(8.0);
        paragraph(ui, workspace, "It opens outside of Throughline. Nothing is sent by Throughline.");
        if address.text.starts_with("http:") {
            ui.add_space(4.0);
            let warning = "The address is not encrypted (http).";
            ui.label(RichText::new(warning).color(color32(theme.color.risk)));
        }
        match foot(ui, workspace, "Open", &["Cancel", "Copy address"]) {
            Some(0) => requests.push(Request::OpenAskedLink),
            Some(1) => requests.push(Request::Dialog(None)),
            Some(_) => {
                requests.push(Request::CopyText(address.text.to_owned()));
                requests.push(Request::Dialog(None));
            }
            None => {}
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

/// Draws the dialog for a new link: its address, and what the card says.
pub fn new_link_ui(ctx: &Context, workspace: &Workspace, url: &str, title: &str, requests: &mut Requests) {
    let (mut typed_url, mut typed_title) = (url.to_owned(), title.to_owned());
    let theme = &workspace.theme;
    let shown = framed_modal(ctx, workspace, "new link", 460.0, |ui| {
        ui.heading("Add a link");
        ui.add_space(8.0);
        let line = |ui: &mut egui::Ui, name: &str, text: &mut String, hint: &str| {
            field(ui, theme, name, |ui| {
                let field = egui::TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(f32::INFINITY);
                let response = ui.add(field.margin(egui::Margin::symmetric(8, 6)));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
                response
            })
        };
        let address = line(ui, "Address", &mut typed_url, "https://…");
        let named = line(ui, "Title", &mut typed_title, "What is to be found there");
        if url.is_empty() && title.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
            address.request_focus();
        }
        let problem = Address::parse(&typed_url).err();
        let sentence = problem.as_ref().filter(|_| !typed_url.trim().is_empty()).map(ToString::to_string);
        ui.add_space(2.0);
        let note = sentence.unwrap_or_else(|| "It is opened only after asking.".to_owned());
        paragraph(ui, workspace, &note);
        let entered =
            (address.lost_focus() || named.lost_focus()) && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let pressed = foot(ui, workspace, "Add link", &["Cancel"]).or_else(|| entered.then_some(0));
        match pressed {
            Some(0) if problem.is_none() => {
                requests.push(Request::Dialog(None));
                requests.push(Request::AddLink { url: typed_url.clone(), title: typed_title.clone() });
                return;
            }
            Some(0) => address.request_focus(),
            Some(_) => {
                requests.push(Request::Dialog(None));
                return;
            }
            None => {}
        }
        if typed_url != url || typed_title != title {
            let dialog = Dialog::NewLink { url: typed_url.clone(), title: typed_title.clone() };
            requests.push(Request::Dialog(Some(dialog)));
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}
