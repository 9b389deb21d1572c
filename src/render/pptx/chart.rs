//! Charts that PowerPoint draws itself, from figures that stay with them (`workbook`).

use super::workbook::{SHEET, serial};
use super::xml::{Escaped, HEAD, color, emu, put};
use super::{Chart, ChartForm, Series};
use crate::base::Color;

/// The part of a chart.
pub(super) fn write(chart: &Chart) -> String {
    let mut out = format!(
        "{HEAD}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/>"
    );
    match &chart.form {
        ChartForm::Days(_) | ChartForm::Lines(_) => lines(&mut out, chart),
        ChartForm::Bars(_) => bars(&mut out, chart, "bar", "clustered"),
        ChartForm::Stacked(_) => bars(&mut out, chart, "bar", "stacked"),
        ChartForm::Columns(_) => bars(&mut out, chart, "col", "clustered"),
        ChartForm::Points { .. } => points(&mut out, chart),
    }
    axes(&mut out, chart);
    out.push_str("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>");
    if chart.series.len() > 1 {
        out.push_str("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>");
    }
    out.push_str("<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1200\"><a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"en-US\"/></a:p></c:txPr><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>");
    out
}

/// The column of a series in the workbook: "B" for the first.
fn column(rank: usize) -> String {
    let mut left = rank + 2;
    let mut name = Vec::new();
    while left > 0 {
        left -= 1;
        name.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    name.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn series_head(out: &mut String, rank: usize, series: &Series) {
    let column = column(rank);
    put!(
        out,
        "<c:ser><c:idx val=\"{rank}\"/><c:order val=\"{rank}\"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>",
        Escaped(&series.name)
    );
}

fn stroke(out: &mut String, width: f32, ink: Color, is_dashed: bool) {
    put!(out, "<a:ln w=\"{}\" cap=\"rnd\"><a:solidFill>", emu(width));
    color(out, ink);
    put!(out, "</a:solidFill>{}<a:round/></a:ln>", if is_dashed { "<a:prstDash val=\"dash\"/>" } else { "" });
}

fn texts(out: &mut String, names: &[String]) {
    put!(
        out,
        "<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${}</c:f><c:strCache><c:ptCount val=\"{}\"/>",
        names.len() + 1,
        names.len()
    );
    for (rank, name) in names.iter().enumerate() {
        put!(out, "<c:pt idx=\"{rank}\"><c:v>{}</c:v></c:pt>", Escaped(name));
    }
    out.push_str("</c:strCache></c:strRef></c:cat>");
}

fn places(out: &mut String, chart: &Chart) {
    match &chart.form {
        ChartForm::Lines(names) | ChartForm::Bars(names) | ChartForm::Stacked(names) | ChartForm::Columns(names) => {
            texts(out, names);
        }
        ChartForm::Days(days) => {
            let days: Vec<Option<f64>> = days.iter().map(|day| Some(f64::from(serial(*day)))).collect();
            numbers(out, "cat", "A", &days, "yyyy\\-mm\\-dd");
        }
        ChartForm::Points { x, x_format, .. } => {
            let x: Vec<Option<f64>> = x.iter().copied().map(Some).collect();
            numbers(out, "xVal", "A", &x, x_format);
        }
    }
}

fn numbers(out: &mut String, tag: &str, column: &str, values: &[Option<f64>], format: &str) {
    put!(
        out,
        "<c:{tag}><c:numRef><c:f>{SHEET}!${column}$2:${column}${}</c:f><c:numCache><c:formatCode>{}</c:formatCode><c:ptCount val=\"{}\"/>",
        values.len() + 1,
        Escaped(format),
        values.len()
    );
    for (rank, value) in values.iter().enumerate() {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            put!(out, "<c:pt idx=\"{rank}\"><c:v>{value}</c:v></c:pt>");
        }
    }
    put!(out, "</c:numCache></c:numRef></c:{tag}>");
}

fn lines(out: &mut String, chart: &Chart) {
    out.push_str("<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>");
    // Few places, as before and after, want to be seen; a mark for each day would hide the line.
    let has_marks = chart.series.iter().all(|series| series.values.len() <= 12);
    for (rank, series) in chart.series.iter().enumerate() {
        series_head(out, rank, series);
        out.push_str("<c:spPr>");
        stroke(out, if series.is_reference { 1.25 } else { 2.25 }, series.color, series.is_reference);
        out.push_str("</c:spPr>");
        if has_marks && !series.is_reference {
            marker(out, series.color, 6);
        } else {
            out.push_str("<c:marker><c:symbol val=\"none\"/></c:marker>");
        }
        places(out, chart);
        numbers(out, "val", &column(rank), &series.values, &chart.format);
        out.push_str("<c:smooth val=\"0\"/></c:ser>");
    }
    out.push_str("<c:marker val=\"1\"/><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:lineChart>");
}

fn marker(out: &mut String, ink: Color, size: u8) {
    put!(out, "<c:marker><c:symbol val=\"circle\"/><c:size val=\"{size}\"/><c:spPr><a:solidFill>");
    color(out, ink);
    out.push_str("</a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:marker>");
}

fn bars(out: &mut String, chart: &Chart, direction: &str, grouping: &str) {
    put!(out, "<c:barChart><c:barDir val=\"{direction}\"/><c:grouping val=\"{grouping}\"/><c:varyColors val=\"0\"/>");
    let has_labels =
        grouping == "clustered" && chart.series.iter().map(|series| series.values.len()).sum::<usize>() <= 30;
    for (rank, series) in chart.series.iter().enumerate() {
        series_head(out, rank, series);
        out.push_str("<c:spPr><a:solidFill>");
        color(out, series.color);
        out.push_str("</a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>");
        if has_labels {
            put!(
                out,
                "<c:dLbls><c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>",
                Escaped(&chart.format)
            );
        }
        places(out, chart);
        numbers(out, "val", &column(rank), &series.values, &chart.format);
        out.push_str("</c:ser>");
    }
    put!(out, "<c:gapWidth val=\"55\"/>{}", if grouping == "stacked" { "<c:overlap val=\"100\"/>" } else { "" });
    out.push_str("<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart>");
}

fn points(out: &mut String, chart: &Chart) {
    out.push_str("<c:scatterChart><c:scatterStyle val=\"lineMarker\"/><c:varyColors val=\"0\"/>");
    for (rank, series) in chart.series.iter().enumerate() {
        series_head(out, rank, series);
        out.push_str("<c:spPr><a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr>");
        marker(out, series.color, 8);
        labels(out, chart);
        places(out, chart);
        numbers(out, "yVal", &column(rank), &series.values, &chart.format);
        out.push_str("<c:smooth val=\"0\"/></c:ser>");
    }
    out.push_str("<c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:scatterChart>");
}

/// The names of points, as far as they are few enough to be read.
fn labels(out: &mut String, chart: &Chart) {
    const MOST: usize = 25;
    let ChartForm::Points { names, .. } = &chart.form else { return };
    if names.len() > MOST {
        return;
    }
    const SHOWN: &str = "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
    out.push_str("<c:dLbls>");
    for (rank, name) in names.iter().enumerate() {
        put!(
            out,
            "<c:dLbl><c:idx val=\"{rank}\"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-US\" sz=\"1000\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val=\"r\"/>{SHOWN}</c:dLbl>",
            Escaped(&super::xml::shortened(name, 60))
        );
    }
    put!(out, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val=\"r\"/>{SHOWN}</c:dLbls>");
}

/// The axis of places (1001) and that of values (1002).
fn axes(out: &mut String, chart: &Chart) {
    let (is_sideways, is_from_top) = match chart.form {
        ChartForm::Bars(_) | ChartForm::Stacked(_) => (true, true),
        ChartForm::Days(_) | ChartForm::Lines(_) | ChartForm::Columns(_) | ChartForm::Points { .. } => (false, false),
    };
    let (at, other) = if is_sideways { ("l", "b") } else { ("b", "l") };
    let scaling = if is_from_top { "maxMin" } else { "minMax" };
    const LINE: &str = "<c:spPr><a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"tx2\"><a:alpha val=\"50000\"/></a:schemeClr></a:solidFill></a:ln></c:spPr>";
    let head = |id: u32, scaling: &str, at: &str| {
        // A bar's length is its value: it begins at zero.
        let least = if id == 1_002 && has_bars(chart) { "<c:min val=\"0\"/>" } else { "" };
        format!(
            "<c:axId val=\"{id}\"/><c:scaling><c:orientation val=\"{scaling}\"/>{least}</c:scaling><c:delete val=\"0\"/><c:axPos val=\"{at}\"/>"
        )
    };
    match &chart.form {
        ChartForm::Days(days) => {
            // About eight dates have room below a slide.
            let span = days.first().zip(days.last()).map_or(0, |(first, last)| serial(*last) - serial(*first));
            let step = (span / 8).max(1);
            put!(out, "<c:dateAx>{}", head(1_001, scaling, at));
            put!(
                out,
                "<c:numFmt formatCode=\"d mmm yyyy\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{LINE}<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblOffset val=\"100\"/><c:baseTimeUnit val=\"days\"/><c:majorUnit val=\"{step}\"/><c:majorTimeUnit val=\"days\"/></c:dateAx>"
            );
        }
        ChartForm::Lines(_) | ChartForm::Bars(_) | ChartForm::Stacked(_) | ChartForm::Columns(_) => {
            put!(out, "<c:catAx>{}", head(1_001, scaling, at));
            put!(
                out,
                "<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{LINE}<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>"
            );
        }
        ChartForm::Points { x_name, x_format, .. } => {
            put!(out, "<c:valAx>{}", head(1_001, scaling, at));
            axis_name(out, x_name);
            put!(
                out,
                "<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{LINE}<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"midCat\"/></c:valAx>",
                Escaped(x_format)
            );
        }
    }
    put!(out, "<c:valAx>{}", head(1_002, "minMax", other));
    out.push_str("<c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"tx2\"><a:alpha val=\"20000\"/></a:schemeClr></a:solidFill></a:ln></c:spPr></c:majorGridlines>");
    if let ChartForm::Points { y_name, .. } = &chart.form {
        axis_name(out, y_name);
    }
    // Bars that begin at the top would carry the axis of values up there.
    let crosses = if is_from_top { "max" } else { "autoZero" };
    let between = match chart.form {
        ChartForm::Points { .. } | ChartForm::Days(_) => "midCat",
        ChartForm::Lines(_) | ChartForm::Bars(_) | ChartForm::Stacked(_) | ChartForm::Columns(_) => "between",
    };
    put!(
        out,
        "<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val=\"1001\"/><c:crosses val=\"{crosses}\"/><c:crossBetween val=\"{between}\"/></c:valAx>",
        Escaped(&chart.format)
    );
}

/// Whether values are told by lengths from zero up.
fn has_bars(chart: &Chart) -> bool {
    let is_bars = match chart.form {
        ChartForm::Bars(_) | ChartForm::Stacked(_) | ChartForm::Columns(_) => true,
        ChartForm::Days(_) | ChartForm::Lines(_) | ChartForm::Points { .. } => false,
    };
    is_bars && chart.series.iter().flat_map(|series| &series.values).flatten().all(|value| *value >= 0.0)
}

fn axis_name(out: &mut String, name: &str) {
    put!(
        out,
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-US\" sz=\"1200\" b=\"0\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
        Escaped(name)
    );
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        for (rank, name) in [(0, "B"), (24, "Z"), (25, "AA"), (50, "AZ"), (51, "BA")] {
            assert_eq!(column(rank), name);
        }
    }
}
