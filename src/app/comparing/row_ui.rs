//! One row of two periods: a single control, painted by hand. A click goes to the card, one on a value opens where it
//! comes from.

use egui::{Align2, CursorIcon, FontId, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::bar_ui::around_zero;
use super::choices::PeriodsChoice;
use super::rows::Row;
use super::told::{Sides, color_of, effect_text, icon_of, interval_text, is_count, points, told, value_text};
use crate::analysis::compare::{CompareRow, Comparison, Side};
use crate::analysis::{Audience, Scope};
use crate::app::figure_ui::FigureOf;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, family, icon_font, strong};
use crate::app::widgets::text_in;
use crate::app::workspace::{Dialog, Workspace};
use crate::base::number::{format_grouped, format_p, format_relative_change};
use crate::model::{Metric, Subject};
use crate::scene::Face;

/// The height of a row, in points: two lines.
pub const ROW: f32 = 40.0;
/// Between two columns.
const GAP: f32 = 12.0;

/// Where the columns are, from the left edge of the list; `None` for one that has no room.
pub struct Columns {
    pub verdict: (f32, f32),
    /// Whether the verdict is told in words beside its mark.
    pub has_words: bool,
    pub name: (f32, f32),
    pub before: (f32, f32),
    pub after: (f32, f32),
    pub change: (f32, f32),
    pub bar: (f32, f32),
    pub test: Option<(f32, f32)>,
}

impl Columns {
    /// In a narrow panel the test goes first, then the words of the verdict: both are in the details.
    pub fn of(width: f32) -> Self {
        const VALUE: f32 = 78.0;
        const CHANGE: f32 = 84.0;
        const TEST: f32 = 100.0;
        let (has_test, has_words) = (width >= 780.0, width >= 640.0);
        let verdict = if has_words { 126.0 } else { 16.0 };
        let count = if has_test { 7.0 } else { 6.0 };
        let fixed = verdict + 2.0 * VALUE + CHANGE + if has_test { TEST } else { 0.0 } + GAP * (count - 1.0);
        let free = (width - fixed).max(0.0);
        let bar = (free * 0.4).min(190.0);
        let mut at = 0.0;
        let mut next = |width: f32| {
            let from = at;
            at += width + GAP;
            (from, from + width)
        };
        Self {
            verdict: next(verdict),
            has_words,
            name: next(free - bar),
            before: next(VALUE),
            after: next(VALUE),
            change: next(CHANGE),
            bar: next(bar),
            test: has_test.then(|| next(TEST)),
        }
    }
}

/// The part of a row that a column takes.
pub fn cell(row: Rect, column: (f32, f32)) -> Rect {
    Rect::from_min_max(pos2(row.left() + column.0, row.top()), pos2(row.left() + column.1, row.bottom()))
}

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Before,
    After,
}

/// Draws a row.
pub fn row_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    (found, row, columns): (&Comparison, &Row, &Columns),
    choice: &mut PeriodsChoice,
) {
    let project = workspace.document.project();
    let Some(compared) = found.rows.get(row.at) else { return };
    let Some(metric) = project.metrics.get(&compared.metric) else { return };
    let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ROW));
    ui.allocate_rect(rect, Sense::hover());
    let response = ui.interact(rect, Id::unique(("compared", compared.touchpoint, compared.metric)), Sense::click());
    let own = Some((compared.touchpoint, compared.metric));
    let is_chosen = choice.row == own;
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, spoken(row, metric, compared)));
    let pointer = response.hover_pos();
    let over = |place: (f32, f32)| pointer.is_some_and(|pos| cell(rect, place).contains(pos));
    let pointed = [(columns.before, Which::Before), (columns.after, Which::After)];
    let pointed = pointed.into_iter().find(|(place, _)| over(*place)).map(|(_, which)| which);
    if ui.is_rect_visible(rect) {
        let c = &workspace.theme.color;
        if is_chosen || response.hovered() || response.has_focus() {
            let fill = color32(if is_chosen { c.accent_tint } else { c.hover });
            ui.painter().rect_filled(rect.expand2(vec2(6.0, -1.0)), workspace.theme.window.radius, fill);
        }
        paint(ui, workspace, rect, (row, compared, metric), (columns, pointed));
    }
    if pointed.is_some() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
    let by_key = response.clicked() && pointer.is_none();
    let is_shifted = ui.input(|input| input.modifiers.shift);
    let asks_figure = response.double_clicked() || (response.clicked() && is_shifted);
    if response.clicked() || response.double_clicked() {
        choice.row = own;
        match pointed.filter(|_| !by_key) {
            Some(which) => requests.push(Request::Dialog(Some(figure(workspace, found, compared, which)))),
            None if asks_figure => {
                requests.push(Request::Dialog(Some(figure(workspace, found, compared, Which::After))));
            }
            None => requests.push(Request::GoTo(Subject::from(compared.touchpoint))),
        }
    }
    response.context_menu(|ui| row_menu_ui(ui, workspace, requests, (found, compared)));
    response.on_hover_ui(|ui| {
        ui.set_max_width(380.0);
        ui.label(strong(format!("{}: {}", row.place, row.metric)));
        for line in told(metric, &compared.outcome, Sides::BeforeAndAfter) {
            ui.label(line);
        }
        let text = "Click to show it on the map; on a value, or with Shift, to see where it comes from.";
        ui.label(egui::RichText::new(text).color(color32(workspace.theme.color.muted)));
    });
}

fn row_menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, (found, row): (&Comparison, &CompareRow)) {
    ui.set_min_width(210.0);
    if ui.button("Show on the map").clicked() {
        requests.push(Request::GoTo(Subject::from(row.touchpoint)));
        ui.close();
    }
    for (which, label) in
        [(Which::Before, "Where the value before comes from…"), (Which::After, "Where the value after comes from…")]
    {
        if ui.button(label).clicked() {
            requests.push(Request::Dialog(Some(figure(workspace, found, row, which))));
            ui.close();
        }
    }
    if ui.button("How many visits are needed…").clicked() {
        requests.push(Request::AskSampleSize(row.metric, scope_of(row)));
        ui.close();
    }
}

/// Where a row's figures are taken.
pub fn scope_of(row: &CompareRow) -> Scope {
    Scope::from(row.touchpoint).for_audience(row.segment.map_or(Audience::Everyone, Audience::Segment))
}

/// The dialog that says where a side's value comes from.
pub fn figure(workspace: &Workspace, found: &Comparison, row: &CompareRow, which: Which) -> Dialog {
    let project = workspace.document.project();
    let touchpoint = project.touchpoints.get(&row.touchpoint).map_or("", |it| it.title.as_str());
    let segment = row.segment.and_then(|id| project.segments.get(&id)).map(|it| format!(", {}", it.name));
    let (side, period) = match which {
        Which::Before => (&row.outcome.before, found.before),
        Which::After => (&row.outcome.after, found.after),
    };
    let remark = project.metrics.get(&row.metric).and_then(|metric| remark(metric, side, period.days()));
    Dialog::FigureOf(Box::new(FigureOf {
        title: format!("{touchpoint}{}", segment.unwrap_or_default()),
        metric: row.metric,
        scope: scope_of(row),
        period: Some(period),
        charted: row.segment.is_none().then_some(row.touchpoint),
        remark,
    }))
}

/// Why the comparison tells another value than the figure of the same days.
fn remark(metric: &Metric, side: &Side, days: i32) -> Option<String> {
    if is_count(metric) {
        let total = side.figure.value.map(|total| format_grouped(total, 0))?;
        return Some(format!(
            "Compared per day: {total} in {} days are {} a day.",
            side.days,
            value_text(metric, side)
        ));
    }
    (side.days < days).then(|| {
        format!(
            "The comparison counts {} of these {days} days: those that are known, or match the other side.",
            side.days
        )
    })
}

fn spoken(row: &Row, metric: &Metric, compared: &CompareRow) -> String {
    let outcome = &compared.outcome;
    let (before, after) = (value_text(metric, &outcome.before), value_text(metric, &outcome.after));
    let change = effect_text(metric, outcome).map(|it| format!(", {it}{}", points(metric))).unwrap_or_default();
    let ends = interval_text(metric, outcome).map(|it| format!(", 95% interval {it}")).unwrap_or_default();
    format!("{}: {}, {}, {before} before, {after} after{change}{ends}", row.kind.label(), row.place, row.metric)
}

fn paint(
    ui: &Ui,
    workspace: &Workspace,
    rect: Rect,
    (row, compared, metric): (&Row, &CompareRow, &Metric),
    (columns, pointed): (&Columns, Option<Which>),
) {
    const MARK: f32 = 16.0;
    let theme = &workspace.theme;
    let outcome = &compared.outcome;
    let (ink, muted, accent) = (color32(theme.color.ink), color32(theme.color.muted), color32(theme.color.accent));
    let tone = color32(color_of(theme, row.kind));
    let body = || FontId::new(theme.window.body_text, family(Face::Regular));
    let heavy = || FontId::new(theme.window.body_text, family(Face::SemiBold));
    let small = || FontId::new(theme.window.small_text, family(Face::Regular));
    let two = |place: (f32, f32)| {
        let (upper, lower) = cell(rect, place).shrink2(vec2(0.0, 3.0)).split_top_bottom_at_fraction(0.52);
        (upper, lower)
    };
    let verdict = cell(rect, columns.verdict);
    let mark = pos2(verdict.left() + MARK / 2.0, verdict.center().y);
    ui.painter().text(mark, Align2::CENTER_CENTER, icon_of(row.kind).glyph(), icon_font(MARK), tone);
    if columns.has_words {
        let beside = Rect::from_min_max(pos2(verdict.left() + MARK + 6.0, verdict.top()), verdict.max);
        match outcome.p_adjusted {
            Some(p) => {
                let (upper, lower) = beside.shrink2(vec2(0.0, 3.0)).split_top_bottom_at_fraction(0.52);
                text_in(ui, upper, row.kind.short_label(), small(), tone);
                let adjusted = outcome.p.is_some_and(|own| own != p);
                let text = if adjusted { format!("{}, adjusted", format_p(p)) } else { format_p(p) };
                text_in(ui, lower, &text, small(), muted);
            }
            None => text_in(ui, beside, row.kind.label(), small(), tone),
        }
    }
    let (upper, lower) = two(columns.name);
    text_in(ui, upper, &row.place, heavy(), ink);
    text_in(ui, lower, &row.metric, small(), muted);
    for (place, side, which) in
        [(columns.before, &outcome.before, Which::Before), (columns.after, &outcome.after, Which::After)]
    {
        let (upper, lower) = two(place);
        let color = if pointed == Some(which) { accent } else { ink };
        text_in(ui, upper, &value_text(metric, side), body(), color);
        let n = side.n.map(|n| format_grouped(n, 0)).unwrap_or_else(|| "unknown".to_owned());
        let n = if is_count(metric) { format!("a day, {n} days") } else { format!("n {n}") };
        text_in(ui, lower, &n, small(), muted);
    }
    let (upper, lower) = two(columns.change);
    if let Some(effect) = effect_text(metric, outcome) {
        text_in(
            ui,
            upper,
            &format!("{effect}{}", if points(metric).is_empty() { "" } else { " pts" }),
            heavy(),
            tone_or(tone, muted, ink),
        );
        let relative = outcome.relative.map(format_relative_change).unwrap_or_default();
        text_in(ui, lower, &relative, small(), muted);
    }
    let (upper, lower) = two(columns.bar);
    if let (Some(effect), true) = (outcome.effect, outcome.p.is_some()) {
        let ends = outcome.low.zip(outcome.high);
        around_zero(ui.painter(), theme, upper.shrink2(vec2(0.0, 2.0)), (effect, ends), tone);
        if let Some(words) = interval_text(metric, outcome) {
            text_in(ui, lower, &words, small(), muted);
        }
    } else if let Some(why) = outcome.verdict.why() {
        let galley = ui.painter().layout(why.to_owned(), small(), muted, upper.width());
        let both = upper.union(lower);
        let clipped = ui.painter().with_clip_rect(both);
        clipped.galley(pos2(both.left(), both.top()), galley, muted);
    }
    if let Some(place) = columns.test {
        let (upper, lower) = two(place);
        if let (Some(test), Some(p)) = (outcome.test, outcome.p) {
            text_in(ui, upper, test.short_label(), small(), ink);
            text_in(ui, lower, &format_p(p), small(), muted);
        }
    }
}

/// A change that is no verdict is told in ink, not in gray.
fn tone_or(tone: egui::Color32, muted: egui::Color32, ink: egui::Color32) -> egui::Color32 {
    if tone == muted { ink } else { tone }
}
