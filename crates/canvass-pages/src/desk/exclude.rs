//! `/desk/c/{slug}/exclude`: what excluding readers together would do, and why it is done.

use super::watch::ground_text;
use super::{Staff, role_text};
use crate::PageError;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_counts::MarkedPoll;
use canvass_domain::{Conversation, ExclusionGround, ParticipantId};

/// Readers who could be excluded together.
#[derive(Clone, Debug)]
pub struct DeskExclude<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// What they are chosen by.
    pub ground: ExclusionGround,
    /// The one reader, where it is one.
    pub reader: Option<ParticipantId>,
    /// How many.
    pub n: u64,
    /// Stands for exactly these in the form.
    pub seen: &'a str,
    /// How many texts of theirs wait for the desk.
    pub n_waiting: u64,
    /// The poll with and without them, where staff may see it and it tells of no few.
    pub poll: Option<MarkedPoll>,
    /// The reason that was typed.
    pub reason: &'a str,
    /// Why it was not done.
    pub problem: Option<ExcludeProblem>,
}

/// Why readers were not excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcludeProblem {
    /// No reason was given, or too long a one.
    NoReason,
    /// Others are meant by now than were shown.
    OthersMeant,
}

#[derive(Template)]
#[template(path = "desk/exclude.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    ground: String,
    ground_word: String,
    reader: Option<ParticipantId>,
    count: String,
    n: u64,
    seen: &'a str,
    what: String,
    without: Option<String>,
    has_poll: bool,
    reason: &'a str,
    problem: Option<String>,
    lacks_reason: bool,
}

impl DeskExclude<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let instrument = &self.conversation.instrument;
        let t = Words::desk(instrument);
        let path = format!("/desk/c/{}/exclude", self.conversation.slug);
        let problem = self.problem.map(|problem| match problem {
            ExcludeProblem::NoReason => t.text("exclude-no-reason"),
            ExcludeProblem::OthersMeant => t.text("exclude-others-meant"),
        });
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &t.text("exclude-title"), &path),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: self.conversation.slug.as_str(),
            title: &instrument.title,
            ground: match self.reader {
                Some(reader) => t.say("desk-excluded-reader", &reader.to_string()),
                None => ground_text(t, &self.ground),
            },
            reader: self.reader,
            ground_word: self.ground.to_string(),
            count: t.count("exclude-n", self.n),
            n: self.n,
            seen: self.seen,
            what: t.say("exclude-what", &t.number(self.n_waiting)),
            without: self
                .poll
                .as_ref()
                .zip(instrument.poll.as_ref())
                .map(|(split, poll)| t.book().without(split, poll)),
            has_poll: instrument.poll.is_some(),
            reason: self.reason,
            problem,
            lacks_reason: self.problem == Some(ExcludeProblem::NoReason),
        };
        crate::html::finished(&view)
    }
}
