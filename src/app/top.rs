//! The bars along the edges: menu bar, tool bar, status bar. The journeys' tabs are `tabs`.

use egui::{Align, Button, Layout, MenuBar, RichText, ScrollArea, Stroke, Ui};

use super::action::{Action, Menu};
use super::focus::reveal_focus;
use super::request::{Request, Requests};
use super::style::{color32, icon, strong};
use super::widgets::{Emphasis, IconButton, action_button, action_tip, text_in};
use super::workspace::{Editing, Screen, Workspace};
use crate::analysis::periods;
use crate::base::Icon;
use crate::base::number::format_grouped;
use crate::file::TEXT_SCALES;
use crate::layout::Lens;

/// The menus, and the document's name.
pub fn menu_bar_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, color32(workspace.theme.color.line)));
    ui.add_space(2.0);
    let menus = MenuBar::new().ui(ui, |ui| {
        ui.add_space(10.0);
        ui.label(strong("Throughline"));
        ui.add_space(6.0);
        for menu in Menu::ALL {
            ui.menu_button(menu.label(), |ui| menu_ui(ui, workspace, requests, menu));
        }
        ui.cursor().left()
    });
    if workspace.screen == Screen::Map {
        let line = egui::Rect::from_x_y_ranges(rect.x_range(), menus.response.rect.y_range());
        document_name_ui(ui, line, menus.inner, workspace);
    }
}

/// The document's name in the middle of the bar, or as far to the right as the menus push it.
fn document_name_ui(ui: &Ui, bar: egui::Rect, menus_right: f32, workspace: &Workspace) {
    const MARGIN: f32 = 14.0;
    let name = workspace.document_name();
    let name = if workspace.document.is_changed() { format!("{name} •") } else { name };
    let font = egui::TextStyle::Body.resolve(ui.style());
    let color = color32(workspace.theme.color.muted);
    let width = ui.painter().layout_no_wrap(name.clone(), font.clone(), color).size().x.ceil();
    let left = (bar.center().x - width / 2.0).min(bar.right() - MARGIN - width).max(menus_right + MARGIN);
    let room = egui::Rect::from_min_max(egui::pos2(left, bar.top()), egui::pos2(bar.right() - MARGIN, bar.bottom()));
    if room.is_positive() {
        text_in(ui, room, &name, font, color);
    }
}

fn menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, menu: Menu) {
    ui.set_min_width(230.0);
    // Large text makes menus longer than the window.
    const AROUND: f32 = 56.0;
    let height = ui.ctx().content_rect().height() - AROUND;
    let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    area.show(ui, |ui| menu_entries_ui(ui, workspace, requests, menu));
}

fn menu_entries_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, menu: Menu) {
    let mut is_first = true;
    for action in Action::ALL.iter().copied().filter(|action| action.info().menu == menu) {
        let info = action.info();
        if info.starts_group && !is_first {
            ui.separator();
        }
        is_first = false;
        let shortcut = info.shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
        let mark = match action.is_on(workspace) {
            Some(true) => icon(Icon::Check, 14.0),
            Some(false) | None => info
                .icon
                .map_or_else(|| icon(Icon::Circle, 14.0).color(egui::Color32::TRANSPARENT), |own| icon(own, 14.0)),
        };
        let button = Button::new((mark, action.menu_label(workspace))).shortcut_text(shortcut);
        let response = ui.add_enabled(action.is_enabled(workspace), button).on_hover_text(info.tip);
        if response.clicked() {
            requests.run(action);
            ui.close();
        }
        if action == Action::OpenProject {
            recent_menu_ui(ui, workspace, requests);
        }
        if action == Action::TextUsual {
            text_size_menu_ui(ui, workspace, requests);
        }
    }
}

fn recent_menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    if workspace.settings.recent_files.is_empty() {
        return;
    }
    ui.menu_button((icon(Icon::History, 14.0), "Open recent"), |ui| {
        for path in &workspace.settings.recent_files {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                requests.push(Request::Leave(super::workspace::Then::Open(path.clone())));
                ui.close();
            }
        }
    });
}

fn text_size_menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let blank = icon(Icon::Circle, 14.0).color(egui::Color32::TRANSPARENT);
    ui.menu_button((blank, "Text size"), |ui| {
        for scale in TEXT_SCALES {
            let label = format!("{:.0}%", scale * 100.0);
            if ui.selectable_label(workspace.settings.text_scale == scale, label).clicked() {
                requests.push(Request::SetTextScale(scale));
                ui.close();
            }
        }
    });
}

/// Tools, zoom, lens, period, and the main commands at the right.
pub fn tool_bar_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let rect = ui.max_rect();
    let theme = &workspace.theme;
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, color32(theme.color.line)));
    let is_wide = rect.width() > 1_220.0;
    let is_narrow = rect.width() < 900.0;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        // The main commands stay in sight; what has no room beside them is scrolled to.
        let kept = if is_narrow { 165.0 } else { 330.0 };
        ui.style_mut().always_scroll_the_only_direction = true;
        let tools = ScrollArea::horizontal().id_salt("tools").max_width(rect.width() - kept);
        tools.show(ui, |ui| {
            ui.horizontal_centered(|ui| tools_ui(ui, workspace, requests, is_wide));
            reveal_focus(ui);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            for (action, text, emphasis) in [
                (Action::PresentFirst, "Present", Emphasis::Primary),
                (Action::Export, "Export…", Emphasis::Outlined),
                (Action::Import, "Import…", Emphasis::Outlined),
            ] {
                if is_narrow {
                    let info = action.info();
                    let button = IconButton::new(info.icon, "", info.label).emphasis(emphasis);
                    if button.tip(action_tip(ui, action)).ui(ui, theme).clicked() {
                        requests.run(action);
                    }
                } else {
                    action_button(ui, workspace, requests, action, text, emphasis);
                }
            }
            find_ui(ui, workspace, requests);
        });
    });
}

fn tools_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, is_wide: bool) {
    ui.spacing_mut().item_spacing.x = 4.0;
    ui.add_space(8.0);
    for action in [Action::Undo, Action::Redo] {
        action_button(ui, workspace, requests, action, "", Emphasis::Quiet);
    }
    divider(ui, workspace);
    for (action, text) in [(Action::ToolSelect, "Select"), (Action::ToolConnect, "Connect"), (Action::ToolNote, "Note")]
    {
        action_button(ui, workspace, requests, action, if is_wide { text } else { "" }, Emphasis::Quiet);
    }
    divider(ui, workspace);
    zoom_ui(ui, workspace, requests, is_wide);
    divider(ui, workspace);
    lens_ui(ui, workspace, requests);
    period_ui(ui, workspace, requests);
}

fn divider(ui: &mut Ui, workspace: &Workspace) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(13.0, 22.0), egui::Sense::hover());
    ui.painter().vline(rect.center().x, rect.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
}

fn zoom_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, is_wide: bool) {
    let theme = &workspace.theme;
    let button = |ui: &mut Ui, action: Action, icon: Icon| {
        IconButton::new(Some(icon), "", action.info().label).tip(action_tip(ui, action)).ui(ui, theme).clicked()
    };
    if button(ui, Action::ZoomOut, Icon::Minus) {
        requests.run(Action::ZoomOut);
    }
    let percent = format!("{:.0}%", workspace.camera.scale * 100.0);
    let label = Button::new(percent).frame(false).min_size(egui::vec2(44.0, theme.window.control_height));
    if ui.add(label).on_hover_text(action_tip(ui, Action::ZoomActual)).clicked() {
        requests.run(Action::ZoomActual);
    }
    if button(ui, Action::ZoomIn, Icon::Plus) {
        requests.run(Action::ZoomIn);
    }
    action_button(ui, workspace, requests, Action::ZoomFit, if is_wide { "Fit" } else { "" }, Emphasis::Quiet);
}

fn lens_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let response = outlined_menu(ui, &format!("Lens: {}", lens_name(workspace)), |ui| {
        for lens in Lens::ALL {
            if matches!(lens, Lens::Metric(_)) {
                metric_lens_ui(ui, workspace, requests);
            } else if ui.selectable_label(workspace.lens == lens, lens.label()).clicked() {
                requests.push(Request::SetLens(lens));
                ui.close();
            }
        }
    });
    response.on_hover_text("What the colors of the cards tell");
}

/// "channel", "KPI state", or the name of the metric.
fn lens_name(workspace: &Workspace) -> String {
    const LONGEST: usize = 22;
    match workspace.lens {
        Lens::Kpi => Lens::Kpi.label().to_owned(),
        Lens::Metric(_) => {
            let name = &workspace.map.legend().name;
            let cut: String = name.chars().take(LONGEST).collect();
            if cut.len() < name.len() { format!("{}…", cut.trim_end()) } else { cut }
        }
        lens @ (Lens::Plain
        | Lens::Channel
        | Lens::Phase
        | Lens::Persona
        | Lens::Segment
        | Lens::Evidence
        | Lens::Owner) => lens.label().to_lowercase(),
    }
}

/// The metrics that cards can be colored by.
fn metric_lens_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let metrics = workspace.numbers.metrics();
    if metrics.is_empty() {
        let button = Button::new(Lens::Metric(None).label());
        ui.add_enabled(false, button).on_disabled_hover_text("Attach metrics from a file first");
        return;
    }
    ui.menu_button(Lens::Metric(None).label(), |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for id in metrics {
                let name = workspace.numbers.metric(id).map_or("", |metric| metric.name.as_str());
                let lens = Lens::Metric(Some(id));
                if ui.selectable_label(workspace.lens == lens, name).clicked() {
                    requests.push(Request::SetLens(lens));
                    ui.close();
                }
            }
        });
    });
}

fn period_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let offered = periods(&workspace.numbers);
    if offered.is_empty() {
        return;
    }
    let label = workspace.view.label();
    let response = outlined_menu(ui, &label, |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (label, view) in &offered {
                if ui.selectable_label(*view == workspace.view, label).clicked() {
                    requests.push(Request::SetView(*view));
                    ui.close();
                }
            }
        });
    });
    response.on_hover_text("The period that cards and tables speak of, and what it is compared with");
}

fn outlined_menu(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) -> egui::Response {
    let text = (label.to_owned(), icon(Icon::ChevronDown, 12.0));
    let button = Button::new(text).min_size(egui::vec2(0.0, 30.0));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(160.0);
        add(ui);
    });
    response
}

fn find_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let room = ui.available_width();
    if room < 32.0 {
        return;
    }
    let shortcut =
        Action::Palette.info().shortcut.map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
    let muted = color32(theme.color.muted);
    let button = if room > 250.0 {
        Button::new((icon(Icon::Search, 14.0).color(muted), RichText::new("Find or run a command").color(muted)))
            .shortcut_text(RichText::new(shortcut).size(theme.window.small_text).color(muted))
            .min_size(egui::vec2(236.0, theme.window.control_height))
    } else {
        Button::new(icon(Icon::Search, 14.0).color(muted)).min_size(egui::vec2(32.0, theme.window.control_height))
    };
    if ui.add(button).on_hover_text(action_tip(ui, Action::Palette)).clicked() {
        requests.run(Action::Palette);
    }
}

/// Zoom, counts, save state, jobs, and what was done last.
pub fn status_bar_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, color32(theme.color.line)));
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        let muted =
            |text: String| RichText::new(text).size(theme.window.small_text + 0.5).color(color32(theme.color.muted));
        ui.add_space(12.0);
        ui.label(muted(format!("{:.0}%", workspace.camera.scale * 100.0)));
        ui.label(muted(counts_text(workspace)));
        ui.label(muted(save_text(workspace)));
        super::workshop::status_ui(ui, workspace, requests);
        if workspace.editing.is_some_and(|editing| matches!(editing, Editing::Item(_))) {
            ui.label(muted("Enter keeps, Tab goes on to the next card, Esc reverts".to_owned()));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(12.0);
            if workspace.jobs.is_empty() {
                let result = workspace.last_result.text(&workspace.document).to_owned();
                ui.add(egui::Label::new(muted(result)).truncate());
            }
            for job in &workspace.jobs {
                job_ui(ui, workspace, requests, job);
            }
        });
    });
}

fn job_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, job: &super::workspace::JobStatus) {
    if job.can_cancel {
        let cancel = Button::new(icon(Icon::X, 12.0)).frame(false).min_size(egui::vec2(20.0, 20.0));
        if ui.add(cancel).on_hover_text("Cancel").clicked() {
            requests.push(Request::CancelJob(job.id));
        }
    }
    match job.progress {
        Some(share) => {
            ui.add(egui::ProgressBar::new(share).desired_width(90.0).desired_height(6.0));
        }
        // The name of the job says that it is under way.
        None if workspace.settings.reduced_motion => {}
        None => {
            ui.add(egui::Spinner::new().size(14.0));
        }
    }
    ui.label(RichText::new(&job.label).size(workspace.theme.window.small_text + 0.5));
}

fn counts_text(workspace: &Workspace) -> String {
    let project = workspace.document.project();
    let Some(journey) = workspace.open_journey() else { return String::new() };
    let count = |n: usize, one: &str, many: &str| {
        format!("{} {}", format_grouped(n as f64, 0), if n == 1 { one } else { many })
    };
    let touchpoints = workspace.touchpoint_count;
    let mut parts =
        vec![count(journey.stages.len(), "stage", "stages"), count(touchpoints, "touchpoint", "touchpoints")];
    if project.journey_order.len() > 1 {
        parts.push(count(project.journey_order.len(), "journey", "journeys"));
    }
    let selected = workspace.document.selection().subjects.len();
    if selected > 0 {
        parts.push(format!("{selected} selected"));
    }
    parts.join(" · ")
}

fn save_text(workspace: &Workspace) -> String {
    if workspace.document.is_changed() { "Unsaved changes".to_owned() } else { workspace.save_state.clone() }
}

/// The picture of the window in task bars.
pub fn window_icon() -> egui::IconData {
    const SIDE: u32 = 64;
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            rgba.extend_from_slice(&icon_pixel(x as f32 + 0.5, y as f32 + 0.5));
        }
    }
    egui::IconData { rgba, width: SIDE, height: SIDE }
}

/// Three touchpoints on a line, white on the accent color.
fn icon_pixel(x: f32, y: f32) -> [u8; 4] {
    let corner = egui::vec2((x - 32.0).abs() - 20.0, (y - 32.0).abs() - 20.0).max(egui::Vec2::ZERO).length();
    if corner > 12.0 {
        return [0; 4];
    }
    let line_y = 32.0 + 8.0 * ((x - 32.0) / 9.0).sin();
    let is_line = (y - line_y).abs() < 2.5 && (12.0..=52.0).contains(&x);
    let is_dot = [14.0_f32, 32.0, 50.0].iter().any(|dot| {
        let dot_y = 32.0 + 8.0 * ((dot - 32.0) / 9.0).sin();
        egui::vec2(x - dot, y - dot_y).length() < 6.5
    });
    if is_line || is_dot { [255, 255, 255, 255] } else { [0x35, 0x54, 0xd1, 255] }
}
