//! The days that the lines above a table speak of, in the languages of exports. What a date is, is known in `dates`.

use crate::base::Period;
use crate::import::dates::parse_period;

/// What the label of a dated line says about its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Start,
    End,
    /// When the file was made, which says nothing about its rows.
    Made,
    Other,
}

/// The days that title lines state: "Start date: 20260901" and "End date: 20260930", "Sep 1, 2026 - Sep 30, 2026".
pub(in crate::import) fn stated_period(titles: &[String]) -> Option<Period> {
    let dated: Vec<(Label, Period)> =
        titles.iter().filter_map(|title| Some((label(title), parse_period(title)?))).collect();
    let first = |wanted: Label| dated.iter().find(|(label, _)| *label == wanted).map(|(_, period)| *period);
    if let (Some(from), Some(to)) = (first(Label::Start), first(Label::End)) {
        return Period::new(from.from, to.to);
    }
    let of_rows: Vec<Period> =
        dated.iter().filter(|(label, _)| *label != Label::Made).map(|(_, period)| *period).collect();
    if let Some(range) = of_rows.iter().find(|period| period.from < period.to) {
        return Some(*range);
    }
    // Two days under labels in a language that is not known here.
    match of_rows.as_slice() {
        [from, to, ..] if from.from < to.from => Period::new(from.from, to.to),
        [first, ..] => Some(*first),
        [] => None,
    }
}

fn label(title: &str) -> Label {
    const STARTS: &[&str] = &[
        "start date",
        "start",
        "from",
        "report start",
        "startdatum",
        "von",
        "date de début",
        "début",
        "du",
        "fecha de inicio",
        "desde",
        "data de início",
        "data inicial",
        "data di inizio",
        "data inizio",
        "dal",
        "begindatum",
        "van",
        "開始日",
        "data rozpoczęcia",
        "od",
    ];
    const ENDS: &[&str] = &[
        "end date",
        "end",
        "to",
        "report end",
        "enddatum",
        "bis",
        "date de fin",
        "fin",
        "au",
        "fecha de finalización",
        "fecha de fin",
        "fecha final",
        "hasta",
        "data de término",
        "data final",
        "data di fine",
        "data fine",
        "al",
        "einddatum",
        "tot",
        "終了日",
        "slutdatum",
        "data zakończenia",
        "do",
    ];
    const MADE: &[&str] = &[
        "generated",
        "created",
        "exported",
        "downloaded",
        "date generated",
        "date created",
        "report generated",
        "last updated",
        "erstellt",
        "exportiert",
        "généré",
        "exporté",
        "generado",
        "creado",
        "gerado",
        "criado",
        "generato",
        "creato",
        "gegenereerd",
        "作成",
        "wygenerowano",
        "skapad",
    ];
    let head = title.split_once([':', '：']).map_or("", |(head, _)| head).trim().to_lowercase();
    match () {
        () if STARTS.contains(&head.as_str()) => Label::Start,
        () if ENDS.contains(&head.as_str()) => Label::End,
        () if MADE.iter().any(|word| !head.is_empty() && head.starts_with(word)) => Label::Made,
        () => Label::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::date;

    #[test]
    fn title_lines_state_the_days_of_the_rows() {
        let september = Period::new(date(2026, 9, 1), date(2026, 9, 30));
        let first = Some(Period::day(date(2026, 9, 1)));
        for (titles, expected) in [
            (vec!["All Users", "Start date: 20260901", "End date: 20260930"], september),
            (vec!["Startdatum: 20260901", "Enddatum: 20260930"], september),
            (vec!["開始日: 20260901", "終了日: 20260930"], september),
            (vec!["Data de início: 20260901", "Data de término: 20260930"], september),
            (vec!["Any language: 20260901", "Another word: 20260930"], september),
            (vec!["Generated: Oct 2, 2026", "20260901-20260930"], september),
            (vec!["Report", "September 2026"], september),
            (vec!["Report", "2026-09-01"], first),
            (vec!["Date Generated: 2026-10-02"], None),
            (vec!["Start date: 20260930", "End date: 20260901"], None),
            (vec!["All time"], None),
            (vec![], None),
        ] {
            let titles: Vec<String> = titles.into_iter().map(str::to_owned).collect();
            assert_eq!(stated_period(&titles), expected, "{titles:?}");
        }
    }
}
