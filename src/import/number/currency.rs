//! The signs, words and codes of currencies, and which currencies a sign may stand for.

use super::digits::is_group_space;

/// What stands before or after an amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sign {
    /// One currency has it.
    Certain(&'static [&'static str]),
    /// Several have it, the first of them by far the likeliest.
    Likely(&'static [&'static str]),
    /// Several have it, and none is likelier than the others.
    Vague(&'static [&'static str]),
}

impl Sign {
    /// Which currency to take it for, if any.
    pub fn likeliest(self) -> Option<&'static str> {
        match self {
            Self::Certain(codes) | Self::Likely(codes) => codes.first().copied(),
            Self::Vague(_) => None,
        }
    }

    /// Every currency that it may stand for.
    pub fn currencies(self) -> &'static [&'static str] {
        match self {
            Self::Certain(codes) | Self::Likely(codes) | Self::Vague(codes) => codes,
        }
    }

    /// What two signs around one amount say together: "$12.50 CAD". `None` if they contradict each other.
    fn with(self, other: Sign) -> Option<Sign> {
        let fits = |sign: Sign, wider: Sign| {
            sign.currencies().len() == 1 && sign.likeliest().is_some_and(|code| wider.currencies().contains(&code))
        };
        match () {
            () if fits(other, self) => Some(other),
            () if fits(self, other) => Some(self),
            () => None,
        }
    }
}

/// Longer signs before those that they end or begin with.
const SIGNS: &[(&str, Sign)] = &[
    ("US$", Sign::Certain(&["USD"])),
    ("U$S", Sign::Certain(&["USD"])),
    ("CA$", Sign::Certain(&["CAD"])),
    ("AU$", Sign::Certain(&["AUD"])),
    ("NZ$", Sign::Certain(&["NZD"])),
    ("HK$", Sign::Certain(&["HKD"])),
    ("NT$", Sign::Certain(&["TWD"])),
    ("SG$", Sign::Certain(&["SGD"])),
    ("MX$", Sign::Certain(&["MXN"])),
    ("AR$", Sign::Certain(&["ARS"])),
    ("CLP$", Sign::Certain(&["CLP"])),
    ("COP$", Sign::Certain(&["COP"])),
    ("C$", Sign::Certain(&["CAD"])),
    ("A$", Sign::Certain(&["AUD"])),
    ("R$", Sign::Certain(&["BRL"])),
    ("S$", Sign::Certain(&["SGD"])),
    ("$", Sign::Likely(&["USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "TWD", "ARS", "CLP", "COP"])),
    ("€", Sign::Certain(&["EUR"])),
    ("£", Sign::Certain(&["GBP"])),
    ("CN¥", Sign::Certain(&["CNY"])),
    ("JP¥", Sign::Certain(&["JPY"])),
    ("¥", Sign::Likely(&["JPY", "CNY"])),
    ("円", Sign::Certain(&["JPY"])),
    ("元", Sign::Certain(&["CNY"])),
    ("₩", Sign::Certain(&["KRW"])),
    ("원", Sign::Certain(&["KRW"])),
    ("₹", Sign::Certain(&["INR"])),
    ("₺", Sign::Certain(&["TRY"])),
    ("₽", Sign::Certain(&["RUB"])),
    ("₴", Sign::Certain(&["UAH"])),
    ("₪", Sign::Certain(&["ILS"])),
    ("₫", Sign::Certain(&["VND"])),
    ("฿", Sign::Certain(&["THB"])),
    ("₱", Sign::Certain(&["PHP"])),
    ("₦", Sign::Certain(&["NGN"])),
    ("₸", Sign::Certain(&["KZT"])),
    ("zł", Sign::Certain(&["PLN"])),
    ("Kč", Sign::Certain(&["CZK"])),
    ("лв.", Sign::Certain(&["BGN"])),
    ("руб.", Sign::Certain(&["RUB"])),
    ("S/", Sign::Certain(&["PEN"])),
];

/// Words, which a space parts from the amount unless `true`.
const WORDS: &[(&str, bool, Sign)] = &[
    ("SFr.", true, Sign::Certain(&["CHF"])),
    ("Fr.", true, Sign::Certain(&["CHF"])),
    ("Fr", false, Sign::Certain(&["CHF"])),
    ("kr.", true, Sign::Vague(&["SEK", "NOK", "DKK", "ISK"])),
    ("kr", true, Sign::Vague(&["SEK", "NOK", "DKK", "ISK"])),
    ("Kr", true, Sign::Vague(&["SEK", "NOK", "DKK", "ISK"])),
    ("Rs.", true, Sign::Likely(&["INR", "PKR", "LKR", "NPR", "MUR"])),
    ("Rs", true, Sign::Likely(&["INR", "PKR", "LKR", "NPR", "MUR"])),
    ("Rp", true, Sign::Certain(&["IDR"])),
    ("RM", false, Sign::Certain(&["MYR"])),
    ("RMB", false, Sign::Certain(&["CNY"])),
    ("TL", false, Sign::Certain(&["TRY"])),
    ("Ft", false, Sign::Certain(&["HUF"])),
    ("lei", false, Sign::Certain(&["RON"])),
    ("Euro", false, Sign::Certain(&["EUR"])),
    ("euro", false, Sign::Certain(&["EUR"])),
    ("euros", false, Sign::Certain(&["EUR"])),
];

/// Without codes that are words of headings and names: ALL, CUP, TOP.
const CODES: &[&[&str]] = &[
    &["EUR"],
    &["USD"],
    &["GBP"],
    &["CAD"],
    &["AUD"],
    &["NZD"],
    &["CHF"],
    &["JPY"],
    &["CNY"],
    &["INR"],
    &["SEK"],
    &["NOK"],
    &["DKK"],
    &["PLN"],
    &["CZK"],
    &["HUF"],
    &["RON"],
    &["BGN"],
    &["TRY"],
    &["BRL"],
    &["MXN"],
    &["ARS"],
    &["CLP"],
    &["COP"],
    &["ZAR"],
    &["ILS"],
    &["AED"],
    &["SAR"],
    &["KRW"],
    &["TWD"],
    &["HKD"],
    &["SGD"],
    &["THB"],
    &["IDR"],
    &["MYR"],
    &["PHP"],
    &["VND"],
    &["UAH"],
    &["EGP"],
    &["NGN"],
    &["KES"],
    &["ISK"],
    &["RUB"],
    &["KZT"],
    &["PEN"],
    &["UYU"],
    &["PYG"],
    &["BOB"],
    &["CRC"],
    &["DOP"],
    &["GTQ"],
    &["PKR"],
    &["BDT"],
    &["LKR"],
    &["NPR"],
    &["QAR"],
    &["KWD"],
    &["BHD"],
    &["OMR"],
    &["JOD"],
    &["MAD"],
    &["TND"],
    &["DZD"],
    &["RSD"],
    &["MKD"],
    &["BAM"],
    &["MDL"],
    &["GHS"],
    &["TZS"],
    &["UGX"],
    &["ETB"],
    &["XOF"],
    &["XAF"],
    &["MUR"],
    &["KHR"],
    &["MNT"],
    &["AZN"],
    &["BYN"],
    &["HRK"],
    &["LBP"],
    &["JMD"],
    &["TTD"],
];

/// The ISO code that equals the text, whatever its case, or that its sign stands for: "$" is USD. `None` for what is
/// no currency, and for "kr".
pub fn currency_code(text: &str) -> Option<&'static str> {
    let text = super::narrow(text.trim());
    let is_code = |codes: &&[&'static str]| codes.iter().any(|code| code.eq_ignore_ascii_case(&text));
    let of_sign = || SIGNS.iter().find(|(sign, _)| *sign == text).and_then(|(_, sign)| sign.likeliest());
    let of_word = || WORDS.iter().find(|(word, ..)| *word == text).and_then(|(_, _, sign)| sign.likeliest());
    CODES.iter().copied().find(is_code).and_then(|codes| codes.first().copied()).or_else(of_sign).or_else(of_word)
}

/// The rest without a sign at either end, and what all signs say; `known` is what one taken off before has said.
pub(super) fn strip(core: &str, known: Option<Sign>) -> Option<(&str, Sign)> {
    let (rest, sign) = strip_sign(core).or_else(|| strip_word(core))?;
    let sign = known.map_or(Some(sign), |known| known.with(sign))?;
    Some((rest, sign))
}

/// Whether the sign may stand at either end; most are ruled out by one byte.
fn may_touch(sign: &str, core: &str) -> bool {
    let (sign, core) = (sign.as_bytes(), core.as_bytes());
    sign.first() == core.first() || sign.last() == core.last()
}

fn strip_sign(core: &str) -> Option<(&str, Sign)> {
    SIGNS.iter().filter(|(sign, _)| may_touch(sign, core)).find_map(|(sign, meaning)| {
        let rest = core.strip_prefix(sign).or_else(|| core.strip_suffix(sign))?;
        Some((rest, *meaning))
    })
}

fn strip_word(core: &str) -> Option<(&str, Sign)> {
    // Both ends are digits or signs for most of what comes here.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '.');
    if !is_letter(core.chars().next()) && !is_letter(core.chars().next_back()) {
        return None;
    }
    let is_apart = |c: Option<char>| c.is_some_and(|c| is_group_space(c) || matches!(c, '-' | '−' | '+' | '('));
    let word = WORDS.iter().filter(|(word, ..)| may_touch(word, core)).find_map(|(word, can_touch, sign)| {
        let before = core.strip_prefix(word).filter(|rest| *can_touch || is_apart(rest.chars().next()));
        let rest = before
            .or_else(|| core.strip_suffix(word).filter(|rest| *can_touch || is_apart(rest.chars().next_back())))?;
        // "Rs." before "Rs": what is left begins or ends with no letter.
        let is_whole = !rest.chars().next().is_some_and(char::is_alphabetic)
            && !rest.chars().next_back().is_some_and(char::is_alphabetic);
        is_whole.then_some((rest, *sign))
    });
    if word.is_some() || core.len() <= 3 {
        return word;
    }
    let known = |part: Option<&str>| {
        part.and_then(|part| CODES.iter().find(|codes| codes.first() == Some(&part))).map(|codes| Sign::Certain(codes))
    };
    if let Some(sign) = known(core.get(..3)) {
        return Some((core.get(3..)?, sign));
    }
    let at = core.len() - 3;
    known(core.get(at..)).and_then(|sign| Some((core.get(..at)?, sign)))
}
