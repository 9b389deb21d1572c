//! What a report owes its readers, whatever it says.

use std::sync::atomic::AtomicBool;

use super::*;
use crate::base::vec2;
use crate::scene::Shape;
use crate::scene::theme::ThemeName;

const PAGE: Vec2 = vec2(841.89, 595.28);

fn made(blocks: &[Block]) -> Document {
    let cover =
        Cover { title: "A journey".to_owned(), above: "Shop".to_owned(), facts: vec![("State", "Current".into())] };
    let look = (&*Theme::load(ThemeName::Print), &mut Typesetter::new());
    report(&cover, blocks, PAGE, look, (&AtomicBool::new(false)).into()).unwrap()
}

#[test]
fn nothing_leaves_the_page_and_no_word_is_lost() {
    let words = "word ".repeat(3_000);
    let row = |at: usize| vec![Cell::strong(format!("row{at}")), Cell::text("some text ".repeat(at % 40))];
    let table = Table {
        columns: vec![Column::left("Name", 1.0), Column::right("Text", 3.0)],
        rows: (0..200).map(row).collect(),
    };
    let document = made(&[
        Block::Chapter("One".into()),
        Block::Text(words.clone()),
        Block::Chapter("Two".into()),
        Block::Table(table),
        Block::List(vec![words.clone(), "short".into()]),
        Block::Facts(vec![Fact { label: "Label".into(), words, links: Vec::new() }]),
    ]);
    assert!(document.pages.len() > 10);
    let (mut said, mut rows) = (0, 0);
    for page in &document.pages {
        for item in page.views.iter().flat_map(|view| &view.scene.groups).flat_map(|group| &group.picture.items) {
            let Shape::Text(line) = item else { continue };
            let inside = line.baseline.x >= 0.0 && line.baseline.x + line.width <= PAGE.x + 0.5;
            assert!(inside && line.baseline.y > 0.0 && line.baseline.y < PAGE.y, "{line:?}");
            said += line.text.matches("word").count();
            rows += usize::from(line.text.starts_with("row"));
        }
    }
    assert_eq!((said, rows), (9_000, 200));
}

#[test]
fn the_contents_lead_to_the_page_that_they_name() {
    let blocks: Vec<Block> = (0..60)
        .flat_map(|at| [Block::Chapter(format!("Chapter {at}")), Block::Text("Some text.".to_owned())])
        .collect();
    let document = made(&blocks);
    let entries: Vec<&Tag> =
        document.tags.iter().filter(|tag| tag.kind == TagKind::Contents).flat_map(|tag| &tag.children).collect();
    assert_eq!(entries.len(), 60);
    for (at, entry) in entries.into_iter().enumerate() {
        let TagKind::Link(link) = &entry.children[0].kind else { panic!("no link") };
        let Target::Place(place) = link.target else { panic!("no place") };
        let shown = document.pages[place.page].views[0]
            .scene
            .groups
            .iter()
            .any(|group| group.picture.name == format!("Chapter {at}"));
        assert!(shown, "chapter {at} is not on page {}", place.page);
        assert!(link.alt.ends_with(&format!("page {}", place.page + 1)));
    }
    assert_eq!(document.bookmarks.len(), 62, "title, contents and chapters");
}

#[test]
fn a_heading_stays_with_what_stands_under_it() {
    let fact = |at: usize| Fact { label: format!("label{at}"), words: "words".into(), links: Vec::new() };
    let under: [fn(usize) -> Block; 4] = [
        |_| Block::Text("word ".repeat(200)),
        |at| Block::Facts((0..8).map(|_| Fact { label: format!("label{at}"), ..Fact::default() }).collect()),
        |_| Block::Person(Person { text: "Somebody".into(), quote: "“Well”".into(), ..Person::default() }),
        |_| {
            Block::Table(Table {
                columns: vec![Column::left("Name", 1.0)],
                rows: vec![vec![Cell::text("row ".repeat(300))]],
            })
        },
    ];
    let blocks: Vec<Block> = (0..120)
        .flat_map(|at| [Block::Subsection(format!("Heading {at}")), under[at % 4](at)])
        .chain([Block::Facts((0..200).map(fact).collect())])
        .collect();
    let document = made(&[vec![Block::Chapter("One".into())], blocks].concat());
    assert!(document.pages.len() > 8);
    for (rank, page) in document.pages.iter().enumerate() {
        let groups = &page.views[0].scene.groups;
        let last = groups.iter().rfind(|group| !group.picture.name.is_empty());
        let is_heading = last.is_some_and(|group| group.picture.name.starts_with("Heading"));
        assert!(!is_heading, "page {} ends with a heading", rank + 1);
        // What hangs together is on one page.
        let starts = |group: &&crate::scene::Group| group.picture.name.starts_with("label");
        let first = groups.iter().find(|group| !group.picture.name.is_empty());
        assert!(
            !first.is_some_and(|first| starts(&first)) || rank + 1 >= document.pages.len() - 8,
            "page {}",
            rank + 1
        );
    }
}
