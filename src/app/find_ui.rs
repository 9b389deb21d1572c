//! The panel of what is looked for: the field, the filters, and what was found, by journey and kind. Finding itself
//! is `analysis::find`'s.

use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{
    Align, Button, FontId, Id, Key, Layout, Margin, Modifiers, Role, ScrollArea, Sense, Stroke, TextEdit, TextFormat,
    Ui, WidgetInfo, vec2,
};

use super::action::Action;
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, family, icon, icon_font};
use super::widgets::{IconButton, action_tip, empty_state, text_in};
use super::workspace::{Finding, Workspace};
use crate::analysis::KpiState;
use crate::analysis::find::{Entry, Found, Kind, Missing, Query, fields};
use crate::base::Icon;
use crate::base::fold::marks;
use crate::base::number::format_grouped;
use crate::model::{CardBody, Channel, Item, JourneyId, Project, Subject};
use crate::scene::Face;

/// The height of a row, in points: a hit has a second line.
const ROW: f32 = 38.0;

/// One row of the list.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// Over the hits of one journey, or of the whole project, and of one kind.
    Heading(Option<JourneyId>, Kind, usize),
    /// The rank of a hit.
    Hit(usize),
}

/// The hits, and the rows made of them.
type KeptRows = (Arc<Vec<usize>>, Arc<Vec<Row>>);

/// Draws the panel.
pub fn find_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, requests: &mut Requests) {
    let theme = &workspace.theme;
    let panel = ui.max_rect();
    ui.expand_to_include_rect(panel);
    ui.horizontal(|ui| {
        ui.set_height(theme.window.tab_height);
        ui.add_space(theme.window.padding);
        ui.label(super::style::strong("Find"));
        ui.label(egui::RichText::new(count_text(finding)).color(color32(theme.color.muted)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(6.0);
            ui.spacing_mut().item_spacing.x = 0.0;
            if IconButton::new(Some(Icon::X), "", "Close the search").tip("Close (Esc)").ui(ui, theme).clicked() {
                requests.push(Request::Find(None));
            }
            for action in [Action::FindNext, Action::FindPrevious] {
                let info = action.info();
                let button = IconButton::new(info.icon, "", info.label).tip(action_tip(ui, action));
                if button.enabled(!finding.hits.is_empty()).ui(ui, theme).clicked() {
                    requests.run(action);
                }
            }
        });
    });
    let line_y = panel.top() + theme.window.tab_height;
    ui.painter().hline(panel.x_range(), line_y, Stroke::new(1.0, color32(theme.color.line)));
    egui::Frame::NONE.inner_margin(Margin::symmetric(14, 6)).show(ui, |ui| {
        field_ui(ui, workspace, finding, requests);
        filters_ui(ui, workspace, finding, requests);
        ui.add_space(4.0);
        if finding.query.is_empty() {
            empty_state(ui, theme, Icon::Search, "Type a word of what you look for, or choose what it lacks.");
        } else if finding.hits.is_empty() {
            empty_state(ui, theme, Icon::Search, "Nothing was found.");
        } else {
            hits_ui(ui, workspace, finding, requests);
        }
    });
}

/// "3 of 12", or how many there are.
fn count_text(finding: &Finding) -> String {
    let count = format_grouped(finding.hits.len() as f64, 0);
    match finding.at {
        _ if finding.query.is_empty() => String::new(),
        Some(at) => format!("{} of {count}", format_grouped((at + 1) as f64, 0)),
        None => count,
    }
}

fn field_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, requests: &mut Requests) {
    let theme = &workspace.theme;
    let id = Id::unique("find field");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let take = |modifiers, key| has_focus && ui.input_mut(|input| input.consume_key(modifiers, key));
    if take(Modifiers::SHIFT, Key::Enter) || take(Modifiers::NONE, Key::ArrowUp) {
        requests.run(Action::FindPrevious);
    }
    if take(Modifiers::NONE, Key::Enter) || take(Modifiers::NONE, Key::ArrowDown) {
        requests.run(Action::FindNext);
    }
    if take(Modifiers::NONE, Key::Escape) {
        requests.push(Request::Find(None));
        ui.memory_mut(|memory| memory.request_focus(super::canvas::canvas_id()));
        return;
    }
    let mut text = finding.query.text.clone();
    let field = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("Find in all journeys")
        .prefix(icon(Icon::Search, 14.0).color(color32(theme.color.muted)))
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 6));
    let output = field.show(ui);
    let response = output.response.response.accessible_name("Find in all journeys");
    let asked_id = id.with("asked");
    if ui.data(|data| data.get_temp::<u64>(asked_id)) != Some(finding.asked) {
        ui.data_mut(|data| data.insert_temp(asked_id, finding.asked));
        response.request_focus();
        let mut state = output.state;
        state.cursor.set_char_range(Some(egui::text::CCursorRange::select_all_str(&text)));
        state.store(ui.ctx(), id);
    }
    if text != finding.query.text {
        requests.push(Request::Find(Some(Query { text, ..finding.query.clone() })));
    }
}

fn filters_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, requests: &mut Requests) {
    let query = &finding.query;
    let index = &finding.index;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        let stages = index.stages.iter().map(|stage| (stage.clone(), Some(stage.clone())));
        if let Some(stage) = one_of_ui(ui, workspace, "Stage", query.stage.as_deref(), stages) {
            requests.push(Request::Find(Some(Query { stage, ..query.clone() })));
        }
        let channels = index.channels.iter().map(|channel| (channel.label().to_owned(), Some(*channel)));
        if let Some(channel) = one_of_ui(ui, workspace, "Channel", query.channel.map(Channel::label), channels) {
            requests.push(Request::Find(Some(Query { channel, ..query.clone() })));
        }
        let owners = index.owners.iter().map(|owner| (owner.clone(), Some(owner.clone())));
        if let Some(owner) = one_of_ui(ui, workspace, "Owner", query.owner.as_deref(), owners) {
            requests.push(Request::Find(Some(Query { owner, ..query.clone() })));
        }
        if !index.kpis.is_empty() || query.kpi.is_some() {
            let states = index.kpis.iter().map(|state| (state.label().to_owned(), Some(*state)));
            if let Some(kpi) = one_of_ui(ui, workspace, "KPI", query.kpi.map(KpiState::label), states) {
                requests.push(Request::Find(Some(Query { kpi, ..query.clone() })));
            }
        }
        missing_ui(ui, workspace, query, requests);
        if query.has_filters() {
            let clear = IconButton::new(Some(Icon::X), "", "Clear the filters").tip("Look everywhere again");
            if clear.ui(ui, &workspace.theme).clicked() {
                requests.push(Request::Find(Some(Query { text: query.text.clone(), ..Query::default() })));
            }
        }
    });
}

/// A filter of one value. Answers with the new one when it is chosen; `None` within for any.
pub(super) fn one_of_ui<T>(
    ui: &mut Ui,
    workspace: &Workspace,
    name: &str,
    chosen: Option<&str>,
    offered: impl Iterator<Item = (String, Option<T>)>,
) -> Option<Option<T>> {
    let mut taken = None;
    filter_menu(ui, workspace, name, chosen, |ui| {
        if ui.selectable_label(chosen.is_none(), "Any").clicked() {
            taken = Some(None);
            ui.close();
        }
        for (label, value) in offered {
            if ui.selectable_label(chosen == Some(label.as_str()), &label).clicked() {
                taken = Some(value);
                ui.close();
            }
        }
    });
    taken
}

fn missing_ui(ui: &mut Ui, workspace: &Workspace, query: &Query, requests: &mut Requests) {
    let chosen = match query.missing.len() {
        0 => None,
        1 => query.missing.first().map(|missing| missing.label().to_owned()),
        some => Some(format!("Lacks {some}")),
    };
    filter_menu(ui, workspace, "Lacks", chosen.as_deref(), |ui| {
        for missing in Missing::ALL {
            let mut is_on = query.missing.contains(&missing);
            if ui.checkbox(&mut is_on, missing.label()).clicked() {
                let mut query = query.clone();
                if is_on {
                    query.missing.insert(missing);
                } else {
                    query.missing.remove(&missing);
                }
                requests.push(Request::Find(Some(query)));
            }
        }
    });
}

fn filter_menu(ui: &mut Ui, workspace: &Workspace, name: &str, chosen: Option<&str>, add: impl FnOnce(&mut Ui)) {
    const WIDEST: usize = 18;
    let theme = &workspace.theme;
    let label = chosen.unwrap_or(name);
    let short: String = if label.chars().count() > WIDEST {
        label.chars().take(WIDEST - 1).chain(['…']).collect()
    } else {
        label.to_owned()
    };
    let ink = color32(if chosen.is_some() { theme.color.accent } else { theme.color.ink });
    let small = theme.window.small_text;
    let text = (egui::RichText::new(short).size(small).color(ink), icon(Icon::ChevronDown, 11.0).color(ink));
    let fill = color32(if chosen.is_some() { theme.color.accent_tint } else { theme.color.surface });
    let mut button = Button::new(text).min_size(vec2(0.0, 24.0)).fill(fill);
    if chosen.is_some() {
        button = button.stroke(Stroke::new(1.0, color32(theme.color.accent)));
    }
    ui.spacing_mut().button_padding = vec2(7.0, 3.0);
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_min_width(170.0);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            add(ui);
            reveal_focus(ui);
        });
    });
    let name = match chosen {
        Some(chosen) => format!("Filter by {}: {chosen}", name.to_lowercase()),
        None => format!("Filter by {}", name.to_lowercase()),
    };
    response.on_hover_text(&name).accessible_name(name);
}

fn hits_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, requests: &mut Requests) {
    let rows = rows(ui, finding);
    let words = finding.query.words();
    let memory = Id::unique("find shown");
    let shown_at: Option<usize> = ui.data(|data| data.get_temp(memory)).flatten();
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().auto_shrink(false);
    if finding.at != shown_at {
        ui.data_mut(|data| data.insert_temp(memory, finding.at));
        let is_hit = |row: &Row| matches!(row, Row::Hit(rank) if Some(*rank) == finding.at);
        if let Some(at) = rows.iter().position(is_hit) {
            // In the middle, so that what comes next is seen too.
            let middle = (ui.available_height() - ROW) / 2.0;
            area = area.vertical_scroll_offset((at as f32 * ROW - middle).max(0.0));
        }
    }
    area.show_rows(ui, ROW, rows.len(), |ui, shown| {
        for row in rows.get(shown).unwrap_or_default() {
            match row {
                Row::Heading(journey, kind, count) => heading_ui(ui, workspace, *journey, *kind, *count),
                Row::Hit(rank) => hit_ui(ui, workspace, finding, *rank, &words, requests),
            }
        }
        reveal_focus(ui);
    });
}

/// The rows of the list, made once for each list of hits.
fn rows(ui: &Ui, finding: &Finding) -> Arc<Vec<Row>> {
    let id = Id::unique("find rows");
    let kept: Option<KeptRows> = ui.data(|data| data.get_temp(id));
    if let Some((_, rows)) = kept.filter(|(hits, _)| Arc::ptr_eq(hits, &finding.hits)) {
        return rows;
    }
    let mut rows = Vec::with_capacity(finding.hits.len() + 16);
    let mut heading: Option<(usize, Option<JourneyId>, Kind)> = None;
    for (rank, entry) in
        finding.hits.iter().enumerate().filter_map(|(rank, at)| Some((rank, finding.index.entry(*at)?)))
    {
        let at = match heading {
            Some((at, journey, kind)) if (journey, kind) == (entry.journey, entry.kind) => at,
            Some(_) | None => {
                rows.push(Row::Heading(entry.journey, entry.kind, 0));
                rows.len() - 1
            }
        };
        heading = Some((at, entry.journey, entry.kind));
        if let Some(Row::Heading(_, _, count)) = rows.get_mut(at) {
            *count += 1;
        }
        rows.push(Row::Hit(rank));
    }
    let rows = Arc::new(rows);
    ui.data_mut(|data| data.insert_temp(id, (Arc::clone(&finding.hits), Arc::clone(&rows))));
    rows
}

fn heading_ui(ui: &mut Ui, workspace: &Workspace, journey: Option<JourneyId>, kind: Kind, count: usize) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let of = match journey.and_then(|id| project.journeys.get(&id)) {
        Some(journey) if project.journey_order.len() > 1 => {
            format!(
                "{} ({}) · ",
                if journey.name.is_empty() { "Untitled" } else { &journey.name },
                journey.state.label()
            )
        }
        Some(_) | None => String::new(),
    };
    let text = format!("{of}{} · {}", kind.plural(), format_grouped(count as f64, 0));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let font = FontId::new(theme.window.small_text, family(Face::SemiBold));
    let line = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 24.0), rect.right_bottom());
    text_in(ui, line, &text, font, color32(theme.color.muted));
}

fn hit_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    finding: &Finding,
    rank: usize,
    words: &[String],
    requests: &mut Requests,
) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let Some(entry) = finding.hits.get(rank).and_then(|at| finding.index.entry(*at)) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let is_at = finding.at == Some(rank);
    let text = HitText::of(workspace.document.project(), entry, words);
    let name = format!("{}, {}", text.title, text.detail);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_at, &name));
    if is_at || response.hovered() || response.has_focus() {
        let fill = if is_at { c.accent_tint } else { c.hover };
        ui.painter().rect_filled(rect, theme.window.radius, color32(fill));
    }
    let ink = color32(c.ink);
    let at = egui::pos2(rect.left() + 15.0, rect.top() + 12.0);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, text.icon.glyph(), icon_font(14.0), ink);
    let (left, right) = (rect.left() + 30.0, rect.right() - 4.0);
    for (text, top, size, color) in [
        (&text.title, rect.top() + 3.0, theme.window.body_text, c.ink),
        (&text.detail, rect.top() + 20.0, theme.window.small_text, c.muted),
    ] {
        let mut job = highlighted(text, words, size, color32(color), workspace);
        job.wrap = egui::text::TextWrapping::truncate_at_width((right - left).max(1.0));
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(egui::pos2(left, top), galley, color32(color));
    }
    if response.clicked() {
        requests.push(Request::GoToHit(rank));
    }
}

/// What a row says.
struct HitText {
    icon: Icon,
    title: String,
    /// Where it is, or the text in which it was found.
    detail: String,
}

impl HitText {
    fn of(project: &Project, entry: &Entry, words: &[String]) -> Self {
        let fields = fields(project, entry.found);
        let own = fields.first().map_or("", |(_, text)| *text);
        let title = if own.trim().is_empty() { "Untitled".to_owned() } else { one_line(own, words) };
        let is_in_own = |word: &&String| !marks(own, std::slice::from_ref(*word)).is_empty();
        let elsewhere = words.iter().find(|word| !is_in_own(word));
        let found_in = elsewhere.and_then(|word| {
            fields.iter().skip(1).find(|(_, text)| !marks(text, std::slice::from_ref(word)).is_empty())
        });
        let detail = match found_in {
            Some((name, text)) => format!("{name}: {}", one_line(text, words)),
            None => place_text(project, entry),
        };
        Self { icon: icon_of(project, entry.found), title, detail }
    }
}

/// The text in one line, from shortly before the first match.
fn one_line(text: &str, words: &[String]) -> String {
    const BEFORE: usize = 14;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(first) = marks(&line, words).first().map(|range| range.start) else { return line };
    let ahead = line.get(..first).unwrap_or_default().chars().count();
    if ahead <= BEFORE * 2 { line } else { std::iter::once('…').chain(line.chars().skip(ahead - BEFORE)).collect() }
}

/// "Buy · Pain points".
fn place_text(project: &Project, entry: &Entry) -> String {
    match entry.found {
        Found::Subject(Subject::Item(item)) => {
            let Some(place) = project.place_of(item) else { return String::new() };
            let stage = project.stages.get(&place.stage).map_or("", |stage| stage.name.as_str());
            let lane = project.lanes.get(&place.lane).map_or("", |lane| lane.name.as_str());
            format!("{stage} · {lane}")
        }
        Found::Subject(Subject::Connector(id)) => {
            let title = |id| project.touchpoints.get(&id).map_or("", |touchpoint| touchpoint.title.as_str());
            let ends = project.connectors.get(&id).map(|connector| (title(connector.from), title(connector.to)));
            ends.map_or_else(String::new, |(from, to)| format!("{from} → {to}"))
        }
        Found::Subject(Subject::Stage(id)) => {
            project.stages.get(&id).map_or_else(String::new, |stage| stage.phase.label().to_owned())
        }
        Found::Subject(Subject::Lane(id)) => project
            .lanes
            .get(&id)
            .map_or_else(String::new, |lane| format!("Lane of {}", lane.kind.label().to_lowercase())),
        Found::Subject(Subject::Sticky(_)) => "Sticky".to_owned(),
        Found::Journey(id) => {
            project.journeys.get(&id).map_or_else(String::new, |journey| format!("{} state", journey.state.label()))
        }
        Found::Persona(_) => "Persona".to_owned(),
        Found::Action(id) => project
            .actions
            .get(&id)
            .map_or_else(String::new, |action| format!("Action, {}", action.state.label().to_lowercase())),
        Found::Source(_) => "Imported file".to_owned(),
    }
}

fn icon_of(project: &Project, found: Found) -> Icon {
    match found {
        Found::Journey(_) => Icon::Map,
        Found::Subject(Subject::Stage(_)) => Icon::Columns3,
        Found::Subject(Subject::Lane(_)) => Icon::Rows3,
        Found::Subject(Subject::Item(item)) => item_icon(project, item),
        Found::Subject(Subject::Connector(_)) => Icon::Spline,
        Found::Subject(Subject::Sticky(_)) => Icon::StickyNote,
        Found::Persona(_) => Icon::User,
        Found::Action(_) => Icon::Rocket,
        Found::Source(_) => Icon::FileSpreadsheet,
    }
}

/// The picture of an item in lists: a touchpoint's channel, or what a card has to show.
pub fn item_icon(project: &Project, item: Item) -> Icon {
    match item {
        Item::Touchpoint(id) => project.touchpoints.get(&id).map_or(Icon::CircleDot, |found| found.channel.icon()),
        Item::Card(id) => match project.cards.get(&id).map(|card| &card.body) {
            Some(CardBody::Quote { .. }) => Icon::Quote,
            Some(CardBody::Picture { .. }) => Icon::Image,
            Some(CardBody::Link { .. }) => Icon::Link,
            Some(CardBody::Text) | None => Icon::Square,
        },
    }
}

/// The text with what was looked for set off by weight and ground.
pub fn highlighted(text: &str, words: &[String], size: f32, ink: egui::Color32, workspace: &Workspace) -> LayoutJob {
    let ground = color32(workspace.theme.color.notice_tint);
    let plain = TextFormat::simple(FontId::new(size, family(Face::Regular)), ink);
    let strong = color32(workspace.theme.color.ink);
    let marked =
        TextFormat { background: ground, ..TextFormat::simple(FontId::new(size, family(Face::SemiBold)), strong) };
    let mut job = LayoutJob::default();
    let mut last = 0;
    let mut append = |range: Range<usize>, format: &TextFormat| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            job.append(part, 0.0, format.clone());
        }
    };
    for range in marks(text, words) {
        append(last..range.start, &plain);
        append(range.clone(), &marked);
        last = range.end;
    }
    append(last..text.len(), &plain);
    job
}
