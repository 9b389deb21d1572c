//! Files made to hurt, and sound files damaged at random: nothing panics, nothing hangs, limits are in the sentence.

use proptest::prelude::*;

use super::tests::{fixture, gzip, read, xlsx, zip};

fn message(file: &str, bytes: &[u8]) -> String {
    match read(file, bytes) {
        Ok(contents) => panic!("{file} was read: {} bytes", contents[0].text.len()),
        Err(error) => error.to_string(),
    }
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><table:table table:name=\"T\">{table}</table:table></office:document-content>"
    );
    zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

#[test]
fn limits_are_named() {
    let nested = (0..4).fold(b"Page,Visits\n/home,1\n".to_vec(), |inner, _| zip(&[("inner.zip", &inner)]));
    let long = "x".repeat(5 << 20);
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let long_cell = format!("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>{long}</v></c></row>");
    let repeated = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let columns: String = (0..3000).map(|index| format!("\"c{index}\":1,")).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nested.zip", nested, "2 packed files in each other"),
        ("nested.gz", gzip(&gzip(&gzip(b"a,b\n1,2\n"))), "2 packed files in each other"),
        ("far.xlsx", xlsx(far, ""), "has 16384 columns; up to 2000 can be read"),
        ("long.xlsx", xlsx(&long_cell, ""), "up to 1 MiB a cell"),
        ("repeated.ods", ods(repeated), "up to 10000 times"),
        ("wide.ods", ods(wide), "up to 2000 can be read"),
        ("deep.json", vec![b'['; 100_000], "up to 64 can be read"),
        ("long.json", format!("[\"{long}\"]").into_bytes(), "up to 1 MiB can be read"),
        ("wide.json", format!("[{{{columns}\"z\":1}}]").into_bytes(), "up to 2000 can be read"),
    ];
    for (file, bytes, wanted) in cases {
        let message = message(file, &bytes);
        assert!(message.contains(wanted), "{file}: {message}");
    }
}

#[test]
fn claims_that_would_take_all_memory_are_refused() {
    let backward = "<row r=\"9\"><c r=\"A9\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>";
    assert!(message("back.xlsx", &xlsx(backward, "")).contains("its rows are not in order"));
    for place in ["A0", "ZZZZZZZZ9", "A99999999999", "1", ""] {
        let rows = format!("<row r=\"1\"><c r=\"{place}\"><v>1</v></c></row>");
        // Read or refused, but told.
        let _ = read("place.xlsx", &xlsx(&rows, ""));
    }
    let everywhere = "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>x</v></c><c r=\"B1\"><v>1</v></c></row><row r=\"2\"><c r=\"B2\"><v>1</v></c></row>";
    assert!(read("merged.xlsx", &xlsx(rows, everywhere)).is_ok());
    let strings = "<sst uniqueCount=\"999999999999999\"><si><t>x</t></si></sst>";
    let sound = xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "");
    let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(sound)).unwrap();
    let mut members: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|index| {
            let mut member = archive.by_index(index).unwrap();
            let name = member.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut member, &mut bytes).unwrap();
            (name, bytes)
        })
        .collect();
    members.push(("xl/sharedStrings.xml".into(), strings.into()));
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(message("claims.xlsx", &zip(&members)).contains("claims more texts than it has"));
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row>";
    assert!(read("spaces.ods", &ods(spaces)).is_ok_and(|contents| contents[0].text.len() < 20_000));
}

#[test]
fn entities_in_a_workbook_are_not_expanded() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&lol9;</v></c><c r=\"B1\"><v>1</v></c></row>";
    // Read with the name as it stands, or refused.
    if let Ok(contents) = read("lol.xlsx", &xlsx(rows, "")) {
        assert!(contents[0].text.len() < 100);
    }
}

#[test]
fn many_columns_and_long_cells_pass_without_harm() {
    let wide = format!("{}\n", "a,".repeat(1_000_000));
    assert_eq!(read("wide.csv", wide.as_bytes()).unwrap()[0].text.len(), wide.len() as u64);
    let long = format!("a,b\n\"{}\",1\n", "x".repeat(8 << 20));
    assert_eq!(read("long.csv", long.as_bytes()).unwrap()[0].text.len(), long.len() as u64);
}

/// What a sound file becomes: some bytes changed, a piece cut out, a piece twice, an end lost.
fn damaged(sound: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let len = sound.len();
    let place = 0..len;
    let changes = prop::collection::vec((place.clone(), any::<u8>()), 0..8);
    (changes, place.clone(), 0usize..64, place, prop::sample::select(vec![0u8, 1, 2, 3])).prop_map(
        move |(changes, at, size, cut, how)| {
            let mut bytes = sound.clone();
            for (at, byte) in changes {
                bytes[at] = byte;
            }
            let end = (at + size).min(bytes.len());
            match how {
                0 => bytes.truncate(cut.max(1)),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {}
            }
            bytes
        },
    )
}

fn survives(file: &str, bytes: &[u8]) {
    if let Ok(contents) = read(file, bytes) {
        assert!(!contents.is_empty());
        for content in contents {
            let head = content.text.head(1 << 20).unwrap();
            assert!(std::str::from_utf8(&head).is_ok() || content.text.len() > 1 << 20, "{file} gives no UTF-8");
            assert!(content.text.len() < 1 << 28, "{file} grows to {}", content.text.len());
        }
    }
}

/// The parts of a workbook that are packed are damaged unpacked as well, as packed damage only breaks the packing.
fn damaged_parts(sound: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let mut archive = ::zip::ZipArchive::new(std::io::Cursor::new(sound)).unwrap();
    let members: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|index| {
            let mut member = archive.by_index(index).unwrap();
            let name = member.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut member, &mut bytes).unwrap();
            (name, bytes)
        })
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    (0..members.len()).prop_flat_map(move |which| {
        let members = members.clone();
        damaged(members[which].1.clone()).prop_map(move |bytes| {
            let mut members = members.clone();
            members[which].1 = bytes;
            let members: Vec<(&str, &[u8])> =
                members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            zip(&members)
        })
    })
}

const JSON: &str =
    r#"{"a":[{"p":"/home","v":1.5e3,"t":["x","é"],"g":{"c":null}},{"p":"\ud83d\ude00","v":-2}],"n":{"k":true}}"#;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn damaged_workbooks_do_no_harm(bytes in damaged(fixture("campaigns.xlsx"))) {
        survives("a.xlsx", &bytes);
    }

    #[test]
    fn damaged_parts_of_workbooks_do_no_harm(bytes in damaged_parts(fixture("campaigns.xlsx"))) {
        survives("a.xlsx", &bytes);
    }

    #[test]
    fn damaged_open_documents_do_no_harm(bytes in damaged_parts(fixture("visits.ods"))) {
        survives("a.ods", &bytes);
    }

    #[test]
    fn damaged_old_workbooks_do_no_harm(bytes in damaged(fixture("orders.xls"))) {
        survives("a.xls", &bytes);
    }

    #[test]
    fn damaged_parquet_does_no_harm(bytes in damaged(fixture("campaigns.parquet"))) {
        survives("a.parquet", &bytes);
    }

    #[test]
    fn damaged_json_does_no_harm(bytes in damaged(JSON.as_bytes().to_vec())) {
        survives("a.json", &bytes);
        survives("a.ndjson", &[bytes.as_slice(), b"\n", bytes.as_slice()].concat());
    }

    #[test]
    fn damaged_packed_files_do_no_harm(bytes in damaged(gzip(JSON.as_bytes())), zipped in damaged(zip(&[("a.json", JSON.as_bytes())]))) {
        survives("a.json.gz", &bytes);
        survives("a.zip", &zipped);
    }

    #[test]
    fn damaged_texts_do_no_harm(
        bytes in damaged(fixture("google_ads_excel_utf16le_tab.csv")),
        page in damaged(b"<html><table><tr><td colspan=2>a</td></tr><tr><td rowspan=3>b</td><td>1</td></tr></table></html>".to_vec()),
    ) {
        survives("a.csv", &bytes);
        survives("a.xls", &page);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000), start in prop::sample::select(vec![
        b"PK\x03\x04".as_slice(), b"\x1F\x8B\x08", b"PAR1", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<?xml", b"[{", b"",
    ])) {
        survives("a", &[start, bytes.as_slice()].concat());
    }
}
