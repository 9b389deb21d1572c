//! What each column most likely is, and why. The user changes it in the recipe; nothing is decided for good here.

mod headers;
mod questions;

use super::dates::parse_epoch_date;
use super::format::{Export, Family, Is, known_export};
use super::library::{MetricTemplate, Part, named, normalize, template};
use super::profile::Profile;
use super::recipe::{Answer, ColumnRecipe, Recipe, Role};
use super::rule::NameRule;
use super::table::Table;
use crate::model::{Project, SourceId};
use headers::{
    CURRENCIES, CUSTOMERS, DATES, ENDS, EVENTS, IDS, NAMES, NOT_NEEDED, RESPONDENTS, SEGMENTS, STARTS, WEIGHTS,
};

/// A guess for every column, from its header, what it holds, and the columns beside it.
pub fn guess(table: &Table, project: &Project) -> Recipe {
    let mut recipe = match find_recipe(project, table) {
        Some((_, mut kept)) => {
            kept.columns.iter_mut().for_each(|column| column.why = "as last time".into());
            kept.table = table.offer_name();
            return kept;
        }
        None => Recipe { format: table.format.clone(), table: table.offer_name(), ..Recipe::default() },
    };
    let headers: Vec<String> = table.columns.iter().map(|column| normalize(&column.name)).collect();
    let export = known_export(table.columns.iter().map(|column| column.name.as_str()));
    let mut guess = Guess { table, headers: &headers, export, roles: vec![None; headers.len()], asks: Vec::new() };
    guess.known_columns();
    guess.dates();
    guess.single_things();
    guess.questions();
    guess.names();
    guess.numbers();
    guess.rest();
    for (column, answer) in std::mem::take(&mut guess.asks) {
        recipe.answer(&column, answer);
    }
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
    export: Option<&'static Export>,
    roles: Vec<Option<(Role, String)>>,
    /// What the export's kind answers, by column; the user may answer otherwise.
    asks: Vec<(String, Answer)>,
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

    fn any(&self, passes: impl Fn(&Role) -> bool) -> bool {
        self.roles.iter().flatten().any(|(role, _)| passes(role))
    }

    /// The columns that a known export says what they are. Figures of which it has none are left to the general rules.
    fn known_columns(&mut self) {
        let Some(export) = self.export else { return };
        for (column, header) in self.headers.iter().enumerate() {
            let Some(known) = export.column(header) else { continue };
            let profile = self.profile(column);
            let role = match known.is {
                Is::Touchpoint => Role::Touchpoint,
                Is::Date | Is::MonthFirstDate => Role::Date,
                Is::Start => Role::PeriodStart,
                Is::End => Role::PeriodEnd,
                Is::Currency => Role::Currency,
                Is::Quantity(key) => Role::Quantity(key.into()),
                Is::Rate(key) => Role::Rate(key.into()),
                Is::Answer(key, scale) => Role::Answer(key.into(), scale),
                Is::Id(key) => Role::Id(key.into()),
                Is::Customer => Role::Customer,
                Is::Event => Role::Event,
                Is::Not => Role::Ignore,
            };
            if role != Role::Ignore && self.has(&role) {
                self.set(column, Role::Ignore, "another column says it");
                continue;
            }
            let is_month_first = known.is == Is::MonthFirstDate && profile.date_order().is_none();
            let why = match known.why {
                "" if matches!(role, Role::Date) => date_why(profile),
                "" if role == Role::Touchpoint => names_why(profile),
                "" => "known column".into(),
                why => why.to_owned(),
            };
            if is_month_first && let Some(column) = self.table.columns.get(column) {
                self.asks.push((column.name.clone(), Answer::MonthFirst));
            }
            self.set(column, role, why);
        }
    }

    fn dates(&mut self) {
        let is_text = |profile: &Profile| profile.filled == 0 || (!profile.is_numeric() && !profile.is_dates());
        if !self.has(&Role::Currency)
            && let Some(column) = self.first_named(CURRENCIES, is_text)
        {
            self.set(column, Role::Currency, "currency column");
        }
        let is_dated = self.has(&Role::Date);
        let date = match is_dated {
            true => None,
            false => self
                .first_named(DATES, Profile::is_dates)
                .or_else(|| (0..self.headers.len()).find(|column| self.is_other_date(*column)))
                .or_else(|| (0..self.headers.len()).find(|column| self.is_epoch(*column))),
        };
        if let Some(column) = date {
            let why = date_why(self.profile(column));
            self.set(column, Role::Date, why);
        }
        let is_dated = is_dated || date.is_some();
        let of = |roles: &[Option<(Role, String)>], wanted: &Role| {
            roles.iter().position(|known| known.as_ref().is_some_and(|(role, _)| role == wanted))
        };
        for (role, names) in [(Role::PeriodStart, STARTS), (Role::PeriodEnd, ENDS)] {
            let known = of(&self.roles, &role);
            let Some(column) = known.or_else(|| self.first_named(names, Profile::is_dates)) else { continue };
            if is_dated {
                self.set(column, Role::Ignore, "the day is more exact");
            } else {
                let why = date_why(self.profile(column));
                self.set(column, role, why);
            }
        }
    }

    /// Numbers of orders and tickets, customers, events: columns of files with one row for each.
    fn single_things(&mut self) {
        if self.export.is_some() {
            return;
        }
        let is_any = |profile: &Profile| profile.filled > 0;
        for (key, names) in IDS {
            // A session only says something beside events.
            let needs_events = *key == "event-sessions" && self.first_named(EVENTS, |p| p.names < p.filled).is_none();
            if !needs_events
                && !self.any(|role| matches!(role, Role::Id(_)))
                && let Some(column) = self.first_named(names, is_any)
            {
                self.set(column, Role::Id((*key).to_owned()), "numbers of single things: each counts once");
            }
        }
        let is_known = |names: &[&str]| self.headers.iter().any(|header| names.contains(&header.as_str()));
        let has_people = is_known(CUSTOMERS);
        let has_ids = self.any(|role| matches!(role, Role::Id(_)));
        let event = self.first_named(EVENTS, |profile| profile.numbers == 0 && profile.names < profile.filled);
        let counts = self.headers.iter().any(|header| matches!(header.as_str(), "event count" | "count" | "events"));
        if let Some(column) = event.filter(|_| has_people && !counts) {
            self.set(column, Role::Event, "returning names beside people: each row is one event");
        }
        let is_event_log = self.has(&Role::Event);
        if (has_ids || is_event_log)
            && let Some(column) = self.first_named(CUSTOMERS, is_any)
        {
            self.set(column, Role::Customer, "counted; not kept");
        }
        if let Some(column) = self.first_named(WEIGHTS, Profile::is_numeric) {
            self.set(column, Role::Weight, "says how much a row counts");
        }
    }

    /// Answers, where each row is one respondent's.
    fn questions(&mut self) {
        let is_survey = matches!(self.table.family, Family::SurveyMonkey | Family::Qualtrics);
        let has_respondents = self.headers.iter().any(|header| RESPONDENTS.contains(&header.as_str()));
        let has_tickets = self.any(|role| matches!(role, Role::Id(key) if key == "tickets"));
        let is_asked = |name: &str| name.trim_end().ends_with('?') || name.contains("? ");
        for (column, of_table) in self.table.columns.iter().enumerate() {
            let is_single = is_survey || has_respondents || has_tickets || is_asked(&of_table.name);
            if !self.is_free(column) || !is_single || self.profile(column).is_dates() {
                continue;
            }
            let is_id = self.headers.get(column).is_some_and(|header| RESPONDENTS.contains(&header.as_str()));
            if !is_id && let Some((role, why)) = questions::question(self.table, column, &of_table.name) {
                self.set(column, role, why);
            }
        }
    }

    fn names(&mut self) {
        let is_text = |profile: &Profile| profile.filled == 0 || (!profile.is_numeric() && !profile.is_dates());
        let is_whole = self.export.is_some_and(|export| export.whole.is_some());
        if !is_whole && !self.any(|role| matches!(role, Role::Touchpoint | Role::Event)) {
            // Free text is no name: answers and tickets without a known column of names go to one touchpoint.
            let is_of_rows = self.any(|role| matches!(role, Role::Answer(..) | Role::Id(_)));
            let likeliest = || if is_of_rows { None } else { self.likeliest_names() };
            if let Some(column) = self.first_named(NAMES, is_text).or_else(likeliest) {
                let why = names_why(self.profile(column));
                self.set(column, Role::Touchpoint, why);
            }
        }
        if !self.has(&Role::Segment)
            && let Some(column) = self.first_named(SEGMENTS, is_text)
        {
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

    /// Moments counted from 1970 under a header that speaks of time.
    fn is_epoch(&self, column: usize) -> bool {
        let says_time =
            |header: &String| header.split(' ').any(|word| matches!(word, "timestamp" | "time" | "date" | "epoch"));
        let mut cells = (0..self.table.row_count().min(20)).map(|row| self.table.cell(row, column)).peekable();
        self.is_free(column)
            && self.headers.get(column).is_some_and(says_time)
            && cells.peek().is_some()
            && cells.all(|cell| parse_epoch_date(&cell).is_some())
    }

    /// Without a known header: the first column of texts of which some return.
    fn likeliest_names(&self) -> Option<usize> {
        let mut texts = (0..self.headers.len()).filter(|column| {
            let profile = self.profile(*column);
            let is_needed = self.headers.get(*column).is_none_or(|header| not_needed(header).is_none());
            let is_text = profile.filled > 0 && profile.numbers * 2 < profile.filled && !profile.is_dates();
            is_needed && is_text && self.is_free(*column)
        });
        texts.next()
    }

    fn numbers(&mut self) {
        // Of two columns for one metric, the likelier header wins.
        let mut claims: Vec<(usize, usize, &'static MetricTemplate)> = Vec::new();
        for (column, header) in self.headers.iter().enumerate() {
            if !self.is_free(column) || not_needed(header).is_some() {
                continue;
            }
            // "All visits: Orders": what stands below a group's name says what is counted.
            let tail = || {
                let name = &self.table.columns.get(column)?.name;
                let (_, tail) = name.rsplit_once(": ")?;
                self.named(&normalize(tail)).map(|(template, rank)| (template, rank + 100))
            };
            if let Some((template, rank)) = self.named(header).or_else(tail) {
                claims.push((rank, column, template));
            }
        }
        claims.sort_by_key(|(rank, column, _)| (*rank, *column));
        let mut taken: Vec<(&str, usize)> = Vec::new();
        for (column, role) in self.roles.iter().enumerate() {
            if let Some((Role::Quantity(key) | Role::Rate(key), _)) = role
                && let Some(known) = template(key)
            {
                taken.push((known.key, column));
            }
        }
        let of_export = taken.len();
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
                    Part::Quantity(_) | Part::Less(..) | Part::Quantile(..) | Part::Unknown => {
                        Role::Rate(template.key.into())
                    }
                };
                let why = number_why(template, profile);
                self.set(column, role, why);
            }
        }
        let keys: Vec<&str> = taken.iter().map(|(key, _)| *key).collect();
        for (key, column) in taken.iter().skip(of_export) {
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
            "click through rate" if !has("impressions") && !has("impr") && (has("opened") || has("opens")) => {
                "click-to-open-rate"
            }
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
            let why = if let Some(why) = not_needed(header) {
                why.to_owned()
            } else if header.split(' ').any(|word| matches!(word, "id" | "sku" | "code")) {
                "identifier".into()
            } else if profile.filled == 0 {
                "empty".into()
            } else if profile.is_numeric() {
                unknown_why(profile)
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

/// Why a column of that header is not needed, if it is not.
fn not_needed(header: &str) -> Option<&'static str> {
    NOT_NEEDED.iter().find(|(name, _)| *name == header).map(|(_, why)| *why)
}

/// What figures under an unknown header look like.
fn unknown_why(profile: &Profile) -> String {
    let what = match () {
        () if profile.percents > 0 => "shares in percent",
        () if profile.durations > 0 => "durations",
        () if !profile.currencies.is_empty() => "amounts of money",
        () => "figures",
    };
    format!("unknown {what}: choose what they are to attach them")
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
        () if profile.dates == 0 && profile.numbers > 0 => "counted from 1970 on",
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
        Part::Itself | Part::Quantile(..) | Part::Unknown => return None,
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
