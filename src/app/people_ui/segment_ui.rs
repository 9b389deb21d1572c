//! The form of a segment, and what is known of it.

use egui::{RichText, Ui};

use super::super::inspector::{text_area, text_line_in};
use super::super::request::{Request, Requests};
use super::super::style::color32;
use super::super::widgets::{field, section};
use super::super::workspace::{PeopleChoice, Workspace};
use super::{TitleButton, added, is_just_added, title_ui};
use crate::base::number::format_grouped;
use crate::edit::{Edit, SegmentChange, people};
use crate::model::{Project, Segment, SegmentId};

/// A name that cannot be given, as typed, and whose it would be.
type Refused = (SegmentId, String);

/// Draws the fields.
pub(super) fn segment_ui(ui: &mut Ui, workspace: &Workspace, requests: &mut Requests, segment: &Segment) {
    let theme = &workspace.theme;
    let project = workspace.document.project();
    let change = |change: SegmentChange| Edit::ChangeSegment { segment: segment.id, change };
    let used = Used::count(project, segment.id);
    match title_ui(ui, workspace, "segment", &used.delete_tip()) {
        Some(TitleButton::Duplicate) => {
            if let Some((edit, id)) = people::duplicate_segment(project, segment.id) {
                requests.push(Request::Seal);
                requests.edit(edit);
                added(ui, requests, PeopleChoice::Segment(id));
            }
        }
        Some(TitleButton::Delete) => {
            requests.push(Request::Seal);
            requests.edit(Edit::RemoveSegment { segment: segment.id });
        }
        None => {}
    }
    ui.add_space(4.0);
    let refused_id = ui.scope_id().with("refused name");
    let refused: Option<Refused> = ui.data(|data| data.get_temp(refused_id));
    let refused = refused.filter(|(of, _)| *of == segment.id).map(|(_, name)| name);
    field(ui, theme, "Name", |ui| {
        let shown = refused.as_deref().unwrap_or(&segment.name);
        let ink = refused.is_some().then(|| color32(theme.color.bad));
        let (response, changed) = text_line_in(ui, "Segment name", shown, "Mobile, new customers…", ink, requests);
        if is_just_added(ui, PeopleChoice::Segment(segment.id)) {
            response.request_focus();
        }
        if let Some(name) = changed {
            let is_free = project.segments.values().all(|other| other.id == segment.id || other.name != name);
            if is_free {
                ui.data_mut(|data| data.remove::<Refused>(refused_id));
                requests.edit(change(SegmentChange::Name(name)));
            } else {
                ui.data_mut(|data| data.insert_temp::<Refused>(refused_id, (segment.id, name)));
            }
        } else if response.lost_focus() {
            ui.data_mut(|data| data.remove::<Refused>(refused_id));
        }
    });
    if refused.is_some() {
        let text = "Another segment has this name. Give this one a name of its own.";
        ui.add(egui::Label::new(RichText::new(text).color(color32(theme.color.bad))).wrap());
    }
    section(ui, theme, "Description", |_| {});
    let hint = "Who is in it, and how the data tells";
    if let Some(text) = text_area(ui, "Description of the segment", &segment.description, hint, requests) {
        requests.edit(change(SegmentChange::Description(text)));
    }
    section(ui, theme, "Used by", |_| {});
    for line in used.lines() {
        ui.add(egui::Label::new(RichText::new(line).color(color32(theme.color.muted))).wrap());
    }
}

/// What of the project speaks of a segment.
struct Used {
    series: usize,
    observations: usize,
    personas: Vec<String>,
    touchpoints: usize,
}

impl Used {
    fn count(project: &Project, segment: SegmentId) -> Self {
        let mut used = Self { series: 0, observations: 0, personas: Vec::new(), touchpoints: 0 };
        for series in project.series.values().filter(|series| series.key.segment == Some(segment)) {
            used.series += 1;
            used.observations += series.observations.len();
        }
        let personas = project.personas.values().filter(|persona| persona.segment == Some(segment));
        used.personas = personas.map(|persona| persona.name.clone()).collect();
        used.touchpoints = project.touchpoints.values().filter(|t| t.segments.contains(&segment)).count();
        used
    }

    fn figures(&self) -> String {
        let observations = counted(self.observations, "figure");
        format!("{observations} in {} series", format_grouped(self.series as f64, 0))
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.series > 0 {
            lines.push(format!("{} of imported files", self.figures()));
        }
        if !self.personas.is_empty() {
            lines.push(format!("Personas: {}", self.personas.join(", ")));
        }
        if self.touchpoints > 0 {
            lines.push(counted(self.touchpoints, "touchpoint"));
        }
        if lines.is_empty() {
            lines.push("Nothing yet. Choose it for a persona, or tick it at touchpoints.".to_owned());
        }
        lines
    }

    fn delete_tip(&self) -> String {
        if self.series > 0 {
            format!("Delete this segment and its {}; undo brings them back", self.figures())
        } else {
            "Delete this segment; undo brings it back".to_owned()
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", format_grouped(count as f64, 0), if count == 1 { "" } else { "s" })
}
