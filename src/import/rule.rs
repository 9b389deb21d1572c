//! Rules that send many names of a file to one touchpoint. Says which names a rule is about; decides nothing else.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use super::recipe::Target;
use super::spelling::{Spelled, plain};

/// What is done with every name that a text is in, or begins with, and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRule {
    pub kind: RuleKind,
    /// What is looked for. Case and accents do not count, except in patterns, where only case does not.
    pub text: String,
    pub target: Target,
}

/// How a rule looks at a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RuleKind {
    #[default]
    Contains,
    StartsWith,
    EndsWith,
    Is,
    /// A regular expression, found anywhere in the name.
    Pattern,
}

impl RuleKind {
    pub const ALL: [Self; 5] = [Self::Contains, Self::StartsWith, Self::EndsWith, Self::Is, Self::Pattern];

    /// For the dialog: "starts with".
    pub fn label(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::Is => "is",
            Self::Pattern => "matches pattern",
        }
    }

    /// For the command line and `--json`: "starts-with".
    pub fn code(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::StartsWith => "starts-with",
            Self::EndsWith => "ends-with",
            Self::Is => "is",
            Self::Pattern => "pattern",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Why a rule cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("Type the text to look for.")]
    Empty,
    #[error("The text is longer than {MAX_TEXT} characters. Shorten it.")]
    TooLong,
    #[error("The pattern grows too large. Ask for fewer repetitions.")]
    TooLarge,
    /// What is wrong, and at which character if that is known.
    #[error("The pattern cannot be read: {0}.")]
    Pattern(String),
}

/// The longest text of a rule, in characters.
pub const MAX_TEXT: usize = 500;
/// The most rules of a recipe that are looked at.
pub const MAX_RULES: usize = 500;
/// The most memory, in bytes, that a pattern may need.
const MAX_PATTERN: usize = 1 << 20;
const MAX_NESTING: u32 = 50;

impl NameRule {
    /// "contains “/blog”".
    pub fn text_shown(&self) -> String {
        format!("{} “{}”", self.kind.label(), self.text)
    }

    /// The rule, ready to look at names.
    ///
    /// # Errors
    /// If there is no text, or the pattern is none.
    pub fn test(&self) -> Result<NameTest, RuleError> {
        NameTest::new(self.kind, &self.text)
    }
}

/// What a rule asks of a name, ready for that many names.
#[derive(Clone, Debug)]
pub struct NameTest(Test);

#[derive(Clone, Debug)]
enum Test {
    /// The spellings of the text, each folded.
    Text(RuleKind, Vec<String>),
    Pattern(Box<Regex>),
}

impl NameTest {
    /// # Errors
    /// If there is no text, or the pattern is none.
    pub fn new(kind: RuleKind, text: &str) -> Result<Self, RuleError> {
        if text.trim().is_empty() {
            return Err(RuleError::Empty);
        }
        if text.chars().count() > MAX_TEXT {
            return Err(RuleError::TooLong);
        }
        if kind != RuleKind::Pattern {
            let mut spellings: Vec<String> = Spelled::of(text).forms().map(str::to_owned).collect();
            // A letter that is nothing but an accent leaves nothing to look for.
            spellings.retain(|form| !form.is_empty());
            return if spellings.is_empty() { Err(RuleError::Empty) } else { Ok(Self(Test::Text(kind, spellings))) };
        }
        let built = RegexBuilder::new(text)
            .case_insensitive(true)
            .size_limit(MAX_PATTERN)
            .dfa_size_limit(MAX_PATTERN)
            .nest_limit(MAX_NESTING)
            .build();
        built.map(|regex| Self(Test::Pattern(Box::new(regex)))).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => RuleError::TooLarge,
            other => RuleError::Pattern(reason(&other)),
        })
    }

    /// Whether the name is one that the rule is about.
    pub fn holds(&self, name: &str) -> bool {
        match &self.0 {
            Test::Text(..) => self.holds_spelled(name, &Spelled::of(name)),
            Test::Pattern(regex) => regex.is_match(name),
        }
    }

    pub(super) fn holds_spelled(&self, name: &str, spelled: &Spelled) -> bool {
        match &self.0 {
            Test::Text(kind, texts) => texts.iter().any(|text| spelled.forms().any(|form| is_about(*kind, form, text))),
            Test::Pattern(regex) => regex.is_match(name),
        }
    }
}

fn is_about(kind: RuleKind, name: &str, text: &str) -> bool {
    match kind {
        RuleKind::Contains => name.contains(text),
        RuleKind::StartsWith => name.starts_with(text),
        RuleKind::EndsWith => name.ends_with(text),
        RuleKind::Is => name == text,
        RuleKind::Pattern => false,
    }
}

/// The last line of what the parser of patterns says, which is the reason; the others draw the place.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it is no regular expression");
    last.trim().trim_start_matches("error:").trim().trim_end_matches('.').to_owned()
}

/// The kind and the text that would be about all of these names and little else: what they all begin with, or have
/// in them. `None` if they share fewer than three letters.
pub fn shared_text(names: &[&str]) -> Option<(RuleKind, String)> {
    let (first, others) = names.split_first()?;
    if others.is_empty() {
        return Some((RuleKind::Contains, (*first).to_owned()));
    }
    let is_enough = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count() >= 3;
    let mut start = *first;
    for name in others {
        let same = start.char_indices().zip(name.chars()).take_while(|((_, a), b)| a == b);
        let end = same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8());
        start = start.get(..end).unwrap_or("");
    }
    let start = start.trim_end();
    if is_enough(start) {
        return Some((RuleKind::StartsWith, start.to_owned()));
    }
    // The longest word, or path segment, that all have.
    let folded: Vec<String> = others.iter().map(|name| plain(name)).collect();
    let words = first.split(|letter: char| letter.is_whitespace() || letter == '/').filter(|word| is_enough(word));
    let shared = words.filter(|word| folded.iter().all(|name| name.contains(&plain(word))));
    shared.max_by_key(|word| word.len()).map(|word| (RuleKind::Contains, word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_about_the_names_that_it_says() {
        use RuleKind::*;
        let cases = [
            (Contains, "blog", "/en/Blog/how-to", true),
            (Contains, "BLOG", "/en/blog", true),
            (Contains, "blog", "/news", false),
            (Contains, "bestaetigung", "Bestellung Bestätigung", true),
            (Contains, "cafe", "Le Café", true),
            (StartsWith, "/blog", "/blog/a", true),
            (StartsWith, "/blog", "/en/blog/a", false),
            (EndsWith, "- DE", "Brand  -  DE", true),
            (EndsWith, "- DE", "Brand - DE 2", false),
            (Is, "checkout", "Checkout ", true),
            (Is, "checkout", "Checkout 2", false),
            (Contains, "a.c", "abc", false),
            (Pattern, "^/product/[0-9]+$", "/product/12", true),
            (Pattern, "^/PRODUCT/", "/product/12", true),
            (Pattern, "^/product/[0-9]+$", "/product/red", false),
        ];
        for (kind, text, name, expected) in cases {
            assert_eq!(NameTest::new(kind, text).unwrap().holds(name), expected, "{kind:?} {text} {name}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_used_says_why() {
        let error = |kind, text: &str| NameTest::new(kind, text).unwrap_err();
        assert_eq!(error(RuleKind::Contains, "  "), RuleError::Empty);
        assert_eq!(error(RuleKind::Is, "\u{301}"), RuleError::Empty);
        assert_eq!(error(RuleKind::Contains, &"a".repeat(501)), RuleError::TooLong);
        assert_eq!(error(RuleKind::Pattern, r"\w{500}{500}"), RuleError::TooLarge);
        assert_eq!(error(RuleKind::Pattern, "(a").to_string(), "The pattern cannot be read: unclosed group.");
        assert!(matches!(error(RuleKind::Pattern, &"(".repeat(400)), RuleError::Pattern(_)));
    }

    #[test]
    fn names_that_are_chosen_together_suggest_their_rule() {
        type Case<'a> = (&'a [&'a str], Option<(RuleKind, &'a str)>);
        let cases: [Case<'_>; 5] = [
            (&["/blog/a", "/blog/b"], Some((RuleKind::StartsWith, "/blog/"))),
            (&["DE Newsletter May", "FR newsletter June"], Some((RuleKind::Contains, "Newsletter"))),
            (&["abc", "xyz"], None),
            (&["/a"], Some((RuleKind::Contains, "/a"))),
            (&[], None),
        ];
        for (names, expected) in cases {
            assert_eq!(shared_text(names), expected.map(|(kind, text)| (kind, text.to_owned())), "{names:?}");
        }
    }
}
