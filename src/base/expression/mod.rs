//! Arithmetic over named quantities: what may stand in a formula, and what it gives. Numbers with their units, so that
//! a formula that adds euros and visits is refused. Nothing here knows what a metric is.
//!
//! The language is small on purpose: numbers ("12", "0.4", "40%"), names, `+ − × ÷`, brackets, `min(a, b)`,
//! `max(a, b)` and `abs(a)`. A name is made of letters, digits, `_`, `.` and of `-` between two of them
//! ("cost-eur"); a name with anything else stands in quotes ("\"Conversion rate, per click\"").
//!
//! * `words`: text → words, and whether they follow each other as they should.
//! * `quantity`: what operators do to values and their units.

mod quantity;
mod words;

pub use quantity::{Kind, Quantity};

use exmex::{BinOp, Express, FlatEx, MakeOperators, Operator};
use words::{Operation, Word};

/// A formula is no longer than so many characters.
pub const MAX_CHARS: usize = 500;

/// Why a text is not a formula. The message says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}{}", .at.map(|at| format!(" (character {})", at + 1)).unwrap_or_default())]
pub struct ExpressionError {
    /// A whole sentence.
    pub what: String,
    /// How many characters stand before the place; `None` where it is about the whole.
    pub at: Option<usize>,
}

/// A formula that was understood.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Each name once, in order of first use.
    names: Vec<String>,
    words: Vec<Word>,
    /// What the variables of `compiled` stand for, in their order.
    operands: Vec<Operand>,
    compiled: FlatEx<Quantity, Operations>,
}

#[derive(Clone, Debug)]
enum Operand {
    Number(f64),
    /// The place among `names`.
    Name(usize),
}

impl Expression {
    /// Reads a formula. Never panics, whatever the text.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let placed = words::parse(text)?;
        words::check(&placed, text.chars().count())?;
        let words: Vec<Word> = placed.into_iter().map(|(_, word)| word).collect();
        let (mut names, mut operands, mut source) = (Vec::<String>::new(), Vec::new(), String::new());
        // Every operand is a variable: then what the crate takes for a number or an operator's name does not matter.
        let variable = |operand: Operand, source: &mut String, operands: &mut Vec<Operand>| {
            source.push_str(&format!(" v{:04} ", operands.len()));
            operands.push(operand);
        };
        for word in &words {
            match word {
                Word::Number(number) => variable(Operand::Number(*number), &mut source, &mut operands),
                Word::Name(name) => {
                    let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                        names.push(name.clone());
                        names.len() - 1
                    });
                    variable(Operand::Name(at), &mut source, &mut operands);
                }
                Word::Operation(operation) => source.push(operation.sign()),
                Word::Function(function) => source.push_str(function.name()),
                Word::Open => source.push('('),
                Word::Close => source.push(')'),
                Word::Comma => source.push(','),
            }
        }
        let compiled = FlatEx::parse(&source).map_err(|_| ExpressionError {
            what: "The formula cannot be calculated. Put brackets around its parts.".to_owned(),
            at: None,
        })?;
        Ok(Self { names, words, operands, compiled })
    }

    /// The names in it, each once, in order of first use.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What it gives where each name stands for that quantity, by its place among [`Self::names`].
    pub fn evaluate(&self, of: impl Fn(usize) -> Quantity) -> Quantity {
        let operand = |operand: &Operand| match operand {
            Operand::Number(number) => Quantity::of(*number, Kind::Number),
            Operand::Name(at) => of(*at),
        };
        let values: Vec<Quantity> = self.operands.iter().map(operand).collect();
        self.compiled.eval(&values).unwrap_or_default()
    }

    /// The places of two names if it is one divided by the other and nothing else.
    pub fn quotient(&self) -> Option<(usize, usize)> {
        let bare: Vec<&Word> = self.words.iter().filter(|word| !matches!(word, Word::Open | Word::Close)).collect();
        let place = |name: &String| self.names.iter().position(|known| known == name);
        match bare.as_slice() {
            [Word::Name(above), Word::Operation(Operation::Divide), Word::Name(below)] => {
                Some((place(above)?, place(below)?))
            }
            _ => None,
        }
    }

    /// The formula as people read it, with those words for each name: "(revenue − cost) ÷ cost".
    pub fn display(&self, words_of: impl Fn(usize, &str) -> String) -> String {
        self.written(words_of, Operation::symbol)
    }

    /// The formula as it is typed and kept, with those names instead: "(revenue - cost) / cost".
    pub fn source(&self, name_of: impl Fn(usize, &str) -> String) -> String {
        let name_of = |at: usize, name: &str| words::quoted(&name_of(at, name));
        self.written(name_of, Operation::sign)
    }

    fn written(&self, name_of: impl Fn(usize, &str) -> String, sign: fn(Operation) -> char) -> String {
        let mut text = String::new();
        let mut expects_operand = true;
        for word in &self.words {
            match word {
                Word::Number(number) => text.push_str(&number.to_string()),
                Word::Name(name) => {
                    let at = self.names.iter().position(|known| known == name).unwrap_or(0);
                    text.push_str(&name_of(at, name));
                }
                Word::Operation(operation) if expects_operand => text.push(sign(*operation)),
                Word::Operation(operation) => {
                    text.push(' ');
                    text.push(sign(*operation));
                    text.push(' ');
                }
                Word::Function(function) => text.push_str(function.name()),
                Word::Open => text.push('('),
                Word::Close => text.push(')'),
                Word::Comma => text.push_str(", "),
            }
            expects_operand = !matches!(word, Word::Number(_) | Word::Name(_) | Word::Close);
        }
        text
    }
}

/// The operators of the language, for the crate that calculates.
#[derive(Clone, Debug)]
struct Operations;

impl MakeOperators<Quantity> for Operations {
    fn make<'a>() -> Vec<Operator<'a, Quantity>> {
        // Nothing is reordered: the same formula gives the same digits.
        let both = |apply: fn(Quantity, Quantity) -> Quantity, prio| BinOp { apply, prio, is_commutative: false };
        vec![
            Operator::make_bin("+", both(Quantity::plus, 0)),
            Operator::make_bin_unary("-", both(Quantity::minus, 0), Quantity::negated),
            Operator::make_bin("*", both(Quantity::times, 1)),
            Operator::make_bin("/", both(Quantity::per, 1)),
            Operator::make_bin("min", both(Quantity::least, 2)),
            Operator::make_bin("max", both(Quantity::most, 2)),
            Operator::make_unary("abs", Quantity::size),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Names are worth their place plus two, plain.
    fn value(text: &str) -> Option<f64> {
        let expression = Expression::parse(text).unwrap();
        expression.evaluate(|at| Quantity::of(at as f64 + 2.0, Kind::Plain)).value
    }

    #[test]
    fn arithmetic_goes_as_in_school() {
        for (text, expected) in [
            ("2 + 3 * 4", 14.0),
            ("10 - 4 - 3", 3.0),
            ("100 / 5 / 2", 10.0),
            ("8 / 4 * 2", 4.0),
            ("2 * 9 / 3", 6.0),
            ("10 - 2 + 3", 11.0),
            ("-3 + 5", 2.0),
            ("2 * -3", -6.0),
            ("-(2 + 3) * 2", -10.0),
            ("(a + b) / a", 2.5),
            ("a - b - a", -3.0),
            ("a-b", 2.0),
            ("max(a, b) - min(a, b)", 1.0),
            ("max(1, 2) * 3", 6.0),
            ("abs(a - 2 * b)", 4.0),
            ("60 × 6 · 3 × 40%", 432.0),
            ("12 ÷ 4 − 1", 2.0),
            (".5 + 1.25", 1.75),
        ] {
            let found = value(text).unwrap();
            assert!((found - expected).abs() < 1e-12, "{text}: {found}, not {expected}");
        }
        assert_eq!(value("a / (a - a)"), None, "nothing is divided by zero");
        assert_eq!(value("1 / 0 * 0"), None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, words) in [
            ("", "Write a formula"),
            ("orders /", "ends where"),
            ("orders sessions", "between"),
            ("(orders / sessions", "not closed"),
            ("orders / sessions)", "no bracket is open"),
            ("* orders", "expected"),
            ("orders ^ 2", "\"^\""),
            ("max(orders)", "two"),
            ("max(a, b, c)", "two"),
            ("abs(a, b)", "one"),
            ("min orders", "bracket"),
            ("\"orders", "quote"),
            ("()", "expected"),
            ("1..2", "number"),
            ("--a", "expected"),
        ] {
            let error = Expression::parse(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
        assert!(Expression::parse("orders ^ 2").unwrap_err().to_string().ends_with("(character 8)"));
        let deep = format!("{}a{}", "(".repeat(200), ")".repeat(200));
        assert!(Expression::parse(&deep).unwrap_err().to_string().contains("deep"));
        assert!(Expression::parse(&"a+".repeat(400)).unwrap_err().to_string().contains("characters"));
    }

    #[test]
    fn a_formula_is_read_back_as_it_is_written() {
        let expression = Expression::parse("( revenue-eur-cost-eur )/\"Cost, all\"*-2").unwrap();
        assert_eq!(expression.names(), ["revenue-eur-cost-eur", "Cost, all"]);
        assert_eq!(expression.source(|_, name| name.to_owned()), "(revenue-eur-cost-eur) / \"Cost, all\" * -2");
        assert_eq!(expression.display(|at, _| format!("m{at}")), "(m0) ÷ m1 × −2");
        let again = Expression::parse(&expression.source(|_, name| name.to_owned())).unwrap();
        assert_eq!(again.names(), expression.names());
        assert_eq!(Expression::parse("(orders) / sessions").unwrap().quotient(), Some((0, 1)));
        assert_eq!(Expression::parse("orders / sessions * 2").unwrap().quotient(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            if let Ok(expression) = Expression::parse(&text) {
                expression.evaluate(|at| Quantity::of(at as f64, Kind::Count));
            }
        }

        #[test]
        fn no_heap_of_words_panics(words in proptest::collection::vec(
            prop_oneof![
                Just("a"), Just("cost-eur"), Just("2"), Just("0.5%"), Just("+"), Just("-"), Just("*"), Just("/"),
                Just("("), Just(")"), Just(","), Just("min("), Just("max("), Just("abs("), Just("\"x y\""),
            ],
            0..40,
        )) {
            let text = words.join(" ");
            if let Ok(expression) = Expression::parse(&text) {
                let value = expression.evaluate(|at| Quantity::of(at as f64, Kind::Plain)).value;
                prop_assert!(value.is_none_or(f64::is_finite));
                let again = Expression::parse(&expression.source(|_, name| name.to_owned())).unwrap();
                prop_assert_eq!(again.evaluate(|at| Quantity::of(at as f64, Kind::Plain)).value, value);
            }
        }
    }
}
