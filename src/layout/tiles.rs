//! Cuts a map that is larger than its paper into tiles, at a scale that can be read: where the edges lie, and what the
//! pages show. A card that fits on a page is whole on one of them.

use std::sync::Arc;

use super::card::Pen;
use crate::base::{Pos2, Rect, Vec2, pos2, vec2};
use crate::scene::document::{Page, View};
use crate::scene::paper::pt_of_mm;
use crate::scene::{Face, Group, Picture, Role, Scene, Shape, Stroke, TextStyle, Theme, Typesetter};

/// How far neighbors show the same, in points on paper: what is glued over.
pub const OVERLAP_PT: f32 = pt_of_mm(10.0);
/// The most pages that a map is cut into.
pub const MOST_TILES: usize = 2_000;
/// Around a tile, in points on paper; more at the foot, for its label.
const MARGIN_PT: f32 = pt_of_mm(10.0);
const FOOT_PT: f32 = pt_of_mm(18.0);
/// No tile shows less than this share of its room on the way: else a wall of tall cards would make strips of pages.
const LEAST_SHARE: f32 = 0.5;
/// White before a card at the edge of a tile, in points of the map.
const AIR: f32 = 3.0;
const MARK_PT: f32 = pt_of_mm(4.0);
const SMALL_TEXT: f32 = 9.0;
const LABEL_TEXT: f32 = 13.0;

/// How a map is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiling {
    /// Of a page, in points.
    pub page: Vec2,
    /// Points on paper per point of the map.
    pub scale: f32,
    pub columns: usize,
    pub rows: usize,
    /// Row by row.
    pub tiles: Vec<Tile>,
}

/// One page of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub row: usize,
    pub column: usize,
    /// What it shows of the map.
    pub part: Rect,
}

impl Tile {
    /// "A1": the row as a letter, the column as a number.
    pub fn label(&self) -> String {
        format!("{}{}", letters(self.row), self.column + 1)
    }
}

/// A, B … Z, AA, AB …
fn letters(mut row: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (row % 26) as u8));
        if row < 26 {
            break letters.iter().rev().collect();
        }
        row = row / 26 - 1;
    }
}

/// Cuts a map of that size for paper of that size (upright, in points), upright or on its side, whichever takes fewer
/// pages. `cards` are kept whole where they fit.
pub fn tiling(map: Vec2, cards: &[Rect], upright: Vec2, scale: f32) -> Tiling {
    let cut = |page: Vec2| {
        let room = (page - vec2(2.0 * MARGIN_PT, MARGIN_PT + FOOT_PT)) / scale;
        let overlap = OVERLAP_PT / scale;
        let across: Vec<(f32, f32)> = cards.iter().map(|card| (card.left(), card.right())).collect();
        let down: Vec<(f32, f32)> = cards.iter().map(|card| (card.top(), card.bottom())).collect();
        let (columns, rows) = (parts(map.x, room.x, overlap, &across), parts(map.y, room.y, overlap, &down));
        let tiles = rows.iter().enumerate().flat_map(|(row, y)| {
            columns.iter().enumerate().map(move |(column, x)| {
                let part = Rect::from_min_max(pos2(x.0, y.0), pos2(x.1, y.1));
                Tile { row, column, part }
            })
        });
        Tiling { page, scale, columns: columns.len(), rows: rows.len(), tiles: tiles.collect() }
    };
    let (tall, wide) = (cut(upright), cut(vec2(upright.y, upright.x)));
    let is_wide = map.x > map.y;
    match tall.tiles.len().cmp(&wide.tiles.len()) {
        std::cmp::Ordering::Less => tall,
        std::cmp::Ordering::Greater => wide,
        std::cmp::Ordering::Equal => {
            if is_wide {
                wide
            } else {
                tall
            }
        }
    }
}

/// From where to where each part of a length that begins at 0 reaches: at most `room` long, and `overlap` into the next. No span is cut
/// that fits, as far as that leaves more than half of each page in use.
pub fn parts(length: f32, room: f32, overlap: f32, spans: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut parts = Vec::new();
    let mut from = 0.0;
    while parts.len() < MOST_TILES {
        let most = from + room;
        if most >= length || room <= 2.0 * overlap {
            parts.push((from, length.min(most)));
            break;
        }
        let to = cut_before(from + room * LEAST_SHARE, most, overlap, spans).unwrap_or(most);
        parts.push((from, to));
        from = to - overlap;
    }
    parts
}

/// The last place from which no span is lost that begins before the next part does.
fn cut_before(least: f32, most: f32, overlap: f32, spans: &[(f32, f32)]) -> Option<f32> {
    // Where the next part begins: what begins before it has to end before this one does.
    let mut next = most - overlap;
    loop {
        let crossing = spans.iter().map(|(from, end)| (*from - AIR, *end));
        let crossing = crossing.filter(|(from, end)| *from < next && *end > next + overlap);
        // What is longer than a page is cut anyway.
        let first = crossing.map(|(from, _)| from).filter(|from| *from > least - overlap).fold(f32::INFINITY, f32::min);
        if first.is_infinite() {
            return Some(next + overlap);
        }
        next = first;
        if next + overlap < least {
            return None;
        }
    }
}

/// The pages: first one that shows where each tile lies, then the tiles row by row.
pub fn tile_pages(map: &Arc<Scene>, tiling: &Tiling, theme: &Theme, typesetter: &mut Typesetter) -> Vec<Page> {
    let mut pen = Pen { typesetter, theme };
    let mut pages = vec![page_map(map, tiling, &mut pen)];
    for (rank, tile) in tiling.tiles.iter().enumerate() {
        let offset = Vec2::splat(MARGIN_PT) - tile.part.min.to_vec2() * tiling.scale;
        let clip = Some(tile.part);
        let view = View { scale: tiling.scale, offset, clip, ..View::whole(Arc::clone(map)) };
        let marks = Arc::new(marks(map, tiling, (rank, tile), &mut pen));
        pages.push(Page { size: tiling.page, background: map.background, views: vec![view, View::whole(marks)] });
    }
    pages
}

/// Where the map lies on the page that shows all tiles, and how large it is there.
fn overview_place(map: Vec2, page: Vec2) -> (Vec2, f32) {
    const HEAD_PT: f32 = 84.0;
    let corner = vec2(MARGIN_PT * 2.0, MARGIN_PT * 2.0 + HEAD_PT);
    let room = page - corner - Vec2::splat(MARGIN_PT * 2.0);
    (corner, (room / map).min_elem().min(1.0))
}

fn page_map(map: &Arc<Scene>, tiling: &Tiling, pen: &mut Pen<'_>) -> Page {
    let (offset, scale) = overview_place(map.size, tiling.page);
    let overview = View { scale, offset, is_distant: true, ..View::whole(Arc::clone(map)) };
    let theme = pen.theme;
    let left = offset.x;
    let room = tiling.page.x - 2.0 * left;
    let title = TextStyle::new(Face::SemiBold, 20.0);
    let text = TextStyle::new(Face::Regular, 10.5);
    let mut head = Vec::new();
    let name = if map.title.trim().is_empty() { "Untitled journey" } else { map.title.as_str() };
    let lines = pen.typesetter.first_lines(name, title, room, 1);
    pen.column(&mut head, &lines, title, theme.color.ink, pos2(left, 2.0 * MARGIN_PT + 10.0));
    let (columns, rows) = (tiling.columns, tiling.rows);
    let said = format!(
        "{} at {:.0}%, {columns} across and {rows} down. Neighbors overlap by 10 mm: cut along the marks at the right and the \
         foot of one, lay it over the other up to its marks, and glue.",
        pages_said(columns * rows),
        tiling.scale * 100.0,
    );
    let lines = pen.typesetter.first_lines(&said, text, room.min(620.0), 3);
    pen.column(&mut head, &lines, text, theme.color.muted, pos2(left, 2.0 * MARGIN_PT + 34.0));
    let bounds = Rect::from_min_size(Pos2::ZERO, tiling.page);
    let head = Picture { bounds, items: head, block: None, name: format!("{name}, tiles"), role: Role::Title };

    let mut grid = Vec::new();
    let label_style = TextStyle::new(Face::SemiBold, LABEL_TEXT);
    for tile in &tiling.tiles {
        let at = |pos: Pos2| (pos.to_vec2() * scale + offset).to_pos2();
        let rect = Rect::from_min_max(at(tile.part.min), at(tile.part.max));
        let stroke = Some(Stroke::solid(0.75, theme.color.accent));
        grid.push(Shape::Rect { rect, radius: 0.0, fill: None, stroke });
        let line = pen.typesetter.line(&tile.label(), label_style);
        let tag = Rect::from_min_size(rect.min, vec2(line.width + 10.0, LABEL_TEXT + 7.0));
        if tag.width() < rect.width() && tag.height() < rect.height() {
            grid.push(Shape::Rect { rect: tag, radius: 0.0, fill: Some(theme.color.accent), stroke: None });
            let middle = pos2(tag.left() + 5.0, tag.center().y);
            pen.column(&mut grid, &[line], label_style, theme.color.on_accent, middle);
        }
    }
    let name = "Where each tile lies".to_owned();
    let grid = Picture { bounds, items: grid, block: None, name, role: Role::Figure };
    let groups = [head, grid].map(|picture| Group { origin: Pos2::ZERO, picture: Arc::new(picture) }).to_vec();
    let over = Scene { size: tiling.page, background: None, groups, title: String::new() };
    Page { size: tiling.page, background: map.background, views: vec![overview, View::whole(Arc::new(over))] }
}

fn pages_said(count: usize) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}

/// What stands around a tile: where to cut, where its neighbors begin, which it is, and where it lies.
fn marks(map: &Scene, tiling: &Tiling, (rank, tile): (usize, &Tile), pen: &mut Pen<'_>) -> Scene {
    let theme = pen.theme;
    let area = Rect::from_min_size(pos2(MARGIN_PT, MARGIN_PT), tile.part.size() * tiling.scale);
    let stroke = Stroke::solid(0.5, theme.color.muted);
    let mut items = Vec::new();
    let mut tick = |from: Pos2, along: Vec2, stroke: Stroke| {
        let points = vec![from, from + along];
        items.push(Shape::Path { points, is_closed: false, fill: None, stroke: Some(stroke) });
    };
    let gap = 3.0;
    for (x, out) in [(area.left(), -1.0), (area.right(), 1.0)] {
        for (y, below) in [(area.top(), -1.0), (area.bottom(), 1.0)] {
            tick(pos2(x + out * gap, y), vec2(out * MARK_PT, 0.0), stroke);
            tick(pos2(x, y + below * gap), vec2(0.0, below * MARK_PT), stroke);
        }
    }
    // Where the neighbor is laid on.
    let dashed = Stroke { dash: Some((2.0, 2.0)), ..stroke };
    if tile.column + 1 < tiling.columns {
        tick(pos2(area.right() - OVERLAP_PT, area.top() - gap), vec2(0.0, -MARK_PT), dashed);
        tick(pos2(area.right() - OVERLAP_PT, area.bottom() + gap), vec2(0.0, MARK_PT), dashed);
    }
    if tile.row + 1 < tiling.rows {
        tick(pos2(area.left() - gap, area.bottom() - OVERLAP_PT), vec2(-MARK_PT, 0.0), dashed);
        tick(pos2(area.right() + gap, area.bottom() - OVERLAP_PT), vec2(MARK_PT, 0.0), dashed);
    }

    let foot = tiling.page.y - FOOT_PT / 2.0 + 4.0;
    let label = pen.typesetter.line(&tile.label(), TextStyle::new(Face::SemiBold, LABEL_TEXT));
    let small = TextStyle::new(Face::Regular, SMALL_TEXT);
    let mut left = MARGIN_PT;
    let label_style = TextStyle::new(Face::SemiBold, LABEL_TEXT);
    let label_width = label.width;
    pen.column(&mut items, &[label], label_style, theme.color.ink, pos2(left, foot));
    left += label_width + 12.0;
    let map_width = corner_map(&mut items, tiling, rank, theme);
    let said = format!(
        "row {} of {}, column {} of {} · {:.0}% · {}",
        tile.row + 1,
        tiling.rows,
        tile.column + 1,
        tiling.columns,
        tiling.scale * 100.0,
        map.title,
    );
    let room = tiling.page.x - MARGIN_PT - map_width - 12.0 - left;
    let lines = pen.typesetter.first_lines(&said, small, room.max(60.0), 1);
    pen.column(&mut items, &lines, small, theme.color.muted, pos2(left, foot));
    let bounds = Rect::from_min_size(Pos2::ZERO, tiling.page);
    let picture = Picture { bounds, items, block: None, name: String::new(), role: Role::Decoration };
    let groups = vec![Group { origin: Pos2::ZERO, picture: Arc::new(picture) }];
    Scene { size: tiling.page, background: None, groups, title: String::new() }
}

/// All tiles in the corner, with this one filled. Returns its width.
fn corner_map(items: &mut Vec<Shape>, tiling: &Tiling, rank: usize, theme: &Theme) -> f32 {
    const HEIGHT: f32 = 24.0;
    const MOST_WIDTH: f32 = 120.0;
    let whole = tiling.tiles.iter().fold(Rect::NOTHING, |all, tile| all.union(tile.part));
    let scale = (HEIGHT / whole.height()).min(MOST_WIDTH / whole.width());
    let size = whole.size() * scale;
    let corner = tiling.page - vec2(MARGIN_PT, FOOT_PT / 2.0 - 4.0) - vec2(size.x, size.y / 2.0);
    let place = |part: Rect| Rect::from_min_size((part.min.to_vec2() * scale + corner).to_pos2(), part.size() * scale);
    let line = Stroke::solid(0.5, theme.color.outline);
    if let Some(tile) = tiling.tiles.get(rank) {
        items.push(Shape::Rect { rect: place(tile.part), radius: 0.0, fill: Some(theme.color.accent), stroke: None });
    }
    // Lines rather than a box for each: a map of a thousand tiles has a thousand of these corners.
    let starts = |is_first: fn(&Tile) -> bool, at: fn(Rect) -> f32| -> Vec<f32> {
        tiling.tiles.iter().filter(|tile| is_first(tile)).map(|tile| at(place(tile.part))).collect()
    };
    let frame = place(whole);
    items.push(Shape::Rect { rect: frame, radius: 0.0, fill: None, stroke: Some(line) });
    let mut rule = |from: Pos2, to: Pos2| {
        items.push(Shape::Path { points: vec![from, to], is_closed: false, fill: None, stroke: Some(line) });
    };
    for x in starts(|tile| tile.row == 0 && tile.column > 0, |rect| rect.left()) {
        rule(pos2(x, frame.top()), pos2(x, frame.bottom()));
    }
    for y in starts(|tile| tile.column == 0 && tile.row > 0, |rect| rect.top()) {
        rule(pos2(frame.left(), y), pos2(frame.right(), y));
    }
    size.x
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: Vec2 = vec2(595.28, 841.89);

    fn cards(columns: usize, rows: usize, size: Vec2, step: Vec2) -> Vec<Rect> {
        let at = |rank: usize| vec2((rank % columns) as f32, (rank / columns) as f32) * step + vec2(130.0, 60.0);
        (0..columns * rows).map(|rank| Rect::from_min_size(at(rank).to_pos2(), size)).collect()
    }

    #[test]
    fn every_card_is_whole_on_a_page_and_neighbors_overlap() {
        for (size, step) in [
            (vec2(182.0, 90.0), vec2(198.0, 97.0)),
            (vec2(182.0, 260.0), vec2(190.0, 268.0)),
            (vec2(120.0, 41.0), vec2(131.0, 47.0)),
        ] {
            for scale in [0.5, 1.0, 1.4] {
                let cards = cards(17, 23, size, step);
                let whole = cards.iter().fold(Rect::NOTHING, |all, card| all.union(*card));
                let map = whole.max.to_vec2() + Vec2::splat(20.0);
                let tiling = tiling(map, &cards, A4, scale);
                let room = tiling.page - vec2(2.0 * MARGIN_PT, MARGIN_PT + FOOT_PT);
                for card in &cards {
                    let is_whole = tiling.tiles.iter().any(|tile| tile.part.contains_rect(*card));
                    assert!(is_whole, "{card:?} is cut at {scale}");
                }
                for tile in &tiling.tiles {
                    let shown = tile.part.size() * scale;
                    assert!(shown.x <= room.x + 0.1 && shown.y <= room.y + 0.1, "{tile:?}");
                    let beside = |other: &&Tile| other.row == tile.row && other.column == tile.column + 1;
                    if let Some(next) = tiling.tiles.iter().find(beside) {
                        assert!(((tile.part.right() - next.part.left()) * scale - OVERLAP_PT).abs() < 0.1);
                    }
                }
                let last = tiling.tiles.last().unwrap();
                assert!((last.part.max - map.to_pos2()).length() < 0.01, "all of the map is on paper");
                assert_eq!(tiling.tiles.len(), tiling.rows * tiling.columns);
            }
        }
    }

    #[test]
    fn a_map_that_fits_is_one_tile_and_a_card_larger_than_a_page_is_cut() {
        let one = tiling(vec2(300.0, 200.0), &[], A4, 1.0);
        assert_eq!((one.columns, one.rows, one.tiles[0].label()), (1, 1, "A1".to_owned()));
        let large = [Rect::from_min_size(pos2(10.0, 10.0), vec2(3_000.0, 3_000.0))];
        let cut = tiling(vec2(3_100.0, 3_100.0), &large, A4, 1.0);
        assert!(cut.tiles.len() > 12 && cut.tiles.len() < 60, "{}", cut.tiles.len());
    }

    #[test]
    fn rows_are_letters_and_columns_numbers() {
        let label = |row, column| Tile { row, column, part: Rect::ZERO }.label();
        assert_eq!(
            (label(0, 0), label(1, 4), label(26, 0), label(51, 9)),
            ("A1".into(), "B5".into(), "AA1".into(), "AZ10".into())
        );
    }

    #[test]
    fn neighbors_laid_on_each_other_up_to_their_marks_agree() {
        let cards = cards(9, 30, vec2(182.0, 90.0), vec2(198.0, 97.0));
        let whole = cards.iter().fold(Rect::NOTHING, |all, card| all.union(*card));
        let size = whole.max.to_vec2() + Vec2::splat(20.0);
        let map = Arc::new(Scene { size, ..Scene::default() });
        let theme = Theme::load(crate::scene::theme::ThemeName::Print);
        for scale in [0.6, 1.0] {
            let tiling = tiling(size, &cards, A4, scale);
            assert!(tiling.columns > 1 && tiling.rows > 1);
            let pages = tile_pages(&map, &tiling, &theme, &mut Typesetter::new());
            let view = |row: usize, column: usize| &pages[1 + row * tiling.columns + column].views[0];
            for row in 0..tiling.rows {
                for column in 0..tiling.columns {
                    let here = view(row, column);
                    let clip = here.clip.unwrap();
                    let check = |next: &View, along: fn(Vec2) -> f32| {
                        let shared = clip.intersect(next.clip.unwrap());
                        let (here, next) = (here.on_page(shared), next.on_page(shared));
                        assert!((along(here.size()) - OVERLAP_PT).abs() < 0.01, "{here:?} is not 10 mm");
                        assert!((here.size() - next.size()).length() < 0.01, "{here:?} and {next:?} differ in scale");
                        // It ends where the one is cut, and begins where the other one does.
                        let end = here.max.to_vec2() - clip.size() * scale;
                        assert!(
                            (along(end) - MARGIN_PT).abs() < 0.01
                                && (along(next.min.to_vec2()) - MARGIN_PT).abs() < 0.01
                        );
                    };
                    if column + 1 < tiling.columns {
                        check(view(row, column + 1), |it| it.x);
                    }
                    if row + 1 < tiling.rows {
                        check(view(row + 1, column), |it| it.y);
                    }
                }
            }
        }
    }
}
