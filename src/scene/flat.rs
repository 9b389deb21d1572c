//! A page of a document as one scene, for those who draw scenes only: every view at its size, cut to its part. Shapes
//! and lines are cut at the edge; a text, an icon or a picture is there or not.

use std::sync::Arc;

use super::document::{Page, View};
use super::{Group, Picture, Scene, Shape, Stroke, TextLine};
use crate::base::{Pos2, Rect, Vec2, pos2};

impl Page {
    /// All that the page shows, at its size.
    pub fn flattened(&self, title: &str) -> Scene {
        let groups = self.views.iter().flat_map(|view| {
            view.scene.groups.iter().filter(|group| view.shows(group.bounds())).map(|group| flat(view, group))
        });
        let groups = groups.collect();
        Scene { size: self.size, background: self.background, groups, title: title.to_owned() }
    }
}

fn flat(view: &View, group: &Group) -> Group {
    let picture = &group.picture;
    let bounds = view.on_page(group.bounds());
    let clip = view.clip.filter(|clip| !clip.contains_rect(group.bounds())).map(|clip| view.on_page(clip));
    let place = Place { scale: view.scale, offset: view.offset + group.origin.to_vec2() * view.scale };
    let block = picture.block.filter(|_| view.is_distant);
    let items: Vec<Shape> = match block {
        Some(block) => block.shapes().iter().map(|shape| place.shape(shape)).collect(),
        None => picture.items.iter().map(|item| place.shape(item)).collect(),
    };
    let items = match clip {
        Some(clip) => items.into_iter().flat_map(|item| cut(item, clip)).collect(),
        None => items,
    };
    let bounds = clip.map_or(bounds, |clip| bounds.intersect(clip));
    let picture = Picture { bounds, items, block: None, name: picture.name.clone(), role: picture.role };
    Group { origin: Pos2::ZERO, picture: Arc::new(picture) }
}

/// Where a group's own coordinates lie on the page.
#[derive(Clone, Copy)]
struct Place {
    scale: f32,
    offset: Vec2,
}

impl Place {
    fn pos(self, pos: Pos2) -> Pos2 {
        (pos.to_vec2() * self.scale + self.offset).to_pos2()
    }

    fn rect(self, rect: Rect) -> Rect {
        Rect::from_min_max(self.pos(rect.min), self.pos(rect.max))
    }

    fn stroke(self, stroke: Option<Stroke>) -> Option<Stroke> {
        stroke.map(|stroke| Stroke {
            width: stroke.width * self.scale,
            dash: stroke.dash.map(|(dash, gap)| (dash * self.scale, gap * self.scale)),
            ..stroke
        })
    }

    fn shape(self, shape: &Shape) -> Shape {
        match shape {
            Shape::Rect { rect, radius, fill, stroke } => Shape::Rect {
                rect: self.rect(*rect),
                radius: radius * self.scale,
                fill: *fill,
                stroke: self.stroke(*stroke),
            },
            Shape::Ellipse { center, radius, fill, stroke } => Shape::Ellipse {
                center: self.pos(*center),
                radius: *radius * self.scale,
                fill: *fill,
                stroke: self.stroke(*stroke),
            },
            Shape::Path { points, is_closed, fill, stroke } => Shape::Path {
                points: points.iter().map(|point| self.pos(*point)).collect(),
                is_closed: *is_closed,
                fill: *fill,
                stroke: self.stroke(*stroke),
            },
            Shape::Text(line) => {
                let mut flow = line.flow;
                flow.room *= self.scale;
                Shape::Text(TextLine {
                    baseline: self.pos(line.baseline),
                    size: line.size * self.scale,
                    width: line.width * self.scale,
                    flow,
                    ..line.clone()
                })
            }
            Shape::Icon { icon, center, size, color } => {
                Shape::Icon { icon: *icon, center: self.pos(*center), size: size * self.scale, color: *color }
            }
            Shape::Image { rect, radius, bitmap } => {
                let (rect, radius) = (self.rect(*rect), radius * self.scale);
                Shape::Image { rect, radius, bitmap: Arc::clone(bitmap) }
            }
        }
    }
}

fn cut(shape: Shape, clip: Rect) -> Vec<Shape> {
    let keep = |is_in: bool, shape: Shape| if is_in { vec![shape] } else { Vec::new() };
    match shape {
        Shape::Rect { rect, radius, fill, stroke } => {
            let inside = rect.intersect(clip);
            keep(inside.is_positive(), Shape::Rect { rect: inside, radius, fill, stroke })
        }
        Shape::Path { points, is_closed: false, fill: None, stroke } => {
            let pieces = points.windows(2).filter_map(|two| piece(*two.first()?, *two.get(1)?, clip));
            let path = |(from, to)| Shape::Path { points: vec![from, to], is_closed: false, fill: None, stroke };
            pieces.map(path).collect()
        }
        Shape::Path { ref points, .. } => keep(points.iter().all(|point| clip.contains(*point)), shape),
        Shape::Ellipse { center, .. } | Shape::Icon { center, .. } => keep(clip.contains(center), shape),
        Shape::Text(ref line) => keep(clip.contains(line.reach().center()), shape),
        Shape::Image { rect, .. } => keep(clip.contains(rect.center()), shape),
    }
}

/// What of a line lies within. Liang and Barsky (1984).
fn piece(from: Pos2, to: Pos2, clip: Rect) -> Option<(Pos2, Pos2)> {
    let way = to - from;
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    for (step, room) in [
        (-way.x, from.x - clip.left()),
        (way.x, clip.right() - from.x),
        (-way.y, from.y - clip.top()),
        (way.y, clip.bottom() - from.y),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    let at = |share: f32| pos2(from.x + way.x * share, from.y + way.y * share);
    (enter < leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::vec2;

    #[test]
    fn lines_are_cut_where_the_view_ends() {
        let clip = Rect::from_min_size(pos2(10.0, 10.0), vec2(10.0, 10.0));
        assert_eq!(piece(pos2(0.0, 15.0), pos2(30.0, 15.0), clip), Some((pos2(10.0, 15.0), pos2(20.0, 15.0))));
        assert_eq!(piece(pos2(0.0, 5.0), pos2(30.0, 5.0), clip), None);
        assert_eq!(piece(pos2(12.0, 12.0), pos2(13.0, 13.0), clip), Some((pos2(12.0, 12.0), pos2(13.0, 13.0))));
    }
}
