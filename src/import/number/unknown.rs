//! The ways to say "not reported". None of them is zero.

use super::trim;

/// In lower case and without spaces.
const MARKERS: &[&str] = &[
    "-",
    "--",
    "---",
    "----",
    "–",
    "—",
    "––",
    "——",
    "−",
    "…",
    "...",
    "n/a",
    "na",
    "n/v",
    "n.a.",
    "n.a",
    "n.v.",
    "n/d",
    "n.d.",
    "n/b",
    "n.b.",
    "n/c",
    "n.c.",
    "k.a.",
    "k.a",
    "k/a",
    "s/o",
    "s.o.",
    "s/d",
    "nan",
    "null",
    "none",
    "nil",
    "<null>",
    "(null)",
    "\\n",
    "notreported",
    "notavailable",
    "notapplicable",
    "nodata",
    "keineangabe",
    "nichtverfügbar",
    "keinedaten",
    "nondisponible",
    "nondéfini",
    "sansobjet",
    "nodisponible",
    "sindatos",
    "nãodisponível",
    "semdados",
    "nondisponibile",
    "nietbeschikbaar",
    "データなし",
    "該当なし",
    "ー",
    "#n/a",
    "#n/v",
    "#nv",
    "#n/d",
    "#n/b",
    "#div/0!",
    "#¡div/0!",
    "#deel/0!",
    "#ref!",
    "#¡ref!",
    "#bezug!",
    "#rif!",
    "#verw!",
    "#value!",
    "#wert!",
    "#valeur!",
    "#valor!",
    "#¡valor!",
    "#valore!",
    "#waarde!",
    "#num!",
    "#¡num!",
    "#núm!",
    "#zahl!",
    "#nombre!",
    "#getal!",
    "#name?",
    "#nom?",
    "#nome?",
    "#¿nombre?",
    "#naam?",
    "#null!",
    "#nul!",
    "#nulo!",
    "#nullo!",
    "#nulo",
    "#leeg!",
    "#error!",
    "#spill!",
    "#calc!",
    "#blocked!",
    "#unknown!",
    "#field!",
    "#gettingdata",
    "#getting_data",
    "#err",
];

/// Said of a value; a page, a campaign or a region may be called so.
const OF_VALUES: &[&str] = &[
    "(notset)",
    "(none)",
    "(blank)",
    "(leer)",
    "(vide)",
    "(vacío)",
    "(datanotavailable)",
    "(unavailable)",
    "unknown",
    "nd",
    "nc",
    "ns",
    "?",
    "*",
    "**",
    ".",
];

/// Whether the text is one of the ways to say "not reported", in a column of names too.
pub fn is_unknown(text: &str) -> bool {
    let text = trim(text);
    text.is_empty() || (may_be_marker(text) && MARKERS.iter().any(|marker| is_same(text, marker)))
}

/// Whether a cell of figures says "not reported": what `is_unknown` knows, and "(not set)" or "?".
pub fn is_not_reported(text: &str) -> bool {
    let text = trim(text);
    is_unknown(text) || (may_be_marker(text) && OF_VALUES.iter().any(|marker| is_same(text, marker)))
}

/// Names and numbers leave here.
fn may_be_marker(text: &str) -> bool {
    let begins_so = text.bytes().next().is_some_and(|b| {
        matches!(b, b'-' | b'.' | b'?' | b'*' | b'(' | b'<' | b'\\' | b'#')
            || !b.is_ascii()
            || matches!(b.to_ascii_lowercase(), b'n' | b'k' | b's' | b'u')
    });
    begins_so && text.len() <= 40 && !text.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

fn is_same(text: &str, marker: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).eq(marker.chars())
}
