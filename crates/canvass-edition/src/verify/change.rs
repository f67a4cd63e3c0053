//! How many further answers would change the headline: counted again, and said with the same numbers on the card.

use super::{Fault, Outcome, Report};
use crate::{DisclosureItem, Edition};
use canvass_counts::LEAST;
use canvass_results::{AnswersToChange, Results};
use canvass_words::Locale;

/// The item of the card that tells of it.
const ITEM: &str = "answers_to_change";

/// Works the numbers out of results. Where those are as they should be, the outcome is the one given: it is no better
/// than that of the counts. An edition made before the numbers were known has none, nor has its card.
pub(super) fn check_change(results: &Results, edition: &Edition, outcome: Outcome, report: &mut Report) {
    let again = results.answers_to_change();
    let card = edition.disclosure.get(ITEM);
    if edition.answers_to_change.is_none() && card.is_none() {
        return;
    }
    let item = card.and_then(|item| serde_json::from_value::<DisclosureItem>(item.clone()).ok());
    let is_on_card = item.is_some_and(|item| {
        let has_words = says(item.value.as_deref().unwrap_or_default(), again, results.totals.n_ballots);
        item.numbers == Some(again) && has_words
    });
    let is_same = edition.answers_to_change == Some(again) && is_on_card;
    let said = again
        .named()
        .map(|(what, n)| format!("{what} {}", n.map_or_else(|| "none".to_owned(), |n| Locale::ENGLISH.number(n))));
    let outcome = if is_same { outcome } else { Outcome::Wrong(Fault::Results) };
    report.note(format!("further answers that would change the headline: {}", said.join(", ")), outcome);
}

/// Whether the words have those numbers and no other, in their order, however the rest of them is worded. Of a few
/// people they say why they have none.
fn says(words: &str, change: AnswersToChange, n_ballots: u64) -> bool {
    if n_ballots < LEAST {
        return true;
    }
    let all = change.named().into_iter().filter_map(|(_, n)| n);
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    words.split_whitespace().filter(is_number).map(str::to_owned).eq(all.map(|n| Locale::ENGLISH.number(n)))
}
