//! Pages that hold their scene.

use super::*;

#[test]
fn the_scene_lies_within_its_page() {
    for size in PageSize::ALL {
        for scene in [vec2(3000.0, 900.0), vec2(500.0, 700.0), vec2(40_000.0, 20_000.0)] {
            let placed = Placed::of(size, scene);
            let end = placed.offset + scene * placed.scale;
            assert!(end.x <= placed.page.x + 0.1 && end.y <= placed.page.y + 0.1, "{size:?} {scene:?}");
            assert!(placed.page.max_elem() <= MAX_SIDE_PT);
            assert_eq!(placed.page.x > placed.page.y, scene.x > scene.y, "orientation of {size:?}");
        }
    }
}
