//! What tells a draft that texts it was made of have changed.

use crate::key::KeyedHash;
use crate::material::Talk;
use crate::quotes::is_quotable;
use canvass_domain::{Statement, StatementId};
use std::collections::BTreeMap;

/// Stands for every text that a draft was made of, and for how often anything was decided on comments. Only this server can work it out, and a published edition does not
/// keep it: nobody can try words on it that their author has deleted.
#[must_use]
pub fn texts_mac(
    secret: &dyn KeyedHash,
    conversation: i64,
    statements: &BTreeMap<StatementId, Statement>,
    (talk, n_of_comments): (&Talk, u64),
) -> String {
    let statements = statements
        .values()
        .map(|statement| (u64::from(statement.id.0), statement.text.as_deref().unwrap_or_default(), [0].as_slice()));
    let comments = talk.comments.iter().map(|(card, text, attribution)| {
        let may_be_quoted = is_quotable(attribution.quote);
        (u64::from(card.id.0), text.as_str(), if may_be_quoted { [1].as_slice() } else { &[2] })
    });
    let elsewhere = talk.elsewhere.iter().map(|row| (u64::from(row.number), row.text.as_str(), [3].as_slice()));
    let ids: Vec<_> =
        statements.chain(comments).chain(elsewhere).map(|(id, text, kind)| (id.to_be_bytes(), text, kind)).collect();
    let (conversation, n_of_comments) = (conversation.to_be_bytes(), n_of_comments.to_be_bytes());
    let parts = ids.iter().flat_map(|(id, text, kind)| [id.as_slice(), text.as_bytes(), kind]);
    let parts: Vec<&[u8]> = [b"texts".as_slice(), &conversation, &n_of_comments].into_iter().chain(parts).collect();
    secret.hex(&parts)
}
