//! The dashboard of the project: its charts in two columns, to be put in order, named, made wide and removed. Only
//! the charts in view are counted and drawn.

mod card_ui;

use egui::{Align, Layout, RichText, ScrollArea, Stroke, Ui, WidgetInfo};

use super::action::Action;
use super::charts::{kind_item, new_chart};
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon};
use super::widgets::{Emphasis, IconButton, action_button, empty_state};
use super::workspace::Workspace;
use crate::base::Icon;
use crate::edit::Edit;
use crate::layout::chart::{DASHBOARD_GAP, dashboard_places};
use crate::model::{ChartId, ChartKind};

/// How high a chart is with all that is around it, in points.
const ROW_HEIGHT: f32 = 290.0;
const MARGIN: f32 = 14.0;

/// Draws the dashboard below the tabs of the bottom panel.
pub fn dashboard_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    head_ui(ui, workspace, requests);
    let charts = &workspace.document.project().charts;
    if charts.is_empty() {
        let text = "No chart is pinned yet. Add one here, or choose one under Charts and pin it.";
        empty_state(ui, &workspace.theme, Icon::LayoutGrid, text);
        return;
    }
    let is_wide: Vec<bool> = charts.iter().map(|chart| chart.is_wide).collect();
    let area = ScrollArea::vertical().id_salt("dashboard").auto_shrink(false);
    area.show_viewport(ui, |ui, viewport| {
        let width = ui.available_width() - 2.0 * MARGIN;
        let places = dashboard_places(&is_wide, width, ROW_HEIGHT);
        let bottom = places.iter().map(egui::Rect::bottom).fold(0.0, f32::max);
        let origin = ui.min_rect().min + egui::vec2(MARGIN, DASHBOARD_GAP / 2.0);
        ui.set_height(bottom + 2.0 * DASHBOARD_GAP);
        let moved = card_ui::moved(ui, origin, &places);
        // A row more on either side, so that keys always have a next one to go to.
        let seen = viewport.expand2(egui::vec2(0.0, ROW_HEIGHT));
        for (chart, place) in charts.iter().zip(&places) {
            let is_dragged = moved.is_some_and(|(dragged, _)| dragged == chart.id);
            if seen.intersects(*place) || is_dragged {
                let rect = place.translate(origin.to_vec2());
                let builder = egui::UiBuilder::new().id_salt(chart.id.0).max_rect(rect);
                ui.scope_builder(builder, |ui| card_ui::card_ui(ui, workspace, requests, chart, is_dragged));
            }
        }
        if let Some((_, slot)) = moved {
            card_ui::keep_slot(ui, slot);
            slot_ui(ui, workspace, origin, &places, slot);
        }
        reveal_focus(ui);
    });
}

/// What can be done with the whole dashboard.
fn head_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let count = workspace.document.project().charts.len();
    ui.horizontal(|ui| {
        ui.set_height(theme.window.control_height);
        ui.add_space(MARGIN - 4.0);
        add_menu(ui, workspace, requests);
        let said = match count {
            0 => String::new(),
            1 => format!("1 chart · {}", workspace.view.label()),
            count => format!("{count} charts · {}", workspace.view.label()),
        };
        ui.add(egui::Label::new(RichText::new(said).small().color(color32(theme.color.muted))).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(MARGIN - 4.0);
            action_button(ui, workspace, requests, Action::MaximizeBottom, "", Emphasis::Quiet);
            let export = IconButton::new(Some(Icon::Download), "", "Export the dashboard…")
                .tip("Save the charts as SVG, PNG or PDF")
                .enabled(count > 0);
            if export.ui(ui, theme).clicked() {
                requests.push(Request::OpenExport { is_dashboard: true });
            }
        });
    });
}

fn add_menu(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let button = egui::Button::new((icon(Icon::Plus, 14.0), "Add chart"));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(190.0);
        for kind in ChartKind::ALL {
            if kind_item(ui, kind, false) {
                let at = workspace.document.project().charts.len();
                requests.edit(Edit::AddChart { chart: new_chart(workspace, kind), at });
                ui.close();
            }
        }
    });
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Add chart"));
    response.on_hover_text("Put another chart on the dashboard");
}

/// Where a dragged chart would land.
fn slot_ui(ui: &Ui, workspace: &Workspace, origin: egui::Pos2, places: &[egui::Rect], slot: usize) {
    let Some(place) = places.get(slot).or(places.last()) else { return };
    let place = place.translate(origin.to_vec2());
    let x = if slot < places.len() { place.left() } else { place.right() };
    let x = x + if slot < places.len() { -DASHBOARD_GAP / 2.0 } else { DASHBOARD_GAP / 2.0 };
    ui.painter().vline(x, place.y_range(), Stroke::new(3.0, color32(workspace.theme.color.accent)));
}

/// The slot that a pointer asks for: before the chart whose left half it is over, else after it.
fn slot_at(places: &[egui::Rect], at: egui::Pos2) -> usize {
    let far = |place: &egui::Rect| place.distance_sq_to_pos(at);
    let nearest = (0..places.len()).min_by(|a, b| {
        let (a, b) = (places.get(*a).map_or(f32::INFINITY, far), places.get(*b).map_or(f32::INFINITY, far));
        a.total_cmp(&b)
    });
    let Some(nearest) = nearest else { return 0 };
    let is_after = places.get(nearest).is_some_and(|place| at.x > place.center().x);
    nearest + usize::from(is_after)
}

/// The edit that takes a chart one place on, or back; `None` at the ends.
fn step_edit(workspace: &Workspace, chart: ChartId, is_on: bool) -> Option<Edit> {
    let charts = &workspace.document.project().charts;
    let at = charts.iter().position(|other| other.id == chart)?;
    match is_on {
        true if at + 1 < charts.len() => Some(Edit::MoveChart { chart, to: at + 2 }),
        false if at > 0 => Some(Edit::MoveChart { chart, to: at - 1 }),
        true | false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_lands_before_or_after_the_one_under_the_pointer() {
        let places = dashboard_places(&[false, false, true], 1_014.0, 300.0);
        for (at, expected) in [
            ((10.0, 10.0), 0),
            ((480.0, 10.0), 1),
            ((520.0, 10.0), 1),
            ((1_000.0, 10.0), 2),
            ((10.0, 400.0), 2),
            ((1_000.0, 400.0), 3),
            ((1_000.0, 9_000.0), 3),
        ] {
            assert_eq!(slot_at(&places, egui::pos2(at.0, at.1)), expected, "{at:?}");
        }
        assert_eq!(slot_at(&[], egui::pos2(0.0, 0.0)), 0);
    }
}
