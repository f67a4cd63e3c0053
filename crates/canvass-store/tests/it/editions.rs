//! Editions, the words of their quotes, and what happens after publication.

use crate::comments::post;
use crate::support::{Fresh, Running, T0, on_both, person};
use canvass_domain::{CommentId, ConversationId};
use canvass_domain::{ElsewhereComment, QuoteWords};
use canvass_store::{
    Act, ClarificationRow, EditionDoing, EditionPart, EditionRow, Key, NewEdition, Store, VotesOnLeaving,
};
use sha2::{Digest, Sha256};

on_both!(
    a_published_edition_is_never_written_again,
    whoever_was_slower_saves_nothing,
    words_that_are_taken_back_go_from_every_edition_and_do_not_come_back,
    what_happens_after_publication_is_kept_in_order
);

const DOING: EditionDoing = EditionDoing { by: 0, at_ms: T0 };

fn row(number: u32, document: &str) -> EditionRow {
    EditionRow { number, document: document.to_owned(), hash: sha256(document), signature: None, published_ms: None }
}

fn sha256(text: &str) -> String {
    Key(Sha256::digest(text).into()).hex()
}

/// A document that holds: votes and log are under their hashes.
fn whole(words: &str) -> String {
    let [votes_hash, record_hash] = ["{votes}", "{record}"].map(sha256);
    format!("{{\"votes_hash\":\"{votes_hash}\",\"record_hash\":\"{record_hash}\",\"words\":\"{words}\"}}")
}

/// An edition in which nothing is wrong.
pub(crate) async fn publish_whole(store: &Store, id: ConversationId, words: &str) {
    let draft = row(1, &whole(words));
    assert!(put(store, id, &draft, &[]).await);
    publish(store, id, &draft, &[]).await;
}

fn words(number: u32, comment: Option<u32>, text: &str) -> QuoteWords {
    QuoteWords {
        number,
        comment: comment.map(CommentId),
        salt: Some("0f".to_owned()),
        text: Some(text.to_owned()),
        name: Some("Ada".to_owned()),
        option: Some(2),
        withdrawn_ms: None,
    }
}

async fn put(store: &Store, id: ConversationId, row: &EditionRow, quotes: &[QuoteWords]) -> bool {
    let new = NewEdition { row, votes: "{votes}", record: "{record}", quotes };
    store.put_draft(id, &new, DOING).await.unwrap()
}

async fn publish(store: &Store, id: ConversationId, draft: &EditionRow, quotes: &[QuoteWords]) -> EditionRow {
    let out = EditionRow { signature: Some("signed".to_owned()), published_ms: Some(T0), ..draft.clone() };
    assert!(store.save_edition(id, &out, &draft.hash, quotes, DOING).await.unwrap());
    out
}

/// Something in every table.
pub(crate) async fn fill(store: &Store, id: ConversationId) {
    let draft = row(1, &whole("é\\u0000"));
    put(store, id, &draft, &[words(1, None, "Two\u{2028}lines.")]).await;
    publish(store, id, &draft, &[words(1, None, "Two\u{2028}lines.")]).await;
    let elsewhere = ElsewhereComment {
        number: 1,
        text: "Said there.".to_owned(),
        source: "The Paper".to_owned(),
        day: "2024-11-05".to_owned(),
        url: "https://paper.example/1".to_owned(),
        name: None,
        place: None,
    };
    store.put_elsewhere(id, &[elsewhere], DOING).await.unwrap();
    assert!(store.add_unclear(id, 1, "assessment", Some("which?"), T0).await.unwrap().is_some());
    store.settle_unclear(id, &[1], Some(&clarification("assessment")), DOING).await.unwrap();
    store.ask_response(id, "The board", T0 + 5, DOING).await.unwrap();
}

fn clarification(passage: &str) -> ClarificationRow {
    let text = "One of two things.".to_owned();
    ClarificationRow { number: 0, passage: passage.to_owned(), text, asked_again: None, at_ms: T0 }
}

async fn a_published_edition_is_never_written_again(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let store = &running.store;
    let (first, second) = (row(1, "first"), row(1, "second"));
    assert!(put(store, id, &first, &[words(1, None, "One.")]).await);
    assert!(put(store, id, &second, &[words(1, None, "Two.")]).await, "a draft is replaced");
    assert_eq!(store.editions(id).await.unwrap(), std::slice::from_ref(&second));
    let out = publish(store, id, &second, &[words(1, None, "Two.")]).await;
    assert!(!put(store, id, &row(1, "third"), &[]).await, "its number is taken");
    assert!(!store.save_edition(id, &row(1, "third"), &out.hash, &[], DOING).await.unwrap());
    assert!(!store.discard_draft(id, 1, DOING).await.unwrap());
    assert_eq!(store.editions(id).await.unwrap(), [out]);
    assert_eq!(store.quotes(id, 1).await.unwrap(), [words(1, None, "Two.")]);
    assert_eq!(store.edition_part(id, 1, EditionPart::Votes).await.unwrap().as_deref(), Some("{votes}"));
    assert_eq!(store.edition_part(id, 1, EditionPart::Record).await.unwrap().as_deref(), Some("{record}"));
    assert_eq!(store.edition_part(id, 2, EditionPart::Votes).await.unwrap(), None);
    assert!(put(store, id, &row(2, "next"), &[]).await);
    assert!(store.discard_draft(id, 2, DOING).await.unwrap());
    assert_eq!(store.editions(id).await.unwrap().len(), 1);
}

async fn whoever_was_slower_saves_nothing(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let store = &running.store;
    let (first, second, third) = (row(1, "first"), row(1, "second"), row(1, "third"));
    put(store, id, &first, &[]).await;
    let (one, two) = tokio::join!(
        store.save_edition(id, &second, &first.hash, &[], DOING),
        store.save_edition(id, &third, &first.hash, &[], DOING)
    );
    let won = [one.unwrap(), two.unwrap()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    let kept = if won[0] { second } else { third };
    assert_eq!(store.editions(id).await.unwrap(), [kept]);
}

async fn words_that_are_taken_back_go_from_every_edition_and_do_not_come_back(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    for who in 1..=3 {
        running.put(id, post(who, &format!("Words of {who}."))).await.unwrap();
    }
    let store = &running.store;
    let quotes: Vec<QuoteWords> = (1..=3).map(|n| words(n, Some(n), &format!("Words of {n}."))).collect();
    let quotes: Vec<QuoteWords> = quotes.into_iter().chain([words(4, None, "Said there.")]).collect();
    // Consent is on the row of the comment itself; these comments were posted with it.
    fresh.exec("update comments set quote = 'anonymous'").await;
    let draft = row(1, "first");
    put(store, id, &draft, &quotes).await;
    publish(store, id, &draft, &quotes).await;
    put(store, id, &row(2, "second"), &quotes).await;
    running.put(id, Act::EraseComment(CommentId(1))).await.unwrap();
    running.put(id, Act::StopQuoting(CommentId(2))).await.unwrap();
    running.put(id, Act::Erase(person(3), VotesOnLeaving::Keep)).await.unwrap();
    for edition in [1, 2] {
        let kept = store.quotes(id, edition).await.unwrap();
        let texts: Vec<_> = kept.iter().map(|words| words.text.as_deref()).collect();
        assert_eq!(texts, [None, None, None, Some("Said there.")], "edition {edition}");
        assert!(
            kept.iter()
                .take(3)
                .all(|words| words.salt.is_none() && words.name.is_none() && words.withdrawn_ms.is_some())
        );
    }
    put(store, id, &row(2, "again"), &quotes).await;
    let texts: Vec<_> = store.quotes(id, 2).await.unwrap().into_iter().map(|words| words.text).collect();
    assert_eq!(texts, [None, None, None, Some("Said there.".to_owned())], "a slow editor brings nothing back");
    let comments = fresh.table("text", "comments").await;
    assert!(
        comments.iter().any(|text| text.contains("Words of 2.")),
        "a comment that is quoted no more stays: {comments:?}"
    );
}

async fn what_happens_after_publication_is_kept_in_order(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let store = &running.store;
    for n in 1..=3 {
        assert!(store.add_unclear(id, 1, &format!("word {n}"), None, T0 + n).await.unwrap().is_some());
    }
    store.settle_unclear(id, &[2], Some(&clarification("word 2")), DOING).await.unwrap();
    store.settle_unclear(id, &[3], None, DOING).await.unwrap();
    let waiting: Vec<u32> = store.unclear(id).await.unwrap().into_iter().map(|row| row.number).collect();
    assert_eq!((waiting, store.n_unclear(id).await.unwrap()), (vec![1], 1));
    let found: Vec<_> =
        store.clarifications(id).await.unwrap().into_iter().map(|row| (row.number, row.passage)).collect();
    assert_eq!(found, [(1, "word 2".to_owned())]);
    store.ask_response(id, "The board", T0 + 9, DOING).await.unwrap();
    assert!(store.respond(id, 1, "We read it.", DOING).await.unwrap());
    assert!(!store.respond(id, 1, "Something else.", DOING).await.unwrap(), "a response stands");
    assert!(!store.respond(id, 2, "Nobody asked.", DOING).await.unwrap());
    let responses = store.responses(id).await.unwrap();
    assert_eq!(responses[0].text.as_deref(), Some("We read it."));
}
