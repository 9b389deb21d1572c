//! What a report owes its readers, whatever it says.

use super::*;
use crate::base::vec2;
use crate::scene::Shape;
use crate::scene::theme::ThemeName;

const PAGE: Vec2 = vec2(841.89, 595.28);

fn made(blocks: &[Block]) -> Document {
    let cover =
        Cover { title: "A journey".to_owned(), above: "Shop".to_owned(), facts: vec![("State", "Current".into())] };
    report(&cover, blocks, PAGE, &Theme::load(ThemeName::Print), &mut Typesetter::new())
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
        Block::Facts(vec![("Label".into(), words)]),
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
