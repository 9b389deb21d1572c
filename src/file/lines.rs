//! A project as text of format 1: one record a line, fields that have their default left out, numbers in the
//! shortest form that reads back the same. Written by hand rather than by `ron`, which would escape apostrophes
//! and combining letters and cannot lay out one record a line.

use std::fmt::{Display, Write};

use super::{VERSION, goals, people, shots, snapshot, workshop};
use crate::model::{
    Card, ChartForm, ChartScope, Connector, ConnectorKind, Direction, Evidence, Grouping, Journey, JourneyState, Lane,
    LaneChart, Metric, Place, Project, Segment, Source, Stage, Strategy, Tint, Touchpoint, Workshop,
};

/// The first line of every project file.
const FIRST_LINE: &str = "// Throughline journey map, format 1\n";

/// The whole file. Nothing is checked.
pub fn text_of(project: &Project) -> String {
    // Measured on big samples: some 200 bytes a touchpoint; too small a guess only costs a copy.
    let mut text = String::with_capacity(1024 + 256 * (project.touchpoints.len() + project.series.len()));
    text.push_str(FIRST_LINE);
    push(&mut text, format_args!("Project(\n  version: {VERSION},\n"));
    if !project.title.is_empty() {
        text.push_str("  title: ");
        push_quoted(&mut text, &project.title);
        text.push_str(",\n");
    }
    push(&mut text, format_args!("  next_id: {},\n", project.next_id));

    table(&mut text, "journeys", project.journeys.values(), |record, journey| write_journey(record, journey));
    if !project.journey_order.is_empty() {
        text.push_str("  journey_order: ");
        push_list(&mut text, project.journey_order.iter(), push);
        text.push_str(",\n");
    }
    table(&mut text, "stages", project.stages.values(), |record, stage| write_stage(record, stage));
    table(&mut text, "lanes", project.lanes.values(), |record, lane| write_lane(record, lane));
    table(&mut text, "touchpoints", project.touchpoints.values(), |record, it| write_touchpoint(record, it));
    table(&mut text, "cards", project.cards.values(), |record, card| write_card(record, card));
    table(&mut text, "connectors", project.connectors.values(), |record, it| write_connector(record, it));
    table(&mut text, "stickies", project.stickies.values(), |record, sticky| people::write_sticky(record, sticky));
    table(&mut text, "personas", project.personas.values(), |record, it| people::write_persona(record, it));
    table(&mut text, "kpis", project.kpis.values(), |record, kpi| goals::write_kpi(record, kpi));
    table(&mut text, "actions", project.actions.values(), |record, action| goals::write_action(record, action));
    table(&mut text, "charts", project.charts.iter(), |record, chart| goals::write_chart(record, chart));
    table(&mut text, "shots", project.shots.iter(), |record, shot| shots::write_shot(record, shot));
    table(&mut text, "dismissals", project.dismissals.values(), |record, it| goals::write_dismissal(record, it));
    if *project.strategy != Strategy::default() {
        text.push_str("  strategy: (");
        goals::write_strategy(&mut Record { text: &mut text, is_first: true }, &project.strategy);
        text.push_str("),\n");
    }
    let Workshop { sessions, running, agenda, parked, polls } = &*project.workshop;
    table(&mut text, "sessions", sessions.iter(), workshop::write_session);
    if let Some(running) = running {
        push(&mut text, format_args!("  running_session: {running},\n"));
    }
    table(&mut text, "agenda", agenda.iter(), workshop::write_activity);
    table(&mut text, "parked", parked.iter(), workshop::write_parked);
    table(&mut text, "polls", polls.iter(), |record, poll| workshop::write_poll(record, poll));
    table(&mut text, "segments", project.segments.values(), |record, segment| write_segment(record, segment));
    table(&mut text, "metrics", project.metrics.values(), |record, metric| write_metric(record, metric));
    table(&mut text, "sources", project.sources.values(), |record, source| write_source(record, source));
    table(&mut text, "series", project.series.values(), |record, series| super::series::write(record, series));
    // Long lines of no interest to a reader: last.
    table(&mut text, "pictures", project.pictures.values(), |record, it| people::write_picture(record, it));
    table(&mut text, "snapshots", project.snapshots.iter(), |record, it| snapshot::write_snapshot(record, it));
    text.push_str(")\n");
    text
}

fn write_journey(record: &mut Record<'_>, journey: &Journey) {
    record.number("id", journey.id);
    record.text("name", &journey.name);
    record.list("personas", journey.personas.iter(), push);
    record.text("scenario", &journey.scenario);
    record.text(
        "state",
        match journey.state {
            JourneyState::Current => "",
            JourneyState::Future => "future",
        },
    );
    record.list("stages", journey.stages.iter(), push);
    record.list("lanes", journey.lanes.iter(), push);
    if let Some(origin) = &journey.origin {
        record.number("origin", origin.journey);
        record.list("copied", origin.pairs.iter(), |text, (copy, original)| {
            push(text, format_args!("({copy}, {original})"));
        });
    }
}

fn write_stage(record: &mut Record<'_>, stage: &Stage) {
    record.number("id", stage.id);
    record.number("journey", stage.journey);
    record.text("name", &stage.name);
    record.text("description", &stage.description);
    record.text("phase", stage.phase.code());
    record.text("tint", stage.tint.map_or("", Tint::code));
    record.number_if_any("card_width", stage.card_width);
    record.flag("collapsed", stage.is_collapsed);
    record.flag("hidden", stage.is_hidden);
}

fn write_lane(record: &mut Record<'_>, lane: &Lane) {
    record.number("id", lane.id);
    record.number("journey", lane.journey);
    record.text("name", &lane.name);
    record.text("kind", lane.kind.code());
    record.text("tint", lane.tint.map_or("", Tint::code));
    record.number_if_any("height", lane.height);
    record.flag("collapsed", lane.is_collapsed);
    record.flag("hidden", lane.is_hidden);
    record.text("grouping", lane.grouping.map_or("", Grouping::code));
    let LaneChart { form, scope, metric } = lane.chart;
    record.text("chart_form", if form == ChartForm::default() { "" } else { form.code() });
    record.text("chart_scope", if scope == ChartScope::default() { "" } else { scope.code() });
    record.number_if_any("chart_metric", metric);
}

fn write_place(record: &mut Record<'_>, place: Place) {
    record.number("stage", place.stage);
    record.number("lane", place.lane);
    record.number("column", place.column);
    record.number("order", place.order);
}

fn write_touchpoint(record: &mut Record<'_>, touchpoint: &Touchpoint) {
    record.number("id", touchpoint.id);
    write_place(record, touchpoint.place);
    record.text("title", &touchpoint.title);
    record.text("kind", &touchpoint.kind);
    record.text("channel", touchpoint.channel.code());
    record.text("description", &touchpoint.description);
    record.text("owner", &touchpoint.owner);
    record.flag("moment_of_truth", touchpoint.is_moment_of_truth);
    let evidence = touchpoint.evidence;
    record.text("evidence", if evidence == Evidence::Assumed { "" } else { evidence.code() });
    record.number_if_any("importance", touchpoint.importance);
    record.number_if_any("importance_to_organization", touchpoint.importance_to_organization);
    record.number_if_any("satisfaction", touchpoint.satisfaction);
    people::write_touchpoint_people(record, touchpoint);
    record.list("tags", touchpoint.tags.iter(), |text, tag| push_quoted(text, tag));
    people::write_checks(record, touchpoint);
    record.list("aliases", touchpoint.aliases.iter(), |text, alias| push_quoted(text, alias));
    record.number_if_any("session", touchpoint.session);
}

fn write_card(record: &mut Record<'_>, card: &Card) {
    record.number("id", card.id);
    write_place(record, card.place);
    record.text("text", &card.text);
    people::write_card_body(record, card);
    record.text("tint", card.tint.map_or("", Tint::code));
    record.number_if_any("session", card.session);
}

fn write_connector(record: &mut Record<'_>, connector: &Connector) {
    record.number("id", connector.id);
    record.number("from", connector.from);
    record.number("to", connector.to);
    record.text("label", &connector.label);
    record.text(
        "kind",
        match connector.kind {
            ConnectorKind::Flow => "",
            ConnectorKind::Optional => "optional",
            ConnectorKind::Return => "return",
        },
    );
}

fn write_segment(record: &mut Record<'_>, segment: &Segment) {
    record.number("id", segment.id);
    record.text("name", &segment.name);
    record.text("description", &segment.description);
}

fn write_metric(record: &mut Record<'_>, metric: &Metric) {
    record.number("id", metric.id);
    record.field("key");
    push_quoted(record.text, &metric.key);
    record.text("name", &metric.name);
    record.text("short_name", &metric.short_name);
    record.text("class", metric.class.code());
    record.text("unit", metric.unit.code());
    record.text("display", metric.display.code());
    record.text(
        "better",
        match metric.direction {
            Direction::HigherIsBetter => "higher",
            Direction::LowerIsBetter => "lower",
        },
    );
    record.text("numerator", &metric.numerator);
    record.text("denominator", &metric.denominator);
    record.text("formula", &metric.formula);
}

fn write_source(record: &mut Record<'_>, source: &Source) {
    record.number("id", source.id);
    record.text("name", &source.name);
    record.text("file_name", &source.file_name);
    if let Some(path) = &source.relative_path {
        record.field("relative_path");
        push_quoted(record.text, path);
    }
    record.number_unless_zero("size_bytes", source.size_bytes);
    record.text("hash", &source.hash);
    record.text("format", &source.format);
    record.text("recipe", &source.recipe);
    record.number_unless_zero("rows", source.rows.into());
    record.number_unless_zero("rows_left_out", source.rows_left_out.into());
    if let Some(period) = source.period {
        record.quoted("from", period.from);
        record.quoted("to", period.to);
    }
    if let Some(day) = source.read_at {
        record.quoted("read_at", day);
    }
    record.list("added_to", source.added_to.iter(), |text, id| push(text, id.0));
}

/// One record while it is being written: the fields between its parentheses.
pub struct Record<'a> {
    text: &'a mut String,
    is_first: bool,
}

impl Record<'_> {
    /// The name of the next field; its value must follow.
    fn field(&mut self, name: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.text.push_str(", ");
        }
        self.text.push_str(name);
        self.text.push_str(": ");
    }

    /// A number, an id or `true`, as it displays.
    pub fn number(&mut self, name: &str, value: impl Display) {
        self.field(name);
        push(self.text, value);
    }

    /// A number or an id; left out where there is none.
    pub fn number_if_any(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }

    /// `true`; left out where it is not.
    pub fn flag(&mut self, name: &str, is_set: bool) {
        if is_set {
            self.number(name, true);
        }
    }

    /// A number in its shortest form.
    pub fn float(&mut self, name: &str, value: f64) {
        self.field(name);
        push_float(self.text, value);
    }

    /// A text that says something even when it is empty.
    pub fn text_even_if_empty(&mut self, name: &str, value: &str) {
        self.field(name);
        push_quoted(self.text, value);
    }

    fn number_unless_zero(&mut self, name: &str, value: u64) {
        if value != 0 {
            self.number(name, value);
        }
    }

    /// What displays without anything to escape, such as a date, in quotes.
    pub fn quoted(&mut self, name: &str, value: impl Display) {
        self.field(name);
        push(self.text, format_args!("\"{value}\""));
    }

    /// A text; left out when it is empty.
    pub fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.field(name);
            push_quoted(self.text, value);
        }
    }

    /// Texts by names; left out when there are none.
    pub fn map<'t>(&mut self, name: &str, mut entries: impl Iterator<Item = (&'t str, &'t str)>) {
        let Some(first) = entries.next() else { return };
        self.field(name);
        for (at, (key, value)) in std::iter::once(first).chain(entries).enumerate() {
            self.text.push_str(if at == 0 { "{" } else { ", " });
            push_quoted(self.text, key);
            self.text.push_str(": ");
            push_quoted(self.text, value);
        }
        self.text.push('}');
    }

    /// A list; left out when it is empty.
    pub fn list<T>(&mut self, name: &str, items: impl ExactSizeIterator<Item = T>, item: impl Fn(&mut String, T)) {
        if items.len() > 0 {
            self.field(name);
            push_list(self.text, items, item);
        }
    }
}

fn table<T>(
    text: &mut String,
    name: &str,
    records: impl ExactSizeIterator<Item = T>,
    write: impl Fn(&mut Record<'_>, T),
) {
    if records.len() == 0 {
        return;
    }
    push(text, format_args!("  {name}: [\n"));
    for one in records {
        text.push_str("    (");
        write(&mut Record { text, is_first: true }, one);
        text.push_str("),\n");
    }
    text.push_str("  ],\n");
}

fn push_list<T>(text: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    text.push('[');
    for (index, one) in items.enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write(text, one);
    }
    text.push(']');
}

/// Appends what displays.
pub fn push(text: &mut String, value: impl Display) {
    // Writing into a `String` cannot fail.
    let _ = write!(text, "{value}");
}

/// Appends a number in the shortest form that reads back the same: `412`, `0.0375`, `1e300`. Zero has no sign.
pub fn push_float(text: &mut String, value: f64) {
    // Below 2^53 a whole number is exact, and prints faster as an integer.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        push(text, value as i64);
    } else {
        let _ = write!(text, "{value:?}");
    }
}

/// Appends a text in quotes. Everything stays as typed but quotes, backslashes, line breaks and characters that
/// cannot be seen at all.
pub fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    let mut rest = value;
    while let Some(at) = rest.find(needs_escape) {
        let (plain, special) = rest.split_at(at);
        text.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => text.push_str("\\\""),
            Some('\\') => text.push_str("\\\\"),
            Some('\n') => text.push_str("\\n"),
            Some('\r') => text.push_str("\\r"),
            Some('\t') => text.push_str("\\t"),
            Some(other) => push(text, other.escape_unicode()),
            None => {}
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    text.push('"');
}

fn needs_escape(c: char) -> bool {
    // U+2028 and U+2029 break lines in some editors; U+FEFF is taken for a byte order mark.
    c == '"' || c == '\\' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}
