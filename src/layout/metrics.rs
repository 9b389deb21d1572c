//! The metrics lane: which small chart stands at which stage or step, and where. How a chart looks is `lane_chart`'s,
//! what it says is [`super::CardFigures`]'.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bands::{BandSpot, BandThing};
use super::card::Pen;
use super::figures::{CardFigures, ChartAsked, ChartFigures};
use super::grid::{Grid, LaneRow, Span, StageColumns};
use super::groups::Groups;
use super::lane_chart::{self, ChartLook};
use super::layouter::MapInput;
use super::lens::{phase_colors, stage_colors};
use super::steps::Steps;
use crate::base::number::format_short;
use crate::base::{Color, Rect, pos2, vec2};
use crate::model::{ChartForm, ChartScope, Lane, LaneChart, LaneId, MetricId, StageId, Touchpoint, TouchpointId};
use crate::scene::{Picture, Theme};

/// So many charts of one step are shown below each other.
const MOST_IN_COLUMN: usize = 3;
/// Where a stage or step is narrower, no chart can be read, in points.
const MIN_WIDTH: f32 = 60.0;
/// A stage's chart is no wider than so many cards.
const MOST_CARDS_WIDE: f32 = 2.0;

/// What a chart is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Stage(StageId),
    Touchpoint(TouchpointId),
}

/// What the charts of all metrics lanes show, and what was drawn of them last time.
#[derive(Default)]
pub(super) struct ChartPlans {
    lanes: BTreeMap<LaneId, Plan>,
    kept: BTreeMap<(LaneId, Slot), Kept>,
    /// Of which `kept` are the figures.
    revision: Option<u64>,
}

/// What one lane shows.
struct Plan {
    form: ChartForm,
    /// Charts in the order of reading.
    charts: Vec<Planned>,
    /// Most charts below each other.
    rows: usize,
}

struct Planned {
    slot: Slot,
    stage: StageId,
    x: Span,
    /// How many charts of its step stand above it, and how many there are in all.
    row: usize,
    rows: usize,
    /// The touchpoint's name, where it is not clear from the place.
    title: String,
    color: Color,
    target: Option<(f64, String)>,
    /// How many more the step would have.
    more: usize,
}

/// A chart as it was drawn last.
struct Kept {
    touchpoints: Arc<[TouchpointId]>,
    asked: (ChartForm, Option<MetricId>),
    figures: Option<Arc<ChartFigures>>,
    drawn: Option<(ChartLook, Arc<Picture>)>,
}

impl ChartPlans {
    pub(super) fn plan(&mut self, input: &MapInput<'_>, grid: &Grid, steps: &Steps<'_>, lanes: &[&Lane]) {
        let revision = input.figures.and_then(CardFigures::revision);
        if revision.is_none() || revision != self.revision {
            self.kept.clear();
        }
        self.revision = revision;
        self.lanes.clear();
        let mut before = std::mem::take(&mut self.kept);
        let targets: BTreeMap<(TouchpointId, MetricId), f64> = if lanes.is_empty() {
            BTreeMap::new()
        } else {
            let of_everyone = input.project.kpis.values().filter(|kpi| kpi.segment.is_none());
            of_everyone.filter_map(|kpi| Some(((kpi.touchpoint()?, kpi.metric), kpi.target))).collect()
        };
        for lane in lanes {
            let mut planner = Planner { input, grid, steps, lane, targets: &targets, before: &mut before };
            let (charts, kept) = match lane.chart.scope {
                ChartScope::Stage => planner.by_stage(),
                ChartScope::Touchpoint => planner.by_step(),
            };
            let rows = charts.iter().map(|chart| chart.rows).max().unwrap_or(1);
            self.lanes.insert(lane.id, Plan { form: lane.chart.form, charts, rows });
            self.kept.extend(kept);
        }
    }

    pub(super) fn height(&self, lane: LaneId, theme: &Theme) -> f32 {
        let Some(plan) = self.lanes.get(&lane) else { return 0.0 };
        let gap = theme.map.gap;
        let rows = plan.rows as f32;
        rows * chart_height(theme, plan.rows > 1) + (rows - 1.0) * gap + 2.0 * gap
    }
}

/// How high a chart is at least, in points.
fn chart_height(theme: &Theme, is_stacked: bool) -> f32 {
    let room = theme.map.lane_min_height - 2.0 * theme.map.gap;
    if is_stacked { room * 0.8 } else { room + theme.map.gap }
}

/// Plans one lane.
struct Planner<'a, 'p> {
    input: &'a MapInput<'p>,
    grid: &'a Grid,
    steps: &'a Steps<'p>,
    lane: &'a Lane,
    targets: &'a BTreeMap<(TouchpointId, MetricId), f64>,
    before: &'a mut BTreeMap<(LaneId, Slot), Kept>,
}

type Charts = (Vec<Planned>, Vec<((LaneId, Slot), Kept)>);

impl Planner<'_, '_> {
    fn by_stage(&mut self) -> Charts {
        let theme = self.input.theme;
        let mut charts: Charts = Default::default();
        for (rank, stage) in self.grid.stages.iter().enumerate() {
            let inside = Span { from: stage.x.from + theme.map.gap, to: stage.x.to - theme.map.gap };
            if inside.to - inside.from < MIN_WIDTH {
                continue;
            }
            let widest = MOST_CARDS_WIDE * theme.map.card_width + 2.0 * theme.map.gap;
            let x = Span { from: inside.from, to: inside.to.min(inside.from + widest) };
            let touchpoints: Vec<TouchpointId> = self.steps.of_stage(self.grid, rank).map(|t| t.id).collect();
            let slot = Slot::Stage(stage.id);
            charts.1.push(((self.lane.id, slot), self.kept(slot, touchpoints)));
            charts.0.push(Planned {
                slot,
                stage: stage.id,
                x,
                row: 0,
                rows: 1,
                title: String::new(),
                color: self.color(stage),
                target: None,
                more: 0,
            });
        }
        charts
    }

    fn by_step(&mut self) -> Charts {
        let mut charts: Charts = Default::default();
        for (column, touchpoints) in self.steps.columns().enumerate() {
            let stage = self.grid.stage_of_column.get(column).and_then(|rank| self.grid.stages.get(*rank as usize));
            let (Some(x), Some(stage)) = (self.grid.columns.get(column), stage) else { continue };
            if touchpoints.is_empty() || x.to - x.from < MIN_WIDTH {
                continue;
            }
            let mut found: Vec<(&Touchpoint, Kept)> = Vec::new();
            let mut known = 0;
            for touchpoint in touchpoints {
                let kept = self.kept(Slot::Touchpoint(touchpoint.id), vec![touchpoint.id]);
                if kept.figures.is_some() {
                    known += 1;
                    if known <= MOST_IN_COLUMN {
                        found.push((touchpoint, kept));
                    }
                }
            }
            if found.is_empty() {
                let Some(first) = touchpoints.first() else { continue };
                found.push((first, self.kept(Slot::Touchpoint(first.id), Vec::new())));
            }
            let rows = found.len();
            for (row, (touchpoint, kept)) in found.into_iter().enumerate() {
                let slot = Slot::Touchpoint(touchpoint.id);
                let metric = kept.figures.as_ref().map(|figures| figures.metric);
                charts.0.push(Planned {
                    slot,
                    stage: stage.id,
                    x: *x,
                    row,
                    rows,
                    title: if touchpoints.len() > 1 && metric.is_some() {
                        touchpoint.title.clone()
                    } else {
                        String::new()
                    },
                    color: self.color(stage),
                    target: metric.and_then(|metric| self.target(touchpoint.id, metric)),
                    more: if row + 1 == rows { known.saturating_sub(rows) } else { 0 },
                });
                charts.1.push(((self.lane.id, slot), kept));
            }
        }
        charts
    }

    fn color(&self, stage: &StageColumns) -> Color {
        let theme = self.input.theme;
        let record = self.input.project.stages.get(&stage.id);
        record.map_or_else(|| phase_colors(theme, stage.phase), |record| stage_colors(theme, record)).strong
    }

    /// The figures of a chart, asked for only if they are others than last time.
    fn kept(&mut self, slot: Slot, touchpoints: Vec<TouchpointId>) -> Kept {
        let LaneChart { form, metric, .. } = self.lane.chart;
        let asked = (form, metric);
        let before = self.before.remove(&(self.lane.id, slot));
        if let Some(kept) = before.filter(|kept| *kept.touchpoints == *touchpoints && kept.asked == asked) {
            return kept;
        }
        let most_points = match form {
            ChartForm::Line | ChartForm::Value => 92,
            ChartForm::Bars => 31,
        };
        let question = ChartAsked { touchpoints: &touchpoints, metric, most_points };
        let figures = self.input.figures.filter(|_| !touchpoints.is_empty());
        let figures = figures.and_then(|figures| figures.chart(&question)).map(Arc::new);
        Kept { touchpoints: touchpoints.into(), asked, figures, drawn: None }
    }

    /// The target of the touchpoint's KPI of that metric, and how it reads.
    fn target(&self, touchpoint: TouchpointId, metric: MetricId) -> Option<(f64, String)> {
        let target = *self.targets.get(&(touchpoint, metric))?;
        let metric = self.input.project.metrics.get(&metric)?;
        Some((target, format!("target {}", format_short(target, metric))))
    }
}

/// Draws the charts of a lane.
pub(super) fn push(
    plans: &mut ChartPlans,
    pen: &mut Pen<'_>,
    grid: &Grid,
    row: &LaneRow,
    groups: &mut Groups,
    spots: &mut Vec<BandSpot>,
) {
    let Some(plan) = plans.lanes.get(&row.id) else { return };
    let gap = pen.theme.map.gap;
    let is_stacked = plan.rows > 1;
    for chart in &plan.charts {
        let Some(kept) = plans.kept.get_mut(&(row.id, chart.slot)) else { continue };
        // Where no step has several, charts take what height there is.
        let usual = chart_height(pen.theme, chart.rows > 1);
        let height = if is_stacked { usual } else { (row.y.to - row.y.from - 2.0 * gap).max(usual) };
        let top = row.y.from + gap + chart.row as f32 * (height + gap);
        let rect = Rect::from_min_max(pos2(chart.x.from, top), pos2(chart.x.to, top + height));
        if rect.bottom() > row.y.to {
            continue;
        }
        let stage = grid.stage_rank(chart.stage).and_then(|rank| grid.stages.get(rank));
        let look = ChartLook {
            size: vec2(rect.width(), rect.height()),
            form: plan.form,
            color: chart.color,
            title: chart.title.clone(),
            target: chart.target.clone(),
            more: chart.more,
            figures: kept.figures.clone(),
        };
        let picture = match &kept.drawn {
            Some((last, picture)) if *last == look => Arc::clone(picture),
            Some(_) | None => {
                let picture = Arc::new(lane_chart::draw(pen, &look));
                kept.drawn = Some((look, Arc::clone(&picture)));
                picture
            }
        };
        groups.push(rect.min, &picture);
        if let Some(stage) = stage {
            let metric = kept.figures.as_ref().map(|figures| figures.metric);
            let touchpoints = Arc::clone(&kept.touchpoints);
            spots.push(BandSpot { lane: row.id, stage: stage.id, rect, touchpoints, what: BandThing::Chart(metric) });
        }
    }
}
