//! Text to the records that shapes are found in. Rows of large files are streamed elsewhere.

/// The first records of a text, at most so many and of at most so many bytes. A blank line is a record without cells,
/// which the reader of CSV passes over: of an index here, only the records with cells count there.
pub(in crate::import) fn sample_records(text: &str, delimiter: u8, most: usize, bytes: usize) -> Vec<Vec<String>> {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let is_cut = end < text.len();
    let head = text.get(..end).unwrap_or(text).as_bytes();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(head);
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    while records.len() < most && reader.read_record(&mut record).unwrap_or(false) {
        // Where the reader stood before it; the second half of a CR LF still belongs to the line before.
        let start = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        let ends = head.get(start..).unwrap_or(&[]).iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let feeds = ends.filter(|b| **b == b'\n').count();
        let is_split =
            head.get(start) == Some(&b'\n') && start.checked_sub(1).and_then(|at| head.get(at)) == Some(&b'\r');
        let blanks = feeds.saturating_sub(usize::from(is_split)).min(most.saturating_sub(records.len()));
        records.extend(std::iter::repeat_with(Vec::new).take(blanks));
        records.push(record.iter().map(str::to_owned).collect());
    }
    // The last record may be half of one.
    if is_cut && records.len() > 1 && reader.is_done() {
        records.pop();
    }
    records
}
