//! The map beside the open one kept up to date between frames. No drawing here.

use std::sync::Arc;

use super::state::{Compared, Mirror};
use crate::app::core::Core;
use crate::layout::{Lens, MapInput};

impl Core {
    /// Lays the other state out, as long as it is shown.
    pub(super) fn refresh_mirror(&mut self) {
        let workspace = &self.workspace;
        let is_open = |of: Compared| match of {
            Compared::Journeys { before, after } => [before, after].contains(&workspace.journey),
            Compared::Snapshots { .. } => true,
        };
        let wanted = workspace.workshop.comparison.as_ref();
        let wanted = wanted.filter(|known| workspace.workshop.is_side_by_side && is_open(known.of));
        let Some(comparison) = wanted else {
            self.workspace.workshop.mirror = None;
            self.workshop.laid_out = None;
            return;
        };
        let (project, journey, is_older, title) = match comparison.of {
            Compared::Journeys { before, after } => {
                let is_older = workspace.journey != before;
                let journey = if is_older { before } else { after };
                let record = workspace.document.project().journeys.get(&journey);
                let title = record.map(|it| format!("{} ({})", it.name, it.state.label())).unwrap_or_default();
                (workspace.document.project(), journey, is_older, title)
            }
            Compared::Snapshots { before, .. } => {
                let older = &*comparison.older;
                let journey = if older.journeys.contains_key(&workspace.journey) {
                    workspace.journey
                } else {
                    older.journey_order.first().copied().unwrap_or(workspace.journey)
                };
                let snapshot = workspace.document.project().snapshot(before);
                (older, journey, true, snapshot.map(|snapshot| snapshot.name()).unwrap_or_default())
            }
        };
        let is_current = self.workshop.laid_out.as_ref().is_some_and(|(of, at, theme)| {
            of.is_same_as(project) && *at == journey && Arc::ptr_eq(theme, &workspace.theme)
        });
        if is_current {
            return;
        }
        let theme = Arc::clone(&workspace.theme);
        let project = project.clone();
        let input = MapInput { project: &project, journey, theme: &theme, figures: None, lens: Lens::Plain };
        let map = Arc::new(self.workshop.layouter.map(&input));
        let revision = self.workspace.workshop.mirror.as_ref().map_or(0, |mirror| mirror.revision) + 1;
        self.workspace.workshop.mirror = Some(Mirror { map, revision, journey, is_older, title });
        self.workshop.laid_out = Some((project, journey, theme));
    }
}
