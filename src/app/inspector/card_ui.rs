//! A card, or several: what it says, what it shows, and its color.

use std::sync::Arc;

use egui::{RichText, Sense, Ui, vec2};

use super::super::evidence::PictureFor;
use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{Emphasis, IconButton, field, section};
use super::super::workspace::{Dialog, Workspace};
use super::{choice, shared, text_area, text_line, tint_swatches};
use crate::base::{Address, Bitmap, Icon};
use crate::edit::{CardChange, Edit};
use crate::layout::lane_mark;
use crate::model::{Card, CardBody, CardId, LaneKind};
use crate::render::egui::paint_picture;

/// What a card is, to choose from.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Quote,
    Link,
    Picture,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Text, Self::Quote, Self::Link, Self::Picture];

    fn of(card: &Card) -> Self {
        match card.body {
            CardBody::Text => Self::Text,
            CardBody::Quote { .. } => Self::Quote,
            CardBody::Link { .. } => Self::Link,
            CardBody::Picture { .. } => Self::Picture,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Quote => "Quote",
            Self::Link => "Link",
            Self::Picture => "Picture…",
        }
    }

    /// What the card's text is to a card of this kind, and what to write there.
    fn text_field(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("Text", "What it says"),
            Self::Quote => ("Quote", "The words as they were said"),
            Self::Link => ("Title", "What is to be found there"),
            Self::Picture => ("Caption", "What the picture shows"),
        }
    }
}

/// Draws the fields.
pub(super) fn cards_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, ids: &[CardId]) {
    let project = workspace.document.project();
    let cards: Vec<&Arc<Card>> = ids.iter().filter_map(|id| project.cards.get(id)).collect();
    let Some(first) = cards.first() else { return };
    let lane = project.lanes.get(&first.place.lane);
    let theme = &workspace.theme;
    let heading = if cards.len() == 1 {
        lane.map_or("Card", |lane| lane.name.as_str()).to_owned()
    } else {
        format!("{} cards", cards.len())
    };
    ui.heading(heading);
    if let Some(stage) = project.stages.get(&first.place.stage).filter(|_| cards.len() == 1) {
        ui.label(RichText::new(format!("in \"{}\"", stage.name)).color(color32(theme.color.muted)));
    }
    ui.add_space(6.0);
    let change = |change: CardChange| Edit::ChangeCards { cards: ids.to_vec(), change };
    let kind = shared(&cards, |card| Kind::of(card));
    field(ui, theme, "Kind", |ui| match choice(ui, "Kind of card", kind, &Kind::ALL, Kind::label) {
        Some(Kind::Text) => requests.edit(change(CardChange::Body(CardBody::Text))),
        Some(Kind::Quote) => requests.edit(change(CardChange::Body(CardBody::Quote { by: String::new() }))),
        Some(Kind::Link) => requests.edit(change(CardChange::Body(as_link(first)))),
        Some(Kind::Picture) => requests.push(Request::ChoosePicture(PictureFor::Card(first.id))),
        None => {}
    });
    body_ui(ui, workspace, requests, &cards, ids);
    super::session_ui(ui, workspace, shared(&cards, |card| card.session).flatten());
    let (name, hint) = kind.unwrap_or(Kind::Text).text_field();
    section(ui, theme, name, |_| {});
    let text = shared(&cards, |card| card.text.clone());
    let hint = if text.is_none() { "Several texts; typing replaces them all" } else { hint };
    if let Some(text) = text_area(ui, name, text.as_deref().unwrap_or(""), hint, requests) {
        requests.edit(change(CardChange::Text(text)));
    }
    section(ui, theme, "Color", |_| {});
    let usual = lane_mark(theme, lane.map_or(LaneKind::Notes, |lane| lane.kind));
    if let Some(tint) = tint_swatches(ui, theme, usual, shared(&cards, |card| card.tint)) {
        requests.edit(change(CardChange::Tint(tint)));
    }
}

/// A card that becomes a link: a text that is an address already is where it leads.
fn as_link(card: &Card) -> CardBody {
    let url = if Address::is_web_page(&card.text) { card.text.trim().to_owned() } else { String::new() };
    CardBody::Link { url }
}

/// What only cards of one kind have.
fn body_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, cards: &[&Arc<Card>], ids: &[CardId]) {
    let Some(first) = cards.first() else { return };
    let Some(body) = shared(cards, |card| card.body.clone()).filter(|_| shared(cards, |card| Kind::of(card)).is_some())
    else {
        return;
    };
    let theme = &workspace.theme;
    let change = |body: CardBody| Edit::ChangeCards { cards: ids.to_vec(), change: CardChange::Body(body) };
    match body {
        CardBody::Text => {}
        CardBody::Quote { by } => field(ui, theme, "Said by", |ui| {
            if let Some(by) = text_line(ui, "Said by", &by, "Name or role", requests) {
                requests.edit(change(CardBody::Quote { by }));
            }
        }),
        CardBody::Link { url } => {
            field(ui, theme, "Address", |ui| {
                if let Some(url) = text_line(ui, "Address", &url, "https://…", requests) {
                    requests.edit(change(CardBody::Link { url }));
                }
            });
            let problem = Address::parse(&url).err();
            if let Some(problem) = problem.as_ref().filter(|_| !url.trim().is_empty()) {
                let text = RichText::new(problem.to_string()).size(theme.window.small_text);
                ui.add(egui::Label::new(text.color(color32(theme.color.risk))).wrap());
            }
            field(ui, theme, "", |ui| {
                let open = IconButton::new(Some(Icon::ExternalLink), "Open…", "Open link");
                let open = open.emphasis(Emphasis::Outlined).enabled(problem.is_none());
                if open.tip("Open the address in the browser, after asking").ui(ui, theme).clicked() {
                    requests.push(Request::OpenLink(url.clone()));
                }
            });
        }
        CardBody::Picture { hash } => {
            if let Some(bitmap) = workspace.document.project().pictures.get(&hash) {
                preview_ui(ui, workspace, requests, first, bitmap);
            }
        }
    }
}

/// The picture, small, and what can be done with it.
fn preview_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, card: &Card, bitmap: &Bitmap) {
    const HIGHEST: f32 = 180.0;
    let theme = &workspace.theme;
    let pixels = vec2(bitmap.width as f32, bitmap.height as f32);
    let scale = (ui.available_width() / pixels.x).min(HIGHEST / pixels.y).min(1.0);
    let (rect, response) = ui.allocate_exact_size((pixels * scale).max(vec2(1.0, 1.0)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Show picture"));
    paint_picture(ui.painter(), bitmap, rect, theme.window.radius);
    let response = response.on_hover_cursor(egui::CursorIcon::ZoomIn).on_hover_text("Show the picture large");
    if response.clicked() {
        requests.push(Request::Dialog(Some(Dialog::Picture(card.id))));
    }
    ui.horizontal(|ui| {
        let replace = IconButton::new(Some(Icon::Image), "Replace…", "Replace picture").emphasis(Emphasis::Outlined);
        if replace.tip("Show another picture on this card").ui(ui, theme).clicked() {
            requests.push(Request::ChoosePicture(PictureFor::Card(card.id)));
        }
        let remove = IconButton::new(Some(Icon::Trash2), "Remove", "Remove picture").emphasis(Emphasis::Outlined);
        if remove.tip("Leave only the caption").ui(ui, theme).clicked() {
            let change = CardChange::Body(CardBody::Text);
            requests.edit(Edit::ChangeCards { cards: vec![card.id], change });
        }
    });
    let kibibytes = bitmap.bytes.len().div_ceil(1_024);
    let note = format!("{}×{} pixels, {kibibytes} KiB in the project", bitmap.width, bitmap.height);
    ui.label(RichText::new(note).size(theme.window.small_text).color(color32(theme.color.muted)));
}
