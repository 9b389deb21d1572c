//! Every field of one touchpoint, or the shared ones of several.

use std::sync::Arc;

use egui::{RichText, Role, Sense, Ui, WidgetInfo};

use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{field, section};
use super::super::workspace::Workspace;
use super::rating_ui::{Rating, rating_ui};
use super::{
    actions_ui, checks_ui, choice, combo, emotion_ui, kpi_ui, links_ui, measures_ui, shared, text_area, text_line,
    typed_ui, who_ui,
};
use crate::edit::{Edit, Selection, TouchpointChange};
use crate::model::{Channel, Evidence, Item, LaneKind, Project, Subject, Touchpoint, TouchpointId};

/// Draws the fields.
pub(super) fn touchpoint_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, ids: &[TouchpointId]) {
    let project = workspace.document.project();
    let theme = &workspace.theme;
    let records: Vec<&Arc<Touchpoint>> = ids.iter().filter_map(|id| project.touchpoints.get(id)).collect();
    let Some(first) = records.first() else { return };
    let change = |change: TouchpointChange| Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change };
    heading_ui(ui, workspace, requests, &records, ids);
    if records.len() == 1 {
        field(ui, theme, "Title", |ui| {
            if let Some(title) = text_line(ui, "Title", &first.title, "Title", requests) {
                requests.edit(change(TouchpointChange::Title(title)));
            }
        });
    }
    type_field(ui, workspace, requests, &records, ids);
    field(ui, theme, "Channel", |ui| {
        if let Some(channel) = choice(ui, "Channel", shared(&records, |r| r.channel), Channel::ALL, Channel::label) {
            requests.edit(change(TouchpointChange::Channel(channel)));
        }
    });
    if let Some(channel) = shared(&records, |r| r.channel) {
        let reach = if channel.is_in_person() { "in person" } else { "online or remote" };
        field(ui, theme, "", |ui| {
            let text = format!("{}, {reach}", channel.ownership().label().to_lowercase());
            let text = RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
            ui.add(egui::Label::new(text).truncate());
        });
    }
    super::session_ui(ui, workspace, shared(&records, |r| r.session).flatten());
    field(ui, theme, "Owner", |ui| {
        let owner = shared(&records, |r| r.owner.clone());
        let hint = if owner.is_none() { "several" } else { "Team or person" };
        let shown = (owner.as_deref().unwrap_or(""), hint);
        if let Some(owner) = typed_ui::owner_line(ui, workspace, requests, "Owner", shown) {
            requests.edit(change(TouchpointChange::Owner(owner)));
        }
    });
    ratings_ui(ui, workspace, requests, &records, ids);
    field(ui, theme, "Evidence", |ui| {
        if let Some(evidence) =
            choice(ui, "Evidence", shared(&records, |r| r.evidence), &Evidence::ALL, Evidence::label)
        {
            requests.edit(change(TouchpointChange::Evidence(evidence)));
        }
    });
    emotion_ui::emotion_ui(ui, workspace, requests, &records, ids);
    if let [only] = ids {
        kpi_ui::kpi_ui(ui, workspace, requests, (*only).into());
        actions_ui::actions_of_ui(ui, workspace, requests, (*only).into());
        measures_ui::measures_ui(ui, workspace, requests, *only);
        pain_points_ui(ui, workspace, requests, first);
        section(ui, theme, "Description", |_| {});
        if let Some(text) = text_area(ui, "Description", &first.description, "What happens here", requests) {
            requests.edit(change(TouchpointChange::Description(text)));
        }
    }
    checks_ui::checks_ui(ui, workspace, requests, &records, ids);
    who_ui::who_ui(ui, workspace, requests, &records, ids);
    who_ui::tags_ui(ui, workspace, requests, &records, ids);
    links_ui::links_ui(ui, workspace, requests, &records, ids);
    if records.len() == 1 {
        section(ui, theme, "Names in imported files", |_| {});
        list_field(
            ui,
            requests,
            "Aliases",
            &Some(first.aliases.clone()),
            "Page paths, campaign names; by commas",
            |aliases| change(TouchpointChange::Aliases(aliases)),
        );
    }
}

fn heading_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let theme = &workspace.theme;
    let is_moment = shared(records, |r| r.is_moment_of_truth);
    ui.horizontal(|ui| {
        const STAR_WIDTH: f32 = 30.0;
        let title = match records {
            [only] if only.title.is_empty() => "Untitled".to_owned(),
            [only] => only.title.clone(),
            many => format!("{} touchpoints", many.len()),
        };
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - STAR_WIDTH);
            ui.add(egui::Label::new(RichText::new(title).heading()).truncate());
        });
        let color = if is_moment == Some(true) { theme.color.risk } else { theme.color.disabled };
        let (rect, response) = ui.allocate_exact_size(egui::vec2(22.0, 22.0), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_moment == Some(true), "Moment of truth"));
        let glyph = if is_moment == Some(true) { '★' } else { '☆' };
        let font = egui::FontId::new(17.0, egui::FontFamily::Proportional);
        ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, glyph, font, color32(color));
        let response =
            response.on_hover_text("Moment of truth: this touchpoint decides how the whole journey is judged");
        if response.clicked() {
            let change = TouchpointChange::MomentOfTruth(is_moment != Some(true));
            requests.push(Request::Seal);
            requests.edit(Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change });
        }
    });
    if let [only] = records {
        let text = once_a_revision(ui, workspace, ("place of", only.id), |project| place_text(project, only));
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
    }
    ui.add_space(6.0);
}

/// What takes a look at every record is found once for each state of the project, not once for each frame.
fn once_a_revision<T: Clone + Send + Sync + 'static>(
    ui: &Ui,
    workspace: &Workspace,
    key: (&'static str, TouchpointId),
    find: impl FnOnce(&Project) -> T,
) -> T {
    let id = egui::Id::unique(key);
    let revision = workspace.document.revision();
    let known = ui.data(|data| data.get_temp::<(u64, T)>(id)).filter(|(of, _)| *of == revision);
    if let Some((_, value)) = known {
        return value;
    }
    let value = find(workspace.document.project());
    ui.data_mut(|data| data.insert_temp(id, (revision, value.clone())));
    value
}

/// "Purchase · 2 of 3 in “Buy”".
fn place_text(project: &Project, touchpoint: &Touchpoint) -> String {
    let Some(stage) = project.stages.get(&touchpoint.place.stage) else { return String::new() };
    let mut places: Vec<_> =
        project.touchpoints.values().map(|t| t.place).filter(|place| place.stage == stage.id).collect();
    places.sort_unstable();
    let at = places.iter().position(|place| *place == touchpoint.place).map_or(1, |at| at + 1);
    format!("{} · {at} of {} in “{}”", stage.phase.label(), places.len(), stage.name)
}

fn type_field(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    let current = shared(records, |r| r.kind.clone());
    let name = |code: &str| workspace.catalogue.find(code).map_or("None", |kind| kind.name.as_str());
    field(ui, &workspace.theme, "Type", |ui| {
        let shown = current.as_deref().map_or("several", name);
        let response = combo(ui, "Type", shown).show_ui(ui, |ui| {
            let none = std::iter::once(("", "None"));
            let all = none.chain(workspace.catalogue.types.iter().map(|kind| (kind.code.as_str(), kind.name.as_str())));
            for (code, name) in all {
                if ui.selectable_label(current.as_deref() == Some(code), name).clicked() {
                    let change = TouchpointChange::Kind(code.to_owned());
                    requests.edit(Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change });
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Type"));
    });
}

/// Three rows of dots: what people say that it matters, and how it is liked.
fn ratings_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    records: &[&Arc<Touchpoint>],
    ids: &[TouchpointId],
) {
    /// The row's label, what is rated, what it is, and the change that sets it.
    type Row = (&'static str, Rating, fn(&Touchpoint) -> Option<u8>, fn(Option<u8>) -> TouchpointChange);
    let rows: [Row; 3] = [
        (
            "Importance",
            Rating { name: "Importance", said: "to the customer", tip: "of 5 to the customer" },
            |touchpoint| touchpoint.importance,
            TouchpointChange::Importance,
        ),
        (
            "",
            Rating { name: "Importance to the organization", said: "to us", tip: "of 5 to the organization" },
            |touchpoint| touchpoint.importance_to_organization,
            TouchpointChange::ImportanceToOrganization,
        ),
        (
            "Satisfaction",
            Rating { name: "Satisfaction", said: "", tip: "of 5: how satisfied customers are said to be" },
            |touchpoint| touchpoint.satisfaction,
            TouchpointChange::Satisfaction,
        ),
    ];
    for (label, rating, value, change) in rows {
        field(ui, &workspace.theme, label, |ui| {
            if let Some(rated) = rating_ui(ui, workspace, &rating, shared(records, |record| value(record))) {
                requests.push(Request::Seal);
                requests.edit(Edit::ChangeTouchpoints { touchpoints: ids.to_vec(), change: change(rated) });
            }
        });
    }
}

/// A list as one line, separated by commas.
fn list_field(
    ui: &mut Ui,
    requests: &mut Requests,
    name: &str,
    values: &Option<Vec<String>>,
    hint: &str,
    edit: impl Fn(Vec<String>) -> Edit,
) {
    let id = ui.scope_id().with(("list", name));
    let joined = values.as_ref().map(|values| values.join(", ")).unwrap_or_default();
    // What is typed is kept as typed: "a," must not lose its comma while the next word is on its way.
    let typed: Option<(String, String)> = ui.data(|data| data.get_temp(id));
    let text = typed.filter(|(of, _)| *of == joined).map_or_else(|| joined.clone(), |(_, text)| text);
    if let Some(text) = text_line(ui, name, &text, if values.is_some() { hint } else { "several" }, requests) {
        let list: Vec<String> =
            text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        ui.data_mut(|data| data.insert_temp(id, (list.join(", "), text)));
        requests.edit(edit(list));
    }
}

/// The pain points that lie under the touchpoint: same stage and step.
fn pain_points_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, touchpoint: &Touchpoint) {
    let theme = &workspace.theme;
    let place = touchpoint.place;
    let here = once_a_revision(ui, workspace, ("pain points of", touchpoint.id), |project| {
        let here = project.cards.values().filter(|card| {
            let is_pain = project.lanes.get(&card.place.lane).is_some_and(|lane| lane.kind == LaneKind::PainPoints);
            is_pain && card.place.stage == place.stage && card.place.column == place.column
        });
        let mut here: Vec<_> = here.cloned().collect();
        here.sort_by_key(|card| card.place);
        here
    });
    if here.is_empty() {
        return;
    }
    section(ui, theme, "Pain points in this step", |_| {});
    for card in here {
        let text = if card.text.is_empty() { "Untitled" } else { &card.text };
        let response =
            egui::Frame::NONE.inner_margin(egui::Margin { left: 10, right: 4, top: 3, bottom: 3 }).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.add(egui::Label::new(text).wrap());
            });
        let rect = response.response.rect;
        let bar = egui::Rect::from_min_size(rect.min, egui::vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 1.5, color32(theme.color.pain_points.mark));
        let click = response
            .response
            .interact(Sense::click())
            .on_hover_text("Select this card")
            .on_hover_cursor(egui::CursorIcon::PointingHand);
        if click.clicked() {
            requests.push(Request::Select(Selection::only(Subject::Item(Item::Card(card.id)))));
            requests.push(Request::RevealFocus);
        }
    }
}
