//! What is painted over what, and what stays in view: looked up among the shapes of a frame.

use std::sync::Arc;

use egui::{Color32, Rect, Shape};

use super::*;
use crate::app::canvas::header_tools::HeaderTools;
use crate::app::canvas::headers::Stuck;
use crate::app::style::color32;
use crate::file::Template;
use crate::model::{ConnectorId, StageId};
use crate::scene;

impl Bench {
    /// A template's own map, at 100% and with its top left corner in view.
    fn template(code: &str) -> Self {
        let template = Template::find(code).expect("a template");
        Self::of(template.project())
    }

    /// Every shape of the last frame, first painted first.
    fn shapes(&self) -> Vec<Shape> {
        fn flatten(shape: &Shape, into: &mut Vec<Shape>) {
            match shape {
                Shape::Vec(shapes) => shapes.iter().for_each(|shape| flatten(shape, into)),
                shape => into.push(shape.clone()),
            }
        }
        let mut shapes = Vec::new();
        self.harness.output().shapes.iter().for_each(|clipped| flatten(&clipped.shape, &mut shapes));
        shapes
    }

    /// Where a text is painted, and its rank among the shapes.
    fn painted(&self, text: &str) -> Vec<(usize, Rect)> {
        let shapes = self.shapes();
        let texts = shapes.iter().enumerate().filter_map(|(rank, shape)| match shape {
            Shape::Text(shape) if shape.galley.text() == text => Some((rank, shape.visual_bounding_rect())),
            _ => None,
        });
        texts.collect()
    }

    /// The rank of the last line of that color.
    fn last_line_of(&self, wanted: Color32) -> Option<usize> {
        self.shapes().iter().rposition(|shape| match shape {
            Shape::Path(path) => path.stroke.color == egui::epaint::ColorMode::Solid(wanted),
            _ => false,
        })
    }
}

#[test]
fn the_label_of_a_pointed_at_or_selected_connector_is_painted_over_its_line() {
    let mut project = big_sample(14, 1);
    let connectors = Arc::make_mut(&mut project.connectors);
    let id: ConnectorId = *connectors.keys().next().expect("a connector");
    let record = Arc::make_mut(connectors.get_mut(&id).expect("a connector"));
    record.label = "opens".to_owned();
    let mut bench = Bench::of(project);
    let accent = color32(bench.workspace().theme.color.accent);
    let label = bench.workspace().map.label_rect(id).expect("a label");
    let at = bench.sight().rect_from_map(label).center();
    bench.harness.hover_at(at);
    bench.settle();
    let is_readable = |bench: &Bench, when: &str| {
        let line = bench.last_line_of(accent).expect("the line stands out");
        let label = bench.painted("opens").last().map(|(rank, _)| *rank);
        assert!(label > Some(line), "{when}: the label is painted at {label:?}, the line at {line}");
    };
    is_readable(&bench, "pointed at");
    bench.click(at, Modifiers::NONE);
    assert_eq!(bench.selected(), [Subject::Connector(id)]);
    bench.harness.hover_at(bench.workspace().canvas_rect.min);
    bench.settle();
    is_readable(&bench, "selected");
}

#[test]
fn the_button_of_a_header_lies_beside_its_name() {
    let bench = Bench::template("online-shop");
    let (sight, stuck) = (bench.sight(), Stuck::default());
    let map = &bench.workspace().map;
    let tools = HeaderTools { sight: &sight, stuck: &stuck, workspace: bench.workspace() };
    let stages = map.stages().map(|(id, _): (StageId, _)| Subject::Stage(id));
    let mut buttons = 0;
    for header in stages.chain(map.lanes().map(|(id, ..)| Subject::Lane(id))) {
        let Some(button) = tools.fold_button(header) else { continue };
        buttons += 1;
        let group = &map.scene.groups[map.group_of(header).expect("a header")];
        for item in &group.picture.items {
            let scene::Shape::Text(line) = item else { continue };
            let baseline = group.origin + line.baseline.to_vec2();
            let text = Rect::from_min_max(baseline - vec2(0.0, line.size), baseline + vec2(line.width, 0.0));
            let text = sight.rect_from_map(text);
            // What is covered as a whole, such as the end of a scale, is not cut.
            let is_whole = !text.intersects(button) || button.contains_rect(text);
            assert!(is_whole, "{header:?}: {button:?} lies on {:?} at {text:?}", line.text);
        }
    }
    assert!(buttons > 8, "{buttons}");
}

#[test]
fn names_of_the_lines_of_a_blueprint_stay_in_view() {
    let mut bench = Bench::template("blueprint");
    let canvas = bench.workspace().canvas_rect;
    let names = ["Line of interaction", "Line of visibility", "Line of internal interaction"];
    let is_in_view =
        |bench: &Bench, name: &str| bench.painted(name).iter().any(|(_, rect)| canvas.contains_rect(*rect));
    assert!(names.iter().all(|name| is_in_view(&bench, name)), "at the map's left end");
    let mut camera = bench.workspace().camera;
    camera.offset.x -= 900.0;
    bench.ask(Request::SetCamera(camera));
    assert!(names.iter().all(|name| is_in_view(&bench, name)), "far to the right");
}

#[test]
fn a_project_without_a_journey_offers_a_new_one() {
    let mut bench = Bench::of(Project::default());
    assert_eq!(bench.project().journeys.len(), 0);
    bench.harness.get_by_label("New journey").click();
    bench.settle();
    assert_eq!(bench.project().journeys.len(), 1);
    assert!(bench.workspace().map.stages().next().is_some(), "it is shown");
    bench.undo();
    assert_eq!(bench.project().journeys.len(), 0);
    assert!(bench.harness.query_by_label("New journey").is_some(), "and offered again");
}
