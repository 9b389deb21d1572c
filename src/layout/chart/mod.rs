//! Charts as pictures: the data that `analysis::chart` counted, drawn at a size in a theme. The window paints these
//! pictures where its plots have no such kind, and every export draws all kinds from here. Counts nothing.

mod dashboard;
mod lines;
mod pairs;
mod rows;
mod sheet;
mod ticks;

pub use dashboard::{DASHBOARD_GAP, DashboardTitle, dashboard_pages, dashboard_places, dashboard_scene};
pub use sheet::{Swatch, series_color, swatch_points};
pub use ticks::{Tick, date_ticks, value_ticks};

use super::card::Pen;
use crate::analysis::chart::{Body, ChartData};
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::scene::{Face, Picture, Role, Theme, Typesetter};
use sheet::{Align, Sheet};

/// A chart as drawn, around its own top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartPicture {
    pub picture: Picture,
    /// Where each mark of the data lies, by rank. Marks that there was no room for have none.
    pub spots: Vec<(usize, Rect)>,
}

/// What stands around the chart itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChartFrame {
    /// Title, subtitle, and all that is to be said about it below.
    Whole,
    /// The same with no more than two lines below: on a dashboard.
    Card,
    /// Nothing: the window writes it itself.
    Bare,
}

/// Draws a chart of that size.
pub fn chart_picture(
    data: &ChartData,
    theme: &Theme,
    typesetter: &mut Typesetter,
    size: Vec2,
    frame: ChartFrame,
) -> ChartPicture {
    let mut sheet = Sheet::new(Pen { typesetter, theme });
    let mut area = Rect::from_min_size(Pos2::ZERO, size);
    if frame != ChartFrame::Bare {
        area.min.y = heading(&mut sheet, data, area);
        area.max.y = foot(&mut sheet, data, area, if frame == ChartFrame::Card { 2 } else { usize::MAX });
    }
    match &data.body {
        Body::Empty(why) => sheet.sentence(why, area),
        Body::Time(body) => lines::time(&mut sheet, body, area),
        Body::Multiples(body) => lines::multiples(&mut sheet, body, area),
        Body::Bars(body) => rows::bars(&mut sheet, body, area),
        Body::Stacked(body) => rows::stacked(&mut sheet, body, area),
        Body::Funnel(body) => rows::funnel(&mut sheet, body, area),
        Body::Bullets(bullets) => rows::bullets(&mut sheet, bullets, area),
        Body::Boxes(body) => rows::boxes(&mut sheet, body, area),
        Body::Scatter(body) => pairs::scatter(&mut sheet, body, area),
        Body::Heat(body) => pairs::heat(&mut sheet, body, area),
        Body::Slope(body) => pairs::slope(&mut sheet, body, area),
    }
    let name = format!("{}, chart", data.title);
    let bounds = Rect::from_min_size(Pos2::ZERO, size);
    ChartPicture {
        picture: Picture { bounds, items: sheet.items, block: None, name, role: Role::Figure },
        spots: sheet.spots,
    }
}

/// How high the chart itself should be so that all of it can be read at that width, in points.
pub fn chart_height(data: &ChartData, width: f32) -> f32 {
    let rows = |count: usize, height: f32, around: f32| count as f32 * height + around;
    match &data.body {
        Body::Empty(_) => 90.0,
        Body::Time(_) | Body::Scatter(_) => 170.0,
        Body::Bars(body) => rows(body.shown, rows::bar_row_height(body.series.len()), 22.0 + 18.0),
        Body::Stacked(body) => rows(body.shown, rows::ROW_HEIGHT, 18.0),
        Body::Funnel(body) => rows(body.steps.len(), rows::STEP_HEIGHT, 0.0),
        Body::Bullets(bullets) => rows(bullets.len(), rows::BULLET_HEIGHT, 0.0),
        Body::Boxes(body) => rows(body.shown, rows::ROW_HEIGHT, 22.0),
        Body::Heat(body) => rows(body.channels.len(), 34.0, 38.0 + 22.0),
        Body::Slope(body) => rows(body.shown, 15.0, 40.0),
        Body::Multiples(body) => {
            rows(body.panels.len().div_ceil(lines::panel_columns(width)), lines::PANEL_HEIGHT, 0.0)
        }
    }
}

/// Title and subtitle. Returns where the chart begins.
fn heading(sheet: &mut Sheet<'_>, data: &ChartData, area: Rect) -> f32 {
    let theme = sheet.theme();
    let title = crate::scene::TextStyle::new(Face::SemiBold, theme.map.stage_text);
    let small = sheet.small(Face::Regular);
    let mut y = area.top();
    for (text, style, color) in [(&data.title, title, theme.color.ink), (&data.subtitle, small, theme.color.muted)] {
        let height = sheet.pen.typesetter.line_height(style);
        sheet.styled(text, style, color, pos2(area.left(), y + height / 2.0), Align::Left, area.width());
        y += height;
    }
    y + theme.map.gap
}

/// The notes, from the bottom up. Returns where the chart ends.
fn foot(sheet: &mut Sheet<'_>, data: &ChartData, area: Rect, most: usize) -> f32 {
    let theme = sheet.theme();
    let mut said = data.notes.join(" ");
    if let Body::Time(body) = &data.body {
        let marked: Vec<String> =
            body.annotations.iter().enumerate().map(|(at, it)| lines::annotation(at, it)).collect();
        said = format!("{} {said}", marked.join("  ")).trim().to_owned();
    }
    if said.is_empty() || area.height() < 80.0 {
        return area.bottom();
    }
    let style = sheet.small(Face::Regular);
    let lines = sheet.pen.typesetter.first_lines(&said, style, area.width(), most.min(12));
    let height = sheet.pen.typesetter.line_height(style);
    let top = area.bottom() - height * lines.len() as f32;
    let start = pos2(area.left(), top + height / 2.0);
    sheet.pen.column(&mut sheet.items, &lines, style, theme.color.muted, start);
    top - theme.map.gap / 2.0
}

/// The part of an area that is left of its labels.
fn plot_of(area: Rect, left: f32, bottom: f32) -> Rect {
    let min = area.min + vec2(left, 4.0);
    Rect::from_min_max(min, pos2(area.right().max(min.x + 20.0), (area.bottom() - bottom).max(min.y + 20.0)))
}
