//! draw.io: the map as an uncompressed mxGraph file, to be edited further. Lanes are containers that hold their cards,
//! stages stand above them, connectors hold on to the cards that they join; all of it lies where the map has it, in the
//! colors of its theme and lens. Lanes that are drawn from figures are pictures.

mod cells;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use cells::{Cell, Cells, html, plain};

use super::{ExportError, Material};
use crate::base::{Address, Color, Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::{Layouter, Map, sticky_colors};
use crate::model::{CardBody, Connector, ConnectorKind, Holds, Item, Lane, LaneId, Sticky, Subject, Touchpoint};
use crate::render::svg;
use crate::scene::{Group, Picture, Role, Scene, Shape, Stroke, Theme};

/// Room for the title above the map, in points.
const TITLE_HEIGHT: f32 = 48.0;

pub fn write(material: &Material<'_>) -> Result<Vec<u8>, ExportError> {
    let journey = material.project.journeys.get(&material.journey).ok_or(ExportError::NoJourney)?;
    let measured = material.measured();
    let input = material.map_input(&measured, material.journey);
    let map = Layouter::new().filtered_map(&input, &material.spec.filter);
    let name = if journey.name.trim().is_empty() { "Untitled journey" } else { journey.name.trim() };
    let size = map.size() + vec2(0.0, TITLE_HEIGHT);
    let mut drawing = Drawing { material, map: &map, theme: &material.theme, cells: Cells::new(name, size) };
    drawing.title(name);
    drawing.stages();
    drawing.lanes();
    drawing.items();
    drawing.connectors();
    drawing.stickies();
    drawing.cells.finish().map_err(|error| ExportError::Text(error.to_string()))
}

struct Drawing<'a> {
    material: &'a Material<'a>,
    map: &'a Map,
    theme: &'a Theme,
    cells: Cells,
}

impl<'a> Drawing<'a> {
    fn title(&mut self, name: &str) {
        let Theme { map, color, .. } = self.theme;
        let rect = Rect::from_min_size(pos2(map.margin, 8.0), vec2(self.map.size().x.max(320.0), TITLE_HEIGHT - 8.0));
        let style = format!(
            "text;html=1;strokeColor=none;fillColor=none;align=left;verticalAlign=middle;fontSize={};fontStyle=1;fontColor={};",
            map.stage_text * 1.5,
            color.ink.to_hex()
        );
        self.cells.vertex(Cell {
            id: "title".to_owned(),
            value: html(name),
            style,
            parent: "1".to_owned(),
            rect,
            link: None,
        });
    }

    /// Phase bands and stage headers, as the map has them.
    fn stages(&mut self) {
        let project = self.material.project;
        let map = self.map;
        for (number, group) in
            map.scene.groups.iter().enumerate().filter(|(_, it)| it.picture.role == Role::ColumnGroup)
        {
            let words = first_words(&group.picture);
            let style = self.header_style(&group.picture, 11.5);
            let rect = lowered(group.bounds());
            self.cells.vertex(Cell {
                id: format!("phase-{number}"),
                value: html(&words),
                style,
                parent: "1".to_owned(),
                rect,
                link: None,
            });
        }
        for (id, _) in map.stages() {
            let Some(stage) = project.stages.get(&id) else { continue };
            let Some(group) = map.group_of(Subject::Stage(id)).and_then(|at| map.scene.groups.get(at)) else {
                continue;
            };
            let style = self.header_style(&group.picture, self.theme.map.stage_text);
            let rect = lowered(group.bounds());
            let id = format!("stage-{}", id.0);
            self.cells.vertex(Cell { id, value: html(&stage.name), style, parent: "1".to_owned(), rect, link: None });
        }
    }

    fn header_style(&self, picture: &Picture, size: f32) -> String {
        let (fill, _) = ground(picture);
        format!(
            "rounded=1;arcSize=12;whiteSpace=wrap;html=1;align=left;spacingLeft=8;fontStyle=1;fontSize={size};\
             fillColor={};strokeColor=none;fontColor={};",
            hex(fill),
            text_color(picture).unwrap_or(self.theme.color.ink).to_hex()
        )
    }

    fn lanes(&mut self) {
        let project = self.material.project;
        for (id, kind, rect) in self.map.lanes() {
            let Some(lane) = project.lanes.get(&id) else { continue };
            let Some(header) = self.map.group_of(Subject::Lane(id)).and_then(|at| self.map.scene.groups.get(at)) else {
                continue;
            };
            let left = header.bounds().left();
            let whole = Rect::from_min_max(pos2(left, rect.top()), rect.max);
            let (fill, _) = ground(&header.picture);
            let (surface, line) = (self.theme.color.surface.to_hex(), self.theme.color.line.to_hex());
            let style =
                format!("container=1;collapsible=0;recursiveResize=0;html=1;fillColor={surface};strokeColor={line};");
            self.cells.vertex(Cell {
                id: lane_id(id),
                value: String::new(),
                style,
                parent: "1".to_owned(),
                rect: lowered(whole),
                link: None,
            });
            let style = format!(
                "html=1;whiteSpace=wrap;align=left;verticalAlign=top;spacingLeft=8;spacingTop=6;fontStyle=1;\
                 fontSize={};fillColor={};strokeColor={line};fontColor={};",
                self.theme.map.body_text,
                hex(fill),
                text_color(&header.picture).unwrap_or(self.theme.color.muted).to_hex()
            );
            let width = (rect.left() - left).max(24.0).round();
            self.cells.vertex(Cell {
                id: format!("{}-name", lane_id(id)),
                value: html(&lane.name),
                style,
                parent: lane_id(id),
                rect: Rect::from_min_size(Pos2::ZERO, vec2(width, whole.height())),
                link: None,
            });
            if kind.holds() == Holds::Nothing && lane.is_open() {
                self.drawn_lane(lane, rect, whole.min);
            }
        }
    }

    /// What a lane draws from figures, as one picture.
    fn drawn_lane(&mut self, lane: &Lane, rect: Rect, lane_origin: Pos2) {
        let is_inside = |group: &&Group| {
            let is_drawn = matches!(group.picture.role, Role::Figure | Role::Decoration);
            is_drawn && rect.expand(2.0).contains_rect(group.bounds())
        };
        let moved = |group: &Group| Group { origin: group.origin - rect.min.to_vec2(), picture: group.picture.clone() };
        let groups: Vec<Group> = self.map.scene.groups.iter().filter(is_inside).map(moved).collect();
        if groups.is_empty() {
            return;
        }
        let scene = Scene { size: rect.size(), background: None, groups, title: lane.name.clone() };
        let style = picture_style("image/svg+xml", svg::write(&scene).as_bytes());
        let id = format!("drawn-{}", lane.id.0);
        let rect = rect.translate(-lane_origin.to_vec2());
        self.cells.vertex(Cell { id, value: String::new(), style, parent: lane_id(lane.id), rect, link: None });
    }

    fn items(&mut self) {
        let project = self.material.project;
        let mut lane_origins = BTreeMap::new();
        for (id, _, rect) in self.map.lanes() {
            let header = self.map.group_of(Subject::Lane(id)).and_then(|at| self.map.scene.groups.get(at));
            lane_origins.insert(id, pos2(header.map_or(rect.left(), |header| header.bounds().left()), rect.top()));
        }
        for (item, rect) in self.map.items() {
            let Some(place) = project.place_of(item) else { continue };
            let Some(group) = self.map.group_of(item).and_then(|at| self.map.scene.groups.get(at)) else { continue };
            let origin = lane_origins.get(&place.lane).copied().unwrap_or_default();
            let (value, link) = match item {
                Item::Touchpoint(id) => {
                    let Some(touchpoint) = project.touchpoints.get(&id) else { continue };
                    (self.touchpoint_in_words(touchpoint), touchpoint.links.first().map(|link| link.url.as_str()))
                }
                Item::Card(id) => {
                    let Some(card) = project.cards.get(&id) else { continue };
                    match &card.body {
                        CardBody::Quote { by } if !by.trim().is_empty() => {
                            (format!("“{}”<br>— {}", html(&card.text), html(by)), None)
                        }
                        CardBody::Quote { .. } => (format!("“{}”", html(&card.text)), None),
                        CardBody::Link { url } => (html(&card.text), Some(url.as_str())),
                        CardBody::Text | CardBody::Picture { .. } => (html(&card.text), None),
                    }
                }
            };
            let link = link.filter(|url| Address::parse(url).is_ok()).map(plain);
            let style = self.card_style(&group.picture, item);
            let rect = rect.translate(-origin.to_vec2());
            let id = item_id(item);
            self.cells.vertex(Cell { id: id.clone(), value, style, parent: lane_id(place.lane), rect, link });
            self.pictures(&id, &group.picture);
        }
    }

    /// The pictures on a card, within it.
    fn pictures(&mut self, card: &str, picture: &Picture) {
        for (number, item) in picture.items.iter().enumerate() {
            let Shape::Image { rect, bitmap, .. } = item else { continue };
            let style = picture_style(bitmap.format.media_type(), &bitmap.bytes);
            let id = format!("{card}-picture-{number}");
            self.cells.vertex(Cell {
                id,
                value: String::new(),
                style,
                parent: card.to_owned(),
                rect: *rect,
                link: None,
            });
        }
    }

    /// Title, channel and the figures that the card shows.
    fn touchpoint_in_words(&self, touchpoint: &Touchpoint) -> String {
        let star = if touchpoint.is_moment_of_truth { "★ " } else { "" };
        let mut words = format!("<b>{star}{}</b><br>{}", html(&touchpoint.title), touchpoint.channel.label());
        for chip in self.material.numbers.chips(touchpoint.id, &self.material.view) {
            words.push_str(&format!("<br>{} {}", html(&chip.short_name), html(&chip.text)));
            if !chip.change_text.is_empty() {
                words.push_str(&format!(" ({})", html(&chip.change_text)));
            }
        }
        words
    }

    fn card_style(&self, picture: &Picture, item: Item) -> String {
        let (fill, stroke) = ground(picture);
        let has_picture = picture.items.iter().any(|item| matches!(item, Shape::Image { .. }));
        let size = match item {
            Item::Touchpoint(_) => self.theme.map.title_text,
            Item::Card(_) => self.theme.map.body_text,
        };
        format!(
            "rounded=1;absoluteArcSize=1;arcSize={};whiteSpace=wrap;html=1;align=left;verticalAlign={};spacingLeft=8;\
             spacingRight=6;spacingTop=4;overflow=hidden;fontSize={size};fillColor={};strokeColor={};fontColor={};",
            self.theme.map.card_radius * 2.0,
            if has_picture { "bottom" } else { "top" },
            hex(fill),
            hex(stroke.map(|stroke| stroke.color)),
            self.theme.color.ink.to_hex()
        )
    }

    fn connectors(&mut self) {
        let project = self.material.project;
        let shown: BTreeSet<Item> = self.map.items().map(|(item, _)| item).collect();
        let is_shown = |it: &&Connector| shown.contains(&it.from.into()) && shown.contains(&it.to.into());
        for connector in project.connectors.values().map(|it| &**it).filter(is_shown) {
            let Some(way) = self.map.way_of(connector.id) else { continue };
            let color = match connector.kind {
                ConnectorKind::Flow => self.theme.color.connector,
                ConnectorKind::Optional => self.theme.color.connector_optional,
                ConnectorKind::Return => self.theme.color.connector_return,
            };
            let dashes = match connector.kind {
                ConnectorKind::Flow => "",
                ConnectorKind::Optional => "dashed=1;",
                ConnectorKind::Return => "dashed=1;dashPattern=8 4;",
            };
            let end = |which: &str, item: Item, at: Option<&Pos2>| {
                let (Some(rect), Some(at)) = (self.map.rect_of(item), at) else { return String::new() };
                let share = (*at - rect.min) / rect.size().max(Vec2::splat(1.0));
                let (x, y) = (share.x.clamp(0.0, 1.0), share.y.clamp(0.0, 1.0));
                format!("{which}X={x:.3};{which}Y={y:.3};{which}Dx=0;{which}Dy=0;")
            };
            let style = format!(
                "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;endArrow=block;endFill=1;endSize=5;strokeWidth={};strokeColor={};\
                 fontColor={};fontSize={};labelBackgroundColor={};{dashes}{}{}",
                self.theme.map.connector_width,
                color.to_hex(),
                self.theme.color.muted.to_hex(),
                self.theme.map.small_text,
                self.theme.color.surface.to_hex(),
                end("exit", connector.from.into(), way.first()),
                end("entry", connector.to.into(), way.last()),
            );
            let inner = way.get(1..way.len().saturating_sub(1)).unwrap_or(&[]);
            let points: Vec<Pos2> = inner.iter().map(|at| *at + vec2(0.0, TITLE_HEIGHT)).collect();
            let (from, to) = (item_id(connector.from.into()), item_id(connector.to.into()));
            let id = format!("connector-{}", connector.id.0);
            self.cells.edge(&id, &html(&connector.label), &style, (&from, &to), &points);
        }
    }

    fn stickies(&mut self) {
        let of_journey = |it: &&Sticky| it.journey == self.material.journey;
        let stickies: Vec<&Sticky> =
            self.material.project.stickies.values().map(|it| &**it).filter(of_journey).collect();
        for sticky in stickies {
            let Some(rect) = self.map.rect_of(Subject::Sticky(sticky.id)) else { continue };
            let colors = sticky_colors(self.theme, sticky.color);
            let style = format!(
                "shape=note;size=10;whiteSpace=wrap;html=1;align=left;verticalAlign=top;spacingLeft=6;spacingTop=2;\
                 overflow=hidden;fontSize={};fillColor={};strokeColor={};fontColor={};",
                self.theme.map.body_text,
                colors.surface.to_hex(),
                colors.mark.to_hex(),
                self.theme.color.ink.to_hex()
            );
            let (id, rect) = (format!("note-{}", sticky.id.0), lowered(rect));
            self.cells.vertex(Cell { id, value: html(&sticky.text), style, parent: "1".to_owned(), rect, link: None });
        }
    }
}

/// Under the title.
fn lowered(rect: Rect) -> Rect {
    rect.translate(vec2(0.0, TITLE_HEIGHT))
}

fn lane_id(lane: LaneId) -> String {
    format!("lane-{}", lane.0)
}

fn item_id(item: Item) -> String {
    match item {
        Item::Touchpoint(id) => format!("touchpoint-{}", id.0),
        Item::Card(id) => format!("card-{}", id.0),
    }
}

/// The fill and outline of the first rectangle that a picture fills.
fn ground(picture: &Picture) -> (Option<Color>, Option<Stroke>) {
    let filled = picture.items.iter().find_map(|item| match item {
        Shape::Rect { fill: Some(fill), stroke, .. } => Some((Some(*fill), *stroke)),
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => None,
        Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => None,
    });
    filled.unwrap_or((None, None))
}

fn text_color(picture: &Picture) -> Option<Color> {
    picture.items.iter().find_map(|item| match item {
        Shape::Text(line) => Some(line.color),
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => None,
        Shape::Icon { .. } | Shape::Image { .. } => None,
    })
}

fn first_words(picture: &Picture) -> String {
    let lines = picture.items.iter().filter_map(|item| match item {
        Shape::Text(line) => Some(line.text.as_ref()),
        Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => None,
        Shape::Icon { .. } | Shape::Image { .. } => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn hex(color: Option<Color>) -> String {
    color.filter(|color| color.a > 0).map_or_else(|| "none".to_owned(), |color| Color { a: 255, ..color }.to_hex())
}

/// draw.io leaves `;base64` out of its data addresses, since a semicolon ends a style.
fn picture_style(media_type: &str, bytes: &[u8]) -> String {
    let data = base64::engine::general_purpose::STANDARD.encode(bytes);
    format!("shape=image;html=1;imageAspect=0;aspect=fixed;strokeColor=none;image=data:{media_type},{data};")
}
