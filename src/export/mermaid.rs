//! Mermaid: a journey as a diagram in text, which wikis and code hosts draw. A file holds one diagram: the flowchart
//! keeps stages, touchpoints, channels and connectors; the user journey keeps stages, touchpoints and how people feel.
//! Both are written for Mermaid 10 and later.

use std::collections::BTreeSet;

use super::Material;
use super::outline::{Outline, StagePart};
use crate::base::Color;
use crate::model::{ConnectorKind, Emotion, Phase, Touchpoint};

/// Which of Mermaid's diagrams a journey becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MermaidDiagram {
    /// Stages as boxes with their touchpoints, and the connectors between these.
    #[default]
    Flowchart,
    /// Sections with tasks, each with a score from 1 to 5 and who is there.
    Journey,
}

impl MermaidDiagram {
    pub const ALL: [Self; 2] = [Self::Flowchart, Self::Journey];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flowchart => "flowchart",
            Self::Journey => "journey",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Flowchart => "Flowchart",
            Self::Journey => "User journey",
        }
    }
}

pub fn write(material: &Material<'_>) -> String {
    let Some(outline) = Outline::of(material, &BTreeSet::new()) else { return String::new() };
    match material.spec.mermaid {
        MermaidDiagram::Flowchart => flowchart(&outline),
        MermaidDiagram::Journey => journey(&outline),
    }
}

fn flowchart(outline: &Outline<'_>) -> String {
    let mut out = String::new();
    // A JSON string is a YAML one too.
    let title = serde_json::Value::from(one_line(outline.title()));
    out.push_str(&format!("---\ntitle: {title}\n---\nflowchart LR\n"));
    for part in &outline.stages {
        out.push_str(&format!(
            "  subgraph s{}[\"{}\"]\n    direction TB\n",
            part.stage.id.0,
            escaped(&part.stage.name)
        ));
        for touchpoint in touchpoints(part) {
            out.push_str(&format!("    {}\n", node(outline, touchpoint)));
        }
        if touchpoints(part).next().is_none() {
            out.push_str(&format!("    e{}[\" \"]\n", part.stage.id.0));
        }
        out.push_str("  end\n");
    }
    let mut returns = Vec::new();
    let mut count = 0usize;
    for touchpoint in outline.touchpoints() {
        for (connector, other) in outline.leading_from(touchpoint.id) {
            let arrow = match connector.kind {
                ConnectorKind::Flow => "-->",
                ConnectorKind::Optional => "-.->",
                ConnectorKind::Return => {
                    returns.push(count.to_string());
                    "-->"
                }
            };
            count += 1;
            let label = match (connector.label.trim(), connector.kind) {
                ("", ConnectorKind::Return) => "|\"returns\"|".to_owned(),
                ("", ConnectorKind::Flow | ConnectorKind::Optional) => String::new(),
                (label, _) => format!("|\"{}\"|", escaped(label)),
            };
            out.push_str(&format!("  t{} {arrow}{label} t{}\n", touchpoint.id.0, other.id.0));
        }
    }
    // Keeps stages in their order, whatever the connectors say.
    for pair in outline.stages.windows(2) {
        if let [left, right] = pair {
            out.push_str(&format!("  s{} ~~~ s{}\n", left.stage.id.0, right.stage.id.0));
        }
    }
    out.push_str(&looks(outline, &returns));
    out
}

/// A touchpoint with its channel; those that decide the journey have round ends and a star.
fn node(outline: &Outline<'_>, touchpoint: &Touchpoint) -> String {
    let title = if touchpoint.title.trim().is_empty() { "Untitled touchpoint" } else { &touchpoint.title };
    let emotion = outline.emotion(touchpoint);
    let emotion = if emotion.is_empty() { String::new() } else { format!(" · {}", escaped(&emotion)) };
    let words = format!("{}<br/>{}{emotion}", escaped(title), escaped(touchpoint.channel.label()));
    if touchpoint.is_moment_of_truth {
        format!("t{}([\"★ {words}\"])", touchpoint.id.0)
    } else {
        format!("t{}[\"{words}\"]", touchpoint.id.0)
    }
}

/// The colors of the theme by phase, and the dashes of what leads back.
fn looks(outline: &Outline<'_>, returns: &[String]) -> String {
    let theme = &outline.material.theme.color;
    let hex = Color::to_hex;
    let mut out = String::new();
    for phase in Phase::ALL {
        let colors = match phase {
            Phase::PrePurchase => theme.pre_purchase,
            Phase::Purchase => theme.purchase,
            Phase::PostPurchase => theme.post_purchase,
        };
        let stages = outline.stages.iter().filter(|part| part.stage.phase == phase);
        for part in stages {
            let (id, tint, strong) = (part.stage.id.0, hex(colors.tint), hex(colors.strong));
            out.push_str(&format!("  style s{id} fill:{tint},stroke:{strong},color:{strong}\n"));
        }
    }
    out.push_str(&format!(
        "  classDef touchpoint fill:{},stroke:{},color:{}\n",
        hex(theme.surface),
        hex(theme.outline),
        hex(theme.ink)
    ));
    let nodes: Vec<String> = outline.touchpoints().map(|it| format!("t{}", it.id.0)).collect();
    for some in nodes.chunks(50) {
        out.push_str(&format!("  class {} touchpoint\n", some.join(",")));
    }
    let empty = outline.stages.iter().filter(|part| touchpoints(part).next().is_none());
    for part in empty {
        out.push_str(&format!("  style e{} fill:none,stroke:none\n", part.stage.id.0));
    }
    for some in returns.chunks(50) {
        out.push_str(&format!(
            "  linkStyle {} stroke:{},stroke-dasharray:5 3\n",
            some.join(","),
            hex(theme.connector_return)
        ));
    }
    out
}

fn journey(outline: &Outline<'_>) -> String {
    let mut out = format!("journey\n    title {}\n", escaped(outline.title()));
    let mut is_unknown = false;
    for part in outline.stages.iter().filter(|part| touchpoints(part).next().is_some()) {
        out.push_str(&format!("    section {}\n", escaped(&part.stage.name)));
        for touchpoint in touchpoints(part) {
            let title = if touchpoint.title.trim().is_empty() { "Untitled touchpoint" } else { &touchpoint.title };
            let score = score(touchpoint);
            is_unknown |= score.is_none();
            let who = outline
                .personas
                .iter()
                .filter(|it| touchpoint.personas.is_empty() || touchpoint.personas.contains(&it.id));
            let who: Vec<String> = who.map(|persona| escaped(&persona.name.replace(',', " "))).collect();
            let who = if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
            out.push_str(&format!("      {}: {}{who}\n", escaped(title), score.unwrap_or(3)));
        }
    }
    if is_unknown {
        out.push_str("%% Where nobody has said how people feel, the score is 3: the diagram has none for unknown.\n");
    }
    out
}

/// 1 to 5, from the mean of what is said of personas; `None` where nobody has said.
fn score(touchpoint: &Touchpoint) -> Option<i32> {
    let tenths: Vec<i32> = touchpoint.emotions.values().map(|emotion: &Emotion| i32::from(emotion.tenths())).collect();
    let count = i32::try_from(tenths.len()).ok().filter(|count| *count > 0)?;
    let mean = f64::from(tenths.iter().sum::<i32>()) / f64::from(count) / 10.0;
    Some((mean.round() as i32 + 3).clamp(1, 5))
}

fn touchpoints<'a>(part: &'a StagePart<'_>) -> impl Iterator<Item = &'a Touchpoint> {
    part.steps.iter().flat_map(|step| step.touchpoints.iter().copied())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|letter| !letter.is_control()).collect()
}

/// A text in which nothing is read as syntax, as markup or as a directive: Mermaid writes letters by their codes as
/// `#35;`.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '"' | '#' | '%' | '&' | '<' | '>' | '`' | ';' | ':' | '|' | '{' | '}' | '[' | ']' | '(' | ')' | '\\'
            | '*' | '_' | '~' => out.push_str(&format!("#{};", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_syntax() {
        assert_eq!(escaped("say \"hi\" (now)"), "say #34;hi#34; #40;now#41;");
        assert_eq!(escaped("%%{init: {}}%%\nend"), "#37;#37;#123;init#58; #123;#125;#125;#37;#37; end");
        assert_eq!(escaped("Größe 50 €, ok – 日本"), "Größe 50 €, ok – 日本");
    }
}
