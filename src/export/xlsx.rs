//! Excel: the map, and everything in it as typed tables with filters, with native charts. Text stays text, whatever it
//! begins with; what has no room is said on the sheet "Method".

mod cell;
mod charts;
mod figures;
mod lists;
mod map;
mod records;
mod sheet;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use rust_xlsxwriter::{DocProperties, XlsxError};

use self::cell::fitting;
use self::sheet::Book;
use super::outline::Outline;
use super::{ExportError, Material};
use crate::render::RenderError;

/// Writes a sheet of the workbook.
type Step = fn(&mut Book, &Outline<'_>) -> Result<(), XlsxError>;

/// The workbook, and what had no room in it, in whole sentences.
pub fn write(material: &Material<'_>, cancel: &AtomicBool) -> Result<(Vec<u8>, Vec<String>), ExportError> {
    let outline = Outline::of(material, &BTreeSet::new()).ok_or(ExportError::NoJourney)?;
    let mut book = Book::new(material.theme.color.accent_tint);
    let failed = |why: XlsxError| RenderError::Encoding { target: "workbook", why: why.to_string() };
    let title = fitting(outline.title().chars().take(200).collect()).0;
    book.workbook.set_properties(&DocProperties::new().set_title(title).set_author("Throughline"));
    let steps: [Step; 9] = [
        map::write,
        records::touchpoints,
        records::cards,
        figures::metrics,
        figures::series,
        kpis_and_charts,
        lists::insights,
        lists::actions,
        lists::sources,
    ];
    for step in steps {
        if cancel.load(Ordering::Relaxed) {
            return Err(RenderError::Canceled.into());
        }
        step(&mut book, &outline).map_err(failed)?;
    }
    lists::method_sheet(&mut book, &outline).map_err(failed)?;
    Ok((book.workbook.save_to_buffer().map_err(failed)?, book.left_out))
}

fn kpis_and_charts(book: &mut Book, outline: &Outline<'_>) -> Result<(), XlsxError> {
    let rows = lists::kpis(book, outline)?;
    charts::write(book, outline, rows)
}
