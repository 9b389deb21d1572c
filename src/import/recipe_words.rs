//! A recipe in words, for whoever asks how a file was read. Nothing is read here.

use super::recipe::{Answer, OverlapChoice, Recipe, Role, Span, Target};

/// How a source was read, from the recipe that it keeps: a sentence each. Nothing of a recipe that cannot be read.
pub fn recipe_words(recipe: &str) -> Vec<String> {
    let Some(recipe) = Recipe::from_text(recipe) else { return Vec::new() };
    let mut words = Vec::new();
    if let Some(table) = &recipe.table {
        words.push(format!("From its table \"{table}\"."));
    }
    let used: Vec<String> = recipe
        .columns
        .iter()
        .filter(|column| column.role != Role::Ignore)
        .map(|column| format!("{} → {}", column.name, column.role.label()))
        .collect();
    if !used.is_empty() {
        words.push(format!("Columns: {}.", used.join("; ")));
    }
    match recipe.columns.len() - used.len() {
        0 => {}
        1 => words.push("1 column is not needed.".to_owned()),
        count => words.push(format!("{count} columns are not needed.")),
    }
    words.extend(recipe.answers.iter().map(|answer| format!("{}: {}.", answer.column, words_of(&answer.answer))));
    if let Some(currency) = &recipe.currency {
        words.push(format!("Amounts without a currency are {currency}."));
    }
    if let Some((from, to)) = &recipe.period {
        words.push(format!("The file names no days; they were given as {from} to {to}."));
    }
    if let Some(margin) = &recipe.margin {
        words.push(format!("The gross margin was given as {margin}."));
    }
    if let Some(churn) = &recipe.yearly_churn {
        words.push(format!("The share of customers lost in a year was given as {churn}."));
    }
    if let Some(span) = recipe.counted_over {
        words.push(format!("{}.", words_of_span(span)));
    }
    let left_out = recipe.matches.iter().filter(|known| known.target == Target::LeaveOut).count();
    let chosen = recipe.matches.len() - left_out;
    if chosen > 0 {
        words.push(format!("{} matched to touchpoints by hand.", names(chosen)));
    }
    if left_out > 0 {
        words.push(format!("{} left out by hand.", names(left_out)));
    }
    if !recipe.rules.is_empty() {
        words.push(format!(
            "{} for names of a kind.",
            if recipe.rules.len() == 1 { "A rule".to_owned() } else { format!("{} rules", recipe.rules.len()) }
        ));
    }
    match recipe.overlap {
        Some(OverlapChoice::Replace) => {
            words.push("It takes the place of an earlier file of the same days.".to_owned())
        }
        Some(OverlapChoice::Keep) => {
            words.push("Of days that an earlier file has, the earlier figures stay.".to_owned())
        }
        Some(OverlapChoice::Add) => {
            words.push("It and an earlier file are parts of one whole and are added up.".to_owned());
        }
        None => {}
    }
    words
}

fn names(count: usize) -> String {
    if count == 1 { "1 name was".to_owned() } else { format!("{count} names were") }
}

fn words_of(answer: &Answer) -> String {
    match answer {
        Answer::DayFirst => "in dates the day comes first".to_owned(),
        Answer::MonthFirst => "in dates the month comes first".to_owned(),
        Answer::DecimalComma => "decimals have a comma".to_owned(),
        Answer::DecimalPoint => "decimals have a point".to_owned(),
        Answer::LeaveOut => "what can be read two ways stays unknown".to_owned(),
        Answer::Currency(code) => format!("amounts are {code}"),
        Answer::Period(from, to) => format!("the days are {from} to {to}"),
        Answer::Margin(margin) => format!("the gross margin is {margin}"),
        Answer::YearlyChurn(churn) => format!("the share of customers lost in a year is {churn}"),
        Answer::CountedOver(span) => words_of_span(*span),
        Answer::KeepAll => "rows that are there twice count twice".to_owned(),
        Answer::CountOnce => "rows that are there twice count once".to_owned(),
    }
}

fn words_of_span(span: Span) -> String {
    match span {
        Span::Row => "People and quantiles are counted over the days of each row",
        Span::Month => "People and quantiles are counted by calendar month",
        Span::File => "People and quantiles are counted over all days of the file",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::recipe::{ColumnAnswer, ColumnRecipe, NameMatch};
    use super::*;

    #[test]
    fn a_recipe_reads_as_sentences() {
        let column = |name: &str, role| ColumnRecipe { name: name.to_owned(), role, why: String::new() };
        let recipe = Recipe {
            columns: vec![
                column("Campaign", Role::Touchpoint),
                column("Day", Role::Date),
                column("Clicks", Role::Quantity("clicks".to_owned())),
                column("Status", Role::Ignore),
            ],
            answers: vec![ColumnAnswer { column: "Day".to_owned(), answer: Answer::DayFirst }],
            matches: vec![NameMatch { name: "Brand".to_owned(), target: Target::LeaveOut }],
            currency: Some("EUR".to_owned()),
            ..Recipe::default()
        };
        assert_eq!(
            recipe_words(&recipe.to_text()).join(" "),
            "Columns: Campaign → Touchpoint; Day → Date; Clicks → Clicks. 1 column is not needed. \
             Day: in dates the day comes first. Amounts without a currency are EUR. 1 name was left out by hand."
        );
        assert_eq!(recipe_words("not a recipe"), Vec::<String>::new());
        assert_eq!(recipe_words(""), Vec::<String>::new());
    }
}
