//! Personas and segments: records beside the map that touchpoints speak of.

use super::{change_record, claim, find, insert, remove_where};
use crate::edit::{EditError, PersonaChange, SegmentChange};
use crate::model::{Journey, Persona, PersonaId, Project, Segment, SegmentId, Touchpoint};

pub fn add_persona(project: &mut Project, persona: &Persona) -> Result<(), EditError> {
    check_picture(project, persona.picture.as_ref())?;
    if let Some(segment) = &persona.segment {
        find(&project.segments, segment, "segment")?;
    }
    claim(project, persona.id.0)?;
    insert(&mut project.personas, persona.id, persona.clone());
    Ok(())
}

pub fn remove_persona(project: &mut Project, id: PersonaId) -> Result<(), EditError> {
    find(&project.personas, &id, "persona")?;
    remove_where(&mut project.personas, |other, _| *other == id);
    let journeys: Vec<Journey> = project
        .journeys
        .values()
        .filter(|journey| journey.personas.contains(&id))
        .map(|journey| Journey::clone(journey))
        .collect();
    for mut journey in journeys {
        journey.personas.retain(|other| *other != id);
        insert(&mut project.journeys, journey.id, journey);
    }
    change_touchpoints_where(
        project,
        |touchpoint| touchpoint.personas.contains(&id) || touchpoint.emotions.contains_key(&Some(id)),
        |touchpoint| {
            touchpoint.personas.remove(&id);
            touchpoint.emotions.remove(&Some(id));
        },
    );
    Ok(())
}

pub fn change_persona(project: &mut Project, id: PersonaId, change: &PersonaChange) -> Result<(), EditError> {
    match change {
        PersonaChange::Picture(picture) => check_picture(project, picture.as_ref())?,
        PersonaChange::Segment(Some(segment)) => {
            find(&project.segments, segment, "segment")?;
        }
        PersonaChange::Name(_)
        | PersonaChange::Role(_)
        | PersonaChange::Quote(_)
        | PersonaChange::Goals(_)
        | PersonaChange::Frustrations(_)
        | PersonaChange::Segment(None)
        | PersonaChange::Tint(_) => {}
    }
    change_record(&mut project.personas, id, "persona", |persona| match change {
        PersonaChange::Name(name) => persona.name.clone_from(name),
        PersonaChange::Role(role) => persona.role.clone_from(role),
        PersonaChange::Quote(quote) => persona.quote.clone_from(quote),
        PersonaChange::Goals(goals) => persona.goals.clone_from(goals),
        PersonaChange::Frustrations(frustrations) => persona.frustrations.clone_from(frustrations),
        PersonaChange::Picture(picture) => persona.picture = *picture,
        PersonaChange::Segment(segment) => persona.segment = *segment,
        PersonaChange::Tint(tint) => persona.tint = *tint,
    })
}

fn check_picture(project: &Project, hash: Option<&crate::base::PictureHash>) -> Result<(), EditError> {
    match hash {
        Some(hash) if !project.pictures.contains_key(hash) => Err(EditError::UnknownPicture),
        Some(_) | None => Ok(()),
    }
}

pub fn add_segment(project: &mut Project, segment: &Segment) -> Result<(), EditError> {
    check_segment_name(project, &segment.name, None)?;
    claim(project, segment.id.0)?;
    insert(&mut project.segments, segment.id, segment.clone());
    Ok(())
}

pub fn remove_segment(project: &mut Project, id: SegmentId) -> Result<(), EditError> {
    find(&project.segments, &id, "segment")?;
    remove_where(&mut project.segments, |other, _| *other == id);
    remove_where(&mut project.series, |key, _| key.segment == Some(id));
    let personas: Vec<Persona> = project
        .personas
        .values()
        .filter(|persona| persona.segment == Some(id))
        .map(|persona| Persona { segment: None, ..Persona::clone(persona) })
        .collect();
    for persona in personas {
        insert(&mut project.personas, persona.id, persona);
    }
    change_touchpoints_where(
        project,
        |touchpoint| touchpoint.segments.contains(&id),
        |touchpoint| {
            touchpoint.segments.remove(&id);
        },
    );
    Ok(())
}

pub fn change_segment(project: &mut Project, id: SegmentId, change: &SegmentChange) -> Result<(), EditError> {
    if let SegmentChange::Name(name) = change {
        check_segment_name(project, name, Some(id))?;
    }
    change_record(&mut project.segments, id, "segment", |segment| match change {
        SegmentChange::Name(name) => segment.name.clone_from(name),
        SegmentChange::Description(description) => segment.description.clone_from(description),
    })
}

fn check_segment_name(project: &Project, name: &str, changed: Option<SegmentId>) -> Result<(), EditError> {
    let is_taken = project.segments.values().any(|other| other.name == name && Some(other.id) != changed);
    if is_taken { Err(EditError::SegmentNameInUse { name: name.to_owned() }) } else { Ok(()) }
}

fn change_touchpoints_where(
    project: &mut Project,
    is_changed: impl Fn(&Touchpoint) -> bool,
    change: impl Fn(&mut Touchpoint),
) {
    let changed: Vec<Touchpoint> = project
        .touchpoints
        .values()
        .filter(|touchpoint| is_changed(touchpoint))
        .map(|touchpoint| Touchpoint::clone(touchpoint))
        .collect();
    for mut touchpoint in changed {
        change(&mut touchpoint);
        insert(&mut project.touchpoints, touchpoint.id, touchpoint);
    }
}
