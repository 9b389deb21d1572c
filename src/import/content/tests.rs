//! Files of every form to text: what each cell says, and what is said where a file cannot be read.

use std::io::Write as _;

use super::*;

/// A file that is read.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    file_in("imports", name)
}

/// A file that is sound and still refused.
fn refused(name: &str) -> Vec<u8> {
    file_in("refused", name)
}

fn file_in(folder: &str, name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{folder}/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Content>, ImportError> {
    contents_of_bytes(file, bytes, &|_| true)
}

/// Name, first line and text of each content.
fn texts(file: &str, bytes: &[u8]) -> Vec<(String, u32, String)> {
    let contents = read(file, bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
    contents.into_iter().map(|content| (content.name.clone(), content.first_line, text(&content))).collect()
}

fn text(content: &Content) -> String {
    String::from_utf8(content.text.head(1 << 24).unwrap()).unwrap()
}

fn one(file: &str, bytes: &[u8]) -> String {
    let texts = texts(file, bytes);
    assert_eq!(texts.len(), 1, "{texts:?}");
    texts[0].2.clone()
}

fn message(file: &str, bytes: &[u8]) -> String {
    read(file, bytes).map(|contents| texts_of(&contents)).unwrap_err().to_string()
}

fn texts_of(contents: &[Content]) -> Vec<String> {
    contents.iter().map(text).collect()
}

fn warnings(file: &str, bytes: &[u8]) -> Vec<String> {
    read(file, bytes).unwrap().iter().flat_map(|content| content.warnings.iter().map(ToString::to_string)).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packing.write_all(bytes).unwrap();
    packing.finish().unwrap()
}

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packing = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        packing.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packing.write_all(bytes).unwrap();
    }
    packing.finish().unwrap().into_inner()
}

/// A workbook with one sheet: the XML of its rows, and what stands behind them.
pub(super) fn xlsx(rows: &str, behind: &str) -> Vec<u8> {
    styled_xlsx(rows, behind, "<styleSheet/>")
}

fn styled_xlsx(rows: &str, behind: &str, styles: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{behind}</worksheet>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("rId1", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("rId1", "worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn utf16(text: &str, is_little: bool, mark: bool) -> Vec<u8> {
    let unit = |unit: u16| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn every_encoding_becomes_the_same_text() {
    let text = "Seite;Besuche\nÜbersicht für Käufer;12\nGröße & Preis;7\nÄndern;3\n";
    let marked = |mark: &[u8], text: &str| [mark, text.as_bytes()].concat();
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(text);
    let cases = [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked(b"\xEF\xBB\xBF", text), "UTF-8"),
        (utf16(text, true, true), "UTF-16"),
        (utf16(text, false, true), "UTF-16"),
        (utf16(text, true, false), "UTF-16"),
        (utf16(text, false, false), "UTF-16"),
        (windows.into_owned(), "windows-1252"),
    ];
    for (bytes, encoding) in cases {
        let contents = read("visits.csv", &bytes).unwrap();
        assert_eq!((texts_of(&contents), contents[0].encoding), (vec![text.to_owned()], encoding));
        assert_eq!(contents[0].hash, blake3::hash(&bytes).to_hex().to_string());
    }
}

#[test]
fn lines_that_end_with_a_return_alone_are_lines() {
    assert_eq!(one("visits.csv", b"Page,Visits\r/home,1\r"), "Page,Visits\n/home,1\n");
    assert_eq!(one("visits.csv", &utf16("Page,Visits\r/home,1\r", true, true)), "Page,Visits\n/home,1\n");
    assert_eq!(one("visits.csv", b"Page,Visits\r\n/home,1\r\n"), "Page,Visits\r\n/home,1\r\n");
}

#[test]
fn code_pages_are_told_by_what_is_written_in_them() {
    let cases = [
        (encoding_rs::SHIFT_JIS, "ページ,訪問数\nトップページ,120\n商品一覧とカート,40\nお問い合わせ,7\n"),
        (encoding_rs::WINDOWS_1251, "Страница,Просмотры\nГлавная страница,120\nКорзина и оплата,40\n"),
        (
            encoding_rs::WINDOWS_1250,
            "Strona,Wizyty\nStrona główna sklepu z książkami,120\nPłatność i zamówienie łącznie,40\n",
        ),
    ];
    for (encoding, text) in cases {
        let (bytes, ..) = encoding.encode(text);
        let contents = read("visits.csv", &bytes).unwrap();
        assert_eq!(texts_of(&contents), [text], "{}", contents[0].encoding);
    }
}

#[test]
fn damage_to_a_text_is_told_with_its_lines() {
    let mut cut =
        "Page,Visits\nMünchen,1\nKöln,2\nZürich,3\nGöteborg,4\nMálaga,5\nØrsted,6\nÅlesund,7\nÉvry,8\nÎle,9\nÖland,1\n"
            .as_bytes()
            .to_vec();
    cut[14] = b'?';
    let contents = read("visits.csv", &cut).unwrap();
    assert_eq!(contents[0].encoding, "UTF-8");
    assert!(contents[0].warnings[0].to_string().contains("(line 2)"), "{:?}", contents[0].warnings);
    let mut nul = format!("Page,Visits\n{}", "/home,1\n".repeat(50)).into_bytes();
    nul[30] = 0;
    let contents = read("visits.csv", &nul).unwrap();
    assert_eq!(contents[0].text.len(), nul.len() as u64 - 1);
    assert!(contents[0].warnings[0].to_string().contains("(line 4)"), "{:?}", contents[0].warnings);
}

#[test]
fn a_text_on_disk_is_used_where_it_lies_and_notices_that_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visits.csv");
    std::fs::write(&path, "\u{feff}Page,Visits\n/home,1\n").unwrap();
    let contents = contents(&path, &|_| true).unwrap();
    assert_eq!(texts_of(&contents), ["Page,Visits\n/home,1\n"]);
    contents[0].text.check_unchanged().unwrap();
    std::fs::write(&path, "Page,Visits\n/home,1\n/more,2\n").unwrap();
    let changed = contents[0].text.check_unchanged().unwrap_err().to_string();
    assert!(changed.starts_with("visits.csv changed while it was being read"), "{changed}");
    std::fs::remove_file(&path).unwrap();
    let gone = contents[0].text.check_unchanged().unwrap_err().to_string();
    assert!(gone.starts_with("visits.csv was moved or deleted"), "{gone}");
}

#[test]
fn a_file_cut_or_deleted_while_it_is_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visits.csv");
    // The mark makes all of it be looked at, which rows would be otherwise.
    let text = format!("\u{feff}{}", "/home,1\n".repeat(400_000));
    for is_deleted in [false, true] {
        std::fs::write(&path, &text).unwrap();
        let meddle = |_| {
            if is_deleted {
                let _ = std::fs::remove_file(&path);
            } else {
                std::fs::write(&path, "cut").unwrap();
            }
            true
        };
        let error = contents(&path, &meddle).unwrap_err();
        let wanted = if is_deleted { "was moved or deleted" } else { "changed while it was being read" };
        assert!(error.to_string().contains(wanted), "{error}");
    }
    let error = contents(&path, &|_| true).unwrap_err().to_string();
    assert!(error.contains("there is no such file"), "{error}");
}

#[test]
fn reading_stops_when_it_is_cancelled() {
    let files = [("visits.csv", b"Page,Visits\n/home,1\n".to_vec()), ("campaigns.xlsx", fixture("campaigns.xlsx"))];
    for (file, bytes) in files {
        let error = contents_of_bytes(file, &bytes, &|_| false).unwrap_err();
        assert_eq!(error, ImportError::Cancelled { file: file.to_owned() });
    }
}

#[test]
fn a_workbook_gives_each_sheet_with_data_and_keeps_its_row_numbers() {
    let bytes = fixture("campaigns.xlsx");
    // The name lies: the content decides.
    for file in ["campaigns.xlsx", "campaigns.csv"] {
        let texts = texts(file, &bytes);
        let names: Vec<_> = texts.iter().map(|(name, line, _)| (name.as_str(), *line)).collect();
        assert_eq!(names, [("Campaigns", 2), ("Notes (hidden)", 1)]);
        let wanted = "\"Campaign report, September 2026\",,,,,\n\
            \n\
            Campaign,Day,Traffic,Traffic,Watched,Done\n\
            Campaign,Day,Clicks,Cost,Watched,Done\n\
            \"Autumn, \"\"sale\"\"\",2026-09-01,1200,12.5,26:03:04,TRUE\n\
            \"Autumn, \"\"sale\"\"\",2026-09-02 08:30:00,900,0.3,0:01:05,FALSE\n\
            \n\
            Brand,2026-09-01,,#DIV/0!,0:00:00,TRUE\n\
            Total,,,,,\n";
        assert_eq!(texts[0].2, wanted);
        assert_eq!(texts[1].2, "Key,Value\nAccount,Northwind Trading\n");
    }
    let warnings = warnings("campaigns.xlsx", &bytes);
    assert!(warnings[0].contains("1 formula has no saved result") && warnings[0].ends_with("(D10)"), "{warnings:?}");
    assert!(warnings[1].contains("#DIV/0!") && warnings[1].ends_with("(E9)"), "{warnings:?}");
}

#[test]
fn cells_of_a_sheet_keep_their_exact_values() {
    let cell = |place: &str, kind: &str, value: &str| format!("<c r=\"{place}\"{kind}><v>{value}</v></c>");
    let rows = format!(
        "<row r=\"3\">{}{}{}{}{}{}</row>",
        cell("C3", "", "1.0000000000000001E-5"),
        cell("D3", "", "123456789012345"),
        cell("E3", " t=\"b\"", "1"),
        cell("F3", " t=\"e\"", "#N/A"),
        "<c r=\"G3\" t=\"inlineStr\"><is><t>two\nlines &amp; more</t></is></c>",
        "<c r=\"H3\"><f>1+1</f><v>2</v></c>",
    );
    let texts = texts("odd.xlsx", &xlsx(&rows, ""));
    let wanted = "0.00001,123456789012345,TRUE,#N/A,\"two\nlines & more\",2\n";
    assert_eq!(texts, [("Data".to_owned(), 3, wanted.to_owned())]);
}

#[test]
fn numbers_shown_as_percents_and_amounts_say_so_in_every_workbook() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0.00\\ [$€-407]\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\" s=\"1\"><is><t>Rate</t></is></c><c r=\"B1\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"A2\" s=\"1\"><v>0.1234</v></c><c r=\"B2\" s=\"2\"><v>-12.5</v></c></row>\
        <row r=\"3\"><c r=\"A3\" s=\"0\"><v>0.1234</v></c><c r=\"B3\" s=\"77\"><v>3</v></c></row>";
    assert_eq!(one("shown.xlsx", &styled_xlsx(rows, "", styles)), "Rate,1\n12.34%,€ -12.5\n0.1234,3\n");

    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"Percent\"/></Style></Styles>\
        <Worksheet ss:Name=\"A\"><Table><Row><Cell ss:StyleID=\"s1\"><Data ss:Type=\"Number\">0.5</Data></Cell>\
        <Cell><Data ss:Type=\"Number\">0.5</Data></Cell></Row></Table></Worksheet></Workbook>";
    assert_eq!(one("report.xls", xml.as_bytes()), "50%,0.5\n");

    let page =
        "<html><table><tr><td x:num=\"0.0312345\">3,12 %</td><td x:num=\"1234.5\">1.234,50 €</td></tr></table></html>";
    assert_eq!(one("report.xls", page.as_bytes()), "3.12345%,EUR 1234.5\n");
}

#[test]
fn merged_numbers_count_once_and_merged_words_are_repeated() {
    let text = |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!(
        "<row r=\"1\">{}<c r=\"B1\"><v>2026</v></c></row><row r=\"2\">{}<c r=\"B2\"><v>10</v></c><c r=\"C2\"><v>1</v></c></row><row r=\"3\"><c r=\"C3\"><v>2</v></c></row>",
        text("A1", "Store"),
        text("A2", "Bern"),
    );
    let merged =
        "<mergeCells><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:B3\"/></mergeCells>";
    assert_eq!(one("merged.xlsx", &xlsx(&rows, merged)), "Store,2026,2026\nBern,10,1\nBern,,2\n");
}

#[test]
fn both_date_systems_give_the_same_days() {
    assert_eq!(one("dates.xlsx", &fixture("dates_1904.xlsx")), "Day,Orders\n2026-09-01,12\n2026-09-02,15\n");
}

#[test]
fn an_old_workbook_is_read() {
    let texts = texts("orders.csv", &fixture("orders.xls"));
    let wanted = "Store,Day,Orders,Revenue,Open\n\
        \"Köln, Dom\",2026-09-01,12,1234.5,9:00:00\n\
        Lyon,2026-09-02,7,99.99,10:30:00\n\
        Oslo,,3,,\n\
        Oslo,,4,,\n\
        Paid,,TRUE,,\n";
    let archive = "Store,Orders\nBern,1\n";
    assert_eq!(texts, [("Orders".into(), 1, wanted.into()), ("Archive (hidden)".into(), 1, archive.into())]);
}

#[test]
fn an_open_document_is_read() {
    let texts = texts("visits.ods", &fixture("visits.ods"));
    let wanted = "Page,Visits,Visits,Day,Spent,Paid\n\
        /home,1200,3.12%,2026-09-01,1:02:03,TRUE\n\
        \n\
        /cart,7,#DIV/0!,2026-09-02 08:30:00,30:00:00,\n\
        /cart,8,,,,\n";
    assert_eq!(
        texts,
        [("Visits".into(), 1, wanted.into()), ("Old (hidden)".into(), 1, "Page,Visits\n/old,3\n".into())]
    );
    let warnings = warnings("visits.ods", &fixture("visits.ods"));
    assert!(warnings[0].contains("1 formula has no saved result") && warnings[0].ends_with("(F4)"), "{warnings:?}");
}

#[test]
fn pages_and_xml_that_call_themselves_excel_are_read() {
    let page = "<html xmlns:x='urn:x'><head><style>td {color: red}</style></head><body><table><tr><td colspan=3>Report</td></tr>\
        <tr><th rowspan=2>Page</th><th colspan=2>Traffic</th></tr><tr><th>Views</th><th>Users &amp; more</th></tr>\
        <tr><td>/home</td><td x:num=\"1234.5\">1,234.50</td><td>7</td></tr></table></body></html>";
    let wanted = "Report,,\nPage,Traffic,Traffic\nPage,Views,Users & more\n/home,1234.5,7\n";
    assert_eq!(one("report.xls", page.as_bytes()), wanted);
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <Worksheet ss:Name=\"Visits\"><Table><Row><Cell><Data ss:Type=\"String\">Page</Data></Cell><Cell><Data ss:Type=\"String\">Day</Data></Cell></Row>\
        <Row ss:Index=\"4\"><Cell ss:Index=\"2\"><Data ss:Type=\"DateTime\">2026-09-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>";
    assert_eq!(one("report.xls", xml.as_bytes()), "Page,Day\n\n\n,2026-09-01\n");
}

#[test]
fn json_in_its_usual_shapes_becomes_tables() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        // Records with nested fields; the order of first appearance; numbers as they were written.
        (
            r#"[{"page":"/home","views":12.50,"geo":{"country":"DE"}},{"page":"/a, b","tags":["x","y"],"id":12345678901234567890,"geo":{"city":"Köln"}},{"views":null}]"#,
            &[(
                "",
                "page,views,geo.country,tags,id,geo.city\n/home,12.50,DE,,,\n\"/a, b\",,,x; y,12345678901234567890,Köln\n,,,,,\n",
            )],
        ),
        // An object with two lists.
        (
            r#"{"account":"x","data":{"pages":[{"p":1}],"days":[{"d":"2026-09-01"}]}}"#,
            &[("data.pages", "p\n1\n"), ("data.days", "d\n2026-09-01\n")],
        ),
        // Headers beside rows; rows without headers.
        (
            r#"{"headers":["Page","Views"],"rows":[["/home",1],["/cart",2]]}"#,
            &[("rows", "Page,Views\n/home,1\n/cart,2\n")],
        ),
        (r#"[["Page","Views"],["/home",1]]"#, &[("", "Page,Views\n/home,1\n")]),
        // The Analytics Data API.
        (
            r#"{"dimensionHeaders":[{"name":"date"}],"metricHeaders":[{"name":"sessions","type":"TYPE_INTEGER"}],"rows":[{"dimensionValues":[{"value":"20260901"}],"metricValues":[{"value":"12"}]}],"rowCount":1}"#,
            &[("rows", "date,sessions\n20260901,12\n")],
        ),
        // A single object, a table by columns, records by name, a list of numbers.
        (r#"{"sent":1200,"opens":{"unique":310}}"#, &[("", "sent,opens.unique\n1200,310\n")]),
        (r#"{"day":["a","b"],"views":[1,2]}"#, &[("", "day,views\na,1\nb,2\n")]),
        (
            r#"{"d1":{"v":1,"w":2},"d2":{"v":3,"w":4},"d3":{"v":5,"w":6}}"#,
            &[("", "name,v,w\nd1,1,2\nd2,3,4\nd3,5,6\n")],
        ),
        ("[1, 2.0, -3e-5]", &[("", "value\n1\n2.0\n-3e-5\n")]),
        // Lists of records within records are joined, field by field.
        (r#"[{"order":1,"items":[{"sku":"A"},{"sku":"B"}]}]"#, &[("", "order,items.sku\n1,A; B\n")]),
        ("{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}", &[("", "a\n\"é😀\n\"\n")]),
    ];
    for (json, wanted) in cases {
        let texts = texts("report.json", json.as_bytes());
        let texts: Vec<_> = texts.iter().map(|(name, _, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(texts, *wanted, "{json}");
    }
}

#[test]
fn lines_of_json_are_read_and_a_half_written_last_one_is_left_out() {
    let lines = "{\"page\":\"/home\",\"views\":1}\n{\"page\":\"/cart\",\"views\":2,\"late\":true}\n";
    let contents = read("events.ndjson", lines.as_bytes()).unwrap();
    assert_eq!(texts_of(&contents), ["page,views,late\n/home,1,\n/cart,2,true\n"]);
    assert_eq!((contents[0].kind.form, contents[0].first_line), (Form::JsonLines, 0));
    let cut = format!("{lines}{{\"page\":\"/ch");
    let contents = read("events.log", cut.as_bytes()).unwrap();
    assert_eq!(texts_of(&contents), ["page,views,late\n/home,1,\n/cart,2,true\n"]);
    assert!(contents[0].warnings[0].to_string().contains("half written") && contents[0].warnings[0].place == "line 3");
}

#[test]
fn broken_json_is_named_with_its_place() {
    let cases = [
        ("[{\"a\":1},\n {\"a\" 2}]", "a colon is missing at line 2, column 7"),
        ("[{\"a\":1}\n,{\"a\":tru}]", "“tru” is no value at line 2"),
        ("[{\"a\":1},", "it ends too early, at line 1"),
        ("{\"a\":1} x", "“x” is no value at line 1"),
        ("{\"a\":\"b\n\"}", "a closing quote is missing at line 1"),
    ];
    for (json, wanted) in cases {
        let message = message("report.json", json.as_bytes());
        assert!(message.contains(wanted), "{json}: {message}");
    }
    // A title in brackets is no JSON.
    assert_eq!(one("visits.csv", b"[Report] Visits,Day\n1,2\n"), "[Report] Visits,Day\n1,2\n");
}

#[test]
fn parquet_is_read_with_its_dates_decimals_and_nested_fields() {
    let wanted = "day,at,at_ns,campaign,clicks,rate,spend,tags,geo.country,geo.city.name,paid,hits,time\n\
        2026-09-01,2026-09-01 08:30:00,2026-09-01 08:30:00Z,\"Autumn, \"\"sale\"\"\",1200,0.031,12.50,a; b,DE,Köln,true,1,08:30:00\n\
        2026-09-02,2026-09-02 09:00:00.123,,Brand,,0.5,1234567.89,,FR,,false,2,23:59:59\n\
        ,,,,7,,,,,,,3,\n";
    assert_eq!(one("campaigns.parquet", &fixture("campaigns.parquet")), wanted);
    for packing in ["zstd", "gzip", "lz4"] {
        let name = format!("days_{packing}.parquet");
        assert_eq!(one(&name, &fixture(&name)), "day,clicks\n2026-09-01,1200\n2026-09-02,\n,7\n");
    }
    let message = message("days.parquet", &refused("days_brotli.parquet"));
    assert!(message.contains("uses packing by Brotli"), "{message}");
}

#[test]
fn packed_files_are_read_as_what_is_in_them() {
    let csv = b"Page,Visits\n/home,1\n".as_slice();
    let contents = read("visits.csv.gz", &gzip(csv)).unwrap();
    assert_eq!(
        (texts_of(&contents), contents[0].kind.label()),
        (vec!["Page,Visits\n/home,1\n".to_owned()], "gzip".into())
    );
    let workbook = fixture("dates_1904.xlsx");
    let packed = zip(&[
        ("reports/../september/visits.csv", csv),
        ("august/visits.csv", csv),
        ("more.csv.gz", &gzip(csv)),
        ("dates.xlsx", &workbook),
        ("__MACOSX/._visits.csv", b"\0\x05\x16\x07"),
        ("photo.png", b"\x89PNG\r\n\x1a\n0000"),
    ]);
    let contents = read("mail.zip", &packed).unwrap();
    let names: Vec<_> = contents.iter().map(|content| content.name.as_str()).collect();
    assert_eq!(names, ["visits.csv", "visits.csv (2)", "more.csv", "dates.xlsx: Mac"]);
    assert_eq!(contents[3].kind.label(), "Excel in a zip");
    assert!(contents[0].warnings[0].to_string().contains("photo.png in mail.zip is a picture"));
    assert_eq!(contents[0].hash, blake3::hash(&packed).to_hex().to_string());
}

#[test]
fn what_is_no_table_is_refused_with_what_to_do() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n \n", "is empty"),
        ("a.csv", b"%PDF-1.7", "is a PDF, not a text table. Export the figures as CSV"),
        ("a.xls", b"<html><body>Please sign in</body></html>", "a web page without a table"),
        ("a.xml", b"<?xml version='1.0'?><feed/>", "is an XML file"),
        ("a.csv", b"abc\x00\x01\x02def\x00\x03\x04\x05", "is a binary file"),
        ("a.csv", b"\xFF\xFE\0\0a\0\0\0", "UTF-32"),
        ("a.gz", b"\x1F\x8B\x08\x00\x00\x00", "it ends too early"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "is not a sound old Excel file"),
        ("a.parquet", b"PAR1PAR1", "is not a sound Parquet file"),
    ];
    for (file, bytes, wanted) in cases {
        let message = message(file, bytes);
        assert!(message.contains(wanted), "{file}: {message}");
    }
    assert!(message("locked.zip", &refused("locked.zip")).contains("protected by a password"));
    // What a workbook with a password is: its name in the directory is overwritten in an old one.
    let utf16_of = |name: &str| utf16(name, true, false);
    let mut locked = fixture("orders.xls");
    let at = memchr::memmem::find(&locked, &utf16_of("Workbook")).unwrap();
    let name = utf16_of("EncryptedPackage");
    locked[at..at + name.len()].copy_from_slice(&name);
    assert!(message("locked.xlsx", &locked).contains("protected by a password"));
    let word = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    assert!(message("a.xlsx", &word).contains("a Word document"));
    let binary = zip(&[("xl/workbook.bin", b"x")]);
    assert!(message("a.xlsb", &binary).contains(".xlsb"));
    assert!(message("a.zip", &zip(&[("photo.png", b"\x89PNG\r\n\x1a\n0000")])).contains("is a picture"));
    assert!(message("a.xlsx", &xlsx("", "")).contains("no sheet has a cell with a value"));
}
