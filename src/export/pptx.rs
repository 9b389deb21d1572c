//! PowerPoint: which slides there are, and what stands on each. How they are written is `render::pptx`'s.
//!
//! A cover; the whole map; one slide a shot; the stages, each on as many slides as it takes to be read; KPIs; the charts
//! of the dashboard; actions.

mod charts;
mod maps;
mod tables;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::outline::Outline;
use super::{ExportError, Material};
use crate::base::{Rect, pos2};
use crate::layout::{Layouter, Legend};
use crate::render::RenderError;
use crate::render::pptx::{self, Deck, Look, Paragraph, Run, SLIDE, SLIDE_MARGIN, Slide, SlideKind, TextBox};

pub fn write(material: &Material<'_>, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    Ok(pptx::write(&deck(material, cancel)?, cancel)?)
}

/// All slides.
fn deck(material: &Material<'_>, cancel: &AtomicBool) -> Result<Deck, ExportError> {
    let outline = Outline::of(material, &BTreeSet::new()).ok_or(ExportError::NoJourney)?;
    let stop = || if cancel.load(std::sync::atomic::Ordering::Relaxed) { Err(RenderError::Canceled) } else { Ok(()) };
    let mut layouter = Layouter::new();
    let mut slides = Vec::new();
    let maps = maps::Maps::new(material, &mut layouter);
    slides.push(cover(&outline, maps.legend()));
    slides.extend(maps.overview());
    stop()?;
    slides.extend(maps::shots(material, &mut layouter));
    stop()?;
    slides.extend(maps.stages());
    stop()?;
    slides.extend(tables::kpis(&outline, layouter.typesetter()));
    slides.extend(charts::slides(material, layouter.typesetter()));
    stop()?;
    slides.extend(tables::actions(&outline, layouter.typesetter()));
    Ok(Deck { title: outline.title().to_owned(), look: look(material), slides })
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
