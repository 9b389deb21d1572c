//! Numbers in every form of exports, and what only looks like one.

use proptest::prelude::*;

use super::*;
use crate::base::number::{Unit, format_duration, format_full, format_grouped};

fn number(text: &str, mark: DecimalMark) -> Option<f64> {
    match parse(text, mark) {
        Value::Number(number) => Some(number.value),
        Value::Unknown | Value::Text => None,
    }
}

#[test]
fn numbers_read_as_their_writers_meant_them() {
    use DecimalMark::{Comma, Point};
    for (text, mark, expected) in [
        ("1234", Point, Some(1234.0)),
        ("1,020.50", Point, Some(1020.5)),
        ("1.020,50", Comma, Some(1020.5)),
        ("1\u{202f}234,56", Comma, Some(1234.56)),
        ("1 234,56", Comma, Some(1234.56)),
        ("1'234.5", Point, Some(1234.5)),
        ("12,34,567", Point, Some(1_234_567.0)),
        ("12,34", Point, None),
        ("1,2345", Point, None),
        ("0.49%", Point, Some(0.0049)),
        ("5,49 %", Comma, Some(0.0549)),
        ("66.75%", Point, Some(0.6675)),
        ("€12.50", Point, Some(12.5)),
        ("1.234,56 €", Comma, Some(1234.56)),
        ("(99,00 €)", Comma, Some(-99.0)),
        ("USD 12,500.00", Point, Some(12_500.0)),
        ("CA$3.10", Point, Some(3.1)),
        ("−5", Point, Some(-5.0)),
        ("+5", Point, Some(5.0)),
        (".5", Point, Some(0.5)),
        ("5e-05", Point, Some(5e-5)),
        ("1e999", Point, None),
        ("inf", Point, None),
        ("NaN", Point, None),
        ("2026-09-01", Point, None),
        ("12 apples", Point, None),
        ("%", Point, None),
        ("€", Point, None),
        ("1m 20s", Point, Some(80.0)),
        ("0m 58s", Point, Some(58.0)),
        ("00:01:05", Point, Some(65.0)),
        ("1:05", Point, Some(65.0)),
        ("1h 02m 03s", Point, Some(3723.0)),
        ("350 ms", Point, Some(0.35)),
        ("20s 1m", Point, None),
        ("00:61:05", Point, None),
    ] {
        let got = number(text, mark);
        let is_same = match (got, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        };
        assert!(is_same, "{text:?}: {got:?} instead of {expected:?}");
    }
}

#[test]
fn not_reported_is_unknown_not_zero() {
    for text in ["", "  ", " --", "-", "–", "n/a", "N/V", "#DIV/0!", "null"] {
        assert_eq!(parse(text, DecimalMark::Point), Value::Unknown, "{text:?}");
    }
    assert_eq!(number("0", DecimalMark::Point), Some(0.0));
}

#[test]
fn separators_say_what_they_can() {
    for (text, expected) in [
        ("1234", MarkEvidence::Silent),
        ("1,234", MarkEvidence::ThreeAfterComma),
        ("1.234", MarkEvidence::ThreeAfterPoint),
        ("0.123", MarkEvidence::Point),
        ("12,34", MarkEvidence::LoneComma),
        ("12.34", MarkEvidence::Point),
        ("1,234.5", MarkEvidence::Point),
        ("1.234,5", MarkEvidence::Comma),
        ("1,234,567", MarkEvidence::Point),
        ("1.234.567", MarkEvidence::Comma),
        ("5.5e-05", MarkEvidence::Point),
        ("New in, this week", MarkEvidence::Silent),
    ] {
        assert_eq!(mark_evidence(text), expected, "{text:?}");
    }
}

#[test]
fn every_form_that_exports_use_is_read() {
    use DecimalMark::{Comma, Point};
    for (text, mark, expected) in [
        // grouping
        ("1\u{a0}234\u{a0}567,5", Comma, 1_234_567.5),
        ("1\u{2009}234", Comma, 1_234.0),
        ("1’234’567.50", Point, 1_234_567.5),
        ("1.234.567", Comma, 1_234_567.0),
        ("1,23,45,678.9", Point, 12_345_678.9),
        ("１，２３４", Point, 1_234.0),
        // currencies before and after
        ("US$1,234.50", Point, 1_234.5),
        ("1.234,50 EUR", Comma, 1_234.5),
        ("CHF 1’234.50", Point, 1_234.5),
        ("Fr. 12.50", Point, 12.5),
        ("12,50 kr.", Comma, 12.5),
        ("kr 1 250", Comma, 1_250.0),
        ("1 234,56 zł", Comma, 1_234.56),
        ("R$ 1.234,56", Comma, 1_234.56),
        ("₹12,34,567", Point, 1_234_567.0),
        ("₩12,000", Point, 12_000.0),
        ("12,000円", Point, 12_000.0),
        ("￥１２，０００", Point, 12_000.0),
        ("Rp 10.000", Comma, 10_000.0),
        ("1 250 Ft", Comma, 1_250.0),
        ("250 Kč", Comma, 250.0),
        ("$12.50 CAD", Point, 12.5),
        ("CAD $12.50", Point, 12.5),
        ("12,- €", Comma, 12.0),
        ("Fr. 12.–", Point, 12.0),
        // negatives
        ("(1,234.50)", Point, -1_234.5),
        ("($12.50)", Point, -12.5),
        ("$(12.50)", Point, -12.5),
        ("-$12.50", Point, -12.5),
        ("$-12.50", Point, -12.5),
        ("12.50-", Point, -12.5),
        ("1.234,50- €", Comma, -1_234.5),
        ("−12,5", Comma, -12.5),
        ("(-5)", Point, -5.0),
        ("-0", Point, 0.0),
        // shares
        ("12.5 %", Point, 0.125),
        ("12,5\u{202f}%", Comma, 0.125),
        ("％12", Point, 0.12),
        ("１２％", Point, 0.12),
        ("%12,5", Comma, 0.125),
        ("-3%", Point, -0.03),
        ("3.5‰", Point, 0.0035),
        ("10 (1.0%)", Point, 10.0),
        ("1,234 (12.5 %)", Point, 1_234.0),
        // programs
        ("1.2E+05", Point, 120_000.0),
        ("1e+16", Point, 1e16),
        ("1.0E10", Point, 1e10),
        ("0.1", Point, 0.1),
        ("123456789012345678", Point, 123_456_789_012_345_678.0),
        ("0.000000000000000001", Point, 1e-18),
        // short forms
        ("1.2k", Point, 1_200.0),
        ("3,4 Mio.", Comma, 3_400_000.0),
        ("3,4 Mio. €", Comma, 3_400_000.0),
        ("€1.2M", Point, 1_200_000.0),
        ("1,2 Mrd.", Comma, 1.2e9),
        ("1.2万", Point, 12_000.0),
        // a mark of direction around it
        ("\u{200e}12.5\u{200f}", Point, 12.5),
    ] {
        let read = number(text, mark);
        assert!(
            read.is_some_and(|read| (read - expected).abs() <= expected.abs() * 1e-15),
            "{text:?}: {read:?}, not {expected}"
        );
    }
}

#[test]
fn what_only_looks_like_a_number_is_text() {
    for text in [
        "Total 12",
        "12 apples",
        "#1041",
        "1041-1",
        "No. 12",
        "192.0.2.1",
        "192.168.100.200",
        "10.0.19045.1",
        "1.2.3",
        "v2.1",
        "+49 170 1234567",
        "+491701234567",
        "(030) 1234567",
        "555-1234",
        "555 123 4567",
        "06 12 34 56 78",
        "0170 123456",
        "'85004",
        "01069",
        "007",
        "=12",
        "=\"12\"",
        "12E3",
        "TOP 10",
        "CUP 2026",
        "RM12",
        "TL2",
        "3B",
        "12 MB",
        "1.2GB",
        "<10",
        "~12",
        "2026-09-01",
        "01.09.2026",
        "9/1/2026",
        "2026-09-16 09:12:00 -0500",
        "1/2",
        "12-34",
        "1 2 3",
        "1,234.567,8",
        "1.234 567,8",
        "12,34,56",
        "1,2,3",
        "0,123",
        "12.34.567",
        "€ 5 $",
        "--5",
        "5 %%",
        "Signature Box (12)",
        "1e5e5",
        "1e",
        "e5",
        "PT",
        "P1Y",
        "P1M",
        "Mio.",
        "()",
        "(%)",
        "kr",
        "5 USD GBP",
        "x5",
        "５ａ",
    ] {
        assert_eq!(parse(text, DecimalMark::Point), Value::Text, "{text:?}");
        let reason = why_no_number(text, DecimalMark::Point);
        assert!(reason.is_some_and(|reason| !reason.is_empty()), "{text:?}");
    }
    for text in ["192.168.100.200", "12.34.567", "01.09.2026", "1.2.3", "12.34"] {
        assert_eq!(parse(text, DecimalMark::Comma), Value::Text, "{text:?}");
    }
}

#[test]
fn numbers_beyond_reason_are_text_and_say_why() {
    let long = "9".repeat(1_000);
    for (text, why) in [
        (long.as_str(), "longer than any number"),
        ("1.0e999", "larger than a number can be here"),
        ("-inf", "without an end"),
        ("<10", "a bound, not a value"),
        ("'85004", "marked as text"),
        ("1.234,56", "written with the other decimal mark"),
        ("2026-09-01", "a date"),
        ("many", "words"),
        ("12 apples", "not written as a number"),
    ] {
        assert_eq!(why_no_number(text, DecimalMark::Point), Some(why), "{text:.20}");
    }
    assert_eq!(why_no_number("12", DecimalMark::Point), None);
    assert_eq!(why_no_number("n/a", DecimalMark::Point), None);
    assert_eq!(mark_evidence(&long), MarkEvidence::Silent);
    assert_eq!(mark_evidence(&"1,".repeat(1_000)), MarkEvidence::Silent);
}

#[test]
fn a_sign_says_which_currencies_it_may_stand_for() {
    let read = |text| match parse(text, DecimalMark::Point) {
        Value::Number(number) => (number.currency, number.currencies.len()),
        Value::Unknown | Value::Text => (None, 99),
    };
    assert_eq!(read("12"), (None, 0));
    assert_eq!(read("€12"), (Some("EUR"), 1));
    assert_eq!(read("CHF 12"), (Some("CHF"), 1));
    assert_eq!(read("12円"), (Some("JPY"), 1));
    assert_eq!(read("CA$12"), (Some("CAD"), 1));
    assert_eq!(read("$12 CAD"), (Some("CAD"), 1));
    assert_eq!(read("AUD $12"), (Some("AUD"), 1));
    assert_eq!(read("kr 12 DKK"), (Some("DKK"), 1));
    assert_eq!(read("$12").0, Some("USD"));
    assert!(read("$12").1 > 1, "a dollar may be of several countries");
    assert_eq!(read("12 kr"), (None, 4));
    assert_eq!(currency_code("$"), Some("USD"));
    assert_eq!(currency_code("eur"), Some("EUR"));
    assert_eq!(currency_code("￥"), Some("JPY"));
    assert_eq!(currency_code("kr"), None);
    assert_eq!(currency_code("clicks"), None);
}

#[test]
fn every_language_says_not_reported_in_its_own_way() {
    for text in [
        "--",
        " --",
        "N/A",
        "n/v",
        "k. A.",
        "k.\u{a0}A.",
        "s/o",
        "N/D",
        "null",
        "NULL",
        "None",
        "—",
        "#N/A",
        "#NV",
        "#BEZUG!",
        "#¡DIV/0!",
        "#DEEL/0!",
        "#VALEUR!",
        "Nicht verfügbar",
        "non disponible",
        "データなし",
        "\\N",
        "<null>",
        "…",
    ] {
        assert!(is_unknown(text), "{text:?}");
        assert_eq!(parse(text, DecimalMark::Comma), Value::Unknown, "{text:?}");
    }
    for text in ["(not set)", "(none)", "(blank)", "?", "*"] {
        assert_eq!(parse(text, DecimalMark::Point), Value::Unknown, "{text:?}");
        assert!(!is_unknown(text), "a page may be called {text:?}");
    }
    for text in ["0", "0.0", "No", "Newsletter", "Nantes", "Summer sale", "#1041", "-1", "Kids", "none of these"] {
        assert_ne!(parse(text, DecimalMark::Point), Value::Unknown, "{text:?}");
        assert!(!is_unknown(text), "{text:?}");
    }
}

#[test]
fn durations_are_read_in_all_their_forms() {
    for (text, seconds) in [
        ("1m 20s", 80.0),
        ("0m 58s", 58.0),
        ("00:01:05", 65.0),
        ("1:05", 65.0),
        ("00:01:05.250", 65.25),
        ("36:00:00", 129_600.0),
        ("1.02:03:04", 93_784.0),
        ("2 days, 3:04:05", 183_845.0),
        ("1h 02m", 3_720.0),
        ("1h30", 5_400.0),
        ("2 h 05", 7_500.0),
        ("1min20", 80.0),
        ("90 s", 90.0),
        ("3,4 s", 3.4),
        ("2 min", 120.0),
        ("1 d 3 h", 97_200.0),
        ("1 day and 3 hours", 97_200.0),
        ("PT1M20S", 80.0),
        ("P1DT2H", 93_600.0),
        ("PT0.5S", 0.5),
        ("P2W", 1_209_600.0),
        ("1 Std. 5 Min.", 3_900.0),
        ("2 Stunden und 5 Minuten", 7_500.0),
        ("1 heure 5 minutes", 3_900.0),
        ("3 jours", 259_200.0),
        ("2 días 3 horas", 183_600.0),
        ("1 giorno", 86_400.0),
        ("2 uur 5 minuten", 7_500.0),
        ("1時間5分", 3_900.0),
        ("５分３０秒", 330.0),
        ("−1m 20s", -80.0),
        ("-00:01:05", -65.0),
    ] {
        match parse(text, DecimalMark::Point) {
            Value::Number(read) => {
                assert!(read.is_duration, "{text:?}");
                assert!((read.value - seconds).abs() < 1e-9, "{text:?}: {}, not {seconds}", read.value);
            }
            other @ (Value::Unknown | Value::Text) => panic!("{text:?}: {other:?}"),
        }
    }
    for text in
        ["20s 1m", "1m 2m", "00:61:05", "1:5", "1:2:3:4", "12:30 PM", "P1M", "PT", "1h 90", "3 years", "h", ":", "1:"]
    {
        assert_eq!(parse_duration(text), None, "{text:?}");
    }
}

#[test]
fn a_version_proves_no_decimal_mark() {
    for text in ["1.2.3", "01.09.2026", "192.0.2.1", "10,20,30", "a,b", "1, 2"] {
        assert_eq!(mark_evidence(text), MarkEvidence::Silent, "{text:?}");
    }
    assert_eq!(mark_evidence("1 234,56"), MarkEvidence::Comma);
    assert_eq!(mark_evidence("1 234,567"), MarkEvidence::Comma);
    assert_eq!(mark_evidence("12,34,567"), MarkEvidence::Point);
    assert_eq!(mark_evidence("１２，３４"), MarkEvidence::LoneComma);
    assert_eq!(mark_evidence("3,4 Mio."), MarkEvidence::LoneComma);
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,40}|[0-9.,'’ ()%‰$€krFr.−+eE:hmsPT-]{0,24}|[\\x00-\\x7f]{0,20}") {
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            if let Value::Number(number) = parse(&text, mark) {
                prop_assert!(number.value.is_finite());
                prop_assert_eq!(why_no_number(&text, mark), None);
            }
        }
        let _ = (mark_evidence(&text), parse_duration(&text), currency_code(&text), is_unknown(&text));
    }

    #[test]
    fn plain_digits_are_read_as_exactly_as_by_the_standard_library(text in "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{0,18})?") {
        let Value::Number(read) = parse(&text, DecimalMark::Point) else { panic!("{text}") };
        prop_assert_eq!(read.value, text.parse::<f64>().unwrap() + 0.0, "{}", text);
        let with_comma = text.replace('.', ",");
        let Value::Number(swapped) = parse(&with_comma, DecimalMark::Comma) else { panic!("{text}") };
        prop_assert_eq!(swapped, read);
    }

    #[test]
    fn what_is_written_is_read_again(value in -1e9..1e9, decimals in 0usize..4) {
        let text = format_grouped(value, decimals);
        let Value::Number(read) = parse(&text, DecimalMark::Point) else { panic!("{text}") };
        prop_assert!((read.value - value).abs() <= 0.5001 * 10f64.powi(-(decimals as i32)), "{}", text);
        for unit in [Unit::Currency("EUR".to_owned()), Unit::Currency("CAD".to_owned()), Unit::Currency("PLN".to_owned())] {
            let text = format_full(value, &unit);
            let Value::Number(read) = parse(&text, DecimalMark::Point) else { panic!("{text}") };
            prop_assert!((read.value - value).abs() <= 0.0051, "{}", text);
            prop_assert_eq!(read.currency, Some(unit.code()));
        }
        let text = format_duration(value);
        let Value::Number(read) = parse(&text, DecimalMark::Point) else { panic!("{text}") };
        prop_assert!(read.is_duration && (read.value - value).abs() <= 30.1, "{}", text);
    }
}
