//! A sheet of charts with the figures that they draw: main metrics over time, the funnel by stage, KPIs on their way.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartMarker, ChartType, Format, XlsxError};

use super::super::outline::Outline;
use super::super::spreadsheet::number_format;
use super::sheet::{Book, fitting, ink};
use crate::analysis::Scope;
use crate::analysis::chart::{Body, chart};
use crate::base::date::day_number;
use crate::base::{Grain, Period};
use crate::model::{ChartId, ChartKind, MetricClass, MetricId, PinnedChart};

/// So many metrics have a chart.
const MOST_METRICS: usize = 4;
/// So many KPIs are drawn; the table has all.
const MOST_KPIS: usize = 20;
/// Charts stand right of the figures.
const CHART_COLUMN: u16 = 7;
const CHART_ROWS: u32 = 17;

/// `kpis`: how many rows that sheet has, and the column with the share of the way.
pub(super) fn write(book: &mut Book, outline: &Outline<'_>, kpis: (usize, u16)) -> Result<(), XlsxError> {
    let metrics = outline.metrics();
    if metrics.is_empty() && kpis.0 == 0 {
        return Ok(());
    }
    book.contents.push(("Charts", "main metrics over time, the funnel by stage, KPIs".to_owned()));
    let mut charts = Charts { book, outline, row: 0, chart_row: 0 };
    charts.sheet()?;
    for metric in metrics.iter().take(MOST_METRICS) {
        charts.over_time(*metric)?;
    }
    charts.funnel(&metrics)?;
    charts.kpis(kpis)
}

struct Charts<'b, 'a> {
    book: &'b mut Book,
    outline: &'b Outline<'a>,
    /// Where the next figures and the next chart go.
    row: u32,
    chart_row: u32,
}

impl Charts<'_, '_> {
    fn sheet(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.sheet("Charts")?;
        sheet.set_screen_gridlines(false);
        sheet.set_column_width(0, 26.0)?;
        for column in 1..CHART_COLUMN {
            sheet.set_column_width(column, 11.0)?;
        }
        Ok(())
    }

    fn place(&mut self, mut chart: Chart, title: &str, told: &str) -> Result<(), XlsxError> {
        chart.title().set_name(title);
        chart.set_width(640).set_height(320).set_alt_text(fitting(told.chars().take(250).collect()).0);
        chart.set_style(2);
        let at = self.chart_row;
        self.book.workbook.worksheet_from_name("Charts")?.insert_chart(at, CHART_COLUMN, &chart)?;
        self.chart_row = self.chart_row.max(at) + CHART_ROWS;
        self.row = self.row.max(self.chart_row);
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
        let points = material.numbers.series(metric, scope, grain, None);
        let points: Vec<(Period, f64)> = points
            .into_iter()
            .filter_map(|point| Some((point.period, point.figure.value.filter(|value| value.is_finite())?)))
            .collect();
        if points.len() < 2 {
            return Ok(());
        }
        let name = fitting(definition.name.clone()).0;
        let format = number_format(&definition.unit);
        let first = self.row;
        let last = first + points.len() as u32;
        let accent = ink(material.theme.color.accent);
        let sheet = self.book.workbook.worksheet_from_name("Charts")?;
        let bold = Format::new().set_bold();
        sheet.write_string_with_format(first, 0, "From", &bold)?;
        sheet.write_string_with_format(first, 1, name.as_str(), &bold)?;
        let days = Format::new().set_num_format("yyyy-mm-dd");
        let values = Format::new().set_num_format(format.as_str());
        for (row, (period, value)) in (first + 1..).zip(&points) {
            let serial = f64::from(day_number(period.from) + 25_569);
            sheet.write_number_with_format(row, 0, serial, &days)?;
            sheet.write_number_with_format(row, 1, *value, &values)?;
        }
        let mut chart = Chart::new(ChartType::Line);
        chart
            .add_series()
            .set_name(("Charts", first, 1))
            .set_categories(("Charts", first + 1, 0, last, 0))
            .set_values(("Charts", first + 1, 1, last, 1))
            .set_marker(ChartMarker::new().set_none())
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_line(rust_xlsxwriter::ChartLine::new().set_color(accent).set_width(2.0)),
            );
        chart.x_axis().set_date_axis(true).set_num_format("d mmm yy");
        chart.y_axis().set_num_format(format.as_str());
        chart.legend().set_hidden();
        self.row = last + 2;
        let told = format!("{name} over the whole journey, {} points", points.len());
        self.place(chart, &name, &told)
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
        let format = number_format(&body.unit.unit);
        let first = self.row;
        let last = first + body.steps.len() as u32;
        let accent = ink(material.theme.color.accent);
        let sheet = self.book.workbook.worksheet_from_name("Charts")?;
        let bold = Format::new().set_bold();
        let values = Format::new().set_num_format(format.as_str());
        let shares = Format::new().set_num_format("0.0%");
        for (column, name) in [(0, "Stage"), (1, "Count"), (2, "Lost")] {
            sheet.write_string_with_format(first, column, name, &bold)?;
        }
        for (row, step) in (first + 1..).zip(&body.steps) {
            sheet.write_string(row, 0, fitting(step.name.clone()).0)?;
            sheet.write_number_with_format(row, 1, step.value, &values)?;
            if let Some(lost) = &step.lost {
                sheet.write_number_with_format(row, 2, lost.value, &shares)?;
            }
        }
        let mut drawn = Chart::new(ChartType::Bar);
        drawn
            .add_series()
            .set_categories(("Charts", first + 1, 0, last, 0))
            .set_values(("Charts", first + 1, 1, last, 1))
            .set_gap(40)
            .set_data_label(ChartDataLabel::new().show_value())
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(accent)),
            );
        drawn.y_axis().set_reverse();
        drawn.legend().set_hidden();
        self.row = last + 2;
        self.place(drawn, &fitting(data.title.clone()).0, &format!("{}. {}", data.title, data.subtitle))
    }

    /// How far KPIs have come.
    fn kpis(&mut self, (count, column): (usize, u16)) -> Result<(), XlsxError> {
        if count == 0 {
            return Ok(());
        }
        let last = count.min(MOST_KPIS) as u32;
        let accent = ink(self.outline.material.theme.color.accent);
        let mut chart = Chart::new(ChartType::Bar);
        chart
            .add_series()
            .set_categories(("KPIs", 1, 0, last, 0))
            .set_values(("KPIs", 1, column, last, column))
            .set_gap(40)
            .set_data_label(ChartDataLabel::new().show_value())
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(accent)),
            );
        chart.y_axis().set_reverse();
        chart.legend().set_hidden();
        self.place(
            chart,
            "KPIs: of the way from baseline to target",
            "How far each KPI has come, as a share of the way",
        )
    }
}
