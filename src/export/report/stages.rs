//! The map: all of it, then stage by stage, each enlarged, with what is known of its touchpoints.

use std::sync::Arc;

use super::super::{Material, titled_map};
use super::{anchor, counted, named, table};
use crate::base::{Rect, Vec2, pos2};
use crate::layout::report::{Block, Cell, Column, Fact, Part};
use crate::layout::tiles::parts;
use crate::layout::{Layouter, Map};
use crate::model::{Aim, CardBody, Evidence, Item, Journey, LaneKind, Stage, StageId, Subject, Touchpoint};
use crate::scene::Scene;

/// The sizes, against that on screen, that are tried for a stage until its pieces stand side by side on one page. At
/// the last one it takes as many pages as it needs.
const SCALES: [f32; 5] = [1.0, 0.85, 0.7, 0.6, 0.5];
/// The room for a picture on a page of A4 under the stage's name, in points; larger paper shows the same larger.
const PICTURE_ROOM: Vec2 = Vec2::new(758.0, 400.0);
/// A lane that takes no more than this share of the room is not cut.
const SHORT_LANE: f32 = 0.7;
/// Between two pieces, in points of the map.
const GAP: f32 = 14.0;

pub(super) fn overview(material: &Material<'_>, journey: &Journey) -> Vec<Block> {
    let (scene, _) = titled_map(material);
    let project = material.project;
    let items = project.items_in_reading_order(journey.id);
    let touchpoints = items.iter().filter(|item| item.as_touchpoint().is_some()).count();
    let cards = items.len() - touchpoints;
    if journey.stages.is_empty() {
        return vec![Block::Text("The journey has no stages yet.".to_owned())];
    }
    let said = format!(
        "{}, {}, {}, {}.",
        counted(journey.stages.len(), "stage"),
        counted(journey.lanes.len(), "lane"),
        counted(touchpoints, "touchpoint"),
        counted(cards, "card"),
    );
    let rect = Rect::from_min_size(pos2(0.0, 0.0), scene.size);
    let stages: Vec<String> =
        stage_records(material, journey).map(|stage| named(&stage.name, "Unnamed stage")).collect();
    let alt = format!("The whole map: {said} The stages are {}.", stages.join(", "));
    vec![Block::Text(said), Block::Picture { parts: vec![Part { scene: Arc::new(scene), rect, gap: 0.0 }], alt }]
}

fn stage_records<'a>(material: &'a Material<'_>, journey: &'a Journey) -> impl Iterator<Item = &'a Arc<Stage>> {
    journey.stages.iter().filter_map(|id| material.project.stages.get(id)).filter(|stage| !stage.is_hidden)
}

pub(super) fn stages(material: &Material<'_>, journey: &Journey) -> Vec<Block> {
    let measured = material.measured();
    let input = material.map_input(&measured, journey.id);
    let map = Layouter::new().filtered_map(&input, &material.spec.filter);
    let scene = Arc::new(map.scene.clone());
    let items = material.project.items_in_reading_order(journey.id);
    let mut blocks = Vec::new();
    for stage in stage_records(material, journey) {
        blocks.push(Block::Section { text: named(&stage.name, "Unnamed stage"), is_listed: true });
        let phase = stage.phase.label();
        let description = stage.description.trim();
        blocks.push(Block::Note(if description.is_empty() {
            phase.to_owned()
        } else {
            format!("{phase}. {description}")
        }));
        blocks.extend(pictures(&map, &scene, stage));
        let here: Vec<Item> =
            items.iter().copied().filter(|item| stage_of(material, *item) == Some(stage.id)).collect();
        if here.is_empty() {
            blocks.push(Block::Text("Nothing happens in this stage yet.".to_owned()));
            continue;
        }
        blocks.extend(touchpoints(material, &here));
        blocks.extend(cards(material, journey, &here));
    }
    blocks
}

fn stage_of(material: &Material<'_>, item: Item) -> Option<StageId> {
    material.project.place_of(item).map(|place| place.stage)
}

/// The stage as on the map, with the names of its lanes, in as many pieces as it takes to be read.
fn pictures(map: &Map, scene: &Arc<Scene>, stage: &Stage) -> Vec<Block> {
    let header = map.rect_of(Subject::Stage(stage.id));
    let column = map.stages().find(|(id, _)| *id == stage.id).map(|(_, rect)| rect);
    let (Some(header), Some(column)) = (header, column) else { return Vec::new() };
    let rect = header.union(column);
    let lanes = map.lanes().filter_map(|(id, ..)| map.rect_of(Subject::Lane(id)));
    let names = lanes.fold(Rect::NOTHING, Rect::union);
    let names_x =
        if names.is_positive() { Some((names.left() - 2.0, rect.left().min(names.right() + 4.0))) } else { None };
    let names_width = names_x.map_or(0.0, |(from, to)| to - from);
    let inside: Vec<Rect> = map.items().map(|(_, card)| card).filter(|card| rect.contains(card.center())).collect();
    let relative = |from: f32, span: (f32, f32)| (span.0 - from, span.1 - from);
    let across: Vec<(f32, f32)> =
        inside.iter().map(|card| relative(rect.left(), (card.left(), card.right()))).collect();
    let mut down: Vec<(f32, f32)> =
        inside.iter().map(|card| relative(rect.top(), (card.top(), card.bottom()))).collect();
    // A lane that is drawn, as feelings and channels are, says nothing in halves; nor does one that is short.
    let lanes = map.lanes().filter(|(.., lane)| lane.height() <= PICTURE_ROOM.y * SHORT_LANE);
    down.extend(lanes.map(|(.., lane)| relative(rect.top(), (lane.top(), lane.bottom()))));
    let mut pieces = Vec::new();
    let mut across_page = 1;
    for scale in SCALES {
        let room = PICTURE_ROOM / scale;
        let columns = parts(rect.width() + 2.0, room.x - names_width, 0.0, &across);
        let rows = parts(rect.height() + 2.0, room.y, 0.0, &down);
        let widest = columns.iter().map(|(from, to)| to - from).fold(0.0, f32::max) + names_width;
        across_page = (((room.x + GAP) / (widest + GAP)).floor() as usize).max(1);
        pieces = columns.iter().flat_map(|x| rows.iter().map(move |y| (*x, *y))).collect();
        if pieces.len() <= across_page {
            break;
        }
    }
    let name = named(&stage.name, "Unnamed stage");
    let count = pieces.len().div_ceil(across_page);
    let picture = |(page, pieces): (usize, &[Piece])| {
        let mut shown = Vec::new();
        for (at, (x, y)) in pieces.iter().enumerate() {
            let corner = rect.min.to_vec2();
            let piece = Rect::from_min_max(pos2(x.0, y.0) + corner, pos2(x.1, y.1) + corner);
            let mut gap = if at > 0 { GAP } else { 0.0 };
            if let Some((from, to)) = names_x {
                let rect = Rect::from_min_max(pos2(from, piece.top()), pos2(to, piece.bottom()));
                shown.push(Part { scene: Arc::clone(scene), rect, gap });
                gap = 0.0;
            }
            shown.push(Part { scene: Arc::clone(scene), rect: piece, gap });
        }
        let of = if count > 1 { format!(", part {} of {count}", page + 1) } else { String::new() };
        let alt = format!("The stage {name} as on the map{of}; what it shows is listed below.");
        Block::Picture { parts: shown, alt }
    };
    pieces.chunks(across_page).enumerate().map(picture).collect()
}

/// From where to where a piece of a stage reaches, across and down, counted from the stage's corner.
type Piece = ((f32, f32), (f32, f32));

fn touchpoints(material: &Material<'_>, here: &[Item]) -> Vec<Block> {
    let records = here.iter().filter_map(|item| material.project.touchpoints.get(&item.as_touchpoint()?));
    let rows: Vec<Vec<Cell>> = records.map(|touchpoint| row(material, touchpoint)).collect();
    let columns = vec![
        Column::left("Touchpoint", 3.0),
        Column::left("Channel", 1.3),
        Column::left("Owner", 1.3),
        Column::left("Rests on", 1.0),
        Column::left("KPI", 1.1),
        Column::left("Figures", 2.6),
    ];
    table(Some(Block::Subsection("Touchpoints".to_owned())), columns, rows)
}

fn row(material: &Material<'_>, touchpoint: &Touchpoint) -> Vec<Cell> {
    let mark = if touchpoint.is_moment_of_truth { "Moment of truth\n" } else { "" };
    let (mut links, mut plain) = (Vec::new(), String::new());
    for link in &touchpoint.links {
        match anchor(&link.title, &link.url) {
            Ok(anchor) => links.push(anchor),
            Err(words) => plain.push_str(&format!("\n{words}")),
        }
    }
    let text = format!("{mark}{}{plain}", touchpoint.description.trim());
    let state = material.standings.worst(Aim::Touchpoint(touchpoint.id));
    let figures: Vec<String> = material
        .numbers
        .chips(touchpoint.id, &material.view)
        .into_iter()
        .map(|chip| {
            let change = if chip.change_text.is_empty() { String::new() } else { format!(" ({})", chip.change_text) };
            format!("{} {}{change}", chip.short_name, chip.text)
        })
        .collect();
    let rests_on = match touchpoint.evidence {
        evidence @ (Evidence::Observed | Evidence::Measured | Evidence::Assumed | Evidence::Proposed) => {
            evidence.label()
        }
    };
    vec![
        Cell { links, ..Cell::named(named(&touchpoint.title, "Untitled"), text.trim()) },
        Cell::text(touchpoint.channel.label()),
        Cell::text(touchpoint.owner.trim()),
        Cell::text(rests_on),
        Cell::state(state),
        Cell::text(figures.join("\n")),
    ]
}

/// What the lanes of cards hold, lane by lane.
fn cards(material: &Material<'_>, journey: &Journey, here: &[Item]) -> Vec<Block> {
    let project = material.project;
    let mut facts = Vec::new();
    for lane in journey.lanes.iter().filter_map(|id| project.lanes.get(id)).filter(|lane| !lane.is_hidden) {
        let of_lane = here.iter().filter_map(|item| match item {
            Item::Card(id) => project.cards.get(id).filter(|card| card.place.lane == lane.id),
            Item::Touchpoint(_) => None,
        });
        let (mut said, mut links) = (Vec::new(), Vec::new());
        for card in of_lane {
            said.push(match &card.body {
                CardBody::Text | CardBody::Picture { .. } => card.text.trim().to_owned(),
                CardBody::Quote { by } if by.trim().is_empty() => format!("“{}”", card.text.trim()),
                CardBody::Quote { by } => format!("“{}” ({})", card.text.trim(), by.trim()),
                CardBody::Link { url } => match anchor(&card.text, url) {
                    Ok(anchor) => {
                        links.push(anchor);
                        continue;
                    }
                    Err(words) => words,
                },
            });
        }
        said.retain(|text| !text.is_empty());
        if !said.is_empty() || !links.is_empty() {
            facts.push(Fact { label: lane_name(&lane.name, lane.kind), words: said.join("\n"), links });
        }
    }
    if facts.is_empty() {
        Vec::new()
    } else {
        vec![Block::Subsection("What else is on the map".to_owned()), Block::Facts(facts)]
    }
}

fn lane_name(name: &str, kind: LaneKind) -> String {
    if name.trim().is_empty() { kind.item_label().to_owned() } else { name.trim().to_owned() }
}
