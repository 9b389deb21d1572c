//! A sheet of charts: main metrics over time, the funnel by stage, KPIs on their way. The charts stand side by side at
//! the left, as they print; the figures that they draw at the right.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartAxisDateUnitType, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartFormat,
    ChartLine, ChartMarker, ChartSolidFill, ChartType, Format, FormatAlign, XlsxError,
};

use super::super::outline::Outline;
use super::super::spreadsheet::{cell_format, number_format};
use super::cell::{fitting, serial};
use super::sheet::{Book, ink};
use crate::analysis::Scope;
use crate::analysis::chart::{Body, chart};
use crate::base::{Grain, Period};
use crate::model::{ChartId, ChartKind, MetricClass, MetricId, PinnedChart};

const SHEET: &str = "Charts";
/// So many metrics have a chart.
const MOST_METRICS: usize = 4;
/// So many KPIs are drawn; the table has all.
const MOST_KPIS: usize = 20;
/// What a chart takes of the sheet, with some room around it: columns of 64 pixels and rows of 20.
const CHART_COLUMNS: u16 = 9;
const CHART_ROWS: u32 = 16;
const WIDTH_PX: u32 = 560;
const HEIGHT_PX: u32 = 300;
/// Where charts begin: below the sheet's heading.
const FIRST_ROW: u32 = 3;
/// So many rows of charts print on a page.
const ROWS_A_PAGE: u32 = 3;
/// Where the figures begin: right of two charts.
const FIGURES: u16 = 2 * CHART_COLUMNS + 1;

/// `kpis`: how many rows that sheet has, and the column with the share of the way.
pub(super) fn write(book: &mut Book, outline: &Outline<'_>, kpis: (usize, u16)) -> Result<(), XlsxError> {
    let metrics = outline.metrics();
    if metrics.is_empty() && kpis.0 == 0 {
        return Ok(());
    }
    book.contents.push((SHEET, "main metrics over time, the funnel by stage, KPIs".to_owned()));
    let mut charts = Charts { book, outline, count: 0, figures: FIGURES };
    charts.sheet()?;
    for metric in metrics.iter().take(MOST_METRICS) {
        charts.over_time(*metric)?;
    }
    charts.funnel(&metrics)?;
    charts.kpis(kpis)?;
    charts.finish()
}

struct Charts<'b, 'a> {
    book: &'b mut Book,
    outline: &'b Outline<'a>,
    /// How many charts there are so far.
    count: u32,
    /// The column where the next figures go.
    figures: u16,
}

impl Charts<'_, '_> {
    fn sheet(&mut self) -> Result<(), XlsxError> {
        let color = &self.outline.material.theme.color;
        let title = Format::new().set_bold().set_font_size(16.0).set_font_color(ink(color.ink));
        let muted = Format::new().set_font_color(ink(color.muted));
        let sheet = self.book.sheet(SHEET)?;
        sheet.set_screen_gridlines(false);
        sheet.write_string_with_format(0, 0, "Charts", &title)?;
        let words = "The figures of each chart stand right of them; a chart follows when they are changed.";
        sheet.write_string_with_format(1, 0, words, &muted)?;
        Ok(())
    }

    /// Pages end between charts, and the figures do not print.
    fn finish(self) -> Result<(), XlsxError> {
        let rows = self.count.div_ceil(2);
        let sheet = self.book.workbook.worksheet_from_name(SHEET)?;
        sheet.set_print_area(0, 0, FIRST_ROW + rows.max(1) * CHART_ROWS - 1, 2 * CHART_COLUMNS - 1)?;
        if rows <= ROWS_A_PAGE {
            sheet.set_print_fit_to_pages(1, 1);
        }
        let breaks: Vec<u32> =
            (ROWS_A_PAGE..rows).step_by(ROWS_A_PAGE as usize).map(|row| FIRST_ROW + row * CHART_ROWS).collect();
        if !breaks.is_empty() {
            sheet.set_print_scale(70).set_page_breaks(&breaks)?;
        }
        Ok(())
    }

    /// `is_sideways`: whether values run from left to right.
    fn place(&mut self, mut chart: Chart, is_sideways: bool, title: &str, told: &str) -> Result<(), XlsxError> {
        let color = &self.outline.material.theme.color;
        let (text, line) = (ink(color.ink), ChartLine::new().set_color(ink(color.line)).set_width(0.75).clone());
        chart.title().set_name(title).set_font(ChartFont::new().set_size(12).set_bold().set_color(text));
        chart.legend().set_hidden();
        let small = ChartFont::new().set_size(9).set_color(ink(color.muted)).clone();
        let edge = ChartFormat::new().set_line(&line).clone();
        chart.x_axis().set_font(&small).set_format(&mut edge.clone()).set_major_gridlines(is_sideways);
        chart.y_axis().set_font(&small).set_format(&mut edge.clone()).set_major_gridlines(!is_sideways);
        let values = if is_sideways { chart.x_axis() } else { chart.y_axis() };
        values.set_major_gridlines_line(&line);
        chart.set_width(WIDTH_PX).set_height(HEIGHT_PX).set_alt_text(fitting(told.chars().take(250).collect()).0);
        chart.chart_area().set_format(ChartFormat::new().set_line(&line));
        let row = FIRST_ROW + self.count / 2 * CHART_ROWS;
        let column = if self.count.is_multiple_of(2) { 0 } else { CHART_COLUMNS };
        self.book.workbook.worksheet_from_name(SHEET)?.insert_chart(row, column, &chart)?;
        self.count += 1;
        Ok(())
    }

    /// The metric over the whole journey, as finely as it can be read.
    fn over_time(&mut self, metric: MetricId) -> Result<(), XlsxError> {
        let material = self.outline.material;
        let Some(definition) = material.numbers.metric(metric).cloned() else { return Ok(()) };
        let here: BTreeSet<_> = self.outline.touchpoints().map(|touchpoint| touchpoint.id).collect();
        let known = material.numbers.touchpoints_with(metric).iter().copied().filter(|id| here.contains(id));
        let scope = Scope::of(known);
        let span = material.numbers.span();
        let grain = match span.map_or(0, Period::days) {
            ..=100 => Grain::Day,
            101..=730 => Grain::Week,
            _ => Grain::Month,
        };
        let points: Vec<(f64, f64)> = material
            .numbers
            .series(metric, scope, grain, None)
            .into_iter()
            .filter_map(|point| {
                Some((serial(point.period.from)?, point.figure.value.filter(|value| value.is_finite())?))
            })
            .collect();
        let (Some((first_day, _)), Some((last_day, _))) = (points.first(), points.last()) else { return Ok(()) };
        if points.len() < 2 {
            return Ok(());
        }
        let days = last_day - first_day;
        let name = fitting(definition.name.clone()).0;
        let column = self.figures;
        self.figures += 3;
        let last = points.len() as u32;
        let sheet = self.book.workbook.worksheet_from_name(SHEET)?;
        sheet.set_column_width(column, 13.0)?.set_column_width(column + 1, 16.0)?;
        sheet.write_string_with_format(0, column, "From", &head())?;
        sheet.write_string_with_format(0, column + 1, name.as_str(), &head())?;
        let dates = Format::new().set_num_format("yyyy-mm-dd");
        let values = Format::new().set_num_format(cell_format(&definition.unit));
        for (row, (day, value)) in (1..).zip(&points) {
            sheet.write_number_with_format(row, column, *day, &dates)?;
            sheet.write_number_with_format(row, column + 1, *value, &values)?;
        }
        let accent = ink(material.theme.color.accent);
        let mut chart = Chart::new(ChartType::Line);
        chart
            .add_series()
            .set_name((SHEET, 0, column + 1))
            .set_categories((SHEET, 1, column, last, column))
            .set_values((SHEET, 1, column + 1, last, column + 1))
            .set_marker(ChartMarker::new().set_none())
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(accent).set_width(2.0)));
        // About seven dates have room below a chart.
        let axis = chart.x_axis().set_date_axis(true).set_label_position(ChartAxisLabelPosition::Low);
        if days > 300.0 {
            axis.set_num_format("mmm yy").set_major_unit_date_type(ChartAxisDateUnitType::Months);
            axis.set_major_unit((days / 30.4 / 7.0).ceil());
        } else {
            axis.set_num_format("d mmm").set_major_unit_date_type(ChartAxisDateUnitType::Days);
            axis.set_major_unit((days / 7.0).ceil());
        }
        chart.y_axis().set_num_format(number_format(&definition.unit));
        let told = format!("{name} over the whole journey, {} points", points.len());
        self.place(chart, false, &name, &told)
    }

    /// The first metric that can be counted from stage to stage.
    fn funnel(&mut self, metrics: &[MetricId]) -> Result<(), XlsxError> {
        let material = self.outline.material;
        let is_count =
            |id: &&MetricId| material.numbers.metric(**id).is_some_and(|metric| metric.class == MetricClass::Additive);
        let Some(metric) = metrics.iter().find(is_count) else { return Ok(()) };
        let pinned = PinnedChart::new(ChartId(0), ChartKind::Funnel, vec![*metric]);
        let data = chart(material.project, &material.numbers, &material.view, &pinned, material.today);
        let Body::Funnel(body) = &data.body else { return Ok(()) };
        if body.steps.len() < 2 {
            return Ok(());
        }
        let column = self.figures;
        self.figures += 4;
        let last = body.steps.len() as u32;
        let sheet = self.book.workbook.worksheet_from_name(SHEET)?;
        sheet.set_column_width(column, 26.0)?;
        let values = Format::new().set_num_format(cell_format(&body.unit.unit));
        let shares = Format::new().set_num_format("0.0%");
        for (rank, name) in (0..).zip(["Stage", "Count", "Lost"]) {
            let head = if rank == 0 { Format::new().set_bold() } else { head() };
            sheet.write_string_with_format(0, column + rank, name, &head)?;
        }
        for (row, step) in (1..).zip(&body.steps) {
            sheet.write_string(row, column, fitting(step.name.clone()).0)?;
            sheet.write_number_with_format(row, column + 1, step.value, &values)?;
            if let Some(lost) = &step.lost {
                sheet.write_number_with_format(row, column + 2, lost.value, &shares)?;
            }
        }
        let drawn = self.bars(
            (SHEET, 1, column, last, column),
            (SHEET, 1, column + 1, last, column + 1),
            &number_format(&body.unit.unit),
        );
        self.place(drawn, true, &fitting(data.title.clone()).0, &format!("{}. {}", data.title, data.subtitle))
    }

    /// How far KPIs have come.
    fn kpis(&mut self, (count, column): (usize, u16)) -> Result<(), XlsxError> {
        if count == 0 {
            return Ok(());
        }
        let last = count.min(MOST_KPIS) as u32;
        let chart = self.bars(("KPIs", 1, 0, last, 0), ("KPIs", 1, column, last, column), "0%");
        let told = "How far each KPI has come, as a share of the way from its baseline to its target";
        self.place(chart, true, "KPIs: share of the way to their targets", told)
    }

    /// Bars from left to right, the first at the top, with their values at the bottom and at their ends.
    fn bars(
        &self,
        names: (&str, u32, u16, u32, u16),
        values: (&str, u32, u16, u32, u16),
        number_format: &str,
    ) -> Chart {
        let color = &self.outline.material.theme.color;
        let label = ChartFont::new().set_size(9).set_color(ink(color.ink)).clone();
        let fill = ChartSolidFill::new().set_color(ink(color.accent)).clone();
        let mut chart = Chart::new(ChartType::Bar);
        chart
            .add_series()
            .set_categories(names)
            .set_values(values)
            .set_gap(40)
            .set_data_label(ChartDataLabel::new().show_value().set_num_format(number_format).set_font(&label))
            .set_format(ChartFormat::new().set_solid_fill(&fill));
        chart.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max);
        // Left of the bars that go to the left.
        chart.y_axis().set_label_position(ChartAxisLabelPosition::Low);
        chart.x_axis().set_num_format(number_format);
        chart
    }
}

/// The name of a column of figures.
fn head() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Right)
}
