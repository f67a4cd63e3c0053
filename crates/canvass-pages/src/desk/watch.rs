//! `/desk/c/{slug}/watch`: how many readers have which mark, and whether many are expected from one network.

use super::{Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, Millis, Permission, ReaderMark, State};
use canvass_results::Arg;

/// What is known of whether a conversation's readers are independent.
#[derive(Clone, Debug)]
pub struct DeskWatch<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// How many readers have each mark, in the order of [`ReaderMark::ALL`].
    pub marked: [u64; ReaderMark::ALL.len()],
    /// How many have any.
    pub n_marked: u64,
    /// How many have answered.
    pub n_participants: u64,
    /// Until when many are expected from one network; nothing where they are not.
    pub office_until_ms: Option<Millis>,
    /// First answers from one network: at once, and in an hour after that.
    pub first_answers: [u32; 2],
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
}

/// For how many hours many can be expected.
const HOURS: [u32; 4] = [2, 8, 24, 72];

#[derive(Template)]
#[template(path = "desk/watch.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    said: Option<String>,
    sum: String,
    rows: Vec<Row>,
    office: String,
    is_office: bool,
    is_open: bool,
    may_edit: bool,
    hours: Vec<(u32, String)>,
}

struct Row {
    name: String,
    what: String,
    n: String,
}

impl DeskWatch<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::desk(&self.conversation.instrument);
        let title = self.conversation.instrument.title.as_str();
        let path = format!("/desk/c/{}/watch", self.conversation.slug);
        // Only bursts are looked for while answers come; the other marks may come with a set that was brought in.
        let is_told = |(mark, n): &(ReaderMark, u64)| *mark == ReaderMark::Burst || *n > 0;
        let row = |(mark, n): (ReaderMark, u64)| {
            let [name, what] = keys(mark).map(|key| t.text(key));
            Row { name, what, n: t.number(n) }
        };
        let [at_once, per_hour] = self.first_answers.map(|n| Arg::Count(u64::from(n)));
        let office = match self.office_until_ms {
            Some(until_ms) => {
                let until = t.moment(until_ms).map_or_else(String::new, |until| until.words);
                t.say("watch-office-until", until.as_str())
            }
            None => t.with("watch-office-off", &[("once", at_once), ("hour", per_hour)]),
        };
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &t.text("watch-title"), &path),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: self.conversation.slug.as_str(),
            title,
            said: self.said.map(|notice| t.text(notice.key())),
            sum: t
                .with("watch-sum", &[("marked", Arg::Count(self.n_marked)), ("all", Arg::Count(self.n_participants))]),
            rows: ReaderMark::ALL.into_iter().zip(self.marked).filter(is_told).map(row).collect(),
            office,
            is_office: self.office_until_ms.is_some(),
            is_open: self.conversation.state == State::Open,
            may_edit: self.staff.role.may(Permission::Edit),
            hours: HOURS.map(|hours| (hours, t.count("watch-hours", u64::from(hours)))).into(),
        };
        crate::html::finished(&view)
    }
}

/// A mark's name, and what it says.
const fn keys(mark: ReaderMark) -> [&'static str; 2] {
    match mark {
        ReaderMark::Burst => ["mark-burst", "mark-burst-what"],
        ReaderMark::Hurried => ["mark-hurried", "mark-hurried-what"],
        ReaderMark::StraightLine => ["mark-straight-line", "mark-straight-line-what"],
        ReaderMark::SameAnswers => ["mark-same-answers", "mark-same-answers-what"],
        ReaderMark::ManyTexts => ["mark-many-texts", "mark-many-texts-what"],
    }
}
