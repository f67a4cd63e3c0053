//! Conversations with counts and texts that cannot be mistaken for anything else.

use super::leak::Planted;
use canvass_counts::{Percent, Share};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Ballot, Event, Fact, OptionId, Origin, ParticipantId, Provenance, ReaderMarks, Seq,
    Statement, StatementId, StatementState, Transcript, Vote,
};
use canvass_testkit::{TestApp, Topic, now_ms};

pub(super) const HELD: &str = "Held words that nobody may read yet.";
pub(super) const DECLINED: &str = "Declined words that stay unread.";
pub(super) const DRAFT: &str = "Draft words that strangers never see";

/// Ballots for each option; their sum is the turnout, which is public.
const BALLOTS: [u32; 3] = [2003, 1171, 601];
/// Votes on the first statement.
const VOTES: [(Vote, u32); 3] = [(Vote::Agree, 1409), (Vote::Disagree, 1103), (Vote::Unsure, 373)];
/// Results: for those whom the gate lets through. Each answer has a count and a share of its own, so that a leak of any
/// one of them is found whoever else is silent.
pub(super) fn results() -> Vec<Planted> {
    let ballots = ["ballots for the first option", "ballots for the second option", "ballots for the third option"];
    let mut planted: Vec<Planted> = ballots.into_iter().zip(BALLOTS).flat_map(|(what, n)| counted(what, n)).collect();
    let shares = ["the share of the first option", "the share of the second", "the share of the third"];
    planted.extend(shares.into_iter().zip(BALLOTS).map(|(what, n)| share(what, n, &BALLOTS)));
    let votes = VOTES.map(|(_, n)| n);
    let shares = ["the share that agrees", "the share that disagrees", "the share that is unsure"];
    for ((vote, n), what) in VOTES.into_iter().zip(shares) {
        planted.extend(counted(vote.word(), n));
        planted.push(share(what, n, &votes));
    }
    planted.push(Planted::count("all votes", votes.iter().sum()));
    planted.extend(changes());
    planted
}

/// How many answers would change what is said of those ballots, worked out by hand: 2003 - 1171 + 1; the least m with
/// (2003 - 1171 - m) x 100 <= (3775 + m) x 10, which the walk's own answer does not move; 2 x 2003 - 3775.
fn changes() -> impl Iterator<Item = Planted> {
    let lead = counted("answers to another leader", 833);
    let half = counted("answers to no more than half", 231);
    lead.into_iter().chain([Planted::count("answers to a split", 414)]).chain(half)
}

/// A count, also with the walk's own answer in it.
fn counted(what: &'static str, n: u32) -> [Planted; 2] {
    [Planted::count(what, n), Planted::count(what, n + 1)]
}

/// A part's share of all of them, as pages have it.
fn share(what: &'static str, n: u32, all: &[u32]) -> Planted {
    let share = Share { n: u64::from(n), base: all.iter().copied().map(u64::from).sum() };
    let Percent::Whole(percent) = share.percent() else { panic!("{what} is no whole share") };
    Planted::text(what, &format!("{percent}%"))
}

#[test]
fn no_two_answers_are_planted_alike() {
    let mut forms: Vec<String> = results().into_iter().map(|planted| planted.forms[0].clone()).collect();
    let n = forms.len();
    forms.sort_unstable();
    forms.dedup();
    assert_eq!(forms.len(), n, "{forms:?}");
}

/// Texts that no reader but their author sees.
pub(super) fn texts() -> [Planted; 2] {
    [Planted::text("a held statement", HELD), Planted::text("a declined statement", DECLINED)]
}

/// What strangers may not even know to exist.
pub(super) fn drafts() -> [Planted; 1] {
    [Planted::text("a draft", DRAFT)]
}

/// An open conversation with those answers, a held and a declined statement.
pub(super) async fn open(app: &TestApp, topic: &Topic) {
    let file = canvass_formats::conversation_file::parse(&topic.toml()).unwrap();
    let mut transcript = canvass_app::conversation::draft(&file, now_ms());
    transcript.provenance = Provenance::Here;
    let n_people: u32 = BALLOTS.iter().sum();
    transcript.arrivals = (1..=n_people).map(|n| arrival(ParticipantId(n))).collect();
    let mut facts = vec![Fact::Opened];
    facts.extend(ballots());
    facts.extend(votes());
    for (number, text, state) in [(7, HELD, StatementState::Held), (8, DECLINED, StatementState::Declined)] {
        let (statement, origin) = (StatementId(number), Origin::Participant);
        facts.push(Fact::StatementAdded { statement, origin, state: StatementState::Held });
        if state == StatementState::Declined {
            facts.push(Fact::StatementDecided { statement, state });
        }
        transcript.statements.push(written(statement, text, state));
    }
    append(&mut transcript, &facts);
    app.load(&topic.slug, &transcript).await;
}

fn ballots() -> impl Iterator<Item = Fact> {
    let options = (1..).map(OptionId).zip(BALLOTS).flat_map(|(option, n)| (0..n).map(move |_| option));
    (1..).map(ParticipantId).zip(options).map(|(participant, option)| Fact::BallotCast {
        participant,
        ballot: Ballot::one(option).unwrap(),
        version: 1,
    })
}

fn votes() -> impl Iterator<Item = Fact> {
    let votes = VOTES.into_iter().flat_map(|(vote, n)| (0..n).map(move |_| vote));
    (1..).map(ParticipantId).zip(votes).map(|(participant, vote)| Fact::VoteCast {
        participant,
        statement: StatementId(1),
        vote,
        version: 1,
    })
}

fn append(transcript: &mut Transcript, facts: &[Fact]) {
    let first = transcript.events.len() as u64 + 1;
    let at_ms = now_ms();
    transcript.events.extend((first..).zip(facts).map(|(seq, fact)| Event { seq: Seq(seq), at_ms, fact: *fact }));
}

fn arrival(participant: ParticipantId) -> Arrival {
    let (assurance, via) = (Assurance::Anonymous, ArrivedVia::Direct);
    Arrival {
        channel: None,
        participant,
        assurance,
        via,
        external_id: None,
        published_group: None,
        marks: ReaderMarks::NONE,
        at_ms: now_ms(),
    }
}

fn written(id: StatementId, text: &str, state: StatementState) -> Statement {
    Statement {
        id,
        text: Some(text.to_owned()),
        origin: Origin::Participant,
        author: Some(ParticipantId(id.0)),
        state,
        reason: (state == StatementState::Declined).then(|| "A reason for its author alone.".to_owned()),
        rule: None,
        decided_here: true,
        added_ms: now_ms(),
    }
}
