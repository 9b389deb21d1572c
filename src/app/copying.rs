//! What is selected on the map, or all of it, into the clipboard: as a picture for mail and slides, or as an outline in
//! words. The clipboard for cards is `loose`'s.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use egui::Context;

use super::core::Core;
use super::exporting::color_image;
use super::jobs::{JobKind, Outcome};
use super::workspace::{Notice, Workspace};
use crate::base::number::format_grouped;
use crate::base::{Color, Pos2, Rect, Vec2, pos2};
use crate::edit::Selection;
use crate::export::{ExportSpec, Preview, Target, preview};
use crate::layout::Map;
use crate::model::{Item, JourneyId, Project, Subject};
use crate::render::png::{Pixels, pixels};
use crate::scene::theme::ThemeName;
use crate::scene::{Group, Scene};

/// Pixels to the point, where the picture does not get too large by it.
const SCALE: f32 = 2.0;
/// The longest side of a copied picture, in pixels: programs that take pictures choke on more.
const MAX_SIDE_PX: f32 = 8_192.0;
/// Around what is selected, in points.
const MARGIN: f32 = 16.0;

/// What of a map is copied as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopiedPicture {
    /// What is selected, or the whole map; on the map's ground or on none.
    Selection { has_background: bool },
    /// The whole map under its title.
    Map,
}

impl Core {
    /// Draws the picture in the background.
    pub(super) fn copy_picture(&mut self, what: CopiedPicture, ctx: &Context) {
        let workspace = &self.workspace;
        let project = workspace.document.project().clone();
        let selected = match what {
            CopiedPicture::Selection { has_background } => {
                let ground = workspace.map.scene.background.filter(|_| has_background);
                let scene = selected_scene(workspace, ground);
                scene.map(|scene| (scene, "the selection"))
            }
            CopiedPicture::Map => None,
        };
        let is_clear = what == CopiedPicture::Selection { has_background: false };
        let spec = ExportSpec {
            target: Target::Png,
            journey: Some(workspace.journey),
            theme: ThemeName::from_code(workspace.settings.appearance.code()).unwrap_or_default(),
            lens: workspace.lens,
            filter: workspace.filter.clone(),
            view: Some(workspace.view),
            today: Some(workspace.today),
            ..ExportSpec::default()
        };
        let kind = JobKind { label: "Drawing the picture".to_owned(), can_cancel: true };
        self.jobs.start(kind, ctx, move |handle| {
            let cancel = handle.cancel_flag();
            let drawn = match selected {
                Some(selected) => Ok(selected),
                None => map_scene(&project, &spec, cancel).map(|mut scene| {
                    if is_clear {
                        scene.background = None;
                    }
                    (scene, "the map")
                }),
            };
            let result = drawn.and_then(|(scene, name)| {
                let scale = SCALE.min(MAX_SIDE_PX / scene.size.max_elem().max(1.0));
                let pixels = pixels(&scene, scale, cancel).map_err(|error| error.to_string())?;
                Ok((pixels, name))
            });
            Outcome::PictureDrawn(result)
        });
    }

    /// The picture is drawn, or could not be.
    pub(super) fn picture_drawn(&mut self, result: Result<(Pixels, &'static str), String>, ctx: &Context) {
        match result {
            Ok((pixels, name)) => {
                ctx.copy_image(color_image(&pixels));
                let side = |side: u32| format_grouped(f64::from(side), 0);
                let size = format!("{} × {} pixels", side(pixels.width), side(pixels.height));
                self.notify(Notice::Done(format!("Copied {name} as a picture, {size}")));
            }
            Err(why) => self.fail("The picture could not be copied".to_owned(), &why),
        }
    }

    /// Copies what is selected, or the whole map, in words.
    pub(super) fn copy_outline(&mut self, ctx: &Context) {
        let workspace = &self.workspace;
        let selection = workspace.document.selection();
        let text = outline(workspace.document.project(), workspace.journey, selection);
        if text.is_empty() {
            self.notify(Notice::Warning("There is no card to copy yet. Add one first.".to_owned()));
            return;
        }
        let lines = text.lines().count();
        let name = if selection.subjects.is_empty() { "the map" } else { "the selection" };
        ctx.copy_text(text);
        let lines = if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
        self.notify(Notice::Done(format!("Copied {name} as text, {lines}")));
    }
}

fn map_scene(project: &Project, spec: &ExportSpec, cancel: &AtomicBool) -> Result<Scene, String> {
    match preview(project, spec, cancel).map_err(|error| error.to_string())? {
        Preview::Pages(pages) => pages.into_iter().next().map(|page| page.scene).ok_or_else(String::new),
        Preview::Text { .. } | Preview::Sheets { .. } => Err(String::new()),
    }
}

/// What is selected and nothing else; of stages and lanes all that is in them. `None` without a selection on the map.
fn selected_scene(workspace: &Workspace, background: Option<Color>) -> Option<Scene> {
    let (map, project) = (&*workspace.map, workspace.document.project());
    let subjects = &workspace.document.selection().subjects;
    let is_band = |subject: &&Subject| matches!(subject, Subject::Stage(_) | Subject::Lane(_));
    let bands: Vec<Rect> = subjects.iter().filter(is_band).filter_map(|subject| band_of(map, *subject)).collect();
    if let Some(all) = bands.into_iter().reduce(Rect::union) {
        let all = all.intersect(Rect::from_min_size(Pos2::ZERO, map.size()));
        let groups = map.scene.groups.iter().filter(|group| group.bounds().intersects(all)).cloned();
        return Some(cut(groups.collect(), all, background));
    }
    let mut shown: BTreeSet<usize> = subjects.iter().filter_map(|subject| map.group_of(*subject)).collect();
    let is_selected = |id| subjects.contains(&Subject::Item(Item::Touchpoint(id)));
    for connector in project.connectors.values() {
        let joins = is_selected(connector.from) && is_selected(connector.to);
        if joins || subjects.contains(&Subject::Connector(connector.id)) {
            shown.extend(map.group_of(Subject::Connector(connector.id)));
            shown.extend(map.label_rect(connector.id).into_iter().flat_map(|rect| map.label_groups_in(rect)));
        }
    }
    let groups: Vec<Group> = shown.iter().filter_map(|at| map.scene.groups.get(*at)).cloned().collect();
    let all = groups.iter().map(Group::bounds).reduce(Rect::union)?;
    Some(cut(groups, all.expand(MARGIN), background))
}

/// The whole column of a stage, the whole row of a lane.
fn band_of(map: &Map, subject: Subject) -> Option<Rect> {
    let head = map.rect_of(subject)?;
    let end = map.size().to_pos2();
    match subject {
        Subject::Stage(_) => Some(Rect::from_min_max(head.min, pos2(head.right(), end.y))),
        Subject::Lane(_) => Some(Rect::from_min_max(head.min, pos2(end.x, head.bottom()))),
        Subject::Item(_) | Subject::Connector(_) | Subject::Sticky(_) => None,
    }
}

/// The groups as a picture of their own, of what is in the rectangle.
fn cut(groups: Vec<Group>, rect: Rect, background: Option<Color>) -> Scene {
    let corner: Vec2 = rect.min.to_vec2();
    let moved = |group: Group| Group { origin: group.origin - corner, ..group };
    Scene { size: rect.size(), background, groups: groups.into_iter().map(moved).collect(), ..Scene::default() }
}

/// Stage by stage what is selected, each card in a line with its lane; all of the journey without a selection.
fn outline(project: &Project, journey: JourneyId, selection: &Selection) -> String {
    let Some(journey) = project.journeys.get(&journey) else { return String::new() };
    let is_all = selection.subjects.is_empty();
    let is_in = |subject: Subject| selection.subjects.contains(&subject);
    let mut lines = Vec::new();
    for stage in journey.stages.iter().filter_map(|id| project.stages.get(id)) {
        let items = project.items_in_reading_order(journey.id).into_iter().filter_map(|item| {
            let place = project.place_of(item).filter(|place| place.stage == stage.id)?;
            let is_wanted =
                is_all || is_in(item.into()) || is_in(Subject::Stage(stage.id)) || is_in(Subject::Lane(place.lane));
            is_wanted.then_some((item, place.lane))
        });
        let mut heading = Some(&stage.name);
        for (item, lane) in items {
            lines.extend(heading.take().map(|name| one_line(name)));
            let text = one_line(project.text_of(item).unwrap_or_default());
            lines.push(match item {
                Item::Touchpoint(id) => {
                    let channel = project.touchpoints.get(&id).map_or("", |touchpoint| touchpoint.channel.label());
                    format!("- {text} ({channel})")
                }
                Item::Card(_) => {
                    let lane = project.lanes.get(&lane).map_or("", |lane| lane.name.as_str());
                    format!("- {}: {text}", one_line(lane))
                }
            });
        }
    }
    let stickies = project.stickies.values().filter(|sticky| sticky.journey == journey.id);
    let stickies: Vec<_> = stickies.filter(|sticky| is_all || is_in(Subject::Sticky(sticky.id))).collect();
    if !stickies.is_empty() {
        lines.push("Sticky notes".to_owned());
        lines.extend(stickies.iter().map(|sticky| format!("- {}", one_line(&sticky.text))));
    }
    lines.join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Template;

    #[test]
    fn an_outline_goes_stage_by_stage_and_names_lanes_and_channels() {
        let project = Template::find("online-shop").unwrap().project();
        let journey = project.journey_order[0];
        let all = outline(&project, journey, &Selection::default());
        assert!(all.starts_with("Discover\n- "), "{all}");
        assert!(all.contains("- Product page (Website)") && all.contains("- Actions: "), "{all}");
        let stage = project.journeys[&journey].stages[1];
        let one = outline(&project, journey, &Selection::only(Subject::Stage(stage)));
        assert!(one.starts_with(&project.stages[&stage].name) && all.contains(&one), "{one}");
        assert_eq!(outline(&project, JourneyId(999), &Selection::default()), "");
    }

    #[test]
    fn a_cut_shows_what_lies_in_it_from_its_corner() {
        let rect = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 70.0));
        let picture = std::sync::Arc::new(crate::scene::Picture {
            bounds: Rect::from_min_max(pos2(0.0, 0.0), pos2(30.0, 30.0)),
            items: Vec::new(),
            block: None,
            name: String::new(),
            role: crate::scene::Role::default(),
        });
        let scene = cut(vec![Group { origin: pos2(50.0, 30.0), picture }], rect, None);
        assert_eq!(scene.size, Vec2::new(100.0, 50.0));
        assert_eq!(scene.groups[0].origin, pos2(40.0, 10.0));
    }
}
