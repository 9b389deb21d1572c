//! Exports of shops, helpdesks, survey tools, sales and events: rows of single things. Data; what its parts mean is in
//! `known`.

use super::Family;
use super::known::{Export, Is, col};
use crate::import::answers::Scale::{GoodBad, WonLost};

const SUPPORT: Option<&str> = Some("Customer support");
const SURVEY: Option<&str> = Some("Survey");

/// The likeliest first: the first whose signature is there counts.
pub(super) const CUSTOMERS: &[Export] = &[
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
];
