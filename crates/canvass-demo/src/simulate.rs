//! `canvass simulate`: a conversation out of the planted generator, with the truth beside it.
//!
//! Options are checked once; only the checked type runs. Nothing is written here: folders are the
//! business of `canvass-formats`, files and messages that of the command.

use canvass_analysis::chance::Chance;
use canvass_analysis::planted::{InvalidSpec, Kind, Planted, PlantedData, PlantedSpec, assign_exactly};
pub use canvass_analysis::planted::{Missing, Preset};
use canvass_analysis::votes::Stance;
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Ballot, Event, Fact, Instrument, MAX_OPTIONS, Millis, OptionId, Origin,
    ParticipantId, Poll, PollKind, PollOption, Provenance, Seq, Slug, Statement, StatementId, StatementState,
    Transcript, Vote,
};
use std::fmt::Write as _;

/// The seed where none is given.
pub const DEFAULT_SEED: u64 = 1;

/// When every simulated conversation opens: 1 January 2025, 00:00 UTC.
const OPENED_MS: Millis = 1_735_689_600_000;

/// Time between a simulated ballot and the first vote, in milliseconds.
const BALLOT_LEAD_MS: Millis = 1_000;

/// Votes of a person where nothing is asked, as far as there are statements.
const USUAL_VOTES: f64 = 15.0;

/// How much more a group is drawn to its own option of the poll than to any other.
const OWN_OPTION_WEIGHT: f64 = 4.0;

/// Stream of the generator for answers to a poll.
const POLL_STREAM: u64 = 8;

const VERSION: u32 = 1;

/// A conversation made by a generator, under the slug it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its name in addresses.
    pub slug: Slug,
    /// The whole of it.
    pub transcript: Transcript,
}

/// What `canvass simulate` was asked for; nothing where nothing was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimulateOptions {
    /// Number of participants.
    pub participants: Option<u32>,
    /// Number of statements.
    pub statements: Option<u32>,
    /// Number of groups.
    pub groups: Option<u32>,
    /// Share of each group.
    pub group_shares: Option<Vec<f64>>,
    /// Mean votes of a participant.
    pub votes_per_person: Option<f64>,
    /// Which votes are missing.
    pub missing: Option<Missing>,
    /// Answers to each option of a poll; empty for no poll.
    pub poll: Vec<u32>,
    /// The seed.
    pub seed: Option<u64>,
    /// A named parameter set in place of the parameters above.
    pub preset: Option<Preset>,
}

/// Checked options.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    planted: Planted,
    poll: Vec<usize>,
    seed: u64,
    name: String,
}

/// A simulated conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// Its name in addresses.
    pub slug: Slug,
    /// The whole of it.
    pub transcript: Transcript,
    /// What was planted.
    pub truth: Truth,
}

/// What was planted; place n is participant n.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Group of each participant, from 0.
    pub group: Vec<u8>,
    /// Position of each participant.
    pub position: Vec<Vec<f64>>,
}

/// Options that cannot be met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SimulateError {
    /// A parameter is out of bounds.
    #[error("{0}")]
    Spec(#[from] InvalidSpec),
    /// A preset says what the parameters are.
    #[error("`{preset}` fixes the {parameter}; leave one of the two out")]
    Preset {
        /// The preset.
        preset: &'static str,
        /// What else was given.
        parameter: &'static str,
    },
    /// Groups and shares do not fit.
    #[error("`{groups}` groups with `{shares}` shares; give one share for each group")]
    Shares {
        /// Groups asked for.
        groups: u32,
        /// Shares given.
        shares: usize,
    },
    /// A poll with too few or too many options.
    #[error("a poll of `{0}` options; use 2 to {MAX_OPTIONS}")]
    Options(usize),
    /// More answers to the poll than people.
    #[error("`{answers}` answers to the poll from `{participants}` participants; each answers at most once")]
    Poll {
        /// Answers asked for.
        answers: u64,
        /// People.
        participants: u32,
    },
}

impl SimulateOptions {
    /// Checks what was asked for.
    ///
    /// # Errors
    /// The first option that is out of bounds or contradicts another.
    pub fn check(self) -> Result<Simulation, SimulateError> {
        let name = self.preset.map_or_else(|| "simulated".to_owned(), |preset| preset.name().to_owned());
        let seed = self.seed.unwrap_or(DEFAULT_SEED);
        let n_answers = self.poll.iter().copied().map(u64::from).sum();
        let poll: Vec<usize> = self.poll.iter().map(|n| *n as usize).collect();
        if !poll.is_empty() && !(2..=MAX_OPTIONS).contains(&poll.len()) {
            return Err(SimulateError::Options(poll.len()));
        }
        let spec = match self.preset {
            Some(preset) => self.only_the_preset(preset)?,
            None => self.spec(n_answers)?,
        };
        let planted = spec.check()?;
        let participants = planted.spec().n_participants;
        if n_answers > u64::from(participants) {
            return Err(SimulateError::Poll { answers: n_answers, participants });
        }
        Ok(Simulation { planted, poll, seed, name })
    }

    fn only_the_preset(&self, preset: Preset) -> Result<PlantedSpec, SimulateError> {
        let given = [
            ("participants", self.participants.is_some()),
            ("statements", self.statements.is_some()),
            ("groups", self.groups.is_some()),
            ("group shares", self.group_shares.is_some()),
            ("votes per person", self.votes_per_person.is_some()),
            ("missing votes", self.missing.is_some()),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            Some((parameter, _)) => Err(SimulateError::Preset { preset: preset.name(), parameter }),
            None => Ok(preset.spec()),
        }
    }

    fn spec(self, n_answers: u64) -> Result<PlantedSpec, SimulateError> {
        let usual = PlantedSpec::default();
        let n_statements = self.statements.unwrap_or(usual.n_statements);
        let of_poll = if n_answers > 0 { u32::try_from(n_answers).unwrap_or(u32::MAX) } else { usual.n_participants };
        let group_shares = match (self.groups, self.group_shares) {
            (None, None) => usual.group_shares.clone(),
            // A number of groups out of bounds is refused by its number, not by an endless list of shares.
            (Some(groups), None) => vec![1.0 / f64::from(groups.max(1)); groups.min(100) as usize],
            (None, Some(shares)) => shares,
            (Some(groups), Some(shares)) if shares.len() == groups as usize => shares,
            (Some(groups), Some(shares)) => return Err(SimulateError::Shares { groups, shares: shares.len() }),
        };
        Ok(PlantedSpec {
            n_participants: self.participants.unwrap_or(of_poll),
            n_statements,
            group_shares,
            votes_per_person: self.votes_per_person.unwrap_or_else(|| USUAL_VOTES.min(f64::from(n_statements))),
            missing: self.missing.unwrap_or_default(),
            ..usual
        })
    }
}

impl Simulation {
    /// Makes the conversation. The same options and seed give the same bytes on every machine.
    ///
    /// Participants and statements are numbered from 0, as in the data of Polis; the conversation is closed.
    #[must_use]
    pub fn run(&self) -> Simulated {
        let data = self.planted.generate(self.seed);
        let first_votes = first_votes(&data);
        let ballots = self.ballots(&data);
        let instrument = self.instrument();
        let transcript = Transcript {
            provenance: Provenance::Synthetic,
            note: Some(format!("A computer program made these answers, from seed {}; nobody gave them.", self.seed)),
            instrument,
            arrivals: (0..).map(ParticipantId).zip(&first_votes).map(arrival).collect(),
            statements: statements(&data),
            declared: Vec::new(),
            taken_back: Vec::new(),
            events: log(&data, &ballots, &first_votes),
            comments: Vec::new(),
            reports: Vec::new(),
            showings: Vec::new(),
            earlier: Vec::new(),
        };
        let truth = Truth { group: data.group, position: data.position };
        Simulated { slug: Slug::suggest(&self.name), transcript, truth }
    }

    /// Each participant's answer to the poll, with exactly the counts asked for.
    fn ballots(&self, data: &PlantedData) -> Vec<Option<Ballot>> {
        let n_options = self.poll.len().max(1);
        let mut chance = Chance::new(self.seed, POLL_STREAM);
        let mut score = |group: &u8| -> Vec<f64> {
            let own = usize::from(*group) % n_options;
            let weight = |option| if option == own { OWN_OPTION_WEIGHT } else { 1.0 };
            (0..self.poll.len()).map(|option| chance.score(weight(option))).collect()
        };
        let scores: Vec<Vec<f64>> = data.group.iter().map(&mut score).collect();
        let ballot = |place: usize| u8::try_from(place + 1).ok().map(OptionId).and_then(Ballot::one);
        assign_exactly(&self.poll, &scores).into_iter().map(|place| place.and_then(ballot)).collect()
    }

    fn instrument(&self) -> Instrument {
        let spec = self.planted.spec();
        let shares: Vec<String> = spec.group_shares.iter().map(f64::to_string).collect();
        let poll = (!self.poll.is_empty()).then(|| Poll {
            additions: Vec::new(),
            question: "Which option do you choose?".to_owned(),
            kind: PollKind::Single,
            options: (1..=self.poll.len())
                .map(|n| PollOption { text: format!("Option {n}"), condition: None })
                .collect(),
        });
        Instrument {
            title: format!("Simulated conversation {}, seed {}", self.name, self.seed),
            language: "en".to_owned(),
            background: format!(
                "Synthetic data with known truth: {} participants, {} statements, groups with shares {}, {} votes a \
                 person in the mean, missing {}, seed {}. Nobody gave these answers.",
                spec.n_participants,
                spec.n_statements,
                shares.join(", "),
                spec.votes_per_person,
                spec.missing.word(),
                self.seed
            ),
            poll,
            ..Instrument::default()
        }
    }
}

/// The truth as CSV: `participant,group,x1..xd`. Numbers have as many digits as bring the same number back.
#[must_use]
pub fn truth_csv(truth: &Truth) -> String {
    let dimension = truth.position.first().map_or(0, Vec::len);
    let mut csv = "participant,group".to_owned();
    for axis in 1..=dimension {
        push(&mut csv, format_args!(",x{axis}"));
    }
    csv.push('\n');
    for (participant, (group, position)) in truth.group.iter().zip(&truth.position).enumerate() {
        push(&mut csv, format_args!("{participant},{group}"));
        for x in position {
            push(&mut csv, format_args!(",{x}"));
        }
        csv.push('\n');
    }
    csv
}

/// The generator's answer in the words of the domain.
pub(crate) const fn vote_of(stance: Stance) -> Vote {
    match stance {
        Stance::Agree => Vote::Agree,
        Stance::Disagree => Vote::Disagree,
        Stance::Unsure => Vote::Unsure,
    }
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(what);
}

/// When each participant votes first. Everybody votes at least once.
fn first_votes(data: &PlantedData) -> Vec<Millis> {
    let mut first = vec![None; data.group.len()];
    for vote in &data.votes {
        if let Some(first @ None) = first.get_mut(vote.participant as usize) {
            *first = Some(OPENED_MS + Millis::from(vote.at_ms));
        }
    }
    first.into_iter().map(|at_ms| at_ms.unwrap_or(OPENED_MS)).collect()
}

fn arrival((participant, first_vote): (ParticipantId, &Millis)) -> Arrival {
    Arrival {
        channel: None,
        participant,
        assurance: Assurance::Anonymous,
        via: ArrivedVia::Other,
        external_id: None,
        published_group: None,
        marks: canvass_domain::ReaderMarks::NONE,
        at_ms: first_vote - BALLOT_LEAD_MS,
    }
}

fn statements(data: &PlantedData) -> Vec<Statement> {
    let statement = |(number, kind): (u32, Kind)| Statement {
        id: StatementId(number),
        text: Some(format!("Statement {number}, planted as {}", word(kind))),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: false,
        added_ms: OPENED_MS,
    };
    (0..).zip(data.statements.iter().map(|traits| traits.kind)).map(statement).collect()
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Shared => "shared ground",
        Kind::Divisive => "divisive",
        Kind::Unsure => "mostly unsure",
        Kind::Ordinary => "ordinary",
    }
}

fn log(data: &PlantedData, ballots: &[Option<Ballot>], first_votes: &[Millis]) -> Vec<Event> {
    let state = StatementState::Accepted;
    let added =
        (0..).map(StatementId).map(|statement| Fact::StatementAdded { statement, origin: Origin::Organiser, state });
    let first = std::iter::once(Fact::Opened).chain(added.take(data.statements.len())).map(|fact| (OPENED_MS, fact));
    let cast = (0..).map(ParticipantId).zip(ballots).zip(first_votes).filter_map(|((participant, ballot), at_ms)| {
        Some((at_ms - BALLOT_LEAD_MS, Fact::BallotCast { participant, ballot: (*ballot)?, version: VERSION }))
    });
    let votes = data.votes.iter().map(|vote| {
        let (participant, statement) = (ParticipantId(vote.participant), StatementId(vote.statement));
        let fact = Fact::VoteCast { participant, statement, vote: vote_of(vote.answer), version: VERSION };
        (OPENED_MS + Millis::from(vote.at_ms), fact)
    });
    let mut all: Vec<(Millis, Fact)> = first.chain(cast).chain(votes).collect();
    all.sort_by_key(|(at_ms, _)| *at_ms);
    let last = all.last().map_or(OPENED_MS, |(at_ms, _)| *at_ms);
    all.push((last, Fact::Closed));
    (1..).map(Seq).zip(all).map(|(seq, (at_ms, fact))| Event { seq, at_ms, fact }).collect()
}
