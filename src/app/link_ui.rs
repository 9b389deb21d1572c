//! Links are opened only after asking: the question, and what its answers do. Which addresses may be opened at all is
//! `base::address`'s.

use egui::{Context, OpenUrl, RichText, ScrollArea};

use super::core::Core;
use super::modal_ui::{foot, framed_modal, paragraph};
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
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
