//! One page for a browser, without a network: the map to pan and zoom, what is known of each card beside it, and all of
//! it as text for screen readers, for paper, and for where scripts do not run.
//!
//! The page is `assets/web/page.css` and `page.js` around a map ([`crate::render::svg::inline`]) and a text (`text`). A
//! security policy in it allows no address at all; its scripts and styles count by a nonce that is the hash of the
//! page's content, so that nothing that a project says can run.

mod charts;
mod markup;
mod page;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use charts::Charts;
use page::Page;

use super::outline::Outline;
use super::{Dashboard, ExportError, Material};
use crate::base::{Canceled, Pace};
use crate::layout::{Layouter, Legend, Map, MapInput};
use crate::model::{Item, TouchpointId};
use crate::render::svg::inline::{self, Drawing, Surroundings};
use crate::scene::theme::ThemeName;
use crate::scene::{Group, Key, Role, Scene, Theme};

const STYLE: &str = include_str!("../../assets/web/page.css");
const SCRIPT: &str = include_str!("../../assets/web/page.js");

/// What is allowed to load: nothing but what the page brings along.
const POLICY: &str = "default-src 'none'; img-src data:; font-src data:; style-src 'nonce-NONCE'; \
                      script-src 'nonce-NONCE'; base-uri 'none'; form-action 'none'";

pub fn write(material: &Material<'_>, pace: Pace<'_>) -> Result<Vec<u8>, ExportError> {
    let themes = Themes::of(material.spec.theme);
    let maps = maps(material, &themes, pace.part(0.0, 0.4))?;
    let Some(first) = maps.first() else { return Err(ExportError::NoJourney) };
    let outline = Outline::of(material, &left_out(material, first)).ok_or(ExportError::NoJourney)?;
    pace.at(0.4)?;
    let charts = match material.spec.dashboard {
        Dashboard::After => Charts::of(material),
        Dashboard::LeftOut | Dashboard::Alone => Charts::default(),
    };
    let tables = outline.tables();
    let text = text::write(&outline, &tables, pace.part(0.4, 0.6))?;
    let legends: Vec<Legend> = maps.iter().map(|map| map.legend().clone()).collect();
    let order = reading_order(&outline);
    let scenes = maps.into_iter().map(|map| in_reading_order(map.scene, &order)).collect();
    let label = format!("Map of {}", outline.title());
    let mut drawings = vec![Drawing { scenes, label, is_single: false }];
    drawings.extend(charts.drawings(&themes.all));
    let nonce = nonce(&text, material);
    let letters = letters(&[&text, &charts.words()]);
    let around = Surroundings { nonce: &nonce, letters: &letters };
    let pace = pace.part(0.6, 1.0);
    let (drawn, themes) = match inline::write(&drawings, &around, pace)? {
        Some(drawn) => (drawn, themes),
        // Themes whose maps differ in more than colors cannot share a page: then there is the first alone.
        None => {
            drawings.iter_mut().for_each(|drawing| drawing.scenes.truncate(1));
            (inline::write(&drawings, &around, pace)?.ok_or(ExportError::NoJourney)?, themes.alone())
        }
    };
    pace.at(1.0)?;
    let (outline, legends, charts, tables) = (&outline, &legends[..], &charts, &tables[..]);
    let page = Page { outline, legends, themes: &themes, drawn: &drawn, charts, text: &text, tables, nonce: &nonce };
    Ok(page.write().into_bytes())
}

/// Where each object comes in the text.
fn reading_order(outline: &Outline<'_>) -> BTreeMap<Key, usize> {
    let of_step = |step: &super::outline::Step<'_>| {
        let touchpoints = step.touchpoints.iter().map(|touchpoint| Key(touchpoint.id.0));
        let cards = step.cards.iter().flat_map(|lane| &lane.cards).map(|card| Key(card.id.0));
        touchpoints.chain(cards).collect::<Vec<_>>()
    };
    outline.steps().flat_map(of_step).enumerate().map(|(rank, key)| (key, rank)).collect()
}

/// The scene with its cards in the order of the text, so that Tab goes from card to card as they are read. Cards never
/// overlap, so those next to each other may be painted in any order.
fn in_reading_order(mut scene: Scene, order: &BTreeMap<Key, usize>) -> Scene {
    let rank = |group: &Group| match group.picture.role {
        Role::Item(key) => Some(order.get(&key).copied().unwrap_or(usize::MAX)),
        Role::Decoration
        | Role::Title
        | Role::ColumnGroup
        | Role::Column(_)
        | Role::Row(_)
        | Role::Link { .. }
        | Role::LinkLabel(_)
        | Role::Note(_)
        | Role::Figure => None,
    };
    for run in scene.groups.chunk_by_mut(|a, b| rank(a).is_some() && rank(b).is_some()) {
        run.sort_by_key(rank);
    }
    scene
}

/// The themes of a page: the first is what it opens in, unless the reader prefers the dark one.
#[derive(Clone)]
struct Themes {
    all: Vec<Arc<Theme>>,
    /// Which of them are for dark rooms and for paper; `None` where the first is for everything.
    dark: Option<usize>,
    print: Option<usize>,
    /// What the page opens in: "auto" follows the reader's settings.
    start: &'static str,
}

impl Themes {
    fn of(name: ThemeName) -> Self {
        let light_and_dark = || vec![Theme::load(ThemeName::Light), Theme::load(ThemeName::Dark), paper()];
        let (dark, print) = (Some(1), Some(2));
        match name {
            ThemeName::Light => Self { all: light_and_dark(), dark, print, start: "auto" },
            ThemeName::Dark => Self { all: light_and_dark(), dark, print, start: "dark" },
            ThemeName::Print => {
                Self { all: vec![paper(), Theme::load(ThemeName::Dark)], dark, print: None, start: "light" }
            }
            ThemeName::HighContrast => {
                Self { all: vec![Theme::load(ThemeName::HighContrast)], dark: None, print: None, start: "light" }
            }
        }
    }

    fn alone(&self) -> Self {
        Self { all: self.all.iter().take(1).cloned().collect(), dark: None, print: None, start: "light" }
    }
}

/// The theme for paper, with shadows that cannot be seen instead of none: so its maps differ in colors only.
fn paper() -> Arc<Theme> {
    let mut theme = Theme::clone(&Theme::load(ThemeName::Print));
    theme.color.shadow = theme.color.surface.with_opacity(0.01);
    Arc::new(theme)
}

/// The map in every theme; none for a journey that is not there.
fn maps(material: &Material<'_>, themes: &Themes, pace: Pace<'_>) -> Result<Vec<Map>, Canceled> {
    if !material.project.journeys.contains_key(&material.journey) {
        return Ok(Vec::new());
    }
    let measured = material.measured();
    let mut layouter = Layouter::new();
    let of_theme = |(rank, theme): (usize, &Arc<Theme>)| {
        pace.step(rank, themes.all.len())?;
        let input = MapInput { theme, ..material.map_input(&measured, material.journey) };
        Ok(layouter.filtered_map(&input, &material.spec.filter))
    };
    themes.all.iter().enumerate().map(of_theme).collect()
}

/// The touchpoints that a filter hides: those that lie open on the map, and are not there.
fn left_out(material: &Material<'_>, map: &Map) -> BTreeSet<TouchpointId> {
    let project = material.project;
    let shown: BTreeSet<TouchpointId> = map.items().filter_map(|(item, _)| item.as_touchpoint()).collect();
    let of_journey = project.items_in_reading_order(material.journey).into_iter().filter_map(Item::as_touchpoint);
    let is_open = |id: &TouchpointId| {
        project.touchpoints.get(id).is_some_and(|it| {
            let stage = project.stages.get(&it.place.stage);
            let lane = project.lanes.get(&it.place.lane);
            stage.is_some_and(|stage| stage.is_open()) && lane.is_some_and(|lane| lane.is_open())
        })
    };
    of_journey.filter(|id| is_open(id) && !shown.contains(id)).collect()
}

/// What nobody who writes a project can foresee: the hash of all that the page says.
fn nonce(text: &str, material: &Material<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    hasher.update(material.project.next_id.to_string().as_bytes());
    hasher.finalize().to_hex().chars().take(32).collect()
}

/// Every letter of the page, each once.
fn letters(texts: &[&str]) -> String {
    let letters: BTreeSet<char> = texts.iter().flat_map(|text| text.chars()).collect();
    let own: BTreeSet<char> = (' '..='~').chain("−–—·×…★“”’‹›▾".chars()).collect();
    letters.union(&own).filter(|letter| !letter.is_control()).collect()
}
