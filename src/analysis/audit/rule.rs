//! What a rule is, and what it sees. The rules themselves are in the files of their families.

use super::index::{CardIndex, Index};
use super::insight::{About, Detail, Fact, Finding, Fix, Severity};
use super::measured::Measured;
use super::{channels, consistency, data, feelings, future, goals, ownership, structure};
use crate::analysis::{Numbers, View};
use crate::base::Date;
use crate::model::{Catalogue, Project, StageId, TouchpointId};

/// Something that is looked for.
#[derive(Debug)]
pub struct Rule {
    /// Stable name, kept in dismissals and on the command line: "touchpoint-without-owner".
    pub code: &'static str,
    /// "Touchpoints without an owner"
    pub title: &'static str,
    /// Why it matters, and by which bounds it is told. Whole sentences.
    pub why: &'static str,
    pub(super) needs: Needs,
    pub(super) find: fn(&Context, &mut Found),
    pub(super) tell: fn(&Context, &Finding) -> Told,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// Every rule, in the order in which findings are listed.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    static FAMILIES: [&[Rule]; 8] = [
        &structure::RULES,
        &channels::RULES,
        &ownership::RULES,
        &feelings::RULES,
        &future::RULES,
        &goals::RULES,
        &data::RULES,
        &consistency::RULES,
    ];
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// What a finding depends on: a set of parts of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs(u16);

impl Needs {
    pub const NOTHING: Self = Self(0);
    /// Journeys, stages and lanes.
    pub const STRUCTURE: Self = Self(1);
    pub const TOUCHPOINTS: Self = Self(1 << 1);
    pub const CARDS: Self = Self(1 << 2);
    pub const CONNECTORS: Self = Self(1 << 3);
    pub const KPIS: Self = Self(1 << 4);
    pub const STRATEGY: Self = Self(1 << 5);
    /// Series, metrics, sources and the period on show.
    pub const FIGURES: Self = Self(1 << 6);
    pub const TODAY: Self = Self(1 << 7);
    /// Which touchpoints there are, and in which stages; nothing else of them.
    pub const PLACES: Self = Self(1 << 8);

    pub fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// The same in a constant.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl std::ops::BitOr for Needs {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

/// What rules see.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub project: &'a Project,
    pub numbers: &'a Numbers,
    pub view: View,
    pub catalogue: &'static Catalogue,
    pub today: Date,
    pub index: &'a Index,
    pub cards: &'a CardIndex,
    pub measured: &'a Measured,
}

impl Context<'_> {
    /// "\"Checkout\""; for one without a title "an untitled touchpoint".
    pub fn touchpoint(&self, id: TouchpointId) -> String {
        self.project.touchpoints.get(&id).map_or_else(String::new, |it| quoted(&it.title, "an untitled touchpoint"))
    }

    /// "\"Buy\""; for one without a name "an unnamed stage".
    pub fn stage(&self, id: StageId) -> String {
        self.project.stages.get(&id).map_or_else(String::new, |stage| quoted(&stage.name, "an unnamed stage"))
    }
}

/// A name between quotation marks, or what stands for one.
pub fn quoted(name: &str, unnamed: &str) -> String {
    if name.trim().is_empty() { unnamed.to_owned() } else { format!("\"{}\"", name.trim()) }
}

/// "1 card", "3 cards".
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The sentence with a capital letter, for those that begin with what may have no name.
pub fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The findings of one rule so far.
pub struct Found {
    rule: &'static Rule,
    findings: Vec<Finding>,
}

impl Found {
    pub fn new(rule: &'static Rule) -> Self {
        Self { rule, findings: Vec::new() }
    }

    pub fn push(&mut self, severity: Severity, about: impl Into<About>) {
        self.push_detailed(severity, about, Detail::None);
    }

    pub fn push_detailed(&mut self, severity: Severity, about: impl Into<About>, detail: Detail) {
        self.findings.push(Finding { rule: self.rule, severity, about: about.into(), detail });
    }

    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// A finding in words.
#[derive(Debug, Default)]
pub struct Told {
    pub message: String,
    pub figures: Vec<Fact>,
    pub fix: Option<Fix>,
}

impl Told {
    pub fn new(message: impl AsRef<str>) -> Self {
        Self { message: capitalized(message.as_ref()), ..Self::default() }
    }

    pub fn fact(mut self, fact: Fact) -> Self {
        self.figures.push(fact);
        self
    }

    pub fn facts(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.figures.extend(facts);
        self
    }

    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }
}
