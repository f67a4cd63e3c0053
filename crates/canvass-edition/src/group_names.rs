//! Numbers in prose that name a group and count nothing: "group 2", "groups 1 and 3".

use std::ops::Range;

/// Whether the number at this place only names one of the groups that there are.
pub(super) fn names_a_group(prose: &str, number: &Range<usize>, n_groups: usize) -> bool {
    let is_one = |text: &str| text.parse::<usize>().is_ok_and(|n| (1..=n_groups).contains(&n));
    if !prose.get(number.clone()).is_some_and(is_one) {
        return false;
    }
    let before = prose.get(..number.start).unwrap_or_default().split_whitespace().rev();
    let mut before = before.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let Some(nearest) = before.next() else { return false };
    if matches!(nearest.as_str(), "group" | "groups") {
        return true;
    }
    // "groups 1, 2 and 3", never "group 2 and 3 people".
    let is_between = |word: &String| matches!(word.as_str(), "and" | "or" | "to") || is_one(word);
    is_between(&nearest) && before.find(|word| !is_between(word)).is_some_and(|word| word == "groups")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the last number of a text names one of three groups.
    fn check(prose: &str, expected: bool) {
        let end = prose.rfind(|c: char| c.is_ascii_digit()).unwrap() + 1;
        let start = end - prose[..end].chars().rev().take_while(char::is_ascii_digit).count();
        assert_eq!(names_a_group(prose, &(start..end), 3), expected, "{prose}");
    }

    #[test]
    fn a_number_behind_the_word_group_is_a_name() {
        check("Most in group 2 agree.", true);
        check("- Group\u{a0}1: they agree.", true);
        check("Between **groups 1 and 3**.", true);
        check("Groups 1, 2 and 3 agree.", true);
        check("(group 3)", true);
    }

    #[test]
    fn a_number_of_no_group_is_bare() {
        check("Most in group 4 agree.", false);
        check("Most in group 0 agree.", false);
        check("2", false);
        check("Of them 2 agree.", false);
        check("In group 1 and 2", false);
        check("The group has 3 people.", false);
        check("A subgroup 2", false);
    }
}
