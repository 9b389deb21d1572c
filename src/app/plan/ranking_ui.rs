//! The ranking of touchpoints as a table: bars that add up to the score, opportunity and value. A click goes to the
//! touchpoint; the score opens its sum.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Align2, Button, Layout, PopupCloseBehavior, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};
use egui_extras::{Column, TableBuilder};

use super::sum_ui::sum_ui;
use super::weights_ui::{part_color, weights_menu_ui};
use crate::analysis::priority::{Ranked, Worth, worth};
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon_font, strong};
use crate::app::widgets::{empty_state, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::number::{Unit, format_short};
use crate::model::{Item, Subject};

/// The height of a row, in points.
const ROW: f32 = 26.0;

/// The columns behind the name: what is above them, what it means, and how wide they are, in points.
const OPPORTUNITY_TIP: &str = "Importance + max(importance − satisfaction, 0), each of 10: 2 to 18. Above 12 is high, above \
    15 extreme (Ulwick)";

/// Draws the heading and the table.
pub(super) fn ranking_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(strong("Touchpoints by urgency"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            weights_menu_ui(ui, workspace, requests);
            let days = workspace.view.period.map_or_else(|| "All days".to_owned(), crate::base::Period::label);
            let days = RichText::new(days).small().color(color32(theme.color.muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(days).truncate());
            });
        });
    });
    let rows = &workspace.ranking;
    if rows.is_empty() {
        empty_state(ui, theme, Icon::Scale, "This journey has no touchpoints yet.");
        return;
    }
    let width = ui.available_width();
    ui.spacing_mut().item_spacing = vec2(4.0, 2.0);
    // In a narrow panel the bars leave last: they say why.
    let has_bars = width > 290.0;
    let has_worth = width > 370.0;
    let selected = workspace.charted_touchpoint().filter(|_| workspace.action.is_none());
    let mut builder = TableBuilder::new(ui)
        .striped(false)
        .min_scrolled_height(0.0)
        .auto_shrink(false)
        .sense(Sense::CLICK | Sense::HOVER)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact(24.0))
        .column(Column::remainder().at_least(80.0).clip(true));
    if has_bars {
        builder = builder.column(Column::exact((width * 0.24).clamp(84.0, 240.0)));
    }
    builder = builder.column(Column::exact(44.0)).column(Column::exact(42.0));
    if has_worth {
        builder = builder.column(Column::exact(60.0));
    }
    builder = builder.column(Column::exact(30.0));
    let with_head = builder.header(24.0, |mut head| {
        let mut cell = |text: &str, tip: &str, is_number: bool| {
            head.col(|ui| head_ui(ui, workspace, text, tip, is_number));
        };
        cell("", "", false);
        cell("Touchpoint", "", false);
        if has_bars {
            cell("Parts", "What each part adds to the score. Weights are at the right above", false);
        }
        cell("Score", "Σ weight × part ÷ Σ weight of what is known, 0 to 1", true);
        cell("Opp.", OPPORTUNITY_TIP, true);
        if has_worth {
            cell("Value", worth::WORTH_RULE, true);
        }
        cell("", "", false);
    });
    with_head.body(|body| {
        body.rows(ROW, rows.len(), |mut line| {
            let Some(row) = rows.get(line.index()) else { return };
            line.set_selected(selected == Some(row.touchpoint));
            line.col(|ui| rank_ui(ui, workspace, row));
            let mut is_clicked = false;
            line.col(|ui| is_clicked = name_ui(ui, workspace, row));
            if has_bars {
                line.col(|ui| bars_ui(ui, workspace, row));
            }
            line.col(|ui| score_ui(ui, workspace, requests, row));
            line.col(|ui| opportunity_ui(ui, workspace, row));
            if has_worth {
                line.col(|ui| worth_ui(ui, workspace, row));
            }
            line.col(|ui| add_ui(ui, workspace, requests, row));
            if is_clicked || line.response().clicked() {
                requests.push(Request::GoTo(Subject::Item(Item::Touchpoint(row.touchpoint))));
            }
        });
    });
    reveal_focus(ui);
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, text: &str, tip: &str, is_number: bool) {
    let layout = if is_number { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.with_layout(layout, |ui| {
        let text = strong(text).size(workspace.theme.window.small_text).color(color32(workspace.theme.color.muted));
        let label = ui.add(egui::Label::new(text).truncate());
        if !tip.is_empty() {
            label.on_hover_text(tip);
        }
    });
}

fn rank_ui(ui: &mut Ui, workspace: &Workspace, row: &Ranked) {
    let text = row.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(4.0);
        ui.label(RichText::new(text).color(color32(workspace.theme.color.muted)));
    });
}

/// The title, which the keyboard goes to. Returns whether it was clicked.
fn name_ui(ui: &mut Ui, workspace: &Workspace, row: &Ranked) -> bool {
    let title = workspace.document.project().touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let title = if title.trim().is_empty() { "Untitled" } else { title };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 4.0), Sense::click());
    response.widget_info(|| {
        let rank = row.rank.map_or_else(|| "without a rank".to_owned(), |rank| format!("rank {rank}"));
        let score = row.score.map(|score| format!(", score {score:.2}")).unwrap_or_default();
        WidgetInfo::labeled(Role::Button, true, format!("{title}, {rank}{score}"))
    });
    let font = egui::TextStyle::Body.resolve(ui.style());
    text_in(ui, rect, title, font, color32(workspace.theme.color.ink));
    response.on_hover_text(format!("{title}. Select it on the map")).clicked()
}

/// One segment for each part, as long as what it adds to the score: all of the room would be a score of 1.
fn bars_ui(ui: &mut Ui, workspace: &Workspace, row: &Ranked) {
    const HEIGHT: f32 = 10.0;
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 6.0, ROW - 4.0), Sense::hover());
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), HEIGHT));
    let outline = egui::Stroke::new(1.0, color32(theme.color.line));
    ui.painter().rect(track, 2.0, color32(theme.color.background), outline, egui::StrokeKind::Outside);
    let mut left = track.left();
    for part in &row.parts {
        let width = track.width() * row.share_of_score(part) as f32;
        if width > 0.0 {
            // A hair of the ground between them tells them apart without their colors.
            let right = left + (width - 1.0).max(0.5);
            let bar = Rect::from_min_max(pos2(left, track.top()), pos2(right, track.bottom()));
            ui.painter().rect_filled(bar, 1.0, part_color(theme, part.kind));
            left += width;
        }
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(row.sum());
        for part in row.parts.iter().filter(|part| part.share.is_some()) {
            ui.horizontal(|ui| {
                let (swatch, _) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
                ui.painter().rect_filled(swatch, 2.0, part_color(theme, part.kind));
                let text = format!("{}: {}", part.kind.label(), part.said(workspace.document.project()));
                ui.add(egui::Label::new(text).wrap());
            });
        }
        if let Some(unknown) = row.not_counted() {
            ui.label(RichText::new(unknown).color(color32(theme.color.muted)));
        }
    });
}

/// The score, which opens its sum.
fn score_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &Ranked) {
    let text = row.score.map_or_else(|| "–".to_owned(), |score| format!("{score:.2}"));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().button_padding.x = 4.0;
        ui.spacing_mut().interact_size.y = ROW - 4.0;
        let button = Button::new(strong(text)).frame_when_inactive(false).min_size(vec2(0.0, ROW - 4.0));
        ui.spacing_mut().button_padding.y = 0.0;
        let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let (response, _) =
            MenuButton::from_button(button).config(config).ui(ui, |ui| sum_ui(ui, workspace, requests, row));
        let title = workspace.document.project().touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sum of {title}")));
        response.on_hover_text(format!("{}\nClick for what each part rests on.", row.sum()));
    });
}

fn opportunity_ui(ui: &mut Ui, workspace: &Workspace, row: &Ranked) {
    let (text, tip) = match &row.opportunity {
        Some(it) => (format!("{:.1}", it.score), it.sum()),
        None => ("–".to_owned(), "Importance and satisfaction have to be known for it.".to_owned()),
    };
    let mut lines = vec![tip];
    lines.extend(row.segments_said(workspace.document.project()));
    number_ui(ui, workspace, &text, &lines.join("\n"), row.opportunity.is_some());
}

fn worth_ui(ui: &mut Ui, workspace: &Workspace, row: &Ranked) {
    let text = match &row.worth {
        Worth::Known { amount, of_one, .. } => format_short(*amount, &Unit::Currency(of_one.currency.clone())),
        Worth::Unknown(_) => "–".to_owned(),
    };
    let tip = row.worth.said(workspace.document.project());
    number_ui(ui, workspace, &text, &tip, row.worth.amount().is_some());
}

fn number_ui(ui: &mut Ui, workspace: &Workspace, text: &str, tip: &str, is_known: bool) {
    let theme = &workspace.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 4.0), Sense::hover());
    let ink = color32(if is_known { theme.color.ink } else { theme.color.muted });
    let font = egui::TextStyle::Body.resolve(ui.style());
    ui.painter().text(rect.right_center() - vec2(4.0, 0.0), Align2::RIGHT_CENTER, text, font, ink);
    response.on_hover_text(tip);
}

fn add_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, row: &Ranked) {
    let title = workspace.document.project().touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, ROW - 4.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("New action for {title}")));
    let c = &workspace.theme.color;
    let is_at = response.hovered() || response.has_focus();
    if is_at {
        ui.painter().rect_filled(rect, workspace.theme.window.radius, color32(c.hover));
    }
    let ink = color32(if is_at { c.ink } else { c.muted });
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, Icon::Plus.glyph(), icon_font(14.0), ink);
    if response.on_hover_text(format!("Add an action for {title}")).clicked() {
        requests.push(Request::NewAction(vec![row.touchpoint.into()]));
    }
}
