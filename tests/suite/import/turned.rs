//! Tables with months, metrics and segments beside each other: every figure must land at its touchpoint, its days and
//! its metric.

use throughline::base::Period;
use throughline::import::{guess, read_table};
use throughline::model::Amount;

use super::{CREATE, amounts, assert_sound, assert_value, day, fixture, plan, project, role, says};

fn month(number: i8) -> Period {
    Period::month_of(day(number, 1))
}

/// What a report comes to: a metric, a touchpoint, a month of 2026 and the value there.
struct Report {
    what: &'static str,
    text: &'static str,
    values: &'static [(&'static str, &'static str, i8, f64)],
    says: &'static [&'static str],
}

const REPORTS: &[Report] = &[
    Report {
        what: "metrics below each other in each touchpoint",
        text: "Board report\n\nTouchpoint,Metric,Aug 2026,Sep 2026,Total,Target\n\
            Website,Sessions,1000,1200,2200,1100\nWebsite,Orders,10,15,25,20\n\
            Newsletter,Sessions,200,-,200,\nNewsletter,Orders,2,3,5,\n",
        values: &[
            ("sessions", "Website", 8, 1000.0),
            ("sessions", "Website", 9, 1200.0),
            ("orders", "Website", 9, 15.0),
            ("sessions", "Newsletter", 8, 200.0),
            ("orders", "Newsletter", 9, 3.0),
        ],
        says: &["Left out: “Total”, “Target”", "turned"],
    },
    Report {
        what: "a touchpoint written once over its metrics",
        text: "Channel;KPI;08/2026;09/2026\nWebsite;Clicks;1000;1200\n;Impressions;20000;30000\n\
            Newsletter;Clicks;50;60\n;Impressions;900;1100\n",
        values: &[("clicks", "Website", 9, 1200.0), ("impressions", "Newsletter", 8, 900.0)],
        says: &[],
    },
    Report {
        what: "touchpoints as headings over their metrics",
        text: "KPI,Aug 2026,Sep 2026\nWebsite,,\nSessions,1000,1200\nOrders,10,15\nStore,,\nSessions,300,310\nOrders,30,31\nSource: BI,,\n",
        values: &[("sessions", "Store", 9, 310.0), ("orders", "Website", 8, 10.0)],
        says: &[],
    },
    Report {
        what: "one metric, which the title names, and totals",
        text: "Clicks by campaign\n\nCampaign,2026-08,2026-09\nBrand,100,150\nShop,20,30\nTotal,120,180\n",
        values: &[("clicks", "Brand", 9, 150.0), ("clicks", "Shop", 8, 20.0)],
        says: &["The totals that the table states agree with its rows"],
    },
    Report {
        what: "months without a year under a title with one, and totals that are wrong",
        text: "Sessions by channel 2026\n\nChannel,Jan,Feb,Mar\nSearch,10,20,30\nSocial,1,2,3\nTotal,11,25,33\n",
        values: &[],
        says: &["Feb states 25, its rows come to 22"],
    },
    Report {
        what: "metrics beside each other in each month",
        text: "Campaign,Aug 2026,,Sep 2026,\n,Clicks,Cost (EUR),Clicks,Cost (EUR)\nBrand,100,50.5,150,60\nShop,20,5,30,6\n",
        values: &[("clicks", "Shop", 9, 30.0), ("cost-eur", "Brand", 8, 50.5)],
        says: &[],
    },
    Report {
        what: "months below their year",
        text: "Touchpoint,Metric,2026,,\n,,Jul,Aug,Sep\nShop,Clicks,100,120,130\nShop,Impressions,2000,3000,4000\n",
        values: &[("clicks", "Shop", 8, 120.0), ("impressions", "Shop", 9, 4000.0)],
        says: &[],
    },
];

#[test]
fn reports_with_months_beside_each_other_are_turned() {
    for report in REPORTS {
        let project = project(&["Website", "Newsletter", "Store", "Brand", "Shop"]);
        let table = read_table("board.csv", report.text.as_bytes()).unwrap();
        let recipe = guess(&table, &project);
        let made = plan(&table, &recipe, &project, &CREATE);
        let columns: Vec<_> = made.columns.iter().map(|column| (&column.name, column.role.code())).collect();
        for (key, title, number, value) in report.values {
            let found = amounts(&made, &project, key, title);
            let found = found.iter().find(|(period, _)| *period == month(*number)).map(|(_, amount)| *amount);
            assert_eq!(found, Some(Amount::Value(*value)), "{}: {key} of {title}, {columns:?}", report.what);
        }
        for part in report.says {
            assert!(says(&made, part), "{}: {part}\n{:?}", report.what, made.warnings);
        }
        assert_sound(&made, &project);
    }
}

#[test]
fn what_does_not_stand_on_its_side_is_left_as_it_is() {
    for text in [
        "Campaign,Day,Clicks\nBrand,2026-09-01,3\nShop,2026-09-02,4\n",
        "Page,Section: Sessions,Section: Orders\n/home,3,1\n/cart,2,1\n",
        "Name,First seen: Sep 2026,Comment\nAnn,yes,x\nBob,no,y\n",
        "Touchpoint,2026 plan,Clicks\nShop,x,3\nStore,y,4\n",
    ] {
        let table = read_table("a.csv", text.as_bytes()).unwrap();
        assert_eq!(table.row_count(), 2, "{text}");
        assert_eq!(table.columns.len(), 3, "{text}");
    }
}

#[test]
fn segments_beside_each_other_are_all_read() {
    let project = project(&[]);
    let table = fixture("adobe_workspace.csv");
    let recipe = guess(&table, &project);
    let made = plan(&table, &recipe, &project, &CREATE);
    assert_eq!(made.format, "Adobe Analytics, workspace");
    assert_eq!(role(&made, "Segment").0.code(), "segment");
    let attachment = made.attachment.as_ref().unwrap();
    let segments: Vec<_> = attachment.segments.iter().map(|segment| segment.name.as_str()).collect();
    assert_eq!(segments, ["Mobile"]);
    let week = Period::new(day(7, 27), day(8, 2)).unwrap();
    let all = amounts(&made, &project, "orders", "checkout");
    assert_eq!(all, [(week, Amount::Value(41.0)), (week, Amount::Value(20.0))]);
    let of_all = attachment.series.iter().filter(|series| series.key.segment.is_none()).count();
    assert_eq!(of_all * 2, attachment.series.len(), "all visitors are no segment");
    assert!(says(&made, "The totals that the table states are left out."), "{:?}", made.warnings);
    assert_value(&made, "sessions", Some(1_380.0));
    assert_sound(&made, &project);
}

#[test]
fn a_table_too_long_to_be_turned_is_told_of() {
    let rows: String = (0..6_000).map(|row| format!("Campaign {row},{row},1\n")).collect();
    let table = read_table("a.csv", format!("Campaign,Aug 2026,Sep 2026\n{rows}").as_bytes()).unwrap();
    let made = plan(&table, &guess(&table, &project(&[])), &project(&[]), &CREATE);
    assert!(says(&made, "are not turned"), "{:?}", made.warnings);
}
