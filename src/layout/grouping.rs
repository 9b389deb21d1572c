//! Touchpoints put together by channel, persona or owner: which group each belongs to, and what names the groups on the
//! map. A group is a band of its own within the lane, of the same height in all stages.

use std::collections::{BTreeMap, BTreeSet};

use super::card::Pen;
use super::frame::{header_pad, lane_style, name_width};
use super::grid::{Grid, Span};
use crate::base::pos2;
use crate::model::{Channel, Grouping, Journey, Lane, LaneKind, PersonaId, Project, Touchpoint};
use crate::scene::{Face, Picture, Shape, Stroke, TextStyle, Theme};

/// What the touchpoints of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupValue {
    Channel(Channel),
    /// The persona named first of those who come here; `None` for everybody.
    Persona(Option<PersonaId>),
    /// Empty for nobody.
    Owner(String),
}

/// A group as it lies in its lane.
#[derive(Clone, Debug)]
pub(crate) struct GroupBand {
    pub value: GroupValue,
    pub name: String,
    /// Over the whole map. The bands of a lane follow each other without a gap.
    pub y: Span,
}

/// The groups of a lane, top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct LaneGroups {
    grouping: Option<Grouping>,
    pub bands: Vec<GroupBand>,
    channels: BTreeMap<Channel, u32>,
    personas: BTreeMap<Option<PersonaId>, u32>,
    owners: BTreeMap<String, u32>,
    /// The journey's personas first, the most important of them first.
    order_of_personas: Vec<PersonaId>,
}

impl LaneGroups {
    /// The groups of that lane; none unless it is a lane of touchpoints that are put together.
    pub(super) fn of(project: &Project, journey: &Journey, lane: &Lane) -> Self {
        let grouping = lane.grouping.filter(|_| lane.kind == LaneKind::Touchpoints && !lane.is_collapsed);
        let Some(grouping) = grouping else { return Self::default() };
        let stages: BTreeSet<_> = journey.stages.iter().copied().collect();
        let is_here = |t: &&Touchpoint| t.place.lane == lane.id && stages.contains(&t.place.stage);
        let touchpoints = || project.touchpoints.values().map(AsRef::as_ref).filter(is_here);
        let mut groups = Self { grouping: Some(grouping), ..Self::default() };
        match grouping {
            Grouping::Channel => {
                groups.channels = touchpoints().map(|touchpoint| (touchpoint.channel, 0)).collect();
                for (rank, (channel, at)) in groups.channels.iter_mut().enumerate() {
                    *at = rank as u32;
                    groups.bands.push(GroupBand::new(GroupValue::Channel(*channel), channel.label()));
                }
            }
            Grouping::Persona => {
                let others = project.personas.keys().filter(|id| !journey.personas.contains(id));
                groups.order_of_personas = journey.personas.iter().chain(others).copied().collect();
                let used: BTreeSet<_> = touchpoints().map(|touchpoint| groups.persona_of(touchpoint)).collect();
                let known = groups.order_of_personas.iter().map(|id| Some(*id)).chain([None]);
                for (rank, persona) in known.filter(|persona| used.contains(persona)).enumerate() {
                    let record = persona.and_then(|id| project.personas.get(&id));
                    let name = record.map_or("Everybody", |persona| persona.name.as_str());
                    groups.personas.insert(persona, rank as u32);
                    groups.bands.push(GroupBand::new(GroupValue::Persona(persona), name));
                }
            }
            Grouping::Owner => {
                let mut owners: Vec<&str> = touchpoints()
                    .map(|touchpoint| touchpoint.owner.trim())
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect();
                owners.sort_by_cached_key(|owner| (owner.is_empty(), owner.to_lowercase()));
                for (rank, owner) in owners.into_iter().enumerate() {
                    let name = if owner.is_empty() { "Nobody yet" } else { owner };
                    groups.owners.insert(owner.to_owned(), rank as u32);
                    groups.bands.push(GroupBand::new(GroupValue::Owner(owner.to_owned()), name));
                }
            }
        }
        groups
    }

    /// The rank of a touchpoint's group.
    pub(super) fn rank_of(&self, touchpoint: &Touchpoint) -> u32 {
        let rank = match self.grouping {
            None => None,
            Some(Grouping::Channel) => self.channels.get(&touchpoint.channel),
            Some(Grouping::Persona) => self.personas.get(&self.persona_of(touchpoint)),
            Some(Grouping::Owner) => self.owners.get(touchpoint.owner.trim()),
        };
        rank.copied().unwrap_or(0)
    }

    fn persona_of(&self, touchpoint: &Touchpoint) -> Option<PersonaId> {
        self.order_of_personas.iter().copied().find(|persona| touchpoint.personas.contains(persona))
    }
}

impl GroupBand {
    fn new(value: GroupValue, name: &str) -> Self {
        let name = if name.trim().is_empty() { "Unnamed" } else { name };
        Self { value, name: name.to_owned(), y: Span::default() }
    }
}

/// How high the band of a group is at least, so that its name has room, in points. The lane's own name stands in the
/// first one.
pub(super) fn min_heights(pen: &mut Pen<'_>, lane: &Lane, groups: &LaneGroups) -> Vec<f32> {
    let theme = pen.theme;
    let width = theme.map.lane_header_width - 2.0 * header_pad(theme);
    let name = name_room(pen, &lane.name);
    let (style, line_height) = label_style(pen);
    let heights = groups.bands.iter().enumerate().map(|(rank, band)| {
        let lines = pen.typesetter.first_lines(&band.name, style, width, MOST_LINES).len();
        let above = if rank == 0 { name } else { theme.map.gap };
        above + lines as f32 * line_height + theme.map.gap
    });
    heights.collect()
}

/// A group's name takes no more lines than this.
const MOST_LINES: usize = 2;

fn label_style(pen: &Pen<'_>) -> (TextStyle, f32) {
    let style = TextStyle::new(Face::Regular, pen.theme.map.small_text);
    (style, pen.typesetter.line_height(style))
}

/// Where the first group's name begins below a lane's top: below the lane's own name.
fn name_room(pen: &mut Pen<'_>, name: &str) -> f32 {
    let pad = header_pad(pen.theme);
    let style = lane_style(pen.theme);
    let width = name_width(pen.theme, pen.theme.map.lane_header_width);
    let lines = pen.typesetter.first_lines(name, style, width, super::card::MOST_LINES).len();
    pad + lines as f32 * pen.typesetter.line_height(style) + 0.75 * pen.theme.map.gap
}

/// Names the groups in their lane's header.
pub(super) fn push_header(pen: &mut Pen<'_>, grid: &Grid, lane: usize, name: &str, header: &mut Picture) {
    let Some(bands) = grid.groups.get(lane).filter(|bands| !bands.is_empty()) else { return };
    let theme = pen.theme;
    let lane_top = grid.lanes.get(lane).map_or(0.0, |row| row.y.from);
    let pad = header_pad(theme);
    let (style, line_height) = label_style(pen);
    for (rank, band) in bands.iter().enumerate() {
        let top = if rank == 0 { name_room(pen, name) } else { band.y.from - lane_top + theme.map.gap };
        let lines = pen.typesetter.first_lines(&band.name, style, header.bounds.width() - 2.0 * pad, MOST_LINES);
        pen.column(&mut header.items, &lines, style, theme.color.ink, pos2(pad, top + line_height / 2.0));
    }
}

/// Draws the lines between the groups, over the whole map.
pub(super) fn push_dividers(theme: &Theme, grid: &Grid, items: &mut Vec<Shape>) {
    let right = grid.stages.last().map_or(grid.lane_headers_x.to, |stage| stage.x.to);
    for band in grid.groups.iter().flat_map(|bands| bands.iter().skip(1)) {
        let points = vec![pos2(grid.lane_headers_x.to, band.y.from), pos2(right, band.y.from)];
        let stroke = Stroke { dash: Some((3.0, 3.0)), ..Stroke::solid(theme.map.outline, theme.color.outline) };
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    }
}
