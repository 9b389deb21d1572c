//! Small pictures of shots, and whether each can be read: made in the background, and kept until what they show is
//! another. What can be said of a shot is kept for all of them, pictures only for those in view and near it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use egui::{ColorImage, TextureHandle, TextureOptions, Ui};

use super::super::core::Core;
use super::super::jobs::{JobKind, Outcome};
use super::super::request::{Request, Requests};
use super::super::style::{color32, icon_font};
use super::super::workspace::{BottomTab, Screen, Workspace};
use super::ephemera::{around, fitting};
use crate::analysis::{Numbers, Standings, View};
use crate::base::{Icon, Pos2, Rect, Vec2, vec2};
use crate::layout::shots::{Framing, Seen, SmallestText, cut, framing, is_there, smallest_text, split};
use crate::layout::{Layouter, Map, MapInput, MeasuredCards};
use crate::model::{JourneyId, Project, Shot, ShotFrame, ShotId, ShotLook};
use crate::render::png;
use crate::scene::{Group, Picture, Role, Shape, Theme};

/// Width to height of what shots are shown on.
pub const ASPECT: f32 = 16.0 / 9.0;

/// How large the pictures are, in pixels.
const SIZE_PX: Vec2 = vec2(384.0, 216.0);

/// So many in one go: the first can be seen soon.
const BATCH: usize = 6;

/// So many are looked at in one go without making pictures.
const READ_BATCH: usize = 48;

/// So many pictures are kept that are not in view, for who goes back and forth: a third of a megabyte each.
const KEPT: usize = 96;

/// A map that is being worked on is left alone for so long.
const REST: Duration = Duration::from_millis(350);

/// What can be said of a shot, and a small picture of it if it is or was in view.
#[derive(Clone)]
pub struct ShotPicture {
    texture: Option<TextureHandle>,
    pub smallest: Option<SmallestText>,
    pub can_split: bool,
    /// Nothing of what it shows is on the map now.
    pub is_lost: bool,
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
    /// See [`Seen::needed`].
    needed: f32,
}

impl Drawn {
    fn of(shot: &Shot, basis: u64, needed: f32) -> Self {
        Self {
            basis,
            needed,
            journey: shot.journey,
            frame: shot.frame.clone(),
            look: shot.look.clone(),
            is_around_dimmed: shot.is_around_dimmed,
        }
    }

    /// Whether the shot still looks like that.
    fn is_of(&self, shot: &Shot, basis: u64, needed: f32) -> bool {
        (self.basis, self.needed, self.journey, self.is_around_dimmed)
            == (basis, needed, shot.journey, shot.is_around_dimmed)
            && self.frame == shot.frame
            && self.look == shot.look
    }
}

/// What a job has made, and the maps that it was made from, for the next one.
pub struct Pictured {
    made: Vec<(ShotId, Drawn, Made)>,
    number: u64,
    maps: Maps,
}

/// Maps as shots color them.
type Maps = Vec<(JourneyId, ShotLook, Map)>;

struct Made {
    image: Option<ColorImage>,
    smallest: Option<SmallestText>,
    can_split: bool,
    is_lost: bool,
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
    /// Laid out for what was made last; none once nothing more is wanted.
    maps: Maps,
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
        let seen_as = self.seen();
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
            keeper.maps.clear();
            keeper.since = Some(Instant::now());
            keeper.basis = Some(Basis {
                project,
                numbers: Arc::clone(&workspace.numbers),
                kpis: workspace.kpis.clone(),
                view: workspace.view,
                theme: Arc::clone(&workspace.theme),
            });
        }
        if keeper.is_busy || workspace.preview.is_some() {
            return;
        }
        let (known, number) = (&workspace.shot_pictures, keeper.number);
        let in_view = in_view(workspace, &shots);
        let of = |at: usize| shots.get(at);
        let is_bare = |shot: &&Arc<Shot>| known.get(&shot.id).is_none_or(|picture| picture.texture.is_none());
        let is_stale = |shot: &&Arc<Shot>| {
            known.get(&shot.id).is_none_or(|picture| !picture.drawn.is_of(shot, number, seen_as.needed))
        };
        let seen = || in_view.iter().filter_map(|at| of(*at));
        let rested = keeper.since.map_or(REST, |since| since.elapsed());
        // First what is missing before somebody's eyes, then what is not as it should be, then what is only counted.
        let mut wanted: Vec<Arc<Shot>> = seen().filter(is_bare).take(BATCH).cloned().collect();
        let mut with_pictures = true;
        if wanted.is_empty() {
            wanted = seen().filter(is_stale).take(BATCH).cloned().collect();
            if wanted.is_empty() {
                wanted = shots.iter().filter(is_stale).take(READ_BATCH).cloned().collect();
                with_pictures = false;
            }
            if wanted.is_empty() {
                keeper.maps = Maps::new();
                return;
            }
            if rested < REST {
                ctx.request_repaint_after(REST.saturating_sub(rested));
                return;
            }
        }
        let Some(basis) = keeper.basis.clone() else { return };
        let order = Order { number, seen: seen_as, with_pictures };
        keeper.is_busy = true;
        let maps = std::mem::take(&mut keeper.maps);
        self.jobs.start(JobKind { label: String::new(), can_cancel: false }, ctx, move |_| {
            Outcome::ShotsPictured(make(&basis, &wanted, maps, order))
        });
    }

    /// Pictures are ready.
    pub(in crate::app) fn shots_pictured(&mut self, pictured: Pictured, ctx: &egui::Context) {
        let keeper = &mut self.shot_pictures;
        keeper.is_busy = false;
        if keeper.number == pictured.number {
            keeper.maps = pictured.maps;
        }
        let mut pictures = BTreeMap::clone(&self.workspace.shot_pictures);
        let presented = self.workspace.presentation.as_ref().map(|presentation| Arc::clone(&presentation.shots));
        let shots = presented.unwrap_or_else(|| Arc::clone(&self.workspace.document.project().shots));
        let own: BTreeSet<ShotId> = self.workspace.document.project().shots.iter().map(|shot| shot.id).collect();
        let shown: BTreeSet<ShotId> = shots.iter().map(|shot| shot.id).collect();
        pictures.retain(|id, _| own.contains(id) || shown.contains(id));
        for (id, drawn, made) in pictured.made {
            let Made { image, smallest, can_split, is_lost } = made;
            let load = |image| ctx.load_texture(format!("shot {id}"), image, TextureOptions::LINEAR);
            pictures.insert(id, ShotPicture { texture: image.map(load), smallest, can_split, is_lost, drawn });
        }
        let in_view: BTreeSet<ShotId> =
            in_view(&self.workspace, &shots).into_iter().filter_map(|at| shots.get(at)).map(|shot| shot.id).collect();
        let mut spare = pictures.values().filter(|picture| picture.texture.is_some()).count();
        for (id, picture) in &mut pictures {
            if spare > KEPT.max(in_view.len()) && !in_view.contains(id) && picture.texture.take().is_some() {
                spare -= 1;
            }
        }
        self.workspace.shot_pictures = Arc::new(pictures);
    }
}

/// The places of the shots whose pictures are to be made: those in view, and in a talk those around the one on screen,
/// for the overview opens there.
fn in_view(workspace: &Workspace, shots: &[Arc<Shot>]) -> BTreeSet<usize> {
    /// Behind and ahead of the one on screen, and how far it may go on until there are more: a job with every shot
    /// would be in the camera's way.
    const AROUND: (usize, usize, usize) = (12, 48, 24);
    let place = |(at, shot): (usize, &Arc<Shot>)| workspace.shots_in_view.contains(&shot.id).then_some(at);
    let mut places: BTreeSet<usize> = shots.iter().enumerate().filter_map(place).collect();
    if let Some(talk) = &workspace.presentation {
        let (behind, ahead, step) = AROUND;
        let near = talk.at / step * step;
        places.extend(near.saturating_sub(behind)..(near + ahead).min(shots.len()));
    }
    places
}

/// Says which shots have their pictures in view, if these are others than before.
pub(super) fn say_in_view(workspace: &Workspace, requests: &mut Requests, in_view: Vec<ShotId>) {
    if workspace.shots_in_view != in_view {
        requests.push(Request::ShotsInView(in_view));
    }
}

/// How a job makes what is wanted.
#[derive(Clone, Copy)]
struct Order {
    number: u64,
    seen: Seen,
    with_pictures: bool,
}

fn make(basis: &Basis, shots: &[Arc<Shot>], mut maps: Maps, order: Order) -> Pictured {
    let mut layouter = Layouter::new();
    let Order { number, seen, with_pictures } = order;
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
        let smallest = smallest_text(map, &shot.frame, ASPECT);
        let is_small = smallest.as_ref().is_some_and(|text| !seen.is_enough(text.share_of_height));
        let can_split = is_small && split(map, shot, seen).len() > 1;
        let image =
            with_pictures.then(|| rasterized(map, &framing(map, &shot.frame), shot.is_around_dimmed, &basis.theme));
        made.push((
            shot.id,
            Drawn::of(shot, number, seen.needed),
            Made { image, smallest, can_split, is_lost: !is_there(map, &shot.frame) },
        ));
    }
    Pictured { made, number, maps }
}

/// A shot as it fills a screen, in pixels. What can't be made is a plain surface.
fn rasterized(map: &Map, framing: &Framing, is_around_dimmed: bool, theme: &Theme) -> ColorImage {
    let screen = Rect::from_min_size(Pos2::ZERO, SIZE_PX);
    let seen = fitting(framing.whole, screen).map_rect_from_screen(screen);
    let mut part = cut(&map.scene, seen);
    let by = -seen.min.to_vec2();
    if is_around_dimmed {
        let shade = theme.color.surface.with_opacity(theme.present.around);
        let whole = Rect::from_min_size(Pos2::ZERO, part.size);
        let items = around(framing.frame.translate(by), whole).into_iter().filter(Rect::is_positive);
        let items = items.map(|rect| Shape::Rect { rect, radius: 0.0, fill: Some(shade), stroke: None }).collect();
        let picture = Picture { bounds: whole, items, block: None, name: String::new(), role: Role::default() };
        part.groups.push(Group { origin: Pos2::ZERO, picture: Arc::new(picture) });
    }
    part.groups.extend(framing.heads(map).into_iter().map(|group| Group { origin: group.origin + by, ..group }));
    let scale = SIZE_PX.x / part.size.x.max(1.0);
    match png::pixels(&part, scale, &AtomicBool::new(false)) {
        Ok(pixels) => {
            let size = [pixels.width as usize, pixels.height as usize];
            ColorImage::from_rgba_unmultiplied(size, &pixels.rgba)
        }
        Err(_) => ColorImage::filled([1, 1], color32(theme.color.surface)),
    }
}

/// The picture of a shot, or a plain place for it until it is made.
pub fn picture_ui(ui: &Ui, workspace: &Workspace, shot: ShotId, rect: Rect) {
    let theme = &workspace.theme;
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect_filled(rect, theme.window.radius, color32(theme.color.surface));
    match workspace.shot_pictures.get(&shot).and_then(|picture| picture.texture.as_ref()) {
        Some(texture) => {
            let uv = Rect::from_min_max(Pos2::ZERO, egui::pos2(1.0, 1.0));
            painter.image(texture.id(), rect, uv, egui::Color32::WHITE);
        }
        None => {
            let ink = color32(theme.color.disabled);
            painter.text(rect.center(), egui::Align2::CENTER_CENTER, Icon::Image.glyph(), icon_font(20.0), ink);
        }
    }
}
