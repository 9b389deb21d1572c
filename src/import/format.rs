//! Which tool wrote a file, by its title lines and header. Which days they speak of is known in `shape`.

use super::library::normalize;

/// The tool that wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    Ga4,
    GoogleAds,
    Meta,
    Mailchimp,
    /// Any other table.
    Table,
}

/// The tool and what people would call the export.
pub(super) fn recognize(titles: &[String], headers: &[&str], has_banner: bool) -> (Family, String) {
    let names: Vec<String> = headers.iter().map(|header| normalize(header)).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let has_all = |wanted: &[&str]| wanted.iter().all(|name| has(name));
    if has_all(&["title", "send date", "successful deliveries", "unique opens"]) {
        return (Family::Mailchimp, "Mailchimp, campaigns".into());
    }
    if has_all(&["reporting starts", "reporting ends"]) || names.iter().any(|name| name.starts_with("amount spent")) {
        let kind = if has("day") { "daily report" } else { "report" };
        return (Family::Meta, format!("Meta Ads, {kind}"));
    }
    let is_ads = has("impr") && (has("clicks") || has("cost")) || has_all(&["currency code", "clicks"]);
    if is_ads {
        let title = titles.iter().find(|title| title.to_lowercase().ends_with("report"));
        let kind = title.map_or_else(|| "report".to_owned(), |title| title.to_lowercase());
        return (Family::GoogleAds, format!("Google Ads, {kind}"));
    }
    const GA4_COLUMNS: &[&str] = &[
        "active users",
        "engaged sessions",
        "event count",
        "key events",
        "engagement rate",
        "session default channel group",
        "page path and screen class",
    ];
    let known = GA4_COLUMNS.iter().filter(|name| has(name)).count();
    if known >= 2 || (known == 1 && has_banner) {
        let stated = titles.iter().find_map(|title| {
            let (name, dimension) = title.split_once(':')?;
            has(&normalize(dimension)).then(|| name.trim().to_lowercase())
        });
        let kind = stated.unwrap_or_else(|| match () {
            () if has("session default channel group") || has("session source medium") => "sessions by channel".into(),
            () if names.iter().any(|name| name.starts_with("page ")) => "pages and screens".into(),
            () => "report".into(),
        });
        return (Family::Ga4, format!("GA4, {kind}"));
    }
    (Family::Table, "Table".into())
}
