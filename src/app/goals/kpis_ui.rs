//! The list of the journey's KPIs: state, figure against target, trend, time left, owner and what each lacks. A row is
//! one control, painted by hand, and only those in view are drawn.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Align2, FontId, Id, Margin, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::bullet_ui::{self, bullet_tip_ui, paint_bullet};
use super::kpi_rows::{Choice, Column, Row, Rows, order_after, rows};
use crate::analysis::{Standing, kpi};
use crate::app::action::Action;
use crate::app::find_ui::one_of_ui;
use crate::app::focus::reveal_focus;
use crate::app::inspector::{smart_tip_ui, spark_paint};
use crate::app::kept::kept;
use crate::app::request::{Request, Requests};
use crate::app::status_mark::paint_status;
use crate::app::style::{color32, family, icon_font, strong};
use crate::app::widgets::{Emphasis, IconButton, action_button, column_head, empty_state, text_in};
use crate::app::workspace::{Dialog, RightTab, Workspace};
use crate::base::number::{format_full, format_short};
use crate::base::{Icon, date};
use crate::edit::{Edit, Selection};
use crate::model::{Aim, Kpi, KpiId, Metric, Subject};
use crate::scene::Face;

/// Left and right of the list, in points.
const MARGIN: f32 = 16.0;
/// Between two columns.
const GAP: f32 = 10.0;

/// Draws the list with its filters.
pub fn kpis_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let choice_id = Id::unique("KPI list");
    let was: Choice = ui.data(|data| data.get_temp(choice_id)).unwrap_or_default();
    let list = kept(ui, workspace, (was.clone(), workspace.kpis.revision()), || rows(workspace, &was));
    let mut choice = was.clone();
    if list.total == 0 {
        empty_ui(ui, workspace, requests);
        return;
    }
    egui::Frame::NONE.inner_margin(Margin::symmetric(MARGIN as i8, 4)).show(ui, |ui| {
        filters_ui(ui, workspace, requests, &list, &mut choice);
        if list.shown.is_empty() {
            let text = "No KPI fits these filters.";
            ui.vertical_centered(|ui| {
                ui.add_space(12.0);
                ui.label(egui::RichText::new(text).color(color32(workspace.theme.color.muted)));
                if IconButton::new(Some(Icon::X), "Show all", "Show all").ui(ui, &workspace.theme).clicked() {
                    choice = Choice { order: choice.order, ..Choice::default() };
                }
            });
            return;
        }
        let columns = Columns::of(ui.available_width());
        heads_ui(ui, workspace, &columns, &mut choice);
        rows_ui(ui, workspace, requests, &list, &columns);
    });
    if choice != was {
        ui.data_mut(|data| data.insert_temp(choice_id, choice));
    }
}

fn empty_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let text = if workspace.numbers.metrics().is_empty() {
        "A KPI is a target for a metric, and nothing is measured yet. Import a file first."
    } else {
        "No KPI yet. Select a touchpoint or a stage, or nothing for the whole journey, and set a target for a metric."
    };
    empty_state(ui, &workspace.theme, Icon::Target, text);
    ui.vertical_centered(|ui| {
        if workspace.numbers.metrics().is_empty() {
            action_button(ui, workspace, requests, Action::Import, "Import…", Emphasis::Outlined);
        } else {
            action_button(ui, workspace, requests, Action::AddKpi, "New KPI", Emphasis::Primary);
        }
    });
}

fn filters_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, list: &Rows, choice: &mut Choice) {
    const FIELD: f32 = 150.0;
    let theme = &workspace.theme;
    let project = workspace.document.project();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let field = egui::TextEdit::singleline(&mut choice.text)
            .hint_text("Find a KPI")
            .desired_width(FIELD.min(ui.available_width() * 0.25))
            .align(Align2::LEFT_CENTER)
            .margin(Margin::symmetric(8, 4));
        ui.add(field).accessible_name("Find a KPI");
        let states = list.states.iter().map(|state| (state.label().to_owned(), Some(*state)));
        if let Some(state) = one_of_ui(ui, workspace, "State", choice.state.map(kpi::KpiState::label), states) {
            choice.state = state;
        }
        let stage_name = |id| project.stages.get(&id).map_or("", |stage| stage.name.as_str());
        let stages = list.stages.iter().map(|id| (stage_name(*id).to_owned(), Some(*id)));
        if let Some(stage) = one_of_ui(ui, workspace, "Stage", choice.stage.map(stage_name), stages) {
            choice.stage = stage;
        }
        let owners = list.owners.iter().map(|owner| (owner.clone(), Some(owner.clone())));
        if let Some(owner) = one_of_ui(ui, workspace, "Owner", choice.owner.as_deref(), owners) {
            choice.owner = owner;
        }
        if choice.is_filtering() {
            let clear = IconButton::new(Some(Icon::X), "", "Clear the filters").tip("Show all KPIs again");
            if clear.ui(ui, theme).clicked() {
                *choice = Choice { order: choice.order, ..Choice::default() };
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            action_button(ui, workspace, requests, Action::AddKpi, "New KPI", Emphasis::Outlined);
            let text = if list.shown.len() == list.total {
                counted(list.total)
            } else {
                format!("{} of {}", list.shown.len(), counted(list.total))
            };
            let text = egui::RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
            ui.add(egui::Label::new(text).truncate());
        });
    });
}

fn counted(count: usize) -> String {
    if count == 1 { "1 KPI".to_owned() } else { format!("{count} KPIs") }
}

/// Where the columns are, from the left edge of the list; `None` for those that have no room.
struct Columns {
    state: (f32, f32),
    place: (f32, f32),
    metric: (f32, f32),
    value: (f32, f32),
    bullet: (f32, f32),
    trend: Option<(f32, f32)>,
    due: (f32, f32),
    /// Whether the day is told beside the time left.
    has_day: bool,
    owner: Option<(f32, f32)>,
    smart: Option<(f32, f32)>,
}

impl Columns {
    /// Wide columns share what the others leave. In a narrow panel the trend goes first, then the owner, who is in the
    /// tooltip, and what is missing.
    fn of(width: f32) -> Self {
        const STATE: f32 = 88.0;
        const VALUE: f32 = 54.0;
        const TREND: f32 = 72.0;
        const SMART: f32 = 76.0;
        let (has_smart, has_owner, has_trend) = (width >= 560.0, width >= 760.0, width >= 860.0);
        let has_day = width >= 980.0;
        let due = if has_day { 176.0 } else { 92.0 };
        let fixed = STATE + VALUE + due + if has_trend { TREND } else { 0.0 } + if has_smart { SMART } else { 0.0 };
        let count = 6 + usize::from(has_trend) + usize::from(has_owner) + usize::from(has_smart);
        let free = (width - fixed - GAP * (count as f32 - 1.0)).max(0.0);
        // Shares of what is left: place, metric, bullet, owner.
        let owner_share = if has_owner { 1.0 } else { 0.0 };
        let part = free / (1.1 + 1.1 + 1.2 + owner_share);
        let mut at = 0.0;
        let mut next = |width: f32| {
            let from = at;
            at += width + GAP;
            (from, from + width)
        };
        Self {
            state: next(STATE),
            place: next(part * 1.1),
            metric: next(part * 1.1),
            value: next(VALUE),
            bullet: next(part * 1.2),
            trend: has_trend.then(|| next(TREND)),
            due: next(due),
            has_day,
            owner: has_owner.then(|| next(part * owner_share)),
            smart: has_smart.then(|| next(SMART)),
        }
    }
}

/// The part of a row that a column takes.
fn cell(row: Rect, column: (f32, f32)) -> Rect {
    Rect::from_min_max(pos2(row.left() + column.0, row.top()), pos2(row.left() + column.1, row.bottom()))
}

fn heads_ui(ui: &mut Ui, workspace: &Workspace, columns: &Columns, choice: &mut Choice) {
    const HEIGHT: f32 = 26.0;
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let heads = [
        (Some(columns.state), Some(Column::State), "State"),
        (Some(columns.place), Some(Column::Place), "Where"),
        (Some(columns.metric), Some(Column::Metric), "Metric"),
        (Some((columns.value.0, columns.bullet.1)), Some(Column::Figure), "Figure against target"),
        (columns.trend, None, "Trend"),
        (Some(columns.due), Some(Column::Due), "Due"),
        (columns.owner, Some(Column::Owner), "Owner"),
        (columns.smart, Some(Column::Smart), "Not SMART"),
    ];
    for (place, column, name) in heads {
        let Some(place) = place else { continue };
        let rect = cell(line, place);
        match column {
            Some(column) => head_ui(ui, workspace, rect, (column, name), choice),
            None => column_head(ui, &workspace.theme, rect, name, None),
        }
    }
    let stroke = Stroke::new(1.0, color32(workspace.theme.color.line));
    ui.painter().hline(line.x_range(), line.bottom(), stroke);
}

fn head_ui(ui: &mut Ui, workspace: &Workspace, rect: Rect, (column, name): (Column, &str), choice: &mut Choice) {
    let sorted = choice.order.filter(|(by, _)| *by == column).map(|(_, is_descending)| is_descending);
    let response = ui.interact(rect, Id::unique(("KPI column", name)), Sense::click());
    let next = order_after(choice.order, column);
    let tip = match (next, column) {
        (None, _) => "Sort by concern again".to_owned(),
        (Some(_), Column::Figure) => "Sort by how far the figure is from its target, as a share of that".to_owned(),
        (Some(_), Column::Smart) => "Sort by how much is missing to be SMART".to_owned(),
        (Some(_), Column::State | Column::Place | Column::Metric | Column::Due | Column::Owner) => {
            format!("Sort by {}", name.to_lowercase())
        }
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, sorted.is_some(), format!("{name}: {tip}")));
    column_head(ui, &workspace.theme, rect, name, sorted);
    if response.on_hover_text(tip).clicked() {
        choice.order = next;
    }
}

fn rows_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, list: &Rows, columns: &Columns) {
    let height = workspace.theme.window.row_height;
    ui.spacing_mut().item_spacing.y = 0.0;
    let trends = kept(ui, workspace, workspace.kpis.revision(), Trends::default);
    ScrollArea::vertical().id_salt("KPIs").auto_shrink(false).show_rows(ui, height, list.shown.len(), |ui, range| {
        for row in list.shown.get(range).unwrap_or_default() {
            row_ui(ui, workspace, requests, row, (columns, &trends));
        }
        reveal_focus(ui);
    });
}

/// The sparklines of the rows that were seen.
#[derive(Default)]
struct Trends(Mutex<BTreeMap<KpiId, Arc<[Option<f64>]>>>);

impl Trends {
    fn of(&self, workspace: &Workspace, kpi: &Kpi) -> Arc<[Option<f64>]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = || {
            let scope = workspace.kpis.scope(kpi.id).cloned().unwrap_or_default();
            workspace.numbers.spark(kpi.metric, scope, &workspace.view).into()
        };
        Arc::clone(known.entry(kpi.id).or_insert_with(count))
    }
}

fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    row: &Row,
    (columns, trends): (&Columns, &Trends),
) {
    let project = workspace.document.project();
    let (Some(kpi), Some(standing)) = (project.kpis.get(&row.id), workspace.kpis.get(row.id)) else { return };
    let Some(metric) = project.metrics.get(&kpi.metric) else { return };
    let size = vec2(ui.available_width(), workspace.theme.window.row_height);
    let rect = Rect::from_min_size(ui.cursor().min, size);
    ui.allocate_rect(rect, Sense::hover());
    let response = ui.interact(rect, Id::unique(("KPI row", row.id)), Sense::click());
    let is_selected = is_selected(workspace, kpi.aim);
    let name = || spoken(workspace, row, kpi, metric, standing);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, name()));
    if ui.is_rect_visible(rect) {
        let c = &workspace.theme.color;
        if is_selected || response.hovered() || response.has_focus() {
            let fill = color32(if is_selected { c.accent_tint } else { c.hover });
            ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), workspace.theme.window.radius, fill);
        }
        let spark = columns.trend.map(|_| trends.of(workspace, kpi));
        paint_row(ui, workspace, rect, (row, kpi, metric), (standing, columns, spark.as_deref()));
    }
    let is_figure = response.double_clicked() || (response.clicked() && ui.input(|input| input.modifiers.shift));
    if is_figure {
        requests.push(Request::Dialog(Some(Dialog::KpiFigure(kpi.id))));
    } else if response.clicked() {
        show(workspace, requests, kpi.aim);
    }
    response.context_menu(|ui| menu_ui(ui, workspace, requests, kpi));
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let is_in =
        |place: Option<(f32, f32)>| place.zip(pointer).is_some_and(|(place, pos)| cell(rect, place).contains(pos));
    response.on_hover_ui(|ui| {
        ui.set_max_width(380.0);
        if is_in(Some(columns.bullet)) {
            bullet_tip_ui(ui, kpi, metric, standing);
        } else if is_in(columns.smart) {
            smart_tip_ui(ui, workspace, kpi);
        } else {
            tip_ui(ui, workspace, (row, kpi, metric), standing, is_in(Some(columns.state)));
        }
    });
}

/// Selects what the KPI is of and brings it into view; of a journey, shows its fields.
fn show(workspace: &Workspace, requests: &mut Requests, aim: Aim) {
    match aim {
        Aim::Touchpoint(id) => requests.push(Request::GoTo(Subject::from(id))),
        Aim::Stage(id) => requests.push(Request::GoTo(Subject::Stage(id))),
        Aim::Journey(id) => {
            requests.push(Request::OpenJourney(id));
            requests.push(Request::Select(Selection::default()));
            requests.push(Request::RightTab(RightTab::Journey));
            if !workspace.settings.right_panel.is_visible {
                requests.run(Action::ToggleRight);
            }
        }
    }
}

fn is_selected(workspace: &Workspace, aim: Aim) -> bool {
    let selection = workspace.document.selection();
    match aim {
        Aim::Touchpoint(id) => selection.contains(Subject::from(id)),
        Aim::Stage(id) => selection.contains(Subject::Stage(id)),
        Aim::Journey(_) => false,
    }
}

fn menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, kpi: &Kpi) {
    ui.set_min_width(190.0);
    let place = match kpi.aim {
        Aim::Touchpoint(_) | Aim::Stage(_) => "Show on the map",
        Aim::Journey(_) => "Show the journey's fields",
    };
    if ui.button(place).clicked() {
        show(workspace, requests, kpi.aim);
        ui.close();
    }
    if ui.button("Where the figure comes from…").clicked() {
        requests.push(Request::Dialog(Some(Dialog::KpiFigure(kpi.id))));
        ui.close();
    }
    if ui.button("Delete KPI").clicked() {
        requests.push(Request::Seal);
        requests.edit(Edit::RemoveKpi { kpi: kpi.id });
        ui.close();
    }
}

/// Why it stands so, and what a narrow row leaves out.
fn tip_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (row, kpi, metric): (&Row, &Kpi, &Metric),
    standing: &Standing,
    with_rule: bool,
) {
    let muted = color32(workspace.theme.color.muted);
    ui.label(strong(format!("{}: {}", row.place, row.metric)));
    ui.label(standing.reason(kpi, metric));
    if let Some(due) = kpi.due {
        let left = kpi::time_left(due, workspace.today);
        ui.label(egui::RichText::new(format!("Due {}, {left}", date::format_date(due))).color(muted));
    }
    if !kpi.owner.is_empty() {
        ui.label(egui::RichText::new(format!("Owner: {}", kpi.owner)).color(muted));
    }
    ui.add_space(4.0);
    let text = if with_rule {
        kpi::RULE
    } else {
        "Click to show it on the map; double-click, or Shift+Enter, to see where the figure comes from."
    };
    ui.label(egui::RichText::new(text).color(muted));
}

/// The row as a screen reader says it.
fn spoken(workspace: &Workspace, row: &Row, kpi: &Kpi, metric: &Metric, standing: &Standing) -> String {
    let value = standing.figure.value.map_or_else(|| "no figure".to_owned(), |value| format_full(value, metric));
    let mut text = format!(
        "{}: {}, {}, {value}, target {}",
        row.state.label(),
        row.place,
        row.metric,
        format_full(kpi.target, metric)
    );
    if let Some(due) = kpi.due {
        text = format!("{text}, due {}", kpi::time_left(due, workspace.today));
    }
    if !row.owner.is_empty() {
        text = format!("{text}, {}", row.owner);
    }
    text
}

fn paint_row(
    ui: &Ui,
    workspace: &Workspace,
    rect: Rect,
    (row, kpi, metric): (&Row, &Kpi, &Metric),
    (standing, columns, spark): (&Standing, &Columns, Option<&[Option<f64>]>),
) {
    const MARK: f32 = 10.0;
    let theme = &workspace.theme;
    let (ink, muted) = (color32(theme.color.ink), color32(theme.color.muted));
    let body = || FontId::new(theme.window.body_text, family(Face::Regular));
    let heavy = || FontId::new(theme.window.body_text, family(Face::SemiBold));
    let state = cell(rect, columns.state);
    paint_status(ui, theme, pos2(state.left() + MARK / 2.0 + 1.0, state.center().y), MARK, row.state);
    let beside = Rect::from_min_max(pos2(state.left() + MARK + 8.0, state.top()), state.max);
    text_in(ui, beside, row.state.label(), body(), ink);
    text_in(ui, cell(rect, columns.place), &row.place, heavy(), ink);
    text_in(ui, cell(rect, columns.metric), &row.metric, body(), ink);
    let value = standing.figure.value.map_or_else(|| "–".to_owned(), |value| format_short(value, metric));
    text_in(ui, cell(rect, columns.value), &value, heavy(), ink);
    if let Some(bullet) = kpi::bullet(kpi, standing) {
        let bar = cell(rect, columns.bullet);
        let bar = Rect::from_center_size(bar.center(), vec2(bar.width(), bullet_ui::HEIGHT));
        paint_bullet(ui.painter(), theme, bar, &bullet, row.state);
    } else {
        text_in(ui, cell(rect, columns.bullet), "Nothing measured", body(), muted);
    }
    if let (Some(place), Some(spark)) = (columns.trend, spark) {
        spark_paint(ui.painter(), cell(rect, place).shrink2(vec2(2.0, 8.0)), spark, theme.color.muted);
    }
    if let Some(due) = kpi.due {
        let left = kpi::time_left(due, workspace.today);
        let is_late = due < workspace.today && row.state != kpi::KpiState::Reached;
        let text = if columns.has_day { format!("{} · {left}", date::format_date(due)) } else { left };
        text_in(ui, cell(rect, columns.due), &text, body(), if is_late { color32(theme.color.bad) } else { ink });
    }
    if let Some(place) = columns.owner {
        text_in(ui, cell(rect, place), &row.owner, body(), muted);
    }
    if let Some(place) = columns.smart {
        paint_smart(ui, workspace, cell(rect, place), kpi);
    }
}

/// The letters of SMART; those that are missing stand out.
fn paint_smart(ui: &Ui, workspace: &Workspace, rect: Rect, kpi: &Kpi) {
    const LETTER: f32 = 14.0;
    let theme = &workspace.theme;
    let missing = workspace.kpis.missing(kpi.id);
    if missing.is_empty() {
        let at = pos2(rect.left() + LETTER / 2.0, rect.center().y);
        let ink = color32(theme.color.good);
        ui.painter().text(at, Align2::CENTER_CENTER, Icon::Check.glyph(), icon_font(14.0), ink);
        return;
    }
    let font = FontId::new(theme.window.small_text, family(Face::SemiBold));
    for (at, missing) in missing.iter().enumerate() {
        let middle = pos2(rect.left() + LETTER * (at as f32 + 0.5), rect.center().y);
        let ink = color32(theme.color.risk);
        ui.painter().text(middle, Align2::CENTER_CENTER, missing.criterion.letter(), font.clone(), ink);
    }
}
