//! How exports were made last, kept in the settings form by form, and taken up again. What is no longer possible is
//! passed over.

use std::collections::BTreeMap;

use super::export_state::{ExportChoice, Several};
use crate::base::Language;
use crate::export::{Dashboard, ExportSpec, MermaidDiagram, Page, Paging, PdfKind, ReportSection, Target};
use crate::file::ExportMemory;
use crate::model::JourneyId;
use crate::scene::theme::ThemeName;

/// What of a form is remembered: option → value.
type Options = BTreeMap<String, String>;

/// The choice as it was made last, for that journey.
pub fn recall(memory: &ExportMemory, mut choice: ExportChoice, journey: JourneyId) -> ExportChoice {
    let target = |code: &str| Target::ALL.into_iter().find(|target| target.ending() == code);
    for (target, spec) in &mut choice.specs {
        if let Some(options) = memory.forms.get(target.ending()) {
            take_up(spec, options);
        }
    }
    let language = memory.forms.values().find_map(|options| Language::parse(options.get("language")?));
    if let Some(language) = language {
        choice.change_all(|spec| spec.language = language);
    }
    choice.holds_project = memory.holds_project;
    if let Some(last) = target(&memory.form).filter(|target| choice.can_hold(*target)) {
        choice.target = last;
    }
    if !memory.several.is_empty() {
        let targets = memory.several.iter().filter_map(|code| target(code)).collect();
        choice.several = Some(Several { targets, journeys: [journey].into() });
    }
    choice
}

/// What is to be remembered of a choice.
pub fn remember(choice: &ExportChoice) -> ExportMemory {
    let codes = |several: &Several| several.targets.iter().map(|target| target.ending().to_owned()).collect();
    let forms = choice.specs.iter().map(|(target, spec)| (target.ending().to_owned(), options_of(*target, spec)));
    ExportMemory {
        form: choice.target.ending().to_owned(),
        several: choice.several.as_ref().map(codes).unwrap_or_default(),
        holds_project: choice.holds_project,
        forms: forms.filter(|(_, options)| !options.is_empty()).collect(),
    }
}

/// What differs from the usual.
fn options_of(target: Target, spec: &ExportSpec) -> Options {
    let usual = ExportSpec::default();
    let mut options = Options::new();
    let mut keep = |name: &str, is_usual: bool, value: String| {
        if !is_usual {
            options.insert(name.to_owned(), value);
        }
    };
    if target.is_picture() {
        keep("theme", spec.theme == usual.theme, spec.theme.code().to_owned());
    }
    if target == Target::Png {
        keep("scale", spec.scale == usual.scale, spec.scale.to_string());
    }
    if target == Target::Mermaid {
        keep("diagram", spec.mermaid == usual.mermaid, spec.mermaid.code().to_owned());
    }
    if target == Target::Pdf {
        keep("document", spec.pdf == usual.pdf, spec.pdf.code().to_owned());
        keep("page", spec.page == usual.page, spec.page.code().to_owned());
        keep("paging", spec.paging == usual.paging, spec.paging.code().to_owned());
        keep("tile-scale", spec.tile_scale == usual.tile_scale, spec.tile_scale.to_string());
        let without: Vec<&str> = spec.report_without.iter().map(|section| section.code()).collect();
        keep("without", without.is_empty(), without.join(" "));
    }
    if target.can_hold_dashboard() {
        keep("dashboard", spec.dashboard != Dashboard::After, "after".to_owned());
    }
    if target.names_language() {
        keep("language", spec.language == usual.language, spec.language.tag().to_owned());
    }
    options
}

fn take_up(spec: &mut ExportSpec, options: &Options) {
    let code = |name: &str| options.get(name).map(String::as_str);
    let number = |name: &str, least: f32, most: f32| {
        code(name).and_then(|text| text.parse::<f32>().ok()).filter(|number| (least..=most).contains(number))
    };
    spec.theme = code("theme").and_then(ThemeName::from_code).unwrap_or(spec.theme);
    spec.scale = number("scale", 0.1, 16.0).unwrap_or(spec.scale);
    spec.pdf = code("document").and_then(PdfKind::from_code).unwrap_or(spec.pdf);
    spec.page = code("page").and_then(Page::from_code).unwrap_or(spec.page);
    spec.paging = code("paging").and_then(Paging::from_code).unwrap_or(spec.paging);
    let diagram = |code: &str| MermaidDiagram::ALL.into_iter().find(|diagram| diagram.code() == code);
    spec.mermaid = code("diagram").and_then(diagram).unwrap_or(spec.mermaid);
    spec.tile_scale = number("tile-scale", 0.25, 4.0).unwrap_or(spec.tile_scale);
    if let Some(codes) = code("without") {
        spec.report_without = codes.split(' ').filter_map(ReportSection::from_code).collect();
    }
    if code("dashboard") == Some("after") {
        spec.dashboard = Dashboard::After;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_offered_as_it_was_made_last() {
        let fresh = || ExportChoice::new(&ExportSpec::default(), false);
        let mut choice = fresh();
        choice.target = Target::Pdf;
        choice.change(|spec| {
            spec.theme = ThemeName::Dark;
            spec.pdf = PdfKind::Report;
            spec.page = Page::A3;
            spec.paging = Paging::Tiles;
            spec.tile_scale = 0.5;
            spec.report_without = vec![ReportSection::Personas, ReportSection::Method];
            spec.dashboard = Dashboard::After;
        });
        choice.change_all(|spec| spec.language = Language::parse("pt-BR").unwrap());
        choice.target = Target::Html;
        choice.change(|spec| spec.dashboard = Dashboard::After);
        choice.target = Target::Png;
        choice.change(|spec| spec.scale = 3.5);
        choice.holds_project = true;
        choice.several = Some(Several { targets: [Target::Png, Target::Pdf].into(), journeys: [JourneyId(7)].into() });
        let memory = remember(&choice);
        assert_eq!(recall(&memory, fresh(), JourneyId(7)), choice);
        assert_eq!(memory.forms.len(), 3, "what is as usual is not kept: {memory:?}");
    }

    #[test]
    fn what_is_not_possible_is_passed_over() {
        let options = [("theme", "purple"), ("scale", "NaN"), ("page", "a9"), ("without", "x method")];
        let options = options.map(|(name, code)| (name.to_owned(), code.to_owned())).into();
        let forms = [("png".to_owned(), options)].into();
        let memory = ExportMemory { form: "gif".to_owned(), forms, ..ExportMemory::default() };
        let fresh = ExportChoice::new(&ExportSpec::default(), false);
        let mut expected = fresh.clone();
        expected.specs.get_mut(&Target::Png).unwrap().report_without = vec![ReportSection::Method];
        assert_eq!(recall(&memory, fresh, JourneyId(1)), expected);
    }
}
