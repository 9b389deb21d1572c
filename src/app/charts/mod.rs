//! Charts in the window, on the charts tab and on the dashboard: counted and drawn once and kept, pointed at, gone
//! through by keys, read as a table, copied. What they show is `analysis::chart`'s; lines and points that can be
//! panned and zoomed are plots, every other kind is `layout::chart`'s picture.

mod chosen;
mod copying;
mod picture_ui;
mod plot_ui;
mod rows_ui;
mod shelf;
#[cfg(test)]
mod tests;
mod tools_ui;

use std::sync::Arc;

use egui::{EventFilter, Id, Key, Modifiers, PopupAnchor, Pos2, RichText, ScrollArea, Tooltip, Ui, WidgetInfo};

use super::request::{Request, Requests};
use super::style::{color32, strong};
use super::workspace::{BottomTab, ChartAbout, ChartChoice, Dialog, Workspace};
use crate::analysis::chart::{Body, ChartData, Mark, Step};
use crate::edit::Selection;
use crate::layout::chart::chart_height;
use crate::model::{ChartKind, PinnedChart};

pub use chosen::{chosen_chart, default_metrics};
pub use shelf::counted;
pub use tools_ui::{kind_item, menu_item, tools_row_ui};

/// How a chart answers the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Plots can be dragged and zoomed.
    Live,
    /// Only pointed at: the page around it scrolls.
    Still,
}

/// What the pointer or a key is on.
struct Pointed {
    response: egui::Response,
    /// The mark under the pointer.
    near: Option<usize>,
    /// Where the mark that keys are on lies in the window.
    chosen_at: Option<Pos2>,
}

/// Draws the chart that was chosen on the charts tab, or the line that stands beside the bars, with what is said
/// around it.
pub fn chosen_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let chart = chosen_chart(workspace);
    let id = Id::unique("chosen chart");
    let data = counted(ui, workspace, id, &chart);
    heading_ui(ui, workspace, &data);
    if workspace.chart.as_table && workspace.chart.kind.is_some() {
        rows_ui::rows_ui(ui, workspace, &data, id);
        return;
    }
    let notes = notes_of(&data);
    let foot = if notes.is_empty() { 0.0 } else { workspace.theme.window.small_text * 1.4 + 4.0 };
    let room = (ui.available_height() - foot).max(60.0);
    let needed = chart_height(&data, ui.available_width());
    let is_scrolled = needed > room && !matches!(data.body, Body::Time(_) | Body::Scatter(_) | Body::Empty(_));
    if is_scrolled {
        ScrollArea::vertical().id_salt("chosen chart").max_height(room).auto_shrink(false).show(ui, |ui| {
            let size = egui::vec2(ui.available_width() - 10.0, needed);
            body_ui(ui, workspace, requests, (id, &data), size, Liveness::Live);
            super::focus::reveal_focus(ui);
        });
    } else {
        let size = egui::vec2(ui.available_width(), room);
        body_ui(ui, workspace, requests, (id, &data), size, Liveness::Live);
    }
    notes_ui(ui, workspace, &notes);
}

/// Title, and small behind it what it is made of.
fn heading_ui(ui: &mut Ui, workspace: &Workspace, data: &ChartData) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(egui::Label::new(strong(&data.title)).truncate());
        let said = RichText::new(&data.subtitle).small().color(color32(workspace.theme.color.muted));
        ui.add(egui::Label::new(said).truncate()).on_hover_text(&data.subtitle);
    });
}

/// What is said below a chart: flags, then notes.
pub fn notes_of(data: &ChartData) -> String {
    let flags = match &data.body {
        Body::Time(body) => body.annotations.iter().enumerate().map(|(at, it)| plot_ui::flag_text(at, it)).collect(),
        _ => Vec::new(),
    };
    flags.iter().chain(&data.notes).map(String::as_str).collect::<Vec<&str>>().join(" ")
}

/// One line, all of it on hovering.
pub fn notes_ui(ui: &mut Ui, workspace: &Workspace, notes: &str) {
    if !notes.is_empty() {
        let text = RichText::new(notes).small().color(color32(workspace.theme.color.muted));
        ui.add(egui::Label::new(text).truncate()).on_hover_text(notes);
    }
}

/// Draws a chart of that size, and answers pointer and keys.
pub fn body_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    chart: (Id, &Arc<ChartData>),
    size: egui::Vec2,
    liveness: Liveness,
) {
    let (id, data) = chart;
    let at_id = id.with("mark");
    let chosen: Option<usize> = ui.data(|memory| memory.get_temp(at_id)).filter(|at| *at < data.mark_count());
    let pointed = match &data.body {
        Body::Time(body) => plot_ui::time_ui(ui, workspace, (id, data, body), chosen, size, liveness),
        Body::Scatter(body) => plot_ui::scatter_ui(ui, workspace, (id, data, body), chosen, size, liveness),
        Body::Empty(_)
        | Body::Bars(_)
        | Body::Stacked(_)
        | Body::Funnel(_)
        | Body::Bullets(_)
        | Body::Boxes(_)
        | Body::Heat(_)
        | Body::Slope(_)
        | Body::Multiples(_) => picture_ui::picture_ui(ui, workspace, (id, data), chosen, size),
    };
    let Pointed { response, near, chosen_at } = pointed;
    let has_focus = response.has_focus();
    let chosen = chosen.filter(|_| has_focus);
    let chosen_mark = chosen.and_then(|at| data.mark(at));
    let said = chosen_mark.as_ref().map_or_else(|| summary(data), |mark| format!("{}. {}", data.title, mark.said()));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Figure, true, &said));
    let near_mark = near.and_then(|at| data.mark(at));
    if response.clicked() {
        match &near_mark {
            Some(mark) => open(workspace, requests, data, mark),
            None => response.request_focus(),
        }
    }
    if has_focus {
        let (next, opens) = keys(ui, &response, data, chosen);
        if next != chosen {
            ui.data_mut(|memory| memory.insert_temp(at_id, next.unwrap_or_default()));
            ui.ctx().request_repaint();
        }
        if let Some(mark) = chosen_mark.as_ref().filter(|_| opens) {
            open(workspace, requests, data, mark);
        }
    }
    let response =
        if near_mark.is_some() { response.on_hover_cursor(egui::CursorIcon::PointingHand) } else { response };
    if let Some(mark) = near_mark {
        tip(&response, PopupAnchor::Pointer, &mark);
    } else if let (Some(mark), Some(at)) = (chosen_mark, chosen_at) {
        tip(&response, PopupAnchor::Position(at), &mark);
    }
}

/// What a chart is called for those who do not see it.
fn summary(data: &ChartData) -> String {
    match &data.body {
        Body::Empty(why) => format!("{}, chart: {why}", data.title),
        _ => {
            format!("{}, chart. {}. Arrow keys go through its {} marks.", data.title, data.subtitle, data.mark_count())
        }
    }
}

/// Where keys lead, and whether the figure there is to be opened.
fn keys(ui: &Ui, response: &egui::Response, data: &ChartData, chosen: Option<usize>) -> (Option<usize>, bool) {
    const STEPS: [(Key, Step); 6] = [
        (Key::ArrowLeft, Step::Left),
        (Key::ArrowRight, Step::Right),
        (Key::ArrowUp, Step::Up),
        (Key::ArrowDown, Step::Down),
        (Key::Home, Step::First),
        (Key::End, Step::Last),
    ];
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    super::shortcuts::claim_keys(ui, response.id);
    ui.input_mut(|input| {
        let mut at = chosen;
        for (key, step) in STEPS {
            while input.consume_key(Modifiers::NONE, key) {
                at = data.step(at, step);
            }
        }
        (at, input.consume_key(Modifiers::NONE, Key::Enter))
    })
}

/// What a mark says, beside it.
fn tip(response: &egui::Response, anchor: PopupAnchor, mark: &Mark) {
    let id = response.id.with("mark");
    let tip = Tooltip::always_open(response.ctx.clone(), response.layer_id, id, anchor);
    tip.gap(14.0).show(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.label(RichText::new(&mark.name).small());
        ui.label(strong(&mark.value));
        for detail in &mark.details {
            ui.label(RichText::new(detail).small());
        }
    });
}

/// Opens where a mark's figure comes from: of a touchpoint its trace; of several together these touchpoints as bars,
/// from each of which its trace opens.
fn open(workspace: &Workspace, requests: &mut Requests, data: &ChartData, mark: &Mark) {
    let Some(whose) = &mark.whose else { return };
    if let Some(touchpoint) = whose.touchpoint() {
        let figure = Dialog::Figure { metric: whose.metric, touchpoint, period: mark.period };
        requests.push(Request::Dialog(Some(figure)));
        return;
    }
    if whose.touchpoints.is_empty() {
        return;
    }
    let is_itself = data.kind == ChartKind::Bars;
    requests.push(Request::Select(Selection::of(whose.touchpoints.iter().copied())));
    requests.push(Request::SetChart(ChartChoice {
        kind: Some(ChartKind::Bars),
        metric: Some(whose.metric),
        about: ChartAbout::Selection,
        segments: whose.segment.into_iter().collect(),
        as_table: is_itself,
        ..workspace.chart.clone()
    }));
    requests.push(Request::BottomTab(BottomTab::Charts));
}

/// What a chart would be called by its content.
pub fn title_of(workspace: &Workspace, pinned: &PinnedChart) -> String {
    let project = workspace.document.project();
    crate::analysis::chart::chart(project, &workspace.numbers, &workspace.view, pinned, workspace.today).title
}

/// A chart for the dashboard, of the kind, with the metrics that suit it best.
pub fn new_chart(workspace: &Workspace, kind: ChartKind) -> PinnedChart {
    let id = crate::model::ChartId(workspace.document.project().next_id);
    PinnedChart::new(id, kind, default_metrics(workspace, kind))
}
