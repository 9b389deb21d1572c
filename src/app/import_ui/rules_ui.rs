//! The rules that send many names to one touchpoint: those that there are, in their order, and the one being written.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Key, Layout, RichText, Role, Stroke, TextEdit, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon};
use super::super::widgets::{Emphasis, IconButton, combo_icon};
use super::super::workspace::Workspace;
use super::chooser_ui::{self, Choice, Picked, chooser_ui};
use super::names_view::{Draft, Entry, NamesView, entries};
use super::{counted, replan, return_focus};
use crate::base::Icon;
use crate::import::How;
use crate::import::recipe::Target;
use crate::import::rule::{NameRule, NameTest, RuleError, RuleKind};
use crate::model::TouchpointId;

/// So many of the names that a rule is about are listed while it is written.
const LISTED: usize = 4;

/// "contains “/blog” → Blog".
pub(super) fn rule_text(workspace: &Workspace, rule: &NameRule) -> String {
    format!("{} → {}", rule.text_shown(), target_text(workspace, Some(&rule.target)))
}

fn target_text(workspace: &Workspace, target: Option<&Target>) -> String {
    match target {
        Some(Target::Touchpoint(id)) => {
            let touchpoint = workspace.document.project().touchpoints.get(&TouchpointId(*id));
            touchpoint.map_or_else(|| "a touchpoint that is gone".to_owned(), |touchpoint| touchpoint.title.clone())
        }
        Some(Target::New) => "new touchpoints".to_owned(),
        Some(Target::NewAs(wanted)) => format!("New: {}", wanted.title),
        Some(Target::LeaveOut) => "left out".to_owned(),
        None => "Choose…".to_owned(),
    }
}

/// Draws the rules, and the editor of one.
pub(super) fn rules_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &mut NamesView,
) {
    let mut decided = vec![0usize; state.recipe.rules.len()];
    for rule in entries(state).filter_map(|entry| entry.rule()) {
        if let Some(count) = decided.get_mut(rule) {
            *count += 1;
        }
    }
    for (at, (rule, decided)) in state.recipe.rules.iter().zip(decided).enumerate() {
        if view.draft.as_ref().is_some_and(|draft| draft.at == Some(at)) {
            editor_ui(ui, workspace, state, requests, view);
        } else {
            rule_ui(ui, workspace, state, requests, view, (at, rule, decided));
        }
    }
    if view.draft.as_ref().is_some_and(|draft| draft.at.is_none()) {
        editor_ui(ui, workspace, state, requests, view);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let kept = RichText::new("Kept for next month's file.").size(12.0).color(color32(workspace.theme.color.muted));
        ui.label(kept);
        if !state.plan.name_column.is_empty() && view.draft.is_none() {
            let link =
                egui::Link::new(RichText::new("Add a rule…").size(12.0).color(color32(workspace.theme.color.accent)));
            let tip = "Send all names that contain a text, begin with it and so on to one touchpoint";
            if ui.add(link).on_hover_text(tip).clicked() {
                view.draft = Some(Draft::default());
            }
        }
    });
}

/// One rule with what can be done with it. The first rule that is about a name decides.
fn rule_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    view: &mut NamesView,
    (at, rule, decided): (usize, &NameRule, usize),
) {
    let c = &workspace.theme.color;
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = rule.text_shown();
            let button = |ui: &mut Ui, icon: Icon, what: &str, is_enabled: bool| {
                let name = format!("{what} the rule {text}");
                IconButton::new(Some(icon), "", &name)
                    .tip(format!("{what} this rule"))
                    .enabled(is_enabled)
                    .ui(ui, &workspace.theme)
                    .clicked()
                    && is_enabled
            };
            let last = state.recipe.rules.len().saturating_sub(1);
            if button(ui, Icon::X, "Remove", true) {
                let mut rules = state.recipe.rules.clone();
                rules.remove(at);
                changed = Some(rules);
            }
            if button(ui, Icon::Pencil, "Change", true) {
                view.draft = Some(Draft::of(at, rule));
            }
            let mut moved = |to: usize| {
                let mut rules = state.recipe.rules.clone();
                rules.swap(at, to);
                changed = Some(rules);
            };
            if last > 0 && button(ui, Icon::ArrowDown, "Move down", at < last) {
                moved(at + 1);
            }
            if last > 0 && button(ui, Icon::ArrowUp, "Move up", at > 0) {
                moved(at - 1);
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let said = format!("Names that: {}", rule_text(workspace, rule));
                ui.add(egui::Label::new(RichText::new(&text).size(12.5)).truncate()).on_hover_text(said);
                let (what, ink) = match rule.test() {
                    Ok(_) => (
                        format!("→ {} · {}", target_text(workspace, Some(&rule.target)), counted(decided, "name")),
                        c.muted,
                    ),
                    Err(error) => (error.to_string(), c.risk),
                };
                ui.add(egui::Label::new(RichText::new(what).size(11.5).color(color32(ink))).truncate());
            });
        });
    });
    if let Some(rules) = changed {
        // The rule that is being written may be another one by now.
        view.draft = None;
        let recipe = crate::import::Recipe { rules, ..state.recipe.clone() };
        replan(requests, recipe, &state.options);
    }
}

/// The rule that is being written, with the names that it is about.
fn editor_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, requests: &mut Requests, view: &mut NamesView) {
    let Some(mut draft) = view.draft.clone() else { return };
    let c = &workspace.theme.color;
    let frame = egui::Frame::NONE
        .fill(color32(c.surface))
        .stroke(Stroke::new(1.0, color32(c.outline)))
        .corner_radius(8.0)
        .inner_margin(egui::Margin::symmetric(10, 8));
    let mut is_done = false;
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let mut enter = false;
        ui.horizontal(|ui| {
            ui.label("Name");
            kind_ui(ui, &mut draft);
            let field = TextEdit::singleline(&mut draft.text)
                .hint_text(if draft.kind == RuleKind::Pattern { "^/blog/.*" } else { "text" })
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(8, 5));
            let response = ui.add(field);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Text of the rule"));
            if !draft.has_had_focus {
                response.request_focus();
                draft.has_had_focus = true;
            }
            enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        });
        ui.horizontal(|ui| {
            ui.label(icon(Icon::ArrowRight, 12.0).color(color32(c.muted)));
            target_ui(ui, workspace, state, &mut draft);
        });
        let tested = NameTest::new(draft.kind, &draft.text);
        about_ui(ui, workspace, state, &tested);
        ui.horizontal(|ui| {
            let rule = draft.rule().filter(|_| tested.is_ok());
            let text = if draft.at.is_some() { "Save rule" } else { "Add rule" };
            let save = IconButton::new(None, text, text).emphasis(Emphasis::Primary).enabled(rule.is_some());
            let is_clicked = save.ui(ui, &workspace.theme).clicked();
            if let Some(rule) = rule.filter(|_| is_clicked || enter) {
                let mut recipe = state.recipe.clone();
                match draft.at.and_then(|at| recipe.rules.get_mut(at)) {
                    Some(known) => *known = rule,
                    None => recipe.rules.push(rule),
                }
                replan(requests, recipe, &state.options);
                is_done = true;
            }
            if IconButton::new(None, "Cancel", "Cancel the rule").ui(ui, &workspace.theme).clicked() {
                is_done = true;
            }
        });
    });
    view.draft = (!is_done).then_some(draft);
}

fn kind_ui(ui: &mut Ui, draft: &mut Draft) {
    let combo = egui::ComboBox::from_id_salt("kind of the rule")
        .selected_text(draft.kind.label())
        .width(112.0)
        .icon(combo_icon);
    let shown = combo.show_ui(ui, |ui| {
        for kind in RuleKind::ALL {
            ui.selectable_value(&mut draft.kind, kind, kind.label());
        }
    });
    let label = draft.kind.label();
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Names that: {label}")));
}

/// Where the names of the rule go.
fn target_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, draft: &mut Draft) {
    let c = &workspace.theme.color;
    let text = target_text(workspace, draft.target.as_ref());
    let ink = if draft.target.is_some() { c.ink } else { c.risk };
    let button = egui::Button::new((
        RichText::new(text).size(12.5).color(color32(ink)),
        icon(Icon::ChevronDown, 11.0).color(color32(c.muted)),
    ))
    .right_text("")
    .stroke(Stroke::new(1.0, color32(c.outline)))
    .min_size(egui::vec2(ui.available_width(), 28.0))
    .truncate();
    let touchpoint = match &draft.target {
        Some(Target::Touchpoint(id)) => Some(TouchpointId(*id)),
        Some(Target::New | Target::NewAs(_) | Target::LeaveOut) | None => None,
    };
    let choice = Choice { touchpoint, ..Choice::default() };
    let (response, inner) = MenuButton::from_button(button)
        .config(MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside))
        .ui(ui, |ui| chooser_ui(ui, workspace, state, &choice));
    if response.clicked() {
        chooser_ui::begin(ui);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Touchpoint of the rule"));
    return_focus(ui, &response, inner.is_some());
    if let Some(Picked::Target(target)) = inner.and_then(|inner| inner.inner) {
        draft.target = Some(target);
    }
}

/// How many names the rule is about and the first of them, or why it cannot be used.
fn about_ui(ui: &mut Ui, workspace: &Workspace, state: &ImportState, tested: &Result<NameTest, RuleError>) {
    let c = &workspace.theme.color;
    let small = |text: String, ink| RichText::new(text).size(12.0).color(color32(ink));
    let test = match tested {
        Ok(test) => test,
        Err(error @ RuleError::Empty) => {
            ui.label(small(error.to_string(), c.muted));
            return;
        }
        Err(error) => {
            ui.add(egui::Label::new(small(error.to_string(), c.risk)).wrap());
            return;
        }
    };
    let about: Vec<Entry<'_>> = entries(state).filter(|entry| test.holds(entry.name())).collect();
    let listed: Vec<&str> = about.iter().take(LISTED).map(Entry::name).collect();
    let more = if about.len() > LISTED { " …" } else { "" };
    let colon = if about.is_empty() { "" } else { ": " };
    let text = format!("Matches {}{colon}{}{more}", counted(about.len(), "name"), listed.join(", "));
    ui.add(egui::Label::new(small(text, if about.is_empty() { c.risk } else { c.muted })).wrap());
    let is_known = |entry: &&Entry<'_>| matches!(entry, Entry::Matched(found) if matches!(found.how, How::Exact | How::Alias | How::You));
    let known = about.iter().filter(is_known).count();
    if known > 0 {
        let text = match known {
            1 => "1 of them is known by its name and keeps its touchpoint.".to_owned(),
            more => format!("{more} of them are known by their names and keep their touchpoints."),
        };
        ui.add(egui::Label::new(small(text, c.muted)).wrap());
    }
}
