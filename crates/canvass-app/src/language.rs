//! Whether the texts of an import are in the language it is said to be in.

use canvass_domain::{StatementId, Transcript};
use canvass_text::language_of;
use std::collections::BTreeMap;

/// Most numbers of statements named.
const MAX_NAMED: usize = 5;

/// What whoever imports should look at: that the texts look otherwise, or that some of them do.
#[must_use]
pub fn remarks(transcript: &Transcript) -> Vec<String> {
    let said = transcript.instrument.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let said = if matches!(said.as_str(), "nb" | "nn") { "no".to_owned() } else { said };
    let mut found: BTreeMap<&'static str, Vec<StatementId>> = BTreeMap::new();
    for statement in &transcript.statements {
        if let Some(tag) = statement.text.as_deref().and_then(language_of) {
            found.entry(tag).or_default().push(statement.id);
        }
    }
    let n_known: usize = found.values().map(Vec::len).sum();
    let others = || found.iter().filter(|(tag, _)| **tag != said);
    if let Some((tag, _)) = others().find(|(_, ids)| 2 * ids.len() > n_known) {
        return vec![format!(
            "Most of the text looks to be in `{tag}`, and the language is set to `{said}`. Import it with --language {tag}, \
             or change the language at the desk."
        )];
    }
    others().map(|(tag, ids)| of_some(tag, ids, &said)).collect()
}

fn of_some(tag: &str, ids: &[StatementId], said: &str) -> String {
    let named: Vec<String> = ids.iter().take(MAX_NAMED).map(ToString::to_string).collect();
    let (statements, numbers) =
        if ids.len() == 1 { ("statement looks", "number") } else { ("statements look", "numbers") };
    let more = if ids.len() > MAX_NAMED { ", among others" } else { "" };
    format!("{} {statements} to be in `{tag}` and not in `{said}` ({numbers} {}{more}).", ids.len(), named.join(", "))
}
