//! How the chosen form is written. Only what matters to it is shown.

use egui::{ComboBox, RichText, Ui, WidgetInfo};

use super::super::export_state::{ExportChoice, ExportState, can_hold_project};
use super::super::style::{color32, icon};
use super::super::widgets::{Emphasis, IconButton, combo_icon, section};
use super::super::workspace::Workspace;
use crate::base::number::format_grouped;
use crate::base::{Icon, Language};
use crate::edit::{headers_counted, hidden_headers};
use crate::export::{Dashboard, ExportSpec, MermaidDiagram, Page, Paging, PdfKind, ReportSection, Target};
use crate::layout::{Lens, LensFilter, Rest};
use crate::model::JourneyId;
use crate::render::png::Tiles;
use crate::scene::theme::ThemeName;

/// Draws the options.
pub fn options_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, choice: &mut ExportChoice) {
    let theme = &workspace.theme;
    ui.label(super::strong(choice.target.label()).size(theme.window.body_text + 1.0));
    muted(ui, workspace, about(choice));
    journeys_ui(ui, workspace, choice);
    match choice.target {
        Target::Pdf => pdf_ui(ui, workspace, choice),
        Target::Png => scale_ui(ui, workspace, state, choice),
        Target::Mermaid => {
            let mut diagram = choice.spec().mermaid;
            let ways = [
                (
                    MermaidDiagram::Flowchart,
                    MermaidDiagram::Flowchart.label(),
                    "Stages as boxes, and what leads to what",
                ),
                (
                    MermaidDiagram::Journey,
                    MermaidDiagram::Journey.label(),
                    "How it feels from 1 to 5, and who is there",
                ),
            ];
            ways_ui(ui, workspace, "Diagram", &mut diagram, &ways);
            choice.change(|spec| spec.mermaid = diagram);
        }
        Target::Html => {
            dashboard_ui(ui, workspace, choice, "The charts of the dashboard, with their figures as tables")
        }
        Target::Svg | Target::Pptx | Target::Xlsx | Target::Markdown | Target::Csv | Target::DrawIo | Target::Json => {}
    }
    if choice.target.is_picture() {
        look_ui(ui, workspace, choice);
    }
    if choice.target.names_language() {
        language_ui(ui, workspace, choice);
    }
    if can_hold_project(choice.target) {
        project_ui(ui, workspace, choice);
    }
    hidden_ui(ui, workspace, choice);
}

/// One or two sentences about the form.
fn about(choice: &ExportChoice) -> &'static str {
    match choice.target {
        Target::Pdf if choice.spec().pdf == PdfKind::Report && !choice.is_dashboard => {
            "A document with cover, map by stage, figures and actions. It can be searched and read aloud."
        }
        Target::Pdf => "Sharp at every size. Its text can be searched, copied and read aloud.",
        Target::Pptx => "A slide for every shot and stage. Shapes, text and charts stay editable, notes come along.",
        Target::Xlsx => "Map, touchpoints, metrics, KPIs, insights and actions as tables with filters and charts.",
        Target::Png => "A picture that every program shows.",
        Target::Svg => "A drawing for web pages and drawing programs. Its text stays text.",
        Target::Html => "One file that needs no network: to pan, zoom, search and read, also by keyboard.",
        Target::Markdown => "The journey stage by stage, for documents, wikis and screen readers.",
        Target::Csv => "One row a touchpoint and card, for spreadsheets and scripts.",
        Target::Json => "Everything with its figures, in a form that is described by a schema.",
        Target::Mermaid => "Stages, touchpoints and connectors, for README files and wikis.",
        Target::DrawIo => "Cards and connectors as shapes that draw.io opens.",
    }
}

fn muted(ui: &mut Ui, workspace: &Workspace, text: &str) {
    let text = RichText::new(text).small().color(color32(workspace.theme.color.muted));
    ui.add(egui::Label::new(text).wrap());
}

/// A list to choose from, over the whole width, under its name.
fn list_ui<T: PartialEq + Copy>(ui: &mut Ui, workspace: &Workspace, name: &str, chosen: &mut T, all: &[(T, String)]) {
    section(ui, &workspace.theme, name, |_| {});
    let text = all.iter().find(|(value, _)| value == chosen).map_or("", |(_, label)| label.as_str());
    let combo = ComboBox::from_id_salt(("export", name)).icon(combo_icon).width(ui.available_width()).truncate();
    let shown = combo.selected_text(text).show_ui(ui, |ui| {
        for (value, label) in all {
            ui.selectable_value(chosen, *value, label);
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {text}")));
}

/// Two or three ways, side by side, under their name.
fn ways_ui<T: PartialEq + Copy>(
    ui: &mut Ui,
    workspace: &Workspace,
    name: &str,
    chosen: &mut T,
    all: &[(T, &str, &str)],
) {
    section(ui, &workspace.theme, name, |_| {});
    ui.horizontal_wrapped(|ui| {
        for (value, label, tip) in all {
            let button = IconButton::new(None, label, label).emphasis(Emphasis::Outlined).tip(*tip).on(chosen == value);
            if button.ui(ui, &workspace.theme).clicked() {
                *chosen = *value;
            }
        }
    });
}

fn journeys_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let project = workspace.document.project();
    if choice.is_dashboard || project.journey_order.len() < 2 {
        return;
    }
    let name = |id: &JourneyId| {
        let name = project.journeys.get(id).map_or("", |journey| journey.name.trim());
        if name.is_empty() { "Untitled journey".to_owned() } else { name.to_owned() }
    };
    if let Some(several) = &mut choice.several {
        section(ui, &workspace.theme, "Journeys", |_| {});
        for id in project.journey_order.iter() {
            let mut is_ticked = several.journeys.contains(id);
            if ui.checkbox(&mut is_ticked, name(id)).changed() {
                if is_ticked {
                    several.journeys.insert(*id);
                } else {
                    several.journeys.remove(id);
                }
            }
        }
        return;
    }
    let journeys: Vec<_> = project.journey_order.iter().map(|id| (*id, name(id))).collect();
    let mut journey = choice.spec().journey.unwrap_or(workspace.journey);
    let before = journey;
    list_ui(ui, workspace, "Journey", &mut journey, &journeys);
    if journey != before {
        choice.set_journey(journey);
    }
}

fn pdf_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let has_charts = !workspace.document.project().charts.is_empty();
    let is_dashboard = choice.is_dashboard;
    let mut spec = choice.spec();
    if !is_dashboard {
        let kinds = [
            (PdfKind::Map, PdfKind::Map.label(), "The map, on one page or in tiles"),
            (PdfKind::Report, PdfKind::Report.label(), "A document with cover, map by stage, figures and actions"),
        ];
        ways_ui(ui, workspace, "Document", &mut spec.pdf, &kinds);
    }
    let is_report = spec.pdf == PdfKind::Report && !is_dashboard;
    if is_report && spec.page == Page::Fit {
        spec.page = Page::A4;
    }
    let papers = Page::ALL.into_iter().filter(|page| !is_report || *page != Page::Fit);
    let papers: Vec<_> = papers.map(|page| (page, page.label().to_owned())).collect();
    list_ui(ui, workspace, "Paper", &mut spec.page, &papers);
    if is_report {
        sections_ui(ui, workspace, &mut spec, has_charts);
    } else if !is_dashboard && spec.page != Page::Fit {
        let ways = [
            (Paging::OnePage, Paging::OnePage.label(), "Scaled down until it fits on one page"),
            (Paging::Tiles, Paging::Tiles.label(), "On as many pages as it takes, to be put together on a wall"),
        ];
        ways_ui(ui, workspace, "On paper", &mut spec.paging, &ways);
        if spec.paging == Paging::Tiles {
            let mut percent = spec.tile_scale * 100.0;
            let slider = egui::Slider::new(&mut percent, 25.0..=400.0).step_by(25.0).suffix("%").logarithmic(true);
            let response = slider_ui(ui, workspace, slider).on_hover_text("100% is the size on screen");
            response.widget_info(|| WidgetInfo::slider(true, f64::from(percent), "Size on paper"));
            spec.tile_scale = (percent / 100.0).clamp(0.25, 4.0);
        }
    }
    if !is_report && !is_dashboard {
        dashboard_ui(ui, workspace, choice, "The charts of the dashboard on pages after the map");
    }
    choice.change(|kept| {
        kept.pdf = if is_dashboard { kept.pdf } else { spec.pdf };
        (kept.page, kept.paging, kept.tile_scale) = (spec.page, spec.paging, spec.tile_scale);
        kept.report_without = spec.report_without;
    });
}

/// Whether the charts come after the map.
fn dashboard_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice, tip: &str) {
    if workspace.document.project().charts.is_empty() {
        return;
    }
    ui.add_space(8.0);
    let mut is_included = choice.spec().dashboard == Dashboard::After;
    if ui.checkbox(&mut is_included, "Include dashboard").on_hover_text(tip).changed() {
        choice.change(|spec| spec.dashboard = if is_included { Dashboard::After } else { Dashboard::LeftOut });
    }
}

/// What the project is written in, which no program can be sure of by itself.
fn language_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let mut language = choice.spec().language;
    let before = language;
    let offered = Language::OFFERED.iter().filter_map(|(tag, name)| Some((Language::parse(tag)?, (*name).to_owned())));
    let mut offered: Vec<_> = offered.collect();
    if !offered.iter().any(|(known, _)| *known == language) {
        offered.push((language, language.name().to_owned()));
    }
    list_ui(ui, workspace, "Language of the project", &mut language, &offered);
    if language != before {
        choice.change_all(|spec| spec.language = language);
    }
}

fn sections_ui(ui: &mut Ui, workspace: &Workspace, spec: &mut ExportSpec, has_charts: bool) {
    section(ui, &workspace.theme, "In the report", |_| {});
    ui.spacing_mut().item_spacing.y = 2.0;
    for part in ReportSection::ALL {
        let has_shots = !workspace.document.project().shots.is_empty();
        if (part == ReportSection::Charts && !has_charts) || (part == ReportSection::Shots && !has_shots) {
            continue;
        }
        let mut is_in = !spec.report_without.contains(&part);
        if ui.checkbox(&mut is_in, part.label()).changed() {
            spec.report_without.retain(|other| *other != part);
            if !is_in {
                spec.report_without.push(part);
            }
        }
    }
}

/// The scale of a picture, and how many pixels that makes.
fn scale_ui(ui: &mut Ui, workspace: &Workspace, state: &ExportState, choice: &mut ExportChoice) {
    section(ui, &workspace.theme, "Size", |_| {});
    let mut scale = choice.spec().scale;
    let shown = |scale: f64, _| format!("{}", (scale * 10.0).round() / 10.0);
    let slider = egui::Slider::new(&mut scale, 0.5..=8.0).step_by(0.5).custom_formatter(shown).suffix("×");
    let response = slider_ui(ui, workspace, slider)
        .on_hover_text("Pixels to a point; 2 is sharp on screens and slides, 4 in print");
    response.widget_info(|| WidgetInfo::slider(true, f64::from(scale), "Pixels to a point"));
    if response.changed() {
        choice.change(|spec| spec.scale = scale);
    }
    if !state.preview.is_of(&choice.spec()) {
        return;
    }
    let Some(size) = state.preview.page_size() else { return };
    let side = |points: f32| format_grouped(f64::from((points * scale).round()), 0);
    muted(ui, workspace, &format!("{} × {} pixels", side(size.x), side(size.y)));
    let scene = crate::scene::Scene { size, ..crate::scene::Scene::default() };
    match Tiles::of(&scene, scale) {
        Ok(None) => {}
        Ok(Some(tiles)) => {
            let text = format!(
                "Too large for one picture: it is written as {} tiles, NAME-1-1.png to NAME-{}-{}.png, row and column.",
                tiles.count(),
                tiles.rows,
                tiles.columns
            );
            note_ui(ui, workspace, Icon::LayoutGrid, &text);
        }
        Err(error) => note_ui(ui, workspace, Icon::TriangleAlert, &error.to_string()),
    }
}

/// A slider as wide as the lists, on a rail that can be seen.
fn slider_ui(ui: &mut Ui, workspace: &Workspace, slider: egui::Slider<'_>) -> egui::Response {
    const VALUE: f32 = 74.0;
    ui.scope(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - VALUE).max(80.0);
        let visuals = ui.visuals_mut();
        visuals.widgets.inactive.bg_fill = color32(workspace.theme.color.line);
        // What is filled of it must stand out from the rest in every theme.
        visuals.selection.bg_fill = color32(workspace.theme.color.accent);
        ui.add(slider)
    })
    .inner
}

fn note_ui(ui: &mut Ui, workspace: &Workspace, picture: Icon, text: &str) {
    let muted = color32(workspace.theme.color.muted);
    ui.add_space(4.0);
    ui.horizontal_top(|ui| {
        ui.label(icon(picture, 14.0).color(muted));
        ui.add(egui::Label::new(RichText::new(text).small().color(muted)).wrap());
    });
}

/// Theme, lens and filter.
fn look_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    let themes: Vec<_> = ThemeName::ALL.into_iter().map(|name| (name, name.label().to_owned())).collect();
    let mut theme = choice.spec().theme;
    let before = theme;
    list_ui(ui, workspace, "Theme", &mut theme, &themes);
    if theme != before {
        choice.change(|spec| spec.theme = theme);
    }
    if choice.is_dashboard {
        return;
    }
    let mut lens = choice.spec().lens;
    let before = lens;
    let on_screen =
        |of: Lens| if of == workspace.lens { format!("{} (as on screen)", of.label()) } else { of.label().to_owned() };
    let lenses: Vec<_> = Lens::ALL.into_iter().map(|lens| (lens, on_screen(lens))).collect();
    list_ui(ui, workspace, "Colors of cards", &mut lens, &lenses);
    if lens != before {
        choice.set_lens(lens);
    }
    if workspace.filter.is_on() && lens == workspace.lens {
        ui.add_space(8.0);
        let mut keeps = choice.spec().filter.is_on();
        let (rest, verb) = match workspace.filter.rest {
            Rest::Dimmed => ("pale", "dims"),
            Rest::Hidden => ("left out", "hides"),
        };
        let label = format!("As on screen: what the legend {verb} is {rest}");
        let tip = "Without it all cards are exported as they usually are";
        if ui.checkbox(&mut keeps, label).on_hover_text(tip).changed() {
            let filter = if keeps { workspace.filter.clone() } else { LensFilter::default() };
            choice.change_all(|spec| spec.filter = filter.clone());
        }
    }
}

fn project_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut ExportChoice) {
    section(ui, &workspace.theme, "Open it again", |_| {});
    let tip = "The picture opens in Throughline as the project: with Open, or dropped on the window";
    ui.checkbox(&mut choice.holds_project, "Project inside").on_hover_text(tip);
    if choice.holds_project {
        let text = "Whoever has the picture has the whole project: every journey, figure and note.";
        note_ui(ui, workspace, Icon::Info, text);
    }
}

/// What is hidden on the map and so left out.
fn hidden_ui(ui: &mut Ui, workspace: &Workspace, choice: &ExportChoice) {
    let project = workspace.document.project();
    let journey = choice.spec().journey.or_else(|| project.journey_order.first().copied());
    let hidden = journey.map(|journey| hidden_headers(project, journey)).unwrap_or_default();
    if hidden.is_empty() || choice.is_dashboard {
        return;
    }
    let is = if hidden.len() == 1 { "is" } else { "are" };
    ui.add_space(4.0);
    note_ui(ui, workspace, Icon::EyeOff, &format!("{} {is} hidden and will be left out.", headers_counted(&hidden)));
}
