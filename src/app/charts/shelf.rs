//! Charts that were counted and drawn, kept from frame to frame until something that they are made of is another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, Id, Ui};

use super::super::workspace::Workspace;
use crate::analysis::chart::{ChartData, chart};
use crate::analysis::{Numbers, View};
use crate::base::{Date, Vec2};
use crate::layout::chart::{ChartFrame, ChartPicture, chart_picture};
use crate::model::{PinnedChart, Project};
use crate::scene::{Theme, Typesetter};

/// What was not shown for so many passes is let go of.
const KEPT_PASSES: u64 = 900;

#[derive(Default)]
struct Shelf {
    kept: HashMap<Id, Kept>,
    typesetter: Option<Typesetter>,
}

struct Kept {
    basis: Basis,
    data: Arc<ChartData>,
    drawn: Option<Drawn>,
    used: u64,
}

/// What a chart is counted from.
struct Basis {
    numbers: Arc<Numbers>,
    /// A snapshot: its tables are shared with the document's.
    project: Project,
    view: View,
    chart: PinnedChart,
    today: Date,
}

struct Drawn {
    size: Vec2,
    theme: Arc<Theme>,
    picture: Arc<ChartPicture>,
}

impl Basis {
    fn is_current(&self, workspace: &Workspace, chart: &PinnedChart, today: Date) -> bool {
        let (then, now) = (&self.project, workspace.document.project());
        Arc::ptr_eq(&self.numbers, &workspace.numbers)
            && self.view == workspace.view
            && self.today == today
            && self.chart == *chart
            && Arc::ptr_eq(&then.touchpoints, &now.touchpoints)
            && Arc::ptr_eq(&then.stages, &now.stages)
            && Arc::ptr_eq(&then.journeys, &now.journeys)
            && Arc::ptr_eq(&then.journey_order, &now.journey_order)
            && Arc::ptr_eq(&then.kpis, &now.kpis)
            && Arc::ptr_eq(&then.actions, &now.actions)
            && Arc::ptr_eq(&then.segments, &now.segments)
            && Arc::ptr_eq(&then.sources, &now.sources)
    }
}

fn shelf(ctx: &Context) -> Arc<Mutex<Shelf>> {
    ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Shelf>>>(Id::unique("charts"))))
}

/// What a chart shows, counted anew only if something that it is made of is another. `id` names its place in the window.
pub fn counted(ui: &Ui, workspace: &Workspace, id: Id, pinned: &PinnedChart) -> Arc<ChartData> {
    let shelf = shelf(ui.ctx());
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    let (pass, today) = (ui.ctx().cumulative_pass_nr(), workspace.today);
    if let Some(kept) = shelf.kept.get_mut(&id)
        && kept.basis.is_current(workspace, pinned, today)
    {
        kept.used = pass;
        return Arc::clone(&kept.data);
    }
    shelf.kept.retain(|_, kept| kept.used + KEPT_PASSES > pass);
    let project = workspace.document.project();
    let data = Arc::new(chart(project, &workspace.numbers, &workspace.view, pinned, today));
    let basis = Basis {
        numbers: Arc::clone(&workspace.numbers),
        project: project.clone(),
        view: workspace.view,
        chart: pinned.clone(),
        today,
    };
    shelf.kept.insert(id, Kept { basis, data: Arc::clone(&data), drawn: None, used: pass });
    data
}

/// The picture of a chart that was counted there, drawn anew only for another size or theme.
pub(super) fn drawn(ui: &Ui, workspace: &Workspace, id: Id, data: &Arc<ChartData>, size: Vec2) -> Arc<ChartPicture> {
    let shelf = shelf(ui.ctx());
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    let Shelf { kept, typesetter } = &mut *shelf;
    let theme = &workspace.theme;
    let mut draw = || {
        let typesetter = typesetter.get_or_insert_with(Typesetter::new);
        Arc::new(chart_picture(data, theme, typesetter, size, ChartFrame::Bare))
    };
    let Some(kept) = kept.get_mut(&id).filter(|kept| Arc::ptr_eq(&kept.data, data)) else { return draw() };
    match &kept.drawn {
        Some(drawn) if drawn.size == size && Arc::ptr_eq(&drawn.theme, theme) => Arc::clone(&drawn.picture),
        Some(_) | None => {
            let picture = draw();
            kept.drawn = Some(Drawn { size, theme: Arc::clone(theme), picture: Arc::clone(&picture) });
            picture
        }
    }
}
