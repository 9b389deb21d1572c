//! What each column most likely is, and why. The user changes it in the recipe; nothing is decided for good here.

use super::format::Family;
use super::library::{MetricTemplate, Part, named, normalize, template};
use super::profile::Profile;
use super::recipe::{ColumnRecipe, Recipe, Role};
use super::rule::NameRule;
use super::table::Table;
use crate::model::{Project, SourceId};

/// Headers of names that become touchpoints, the likeliest first. A campaign goes before its ad sets: a
/// strategist's map has the campaign, and ad sets are slices of it (a segment, if one wants them).
const NAMES: &[&str] = &[
    "touchpoint",
    "campaign",
    "campaign name",
    "kampagne",
    "nom de la campagne",
    "page path and screen class",
    "page title and screen class",
    "page path and screen name",
    "page path",
    "page title",
    "landing page",
    "page",
    "session default channel group",
    "session primary channel group",
    "default channel group",
    "first user default channel group",
    "session source medium",
    "source medium",
    "title",
    "campaign title",
    "event name",
    "flow name",
    "email name",
    "channel",
    "kanal",
    "source",
    "ad group",
    "ad set name",
    "ad name",
    "subject",
    "name",
];
const SEGMENTS: &[&str] = &["segment", "audience", "persona", "device category", "device", "customer type", "gerät"];
const DATES: &[&str] = &[
    "day",
    "date",
    "datum",
    "tag",
    "jour",
    "send date",
    "sent date",
    "week",
    "month",
    "monat",
    "created at",
    "year month",
];
const STARTS: &[&str] = &["reporting starts", "start date", "week start", "from", "period start"];
const ENDS: &[&str] = &["reporting ends", "end date", "week end", "to", "period end"];
const CURRENCIES: &[&str] = &["currency code", "currency", "währung", "devise"];
/// Known columns that are not needed, with the reason.
const NOT_NEEDED: &[(&str, &str)] = &[
    ("views per active user", "views ÷ active users"),
    ("frequency", "impressions ÷ people reached"),
    ("total opens", "unique opens are used"),
    ("total clicks", "unique clicks are used"),
    ("total gross sales", "total revenue is used"),
    ("total bounces", "recipients less deliveries"),
    ("soft bounces", "part of the bounces"),
    ("hard bounces", "part of the bounces"),
    ("result indicator", "says what a result is"),
    ("send weekday", "the date says it"),
];

/// A guess for every column, from its header, what it holds, and the columns beside it.
pub fn guess(table: &Table, project: &Project) -> Recipe {
    let mut recipe = match find_recipe(project, table) {
        Some((_, mut kept)) => {
            kept.columns.iter_mut().for_each(|column| column.why = "as last time".into());
            return kept;
        }
        None => Recipe { format: table.format.clone(), ..Recipe::default() },
    };
    let headers: Vec<String> = table.columns.iter().map(|column| normalize(&column.name)).collect();
    let mut guess = Guess { table, headers: &headers, roles: vec![None; headers.len()] };
    guess.names_and_dates();
    guess.numbers();
    guess.rest();
    recipe.columns = table
        .columns
        .iter()
        .zip(guess.roles)
        .map(|(column, role)| {
            let (role, why) = role.unwrap_or((Role::Ignore, String::new()));
            ColumnRecipe { name: column.name.clone(), role, why }
        })
        .collect();
    recipe.rules = earlier_rules(project, &recipe);
    recipe
}

/// The rules of the latest source of the same kind: from the same tool, or with names under the same header.
fn earlier_rules(project: &Project, recipe: &Recipe) -> Vec<NameRule> {
    fn names(recipe: &Recipe) -> Option<String> {
        let column = recipe.columns.iter().find(|column| column.role == Role::Touchpoint)?;
        Some(normalize(&column.name))
    }
    let wanted = names(recipe);
    let is_known_tool = recipe.format != "Table";
    let rules = project.sources.values().rev().find_map(|source| {
        let earlier = Recipe::from_text(&source.recipe).filter(|earlier| !earlier.rules.is_empty())?;
        let is_of_kind =
            is_known_tool && earlier.format == recipe.format || wanted.is_some() && names(&earlier) == wanted;
        is_of_kind.then_some(earlier.rules)
    });
    rules.unwrap_or_default()
}

/// The recipe of the project's latest source with these same columns, fitted to the table.
pub fn find_recipe(project: &Project, table: &Table) -> Option<(SourceId, Recipe)> {
    project.sources.values().rev().find_map(|source| {
        let recipe = Recipe::from_text(&source.recipe)?;
        // The days of last month's file are not this one's.
        recipe.fits(table).then(|| (source.id, Recipe { period: None, ..recipe.fitted(table) }))
    })
}

struct Guess<'a> {
    table: &'a Table,
    headers: &'a [String],
    roles: Vec<Option<(Role, String)>>,
}

impl Guess<'_> {
    fn profile(&self, column: usize) -> &Profile {
        static EMPTY: std::sync::LazyLock<Profile> = std::sync::LazyLock::new(Profile::default);
        self.table.profiles.get(column).unwrap_or(&EMPTY)
    }

    fn set(&mut self, column: usize, role: Role, why: impl Into<String>) {
        if let Some(slot) = self.roles.get_mut(column) {
            *slot = Some((role, why.into()));
        }
    }

    fn is_free(&self, column: usize) -> bool {
        self.roles.get(column).is_some_and(Option::is_none)
    }

    fn has(&self, role: &Role) -> bool {
        self.roles.iter().flatten().any(|(known, _)| known == role)
    }

    /// The free column that is first in the list of headers and passes.
    fn first_named(&self, names: &[&str], passes: impl Fn(&Profile) -> bool) -> Option<usize> {
        names.iter().find_map(|name| {
            (0..self.headers.len()).find(|column| {
                self.headers.get(*column).is_some_and(|header| header == name)
                    && self.is_free(*column)
                    && passes(self.profile(*column))
            })
        })
    }

    fn names_and_dates(&mut self) {
        let is_text = |profile: &Profile| profile.filled == 0 || (!profile.is_numeric() && !profile.is_dates());
        if let Some(column) = self.first_named(CURRENCIES, is_text) {
            self.set(column, Role::Currency, "currency column");
        }
        let date = self
            .first_named(DATES, Profile::is_dates)
            .or_else(|| (0..self.headers.len()).find(|column| self.is_other_date(*column)));
        if let Some(column) = date {
            let why = date_why(self.profile(column));
            self.set(column, Role::Date, why);
        }
        let start = self.first_named(STARTS, Profile::is_dates);
        let end = self.first_named(ENDS, Profile::is_dates);
        for (column, role) in [(start, Role::PeriodStart), (end, Role::PeriodEnd)] {
            match (column, date) {
                (Some(column), Some(_)) => self.set(column, Role::Ignore, "the day is more exact"),
                (Some(column), None) => {
                    let why = date_why(self.profile(column));
                    self.set(column, role, why);
                }
                (None, _) => {}
            }
        }
        let names = self.first_named(NAMES, is_text).or_else(|| self.likeliest_names());
        if let Some(column) = names {
            let why = names_why(self.profile(column));
            self.set(column, Role::Touchpoint, why);
        }
        if let Some(column) = self.first_named(SEGMENTS, is_text) {
            let why = names_why(self.profile(column));
            self.set(column, Role::Segment, why);
        }
    }

    /// A column of dates under an unknown header that is neither a start nor an end.
    fn is_other_date(&self, column: usize) -> bool {
        let Some(header) = self.headers.get(column) else { return false };
        let is_known = STARTS.contains(&header.as_str()) || ENDS.contains(&header.as_str());
        let profile = self.profile(column);
        self.is_free(column)
            && !is_known
            && profile.is_dates()
            && (!profile.is_numeric() || header.split(' ').any(|word| matches!(word, "date" | "day" | "time")))
    }

    /// Without a known header: the first column of texts of which some return.
    fn likeliest_names(&self) -> Option<usize> {
        let mut texts = (0..self.headers.len()).filter(|column| {
            let profile = self.profile(*column);
            self.is_free(*column) && profile.filled > 0 && profile.numbers * 2 < profile.filled && !profile.is_dates()
        });
        texts.next()
    }

    fn numbers(&mut self) {
        // Of two columns for one metric, the likelier header wins.
        let mut claims: Vec<(usize, usize, &'static MetricTemplate)> = Vec::new();
        for (column, header) in self.headers.iter().enumerate() {
            if !self.is_free(column) || NOT_NEEDED.iter().any(|(name, _)| name == header) {
                continue;
            }
            if let Some((template, rank)) = self.named(header) {
                claims.push((rank, column, template));
            }
        }
        claims.sort_by_key(|(rank, column, _)| (*rank, *column));
        let mut taken: Vec<(&str, usize)> = Vec::new();
        for (_, column, template) in claims {
            let profile = self.profile(column);
            if profile.filled > 0 && profile.numbers == 0 {
                self.set(column, Role::Ignore, "no numbers in it");
            } else if let Some((_, first)) = taken.iter().find(|(key, _)| *key == template.key) {
                let name = self.table.columns.get(*first).map_or("", |column| column.name.as_str());
                self.set(column, Role::Ignore, format!("“{name}” is used"));
            } else {
                taken.push((template.key, column));
                let role = match template.numerator {
                    Part::Itself => Role::Quantity(template.key.into()),
                    Part::Quantity(_) | Part::Less(..) | Part::Unknown => Role::Rate(template.key.into()),
                };
                let why = number_why(template, profile);
                self.set(column, role, why);
            }
        }
        let keys: Vec<&str> = taken.iter().map(|(key, _)| *key).collect();
        for (key, column) in &taken {
            if let Some(why) = template(key).and_then(|template| rate_why(template, &keys)) {
                let role = Role::Rate((*key).to_owned());
                self.set(*column, role, why);
            }
        }
    }

    /// The metric that a header states. Some headers mean different things in different tools.
    fn named(&self, header: &str) -> Option<(&'static MetricTemplate, usize)> {
        let has = |name: &str| self.headers.iter().any(|known| known == name);
        let key = match header {
            "bounce rate" if self.table.family != Family::Ga4 => "bounce-rate-single-page",
            // HubSpot's is clicks of those who opened.
            "click through rate" if !has("impressions") && !has("impr") && has("opened") => "click-to-open-rate",
            "conversion rate" if !has("sessions") && !has("visits") && has("clicks") => "conversion-rate-per-click",
            _ => return named(header),
        };
        template(key).map(|template| (template, 0))
    }

    fn rest(&mut self) {
        for (column, header) in self.headers.iter().enumerate() {
            if !self.is_free(column) {
                continue;
            }
            let profile = self.profile(column);
            let why = if let Some((_, why)) = NOT_NEEDED.iter().find(|(name, _)| name == header) {
                (*why).to_owned()
            } else if header.split(' ').any(|word| matches!(word, "id" | "sku" | "code")) {
                "identifier".into()
            } else if profile.filled == 0 {
                "empty".into()
            } else if profile.is_numeric() {
                "unknown figures: choose what they are to attach them".into()
            } else if profile.is_dates() {
                date_why(profile)
            } else if self.has(&Role::Touchpoint) && matches!(header.as_str(), "ad set name" | "ad group" | "ad name") {
                "added up; choose Segment to keep them apart".into()
            } else {
                names_why(profile)
            };
            self.set(column, Role::Ignore, why);
        }
    }
}

fn names_why(profile: &Profile) -> String {
    match profile.names {
        n if n >= Profile::NAMES_COUNTED || profile.is_part => format!("{n} names or more, text"),
        1 => "1 name, text".into(),
        n => format!("{n} names, text"),
    }
}

fn date_why(profile: &Profile) -> String {
    let form = match () {
        () if profile.day_first > 0 && profile.month_first == 0 => "day first",
        () if profile.month_first > 0 && profile.day_first == 0 => "month first",
        () if profile.either_order > 0 => "day or month first?",
        () if profile.year_first > 0 => "year first",
        () => "day and month told apart",
    };
    let dates = match profile.names {
        n if n >= Profile::NAMES_COUNTED || profile.is_part => format!("{n} dates or more"),
        1 => "1 date".to_owned(),
        n => format!("{n} dates"),
    };
    format!("{dates}, {form}")
}

fn number_why(template: &MetricTemplate, profile: &Profile) -> String {
    let can_be_fractions = template.key == "conversions" && profile.has_decimals;
    let mut why = if can_be_fractions { "can be fractions".to_owned() } else { "known column".to_owned() };
    if profile.durations > 0 {
        why = "known column, durations".into();
    } else if profile.percents > 0 {
        why = "known column, percent".into();
    }
    why
}

/// What a stated rate is good for, given the quantities beside it.
fn rate_why(template: &MetricTemplate, keys: &[&str]) -> Option<String> {
    let has = |key: &str| keys.contains(&key);
    let has_numerator = match template.numerator {
        Part::Itself | Part::Unknown => return None,
        Part::Quantity(key) => has(key),
        Part::Less(a, b) => has(a) && has(b),
    };
    Some(match (has_numerator, has(template.denominator)) {
        (true, true) => template.formula(),
        (false, true) => format!("times {} gives {}", template.denominator_words(), template.numerator_words()),
        (true, false) => format!("gives {} from {}", template.denominator_words(), template.numerator_words()),
        (false, false) => "only the rate is known".into(),
    })
}
