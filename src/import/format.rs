//! Which tool wrote a file, by its title lines and header. Which days they speak of is known in `shape`.

mod customers;
mod known;
mod marketing;

use super::library::normalize;
use super::recipe::{Recipe, Role};
use customers::CUSTOMERS;
pub(super) use known::{Export, Is};
use marketing::MARKETING;

/// The tool that wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    Ga4,
    GoogleAds,
    Meta,
    Mailchimp,
    Klaviyo,
    HubSpot,
    SearchConsole,
    Shopify,
    Salesforce,
    Zendesk,
    Freshdesk,
    SurveyMonkey,
    Qualtrics,
    Matomo,
    Adobe,
    /// One row for each event: REES46, RetailRocket and the like.
    EventLog,
    /// Any other table.
    Table,
}

/// The known export that a table with these headers is.
pub(super) fn known_export<'a>(headers: impl Iterator<Item = &'a str>) -> Option<&'static Export> {
    let headers: Vec<String> = headers.map(normalize).collect();
    fitting(&headers)
}

fn fitting(headers: &[String]) -> Option<&'static Export> {
    MARKETING.iter().chain(CUSTOMERS).find(|export| export.fits(headers))
}

/// What all rows of a file without a column of names go to, where its kind says so: "Customer support".
pub(super) fn whole_file_name(recipe: &Recipe) -> Option<&'static str> {
    let names = || recipe.columns.iter().map(|column| column.name.as_str());
    if let Some(whole) = known_export(names()).and_then(|export| export.whole) {
        return Some(whole);
    }
    let has = |is: &dyn Fn(&Role) -> bool| recipe.columns.iter().any(|column| is(&column.role));
    match () {
        () if has(&|role| matches!(role, Role::Id(key) if key == "tickets")) => Some("Customer support"),
        () if has(&|role| matches!(role, Role::Id(key) if key == "orders")) => Some("Online shop"),
        () if has(&|role| matches!(role, Role::Answer(..))) => Some("Survey"),
        () => None,
    }
}

/// The tool and what people would call the export.
pub(super) fn recognize(titles: &[String], headers: &[&str], has_banner: bool) -> (Family, String) {
    let names: Vec<String> = headers.iter().map(|header| normalize(header)).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    if let Some(export) = fitting(&names) {
        return (export.family, export.name.to_owned());
    }
    let has_any = |wanted: &[&str]| wanted.iter().any(|name| has(name));
    let is_ads = has_any(&["impr", "vert"]) && has_any(ADS_COLUMNS) || has_any(ADS_CURRENCIES) && has_any(ADS_COLUMNS);
    if is_ads {
        let title = titles.iter().find(|title| title.to_lowercase().ends_with("report"));
        let kind = title.map_or_else(|| "report".to_owned(), |title| title.to_lowercase());
        return (Family::GoogleAds, format!("Google Ads, {kind}"));
    }
    let says_adobe = |title: &String| {
        let title = title.to_lowercase();
        ["report suite", "adobe analytics", "analysis workspace", "freeform table"]
            .iter()
            .any(|words| title.contains(words))
    };
    if has_banner && titles.iter().any(says_adobe) {
        return (Family::Adobe, "Adobe Analytics, workspace".into());
    }
    const GA4_COLUMNS: &[&str] = &[
        "aktive nutzer",
        "utilisateurs actifs",
        "usuarios activos",
        "utenti attivi",
        "usuários ativos",
        "actieve gebruikers",
        "アクティブ ユーザー",
        "ereignisanzahl",
        "schlüsselereignisse",
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

const ADS_COLUMNS: &[&str] = &[
    "clicks",
    "cost",
    "klicks",
    "kosten",
    "clics",
    "coût",
    "coste",
    "clic",
    "costo",
    "cliques",
    "custo",
    "klikken",
    "クリック数",
    "費用",
];
const ADS_CURRENCIES: &[&str] = &[
    "currency code",
    "währungscode",
    "code de la devise",
    "code de devise",
    "código de moneda",
    "codice valuta",
    "código da moeda",
    "valutacode",
    "通貨コード",
];
