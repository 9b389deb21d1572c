//! Real and made-up exports, and what is found in each.
#![allow(clippy::unwrap_used)]

use super::cells::usual_width;
use super::*;
use proptest::prelude::*;

mod rows;

fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    crate::import::reader::records_of(text.as_bytes(), delimiter)
}

/// Names with their bytes.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../tests/fixtures/imports/", $name)))),*]
    };
}

const FILES: &[(&str, &[u8])] = files![
    "adobe_workspace.csv",
    "events_utc_suffix.csv",
    "ga4_pages_and_screens.csv",
    "ga4_reports_snapshot.csv",
    "ga4_resaved_percent_duration.csv",
    "google_ads_de.csv",
    "google_ads_en.csv",
    "google_ads_excel_utf16le_tab.csv",
    "google_ads_fr.csv",
    "google_ads_ja.csv",
    "mailchimp_campaign_report.csv",
    "mailchimp_campaigns.csv",
    "matomo_pages_utf16le.csv",
    "meta_ads_daily.csv",
    "qualtrics.csv",
    "report_grouped.csv",
    "salesforce_report_cp1252.csv",
    "shopify_orders.csv",
    "surveymonkey.csv",
    "zendesk_tickets.csv",
];

fn fixture(name: &str, delimiter: u8) -> (Vec<Vec<String>>, Vec<Shape>) {
    let (_, bytes) = FILES.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no {name}"));
    let content = crate::import::content::contents_of_bytes(name, bytes, &|_| true).unwrap().remove(0);
    let text = content.text.head(1 << 20).unwrap();
    let records = records(std::str::from_utf8(&text).unwrap(), delimiter);
    let shapes = find_shapes(&records);
    (records, shapes)
}

fn shapes(text: &str) -> Vec<Shape> {
    find_shapes(&records(text, b','))
}

/// The rows of a table: what its records say where they are rows.
fn rows<'a>(records: &'a [Vec<String>], shape: &Shape) -> Vec<&'a Vec<String>> {
    let end = shape.end_row.unwrap_or(records.len());
    let of_table = records[shape.first_row..end].iter();
    of_table.filter(|record| shape.no_row(record.len(), record.iter().map(String::as_str)).is_none()).collect()
}

#[test]
fn each_export_has_its_header_and_its_rows() {
    // File, delimiter, lines of the header, first and last name, number of rows (totals rows among them), a title.
    for (name, delimiter, lines, first, last, count, title) in [
        ("events_utc_suffix.csv", b',', 1, "event_time", "user_session", 3, ""),
        ("ga4_pages_and_screens.csv", b',', 1, "Page path and screen class", "Total revenue", 5, "All Users"),
        ("ga4_resaved_percent_duration.csv", b',', 1, "Date", "Key events", 4, "20260901-20260930"),
        ("google_ads_en.csv", b',', 1, "Day", "Conv. rate", 6, "Campaign report"),
        ("google_ads_excel_utf16le_tab.csv", b'\t', 1, "Day", "Conv. rate", 6, "Campaign report"),
        ("google_ads_fr.csv", b';', 1, "Jour", "CTR", 4, "1 septembre 2026 – 3 septembre 2026"),
        ("google_ads_de.csv", b'\t', 1, "Tag", "CTR", 4, "Kampagnenbericht"),
        ("google_ads_ja.csv", b',', 1, "日", "クリック率", 4, "2026年9月1日～2026年9月3日"),
        ("mailchimp_campaigns.csv", b',', 1, "Title", "Total Revenue", 2, ""),
        ("matomo_pages_utf16le.csv", b',', 1, "Label", "Exit rate", 3, ""),
        ("meta_ads_daily.csv", b',', 1, "Reporting starts", "Result indicator", 4, ""),
        ("qualtrics.csv", b',', 3, "Start Date", "Any comments?", 1, ""),
        ("report_grouped.csv", b',', 1, "Campaign", "Cost (EUR)", 6, "September 2026"),
        ("salesforce_report_cp1252.csv", b',', 1, "Opportunity Name", "Lead Source", 2, ""),
        ("shopify_orders.csv", b',', 1, "Name", "Source", 3, ""),
        ("surveymonkey.csv", b',', 2, "Respondent ID", "Which channels did you use? Phone", 2, ""),
        (
            "zendesk_tickets.csv",
            b',',
            1,
            "Summation column",
            "Full resolution time in minutes within business hours",
            4,
            "",
        ),
    ] {
        let (records, shapes) = fixture(name, delimiter);
        assert_eq!(shapes.len(), 1, "{name}: {shapes:?}");
        let shape = &shapes[0];
        assert_eq!(shape.header.len(), lines, "{name}: {}", shape.why);
        assert_eq!((shape.names[0].as_str(), shape.names.last().unwrap().as_str()), (first, last), "{name}");
        assert_eq!(rows(&records, shape).len(), count, "{name}");
        assert_eq!(shape.end_row, None, "{name}");
        assert!(title.is_empty() || shape.titles.iter().any(|known| known == title), "{name}: {:?}", shape.titles);
        assert_eq!(title.is_empty(), shape.titles.is_empty(), "{name}: {:?}", shape.titles);
    }
}

#[test]
fn a_survey_has_its_questions_in_full() {
    let (_, survey) = fixture("surveymonkey.csv", b',');
    assert_eq!(
        survey[0].names[9..],
        [
            "How satisfied were you with checkout?",
            "How likely are you to recommend us? (0 - 10)",
            "Please rate each aspect: Speed",
            "Please rate each aspect: Quality",
            "Please rate each aspect: Support",
            "Which channels did you use? Web",
            "Which channels did you use? Store",
            "Which channels did you use? Phone",
        ]
    );
    let (records, survey) = fixture("qualtrics.csv", b',');
    let shape = &survey[0];
    assert_eq!(
        shape.names[8..],
        [
            "Response ID",
            "How likely are you to recommend us? - Group",
            "How likely are you to recommend us?",
            "Any comments?"
        ]
    );
    let last: Vec<&str> = records.last().unwrap().iter().map(String::as_str).collect();
    assert_eq!(shape.no_row(last.len(), last.into_iter()), Some(NoRow::SurveyPreview));
    let twins = shapes(
        "Q1,Q1_TEXT,Q2\nWhy?,Why?,How?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_TEXT\"\"}\",\
         \"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n1,x,2\n",
    );
    assert_eq!(twins[0].names, ["Why? (Q1)", "Why? (Q1_TEXT)", "How?"]);
    let legacy = shapes("V1,V2,V3,Q1\nResponseID,ResponseSet,Name,How was it?\nR_1,Default,Ann,4\n");
    assert_eq!((legacy[0].names[3].as_str(), legacy[0].first_row), ("How was it?", 2));
}

#[test]
fn headers_of_several_lines_are_joined() {
    for (text, names, first_row) in [
        // Merged cells: a name in the first only, or in each.
        (
            ",Q1,,Q2,\nChannel,Clicks,Cost,Clicks,Cost\nSearch,1,2,3,4\n",
            "Channel|Q1: Clicks|Q1: Cost|Q2: Clicks|Q2: Cost",
            2,
        ),
        (
            "Channel,Q1,,Q2,\n,Clicks,Cost,Clicks,Cost\nSearch,1,2,3,4\n",
            "Channel|Q1: Clicks|Q1: Cost|Q2: Clicks|Q2: Cost",
            2,
        ),
        (
            "Channel,Q1,Q1,Q2,Q2\nChannel,Clicks,Cost,Clicks,Cost\nA,1,2,3,4\n",
            "Channel|Q1: Clicks|Q1: Cost|Q2: Clicks|Q2: Cost",
            2,
        ),
        (
            "Report,,,,\n,Sep 2026,,Oct 2026,\nChannel,Clicks,Cost,Clicks,Cost\nSearch,1,2,3,4\n",
            "Channel|Sep 2026: Clicks|Sep 2026: Cost|Oct 2026: Clicks|Oct 2026: Cost",
            3,
        ),
        ("Channel,2025,2026\nSearch,100,120\n", "Channel|2025|2026", 1),
        ("Channel,Sep 2026,Oct 2026\nSearch,100,120\n", "Channel|Sep 2026|Oct 2026", 1),
        // Units.
        ("Campaign,Cost,CTR\n,EUR,%\nSale,5,2\nNews,6,3\n", "Campaign|Cost (EUR)|CTR (%)", 2),
        // One line only, though words are under it.
        ("Touchpoint,NPS\nShop,not measured\nWeb,5\nApp,6\n", "Touchpoint|NPS", 1),
        ("Name,City\nAnn,Rome\nBob,Oslo\n", "Name|City", 1),
        ("Question,Answer\nHow?,Well\nWhy?,\n", "Question|Answer", 1),
        ("#,Campaign,Clicks\n1,Sale,5\n2,News,6\n", "#|Campaign|Clicks", 1),
        // A blank name in the middle and at the end.
        ("Campaign,,Clicks,\nSale,x,5,y\nNews,x,6,z\n", "Campaign||Clicks|", 1),
        ("Campaign,Clicks,\nSale,5,\nNews,6,\n", "Campaign|Clicks", 1),
    ] {
        let shapes = shapes(text);
        assert_eq!(shapes.len(), 1, "{text}");
        assert_eq!((shapes[0].names.join("|").as_str(), shapes[0].first_row), (names, first_row), "{text}");
    }
}

#[test]
fn lines_above_the_header_are_titles() {
    for (text, titles, header) in [
        ("Campaign report\n\"Sep 1, 2026 - Sep 3, 2026\"\nDay,Campaign,Clicks\n2026-09-01,A,5\n", 2, 2),
        ("Campaign report\nSep 1, 2026 - Sep 3, 2026\nDay,Campaign,Clicks\n2026-09-01,A,5\n", 2, 2),
        ("Account,Acme\nPeriod,Sep 2026\n\nCampaign,Clicks,Cost,Orders\nA,5,6,1\n", 2, 3),
        ("Account ID,4444\nDate Range,4/12/15 - 4/11/17\nCampaign,Date,Clicks,Views\nA,2026-09-01,6,1\n", 2, 2),
        ("Account,Acme,,\nPeriod,Sep 2026,,\n,,,\nCampaign,Clicks,Cost,Orders\nA,5,6,1\n", 2, 3),
        ("What it shows: views, users, orders, and revenue\nCampaign,Clicks,Cost,Orders\nA,5,6,1\n", 1, 1),
        ("Sum of Clicks,Column Labels,,\nRow Labels,Mobile,Desktop,Grand Total\nA,5,6,11\nB,7,8,15\n", 1, 1),
        (",,,\n,Report,,\n,Campaign,Clicks,Cost\n,A,5,6\n,B,6,7\n", 1, 2),
        ("Campaign, Clicks, Cost\nA, 5, 6\nB, 6, 7\n", 0, 0),
        (
            "\"Report Name: All\"\n\"Report Time: 9/1/2026 - 9/30/2026\"\n\n\"Day\",\"Campaign\",\"Clicks\"\n9/13/2026,A,5\n\"©2026 Example. All rights reserved.\"\n",
            2,
            3,
        ),
        ("Report, all campaigns\n\nCampaign,Clicks,Cost,Orders\nA,5,6,1\n", 1, 2),
        ("Campaign,Clicks\n\nA,5\nB,6\n", 0, 0),
    ] {
        let shapes = shapes(text);
        assert_eq!(shapes.len(), 1, "{text}: {shapes:?}");
        assert_eq!(
            (shapes[0].titles.len(), shapes[0].header.start),
            (titles, header),
            "{text}: {:?}",
            shapes[0].titles
        );
    }
}

#[test]
fn all_tables_of_a_file_are_found() {
    for (text, expected) in [
        // Banners between.
        (
            "# Users\nDay,Users\n1,5\n2,6\n\n# Channels\nChannel,Users\nMail,3\n# Events\nEvent,Count\nview,9\n",
            vec![("Users", "Day|Users", 2), ("Channels", "Channel|Users", 1), ("Events", "Event|Count", 1)],
        ),
        // A table without rows.
        (
            "# A\nDay,Users\n1,5\n\n# B\nCountry,Users\n\n# C\nEvent,Count\nview,9\n",
            vec![("A", "Day|Users", 1), ("B", "Country|Users", 0), ("C", "Event|Count", 1)],
        ),
        // Blank lines between, another width.
        (
            "Channel,Clicks\nMail,5\nAds,6\n\nDevice,Browser,Clicks\nPhone,Fox,1\n",
            vec![("Channel", "Channel|Clicks", 2), ("Device", "Device|Browser|Clicks", 1)],
        ),
        // Blank lines between, the same width, other names.
        (
            "Channel,Clicks\nMail,5\nAds,6\n\nDevice,Clicks\nPhone,1\n",
            vec![("Channel", "Channel|Clicks", 2), ("Device", "Device|Clicks", 1)],
        ),
        // Titles between, nothing else.
        (
            "Channels\nChannel,Clicks\nMail,5\nDevices\nDevice,Clicks\nPhone,1\n",
            vec![("Channels", "Channel|Clicks", 1), ("Devices", "Device|Clicks", 1)],
        ),
        // Only another header.
        (
            "Channel,Clicks\nMail,5\nDevice,Clicks\nPhone,1\n",
            vec![("Channel", "Channel|Clicks", 1), ("Device", "Device|Clicks", 1)],
        ),
        // Months joined: each states its days.
        (
            "# 20260901-20260930\nPage,Views\n/,5\n# 20261001-20261031\nPage,Views\n/,7\n",
            vec![("Page", "Page|Views", 1), ("Page (2)", "Page|Views", 1)],
        ),
        // The same header again is no other table.
        ("Page,Views\n/,5\nPage,Views\n/a,7\n\nPage,Views\n/b,7\n", vec![("", "Page|Views", 3)]),
        // Blank lines and words among rows are none either.
        ("Page,Views\n/,5\n\n/a,7\n\n/b,n.a. yet\n/c,8\n", vec![("", "Page|Views", 4)]),
        ("Name,City,Note,Age\nAnn,Rome,x,5\n\nBob,Oslo,,\nCy,Paris,y,7\n", vec![("", "Name|City|Note|Age", 3)]),
        ("Shop,NPS,CSAT\nWeb,5,6\nApp,not measured,not measured\nStore,6,7\n", vec![("", "Shop|NPS|CSAT", 3)]),
    ] {
        let records = records(text, b',');
        let found = find_shapes(&records);
        let said: Vec<(String, String, usize)> = found
            .iter()
            .map(|shape| (shape.name.clone(), shape.names.join("|"), rows(&records, shape).len()))
            .collect();
        let expected: Vec<(String, String, usize)> =
            expected.into_iter().map(|(name, names, rows)| (name.into(), names.into(), rows)).collect();
        assert_eq!(said, expected, "{text}");
    }
}

#[test]
fn a_ga4_snapshot_has_its_tables_with_their_days() {
    let (records, shapes) = fixture("ga4_reports_snapshot.csv", b',');
    let names: Vec<&str> = shapes.iter().map(|shape| shape.name.as_str()).collect();
    assert_eq!(names, ["Reports snapshot", "First user primary channel group (Default Channel Group)", "Event name"]);
    for shape in &shapes {
        assert!(shape.titles.contains(&"Start date: 20260901".to_owned()), "{:?}", shape.titles);
        assert!(shape.has_banner);
    }
    assert_eq!(shapes.iter().map(|shape| rows(&records, shape).len()).collect::<Vec<_>>(), [3, 3, 2]);
}

#[test]
fn later_tables_take_the_days_that_only_the_first_states() {
    let shapes = shapes("Sep 1, 2026 - Sep 3, 2026\nChannel,Clicks\nMail,5\n\nDevice,OS,Clicks\nPhone,x,1\n");
    assert_eq!(shapes[1].titles, ["Sep 1, 2026 - Sep 3, 2026"]);
}

#[test]
fn adobes_first_row_is_the_total_and_names_the_column() {
    let (records, shapes) = fixture("adobe_workspace.csv", b',');
    let shape = &shapes[0];
    assert_eq!(shapes.len(), 1);
    assert_eq!(shape.name, "Acme web - Journey");
    assert_eq!(shape.names, ["Page", "All visits: Visits", "All visits: Orders", "Mobile: Visits", "Mobile: Orders"]);
    assert_eq!(shape.totals, [shape.first_row]);
    assert_eq!(rows(&records, shape).len(), 4);
    // A table of pages under any other banner has no such row.
    let other = super::find_shapes(&super::tests::records("# Pages\n,Visits\nhome,100\nhelp,50\nshop,30\n", b','));
    assert_eq!((other[0].totals.len(), other[0].names[0].as_str()), (0, ""));
}

#[test]
fn a_report_on_its_side_becomes_one_row() {
    let (records, shapes) = fixture("mailchimp_campaign_report.csv", b',');
    assert_eq!(
        shapes.iter().map(|shape| shape.name.as_str()).collect::<Vec<_>>(),
        ["Email Campaign Report", "Clicks by URL"]
    );
    let turned = shapes[0].turned.as_ref().unwrap();
    let value = |name: &str| turned.names.iter().position(|known| known == name).map(|at| turned.rows[0][at].as_str());
    for (name, expected) in [
        ("Title", "September news"),
        ("Subject Line", "New in, this week"),
        ("Total Recipients", "1,000"),
        ("Bounces", "10"),
        ("Bounces, rate", "1.0%"),
        ("Recipients Who Opened", "250"),
        ("Recipients Who Opened, rate", "25.3%"),
        ("Last Click Date", ""),
        ("Total Unsubs", "5"),
    ] {
        assert_eq!(value(name), Some(expected), "{name}");
    }
    let csv = super::tests::records(&turned.csv(), b',');
    assert_eq!((csv[0].as_slice(), csv[1].as_slice()), (&turned.names[..], &turned.rows[0][..]));
    assert_eq!(rows(&records, &shapes[1]).len(), 2);
    // Without colons, and in a table of two columns.
    for (text, is_turned) in [
        ("Metric,Value\nImpressions,1000\nClicks,50\nCost,12\nConversions,3\n", true),
        ("Campaign,Autumn\nSent,2026-09-01\nDelivered,990\nUnique opens,250 (25.3%)\nUnsubscribes,3 (0.3%)\n", true),
        ("Channel,Clicks\nMail,5\nAds,6\nSearch,7\nSocial,8\n", false),
        ("Page,Sessions\nImpressions,5\nClicks,6\nCost,7\nOrders,8\n", false),
        ("Name,City\nAnn,Rome\nBob,5\nCy,Oslo\nDi,6\n", false),
    ] {
        assert_eq!(super::find_shapes(&super::tests::records(text, b','))[0].turned.is_some(), is_turned, "{text}");
    }
}

#[test]
fn other_exports_are_read_too() {
    for (text, names, count) in [
        (
            "# ---\n# Free form 1\n# Acme - GA4\n# 20260901-20260930\n# ---\n\nBrowser,Active users\n,1000,Grand total\nFox,500\nOther,500\n",
            vec!["Browser|Active users"],
            vec![3],
        ),
        (
            "Campaign Performance Report (in UTC)\n\"Report Start: September 1, 2026, 12:00 AM\"\n\"Report End: September 30, 2026, 11:59 PM\"\n\"Date Generated: October 1, 2026, 8:15 AM\"\n\n\nStart Date (in UTC),Campaign Name,Clicks\n9/1/2026,A,5\n9/2/2026,B,6\n",
            vec!["Start Date (in UTC)|Campaign Name|Clicks"],
            vec![2],
        ),
        (
            "Respondent ID,Start Date,How was it?,Would you recommend us?\n,,Response,0 - 10\n11,09/01/2026,Very good,9\n12,09/02/2026,Good,8\n",
            vec!["Respondent ID|Start Date|How was it?|Would you recommend us? (0 - 10)"],
            vec![2],
        ),
        (
            "Sum of Clicks,Column Labels,,,,\n,Sep 2026,,Oct 2026,,Grand Total\nRow Labels,Mobile,Desktop,Mobile,Desktop,\nBrand,1,2,3,4,10\nSale,1,2,3,4,10\n",
            vec!["Row Labels|Sep 2026: Mobile|Sep 2026: Desktop|Oct 2026: Mobile|Oct 2026: Desktop|Grand Total"],
            vec![2],
        ),
        (
            "#====\n# Acme web\n# Report suite: Acme\n#====\n######\n# Pages\n######\n,Visits,Orders\nPage,100,10\nhome,70,2\nhelp,20,1\n\n######\n# Channels\n######\n,Visits,Orders\nChannel,100,10\nmail,60,5\nads,40,5\n",
            vec!["Page|Visits|Orders", "Channel|Visits|Orders"],
            vec![3, 3],
        ),
        (
            "Campaign report\n\"September 1, 2026 - September 30, 2026\"\nCampaign,Clicks,Cost\nA,5,1.5\nTotal: Account,5,1.5\nCampaign report\n\"October 1, 2026 - October 31, 2026\"\nCampaign,Clicks,Cost\nA,7,2.5\n",
            vec!["Campaign|Clicks|Cost", "Campaign|Clicks|Cost"],
            vec![2, 1],
        ),
        (
            "\"#\",\"How likely?\",\"Start Date (UTC)\"\nab12,9,2026-09-01 10:00:00\ncd34,3,2026-09-02 11:00:00\n",
            vec!["#|How likely?|Start Date (UTC)"],
            vec![2],
        ),
        (
            "Date,Channel,Sessions\n20260901,Mail,5\n,Ads,6\n20260902,Mail,7\n,Ads,9\n",
            vec!["Date|Channel|Sessions"],
            vec![4],
        ),
        (
            "Plan\nChannel,Budget\nMail,100\nAds,200\n\nActual\nChannel,Spent\nMail,90\nAds,210\n",
            vec!["Channel|Budget", "Channel|Spent"],
            vec![2, 2],
        ),
        // Notes are no table; that rows have too few cells is said elsewhere.
        (
            "Channel,Clicks\nMail,5\nAds,6\n\nNotes\nMail, without the newsletter\nContact, Ann\n",
            vec!["Channel|Clicks"],
            vec![5],
        ),
    ] {
        let records = records(text, b',');
        let found = find_shapes(&records);
        let said: Vec<String> = found.iter().map(|shape| shape.names.join("|")).collect();
        let counts: Vec<usize> = found.iter().map(|shape| rows(&records, shape).len()).collect();
        assert_eq!((said, counts), (names.iter().map(|name| (*name).to_owned()).collect(), count), "{text}");
    }
}

#[test]
fn blank_lines_are_records_without_cells() {
    for (text, blanks) in [
        ("a,b\n1,2\n", vec![]),
        ("a,b\n\n1,2\n", vec![1]),
        ("a,b\r\n\r\n\r\n1,2\r\n", vec![1, 2]),
        ("\n\na,b\n\"1\n\n2\",3\n", vec![0, 1]),
    ] {
        let records = records(text, b',');
        let found: Vec<usize> = (0..records.len()).filter(|at| records[*at].is_empty()).collect();
        assert_eq!(found, blanks, "{text:?}");
    }
}

fn assert_sound(records: &[Vec<String>]) {
    let shapes = find_shapes(records);
    assert_eq!(
        shapes.is_empty(),
        usual_width(records) == 0
            && records.iter().all(|record| { !matches!(cells::line(record), cells::Line::Text | cells::Line::Cells) })
    );
    let mut before = 0;
    for (index, shape) in shapes.iter().enumerate() {
        let end = shape.end_row.unwrap_or(records.len());
        assert!(before <= shape.header.start && shape.header.end <= shape.first_row);
        assert!(shape.first_row <= end && end <= records.len());
        assert_eq!(shape.end_row.is_none(), index + 1 == shapes.len());
        assert!(!shape.names.is_empty());
        assert!(shape.totals.iter().all(|row| (shape.first_row..end).contains(row)));
        assert!(shapes.len() == 1 || !shape.name.is_empty());
        if let Some(turned) = &shape.turned {
            assert!(turned.rows.iter().all(|row| row.len() == turned.names.len()));
        }
        let mut carrier = shape.carry.as_ref().map(Carrier::new);
        for record in records {
            shape.no_row(record.len(), record.iter().map(String::as_str));
            if let Some(carrier) = &mut carrier {
                carrier.advance(|column| record.get(column).map_or("", String::as_str));
            }
        }
        before = end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_records_give_tables_in_order_and_apart(
        records in proptest::collection::vec(
            proptest::collection::vec(
                prop_oneof![
                    Just(String::new()),
                    Just("# --".to_owned()),
                    Just("Clicks".to_owned()),
                    Just("Title:".to_owned()),
                    Just("Total: Account".to_owned()),
                    Just("Sep 2026".to_owned()),
                    Just("2026-09-01".to_owned()),
                    Just("10 (1.0%)".to_owned()),
                    Just("{\"ImportId\":\"x\"}".to_owned()),
                    "[0-9]{1,4}",
                    "[a-cV][0-9]?",
                    any::<String>(),
                ],
                0..6,
            ),
            0..40,
        )
    ) {
        assert_sound(&records);
    }
}

#[test]
fn wide_and_long_files_do_not_hang() {
    // Comparing each cell or line of these with all others would take minutes.
    let wide = |first: &str, rest: &str| [vec![first.to_owned()], vec![rest.to_owned(); 200_000]].concat();
    let merged = find_shapes(&[wide("Question", ""), wide("", "Answer"), wide("Ann", "5")]);
    assert_eq!((merged.len(), merged[0].names.len()), (1, 200_001));
    let long = |row: &dyn Fn(usize) -> Vec<String>| (0..5_000).map(row).collect::<Vec<_>>();
    for (name, lines, expected) in [
        ("words", long(&|at| (0..60).map(|column| format!("w{at} {column}")).collect()), 60),
        ("numbers", long(&|at| (0..60).map(|column| format!("{at}.{column}")).collect()), 60),
        ("pairs", long(&|at| vec![format!("key {at}:"), format!("{at}")]), 1_000),
        ("dates", long(&|_| vec!["Sep 2026".into(), "a".into(), "b".into()]), 3),
        ("double-spaced", long(&|at| (0..at % 2 * (at % 7)).map(|column| format!("w{at} {column}")).collect()), 3),
    ] {
        assert_eq!(find_shapes(&lines)[0].names.len(), expected, "{name}");
    }
}
