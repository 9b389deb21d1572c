//! Exports of known tools, and rows of single answers, orders, tickets and events: roles, metrics and figures, worked
//! out by hand from the few rows of each file.
#![allow(clippy::unwrap_used)]

use throughline::base::Period;
use throughline::base::date::date;
use throughline::import::plan::{Fate, Standing, Typed};
use throughline::import::{Answer, Plan, Recipe, Role, Scale, Span, Table, guess, read_table};
use throughline::model::{Amount, Channel, MetricClass};

use crate::import::{
    CREATE, amounts, assert_near, assert_sound, assert_value, fixture, plan, plan_of, project, role, says,
};

/// An export, what its columns are, and what its metrics come to; `None`: nothing can be added up.
struct Case {
    file: &'static str,
    format: &'static str,
    roles: &'static [(&'static str, &'static str)],
    values: &'static [(&'static str, Option<f64>)],
    touchpoints: &'static [&'static str],
}

const SEPTEMBER: (&str, &str) = ("2026-09-01", "2026-09-30");

const CASES: &[Case] = &[
    Case {
        file: "klaviyo_campaigns.csv",
        format: "Klaviyo, campaigns",
        roles: &[
            ("Campaign Name", "touchpoint"),
            ("Send Time", "date"),
            ("Total Recipients", "quantity:recipients"),
            ("Unique Placed Order", "quantity:orders"),
            ("Revenue", "quantity:revenue"),
            ("Unique Opens", "quantity:unique-opens"),
            ("Open Rate", "rate:open-rate"),
            ("Bounces", "ignore"),
            ("Bounce Rate", "ignore"),
            ("Total Opens", "ignore"),
        ],
        values: &[
            ("open-rate", Some(1_100.0 / 2_970.0)),
            ("click-rate", Some(140.0 / 2_970.0)),
            ("unsubscribe-rate", Some(13.0 / 2_970.0)),
            ("orders", Some(15.0)),
        ],
        touchpoints: &["September launch", "Win-back"],
    },
    Case {
        file: "hubspot_emails.csv",
        format: "HubSpot, marketing e-mails",
        roles: &[
            ("Email name", "touchpoint"),
            ("Send date", "date"),
            ("Sent", "quantity:recipients"),
            ("Opened", "quantity:unique-opens"),
            ("Clicked", "quantity:unique-clicks"),
            ("Click rate", "rate:click-rate"),
            ("Click through rate", "rate:click-to-open-rate"),
            ("Bounced", "ignore"),
        ],
        values: &[
            ("open-rate", Some(686.0 / 1_470.0)),
            ("click-rate", Some(98.0 / 1_470.0)),
            ("click-to-open-rate", Some(98.0 / 686.0)),
            ("unsubscribes", Some(7.0)),
        ],
        touchpoints: &["Spring offer", "Reminder"],
    },
    Case {
        file: "search_console_pages_de.csv",
        format: "Search Console, pages",
        roles: &[
            ("Die häufigsten Seiten", "touchpoint"),
            ("Klicks", "quantity:clicks"),
            ("Impressionen", "quantity:impressions"),
            ("CTR", "rate:ctr"),
            ("Position", "rate:search-position"),
        ],
        // (3.5 × 800 + 10 × 200) ÷ 1,000
        values: &[("ctr", Some(0.05)), ("clicks", Some(50.0)), ("search-position", Some(4.8))],
        touchpoints: &[],
    },
    Case {
        file: "search_console_queries.csv",
        format: "Search Console, search terms",
        roles: &[("Top queries", "ignore"), ("Clicks", "quantity:clicks"), ("Position", "rate:search-position")],
        // (2 × 600 + 4.5 × 400) ÷ 1,000
        values: &[("ctr", Some(0.05)), ("search-position", Some(3.0))],
        touchpoints: &["Organic search"],
    },
    Case {
        file: "matomo_referrers.csv",
        format: "Matomo, visits",
        roles: &[
            ("label", "touchpoint"),
            ("nb_visits", "quantity:sessions"),
            ("nb_uniq_visitors", "quantity:users"),
            ("bounce_count", "quantity:single-page-sessions"),
            ("sum_visit_length", "quantity:session-seconds"),
            ("nb_actions", "ignore"),
        ],
        values: &[
            ("sessions", Some(1_500.0)),
            ("bounce-rate-single-page", Some(600.0 / 1_500.0)),
            ("average-time-on-site", Some(110.0)),
            ("users", None),
        ],
        touchpoints: &["Search engines", "Newsletter"],
    },
    Case {
        file: "adobe_pages.csv",
        format: "Adobe Analytics, workspace",
        roles: &[
            ("Page", "touchpoint"),
            ("All visits: Visits", "quantity:sessions"),
            ("All visits: Orders", "quantity:orders"),
        ],
        values: &[("sessions", Some(1_380.0)), ("orders", Some(58.0))],
        touchpoints: &["home", "product:red shoe", "checkout"],
    },
    Case {
        file: "freshdesk_tickets.csv",
        format: "Freshdesk, tickets",
        roles: &[
            ("Ticket ID", "id:tickets"),
            ("Created time", "date"),
            ("First response time (in hrs)", "quantity:first-response-minutes"),
            ("Resolution time (in hrs)", "quantity:resolution-minutes"),
            ("Survey results", "answer:csat:good-bad"),
            ("Agent", "ignore"),
        ],
        values: &[
            ("tickets", Some(3.0)),
            ("csat", Some(0.5)),
            ("first-response-minutes", Some(60.0)),
            ("resolution-minutes", Some(1_155.0)),
            ("first-response-median", Some(60.0)),
            ("resolution-p90", Some(750.0 + 0.9 * 810.0)),
        ],
        touchpoints: &["Customer support"],
    },
    Case {
        file: "zendesk_tickets.csv",
        format: "Zendesk, tickets",
        roles: &[
            ("Id", "id:tickets"),
            ("Created at", "date"),
            ("Satisfaction Score", "answer:csat:good-bad"),
            ("First reply time in minutes", "quantity:first-response-minutes"),
            ("Full resolution time in minutes within business hours", "quantity:resolution-business-minutes"),
            ("First resolution time in minutes", "ignore"),
            ("Requester", "ignore"),
            ("Subject", "ignore"),
        ],
        values: &[
            ("tickets", Some(4.0)),
            ("csat", Some(0.5)),
            ("first-response-minutes", Some(11.0)),
            ("first-response-business-minutes", Some(11.0)),
            ("resolution-minutes", Some(1_110.0)),
            ("resolution-business-minutes", Some(375.0)),
            // 1, 1, 12, 30 and 30, 30, 1,500, 2,880
            ("first-response-median", Some(6.5)),
            ("first-response-p90", Some(24.6)),
            ("resolution-median", Some(765.0)),
            ("resolution-p90", Some(2_466.0)),
        ],
        touchpoints: &["Customer support"],
    },
    Case {
        file: "shopify_orders.csv",
        format: "Shopify, orders",
        roles: &[
            ("Source", "touchpoint"),
            ("Name", "id:orders"),
            ("Email", "customer"),
            ("Created at", "date"),
            ("Currency", "currency"),
            ("Total", "quantity:revenue"),
            ("Refunded Amount", "quantity:refunds"),
            ("Subtotal", "ignore"),
            ("Lineitem price", "ignore"),
        ],
        values: &[
            ("orders", Some(2.0)),
            ("revenue-usd", Some(92.5)),
            ("refunds-usd", Some(32.0)),
            ("aov-usd", Some(46.25)),
            ("clv-usd", Some(46.25)),
            ("customers", None),
            ("repeat-purchase-rate", None),
        ],
        touchpoints: &["web", "pos"],
    },
    Case {
        file: "salesforce_report_cp1252.csv",
        format: "Salesforce, opportunities",
        roles: &[
            ("Lead Source", "touchpoint"),
            ("Opportunity Name", "id:deals"),
            ("Stage", "answer:win-rate:won-lost"),
            ("Amount", "quantity:pipeline"),
            ("Close Date", "date"),
        ],
        values: &[
            ("deals", Some(2.0)),
            ("win-rate", Some(0.5)),
            ("pipeline-usd", Some(16_500.0)),
            ("revenue-usd", Some(12_500.0)),
        ],
        touchpoints: &["Web", "Referral"],
    },
    Case {
        file: "events_utc_suffix.csv",
        format: "Event log, shop",
        roles: &[
            ("event_time", "date"),
            ("event_type", "event"),
            ("user_id", "customer"),
            ("user_session", "id:event-sessions"),
            ("price", "ignore"),
        ],
        values: &[("event-count", Some(3.0)), ("users", None), ("event-sessions", None)],
        touchpoints: &["view", "cart", "purchase"],
    },
    Case {
        file: "retailrocket_events.csv",
        format: "Event log, shop",
        roles: &[("timestamp", "date"), ("visitorid", "customer"), ("event", "event"), ("transactionid", "ignore")],
        values: &[("event-count", Some(5.0)), ("users", None)],
        touchpoints: &["view", "addtocart", "transaction"],
    },
];

/// The plan of a table; one without days is of September.
fn planned(table: &Table) -> Plan {
    let project = project(&[]);
    let mut recipe = guess(table, &project);
    if plan(table, &recipe, &project, &CREATE)
        .questions
        .iter()
        .any(|question| question.text.contains("which days it covers"))
    {
        recipe.answer("", Answer::Period(SEPTEMBER.0.into(), SEPTEMBER.1.into()));
    }
    plan(table, &recipe, &project, &CREATE)
}

#[test]
fn known_exports_are_recognized_and_their_columns_bound() {
    for case in CASES {
        let plan = planned(&fixture(case.file));
        assert_eq!(plan.format, case.format, "{}", case.file);
        for (column, code) in case.roles {
            assert_eq!(role(&plan, column).0.code(), *code, "{}, {column}", case.file);
        }
        assert!(
            plan.columns.iter().all(|column| column.role == Role::Ignore || !column.why.is_empty()),
            "{}",
            case.file
        );
        for (key, value) in case.values {
            assert!(plan.metrics.iter().any(|made| made.metric.key == *key), "{}: no {key}", case.file);
            assert_value(&plan, key, *value);
        }
        for title in case.touchpoints {
            let attachment = plan.attachment.as_ref().unwrap();
            let is_made = attachment.touchpoints.iter().any(|(touchpoint, _)| touchpoint.title == *title);
            assert!(is_made, "{}: no {title}", case.file);
        }
        assert_sound(&plan, &project(&[]));
    }
}

#[test]
fn the_bounces_of_mails_are_never_those_of_visits() {
    for file in ["klaviyo_campaigns.csv", "hubspot_emails.csv", "mailchimp_campaigns.csv"] {
        let plan = planned(&fixture(file));
        assert!(!plan.metrics.iter().any(|made| made.metric.key.contains("bounce")), "{file}");
        assert!(!plan.metrics.iter().any(|made| made.metric.key.starts_with("ctr")), "{file}");
    }
}

fn table(text: &str) -> Table {
    read_table("answers.csv", text.as_bytes()).unwrap()
}

#[test]
fn answers_keep_what_intervals_need() {
    let project = project(&[]);
    let plan = plan_of("zendesk_tickets.csv", &project);
    let first = Period::day(date(2026, 9, 1));
    let both = Period::new(date(2026, 9, 1), date(2026, 9, 2)).unwrap();
    let of = |key: &str| amounts(&plan, &project, key, "Customer support");
    assert_eq!(of("csat"), [(first, Amount::Ratio { numerator: 1.0, denominator: 2.0 })]);
    // 12² + 30²
    let mean = Amount::Mean { sum: 42.0, sum_of_squares: Some(1_044.0), count: 2.0 };
    assert_eq!(of("first-response-minutes")[0], (first, mean));
    assert_eq!(of("first-response-median"), [(both, Amount::Value(6.5))]);
    let metric = plan.metrics.iter().find(|made| made.metric.key == "first-response-median").unwrap();
    assert_eq!(metric.metric.class, MetricClass::Distinct);
    assert_eq!(plan.rows, 4, "a ticket without an answer still counts as a ticket");
}

/// As SurveyMonkey's two header lines are joined.
const SURVEYMONKEY: &str = "\
Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,\
How satisfied were you with checkout?,How likely are you to recommend us? (0 - 10),Please rate each aspect: Speed,\
Please rate each aspect: Quality,Please rate each aspect: Support,Which channels did you use? Web,\
Which channels did you use? Store,Which channels did you use? Phone
118001,45001,09/01/2026 10:00:01 AM,09/01/2026 10:03:11 AM,192.0.2.1,,,,,Very satisfied,9,5,4,3,Web,,Phone
118002,45001,09/01/2026 11:20:45 AM,09/01/2026 11:22:00 AM,192.0.2.2,,,,,Dissatisfied,3,2,3,2,,Store,
118003,45001,09/02/2026 11:20:45 AM,09/02/2026 11:22:00 AM,192.0.2.3,,,,,Satisfied,10,,,,,,
";

#[test]
fn a_survey_gives_csat_nps_and_ratings_of_one_touchpoint() {
    let table = table(SURVEYMONKEY);
    let project = project(&[]);
    let mut recipe = guess(&table, &project);
    let plan_of = |recipe: &Recipe| plan(&table, recipe, &project, &CREATE);
    let made = plan_of(&recipe);
    assert_eq!(made.format, "SurveyMonkey, answers");
    assert_eq!(role(&made, "How satisfied were you with checkout?").0.code(), "answer:csat:1-5");
    assert_eq!(role(&made, "How likely are you to recommend us? (0 - 10)").0.code(), "answer:nps:0-10");
    assert_eq!(role(&made, "Which channels did you use? Web").0, Role::Ignore);
    assert_value(&made, "csat", Some(2.0 / 3.0));
    assert_value(&made, "nps", Some(100.0 / 3.0));
    assert_value(&made, "mean-rating-speed", Some(3.5));
    assert_value(&made, "mean-rating-support", Some(2.5));
    assert_eq!(made.period, Period::new(date(2026, 9, 1), date(2026, 9, 2)), "the month stands first");
    assert!(!made.is_in_question(), "SurveyMonkey's order of day and month is known, and can be changed");
    let (touchpoint, _) = &made.attachment.as_ref().unwrap().touchpoints[0];
    assert_eq!((touchpoint.title.as_str(), touchpoint.channel), ("Survey", Channel::Survey));
    let why = made.columns.iter().find(|column| column.name.contains("recommend")).unwrap().why.clone();
    assert_eq!(why, "all values 3 to 10, header says “recommend”, scale 0 to 10");

    // Asked for, a choice is the share of those who chose anything.
    let web = recipe.columns.iter().position(|column| column.name.ends_with("Web")).unwrap();
    recipe.set_role(web, Role::chosen("Which channels did you use? Web"));
    let made = plan_of(&recipe);
    let chosen = made.metrics.iter().find(|made| made.metric.name.ends_with("Web")).unwrap();
    assert_eq!((chosen.numerator, chosen.denominator), (Some(1.0), Some(2.0)));
}

#[test]
fn survey_tools_own_files_give_the_same() {
    let project = project(&[]);
    let made = plan_of("surveymonkey.csv", &project);
    assert_value(&made, "csat", Some(0.5));
    assert_value(&made, "nps", Some(0.0));
    assert_value(&made, "mean-rating-quality", Some(3.5));
    let made = plan_of("qualtrics.csv", &project);
    assert_eq!(made.format, "Qualtrics, answers");
    assert_value(&made, "nps", Some(100.0));
    assert!(made.left_out.iter().any(|row| row.why.contains("preview")), "a preview of the survey is no answer");
}

#[test]
fn a_survey_goes_to_the_touchpoint_that_the_user_picks_and_next_months_too() {
    let text = "ResponseId,RecordedDate,Status,How likely are you to recommend us? - Group,How likely are you to recommend us?,Any comments?\nR_1,2026-08-19 22:05:01,IP Address,Promoter,9,Great product\n";
    let table = table(text);
    let mut project = project(&["Checkout", "Post-purchase survey"]);
    let options = throughline::import::PlanOptions { create_touchpoints: false, ..CREATE };
    let mut recipe = guess(&table, &project);
    let made = plan(&table, &recipe, &project, &options);
    assert_eq!(role(&made, "How likely are you to recommend us? - Group").0, Role::Ignore);
    let unmatched = &made.unmatched[0];
    let (suggested, title, _) = unmatched.suggestion.clone().unwrap();
    assert_eq!((unmatched.name.as_str(), title.as_str()), ("", "Post-purchase survey"));
    assert!(made.attachment.is_none(), "nothing goes to a touchpoint that nobody chose");
    recipe.choose("", suggested);
    let made = plan(&table, &recipe, &project, &options);
    assert_value(&made, "nps", Some(100.0));
    let attachment = made.attachment.unwrap();
    let mut document = throughline::edit::Document::new(project.clone());
    document.commit(&throughline::edit::Edit::Attach { attachment: attachment.into() }).unwrap();
    project = document.project().clone();
    let next = read_table("next.csv", text.replace("2026-08", "2026-09").replace(",9,", ",3,").as_bytes()).unwrap();
    let made = plan(&next, &guess(&next, &project), &project, &options);
    assert_value(&made, "nps", Some(-100.0));
}

#[test]
fn questions_of_unknown_surveys_are_told_by_words_and_values() {
    let text = "\
Respondent ID,Datum,Wie zufrieden sind Sie mit der Lieferung?,Wie wahrscheinlich empfehlen Sie uns weiter?,How easy was it to get help? (1 - 7),How much effort did it take?,Kommentar
1,2026-09-01,Sehr zufrieden,10,7,1,Alles gut
2,2026-09-01,eher unzufrieden,6,4,3,
3,2026-09-01,keine Angabe,8,6,2,ok
4,2026-09-01,zufrieden,,5,vielleicht,
";
    let table = table(text);
    let plan = planned(&table);
    assert_eq!(
        role(&plan, "Wie zufrieden sind Sie mit der Lieferung?").0,
        Role::Answer("csat".into(), Scale::OneToFive)
    );
    assert_eq!(role(&plan, "Wie wahrscheinlich empfehlen Sie uns weiter?").0.code(), "answer:nps:0-10");
    assert_eq!(role(&plan, "How easy was it to get help? (1 - 7)").0.code(), "answer:ces:1-7");
    assert_eq!(role(&plan, "Kommentar").0, Role::Ignore);
    // No answer is not a bad answer: 2 of 3; 1 promoter and 1 detractor of 3.
    assert_value(&plan, "csat", Some(2.0 / 3.0));
    assert_value(&plan, "nps", Some(0.0));
    assert_value(&plan, "ces", Some(5.5));
    let ces = plan.metrics.iter().find(|made| made.metric.key == "ces").unwrap();
    assert_eq!(ces.metric.direction, throughline::model::Direction::HigherIsBetter);
}

#[test]
fn effort_is_better_when_there_is_less_of_it() {
    let table =
        table("Response ID,Date,How much effort did it take?\n1,2026-09-01,2\n2,2026-09-01,4\n3,2026-09-01,9\n");
    let project = project(&[]);
    let mut recipe = guess(&table, &project);
    recipe.set_role(2, Role::Answer("ces-effort".into(), Scale::OneToFive));
    let plan = plan(&table, &recipe, &project, &CREATE);
    let effort = plan.metrics.iter().find(|made| made.metric.key == "ces-effort").unwrap();
    assert_eq!(effort.metric.direction, throughline::model::Direction::LowerIsBetter);
    assert_near(effort.value, 3.0);
    assert!(says(&plan, "“9” is no answer on the scale"));
}

const ORDERS: &str = "\
Order ID,Order date,Customer email,Order total,Currency,Item
A1,2026-01-05,ann@example.com,50,EUR,Shoe
A2,2026-02-05,Ann@Example.com,70,EUR,Sock
A3,2026-02-06,bob@example.com,30,EUR,Shoe
A3,2026-02-06,bob@example.com,,,Lace
";

#[test]
fn orders_and_customers_count_once_and_over_the_whole_file() {
    let table = table(ORDERS);
    let project = project(&[]);
    let mut recipe = guess(&table, &project);
    let made = plan(&table, &recipe, &project, &CREATE);
    let all = Period::new(date(2026, 1, 5), date(2026, 2, 6)).unwrap();
    assert_value(&made, "orders", Some(3.0));
    assert_value(&made, "aov-eur", Some(50.0));
    assert_value(&made, "customers", Some(2.0));
    assert_value(&made, "repeat-purchase-rate", Some(0.5));
    assert_value(&made, "clv-eur", Some(75.0));
    assert!(!made.metrics.iter().any(|made| made.metric.key.starts_with("clv-simple")), "nobody said the margin");
    let clv = amounts(&made, &project, "clv-eur", "Online shop");
    assert_eq!(clv, [(all, Amount::Ratio { numerator: 150.0, denominator: 2.0 })]);
    assert_eq!(amounts(&made, &project, "orders", "Online shop").len(), 3, "orders are kept by day");
    let kept = format!("{:?}", made.attachment);
    assert!(!kept.to_lowercase().contains("example.com"), "nothing of a person is kept");

    // What no file says is asked, and nothing waits for it.
    let [lifetime, over] = made.questions.as_slice() else { panic!("{:?}", made.questions) };
    assert_eq!((lifetime.typed, lifetime.standing), (Typed::Lifetime, Standing::Optional));
    assert!(!made.is_in_question());
    let labels: Vec<_> = over.readings.iter().map(|reading| reading.label.as_str()).collect();
    assert_eq!(labels, ["Each day", "Each month", "All days of the file"]);
    assert_eq!((over.chosen, over.standing), (Some(2), Standing::Optional));
    assert!(over.text.starts_with("Customers, Repeat purchase rate and Customer lifetime value"), "{}", over.text);

    recipe.answer("", Answer::Margin("0.4".into()));
    recipe.answer("", Answer::YearlyChurn("0.25".into()));
    recipe.answer("", Answer::CountedOver(Span::Month));
    let made = plan(&table, &recipe, &project, &CREATE);
    let [lifetime, over] = made.questions.as_slice() else { panic!("{:?}", made.questions) };
    assert!(lifetime.text.contains("40%") && lifetime.text.contains("stays 4.0 years"), "{}", lifetime.text);
    assert_eq!((lifetime.standing, over.chosen, over.standing), (Standing::Answered, Some(1), Standing::Answered));
    assert_eq!(amounts(&made, &project, "aov-eur", "Online shop").len(), 3, "an average adds up over days");
    let by_month = amounts(&made, &project, "customers", "Online shop");
    let january = Period::new(date(2026, 1, 5), date(2026, 1, 31)).unwrap();
    assert_eq!(by_month[0], (january, Amount::Value(1.0)));
    assert_eq!(by_month[1].1, Amount::Value(2.0));
    let simple = amounts(&made, &project, "clv-simple-eur", "Online shop");
    let Amount::Rate { rate, weight: Some(weight) } = simple[0].1 else { panic!("{simple:?}") };
    // 50 in 27 days by one customer: a year's revenue × 0.4 ÷ 0.25.
    assert_near(Some(rate), 50.0 * 365.25 / 27.0 * 0.4 / 0.25);
    assert_near(Some(weight), 1.0);

    assert!(!says(&made, "Only the rate"), "it is worked out, not stated");
    // An emptied field takes the answer back.
    recipe.answer("", Answer::Margin(String::new()));
    let made = plan(&table, &recipe, &project, &CREATE);
    assert!(!made.metrics.iter().any(|made| made.metric.key.starts_with("clv-simple")));
}

#[test]
fn events_are_counted_by_day_with_people_once_a_day() {
    let project = project(&[]);
    let plan = plan_of("retailrocket_events.csv", &project);
    let day = Period::day(date(2026, 10, 1));
    assert_eq!(amounts(&plan, &project, "event-count", "view"), [(day, Amount::Value(3.0))]);
    assert_eq!(amounts(&plan, &project, "users", "view"), [(day, Amount::Value(2.0))]);
    assert_eq!(plan.count(Fate::Kept), 5);
}

#[test]
fn rates_of_ones_own_are_divided_after_adding_up() {
    let table =
        table("Touchpoint,Day,Started,Done,Score,Shown\nForm,2026-09-01,100,40,2,10\nForm,2026-09-01,300,60,4,30\n");
    let project = project(&[]);
    let mut recipe = guess(&table, &project);
    for (column, role) in
        [(2, Role::Denominator), (3, Role::Numerator), (4, Role::own_rate("Score")), (5, Role::Weight)]
    {
        recipe.set_role(column, role);
    }
    let made = plan(&table, &recipe, &project, &CREATE);
    assert_value(&made, "done-per-started", Some(0.25));
    assert_value(&made, "score", Some(3.5));
    assert_eq!(Recipe::from_text(&recipe.to_text()).unwrap().columns[3].role, Role::Numerator);
}

#[test]
fn recipes_of_earlier_versions_are_read() {
    let text = r#"(format:"Meta Ads",columns:[(name:"Day",role:Date),(name:"Clicks",role:Quantity("clicks"))],matches:[],answers:[(column:"Day",answer:DayFirst)],currency:None,period:None)"#;
    let recipe = Recipe::from_text(text).unwrap();
    assert_eq!(recipe.columns[1].role, Role::Quantity("clicks".into()));
    assert_eq!(recipe.to_text(), text, "written back without noise");
}
