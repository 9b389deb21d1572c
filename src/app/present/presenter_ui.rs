//! What only the presenter sees: the shot and the next one, the notes, the time, and what can be done. In a window of
//! its own on another screen, or in place of the audience's view.

use egui::{
    Align, CentralPanel, Context, FontId, Frame, Layout, Margin, Panel, Rect, RichText, Role, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, ViewportBuilder, ViewportClass, ViewportId, WidgetInfo, vec2,
};

use super::audience_ui::PresentPainter;
use super::ephemera::{around, fitting};
use super::pictures::ASPECT;
use super::{Cover, Presentation, Step};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, icon, strong};
use crate::app::widgets::{Emphasis, IconButton};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::render::egui::Detail;
use crate::scene::Face;

/// How long talks are offered to be, in minutes.
const LENGTHS: [u32; 9] = [5, 10, 15, 20, 30, 45, 60, 90, 120];

const PAD: f32 = 18.0;

/// Draws the presenter's window.
pub(super) fn window_ui(
    ctx: &Context,
    workspace: &Workspace,
    presentation: &Presentation,
    painter: &mut PresentPainter,
    requests: &mut Requests,
) {
    let mut builder = ViewportBuilder::default()
        .with_title("Presenter – Throughline")
        .with_app_id("throughline")
        .with_inner_size([1_200.0, 760.0])
        .with_min_inner_size([720.0, 480.0]);
    if let Some([left, top, width, height]) = presentation.screens.presenter() {
        let per_point = ctx.pixels_per_point().max(0.1);
        let (corner, size) = (egui::pos2(left, top) / per_point, vec2(width, height) / per_point);
        builder = builder.with_position(corner + size * 0.04).with_inner_size(size * 0.9);
    }
    ctx.show_viewport_immediate(ViewportId::from_hash_of("presenter"), builder, |ui, class| {
        if class != ViewportClass::EmbeddedWindow {
            super::collect(ui.ctx(), workspace, requests);
        }
        presenter_ui(ui, workspace, presentation, painter, requests);
        if ui.input(|input| input.viewport().close_requested()) {
            requests.push(Request::Present(Step::Presenter));
        }
    });
    if !requests.is_empty() {
        ctx.request_repaint();
    }
}

/// Draws the presenter's view.
pub fn presenter_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    presentation: &Presentation,
    painter: &mut PresentPainter,
    requests: &mut Requests,
) {
    let theme = &workspace.theme;
    let bare = |fill| Frame::NONE.fill(color32(fill)).inner_margin(Margin::symmetric(PAD as i8, 10));
    let line = |ui: &Ui, y: f32| {
        ui.painter().hline(ui.max_rect().expand(PAD).x_range(), y, Stroke::new(1.0, color32(theme.color.line)));
    };
    Panel::top("talk time").show_separator_line(false).frame(bare(theme.color.background)).show(ui, |ui| {
        time_ui(ui, workspace, presentation, requests);
        line(ui, ui.max_rect().bottom() + 10.0);
    });
    Panel::bottom("talk steps").show_separator_line(false).frame(bare(theme.color.background)).show(ui, |ui| {
        line(ui, ui.max_rect().top() - 10.0);
        steps_ui(ui, workspace, presentation, requests);
    });
    CentralPanel::default().frame(bare(theme.color.surface)).show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        let gap = PAD * 1.5;
        let left_width = ((room.width() - gap) * 0.62).min((room.height() - 84.0).max(120.0) * ASPECT);
        let left = Rect::from_min_size(room.min, vec2(left_width, room.height()));
        let right = Rect::from_min_max(egui::pos2(left.right() + gap, room.top()), room.max);
        ui.scope_builder(egui::UiBuilder::new().max_rect(left), |ui| {
            now_ui(ui, workspace, presentation, painter);
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(right), |ui| {
            next_ui(ui, workspace, presentation, painter);
            notes_ui(ui, workspace, presentation, requests);
        });
    });
    // The clock goes on.
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(1_000));
}

fn number(text: String, size: f32) -> RichText {
    RichText::new(text).font(FontId::new(size, family(Face::SemiBold)))
}

/// "4:05", "1:04:05".
pub(super) fn time_text(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn time_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, requests: &mut Requests) {
    let theme = &workspace.theme;
    let c = &theme.color;
    let elapsed = presentation.talk.elapsed().as_secs();
    let length = workspace.settings.talk_min.map(|minutes| u64::from(minutes) * 60);
    ui.horizontal(|ui| {
        ui.set_height(40.0);
        ui.spacing_mut().item_spacing.x = 10.0;
        let ink = if presentation.talk.is_running() { c.ink } else { c.muted };
        ui.label(number(time_text(elapsed), 30.0).color(color32(ink))).on_hover_text("How long the talk has taken");
        let (symbol, name) = if presentation.talk.is_running() {
            (Icon::Square, "Stop the time")
        } else {
            (Icon::Play, "Let the time run")
        };
        if IconButton::new(Some(symbol), "", name).tip(name).ui(ui, theme).clicked() {
            requests.push(Request::Present(Step::TalkToggle));
        }
        if IconButton::new(Some(Icon::RotateCcw), "", "Begin the time anew")
            .tip("Begin the time anew")
            .ui(ui, theme)
            .clicked()
        {
            requests.push(Request::Present(Step::TalkReset));
        }
        if let Some(length) = length {
            let (text, color) = match length.checked_sub(elapsed) {
                Some(left) if left * 10 <= length => (format!("{} left", time_text(left)), c.risk),
                Some(left) => (format!("{} left", time_text(left)), c.ink),
                None => (format!("{} over", time_text(elapsed - length)), c.bad),
            };
            ui.label(number(text, 22.0).color(color32(color)));
        }
        length_ui(ui, workspace, requests);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let now = jiff::Zoned::now().strftime("%H:%M").to_string();
            ui.label(number(now, 30.0).color(color32(c.muted))).on_hover_text("The time of day");
            let covered = match presentation.cover {
                Some(Cover::Black) => Some("The screen is black (B)"),
                Some(Cover::White) => Some("The screen is white (W)"),
                None => None,
            };
            if let Some(text) = presentation.said_now() {
                ui.add(egui::Label::new(RichText::new(text).color(color32(c.accent))).truncate());
            } else if let Some(text) = covered {
                ui.label(strong(text).color(color32(c.risk)));
            } else if workspace.may_screen_sleep {
                let text = RichText::new("The screen may turn off").small().color(color32(c.risk));
                ui.label(text).on_hover_text(super::shots_ui::SLEEP_WARNING);
            }
        });
    });
}

fn length_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let length = workspace.settings.talk_min;
    let label = length.map_or_else(|| "No limit".to_owned(), |minutes| format!("of {minutes} min"));
    let button = egui::Button::new((label, icon(Icon::ChevronDown, 12.0)));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(130.0);
        let choices = std::iter::once(None).chain(LENGTHS.into_iter().map(Some));
        for minutes in choices {
            let name = minutes.map_or_else(|| "No limit".to_owned(), |minutes| format!("{minutes} minutes"));
            if ui.selectable_label(minutes == length, name).clicked() {
                requests.push(Request::Present(Step::TalkLength(minutes)));
                ui.close();
            }
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Length of the talk"));
    response.on_hover_text("How long the talk may take: what is left is counted down");
}

fn now_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, painter: &mut PresentPainter) {
    let theme = &workspace.theme;
    let name = presentation.shot().shown_name(workspace.document.project());
    let (nth, count) = (presentation.at + 1, presentation.shots.len());
    ui.horizontal(|ui| {
        ui.label(number(format!("{nth} of {count}"), theme.window.heading_text).color(color32(theme.color.muted)));
        ui.add(egui::Label::new(number(name, theme.window.heading_text)).truncate());
    });
    let rect = picture_place(ui, "The shot on screen");
    painter.paint_now(&ui.painter_at(rect), workspace, presentation);
    frame_ui(ui, workspace, rect);
    let Some(replay) = &presentation.replay else { return };
    ui.add_space(6.0);
    let all = replay.steps.touchpoints.len();
    let next = replay.steps.touchpoints.get(replay.shown);
    let next = next.and_then(|id| workspace.document.project().text_of((*id).into())).unwrap_or_default();
    let text = if replay.is_over() {
        format!("Replay: all {all} touchpoints are there")
    } else {
        format!("Replay: {} of {all} touchpoints, next: {next}", replay.shown)
    };
    ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.muted))).truncate());
}

fn next_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, painter: &mut PresentPainter) {
    let theme = &workspace.theme;
    let small = |text: &str| RichText::new(text).color(color32(theme.color.muted));
    let Some((next, map)) = presentation.next_shot().zip(presentation.next_map.as_ref()) else {
        ui.label(small("Next"));
        ui.label(if presentation.next_shot().is_none() { "This is the last shot." } else { "" });
        ui.add_space(PAD);
        return;
    };
    ui.horizontal(|ui| {
        ui.label(small("Next"));
        ui.add(egui::Label::new(strong(next.shown_name(workspace.document.project()))).truncate());
    });
    let most = ui.available_height() * 0.42;
    let width = ui.available_width().min(most * ASPECT);
    let (rect, _) = ui.allocate_exact_size(vec2(width, width / ASPECT), Sense::hover());
    let small_painter = ui.painter_at(rect);
    small_painter.rect_filled(rect, 0.0, color32(theme.color.surface));
    let framing = map.framing(next);
    let transform = fitting(framing.whole, rect);
    painter.next.paint_in(&small_painter, &map.map.scene, map.revision << 16, transform, Detail::Fine);
    if next.is_around_dimmed {
        let shade = color32(theme.color.surface.with_opacity(theme.present.around));
        for part in around(transform.screen_rect_from_map(framing.frame), rect).into_iter().filter(Rect::is_positive) {
            small_painter.rect_filled(part, 0.0, shade);
        }
    }
    let beside = small_painter.with_clip_rect(transform.screen_rect_from_map(framing.whole).intersect(rect));
    for group in framing.heads(&map.map) {
        painter.next.paint_group(&beside, &group, transform, 1.0);
    }
    frame_ui(ui, workspace, rect);
    ui.add_space(PAD * 0.75);
}

fn picture_place(ui: &mut Ui, name: &str) -> Rect {
    let width = ui.available_width().min((ui.available_height() - 34.0).max(60.0) * ASPECT);
    let (rect, response) = ui.allocate_exact_size(vec2(width, width / ASPECT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    rect
}

fn frame_ui(ui: &Ui, workspace: &Workspace, rect: Rect) {
    let stroke = Stroke::new(1.0, color32(workspace.theme.color.outline));
    ui.painter().rect_stroke(rect, 2.0, stroke, StrokeKind::Outside);
}

fn notes_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, requests: &mut Requests) {
    let theme = &workspace.theme;
    let size = workspace.settings.notes_text;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Notes").color(color32(theme.color.muted)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (symbol, name, by) in [(Icon::Plus, "Larger notes", 2.0), (Icon::Minus, "Smaller notes", -2.0)] {
                let is_enabled = (12.0..=48.0).contains(&(size + by));
                let button = IconButton::new(Some(symbol), "", name).tip(name).enabled(is_enabled);
                if button.ui(ui, theme).clicked() {
                    requests.push(Request::Present(Step::NotesText(size + by)));
                }
            }
        });
    });
    let notes = presentation.shot().notes.trim();
    ScrollArea::vertical().id_salt(("notes", presentation.at)).auto_shrink(false).show(ui, |ui| {
        if notes.is_empty() {
            let text = "No notes for this shot. They are written in the Shots tab, before the talk.";
            ui.label(RichText::new(text).color(color32(theme.color.muted)));
        } else {
            ui.add(egui::Label::new(RichText::new(notes).size(size)).wrap());
        }
    });
}

fn steps_ui(ui: &mut Ui, workspace: &Workspace, presentation: &Presentation, requests: &mut Requests) {
    let theme = &workspace.theme;
    let is_narrow = ui.available_width() < 980.0;
    let mut step =
        |ui: &mut Ui, (symbol, name, key): (Icon, &str, &str), emphasis: Emphasis, is_on: bool, step: Step| {
            let text = if is_narrow && emphasis == Emphasis::Quiet { "" } else { name };
            let button = IconButton::new(Some(symbol), text, name).emphasis(emphasis).on(is_on);
            if button.tip(format!("{name} ({key})")).ui(ui, theme).clicked() {
                requests.push(Request::Present(step));
            }
        };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        step(ui, (Icon::ArrowLeft, "Back", "Left"), Emphasis::Outlined, false, Step::Previous);
        step(ui, (Icon::ArrowRight, "Next", "Right"), Emphasis::Primary, false, Step::Next);
        ui.add_space(12.0);
        step(ui, (Icon::LayoutGrid, "Overview", "O"), Emphasis::Quiet, false, Step::Overview);
        let is_playing = presentation.replay.as_ref().is_some_and(|replay| replay.playing_since.is_some());
        step(ui, (Icon::Play, "Replay", "R"), Emphasis::Quiet, is_playing, Step::Replay);
        let cover = presentation.cover;
        step(ui, (Icon::Moon, "Black", "B"), Emphasis::Quiet, cover == Some(Cover::Black), Step::Cover(Cover::Black));
        step(ui, (Icon::Sun, "White", "W"), Emphasis::Quiet, cover == Some(Cover::White), Step::Cover(Cover::White));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            step(ui, (Icon::X, "End", "Esc"), Emphasis::Outlined, false, Step::End);
            step(ui, (Icon::Keyboard, "Keys", "?"), Emphasis::Quiet, false, Step::Help);
            if presentation.screens.audience.is_some() {
                step(ui, (Icon::ArrowLeftRight, "Swap screens", "X"), Emphasis::Quiet, false, Step::SwapScreens);
            }
            if presentation.presenter == super::PresenterView::Within {
                step(ui, (Icon::Eye, "Show the room", "P"), Emphasis::Quiet, false, Step::Presenter);
            }
        });
    });
}
