//! What the ranking counts and how much: a slider for each part, and the value of a conversion.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Button, Layout, PopupCloseBehavior, RichText, Slider, Ui, WidgetInfo, vec2};

use crate::analysis::priority::measures::VOLUME_RULE;
use crate::analysis::priority::{PartKind, worth};
use crate::app::inspector::value_line;
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon, strong};
use crate::app::workspace::Workspace;
use crate::base::Icon;
use crate::base::number::{Unit, format_full};
use crate::edit::{Edit, StrategyChange};
use crate::import::typed::parse_value;
use crate::model::{Money, Weights};
use crate::scene::Theme;

const WIDTH: f32 = 300.0;
/// The room of the name before each slider, in points.
const NAME: f32 = 112.0;

/// The color of a part, in the bars of the ranking and in the sums.
pub(super) fn part_color(theme: &Theme, kind: PartKind) -> egui::Color32 {
    let at = PartKind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
    theme.color.series.get(at).map_or(egui::Color32::GRAY, |color| color32(*color))
}

/// Draws the button that opens them.
pub(super) fn weights_menu_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let text = ("Weights", icon(Icon::ChevronDown, 12.0));
    let button = Button::new(text).frame_when_inactive(false);
    // A slider is no entry that closes its menu.
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        // It is no list of entries, and does not look like one.
        ui.reset_style();
        ui.set_width(WIDTH);
        ui.with_layout(Layout::top_down(Align::Min), |ui| weights_ui(ui, workspace, requests));
    });
    response.on_hover_text("How much each part counts, and what a conversion is worth");
}

fn weights_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let theme = &workspace.theme;
    let weights = workspace.document.project().strategy.weights;
    let muted = |text: &str| RichText::new(text).size(theme.window.small_text).color(color32(theme.color.muted));
    ui.label(strong("How much each part counts"));
    ui.add(egui::Label::new(muted("0 to 10. What is not known of a touchpoint does not count.")).wrap());
    for kind in PartKind::ALL {
        if let Some(weights) = weight_ui(ui, workspace, requests, kind, weights) {
            requests.edit(Edit::ChangeStrategy { change: StrategyChange::Weights(weights) });
        }
    }
    if weights != Weights::default() && ui.button("All alike").on_hover_text("Give every part the weight 5").clicked() {
        requests.push(Request::Seal);
        requests.edit(Edit::ChangeStrategy { change: StrategyChange::Weights(Weights::default()) });
        requests.push(Request::Seal);
    }
    ui.separator();
    ui.label(strong("Value of a conversion"));
    value_ui(ui, workspace, requests);
    ui.add(egui::Label::new(muted(worth::WORTH_RULE)).wrap());
}

fn weight_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    requests: &mut Requests,
    kind: PartKind,
    weights: Weights,
) -> Option<Weights> {
    let theme = &workspace.theme;
    let mut value = kind.weight(&weights);
    let mut changed = None;
    ui.horizontal(|ui| {
        let (rect, name) = ui.allocate_exact_size(vec2(NAME, theme.window.control_height), egui::Sense::hover());
        let swatch = egui::Rect::from_center_size(rect.left_center() + vec2(5.0, 0.0), vec2(10.0, 10.0));
        ui.painter().rect_filled(swatch, 2.0, part_color(theme, kind));
        let font = egui::TextStyle::Body.resolve(ui.style());
        let at = rect.left_center() + vec2(16.0, 0.0);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, kind.label(), font, color32(theme.color.ink));
        let tip = match kind {
            PartKind::Volume => format!("{} {VOLUME_RULE}", kind.rule()),
            PartKind::Importance | PartKind::Satisfaction | PartKind::KpiGap => kind.rule().to_owned(),
        };
        name.on_hover_text(&tip);
        ui.spacing_mut().slider_width = WIDTH - NAME - 62.0;
        // The rail would otherwise have the color of the menu.
        ui.visuals_mut().widgets.inactive.bg_fill = color32(theme.color.outline);
        let slider = ui.add(Slider::new(&mut value, 0..=Weights::MOST).step_by(1.0));
        slider.widget_info(|| WidgetInfo::slider(true, f64::from(value), format!("Weight of {}", kind.label())));
        if slider.drag_stopped() || slider.lost_focus() {
            requests.push(Request::Seal);
        }
        if slider.changed() {
            changed = Some(kind.with_weight(weights, value));
        }
        slider.on_hover_text(tip);
    });
    changed
}

fn value_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests) {
    let value = workspace.document.project().strategy.conversion_value.clone();
    let usual = usual_currency(workspace);
    let currency = value.as_ref().map_or(usual.as_str(), |money| money.currency.as_str()).to_owned();
    let shown = value.as_ref().map(|money| format_full(money.amount, &Unit::Currency(money.currency.clone())));
    let hint = format!("60 {currency}");
    let read = |text: &str| {
        if text.trim().is_empty() {
            return Some(None);
        }
        money(text, &currency).map(Some)
    };
    let line = (&value, shown.as_deref().unwrap_or_default(), hint.as_str());
    if let Some(value) = value_line(ui, workspace, requests, "Value of a conversion", line, read) {
        requests.edit(Edit::ChangeStrategy { change: StrategyChange::ConversionValue(value) });
    }
}

/// "60", "€60", "60 USD"; without a currency it is that one. `None` for what is no amount, or less than nothing.
fn money(text: &str, usual: &str) -> Option<Money> {
    let text = text.trim().to_uppercase();
    let code: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let own = (code.len() == 3).then_some(code.as_str());
    let signs = [('€', "EUR"), ('$', "USD"), ('£', "GBP"), ('¥', "JPY")];
    let signed = signs.into_iter().find(|(sign, _)| text.contains(*sign)).map(|(_, code)| code);
    // A sign that stands for several currencies is the usual one where that is written with it.
    let currency = own.or(signed).unwrap_or(usual);
    let amount = parse_value(&text, &Unit::Currency(currency.to_owned())).filter(|amount| *amount >= 0.0)?;
    Some(Money { amount, currency: currency.to_owned() })
}

/// The currency that the project's figures are in, else euros.
fn usual_currency(workspace: &Workspace) -> String {
    let metrics = workspace.document.project().metrics.values();
    let mut codes = metrics.filter_map(|metric| match &metric.unit {
        Unit::Currency(code) => Some(code.clone()),
        Unit::Count | Unit::Share | Unit::Seconds | Unit::Minutes | Unit::Points | Unit::Times => None,
    });
    codes.next().unwrap_or_else(|| "EUR".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_a_conversion_is_typed_with_its_currency_or_without() {
        for (text, expected) in [
            ("60", Some((60.0, "CHF"))),
            ("€60", Some((60.0, "EUR"))),
            ("60 USD", Some((60.0, "USD"))),
            ("usd 12.50", Some((12.5, "USD"))),
            ("1,250.50", Some((1_250.5, "CHF"))),
            ("0", Some((0.0, "CHF"))),
            ("-3", None),
            ("a lot", None),
        ] {
            let money = money(text, "CHF");
            let read = money.as_ref().map(|money| (money.amount, money.currency.as_str()));
            assert_eq!(read, expected, "{text}");
        }
    }
}
