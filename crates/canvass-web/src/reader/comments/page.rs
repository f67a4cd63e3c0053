//! From threads in the app to the page that shows them.

use crate::http::csrf;
use crate::http::error::PageError;
use crate::reader::context::html;
use crate::server::Server;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use canvass_app::comment::{Mine, Order, Request, Shown, THREADS_PER_PAGE, Thread};
use canvass_app::live::Snapshot;
use canvass_app::participant::Reader;
use canvass_domain::{About, CommentId, State as Standing, StatementId};
use canvass_pages::{
    Comment, CommentForm, CommentList, CommentOrder, CommentProblem, CommentThread, CommentsPage, Fates, Moderation,
    Notice, TalkCounts, Trouble, TypedComment, Whose,
};
use std::collections::BTreeMap;

/// What is asked for.
pub(in crate::reader) struct Asked {
    pub part: Part,
    pub form: CommentForm,
    pub typed: Option<TypedComment>,
    pub problem: Option<CommentProblem>,
    pub said: Option<Notice>,
    /// Token for forms of the desk, where whoever asks may decide on comments.
    pub desk_token: Option<String>,
}

/// Which comments.
#[derive(Clone, Copy, Debug)]
pub(in crate::reader) enum Part {
    Threads(Request),
    Thread(CommentId, Option<usize>),
}

/// Comments found.
struct Found {
    list: CommentList,
    threads: Vec<Thread>,
    page: (usize, usize),
}

impl Asked {
    pub(super) fn new(part: Part, said: Option<Notice>) -> Self {
        let form = match part {
            Part::Threads(request) => CommentForm::New(request.about.unwrap_or_default()),
            Part::Thread(..) => CommentForm::None,
        };
        Self { part, form, typed: None, problem: None, said, desk_token: None }
    }
}

pub(super) async fn render(
    server: &Server,
    headers: &HeaderMap,
    reader: &Reader,
    asked: Asked,
    status: StatusCode,
) -> Result<Response, PageError> {
    let entry = &reader.entry;
    if entry.read().conversation.instrument.comments.is_none() {
        return Err(Trouble::NotFound.into());
    }
    let found = find(server, reader, asked.part).await?;
    let form = possible(&found, asked.form, entry.read().conversation.state);
    let typed = asked.typed.unwrap_or_else(|| kept(&found, form));
    let token = csrf::reader_token(server, headers, reader);
    let desk_token = asked.desk_token.as_deref();
    let snapshot = entry.read();
    let page = CommentsPage {
        conversation: &snapshot.conversation,
        statements: statements(&snapshot, &found),
        threads: found.threads.into_iter().map(|thread| shown_thread(&snapshot, thread)).collect(),
        list: found.list,
        page: found.page,
        n_shown: snapshot.n_comments(),
        moderation: moderation(&snapshot),
        token: &token,
        form,
        typed,
        problem: asked.problem,
        said: asked.said,
        desk_token,
    };
    Ok(html(status, page.render()?))
}

async fn find(server: &Server, reader: &Reader, part: Part) -> Result<Found, PageError> {
    let (entry, now_ms) = (&reader.entry, server.now_ms());
    match part {
        Part::Threads(request) => {
            let found = server.app().threads(entry, reader.participant, request, now_ms).await?;
            let order = match request.order {
                Order::Newest => CommentOrder::Newest,
                Order::Oldest => CommentOrder::Oldest,
            };
            let list = CommentList::Threads { order, about: request.about, n_threads: found.n_threads };
            let n_pages = found.n_threads.div_ceil(THREADS_PER_PAGE).max(1);
            Ok(Found { list, threads: found.threads, page: (found.page.min(n_pages), n_pages) })
        }
        Part::Thread(id, page) => {
            let thread = server.app().thread(entry, reader.participant, (id, page), now_ms).await?;
            let thread = thread.ok_or(Trouble::NotFound)?;
            Ok(Found { list: CommentList::Thread(id), page: thread.page, threads: vec![thread] })
        }
    }
}

/// The form as far as it can be used: a closed conversation takes reports only, and only one's own is changed.
fn possible(found: &Found, form: CommentForm, state: Standing) -> CommentForm {
    let is_mine = |id: CommentId| {
        let mut all = found.threads.iter().flat_map(|thread| std::iter::once(&thread.root).chain(&thread.replies));
        all.find(|shown| shown.card.id == id).is_some_and(|shown| shown.mine != Mine::No)
    };
    match form {
        CommentForm::Report(id) if is_mine(id) => CommentForm::None,
        // A text can be wrong after the close as well.
        CommentForm::Report(_) => form,
        _ if state != Standing::Open => CommentForm::None,
        CommentForm::Edit(id) if !is_mine(id) => CommentForm::None,
        form => form,
    }
}

/// What a form begins with: one's own words where they are to be changed.
fn kept(found: &Found, form: CommentForm) -> TypedComment {
    let CommentForm::Edit(id) = form else { return TypedComment::default() };
    let mut all = found.threads.iter().flat_map(|thread| std::iter::once(&thread.root).chain(&thread.replies));
    let words = all.find(|shown| shown.card.id == id).and_then(|shown| shown.words.as_ref());
    TypedComment { text: words.and_then(|words| words.text.clone()).unwrap_or_default(), ..TypedComment::default() }
}

/// The wording of every statement that the page names.
fn statements(snapshot: &Snapshot, found: &Found) -> BTreeMap<StatementId, String> {
    let asked = match found.list {
        CommentList::Threads { about, .. } => about,
        CommentList::Thread(_) => None,
    };
    let abouts = found.threads.iter().map(|thread| thread.root.card.about).chain(asked);
    let named = abouts.filter_map(|about| match about {
        About::Statement(id) => Some(id),
        About::Conversation | About::Option(_) => None,
    });
    let accepted = named.filter(|id| snapshot.ledger.statement(*id) == Some(canvass_domain::StatementState::Accepted));
    accepted.filter_map(|id| Some((id, snapshot.statements.get(&id)?.text.clone()?))).collect()
}

fn shown_thread(snapshot: &Snapshot, thread: Thread) -> CommentThread {
    CommentThread {
        root: shown_comment(snapshot, thread.root),
        replies: thread.replies.into_iter().map(|reply| shown_comment(snapshot, reply)).collect(),
        n_more: thread.n_more,
    }
}

fn shown_comment(snapshot: &Snapshot, shown: Shown) -> Comment {
    let seen = shown.seen().map(|seen| seen.as_str().to_owned());
    let Shown { mut card, words, mine, appears_after } = shown;
    // Why the words are gone: its author erased them, or the desk took them out, or excluded the author.
    let is_erased = snapshot.talk.card(card.id).is_some_and(|kept| kept.is_erased);
    if words.is_none() && !is_erased && card.author.is_some_and(|who| snapshot.ledger.is_banned(who)) {
        card.state = canvass_domain::CommentState::Declined;
    }
    if is_erased {
        card.state = canvass_domain::CommentState::Accepted;
    }
    Comment {
        name: words.as_ref().and_then(|words| words.attribution.shown()),
        text: words.and_then(|words| words.text),
        whose: match mine {
            Mine::No => Whose::Others,
            Mine::Fresh => Whose::MineFresh,
            Mine::Settled => Whose::Mine,
        },
        appears_after,
        card,
        seen,
    }
}

/// How many comments there are, where any are taken.
pub(crate) fn talk_counts(snapshot: &Snapshot) -> Option<TalkCounts> {
    snapshot.conversation.instrument.comments?;
    Some(TalkCounts { n_shown: snapshot.n_comments(), about: snapshot.n_comments_about() })
}

/// What became of texts and people, by rule.
pub(crate) fn moderation(snapshot: &Snapshot) -> Moderation {
    let fates = |fates: canvass_app::desk::Fates| Fates {
        n_sent: fates.n_sent,
        n_accepted: fates.n_accepted,
        n_held: fates.n_held,
        declined: fates.declined,
    };
    let counted = snapshot.moderation();
    Moderation {
        statements: fates(counted.statements),
        comments: fates(counted.comments),
        n_excluded: counted.n_banned,
    }
}
