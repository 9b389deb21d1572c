//! What the canvas paints over the map: outlines of what is selected and hovered, ghosts of what is dragged, marks of
//! where it would go, the marquee, the line of a new connector. Changes nothing and reads no input.

use egui::epaint::CubicBezierShape;
use egui::{Align2, Color32, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, vec2};

use super::gesture::{ConnectorEnd, Gesture, MoveMode, Outcome, Slot, Start};
use super::header_tools::HeaderTools;
use super::headers::Stuck;
use super::hints::dashed_rect;
use super::motion::Motion;
use super::sight::Sight;
use crate::app::style::{color32, family};
use crate::app::workspace::Workspace;
use crate::model::{ConnectorId, Item, Subject, TouchpointId};
use crate::render::egui::{ScenePainter, Transform};
use crate::scene::{Face, Theme};

/// Radius of the round handle that connectors are drawn from, in points on screen.
pub const HANDLE_RADIUS: f32 = 5.5;
/// With more selected cards than this in view, each gets a tint instead of an outline and halo.
pub const MOST_OUTLINES: usize = 400;
/// Below this scale the labels of connectors are no text any more.
const SMALLEST_LABEL_SCALE: f32 = 0.4;
/// So many dragged cards are shown under the pointer; a badge says how many there are.
const MOST_GHOSTS: usize = 24;

/// What painting over the map needs to know.
pub struct Overlay<'a> {
    pub painter: &'a Painter,
    pub sight: &'a Sight,
    pub stuck: &'a Stuck,
    pub workspace: &'a Workspace,
    pub motion: &'a Motion,
    pub scenes: &'a ScenePainter,
}

impl Overlay<'_> {
    fn theme(&self) -> &Theme {
        &self.workspace.theme
    }

    /// Where a subject is seen, if the shown map has it.
    fn rect_of(&self, subject: Subject) -> Option<Rect> {
        let place = self.workspace.map.rect_of(subject)?;
        let rect = match subject {
            Subject::Item(_) | Subject::Sticky(_) => place.translate(self.motion.shift_of(subject)),
            Subject::Stage(_) | Subject::Lane(_) | Subject::Connector(_) => place,
        };
        Some(self.stuck.seen(subject, self.sight.rect_from_map(rect)))
    }

    fn card_radius(&self) -> f32 {
        self.theme().map.card_radius * self.sight.camera.scale
    }

    /// Outlines of the selected items and connectors. `visible` is asked only if more than [`MOST_OUTLINES`] are selected.
    pub fn selection(&self, visible: &[Item]) {
        let selection = self.workspace.document.selection();
        if selection.is_empty() {
            return;
        }
        let is_many = selection.subjects.len() > MOST_OUTLINES;
        let shown: Vec<Rect> = if is_many {
            let selected =
                visible.iter().map(|item| Subject::Item(*item)).filter(|subject| selection.contains(*subject));
            selected.filter_map(|subject| self.rect_of(subject)).collect()
        } else {
            selection.items().into_iter().filter_map(|item| self.rect_of(Subject::Item(item))).collect()
        };
        let stickies = selection.stickies().into_iter().filter_map(|id| self.rect_of(Subject::Sticky(id)));
        stickies
            .filter(|rect| rect.intersects(self.painter.clip_rect()))
            .take(MOST_OUTLINES)
            .for_each(|rect| self.outline(rect, 0.0));
        if shown.len() > MOST_OUTLINES {
            self.tint(&shown);
        } else {
            shown
                .into_iter()
                .filter(|rect| rect.intersects(self.painter.clip_rect()))
                .for_each(|rect| self.outline(rect, self.card_radius()));
        }
        let connectors = selection.subjects.iter().take(MOST_OUTLINES).filter(|subject| is_connector(**subject));
        self.connectors(connectors.copied(), 3.0);
    }

    /// Outlines of the selected headers, wherever they are seen.
    pub fn selected_headers(&self) {
        let selected = self.workspace.document.selection().subjects.iter();
        let headers = selected.filter(|subject| matches!(subject, Subject::Stage(_) | Subject::Lane(_)));
        for (subject, rect) in headers.filter_map(|subject| Some((*subject, self.rect_of(*subject)?))) {
            self.outline_on(&self.painter_for(subject), rect, self.card_radius());
        }
    }

    /// The outline and halo of something selected; finer where cards are small.
    fn outline(&self, rect: Rect, radius: f32) {
        self.outline_on(self.painter, rect, radius);
    }

    fn outline_on(&self, painter: &Painter, rect: Rect, radius: f32) {
        let accent = color32(self.theme().color.accent);
        let scale = self.sight.camera.scale;
        let (line, halo) = ((2.0 * scale).clamp(1.25, 2.0), (4.0 * scale).clamp(1.0, 4.0));
        let halo = Stroke::new(halo, accent.gamma_multiply(0.25));
        painter.rect_stroke(rect.expand(line / 2.0), radius + line / 2.0, halo, StrokeKind::Outside);
        painter.rect_stroke(rect, radius, Stroke::new(line, accent), StrokeKind::Middle);
    }

    /// Paints only where the subject is seen.
    fn painter_for(&self, subject: Subject) -> Painter {
        let clip = self.stuck.clip(subject, self.sight.canvas);
        self.painter.with_clip_rect(clip.intersect(self.painter.clip_rect()))
    }

    /// One mesh for very many selected cards.
    fn tint(&self, rects: &[Rect]) {
        let color = color32(self.theme().color.accent).gamma_multiply(0.4);
        let mut mesh = Mesh::default();
        mesh.reserve_triangles(rects.len() * 2);
        mesh.reserve_vertices(rects.len() * 4);
        for rect in rects {
            mesh.add_colored_rect(*rect, color);
        }
        self.painter.add(Shape::mesh(mesh));
    }

    /// Connectors drawn stronger over themselves, below the labels that they pass.
    fn connectors(&self, connectors: impl Iterator<Item = Subject>, width: f32) {
        let lines = connectors.filter_map(|subject| self.connector(subject, width));
        let Some(covered) = lines.reduce(Rect::union) else { return };
        if self.sight.camera.scale < SMALLEST_LABEL_SCALE {
            return;
        }
        let in_map = self.sight.transform().map_rect_from_screen(covered.intersect(self.painter.clip_rect()));
        let map = &self.workspace.map;
        for group in map.label_groups_in(in_map).filter_map(|at| map.scene.groups.get(at)) {
            self.scenes.paint_group(self.painter, group, self.sight.transform(), 1.0);
        }
    }

    /// One of them, and what it covers on screen; `None` out of view.
    fn connector(&self, subject: Subject, width: f32) -> Option<Rect> {
        let Subject::Connector(id) = subject else { return None };
        let points = self.workspace.map.line_of(id)?;
        let points: Vec<Pos2> = points.iter().map(|pos| self.sight.screen_from_map(*pos)).collect();
        let covered = Rect::from_points(&points).expand(width + 4.0);
        if !covered.intersects(self.painter.clip_rect()) {
            return None;
        }
        let accent = color32(self.theme().color.accent);
        self.painter.add(Shape::line(points.clone(), Stroke::new(width + 4.0, accent.gamma_multiply(0.2))));
        self.painter.add(Shape::line(points, Stroke::new(width, accent)));
        Some(covered)
    }

    /// A quiet outline of what the pointer is over.
    pub fn hover(&self, subject: Subject) {
        if self.workspace.document.selection().contains(subject) {
            return;
        }
        if is_connector(subject) {
            self.connectors(std::iter::once(subject), 2.0);
        } else if let Some(rect) = self.rect_of(subject) {
            // A collapsed stage or lane is one strip with its header, unless that sticks to the edge.
            let strip = self.workspace.map.strip_of(subject).filter(|_| *self.stuck == Stuck::default());
            let rect = strip.map_or(rect, |strip| rect.union(self.sight.rect_from_map(strip)));
            let stroke = Stroke::new(1.5, color32(self.theme().color.accent).gamma_multiply(0.6));
            let radius = if matches!(subject, Subject::Sticky(_)) { 0.0 } else { self.card_radius() };
            self.painter_for(subject).rect_stroke(rect, radius, stroke, StrokeKind::Middle);
        }
    }

    /// A quiet outline of the row of figures that the pointer is over.
    pub fn hovered_chip(&self, touchpoint: TouchpointId, row: usize) {
        if let Some(rect) = self.workspace.map.chip_rect(touchpoint, row) {
            let rect = self.sight.rect_from_map(rect);
            let stroke = Stroke::new(1.0, color32(self.theme().color.accent));
            self.painter.rect_stroke(rect, self.card_radius() * 0.7, stroke, StrokeKind::Inside);
        }
    }

    /// A dashed outline around what has the focus without being selected.
    pub fn focus(&self) {
        let selection = self.workspace.document.selection();
        let Some(focus) = selection.focus.filter(|focus| !selection.contains(*focus)) else { return };
        if let Some(rect) = self.rect_of(focus) {
            dashed_rect(self.painter, rect.expand(2.0), Stroke::new(1.5, color32(self.theme().color.accent)));
        }
    }

    /// The handle from which a connector is drawn.
    pub fn handle(&self, touchpoint: TouchpointId, is_hovered: bool) {
        if let Some(center) = handle_center(self.workspace, self.sight, touchpoint) {
            self.knob(center, is_hovered);
        }
    }

    /// The handles at the ends of the connector that is selected alone: they lead it elsewhere.
    pub fn connector_ends(&self, hovered: Option<ConnectorEnd>) {
        for (center, end) in connector_ends(self.workspace, self.sight).into_iter().flat_map(|(_, ends)| ends) {
            self.knob(center, hovered == Some(end));
        }
    }

    fn knob(&self, center: Pos2, is_hovered: bool) {
        let c = &self.theme().color;
        let accent = color32(c.accent);
        let fill = if is_hovered { accent } else { color32(c.surface) };
        let radius = if is_hovered { HANDLE_RADIUS + 1.0 } else { HANDLE_RADIUS };
        self.painter.circle(center, radius, fill, Stroke::new(1.5, accent));
    }

    /// Everything that a gesture under way shows.
    pub fn gesture(&self, gesture: &Gesture, slot: Option<Slot>, outcome: Option<&Outcome>, pointer: Pos2) {
        let accent = color32(self.theme().color.accent);
        match gesture {
            Gesture::Idle | Gesture::Panning { .. } | Gesture::MovingFace { .. } => {}
            Gesture::Marquee { start, .. } => {
                let rect = Rect::from_two_pos(self.sight.screen_from_map(start.press_in_map), pointer);
                let in_map = Rect::from_two_pos(start.press_in_map, self.sight.map_from_screen(pointer));
                let touched: Vec<Rect> = self
                    .workspace
                    .map
                    .items_in(in_map)
                    .into_iter()
                    .filter_map(|item| self.rect_of(Subject::Item(item)))
                    .filter(|rect| rect.intersects(self.painter.clip_rect()))
                    .collect();
                for sticky in self.workspace.map.stickies_in(in_map).into_iter().take(MOST_OUTLINES) {
                    if let Some(rect) = self.rect_of(Subject::Sticky(sticky)) {
                        self.painter.rect_stroke(rect, 0.0, Stroke::new(2.0, accent), StrokeKind::Middle);
                    }
                }
                if touched.len() > MOST_OUTLINES {
                    self.tint(&touched);
                } else {
                    for rect in touched {
                        self.painter.rect_stroke(
                            rect,
                            self.card_radius(),
                            Stroke::new(2.0, accent),
                            StrokeKind::Middle,
                        );
                    }
                }
                self.painter.rect(rect, 2.0, accent.gamma_multiply(0.08), Stroke::new(1.0, accent), StrokeKind::Inside);
            }
            // The preview shows them where they would lie.
            Gesture::MovingStickies { stickies, .. } => {
                if matches!(slot, Some(Slot::Stickies(_, MoveMode::Copy))) {
                    let count = if stickies.len() > 1 { stickies.len().to_string() } else { String::new() };
                    self.badge(pointer, &format!("+{count}"));
                }
            }
            Gesture::MovingItems { start, grabbed, items } => {
                self.landing(gesture, slot, outcome);
                let by = pointer - self.sight.screen_from_map(start.press_in_map);
                self.ghosts(start, items, *grabbed, by);
                let is_copy = matches!(slot, Some(Slot::Items(_, MoveMode::Copy, _)));
                let badge = match (is_copy, items.len()) {
                    (false, 1) => return,
                    (true, 1) => "+".to_owned(),
                    (false, count) => count.to_string(),
                    (true, count) => format!("+{count}"),
                };
                self.badge(pointer, &badge);
            }
            Gesture::Dropping { .. } => self.landing(gesture, slot, outcome),
            Gesture::MovingStage { start, stage } => {
                let by = pointer - self.sight.screen_from_map(start.press_in_map);
                self.header_ghost(Subject::Stage(*stage), vec2(by.x, 0.0));
                self.bar(gesture, slot);
            }
            Gesture::MovingLane { start, lane } => {
                let by = pointer - self.sight.screen_from_map(start.press_in_map);
                self.header_ghost(Subject::Lane(*lane), vec2(0.0, by.y));
                self.bar(gesture, slot);
            }
            Gesture::Resizing { grabbed, .. } => {
                let tools = HeaderTools { sight: self.sight, stuck: self.stuck, workspace: self.workspace };
                tools.paint_edge(self.painter, *grabbed);
                if let Some(Slot::Size(size)) = slot {
                    self.badge(pointer, &format!("{size} pt"));
                }
            }
            Gesture::Reconnecting { start, connector, end } => {
                let target = slot.and_then(Slot::touchpoint).and_then(|id| self.rect_of(Subject::from(id)));
                match target {
                    // The preview shows the way itself.
                    Some(rect) => self.outline(rect, self.card_radius()),
                    None => {
                        let way = start.map.way_of(*connector).unwrap_or_default();
                        let (Some(first), Some(last)) = (way.first(), way.last()) else { return };
                        match end {
                            ConnectorEnd::From => self.line(pointer, self.sight.screen_from_map(*last), accent),
                            ConnectorEnd::To => self.line(self.sight.screen_from_map(*first), pointer, accent),
                        }
                    }
                }
            }
            Gesture::Connecting { from, .. } => {
                let Some(source) = handle_center(self.workspace, self.sight, *from) else { return };
                let target = slot.and_then(Slot::touchpoint).and_then(|id| self.rect_of(Subject::from(id)));
                let end = target.map_or(pointer, |rect| {
                    if rect.center().x > source.x { rect.left_center() } else { rect.right_center() }
                });
                if let Some(rect) = target {
                    self.outline(rect, self.card_radius());
                }
                self.line(source, end, accent);
            }
        }
    }

    /// The place that the preview made for what is dragged, or a bar where the map would open.
    fn landing(&self, gesture: &Gesture, slot: Option<Slot>, outcome: Option<&Outcome>) {
        let c = &self.theme().color;
        let accent = color32(c.accent);
        let landing = outcome.map(|outcome| outcome.landing.as_slice()).unwrap_or_default();
        // On a large map the preview may still be the one of where the pointer was just before.
        let is_previewed = self.workspace.preview.is_some() && outcome.is_some();
        if !is_previewed {
            self.bar(gesture, slot);
            return;
        }
        let view = self.stuck.free(self.sight.canvas);
        let rects: Vec<Rect> = landing.iter().filter_map(|item| self.rect_of(Subject::Item(*item))).collect();
        if let Some(first) = rects.first().filter(|_| !rects.iter().any(|rect| rect.intersects(view))) {
            self.toward(*first, view);
        }
        for rect in rects.into_iter().filter(|rect| rect.intersects(self.painter.clip_rect())).take(MOST_OUTLINES) {
            self.painter.rect_filled(rect.expand(1.0), self.card_radius(), color32(c.surface));
            self.painter.rect_filled(rect, self.card_radius(), color32(c.accent_tint));
            dashed_rect(self.painter, rect.shrink(1.0), Stroke::new(1.5, accent));
        }
    }

    /// A bar at the edge of the view, and an arrow, where what is dragged would land beyond that edge.
    fn toward(&self, landing: Rect, view: Rect) {
        const THICKNESS: f32 = 4.0;
        let accent = color32(self.theme().color.accent);
        let near = landing.center().clamp(view.min, view.max);
        let out = (landing.center() - near).normalized();
        let half = (landing.size() / 2.0).min(view.size() / 2.0);
        let along = if out.y.abs() >= out.x.abs() { vec2(half.x, THICKNESS) } else { vec2(THICKNESS, half.y) };
        self.painter.rect_filled(Rect::from_center_size(near, along * 2.0), THICKNESS / 2.0, accent);
        let tip = near - out * (THICKNESS + 4.0);
        let base = tip - out * 14.0;
        let across = out.rot90() * 9.0;
        self.painter.add(Shape::convex_polygon(vec![tip, base + across, base - across], accent, Stroke::NONE));
    }

    /// A bar where the map would open.
    fn bar(&self, gesture: &Gesture, slot: Option<Slot>) {
        if let Some(mark) = slot.and_then(|slot| gesture.mark(slot)) {
            let rect = self.sight.rect_from_map(mark);
            let rect = Rect::from_center_size(rect.center(), rect.size().max(Vec2::splat(3.0)));
            self.painter.rect_filled(rect, 1.5, color32(self.theme().color.accent));
        }
    }

    /// The dragged items under the pointer, as far as they are in view; the grabbed one on top.
    fn ghosts(&self, start: &Start, items: &[Item], grabbed: Item, by: Vec2) {
        const OPACITY: f32 = 0.9;
        let transform = self.sight.transform();
        let transform = Transform { offset: transform.offset + by, ..transform };
        let shadow = egui::Shadow { offset: [0, 6], blur: 16, spread: 0, color: color32(self.theme().color.shadow) };
        let clip = self.painter.clip_rect();
        let in_view = |item: &Item| {
            let group = start.map.scene.groups.get(start.map.group_of(*item)?)?;
            let rect = transform.screen_rect_from_map(group.bounds());
            rect.intersects(clip).then_some((group, rect))
        };
        let others = items.iter().filter(|item| **item != grabbed).filter_map(in_view).take(MOST_GHOSTS);
        for (group, rect) in others.chain(in_view(&grabbed)) {
            self.painter.add(shadow.as_shape(rect, CornerRadius::same(self.card_radius() as u8)));
            self.scenes.paint_group(self.painter, group, transform, OPACITY);
        }
    }

    /// The header that is being moved, as an outline that follows the pointer.
    fn header_ghost(&self, subject: Subject, by: Vec2) {
        if let Some(rect) = self.rect_of(subject) {
            let accent = color32(self.theme().color.accent);
            let rect = rect.translate(by);
            self.painter.rect(rect, 6.0, accent.gamma_multiply(0.15), Stroke::new(1.5, accent), StrokeKind::Inside);
        }
    }

    fn badge(&self, pointer: Pos2, text: &str) {
        let c = &self.theme().color;
        let font = FontId::new(self.theme().window.small_text, family(Face::SemiBold));
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color32(c.on_accent));
        let size = vec2((galley.size().x + 12.0).max(20.0), 20.0);
        let pill = Rect::from_center_size(pointer + vec2(18.0, 18.0), size);
        self.painter.rect_filled(pill, 10.0, color32(c.accent));
        self.painter.galley(
            Align2::CENTER_CENTER.align_size_within_rect(galley.size(), pill).min,
            galley,
            color32(c.on_accent),
        );
    }

    /// The line of a connector being drawn, with its arrowhead.
    fn line(&self, from: Pos2, to: Pos2, color: Color32) {
        let reach = ((to.x - from.x).abs() / 2.0).clamp(24.0, 120.0);
        let points = [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to];
        self.painter.add(CubicBezierShape::from_points_stroke(
            points,
            false,
            Color32::TRANSPARENT,
            Stroke::new(2.0, color),
        ));
        let head = vec![to, to + vec2(-9.0, -5.0), to + vec2(-9.0, 5.0)];
        self.painter.add(Shape::convex_polygon(head, color, Stroke::NONE));
        self.painter.circle_filled(from, 4.0, color);
    }
}

/// Where the handle of a touchpoint is on screen.
pub fn handle_center(workspace: &Workspace, sight: &Sight, touchpoint: TouchpointId) -> Option<Pos2> {
    workspace.map.rect_of(Subject::from(touchpoint)).map(|rect| sight.rect_from_map(rect).right_center())
}

/// The connector that is selected alone, and where its ends are on screen.
pub fn connector_ends(workspace: &Workspace, sight: &Sight) -> Option<(ConnectorId, [(Pos2, ConnectorEnd); 2])> {
    let selection = workspace.document.selection();
    let Some(Subject::Connector(id)) = selection.subjects.first().filter(|_| selection.subjects.len() == 1) else {
        return None;
    };
    let way = workspace.map.way_of(*id)?;
    let on_screen = |pos: &Pos2| sight.screen_from_map(*pos);
    Some((*id, [(on_screen(way.first()?), ConnectorEnd::From), (on_screen(way.last()?), ConnectorEnd::To)]))
}

fn is_connector(subject: Subject) -> bool {
    matches!(subject, Subject::Connector(_))
}
