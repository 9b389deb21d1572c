//! Names in files to touchpoints: who decides first, what rules do, what new touchpoints are made of.

use throughline::edit::{Document, Edit};
use throughline::import::{
    How, NameRule, NewTouchpoint, Plan, PlanOptions, Recipe, RuleKind, Table, Target, find_recipe, guess, plan_table,
    read_table,
};
use throughline::model::*;

use crate::import::project;

fn pages(names: &[&str]) -> Table {
    table("Page path", names)
}

fn table(header: &str, names: &[&str]) -> Table {
    let rows: String = names.iter().map(|name| format!("2026-09-01,\"{name}\",3\n")).collect();
    read_table("pages.csv", format!("Day,{header},Sessions\n{rows}").as_bytes()).unwrap()
}

fn rule(kind: RuleKind, text: &str, target: Target) -> NameRule {
    NameRule { kind, text: text.into(), target }
}

fn options() -> PlanOptions {
    PlanOptions { catalogue: Some(throughline::file::catalogue()), ..PlanOptions::default() }
}

/// "name → title, how" of every name, in the order of the file.
fn outcome(plan: &Plan) -> Vec<String> {
    let matched = plan.matched.iter().map(|m| (m.index, format!("{} → {}, {}", m.name, m.title, m.how.label())));
    let unmatched = plan.unmatched.iter().map(|u| {
        let what = if u.is_left_out_by_you { "left out" } else { "open" };
        (u.index, format!("{} → {what}", u.name))
    });
    let mut all: Vec<_> = matched.chain(unmatched).collect();
    all.sort();
    all.into_iter().map(|(_, text)| text).collect()
}

fn planned(table: &Table, rules: Vec<NameRule>, project: &Project, options: &PlanOptions) -> Plan {
    let recipe = Recipe { rules, ..guess(table, project) };
    plan_table(table, &recipe, project, options).unwrap()
}

#[test]
fn the_user_goes_before_the_title_the_alias_the_rules_and_likeness() {
    let project = project(&["Checkout", "Basket", "Blog", "Product page"]);
    let at = |title: &str| {
        let known = project.touchpoints.values().find(|known| known.title == title).unwrap();
        Target::Touchpoint(known.id.0)
    };
    let table = pages(&["Checkout", "/blog/checkout", "/blog/b", "/en/checkout/?a=1", "/intern/x", "/intern/blog"]);
    let rules = vec![
        rule(RuleKind::StartsWith, "/intern", Target::LeaveOut),
        rule(RuleKind::Pattern, "(", at("Basket")),
        rule(RuleKind::Contains, "BLOG", at("Blog")),
        rule(RuleKind::Contains, "checkout", at("Basket")),
        rule(RuleKind::Contains, "intern", Target::Touchpoint(99_999)),
    ];
    let mut recipe = Recipe { rules, ..guess(&table, &project) };
    let expected = [
        "Checkout → Checkout, exact",
        "/blog/checkout → Blog, rule",
        "/blog/b → Blog, rule",
        "/en/checkout/?a=1 → Basket, rule",
        "/intern/x → left out",
        "/intern/blog → left out",
    ];
    let made = plan_table(&table, &recipe, &project, &options()).unwrap();
    assert_eq!(outcome(&made), expected);
    assert_eq!(made.matched[1].rule, Some(2), "the rule that decided is known");
    assert_eq!(made.left_out_count, 2);

    recipe.rules.clear();
    recipe.set_matches(&["/blog/b", "/intern/x"], Some(&at("Product page")));
    recipe.set_matches(&["/intern/x"], None);
    let made = plan_table(&table, &recipe, &project, &options()).unwrap();
    assert_eq!(outcome(&made)[2], "/blog/b → Product page, you");
    assert_eq!(outcome(&made)[3], "/en/checkout/?a=1 → Checkout, fuzzy");
    assert_eq!(outcome(&made)[4], "/intern/x → open");
}

#[test]
fn new_touchpoints_take_title_type_channel_and_phase_of_the_catalogue() {
    let project = project(&["Product page"]);
    let table = pages(&["/", "/de/warenkorb?id=4", "/checkout", "/blog/how-to", "/hilfe", "/red-shoes", "/zzz"]);
    let made = planned(&table, Vec::new(), &project, &PlanOptions { create_touchpoints: true, ..options() });
    let new = &made.attachment.as_ref().unwrap().touchpoints;
    let found: Vec<(&str, &str, Channel, StageId)> = new
        .iter()
        .map(|(made, placement)| (made.title.as_str(), made.kind.as_str(), made.channel, placement.stage))
        .collect();
    let (before, during, after) = (StageId(2), StageId(3), StageId(4));
    assert_eq!(
        found,
        [
            ("Home page", "home-page", Channel::Website, before),
            ("Basket", "basket", Channel::Website, during),
            ("Checkout", "checkout", Channel::Website, during),
            ("Blog or article", "article", Channel::Content, before),
            ("Help centre", "help-center", Channel::Website, after),
            ("Red shoes", "", Channel::Website, before),
            ("Zzz", "", Channel::Website, before),
        ]
    );
    // Of several articles each keeps its name.
    let table = pages(&["/blog/how-to", "/blog/why"]);
    let made = planned(&table, Vec::new(), &project, &PlanOptions { create_touchpoints: true, ..options() });
    assert_eq!(outcome(&made), ["/blog/how-to → How to, new", "/blog/why → Why, new"]);
}

#[test]
fn a_rule_makes_one_touchpoint_of_many_names_and_sends_next_months_names_there() {
    let mut document = Document::new(project(&["Checkout"]));
    let blog = NewTouchpoint { title: "Blog".into(), kind: "article".into(), stage: Some(4) };
    let rules = vec![rule(RuleKind::StartsWith, "/blog", Target::NewAs(blog))];
    let september = pages(&["/blog/a", "/blog/b", "/checkout"]);
    let mut made = planned(&september, rules, document.project(), &options());
    assert_eq!(outcome(&made), ["/blog/a → Blog, new", "/blog/b → Blog, new", "/checkout → Checkout, fuzzy"]);
    assert_eq!((made.new_touchpoints, made.touchpoints), (1, 2));
    document.commit(&Edit::Attach { attachment: made.attachment.take().unwrap().into() }).unwrap();
    let project = document.project();
    let blog = project.touchpoints.values().find(|known| known.title == "Blog").unwrap();
    assert_eq!((blog.kind.as_str(), blog.channel, blog.place.stage), ("article", Channel::Content, StageId(4)));
    assert!(blog.aliases.is_empty(), "the rule knows the names: {:?}", blog.aliases);

    // A file with other columns, but of the same kind of names, goes by the same rules.
    let october = read_table("other.csv", b"Date,Page path,Views,Users\n2026-10-01,/blog/c,3,2\n".as_slice()).unwrap();
    assert!(find_recipe(project, &october).is_none());
    let recipe = guess(&october, project);
    let made = plan_table(&october, &recipe, project, &options()).unwrap();
    assert_eq!(outcome(&made), ["/blog/c → Blog, rule"]);
    assert_eq!(made.matched[0].touchpoint, blog.id);
    assert_eq!(made.matched[0].how, How::Rule);
    // Names under another header are of another kind.
    assert!(guess(&table("Campaign", &["/blog/c"]), project).rules.is_empty());
    // The same columns again: the whole recipe is taken, its rules too.
    assert_eq!(find_recipe(project, &pages(&["/blog/d"])).unwrap().1.rules.len(), 1);
}

#[test]
fn another_word_for_the_same_type_is_suggested_and_never_taken_unasked() {
    let mut project = project(&["Your bag", "Checkout"]);
    let bag = project.touchpoints.values().find(|known| known.title == "Your bag").unwrap().id;
    let touchpoints = std::sync::Arc::make_mut(&mut project.touchpoints);
    std::sync::Arc::make_mut(touchpoints.get_mut(&bag).unwrap()).kind = "basket".into();
    let made = planned(&pages(&["/cart"]), Vec::new(), &project, &options());
    assert_eq!(outcome(&made), ["/cart → open"]);
    let (id, title, score) = made.unmatched[0].suggestion.clone().unwrap();
    assert_eq!((id, title.as_str()), (bag, "Your bag"));
    assert!(score > 0.7 && score < 0.8, "{score}");
    // Nor is it made a second time where all others are made.
    let create = PlanOptions { create_touchpoints: true, ..options() };
    let made = planned(&pages(&["/cart", "/zzz"]), Vec::new(), &project, &create);
    assert_eq!(outcome(&made), ["/cart → Your bag, fuzzy", "/zzz → Zzz, new"]);
}

#[test]
fn recipes_without_rules_are_written_and_read_as_before() {
    let recipe = Recipe::default();
    assert!(!recipe.to_text().contains("rules"), "{}", recipe.to_text());
    let with = Recipe { rules: vec![rule(RuleKind::EndsWith, "ß", Target::New)], ..Recipe::default() };
    assert_eq!(Recipe::from_text(&with.to_text()), Some(with));
    let old = "(format:\"Table\",columns:[],matches:[(name:\"a\",target:New),(name:\"b\",target:Touchpoint(3))],answers:[],currency:None,period:None)";
    assert_eq!(Recipe::from_text(old).unwrap().target_of("b"), Some(&Target::Touchpoint(3)));
}
