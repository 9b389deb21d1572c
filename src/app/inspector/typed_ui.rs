//! Fields whose text stands for something else: a number, a date, a list. What is typed is kept as typed, so that
//! "3." is not taken for "3" while the rest is on its way.

use egui::{RichText, Ui};

use super::super::request::Requests;
use super::super::style::{color32, icon};
use super::super::workspace::Workspace;
use super::{text_area, text_line_in};
use crate::base::Icon;

/// What is kept of a field from frame to frame: the value that the text was last taken for, and the text.
type Typed<T> = (T, String);

/// A line for a value: `shown` is its text, `read` the way back, `None` for what it cannot be. Returns the new value.
/// What cannot be read is shown as such and forgotten when the field is left.
pub(in crate::app) fn value_line<T: PartialEq + Clone + Send + Sync + 'static>(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    name: &str,
    (value, shown, hint): (&T, &str, &str),
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let id = ui.scope_id().with(("typed", name));
    let typed: Option<Typed<T>> = ui.data(|data| data.get_temp(id)).filter(|(of, _): &Typed<T>| of == value);
    let text = typed.map_or_else(|| shown.to_owned(), |(_, text)| text);
    let is_readable = text == shown || read(&text).is_some();
    let ink = (!is_readable).then(|| color32(workspace.theme.color.bad));
    let (response, changed) = text_line_in(ui, name, &text, hint, ink, requests);
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<Typed<T>>(id));
        return None;
    }
    if !is_readable {
        response.on_hover_text("This is not understood yet, so the old value stays.");
    }
    let text = changed?;
    let new = read(&text);
    ui.data_mut(|data| data.insert_temp(id, (new.clone().unwrap_or_else(|| value.clone()), text)));
    new.filter(|new| new != value)
}

/// An area with one entry of a list on each line. Returns the new list.
pub(in crate::app) fn lines_area(
    ui: &mut Ui,
    requests: &mut Requests,
    name: &str,
    values: &[String],
    hint: &str,
) -> Option<Vec<String>> {
    let id = ui.scope_id().with(("lines", name));
    let typed: Option<Typed<Vec<String>>> = ui.data(|data| data.get_temp(id));
    let text = typed.filter(|(of, _)| of == values).map_or_else(|| values.join("\n"), |(_, text)| text);
    let text = text_area(ui, name, &text, hint, requests)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let list: Vec<String> = lines.map(str::to_owned).collect();
    ui.data_mut(|data| data.insert_temp(id, (list.clone(), text)));
    (list != values).then_some(list)
}

/// A line for a name of people or teams, and the names that are in use already. Returns the new name.
pub(super) fn owner_line(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    name: &str,
    (owner, hint): (&str, &str),
) -> Option<String> {
    let mut chosen = None;
    let room = (ui.available_width() - MENU_WIDTH).max(40.0);
    let size = egui::vec2(room, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        chosen = text_line_in(ui, name, owner, hint, None, requests).1;
    });
    let project = workspace.document.project();
    let tip = format!("{name}: choose one that is in use already");
    let used = known_menu(ui, &tip, || {
        let of_touchpoints = project.touchpoints.values().map(|touchpoint| touchpoint.owner.as_str());
        let of_kpis = project.kpis.values().map(|kpi| kpi.owner.as_str());
        let of_actions = project.actions.values().map(|action| action.owner.as_str());
        of_touchpoints.chain(of_kpis).chain(of_actions).filter(|name| *name != owner)
    });
    if used.is_some() {
        requests.push(super::super::request::Request::Seal);
    }
    used.or(chosen)
}

/// The room that [`known_menu`] takes beside a field, with the gap before it.
pub(super) const MENU_WIDTH: f32 = 36.0;

/// A button with the names that are in use already, in order, each once. Returns the one that was chosen.
pub(super) fn known_menu<'a, I: Iterator<Item = &'a str>>(
    ui: &mut Ui,
    tip: &str,
    names: impl FnOnce() -> I,
) -> Option<String> {
    let mut chosen = None;
    let gap = ui.spacing().item_spacing.x;
    let button = egui::Button::new(icon(Icon::ChevronDown, 13.0)).min_size(egui::vec2(MENU_WIDTH - gap, 30.0));
    // With the padding of other buttons it would be wider, and stand out of the column.
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding.x, 4.0);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        let names: std::collections::BTreeSet<&str> = names().filter(|name| !name.trim().is_empty()).collect();
        if names.is_empty() {
            ui.label(RichText::new("None in use yet").weak());
        }
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for name in names {
                if ui.button(name).clicked() {
                    chosen = Some(name.to_owned());
                    ui.close();
                }
            }
        });
    });
    ui.spacing_mut().button_padding.x = padding;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tip));
    response.on_hover_text(tip);
    chosen
}
