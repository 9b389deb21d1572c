//! The fields of the chosen shot, in the tab of shots: its name, its notes, what it shows, and whether it can be read.

use egui::{Id, Rect, RichText, Role, ScrollArea, Stroke, TextEdit, TextStyle, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::pictures::ShotPicture;
use crate::app::action::Action;
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::shortcuts::document_field;
use crate::app::style::color32;
use crate::app::widgets::{Emphasis, IconButton, action_button};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::edit::{Edit, ShotChange};
use crate::layout::shots::needed_share;
use crate::model::{Lens, Shot, ShotFrame, ShotId};

/// The field of a shot's name.
pub(super) fn name_id(shot: ShotId) -> Id {
    Id::unique(("name of shot", shot.0))
}

/// Whether the shot's smallest text is too small for the back row.
pub(super) fn is_hard_to_read(workspace: &Workspace, shot: ShotId) -> bool {
    let needed = needed_share(workspace.settings.back_row);
    let picture = workspace.shot_pictures.get(&shot);
    // A hundredth less cannot be told.
    picture.and_then(|picture| picture.smallest.as_ref()).is_some_and(|it| it.share_of_height < needed * 0.99)
}

/// From this width on notes stand beside everything else: they are the longest.
const TWO_COLUMNS: f32 = 500.0;

/// Draws the fields of the chosen shot into their part of the tab.
pub(super) fn detail_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let Some(shot) = workspace.shown_shot() else {
        ui.add_space(8.0);
        let text = "Choose a shot to name it, to write notes for it, or to change what it shows.";
        ui.label(RichText::new(text).color(color32(theme.color.muted)));
        return;
    };
    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
    let room = ui.available_rect_before_wrap();
    if room.width() < TWO_COLUMNS {
        ScrollArea::vertical().id_salt("shot").auto_shrink(false).show(ui, |ui| {
            name_ui(ui, workspace, requests, shot);
            notes_ui(ui, requests, shot, 70.0);
            warning_ui(ui, workspace, requests, shot);
            options_ui(ui, workspace, requests, shot);
            reveal_focus(ui);
        });
        return;
    }
    let (gap, middle) = (12.0, room.left() + room.width() * 0.52);
    let left = Rect::from_min_max(room.min, pos2(middle - gap / 2.0, room.bottom()));
    let right = Rect::from_min_max(pos2(middle + gap / 2.0, room.top()), room.max);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ScrollArea::vertical().id_salt("shot").auto_shrink(false).show(ui, |ui| {
            name_ui(ui, workspace, requests, shot);
            warning_ui(ui, workspace, requests, shot);
            options_ui(ui, workspace, requests, shot);
            reveal_focus(ui);
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        ScrollArea::vertical().id_salt("notes of the shot").auto_shrink(false).show(ui, |ui| {
            notes_ui(ui, requests, shot, right.height());
            reveal_focus(ui);
        });
    });
}

fn name_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, shot: &Shot) {
    let (theme, project) = (&workspace.theme, workspace.document.project());
    ui.horizontal(|ui| {
        let mut name = shot.name.clone();
        let room = ui.available_width() - 3.0 * (theme.window.control_height + 6.0);
        let field = TextEdit::singleline(&mut name)
            .id(name_id(shot.id))
            .hint_text(Shot { name: String::new(), notes: String::new(), ..Shot::clone(shot) }.shown_name(project))
            .desired_width(room - 16.0);
        let response = ui.add(field).on_hover_text("The shot's name (F2)");
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the shot"));
        typed(ui, &response, requests, (name != shot.name).then_some(ShotChange::Name(name)), shot.id);
        action_button(ui, workspace, requests, Action::UpdateShot, "", Emphasis::Quiet);
        action_button(ui, workspace, requests, Action::DuplicateShot, "", Emphasis::Quiet);
        action_button(ui, workspace, requests, Action::DeleteShot, "", Emphasis::Quiet);
    });
}

/// The notes, at least that high.
fn notes_ui(ui: &mut Ui, requests: &mut Requests, shot: &Shot, height: f32) {
    let mut notes = shot.notes.clone();
    let row = ui.text_style_height(&TextStyle::Body);
    let field = TextEdit::multiline(&mut notes)
        .id(Id::unique(("notes of shot", shot.id.0)))
        .hint_text("Notes: what to say here. Only you see them.")
        .desired_rows(((height - 12.0) / row.max(1.0)).floor().max(2.0) as usize)
        .desired_width(ui.available_width() - 4.0);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Notes of the shot"));
    typed(ui, &response, requests, (notes != shot.notes).then_some(ShotChange::Notes(notes)), shot.id);
}

fn options_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, shot: &Shot) {
    let theme = &workspace.theme;
    let change = |change| Edit::ChangeShot { shot: shot.id, change };
    ui.horizontal_wrapped(|ui| {
        let mut is_dimmed = shot.is_around_dimmed;
        let tip = "Make pale what lies around the frame";
        if ui.checkbox(&mut is_dimmed, "Dim around it").on_hover_text(tip).changed() {
            requests.edit(change(ShotChange::AroundDimmed(is_dimmed)));
        }
        let mut is_step_by_step = shot.is_step_by_step;
        let tip = "Let its touchpoints appear one by one, with the curve and the figures";
        if ui.checkbox(&mut is_step_by_step, "Step by step").on_hover_text(tip).changed() {
            requests.edit(change(ShotChange::StepByStep(is_step_by_step)));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let said = RichText::new(shows(workspace, shot)).small().color(color32(theme.color.muted));
        ui.add(egui::Label::new(said).truncate());
    });
    ui.horizontal(|ui| {
        let show = IconButton::new(Some(Icon::Scan), "Show on the map", "Show on the map").emphasis(Emphasis::Outlined);
        if show.tip("Go to what the shot shows, with its lens and filter (Enter)").ui(ui, theme).clicked() {
            requests.push(Request::ShowShot(shot.id));
        }
    });
}

/// Takes over what was typed, and keeps undo within the field the project's.
fn typed(ui: &Ui, response: &egui::Response, requests: &mut Requests, change: Option<ShotChange>, shot: ShotId) {
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(document_field(), response.id));
    }
    if let Some(change) = change.filter(|_| response.changed()) {
        requests.edit(Edit::ChangeShot { shot, change });
    }
    if response.lost_focus() {
        requests.push(Request::Seal);
    }
}

/// That text is too small, and what helps.
fn warning_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, shot: &Shot) {
    let theme = &workspace.theme;
    if workspace.shot_pictures.get(&shot.id).is_some_and(|picture| picture.is_lost) {
        let text = "Nothing of what this shot shows is on the map now: it is hidden, collapsed or filtered out. Until \
                    it is back, the shot shows what is left, or the whole map.";
        ui.label(RichText::new(text).small().color(color32(theme.color.risk)));
        return;
    }
    if !is_hard_to_read(workspace, shot.id) {
        return;
    }
    let Some(ShotPicture { smallest: Some(smallest), can_split, .. }) = workspace.shot_pictures.get(&shot.id) else {
        return;
    };
    let needed = needed_share(workspace.settings.back_row);
    let shown: String = smallest.text.chars().take(28).collect();
    let text = format!(
        "Too small for the back row: \"{shown}\" has {:.1}% of the picture's height, {:.1}% are needed. It can be read \
         from {:.1} picture heights at most.",
        smallest.share_of_height * 100.0,
        needed * 100.0,
        smallest.farthest_seat()
    );
    let frame = egui::Frame::NONE
        .fill(color32(theme.color.notice_tint))
        .stroke(Stroke::new(1.0, color32(theme.color.notice_outline)))
        .corner_radius(theme.window.radius)
        .inner_margin(8.0);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(text).small().color(color32(theme.color.ink)));
        ui.horizontal(|ui| {
            if *can_split {
                let split = IconButton::new(Some(Icon::Split), "Split", "Split the shot").emphasis(Emphasis::Outlined);
                if split.tip("Take it apart into shots that show less each, and larger").ui(ui, theme).clicked() {
                    requests.push(Request::SplitShot(shot.id));
                }
            }
            let is_wide = match &shot.frame {
                ShotFrame::Whole | ShotFrame::Region { .. } => true,
                ShotFrame::Cells { stages, .. } => stages.len() != 1,
                ShotFrame::Items(_) => false,
            };
            if is_wide {
                let zoom = IconButton::new(Some(Icon::ZoomIn), "Zoom to the stage", "Zoom to the stage");
                let tip = "Show only the stage in its middle";
                if zoom.emphasis(Emphasis::Outlined).tip(tip).ui(ui, theme).clicked() {
                    requests.push(Request::ZoomShotToStage(shot.id));
                }
            }
            if !can_split && !is_wide {
                ui.label(RichText::new("Shorter texts on fewer lines help.").small());
            }
        });
    });
}

/// "Journey: Online shop · Lens: channel".
fn shows(workspace: &Workspace, shot: &Shot) -> String {
    let project = workspace.document.project();
    let mut parts = Vec::new();
    if project.journeys.len() > 1 {
        parts.extend(project.journeys.get(&shot.journey).map(|journey| format!("Journey: {}", journey.name)));
    }
    if shot.look.lens != Lens::Plain {
        let filter = match shot.look.shown.len() {
            0 => String::new(),
            1 => ", 1 entry looked at".to_owned(),
            count => format!(", {count} entries looked at"),
        };
        parts.push(format!("Lens: {}{filter}", shot.look.lens.label()));
    }
    let what = match &shot.frame {
        ShotFrame::Whole => "Shows the whole map".to_owned(),
        ShotFrame::Cells { stages, lanes, .. } => {
            let counted = |count: usize, noun: &str| match count {
                0 => None,
                1 => Some(format!("1 {noun}")),
                count => Some(format!("{count} {noun}s")),
            };
            let parts = [counted(stages.len(), "stage"), counted(lanes.len(), "lane")];
            format!("Shows {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
        ShotFrame::Items(items) if items.len() == 1 => "Shows 1 card".to_owned(),
        ShotFrame::Items(items) => format!("Shows {} cards", items.len()),
        ShotFrame::Region { .. } => "Shows a part of the map, by its place".to_owned(),
    };
    parts.insert(0, what);
    parts.join(" · ")
}
