//! What each command of the action table does.

use std::sync::Arc;

use super::action::Action;
use super::camera::Camera;
use super::copying::CopiedPicture;
use super::core::Core;
use super::dialogs::Purpose;
use super::evidence::{PictureFor, pasted_link};
use super::headers_run::{LANE_STEP, STAGE_STEP};
use super::journeys::Step;
use super::laid_out::Fitting;
use super::outside::Outside;
use super::placing::{focus_lane, focus_stage, placement_after_focus};
use super::request::Request;
use super::workshop::{Part, WorkshopWish};
use super::workspace::{BottomTab, Dialog, Editing, LeftTab, Notice, Then, Tool, Workspace};
use crate::analysis::method;
use crate::base::Rect;
use crate::edit::build::{self, Toward};
use crate::edit::{self, Edit, Fragment, HeaderChange, Placement, Selection};
use crate::file::Appearance;
use crate::import::recipe_words;
use crate::layout::shots::Automatic;
use crate::layout::{Heading, LensFilter};
use crate::model::{Item, JourneyState, LaneKind, Place, PollState, Subject};

impl Core {
    /// Runs a command, if it can be used now.
    pub(super) fn run(&mut self, action: Action, ctx: &egui::Context) {
        if !action.is_enabled(&self.workspace) {
            return;
        }
        match action {
            Action::NewMap | Action::CloseProject => self.leave(Then::Close, ctx),
            Action::OpenProject => self.ask_for_file(Purpose::OpenProject, ctx),
            Action::OpenSample => self.leave(Then::OpenSample, ctx),
            Action::Save => self.save(None, ctx),
            Action::SaveAs => {
                self.ask_for_file(Purpose::SaveProject { document: self.document_number, then: None }, ctx)
            }
            Action::Export => self.open_export(false, ctx),
            Action::OpenExported => self.open_exported(Outside::Open, ctx),
            Action::ShowExported => self.open_exported(Outside::ShowInFolder, ctx),
            Action::Quit => self.leave(Then::Quit, ctx),
            Action::Undo => {
                let before = self.workspace.document.project().clone();
                self.workspace.editing = None;
                self.workspace.document.undo();
                self.follow_history(&before);
            }
            Action::Redo => {
                let before = self.workspace.document.project().clone();
                self.workspace.editing = None;
                self.workspace.document.redo();
                self.follow_history(&before);
            }
            Action::Cut => {
                self.workspace.is_on_face = false;
                if !self.cut_headers(ctx) {
                    self.copy(ctx);
                    self.delete();
                }
            }
            Action::Copy => self.copy(ctx),
            Action::CopyPicture => self.copy_picture(CopiedPicture::Selection { has_background: true }, ctx),
            Action::CopyPictureClear => self.copy_picture(CopiedPicture::Selection { has_background: false }, ctx),
            Action::CopyMapPicture => self.copy_picture(CopiedPicture::Map, ctx),
            Action::CopyOutline => self.copy_outline(ctx),
            Action::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Action::Duplicate => self.duplicate(),
            Action::Rename => self.workspace.editing = self.workspace.document.selection().focus.map(Editing::from),
            Action::Delete => self.delete(),
            Action::SelectAll => self.select_all(),
            Action::SelectNone => self.workspace.document.select(Selection::default()),
            Action::MoveLeft => self.move_selected(Toward::Left),
            Action::MoveRight => self.move_selected(Toward::Right),
            Action::MoveUp => self.move_selected(Toward::Up),
            Action::MoveDown => self.move_selected(Toward::Down),
            Action::FoldSelected => self.fold_selected(),
            Action::HideSelected => self.hide_selected(),
            Action::ShowHidden => self.show_hidden(),
            Action::Wider => self.resize_stages(STAGE_STEP),
            Action::Narrower => self.resize_stages(-STAGE_STEP),
            Action::Taller => self.resize_lanes(LANE_STEP),
            Action::Shorter => self.resize_lanes(-LANE_STEP),
            Action::FitSize => self.change_selected_headers(HeaderChange::Size(None)),
            Action::EditEmotion => self.go_to_face(),
            Action::RaiseEmotion => self.move_emotions(5),
            Action::LowerEmotion => self.move_emotions(-5),
            Action::ClearEmotion => self.clear_emotions(),
            Action::NextConnector => {
                let workspace = &self.workspace;
                let focus = workspace.document.selection().focus;
                let next = super::canvas::next_connector(workspace.document.project(), workspace.journey, focus);
                if let Some(next) = next {
                    self.requests.push(Request::Select(Selection::only(Subject::Connector(next))));
                    self.requests.push(Request::RevealFocus);
                }
            }
            Action::Find => self.ask_what_to_find(),
            Action::FindNext => self.step_hits(Step::Next),
            Action::FindPrevious => self.step_hits(Step::Previous),
            Action::Palette => self.workspace.dialog = Some(Dialog::Palette { query: String::new(), chosen: 0 }),
            Action::ZoomIn => self.zoom(1.25),
            Action::ZoomOut => self.zoom(0.8),
            Action::ZoomFit => self.fit(Fitting::Whole),
            Action::ZoomSelection => self.zoom_to_selection(),
            Action::ZoomActual => self.zoom(1.0 / self.workspace.camera.scale),
            Action::ToggleLeft => toggle(&mut self.workspace.settings.left_panel.is_visible),
            Action::ToggleRight => toggle(&mut self.workspace.settings.right_panel.is_visible),
            Action::ToggleBottom => toggle(&mut self.workspace.settings.bottom_panel.is_visible),
            Action::ToggleTable => {
                toggle(&mut self.workspace.settings.map_as_table);
                self.workspace.editing = None;
                self.workspace.preview = None;
                self.is_reveal_due = true;
                self.keep_settings(ctx);
            }
            Action::ThemeLight => self.set_appearance(Appearance::Light, ctx),
            Action::ThemeDark => self.set_appearance(Appearance::Dark, ctx),
            Action::ThemeHighContrast => self.set_appearance(Appearance::HighContrast, ctx),
            Action::TextLarger | Action::TextSmaller => {
                if let Some(scale) = self.workspace.settings.next_text_scale(action == Action::TextLarger) {
                    self.set_text_scale(scale, ctx);
                }
            }
            Action::TextUsual => self.set_text_scale(1.0, ctx),
            Action::ToggleMotion => {
                toggle(&mut self.workspace.settings.reduced_motion);
                self.set_appearance(self.workspace.settings.appearance, ctx);
            }
            Action::ToolSelect => self.workspace.tool = Tool::Select,
            Action::ToolConnect => self.workspace.tool = Tool::Connect,
            Action::ConnectTo => {
                if let Some(from) = super::action::focused_touchpoint(&self.workspace) {
                    self.workspace.dialog = Some(Dialog::Connect { from, query: String::new(), chosen: 0 });
                }
            }
            Action::ToolNote => self.workspace.tool = Tool::Note,
            Action::AddTouchpoint => self.add_touchpoint(),
            Action::AddCard => self.add_next_card(),
            Action::PreviousCard => self.go_to_previous_card(),
            Action::AddSticky => self.add_sticky(),
            Action::AddPicture => self.choose_picture(PictureFor::NewCard(None), ctx),
            Action::AddQuote => self.add_quote(),
            Action::AddLink => {
                self.workspace.dialog = Some(Dialog::NewLink { url: String::new(), title: String::new() });
            }
            Action::OpenCard => self.open_card(),
            Action::AddStage => self.add_stage(),
            Action::AddActionsLane
            | Action::AddThoughtsLane
            | Action::AddPainPointsLane
            | Action::AddOpportunitiesLane
            | Action::AddNotesLane
            | Action::AddEmotionLane
            | Action::AddMetricsLane
            | Action::AddChannelsLane
            | Action::AddEvidenceLane
            | Action::AddFrontstageLane
            | Action::AddBackstageLane
            | Action::AddSupportLane
            | Action::AddTouchpointsLane => {
                if let Some(kind) = action.lane_kind() {
                    self.add_lane(kind);
                }
            }
            Action::AddJourney => self.add_journey(),
            Action::DuplicateJourney => {
                let state = self.workspace.open_journey().map(|journey| journey.state).unwrap_or_default();
                self.duplicate_journey(self.workspace.journey, state);
            }
            Action::DuplicateAsFuture => self.duplicate_journey(self.workspace.journey, JourneyState::Future),
            Action::RemoveJourney => self.delete_journey(self.workspace.journey),
            Action::NextJourney => self.step_journeys(Step::Next),
            Action::PreviousJourney => self.step_journeys(Step::Previous),
            Action::ClearFilter => self.workspace.filter = LensFilter::default(),
            Action::People => self.workspace.dialog = Some(Dialog::People(None)),
            Action::Metrics => self.workspace.dialog = Some(Dialog::Metrics(None)),
            Action::Method => {
                let project = self.workspace.document.project();
                let page = method(project, &self.workspace.numbers, |source| recipe_words(&source.recipe));
                self.workspace.dialog = Some(Dialog::Method(Box::new(page)));
            }
            Action::Strategy => self.workspace.dialog = Some(Dialog::Strategy),
            Action::Import => self.ask_for_file(Purpose::ImportData, ctx),
            Action::CheckSources => self.check_sources(ctx),
            Action::WatchFolder => self.toggle_watching(ctx),
            Action::ShowCharts => self.show_bottom(BottomTab::Charts),
            Action::ShowInsights => self.show_bottom(BottomTab::Insights),
            Action::ShowTable => self.show_bottom(BottomTab::Table),
            Action::ShowComparison => self.show_bottom(BottomTab::Compare),
            Action::CopyComparison => self.copy_comparison(ctx),
            Action::SampleSize => self.ask_sample_size(None, None),
            Action::ShowKpis => self.show_bottom(BottomTab::Kpis),
            Action::AddKpi => self.start_kpi(ctx),
            Action::ShowDashboard => self.show_bottom(BottomTab::Dashboard),
            Action::MaximizeBottom => {
                let is_maximized = self.workspace.is_bottom_maximized;
                self.workspace.is_bottom_maximized = !is_maximized;
                self.workspace.settings.bottom_panel.is_visible = true;
            }
            Action::PinChart => self.pin_chart(),
            Action::CopyChartPicture => self.copy_chart_picture(&super::charts::chosen_chart(&self.workspace), ctx),
            Action::CopyChartData => self.copy_chart_data(&super::charts::chosen_chart(&self.workspace), ctx),
            Action::ChartAsTable => toggle(&mut self.workspace.chart.as_table),
            Action::ShowPriorities => self.show_bottom(BottomTab::Priorities),
            Action::ShowActions => self.show_bottom(BottomTab::Actions),
            Action::AddAction => self.add_action_for_selection(ctx),
            Action::ShowSources => self.show_left(LeftTab::Data),
            Action::ShowOutline => self.show_left(LeftTab::Outline),
            Action::ToggleMinimap => toggle(&mut self.workspace.settings.shows_minimap),
            Action::ShowWorkshop => self.show_bottom(BottomTab::Workshop),
            Action::StartWorkshop => self.start_workshop(),
            Action::EndWorkshop => self.end_workshop(),
            Action::NextActivity => self.next_activity(),
            Action::StartVote => self.set_up_vote(),
            Action::NextVoter => self.next_voter(),
            Action::CloseVote => self.set_poll_state(PollState::Closed),
            Action::ShowResult => self.set_poll_state(PollState::Shown),
            Action::ParkSelection => self.park_selection(),
            Action::ShowSessions => self.workshop(WorkshopWish::Show(Part::Sessions), ctx),
            Action::ToggleTimer => self.workshop(WorkshopWish::ToggleTimer, ctx),
            Action::BigTimer => toggle(&mut self.workspace.workshop.is_big),
            Action::ToolVote => {
                let is_voting = self.workspace.tool == Tool::Vote;
                self.workspace.tool = if is_voting { Tool::Select } else { Tool::Vote };
            }
            Action::ParkNote => self.workspace.dialog = Some(Dialog::Park(String::new())),
            Action::TakeSnapshot => self.workspace.dialog = Some(Dialog::TakeSnapshot(String::new())),
            Action::ShowSnapshots => self.workshop(WorkshopWish::Show(Part::Snapshots), ctx),
            Action::CompareStates => self.toggle_states(ctx),
            Action::PresentFirst => self.present(true, ctx),
            Action::PresentCurrent => self.present(false, ctx),
            Action::AddShot => self.add_shot_of_view(),
            Action::AddShotOfSelection => self.add_shot_of_selection(),
            Action::UpdateShot => self.update_shot(),
            Action::DuplicateShot => self.duplicate_chosen_shot(),
            Action::DeleteShot => self.delete_shot(),
            Action::ShotsByStage => self.make_shots(Automatic::Stages),
            Action::ShotsByLane => self.make_shots(Automatic::Lanes),
            Action::ShotsOfMoments => self.make_shots(Automatic::MomentsOfTruth),
            Action::ShotsOfWorstKpis => self.make_shots(Automatic::WorstKpis),
            Action::ShowShots => self.show_shots(),
            Action::Shortcuts => self.workspace.dialog = Some(Dialog::Shortcuts),
            Action::About => self.workspace.dialog = Some(Dialog::About),
        }
    }

    fn show_left(&mut self, tab: LeftTab) {
        self.workspace.finding = None;
        self.workspace.left_tab = tab;
        self.workspace.settings.left_panel.is_visible = true;
    }

    pub(super) fn show_bottom(&mut self, tab: BottomTab) {
        self.workspace.bottom_tab = tab;
        self.workspace.settings.bottom_panel.is_visible = true;
    }

    fn zoom(&mut self, factor: f32) {
        self.fitting = None;
        let center = (self.workspace.canvas_rect.size() / 2.0).to_pos2();
        let camera = self.workspace.camera.zoomed_at(center, factor);
        self.workspace.camera = camera.filled_by(self.workspace.map.size(), self.workspace.canvas_rect.size());
    }

    fn zoom_to_selection(&mut self) {
        let subjects = &self.workspace.document.selection().subjects;
        let rects = subjects.iter().filter_map(|subject| self.workspace.map.rect_of(*subject));
        if let (Some(first), Some(all)) = (subjects.iter().next().copied(), rects.reduce(Rect::union)) {
            self.look_at(first, all);
        }
    }

    /// Shows a part of the map, which holds that, as large as it fits beside the headers.
    pub(super) fn look_at(&mut self, subject: Subject, rect_in_map: Rect) {
        self.fitting = None;
        let (rect, size) = (rect_in_map.expand(24.0), self.workspace.canvas_rect.size());
        let largest = Camera::fitting(rect, size, 1.5);
        let covered = super::canvas::covered_by_headers(&self.workspace.map, &largest, size, subject);
        let beside = Camera::fitting(rect, size - covered, 1.5);
        self.workspace.camera = Camera { offset: beside.offset + covered, ..beside };
    }

    // The clipboard.

    /// Pastes what was copied here if the system's clipboard still holds its text, else a link if the text is an
    /// address, else the text as cards.
    pub(super) fn paste_text(&mut self, text: &str) {
        let own_text = |own: &Arc<Fragment>| edit::text_of(own).trim() == text.trim();
        let own = self.workspace.clipboard.clone().filter(own_text);
        if let (None, Some(url)) = (&own, pasted_link(text)) {
            self.add_link(url, "");
            return;
        }
        let lane = focus_lane(&self.workspace);
        let kind = lane.and_then(|lane| self.workspace.document.project().lanes.get(&lane)).map(|lane| lane.kind);
        let fragment =
            own.unwrap_or_else(|| Arc::new(edit::fragment_from_text(text, kind.unwrap_or(LaneKind::Touchpoints))));
        self.paste(&fragment);
    }

    fn delete(&mut self) {
        if self.workspace.focused_face().is_some() {
            self.clear_emotions();
            return;
        }
        let subjects: Vec<Subject> = self.workspace.document.selection().subjects.iter().copied().collect();
        if subjects.is_empty() {
            return;
        }
        let edit = build::remove_subjects(self.workspace.document.project(), &subjects);
        self.commit(&edit, Some(Selection::default()));
    }

    /// Alt and an arrow: moves what is selected one place. Several items follow the one with the focus.
    fn move_selected(&mut self, toward: Toward) {
        let selection = self.workspace.document.selection();
        let project = self.workspace.document.project();
        let Some(focus) = selection.focus.or_else(|| selection.subjects.first().copied()) else { return };
        let edit = match focus {
            Subject::Item(item) => {
                let edit = move_in_group(&self.workspace, item, toward)
                    .unwrap_or_else(|| build::move_within_reading_order(project, item, toward));
                edit.map(|edit| match edit {
                    Edit::MoveItems { placement, .. } => Edit::MoveItems { items: selection.items(), placement },
                    other => other,
                })
            }
            Subject::Stage(stage) => build::move_stage_toward(project, stage, toward),
            Subject::Lane(lane) => build::move_lane_toward(project, lane, toward),
            Subject::Sticky(_) => return self.nudge_stickies(toward),
            Subject::Connector(_) => None,
        };
        if let Some(edit) = edit {
            self.commit(&edit, None);
            self.is_reveal_due = true;
        }
    }

    // Adding.

    fn add_touchpoint(&mut self) {
        let Some(placement) = placement_after_focus(&self.workspace, Some(LaneKind::Touchpoints), None) else {
            self.notify(Notice::Warning(
                "This journey has no stage or no lane of touchpoints yet. Add one first.".to_owned(),
            ));
            return;
        };
        let (edit, touchpoint) = build::new_untyped_touchpoint(self.workspace.document.project(), "", placement);
        self.add_item(&edit, Item::Touchpoint(touchpoint));
    }

    /// Tab: the next card in the lane of the focus, ready to be typed into.
    fn add_next_card(&mut self) {
        let Some(placement) = placement_after_focus(&self.workspace, None, None) else { return };
        if let Some((edit, item)) = build::new_item(self.workspace.document.project(), placement) {
            self.add_item(&edit, item);
        }
    }

    /// Shift+Tab: the card before the focus as the journey is read; at the first it stays there.
    fn go_to_previous_card(&mut self) {
        let workspace = &self.workspace;
        if let Some(previous) = super::placing::card_before_focus(workspace) {
            self.requests.push(Request::Select(Selection::only(Subject::Item(previous))));
            self.requests.push(Request::RevealFocus);
        }
    }

    /// Adds an item, selects it and opens its text for typing.
    pub(super) fn add_item(&mut self, edit: &Edit, item: Item) {
        self.commit(edit, Some(Selection::only(Subject::Item(item))));
        self.workspace.editing = Some(Editing::Item(item));
        self.is_reveal_due = true;
    }

    fn add_stage(&mut self) {
        let project = self.workspace.document.project();
        let Some(journey) = project.journeys.get(&self.workspace.journey) else { return };
        let before = focus_stage(&self.workspace).or_else(|| journey.stages.last().copied());
        let at =
            before.and_then(|stage| journey.stages.iter().position(|other| *other == stage)).map_or(0, |at| at + 1);
        let phase = before
            .and_then(|stage| project.stages.get(&stage))
            .map_or(crate::model::Phase::PrePurchase, |stage| stage.phase);
        let (edit, stage) = build::new_stage(project, journey.id, at, "New stage", phase);
        self.commit(&edit, Some(Selection::only(Subject::Stage(stage))));
        self.workspace.editing = Some(Editing::Stage(stage));
        self.is_reveal_due = true;
    }

    fn add_lane(&mut self, kind: LaneKind) {
        let project = self.workspace.document.project();
        let Some(journey) = project.journeys.get(&self.workspace.journey) else { return };
        let after = focus_lane(&self.workspace).and_then(|lane| journey.lanes.iter().position(|other| *other == lane));
        let at = after.map_or(journey.lanes.len(), |at| at + 1);
        let (edit, lane) = build::new_lane(project, journey.id, at, kind);
        self.commit(&edit, Some(Selection::only(Subject::Lane(lane))));
        self.is_reveal_due = true;
    }
}

/// In a lane with groups, up and down go within the group, whatever lies between in the order of the cell, and beyond
/// the whole stack into the next lane. `None` in other lanes and for other ways.
fn move_in_group(workspace: &Workspace, item: Item, toward: Toward) -> Option<Option<Edit>> {
    let project = workspace.document.project();
    let place = project.place_of(item).filter(|place| workspace.map.has_groups(place.lane))?;
    let heading = match toward {
        Toward::Up => Heading::Up,
        Toward::Down => Heading::Down,
        Toward::Left | Toward::Right => return None,
    };
    if let Some(other) = workspace.map.neighbor_in_group(item, heading).and_then(|other| project.place_of(other)) {
        let placement = if toward == Toward::Up { Placement::at(other) } else { Placement::below(other) };
        return Some(Some(Edit::MoveItems { items: vec![item], placement }));
    }
    let next = workspace.map.neighbor(item, heading).and_then(|next| project.place_of(next));
    let is_in_stack = |next: &Place| (next.lane, next.stage, next.column) == (place.lane, place.stage, place.column);
    match next.filter(is_in_stack) {
        Some(_) => Some(None),
        // Beyond the whole stack it goes on into the next lane, wherever it stands in the order of the cell.
        None => Some(build::move_to_next_lane(project, item, toward)),
    }
}

fn toggle(switch: &mut bool) {
    *switch = !*switch;
}
