//! Known quantities: what a column counts or measures by itself, and what rates are made of.

use super::{measured, of_class, sum};
use crate::import::library::{MetricTemplate, TemplateUnit};
use crate::model::Direction::{HigherIsBetter as Higher, LowerIsBetter as Lower};
use crate::model::MetricClass;
use TemplateUnit::{Count, Money, Seconds};

pub(in crate::import) const QUANTITIES: &[MetricTemplate] = &[
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
            "order total",
            "order amount",
            "order value",
            "total price",
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
    of_class(
        MetricClass::Distinct,
        ["event-sessions", "Sessions with the event", "sessions", "sessions with the event"],
        Count,
        Higher,
        &["sessions with event"],
    ),
    sum(["refunds", "Refunds", "refunds", "refunds"], Money, Lower, &["refunds", "refunded amount", "refund amount"]),
    // Sales
    sum(["deals", "Opportunities", "opps", "opportunities"], Count, Higher, &["opportunities", "deals"]),
    sum(["deals-won", "Opportunities won", "won", "opportunities won"], Count, Higher, &["deals won", "won deals"]),
    sum(
        ["deals-closed", "Opportunities closed", "closed", "opportunities won or lost"],
        Count,
        Higher,
        &["deals closed", "closed deals"],
    ),
    sum(
        ["pipeline", "Pipeline", "pipeline", "value of opportunities"],
        Money,
        Higher,
        &["pipeline", "deal amount", "opportunity amount", "expected revenue"],
    ),
    // Minutes that each ticket took
    measured(
        ["first-response-minutes", "First response time, mean", "1st resp.", "minutes to the first response"],
        &["first reply time in minutes", "first response time in minutes", "first response time in hrs"],
    ),
    measured(
        [
            "first-response-business-minutes",
            "First response time in business hours, mean",
            "1st work h",
            "business minutes to the first response",
        ],
        &["first reply time in minutes within business hours"],
    ),
    measured(
        ["resolution-minutes", "Resolution time, mean", "resol.", "minutes to the solution"],
        &["full resolution time in minutes", "resolution time in minutes", "resolution time in hrs"],
    ),
    measured(
        [
            "resolution-business-minutes",
            "Resolution time in business hours, mean",
            "resol. work h",
            "business minutes to the solution",
        ],
        &["full resolution time in minutes within business hours"],
    ),
];
