//! The page of comments as its template sees it.

use super::act::ActView;
use super::form::{FormView, ProblemView};
use super::moderation::ModerationView;
use super::{Comment, CommentForm, CommentList, CommentOrder, CommentThread, CommentsPage, Whose, permalink, query};
use crate::moment::Moment;
use crate::shell::{Place, Shell, content_lang};
use crate::words::Words;
use askama::Template;
use canvass_domain::{About, CommentId, Conversation, MAX_COMMENT_DEPTH, Millis, State, StatementState};
use canvass_words::Arg;

#[derive(Template)]
#[template(path = "comments/page.html")]
pub(super) struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    lang: Option<&'a str>,
    title: &'a str,
    heading: String,
    said: Option<String>,
    error: Option<ProblemView>,
    count: Option<String>,
    /// Back to all comments, where this is not all of them.
    all: Option<String>,
    /// What the comments here are about, where only some are listed.
    filter: Option<String>,
    orders: Vec<(String, String, bool)>,
    threads: Vec<ThreadView>,
    none: Option<String>,
    pages: Option<Pages>,
    /// The form for a new comment; others stand under their comment.
    new_form: Option<FormView>,
    token: &'a str,
    closed: bool,
    moderation: ModerationView,
}

struct ThreadView {
    root: CommentView,
    replies: Vec<CommentView>,
    more: Option<(String, String)>,
}

struct CommentView {
    id: CommentId,
    href: String,
    is_deep: bool,
    /// The name over it; nothing where staff gave none, whose mark stands there alone.
    name: Option<String>,
    is_staff: bool,
    is_mine: bool,
    posted: Option<Moment>,
    edited: bool,
    about: Option<(String, String)>,
    in_reply: Option<(String, String)>,
    paragraphs: Vec<String>,
    gone: Option<String>,
    note: Option<String>,
    actions: Vec<(String, String)>,
    form: Option<FormView>,
    act: Option<ActView>,
}

struct Pages {
    here: String,
    previous: Option<String>,
    next: Option<String>,
}

impl<'a> View<'a> {
    pub(super) fn of(page: &'a CommentsPage<'_>) -> Self {
        let conversation = page.conversation;
        let t = Words::told(&conversation.instrument);
        let slug = conversation.slug.as_str();
        let is_thread = matches!(page.list, CommentList::Thread(_));
        let heading = match page.list {
            CommentList::Threads { .. } => t.text("comments-title"),
            CommentList::Thread(id) => t.say("comments-thread", &id.to_string()),
        };
        let form = FormView::of(t, page);
        let error = form.as_ref().and_then(|form| form.problem.clone());
        let is_new = matches!(page.form, CommentForm::New(_));
        let (new_form, mut placed) = if is_new { (form, None) } else { (None, form) };
        let threads = page.threads.iter().map(|thread| {
            let root = comment(t, page, (thread, &thread.root), &mut placed);
            let replies = thread.replies.iter();
            let replies = replies.map(|reply| comment(t, page, (thread, reply), &mut placed)).collect();
            let more = (thread.n_more > 0 && !is_thread).then(|| {
                let href = format!("/c/{slug}/comments/{}", thread.root.card.id);
                (href, t.count("comments-more", wide(thread.n_more)))
            });
            ThreadView { root, replies, more }
        });
        let about = match page.list {
            CommentList::Threads { about, .. } => about,
            CommentList::Thread(_) => None,
        };
        Self {
            t,
            shell: Shell::of(
                t,
                conversation,
                Place::Comments,
                &t.say("comments-page-title", &conversation.instrument.title),
            ),
            slug,
            lang: content_lang(conversation),
            title: &conversation.instrument.title,
            heading,
            said: page.said.map(|notice| t.text(notice.key())),
            error,
            count: (!is_thread).then(|| t.count("comments-count", wide(page.n_shown))),
            all: (is_thread || about.is_some()).then(|| format!("/c/{slug}/comments")),
            filter: about.map(|about| about_text(t, page, about)),
            orders: orders(t, page),
            threads: threads.collect(),
            none: page.threads.is_empty().then(|| t.text("comments-none")),
            pages: pages(t, page),
            new_form,
            token: page.token,
            closed: conversation.state == State::Closed,
            moderation: ModerationView::of(t, conversation, &page.moderation),
        }
    }
}

fn comment(
    t: Words,
    page: &CommentsPage<'_>,
    (thread, shown): (&CommentThread, &Comment),
    form: &mut Option<FormView>,
) -> CommentView {
    let card = &shown.card;
    let conversation = page.conversation;
    let is_mine = shown.whose != Whose::Others;
    let is_target = matches!(page.form,
        CommentForm::Reply(id) | CommentForm::Edit(id) | CommentForm::Report(id) if id == card.id);
    let text = shown.text.as_deref().filter(|_| !card.is_erased);
    let gone = text.is_none().then(|| match card.state {
        StatementState::Declined => t.text("comment-taken-out"),
        StatementState::Held => t.text("comment-not-shown"),
        StatementState::Accepted => t.text("comment-erased"),
    });
    let note = match (card.state, text) {
        (StatementState::Held, Some(_)) => Some(t.text("comment-held")),
        (StatementState::Declined, Some(_)) => Some(t.text("comment-declined")),
        (StatementState::Accepted, Some(_)) if is_mine && card.change_ms.is_some() => {
            Some(t.text("said-comment-change-waits"))
        }
        _ => shown.appears_after.map(|n| t.count("comment-appears-after", u64::from(n))),
    };
    let replies_to = card.place.parent.filter(|_| card.place.depth > 1);
    CommentView {
        id: card.id,
        href: permalink(conversation, card.id),
        is_deep: card.place.depth > 1,
        name: shown.name.clone().or_else(|| card.staff.is_none().then(|| t.text("comment-a-reader"))),
        is_staff: card.staff.is_some(),
        is_mine,
        posted: posted(t, conversation, card.posted_ms),
        edited: card.edited_ms.is_some(),
        about: (card.place.depth == 0 && card.about != About::Conversation).then(|| {
            let href = format!("/c/{}/comments?about={}", conversation.slug, card.about);
            (href, about_text(t, page, card.about))
        }),
        in_reply: replies_to.map(|id| (permalink(conversation, id), t.say("comment-in-reply", &id.to_string()))),
        paragraphs: text.map(|text| text.split("\n\n").map(str::to_owned).collect()).unwrap_or_default(),
        actions: if gone.is_some() || is_target { Vec::new() } else { actions(t, page, shown) },
        act: if gone.is_some() { None } else { ActView::of(page, thread, shown) },
        gone,
        note,
        form: if is_target { form.take() } else { None },
    }
}

/// The day while it is open, the hour afterwards: what is told to the minute tells of the totals of that minute.
fn posted(t: Words, conversation: &Conversation, ms: Millis) -> Option<Moment> {
    if conversation.state == State::Open { t.day_moment(ms) } else { t.moment(ms) }
}

fn actions(t: Words, page: &CommentsPage<'_>, shown: &Comment) -> Vec<(String, String)> {
    let card = &shown.card;
    let here = format!("/c/{}/comments/{}", page.conversation.slug, card.id);
    let ask = |what: &str, key: &str| (format!("{here}?do={what}#form"), t.text(key));
    let is_open = page.conversation.state == State::Open;
    let is_shown = card.state == StatementState::Accepted;
    let mut actions = Vec::new();
    if is_open && is_shown && card.place.depth < MAX_COMMENT_DEPTH {
        actions.push(ask("reply", "comment-reply"));
    }
    if is_open && shown.whose == Whose::MineFresh {
        actions.push(ask("edit", "comment-edit"));
    }
    match shown.whose {
        Whose::Others => actions.push(ask("report", "comment-report")),
        Whose::Mine | Whose::MineFresh => actions.push((format!("{here}/erase"), t.text("comment-erase"))),
    }
    actions
}

fn about_text(t: Words, page: &CommentsPage<'_>, about: About) -> String {
    match about {
        About::Conversation => t.text("about-conversation"),
        About::Option(id) => {
            let mut options = page.conversation.instrument.poll.iter().flat_map(canvass_domain::Poll::numbered);
            let option = options.find(|(known, _)| *known == id).map(|(_, option)| option.text.as_str());
            t.say("about-option", option.unwrap_or_default())
        }
        About::Statement(id) => match page.statements.get(&id) {
            Some(text) => t.say("about-statement", text),
            None => t.text("about-statement-gone"),
        },
    }
}

fn orders(t: Words, page: &CommentsPage<'_>) -> Vec<(String, String, bool)> {
    let CommentList::Threads { order, about, n_threads } = page.list else { return Vec::new() };
    if n_threads < 2 {
        return Vec::new();
    }
    let link = |to: CommentOrder, key: &str| (format!("{}#talk", query(to, about, 0)), t.text(key), to == order);
    vec![link(CommentOrder::Newest, "order-newest"), link(CommentOrder::Oldest, "order-oldest")]
}

fn pages(t: Words, page: &CommentsPage<'_>) -> Option<Pages> {
    let (at, n_pages) = page.page;
    let link = |at: usize| match page.list {
        CommentList::Threads { order, about, .. } => format!("{}#talk", query(order, about, at)),
        CommentList::Thread(_) => format!("?page={}#talk", at + 1),
    };
    (n_pages > 1).then(|| Pages {
        here: t.with("page-of", &[("page", Arg::Count(wide(at + 1))), ("pages", Arg::Count(wide(n_pages)))]),
        previous: at.checked_sub(1).map(link),
        next: (at + 1 < n_pages).then(|| link(at + 1)),
    })
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
