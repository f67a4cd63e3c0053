//! What the queue says of more than one text: what waits after publication, and declining several at once.

use super::queue::{AfterLine, BulkView, DeskBulk, DeskQueue, DeskWaitingAfter, WhyLeft, name_of};
use crate::words::Words;
use canvass_domain::{Rule, Target};
use canvass_words::Arg;

impl DeskQueue {
    /// Notes on what is unclear, and responses that are still to come.
    pub(super) fn after_lines(&self, t: Words) -> Vec<AfterLine<'_>> {
        self.after.iter().flat_map(|after| self.after_lines_of(t, after)).collect()
    }

    fn after_lines_of<'a>(&'a self, t: Words, after: &'a DeskWaitingAfter) -> Vec<AfterLine<'a>> {
        let of = &after.conversation;
        let line = |fragment: &str, text: String| AfterLine {
            href: format!("/desk/c/{}/after#{fragment}", of.slug),
            text,
            title: self.of.is_none().then_some(of.title.as_str()),
            lang: of.lang.as_deref(),
        };
        let unclear = (after.n_unclear > 0).then(|| line("unclear", t.count("desk-unclear-n", after.n_unclear)));
        let zone = t.in_zone(of.zone);
        let responses = after.responses.iter().map(|(who, due_ms, is_overdue)| {
            let key = if *is_overdue { "desk-response-overdue" } else { "desk-response-waits" };
            let day = zone.day(*due_ms);
            line("responses", t.with(key, &[("who", Arg::Text(who)), ("day", Arg::Text(&day))]))
        });
        unclear.into_iter().chain(responses).collect()
    }

    /// The form for several, where there are several to tick or it has something to say.
    pub(super) fn bulk_view(&self, t: Words, action: String) -> Option<BulkView<'_>> {
        let rules = self.shared_rules();
        if self.bulk.is_none() && (self.items.len() < 2 || rules.is_empty()) {
            return None;
        }
        let bulk = self.bulk.as_ref();
        Some(BulkView {
            action,
            rules,
            problem: bulk.and_then(|bulk| bulk.why).map(|why| why.text(t)),
            rule: bulk.map_or("", |bulk| bulk.rule.as_str()),
            typed: bulk.map_or("", |bulk| bulk.typed.as_str()),
            declined: bulk.filter(|bulk| !bulk.left.is_empty()).map(|bulk| n_declined(t, bulk)),
            left: bulk.map(|bulk| bulk.left.iter().map(|one| self.left(t, one)).collect()).unwrap_or_default(),
        })
    }

    /// Rules that every conversation on the page has, in the order of the first.
    fn shared_rules(&self) -> Vec<&Rule> {
        let first = self.items.first().map(|item| item.conversation.rules.as_slice()).unwrap_or_default();
        let is_shared = |rule: &&Rule| {
            self.items.iter().all(|item| item.conversation.rules.iter().any(|other| other.key == rule.key))
        };
        first.iter().filter(is_shared).collect()
    }

    fn left(&self, t: Words, (target, title, why): &(Target, String, WhyLeft)) -> String {
        let key = match why {
            WhyLeft::Changed => "desk-bulk-changed",
            WhyLeft::Decided => "desk-bulk-decided",
            WhyLeft::NoSuchRule => "desk-bulk-no-such-rule",
        };
        let name = name_of(t, *target);
        let name = if self.of.is_none() { format!("{title}, {name}") } else { name };
        t.say(key, &name)
    }
}

fn n_declined(t: Words, bulk: &DeskBulk) -> String {
    t.count("desk-bulk-declined", u64::try_from(bulk.n_declined).unwrap_or(u64::MAX))
}
