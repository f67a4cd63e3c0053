//! Sample conversations and every page of them, shared by the tests and by the example that writes them to a folder.

use canvass_counts::{
    Moment, OptionTotals, Segment, SegmentPoll, SegmentTable, SegmentVotes, Segments, StatementTotals, Totals,
};
use canvass_domain::{
    About, Admission, Answer, Attribute, Ballot, Closed, CommentCard, CommentId, CommentRevision, CommentState,
    Conversation, ConversationId, Figure, Instrument, InvalidComment, InvalidText, Opens, OptionId, Organiser, Origin,
    ParticipantId, Place, Poll, PollKind, PollOption, Provenance, QuoteConsent, Role, Seq, Slug, State, Statement,
    StatementId, StatementState, Story, Target, Term, Times, Vote,
};
use canvass_pages::{
    AboutMe, Addresses, AuditLine, Comment, CommentForm, CommentList, CommentOrder, CommentProblem, CommentThread,
    CommentsPage, Confirm, ConfirmPage, ConfirmRemoval, ConversationPage, DeskAudit, DeskConversation, DeskEntry,
    DeskHome, DeskPeople, DeskProblem, DeskSignIn, DeskSignInConfirm, Drawing, ErrorPage, Fates, FreshLink, Home,
    HomeEntry, LatePage, MapMaking, Medium, Mine, MinePage, Moderation, MyComment, MyPlace, MyStatement, MyVote, Next,
    Notice, PeopleProblem, Person, Problem, Reader, ReportStatement, ResultsClosed, ResultsPage, ReturnPage, SignInBy,
    Staff, Standing, TableRequest, TalkCounts, Trouble, Typed, TypedComment, Whose, WhyNot,
};
use canvass_results::{Results, Turnout};
use canvass_text::{Checked, Kind, Warning};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

fn typed(text: String) -> Typed {
    Typed { fields: vec![("text".to_owned(), text)], ..Typed::default() }
}

#[path = "samples_edit.rs"]
mod edit;
#[path = "samples_map.rs"]
mod map;
#[path = "samples_queue.rs"]
mod queue;

/// 2 January 2025, 10:00 UTC.
pub const OPENED_MS: i64 = 1_735_812_000_000;
/// 6 January 2025, 20:20 UTC.
pub const CLOSED_MS: i64 = 1_736_194_800_000;
/// Where the sample conversation is.
/// To be drawn as it is.
pub fn drawing(conversation: &Conversation) -> Drawing<'_> {
    Drawing { conversation, addresses: &ADDRESSES, medium: Medium::Vector }
}

pub static ADDRESSES: LazyLock<Addresses> =
    LazyLock::new(|| Addresses::of("http://localhost:8400", &Slug::parse("right-care").unwrap()));

/// What stands in for every text that people write: nothing, or something hostile.
#[derive(Clone, Copy, Debug)]
pub struct Ink<'a> {
    pub extra: &'a str,
}

impl Ink<'_> {
    fn text(&self, text: &str) -> String {
        format!("{text}{}", self.extra)
    }
}

const STATEMENTS: [&str; 14] = [
    "For years the police have filled gaps that health and social care should have covered.",
    "The police are withdrawing from mental health calls faster than other services can take them over.",
    "A uniform at the door makes a crisis worse.",
    "I have been alone on a visit where I would have wanted a police officer beside me.",
    "Nobody should be sent alone to a first visit at night.",
    "Approved mental health professionals carry the risk when the police decline a call.",
    "Joint training with the police should be required before the policy starts in an area.",
    "My area has a plan for what happens after the police decline to attend, and I know what it says.",
    "Families are left to cope until somebody else arrives.",
    "The duty to carry out a section 135(1) warrant has been met promptly where I work.",
    "Money saved by the police should follow the work into health and social care.",
    "Waiting for a place of safety keeps officers off the street longer than it should.",
    "Rural teams cannot reach people in time without the police.",
    "Every declined call should be recorded together with what happened next.",
];

const TERMS: [(&str, &str); 3] = [
    (
        "approved mental health professional (AMHP)",
        "A social worker, nurse, occupational therapist or psychologist whom a local authority has approved to act under the Mental Health Act 1983: among other things, to apply for a person's detention in hospital.",
    ),
    (
        "section 135(1) warrant",
        "A warrant that a magistrate issues on the application of an approved mental health professional. Under it a constable may enter premises to find a person and take them to a place of safety.",
    ),
    (
        "place of safety",
        "Where a person taken there under section 135 or section 136 may be kept for assessment, such as a health-based suite.",
    ),
];

const BACKGROUND: &str = "*Right care, right person* is a policy on when the police in England attend a call that concerns somebody's mental health. It was set out in a national partnership agreement in July 2023.

## What the policy says

In substance, the police attend

- to investigate a crime that has happened or is happening; or
- to protect people where there is a real and immediate risk to somebody's life.

It does not take away any duty that the law places on the police: a section 135(1) warrant is still carried out by a constable.

Source: [National partnership agreement](https://example.org/agreement), July 2023.";

pub fn conversation(ink: Ink<'_>) -> Conversation {
    Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(1),
        slug: Slug::parse("right-care").unwrap(),
        state: State::Open,
        provenance: Provenance::Synthetic,
        note: Some(ink.text("The shares follow a poll reported in January 2025.")),
        version: 1,
        instrument: instrument(ink),
        created_ms: OPENED_MS,
        turns: canvass_domain::Turns::default(),
    }
}

fn instrument(ink: Ink<'_>) -> Instrument {
    let option = |text: &str| PollOption { text: ink.text(text), condition: None };
    Instrument {
        title: ink.text("Right care, right person: when should the police attend a mental health call?"),
        language: "en-GB".to_owned(),
        background: ink.text(BACKGROUND),
        story: Some(Story {
            url: "https://example.org/stories/right-care".to_owned(),
            title: Some(ink.text("Police and mental health calls: what a change of policy means in practice")),
        }),
        topics: vec![ink.text("Policing"), ink.text("Mental health")],
        times: Times { opens_at: None, closes_at: Some(CLOSED_MS + 900_000_000) },
        organiser: Some(Organiser {
            name: ink.text("The Practice Desk"),
            contact: "desk@example.org".to_owned(),
            privacy_url: "https://example.org/privacy".to_owned(),
        }),
        terms: TERMS.map(|(word, text)| Term { word: word.to_owned(), text: ink.text(text) }).to_vec(),
        figures: vec![figure(ink)],
        attributes: vec![Attribute {
            key: "role".to_owned(),
            question: ink.text("Which of these describes you best?"),
            options: vec![ink.text("Approved mental health professional"), ink.text("Police"), ink.text("Other")],
        }],
        poll: Some(Poll {
            additions: Vec::new(),
            question: ink.text(
                "Which of these is closest to your view of the policy on when the police attend mental health calls?",
            ),
            kind: PollKind::Single,
            options: vec![
                option("I agree with the policy"),
                option("I support it in principle, provided health and social care are resourced for the work it adds"),
                option("Without the police there, practitioners are at greater risk"),
            ],
        }),
        comments: Some(Admission::Show),
        ..Instrument::default()
    }
}

fn figure(ink: Ink<'_>) -> Figure {
    Figure {
        key: "no-crime-share".to_owned(),
        value: ink.text("45%"),
        n: None,
        base: Some(ink.text("Police attendances")),
        period: None,
        definition: Some(ink.text("No crime and no immediate threat of serious injury")),
        source: ink.text("An analysis behind the policy, as reported in January 2025"),
        url: Some("https://example.org/figure".to_owned()),
        status: Some(ink.text("reported; base and period not stated")),
    }
}

fn statement(id: u32, ink: Ink<'_>) -> Statement {
    let text = STATEMENTS[id as usize % STATEMENTS.len()];
    Statement {
        id: StatementId(id),
        text: Some(ink.text(text)),
        origin: if id % 5 == 3 { Origin::Participant } else { Origin::Organiser },
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: false,
        added_ms: OPENED_MS,
    }
}

/// Results with counts that look like answers and depend on nothing but the numbers given.
pub fn results(conversation: &Conversation, n_statements: u32, ink: Ink<'_>) -> Results {
    let statements: BTreeMap<StatementId, Statement> =
        (1..=n_statements).map(|id| (StatementId(id), statement(id, ink))).collect();
    let tally = |id: u32| {
        let n = u64::from(1760 / (1 + id / 9));
        let lean = u64::from(id * 37 % 90 + 5);
        let unsure = n * u64::from(id * 13 % 31) / 100;
        let agree = (n - unsure) * lean / 100;
        StatementTotals {
            id: StatementId(id),
            state: StatementState::Accepted,
            subject: canvass_domain::Subject::Topic,
            agree,
            disagree: n - unsure - agree,
            unsure,
            skipped: 3,
        }
    };
    let options = (1..).zip([229, 810, 721]).map(|(id, n)| OptionTotals { id: OptionId(id), n });
    let totals = Totals {
        seq: Seq(48_211),
        n_participants: 1760,
        n_voters: 1702,
        n_votes: 41_233,
        n_ballots: 1760,
        options: options.collect(),
        statements: (1..=n_statements).map(tally).collect(),
        first_ms: Some(OPENED_MS),
        last_ms: Some(CLOSED_MS),
    };
    Results::new(conversation, totals, &statements).with_segments(Arc::new(segments(conversation, n_statements)))
}

/// The same with people placed in three groups, as many in each as `sizes` says.
pub fn grouped(results: Results, sizes: [u64; 3]) -> Results {
    let map = map::opinion_map(results.statements.len() as u32, sizes);
    results.with_map(Some(Arc::new(map)))
}

/// The reader who is participant `who` and answered `answers`, from the first statement on.
pub fn place(conversation: &Conversation, results: &Results, who: u32, answers: &[Vote]) -> MyPlace {
    let answers: Vec<_> = (1..).map(StatementId).zip(answers.iter().copied().map(Answer::Voted)).collect();
    MyPlace::of(conversation, results, ParticipantId(who), &answers).unwrap()
}

/// Answers by what the conversation asks about readers; every third line is kept back.
fn segments(conversation: &Conversation, n_statements: u32) -> Segments {
    let moment = Moment { seq: Seq(48_190), at_ms: CLOSED_MS };
    let segment = |(place, value): (u64, &String)| {
        let n = 40 + 70 * place;
        let options = (1..).map(OptionId).zip([n / 5, n / 3, n - n / 5 - n / 3]).collect();
        let votes = |id: u32| {
            let agree = n * u64::from(id % 7) / 14;
            SegmentVotes { id: StatementId(id), agree, disagree: n / 2 - agree, unsure: n / 10, moment }
        };
        Segment {
            value: value.clone(),
            poll: (place % 3 != 2).then_some(SegmentPoll { n, options, moment }),
            statements: (1..=n_statements).filter(|id| place % 3 != 2 && id % 4 != 0).map(votes).collect(),
        }
    };
    let tables = conversation.instrument.attributes.iter().map(|attribute| SegmentTable {
        is_asked: true,
        attribute: attribute.key.clone(),
        question: attribute.question.clone(),
        segments: (0..).zip(&attribute.options).map(segment).collect(),
    });
    let is_final = conversation.state == State::Closed;
    Segments { moment: Some(moment), is_final, tables: tables.collect(), ..Segments::default() }
}

/// People in each group of the sample.
pub const SIZES: [u64; 3] = [520, 388, 211];
pub const TURNOUT: Turnout = Turnout { n_participants: 1760 };

pub fn reader(ink: Ink<'_>) -> Reader {
    let text = ink.text("Approved mental health professionals carry the risk when the police decline a call.");
    Reader {
        token: "t0ken".to_owned(),
        next: Next::Statement { id: StatementId(6), text, place: 3, of: 10 },
        can_undo: true,
        ..Reader::default()
    }
}

fn question<'a>(conversation: &'a Conversation, reader: Reader) -> ConversationPage<'a> {
    ConversationPage {
        conversation,
        turnout: TURNOUT,
        results: Ok(()),
        reader,
        place: None,
        talk: Some(talk()),
        addresses: &ADDRESSES,
        takes_notices: true,
        now_ms: OPENED_MS,
    }
}

fn mine(ink: Ink<'_>) -> Mine {
    let answers = [Vote::Agree, Vote::Disagree, Vote::Unsure].map(Answer::Voted);
    let votes = (1..).zip(answers.into_iter().chain([Answer::Skipped]).cycle()).take(9);
    let mut declined = statement(3, ink);
    declined.state = StatementState::Declined;
    declined.reason = Some(ink.text("It names a person."));
    let mut held = statement(8, ink);
    held.state = StatementState::Held;
    Mine {
        token: "t0ken".to_owned(),
        ballot: Ballot::one(OptionId(2)),
        votes: votes.map(|(id, answer)| MyVote::new(&statement(id, ink), answer)).collect(),
        statements: vec![
            MyStatement::from(&declined),
            MyStatement::from(&held),
            MyStatement::from(&statement(13, ink)),
        ],
        comments: vec![
            my_comment(12, CommentState::Held, ink),
            my_comment(7, CommentState::Accepted, ink),
            my_comment(4, CommentState::Declined, ink),
        ],
        standing: Standing::Excluded,
        about: AboutMe { answers: vec![("role".to_owned(), 0)], has_consented: true },
        return_url: Some("http://localhost:8400/c/right-care/return/4f0c9d1e7a62b8".to_owned()),
    }
}

fn my_comment(id: u32, state: CommentState, ink: Ink<'_>) -> MyComment {
    let is_declined = state == CommentState::Declined;
    MyComment {
        id: CommentId(id),
        text: ink.text("I waited four hours at a door last winter."),
        state,
        appears_after: None,
        rule: is_declined.then(|| "names-somebody".to_owned()),
        reason: is_declined.then(|| ink.text("Leave the street out.")),
        is_fresh: id == 12,
        quote: if id == 7 { QuoteConsent::FirstNameAndPlace } else { QuoteConsent::No },
        change: (id == 7).then(|| CommentRevision { text: Some(ink.text("I waited five hours.")), declined: None }),
    }
}

pub fn talk() -> TalkCounts {
    TalkCounts { n_shown: 64, about: BTreeMap::from([(About::Statement(StatementId(2)), 3)]) }
}

pub fn moderation() -> Moderation {
    let declined = BTreeMap::from([("abusive".to_owned(), 2), (String::new(), 1)]);
    let fates = Fates { n_sent: 70, n_accepted: 64, n_held: 3, declined };
    Moderation { statements: fates.clone(), comments: fates, n_excluded: 1 }
}

/// A comment; numbers decide what it is about and how its author is named.
fn comment(id: u32, parent: Option<u32>, depth: u8, ink: Ink<'_>) -> Comment {
    let about = match id {
        1 => About::Option(OptionId(2)),
        5 => About::Statement(StatementId(2)),
        _ => About::Conversation,
    };
    let card = CommentCard {
        id: CommentId(id),
        author: Some(ParticipantId(id)),
        place: Place { root: CommentId(1), parent: parent.map(CommentId), depth },
        about,
        state: CommentState::Accepted,
        rule: None,
        posted_ms: OPENED_MS + 60_000 * i64::from(id),
        edited_ms: (id == 2).then_some(OPENED_MS),
        is_erased: false,
        change_ms: None,
        staff: None,
    };
    let text = "When nobody else can come, the call lands with whoever is on duty.\n\nThat was me, twice.\nAlone.";
    Comment {
        card,
        text: Some(ink.text(text)),
        name: id.is_multiple_of(2).then(|| ink.text("Ada, Leeds")),
        whose: Whose::Others,
        appears_after: None,
        seen: Some("5e".repeat(32)),
    }
}

/// Threads with replies two deep, a beginning that is gone, own comments, one that waits.
fn threads(ink: Ink<'_>) -> Vec<CommentThread> {
    let mut gone = comment(6, None, 0, ink);
    gone.text = None;
    gone.card.is_erased = true;
    let mut taken_out = comment(8, None, 0, ink);
    taken_out.text = None;
    taken_out.card.state = CommentState::Declined;
    let mut own = comment(3, Some(2), 2, ink);
    own.whose = Whose::MineFresh;
    own.card.staff = Some(1);
    let mut held = comment(4, Some(1), 1, ink);
    held.whose = Whose::Mine;
    held.card.state = CommentState::Held;
    let replies = vec![comment(2, Some(1), 1, ink), own, held];
    let thread = |root, replies, n_more| CommentThread { root, replies, n_more };
    vec![
        thread(comment(1, None, 0, ink), replies, 17),
        thread(comment(5, None, 0, ink), vec![], 0),
        thread(gone, vec![comment(7, Some(6), 1, ink)], 0),
        thread(taken_out, vec![comment(9, Some(8), 1, ink)], 0),
    ]
}

fn comment_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let closed = Conversation { state: State::Closed, ..conversation(ink) };
    let all = CommentsPage {
        conversation: &open,
        list: CommentList::Threads { order: CommentOrder::Newest, about: None, n_threads: 43 },
        threads: threads(ink),
        page: (1, 3),
        n_shown: 64,
        statements: BTreeMap::from([(StatementId(2), ink.text(STATEMENTS[2]))]),
        moderation: moderation(),
        token: "t0ken",
        form: CommentForm::New(About::Conversation),
        typed: TypedComment::default(),
        problem: None,
        said: None,
        desk_token: None,
    };
    let typed = TypedComment {
        text: ink.text("\nWhat I typed."),
        quote: "name".to_owned(),
        name: ink.text(""),
        place: ink.text("Leeds"),
        rule: "abusive".to_owned(),
    };
    let thread = CommentsPage {
        list: CommentList::Thread(CommentId(1)),
        threads: threads(ink).into_iter().take(1).collect(),
        page: (0, 2),
        form: CommentForm::Reply(CommentId(2)),
        typed: typed.clone(),
        problem: Some(CommentProblem::Comment(InvalidComment::NoName)),
        ..all.clone()
    };
    let about = About::Statement(StatementId(2));
    let some = CommentsPage {
        list: CommentList::Threads { order: CommentOrder::Oldest, about: Some(about), n_threads: 0 },
        threads: vec![],
        page: (0, 1),
        form: CommentForm::New(about),
        ..all.clone()
    };
    let report = CommentsPage {
        form: CommentForm::Report(CommentId(2)),
        problem: Some(CommentProblem::Rule),
        said: Some(Notice::CommentHeld),
        ..thread.clone()
    };
    let edit = CommentsPage { form: CommentForm::Edit(CommentId(3)), problem: None, typed, ..thread.clone() };
    let at_desk = CommentsPage { desk_token: Some("desk t0ken"), ..all.clone() };
    let statement = ReportStatement {
        conversation: &closed,
        statement: StatementId(2),
        text: &ink.text(STATEMENTS[2]),
        back: "/results?q=%232#statements",
        token: "t0ken",
        typed: edit.typed.clone(),
        problem: Some(CommentProblem::LongNote),
    };
    let over = CommentsPage { conversation: &closed, form: CommentForm::None, ..all.clone() };
    vec![
        ("comments", all.render().unwrap()),
        ("comments-moderated", at_desk.render().unwrap()),
        ("report-statement", statement.render().unwrap()),
        ("comments-none", some.render().unwrap()),
        ("comments-closed", over.render().unwrap()),
        ("comment-reply", thread.render().unwrap()),
        ("comment-report", report.render().unwrap()),
        ("comment-edit", edit.render().unwrap()),
    ]
}

pub fn staff() -> Staff {
    Staff { email: "editor@example.org".to_owned(), role: Role::Owner, token: "t0ken".to_owned() }
}

/// Every page in every state worth looking at, by name.
pub fn every_page(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let mut pages = reader_pages(ink);
    pages.extend(comment_pages(ink));
    pages.extend(results_pages(ink));
    pages.extend(other_pages(ink));
    pages.extend(desk_pages(ink));
    pages.extend(queue::pages(ink));
    pages.extend(edit::pages(ink));
    pages.extend(people_pages(ink));
    pages.extend(audit_pages(ink));
    pages
}

fn reader_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let closed = Conversation { state: State::Closed, ..conversation(ink) };
    let draft = Conversation { state: State::Draft, ..conversation(ink) };
    let answered = Reader { ballot: Ballot::one(OptionId(2)), about: Some(AboutMe::default()), ..reader(ink) };
    let wrong = Reader {
        problem: Some(Problem::Statement { why: InvalidText::TooLong { n_chars: 290 }, typed: ink.text("Too long") }),
        ..answered.clone()
    };
    let no_consent = Reader {
        problem: Some(Problem::NoConsent { chosen: vec![("role".to_owned(), 1)] }),
        said: Some(Notice::AnswerKept),
        ..answered.clone()
    };
    let step = |next| Reader { next, ..answered.clone() };
    let late = ConversationPage {
        results: Err(Closed { opens: Opens::AtClose(Some(CLOSED_MS)) }),
        ..question(&open, step(Next::Done))
    };
    let grouped = grouped(results(&open, 14, ink), SIZES);
    let here = place(&open, &grouped, 700, &[Vote::Agree; 10]);
    let placed = ConversationPage { place: Some(here.clone()), ..question(&open, step(Next::Pause { more: 10 })) };
    let short = place(&open, &grouped, 9_999, &[Vote::Agree; 4]);
    vec![
        ("question", question(&open, reader(ink)).render().unwrap()),
        ("question-answered", question(&open, answered.clone()).render().unwrap()),
        ("question-wrong", question(&open, wrong).render().unwrap()),
        ("question-no-consent", question(&open, no_consent).render().unwrap()),
        ("question-pause", placed.render().unwrap()),
        ("question-done", late.render().unwrap()),
        ("question-none-yet", question(&open, step(Next::NoneYet)).render().unwrap()),
        ("question-closed", question(&closed, answered).render().unwrap()),
        ("question-draft", question(&draft, reader(ink)).render().unwrap()),
        (
            "late",
            LatePage { conversation: &closed, typed: Some(&typed(ink.text("Buses at night."))) }.render().unwrap(),
        ),
        ("answer-part", question(&open, reader(ink)).render_answer_part().unwrap()),
        (
            "mine",
            MinePage {
                conversation: &open,
                mine: Some(mine(ink)),
                place: Some(short),
                said: Some(Notice::VoteChanged),
                page: 1,
            }
            .render()
            .unwrap(),
        ),
        (
            "mine-stranger",
            MinePage { conversation: &open, mine: None, place: None, said: None, page: 1 }.render().unwrap(),
        ),
    ]
}

fn results_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let many = results(&open, 240, ink);
    let (talk, moderation) = (talk(), moderation());
    let page = |results, request| ResultsPage {
        conversation: &open,
        results,
        request,
        addresses: &ADDRESSES,
        talk: Some(&talk),
        moderation: Some(&moderation),
        place: None,
        ballot: None,
        early: None,
    };
    let first = TableRequest::parse(None, None, None, None);
    let sorted = TableRequest::parse(Some("police"), Some("agree"), None, Some("9"));
    let few = grouped(results(&open, 14, ink), SIZES);
    let mine = place(&open, &few, 700, &[Vote::Agree; 9]);
    let crowd = grouped(results(&open, 14, ink), [3_000, 1_500, 900]);
    let handful = grouped(results(&open, 6, ink), [14, 9, 4]);
    let nobody = Results::new(&open, Totals::default(), &BTreeMap::new());
    let import = Conversation {
        provenance: Provenance::Imported,
        note: None,
        state: State::Closed,
        instrument: Instrument { poll: None, ..open.instrument.clone() },
        ..open.clone()
    };
    let imported = results(&import, 40, ink);
    let without_poll = ResultsPage {
        conversation: &import,
        results: &imported,
        request: TableRequest::parse(None, Some("divided"), None, None),
        addresses: &ADDRESSES,
        talk: None,
        moderation: None,
        place: None,
        ballot: None,
        early: None,
    };
    let closed = Closed { opens: Opens::AfterBallot };
    let gate =
        ResultsClosed { conversation: &open, turnout: TURNOUT, closed, addresses: &ADDRESSES, takes_notices: true };
    vec![
        ("results", page(&few, first.clone()).render().unwrap()),
        ("results-many", page(&many, first.clone()).render().unwrap()),
        (
            "results-placed",
            ResultsPage { place: Some(&mine), ballot: Ballot::one(OptionId(2)), ..page(&few, first.clone()) }
                .render()
                .unwrap(),
        ),
        ("results-crowd", page(&crowd, TableRequest::parse(None, Some("groups"), None, None)).render().unwrap()),
        ("results-handful", page(&handful, first.clone()).render().unwrap()),
        ("results-search", page(&many, sorted).render().unwrap()),
        ("results-nobody", page(&nobody, first.clone()).render().unwrap()),
        ("results-import", without_poll.render().unwrap()),
        ("results-closed", gate.render().unwrap()),
        ("live-part", page(&few, first).render_live_part().unwrap()),
    ]
}

fn other_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let draft = Conversation { state: State::Draft, ..conversation(ink) };
    let entries = vec![HomeEntry::of(&open, TURNOUT), HomeEntry::of(&draft, Turnout::default())];
    let confirm = |what| ConfirmPage { conversation: &open, what, token: "t0ken", now_ms: 0 }.render().unwrap();
    let back = ReturnPage { conversation: &open, code: "4f0c9d1e7a62b8", token: "t0ken", has_own_answers: true };
    vec![
        ("home", Home { query: ink.extra, conversations: entries }.render().unwrap()),
        ("home-none", Home { query: &ink.text("nurses"), conversations: vec![] }.render().unwrap()),
        ("withdraw", confirm(Confirm::WithdrawAll)),
        ("erase", confirm(Confirm::Erase)),
        ("erase-comment", confirm(Confirm::EraseComment(CommentId(7)))),
        ("open", confirm(Confirm::Open)),
        ("close", confirm(Confirm::Close)),
        ("return", back.render().unwrap()),
        (
            "too-many",
            ErrorPage { trouble: Trouble::TooMany, id: None, typed: Some(&typed(ink.text("Buses."))) }
                .render()
                .unwrap(),
        ),
        ("not-found", ErrorPage { trouble: Trouble::NotFound, id: None, typed: None }.render().unwrap()),
        ("broken", ErrorPage { trouble: Trouble::Broken, id: Some("7f3a"), typed: None }.render().unwrap()),
    ]
}

fn warning(ink: Ink<'_>) -> Warning {
    Warning {
        kind: Kind::NearTerm,
        place: canvass_text::Place::Option(2),
        range: 0..4,
        text: ink.text("a lone working device"),
        explanation: ink.text("It is close to a term."),
        suggestion: ink.text("Write it as the term."),
    }
}

fn desk_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let staff = staff();
    let desk = DeskConversation {
        staff: &staff,
        conversation: &open,
        turnout: TURNOUT,
        now_ms: 0,
        n_today: 212,
        results: Ok(results(&open, 0, ink).totals),
        map: MapMaking::Made { ago: Duration::from_secs(200), took: Duration::from_millis(12) },
        queue: queue::queue(ink),
        alarm: None,
        excluded: vec![ParticipantId(99)],
        wording: Some(Checked::Read(vec![warning(ink)])),
        said: Some(Notice::Accepted),
        problem: None,
    };
    let wrong = DeskConversation {
        problem: Some(DeskProblem {
            of: open.slug.clone(),
            target: Target::Statement(StatementId(7)),
            why: WhyNot::LongReason,
            rule: "unclear".to_owned(),
            typed: ink.text("Because"),
        }),
        ..desk.clone()
    };
    let analyst = Staff { role: Role::Analyst, ..staff.clone() };
    let reading = DeskConversation {
        staff: &analyst,
        wording: Some(Checked::OtherLanguage),
        results: Err(Closed { opens: Opens::AtClose(None) }),
        map: MapMaking::Failed { n: 3 },
        ..desk.clone()
    };
    let entries = vec![
        DeskEntry::of(&open, TURNOUT, 5, 212),
        DeskEntry { title: ink.text("A draft"), state: State::Draft, ..DeskEntry::of(&open, TURNOUT, 0, 0) },
    ];
    vec![
        (
            "desk",
            DeskHome {
                staff: &staff,
                is_told: Some(true),
                waiting: [3, 1, 1, 0],
                waiting_after: [2, 1],
                conversations: entries,
            }
            .render()
            .unwrap(),
        ),
        ("desk-conversation", desk.render().unwrap()),
        ("desk-wrong", wrong.render().unwrap()),
        ("desk-reading", reading.render().unwrap()),
        ("desk-sign-in", DeskSignIn { by: SignInBy::Print }.render().unwrap()),
        ("desk-sign-in-mail", DeskSignIn { by: SignInBy::Mail }.render().unwrap()),
        ("desk-sign-in-posted", DeskSignIn { by: SignInBy::Posted }.render().unwrap()),
        ("desk-sign-in-confirm", DeskSignInConfirm { link_token: "abc" }.render().unwrap()),
    ]
}

fn people_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let staff = staff();
    let person = |id, role| Person { id, email: format!("{}@example.org", ink.text(&format!("person-{id}"))), role };
    let people = DeskPeople {
        staff: &staff,
        people: vec![
            Person { email: staff.email.clone(), ..person(1, Role::Owner) },
            person(2, Role::Editor),
            person(3, Role::Moderator),
        ],
        fresh: None,
        said: Some(Notice::RoleChanged),
        problem: None,
        typed: String::new(),
        chosen: Role::Moderator,
    };
    let url = "http://localhost:8400/desk/sign-in/0badc0de".to_owned();
    let fresh = DeskPeople {
        fresh: Some(FreshLink { email: ink.text("new@example.org"), role: Role::Analyst, url }),
        said: None,
        ..people.clone()
    };
    let mistyped = DeskPeople {
        problem: Some(PeopleProblem::Address),
        typed: ink.text("new example"),
        chosen: Role::Analyst,
        said: None,
        ..people.clone()
    };
    let last = DeskPeople { problem: Some(PeopleProblem::LastOwner), said: None, ..people.clone() };
    vec![
        ("desk-people", people.render().unwrap()),
        ("desk-people-fresh", fresh.render().unwrap()),
        ("desk-people-wrong", mistyped.render().unwrap()),
        ("desk-people-last", last.render().unwrap()),
        ("desk-people-remove", ConfirmRemoval { staff: &staff, person: &person(2, Role::Editor) }.render().unwrap()),
    ]
}

fn audit_pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let open = conversation(ink);
    let staff = staff();
    let line = |who: Option<&str>, act: &str, object: &str, detail: Option<&str>| AuditLine {
        at_ms: CLOSED_MS,
        who: who.map(|who| ink.text(who)),
        act: act.to_owned(),
        conversation: object.contains(':').then(|| open.slug.to_string()),
        object: Some(ink.text(object)),
        detail: detail.map(|detail| ink.text(detail)),
    };
    let audit = DeskAudit {
        staff: &staff,
        lines: vec![
            line(Some("ada@example.org"), "decide", "comment:11", Some("abusive")),
            line(Some("ada@example.org"), "ban", "participant:17", Some("abusive")),
            line(None, "add_person", "bo@example.org", Some("moderator")),
            line(Some("ada@example.org"), "an act of tomorrow", "version:3", None),
        ],
        conversations: vec![(open.slug.to_string(), ink.text("A headline"))],
        of: Some(open.slug.to_string()),
        is_newest: false,
        older: Some(17),
    };
    let unused = DeskAudit { lines: Vec::new(), of: None, is_newest: true, older: None, ..audit.clone() };
    vec![("desk-audit", audit.render().unwrap()), ("desk-audit-none", unused.render().unwrap())]
}
