//! Known exports as data: by which headers each is recognized, and what its columns are. Headers are normalized;
//! alternatives are the names in other languages or versions. What is not listed is guessed like any other column.

use super::Family;
use crate::import::answers::Scale::{self, GoodBad, WonLost};

/// What a known column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::import) enum Is {
    Touchpoint,
    Date,
    /// A date that the tool writes with the month first.
    MonthFirstDate,
    Start,
    End,
    Currency,
    Quantity(&'static str),
    Rate(&'static str),
    Answer(&'static str, Scale),
    Id(&'static str),
    Customer,
    Event,
    /// Not needed, or not needed unless somebody asks for it.
    Not,
}

/// A column of a known export: its headers, what it is, and why (empty: "known column").
pub(in crate::import) struct Known {
    pub headers: &'static [&'static str],
    pub is: Is,
    pub why: &'static str,
}

/// A known export.
pub(in crate::import) struct Export {
    pub family: Family,
    /// What people call it.
    pub name: &'static str,
    /// Every one of these columns must be there, under one of its names.
    signature: &'static [&'static [&'static str]],
    pub columns: &'static [Known],
    /// What all rows go to, where the export names no touchpoints.
    pub whole: Option<&'static str>,
}

const fn col(headers: &'static [&'static str], is: Is, why: &'static str) -> Known {
    Known { headers, is, why }
}

const MAIL_BOUNCES: Known = col(
    &["bounces", "bounced", "total bounces", "hard bounces", "soft bounces"],
    Is::Not,
    "recipients less deliveries",
);
const MAIL_BOUNCE_RATE: Known = col(&["bounce rate", "bounced rate"], Is::Not, "mails that bounced, not visits");
const MAIL_SPAM: Known = col(
    &[
        "spam complaints",
        "spam complaints rate",
        "abuse complaints",
        "spam reports",
        "marked as spam",
        "spam report rate",
    ],
    Is::Not,
    "complaints",
);
const SUPPORT: Option<&str> = Some("Customer support");
const SURVEY: Option<&str> = Some("Survey");

/// The likeliest first: the first whose signature is there counts.
pub(in crate::import) const EXPORTS: &[Export] = &[
    Export {
        family: Family::Klaviyo,
        name: "Klaviyo, campaigns",
        signature: &[
            &["campaign name", "flow name", "message name"],
            &["successful deliveries", "delivered", "recipients", "total recipients"],
            &["placed order rate", "unique placed order", "placed order", "spam complaints rate", "winning variant"],
        ],
        columns: &[
            col(&["campaign name", "flow name", "message name"], Is::Touchpoint, ""),
            col(&["send time", "send date", "day", "date"], Is::Date, ""),
            col(&["successful deliveries", "delivered"], Is::Quantity("deliveries"), ""),
            col(&["unique placed order", "placed order"], Is::Quantity("orders"), "orders placed after the mail"),
            col(&["placed order rate"], Is::Not, "orders ÷ recipients"),
            col(&["placed order value", "revenue"], Is::Quantity("revenue"), ""),
            MAIL_BOUNCES,
            MAIL_BOUNCE_RATE,
            MAIL_SPAM,
            col(
                &["list", "tags", "subject", "campaign channel", "winning variant"],
                Is::Not,
                "choose Segment to keep them apart",
            ),
        ],
        whole: None,
    },
    Export {
        family: Family::Mailchimp,
        name: "Mailchimp, campaigns",
        signature: &[&["title"], &["send date"], &["successful deliveries"], &["unique opens"]],
        columns: &[
            col(&["title"], Is::Touchpoint, ""),
            col(&["hard bounces", "soft bounces"], Is::Not, "part of the bounces"),
            MAIL_BOUNCES,
            MAIL_SPAM,
        ],
        whole: None,
    },
    Export {
        family: Family::HubSpot,
        name: "HubSpot, marketing e-mails",
        signature: &[
            &["click through rate", "clickthrough rate"],
            &["delivered", "deliveries"],
            &["opened", "opens", "open rate"],
        ],
        columns: &[
            col(&["email name", "name", "email", "marketing email"], Is::Touchpoint, ""),
            col(&["send date", "sent date", "publish date", "date sent", "send date your time zone"], Is::Date, ""),
            col(&["sent"], Is::Quantity("recipients"), ""),
            col(&["delivered", "deliveries"], Is::Quantity("deliveries"), ""),
            col(&["opened", "opens", "unique opens"], Is::Quantity("unique-opens"), "people who opened"),
            col(&["clicked", "clicks", "unique clicks"], Is::Quantity("unique-clicks"), "people who clicked"),
            col(
                &["click through rate", "clickthrough rate"],
                Is::Rate("click-to-open-rate"),
                "HubSpot's click through rate is clicks ÷ opens",
            ),
            col(&["click rate"], Is::Rate("click-rate"), ""),
            col(&["unsubscribed", "unsubscribes"], Is::Quantity("unsubscribes"), ""),
            col(&["delivered rate", "delivery rate"], Is::Not, "deliveries ÷ recipients"),
            MAIL_BOUNCES,
            MAIL_BOUNCE_RATE,
            MAIL_SPAM,
            col(
                &["hard bounced", "soft bounced", "hard bounce rate", "soft bounce rate"],
                Is::Not,
                "part of the bounces",
            ),
        ],
        whole: None,
    },
    Export {
        family: Family::SearchConsole,
        name: "Search Console, search terms",
        signature: &[
            &[
                "top queries",
                "query",
                "queries",
                "häufigste suchanfragen",
                "requêtes les plus fréquentes",
                "consultas principales",
                "query più frequenti",
                "principais consultas",
                "populairste zoekopdrachten",
                "上位のクエリ",
            ],
            POSITION,
        ],
        columns: &[col(
            &[
                "top queries",
                "query",
                "queries",
                "häufigste suchanfragen",
                "requêtes les plus fréquentes",
                "consultas principales",
                "query più frequenti",
                "principais consultas",
                "populairste zoekopdrachten",
                "上位のクエリ",
            ],
            Is::Not,
            "added up; choose Touchpoint or Segment to keep search terms apart",
        )],
        whole: Some("Organic search"),
    },
    Export {
        family: Family::SearchConsole,
        name: "Search Console, pages",
        signature: &[
            &[
                "top pages",
                "page",
                "landing page",
                "die häufigsten seiten",
                "häufigste seiten",
                "pages les plus populaires",
                "páginas principales",
                "pagine principali",
                "principais páginas",
                "populairste pagina s",
                "上位のページ",
            ],
            POSITION,
        ],
        columns: &[col(
            &[
                "top pages",
                "page",
                "landing page",
                "die häufigsten seiten",
                "häufigste seiten",
                "pages les plus populaires",
                "páginas principales",
                "pagine principali",
                "principais páginas",
                "populairste pagina s",
                "上位のページ",
            ],
            Is::Touchpoint,
            "",
        )],
        whole: None,
    },
    Export {
        family: Family::SearchConsole,
        name: "Search Console, days",
        signature: &[
            &["date", "datum", "fecha", "data", "日付"],
            &["clicks", "klicks", "clics", "clic", "cliques", "klikken", "クリック数"],
            POSITION,
        ],
        columns: &[],
        whole: Some("Organic search"),
    },
    Export {
        family: Family::Shopify,
        name: "Shopify, orders",
        signature: &[&["name"], &["financial status"], &["lineitem name", "lineitem quantity"]],
        columns: &[
            col(&["source"], Is::Touchpoint, ""),
            col(&["name"], Is::Id("orders"), "order numbers: each order counts once"),
            col(&["email"], Is::Customer, "counts customers; addresses are not kept"),
            col(&["created at"], Is::Date, ""),
            col(&["currency"], Is::Currency, ""),
            col(&["total"], Is::Quantity("revenue"), "total of the order, with tax and shipping"),
            col(&["refunded amount"], Is::Quantity("refunds"), ""),
            col(&["subtotal"], Is::Not, "part of the total; choose Revenue to leave tax and shipping out"),
            col(&["shipping", "taxes", "discount amount"], Is::Not, "part of the total"),
            col(&["paid at", "fulfilled at", "cancelled at"], Is::Not, "the day of the order is used"),
            col(&["lineitem price", "lineitem quantity", "lineitem name", "lineitem sku"], Is::Not, "part of an order"),
        ],
        whole: None,
    },
    Export {
        family: Family::Zendesk,
        name: "Zendesk, tickets",
        signature: &[
            &["id", "ticket id"],
            &["satisfaction score"],
            &["first reply time in minutes", "full resolution time in minutes"],
        ],
        columns: &[
            col(&["id", "ticket id"], Is::Id("tickets"), "ticket numbers: each ticket counts once"),
            col(&["created at"], Is::Date, "the day on which the ticket came in"),
            col(&["satisfaction score"], Is::Answer("csat", GoodBad), "good ÷ (good + bad); “offered” is no answer"),
            col(&["first reply time in minutes"], Is::Quantity("first-response-minutes"), ""),
            col(
                &["first reply time in minutes within business hours"],
                Is::Quantity("first-response-business-minutes"),
                "business hours, kept apart",
            ),
            col(
                &["full resolution time in minutes"],
                Is::Quantity("resolution-minutes"),
                "until the ticket stayed solved",
            ),
            col(
                &["full resolution time in minutes within business hours"],
                Is::Quantity("resolution-business-minutes"),
                "business hours, kept apart",
            ),
            col(
                &[
                    "first resolution time in minutes",
                    "first resolution time in minutes within business hours",
                    "resolution time",
                ],
                Is::Not,
                "the full resolution time is used",
            ),
            col(&["summation column"], Is::Not, "1 in every row"),
            col(
                &["via", "group", "ticket type", "priority", "status"],
                Is::Not,
                "choose Touchpoint or Segment to keep them apart",
            ),
            col(&["requester", "requester email", "submitter", "assignee"], Is::Not, "people are not kept"),
        ],
        whole: SUPPORT,
    },
    Export {
        family: Family::Freshdesk,
        name: "Freshdesk, tickets",
        signature: &[
            &["ticket id"],
            &["created time"],
            &[
                "resolution time in hrs",
                "resolution time in bhrs",
                "first response time in hrs",
                "survey result",
                "survey results",
            ],
        ],
        columns: &[
            col(&["ticket id"], Is::Id("tickets"), "ticket numbers: each ticket counts once"),
            col(&["created time"], Is::Date, "the day on which the ticket came in"),
            col(
                &["survey result", "survey results", "customer rating", "csat rating"],
                Is::Answer("csat", GoodBad),
                "happy ÷ all answers",
            ),
            col(&["first response time in hrs"], Is::Quantity("first-response-minutes"), "hours, shown in minutes"),
            col(
                &["first response time in bhrs"],
                Is::Quantity("first-response-business-minutes"),
                "business hours, kept apart",
            ),
            col(&["resolution time in hrs"], Is::Quantity("resolution-minutes"), "hours, shown in minutes"),
            col(
                &["resolution time in bhrs"],
                Is::Quantity("resolution-business-minutes"),
                "business hours, kept apart",
            ),
            col(
                &["resolved time", "closed time", "last update time", "due by time", "initial response time"],
                Is::Not,
                "the day on which the ticket came in is used",
            ),
            col(
                &["source", "group", "type", "priority", "status"],
                Is::Not,
                "choose Touchpoint or Segment to keep them apart",
            ),
            col(&["agent", "full name", "email", "requester name", "requester email"], Is::Not, "people are not kept"),
        ],
        whole: SUPPORT,
    },
    Export {
        family: Family::SurveyMonkey,
        name: "SurveyMonkey, answers",
        signature: &[&["respondent id"], &["collector id"]],
        columns: &[
            col(
                &["end date", "date modified"],
                Is::MonthFirstDate,
                "when the answer was sent; SurveyMonkey writes the month first",
            ),
            col(&["start date", "date created"], Is::Not, "the end date is used"),
            col(&["ip address", "email address", "first name", "last name"], Is::Not, "people are not kept"),
            col(&["respondent id", "collector id"], Is::Not, "identifier"),
        ],
        whole: SURVEY,
    },
    Export {
        family: Family::Qualtrics,
        name: "Qualtrics, answers",
        signature: &[
            &["responseid", "response id", "v1"],
            &["recordeddate", "recorded date", "v9", "finished", "progress"],
        ],
        columns: &[
            col(&["recordeddate", "recorded date"], Is::Date, "when the answer was recorded"),
            col(&["startdate", "start date", "enddate", "end date"], Is::Not, "the recorded date is used"),
            col(
                &["status", "response type", "progress", "finished", "duration in seconds"],
                Is::Not,
                "about the answering",
            ),
            col(
                &[
                    "ipaddress",
                    "ip address",
                    "recipientemail",
                    "recipient email",
                    "recipientfirstname",
                    "recipient first name",
                    "recipientlastname",
                    "recipient last name",
                    "locationlatitude",
                    "location latitude",
                    "locationlongitude",
                    "location longitude",
                ],
                Is::Not,
                "people are not kept",
            ),
            col(
                &["distributionchannel", "distribution channel", "userlanguage", "user language"],
                Is::Not,
                "choose Segment to keep them apart",
            ),
        ],
        whole: SURVEY,
    },
    Export {
        family: Family::Salesforce,
        name: "Salesforce, opportunities",
        signature: &[&["opportunity name"], &["stage"], &["close date", "amount", "lead source"]],
        columns: &[
            col(&["lead source"], Is::Touchpoint, "where the opportunity came from"),
            col(&["opportunity name"], Is::Id("deals"), "each opportunity counts once"),
            col(&["stage"], Is::Answer("win-rate", WonLost), "won ÷ (won + lost); open ones are neither"),
            col(&["amount"], Is::Quantity("pipeline"), "revenue where it was won"),
            col(&["close date"], Is::Date, ""),
            col(&["account name", "owner", "opportunity owner"], Is::Not, "people are not kept"),
            col(&["amount currency", "currency"], Is::Currency, ""),
        ],
        whole: None,
    },
    Export {
        family: Family::EventLog,
        name: "Event log, shop",
        signature: &[&["event time"], &["event type"], &["user id", "user session"]],
        columns: &[
            col(&["event time"], Is::Date, ""),
            col(&["event type"], Is::Event, "each row is one event"),
            col(&["user id"], Is::Customer, "counts people; identifiers are not kept"),
            col(&["user session"], Is::Id("event-sessions"), "each session counts once"),
            col(&["price"], Is::Not, "price of the product looked at"),
            col(&["category code", "brand", "category id", "product id"], Is::Not, "choose Segment to keep them apart"),
        ],
        whole: None,
    },
    Export {
        family: Family::EventLog,
        name: "Event log, shop",
        signature: &[&["timestamp"], &["visitorid", "visitor id"], &["event"]],
        columns: &[
            col(&["timestamp"], Is::Date, ""),
            col(&["event"], Is::Event, "each row is one event"),
            col(&["visitorid", "visitor id"], Is::Customer, "counts people; identifiers are not kept"),
            col(&["itemid", "item id", "transactionid", "transaction id"], Is::Not, "identifier"),
        ],
        whole: None,
    },
    Export {
        family: Family::Matomo,
        name: "Matomo, visits",
        signature: &[
            &["label", "date", "page url", "pages"],
            &["nb visits", "nb hits"],
            &[
                "bounce count",
                "sum visit length",
                "sum time spent",
                "nb actions",
                "exit nb visits",
                "entry bounce count",
            ],
        ],
        columns: MATOMO_VISITS,
        whole: None,
    },
    Export {
        family: Family::Matomo,
        name: "Matomo, pages",
        signature: &[
            &[
                "pageviews",
                "seitenansichten",
                "pages vues",
                "vistas de página",
                "visualizzazioni pagina",
                "paginaweergaven",
                "ページビュー",
            ],
            &[
                "unique pageviews",
                "einmalige seitenansichten",
                "pages vues uniques",
                "vistas de página únicas",
                "visualizzazioni uniche",
                "unieke paginaweergaven",
                "ユニークページビュー",
            ],
        ],
        columns: MATOMO_PAGES,
        whole: None,
    },
    Export {
        family: Family::Meta,
        name: "Meta Ads, daily report",
        signature: &[
            &[
                "reporting starts",
                "berichtsstart",
                "début des rapports",
                "inicio del informe",
                "inizio dei rapporti",
                "inizio report",
                "início dos relatórios",
                "start rapportage",
                "レポート開始日",
            ],
            &["day", "tag", "jour", "día", "giorno", "dia", "dag", "日"],
        ],
        columns: META,
        whole: None,
    },
    Export {
        family: Family::Meta,
        name: "Meta Ads, report",
        signature: &[&[
            "reporting starts",
            "berichtsstart",
            "début des rapports",
            "inicio del informe",
            "inizio dei rapporti",
            "inizio report",
            "início dos relatórios",
            "start rapportage",
            "レポート開始日",
            "amount spent",
            "montant dépensé",
            "ausgegebener betrag",
            "importe gastado",
            "importo speso",
            "valor usado",
            "besteed bedrag",
            "消化金額",
        ]],
        columns: META,
        whole: None,
    },
];

const POSITION: &[&str] = &["position", "posición", "posizione", "posição", "positie", "掲載順位", "average position"];

const META: &[Known] = &[
    col(
        &[
            "reporting starts",
            "berichtsstart",
            "début des rapports",
            "inicio del informe",
            "inizio dei rapporti",
            "inizio report",
            "início dos relatórios",
            "start rapportage",
            "レポート開始日",
        ],
        Is::Start,
        "",
    ),
    col(
        &[
            "reporting ends",
            "berichtsende",
            "fin des rapports",
            "fin del informe",
            "fine dei rapporti",
            "fine report",
            "término dos relatórios",
            "fim dos relatórios",
            "einde rapportage",
            "レポート終了日",
        ],
        Is::End,
        "",
    ),
];

const MATOMO_VISITS: &[Known] = &[
    col(&["label", "page url", "pages"], Is::Touchpoint, ""),
    col(&["date"], Is::Date, ""),
    col(&["nb visits"], Is::Quantity("sessions"), "Matomo's visits"),
    col(&["nb hits"], Is::Quantity("views"), "Matomo's hits"),
    col(&["nb uniq visitors", "unique visitors"], Is::Quantity("users"), ""),
    col(&["bounce count"], Is::Quantity("single-page-sessions"), "visits of one page"),
    col(&["bounce rate", "entry bounce count"], Is::Not, "of the visits that began there only"),
    col(&["sum visit length"], Is::Quantity("session-seconds"), "seconds of all visits"),
    col(&["nb conversions", "nb visits converted"], Is::Quantity("conversions"), ""),
    col(
        &[
            "nb actions",
            "max actions",
            "sum time spent",
            "exit nb visits",
            "exit rate",
            "entry nb visits",
            "entry nb actions",
            "entry sum visit length",
            "avg time on page",
            "sum daily nb uniq visitors",
            "conversion rate",
            "nb users",
        ],
        Is::Not,
        "not needed",
    ),
];

const MATOMO_PAGES: &[Known] = &[
    col(&["label", "page url", "pages", "seiten url", "url de la page"], Is::Touchpoint, ""),
    col(
        &[
            "unique pageviews",
            "einmalige seitenansichten",
            "pages vues uniques",
            "vistas de página únicas",
            "visualizzazioni uniche",
            "unieke paginaweergaven",
            "ユニークページビュー",
        ],
        Is::Not,
        "visits that saw the page; choose Sessions to count them",
    ),
    // Its denominator, the visits that began on the page, is not in the file.
    col(
        &[
            "bounce rate",
            "absprungrate",
            "taux de rebond",
            "porcentaje de rebote",
            "frequenza di rimbalzo",
            "bouncepercentage",
            "直帰率",
        ],
        Is::Rate("bounce-rate-single-page"),
        "of the visits that began on the page; how many is not in the file",
    ),
    col(
        &["exit rate", "avg time on page", "avg generation time"],
        Is::Not,
        "a rate of visits that are not in the file",
    ),
];

impl Export {
    /// Whether a table with these normalized headers is this export.
    pub fn fits(&self, headers: &[String]) -> bool {
        let has = |names: &&[&str]| headers.iter().any(|header| names.contains(&header.as_str()));
        self.signature.iter().all(|names| has(names))
    }

    /// What the column of that normalized header is, if the export says so.
    pub fn column(&self, header: &str) -> Option<&'static Known> {
        self.columns.iter().find(|known| known.headers.contains(&header))
    }
}
