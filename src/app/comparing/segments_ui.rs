//! Segments side by side: each with its value on one scale, its difference and the test; and beside them the curve over
//! stages or the opportunity scores.

use egui::{FontId, Id, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::bar_ui::{Extent, Mark, on_scale};
use super::choices::{
    Beside, BySegment, Choices, Place, SegmentsChoice, Shown, place, segment_metric, segment_metrics,
};
use super::curve_ui::curve_ui;
use super::opportunity_ui::opportunity_ui;
use super::row_ui::{ROW, cell};
use super::told::{Sides, color_of, effect_text, icon_of, interval_text, is_count, points, told, value_text};
use super::tsv::{against_name, segment_name};
use super::{Kind, WIDE, nothing_ui, one_of, pale_while, progress_ui, tools_ui};
use crate::analysis::segments::{Against, SegmentRow};
use crate::analysis::{Audience, Scope};
use crate::app::figure_ui::FigureOf;
use crate::app::focus::reveal_focus;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, icon_font, strong};
use crate::app::tab_row::tabs;
use crate::app::widgets::text_in;
use crate::app::workspace::{Dialog, Workspace};
use crate::base::number::{format_full, format_grouped, format_p, format_short};
use crate::model::{Metric, SegmentId};
use crate::scene::Face;

/// Between two columns, in points.
const GAP: f32 = 12.0;

/// Draws it.
pub fn segments_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, choices: &mut Choices) {
    tools_ui(ui, workspace, choices, |ui, choices| choices_ui(ui, workspace, &mut choices.segments));
    let shown = &workspace.comparing.segments;
    let Some(found) = shown.found.as_ref() else {
        ui.horizontal(|ui| progress_ui(ui, workspace, requests, &shown.progress));
        nothing_ui(ui, workspace, &shown.progress);
        return;
    };
    let choice = &mut choices.segments;
    let room = ui.available_rect_before_wrap();
    if room.width() < WIDE {
        let chosen = Beside::ALL.iter().position(|beside| *beside == choice.beside).unwrap_or_default();
        let names = Beside::ALL.map(Beside::label);
        let clicked = ui.horizontal(|ui| {
            let clicked = tabs(ui, &workspace.theme, &names, chosen);
            progress_ui(ui, workspace, requests, &shown.progress);
            clicked
        });
        if let Some(beside) = clicked.inner.and_then(|at| Beside::ALL.get(at)) {
            choice.beside = *beside;
        }
        let beside = choice.beside;
        beside_ui(ui, workspace, requests, (shown, found), beside);
        return;
    }
    let split = room.left() + room.width() * 0.6;
    let left = Rect::from_min_max(room.min, pos2(split - 14.0, room.bottom()));
    let right = Rect::from_min_max(pos2(split + 2.0, room.top()), room.max);
    ui.painter().vline(split - 6.0, room.y_range(), Stroke::new(1.0, color32(workspace.theme.color.line)));
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        beside_ui(ui, workspace, requests, (shown, found), Beside::Figures);
    });
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| {
        let offered = [Beside::Stages, Beside::Opportunity];
        let chosen = usize::from(choice.beside == Beside::Opportunity);
        let names = offered.map(Beside::label);
        let clicked = ui.horizontal(|ui| {
            let clicked = tabs(ui, &workspace.theme, &names, chosen);
            progress_ui(ui, workspace, requests, &shown.progress);
            clicked
        });
        if let Some(beside) = clicked.inner.and_then(|at| offered.get(at)) {
            choice.beside = *beside;
        }
        let beside = if choice.beside == Beside::Opportunity { Beside::Opportunity } else { Beside::Stages };
        beside_ui(ui, workspace, requests, (shown, found), beside);
    });
}

fn beside_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (shown, found): (&Shown<BySegment>, &BySegment),
    beside: Beside,
) {
    ui.push_id(beside.label(), |ui| {
        pale_while(ui, &shown.progress);
        match beside {
            Beside::Figures => figures_ui(ui, workspace, requests, found),
            Beside::Stages => curve_ui(ui, workspace, requests, found),
            Beside::Opportunity => opportunity_ui(ui, workspace, requests, &found.opportunities),
        }
    });
}

fn choices_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut SegmentsChoice) {
    let project = workspace.document.project();
    let metric = segment_metric(workspace);
    let name = |id| project.metrics.get(&id).map(|metric| metric.name.clone()).unwrap_or_default();
    let offered = segment_metrics(workspace).into_iter().map(|id| (name(id), metric == Some(id), id));
    let shown = metric.map_or_else(|| "No metric by segment".to_owned(), name);
    if let Some(metric) = one_of(ui, &shown, ("Metric", "The metric that is compared"), offered) {
        choice.metric = Some(metric);
    }
    let (_, shown) = place(workspace, choice.place);
    let stages = workspace.open_journey().map(|journey| journey.stages.clone()).unwrap_or_default();
    let stages = stages.into_iter().filter_map(|id| Some((project.stages.get(&id)?.name.clone(), Place::Stage(id))));
    let wholes =
        [("What is selected on the map".to_owned(), Place::Selection), ("Whole journey".to_owned(), Place::Journey)];
    let offered = wholes.into_iter().chain(stages).map(|(label, place)| (label, choice.place == place, place));
    if let Some(place) =
        one_of(ui, &shown, ("Place", "Where it is taken; select a card on the map for that alone"), offered)
    {
        choice.place = place;
    }
    let known = metric.map(|metric| workspace.numbers.segments_of(metric)).unwrap_or_default();
    let against = match choice.against {
        Against::Segment(id) if known.contains(&id) => choice.against,
        Against::Segment(_) | Against::Others => Against::Others,
    };
    let shown = match against {
        Against::Others => "Against the others".to_owned(),
        Against::Segment(id) => format!("Against {}", segment_name(project, id)),
    };
    let segments = known.iter().map(|id| (format!("Against {}", segment_name(project, *id)), Against::Segment(*id)));
    let offered = std::iter::once(("Against the others".to_owned(), Against::Others)).chain(segments);
    let offered = offered.map(|(label, it)| (label, against == it, it));
    if let Some(against) = one_of(ui, &shown, ("Held against", "What each segment is held against"), offered) {
        choice.against = against;
    }
    let days = workspace.view.period.map_or_else(|| "All days".to_owned(), crate::base::Period::label);
    let days = RichText::new(days).color(color32(workspace.theme.color.muted));
    ui.label(days).on_hover_text("The days of these figures. Choose others in the tool bar.");
}

/// Where the columns are, from the left edge.
struct Columns {
    name: (f32, f32),
    value: (f32, f32),
    scale: (f32, f32),
    change: (f32, f32),
    verdict: Option<(f32, f32)>,
}

impl Columns {
    fn of(width: f32) -> Self {
        const VALUE: f32 = 76.0;
        const CHANGE: f32 = 118.0;
        const VERDICT: f32 = 124.0;
        let has_verdict = width >= 540.0;
        let count = if has_verdict { 5.0 } else { 4.0 };
        let fixed = VALUE + CHANGE + if has_verdict { VERDICT } else { 0.0 } + GAP * (count - 1.0);
        let free = (width - fixed).max(0.0);
        let name = (free * 0.45).min(180.0);
        let mut at = 0.0;
        let mut next = |width: f32| {
            let from = at;
            at += width + GAP;
            (from, from + width)
        };
        Self {
            name: next(name),
            value: next(VALUE),
            scale: next(free - name),
            change: next(CHANGE),
            verdict: has_verdict.then(|| next(VERDICT)),
        }
    }
}

fn figures_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, found: &BySegment) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let Some(metric) = project.metrics.get(&found.asked.spec.metric) else { return };
    if found.table.rows.is_empty() {
        let text = format!(
            "{} is not known by segment at \u{201c}{}\u{201d} on these days. Choose another place or period.",
            metric.name, found.asked.place
        );
        crate::app::widgets::empty_state(ui, theme, crate::base::Icon::Users, &text);
        return;
    }
    let columns = Columns::of(ui.available_width());
    let everyone = (!is_count(metric)).then_some(found.everyone.value).flatten();
    let sides = found.table.rows.iter().map(|row| &row.outcome.after);
    let values = sides.flat_map(|side| [side.value, side.low, side.high]).chain([everyone]).flatten();
    let extent = Extent::of(values);
    heads_ui(ui, workspace, (metric, found), (&columns, extent));
    ScrollArea::vertical().id_salt("segments side by side").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in &found.table.rows {
            row_ui(ui, workspace, requests, (found, row, metric), (&columns, extent, everyone));
        }
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        let small = |text: &str| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
        if let Some(everyone) = everyone {
            let text = format!("All customers: {}, the dashed line.", format_full(everyone, metric));
            ui.add(egui::Label::new(small(&text)).wrap());
        }
        for note in &found.table.notes {
            ui.add(egui::Label::new(small(note)).wrap());
        }
        reveal_focus(ui);
    });
}

fn heads_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (metric, found): (&Metric, &BySegment),
    (columns, extent): (&Columns, Option<Extent>),
) {
    let theme = &workspace.theme;
    let line = super::strip(ui, 24.0);
    let font = || FontId::new(theme.window.small_text, family(Face::SemiBold));
    let muted = color32(theme.color.muted);
    let against = format!("Against {}", lower(&against_name(workspace.document.project(), found)));
    for (place, name) in [
        (Some(columns.name), "Segment"),
        (Some(columns.value), if is_count(metric) { "Per day" } else { "Value" }),
        (Some(columns.change), against.as_str()),
        (columns.verdict, "Verdict"),
    ] {
        if let Some(place) = place {
            text_in(ui, cell(line, place), name, font(), muted);
        }
    }
    if let Some(extent) = extent {
        let rect = cell(line, columns.scale);
        let small = FontId::new(theme.window.small_text, family(Face::Regular));
        for (at, align, value) in [
            (rect.left_center(), egui::Align2::LEFT_CENTER, extent.from),
            (rect.right_center(), egui::Align2::RIGHT_CENTER, extent.to),
        ] {
            ui.painter().text(at, align, format_short(value, metric), small.clone(), muted);
        }
    }
    ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(1.0, color32(theme.color.line)));
}

/// "The others" within a sentence; names stay.
fn lower(name: &str) -> String {
    if name == "The others" { "the others".to_owned() } else { name.to_owned() }
}

/// The rank of a segment among those of the project: its color and shape go by it.
pub fn mark_of(workspace: &Workspace, segment: SegmentId) -> Mark {
    let segments = workspace.document.project().segments.keys();
    Mark::of(&workspace.theme, segments.into_iter().position(|id| *id == segment).unwrap_or_default())
}

fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (found, row, metric): (&BySegment, &SegmentRow, &Metric),
    (columns, extent, everyone): (&Columns, Option<Extent>, Option<f64>),
) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let name = segment_name(project, row.segment);
    let outcome = &row.outcome;
    let kind = Kind::of(&outcome.verdict);
    let verdict = if row.is_reference { "Held against" } else { kind.label() };
    let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ROW));
    ui.allocate_rect(rect, Sense::hover());
    let response = ui.interact(rect, Id::unique(("segment row", row.segment)), Sense::click());
    let value = value_text(metric, &outcome.after);
    response.widget_info(|| {
        let change = effect_text(metric, outcome).filter(|_| !row.is_reference);
        let change = change.map(|it| format!(", difference {it}{}", points(metric))).unwrap_or_default();
        WidgetInfo::labeled(Role::ListItem, true, format!("{name}: {value}{change}, {}", verdict.to_lowercase()))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, -1.0)), theme.window.radius, color32(theme.color.hover));
    }
    let (ink, muted) = (color32(theme.color.ink), color32(theme.color.muted));
    let body = || FontId::new(theme.window.body_text, family(Face::Regular));
    let heavy = || FontId::new(theme.window.body_text, family(Face::SemiBold));
    let small = || FontId::new(theme.window.small_text, family(Face::Regular));
    let two = |place: (f32, f32)| cell(rect, place).shrink2(vec2(0.0, 3.0)).split_top_bottom_at_fraction(0.52);
    let mark = mark_of(workspace, row.segment);
    let own = cell(rect, columns.name);
    mark.paint(ui.painter(), pos2(own.left() + 6.0, own.center().y), 5.0);
    text_in(ui, Rect::from_min_max(pos2(own.left() + 18.0, own.top()), own.max), &name, heavy(), ink);
    let (upper, lower) = two(columns.value);
    text_in(ui, upper, &value, body(), ink);
    let n = outcome.after.n.map_or_else(|| "n unknown".to_owned(), |n| format_grouped(n, 0));
    text_in(ui, lower, &if is_count(metric) { format!("{n} days") } else { format!("n {n}") }, small(), muted);
    if let Some(extent) = extent {
        let scale = cell(rect, columns.scale);
        ui.painter().hline(scale.x_range(), scale.center().y, Stroke::new(1.0, color32(theme.color.line)));
        if let Some(everyone) = everyone {
            let x = scale.left() + extent.share(everyone) * scale.width();
            let line = [pos2(x, rect.top()), pos2(x, rect.bottom())];
            ui.painter().extend(egui::Shape::dashed_line(&line, Stroke::new(1.0, muted), 3.0, 3.0));
        }
        if let Some(value) = outcome.after.value {
            let ends = outcome.after.low.zip(outcome.after.high);
            on_scale(ui.painter(), scale, extent, (value, ends), mark);
        }
    }
    if !row.is_reference {
        let (upper, lower) = two(columns.change);
        let change =
            effect_text(metric, outcome).map_or_else(|| "–".to_owned(), |it| format!("{it}{}", points(metric)));
        text_in(ui, upper, &change, heavy(), ink);
        if let Some(ends) = interval_text(metric, outcome) {
            text_in(ui, lower, &ends, small(), muted);
        }
    }
    if let Some(place) = columns.verdict {
        let place = cell(rect, place);
        if row.is_reference {
            text_in(ui, place, verdict, small(), muted);
        } else {
            let tone = color32(color_of(theme, kind));
            let at = pos2(place.left() + 7.0, place.center().y);
            ui.painter().text(at, egui::Align2::CENTER_CENTER, icon_of(kind).glyph(), icon_font(14.0), tone);
            let beside = Rect::from_min_max(pos2(place.left() + 20.0, place.top()), place.max);
            let (upper, lower) = beside.shrink2(vec2(0.0, 3.0)).split_top_bottom_at_fraction(0.52);
            match outcome.p_adjusted {
                Some(p) => {
                    text_in(ui, upper, kind.short_label(), small(), tone);
                    text_in(ui, lower, &format_p(p), small(), muted);
                }
                None => text_in(ui, beside, kind.label(), small(), tone),
            }
        }
    }
    if response.clicked() {
        requests.push(Request::Dialog(Some(figure(
            &found.asked.place,
            found,
            (row.segment, &name),
            &found.asked.scope,
        ))));
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(380.0);
        ui.label(strong(format!("{name}: {value}")));
        if !row.is_reference {
            for line in told(metric, outcome, Sides::Segments) {
                ui.label(line);
            }
        }
        let text = "Click to see where the figure comes from.";
        ui.label(RichText::new(text).color(color32(workspace.theme.color.muted)));
    });
}

/// The dialog that says where a segment's figure comes from.
pub fn figure(place: &str, found: &BySegment, (segment, name): (SegmentId, &str), scope: &Scope) -> Dialog {
    Dialog::FigureOf(Box::new(FigureOf {
        title: format!("{place}, {name}"),
        metric: found.asked.spec.metric,
        scope: scope.clone().for_audience(Audience::Segment(segment)),
        period: found.asked.spec.period,
        charted: None,
        remark: None,
    }))
}
