//! One page for a browser, without a network: the map to pan and zoom, what is known of each card beside it, and all of
//! it as text for screen readers, for paper, and for where scripts do not run.
//!
//! The page is `assets/web/page.css` and `page.js` around a map ([`crate::render::svg::inline`]) and a text (`text`). A
//! security policy in it allows no address at all; its scripts and styles count by a nonce that is the hash of the
//! page's content, so that nothing that a project says can run.

mod markup;
mod text;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use markup::escape;

use super::outline::Outline;
use super::{ExportError, Material};
use crate::base::Color;
use crate::layout::{Layouter, Legend, Map, MapInput};
use crate::model::{Item, TouchpointId};
use crate::render::RenderError;
use crate::render::svg::inline::{self, Inline, Surroundings};
use crate::scene::theme::{ThemeName, WindowSizes};
use crate::scene::{Scene, Theme};

const STYLE: &str = include_str!("../../assets/web/page.css");
const SCRIPT: &str = include_str!("../../assets/web/page.js");

/// What is allowed to load: nothing but what the page brings along.
const POLICY: &str = "default-src 'none'; img-src data:; font-src data:; style-src 'nonce-NONCE'; \
                      script-src 'nonce-NONCE'; base-uri 'none'; form-action 'none'";

pub fn write(material: &Material<'_>, cancel: &AtomicBool) -> Result<Vec<u8>, ExportError> {
    let themes = Themes::of(material.spec.theme);
    let maps = maps(material, &themes);
    let Some(first) = maps.first() else { return Err(ExportError::NoJourney) };
    check(cancel)?;
    let outline = Outline::of(material, &left_out(material, first)).ok_or(ExportError::NoJourney)?;
    let text = text::write(&outline);
    check(cancel)?;
    let legends: Vec<Legend> = maps.iter().map(|map| map.legend().clone()).collect();
    let scenes: Vec<Scene> = maps.into_iter().map(|map| map.scene).collect();
    let nonce = nonce(&text, material);
    let letters = letters(&text);
    let label = format!("Map of {}", outline.title());
    let around = Surroundings { nonce: &nonce, letters: &letters, label: &label };
    // Themes whose maps differ in more than colors cannot share a page: then there is the first alone.
    let whole = inline::write(&scenes, &around).map(|map| (map, themes.clone()));
    let alone = || Some((inline::write(scenes.get(..1)?, &around)?, themes.alone()));
    let (map, themes) = whole.or_else(alone).ok_or(ExportError::NoJourney)?;
    check(cancel)?;
    let page = Page { outline: &outline, legends: &legends, themes: &themes, map: &map, text: &text, nonce: &nonce };
    Ok(page.write().into_bytes())
}

fn check(cancel: &AtomicBool) -> Result<(), ExportError> {
    if cancel.load(Ordering::Relaxed) { Err(RenderError::Canceled.into()) } else { Ok(()) }
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
fn maps(material: &Material<'_>, themes: &Themes) -> Vec<Map> {
    if !material.project.journeys.contains_key(&material.journey) {
        return Vec::new();
    }
    let measured = material.measured();
    let mut layouter = Layouter::new();
    let of_theme = |theme: &Arc<Theme>| {
        let input = MapInput { theme, ..material.map_input(&measured, material.journey) };
        layouter.filtered_map(&input, &material.spec.filter)
    };
    themes.all.iter().map(of_theme).collect()
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
fn letters(text: &str) -> String {
    let letters: BTreeSet<char> = text.chars().collect();
    let own: BTreeSet<char> = (' '..='~').chain("−–—·×…★“”’‹›▾".chars()).collect();
    letters.union(&own).filter(|letter| !letter.is_control()).collect()
}

struct Page<'a> {
    outline: &'a Outline<'a>,
    legends: &'a [Legend],
    themes: &'a Themes,
    map: &'a Inline,
    text: &'a str,
    nonce: &'a str,
}

impl Page<'_> {
    fn write(&self) -> String {
        let Self { outline, nonce, .. } = self;
        let mut out = String::with_capacity(self.map.svg.len() + self.text.len() + 64 * 1024);
        let start = self.themes.start;
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\" data-theme=\"{start}\" data-view=\"map\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"Throughline\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>",
            POLICY.replace("NONCE", nonce)
        );
        escape(&mut out, outline.title());
        let _ = write!(out, "</title>\n<style nonce=\"{nonce}\">\n");
        self.colors(&mut out);
        out.push_str(STYLE);
        out.push_str("</style>\n</head>\n<body>\n");
        self.head(&mut out);
        self.main(&mut out);
        let _ = write!(out, "<script nonce=\"{nonce}\">\n{SCRIPT}</script>\n</body>\n</html>\n");
        out
    }

    /// Every color of every theme, as variables.
    fn colors(&self, out: &mut String) {
        let theme = |out: &mut String, selector: &str, at: usize| {
            let Some(theme) = self.themes.all.get(at) else { return };
            let scheme = if theme.is_dark { "dark" } else { "light" };
            let _ = write!(out, "{selector}{{color-scheme:{scheme};");
            window_colors(out, theme);
            for (number, colors) in self.map.colors.iter().enumerate() {
                if let Some(color) = colors.get(at) {
                    let _ = write!(out, "--c{number}:{};", css(*color));
                }
            }
            for (number, color) in self.legend_colors(at).enumerate() {
                let _ = write!(out, "--l{number}:{};", css(color));
            }
            out.push_str("}\n");
        };
        theme(out, ":root", 0);
        let Theme { window, map, .. } =
            &*self.themes.all.first().cloned().unwrap_or_else(|| Theme::load(ThemeName::Light));
        let WindowSizes { radius, control_height, padding, body_text, small_text, heading_text, .. } = window;
        let _ = writeln!(
            out,
            ":root{{--radius:{radius}px;--control:{control_height}px;--pad:{padding}px;--text:{body_text}px;\
             --small:{small_text}px;--heading:{heading_text}px;--gap:{}px}}",
            map.gap
        );
        if let Some(dark) = self.themes.dark {
            out.push_str("@media (prefers-color-scheme:dark){\n");
            theme(out, ":root[data-theme=auto]", dark);
            out.push_str("}\n");
            theme(out, ":root[data-theme=dark]", dark);
        }
        out.push_str("@media print{\n");
        theme(out, ":root,:root[data-theme]", self.themes.print.unwrap_or(0));
        out.push_str("}\n");
    }

    fn legend_colors(&self, theme: usize) -> impl Iterator<Item = Color> + '_ {
        self.legends.get(theme).into_iter().flat_map(|legend| &legend.entries).map(|entry| entry.color)
    }

    fn head(&self, out: &mut String) {
        let outline = self.outline;
        out.push_str(
            "<a class=\"skip\" href=\"#text\" data-view-to=\"text\">Read as text</a>\n<header class=\"top\">\n<div class=\"title\">\n<h1>",
        );
        escape(out, outline.title());
        let _ =
            write!(out, "</h1>\n<p class=\"state\">{}</p>\n<p class=\"about\"><a href=\"#about\">", outline.state());
        let names: Vec<&str> = outline.personas.iter().map(|persona| persona.name.as_str()).collect();
        let mut said = Vec::new();
        if !names.is_empty() {
            said.push(format!("{}: {}", if names.len() == 1 { "Persona" } else { "Personas" }, names.join(", ")));
        }
        if !outline.metrics().is_empty() {
            said.push(format!("Figures: {}", outline.material.view.label()));
        }
        escape(out, &if said.is_empty() { "About this journey".to_owned() } else { said.join(" · ") });
        out.push_str("</a></p>\n</div>\n<div class=\"tools\" role=\"toolbar\" aria-label=\"View\">\n");
        out.push_str(
            "<div class=\"group\" role=\"group\" aria-label=\"Show as\">\
             <button type=\"button\" id=\"as-map\" aria-pressed=\"true\" title=\"Show the map (M)\">Map</button>\
             <button type=\"button\" id=\"as-text\" aria-pressed=\"false\" title=\"Read as text (T)\">Text</button></div>\n",
        );
        self.contents(out);
        out.push_str(
            "<div class=\"find\" role=\"search\"><input type=\"search\" id=\"find\" placeholder=\"Find\" \
             aria-label=\"Find in this journey\" title=\"Find (/). Enter goes to the next\" autocomplete=\"off\" spellcheck=\"false\">\
             <output id=\"found\" for=\"find\"></output></div>\n\
             <div class=\"group zoom\" role=\"group\" aria-label=\"Zoom\">\
             <button type=\"button\" id=\"smaller\" aria-label=\"Zoom out\" title=\"Zoom out (−)\">−</button>\
             <button type=\"button\" id=\"whole\" aria-label=\"Zoom to fit\" title=\"Zoom to fit (0)\"><span id=\"zoom\">100%</span></button>\
             <button type=\"button\" id=\"larger\" aria-label=\"Zoom in\" title=\"Zoom in (+)\">+</button></div>\n",
        );
        if self.themes.dark.is_some() {
            out.push_str(
                "<button type=\"button\" id=\"dark\" aria-pressed=\"false\" title=\"Dark colors (D)\">Dark</button>\n",
            );
        }
        out.push_str("</div>\n</header>\n");
    }

    /// The menu of stages and tables.
    fn contents(&self, out: &mut String) {
        out.push_str("<details class=\"menu\"><summary title=\"Go to a stage (G)\">Go to</summary>\n<nav aria-label=\"Stages\"><ol>\n");
        for part in &self.outline.stages {
            let _ = write!(out, "<li><a href=\"#i{}\">", part.stage.id.0);
            escape(out, &part.stage.name);
            out.push_str("</a></li>\n");
        }
        for table in self.outline.tables() {
            let _ = writeln!(
                out,
                "<li class=\"table\"><a href=\"#{}\" data-view-to=\"text\">{}</a></li>",
                text::table_id(&table),
                table.title
            );
        }
        out.push_str("</ol></nav></details>\n");
    }

    fn main(&self, out: &mut String) {
        self.legend(out);
        out.push_str("<div class=\"work\">\n<section id=\"map\" tabindex=\"0\" aria-label=\"Map. Arrows scroll, plus and minus zoom, Tab goes from card to card\">\n");
        if self.outline.stages.is_empty() {
            out.push_str("<p class=\"empty\">This journey has no stages yet.</p>\n");
        }
        out.push_str("<div class=\"sheet\">\n");
        out.push_str(&self.map.svg);
        out.push_str(
            "</div>\n</section>\n<aside id=\"details\" hidden aria-label=\"Details\">\n<div class=\"bar\">\
             <p id=\"where\"></p>\
             <button type=\"button\" id=\"previous\" aria-label=\"Previous\" title=\"Previous (P)\">‹</button>\
             <button type=\"button\" id=\"next\" aria-label=\"Next\" title=\"Next (N)\">›</button>\
             <button type=\"button\" id=\"close\" aria-label=\"Close\" title=\"Close (Esc)\">×</button></div>\n\
             <div id=\"told\" tabindex=\"-1\"></div>\n</aside>\n</div>\n<main id=\"text\">\n",
        );
        out.push_str(self.text);
        out.push_str("</main>\n");
    }

    fn legend(&self, out: &mut String) {
        let Some(legend) = self.legends.first().filter(|legend| !legend.entries.is_empty()) else { return };
        out.push_str("<dl class=\"legend\"><dt>");
        escape(out, &legend.name);
        out.push_str("</dt>");
        for (number, entry) in legend.entries.iter().enumerate() {
            let _ = write!(
                out,
                "<dd><svg width=\"10\" height=\"10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" rx=\"2\" \
                 fill=\"var(--l{number})\"/></svg> "
            );
            escape(out, &entry.label);
            let _ = write!(out, " <span>{}</span></dd>", entry.count);
        }
        out.push_str("</dl>\n");
    }
}

fn window_colors(out: &mut String, theme: &Theme) {
    let color = &theme.color;
    for (name, color) in [
        ("background", color.background),
        ("surface", color.surface),
        ("hover", color.hover),
        ("line", color.line),
        ("outline", color.outline),
        ("ink", color.ink),
        ("muted", color.muted),
        ("accent", color.accent),
        ("on-accent", color.on_accent),
        ("accent-tint", color.accent_tint),
        ("good", color.good),
        ("risk", color.risk),
        ("bad", color.bad),
        ("neutral", color.neutral),
        ("notice", color.notice_tint),
        ("notice-outline", color.notice_outline),
        ("shadow", color.shadow),
    ] {
        let _ = write!(out, "--{name}:{};", css(color));
    }
}

fn css(color: Color) -> String {
    let Color { r, g, b, a } = color;
    if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") }
}
