//! What rows take from above, and which lines are no rows.

use super::*;

/// The rows of a text with what they take from above, cells joined with bars.
fn carried(text: &str) -> Vec<String> {
    let records = records(text, b',');
    let shape = &find_shapes(&records)[0];
    let Some(carry) = &shape.carry else { return Vec::new() };
    let mut carrier = Carrier::new(carry);
    let join = |row: &Vec<String>| {
        carrier.advance(|column| row.get(column).map_or("", String::as_str));
        let cells = row.iter().enumerate().map(|(column, own)| carrier.taken(column).unwrap_or(own));
        cells.collect::<Vec<_>>().join("|")
    };
    rows(&records, shape).into_iter().map(join).collect()
}

#[test]
fn names_of_groups_are_carried_down_and_amounts_are_not() {
    let (_, shopify) = fixture("shopify_orders.csv", b',');
    let carry = shopify[0].carry.as_ref().unwrap();
    let name = |column: &usize| shopify[0].names[*column].as_str();
    let carried_names: Vec<&str> = carry.columns.iter().map(name).collect();
    for wanted in ["Email", "Currency", "Paid at", "Created at", "Shipping Country", "Source"] {
        assert!(carried_names.contains(&wanted), "{wanted} is not carried: {carried_names:?}");
    }
    for amount in
        ["Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Refunded Amount", "Id", "Lineitem price"]
    {
        assert!(!carried_names.contains(&amount), "{amount} is carried");
    }
    let grouped = carried(
        "Campaign,Device,Clicks\nBrand,Mobile,5\n,Desktop,6\nSale,Mobile,7\n,Desktop,8\n,,15\nTotal,,26\n,Tablet,12\n",
    );
    assert_eq!(
        grouped,
        ["Brand|Mobile|5", "Brand|Desktop|6", "Sale|Mobile|7", "Sale|Desktop|8", "||15", "Total||26", "|Tablet|12"]
    );
    let beside = carried(",Campaign,Device,Clicks\n,Brand,Mobile,5\n,,Desktop,6\n,Sale,Mobile,7\n,,Desktop,9\n");
    assert_eq!(beside[3], "|Sale|Desktop|9");
    // So are dates.
    let text = "Date,Channel,Sessions\n20260901,Mail,5\n,Ads,6\n20260902,Mail,7\n,Ads,9\n";
    assert_eq!(carried(text)[1], "20260901|Ads|6");
    let nested = carried(
        "Region,Campaign,Device,Clicks\nNorth,Brand,Mobile,5\n,,Desktop,6\n,Sale,Mobile,7\n,,Desktop,9\nSouth,Brand,Mobile,1\n,,Desktop,2\n",
    );
    assert_eq!(nested[3], "North|Sale|Desktop|9");
    assert_eq!(nested[5], "South|Brand|Desktop|2");
}

#[test]
fn the_total_of_a_group_is_told_from_a_group() {
    for (text, expected) in [
        ("A,B,5\n,C,6\nA Total,,11\nD,B,7\n,C,8\nD Total,,15\n", [false, false, true, false, false, true]),
        ("A,B,5\n,C,6\nTotal A,,11\nD,B,7\n,C,8\nTotal D,,15\n", [false, false, true, false, false, true]),
        ("A,B,5\n,C,6\nA Ergebnis,,11\nD,B,7\n,C,8\nD Ergebnis,,15\n", [false, false, true, false, false, true]),
        // A campaign of its own with rows of its own.
        ("A,B,5\n,C,6\nA Total,B,11\n,C,1\nD,B,7\n,C,8\n", [false; 6]),
        ("A,B,5\n,C,6\nAnna Total,,11\nD,B,7\n,C,8\nTotal Wine,,1\n", [false; 6]),
    ] {
        let records = records(&format!("Campaign,Device,Clicks\n{text}"), b',');
        let shape = &find_shapes(&records)[0];
        let mut carrier = Carrier::new(shape.carry.as_ref().unwrap());
        let found: Vec<bool> = records[1..]
            .iter()
            .map(|row| {
                carrier.advance(|column| row.get(column).map_or("", String::as_str));
                carrier.is_total()
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn blank_names_that_are_no_groups_stay_blank() {
    for text in [
        // Meta's account row; blank names at random; totals of groups; a total at the end.
        "Campaign,Day,Cost\n,2026-09-01,30\nA,2026-09-01,10\nB,2026-09-01,20\n",
        "Company,Contact,Value\nAcme,Ann,5\n,Bob,6\nBeta,Cy,7\nGamma,Di,8\n,Eve,9\nDelta,Fay,1\n",
        "Campaign,Device,Clicks\nA,Mobile,5\n,Mobile and desktop,5\nB,Mobile,7\n,Desktop,7\n",
        "Campaign,Day,Cost\nA,2026-09-01,10\nB,2026-09-01,20\n,2026-09-01,30\n",
        "Campaign,Day,Cost\nA,2026-09-01,10\nA,2026-09-02,20\n,2026-09-01,10\n,2026-09-02,20\n",
        // Where a visitor came from is said of the first event only; of the later ones nothing is known.
        "Visitor,Event,Campaign,Source,Medium\nv1,view,sale,google,cpc\nv1,cart,,,\nv2,view,sale,google,cpc\n",
    ] {
        assert_eq!(carried(text), Vec::<String>::new(), "{text}");
    }
    for name in ["meta_ads_daily.csv", "ga4_pages_and_screens.csv", "zendesk_tickets.csv", "google_ads_en.csv"] {
        assert!(fixture(name, b',').1[0].carry.is_none(), "{name}");
    }
    assert!(fixture("report_grouped.csv", b',').1[0].carry.is_some());
}

#[test]
fn lines_that_are_no_rows_say_why() {
    let shape = &shapes("Campaign,Clicks,Cost\nA,5,6\nB,6,7\n")[0];
    for (cells, expected) in [
        (vec!["A", "5", "6"], None),
        (vec!["A"], Some(NoRow::Text)),
        (vec!["Source: our own", "", ""], Some(NoRow::Text)),
        (vec!["A", "", ""], None),
        (vec!["", " ", ""], Some(NoRow::Blank)),
        (vec![], Some(NoRow::Blank)),
        (vec!["# ----", "", ""], Some(NoRow::Banner)),
        (vec!["#1041", "5", "6"], None),
        (vec!["Campaign", "Clicks", "Cost"], Some(NoRow::HeaderAgain)),
        (vec!["Campaign", " Clicks", "Cost", ""], Some(NoRow::HeaderAgain)),
        (vec!["Campaign", "5", "6"], None),
        (vec!["A", "1", "200", "6"], Some(NoRow::TooWide { cells: 4, width: 3 })),
        (vec!["", "11", "13", "Grand total"], None),
        (vec!["A", "5"], None),
    ] {
        assert_eq!(shape.no_row(cells.len(), cells.iter().copied()), expected, "{cells:?}");
    }
}
