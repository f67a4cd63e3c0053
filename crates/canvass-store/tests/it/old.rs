//! Databases of earlier schemas are brought up to date with everything in them.

use crate::support::{Fresh, on_both};
use canvass_domain::{ConversationId, Seq};
use canvass_store::{CheckedBackup, EditionPart};

on_both!(an_edition_too_long_for_a_backup_is_kept_in_pieces);

const STEPS: [&str; 3] = [
    include_str!("../../src/db/schema/1.sql"),
    include_str!("../../src/db/schema/2.sql"),
    include_str!("../../src/db/schema/3.sql"),
];

/// A database as the release before made it.
pub(crate) async fn third_schema(fresh: &Fresh) {
    let is_sqlite = fresh.sqlite_file().is_some();
    if let Some(file) = fresh.sqlite_file() {
        std::fs::write(file, "").unwrap();
    }
    let clause = if is_sqlite { "without rowid" } else { "" };
    for step in STEPS {
        let step: String = step.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
        for sql in step.replace("{without_rowid}", clause).split(';').filter(|sql| !sql.trim().is_empty()) {
            fresh.exec(sql).await;
        }
    }
    for sql in [
        "create table schema_version (version bigint primary key)",
        "insert into schema_version values (3)",
        "insert into conversations values (1, 'one', 'closed', 'here', null, 1, 1)",
        "insert into instruments values (1, 1, '{\"title\":\"T\",\"language\":\"en\"}', 1)",
        "insert into participants values (1, 1, 'anonymous', 'story', null, 1)",
        "insert into participants values (1, 2, null, null, null, null)",
        "insert into statements values (1, 1, 'Ours', 0, null, 1, null, 1, 1, null)",
        "insert into statements values (1, 2, 'Theirs', 1, 1, 1, null, 1, 1, null)",
        "insert into statements values (1, 3, null, 1, 2, 0, null, 1, 1, null)",
        "insert into comments values (1, 1, 1, 1, null, 0, 'conversation', 'Said', 'no', null, null, 1, null, null, 1, null)",
        "insert into comments values (1, 2, 2, 2, null, 0, 'conversation', null, 'no', null, null, 0, null, null, 1, null)",
        "insert into votes values (1, 1, 1, 1, 1, 5)",
    ] {
        fresh.exec(sql).await;
    }
    let events = [
        (6, "null", "1", "1", "null"),
        (6, "1", "2", "1", "null"),
        (6, "2", "3", "0", "null"),
        (13, "null", "null", "null", "null"),
        (3, "1", "1", "1", "1"),
        (8, "1", "1", "1", "null"),
        (8, "2", "2", "0", "null"),
        (11, "2", "null", "null", "null"),
        (14, "null", "null", "null", "null"),
    ];
    for (seq, (kind, who, object, value, version)) in (1..).zip(events) {
        fresh
            .exec(&format!("insert into events values (1, {seq}, 5, {kind}, {who}, {object}, {value}, {version})"))
            .await;
    }
}

/// 17 MiB of a record, which no line of a backup could hold.
async fn an_edition_too_long_for_a_backup_is_kept_in_pieces(fresh: Fresh) {
    third_schema(&fresh).await;
    let (doubled, n) = ("é\"x\n", 4 * 1_114_112);
    let repeated = match fresh.sqlite_file() {
        Some(_) => format!("replace(hex(zeroblob({})), '00', 'é\"x' || char(10))", n / 4),
        None => format!("repeat('é\"x' || chr(10), {})", n / 4),
    };
    fresh
        .exec(&format!("insert into editions values (1, 1, 'draft', '{{}}', 'h', null, '', {repeated}, 1, null)"))
        .await;
    let expected = doubled.repeat(n / 4);
    let store = fresh.store().await;
    let id = ConversationId(1);
    assert_eq!(store.edition_part(id, 1, EditionPart::Record).await.unwrap(), Some(expected.clone()));
    assert_eq!(store.editions(id).await.unwrap()[0].document, "{}");
    assert_eq!(store.events(id).await.unwrap().last().unwrap().seq, Seq(9));
    let of_texts = "events where kind in (6, 8)";
    assert_eq!(
        fresh.table("seq kind participant object value", of_texts).await,
        ["1 6 - 1 1", "2 6 - 2 9", "3 6 - 3 8", "6 8 - 1 1", "7 8 - 2 0"]
    );
    let authors = fresh.table("kind number participant", "authors").await;
    assert_eq!(authors, ["comment 1 1", "statement 2 1"], "none of what is erased");
    let found = store.examine().await.unwrap().findings;
    assert!(found.iter().all(|found| found.table != "events"), "the log has its hash: {found:#?}");
    let mut backup = Vec::new();
    store.back_up(&mut backup, 1).await.unwrap();
    assert!(backup.split(|byte| *byte == b'\n').all(|line| line.len() < 4 << 20), "no line is long");
    let checked = CheckedBackup::read(&mut backup.as_slice()).unwrap();
    let target = Fresh::sqlite();
    let restored = target.store().await;
    restored.restore(&checked, &mut backup.as_slice(), &mut |_| {}).await.unwrap();
    assert_eq!(restored.edition_part(id, 1, EditionPart::Record).await.unwrap(), Some(expected));
}
