//! Markdown (CommonMark with GitHub's tables): the journey as an outline, for those who read from top to bottom, and
//! for versions that are compared line by line. The same project gives the same text.

use std::collections::BTreeSet;

use super::Material;
use super::outline::{Outline, Side, StagePart, Step, TextTable, Way};
use crate::base::address::Address;
use crate::model::{Card, CardBody, Persona, Touchpoint};

pub fn write(material: &Material<'_>) -> String {
    let Some(outline) = Outline::of(material, &BTreeSet::new()) else { return String::new() };
    let mut page = Page { out: String::new(), outline: &outline };
    page.head();
    for part in &outline.stages {
        page.stage(part);
    }
    let stickies = || outline.stickies.iter().filter(|sticky| !sticky.text.trim().is_empty());
    if stickies().next().is_some() {
        page.heading(2, "Free notes");
        for sticky in stickies() {
            page.item(&sticky.text);
        }
        page.out.push('\n');
    }
    for table in outline.tables() {
        page.heading(2, table.title);
        page.table(&table);
    }
    let trimmed = page.out.trim_end().len();
    page.out.truncate(trimmed);
    page.out.push('\n');
    page.out
}

struct Page<'a> {
    out: String,
    outline: &'a Outline<'a>,
}

impl Page<'_> {
    fn head(&mut self) {
        let outline = self.outline;
        self.heading(1, outline.title());
        let mut facts = vec![("State", outline.state().to_owned())];
        if !outline.material.project.title.trim().is_empty() {
            facts.insert(0, ("Project", outline.material.project.title.clone()));
        }
        if !outline.journey.scenario.trim().is_empty() {
            facts.push(("Scenario", outline.journey.scenario.clone()));
        }
        if !outline.metrics().is_empty() {
            facts.push(("Figures", outline.material.view.label()));
        }
        self.facts(&facts);
        if !outline.personas.is_empty() {
            self.heading(2, if outline.personas.len() == 1 { "Persona" } else { "Personas" });
            outline.personas.iter().for_each(|persona| self.persona(persona));
        }
        if outline.stages.is_empty() {
            self.paragraph("This journey has no stages yet.");
        }
    }

    fn persona(&mut self, persona: &Persona) {
        self.heading(3, &persona.name);
        let mut facts = Vec::new();
        for (name, words) in [
            ("Who", persona.role.clone()),
            ("Would say", if persona.quote.is_empty() { String::new() } else { format!("“{}”", persona.quote) }),
            ("Goals", persona.goals.join("; ")),
            ("Frustrations", persona.frustrations.join("; ")),
        ] {
            if !words.trim().is_empty() {
                facts.push((name, words));
            }
        }
        self.facts(&facts);
    }

    fn stage(&mut self, part: &StagePart<'_>) {
        self.heading(2, &part.stage.name);
        self.paragraph(&format!("Phase: {}", part.stage.phase.label()));
        self.paragraph(&part.stage.description);
        if part.steps.is_empty() {
            self.paragraph("Nothing lies in this stage yet.");
        }
        let has_steps = part.steps.len() > 1;
        for step in &part.steps {
            self.step(step, has_steps);
        }
    }

    fn step(&mut self, step: &Step<'_>, has_steps: bool) {
        for touchpoint in &step.touchpoints {
            self.touchpoint(touchpoint);
        }
        if step.cards.is_empty() {
            return;
        }
        // The cards of a step with a single touchpoint are about it.
        if step.touchpoints.len() != 1 {
            self.heading(3, &if has_steps { format!("In step {}", step.number) } else { "In this stage".to_owned() });
        }
        for lane in &step.cards {
            self.out.push_str(&format!("**{}**\n\n", inline(&lane.lane.name)));
            lane.cards.iter().for_each(|card| self.card(card));
            self.out.push('\n');
        }
    }

    fn touchpoint(&mut self, touchpoint: &Touchpoint) {
        let outline = self.outline;
        self.heading(3, if touchpoint.title.trim().is_empty() { "Untitled touchpoint" } else { &touchpoint.title });
        self.paragraph(&touchpoint.description);
        for (name, words) in outline.facts(touchpoint) {
            self.fact(name, &words);
        }
        let onward = outline.leading_from(touchpoint.id).map(|way| (Way::Onward, way));
        let ways: Vec<_> = onward.chain(outline.leading_to(touchpoint.id).map(|way| (Way::Back, way))).collect();
        for (way, (connector, other)) in &ways {
            let label =
                if connector.label.trim().is_empty() { String::new() } else { format!(" ({})", connector.label) };
            self.fact(way.words(connector), &format!("{}{label}", other.title));
        }
        for link in &touchpoint.links {
            self.out.push_str(&format!("- **Link:** {}\n", link_to(&link.title, &link.url)));
        }
        self.out.push('\n');
        let readings = outline.readings(touchpoint.id);
        if !readings.is_empty() {
            let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left, Side::Left];
            self.table(&TextTable {
                title: "Metrics",
                head: Outline::READING_HEAD.into_iter().zip(sides).collect(),
                rows: readings.iter().map(|reading| Outline::reading_cells(reading).to_vec()).collect(),
            });
            for reading in &readings {
                if let Some(note) = &reading.figure.note {
                    self.fact(&reading.metric.name, note);
                }
            }
            if readings.iter().any(|reading| reading.figure.note.is_some()) {
                self.out.push('\n');
            }
        }
    }

    fn card(&mut self, card: &Card) {
        match &card.body {
            CardBody::Text => self.item(&card.text),
            CardBody::Quote { by } if by.trim().is_empty() => self.item(&format!("“{}”", card.text)),
            CardBody::Quote { by } => self.item(&format!("“{}” — {by}", card.text)),
            CardBody::Picture { .. } if card.text.trim().is_empty() => self.item("Picture"),
            CardBody::Picture { .. } => self.item(&format!("Picture: {}", card.text)),
            CardBody::Link { url } => {
                self.out.push_str(&format!("- {}\n", link_to(&card.text, url)));
            }
        }
    }

    /// Its level counts from 1.
    fn heading(&mut self, level: usize, text: &str) {
        self.out.push_str(&format!("{} {}\n\n", "#".repeat(level), inline(text)));
    }

    /// Each line a paragraph of its own; nothing for an empty text.
    fn paragraph(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.out.push_str(&format!("{}\n\n", line_start(&inline(line))));
        }
    }

    fn facts(&mut self, facts: &[(&'static str, String)]) {
        for (name, words) in facts {
            self.fact(name, words);
        }
        if !facts.is_empty() {
            self.out.push('\n');
        }
    }

    fn fact(&mut self, name: &str, words: &str) {
        self.out.push_str(&format!("- **{}:** {}\n", inline(name), inline(words)));
    }

    fn item(&mut self, text: &str) {
        self.out.push_str(&format!("- {}\n", line_start(&inline(text))));
    }

    fn table(&mut self, table: &TextTable) {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        self.out.push_str(&row(table.head.iter().map(|(name, _)| cell(name)).collect()));
        let rule = table.head.iter().map(|(_, side)| match side {
            Side::Left => "---".to_owned(),
            Side::Right => "---:".to_owned(),
        });
        self.out.push_str(&row(rule.collect()));
        for cells in &table.rows {
            self.out.push_str(&row(cells.iter().map(|text| cell(text)).collect()));
        }
        self.out.push('\n');
    }
}

/// A text on one line, so that it is read back as it is.
fn inline(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let mut out = String::with_capacity(text.len() + 8);
    let letters: Vec<char> = text.chars().filter(|letter| !letter.is_control()).collect();
    let is_word = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
    for (at, letter) in letters.iter().enumerate() {
        let is_special = match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '&' => true,
            // Within a word it is a letter: file_name.
            '_' => !(is_word(at.checked_sub(1)) && is_word(Some(at + 1))),
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(*letter);
    }
    out
}

/// The same where a line begins, so that it is no heading, list or rule.
fn line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", text.get(..digits).unwrap_or_default());
    }
    if text.starts_with(['#', '+', '-', '=', '|', ':']) { format!("\\{text}") } else { text.to_owned() }
}

fn cell(text: &str) -> String {
    inline(text).replace('|', "\\|")
}

/// A link, or plain words where the address is none that may be opened.
fn link_to(title: &str, url: &str) -> String {
    let words = if title.trim().is_empty() { inline(url) } else { inline(title) };
    match Address::parse(url) {
        // Between angle brackets everything but these, line ends and a backslash stands for itself.
        Ok(address) => format!("[{words}](<{}>)", address.text),
        Err(_) if title.trim().is_empty() => words,
        Err(_) => format!("{words} ({})", inline(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_markup_stay_words() {
        for (text, expected) in [
            ("plain file_name", "plain file_name"),
            ("_a_ *b* `c`", "\\_a\\_ \\*b\\* \\`c\\`"),
            ("[x](javascript:y)", "\\[x\\](javascript:y)"),
            ("<img onerror=x>", "\\<img onerror=x\\>"),
            ("two\n# lines", "two # lines"),
            ("AT&amp;T", "AT\\&amp;T"),
        ] {
            assert_eq!(inline(text), expected);
        }
        for (text, expected) in
            [("# a", "\\# a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("- a", "\\- a"), ("2026 a", "2026 a")]
        {
            assert_eq!(line_start(text), expected);
        }
        assert_eq!(cell("a | b"), "a \\| b");
    }

    #[test]
    fn only_addresses_that_may_be_opened_become_links() {
        assert_eq!(link_to("Shop", "https://shop.example/a(b)"), "[Shop](<https://shop.example/a(b)>)");
        assert_eq!(link_to("Shop", "javascript:alert(1)"), "Shop (javascript:alert(1))");
        assert_eq!(link_to("", "file:///etc/passwd"), "file:///etc/passwd");
    }
}
