//! Comments, reports and the audit log: what they leave in the tables, and what is left when somebody leaves.

use crate::support::{Fresh, Running, T0, add, agree, caller, command, keyed, on_both, person};
use canvass_domain::{
    About, Admission, Attribution, CommentId, CommentState, CommentText, ConversationId, Decision, ExclusionGround,
    Fact, Looked, Place, QuoteConsent, Role, Ruling, StatementId, StatementState, StatementText, Target,
};
use canvass_store::{Act, AuditRange, Command, NewComment, NewExclusion, OpenReport, Refused, Report, VotesOnLeaving};

on_both!(
    a_thread_and_its_words,
    comments_are_decided_and_derived,
    words_change_without_an_event,
    reports_are_one_for_each_reader_and_closed_by_a_decision,
    erasing_somebody_takes_their_words_everywhere,
    what_staff_does_is_in_the_audit_log_with_the_act,
    a_typo_is_mended_in_place,
    comments_need_an_open_conversation,
    what_is_erased_takes_no_change_and_no_receipt_names_its_author,
    a_change_made_at_once_overtakes_the_one_that_waits,
);

fn new(text: &str, replies_to: Option<(u32, Place)>) -> NewComment {
    NewComment {
        replies_to: replies_to.map(|(id, place)| (CommentId(id), place)),
        about: About::Statement(StatementId(2)),
        text: CommentText::parse(text).unwrap(),
        attribution: Attribution::parse("first_name_and_place", Some("Ada Okoye"), Some("Leeds")).unwrap(),
        state: CommentState::Accepted,
        staff: None,
    }
}

pub(crate) fn post(who: u32, text: &str) -> Act {
    Act::PostComment(caller(who), new(text, None))
}

const fn root(id: u32) -> Place {
    Place { root: CommentId(id), parent: None, depth: 0 }
}

pub(crate) fn report(who: u32, target: Target, note: &str) -> Act {
    let report = Report { target, rule: "abusive".to_owned(), note: Some(note.to_owned()) };
    Act::Report(caller(who), report)
}

fn decide(target: Target, to: StatementState) -> Decision {
    let ruling = Ruling { rule: Some("abusive".to_owned()), reason: Some("Too harsh.".to_owned()) };
    Decision { looked: Looked { target, from: StatementState::Accepted, seen: None }, to, ruling }
}

async fn words(running: &Running, id: ConversationId, comment: u32) -> Option<String> {
    running.store.comment_words(id, &[CommentId(comment)]).await.unwrap().remove(0).1.text
}

fn edit(text: &str, admission: Admission) -> Act {
    Act::EditComment(CommentId(1), CommentText::parse(text).unwrap(), admission)
}

/// A change that was sent before the words were erased, and is written after that.
async fn what_is_erased_takes_no_change_and_no_receipt_names_its_author(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.ballot_box.put(keyed(id, 1, 1, post(7, "First."))).await.unwrap();
    assert_eq!(fresh.table("receipt", "idempotency").await, ["- - 7 1"], "only the table of authors says whose");
    running.put(id, Act::EraseComment(CommentId(1))).await.unwrap();
    let _ = running.put(id, edit("Words too late.", Admission::Hold)).await;
    assert_eq!(fresh.table("text", "comment_changes").await, [""; 0]);
}

async fn a_change_made_at_once_overtakes_the_one_that_waits(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "First.")).await.unwrap();
    running.put(id, edit("It waits.", Admission::Hold)).await.unwrap();
    assert_eq!(fresh.table("text", "comment_changes").await, ["It waits."]);
    running.put(id, edit("It is made.", Admission::Show)).await.unwrap();
    assert_eq!(words(&running, id, 1).await.as_deref(), Some("It is made."));
    assert_eq!(fresh.table("text", "comment_changes").await, [""; 0], "nothing older is left to accept");
}

async fn a_thread_and_its_words(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let receipt = running.put(id, post(7, "First.\n\nSecond.")).await.unwrap();
    assert_eq!((receipt.comment, receipt.participant), (Some(CommentId(1)), Some(person(1))));
    let reply = new("A reply", Some((1, root(1))));
    let second = running.ballot_box.put(keyed(id, 1, 1, Act::PostComment(caller(8), reply.clone()))).await.unwrap();
    assert_eq!(second.comment, Some(CommentId(2)));
    let again = running.ballot_box.put(keyed(id, 1, 1, Act::PostComment(caller(8), reply))).await.unwrap();
    assert_eq!((again.comment, again.seq), (second.comment, second.seq), "a repetition is one comment");
    let told: Vec<_> = running.take_told().into_iter().flat_map(|told| told.comments).map(|(_, card)| card).collect();
    let kept = running.store.comment_cards(id).await.unwrap();
    assert_eq!(kept, told);
    assert_eq!(kept[1].place, Place { root: CommentId(1), parent: Some(CommentId(1)), depth: 1 });
    assert_eq!((kept[0].about, kept[0].posted_ms), (About::Statement(StatementId(2)), T0 + 1));
    let (_, said) = running.store.comment_words(id, &[CommentId(1)]).await.unwrap().remove(0);
    assert_eq!(said.text.as_deref(), Some("First.\n\nSecond."));
    assert_eq!(
        (said.attribution.quote, said.attribution.shown()),
        (QuoteConsent::FirstNameAndPlace, Some("Ada, Leeds".to_owned()))
    );
    let facts: Vec<Fact> = running.store.events(id).await.unwrap()[6..].iter().map(|event| event.fact).collect();
    let posted = |n| Fact::CommentPosted { comment: CommentId(n), state: CommentState::Accepted };
    assert_eq!(facts, [posted(1), posted(2)]);
    assert_eq!(fresh.table("kind number participant", "authors").await, ["comment 1 1", "comment 2 2"]);
    // A new writer counts on.
    running.stop().await.close().await;
    let running = Running::on(&fresh).await;
    assert_eq!(running.put(id, post(9, "Third")).await.unwrap().comment, Some(CommentId(3)));
}

async fn comments_are_decided_and_derived(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "Harsh words")).await.unwrap();
    let target = Target::Comment(CommentId(1));
    running.put(id, Act::Decide(decide(target, StatementState::Declined))).await.unwrap();
    let late = running.put(id, Act::Decide(decide(target, StatementState::Declined))).await;
    assert!(matches!(late, Err(Refused::Conflict(_))), "{late:?}");
    assert_eq!(fresh.table("state rule reason", "comments").await, ["2 abusive Too harsh."]);
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
    assert_eq!(fresh.exec("update comments set state = 1").await, 1);
    let found = running.store.check_derived(id).await.unwrap();
    assert_eq!((found.len(), found[0].table.as_str()), (1, "comments"));
    running.store.rebuild_derived(id).await.unwrap();
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
    assert_eq!(fresh.table("state", "comments").await, ["2"]);
}

async fn words_change_without_an_event(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "A tpyo")).await.unwrap();
    running
        .put(id, Act::EditComment(CommentId(1), CommentText::parse("A typo").unwrap(), Admission::Show))
        .await
        .unwrap();
    assert_eq!(words(&running, id, 1).await.as_deref(), Some("A typo"));
    assert_eq!(running.store.comment_cards(id).await.unwrap()[0].edited_ms, Some(T0 + 1));
    running.put(id, Act::EraseComment(CommentId(1))).await.unwrap();
    assert_eq!(words(&running, id, 1).await, None);
    running
        .put(id, Act::EditComment(CommentId(1), CommentText::parse("Back").unwrap(), Admission::Show))
        .await
        .unwrap();
    assert_eq!(words(&running, id, 1).await, None, "what is erased stays so");
    assert_eq!(running.store.events(id).await.unwrap().len(), 7, "one event: that it was posted");
    assert_eq!(fresh.table("name place", "comments").await, ["- -"]);
}

async fn reports_are_one_for_each_reader_and_closed_by_a_decision(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "Harsh words")).await.unwrap();
    let target = Target::Comment(CommentId(1));
    for (who, note) in [(8, "rude"), (8, "very rude"), (9, "unfair")] {
        running.put(id, report(who, target, note)).await.unwrap();
    }
    let open = running.store.open_reports(id).await.unwrap();
    assert_eq!(open.len(), 2, "said again, it is said anew: {open:?}");
    let asked =
        [(target, person(2)), (target, person(3)), (target, person(9)), (Target::Comment(CommentId(7)), person(2))];
    let mut notes = running.store.report_notes(id, &asked).await.unwrap();
    notes.sort();
    assert_eq!(notes, [(target, "unfair".to_owned()), (target, "very rude".to_owned())]);
    assert_eq!(running.store.report_notes(id, &[]).await.unwrap(), []);
    running.put(id, Act::CloseReports(Looked { target, from: StatementState::Accepted, seen: None })).await.unwrap();
    assert!(running.store.open_reports(id).await.unwrap().is_empty());
    running.put(id, report(9, target, "still unfair")).await.unwrap();
    let again = OpenReport { target, reporter: person(3), rule: "abusive".to_owned(), has_note: true };
    assert_eq!(running.store.open_reports(id).await.unwrap(), [again], "it may be reported again");
    assert_eq!(running.store.report_notes(id, &asked).await.unwrap(), [(target, "still unfair".to_owned())]);
    running.put(id, Act::Decide(decide(target, StatementState::Declined))).await.unwrap();
    assert!(running.store.open_reports(id).await.unwrap().is_empty());
}

async fn erasing_somebody_takes_their_words_everywhere(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "Secret words")).await.unwrap();
    running.put(id, post(8, "Other words")).await.unwrap();
    running.put(id, report(7, Target::Comment(CommentId(2)), "Secret note")).await.unwrap();
    running.put(id, Act::Erase(person(1), VotesOnLeaving::Keep)).await.unwrap();
    let dump = fresh.dump().await;
    assert!(!dump.iter().any(|row| row.contains("Secret")), "{dump:?}");
    assert_eq!(fresh.table("number text name place", "comments").await, ["1 - - -", "2 Other words Ada Okoye Leeds"]);
    assert!(running.store.comment_cards(id).await.unwrap()[0].is_erased);
    assert!(running.store.open_reports(id).await.unwrap().is_empty());
}

async fn what_staff_does_is_in_the_audit_log_with_the_act(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let ada = crate::staff::add(&running.store, "ada@example.org", Role::Moderator).await;
    running.put(id, post(7, "Harsh words")).await.unwrap();
    let target = Target::Comment(CommentId(1));
    let by = |act| Command { by: Some(ada.id), ..command(id, act) };
    running.ballot_box.put(by(Act::Decide(decide(target, StatementState::Declined)))).await.unwrap();
    let late = running.ballot_box.put(by(Act::Decide(decide(target, StatementState::Declined)))).await;
    assert!(late.is_err());
    let ground = ExclusionGround::Reader(Some("abusive".to_owned()));
    let exclusion = NewExclusion { ground, reason: None, readers: vec![person(1)] };
    running.ballot_box.put(by(Act::Exclude(exclusion))).await.unwrap();
    running.store.note_act(ada.id, "invite", Some("bo@example.org"), Some("editor"), T0).await.unwrap();
    let log = running.store.audit(AuditRange::default(), 10).await.unwrap();
    let lines: Vec<String> = log
        .iter()
        .map(|row| {
            let [of, object, detail] =
                [&row.conversation, &row.object, &row.detail].map(|text| text.as_deref().unwrap_or("-"));
            format!("{} {} {} {of} {object} {detail}", row.number, row.staff.as_deref().unwrap_or("-"), row.act)
        })
        .collect();
    let expected = [
        "4 ada@example.org invite - bo@example.org editor",
        "3 ada@example.org ban one participant:1 abusive",
        "2 ada@example.org decide one comment:1 abusive",
        "1 - add_person - ada@example.org moderator",
    ];
    assert_eq!(lines, expected, "what was refused was not done");
    assert_eq!(running.store.audit(AuditRange { before: Some(3), of: None }, 1).await.unwrap()[0].number, 2);
    let banned = running.store.events(id).await.unwrap().last().unwrap().fact;
    assert_eq!(banned, Fact::ParticipantBanned { participant: person(1) });
    running.ballot_box.put(by(Act::Reinstate(person(1)))).await.unwrap();
    let back = running.store.events(id).await.unwrap().last().unwrap().fact;
    assert_eq!(back, Fact::ParticipantReinstated { participant: person(1) });
}

async fn a_typo_is_mended_in_place(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, add(7, "Moer police")).await.unwrap();
    running.take_told();
    running.put(id, Act::Reword(StatementId(6), StatementText::parse("More police").unwrap(), None)).await.unwrap();
    assert_eq!(fresh.table("text", "statements where number = 6").await, ["More police"]);
    assert_eq!(running.take_told()[0].reworded.len(), 1);
    assert_eq!(running.store.events(id).await.unwrap().len(), 7, "words are no events");
}

async fn comments_need_an_open_conversation(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, post(7, "In time")).await.unwrap();
    running.put(id, agree(7, 1)).await.unwrap();
    running.put(id, Act::Close).await.unwrap();
    let late = running.put(id, post(7, "Too late")).await;
    assert!(matches!(late, Err(Refused::NotOpen)), "{late:?}");
    let late = running.put(id, Act::EditComment(CommentId(1), CommentText::parse("x").unwrap(), Admission::Show)).await;
    assert!(matches!(late, Err(Refused::NotOpen)), "{late:?}");
    running.put(id, Act::EraseComment(CommentId(1))).await.unwrap();
    assert_eq!(words(&running, id, 1).await, None, "erasing stays possible");
}
