//! The time of day and the zone behind a date. They are told from other text, and not kept.

/// What may follow a date: "T09:12:00Z", " 09:12:00 -0500", " 00:00:00 UTC", ", 9:00 am", " um 09:12 Uhr", "T09".
pub(super) fn is_time(tail: &str) -> bool {
    // "20260901T091200Z"
    let is_compact = tail.starts_with('T');
    let tail = tail.trim_start_matches([',', 'T', 't', ' ']);
    let tail = ["at ", "à ", "um ", "às ", "alle ", "om ", "kl. ", "kl "]
        .iter()
        .find_map(|word| tail.strip_prefix(word))
        .unwrap_or(tail)
        .trim();
    if tail.is_empty() || is_zone(tail) {
        return true;
    }
    let end = tail.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(tail.len());
    let Some((clock, behind)) = tail.split_at_checked(end) else { return false };
    let has_half = behind.trim().get(..2).is_some_and(|half| matches!(half, "am" | "pm" | "AM" | "PM"));
    let is_hour = !clock.contains(':') && (clock.len() == 2 || has_half);
    let is_run = is_compact && matches!(clock.len(), 4 | 6) && super::numeric::is_time_run(clock);
    (is_run || is_clock(clock, is_hour)) && is_zone(behind.trim())
}

/// Where a clock begins in a text: before "9:00", not before the colon of "2026:09:00".
pub(super) fn start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    text.match_indices(':').find_map(|(at, _)| {
        let digits = bytes.get(..at)?.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        (matches!(digits, 1 | 2) && is_digit(at + 1)).then_some(at - digits)
    })
}

fn is_clock(clock: &str, is_hour: bool) -> bool {
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let is_part = |part: &str, longest: usize, end: u8| {
        part.len() <= longest && part.bytes().all(|b| b.is_ascii_digit()) && part.parse::<u8>().is_ok_and(|n| n < end)
    };
    let hour = parts.next().is_some_and(|part| is_part(part, 2, 25));
    let rest = parts.clone().count();
    // A leap second is written as 60.
    hour && (is_hour || (1..=2).contains(&rest))
        && parts.all(|part| part.len() == 2 && is_part(part, 2, 61))
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// Halves of a day and zones: "am", "p.m.", "Z", "UTC", "-0500", "GMT+02:00", "Europe/Berlin", "(CEST)", "Uhr".
fn is_zone(text: &str) -> bool {
    text.len() <= 40
        && text.split_whitespace().count() <= 4
        && text.split([' ', '[']).all(|word| {
            let word = word.trim_matches(['(', ')', ']', ',']);
            let is_half = ["am", "pm", "a.m.", "p.m.", "a.m", "p.m", "z", "uhr", "h", "time", "standard", "summer"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(word));
            let is_offset = word.starts_with(['+', '-', '−'])
                && word.chars().skip(1).all(|c| c.is_ascii_digit() || c == ':')
                && (3..=9).contains(&word.len());
            let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
            let is_short = (2..=5).contains(&letters)
                && word.get(letters..).is_some_and(|rest| {
                    rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b':'))
                        && (rest.is_empty() || rest.starts_with(['+', '-']))
                });
            let is_place = word.split_once('/').is_some_and(|(region, place)| {
                [region, place].iter().all(|part| {
                    part.starts_with(|c: char| c.is_ascii_uppercase())
                        && part.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'/'))
                })
            });
            word.is_empty() || is_half || is_offset || is_short || is_place
        })
}
