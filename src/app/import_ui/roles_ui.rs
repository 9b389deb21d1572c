//! The menu that says what a column is: a search field above all roles, in groups and plain words.

use egui::{Key, RichText, TextEdit, Ui, WidgetInfo};

use super::super::import_state::ImportState;
use super::super::request::Requests;
use super::super::style::{color32, icon, strong};
use super::super::workspace::Workspace;
use super::{SCROLL_BAR, replan};
use crate::base::Icon;
use crate::import::plan::PlanColumn;
use crate::import::{Role, metric_library};

const WIDTH: f32 = 340.0;
const ROW_HEIGHT: f32 = 24.0;
/// The most of the window's height that the list takes.
const SHARE_OF_WINDOW: f32 = 0.5;

/// A role as it is offered.
struct Offer {
    role: Role,
    label: String,
    /// What it means, in a few words.
    hint: String,
    /// Other words that it is found by.
    words: &'static [&'static str],
}

/// What is typed in the search field of the menu that is open.
#[derive(Clone, Default)]
struct Search {
    query: String,
    has_had_focus: bool,
}

fn search_id() -> egui::Id {
    egui::Id::unique("search for a role")
}

/// Clears the search when a menu opens.
pub(super) fn begin(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(search_id(), Search::default()));
}

/// Draws the menu for a column.
pub(super) fn roles_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    state: &ImportState,
    requests: &mut Requests,
    index: usize,
    column: &PlanColumn,
) {
    let theme = &workspace.theme;
    let muted = color32(theme.color.muted);
    ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = ROW_HEIGHT;
    ui.spacing_mut().button_padding.y = 2.0;
    let mut search: Search = ui.data(|data| data.get_temp(search_id())).unwrap_or_default();
    let field = TextEdit::singleline(&mut search.query)
        .hint_text("Find what the column is")
        .prefix(icon(Icon::Search, 14.0).color(muted))
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 5));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Find what the column is"));
    if !search.has_had_focus {
        response.request_focus();
        search.has_had_focus = true;
    }
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let query = search.query.trim().to_lowercase();
    ui.data_mut(|data| data.insert_temp(search_id(), search));
    ui.add_space(4.0);
    if query.is_empty() && !column.why.is_empty() {
        let why = RichText::new(format!("Now {}: {}", column.label, column.why)).size(theme.window.small_text);
        ui.add(egui::Label::new(why.color(muted)).wrap());
        ui.add_space(4.0);
    }

    let mut chosen = None;
    let mut first = None;
    let mut exact = None;
    let height = ui.ctx().content_rect().height() * SHARE_OF_WINDOW;
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        let width = ui.available_width() - SCROLL_BAR;
        ui.set_max_width(width);
        for (title, offers) in groups(&column.name) {
            let found: Vec<&Offer> = offers.iter().filter(|offer| is_found(offer, &query)).collect();
            if found.is_empty() {
                continue;
            }
            if !title.is_empty() {
                ui.add_space(6.0);
                ui.label(strong(title).size(theme.window.small_text));
                ui.add_space(2.0);
            }
            for offer in found {
                first.get_or_insert_with(|| offer.role.clone());
                if offer.label.to_lowercase() == query {
                    exact.get_or_insert_with(|| offer.role.clone());
                }
                let hint = RichText::new(shortened(offer)).size(theme.window.small_text).color(muted);
                let row = egui::Button::selectable(column.role == offer.role, &offer.label)
                    .right_text(hint)
                    .min_size(egui::vec2(width, ROW_HEIGHT))
                    .truncate();
                let response = ui.add(row);
                let response = if offer.hint.is_empty() { response } else { response.on_hover_text(&offer.hint) };
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &offer.label));
                if response.clicked() {
                    chosen = Some(offer.role.clone());
                }
            }
        }
        if first.is_none() {
            ui.label(RichText::new("Nothing is called so.").color(muted));
        }
    });
    if enter && !query.is_empty() {
        chosen = chosen.or(exact).or(first);
    }
    if let Some(role) = chosen {
        let mut recipe = state.recipe.clone();
        recipe.set_role(index, role);
        replan(requests, recipe, &state.options);
        ui.close();
    }
}

/// The hint as far as there is room beside the label.
fn shortened(offer: &Offer) -> String {
    const ROOM: usize = 50;
    let room = ROOM.saturating_sub(offer.label.chars().count()).max(6);
    match offer.hint.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", offer.hint.get(..end).unwrap_or_default().trim_end()),
        None => offer.hint.clone(),
    }
}

fn is_found(offer: &Offer, query: &str) -> bool {
    query.is_empty()
        || offer.label.to_lowercase().contains(query)
        || offer.hint.to_lowercase().contains(query)
        || offer.words.iter().any(|word| word.contains(query))
}

/// All roles, in groups.
fn groups(column: &str) -> Vec<(&'static str, Vec<Offer>)> {
    let offer = |role: Role, hint: &str| Offer { label: role.label(), role, hint: hint.to_owned(), words: &[] };
    let amounts = metric_library().iter().filter(|known| known.is_quantity()).map(|known| Offer {
        role: Role::Quantity(known.key.to_owned()),
        label: known.name.to_owned(),
        hint: String::new(),
        words: known.headers,
    });
    let own = Offer {
        role: Role::own_quantity(column),
        label: format!("“{column}” as it stands"),
        hint: "a count of your own".to_owned(),
        words: &[],
    };
    // Answers, and numbers of orders and the like: as the recipe groups them.
    let singles = Role::choices(column).into_iter().filter(|group| group.is_of_single_things).map(|group| {
        let offers = group.roles.into_iter().map(|role| {
            let hint = role.hint();
            offer(role, hint)
        });
        (group.title, offers.collect::<Vec<_>>())
    });
    let rates = metric_library().iter().filter(|known| !known.is_quantity()).map(|known| Offer {
        role: Role::Rate(known.key.to_owned()),
        label: known.name.to_owned(),
        hint: known.formula(),
        words: known.headers,
    });
    let mut groups = vec![
        ("", vec![offer(Role::Ignore, "nothing comes of it")]),
        (
            "What a row is about",
            vec![
                offer(Role::Touchpoint, "campaign, page, mailing …"),
                offer(Role::Segment, "kept apart: device, country …"),
                offer(Role::Currency, "EUR, USD … of the row's amounts"),
            ],
        ),
        (
            "When",
            vec![
                offer(Role::Date, "the row's day or month"),
                offer(Role::PeriodStart, "of the row's days"),
                offer(Role::PeriodEnd, "of the row's days"),
            ],
        ),
    ];
    groups.extend(singles);
    let parts = [Role::Numerator, Role::Denominator].map(|role| offer(role.clone(), role.hint()));
    groups.push(("Amounts", std::iter::once(own).chain(parts).chain(amounts).collect()));
    let own_rate = Role::own_rate(column);
    let own_rate = Offer { label: format!("“{column}” as a rate"), ..offer(own_rate.clone(), own_rate.hint()) };
    let stated = [own_rate, offer(Role::Weight, Role::Weight.hint())];
    groups.push(("Rates as stated", stated.into_iter().chain(rates).collect()));
    groups
}

#[cfg(test)]
mod tests {
    use super::{groups, is_found};

    #[test]
    fn roles_are_found_by_name_by_what_they_mean_and_by_what_exports_call_them() {
        let all = groups("Taps");
        let found = |query: &str| -> Vec<String> {
            all.iter()
                .flat_map(|(_, offers)| offers)
                .filter(|offer| is_found(offer, query))
                .map(|offer| offer.label.clone())
                .collect()
        };
        assert!(found("").len() > 40);
        assert_eq!(found("campaign"), ["Touchpoint"]);
        assert!(found("sitzungen").contains(&"Sessions".to_owned()));
        assert!(found("clicks ÷ impressions").contains(&"CTR".to_owned()));
        assert_eq!(found("taps"), ["“Taps” as it stands", "“Taps” as a rate"]);
        assert!(found("answers 0 to 10").contains(&"NPS, answers 0 to 10".to_owned()));
        assert!(found("no such role").is_empty());
    }
}
