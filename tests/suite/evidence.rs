//! Pictures, quotes, links and stickies: into the project through the window, onto the map, into files and back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use image::{ImageFormat, RgbImage};
use throughline::app::App;
use throughline::app::action::Action;
use throughline::app::dialogs::{Dialogs, FileAnswer, FileQuestion};
use throughline::app::evidence::PictureFor;
use throughline::app::request::Request;
use throughline::app::workspace::{Dialog, Notice};
use throughline::base::{Bitmap, PictureFormat, PictureHash, Rect, pos2, vec2};
use throughline::edit::evidence::{NewEvidence, Shown, Slot, add_evidence};
use throughline::edit::{CardChange, Edit, Selection, StageChange, StickyChange, apply, stickies};
use throughline::export::Target;
use throughline::export::{ExportSpec, export};
use throughline::file::{RecoveryFolder, Settings};
use throughline::layout::{Layouter, Lens, Map, MapInput};
use throughline::model::sample::big_sample;
use throughline::model::{CardBody, CardId, LaneKind, Project, Spot, StickyColor, StickyId, Subject, Tint};
use throughline::scene::theme::ThemeName;
use throughline::scene::{Shape, Theme};

fn png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 120]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn bitmap(width: u32, height: u32) -> Arc<Bitmap> {
    let bytes = png(width, height);
    let hash = PictureHash::of(&bytes);
    Arc::new(Bitmap { hash, format: PictureFormat::Png, width, height, bytes: bytes.into() })
}

/// A project, and a card of each kind in its first stage.
fn with_evidence(pictures: &[Arc<Bitmap>]) -> (Project, Vec<CardId>) {
    let project = big_sample(8, 1);
    let stage = project.journeys[&project.journey_order[0]].stages[0];
    let mut new: Vec<NewEvidence> = pictures
        .iter()
        .map(|bitmap| NewEvidence { text: "The basket".to_owned(), shown: Shown::Picture(Arc::clone(bitmap)) })
        .collect();
    new.push(NewEvidence { text: "Nothing fits".to_owned(), shown: Shown::Quote { by: "Ann, 34".to_owned() } });
    let url = "https://shop.example/checkout".to_owned();
    new.push(NewEvidence { text: "Our checkout".to_owned(), shown: Shown::Link { url } });
    let (edit, cards) = add_evidence(&project, Slot::Stage(stage), &new).unwrap();
    (apply(&project, &edit).unwrap(), cards)
}

fn with_sticky(project: &Project, spot: Spot, text: &str) -> (Project, StickyId) {
    let (edit, id) = stickies::new_sticky(project, project.journey_order[0], spot, StickyColor::Green);
    let project = apply(project, &edit).unwrap();
    let change = StickyChange::Text(text.to_owned());
    (apply(&project, &Edit::ChangeStickies { stickies: vec![id], change }).unwrap(), id)
}

fn map(layouter: &mut Layouter, project: &Project) -> Map {
    let theme = Theme::load(ThemeName::Light);
    let journey = project.journey_order[0];
    layouter.map(&MapInput { project, journey, theme: &theme, figures: None, lens: Lens::Plain })
}

#[test]
fn a_card_is_as_high_as_its_picture_and_caption_and_shows_the_picture_in_its_proportions() {
    let sizes = [(800, 600), (300, 2_000), (2_000, 40), (24, 24)];
    let pictures: Vec<_> = sizes.iter().map(|(width, height)| bitmap(*width, *height)).collect();
    let (project, cards) = with_evidence(&pictures);
    let map = map(&mut Layouter::new(), &project);
    for (card, (width, height)) in cards.iter().zip(sizes) {
        let rect = map.rect_of(*card).unwrap();
        let group = &map.scene.groups[map.group_of(*card).unwrap()];
        let image = group.picture.items.iter().find_map(|item| match item {
            Shape::Image { rect, .. } => Some(*rect),
            _ => None,
        });
        let image = image.unwrap();
        let inner = Rect::from_min_size(pos2(0.0, 0.0), rect.size());
        assert!(inner.contains_rect(image), "{image:?} in {inner:?}");
        let caption = map.title_rect((*card).into()).unwrap().translate(-rect.min.to_vec2());
        assert!(caption.top() >= image.bottom() && caption.bottom() <= inner.bottom(), "{caption:?} below {image:?}");
        let (shown, own) = (image.width() / image.height(), width as f32 / height as f32);
        assert!((shown / own - 1.0).abs() < 0.02, "{width}×{height} is shown as {image:?}");
        assert!(image.height() <= rect.width() * 1.2 && image.width() <= width as f32);
        assert_eq!(group.picture.name, "The basket, picture");
    }
    let names: Vec<_> =
        cards[sizes.len()..].iter().map(|card| &map.scene.groups[map.group_of(*card).unwrap()].picture.name).collect();
    assert_eq!(names, ["Nothing fits, quote by Ann, 34", "Our checkout, link to shop.example"]);
}

#[test]
fn a_card_without_a_caption_is_no_higher_than_its_picture_needs() {
    let (project, cards) = with_evidence(&[bitmap(800, 600)]);
    let mut layouter = Layouter::new();
    let with = map(&mut layouter, &project).rect_of(cards[0]).unwrap().height();
    let edit = Edit::ChangeCards { cards: vec![cards[0]], change: CardChange::Text(String::new()) };
    let project = apply(&project, &edit).unwrap();
    let bare = map(&mut layouter, &project);
    let rect = bare.rect_of(cards[0]).unwrap();
    assert!(rect.height() < with);
    assert!(rect.contains_rect(bare.title_rect(cards[0].into()).unwrap()), "a caption can still be typed");
}

#[test]
fn a_tint_recolors_a_card_of_any_kind() {
    let (project, cards) = with_evidence(&[bitmap(40, 30)]);
    let mut layouter = Layouter::new();
    let theme = Theme::load(ThemeName::Light);
    let surface = |map: &Map, card: CardId| match map.scene.groups[map.group_of(card).unwrap()].picture.items[0] {
        Shape::Rect { fill, .. } => fill,
        _ => None,
    };
    let before = map(&mut layouter, &project);
    assert!(cards.iter().all(|card| surface(&before, *card) == Some(theme.color.evidence.surface)));
    let change = CardChange::Tint(Some(Tint::Teal));
    let project = apply(&project, &Edit::ChangeCards { cards: cards.clone(), change }).unwrap();
    let after = map(&mut layouter, &project);
    assert!(cards.iter().all(|card| surface(&after, *card) == Some(theme.color.tints[Tint::Teal as usize].tint)));
}

#[test]
fn a_sticky_goes_along_with_the_stage_and_the_lane_that_it_was_put_on() {
    let project = big_sample(20, 1);
    let journey = project.journeys[&project.journey_order[0]].clone();
    let mut layouter = Layouter::new();
    let before = map(&mut layouter, &project);
    let (first, last) = (journey.stages[0], *journey.stages.last().unwrap());
    let lane = journey.lanes[0];
    let corner = before.cell_rect(first, lane).unwrap().min + vec2(30.0, 12.0);
    let spot = before.spot_at(corner);
    assert_eq!((spot.stage, spot.lane, spot.at), (Some(first), Some(lane), pos2(30.0, 12.0)));
    let (project, sticky) = with_sticky(&project, spot, "Here");
    let at =
        |layouter: &mut Layouter, project: &Project| map(layouter, project).rect_of(Subject::Sticky(sticky)).unwrap();
    assert_eq!(at(&mut layouter, &project).min, corner);

    let to = journey.stages.len();
    let moved = apply(&project, &Edit::MoveStage { stage: first, to }).unwrap();
    let now = map(&mut layouter, &moved);
    assert_eq!(
        now.rect_of(Subject::Sticky(sticky)).unwrap().min,
        now.cell_rect(first, lane).unwrap().min + vec2(30.0, 12.0)
    );
    assert!(now.cell_rect(first, lane).unwrap().min.x > now.cell_rect(last, lane).unwrap().min.x);

    let without = apply(&project, &Edit::RemoveStage { stage: first }).unwrap();
    let now = map(&mut layouter, &without);
    let whole = Rect::from_min_size(pos2(0.0, 0.0), now.size());
    assert!(whole.contains_rect(now.rect_of(Subject::Sticky(sticky)).unwrap()), "it stays on the map");
    let hidden = apply(&project, &Edit::ChangeStage { stage: first, change: StageChange::Hidden(true) }).unwrap();
    let now = map(&mut layouter, &hidden);
    assert!(now.rect_of(Subject::Sticky(sticky)).is_some(), "it is not lost with the stage");
}

#[test]
fn a_sticky_lies_on_top_and_grows_with_its_text() {
    let project = big_sample(8, 1);
    let mut layouter = Layouter::new();
    let before = map(&mut layouter, &project);
    let (item, rect) = before.items().next().unwrap();
    let (project, sticky) = with_sticky(&project, before.spot_at(rect.min), "Short");
    let low = map(&mut layouter, &project);
    let paper = low.rect_of(Subject::Sticky(sticky)).unwrap();
    assert_eq!(low.hit(rect.min + vec2(20.0, 20.0)), Some(throughline::layout::Hit::Sticky(sticky)));
    assert_eq!(low.hit_under_stickies(rect.min + vec2(20.0, 20.0)), Some(throughline::layout::Hit::Item(item)));
    let text = StickyChange::Text("A long thought that needs a good many lines. ".repeat(8));
    let project = apply(&project, &Edit::ChangeStickies { stickies: vec![sticky], change: text }).unwrap();
    let high = map(&mut layouter, &project);
    let grown = high.rect_of(Subject::Sticky(sticky)).unwrap();
    assert!(grown.height() > 2.0 * paper.height() && grown.width() == paper.width());
    assert!(grown.contains_rect(high.sticky_text_rect(sticky).unwrap()));
}

#[test]
fn evidence_and_stickies_come_back_from_the_file_as_they_were() {
    let (project, cards) = with_evidence(&[bitmap(40, 30)]);
    let change = CardChange::Tint(Some(Tint::Pink));
    let project = apply(&project, &Edit::ChangeCards { cards: vec![cards[1]], change }).unwrap();
    let stage = project.journeys[&project.journey_order[0]].stages[1];
    let spot = Spot { stage: Some(stage), lane: None, at: pos2(12.0, 40.0) };
    let (project, _) = with_sticky(&project, spot, "Ask Anna \"why\"\n→ today");
    let text = throughline::file::write_text(&project).unwrap();
    assert_eq!(throughline::file::read(&text).unwrap(), project);
}

#[test]
fn every_target_shows_pictures_quotes_links_and_stickies() {
    let (project, _) = with_evidence(&[bitmap(40, 30)]);
    let (project, _) = with_sticky(&project, Spot { stage: None, lane: None, at: pos2(300.0, 4.0) }, "Ask Anna");
    let bytes =
        |target| export(&project, &ExportSpec { target, ..ExportSpec::default() }, &AtomicBool::new(false)).unwrap();
    let svg = String::from_utf8(bytes(Target::Svg)).unwrap();
    for shown in ["data:image/png", "Nothing fits", "— Ann, 34", "Our checkout", "shop.example", "Ask Anna"] {
        assert!(svg.contains(shown), "the SVG lacks {shown}");
    }
    assert!(svg.contains("The basket, picture"), "the picture has an alternative text");
    assert!(bytes(Target::Pdf).starts_with(b"%PDF"));
    assert!(image::load_from_memory(&bytes(Target::Png)).is_ok());
}

/// Never asked in these tests.
struct Answers(Vec<PathBuf>, Vec<FileAnswer>);

impl Dialogs for Answers {
    fn ask(&mut self, question: FileQuestion, _ctx: &egui::Context) {
        let path = self.0.pop();
        self.1.push((question.purpose, path));
    }

    fn poll(&mut self) -> Vec<FileAnswer> {
        std::mem::take(&mut self.1)
    }
}

struct Window {
    harness: Harness<'static, App>,
    folder: tempfile::TempDir,
}

impl Window {
    /// With an open project, and answers to questions for files, the last first.
    fn new(project: Project, files: &[(&str, Vec<u8>)], answers: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let answers = Answers(answers.iter().map(|name| folder.path().join(name)).collect(), Vec::new());
        let recovery = RecoveryFolder::at(folder.path().join("recovery"));
        let settings = Settings { reduced_motion: true, ..Settings::default() };
        let builder = Harness::builder().with_size(vec2(1_500.0, 1_000.0)).with_step_dt(1.0 / 60.0);
        let harness = builder.build_eframe(move |creation| {
            let mut app = App::new(&creation.egui_ctx, settings, Box::new(answers), recovery);
            app.core.show_project(project, None);
            app
        });
        let mut window = Self { harness, folder };
        window.settle();
        window
    }

    fn settle(&mut self) {
        let start = Instant::now();
        loop {
            self.harness.run_steps(4);
            if !self.harness.state().core.is_busy() || start.elapsed() > Duration::from_secs(20) {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.harness.run_steps(4);
    }

    fn ask(&mut self, request: Request) {
        self.harness.state_mut().core.requests.push(request);
        self.settle();
    }

    fn drop_files(&mut self, names: &[&str]) {
        let paths = names.iter().map(|name| self.folder.path().join(name)).collect();
        self.ask(Request::Dropped(paths));
    }

    fn project(&self) -> &Project {
        self.harness.state().core.workspace.document.project()
    }

    fn pictures(&self) -> Vec<(&str, LaneKind)> {
        let cards = self.project().cards.values().filter(|card| card.picture().is_some());
        cards.map(|card| (card.text.as_str(), self.project().lanes[&card.place.lane].kind)).collect()
    }

    fn notices(&self) -> Vec<String> {
        let text = |notice: &Notice| match notice {
            Notice::Done(text)
            | Notice::Undoable(text, _)
            | Notice::Warning(text)
            | Notice::Failed(text)
            | Notice::Found(text, _, _)
            | Notice::Written(text, _) => text.clone(),
        };
        self.harness.state().core.notices.log.iter().map(text).collect()
    }
}

#[test]
fn pictures_dropped_on_the_window_become_evidence_in_one_undo_entry() {
    let files = [
        ("basket-page.png", png(40, 30)),
        ("IMG_2041.png", png(40, 30)),
        ("broken.jpg", b"\xff\xd8\xffnothing".to_vec()),
    ];
    let mut window = Window::new(big_sample(8, 1), &files, &[]);
    window.harness.event(egui::Event::PointerGone);
    window.drop_files(&["basket-page.png", "IMG_2041.png", "broken.jpg"]);
    assert_eq!(window.pictures(), [("Basket page", LaneKind::Evidence), ("", LaneKind::Evidence)]);
    assert_eq!(window.project().pictures.len(), 1, "equal pictures are kept once");
    let notices = window.notices();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].starts_with("broken.jpg: "), "{notices:?}");
    window.ask(Request::Run(Action::Undo));
    assert!(window.pictures().is_empty() && window.project().pictures.is_empty());
}

#[test]
fn a_picture_dropped_on_a_cell_of_cards_goes_there() {
    let mut window = Window::new(big_sample(14, 1), &[("a.png", png(40, 30))], &[]);
    let workspace = &window.harness.state().core.workspace;
    let (stage, lane) = {
        let journey = workspace.open_journey().unwrap();
        let lane = journey.lanes.iter().find(|lane| window.project().lanes[lane].kind == LaneKind::PainPoints);
        (journey.stages[1], *lane.unwrap())
    };
    let cell = workspace.map.cell_rect(stage, lane).unwrap();
    let pointer = workspace.camera.screen_from_map(cell.center()) + workspace.canvas_rect.min.to_vec2();
    window.harness.hover_at(pointer);
    window.settle();
    window.drop_files(&["a.png"]);
    let card = window.project().cards.values().find(|card| card.picture().is_some()).unwrap();
    assert_eq!((card.place.stage, card.place.lane), (stage, lane));
}

#[test]
fn a_huge_picture_is_scaled_down_and_said_so() {
    let mut window = Window::new(big_sample(8, 1), &[("wide.png", png(3_000, 20))], &["wide.png"]);
    window.ask(Request::Run(Action::AddPicture));
    assert_eq!(window.pictures().len(), 1);
    assert_eq!(window.notices(), ["wide.png was 3000×20 pixels; it is kept at 2048×14."]);
}

#[test]
fn a_picture_is_pasted_replaced_shown_and_removed() {
    let mut window = Window::new(big_sample(8, 1), &[("other.png", png(50, 50))], &["other.png"]);
    let image = egui::ColorImage::filled([20, 10], egui::Color32::RED);
    window.ask(Request::PasteImage { image: Arc::new(image), target: PictureFor::NewCard(None) });
    let card = window.project().cards.values().find(|card| card.picture().is_some()).unwrap().id;
    let first = window.project().cards[&card].picture();
    window.ask(Request::ChoosePicture(PictureFor::Card(card)));
    assert_ne!(window.project().cards[&card].picture(), first);
    assert_eq!(window.project().pictures.len(), 1, "the one before is not kept");

    window.ask(Request::Select(Selection::only(card)));
    window.harness.key_press(egui::Key::Enter);
    window.settle();
    assert!(matches!(window.harness.state().core.workspace.dialog, Some(Dialog::Picture(shown)) if shown == card));
    window.harness.key_press(egui::Key::Escape);
    window.settle();
    assert!(window.harness.state().core.workspace.dialog.is_none());

    let change = CardChange::Body(CardBody::Text);
    window.ask(Request::Edit(Edit::ChangeCards { cards: vec![card], change }));
    assert!(window.project().pictures.is_empty());
}

#[test]
fn data_and_pictures_dropped_together_go_their_own_ways() {
    let files = [("a.png", png(8, 8)), ("b.csv", b"Page,Sessions\nBasket,12\n".to_vec())];
    let mut window = Window::new(big_sample(8, 1), &files, &[]);
    window.drop_files(&["a.png", "b.csv"]);
    assert_eq!(window.pictures().len(), 1);
    assert!(matches!(window.harness.state().core.workspace.dialog, Some(Dialog::Import(_))));
    assert!(Path::new(&window.folder.path().join("a.png")).exists(), "the file itself is left alone");
}
