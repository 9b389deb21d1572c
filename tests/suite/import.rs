//! Real exports through reader, guess and plan, with the figures that must come out.
#![allow(clippy::unwrap_used)]

mod again;
mod checks;
mod hostile;
mod turned;

use std::sync::Arc;

use proptest::prelude::*;
use throughline::base::date::date;
use throughline::base::display::Display;
use throughline::base::number::Unit;
use throughline::base::{Date, Period};
use throughline::edit::{Document, Edit, TouchpointChange};
use throughline::import::plan::{Fate, Reading, Typed};
use throughline::import::{
    Answer, Extent, How, ImportError, Plan, PlanOptions, Recipe, Role, Table, Target, digest, guess, plan_table,
    read_file, read_table,
};
use throughline::model::*;

pub(crate) fn fixture(name: &str) -> Table {
    read_table(name, &bytes(name)).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/imports/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// One journey with a stage of each phase and a lane of touchpoints that have these titles.
pub(crate) fn project(titles: &[&str]) -> Project {
    let mut project = Project { title: "Shop".into(), ..Project::default() };
    let journey = JourneyId(1);
    let phases = [(StageId(2), Phase::PrePurchase), (StageId(3), Phase::Purchase), (StageId(4), Phase::PostPurchase)];
    for (id, phase) in phases {
        let stage = Stage::new(id, journey, phase.label(), phase);
        Arc::make_mut(&mut project.stages).insert(id, Arc::new(stage));
    }
    let lane = Lane::new(LaneId(5), journey, "Touchpoints", LaneKind::Touchpoints);
    Arc::make_mut(&mut project.lanes).insert(lane.id, Arc::new(lane));
    let journey = Journey {
        id: journey,
        name: "Shop".into(),
        personas: Vec::new(),
        scenario: String::new(),
        state: JourneyState::Current,
        stages: phases.iter().map(|(id, _)| *id).collect(),
        lanes: vec![LaneId(5)],
        origin: None,
    };
    Arc::make_mut(&mut project.journeys).insert(journey.id, Arc::new(journey));
    project.journey_order = Arc::new(vec![JourneyId(1)]);
    project.next_id = 10;
    for (order, title) in titles.iter().enumerate() {
        let id = TouchpointId(project.next_id);
        let place = Place { stage: StageId(2), lane: LaneId(5), column: 0, order: order as u32 };
        let touchpoint = Touchpoint::new(id, *title, Channel::Website, place);
        Arc::make_mut(&mut project.touchpoints).insert(id, Arc::new(touchpoint));
        project.next_id += 1;
    }
    project
}

pub(crate) const CREATE: PlanOptions = PlanOptions {
    create_touchpoints: true,
    journey: None,
    replaces: None,
    overlap: None,
    read_at: None,
    accept_score: 0.8,
    catalogue: None,
};

pub(crate) fn plan(table: &Table, recipe: &Recipe, project: &Project, options: &PlanOptions) -> Plan {
    plan_table(table, recipe, project, options).unwrap()
}

pub(crate) fn plan_of(name: &str, project: &Project) -> Plan {
    let table = fixture(name);
    plan(&table, &guess(&table, project), project, &CREATE)
}

/// The series of one metric at the touchpoint of that title.
pub(crate) fn amounts(plan: &Plan, project: &Project, key: &str, title: &str) -> Vec<(Period, Amount)> {
    let attachment = plan.attachment.as_ref().unwrap();
    let metric = plan.metrics.iter().find(|made| made.metric.key == key).unwrap_or_else(|| panic!("no {key}"));
    let new = attachment.touchpoints.iter().map(|(touchpoint, _)| (touchpoint.id, touchpoint.title.clone()));
    let old = project.touchpoints.values().map(|touchpoint| (touchpoint.id, touchpoint.title.clone()));
    let (id, _) = new.chain(old).find(|(_, known)| known == title).unwrap_or_else(|| panic!("no {title}"));
    let of = attachment.series.iter().filter(|s| s.key.metric == metric.metric.id && s.key.touchpoint == id);
    of.flat_map(|series| &series.observations).map(|observation| (observation.period, observation.amount)).collect()
}

pub(crate) fn ratio(numerator: f64, denominator: f64) -> Amount {
    Amount::Ratio { numerator, denominator }
}

pub(crate) fn day(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

#[track_caller]
pub(crate) fn assert_near(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-9 * b.abs().max(1.0)), "{a:?} instead of {b}");
}

#[track_caller]
pub(crate) fn assert_value(plan: &Plan, key: &str, expected: Option<f64>) {
    let made = plan.metrics.iter().find(|made| made.metric.key == key).unwrap_or_else(|| panic!("no {key}"));
    match expected {
        Some(expected) => assert_near(made.value, expected),
        None => assert_eq!(made.value, None, "{key}"),
    }
}

pub(crate) fn role(plan: &Plan, column: &str) -> (Role, String) {
    let column = plan.columns.iter().find(|known| known.name == column).unwrap();
    (column.role.clone(), column.label.clone())
}

pub(crate) fn says(plan: &Plan, part: &str) -> bool {
    plan.warnings.iter().any(|warning| warning.to_string().contains(part))
}

fn is_finite(amount: &Amount) -> bool {
    match *amount {
        Amount::Value(value) => value.is_finite(),
        Amount::Ratio { numerator, denominator } => numerator.is_finite() && denominator.is_finite(),
        Amount::Mean { sum, sum_of_squares, count } => {
            sum.is_finite() && count.is_finite() && sum_of_squares.is_none_or(f64::is_finite)
        }
        Amount::Shares { promoters, detractors, count } => (promoters + detractors + count).is_finite(),
        Amount::Rate { rate, weight } => rate.is_finite() && weight.is_none_or(f64::is_finite),
    }
}

/// Every record fits the invariants of the model.
pub(crate) fn assert_sound(plan: &Plan, project: &Project) {
    let Some(attachment) = &plan.attachment else { return };
    let mut ids: Vec<u64> = vec![attachment.source.id.0];
    ids.extend(attachment.touchpoints.iter().map(|(touchpoint, _)| touchpoint.id.0));
    ids.extend(attachment.metrics.iter().map(|metric| metric.id.0));
    ids.extend(attachment.segments.iter().map(|segment| segment.id.0));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id twice");
    assert!(ids.iter().all(|id| *id >= project.next_id));
    let mut keys: Vec<_> = attachment.series.iter().map(|series| series.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), attachment.series.len(), "a series twice");
    for series in &attachment.series {
        assert!(!series.observations.is_empty());
        assert!(series.observations.windows(2).all(|pair| pair[0].period < pair[1].period));
        assert!(series.observations.iter().all(|observation| observation.rows >= 1));
        assert!(series.observations.iter().all(|observation| is_finite(&observation.amount)), "{series:?}");
    }
    assert!(attachment.metrics.iter().all(|metric| project.metric_by_key(&metric.key).is_none()));
}

#[test]
fn google_ads_leaves_both_totals_rows_out_and_agrees_with_them() {
    let project = project(&["Brand search"]);
    for (name, encoding, delimiter) in
        [("google_ads_en.csv", "UTF-8", ','), ("google_ads_excel_utf16le_tab.csv", "UTF-16", '\t')]
    {
        let plan = plan_of(name, &project);
        assert_eq!((plan.encoding.as_str(), plan.delimiter), (encoding, delimiter));
        assert_eq!(plan.format, "Google Ads, campaign report");
        assert_eq!(plan.header_row, 3);
        assert_eq!(plan.period, Period::new(day(9, 1), day(9, 3)));
        assert_eq!((plan.rows, plan.rows_total, plan.left_out_count), (4, 6, 2));
        assert_eq!(plan.left_out.iter().map(|row| row.line).collect::<Vec<_>>(), [8, 9]);
        assert!(plan.left_out.iter().all(|row| row.why == "totals row"));
        assert_value(&plan, "clicks", Some(97.0));
        assert_value(&plan, "impressions", Some(11_774.0));
        assert_value(&plan, "ctr", Some(97.0 / 11_774.0));
        assert_value(&plan, "cost-cad", Some(1_035.94));
        assert_value(&plan, "conversions", Some(3.5));
        assert_value(&plan, "conversion-rate-per-click", Some(3.5 / 97.0));
        let cost = &plan.metrics.iter().find(|made| made.metric.key == "cost-cad").unwrap().metric;
        assert_eq!(cost.unit, Unit::Currency("CAD".into()));
        assert_eq!(role(&plan, "Campaign ID").0, Role::Ignore);
        assert_eq!(role(&plan, "Cost"), (Role::Quantity("cost".into()), "Cost, CAD".into()));
        assert_eq!(role(&plan, "CTR"), (Role::Rate("ctr".into()), "Not needed".into()));
        let checked: Vec<_> = plan.totals.iter().map(|check| (check.column.as_str(), check.agrees)).collect();
        assert!(checked.iter().all(|(_, agrees)| *agrees), "{checked:?}");
        for column in ["Impr.", "Clicks", "Cost", "Conversions", "CTR", "Conv. rate"] {
            assert!(checked.iter().any(|(known, _)| *known == column), "{column} is not checked");
        }
        assert!(says(&plan, "2 totals rows left out."));
        assert!(says(&plan, "“--” was read as not reported, not as zero: 3 cells."));
        assert!(plan.questions.is_empty(), "{:?}", plan.questions);
        // Not reported is unknown, zero is zero.
        let brand = amounts(&plan, &project, "conversions", "Brand search");
        assert_eq!(brand, [(Period::day(day(9, 1)), Amount::Value(0.0))]);
        let clicks = amounts(&plan, &project, "clicks", "Brand search");
        assert_eq!(clicks[1], (Period::day(day(9, 3)), Amount::Value(0.0)));
        let brand = plan.matched.iter().find(|matched| matched.name == "Brand - Search").unwrap();
        assert_eq!((brand.title.as_str(), brand.how), ("Brand search", How::Fuzzy));
        assert!(brand.score >= 0.9 && brand.score < 1.0);
        let new = plan.matched.iter().find(|matched| matched.name == "Spring Roofs & Gutters").unwrap();
        assert_eq!(new.how, How::New);
        assert_eq!((plan.touchpoints, plan.new_touchpoints), (2, 1));
        let attachment = plan.attachment.as_ref().unwrap();
        assert_eq!(attachment.touchpoints[0].0.channel, Channel::PaidSearch);
        assert_eq!(attachment.aliases, [(brand.touchpoint, "Brand - Search".to_owned())]);
        assert_eq!(attachment.source.rows, 4);
        // 4 × impressions, clicks, cost, CTR, CPC and 3 × conversions, conversion rate, CPA.
        assert_eq!(plan.observations, 29);
        assert_sound(&plan, &project);
    }
}

#[test]
fn a_campaign_that_begins_with_total_is_no_totals_row() {
    let text = "Day,Campaign,Clicks,Impr.\n2026-09-01,Total Wine,5,100\n2026-09-01,Total,5,100\n";
    let project = project(&[]);
    let table = read_table("wine.csv", text.as_bytes()).unwrap();
    let plan = plan(&table, &guess(&table, &project), &project, &CREATE);
    assert_eq!((plan.count(Fate::Kept), plan.count(Fate::Totals)), (1, 1));
    assert_value(&plan, "clicks", Some(5.0));
}

#[test]
fn ga4_pages_are_one_month_each_and_the_blank_row_is_the_total() {
    let project = project(&["Home page", "Checkout"]);
    let plan = plan_of("ga4_pages_and_screens.csv", &project);
    let september = Period::new(day(9, 1), day(9, 30)).unwrap();
    assert_eq!(plan.format, "GA4, pages and screens");
    assert_eq!((plan.header_row, plan.period), (10, Some(september)));
    assert_eq!((plan.rows, plan.rows_total), (3, 5));
    assert_eq!(plan.left_out.iter().map(|row| row.why.as_str()).collect::<Vec<_>>(), ["totals row", "no touchpoint"]);
    let views = plan.totals.iter().find(|check| check.column == "Views").unwrap();
    assert_eq!((views.stated, views.summed, views.agrees), (12_475.0, 12_475.0, true));
    let users = plan.totals.iter().find(|check| check.column == "Active users").unwrap();
    assert_eq!((users.stated, users.summed, users.agrees), (4_380.0, 5_821.0, false));
    assert!(users.note.contains("once"));
    assert_eq!(plan.unmatched.len(), 1);
    assert_eq!(plan.unmatched[0].name, "(not set)");
    assert_eq!(amounts(&plan, &project, "views", "Checkout"), [(september, Amount::Value(1_361.0))]);
    assert_eq!(amounts(&plan, &project, "active-users", "Home page"), [(september, Amount::Value(2_926.0))]);
    assert_eq!(
        amounts(&plan, &project, "average-engagement-time", "Checkout"),
        [(september, ratio(88.25 * 640.0, 640.0))]
    );
    assert_value(&plan, "active-users", None);
    assert_value(&plan, "views", Some(11_475.0));
    for key in ["event-count", "key-events"] {
        assert!(plan.metrics.iter().any(|made| made.metric.key == key), "no {key}");
    }
    let how = |name: &str| plan.matched.iter().find(|matched| matched.name == name).map(|m| (m.title.clone(), m.how));
    assert_eq!(how("/"), Some(("Home page".into(), How::Fuzzy)));
    assert_eq!(how("/checkout"), Some(("Checkout".into(), How::Fuzzy)));
    assert_eq!(how("/product/red-shoe"), Some(("Red shoe".into(), How::New)));
    // The currency of the revenue is asked for, once; until it is answered, the revenue is left out.
    assert!(plan.metrics.iter().all(|made| made.metric.unit.code() != "XXX" && made.metric.name != "Revenue"));
    assert_eq!(plan.questions.len(), 1);
    assert!(plan.is_in_question());
    assert_sound(&plan, &project);
}

#[test]
fn ga4_resaved_by_a_spreadsheet_reads_percents_durations_and_thousands() {
    let project = project(&["Organic search"]);
    let plan = plan_of("ga4_resaved_percent_duration.csv", &project);
    assert_eq!(plan.header_row, 6);
    assert_eq!((plan.rows, plan.left_out_count), (3, 2));
    let organic = |key: &str| amounts(&plan, &project, key, "Organic search");
    let (first, second) = (Period::day(day(9, 1)), Period::day(day(9, 2)));
    assert_eq!(organic("sessions"), [(first, Amount::Value(1_200.0)), (second, Amount::Value(1_150.0))]);
    assert_eq!(organic("engagement-rate"), [(first, ratio(801.0, 1_200.0)), (second, ratio(742.0, 1_150.0))]);
    assert_eq!(organic("bounce-rate-ga4"), [(first, ratio(399.0, 1_200.0)), (second, ratio(408.0, 1_150.0))]);
    assert_eq!(
        organic("average-engagement-time-per-session"),
        [(first, ratio(80.0 * 1_200.0, 1_200.0)), (second, ratio(58.0 * 1_150.0, 1_150.0))]
    );
    let paid = amounts(&plan, &project, "average-engagement-time-per-session", "Paid Search");
    assert_eq!(paid, [(first, ratio(65.0 * 900.0, 900.0))]);
    assert_value(&plan, "engagement-rate", Some(2_043.0 / 3_250.0));
    assert_value(&plan, "bounce-rate-ga4", Some(1.0 - 2_043.0 / 3_250.0));
    assert!(plan.totals.len() >= 5 && plan.totals.iter().all(|check| check.agrees), "{:?}", plan.totals);
    // "66.75%" and 0.5556 in one column are both right.
    let check = plan.rate_checks.iter().find(|check| check.column == "Engagement rate").unwrap();
    assert_eq!((check.agrees, check.differs), (3, 0));
    assert!(plan.questions.is_empty());
    assert_sound(&plan, &project);
}

#[test]
fn mailchimp_campaigns_are_touchpoints_on_their_day() {
    let project = project(&[]);
    let plan = plan_of("mailchimp_campaigns.csv", &project);
    assert_eq!(plan.format, "Mailchimp, campaigns");
    assert_eq!(role(&plan, "Title").0, Role::Touchpoint);
    assert_eq!(role(&plan, "Send Date").0, Role::Date);
    let of = |key: &str| amounts(&plan, &project, key, "Win-back");
    let sent = Period::day(day(9, 15));
    assert_eq!(of("open-rate"), [(sent, ratio(500.0, 1_980.0))]);
    assert_eq!(of("click-rate"), [(sent, ratio(100.0, 1_980.0))]);
    assert_eq!(of("orders"), [(sent, Amount::Value(7.0))]);
    assert_eq!(of("unsubscribes"), [(sent, Amount::Value(10.0))]);
    assert_value(&plan, "open-rate", Some(750.0 / 2_970.0));
    assert!(
        plan.rate_checks.iter().any(|check| check.column == "Open Rate" && check.agrees == 2 && check.differs == 0)
    );
    assert!(plan.rate_checks.iter().any(|check| check.column == "Click Rate" && check.agrees == 2));
    let (touchpoint, _) = &plan.attachment.as_ref().unwrap().touchpoints[0];
    assert_eq!(touchpoint.channel, Channel::Email);
    assert!(!says(&plan, "missing for"));
    assert_sound(&plan, &project);
}

#[test]
fn answering_the_currency_gives_the_amounts_their_unit() {
    let project = project(&[]);
    let table = fixture("mailchimp_campaigns.csv");
    let mut recipe = guess(&table, &project);
    let open = plan(&table, &recipe, &project, &CREATE);
    let question = &open.questions[0];
    let eur = question.readings.iter().find(|reading| reading.label == "EUR").unwrap();
    recipe.answer(&question.column, eur.answer.clone());
    let answered = plan(&table, &recipe, &project, &CREATE);
    assert_value(&answered, "revenue-eur", Some(421.5));
    assert!(answered.questions[0].chosen.is_some() && !answered.is_in_question());
}

#[test]
fn meta_account_rows_are_left_out_and_compared_per_day() {
    let project = project(&[]);
    let table = fixture("meta_ads_daily.csv");
    let recipe = guess(&table, &project);
    let plan_with = |recipe: &Recipe| plan(&table, recipe, &project, &CREATE);
    let plan = plan_with(&recipe);
    assert_eq!(plan.format, "Meta Ads, daily report");
    assert_eq!(plan.encoding, "UTF-8");
    assert_eq!(role(&plan, "Campaign name").0, Role::Touchpoint);
    assert_eq!(role(&plan, "Day").0, Role::Date);
    assert_eq!((plan.rows, plan.rows_total), (3, 4));
    let (first, second) = (Period::day(day(8, 1)), Period::day(day(8, 2)));
    let of = |key: &str| amounts(&plan, &project, key, "Sales, Q3");
    assert_eq!(of("clicks"), [(first, Amount::Value(4_000.0)), (second, Amount::Value(2_700.0))]);
    assert_eq!(of("cost-eur"), [(first, Amount::Value(15_000.0)), (second, Amount::Value(11_000.5))]);
    assert_eq!(of("ctr"), [(first, ratio(4_000.0, 500_000.0)), (second, ratio(2_700.0, 340_000.0))]);
    assert_eq!(of("conversions"), [(first, Amount::Value(93.0)), (second, Amount::Value(71.0))]);
    // Two ad sets on 1 August: their reach cannot be added.
    assert_eq!(of("reach"), [(second, Amount::Value(150_000.0))]);
    assert!(says(&plan, "Reach: 1 figure stands in several rows"));
    let cost = plan.totals.iter().find(|check| check.column == "Amount spent (EUR)").unwrap();
    assert_eq!((cost.scope.as_str(), cost.stated, cost.summed, cost.agrees), ("1 Aug 2026", 15_000.0, 15_000.0, true));
    assert!(plan.totals.iter().filter(|check| check.note.is_empty()).all(|check| check.agrees));
    let check = plan.rate_checks.iter().find(|check| check.column.starts_with("CTR")).unwrap();
    assert_eq!((check.agrees, check.differs), (3, 0));
    // Ad sets as segments keep the reach of each.
    let mut by_set = recipe.clone();
    let column = table.columns.iter().position(|column| column.name == "Ad set name").unwrap();
    by_set.set_role(column, Role::Segment);
    let by_set = plan_with(&by_set);
    let attachment = by_set.attachment.as_ref().unwrap();
    assert_eq!(attachment.segments.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Set A", "Set B"]);
    assert_eq!(amounts(&by_set, &project, "reach", "Sales, Q3").len(), 3);
    assert_sound(&by_set, &project);
}

#[test]
fn what_can_be_read_two_ways_is_asked_and_the_answer_kept() {
    let project = project(&["Shop"]);
    let text = "Touchpoint;Date;Clicks\nShop;03/04/2026;7\nShop;05/06/2026;8\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let mut recipe = guess(&table, &project);
    let open = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!((open.questions.len(), open.observations), (1, 0));
    let labels: Vec<_> = open.questions[0].readings.iter().map(|reading| reading.label.as_str()).collect();
    assert_eq!(labels, ["3 Apr 2026", "4 Mar 2026", "Leave out"]);
    recipe.answer("Date", Answer::DayFirst);
    let recipe = Recipe::from_text(&recipe.to_text()).unwrap();
    let answered = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!(answered.questions[0].chosen, Some(0));
    assert_eq!(answered.period, Period::new(day(4, 3), day(6, 5)));

    // A day above 12 anywhere in the column settles it.
    let text = "Touchpoint;Date;Clicks\nShop;03/04/2026;7\nShop;13/04/2026;8\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let settled = plan(&table, &guess(&table, &project), &project, &PlanOptions::default());
    assert!(settled.questions.is_empty());
    assert_eq!(settled.period, Period::new(day(4, 3), day(4, 13)));

    let text = "Touchpoint,Date,Cost (EUR)\nShop,2026-04-03,\"12,34\"\nShop,2026-04-04,7\n";
    let table = read_table("a.csv", text.as_bytes()).unwrap();
    let mut recipe = guess(&table, &project);
    let open = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!(open.questions.len(), 1);
    assert_value(&open, "cost-eur", Some(7.0));
    recipe.answer("Cost (EUR)", Answer::DecimalComma);
    let answered = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_value(&answered, "cost-eur", Some(19.34));
}

#[test]
fn a_file_without_days_asks_for_them() {
    let project = project(&["Shop"]);
    let table = read_table("ads-2026-09.csv", b"Campaign,Clicks,Impressions\nShop,7,100\n").unwrap();
    let mut recipe = guess(&table, &project);
    let open = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!(open.observations, 0);
    let question = &open.questions[0];
    assert_eq!((question.readings[0].label.as_str(), question.typed), ("Sep 2026", Typed::Days));
    recipe.answer(&question.column, question.readings[0].answer.clone());
    let answered = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!((answered.observations, answered.period), (3, Period::new(day(9, 1), day(9, 30))));
    assert_eq!(answered.questions[0].chosen, Some(0));

    // The month in the name is a proposal: any other days can be typed.
    recipe.answer(&question.column, Answer::Period("2026-08-01".into(), "2026-08-".into()));
    let typing = plan(&table, &recipe, &project, &PlanOptions::default());
    assert!(typing.is_in_question() && typing.observations == 0);
    recipe.answer(&question.column, Answer::Period("2026-08-01".into(), "2026-08-15".into()));
    let answered = plan(&table, &recipe, &project, &PlanOptions::default());
    assert_eq!(answered.period, Period::new(day(8, 1), day(8, 15)));
    assert_eq!((answered.questions[0].chosen, answered.is_in_question()), (None, false));
}

#[test]
fn next_months_file_is_read_as_the_last_one() {
    let mut project = project(&["Brand search", "Paid search"]);
    let table = fixture("google_ads_en.csv");
    let mut recipe = guess(&table, &project);
    recipe.set_match("Spring Roofs & Gutters", Some(Target::Touchpoint(11)));
    recipe.set_role(9, Role::Ignore);
    let first = plan(&table, &recipe, &project, &PlanOptions::default());
    let attachment = first.attachment.clone().unwrap();
    assert!(attachment.aliases.contains(&(TouchpointId(11), "Spring Roofs & Gutters".into())));
    // What applying the attachment leaves in the project.
    Arc::make_mut(&mut project.sources).insert(attachment.source.id, Arc::new(attachment.source.clone()));
    for metric in attachment.metrics {
        Arc::make_mut(&mut project.metrics).insert(metric.id, Arc::new(metric));
    }
    for series in attachment.series {
        Arc::make_mut(&mut project.series).insert(series.key, Arc::new(series));
    }
    project.next_id = 100;
    assert!(guess(&table, &project).columns[9].role == Role::Ignore);
    let again = plan(&table, &guess(&table, &project), &project, &PlanOptions::default());
    assert_eq!(again.earlier, Some(attachment.source.id));
    assert!(says(&again, "already attached") && !says(&again, "twice"));
    assert_eq!(again.overlap().map(|overlap| overlap.extent), Some(Extent::SameFile));
    let replaces = |plan: &Plan| plan.attachment.as_ref().unwrap().replaces.clone();
    assert_eq!(replaces(&again), [again.earlier.unwrap()]);
    assert!(again.metrics.iter().all(|made| !made.is_new));
    assert_near(again.metrics[0].before.as_ref().unwrap().value, again.metrics[0].value.unwrap());
    let you = again.matched.iter().find(|matched| matched.name == "Spring Roofs & Gutters").unwrap();
    assert_eq!((you.title.as_str(), you.how), ("Paid search", How::You));
    let replacing = PlanOptions { replaces: again.earlier, ..PlanOptions::default() };
    let replaced = plan(&table, &guess(&table, &project), &project, &replacing);
    assert_eq!(replaces(&replaced), replaces(&again));
}

#[test]
fn a_file_takes_the_place_of_an_earlier_one_only_if_nothing_is_lost() {
    let header = "Day,Touchpoint,Clicks\n";
    let file = |rows: &[&str]| format!("{header}{}\n", rows.join("\n"));
    let earlier = file(&["2026-09-01,Basket,5", "2026-09-02,Basket,6", "2026-09-01,Checkout,1"]);
    for (what, rows, expected) in [
        (
            "the same bytes",
            vec!["2026-09-01,Basket,5", "2026-09-02,Basket,6", "2026-09-01,Checkout,1"],
            Some(Extent::SameFile),
        ),
        (
            "other figures",
            vec!["2026-09-01,Basket,7", "2026-09-02,Basket,6", "2026-09-01,Checkout,1"],
            Some(Extent::Whole),
        ),
        ("fewer days", vec!["2026-09-02,Basket,6", "2026-09-02,Checkout,1"], Some(Extent::Part)),
        ("fewer touchpoints", vec!["2026-09-01,Basket,5", "2026-09-02,Basket,6"], Some(Extent::Part)),
        ("the days after", vec!["2026-09-03,Basket,5", "2026-09-03,Checkout,6"], None),
    ] {
        let mut document = Document::new(project(&["Basket", "Checkout"]));
        let plan_now = |document: &Document, text: &str| {
            let table = read_table("basket.csv", text.as_bytes()).unwrap();
            plan(&table, &guess(&table, document.project()), document.project(), &PlanOptions::default())
        };
        let attachment = plan_now(&document, &earlier).attachment.unwrap();
        let source = attachment.source.id;
        document.commit(&Edit::Attach { attachment: Arc::new(attachment) }).unwrap();
        let again = plan_now(&document, &file(&rows));
        assert_eq!(again.overlap().map(|overlap| overlap.extent), expected, "{what}");
        let is_lossless = expected.is_some_and(|extent| extent != Extent::Part);
        let replaced = again.attachment.map(|attachment| attachment.replaces).unwrap_or_default();
        assert_eq!(replaced.contains(&source), is_lossless, "{what}");
    }
}

#[test]
fn what_was_assumed_is_measured_with_its_first_figures_in_the_same_step() {
    let mut document = Document::new(project(&["Basket", "Checkout", "Support"]));
    let set = |document: &mut Document, id: u64, evidence| {
        let change = TouchpointChange::Evidence(evidence);
        document.commit(&Edit::ChangeTouchpoints { touchpoints: vec![TouchpointId(id)], change }).unwrap();
    };
    set(&mut document, 11, Evidence::Observed);
    let attach = |document: &mut Document, text: &str| {
        let table = read_table("basket.csv", text.as_bytes()).unwrap();
        let made = plan(&table, &guess(&table, document.project()), document.project(), &PlanOptions::default());
        document.commit(&Edit::Attach { attachment: Arc::new(made.attachment.unwrap()) }).unwrap();
    };
    let evidence =
        |document: &Document| [10, 11, 12].map(|id| document.project().touchpoints[&TouchpointId(id)].evidence);
    attach(&mut document, "Day,Touchpoint,Clicks\n2026-09-01,Basket,5\n2026-09-01,Checkout,5\n");
    assert_eq!(evidence(&document), [Evidence::Measured, Evidence::Observed, Evidence::Assumed]);
    // Called assumed in spite of its figures: the next file does not know better.
    set(&mut document, 10, Evidence::Assumed);
    attach(&mut document, "Day,Touchpoint,Clicks\n2026-10-01,Basket,5\n");
    assert_eq!(evidence(&document), [Evidence::Assumed, Evidence::Observed, Evidence::Assumed]);
    document.undo();
    document.undo();
    document.undo();
    assert_eq!(evidence(&document), [Evidence::Assumed, Evidence::Observed, Evidence::Assumed]);
    assert!(document.project().series.is_empty());
}

#[test]
fn totals_rows_are_not_counted_among_names_and_dates() {
    let table = fixture("google_ads_en.csv");
    let recipe = guess(&table, &project(&[]));
    let why = |name: &str| recipe.columns.iter().find(|column| column.name == name).unwrap().why.clone();
    assert_eq!((why("Day").as_str(), why("Campaign").as_str()), ("3 dates, year first", "2 names, text"));
}

#[test]
fn the_preview_shows_what_was_not_reported_and_what_is_left_out() {
    let project = project(&[]);
    let table = fixture("google_ads_en.csv");
    let recipe = guess(&table, &project);
    let plan = plan(&table, &recipe, &project, &CREATE);
    let row = plan.preview_row(&table, 3);
    assert_eq!((row.line, row.left_out), (7, None));
    assert_eq!(row.cells[7].reading, Reading::NotReported);
    assert_eq!(row.cells[5].reading, Reading::Read);
    assert_eq!(plan.preview_row(&table, 4).left_out, Some("totals row"));
}

#[test]
fn other_currencies_of_the_project_are_not_added_to() {
    let mut project = project(&[]);
    let metric = Metric {
        id: MetricId(50),
        key: "cost-eur".into(),
        name: "Cost".into(),
        short_name: "cost".into(),
        class: MetricClass::Additive,
        unit: Unit::Currency("EUR".into()),
        direction: Direction::LowerIsBetter,
        numerator: "cost".into(),
        denominator: String::new(),
        display: Display::Usual,
        formula: String::new(),
    };
    Arc::make_mut(&mut project.metrics).insert(metric.id, Arc::new(metric));
    project.next_id = 51;
    let plan = plan_of("google_ads_en.csv", &project);
    assert!(says(&plan, "Amounts are in CAD; the project's other amounts are in EUR"));
    let cost = plan.metrics.iter().find(|made| made.metric.key == "cost-cad").unwrap();
    assert_eq!((cost.metric.name.as_str(), cost.is_new), ("Cost, CAD", true));
}

#[test]
fn files_that_are_no_table_get_one_plain_sentence() {
    for (bytes, part) in [
        (&b""[..], "empty"),
        (b" \r\n \n", "empty"),
        (b"\xEF\xBB\xBF", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "Excel"),
        (b"PAR1....", "Parquet"),
        (b"%PDF-1.7", "PDF"),
        (b"abc\x00\x01\x02def\x00\x03\x04\x05", "binary"),
    ] {
        let error = read_table("x.csv", bytes).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    let long = format!("a,b\n1,\"{}", "x".repeat(100_001));
    assert!(matches!(read_table("x.csv", long.as_bytes()), Err(ImportError::CellTooLong { line: 2, .. })));
    let wide = ["a"; 2_001].join(",");
    assert!(matches!(read_table("x.csv", wide.as_bytes()), Err(ImportError::TooManyColumns { columns: 2_001, .. })));
    let cancelled = throughline::import::read_table_with("x.csv", b"a,b\n1,2\n", &|_| false);
    assert!(matches!(cancelled, Err(ImportError::Cancelled { .. })));
}

#[test]
fn odd_shapes_are_read_with_one_warning_each() {
    for (text, part) in [
        ("Clicks\n5\n6\n", "only one column"),
        ("Campaign,Clicks\nA,5\nB\n", "fewer cells"),
        ("1,2\n3,4\n", "no header"),
        ("Campaign,Clicks\n", "no rows"),
    ] {
        let table = read_table("x.csv", text.as_bytes()).unwrap();
        let said = table.warnings().iter().filter(|warning| warning.message.contains(part)).count();
        assert_eq!(said, 1, "{text:?}: {:?}", table.warnings());
    }
    let table = read_table("x.csv", b"Campaign,Clicks\nA,5\nB,1,200\n").unwrap();
    assert_eq!(table.left_out()[0].why, "has 3 cells where the header has 2");
}

#[test]
fn tables_are_found_wherever_they_stand() {
    // File, line of the header, rows, a cell (row, column), lines left out.
    for (name, header_row, rows, cell, left_out) in [
        ("adobe_workspace.csv", 1, 6, (2, 3, "12"), 0),
        ("ga4_reports_snapshot.csv", 10, 3, (2, 1, "118"), 0),
        ("google_ads_de.csv", 3, 4, (2, 1, "Gesamtschau Herbst"), 0),
        ("google_ads_ja.csv", 3, 4, (2, 1, "合計サービス特集"), 0),
        ("mailchimp_campaign_report.csv", 1, 1, (0, 6, "1.0%"), 0),
        ("matomo_pages_utf16le.csv", 1, 3, (1, 0, "/checkout"), 0),
        ("qualtrics.csv", 1, 1, (0, 9, "Promoter"), 1),
        ("report_grouped.csv", 4, 6, (2, 0, "Brand search"), 0),
        ("shopify_orders.csv", 1, 3, (1, 7, "USD"), 0),
        ("surveymonkey.csv", 1, 2, (1, 16, ""), 0),
    ] {
        let table = fixture(name);
        assert_eq!(
            (table.header_row, table.row_count(), table.left_out_count()),
            (header_row, rows, left_out),
            "{name}"
        );
        assert_eq!(table.cell(cell.0, cell.1), cell.2, "{name}");
    }
    // The amounts of an order stand once.
    let orders = fixture("shopify_orders.csv");
    let total = orders.columns.iter().position(|column| column.name == "Total").unwrap();
    assert_eq!([orders.cell(0, total), orders.cell(1, total)], ["60.50", ""]);
    let snapshot = fixture("ga4_reports_snapshot.csv");
    let said =
        snapshot.warnings().iter().any(|warning| warning.message.contains("3 tables; “Reports snapshot” is read"));
    assert!(said, "{:?}", snapshot.warnings());
    // The same header after a comment goes on with the table.
    let table = read_table("joined.csv", b"Page,Views\n/,5\n# ----\nPage,Views\n/a,7\n").unwrap();
    assert_eq!((table.row_count(), table.left_out_count()), (2, 2));
}

#[test]
fn totals_in_other_languages_are_left_out_and_names_like_them_are_not() {
    let project = project(&[]);
    for name in ["google_ads_fr.csv", "google_ads_de.csv", "google_ads_ja.csv"] {
        let plan = plan_of(name, &project);
        assert_eq!((plan.count(Fate::Kept), plan.count(Fate::Totals)), (3, 1), "{name}");
    }
}

#[test]
fn mailchimps_report_of_one_campaign_is_read_as_mail() {
    let project = project(&["September news"]);
    let plan = plan_of("mailchimp_campaign_report.csv", &project);
    assert_eq!(plan.format, "Mailchimp, campaign report");
    for (key, value) in [
        ("recipients", 1000.0),
        ("deliveries", 990.0),
        ("unique-opens", 250.0),
        ("unique-clicks", 50.0),
        ("unsubscribes", 5.0),
    ] {
        let made = plan.metrics.iter().find(|made| made.metric.key == key).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!(made.value, Some(value), "{key}");
    }
    assert!(plan.metrics.iter().all(|made| made.metric.key != "single-page-sessions"), "bounced mails are no visits");
    let checked: Vec<_> = plan.rate_checks.iter().map(|check| (check.column.as_str(), check.agrees)).collect();
    assert_eq!(checked, [("Recipients Who Opened, rate", 1), ("Recipients Who Clicked, rate", 1)]);
}

#[test]
fn the_french_column_of_currencies_is_known() {
    let plan = plan_of("google_ads_fr.csv", &project(&[]));
    assert!(plan.questions.is_empty(), "{:?}", plan.questions);
    assert!(plan.columns.iter().any(|column| column.label == "Cost, EUR"));
}

#[test]
fn counted_days_are_no_names_and_moments_are_said_to_be_counted() {
    let table = fixture("ga4_reports_snapshot.csv");
    let recipe = guess(&table, &project(&[]));
    assert_eq!(recipe.columns[0].role, Role::Ignore);
    assert!(recipe.columns[0].why.contains("counts days"), "{}", recipe.columns[0].why);
    let moments = guess(&fixture("retailrocket_events.csv"), &project(&[]));
    assert_eq!(moments.columns[0].why, "5 dates, counted from 1970 on");
}

#[test]
fn a_file_without_names_becomes_a_touchpoint_called_as_the_file() {
    let project = project(&["Checkout"]);
    let table = read_table("store_visits-2026.csv", b"Day,Clicks\n2026-09-01,5\n").unwrap();
    let plan = plan(&table, &guess(&table, &project), &project, &CREATE);
    assert_eq!((plan.matched[0].title.as_str(), plan.new_touchpoints), ("Store visits 2026", 1));
}

#[test]
fn every_fixture_is_planned_without_harm() {
    let project = project(&["Checkout", "Newsletter"]);
    for entry in std::fs::read_dir(format!("{}/tests/fixtures/imports", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let table = fixture(&name);
        let recipe = guess(&table, &project);
        assert_eq!(Recipe::from_text(&recipe.to_text()).unwrap().fitted(&table).to_text(), recipe.to_text());
        assert_sound(&plan(&table, &recipe, &project, &CREATE), &project);
    }
}

/// A file so large that it is read where it lies.
fn large(folder: &std::path::Path) -> (std::path::PathBuf, String) {
    let path = folder.join("large.csv");
    let text = format!("Day,Touchpoint,Clicks\n{}2026-09-30,Käse,3", "2026-09-01,Shop,2\n".repeat(600_000));
    std::fs::write(&path, &text).unwrap();
    (path, text)
}

#[test]
fn a_large_file_is_read_where_it_lies_and_comes_to_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (path, text) = large(folder.path());
    let table = read_file(&path, &|_| true).unwrap();
    assert!(!table.is_read());
    let project = project(&["Shop"]);
    let made = plan(&table, &guess(&table, &project), &project, &CREATE);
    assert_value(&made, "clicks", Some(1_200_003.0));
    assert_eq!((made.rows, table.row_count(), table.line(600_000)), (600_001, 600_001, 600_002));
    assert_eq!(made.preview_row(&table, 600_000).cells[1].text, "Käse");
    assert_eq!(table.hash(), blake3::hash(text.as_bytes()).to_hex().as_str());
    assert!(
        made.warnings.iter().any(|warning| warning.message.starts_with("Rows that come twice were not looked for"))
    );
    // The same text out of memory comes to the same.
    let in_memory = read_table("large.csv", text.as_bytes()).unwrap();
    let again = plan(&in_memory, &guess(&in_memory, &project), &project, &CREATE);
    assert_eq!((again.attachment, in_memory.hash()), (made.attachment, table.hash()));
}

#[test]
fn a_file_that_changes_or_goes_between_two_readings_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let (path, text) = large(folder.path());
    let table = read_file(&path, &|_| true).unwrap();
    let recipe = guess(&table, &project(&[]));
    std::fs::write(&path, text.replace("Shop,2", "Shop,23")).unwrap();
    assert!(matches!(digest(&table, &recipe, &|_| true), Err(ImportError::Changed { .. })));
    std::fs::remove_file(&path).unwrap();
    let error = digest(&table, &recipe, &|_| true).unwrap_err();
    assert!(error.to_string().starts_with("large.csv was moved or deleted"), "{error}");
}

fn run(bytes: &[u8]) {
    let project = project(&["Checkout"]);
    if let Ok(table) = read_table("any.csv", bytes) {
        let mut recipe = guess(&table, &project);
        let made = plan(&table, &recipe, &project, &CREATE);
        assert_sound(&made, &project);
        let roles = [
            Role::Touchpoint,
            Role::Date,
            Role::Segment,
            Role::Currency,
            Role::Quantity("reach".into()),
            Role::Quantity("revenue".into()),
            Role::Rate("roas".into()),
            Role::own_quantity("Other"),
        ];
        for (column, role) in roles.into_iter().enumerate() {
            recipe.set_role(column, role);
        }
        recipe.answer("", Answer::Period("2026-09-01".into(), "2026-09-30".into()));
        let made = plan(&table, &recipe, &project, &CREATE);
        assert_sound(&made, &project);
        for row in 0..table.row_count().min(5) {
            made.preview_row(&table, row);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_panic_reader_guess_or_plan(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        run(&bytes);
    }

    #[test]
    fn no_table_like_text_panics(text in "([0-9a-zA-Z€%,;.:/\"'# ()\\-\u{a0}é]{0,12}[,;\t\n]){0,60}") {
        run(text.as_bytes());
    }

    #[test]
    fn no_cut_or_changed_export_panics(which in 0..13usize, at in 0..1500usize, byte in any::<u8>(), cut in any::<bool>()) {
        let mut names: Vec<_> = std::fs::read_dir(format!("{}/tests/fixtures/imports", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let mut content = bytes(&names[which % names.len()]);
        if cut {
            content.truncate(at);
        } else if let Some(slot) = content.get_mut(at) {
            *slot = byte;
        }
        run(&content);
    }
}
