//! Maps of texts and sizes that nobody plans for: laid out, and exported to every target, without a panic.

use throughline::edit::{CardChange, Edit, TouchpointChange, apply, build};
use throughline::export::Target;
use throughline::export::{ExportSpec, export};

use super::*;

fn with_texts(text: &str) -> Project {
    let mut builder = Builder::new(
        &[(text, Phase::PrePurchase), ("Buy", Phase::Purchase)],
        &[("Touchpoints", LaneKind::Touchpoints), (text, LaneKind::PainPoints), ("Feelings", LaneKind::Emotion)],
    );
    builder.next_item += 1;
    let (edit, touchpoint) = build::new_untyped_touchpoint(&builder.project, "", first_cell(100));
    let project = apply(&builder.project, &edit).unwrap();
    let (edit, card) = build::new_card(&project, "", first_cell(101));
    let project = apply(&project, &edit).unwrap();
    let change = TouchpointChange::Title(text.to_owned());
    let project = apply(&project, &Edit::ChangeTouchpoints { touchpoints: vec![touchpoint], change }).unwrap();
    let change = CardChange::Text(text.to_owned());
    apply(&project, &Edit::ChangeCards { cards: vec![card], change }).unwrap()
}

fn first_cell(lane: u64) -> Placement {
    Placement { stage: StageId(10), lane: LaneId(lane), column: 0, order: 0, is_new_column: false }
}

fn laid_out(project: &Project) -> Map {
    let theme = Theme::load(ThemeName::Light);
    Layouter::new().map(&MapInput { project, journey: JOURNEY, theme: &theme, figures: None, lens: Lens::Plain })
}

fn exported_everywhere(project: &Project) {
    for target in [Target::Svg, Target::Pdf, Target::Png] {
        // As pixels at their own size, very many stages are refused in plain words.
        let spec = ExportSpec { journey: Some(JOURNEY), target, scale: 0.25, ..ExportSpec::default() };
        let bytes = export(project, &spec, &std::sync::atomic::AtomicBool::new(false));
        assert!(bytes.is_ok(), "{target:?}");
    }
}

#[test]
fn texts_of_any_length_and_script_stay_in_their_cards_and_are_exported() {
    let texts = [
        "word ".repeat(2_000),
        "x".repeat(10_000),
        "line\n".repeat(3_000),
        "שלום עולם, مرحبا بالعالم".to_owned(),
        "👩‍👩‍👧‍👦 🎉 e\u{301}\u{301}\u{301} \u{202e}abc\u{202c} \u{0}\u{7}\u{feff}".to_owned(),
        "漢字かな交じり文".repeat(300),
    ];
    for text in texts {
        let project = with_texts(&text);
        let map = laid_out(&project);
        for (item, rect) in map.items() {
            assert!(rect.height() < 300.0, "{item:?} is {} high", rect.height());
        }
        let header = map.rect_of(Subject::Stage(StageId(10))).unwrap();
        assert!(header.height() < 400.0, "{header:?}");
        for group in &map.scene.groups {
            let rect = group.picture.bounds.expand(1.0);
            for shape in &group.picture.items {
                if let Shape::Text(line) = shape {
                    let end = line.baseline.x + line.width;
                    assert!(line.baseline.x >= rect.min.x && end <= rect.max.x, "{:?} in {rect:?}", line.text);
                    assert!(line.baseline.y <= rect.max.y, "{:?} below {rect:?}", line.text);
                }
            }
        }
        exported_everywhere(&project);
    }
}

#[test]
fn two_hundred_stages_and_none_at_all_are_laid_out_and_exported() {
    let names: Vec<String> = (1..=200).map(|rank| format!("Stage {rank}")).collect();
    let stages: Vec<(&str, Phase)> = names.iter().map(|name| (name.as_str(), Phase::Purchase)).collect();
    let lanes = [("Touchpoints", LaneKind::Touchpoints), ("Feelings", LaneKind::Emotion)];
    let many = Builder::new(&stages, &lanes).project;
    assert_eq!(laid_out(&many).stages().count(), 200);
    exported_everywhere(&many);
    for (stages, lanes) in [(&[][..], &lanes[..]), (&stages[..1], &[][..]), (&[][..], &[][..])] {
        let project = Builder::new(stages, lanes).project;
        laid_out(&project);
        exported_everywhere(&project);
    }
}
