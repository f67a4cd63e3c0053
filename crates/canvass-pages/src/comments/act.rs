//! What the desk can do about a comment where it stands: decline it, or go to its place at the desk.

use super::{Comment, CommentList, CommentThread, CommentsPage, query};
use canvass_domain::Rule;

/// The form beside a comment, for whoever may decide on it.
pub(super) struct ActView {
    pub(super) token: String,
    pub(super) decline: String,
    /// Its place at the desk, with everything else that can be done about it.
    pub(super) desk: String,
    pub(super) back: String,
    pub(super) from: &'static str,
    pub(super) seen: String,
    pub(super) rules: Vec<Rule>,
}

impl ActView {
    pub(super) fn of(page: &CommentsPage<'_>, thread: &CommentThread, shown: &Comment) -> Option<Self> {
        let (token, seen) = (page.desk_token?, shown.seen.clone()?);
        let (conversation, card) = (page.conversation, &shown.card);
        let desk = format!("/desk/c/{}/texts/comment:{}", conversation.slug, card.id);
        Some(Self {
            token: token.to_owned(),
            decline: format!("{desk}/decline"),
            desk,
            back: back(page, thread, shown),
            from: card.state.word(),
            seen,
            rules: conversation.instrument.rules(),
        })
    }
}

/// Where the decision leads back to: this page, unless it is the thread of the comment itself, which readers may not
/// see any more then.
fn back(page: &CommentsPage<'_>, thread: &CommentThread, shown: &Comment) -> String {
    let comments = format!("/c/{}/comments", page.conversation.slug);
    let of = format!("text=comment:{}", shown.card.id);
    match page.list {
        CommentList::Threads { order, about, .. } => {
            let query = query(order, about, page.page.0);
            let and = if query.len() > 1 { "&" } else { "" };
            format!("{comments}{query}{and}{of}")
        }
        CommentList::Thread(_) => {
            let root = &thread.root;
            let stays = root.text.is_some() && root.card.id != shown.card.id;
            if stays { format!("{comments}/{}?{of}", root.card.id) } else { format!("{comments}?{of}") }
        }
    }
}
