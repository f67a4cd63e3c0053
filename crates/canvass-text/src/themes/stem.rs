//! Brings forms of an English word together: plurals, -ing, -ed, -ly.
//!
//! Light on purpose: two words that are cut alike but mean different things do more harm to a theme than two forms
//! of one word that stay apart. What comes out is compared and never shown.

/// Fewest letters that stay.
const MIN_LEFT: usize = 3;

/// What the forms of a word share; the word is folded.
pub(crate) fn stem(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    let singular = singular(word);
    let bare = ["ing", "ed", "ly"].iter().find_map(|ending| without(&singular, ending)).unwrap_or(singular);
    let open = bare.strip_suffix('e').filter(|left| left.len() >= MIN_LEFT).unwrap_or(&bare);
    match open.strip_suffix('y') {
        Some(left) if left.len() >= MIN_LEFT => format!("{left}i"),
        _ => open.to_owned(),
    }
}

fn singular(word: &str) -> String {
    if let Some(left) = word.strip_suffix("ies").filter(|left| left.len() >= MIN_LEFT) {
        return format!("{left}y");
    }
    let hissing = ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending));
    if hissing {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    let is_plural = word.len() > MIN_LEFT && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    word.strip_suffix('s').filter(|_| is_plural && !word.ends_with("is")).unwrap_or(word).to_owned()
}

/// A word without an ending, and without the letter that was doubled before it; none where too little would stay.
fn without(word: &str, ending: &str) -> Option<String> {
    let left = word.strip_suffix(ending).filter(|left| left.len() >= MIN_LEFT && left.contains(is_vowel))?;
    let mut last = left.chars().rev();
    let is_doubled = last.next() == last.next() && !left.ends_with(['l', 's', 'z', 'e', 'o']);
    let left = if is_doubled && ending != "ly" { left.get(..left.len() - 1).unwrap_or(left) } else { left };
    Some(left.to_owned())
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_are_cut_alike() {
        let check = |forms: &[&str]| {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}: {stems:?}");
        };
        check(&["visit", "visits", "visiting", "visited"]);
        check(&["service", "services"]);
        check(&["family", "families"]);
        check(&["assess", "assesses", "assessing", "assessed"]);
        check(&["train", "trains", "training", "trained"]);
        check(&["stop", "stops", "stopped", "stopping"]);
        check(&["safe", "safely"]);
        check(&["tax", "taxes", "taxing"]);
        check(&["declare", "declared", "declaring"]);
        check(&["call", "calls", "called", "calling"]);
    }

    #[test]
    fn different_words_stay_apart() {
        let check = |one: &str, other: &str| assert_ne!(stem(one), stem(other));
        check("police", "policy");
        check("bus", "busy");
        check("ring", "red");
        check("need", "neat");
        check("sing", "sin");
        check("crisis", "cry");
        check("評價", "評");
    }
}
