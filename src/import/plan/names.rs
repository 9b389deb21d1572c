//! Which touchpoint each name of a file goes to, and which are made. Knows no rows beyond their number.
//!
//! The user's decision about a name goes first, then the touchpoint's title, its aliases, the rules of the recipe in
//! their order, and likeness last.

use std::collections::{BTreeMap, HashMap};

use super::PlanOptions;
use super::dictionary::NONE;
use crate::edit::Placement;
use crate::import::format::{Family, whole_file_name};
use crate::import::matching::{How, Likeness, Matched, Matcher, Unmatched};
use crate::import::newcomer::{Ground, Proposal, is_no_name};
use crate::import::recipe::{NewTouchpoint, Recipe, Role, Target};
use crate::import::rule::{MAX_RULES, NameTest};
use crate::import::spelling::{Spelled, plain};
use crate::model::{Project, Touchpoint, TouchpointId};

/// What names are matched by.
pub(super) struct NamesInput<'a> {
    pub file_name: &'a str,
    pub family: Family,
    pub project: &'a Project,
    pub options: &'a PlanOptions,
    pub recipe: &'a Recipe,
}

/// Which touchpoint each name of the file goes to.
pub(super) struct Names {
    /// Touchpoints that get figures, each once.
    pub targets: Vec<TouchpointId>,
    /// By index of a name: index into `targets`.
    pub target_of: Vec<Option<u32>>,
    pub matched: Vec<Matched>,
    pub unmatched: Vec<Unmatched>,
    pub new: Vec<(Touchpoint, Placement)>,
    /// The project has no stage or no lane of touchpoints, so none can be made.
    pub has_no_ground: bool,
    index_of: HashMap<TouchpointId, u32>,
}

impl Names {
    fn go_to(&mut self, name: usize, touchpoint: TouchpointId) {
        let next = u32::try_from(self.targets.len()).unwrap_or(NONE);
        let target = *self.index_of.entry(touchpoint).or_insert(next);
        if target == next {
            self.targets.push(touchpoint);
        }
        if let Some(slot) = self.target_of.get_mut(name) {
            *slot = Some(target);
        }
    }
}

/// What is done with a name, before it is known what new touchpoints are called.
enum Decision<'a> {
    Goes(TouchpointId, String, How, f64),
    New(Option<&'a NewTouchpoint>),
    LeftOut,
    Open(Option<Likeness>),
}

/// A rule of the recipe that can be used, by its number.
struct Rule<'a> {
    number: usize,
    test: NameTest,
    target: &'a Target,
}

/// Matches every name that has rows, `rows[i]` of `names[i]`. Ids of new touchpoints begin after the one of the source.
pub(super) fn match_names(input: &NamesInput<'_>, names: &[String], rows: &[usize]) -> Names {
    let NamesInput { project, options, recipe, .. } = *input;
    let catalogue = options.catalogue;
    let matcher = Matcher::new(project, options.journey, catalogue, names.len());
    let ground = Ground::of(project, options.journey, catalogue);
    let chooser = Chooser { input, matcher: &matcher, rules: rules(recipe, project), has_ground: ground.is_some() };
    let made_by_user: HashMap<&str, &Target> =
        recipe.matches.iter().map(|known| (known.name.as_str(), &known.target)).collect();
    let decided: Vec<(usize, &str, usize, Decision<'_>, Option<usize>)> = names
        .iter()
        .zip(rows)
        .enumerate()
        .filter(|(_, (_, rows))| **rows > 0)
        .map(|(index, (name, rows))| {
            let (decision, rule) = chooser.decide(name, made_by_user.get(name.as_str()).copied());
            (index, name.as_str(), *rows, decision, rule)
        })
        .collect();
    let mut result = Names {
        targets: Vec::new(),
        target_of: vec![None; names.len()],
        matched: Vec::new(),
        unmatched: Vec::new(),
        new: Vec::new(),
        has_no_ground: ground.is_none(),
        index_of: HashMap::new(),
    };
    let wants_title = |decision: &Decision<'_>| matches!(decision, Decision::New(None) | Decision::Open(_));
    let open = decided.iter().filter(|(.., decision, _)| wants_title(decision)).map(|(_, name, ..)| *name);
    let mut newcomers = Newcomers::new(input, &matcher, ground.as_ref(), open);
    let whole = whole_file_name(recipe).map_or_else(|| words_of_file(input.file_name), str::to_owned);
    for (index, name, rows, decision, rule) in decided {
        let shown = if name.is_empty() { whole.as_str() } else { name };
        let name = name.to_owned();
        let made = match &decision {
            Decision::New(wanted) => {
                newcomers.make(*wanted, shown, rule.is_none() || wanted.is_none(), &mut result.new)
            }
            Decision::Goes(..) | Decision::LeftOut | Decision::Open(_) => None,
        };
        let (to, stage) = match (decision, made) {
            (Decision::Goes(touchpoint, title, how, score), _) => (Ok((touchpoint, title, how, score)), None),
            (_, Some(made)) => (Ok((made.id, made.title, How::New, 1.0)), Some(made.stage)),
            (Decision::LeftOut, None) => (Err((true, None)), None),
            (Decision::Open(likeness), None) => (Err((false, likeness)), None),
            (Decision::New(_), None) => (Err((false, None)), None),
        };
        match to {
            Ok((touchpoint, title, how, score)) => {
                result.go_to(index, touchpoint);
                result.matched.push(Matched { name, index, touchpoint, title, how, rule, score, rows, stage });
            }
            Err((is_left_out_by_you, likeness)) => {
                let suggestion = likeness.map(|found| (found.touchpoint, found.title, found.score));
                result.unmatched.push(Unmatched { name, index, rows, suggestion, is_left_out_by_you, rule });
            }
        }
    }
    result
}

/// A file as a touchpoint is called that is made of it: "store_visits-2026.csv" is "Store visits 2026".
fn words_of_file(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let words = stem.replace(['_', '-', '.'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => file_name.to_owned(),
    }
}

/// The rules that can be used: those whose text can be read and whose touchpoint is still there.
fn rules<'a>(recipe: &'a Recipe, project: &Project) -> Vec<Rule<'a>> {
    let is_there = |target: &Target| match target {
        Target::Touchpoint(id) => project.touchpoints.contains_key(&TouchpointId(*id)),
        Target::New | Target::NewAs(_) | Target::LeaveOut => true,
    };
    let numbered = recipe.rules.iter().take(MAX_RULES).enumerate().filter(|(_, rule)| is_there(&rule.target));
    numbered.filter_map(|(number, rule)| Some(Rule { number, test: rule.test().ok()?, target: &rule.target })).collect()
}

struct Chooser<'a> {
    input: &'a NamesInput<'a>,
    matcher: &'a Matcher,
    rules: Vec<Rule<'a>>,
    has_ground: bool,
}

impl<'a> Chooser<'a> {
    /// What is done with a name, and the rule that decided.
    fn decide(&self, name: &str, by_user: Option<&'a Target>) -> (Decision<'a>, Option<usize>) {
        let options = self.input.options;
        if let Some(decision) = by_user.and_then(|target| self.follow(target, How::You)) {
            return (decision, None);
        }
        if name.is_empty() {
            return (self.decide_whole(), None);
        }
        let spelled = Spelled::of(name);
        if let Some(known) = self.matcher.known(&spelled) {
            return (Decision::Goes(known.touchpoint, known.title, known.how, 1.0), None);
        }
        let by_rule = self.rules.iter().filter(|rule| rule.test.holds_spelled(name, &spelled)).find_map(|rule| {
            let decision = self.follow(rule.target, How::Rule)?;
            Some((decision, Some(rule.number)))
        });
        if let Some(decided) = by_rule {
            return decided;
        }
        let likeness = self.matcher.likeliest(name);
        let decision = match likeness {
            Some(found) if found.score >= options.accept_score && !found.is_tied => {
                Decision::Goes(found.touchpoint, found.title, How::Fuzzy, found.score)
            }
            // What the map has under another word is not made a second time.
            Some(found) if options.create_touchpoints && found.is_other_word && !found.is_tied => {
                Decision::Goes(found.touchpoint, found.title, How::Fuzzy, found.score)
            }
            _ if options.create_touchpoints && self.has_ground && !is_no_name(name) => Decision::New(None),
            other => Decision::Open(other),
        };
        (decision, None)
    }

    /// A file of answers or tickets goes to one touchpoint: one that is called as its kind suggests, or a new one.
    /// What is only like it is suggested, for the user to pick.
    fn decide_whole(&self) -> Decision<'a> {
        let is_made = self.input.options.create_touchpoints && self.has_ground;
        let Some(whole) = whole_file_name(self.input.recipe) else {
            return if is_made { Decision::New(None) } else { Decision::Open(None) };
        };
        if let Some(known) = self.matcher.known(&Spelled::of(whole)) {
            return Decision::Goes(known.touchpoint, known.title, known.how, 1.0);
        }
        match is_made {
            true => Decision::New(None),
            false => Decision::Open(self.matcher.likeliest(whole)),
        }
    }

    /// `None` if the touchpoint is gone, or none can be made.
    fn follow(&self, target: &'a Target, how: How) -> Option<Decision<'a>> {
        match target {
            Target::Touchpoint(id) => {
                let touchpoint = self.input.project.touchpoints.get(&TouchpointId(*id))?;
                Some(Decision::Goes(touchpoint.id, touchpoint.title.clone(), how, 1.0))
            }
            // Made meanwhile, by hand or by another file.
            Target::NewAs(wanted) => match self.matcher.titled(&wanted.title) {
                Some((id, title)) => Some(Decision::Goes(id, title.to_owned(), how, 1.0)),
                None => self.has_ground.then_some(Decision::New(Some(wanted))),
            },
            Target::New => self.has_ground.then_some(Decision::New(None)),
            Target::LeaveOut => Some(Decision::LeftOut),
        }
    }
}

/// A touchpoint that was made, or is shared with a name before.
struct Made {
    id: TouchpointId,
    title: String,
    stage: crate::model::StageId,
}

/// The touchpoints to be made, told apart by their titles.
struct Newcomers<'a> {
    input: &'a NamesInput<'a>,
    ground: Option<&'a Ground<'a>>,
    matcher: &'a Matcher,
    /// The header of the names.
    column: &'a str,
    next_id: u64,
    /// Index into the new touchpoints, by folded title.
    by_title: HashMap<String, usize>,
    /// Names that would take the name of a type because of a word in them, by the type's code.
    claims: BTreeMap<String, usize>,
}

impl<'a> Newcomers<'a> {
    fn new<'n>(
        input: &'a NamesInput<'a>,
        matcher: &'a Matcher,
        ground: Option<&'a Ground<'a>>,
        open: impl Iterator<Item = &'n str>,
    ) -> Self {
        let mut claims: BTreeMap<String, usize> = BTreeMap::new();
        let column = name_column(input.recipe);
        if let Some(ground) = ground.filter(|_| input.options.catalogue.is_some()) {
            for kind in open.filter_map(|name| ground.propose(name, input.family, column).kind) {
                *claims.entry(kind.code).or_default() += 1;
            }
        }
        let next_id = input.project.next_id + 1;
        Self { input, ground, matcher, column, next_id, by_title: HashMap::new(), claims }
    }

    /// Makes one, unless there is one of that title. It answers to the name from now on if `has_alias`.
    fn make(
        &mut self,
        wanted: Option<&NewTouchpoint>,
        name: &str,
        has_alias: bool,
        new: &mut Vec<(Touchpoint, Placement)>,
    ) -> Option<Made> {
        let ground = self.ground?;
        let NamesInput { family, .. } = *self.input;
        let (title, proposal) = match wanted {
            Some(wanted) => (wanted.title.clone(), ground.wanted(wanted, name, family, self.column)),
            None => {
                let proposal = ground.propose(name, family, self.column);
                (self.title(&proposal), proposal)
            }
        };
        // Two names of one title, such as /checkout and /Checkout, are one touchpoint.
        let at = *self.by_title.entry(plain(&title)).or_insert(new.len());
        if at == new.len() {
            new.push(ground.touchpoint(TouchpointId(self.next_id), &title, &proposal));
            self.next_id += 1;
        }
        let (touchpoint, placement) = new.get_mut(at)?;
        if has_alias && plain(&touchpoint.title) != plain(name) && !touchpoint.aliases.iter().any(|known| known == name)
        {
            touchpoint.aliases.push(name.to_owned());
        }
        Some(Made { id: touchpoint.id, title: touchpoint.title.clone(), stage: placement.stage })
    }

    /// The name of the type if the name means it: wholly, or as the only one that has such a word in it. Of several
    /// campaigns of one type each keeps its name, and so does one whose type is on the map already.
    fn title(&self, proposal: &Proposal) -> String {
        let own = || proposal.own_title.clone();
        let Some(kind) = &proposal.kind else { return own() };
        let is_alone = self.claims.get(&kind.code).is_none_or(|count| *count <= 1);
        let is_meant = kind.is_whole || is_alone;
        if !is_meant || kind.is_part_of_title || self.matcher.titled(&kind.title).is_some() {
            return own();
        }
        kind.title.clone()
    }
}

/// The header of the column of names; empty without one.
fn name_column(recipe: &Recipe) -> &str {
    let column = recipe.columns.iter().find(|column| column.role == Role::Touchpoint);
    column.map_or("", |column| column.name.as_str())
}

/// The recipe as it is kept for next month's file: new touchpoints answer to their names by then, so that decision is
/// dropped, and a rule that made one goes to it from now on.
///
/// A file without names answers to none: its touchpoint is kept.
pub(super) fn kept_recipe(recipe: &Recipe, matched: &[Matched], made: &[(Touchpoint, Placement)]) -> Recipe {
    let mut kept = recipe.clone();
    kept.matches.retain(|known| !matches!(known.target, Target::New | Target::NewAs(_)));
    if let Some(whole) = matched.iter().find(|matched| matched.name.is_empty()) {
        kept.choose("", whole.touchpoint);
    }
    for rule in &mut kept.rules {
        if let Target::NewAs(wanted) = &rule.target
            && let Some((touchpoint, _)) = made.iter().find(|(known, _)| plain(&known.title) == plain(&wanted.title))
        {
            rule.target = Target::Touchpoint(touchpoint.id.0);
        }
    }
    kept
}

/// What would be made of a name that stays without a touchpoint, for the menu that offers it: the name of its type, if
/// it is like one, and its own, with where each would go.
pub fn proposals(name: &str, family: Family, project: &Project, options: &PlanOptions, recipe: &Recipe) -> Vec<Offer> {
    let Some(ground) = Ground::of(project, options.journey, options.catalogue) else { return Vec::new() };
    let proposal = ground.propose(name, family, name_column(recipe));
    let stage = proposal.stage;
    let code = proposal.kind.as_ref().map_or_else(String::new, |kind| kind.code.clone());
    let offer = |title: String| Offer {
        touchpoint: NewTouchpoint { title, kind: code.clone(), stage: None },
        stage,
        channel: proposal.channel,
    };
    let mut offers: Vec<Offer> = proposal.kind.iter().map(|kind| offer(kind.title.clone())).collect();
    if !proposal.own_title.is_empty()
        && offers.iter().all(|known| plain(&known.touchpoint.title) != plain(&proposal.own_title))
    {
        offers.push(offer(proposal.own_title.clone()));
    }
    offers
}

/// A touchpoint that may be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub touchpoint: NewTouchpoint,
    /// Where it would go.
    pub stage: crate::model::StageId,
    pub channel: crate::model::Channel,
}
