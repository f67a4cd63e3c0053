//! The pages that readers and the desk see: one struct a page, each with `render`.
//!
//! A page is given values and gives back HTML; the server and `analyse` print the same. This crate knows no
//! HTTP, does no I/O, reads no clock, and never decides who may see what: results come in already let through
//! by the gate. Every visible text comes from the catalogue in `canvass-results`; every foreign text is escaped
//! by the template engine or by `canvass-text`. Nothing rendered holds a style attribute or a script.

mod addresses;
pub mod assets;
mod comments;
mod confirm;
mod conversation;
mod desk;
mod gate;
mod home;
mod html;
mod late;
pub mod letters;
mod marked;
mod mine;
mod moment;
mod notice;
mod notice_page;
mod results;
mod return_link;
mod share;
mod shell;
mod take;
mod trouble;
mod typed;
mod words;

pub use addresses::{Addresses, AsksAgain, TakeAddress};
pub use canvass_charts::{RasterError, Scale, add_faces, missing_letters, rasterise};
pub use comments::{
    Comment, CommentForm, CommentList, CommentOrder, CommentProblem, CommentThread, CommentsPage, Fates, Moderation,
    ReportStatement, TalkCounts, TypedComment, Whose,
};
pub use confirm::{Confirm, ConfirmPage};
pub use conversation::{AboutMe, ConversationPage, ConversationPreview, Next, PollForm, Problem, Reader};
pub use desk::{
    AskedResponse, ComposedDraft, DecidedKind, DecidedShows, DeskAfter, DeskAlarm, DeskDecided, DeskElsewhere,
    DeskExclude, DeskExclusion, DeskMark, DeskPublish, DeskQuote, DeskReader, DeskTake, DeskWatch, DeskWithdraw,
    ExcludeProblem, PublishProblem, Quotable, TakeProblem, TypedAfter, TypedPublishing, TypedTake, UnclearBy,
    UnclearItem, UnclearNote,
};
pub use desk::{
    AuditLine, ConfirmRemoval, DeskAudit, DeskConversation, DeskEdit, DeskEntry, DeskFromFile, DeskHome, DeskItem,
    DeskPeople, DeskProblem, DeskQueue, DeskQueuePage, DeskReports, DeskSignIn, DeskSignInConfirm, DeskStatement,
    DeskStatements, EditMoment, EditedConversation, FormTexts, FreshLink, ItemConversation, MapMaking, Marking,
    PeopleProblem, Person, QueueFilter, SignInBy, Staff, WhyNot,
};
pub use desk::{DeskBulk, DeskText, DeskWaitingAfter, WhyLeft};
pub use home::{Home, HomeEntry};
pub use late::LatePage;
pub use mine::{Mine, MinePage, MyComment, MyStatement, MyVote, Standing};
pub use notice::Notice;
pub use notice_page::{NoticeForm, NoticeForms, NoticeLink, NoticeLinks};
pub use results::{
    Direction, Drawing, Medium, MyPlace, Report, ResultsClosed, ResultsPage, Sort, Stretch, TableRequest,
};
pub use return_link::ReturnPage;
pub use take::{
    ChartPage, Clarification, EditionLine, FeedEntry, Response as TakeResponse, Standing as TakeStanding, TakeChart,
    TakePage, TakeQuote, UnclearPage, addresses as take_addresses, by_program as take_by_program,
    conversation as take_conversation, feed, feed_title as take_feed_title, words as take_words,
};
pub use trouble::{ErrorPage, OtherRulesPage, Trouble, WithdrawnPage};
pub use typed::{Extent, Typed};

/// Why a page could not be printed. Templates are checked when compiled, so this is a fault in the program.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be rendered: {0}")]
pub struct PageError(#[from] askama::Error);
