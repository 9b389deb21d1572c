//! An export as the files that it takes: one, or the tiles of a picture that is too large for one. Writes no file.

use super::{
    Dashboard, ExportError, ExportSpec, Target, dashboard, dashboard_material, export_and_tell, material, scene,
};
use crate::base::Pace;
use crate::layout::chart::dashboard_scene;
use crate::model::Project;
use crate::render::png::{self, Tile, Tiles};
use crate::scene::{Scene, Typesetter, fallback};

/// One file of an export.
pub struct Part {
    /// Which tile it is, and how many rows and columns there are; `None` for all in one file.
    pub tile: Option<(Tile, Tiles)>,
    pub bytes: Vec<u8>,
    /// What had no room in it or could not be drawn, in whole sentences.
    pub left_out: Vec<String>,
}

/// Exports, and hands each file over as soon as it is made, so that no more than one is held. An error of `take` ends
/// it.
///
/// # Errors
/// As [`export`], but for pictures past the largest size: they come in tiles. And what `take` returns.
pub fn export_parts<'p, E: From<ExportError>>(
    project: &Project,
    spec: &ExportSpec,
    pace: impl Into<Pace<'p>>,
    mut take: impl FnMut(Part) -> Result<(), E>,
) -> Result<(), E> {
    let pace = pace.into();
    let cancel = pace.cancel();
    if spec.target != Target::Png {
        let (bytes, mut left_out) = export_and_tell(project, spec, pace)?;
        if spec.target == Target::Pdf {
            left_out.extend(boxes_stand_for(&fallback::missing()));
        }
        return take(Part { tile: None, bytes, left_out });
    }
    let scene = picture(project, spec)?;
    let write = |scene: &Scene, text: Option<&str>| {
        png::write_with(scene, spec.scale, text, cancel).map_err(ExportError::from).map_err(E::from)
    };
    let text = spec.embedded.as_deref();
    let Some(tiles) = Tiles::of(&scene, spec.scale).map_err(ExportError::from)? else {
        let bytes = write(&scene, text)?;
        return take(Part { tile: None, bytes, left_out: boxes_stand_for(&fallback::missing()).into_iter().collect() });
    };
    for (rank, tile) in tiles.all().enumerate() {
        pace.step(rank, tiles.count() as usize).map_err(ExportError::from)?;
        let is_first = tile == Tile { row: 1, column: 1 };
        let bytes = write(&tiles.scene(&scene, spec.scale, tile), text.filter(|_| is_first))?;
        take(Part { tile: Some((tile, tiles)), bytes, left_out: Vec::new() })?;
    }
    Ok(())
}

/// What to say of letters that no font of this computer draws: a page and slides find fonts where they are read.
fn boxes_stand_for(letters: &[char]) -> Option<String> {
    const NAMED: usize = 8;
    let (named, others) = letters.split_at(letters.len().min(NAMED));
    let mut named: Vec<String> = named.iter().map(|letter| format!("\u{201c}{letter}\u{201d}")).collect();
    if !others.is_empty() {
        named.push(format!("{} others", others.len()));
    }
    let named = named.join(", ");
    let sentence =
        format!("No font on this computer has {named}, so boxes stand there. Install one, such as Noto Sans.");
    (!letters.is_empty()).then_some(sentence)
}

/// The one picture of a form without pages.
pub(super) fn picture(project: &Project, spec: &ExportSpec) -> Result<Scene, ExportError> {
    if spec.dashboard != Dashboard::Alone {
        return Ok(scene(&material(project, spec)?));
    }
    let material = dashboard_material(project, spec)?;
    let (title, charts) = dashboard(&material);
    Ok(dashboard_scene(&charts, &title, &material.theme, &mut Typesetter::new()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::model::sample::big_sample;

    #[test]
    fn letters_that_no_font_draws_are_named() {
        let mut project = big_sample(20, 1);
        let said = |project: &Project, target: Target| {
            let mut said = Vec::new();
            let spec = ExportSpec { target, ..ExportSpec::default() };
            export_parts(project, &spec, &AtomicBool::new(false), |part| {
                said.extend(part.left_out);
                Ok::<(), ExportError>(())
            })
            .unwrap();
            said
        };
        let touchpoints = std::sync::Arc::make_mut(&mut project.touchpoints);
        std::sync::Arc::make_mut(touchpoints.values_mut().next().unwrap()).title = "\u{30abc} later".to_owned();
        for target in [Target::Png, Target::Pdf] {
            assert!(said(&project, target).iter().any(|sentence| sentence.contains('\u{30abc}')), "{target:?}");
        }
        assert_eq!(said(&project, Target::Svg), Vec::<String>::new(), "who opens it may have the font");
        assert_eq!(boxes_stand_for(&[]), None);
        let many = boxes_stand_for(&['x'; 12]).unwrap();
        assert!(many.contains("4 others"), "{many}");
    }

    #[test]
    fn a_picture_past_the_largest_size_comes_in_tiles_and_the_first_holds_the_project() {
        let project = big_sample(400, 1);
        let embedded = Some("the project".into());
        let never = AtomicBool::new(false);
        let whole = picture(&project, &ExportSpec::default()).unwrap();
        let scale = 40_000.0 / whole.size.x;
        let spec = ExportSpec { target: Target::Png, scale, embedded, ..ExportSpec::default() };
        let mut seen = Vec::new();
        export_parts(&project, &spec, &never, |part| {
            let (tile, tiles) = part.tile.unwrap();
            let holds_text = memchr::memmem::find(&part.bytes, crate::base::embedded::PNG_KEYWORD.as_bytes()).is_some();
            seen.push((tile, holds_text));
            // The rest takes long and shows nothing else.
            if tile.column == 2 {
                return Err(ExportError::NoJourney);
            }
            assert!(tiles.count() >= 3, "{tiles:?}");
            Ok(())
        })
        .unwrap_err();
        assert_eq!(seen, [(Tile { row: 1, column: 1 }, true), (Tile { row: 1, column: 2 }, false)]);
    }
}
