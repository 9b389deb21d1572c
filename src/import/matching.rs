//! Names in files to touchpoints of the map: exactly, by alias, or by likeness with a score. Decides, changes nothing.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Item, JourneyId, Project, TouchpointId};

/// What a match rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The touchpoint's title, but for case and spaces.
    Exact,
    /// A name that was attached to it before.
    Alias,
    /// Likeness alone.
    Fuzzy,
    /// The user's choice.
    You,
    /// A touchpoint made for it.
    New,
}

impl How {
    /// For `--json` and the dialog: "exact", "alias", "fuzzy", "you", "new".
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Fuzzy => "fuzzy",
            Self::You => "you",
            Self::New => "new",
        }
    }
}

/// A name with the touchpoint that its figures go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// As in the file; empty for a file without a column of names.
    pub name: String,
    pub touchpoint: TouchpointId,
    /// The touchpoint's title, of a new one too.
    pub title: String,
    pub how: How,
    /// 0 to 1; 1 for all but likeness.
    pub score: f64,
    /// Rows of that name.
    pub rows: usize,
}

/// A name whose figures go nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmatched {
    pub name: String,
    pub rows: usize,
    /// The likeliest touchpoint with its score, too unlike to be taken unasked.
    pub suggestion: Option<(TouchpointId, String, f64)>,
    /// Whether the user decided to leave it out.
    pub is_left_out_by_you: bool,
}

/// The best that is known about a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Likeness {
    pub touchpoint: TouchpointId,
    pub title: String,
    pub how: How,
    pub score: f64,
    /// Another touchpoint is just as like.
    pub is_tied: bool,
}

struct Candidate {
    id: TouchpointId,
    title: String,
    tokens: Vec<String>,
}

/// All touchpoints of a project, or of one journey, ready to be compared with that many names.
pub(super) struct Matcher {
    candidates: Vec<Candidate>,
    by_title: HashMap<String, usize>,
    by_alias: HashMap<String, usize>,
    by_token: HashMap<String, Vec<usize>>,
    compares_all: bool,
}

/// Up to so many pairs of name and touchpoint are each compared; of more, only those that share a word.
const PAIRS_COMPARED: usize = 100_000;

impl Matcher {
    pub fn new(project: &Project, journey: Option<JourneyId>, names: usize) -> Self {
        let mut matcher = Self {
            candidates: Vec::new(),
            by_title: HashMap::new(),
            by_alias: HashMap::new(),
            by_token: HashMap::new(),
            compares_all: true,
        };
        // First journeys first: of two touchpoints with one title, the first journey's is meant.
        for id in project.journey_order.iter().filter(|id| journey.is_none_or(|wanted| **id == wanted)) {
            for item in project.items_in_reading_order(*id) {
                match item {
                    Item::Touchpoint(id) => matcher.add(project, id),
                    Item::Card(_) => {}
                }
            }
        }
        matcher.compares_all = names.saturating_mul(matcher.candidates.len()) <= PAIRS_COMPARED;
        matcher
    }

    fn add(&mut self, project: &Project, id: TouchpointId) {
        let Some(touchpoint) = project.touchpoints.get(&id) else { return };
        let index = self.candidates.len();
        let tokens = tokens(&touchpoint.title);
        self.by_title.entry(plain(&touchpoint.title)).or_insert(index);
        for alias in &touchpoint.aliases {
            self.by_alias.entry(plain(alias)).or_insert(index);
        }
        for token in tokens.iter().collect::<BTreeSet<_>>() {
            self.by_token.entry(token.clone()).or_default().push(index);
        }
        self.candidates.push(Candidate { id, title: touchpoint.title.clone(), tokens });
    }

    /// The touchpoint that the name most likely means, however unlike; `None` if nothing is like it at all.
    pub fn find(&self, name: &str) -> Option<Likeness> {
        let key = plain(name);
        for (index, how) in [(self.by_title.get(&key), How::Exact), (self.by_alias.get(&key), How::Alias)] {
            if let Some(candidate) = index.and_then(|index| self.candidates.get(*index)) {
                let (touchpoint, title) = (candidate.id, candidate.title.clone());
                return Some(Likeness { touchpoint, title, how, score: 1.0, is_tied: false });
            }
        }
        let forms = forms(name);
        let mut best: Option<(&Candidate, f64)> = None;
        let mut second = 0.0;
        for candidate in self.comparable(&forms) {
            let score =
                forms.iter().map(|(tokens, weight)| likeness(tokens, &candidate.tokens) * weight).fold(0.0, f64::max);
            match best {
                Some((_, top)) if score <= top => second = f64::max(second, score),
                _ => {
                    second = best.map_or(0.0, |(_, top)| top);
                    best = Some((candidate, score));
                }
            }
        }
        let (candidate, score) = best.filter(|(_, score)| *score > 0.3)?;
        Some(Likeness {
            touchpoint: candidate.id,
            title: candidate.title.clone(),
            how: How::Fuzzy,
            score: score.min(0.99),
            is_tied: score - second < 0.005,
        })
    }

    fn comparable(&self, forms: &[(Vec<String>, f64)]) -> Vec<&Candidate> {
        if self.compares_all {
            return self.candidates.iter().collect();
        }
        let indices: BTreeSet<usize> = forms
            .iter()
            .flat_map(|(tokens, _)| tokens)
            .filter_map(|token| self.by_token.get(token))
            .flatten()
            .copied()
            .collect();
        indices.into_iter().filter_map(|index| self.candidates.get(index)).collect()
    }
}

/// Lower case, single spaces.
pub(super) fn plain(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The words of a name that tell it from others; never empty for a name with a letter or digit.
fn tokens(name: &str) -> Vec<String> {
    const SILENT: &[&str] = &["page", "screen", "the", "a", "and", "our", "html", "php", "index"];
    let lower = name.to_lowercase().replace("e-mail", "email");
    let all: Vec<String> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let telling: Vec<String> = all.iter().filter(|word| !SILENT.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

/// The words under which a name is compared, and what a match of them is worth. A path is known by its last
/// segment, and less surely by the section of the site that it lies in.
fn forms(name: &str) -> Vec<(Vec<String>, f64)> {
    let name = name.trim();
    let mut forms = vec![(tokens(name), 1.0)];
    if !name.contains('/') || name.contains(char::is_whitespace) {
        return forms;
    }
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let segments: Vec<Vec<String>> = path.split('/').map(tokens).filter(|tokens| !tokens.is_empty()).collect();
    match segments.as_slice() {
        [] => forms.push((vec!["home".to_owned()], 0.97)),
        [only] => forms.push((only.clone(), 0.99)),
        [first, .., last] => {
            forms.push((last.clone(), 0.97));
            forms.push((first.clone(), 0.86));
        }
    }
    forms
}

/// 0 to 1: the same words in any order are 1; else mostly shared words, partly the spelling of the whole.
fn likeness(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let sorted = |tokens: &[String]| tokens.iter().cloned().collect::<BTreeSet<_>>();
    if sorted(a) == sorted(b) {
        return 1.0;
    }
    let (whole_a, whole_b) = (a.concat(), b.concat());
    if whole_a == whole_b {
        return 0.98;
    }
    let best_of = |token: &String, others: &[String]| {
        let score = others.iter().map(|other| strsim::jaro_winkler(token, other)).fold(0.0, f64::max);
        if score >= 0.92 { score } else { 0.0 }
    };
    let shared: f64 =
        a.iter().map(|token| best_of(token, b)).sum::<f64>() + b.iter().map(|token| best_of(token, a)).sum::<f64>();
    let by_words = shared / (a.len() + b.len()) as f64;
    0.7 * by_words + 0.3 * strsim::jaro_winkler(&whole_a, &whole_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_high_for_the_same_thing_and_low_for_others() {
        let score = |name: &str, title: &str| {
            let title = tokens(title);
            forms(name).iter().map(|(tokens, weight)| likeness(tokens, &title) * weight).fold(0.0, f64::max)
        };
        for (name, title, is_accepted) in [
            ("/checkout", "Checkout", true),
            ("/", "Home page", true),
            ("/product/red-shoe", "Product page", true),
            ("https://shop.example/checkout?step=2", "Check-out", true),
            ("Brand - Search", "Brand search", true),
            ("Search, organic", "Organic search", true),
            ("Newsleter", "Newsletter", true),
            ("Brand - Search", "Paid search", false),
            ("Organic Search", "Paid search", false),
            ("Spring Roofs & Gutters", "Retargeting ad", false),
            ("Total Wine", "Wine tasting", false),
            ("/", "Checkout", false),
        ] {
            let score = score(name, title);
            assert_eq!(score >= 0.8, is_accepted, "{name} ~ {title}: {score:.2}");
        }
    }
}
