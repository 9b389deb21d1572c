//! What every theme file must hold to: text that can be read, and colors that can be told apart by everyone.

use super::*;
use crate::base::vision::{Vision, distance};

/// Text. Source: WCAG 2.2, 1.4.3.
const TEXT: f64 = 4.5;
/// Marks, icons, lines that carry meaning, and the ring around what has the focus. Source: WCAG 2.2, 1.4.11.
const MARK: f64 = 3.0;

fn themes() -> impl Iterator<Item = (&'static str, Theme)> {
    ThemeName::ALL.into_iter().map(|name| (name.code(), Theme::load(name).as_ref().clone()))
}

fn lane_cards(c: &Colors) -> [(&'static str, CardColors); 9] {
    [
        ("actions", c.actions),
        ("thoughts", c.thoughts),
        ("pain points", c.pain_points),
        ("opportunities", c.opportunities),
        ("notes", c.notes),
        ("frontstage", c.frontstage),
        ("backstage", c.backstage),
        ("support", c.support),
        ("evidence", c.evidence),
    ]
}

fn phases(c: &Colors) -> [(&'static str, PhaseColors); 3] {
    [("pre-purchase", c.pre_purchase), ("purchase", c.purchase), ("post-purchase", c.post_purchase)]
}

#[test]
fn every_theme_offers_the_colors_that_are_promised() {
    for (theme, Theme { color: c, .. }) in themes() {
        assert_eq!((c.stickies.len(), c.tints.len(), c.heat.len(), c.series.len()), (6, 8, 5, 8), "{theme}");
    }
}

#[test]
fn all_text_can_be_read_on_every_surface_that_it_stands_on() {
    for (theme, Theme { color: c, .. }) in themes() {
        let mut pairs = vec![
            ("accent on its tint", c.accent, c.accent_tint),
            ("ink on the accent's tint", c.ink, c.accent_tint),
            ("muted on the accent's tint", c.muted, c.accent_tint),
            ("on accent", c.on_accent, c.accent),
            ("ink on notice", c.ink, c.notice_tint),
            ("muted on notice", c.muted, c.notice_tint),
        ];
        for (what, behind) in [("surface", c.surface), ("background", c.background), ("hover", c.hover)] {
            pairs.extend([c.ink, c.muted, c.accent].map(|text| (what, text, behind)));
        }
        for behind in [c.surface, c.background] {
            pairs.extend([c.good, c.risk, c.bad].map(|text| ("status", text, behind)));
            pairs.extend([c.emotion_positive, c.emotion_neutral, c.emotion_negative].map(|t| ("emotion", t, behind)));
            pairs.push(("measured", c.measured, behind));
        }
        for (what, phase) in phases(&c).into_iter().chain(c.tints.iter().map(|tint| ("tint", *tint))) {
            pairs.push((what, phase.on_strong, phase.strong));
            pairs.push((what, phase.strong, phase.tint));
            pairs.push((what, phase.strong, c.surface));
            pairs.push((what, c.ink, phase.tint));
            pairs.push((what, c.muted, phase.tint));
        }
        for (what, card) in lane_cards(&c).into_iter().chain(c.stickies.iter().map(|card| ("sticky", *card))) {
            pairs.push((what, c.ink, card.surface));
            pairs.push((what, c.muted, card.surface));
        }
        check_contrast(theme, TEXT, &pairs);
    }
}

#[test]
fn marks_lines_and_the_focus_stand_out_from_what_they_lie_on() {
    for (theme, Theme { color: c, .. }) in themes() {
        let mut pairs = vec![
            ("focus ring", c.accent, c.surface),
            ("focus ring", c.accent, c.background),
            ("focus ring", c.accent, c.hover),
            ("no data", c.neutral, c.surface),
            ("no data", c.neutral, c.background),
            ("connector", c.connector, c.surface),
        ];
        for (what, card) in lane_cards(&c).into_iter().chain(c.stickies.iter().map(|card| ("sticky", *card))) {
            pairs.push((what, card.mark, card.surface));
            pairs.push((what, card.mark, c.surface));
            pairs.push(("focus ring on a card", c.accent, card.surface));
        }
        pairs.extend(phases(&c).map(|(_, phase)| ("focus ring on a header", c.accent, phase.tint)));
        pairs.extend(c.tints.iter().map(|tint| ("focus ring on a header", c.accent, tint.tint)));
        pairs.extend(c.series.iter().chain(&c.heat).map(|color| ("chart", *color, c.surface)));
        check_contrast(theme, MARK, &pairs);
    }
}

#[test]
fn colors_that_mean_different_things_look_different_to_the_color_blind() {
    for (theme, Theme { color: c, .. }) in themes() {
        let check = |least: f64, group: &[(&str, Color)]| {
            for (at, (one, color)) in group.iter().enumerate() {
                for (other, against) in group.get(at + 1..).unwrap_or_default() {
                    check_distance(theme, least, (one, *color), (other, *against));
                }
            }
        };
        let status =
            [("good", c.good), ("on track", c.accent), ("risk", c.risk), ("bad", c.bad), ("no data", c.neutral)];
        check(0.08, &status);
        check(0.08, &phases(&c).map(|(what, phase)| (what, phase.strong)));
        check(0.08, &[("observed", c.accent), ("measured", c.good), ("assumed", c.risk), ("proposed", c.neutral)]);
        check(
            0.09,
            &[("positive", c.emotion_positive), ("neutral", c.emotion_neutral), ("negative", c.emotion_negative)],
        );
        // What was measured has no color of its own: each persona has one, and any of them may stand beside it.
        for (asserted, color) in c.tints.iter().map(|tint| ("a persona", tint.strong)).chain([("asserted", c.accent)]) {
            check(0.12, &[(asserted, color), ("measured", c.measured)]);
        }
        check(0.07, &c.stickies.iter().map(|card| ("sticky", card.mark)).collect::<Vec<_>>());
        // Each of these stands in a row or a column that is named.
        check(0.045, &lane_cards(&c).map(|(what, card)| (what, card.mark)));
        check(0.04, &c.tints.iter().map(|tint| ("tint", tint.strong)).collect::<Vec<_>>());
        // Lines of one chart: any two, and more so the first four and neighbors.
        let series: Vec<_> = c.series.iter().map(|color| ("series", *color)).collect();
        check(0.05, &series);
        check(0.09, &series[..4]);
        for (least, colors) in [(0.09, &c.series), (0.055, &c.heat)] {
            colors.windows(2).for_each(|pair| check_distance(theme, least, ("one", pair[0]), ("the next", pair[1])));
        }
    }
}

#[test]
fn heat_grows_steadily_away_from_the_surface() {
    for (theme, Theme { color: c, .. }) in themes() {
        let contrasts: Vec<f64> = c.heat.iter().map(|color| color.contrast(c.surface)).collect();
        assert!(contrasts.windows(2).all(|pair| pair[1] > pair[0] * 1.2), "{theme}: {contrasts:?}");
    }
}

fn check_contrast(theme: &str, least: f64, pairs: &[(&str, Color, Color)]) {
    for (what, color, behind) in pairs {
        let contrast = color.contrast(*behind);
        let (color, behind) = (color.to_hex(), behind.to_hex());
        assert!(contrast >= least, "{theme}: {what}: {color} on {behind} has a contrast of {contrast:.2}, not {least}");
    }
}

fn check_distance(theme: &str, least: f64, (one, color): (&str, Color), (other, against): (&str, Color)) {
    for vision in Vision::ALL {
        let apart = distance(vision.sees(color), vision.sees(against));
        let (color, against) = (color.to_hex(), against.to_hex());
        assert!(
            apart >= least,
            "{theme}: {one} {color} and {other} {against} are {apart:.3} apart to {vision:?}, not {least}"
        );
    }
}
