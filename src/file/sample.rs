//! The bundled sample: exports of one online shop as other tools write them, and the map with all of them attached.

use super::read;
use crate::model::Project;

macro_rules! exports {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/sample/", $name)))),*]
    };
}

/// Every bundled export with its file name, in the order in which the sample attaches them.
pub fn sample_exports() -> &'static [(&'static str, &'static [u8])] {
    exports![
        "google-ads-campaigns.csv",
        "meta-ads-daily.csv",
        "ga4-pages-daily.csv",
        "basket-daily.csv",
        "mailchimp-campaigns.csv",
        "delivery-daily.csv",
        "support-survey-daily.csv",
    ]
}

/// The sample project: what `throughline demo` makes of the online-shop template and the bundled exports.
///
/// # Panics
/// Never in a build whose tests passed: the file is part of the program and a test rebuilds it.
pub fn sample() -> Project {
    #[expect(clippy::expect_used, reason = "part of the program, and rebuilt by a test")]
    read(include_str!("../../assets/sample/online-shop.journey.ron")).expect("the sample is well-formed")
}
