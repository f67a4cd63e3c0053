//! The pages that readers and the desk see: one struct a page, each with `render`.
//!
//! A page is given values and gives back HTML; the server and `analyse` print the same. This crate knows no
//! HTTP, does no I/O, reads no clock, and never decides who may see what: results come in already let through
//! by the gate. Every visible text comes from the catalogue in `canvass-results`; every foreign text is escaped
//! by the template engine or by `canvass-text`. Nothing rendered holds a style attribute or a script.

pub mod assets;
mod comments;
mod confirm;
mod conversation;
mod desk;
mod home;
mod html;
mod late;
mod marked;
mod mine;
mod moment;
mod notice;
mod results;
mod return_link;
mod shell;
mod trouble;
mod words;

pub use comments::{
    Comment, CommentForm, CommentList, CommentOrder, CommentProblem, CommentThread, CommentsPage, Fates, Moderation,
    TalkCounts, TypedComment, Whose,
};
pub use confirm::{Confirm, ConfirmPage};
pub use conversation::{AboutMe, ConversationPage, Next, PollForm, Problem, Reader};
pub use desk::{
    AuditLine, ConfirmRemoval, DeskAudit, DeskConversation, DeskEntry, DeskHome, DeskItem, DeskPeople, DeskProblem,
    DeskQueue, DeskQueuePage, DeskReports, DeskSignIn, DeskSignInConfirm, FreshLink, ItemConversation, PeopleProblem,
    Person, QueueFilter, Staff, WhyNot,
};
pub use home::{Home, HomeEntry};
pub use late::LatePage;
pub use mine::{Mine, MinePage, MyComment, MyStatement, MyVote, Standing};
pub use notice::Notice;
pub use results::{Direction, ResultsClosed, ResultsPage, Sort, TableRequest, poll_chart_closed_svg, poll_chart_svg};
pub use return_link::ReturnPage;
pub use trouble::{ErrorPage, Trouble};

/// Why a page could not be printed. Templates are checked when compiled, so this is a fault in the program.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be rendered: {0}")]
pub struct PageError(#[from] askama::Error);
