//! The words of the big sample: touchpoints, stage names and card texts. No logic.

use super::Measured;
use crate::model::{Channel, Phase};

/// What touchpoints are made from. The codes are those of the catalogue.
pub struct Kind {
    pub phase: Phase,
    pub code: &'static str,
    pub channel: Channel,
    pub title: &'static str,
    pub says: &'static str,
    pub measured: Measured,
}

macro_rules! kinds {
    ($($phase:ident $code:literal $channel:ident $measured:ident $title:literal $says:literal;)*) => {
        pub static KINDS: &[Kind] = &[$(Kind {
            phase: Phase::$phase,
            code: $code,
            channel: Channel::$channel,
            title: $title,
            says: $says,
            measured: Measured::$measured,
        }),*];
    };
}

kinds! {
    PrePurchase "display-ad" Ads Traffic "Display ad" "Meets people where they read.";
    PrePurchase "retargeting-ad" Ads Traffic "Retargeting ad" "Reminds those who left a full basket.";
    PrePurchase "social-post" Social Traffic "Social post" "Shows the product in use.";
    PrePurchase "search-paid" PaidSearch Traffic "Paid search result" "Answers a search with an offer.";
    PrePurchase "search-organic" Search Traffic "Organic search result" "Found without paying for it.";
    PrePurchase "marketing-email" Email Traffic "Marketing e-mail" "Goes to those who asked for offers.";
    PrePurchase "article" Content Visits "Buying guide" "Explains what to look for.";
    PrePurchase "landing-page" Website Visits "Landing page" "Takes up the promise of the ad.";
    PrePurchase "review-site" Review Visits "Comparison site" "Puts three shops side by side.";
    PrePurchase "word-of-mouth" WordOfMouth Answers "A friend's advice" "Decides more than any ad.";
    PrePurchase "event" Event Answers "Booth at the fair" "Lets people touch the product.";
    Purchase "home-page" Website Visits "Home page" "Where returning customers begin.";
    Purchase "product-page" Website Visits "Product page" "Pictures, price, delivery date.";
    Purchase "basket" Website Visits "Basket" "Shows the price with shipping for the first time.";
    Purchase "checkout" Website Visits "Checkout" "Address, delivery and payment on one page.";
    Purchase "payment" Payment Visits "Card payment" "Handed over to the bank and back.";
    Purchase "mobile-app" App Visits "Order in the app" "Two taps for those who are signed in.";
    Purchase "marketplace-listing" Marketplace Traffic "Marketplace listing" "Competes on price alone.";
    Purchase "upsell" Website Visits "Accessory offer" "Fits what lies in the basket.";
    Purchase "live-chat" Chat Answers "Chat while choosing" "A person answers within a minute.";
    Purchase "store" Store Answers "Visit to the store" "Advice and a look at the real thing.";
    Purchase "collection" Store Answers "Pick-up at the counter" "The parcel waits with a name on it.";
    PostPurchase "order-confirmation" Email Traffic "Order confirmation" "Says what happens next.";
    PostPurchase "delivery" Post Answers "Delivery" "The first time that the product is in their hands.";
    PostPurchase "onboarding" App Visits "First use" "Set up in five steps.";
    PostPurchase "help-center" Website Visits "Help pages" "Answers without waiting.";
    PostPurchase "phone-support" Phone Answers "Call to support" "For what the help pages leave open.";
    PostPurchase "returns" Post Answers "Return" "A label in the box, the money within a week.";
    PostPurchase "repair" InPerson Answers "Repair at the workshop" "Done while they wait.";
    PostPurchase "survey" Survey Answers "Satisfaction survey" "Three questions a week later.";
    PostPurchase "newsletter" Email Traffic "Newsletter" "Once a month, with use and care.";
    PostPurchase "loyalty" Loyalty Visits "Points and rewards" "Counts for the next order.";
    PostPurchase "community" Social Traffic "User group" "Customers help each other.";
}

/// What the stages of a phase are called, in order.
pub fn stage_names(phase: Phase) -> &'static [&'static str] {
    match phase {
        Phase::PrePurchase => &["Discover", "Look around", "Compare", "Ask others", "Shortlist", "Decide"],
        Phase::Purchase => &["Choose", "Fill the basket", "Order", "Pay", "Collect"],
        Phase::PostPurchase => &["Receive", "Set up", "Use", "Get help", "Return or repair", "Recommend", "Buy again"],
    }
}

pub const VARIANTS: &[&str] = &[
    "spring campaign",
    "on the phone",
    "for business customers",
    "returning visitors",
    "first visit",
    "Germany and Austria",
    "evening hours",
    "new design",
    "family plan",
    "city stores",
    "a longer name, as people give when nobody stops them",
];
pub const OWNERS: &[&str] =
    &["Marketing", "E-commerce", "Store operations", "Customer service", "Logistics", "CRM team"];
pub const TAGS: &[&str] = &["pilot", "legal review", "seasonal", "automated", "outsourced"];
pub const ACTIONS: &[&str] = &[
    "Searches for the model number",
    "Opens three tabs and compares prices",
    "Asks a colleague",
    "Enters the address",
    "Checks the delivery date again",
    "Takes a photo of the damage",
];
pub const THOUGHTS: &[&str] = &[
    "Is this the right size?",
    "The other shop was cheaper, but slower.",
    "I hope that it arrives before Friday.",
    "Why do they need my phone number?",
    "That was easy.",
];
pub const PAIN_POINTS: &[&str] = &[
    "Shipping cost shows only in the last step",
    "The form loses what was typed",
    "Nobody answers after six o'clock",
    "The manual is only in English",
    "Has to tell the same story three times",
];
pub const OPPORTUNITIES: &[&str] = &[
    "Show the delivery date on the product page",
    "Let people pay without an account",
    "Offer a call back",
    "Send the manual as a short film",
];
pub const NOTES: &[&str] =
    &["Ask the call center for numbers", "Seen in 7 of 12 interviews", "Changes with the new shop system"];
pub const QUOTES: &[&str] = &[
    "I had the card in my hand and then it asked me to register.",
    "The woman on the phone solved it in two minutes.",
    "I could not tell whether it had been sent.",
    "Honestly, I only looked at the price.",
    "My sister told me to wait for the sale.",
    "It came a day early, in one box.",
];
pub const SPEAKERS: &[&str] = &["Ana, 34", "Participant 7", "Store diary, May", "Chat transcript", ""];
pub const STICKIES: &[&str] =
    &["Who owns this?", "Check with legal", "Test in October", "Duplicate of the step before?", "Quick win!"];
