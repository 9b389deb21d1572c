//! Scenes for the inside of a web page: their colors are variables, so that the page can change its theme, and what can
//! be looked at closely is a link to where the page tells about it. No page, no script, no words of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Body, Ink, Used, escape, head, paint, pair, rect_attributes};
use crate::base::{Canceled, Color, Pace, Pos2, Rect};
use crate::scene::{Face, Group, Key, Picture, Role, Scene, Shape, Stroke};

/// A picture in a page.
pub struct Drawing {
    /// The same picture in each of the themes.
    pub scenes: Vec<Scene>,
    /// What a screen reader calls the whole.
    pub label: String,
    /// Whether it is a single picture, in which nothing can be reached.
    pub is_single: bool,
}

/// The pictures inside a page.
pub struct Inline {
    /// An element for each drawing; the first holds the fonts and icons of all, in a style of its own. Their colors are
    /// `var(--c0)`, `var(--c1)` …
    pub svgs: Vec<String>,
    /// What each of these is, in each of the themes.
    pub colors: Vec<Vec<Color>>,
}

/// What the page around them needs.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Lets the style count under a content security policy.
    pub nonce: &'a str,
    /// Letters that the page needs in its fonts too.
    pub letters: &'a str,
}

/// So many groups are written before anybody asks again whether to go on.
const AT_A_TIME: usize = 256;

/// The id of what shows an object on the map.
pub fn map_id(key: Key) -> String {
    format!("m{}", key.0)
}

/// The id under which the page tells about an object.
pub fn text_id(key: Key) -> String {
    format!("i{}", key.0)
}

/// Writes drawings in the colors of several themes. `None` where the scenes of one differ in more than colors, or it has
/// none.
///
/// # Errors
/// If it was canceled.
pub fn write(drawings: &[Drawing], around: &Surroundings<'_>, pace: Pace<'_>) -> Result<Option<Inline>, Canceled> {
    let mut palette = Palette::default();
    let mut scenes = Vec::with_capacity(drawings.len());
    let share = |rank: usize| rank as f32 / drawings.len() as f32;
    for (rank, drawing) in drawings.iter().enumerate() {
        let pace = pace.part(0.0, 0.4).part(share(rank), share(rank + 1));
        let Some(scene) = palette.numbered(&drawing.scenes, pace)? else { return Ok(None) };
        scenes.push(scene);
    }
    let mut body = Body::new(0, Ink::Variables);
    for face in [Face::Regular, Face::SemiBold] {
        body.used.letters.entry(face).or_default().add(around.letters);
    }
    let mut insides = Vec::with_capacity(scenes.len());
    for (rank, (drawing, scene)) in drawings.iter().zip(&scenes).enumerate() {
        let pace = pace.part(0.4, 1.0).part(share(rank), share(rank + 1));
        // Objects are named in the first only.
        let mut seen = (rank == 0 && !drawing.is_single).then(BTreeSet::new);
        body.out.reserve(scene.groups.len() * 1200);
        for (at, group) in scene.groups.iter().enumerate() {
            if at % AT_A_TIME == 0 {
                pace.step(at, scene.groups.len())?;
            }
            body.page_group(group, seen.as_mut());
        }
        insides.push(std::mem::take(&mut body.out));
    }
    let mut svgs = Vec::with_capacity(scenes.len());
    for (rank, (scene, inside)) in scenes.iter().zip(insides).enumerate() {
        let Some(drawing) = drawings.get(rank) else { continue };
        let mut out = String::with_capacity(inside.len() + 256 * 1024);
        head(&mut out, scene.size);
        out.push_str(if drawing.is_single { " role=\"img\"" } else { " role=\"group\"" });
        label(&mut out, &drawing.label);
        out.push_str(">\n");
        if rank == 0 {
            out.push_str("<defs>\n");
            body.used.write_for_page(&mut out, around.nonce);
            out.push_str("</defs>\n");
        }
        if let Some(color) = scene.background {
            out.push_str("<rect");
            rect_attributes(&mut out, Rect::from_min_size(Pos2::ZERO, scene.size));
            paint(&mut out, Ink::Variables, "fill", color);
            out.push_str("/>\n");
        }
        out.push_str(&inside);
        out.push_str("</svg>\n");
        svgs.push(out);
    }
    Ok(Some(Inline { svgs, colors: palette.colors }))
}

impl Used {
    fn write_for_page(&self, out: &mut String, nonce: &str) {
        self.write(out, &format!(" nonce=\"{nonce}\""));
    }
}

impl Body {
    /// Each key names the first picture that has it; others of the same are drawn without a name. Without `seen` nothing
    /// is named.
    fn page_group(&mut self, group: &Group, mut seen: Option<&mut BTreeSet<Key>>) {
        let Group { origin, picture } = group;
        let out = &mut self.out;
        let mut is_link = false;
        let is_named = seen.is_some();
        let mut is_new = |key| seen.as_deref_mut().is_some_and(|seen| seen.insert(key));
        match picture.role {
            Role::Item(key) | Role::Note(key) if is_new(key) => {
                is_link = true;
                out.push_str(&format!("<a id=\"{}\" href=\"#{}\"", map_id(key), text_id(key)));
                label(out, &picture.name);
            }
            Role::Column(key) | Role::Row(key) if is_new(key) => {
                out.push_str(&format!("<g id=\"{}\"", map_id(key)));
            }
            Role::Figure if is_named => {
                out.push_str("<g role=\"img\"");
                label(out, &picture.name);
            }
            Role::Decoration | Role::Link { .. } => out.push_str("<g aria-hidden=\"true\""),
            Role::Title
            | Role::ColumnGroup
            | Role::Column(_)
            | Role::Row(_)
            | Role::Item(_)
            | Role::LinkLabel(_)
            | Role::Note(_)
            | Role::Figure => out.push_str("<g"),
        }
        if *origin != Pos2::ZERO {
            out.push_str(" transform=\"translate(");
            pair(out, *origin);
            out.push_str(")\"");
        }
        out.push_str(">\n");
        for item in &picture.items {
            self.item(item);
        }
        self.out.push_str(if is_link { "</a>\n" } else { "</g>\n" });
    }
}

fn label(out: &mut String, name: &str) {
    if !name.is_empty() {
        out.push_str(" aria-label=\"");
        escape_quoted(out, name);
        out.push('"');
    }
}

/// A text within double quotes.
fn escape_quoted(out: &mut String, text: &str) {
    let mut escaped = String::with_capacity(text.len());
    escape(&mut escaped, text);
    out.push_str(&escaped.replace('"', "&quot;"));
}

/// The colors of a scene by number: two things share a number if they have the same color in every theme.
#[derive(Default)]
struct Palette {
    numbers: BTreeMap<Vec<[u8; 4]>, u32>,
    colors: Vec<Vec<Color>>,
}

impl Palette {
    /// The first scene with numbers for colors.
    fn numbered(&mut self, scenes: &[Scene], pace: Pace<'_>) -> Result<Option<Scene>, Canceled> {
        let Some(first) = scenes.first() else { return Ok(None) };
        if scenes.iter().any(|scene| scene.groups.len() != first.groups.len() || scene.size != first.size) {
            return Ok(None);
        }
        let backgrounds: Vec<Option<Color>> = scenes.iter().map(|scene| scene.background).collect();
        let background = self.number_of_optional(&backgrounds);
        let mut groups = Vec::with_capacity(first.groups.len());
        for at in 0..first.groups.len() {
            if at % AT_A_TIME == 0 {
                pace.step(at, first.groups.len())?;
            }
            let same: Option<Vec<&Group>> = scenes.iter().map(|scene| scene.groups.get(at)).collect();
            let Some(group) = same.and_then(|same| self.group(&same)) else { return Ok(None) };
            groups.push(group);
        }
        Ok(Some(Scene { size: first.size, background, groups, title: first.title.clone() }))
    }

    fn group(&mut self, same: &[&Group]) -> Option<Group> {
        let first = same.first()?;
        let count = first.picture.items.len();
        if same.iter().any(|group| group.picture.items.len() != count || group.origin != first.origin) {
            return None;
        }
        let mut items = Vec::with_capacity(count);
        for at in 0..count {
            let shapes: Option<Vec<&Shape>> = same.iter().map(|group| group.picture.items.get(at)).collect();
            items.push(self.shape(&shapes?)?);
        }
        let Picture { bounds, name, role, .. } = &*first.picture;
        let picture = Picture { bounds: *bounds, items, block: None, name: name.clone(), role: *role };
        Some(Group { origin: first.origin, picture: Arc::new(picture) })
    }

    fn shape(&mut self, same: &[&Shape]) -> Option<Shape> {
        let mut shape = (*same.first()?).clone();
        match &mut shape {
            Shape::Rect { fill, stroke, .. }
            | Shape::Ellipse { fill, stroke, .. }
            | Shape::Path { fill, stroke, .. } => {
                let paints: Option<Vec<_>> = same.iter().map(|other| paints_of(other)).collect();
                let (fills, strokes): (Vec<_>, Vec<_>) = paints?.into_iter().unzip();
                *fill = self.number_of_optional(&fills);
                let colors: Vec<_> = strokes.iter().map(|stroke: &Option<Stroke>| stroke.map(|it| it.color)).collect();
                let color = self.number_of_optional(&colors);
                *stroke =
                    strokes.into_iter().flatten().next().zip(color).map(|(stroke, color)| Stroke { color, ..stroke });
            }
            Shape::Text(line) => {
                let colors = same.iter().map(|other| match other {
                    Shape::Text(line) => Some(line.color),
                    Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => None,
                    Shape::Icon { .. } | Shape::Image { .. } => None,
                });
                line.color = self.number_of(&colors.collect::<Option<Vec<_>>>()?);
            }
            Shape::Icon { color, .. } => {
                let colors = same.iter().map(|other| match other {
                    Shape::Icon { color, .. } => Some(*color),
                    Shape::Rect { .. } | Shape::Ellipse { .. } | Shape::Path { .. } => None,
                    Shape::Text(_) | Shape::Image { .. } => None,
                });
                *color = self.number_of(&colors.collect::<Option<Vec<_>>>()?);
            }
            Shape::Image { .. } => {}
        }
        Some(shape)
    }

    /// `None` where nothing is painted in any theme; a theme that paints nothing paints what cannot be seen.
    fn number_of_optional(&mut self, same: &[Option<Color>]) -> Option<Color> {
        same.iter().any(Option::is_some).then(|| {
            let unseen = Color { r: 0, g: 0, b: 0, a: 0 };
            let colors: Vec<Color> = same.iter().map(|color| color.unwrap_or(unseen)).collect();
            self.number_of(&colors)
        })
    }

    /// The number, as a color whose three parts are its bytes.
    fn number_of(&mut self, same: &[Color]) -> Color {
        let key: Vec<[u8; 4]> = same.iter().map(|color| [color.r, color.g, color.b, color.a]).collect();
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.colors.push(same.to_vec());
            self.colors.len() as u32 - 1
        });
        let [_, r, g, b] = number.to_be_bytes();
        Color::rgb(r, g, b)
    }
}

fn paints_of(shape: &Shape) -> Option<(Option<Color>, Option<Stroke>)> {
    match shape {
        Shape::Rect { fill, stroke, .. } | Shape::Ellipse { fill, stroke, .. } | Shape::Path { fill, stroke, .. } => {
            Some((*fill, *stroke))
        }
        Shape::Text(_) | Shape::Icon { .. } | Shape::Image { .. } => None,
    }
}
