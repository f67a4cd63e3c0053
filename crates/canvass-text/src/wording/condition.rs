//! A condition without a name: "support it, as long as it is paid for" where nobody can say later which condition.

use super::lists::NOT_BEFORE_PROVIDED;
use super::lists::{CONDITION_QUESTIONS, CONDITIONS, NOT_AFTER_IF, NOT_AFTER_PROVIDED, NOT_BEFORE_IF};
use super::text::{Text, said};
use super::{ConditionName, Draft, Kind, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let n_leading = draft.options.iter().filter(|option| matches!(option.low(0), "if" | "when" | "only")).count();
    let asks_for_conditions = draft.question.as_ref().is_some_and(|question| question.has(CONDITION_QUESTIONS));
    if n_leading > 1 || asks_for_conditions {
        return Vec::new();
    }
    let unnamed = draft.options.iter().zip(&draft.conditions).filter(|(_, name)| **name == ConditionName::Missing);
    unnamed.filter_map(|(option, _)| warn(option)).collect()
}

fn warn(option: &Text<'_>) -> Option<Warning> {
    let (at, n_words) = option.find(CONDITIONS).find(|(at, n_words)| is_condition(option, *at, *n_words))?;
    let words = option.written(at, n_words);
    let said = said(
        format!(
            "`{words}` puts the answer on a condition. Without a name for it results can only say \"on a condition\", and a reader who sees another condition in it chooses it all the same."
        ),
        "Name the condition in a word or two (`condition = \"resourced\"`), so that results can say what the support hangs on.",
    );
    option.warn(Kind::UnnamedCondition, at, n_words, said)
}

/// Whether words that often start a condition do so here.
fn is_condition(option: &Text<'_>, at: usize, n_words: usize) -> bool {
    let before = option.low_before(at);
    let after = option.low(at + n_words);
    let is_open = option.starts_clause(at) || matches!(before, "but" | "and" | "only");
    match option.low(at) {
        "if" => !NOT_BEFORE_IF.contains(&before) && !NOT_AFTER_IF.contains(&after),
        "provided" | "providing" | "assuming" => {
            n_words > 1
                || is_open && !after.is_empty()
                || !NOT_BEFORE_PROVIDED.contains(&before) && !NOT_AFTER_PROVIDED.contains(&after) && !after.is_empty()
        }
        "as" | "so" => before != "for" && !matches!(after, "possible" | "necessary" | "needed"),
        "subject" => is_open,
        _ => true,
    }
}
