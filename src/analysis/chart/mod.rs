//! Charts as data: what each kind shows, counts, leaves out and refuses, in one form for the window and for export.
//! Nothing here knows a pixel: `layout::chart` and the window draw the same [`ChartData`].
//!
//! Whatever cannot be drawn is said: a chart without data, or of a metric that does not suit it, is a sentence
//! ([`Body::Empty`]); what was left out of one that is drawn is in [`ChartData::notes`]. Every number is finite.

mod asked;
mod bars;
mod bullet;
mod data;
mod funnel;
mod heat;
mod pairs;
mod rows;
mod said;
mod spread;
#[cfg(test)]
mod tests;
mod thin;
mod time;

use asked::Asked;
pub use data::{
    Annotation, AnnotationKind, BarRow, BarsBody, Body, BoxRow, BoxesBody, Bullet, ChartData, FunnelBody, FunnelStep,
    HeatBody, HeatCell, Line, Measured, MultiplesBody, ScatterAxis, ScatterBody, ScatterPoint, SlopeBody, SlopeRow,
    StackedBody, StackedRow, TargetLine, TimeBody, TimePoint, Whose,
};
pub use rows::{Cell, ChartTable};
pub use said::{Mark, Step};
pub use thin::{runs, thinned};

use super::{Numbers, View};
use crate::base::Date;
use crate::model::{ChartKind, PinnedChart, Project};

/// What a chart shows. `today` tells which days lie ahead and which targets are due.
pub fn chart(project: &Project, numbers: &Numbers, view: &View, chart: &PinnedChart, today: Date) -> ChartData {
    let asked = Asked::new(project, numbers, view, chart, today);
    let made = match chart.kind {
        ChartKind::Time => time::time(&asked),
        ChartKind::Bars => bars::bars(&asked),
        ChartKind::StackedBars => bars::stacked(&asked),
        ChartKind::Funnel => funnel::funnel(&asked),
        ChartKind::Bullet => bullet::bullets(&asked),
        ChartKind::Box => spread::boxes(&asked),
        ChartKind::Scatter => pairs::scatter(&asked),
        ChartKind::Heat => heat::heat(&asked),
        ChartKind::Slope => pairs::slope(&asked),
        ChartKind::SmallMultiples => time::multiples(&asked),
    };
    let made = made.unwrap_or_else(|why| asked.empty(why));
    let title = if chart.title.trim().is_empty() { made.title } else { chart.title.trim().to_owned() };
    ChartData { kind: chart.kind, title, subtitle: made.subtitle, body: made.body, notes: made.notes }
}
