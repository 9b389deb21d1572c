//! What holds for the project as a whole: the kind of business, the brand, and what priorities are made from.

use crate::base::{Color, PictureHash};

/// What the whole project is measured by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strategy {
    /// Where the business meets its customers; `None` where nobody has said.
    pub business: Option<BusinessModel>,
    pub brand: Brand,
    pub weights: Weights,
    /// What one conversion is worth on average; `None` where nobody has said.
    pub conversion_value: Option<Money>,
}

/// Where a business meets its customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BusinessModel {
    Online,
    Mixed,
    InPerson,
}

impl BusinessModel {
    pub const ALL: [Self; 3] = [Self::Online, Self::Mixed, Self::InPerson];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Mixed => "mixed",
            Self::InPerson => "in-person",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.code() == code)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Online => "Mostly online",
            Self::Mixed => "Online and in person",
            Self::InPerson => "Mostly in person",
        }
    }
}

/// The brand sheet: what every channel should keep to. Empty where nobody has said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brand {
    pub logo: Option<PictureHash>,
    /// The brand's colors, the most important first.
    pub colors: Vec<Color>,
    /// Logo, colors, type and pictures, in words.
    pub look: String,
    /// How it speaks: "warm, short, no jargon".
    pub voice: String,
    /// What it says of itself.
    pub message: String,
    /// What is offered now, the same everywhere.
    pub offer: String,
}

/// A part of the brand sheet, which a touchpoint keeps to or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrandPart {
    Look,
    Voice,
    Message,
    Offer,
}

impl BrandPart {
    pub const ALL: [Self; 4] = [Self::Look, Self::Voice, Self::Message, Self::Offer];

    /// The code under which a touchpoint keeps the answer.
    pub fn check(self) -> &'static str {
        match self {
            Self::Look => "brand-look",
            Self::Voice => "brand-voice",
            Self::Message => "brand-message",
            Self::Offer => "brand-offer",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Look => "Look",
            Self::Voice => "Voice",
            Self::Message => "Message",
            Self::Offer => "Offer",
        }
    }

    pub fn question(self) -> &'static str {
        match self {
            Self::Look => "Is it the brand's look?",
            Self::Voice => "Is it the brand's voice?",
            Self::Message => "Does it say the brand's message?",
            Self::Offer => "Is the offer the same as elsewhere?",
        }
    }
}

impl Brand {
    /// Whether anything is said of that part.
    pub fn has(&self, part: BrandPart) -> bool {
        let says = |text: &str| !text.trim().is_empty();
        match part {
            BrandPart::Look => self.logo.is_some() || !self.colors.is_empty() || says(&self.look),
            BrandPart::Voice => says(&self.voice),
            BrandPart::Message => says(&self.message),
            BrandPart::Offer => says(&self.offer),
        }
    }

    /// What nothing is said of yet.
    pub fn lacks(&self) -> impl Iterator<Item = BrandPart> {
        BrandPart::ALL.into_iter().filter(|part| !self.has(*part))
    }
}

/// How much each part counts in the ranking of touchpoints. INVARIANT: each 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    pub importance: u8,
    pub satisfaction: u8,
    pub volume: u8,
    pub kpi_gap: u8,
}

impl Weights {
    /// The most that a part can count.
    pub const MOST: u8 = 10;
}

impl Default for Weights {
    /// All parts alike.
    fn default() -> Self {
        Self { importance: 5, satisfaction: 5, volume: 5, kpi_gap: 5 }
    }
}

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// INVARIANT: finite and not negative.
    pub amount: f64,
    /// Its code: "EUR".
    pub currency: String,
}
