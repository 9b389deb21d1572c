//! The menu of days: whole stretches, around the start of an action, or days of one's own.

use egui::{Id, Margin, RichText, Sense, TextEdit, Ui, vec2};

use super::choices::{Days, PeriodsChoice, days_label, days_spec};
use super::menu_ui;
use crate::analysis::compare::{CompareSpec, Matching, Stretch};
use crate::app::style::{color32, strong};
use crate::app::widgets::{Emphasis, IconButton, text_in};
use crate::app::workspace::Workspace;
use crate::base::Period;
use crate::import::typed::{parse_day, parse_first_day};

/// The most actions that are offered.
const MOST_ACTIONS: usize = 12;

/// Draws the button that opens the menu.
pub fn days_ui(ui: &mut Ui, workspace: &Workspace, choice: &mut PeriodsChoice) {
    let project = workspace.document.project();
    let label = match days_spec(workspace, choice.days) {
        Ok(spec) => {
            let spec = CompareSpec { matching: choice.matching, ..spec };
            format!("{} vs {}", spec.after.label(), spec.days_before().label())
        }
        Err(_) => days_label(project, choice.days),
    };
    let words = ("Days", "Which days are compared with which");
    menu_ui(ui, &label, words, false, |ui| {
        let mut taken = None;
        entry_ui(ui, workspace, choice, (Days::View, "Period of the tool bar"), &mut taken);
        for stretch in Stretch::ALL {
            if stretch.last(&workspace.numbers).is_some() {
                entry_ui(ui, workspace, choice, (Days::Last(stretch), stretch.label()), &mut taken);
            }
        }
        let started = project.actions.values().filter(|action| action.start.is_some()).take(MOST_ACTIONS);
        let started: Vec<_> =
            started.map(|action| (Days::Around(action.id), days_label(project, Days::Around(action.id)))).collect();
        if !started.is_empty() {
            ui.separator();
        }
        for (days, label) in &started {
            if days_spec(workspace, *days).is_ok() {
                entry_ui(ui, workspace, choice, (*days, label), &mut taken);
            }
        }
        ui.separator();
        own_ui(ui, workspace, choice, &mut taken);
        if let Some(days) = taken {
            // What weekdays do is no effect of an action.
            choice.matching = match days {
                Days::Around(_) if choice.matching == Matching::AsTheyAre => Matching::Weekday,
                Days::View | Days::Last(_) | Days::Around(_) | Days::Own(..) => choice.matching,
            };
            choice.days = days;
            ui.close();
        }
    });
}

fn entry_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    choice: &PeriodsChoice,
    (days, label): (Days, &str),
    taken: &mut Option<Days>,
) {
    let spec = days_spec(workspace, days);
    let response = ui.selectable_label(choice.days == days, label);
    let response = match &spec {
        Ok(spec) => response.on_hover_text(format!("{} against {}", spec.after.label(), spec.before.label())),
        Err(why) => response.on_hover_text(why),
    };
    if response.clicked() {
        *taken = Some(days);
    }
}

/// Days as typed so far.
#[derive(Clone, Default)]
struct Typed {
    /// Whose days they began as.
    of: Option<Days>,
    /// From and to before, from and to after.
    texts: [String; 4],
}

fn own_ui(ui: &mut Ui, workspace: &Workspace, choice: &PeriodsChoice, taken: &mut Option<Days>) {
    const WIDTH: f32 = 108.0;
    let id = Id::unique("own days to compare");
    let mut typed: Typed = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if typed.of != Some(choice.days) {
        let shown = days_spec(workspace, choice.days).map(|spec| (spec.before, spec.after));
        let days = shown.map(|(before, after)| [before.from, before.to, after.from, after.to]);
        typed = Typed {
            of: Some(choice.days),
            texts: days.map(|days| days.map(crate::base::date::format_date)).unwrap_or_default(),
        };
    }
    // Fields are no entries, and do not look like them.
    ui.reset_style();
    ui.add_space(2.0);
    ui.label(strong("Own days"));
    let height = workspace.theme.window.control_height;
    for (row, name) in [(0, "Before"), (1, "After")] {
        ui.horizontal(|ui| {
            let (label, _) = ui.allocate_exact_size(vec2(52.0, height), Sense::hover());
            let font = egui::TextStyle::Body.resolve(ui.style());
            text_in(ui, label, name, font, color32(workspace.theme.color.muted));
            for (at, end) in [(0, "from"), (1, "to")] {
                let Some(text) = typed.texts.get_mut(row * 2 + at) else { continue };
                let field = TextEdit::singleline(text).hint_text("31 Dec 2026").margin(Margin::symmetric(8, 5));
                ui.add_sized(vec2(WIDTH, height), field).accessible_name(format!("{name}, {end}"));
            }
        });
    }
    ui.add_space(2.0);
    let read = own_days(&typed.texts);
    ui.horizontal(|ui| {
        let go = IconButton::new(None, "Compare these days", "Compare these days")
            .emphasis(Emphasis::Primary)
            .enabled(read.is_ok());
        if go.ui(ui, &workspace.theme).clicked()
            && let Ok((before, after)) = read
        {
            *taken = Some(Days::Own(before, after));
        }
    });
    if let Err(why) = &read {
        ui.set_max_width(300.0);
        let text = RichText::new(why).size(workspace.theme.window.small_text);
        ui.add(egui::Label::new(text.color(color32(workspace.theme.color.muted))).wrap());
    }
    ui.data_mut(|data| data.insert_temp(id, typed));
}

/// The two periods that were typed.
fn own_days([before_from, before_to, after_from, after_to]: &[String; 4]) -> Result<(Period, Period), String> {
    let period = |from: &str, to: &str, name: &str| {
        let day = |read: fn(&str) -> Option<crate::base::Date>, text: &str| {
            read(text).ok_or_else(|| format!("\u{201c}{}\u{201d} is no day. Write 31 Dec 2026.", text.trim()))
        };
        let (from, to) = (day(parse_first_day, from)?, day(parse_day, to)?);
        Period::new(from, to).ok_or_else(|| format!("{name} ends before it begins. Swap its days."))
    };
    let before = period(before_from, before_to, "Before")?;
    let after = period(after_from, after_to, "After")?;
    CompareSpec::new(before, after).problem().map_or(Ok((before, after)), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_days_are_read_as_people_write_them() {
        let read = |texts: [&str; 4]| {
            own_days(&texts.map(str::to_owned)).map(|(before, after)| (before.label(), after.label()))
        };
        assert_eq!(
            read(["Aug 2026", "Aug 2026", "2026-09-01", "30.9.2026"]),
            Ok(("Aug 2026".to_owned(), "Sep 2026".to_owned()))
        );
        for (texts, words) in [
            (["1 Aug 2026", "soon", "1 Sep 2026", "30 Sep 2026"], "\u{201c}soon\u{201d} is no day"),
            (["31 Aug 2026", "1 Aug 2026", "1 Sep 2026", "30 Sep 2026"], "Before ends before it begins"),
            (["1 Aug 2026", "1 Sep 2026", "1 Sep 2026", "30 Sep 2026"], "share days"),
            (["1 Sep 2026", "30 Sep 2026", "1 Aug 2026", "31 Aug 2026"], "Swap them"),
        ] {
            let why = read(texts).unwrap_err();
            assert!(why.contains(words), "{why}");
        }
    }
}
