//! Evidence on its way into the project: pictures that were dropped, pasted or chosen, quotes, and links. Where it
//! goes is decided here; reading runs as a job; the edits are `edit::evidence`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{ColorImage, Context};

use super::core::Core;
use super::dialogs::Purpose;
use super::jobs::{JobKind, Outcome};
use super::placing::{focus_lane, focus_stage, placement_after_focus};
use super::update::file_name;
use super::workspace::{Dialog, Editing, LastResult, Notice, RightTab, Screen, Workspace};
use crate::base::{Address, Pos2};
use crate::edit::Selection;
use crate::edit::evidence::{self, NewEvidence, Shown, Slot};
use crate::import::picture::{ReadPicture, read_picture, read_picture_file};
use crate::layout::{Hit, ItemClass};
use crate::model::{CardBody, CardId, Holds, Item, PersonaId, Placement, Subject};

/// Whom a picture is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PictureFor {
    /// A new card there; `None` for where the pointer or the focus is once it was read.
    NewCard(Option<Slot>),
    /// A card that shall show it.
    Card(CardId),
    Persona(PersonaId),
    /// The logo of the brand sheet.
    Logo,
}

/// A picture as a job has read it, or the sentence that says why not.
pub struct TakenPicture {
    /// The file's, or what it is called where it has none.
    pub name: String,
    /// What a card says below it at first.
    pub caption: String,
    pub result: Result<ReadPicture, String>,
}

/// Endings of pictures, those included that are refused with a reason.
const PICTURE_ENDINGS: [&str; 14] =
    ["png", "jpg", "jpeg", "jpe", "webp", "svg", "svgz", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif"];

/// Whether a file is a picture, going by its name.
pub fn is_picture(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| PICTURE_ENDINGS.contains(&ending.as_str()))
}

impl Core {
    /// Asks for the file of a picture.
    pub(super) fn choose_picture(&mut self, target: PictureFor, ctx: &Context) {
        if target == PictureFor::NewCard(None) && focus_slot(&self.workspace).is_none() {
            self.say_no_room();
            return;
        }
        self.ask_for_file(Purpose::Picture(target), ctx);
    }

    /// Pictures were dropped on the window: onto the cell under the pointer, as far as that is known.
    pub(super) fn pictures_dropped(&mut self, paths: Vec<PathBuf>, ctx: &Context) {
        let pointer = ctx.input(|input| input.pointer.hover_pos());
        let slot = pointer.and_then(|pos| slot_at(&self.workspace, pos));
        self.look_into_pictures(paths, PictureFor::NewCard(slot), ctx);
    }

    /// Reads pictures in the background.
    pub(super) fn read_pictures(&mut self, target: PictureFor, paths: Vec<PathBuf>, ctx: &Context) {
        let label = match paths.as_slice() {
            [] => return,
            [only] => format!("Reading {}", file_name(only)),
            many => format!("Reading {} pictures", many.len()),
        };
        let document = self.document_number;
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |handle| {
            let count = paths.len() as f32;
            let mut pictures = Vec::with_capacity(paths.len());
            for (path, done) in paths.iter().zip(0_u16..) {
                if !handle.report(f32::from(done) / count) {
                    break;
                }
                pictures.push(take_file(path));
            }
            Outcome::PicturesRead { target, document, pictures }
        });
    }

    /// A picture came from the clipboard. A new card has its place beside the focus as it is now.
    pub(super) fn paste_image(&mut self, image: Arc<ColorImage>, target: PictureFor, ctx: &Context) {
        let target = match target {
            PictureFor::NewCard(None) => {
                let Some(slot) = focus_slot(&self.workspace) else {
                    self.say_no_room();
                    return;
                };
                PictureFor::NewCard(Some(slot))
            }
            PictureFor::NewCard(Some(_)) | PictureFor::Card(_) | PictureFor::Persona(_) | PictureFor::Logo => target,
        };
        let document = self.document_number;
        let label = "Reading the pasted picture".to_owned();
        self.jobs.start(JobKind { label, can_cancel: true }, ctx, move |_| {
            let result = png_of(&image).and_then(|png| read_picture(&png).map_err(|error| error.to_string()));
            let name = "The pasted picture".to_owned();
            let pictures = vec![TakenPicture { name, caption: String::new(), result }];
            Outcome::PicturesRead { target, document, pictures }
        });
    }

    /// Pictures were read: they go where they were meant for, in one undo entry.
    pub(super) fn pictures_read(
        &mut self,
        target: PictureFor,
        document: u64,
        pictures: Vec<TakenPicture>,
        ctx: &Context,
    ) {
        if document != self.document_number || self.workspace.screen != Screen::Map {
            return;
        }
        let mut read = Vec::with_capacity(pictures.len());
        for TakenPicture { name, caption, result } in pictures {
            match result {
                Ok(picture) => {
                    if picture.was_scaled_down {
                        let ((from_width, from_height), kept) = (picture.original_size, &picture.bitmap);
                        self.notify(Notice::Done(format!(
                            "{name} was {from_width}×{from_height} pixels; it is kept at {}×{}.",
                            kept.width, kept.height
                        )));
                    }
                    read.push((caption, Arc::new(picture.bitmap)));
                }
                Err(why) => self.notify(Notice::Failed(format!("{name}: {why}"))),
            }
        }
        let Some((_, first)) = read.first() else { return };
        match target {
            PictureFor::Card(card) => {
                self.commit(&evidence::show_picture(card, first), None);
            }
            PictureFor::Persona(persona) => {
                self.commit(&evidence::portray(persona, first), None);
            }
            PictureFor::Logo => {
                self.commit(&evidence::brand(first), None);
            }
            PictureFor::NewCard(slot) => {
                let at_pointer = || slot_at(&self.workspace, ctx.input(|input| input.pointer.hover_pos())?);
                let Some(slot) = slot.or_else(at_pointer).or_else(|| focus_slot(&self.workspace)) else {
                    self.say_no_room();
                    return;
                };
                let evidence = |(text, bitmap)| NewEvidence { text, shown: Shown::Picture(bitmap) };
                self.add_evidence(slot, &read.into_iter().map(evidence).collect::<Vec<_>>());
            }
        }
    }

    /// Adds a quote beside the focus, open for typing.
    pub(super) fn add_quote(&mut self) {
        let quote = NewEvidence { text: String::new(), shown: Shown::Quote { by: String::new() } };
        let Some(slot) = focus_slot(&self.workspace) else {
            self.say_no_room();
            return;
        };
        if let Some(card) = self.add_evidence(slot, &[quote]) {
            self.workspace.editing = Some(Editing::Item(Item::Card(card)));
            self.workspace.right_tab = RightTab::Selection;
        }
    }

    /// Adds a link beside the focus.
    pub(super) fn add_link(&mut self, url: &str, title: &str) {
        let link = NewEvidence { text: title.trim().to_owned(), shown: Shown::Link { url: url.trim().to_owned() } };
        match focus_slot(&self.workspace) {
            Some(slot) => {
                self.add_evidence(slot, &[link]);
            }
            None => self.say_no_room(),
        }
    }

    /// Shows what the card with the focus has to show: a picture large, a link after asking.
    pub(super) fn open_card(&mut self) {
        match openable_card(&self.workspace) {
            Some((card, CardBody::Picture { .. })) => self.show_dialog(Dialog::Picture(card)),
            Some((_, CardBody::Link { url })) => self.ask_to_open(&url),
            Some((_, CardBody::Text | CardBody::Quote { .. })) | None => {}
        }
    }

    /// Adds cards, selects them, and brings the first into view. Returns the first.
    fn add_evidence(&mut self, slot: Slot, new: &[NewEvidence]) -> Option<CardId> {
        let (edit, cards) = evidence::add_evidence(self.workspace.document.project(), slot, new)?;
        let label = edit.label(self.workspace.document.project());
        if !self.commit(&edit, Some(Selection::of(cards.iter().copied()))) {
            return None;
        }
        if new.len() > 1 {
            self.workspace.last_result = LastResult::of_edit(label, &self.workspace.document);
        }
        self.is_reveal_due = true;
        cards.first().copied()
    }

    fn say_no_room(&mut self) {
        let text = "This journey has no stage yet. Add one from the Insert menu first.";
        self.notify(Notice::Warning(text.to_owned()));
    }
}

/// The card with the focus, if it has something to open.
pub fn openable_card(workspace: &Workspace) -> Option<(CardId, CardBody)> {
    let Some(Subject::Item(Item::Card(id))) = workspace.document.selection().focus else { return None };
    let body = &workspace.document.project().cards.get(&id)?.body;
    match body {
        CardBody::Picture { .. } | CardBody::Link { .. } => Some((id, body.clone())),
        CardBody::Text | CardBody::Quote { .. } => None,
    }
}

/// Below the focus if its lane takes cards, else in the evidence lane of its stage, or of the first stage.
fn focus_slot(workspace: &Workspace) -> Option<Slot> {
    let project = workspace.document.project();
    let takes_cards = |lane| project.lanes.get(&lane).is_some_and(|lane| lane.kind.holds() == Holds::Cards);
    if focus_lane(workspace).is_some_and(takes_cards)
        && let Some(placement) = placement_after_focus(workspace, None, None)
    {
        return Some(Slot::At(placement));
    }
    let first = || workspace.open_journey()?.stages.first().copied();
    focus_stage(workspace).or_else(first).map(Slot::Stage)
}

/// Where evidence dropped at that position in the window would go; `None` beside the map's stages.
fn slot_at(workspace: &Workspace, pos_in_window: Pos2) -> Option<Slot> {
    if !workspace.canvas_rect.contains(pos_in_window) {
        return None;
    }
    let pos = workspace.camera.map_from_screen(pos_in_window - workspace.canvas_rect.min.to_vec2());
    let map = &workspace.map;
    if let Some(placement) = map.drop_at(pos, ItemClass::Card) {
        return Some(Slot::At(placement));
    }
    match map.hit_under_stickies(pos)? {
        Hit::Cell { stage, .. } | Hit::StageHeader(stage) => Some(Slot::Stage(stage)),
        Hit::Item(item) | Hit::Handle(item) => {
            workspace.document.project().place_of(item).map(|at| Slot::Stage(at.stage))
        }
        Hit::PhaseBand { first, .. } => Some(Slot::Stage(first)),
        Hit::LaneHeader(lane) => {
            let project = workspace.document.project();
            let stage = focus_stage(workspace).or_else(|| workspace.open_journey()?.stages.first().copied())?;
            Some(Slot::At(Placement::end_of(project, stage, lane)))
        }
        Hit::Sticky(_) | Hit::Connector(_) => None,
    }
}

fn take_file(path: &Path) -> TakenPicture {
    let caption = path.file_stem().map(|stem| caption_from(&stem.to_string_lossy())).unwrap_or_default();
    TakenPicture { name: file_name(path), caption, result: read_picture_file(path) }
}

/// What a file's name says about its picture: "checkout-page" says something, "IMG_2041" and "Screenshot 3" do not.
fn caption_from(stem: &str) -> String {
    const SAY_NOTHING: [&str; 18] = [
        "img",
        "image",
        "images",
        "dsc",
        "dscn",
        "dcim",
        "pxl",
        "mvimg",
        "photo",
        "picture",
        "pic",
        "scan",
        "screen",
        "screenshot",
        "shot",
        "bildschirmfoto",
        "unnamed",
        "untitled",
    ];
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |word: &&str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let digits = word.chars().count() - letters;
        letters >= 3 && digits < letters && !SAY_NOTHING.contains(&word.to_lowercase().as_str())
    };
    if !words.iter().any(says) {
        return String::new();
    }
    let mut caption = words.join(" ");
    if let Some(first) = caption.chars().next() {
        caption.replace_range(..first.len_utf8(), &first.to_uppercase().collect::<String>());
    }
    caption
}

/// The clipboard's pixels as a file.
fn png_of(image: &ColorImage) -> Result<Vec<u8>, String> {
    use image::{ExtendedColorType, ImageEncoder as _};
    let [width, height] = image.size;
    let size = u32::try_from(width).ok().zip(u32::try_from(height).ok());
    let (width, height) = size.ok_or("It is too large.")?;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    let written = encoder.write_image(&pixels, width, height, ExtendedColorType::Rgba8);
    written.map_err(|error| format!("It cannot be read ({error})."))?;
    Ok(png)
}

/// The text, if it is nothing but the address of a page.
pub fn pasted_link(text: &str) -> Option<&str> {
    Address::is_web_page(text).then(|| text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_become_captions_where_they_say_something() {
        for (stem, caption) in [
            ("checkout-page_mobile", "Checkout page mobile"),
            ("Warteschlange 2", "Warteschlange 2"),
            ("éclair", "Éclair"),
            ("IMG_2041", ""),
            ("DSC00012", ""),
            ("PXL_20260901_112233", ""),
            ("Screenshot 2026-09-01 at 11.22", ""),
            ("3f2a9c1b44", ""),
            ("", ""),
        ] {
            assert_eq!(caption_from(stem), caption, "{stem}");
        }
    }

    #[test]
    fn pictures_are_told_from_data_by_their_ending() {
        for (name, expected) in
            [("a.PNG", true), ("a.b.jpeg", true), ("a.heic", true), ("a.csv", false), ("png", false)]
        {
            assert_eq!(is_picture(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn pasted_pixels_are_read_as_they_are() {
        let image = ColorImage::from_rgba_unmultiplied([2, 1], &[255, 0, 0, 255, 0, 0, 255, 255]);
        let read = read_picture(&png_of(&image).unwrap()).unwrap();
        assert_eq!((read.bitmap.width, read.bitmap.height, read.was_scaled_down), (2, 1, false));
    }
}
