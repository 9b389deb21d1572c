//! What a report says: cover, map, stages with their touchpoints, shots, personas, KPIs, insights, actions, charts, method. As
//! blocks, which `layout::report` puts on pages. A section about which nothing is known is left out; that nothing is
//! wrong, or that nothing was measured, is said.

mod goals;
mod method;
mod people;
mod shots;
mod stages;

use crate::base::date::format_date;
use crate::base::{Address, Canceled, Pace, Vec2, vec2};
use crate::layout::report::{Anchor, Block, Cell, Column, Cover, Fact, Table, report};
use crate::model::{Journey, JourneyState};
use crate::scene::{Document, PageSize, Typesetter};

use super::{Material, ReportSection};

/// The report of the material's journey.
///
/// # Errors
/// If it was canceled.
pub fn document(material: &Material<'_>, pace: Pace<'_>) -> Result<Document, Canceled> {
    let Some(journey) = material.project.journeys.get(&material.journey) else { return Ok(Document::default()) };
    let mut blocks = Vec::new();
    for (rank, section) in ReportSection::ALL.into_iter().enumerate() {
        pace.part(0.0, 0.4).step(rank, ReportSection::ALL.len())?;
        if material.spec.report_without.contains(&section) {
            continue;
        }
        let mut said = match section {
            ReportSection::Overview => stages::overview(material, journey),
            ReportSection::Stages => stages::stages(material, journey),
            ReportSection::Shots => shots::shots(material, journey),
            ReportSection::Personas => people::personas(material, journey),
            ReportSection::Kpis => goals::kpis(material),
            ReportSection::Insights => goals::insights(material),
            ReportSection::Actions => goals::actions(material),
            ReportSection::Charts => method::charts(material),
            ReportSection::Method => method::method(material),
        };
        if !said.is_empty() {
            blocks.push(Block::Chapter(section.label().to_owned()));
            blocks.append(&mut said);
        }
    }
    let (cover, page) = (cover(material, journey), page(material.spec.page));
    report(&cover, &blocks, page, (&material.theme, &mut Typesetter::new()), pace.part(0.4, 1.0))
}

/// On its side: maps and tables are wide.
fn page(size: PageSize) -> Vec2 {
    let upright = size.upright_pt().or(PageSize::A4.upright_pt()).unwrap_or(vec2(595.0, 842.0));
    vec2(upright.y, upright.x)
}

fn cover(material: &Material<'_>, journey: &Journey) -> Cover {
    let project = material.project;
    let names: Vec<&str> = journey
        .personas
        .iter()
        .filter_map(|id| project.personas.get(id))
        .map(|persona| persona.name.trim())
        .filter(|name| !name.is_empty())
        .collect();
    let state = match journey.state {
        JourneyState::Current => "Current state: what is",
        JourneyState::Future => "Future state: what is wanted",
    };
    let sources: Vec<&str> = project.sources.values().map(|source| source.shown_name()).collect();
    let sources = match sources.as_slice() {
        [] => String::new(),
        few if few.len() <= 4 => few.join(", "),
        many => format!("{} files, listed under Method", many.len()),
    };
    let figures = if project.series.is_empty() { String::new() } else { material.view.label() };
    // Without data and without a day that was asked for, no day is known.
    let is_dated = material.spec.today.is_some() || material.numbers.span().is_some();
    let mut facts = vec![
        (if names.len() == 1 { "Persona" } else { "Personas" }, names.join(", ")),
        ("Scenario", journey.scenario.trim().to_owned()),
        ("State", state.to_owned()),
        ("Figures", figures),
        ("From", sources),
    ];
    if is_dated {
        facts.push(("As of", format_date(material.today)));
    }
    let title = if journey.name.trim().is_empty() { "Untitled journey" } else { journey.name.trim() };
    let above = if project.title.trim() == title { String::new() } else { project.title.trim().to_owned() };
    Cover { title: title.to_owned(), above, facts }
}

/// A name, or what stands for one.
fn named(name: &str, unnamed: &str) -> String {
    if name.trim().is_empty() { unnamed.to_owned() } else { name.trim().to_owned() }
}

/// What is known, and its words.
fn fact(label: &str, words: String) -> Fact {
    Fact { label: label.to_owned(), words, links: Vec::new() }
}

/// Words that lead to an address, or the plain words where it is none that may be opened.
fn anchor(title: &str, url: &str) -> Result<Anchor, String> {
    let text = named(title, url);
    match Address::parse(url) {
        Ok(address) => Ok(Anchor { text, url: address.text.to_owned() }),
        Err(_) if title.trim().is_empty() => Err(text),
        Err(_) => Err(format!("{text} ({})", url.trim())),
    }
}

/// A table under its heading; nothing without rows.
fn table(heading: Option<Block>, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    heading.into_iter().chain([Block::Table(Table { columns, rows })]).collect()
}

/// A heading that says how many rows there are.
fn counted_section(name: &str, count: usize) -> Option<Block> {
    Some(Block::Section { text: format!("{name} ({count})"), is_listed: false })
}

/// "1 card", "3 cards".
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
