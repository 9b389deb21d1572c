//! Shots of format 1, both ways.

use std::collections::BTreeSet;

use super::convert::Problems;
use super::lines::{Record, push, push_quoted};
use super::v1;
use crate::base::{pos2, vec2};
use crate::model::{
    CardId, Item, JourneyId, LaneId, LegendKey, Lens, MetricId, Rest, Shot, ShotFrame, ShotId, ShotLook, Spot, StageId,
    TouchpointId,
};

pub fn shot(record: v1::Shot<'_>, problems: &mut Problems) -> Shot {
    let here = ("shot", record.id);
    let lens = record
        .lens
        .map_or(Lens::Plain, |code| problems.code(Lens::from_code(&code), Lens::Plain, &code, "a lens", here));
    let lens = match lens {
        Lens::Metric(_) => Lens::Metric(record.lens_metric.map(MetricId)),
        Lens::Plain
        | Lens::Channel
        | Lens::Phase
        | Lens::Kpi
        | Lens::Persona
        | Lens::Segment
        | Lens::Evidence
        | Lens::Owner => lens,
    };
    let mut shown = BTreeSet::new();
    for code in &record.looked_at {
        shown.extend(problems.code(LegendKey::from_code(code).map(Some), None, code, "an entry of a legend", here));
    }
    let touchpoints = record.touchpoints.into_iter().map(|id| Item::Touchpoint(TouchpointId(id)));
    let items: BTreeSet<Item> = touchpoints.chain(record.cards.into_iter().map(|id| Item::Card(CardId(id)))).collect();
    let stages: BTreeSet<StageId> = record.stages.into_iter().map(StageId).collect();
    let lanes: BTreeSet<LaneId> = record.lanes.into_iter().map(LaneId).collect();
    let kinds = [record.region.is_some(), !items.is_empty(), !(stages.is_empty() && lanes.is_empty())];
    if kinds.into_iter().filter(|is_given| *is_given).count() > 1 {
        let message = "It frames stages and lanes, or touchpoints and cards, or a region: not several of these.";
        problems.add(message, format!("shot {}", record.id));
    }
    let frame = match record.region {
        Some(region) => ShotFrame::Region {
            corner: Spot {
                stage: region.stage.map(StageId),
                lane: region.lane.map(LaneId),
                at: pos2(region.x, region.y),
            },
            size: vec2(region.width, region.height),
        },
        None if !items.is_empty() => ShotFrame::Items(items),
        None if stages.is_empty() && lanes.is_empty() => ShotFrame::Whole,
        None => ShotFrame::Cells { stages, lanes, steps: record.steps },
    };
    Shot {
        id: ShotId(record.id),
        journey: JourneyId(record.journey),
        name: record.name,
        notes: record.notes,
        frame,
        look: ShotLook { lens, shown, rest: if record.rest_hidden { Rest::Hidden } else { Rest::Dimmed } },
        is_around_dimmed: record.around_dimmed,
        is_step_by_step: record.step_by_step,
    }
}

pub fn write_shot(record: &mut Record<'_>, shot: &Shot) {
    record.number("id", shot.id);
    record.number("journey", shot.journey);
    record.text("name", &shot.name);
    match &shot.frame {
        ShotFrame::Whole => {}
        ShotFrame::Cells { stages, lanes, steps } => {
            record.list("stages", stages.iter(), push);
            record.list("lanes", lanes.iter(), push);
            if let Some((from, to)) = steps {
                record.number("steps", format_args!("({from}, {to})"));
            }
        }
        ShotFrame::Items(items) => {
            let (mut touchpoints, mut cards) = (Vec::new(), Vec::new());
            for item in items {
                match item {
                    Item::Touchpoint(id) => touchpoints.push(id.0),
                    Item::Card(id) => cards.push(id.0),
                }
            }
            record.list("touchpoints", touchpoints.iter(), push);
            record.list("cards", cards.iter(), push);
        }
        ShotFrame::Region { corner, size } => {
            let named = |name: &str, id: Option<u64>| id.map(|id| format!("{name}: {id}, ")).unwrap_or_default();
            let stage = named("stage", corner.stage.map(|id| id.0));
            let lane = named("lane", corner.lane.map(|id| id.0));
            let (x, y, width, height) = (corner.at.x, corner.at.y, size.x, size.y);
            let region = format_args!("({stage}{lane}x: {x}, y: {y}, width: {width}, height: {height})");
            record.number("region", region);
        }
    }
    let metric = match shot.look.lens {
        Lens::Metric(metric) => metric,
        Lens::Plain
        | Lens::Channel
        | Lens::Phase
        | Lens::Kpi
        | Lens::Persona
        | Lens::Segment
        | Lens::Evidence
        | Lens::Owner => None,
    };
    record.text("lens", if shot.look.lens == Lens::Plain { "" } else { shot.look.lens.code() });
    record.number_if_any("lens_metric", metric);
    record.list("looked_at", shot.look.shown.iter(), |text, key| push_quoted(text, &key.code()));
    record.flag("rest_hidden", shot.look.rest == Rest::Hidden);
    record.flag("around_dimmed", shot.is_around_dimmed);
    record.flag("step_by_step", shot.is_step_by_step);
    record.text("notes", &shot.notes);
}
