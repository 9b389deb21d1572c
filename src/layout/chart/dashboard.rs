//! The dashboard: charts in two columns, wide ones across both. The window places its cards by the same rule.

use std::sync::Arc;

use super::{ChartFrame, chart_picture};
use crate::analysis::chart::ChartData;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::card::Pen;
use crate::scene::{Face, Group, Picture, Role, Scene, Shape, Stroke, TextStyle, Theme, Typesetter};

/// Between two charts, in points.
pub const DASHBOARD_GAP: f32 = 14.0;
/// An exported dashboard has the proportions of a page of paper on its side.
const PAGE: Vec2 = Vec2::new(1_122.0, 793.0);
const MARGIN: f32 = 28.0;
const TITLE_HEIGHT: f32 = 46.0;
/// So many rows of charts are on a page.
const ROWS: usize = 2;
const INSIDE: f32 = 14.0;

/// What stands above an exported dashboard.
#[derive(Clone, Debug, PartialEq)]
pub struct DashboardTitle {
    pub title: String,
    /// The period that it speaks of.
    pub subtitle: String,
}

/// Where the charts lie in that width: side by side in two columns, in one where it is narrow. `is_wide` says of each
/// whether it takes a row of its own.
pub fn dashboard_places(is_wide: &[bool], width: f32, row_height: f32) -> Vec<Rect> {
    const NARROW: f32 = 560.0;
    let columns = if width < NARROW { 1 } else { 2 };
    let half = (width - DASHBOARD_GAP) / 2.0;
    let mut places = Vec::with_capacity(is_wide.len());
    let (mut row, mut column) = (0, 0);
    for is_wide in is_wide {
        let takes_row = *is_wide || columns == 1;
        if takes_row && column > 0 {
            (row, column) = (row + 1, 0);
        }
        let min = pos2(column as f32 * (half + DASHBOARD_GAP), row as f32 * (row_height + DASHBOARD_GAP));
        places.push(Rect::from_min_size(min, vec2(if takes_row { width } else { half }, row_height)));
        column += 1;
        if takes_row || column == columns {
            (row, column) = (row + 1, 0);
        }
    }
    places
}

/// All charts on one sheet as long as it takes.
pub fn dashboard_scene(
    charts: &[(bool, ChartData)],
    title: &DashboardTitle,
    theme: &Theme,
    typesetter: &mut Typesetter,
) -> Scene {
    let places = places(charts);
    let bottom = places.iter().map(Rect::bottom).fold(0.0, f32::max).max(row_height());
    sheet(
        &charts.iter().zip(places).collect::<Vec<_>>(),
        title,
        MARGIN + TITLE_HEIGHT + bottom + MARGIN,
        (theme, typesetter),
    )
}

/// The charts page by page.
pub fn dashboard_pages(
    charts: &[(bool, ChartData)],
    title: &DashboardTitle,
    theme: &Theme,
    typesetter: &mut Typesetter,
) -> Vec<Scene> {
    let page_height = ROWS as f32 * (row_height() + DASHBOARD_GAP);
    let mut pages: Vec<Vec<(&(bool, ChartData), Rect)>> = Vec::new();
    for (chart, place) in charts.iter().zip(places(charts)) {
        let page = (place.top() / page_height + 0.01).floor();
        let place = place.translate(vec2(0.0, -page * page_height));
        while pages.len() <= page as usize {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.get_mut(page as usize) {
            page.push((chart, place));
        }
    }
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages.iter().map(|page| sheet(page, title, PAGE.y, (theme, &mut *typesetter))).collect()
}

/// How high a chart is with all that is around it.
fn row_height() -> f32 {
    (PAGE.y - 2.0 * MARGIN - TITLE_HEIGHT - (ROWS - 1) as f32 * DASHBOARD_GAP) / ROWS as f32
}

fn places(charts: &[(bool, ChartData)]) -> Vec<Rect> {
    let is_wide: Vec<bool> = charts.iter().map(|(is_wide, _)| *is_wide).collect();
    dashboard_places(&is_wide, PAGE.x - 2.0 * MARGIN, row_height())
}

fn sheet(
    charts: &[(&(bool, ChartData), Rect)],
    title: &DashboardTitle,
    height: f32,
    look: (&Theme, &mut Typesetter),
) -> Scene {
    let (theme, typesetter) = look;
    let mut groups = vec![Group { origin: Pos2::ZERO, picture: Arc::new(heading(title, theme, typesetter)) }];
    for ((_, data), place) in charts {
        let place = place.translate(vec2(MARGIN, MARGIN + TITLE_HEIGHT));
        let drawn = chart_picture(data, theme, typesetter, place.size() - Vec2::splat(2.0 * INSIDE), ChartFrame::Card);
        let outline = Some(Stroke::solid(theme.map.outline, theme.color.outline));
        let rect = Rect::from_min_size(Pos2::ZERO, place.size()).shrink(theme.map.outline / 2.0);
        let frame =
            Shape::Rect { rect, radius: theme.map.card_radius, fill: Some(theme.color.surface), stroke: outline };
        let bounds = Rect::from_min_size(Pos2::ZERO, place.size());
        let frame = Picture { bounds, items: vec![frame], block: None, name: String::new(), role: Role::Decoration };
        groups.push(Group { origin: place.min, picture: Arc::new(frame) });
        groups.push(Group { origin: place.min + Vec2::splat(INSIDE), picture: Arc::new(drawn.picture) });
    }
    Scene { size: vec2(PAGE.x, height), background: Some(theme.color.background), groups, title: title.title.clone() }
}

fn heading(title: &DashboardTitle, theme: &Theme, typesetter: &mut Typesetter) -> Picture {
    let large = TextStyle::new(Face::SemiBold, theme.map.stage_text * 1.5);
    let small = TextStyle::new(Face::Regular, theme.map.body_text);
    let mut items = Vec::new();
    let room = PAGE.x - 2.0 * MARGIN;
    let mut pen = Pen { typesetter, theme };
    let lines = pen.typesetter.first_lines(&title.title, large, room, 1);
    pen.column(&mut items, &lines, large, theme.color.ink, pos2(MARGIN, MARGIN + 8.0));
    let lines = pen.typesetter.first_lines(&title.subtitle, small, room, 1);
    pen.column(&mut items, &lines, small, theme.color.muted, pos2(MARGIN, MARGIN + 29.0));
    let bounds = Rect::from_min_size(Pos2::ZERO, vec2(PAGE.x, MARGIN + TITLE_HEIGHT));
    Picture { bounds, items, block: None, name: format!("{}, title", title.title), role: Role::Title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_charts_take_a_row_of_their_own() {
        let places = dashboard_places(&[false, false, true, false, true, false], 1_014.0, 300.0);
        let corners: Vec<(f32, f32, f32)> = places.iter().map(|it| (it.left(), it.top(), it.width())).collect();
        let next = 300.0 + DASHBOARD_GAP;
        assert_eq!(
            corners,
            [
                (0.0, 0.0, 500.0),
                (514.0, 0.0, 500.0),
                (0.0, next, 1_014.0),
                (0.0, 2.0 * next, 500.0),
                (0.0, 3.0 * next, 1_014.0),
                (0.0, 4.0 * next, 500.0),
            ]
        );
        let narrow = dashboard_places(&[false, false], 400.0, 300.0);
        assert!(narrow.iter().all(|place| place.width() == 400.0 && place.left() == 0.0));
        assert!(narrow[1].top() > narrow[0].bottom());
        assert!(dashboard_places(&[], 400.0, 300.0).is_empty());
    }
}
