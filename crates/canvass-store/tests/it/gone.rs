//! Erased is gone: not a byte of a reader's words or name is left in any file of the data folder.

use crate::comments::post;
use crate::support::{Fresh, Running, add, agree, caller, person};
use canvass_domain::{Attribution, CommentId, CommentText};
use canvass_store::{Act, Database, NewComment, VotesOnLeaving};
use std::path::Path;
use std::time::Duration;

const WORDS: &str = "Xylophone-Quartz";
const NAME: &str = "Zebulon Quagmire";

fn named(who: u32) -> Act {
    let Act::PostComment(_, new) = post(who, "x") else { unreachable!("a comment") };
    let attribution = Attribution::parse("name", Some(NAME), None).unwrap();
    let text = CommentText::parse(&format!("{WORDS}. {}", "A longer reason follows. ".repeat(60))).unwrap();
    Act::PostComment(caller(who), NewComment { attribution, text, ..new })
}

/// Which files hold it.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[tokio::test]
async fn no_file_holds_what_was_erased() {
    let fresh = Fresh::sqlite();
    let Database::Folder(folder) = fresh.database.clone() else { unreachable!("a folder") };
    let (running, id) = Running::with_open(&fresh).await;
    // Others before and after, so that rows move between pages.
    for who in 1..40 {
        running
            .put(id, post(who, &format!("Somebody else says {}", "a lot ".repeat(usize::try_from(who).unwrap()))))
            .await
            .unwrap();
        running.put(id, add(who, &format!("A statement by reader {who}"))).await.unwrap();
    }
    running.put(id, named(7)).await.unwrap();
    running.put(id, add(7, &format!("{WORDS} for all"))).await.unwrap();
    running.put(id, crate::comments::report(7, canvass_domain::Target::Comment(CommentId(3)), WORDS)).await.unwrap();
    let longer = CommentText::parse(&format!("{WORDS} again. {}", "And more of it. ".repeat(200))).unwrap();
    running.put(id, Act::EditComment(CommentId(40), longer, canvass_domain::Admission::Show)).await.unwrap();
    for who in 50..90 {
        running.put(id, post(who, &"Something later. ".repeat(9))).await.unwrap();
    }
    assert!(!holding(&folder, WORDS).is_empty() && !holding(&folder, NAME).is_empty(), "it can be found");
    running.put(id, Act::Erase(person(7), VotesOnLeaving::Keep)).await.unwrap();
    running.put(id, agree(8, 1)).await.unwrap();
    let mut left = Vec::new();
    for _ in 0..70 {
        left = [holding(&folder, WORDS), holding(&folder, NAME)].concat();
        if left.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("still in {left:?}");
}

#[tokio::test]
async fn purging_leaves_nothing_either() {
    let fresh = Fresh::sqlite();
    let Database::Folder(folder) = fresh.database.clone() else { unreachable!("a folder") };
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, named(7)).await.unwrap();
    // As a version before this one deleted: without overwriting anything.
    let store = running.stop().await;
    fresh.exec("pragma secure_delete = off; update comments set text = null, name = null").await;
    assert!(!holding(&folder, WORDS).is_empty(), "it can be found");
    assert!(store.purge().await.unwrap());
    assert_eq!([holding(&folder, WORDS), holding(&folder, NAME)].concat(), Vec::<String>::new());
}

#[tokio::test]
async fn purging_postgres_rewrites_its_tables() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, named(7)).await.unwrap();
    running.put(id, Act::Erase(person(1), VotesOnLeaving::Keep)).await.unwrap();
    let store = running.stop().await;
    let dead = "select relfilenode::text from pg_class where relname = 'comments'";
    let before = fresh.texts(dead).await;
    assert!(store.purge().await.unwrap());
    assert_ne!(fresh.texts(dead).await, before, "the table has another file");
}
