//! PowerPoint: which slides there are, and what stands on each. How they are written is `render::pptx`'s.
//!
//! A cover; the whole map; one slide a shot; the stages, each on as many slides as it takes to be read; KPIs; the charts
//! of the dashboard; actions. Of a map that is too large for that, each stage is told in a table, which is said.

mod charts;
mod large;
mod maps;
mod preview;
mod stages;
mod tables;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::outline::Outline;
use super::{ExportError, Material};
use crate::base::number::format_grouped;
use crate::base::{Rect, pos2};
use crate::layout::{Layouter, Legend};
use crate::render::RenderError;
use crate::render::pptx::{self, Deck, Look, Paragraph, Run, SLIDE, SLIDE_MARGIN, Slide, SlideKind, TextBox};
use maps::StageSlides;

pub use preview::preview;

/// The presentation, and what had no room in it, in whole sentences.
pub fn write(material: &Material<'_>, cancel: &AtomicBool) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    let (deck, left_out) = deck(material, Charts::Native, cancel)?;
    Ok((pptx::write(&deck, cancel)?, left_out))
}

/// How charts are put on slides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charts {
    /// As charts with their figures, where PowerPoint has the kind.
    Native,
    /// As they would look.
    Drawn,
}

/// All slides, and what had no room on them.
fn deck(material: &Material<'_>, form: Charts, cancel: &AtomicBool) -> Result<(Deck, Vec<String>), ExportError> {
    let outline = Outline::of(material, &BTreeSet::new()).ok_or(ExportError::NoJourney)?;
    let stop = || if cancel.load(std::sync::atomic::Ordering::Relaxed) { Err(RenderError::Canceled) } else { Ok(()) };
    let mut layouter = Layouter::new();
    let mut slides = Vec::new();
    let maps = maps::Maps::new(material, &mut layouter);
    let mut left_out = Vec::new();
    slides.push(cover(&outline, maps.legend()));
    if maps.is_small() {
        slides.extend(maps.overview());
    } else {
        slides.extend(large::overview(&outline, layouter.typesetter()));
        left_out.push("The whole map is too large for a slide, so its stages are told in a table.".to_owned());
    }
    stop()?;
    slides.extend(maps::shots(material, &mut layouter));
    stop()?;
    match maps.stages() {
        StageSlides::Read(stages) => slides.extend(stages),
        StageSlides::TooMany(count) => {
            slides.extend(large::stages(&outline, layouter.typesetter()));
            left_out.push(format!(
                "Card by card the stages would take {} slides, so each is told by its most telling touchpoints. Shots \
                 become slides of their own.",
                format_grouped(count as f64, 0)
            ));
        }
    }
    stop()?;
    slides.extend(tables::kpis(&outline, layouter.typesetter()));
    slides.extend(charts::slides(material, form, layouter.typesetter()));
    stop()?;
    slides.extend(tables::actions(&outline, layouter.typesetter()));
    Ok((Deck { title: outline.title().to_owned(), look: look(material), slides }, left_out))
}

fn look(material: &Material<'_>) -> Look {
    let color = &material.theme.color;
    let series = |rank: usize| color.series.get(rank).copied().unwrap_or(color.accent);
    Look {
        background: color.surface,
        ink: color.ink,
        muted: color.muted,
        line: color.line,
        accent: color.accent,
        series: [0, 1, 2, 3, 4, 5].map(series),
    }
}

/// The journey: what it is called, whom it is for, what it shows.
fn cover(outline: &Outline<'_>, legend: &Legend) -> Slide {
    let material = outline.material;
    let color = &material.theme.color;
    let line = |label: &str, text: &str| Paragraph {
        runs: vec![Run::strong(format!("{label}: "), color.muted), Run::plain(text.trim(), color.ink)],
        size: 16.0,
    };
    let mut lines = vec![Paragraph { runs: vec![Run::strong(outline.state(), color.muted)], size: 16.0 }];
    let names: Vec<&str> =
        outline.personas.iter().map(|persona| persona.name.trim()).filter(|it| !it.is_empty()).collect();
    if !names.is_empty() {
        lines.push(line(if names.len() == 1 { "Persona" } else { "Personas" }, &names.join(", ")));
    }
    if !outline.journey.scenario.trim().is_empty() {
        lines.push(line("Scenario", &outline.journey.scenario));
    }
    if !outline.metrics().is_empty() {
        lines.push(line("Figures", &material.view.label()));
    }
    if !legend.entries.is_empty() {
        lines.push(line("Colors", &legend.name));
    }
    let project = material.project.title.trim();
    if !project.is_empty() && project != outline.title() {
        lines.push(line("Project", project));
    }
    if outline.stages.is_empty() {
        let said = "The journey is empty: it has no stages yet. Add some, and each becomes a slide.";
        lines.push(Paragraph { runs: vec![Run::plain(said, color.muted)], size: 16.0 });
    }
    Slide {
        title: outline.title().to_owned(),
        kind: SlideKind::Cover { lines },
        parts: Vec::new(),
        notes: String::new(),
    }
}

/// What the colors of a map mean, at the foot of its slide; nothing without a lens.
fn legend_box(material: &Material<'_>, legend: &Legend) -> Option<TextBox> {
    if legend.entries.is_empty() {
        return None;
    }
    let color = &material.theme.color;
    let mut runs = vec![Run::strong(format!("{}   ", legend.name), color.ink)];
    for entry in &legend.entries {
        runs.push(Run::plain("■ ", entry.color));
        runs.push(Run::plain(format!("{} ({})    ", entry.label, entry.count), color.muted));
    }
    let frame = Rect::from_min_max(pos2(SLIDE_MARGIN, 506.0), pos2(SLIDE.x - SLIDE_MARGIN - 84.0, 532.0));
    Some(TextBox { name: "Legend".to_owned(), frame, paragraphs: vec![Paragraph { runs, size: 10.0 }] })
}

/// A sentence at the top of a frame.
fn sentence_box(material: &Material<'_>, frame: Rect, said: &str) -> TextBox {
    let runs = vec![Run::plain(said, material.theme.color.muted)];
    TextBox { name: "Note".to_owned(), frame, paragraphs: vec![Paragraph { runs, size: 12.0 }] }
}
