//! A page of a document: its views with their content marked as what it is, and its links.

use krilla::Document as File;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target as LinkTarget};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect as PdfRect, Transform};
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag};

use super::RenderError;
use super::ink::Ink;
use super::pen::Pen;
use super::tags::Tagged;
use crate::base::{Canceled, Color, Pace, Pos2, Rect};
use crate::render::outline;
use crate::scene::document::{GroupRef, Link, Page, Place, Target, View};
use crate::scene::{Group, LineStart, Shape};

/// Adds the page. `pages` is how many there will be.
pub(super) fn write(
    file: &mut File,
    ink: &mut Ink,
    (rank, page): (usize, &Page),
    pages: usize,
    (tagged, pace): (&mut Tagged, Pace<'_>),
) -> Result<(), RenderError> {
    let is_placed = |view: &View| view.scale.is_finite() && view.scale > 0.0 && view.offset.is_finite();
    let is_sized = page.size.is_finite() && page.size.min_elem() > 0.0 && page.views.iter().all(is_placed);
    let settings = PageSettings::from_wh(page.size.x, page.size.y).filter(|_| is_sized);
    let Some(settings) = settings else { return Err(RenderError::Empty) };
    let mut sheet = file.start_page_with(settings);
    let mut surface = sheet.surface();
    let mut writer = Writer { surface: &mut surface, ink, tagged, marks: Marks::Nothing };
    if let Some(color) = page.background {
        writer.background(Rect::from_min_size(Pos2::ZERO, page.size), color);
    }
    let count = page.views.len() as f32;
    let mut drawn = Ok(());
    for (view_rank, view) in page.views.iter().enumerate() {
        let pace = pace.part(view_rank as f32 / count, (view_rank + 1) as f32 / count);
        // The library wants every surface to be finished.
        drawn = drawn.and_then(|()| writer.view(view, (rank, view_rank), pace));
    }
    surface.finish();
    for (at, link) in tagged.links_on(rank) {
        if let Some(annotation) = annotation(link, pages) {
            let id = sheet.add_tagged_annotation(annotation);
            tagged.link(at, id);
        }
    }
    sheet.finish();
    Ok(drawn?)
}

struct Writer<'a, 'b, 'c> {
    surface: &'a mut Surface<'b>,
    ink: &'a mut Ink,
    tagged: &'a mut Tagged<'c>,
    marks: Marks,
}

impl Writer<'_, '_, '_> {
    fn background(&mut self, rect: Rect, color: Color) {
        self.marks.decoration(self.surface);
        self.ink.shape(self.surface, Some(color), None, |pen| outline::rect(pen, rect, 0.0));
        self.marks.end(self.surface);
    }

    fn view(&mut self, view: &View, (page, rank): (usize, usize), pace: Pace<'_>) -> Result<(), Canceled> {
        /// So many groups are drawn before anybody asks again whether to go on.
        const AT_A_TIME: usize = 256;
        let View { scale, offset, .. } = *view;
        self.surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, offset.x, offset.y));
        let clip = view.clip.and_then(|clip| Pen::path(|pen| outline::rect(pen, clip, 0.0)));
        if let Some(path) = &clip {
            self.surface.push_clip_path(path, &FillRule::NonZero);
        }
        let mut drawn = Ok(());
        for (group_rank, group) in view.scene.groups.iter().enumerate() {
            if group_rank % AT_A_TIME == 0 {
                drawn = pace.step(group_rank, view.scene.groups.len());
                if drawn.is_err() {
                    break;
                }
            }
            if !view.shows(group.bounds()) {
                continue;
            }
            let place = GroupRef { page, view: rank, group: group_rank };
            if self.tagged.is_wanted(place) {
                self.tagged.content(place, self.marks.content(self.surface));
            } else {
                self.marks.decoration(self.surface);
            }
            self.group(group, view.is_distant);
        }
        self.marks.end(self.surface);
        if clip.is_some() {
            self.surface.pop();
        }
        self.surface.pop();
        drawn
    }

    fn group(&mut self, group: &Group, is_distant: bool) {
        let origin = group.origin.to_vec2();
        if let Some(block) = group.picture.block.filter(|_| is_distant) {
            for shape in block.shapes() {
                self.ink.item(self.surface, &shape, origin, false);
            }
            return;
        }
        let mut items = group.picture.items.iter().peekable();
        while let Some(item) = items.next() {
            // Whoever reads the text aloud would else join the last word of a line with the first of the next.
            let is_followed = match items.peek() {
                Some(Shape::Text(line)) => line.flow.start != LineStart::Letter,
                _ => false,
            };
            self.ink.item(self.surface, item, origin, is_followed);
        }
    }
}

/// Which content is being marked.
#[derive(Default)]
enum Marks {
    #[default]
    Nothing,
    Decoration,
    Content,
}

impl Marks {
    /// What follows says nothing.
    fn decoration(&mut self, surface: &mut Surface<'_>) {
        match self {
            Self::Decoration => return,
            Self::Content => surface.end_tagged(),
            Self::Nothing => {}
        }
        surface.start_tagged(ContentTag::Artifact(Artifact::default()));
        *self = Self::Decoration;
    }

    /// What follows is a tag's.
    fn content(&mut self, surface: &mut Surface<'_>) -> krilla::tagging::Identifier {
        self.end(surface);
        *self = Self::Content;
        surface.start_tagged(ContentTag::Other)
    }

    fn end(&mut self, surface: &mut Surface<'_>) {
        match std::mem::take(self) {
            Self::Decoration | Self::Content => surface.end_tagged(),
            Self::Nothing => {}
        }
    }
}

/// The place as the library wants it; a page that is not there becomes the last one.
pub(super) fn destination(place: Place, pages: usize) -> XyzDestination {
    XyzDestination::new(place.page.min(pages.saturating_sub(1)), Point::from_xy(place.pos.x, place.pos.y))
}

fn annotation(link: &Link, pages: usize) -> Option<Annotation> {
    let Rect { min, max } = link.rect;
    let rect = PdfRect::from_ltrb(min.x, min.y, max.x, max.y)?;
    let target = match &link.target {
        Target::Url(url) => LinkTarget::Action(Action::Link(LinkAction::new(url.clone()))),
        Target::Place(place) => LinkTarget::Destination(destination(*place, pages).into()),
    };
    Some(Annotation::new_link(LinkAnnotation::new(rect, target), Some(link.alt.clone())))
}
