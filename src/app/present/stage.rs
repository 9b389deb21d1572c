//! The maps that are presented: one for each journey and look, laid out when it is first shown.

use std::sync::Arc;

use super::super::workspace::Workspace;
use crate::layout::shots::{Framing, framing};
use crate::layout::{Layouter, Map, MapInput, MeasuredCards};
use crate::model::{JourneyId, Shot, ShotLook};

/// A map as a shot colors it.
pub struct ShownMap {
    pub journey: JourneyId,
    pub look: ShotLook,
    pub map: Map,
    /// Another for each map.
    pub revision: u64,
}

impl ShownMap {
    /// How a shot fills the screen, in map points.
    pub fn framing(&self, shot: &Shot) -> Framing {
        framing(&self.map, &shot.frame)
    }
}

/// The maps of a talk.
#[derive(Default)]
pub struct Stage {
    layouter: Layouter,
    maps: Vec<Arc<ShownMap>>,
    made: u64,
}

impl Stage {
    /// Forgets all maps: another project may be presented next.
    pub fn clear(&mut self) {
        self.maps.clear();
    }

    /// Whether the map that a shot shows is laid out.
    pub fn has_map_of(&self, shot: &Shot) -> bool {
        self.maps.iter().any(|map| map.journey == shot.journey && map.look == shot.look)
    }

    /// The map that a shot shows.
    pub fn map_of(&mut self, workspace: &Workspace, shot: &Shot) -> Arc<ShownMap> {
        let known = self.maps.iter().find(|map| map.journey == shot.journey && map.look == shot.look);
        if let Some(known) = known {
            return Arc::clone(known);
        }
        self.made += 1;
        let measured = MeasuredCards {
            numbers: &workspace.numbers,
            view: &workspace.view,
            kpis: &workspace.kpis,
            revision: self.made,
        };
        let input = MapInput {
            project: workspace.document.project(),
            journey: shot.journey,
            theme: &workspace.theme,
            figures: Some(&measured),
            lens: shot.look.lens,
        };
        let map = self.layouter.filtered_map(&input, &shot.look.filter());
        let shown = Arc::new(ShownMap { journey: shot.journey, look: shot.look.clone(), map, revision: self.made });
        self.maps.push(Arc::clone(&shown));
        shown
    }
}
