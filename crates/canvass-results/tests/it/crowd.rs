//! A made-up conversation in which people say something about themselves: what happens to it, and everything that is
//! kept of it, the way the store keeps it.

use crate::log::T0;
use canvass_counts::{AttributeAnswer, Ledger, SegmentCounts, Segments};
use canvass_domain::{
    Answer, Attribute, Ballot, Event, Fact, Instrument, Millis, ParticipantId, Poll, PollKind, PollOption, Seq,
    StatementId, StatementState, Story, Vote,
};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const N_OPTIONS: u64 = 3;
pub(crate) const STATEMENTS: [StatementId; 2] = [StatementId(1), StatementId(2)];
/// Answers to choose from about oneself, for each thing asked.
pub(crate) const VALUES: [u16; 2] = [3, 2];
const KEYS: [&str; 2] = ["role", "region"];

pub(crate) fn instrument(n_values: &[u16], kind: PollKind, n_options: u64) -> Instrument {
    let attribute = |(key, n): (&&str, &u16)| Attribute {
        key: (*key).to_owned(),
        question: format!("Which {key}?"),
        options: (0..*n).map(|option| format!("{key} {option}")).collect(),
    };
    let option = |n| PollOption { text: format!("Option {n}"), condition: None };
    let poll = Poll {
        question: "Which?".to_owned(),
        kind,
        options: (1..=n_options).map(option).collect(),
        additions: Vec::new(),
    };
    Instrument {
        attributes: KEYS.iter().zip(n_values).map(attribute).collect(),
        poll: Some(poll),
        ..Instrument::default()
    }
}

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Fact(Fact),
    /// Somebody says all about themselves; nothing takes it back.
    Say(ParticipantId, [Option<u16>; 2]),
}

/// What a line is about: an attribute's place, a value's place, and nothing for the poll.
pub(crate) type LineId = (usize, usize, Option<StatementId>);

/// A running conversation, and what a database would hold of it.
pub(crate) struct Crowd {
    pub instrument: Instrument,
    pub ledger: Ledger,
    pub segment_counts: SegmentCounts,
    pub log: Vec<Event>,
    pub said: BTreeMap<ParticipantId, [Option<(u16, Millis)>; 2]>,
    taken_back: BTreeMap<(usize, u16), Millis>,
    /// Whether each came from the story's site; nothing of who was erased.
    pub arrived: BTreeMap<ParticipantId, Option<bool>>,
    now_ms: Millis,
}

impl Crowd {
    pub(crate) fn new(kind: PollKind) -> Self {
        let story = Story { url: "https://news.example/2025/bridge".to_owned(), title: None };
        let instrument = Instrument { story: Some(story), ..instrument(&VALUES, kind, N_OPTIONS) };
        let mut crowd = Self {
            ledger: Ledger::default(),
            segment_counts: SegmentCounts::new(&instrument),
            instrument,
            log: Vec::new(),
            said: BTreeMap::new(),
            taken_back: BTreeMap::new(),
            arrived: BTreeMap::new(),
            now_ms: T0,
        };
        for statement in STATEMENTS {
            crowd.act(Act::Fact(Fact::StatementAdded {
                statement,
                origin: canvass_domain::Origin::Organiser,
                state: StatementState::Accepted,
            }));
        }
        crowd.act(Act::Fact(Fact::Opened));
        crowd
    }

    pub(crate) fn act(&mut self, act: Act) {
        self.now_ms += 1;
        self.arrive(act);
        match act {
            Act::Fact(fact) => {
                let event = Event { seq: Seq(self.log.len() as u64 + 1), at_ms: self.now_ms, fact };
                self.segment_counts.apply(&mut self.ledger, &event).unwrap();
                self.log.push(event);
            }
            Act::Say(who, values) => {
                let now_ms = self.now_ms;
                let rows = self.said.entry(who).or_default();
                for (place, (row, new)) in rows.iter_mut().zip(values).enumerate() {
                    if let Some((old, _)) = row.filter(|(old, _)| Some(*old) != new) {
                        self.taken_back.insert((place, old), now_ms);
                        *row = None;
                    }
                    *row = row.or(new.map(|option| (option, now_ms)));
                }
                let said = KEYS.iter().zip(values).filter_map(|(key, new)| Some(((*key).to_owned(), new?)));
                self.segment_counts.declare(&self.ledger, who, &said.collect::<Vec<_>>());
            }
        }
    }

    /// Whoever is new came by a way of their own: two of three from the story's site.
    fn arrive(&mut self, act: Act) {
        let who = match act {
            Act::Fact(fact) => fact.participant(),
            Act::Say(who, _) => Some(who),
        };
        let Some(who) = who else { return };
        let is_from_story = !who.0.is_multiple_of(3);
        if let Entry::Vacant(new) = self.arrived.entry(who) {
            new.insert(Some(is_from_story));
            self.segment_counts.arrive(who, is_from_story);
        }
        if matches!(act, Act::Fact(Fact::ParticipantErased { .. })) {
            self.arrived.insert(who, None);
        }
    }

    /// Who takes part and is known to have come from the story's site, and who is known to have come at all.
    pub(crate) fn recount_arrivals(&self) -> (u64, u64) {
        let takes_part = |who: &ParticipantId| {
            let standing = self.ledger.standing(*who);
            (standing.has_ballot || standing.n_votes > 0) && !self.ledger.is_banned(*who)
        };
        let known = self.arrived.iter().filter(|(who, _)| takes_part(who)).filter_map(|(_, way)| *way);
        known.fold((0, 0), |(n, base), is_from_story| (n + u64::from(is_from_story), base + 1))
    }

    /// What a restart would read.
    pub(crate) fn rows(&self) -> Vec<AttributeAnswer> {
        let key = |place: usize| KEYS[place].to_owned();
        let rows = self.said.iter().flat_map(|(who, values)| {
            values.iter().enumerate().filter_map(move |(place, value)| {
                let (option, at_ms) = (*value)?;
                Some(AttributeAnswer { at_ms, attribute: key(place), option, participant: Some(*who) })
            })
        });
        let back = self.taken_back.iter().map(|(&(place, option), &at_ms)| AttributeAnswer {
            at_ms,
            attribute: key(place),
            option,
            participant: None,
        });
        let ways = self.arrived.iter().filter_map(|(who, way)| Some(AttributeAnswer::arrival(*who, (*way)?)));
        rows.chain(back).chain(ways).collect()
    }

    pub(crate) fn restarted(&self) -> Segments {
        SegmentCounts::of(&self.instrument, &self.log, self.rows()).unwrap().1.segments()
    }

    pub(crate) fn value(&self, who: ParticipantId, attribute: usize) -> Option<u16> {
        self.said.get(&who)?[attribute].map(|(option, _)| option)
    }

    /// The line's counts, by looking at everybody.
    pub(crate) fn recount(&self, (attribute, value, subject): LineId) -> Vec<u64> {
        let mut counts = vec![0; 1 + if subject.is_some() { 3 } else { N_OPTIONS as usize }];
        let people: BTreeSet<ParticipantId> = self.log.iter().filter_map(|event| event.fact.participant()).collect();
        let theirs =
            |who: &ParticipantId| self.value(*who, attribute) == Some(value as u16) && !self.ledger.is_banned(*who);
        for who in people.into_iter().filter(theirs) {
            let cells: Vec<usize> = match subject {
                Some(statement) => match self.ledger.answer(who, statement) {
                    Some(Answer::Voted(vote)) => vec![Vote::ALL.iter().position(|other| *other == vote).unwrap()],
                    _ => continue,
                },
                None => match self.ledger.ballot(who) {
                    Some(ballot) => ballot.options().map(|option| usize::from(option.0) - 1).collect(),
                    None => continue,
                },
            };
            counts[0] += 1;
            cells.into_iter().for_each(|cell| counts[cell + 1] += 1);
        }
        counts
    }
}

/// Every line that is shown, n first, then each count, and as of which entry of the log.
pub(crate) fn lines(segments: &Segments) -> BTreeMap<LineId, (Vec<u64>, u64)> {
    let mut lines = BTreeMap::new();
    for (place, table) in segments.tables.iter().enumerate() {
        for (value, segment) in table.segments.iter().enumerate() {
            if let Some(poll) = &segment.poll {
                let counts = std::iter::once(poll.n).chain(poll.options.iter().map(|(_, n)| *n)).collect();
                lines.insert((place, value, None), (counts, poll.moment.seq.0));
            }
            for votes in &segment.statements {
                let counts = vec![votes.n(), votes.agree, votes.disagree, votes.unsure];
                lines.insert((place, value, Some(votes.id)), (counts, votes.moment.seq.0));
            }
        }
    }
    lines
}

pub(crate) fn cast(who: u32, bits: u64) -> Act {
    let ballot = Ballot::from_bits(bits).unwrap();
    Act::Fact(Fact::BallotCast { participant: ParticipantId(who), ballot, version: 1 })
}

pub(crate) fn vote(who: u32, statement: StatementId, vote: Vote) -> Act {
    Act::Fact(Fact::VoteCast { participant: ParticipantId(who), statement, vote, version: 1 })
}
