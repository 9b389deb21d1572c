//! The charts of the dashboard in the page: each as a picture that is told in words, with its figures as a table below.

use std::fmt::Write as _;
use std::sync::Arc;

use super::markup::{attribute, escaped, paragraphs};
use crate::analysis::chart::ChartData;
use crate::base::{Pos2, Vec2, vec2};
use crate::export::pdf::chart_in_words;
use crate::export::{Material, dashboard};
use crate::layout::chart::{ChartFrame, chart_height, chart_picture};
use crate::render::svg::inline::Drawing;
use crate::scene::{Group, Role, Scene, Theme, Typesetter};

/// How wide a chart is, and one that takes a row of its own, in points.
const WIDTH: f32 = 540.0;
const WIDE: f32 = 1_096.0;
/// What title, subtitle and notes take of its height.
const AROUND: f32 = 84.0;
const HEIGHTS: (f32, f32) = (280.0, 560.0);
/// Of a longer table so many rows are in the page.
const MOST_ROWS: usize = 1_000;

/// The dashboard; empty where it is left out or has no charts.
#[derive(Default)]
pub struct Charts {
    subtitle: String,
    /// Each with whether it takes a row of its own.
    charts: Vec<(bool, ChartData)>,
}

impl Charts {
    pub fn of(material: &Material<'_>) -> Self {
        let (title, charts) = dashboard(material);
        Self { subtitle: title.subtitle, charts }
    }

    pub fn is_empty(&self) -> bool {
        self.charts.is_empty()
    }

    /// Everything that is written around the pictures.
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, &[]);
        out
    }

    /// The picture of each chart in all of those themes.
    pub fn drawings(&self, themes: &[Arc<Theme>]) -> Vec<Drawing> {
        let mut typesetter = Typesetter::new();
        let mut drawing = |(is_wide, data): &(bool, ChartData)| {
            let width = if *is_wide { WIDE } else { WIDTH };
            let height = (chart_height(data, width) + AROUND).clamp(HEIGHTS.0, HEIGHTS.1);
            let scene = |theme: &Arc<Theme>| picture(data, theme, &mut typesetter, vec2(width, height));
            Drawing { scenes: themes.iter().map(scene).collect(), label: chart_in_words(data), is_single: true }
        };
        self.charts.iter().map(&mut drawing).collect()
    }

    /// The section, if there are charts. `svgs` are their pictures.
    pub fn write(&self, out: &mut String, svgs: &[String]) {
        if self.is_empty() {
            return;
        }
        out.push_str("<section id=\"charts\" aria-labelledby=\"charts-title\">\n<h2 id=\"charts-title\">Dashboard");
        let _ = writeln!(out, " <small>{}</small></h2>\n<div class=\"charts\">", escaped(&self.subtitle));
        for (rank, (is_wide, data)) in self.charts.iter().enumerate() {
            out.push_str(if *is_wide { "<figure class=\"chart wide\">" } else { "<figure class=\"chart\">" });
            out.extend(svgs.get(rank).map(String::as_str));
            out.push_str("<figcaption>");
            table(out, data);
            out.push_str("</figcaption></figure>\n");
        }
        out.push_str("</div>\n</section>\n");
    }
}

fn picture(data: &ChartData, theme: &Theme, typesetter: &mut Typesetter, size: Vec2) -> Scene {
    let mut drawn = chart_picture(data, theme, typesetter, size, ChartFrame::Card).picture;
    // The whole picture has a name; nothing in it needs one.
    (drawn.name, drawn.role) = (String::new(), Role::Decoration);
    let groups = vec![Group { origin: Pos2::ZERO, picture: Arc::new(drawn) }];
    Scene { size, background: None, groups, title: String::new() }
}

/// What the chart shows as rows, and all that is to be said about it.
fn table(out: &mut String, data: &ChartData) {
    let table = data.table();
    if table.rows.is_empty() && data.notes.is_empty() {
        return;
    }
    out.push_str("<details><summary lang=\"en\"");
    attribute(out, "aria-label", &format!("Figures of {}", data.title));
    out.push_str(">Figures</summary>\n");
    for note in &data.notes {
        paragraphs(out, note);
    }
    if !table.rows.is_empty() {
        let class = |is_number: bool| if is_number { " class=\"number\"" } else { "" };
        out.push_str("<div class=\"scroll\"><table>\n<thead><tr>");
        for (name, is_number) in &table.columns {
            let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(*is_number), escaped(name));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in table.rows.iter().take(MOST_ROWS) {
            out.push_str("<tr>");
            for (at, (cell, (_, is_number))) in row.iter().zip(&table.columns).enumerate() {
                let tag = if at == 0 { "th scope=\"row\"" } else { "td" };
                let end = if at == 0 { "th" } else { "td" };
                let _ = write!(out, "<{tag}{}>{}</{end}>", class(*is_number), escaped(&cell.text));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table></div>\n");
        if table.rows.len() > MOST_ROWS {
            let _ = writeln!(out, "<p class=\"note\">And {} more rows.</p>", table.rows.len() - MOST_ROWS);
        }
    }
    out.push_str("</details>");
}
