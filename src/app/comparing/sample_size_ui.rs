//! The dialog "How many visits are needed": a form, its answer, what shorter waits would show, and the formula.

use egui::{Context, Grid, RichText, ScrollArea, TextEdit, Ui};

use super::sample_size::{ALPHAS, Answer, POWERS, SampleSize};
use crate::analysis::Certainty;
use crate::analysis::compare::{Cases, Variation};
use crate::app::bottom::offered_metrics;
use crate::app::modal_ui::{foot, framed_modal};
use crate::app::request::{Request, Requests};
use crate::app::style::{color32, icon, strong};
use crate::app::widgets::{Emphasis, IconButton, combo_icon, field, section};
use crate::app::workspace::{Dialog, Workspace};
use crate::base::Icon;
use crate::base::number::{format_change_full, format_full, format_grouped, format_relative_change};

const FIELD: f32 = 120.0;
/// For so many days on each side it is said what they would show.
const WAITS: [f64; 4] = [7.0, 14.0, 28.0, 84.0];

/// Draws the dialog.
pub fn sample_size_ui(ctx: &Context, workspace: &Workspace, form: &SampleSize, requests: &mut Requests) {
    let theme = &workspace.theme;
    let mut changed = form.clone();
    let shown = framed_modal(ctx, workspace, "sample size", 520.0, |ui| {
        ui.heading("How many visits are needed?");
        let muted = |text: &str| RichText::new(text).color(color32(theme.color.muted));
        let text = "How long to wait, before and after, until a change of that size can be told from chance.";
        ui.add(egui::Label::new(muted(text)).wrap());
        ui.add_space(8.0);
        form_ui(ui, workspace, &mut changed);
        ui.add_space(6.0);
        match changed.answer() {
            Ok(answer) => answer_ui(ui, workspace, &changed, &answer),
            Err(why) => {
                ui.horizontal_top(|ui| {
                    ui.label(icon(Icon::CircleAlert, 15.0).color(color32(theme.color.risk)));
                    ui.add(egui::Label::new(why).wrap());
                });
            }
        }
        if foot(ui, workspace, "Close", &[]).is_some() {
            requests.push(Request::Dialog(None));
        } else if changed != *form {
            requests.push(Request::Dialog(Some(Dialog::SampleSize(Box::new(changed)))));
        }
    });
    if shown.should_close() {
        requests.push(Request::Dialog(None));
    }
}

fn form_ui(ui: &mut Ui, workspace: &Workspace, form: &mut SampleSize) {
    let theme = &workspace.theme;
    field(ui, theme, "Metric", |ui| metric_ui(ui, workspace, form));
    if form.metric.is_some() {
        field(ui, theme, "Where", |ui| {
            let days = form.period.map_or_else(|| "all days".to_owned(), crate::base::Period::label);
            let text = RichText::new(format!("{}, {days}", form.place));
            ui.add(egui::Label::new(text.color(color32(theme.color.muted))).truncate());
        });
    }
    let unit = form.unit.clone();
    let now = match form.variation.cases() {
        Cases::Visits => "Share now",
        Cases::Answers => "Mean now",
        Cases::Days => "Per day now",
    };
    field(ui, theme, now, |ui| {
        text_ui(ui, "Value now", &mut form.value, "5%");
        if form.variation.deviation().is_some() {
            ui.label("±");
            let what = match form.variation.cases() {
                Cases::Days => "Deviation of days",
                Cases::Visits | Cases::Answers => "Deviation of answers",
            };
            text_ui(ui, what, &mut form.deviation, "1.0")
                .on_hover_text(format!("{what}: how far single ones are from the mean, as their standard deviation"));
        }
    });
    field(ui, theme, "Change", |ui| {
        let example = if form.is_relative { "10%".to_owned() } else { format_full(0.01, &unit) };
        text_ui(ui, "Change to be seen", &mut form.change, &example);
        for (is_relative, name, tip) in [
            (true, "of the value", "Relative: 10% of 5% is half a point"),
            (
                false,
                if form.unit == crate::base::number::Unit::Share { "points" } else { "absolute" },
                "In the unit of the metric",
            ),
        ] {
            let button =
                IconButton::new(None, name, name).emphasis(Emphasis::Outlined).on(form.is_relative == is_relative);
            if button.tip(tip).ui(ui, theme).clicked() {
                form.is_relative = is_relative;
            }
        }
    });
    if form.variation.cases() != Cases::Days {
        field(ui, theme, "A day", |ui| {
            text_ui(ui, "Traffic a day", &mut form.per_day, "unknown");
            ui.label(RichText::new(form.variation.cases().label()).color(color32(theme.color.muted)));
        });
    }
    field(ui, theme, "Certainty", |ui| {
        let Certainty { power, alpha } = form.certainty;
        choice_ui(ui, ("Power", "How often such a change is found"), (power, &POWERS), &mut form.certainty.power);
        ui.label("power");
        choice_ui(
            ui,
            ("Significance", "How often chance alone is taken for a change"),
            (alpha, &ALPHAS),
            &mut form.certainty.alpha,
        );
        ui.label("significance, two-sided");
    });
}

fn metric_ui(ui: &mut Ui, workspace: &Workspace, form: &mut SampleSize) {
    let numbers = &workspace.numbers;
    let name = |id| numbers.metric(id).map_or("", |metric| metric.name.as_str());
    let own = |variation: Variation| match variation {
        Variation::Share => "Own figures: a share",
        Variation::Answers { .. } | Variation::Days { .. } => "Own figures: a mean",
    };
    let shown = form.metric.map_or_else(|| own(form.variation), name).to_owned();
    let mut taken = None;
    let combo = egui::ComboBox::from_id_salt("metric of the sample size")
        .selected_text(shown)
        .width(ui.available_width())
        .height(320.0)
        .icon(combo_icon)
        .show_ui(ui, |ui| {
            for variation in [Variation::Share, Variation::Answers { deviation: 1.0 }] {
                let is_on = form.metric.is_none() && own(form.variation) == own(variation);
                if ui.selectable_label(is_on, own(variation)).clicked() {
                    taken = Some(form.clone().with_own(variation));
                }
            }
            let mut offered = offered_metrics(workspace);
            if let Some(metric) = form.metric.filter(|metric| !offered.contains(metric)) {
                offered.insert(0, metric);
            }
            for metric in offered {
                if ui.selectable_label(form.metric == Some(metric), name(metric)).clicked() {
                    taken = Some(form.clone().with_metric(numbers, Some(metric)));
                }
            }
        });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Metric"));
    if let Some(taken) = taken {
        *form = taken;
    }
}

fn text_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str) -> egui::Response {
    let field = TextEdit::singleline(text).desired_width(FIELD).hint_text(hint.to_owned());
    ui.add(field.margin(egui::Margin::symmetric(8, 6)).id_salt(name)).accessible_name(name)
}

fn choice_ui(ui: &mut Ui, (name, tip): (&str, &str), (now, offered): (f64, &[f64]), chosen: &mut f64) {
    let percent = |share: f64| format!("{}%", (share * 100.0).round());
    let combo =
        egui::ComboBox::from_id_salt(name).selected_text(percent(now)).width(64.0).icon(combo_icon).show_ui(ui, |ui| {
            for share in offered {
                if ui.selectable_label(now == *share, percent(*share)).clicked() {
                    *chosen = *share;
                }
            }
        });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    combo.response.on_hover_text(tip);
}

fn answer_ui(ui: &mut Ui, workspace: &Workspace, form: &SampleSize, answer: &Answer) {
    let theme = &workspace.theme;
    let muted = |text: &str| RichText::new(text).color(color32(theme.color.muted));
    let Answer { present, needed } = answer;
    let cases = present.variation.cases();
    let frame = egui::Frame::NONE.fill(color32(theme.color.accent_tint)).corner_radius(8).inner_margin(12);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let text = format!("{} {} on each side", format_grouped(needed.per_side, 0), cases.label());
        ui.label(strong(text).size(theme.window.heading_text));
        if let Some(days) = needed.days_per_side.filter(|_| cases != Cases::Days) {
            let per_day = present.per_day.map(|it| format_grouped(it, usize::from(it < 10.0))).unwrap_or_default();
            let days = format_grouped(days, 0);
            ui.label(format!("{days} days before and {days} days after, at {per_day} {} a day.", cases.label()));
        }
        let full = |value: f64| format_full(value, &form.unit);
        let text = format!(
            "To tell {} from {}: found {:.0} times in 100 if it is there, and {:.0} in 100 if it is not.",
            full(needed.value_after),
            full(present.value),
            form.certainty.power * 100.0,
            form.certainty.alpha * 100.0
        );
        ui.add(egui::Label::new(muted(&text)).wrap());
    });
    if present.per_day.is_some() {
        section(ui, theme, "The smallest change that a wait would show", |_| {});
        let seen = WAITS.map(|days| present.seen_after(days, form.certainty));
        let unknown = || "–".to_owned();
        Grid::new("waits").num_columns(WAITS.len() + 1).spacing([26.0, 3.0]).show(ui, |ui| {
            ui.label(muted("Days on each side"));
            for days in WAITS {
                ui.label(format_grouped(days, 0));
            }
            ui.end_row();
            ui.label(muted("Smallest rise"));
            for seen in seen {
                ui.label(seen.map_or_else(unknown, |rise| format_change_full(rise, present.value, &form.unit)));
            }
            ui.end_row();
            ui.label(muted("Of the value"));
            for seen in seen {
                let relative = seen.filter(|_| present.value != 0.0).map(|rise| rise / present.value.abs());
                ui.label(relative.map_or_else(unknown, format_relative_change));
            }
            ui.end_row();
        });
    }
    section(ui, theme, "How it is counted", |_| {});
    ScrollArea::horizontal().id_salt("formula").auto_shrink([false, true]).show(ui, |ui| {
        ui.add(egui::Label::new(muted(present.variation.formula())).wrap());
    });
    let caution = match present.variation {
        Variation::Share => "Where days differ more than chance alone would let them, more are needed.",
        Variation::Answers { .. } => "Where answers of the same day or person are alike, more are needed.",
        Variation::Days { .. } => "Where days are like their neighbors, more are needed.",
    };
    ui.add(egui::Label::new(muted(caution)).wrap());
}
