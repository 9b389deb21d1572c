//! Opportunity scores by segment: a touchpoint a row, a segment a column.

use egui::{FontId, Id, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::row_ui::cell;
use super::segments_ui::mark_of;
use super::tsv::segment_name;
use crate::analysis::priority::Opportunity;
use crate::analysis::segments::{Opportunities, OpportunityRow};
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, strong};
use crate::app::widgets::{empty_state, text_in};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::model::{SegmentId, Subject};
use crate::scene::Face;

/// The height of a row, in points.
const LINE: f32 = 28.0;
/// A score's column, in points.
const SCORE: f32 = 74.0;

/// How the score is made.
const RULE: &str = "Importance + max(importance − satisfaction, 0), each of 10: 2 to 18. Above 12 is high, above 15 \
    extreme (Ulwick). Importance is what people said of the touchpoint, satisfaction what each segment answered.";

/// Draws it.
pub fn opportunity_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, found: &Opportunities) {
    let theme = &workspace.theme;
    let missing = match found.without_importance {
        0 => None,
        1 => Some("1 touchpoint has satisfaction by segment, but nobody said how important it is.".to_owned()),
        count => {
            Some(format!("{count} touchpoints have satisfaction by segment, but nobody said how important they are."))
        }
    };
    if found.rows.is_empty() {
        let text = missing.map(|text| format!("{text} Rate it in the inspector.")).unwrap_or_else(|| {
            "An opportunity score by segment needs CSAT, NPS, CES or a rating by segment, and an importance rated in the \
             inspector."
                .to_owned()
        });
        empty_state(ui, theme, Icon::Lightbulb, &text);
        return;
    }
    let width = ui.available_width();
    // As many segments as there is room for; the others are told by the row.
    let room = ((width - 120.0 - SCORE) / SCORE).max(1.0) as usize;
    let segments: Vec<SegmentId> = found.segments.iter().copied().take(room).collect();
    let name = width - SCORE * (segments.len() as f32 + 1.0);
    let column = |at: usize| (name + SCORE * at as f32, name + SCORE * (at as f32 + 1.0) - 8.0);
    let line = super::strip(ui, 24.0);
    let heavy = || FontId::new(theme.window.small_text, family(Face::SemiBold));
    let muted = color32(theme.color.muted);
    text_in(ui, cell(line, (0.0, name - 8.0)), "Touchpoint", heavy(), muted);
    text_in(ui, cell(line, column(0)), "All", heavy(), muted);
    for (at, segment) in segments.iter().enumerate() {
        let place = cell(line, column(at + 1));
        mark_of(workspace, *segment).paint(ui.painter(), pos2(place.left() + 5.0, place.center().y), 4.0);
        let beside = Rect::from_min_max(pos2(place.left() + 14.0, place.top()), place.max);
        text_in(ui, beside, &segment_name(workspace.document.project(), *segment), heavy(), muted);
    }
    ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(1.0, color32(theme.color.line)));
    let notes: Vec<&str> = missing.as_deref().into_iter().chain([RULE]).collect();
    let foot = 16.0 * notes.len() as f32 + 22.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("opportunities").max_height((ui.available_height() - foot).max(LINE));
    area.auto_shrink([false, true]).show_rows(ui, LINE, found.rows.len(), |ui, range| {
        for row in found.rows.get(range).unwrap_or_default() {
            row_ui(ui, workspace, requests, row, (name, &segments));
        }
        reveal_focus(ui);
    });
    ui.add_space(4.0);
    for note in notes {
        let text = RichText::new(note).size(theme.window.small_text).color(muted);
        // In a low panel a line of each.
        let label = egui::Label::new(text);
        let is_roomy = ui.available_height() > 64.0;
        ui.add(if is_roomy { label.wrap() } else { label.truncate() }).on_hover_text(note);
    }
}

fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    row: &OpportunityRow,
    (name, segments): (f32, &[SegmentId]),
) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let title = project.touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), LINE));
    ui.allocate_rect(rect, Sense::hover());
    let response = ui.interact(rect, Id::unique(("opportunity", row.touchpoint)), Sense::click());
    let said = |segment: &SegmentId| {
        let (measured, opportunity) = row.segments.get(segment)?;
        let name = segment_name(project, *segment);
        Some(format!("{name}: {}, by {}", opportunity.sum(), measured.said(project)))
    };
    response.widget_info(|| {
        let scores = row.segments.iter().map(|(id, (_, it))| format!("{} {:.1}", segment_name(project, *id), it.score));
        let scores: Vec<String> = scores.collect();
        WidgetInfo::labeled(Role::ListItem, true, format!("{title}, opportunity: {}", scores.join(", ")))
    });
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect.expand2(vec2(6.0, -1.0)), theme.window.radius, color32(theme.color.hover));
        }
        let body = FontId::new(theme.window.body_text, family(Face::Regular));
        text_in(ui, cell(rect, (0.0, name - 8.0)), title, body, color32(theme.color.ink));
        score_paint(ui, workspace, score_cell(rect, name, 0), row.everyone.as_ref());
        for (at, segment) in segments.iter().enumerate() {
            let opportunity = row.segments.get(segment).map(|(_, opportunity)| opportunity);
            score_paint(ui, workspace, score_cell(rect, name, at + 1), opportunity);
        }
    }
    if response.clicked() {
        requests.push(Request::GoTo(Subject::from(row.touchpoint)));
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(380.0);
        ui.label(strong(title));
        for line in row.segments.keys().filter_map(said) {
            ui.label(line);
        }
        ui.label(RichText::new("Click to show it on the map.").color(color32(theme.color.muted)));
    });
}

fn score_cell(row: Rect, name: f32, at: usize) -> Rect {
    cell(row, (name + SCORE * at as f32, name + SCORE * (at as f32 + 1.0) - 8.0))
}

/// The score over a bar as long as it, of 18.
fn score_paint(ui: &Ui, workspace: &Workspace, rect: Rect, opportunity: Option<&Opportunity>) {
    const HIGH: f64 = 12.0;
    let theme = &workspace.theme;
    let (text, face) = match opportunity {
        Some(it) if it.score > HIGH => (format!("{:.1}", it.score), Face::SemiBold),
        Some(it) => (format!("{:.1}", it.score), Face::Regular),
        None => ("–".to_owned(), Face::Regular),
    };
    if let Some(it) = opportunity {
        let bar = Rect::from_min_size(
            pos2(rect.left(), rect.bottom() - 7.0),
            vec2(rect.width() * (it.score / 18.0).clamp(0.0, 1.0) as f32, 3.0),
        );
        let ink = if it.score > HIGH { theme.color.risk } else { theme.color.neutral };
        ui.painter().rect_filled(bar, 1.5, color32(ink));
    }
    let font = FontId::new(theme.window.body_text, family(face));
    let above = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - 6.0));
    text_in(ui, above, &text, font, color32(theme.color.ink));
}
