//! A chart onto the dashboard and into the clipboard.

use super::super::core::Core;
use super::super::workspace::Notice;
use super::chosen_chart;
use crate::analysis::chart::{Body, ChartData, chart};
use crate::base::vec2;
use crate::edit::Edit;
use crate::export::chart_as_png;
use crate::layout::chart::chart_height;
use crate::model::PinnedChart;

/// How wide a copied picture is, in points.
const WIDTH: f32 = 720.0;
/// Around the chart in it: title, subtitle, notes.
const AROUND: f32 = 130.0;

impl Core {
    /// The chart of the charts tab goes onto the dashboard, at its end.
    pub(in crate::app) fn pin_chart(&mut self) {
        let chart = chosen_chart(&self.workspace);
        let at = self.workspace.document.project().charts.len();
        if self.commit(&Edit::AddChart { chart, at }, None) {
            self.notify(Notice::Undoable("Pinned to the dashboard".to_owned(), self.workspace.document.revision()));
        }
    }

    fn counted_now(&self, pinned: &PinnedChart) -> ChartData {
        let workspace = &self.workspace;
        chart(workspace.document.project(), &workspace.numbers, &workspace.view, pinned, workspace.today)
    }

    /// A chart as tab-separated text.
    pub(in crate::app) fn copy_chart_data(&mut self, pinned: &PinnedChart, ctx: &egui::Context) {
        let data = self.counted_now(pinned);
        if let Body::Empty(why) = &data.body {
            self.notify(Notice::Warning(format!("There is nothing to copy. {why}")));
            return;
        }
        let table = data.table();
        ctx.copy_text(table.as_tsv());
        let rows = table.rows.len();
        self.notify(Notice::Done(format!("Copied {rows} {}", if rows == 1 { "row" } else { "rows" })));
    }

    /// A chart as a picture.
    pub(in crate::app) fn copy_chart_picture(&mut self, pinned: &PinnedChart, ctx: &egui::Context) {
        let data = self.counted_now(pinned);
        let height = (chart_height(&data, WIDTH) + AROUND).max(360.0);
        let png = chart_as_png(&data, &self.workspace.theme, vec2(WIDTH, height)).map_err(|error| error.to_string());
        let image = png.and_then(|png| image::load_from_memory(&png).map_err(|error| error.to_string()));
        match image {
            Ok(image) => {
                let pixels = image.to_rgba8();
                let size = [pixels.width() as usize, pixels.height() as usize];
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, pixels.as_raw()));
                self.notify(Notice::Done("Copied the chart as a picture".to_owned()));
            }
            Err(error) => self.fail("The chart could not be copied".to_owned(), &error),
        }
    }
}
