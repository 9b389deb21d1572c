//! Looks answers in words up. The words are in `word_lists`; how they become scores is in `answers`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Reply;
use super::word_lists::{DEGREES, LOST, MILD, NO_ANSWERS, POLES, STRONG, WHOLE, WON};
use crate::base::fold::fold;

fn no_space(text: &str) -> bool {
    !text.is_ascii() && text.chars().all(|c| !c.is_ascii())
}

/// Every answer in words that is known, folded, with its opinion from −3 to 3.
static OPINIONS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (pole, texts) in POLES {
        let end = pole.signum();
        for text in texts.iter().map(|text| fold(text)) {
            let strengths = STRONG.iter().map(|word| (word, 3 * end)).chain(MILD.iter().map(|word| (word, end)));
            for (word, opinion) in strengths {
                let word = fold(word);
                // Japanese is written without spaces.
                let joined =
                    if no_space(&word) && no_space(&text) { format!("{word}{text}") } else { format!("{word} {text}") };
                known.entry(joined).or_insert(opinion);
            }
            known.insert(text, *pole);
        }
    }
    for (opinion, texts) in WHOLE {
        for text in *texts {
            known.insert(fold(text), *opinion);
        }
    }
    known
});

/// From −3 (strongly against) to 3; the words are folded, single-spaced and bare.
pub(super) fn opinion(words: &str) -> Option<i8> {
    OPINIONS.get(words).copied()
}

/// 1 ("not at all") to 5 ("extremely").
pub(super) fn degree_of_quality(words: &str) -> Option<f64> {
    let begins = |start: &str| {
        words.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || no_space(start))
    };
    let found = DEGREES.iter().filter_map(|(degree, starts)| {
        starts.iter().map(|start| fold(start)).filter(|start| begins(start)).map(|start| (start.len(), *degree)).max()
    });
    // "Pas très" begins like no other, but "non molto" ends like one: the longest beginning counts.
    found.max().map(|(_, degree)| f64::from(degree))
}

pub(super) fn is_no_answer(words: &str) -> bool {
    NO_ANSWERS.contains(&words)
}

pub(super) fn won_or_lost(words: &str) -> Reply {
    let has = |known: &[&str]| words.split(' ').any(|word| known.contains(&word)) || known.contains(&words);
    match (has(LOST), has(WON)) {
        (true, _) => Reply::Score(0.0),
        (false, true) => Reply::Score(1.0),
        (false, false) => Reply::Missing,
    }
}
