//! Dates in every form and language of exports, and what only looks like one.

use proptest::prelude::*;

use super::*;
use crate::base::date::{date, date_from_day_number, format_date};

#[test]
fn dates_read_in_every_form_that_exports_use() {
    let day = |m, d| Some(Period::day(date(2026, m, d)));
    for (text, expected) in [
        ("2026-09-01", day(9, 1)),
        ("20260901", day(9, 1)),
        ("2026/09/01", day(9, 1)),
        ("01.09.2026", day(9, 1)),
        ("1.9.26", day(9, 1)),
        ("13/04/2026", day(4, 13)),
        ("9/30/2026", day(9, 30)),
        ("04/04/2026", day(4, 4)),
        ("03/04/2026", None),
        ("Sep 01, 2026 09:00 am", day(9, 1)),
        ("September 1, 2026", day(9, 1)),
        ("1 Sep 2026", day(9, 1)),
        ("1. September 2026", day(9, 1)),
        ("1-Sep-2026", day(9, 1)),
        ("Tuesday, 1st of Sep 2026", day(9, 1)),
        ("2026-09-16 09:12:00 -0500", day(9, 16)),
        ("2026-10-01 00:00:00 UTC", day(10, 1)),
        ("2026-09-01T10:00:00.000Z", day(9, 1)),
        ("2026-09", Some(Period::month_of(date(2026, 9, 1)))),
        ("Sep 2026", Some(Period::month_of(date(2026, 9, 1)))),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("12345678901", None),
        ("99999999", None),
        ("Total: Account", None),
        ("Sales, Q3", None),
        ("May offers", None),
    ] {
        assert_eq!(parse_date(text).period(None), expected, "{text:?}");
    }
}

#[test]
fn the_order_decides_a_date_that_can_be_read_two_ways() {
    let reading = parse_date("03/04/2026");
    assert_eq!(reading.period(Some(DateOrder::DayFirst)), Some(Period::day(date(2026, 4, 3))));
    assert_eq!(reading.period(Some(DateOrder::MonthFirst)), Some(Period::day(date(2026, 3, 4))));
}

#[test]
fn title_lines_give_their_period() {
    let expected = Period::new(date(2026, 9, 1), date(2026, 9, 30));
    for text in ["20260901-20260930", "September 1, 2026 - September 30, 2026", "Date: Sep 1, 2026 – Sep 30, 2026"] {
        assert_eq!(parse_period(text), expected, "{text:?}");
    }
    assert_eq!(parse_period("All time"), None);
    assert_eq!(parse_serial_date("46266"), Some(Period::day(date(2026, 9, 1))));
}

fn days(from: (i16, i8, i8), to: (i16, i8, i8)) -> Option<Period> {
    Period::new(date(from.0, from.1, from.2), date(to.0, to.1, to.2))
}

#[test]
fn a_day_is_read_in_every_language() {
    let first = Some(Period::day(date(2026, 9, 1)));
    for text in [
        "1 sept. 2026",
        "1er septembre 2026",
        "mar. 1 sept. 2026",
        "mardi 1er septembre 2026",
        "1. September 2026",
        "Di., 1. Sep. 2026",
        "Dienstag, den 1. September 2026",
        "1 de septiembre de 2026",
        "martes, 1 de septiembre de 2026",
        "1º de setembro de 2026",
        "terça-feira, 1 de setembro de 2026",
        "1 settembre 2026",
        "martedì 1 set 2026",
        "1 september 2026",
        "dinsdag 1 september 2026",
        "2026年9月1日",
        "2026年9月1日(火) 09:00",
        "２０２６年９月１日",
        "2026/09/01",
        "令和8年9月1日",
        "2026년 9월 1일",
        "01-Sep-26",
        "1-sep-2026",
        "01/Sep/2026:09:12:00 +0000",
        "Tue, 01 Sep 2026 09:00:00 +0200",
        "Tue Sep 01 2026 09:00:00 GMT+0200 (CEST)",
        "Tue Sep  1 09:00:00 UTC 2026",
        "SEP 1 2026",
        "2026-Sep-01",
        "Sep. 1, '26",
        "Sep 01, 2026 09:00 am",
        "Sep 1, 2026, 9:00:00\u{202f}AM",
        "Sep 1, 2026 at 9:00 PM",
        "1 sept. 2026 à 09:12",
        "1. September 2026 um 09:12 Uhr",
        "2026-09-01 09:12:00 -0500",
        "2026-09-01T23:59:59.999-05:00",
        "2026-09-01T09:12Z",
        "2026-09-01 00:00:00 UTC",
        "2026-09-01T09:12:00+02:00[Europe/Berlin]",
        "2026-09-01 09",
        "20260901T091200Z",
        "20260901 09:00",
        "2026090109",
        "202609010912",
        "20260901091200",
        "1. 9. 2026",
        "2026. 9. 1.",
        "1.9.26",
        "01.09.2026 09:12",
        "2026.09.01",
        "\u{200e}2026-09-01",
        "2026‑09‑01",
    ] {
        assert_eq!(parse_date(text).period(None), first, "{text:?}");
    }
    assert_eq!(
        parse_date("09/01/2026 10:00:01 AM"),
        DateReading::Either { day_first: date(2026, 1, 9), month_first: date(2026, 9, 1) }
    );
    assert_eq!(parse_date("30/09/2026 22:15"), DateReading::Ordered(date(2026, 9, 30), DateOrder::DayFirst));
    assert_eq!(parse_date("9/30/26"), DateReading::Ordered(date(2026, 9, 30), DateOrder::MonthFirst));
}

#[test]
fn every_month_has_its_name_in_every_language() {
    let names = [
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
    ];
    for line in names {
        for (index, name) in line.split(' ').enumerate() {
            let month = i8::try_from(index + 1).unwrap();
            let expected = Some(Period::month_of(date(2026, month, 1)));
            for text in [format!("{name} 2026"), format!("{}. 2026", name.to_uppercase()), format!("2026 {name}")] {
                assert_eq!(parse_date(&text).period(None), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn weeks_months_and_quarters_are_all_their_days() {
    let week = days((2026, 8, 31), (2026, 9, 6));
    let month = days((2026, 9, 1), (2026, 9, 30));
    let quarter = days((2026, 7, 1), (2026, 9, 30));
    for (text, expected) in [
        ("2026-W36", week),
        ("2026W36", week),
        ("W36 2026", week),
        ("Week 36 2026", week),
        ("Week 36, 2026", week),
        ("KW 36/2026", week),
        ("KW36 2026", week),
        ("2026-KW36", week),
        ("Semaine 36 2026", week),
        ("Week of Aug 31, 2026", week),
        ("2026-W36-2", Some(Period::day(date(2026, 9, 1)))),
        ("2026-W53", days((2026, 12, 28), (2027, 1, 3))),
        ("2025-W53", None),
        ("2026-W00", None),
        ("2026-09", month),
        ("09/2026", month),
        ("09-2026", month),
        ("Sep-26", month),
        ("Sep '26", month),
        ("2026年9月", month),
        ("Q3 2026", quarter),
        ("2026-Q3", quarter),
        ("2026Q3", quarter),
        ("3. Quartal 2026", quarter),
        ("3e trimestre 2026", quarter),
        ("H1 2026", days((2026, 1, 1), (2026, 6, 30))),
        ("Q5 2026", None),
        ("2026年", days((2026, 1, 1), (2026, 12, 31))),
    ] {
        assert_eq!(parse_date(text).period(None), expected, "{text:?}");
    }
}

#[test]
fn a_bare_year_is_a_date_only_under_a_header_that_says_so() {
    let year = days((2026, 1, 1), (2026, 12, 31));
    for (header, text, expected) in [
        ("Year", "2026", year),
        ("Année", "2026", year),
        ("Jahr der Bestellung", "2026", year),
        ("年", "2026", year),
        ("Month of year", "202609", days((2026, 9, 1), (2026, 9, 30))),
        ("ISO week of ISO year", "202636", days((2026, 8, 31), (2026, 9, 6))),
        ("Clicks", "2026", None),
        ("Clicks", "202609", None),
        ("Year", "20260", None),
        ("Year", "0000", None),
        ("Month", "202613", None),
        ("Clicks", "2026-09-01", Some(Period::day(date(2026, 9, 1)))),
    ] {
        assert_eq!(parse_date_under(header, text).period(None), expected, "{text:?} under {header:?}");
    }
    assert_eq!(parse_date("2026"), DateReading::No);
}

#[test]
fn ranges_give_both_ends() {
    let september = days((2026, 9, 1), (2026, 9, 30));
    for (text, expected) in [
        ("20260901-20260930", september),
        ("2026-09-01 - 2026-09-30", september),
        ("2026-09-01/2026-09-30", september),
        ("2026/09/01-2026/09/30", september),
        ("2026/09/01～2026/09/30", september),
        ("2026年9月1日～2026年9月30日", september),
        ("1–30 sept. 2026", september),
        ("1-30 September 2026", september),
        ("Sep 1 – 30, 2026", september),
        ("September 1-30, 2026", september),
        ("1 Sep - 30 Sep 2026", september),
        ("du 1er au 30 septembre 2026", september),
        ("vom 1. bis 30. September 2026", september),
        ("del 1 al 30 de septiembre de 2026", september),
        ("De 1 a 30 de setembro de 2026", september),
        ("dal 1 al 30 settembre 2026", september),
        ("1 t/m 30 september 2026", september),
        ("From Sep 1, 2026 to Sep 30, 2026", september),
        ("01.09.2026 – 30.09.2026", september),
        ("01.09. – 30.09.2026", september),
        ("1.–30.9.2026", september),
        ("01/09/2026 - 30/09/2026", september),
        ("9/1/2026 - 9/30/2026", september),
        ("Jul 27, 2026 - Aug 2, 2026", days((2026, 7, 27), (2026, 8, 2))),
        ("Aug 31 - Sep 6, 2026", days((2026, 8, 31), (2026, 9, 6))),
        ("Dec 28 – Jan 3, 2027", days((2026, 12, 28), (2027, 1, 3))),
        ("Dec 28, 2026 – Jan 3, 2027", days((2026, 12, 28), (2027, 1, 3))),
        ("Aug – Sep 2026", days((2026, 8, 1), (2026, 9, 30))),
        ("03/04/2026 - 05/04/2026", None),
        ("Sep 30, 2026 - Sep 1, 2026", None),
        ("1-30 Sep", None),
    ] {
        assert_eq!(parse_date(text).period(None), expected, "{text:?}");
    }
    for text in
        ["Date: Sep 1, 2026 - Sep 30, 2026", "期間：2026/09/01～2026/09/30", "Zeitraum: 01.09.2026 bis 30.09.2026"]
    {
        assert_eq!(parse_period(text), september, "{text:?}");
    }
}

#[test]
fn what_only_looks_like_a_date_is_none() {
    for text in [
        "",
        "12",
        "1,234",
        "2026",
        "202609",
        "99999",
        "12345678",
        "20261301",
        "20260230",
        "0000-01-01",
        "99999-01-01",
        "0001-01-01",
        "2026-02-29",
        "29/02/2026",
        "2026-13-01",
        "2026-00-10",
        "31.04.2026",
        "192.0.2.1",
        "192.168.100.200",
        "1.2.3",
        "10.0.19045.1",
        "v1.2.2026",
        "+49 170 1234567",
        "555-1234",
        "06 12 34 56 78",
        "(555) 123-4567",
        "01069",
        "'85004",
        "#1041",
        "#2026-09",
        "12.2026",
        "1790000000",
        "1790000000000",
        "May offers",
        "Sep",
        "Set A",
        "Sales, Q3",
        "March of 12 heroes",
        "Out of stock 2026",
        "Summer 2026",
        "Win-back 2026-09",
        "Order 20260901",
        "2026-09-01 apples",
        "2026-09-01 99:99",
        "Total 12",
        "1/2",
        "24/7",
        "10-20-30-40",
        "3-5 days",
        "2 - 4 weeks",
        "1–2",
        "TRF-12",
        "Room 12-2026-x",
        "W36",
        "Q3",
        "Week 36",
    ] {
        assert_eq!(parse_date(text), DateReading::No, "{text:?}");
    }
    for text in ["9999999999999999999999", &"2026-09-01 ".repeat(100), &"1-".repeat(1_000)] {
        assert_eq!(parse_date(text), DateReading::No);
        assert_eq!(parse_period(text), None);
    }
}

#[test]
fn counted_days_and_seconds_are_dates_where_they_are_asked_for() {
    let first = date(2026, 9, 1);
    assert_eq!(parse_serial_date("46266"), Some(Period::day(first)));
    assert_eq!(parse_serial_date("46266.375"), Some(Period::day(first)));
    for text in ["46,266.5", "1234", "99999", "46266x", "46266.x", "", "-46266"] {
        assert_eq!(parse_serial_date(text), None, "{text:?}");
    }
    for text in
        ["1788220800", "1788307199", "1788220800.25", "1788220800000", "1788220800000000", "1788220800000000000"]
    {
        assert_eq!(parse_epoch_date(text), Some(first), "{text:?}");
    }
    for text in
        ["1041", "0000000001", "12345678901", "99999999999999999999", "2026-09-01", "9999999999999", "-178822080"]
    {
        assert_eq!(parse_epoch_date(text), None, "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}|[0-9/., :年月日QWTZ–-]{0,30}|(1|30|Sep|mars|2026|to|bis|-|–|,| |W|KW|:|\\.){0,12}") {
        let _ = (parse_date(&text), parse_period(&text), parse_serial_date(&text), parse_epoch_date(&text));
        let _ = parse_date_under("Year month week", &text);
    }

    #[test]
    fn what_is_written_is_read_again(start in -25_000i32..80_000, length in 0i32..800) {
        let day = |number| date_from_day_number(number).unwrap();
        let (from, to) = (day(start), day(start + length));
        prop_assert_eq!(parse_date(&format_date(from)).period(None), Some(Period::day(from)));
        prop_assert_eq!(parse_date(&from.to_string()).period(None), Some(Period::day(from)));
        let period = Period::new(from, to).unwrap();
        prop_assert_eq!(parse_period(&period.label()), Some(period), "{}", period.label());
        let month = Period::month_of(from);
        prop_assert_eq!(parse_period(&month.label()), Some(month), "{}", month.label());
    }
}
