//! The invariants of what workshops leave in a project. Changes nothing.

use super::Found;
use crate::model::{ACTIVITY_MINUTES, Project, SessionId};

pub fn check(project: &Project, found: &mut Found) {
    let workshop = &project.workshop;
    let is_known = |session: Option<SessionId>| session.is_none_or(|session| workshop.session(session).is_some());
    if !is_known(workshop.running) {
        found.add("The session that runs is not there.", "workshop");
    }
    for activity in workshop.agenda.iter().filter(|activity| !ACTIVITY_MINUTES.contains(&activity.minutes)) {
        let message = format!("Its length of {} minutes is not one of 1 to 480.", activity.minutes);
        found.add(message, format!("activity {}", activity.id));
    }
    for poll in &workshop.polls {
        if let Some(problem) = poll.problem() {
            found.add(problem, format!("poll {}", poll.id));
        }
    }
    for touchpoint in project.touchpoints.values().filter(|touchpoint| !is_known(touchpoint.session)) {
        found.add("The session in which it was added is not there.", format!("touchpoint {}", touchpoint.id));
    }
    for card in project.cards.values().filter(|card| !is_known(card.session)) {
        found.add("The session in which it was added is not there.", format!("card {}", card.id));
    }
    for sticky in project.stickies.values().filter(|sticky| !is_known(sticky.session)) {
        found.add("The session in which it was added is not there.", format!("sticky {}", sticky.id));
    }
}
