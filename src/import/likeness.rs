//! How like two names are: their words, in any order, and their spelling. Knows no touchpoints.

use super::page;
use super::spelling::Spelled;

/// The words of a name, ready to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub words: Vec<String>,
    /// The same, sorted, each once.
    pub sorted: Vec<String>,
    /// All in a row, without spaces.
    pub whole: String,
}

impl Words {
    fn of(words: Vec<String>) -> Self {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        sorted.dedup();
        Self { whole: words.concat(), words, sorted }
    }

    /// The words of a text, in each of its spellings; none for a text without letters and digits.
    pub fn all_of(text: &str) -> Vec<Self> {
        let all = Spelled::of(text).forms().map(|form| Self::of(tokens(form))).collect::<Vec<_>>();
        all.into_iter().filter(|words| !words.words.is_empty()).collect()
    }

    /// Whether all of these words are among the other's.
    pub fn are_in(&self, other: &Self) -> bool {
        !self.sorted.is_empty() && self.sorted.iter().all(|word| other.sorted.binary_search(word).is_ok())
    }
}

/// The words of a folded name that tell it from others; never empty for a name with a letter or digit.
fn tokens(folded: &str) -> Vec<String> {
    const SILENT: &[&str] = &[
        "page", "screen", "the", "a", "and", "our", "html", "php", "index", "seite", "der", "die", "das", "und", "le",
        "la", "les", "et",
    ];
    let folded = folded.replace("e-mail", "email");
    let all: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let telling: Vec<String> = all.iter().filter(|word| !SILENT.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// The words under which a name is compared, and what a match of them is worth, 0 to 1. An address is known by its
/// last segment, and less surely by the section of the site that it lies in.
pub(super) fn forms(name: &str) -> Vec<(Words, f64)> {
    let mut forms: Vec<(Words, f64)> = Vec::new();
    let mut add = |text: &str, weight: f64| forms.extend(Words::all_of(text).into_iter().map(|words| (words, weight)));
    add(name, 1.0);
    if let Some(segments) = page::segments(name) {
        match segments.as_slice() {
            [] => add("home", 0.97),
            [only] => add(only, 0.99),
            [first, .., last] => {
                add(last, 0.97);
                add(first, 0.86);
            }
        }
    } else if let Some(called) = page::source_medium(name) {
        add(called, 0.92);
    } else if let Some((first, _)) = name.split_once(" | ") {
        // The titles of pages end with the name of the site.
        add(first, 0.9);
    } else if let Some(split) = split_camel(name) {
        add(&split, 0.98);
    }
    forms
}

/// "addToCart" → "add To Cart"; `None` for names that are no such words.
fn split_camel(name: &str) -> Option<String> {
    let mut split = String::with_capacity(name.len() + 4);
    let mut is_after_small = false;
    let mut humps = 0;
    for letter in name.chars() {
        if letter.is_whitespace() {
            return None;
        }
        if letter.is_uppercase() && is_after_small {
            split.push(' ');
            humps += 1;
        }
        is_after_small = letter.is_lowercase();
        split.push(letter);
    }
    (humps > 0).then_some(split)
}

/// 0 to 1: the same words in any order are 1; else mostly shared words, partly the spelling of the whole.
pub(super) fn likeness(a: &Words, b: &Words) -> f64 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0.0;
    }
    if a.sorted == b.sorted {
        return 1.0;
    }
    if a.whole == b.whole {
        return 0.98;
    }
    let shared: f64 = a.words.iter().map(|word| best_of(word, b)).sum::<f64>()
        + b.words.iter().map(|word| best_of(word, a)).sum::<f64>();
    let by_words = shared / (a.words.len() + b.words.len()) as f64;
    0.7 * by_words + 0.3 * strsim::jaro_winkler(&a.whole, &b.whole)
}

/// How like the word is to the one of the others that it is most like; 0 if it is none of them but for a slip of the
/// pen. Numbers are like themselves only.
fn best_of(word: &str, others: &Words) -> f64 {
    if others.sorted.binary_search_by(|other| other.as_str().cmp(word)).is_ok() {
        return 1.0;
    }
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0.0;
    }
    let is_near = |other: &&String| other.len() * 2 > word.len() && word.len() * 2 > other.len();
    let near = others.sorted.iter().filter(is_near);
    let score = near.map(|other| strsim::jaro_winkler(word, other)).fold(0.0, f64::max);
    if score >= 0.92 { score } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_high_for_the_same_thing_and_low_for_others() {
        let score = |name: &str, title: &str| {
            let titles = Words::all_of(title);
            let scores = forms(name).into_iter().flat_map(|(words, weight)| {
                titles.iter().map(move |title| likeness(&words, title) * weight).collect::<Vec<_>>()
            });
            scores.fold(0.0, f64::max)
        };
        for (name, title, is_accepted) in [
            ("/checkout", "Checkout", true),
            ("/", "Home page", true),
            ("/de-de/?utm_source=x", "Home page", true),
            ("/product/red-shoe", "Product page", true),
            ("/product/123456", "Product page", true),
            ("https://shop.example/checkout?step=2", "Check-out", true),
            ("/fr/checkout/index.html", "Checkout", true),
            ("Brand - Search", "Brand search", true),
            ("Search, organic", "Organic search", true),
            ("google / organic", "Organic search", true),
            ("(direct) / (none)", "Direct", true),
            ("Newsleter", "Newsletter", true),
            ("Bestaetigungsseite", "Bestätigungsseite", true),
            ("Ｃｈｅｃｋｏｕｔ", "Checkout", true),
            ("begin_checkout", "Begin checkout", true),
            ("addToCart", "Add to cart", true),
            ("Checkout | Example Shop", "Checkout", true),
            ("Brand - Search", "Paid search", false),
            ("Organic Search", "Paid search", false),
            ("google / cpc", "Organic search", false),
            ("Spring Roofs & Gutters", "Retargeting ad", false),
            ("Total Wine", "Wine tasting", false),
            ("Campaign 2025", "Campaign 2026", false),
            ("/", "Checkout", false),
            ("/en/help", "Checkout", false),
        ] {
            let score = score(name, title);
            assert_eq!(score >= 0.8, is_accepted, "{name} ~ {title}: {score:.2}");
        }
    }
}
