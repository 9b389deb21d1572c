//! The names in the file and the touchpoints that their figures go to.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, EventFilter, Key, Layout, Modifiers, Popup, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo,
};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon};
use super::super::widgets::{Emphasis, IconButton, text_in};
use super::super::workspace::Workspace;
use super::chooser_ui::{self, Choice, Picked, chooser_ui};
use super::names_view::{Draft, Entry, NamesView};
use super::rules_ui::{rule_text, rules_ui};
use super::{SCROLL_BAR, counted, dateless_text, heading, replan, return_focus};
use crate::base::Icon;
use crate::import::recipe::Target;
use crate::import::rule::shared_text;
use crate::import::{How, PlanOptions, Recipe};

const ROW_HEIGHT: f32 = 34.0;
const BUTTON_HEIGHT: f32 = 28.0;
/// Of more names, the list scrolls by itself, and there is a field to filter it.
const SHORT: usize = 12;
/// So many names of a long list are in view.
const IN_VIEW: f32 = 10.0;
/// From this likeness on, 0 to 1, suggestions are offered to be taken all at once.
const LIKELY: f64 = 0.7;

/// Draws the list.
pub(super) fn names_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let plan = &state.plan;
    let column = match plan.name_column.as_str() {
        "" => "The file",
        name if name.eq_ignore_ascii_case("touchpoint") => "Name",
        name => name,
    };
    heading(ui, &format!("{column} → touchpoint"));
    let mut view = NamesView::load(ui, state);
    let names = plan.matched.len() + plan.unmatched.len();
    if names > SHORT {
        filter_ui(ui, workspace, state, &mut view);
    }
    let shown = view.shown(state);
    ui.spacing_mut().item_spacing.y = 6.0;
    list_ui(ui, workspace, state, requests, &mut view, &shown, names > SHORT);
    // Below the list, so that no name moves away under the pointer that chooses it.
    if view.chosen.len() > 1 {
        chosen_ui(ui, workspace, state, requests, &mut view);
    }
    open_ui(ui, workspace, state, requests);
    rules_ui(ui, workspace, state, requests, &mut view);
    view.store(ui, state);
    ui.add_space(12.0);
}

/// A field for the names to be seen, and whether only those without a touchpoint are.
fn filter_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, view: &mut NamesView) {
    let open = open_count(state);
    ui.horizontal(|ui| {
        let text = format!("Only unmatched ({open})");
        let toggle = IconButton::new(None, &text, "Only unmatched")
            .emphasis(Emphasis::Outlined)
            .on(view.is_only_open)
            .tip("Show only the names that have no touchpoint yet");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if toggle.ui(ui, &workspace.theme).clicked() {
                view.is_only_open = !view.is_only_open;
            }
            let field = egui::TextEdit::singleline(&mut view.filter)
                .hint_text("Filter names")
                .prefix(icon(Icon::Search, 13.0).color(color32(workspace.theme.color.muted)))
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(8, 5));
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Filter names"));
        });
    });
    ui.add_space(2.0);
}

/// What can be done with all names that are chosen.
fn chosen_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests, view: &mut NamesView) {
    let names = view.chosen_names(state);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(format!("{} chosen", counted(names.len(), "name")));
        let choice =
            Choice { is_decided: is_decided(&state.recipe, &names), names: names.clone(), ..Choice::default() };
        let button = egui::Button::new(("Send to", icon(Icon::ChevronDown, 11.0)));
        let (response, inner) = MenuButton::from_button(button)
            .config(MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
            .ui(ui, |ui| chooser_ui(ui, workspace, state, &choice));
        if response.clicked() {
            chooser_ui::begin(ui);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Send the chosen names to"));
        if let Some(picked) = inner.and_then(|inner| inner.inner) {
            decide(state, requests, &names, picked);
        }
        let tip = "Do the same with all names like these, in this file and the next";
        let rule = IconButton::new(None, "Make a rule…", "Make a rule of the chosen names").tip(tip);
        if rule.ui(ui, &workspace.theme).clicked() {
            let (kind, text) = shared_text(&names).unwrap_or_default();
            view.draft = Some(Draft { kind, text, ..Draft::default() });
        }
        let none = IconButton::new(Some(Icon::X), "", "Choose no name").tip("Take the choice of names back (Esc)");
        if none.ui(ui, &workspace.theme).clicked() {
            view.chosen.clear();
        }
    });
}

fn is_decided(recipe: &Recipe, names: &[&str]) -> bool {
    names.iter().any(|name| recipe.target_of(name).is_some())
}

/// Does with the names what was picked in the menu.
fn decide(state: &ImportState, requests: &mut Requests, names: &[&str], picked: Picked) {
    let mut recipe = state.recipe.clone();
    match picked {
        Picked::Target(target) => recipe.set_matches(names, Some(&target)),
        Picked::PutBack => recipe.set_matches(names, None),
    }
    replan(requests, recipe, &state.options);
}

/// The names. Only those in view are drawn, and the one that has the focus.
fn list_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &mut NamesView,
    shown: &[Entry<'_>],
    is_long: bool,
) {
    if shown.is_empty() {
        let text = match dateless_text(&state.plan) {
            _ if is_long => "No name is left. Clear the filter to see all.",
            Some(_) => "Its names come here once its rows have days.",
            None => "The file has no rows that count.",
        };
        ui.label(RichText::new(text).color(color32(workspace.theme.color.muted)));
        return;
    }
    if !is_long {
        return rows_ui(ui, workspace, state, requests, view, shown, ui.clip_rect());
    }
    let height = ROW_HEIGHT * (shown.len() as f32).min(IN_VIEW);
    let scroll =
        ScrollArea::vertical().id_salt("names").auto_shrink(false).max_height(height).min_scrolled_height(height);
    scroll.show_viewport(ui, |ui, _| {
        ui.set_max_width(ui.available_width() - SCROLL_BAR);
        rows_ui(ui, workspace, state, requests, view, shown, ui.clip_rect());
    });
}

fn rows_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &mut NamesView,
    shown: &[Entry<'_>],
    visible: Rect,
) {
    let size = egui::vec2(ui.available_width(), ROW_HEIGHT * shown.len() as f32);
    let (all, _) = ui.allocate_exact_size(size, Sense::hover());
    let rect_of = |at: usize| {
        let top = all.top() + ROW_HEIGHT * at as f32;
        Rect::from_min_size(egui::pos2(all.left(), top), egui::vec2(all.width(), ROW_HEIGHT))
    };
    let first = ((visible.top() - all.top()) / ROW_HEIGHT).floor().max(0.0) as usize;
    let last = ((visible.bottom() - all.top()) / ROW_HEIGHT).ceil().max(0.0) as usize;
    let cursor = view.cursor.and_then(|cursor| shown.iter().position(|entry| entry.index() == cursor));
    let beyond = cursor.filter(|at| !(first..last).contains(at));
    for at in beyond.into_iter().chain(first..last.min(shown.len())) {
        let Some(entry) = shown.get(at) else { continue };
        let step = row_ui(ui, workspace, state, requests, view, shown, *entry, rect_of(at));
        let Some(to) = step.and_then(|step| at.checked_add_signed(step)).filter(|to| *to < shown.len()) else {
            continue;
        };
        if let Some(entry) = shown.get(to) {
            view.cursor = Some(entry.index());
            ui.memory_mut(|memory| memory.request_focus(name_id(ui, entry.index())));
            ui.scroll_to_rect_animation(rect_of(to), None, egui::style::ScrollAnimation::none());
        }
    }
}

fn name_id(ui: &Ui, index: usize) -> egui::Id {
    ui.scope_id().with(("name of the file", index))
}

/// Draws one name. How far the focus is to go, if the user presses an arrow.
#[expect(clippy::too_many_arguments, reason = "a row is drawn from everything around it")]
fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &mut NamesView,
    shown: &[Entry<'_>],
    entry: Entry<'_>,
    rect: Rect,
) -> Option<isize> {
    const ARROW: f32 = 28.0;
    let c = &workspace.theme.color;
    let half = (rect.width() - ARROW) / 2.0;
    let middle = rect.center().y;
    let name_rect =
        Rect::from_min_size(egui::pos2(rect.left(), middle - BUTTON_HEIGHT / 2.0), egui::vec2(half, BUTTON_HEIGHT));
    let button_rect = name_rect.translate(egui::vec2(half + ARROW, 0.0));
    let index = entry.index();
    let name = if entry.name().is_empty() { "All rows" } else { entry.name() };
    let response = ui.interact(name_rect, name_id(ui, index), Sense::click());
    let is_chosen = view.chosen.contains(&index);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name));
    let fill = match () {
        () if is_chosen => Some(c.accent_tint),
        () if response.hovered() || response.has_focus() => Some(c.hover),
        () => None,
    };
    if let Some(fill) = fill {
        let across = name_rect.expand2(egui::vec2(6.0, 0.0));
        ui.painter().rect_filled(across, workspace.theme.window.radius, color32(fill));
    }
    let font = egui::TextStyle::Body.resolve(ui.style());
    text_in(ui, name_rect, name, font, color32(c.ink));
    let arrow = egui::pos2(name_rect.right() + ARROW / 2.0, middle);
    let font = super::super::style::icon_font(12.0);
    ui.painter().text(arrow, egui::Align2::CENTER_CENTER, Icon::ArrowRight.glyph(), font, color32(c.muted));

    let opens = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let mut button_ui = ui
        .new_child(UiBuilder::new().id_salt(index).max_rect(button_rect).layout(Layout::left_to_right(Align::Center)));
    target_ui(&mut button_ui, workspace, state, requests, view, entry, opens);
    let step = keys(ui, view, shown, index, &response, opens);
    response.on_hover_text(said(workspace, state, entry, name));
    step
}

/// What a name answers to: clicks and keys that choose, arrows that go on.
fn keys(
    ui: &Ui,
    view: &mut NamesView,
    shown: &[Entry<'_>],
    index: usize,
    response: &egui::Response,
    opens: bool,
) -> Option<isize> {
    if response.clicked() && !opens {
        let (modifiers, by_space) = ui.input(|input| (input.modifiers, input.key_pressed(Key::Space)));
        let is_more = modifiers.command || (by_space && response.has_focus());
        view.choose(shown, index, is_more, modifiers.shift);
        view.cursor = Some(index);
        response.request_focus();
    }
    if !response.has_focus() {
        return None;
    }
    view.cursor = Some(index);
    let filter = EventFilter { vertical_arrows: true, escape: view.chosen.len() > 1, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::A) {
        view.chosen = shown.iter().map(Entry::index).collect();
    }
    if view.chosen.len() > 1 && pressed(Modifiers::NONE, Key::Escape) {
        view.chosen.clear();
    }
    for (key, step) in [(Key::ArrowUp, -1isize), (Key::ArrowDown, 1)] {
        if pressed(Modifiers::SHIFT, key) {
            let position = shown.iter().position(|entry| entry.index() == index);
            let next = position.and_then(|at| at.checked_add_signed(step)).and_then(|at| shown.get(at))?;
            view.anchor = view.anchor.or(Some(index));
            view.choose(shown, next.index(), false, true);
            return Some(step);
        }
        if pressed(Modifiers::NONE, key) {
            view.anchor = None;
            return Some(step);
        }
    }
    None
}

/// The button that says where a name goes, and opens the menu that changes it.
fn target_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &NamesView,
    entry: Entry<'_>,
    opens: bool,
) {
    let c = &workspace.theme.color;
    let (text, how, ink) = match entry {
        Entry::Matched(found) if found.how == How::New => (format!("New: {}", found.title), String::new(), c.accent),
        Entry::Matched(found) if found.how == How::Fuzzy => (found.title.clone(), format!("{:.2}", found.score), c.ink),
        Entry::Matched(found) => (found.title.clone(), found.how.label().to_owned(), c.ink),
        Entry::Unmatched(name) if name.rule.is_some() => ("Left out".to_owned(), How::Rule.label().to_owned(), c.muted),
        Entry::Unmatched(name) if name.is_left_out_by_you => {
            ("Left out".to_owned(), How::You.label().to_owned(), c.muted)
        }
        // A suggestion is asked, not assumed.
        Entry::Unmatched(name) => match name.suggestion.as_ref().filter(|(.., score)| *score >= LIKELY) {
            Some((_, title, score)) => (format!("{title}?"), format!("{score:.2}"), c.risk),
            None => ("Choose…".to_owned(), String::new(), c.risk),
        },
    };
    let is_new = matches!(entry, Entry::Matched(found) if found.how == How::New);
    let outline = if is_new { c.accent.with_opacity(0.6) } else { c.outline };
    let button = egui::Button::new((
        RichText::new(&text).size(12.5).color(color32(ink)),
        icon(Icon::ChevronDown, 11.0).color(color32(c.muted)),
    ))
    .right_text(RichText::new(&how).size(11.0).color(color32(c.muted)))
    .stroke(Stroke::new(1.0, color32(outline)))
    .min_size(egui::vec2(ui.available_width(), BUTTON_HEIGHT))
    .truncate();
    ui.spacing_mut().button_padding = egui::vec2(8.0, 4.0);
    let touchpoint = match entry {
        Entry::Matched(found) if !is_new => Some(found.touchpoint),
        Entry::Matched(_) | Entry::Unmatched(_) => None,
    };
    let (response, inner) = MenuButton::from_button(button)
        .config(MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
        .ui(ui, |ui| {
            let names = view.meant(state, entry);
            let choice = Choice { is_decided: is_decided(&state.recipe, &names), names, touchpoint };
            (chooser_ui(ui, workspace, state, &choice), choice.names)
        });
    if response.clicked() {
        chooser_ui::begin(ui);
    }
    if opens {
        chooser_ui::begin(ui);
        Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
    }
    let name = if entry.name().is_empty() { "All rows" } else { entry.name() };
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(text.clone()),
        ..WidgetInfo::labeled(Role::ComboBox, true, format!("Touchpoint for {name}"))
    });
    return_focus(ui, &response, inner.is_some());
    response.on_hover_text(said(workspace, state, entry, name));
    if let Some((Some(picked), names)) = inner.map(|inner| inner.inner) {
        decide(state, requests, &names, picked);
    }
}

/// All that is known about a name: "/blog/a, 3 rows. Rule: contains “/blog”."
fn said(workspace: &Workspace, state: &ImportState, entry: Entry<'_>, name: &str) -> String {
    let mut said = format!("{name}, {}.", counted(entry.rows(), "row"));
    match entry {
        Entry::Matched(found) => {
            let stage = found.stage.and_then(|id| workspace.document.project().stages.get(&id));
            let place = stage.map(|stage| format!(" in {}", stage.name)).unwrap_or_default();
            said.push_str(&format!(
                "\nGoes to {}{}{place}.",
                if found.how == How::New { "a new " } else { "" },
                found.title
            ));
        }
        Entry::Unmatched(unmatched) => {
            if let Some((_, title, score)) = &unmatched.suggestion {
                said.push_str(&format!("\nMost like {title}, {score:.2}."));
            }
        }
    }
    if let Some(rule) = entry.rule().and_then(|rule| state.recipe.rules.get(rule)) {
        said.push_str(&format!("\nRule: {}.", rule_text(workspace, rule)));
    }
    said
}

fn open_count(state: &ImportState) -> usize {
    state.plan.unmatched.iter().filter(|name| !name.is_left_out_by_you).count()
}

/// What can be done with all names that have no touchpoint yet.
fn open_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests) {
    let likely: Vec<(&str, u64)> = state
        .plan
        .unmatched
        .iter()
        .filter(|name| !name.is_left_out_by_you)
        .filter_map(|name| {
            Some((name.name.as_str(), name.suggestion.as_ref().filter(|(.., score)| *score >= LIKELY)?.0.0))
        })
        .collect();
    if !likely.is_empty() {
        let text = format!("Take {}", counted(likely.len(), "suggestion"));
        let take = IconButton::new(Some(Icon::Check), &text, "Take the suggestions")
            .emphasis(Emphasis::Outlined)
            .tip("Send each of these names to the touchpoint that it is most like; the list says to which");
        if take.ui(ui, &workspace.theme).clicked() {
            let mut recipe = state.recipe.clone();
            for (name, touchpoint) in &likely {
                recipe.set_match(name, Some(Target::Touchpoint(*touchpoint)));
            }
            replan(requests, recipe, &state.options);
        }
    }
    let is_on = state.options.create_touchpoints;
    let open = open_count(state);
    let made = state.plan.matched.iter().filter(|found| found.how == How::New && found.rule.is_none());
    let count = if is_on { made.filter(|found| state.recipe.target_of(&found.name).is_none()).count() } else { open };
    if count > 0 || is_on {
        let mut create = is_on;
        let text = match state.plan.name_column.is_empty() {
            true => "Make a new touchpoint for the file".to_owned(),
            false => format!("Make new touchpoints of all unmatched ({count})"),
        };
        let tip = "Each goes to the phase that its type or its name speaks of. Nothing is made before you attach.";
        if ui.checkbox(&mut create, text).on_hover_text(tip).changed() {
            replan(requests, state.recipe.clone(), &PlanOptions { create_touchpoints: create, ..state.options });
        }
    }
}
