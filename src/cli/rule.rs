//! Rules for names as they are given on the command line: "contains:/blog=>Blog".

use super::failure::Failure;
use crate::base::fold::fold;
use crate::import::recipe::Target;
use crate::import::{NameRule, NewTouchpoint, RuleKind};
use crate::model::Project;

/// Reads a rule. The touchpoint is one of the project by its title; "new" makes one of each name, "new:TITLE" one of
/// them all, and "leave-out" leaves them out.
///
/// # Errors
/// If it is none, its pattern cannot be read, or there is no such touchpoint: with what to write instead.
pub fn parse_rule(text: &str, project: &Project) -> Result<NameRule, Failure> {
    let wrong = |why: String| Failure::Usage(format!("--rule \"{text}\": {why}"));
    let Some((names, target)) = text.rsplit_once("=>") else {
        return Err(wrong("write it as KIND:TEXT=>TOUCHPOINT, such as \"contains:/blog=>Blog\".".to_owned()));
    };
    let Some((code, looked_for)) = names.split_once(':') else {
        return Err(wrong(format!("say how names are looked at before a colon: {}.", kinds())));
    };
    let Some(kind) = RuleKind::from_code(code.trim()) else {
        return Err(wrong(format!("there is no kind \"{}\". Use {}.", code.trim(), kinds())));
    };
    let target = match target.trim() {
        "" => return Err(wrong("say after \"=>\" which touchpoint the names go to.".to_owned())),
        "new" => Target::New,
        "leave-out" => Target::LeaveOut,
        title => match title.strip_prefix("new:").map(str::trim) {
            Some("") => return Err(wrong("name the new touchpoint after \"new:\".".to_owned())),
            Some(title) => Target::NewAs(NewTouchpoint { title: title.to_owned(), ..NewTouchpoint::default() }),
            None => {
                let known = project.touchpoints.values().find(|known| fold(&known.title) == fold(title));
                let Some(known) = known else {
                    return Err(wrong(format!(
                        "the project has no touchpoint \"{title}\". Write \"new:{title}\" to have it made."
                    )));
                };
                Target::Touchpoint(known.id.0)
            }
        },
    };
    let rule = NameRule { kind, text: looked_for.trim().to_owned(), target };
    rule.test().map_err(|error| wrong(error.to_string()))?;
    Ok(rule)
}

fn kinds() -> String {
    let codes: Vec<&str> = RuleKind::ALL.iter().map(|kind| kind.code()).collect();
    codes.join(", ")
}
