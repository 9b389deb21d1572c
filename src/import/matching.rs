//! Names in files to touchpoints of the map: exactly, by alias, or by likeness with a score. Decides, changes nothing.
//! Rules are in `rule`; who goes first is decided in `plan::names`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use super::likeness::{Words, forms, likeness};
use super::spelling::Spelled;
use crate::model::{Catalogue, Item, JourneyId, Project, StageId, TouchpointId};

/// What a match rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The touchpoint's title, but for case, accents and spaces.
    Exact,
    /// A name that was attached to it before.
    Alias,
    /// A rule of the recipe.
    Rule,
    /// Likeness alone.
    Fuzzy,
    /// The user's choice.
    You,
    /// A touchpoint made for it.
    New,
}

impl How {
    /// For `--json` and the dialog: "exact", "alias", "rule", "fuzzy", "you", "new".
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Rule => "rule",
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
    /// Which of the names of the file it is.
    pub index: usize,
    pub touchpoint: TouchpointId,
    /// The touchpoint's title, of a new one too.
    pub title: String,
    pub how: How,
    /// Which rule of the recipe decided, if one did, also about a new touchpoint.
    pub rule: Option<usize>,
    /// 0 to 1; 1 for all but likeness.
    pub score: f64,
    /// Rows of that name.
    pub rows: usize,
    /// Where a new touchpoint goes.
    pub stage: Option<StageId>,
}

/// A name whose figures go nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmatched {
    pub name: String,
    /// Which of the names of the file it is.
    pub index: usize,
    pub rows: usize,
    /// The likeliest touchpoint with its score, too unlike to be taken unasked.
    pub suggestion: Option<(TouchpointId, String, f64)>,
    /// Whether the user decided to leave it out, by itself or by a rule.
    pub is_left_out_by_you: bool,
    /// The rule that leaves it out.
    pub rule: Option<usize>,
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
    /// The name is another word for the touchpoint's type, not for its title.
    pub is_other_word: bool,
}

struct Candidate {
    id: TouchpointId,
    title: String,
}

/// Words under which a candidate is found.
struct Entry {
    candidate: usize,
    words: Words,
    /// What a match of them is worth, 0 to 1.
    weight: f64,
    /// Only all of the words count: they are another word for the thing, not its title.
    is_other_word: bool,
}

/// All touchpoints of a project, or of one journey, ready to be compared with that many names.
pub(super) struct Matcher {
    candidates: Vec<Candidate>,
    by_title: HashMap<String, usize>,
    by_alias: HashMap<String, usize>,
    entries: Vec<Entry>,
    /// Where every pair would be too many.
    index: Option<Index>,
}

/// Up to so many pairs of name and touchpoint are each compared; of more, only those that share rare words.
const PAIRS_COMPARED: usize = 20_000;
/// A match by another word for the same type of thing is never taken unasked: the user sees it first.
const OTHER_WORD: f64 = 0.78;

impl Matcher {
    pub fn new(project: &Project, journey: Option<JourneyId>, catalogue: Option<&Catalogue>, names: usize) -> Self {
        let mut matcher = Self {
            candidates: Vec::new(),
            by_title: HashMap::new(),
            by_alias: HashMap::new(),
            entries: Vec::new(),
            index: None,
        };
        // First journeys first: of two touchpoints with one title, the first journey's is meant.
        for id in project.journey_order.iter().filter(|id| journey.is_none_or(|wanted| **id == wanted)) {
            for item in project.items_in_reading_order(*id) {
                match item {
                    Item::Touchpoint(id) => matcher.add(project, catalogue, id),
                    Item::Card(_) => {}
                }
            }
        }
        if names.saturating_mul(matcher.entries.len()) > PAIRS_COMPARED {
            matcher.index = Some(Index::of(&matcher.entries));
        }
        matcher
    }

    fn add(&mut self, project: &Project, catalogue: Option<&Catalogue>, id: TouchpointId) {
        let Some(touchpoint) = project.touchpoints.get(&id) else { return };
        let candidate = self.candidates.len();
        for form in Spelled::of(&touchpoint.title).forms() {
            self.by_title.entry(form.to_owned()).or_insert(candidate);
        }
        for alias in &touchpoint.aliases {
            for form in Spelled::of(alias).forms() {
                self.by_alias.entry(form.to_owned()).or_insert(candidate);
            }
        }
        let titles = Words::all_of(&touchpoint.title);
        self.entries.extend(titles.into_iter().map(|words| Entry {
            candidate,
            words,
            weight: 1.0,
            is_other_word: false,
        }));
        let kind = catalogue.and_then(|catalogue| catalogue.find(&touchpoint.kind));
        let others = kind.into_iter().flat_map(|kind| kind.keywords.iter().chain([&kind.name]));
        self.entries.extend(others.flat_map(|word| Words::all_of(word)).map(|words| Entry {
            candidate,
            words,
            weight: OTHER_WORD,
            is_other_word: true,
        }));
        self.candidates.push(Candidate { id, title: touchpoint.title.clone() });
    }

    /// The touchpoint that has the name as its title or as an alias.
    pub fn known(&self, name: &Spelled) -> Option<Likeness> {
        [(&self.by_title, How::Exact), (&self.by_alias, How::Alias)].into_iter().find_map(|(by, how)| {
            let candidate = self.candidates.get(*name.forms().find_map(|form| by.get(form))?)?;
            let (touchpoint, title) = (candidate.id, candidate.title.clone());
            Some(Likeness { touchpoint, title, how, score: 1.0, is_tied: false, is_other_word: false })
        })
    }

    /// The touchpoint of that title.
    pub fn titled(&self, title: &str) -> Option<(TouchpointId, &str)> {
        let spelled = Spelled::of(title);
        let candidate = self.candidates.get(*spelled.forms().find_map(|form| self.by_title.get(form))?)?;
        Some((candidate.id, &candidate.title))
    }

    /// The touchpoint that the name most likely means, however unlike; `None` if nothing is like it at all.
    pub fn likeliest(&self, name: &str) -> Option<Likeness> {
        let forms = forms(name);
        let mut best: Option<(usize, f64)> = None;
        let mut is_other_word = false;
        let mut second = 0.0;
        let mut look_at = |entry: &Entry| {
            let score = forms.iter().map(|(words, weight)| entry.score(words) * weight).fold(0.0, f64::max);
            let is_best = best.is_none_or(|(_, top)| score > top);
            // Two ways to one touchpoint are no tie.
            let other = if is_best { best } else { Some((entry.candidate, score)) };
            let rival =
                if is_best { entry.candidate } else { best.map_or(entry.candidate, |(candidate, _)| candidate) };
            if let Some((_, score)) = other.filter(|(candidate, _)| *candidate != rival) {
                second = f64::max(second, score);
            }
            if is_best {
                best = Some((entry.candidate, score));
                is_other_word = entry.is_other_word;
            }
        };
        match &self.index {
            None => self.entries.iter().for_each(&mut look_at),
            Some(index) => {
                let found = index.entries_like(&forms);
                found.into_iter().filter_map(|at| self.entries.get(at)).for_each(&mut look_at);
            }
        }
        let (candidate, score) = best.filter(|(_, score)| *score > 0.3)?;
        let candidate = self.candidates.get(candidate)?;
        Some(Likeness {
            touchpoint: candidate.id,
            title: candidate.title.clone(),
            how: How::Fuzzy,
            score: score.min(0.99),
            is_tied: score - second < 0.005,
            is_other_word,
        })
    }
}

impl Entry {
    fn score(&self, words: &Words) -> f64 {
        if self.is_other_word {
            return if words.sorted == self.words.sorted { self.weight } else { 0.0 };
        }
        likeness(words, &self.words) * self.weight
    }
}

/// The entries by their words, and by those words with a letter left out, so that what shares a word with a name, but
/// for a slip of the pen, is found without looking at all of them.
struct Index {
    hasher: RandomState,
    /// By the hash of a word, or of a word with a letter left out.
    by_word: HashMap<u64, Vec<u32>>,
    entries: usize,
}

impl Index {
    /// A name looks at so many entries at most to choose those that it is compared with.
    const VISITED: usize = 2_000;
    /// A name is compared with so many entries.
    const COMPARED: usize = 32;
    /// Words shorter than this have no letter to spare.
    const SHORTEST: usize = 5;

    fn of(entries: &[Entry]) -> Self {
        let mut index = Self { hasher: RandomState::new(), by_word: HashMap::new(), entries: entries.len() };
        for (at, entry) in entries.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let mut keys: BTreeSet<u64> = BTreeSet::new();
            for word in words_to_find(&entry.words) {
                keys.insert(index.hasher.hash_one(word.as_str()));
                keys.extend(index.slips(&word));
            }
            for key in keys {
                index.by_word.entry(key).or_default().push(at);
            }
        }
        index
    }

    /// The word with each of its letters left out.
    fn slips(&self, word: &str) -> Vec<u64> {
        if word.chars().count() < Self::SHORTEST {
            return Vec::new();
        }
        let without = |(at, letter): (usize, char)| {
            let rest = word.get(at + letter.len_utf8()..).unwrap_or("");
            self.hasher.hash_one(format!("{}{rest}", word.get(..at).unwrap_or("")).as_str())
        };
        word.char_indices().map(without).collect()
    }

    /// The entries that share the most and the rarest words with a name.
    fn entries_like(&self, forms: &[(Words, f64)]) -> Vec<usize> {
        let mut lists: Vec<(&Vec<u32>, f64)> = Vec::new();
        let mut seen: HashSet<u64> = HashSet::new();
        for word in forms.iter().flat_map(|(words, _)| words_to_find(words)) {
            let exact = self.hasher.hash_one(word.as_str());
            // A slip is a weaker sign than the word itself.
            for (key, weight) in [(exact, 1.0)].into_iter().chain(self.slips(&word).into_iter().map(|key| (key, 0.5))) {
                if seen.insert(key)
                    && let Some(list) = self.by_word.get(&key)
                {
                    let rarity = (1.0 + self.entries as f64 / list.len() as f64).ln();
                    lists.push((list, rarity * weight));
                }
            }
        }
        lists.sort_by_key(|(list, _)| list.len());
        let mut tally: HashMap<u32, f64> = HashMap::new();
        let mut visited = 0;
        for (list, weight) in lists {
            for entry in list.iter().take(Self::VISITED.saturating_sub(visited)) {
                *tally.entry(*entry).or_default() += weight;
            }
            visited += list.len().min(Self::VISITED);
            if visited >= Self::VISITED {
                break;
            }
        }
        let mut found: Vec<(u32, f64)> = tally.into_iter().collect();
        found.sort_by(|(a, left), (b, right)| right.total_cmp(left).then(a.cmp(b)));
        let mut best: Vec<usize> = found.into_iter().take(Self::COMPARED).map(|(entry, _)| entry as usize).collect();
        // In the order of the map, as where all are compared.
        best.sort_unstable();
        best
    }
}

/// The words of a name, all of them together, and pairs of letters where words are not divided by spaces.
fn words_to_find(words: &Words) -> Vec<String> {
    let mut found = words.sorted.clone();
    if words.words.len() > 1 {
        found.push(words.whole.clone());
    }
    for word in words.words.iter().filter(|word| word.chars().any(|letter| letter >= '\u{2e80}')) {
        let letters: Vec<char> = word.chars().collect();
        found.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_large_map_finds_what_a_small_one_does() {
        let mut project = sample_project();
        let names: Vec<String> = project
            .touchpoints
            .values()
            .enumerate()
            .map(|(at, touchpoint)| {
                let title = &touchpoint.title;
                match at % 4 {
                    0 => title.clone(),
                    1 => title.to_uppercase(),
                    2 => title.split(' ').rev().collect::<Vec<_>>().join(" - "),
                    // A letter missing.
                    _ => title.char_indices().filter(|(at, _)| *at != 4).map(|(_, letter)| letter).collect(),
                }
            })
            .collect();
        let first = Arc::make_mut(&mut project.touchpoints).values_mut().next().unwrap();
        Arc::make_mut(first).title = "購入完了".into();
        let small = Matcher { index: None, ..Matcher::new(&project, None, None, 0) };
        let large = Matcher::new(&project, None, None, usize::MAX);
        assert!(large.index.is_some());
        for name in names.iter().map(String::as_str).chain(["購入完了ページ", "zzz", ""]) {
            let (a, b) = (small.likeliest(name), large.likeliest(name));
            // What is hardly alike may go unseen in a large map; what is taken may not.
            if let Some(a) = a.filter(|found| found.score >= 0.8) {
                assert_eq!(b.map(|found| found.score), Some(a.score), "{name}");
            }
        }
    }

    #[test]
    fn names_find_their_touchpoints_among_ten_thousand_of_the_same_words() {
        const TOUCHPOINTS: usize = 10_000;
        let mut project = crate::model::sample::big_sample(TOUCHPOINTS, 3);
        // Every title has words that all others have too, and one that three have.
        for (at, touchpoint) in Arc::make_mut(&mut project.touchpoints).values_mut().enumerate() {
            Arc::make_mut(touchpoint).title = format!("Red shoe page {} in size {}", at / 3, at % 3 + 40);
        }
        let matcher = Matcher::new(&project, None, None, TOUCHPOINTS);
        // As many names as would take a minute, were each compared with all.
        let found = (0..TOUCHPOINTS).step_by(50).filter(|at| {
            let name = format!("/shop/red-shoe-page-{}-in-size-{}.html", at / 3, at % 3 + 40);
            let title = format!("Red shoe page {} in size {}", at / 3, at % 3 + 40);
            matcher.likeliest(&name).is_some_and(|found| found.title == title && found.score >= 0.8)
        });
        assert_eq!(found.count(), TOUCHPOINTS / 50);
    }

    /// A made-up project with many touchpoints of different titles.
    fn sample_project() -> Project {
        crate::model::sample::big_sample(300, 7)
    }
}
