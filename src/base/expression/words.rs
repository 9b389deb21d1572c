//! A formula's text as words, and whether they follow each other as they should. Nothing is calculated here.

use super::{ExpressionError, MAX_CHARS};

/// Brackets within brackets, at most.
const MAX_DEPTH: usize = 30;

/// The smallest part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Number(f64),
    Name(String),
    Operation(Operation),
    Function(Function),
    Open,
    Close,
    Comma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operation {
    /// As it is typed.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }

    /// As it is printed.
    pub fn symbol(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '−',
            Self::Multiply => '×',
            Self::Divide => '÷',
        }
    }

    fn from_char(c: char) -> Option<Self> {
        Some(match c {
            '+' => Self::Add,
            '-' | '−' | '–' => Self::Subtract,
            '*' | '×' | '·' => Self::Multiply,
            '/' | '÷' => Self::Divide,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Min,
    Max,
    Abs,
}

impl Function {
    pub fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Abs => "abs",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Min, Self::Max, Self::Abs].into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    fn takes(self) -> usize {
        match self {
            Self::Min | Self::Max => 2,
            Self::Abs => 1,
        }
    }
}

/// The words with how many characters stand before each.
pub(super) fn parse(text: &str) -> Result<Vec<(usize, Word)>, ExpressionError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_CHARS {
        return Err(whole(format!("A formula has at most {MAX_CHARS} characters.")));
    }
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or(&[]);
        let (word, taken) = match c {
            _ if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => (Word::Open, 1),
            ')' => (Word::Close, 1),
            ',' => (Word::Comma, 1),
            '"' => quoted_name(rest).ok_or_else(|| placed("The quote is not closed.", at))?,
            '0'..='9' | '.' => {
                number(rest).ok_or_else(|| placed("This is not a number. Write it like 1250 or 0.4, or as 40%.", at))?
            }
            _ if is_in_name(c) => name(rest),
            _ => match Operation::from_char(c) {
                Some(operation) => (Word::Operation(operation), 1),
                None => {
                    return Err(placed(
                        format!("\"{c}\" means nothing here. Use + − × ÷, brackets, min, max and abs."),
                        at,
                    ));
                }
            },
        };
        words.push((at, word));
        at += taken;
    }
    Ok(words)
}

/// Whether the words follow each other as they should, so that what calculates is only given what is well formed.
pub(super) fn check(words: &[(usize, Word)], end: usize) -> Result<(), ExpressionError> {
    if words.is_empty() {
        return Err(whole("Write a formula, such as orders / sessions."));
    }
    // Of each open bracket: the function it belongs to, and how many commas it has had.
    let mut open: Vec<(Option<Function>, usize)> = Vec::new();
    let mut expects_operand = true;
    let mut before: Option<&Word> = None;
    let mut is_sign = false;
    for (at, word) in words {
        let function = match before {
            Some(Word::Function(function)) => Some(*function),
            Some(_) | None => None,
        };
        if let (Some(function), false) = (function, *word == Word::Open) {
            return Err(placed(format!("A bracket belongs after {}: {0}(…).", function.name()), *at));
        }
        let was_expecting = expects_operand;
        match (word, expects_operand) {
            (Word::Number(_) | Word::Name(_), true) => expects_operand = false,
            (Word::Function(_), true) => {}
            (Word::Open, true) => {
                if open.len() == MAX_DEPTH {
                    return Err(placed("The brackets go too deep. Make a metric of a part of the formula.", *at));
                }
                open.push((function, 0));
            }
            // A sign, but only one.
            (Word::Operation(Operation::Subtract), true) if !is_sign => {}
            (Word::Operation(_), false) => expects_operand = true,
            (Word::Comma, false) => match open.last_mut() {
                Some((Some(function), commas)) if *commas + 1 < function.takes() => {
                    *commas += 1;
                    expects_operand = true;
                }
                Some((Some(function), _)) => return Err(wrong_count(*function, *at)),
                Some((None, _)) | None => {
                    return Err(placed("A comma only stands within min(…) and max(…). Decimals have a point.", *at));
                }
            },
            (Word::Close, false) => match open.pop() {
                Some((Some(function), commas)) if commas + 1 != function.takes() => {
                    return Err(wrong_count(function, *at));
                }
                Some(_) => {}
                None => return Err(placed("Here no bracket is open that this could close.", *at)),
            },
            (Word::Operation(_) | Word::Comma | Word::Close, true) => {
                return Err(placed("A metric or a number is expected here.", *at));
            }
            (Word::Number(_) | Word::Name(_) | Word::Function(_) | Word::Open, false) => {
                return Err(placed("An operator is missing between these two: + − × or ÷.", *at));
            }
        }
        is_sign = was_expecting && matches!(word, Word::Operation(_));
        before = Some(word);
    }
    if expects_operand {
        return Err(placed("The formula ends where a metric or a number belongs.", end));
    }
    if !open.is_empty() {
        return Err(placed("A bracket is not closed.", end));
    }
    Ok(())
}

/// The name as a formula has it: in quotes where it would be read as something else.
pub(super) fn quoted(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let is_plain = chars.first().is_some_and(|c| is_in_name(*c) && !c.is_ascii_digit() && *c != '.')
        && self::name(&chars) == (Word::Name(name.to_owned()), chars.len());
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "'")) }
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

fn name(chars: &[char]) -> (Word, usize) {
    let is_inside = |at: usize| chars.get(at).is_some_and(|c| is_in_name(*c));
    let mut end = 0;
    while is_inside(end) || chars.get(end) == Some(&'-') && end > 0 && is_inside(end - 1) && is_inside(end + 1) {
        end += 1;
    }
    let name: String = chars.iter().take(end).collect();
    (Function::from_name(&name).map_or(Word::Name(name), Word::Function), end)
}

fn quoted_name(chars: &[char]) -> Option<(Word, usize)> {
    let inside = chars.get(1..)?;
    let length = inside.iter().position(|c| *c == '"')?;
    Some((Word::Name(inside.iter().take(length).collect()), length + 2))
}

fn number(chars: &[char]) -> Option<(Word, usize)> {
    let digits: String = chars.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    let mut taken = digits.len();
    let mut value: f64 = digits.parse().ok().filter(|value: &f64| value.is_finite())?;
    match chars.get(taken) {
        Some('%') => {
            value /= 100.0;
            taken += 1;
        }
        Some(c) if is_in_name(*c) => return None,
        Some(_) | None => {}
    }
    Some((Word::Number(value), taken))
}

fn wrong_count(function: Function, at: usize) -> ExpressionError {
    let count = if function.takes() == 1 { "one value" } else { "two values" };
    placed(format!("{} takes {count}.", function.name()), at)
}

fn placed(what: impl Into<String>, at: usize) -> ExpressionError {
    ExpressionError { what: what.into(), at: Some(at) }
}

fn whole(what: impl Into<String>) -> ExpressionError {
    ExpressionError { what: what.into(), at: None }
}
