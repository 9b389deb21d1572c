//! Filled polygons of any simple outline as triangles; the window's own painter fills convex ones only.

use crate::base::Pos2;

/// True where all corners turn the same way.
pub(super) fn is_convex(points: &[Pos2]) -> bool {
    let mut turns = points.iter().enumerate().map(|(at, point)| {
        let next = points[(at + 1) % points.len()];
        turn(*point, next, points[(at + 2) % points.len()])
    });
    turns.clone().all(|turn| turn >= 0.0) || turns.all(|turn| turn <= 0.0)
}

/// Triangles that fill the outline, as corners of `points`, by cutting off ears. A crossing outline is
/// filled as far as ears are found.
pub(super) fn triangles(points: &[Pos2]) -> Vec<[u32; 3]> {
    let mut left: Vec<u32> = (0..points.len() as u32).collect();
    if area(points) < 0.0 {
        left.reverse();
    }
    let mut out = Vec::with_capacity(points.len());
    let mut at = 0;
    let mut tried = 0;
    while left.len() >= 3 && tried <= left.len() {
        let count = left.len();
        let corner = [left[at % count], left[(at + 1) % count], left[(at + 2) % count]];
        if is_ear(points, &left, corner) {
            out.push(corner);
            left.remove((at + 1) % count);
            tried = 0;
        } else {
            at += 1;
            tried += 1;
        }
        at %= left.len();
    }
    out
}

fn is_ear(points: &[Pos2], left: &[u32], corner: [u32; 3]) -> bool {
    let [a, b, c] = corner.map(|at| points[at as usize]);
    if turn(a, b, c) < 0.0 {
        return false;
    }
    left.iter().filter(|at| !corner.contains(at)).all(|at| {
        let point = points[*at as usize];
        turn(a, b, point) <= 0.0 || turn(b, c, point) <= 0.0 || turn(c, a, point) <= 0.0
    })
}

/// Above 0 for a turn clockwise on screen (y downward).
fn turn(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
}

/// Twice the area, above 0 if clockwise on screen.
fn area(points: &[Pos2]) -> f32 {
    points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pos2;

    #[test]
    fn an_outline_is_filled_exactly_whatever_its_shape_and_direction() {
        let hollow = vec![pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0), pos2(5.0, 2.0), pos2(0.0, 10.0)];
        let square = vec![pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(4.0, 4.0), pos2(0.0, 4.0)];
        let steps: Vec<Pos2> = (0..40)
            .map(|at| pos2(at as f32, if at % 2 == 0 { 1.0 } else { 3.0 }))
            .chain([pos2(39.0, 9.0), pos2(0.0, 9.0)])
            .collect();
        for (mut points, is_round) in [(hollow, false), (square, true), (steps, false)] {
            for _ in 0..2 {
                points.reverse();
                assert_eq!(is_convex(&points), is_round);
                let filled: f32 =
                    triangles(&points).iter().map(|corner| area(&corner.map(|at| points[at as usize])).abs()).sum();
                assert!((filled - area(&points).abs()).abs() < 1e-3, "{filled}");
            }
        }
    }
}
