//! The rules that texts are held against, and what became of texts by rule: for everybody.

use crate::words::Words;
use canvass_domain::{Conversation, Provenance};
use canvass_words::Arg;
use std::collections::BTreeMap;

/// What became of texts and people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderation {
    /// Statements that readers sent in.
    pub statements: Fates,
    /// Comments.
    pub comments: Fates,
    /// Participants who count in nothing.
    pub n_excluded: u64,
}

/// What became of one kind of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// Sent in.
    pub n_sent: usize,
    /// Accepted.
    pub n_accepted: usize,
    /// Waiting for the desk.
    pub n_held: usize,
    /// Declined, by key of the rule; an empty key is a decision without one.
    pub declined: BTreeMap<String, usize>,
}

/// The section as templates print it.
pub(crate) struct ModerationView {
    pub(crate) intro: String,
    pub(crate) rules: Vec<RuleView>,
    pub(crate) lines: Vec<String>,
}

pub(crate) struct RuleView {
    pub(crate) text: String,
    /// "3 declined", where there are any.
    pub(crate) declined: Option<String>,
}

impl Moderation {
    /// Whether there is anything to tell: results say nothing of texts that nobody sent.
    pub(crate) const fn has_anything(&self) -> bool {
        self.statements.n_sent > 0 || self.comments.n_sent > 0 || self.n_excluded > 0
    }
}

impl ModerationView {
    pub(crate) fn of(t: Words, conversation: &Conversation, moderation: &Moderation) -> Self {
        if conversation.provenance == Provenance::Imported {
            // Under which rules texts were read elsewhere, and when, no file says.
            return Self { intro: t.text("moderation-elsewhere"), rules: Vec::new(), lines: Vec::new() };
        }
        let kinds = [&moderation.statements, &moderation.comments];
        let n_declined = |key: &str| kinds.iter().filter_map(|fates| fates.declined.get(key)).sum::<usize>();
        let said = |n: usize| (n > 0).then(|| t.count("moderation-declined", wide(n)));
        let rules = conversation.instrument.rules().into_iter();
        let known: Vec<(String, String)> = rules.map(|rule| (rule.key, rule.text)).collect();
        let all: usize = kinds.iter().flat_map(|fates| fates.declined.values()).sum();
        let by_rule: usize = known.iter().map(|(key, _)| n_declined(key)).sum();
        let mut views: Vec<RuleView> =
            known.into_iter().map(|(key, text)| RuleView { declined: said(n_declined(&key)), text }).collect();
        if all > by_rule {
            views.push(RuleView { text: t.text("moderation-no-rule"), declined: said(all - by_rule) });
        }
        let statements = (moderation.statements.n_sent > 0).then_some(&moderation.statements);
        let mut lines: Vec<String> =
            statements.into_iter().map(|fates| line(t, "moderation-statements", fates)).collect();
        if conversation.instrument.comments.is_some() {
            lines.push(line(t, "moderation-comments", &moderation.comments));
        }
        lines.push(t.count("moderation-excluded", moderation.n_excluded));
        Self { intro: t.text("moderation-intro"), rules: views, lines }
    }
}

fn line(t: Words, key: &str, fates: &Fates) -> String {
    let count = |n: usize| Arg::Count(wide(n));
    let n_declined: usize = fates.declined.values().sum();
    let values = [
        ("sent", count(fates.n_sent)),
        ("shown", count(fates.n_accepted)),
        ("held", count(fates.n_held)),
        ("declined", count(n_declined)),
    ];
    t.with(key, &values)
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{ConversationId, Instrument, Slug, State};
    use canvass_words::Locale;

    #[test]
    fn of_texts_from_elsewhere_no_rule_is_claimed() {
        let view = |provenance| {
            let conversation = Conversation {
                visibility: canvass_domain::Visibility::Public,
                id: ConversationId(1),
                slug: Slug::suggest("one"),
                state: State::Closed,
                provenance,
                note: None,
                version: 1,
                instrument: Instrument::default(),
                created_ms: 0,
                turns: canvass_domain::Turns::default(),
            };
            ModerationView::of(Words::of(Locale::ENGLISH), &conversation, &Moderation::default())
        };
        let here = view(Provenance::Here);
        assert!(here.rules.len() > 1 && !here.lines.is_empty() && here.intro.contains("these rules"));
        let import = view(Provenance::Imported);
        assert!(import.rules.is_empty() && import.lines.is_empty() && import.intro.contains("do not know which rules"));
    }
}
