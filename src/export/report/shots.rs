//! The map by shot: what is presented, one view after the other. What only the presenter sees stays out.

use std::sync::Arc;

use super::super::Material;
use crate::base::Vec2;
use crate::layout::report::{Block, Part};
use crate::layout::shots::frame_of;
use crate::layout::{Layouter, MapInput};
use crate::model::Journey;

pub(super) fn shots(material: &Material<'_>, journey: &Journey) -> Vec<Block> {
    let measured = material.measured();
    let mut layouter = Layouter::new();
    let mut blocks = Vec::new();
    for shot in material.project.shots.iter().filter(|shot| shot.journey == journey.id) {
        let input = MapInput { lens: shot.look.lens, ..material.map_input(&measured, journey.id) };
        let map = layouter.filtered_map(&input, &shot.look.filter());
        let rect = frame_of(&map, &shot.frame);
        if rect.size().min_elem() <= 0.0 || map.size() == Vec2::ZERO {
            continue;
        }
        let name = shot.shown_name(material.project);
        let alt = format!("The shot {name} of the map");
        blocks.push(Block::Section { text: name, is_listed: true });
        blocks.push(Block::Picture { parts: vec![Part { scene: Arc::new(map.scene), rect, gap: 0.0 }], alt });
    }
    blocks
}
