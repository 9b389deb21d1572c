//! Touchpoints made for names that the map does not know yet: title, type, channel, and where they go.

use std::collections::HashMap;

use super::format::Family;
use super::kinds::{Kinds, Likely};
use super::page;
use super::recipe::NewTouchpoint;
use super::spelling::plain;
use crate::edit::Placement;
use crate::model::{
    Catalogue, Channel, Evidence, JourneyId, LaneId, LaneKind, Ownership, Phase, Place, Project, StageId, Touchpoint,
    TouchpointId,
};

/// A touchpoint as it would be made for a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What the name itself would be called: "/red-shoe" is "Red shoe".
    pub own_title: String,
    /// The type of the catalogue that the name is like.
    pub kind: Option<Likely>,
    pub channel: Channel,
    pub stage: StageId,
}

/// Where new touchpoints go: the journey's first lane of touchpoints and its stages.
pub(super) struct Ground<'a> {
    lane: LaneId,
    stages: Vec<(StageId, Phase)>,
    /// At the end of each stage.
    placements: HashMap<StageId, Placement>,
    kinds: Option<Kinds<'a>>,
}

impl<'a> Ground<'a> {
    /// `None` if the project has no journey with a stage and a lane of touchpoints.
    pub fn of(project: &Project, journey: Option<JourneyId>, catalogue: Option<&'a Catalogue>) -> Option<Self> {
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
        let placements = stages.iter().map(|(stage, _)| (*stage, Placement::end_of(project, *stage, lane))).collect();
        (!stages.is_empty()).then(|| Self { lane, stages, placements, kinds: catalogue.map(Kinds::of) })
    }

    /// What would be made of the name. `column` is the header of the name's column.
    pub fn propose(&self, name: &str, family: Family, column: &str) -> Proposal {
        let key = plain(name);
        let kind = self.kinds.as_ref().and_then(|kinds| kinds.likely(name, allowed_channels(family, name)));
        let channel = match &kind {
            Some(kind) => kind.channel,
            None => channel_of(&key, family, &plain(column)),
        };
        let phase = kind.as_ref().map_or_else(|| phase_of(&key), |kind| kind.phase);
        Proposal { own_title: title_of(name, family), kind, channel, stage: self.stage_of(phase, channel) }
    }

    /// What would be made of the name as the user wants it.
    pub fn wanted(&self, wanted: &NewTouchpoint, name: &str, family: Family, column: &str) -> Proposal {
        let proposed = self.propose(name, family, column);
        let kind = self.kinds.as_ref().and_then(|kinds| kinds.find(&wanted.kind));
        let channel = kind.as_ref().map_or(proposed.channel, |kind| kind.channel);
        let stage = wanted.stage.map(StageId).filter(|stage| self.placements.contains_key(stage));
        let by_kind = || kind.as_ref().map(|kind| self.stage_of(kind.phase, channel));
        Proposal {
            stage: stage.or_else(by_kind).unwrap_or(proposed.stage),
            own_title: proposed.own_title,
            kind,
            channel,
        }
    }

    /// The touchpoint of that title, and where it goes.
    pub fn touchpoint(&self, id: TouchpointId, title: &str, proposal: &Proposal) -> (Touchpoint, Placement) {
        let stage = proposal.stage;
        let at_start = Placement { stage, lane: self.lane, column: 0, order: 0, is_new_column: false };
        let placement = self.placements.get(&stage).cloned().unwrap_or(at_start);
        let place = Place { stage, lane: self.lane, column: placement.column, order: placement.order };
        let mut touchpoint = Touchpoint::new(id, title, proposal.channel, place);
        touchpoint.evidence = Evidence::Measured;
        touchpoint.kind = proposal.kind.as_ref().map_or_else(String::new, |kind| kind.code.clone());
        (touchpoint, placement)
    }

    /// Ads come first in their phase, one's own pages last; without a stage of the phase, the nearest one before.
    fn stage_of(&self, phase: Phase, channel: Channel) -> StageId {
        let is_paid = matches!(channel.ownership(), Ownership::Paid | Ownership::Earned);
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
    let segments = if matches!(family, Family::Mailchimp | Family::Klaviyo | Family::HubSpot) {
        None
    } else {
        page::segments(name)
    };
    let Some(segments) = segments else { return name.to_owned() };
    let Some(last) = segments.last() else { return "Home page".into() };
    let words = last.replace(['-', '_', '+'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

fn has_any(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.contains(word))
}

/// The channels that the names of such an export can be of; empty for any.
fn allowed_channels(family: Family, name: &str) -> &'static [Channel] {
    const PAGES: &[Channel] = &[Channel::Website, Channel::Content, Channel::Payment];
    match family {
        Family::Mailchimp | Family::Klaviyo | Family::HubSpot => &[Channel::Email],
        Family::Meta => &[Channel::Ads, Channel::Social],
        Family::GoogleAds => &[Channel::Ads, Channel::PaidSearch],
        Family::SurveyMonkey | Family::Qualtrics => &[Channel::Survey],
        Family::Ga4 | Family::SearchConsole | Family::Matomo | Family::Adobe | Family::Table
            if page::segments(name).is_some() =>
        {
            PAGES
        }
        Family::Ga4
        | Family::SearchConsole
        | Family::Matomo
        | Family::Adobe
        | Family::Shopify
        | Family::Salesforce
        | Family::Zendesk
        | Family::Freshdesk
        | Family::EventLog
        | Family::Table => &[],
    }
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
