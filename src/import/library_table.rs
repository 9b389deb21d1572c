//! The table of known metrics. Nothing but data; what it means is in `library`.

use super::library::{MetricTemplate, Part, TemplateUnit};
use crate::model::Direction::{self, HigherIsBetter as Higher, LowerIsBetter as Lower};
use crate::model::MetricClass;
use Part::{Itself, Less, Quantity, Unknown};
use TemplateUnit::{Count, Minutes, Money, Points, Seconds, Share, Times};

type Texts = &'static [&'static str];

const fn of_class(
    class: MetricClass,
    names: [&'static str; 4],
    unit: TemplateUnit,
    direction: Direction,
    headers: Texts,
) -> MetricTemplate {
    let [key, name, short_name, words] = names;
    MetricTemplate { key, name, short_name, words, class, unit, direction, numerator: Itself, denominator: "", headers }
}

const fn sum(names: [&'static str; 4], unit: TemplateUnit, direction: Direction, headers: Texts) -> MetricTemplate {
    of_class(MetricClass::Additive, names, unit, direction, headers)
}

const fn ratio(
    names: [&'static str; 3],
    numerator: Part,
    denominator: &'static str,
    unit: TemplateUnit,
    direction: Direction,
    headers: Texts,
) -> MetricTemplate {
    let [key, name, short_name] = names;
    let base = of_class(MetricClass::Ratio, [key, name, short_name, name], unit, direction, headers);
    MetricTemplate { numerator, denominator, ..base }
}

const fn made_of(base: MetricTemplate, numerator: Part, denominator: &'static str) -> MetricTemplate {
    MetricTemplate { numerator, denominator, ..base }
}

pub(super) const TABLE: &[MetricTemplate] = &[
    // Reach and traffic
    sum(
        ["impressions", "Impressions", "impr.", "impressions"],
        Count,
        Higher,
        &["impressions", "impr", "impressionen", "einblendungen"],
    ),
    sum(
        ["clicks", "Clicks", "clicks", "clicks"],
        Count,
        Higher,
        &["clicks", "link clicks", "klicks", "clics", "clics sur un lien"],
    ),
    sum(
        ["sessions", "Sessions", "sessions", "sessions"],
        Count,
        Higher,
        &["sessions", "visits", "sitzungen", "besuche"],
    ),
    sum(["engaged-sessions", "Engaged sessions", "engaged", "engaged sessions"], Count, Higher, &["engaged sessions"]),
    sum(
        ["single-page-sessions", "Single-page sessions", "single", "single-page sessions"],
        Count,
        Lower,
        &["single page sessions", "bounces", "bounced sessions"],
    ),
    sum(
        ["views", "Views", "views", "views"],
        Count,
        Higher,
        &["views", "page views", "pageviews", "screen page views", "aufrufe"],
    ),
    of_class(
        MetricClass::Distinct,
        ["active-users", "Active users", "users", "active users"],
        Count,
        Higher,
        &["active users", "aktive nutzer"],
    ),
    of_class(
        MetricClass::Distinct,
        ["users", "Users", "users", "users"],
        Count,
        Higher,
        &["users", "total users", "unique visitors", "visitors", "nutzer"],
    ),
    of_class(
        MetricClass::Distinct,
        ["reach", "Reach", "reach", "people reached"],
        Count,
        Higher,
        &["reach", "reichweite", "couverture"],
    ),
    sum(["event-count", "Event count", "events", "events"], Count, Higher, &["event count"]),
    sum(["key-events", "Key events", "key ev.", "key events"], Count, Higher, &["key events"]),
    sum(
        ["session-seconds", "Time on site, total", "time", "seconds on site"],
        Seconds,
        Higher,
        &["total time on site", "session duration", "total session duration"],
    ),
    sum(
        ["engagement-seconds", "Engagement time, total", "eng. time", "seconds of engagement"],
        Seconds,
        Higher,
        &["user engagement", "engagement time", "total engagement time"],
    ),
    // Orders and money
    sum(
        ["conversions", "Conversions", "conv.", "conversions"],
        Count,
        Higher,
        &["conversions", "conv", "results", "leads", "purchases", "resultate", "ergebnisse", "résultats"],
    ),
    sum(
        ["orders", "Orders", "orders", "orders"],
        Count,
        Higher,
        &["orders", "total orders", "transactions", "bestellungen", "commandes"],
    ),
    sum(
        ["revenue", "Revenue", "revenue", "revenue"],
        Money,
        Higher,
        &[
            "revenue",
            "total revenue",
            "purchase revenue",
            "conv value",
            "conversion value",
            "purchases conversion value",
            "umsatz",
        ],
    ),
    sum(
        ["cost", "Cost", "cost", "cost"],
        Money,
        Lower,
        &["cost", "amount spent", "spend", "ad cost", "kosten", "coût", "montant dépensé", "ausgegebener betrag"],
    ),
    of_class(
        MetricClass::Distinct,
        ["customers", "Customers", "customers", "customers"],
        Count,
        Higher,
        &["customers", "kunden", "clients"],
    ),
    of_class(
        MetricClass::Distinct,
        ["repeat-customers", "Repeat customers", "repeat", "customers with two orders or more"],
        Count,
        Higher,
        &["repeat customers", "returning customers"],
    ),
    sum(
        ["customers-lost", "Customers lost", "lost", "customers lost"],
        Count,
        Lower,
        &["customers lost", "lost customers", "churned customers", "cancellations"],
    ),
    of_class(
        MetricClass::Snapshot,
        ["customers-at-start", "Customers at start", "at start", "customers at the start"],
        Count,
        Higher,
        &["customers at start", "opening customers", "active customers at start"],
    ),
    sum(
        ["baskets", "Baskets", "baskets", "baskets"],
        Count,
        Higher,
        &["baskets", "carts", "carts created", "add to carts"],
    ),
    sum(
        ["reached", "Reached the step", "reached", "people who reached the step"],
        Count,
        Higher,
        &["reached", "entered", "step users"],
    ),
    sum(
        ["reached-next", "Reached the next step", "next", "people who reached the next step"],
        Count,
        Higher,
        &["reached next", "continued", "completed step"],
    ),
    // E-mail
    sum(["recipients", "Recipients", "recip.", "recipients"], Count, Higher, &["recipients", "total recipients"]),
    sum(
        ["deliveries", "Deliveries", "deliv.", "deliveries"],
        Count,
        Higher,
        &["successful deliveries", "delivered", "deliveries"],
    ),
    sum(["unique-opens", "Unique opens", "opens", "unique opens"], Count, Higher, &["unique opens"]),
    sum(["unique-clicks", "Unique clicks", "u. clicks", "unique clicks"], Count, Higher, &["unique clicks"]),
    sum(["unsubscribes", "Unsubscribes", "unsubs", "unsubscribes"], Count, Lower, &["unsubscribes", "unsubscribed"]),
    of_class(
        MetricClass::Snapshot,
        ["list-size", "List size", "list", "subscribers"],
        Count,
        Higher,
        &["list size", "subscribers", "followers"],
    ),
    // Answers and service
    sum(
        ["answers", "Answers", "answers", "answers"],
        Count,
        Higher,
        &["answers", "responses", "ratings", "reviews", "number of responses", "response count"],
    ),
    sum(
        ["satisfied-answers", "Satisfied answers", "satisfied", "answers 4 or 5, or good"],
        Count,
        Higher,
        &["satisfied", "satisfied answers", "good", "top 2 box"],
    ),
    sum(["promoters", "Promoters", "promot.", "promoters"], Count, Higher, &["promoters"]),
    sum(["passives", "Passives", "passives", "passives"], Count, Higher, &["passives"]),
    sum(["detractors", "Detractors", "detr.", "detractors"], Count, Lower, &["detractors"]),
    sum(["tickets", "Tickets", "tickets", "tickets"], Count, Lower, &["tickets", "tickets created", "cases"]),
    of_class(
        MetricClass::Snapshot,
        ["open-tickets", "Open tickets", "open", "open tickets"],
        Count,
        Lower,
        &["open tickets", "unsolved tickets", "backlog"],
    ),
    sum(
        ["parcels", "Deliveries made", "parcels", "parcels delivered"],
        Count,
        Higher,
        &["parcels", "shipments", "parcels delivered"],
    ),
    sum(
        ["parcels-on-time", "Parcels on time", "on time", "parcels on time"],
        Count,
        Higher,
        &["parcels on time", "on time deliveries", "delivered on time", "on time"],
    ),
    // Rates of traffic
    ratio(
        ["ctr", "CTR", "CTR"],
        Quantity("clicks"),
        "impressions",
        Share,
        Higher,
        &["ctr", "ctr link click through rate", "click through rate", "klickrate"],
    ),
    ratio(
        ["conversion-rate-per-click", "Conversion rate, per click", "conv."],
        Quantity("conversions"),
        "clicks",
        Share,
        Higher,
        &["conv rate", "conversion rate per click"],
    ),
    ratio(
        ["conversion-rate-per-session", "Conversion rate, per session", "conv."],
        Quantity("conversions"),
        "sessions",
        Share,
        Higher,
        &["conversion rate", "session conversion rate", "conversion rate per session"],
    ),
    ratio(
        ["key-events-per-session", "Key events per session", "conv."],
        Quantity("key-events"),
        "sessions",
        Share,
        Higher,
        &["session key event rate", "key events per session"],
    ),
    ratio(
        ["engagement-rate", "Engagement rate", "engaged"],
        Quantity("engaged-sessions"),
        "sessions",
        Share,
        Higher,
        &["engagement rate"],
    ),
    ratio(
        ["bounce-rate-ga4", "Bounce rate (GA4)", "bounce"],
        Less("sessions", "engaged-sessions"),
        "sessions",
        Share,
        Lower,
        &["bounce rate"],
    ),
    ratio(
        ["bounce-rate-single-page", "Bounce rate (single page)", "bounce"],
        Quantity("single-page-sessions"),
        "sessions",
        Share,
        Lower,
        &["single page bounce rate"],
    ),
    ratio(
        ["average-time-on-site", "Average time on site", "time"],
        Quantity("session-seconds"),
        "sessions",
        Seconds,
        Higher,
        &["average time on site", "avg session duration", "average session duration", "time on site"],
    ),
    ratio(
        ["average-engagement-time", "Average engagement time", "eng. time"],
        Quantity("engagement-seconds"),
        "active-users",
        Seconds,
        Higher,
        &["average engagement time per active user", "average engagement time"],
    ),
    ratio(
        ["average-engagement-time-per-session", "Average engagement time per session", "eng./sess."],
        Quantity("engagement-seconds"),
        "sessions",
        Seconds,
        Higher,
        &["average engagement time per session"],
    ),
    ratio(
        ["drop-off", "Drop-off", "drop-off"],
        Less("reached", "reached-next"),
        "reached",
        Share,
        Lower,
        &["drop off", "drop off rate", "abandonment rate"],
    ),
    ratio(
        ["basket-abandonment", "Basket abandonment", "abandoned"],
        Less("baskets", "orders"),
        "baskets",
        Share,
        Lower,
        &["basket abandonment", "cart abandonment", "cart abandonment rate"],
    ),
    // Rates of e-mail
    ratio(
        ["open-rate", "E-mail open rate", "opens"],
        Quantity("unique-opens"),
        "deliveries",
        Share,
        Higher,
        &["open rate"],
    ),
    ratio(
        ["click-rate", "E-mail click rate", "clicks"],
        Quantity("unique-clicks"),
        "deliveries",
        Share,
        Higher,
        &["click rate"],
    ),
    ratio(
        ["click-to-open-rate", "Click-to-open rate", "CTOR"],
        Quantity("unique-clicks"),
        "unique-opens",
        Share,
        Higher,
        &["click to open rate", "ctor"],
    ),
    ratio(
        ["unsubscribe-rate", "Unsubscribe rate", "unsub."],
        Quantity("unsubscribes"),
        "deliveries",
        Share,
        Lower,
        &["unsubscribe rate", "unsub rate"],
    ),
    // Money per something
    ratio(
        ["aov", "Average order value", "AOV"],
        Quantity("revenue"),
        "orders",
        Money,
        Higher,
        &["aov", "average order value", "average purchase revenue"],
    ),
    ratio(
        ["clv", "Customer lifetime value, historic", "CLV"],
        Quantity("revenue"),
        "customers",
        Money,
        Higher,
        &["clv", "customer lifetime value", "ltv"],
    ),
    made_of(
        of_class(
            MetricClass::RateOnly,
            ["clv-simple", "Customer lifetime value, simple", "CLV", "AOV × orders a year × years × margin"],
            Money,
            Higher,
            &["simple clv"],
        ),
        Unknown,
        "",
    ),
    ratio(
        ["roas", "ROAS", "ROAS"],
        Quantity("revenue"),
        "cost",
        Times,
        Higher,
        &["roas", "purchase roas", "conv value cost"],
    ),
    ratio(
        ["cpa", "Cost per conversion", "CPA"],
        Quantity("cost"),
        "conversions",
        Money,
        Lower,
        &["cost conv", "cpa", "cost per result", "cost per conversion"],
    ),
    ratio(
        ["cpc", "Cost per click", "CPC"],
        Quantity("cost"),
        "clicks",
        Money,
        Lower,
        &["avg cpc", "avg cost", "cpc", "cpc cost per link click", "cost per click"],
    ),
    ratio(
        ["churn", "Churn", "churn"],
        Quantity("customers-lost"),
        "customers-at-start",
        Share,
        Lower,
        &["churn", "churn rate"],
    ),
    made_of(
        of_class(
            MetricClass::Distinct,
            ["repeat-purchase-rate", "Repeat purchase rate", "repeat", "repeat purchase rate"],
            Share,
            Higher,
            &["repeat purchase rate", "returning customer rate", "repeat rate"],
        ),
        Quantity("repeat-customers"),
        "customers",
    ),
    // Answers and service, in rates
    ratio(
        ["csat", "CSAT", "CSAT"],
        Quantity("satisfied-answers"),
        "answers",
        Share,
        Higher,
        &["csat", "satisfaction rate", "csat score"],
    ),
    made_of(
        of_class(
            MetricClass::Mean,
            ["mean-rating", "Mean rating", "rating", "ratings"],
            Points,
            Higher,
            &["mean rating", "average rating", "avg rating", "rating", "stars"],
        ),
        Unknown,
        "answers",
    ),
    made_of(
        of_class(
            MetricClass::Mean,
            ["ces", "CES", "CES", "effort scores"],
            Points,
            Higher,
            &["ces", "customer effort score", "effort score"],
        ),
        Unknown,
        "answers",
    ),
    made_of(
        of_class(
            MetricClass::ShareDifference,
            ["nps", "NPS", "NPS", "promoters − detractors"],
            Points,
            Higher,
            &["nps", "net promoter score"],
        ),
        Less("promoters", "detractors"),
        "answers",
    ),
    ratio(
        ["on-time-share", "Delivered on time", "on time"],
        Quantity("parcels-on-time"),
        "parcels",
        Share,
        Higher,
        &["on time share", "on time rate", "on time delivery rate"],
    ),
    made_of(
        of_class(
            MetricClass::RateOnly,
            ["first-response-time", "First response time, median", "1st resp.", "minutes to the first response"],
            Minutes,
            Lower,
            &["median first reply time", "median first response time", "first response time", "first reply time"],
        ),
        Unknown,
        "tickets",
    ),
    made_of(
        of_class(
            MetricClass::RateOnly,
            ["resolution-time", "Resolution time, median", "resol.", "minutes to the solution"],
            Minutes,
            Lower,
            &["median resolution time", "median full resolution time", "resolution time"],
        ),
        Unknown,
        "tickets",
    ),
];
