//! The first few words of a file: enough to tell a project from other text, and a newer project from a broken one,
//! without reading the rest.

/// The version in `Project(version: N`, or `None` if the text does not begin like a project.
pub fn version(text: &str) -> Option<u64> {
    let mut rest = skip_blank(text);
    while let Some(attribute) = rest.strip_prefix("#!") {
        rest = skip_blank(attribute.split_once(']')?.1);
    }
    rest = skip_blank(rest.strip_prefix("Project").unwrap_or(rest));
    rest = skip_blank(rest.strip_prefix('(')?);
    rest = skip_blank(rest.strip_prefix("version")?);
    rest = skip_blank(rest.strip_prefix(':')?);
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    if digits.is_empty() {
        return None;
    }
    // More digits than fit are some version far ahead.
    Some(digits.parse().unwrap_or(u64::MAX))
}

/// The text after white space and comments.
fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after).trim_start();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after).trim_start();
        } else {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_before_anything_else_is_read() {
        let cases = [
            ("Project(version: 1, title: \"a\")", Some(1)),
            ("// a comment\n/* and */ Project ( version : 27 , what is this", Some(27)),
            ("#![enable(implicit_some)]\n(version:3)", Some(3)),
            ("Project(version: 99999999999999999999999)", Some(u64::MAX)),
            ("Project(title: \"version: 2\")", None),
            ("Project(version: one)", None),
            ("// only a comment", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(version(text), expected, "{text}");
        }
    }
}
