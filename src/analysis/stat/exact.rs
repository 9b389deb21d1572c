//! Exact tests of two counted shares, for where cells are small: Fisher's and Boschloo's.

use super::share::Counted;

/// Two probabilities nearer than this, in proportion, are the same one, computed in two ways.
const SAME: f64 = 1e-11;

/// The most cases that Boschloo's test is worked out for, both samples together.
const MOST_CASES_OF_BOSCHLOO: f64 = 400.0;

/// What Fisher's test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fisher {
    /// (hits · misses of the other) / (misses · hits of the other); `None` where it is not finite.
    pub odds_ratio: Option<f64>,
    /// The sum over all tables that are no likelier than this one.
    pub p: f64,
}

/// Fisher's exact test of the fourfold table, two-sided. Source: Fisher 1935; as scipy and R.
pub fn fisher(first: Counted, second: Counted) -> Option<Fisher> {
    let masses = hypergeometric(first, second);
    let seen = masses.iter().find(|(hits, _)| *hits == first.hits())?.1;
    let p: f64 = masses.iter().map(|(_, mass)| *mass).filter(|mass| *mass <= seen * (1.0 + SAME)).sum();
    let below = first.misses() * second.hits();
    let odds_ratio = (below > 0.0).then(|| first.hits() * second.misses() / below);
    Some(Fisher { odds_ratio, p: p.min(1.0) })
}

/// How likely each number of hits in the first sample is, with all margins as they are. What is less likely than can
/// be written in a double is left out, except for what was seen.
fn hypergeometric(first: Counted, second: Counted) -> Vec<(f64, f64)> {
    let (n, m) = (first.cases(), second.cases());
    let hits = first.hits() + second.hits();
    let (fewest, most) = ((hits - m).max(0.0), n.min(hits));
    let mode = (((n + 1.0) * (hits + 1.0)) / (n + m + 2.0)).floor().clamp(fewest, most);
    // Each mass in proportion to the likeliest: exact where factorials of large numbers would not be.
    let mut masses = vec![(mode, 1.0)];
    let mut mass = 1.0;
    let mut x = mode;
    while x < most && mass > 0.0 {
        mass *= (n - x) * (hits - x) / ((x + 1.0) * (m - hits + x + 1.0));
        x += 1.0;
        masses.push((x, mass));
    }
    mass = 1.0;
    x = mode;
    while x > fewest && mass > 0.0 {
        mass *= x * (m - hits + x) / ((n - x + 1.0) * (hits - x + 1.0));
        x -= 1.0;
        masses.push((x, mass));
    }
    if !masses.iter().any(|(x, _)| *x == first.hits()) {
        masses.push((first.hits(), 0.0));
    }
    let total: f64 = masses.iter().map(|(_, mass)| mass).sum();
    for (_, mass) in &mut masses {
        *mass /= total;
    }
    masses.sort_by(|a, b| a.0.total_cmp(&b.0));
    masses
}

/// The p of Boschloo's exact test, which finds more than Fisher's: Fisher's one-sided p as statistic, the share that
/// both have in common at its worst, twice the smaller side. `None` for more than 400 cases.
/// Source: Boschloo 1970; as scipy.
pub fn boschloo(first: Counted, second: Counted) -> Option<f64> {
    if first.cases() + second.cases() > MOST_CASES_OF_BOSCHLOO {
        return None;
    }
    let tables = Tables::new(first.cases(), second.cases());
    let fewer = tables.worst(first, second, |tails| tails.0);
    let more = tables.worst(first, second, |tails| tails.1);
    Some((2.0 * fewer.min(more)).min(1.0))
}

/// Every table that two samples of this size can give, with both one-sided Fisher p.
struct Tables {
    n: f64,
    m: f64,
    /// Hits of both, and the p of as few and of as many hits in the first.
    tails: Vec<(f64, f64, (f64, f64))>,
}

impl Tables {
    fn new(n: f64, m: f64) -> Self {
        let mut tails = Vec::new();
        for hits in 0..=(n + m) as u32 {
            let hits = f64::from(hits);
            let in_first = n.min(hits);
            let of_table = (Counted::new(in_first, n), Counted::new(hits - in_first, m));
            let (Some(first), Some(second)) = of_table else { continue };
            let masses = hypergeometric(first, second);
            let mut below = 0.0;
            for (at, (x, mass)) in masses.iter().enumerate() {
                below += mass;
                let above: f64 = masses.iter().skip(at).map(|(_, mass)| mass).sum();
                tails.push((*x, hits - x, (below, above)));
            }
        }
        Self { n, m, tails }
    }

    /// How often the statistic is at least as extreme, for the common share at which that is most often.
    fn worst(&self, first: Counted, second: Counted, tail: impl Fn((f64, f64)) -> f64) -> f64 {
        let is_seen = |table: &&(f64, f64, (f64, f64))| table.0 == first.hits() && table.1 == second.hits();
        let Some(seen) = self.tails.iter().find(is_seen).map(|table| tail(table.2)) else { return 1.0 };
        let is_extreme = |table: &&(f64, f64, (f64, f64))| tail(table.2) <= seen * (1.0 + SAME);
        let extreme: Vec<(f64, f64)> = self.tails.iter().filter(is_extreme).map(|table| (table.0, table.1)).collect();
        let (of_n, of_m) = (binomials(self.n), binomials(self.m));
        let how_often = |share: f64| -> f64 {
            let log = |x: f64| x.ln();
            extreme
                .iter()
                .map(|(x, y)| {
                    let ways = of_n.get(*x as usize).zip(of_m.get(*y as usize)).map_or(0.0, |(a, b)| a + b);
                    let hits = x + y;
                    let misses = self.n + self.m - hits;
                    // 0 · ln 0 is 0: no hit is sure where the share is 0.
                    let of_hits = if hits == 0.0 { 0.0 } else { hits * log(share) };
                    let of_misses = if misses == 0.0 { 0.0 } else { misses * log(1.0 - share) };
                    (ways + of_hits + of_misses).exp()
                })
                .sum()
        };
        highest(how_often)
    }
}

/// ln of n over k for each k.
fn binomials(n: f64) -> Vec<f64> {
    let mut logs = vec![0.0];
    let mut log = 0.0;
    for k in 1..=n as u32 {
        let k = f64::from(k);
        log += (n - k + 1.0).ln() - k.ln();
        logs.push(log);
    }
    logs
}

/// The highest value of a function on 0 to 1 that has few hills: the best point of a grid, then a search around it.
fn highest(function: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 500;
    let at = |step: u32| f64::from(step) / f64::from(STEPS);
    let best = (0..=STEPS).max_by(|a, b| function(at(*a)).total_cmp(&function(at(*b)))).unwrap_or(0);
    let (mut low, mut high) = (at(best.saturating_sub(1)), at((best + 1).min(STEPS)));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    // 60 golden sections leave less than 1e-12 of the first width.
    for _ in 0..60 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if function(left) < function(right) {
            low = left;
        } else {
            high = right;
        }
    }
    function(f64::midpoint(low, high)).max(function(at(best)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(hits: f64, cases: f64) -> Counted {
        Counted::new(hits, cases).unwrap()
    }

    #[test]
    fn the_lady_tasting_tea() {
        // Fisher's own example: 3 of 4 cups right, 17/35 = 0.4857.
        let test = fisher(counted(3.0, 4.0), counted(1.0, 4.0)).unwrap();
        assert!((test.p - 34.0 / 70.0).abs() < 1e-14);
        assert_eq!(test.odds_ratio, Some(9.0));
    }

    #[test]
    fn equal_shares_cannot_be_told_apart_and_opposite_ones_can() {
        assert_eq!(fisher(counted(0.0, 5.0), counted(0.0, 9.0)), Some(Fisher { odds_ratio: None, p: 1.0 }));
        assert_eq!(boschloo(counted(0.0, 5.0), counted(0.0, 9.0)), Some(1.0));
        let far = fisher(counted(0.0, 1e6), counted(1e6, 1e6)).unwrap();
        assert!(far.p < 1e-300 && far.odds_ratio == Some(0.0), "{far:?}");
        // Worked out with whole numbers for every table and a thousand common shares.
        let found = boschloo(counted(3.0, 20.0), counted(9.0, 22.0)).unwrap();
        assert!(
            (found - 0.081_154_7).abs() < 1e-6 && found < fisher(counted(3.0, 20.0), counted(9.0, 22.0)).unwrap().p
        );
        assert_eq!(boschloo(counted(0.0, 300.0), counted(9.0, 300.0)), None);
    }
}
