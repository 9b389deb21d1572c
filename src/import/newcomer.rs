//! Touchpoints made for names that the map does not know yet: title, channel, and where they go.

use super::format::Family;
use super::matching::plain;
use crate::edit::Placement;
use crate::model::{Channel, Evidence, JourneyId, LaneKind, Phase, Place, Project, StageId, Touchpoint, TouchpointId};

/// Where new touchpoints go: the journey's first lane of touchpoints and its stages.
pub(super) struct Ground<'a> {
    project: &'a Project,
    lane: crate::model::LaneId,
    stages: Vec<(StageId, Phase)>,
}

impl<'a> Ground<'a> {
    /// `None` if the project has no journey with a stage and a lane of touchpoints.
    pub fn of(project: &'a Project, journey: Option<JourneyId>) -> Option<Self> {
        let journey = match journey {
            Some(id) => project.journeys.get(&id)?,
            None => project.first_journey()?,
        };
        let lane = journey
            .lanes
            .iter()
            .copied()
            .find(|id| project.lanes.get(id).is_some_and(|lane| lane.kind == LaneKind::Touchpoints))?;
        let stages: Vec<_> =
            journey.stages.iter().filter_map(|id| Some((*id, project.stages.get(id)?.phase))).collect();
        (!stages.is_empty()).then_some(Self { project, lane, stages })
    }

    /// A touchpoint for the name, and where it goes. `column` is the header of the name's column.
    pub fn touchpoint(&self, id: TouchpointId, name: &str, family: Family, column: &str) -> (Touchpoint, Placement) {
        let title = title_of(name, family);
        let channel = channel_of(&plain(name), family, &plain(column));
        let stage = self.stage_of(phase_of(&plain(name)), channel);
        let placement = Placement::end_of(self.project, stage, self.lane);
        let place = Place { stage, lane: self.lane, column: placement.column, order: placement.order };
        let mut touchpoint = Touchpoint::new(id, title, channel, place);
        touchpoint.evidence = Evidence::Measured;
        if plain(&touchpoint.title) != plain(name) {
            touchpoint.aliases.push(name.to_owned());
        }
        (touchpoint, placement)
    }

    /// Ads come first in their phase, one's own pages last; without a stage of the phase, the nearest one before.
    fn stage_of(&self, phase: Phase, channel: Channel) -> StageId {
        let is_paid = matches!(channel.ownership(), crate::model::Ownership::Paid | crate::model::Ownership::Earned);
        let mut of_phase = self.stages.iter().filter(|(_, known)| *known == phase).map(|(id, _)| *id);
        let found = if is_paid || phase != Phase::PrePurchase { of_phase.next() } else { of_phase.next_back() };
        let before = || self.stages.iter().rfind(|(_, known)| *known < phase).map(|(id, _)| *id);
        let first = self.stages.first().map_or(StageId(0), |(id, _)| *id);
        found.or_else(before).unwrap_or(first)
    }
}

/// Names that stand for "unknown" in exports: no touchpoint is made of them unasked.
pub(super) fn is_no_name(name: &str) -> bool {
    const NAMES: &[&str] =
        &["(not set)", "(other)", "(none)", "unassigned", "(unassigned)", "(data not available)", "unknown"];
    NAMES.contains(&plain(name).as_str())
}

/// "/checkout" → "Checkout", "/" → "Home page", "/product/red-shoe" → "Red shoe"; other names stay.
fn title_of(name: &str, family: Family) -> String {
    let name = name.trim();
    let is_path = name.starts_with('/') && !name.contains(char::is_whitespace);
    if !is_path || family == Family::Mailchimp {
        return name.to_owned();
    }
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let Some(last) = path.split('/').rfind(|segment| !segment.is_empty()) else { return "Home page".into() };
    let words = last.trim_end_matches(".html").replace(['-', '_', '+'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

fn has_any(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.contains(word))
}

fn channel_of(name: &str, family: Family, column: &str) -> Channel {
    match family {
        Family::Mailchimp | Family::Klaviyo | Family::HubSpot => return Channel::Email,
        Family::SearchConsole if !name.contains('/') => return Channel::Search,
        Family::SurveyMonkey | Family::Qualtrics => return Channel::Survey,
        Family::SearchConsole | Family::Matomo | Family::Adobe => return Channel::Website,
        Family::Meta => return Channel::Ads,
        Family::GoogleAds => {
            let is_display = has_any(
                name,
                &["display", "video", "youtube", "yt ", "pmax", "performance max", "retarget", "remarket"],
            );
            return if is_display { Channel::Ads } else { Channel::PaidSearch };
        }
        Family::Ga4 if !column.contains("channel") && !column.contains("source") => return Channel::Website,
        Family::Ga4
        | Family::Shopify
        | Family::Salesforce
        | Family::Zendesk
        | Family::Freshdesk
        | Family::EventLog
        | Family::Table => {}
    }
    const WORDS: &[(&[&str], Channel)] = &[
        (&["paid search", "ppc", "sea ", "adwords", "google ads", "brand search"], Channel::PaidSearch),
        (&["organic search", "seo", "search"], Channel::Search),
        (&["display", "banner", "retarget", "video", "paid social", "cross-network", "ads", " ad"], Channel::Ads),
        (&["email", "e-mail", "newsletter", "mailing", "win-back"], Channel::Email),
        (&["social", "instagram", "facebook", "tiktok", "linkedin"], Channel::Social),
        (&["chat"], Channel::Chat),
        (&["phone", "call", "hotline", "customer support"], Channel::Phone),
        (&["store", "shop floor", "filiale", "showroom"], Channel::Store),
        (&["marketplace", "amazon", "ebay"], Channel::Marketplace),
        (&["review", "comparison"], Channel::Review),
        (&["survey", "nps"], Channel::Survey),
        (&["parcel", "delivery", "shipping"], Channel::Post),
        (&["payment"], Channel::Payment),
        (&["referral", "word of mouth"], Channel::WordOfMouth),
        (&["app"], Channel::App),
        (&["blog", "webinar", "podcast", "guide"], Channel::Content),
        (&["direct", "page", "checkout", "basket", "cart", "home", "/"], Channel::Website),
    ];
    WORDS.iter().find(|(words, _)| has_any(name, words)).map_or(Channel::Other, |(_, channel)| *channel)
}

fn phase_of(name: &str) -> Phase {
    const AFTER: &[&str] = &[
        "support",
        "help",
        "return",
        "refund",
        "repair",
        "survey",
        "loyalty",
        "reward",
        "win-back",
        "winback",
        "welcome",
        "onboarding",
        "account",
        "newsletter",
        "news",
        "reorder",
        "renewal",
        "feedback",
        "rating",
        "community",
    ];
    const DURING: &[&str] = &[
        "checkout",
        "basket",
        "cart",
        "payment",
        "order",
        "purchase",
        "confirm",
        "thank",
        "shipping",
        "delivery",
        "store",
        "upsell",
        "cross-sell",
    ];
    match () {
        () if has_any(name, DURING) => Phase::Purchase,
        () if has_any(name, AFTER) => Phase::PostPurchase,
        () => Phase::PrePurchase,
    }
}
