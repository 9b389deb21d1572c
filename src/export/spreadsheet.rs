//! How values read in spreadsheets and in charts with figures behind them.

use crate::base::number::{Unit, currency_sign};

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
