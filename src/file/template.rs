//! The bundled projects that a new one can start from: `assets/templates/CODE.journey.ron`.

use super::read;
use crate::model::Project;

/// A project to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// The name on the command line and of its file.
    pub code: &'static str,
    /// The name on the start page.
    pub title: &'static str,
    /// One sentence: what is in it.
    pub description: &'static str,
    /// The project file.
    pub text: &'static str,
}

macro_rules! template {
    ($code:literal, $title:literal, $description:literal) => {
        Template {
            code: $code,
            title: $title,
            description: $description,
            text: include_str!(concat!("../../assets/templates/", $code, ".journey.ron")),
        }
    };
}

/// In the order of the start page. To add one: its file, and one line here.
const TEMPLATES: &[Template] = &[
    template!("online-shop", "Online shop", "From the first ad to the second order."),
    template!("saas", "SaaS trial to renewal", "Trial, subscription, daily use, renewal."),
    template!("retail", "Retail with click-and-collect", "Store visit, reservation, pick-up."),
    template!("bank", "Bank account opening", "Opening an account on the phone."),
    template!("hospital", "Hospital visit", "Referral, operation, recovery."),
    template!("hotel", "Hotel stay", "From the booking portal to check-out."),
    template!("b2b", "B2B sale with a sales team", "A long sale with many at the table."),
    template!("public-service", "Public service application", "Applying for an allowance."),
    template!("blueprint", "Service blueprint", "A repair, from front stage to support."),
    template!("blank", "Blank map", "Three phases, nothing else."),
];

/// Every template.
pub fn templates() -> &'static [Template] {
    TEMPLATES
}

impl Template {
    /// The template of that code.
    pub fn find(code: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.code == code)
    }

    /// A new project from the template.
    ///
    /// # Panics
    /// Never in a build whose tests passed: the files are part of the program and a test reads them all.
    pub fn project(&self) -> Project {
        #[expect(clippy::expect_used, reason = "part of the program, and read by a test")]
        read(self.text).expect("a bundled template is well-formed")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::file::write_text;

    #[test]
    fn every_template_opens_and_has_a_journey_with_stages_and_lanes() {
        let mut codes = BTreeSet::new();
        for template in templates() {
            assert!(codes.insert(template.code), "{} is there twice", template.code);
            let project = read(template.text).unwrap_or_else(|error| panic!("{}: {error}", template.code));
            let journey = project.first_journey().unwrap_or_else(|| panic!("{} has no journey", template.code));
            assert!(!journey.stages.is_empty() && !journey.lanes.is_empty(), "{}", template.code);
            assert_eq!(Template::find(template.code), Some(template));
        }
    }

    #[test]
    fn templates_are_written_as_the_program_writes_them() {
        for template in templates() {
            let written = write_text(&template.project()).unwrap();
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                let path = format!("{}/assets/templates/{}.journey.ron", env!("CARGO_MANIFEST_DIR"), template.code);
                std::fs::write(path, &written).unwrap();
                continue;
            }
            assert_eq!(written, template.text, "{}", template.code);
        }
    }
}
