//! What each rule finds something in, and what comes close.

use std::sync::Arc;

use super::super::*;
use super::world::{AD, BASKET, BUY, CHECKOUT, DISCOVER, SHOP, World};
use crate::analysis::testing::{month, value};
use crate::base::date::date;
use crate::file::catalogue;
use crate::model::{
    Brand, BrandPart, BusinessModel, CardId, Channel, CheckAnswer, Evidence, KpiId, LaneKind, SeriesKey, SourceId,
    StageId, TouchpointId,
};

/// The rule, what is told of the map, how it is made of a clean one, and what the rule finds in it.
pub(super) type Case = (&'static str, &'static str, fn(&mut World), Vec<(Severity, About)>);

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn cases() -> Vec<Case> {
    use Severity::{High, Low, Medium};
    let about = About::Touchpoint;
    vec![
        (
            "stage-without-touchpoints",
            "an empty stage",
            |w| {
                w.stage(3, SHOP);
            },
            vec![(Medium, About::Stage(StageId(3)))],
        ),
        (
            "stage-without-touchpoints",
            "a stage of cards",
            |w| {
                let stage = w.stage(3, SHOP);
                w.card(30, LaneKind::Thoughts, stage, 0, "What now?");
            },
            vec![(High, About::Stage(StageId(3)))],
        ),
        (
            "orphan-card",
            "cards in a step of their own",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 1, "Slow");
                w.card(31, LaneKind::Thoughts, BUY, 1, "Why?");
                w.card(32, LaneKind::Notes, BUY, 1, "A note needs no touchpoint");
            },
            vec![(Medium, About::Card(CardId(30))), (Low, About::Card(CardId(31)))],
        ),
        (
            "orphan-card",
            "beside a touchpoint, and in a stage without any",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let stage = w.stage(3, SHOP);
                w.card(31, LaneKind::PainPoints, stage, 0, "Alone");
            },
            vec![],
        ),
        ("touchpoint-unconnected", "one of three", |w| w.connect(AD, CHECKOUT), vec![(Low, about(BASKET))]),
        (
            "touchpoint-unconnected",
            "most are",
            |w| {
                w.connect(AD, CHECKOUT);
                w.two_more(Channel::Website);
            },
            vec![],
        ),
        (
            "channel-gap",
            "chat before and after",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Chat);
                let stage = w.stage(3, SHOP);
                w.touchpoint(21, stage, 0, Channel::Chat);
            },
            vec![(Low, About::Stage(BUY))],
        ),
        (
            "channel-gap",
            "a paid one, and one that goes on",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Chat);
                w.touchpoint(22, BUY, 0, Channel::Chat);
                let stage = w.stage(3, SHOP);
                w.touchpoint(21, stage, 0, Channel::Ads);
                w.touchpoint(23, stage, 0, Channel::Chat);
            },
            vec![],
        ),
        (
            "channel-break",
            "from the store to the screen",
            |w| w.change(AD, |ad| ad.channel = Channel::Store),
            vec![(Medium, About::Stage(BUY))],
        ),
        (
            "channel-break",
            "with a connector",
            |w| {
                w.change(AD, |ad| ad.channel = Channel::Store);
                w.connect(AD, BASKET);
            },
            vec![],
        ),
        (
            "channel-break",
            "with a counter and a screen",
            |w| {
                w.touchpoint(20, DISCOVER, 0, Channel::Store);
            },
            vec![],
        ),
        (
            "channel-imbalance",
            "a shop without a counter",
            |w| {
                w.two_more(Channel::Website);
                w.strategy(|strategy| strategy.business = Some(BusinessModel::InPerson));
            },
            vec![(Medium, About::Project)],
        ),
        (
            "channel-imbalance",
            "too few to tell",
            |w| w.strategy(|strategy| strategy.business = Some(BusinessModel::InPerson)),
            vec![],
        ),
        (
            "channel-imbalance",
            "as it should be",
            |w| {
                w.two_more(Channel::Store);
                w.strategy(|strategy| strategy.business = Some(BusinessModel::Mixed));
            },
            vec![],
        ),
        (
            "business-unknown",
            "nobody has said",
            |w| {
                w.two_more(Channel::Store);
                w.strategy(|strategy| strategy.business = None);
            },
            vec![(Low, About::Project)],
        ),
        (
            "touchpoint-without-owner",
            "by importance",
            |w| {
                for id in [AD, CHECKOUT, BASKET] {
                    w.change(id, |touchpoint| touchpoint.owner = " ".to_owned());
                }
                w.change(AD, |ad| ad.is_moment_of_truth = true);
                w.change(BASKET, |basket| basket.importance_to_organization = Some(4));
            },
            vec![(High, about(AD)), (Medium, about(BASKET)), (Low, about(CHECKOUT))],
        ),
        (
            "touchpoint-without-channel",
            "nobody has said",
            |w| w.change(AD, |ad| ad.channel = Channel::Other),
            vec![(Low, about(AD))],
        ),
        (
            "moment-of-truth-unmeasured",
            "no figures",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.is_moment_of_truth = true);
            },
            vec![(High, about(TouchpointId(20)))],
        ),
        (
            "moment-of-truth-unmeasured",
            "only proposed, and measured",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| {
                    touchpoint.is_moment_of_truth = true;
                    touchpoint.evidence = Evidence::Proposed;
                });
                w.change(AD, |ad| ad.is_moment_of_truth = true);
            },
            vec![],
        ),
        (
            "touchpoint-without-metric",
            "no figures",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.importance = Some(5));
            },
            vec![(Medium, about(TouchpointId(20)))],
        ),
        (
            "touchpoint-without-metric",
            "of what is wanted",
            |w| {
                w.future();
            },
            vec![],
        ),
        (
            "touchpoint-without-kpi",
            "measured without a target",
            |w| {
                Arc::make_mut(&mut w.fixture.project.kpis).remove(&KpiId(AD.0 + 40));
                w.touchpoint(20, BUY, 0, Channel::Website);
            },
            vec![(Low, about(AD))],
        ),
        (
            "evidence-unfounded",
            "no file",
            |w| {
                let id = w.touchpoint(20, BUY, 0, Channel::Website);
                w.change(id, |touchpoint| touchpoint.evidence = Evidence::Measured);
            },
            vec![(Medium, about(TouchpointId(20)))],
        ),
        (
            "evidence-outdated",
            "a file since",
            |w| {
                w.change(AD, |ad| ad.evidence = Evidence::Assumed);
                w.change(BASKET, |basket| basket.evidence = Evidence::Observed);
            },
            vec![(Low, about(AD))],
        ),
        ("emotion-without-pain", "awful, and no word", |w| w.feel(CHECKOUT, -10), vec![(Low, about(CHECKOUT))]),
        ("emotion-without-pain", "hardly bad", |w| w.feel(CHECKOUT, -9), vec![]),
        (
            "emotion-without-pain",
            "with an idea in the step",
            |w| {
                w.feel(CHECKOUT, -20);
                w.card(30, LaneKind::Opportunities, BUY, 0, "Guest checkout");
            },
            vec![],
        ),
        (
            "emotion-against-measurement",
            "two steps apart",
            |w| {
                w.satisfy(AD, 100.0);
                w.feel(AD, 0);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "emotion-against-measurement",
            "one step, and of another sign",
            |w| {
                w.satisfy(AD, 75.0);
                w.feel(AD, -1);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "emotion-against-measurement",
            "one step to neutral",
            |w| {
                w.satisfy(AD, 75.0);
                w.feel(AD, 0);
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "drawn again as it is",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "slow ");
            },
            vec![(Medium, About::Card(CardId(30)))],
        ),
        (
            "pain-unanswered",
            "with an idea that is there already",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                w.card(32, LaneKind::Opportunities, BUY, 0, "Faster");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.card(33, LaneKind::Opportunities, stage, 0, "Faster");
            },
            vec![(Medium, About::Card(CardId(30)))],
        ),
        (
            "pain-unanswered",
            "with a new idea",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, _) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.card(33, LaneKind::Opportunities, stage, 0, "Faster");
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "in another channel",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                let (stage, id) = w.future();
                w.card(31, LaneKind::PainPoints, stage, 0, "Slow");
                w.change(id, |touchpoint| touchpoint.channel = Channel::App);
            },
            vec![],
        ),
        (
            "pain-unanswered",
            "no longer a pain",
            |w| {
                w.card(30, LaneKind::PainPoints, BUY, 0, "Slow");
                w.future();
            },
            vec![],
        ),
        (
            "kpi-off-target",
            "far from it, and too late",
            |w| {
                w.change_kpi(KpiId(AD.0 + 40), |kpi| {
                    kpi.target = 10_000.0;
                    kpi.due = Some(date(2026, 9, 1));
                });
            },
            vec![(High, About::Kpi(KpiId(AD.0 + 40)))],
        ),
        (
            "kpi-not-smart",
            "one gap, and several",
            |w| {
                w.change_kpi(KpiId(AD.0 + 40), |kpi| kpi.owner.clear());
                w.change_kpi(KpiId(BASKET.0 + 40), |kpi| {
                    kpi.due = None;
                    kpi.why.clear();
                });
            },
            vec![(Medium, About::Kpi(KpiId(BASKET.0 + 40))), (Low, About::Kpi(KpiId(AD.0 + 40)))],
        ),
        ("data-stale", "a month and a half", |w| w.today = date(2026, 11, 15), vec![(Medium, About::Project)]),
        ("data-stale", "a quarter", |w| w.today = date(2026, 12, 30), vec![(High, About::Project)]),
        ("data-stale", "not quite", |w| w.today = date(2026, 11, 14), vec![]),
        ("data-stale", "before the data", |w| w.today = date(2020, 1, 1), vec![]),
        (
            "touchpoint-data-stale",
            "left out for two months",
            |w| {
                let sessions = w.sessions;
                w.fixture.series(1, sessions, AD.0, None, vec![value(month(2026, 7), 5.0)]);
            },
            vec![(Low, about(AD))],
        ),
        (
            "touchpoint-data-stale",
            "for one",
            |w| {
                let sessions = w.sessions;
                w.fixture.series(1, sessions, AD.0, None, vec![value(month(2026, 8), 5.0)]);
            },
            vec![],
        ),
        (
            "biggest-drop-off",
            "four of five are lost",
            |w| {
                w.measure(CHECKOUT, 10.0);
                w.measure(BASKET, 10.0);
            },
            vec![(High, About::Stage(BUY))],
        ),
        (
            "biggest-drop-off",
            "by two reports that do not count alike",
            |w| {
                let sessions = w.sessions;
                for id in [CHECKOUT, BASKET] {
                    let key = SeriesKey { source: SourceId(1), metric: sessions, touchpoint: id, segment: None };
                    Arc::make_mut(&mut w.fixture.project.series).remove(&key);
                    w.fixture.series(2, sessions, id.0, None, vec![value(month(2026, 9), 10.0)]);
                }
                let sources = Arc::make_mut(&mut w.fixture.project.sources);
                Arc::make_mut(sources.get_mut(&SourceId(2)).unwrap()).recipe = "another".to_owned();
            },
            vec![],
        ),
        (
            "brand-sheet-incomplete",
            "nothing said",
            |w| w.strategy(|strategy| strategy.brand = Brand::default()),
            vec![(Medium, About::Project)],
        ),
        (
            "brand-sheet-incomplete",
            "no offer",
            |w| w.strategy(|strategy| strategy.brand.offer.clear()),
            vec![(Low, About::Project)],
        ),
        (
            "brand-check-failed",
            "another voice",
            |w| {
                w.answer(AD, BrandPart::Voice.check(), CheckAnswer::No);
                w.answer(BASKET, BrandPart::Voice.check(), CheckAnswer::DoesNotApply);
            },
            vec![(Medium, about(AD))],
        ),
        (
            "brand-check-open",
            "important and not checked",
            |w| w.change(AD, |ad| ad.importance = Some(4)),
            vec![(Low, about(AD))],
        ),
        (
            "brand-check-open",
            "against no sheet",
            |w| {
                w.change(AD, |ad| ad.importance = Some(4));
                w.strategy(|strategy| strategy.brand = Brand::default());
            },
            vec![],
        ),
        (
            "practice-check-failed",
            "not on a phone",
            |w| {
                w.answer(CHECKOUT, "website-mobile", CheckAnswer::No);
                w.answer(AD, "website-mobile", CheckAnswer::No);
            },
            vec![(Low, about(CHECKOUT))],
        ),
        (
            "practice-check-open",
            "a moment of truth",
            |w| w.change(CHECKOUT, |checkout| checkout.is_moment_of_truth = true),
            vec![(Low, about(CHECKOUT))],
        ),
        (
            "practice-check-open",
            "all answered",
            |w| {
                w.change(AD, |ad| ad.is_moment_of_truth = true);
                let asked = catalogue().checks_of(&w.fixture.project.touchpoints[&AD]).map(|check| check.code.clone());
                for code in asked.collect::<Vec<_>>() {
                    w.answer(AD, &code, CheckAnswer::DoesNotApply);
                }
            },
            vec![],
        ),
    ]
}
