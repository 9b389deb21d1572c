//! The page itself: head, bar, map, charts, text, and the keys' list. Words of the program are marked as English, whatever
//! language the project is written in.

use std::fmt::Write as _;

use super::charts::Charts;
use super::markup::escape;
use super::text;
use super::{POLICY, SCRIPT, STYLE, Themes};
use crate::base::Color;
use crate::export::outline::{Outline, TextTable};
use crate::layout::Legend;
use crate::render::svg::inline::Inline;
use crate::scene::Theme;
use crate::scene::theme::{ThemeName, WindowSizes};

/// What a page is made of.
pub struct Page<'a> {
    pub outline: &'a Outline<'a>,
    pub legends: &'a [Legend],
    pub themes: &'a Themes,
    /// The map, then the charts.
    pub drawn: &'a Inline,
    pub charts: &'a Charts,
    pub text: &'a str,
    /// Those at the end of the text.
    pub tables: &'a [TextTable],
    pub nonce: &'a str,
}

impl Page<'_> {
    pub fn write(&self) -> String {
        let Self { outline, nonce, .. } = self;
        let drawn: usize = self.drawn.svgs.iter().map(String::len).sum();
        let mut out = String::with_capacity(drawn + self.text.len() + 64 * 1024);
        let start = self.themes.start;
        let language = outline.material.spec.language;
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\" data-theme=\"{start}\" data-view=\"map\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"Throughline\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>",
            language.tag(),
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
            for (number, colors) in self.drawn.colors.iter().enumerate() {
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
            "<a class=\"skip\" lang=\"en\" href=\"#text\" data-view-to=\"text\">Read as text</a>\n<header class=\"top\">\n<div class=\"title\">\n<h1>",
        );
        escape(out, outline.title());
        let _ = write!(
            out,
            "</h1>\n<p class=\"state\" lang=\"en\">{}</p>\n<p class=\"about\"><a href=\"#about\">",
            outline.state()
        );
        let names: Vec<&str> = outline.personas.iter().map(|persona| persona.name.as_str()).collect();
        let mut said = Vec::new();
        if !names.is_empty() {
            said.push(format!("{}: {}", if names.len() == 1 { "Persona" } else { "Personas" }, names.join(", ")));
        }
        if !outline.metrics().is_empty() {
            said.push(format!("Figures: {}", outline.material.view.label()));
        }
        escape(out, &if said.is_empty() { "About this journey".to_owned() } else { said.join(" · ") });
        out.push_str("</a></p>\n</div>\n<div class=\"tools\" lang=\"en\" role=\"toolbar\" aria-label=\"View\">\n");
        out.push_str(
            "<div class=\"group\" role=\"group\" aria-label=\"Show as\">\
             <button type=\"button\" id=\"as-map\" aria-pressed=\"true\" title=\"Show the map (M)\">Map</button>",
        );
        if !self.charts.is_empty() {
            out.push_str(
                "<button type=\"button\" id=\"as-charts\" aria-pressed=\"false\" title=\"Show the dashboard (C)\">Charts</button>",
            );
        }
        out.push_str(
            "<button type=\"button\" id=\"as-text\" aria-pressed=\"false\" title=\"Read as text (T)\">Text</button></div>\n",
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
        out.push_str(
            "<button type=\"button\" id=\"help\" aria-label=\"Keys\" title=\"Keys (?)\">?</button>\n</div>\n</header>\n",
        );
    }

    /// The menu of stages and tables.
    fn contents(&self, out: &mut String) {
        out.push_str("<details class=\"menu\"><summary title=\"Go to a stage (G)\">Go to</summary>\n<nav aria-label=\"Stages\"><ol>\n");
        for part in &self.outline.stages {
            let _ = write!(out, "<li><a lang=\"{}\" href=\"#i{}\">", self.language(), part.stage.id.0);
            escape(out, &part.stage.name);
            out.push_str("</a></li>\n");
        }
        if !self.charts.is_empty() {
            out.push_str("<li class=\"table\"><a href=\"#charts\" data-view-to=\"charts\">Dashboard</a></li>\n");
        }
        for table in self.tables {
            let _ = writeln!(
                out,
                "<li class=\"table\"><a href=\"#{}\" data-view-to=\"text\">{}</a></li>",
                text::table_id(table),
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
        out.extend(self.drawn.svgs.first().map(String::as_str));
        out.push_str(
            "</div>\n</section>\n<aside id=\"details\" hidden aria-label=\"Details\">\n<div class=\"bar\" lang=\"en\">\
             <p id=\"where\"></p>\
             <button type=\"button\" id=\"previous\" aria-label=\"Previous\" title=\"Previous (P)\">‹</button>\
             <button type=\"button\" id=\"next\" aria-label=\"Next\" title=\"Next (N)\">›</button>\
             <button type=\"button\" id=\"close\" aria-label=\"Close\" title=\"Close (Esc)\">×</button></div>\n\
             <div id=\"told\" tabindex=\"-1\"></div>\n</aside>\n</div>\n",
        );
        self.charts.write(out, self.drawn.svgs.get(1..).unwrap_or_default());
        out.push_str("<main id=\"text\">\n");
        out.push_str(self.text);
        out.push_str("</main>\n");
        self.keys(out);
    }

    /// What keys do, for who asks.
    fn keys(&self, out: &mut String) {
        out.push_str(
            "<dialog id=\"keys\" lang=\"en\" aria-labelledby=\"keys-title\">\n<h2 id=\"keys-title\">Keys</h2>\n<dl>\n",
        );
        let all = [
            ("Tab", "From card to card, in reading order"),
            ("Enter", "Open what is known of a card"),
            ("N, P", "The next card, the previous one"),
            ("Esc", "Close, and go back to the card"),
            ("Arrows", "Move the map"),
            ("+ −", "Zoom in and out"),
            ("0, 1", "Show all of it, at its own size"),
            ("M, T", "Show the map, read as text"),
            ("C", "Show the dashboard"),
            ("G", "Go to a stage"),
            ("/", "Find; Enter goes to the next"),
            ("D", "Dark colors or light ones"),
            ("?", "This list"),
        ];
        for (key, what) in all {
            let is_there = match key {
                "C" => !self.charts.is_empty(),
                "D" => self.themes.dark.is_some(),
                _ => true,
            };
            if is_there {
                let _ = writeln!(out, "<div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>");
            }
        }
        out.push_str(
            "</dl>\n<form method=\"dialog\"><button type=\"submit\" title=\"Close (Esc)\">Close</button></form>\n</dialog>\n",
        );
    }

    fn language(&self) -> String {
        self.outline.material.spec.language.tag().to_owned()
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
