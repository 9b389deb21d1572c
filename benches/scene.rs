//! What a big project costs from file to picture, and what a cell of an export costs to read: `cargo bench`. Figures to compare with, never a pass or a fail.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use throughline::analysis::audit::{Basis, audit};
use throughline::analysis::effect::Asked;
use throughline::analysis::priority::{KpiReadings, Measures, rank};
use throughline::analysis::{Numbers, Standings};
use throughline::base::date::date;
use throughline::edit::{Edit, KpiChange, MetricChange, TouchpointChange, apply};
use throughline::file::{catalogue, read, write_text};
use throughline::import::dates::parse_date;
use throughline::import::number::{DecimalMark, mark_evidence, parse};
use throughline::layout::{Layouter, Lens, MapInput, MeasuredCards};
use throughline::model::sample::{full_sample, with_observations};
use throughline::model::{Action, ActionId, Aim, Project};
use throughline::render::svg;
use throughline::scene::theme::ThemeName;
use throughline::scene::{Scene, Theme};

const SIZES: [usize; 2] = [1_000, 10_000];

fn lay_out(layouter: &mut Layouter, project: &Project, numbers: &Numbers) -> Scene {
    let theme = Theme::load(ThemeName::Light);
    let view = numbers.default_view();
    let kpis = Standings::by_data(project, numbers, &view);
    let figures = MeasuredCards { numbers, view: &view, kpis: &kpis, revision: 0 };
    let Some(journey) = project.journey_order.first().copied() else { return Scene::default() };
    layouter.map(&MapInput { project, journey, theme: &theme, figures: Some(&figures), lens: Lens::Plain }).scene
}

fn file(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("file");
    group.sample_size(20);
    for size in SIZES {
        let project = full_sample(size, 1);
        let Ok(text) = write_text(&project) else { continue };
        group.bench_function(format!("write/{size}"), |bencher| bencher.iter(|| write_text(black_box(&project))));
        group.bench_function(format!("read/{size}"), |bencher| bencher.iter(|| read(black_box(&text))));
    }
}

fn picture(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("picture");
    group.sample_size(20);
    for size in SIZES {
        let project = full_sample(size, 1);
        let numbers = Numbers::new(&project);
        group.bench_function(format!("layout/{size}"), |bencher| {
            bencher.iter_batched(
                Layouter::new,
                |mut layouter| lay_out(&mut layouter, &project, &numbers),
                BatchSize::LargeInput,
            );
        });
        let mut layouter = Layouter::new();
        let scene = lay_out(&mut layouter, &project, &numbers);
        group.bench_function(format!("layout_again/{size}"), |bencher| {
            bencher.iter(|| lay_out(&mut layouter, black_box(&project), &numbers));
        });
        group.bench_function(format!("svg/{size}"), |bencher| bencher.iter(|| svg::write(black_box(&scene))));
    }
}

/// From nothing, and after an edit of one touchpoint.
fn insights(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("audit");
    group.sample_size(20);
    for size in SIZES {
        let project = full_sample(size, 1);
        let Some(first) = project.touchpoints.keys().next().copied() else { continue };
        let change = TouchpointChange::Owner("Nobody in particular".to_owned());
        let Ok(edited) = apply(&project, &Edit::ChangeTouchpoints { touchpoints: vec![first], change }) else {
            continue;
        };
        let numbers = Numbers::new(&project);
        let (view, today) = (numbers.default_view(), date(2026, 10, 5));
        let standings = Standings::of(&project, &numbers, &view, today);
        let basis =
            |project| Basis { project, numbers: &numbers, view, standings: &standings, catalogue: catalogue(), today };
        group.bench_function(format!("whole/{size}"), |bencher| bencher.iter(|| audit(&basis(black_box(&project)))));
        let whole = audit(&basis(&project));
        group.bench_function(format!("edit/{size}"), |bencher| {
            bencher.iter(|| whole.renewed(&basis(black_box(&edited))));
        });
    }
}

/// Ten thousand touchpoints with a million observations: everything from nothing, and what an edit makes anew.
fn million(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("million");
    group.sample_size(10);
    let project = with_observations(full_sample(10_000, 1), 1_000_000, 1);
    let edited = {
        let Some(first) = project.touchpoints.keys().next().copied() else { return };
        let change = TouchpointChange::Owner("Nobody in particular".to_owned());
        apply(&project, &Edit::ChangeTouchpoints { touchpoints: vec![first], change }).unwrap_or_default()
    };
    let with_kpi = {
        let Some(kpi) = project.kpis.values().next() else { return };
        let change = KpiChange::Target(kpi.target * 1.01);
        apply(&project, &Edit::ChangeKpi { kpi: kpi.id, change }).unwrap_or_default()
    };
    let numbers = Numbers::new(&project);
    let (view, today) = (numbers.default_view(), date(2026, 10, 5));
    let standings = Standings::of(&project, &numbers, &view, today);
    let Some(journey) = project.journey_order.first().copied() else { return };
    let basis =
        |project| Basis { project, numbers: &numbers, view, standings: &standings, catalogue: catalogue(), today };
    group.bench_function("numbers", |bencher| bencher.iter(|| Numbers::new(black_box(&project))));
    let renamed = {
        let Some(metric) = project.metrics.keys().next().copied() else { return };
        let change = MetricChange::Name("Another name".to_owned());
        apply(&project, &Edit::ChangeMetric { metric, change }).unwrap_or_default()
    };
    group.bench_function("numbers/edit", |bencher| bencher.iter(|| numbers.renewed(black_box(&renamed))));
    group.bench_function("standings", |bencher| {
        bencher.iter(|| Standings::of(black_box(&project), &numbers, &view, today));
    });
    group.bench_function("standings/edit", |bencher| {
        bencher.iter_batched_ref(
            || standings.clone(),
            |standings| standings.refresh(black_box(&with_kpi), &numbers, &view, today),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("audit", |bencher| bencher.iter(|| audit(&basis(black_box(&project)))));
    let whole = audit(&basis(&project));
    group.bench_function("audit/edit", |bencher| bencher.iter(|| whole.renewed(&basis(black_box(&edited)))));
    group.bench_function("ranking", |bencher| {
        bencher.iter(|| {
            let readings = KpiReadings::new(&project, &numbers, &standings);
            rank(black_box(&project), journey, &Measures::new(&numbers, &view), &readings)
        });
    });
    let (measures, readings) = (Measures::new(&numbers, &view), KpiReadings::new(&project, &numbers, &standings));
    group.bench_function("ranking/edit", |bencher| {
        bencher.iter(|| rank(black_box(&edited), journey, &measures, &readings));
    });
    let action = Action {
        start: Some(date(2026, 9, 7)),
        aims: [Aim::Journey(journey)].into(),
        ..Action::new(ActionId(project.next_id), "Express pay")
    };
    group.bench_function("effect", |bencher| {
        bencher.iter(|| {
            let asked = Asked::of(black_box(&project), &numbers, &action);
            asked.and_then(|asked| asked.effect(&project, &numbers, &action))
        });
    });
    let mut layouter = Layouter::new();
    lay_out(&mut layouter, &project, &numbers);
    group.bench_function("layout", |bencher| {
        bencher.iter_batched(
            Layouter::new,
            |mut layouter| lay_out(&mut layouter, &project, &numbers),
            BatchSize::LargeInput,
        );
    });
    let figures = MeasuredCards { numbers: &numbers, view: &view, kpis: &standings, revision: 0 };
    let theme = Theme::load(ThemeName::Light);
    let states = [&project, &edited];
    let mut turn = 0;
    group.bench_function("layout/edit", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let project = if turn % 2 == 0 { states[0] } else { states[1] };
            layouter.map(&MapInput { project, journey, theme: &theme, figures: Some(&figures), lens: Lens::Plain })
        });
    });
}

fn cells(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cell");
    for (kind, text) in [
        ("integer", "98765"),
        ("decimals", "15000.50"),
        ("grouped", "1,020.50"),
        ("percent", "66.75%"),
        ("money", "USD 12,500.00"),
        ("missing", " --"),
        ("duration", "1m 20s"),
        ("name", "Newsletter 12"),
    ] {
        group.bench_function(format!("number/{kind}"), |bencher| {
            bencher.iter(|| parse(black_box(text), DecimalMark::Point));
        });
        group.bench_function(format!("mark/{kind}"), |bencher| bencher.iter(|| mark_evidence(black_box(text))));
    }
    for (kind, text) in [
        ("iso", "2026-09-01"),
        ("zoned", "2026-09-16 09:12:00 -0500"),
        ("figures", "9/30/2026"),
        ("words", "Sep 01, 2026 09:00 am"),
        ("name", "Newsletter 12"),
    ] {
        group.bench_function(format!("date/{kind}"), |bencher| bencher.iter(|| parse_date(black_box(text))));
    }
}

criterion_group!(benches, file, picture, insights, million, cells);
criterion_main!(benches);
