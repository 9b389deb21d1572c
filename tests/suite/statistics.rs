//! Every statistic against `fixtures/reference/stats.json` (scipy 1.17, statsmodels 0.15) and the printed figures of
//! the definitions of metrics; and that no input makes one of them answer with something that is not a number.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use throughline::analysis::interval::{self, Interval};
use throughline::analysis::stat::bootstrap::{Draws, Ends, SEED, block_length, difference_interval, ratio_interval};
use throughline::analysis::stat::line::{lag_one, least_squares, mann_kendall, theil_sen};
use throughline::analysis::stat::many::{benjamini_hochberg, holm};
use throughline::analysis::stat::means::{Sample, welch};
use throughline::analysis::stat::permutation::block_permutation;
use throughline::analysis::stat::poisson::{self, Events};
use throughline::analysis::stat::power::{Certainty, cases_per_side, cases_per_side_of_means, cohens_h};
use throughline::analysis::stat::ranks::{RankMethod, kolmogorov_smirnov, kruskal_wallis, mann_whitney};
use throughline::analysis::stat::share::Counted;
use throughline::analysis::stat::two_shares::{self, Continuity};
use throughline::analysis::stat::{
    Dated, Tested, anomaly, changepoint, cluster, exact, median, robust_deviation, season,
};

/// The reference values, and which of them have been compared.
struct Reference {
    values: Value,
    left: RefCell<BTreeSet<String>>,
}

/// Relative, or absolute below 1.
const TOLERANCE: f64 = 1e-9;

impl Reference {
    fn open() -> Self {
        let values = serde_json::from_str(include_str!("../fixtures/reference/stats.json")).unwrap();
        let mut left = BTreeSet::new();
        leaves("", &values, &mut left);
        Self { values, left: RefCell::new(left) }
    }

    fn at(&self, path: &str) -> &Value {
        self.values.pointer(path).unwrap_or_else(|| panic!("{path} is not in the reference"))
    }

    fn take(&self, path: &str) {
        self.left.borrow_mut().retain(|leaf| leaf != path && !leaf.starts_with(&format!("{path}/")));
    }

    /// An input, not a result.
    fn input(&self, path: &str) -> f64 {
        self.take(path);
        self.at(path).as_f64().unwrap()
    }

    fn inputs(&self, path: &str) -> Vec<f64> {
        self.take(path);
        self.at(path).as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
    }

    fn count(&self, path: &str) -> usize {
        self.at(path).as_array().unwrap().len()
    }

    #[track_caller]
    fn agrees(&self, path: &str, actual: &[f64]) {
        self.agrees_within(path, actual, TOLERANCE);
    }

    #[track_caller]
    fn agrees_within(&self, path: &str, actual: &[f64], tolerance: f64) {
        self.take(path);
        let expected = match self.at(path) {
            Value::Array(values) => values.iter().map(|value| value.as_f64().unwrap()).collect(),
            value => vec![value.as_f64().unwrap()],
        };
        let is_close = |a: f64, b: f64| (a - b).abs() <= tolerance * b.abs().max(1.0);
        let agrees = actual.len() == expected.len() && actual.iter().zip(&expected).all(|(a, b)| is_close(*a, *b));
        assert!(agrees, "{path}: {actual:?} is not {expected:?}");
    }

    /// What the reference could not work out: nothing to compare.
    fn is_null(&self, path: &str) -> bool {
        let is_null = self.at(path).is_null();
        if is_null {
            self.take(path);
        }
        is_null
    }
}

fn leaves(path: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| leaves(&format!("{path}/{name}"), value, found))
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| leaves(&format!("{path}/{at}"), value, found));
        }
        _ => {
            found.insert(path.to_owned());
        }
    }
}

fn ends(interval: Option<Interval>) -> [f64; 2] {
    let interval = interval.unwrap();
    [interval.low, interval.high]
}

fn said(tested: Option<Tested>) -> [f64; 2] {
    let tested = tested.unwrap();
    [tested.statistic, tested.p]
}

fn counted(hits: f64, cases: f64) -> Counted {
    Counted::new(hits, cases).unwrap()
}

fn daily(values: &[f64]) -> Vec<Dated> {
    (0..).zip(values).map(|(day, value)| Dated { day, value: *value }).collect()
}

#[test]
fn every_reference_value_is_reproduced() {
    let reference = Reference::open();
    shares(&reference);
    two_counted_shares(&reference);
    two_means(&reference);
    poisson_rates(&reference);
    many_tests_and_power(&reference);
    trends(&reference);
    net_promoter_and_clusters(&reference);
    // A robust STL decomposition, which called 19 of 70 days odd where one was planted: not to be used, so not
    // reproduced. `only_the_planted_day_is_odd` holds our own way to the same days.
    for path in ["/anomaly", "/versions"] {
        reference.take(path);
    }
    let left = reference.left.borrow();
    assert!(left.is_empty(), "never compared: {left:?}");
}

fn shares(reference: &Reference) {
    for case in 0..reference.count("/proportion_confint") {
        let path = |name: &str| format!("/proportion_confint/{case}/{name}");
        let share = counted(reference.input(&path("k")), reference.input(&path("n")));
        reference.agrees(&path("wilson"), &ends(share.wilson()));
        reference.agrees(&path("beta"), &ends(share.clopper_pearson()));
        reference.agrees(&path("agresti_coull"), &ends(share.agresti_coull()));
        reference.agrees(&path("jeffreys"), &ends(share.jeffreys()));
        reference.agrees(&path("normal"), &ends(share.wald()));
    }
}

fn two_counted_shares(reference: &Reference) {
    for case in 0..reference.count("/two_proportions") {
        let path = |name: &str| format!("/two_proportions/{case}/{name}");
        let input = |name: &str| reference.input(&path(name));
        let (a, b) = (counted(input("a"), input("n")), counted(input("b"), input("m")));
        let [z, p] = said(two_shares::z_test(a, b));
        reference.agrees(&path("z"), &[z]);
        reference.agrees(&path("p_z"), &[p]);
        reference.agrees(&path("chi2_nocorr"), &said(two_shares::chi_squared(a, b, Continuity::Plain)));
        reference.agrees(&path("chi2_yates"), &said(two_shares::chi_squared(a, b, Continuity::Corrected)));
        let fisher = exact::fisher(a, b).unwrap();
        reference.agrees(&path("fisher"), &[fisher.odds_ratio.unwrap(), fisher.p]);
        if !reference.is_null(&path("boschloo_p")) {
            // scipy takes the columns of a table for the samples, and the reference was given rows: hits and misses
            // are its samples.
            let hits = counted(a.hits(), a.hits() + b.hits());
            let misses = counted(a.misses(), a.misses() + b.misses());
            reference.agrees(&path("boschloo_p"), &[exact::boschloo(hits, misses).unwrap()]);
        }
        reference.agrees(&path("ci_diff_b_minus_a_newcomb"), &ends(two_shares::newcombe(b, a)));
        reference.agrees(&path("ci_diff_b_minus_a_wald"), &ends(two_shares::wald(b, a)));
        reference.agrees(&path("ci_diff_b_minus_a_agresti-caffo"), &ends(two_shares::agresti_caffo(b, a)));
        if !reference.is_null(&path("ci_diff_b_minus_a_score")) {
            // statsmodels 0.15 has a slip in the cubic of this one (`count0` where Miettinen and Nurminen have n₀), so
            // its ends are a little off. Ours are held to the likelihood itself beside the formula.
            let score = ends(two_shares::miettinen_nurminen(b, a));
            reference.agrees_within(&path("ci_diff_b_minus_a_score"), &score, 5e-5);
        }
        reference.agrees(&path("ci_ratio_b_over_a_log_adjusted"), &ends(two_shares::ratio_of_shares(b, a)));
    }
}

fn two_means(reference: &Reference) {
    for case in 0..reference.count("/two_means") {
        let path = |name: &str| format!("/two_means/{case}/{name}");
        let (x, y) = (reference.inputs(&path("x")), reference.inputs(&path("y")));
        let (of_x, of_y) = (Sample::of(&x).unwrap(), Sample::of(&y).unwrap());
        reference.agrees(&path("mean_x"), &[of_x.mean()]);
        reference.agrees(&path("mean_y"), &[of_y.mean()]);
        reference.agrees(&path("sd_x"), &[of_x.deviation()]);
        reference.agrees(&path("sd_y"), &[of_y.deviation()]);
        let tested = welch(of_x, of_y).unwrap();
        reference.agrees(&path("welch_t"), &[tested.tested.statistic]);
        reference.agrees(&path("welch_df"), &[tested.freedom]);
        reference.agrees(&path("welch_p"), &[tested.tested.p]);
        reference.agrees(&path("welch_ci_x_minus_y"), &ends(Some(tested.interval)));
        let ranks = |method| said(mann_whitney(&x, &y, method));
        reference.agrees(&path("mwu_asymptotic"), &ranks(RankMethod::Corrected));
        reference.agrees(&path("mwu_asymptotic_nocc"), &ranks(RankMethod::Plain));
        // Exact p only where scipy counts it out, without ties.
        if reference.values.pointer(&path("mwu_exact")).is_some() {
            reference.agrees(&path("mwu_exact"), &ranks(RankMethod::Exact));
            assert_eq!(ranks(RankMethod::Automatic), ranks(RankMethod::Exact));
        } else {
            assert_eq!(ranks(RankMethod::Automatic), ranks(RankMethod::Corrected));
        }
        reference.agrees(&path("ks"), &said(kolmogorov_smirnov(&x, &y)));
        // Both are twice the share of one side, theirs in 9,999 draws, ours once it is known to a tenth of itself:
        // three standard errors of the difference.
        let p = reference.input(&path("perm_p_9999"));
        let pairs = |values: &[f64]| values.iter().map(|value| (*value, 1.0)).collect::<Vec<_>>();
        let draws = Draws { block: 1, resamples: 9_999, seed: SEED };
        let drawn = block_permutation(&pairs(&y), &pairs(&x), draws).unwrap().p;
        let error = (2.0 * p * (1.0 - p / 2.0) / 9_999.0 + (0.1 * p).powi(2)).sqrt();
        assert!((drawn - p).abs() < 3.0 * error, "{drawn} is not {p}");
    }
    let x = reference.inputs("/two_means/0/x");
    let pairs: Vec<(f64, f64)> = x.iter().map(|value| (*value, 1.0)).collect();
    let draws = Draws { block: 1, resamples: 9_999, seed: SEED };
    // Three standard errors of a drawn 2.5% quantile of 9,999, on a scale where the interval is 4.56 wide.
    let drawn = ends(ratio_interval(&pairs, draws, Ends::Accelerated));
    reference.agrees_within("/bootstrap_mean_x_BCa", &drawn, 0.006);
}

fn poisson_rates(reference: &Reference) {
    for case in 0..reference.count("/poisson") {
        let path = |name: &str| format!("/poisson/{case}/{name}");
        let events = Events::new(reference.input(&path("count")), reference.input(&path("exposure"))).unwrap();
        reference.agrees(&path("exact_c"), &ends(events.exact()));
        reference.agrees(&path("score"), &ends(events.score()));
    }
    let input = |name: &str| reference.input(&format!("/poisson_two/{name}"));
    let (first, second) =
        (Events::new(input("c1"), input("e1")).unwrap(), Events::new(input("c2"), input("e2")).unwrap());
    reference.agrees("/poisson_two/score", &said(poisson::score_test(first, second)));
    reference.agrees("/poisson_two/etest_p", &[poisson::e_test(first, second).unwrap().p]);
}

fn many_tests_and_power(reference: &Reference) {
    let p = reference.inputs("/bh/p");
    reference.agrees("/bh/adj", &benjamini_hochberg(&p).unwrap());
    reference.agrees("/bh/holm", &holm(&p).unwrap());
    let (p1, p2) = (reference.input("/power/p1"), reference.input("/power/p2"));
    reference.agrees("/power/h", &[cohens_h(p1, p2).unwrap()]);
    let cases = cases_per_side(p1, p2, Certainty::default()).unwrap();
    reference.agrees("/power/n_per_arm_80", &[cases]);
    assert_eq!(cases.ceil(), 8_143.0);
}

fn trends(reference: &Reference) {
    let values = daily(&reference.inputs("/trend/y"));
    let kendall = mann_kendall(&values).unwrap();
    reference.agrees("/trend/kendall", &[kendall.tau, kendall.p]);
    let line = theil_sen(&values).unwrap();
    reference.agrees("/trend/theil_sen", &[line.slope, line.intercept, line.interval.low, line.interval.high]);
    let line = least_squares(&values).unwrap();
    reference.agrees("/trend/ols", &[line.slope, line.intercept, line.correlation, line.p, line.error]);
}

fn net_promoter_and_clusters(reference: &Reference) {
    let input = |name: &str| reference.input(&format!("/nps/{name}"));
    let [low, high] = ends(interval::net_promoter(input("promoters"), input("detractors"), input("n")));
    reference.agrees("/nps/nps", &[f64::midpoint(low, high)]);
    reference.agrees("/nps/se", &[(high - low) / 2.0 / 1.959_963_984_540_054]);
    let (views, clicks) = (reference.inputs("/delta_ratio/views"), reference.inputs("/delta_ratio/clicks"));
    let people: Vec<(f64, f64)> = clicks.iter().copied().zip(views).collect();
    let estimate = cluster::delta_ratio(&people).unwrap();
    reference.agrees("/delta_ratio/ratio", &[estimate.ratio]);
    reference.agrees("/delta_ratio/se_delta", &[estimate.error]);
    let plain = estimate.error / cluster::design_effect(&people).unwrap().sqrt();
    reference.agrees("/delta_ratio/se_naive_binomial", &[plain]);
}

#[test]
fn printed_figures_are_reproduced() {
    #[track_caller]
    fn check(actual: Option<Interval>, low: f64, high: f64) {
        let actual = actual.unwrap();
        assert!(
            (actual.low - low).abs() < 5e-5 && (actual.high - high).abs() < 5e-5,
            "{actual:?} is not {low}, {high}"
        );
    }
    check(counted(81.0, 263.0).wilson(), 0.2553, 0.3662);
    check(counted(15.0, 148.0).wilson(), 0.0624, 0.1605);
    check(counted(0.0, 20.0).wilson(), 0.0, 0.1611);
    check(counted(1.0, 29.0).wilson(), 0.0061, 0.1718);
    check(two_shares::newcombe(counted(56.0, 70.0), counted(48.0, 80.0)), 0.0524, 0.3339);
    check(two_shares::newcombe(counted(9.0, 10.0), counted(3.0, 10.0)), 0.1705, 0.8090);
    check(two_shares::newcombe(counted(5.0, 56.0), counted(0.0, 29.0)), -0.0381, 0.1926);
    assert_eq!(cases_per_side(0.05, 0.06, Certainty::default()).unwrap().ceil(), 8_143.0);
}

#[test]
fn only_the_planted_day_is_odd() {
    let reference = Reference::open();
    let odd = anomaly::odd_days(&daily(&reference.inputs("/anomaly/y")), 0.0).unwrap();
    assert_eq!(odd.iter().map(|odd| odd.at).collect::<Vec<_>>(), [45], "{odd:?}");
}

/// Numbers as files may hold them, and worse.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (0..50_i32).prop_map(f64::from),
        3 => -1e3..1e3_f64,
        1 => prop::sample::select(vec![0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, -1e300, f64::NAN, f64::INFINITY, f64::MIN]),
    ]
}

fn all_are_numbers(values: impl IntoIterator<Item = f64>) -> bool {
    values.into_iter().all(f64::is_finite)
}

fn is_sound(interval: Option<Interval>) -> bool {
    interval.is_none_or(|ends| ends.low.is_finite() && ends.high.is_finite() && ends.low <= ends.high)
}

fn is_chance(tested: Option<Tested>) -> bool {
    tested.is_none_or(|tested| tested.statistic.is_finite() && (0.0..=1.0).contains(&tested.p))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn shares_answer_with_numbers_or_not_at_all(
        a in anything(), n in anything(), b in anything(), m in anything(), p in anything(), q in anything(),
    ) {
        prop_assert!(is_sound(interval::net_promoter(a, b, n)) && is_sound(interval::student(a, b, n)));
        for (x, exposure) in [(a, n), (b, m)] {
            let events = Events::new(x, exposure);
            prop_assert!(is_sound(events.and_then(Events::exact)) && is_sound(events.and_then(Events::score)));
        }
        if let (Some(first), Some(second)) = (Events::new(a, n), Events::new(b, m)) {
            prop_assert!(is_chance(poisson::score_test(first, second)) && is_chance(poisson::e_test(first, second)));
        }
        prop_assert!(cases_per_side(p, q, Certainty::default()).is_none_or(f64::is_finite));
        let certainty = Certainty { power: a, alpha: b };
        prop_assert!(cases_per_side_of_means(p, q, certainty).is_none_or(f64::is_finite));
        let (Some(first), Some(second)) = (Counted::new(a, n), Counted::new(b, m)) else { return Ok(()) };
        for counted in [first, second] {
            for interval in
                [counted.wilson(), counted.clopper_pearson(), counted.agresti_coull(), counted.jeffreys(), counted.wald()]
            {
                prop_assert!(is_sound(interval) && interval.is_some(), "{:?}", counted);
                prop_assert!(interval.is_some_and(|ends| 0.0 <= ends.low && ends.high <= 1.0));
            }
        }
        prop_assert!(is_chance(two_shares::z_test(first, second)));
        prop_assert!(is_chance(two_shares::chi_squared(first, second, Continuity::Corrected)));
        let fisher = exact::fisher(first, second).unwrap();
        prop_assert!((0.0..=1.0).contains(&fisher.p) && fisher.odds_ratio.is_none_or(f64::is_finite));
        prop_assert!(exact::boschloo(first, second).is_none_or(|p| (0.0..=1.0).contains(&p)));
        let difference = first.share() - second.share();
        for interval in [
            two_shares::newcombe(first, second),
            two_shares::agresti_caffo(first, second),
            two_shares::wald(first, second),
            two_shares::miettinen_nurminen(first, second),
        ] {
            prop_assert!(is_sound(interval) && interval.is_some());
        }
        prop_assert!(is_sound(two_shares::ratio_of_shares(first, second)));
        let newcombe = two_shares::newcombe(first, second).unwrap();
        prop_assert!(newcombe.low <= difference && difference <= newcombe.high);
    }

    #[test]
    fn samples_answer_with_numbers_or_not_at_all(
        x in prop::collection::vec(anything(), 0..30), y in prop::collection::vec(anything(), 0..30),
    ) {
        for method in [RankMethod::Automatic, RankMethod::Exact, RankMethod::Corrected, RankMethod::Plain] {
            prop_assert!(is_chance(mann_whitney(&x, &y, method)));
        }
        prop_assert!(is_chance(kolmogorov_smirnov(&x, &y)) && is_chance(kruskal_wallis(&[&x, &y])));
        if let (Some(first), Some(second)) = (Sample::of(&x), Sample::of(&y))
            && let Some(welch) = welch(first, second)
        {
            prop_assert!(is_chance(Some(welch.tested)) && is_sound(Some(welch.interval)));
        }
        prop_assert!(benjamini_hochberg(&x).is_none_or(all_are_numbers) && holm(&y).is_none_or(all_are_numbers));
        prop_assert!(median(&x).is_none_or(f64::is_finite) && robust_deviation(&x).is_none_or(f64::is_finite));
    }

    #[test]
    fn days_answer_with_numbers_or_not_at_all(
        x in prop::collection::vec((anything(), anything()), 0..40),
        y in prop::collection::vec((anything(), anything()), 0..40),
        block in 0..9_usize,
        least in anything(),
    ) {
        let draws = Draws { resamples: 99, ..Draws::in_blocks_of(block) };
        prop_assert!(is_sound(ratio_interval(&x, draws, Ends::Percentile)));
        prop_assert!(is_sound(ratio_interval(&x, draws, Ends::Accelerated)));
        prop_assert!(is_sound(difference_interval(&x, &y, draws)));
        prop_assert!(is_chance(block_permutation(&x, &y, draws)));
        prop_assert!(cluster::delta_ratio(&x).is_none_or(|e| e.ratio.is_finite() && e.error.is_finite()));
        prop_assert!(cluster::design_effect(&x).is_none_or(f64::is_finite));
        let values: Vec<f64> = x.iter().map(|pair| pair.0).collect();
        let days = daily(&values);
        prop_assert!(block_length(&values) >= 1 && lag_one(&values).is_none_or(f64::is_finite));
        prop_assert!(theil_sen(&days).is_none_or(|line| all_are_numbers([line.slope, line.intercept])));
        prop_assert!(least_squares(&days).is_none_or(|line| all_are_numbers([line.slope, line.intercept, line.p, line.error])));
        prop_assert!(mann_kendall(&days).is_none_or(|trend| all_are_numbers([trend.tau, trend.p, trend.p_if_alike(least)])));
        if let Some(season) = season::weekday_pattern(&days) {
            prop_assert!(is_chance(Some(season.tested)) && all_are_numbers(season.offsets.into_iter().flatten()));
        }
        let odd = anomaly::odd_days(&days, least).unwrap_or_default();
        prop_assert!(odd.iter().all(|odd| all_are_numbers([odd.expected, odd.score])));
        let changes = changepoint::level_changes(&values).unwrap_or_default();
        prop_assert!(changes.iter().all(|change| all_are_numbers([change.before, change.after])));
        let counted: Vec<Counted> = x.iter().filter_map(|(hits, cases)| Counted::new(*hits, *cases)).collect();
        if let Some(chart) = anomaly::share_chart(&counted) {
            prop_assert!(all_are_numbers(chart.points.iter().flat_map(|point| [point.low, point.high])));
            prop_assert!(all_are_numbers([chart.center, chart.widened]));
        }
    }
}
