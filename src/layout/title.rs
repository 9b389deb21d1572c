//! The title above a map that leaves the program: whose journey it is, which days its figures speak of, and what its
//! colors mean. The canvas has none: the window around it says all this.

use std::sync::Arc;

use super::card::Pen;
use super::frame::header_pad;
use super::layouter::MapInput;
use super::lens::{Legend, LegendKey};
use super::map::Map;
use super::status::status_mark;
use crate::base::{Color, Pos2, Rect, pos2, vec2};
use crate::model::project::Table;
use crate::model::{Journey, JourneyState, Persona, PersonaId};
use crate::scene::{Face, Group, Picture, Role, Scene, Shape, TextStyle, Typesetter};

/// No narrower than this, however small the map, in points.
const MIN_WIDTH: f32 = 420.0;
/// Longer lines than this are hard to read, in points.
const MAX_TEXT_WIDTH: f32 = 760.0;

/// The scene of that map with a title above. `period` is what the figures on its cards speak of, if there are any.
/// A journey that is not there leaves the scene as it is.
pub fn with_title(map: Map, input: &MapInput<'_>, period: Option<&str>, typesetter: &mut Typesetter) -> Scene {
    let (mut scene, legend) = (map.scene, map.legend);
    let Some(journey) = input.project.journeys.get(&input.journey) else { return scene };
    let width = scene.size.x.max(MIN_WIDTH);
    let mut block = Block::new(Pen { typesetter, theme: input.theme }, width);
    block.journey(journey, &input.project.personas);
    if let Some(period) = period {
        block.text("Figures", period, 1);
    }
    if !legend.entries.is_empty() {
        block.legend(&legend);
    }
    let (picture, height) = block.finished(&journey.name);
    for group in &mut scene.groups {
        group.origin.y += height;
    }
    scene.groups.insert(0, Group { origin: Pos2::ZERO, picture: Arc::new(picture) });
    scene.size = vec2(width, scene.size.y + height);
    scene
}

/// A title in the making, from the top down.
struct Block<'a> {
    pen: Pen<'a>,
    items: Vec<Shape>,
    left: f32,
    width: f32,
    text_width: f32,
    /// Where the next line begins.
    y: f32,
}

impl<'a> Block<'a> {
    fn new(pen: Pen<'a>, width: f32) -> Self {
        let margin = pen.theme.map.margin;
        let text_width = (width - 2.0 * margin).min(MAX_TEXT_WIDTH);
        Self { pen, items: Vec::new(), left: margin, width, text_width, y: margin }
    }

    fn journey(&mut self, journey: &Journey, personas: &Table<PersonaId, Persona>) {
        let theme = self.pen.theme;
        let name = if journey.name.trim().is_empty() { "Untitled journey" } else { journey.name.as_str() };
        self.lines(name, TextStyle::new(Face::SemiBold, theme.map.stage_text * 1.5), theme.color.ink, 2);
        let state = match journey.state {
            JourneyState::Current => "Current state",
            JourneyState::Future => "Future state",
        };
        self.y += theme.map.gap / 2.0;
        self.lines(state, self.small(Face::SemiBold), theme.color.muted, 1);
        let names = journey.personas.iter().filter_map(|id| personas.get(id)).map(|persona| persona.name.as_str());
        let names: Vec<&str> = names.filter(|name| !name.trim().is_empty()).collect();
        self.text(if names.len() == 1 { "Persona" } else { "Personas" }, &names.join(", "), 3);
        self.text("Scenario", &journey.scenario, 4);
    }

    /// What something is, in small text; nothing if it is empty.
    fn text(&mut self, name: &str, text: &str, max_lines: usize) {
        if text.trim().is_empty() {
            return;
        }
        self.lines(&format!("{name}: {text}"), self.small(Face::Regular), self.pen.theme.color.muted, max_lines);
    }

    fn legend(&mut self, legend: &Legend) {
        const SWATCH: f32 = 9.0;
        let theme = self.pen.theme;
        let style = self.small(Face::Regular);
        let line_height = self.pen.typesetter.line_height(style);
        let right = self.width - theme.map.margin;
        self.y += theme.map.gap / 2.0;
        let mut x = self.left;
        let lens_name = self.pen.typesetter.first_lines(&legend.name, self.small(Face::SemiBold), self.text_width, 1);
        let middle = self.y + line_height / 2.0;
        let bold = self.small(Face::SemiBold);
        self.pen.column(&mut self.items, &lens_name, bold, theme.color.ink, pos2(x, middle));
        x += lens_name.first().map_or(0.0, |line| line.width) + header_pad(theme);
        for entry in &legend.entries {
            let label = format!("{} ({})", entry.label, entry.count);
            let room = right - self.left - SWATCH - 5.0;
            let label = self.pen.typesetter.first_lines(&label, style, room, 1);
            let label_width = label.first().map_or(0.0, |line| line.width);
            if x + SWATCH + 5.0 + label_width > right && x > self.left {
                x = self.left;
                self.y += line_height;
            }
            let middle = self.y + line_height / 2.0;
            let rect = Rect::from_min_size(pos2(x, middle - SWATCH / 2.0), vec2(SWATCH, SWATCH));
            self.items.push(match entry.key {
                LegendKey::Kpi(Some(state)) => status_mark(theme, rect.center(), SWATCH, state),
                LegendKey::Kpi(None)
                | LegendKey::Channel(_)
                | LegendKey::Phase(_)
                | LegendKey::Evidence(_)
                | LegendKey::Owner(_)
                | LegendKey::Heat(_)
                | LegendKey::Persona(_)
                | LegendKey::Segment(_)
                | LegendKey::Other => Shape::Rect { rect, radius: 2.0, fill: Some(entry.color), stroke: None },
            });
            self.pen.column(&mut self.items, &label, style, theme.color.muted, pos2(x + SWATCH + 5.0, middle));
            x += SWATCH + 5.0 + label_width + header_pad(theme);
        }
        self.y += line_height;
    }

    /// The block, and how far it moves the map down: the map brings its own margin.
    fn finished(self, name: &str) -> (Picture, f32) {
        let height = self.y.ceil();
        let bounds = Rect::from_min_size(Pos2::ZERO, vec2(self.width, height));
        (Picture { bounds, items: self.items, block: None, name: format!("{name}, title"), role: Role::Title }, height)
    }

    fn small(&self, face: Face) -> TextStyle {
        TextStyle::new(face, self.pen.theme.map.small_text)
    }

    fn lines(&mut self, text: &str, style: TextStyle, color: Color, max_lines: usize) {
        let lines = self.pen.typesetter.first_lines(text, style, self.text_width, max_lines);
        let line_height = self.pen.typesetter.line_height(style);
        self.pen.column(&mut self.items, &lines, style, color, pos2(self.left, self.y + line_height / 2.0));
        self.y += line_height * lines.len() as f32;
    }
}
