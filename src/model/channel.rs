//! The media that carry touchpoints.

use crate::base::Icon;

/// Who pays for and controls a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ownership {
    Owned,
    Paid,
    Earned,
}

impl Ownership {
    pub fn label(self) -> &'static str {
        match self {
            Self::Owned => "Owned",
            Self::Paid => "Paid",
            Self::Earned => "Earned",
        }
    }
}

macro_rules! channels {
    ($($variant:ident $code:literal $label:literal $icon:ident $ownership:ident $in_person:literal;)*) => {
        /// The medium that carries a touchpoint.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Channel { $($variant),* }

        impl Channel {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in files and on the command line.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The name on screen.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            pub fn icon(self) -> Icon {
                match self { $(Self::$variant => Icon::$icon),* }
            }

            pub fn ownership(self) -> Ownership {
                match self { $(Self::$variant => Ownership::$ownership),* }
            }

            /// Whether people meet there in person; otherwise it is online or remote.
            pub fn is_in_person(self) -> bool {
                match self { $(Self::$variant => $in_person),* }
            }
        }
    };
}

channels! {
    Website     "website"     "Website"          AppWindow     Owned  false;
    App         "app"         "App"              Smartphone    Owned  false;
    Email       "email"       "E-mail"           Mail          Owned  false;
    Social      "social"      "Social"           Heart         Owned  false;
    Search      "search"      "Search"           Search        Earned false;
    PaidSearch  "paid-search" "Search, paid"     Search        Paid   false;
    Ads         "ads"         "Display"          Megaphone     Paid   false;
    Content     "content"     "Content"          Newspaper     Owned  false;
    Marketplace "marketplace" "Marketplace"      ShoppingBag   Paid   false;
    Payment     "payment"     "Payment"          CreditCard    Owned  false;
    Store       "store"       "Store"            Store         Owned  true;
    InPerson    "in-person"   "In person"        Users         Owned  true;
    Event       "event"       "Event"            Ticket        Paid   true;
    Phone       "phone"       "Phone"            Phone         Owned  false;
    Chat        "chat"        "Chat"             MessageSquare Owned  false;
    Post        "post"        "Parcel or letter" Package       Owned  false;
    Review      "review"      "Third party"      Star          Earned false;
    WordOfMouth "people"      "Word of mouth"    MessageCircle Earned true;
    Survey      "survey"      "Survey"           ClipboardList Owned  false;
    Loyalty     "loyalty"     "Loyalty card"     Gift          Owned  false;
    Other       "other"       "Other"            CircleDot     Owned  false;
}

impl std::fmt::Display for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.label())
    }
}
