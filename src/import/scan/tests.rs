//! Records are the same however a text is cut into chunks and spread over threads.

use super::*;

type Cells = (u64, Vec<String>);

fn span_of(text: &[u8], delimiter: u8) -> Span {
    Span { delimiter, terminator: b'\n', start: 0, first_line: 1, end: text.len() as u64, are_rows: false }
}

fn all(text: &[u8], delimiter: u8, manner: Manner) -> Vec<Cells> {
    let each = |rows: &mut Vec<Cells>, row: &Row<'_>| -> Result<bool, ()> {
        rows.push((row.line, (0..row.width()).map(|column| row.raw(column).to_owned()).collect()));
        Ok(true)
    };
    let mut seen = Vec::new();
    let span = span_of(text, delimiter);
    let scanned = scan(text, &span, manner, &|_| true, &mut |b| seen.extend_from_slice(b), Vec::new, each).unwrap();
    assert_eq!(seen, text);
    let mut rows: Vec<Cells> = scanned.stripes.into_iter().flatten().collect();
    rows.sort();
    assert_eq!(scanned.index.rows, rows.len() as u64);
    for (at, row) in rows.iter().enumerate() {
        let (bytes, line, before) = scanned.index.part_of(at as u64).unwrap();
        let mut found = None;
        let mut number = before;
        scan_part(text, &span, bytes, line, |seen| {
            if number == at as u64 {
                found = Some((seen.line, seen.cells().map(str::to_owned).collect::<Vec<_>>()));
            }
            number += 1;
            found.is_none()
        })
        .unwrap();
        let trimmed = (row.0, row.1.iter().map(|cell| cell.trim().to_owned()).collect());
        assert_eq!(found, Some(trimmed));
    }
    assert_eq!(scanned.index.part_of(rows.len() as u64), None);
    rows
}

/// What the `csv` crate makes of the text.
fn expected(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

const TEXTS: &[&str] = &[
    "",
    "a,b\n1,2\n",
    "a,b\r\n1,2\r\n\r\n3,4",
    "a,\"b, \"\"c\"\"\nd\",e\n\"\",x,\n,,\n",
    "5\" pipe,7\n\"q\"tail,1\n",
    "one\n\n\ntwo\n",
    "\"a\",\"b\nc\"\r\n\"\",\"d\"\"\",e\"f\r\n\"g\" ,h\n\"i\r\nj\",\"k\"\r\n",
    "ä,ö\n\"ü\nß\",é\n",
    "open,\"never closed\n1,2\n",
];

#[test]
fn chunks_and_threads_change_nothing() {
    for text in TEXTS {
        let whole = all(text.as_bytes(), b',', Manner { chunk_bytes: 1 << 20, workers: 1 });
        let cells: Vec<Vec<String>> = whole.iter().map(|(_, cells)| cells.clone()).collect();
        assert_eq!(cells, expected(text.as_bytes(), b','), "{text:?}");
        for chunk_bytes in 1..40 {
            for workers in [1, 2, 3, 4] {
                let manner = Manner { chunk_bytes, workers };
                assert_eq!(all(text.as_bytes(), b',', manner), whole, "{text:?} in {chunk_bytes}");
            }
        }
    }
}

#[test]
fn lines_are_those_of_the_text() {
    let rows = all(b"h\n\n\"a\nb\"\nc\n", b',', Manner::default());
    let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 3, 5]);
}

#[test]
fn a_record_without_end_is_refused_and_a_scan_can_be_stopped() {
    let mut text = b"a,b\n\"".to_vec();
    text.resize(MAX_RECORD_BYTES + (4 << 20), b'x');
    let span = span_of(&text, b',');
    let nothing = |(): &mut (), _: &Row<'_>| -> Result<bool, ()> { Ok(true) };
    let result = scan(text.as_slice(), &span, Manner::default(), &|_| true, &mut |_| {}, || (), nothing);
    assert!(matches!(result.err(), Some(ScanError::RecordTooLong { line: 2 })));
    let result = scan(b"a\nb\n".as_slice(), &span, Manner::default(), &|_| false, &mut |_| {}, || (), nothing);
    assert!(matches!(result.err(), Some(ScanError::Cancelled)));
    let stop = |(): &mut (), row: &Row<'_>| if row.line > 1 { Err(row.line) } else { Ok(true) };
    let span = span_of(b"a\nb\nc\n", b',');
    let result = scan(b"a\nb\nc\n".as_slice(), &span, Manner::default(), &|_| true, &mut |_| {}, || (), stop);
    assert!(matches!(result.err(), Some(ScanError::Stopped(2))));
}
