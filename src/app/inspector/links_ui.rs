//! The links of the selected touchpoints: pages elsewhere that say more. Opening one asks first.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{IconButton, section};
use super::super::workspace::Workspace;
use super::{shared, text_line};
use crate::base::Icon;
use crate::edit::{Edit, TouchpointChange};
use crate::model::{Link, Touchpoint, TouchpointId};

/// Draws a title and an address for each.
pub(super) fn links_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let theme = &workspace.theme;
    let links = shared(records, |record| record.links.clone());
    let change = |links: Vec<Link>| {
        let change = TouchpointChange::Links(links);
        Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change }
    };
    let mut is_added = false;
    section(ui, theme, "Links", |ui| {
        let add = IconButton::new(Some(Icon::Plus), "", "Add a link").tip("Add the address of a page that says more");
        is_added = add.enabled(links.is_some()).ui(ui, theme).clicked() && links.is_some();
    });
    let Some(mut links) = links else {
        ui.label(RichText::new("several").color(color32(theme.color.muted)));
        return;
    };
    if is_added {
        links.push(Link::default());
        requests.push(Request::Seal);
        requests.edit(change(links));
        return;
    }
    let mut changed = None;
    for (at, link) in links.iter().enumerate() {
        ui.push_id(at, |ui| {
            let number = at + 1;
            let edited = |edited: Link| {
                let mut links = links.clone();
                if let Some(slot) = links.get_mut(at) {
                    *slot = edited;
                }
                links
            };
            let name = format!("Title of link {number}");
            if let Some(title) = text_line(ui, &name, &link.title, "Title", requests) {
                changed = Some(edited(Link { title, ..link.clone() }));
            }
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                const BUTTONS: f32 = 66.0;
                let size = egui::vec2((ui.available_width() - BUTTONS).max(40.0), ui.spacing().interact_size.y);
                ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let name = format!("Address of link {number}");
                    if let Some(url) = text_line(ui, &name, &link.url, "https://…", requests) {
                        changed = Some(edited(Link { url, ..link.clone() }));
                    }
                });
                let called = if link.title.trim().is_empty() { &link.url } else { &link.title };
                let name = format!("Open link {number}");
                let open = IconButton::new(Some(Icon::ExternalLink), "", &name);
                let has_address = !link.url.trim().is_empty();
                let open = open.tip(format!("Open {called} after asking")).enabled(has_address);
                if open.ui(ui, theme).clicked() && has_address {
                    requests.push(Request::OpenLink(link.url.clone()));
                }
                let name = format!("Remove link {number}");
                let remove = IconButton::new(Some(Icon::X), "", &name).tip("Remove this link");
                if remove.ui(ui, theme).clicked() {
                    let mut links = links.clone();
                    links.remove(at);
                    requests.push(Request::Seal);
                    changed = Some(links);
                }
            });
        });
    }
    if let Some(links) = changed {
        requests.edit(change(links));
    }
}
