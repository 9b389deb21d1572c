//! The forms in which a map can leave, in groups, each with what it is for; ticked where several are wanted at once.

use egui::{Role, ScrollArea, Sense, Ui, WidgetInfo};

use super::super::export_state::{ExportChoice, Several};
use super::super::focus::reveal_focus;
use super::super::style::{color32, icon_font, strong};
use super::super::widgets::text_in;
use super::super::workspace::Workspace;
use crate::base::Icon;
use crate::export::Target;

const GROUPS: [(&str, &[Target]); 3] = [
    ("Documents", &[Target::Pdf, Target::Pptx, Target::Xlsx]),
    ("Pictures", &[Target::Png, Target::Svg]),
    ("Web and text", &[Target::Html, Target::Markdown, Target::Csv, Target::Json, Target::Mermaid, Target::DrawIo]),
];
const ROW_HEIGHT: f32 = 44.0;
/// Of the row with the switch for several at once.
const SWITCH_HEIGHT: f32 = 36.0;

/// What a form is for.
fn purpose(target: Target) -> (Icon, &'static str) {
    match target {
        Target::Pdf => (Icon::FileText, "To print, and to hand on"),
        Target::Pptx => (Icon::Presentation, "Slides that can be edited"),
        Target::Xlsx => (Icon::FileSpreadsheet, "Tables and charts"),
        Target::Png => (Icon::Image, "For mail, chat and slides"),
        Target::Svg => (Icon::Spline, "Sharp at every size"),
        Target::Html => (Icon::Globe, "One page for any browser"),
        Target::Markdown => (Icon::List, "An outline to read"),
        Target::Csv => (Icon::Table, "A row for each card"),
        Target::Json => (Icon::Database, "For other programs"),
        Target::Mermaid => (Icon::Route, "A diagram as text"),
        Target::DrawIo => (Icon::SquarePen, "A diagram to edit"),
    }
}

/// Draws the list.
pub fn forms_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let theme = &workspace.theme;
    let list_height = (ui.available_height() - SWITCH_HEIGHT).max(ROW_HEIGHT);
    ScrollArea::vertical().id_salt("forms").auto_shrink(false).max_height(list_height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (name, targets) in GROUPS {
            let fitting: Vec<Target> = targets.iter().copied().filter(|target| choice.can_hold(*target)).collect();
            if fitting.is_empty() {
                continue;
            }
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                ui.add_space(8.0);
                ui.label(strong(name).size(theme.window.small_text).color(color32(theme.color.muted)));
            });
            ui.add_space(2.0);
            for target in fitting {
                row_ui(ui, workspace, choice, target);
            }
        }
        reveal_focus(ui);
    });
    let mut is_several = choice.several.is_some();
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        let tip = "Tick forms, and journeys, that are written into one folder in one go";
        if ui.checkbox(&mut is_several, "Several at once").on_hover_text(tip).changed() {
            choice.several = is_several.then(|| Several {
                targets: [choice.target].into(),
                journeys: choice.spec().journey.or(Some(workspace.journey)).into_iter().collect(),
            });
        }
    });
}

fn row_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice, target: Target) {
    const TICK: f32 = 30.0;
    let theme = &workspace.theme;
    let c = &theme.color;
    let is_shown = choice.target == target;
    let (picture, purpose) = purpose(target);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, target.label()));
    let fill = match (is_shown, response.hovered()) {
        (true, _) => Some(c.accent_tint),
        (false, true) => Some(c.hover),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, theme.window.radius, color32(fill));
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(2.0, color32(c.accent));
        ui.painter().rect_stroke(rect, theme.window.radius, stroke, egui::StrokeKind::Inside);
    }
    let tick_room = if choice.several.is_some() { TICK } else { 0.0 };
    let ink = color32(if is_shown { c.accent } else { c.ink });
    let center = egui::pos2(rect.left() + 20.0, rect.center().y);
    ui.painter().text(center, egui::Align2::CENTER_CENTER, picture.glyph(), icon_font(18.0), ink);
    let text = egui::Rect::from_min_max(
        egui::pos2(rect.left() + 40.0, rect.top() + 4.0),
        egui::pos2(rect.right() - 6.0 - tick_room, rect.bottom() - 4.0),
    );
    let (above, below) = text.split_top_bottom_at_y(text.top() + text.height() * 0.53);
    text_in(ui, above, target.label(), egui::TextStyle::Body.resolve(ui.style()), ink);
    text_in(ui, below, purpose, egui::TextStyle::Small.resolve(ui.style()), color32(c.muted));
    if response.clicked() {
        choice.target = target;
    }
    let response = response.on_hover_text(format!("{}: {}", target.label(), lower_first(purpose)));
    if let Some(several) = &mut choice.several {
        let mut is_ticked = several.targets.contains(&target);
        let place =
            egui::Rect::from_center_size(egui::pos2(rect.right() - 18.0, rect.center().y), egui::Vec2::splat(20.0));
        // A child of its own: what is put into the list's own flow would move the rows that follow.
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt(target));
        let tick = inside.add(egui::Checkbox::without_text(&mut is_ticked));
        let name = format!("{}, write it too", target.label());
        tick.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_ticked, &name));
        if tick.on_hover_text(format!("Write {} too", target.label())).changed() {
            if is_ticked {
                several.targets.insert(target);
            } else {
                several.targets.remove(&target);
            }
            choice.target = target;
        }
        drop(response);
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
