//! `/desk/c/{slug}/watch`: whether readers are independent of each other, as it happens: marks, arrivals, exclusions, and
//! whether many are expected from one network.

use super::{Staff, role_text};
use crate::html::Html;
use crate::moment::Moment;
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_charts::ColumnChart;
use canvass_counts::MarkedPoll;
use canvass_domain::{
    Conversation, ExclusionGround, MarkThresholds, Millis, ParticipantId, Permission, Poll, ReaderMark, ReaderMarks,
    State,
};
use canvass_words::Arg;

/// What is known of whether a conversation's readers are independent.
#[derive(Clone, Debug)]
pub struct DeskWatch<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// More readers than usual are marked.
    pub alarm: Option<DeskAlarm>,
    /// Each mark that somebody has who counts.
    pub marks: Vec<DeskMark>,
    /// How many have any.
    pub n_marked: u64,
    /// How many have answered.
    pub n_participants: u64,
    /// Who answered for the first time, minute by minute: when the first minute began, and everybody and those marked of
    /// each.
    pub arrivals: (Millis, Vec<[u64; 2]>),
    /// Today's new readers, the connections they came through, and those of the busiest.
    pub sources: [u64; 3],
    /// Readers with one mark, where they are listed: the latest first, from the so-manieth on, and whether there are more.
    pub listed: Option<(ReaderMark, Vec<DeskReader>, Option<usize>)>,
    /// Whom staff excluded together, newest first.
    pub exclusions: Vec<DeskExclusion>,
    /// Until when many are expected from one network; nothing where they are not.
    pub office_until_ms: Option<Millis>,
    /// First answers from one network: at once, and in an hour after that.
    pub first_answers: [u32; 2],
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// Times that were typed and are none.
    pub bad_times: Option<[&'a str; 2]>,
}

/// More readers than usual are marked.
#[derive(Clone, Debug)]
pub struct DeskAlarm {
    /// Since when.
    pub since_ms: Millis,
    /// How many.
    pub n: u64,
    /// How many in an hour are usual.
    pub usual: u64,
    /// The poll with and without all marked, where staff may see it and it moves.
    pub poll: Option<MarkedPoll>,
}

/// One mark.
#[derive(Clone, Debug)]
pub struct DeskMark {
    /// Which.
    pub mark: ReaderMark,
    /// How many who count have it.
    pub n: u64,
    /// The poll with and without them, where staff may see it.
    pub poll: Option<MarkedPoll>,
}

/// One marked reader.
#[derive(Clone, Debug)]
pub struct DeskReader {
    /// Their number.
    pub id: ParticipantId,
    /// Their marks.
    pub marks: ReaderMarks,
    /// When they first answered; 0 where it is not known.
    pub first_ms: Millis,
    /// Votes on statements.
    pub n_votes: u64,
    /// Statements and comments they wrote.
    pub n_texts: u64,
}

/// Readers whom staff excluded together.
#[derive(Clone, Debug)]
pub struct DeskExclusion {
    /// Its number.
    pub number: u32,
    /// What they were chosen by.
    pub ground: ExclusionGround,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at_ms: Millis,
    /// How many it still keeps out.
    pub n: u64,
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
    alarm: Option<[String; 2]>,
    sum: String,
    rows: Vec<Row>,
    arrivals: Arrivals,
    sources: Option<String>,
    listed: Option<Listed>,
    exclusions: Vec<ExclusionRow>,
    zone: String,
    bad_times: Option<[&'a str; 2]>,
    office: String,
    is_office: bool,
    is_open: bool,
    may_edit: bool,
    may_moderate: bool,
    hours: Vec<(u32, String)>,
}

struct Row {
    word: &'static str,
    name: String,
    what: String,
    n: String,
    without: Option<String>,
}

struct Arrivals {
    words: String,
    chart: Option<Html>,
    ends: [String; 2],
    minutes: Vec<[String; 3]>,
}

struct Listed {
    title: String,
    readers: Vec<ReaderRow>,
    /// The address of the next page.
    next: Option<String>,
}

struct ReaderRow {
    id: ParticipantId,
    marks: String,
    came: String,
    n_votes: String,
    n_texts: String,
}

struct ExclusionRow {
    number: u32,
    ground: String,
    reason: Option<String>,
    at: Option<Moment>,
    n: String,
    may_lift: bool,
}

impl DeskWatch<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let instrument = &self.conversation.instrument;
        let t = Words::desk(instrument);
        let path = format!("/desk/c/{}/watch", self.conversation.slug);
        let sum = [("marked", Arg::Count(self.n_marked)), ("all", Arg::Count(self.n_participants))];
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &t.text("watch-title"), &path),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: self.conversation.slug.as_str(),
            title: &instrument.title,
            said: self.said.map(|notice| t.text(notice.key())),
            alarm: self.alarm.as_ref().map(|alarm| alarm.words(t, instrument.poll.as_ref())),
            sum: t.with("watch-sum", &sum),
            rows: self.marks.iter().map(|one| one.row(t, self.conversation)).collect(),
            arrivals: self.arrivals(t),
            sources: self.sources(t),
            listed: self.listed(t),
            exclusions: self.exclusions.iter().map(|one| one.row(t)).collect(),
            zone: t.zone_name(),
            bad_times: self.bad_times,
            office: self.office(t),
            is_office: self.office_until_ms.is_some(),
            is_open: self.conversation.state == State::Open,
            may_edit: self.staff.role.may(Permission::Edit),
            may_moderate: self.staff.role.may(Permission::Moderate),
            hours: HOURS.map(|hours| (hours, t.count("watch-hours", u64::from(hours)))).into(),
        };
        crate::html::finished(&view)
    }

    fn office(&self, t: Words) -> String {
        let [at_once, per_hour] = self.first_answers.map(|n| Arg::Count(u64::from(n)));
        match self.office_until_ms {
            Some(until_ms) => t.say("watch-office-until", &words(t, until_ms)),
            None => t.with("watch-office-off", &[("once", at_once), ("hour", per_hour)]),
        }
    }

    /// Today's new readers by connection; nothing where nobody was seen.
    fn sources(&self, t: Words) -> Option<String> {
        let [n, sources, busiest] = self.sources.map(Arg::Count);
        let said = || t.with("watch-sources", &[("n", n), ("sources", sources), ("busiest", busiest)]);
        (self.sources != [0; 3]).then(said)
    }

    fn arrivals(&self, t: Words) -> Arrivals {
        const MINUTE_MS: Millis = 60_000;
        let (from_ms, columns) = &self.arrivals;
        let at = |place: usize| from_ms + Millis::try_from(place).unwrap_or(0) * MINUTE_MS;
        let (from, until) = (words(t, at(0)), words(t, at(columns.len())));
        let ends = [at(0), at(columns.len())].map(|ms| t.clock(ms));
        let end = &ends[1];
        let [n, marked] = [0, 1].map(|which: usize| columns.iter().filter_map(|column| column.get(which)).sum());
        let busiest = columns.iter().enumerate().rev().max_by_key(|(_, [all, _])| *all);
        let Some((place, [most, _])) = busiest.filter(|_| n > 0) else {
            let words = t.say("watch-arrivals-none", &until);
            return Arrivals { words, chart: None, ends, minutes: Vec::new() };
        };
        let when = t.clock(at(place));
        let said = [("from", Arg::Text(&from)), ("until", Arg::Text(end)), ("n", Arg::Count(n))];
        let more = [("marked", Arg::Count(marked)), ("busiest", Arg::Text(&when)), ("most", Arg::Count(*most))];
        let said = t.with("watch-arrivals-said", &[said, more].concat());
        let chart = ColumnChart {
            id: "arrivals".to_owned(),
            title: t.text("watch-arrivals"),
            spoken: said.clone(),
            columns: columns.clone(),
            flow: t.flow(),
        };
        let minutes = columns.iter().enumerate().filter(|(_, [all, _])| *all > 0);
        let minutes =
            minutes.map(|(place, [all, marked])| [t.clock(at(place)), t.number(*all), t.number(*marked)]).collect();
        Arrivals { words: said, chart: Some(Html::trusted(chart.render())), ends, minutes }
    }

    fn listed(&self, t: Words) -> Option<Listed> {
        let (mark, readers, next) = self.listed.as_ref()?;
        let row = |reader: &DeskReader| ReaderRow {
            id: reader.id,
            marks: reader.marks.iter().map(|mark| name(t, mark)).collect::<Vec<_>>().join(", "),
            came: words(t, reader.first_ms),
            n_votes: t.number(reader.n_votes),
            n_texts: t.number(reader.n_texts),
        };
        Some(Listed {
            title: t.say("watch-readers", &name(t, *mark)),
            readers: readers.iter().map(row).collect(),
            next: next.map(|after| {
                format!("/desk/c/{}/watch?mark={}&after={after}#readers", self.conversation.slug, mark.word())
            }),
        })
    }
}

impl DeskAlarm {
    /// What is unusual, and what the poll would be without those marked; empty where that is not shown.
    pub(super) fn words(&self, t: Words, poll: Option<&Poll>) -> [String; 2] {
        let usual = if self.usual < 5 { t.text("watch-usual-few") } else { t.count("watch-usual", self.usual) };
        let since = words(t, self.since_ms);
        let values = [("since", Arg::Text(&since)), ("n", Arg::Count(self.n)), ("usual", Arg::Text(&usual))];
        let without = self.poll.as_ref().zip(poll).map(|(split, poll)| t.book().without(split, poll));
        [t.with("watch-alarm", &values), without.unwrap_or_default()]
    }
}

impl DeskMark {
    fn row(&self, t: Words, conversation: &Conversation) -> Row {
        let instrument = &conversation.instrument;
        Row {
            word: self.mark.word(),
            name: name(t, self.mark),
            what: what(t, self.mark, &instrument.marks),
            n: t.number(self.n),
            without: self
                .poll
                .as_ref()
                .zip(instrument.poll.as_ref())
                .map(|(split, poll)| t.book().without(split, poll)),
        }
    }
}

impl DeskExclusion {
    fn row(&self, t: Words) -> ExclusionRow {
        let n = if self.n > 0 { t.count("watch-exclusion-now", self.n) } else { t.text("watch-exclusion-lifted") };
        ExclusionRow {
            number: self.number,
            ground: ground_text(t, &self.ground),
            reason: self.reason.clone(),
            at: t.moment(self.at_ms),
            n,
            may_lift: self.n > 0,
        }
    }
}

/// What readers were chosen by, in words.
pub(super) fn ground_text(t: Words, ground: &ExclusionGround) -> String {
    match ground {
        ExclusionGround::Reader(None) => t.text("ground-reader"),
        ExclusionGround::Reader(Some(rule)) => t.say("ground-rule", rule),
        ExclusionGround::Mark(mark) => t.say("ground-mark", &name(t, *mark)),
        ExclusionGround::Came(from_ms, until_ms) => {
            let [from, until] = [from_ms, until_ms].map(|ms| words(t, *ms));
            t.with("ground-came", &[("from", Arg::Text(&from)), ("until", Arg::Text(&until))])
        }
    }
}

fn words(t: Words, ms: Millis) -> String {
    t.moment(ms).filter(|_| ms > 0).map_or_else(String::new, |moment| moment.words)
}

/// A mark's name.
pub(super) fn name(t: Words, mark: ReaderMark) -> String {
    t.text(canvass_results::rules::marked::mark_key(mark))
}

/// What a mark says, with the numbers it is set from.
fn what(t: Words, mark: ReaderMark, thresholds: &MarkThresholds) -> String {
    let n = |n: u32| Arg::Count(u64::from(n));
    match mark {
        ReaderMark::Burst => {
            let (short, day) = (n(thresholds.burst_ten_minutes), n(thresholds.burst_day));
            t.with("mark-burst-what", &[("short", short), ("day", day)])
        }
        ReaderMark::Hurried => t.text("mark-hurried-what"),
        ReaderMark::StraightLine => t.count("mark-straight-line-what", u64::from(thresholds.line_statements)),
        ReaderMark::SameAnswers => {
            let (others, statements) = (n(thresholds.same_others), n(thresholds.same_statements));
            t.with("mark-same-answers-what", &[("others", others), ("n", statements)])
        }
        ReaderMark::ManyTexts => t.count("mark-many-texts-what", u64::from(thresholds.texts)),
    }
}
