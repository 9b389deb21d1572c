//! What is known of one imported file, what rests on it, and what can be done with it.

use egui::{RichText, Role, TextEdit, Ui, WidgetInfo};

use super::state_of;
use crate::app::request::{Request, Requests};
use crate::app::sources::{SourceUse, SourceWish};
use crate::app::style::{color32, icon};
use crate::app::widgets::{Emphasis, IconButton};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::date::format_date;
use crate::base::number::format_grouped;
use crate::edit::{Edit, Selection, SourceChange};
use crate::file::OnDisk;
use crate::model::{Item, Source, Subject};

/// The touchpoints that are named; the others are selected on the map.
const NAMED: usize = 6;

/// Draws it.
pub(super) fn detail_ui(ui: &mut Ui, workspace: &Workspace, source: &Source, requests: &mut Requests) {
    let theme = &workspace.theme;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.add_space(4.0);
    name_ui(ui, source, requests);
    let rests = SourceUse::of(workspace.document.project(), source.id);
    facts_ui(ui, workspace, source, &rests);
    touchpoints_ui(ui, workspace, &rests, requests);
    ui.add_space(2.0);
    let state = workspace.sources.state(source.id);
    let is_there = workspace.sources.path(source.id).is_some();
    let here = "The file is not beside the project";
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        let mut button = |ui: &mut Ui, button: IconButton<'_>, wish: SourceWish| {
            if button.ui(ui, theme).clicked() {
                requests.push(Request::Source(source.id, wish));
            }
        };
        let again = IconButton::new(None, "Read again", "Read again")
            .emphasis(if state == Some(OnDisk::Changed) { Emphasis::Primary } else { Emphasis::Outlined })
            .tip(if is_there { "Read the file again and show what has changed" } else { here })
            .enabled(is_there);
        button(ui, again, SourceWish::ReadAgain);
        let replace = IconButton::new(None, "Replace…", "Replace with another file")
            .emphasis(Emphasis::Outlined)
            .tip("Choose another file in the place of this one");
        button(ui, replace, SourceWish::ReplaceWith);
        let rows = IconButton::new(None, "Rows…", "See rows")
            .emphasis(Emphasis::Outlined)
            .tip(if is_there { "Show the rows of the file" } else { here })
            .enabled(is_there);
        button(ui, rows, SourceWish::ShowRows);
        let path = IconButton::new(Some(Icon::Copy), "", "Copy path")
            .tip(if is_there { "Copy where the file is" } else { here })
            .enabled(is_there);
        button(ui, path, SourceWish::CopyPath);
        let tip = format!("Remove the file from the project, with {} (can be undone)", rests.text());
        button(ui, IconButton::new(Some(Icon::Trash2), "", "Remove").tip(tip), SourceWish::Remove);
    });
}

/// What people call the file; its own name where they call it nothing else.
fn name_ui(ui: &mut Ui, source: &Source, requests: &mut Requests) {
    let mut name = source.name.clone();
    let field = TextEdit::singleline(&mut name)
        .hint_text(&source.file_name)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 4));
    let response = ui.add(field).on_hover_text("What you call this file; empty for its own name");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the imported file"));
    if response.changed() {
        requests.edit(Edit::ChangeSource { source: source.id, change: SourceChange::Name(name) });
    }
    if response.lost_focus() {
        requests.push(Request::Seal);
    }
}

fn facts_ui(ui: &mut Ui, workspace: &Workspace, source: &Source, rests: &SourceUse) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let small = |text: String| RichText::new(text).size(theme.window.small_text);
    let muted = |text: String| small(text).color(color32(theme.color.muted));
    let mut line = |text: RichText| {
        ui.add(egui::Label::new(text).wrap());
    };
    let (_, ink, state) = state_of(workspace, source.id);
    let mut first = source.format.clone();
    if source.shown_name() != source.file_name {
        first = format!("{} · {first}", source.file_name);
    }
    line(muted(first));
    let left_out = match source.rows_left_out {
        0 => String::new(),
        some => format!(" · {} rows left out", format_grouped(f64::from(some), 0)),
    };
    let read =
        source.read_at.map_or_else(|| "Day of reading not kept".to_owned(), |day| format!("Read {}", format_date(day)));
    line(muted(format!("{read}{left_out}")));
    let mut state = state.to_owned();
    if let Some(head) = state.get_mut(..1) {
        head.make_ascii_uppercase();
    }
    line(small(state).color(ink));
    let metrics = rests.metrics.iter().filter_map(|id| project.metrics.get(id)).map(|metric| metric.name.as_str());
    let metrics: Vec<&str> = metrics.collect();
    if !metrics.is_empty() {
        line(muted(metrics.join(", ")));
    }
    let parts = source.added_to.iter().filter_map(|id| project.sources.get(id)).map(|other| other.shown_name());
    let parts: Vec<&str> = parts.collect();
    if !parts.is_empty() {
        line(muted(format!("Added up with {}", parts.join(", "))));
    }
}

fn touchpoints_ui(ui: &mut Ui, workspace: &Workspace, rests: &SourceUse, requests: &mut Requests) {
    let theme = &workspace.theme;
    let touchpoints = &workspace.document.project().touchpoints;
    let row_height = ui.spacing().interact_size.y;
    // A list of words, not of buttons.
    ui.spacing_mut().interact_size.y = theme.window.small_text + 6.0;
    for touchpoint in rests.touchpoints.iter().take(NAMED).filter_map(|id| touchpoints.get(id)) {
        ui.horizontal(|ui| {
            ui.label(icon(Icon::ArrowRight, 12.0).color(color32(theme.color.muted)));
            let title = if touchpoint.title.is_empty() { "Untitled" } else { &touchpoint.title };
            let link = egui::Link::new(RichText::new(title).size(theme.window.small_text));
            let response = ui.add(link).on_hover_text("Show it on the map");
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Go to {title}")));
            if response.clicked() {
                requests.push(Request::GoTo(Subject::Item(Item::Touchpoint(touchpoint.id))));
            }
        });
    }
    let count = rests.touchpoints.len();
    if count > 1 {
        let text = if count > NAMED { format!("Select all {count} touchpoints") } else { "Select them".to_owned() };
        let link = ui.link(RichText::new(&text).size(theme.window.small_text));
        if link.on_hover_text("Select the touchpoints that this file measures").clicked() {
            requests.push(Request::Select(Selection::of(rests.touchpoints.iter().copied())));
        }
    }
    ui.spacing_mut().interact_size.y = row_height;
}
