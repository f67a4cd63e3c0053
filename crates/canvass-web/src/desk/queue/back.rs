//! The page that a decision was taken on, and that it leads back to.

use super::decided;
use super::look::{Look, field};
use crate::http::form::Fields;
use crate::reader::comments::read::request_of;
use canvass_app::comment::{Order, Request};
use canvass_domain::{CommentId, Target};
use canvass_pages::{DecidedShows, Notice, QueueFilter};

/// The page that a decision was taken on, and that it leads back to.
#[derive(Clone, Debug)]
pub(super) enum Page {
    /// The conversation's own.
    Conversation(Look),
    /// The one of everything that waits.
    Everywhere(Look),
    /// The one of what a conversation's desk has decided on.
    Decided(DecidedShows),
    /// The one of this text alone.
    Text(Target),
    /// The readers' page of comments on which this one stands: all of them, or a thread.
    Comments(Target, Request, Option<CommentId>),
}

impl Page {
    /// What the form's field `back` says: only whether it is the page of everything, and where on it.
    pub(super) fn of(form: &Fields) -> Self {
        let back = form.get("back").unwrap_or_default();
        let (path, query) = back.split_once('?').unwrap_or((back, ""));
        let look = Look { said: None, ..Look::of(&Fields::of_query(Some(query))) };
        match path {
            "/desk/queue" => Self::Everywhere(look),
            path if path.starts_with("/desk/c/") && path.ends_with("/decided") => {
                Self::Decided(decided::shows(&Fields::of_query(Some(query))))
            }
            path => Self::of_text(path, query).unwrap_or(Self::Conversation(look)),
        }
    }

    /// A page that shows one text where the form stood.
    fn of_text(path: &str, query: &str) -> Option<Self> {
        if let Some((_, target)) = path.strip_prefix("/desk/c/").and_then(|path| path.split_once("/texts/")) {
            return Target::from_word(target).map(Self::Text);
        }
        let (_, below) = path.strip_prefix("/c/")?.split_once("/comments")?;
        let query = Fields::of_query(Some(query));
        let target = query.get("text").and_then(Target::from_word)?;
        let thread = below.strip_prefix('/').and_then(|id| id.parse().ok()).map(CommentId);
        Some(Self::Comments(target, request_of(&query), thread))
    }

    /// Its address, with what just happened.
    pub(super) fn address(&self, slug: &str, said: Notice) -> String {
        let (path, look) = match self {
            Self::Conversation(look) => (format!("/desk/c/{slug}"), look),
            Self::Everywhere(look) => ("/desk/queue".to_owned(), look),
            Self::Decided(shows) => {
                return format!("/desk/c/{slug}/decided?{}&said={}#queue", shows.to_query(), said.word());
            }
            Self::Text(target) => return format!("/desk/c/{slug}/texts/{target}?said={}", said.word()),
            Self::Comments(_, request, thread) => return comments(slug, *request, *thread, said),
        };
        let shows = (look.shows != QueueFilter::All).then(|| format!("show={}", look.shows.word()));
        let place = Some(field(look.turn)).filter(|place| !place.is_empty());
        let fields: Vec<String> = shows.into_iter().chain(place).chain([format!("said={}", said.word())]).collect();
        format!("{path}?{}#queue", fields.join("&"))
    }
}

/// The readers' page of comments, with what just happened.
fn comments(slug: &str, Request { order, about, page }: Request, thread: Option<CommentId>, said: Notice) -> String {
    let thread = thread.map(|id| format!("/{id}")).unwrap_or_default();
    let order = (order == Order::Oldest).then(|| "order=oldest".to_owned());
    let about = about.map(|about| format!("about={about}"));
    let page = (page > 0).then(|| format!("page={}", page + 1));
    let fields: Vec<String> =
        [order, about, page].into_iter().flatten().chain([format!("said={}", said.word())]).collect();
    format!("/c/{slug}/comments{thread}?{}#talk", fields.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_leads_back_to_where_it_was_taken_and_nowhere_else() {
        let check = |back: &str, expected: &str| {
            let form = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
            assert_eq!(Page::of(&Fields::parse(form.as_bytes())).address("bridge", Notice::Left), expected, "{back}");
        };
        check("", "/desk/c/bridge?said=left#queue");
        check("/desk/c/bridge?show=comments&last=1", "/desk/c/bridge?show=comments&last=1&said=left#queue");
        check("/desk/queue?show=all&after=5.1.comment:2", "/desk/queue?after=5.1.comment:2&said=left#queue");
        let decided = "/desk/c/tunnel/decided?kind=statements&state=declined&q=a%26b&before=7";
        check(decided, "/desk/c/bridge/decided?kind=statements&state=declined&q=a%26b&before=7&said=left#queue");
        check("/desk/c/tunnel/texts/comment:4", "/desk/c/bridge/texts/comment:4?said=left");
        check("/c/tunnel/comments?text=comment:4", "/c/bridge/comments?said=left#talk");
        check(
            "/c/tunnel/comments?order=oldest&about=option:2&page=3&text=comment:4",
            "/c/bridge/comments?order=oldest&about=option:2&page=3&said=left#talk",
        );
        check("/c/tunnel/comments/9?text=comment:4", "/c/bridge/comments/9?said=left#talk");
        check("/c/tunnel/comments//elsewhere.example?text=comment:4", "/c/bridge/comments?said=left#talk");
        check("/c/tunnel/comments?text=<b>", "/desk/c/bridge?said=left#queue");
        check("https://elsewhere.example/?show=nonsense&after=<b>", "/desk/c/bridge?said=left#queue");
        check("//elsewhere.example/desk/queue?said=opened", "/desk/c/bridge?said=left#queue");
    }
}
