//! The journey as text within the page: what screen readers and paper get, and what the panel beside the map shows of
//! a card. Every card has an entry of its own, which the map links to by its id.

use std::fmt::Write as _;

use base64::Engine as _;

use super::markup::{attribute, escape, escaped, paragraphs};
use crate::base::{Address, Bitmap, Canceled, Pace, PictureHash};
use crate::export::outline::{Outline, Side, StagePart, Step, TextTable, Way};
use crate::model::{Card, CardBody, Lane, Persona, Stage, Touchpoint};

/// Everything that `<main>` holds.
///
/// # Errors
/// If it was canceled.
pub fn write(outline: &Outline<'_>, tables: &[TextTable], pace: Pace<'_>) -> Result<String, Canceled> {
    let mut text = Text { out: String::new(), outline };
    text.about();
    for (rank, part) in outline.stages.iter().enumerate() {
        pace.step(rank, outline.stages.len() + 1)?;
        text.stage(part);
    }
    text.stickies();
    for table in tables {
        let _ = writeln!(text.out, "<section class=\"whole\" id=\"{}\">\n<h2>{}</h2>", table_id(table), table.title);
        text.table(table, "");
        text.out.push_str("</section>\n");
        pace.at(1.0)?;
    }
    Ok(text.out)
}

/// "table-kpis"
pub fn table_id(table: &TextTable) -> String {
    format!("table-{}", table.title.to_lowercase().replace(' ', "-"))
}

struct Text<'a> {
    out: String,
    outline: &'a Outline<'a>,
}

impl Text<'_> {
    fn about(&mut self) {
        let outline = self.outline;
        self.out.push_str("<section id=\"about\" class=\"entry\" data-kind=\"Journey\" data-where=\"\">\n<h2>About this journey</h2>\n<dl>\n");
        let project = outline.material.project.title.trim();
        if !project.is_empty() && project != outline.title() {
            self.fact("Project", project);
        }
        self.fact("State", outline.state());
        self.fact("Scenario", &outline.journey.scenario);
        if !outline.metrics().is_empty() {
            self.fact("Figures", &outline.material.view.label());
        }
        self.out.push_str("</dl>\n");
        for persona in &outline.personas {
            self.persona(persona);
        }
        self.out.push_str("</section>\n");
    }

    fn persona(&mut self, persona: &Persona) {
        self.out.push_str("<article class=\"persona\">\n");
        if let Some(picture) = persona.picture {
            self.picture(picture, &format!("Picture of {}", persona.name));
        }
        self.heading(3, &persona.name);
        paragraphs(&mut self.out, &persona.role);
        if !persona.quote.trim().is_empty() {
            let _ = writeln!(self.out, "<blockquote>“{}”</blockquote>", escaped(&persona.quote));
        }
        self.out.push_str("<dl>\n");
        self.fact("Goals", &persona.goals.join("; "));
        self.fact("Frustrations", &persona.frustrations.join("; "));
        self.out.push_str("</dl>\n</article>\n");
    }

    fn stage(&mut self, part: &StagePart<'_>) {
        let StagePart { stage, steps } = part;
        let _ = writeln!(self.out, "<section class=\"stage\" id=\"i{}\">", stage.id.0);
        let _ = writeln!(self.out, "<h2>{} <small>{}</small></h2>", escaped(&stage.name), stage.phase.label());
        paragraphs(&mut self.out, &stage.description);
        if steps.is_empty() {
            self.out.push_str("<p class=\"empty\">Nothing lies in this stage yet.</p>\n");
        }
        for step in steps {
            self.step(stage, step, steps.len() > 1);
        }
        self.out.push_str("</section>\n");
    }

    fn step(&mut self, stage: &Stage, step: &Step<'_>, has_steps: bool) {
        for touchpoint in &step.touchpoints {
            self.touchpoint(stage, touchpoint);
        }
        if step.cards.is_empty() {
            return;
        }
        // The cards of a step with a single touchpoint are about it.
        match step.touchpoints.as_slice() {
            [touchpoint] => {
                let _ = writeln!(self.out, "<h3 class=\"with\">With “{}”</h3>", escaped(&touchpoint.title));
            }
            _ if has_steps => {
                let _ = writeln!(self.out, "<h3 class=\"with\">In step {}</h3>", step.number);
            }
            _ => self.out.push_str("<h3 class=\"with\">In this stage</h3>\n"),
        }
        for lane in &step.cards {
            let _ = writeln!(
                self.out,
                "<h4>{}</h4>\n<ul class=\"cards {}\">",
                escaped(&lane.lane.name),
                lane.lane.kind.code()
            );
            for card in &lane.cards {
                self.card(stage, lane.lane, card);
            }
            self.out.push_str("</ul>\n");
        }
    }

    fn touchpoint(&mut self, stage: &Stage, touchpoint: &Touchpoint) {
        let outline = self.outline;
        let _ = write!(self.out, "<article class=\"entry\" id=\"i{}\" data-kind=\"Touchpoint\"", touchpoint.id.0);
        attribute(&mut self.out, "data-where", &stage.name);
        self.out.push_str(">\n");
        self.heading(3, if touchpoint.title.trim().is_empty() { "Untitled touchpoint" } else { &touchpoint.title });
        paragraphs(&mut self.out, &touchpoint.description);
        let readings = outline.readings(touchpoint.id);
        if !readings.is_empty() {
            let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left, Side::Left];
            let table = TextTable {
                title: "Metrics",
                head: Outline::READING_HEAD.into_iter().zip(sides).collect(),
                rows: readings.iter().map(|reading| Outline::reading_cells(reading).to_vec()).collect(),
            };
            self.table(&table, "figures");
            for reading in readings.iter().filter(|reading| reading.figure.note.is_some() || reading.figure.is_small) {
                let words = [reading.figure.few_cases(), reading.figure.note.clone()];
                let words: Vec<String> = words.into_iter().flatten().collect();
                let _ = writeln!(
                    self.out,
                    "<p class=\"note\">{}: {}</p>",
                    escaped(&reading.metric.name),
                    escaped(&words.join(" "))
                );
            }
        }
        self.out.push_str("<dl>\n");
        for (name, words) in outline.facts(touchpoint) {
            self.fact(name, &words);
        }
        let onward = outline.leading_from(touchpoint.id).map(|way| (Way::Onward, way));
        for (way, (connector, other)) in onward.chain(outline.leading_to(touchpoint.id).map(|way| (Way::Back, way))) {
            let label = connector.label.trim();
            let label = if label.is_empty() { String::new() } else { format!(" ({})", escaped(label)) };
            let title = if other.title.trim().is_empty() { "Untitled touchpoint" } else { &other.title };
            let _ = writeln!(
                self.out,
                "<div><dt>{}</dt><dd><a href=\"#i{}\">{}</a>{label}</dd></div>",
                way.words(connector),
                other.id.0,
                escaped(title)
            );
        }
        for link in &touchpoint.links {
            self.out.push_str("<div><dt>Link</dt><dd>");
            self.link(&link.title, &link.url);
            self.out.push_str("</dd></div>\n");
        }
        self.out.push_str("</dl>\n</article>\n");
    }

    fn card(&mut self, stage: &Stage, lane: &Lane, card: &Card) {
        let _ = write!(self.out, "<li class=\"entry\" id=\"i{}\"", card.id.0);
        attribute(&mut self.out, "data-kind", &lane.name);
        attribute(&mut self.out, "data-where", &stage.name);
        self.out.push('>');
        match &card.body {
            CardBody::Text => paragraphs(&mut self.out, &card.text),
            CardBody::Quote { by } => {
                let _ = write!(self.out, "<blockquote>“{}”", escaped(&card.text));
                if !by.trim().is_empty() {
                    let _ = write!(self.out, " <cite>— {}</cite>", escaped(by));
                }
                self.out.push_str("</blockquote>");
            }
            CardBody::Picture { hash } => {
                let caption = card.text.trim();
                self.out.push_str("<figure>");
                self.picture(*hash, if caption.is_empty() { "Picture without a caption" } else { caption });
                if !caption.is_empty() {
                    let _ = write!(self.out, "<figcaption>{}</figcaption>", escaped(caption));
                }
                self.out.push_str("</figure>");
            }
            CardBody::Link { url } => self.link(&card.text, url),
        }
        self.out.push_str("</li>\n");
    }

    fn stickies(&mut self) {
        let outline = self.outline;
        if outline.stickies.is_empty() {
            return;
        }
        self.out
            .push_str("<section class=\"whole\" id=\"free-notes\">\n<h2>Free notes</h2>\n<ul class=\"cards notes\">\n");
        for sticky in &outline.stickies {
            let _ = write!(
                self.out,
                "<li class=\"entry\" id=\"i{}\" data-kind=\"Free note\" data-where=\"\">",
                sticky.id.0
            );
            paragraphs(&mut self.out, &sticky.text);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ul>\n</section>\n");
    }

    fn heading(&mut self, level: u8, text: &str) {
        let _ = writeln!(self.out, "<h{level}>{}</h{level}>", escaped(text));
    }

    /// Nothing for what nobody has said.
    fn fact(&mut self, name: &str, words: &str) {
        if !words.trim().is_empty() {
            let _ = writeln!(self.out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(words));
        }
    }

    /// A link that leads out, or plain words where the address is none that may be opened.
    fn link(&mut self, title: &str, url: &str) {
        let words = if title.trim().is_empty() { url } else { title };
        match Address::parse(url) {
            Ok(address) => {
                self.out.push_str("<a class=\"out\" target=\"_blank\" rel=\"noopener noreferrer\"");
                attribute(&mut self.out, "href", address.text);
                let _ = write!(self.out, ">{}</a>", escaped(words));
                if words != address.host && words != url {
                    let _ = write!(self.out, " <span class=\"host\">{}</span>", escaped(address.host));
                }
            }
            Err(_) => {
                escape(&mut self.out, words);
                if words != url {
                    let _ = write!(self.out, " ({})", escaped(url));
                }
            }
        }
    }

    fn picture(&mut self, hash: PictureHash, words: &str) {
        let Some(bitmap) = self.outline.material.project.pictures.get(&hash) else { return };
        let Bitmap { format, width, height, bytes, .. } = &**bitmap;
        let _ = write!(self.out, "<img width=\"{width}\" height=\"{height}\" loading=\"lazy\"");
        attribute(&mut self.out, "alt", words);
        let _ = write!(self.out, " src=\"data:{};base64,", format.media_type());
        base64::engine::general_purpose::STANDARD.encode_string(&**bytes, &mut self.out);
        self.out.push_str("\">");
    }

    /// Cells carry their column's name, which narrow places show instead of the head.
    fn table(&mut self, table: &TextTable, class: &str) {
        let _ = write!(self.out, "<div class=\"scroll\"><table class=\"{class}\">\n<thead><tr>");
        let side = |side: Side| match side {
            Side::Left => "",
            Side::Right => " class=\"number\"",
        };
        for (name, at) in &table.head {
            let _ = write!(self.out, "<th scope=\"col\"{}>{name}</th>", side(*at));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.out.push_str("<tr>");
            for (at, (cell, (name, where_))) in row.iter().zip(&table.head).enumerate() {
                let class = side(*where_);
                if at == 0 {
                    let _ = write!(self.out, "<th scope=\"row\">{}</th>", escaped(cell));
                } else {
                    let _ = write!(self.out, "<td{class} data-name=\"{name}\">{}</td>", escaped(cell));
                }
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }
}
