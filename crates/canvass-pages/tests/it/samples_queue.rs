//! Sample pages of what waits for the desk.

use super::{CLOSED_MS, Ink, OPENED_MS, conversation, staff};
use canvass_domain::{About, CommentId, OptionId, ParticipantId, QuoteConsent, StatementId, StatementState, Target};
use canvass_pages::{
    DeskBulk, DeskItem, DeskQueue, DeskQueuePage, DeskReports, DeskText, DeskWaitingAfter, ItemConversation, Notice,
    QueueFilter, WhyLeft, WhyNot,
};

/// What a comment is a reason for.
const REASON: About = About::Option(OptionId(2));

/// A page in the middle of a conversation's queue.
pub(super) fn queue(ink: Ink<'_>) -> DeskQueue {
    let open = conversation(ink);
    DeskQueue {
        items: vec![
            item(ink, Target::Statement(StatementId(7)), None, &[]),
            item(ink, Target::Comment(CommentId(11)), Some(REASON), &["Rude", "Unfair"]),
        ],
        of: Some(open.slug.clone()),
        shows: QueueFilter::All,
        waiting: [60, 40, 1, 2],
        here: "after=1.1.statement:3".to_owned(),
        previous: Some("before=1.1.statement:7".to_owned()),
        next: Some("after=1.1.comment:11".to_owned()),
        after: vec![DeskWaitingAfter {
            conversation: ItemConversation::of(&open),
            n_unclear: 2,
            responses: vec![(ink.text("The council"), CLOSED_MS, false), (ink.text("The union"), OPENED_MS, true)],
        }],
        bulk: None,
    }
}

/// Several declined, others left, and why.
fn bulk(ink: Ink<'_>) -> DeskBulk {
    let left = [WhyLeft::Changed, WhyLeft::Decided, WhyLeft::NoSuchRule];
    DeskBulk {
        n_declined: 3,
        left: left.into_iter().map(|why| (Target::Comment(CommentId(4)), ink.text("A bridge"), why)).collect(),
        why: Some(WhyNot::NoRule),
        ticked: Vec::new(),
        rule: "abusive".to_owned(),
        typed: ink.text("Kinder, please."),
    }
}

pub(super) fn pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let (open, staff) = (conversation(ink), staff());
    let several = DeskQueuePage {
        staff: &staff,
        queue: DeskQueue { of: None, bulk: Some(bulk(ink)), ..queue(ink) },
        said: None,
        problem: None,
    };
    let one = DeskText {
        staff: &staff,
        conversation: &open,
        item: item(ink, Target::Comment(CommentId(11)), Some(REASON), &["Rude"]),
        said: Some(Notice::Declined),
        problem: None,
    };
    let everywhere = DeskQueuePage {
        staff: &staff,
        queue: DeskQueue { of: None, ..queue(ink) },
        said: Some(Notice::Left),
        problem: None,
    };
    vec![
        ("desk-queue", everywhere.render().unwrap()),
        ("desk-queue-several", several.render().unwrap()),
        ("desk-text", one.render().unwrap()),
    ]
}

fn item(ink: Ink<'_>, target: Target, about: Option<About>, reports: &[&str]) -> DeskItem {
    DeskItem {
        conversation: ItemConversation::of(&conversation(ink)),
        target,
        state: if reports.is_empty() { StatementState::Held } else { StatementState::Accepted },
        text: ink.text("Somebody should ask the night staff too."),
        seen: "5e".repeat(32),
        shown_as: about.map(|_| ink.text("Ada, Leeds")),
        quote: about.map(|_| QuoteConsent::FirstNameAndPlace),
        change: about.map(|_| (ink.text("Somebody ought to ask the night staff."), "7a".repeat(32))),
        reported_words: reports.iter().map(|_| ink.text("What it said before.")).collect(),
        answers: about.map(|_| (3, Some(ink.text("Who has been asked?")))),
        author: Some(ParticipantId(17)),
        at_ms: CLOSED_MS,
        about,
        is_reply: false,
        may_be_mended: about.is_none(),
        reports: DeskReports {
            n: reports.len() * 1_200,
            by_rule: if reports.is_empty() {
                Vec::new()
            } else {
                vec![("abusive".to_owned(), 2_399), (ink.text("gone"), 1)]
            },
            notes: reports.iter().map(|note| ink.text(note)).collect(),
            n_notes: reports.len() * 600,
        },
        is_staff: about.is_some(),
    }
}
