//! Slides for a map that is too large to be drawn on slides card by card: its stages in a table, and of each stage its
//! most telling touchpoints.

use super::super::outline::{Outline, Side, StagePart, TextTable};
use super::maps::stage_name;
use super::{sentence_box, tables};
use crate::base::number::format_grouped;
use crate::base::{Rect, pos2};
use crate::model::{Aim, Emotion, LaneKind, Touchpoint};
use crate::render::pptx::{Part, Run, SLIDE, SLIDE_MARGIN, Slide};
use crate::scene::Typesetter;

/// So many touchpoints are told of each stage at most.
const MOST_TOLD: usize = 14;

/// What stands where the whole map would be drawn.
pub(super) fn overview(outline: &Outline<'_>, typesetter: &mut Typesetter) -> Vec<Slide> {
    const COLUMNS: [(&str, f32); 9] = [
        ("Stage", 190.0),
        ("Phase", 100.0),
        ("Touchpoints", 84.0),
        ("Moments of truth", 110.0),
        ("Feeling", 60.0),
        ("Worst KPI", 80.0),
        ("Pain points", 80.0),
        ("Opportunities", 96.0),
        ("Other cards", 88.0),
    ];
    let row = |part: &StagePart<'_>| {
        let touchpoints: Vec<&Touchpoint> = part.steps.iter().flat_map(|step| &step.touchpoints).copied().collect();
        let cards = |is_wanted: &dyn Fn(LaneKind) -> bool| {
            let lanes = part.steps.iter().flat_map(|step| &step.cards).filter(|cards| is_wanted(cards.lane.kind));
            count(lanes.map(|cards| cards.cards.len()).sum())
        };
        let worst = touchpoints.iter().filter_map(|it| outline.material.standings.worst(Aim::Touchpoint(it.id))).min();
        let worst = worst.into_iter().chain(outline.material.standings.worst(Aim::Stage(part.stage.id))).min();
        vec![
            stage_name(part.stage).to_owned(),
            part.stage.phase.label().to_owned(),
            count(touchpoints.len()),
            count(touchpoints.iter().filter(|it| it.is_moment_of_truth).count()),
            felt(&touchpoints).map(told).unwrap_or_default(),
            worst.map_or("", |state| state.label()).to_owned(),
            cards(&|kind| kind == LaneKind::PainPoints),
            cards(&|kind| kind == LaneKind::Opportunities),
            cards(&|kind| kind != LaneKind::PainPoints && kind != LaneKind::Opportunities),
        ]
    };
    let table = TextTable {
        title: "The whole journey",
        head: COLUMNS.iter().zip([true, true, false, false, false, true, false, false, false]).map(head).collect(),
        rows: outline.stages.iter().map(row).collect(),
    };
    let touchpoints = format_grouped(outline.touchpoints().count() as f64, 0);
    let said = format!(
        "With its {touchpoints} touchpoints the map is too large to be drawn on one slide, so its stages are told in a table. \
         A PDF or a picture shows it whole."
    );
    let ink = outline.material.theme.color.ink;
    let mut slides = tables::slides(outline, table, &COLUMNS, typesetter, |name| vec![Run::strong(name, ink)]);
    if let Some(first) = slides.first_mut() {
        first.parts.push(foot(outline, &said));
    }
    slides
}

/// A slide for each stage with what of it is worth a word first.
pub(super) fn stages(outline: &Outline<'_>, typesetter: &mut Typesetter) -> Vec<Slide> {
    outline.stages.iter().filter_map(|part| stage(outline, part, typesetter)).collect()
}

fn stage(outline: &Outline<'_>, part: &StagePart<'_>, typesetter: &mut Typesetter) -> Option<Slide> {
    const COLUMNS: [(&str, f32); 6] = [
        ("Touchpoint", 250.0),
        ("Channel", 112.0),
        ("Moment of truth", 112.0),
        ("KPI", 76.0),
        ("Feeling", 60.0),
        ("Figures", 278.0),
    ];
    let material = outline.material;
    let mut touchpoints: Vec<&Touchpoint> = part.steps.iter().flat_map(|step| &step.touchpoints).copied().collect();
    let count_of_all = touchpoints.len();
    let worst = |it: &Touchpoint| material.standings.worst(Aim::Touchpoint(it.id));
    // Of equal ones the first on the map.
    touchpoints.sort_by(|a, b| {
        let rank = |it: &Touchpoint| (!it.is_moment_of_truth, worst(it).is_none(), worst(it));
        let felt = |it: &Touchpoint| felt(&[it]).unwrap_or(f64::INFINITY);
        rank(a).cmp(&rank(b)).then(felt(a).total_cmp(&felt(b)))
    });
    let row = |it: &&Touchpoint| {
        let chips = material.numbers.chips(it.id, &material.view);
        let figures: Vec<String> = chips.iter().map(|chip| format!("{} {}", chip.short_name, chip.text)).collect();
        vec![
            it.title.trim().to_owned(),
            it.channel.label().to_owned(),
            if it.is_moment_of_truth { "Yes".to_owned() } else { String::new() },
            worst(it).map_or("", |state| state.label()).to_owned(),
            felt(&[*it]).map(told).unwrap_or_default(),
            figures.join(" · "),
        ]
    };
    let table = TextTable {
        title: "Stage",
        head: COLUMNS.iter().zip([true, true, true, true, false, true]).map(head).collect(),
        rows: touchpoints.iter().take(MOST_TOLD).map(row).collect(),
    };
    let ink = material.theme.color.ink;
    let mut slide =
        tables::slides(outline, table, &COLUMNS, typesetter, |name| vec![Run::strong(name, ink)]).into_iter().next()?;
    let shown = slide.parts.iter().find_map(|part| match part {
        Part::Table(table) => Some(table.rows.len()),
        Part::Scene { .. } | Part::Text(_) | Part::Chart { .. } => None,
    });
    let shown = shown.unwrap_or_default();
    let cards: usize = part.steps.iter().flat_map(|step| &step.cards).map(|cards| cards.cards.len()).sum();
    let cards = if cards == 1 { "1 card".to_owned() } else { format!("{} cards", count(cards)) };
    let said = if shown < count_of_all {
        format!(
            "{shown} of {} touchpoints: moments of truth first, then by KPI and feeling. {cards} besides.",
            count(count_of_all)
        )
    } else {
        format!("Moments of truth first, then by KPI and feeling. {cards} besides.")
    };
    slide.title = stage_name(part.stage).to_owned();
    slide.notes = part.stage.description.trim().to_owned();
    slide.parts.push(foot(outline, &said));
    Some(slide)
}

fn head(((name, _), is_left): (&(&'static str, f32), bool)) -> (&'static str, Side) {
    (name, if is_left { Side::Left } else { Side::Right })
}

fn count(count: usize) -> String {
    format_grouped(count as f64, 0)
}

/// How people feel there on average, all personas alike.
fn felt(touchpoints: &[&Touchpoint]) -> Option<f64> {
    let felt: Vec<f64> =
        touchpoints.iter().flat_map(|it| it.emotions.values()).map(|it| f64::from(it.tenths())).collect();
    (!felt.is_empty()).then(|| felt.iter().sum::<f64>() / felt.len() as f64)
}

/// "+0.4", of tenths.
fn told(tenths: f64) -> String {
    Emotion::nearest(tenths / 10.0).map(|emotion| emotion.to_string()).unwrap_or_default()
}

/// Below the content.
fn foot(outline: &Outline<'_>, said: &str) -> Part {
    let frame = Rect::from_min_max(pos2(SLIDE_MARGIN, 506.0), pos2(SLIDE.x - SLIDE_MARGIN - 84.0, 536.0));
    let mut text = sentence_box(outline.material, frame, said);
    for paragraph in &mut text.paragraphs {
        paragraph.size = 10.5;
    }
    Part::Text(text)
}
