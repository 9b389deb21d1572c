//! Whose actions matrix and board show: those of the open journey, or of all. With one journey there is no choice.

use egui::{ComboBox, Id, Role, Ui, WidgetInfo};

use crate::app::workspace::Workspace;
use crate::model::Action;

/// Which actions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Whose {
    /// What works on the open journey or on the whole project.
    #[default]
    ThisJourney,
    AllJourneys,
}

impl Whose {
    const ALL: [Self; 2] = [Self::ThisJourney, Self::AllJourneys];

    fn id() -> Id {
        Id::unique("whose actions are shown")
    }

    /// What was chosen last.
    pub fn chosen(ui: &Ui) -> Self {
        ui.data(|data| data.get_temp(Self::id())).unwrap_or_default()
    }

    /// Whether that action is shown. The one at hand always is.
    pub fn shows(self, workspace: &Workspace, action: &Action) -> bool {
        let project = workspace.document.project();
        let is_here = || action.aims.iter().any(|aim| aim.journey(project) == Some(workspace.journey));
        match self {
            Self::AllJourneys => true,
            Self::ThisJourney => action.aims.is_empty() || workspace.action == Some(action.id) || is_here(),
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::ThisJourney => "This journey",
            Self::AllJourneys => "All journeys",
        }
    }
}

/// Whether there is anything to choose.
pub(super) fn is_choice(workspace: &Workspace) -> bool {
    workspace.document.project().journeys.len() > 1
}

/// Draws the choice.
pub(super) fn whose_ui(ui: &mut Ui, workspace: &Workspace) {
    const NAME: &str = "Whose actions are shown";
    let chosen = Whose::chosen(ui);
    let list = ComboBox::from_id_salt(NAME).selected_text(chosen.label()).width(118.0);
    let shown = list.show_ui(ui, |ui| {
        for whose in Whose::ALL {
            if ui.selectable_label(whose == chosen, whose.label()).clicked() {
                ui.data_mut(|data| data.insert_temp(Whose::id(), whose));
            }
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, NAME));
    let title = workspace.open_journey().map_or("", |journey| journey.name.as_str());
    shown.response.on_hover_text(format!("Actions of \"{title}\" and of the whole project, or of all journeys"));
}
