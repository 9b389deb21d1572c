//! How values read in spreadsheets and in charts with figures behind them.

use crate::base::number::{Unit, currency_sign};

/// The number format of a unit in a cell, which has more room than an axis: "0.00%".
pub(super) fn cell_format(unit: &Unit) -> String {
    match unit {
        Unit::Share => "0.00%".to_owned(),
        Unit::Points | Unit::Times => number_format(unit).replace("0.0", "0.00"),
        Unit::Count | Unit::Seconds | Unit::Minutes | Unit::Currency(_) => number_format(unit),
    }
}

/// The number format of a unit, as spreadsheets write it: "0.0%".
pub(super) fn number_format(unit: &Unit) -> String {
    match unit {
        Unit::Count => "#,##0".to_owned(),
        Unit::Share => "0.0%".to_owned(),
        Unit::Seconds => "#,##0.0\" s\"".to_owned(),
        Unit::Minutes => "#,##0.0\" min\"".to_owned(),
        Unit::Points => "#,##0.0".to_owned(),
        Unit::Times => "#,##0.0\"×\"".to_owned(),
        Unit::Currency(code) => format!("\"{}\"#,##0.00", currency_sign(code).replace('"', "")),
    }
}
