//! Charts that leave the program: a dashboard of every kind as SVG, PNG and PDF, by the library and by command.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use throughline::analysis::Numbers;
use throughline::analysis::chart::chart;
use throughline::base::date::date;
use throughline::base::vec2;
use throughline::export::Target;
use throughline::export::{Dashboard, ExportError, ExportSpec, Page, export};
use throughline::layout::chart::{
    ChartFrame, DashboardTitle, chart_height, chart_picture, dashboard_pages, dashboard_scene,
};
use throughline::model::sample::full_sample;
use throughline::model::{ChartId, ChartKind, MetricClass, MetricId, PinnedChart, Project};
use throughline::scene::theme::ThemeName;
use throughline::scene::{Shape, Theme, Typesetter};

/// A project with all kinds of charts on its dashboard, the first one wide.
fn with_every_kind() -> Project {
    let mut project = full_sample(60, 1);
    let numbers = Numbers::new(&project);
    let metrics = numbers.metrics();
    let most = |wanted: fn(MetricClass) -> bool| -> Vec<MetricId> {
        let mut found: Vec<MetricId> = metrics.iter().copied().filter(|id| wanted(project.metrics[id].class)).collect();
        found.sort_by_key(|id| std::cmp::Reverse(numbers.touchpoints_with(*id).len()));
        found
    };
    let (rates, counts) = (most(|class| class == MetricClass::Ratio), most(|class| class == MetricClass::Additive));
    let charts = ChartKind::ALL.into_iter().enumerate().map(|(at, kind)| {
        let metrics = match kind {
            ChartKind::Bullet => vec![],
            ChartKind::Scatter => vec![rates[0], counts[0]],
            ChartKind::StackedBars | ChartKind::Funnel => vec![counts[0]],
            ChartKind::Time
            | ChartKind::Bars
            | ChartKind::Box
            | ChartKind::Heat
            | ChartKind::Slope
            | ChartKind::SmallMultiples => vec![rates[0]],
        };
        let id = ChartId(project.next_id + at as u64);
        Arc::new(PinnedChart { is_wide: at == 0, ..PinnedChart::new(id, kind, metrics) })
    });
    let charts: Vec<Arc<PinnedChart>> = charts.collect();
    project.next_id += charts.len() as u64;
    project.charts = Arc::new(charts);
    project
}

fn spec(target: Target) -> ExportSpec {
    ExportSpec { target, dashboard: Dashboard::Alone, today: Some(date(2026, 11, 1)), ..ExportSpec::default() }
}

fn written(project: &Project, spec: &ExportSpec) -> Vec<u8> {
    export(project, spec, &AtomicBool::new(false)).unwrap()
}

#[test]
fn the_dashboard_of_every_kind_stays_as_it_was() {
    let svg = String::from_utf8(written(&with_every_kind(), &spec(Target::Svg))).unwrap();
    let written = crate::render::without_fonts(&svg);
    for unwanted in ["NaN", "inf"] {
        assert!(!written.contains(&format!("\"{unwanted}")), "{unwanted}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden/dashboard.svg");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == golden, "the dashboard differs from {}: UPDATE_GOLDEN=1, then look at it", path.display());
}

#[test]
fn a_dashboard_leaves_as_every_target_in_every_theme() {
    let project = with_every_kind();
    for theme in ThemeName::ALL {
        let svg = written(&project, &ExportSpec { theme, ..spec(Target::Svg) });
        let parsed = String::from_utf8(svg).unwrap();
        assert!(parsed.contains("Stage by channel") || parsed.contains("by stage and channel"));
    }
    let png = written(&project, &ExportSpec { scale: 0.5, ..spec(Target::Png) });
    assert_eq!(&png[1..4], b"PNG");
    let alone = written(&project, &ExportSpec { page: Page::A4, ..spec(Target::Pdf) });
    let after = ExportSpec { dashboard: Dashboard::After, ..spec(Target::Pdf) };
    let with_map = written(&project, &after);
    assert!(alone.starts_with(b"%PDF") && with_map.len() > alone.len());
}

#[test]
fn pages_hold_two_rows_of_charts_each() {
    let project = with_every_kind();
    let numbers = Numbers::new(&project);
    let view = numbers.default_view();
    let charts: Vec<_> = project
        .charts
        .iter()
        .map(|pinned| (pinned.is_wide, chart(&project, &numbers, &view, pinned, date(2026, 11, 1))))
        .collect();
    let title = DashboardTitle { title: "Shop".to_owned(), subtitle: view.label() };
    let (theme, mut typesetter) = (Theme::load(ThemeName::Print), Typesetter::new());
    // One wide, then nine in pairs: six rows.
    let pages = dashboard_pages(&charts, &title, &theme, &mut typesetter);
    assert_eq!(pages.len(), 3);
    let whole = dashboard_scene(&charts, &title, &theme, &mut typesetter);
    for scene in pages.iter().chain([&whole]) {
        for group in &scene.groups {
            let (bounds, size) = (group.bounds(), scene.size);
            assert!(bounds.max.x <= size.x && bounds.max.y <= size.y + 0.5, "{} is cut", group.picture.name);
            for item in &group.picture.items {
                if let Shape::Text(line) = item {
                    let right = group.origin.x + line.baseline.x + line.width;
                    assert!(right <= size.x + 0.5, "{:?} of {} is cut", line.text, group.picture.name);
                }
            }
        }
    }
}

#[test]
fn a_chart_of_any_size_has_places_for_all_it_draws() {
    let project = with_every_kind();
    let numbers = Numbers::new(&project);
    let (theme, mut typesetter) = (Theme::load(ThemeName::Light), Typesetter::new());
    for pinned in project.charts.iter() {
        let data = chart(&project, &numbers, &numbers.default_view(), pinned, date(2026, 11, 1));
        for size in [vec2(1.0, 1.0), vec2(40.0, 30.0), vec2(300.0, 170.0), vec2(2_000.0, 900.0)] {
            for frame in [ChartFrame::Whole, ChartFrame::Card, ChartFrame::Bare] {
                let drawn = chart_picture(&data, &theme, &mut typesetter, size, frame);
                let what = format!("{:?} at {size:?}", pinned.kind);
                for item in &drawn.picture.items {
                    let is_finite = match item {
                        Shape::Rect { rect, .. } | Shape::Image { rect, .. } => rect.is_finite(),
                        Shape::Ellipse { center, radius, .. } => center.is_finite() && radius.is_finite(),
                        Shape::Path { points, .. } => points.iter().all(|point| point.is_finite()),
                        Shape::Text(line) => line.baseline.is_finite() && line.width.is_finite(),
                        Shape::Icon { center, .. } => center.is_finite(),
                    };
                    assert!(is_finite, "{what}: {item:?}");
                }
                assert!(drawn.spots.iter().all(|(rank, spot)| *rank < data.mark_count() && spot.is_finite()), "{what}");
            }
        }
        let whole = vec2(700.0, chart_height(&data, 700.0));
        let drawn = chart_picture(&data, &theme, &mut typesetter, whole, ChartFrame::Bare);
        let seen: std::collections::BTreeSet<usize> = drawn.spots.iter().map(|(rank, _)| *rank).collect();
        let empty_parts = |kind| matches!(kind, ChartKind::StackedBars);
        if !empty_parts(pinned.kind) {
            assert_eq!(seen.len(), data.mark_count(), "{:?} hides marks at the height that it asks for", pinned.kind);
        }
    }
}

#[test]
fn an_empty_dashboard_is_refused_alone_and_left_out_after_the_map() {
    let mut project = with_every_kind();
    project.charts = Arc::default();
    let refused = export(&project, &spec(Target::Svg), &AtomicBool::new(false));
    assert!(matches!(refused, Err(ExportError::EmptyDashboard)));
    let after = ExportSpec { dashboard: Dashboard::After, ..spec(Target::Pdf) };
    assert!(written(&project, &after).starts_with(b"%PDF"));
}
