//! Small pictures of shots: laid out and rasterized in the background, and kept until what they show is another.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use egui::{ColorImage, TextureHandle, TextureOptions, Ui};

use super::super::core::Core;
use super::super::jobs::{JobKind, Outcome};
use super::super::style::{color32, icon_font};
use super::super::workspace::{BottomTab, Screen, Workspace};
use super::ephemera::{around, fitting};
use crate::analysis::{Numbers, Standings, View};
use crate::base::{Icon, Pos2, Rect, Vec2, vec2};
use crate::layout::shots::{SmallestText, cut, frame_of, smallest_text, split};
use crate::layout::{Layouter, Map, MapInput, MeasuredCards};
use crate::model::{JourneyId, Project, Shot, ShotFrame, ShotId, ShotLook};
use crate::render::png;
use crate::scene::{Group, Picture, Role, Scene, Shape, Theme};

/// Width to height of what shots are shown on.
pub const ASPECT: f32 = 16.0 / 9.0;

/// How large the pictures are, in pixels.
const SIZE_PX: Vec2 = vec2(384.0, 216.0);

/// So many in one go: the first can be seen soon.
const BATCH: usize = 6;

/// A map that is being worked on is left alone for so long.
const REST: Duration = Duration::from_millis(350);

/// A small picture of a shot, and what can be said of it.
#[derive(Clone)]
pub struct ShotPicture {
    texture: TextureHandle,
    pub smallest: Option<SmallestText>,
    pub can_split: bool,
    drawn: Drawn,
}

/// What a picture depends on beside the map.
#[derive(Clone, PartialEq)]
struct Drawn {
    basis: u64,
    journey: JourneyId,
    frame: ShotFrame,
    look: ShotLook,
    is_around_dimmed: bool,
}

impl Drawn {
    fn of(shot: &Shot, basis: u64) -> Self {
        Self {
            basis,
            journey: shot.journey,
            frame: shot.frame.clone(),
            look: shot.look.clone(),
            is_around_dimmed: shot.is_around_dimmed,
        }
    }
}

/// What a job has made.
pub struct Pictured(Vec<(ShotId, Drawn, Made)>);

struct Made {
    image: ColorImage,
    smallest: Option<SmallestText>,
    can_split: bool,
}

/// What the pictures are made from; of another one all are made anew.
#[derive(Clone)]
struct Basis {
    /// Without its shots.
    project: Project,
    numbers: Arc<Numbers>,
    kpis: Standings,
    view: View,
    theme: Arc<Theme>,
}

/// What keeps the pictures up to date.
#[derive(Default)]
pub struct ShotPictures {
    basis: Option<Basis>,
    /// Grows with each basis.
    number: u64,
    since: Option<Instant>,
    is_busy: bool,
    no_shots: Arc<Vec<Arc<Shot>>>,
}

impl Core {
    /// Has pictures made that are to be seen and are not there, or not any more as they should be.
    pub(in crate::app) fn refresh_shot_pictures(&mut self, ctx: &egui::Context) {
        let workspace = &self.workspace;
        let is_tab_shown = workspace.bottom_tab == BottomTab::Shots && workspace.settings.bottom_panel.is_visible;
        let shots = match &workspace.presentation {
            Some(presentation) => Arc::clone(&presentation.shots),
            None if is_tab_shown && workspace.screen == Screen::Map => Arc::clone(&workspace.document.project().shots),
            None => return,
        };
        let keeper = &mut self.shot_pictures;
        let mut project = workspace.document.project().clone();
        project.shots = Arc::clone(&keeper.no_shots);
        let is_same = keeper.basis.as_ref().is_some_and(|of| {
            of.project.is_same_as(&project)
                && Arc::ptr_eq(&of.numbers, &workspace.numbers)
                && of.kpis.revision() == workspace.kpis.revision()
                && of.view == workspace.view
                && Arc::ptr_eq(&of.theme, &workspace.theme)
        });
        if !is_same {
            keeper.number += 1;
            keeper.since = Some(Instant::now());
            keeper.basis = Some(Basis {
                project,
                numbers: Arc::clone(&workspace.numbers),
                kpis: workspace.kpis.clone(),
                view: workspace.view,
                theme: Arc::clone(&workspace.theme),
            });
        }
        let known = &workspace.shot_pictures;
        let is_stale = |shot: &&Arc<Shot>| {
            known.get(&shot.id).is_none_or(|picture| picture.drawn != Drawn::of(shot, keeper.number))
        };
        let is_missing = |shot: &&Arc<Shot>| !known.contains_key(&shot.id);
        if keeper.is_busy || workspace.preview.is_some() {
            return;
        }
        let rested = keeper.since.map_or(REST, |since| since.elapsed());
        let mut wanted: Vec<Arc<Shot>> = shots.iter().filter(is_missing).take(BATCH).cloned().collect();
        if wanted.is_empty() {
            wanted = shots.iter().filter(is_stale).take(BATCH).cloned().collect();
            if wanted.is_empty() {
                return;
            }
            if rested < REST {
                ctx.request_repaint_after(REST.saturating_sub(rested));
                return;
            }
        }
        let Some(basis) = keeper.basis.clone() else { return };
        let (number, back_row) = (keeper.number, workspace.settings.back_row);
        keeper.is_busy = true;
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| {
            Outcome::ShotsPictured(make(&basis, &wanted, (number, back_row)))
        });
    }

    /// Pictures are ready.
    pub(in crate::app) fn shots_pictured(&mut self, pictured: Pictured, ctx: &egui::Context) {
        self.shot_pictures.is_busy = false;
        let mut pictures = BTreeMap::clone(&self.workspace.shot_pictures);
        let presented = self.workspace.presentation.as_ref().map(|presentation| Arc::clone(&presentation.shots));
        let project = self.workspace.document.project();
        pictures.retain(|id, _| {
            project.shot(*id).is_some()
                || presented.as_ref().is_some_and(|shots| shots.iter().any(|shot| shot.id == *id))
        });
        for (id, drawn, made) in pictured.0 {
            let texture = ctx.load_texture(format!("shot {id}"), made.image, TextureOptions::LINEAR);
            let Made { smallest, can_split, .. } = Made { image: ColorImage::default(), ..made };
            pictures.insert(id, ShotPicture { texture, smallest, can_split, drawn });
        }
        self.workspace.shot_pictures = Arc::new(pictures);
    }
}

fn make(basis: &Basis, shots: &[Arc<Shot>], (number, back_row): (u64, f32)) -> Pictured {
    let mut layouter = Layouter::new();
    let mut maps: Vec<(JourneyId, ShotLook, Map)> = Vec::new();
    let measured = MeasuredCards { numbers: &basis.numbers, view: &basis.view, kpis: &basis.kpis, revision: number };
    let mut made = Vec::new();
    for shot in shots {
        let known = maps.iter().position(|(journey, look, _)| *journey == shot.journey && *look == shot.look);
        let at = known.unwrap_or_else(|| {
            let input = MapInput {
                project: &basis.project,
                journey: shot.journey,
                theme: &basis.theme,
                figures: Some(&measured),
                lens: shot.look.lens,
            };
            let map = layouter.filtered_map(&input, &shot.look.filter());
            maps.push((shot.journey, shot.look.clone(), map));
            maps.len() - 1
        });
        let Some((_, _, map)) = maps.get(at) else { continue };
        let frame = frame_of(map, &shot.frame);
        let smallest = smallest_text(&map.scene, frame, ASPECT);
        let needed = crate::layout::shots::needed_share(back_row);
        let closer = smallest.as_ref().map_or(1.0, |it| needed / it.share_of_height.max(1e-6));
        let can_split = split(map, shot, closer).len() > 1;
        let image = rasterized(&map.scene, frame, shot.is_around_dimmed, &basis.theme);
        made.push((shot.id, Drawn::of(shot, number), Made { image, smallest, can_split }));
    }
    Pictured(made)
}

/// A frame of a scene as it fills a screen, in pixels. What can't be made is a plain surface.
fn rasterized(scene: &Scene, frame: Rect, is_around_dimmed: bool, theme: &Theme) -> ColorImage {
    let screen = Rect::from_min_size(Pos2::ZERO, SIZE_PX);
    let seen = fitting(frame, screen).map_rect_from_screen(screen);
    let mut part = cut(scene, seen);
    if is_around_dimmed {
        let shade = theme.color.surface.with_opacity(theme.present.around);
        let hole = frame.translate(-seen.min.to_vec2());
        let whole = Rect::from_min_size(Pos2::ZERO, part.size);
        let items = around(hole, whole).into_iter().filter(Rect::is_positive);
        let items = items.map(|rect| Shape::Rect { rect, radius: 0.0, fill: Some(shade), stroke: None }).collect();
        let picture = Picture { bounds: whole, items, block: None, name: String::new(), role: Role::default() };
        part.groups.push(Group { origin: Pos2::ZERO, picture: Arc::new(picture) });
    }
    let scale = SIZE_PX.x / part.size.x.max(1.0);
    let bytes = png::write(&part, scale, &AtomicBool::new(false));
    let image = bytes.ok().and_then(|bytes| image::load_from_memory(&bytes).ok());
    match image {
        Some(image) => {
            let pixels = image.to_rgba8();
            let size = [pixels.width() as usize, pixels.height() as usize];
            ColorImage::from_rgba_unmultiplied(size, pixels.as_raw())
        }
        None => ColorImage::filled([1, 1], color32(theme.color.surface)),
    }
}

/// The picture of a shot, or a plain place for it until it is made.
pub fn picture_ui(ui: &Ui, workspace: &Workspace, shot: ShotId, rect: Rect) {
    let theme = &workspace.theme;
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect_filled(rect, theme.window.radius, color32(theme.color.surface));
    match workspace.shot_pictures.get(&shot) {
        Some(picture) => {
            let uv = Rect::from_min_max(Pos2::ZERO, egui::pos2(1.0, 1.0));
            painter.image(picture.texture.id(), rect, uv, egui::Color32::WHITE);
        }
        None => {
            let ink = color32(theme.color.disabled);
            painter.text(rect.center(), egui::Align2::CENTER_CENTER, Icon::Image.glyph(), icon_font(20.0), ink);
        }
    }
}
