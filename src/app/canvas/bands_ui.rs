//! What can be pointed at in lanes that are drawn from touchpoints: charts and uses of channels. What they say, what a
//! click does, and their names for a screen reader.

use egui::{Response, Stroke, StrokeKind};

use super::paint::Overlay;
use crate::app::action::Action;
use crate::app::request::{Request, Requests};
use crate::app::style::color32;
use crate::app::workspace::{ChartChoice, Dialog, Workspace};
use crate::base::{Pos2, Rect};
use crate::edit::Selection;
use crate::layout::{BandSpot, BandThing};
use crate::model::{Item, MetricId, Subject, TouchpointId};

/// A tooltip lists so many touchpoints by name.
const MOST_NAMES: usize = 8;

/// The spot of that index.
pub fn spot(workspace: &Workspace, at: usize) -> Option<&BandSpot> {
    workspace.map.band_spots().get(at)
}

/// The spot at a position, where such things are large enough to be read.
pub fn spot_at(workspace: &Workspace, pos_in_map: Pos2) -> Option<usize> {
    const SMALLEST_SCALE: f32 = 0.3;
    workspace.map.band_spot_at(pos_in_map).filter(|_| workspace.camera.scale >= SMALLEST_SCALE)
}

/// What a click does: a chart of one touchpoint opens its figure, of several it shows their chart below; the use of a
/// channel selects its touchpoints, in addition to what is selected if asked.
pub fn click(workspace: &Workspace, spot: &BandSpot, extends: bool, requests: &mut Requests) {
    match spot.what {
        BandThing::Chart(None) => {}
        BandThing::Chart(Some(metric)) => {
            let measured = measured(workspace, metric, &spot.touchpoints);
            if let [touchpoint] = *measured.as_slice() {
                let figure = Dialog::Figure { metric, touchpoint, period: workspace.view.period };
                requests.push(Request::Dialog(Some(figure)));
            } else {
                select(workspace, &measured, extends, requests);
                requests.push(Request::SetChart(ChartChoice { metric: Some(metric), ..workspace.chart.clone() }));
                requests.run(Action::ShowCharts);
            }
        }
        BandThing::Use(_) | BandThing::LastUse(_) => select(workspace, &spot.touchpoints, extends, requests),
        BandThing::DropOut(_) => requests.push(Request::Select(Selection::only(Subject::Stage(spot.stage)))),
    }
}

/// Those of the touchpoints at which the metric is known.
fn measured(workspace: &Workspace, metric: MetricId, touchpoints: &[TouchpointId]) -> Vec<TouchpointId> {
    let known = workspace.numbers.touchpoints_with(metric);
    touchpoints.iter().copied().filter(|touchpoint| known.binary_search(touchpoint).is_ok()).collect()
}

/// Selects touchpoints; the first of them has the focus.
pub fn select(workspace: &Workspace, touchpoints: &[TouchpointId], extends: bool, requests: &mut Requests) {
    let mut selection = Selection::of(touchpoints.iter().map(|id| Item::Touchpoint(*id)));
    selection.focus = touchpoints.first().map(|id| Subject::from(*id));
    if extends {
        selection.subjects.extend(workspace.document.selection().subjects.iter().copied());
    }
    requests.push(Request::Select(selection));
}

/// "Website in Buy: Basket, Checkout".
pub fn name(workspace: &Workspace, spot: &BandSpot) -> String {
    let project = workspace.shown_project();
    let stage = project.stages.get(&spot.stage).map_or("", |stage| stage.name.as_str());
    let title = |id: &TouchpointId| project.touchpoints.get(id).map_or("", |touchpoint| touchpoint.title.as_str());
    let mut titles: Vec<&str> = spot.touchpoints.iter().take(MOST_NAMES).map(title).collect();
    let more = format!("{} more", spot.touchpoints.len().saturating_sub(MOST_NAMES));
    if spot.touchpoints.len() > MOST_NAMES {
        titles.push(&more);
    }
    let titles = titles.join(", ");
    match spot.what {
        BandThing::Chart(None) => format!("No figures in {stage}"),
        BandThing::Chart(Some(metric)) => {
            let name = workspace.numbers.metric(metric).map_or("", |metric| metric.name.as_str());
            match measured(workspace, metric, &spot.touchpoints).as_slice() {
                [only] => format!("{name} of {}, {stage}", title(only)),
                several => format!("{name} of {} touchpoints in {stage} together", several.len()),
            }
        }
        BandThing::Use(channel) => format!("{} in {stage}: {titles}", channel.label()),
        BandThing::DropOut(channel) => {
            format!("{} drops out in {stage}: it is used before and after", channel.label())
        }
        BandThing::LastUse(channel) => format!("{} ends here: it is not used after {titles}", channel.label()),
    }
}

/// Says what the spot under the pointer is, and what a click does.
pub fn tip_ui(response: Response, spot: &BandSpot, workspace: &Workspace) -> Response {
    let what = name(workspace, spot);
    let then = match spot.what {
        BandThing::Chart(None) => "Import a file whose names match its touchpoints.",
        BandThing::Chart(Some(metric)) => match measured(workspace, metric, &spot.touchpoints).as_slice() {
            [_] => "Click to see where the figure comes from.",
            _ => "Click to see them in the charts below.",
        },
        BandThing::Use(_) | BandThing::LastUse(_) => "Click to select.",
        BandThing::DropOut(_) => "Click to select the stage.",
    };
    response.on_hover_text_at_pointer(format!("{what}. {then}"))
}

impl Overlay<'_> {
    /// Marks the spot under the pointer.
    pub fn hovered_spot(&self, spot: &BandSpot) {
        if spot.what == BandThing::Chart(None) {
            return;
        }
        let rect: Rect = self.sight.rect_from_map(spot.rect).expand(2.0);
        let stroke = Stroke::new(1.0, color32(self.workspace.theme.color.accent));
        let radius = match spot.what {
            BandThing::Chart(_) => self.workspace.theme.map.card_radius * self.sight.camera.scale,
            BandThing::Use(_) | BandThing::DropOut(_) | BandThing::LastUse(_) => rect.height() / 2.0,
        };
        self.painter.rect_stroke(rect, radius, stroke, StrokeKind::Outside);
    }
}
