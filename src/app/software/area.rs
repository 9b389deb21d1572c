//! Areas of whole pixels. No colors.

/// Whole pixels: `left` ≤ x < `right`, `top` ≤ y < `bottom`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl Area {
    pub fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    pub fn contains(self, other: Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }
}

/// The first pixel whose middle is not before `edge`, in pixels from 0 on.
#[inline]
pub fn first_pixel(edge: f32) -> i32 {
    // Cutting off the fraction of a positive number is much quicker than rounding it.
    const FAR: f32 = 32_768.0;
    (FAR as i32).saturating_sub(((FAR + 0.5) - edge) as i32)
}

/// Fewer areas that cover the same, given row by row: neighbors in a row, then rows of equal width.
pub fn merged(areas: impl Iterator<Item = Area>) -> Vec<Area> {
    let mut rows: Vec<Area> = Vec::new();
    for area in areas {
        match rows.last_mut() {
            Some(last) if last.top == area.top && last.right == area.left => last.right = area.right,
            Some(_) | None => rows.push(area),
        }
    }
    let (mut done, mut above) = (Vec::new(), Vec::<Area>::new());
    for row in rows.chunk_by(|a, b| a.top == b.top) {
        let mut open = Vec::with_capacity(row.len());
        for area in row {
            let fits = |above: &Area| (above.left, above.right, above.bottom) == (area.left, area.right, area.top);
            let top = above.iter().position(fits).map_or(area.top, |at| above.swap_remove(at).top);
            open.push(Area { top, ..*area });
        }
        done.append(&mut above);
        above = open;
    }
    done.append(&mut above);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_side_by_side_and_one_below_the_other_become_one() {
        let area = |left, top, right, bottom| Area { left, top, right, bottom };
        let cells = [(0, 0), (1, 0), (3, 0), (0, 1), (1, 1), (3, 1), (4, 1), (0, 2), (1, 2)];
        let cells = cells.into_iter().map(|(x, y)| area(x * 8, y * 8, x * 8 + 8, y * 8 + 8));
        let mut found = merged(cells);
        found.sort_by_key(|area| (area.left, area.top));
        assert_eq!(found, [area(0, 0, 16, 24), area(24, 0, 32, 8), area(24, 8, 40, 16)]);
    }
}
