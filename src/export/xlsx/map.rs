//! The map as a sheet: stages side by side with their steps, lanes below each other, cards in their colors.

use std::collections::{BTreeMap, HashMap};

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, XlsxError};

use super::super::outline::{Outline, Step};
use super::cell::fitting;
use super::sheet::{Book, ink, lines_of, set_lines};
use crate::base::Color;
use crate::model::{Card, CardBody, Lane, LaneId, LaneKind, Phase, Touchpoint};
use crate::scene::Theme;
use crate::scene::theme::PhaseColors;

/// Where the phases stand: below the journey's name and what is said of it.
const PHASES: u32 = 4;
const STAGES: u32 = 5;
const FIRST_LANE: u32 = 6;
/// The columns that a sheet has, less the one of the lanes' names.
const MOST_STEPS: usize = 16_383;
const CARD_WIDTH: f64 = 26.0;
/// So many steps go side by side on a page.
const STEPS_A_PAGE: usize = 10;
/// Where lanes cross no more steps than these, cells without a card have lines around them too.
const MOST_RULED: usize = 800;

/// One thing in a cell of the map.
struct Entry {
    text: String,
    fill: Color,
    is_strong: bool,
}

pub(super) fn write(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let theme = &outline.material.theme;
    let project = outline.material.project;
    let steps: Vec<&Step<'_>> = outline.steps().collect();
    if steps.len() > MOST_STEPS {
        book.left_out.push(format!("Map: the last {} steps; a sheet has no more columns.", steps.len() - MOST_STEPS));
    }
    book.contents.push(("Map", format!("{} stages", outline.stages.len())));
    let mut styles = Styles::new(theme);
    let sheet = book.sheet("Map")?;
    sheet.set_screen_gridlines(false);
    // More on one page could not be read.
    match u16::try_from(steps.len().div_ceil(STEPS_A_PAGE)).unwrap_or(u16::MAX) {
        0 | 1 => sheet.set_print_fit_to_pages(1, 1),
        pages => sheet.set_print_fit_to_pages(pages, 0),
    };
    sheet.set_column_width(0, 20.0)?;
    let title = Format::new().set_bold().set_font_size(18.0).set_font_color(ink(theme.color.ink));
    sheet.write_string_with_format(0, 0, fitting(outline.title().to_owned()).0, &title)?;
    let muted = Format::new().set_font_color(ink(theme.color.muted));
    let names: Vec<&str> = outline.personas.iter().map(|persona| persona.name.as_str()).collect();
    let persona = if names.is_empty() { String::new() } else { format!(" · for {}", names.join(", ")) };
    sheet.write_string_with_format(1, 0, fitting(format!("{}{persona}", outline.state())).0, &muted)?;
    sheet.write_string_with_format(2, 0, fitting(outline.journey.scenario.clone()).0, &muted)?;
    let mut column = 1_u16;
    let mut phases: Vec<(Phase, u16, u16)> = Vec::new();
    for part in &outline.stages {
        let width = part.steps.len().max(1).min(MOST_STEPS.saturating_sub(usize::from(column) - 1)) as u16;
        if width == 0 {
            break;
        }
        let last = column + width - 1;
        let colors = phase_colors(theme, part.stage.phase);
        let format = styles.head(colors.tint, colors.strong);
        let name = fitting(part.stage.name.clone()).0;
        if width > 1 {
            sheet.merge_range(STAGES, column, STAGES, last, &name, &format)?;
        } else {
            sheet.write_string_with_format(STAGES, column, name, &format)?;
        }
        match phases.last_mut() {
            Some((phase, _, end)) if *phase == part.stage.phase => *end = last,
            Some(_) | None => phases.push((part.stage.phase, column, last)),
        }
        column = last + 1;
    }
    for (phase, first, last) in phases {
        let colors = phase_colors(theme, phase);
        let format = styles.head(colors.strong, colors.on_strong);
        if last > first {
            sheet.merge_range(PHASES, first, PHASES, last, phase.label(), &format)?;
        } else {
            sheet.write_string_with_format(PHASES, first, phase.label(), &format)?;
        }
    }
    let last = column - 1;
    for at in 1..column {
        sheet.set_column_width(at, CARD_WIDTH)?;
    }
    let mut row = FIRST_LANE;
    let is_ruled = steps.len() * outline.journey.lanes.len() <= MOST_RULED;
    let nothing = styles.card(theme.color.surface, false);
    let lane_head = styles.head(theme.color.background, theme.color.muted);
    for lane in outline.journey.lanes.iter().filter_map(|id| project.lanes.get(id)).filter(|lane| !lane.is_hidden) {
        let cells = cells_of(outline, lane);
        let depth = cells.values().map(Vec::len).max().unwrap_or(0).max(1) as u32;
        let name = fitting(lane.name.clone()).0;
        if depth > 1 {
            sheet.merge_range(row, 0, row + depth - 1, 0, &name, &lane_head)?;
        } else {
            sheet.write_string_with_format(row, 0, name, &lane_head)?;
        }
        for below in 0..depth {
            let at =
                |entries: &Vec<Entry>| entries.get(below as usize).map_or(1.0, |it| lines_of(&it.text, CARD_WIDTH));
            set_lines(sheet, row + below, cells.values().map(at).fold(1.0, f64::max))?;
        }
        if is_ruled {
            for (at, below) in (1..=last).flat_map(|at| (0..depth).map(move |below| (at, below))) {
                if cells.get(&at).is_none_or(|entries| entries.len() <= below as usize) {
                    sheet.write_blank(row + below, at, &nothing)?;
                }
            }
        }
        for (column, entries) in cells {
            for (below, entry) in (0_u32..).zip(entries) {
                let format = styles.card(entry.fill, entry.is_strong);
                sheet.write_string_with_format(row + below, column, fitting(entry.text).0, &format)?;
            }
        }
        row += depth;
    }
    sheet.set_freeze_panes(FIRST_LANE, 1)?;
    sheet.set_repeat_rows(PHASES, STAGES)?;
    sheet.set_repeat_columns(0, 0)?;
    Ok(())
}

/// What a lane holds, by column of the sheet.
fn cells_of(outline: &Outline<'_>, lane: &Lane) -> BTreeMap<u16, Vec<Entry>> {
    let theme = &outline.material.theme;
    let mut cells: BTreeMap<u16, Vec<Entry>> = BTreeMap::new();
    let mut column = 1_usize;
    for part in &outline.stages {
        for (rank, step) in part.steps.iter().enumerate() {
            let Ok(at) = u16::try_from(column + rank) else { continue };
            if usize::from(at) > MOST_STEPS {
                continue;
            }
            let entries = entries(outline, lane, step, part.stage.phase, theme);
            if !entries.is_empty() {
                cells.insert(at, entries);
            }
        }
        column += part.steps.len().max(1);
    }
    cells
}

fn entries(outline: &Outline<'_>, lane: &Lane, step: &Step<'_>, phase: Phase, theme: &Theme) -> Vec<Entry> {
    let numbers = &outline.material.numbers;
    let surface = theme.color.surface;
    let of_touchpoints = |text: &dyn Fn(&Touchpoint) -> String| -> Vec<Entry> {
        let all = step.touchpoints.iter().map(|touchpoint| text(touchpoint)).filter(|text| !text.is_empty());
        all.map(|text| Entry { text, fill: surface, is_strong: false }).collect()
    };
    match lane.kind {
        LaneKind::Touchpoints => step
            .touchpoints
            .iter()
            .filter(|touchpoint| touchpoint.place.lane == lane.id)
            .map(|touchpoint| {
                let star = if touchpoint.is_moment_of_truth { "★ " } else { "" };
                let text = format!("{star}{}\n{}", touchpoint.title, touchpoint.channel.label());
                Entry { text, fill: phase_colors(theme, phase).tint, is_strong: true }
            })
            .collect(),
        LaneKind::Emotion => of_touchpoints(&|touchpoint| outline.emotion(touchpoint)),
        LaneKind::Channels => of_touchpoints(&|touchpoint| touchpoint.channel.label().to_owned()),
        LaneKind::Metrics => of_touchpoints(&|touchpoint| {
            let chips = numbers.chips(touchpoint.id, &outline.material.view);
            chips.iter().map(|chip| format!("{} {}", chip.short_name, chip.text)).collect::<Vec<_>>().join("\n")
        }),
        LaneKind::Actions
        | LaneKind::Thoughts
        | LaneKind::PainPoints
        | LaneKind::Opportunities
        | LaneKind::Evidence
        | LaneKind::Frontstage
        | LaneKind::Backstage
        | LaneKind::Support
        | LaneKind::Notes => cards_in(step, lane.id)
            .map(|card| Entry { text: text_of(card), fill: surface_of(theme, lane.kind), is_strong: false })
            .collect(),
    }
}

fn cards_in<'a>(step: &'a Step<'a>, lane: LaneId) -> impl Iterator<Item = &'a Card> {
    step.cards.iter().filter(move |cards| cards.lane.id == lane).flat_map(|cards| cards.cards.iter().copied())
}

fn text_of(card: &Card) -> String {
    match &card.body {
        CardBody::Text => card.text.clone(),
        CardBody::Quote { by } if by.trim().is_empty() => format!("“{}”", card.text),
        CardBody::Quote { by } => format!("“{}” {by}", card.text),
        CardBody::Picture { .. } if card.text.trim().is_empty() => "(picture)".to_owned(),
        CardBody::Picture { .. } => format!("(picture) {}", card.text),
        CardBody::Link { url } => format!("{}\n{url}", card.text).trim().to_owned(),
    }
}

fn phase_colors(theme: &Theme, phase: Phase) -> PhaseColors {
    match phase {
        Phase::PrePurchase => theme.color.pre_purchase,
        Phase::Purchase => theme.color.purchase,
        Phase::PostPurchase => theme.color.post_purchase,
    }
}

fn surface_of(theme: &Theme, kind: LaneKind) -> Color {
    let color = &theme.color;
    match kind {
        LaneKind::Touchpoints | LaneKind::Emotion | LaneKind::Metrics | LaneKind::Channels => color.surface,
        LaneKind::Actions => color.actions.surface,
        LaneKind::Thoughts => color.thoughts.surface,
        LaneKind::PainPoints => color.pain_points.surface,
        LaneKind::Opportunities => color.opportunities.surface,
        LaneKind::Evidence => color.evidence.surface,
        LaneKind::Frontstage => color.frontstage.surface,
        LaneKind::Backstage => color.backstage.surface,
        LaneKind::Support => color.support.surface,
        LaneKind::Notes => color.notes.surface,
    }
}

/// The formats of the map, each made once.
struct Styles<'a> {
    theme: &'a Theme,
    cards: HashMap<(Color, bool), Format>,
}

impl<'a> Styles<'a> {
    fn new(theme: &'a Theme) -> Self {
        Self { theme, cards: HashMap::new() }
    }

    fn head(&self, fill: Color, text: Color) -> Format {
        Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(ink(fill))
            .set_font_color(ink(text))
            .set_border(FormatBorder::Thin)
            .set_border_color(ink(self.theme.color.line))
    }

    fn card(&mut self, fill: Color, is_strong: bool) -> Format {
        let theme = self.theme;
        let made = || {
            let format = Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(ink(fill))
                .set_font_color(ink(theme.color.ink))
                .set_border(FormatBorder::Thin)
                .set_border_color(ink(theme.color.outline));
            if is_strong { format.set_bold() } else { format }
        };
        self.cards.entry((fill, is_strong)).or_insert_with(made).clone()
    }
}
