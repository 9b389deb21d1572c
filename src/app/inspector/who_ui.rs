//! Who comes to the selected touchpoints: personas and segments to tick, and tags to sort by.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Button, Checkbox, Key, RichText, Role, TextEdit, Ui, WidgetInfo};

use super::super::action::Action;
use super::super::avatar::avatar_ui;
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon, icon_font};
use super::super::widgets::section;
use super::super::workspace::Workspace;
use super::typed_ui::{MENU_WIDTH, known_menu};
use crate::base::Icon;
use crate::edit::people;
use crate::model::{PersonaId, Touchpoint, TouchpointId};

const AVATAR: f32 = 20.0;

/// Draws the boxes to tick.
pub(super) fn who_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    section(ui, theme, "Who comes here", |ui| {
        let edit = RichText::new("Edit…").color(color32(theme.color.accent));
        let response = ui.add(Button::new(edit).frame(false)).on_hover_text(Action::People.info().tip);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Action::People.info().label));
        if response.clicked() {
            requests.run(Action::People);
        }
    });
    let muted = |text: &str| RichText::new(text).color(color32(theme.color.muted));
    if project.personas.is_empty() && project.segments.is_empty() {
        let text = "Everybody. Describe personas or segments first to say that only some do.";
        ui.add(egui::Label::new(muted(text)).wrap());
        return;
    }
    let is_everybody = |record: &&Arc<Touchpoint>| record.personas.is_empty() && record.segments.is_empty();
    if records.iter().all(is_everybody) {
        ui.add(egui::Label::new(muted("Everybody, as nobody is ticked.")).wrap());
    }
    for id in in_journey_order(workspace) {
        let Some(persona) = project.personas.get(&id) else { continue };
        let name = if persona.name.trim().is_empty() { "Unnamed persona" } else { persona.name.as_str() };
        let ticked = Ticked::of(records, |record| record.personas.contains(&id));
        let comes = row_ui(ui, ticked, name, |ui| {
            avatar_ui(ui, workspace, persona, AVATAR);
        });
        if let Some(edit) = comes.and_then(|comes| people::set_persona(project, ids, id, comes)) {
            requests.edit(edit);
        }
    }
    for segment in project.segments.values() {
        let ticked = Ticked::of(records, |record| record.segments.contains(&segment.id));
        let comes = row_ui(ui, ticked, &segment.name, |ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(AVATAR, AVATAR), egui::Sense::hover());
            let ink = color32(theme.color.muted);
            let glyph = Icon::Users.glyph();
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, icon_font(14.0), ink);
        });
        if let Some(edit) = comes.and_then(|comes| people::set_segment(project, ids, segment.id, comes)) {
            requests.edit(edit);
        }
    }
}

/// The project's personas: those of the open journey first, the main one at the top.
fn in_journey_order(workspace: &Workspace) -> Vec<PersonaId> {
    let mut order = workspace.open_journey().map(|journey| journey.personas.clone()).unwrap_or_default();
    let others = workspace.document.project().personas.keys().filter(|id| !order.contains(id)).copied();
    let others: Vec<PersonaId> = others.collect();
    order.extend(others);
    order
}

/// How many of the selected touchpoints something is true of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ticked {
    None,
    Some,
    All,
}

impl Ticked {
    fn of(records: &[&Arc<Touchpoint>], is_true: impl Fn(&Touchpoint) -> bool) -> Self {
        match records.iter().filter(|record| is_true(record)).count() {
            0 => Self::None,
            count if count == records.len() => Self::All,
            _ => Self::Some,
        }
    }
}

/// A box of three states, a picture and a name. Returns what it was set to: what some have is set for all.
fn row_ui(ui: &mut Ui, ticked: Ticked, name: &str, picture: impl FnOnce(&mut Ui)) -> Option<bool> {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut is_on = ticked == Ticked::All;
        let response = ui.add(Checkbox::new(&mut is_on, "").indeterminate(ticked == Ticked::Some));
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked == Ticked::All, name));
        picture(ui);
        let label = ui.add(egui::Label::new(name).truncate().sense(egui::Sense::click()));
        (response.clicked() || label.clicked()).then_some(ticked != Ticked::All)
    })
    .inner
}

/// Draws the tags as chips, and a line to add more.
pub(super) fn tags_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    section(ui, theme, "Tags", |_| {});
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    records.iter().flat_map(|record| &record.tags).for_each(|tag| *counts.entry(tag).or_default() += 1);
    if !counts.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
            for (tag, count) in counts {
                let is_of_all = count == records.len();
                let ink = color32(if is_of_all { theme.color.ink } else { theme.color.muted });
                let text = RichText::new(tag).size(theme.window.small_text + 0.5).color(ink);
                let cross = icon(Icon::X, 11.0).color(color32(theme.color.muted));
                let chip = Button::new((text, cross))
                    .fill(color32(theme.color.background))
                    .corner_radius(egui::CornerRadius::same(12))
                    .min_size(egui::vec2(0.0, 24.0))
                    .truncate();
                let tip = if is_of_all {
                    format!("Remove the tag {tag}")
                } else {
                    format!("On {count} of {}. Remove the tag {tag} from all.", records.len())
                };
                let response = ui.add(chip);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Remove the tag {tag}")));
                if response.on_hover_text(tip).clicked()
                    && let Some(edit) = people::remove_tag(project, ids, tag)
                {
                    requests.edit(edit);
                }
            }
        });
    }
    ui.horizontal(|ui| {
        let typed = new_tag_ui(ui);
        let tip = "Tags: choose one that is in use already";
        let used = known_menu(ui, tip, || project.touchpoints.values().flat_map(|t| &t.tags).map(String::as_str));
        for tag in typed.into_iter().chain(used) {
            if let Some(edit) = people::add_tag(project, ids, &tag) {
                requests.push(Request::Seal);
                requests.edit(edit);
            }
        }
    });
}

/// A line for a new tag. Returns it once Enter or a comma is typed, or the line is left.
fn new_tag_ui(ui: &mut Ui) -> Option<String> {
    let id = ui.scope_id().with("new tag");
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let width = (ui.available_width() - MENU_WIDTH).max(40.0);
    let field = TextEdit::singleline(&mut text)
        .hint_text("Add a tag")
        .desired_width(width - 16.0)
        .margin(egui::Margin::symmetric(8, 6))
        .id_salt("new tag");
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "New tag"));
    let is_left = response.lost_focus();
    if is_left && ui.input(|input| input.key_pressed(Key::Enter)) {
        response.request_focus();
    }
    let is_given_up = is_left && ui.input(|input| input.key_pressed(Key::Escape));
    let is_done = is_left || text.contains(',');
    let tag = (is_done && !is_given_up).then(|| text.replace(',', " ").trim().to_owned());
    if is_done {
        text.clear();
    }
    if response.changed() || is_done {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
    tag.filter(|tag| !tag.is_empty())
}
