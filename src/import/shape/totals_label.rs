//! Labels of totals rows in the languages that exports come in. Whether a row's figures are sums is checked elsewhere.

/// "Total", "Grand total", "Total: Account", "Gesamt: Konto", "合計", "Grand Totals (5700 records)"; not a campaign
/// called "Total Wine". Called for a few cells of each row, so it looks at the first byte before anything else.
pub(in crate::import) fn is_totals_label(text: &str) -> bool {
    let Some(first) = text.as_bytes().first() else { return false };
    let labels: &[&str] = match first {
        b't' | b'T' => T,
        b's' | b'S' => S,
        b'g' | b'G' => G,
        b'a' | b'A' => A,
        b'o' | b'O' => &["overall", "overall total", "overall totals", "ogółem"],
        b'i' | b'I' => &["insgesamt"],
        b'e' | b'E' => &["endsumme", "eindtotaal"],
        b'd' | b'D' => &["delsumma"],
        b'r' | b'R' => &["razem", "report total", "report totals"],
        b'z' | b'Z' => &["zwischensumme"],
        // Ł and ł, 合, 小, 総, 計.
        0xC5 => &["łącznie", "łączna suma"],
        0xE5 => &["合計", "合計値", "小計"],
        0xE7 => &["総計", "総合計", "総額"],
        0xE8 => &["計"],
        _ => return false,
    };
    let head = head(text);
    // The longest label has 19 characters; a letter may have two bytes.
    head.len() <= 40 && (labels.iter().any(|label| is_same(head, label)) || is_count(head))
}

/// "Total of 12 results".
fn is_count(head: &str) -> bool {
    let (Some(start), Some(rest)) = (head.get(..9), head.get(9..)) else { return false };
    start.eq_ignore_ascii_case("total of ") && rest.starts_with(|c: char| c.is_ascii_digit())
}

const T: &[&str] = &[
    "total",
    "totals",
    "total general",
    "total général",
    "total geral",
    "total generale",
    "total account",
    "total sum",
    "totales",
    "totais",
    "totaux",
    "totale",
    "totali",
    "totale generale",
    "totale complessivo",
    "totaal",
    "totaal generaal",
    "totalen",
    "totalt",
    "totalsumma",
    "teilergebnis",
];

const S: &[&str] = &[
    "sum",
    "sum total",
    "subtotal",
    "subtotals",
    "sub total",
    "sub-total",
    "subtotales",
    "subtotais",
    "subtotale",
    "subtotaal",
    "summe",
    "summen",
    "summa",
    "slutsumma",
    "suma",
    "suma total",
    "suma końcowa",
    "suma całkowita",
    "suma częściowa",
    "soma",
    "soma total",
    "somma",
    "sous-total",
    "sous total",
];

const G: &[&str] = &[
    "grand total",
    "grand totals",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "gesamtwert",
    "gesamtwerte",
    "general total",
];

const A: &[&str] = &["account total", "account totals", "algemeen totaal"];

/// What stands before a scope: "Total" of "Total: Account", "Gesamt" of "Gesamt：Konto", "Grand Totals" of
/// "Grand Totals (5700 records)". Brackets around words may be part of a name.
fn head(text: &str) -> &str {
    let head = text.find([':', '：']).and_then(|at| text.get(..at)).unwrap_or(text);
    let counted = head.find('(').and_then(|at| {
        let inside = head.get(at + 1..)?;
        inside.starts_with(|c: char| c.is_ascii_digit()).then(|| head.get(..at))?
    });
    counted.unwrap_or(head).trim()
}

/// Equal whatever the case, without a copy. The label is in lower case.
fn is_same(text: &str, label: &str) -> bool {
    text.chars().flat_map(char::to_lowercase).eq(label.chars())
}

#[cfg(test)]
mod tests {
    use super::is_totals_label;

    #[test]
    fn totals_are_known_in_the_languages_of_exports() {
        for text in [
            "Total: Account",
            "Total : compte",
            "Gesamt: Konto",
            "Totals",
            "GRAND TOTAL",
            "Grand Totals (5700 records)",
            "Sous-total",
            "Total of 12 results",
            "TOTAL GÉNÉRAL",
            "Gesamtergebnis",
            "Insgesamt",
            "Zwischensumme",
            "Total general",
            "Totales",
            "Total: cuenta",
            "Total geral",
            "Totais",
            "Total: conta",
            "Totale: account",
            "Totale complessivo",
            "Totaal: account",
            "Eindtotaal",
            "合計",
            "合計: アカウント",
            "総計",
            "小計",
            "合計：アカウント",
            "Łącznie: konto",
            "Suma końcowa",
            "Razem",
            "Totalt: konto",
            "Summa",
        ] {
            assert!(is_totals_label(text), "{text:?}");
        }
    }

    #[test]
    fn a_name_that_begins_with_total_is_no_totals_row() {
        for text in [
            "Total Wine",
            "Total Wine: spring",
            "Totally new",
            "Total of all we know",
            "Total (brand)",
            "TotalEnergies",
            "Summe der Teile",
            "Gesamtschule Köln",
            "Tout sur le total",
            "Totale Erneuerung",
            "Totale relax: Roma",
            "Totaal anders",
            "Sumatra",
            "Somma Vesuviana",
            "Total Look Primavera",
            "合計サービス",
            "計画",
            "小計算機",
            "Razem dla Polski",
            "Łącznie z dostawą",
            "",
            " ",
            "Ł",
        ] {
            assert!(!is_totals_label(text), "{text:?}");
        }
    }
}
