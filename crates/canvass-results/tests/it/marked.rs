//! How many are marked, and by what way people came in: in steps while it is open, at once after the close, and the same
//! after a restart.

use crate::crowd::instrument;
use crate::log::T0;
use canvass_counts::{AttributeAnswer, Ledger, MarkedReaders, SegmentCounts, Segments};
use canvass_domain::{
    Assurance, Ballot, Channel, Event, Fact, Instrument, OptionId, ParticipantId, PollKind, Seq, StatementId,
    StatementState, Vote,
};

/// A running conversation of a poll with two options and a statement, without anything asked about people.
struct Running {
    instrument: Instrument,
    ledger: Ledger,
    segment_counts: SegmentCounts,
    log: Vec<Event>,
    ways: Vec<(ParticipantId, Assurance, Option<Channel>)>,
}

impl Running {
    fn new() -> Self {
        let instrument = Instrument { attributes: Vec::new(), ..instrument(&[], PollKind::Single, 2) };
        let segment_counts = SegmentCounts::new(&instrument);
        let mut running =
            Self { instrument, ledger: Ledger::default(), segment_counts, log: Vec::new(), ways: Vec::new() };
        let (statement, origin) = (StatementId(1), canvass_domain::Origin::Organiser);
        running.log(Fact::StatementAdded { statement, origin, state: StatementState::Accepted });
        running.log(Fact::Opened);
        running
    }

    fn log(&mut self, fact: Fact) {
        let seq = self.log.len() as u64 + 1;
        let event = Event { seq: Seq(seq), at_ms: T0 + i64::try_from(seq).unwrap(), fact };
        self.segment_counts.apply(&mut self.ledger, &event).unwrap();
        self.log.push(event);
    }

    /// Answers the poll.
    fn answers(&mut self, who: u32, option: u8) {
        let ballot = Ballot::from_bits(1 << (option - 1)).unwrap();
        self.log(Fact::BallotCast { participant: ParticipantId(who), ballot, version: 1 });
    }

    fn comes(&mut self, who: u32, assurance: Assurance, channel: Channel) {
        self.segment_counts.come_in(ParticipantId(who), assurance, Some(channel));
        self.ways.push((ParticipantId(who), assurance, Some(channel)));
    }

    fn mark(&mut self, who: std::ops::Range<u32>) {
        who.for_each(|who| self.segment_counts.mark(&self.ledger, ParticipantId(who)));
    }

    fn marked(&self) -> Option<MarkedReaders> {
        self.segment_counts.shown(&self.ledger).marked
    }

    fn counted(&self) -> Option<(u64, u64)> {
        self.marked().map(|marked| (marked.n, marked.base))
    }

    fn restarted(&self) -> Segments {
        let said =
            self.ways.iter().flat_map(|(who, assurance, channel)| AttributeAnswer::way_in(*who, *assurance, *channel));
        SegmentCounts::of(&self.instrument, &self.log, said.collect()).unwrap().1.segments()
    }
}

#[test]
fn while_it_is_open_the_number_moves_in_steps() {
    let mut running = Running::new();
    (1..=18).for_each(|who| running.answers(who, 1));
    running.mark(1..7);
    assert_eq!(running.counted(), None, "nobody has answered since");
    (19..=27).for_each(|who| running.answers(who, 2));
    assert_eq!(running.counted(), None, "nine have");
    (28..=28).for_each(|who| running.answers(who, 2));
    assert_eq!(running.counted(), Some((6, 28)), "the tenth, at an entry of a round number");
    let before = running.marked();
    running.answers(29, 1);
    running.mark(29..30);
    assert_eq!(running.marked(), before, "the mark of whoever just answered cannot be told");
    (30..=38).for_each(|who| running.answers(who, 1));
    assert_eq!(running.counted(), Some((7, 38)));
}

/// Else the same entry would have one more in it than before.
#[test]
fn a_restart_tells_nothing_before_ten_more_have_answered() {
    let mut running = Running::new();
    (1..=18).for_each(|who| running.answers(who, 1));
    running.mark(1..7);
    (19..=28).for_each(|who| running.answers(who, 2));
    assert_eq!(running.counted(), Some((6, 28)));
    let said = || (1..8).map(|who| AttributeAnswer::mark(ParticipantId(who))).collect();
    let again = |log: &[Event]| {
        let (ledger, segment_counts) = SegmentCounts::of(&running.instrument, log, said()).unwrap();
        segment_counts.shown(&ledger).marked.map(|marked| marked.n)
    };
    assert_eq!(again(&running.log), None);
    let mut closed = running.log.clone();
    closed.push(Event { seq: Seq(closed.len() as u64 + 1), at_ms: T0 + 99, fact: Fact::Closed });
    assert_eq!(again(&closed), Some(7));
}

#[test]
fn a_first_mark_after_the_close_is_told() {
    let mut running = Running::new();
    (1..=40).for_each(|who| running.answers(who, 1));
    running.log(Fact::Closed);
    running.mark(1..11);
    assert_eq!(running.counted(), Some((10, 40)), "as after a restart");
    running.log(Fact::Opened);
    assert_eq!(running.counted(), None, "the close was a mistake");
}

#[test]
fn few_are_never_told_on_either_side() {
    let mut running = Running::new();
    (1..=40).for_each(|who| running.answers(who, 1 + u8::from(who > 20)));
    running.mark(1..5);
    running.log(Fact::Closed);
    assert_eq!(running.counted(), None, "four are marked");
    running.mark(5..6);
    let five = running.marked().unwrap();
    assert_eq!((five.n, five.base), (5, 40));
    let poll = five.poll.unwrap();
    assert_eq!((poll.n, poll.n_marked), (40, 5));
    assert_eq!(poll.options[..2], [(OptionId(1), 20, 5), (OptionId(2), 20, 0)]);
    running.mark(21..22);
    assert_eq!(running.marked().unwrap().poll, None, "one of the marked chose the second");
    running.mark(1..37);
    assert_eq!(running.counted(), None, "four are not marked");
}

#[test]
fn whoever_is_excluded_is_in_neither_number_and_whoever_is_erased_in_both() {
    let mut running = Running::new();
    (1..=40).for_each(|who| running.answers(who, 1));
    running.mark(1..11);
    (41..=58).for_each(|who| running.answers(who, 1));
    assert_eq!(running.counted(), Some((10, 58)));
    running.log(Fact::ParticipantBanned { participant: ParticipantId(1) });
    assert_eq!(running.counted(), None, "kept back until ten others have answered");
    (59..=80).for_each(|who| running.answers(who, 1));
    assert_eq!(running.counted().map(|(n, _)| n), Some(9));
    running.log(Fact::Closed);
    assert_eq!(running.counted(), Some((9, 79)));
    running.log(Fact::ParticipantBanned { participant: ParticipantId(2) });
    assert_eq!(running.counted(), Some((8, 78)), "after the close at once");
    running.log(Fact::ParticipantReinstated { participant: ParticipantId(1) });
    assert_eq!(running.counted(), Some((9, 79)));
    running.log(Fact::ParticipantErased { participant: ParticipantId(3) });
    assert_eq!(running.counted(), Some((9, 79)), "their answer counts, with how it came");
}

#[test]
fn ways_in_are_told_once_there_is_more_than_one() {
    let mut running = Running::new();
    for who in 1..=20 {
        running.comes(who, Assurance::Anonymous, Channel::Page);
        running.answers(who, 1 + u8::from(who > 10));
    }
    assert!(running.segment_counts.segments().tables.is_empty() && running.restarted().tables.is_empty());
    for who in 21..=40 {
        running.comes(who, Assurance::Anonymous, if who > 30 { Channel::Api } else { Channel::Page });
        running.answers(who, 1 + u8::from(who % 2 == 0));
        assert_eq!(running.segment_counts.segments(), running.restarted(), "{who}");
    }
    for who in 41..=60 {
        running.comes(who, if who > 50 { Assurance::Link } else { Assurance::Anonymous }, Channel::Api);
        let (participant, statement) = (ParticipantId(who), StatementId(1));
        running.log(Fact::VoteCast { participant, statement, vote: Vote::Agree, version: 1 });
        running.answers(who, 1 + u8::from(who % 2 == 0));
        assert_eq!(running.segment_counts.segments(), running.restarted(), "{who}");
    }
    running.log(Fact::Closed);
    let segments = running.segment_counts.segments();
    assert_eq!(segments, running.restarted());
    let table = |key: &str| segments.tables.iter().find(|table| table.attribute == key).unwrap();
    let counts = |key: &str| -> Vec<(String, u64)> {
        let shown = table(key).segments.iter().filter_map(|one| Some((one.value.clone(), one.poll.as_ref()?.n)));
        shown.filter(|(_, n)| *n > 0).collect()
    };
    assert_eq!(counts("channel"), [("page".to_owned(), 30), ("api".to_owned(), 30)]);
    assert_eq!(counts("assurance"), [("anonymous".to_owned(), 50), ("link".to_owned(), 10)]);
    assert!(segments.tables.iter().all(|table| !table.is_asked));
    // One of unknown ways is left, who must not be told from the others.
    running.log(Fact::ParticipantErased { participant: ParticipantId(60) });
    running.ways.retain(|(who, ..)| who.0 != 60);
    assert_eq!(running.segment_counts.segments(), running.restarted(), "after somebody left");
    assert!(running.segment_counts.segments().tables.is_empty());
}
